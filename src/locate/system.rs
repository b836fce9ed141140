//! The equations of one report: which hold, which fail, by how much, and which hang together.

use std::collections::{BTreeMap, BTreeSet};

use crate::algebra::Row;
use crate::audit;
use crate::bind::{Bound, State};
use crate::eval::{Trial, Verdict};
use crate::model::{CellRef, ItemId, RuleSeverity, TableId};
use crate::number::Rational;
use crate::plan::{Body, Plan, SlotId};
use crate::syntax::ast::CompareOp;

/// What locating needs of a form, made once.
pub(super) struct Template {
    /// The linear hard equations, by check.
    equations: Vec<TemplateEquation>,
    /// For every slot the equations that it stands in.
    of_slot: Vec<Vec<usize>>,
    /// The most equations that one slot stands in.
    reach: usize,
    /// For every slot the checks that read it.
    checks_of: Vec<Vec<u32>>,
    /// The cells of every table by the places of their row and column among those with figures.
    places: Vec<(TableId, usize, usize)>,
    slots: BTreeMap<(TableId, usize, usize), SlotId>,
}

struct TemplateEquation {
    check: u32,
    row: Row,
    constant: Rational,
    tolerant: bool,
}

impl Template {
    pub fn of(plan: &Plan) -> Template {
        let mut equations = Vec::new();
        let mut checks_of: Vec<Vec<u32>> = vec![Vec::new(); plan.slots.list.len()];
        for (index, check) in plan.checks.iter().enumerate() {
            for slot in audit::slots_of(plan, check) {
                if let Some(list) = checks_of.get_mut(slot.0 as usize).filter(|list| list.last() != Some(&(index as u32))) {
                    list.push(index as u32);
                }
            }
            let hard = plan.rules.get(check.rule as usize).is_some_and(|rule| rule.severity == RuleSeverity::Hard);
            if !hard || !matches!(check.body, Body::Linear { op: CompareOp::Equal, .. }) {
                continue;
            }
            let Some((row, constant)) = audit::linear(plan, check) else { continue };
            let tolerant = audit::tolerance(plan, check) != Rational::ZERO;
            equations.push(TemplateEquation { check: index as u32, row, constant, tolerant });
        }
        let mut of_slot = vec![Vec::new(); plan.slots.list.len()];
        for (at, equation) in equations.iter().enumerate() {
            for slot in equation.row.columns() {
                if let Some(list) = of_slot.get_mut(slot as usize) {
                    list.push(at);
                }
            }
        }
        let reach = of_slot.iter().map(Vec::len).max().unwrap_or(0);
        let (places, slots) = places(plan);
        Template { equations, of_slot, reach, checks_of, places, slots }
    }

    pub fn checks_touching(&self, slots: impl Iterator<Item = SlotId>) -> Vec<u32> {
        let mut checks: Vec<u32> = slots.filter_map(|slot| self.checks_of.get(slot.0 as usize)).flatten().copied().collect();
        checks.sort_unstable();
        checks.dedup();
        checks
    }

    /// The cell so many rows below and columns beside this one.
    pub fn neighbour(&self, slot: SlotId, rows: isize, columns: isize) -> Option<SlotId> {
        let (table, row, column) = self.places.get(slot.0 as usize)?;
        let at = (*table, row.checked_add_signed(rows)?, column.checked_add_signed(columns)?);
        self.slots.get(&at).copied()
    }
}

type Places = (Vec<(TableId, usize, usize)>, BTreeMap<(TableId, usize, usize), SlotId>);

fn places(plan: &Plan) -> Places {
    let mut rows: BTreeMap<(TableId, Option<ItemId>), usize> = BTreeMap::new();
    let mut columns: BTreeMap<(TableId, Option<ItemId>), usize> = BTreeMap::new();
    let (mut row_count, mut column_count) = (BTreeMap::new(), BTreeMap::new());
    let (mut places, mut slots) = (Vec::new(), BTreeMap::new());
    for (index, slot) in plan.slots.list.iter().enumerate() {
        let CellRef { table, row, column } = slot.cell;
        let at = |known: &mut BTreeMap<(TableId, Option<ItemId>), usize>, count: &mut BTreeMap<TableId, usize>, item| {
            *known.entry((table, item)).or_insert_with(|| {
                let next = count.entry(table).or_insert(0);
                *next += 1;
                *next - 1
            })
        };
        let place = (table, at(&mut rows, &mut row_count, row), at(&mut columns, &mut column_count, column));
        places.push(place);
        slots.insert(place, SlotId(index as u32));
    }
    (places, slots)
}

/// An equation of one report: what the changes of its figures have to come to.
pub(super) struct Equation<'t> {
    pub check: u32,
    pub row: &'t Row,
    pub residual: Rational,
    pub tolerant: bool,
    pub failed: bool,
    /// It applies, and could be assessed.
    assessed: bool,
}

