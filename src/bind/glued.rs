//! Tables in running text that lost every separator: `640020470` is 64, 0, 0, 2, 0, 4, 70.
//!
//! The labels of the form cut the text into a run of characters a row (`segment`). A run is divided in all ways that its
//! columns allow (`readings`); the row's own checks, then those between the rows (`solve`), leave the readings that satisfy
//! the most (`decode`). Only what all of these agree on is read; the rest is unreadable and says so. A row that its own
//! checks decide is never read in another way for the sake of a column's total: when the report is wrong, it stays wrong.

mod decode;
mod readings;
mod segment;
mod solve;
mod stream;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::diag::Diagnostic;
use crate::document::{Document, Text};
use crate::label::fold;
use crate::model::{CellRef, Form, ItemId, Model, SectionId, Table, TableId, TableKind, UnitId, Units};

use super::cell::Around;
use super::figures::{Cell, State};
use super::findings;
use super::header::Columns;
use super::headings::{Outline, Run, paragraphs};
use super::sheet::Sheet;
use super::tables::Tables;
use super::units;
pub(super) use decode::By;
use decode::{Decoded, Row};
use readings::Shape;
use segment::Segment;
use stream::{Labels, Stream};

/// Reads the tables that were not found in any grid from the running text of their sections. Gives the text that the tables
/// take: it holds no sentences.
pub(super) fn read(
    model: &Model,
    form: &Form,
    document: &Document,
    outline: &Outline,
    tables: &mut Tables<'_>,
    sheet: &mut Sheet<'_>,
) -> Vec<Run> {
    let mut taken = Vec::new();
    let mut missing: BTreeMap<Option<SectionId>, Vec<TableId>> = BTreeMap::new();
    for (id, table) in form.table_ids() {
        if table.kind == TableKind::Table && !tables.is_found(id) {
            missing.entry(table.section.filter(|section| outline.is_found(*section))).or_default().push(id);
        }
    }
    if missing.is_empty() {
        return taken;
    }
    let spellings = spellings(&model.units);
    // Made anew here, so that reports with separators need no plan to be read.
    let mut plan = None;
    for (section, ids) in missing {
        let (runs, texts) = section_text(section, outline, document);
        let stream = Stream::of(texts);
        let tokens = Labels::of(form, &ids).find(&stream);
        for id in ids {
            let Some(table) = form.table(id) else { continue };
            let Some(segment) = segment::find(id, table, tables.index, &stream, &tokens, &spellings) else { continue };
            if !is_evident(table, &segment) {
                continue;
            }
            let plan = plan.get_or_insert_with(|| crate::plan::plan(model, form));
            let areas = stream.areas(segment.range.0, segment.range.1);
            taken.extend(areas.into_iter().filter_map(|(piece, from, to)| {
                let run = runs.get(piece)?;
                Some(Run { block: run.block, start: run.start + from, end: run.start + to })
            }));
            let place = Place { form, id, table, stream: &stream };
            place.read(segment, plan, tables, sheet);
        }
    }
    taken
}

fn section_text(section: Option<SectionId>, outline: &Outline, document: &Document) -> (Vec<Run>, Vec<Text>) {
    let runs = outline.text_of(section, document);
    let mut left = runs.iter().peekable();
    let mut texts = Vec::with_capacity(runs.len());
    for (block, text) in paragraphs(document) {
        while let Some(run) = left.next_if(|run| run.block == block) {
            texts.push(text.slice(run.start, run.end));
        }
    }
    (runs, texts)
}

/// All spellings of units, folded, the longest first.
fn spellings(units: &Units) -> Vec<String> {
    let all = units.iter().flat_map(|(_, unit)| std::iter::once(&unit.name).chain(&unit.spellings));
    let mut all: Vec<String> = all.map(|text| fold(text)).filter(|text| text.chars().all(char::is_alphabetic)).collect();
    all.sort_by_key(|text| std::cmp::Reverse(text.len()));
    all.dedup();
    all.retain(|text| !text.is_empty());
    all
}

/// Whether the labels are those of a table rather than words of a sentence: most of its headings and half of its rows.
fn is_evident(table: &Table, segment: &Segment) -> bool {
    let (columns, headings) = match (&table.columns, &segment.columns) {
        (Some(items), Some(columns)) => (items.figures().count(), columns.known()),
        _ => (0, 0),
    };
    let rows = table.rows.as_ref().map_or(1, |rows| rows.figures().count());
    let found = segment.rows.len();
    if columns == 0 { found >= 2 && found * 2 >= rows } else { headings * 2 >= columns && found * 2 >= rows }
}

struct Place<'a> {
    form: &'a Form,
    id: TableId,
    table: &'a Table,
    stream: &'a Stream,
}

/// One column of the table as it is printed.
struct Column {
    item: Option<ItemId>,
    /// The unit of its heading.
    unit: Option<UnitId>,
}

