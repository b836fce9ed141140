//! What was found, in the form the reader wants: for people, for scripts, for code-scanning services.
//!
//! One file per output format. This module sees findings and sources only; it knows no template, and it writes to the
//! stream it is given.

pub mod clean;
mod codespan;
mod data;
mod error;
mod excerpt;
mod github;
mod human;
mod json;
mod jsonl;
pub mod layout;
mod lines;
mod narrated;
mod sarif;
mod short;
mod summary;
mod tally;
mod text;
mod view;
mod words;

use std::io;

pub use error::Error;
pub use lines::{Lines, Plain};
pub use tally::{Found, Tally, Verdicts};
pub use words::{place_in, severity_word};

use serde::Serialize;

use crate::diag::{Diagnostic, Lang};
use crate::source::{FileId, Sources};

/// What became of one report.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub file: FileId,
    /// Which report of the file: `:17`, `#3`; empty when it is the only one.
    pub part: String,
    /// The template it was read with, `name@edition`; `None` when none was recognized.
    pub template: Option<String>,
    /// The report's `meta` values in the template's order.
    pub meta: Vec<(String, String)>,
    pub verdict: Verdict,
    pub rules: RuleCounts,
    pub findings: Vec<Diagnostic>,
    /// Its figures in long form, when they were asked for.
    pub figures: String,
}

impl Outcome {
    /// The outcome of a report that no template was tried on.
    pub fn unread(file: FileId) -> Outcome {
        let (template, meta, rules, findings) = (None, Vec::new(), RuleCounts::default(), Vec::new());
        let (part, figures) = (String::new(), String::new());
        Outcome { file, part, template, meta, verdict: Verdict::Incomplete, rules, findings, figures }
    }

    /// Puts the findings in order: errors first, then in the order of the report; those without a place in it last.
    pub fn sort(&mut self) {
        let report = self.file;
        self.findings.sort_by_key(|finding| {
            let place = finding.primary().filter(|label| label.span.file == report).map(|label| label.span.start);
            (std::cmp::Reverse(finding.severity), place.is_none(), place)
        });
    }

    /// The name of the file, and which report of it: `reports.ndjson:17`.
    pub fn name(&self, sources: &Sources) -> String {
        format!("{}{}", sources.name(self.file), self.part)
    }
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
    /// Those of two reports together.
    pub fn and(self, other: RuleCounts) -> RuleCounts {
        RuleCounts {
            held: self.held + other.held,
            held_within: self.held_within + other.held_within,
            failed: self.failed + other.failed,
            not_assessable: self.not_assessable + other.not_assessable,
            not_applicable: self.not_applicable + other.not_applicable,
            waived: self.waived + other.waived,
            not_computed: self.not_computed + other.not_computed,
        }
    }

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

impl Style {
    /// The display cells that are left for a source line beside line numbers and frames.
    fn source_cells(&self) -> usize {
        self.width.clamp(40, 200) - 12
    }
}

/// The version that JSON and SARIF output name.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Findings as `--format json` has them, for commands whose JSON holds more than reports.
pub fn findings_data(findings: &[Diagnostic], sources: &Sources, lang: Lang) -> Vec<serde_json::Value> {
    let data = findings.iter().map(|finding| serde_json::to_value(data::FindingData::new(finding, sources, lang)));
    data.filter_map(Result::ok).collect()
}

/// Writes the findings and the summaries of checked reports.
///
/// # Errors
/// Only those of `out`.
pub fn render(format: Format, outcomes: &[Outcome], sources: &Sources, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Json => return json::write(outcomes, sources, style.lang, out),
        Format::Jsonl => return jsonl::write(outcomes, sources, style.lang, out),
        Format::Sarif => {
            let all: Vec<&Diagnostic> = outcomes.iter().flat_map(|outcome| &outcome.findings).collect();
            return sarif::write(&all, sources, style.lang, out);
        }
        Format::Human | Format::Text | Format::Short | Format::Narrated | Format::Github => {}
    }
    for outcome in outcomes {
        for finding in outcome.findings.iter().filter(|finding| !style.quiet || finding.is_error()) {
            write_one(format, finding, sources, style, out)?;
        }
        if format == Format::Narrated && !style.quiet {
            summary::narrate(outcome, sources, style.lang, out)?;
        }
    }
    match format {
        Format::Human | Format::Text if !style.quiet && !outcomes.is_empty() => summary::write(outcomes, sources, style, out),
        // A line of `short` and a command of `github` is a finding, nothing else.
        Format::Human | Format::Text | Format::Short | Format::Narrated | Format::Github => Ok(()),
        Format::Json | Format::Jsonl | Format::Sarif => Ok(()),
    }
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
    match format {
        Format::Json => json::write_diagnostics(diagnostics, sources, style.lang, out),
        Format::Jsonl => jsonl::write_diagnostics(diagnostics, sources, style.lang, out),
        Format::Sarif => sarif::write(&diagnostics.iter().collect::<Vec<_>>(), sources, style.lang, out),
        Format::Human | Format::Text | Format::Short | Format::Narrated | Format::Github => diagnostics
            .iter()
            .filter(|diagnostic| !style.quiet || diagnostic.is_error())
            .try_for_each(|diagnostic| write_one(format, diagnostic, sources, style, out)),
    }
}

fn write_one(
    format: Format,
    diagnostic: &Diagnostic,
    sources: &Sources,
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Human => human::write(diagnostic, sources, style, out),
        Format::Text => text::write(diagnostic, sources, style, out),
        Format::Short => short::write(diagnostic, sources, style, out),
        Format::Narrated => narrated::write(diagnostic, sources, style, out),
        Format::Github => github::write(diagnostic, sources, style.lang, out),
        // These are written for a whole run.
        Format::Json | Format::Jsonl | Format::Sarif => Ok(()),
    }
}

#[cfg(test)]
mod tests;
