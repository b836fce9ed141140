//! Old spreadsheets (`.xls`, `.et`): the records of a workbook become the sheets that the reader of `.xlsx` puts together.

use super::limits::{Budget, Failure};
use super::ole::{Ole, u16_at, u32_at};
use super::package::{about, damaged};
use super::placed::Composer;
use super::read::not_read;
use super::xls_records::{Cursor, Record, Records};
use super::xlsx::{compose, note_hidden_sheets};
use super::xlsx_numbers::{date, hundredth, percent, plain};
use super::xlsx_parts::{Formats, Merge, NumberKind, Workbook};
use super::xlsx_sheet::{Sheet, settle_merges};
use crate::diag::Code;
use crate::diag::wording::document as words;

const BOF: u16 = 0x809;
const EOF: u16 = 0x0a;
/// The edition of the records that is read: Excel 97 to 2003.
const BIFF8: u16 = 0x600;
/// What these words are about, in findings.
const STREAM: &str = "Workbook";

/// What a file with a password is wrapped into.
const ENCRYPTED: &str = "EncryptedPackage";

/// Whether a container that cannot be opened names such a stream: that it is locked is the nearer reason.
fn names_encryption(bytes: &[u8]) -> bool {
    let name: Vec<u8> = ENCRYPTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// Reads what an OLE container holds: a workbook, or the finding that it is something else.
pub fn read(composer: &mut Composer, bytes: &[u8]) -> Result<(), Failure> {
    let file = composer.file();
    let password = || about(file, Code::G0622, words::PASSWORD.plain(), words::PASSWORD_HELP.plain());
    let ole = Ole::open(bytes).map_err(|why| if names_encryption(bytes) { password() } else { damaged(file, "OLE", why) })?;
    if ole.has(ENCRYPTED) {
        return Err(password());
    }
    if let Some(stream) = ole.stream(STREAM).map_err(|why| damaged(file, STREAM, why))? {
        return workbook(composer, &stream);
    }
    if ole.has("WordDocument") {
        return Err(about(file, Code::G0601, words::WORD_97.plain(), words::WORD_97_HELP.plain()));
    }
    let format = match () {
        () if ole.has("Book") => "Excel 5.0/95 (.xls)",
        () if ole.has("PowerPoint Document") => "PowerPoint 97-2003 (.ppt)",
        () => "OLE",
    };
    Err(not_read(file, format))
}

struct Listed {
    name: String,
    hidden: bool,
    at: usize,
}

fn workbook(composer: &mut Composer, stream: &[u8]) -> Result<(), Failure> {
    let file = composer.file();
    let mut records = Records::from(stream, 0);
    let version = records.next().filter(|record| record.kind == BOF).and_then(|record| u16_at(record.data, 0));
    match version {
        Some(BIFF8) => {}
        Some(_) => return Err(not_read(file, "Excel 5.0/95 (.xls)")),
        None => return Err(damaged(file, STREAM, "BOF")),
    }
    // One for all sheets: several entries of the list may lead into the same records.
    let mut budget = Budget::new(file);
    let mut count = Budget::new(file);
    let mut globals = Workbook::default();
    let mut formats = Formats::default();
    let mut styles = Vec::new();
    let mut listed = Vec::new();
    let mut ended = false;
    for record in records {
        count.take(0)?;
        match record.kind {
            EOF => {
                ended = true;
                break;
            }
            0x2f => return Err(about(file, Code::G0622, words::PASSWORD.plain(), words::PASSWORD_HELP.plain())),
            0x22 => globals.since_1904 = u16_at(record.data, 0) == Some(1),
            0x41e => {
                if let Some((id, code)) = u16_at(record.data, 0).zip(Cursor::new(&record, 2).string()) {
                    formats.add(u32::from(id), &code);
                }
            }
            0xe0 => styles.push(u16_at(record.data, 2).unwrap_or(0)),
            0x85 => listed.extend(sheet_of(&record)),
            0xfc => globals.strings = shared_strings(&record, &mut budget)?,
            _ => {}
        }
    }
    if !ended {
        return Err(damaged(file, STREAM, "unexpected end"));
    }
    globals.formats = styles.into_iter().map(|id| formats.kind(u32::from(id))).collect();
    let mut hidden = Vec::new();
    for Listed { name, hidden: hides, at } in listed {
        if hides {
            hidden.push(name);
            continue;
        }
        let sheet = read_sheet(stream, at, &globals, &mut budget, &mut count)?;
        let Some(sheet) = sheet else { return Err(damaged(file, STREAM, &name)) };
        if !sheet.rows.is_empty() {
            compose(composer, &name, sheet)?;
        }
    }
    note_hidden_sheets(composer, hidden);
    Ok(())
}

/// A sheet of cells; charts and macros hold none.
fn sheet_of(record: &Record) -> Option<Listed> {
    let at = u32_at(record.data, 0)? as usize;
    let (state, kind) = (*record.data.get(4)?, *record.data.get(5)?);
    let mut cursor = Cursor::new(record, 6);
    let count = usize::from(cursor.u8()?);
    let flags = cursor.u8()?;
    let name = cursor.text(count, flags)?;
    (kind == 0).then_some(Listed { name, hidden: state & 3 != 0, at })
}

fn shared_strings(record: &Record, budget: &mut Budget) -> Result<Vec<String>, Failure> {
    let mut cursor = Cursor::new(record, 8);
    let mut strings = Vec::new();
    // How many there are is what comes out, not what the record claims.
    while let Some(text) = cursor.string() {
        budget.take_text(0, text.len())?;
        strings.push(text);
    }
    Ok(strings)
}

/// The sheet whose records begin at byte `at`; `None` when there are none, or they have no end.
fn read_sheet(
    stream: &[u8],
    at: usize,
    workbook: &Workbook,
    budget: &mut Budget,
    count: &mut Budget,
) -> Result<Option<Sheet>, Failure> {
    let mut records = Records::from(stream, at);
    if records.next().is_none_or(|record| record.kind != BOF) {
        return Ok(None);
    }
    let mut reader = Reader { workbook, sheet: Sheet::default(), merges: Vec::new(), awaits_text: None };
    // Charts embedded in the sheet have records of their own.
    let mut inside = 0usize;
    for record in records {
        count.take(0)?;
        match record.kind {
            BOF => inside = inside.saturating_add(1),
            EOF if inside == 0 => {
                let Reader { mut sheet, merges, .. } = reader;
                settle_merges(&mut sheet, merges, budget)?;
                return Ok(Some(sheet));
            }
            EOF => inside -= 1,
            _ if inside == 0 => reader.record(&record, budget)?,
            _ => {}
        }
    }
    Ok(None)
}

struct Reader<'w> {
    workbook: &'w Workbook,
    sheet: Sheet,
    merges: Vec<Merge>,
    /// The cell of a formula whose result is the text that follows.
    awaits_text: Option<(u32, u32)>,
}

