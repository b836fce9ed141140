//! What a CSV file holds, by its header: reports in long form (a figure a line), in wide form (a report a line), or else a
//! table as it was printed, saved from a spreadsheet.

use std::collections::HashMap;
use std::ops::Range;

use super::csv::{Field, Record, Records, separator};
use super::limits::{Budget, Failure};
use super::tree::{Entry, Node, NodeKind, Tree};
use super::{Block, Document, Grid, GridCell, GridRow, Layout, Paragraph};
use crate::diag::wording::document as words;
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// The keys of a long form and how its columns may be called: those that `extract --format csv` writes first.
const LONG: [(&str, &[&str]); 10] = [
    ("table", &["table", "表", "表格"]),
    ("row", &["row", "行"]),
    ("column", &["column", "列"]),
    ("value", &["value", "数值", "值"]),
    ("fact", &["fact", "事实"]),
    ("state", &["state", "状态"]),
    ("unit", &["unit", "单位"]),
    ("text", &["text", "原文"]),
    ("template", TEMPLATE),
    ("file", &["file", "report", "文件", "报告"]),
];
const TEMPLATE: &[&str] = &["template", "模板"];
/// In the long form, the name in the table's place of what is no figure; in the wide form, what stands before it.
const META: &[&str] = &["meta", "基本信息"];

/// Reports that are read from their records when they are asked for.
#[derive(Debug, Clone)]
pub struct CsvReports {
    file: FileId,
    separator: u8,
    shape: Shape,
    header: Vec<Name>,
    /// The line and the bytes of every report.
    pub reports: Vec<(usize, Range<usize>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Long,
    Wide,
}

/// One name of the header.
#[derive(Debug, Clone)]
struct Name {
    text: String,
    span: Span,
}

/// What was found in a file.
#[derive(Debug)]
pub enum Csv {
    Reports(CsvReports),
    Printed(Document),
}

/// Reads the text from byte `start` on. `tabs`: the file's name says that tabs separate.
pub fn read(file: FileId, text: &str, start: usize, tabs: bool) -> Result<Csv, Failure> {
    let separator = if tabs { b'\t' } else { separator(text, start) };
    let mut records = Records::new(file, text, start..text.len(), separator);
    let mut header = None;
    while let Some(record) = records.next()? {
        if !record.is_blank() {
            header = Some(record);
            break;
        }
    }
    let names: Vec<Name> = header.iter().flat_map(|record| &record.fields).map(Name::of).collect();
    let Some(shape) = shape(&names) else {
        return printed(file, text, start, separator).map(Csv::Printed);
    };
    refuse_twins(&names)?;
    let mut found = CsvReports { file, separator, shape, header: names, reports: Vec::new() };
    let by_file = found.column("file");
    let (mut line, mut counted) = (1, 0);
    let mut current: Option<String> = None;
    let mut budget = Budget::new(file);
    while let Some(record) = records.next()? {
        if record.is_blank() {
            continue;
        }
        budget.take(record.range.start)?;
        let newlines = text.get(counted..record.range.start).unwrap_or("").bytes().filter(|byte| *byte == b'\n').count();
        (line, counted) = (line + newlines, record.range.start);
        let name = by_file.and_then(|column| record.fields.get(column)).map_or("", |field| field.text.as_str());
        match found.reports.last_mut() {
            Some((_, range)) if shape == Shape::Long && current.as_deref() == Some(name) => range.end = record.range.end,
            Some(_) | None => {
                current = Some(name.to_owned());
                found.reports.push((line, record.range));
            }
        }
    }
    if found.reports.is_empty() {
        let end = found.header.last().map_or(Span::file_start(file), |name| name.span.after());
        return Err(Box::new(Diagnostic::error(Code::G0603, words::CSV_NO_RECORDS.plain()).at_bare(end)));
    }
    Ok(Csv::Reports(found))
}

/// Whether a first line is the header of the long or the wide form.
pub fn is_header(line: &str) -> bool {
    let mut records = Records::new(FileId(0), line, 0..line.len(), separator(line, 0));
    let Ok(Some(record)) = records.next() else { return false };
    let names: Vec<Name> = record.fields.iter().map(Name::of).collect();
    shape(&names).is_some()
}

fn shape(names: &[Name]) -> Option<Shape> {
    let has = |key: &str| names.iter().any(|name| name.long() == Some(key));
    let path = |name: &Name| name.text.split_once('.').is_some_and(|(table, rest)| !table.is_empty() && !rest.is_empty());
    if has("value") && (has("table") || has("fact")) {
        Some(Shape::Long)
    } else if names.len() > 1 && (has("template") || names.iter().any(path)) {
        Some(Shape::Wide)
    } else {
        None
    }
}

/// Two columns of one name, of which only one could count.
fn refuse_twins(names: &[Name]) -> Result<(), Failure> {
    let mut seen: HashMap<&str, &Name> = HashMap::new();
    for name in names.iter().filter(|name| !name.text.is_empty()) {
        let key = name.long().unwrap_or(&name.text);
        if let Some(first) = seen.insert(key, name) {
            return Err(Box::new(
                Diagnostic::error(Code::G0606, words::CSV_TWINS.with("key", name.text.as_str()))
                    .at(name.span, words::JSON_DUPLICATE_HERE.plain())
                    .at(first.span, words::JSON_DUPLICATE_FIRST.plain())
                    .with_help(words::JSON_DUPLICATE_HELP.plain()),
            ));
        }
    }
    Ok(())
}

impl Name {
    fn of(field: &Field) -> Name {
        Name { text: field.text.as_str().to_owned(), span: field.span }
    }

