//! Semantic tokens: what every word is, as the grammar and the checker took it.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::declared::Kind;
use super::folder::Folder;
use crate::source::{ColumnUnit, FileId, Span};
use crate::syntax::keywords::KeywordClass;
use crate::syntax::tokens::{TokenKind, tokens};

/// The types of tokens, by the numbers that are sent.
pub(super) const TYPES: &[&str] = &[
    "keyword",
    "type",
    "string",
    "number",
    "comment",
    "operator",
    "function",
    "namespace",
    "class",
    "property",
    "enum",
    "enumMember",
    "variable",
    "macro",
    "typeParameter",
];
pub(super) const MODIFIERS: &[&str] = &["declaration", "documentation", "defaultLibrary"];

const DECLARATION: u32 = 1;
const DOCUMENTATION: u32 = 2;
const DEFAULT_LIBRARY: u32 = 4;

fn number(name: &str) -> u32 {
    TYPES.iter().position(|one| *one == name).map_or(0, |at| at as u32)
}

fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Unit => "typeParameter",
        Kind::Axis => "enum",
        Kind::AxisItem => "enumMember",
        Kind::Template | Kind::Section => "namespace",
        Kind::Meta => "variable",
        Kind::Table => "class",
        Kind::Fact | Kind::Row | Kind::Column => "property",
        Kind::Rule => "macro",
        Kind::Facts | Kind::Rows | Kind::Columns | Kind::MetaBlock => "keyword",
    }
}

/// `textDocument/semanticTokens/full`.
pub(super) fn semantic(folder: &Folder, file: FileId, unit: ColumnUnit) -> Value {
    let Some(text) = folder.files.get(file.0 as usize).map(|file| &file.text) else { return json!({ "data": [] }) };
    let kinds: HashMap<Span, Kind> =
        folder.declared().iter().filter(|one| one.kind.has_name()).map(|one| (one.at, one.kind)).collect();
    let uses: HashMap<Span, Span> = folder.analysis.uses.iter().map(|one| (one.at, one.declared)).collect();
    let mut data: Vec<u32> = Vec::new();
    let (mut last_line, mut last_column, mut free) = (0u32, 0u32, 0u32);
    for token in tokens(text.text(), file) {
        let declared = kinds.get(&token.span).map(|kind| (of_kind(*kind), DECLARATION));
        let used =
            || uses.get(&token.span).map(|at| kinds.get(at).map_or("variable", |kind| of_kind(*kind))).map(|kind| (kind, 0));
        let (kind, modifiers) = match token.kind {
            TokenKind::Keyword(keyword) if keyword.class == KeywordClass::Type => ("type", DEFAULT_LIBRARY),
            TokenKind::Keyword(_) => ("keyword", 0),
            TokenKind::Function => ("function", DEFAULT_LIBRARY),
            TokenKind::Unit => ("typeParameter", 0),
            TokenKind::Text => ("string", 0),
            TokenKind::Number | TokenKind::Version => ("number", 0),
            TokenKind::Code => used().unwrap_or(("number", 0)),
            TokenKind::Operator => ("operator", 0),
            TokenKind::Comment => ("comment", 0),
            TokenKind::Doc => ("comment", DOCUMENTATION),
            TokenKind::Name => match declared.or_else(used) {
                Some(found) => found,
                None => continue,
            },
        };
        let start = super::convert::position(text, token.span.start as usize, unit);
        let end = super::convert::position(text, token.span.end as usize, unit);
        // A token that overlaps the one before, or none, has no place in the list.
        if end.line != start.line || end.character <= start.character || (start.line, start.character) < (last_line, free) {
            continue;
        }
        let line = start.line.saturating_sub(last_line);
        let column = if line == 0 { start.character.saturating_sub(last_column) } else { start.character };
        data.extend([line, column, end.character.saturating_sub(start.character), number(kind), modifiers]);
        (last_line, last_column, free) = (start.line, start.character, end.character);
    }
    json!({ "data": data })
}
