//! The readers over the corpus and over anything at all.

use std::fmt::Write as _;

use super::*;
use crate::source::Sources;

/// What a document holds, a line a row: `#` heading, `P` paragraph, `R` row; a filler cell is `~`, spans are `@column+colspan*rowspan`.
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

fn document(name: &str, bytes: &[u8]) -> (Sources, Document) {
    let mut sources = Sources::new();
    match read(&mut sources, name, bytes) {
        Ok((_, Content::Document(document))) => (sources, document),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
#[ignore]
fn show() {
    let path = std::env::var("SHOW").unwrap();
    let bytes = std::fs::read(&path).unwrap();
    println!("{}", dump(&document(&path, &bytes).1));
}
