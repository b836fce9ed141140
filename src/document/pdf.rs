//! PDF with a text layer: pages → lines, paragraphs and ruled tables.
//!
//! lopdf takes the file apart; the drawing instructions are followed here, because only they say where a character stands.
//! Page numbers and running heads are left out, paragraphs that go on are joined, and a table that goes on on the next page
//! is one table.

use lopdf::{Document, LoadOptions};

use super::limits::Failure;
use super::package::{about, damaged};
use super::pdf_content::{Allowance, TooMuch, draw};
use super::pdf_lines::{Line, lines_of};
use super::pdf_tables::{Cell, Table, take_tables};
use super::placed::{Composer, Part, RawCell, RawTable};
use crate::diag::wording::document as words;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// The most pages, objects, and bytes of drawing instructions of one file.
const MAX_PAGES: usize = 5_000;
const MAX_OBJECTS: usize = 1_000_000;
const MAX_BYTES: usize = 128 * 1024 * 1024;
/// The most characters and rules of one file.
const MAX_GLYPHS: usize = 4_000_000;

#[derive(Debug)]
struct Sheet {
    lines: Vec<Line>,
    tables: Vec<Table>,
}

/// Reads a PDF into `composer`.
pub fn read(composer: &mut Composer, bytes: &[u8]) -> Result<(), Failure> {
    let file = composer.file();
    let options = LoadOptions { max_decompressed_size: Some(MAX_BYTES), ..LoadOptions::default() };
    let doc = match Document::load_mem_with_options(bytes, options) {
        Ok(doc) => doc,
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) | lopdf::Error::UnsupportedSecurityHandler(_)) => {
            return Err(about(file, Code::G0622, words::PASSWORD.plain(), words::PASSWORD_HELP.plain()));
        }
        Err(error) => return Err(damaged(file, "PDF", error)),
    };
    if doc.is_encrypted() {
        return Err(about(file, Code::G0622, words::PASSWORD.plain(), words::PASSWORD_HELP.plain()));
    }
    let too_large = || {
        let message = words::PDF_TOO_LARGE.with("pages", MAX_PAGES).with("bytes", MAX_BYTES);
        about(file, Code::G0604, message, words::TOO_LARGE_HELP.plain())
    };
    let pages: Vec<_> = doc.page_iter().take(MAX_PAGES + 1).collect();
    if pages.len() > MAX_PAGES || doc.objects.len() > MAX_OBJECTS {
        return Err(too_large());
    }
    if pages.is_empty() {
        return Err(damaged(file, "PDF", "no pages"));
    }
    let mut allowance = Allowance { bytes: MAX_BYTES, glyphs: MAX_GLYPHS, rules: MAX_GLYPHS };
    let mut sheets = Vec::with_capacity(pages.len());
    let (mut known, mut unknown) = (0usize, 0usize);
    let mut silent = Vec::new();
    for (index, id) in pages.iter().enumerate() {
        let mut page = draw(&doc, *id, &mut allowance).map_err(|TooMuch| too_large())?;
        if page.glyphs.is_empty() {
            silent.push((index + 1).to_string());
        }
        for glyph in &page.glyphs {
            if glyph.text.contains('\u{fffd}') { unknown += 1 } else { known += 1 }
        }
        let tables = take_tables(&mut page);
        sheets.push(Sheet { lines: lines_of(page.glyphs), tables });
    }
    if known + unknown == 0 {
        let message = words::PDF_WITHOUT_TEXT.with("pages", pages.len());
        return Err(about(file, Code::G0624, message, words::PDF_WITHOUT_TEXT_HELP.plain()));
    }
    if unknown > known {
        let message = words::PDF_UNKNOWN_TEXT.with("count", unknown).with("pages", pages.len());
        return Err(about(file, Code::G0624, message, words::PDF_WITHOUT_TEXT_HELP.plain()));
    }
    drop_margins(&mut sheets);
    compose(composer, sheets)?;
    if !silent.is_empty() {
        let message = words::PDF_SILENT_PAGES.with("list", silent);
        let note = Diagnostic::warning(Code::G0624, message).at_bare(Span::file_start(file));
        composer.notes.push(note.with_help(words::PDF_WITHOUT_TEXT_HELP.plain()));
    }
    Ok(())
}

