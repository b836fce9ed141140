//! Spreadsheets (`.xlsx`): the sheets in order, every number as the decimal text of the file.
//!
//! A sheet has no tables, only cells. Rows that stand together become a grid; a row of one cell that is merged across, or
//! stands before the rows, is a paragraph: a title, a caption, a remark.

use std::collections::{BTreeMap, HashMap};

use super::limits::Failure;
use super::package::{Package, damaged};
use super::placed::{Composer, Part, RawCell, RawTable};
use super::xlsx_parts::{Merge, Shown, Workbook};
use super::xlsx_sheet::{Sheet, column_name, read_sheet};
use crate::diag::wording::document as words;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// Reads a workbook into `composer`.
pub fn read(composer: &mut Composer, mut package: Package, main: &str) -> Result<(), Failure> {
    let workbook = Workbook::read(&mut package, composer.file(), main)?;
    let mut hidden = Vec::new();
    for entry in &workbook.sheets {
        if entry.shown == Shown::No {
            hidden.push(entry.name.clone());
            continue;
        }
        let Some(xml) = package.part(&entry.part)? else { return Err(damaged(composer.file(), &entry.part, "not found")) };
        let sheet = read_sheet(composer.file(), &entry.part, &xml, &workbook)?;
        if !sheet.rows.is_empty() {
            compose(composer, &entry.name, sheet)?;
        }
    }
    note_hidden_sheets(composer, hidden);
    Ok(())
}

/// Says which sheets were passed over.
pub fn note_hidden_sheets(composer: &mut Composer, hidden: Vec<String>) {
    if !hidden.is_empty() {
        let message = words::HIDDEN_SHEETS.with("sheets", hidden);
        let note = Diagnostic::note(Code::G0623, message).at_bare(Span::file_start(composer.file()));
        composer.notes.push(note.with_help(words::HIDDEN_SHEETS_HELP.plain()));
    }
}

/// A sheet's name as it stands before `!`.
fn quoted(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit());
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "''")) }
}

/// Puts a sheet together: its name, then paragraphs and tables.
pub fn compose(composer: &mut Composer, name: &str, sheet: Sheet) -> Result<(), Failure> {
    let place = quoted(name);
    let start = composer.here();
    composer.paragraphs(name, Some(1), &place)?;
    note_hidden(composer, name, &sheet, start.to(composer.here()));
    for block in blocks(&sheet) {
        compose_block(composer, &place, &block, &sheet)?;
    }
    Ok(())
}

/// Rows and columns that do not show but hold something.
fn note_hidden(composer: &mut Composer, name: &str, sheet: &Sheet, at: Span) {
    let filled = |row: &BTreeMap<u32, String>| row.values().any(|text| !text.is_empty());
    let rows = sheet.rows.iter().filter(|(row, cells)| sheet.hidden_rows.contains(row) && filled(cells));
    let rows: Vec<String> = rows.map(|(row, _)| row.to_string()).collect();
    let hides = |column: &u32| sheet.hidden_columns.iter().any(|range| range.contains(column));
    let mut columns: Vec<u32> = sheet
        .rows
        .values()
        .flat_map(|row| row.iter().filter(|(column, text)| !text.is_empty() && hides(column)).map(|(column, _)| *column))
        .collect();
    columns.sort_unstable();
    columns.dedup();
    let columns: Vec<String> = columns.into_iter().map(column_name).collect();
    for (list, wording) in [(rows, &words::HIDDEN_ROWS), (columns, &words::HIDDEN_COLUMNS)] {
        if !list.is_empty() {
            let message = wording.with("sheet", name).with("list", shortened(list));
            let note = Diagnostic::note(Code::G0623, message).at_bare(at);
            composer.notes.push(note.with_help(words::HIDDEN_HELP.plain()));
        }
    }
}

/// The first of a long list.
fn shortened(mut list: Vec<String>) -> Vec<String> {
    if list.len() > 12 {
        list.truncate(12);
        list.push("…".to_owned());
    }
    list
}

type Rows<'a> = Vec<(u32, &'a BTreeMap<u32, String>)>;

/// Rows without a gap between them. A row without text is a gap; one that the file mentions still belongs to the rows above
/// it: in a blank form it may be the row to fill in. A cell merged downwards bridges gaps.
fn blocks(sheet: &Sheet) -> Vec<Rows<'_>> {
    let mut blocks: Vec<Rows> = Vec::new();
    let mut bridged = 0;
    // The row that would go on with the block.
    let mut next = None;
    for (row, cells) in &sheet.rows {
        let blank = cells.values().all(String::is_empty);
        for (column, text) in cells.iter().filter(|(_, text)| !text.is_empty()) {
            if let Some(merge) = sheet.merge_at(*row, *column).filter(|_| !text.is_empty()) {
                bridged = bridged.max(row.saturating_add(merge.rows - 1));
            }
        }
        match blocks.last_mut().filter(|_| next == Some(*row)) {
            Some(block) => block.push((*row, cells)),
            None if blank => continue,
            None => blocks.push(vec![(*row, cells)]),
        }
        next = if blank && *row > bridged { None } else { row.checked_add(1) };
    }
    blocks
}

