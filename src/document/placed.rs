//! Formats without byte positions (Word, spreadsheets, PDF): their text is put together here, every piece with its place in
//! words.
//!
//! A paragraph is a line of the text, a row of a table is one too, its cells parted by a bar: so an excerpt of a finding
//! looks like the page it comes from, and no span touches two cells.

use super::html_tables::{CellShape, is_layout};
use super::html_text::written_on;
use super::limits::{Budget, Failure};
use super::{Block, Grid, GridCell, GridRow, Layout, Paragraph, Text, plain};
use crate::diag::Diagnostic;
use crate::source::{FileId, Places, Span};

/// Between two cells of a row.
const BAR: &str = " | ";

/// A part of a document before its text has a place.
#[derive(Debug)]
pub enum Part {
    /// `text` may hold line breaks: each line becomes a paragraph.
    Paragraph {
        text: String,
        heading: Option<u8>,
        place: String,
    },
    Table(RawTable),
}

#[derive(Debug, Default)]
pub struct RawTable {
    pub rows: Vec<Vec<RawCell>>,
    /// Filled cells, those of tables inside it too; counted by [`RawTable::into_parts`].
    filled: usize,
}

#[derive(Debug)]
pub struct RawCell {
    pub parts: Vec<Part>,
    pub column: u32,
    pub colspan: u32,
    pub rowspan: u32,
    pub place: String,
}

impl RawCell {
    fn shape(&self) -> CellShape {
        let mut shape = CellShape::default();
        for part in &self.parts {
            match part {
                Part::Paragraph { text, .. } => {
                    shape.paragraphs += text.lines().filter(|line| !line.trim().is_empty()).count();
                    shape.bytes += text.len();
                }
                Part::Table(table) => {
                    shape.grids += 1;
                    shape.nested += table.filled;
                }
            }
        }
        shape
    }
}

impl RawTable {
    pub fn new(rows: Vec<Vec<RawCell>>) -> RawTable {
        RawTable { rows, filled: 0 }
    }

    /// The parts a complete table stands for: itself, or what a table that lays out the page holds.
    pub fn into_parts(mut self) -> Vec<Part> {
        let shapes = || self.rows.iter().map(|row| row.iter().map(RawCell::shape));
        if is_layout(shapes()) {
            return self.rows.into_iter().flatten().flat_map(|cell| cell.parts).collect();
        }
        self.filled = shapes().flatten().map(|shape| usize::from(shape.paragraphs > 0) + shape.nested).sum();
        vec![Part::Table(self)]
    }
}

/// The text and the blocks of one file.
#[derive(Debug)]
pub struct Composer {
    file: FileId,
    budget: Budget,
    raw: Budget,
    pub text: String,
    pub places: Places,
    pub blocks: Vec<Block>,
    pub notes: Vec<Diagnostic>,
}

