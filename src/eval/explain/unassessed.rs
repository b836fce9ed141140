//! What was not checked, and why: one finding an omission.

use super::{name_of, severity};
use crate::bind::{Bound, State};
use crate::diag::wording::eval as wording;
use crate::diag::{Code, Diagnostic, Finding, Label, Message, Severity};
use crate::eval::values::{Value, Values, treatment};
use crate::model::Treatment;
use crate::plan::{Check, Needs, Plan, Rule, SlotId};
use crate::source::Span;

/// Checks that could not be made, gathered so that one omission yields one finding.
#[derive(Default)]
pub(in crate::eval) struct Unassessed {
    /// Checks whose missing figures binding has already reported.
    given: Vec<Message>,
    given_count: usize,
    /// By the first cell that stands in the way otherwise.
    by_slot: Vec<(SlotId, Severity, Span, Vec<Message>, usize)>,
}

impl Unassessed {
    /// `slot`: the first figure of this report that stands in the way.
    pub fn add(&mut self, slot: Option<SlotId>, rule: &Rule) {
        let name = name_of(rule);
        let Some(slot) = slot else {
            self.given_count += 1;
            push_new(&mut self.given, name);
            return;
        };
        match self.by_slot.iter_mut().find(|(other, ..)| *other == slot) {
            Some((_, worst, _, rules, count)) => {
                *worst = (*worst).max(severity(rule));
                push_new(rules, name);
                *count += 1;
            }
            None => self.by_slot.push((slot, severity(rule), rule.span, vec![name], 1)),
        }
    }

    pub fn report(mut self, plan: &Plan, bound: &Bound, findings: &mut Vec<Diagnostic>) {
        for (slot, worst, span, rules, count) in std::mem::take(&mut self.by_slot) {
            let Some((why, at)) = own_reason(plan, bound, slot) else {
                self.given_count += count;
                rules.into_iter().for_each(|rule| push_new(&mut self.given, rule));
                continue;
            };
            let message = wording::NOT_ASSESSED.with("cell", plan.name(slot)).with("count", count).with("rules", rules);
            let mut finding = Diagnostic::new(Code::G0406, worst, message);
            if let Some(at) = at {
                finding = finding.at(at, why);
            }
            let place = plan.place(slot);
            findings.push(finding.at(span, wording::RULE_HERE.plain()).with_finding(Finding { at: place, ..Finding::default() }));
        }
        if self.given_count > 0 {
            let message = wording::NOT_ASSESSED_GIVEN.with("count", self.given_count).with("rules", self.given);
            findings.push(Diagnostic::note(Code::G0406, message));
        }
    }
}

fn push_new(list: &mut Vec<Message>, name: Message) {
    if !list.contains(&name) {
        list.push(name);
    }
}

/// The first operand of a check that has no value.
pub(in crate::eval) fn unknown(plan: &Plan, values: &Values, check: &Check) -> Option<SlotId> {
    plan.operands(check).into_iter().find(|slot| matches!(values.get(*slot), Value::Unknown | Value::Word))
}

/// Why a cell cannot be used, when binding has not reported it: it is approximate, or the author said "unknown".
fn own_reason(plan: &Plan, bound: &Bound, slot: SlotId) -> Option<(Message, Option<Span>)> {
    let cell = bound.figures.get(slot)?;
    if cell.state == State::Figure && cell.approximate {
        return Some((wording::NOT_ASSESSED_APPROXIMATE.with("text", &cell.text), cell.span));
    }
    let policy = treatment(plan.slots.get(slot)?, cell);
    match (cell.state, policy) {
        (State::Blank | State::Absent | State::NotApplicable, Treatment::Unknown) => {
            Some((wording::NOT_ASSESSED_POLICY.plain(), cell.span))
        }
        (State::Blank | State::Absent | State::NotApplicable, Treatment::Error | Treatment::As(_) | Treatment::Skip) => None,
        (State::Figure | State::Unreadable, _) => None,
    }
}

/// The one note about rules that reach beyond this report.
pub(in crate::eval) fn needs_more(needs: Needs, rules: &[&Rule]) -> Diagnostic {
    let (message, label) = match needs {
        Needs::Prior => (&wording::NEEDS_PRIOR, &wording::NEEDS_PRIOR_HERE),
        Needs::Parts => (&wording::NEEDS_PARTS, &wording::NEEDS_PARTS_HERE),
    };
    let names: Vec<Message> = rules.iter().map(|rule| name_of(rule)).collect();
    let message = message.with("count", rules.len()).with("rules", names);
    let mut finding = Diagnostic::note(Code::G0408, message);
    // Nothing is wrong at these places: they are there for programs, not to be drawn under every report.
    finding.labels = rules.iter().map(|rule| Label { minor: true, ..Label::new(rule.span, label.plain()) }).collect();
    finding
}

/// A rule that its author suspended.
pub(in crate::eval) fn suspended(rule: &Rule) -> Diagnostic {
    let why = rule.suspended.as_deref().unwrap_or_default();
    Diagnostic::note(Code::G0409, wording::SUSPENDED.with("rule", &rule.name).with("why", why))
        .at(rule.span, wording::SUSPENDED_HERE.plain())
}

/// Columns of line numbers and units.
pub(in crate::eval) fn unread_columns(columns: &[(String, Span)]) -> Diagnostic {
    let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let mut finding = Diagnostic::note(Code::G0903, wording::UNREAD_COLUMNS.with("columns", names));
    for (_, span) in columns {
        finding = finding.at(*span, wording::UNREAD_COLUMNS_HERE.plain());
    }
    finding
}
