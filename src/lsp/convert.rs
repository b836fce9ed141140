//! Spans to ranges and back: columns are counted in `source`, nowhere else.

use serde_json::{Value, json};

use super::folder::Folder;
use super::protocol::{Position, Range};
use crate::source::{ColumnUnit, SourceFile, Span};

pub(super) fn position(file: &SourceFile, offset: usize, unit: ColumnUnit) -> Position {
    let (line, character) = file.editor_position(offset, unit);
    let clip = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Position { line: clip(line), character: clip(character) }
}

pub(super) fn range(file: &SourceFile, span: Span, unit: ColumnUnit) -> Range {
    Range { start: position(file, span.start as usize, unit), end: position(file, span.end as usize, unit) }
}

pub(super) fn offset(file: &SourceFile, position: Position, unit: ColumnUnit) -> usize {
    file.offset_of(position.line as usize, position.character as usize, unit)
}

/// The bytes of a range; an end before its start counts as the start.
pub(super) fn bytes(file: &SourceFile, range: Range, unit: ColumnUnit) -> std::ops::Range<usize> {
    let start = offset(file, range.start, unit);
    start..offset(file, range.end, unit).max(start)
}

/// A place in one of the folder's files.
pub(super) fn location(folder: &Folder, span: Span, unit: ColumnUnit) -> Option<Value> {
    let file = folder.of_span(span)?;
    Some(json!({ "uri": file.uri, "range": range(&file.text, span, unit) }))
}

/// A change of a text.
pub(super) fn edit(file: &SourceFile, span: Span, text: &str, unit: ColumnUnit) -> Value {
    json!({ "range": range(file, span, unit), "newText": text })
}