fn compose_block(composer: &mut Composer, name: &str, block: &Rows, sheet: &Sheet) -> Result<(), Failure> {
    // By column: the last row that a cell merged downwards covers.
    let mut covered: HashMap<u32, u32> = HashMap::new();
    let mut grid: Rows = Vec::new();
    let width = block
        .iter()
        .flat_map(|(row, cells)| cells.iter().filter(|(_, text)| !text.is_empty()).map(move |(column, _)| (*row, *column)))
        .map(|(row, column)| sheet.merge_at(row, column).map_or(column, |merge| column.saturating_add(merge.columns - 1)))
        .max()
        .unwrap_or(1);
    let begins_tall = |row: u32, cells: &BTreeMap<u32, String>| {
        cells.keys().any(|column| sheet.merge_at(row, *column).is_some_and(|merge| merge.rows > 1))
    };
    // The file mentions no other cell of the row: not even a blank one with borders.
    let lonely = |index: Option<usize>| index.and_then(|index| block.get(index)).is_some_and(|(_, cells)| cells.len() == 1);
    for (index, (row, cells)) in block.iter().enumerate() {
        let mut filled = cells.iter().filter(|(_, text)| !text.is_empty());
        let only = filled.next().filter(|_| filled.next().is_none());
        let under = covered.values().any(|until| until >= row);
        let alone = only.filter(|(column, text)| {
            // Merged over the width of the table.
            let merge = sheet.merge_at(*row, **column);
            let wide = merge.is_some_and(|merge| {
                merge.columns > 1 && merge.columns.saturating_mul(5) >= width.saturating_sub(**column).saturating_mul(4)
            });
            // Without borders between the rows of a table and the next heading or text.
            let next = block.get(index + 1);
            let apart = lonely(Some(index))
                && (text.chars().count() > 30
                    || lonely(index.checked_sub(1))
                    || lonely(Some(index + 1))
                    || next.is_some_and(|(row, cells)| begins_tall(*row, cells)));
            !under && !begins_tall(*row, cells) && (wide || grid.is_empty() || apart)
        });
        match alone {
            Some((column, text)) => {
                compose_grid(composer, name, &std::mem::take(&mut grid), sheet)?;
                composer.paragraphs(text, None, &format!("{name}!{}{row}", column_name(*column)))?;
            }
            None => grid.push((*row, cells)),
        }
        for column in cells.keys() {
            if let Some(merge) = sheet.merge_at(*row, *column).filter(|merge| merge.rows > 1) {
                covered.insert(*column, row.saturating_add(merge.rows - 1));
            }
        }
    }
    compose_grid(composer, name, &grid, sheet)
}

fn compose_grid(composer: &mut Composer, name: &str, rows: &Rows, sheet: &Sheet) -> Result<(), Failure> {
    let filled = || rows.iter().flat_map(|(row, cells)| cells.iter().map(move |(column, text)| (*row, *column, text)));
    let used = || filled().filter(|(_, _, text)| !text.is_empty());
    let Some(first) = used().map(|(_, column, _)| column).min() else { return Ok(()) };
    let right = |row, column| sheet.merge_at(row, column).map_or(column, |merge| column.saturating_add(merge.columns - 1));
    // A blank cell that is merged may reach further left: the corner over the row labels.
    let first = filled()
        .filter(|(row, column, _)| sheet.merge_at(*row, *column).is_some())
        .map(|(_, column, _)| column)
        .fold(first, u32::min);
    let last = used().map(|(row, column, _)| right(row, column)).max().unwrap_or(first);
    let last_row = rows.last().map_or(0, |(row, _)| *row);
    // By column: the last row that a merged cell covers.
    let mut covered: HashMap<u32, u32> = HashMap::new();
    let mut table = Vec::with_capacity(rows.len());
    for (row, cells) in rows {
        let mut out = Vec::new();
        let mut column = first;
        while column <= last {
            if covered.get(&column).is_some_and(|until| until >= row) {
                column += 1;
                continue;
            }
            let merge = sheet.merge_at(*row, column).unwrap_or(Merge { row: *row, column, rows: 1, columns: 1 });
            let place = format!("{name}!{}{row}", column_name(column));
            let text = cells.get(&column).cloned().unwrap_or_default();
            let parts =
                if text.is_empty() { Vec::new() } else { vec![Part::Paragraph { text, heading: None, place: place.clone() }] };
            let colspan = merge.columns.min(last - column + 1);
            let rowspan = merge.rows.min(last_row.saturating_sub(*row).saturating_add(1));
            for under in column..column.saturating_add(colspan) {
                covered.insert(under, row.saturating_add(rowspan - 1));
            }
            composer.count()?;
            out.push(RawCell { parts, column: column - first, colspan, rowspan, place });
            column = column.saturating_add(colspan);
        }
        table.push(out);
    }
    composer.table(RawTable::new(table))
}
