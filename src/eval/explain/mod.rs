//! Findings: a check that failed is walked a second time, for every operand with its value and place.

mod operands;
mod unassessed;
mod unusable;

use operands::{common_place, distinct, equation, labels, magnitude, operand, printed, signed};
pub(super) use operands::{of_part, source};
pub(super) use unassessed::{Unassessed, needs_more, suspended, unknown, unread_columns};
pub(super) use unusable::{Lack, Unusable};

use super::linear::{self, Sides};
use super::machine::{Item, Machine};
use super::values::{Value, Values};
use crate::bind::Bound;
use crate::diag::wording::eval as wording;
use crate::diag::{Code, Diagnostic, Finding, Label, Message, Severity};
use crate::model::RuleSeverity;
use crate::number::{Decimal, Rational};
use crate::plan::{Body, Check, Origin, Plan, Rule, SlotId};

/// The finding for a check that failed.
pub(super) fn failure(plan: &Plan, bound: &Bound, values: &Values, check: &Check, rule: &Rule) -> Diagnostic {
    let sides = sides(plan, bound, values, check);
    let slots = distinct(plan.operands(check));
    let place = common_place(plan, &slots);
    let (code, message) = headline(plan, check, rule, &slots, sides.as_ref(), &place);
    let mut finding = Diagnostic::new(code, severity(rule), message);
    finding.labels = labels(plan, bound, values, &slots, check);
    finding.labels.push(Label::new(rule.span, here(rule.origin).plain()));
    if let Some(text) = &rule.text {
        finding.notes.push(wording::RULE_TEXT.with("text", text));
    }
    if let (Some(sides), Body::Linear { .. }) = (&sides, &check.body) {
        finding.notes.push(equation(plan, values, check, sides));
    }
    if let Some(sides) = &sides
        && let Some(allowance) = &sides.allowance
    {
        let distance = magnitude(&sides.left - &sides.right);
        let excess = printed(&(distance - allowance));
        finding.notes.push(wording::ALLOWED.with("allowance", printed(allowance)).with("excess", excess));
    }
    let at = slots.first().map(|slot| plan.place(*slot)).unwrap_or_default();
    finding.with_finding(Finding {
        rule: Some(rule.name.clone()),
        basis: rule.basis.clone(),
        at,
        left: sides.as_ref().map(|sides| printed(&sides.left)),
        right: sides.as_ref().map(|sides| printed(&sides.right)),
        difference: sides.as_ref().map(|sides| printed(&(&sides.left - &sides.right))),
        located: None,
    })
}

fn headline(plan: &Plan, check: &Check, rule: &Rule, slots: &[SlotId], sides: Option<&Sides>, place: &str) -> (Code, Message) {
    let cell = |index: usize| slots.get(index).map(|slot| plan.name(*slot)).unwrap_or_default();
    let written =
        |code, wording: &'static crate::diag::Wording| (code, wording.with("rule", &rule.name).with("place", in_place(place)));
    let Some(sides) = sides else { return written(Code::G0401, &wording::FAILED_PLAIN) };
    // Sides are in base units. A comparison that is not linear may be about something else (a ratio): no unit then.
    let unit = match &check.body {
        Body::Linear { .. } => operands::unit_of(plan, check),
        Body::Code { .. } => "",
    };
    let (code, message) = match rule.origin {
        Origin::Written if is_in(plan, check) => written(Code::G0401, &wording::FAILED_IN),
        Origin::Written => written(Code::G0401, &wording::FAILED),
        Origin::Total => (Code::G0402, wording::TOTAL_FAILED.with("cell", cell(0))),
        Origin::Derived => (Code::G0404, wording::DERIVED_FAILED.with("cell", cell(0))),
        Origin::Including => (Code::G0405, wording::INCLUDING_FAILED.with("cell", cell(0)).with("whole", cell(1))),
    };
    let side = |value: &Rational| format!("{}{unit}", signed(value));
    (
        code,
        message
            .with("left", side(&sides.left))
            .with("right", side(&sides.right))
            .with("difference", side(&(&sides.left - &sides.right))),
    )
}

fn in_place(place: &str) -> crate::diag::Arg {
    if place.is_empty() { "".into() } else { wording::IN_PLACE.with("place", place).into() }
}

fn here(origin: Origin) -> &'static crate::diag::Wording {
    match origin {
        Origin::Written => &wording::RULE_HERE,
        Origin::Total => &wording::TOTAL_HERE,
        Origin::Derived => &wording::DERIVED_HERE,
        Origin::Including => &wording::INCLUDING_HERE,
    }
}

