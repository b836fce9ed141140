//! The labels in running text → for each row of a table the run of glued figures behind its label.
//!
//! A table's place is what follows its caption, or its whole section. There its rows are looked for in the form's order: of
//! all the labels with a run behind them, those that make the longest line in that order are the rows.

use std::collections::HashSet;

use crate::label::Label;
use crate::model::{ItemId, Table, TableId};
use crate::source::Span;

use super::super::header::{self, Columns};
use super::super::index::{FormIndex, Part};
use super::super::lines::{Kind, Piece};
use super::readings::{Atom, Run};
use super::stream::{Stream, Token};

/// A row's label and the figures behind it.
#[derive(Debug, Clone)]
pub(super) struct RowRun {
    /// `None` in a table of one nameless row.
    pub row: Option<ItemId>,
    pub label: Label,
    pub label_span: Span,
    pub run: Run,
    /// What follows the run looks like a label behind its number.
    numbered: bool,
    /// By atom: where it begins in the stream, and where what belongs to it (a unit) ends.
    pub places: Vec<(usize, usize)>,
}

impl RowRun {
    /// Whether all there is behind the label may be the number of the next one: too little for `cells` figures.
    pub fn is_number_of_next(&self, cells: usize) -> bool {
        self.numbered && self.run.atoms.len() <= 2 && self.run.atoms.len() < cells
    }

    /// The part of the stream that the run takes.
    pub fn range(&self) -> (usize, usize) {
        let last = self.run.ends.iter().max().and_then(|end| self.places.get(end.checked_sub(1)?));
        (self.places.first().map_or(0, |(start, _)| *start), last.map_or(0, |(_, end)| *end))
    }
}

/// A table found in running text.
#[derive(Debug)]
pub(super) struct Segment {
    pub columns: Option<Columns>,
    pub rows: Vec<RowRun>,
    /// Rows whose label stands there without any figure behind it.
    pub bare: usize,
    /// The part of the stream from the first row's label to the last row's figures.
    pub range: (usize, usize),
}

/// A run is not longer than this, in characters; what is longer is no row of figures.
const LONGEST_RUN: usize = 4_000;
/// Cells of the table in which rows and labels are matched.
const MOST_PAIRS: usize = 2_000_000;

/// Finds one table. `units`: folded unit spellings, the longest first.
pub(super) fn find(
    id: TableId,
    table: &Table,
    index: &FormIndex,
    stream: &Stream,
    tokens: &[Token],
    units: &[String],
) -> Option<Segment> {
    let is_caption = |token: &Token| token.entries.iter().any(|entry| entry.part == Part::Caption);
    let own_caption = |token: &Token| token.entries.iter().any(|entry| entry.table == id && entry.part == Part::Caption);
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (at, _) in tokens.iter().enumerate().filter(|(_, token)| own_caption(token)) {
        let behind = tokens.iter().skip(at + 1).position(|token| is_caption(token) && !own_caption(token));
        places.push((at, behind.map_or(tokens.len(), |next| at + 1 + next)));
        if places.len() >= 8 {
            break;
        }
    }
    if places.is_empty() {
        places.push((0, tokens.len()));
    }
    let found = places.into_iter().filter_map(|(from, to)| {
        let next = tokens.get(to).map_or(stream.len(), |token| token.start);
        within(id, table, index, stream, (tokens.get(from..to)?, next), units)
    });
    found.reduce(|best, other| if other.rows.len() > best.rows.len() { other } else { best })
}

