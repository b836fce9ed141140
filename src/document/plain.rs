//! Plain text → paragraphs and grids.
//!
//! A published text is a table that lost its lines. What is left are marks: bars, tabs, blank lines. A grid is found by
//! those marks alone, never by what a label means:
//!
//! - **bar rows**: `| 规章 | 0 | 0 |`, a line a row ([`Layout::Rows`]);
//! - **a cell a line**: every cell ends in ` |`, lines of bare bars between them; or every cell stands between lines of
//!   one bare bar. Only the order of the cells is known ([`Layout::Stream`]). A bare bar may open a row, or be a blank
//!   cell, or be what a merged cell left: it becomes a blank cell marked `filler`, and `bind` decides;
//! - **tab-indented**: a cell a line behind a tab, a blank line between rows, a line of only a tab for a blank cell
//!   ([`Layout::Rows`]); or fields divided by tabs, a line a row;
//! - **figures alone**: where even the marks are gone, a run of short lines many of which are a figure and nothing else
//!   is a cell a line too ([`Layout::Stream`]).
//!
//! Any other line without marks is a paragraph and ends the grid before it.

use super::limits::{Budget, Failure};
use super::pipes::{self, bare_cells, cell, close_open_rows, is_bar, is_bare, is_delimiter, mark_fillers, split_row};
use super::{Block, Grid, GridRow, Layout, Paragraph, Text};
use crate::number::printed::{self, Spellings};
use crate::source::{FileId, Span};

/// A cell has at most this many characters, where only its shortness makes it one.
const SHORT: usize = 60;
/// So many lines of figures alone make a table, when they are a third of its lines.
const ENOUGH_FIGURES: usize = 6;

/// What marks a line bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Nothing.
    Blank,
    /// Only bars.
    Bare,
    /// Begins with a bar, or has one inside and one at its end.
    Row,
    /// Ends with its only bar.
    Cell,
    /// The line under a table's head, or a drawn frame: part of a grid, but no row.
    Rule,
    /// Begins with a tab.
    Tab,
    /// Holds a tab between two pieces of text.
    Fields,
    /// None of these.
    Text,
}

#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    /// Byte offset of its first byte.
    start: usize,
    /// Without the line break.
    raw: &'a str,
    mark: Mark,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.raw.len()
    }
}

/// Reads the text from byte `start` on.
pub fn read(file: FileId, text: &str, start: usize) -> Result<Vec<Block>, Failure> {
    let mut reader = Reader {
        budget: Budget::new(file),
        file,
        lines: Vec::new(),
        blocks: Vec::new(),
        no_lone_before: 0,
        no_unmarked_before: 0,
        heading_left: 0,
    };
    reader.split(text, start)?;
    reader.run()?;
    Ok(reader.blocks)
}

struct Reader<'a> {
    file: FileId,
    budget: Budget,
    lines: Vec<Line<'a>>,
    blocks: Vec<Block>,
    /// Before this line no grid of the lone-bar kind begins: the search that failed is not repeated.
    no_lone_before: usize,
    /// The same for a grid without marks.
    no_unmarked_before: usize,
    /// The end of the grid without marks whose first line was left outside.
    heading_left: usize,
}

