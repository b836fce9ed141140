//! TOML → a tree with places. Numbers are the characters of the file.

use toml_edit::{Document, InlineTable, Item, Key, Table, Value};

use super::json::{MAX_DEPTH, too_deep};
use super::limits::{Budget, Failure, MAX_TEXT_BYTES, text_too_long};
use super::tree::{Entry, Node, NodeKind, Tree};
use crate::diag::wording::document as words;
use crate::diag::{Code, Diagnostic, Wording};
use crate::source::{FileId, Span};

/// What the parser says of frequent mistakes, and what we do.
const DETAILS: [(&str, &Wording); 12] = [
    ("must be quoted", &words::TOML_NO_VALUE),
    ("leading zero", &words::TOML_ZERO),
    ("invalid unquoted key", &words::TOML_KEY),
    ("basic string", &words::TOML_STRING),
    ("literal string", &words::TOML_STRING),
    ("unexpected key or value", &words::TOML_BEHIND),
    ("unexpected content", &words::TOML_BEHIND),
    ("missing value", &words::TOML_NO_VALUE),
    ("invalid value", &words::TOML_NO_VALUE),
    ("key with no value", &words::TOML_NO_EQUALS),
    ("unclosed", &words::TOML_BRACKET),
    ("missing comma", &words::TOML_BRACKET),
];

/// Reads the text from byte `start` on; offsets are those of the whole text.
pub fn read(file: FileId, text: &str, start: usize) -> Result<Tree, Failure> {
    let body = text.get(start..).unwrap_or("");
    let document = Document::parse(body).map_err(|error| {
        let place = error.span().unwrap_or(body.len()..body.len());
        let span = Span::new(file, start + place.start, start + place.end);
        let detail = error.message();
        let found = if detail.contains("duplicate key") {
            Diagnostic::error(Code::G0606, words::TOML_DUPLICATE.plain())
                .at(span, words::JSON_DUPLICATE_HERE.plain())
                .with_help(words::JSON_DUPLICATE_HELP.plain())
        } else {
            let known = DETAILS.iter().find(|(said, _)| detail.contains(said)).map(|(_, wording)| *wording);
            let message = match known {
                Some(wording) => words::TOML_SYNTAX.with("detail", wording.plain()),
                None => words::TOML_SYNTAX.with("detail", detail.split_whitespace().collect::<Vec<_>>().join(" ")),
            };
            let about_key = known.is_some_and(|wording| wording.key == words::TOML_KEY.key);
            let help = if about_key { &words::TOML_HELP } else { &words::TOML_OTHER_HELP };
            Diagnostic::error(Code::G0609, message).at_bare(span).with_help(help.plain())
        };
        Box::new(found)
    })?;
    let mut reader = Reader { file, body, start, budget: Budget::new(file) };
    let root = reader.table(document.as_table(), Span::new(file, start, text.len()), 0)?;
    Ok(Tree { file, root })
}

struct Reader<'t> {
    file: FileId,
    body: &'t str,
    start: usize,
    budget: Budget,
}

impl Reader<'_> {
    /// The place of something, or that of its key: tables that dotted keys make have none of their own.
    fn span(&self, place: Option<std::ops::Range<usize>>, key: Span) -> Span {
        place.map_or(key, |place| Span::new(self.file, self.start + place.start, self.start + place.end))
    }

    fn step(&mut self, span: Span, depth: usize) -> Result<(), Failure> {
        if depth > MAX_DEPTH {
            return Err(too_deep(span));
        }
        self.budget.take(span.start as usize)
    }

    fn table(&mut self, table: &Table, key: Span, depth: usize) -> Result<Node, Failure> {
        let span = self.span(table.span(), key);
        self.step(span, depth)?;
        let mut entries = Vec::new();
        for (name, item) in table.iter() {
            let key_span = self.span(table.key(name).and_then(Key::span), span);
            if let Some(value) = self.item(item, key_span, depth + 1)? {
                entries.push(Entry { key: name.to_owned(), key_span, value });
            }
        }
        Ok(Node { kind: NodeKind::Object(entries), span })
    }

    fn inline(&mut self, table: &InlineTable, span: Span, depth: usize) -> Result<Node, Failure> {
        let mut entries = Vec::new();
        for (name, value) in table.iter() {
            let key_span = self.span(table.key(name).and_then(Key::span), span);
            let value = self.value(value, key_span, depth + 1)?;
            entries.push(Entry { key: name.to_owned(), key_span, value });
        }
        Ok(Node { kind: NodeKind::Object(entries), span })
    }

    fn item(&mut self, item: &Item, key: Span, depth: usize) -> Result<Option<Node>, Failure> {
        match item {
            Item::None => Ok(None),
            Item::Value(value) => self.value(value, key, depth).map(Some),
            Item::Table(table) => self.table(table, key, depth).map(Some),
            Item::ArrayOfTables(tables) => {
                let span = self.span(tables.span(), key);
                self.step(span, depth)?;
                let nodes = tables.iter().map(|table| self.table(table, key, depth + 1)).collect::<Result<_, _>>()?;
                Ok(Some(Node { kind: NodeKind::Array(nodes), span }))
            }
        }
    }

    fn value(&mut self, value: &Value, key: Span, depth: usize) -> Result<Node, Failure> {
        let place = value.span();
        let written = place.clone().and_then(|place| self.body.get(place)).unwrap_or("");
        let span = self.span(place, key);
        self.step(span, depth)?;
        if written.len() > MAX_TEXT_BYTES && !matches!(value, Value::Array(_) | Value::InlineTable(_)) {
            return Err(text_too_long(self.file, span.start as usize, written.len()));
        }
        let kind = match value {
            Value::String(text) => NodeKind::Text(text.value().clone()),
            Value::Boolean(value) => NodeKind::Bool(*value.value()),
            // `1_000` is a decimal number; `0x3E8`, `inf` and dates are text where a figure belongs.
            Value::Integer(_) | Value::Float(_) | Value::Datetime(_) => match written.replace('_', "") {
                number if is_decimal(&number) => NodeKind::Number(number),
                _ => NodeKind::Text(written.to_owned()),
            },
            Value::Array(values) => {
                let nodes = values.iter().map(|value| self.value(value, span, depth + 1)).collect::<Result<_, _>>()?;
                NodeKind::Array(nodes)
            }
            Value::InlineTable(table) => return self.inline(table, span, depth),
        };
        Ok(Node { kind, span })
    }
}

fn is_decimal(text: &str) -> bool {
    let sign_or_digit = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    text.bytes().all(sign_or_digit) && text.bytes().any(|byte| byte.is_ascii_digit()) && !is_date(text)
}

/// `2024-01-31`: minus signs between digits.
fn is_date(text: &str) -> bool {
    text.bytes().zip(text.bytes().skip(1)).any(|(before, here)| before.is_ascii_digit() && here == b'-')
}
