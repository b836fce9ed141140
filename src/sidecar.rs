//! Files that stand beside reports: TOML tables with known keys, every value with its place, every mistake a finding.

use std::fmt;

use crate::diag::wording::sidecar as w;
use crate::diag::{Code, Diagnostic, Message};
use crate::document::{Node, NodeKind};
use crate::number::is_day;
use crate::resolve::suggest::{near, offer};
use crate::source::Span;

/// A day, as TOML and people write it: `2025-01-20`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// `None` for what is no day of the calendar, years 1 to 9999.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        is_day(year.into(), month.into(), day.into()).then_some(Date { year, month, day })
    }

    /// The last day of a year.
    pub fn end_of(year: i64) -> Option<Date> {
        Date::new(u16::try_from(year).ok()?, 12, 31)
    }

    /// Reads `2025-01-20`; also `2025年1月20日`, which people write.
    pub fn parse(text: &str) -> Option<Date> {
        let text = text.trim();
        let mut parts = match text.strip_suffix('日') {
            Some(text) => text.split(['年', '月']).collect::<Vec<_>>(),
            None => {
                let iso = text.len() == 10 && text.bytes().filter(|byte| *byte == b'-').count() == 2;
                iso.then(|| text.split('-').collect())?
            }
        }
        .into_iter();
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        if parts.next().is_some() || ![year, month, day].into_iter().all(digits) {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A text and where it stands, quotes included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub span: Span,
}

/// Reads the tables of one file and gathers what is wrong with them, all under one code.
pub struct Fields {
    code: Code,
    pub problems: Vec<Diagnostic>,
}

impl Fields {
    pub fn new(code: Code) -> Fields {
        Fields { code, problems: Vec::new() }
    }

    pub fn wrong(&mut self, message: Message, span: Span) {
        self.problems.push(Diagnostic::error(self.code, message).at_bare(span));
    }

    /// Reports what is no table, and keys that it does not know.
    pub fn keys(&mut self, node: &Node, known: &[&str]) -> bool {
        let NodeKind::Object(entries) = &node.kind else {
            self.wrong(w::NOT_A_TABLE.plain(), node.span);
            return false;
        };
        for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let names: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
            let found =
                Diagnostic::error(self.code, w::UNKNOWN_KEY.with("key", &entry.key).with("known", names)).at_bare(entry.key_span);
            self.problems.push(offer(found, entry.key_span, &near(&entry.key, known.iter().copied()), None));
        }
        true
    }

    /// The tables of a list (`[[name]]`), or one table; none when the key is not there.
    pub fn tables<'n>(&mut self, node: &'n Node, key: &str) -> Vec<&'n Node> {
        match node.get(key) {
            None => Vec::new(),
            Some(Node { kind: NodeKind::Array(nodes), .. }) => nodes.iter().collect(),
            Some(node @ Node { kind: NodeKind::Object(_), .. }) => vec![node],
            Some(other) => {
                self.wrong(w::NOT_A_TABLE.plain(), other.span);
                Vec::new()
            }
        }
    }

    /// A text that must be there and say something.
    pub fn text(&mut self, node: &Node, key: &'static str) -> Option<Piece> {
        if node.get(key).is_none() {
            self.wrong(w::MISSING.with("key", key), head(node));
            return None;
        }
        self.optional_text(node, key)
    }

    /// A text that says something if it is there.
    pub fn optional_text(&mut self, node: &Node, key: &'static str) -> Option<Piece> {
        let value = node.get(key)?;
        let NodeKind::Text(text) = &value.kind else {
            self.wrong(w::NOT_A_TEXT.with("key", key), value.span);
            return None;
        };
        if text.trim().is_empty() {
            self.wrong(w::EMPTY.with("key", key), value.span);
            return None;
        }
        Some(Piece { text: text.trim().to_owned(), span: value.span })
    }

    pub fn date(&mut self, node: &Node, key: &'static str) -> Option<(Date, Span)> {
        let piece = self.text(node, key)?;
        self.read_date(&piece)
    }

    pub fn optional_date(&mut self, node: &Node, key: &'static str) -> Option<(Date, Span)> {
        let piece = self.optional_text(node, key)?;
        self.read_date(&piece)
    }

    fn read_date(&mut self, piece: &Piece) -> Option<(Date, Span)> {
        let date = Date::parse(&piece.text);
        if date.is_none() {
            self.wrong(w::NOT_A_DATE.with("text", &piece.text), piece.span);
        }
        Some((date?, piece.span))
    }
}

/// Where a table is said to lack something: its first line.
pub fn head(node: &Node) -> Span {
    match &node.kind {
        NodeKind::Object(entries) => {
            let start = entries.iter().map(|entry| entry.key_span.start).min().unwrap_or(node.span.end);
            if start > node.span.start {
                Span { end: start.min(node.span.end).max(node.span.start), ..node.span }
            } else {
                node.span
            }
        }
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Text(_) | NodeKind::Array(_) => node.span,
    }
}

/// A number or a text of a TOML file as text.
pub fn scalar(node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::Text(text) | NodeKind::Number(text) => Some(text.trim().to_owned()),
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Array(_) | NodeKind::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar() {
        for (text, there) in [
            ("2025-01-20", true),
            ("2024-02-29", true),
            ("2025-02-29", false),
            ("1900-02-29", false),
            ("2000-02-29", true),
            ("2025-13-01", false),
            ("2025-1-20", false),
            ("2025年1月20日", true),
            ("2025年20日", false),
            ("0000-01-01", false),
            ("2025-01-20T10:00", false),
            ("", false),
        ] {
            assert_eq!(Date::parse(text).is_some(), there, "{text}");
        }
        assert!(Date::parse("2024-12-31") < Date::parse("2025-01-01"));
        assert_eq!(Date::parse("2025年1月2日").unwrap().to_string(), "2025-01-02");
        assert_eq!(Date::end_of(2024), Date::parse("2024-12-31"));
    }
}
