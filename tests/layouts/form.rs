//! A form's labels and figures as grids, before anybody decides how they are printed.

use gouji::bind::{Cell, State};
use gouji::model::{CellRef, Form, ItemId, Items, Table, TableId, TableKind, ValueKind};
use gouji::plan::{Slot, Slots};

use crate::Dice;
use crate::quirks::{Layout, Quirk, Style};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Head,
    Label,
    Value,
    /// Stands in the table but belongs to no figure.
    Note,
}

/// A cell with its place: row and column of its upper left corner, and how far it reaches.
#[derive(Debug, Clone)]
pub struct GridCell {
    pub text: String,
    pub kind: Kind,
    pub column: usize,
    pub colspan: usize,
    pub rowspan: usize,
}

#[derive(Debug, Clone, Default)]
pub struct Grid {
    pub caption: Option<String>,
    pub rows: Vec<Vec<GridCell>>,
    pub header: usize,
    pub width: usize,
}

/// How every figure is printed, by slot; `None` for slots that no table prints.
pub fn random_figures(slots: &Slots, form: &Form, style: &Style, dice: &mut Dice) -> Vec<Option<String>> {
    let figure = |slot: &Slot, dice: &mut Dice| {
        if form.table(slot.cell.table).is_none_or(|table| table.kind == TableKind::Facts) {
            return None;
        }
        let zero = dice.one_in(2);
        if zero {
            let mark = [(Quirk::Blank, ""), (Quirk::Slash, "/"), (Quirk::Dash, "-")];
            let marks: Vec<&str> = mark.iter().filter(|(quirk, _)| style.has(*quirk)).map(|(_, mark)| *mark).collect();
            let any = if marks.is_empty() || dice.one_in(2) { "0" } else { marks[dice.below(marks.len())] };
            return Some(any.to_owned());
        }
        let size = [10, 100, 10_000, 12_000_000][dice.below(4)];
        let number = 1 + dice.below(size);
        let unit = if style.has(Quirk::UnitInCell) && dice.one_in(2) { "元" } else { "" };
        Some(match slot.ty.kind {
            ValueKind::Decimal if unit.is_empty() => format!("{number}.{:06}", dice.below(1_000_000)),
            ValueKind::Decimal => format!("{number}.5{unit}"),
            ValueKind::Integer if dice.one_in(2) => format!("-{number}"),
            ValueKind::Integer if dice.one_in(2) => format!("+{number}"),
            _ => number.to_string(),
        })
    };
    slots.list.iter().map(|slot| figure(slot, dice)).collect()
}

/// Whether a cell was read as it was printed.
pub fn reads_as(cell: &Cell, printed: &str, slot: &Slot) -> bool {
    if printed.is_empty() {
        return cell.state == State::Blank;
    }
    if matches!(printed, "/" | "-") {
        return cell.state == State::NotApplicable;
    }
    let (number, unit) = match printed.strip_suffix('元') {
        Some(number) => (number, true),
        None => (printed, false),
    };
    let factor = if unit && slot.cell.table != TableId(u32::MAX) { cell.printed_unit.is_some() } else { true };
    let plain = number.trim_start_matches('+');
    let same = |value: String| normal(&value) == normal(plain);
    let text_same = normal(cell.text.trim_start_matches('+').trim_end_matches('元')) == normal(plain);
    cell.state == State::Figure
        && factor
        && if unit { text_same } else { cell.value.is_some_and(|value| same(value.to_string())) }
}

fn normal(number: &str) -> String {
    match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => number.to_owned(),
    }
}

fn label(items: &Items, id: ItemId, style: &Style) -> String {
    let labels = &items.get(id).expect("an item").labels;
    let other = labels.get(1).filter(|_| style.has(Quirk::Variants));
    style.label(&other.or(labels.first()).expect("a label").text)
}

/// Groups from the top down, the item last.
fn path(items: &Items, id: ItemId) -> Vec<ItemId> {
    let mut path = vec![id];
    while let Some(parent) = items.get(path[path.len() - 1]).and_then(|item| item.parent) {
        path.push(parent);
    }
    path.reverse();
    path
}

