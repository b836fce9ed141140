//! A policy on one form, for one report.

use super::{Entry, Force, Policy};
use crate::diag::wording::policy as w;
use crate::diag::{Arg, Code, Diagnostic, Label, Message, Overridden};
use crate::plan::Plan;
use crate::sidecar::Date;

/// A form as the policy leaves it.
#[derive(Debug, Clone)]
pub struct Touched {
    pub plan: Plan,
    /// By rule of the plan.
    decisions: Vec<(u32, Overridden)>,
    /// Decisions that cannot be applied: the report does not say which year it is of.
    undecided: Vec<Diagnostic>,
}

impl Policy {
    /// The form as this policy leaves it for a report of this year. `None` when it says nothing about it.
    pub fn on(&self, plan: &Plan, year: Option<i64>) -> Option<Touched> {
        let date = self.date.or_else(|| Date::end_of(year?));
        let mut decisions = Vec::new();
        let mut undecided = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.is_of(&plan.title)) {
            let Some(index) = plan.rules.iter().position(|rule| entry.concerns(rule)) else { continue };
            let years = match (year, entry.years) {
                (_, None) => true,
                (Some(year), Some(_)) => entry.names_years(year),
                (None, Some(_)) => {
                    undecided.push(entry.undecided());
                    continue;
                }
            };
            let Some(date) = date else {
                undecided.push(entry.undecided());
                continue;
            };
            if years && entry.is_dated(date) {
                decisions.push((index as u32, entry));
            }
        }
        if decisions.is_empty() && undecided.is_empty() {
            return None;
        }
        let mut plan = plan.clone();
        let decisions = decisions.into_iter().filter_map(|(index, entry)| Some((index, self.decide(&mut plan, index, entry)?)));
        let decisions: Vec<(u32, Overridden)> = decisions.collect();
        let off: Vec<u32> =
            decisions.iter().filter(|(_, one)| one.is == Force::Suspended.key()).map(|(index, _)| *index).collect();
        leave_out(&mut plan, &off);
        Some(Touched { plan, decisions, undecided })
    }

    fn decide(&self, plan: &mut Plan, index: u32, entry: &Entry) -> Option<Overridden> {
        // The rules that need other reports have a plan of their own, under the same numbers.
        let beyond = plan.beyond.as_deref_mut().and_then(|plan| plan.rules.get_mut(index as usize));
        if let Some(rule) = beyond {
            entry.force.put(rule, &entry.reason);
        }
        let rule = plan.rules.get_mut(index as usize)?;
        let was = if rule.suspended.is_some() { Force::Suspended } else { Force::Counts(rule.severity) };
        entry.force.put(rule, &entry.reason);
        Some(Overridden {
            issuer: self.issuer.clone(),
            reason: entry.reason.clone(),
            basis: entry.basis.clone(),
            from: entry.from.to_string(),
            until: entry.until.map(|until| until.to_string()),
            was: was.key(),
            is: entry.force.key(),
            span: entry.span,
        })
    }
}

impl Force {
    fn put(self, rule: &mut crate::plan::Rule, reason: &str) {
        match self {
            Force::Suspended => rule.suspended = Some(reason.to_owned()),
            Force::Counts(severity) => rule.severity = severity,
        }
    }
}

impl Entry {
    fn concerns(&self, rule: &crate::plan::Rule) -> bool {
        rule.origin == crate::plan::Origin::Written && rule.name == self.rule.text
    }

    fn undecided(&self) -> Diagnostic {
        Diagnostic::warning(Code::G0824, w::UNDECIDED.with("rule", &self.rule.text))
            .at_bare(self.span)
            .with_help(w::UNDECIDED_HELP.plain())
    }
}

/// Takes the checks of rules out of a plan.
fn leave_out(plan: &mut Plan, rules: &[u32]) {
    if rules.is_empty() {
        return;
    }
    let mut next = 0u32;
    let moved: Vec<Option<u32>> = plan
        .checks
        .iter()
        .map(|check| {
            let stays = !rules.contains(&check.rule);
            let at = next;
            next += u32::from(stays);
            stays.then_some(at)
        })
        .collect();
    plan.checks.retain(|check| !rules.contains(&check.rule));
    if let Some(beyond) = plan.beyond.as_deref_mut() {
        beyond.checks.retain(|check| !rules.contains(&check.rule));
    }
    plan.totals = plan.totals.iter().filter_map(|check| moved.get(*check as usize).copied().flatten()).collect();
}

impl Touched {
    /// Says in every finding of a rule what was decided about it, and what could not be decided.
    pub fn show(&self, findings: &mut Vec<Diagnostic>) {
        for finding in findings.iter_mut() {
            let Some(data) = finding.finding.as_deref_mut() else { continue };
            let Some((_, decision)) = self.decisions.iter().find(|(rule, _)| Some(*rule) == data.of_rule) else { continue };
            data.policy = Some(decision.clone());
            finding.notes.push(said(decision));
            if decision.is == Force::Suspended.key()
                && let Some(label) = finding.labels.first_mut()
            {
                label.message = Some(w::THIS_RULE.plain());
            }
            // The rule itself stays the last.
            let at = finding.labels.len().saturating_sub(1).max(usize::from(decision.is == Force::Suspended.key()));
            finding.labels.insert(at.min(finding.labels.len()), Label::new(decision.span, w::DECIDED_HERE.plain()));
        }
        findings.extend(self.undecided.iter().cloned());
    }
}

fn said(decision: &Overridden) -> Message {
    let word = |key: &str| match key {
        "hard" => w::HARD.plain(),
        "soft" => w::SOFT.plain(),
        "note" => w::NOTE.plain(),
        _ => w::SUSPENDED.plain(),
    };
    let until = match &decision.until {
        Some(until) => w::UNTIL.with("until", until),
        None => w::OPEN.plain(),
    };
    let by = match &decision.issuer {
        Some(issuer) => w::BY.with("issuer", issuer),
        None => w::BY_POLICY.plain(),
    };
    let basis: Arg = match &decision.basis {
        Some(basis) => w::WITH_BASIS.with("basis", basis).into(),
        None => "".into(),
    };
    let message = w::DECIDED.with("by", by).with("from", &decision.from).with("until", until).with("was", word(decision.was));
    message.with("is", word(decision.is)).with("reason", &decision.reason).with("basis", basis)
}
