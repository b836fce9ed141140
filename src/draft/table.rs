//! One printed grid → the tables in it: captions, heads, rows, figures.

use std::ops::Range;

use super::answers::{self, Answer};
use super::figures;
use super::matrix::{Cell, Matrix};
use super::outline;
use super::units::{self, Unit};
use crate::document::Grid;

/// A table as it was printed, with the figures that the document has.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub caption: Option<String>,
    /// Printed over all columns.
    pub over: Option<String>,
    pub columns: Vec<Column>,
    /// Empty for a table of one row without a label.
    pub rows: Vec<Row>,
    pub unit: Option<Unit>,
    /// The figures of a table without rows.
    pub figures: Vec<String>,
    /// A form of labels and answers, without columns.
    pub is_list: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Column {
    pub label: String,
    pub children: Vec<Column>,
    /// Of a leaf: which column of figures it is.
    pub index: usize,
}

#[derive(Debug, Clone, Default)]
pub struct Row {
    pub label: String,
    pub code: Option<String>,
    pub unit: Option<Unit>,
    pub children: Vec<Row>,
    /// The figures by column; `None` for a heading that has no cells.
    pub figures: Option<Vec<String>>,
    /// "Of which": the children are part of the figure.
    pub of_which: bool,
    /// What its cell asks for, in a table without columns.
    pub answer: Answer,
    /// A heading of boxes: any number of them may be ticked.
    pub boxes: bool,
    /// The cell that it was made from: a cell over several rows is one group.
    pub(super) key: usize,
}

impl Row {
    /// A row with one cell.
    pub(super) fn answered(label: String, key: usize, text: String) -> Row {
        Row { label, key, figures: Some(vec![text]), ..Row::default() }
    }
}

const CODE_HEADS: &[&str] = &["行次", "行号", "代码", "序号", "编号", "指标代码", "栏次"];
const UNIT_HEADS: &[&str] = &["单位", "计量单位"];

/// The most levels of groups, of rows or of columns.
const DEEPEST: usize = 12;

/// The tables of a grid. `before`: the paragraphs in front of it.
pub(super) fn tables(grid: &Grid, before: &[String]) -> Vec<Table> {
    let matrix = Matrix::of(grid);
    let around = before.iter().rev().find_map(|text| units::stated(text));
    let mut out = Vec::new();
    let (mut caption, mut start): (Option<String>, usize) = (None, 0);
    let mut segments: Vec<(Option<String>, Range<usize>)> = Vec::new();
    for row in 0..matrix.height() {
        if let Some(text) = caption_of(&matrix, row) {
            if row > start {
                segments.push((caption.take(), start..row));
            }
            caption = Some(text);
            start = row.saturating_add(1);
        }
    }
    if start < matrix.height() {
        segments.push((caption, start..matrix.height()));
    }
    for (caption, rows) in segments {
        for columns in halves(&matrix, rows.start) {
            let mut table = form_or_table(&matrix, rows.clone(), columns);
            table.unit = caption.as_deref().and_then(units::stated).or_else(|| around.clone());
            table.caption.clone_from(&caption);
            if !table.columns.is_empty() || !table.rows.is_empty() {
                out.push(table);
            }
        }
    }
    out
}

/// Boxes to be ticked, or cells without a head over them, make a form of labels and answers.
fn form_or_table(matrix: &Matrix, rows: Range<usize>, columns: Range<usize>) -> Table {
    fn unnamed(columns: &[Column]) -> bool {
        columns.iter().all(|column| column.label.is_empty() && unnamed(&column.children))
    }
    if !answers::has_boxes(matrix, rows.clone(), columns.clone()) {
        let table = table(matrix, rows.clone(), columns.clone());
        if table.rows.is_empty() || !unnamed(&table.columns) {
            return table;
        }
    }
    Table { rows: answers::rows(matrix, rows, columns), is_list: true, ..Table::default() }
}