impl Reader<'_> {
    fn record(&mut self, record: &Record, budget: &mut Budget) -> Result<(), Failure> {
        let data = record.data;
        let number = |at| u16_at(data, at);
        let Some((row, column)) = number(0).zip(number(2)).map(|(row, column)| (u32::from(row) + 1, u32::from(column) + 1))
        else {
            return Ok(());
        };
        let style = number(4);
        let text = |at| Cursor::new(record, at).string().unwrap_or_default();
        let shown = match record.kind {
            // ROW, COLINFO, MERGEDCELLS
            0x208 => {
                if data.get(12).is_some_and(|flags| flags & 0x20 != 0) {
                    self.sheet.hidden_rows.insert(row);
                }
                return Ok(());
            }
            0x7d => {
                if number(8).is_some_and(|flags| flags & 1 != 0) {
                    // The first and the last column.
                    self.sheet.hidden_columns.push(row..=column);
                }
                return Ok(());
            }
            0xe5 => {
                for range in data.get(2..).unwrap_or_default().chunks_exact(8) {
                    budget.take(0)?;
                    self.merges.extend(merge(range));
                }
                return Ok(());
            }
            // MULRK, MULBLANK
            0xbd => {
                for (index, cell) in (0u32..).zip(data.get(4..).unwrap_or_default().chunks_exact(6)) {
                    let shown = u16_at(cell, 0).zip(u32_at(cell, 2)).map(|(style, packed)| self.number(style, &unpacked(packed)));
                    self.put((row, column.saturating_add(index)), shown.unwrap_or_default(), budget)?;
                }
                return Ok(());
            }
            0xbe => {
                let count = data.len().saturating_sub(6) / 2;
                for index in 0..u32::try_from(count).unwrap_or(0) {
                    self.put((row, column.saturating_add(index)), String::new(), budget)?;
                }
                return Ok(());
            }
            // STRING: the result of the formula before it.
            0x207 => {
                let Some(place) = self.awaits_text.take() else { return Ok(()) };
                return self.put(place, text(0), budget);
            }
            // LABELSST, LABEL, RSTRING
            0xfd => u32_at(data, 6).and_then(|index| self.workbook.strings.get(index as usize)).cloned().unwrap_or_default(),
            0x204 | 0xd6 => text(6),
            // NUMBER, RK
            0x203 => self.number(style.unwrap_or(0), &binary(data.get(6..14))),
            0x27e => self.number(style.unwrap_or(0), &u32_at(data, 6).map(unpacked).unwrap_or_default()),
            // FORMULA, BOOLERR, BLANK
            0x06 => match data.get(6..14) {
                Some([0, .., 0xff, 0xff]) => {
                    self.awaits_text = Some((row, column));
                    String::new()
                }
                Some([1, _, value, .., 0xff, 0xff]) => truth(*value),
                Some([2, _, value, .., 0xff, 0xff]) => error(*value),
                Some([3, .., 0xff, 0xff]) => String::new(),
                value => self.number(style.unwrap_or(0), &binary(value)),
            },
            0x205 => match data.get(6..8) {
                Some([value, 0]) => truth(*value),
                Some([value, _]) => error(*value),
                _ => String::new(),
            },
            0x201 => String::new(),
            _ => return Ok(()),
        };
        self.put((row, column), shown, budget)
    }

    fn put(&mut self, (row, column): (u32, u32), text: String, budget: &mut Budget) -> Result<(), Failure> {
        budget.take_text(0, text.len())?;
        self.sheet.rows.entry(row).or_default().insert(column, text);
        Ok(())
    }

    fn number(&self, style: u16, text: &str) -> String {
        match self.workbook.formats.get(usize::from(style)).copied().unwrap_or_default() {
            NumberKind::Plain => plain(text),
            NumberKind::Percent => percent(text),
            NumberKind::Date => date(text, self.workbook.since_1904),
        }
    }
}