/// `region`: the tokens, and where the stream goes on behind them.
fn within(
    id: TableId,
    table: &Table,
    index: &FormIndex,
    stream: &Stream,
    region: (&[Token], usize),
    units: &[String],
) -> Option<Segment> {
    let (tokens, behind) = region;
    let mut runs: Vec<(usize, RowRun)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let wanted = token.entries.iter().any(|entry| entry.table == id && names_row(table, entry.part));
        if !wanted {
            continue;
        }
        let next = tokens.get(at + 1).map_or(behind, |next| next.start);
        if let Some(run) = run_behind(stream, token, next, units) {
            runs.push((at, run));
        }
    }
    let rows: Vec<(usize, RowRun)> = match table.rows.as_ref() {
        Some(items) => {
            let figures: Vec<ItemId> = items.figures().collect();
            in_order(id, tokens, runs, &figures)
        }
        // One nameless row: behind the last heading, and nowhere else.
        None => match <[(usize, RowRun); 1]>::try_from(runs) {
            Ok(only) => only.into(),
            Err(_) => Vec::new(),
        },
    };
    let (first, _) = rows.first()?;
    let mut bare: Vec<ItemId> = Vec::new();
    for entry in tokens.iter().flat_map(|token| &token.entries).filter(|entry| entry.table == id) {
        let item = entry.part.row().filter(|item| table.row(*item).is_some_and(crate::model::Item::has_figure));
        bare.extend(item.filter(|item| !rows.iter().any(|(_, row)| row.row == Some(*item)) && !bare.contains(item)));
    }
    let head = tokens.get(..first + usize::from(table.rows.is_none())).unwrap_or(&[]);
    let columns = table.columns.as_ref().map(|items| {
        let heads = |token: &&Token| {
            token.entries.iter().any(|entry| entry.table == id && matches!(entry.part, Part::Column(_) | Part::Over))
        };
        let pieces: Vec<Piece<'_>> =
            head.iter().filter(heads).enumerate().map(|(at, token)| piece(stream, token, at as u32, index)).collect();
        header::read(id, items, &pieces.iter().collect::<Vec<_>>(), &HashSet::new())
    });
    let start = tokens.get(*first).map_or(0, |token| token.start);
    let end = rows.iter().map(|(_, row)| row.range().1).max().unwrap_or(start);
    Some(Segment { columns, rows: rows.into_iter().map(|(_, row)| row).collect(), bare: bare.len(), range: (start, end) })
}

fn names_row(table: &Table, part: Part) -> bool {
    match part {
        Part::Row(_) => true,
        Part::Column(_) => table.rows.is_none(),
        Part::Caption => table.rows.is_none() && table.columns.is_none(),
        Part::Over => false,
    }
}

fn piece<'a>(stream: &Stream, token: &Token, at: u32, index: &'a FormIndex) -> Piece<'a> {
    let text = stream.text(token.start, token.end);
    let label = Label::parse(text.as_str());
    let hits = index.hits(&label);
    Piece { span: text.span(), text, kind: Kind::Text, label: Some(label), hits, left: at, right: at + 1 }
}

/// The labels with runs that are the table's rows: the most of them that stand in the form's order.
fn in_order(id: TableId, tokens: &[Token], runs: Vec<(usize, RowRun)>, figures: &[ItemId]) -> Vec<(usize, RowRun)> {
    let runs: Vec<(usize, RowRun)> = runs.into_iter().take(MOST_PAIRS / (figures.len() + 1)).collect();
    // The same label and ordinal weighs more than the same label alone.
    let weight = |at: usize, row: ItemId| -> u32 {
        let entries = tokens.get(at).map(|token| token.entries.as_slice()).unwrap_or(&[]);
        let own = entries.iter().filter(|entry| entry.table == id && entry.part == Part::Row(row));
        own.map(|entry| 2 + u32::from(entry.ordinal)).max().unwrap_or(0)
    };
    // `best[i][j]`: the weight of the best line among the first `i` runs and the first `j` rows.
    let mut best: Vec<Vec<u32>> = vec![vec![0; figures.len() + 1]];
    for (at, _) in &runs {
        let above = best.last().cloned().unwrap_or_default();
        let mut line = vec![0u32; figures.len() + 1];
        let mut beside = 0;
        for (j, row) in figures.iter().enumerate() {
            let own = weight(*at, *row);
            let both = if own > 0 { above.get(j).copied().unwrap_or(0) + own } else { 0 };
            beside = both.max(beside).max(above.get(j + 1).copied().unwrap_or(0));
            if let Some(place) = line.get_mut(j + 1) {
                *place = beside;
            }
        }
        best.push(line);
    }
    let value = |i: usize, j: usize| best.get(i).and_then(|line| line.get(j)).copied().unwrap_or(0);
    let (mut i, mut j) = (runs.len(), figures.len());
    let mut chosen: Vec<(usize, ItemId)> = Vec::new();
    while i > 0 && j > 0 {
        let here = value(i, j);
        if here == value(i, j - 1) {
            j -= 1;
        } else if here == value(i - 1, j) {
            i -= 1;
        } else {
            if let Some(row) = figures.get(j - 1) {
                chosen.push((i - 1, *row));
            }
            (i, j) = (i - 1, j - 1);
        }
    }
    chosen.reverse();
    let mut chosen = chosen.into_iter().peekable();
    let mut rows = Vec::new();
    for (at, (token, mut run)) in runs.into_iter().enumerate() {
        if let Some((_, row)) = chosen.next_if(|(place, _)| *place == at) {
            run.row = Some(row);
            rows.push((token, run));
        }
    }
    rows
}