impl Composer {
    /// For the file that gets the id `file`.
    pub fn new(file: FileId) -> Composer {
        Composer {
            file,
            budget: Budget::new(file),
            raw: Budget::new(file),
            text: String::new(),
            places: Places::default(),
            blocks: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub fn file(&self) -> FileId {
        self.file
    }

    /// Counts a cell that is put together but not yet handed in.
    pub fn count(&mut self) -> Result<(), Failure> {
        self.raw.take(self.text.len())
    }

    /// The empty span where the next piece of text will stand.
    pub fn here(&self) -> Span {
        Span::new(self.file, self.text.len(), self.text.len())
    }

    pub fn parts(&mut self, parts: Vec<Part>) -> Result<(), Failure> {
        for part in parts {
            match part {
                Part::Paragraph { text, heading, place } => self.paragraphs(&text, heading, &place)?,
                Part::Table(table) => self.table(table)?,
            }
        }
        Ok(())
    }

    /// Every line of `text` as a paragraph; blank ones are left out.
    pub fn paragraphs(&mut self, text: &str, heading: Option<u8>, place: &str) -> Result<(), Failure> {
        for line in text.lines() {
            let line = tidy(line);
            if line.is_empty() {
                continue;
            }
            self.places.push(self.text.len(), place);
            let text = self.piece(&line)?;
            self.text.push('\n');
            self.blocks.push(Block::Paragraph(Paragraph { text, heading }));
        }
        Ok(())
    }

    /// One paragraph of several lines, each with its own place.
    pub fn paragraph_of(&mut self, lines: &[(String, String)]) -> Result<(), Failure> {
        let start = self.text.len();
        for (line, place) in lines {
            let line = tidy(line);
            if line.is_empty() {
                continue;
            }
            let so_far = self.text.get(start..).unwrap_or("");
            if !so_far.is_empty() && !written_on(so_far, line.chars().next()) {
                self.text.push(' ');
            }
            self.places.push(self.text.len(), place.as_str());
            self.text.push_str(&line);
        }
        let Some(whole) = self.text.get(start..).filter(|whole| !whole.is_empty()) else { return Ok(()) };
        self.budget.take_text(start, start.saturating_add(whole.len()))?;
        let text = Text::literal(self.file, start, whole);
        self.text.push('\n');
        self.blocks.push(Block::Paragraph(Paragraph { text, heading: None }));
        Ok(())
    }

    /// Lines whose columns are told only by gaps: what the reader of plain text makes of them.
    pub fn plain(&mut self, lines: &[(String, String)]) -> Result<(), Failure> {
        let start = self.text.len();
        for (line, place) in lines {
            self.budget.take_text(self.text.len(), self.text.len().saturating_add(line.len()))?;
            self.places.push(self.text.len(), place.as_str());
            self.text.push_str(&tidy(line));
            self.text.push('\n');
        }
        self.blocks.extend(plain::read(self.file, &self.text, start)?);
        Ok(())
    }

    /// Appends a piece of text as it is.
    fn piece(&mut self, piece: &str) -> Result<Text, Failure> {
        let start = self.text.len();
        self.budget.take_text(start, start.saturating_add(piece.len()))?;
        let text = if piece.is_empty() { Text::empty(self.here()) } else { Text::literal(self.file, start, piece) };
        self.text.push_str(piece);
        Ok(text)
    }

    /// A table whose merged cells are known; tables inside its cells follow it.
    pub fn table(&mut self, table: RawTable) -> Result<(), Failure> {
        self.grid(table, Layout::Spanned)
    }

    pub fn grid(&mut self, table: RawTable, layout: Layout) -> Result<(), Failure> {
        let start = self.text.len();
        let mut inner = Vec::new();
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in table.rows {
            let mut cells = Vec::with_capacity(row.len());
            for (index, cell) in row.into_iter().enumerate() {
                if index > 0 {
                    self.text.push_str(BAR);
                }
                let RawCell { parts, column, colspan, rowspan, place } = cell;
                let mut content = String::new();
                for part in parts {
                    match part {
                        Part::Paragraph { text, .. } => text.lines().for_each(|line| append_line(&mut content, line)),
                        Part::Table(table) => inner.push(Part::Table(table)),
                    }
                }
                self.places.push(self.text.len(), place);
                let text = self.piece(&content)?;
                let span = text.span();
                cells.push(GridCell { text, span, column, colspan, rowspan, filler: false });
            }
            self.text.push('\n');
            rows.push(GridRow { cells });
        }
        if rows.iter().any(|row| !row.cells.is_empty()) {
            let span = Span::new(self.file, start, self.text.len());
            self.blocks.push(Block::Grid(Grid { layout, rows, span }));
        }
        self.parts(inner)
    }
}

/// Adds a line to the text of a cell: Chinese is written on, anything else is parted by a space.
fn append_line(content: &mut String, line: &str) {
    let line = tidy(line);
    if line.is_empty() {
        return;
    }
    if !content.is_empty() && !written_on(content, line.chars().next()) {
        content.push(' ');
    }
    content.push_str(&line);
}

/// A line without white space at its ends, tabs and other control characters inside as spaces.
fn tidy(line: &str) -> String {
    line.trim_matches(|c: char| c.is_whitespace() || c.is_control())
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
