//! What was not found: one finding for every missing table, row, column or fact, not one for every cell.

use std::collections::{BTreeMap, HashSet};

use crate::diag::wording::bind as words;
use crate::diag::{Code, Diagnostic, Message};
use crate::model::{CellRef, Form, ItemId, Table, TableId, TableKind, Treatment};
use crate::plan::{Slot, Slots};
use crate::source::{FileId, Span};

use super::figures::{Cell, Figures, State};
use super::findings;

/// So many rows, or columns, of one table are said to be missing one by one; more are one finding.
const MOST_ALONE: usize = 3;

/// Rows whose missing cells were reported by themselves.
pub(super) type Explained = HashSet<(TableId, Option<ItemId>)>;

/// All findings about absent cells that the form does not allow to be absent.
pub(super) fn report(form: &Form, slots: &Slots, figures: &Figures, file: FileId, explained: &Explained) -> Vec<Diagnostic> {
    let mut by_table: BTreeMap<u32, Vec<(&Slot, &Cell)>> = BTreeMap::new();
    for (slot, cell) in slots.list.iter().zip(&figures.cells) {
        by_table.entry(slot.cell.table.0).or_default().push((slot, cell));
    }
    let mut found = Vec::new();
    let is_table = |id: u32| form.table(TableId(id)).is_some_and(|table| table.kind == TableKind::Table);
    let tables = || by_table.iter().filter(|(id, _)| is_table(**id));
    let missing = |cells: &[(&Slot, &Cell)]| cells.iter().all(|(_, cell)| cell.state == State::Absent);
    // Labels, but not one figure: one finding, not one for every table.
    let nothing = tables().count() > 1 && tables().all(|(_, cells)| missing(cells));
    if nothing {
        let count = tables().flat_map(|(_, cells)| cells).filter(|(slot, cell)| is_missing(slot, cell)).count();
        if count > 0 {
            let message = words::NO_FIGURES.with("form", form.title()).with("count", count);
            let place = Span::file_start(file);
            found.push(Diagnostic::error(Code::G0501, message).at_bare(place).with_help(words::NO_FIGURES_HELP.plain()));
        }
    }
    for (table, cells) in by_table {
        let id = TableId(table);
        let Some(table) = form.table(id) else { continue };
        if nothing && table.kind == TableKind::Table {
            continue;
        }
        match table.kind {
            TableKind::Facts => facts(form, id, &cells, file, &mut found),
            TableKind::Table => table_cells(form, table, id, &cells, file, explained, &mut found),
        }
    }
    found
}

fn is_missing(slot: &Slot, cell: &Cell) -> bool {
    cell.state == State::Absent && slot.read.absent == Some(Treatment::Error)
}

fn facts(form: &Form, table: TableId, cells: &[(&Slot, &Cell)], file: FileId, found: &mut Vec<Diagnostic>) {
    for (slot, cell) in cells.iter().filter(|(slot, cell)| is_missing(slot, cell)) {
        let name = crate::plan::place_of(form, slot.cell).fact.unwrap_or_default();
        let message = words::FACT_ABSENT.with("fact", name);
        let at = CellRef { table, row: slot.cell.row, column: None };
        found.push(absent(form, at, message, cell.span, file).with_help(words::FACT_ABSENT_HELP.plain()));
    }
}

