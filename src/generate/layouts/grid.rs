//! A form's labels and figures as grids, before anybody decides how they are printed.

use super::style::{Quirk, Style};
use crate::model::{CellRef, Form, Item, ItemId, ItemKind, Items, Table, TableId, ValueKind};
use crate::plan::Slots;

/// At this row a page of the original ended, with [`Quirk::RepeatedGroupRow`].
const PAGE_END: usize = 12;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Head,
    Label,
    Value,
    /// Stands in the table but belongs to no figure.
    Note,
}

/// A cell with its place: row and column of its upper left corner, and how far it reaches.
#[derive(Debug, Clone)]
pub(super) struct GridCell {
    pub text: String,
    pub kind: Kind,
    pub column: usize,
    pub colspan: usize,
    pub rowspan: usize,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    pub caption: Option<String>,
    pub rows: Vec<Vec<GridCell>>,
    pub header: usize,
    pub width: usize,
}

fn label(items: &Items, id: ItemId, style: &Style) -> String {
    let labels = items.get(id).map(|item| item.labels.as_slice()).unwrap_or_default();
    let other = labels.get(1).filter(|_| style.has(Quirk::Variants));
    style.label(other.or(labels.first()).map_or("", |label| label.text.as_str()))
}

/// The headings above an item from the top down, the item last.
fn path(items: &Items, id: ItemId) -> Vec<ItemId> {
    let mut path = vec![id];
    let mut at = items.get(id).and_then(|item| item.parent);
    while let Some(parent) = at.and_then(|id| items.get(id)) {
        if parent.kind == ItemKind::Heading {
            path.extend(at);
        }
        at = parent.parent.filter(|_| path.len() <= items.list.len());
    }
    path.reverse();
    path
}

/// The cells of one table. Rows and columns that no figure of the report stands in are left out.
pub(super) fn grid(
    form: &Form,
    (id, table): (TableId, &Table),
    slots: &Slots,
    figures: &[Option<String>],
    units: &dyn Fn(ItemId) -> String,
    style: &Style,
) -> Grid {
    let printed = |row: Option<ItemId>, column: Option<ItemId>| {
        let slot = slots.find(CellRef { table: id, row, column })?;
        figures.get(slot.0 as usize)?.clone()
    };
    let all_rows = table.row_figures();
    let columns: Vec<Option<ItemId>> = table
        .column_figures()
        .into_iter()
        .filter(|column| is_marginal(table, *column) || all_rows.iter().any(|row| printed(*row, *column).is_some()))
        .collect();
    let shown = |row: &Option<ItemId>| columns.iter().any(|column| printed(*row, *column).is_some());
    let rows: Vec<Vec<ItemId>> = all_rows
        .into_iter()
        .filter(shown)
        .map(|row| table.rows.as_ref().zip(row).map_or(Vec::new(), |(items, row)| path(items, row)))
        .collect();
    let labels = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut grid = Grid { caption: table.labels.first().map(|label| style.label(&label.text)), ..Grid::default() };
    if rows.is_empty() {
        return grid;
    }
    grid.width = labels.saturating_add(columns.len());
    header(form, (id, table), labels, &columns, style, &mut grid);
    for (at, row) in rows.iter().enumerate() {
        let name = |item: ItemId| table.rows.as_ref().map(|items| label(items, item, style)).unwrap_or_default();
        if style.has(Quirk::RepeatedGroupRow)
            && at == PAGE_END
            && row.len() > 1
            && let Some(group) = row.first()
        {
            // The group's label again, in a row of its own: a page of the Word file ended here.
            grid.rows.push(vec![GridCell { text: name(*group), kind: Kind::Note, column: 0, colspan: 1, rowspan: 1 }]);
        }
        let mut cells = Vec::new();
        for (depth, item) in row.iter().enumerate() {
            let last = depth.saturating_add(1) == row.len();
            let same = |other: &Vec<ItemId>| other.get(depth) == Some(item) && other.len() > depth.saturating_add(1);
            let before = at.checked_sub(1).and_then(|before| rows.get(before));
            let first = last || !before.is_some_and(same);
            let repeated = style.has(Quirk::RepeatedGroups);
            if !last && !first && !repeated {
                continue;
            }
            let under = rows.iter().skip(at).take_while(|other| same(other)).count();
            let crossed = style.has(Quirk::RepeatedGroupRow) && at < PAGE_END && at.saturating_add(under) > PAGE_END;
            cells.push(GridCell {
                text: name(*item),
                kind: Kind::Label,
                column: depth,
                colspan: if last { labels.saturating_sub(depth) } else { 1 },
                rowspan: if last || repeated { 1 } else { under.saturating_add(usize::from(crossed)) },
            });
        }
        for (column, item) in columns.iter().enumerate() {
            let own = row.last().copied();
            let text = printed(own, *item).unwrap_or_else(|| marginal(table, own, *item, units));
            cells.push(GridCell { text, kind: Kind::Value, column: labels.saturating_add(column), colspan: 1, rowspan: 1 });
        }
        grid.rows.push(cells);
    }
    if style.has(Quirk::ExtraRow) && table.rows.is_some() && columns.len() <= 3 {
        let note = "其他未列明的事项".to_owned();
        let mut row = vec![GridCell { text: note, kind: Kind::Label, column: 0, colspan: labels, rowspan: 1 }];
        row.extend((0..columns.len()).map(|at| GridCell {
            text: "77777".into(),
            kind: Kind::Value,
            column: labels.saturating_add(at),
            colspan: 1,
            rowspan: 1,
        }));
        grid.rows.push(row);
    }
    grid
}

