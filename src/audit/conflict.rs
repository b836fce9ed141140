//! Rules that cannot all hold, whatever the figures.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::equations::{linear, tolerance};
use crate::algebra::{self, Feasibility, Limits, Part, Row, feasible};
use crate::model::{CellType, RuleSeverity, ValueKind};
use crate::number::Rational;
use crate::plan::{Check, Plan, SlotId};
use crate::syntax::ast::CompareOp;

/// Pivots for one set of rules that hang together.
const STEPS: usize = 5_000;
/// Conflicts that are looked for in one such set.
const MOST: usize = 8;

/// Rules and types that no figures satisfy together; without any one of them, some do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub members: Vec<Member>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Member {
    /// Index into [`Plan::checks`].
    Check(u32),
    /// What the type of a figure allows at least, or at most.
    Type { slot: SlotId, side: Side, end: Rational, strict: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    AtLeast,
    AtMost,
}

/// Every hard rule that holds without a condition and is linear: equations and comparisons.
pub(super) fn conflicts(plan: &Plan, complete: &mut bool) -> Vec<Conflict> {
    let rows: Vec<(u32, Row, Limits)> = plan
        .checks
        .iter()
        .enumerate()
        .filter_map(|(index, check)| Some((index as u32, self::row(plan, check)?)))
        .map(|(index, (row, limits))| (index, row, limits))
        .collect();
    let mut found = Vec::new();
    for component in components(&rows) {
        let mut left: BTreeSet<usize> = component.into_iter().collect();
        for _ in 0..MOST {
            let own: Vec<usize> = left.iter().copied().collect();
            let system: Vec<(Row, Limits)> =
                own.iter().filter_map(|at| rows.get(*at)).map(|(_, row, limits)| (row.clone(), limits.clone())).collect();
            let slots: BTreeSet<u32> = system.iter().flat_map(|(row, _)| row.columns()).collect();
            let bounds: BTreeMap<u32, Limits> =
                slots.iter().filter_map(|slot| Some((*slot, bounds_of(&plan.slots.get(SlotId(*slot))?.ty)))).collect();
            match feasible(&system, &bounds, STEPS) {
                Feasibility::Feasible => break,
                Feasibility::GaveUp => {
                    *complete = false;
                    break;
                }
                Feasibility::Conflict(parts) => {
                    let rows_of = |part: &Part| match part {
                        Part::Row(at) => own.get(*at).copied(),
                        Part::LowerBound(_) | Part::UpperBound(_) => None,
                    };
                    let used: Vec<usize> = parts.iter().filter_map(rows_of).collect();
                    let members = parts.iter().filter_map(|part| member(part, &own, &rows, &bounds)).collect();
                    found.push(Conflict { members });
                    used.iter().for_each(|at| {
                        left.remove(at);
                    });
                    // Types alone that exclude each other are the compiler's to report.
                    if used.is_empty() {
                        break;
                    }
                }
            }
        }
    }
    found
}

fn member(part: &Part, own: &[usize], rows: &[(u32, Row, Limits)], bounds: &BTreeMap<u32, Limits>) -> Option<Member> {
    let of_type = |slot: u32, side: Side, end: Option<&algebra::Bound>| {
        let end = end?;
        Some(Member::Type { slot: SlotId(slot), side, end: end.value.clone(), strict: end.strict })
    };
    match part {
        Part::Row(at) => rows.get(*own.get(*at)?).map(|(check, ..)| Member::Check(*check)),
        Part::LowerBound(slot) => of_type(*slot, Side::AtLeast, bounds.get(slot)?.low.as_ref()),
        Part::UpperBound(slot) => of_type(*slot, Side::AtMost, bounds.get(slot)?.high.as_ref()),
    }
}

fn row(plan: &Plan, check: &Check) -> Option<(Row, Limits)> {
    let rule = plan.rules.get(check.rule as usize)?;
    if rule.severity != RuleSeverity::Hard || check.when.is_some() || rule.during.is_some() {
        return None;
    }
    let crate::plan::Body::Linear { op, .. } = &check.body else { return None };
    let (row, constant) = linear(plan, check)?;
    let reach = tolerance(plan, check);
    let end = |value: Rational, strict: bool| Some(algebra::Bound { value, strict });
    let (low, high) = (&constant - &reach, &constant + &reach);
    let limits = match op {
        CompareOp::Equal => Limits { low: end(low, false), high: end(high, false) },
        CompareOp::Less => Limits { low: None, high: end(high, true) },
        CompareOp::LessEqual => Limits { low: None, high: end(high, false) },
        CompareOp::Greater => Limits { low: end(low, true), high: None },
        CompareOp::GreaterEqual => Limits { low: end(low, false), high: None },
        CompareOp::NotEqual => return None,
    };
    Some((row, limits))
}

/// What a type allows: counts are not negative, and what its refinements say.
fn bounds_of(ty: &CellType) -> Limits {
    let mut limits = Limits::default();
    if ty.kind == ValueKind::Natural {
        limits.low = Some(algebra::Bound { value: Rational::ZERO, strict: false });
    }
    for limit in &ty.limits {
        let value = limit.value.to_rational();
        let (low, high, strict) = match limit.op {
            CompareOp::Equal => (true, true, false),
            CompareOp::Less => (false, true, true),
            CompareOp::LessEqual => (false, true, false),
            CompareOp::Greater => (true, false, true),
            CompareOp::GreaterEqual => (true, false, false),
            CompareOp::NotEqual => (false, false, false),
        };
        let tighter = |old: &Option<algebra::Bound>, up: bool| {
            old.as_ref().is_none_or(|old| if old.value == value { strict } else { (value > old.value) == up })
        };
        if low && tighter(&limits.low, true) {
            limits.low = Some(algebra::Bound { value: value.clone(), strict });
        }
        if high && tighter(&limits.high, false) {
            limits.high = Some(algebra::Bound { value, strict });
        }
    }
    limits
}

/// Rules that hang together by their figures, as indices; a rule without figures stands alone.
fn components(rows: &[(u32, Row, Limits)]) -> Vec<Vec<usize>> {
    let mut by_slot: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, (_, row, _)) in rows.iter().enumerate() {
        for slot in row.columns() {
            by_slot.entry(slot).or_default().push(at);
        }
    }
    let mut seen = vec![false; rows.len()];
    let mut components = Vec::new();
    for start in 0..rows.len() {
        let mut component = Vec::new();
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            match seen.get_mut(at) {
                Some(flag) if !*flag => *flag = true,
                Some(_) | None => continue,
            }
            component.push(at);
            let slots = rows.get(at).map(|(_, row, _)| row.columns().collect::<Vec<_>>()).unwrap_or_default();
            // A figure's rules are all joined by the first look at it.
            open.extend(slots.iter().filter_map(|slot| by_slot.remove(slot)).flatten());
        }
        if !component.is_empty() {
            component.sort_unstable();
            components.push(component);
        }
    }
    components
}
