//! A printed grid as a matrix: every place knows the cell that covers it.

use crate::document::{Grid, Layout};

/// The largest matrix that is looked at, in places.
const MAX_PLACES: usize = 400_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub text: String,
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
    /// The layout left it behind; nobody left it blank.
    pub filler: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Matrix {
    pub cells: Vec<Cell>,
    /// Row by row the cell that covers each place.
    pub places: Vec<Vec<Option<usize>>>,
    pub width: usize,
}

impl Matrix {
    pub fn of(grid: &Grid) -> Matrix {
        let mut matrix = Matrix::default();
        let height = grid.rows.len();
        let spanned = grid.layout == Layout::Spanned;
        let right = |cell: &crate::document::GridCell, index: usize| {
            if spanned { cell.column.saturating_add(cell.colspan.max(1)) as usize } else { index.saturating_add(1) }
        };
        let width = grid
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().enumerate().map(|(index, cell)| right(cell, index)))
            .max()
            .unwrap_or(0);
        if height.saturating_mul(width) > MAX_PLACES || width > 4_096 {
            return matrix;
        }
        matrix.width = width;
        matrix.places = vec![vec![None; width]; height];
        for (row, line) in grid.rows.iter().enumerate() {
            for (index, cell) in line.cells.iter().enumerate() {
                let (column, columns, rows) = if spanned {
                    (cell.column as usize, cell.colspan.max(1) as usize, cell.rowspan.max(1) as usize)
                } else {
                    (index, 1, 1)
                };
                let rows = rows.min(height.saturating_sub(row)).max(1);
                let text = cell.text.as_str().split_whitespace().collect::<Vec<_>>().join("");
                let at = matrix.cells.len();
                matrix.cells.push(Cell { text, row, column, rows, columns, filler: cell.filler });
                for line in matrix.places.iter_mut().skip(row).take(rows) {
                    for place in line.iter_mut().skip(column).take(columns) {
                        if place.is_none() {
                            *place = Some(at);
                        }
                    }
                }
            }
        }
        matrix
    }

    pub fn at(&self, row: usize, column: usize) -> Option<&Cell> {
        let index = (*self.places.get(row)?.get(column)?)?;
        self.cells.get(index)
    }

    /// The cells of a row within some columns, each once, in order.
    pub fn row(&self, row: usize, columns: std::ops::Range<usize>) -> Vec<&Cell> {
        let mut cells: Vec<&Cell> = Vec::new();
        for column in columns {
            if let Some(cell) = self.at(row, column)
                && cells.last().is_none_or(|last| !std::ptr::eq(*last, cell))
            {
                cells.push(cell);
            }
        }
        cells
    }

    pub fn height(&self) -> usize {
        self.places.len()
    }
}
