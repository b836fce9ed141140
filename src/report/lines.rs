//! Formats that are written report by report, so that a run of any length needs no memory: `jsonl`, `short`, `github`.

use std::io::{self, Write};

use serde_json::value::RawValue;

use super::data::{FindingData, Findings, ReportData};
use super::{Format, Outcome, RuleCounts, Style, Verdict, jsonl, write_one};
use crate::diag::Diagnostic;
use crate::source::Sources;

/// A report of which there is nothing of its own to say.
#[derive(Debug, Clone, Copy)]
pub struct Plain<'a> {
    /// With [`Outcome::part`].
    pub name: &'a str,
    pub template: &'a str,
    pub verdict: Verdict,
    pub rules: RuleCounts,
    /// What is said of every report of this template and edition; the same list for all of them.
    pub standing: &'a [Diagnostic],
    pub edition: u64,
}

/// Writes reports one after the other.
pub struct Lines {
    format: Format,
    style: Style,
    /// The standing findings of each template and edition as they are written.
    standing: Vec<(String, u64, Box<RawValue>)>,
}

impl Lines {
    /// `None`: the format is not written report by report.
    pub fn of(format: Format, style: Style) -> Option<Lines> {
        match format {
            Format::Jsonl | Format::Short | Format::Github => Some(Lines { format, style, standing: Vec::new() }),
            Format::Human | Format::Text | Format::Narrated | Format::Json | Format::Sarif => None,
        }
    }

    /// Writes a report in all detail.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn full(&self, outcome: &Outcome, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
        match self.format {
            Format::Jsonl => jsonl::write(std::slice::from_ref(outcome), sources, self.style.lang, out),
            _ => self.findings(&outcome.findings, sources, out),
        }
    }

    /// Writes a report of which there is nothing of its own to say.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn plain<'a>(
        &mut self,
        plain: &Plain<'a>,
        meta: impl Iterator<Item = (&'a str, &'a str)>,
        sources: &Sources,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if self.format != Format::Jsonl {
            return self.findings(plain.standing, sources, out);
        }
        let same =
            |(template, edition, _): &(String, u64, Box<RawValue>)| *edition == plain.edition && template == plain.template;
        if !self.standing.iter().any(same) {
            let findings: Vec<FindingData> =
                plain.standing.iter().map(|finding| FindingData::new(finding, sources, self.style.lang)).collect();
            self.standing.push((plain.template.to_owned(), plain.edition, serde_json::value::to_raw_value(&findings)?));
        }
        let written = self.standing.iter().find(|written| same(written)).map(|(.., written)| written);
        let report = ReportData {
            file: plain.name.to_owned(),
            template: Some(plain.template),
            meta: meta.collect(),
            verdict: plain.verdict,
            rules: plain.rules,
            findings: written.map_or(Findings::List(Vec::new()), |written| Findings::Written(written)),
        };
        serde_json::to_writer(&mut *out, &report)?;
        writeln!(out)
    }

    fn findings(&self, findings: &[Diagnostic], sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
        let shown = findings.iter().filter(|finding| !self.style.quiet || finding.is_error());
        shown.into_iter().try_for_each(|finding| write_one(self.format, finding, sources, &self.style, out))
    }
}