/// The figures between a label and the next one.
fn run_behind(stream: &Stream, token: &Token, next: usize, units: &[String]) -> Option<RowRun> {
    let mut at = token.end;
    let mut atoms: Vec<Atom> = Vec::new();
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut apart = true;
    while at < next && atoms.len() <= LONGEST_RUN {
        let Some(c) = stream.char(at) else { break };
        apart |= stream.is_apart(at);
        let signs = matches!(c, '-' | '+') && stream.char(at + 1).is_some_and(|behind| behind.is_ascii_digit());
        let point = c == '.' && atoms.last().is_some_and(|last| last.c.is_ascii_digit()) && !apart;
        if c.is_ascii_digit() || signs || point {
            atoms.push(Atom { c, apart });
            places.push((at, at + 1));
            (at, apart) = (at + 1, false);
        } else if let Some(end) = unit_at(stream, at, next, units).filter(|_| !atoms.is_empty() && !apart) {
            if let Some(last) = places.last_mut() {
                last.1 = end;
            }
            (at, apart) = (end, true);
        } else if c == '|' {
            (at, apart) = (at + 1, true);
        } else {
            break;
        }
    }
    let (ends, numbered) = ends(stream, &mut atoms, at, next);
    places.truncate(atoms.len());
    if atoms.is_empty() {
        return None;
    }
    let label = Label::parse(stream.text(token.start, token.end).as_str());
    let label_span = stream.span(token.start, token.end);
    Some(RowRun { row: None, label, label_span, run: Run { atoms, ends }, numbered, places })
}

/// Where the figures may end. `00000002.` before text whose number is not known: the last digit, or two, may be that number.
fn ends(stream: &Stream, atoms: &mut Vec<Atom>, at: usize, next: usize) -> (Vec<usize>, bool) {
    let mut point = false;
    while atoms.last().is_some_and(|last| !last.c.is_ascii_digit()) {
        point |= atoms.pop().is_some_and(|last| last.c == '.');
    }
    let numbered = point || matches!(stream.char(at), Some('、' | ')' | '.')) && at < next;
    let text_follows = (at..at.saturating_add(2)).any(|at| stream.char(at).is_some_and(char::is_alphabetic));
    if !(numbered && text_follows && at <= next) {
        return (vec![atoms.len()], false);
    }
    let digits = atoms.iter().rev().take_while(|atom| atom.c.is_ascii_digit()).count();
    let glued = |count: usize| {
        // The number stands in one piece, and does not begin with a zero.
        let start = atoms.len().checked_sub(count)?;
        let number = atoms.get(start..)?;
        let whole = !number.iter().skip(1).any(|atom| atom.apart) && number.first().is_some_and(|atom| atom.c != '0');
        (count <= digits && start > 0 && whole).then_some(start)
    };
    ([Some(atoms.len()), glued(1), glued(2)].into_iter().flatten().collect(), true)
}

fn unit_at(stream: &Stream, at: usize, next: usize, units: &[String]) -> Option<usize> {
    let is = |unit: &&String| unit.chars().enumerate().all(|(i, c)| at + i < next && stream.char(at + i) == Some(c));
    units.iter().find(is).map(|unit| at + unit.chars().count())
}