fn table_cells(
    form: &Form,
    table: &Table,
    id: TableId,
    cells: &[(&Slot, &Cell)],
    file: FileId,
    explained: &Explained,
    found: &mut Vec<Diagnostic>,
) {
    let missing: Vec<&(&Slot, &Cell)> = cells.iter().filter(|(slot, cell)| is_missing(slot, cell)).collect();
    let Some((_, first)) = missing.first() else { return };
    let none = cells.iter().all(|(_, cell)| cell.state == State::Absent);
    let name = table.name.clone();
    if none && !explained.iter().any(|(table, _)| *table == id) {
        let message = words::TABLE_ABSENT.with("table", name).with("count", missing.len());
        let at = CellRef { table: id, row: None, column: None };
        found.push(absent(form, at, message, first.span, file).with_help(words::ABSENT_HELP.plain()));
        return;
    }
    // By row and by column: how many cells there are, and how many of them are absent.
    let mut rows: BTreeMap<Option<ItemId>, (usize, usize)> = BTreeMap::new();
    for (slot, cell) in cells {
        let row = rows.entry(slot.cell.row).or_default();
        row.0 += 1;
        row.1 += usize::from(cell.state == State::Absent);
    }
    let whole_row = |row: Option<ItemId>| rows.get(&row).is_some_and(|(all, absent)| all == absent);
    let mut columns: BTreeMap<Option<ItemId>, (usize, usize)> = BTreeMap::new();
    for (slot, cell) in cells.iter().filter(|(slot, _)| !whole_row(slot.cell.row)) {
        let column = columns.entry(slot.cell.column).or_default();
        column.0 += 1;
        column.1 += usize::from(cell.state == State::Absent);
    }
    let whole_column = |column: Option<ItemId>| columns.get(&column).is_some_and(|(all, absent)| *all == *absent);
    let mut by_row: BTreeMap<Option<ItemId>, Vec<&(&Slot, &Cell)>> = BTreeMap::new();
    let mut by_column: BTreeMap<Option<ItemId>, Vec<&(&Slot, &Cell)>> = BTreeMap::new();
    for entry in missing {
        let cell = entry.0.cell;
        if whole_column(cell.column) && !whole_row(cell.row) && table.columns.is_some() && rows.len() > 1 {
            by_column.entry(cell.column).or_default().push(entry);
        } else if !explained.contains(&(id, cell.row)) {
            by_row.entry(cell.row).or_default().push(entry);
        }
    }
    let rows_gone: Vec<Option<ItemId>> = by_row.keys().copied().filter(|row| row.is_some() && whole_row(*row)).collect();
    if rows_gone.len() > MOST_ALONE {
        let gone: Vec<_> = rows_gone.iter().filter_map(|row| by_row.remove(row)).collect();
        let names = rows_gone.iter().filter_map(|row| Some(table.rows.as_ref()?.short_name((*row)?)));
        let message = words::ROWS_ABSENT.with("table", name.clone()).with("rows", listed(names));
        let message = message.with("rows_count", gone.len()).with("count", gone.iter().map(Vec::len).sum::<usize>());
        let at = CellRef { table: id, row: None, column: None };
        let near = gone.first().and_then(|cells| cells.first()).and_then(|(_, cell)| cell.span);
        found.push(absent(form, at, message, near, file).with_help(words::ABSENT_HELP.plain()));
    }
    if by_column.len() > MOST_ALONE {
        let names = by_column.keys().filter_map(|column| Some(table.columns.as_ref()?.short_name((*column)?)));
        let message = words::COLUMNS_ABSENT.with("table", name.clone()).with("columns", listed(names));
        let message = message.with("columns_count", by_column.len());
        let message = message.with("count", by_column.values().map(Vec::len).sum::<usize>());
        let at = CellRef { table: id, row: None, column: None };
        let near = by_column.values().next().and_then(|cells| cells.first()).and_then(|(_, cell)| cell.span);
        found.push(absent(form, at, message, near, file).with_help(words::ABSENT_HELP.plain()));
        by_column.clear();
    }
    for (row, cells) in by_row {
        let at = CellRef { table: id, row, column: None };
        let row_name = row.and_then(|row| Some(table.rows.as_ref()?.short_name(row))).unwrap_or_default();
        let span = cells.first().and_then(|(_, cell)| cell.span);
        let message = if whole_row(row) {
            words::ROW_ABSENT.with("table", name.clone()).with("row", row_name).with("count", cells.len())
        } else {
            let columns: Vec<String> =
                cells.iter().filter_map(|(slot, _)| Some(table.columns.as_ref()?.short_name(slot.cell.column?))).collect();
            let message = match row {
                Some(_) => words::CELLS_ABSENT.with("table", name.clone()).with("row", row_name),
                None => words::ONLY_CELLS_ABSENT.with("table", name.clone()),
            };
            message.with("count", cells.len()).with("columns", columns)
        };
        found.push(absent(form, at, message, span, file).with_help(words::ABSENT_HELP.plain()));
    }
    for (column, cells) in by_column {
        let at = CellRef { table: id, row: None, column };
        let column_name = column.and_then(|column| Some(table.columns.as_ref()?.short_name(column))).unwrap_or_default();
        let message = words::COLUMN_ABSENT.with("table", name.clone()).with("column", column_name).with("count", cells.len());
        let span = cells.first().and_then(|(_, cell)| cell.span);
        found.push(absent(form, at, message, span, file).with_help(words::ABSENT_HELP.plain()));
    }
}

/// The first names of a list.
fn listed(names: impl Iterator<Item = String>) -> Vec<String> {
    const MOST: usize = 8;
    let mut names: Vec<String> = names.collect();
    if names.len() > MOST {
        names.truncate(MOST);
        names.push("…".to_owned());
    }
    names
}

fn absent(form: &Form, at: CellRef, message: Message, near: Option<Span>, file: FileId) -> Diagnostic {
    let mut found = Diagnostic::error(Code::G0501, message);
    found = match near {
        Some(span) => found.at(span, words::EXPECTED_NEAR.plain()),
        None => found.at(Span::file_start(file), words::EXPECTED_HERE.plain()),
    };
    if let Some(span) = findings::declared(form, at) {
        let note = if at.row.is_none() && at.column.is_none() { &words::FORM_ASKS_TABLE } else { &words::FORM_ASKS };
        found = found.at(span, note.plain());
    }
    found.with_finding(findings::finding(form, at))
}
