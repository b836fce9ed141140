//! Operands in words: each with its value, its place and what it counts as.

use crate::bind::{Bound, NO, State, YES};
use crate::diag::wording::eval as wording;
use crate::diag::{Arg, At, Label, Message};
use crate::eval::linear::Sides;
use crate::eval::values::{Value, Values};
use crate::number::{Decimal, Rational};
use crate::plan::{Body, Check, Held, Plan, Side, SlotId, Term};
use crate::source::Span;

/// One label an operand, the first one first; operands of 0 are minor when there are many.
pub(in crate::eval) fn labels(plan: &Plan, bound: &Bound, values: &Values, slots: &[SlotId], check: &Check) -> Vec<Label> {
    let many = slots.len() > 6;
    let parts_of_total = |index: usize| many && index > 0 && matches!(check.body, Body::Linear { .. });
    slots
        .iter()
        .enumerate()
        .filter_map(|(index, slot)| {
            let span = bound.figures.get(*slot)?.span?;
            let zero = matches!(values.get(*slot), Value::Number(value) if value.is_zero());
            let label = Label::new(span, operand(plan, bound, values, *slot));
            Some(Label { minor: zero && parts_of_total(index), ..label })
        })
        .collect()
}

/// How a figure is called: its name, and whose it is when it is not this report's.
pub(in crate::eval) fn called(plan: &Plan, slot: SlotId) -> Arg {
    let name = plan.name(slot);
    match plan.held(slot) {
        Some(Held::Prior(_)) => wording::OF_PRIOR.with("cell", name).into(),
        Some(Held::Parts { .. }) => wording::OF_PARTS.with("cell", name).into(),
        Some(Held::Own(_)) | None => name.into(),
    }
}

/// A figure of the year before that makes up another one.
pub(in crate::eval) fn source(plan: &Plan, bound: &Bound, slot: SlotId) -> Option<Label> {
    let cell = bound.figures.get(slot)?;
    let value = format!("{}{}", cell.value.map_or_else(|| cell.text.clone(), |value| value.to_string()), plan.unit(slot));
    let name = Arg::from(wording::OF_PRIOR.with("cell", plan.name(slot)));
    Some(Label::new(cell.span?, wording::OPERAND.with("cell", name).with("value", value)))
}

/// A figure of a report below.
pub(in crate::eval) fn of_part(plan: &Plan, span: Span, slot: SlotId, value: Decimal) -> Label {
    let value = format!("{value}{}", plan.unit(slot));
    Label::new(span, wording::OPERAND.with("cell", plan.name(slot)).with("value", value))
}

/// What an operand says, and what it counts as where it says nothing.
pub(in crate::eval) fn operand(plan: &Plan, bound: &Bound, values: &Values, slot: SlotId) -> Message {
    let name = called(plan, slot);
    let Some(cell) = bound.figures.get(slot) else { return wording::OPERAND_UNKNOWN.with("cell", name) };
    let value = match values.get(slot) {
        Value::Number(value) => format!("{value}{}", plan.unit(slot)),
        Value::Truth(true) => YES.to_owned(),
        Value::Truth(false) => NO.to_owned(),
        Value::Word => cell.text.clone(),
        Value::Skip if plan.slots.get(slot).is_some_and(|slot| !slot.ty.kind.is_numeric()) => {
            return wording::OPERAND_LEFT.with("cell", name);
        }
        Value::Skip | Value::Unknown => return wording::OPERAND_UNKNOWN.with("cell", name),
    };
    let message = match cell.state {
        _ if values.is_computed(slot) => &wording::OPERAND_COMPUTED,
        State::Figure | State::Unreadable => &wording::OPERAND,
        State::Blank => &wording::OPERAND_BLANK,
        State::Absent => &wording::OPERAND_ABSENT,
        State::NotApplicable => return wording::OPERAND_TOKEN.with("cell", name).with("text", &cell.text).with("value", value),
    };
    message.with("cell", name).with("value", value)
}

/// `新收 298 + 上年结转 3 = 301`: both sides with their values; operands of 0 are left out of long sums.
pub(in crate::eval) fn equation(plan: &Plan, values: &Values, check: &Check, sides: &Sides) -> Message {
    let side = |side: Side, total: &Rational| {
        let mut written = written_side(plan, values, check, side);
        let total = printed(total);
        let terms = plan.terms_of(check).iter().filter(|term| term.side == side).count();
        let ends = |end: &str| matches!(written.last(), Some(Arg::Text(text)) if text.ends_with(end));
        let alone = matches!(written.as_slice(), [Arg::Text(text)] if *text == total);
        let said = alone || (terms == 1 && ends(&format!(" {total}")));
        if !said {
            written.push(format!(" = {total}").into());
        }
        Arg::Run(written)
    };
    wording::EQUATION
        .with("left", side(Side::Left, &sides.left))
        .with("right", side(Side::Right, &sides.right))
        .with("difference", signed(&(&sides.left - &sides.right)))
}

