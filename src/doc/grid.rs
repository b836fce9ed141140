//! The heads of a table as on paper: groups span their columns, or their rows.

use crate::model::{Item, ItemId, ItemKind, Items};

/// A head cell. `columns`, `rows`: how many it spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub item: ItemId,
    pub columns: usize,
    pub rows: usize,
    /// How far below a figure it stands ("of which").
    pub indent: usize,
}

/// One line of heads: a row of the head over the columns, or what stands in front of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    pub heads: Vec<Head>,
    /// The figure that this line, or this column, is for.
    pub figure: Option<ItemId>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// How many levels of heads there are.
    pub depth: usize,
    /// Over the columns: one line a level. Before the rows: one line a row.
    pub lines: Vec<Line>,
    /// The figures in order.
    pub figures: Vec<ItemId>,
}

/// The figures of an item and of all below it, in order.
fn leaves(items: &Items, id: ItemId) -> usize {
    let Some(item) = items.get(id) else { return 0 };
    let below: usize = item.children.iter().map(|child| leaves(items, *child)).sum();
    below.saturating_add(usize::from(item.has_figure()))
}

/// How many levels of heads an item takes: those below a figure stand beside it.
fn levels(items: &Items, id: ItemId) -> usize {
    let Some(item) = items.get(id) else { return 0 };
    let below = item.children.iter().map(|child| levels(items, *child)).max().unwrap_or(0);
    match item.kind {
        ItemKind::Heading => below.saturating_add(1),
        ItemKind::Figure | ItemKind::TotalOf | ItemKind::TotalBeside | ItemKind::Derived(_) => below.max(1),
    }
}

/// The heads over columns.
pub fn columns(items: &Items) -> Grid {
    let depth = items.roots().map(|id| levels(items, id)).max().unwrap_or(0);
    let mut grid = Grid { depth, lines: vec![Line::default(); depth], figures: items.figures().collect() };
    for id in items.roots() {
        over(items, id, 0, 0, &mut grid);
    }
    grid
}

fn over(items: &Items, id: ItemId, level: usize, indent: usize, grid: &mut Grid) {
    let Some(item) = items.get(id) else { return };
    let left = grid.depth.saturating_sub(level);
    let heading = !item.has_figure();
    let head = if heading {
        Head { item: id, columns: leaves(items, id).max(1), rows: 1, indent }
    } else {
        Head { item: id, columns: 1, rows: left.max(1), indent }
    };
    if let Some(line) = grid.lines.get_mut(level) {
        line.heads.push(head);
    }
    let (level, indent) = if heading { (level.saturating_add(1), indent) } else { (level, indent.saturating_add(1)) };
    for child in &item.children {
        over(items, *child, level, indent, grid);
    }
}

/// The heads before rows.
pub fn rows(items: &Items) -> Grid {
    let depth = items.roots().map(|id| levels(items, id)).max().unwrap_or(0);
    let mut grid = Grid { depth, lines: Vec::new(), figures: items.figures().collect() };
    let mut open: Vec<Head> = Vec::new();
    for id in items.roots() {
        before(items, id, 0, 0, &mut open, &mut grid);
    }
    grid
}

fn before(items: &Items, id: ItemId, level: usize, indent: usize, open: &mut Vec<Head>, grid: &mut Grid) {
    let Some(item) = items.get(id) else { return };
    let (mut level, mut indent) = (level, indent);
    if is_empty(items, item, id) {
        return;
    }
    if item.has_figure() {
        let mut heads = std::mem::take(open);
        heads.push(Head { item: id, columns: grid.depth.saturating_sub(level).max(1), rows: 1, indent });
        grid.lines.push(Line { heads, figure: Some(id) });
        indent = indent.saturating_add(1);
    } else {
        open.push(Head { item: id, columns: 1, rows: leaves(items, id), indent });
        level = level.saturating_add(1);
    }
    for child in &item.children {
        before(items, *child, level, indent, open, grid);
    }
}

/// A heading without a figure below it has no row.
fn is_empty(items: &Items, item: &Item, id: ItemId) -> bool {
    !item.has_figure() && leaves(items, id) == 0
}
