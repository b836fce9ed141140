//! How equations and rules are called.

use crate::diag::Message;
use crate::diag::wording::audit as w;
use crate::plan::{Check, Origin, Plan, SlotId};

/// A rule's name: the author's, or what it makes of which item.
pub fn rule_name(plan: &Plan, rule: u32) -> Message {
    let Some(declared) = plan.rules.get(rule as usize) else { return w::NAMED_RULE.with("name", "") };
    match declared.origin {
        Origin::Written => w::NAMED_RULE.with("name", &declared.name),
        Origin::Total => w::TOTAL_OF.with("name", item_name(plan, rule)),
        Origin::Derived => w::DERIVED_OF.with("name", &declared.name),
        Origin::Including => w::INCLUDING_OF.with("name", item_name(plan, rule)),
    }
}

/// The row or column that an implied rule is about: that in which its first two figures differ.
fn item_name(plan: &Plan, rule: u32) -> String {
    let slots = plan.checks.iter().find(|check| check.rule == rule).map(|check| plan.operands(check)).unwrap_or_default();
    let (Some(first), Some(second)) = (slots.first(), slots.get(1)) else { return String::new() };
    let (own, other) = (plan.place(*first), plan.place(*second));
    let differing = [(own.row, other.row), (own.column, other.column), (own.fact, other.fact)];
    let differing = differing.into_iter().find(|(own, other)| own != other).and_then(|(own, _)| own);
    differing.unwrap_or_else(|| plan.name(*first).to_owned())
}

/// The row or column that all figures of a check lie in; empty when they share none.
pub fn place_of_check(plan: &Plan, check: &Check) -> String {
    let slots: Vec<SlotId> = plan.operands(check);
    let mut places = slots.iter().map(|slot| plan.place(*slot));
    let Some(first) = places.next() else { return String::new() };
    let (mut row, mut column) = (first.row, first.column);
    for place in places {
        row = row.filter(|row| place.row.as_ref() == Some(row));
        column = column.filter(|column| place.column.as_ref() == Some(column));
    }
    [row, column].into_iter().flatten().collect::<Vec<_>>().join("·")
}
