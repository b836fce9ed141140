//! Runs a plan over the figures of one report.
//!
//! First every slot gets the value that it counts as (`values`): a figure itself, a blank what `read` says, a blank
//! total the sum of its parts. Then every check comes to a [`Verdict`]. Nothing is allocated while rules hold; a check
//! that fails is walked a second time for its operands, and becomes a finding (`explain`).

mod beyond;
mod explain;
mod fill;
mod linear;
mod machine;
mod other;
mod quick;
mod values;
mod verdict;

#[cfg(test)]
mod beyond_tests;
#[cfg(test)]
mod tests;

pub use beyond::{Across, Counted};
pub use other::{Carry, Elsewhere, Other, Others, Source};
pub use quick::{Known, Quick};
pub use verdict::{Counts, Verdict};

use crate::bind::Bound;
use crate::diag::Diagnostic;
use crate::number::Decimal;
use crate::plan::{Body, Check, Needs, Plan, Rule, SlotId};
use values::Values;

/// What the evaluator is told besides the report.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The reports that its rules may name.
    pub others: Others<'a>,
}

/// What the rules say of one report.
#[derive(Debug, Clone, Default)]
pub struct Assessment {
    pub counts: Counts,
    pub findings: Vec<Diagnostic>,
    /// The checks that failed, each with its finding: indices into the plan's checks and into `findings`.
    pub failed: Vec<(u32, usize)>,
    /// The rules over several reports that failed: by number, each with its finding.
    pub beyond: Vec<(u32, usize)>,
    /// What other reports say that figures of this one are, whether they tie or not.
    pub elsewhere: Vec<Elsewhere>,
}

/// Assesses every rule of the plan over one report. For many reports keep an [`Evaluator`].
pub fn evaluate(plan: &Plan, bound: &Bound, options: Options<'_>) -> Assessment {
    Evaluator::default().evaluate(plan, bound, options)
}

/// What is said of every report in which the same figures are left out, because it is a matter of the form: rules that no
/// single report can answer, unread columns.
pub fn standing(plan: &Plan, left_out: impl Fn(SlotId) -> bool) -> Vec<Diagnostic> {
    let mut assessment = Assessment::default();
    not_evaluated(plan, left_out, &[], &mut assessment);
    assessment.findings
}

/// The evaluator with its working memory, to be used for one report after another: once it has grown to the size of a
/// plan, a report whose rules all hold allocates nothing (`tests/allocations.rs`).
#[derive(Default)]
pub struct Evaluator {
    values: Values,
    machine: machine::Machine,
}

impl Evaluator {
    /// What each check comes to, in the order of the plan.
    pub fn verdicts(&mut self, plan: &Plan, bound: &Bound) -> Vec<Verdict> {
        let Evaluator { values, machine } = self;
        values.load(plan, &bound.figures);
        fill::blank_totals(plan, bound, values, &mut Vec::new());
        let year = report_year(plan, bound);
        let verdict = |check: &Check| match plan.rules.get(check.rule as usize) {
            Some(rule) => assess(plan, bound, values, machine, check, rule, year),
            None => Verdict::NotApplicable,
        };
        plan.checks.iter().map(verdict).collect()
    }

    /// Assesses every rule of the plan over one report.
    pub fn evaluate(&mut self, plan: &Plan, bound: &Bound, options: Options<'_>) -> Assessment {
        let mut assessment = Assessment::default();
        let Evaluator { values, machine } = self;
        values.load(plan, &bound.figures);
        let filled = fill::blank_totals(plan, bound, values, &mut assessment.findings);
        let year = report_year(plan, bound);
        let mut unassessed = explain::Unassessed::default();
        for (index, check) in plan.checks.iter().enumerate() {
            let Some(rule) = plan.rules.get(check.rule as usize) else { continue };
            let verdict = assess(plan, bound, values, machine, check, rule, year);
            assessment.counts.add(verdict);
            match verdict {
                Verdict::Held | Verdict::HeldWithin | Verdict::NotApplicable => {}
                Verdict::Failed => {
                    assessment.failed.push((index as u32, assessment.findings.len()));
                    assessment.findings.push(explain::failure(plan, bound, values, check, rule));
                }
                Verdict::NotComputed => assessment.findings.push(explain::not_computed(plan, bound, values, check, rule)),
                Verdict::NotAssessable => unassessed.add(explain::unknown(plan, values, check), rule),
            }
        }
        // The check of a total left blank holds by the value that was just computed for it: nothing of the report's own held.
        assessment.counts.held = assessment.counts.held.saturating_sub(filled);
        assessment.counts.failed += filled;
        let report = beyond::Report { plan, bound, values, year, alone: false };
        let done = beyond::assess_all(&report, machine, options.others, &mut assessment, &mut unassessed);
        unassessed.report(plan, bound, &mut assessment.findings);
        not_evaluated(plan, |slot| values.get(slot) == values::Value::Skip, &done, &mut assessment);
        assessment
    }
}

impl Evaluator {
    /// Assesses only the rules that reach beyond one report, those for which the reports are at hand.
    pub fn across(&mut self, plan: &Plan, bound: &Bound, others: Others<'_>) -> Assessment {
        let mut assessment = Assessment::default();
        let Evaluator { values, machine } = self;
        values.load(plan, &bound.figures);
        fill::blank_totals(plan, bound, values, &mut Vec::new());
        let report = beyond::Report { plan, bound, values, year: report_year(plan, bound), alone: true };
        beyond::assess_all(&report, machine, others, &mut assessment, &mut explain::Unassessed::default());
        assessment
    }
}

