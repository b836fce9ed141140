//! The tables of a page: rules that meet make a grid, unit cells without a rule between them are one cell, and what stands
//! inside a cell is its text, however many lines it has.

use super::pdf_content::{Glyph, Page, Rule};
use super::pdf_lines::lines_of;

/// Rules closer than this are one: double lines, a line drawn cell by cell.
const NEAR: f64 = 2.5;
/// Rules end this far from the rule they meet.
const TOUCH: f64 = 3.5;
/// A page with more rules is a drawing.
const MAX_RULES: usize = 6000;
/// The most unit cells of one table.
const MAX_UNITS: usize = 200_000;

/// A cell: where it stands in the grid and its lines.
#[derive(Debug, Clone)]
pub struct Cell {
    pub column: usize,
    pub colspan: usize,
    pub rowspan: usize,
    pub lines: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Table {
    pub top: f64,
    pub bottom: f64,
    /// The edges of the columns.
    pub columns: Vec<f64>,
    pub rows: Vec<Vec<Cell>>,
}

/// Takes the tables of a page, and their characters, out of it.
pub fn take_tables(page: &mut Page) -> Vec<Table> {
    let across = joined(std::mem::take(&mut page.across));
    let down = joined(std::mem::take(&mut page.down));
    if across.len() + down.len() > MAX_RULES {
        return Vec::new();
    }
    let mut tables = Vec::new();
    for (across, down) in components(&across, &down) {
        if let Some(frame) = Frame::new(&across, &down) {
            tables.push(frame.table(page));
        }
    }
    tables.sort_by(|a, b| a.top.total_cmp(&b.top));
    tables
}

/// Joins the pieces of a rule.
fn joined(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Rule> = Vec::new();
    // Pieces of one rule lie close together in this order; only the last few can be continued.
    for rule in rules {
        let known = out.iter_mut().rev().take(64).take_while(|other| rule.at - other.at <= NEAR);
        let same = known
            .into_iter()
            .find(|other| (rule.at - other.at).abs() < 1.0 && rule.from <= other.to + NEAR && rule.to >= other.from - NEAR);
        match same {
            Some(other) => (other.from, other.to) = (other.from.min(rule.from), other.to.max(rule.to)),
            None => out.push(rule),
        }
    }
    out
}

/// Rules that meet, directly or through others.
fn components(across: &[Rule], down: &[Rule]) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    let mut group: Vec<usize> = (0..across.len() + down.len()).collect();
    fn root(group: &mut [usize], mut at: usize) -> usize {
        while let Some(up) = group.get(at).copied().filter(|up| *up != at) {
            let above = group.get(up).copied().unwrap_or(up);
            if let Some(slot) = group.get_mut(at) {
                *slot = above;
            }
            at = above;
        }
        at
    }
    for (i, h) in across.iter().enumerate() {
        for (j, v) in down.iter().enumerate() {
            let meet = v.at >= h.from - TOUCH && v.at <= h.to + TOUCH && h.at >= v.from - TOUCH && h.at <= v.to + TOUCH;
            if meet {
                let (a, b) = (root(&mut group, i), root(&mut group, across.len() + j));
                if let Some(slot) = group.get_mut(a) {
                    *slot = b;
                }
            }
        }
    }
    let mut out: Vec<(usize, Vec<Rule>, Vec<Rule>)> = Vec::new();
    for (index, rule) in across.iter().chain(down).enumerate() {
        let at = root(&mut group, index);
        if !out.iter().any(|(other, ..)| *other == at) {
            out.push((at, Vec::new(), Vec::new()));
        }
        if let Some((_, h, v)) = out.iter_mut().find(|(other, ..)| *other == at) {
            if index < across.len() { h.push(*rule) } else { v.push(*rule) }
        }
    }
    out.into_iter().map(|(_, h, v)| (h, v)).collect()
}

/// Distinct coordinates, near ones as one.
fn edges(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    let mut out: Vec<f64> = Vec::new();
    for value in values {
        if out.last().is_none_or(|last| value - last > NEAR) {
            out.push(value);
        }
    }
    out
}

/// Between which two edges a coordinate lies.
fn between(edges: &[f64], value: f64) -> Option<usize> {
    let index = edges.partition_point(|edge| *edge <= value).checked_sub(1)?;
    (index + 1 < edges.len()).then_some(index)
}

struct Frame {
    xs: Vec<f64>,
    ys: Vec<f64>,
    /// By unit cell, row by row: whether a rule closes it on the right, and below.
    closed_right: Vec<bool>,
    closed_below: Vec<bool>,
}

