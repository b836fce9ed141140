//! `--format json`: one object for the run.

use std::io::{self, Write};

use super::Outcome;
use super::data::{DiagnosticsRun, FindingData, ReportData, Run};
use crate::diag::{Diagnostic, Lang};
use crate::source::Sources;

pub(super) fn write(outcomes: &[Outcome], sources: &Sources, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let reports = outcomes.iter().map(|outcome| ReportData::new(outcome, sources, lang)).collect();
    serde_json::to_writer_pretty(&mut *out, &Run { gouji: super::VERSION, reports })?;
    writeln!(out)
}

pub(super) fn write_diagnostics(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let diagnostics = diagnostics.iter().map(|diagnostic| FindingData::new(diagnostic, sources, lang)).collect();
    serde_json::to_writer_pretty(&mut *out, &DiagnosticsRun { gouji: super::VERSION, diagnostics })?;
    writeln!(out)
}
