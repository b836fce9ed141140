//! What was found, in the form the reader wants: for people, for scripts, for code-scanning services.
//!
//! One file per output format. This module sees findings and sources only; it knows no template, and it writes to the
//! stream it is given.

use std::io;

use serde::Serialize;

use crate::diag::{Diagnostic, Lang};
use crate::source::{FileId, Sources};

/// What became of one report.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub file: FileId,
    /// The template it was read with, `name@edition`; `None` when none was recognized.
    pub template: Option<String>,
    /// The report's `meta` values in the template's order.
    pub meta: Vec<(String, String)>,
    pub verdict: Verdict,
    pub rules: RuleCounts,
    pub findings: Vec<Diagnostic>,
}

/// The answer for a whole report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No error-level finding.
    Accepted,
    /// No rule failed, but something could not be found, read or assessed.
    Incomplete,
    /// An error-level rule failed.
    Rejected,
}

/// How many rules and totals came to which verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct RuleCounts {
    /// Held exactly.
    pub held: usize,
    /// Held within the tolerance.
    pub held_within: usize,
    pub failed: usize,
    pub not_assessable: usize,
    /// Its condition is false, or something optional is not there.
    pub not_applicable: usize,
    pub waived: usize,
    /// Division by zero and the like.
    pub not_computed: usize,
}

impl RuleCounts {
    /// All rules of the form, whatever became of them.
    pub fn total(&self) -> usize {
        self.held + self.held_within + self.failed + self.not_assessable + self.not_applicable + self.waived + self.not_computed
    }
}

/// The output formats of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Pictures with colours: the default on a terminal.
    Human,
    /// Compact pictures, one for all places of a finding.
    Text,
    /// One line a finding, `file:line:column: …`.
    Short,
    /// Sentences without drawings, for screen readers.
    Narrated,
    /// One JSON object for the run.
    Json,
    /// One JSON object a report, a line each.
    Jsonl,
    /// SARIF 2.1.0, for code-scanning services.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// How to print for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub lang: Lang,
    pub color: bool,
    /// Display cells of a line (`human`, `text`): sentences wrap, long source lines are clipped.
    pub width: usize,
    /// Leave out the summary after the findings, and all that is not an error.
    pub quiet: bool,
}

impl Default for Style {
    fn default() -> Style {
        Style { lang: Lang::Zh, color: false, width: 100, quiet: false }
    }
}

/// Writes the findings and the summaries of checked reports.
///
/// # Errors
/// Only those of `out`.
pub fn render(format: Format, outcomes: &[Outcome], sources: &Sources, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let _ = (format, outcomes, sources, style, out);
    Ok(())
}

/// Writes diagnostics that belong to no report: those of templates.
///
/// # Errors
/// Only those of `out`.
pub fn render_diagnostics(
    format: Format,
    diagnostics: &[Diagnostic],
    sources: &Sources,
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let _ = (format, diagnostics, sources, style, out);
    Ok(())
}
