//! The readers: small documents, the corpus, and anything at all.

mod corpus;
mod docx;
mod files;
mod html;
mod json;
mod laws;
mod office;
mod pdf;
mod structured;
mod text;
mod xls;
mod xlsx;

use std::fmt::Write as _;

use super::*;
use crate::diag::{Diagnostic, Lang};
use crate::source::Sources;

/// What a document holds, a line a row: `T` title, `#` heading, `P` paragraph, `R` row. A filler cell is `~`; a merged cell
/// has `@column+colspan*rowspan` behind it.
fn dump(document: &Document) -> String {
    let mut out = String::new();
    if let Some(title) = &document.title {
        let _ = writeln!(out, "T {}", title.as_str());
    }
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let level = paragraph.heading.map_or("P".to_owned(), |level| "#".repeat(usize::from(level)));
                let _ = writeln!(out, "{level} {}", paragraph.text.as_str());
            }
            Block::Grid(grid) => {
                let _ = writeln!(out, "{:?}", grid.layout);
                for row in &grid.rows {
                    let cells = row.cells.iter().map(|cell| {
                        let mut text = if cell.filler { "~".to_owned() } else { cell.text.as_str().to_owned() };
                        if cell.colspan != 1 || cell.rowspan != 1 {
                            let _ = write!(text, "@{}+{}*{}", cell.column, cell.colspan, cell.rowspan);
                        }
                        text
                    });
                    let _ = writeln!(out, "R {}", cells.collect::<Vec<_>>().join("¦"));
                }
            }
        }
    }
    out
}

fn try_read(name: &str, bytes: &[u8]) -> (Sources, Result<Content, Box<Diagnostic>>) {
    let mut sources = Sources::new();
    let content = read(&mut sources, name, bytes).map(|(_, content)| content);
    (sources, content)
}

fn document(name: &str, text: &str) -> (Sources, Document) {
    match try_read(name, text.as_bytes()) {
        (sources, Ok(Content::Document(document))) => (sources, document),
        (_, other) => panic!("{name}: {other:?}"),
    }
}

fn shown(name: &str, text: &str) -> String {
    dump(&document(name, text).1)
}

/// A failure as its reader would see it: code and message, then each label with what it points at, help and fix.
fn failure(name: &str, bytes: &[u8], lang: Lang) -> String {
    let (sources, result) = try_read(name, bytes);
    let diagnostic = result.expect_err("a failure");
    let mut out = format!("{} {}\n", diagnostic.code.name, diagnostic.message.render(lang));
    for label in &diagnostic.labels {
        let words = label.message.as_ref().map_or(String::new(), |message| message.render(lang));
        let _ = writeln!(out, "  {}..{} {:?} {words}", label.span.start, label.span.end, sources.slice(label.span));
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(out, "  = {}", help.render(lang));
    }
    if let Some(fix) = &diagnostic.fix {
        let _ = writeln!(out, "  > {:?} -> {:?}", sources.slice(fix.span), fix.replacement);
    }
    out
}