/// A rule's name in a message: the author's, or a word for what the form implies.
fn name_of(rule: &Rule) -> Message {
    match rule.origin {
        Origin::Written | Origin::Derived => wording::NAME_RULE.with("name", &rule.name),
        Origin::Total => wording::NAME_TOTAL.plain(),
        Origin::Including => wording::NAME_INCLUDING.plain(),
    }
}

fn severity(rule: &Rule) -> Severity {
    match rule.severity {
        RuleSeverity::Hard => Severity::Error,
        RuleSeverity::Soft => Severity::Warning,
        RuleSeverity::Note => Severity::Note,
    }
}

fn is_in(plan: &Plan, check: &Check) -> bool {
    match &check.body {
        Body::Code { code, .. } => matches!(plan.code(code).last(), Some(crate::plan::Op::In(_))),
        Body::Linear { .. } => false,
    }
}

/// Both sides of a comparison; for `in`, the value and the nearest alternative.
fn sides(plan: &Plan, bound: &Bound, values: &Values, check: &Check) -> Option<Sides> {
    let Body::Code { sides, .. } = &check.body else { return linear::sides(plan, values, check) };
    let mut machine = Machine::default();
    let mut number = |code| match machine.run(bound, values, plan.code(code)) {
        Item::Number(value) => Some(value),
        Item::Word(_) | Item::Bool(_) | Item::Skip | Item::Unknown | Item::Error => None,
    };
    let (left, others) = sides.split_first()?;
    let left = number(left)?;
    let right = others.iter().filter_map(&mut number).min_by_key(|right| magnitude(&left - right))?;
    Some(Sides { left, right, allowance: check.within.map(Decimal::to_rational) })
}

/// A total left blank beside figures, with the value that its parts give.
pub(super) fn blank_total(
    plan: &Plan,
    bound: &Bound,
    values: &Values,
    check: &Check,
    slot: SlotId,
    value: Decimal,
) -> Diagnostic {
    let text = format!("{value}{}", plan.unit(slot));
    let message = wording::BLANK_TOTAL.with("cell", plan.name(slot)).with("value", &text);
    let mut finding = Diagnostic::error(Code::G0403, message);
    if let Some(span) = bound.figures.get(slot).and_then(|cell| cell.span) {
        finding = finding.at(span, wording::BLANK_TOTAL_HERE.plain());
    }
    let parts = distinct(plan.operands(check)).into_iter().skip(1).filter(|part| {
        // Only what makes the sum: a blank part that counts as 0 says nothing here.
        matches!(values.get(*part), Value::Number(value) if !value.is_zero())
    });
    for part in parts {
        if let Some(span) = bound.figures.get(part).and_then(|cell| cell.span) {
            finding = finding.at(span, operand(plan, bound, values, part));
        }
    }
    let rule = plan.rules.get(check.rule as usize);
    if let Some(rule) = rule {
        finding = finding.at(rule.span, here(rule.origin).plain());
    }
    let basis = rule.and_then(|rule| rule.basis.clone());
    finding.with_help(wording::BLANK_TOTAL_HELP.with("value", text)).with_finding(Finding {
        rule: rule.map(|rule| rule.name.clone()),
        basis,
        at: plan.place(slot),
        right: Some(value.normalized().to_string()),
        ..Finding::default()
    })
}

/// A blank total whose parts are not all known either.
pub(super) fn blank_unknown(plan: &Plan, bound: &Bound, slot: SlotId) -> Diagnostic {
    let finding = Diagnostic::error(Code::G0403, wording::BLANK_UNKNOWN.with("cell", plan.name(slot)));
    let finding = match bound.figures.get(slot).and_then(|cell| cell.span) {
        Some(span) => finding.at(span, wording::BLANK_TOTAL_HERE.plain()),
        None => finding,
    };
    finding.with_finding(Finding { at: plan.place(slot), ..Finding::default() })
}

/// A check that divides by zero or leaves the range of what is computed.
pub(super) fn not_computed(plan: &Plan, bound: &Bound, values: &Values, check: &Check, rule: &Rule) -> Diagnostic {
    let slots = distinct(plan.operands(check));
    let place = common_place(plan, &slots);
    let message = wording::NOT_COMPUTED.with("rule", &rule.name).with("place", in_place(&place));
    let mut finding = Diagnostic::new(Code::G0407, severity(rule), message).with_note(wording::NOT_COMPUTED_WHY.plain());
    finding.labels = labels(plan, bound, values, &slots, check);
    finding.labels.push(Label::new(rule.span, here(rule.origin).plain()));
    let at = slots.first().map(|slot| plan.place(*slot)).unwrap_or_default();
    let (name, basis) = (Some(rule.name.clone()), rule.basis.clone());
    finding.with_finding(Finding { rule: name, basis, at, ..Finding::default() })
}