impl<'a> Reader<'a> {
    fn split(&mut self, text: &'a str, start: usize) -> Result<(), Failure> {
        let mut at = start;
        let mut lines_left = Budget::new(self.file);
        for piece in text.get(start..).unwrap_or("").split_inclusive('\n') {
            let raw = piece.strip_suffix('\n').unwrap_or(piece);
            let raw = raw.strip_suffix('\r').unwrap_or(raw);
            lines_left.take_text(at, at + raw.len())?;
            self.lines.push(Line { start: at, raw, mark: mark_of(raw) });
            at += piece.len();
        }
        // A row whose cells behind the first are blank is a row beside other rows only.
        let mut fields = false;
        for line in &mut self.lines {
            if fields && line.mark == Mark::Text && line.raw.ends_with('\t') && !line.raw.contains('。') {
                line.mark = Mark::Fields;
            }
            fields = line.mark == Mark::Fields;
        }
        for (line, is_row) in self.lines.iter_mut().zip(pipes::open_rows(text.get(start..).unwrap_or("").lines())) {
            if is_row && line.mark == Mark::Text {
                line.mark = Mark::Row;
            }
        }
        // Rows without a bar at either end are rows by the delimiter line under the first of them.
        let mut below = false;
        for index in 0..self.lines.len() {
            let raw = self.lines.get(index).map_or("", |line| line.raw);
            if is_delimiter(raw) {
                below = true;
                if let Some(head) = index.checked_sub(1).and_then(|above| self.lines.get_mut(above)) {
                    below = head.raw.contains(is_bar);
                    if below && head.mark == Mark::Text {
                        head.mark = Mark::Row;
                    }
                }
                if let Some(line) = self.lines.get_mut(index).filter(|_| below) {
                    line.mark = Mark::Rule;
                }
            } else if below && raw.contains(is_bar) {
                if let Some(line) = self.lines.get_mut(index).filter(|line| line.mark == Mark::Text) {
                    line.mark = Mark::Row;
                }
            } else {
                below = false;
            }
        }
        Ok(())
    }

    fn mark(&self, index: usize) -> Option<Mark> {
        self.lines.get(index).map(|line| line.mark)
    }

    fn run(&mut self) -> Result<(), Failure> {
        let mut at = 0;
        while let Some(mark) = self.mark(at) {
            at = match mark {
                Mark::Blank => at + 1,
                Mark::Bare | Mark::Row | Mark::Cell => match self.lone_region(at) {
                    Some(end) => {
                        self.stream(at, end, true)?;
                        end
                    }
                    None => {
                        let end = self.region(at, |mark| matches!(mark, Mark::Bare | Mark::Row | Mark::Cell | Mark::Rule));
                        self.bars(at, end)?;
                        end
                    }
                },
                Mark::Tab | Mark::Fields => {
                    let end = self.region(at, |mark| matches!(mark, Mark::Tab | Mark::Fields));
                    self.tabs(at, end)?;
                    end
                }
                // The upper edge of a drawn table.
                Mark::Rule if self.mark(at + 1).is_some_and(|next| matches!(next, Mark::Row | Mark::Cell | Mark::Bare)) => at + 1,
                Mark::Text | Mark::Rule => match self.unmarked_region(at) {
                    Some(end) => {
                        self.stream(at, end, true)?;
                        end
                    }
                    None => {
                        self.paragraph(at)?;
                        at + 1
                    }
                },
            };
        }
        Ok(())
    }

    /// The end of the run of such lines from `at` on; blank lines inside belong to it, those behind it do not.
    fn region(&self, at: usize, belongs: impl Fn(Mark) -> bool) -> usize {
        let mut end = at;
        let mut index = at;
        while let Some(mark) = self.mark(index) {
            index += 1;
            if belongs(mark) {
                end = index;
            } else if mark != Mark::Blank {
                break;
            }
        }
        end
    }

    /// The end of a grid whose cells stand between lines of bare bars and bear no bar themselves: at least two of them.
    fn lone_region(&mut self, at: usize) -> Option<usize> {
        if at < self.no_lone_before || self.mark(at) != Some(Mark::Bare) {
            return None;
        }
        let (mut cells, mut end, mut pending) = (0, at + 1, None);
        let mut index = at + 1;
        while let Some(mark) = self.mark(index) {
            match mark {
                Mark::Bare => {
                    cells += usize::from(pending.is_some());
                    pending = None;
                    end = index + 1;
                }
                Mark::Text if pending.is_none() => pending = Some(index),
                Mark::Blank => {}
                Mark::Cell | Mark::Row => {
                    // Cells with a bar of their own: what stands between bare bars here is a heading between two grids.
                    cells = 0;
                    break;
                }
                Mark::Text | Mark::Rule | Mark::Tab | Mark::Fields => break,
            }
            index += 1;
        }
        if cells >= 2 {
            // The last cell may lack the bar behind it; a text there is what follows the table.
            let last = pending.filter(|last| *last == end).and_then(|last| self.lines.get(last));
            return Some(end + usize::from(last.is_some_and(|last| is_figure(last.raw.trim()))));
        }
        self.no_lone_before = index;
        None
    }

