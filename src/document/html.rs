//! Web pages → paragraphs and grids.
//!
//! html5gum cuts the page into tags and text with byte places; what HTML leaves implied (a `</td>` before the next `<td>`,
//! a row without `<tr>`) is filled in here. There is no element tree: all that matters is where paragraphs end, which
//! cell of which table is open, and what is not text at all (scripts, styles).

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as TokenSpan, Tokenizer};

use super::html_tables::{RawCell, TableBuilder, parse_colspan, parse_rowspan};
use super::html_text::{References, TextBuilder};
use super::limits::{Budget, Failure, MAX_TEXT_BYTES, text_too_long};
use super::{Block, Paragraph, Text};
use crate::source::{FileId, Span};

/// Tables inside tables deeper than this are read as text of the cell they stand in.
const MAX_TABLES: usize = 64;

/// A page as read.
#[derive(Debug)]
pub struct Page {
    pub title: Option<Text>,
    pub blocks: Vec<Block>,
}

/// Reads `start..end` of a file's text.
pub fn read(budget: &mut Budget, source: &str, start: usize, end: usize) -> Result<Page, Failure> {
    let source = source.get(..end).unwrap_or(source);
    let body = source.get(start..).unwrap_or("");
    refuse_endless_text(budget.file(), body, start)?;
    let mut reader = Reader::new(budget, source, start);
    let mut failure = None;
    {
        // The tokenizer hands out what it holds; its tokens would be copies, with all attributes of a tag in a tree.
        let mut emitter =
            CallbackEmitter::<_, Failure, usize>::new(|event: CallbackEvent<'_>, span| reader.event(event, span).err());
        emitter.naively_switch_states(true);
        if let Some(Ok(found)) = Tokenizer::new_with_emitter(body, emitter).next() {
            failure = Some(found);
        }
    }
    match failure {
        Some(failure) => Err(failure),
        None => reader.finish(),
    }
}

/// Text is copied several times on its way; a piece that is too long is refused before the first copy.
fn refuse_endless_text(file: FileId, body: &str, start: usize) -> Result<(), Failure> {
    if body.len() <= MAX_TEXT_BYTES {
        return Ok(());
    }
    let mut at = 0;
    let mut in_tag = false;
    for piece in body.as_bytes().split(|byte| matches!(byte, b'<' | b'>')) {
        if !in_tag && piece.len() > MAX_TEXT_BYTES {
            return Err(text_too_long(file, start + at, piece.len()));
        }
        at += piece.len() + 1;
        in_tag = at.checked_sub(1).and_then(|mark| body.as_bytes().get(mark)) == Some(&b'<');
    }
    Ok(())
}

/// Where text goes, and what of it is complete.
#[derive(Debug)]
struct Flow {
    blocks: Vec<Block>,
    text: TextBuilder,
    heading: Option<u8>,
}

impl Flow {
    fn new(file: FileId) -> Flow {
        Flow { blocks: Vec::new(), text: TextBuilder::new(file), heading: None }
    }

    /// Ends the paragraph; says whether there was one.
    fn end_paragraph(&mut self, budget: &mut Budget) -> Result<bool, Failure> {
        if self.text.is_empty() {
            return Ok(false);
        }
        let text = self.text.take();
        if text.is_empty() {
            return Ok(false);
        }
        budget.take(text.span().range().start)?;
        self.blocks.push(Block::Paragraph(Paragraph { text, heading: self.heading }));
        Ok(true)
    }
}

#[derive(Debug)]
struct OpenCell {
    flow: Flow,
    column: u32,
    colspan: u32,
    rowspan: u32,
    start: usize,
}

#[derive(Debug)]
struct OpenTable {
    builder: TableBuilder,
    cell: Option<OpenCell>,
    /// A caption, and text that stands between the rows by mistake: it goes before the grid.
    outside: Flow,
}

enum Mode {
    Read,
    /// Inside `<title>`.
    Title(TextBuilder),
    /// Inside an element that is no text: its name, and how many of that name are open.
    Skip(Vec<u8>, usize),
}

struct Reader<'a> {
    budget: &'a mut Budget,
    file: FileId,
    source: &'a str,
    /// The byte of the source at which the tokenizer began.
    base: usize,
    references: References,
    mode: Mode,
    title: Option<Text>,
    /// Between `<head>` and what ends it.
    in_head: bool,
    page: Flow,
    tables: Vec<OpenTable>,
    /// Open tables past [`MAX_TABLES`].
    ignored_tables: usize,
    tag: OpenTag,
}