/// The cells of one table.
pub fn grid(table: &Table, id: TableId, slots: &Slots, figures: &[Option<String>], style: &Style) -> Grid {
    let rows: Vec<Vec<ItemId>> = match &table.rows {
        Some(items) => items.figures().map(|row| path(items, row)).collect(),
        None => vec![Vec::new()],
    };
    let labels = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut grid = Grid { caption: table.labels.first().map(|label| style.label(&label.text)), ..Grid::default() };
    let columns: Vec<Option<ItemId>> = table.column_figures();
    grid.width = labels + columns.len();
    header(table, labels, style, &mut grid);
    let leaves: Vec<Vec<ItemId>> = rows.clone();
    for (at, row) in rows.iter().enumerate() {
        if style.has(Quirk::RepeatedGroupRow) && at == 12 && row.len() > 1 {
            // The group's label again, in a row of its own: a page of the Word file ended here.
            let text = label(table.rows.as_ref().expect("rows"), row[0], style);
            grid.rows.push(vec![GridCell { text, kind: Kind::Note, column: 0, colspan: 1, rowspan: 1 }]);
        }
        let mut cells = Vec::new();
        for (depth, item) in row.iter().enumerate() {
            let items = table.rows.as_ref().expect("rows");
            let last = depth + 1 == row.len();
            let same = |other: &Vec<ItemId>| other.get(depth) == Some(item) && other.len() > depth + 1;
            let first = last || at == 0 || !same(&leaves[at - 1]);
            let repeated = style.has(Quirk::RepeatedGroups);
            if !last && !first && !repeated {
                continue;
            }
            let under = leaves[at..].iter().take_while(|other| same(other)).count();
            let crossed = style.has(Quirk::RepeatedGroupRow) && at < 12 && at + under > 12;
            cells.push(GridCell {
                text: label(items, *item, style),
                kind: Kind::Label,
                column: depth,
                colspan: if last { labels - depth } else { 1 },
                rowspan: if last || repeated { 1 } else { under + usize::from(crossed) },
            });
        }
        for (column, item) in columns.iter().enumerate() {
            let cell = CellRef { table: id, row: row.last().copied(), column: *item };
            let slot = slots.find(cell).expect("a slot");
            let text = figures[slot.0 as usize].clone().unwrap_or_default();
            cells.push(GridCell { text, kind: Kind::Value, column: labels + column, colspan: 1, rowspan: 1 });
        }
        grid.rows.push(cells);
    }
    if style.has(Quirk::ExtraRow) && table.rows.is_some() && columns.len() <= 3 {
        let mut row =
            vec![GridCell { text: "其他主动公开文件".into(), kind: Kind::Label, column: 0, colspan: labels, rowspan: 1 }];
        row.extend((0..columns.len()).map(|at| GridCell {
            text: "77777".into(),
            kind: Kind::Value,
            column: labels + at,
            colspan: 1,
            rowspan: 1,
        }));
        grid.rows.push(row);
    }
    grid
}

fn header(table: &Table, labels: usize, style: &Style, grid: &mut Grid) {
    let Some(items) = &table.columns else { return };
    let over = items.labels.first().map(|label| style.label(&label.text));
    let paths: Vec<Vec<ItemId>> = items.figures().map(|column| path(items, column)).collect();
    let depth = paths.iter().map(Vec::len).max().unwrap_or(1);
    grid.header = depth + usize::from(over.is_some());
    let mut rows: Vec<Vec<GridCell>> = vec![Vec::new(); grid.header];
    if labels > 0 {
        let text = if style.has(Quirk::NoteInHeader) && over.is_some() {
            style.label("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）")
        } else if over.is_some() {
            String::new()
        } else {
            style.label("信息内容")
        };
        rows[0].push(GridCell { text, kind: Kind::Note, column: 0, colspan: labels, rowspan: grid.header });
    }
    if let Some(text) = &over {
        rows[0].push(GridCell { text: text.clone(), kind: Kind::Head, column: labels, colspan: paths.len(), rowspan: 1 });
    }
    let first = usize::from(over.is_some());
    for (at, column) in paths.iter().enumerate() {
        for (level, item) in column.iter().enumerate() {
            let same = |other: &Vec<ItemId>| other.get(level) == Some(item);
            if at > 0 && same(&paths[at - 1]) {
                continue;
            }
            let last = level + 1 == column.len();
            rows[first + level].push(GridCell {
                text: label(items, *item, style),
                kind: Kind::Head,
                column: labels + at,
                colspan: paths[at..].iter().take_while(|other| same(other)).count(),
                rowspan: if last { depth - level } else { 1 },
            });
        }
    }
    grid.rows.extend(rows);
}

/// Every place of a grid: a cell's corner, or what a merged cell leaves there (`None`).
pub fn matrix(grid: &Grid) -> Vec<Vec<Option<&GridCell>>> {
    let mut matrix = vec![vec![None; grid.width]; grid.rows.len()];
    for (at, row) in grid.rows.iter().enumerate() {
        for cell in row {
            matrix[at][cell.column] = Some(cell);
        }
    }
    matrix
}

/// The layouts that have no way to show an empty cell.
pub fn drops_blanks(layout: Layout) -> bool {
    matches!(layout, Layout::Words | Layout::Paragraphs | Layout::LonePipes | Layout::DroppedPipes | Layout::CellLines)
}
