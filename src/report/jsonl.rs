//! `--format jsonl`: one object a report, a line each, shaped like a member of `reports` of `json`.

use std::io::{self, Write};

use super::Outcome;
use super::data::{FindingData, ReportData};
use crate::diag::{Diagnostic, Lang};
use crate::source::Sources;

pub(super) fn write(outcomes: &[Outcome], sources: &Sources, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    for outcome in outcomes {
        serde_json::to_writer(&mut *out, &ReportData::new(outcome, sources, lang))?;
        writeln!(out)?;
    }
    Ok(())
}

pub(super) fn write_diagnostics(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    for diagnostic in diagnostics {
        serde_json::to_writer(&mut *out, &FindingData::new(diagnostic, sources, lang))?;
        writeln!(out)?;
    }
    Ok(())
}