/// `- 5 -`, `5`, `第 5 页 共 9 页`, `5/9`.
fn is_page_number(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let signs =
        |c: char| matches!(c, '-' | '–' | '—' | '―' | '－' | '·' | '~' | '/' | '第' | '页' | '共' | '〔' | '〕' | '[' | ']');
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    (1..=8).contains(&digits) && bare.chars().all(|c| c.is_ascii_digit() || signs(c)) && bare.chars().count() <= 16
}

/// Leaves out the page numbers, and the lines that stand at the same place of most pages.
fn drop_margins(sheets: &mut [Sheet]) {
    let pages = sheets.len();
    let key = |line: &Line| line.text.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).collect::<String>();
    for top in [true, false] {
        let outer = |sheet: &Sheet| if top { sheet.lines.first().cloned() } else { sheet.lines.last().cloned() };
        let heads: Vec<Option<(String, f64)>> =
            sheets.iter().map(|sheet| outer(sheet).map(|line| (key(&line), line.y))).collect();
        for (sheet, head) in sheets.iter_mut().zip(&heads) {
            let (Some(line), Some((text, y))) = (outer(sheet), head) else { continue };
            // Beside a table it is no margin.
            let edge = sheet.tables.iter().all(|table| if top { line.y < table.top } else { line.y > table.bottom });
            // Of very many pages, the first few hundred tell.
            let repeated = heads.iter().take(300).flatten().filter(|(other, at)| other == text && (at - y).abs() < 3.0).count();
            let running = pages > 1 && repeated >= 2 && repeated * 2 >= pages.min(300) && !text.is_empty();
            let below = line.y > 700.0 || line.y < 80.0;
            if edge && (running || (is_page_number(&line.text) && (pages > 1 || below))) {
                if top {
                    sheet.lines.remove(0);
                } else {
                    sheet.lines.pop();
                }
            }
        }
    }
}

/// Lines that belong to one paragraph, each with its place.
#[derive(Debug, Default)]
struct Open {
    pieces: Vec<(String, String)>,
    last: Option<Line>,
}

impl Open {
    /// Whether a line goes on with the paragraph: the one before reached the right margin, and this one is not indented.
    fn takes(&self, line: &Line, margins: (f64, f64)) -> bool {
        self.last.as_ref().is_some_and(|last| {
            let same_size = (last.size - line.size).abs() < 0.15 * line.size;
            same_size
                && last.x1 > margins.1 - 1.6 * line.size
                && line.x0 < margins.0 + 0.9 * line.size
                && last.gaps + line.gaps == 0
        })
    }

    fn end(&mut self, composer: &mut Composer) -> Result<(), Failure> {
        self.last = None;
        composer.paragraph_of(&std::mem::take(&mut self.pieces))
    }
}

/// A table that may go on on the next page.
#[derive(Debug)]
struct OpenTable {
    columns: Vec<f64>,
    page: usize,
    rows: Vec<Vec<(Cell, String)>>,
}

