//! How a report was read: what `gouji extract --explain` shows. Collected only when asked for.

use std::collections::HashMap;

use crate::document::{Block, Document, Layout};
use crate::label::{Label, Likeness};
use crate::model::{CellRef, Form, ItemId, SectionId, TableId, TableKind};
use crate::source::Span;

use super::header::Columns;
use super::headings::Outline;
use super::index::{Part, best_likeness};
use super::lines::{Kind, Piece};
use super::tables::{FoundRow, Tables};

/// More characters of a printed line are of no use to anybody.
const LONGEST_PRINTED: usize = 60;

/// How a report was read with one form.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// By [`SectionId`].
    pub sections: Vec<TracedSection>,
    /// Every table of cells, in the form's order.
    pub tables: Vec<TracedTable>,
    /// The sentences that figures were taken from.
    pub facts: Vec<TracedFact>,
    /// Grids that hold no row of the form.
    pub grids: Vec<PassedGrid>,
    /// Lines with figures inside a table whose label no row has.
    pub lines: Vec<PassedLine>,
}

/// A label that was found.
#[derive(Debug, Clone)]
pub struct Printed {
    pub text: String,
    pub likeness: Likeness,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct TracedSection {
    pub id: SectionId,
    /// Its heading, if it was found.
    pub heading: Option<Printed>,
}

#[derive(Debug, Clone)]
pub struct TracedTable {
    pub id: TableId,
    /// Where it was first found.
    pub place: Option<Span>,
    /// The layout of the grid that holds its first row.
    pub layout: Option<Layout>,
    /// Its cells were read from plain paragraphs.
    pub loose: bool,
    /// Column headings in printed order; `None`: a heading that the form does not know.
    pub columns: Vec<(Option<ItemId>, Printed)>,
    /// Columns whose heading was not found.
    pub missing_columns: Vec<ItemId>,
    /// In the order in which they were found.
    pub rows: Vec<TracedRow>,
    /// Rows that were not found.
    pub missing_rows: Vec<ItemId>,
}

#[derive(Debug, Clone)]
pub struct TracedRow {
    /// `None` in a table of one nameless row.
    pub row: Option<ItemId>,
    pub label: Option<Printed>,
    pub place: Option<Span>,
    /// The cells it took: their columns and what is printed in them.
    pub cells: Vec<(Option<ItemId>, String)>,
    /// Values that no column took.
    pub surplus: usize,
    pub how: Taking,
}

/// How a row's cells found their columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    /// By the headings over them.
    Headings,
    /// In the form's order, for want of headings.
    Order,
    /// Not at all: the number of cells does not fit.
    Mismatch,
    /// Not at all: which blanks are cells cannot be told.
    Ambiguous,
}

#[derive(Debug, Clone)]
pub struct TracedFact {
    pub at: CellRef,
    /// The words and the figure.
    pub sentence: String,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct PassedGrid {
    pub rows: usize,
    /// What is printed first in it.
    pub first: String,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct PassedLine {
    pub table: TableId,
    pub label: String,
    pub figures: Vec<String>,
    pub span: Option<Span>,
}

fn clipped(text: &str) -> String {
    match text.char_indices().nth(LONGEST_PRINTED) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or("")),
        None => text.to_owned(),
    }
}

impl Trace {
    /// One row as it was found, with what was taken from it.
    pub(super) fn row(row: &FoundRow<'_>, cells: Vec<(Option<ItemId>, String)>, surplus: usize, how: Taking) -> TracedRow {
        let label = row.label.as_ref().and_then(|piece| {
            let likeness = best_likeness(piece.hits, row.table, Part::Row(row.row?), piece.label.as_ref()?);
            Some(Printed { text: clipped(piece.text.as_str()), likeness, span: piece.span })
        });
        let place = row.label.as_ref().or(row.values.first()).map(|piece| piece.span);
        TracedRow { row: row.row, label, place, cells, surplus, how }
    }

