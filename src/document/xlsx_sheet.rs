//! One sheet: cells with their texts, merged ranges, what is hidden.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::RangeInclusive;

use quick_xml::events::BytesStart;

use super::limits::{Budget, Failure};
use super::package::attribute;
use super::xlsx_numbers::{date, percent, plain};
use super::xlsx_parts::{Merge, NumberKind, Piece, Workbook, unescape, walk};
use crate::source::FileId;

const MAX_COLUMN: u32 = 16_384;
const MAX_ROW: u32 = 1_048_576;
/// No merged range is followed over more rows.
const MAX_MERGED_ROWS: u32 = 10_000;

#[derive(Debug, Default)]
pub struct Sheet {
    /// Row and column from 1; blank cells that the file mentions (for their borders) too.
    pub rows: BTreeMap<u32, BTreeMap<u32, String>>,
    /// By first row and column; no two overlap.
    merges: HashMap<(u32, u32), Merge>,
    pub hidden_rows: HashSet<u32>,
    pub hidden_columns: Vec<RangeInclusive<u32>>,
}

impl Sheet {
    /// The merged range that begins here.
    pub fn merge_at(&self, row: u32, column: u32) -> Option<Merge> {
        self.merges.get(&(row, column)).copied()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CellType {
    Number,
    Shared,
    /// Text in place, of a formula, an error, a date as text.
    Text,
    Bool,
}

struct OpenCell {
    row: u32,
    column: u32,
    kind: CellType,
    format: NumberKind,
    value: String,
    inline: String,
    formula: Option<String>,
}

/// The letters of a column from 1: 1 is A, 27 is AA.
pub fn column_name(column: u32) -> String {
    let mut name = Vec::new();
    let mut left = column;
    while let Some(index) = left.checked_sub(1) {
        name.push(b'A' + u8::try_from(index % 26).unwrap_or(0));
        left = index / 26;
    }
    name.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// `B7` → row 7, column 2.
fn parse_cell(name: &str) -> Option<(u32, u32)> {
    let name = name.trim();
    let letters = name.find(|c: char| !c.is_ascii_alphabetic())?;
    let mut column = 0u32;
    for letter in name.get(..letters)?.bytes() {
        column = column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)?;
    }
    let row = name.get(letters..)?.parse().ok()?;
    ((1..=MAX_COLUMN).contains(&column) && (1..=MAX_ROW).contains(&row)).then_some((row, column))
}

fn parse_range(range: &str) -> Option<Merge> {
    let (first, last) = range.split_once(':')?;
    let ((row, column), (last_row, last_column)) = (parse_cell(first)?, parse_cell(last)?);
    Some(Merge { row, column, rows: last_row.checked_sub(row)? + 1, columns: last_column.checked_sub(column)? + 1 })
}

fn is_true(tag: &BytesStart, name: &str) -> bool {
    matches!(attribute(tag, name).as_deref(), Some("1" | "true"))
}

pub fn read_sheet(file: FileId, part: &str, xml: &str, workbook: &Workbook) -> Result<Sheet, Failure> {
    let mut budget = Budget::new(file);
    let mut sheet = Sheet::default();
    let mut merges = Vec::new();
    let (mut row, mut column) = (0u32, 0u32);
    let mut cell: Option<OpenCell> = None;
    // What the text inside the cell belongs to.
    let (mut in_value, mut in_formula, mut in_inline, mut phonetic) = (false, false, false, false);
    walk(file, part, xml, |piece| {
        match piece {
            Piece::Start("row", tag) => {
                let named = attribute(tag, "r").and_then(|row| row.parse().ok()).filter(|row| (1..=MAX_ROW).contains(row));
                row = named.unwrap_or(row.saturating_add(1).min(MAX_ROW));
                column = 0;
                if is_true(tag, "hidden") {
                    sheet.hidden_rows.insert(row);
                }
            }
            Piece::Start("col", tag) if is_true(tag, "hidden") => {
                let edge = |name| attribute(tag, name).and_then(|column| column.parse::<u32>().ok());
                sheet.hidden_columns.extend(edge("min").zip(edge("max")).map(|(first, last)| first..=last));
            }
            Piece::Start("mergeCell", tag) => {
                budget.take(0)?;
                merges.extend(attribute(tag, "ref").and_then(|range| parse_range(&range)));
            }
            Piece::Start("c", tag) => {
                budget.take(0)?;
                let named = attribute(tag, "r").and_then(|name| parse_cell(&name));
                let (row, at) = named.unwrap_or((row.max(1), column.saturating_add(1).min(MAX_COLUMN)));
                column = at;
                let style = attribute(tag, "s").and_then(|style| style.parse::<usize>().ok());
                let kind = match attribute(tag, "t").as_deref() {
                    None | Some("n") => CellType::Number,
                    Some("s") => CellType::Shared,
                    Some("b") => CellType::Bool,
                    Some(_) => CellType::Text,
                };
                let format = style.and_then(|style| workbook.formats.get(style)).copied().unwrap_or_default();
                let (value, inline) = (String::new(), String::new());
                cell = Some(OpenCell { row, column: at, kind, format, value, inline, formula: None });
            }
            Piece::End("c") => {
                if let Some(cell) = cell.take() {
                    let (row, column) = (cell.row, cell.column);
                    let text = text_of(cell, workbook);
                    // A shared string may stand in any number of cells.
                    budget.take_bytes(0, text.len())?;
                    sheet.rows.entry(row).or_default().insert(column, text);
                }
            }
            Piece::Start("v", _) => in_value = true,
            Piece::End("v") => in_value = false,
            Piece::Start("f", _) => {
                in_formula = true;
                if let Some(cell) = &mut cell {
                    cell.formula.get_or_insert_default();
                }
            }
            Piece::End("f") => in_formula = false,
            Piece::Start("t", _) => in_inline = true,
            Piece::End("t") => in_inline = false,
            Piece::Start("rPh", _) => phonetic = true,
            Piece::End("rPh") => phonetic = false,
            Piece::Text(text) => {
                let Some(cell) = &mut cell else { return Ok(()) };
                if in_value {
                    cell.value.push_str(text);
                } else if in_formula {
                    cell.formula.get_or_insert_default().push_str(text);
                } else if in_inline && !phonetic {
                    cell.inline.push_str(text);
                }
            }
            Piece::Start(..) | Piece::End(_) => {}
        }
        Ok(())
    })?;
    settle_merges(&mut sheet, merges, &mut budget)?;
    Ok(sheet)
}

/// Keeps the merged ranges that do not overlap, and makes every row they cover a row of the sheet.
pub fn settle_merges(sheet: &mut Sheet, mut merges: Vec<Merge>, budget: &mut Budget) -> Result<(), Failure> {
    merges.sort_by_key(|merge| (merge.row, merge.column));
    // By column: the last row that a range covers.
    let mut covered: BTreeMap<u32, u32> = BTreeMap::new();
    for mut merge in merges {
        merge.rows = merge.rows.min(MAX_MERGED_ROWS);
        let columns = merge.column..merge.column.saturating_add(merge.columns);
        for _ in columns.clone() {
            budget.take(0)?;
        }
        if covered.range(columns.clone()).any(|(_, until)| *until >= merge.row) {
            continue;
        }
        let last = merge.row.saturating_add(merge.rows - 1);
        for column in columns {
            covered.insert(column, last);
        }
        for row in merge.row..=last {
            budget.take(0)?;
            sheet.rows.entry(row).or_default().entry(merge.column).or_default();
        }
        // What stands under a merged cell does not show.
        for row in merge.row..=last {
            let Some(cells) = sheet.rows.get_mut(&row) else { continue };
            let columns = merge.column..merge.column.saturating_add(merge.columns);
            for (column, text) in cells.range_mut(columns) {
                if (row, *column) != (merge.row, merge.column) {
                    text.clear();
                }
            }
        }
        sheet.merges.insert((merge.row, merge.column), merge);
    }
    Ok(())
}

fn text_of(cell: OpenCell, workbook: &Workbook) -> String {
    let OpenCell { kind, format, value, inline, formula, .. } = cell;
    let value = if kind == CellType::Text { value } else { value.trim().to_owned() };
    if value.is_empty() && inline.is_empty() {
        // The program that wrote the file left the result to the next one. That is no blank.
        return formula.map(|formula| format!("={formula}")).unwrap_or_default();
    }
    match (kind, format) {
        (CellType::Shared, _) => {
            value.parse::<usize>().ok().and_then(|index| workbook.strings.get(index)).cloned().unwrap_or_default()
        }
        (CellType::Bool, _) => if value == "0" { "FALSE" } else { "TRUE" }.to_owned(),
        (CellType::Text, _) => unescape(if inline.is_empty() { &value } else { &inline }),
        (CellType::Number, NumberKind::Plain) => plain(&value),
        (CellType::Number, NumberKind::Percent) => percent(&value),
        (CellType::Number, NumberKind::Date) => date(&value, workbook.since_1904),
    }
}

#[cfg(test)]
mod tests {
    use super::{Merge, column_name, parse_cell, parse_range};

    #[test]
    fn names_of_cells() {
        for (name, place) in [("A1", (1, 1)), ("B7", (7, 2)), ("AA10", (10, 27)), ("XFD1048576", (1_048_576, 16_384))] {
            assert_eq!(parse_cell(name), Some(place));
            assert_eq!(format!("{}{}", column_name(place.1), place.0), name);
        }
        for bad in ["", "A", "1", "A0", "XFE1", "A1048577", "AAAAAAAAAA1", "表1"] {
            assert_eq!(parse_cell(bad), None, "{bad}");
        }
        assert_eq!(parse_range("B2:D3"), Some(Merge { row: 2, column: 2, rows: 2, columns: 3 }));
        assert_eq!(parse_range("D3:B2"), None);
    }
}
