//! Lines that bars divide into cells: `| a | b |`, and what dropped merged cells leave behind in them.

use super::limits::{Budget, Failure};
use super::{GridCell, GridRow, Text};
use crate::number::printed::{self, Spellings};
use crate::source::{FileId, Span};

/// Whether a character divides cells: the bar, its full-width form, the box-drawing line.
pub fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜' | '│' | '┃' | '║')
}

/// Nothing but bars and blanks, and at least one bar.
pub fn is_bare(line: &str) -> bool {
    line.contains(is_bar) && line.chars().all(|c| is_bar(c) || c.is_whitespace())
}

/// The line under a table's head, `|---|:-:|`: three dashes a cell at least, because `--` is what some offices print for
/// "does not apply".
pub fn is_delimiter(line: &str) -> bool {
    let inner = line.trim();
    let inner = inner.strip_prefix(is_bar).unwrap_or(inner);
    let inner = inner.strip_suffix(is_bar).unwrap_or(inner);
    line.contains(is_bar)
        && inner.split(is_bar).all(|cell| {
            let cell = cell.trim();
            let dashes = cell.trim_matches(':');
            let least = if dashes.len() < cell.len() { 1 } else { 3 };
            dashes.len() >= least && dashes.bytes().all(|byte| byte == b'-')
        })
}

/// A line of `+----+----+`, `====`, `─────`: the frame of a drawn table.
pub fn is_frame(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 3
        && line.chars().all(|c| matches!(c, '+' | '-' | '=' | '─' | '━' | '┼' | '├' | '┤' | '┌' | '┐' | '└' | '┘' | '┬' | '┴'))
        && line.contains(['+', '─', '━', '='])
}

/// Which lines are rows of a table although no bar stands at their ends and no delimiter line below the first of them: two
/// lines or more with bars inside, one beside the other, that hold a figure.
pub fn open_rows<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<bool> {
    let mut rows: Vec<bool> = Vec::new();
    let (mut run, mut figure) = (0usize, false);
    let close = |rows: &mut Vec<bool>, run: usize, figure: bool| {
        let from = rows.len().saturating_sub(run);
        for row in rows.iter_mut().skip(from) {
            *row = run >= 2 && figure;
        }
    };
    for line in lines {
        let line = line.trim();
        let inside = !line.starts_with(is_bar) && line.contains(is_bar) && !line.contains('。') && !is_delimiter(line);
        if inside {
            run += 1;
            let is_number = |cell: &str| printed::read(cell.trim(), &Spellings::<()>::none(), false).is_ok();
            figure |= line.split(is_bar).any(is_number);
        } else {
            close(&mut rows, run, figure);
            (run, figure) = (0, false);
        }
        rows.push(false);
    }
    close(&mut rows, run, figure);
    rows
}

/// In a grid some of whose lines have no bar at either end, a bar divides and does not frame: a line that begins or ends with
/// one has a blank cell there, unless it is as wide as the widest of those lines already.
pub fn close_open_rows(rows: &mut [GridRow], lines: &[(usize, &str)]) {
    let begins = |line: &str| line.trim_start().starts_with(is_bar);
    let ends = |line: &str| line.trim_end().ends_with(is_bar);
    let is_open = |line: &str| line.contains(is_bar) && !begins(line) && !ends(line);
    let open = rows.iter().zip(lines).filter(|(_, (_, line))| is_open(line));
    let Some(widest) = open.map(|(row, _)| row.cells.len()).max() else { return };
    for (row, (start, line)) in rows.iter_mut().zip(lines).filter(|(_, (_, line))| !is_bare(line)) {
        let Some(file) = row.cells.first().map(|cell| cell.span.file) else { continue };
        if begins(line) && row.cells.len() != widest {
            let blank = line.len() - line.trim_start().len();
            row.cells.insert(0, cell(file, *start, line.get(..blank).unwrap_or(""), 0));
        }
        if ends(line) && row.cells.len() != widest {
            let end = line.trim_end().len();
            row.cells.push(cell(file, start + end, line.get(end..).unwrap_or(""), row.cells.len()));
        }
        for (at, cell) in row.cells.iter_mut().enumerate() {
            cell.column = u32::try_from(at).unwrap_or(u32::MAX);
        }
    }
}

/// A cell of `start..end` of the file.
pub fn cell(file: FileId, start: usize, text: &str, column: usize) -> GridCell {
    GridCell {
        text: Text::literal(file, start, text).trimmed(),
        span: Span::new(file, start, start + text.len()),
        column: u32::try_from(column).unwrap_or(u32::MAX),
        colspan: 1,
        rowspan: 1,
        filler: false,
    }
}

/// The blank that a bar of its own stands for; `start` is the bar's place.
pub fn filler(file: FileId, start: usize, bar: &str, column: usize) -> GridCell {
    let mut filler = cell(file, start, "", column);
    filler.span = Span::new(file, start, start + bar.len());
    filler.filler = true;
    filler
}

/// The cells between the bars of one line that starts at byte `start`. Bars at both ends frame the line and make no cell;
/// a bar behind a backslash is text.
pub fn split_row(budget: &mut Budget, start: usize, line: &str) -> Result<GridRow, Failure> {
    let file = budget.file();
    let mut row = GridRow::default();
    let body = line.trim_end();
    let lead = body.len() - body.trim_start().len();
    let mut at = lead;
    if let Some(first) = body.get(lead..).and_then(|rest| rest.chars().next()).filter(|c| is_bar(*c)) {
        at += first.len_utf8();
    }
    let mut escaped = false;
    for (offset, c) in body.char_indices() {
        if offset < at {
            continue;
        }
        if is_bar(c) && !escaped {
            budget.take_text(start + at, start + offset)?;
            row.cells.push(cell(file, start + at, body.get(at..offset).unwrap_or(""), row.cells.len()));
            at = offset + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    let rest = body.get(at..).unwrap_or("");
    if !rest.trim().is_empty() {
        budget.take_text(start + at, start + body.len())?;
        row.cells.push(cell(file, start + at, rest, row.cells.len()));
    }
    Ok(row)
}

/// Marks what merged cells left behind. Some publishing systems end a row whose cells were merged with as many bars as
/// columns were lost: `| 许可 | 12 | ||`. Where any row of the grid ends in such doubled bars, the blanks of no width at a
/// row's end, and the single space before them, are such leftovers; in a grid without doubled bars a blank last cell is
/// one the author left blank.
pub fn mark_fillers(rows: &mut [GridRow]) {
    let bare = |cell: &GridCell| cell.text.is_empty() && cell.span.is_empty();
    if !rows.iter().any(|row| row.cells.last().is_some_and(bare)) {
        return;
    }
    for row in rows {
        let mut cells = row.cells.iter_mut().rev().peekable();
        while let Some(cell) = cells.next_if(|cell| bare(cell)) {
            cell.filler = true;
        }
        if let Some(cell) = cells.next_if(|cell| cell.text.is_empty() && cell.span.len() <= 1) {
            cell.filler = true;
        }
    }
}

/// The cells for a line of nothing but bars: one filler a bar.
pub fn bare_cells(budget: &mut Budget, start: usize, line: &str, row: &mut GridRow) -> Result<(), Failure> {
    for (offset, bar) in line.match_indices(is_bar) {
        budget.take(start + offset)?;
        row.cells.push(filler(budget.file(), start + offset, bar, row.cells.len()));
    }
    Ok(())
}
