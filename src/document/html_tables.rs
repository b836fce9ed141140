//! The table grid of a web page: rows, columns, merged cells, and tables that only lay out a page.

use super::html_text::join;
use super::{Block, Grid, GridCell, GridRow, Layout, Text};
use crate::source::{FileId, Span};

/// Columns past this one are not told apart, and no cell spans more.
const MAX_COLUMNS: u32 = 1000;
/// No cell spans more rows (HTML's own limit).
const MAX_ROWSPAN: u32 = 65_534;

/// A cell with its content still in blocks.
#[derive(Debug)]
pub struct RawCell {
    pub blocks: Vec<Block>,
    /// The content: from behind the start tag to before the end tag.
    pub span: Span,
    pub column: u32,
    pub colspan: u32,
    /// 0: down to the end of its row group.
    pub rowspan: u32,
}

/// A table that is being read.
#[derive(Debug)]
pub struct TableBuilder {
    start: usize,
    rows: Vec<Vec<RawCell>>,
    row_open: bool,
    /// The first column of the open row that may be free.
    cursor: u32,
    /// By column: the row at which a cell that spans rows ends there.
    taken_until: Vec<usize>,
    /// The first row of the open row group, which no cell spans out of.
    group: usize,
}

impl TableBuilder {
    /// A table whose start tag begins at byte `start`.
    pub fn new(start: usize) -> TableBuilder {
        TableBuilder { start, rows: Vec::new(), row_open: false, cursor: 0, taken_until: Vec::new(), group: 0 }
    }

    pub fn open_row(&mut self) {
        self.rows.push(Vec::new());
        self.row_open = true;
        self.cursor = 0;
    }

    pub fn close_row(&mut self) {
        self.row_open = false;
    }

    /// `<thead>`, `<tbody>`, `<tfoot>` or the end of one: cells end with their group.
    pub fn close_group(&mut self) {
        self.close_row();
        let end = self.rows.len();
        for (index, row) in self.rows.iter_mut().enumerate().skip(self.group) {
            let most = u32::try_from(end - index).unwrap_or(u32::MAX);
            for cell in row {
                cell.rowspan = if cell.rowspan == 0 { most } else { cell.rowspan.min(most) };
            }
        }
        self.taken_until.clear();
        self.group = end;
    }

    /// Places a cell: its column. Opens a row where the page forgot to.
    pub fn place(&mut self, colspan: u32, rowspan: u32) -> u32 {
        if !self.row_open {
            self.open_row();
        }
        let row = self.rows.len().saturating_sub(1);
        let mut column = self.cursor;
        while self.taken_until.get(column as usize).is_some_and(|until| *until > row) {
            column += 1;
        }
        let end = column.saturating_add(colspan.clamp(1, MAX_COLUMNS)).min(MAX_COLUMNS.max(column + 1));
        self.cursor = end;
        if end <= MAX_COLUMNS {
            let until = if rowspan == 0 { usize::MAX } else { row + rowspan as usize };
            if self.taken_until.len() < end as usize {
                self.taken_until.resize(end as usize, 0);
            }
            for slot in self.taken_until.iter_mut().take(end as usize).skip(column as usize) {
                *slot = until.max(*slot);
            }
        }
        column
    }

    pub fn push(&mut self, cell: RawCell) {
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
    }

    /// The blocks the table stands for: a grid, or what a table that lays out the page holds.
    pub fn finish(mut self, file: FileId, end: usize) -> Vec<Block> {
        self.close_group();
        if is_layout(self.rows.iter().map(|row| row.iter().map(RawCell::shape))) {
            return self.rows.into_iter().flatten().flat_map(|cell| cell.blocks).collect();
        }
        let mut nested = Vec::new();
        let mut rows = Vec::with_capacity(self.rows.len());
        for row in self.rows {
            let mut cells = Vec::with_capacity(row.len());
            for cell in row {
                let RawCell { span, column, colspan, rowspan, mut blocks } = cell;
                let start = Span { end: span.start, ..span };
                let text = if let [Block::Paragraph(only)] = blocks.as_mut_slice() {
                    std::mem::replace(&mut only.text, Text::empty(start))
                } else {
                    let paragraphs = blocks.iter().filter_map(|block| match block {
                        Block::Paragraph(paragraph) => Some(&paragraph.text),
                        Block::Grid(_) => None,
                    });
                    join(paragraphs, start)
                };
                nested.extend(blocks.into_iter().filter(|block| matches!(block, Block::Grid(_))));
                cells.push(GridCell { text, span, column, colspan, rowspan, filler: false });
            }
            rows.push(GridRow { cells });
        }
        if rows.iter().all(|row| row.cells.is_empty()) {
            return nested;
        }
        let mut blocks = vec![Block::Grid(Grid { layout: Layout::Spanned, rows, span: Span::new(file, self.start, end) })];
        blocks.append(&mut nested);
        blocks
    }
}

/// What matters of a cell when a table is judged.
#[derive(Debug, Clone, Copy, Default)]
pub struct CellShape {
    pub paragraphs: usize,
    /// Of the paragraphs' text.
    pub bytes: usize,
    pub grids: usize,
    /// Filled cells of the tables inside it.
    pub nested: usize,
}

impl RawCell {
    fn shape(&self) -> CellShape {
        let mut shape = CellShape::default();
        for block in &self.blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    shape.paragraphs += 1;
                    shape.bytes += paragraph.text.as_str().len();
                }
                Block::Grid(grid) => {
                    shape.grids += 1;
                    shape.nested += grid.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.text.is_empty()).count();
                }
            }
        }
        shape
    }
}

/// Whether a table lays out the page rather than holding figures. It does when the tables inside it hold more cells than
/// it has itself; when it has one column and running text in it; when one cell holds a whole text.
pub fn is_layout(rows: impl Iterator<Item = impl Iterator<Item = CellShape>>) -> bool {
    let (mut own, mut nested, mut one_column, mut running, mut whole_text) = (0usize, 0usize, true, false, false);
    for row in rows {
        let mut filled = 0usize;
        for cell in row {
            filled += usize::from(cell.paragraphs + cell.grids > 0);
            nested += cell.nested;
            own += usize::from(cell.grids == 0 && cell.paragraphs > 0);
            running |= cell.paragraphs + cell.grids >= 2;
            whole_text |= cell.paragraphs > 8 && cell.bytes > 1000;
        }
        one_column &= filled < 2;
    }
    (nested > 0 && nested >= own) || (one_column && running) || whole_text
}

/// `colspan`: at least 1.
pub fn parse_colspan(value: Option<&[u8]>) -> u32 {
    value.and_then(leading_number).unwrap_or(1).clamp(1, MAX_COLUMNS)
}

/// `rowspan`: 0 goes down to the end of the row group.
pub fn parse_rowspan(value: Option<&[u8]>) -> u32 {
    value.and_then(leading_number).unwrap_or(1).min(MAX_ROWSPAN)
}

/// The number an attribute begins with, as HTML reads it; a huge one saturates.
fn leading_number(value: &[u8]) -> Option<u32> {
    let mut bytes = value.iter().copied().skip_while(u8::is_ascii_whitespace).peekable();
    bytes.next_if_eq(&b'+');
    let mut number: Option<u32> = None;
    while let Some(digit) = bytes.next_if(u8::is_ascii_digit) {
        number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(u32::from(digit - b'0')));
    }
    number
}
