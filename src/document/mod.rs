//! Readers: bytes → a [`Document`] (text and grids) or a [`Tree`] (structured data), every piece with its place.
//!
//! One file per format. No reader knows a template: what a cell means is the business of `bind`.

mod contents;
mod csv;
mod csv_reports;
mod docx;
mod docx_styles;
mod encoding;
mod html;
mod html_tables;
mod html_text;
mod json;
mod limits;
mod markdown;
mod ole;
mod ordinals;
mod package;
mod pdf;
mod pdf_content;
mod pdf_fonts;
mod pdf_lines;
mod pdf_tables;
mod pipes;
mod placed;
mod plain;
mod read;
mod rows;
pub mod text;
mod toml;
pub mod tree;
mod xls;
mod xls_records;
mod xlsx;
mod xlsx_numbers;
mod xlsx_parts;
mod xlsx_sheet;
mod yaml;

#[cfg(test)]
mod tests;

pub use contents::Contents;
pub use encoding::Encoding;
pub use limits::Failure;
pub use read::{Format, Hints, open, read};
pub use rows::{Row, rows};
pub use text::Text;
pub use tree::{Node, NodeKind, Tree};

use crate::source::{FileId, Span};

/// What a reader makes of one file.
#[derive(Debug, Clone)]
pub enum Content {
    /// A published document: a web page, a text, a Word file.
    Document(Document),
    /// Structured data: JSON and its like.
    Tree(Tree),
}

impl Content {
    /// The empty span where the report starts: the file's own start, unless there are several reports in it.
    pub fn start(&self) -> Span {
        match self {
            Content::Document(document) => Span::file_start(document.file),
            Content::Tree(tree) => Span { end: tree.root.span.start, ..tree.root.span },
        }
    }
}

/// A published document in reading order.
#[derive(Debug, Clone)]
pub struct Document {
    pub file: FileId,
    /// The title the format itself gives (HTML's `<title>`), apart from what stands in the text.
    pub title: Option<Text>,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
pub enum Block {
    /// A line or paragraph of text, white space at its ends cut off, never empty.
    Paragraph(Paragraph),
    Grid(Grid),
}

#[derive(Debug, Clone)]
pub struct Paragraph {
    pub text: Text,
    /// The level of a heading that the format marks as one (`<h2>`, `##`).
    pub heading: Option<u8>,
}

/// How much the layout tells about the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Rows, columns and merged cells are known (HTML, Word): `column`, `rowspan`, `colspan` can be trusted.
    Spanned,
    /// Rows are known, but merged cells were dropped or doubled, so a cell's column is not (pipe rows, tab-indented blocks).
    Rows,
    /// Only the order of the cells is known (a cell a line): one row holds them all.
    Stream,
}

/// A table as printed.
#[derive(Debug, Clone)]
pub struct Grid {
    pub layout: Layout,
    pub rows: Vec<GridRow>,
    pub span: Span,
}

#[derive(Debug, Clone, Default)]
pub struct GridRow {
    /// In reading order, blank cells included; a cell that spans rows stands in its first row only.
    pub cells: Vec<GridCell>,
}

#[derive(Debug, Clone)]
pub struct GridCell {
    /// Trimmed; empty for a blank cell.
    pub text: Text,
    /// The whole cell in the source, blanks included; for a blank cell a place to point at.
    pub span: Span,
    /// Grid column of the left edge, from 0 (`Spanned`; else the index within the row).
    pub column: u32,
    pub colspan: u32,
    pub rowspan: u32,
    /// A blank that the layout itself leaves behind rather than a blank the author left (`||` of a dropped merge).
    pub filler: bool,
}