fn column_kind(table: &Table, column: Option<ItemId>) -> Option<&ValueKind> {
    Some(&table.column(column?)?.ty.as_ref()?.kind)
}

/// A column of line numbers or units: no figures, but printed.
fn is_marginal(table: &Table, column: Option<ItemId>) -> bool {
    matches!(column_kind(table, column), Some(ValueKind::Code | ValueKind::Unit))
}

/// What such a column prints beside a row.
fn marginal(table: &Table, row: Option<ItemId>, column: Option<ItemId>, units: &dyn Fn(ItemId) -> String) -> String {
    let item: Option<&Item> = row.and_then(|row| table.row(row));
    match column_kind(table, column) {
        Some(ValueKind::Code) => item.and_then(|item| item.code.clone()).unwrap_or_default(),
        Some(ValueKind::Unit) => row.map(units).unwrap_or_default(),
        _ => String::new(),
    }
}

fn header(form: &Form, (id, table): (TableId, &Table), labels: usize, shown: &[Option<ItemId>], style: &Style, grid: &mut Grid) {
    let Some(items) = &table.columns else { return };
    let over = items.labels.first().map(|label| style.label(&label.text));
    let paths: Vec<Vec<ItemId>> = shown.iter().flatten().map(|column| path(items, *column)).collect();
    let depth = paths.iter().map(Vec::len).max().unwrap_or(1);
    grid.header = depth.saturating_add(usize::from(over.is_some()));
    let mut rows: Vec<Vec<GridCell>> = vec![Vec::new(); grid.header];
    let mut put = |row: usize, cell: GridCell| rows.get_mut(row).into_iter().for_each(|row| row.push(cell.clone()));
    if labels > 0 {
        let rule = form.rules.iter().find(|rule| rule.table == Some(id)).and_then(|rule| rule.text.as_ref());
        let text = match (&over, rule) {
            (Some(_), Some(rule)) if style.has(Quirk::NoteInHeader) => {
                style.label(&format!("（本列数据的勾稽关系为：{}）", rule.text))
            }
            (Some(_), _) => String::new(),
            (None, _) => style.label("信息内容"),
        };
        put(0, GridCell { text, kind: Kind::Note, column: 0, colspan: labels, rowspan: grid.header });
    }
    if let Some(text) = &over {
        put(0, GridCell { text: text.clone(), kind: Kind::Head, column: labels, colspan: paths.len(), rowspan: 1 });
    }
    let first = usize::from(over.is_some());
    for (at, column) in paths.iter().enumerate() {
        for (level, item) in column.iter().enumerate() {
            let same = |other: &Vec<ItemId>| other.get(level) == Some(item);
            if at.checked_sub(1).and_then(|before| paths.get(before)).is_some_and(same) {
                continue;
            }
            let last = level.saturating_add(1) == column.len();
            let cell = GridCell {
                text: label(items, *item, style),
                kind: Kind::Head,
                column: labels.saturating_add(at),
                colspan: paths.iter().skip(at).take_while(|other| same(other)).count(),
                rowspan: if last { depth.saturating_sub(level) } else { 1 },
            };
            put(first.saturating_add(level), cell);
        }
    }
    grid.rows.extend(rows);
}

/// Every place of a grid: a cell's corner, or what a merged cell leaves there (`None`).
pub(super) fn matrix(grid: &Grid) -> Vec<Vec<Option<&GridCell>>> {
    let mut matrix = vec![vec![None; grid.width]; grid.rows.len()];
    for (row, places) in grid.rows.iter().zip(matrix.iter_mut()) {
        for cell in row {
            if let Some(place) = places.get_mut(cell.column) {
                *place = Some(cell);
            }
        }
    }
    matrix
}
