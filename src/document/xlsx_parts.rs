//! The parts of a workbook around its sheets: which sheets there are, the shared strings, and which numbers are shown as dates
//! or percentages.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::limits::{Budget, Failure};
use super::package::{Package, attribute, damaged, local, reference};
use crate::source::FileId;

/// Whether a sheet shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Yes,
    No,
}

#[derive(Debug, Clone)]
pub struct SheetEntry {
    pub name: String,
    pub part: String,
    pub shown: Shown,
}

/// How a number format shows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberKind {
    #[default]
    Plain,
    Percent,
    Date,
}

/// A merged range: its first cell, how many rows and columns it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    pub row: u32,
    pub column: u32,
    pub rows: u32,
    pub columns: u32,
}

#[derive(Debug, Default)]
pub struct Workbook {
    pub sheets: Vec<SheetEntry>,
    pub strings: Vec<String>,
    /// By the style of a cell.
    pub formats: Vec<NumberKind>,
    /// Days are counted from 1904.
    pub since_1904: bool,
}

/// An event of a part, all that the readers of a workbook look at.
pub enum Piece<'a, 'b> {
    Start(&'a str, &'a BytesStart<'b>),
    End(&'a str),
    Text(&'a str),
}

/// Reads a part from end to end.
pub fn walk(
    file: FileId,
    part: &str,
    xml: &str,
    mut visit: impl FnMut(Piece<'_, '_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0usize;
    loop {
        match reader.read_event().map_err(|error| damaged(file, part, error))? {
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(damaged(file, part, "unexpected end")),
            Event::Start(tag) => {
                depth += 1;
                visit(Piece::Start(local(&tag), &tag))?;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                let name: &str = tag.name().into_inner();
                visit(Piece::End(name.rsplit(':').next().unwrap_or(name)))?;
            }
            Event::Text(text) => visit(Piece::Text(&text.xml10_content()))?,
            Event::CData(text) => visit(Piece::Text(&text.xml10_content()))?,
            Event::GeneralRef(entity) => {
                if let Some(c) = reference(&entity) {
                    visit(Piece::Text(c.encode_utf8(&mut [0; 4])))?;
                }
            }
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

impl Workbook {
    pub fn read(package: &mut Package, file: FileId, main: &str) -> Result<Workbook, Failure> {
        let relations = package.relations(main)?;
        let mut workbook = Workbook::default();
        let Some(xml) = package.part(main)? else { return Err(damaged(file, main, "not found")) };
        walk(file, main, &xml, |piece| {
            match piece {
                Piece::Start("sheet", tag) => {
                    let id = attribute(tag, "id").unwrap_or_default();
                    // A sheet that is only a chart holds no cells.
                    let Some(relation) = relations.iter().find(|one| one.id == id && one.kind == "worksheet") else {
                        return Ok(());
                    };
                    let hidden = attribute(tag, "state").is_some_and(|state| state != "visible");
                    workbook.sheets.push(SheetEntry {
                        name: attribute(tag, "name").unwrap_or_default(),
                        part: relation.target.clone(),
                        shown: if hidden { Shown::No } else { Shown::Yes },
                    });
                }
                Piece::Start("workbookPr", tag) => {
                    workbook.since_1904 = matches!(attribute(tag, "date1904").as_deref(), Some("1" | "true"));
                }
                _ => {}
            }
            Ok(())
        })?;
        for relation in &relations {
            match relation.kind.as_str() {
                "sharedStrings" => {
                    if let Some(xml) = package.part(&relation.target)? {
                        workbook.strings = shared_strings(file, &relation.target, &xml)?;
                    }
                }
                "styles" => {
                    if let Some(xml) = package.part(&relation.target)? {
                        workbook.formats = formats(file, &relation.target, &xml)?;
                    }
                }
                _ => {}
            }
        }
        Ok(workbook)
    }
}

fn shared_strings(file: FileId, part: &str, xml: &str) -> Result<Vec<String>, Failure> {
    let mut budget = Budget::new(file);
    let mut strings = Vec::new();
    let mut open = String::new();
    // Furigana repeat the text they stand over.
    let (mut in_text, mut phonetic) = (false, false);
    walk(file, part, xml, |piece| {
        match piece {
            Piece::Start("si", _) => open.clear(),
            Piece::End("si") => {
                budget.take(0)?;
                strings.push(unescape(&open));
            }
            Piece::Start("rPh", _) => phonetic = true,
            Piece::End("rPh") => phonetic = false,
            Piece::Start("t", _) => in_text = true,
            Piece::End("t") => in_text = false,
            Piece::Text(text) if in_text && !phonetic => open.push_str(text),
            _ => {}
        }
        Ok(())
    })?;
    Ok(strings)
}

/// `_x000D_` stands for the character of that code.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let code = tail.get(2..6).filter(|_| tail.get(6..7) == Some("_")).and_then(|code| u32::from_str_radix(code, 16).ok());
        match code.and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = tail.get(7..).unwrap_or("");
            }
            None => {
                out.push_str("_x");
                rest = tail.get(2..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    out
}

/// The number formats of a workbook by their numbers: its own, and those every program knows.
#[derive(Debug, Default)]
pub struct Formats {
    own: HashMap<u32, NumberKind>,
}

impl Formats {
    pub fn add(&mut self, id: u32, code: &str) {
        self.own.entry(id).or_insert_with(|| kind_of(code));
    }

    pub fn kind(&self, id: u32) -> NumberKind {
        self.own.get(&id).copied().unwrap_or(match id {
            9 | 10 => NumberKind::Percent,
            14..=22 | 27..=36 | 45..=47 | 50..=58 => NumberKind::Date,
            _ => NumberKind::Plain,
        })
    }
}

fn formats(file: FileId, part: &str, xml: &str) -> Result<Vec<NumberKind>, Failure> {
    let mut known = Formats::default();
    let mut formats = Vec::new();
    let mut in_cells = false;
    walk(file, part, xml, |piece| {
        match piece {
            Piece::Start("numFmt", tag) => {
                let id = attribute(tag, "numFmtId").and_then(|id| id.parse().ok());
                if let Some((id, code)) = id.zip(attribute(tag, "formatCode")) {
                    known.add(id, &code);
                }
            }
            Piece::Start("cellXfs", _) => in_cells = true,
            Piece::End("cellXfs") => in_cells = false,
            Piece::Start("xf", tag) if in_cells => {
                let id: u32 = attribute(tag, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                formats.push(known.kind(id));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(formats)
}

/// What a format code shows: quoted text, brackets and escaped characters do not count.
fn kind_of(code: &str) -> NumberKind {
    let mut kind = NumberKind::Plain;
    let mut chars = code.split(';').next().unwrap_or("").chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                chars.by_ref().find(|c| *c == '"');
            }
            // [Red], [$-804], but [h] counts hours.
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if !inside.is_empty() && inside.chars().all(|c| matches!(c, 'h' | 'H' | 'm' | 'M' | 's' | 'S')) {
                    return NumberKind::Date;
                }
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            '%' => kind = NumberKind::Percent,
            'y' | 'Y' | 'd' | 'D' | 'm' | 'M' | 'h' | 'H' | 's' | 'S' => return NumberKind::Date,
            // General
            'G' | 'g' => return kind,
            _ => {}
        }
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::{NumberKind, kind_of, unescape};

    #[test]
    fn formats() {
        for (code, kind) in [
            ("General", NumberKind::Plain),
            ("0.00_);[Red](0.00)", NumberKind::Plain),
            ("#,##0\"件\"", NumberKind::Plain),
            ("0\"mod\"", NumberKind::Plain),
            ("0.0%", NumberKind::Percent),
            ("yyyy\"年\"m\"月\"d\"日\"", NumberKind::Date),
            ("[$-804]yyyy/m/d", NumberKind::Date),
            ("[h]:mm", NumberKind::Date),
        ] {
            assert_eq!(kind_of(code), kind, "{code}");
        }
    }

    #[test]
    fn escapes() {
        assert_eq!(unescape("a_x000D_\nb_x00_c_x"), "a\r\nb_x00_c_x");
    }
}