fn written_side(plan: &Plan, values: &Values, check: &Check, side: Side) -> Vec<Arg> {
    let Body::Linear { terms, left, right, .. } = &check.body else { return Vec::new() };
    let constant = if side == Side::Left { *left } else { *right };
    let terms: Vec<&Term> = plan.terms(terms).iter().filter(|term| term.side == side).collect();
    let long = terms.len() > 6;
    let shared = shared_name(plan, &terms);
    let mut run: Vec<Arg> = Vec::new();
    let mut out = String::new();
    let mut left_out = false;
    for term in &terms {
        let Value::Number(value) = values.get(term.slot) else { continue };
        if long && value.is_zero() {
            left_out = true;
            continue;
        }
        let negative = term.coefficient.is_negative();
        out.push_str(match (out.is_empty() && run.is_empty(), negative) {
            (true, true) => "−",
            (true, false) => "",
            (false, true) => " − ",
            (false, false) => " + ",
        });
        let name = plan.name(term.slot);
        match called(plan, term.slot) {
            Arg::Text(_) => out.push_str(shared.as_deref().and_then(|shared| own_name(name, shared)).unwrap_or(name)),
            whose => {
                run.push(std::mem::take(&mut out).into());
                run.push(whose);
            }
        }
        out.push(' ');
        let factor = if negative { term.coefficient.checked_neg().unwrap_or(term.coefficient) } else { term.coefficient };
        if factor != Decimal::ONE {
            out.push_str(&format!("{factor}×"));
        }
        out.push_str(&if value.is_negative() { format!("({value})") } else { value.to_string() });
    }
    if !constant.is_zero() || (out.is_empty() && run.is_empty()) {
        out.push_str(if out.is_empty() { "" } else { " + " });
        out.push_str(&constant.to_string());
    } else if left_out {
        out.push_str(" + 0…");
    }
    run.push(out.into());
    run
}

/// The part of the names that all operands share (`自然人` in a column's sum), if there are several.
fn shared_name(plan: &Plan, terms: &[&Term]) -> Option<String> {
    let slots: Vec<SlotId> = terms.iter().map(|term| term.slot).collect();
    if slots.len() < 2 {
        return None;
    }
    let place = common(plan, &slots);
    place.row.or(place.column)
}

fn own_name<'n>(name: &'n str, shared: &str) -> Option<&'n str> {
    let (row, column) = name.split_once('·')?;
    if row == shared {
        Some(column)
    } else if column == shared {
        Some(row)
    } else {
        None
    }
}

/// The unit of both sides of a linear check: that of its figures where they all have one that counts as the base does (人, where
/// the base is 次), else the base. None where figures of several dimensions were made plain numbers.
pub(in crate::eval) fn unit_of<'p>(plan: &'p Plan, check: &Check) -> &'p str {
    let terms = plan.terms_of(check);
    let Some(first) = terms.first() else { return "" };
    let (own, base) = (plan.unit(first.slot), plan.base_unit(first.slot));
    if terms.iter().any(|term| plan.base_unit(term.slot) != base) {
        return "";
    }
    let plain = |term: &Term| term.coefficient == Decimal::ONE || term.coefficient == Decimal::from(-1);
    if terms.iter().all(|term| plan.unit(term.slot) == own && plain(term)) { own } else { base }
}

/// The table, row or column that all operands lie in.
fn common(plan: &Plan, slots: &[SlotId]) -> At {
    let mut places = slots.iter().map(|slot| plan.place(*slot));
    let Some(mut common) = places.next() else { return At::default() };
    common.fact = None;
    for place in places {
        let keep = |own: &mut Option<String>, other: Option<String>| {
            if *own != other {
                *own = None;
            }
        };
        keep(&mut common.table, place.table);
        keep(&mut common.row, place.row);
        keep(&mut common.column, place.column);
    }
    common
}

/// How a message names where a rule failed: the row or column that its operands share.
pub(in crate::eval) fn common_place(plan: &Plan, slots: &[SlotId]) -> String {
    let place = common(plan, slots);
    [place.row, place.column].into_iter().flatten().collect::<Vec<_>>().join("·")
}

pub(in crate::eval) fn distinct(slots: Vec<SlotId>) -> Vec<SlotId> {
    let mut seen = std::collections::HashSet::new();
    slots.into_iter().filter(|slot| seen.insert(*slot)).collect()
}

pub(in crate::eval) fn magnitude(value: Rational) -> Rational {
    if value < Rational::ZERO { -value } else { value }
}

/// The same for a sentence: with a proper minus sign.
pub(in crate::eval) fn signed(value: &Rational) -> String {
    printed(value).replace('-', "−")
}

/// A fraction as people write it: a decimal if it is one, else as a fraction.
pub(in crate::eval) fn printed(value: &Rational) -> String {
    match Decimal::from_rational(value) {
        Some(value) => value.normalized().to_string(),
        None => value.to_string(),
    }
}