    /// The end of a run of short lines that is a table without marks. The line that begins it may be a heading: it is left
    /// outside when it bears an ordinal (`二、…`).
    fn unmarked_region(&mut self, at: usize) -> Option<usize> {
        if at < self.no_unmarked_before {
            return None;
        }
        let (mut lines, mut figures, mut run, mut longest, mut end) = (0usize, 0usize, 0usize, 0usize, at);
        let mut index = at;
        while let Some(line) = self.lines.get(index).filter(|line| matches!(line.mark, Mark::Text | Mark::Blank)) {
            index += 1;
            if line.mark == Mark::Blank {
                continue;
            }
            let text = line.raw.trim();
            if text.contains('。') || text.chars().nth(SHORT).is_some() {
                break;
            }
            let is_figure = is_figure(text);
            run = if is_figure { run + 1 } else { 0 };
            longest = longest.max(run);
            figures += usize::from(is_figure);
            lines += 1;
            end = index;
        }
        if figures < ENOUGH_FIGURES || figures * 3 < lines || longest < 3 {
            self.no_unmarked_before = index;
            return None;
        }
        let first = self.lines.get(at).map_or("", |line| line.raw.trim());
        let bears_ordinal = first.find('、').is_some_and(|mark| (1..=9).contains(&mark));
        if bears_ordinal && self.heading_left != end {
            self.heading_left = end;
            return None;
        }
        Some(end)
    }

    fn bars(&mut self, at: usize, end: usize) -> Result<(), Failure> {
        let file = self.file;
        let mut rows = Vec::new();
        let mut wide = false;
        let mut printed = Vec::new();
        for line in self.lines.get(at..end).unwrap_or_default() {
            if matches!(line.mark, Mark::Row | Mark::Cell | Mark::Bare) {
                printed.push((line.start, line.raw));
            }
            match line.mark {
                Mark::Row | Mark::Cell => {
                    let row = split_row(&mut self.budget, line.start, line.raw)?;
                    wide |= row.cells.iter().filter(|cell| !cell.text.is_empty()).count() >= 2;
                    rows.push(row);
                }
                Mark::Bare => {
                    let mut row = GridRow::default();
                    bare_cells(&mut self.budget, line.start, line.raw, &mut row)?;
                    rows.push(row);
                }
                Mark::Blank | Mark::Rule | Mark::Tab | Mark::Fields | Mark::Text => {}
            }
        }
        if wide {
            close_open_rows(&mut rows, &printed);
            mark_fillers(&mut rows);
            self.push_grid(Layout::Rows, rows, self.span(file, at, end));
            Ok(())
        } else {
            self.stream(at, end, false)
        }
    }

    /// A cell a line. `lone`: the cells bear no bar; one between two cells divides them, and one more is a blank cell.
    fn stream(&mut self, at: usize, end: usize, lone: bool) -> Result<(), Failure> {
        let mut row = GridRow::default();
        let mut divided = false;
        for line in self.lines.get(at..end).unwrap_or_default() {
            match line.mark {
                Mark::Bare if lone => {
                    let before = row.cells.len();
                    bare_cells(&mut self.budget, line.start, line.raw, &mut row)?;
                    if !divided && row.cells.len() > before {
                        row.cells.pop();
                    }
                    divided = true;
                }
                Mark::Bare => bare_cells(&mut self.budget, line.start, line.raw, &mut row)?,
                Mark::Row | Mark::Cell => {
                    for mut cell in split_row(&mut self.budget, line.start, line.raw)?.cells {
                        cell.column = u32::try_from(row.cells.len()).unwrap_or(u32::MAX);
                        row.cells.push(cell);
                    }
                }
                Mark::Text if lone => {
                    divided = false;
                    self.budget.take(line.start)?;
                    row.cells.push(cell(self.file, line.start, line.raw, row.cells.len()));
                }
                Mark::Text | Mark::Blank | Mark::Rule | Mark::Tab | Mark::Fields => {}
            }
        }
        self.push_grid(Layout::Stream, vec![row], self.span(self.file, at, end));
        Ok(())
    }

