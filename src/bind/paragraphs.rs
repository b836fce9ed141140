//! Tables without any mark of a table: a cell a paragraph, or a row a line.

use crate::document::{Document, Grid, GridCell, GridRow, Layout, Text};
use crate::label::Label;
use crate::model::TableKind;

use super::headings::{Outline, paragraphs};
use super::index::FormIndex;
use super::tables::{Place, Tables};

/// Tables that no grid holds may stand in plain paragraphs, a cell a paragraph.
pub(super) fn as_cells(document: &Document, outline: &Outline, tables: &mut Tables<'_>) {
    const LONGEST_CELL: usize = 80;
    let missing: Vec<bool> =
        tables.form.table_ids().map(|(id, table)| table.kind == TableKind::Table && !tables.is_found(id)).collect();
    if !missing.contains(&true) {
        return;
    }
    tables.allowed = missing;
    tables.loose = true;
    let mut cells: Vec<GridCell> = Vec::new();
    let mut place = Place::default();
    let mut last = None;
    let index = tables.index;
    let mut flush = |cells: &mut Vec<GridCell>, place: &Place| {
        let Some(span) = cells.first().zip(cells.last()).map(|(first, last)| first.span.to(last.span)) else { return };
        let row = GridRow { cells: std::mem::take(cells) };
        tables.grid(&Grid { layout: Layout::Stream, rows: vec![row], span }, place.clone());
    };
    for (block, text) in paragraphs(document) {
        let sections = outline.sections_at(block);
        let long = text.as_str().chars().nth(LONGEST_CELL).is_some() || text.as_str().contains('。');
        if long || sections != place.sections || last.is_none_or(|last| block != last + 1) {
            flush(&mut cells, &place);
            place.sections = sections;
        }
        last = Some(block);
        if long {
            continue;
        }
        for piece in split_words(text, index) {
            let span = piece.span();
            cells.push(GridCell { text: piece, span, column: 0, colspan: 1, rowspan: 1, filler: false });
        }
    }
    flush(&mut cells, &place);
}

/// The cells of a line: divided by two blanks or more; by single ones before figures at its end, or where most of the
/// words are labels (`信息内容 本年制发件数 本年废止件数`).
fn split_words(text: &Text, index: &FormIndex) -> Vec<Text> {
    let mut cells = Vec::new();
    for piece in split_at(text, |blanks| blanks.chars().count() > 1 || blanks.contains(['\t', '\u{3000}'])) {
        let words = split_at(&piece, |_| true);
        let known = |word: &Text| !index.hits(&Label::parse(word.as_str())).is_empty();
        if words.len() < 2 || known(&piece) {
            cells.push(piece);
            continue;
        }
        if words.iter().filter(|word| known(word)).count() * 2 >= words.len() {
            cells.extend(words);
            continue;
        }
        let is_figure = |word: &Text| word.as_str().chars().all(|c| c.is_numeric() || ".,-+/％%".contains(c));
        let figures = words.iter().rev().take_while(|word| is_figure(word)).count();
        let label_end = words.len() - figures;
        let label = strip_words(&piece, figures);
        if !label.is_empty() {
            cells.push(label);
        }
        cells.extend(words.into_iter().skip(label_end));
    }
    cells
}

/// A text without its last words.
fn strip_words(text: &Text, words: usize) -> Text {
    let mut rest = text.as_str().trim_end();
    for _ in 0..words {
        rest = rest.trim_end_matches(|c: char| !c.is_whitespace()).trim_end();
    }
    text.slice(0, rest.len())
}

/// The pieces of a text between those runs of blanks that divide.
fn split_at(text: &Text, divides: impl Fn(&str) -> bool) -> Vec<Text> {
    let content = text.as_str();
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(offset) = content.get(at..).and_then(|rest| rest.find(char::is_whitespace)) {
        let from = at + offset;
        let rest = content.get(from..).unwrap_or("");
        let len = rest.len() - rest.trim_start().len();
        if divides(rest.get(..len).unwrap_or("")) && from > start {
            pieces.push(text.slice(start, from));
            start = from + len;
        }
        at = from + len;
    }
    if start < content.len() {
        pieces.push(text.slice(start, content.len()));
    }
    pieces
}