/// One report under the rules, to try what other figures would make of them: no findings are written.
#[derive(Default)]
pub struct Trial {
    values: Values,
    machine: machine::Machine,
    year: Option<i64>,
}

impl Trial {
    /// Takes the figures of a report; says how many blank totals were filled in. While there are none, [`Trial::update`] is
    /// all that a changed figure needs.
    pub fn load(&mut self, plan: &Plan, bound: &Bound) -> usize {
        self.values.load(plan, &bound.figures);
        self.year = report_year(plan, bound);
        fill::blank_totals(plan, bound, &mut self.values, &mut Vec::new())
    }

    /// Takes one figure anew.
    pub fn update(&mut self, plan: &Plan, bound: &Bound, slot: SlotId) {
        self.values.update(plan, &bound.figures, slot);
    }

    /// What a figure counts as: itself, what `read` says of a blank, a blank total the sum of its parts. `None`: no number.
    pub fn value(&self, slot: SlotId) -> Option<Decimal> {
        match self.values.get(slot) {
            values::Value::Number(value) => Some(value),
            values::Value::Truth(_) | values::Value::Word | values::Value::Skip | values::Value::Unknown => None,
        }
    }

    /// Whether any blank total went on with the sum of its parts.
    pub fn has_computed(&self) -> bool {
        self.values.has_computed()
    }

    /// Whether it is a blank total that goes on with the sum of its parts.
    pub fn is_computed(&self, slot: SlotId) -> bool {
        self.values.is_computed(slot)
    }

    /// Lets a figure count as something else.
    pub fn set(&mut self, slot: SlotId, value: Decimal) {
        self.values.set(slot, value);
    }

    pub fn verdict(&mut self, plan: &Plan, bound: &Bound, check: &Check) -> Verdict {
        match plan.rules.get(check.rule as usize) {
            Some(rule) => assess(plan, bound, &self.values, &mut self.machine, check, rule, self.year),
            None => Verdict::NotApplicable,
        }
    }
}

fn assess(
    plan: &Plan,
    bound: &Bound,
    values: &Values,
    machine: &mut machine::Machine,
    check: &Check,
    rule: &Rule,
    year: Option<i64>,
) -> Verdict {
    if !in_force(rule.during, year) {
        return Verdict::NotApplicable;
    }
    if let Some(when) = &check.when {
        match machine.truth(bound, values, plan.code(when)) {
            machine::Truth::True => {}
            machine::Truth::False | machine::Truth::Skipped => return Verdict::NotApplicable,
            machine::Truth::Unknown => return Verdict::NotAssessable,
            machine::Truth::Error => return Verdict::NotComputed,
        }
    }
    match &check.body {
        Body::Linear { .. } => linear::assess(plan, values, check),
        Body::Code { code, sides } => match machine.truth(bound, values, plan.code(code)) {
            machine::Truth::True => Verdict::Held,
            machine::Truth::False if machine.within(plan, bound, values, check, sides) => Verdict::HeldWithin,
            machine::Truth::False => Verdict::Failed,
            machine::Truth::Skipped => Verdict::NotApplicable,
            machine::Truth::Unknown => Verdict::NotAssessable,
            machine::Truth::Error => Verdict::NotComputed,
        },
    }
}

/// `during`: a rule holds for its years; a report whose year is not known is held to every rule.
fn in_force(during: Option<(Option<i64>, Option<i64>)>, year: Option<i64>) -> bool {
    let (Some((from, to)), Some(year)) = (during, year) else { return true };
    from.is_none_or(|from| from <= year) && to.is_none_or(|to| year <= to)
}

fn report_year(plan: &Plan, bound: &Bound) -> Option<i64> {
    bound.meta.get(plan.year? as usize)?.as_ref()?.text.trim().parse().ok()
}

/// One note each for what was not evaluated: rules that reach beyond the reports at hand, suspended rules, unread columns.
/// `done`: the numbers of the rules over several reports that were.
fn not_evaluated(plan: &Plan, left_out: impl Fn(SlotId) -> bool, done: &[u32], assessment: &mut Assessment) {
    for needs in [Needs::Prior, Needs::Parts] {
        let open = |(number, rule): &(usize, &Rule)| {
            rule.needs == Some(needs) && rule.suspended.is_none() && done.binary_search(&(*number as u32)).is_err()
        };
        let mut rules: Vec<&Rule> = plan.rules.iter().enumerate().filter(open).map(|(_, rule)| rule).collect();
        assessment.counts.not_applicable += rules.len();
        // The sentence it is about is not in the report: another report would not make it apply.
        rules.retain(|rule| !rule.own.iter().any(|slot| left_out(*slot)));
        if !rules.is_empty() {
            assessment.findings.push(explain::needs_more(needs, &rules));
        }
    }
    for rule in plan.rules.iter().filter(|rule| rule.suspended.is_some()) {
        assessment.counts.not_applicable += 1;
        assessment.findings.push(explain::suspended(rule));
    }
    if !plan.unread_columns.is_empty() {
        assessment.findings.push(explain::unread_columns(&plan.unread_columns));
    }
}