    /// Everything else, when the document has been read. `rows`: what [`Trace::row`] gave, by table.
    pub(super) fn complete(
        &mut self,
        form: &Form,
        document: &Document,
        outline: &Outline,
        tables: &Tables<'_>,
        found: &[FoundRow<'_>],
        mut rows: HashMap<TableId, Vec<TracedRow>>,
    ) {
        self.sections = (0..form.sections.len()).map(|at| section(outline, SectionId(at as u32), document)).collect();
        for (id, table) in form.table_ids().filter(|(_, table)| table.kind == TableKind::Table) {
            let state = tables.states.get(id.0 as usize);
            let first = found.iter().find(|row| row.table == id);
            let columns: Option<&Columns> = state.and_then(|state| state.columns.as_deref());
            let rows = rows.remove(&id).unwrap_or_default();
            let items = table.rows.as_ref();
            let is_missing = |item: &ItemId| !rows.iter().any(|row| row.row == Some(*item));
            let missing_rows = items.iter().flat_map(|items| items.figures()).filter(is_missing).collect();
            self.tables.push(TracedTable {
                id,
                place: state.and_then(|state| state.place),
                layout: first.map(|row| row.layout),
                loose: first.is_some_and(|row| row.loose),
                columns: columns.map(printed_columns).unwrap_or_default(),
                missing_columns: columns.map_or_else(
                    || table.columns.iter().flat_map(|items| items.figures()).collect(),
                    |columns| columns.missing.clone(),
                ),
                rows,
                missing_rows,
            });
        }
        self.grids = passed_grids(document, found, &tables.orphans);
        self.lines = tables.orphans.iter().map(passed_line).collect();
    }
}

fn section(outline: &Outline, id: SectionId, document: &Document) -> TracedSection {
    let span = outline.found.get(id.0 as usize).copied().flatten();
    let heading = span.map(|span| {
        let differing = outline.differing.iter().find(|(section, _, place)| *section == id && *place == span);
        let likeness = differing.map_or(Likeness::Exact, |(_, likeness, _)| *likeness);
        let text = super::headings::paragraphs(document).map(|(_, text)| text).find(|text| {
            let whole = text.span();
            whole.start <= span.start && span.end <= whole.end
        });
        Printed { text: text.map(|text| clipped(text.as_str())).unwrap_or_default(), likeness, span }
    });
    TracedSection { id, heading }
}

fn printed_columns(columns: &Columns) -> Vec<(Option<ItemId>, Printed)> {
    let printed = |column: &super::header::PrintedColumn| {
        let (label, span): &(Label, Span) = column.heading.as_ref()?;
        let differs = columns.differing.iter().find(|(item, ..)| column.item == Some(*item));
        let likeness = differs.map_or(Likeness::Exact, |(_, likeness, ..)| *likeness);
        let text = differs.map_or(label.core.as_str(), |(.., text)| text.as_str());
        Some((column.item, Printed { text: clipped(text), likeness, span: *span }))
    };
    columns.list.iter().filter_map(printed).collect()
}

fn passed_grids(document: &Document, found: &[FoundRow<'_>], orphans: &[FoundRow<'_>]) -> Vec<PassedGrid> {
    let place = |row: &FoundRow<'_>| row.label.as_ref().or(row.values.first()).map(|piece| piece.span.start);
    let mut places: Vec<u32> = found.iter().chain(orphans).filter_map(place).collect();
    places.sort_unstable();
    let mut passed = Vec::new();
    for block in &document.blocks {
        let Block::Grid(grid) = block else { continue };
        let from = places.partition_point(|place| *place < grid.span.start);
        if places.get(from).is_some_and(|place| *place < grid.span.end) {
            continue;
        }
        let mut cells = grid.rows.iter().flat_map(|row| &row.cells);
        let first = cells.find(|cell| !cell.text.is_empty()).map(|cell| clipped(cell.text.as_str())).unwrap_or_default();
        passed.push(PassedGrid { rows: grid.rows.len(), first, span: grid.span });
    }
    passed
}

fn passed_line(row: &FoundRow<'_>) -> PassedLine {
    let figures = |piece: &&Piece<'_>| piece.kind == Kind::Figure;
    PassedLine {
        table: row.table,
        label: row.label.as_ref().map(|piece| clipped(piece.text.as_str())).unwrap_or_default(),
        figures: row.values.iter().filter(figures).map(|piece| clipped(piece.text.as_str())).collect(),
        span: row.label.as_ref().or(row.values.first()).map(|piece| piece.span),
    }
}