/// A start tag of which the end is still to come.
#[derive(Debug, Default)]
struct OpenTag {
    name: Vec<u8>,
    start: usize,
    colspan: Attribute,
    rowspan: Attribute,
    /// Which of the two is being read.
    reading: Option<Spanning>,
}

#[derive(Debug, Clone, Copy)]
enum Spanning {
    Columns,
    Rows,
}

/// The value of an attribute; of two with one name the first counts.
#[derive(Debug, Default)]
struct Attribute {
    is_there: bool,
    value: Vec<u8>,
}

impl Attribute {
    fn clear(&mut self) {
        self.is_there = false;
        self.value.clear();
    }

    fn value(&self) -> Option<&[u8]> {
        self.is_there.then_some(self.value.as_slice())
    }
}

impl OpenTag {
    fn attribute(&mut self, name: &[u8]) {
        let (attribute, which) = match name {
            b"colspan" => (&mut self.colspan, Spanning::Columns),
            b"rowspan" => (&mut self.rowspan, Spanning::Rows),
            _ => {
                self.reading = None;
                return;
            }
        };
        self.reading = (!attribute.is_there).then_some(which);
        attribute.is_there = true;
    }

    fn value(&mut self, value: &[u8]) {
        match self.reading {
            Some(Spanning::Columns) => self.colspan.value.extend_from_slice(value),
            Some(Spanning::Rows) => self.rowspan.value.extend_from_slice(value),
            None => {}
        }
    }

    fn clear(&mut self) {
        self.colspan.clear();
        self.rowspan.clear();
        self.reading = None;
    }
}