/// The equations of one report.
pub(super) struct System<'t> {
    template: &'t Template,
    /// In the template's order, those that could not be assessed among them.
    pub equations: Vec<Equation<'t>>,
    /// For every slot whether its figure may be changed.
    changeable: Vec<bool>,
}

/// Failed equations, as indices into [`System::equations`].
pub(super) struct Component {
    pub failed: Vec<usize>,
}

impl<'t> System<'t> {
    /// `None` when no equation fails.
    pub fn of(plan: &Plan, template: &'t Template, bound: &Bound, trial: &mut Trial) -> Option<System<'t>> {
        let mut equations = Vec::with_capacity(template.equations.len());
        for TemplateEquation { check, row, constant, tolerant } in &template.equations {
            let verdict = plan.checks.get(*check as usize).map(|check| trial.verdict(plan, bound, check));
            let failed = verdict == Some(Verdict::Failed);
            let residual = if failed { residual(row, constant, trial) } else { Rational::ZERO };
            let assessed = match verdict {
                // Blank totals went on with the sum of their parts: what would follow from a change is not known here.
                Some(Verdict::Failed | Verdict::Held | Verdict::HeldWithin) => {
                    !trial.has_computed() || !row.columns().any(|slot| trial.is_computed(SlotId(slot)))
                }
                Some(Verdict::NotAssessable | Verdict::NotApplicable | Verdict::NotComputed) | None => false,
            };
            equations.push(Equation { check: *check, row, residual, tolerant: *tolerant, failed: failed && assessed, assessed });
        }
        if !equations.iter().any(|equation| equation.failed) {
            return None;
        }
        let slots = 0..plan.slots.list.len() as u32;
        let changeable = slots.map(|slot| may_change(bound, slot) && trial.value(SlotId(slot)).is_some()).collect();
        Some(System { template, equations, changeable })
    }

    /// The equations that a figure stands in, as far as they could be assessed.
    pub fn equations_of(&self, slot: u32) -> impl Iterator<Item = usize> + '_ {
        let all = self.template.of_slot.get(slot as usize).map_or(&[][..], Vec::as_slice);
        all.iter().copied().filter(|at| self.equations.get(*at).is_some_and(|equation| equation.assessed))
    }

    /// The figures of a row that may be changed.
    pub fn candidates(&self, row: &Row) -> Vec<u32> {
        row.columns().filter(|slot| self.changeable.get(*slot as usize) == Some(&true)).collect()
    }

    pub fn reach(&self) -> usize {
        self.template.reach
    }

    pub fn checks(&self, component: &Component) -> Vec<u32> {
        component.failed.iter().filter_map(|at| self.equations.get(*at)).map(|equation| equation.check).collect()
    }

    /// Failed equations that share figures, or have figures in one equation that holds: two errors may cancel there.
    pub fn components(&self) -> Vec<Component> {
        let all: Vec<usize> = self.failed().collect();
        self.joined(&all, true)
    }

    /// The same by shared figures only.
    pub fn split(&self, component: &Component) -> Vec<Component> {
        self.joined(&component.failed, false)
    }

    fn failed(&self) -> impl Iterator<Item = usize> + '_ {
        self.equations.iter().enumerate().filter(|(_, equation)| equation.failed).map(|(at, _)| at)
    }

    fn joined(&self, failed: &[usize], through_held: bool) -> Vec<Component> {
        let mut left: BTreeSet<usize> = failed.iter().copied().collect();
        let mut components = Vec::new();
        while let Some(start) = left.pop_first() {
            let mut members = vec![start];
            let mut seen: BTreeSet<usize> = BTreeSet::new();
            let mut open = vec![start];
            while let Some(at) = open.pop() {
                let Some(equation) = self.equations.get(at) else { continue };
                for other in equation.row.columns().flat_map(|slot| self.equations_of(slot)) {
                    let is_failed = self.equations.get(other).is_some_and(|other| other.failed);
                    if is_failed && left.remove(&other) {
                        members.push(other);
                        open.push(other);
                    }
                    // A held equation passes on what came from a failed one, no further.
                    if !is_failed && through_held && equation.failed && seen.insert(other) {
                        open.push(other);
                    }
                }
            }
            members.sort_unstable();
            components.push(Component { failed: members });
        }
        components
    }
}

fn residual(row: &Row, constant: &Rational, trial: &Trial) -> Rational {
    row.iter().fold(constant.clone(), |rest, (slot, factor)| match trial.value(SlotId(slot)) {
        Some(value) => rest - value.to_rational() * factor,
        None => rest,
    })
}

/// Whether a cell is there to be changed: a figure, a blank, a token. Not one that was not found.
fn may_change(bound: &Bound, slot: u32) -> bool {
    bound.figures.get(SlotId(slot)).is_some_and(|cell| match cell.state {
        State::Figure => !cell.approximate,
        State::Blank | State::NotApplicable => true,
        State::Absent | State::Unreadable => false,
    })
}