    /// Lines behind tabs: a grid when some row of it has two cells, else indented paragraphs.
    fn tabs(&mut self, at: usize, end: usize) -> Result<(), Failure> {
        let lines = self.lines.get(at..end).unwrap_or_default();
        let by_fields = lines.iter().any(|line| line.raw.trim().contains('\t'));
        // A tab at a line's end ends its last field; it stands before a blank one where other rows go on.
        let width = |line: &Line<'_>| line.raw.split('\t').count() - usize::from(line.raw.ends_with('\t'));
        let widest = lines.iter().map(width).max().unwrap_or(0);
        let mut rows: Vec<GridRow> = Vec::new();
        let mut open = false;
        for line in lines {
            if line.mark == Mark::Blank {
                open = false;
                continue;
            }
            if by_fields || !open {
                rows.push(GridRow::default());
                open = true;
            }
            let Some(row) = rows.last_mut() else { continue };
            let mut start = line.start;
            let body = if by_fields { line.raw } else { line.raw.trim_start_matches('\t') };
            start += line.raw.len() - body.len();
            let mut fields = body.split('\t').peekable();
            while let Some(field) = fields.next() {
                self.budget.take(start)?;
                if by_fields
                    && row.cells.len() >= widest
                    && fields.peek().is_none()
                    && field.trim().is_empty()
                    && !row.cells.is_empty()
                {
                    break;
                }
                row.cells.push(cell(self.file, start, field, row.cells.len()));
                start += field.len() + 1;
            }
        }
        let filled = |row: &GridRow| row.cells.iter().filter(|cell| !cell.text.is_empty()).count();
        let is_grid = if by_fields {
            let several = rows.iter().filter(|row| filled(row) >= 2).count();
            let as_wide = |row: &GridRow| Some(row.cells.len()) == rows.first().map(|row| row.cells.len());
            several >= 2
                || rows.iter().any(|row| filled(row) >= 3)
                || (several == 1 && rows.len() >= 2 && rows.iter().all(as_wide))
        } else {
            rows.iter().any(|row| filled(row) >= 2)
        };
        if is_grid {
            self.push_grid(Layout::Rows, rows, self.span(self.file, at, end));
            return Ok(());
        }
        for index in at..end {
            self.paragraph(index)?;
        }
        Ok(())
    }

    fn span(&self, file: FileId, at: usize, end: usize) -> Span {
        let start = self.lines.get(at).map_or(0, |line| line.start);
        let stop = end.checked_sub(1).and_then(|last| self.lines.get(last)).map_or(start, Line::end);
        Span::new(file, start, stop)
    }

    fn push_grid(&mut self, layout: Layout, rows: Vec<GridRow>, span: Span) {
        self.blocks.push(Block::Grid(Grid { layout, rows, span }));
    }

    fn paragraph(&mut self, index: usize) -> Result<(), Failure> {
        let Some(line) = self.lines.get(index) else { return Ok(()) };
        let text = Text::literal(self.file, line.start, line.raw).trimmed();
        if text.is_empty() {
            return Ok(());
        }
        self.budget.take(line.start)?;
        self.blocks.push(Block::Paragraph(Paragraph { text, heading: None }));
        Ok(())
    }
}

fn is_figure(text: &str) -> bool {
    printed::read(text, &Spellings::<()>::none(), false).is_ok()
}

fn mark_of(raw: &str) -> Mark {
    let line = raw.trim();
    if line.is_empty() {
        return if raw.starts_with('\t') { Mark::Tab } else { Mark::Blank };
    }
    if is_bare(line) {
        return Mark::Bare;
    }
    if pipes::is_frame(line) {
        return Mark::Rule;
    }
    let inner = line.strip_suffix(is_bar);
    if line.starts_with(is_bar) {
        return Mark::Row;
    }
    if let Some(inner) = inner {
        return if inner.contains(is_bar) { Mark::Row } else { Mark::Cell };
    }
    // A whole sentence behind a tab is an indented paragraph, not a cell.
    if !line.contains('。') {
        if raw.starts_with('\t') {
            return Mark::Tab;
        }
        if line.contains('\t') {
            return Mark::Fields;
        }
    }
    Mark::Text
}