fn compose(composer: &mut Composer, sheets: Vec<Sheet>) -> Result<(), Failure> {
    // The margins of the running text of all pages.
    let long = || sheets.iter().flat_map(|sheet| &sheet.lines).filter(|line| line.x1 - line.x0 > 10.0 * line.size);
    let left = long().map(|line| line.x0).fold(f64::MAX, f64::min);
    let right = long().map(|line| line.x1).fold(f64::MIN, f64::max);
    let mut open = Open::default();
    let mut table: Option<OpenTable> = None;
    for (index, sheet) in sheets.into_iter().enumerate() {
        let page = index + 1;
        let stretch = unruled(&sheet);
        let mut tables = sheet.tables.into_iter().enumerate().peekable();
        let mut lines = sheet.lines.into_iter().enumerate().peekable();
        loop {
            let below = match (lines.peek(), tables.peek()) {
                (Some((_, line)), Some((_, table))) => table.top < line.y,
                (None, Some(_)) => true,
                (Some(_), None) => false,
                (None, None) => break,
            };
            if below {
                let Some((number, next)) = tables.next() else { break };
                open.end(composer)?;
                let next = placed(next, page, number + 1);
                table = match table.take() {
                    Some(before) if number == 0 && before.continues(&next) => Some(before.join(next)),
                    Some(before) => {
                        before.end(composer)?;
                        Some(next)
                    }
                    None => Some(next),
                };
                continue;
            }
            if let Some(table) = table.take() {
                table.end(composer)?;
            }
            let Some((number, line)) = lines.next() else { break };
            let place = format!("page {page}, line {}", number + 1);
            if stretch.contains(&number) {
                open.end(composer)?;
                let mut rows = vec![(line.text, place)];
                while let Some((number, line)) = lines.next_if(|(number, _)| stretch.contains(number)) {
                    rows.push((line.text, format!("page {page}, line {}", number + 1)));
                }
                composer.plain(&rows)?;
                continue;
            }
            if !open.takes(&line, (left, right)) {
                open.end(composer)?;
            }
            open.pieces.push((line.text.clone(), place));
            open.last = Some(line);
        }
    }
    open.end(composer)?;
    table.map_or(Ok(()), |table| table.end(composer))
}

/// The lines of a page that look like the rows of a table without rules: from the first to the last line with columns.
fn unruled(sheet: &Sheet) -> std::ops::Range<usize> {
    let rows: Vec<usize> = sheet.lines.iter().enumerate().filter(|(_, line)| line.gaps >= 2).map(|(index, _)| index).collect();
    match (rows.first(), rows.last()) {
        (Some(first), Some(last)) if rows.len() >= 3 => *first..last + 1,
        _ => 0..0,
    }
}

fn placed(table: Table, page: usize, number: usize) -> OpenTable {
    let rows = table.rows.into_iter().enumerate().map(|(row, cells)| {
        let cells = cells.into_iter().enumerate().map(|(index, cell)| {
            let place = format!("page {page}, table {number}, row {}, cell {}", row + 1, index + 1);
            (cell, place)
        });
        cells.collect()
    });
    OpenTable { columns: table.columns, page, rows: rows.collect() }
}

impl OpenTable {
    /// Whether a table is the rest of this one: it stands first on the next page and has the same columns.
    fn continues(&self, next: &OpenTable) -> bool {
        let same = |a: &[f64], b: &[f64]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 4.0);
        next.page == self.page + 1 && same(&self.columns, &next.columns)
    }

    fn join(mut self, next: OpenTable) -> OpenTable {
        let offset = self.rows.len();
        let mut rows = next.rows.into_iter();
        if let Some(first) = rows.next() {
            let mut kept = Vec::new();
            for (cell, place) in first {
                // A merged cell that goes on is blank on the next page.
                let above =
                    self.rows.iter_mut().enumerate().rev().flat_map(|(at, row)| row.iter_mut().map(move |cell| (at, cell)));
                let above = above.into_iter().find(|(at, (above, _))| {
                    above.column == cell.column && above.colspan == cell.colspan && at + above.rowspan == offset
                });
                match above {
                    Some((_, (above, _))) if cell.lines.is_empty() && above.rowspan + cell.rowspan > 2 => {
                        above.rowspan += cell.rowspan;
                    }
                    _ => kept.push((cell, place)),
                }
            }
            self.rows.push(kept);
        }
        self.rows.extend(rows);
        OpenTable { columns: self.columns, page: next.page, rows: self.rows }
    }

    fn end(self, composer: &mut Composer) -> Result<(), Failure> {
        let clip = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let rows = self.rows.into_iter().map(|row| {
            let cells = row.into_iter().map(|(cell, place)| {
                let text = cell.lines.join("\n");
                let part = Part::Paragraph { text, heading: None, place: place.clone() };
                let parts = if cell.lines.is_empty() { Vec::new() } else { vec![part] };
                RawCell { parts, column: clip(cell.column), colspan: clip(cell.colspan), rowspan: clip(cell.rowspan), place }
            });
            cells.collect()
        });
        composer.parts(RawTable::new(rows.collect()).into_parts())
    }
}