/// A row of one cell over the whole width.
fn caption_of(matrix: &Matrix, row: usize) -> Option<String> {
    if matrix.width < 2 {
        return None;
    }
    let cells = matrix.row(row, 0..matrix.width);
    match cells.as_slice() {
        [only] if only.columns >= matrix.width && only.row == row && only.rows == 1 && !figures::is_figure(&only.text) => {
            (only.text.chars().count() <= 60).then(|| only.text.clone())
        }
        _ => None,
    }
}

/// A form printed in two halves beside each other repeats its first head.
fn halves(matrix: &Matrix, head: usize) -> Vec<Range<usize>> {
    let cells = matrix.row(head, 0..matrix.width);
    let Some(first) = cells.first().filter(|cell| !cell.text.is_empty() && cell.column == 0) else {
        return std::iter::once(0..matrix.width).collect();
    };
    let mut starts: Vec<usize> =
        cells.iter().filter(|cell| cell.text == first.text && cell.columns == first.columns).map(|cell| cell.column).collect();
    // Alike heads right beside each other are columns, not halves.
    let apart = starts.windows(2).all(|pair| matches!(pair, [one, two] if two.saturating_sub(*one) >= 2));
    if starts.len() < 2 || !apart {
        starts.truncate(1);
    }
    let ends = starts.iter().skip(1).copied().chain([matrix.width]).collect::<Vec<_>>();
    starts.iter().zip(ends).map(|(start, end)| *start..end).collect()
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<u32>().is_ok_and(|year| (1949..=2100).contains(&year))
}

/// The rows `1 2 3 …` that number the columns.
fn is_numbering(cells: &[&Cell]) -> bool {
    let numbers: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).filter(|text| figures::is_figure(text)).collect();
    numbers.len() > 1 && numbers.iter().zip(1_usize..).all(|(text, number)| **text == number.to_string())
}

