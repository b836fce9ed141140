//! Blank totals: one finding each, and the value that their parts give for the rules that need them.

use super::explain;
use super::values::{Value, Values};
use crate::bind::{Bound, State};
use crate::diag::Diagnostic;
use crate::model::Treatment;
use crate::number::{Decimal, Rational};
use crate::plan::{Body, Check, Plan, Side, SlotId};

/// Fills in every blank total and derived line whose parts are known, parts before wholes. A blank that the template
/// counts as the same value is what it is; any other is an error of the report. Says how many were filled in.
pub(super) fn blank_totals(plan: &Plan, bound: &Bound, values: &mut Values, findings: &mut Vec<Diagnostic>) -> usize {
    let mut filled = 0;
    for check in plan.totals.iter().filter_map(|index| plan.checks.get(*index as usize)) {
        let Some(slot) = result_slot(plan, check) else { continue };
        let blank = bound.figures.get(slot).is_some_and(|cell| cell.state == State::Blank);
        if !blank || values.is_computed(slot) {
            continue;
        }
        let accepted = match plan.slots.get(slot).and_then(|slot| slot.read.blank) {
            Some(Treatment::As(value)) => Some(value),
            Some(Treatment::Error) | None => None,
            // The author said what a blank means here: not a number.
            Some(Treatment::Skip | Treatment::Unknown) => continue,
        };
        let Some(value) = computed(plan, values, check) else { continue };
        if accepted == Some(value) {
            continue;
        }
        values.fill(slot, value);
        filled += 1;
        findings.push(explain::blank_total(plan, bound, values, check, slot, value));
    }
    for (slot, _) in
        plan.slots.list.iter().enumerate().map(|(at, slot)| (SlotId(at as u32), slot)).filter(|(_, slot)| slot.computed)
    {
        let blank = bound.figures.get(slot).is_some_and(|cell| cell.state == State::Blank);
        let refused = plan.slots.get(slot).is_some_and(|slot| matches!(slot.read.blank, Some(Treatment::Error) | None));
        if blank && refused && !values.is_computed(slot) {
            findings.push(explain::blank_unknown(plan, bound, slot));
        }
    }
    filled
}

/// The slot that a check of a total or a derived line determines: its first term.
fn result_slot(plan: &Plan, check: &Check) -> Option<SlotId> {
    let Body::Linear { terms, .. } = &check.body else { return None };
    plan.terms(terms).first().map(|term| term.slot)
}

/// What the parts make, in the total's own unit; `None` when a part is not known or the result is no decimal.
fn computed(plan: &Plan, values: &Values, check: &Check) -> Option<Decimal> {
    let Body::Linear { terms, right, .. } = &check.body else { return None };
    let (total, parts) = plan.terms(terms).split_first()?;
    let mut sum = right.to_rational();
    for part in parts {
        match values.get(part.slot) {
            Value::Number(value) if part.side == Side::Right => sum += value.to_rational() * part.coefficient.to_rational(),
            Value::Skip if part.summed => {}
            Value::Number(_) | Value::Truth(_) | Value::Skip | Value::Word | Value::Unknown => return None,
        }
    }
    let factor = total.coefficient.to_rational();
    if factor == Rational::ZERO {
        return None;
    }
    Decimal::from_rational(&(sum / factor))
}
