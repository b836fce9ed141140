//! A finding as miette sees it: one `miette::Diagnostic` over one [`Excerpt`].
//!
//! miette's own source code type counts columns in bytes and reads a text from its start for every label. [`Excerpt`] is a
//! `SourceCode` of its own kind: it holds pieces of several files, knows the columns of its labels, and refuses to join
//! pieces of different files, so that a finding in a report and in a template is one diagnostic with two snippets.

use std::fmt;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::excerpt::Excerpt;
use crate::diag::Severity;

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let first = self.line_at(span.offset()).ok_or(MietteError::OutOfBounds)?;
        let last = self.line_at(span.offset().saturating_add(span.len())).ok_or(MietteError::OutOfBounds)?;
        if !self.joined(first, last) {
            return Err(MietteError::OutOfBounds);
        }
        let from = (first.saturating_sub(context_lines_before)..=first).find(|index| self.joined(*index, first));
        let to = (last..=last.saturating_add(context_lines_after)).rev().find(|index| self.joined(last, *index));
        let (from, to) = (from.unwrap_or(first), to.unwrap_or(last));
        let (Some(top), Some(bottom)) = (self.lines.get(from), self.lines.get(to)) else {
            return Err(MietteError::OutOfBounds);
        };
        // With context, miette wants whole lines; without, it only asks for the place.
        let column = if context_lines_before == 0 && context_lines_after == 0 {
            self.position(span.offset()).map_or(0, |position| position.column - 1)
        } else {
            0
        };
        let name = self.files.get(top.file).cloned().unwrap_or_default();
        let range = top.range.start..bottom.range.end;
        let data = self.text.get(range.clone()).unwrap_or("").as_bytes();
        let lines = to - from + 1;
        Ok(Box::new(MietteSpanContents::new_named(name, data, range.into(), top.number - 1, column, lines)))
    }
}

impl Excerpt {
    /// Whether two lines of the excerpt, by index, belong to one run of neighbouring lines of a file.
    fn joined(&self, first: usize, last: usize) -> bool {
        match (self.lines.get(first), self.lines.get(last)) {
            (Some(a), Some(b)) => a.file == b.file && b.number.checked_sub(a.number) == last.checked_sub(first),
            _ => false,
        }
    }
}

/// One finding for miette's handlers.
#[derive(Debug)]
pub(super) struct View {
    pub message: String,
    pub severity: Severity,
    pub code: Option<String>,
    pub help: Option<String>,
    pub excerpt: Excerpt,
}

impl View {
    pub(super) fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.excerpt.marks.iter().map(|mark| {
            let text = (!mark.message.is_empty()).then(|| mark.message.clone());
            let span = SourceSpan::from(mark.range.clone());
            if mark.primary { LabeledSpan::new_primary_with_span(text, span) } else { LabeledSpan::new_with_span(text, span) }
        })
    }

    pub(super) fn miette_severity(severity: Severity) -> miette::Severity {
        match severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        }
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for View {}

impl miette::Diagnostic for View {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(View::miette_severity(self.severity))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.excerpt.marks.is_empty()).then(|| Box::new(View::labels(self)) as Box<dyn Iterator<Item = LabeledSpan>>)
    }
}
