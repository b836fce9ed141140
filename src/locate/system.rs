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
        let (places, slots) = places(plan);
        Template { equations, checks_of, places, slots }
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

/// An equation over the figures that may change: what their changes have to come to.
pub(super) struct Equation {
    pub check: u32,
    pub row: Row,
    pub residual: Rational,
    pub tolerant: bool,
    pub failed: bool,
}

/// The equations of one report that could be assessed.
pub(super) struct System {
    pub equations: Vec<Equation>,
    /// The equations of every slot that may change.
    pub of_slot: BTreeMap<u32, Vec<usize>>,
}

/// Failed equations, as indices into [`System::equations`].
pub(super) struct Component {
    pub failed: Vec<usize>,
}

impl System {
    /// `None` when no equation fails.
    pub fn of(plan: &Plan, template: &Template, bound: &Bound, trial: &mut Trial) -> Option<System> {
        let mut verdicts = Vec::with_capacity(template.equations.len());
        for equation in &template.equations {
            let verdict = plan.checks.get(equation.check as usize).map(|check| trial.verdict(plan, bound, check));
            verdicts.push(verdict.unwrap_or(Verdict::NotApplicable));
        }
        if !verdicts.contains(&Verdict::Failed) {
            return None;
        }
        let mut system = System { equations: Vec::new(), of_slot: BTreeMap::new() };
        for (equation, verdict) in template.equations.iter().zip(verdicts) {
            let failed = match verdict {
                Verdict::Failed => true,
                Verdict::Held | Verdict::HeldWithin => false,
                Verdict::NotAssessable | Verdict::NotApplicable | Verdict::NotComputed => continue,
            };
            // Blank totals went on with the sum of their parts: what would follow from a change is not known here.
            if equation.row.columns().any(|slot| trial.is_computed(SlotId(slot))) {
                continue;
            }
            let value = |slot: u32| trial.value(SlotId(slot));
            let residual = if failed {
                equation.row.iter().fold(equation.constant.clone(), |rest, (slot, factor)| match value(slot) {
                    Some(value) => rest - value.to_rational() * factor,
                    None => rest,
                })
            } else {
                Rational::ZERO
            };
            let row = equation.row.only(|slot| may_change(bound, slot) && value(slot).is_some());
            let index = system.equations.len();
            for slot in row.columns() {
                system.of_slot.entry(slot).or_default().push(index);
            }
            system.equations.push(Equation { check: equation.check, row, residual, tolerant: equation.tolerant, failed });
        }
        Some(system)
    }

    pub fn equations_of(&self, slot: u32) -> &[usize] {
        self.of_slot.get(&slot).map_or(&[], Vec::as_slice)
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
                for other in equation.row.columns().flat_map(|slot| self.equations_of(slot)).copied() {
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

/// Whether a cell is there to be changed: a figure, a blank, a token. Not one that was not found.
fn may_change(bound: &Bound, slot: u32) -> bool {
    bound.figures.get(SlotId(slot)).is_some_and(|cell| match cell.state {
        State::Figure => !cell.approximate,
        State::Blank | State::NotApplicable => true,
        State::Absent | State::Unreadable => false,
    })
}
