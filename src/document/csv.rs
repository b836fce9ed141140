//! CSV → records of fields with their places. Separator, quotes, line breaks; no meaning (that is `csv_reports`).

use std::ops::Range;

use super::limits::{Failure, MAX_TEXT_BYTES, text_too_long};
use super::text::Text;
use crate::diag::wording::document as words;
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// One field, blanks at its ends and its quotes taken off.
#[derive(Debug, Clone)]
pub struct Field {
    pub text: Text,
    /// With its quotes.
    pub span: Span,
}

/// One record; it may go over several lines.
#[derive(Debug, Clone)]
pub struct Record {
    pub range: Range<usize>,
    pub fields: Vec<Field>,
}

impl Record {
    /// A line without any content.
    pub fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| field.text.is_empty())
    }
}

/// The separator of a file: the one that its first line has most of.
pub fn separator(text: &str, start: usize) -> u8 {
    let line = text.get(start..).unwrap_or("").trim_start_matches(['\r', '\n']).lines().next().unwrap_or("");
    let mut quoted = false;
    let mut counts = [(b',', 0usize), (b'\t', 0), (b';', 0)];
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte && !quoted) {
            *count += 1;
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max();
    counts.iter().find(|(_, count)| Some(*count) == most).map_or(b',', |(separator, _)| *separator)
}

/// Goes through the records between two offsets of a text.
pub struct Records<'t> {
    file: FileId,
    text: &'t str,
    at: usize,
    end: usize,
    separator: u8,
}

impl<'t> Records<'t> {
    pub fn new(file: FileId, text: &'t str, range: Range<usize>, separator: u8) -> Records<'t> {
        Records { file, text, at: range.start, end: range.end.min(text.len()), separator }
    }

    fn peek(&self) -> Option<u8> {
        if self.at < self.end { self.text.as_bytes().get(self.at).copied() } else { None }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    /// The next record; blank lines count as records of one blank field.
    ///
    /// # Errors
    /// A quote that is not closed, something behind a closing quote, a field of megabytes.
    pub fn next(&mut self) -> Result<Option<Record>, Failure> {
        if self.at >= self.end {
            return Ok(None);
        }
        let start = self.at;
        let mut fields = Vec::new();
        loop {
            fields.push(self.field()?);
            match self.peek() {
                Some(byte) if byte == self.separator => self.at += 1,
                Some(_) | None => break,
            }
        }
        let range = start..self.at;
        if self.peek() == Some(b'\r') {
            self.at += 1;
        }
        if self.peek() == Some(b'\n') {
            self.at += 1;
        }
        Ok(Some(Record { range, fields }))
    }

    fn skip_blanks(&mut self) {
        while let Some(byte @ (b' ' | b'\t')) = self.peek() {
            if byte == self.separator {
                break;
            }
            self.at += 1;
        }
    }

    fn field(&mut self) -> Result<Field, Failure> {
        let begin = self.at;
        self.skip_blanks();
        if self.peek() == Some(b'"') {
            return self.quoted();
        }
        self.at = begin;
        while self.peek().is_some_and(|byte| byte != self.separator && !matches!(byte, b'\r' | b'\n')) {
            self.at += 1;
        }
        let raw = self.text.get(begin..self.at).unwrap_or("");
        if raw.len() > MAX_TEXT_BYTES {
            return Err(text_too_long(self.file, begin, raw.len()));
        }
        let text = trimmed(self.file, begin, raw);
        let span = if text.is_empty() { self.span(begin, self.at) } else { text.span() };
        Ok(Field { text, span })
    }

    /// The field whose opening quote stands here.
    fn quoted(&mut self) -> Result<Field, Failure> {
        let open = self.at;
        self.at += 1;
        let mut text = Text::empty(self.span(self.at, self.at));
        let mut piece = self.at;
        loop {
            match self.peek() {
                None => {
                    return Err(Box::new(
                        Diagnostic::error(Code::G0610, words::CSV_OPEN_QUOTE.plain())
                            .at(self.span(open, open + 1), words::CSV_OPENED.plain())
                            .with_help(words::CSV_QUOTE_HELP.plain()),
                    ));
                }
                Some(b'"') if self.text.as_bytes().get(self.at + 1) == Some(&b'"') && self.at + 1 < self.end => {
                    // A doubled quote is one: the first of the two stands for it.
                    text.push_literal(piece, self.text.get(piece..self.at + 1).unwrap_or(""));
                    self.at += 2;
                    piece = self.at;
                }
                Some(b'"') => break,
                Some(_) => self.at += 1,
            }
            if self.at - open > MAX_TEXT_BYTES {
                return Err(text_too_long(self.file, open, self.at - open));
            }
        }
        text.push_literal(piece, self.text.get(piece..self.at).unwrap_or(""));
        self.at += 1;
        let span = self.span(open, self.at);
        self.skip_blanks();
        if let Some(byte) = self.peek().filter(|byte| *byte != self.separator && !matches!(byte, b'\r' | b'\n')) {
            let width = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            let found = self.text.get(self.at..self.at + width).map_or_else(|| char::from(byte).to_string(), str::to_owned);
            return Err(Box::new(
                Diagnostic::error(Code::G0610, words::CSV_BEHIND_QUOTE.with("text", found))
                    .at_bare(self.span(self.at, self.at + width))
                    .at(span, words::CSV_QUOTED.plain())
                    .with_help(words::CSV_QUOTE_HELP.plain()),
            ));
        }
        Ok(Field { text: text.trimmed(), span })
    }
}

/// The part of a slice between its blanks.
fn trimmed(file: FileId, start: usize, raw: &str) -> Text {
    let content = raw.trim();
    if content.is_empty() {
        return Text::empty(Span::new(file, start, start));
    }
    let before = raw.len() - raw.trim_start().len();
    Text::literal(file, start + before, content)
}