/// The shortest decimal text that is this binary number.
fn binary(bytes: Option<&[u8]>) -> String {
    let bits = bytes.and_then(|bytes| bytes.try_into().ok()).map(f64::from_le_bytes);
    bits.map(|number| number.to_string()).unwrap_or_default()
}

/// A number in four bytes: a whole number or the upper half of a binary one, as it is or a hundred times too large.
fn unpacked(packed: u32) -> String {
    let text = if packed & 2 != 0 {
        (packed.cast_signed() >> 2).to_string()
    } else {
        f64::from_bits(u64::from(packed & !3) << 32).to_string()
    };
    if packed & 1 != 0 { hundredth(&text) } else { text }
}

fn truth(value: u8) -> String {
    if value == 0 { "FALSE" } else { "TRUE" }.to_owned()
}

fn error(value: u8) -> String {
    let name = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    name.to_owned()
}

fn merge(range: &[u8]) -> Option<Merge> {
    let edge = |at| u16_at(range, at).map(u32::from);
    let (row, last_row, column, last_column) = (edge(0)?, edge(2)?, edge(4)?, edge(6)?);
    let (rows, columns) = (last_row.checked_sub(row)? + 1, last_column.checked_sub(column)? + 1);
    Some(Merge { row: row + 1, column: column + 1, rows, columns })
}
