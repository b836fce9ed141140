//! What was located in every report of a file, with the figures it was located in: what `fix` works with.

use super::{Library, Options, Reading, outcome, reading};
use crate::bind::Bound;
use crate::eval::Evaluator;
use crate::locate::{Located, Locator};
use crate::plan::Plan;
use crate::report::Outcome;
use crate::source::Sources;

/// One report of a file, checked and searched.
#[derive(Debug, Clone)]
pub struct LocatedReport {
    pub outcome: Outcome,
    /// It is data (JSON, YAML, CSV …), not a published document.
    pub structured: bool,
    /// Its form as the policy leaves it, and its figures; `None` when it could not be read with any form.
    pub read: Option<(Plan, Bound)>,
    /// Failed equations that hang together, each with the smallest changes that would make them hold.
    pub located: Vec<Located>,
}

/// Checks every report of a file and searches each for the figures that would make its failed rules hold.
pub fn locate_all(
    libraries: &[Library],
    sources: &mut Sources,
    name: &str,
    bytes: &[u8],
    options: &Options,
) -> Vec<LocatedReport> {
    reading::each(libraries, sources, name, bytes, options, |library, sources, reading: Reading| {
        let structured = reading.structured;
        let plan = reading.form.and_then(|index| library?.plans.get(index));
        let read = plan.zip(reading.bound.clone()).map(|(plan, bound)| {
            let year = crate::eval::report_year(plan, &bound);
            let touched = options.policy.as_ref().and_then(|policy| policy.on(plan, year));
            (touched.map_or_else(|| plan.clone(), |touched| touched.plan), bound)
        });
        let located = read.as_ref().map(|(plan, bound)| Locator::new(plan).locate(bound)).unwrap_or_default();
        LocatedReport {
            outcome: outcome(library, sources, reading, options, &mut Evaluator::default()),
            structured,
            read,
            located,
        }
    })
}