fn table(matrix: &Matrix, rows: Range<usize>, columns: Range<usize>) -> Table {
    let figure = |cell: &Cell| !cell.filler && figures::is_figure(&cell.text);
    // The head ends where the first figures, or blanks for them, stand.
    let behind = if columns.len() > 1 { columns.start.saturating_add(1) } else { columns.start };
    // Where there are figures, blanks between labels belong to the head.
    let digits = |cell: &Cell| figure(cell) && figures::read(&cell.text).is_some() && !is_year(&cell.text);
    let filled = rows.clone().any(|row| matrix.row(row, behind..columns.end).iter().any(|cell| digits(cell)));
    let is_body = |row: &usize| {
        let cells = matrix.row(*row, behind..columns.end);
        let own: Vec<&&Cell> = cells.iter().filter(|cell| cell.row == *row).collect();
        let years = !own.is_empty() && own.iter().all(|cell| is_year(&cell.text));
        // A heading of rows has nothing behind it.
        let bare = *row > rows.start && !own.is_empty() && own.iter().all(|cell| cell.text.is_empty());
        (own.iter().any(|cell| if filled { digits(cell) } else { figure(cell) }) && !years) || bare
    };
    // A corner over several lines says how deep the head is, blanks in it or not.
    let corner = matrix.at(rows.start, columns.start).map_or(1, |cell| cell.rows);
    let deep = if corner > 1 && corner < rows.len() { corner } else { 0 };
    let Some(body) = (rows.start.saturating_add(deep)..rows.end).find(is_body) else { return Table::default() };
    let head_row = body.saturating_sub(1);
    let head_of = |column: usize| matrix.at(head_row, column).filter(|_| body > rows.start).map_or("", |cell| cell.text.as_str());
    let special = |heads: &[&str]| columns.clone().filter(|column| heads.contains(&head_of(*column))).collect::<Vec<usize>>();
    let (codes, unit_columns) = (special(CODE_HEADS), special(UNIT_HEADS));
    let beside = |column: &usize| codes.contains(column) || unit_columns.contains(column);
    // How many columns stand in front of the figures.
    let mut front = columns.start;
    for row in body..rows.end {
        let first = columns.clone().find(|column| !beside(column) && matrix.at(row, *column).is_some_and(figure));
        if let Some(first) = first.filter(|_| !is_numbering(&matrix.row(row, columns.clone()))) {
            front = front.max(first);
        }
    }
    let figure_columns: Vec<usize> = (front..columns.end).filter(|column| !beside(column)).collect();
    let mut table = Table::default();
    // A head of very many lines is a column of text.
    let heads = heads(matrix, rows.start.max(body.saturating_sub(DEEPEST))..body, &figure_columns);
    let (over, heads) = match heads.as_slice() {
        [only] if only.children.len() > 1 && front > columns.start => (Some(only.label.clone()), only.children.clone()),
        _ => (None, heads),
    };
    table.over = over.filter(|text| !text.is_empty());
    table.columns = heads;
    let mut leaves: Vec<usize> = Vec::new();
    number(&mut table.columns, &mut leaves);
    let mut list: Vec<Row> = Vec::new();
    for row in body..rows.end {
        let cells = matrix.row(row, columns.clone());
        if is_numbering(&cells) {
            continue;
        }
        let texts: Vec<String> = leaves
            .iter()
            .map(|column| {
                let cell = matrix.at(row, *column).filter(|cell| cell.row == row && cell.column == *column);
                cell.map_or(String::new(), |cell| cell.text.clone())
            })
            .collect();
        let mut path: Vec<(usize, &Cell)> = Vec::new();
        for column in (columns.start..front).filter(|column| !beside(column)) {
            if let Some(index) = matrix.places.get(row).and_then(|line| line.get(column).copied().flatten())
                && let Some(cell) = matrix.cells.get(index)
                && !cell.text.is_empty()
                && path.last().is_none_or(|(last, _)| *last != index)
            {
                path.push((index, cell));
            }
        }
        if front == columns.start {
            table.figures = texts;
            continue;
        }
        let Some(((key, last), groups)) = path.split_last() else { continue };
        let groups = groups.get(..groups.len().min(DEEPEST)).unwrap_or(groups);
        let has_cells = leaves.iter().any(|column| matrix.at(row, *column).is_some_and(|cell| cell.row == row && figure(cell)))
            || texts.iter().any(|text| !text.is_empty());
        let text_at = |columns: &[usize]| {
            columns
                .first()
                .and_then(|column| matrix.at(row, *column))
                .map(|cell| cell.text.clone())
                .filter(|text| !text.is_empty())
        };
        let new = Row {
            label: last.text.clone(),
            code: text_at(&codes).filter(|code| code.chars().all(char::is_alphanumeric)),
            unit: text_at(&unit_columns).as_deref().and_then(units::named),
            children: Vec::new(),
            figures: has_cells.then_some(texts),
            key: *key,
            ..Row::default()
        };
        put(&mut list, groups, new);
    }
    table.rows = nested(list);
    table
}

/// Under the cells that span several rows.
pub(super) fn put(list: &mut Vec<Row>, groups: &[(usize, &Cell)], row: Row) {
    let Some(((key, cell), rest)) = groups.split_first() else {
        list.push(row);
        return;
    };
    if list.last().is_none_or(|last| last.key != *key || last.figures.is_some()) {
        list.push(Row { label: cell.text.clone(), key: *key, ..Row::default() });
    }
    if let Some(group) = list.last_mut() {
        put(&mut group.children, rest, row);
    }
}

/// The heads over some columns: each cell with what stands below it.
fn heads(matrix: &Matrix, rows: Range<usize>, columns: &[usize]) -> Vec<Column> {
    let leaf = |column: usize, label: String| Column { label, children: Vec::new(), index: column };
    if rows.is_empty() {
        return columns.iter().map(|column| leaf(*column, String::new())).collect();
    }
    let mut out: Vec<Column> = Vec::new();
    let mut at = 0;
    while let Some(column) = columns.get(at).copied() {
        let Some(cell) = matrix.at(rows.start, column) else {
            out.push(leaf(column, String::new()));
            at = at.saturating_add(1);
            continue;
        };
        let covered: Vec<usize> = columns
            .iter()
            .copied()
            .skip(at)
            .take_while(|other| matrix.at(rows.start, *other).is_some_and(|it| std::ptr::eq(it, cell)))
            .collect();
        at = at.saturating_add(covered.len().max(1));
        let below = cell.row.saturating_add(cell.rows).max(rows.start.saturating_add(1));
        let inner = if below < rows.end { heads(matrix, below..rows.end, &covered) } else { Vec::new() };
        let named = inner.iter().any(|column| !column.label.is_empty());
        out.push(match inner.as_slice() {
            // What stands below says nothing more, or all of it.
            [only] if only.label.is_empty() || cell.text.is_empty() => {
                let label = if cell.text.is_empty() { only.label.clone() } else { cell.text.clone() };
                Column { label, ..only.clone() }
            }
            [_, ..] if named => Column { label: cell.text.clone(), children: inner, index: column },
            _ => leaf(column, cell.text.clone()),
        });
    }
    out
}

