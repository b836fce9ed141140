//! What the rules of a template protect: which errors they would see, and which they could locate.
//!
//! The equations of a form are a matrix over its figures, and its redundant totals are what parity bits are to a code
//! (`localization.md` of the design). From the matrix alone follows, before any report is read: which equations say nothing
//! new, which figures stand in none, whose error would be seen but not located, how many wrong figures could hide each other,
//! and whether all rules can hold at all. [`mutate`] tries the same on a real report.

mod blocks;
mod conflict;
mod equations;
pub mod mutate;
mod names;

#[cfg(test)]
mod tests;

use crate::algebra::{Added, Echelon, Row, proportional};
use crate::model::ValueKind;
use crate::number::Rational;
use crate::plan::{Plan, SlotId};

pub use blocks::Block;
pub use conflict::{Conflict, Member, Side};
pub use equations::{Equation, Other, Why, equations, linear, slots_of, tolerance};
pub use names::{place_of_check, rule_name};

/// Entries that the elimination may touch; beyond, a form is not audited to the end and says so.
const MOST_WORK: usize = 30_000_000;

/// How well the equations protect a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protection {
    /// If it alone is wrong, the equations that fail are those of no other figure.
    Located,
    /// If it is wrong, equations fail; they would fail alike for the other figures of this group of [`Audit::groups`].
    Detected(u32),
    /// In no equation, but in other rules: conditions, comparisons, soft rules.
    Watched,
    /// In no rule that one report can be held to.
    Unprotected,
}

/// An equation that follows from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Implied {
    /// Index into [`Audit::equations`].
    pub equation: usize,
    /// It is the sum of these equations, each times its factor.
    pub from: Vec<(usize, Rational)>,
}

/// What the rules of one form protect.
#[derive(Debug, Clone, Default)]
pub struct Audit {
    pub equations: Vec<Equation>,
    /// How many of them are independent; of those that were looked at, if not `complete`.
    pub rank: usize,
    pub implied: Vec<Implied>,
    /// By slot; `None` for what is no number.
    pub cells: Vec<Option<Protection>>,
    /// Figures that cannot be told apart, in the order of the first of each.
    pub groups: Vec<Vec<SlotId>>,
    /// The tables that equations join, one block each.
    pub blocks: Vec<Block>,
    pub conflicts: Vec<Conflict>,
    /// Rules that are not counted as equations.
    pub others: Vec<Other>,
    /// Nothing was left out because the form is too large.
    pub complete: bool,
}

impl Audit {
    pub fn protection(&self, slot: SlotId) -> Option<Protection> {
        self.cells.get(slot.0 as usize).copied().flatten()
    }

    /// The figures that are protected in one way.
    pub fn count(&self, wanted: impl Fn(Protection) -> bool) -> usize {
        self.cells.iter().flatten().filter(|protection| wanted(**protection)).count()
    }
}

/// Audits one form.
pub fn audit(plan: &Plan) -> Audit {
    let (equations, others) = equations(plan);
    let mut audit = Audit { complete: true, ..Audit::default() };
    let (independent, implied) = eliminate(&equations, plan, &mut audit.complete);
    audit.rank = independent.iter().filter(|independent| **independent).count();
    audit.implied = implied;
    let columns = columns(&equations, plan);
    audit.groups = proportional(&columns)
        .into_iter()
        .filter(|group| group.len() > 1)
        .map(|group| group.into_iter().map(SlotId).collect())
        .collect();
    audit.cells = protections(plan, &columns, &audit.groups);
    audit.blocks = blocks::blocks(plan, &equations, &independent, &columns);
    audit.conflicts = conflict::conflicts(plan, &mut audit.complete);
    audit.equations = equations;
    audit.others = others;
    audit
}

/// For each equation whether it is independent of those before, and those that are implied. Totals come before written
/// rules, short ones before long ones: what an author adds to the form's own totals is what is called implied.
fn eliminate(equations: &[Equation], plan: &Plan, complete: &mut bool) -> (Vec<bool>, Vec<Implied>) {
    let mut degrees = vec![0usize; plan.slots.list.len()];
    for column in equations.iter().flat_map(|equation| equation.row.columns()) {
        if let Some(degree) = degrees.get_mut(column as usize) {
            *degree += 1;
        }
    }
    let mut order: Vec<usize> = (0..equations.len()).collect();
    order.sort_by_key(|at| equations.get(*at).map(|equation| (equation.written, equation.row.len(), *at)));
    let mut echelon = Echelon::default();
    let mut independent = vec![false; equations.len()];
    let mut implied = Vec::new();
    for at in order {
        let Some(equation) = equations.get(at) else { continue };
        if echelon.work() > MOST_WORK {
            *complete = false;
            break;
        }
        let degree = |column: u32| degrees.get(column as usize).copied().unwrap_or(0);
        match echelon.add(at as u32, &equation.row, equation.constant.clone(), degree) {
            Added::Independent => {
                if let Some(flag) = independent.get_mut(at) {
                    *flag = true;
                }
            }
            Added::Dependent { combination, rest } if rest == Rational::ZERO => {
                let from = combination.iter().map(|(other, factor)| (other as usize, factor.clone())).collect();
                implied.push(Implied { equation: at, from });
            }
            // A contradiction: told as one.
            Added::Dependent { .. } => {}
        }
    }
    implied.sort_by_key(|implied| implied.equation);
    (independent, implied)
}

/// For each slot its coefficients in the equations.
fn columns(equations: &[Equation], plan: &Plan) -> Vec<Row> {
    let mut columns: Vec<Vec<(u32, Rational)>> = vec![Vec::new(); plan.slots.list.len()];
    for (at, equation) in equations.iter().enumerate() {
        for (slot, factor) in equation.row.iter() {
            if let Some(column) = columns.get_mut(slot as usize) {
                column.push((at as u32, factor.clone()));
            }
        }
    }
    columns.into_iter().map(Row::new).collect()
}

fn protections(plan: &Plan, columns: &[Row], groups: &[Vec<SlotId>]) -> Vec<Option<Protection>> {
    let mut in_rule = vec![false; columns.len()];
    for slot in plan.checks.iter().flat_map(|check| equations::slots_of(plan, check)) {
        if let Some(flag) = in_rule.get_mut(slot.0 as usize) {
            *flag = true;
        }
    }
    let mut cells: Vec<Option<Protection>> = plan
        .slots
        .list
        .iter()
        .zip(columns)
        .zip(in_rule)
        .map(|((slot, column), in_rule)| {
            let is_figure = slot.ty.kind.is_numeric() && slot.ty.kind != ValueKind::Code;
            is_figure.then_some(match (column.is_empty(), in_rule) {
                (false, _) => Protection::Located,
                (true, true) => Protection::Watched,
                (true, false) => Protection::Unprotected,
            })
        })
        .collect();
    for (group, slots) in groups.iter().enumerate() {
        for slot in slots {
            if let Some(Some(protection)) = cells.get_mut(slot.0 as usize) {
                *protection = Protection::Detected(group as u32);
            }
        }
    }
    cells
}
