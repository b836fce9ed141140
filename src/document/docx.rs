//! Word documents (`.docx`): paragraphs, headings, numbered labels and tables, as they are printed with all tracked changes
//! accepted.
//!
//! One pass over the tags of `word/document.xml` by their local names, without a tree. What wraps runs (links, smart tags,
//! content controls, insertions) is transparent; what is not printed (deletions, field codes, hidden text) is skipped.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::docx_styles::{ListPlace, Numbering, Styles, outline_level};
use super::html_text::written_on;
use super::limits::{Budget, Failure};
use super::package::{MAX_DEPTH, Package, attribute, damaged, local, reference, too_deep};
use super::placed::{Composer, Part, RawCell, RawTable};

/// Tables inside tables deeper than this are read as text of the cell they stand in.
const MAX_TABLES: usize = 64;
/// No cell spans more columns.
const MAX_COLUMNS: u32 = 1000;

/// Reads a document into `composer`.
pub fn read(composer: &mut Composer, mut package: Package, main: &str) -> Result<(), Failure> {
    let file = composer.file();
    let relations = package.relations(main)?;
    let mut named = |kind: &str| -> Result<Option<(String, String)>, Failure> {
        let Some(relation) = relations.iter().find(|relation| relation.kind == kind) else { return Ok(None) };
        Ok(package.part(&relation.target)?.map(|xml| (relation.target.clone(), xml)))
    };
    let styles = match named("styles")? {
        Some((part, xml)) => Styles::read(file, &part, &xml)?,
        None => Styles::default(),
    };
    let numbering = match named("numbering")? {
        Some((part, xml)) => Numbering::read(file, &part, &xml)?,
        None => Numbering::default(),
    };
    let Some(xml) = package.part(main)? else { return Err(damaged(file, main, "not found")) };
    let mut body = Body {
        styles,
        numbering,
        budget: Budget::new(file),
        skipped: 0,
        in_run_properties: false,
        in_paragraph_properties: false,
        in_row_properties: false,
        in_text: false,
        hidden: false,
        paragraphs: Vec::new(),
        containers: vec![Container::default()],
        tables: Vec::new(),
        ignored_tables: 0,
        paragraph_count: 0,
        table_count: 0,
        box_count: 0,
    };
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0usize;
    loop {
        match reader.read_event().map_err(|error| damaged(file, main, error))? {
            Event::Eof => break,
            Event::Start(tag) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(too_deep(file, main));
                }
                body.start(&tag)?;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                let name: &str = tag.name().into_inner();
                body.end(name.rsplit(':').next().unwrap_or(name))?;
            }
            Event::Text(text) => body.text(&text.xml10_content()),
            Event::CData(text) => body.text(&text.xml10_content()),
            Event::GeneralRef(entity) => {
                if let Some(c) = reference(&entity) {
                    body.text(c.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if depth > 0 {
        return Err(damaged(file, main, "unexpected end"));
    }
    let parts = body.containers.swap_remove(0).parts;
    composer.parts(parts)
}

/// What paragraphs and tables stand in: the body, a cell, a text box.
#[derive(Debug, Default)]
struct Container {
    parts: Vec<Part>,
    /// The text of a paragraph whose end was deleted: the next one goes on with it.
    carried: String,
    /// `None` in the body, whose paragraphs are counted.
    place: Option<String>,
    tables: usize,
}

#[derive(Debug, Default)]
struct OpenParagraph {
    text: String,
    style: Option<String>,
    place: ListPlace,
    heading: Option<u8>,
    /// Text boxes anchored in it.
    boxes: Vec<Part>,
    end_deleted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Merge {
    No,
    Starts,
    Continues,
}

#[derive(Debug)]
struct OpenCell {
    place: String,
    colspan: u32,
    down: Merge,
    across: Merge,
    deleted: bool,
}

#[derive(Debug, Default)]
struct OpenTable {
    prefix: String,
    rows: Vec<Vec<(RawCell, Merge)>>,
    row: Vec<(RawCell, Merge)>,
    /// Cells of the open row, deleted ones too.
    cells: usize,
    column: u32,
    row_deleted: bool,
    cell: Option<OpenCell>,
}

struct Body {
    styles: Styles,
    numbering: Numbering,
    /// Rows and cells as they are read; what they become is counted again.
    budget: Budget,
    /// Open elements inside one that is skipped, itself included.
    skipped: usize,
    in_run_properties: bool,
    in_paragraph_properties: bool,
    in_row_properties: bool,
    in_text: bool,
    hidden: bool,
    paragraphs: Vec<OpenParagraph>,
    containers: Vec<Container>,
    tables: Vec<OpenTable>,
    /// Open tables past [`MAX_TABLES`].
    ignored_tables: usize,
    paragraph_count: usize,
    table_count: usize,
    box_count: usize,
}

/// Whether a property that is there is on: `<w:vanish/>`, but not `<w:vanish w:val="0"/>`.
fn is_on(tag: &BytesStart) -> bool {
    !matches!(attribute(tag, "val").as_deref(), Some("0" | "false" | "off"))
}

fn number(tag: &BytesStart) -> Option<u32> {
    attribute(tag, "val").and_then(|value| value.trim().parse().ok())
}

impl Body {
    fn start(&mut self, tag: &BytesStart) -> Result<(), Failure> {
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        match local(tag) {
            "del" if self.in_row_properties => {
                if let Some(table) = self.tables.last_mut() {
                    table.row_deleted = true;
                }
            }
            "del" if self.in_paragraph_properties => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.end_deleted = true;
                }
            }
            // Deleted, moved away, replaced by a newer form, or not text.
            "del" | "moveFrom" | "Fallback" | "instrText" | "delText" | "delInstrText" | "rt" | "tblPr" | "tblPrEx"
            | "tblGrid" | "sectPr" | "sdtPr" | "sdtEndPr" | "pPrChange" | "rPrChange" | "tcPrChange" | "trPrChange"
            | "numberingChange" | "tabs" => self.skipped = 1,
            "pPr" => self.in_paragraph_properties = true,
            "rPr" => self.in_run_properties = true,
            "trPr" => self.in_row_properties = true,
            "r" => self.hidden = false,
            "vanish" if self.in_run_properties && !self.in_paragraph_properties => self.hidden = is_on(tag),
            "t" => self.in_text = true,
            "br" | "cr" => self.push("\n"),
            "tab" | "ptab" => self.push(" "),
            "noBreakHyphen" => self.push("-"),
            "sym" => {
                if let Some(sign) = symbol(tag) {
                    self.push(sign.encode_utf8(&mut [0; 4]));
                }
            }
            "p" => {
                self.budget.take(0)?;
                self.paragraphs.push(OpenParagraph::default());
            }
            "pStyle" | "outlineLvl" | "numId" | "ilvl" => self.paragraph_property(local(tag), tag),
            "txbxContent" => {
                self.box_count += 1;
                self.containers.push(Container { place: Some(format!("text box {}", self.box_count)), ..Container::default() });
            }
            "tbl" => self.open_table()?,
            "tr" | "tc" | "gridSpan" | "vMerge" | "hMerge" | "cellDel" | "gridBefore" if self.ignored_tables == 0 => {
                self.table_tag(local(tag), tag)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Failure> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        match name {
            "pPr" => self.in_paragraph_properties = false,
            "rPr" => self.in_run_properties = false,
            "trPr" => self.in_row_properties = false,
            "r" => self.hidden = false,
            "t" => self.in_text = false,
            "p" => self.close_paragraph(),
            "txbxContent" if self.containers.len() > 1 => {
                let Some(container) = self.containers.pop() else { return Ok(()) };
                match self.paragraphs.last_mut() {
                    Some(paragraph) => paragraph.boxes.extend(container.parts),
                    None => self.add(container.parts),
                }
            }
            "tbl" if self.ignored_tables > 0 => self.ignored_tables -= 1,
            "tbl" => self.close_table(),
            "tr" if self.ignored_tables == 0 => {
                if let Some(table) = self.tables.last_mut() {
                    let row = std::mem::take(&mut table.row);
                    if !table.row_deleted {
                        table.rows.push(row);
                    }
                }
            }
            "tc" if self.ignored_tables == 0 => self.close_cell(),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0 && self.in_text {
            self.push(text);
        }
    }

    fn push(&mut self, text: &str) {
        if self.hidden || self.in_paragraph_properties {
            return;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn add(&mut self, parts: Vec<Part>) {
        if let Some(container) = self.containers.last_mut() {
            container.parts.extend(parts);
        }
    }

    fn paragraph_property(&mut self, name: &str, tag: &BytesStart) {
        let Some(paragraph) = self.paragraphs.last_mut().filter(|_| self.in_paragraph_properties) else { return };
        let Some(value) = attribute(tag, "val") else { return };
        match name {
            "pStyle" => paragraph.style = Some(value),
            "outlineLvl" => paragraph.heading = outline_level(&value),
            "numId" => paragraph.place.list = Some(value),
            "ilvl" => paragraph.place.level = value.trim().parse().ok(),
            _ => {}
        }
    }

    fn close_paragraph(&mut self) {
        self.in_paragraph_properties = false;
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        let look = paragraph.style.as_deref().map(|style| self.styles.look(style)).unwrap_or_default();
        let Some(container) = self.containers.last_mut() else { return };
        let mut text = std::mem::take(&mut container.carried);
        text.push_str(&paragraph.text);
        if paragraph.end_deleted {
            container.carried = text;
            container.parts.append(&mut paragraph.boxes);
            return;
        }
        if !text.trim().is_empty() && !look.contents {
            let list = paragraph.place.list.or(look.place.list);
            let level = paragraph.place.level.or(look.place.level).unwrap_or(0);
            if let Some(label) = list.and_then(|list| self.numbering.next(&list, level)) {
                text = labelled(&label, text.trim_start());
            }
            let place = container.place.clone().unwrap_or_else(|| {
                self.paragraph_count += 1;
                format!("paragraph {}", self.paragraph_count)
            });
            let heading = paragraph.heading.or(look.heading).filter(|_| text.chars().count() <= 80);
            container.parts.push(Part::Paragraph { text, heading, place });
        }
        container.parts.append(&mut paragraph.boxes);
    }

    fn open_table(&mut self) -> Result<(), Failure> {
        if self.ignored_tables > 0 || self.tables.len() >= MAX_TABLES {
            self.ignored_tables += 1;
            return Ok(());
        }
        self.budget.take(0)?;
        let prefix = match self.containers.last_mut() {
            Some(Container { place: Some(place), tables, .. }) => {
                *tables += 1;
                format!("{place}, table {tables}")
            }
            _ => {
                self.table_count += 1;
                format!("table {}", self.table_count)
            }
        };
        self.tables.push(OpenTable { prefix, ..OpenTable::default() });
        Ok(())
    }

    fn table_tag(&mut self, name: &str, tag: &BytesStart) -> Result<(), Failure> {
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        match name {
            "tr" => {
                self.budget.take(0)?;
                table.row.clear();
                (table.cells, table.column, table.row_deleted, table.cell) = (0, 0, false, None);
            }
            "tc" => {
                self.budget.take(0)?;
                table.cells += 1;
                let place = format!("{}, row {}, cell {}", table.prefix, table.rows.len() + 1, table.cells);
                self.containers.push(Container { place: Some(place.clone()), ..Container::default() });
                table.cell = Some(OpenCell { place, colspan: 1, down: Merge::No, across: Merge::No, deleted: false });
            }
            "gridBefore" => table.column = number(tag).unwrap_or(0).min(MAX_COLUMNS),
            _ => {
                let Some(cell) = &mut table.cell else { return Ok(()) };
                let starts = attribute(tag, "val").as_deref() == Some("restart");
                let merge = if starts { Merge::Starts } else { Merge::Continues };
                match name {
                    "gridSpan" => cell.colspan = number(tag).unwrap_or(1).clamp(1, MAX_COLUMNS),
                    "vMerge" => cell.down = merge,
                    "hMerge" => cell.across = merge,
                    "cellDel" => cell.deleted = true,
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn close_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let Some(OpenCell { place, colspan, down, across, deleted }) = table.cell.take() else { return };
        if self.containers.len() < 2 {
            return;
        }
        let Some(Container { parts, .. }) = self.containers.pop() else { return };
        if deleted {
            return;
        }
        let column = table.column;
        table.column = column.saturating_add(colspan);
        if across == Merge::Continues
            && let Some((before, _)) = table.row.last_mut()
        {
            before.colspan = before.colspan.saturating_add(colspan);
            return;
        }
        table.row.push((RawCell { parts, column, colspan, rowspan: 1, place }, down));
    }

    fn close_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        let parts = RawTable::new(merged_down(table.rows)).into_parts();
        self.add(parts);
    }
}

/// Joins the cells that continue the one above them. What stands in such a cell is not shown by Word, and not read.
fn merged_down(rows: Vec<Vec<(RawCell, Merge)>>) -> Vec<Vec<RawCell>> {
    let mut out: Vec<Vec<RawCell>> = Vec::with_capacity(rows.len());
    // By column: the cell of `out` that goes on down.
    let mut open: HashMap<u32, (usize, usize)> = HashMap::new();
    for row in rows {
        let mut still_open = HashMap::new();
        let mut cells = Vec::with_capacity(row.len());
        for (cell, merge) in row {
            let above = open.get(&cell.column).copied().filter(|_| merge == Merge::Continues);
            if let Some((row, index)) = above {
                if let Some(first) = out.get_mut(row).and_then(|row| row.get_mut(index)) {
                    first.rowspan = first.rowspan.saturating_add(1);
                }
                still_open.insert(cell.column, (row, index));
                continue;
            }
            if merge != Merge::No {
                still_open.insert(cell.column, (out.len(), cells.len()));
            }
            cells.push(cell);
        }
        open = still_open;
        out.push(cells);
    }
    out
}

/// A generated label before its text: `一、总体情况`, `1.属于国家秘密`, but `1. 2023年`.
fn labelled(label: &str, text: &str) -> String {
    let label = label.trim();
    let next = text.chars().next();
    let close = written_on(label, next) || (label.ends_with(['.', ')']) && next.is_some_and(|c| !c.is_ascii()));
    if close { format!("{label}{text}") } else { format!("{label} {text}") }
}

/// The character of a symbol font: the boxes and ticks of forms.
fn symbol(tag: &BytesStart) -> Option<char> {
    let code = attribute(tag, "char").and_then(|code| u32::from_str_radix(code.trim(), 16).ok())?;
    match code & 0xff {
        0xfe | 0x52 if code >= 0xf000 => Some('☑'),
        0xa3 | 0xa8 | 0x6f if code >= 0xf000 => Some('□'),
        0xfc | 0x50 if code >= 0xf000 => Some('✓'),
        _ => char::from_u32(code).filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c) && !c.is_control()),
    }
}