/// Numbers the leaves, and notes where each stands in the matrix.
fn number(columns: &mut [Column], leaves: &mut Vec<usize>) {
    for column in columns {
        if column.children.is_empty() {
            leaves.push(column.index);
            column.index = leaves.len().saturating_sub(1);
        } else {
            number(&mut column.children, leaves);
        }
    }
}

/// What a total is called.
pub(super) fn is_total(label: &str) -> bool {
    let core = crate::describe::short_label(label);
    let core = core.trim_end_matches(['：', ':']);
    ["总计", "合计", "小计", "共计", "总和"].iter().any(|word| core.ends_with(word)) || core == "总数"
}

fn is_of_which(label: &str) -> bool {
    label.starts_with("其中") || label.starts_with("#其中") || label.starts_with("　其中")
}

/// Rows that stand flat below each other, by their ordinals and what their labels say.
fn nested(list: Vec<Row>) -> Vec<Row> {
    const GROUP: usize = 55;
    const PLAIN: usize = 60;
    const PART: usize = 70;
    let count = list.len();
    let mut stack: Vec<(usize, Row)> = Vec::new();
    let mut roots: Vec<Row> = Vec::new();
    let close = |stack: &mut Vec<(usize, Row)>, roots: &mut Vec<Row>, level: usize| {
        while stack.last().is_some_and(|(top, _)| *top >= level) {
            let Some((_, row)) = stack.pop() else { break };
            match stack.last_mut() {
                Some((_, parent)) => parent.children.push(row),
                None => roots.push(row),
            }
        }
    };
    for (index, mut row) in list.into_iter().enumerate() {
        row.children = nested(std::mem::take(&mut row.children));
        let ends_group = row.label.trim_end().ends_with(['：', ':']);
        let level = match outline::level(&row.label) {
            Some(level) => level.saturating_mul(10),
            None if is_of_which(&row.label) => PART,
            None if is_total(&row.label) && index.saturating_add(1) == count => 0,
            None if is_total(&row.label) => {
                // 流动资产合计 ends the group 流动资产：; another total ends what is open and stands beside it.
                let own = group_of(&stack, GROUP).is_some_and(|group| belongs(&row.label, &group.label));
                if own { PLAIN } else { GROUP }
            }
            None if ends_group => GROUP,
            None => PLAIN,
        };
        if level == PART {
            close(&mut stack, &mut roots, PART);
            if let Some((_, parent)) = stack.last_mut().filter(|(_, parent)| parent.figures.is_some()) {
                parent.of_which = true;
            } else {
                close(&mut stack, &mut roots, PLAIN);
            }
        } else {
            close(&mut stack, &mut roots, level);
        }
        let ends = level == PLAIN && is_total(&row.label);
        stack.push((level, row));
        if ends {
            close(&mut stack, &mut roots, GROUP);
        }
    }
    close(&mut stack, &mut roots, 0);
    roots
}

fn group_of(stack: &[(usize, Row)], group: usize) -> Option<&Row> {
    stack.iter().rev().find(|(level, _)| *level == group).map(|(_, row)| row)
}

fn belongs(total: &str, group: &str) -> bool {
    let group = crate::describe::short_label(group);
    let group = group.trim_end_matches(['：', ':']);
    !group.is_empty() && crate::describe::short_label(total).starts_with(group)
}
