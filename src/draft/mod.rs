//! A first template from a document: its tables with their rows, columns and labels; and guesses about the rest, each marked.
//!
//! Knows documents and the language, no template. What comes out is text for an author to go on with: it compiles, and says
//! in comments what was guessed, and from what.

mod answers;
mod figures;
mod matrix;
mod names;
mod outline;
mod table;
mod units;
mod write;

use crate::diag::{Lang, Message};
use crate::document::{Block, Document, Layout};
use crate::format;

pub use answers::Answer;
pub use table::{Column, Row, Table};

/// A part of the document with the tables under its heading.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// `None` before the first heading.
    pub heading: Option<String>,
    pub tables: Vec<Table>,
}

/// What was found in a document.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The template.
    pub text: String,
    pub sections: Vec<Section>,
    /// What could not be used, for the author.
    pub notes: Vec<Message>,
}

/// The most tables that one draft has.
const MAX_TABLES: usize = 200;

/// Reads the tables of a document. `file`: its name without folder and ending, for a form that has no title.
pub fn draft(document: &Document, file: &str, lang: Lang) -> Draft {
    let mut draft = Draft::default();
    let mut title = document.title.as_ref().map(|title| title.as_str().trim().to_owned()).filter(|title| !title.is_empty());
    draft.sections.push(Section::default());
    let mut before: Vec<String> = Vec::new();
    let mut tables = 0_usize;
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let text = paragraph.text.as_str().trim();
                if outline::is_heading(text, paragraph.heading) {
                    let first = draft.sections.len() == 1 && draft.sections.iter().all(|section| section.tables.is_empty());
                    let is_title = title.as_ref().is_none_or(|title| crate::label::fold(title) == crate::label::fold(text));
                    if is_title && first && outline::level(text).is_none() {
                        title = Some(text.to_owned());
                    } else {
                        draft.sections.push(Section { heading: Some(text.to_owned()), tables: Vec::new() });
                        before.clear();
                    }
                } else {
                    if title.is_none() && outline::is_title(text) {
                        title = Some(text.to_owned());
                    }
                    before.push(text.to_owned());
                    if before.len() > 3 {
                        before.remove(0);
                    }
                }
            }
            Block::Grid(grid) => {
                if grid.layout == Layout::Stream {
                    draft.notes.push(crate::diag::wording::draft::STREAM.plain());
                    continue;
                }
                for table in table::tables(grid, &before) {
                    tables = tables.saturating_add(1);
                    if tables > MAX_TABLES {
                        continue;
                    }
                    if let Some(section) = draft.sections.last_mut() {
                        section.tables.push(table);
                    }
                }
                before.clear();
            }
        }
    }
    if tables > MAX_TABLES {
        draft.notes.push(crate::diag::wording::draft::TOO_MANY_TABLES.with("most", MAX_TABLES));
    }
    if tables == 0 {
        draft.notes.push(crate::diag::wording::draft::NO_TABLES.plain());
    }
    let text = write::write(&draft.sections, title.as_deref(), file, lang);
    // In canonical layout; as it is where that fails, so that the author sees what was drafted.
    draft.text = format::format(&text, &format::Options::default()).unwrap_or(text);
    draft
}