    /// The key of the long form that this column is.
    fn long(&self) -> Option<&'static str> {
        let name = self.text.to_ascii_lowercase();
        LONG.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(key, _)| *key)
    }
}

impl CsvReports {
    fn column(&self, key: &str) -> Option<usize> {
        self.header.iter().position(|name| name.long() == Some(key))
    }

    /// One report as a tree: what `extract` prints, or the short form.
    ///
    /// # Errors
    /// A record that has not the columns of the header.
    pub fn report(&self, text: &str, index: usize) -> Result<Tree, Failure> {
        let range = self.reports.get(index).map_or(0..0, |(_, range)| range.clone());
        let root = Span::new(self.file, range.start, range.end);
        let mut records = Records::new(self.file, text, range, self.separator);
        let mut budget = Budget::new(self.file);
        let mut report = Collected::default();
        while let Some(record) = records.next()? {
            if record.is_blank() {
                continue;
            }
            self.refuse_ragged(&record)?;
            for field in &record.fields {
                budget.take(field.span.start as usize)?;
            }
            match self.shape {
                Shape::Long => self.figure(&record, &mut report),
                Shape::Wide => self.whole(&record, &mut report),
            }
        }
        Ok(Tree { file: self.file, root: report.into_node(root, self.shape) })
    }

    /// A shifted figure is a wrong figure: a record has as many fields as the header, blank ones at its end apart.
    fn refuse_ragged(&self, record: &Record) -> Result<(), Failure> {
        let (found, expected) = (record.fields.len(), self.header.len());
        let nameless = |index: usize| self.header.get(index).is_none_or(|name| name.text.is_empty());
        let extra = record.fields.iter().enumerate().find(|(index, field)| nameless(*index) && !field.text.is_empty());
        let (message, span) = match extra {
            Some((index, field)) if index < expected => (words::CSV_NAMELESS.with("column", index + 1), field.span),
            Some((_, field)) => (words::CSV_RAGGED.with("found", found).with("expected", expected), field.span),
            None if found < expected => {
                let end = Span::new(self.file, record.range.end, record.range.end);
                (words::CSV_RAGGED.with("found", found).with("expected", expected), end)
            }
            None => return Ok(()),
        };
        let mut diagnostic = Diagnostic::error(Code::G0610, message).at_bare(span);
        if let (Some(first), Some(last)) = (self.header.first(), self.header.last()) {
            diagnostic = diagnostic.at(first.span.to(last.span), words::CSV_HEADER.plain());
        }
        let help = if extra.is_some() { &words::CSV_QUOTE_HELP } else { &words::CSV_SHORT_HELP };
        Err(Box::new(diagnostic.with_help(help.plain())))
    }

    /// A record of the long form.
    fn figure(&self, record: &Record, report: &mut Collected) {
        let field = |key: &str| self.column(key).and_then(|column| record.fields.get(column));
        let table = field("table").map_or("", |field| field.text.as_str());
        if META.contains(&table) {
            let Some((key, value)) = field("row").zip(field("value").filter(|field| !field.text.is_empty())) else { return };
            report.meta.push(entry(key.text.as_str(), key.span, value));
            return;
        }
        let mut entries = Vec::new();
        for (name, field) in self.header.iter().zip(&record.fields) {
            match name.long() {
                Some("template") => report.template(name, field),
                Some("file") | None => {}
                // A figure may be blank; where there is no table, row or unit the field is.
                Some(key) if key == "value" || !field.text.is_empty() => entries.push(entry(key, name.span, field)),
                Some(_) => {}
            }
        }
        let span = Span::new(self.file, record.range.start, record.range.end);
        report.figures.push(Node { kind: NodeKind::Object(entries), span });
    }