impl Frame {
    /// `None` unless the rules make at least two cells.
    fn new(across: &[Rule], down: &[Rule]) -> Option<Frame> {
        if across.len() < 2 || down.is_empty() {
            return None;
        }
        // Tables are often open at their sides.
        let (left, right) = across.iter().fold((f64::MAX, f64::MIN), |(l, r), rule| (l.min(rule.from), r.max(rule.to)));
        let (top, bottom) = down.iter().fold((f64::MAX, f64::MIN), |(t, b), rule| (t.min(rule.from), b.max(rule.to)));
        let outer = |edges: Vec<f64>, low: f64, high: f64| {
            let mut edges = edges;
            if edges.first().is_some_and(|first| first - low > 3.0 * NEAR) {
                edges.insert(0, low);
            }
            if edges.last().is_some_and(|last| high - last > 3.0 * NEAR) {
                edges.push(high);
            }
            edges
        };
        let xs = outer(edges(down.iter().map(|rule| rule.at).collect()), left, right);
        let ys = outer(edges(across.iter().map(|rule| rule.at).collect()), top, bottom);
        let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
        let units = columns.checked_mul(rows)?;
        if !(2..=MAX_UNITS).contains(&units) {
            return None;
        }
        let mut frame = Frame { xs, ys, closed_right: vec![false; units], closed_below: vec![false; units] };
        let middles = |edges: &[f64]| edges.windows(2).map(|pair| pair.iter().sum::<f64>() / 2.0).collect::<Vec<f64>>();
        let (middle_x, middle_y) = (middles(&frame.xs), middles(&frame.ys));
        let edge_at = |edges: &[f64], at: f64| edges.iter().position(|edge| (at - edge).abs() <= NEAR);
        let passed = |middles: &[f64], rule: &Rule| {
            let first = middles.partition_point(|middle| *middle < rule.from);
            first..middles.partition_point(|middle| *middle <= rule.to)
        };
        for rule in down {
            let Some(column) = edge_at(&frame.xs, rule.at).and_then(|edge| edge.checked_sub(1)) else { continue };
            for row in passed(&middle_y, rule) {
                frame.closed_right.get_mut(row * columns + column).into_iter().for_each(|closed| *closed = true);
            }
        }
        for rule in across {
            let Some(row) = edge_at(&frame.ys, rule.at).and_then(|edge| edge.checked_sub(1)) else { continue };
            for column in passed(&middle_x, rule) {
                frame.closed_below.get_mut(row * columns + column).into_iter().for_each(|closed| *closed = true);
            }
        }
        Some(frame)
    }

    fn table(&self, page: &mut Page) -> Table {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let right = |row: usize, column: usize| self.closed_right.get(row * columns + column).copied().unwrap_or(true);
        let below = |row: usize, column: usize| self.closed_below.get(row * columns + column).copied().unwrap_or(true);
        // By unit cell: the cell it belongs to.
        let mut owner: Vec<Option<usize>> = vec![None; columns * rows];
        let mut cells: Vec<(usize, Cell)> = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                let free = |row: usize, column: usize, owner: &[Option<usize>]| owner.get(row * columns + column) == Some(&None);
                if !free(row, column, &owner) {
                    continue;
                }
                let mut last = column;
                while last + 1 < columns && !right(row, last) && free(row, last + 1, &owner) {
                    last += 1;
                }
                let mut end = row;
                while end + 1 < rows
                    && (column..=last).all(|column| !below(end, column) && free(end + 1, column, &owner))
                    && (column..last).all(|column| !right(end + 1, column))
                {
                    end += 1;
                }
                for row in row..=end {
                    for column in column..=last {
                        if let Some(slot) = owner.get_mut(row * columns + column) {
                            *slot = Some(cells.len());
                        }
                    }
                }
                cells.push((row, Cell { column, colspan: last - column + 1, rowspan: end - row + 1, lines: Vec::new() }));
            }
        }
        let mut inside: Vec<Vec<Glyph>> = vec![Vec::new(); cells.len()];
        page.glyphs.retain(|glyph| {
            let (x, y) = ((glyph.x0 + glyph.x1) / 2.0, glyph.y - 0.35 * glyph.size);
            let unit = between(&self.ys, y).zip(between(&self.xs, x));
            let cell = unit.and_then(|(row, column)| owner.get(row * columns + column).copied().flatten());
            match cell.and_then(|cell| inside.get_mut(cell)) {
                Some(cell) => {
                    cell.push(glyph.clone());
                    false
                }
                None => true,
            }
        });
        let mut out: Vec<Vec<Cell>> = vec![Vec::new(); rows];
        for ((row, mut cell), glyphs) in cells.into_iter().zip(inside) {
            cell.lines = lines_of(glyphs).into_iter().map(|line| line.text).collect();
            if let Some(row) = out.get_mut(row) {
                row.push(cell);
            }
        }
        let edge = |edge: Option<&f64>| edge.copied().unwrap_or(0.0);
        Table { top: edge(self.ys.first()), bottom: edge(self.ys.last()), columns: self.xs.clone(), rows: out }
    }
}