impl<'a> Reader<'a> {
    fn new(budget: &'a mut Budget, source: &'a str, base: usize) -> Reader<'a> {
        let file = budget.file();
        Reader {
            budget,
            file,
            source,
            base,
            references: References::default(),
            mode: Mode::Read,
            title: None,
            in_head: false,
            page: Flow::new(file),
            tables: Vec::new(),
            ignored_tables: 0,
            tag: OpenTag::default(),
        }
    }

    fn event(&mut self, event: CallbackEvent<'_>, span: TokenSpan<usize>) -> Result<(), Failure> {
        match event {
            CallbackEvent::String { value } => self.text(value, span)?,
            CallbackEvent::OpenStartTag { name } => {
                self.tag.name.clear();
                self.tag.name.extend_from_slice(name);
                self.tag.start = span.start;
            }
            CallbackEvent::AttributeName { name } => self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                let tag = std::mem::take(&mut self.tag);
                let place = self.place(TokenSpan { start: tag.start, end: span.end });
                self.start_tag(&tag, self_closing, place)?;
                self.tag = tag;
                self.tag.clear();
            }
            CallbackEvent::EndTag { name } => {
                self.tag.clear();
                self.end_tag(name, self.place(span))?;
            }
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        Ok(())
    }

    /// A token's place in the file, on character boundaries.
    fn place(&self, span: TokenSpan<usize>) -> (usize, usize) {
        let len = self.source.len();
        let mut start = span.start.saturating_add(self.base).min(len);
        let mut end = span.end.saturating_add(self.base).clamp(start, len);
        while !self.source.is_char_boundary(start) {
            start -= 1;
        }
        while !self.source.is_char_boundary(end) {
            end += 1;
        }
        (start, end)
    }

    fn text(&mut self, bytes: &[u8], span: TokenSpan<usize>) -> Result<(), Failure> {
        let (start, end) = self.place(span);
        let raw = self.source.get(start..end).unwrap_or("");
        let decoded = String::from_utf8_lossy(bytes);
        let builder = match &mut self.mode {
            Mode::Skip(..) => return Ok(()),
            Mode::Title(builder) => builder,
            Mode::Read => match self.tables.last_mut() {
                None => &mut self.page.text,
                Some(OpenTable { cell: Some(cell), .. }) => &mut cell.flow.text,
                Some(table) => &mut table.outside.text,
            },
        };
        builder.push_token(start, raw, &decoded, &mut self.references);
        if builder.len() > MAX_TEXT_BYTES {
            return Err(text_too_long(self.file, start, builder.len()));
        }
        Ok(())
    }

    fn flow(&mut self) -> &mut Flow {
        match self.tables.last_mut() {
            None => &mut self.page,
            Some(OpenTable { cell: Some(cell), .. }) => &mut cell.flow,
            Some(table) => &mut table.outside,
        }
    }

    fn end_paragraph(&mut self) -> Result<bool, Failure> {
        let flow = match self.tables.last_mut() {
            None => &mut self.page,
            Some(OpenTable { cell: Some(cell), .. }) => &mut cell.flow,
            Some(table) => &mut table.outside,
        };
        flow.end_paragraph(self.budget)
    }

    fn start_tag(&mut self, tag: &OpenTag, self_closing: bool, (start, end): (usize, usize)) -> Result<(), Failure> {
        let name: &[u8] = &tag.name;
        match &mut self.mode {
            Mode::Skip(skipped, depth) => {
                if skipped == name && !self_closing {
                    *depth += 1;
                }
                return Ok(());
            }
            Mode::Title(_) => return Ok(()),
            Mode::Read => {}
        }
        match name {
            b"script" | b"style" | b"noscript" | b"template" | b"iframe" | b"textarea" | b"xmp" | b"noembed" | b"noframes" => {
                // A script that closes itself does not do so in HTML: the tokenizer is in its raw state already.
                self.mode = Mode::Skip(name.to_vec(), 1);
            }
            b"title" => self.mode = Mode::Title(TextBuilder::new(self.file)),
            b"head" => {
                self.end_paragraph()?;
                self.in_head = true;
            }
            b"body" => {
                self.in_head = false;
                self.end_paragraph()?;
            }
            b"br" => {
                self.end_paragraph()?;
            }
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                self.end_paragraph()?;
                self.flow().heading = name.get(1).map(|digit| digit - b'0');
            }
            b"table" => self.open_table(start)?,
            b"tr" | b"td" | b"th" | b"thead" | b"tbody" | b"tfoot" if self.ignored_tables > 0 || self.tables.is_empty() => {
                self.end_paragraph()?;
            }
            b"tr" => {
                self.close_cell(start)?;
                if let Some(table) = self.tables.last_mut() {
                    table.builder.open_row();
                }
            }
            b"thead" | b"tbody" | b"tfoot" => {
                self.close_cell(start)?;
                if let Some(table) = self.tables.last_mut() {
                    table.builder.close_group();
                }
            }
            b"td" | b"th" => {
                self.close_cell(start)?;
                self.open_cell(tag, end)?;
            }
            _ => self.block_boundary(name)?,
        }
        Ok(())
    }

    /// A heading that was not closed ends where the next block begins.
    fn block_boundary(&mut self, name: &[u8]) -> Result<(), Failure> {
        if is_block(name) && self.end_paragraph()? {
            self.flow().heading = None;
        }
        Ok(())
    }

    fn end_tag(&mut self, name: &[u8], (start, end): (usize, usize)) -> Result<(), Failure> {
        match &mut self.mode {
            Mode::Skip(skipped, depth) => {
                if skipped == name {
                    *depth = depth.saturating_sub(1);
                    if *depth == 0 {
                        self.mode = Mode::Read;
                    }
                }
                return Ok(());
            }
            Mode::Title(builder) => {
                if name == b"title" {
                    let title = builder.take();
                    self.mode = Mode::Read;
                    let another = self.in_head && self.tables.is_empty() && !self.page.blocks.is_empty();
                    if another && !title.is_empty() {
                        // Another page in the same file. Pictures have titles too, but no head.
                        self.budget.take(start)?;
                        self.page.blocks.push(Block::Paragraph(Paragraph { text: title, heading: Some(1) }));
                    } else if self.title.is_none() && !title.is_empty() {
                        self.title = Some(title);
                    }
                }
                return Ok(());
            }
            Mode::Read => {}
        }
        if name == b"head" {
            self.in_head = false;
        }
        match name {
            b"table" if self.ignored_tables > 0 => {
                self.ignored_tables -= 1;
                self.end_paragraph()?;
            }
            b"table" => self.close_table(start, end)?,
            b"td" | b"th" | b"tr" | b"thead" | b"tbody" | b"tfoot" if self.ignored_tables > 0 || self.tables.is_empty() => {
                self.end_paragraph()?;
            }
            b"td" | b"th" => self.close_cell(start)?,
            b"tr" => {
                self.close_cell(start)?;
                if let Some(table) = self.tables.last_mut() {
                    table.builder.close_row();
                }
            }
            b"thead" | b"tbody" | b"tfoot" => {
                self.close_cell(start)?;
                if let Some(table) = self.tables.last_mut() {
                    table.builder.close_group();
                }
            }
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                self.end_paragraph()?;
                self.flow().heading = None;
            }
            _ if is_block(name) => {
                self.end_paragraph()?;
            }
            _ => {}
        }
        Ok(())
    }

    fn open_table(&mut self, start: usize) -> Result<(), Failure> {
        self.end_paragraph()?;
        if self.ignored_tables > 0 {
            self.ignored_tables += 1;
            return Ok(());
        }
        // Between the rows of a table a new one cannot stand: the first was not closed.
        if self.tables.last().is_some_and(|table| table.cell.is_none()) {
            self.close_table(start, start)?;
        }
        if self.tables.len() >= MAX_TABLES {
            self.ignored_tables = 1;
            return Ok(());
        }
        self.budget.take(start)?;
        self.tables.push(OpenTable { builder: TableBuilder::new(start), cell: None, outside: Flow::new(self.file) });
        Ok(())
    }

    fn open_cell(&mut self, tag: &OpenTag, start: usize) -> Result<(), Failure> {
        self.budget.take(start)?;
        let (colspan, rowspan) = (parse_colspan(tag.colspan.value()), parse_rowspan(tag.rowspan.value()));
        let flow = Flow::new(self.file);
        if let Some(table) = self.tables.last_mut() {
            let column = table.builder.place(colspan, rowspan);
            table.cell = Some(OpenCell { flow, column, colspan, rowspan, start });
        }
        Ok(())
    }

    /// Ends the open cell of the innermost table, if any; its content ends at byte `end`.
    fn close_cell(&mut self, end: usize) -> Result<(), Failure> {
        self.end_paragraph()?;
        let file = self.file;
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        if let Some(cell) = table.cell.take() {
            let OpenCell { flow, column, colspan, rowspan, start } = cell;
            let span = Span::new(file, start, end);
            table.builder.push(RawCell { blocks: flow.blocks, span, column, colspan, rowspan });
        }
        Ok(())
    }

    /// Ends the innermost table: its content at byte `start`, itself at byte `end`.
    fn close_table(&mut self, start: usize, end: usize) -> Result<(), Failure> {
        self.close_cell(start)?;
        let Some(mut table) = self.tables.pop() else { return Ok(()) };
        let blocks = table.builder.finish(self.file, end);
        let flow = self.flow();
        flow.blocks.append(&mut table.outside.blocks);
        flow.blocks.extend(blocks);
        Ok(())
    }

    fn finish(mut self) -> Result<Page, Failure> {
        let end = self.source.len();
        self.ignored_tables = 0;
        while !self.tables.is_empty() {
            self.close_table(end, end)?;
        }
        self.end_paragraph()?;
        if let Mode::Title(builder) = &mut self.mode {
            let title = builder.take();
            self.title = self.title.take().or(Some(title)).filter(|title| !title.is_empty());
        }
        Ok(Page { title: self.title, blocks: self.page.blocks })
    }
}

/// Elements that end a paragraph.
fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"address"
            | b"article"
            | b"aside"
            | b"blockquote"
            | b"body"
            | b"button"
            | b"caption"
            | b"center"
            | b"dd"
            | b"details"
            | b"dialog"
            | b"dir"
            | b"div"
            | b"dl"
            | b"dt"
            | b"fieldset"
            | b"figcaption"
            | b"figure"
            | b"footer"
            | b"form"
            | b"head"
            | b"header"
            | b"hr"
            | b"html"
            | b"legend"
            | b"li"
            | b"main"
            | b"menu"
            | b"nav"
            | b"ol"
            | b"optgroup"
            | b"option"
            | b"p"
            | b"pre"
            | b"section"
            | b"select"
            | b"summary"
            | b"ul"
    )
}