    /// A record of the wide form: keys as the header has them.
    fn whole(&self, record: &Record, report: &mut Collected) {
        for (name, field) in self.header.iter().zip(&record.fields) {
            let meta = name.text.split_once('.').filter(|(group, _)| META.contains(group));
            match (name.long(), meta) {
                (Some("template"), _) => report.template(name, field),
                (Some("file"), _) => {}
                _ if name.text.is_empty() => {}
                (_, Some(_)) if field.text.is_empty() => {}
                (_, Some((_, key))) => report.meta.push(entry(key, name.span, field)),
                (_, None) => report.figures_by_key.push(entry(&name.text, name.span, field)),
            }
        }
    }
}

/// The parts of a report's tree.
#[derive(Default)]
struct Collected {
    template: Option<Entry>,
    meta: Vec<Entry>,
    figures: Vec<Node>,
    figures_by_key: Vec<Entry>,
}

impl Collected {
    fn template(&mut self, name: &Name, field: &Field) {
        if self.template.is_none() && !field.text.is_empty() {
            self.template = Some(entry("template", name.span, field));
        }
    }

    fn into_node(self, span: Span, shape: Shape) -> Node {
        let object = |kind| Node { kind, span };
        let mut entries: Vec<Entry> = self.template.into_iter().collect();
        if !self.meta.is_empty() {
            let (key, value) = ("meta".to_owned(), object(NodeKind::Object(self.meta)));
            entries.push(Entry { key, key_span: span, value });
        }
        match shape {
            Shape::Long => {
                let (key, value) = ("figures".to_owned(), object(NodeKind::Array(self.figures)));
                entries.push(Entry { key, key_span: span, value });
            }
            Shape::Wide => entries.extend(self.figures_by_key),
        }
        object(NodeKind::Object(entries))
    }
}

fn entry(key: &str, key_span: Span, field: &Field) -> Entry {
    let value = Node { kind: NodeKind::Text(field.text.as_str().to_owned()), span: field.span };
    Entry { key: key.to_owned(), key_span, value }
}

/// A printed table: a grid whose rows are the records; a line of one field before it is a paragraph.
fn printed(file: FileId, text: &str, start: usize, separator: u8) -> Result<Document, Failure> {
    let mut records = Records::new(file, text, start..text.len(), separator);
    let mut budget = Budget::new(file);
    let mut blocks = Vec::new();
    let mut rows: Vec<GridRow> = Vec::new();
    let mut span: Option<Span> = None;
    let close = |rows: &mut Vec<GridRow>, span: &mut Option<Span>, blocks: &mut Vec<Block>| {
        if let Some(span) = span.take() {
            blocks.push(Block::Grid(Grid { layout: Layout::Rows, rows: std::mem::take(rows), span }));
        }
    };
    while let Some(record) = records.next()? {
        let here = Span::new(file, record.range.start, record.range.end);
        let mut filled = record.fields.iter().filter(|field| !field.text.is_empty());
        match (filled.next(), filled.next()) {
            (None, _) => close(&mut rows, &mut span, &mut blocks),
            (Some(only), None) if rows.is_empty() => {
                budget.take(record.range.start)?;
                blocks.push(Block::Paragraph(Paragraph { text: only.text.clone(), heading: None }));
            }
            (Some(_), _) => {
                for field in &record.fields {
                    budget.take(field.span.start as usize)?;
                }
                let cell = |(column, field): (usize, &Field)| GridCell {
                    text: field.text.clone(),
                    span: field.span,
                    column: u32::try_from(column).unwrap_or(u32::MAX),
                    colspan: 1,
                    rowspan: 1,
                    filler: false,
                };
                rows.push(GridRow { cells: record.fields.iter().enumerate().map(cell).collect() });
                span = Some(span.map_or(here, |span| span.to(here)));
            }
        }
    }
    close(&mut rows, &mut span, &mut blocks);
    Ok(Document { file, title: None, blocks })
}