impl Place<'_> {
    fn read(&self, segment: Segment, plan: &crate::plan::Plan, tables: &mut Tables<'_>, sheet: &mut Sheet<'_>) {
        let Some(columns) = self.columns(segment.columns.as_ref(), sheet) else { return };
        let slots = |row: Option<ItemId>| -> Option<Vec<_>> {
            columns.iter().map(|column| sheet.slots.find(self.cell(row, column.item))).collect()
        };
        let mut rows = Vec::new();
        let mut bare = segment.bare;
        for run in segment.rows {
            let Some(slots) = slots(run.row) else { continue };
            let shapes: Option<Vec<Shape>> = slots.iter().map(|slot| Shape::of(&sheet.slots.get(*slot)?.ty)).collect();
            let Some(shapes) = shapes else { continue };
            if run.is_number_of_next(shapes.len()) {
                bare += 1;
                continue;
            }
            rows.push(Row { run, slots, shapes });
        }
        let decoded = decode::decode(plan, &rows, bare, sheet);
        let Some(first) = rows.first().map(|row| row.run.label_span) else { return };
        if let Some(columns) = &segment.columns
            && !columns.missing.is_empty()
        {
            let missing = columns.missing.iter().filter_map(|item| Some(self.table.column(*item)?.name.clone())).collect();
            sheet.diagnostics.push(findings::by_order(self.form, self.id, first, missing));
        }
        if let Some(state) = tables.state(self.id) {
            state.place = Some(first);
            state.columns = segment.columns.map(Rc::new);
            for row in &rows {
                if let Some(item) = row.run.row {
                    state.rows.bind(item);
                    state.seen.insert(item, row.run.label_span);
                }
            }
        }
        for (row, decoded) in rows.iter().zip(&decoded.rows) {
            self.put(row, decoded, &columns, sheet);
        }
        self.report(&rows, &decoded, &columns, sheet);
    }

    fn cell(&self, row: Option<ItemId>, column: Option<ItemId>) -> CellRef {
        CellRef { table: self.id, row, column }
    }

    /// The columns in printed order; in the form's, where headings are missing and the others stand in its order.
    fn columns(&self, printed: Option<&Columns>, sheet: &Sheet<'_>) -> Option<Vec<Column>> {
        let Some(items) = self.table.columns.as_ref() else { return Some(vec![Column { item: None, unit: None }]) };
        let printed = printed?;
        if !printed.missing.is_empty() && !printed.ordered {
            return None;
        }
        let whole = Columns::of_form(items);
        let list = if printed.missing.is_empty() { &printed.list } else { &whole.list };
        let first = self.table.row_figures().first().copied().flatten();
        let heading = |item: ItemId| {
            let (label, _) = printed.list.iter().find(|column| column.item == Some(item))?.heading.as_ref()?;
            units::stated(label.remark.as_deref()?, sheet.units)
        };
        let figures = list.iter().filter_map(|column| column.item);
        let figures = figures.filter(|item| sheet.slots.find(self.cell(first, Some(*item))).is_some());
        Some(figures.map(|item| Column { item: Some(item), unit: heading(item) }).collect())
    }

    fn put(&self, row: &Row, decoded: &Decoded, columns: &[Column], sheet: &mut Sheet<'_>) {
        let (start, end) = row.run.range();
        let label_unit = row.run.label.remark.as_deref().and_then(|remark| units::stated(remark, sheet.units));
        for (at, column) in columns.iter().enumerate() {
            let cell = self.cell(row.run.row, column.item);
            match decoded.figures.get(at).copied().flatten() {
                Some((from, to)) => {
                    let places = (row.run.places.get(from), to.checked_sub(1).and_then(|last| row.run.places.get(last)));
                    let (Some((from, _)), Some((_, to))) = places else { continue };
                    let around = Around { heading: column.unit.or(label_unit), table: None };
                    sheet.put(cell, &self.stream.text(*from, *to), self.stream.span(*from, *to), around);
                    if decoded.glued {
                        sheet.mark_decoded(cell);
                    }
                }
                None => {
                    let text = self.stream.text(start, end).as_str().to_owned();
                    let span = Some(self.stream.span(start, end));
                    sheet.put_cell(cell, Cell { state: State::Unreadable, text, span, ..Cell::absent() });
                }
            }
        }
    }

    fn report(&self, rows: &[Row], decoded: &decode::Table, columns: &[Column], sheet: &mut Sheet<'_>) {
        let text = |range: (usize, usize)| self.stream.text(range.0, range.1);
        let found: Vec<findings::GluedRow> = rows
            .iter()
            .zip(&decoded.rows)
            .filter(|(_, decoded)| decoded.glued || !decoded.is_read())
            .map(|(row, decoded)| findings::GluedRow {
                row: row.run.row,
                run: text(row.run.range()),
                cells: row.slots.len(),
                open: decoded.open().filter_map(|at| columns.get(at)).map(|column| column.item).collect(),
                count: decoded.count,
                compared: decoded.compared,
                by: decoded.by,
                lacking: decoded.lacking,
                examples: decoded.examples.clone(),
            })
            .collect();
        let said: Vec<Diagnostic> = findings::glued(self.form, self.id, &found, &decoded.checks);
        sheet.diagnostics.extend(said);
    }
}
