//! Which cell is wrong: the smallest changes of a report that would make its failed rules hold.
//!
//! Failed equations are syndromes (`localization.md` of the design). For every set of failed equations that hang together,
//! [`Locator::locate`] gives *all* smallest sets of at most [`MOST`] figures whose change would satisfy them all without
//! breaking another rule, a type or a bound, the likeliest first. What is found says what *would* make the rules hold, never
//! what the error is.

mod findings;
mod rank;
mod search;
mod slips;
mod system;

#[cfg(test)]
mod tests;

use crate::bind::Bound;
use crate::eval::{Trial, Verdict};
use crate::model::RuleSeverity;
use crate::number::{Decimal, Rational};
use crate::plan::{Plan, SlotId};

pub use findings::{say, words};
pub use rank::{Because, because};
pub use slips::{Slip, of_digits};
use system::{Component, System, Template};

/// The most figures of one explanation.
pub const MOST: usize = 3;
/// Steps of the search for one set of failed equations: the same on every machine.
const STEPS: usize = 20_000;

/// One figure that would count as something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub slot: SlotId,
    /// What it counts as in the report, and what it would have to be; in its own unit.
    pub before: Decimal,
    pub after: Decimal,
}

/// A change of a few figures after which all failed equations of a component hold and no other rule fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// In the order of the form.
    pub changes: Vec<Change>,
    /// Well-known slips that would make the report's figures out of these; one may account for several figures.
    pub slips: Vec<Slip>,
    /// Figures that no known slip accounts for.
    pub unaccounted: usize,
    /// Soft rules and comparisons that fail now and would hold, as indices of checks.
    pub supported_by: Vec<u32>,
    /// Soft rules that hold now and would fail.
    pub opposed_by: Vec<u32>,
    /// Edits between the printed digits and those that would hold.
    pub distance: usize,
}

/// What is known about equations that fail together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// Indices of checks.
    pub failed: Vec<u32>,
    pub answer: Answer,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// All smallest explanations, the likeliest first; never empty.
    Explained(Vec<Explanation>),
    /// No change of up to [`MOST`] figures makes them hold.
    More,
    /// The search ended early.
    GaveUp,
}

/// Finds explanations in one report after another on the same form.
pub struct Locator<'p> {
    plan: &'p Plan,
    template: Template,
    trial: Trial,
}

impl<'p> Locator<'p> {
    pub fn new(plan: &'p Plan) -> Locator<'p> {
        Locator { plan, template: Template::of(plan), trial: Trial::default() }
    }

    /// Explains every failed hard equation of a report; nothing when all hold. In the order of the first check of each.
    pub fn locate(&mut self, bound: &Bound) -> Vec<Located> {
        let (plan, template, trial) = (self.plan, &self.template, &mut self.trial);
        trial.load(plan, bound);
        let Some(system) = System::of(plan, template, bound, trial) else { return Vec::new() };
        let mut report = Report { plan, template, trial, bound, system: &system };
        let mut all = Vec::new();
        for component in system.components() {
            let located = report.explain(&component);
            match located.answer {
                // Errors far apart: what cannot be explained together may be explained one by one.
                Answer::More | Answer::GaveUp => {
                    let parts = system.split(&component);
                    if parts.len() > 1 {
                        all.extend(parts.iter().map(|part| report.explain(part)));
                    } else {
                        all.push(located);
                    }
                }
                Answer::Explained(_) => all.push(located),
            }
        }
        all.sort_by_key(|located| located.failed.first().copied());
        all
    }
}

/// One report with its system of equations.
struct Report<'a> {
    plan: &'a Plan,
    template: &'a Template,
    trial: &'a mut Trial,
    bound: &'a Bound,
    system: &'a System<'a>,
}

impl Report<'_> {
    fn explain(&mut self, component: &Component) -> Located {
        let failed = self.system.checks(component);
        let mut steps = STEPS;
        for size in 1..=MOST {
            let Some(found) = search::of_size(self.system, component, size, &mut steps) else {
                return Located { failed, answer: Answer::GaveUp };
            };
            let mut explanations: Vec<Explanation> = found.iter().filter_map(|changes| self.accept(&failed, changes)).collect();
            if !explanations.is_empty() {
                rank::sort(&mut explanations);
                return Located { failed, answer: Answer::Explained(explanations) };
            }
        }
        Located { failed, answer: Answer::More }
    }

    /// Tries a change on all rules, types and bounds.
    fn accept(&mut self, failed: &[u32], deltas: &[(u32, Rational)]) -> Option<Explanation> {
        let mut changes = Vec::with_capacity(deltas.len());
        for (slot, delta) in deltas {
            let slot = SlotId(*slot);
            let before = self.trial.value(slot)?;
            let after = Decimal::from_rational(&(before.to_rational() + delta))?;
            if !self.plan.slots.get(slot)?.ty.admits(after) {
                return None;
            }
            changes.push(Change { slot, before, after });
        }
        let touched = self.template.checks_touching(changes.iter().map(|change| change.slot));
        let before: Vec<Verdict> = touched.iter().map(|index| self.verdict(*index)).collect();
        changes.iter().for_each(|change| self.trial.set(change.slot, change.after));
        let after: Vec<Verdict> = touched.iter().map(|index| self.verdict(*index)).collect();
        changes.iter().for_each(|change| self.trial.set(change.slot, change.before));
        let (mut supported_by, mut opposed_by) = (Vec::new(), Vec::new());
        for ((index, before), after) in touched.iter().zip(before).zip(after) {
            let hard = self.severity(*index) == Some(RuleSeverity::Hard);
            match (is_bad(before), is_bad(after)) {
                (_, true) if failed.contains(index) => return None,
                (false, true) if hard => return None,
                (false, true) => opposed_by.push(*index),
                (true, false) if !failed.contains(index) => supported_by.push(*index),
                (true, true) | (false, false) | (true, false) => {}
            }
        }
        let (slips, unaccounted) = slips::of(self.plan, self.template, self.bound, self.trial, &changes);
        let distance = changes.iter().map(slips::distance).sum();
        Some(Explanation { changes, slips, unaccounted, supported_by, opposed_by, distance })
    }

    fn verdict(&mut self, index: u32) -> Verdict {
        match self.plan.checks.get(index as usize) {
            Some(check) => self.trial.verdict(self.plan, self.bound, check),
            None => Verdict::NotApplicable,
        }
    }

    fn severity(&self, index: u32) -> Option<RuleSeverity> {
        let check = self.plan.checks.get(index as usize)?;
        self.plan.rules.get(check.rule as usize).map(|rule| rule.severity)
    }
}

fn is_bad(verdict: Verdict) -> bool {
    match verdict {
        Verdict::Failed | Verdict::NotAssessable | Verdict::NotComputed => true,
        Verdict::Held | Verdict::HeldWithin | Verdict::NotApplicable => false,
    }
}
