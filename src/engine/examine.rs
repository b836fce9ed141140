//! Everything that a test wants to know of a report.

use super::{Library, Options, extract, outcome, reading};
use crate::diag::At;
use crate::eval::{Evaluator, Verdict};
use crate::report::Outcome;
use crate::snapshot::{Cell, RuleVerdict};
use crate::source::Sources;

/// One report of a file, examined.
#[derive(Debug, Clone)]
pub struct Examined {
    pub outcome: Outcome,
    /// Every figure of the form.
    pub cells: Vec<Cell>,
    /// Figures that no cell claims, as printed.
    pub unclaimed: Vec<String>,
    /// What every rule came to, place by place.
    pub rules: Vec<RuleVerdict>,
}

/// Examines every report of a file, each with the first library that has a template for it.
pub fn examine(libraries: &[Library], sources: &mut Sources, name: &str, bytes: &[u8], options: &Options) -> Vec<Examined> {
    reading::each(libraries, sources, name, bytes, options, |library, sources, reading| {
        let rules = verdicts(library, &reading);
        let extraction = extract::extraction(library, sources, reading.clone());
        let cells = extraction.figures.into_iter().map(|figure| Cell {
            at: figure.at,
            state: figure.state,
            value: figure.value,
            unit: figure.unit,
            text: figure.text,
            approximate: figure.approximate,
            decoded: figure.decoded,
        });
        Examined {
            cells: cells.collect(),
            unclaimed: extraction.unclaimed.into_iter().map(|unclaimed| unclaimed.text).collect(),
            outcome: outcome(library, sources, reading, options, &mut Evaluator::default()),
            rules,
        }
    })
}

fn verdicts(library: Option<&Library>, reading: &super::Reading) -> Vec<RuleVerdict> {
    let plan = reading.form.and_then(|index| library?.plans.get(index));
    let (Some(plan), Some(bound)) = (plan, &reading.bound) else { return Vec::new() };
    let verdicts = Evaluator::default().verdicts(plan, bound);
    let mut rules: Vec<RuleVerdict> = Vec::with_capacity(verdicts.len());
    for (check, verdict) in plan.checks.iter().zip(verdicts) {
        let Some(rule) = plan.rules.get(check.rule as usize) else { continue };
        let at = plan.operands(check).first().map(|slot| plan.place(*slot)).unwrap_or_default();
        rules.push(RuleVerdict { rule: rule.name.clone(), at, verdict });
    }
    // A rule that reaches beyond this report has no checks.
    for (index, rule) in plan.rules.iter().enumerate() {
        if !plan.checks.iter().any(|check| check.rule as usize == index) {
            rules.push(RuleVerdict { rule: rule.name.clone(), at: At::default(), verdict: Verdict::NotApplicable });
        }
    }
    rules
}
