//! Section headings that a reader took for cells: a grid is divided at them, so that each table stands under its own heading.

use std::borrow::Cow;

use crate::document::{Block, Document, Grid, GridCell, GridRow, Layout, Paragraph, Text};
use crate::label::{Label, Likeness};

use super::index::FormIndex;

/// The document with every heading outside its grids.
pub(super) fn at_headings<'d>(document: &'d Document, index: &FormIndex) -> Cow<'d, Document> {
    let has_heading = |block: &Block| match block {
        Block::Grid(grid) => grid.rows.iter().any(|row| heading_at(grid.layout, row, index).is_some()),
        Block::Paragraph(_) => false,
    };
    if !document.blocks.iter().any(has_heading) {
        return Cow::Borrowed(document);
    }
    let mut blocks = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Grid(grid) if has_heading(block) => divide(grid, index, &mut blocks),
            Block::Grid(_) | Block::Paragraph(_) => blocks.push(block.clone()),
        }
    }
    Cow::Owned(Document { file: document.file, title: document.title.clone(), blocks })
}

fn divide(grid: &Grid, index: &FormIndex, blocks: &mut Vec<Block>) {
    let mut rows: Vec<GridRow> = Vec::new();
    for row in &grid.rows {
        let mut rest = row.cells.as_slice();
        while let Some(at) = heading_in(grid.layout, rest, index) {
            let (before, behind) = rest.split_at(at);
            let Some((heading, behind)) = behind.split_first() else { break };
            // In rows the heading is alone on its own; what stands beside it are blanks.
            if grid.layout == Layout::Stream && !before.is_empty() {
                rows.push(GridRow { cells: before.to_vec() });
            }
            push_grid(grid.layout, &mut rows, blocks);
            blocks.push(Block::Paragraph(Paragraph { text: heading.text.clone(), heading: None }));
            rest = if grid.layout == Layout::Stream { behind } else { &[] };
        }
        if !rest.is_empty() {
            rows.push(GridRow { cells: rest.to_vec() });
        }
    }
    push_grid(grid.layout, &mut rows, blocks);
}

fn push_grid(layout: Layout, rows: &mut Vec<GridRow>, blocks: &mut Vec<Block>) {
    let rows = std::mem::take(rows);
    let mut cells = rows.iter().flat_map(|row| &row.cells);
    let Some(first) = cells.next().map(|cell| cell.span) else { return };
    let span = first.to(cells.next_back().map_or(first, |cell| cell.span));
    blocks.push(Block::Grid(Grid { layout, rows, span }));
}

fn heading_at(layout: Layout, row: &GridRow, index: &FormIndex) -> Option<usize> {
    heading_in(layout, &row.cells, index)
}

/// Where a section's heading stands among cells; in rows it stands alone.
fn heading_in(layout: Layout, cells: &[GridCell], index: &FormIndex) -> Option<usize> {
    match layout {
        Layout::Stream => cells.iter().position(|cell| is_heading(&cell.text, index)),
        Layout::Spanned | Layout::Rows => {
            let mut filled = cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty());
            let (at, only) = filled.next()?;
            (filled.next().is_none() && is_heading(&only.text, index)).then_some(at)
        }
    }
}

/// A section's heading with its ordinal, and no label of a table.
fn is_heading(text: &Text, index: &FormIndex) -> bool {
    let label = Label::parse(text.as_str());
    label.ordinal.is_some()
        && index.hits(&label).is_empty()
        && index.sections(&label).iter().any(|(_, own)| own.compare(&label) == Likeness::Exact)
}
