//! What a reader calls the things of a form: their labels as printed, without ordinals and remarks.

use crate::label::Label as Printed;
use crate::model::{Form, Item, ItemId, Items, Label, Ref, Table, TableId, TableKind};

/// A label without its ordinal and its remark in parentheses, as printed; the whole when nothing else is in it.
pub fn short_label(text: &str) -> String {
    let text = text.trim();
    let parsed = Printed::parse(text);
    let mut core = text;
    if parsed.ordinal.is_some() {
        let starts = text.char_indices().skip(1).take(12).filter_map(|(at, _)| text.get(at..));
        let bare = |rest: &&str| {
            let rest = Printed::parse(rest);
            rest.ordinal.is_none() && rest.core == parsed.core
        };
        core = starts.filter(bare).last().unwrap_or(text);
    }
    if parsed.remark.is_some()
        && let Some(at) = core.rfind(['（', '('])
        && at > 0
    {
        core = core.get(..at).unwrap_or(core);
    }
    let core = core.trim();
    if core.is_empty() { text.to_owned() } else { core.to_owned() }
}

/// The label of an item; of a fact its name, because its labels are patterns.
pub fn item_label(table: &Table, item: &Item) -> String {
    match (table.kind, item.labels.first()) {
        (TableKind::Table, Some(label)) => short_label(&label.text),
        (TableKind::Table, None) | (TableKind::Facts, _) => item.name.clone(),
    }
}

/// The caption of a table, or its name.
pub fn table_label(table: &Table) -> String {
    match table.labels.first().map(|label: &Label| label.text.trim()) {
        Some(label) if !label.is_empty() => label.to_owned(),
        Some(_) | None => table.name.clone(),
    }
}

/// A reference in labels: the row, the column, or both; groups in front where the label alone fits several.
pub fn label_of_ref(form: &Form, home: Option<TableId>, reference: &Ref) -> String {
    let whole = |id: TableId| form.table(id).map(table_label).unwrap_or_default();
    let front = |id: TableId, text: String| match form.table(id) {
        Some(table) if table.kind == TableKind::Table && home != Some(id) => format!("{}·{text}", table.name),
        Some(_) | None => text,
    };
    match reference {
        Ref::Cell(cell) => {
            let Some(table) = form.table(cell.table) else { return String::new() };
            let row = cell.row.and_then(|id| path_label(table, table.rows.as_ref(), id));
            let column = cell.column.and_then(|id| path_label(table, table.columns.as_ref(), id));
            let text = match (row, column) {
                (Some(row), Some(column)) => format!("{row}［{column}］"),
                (Some(one), None) | (None, Some(one)) => one,
                (None, None) => table.name.clone(),
            };
            front(cell.table, text)
        }
        Ref::Row { table, item } => {
            front(*table, form.table(*table).and_then(|table| path_label(table, table.rows.as_ref(), *item)).unwrap_or_default())
        }
        Ref::Column { table, item } => front(
            *table,
            form.table(*table).and_then(|table| path_label(table, table.columns.as_ref(), *item)).unwrap_or_default(),
        ),
        Ref::Table(table) => whole(*table),
        Ref::Meta(meta) => form.meta.get(meta.0 as usize).map(|meta| meta.name.clone()).unwrap_or_default(),
    }
}

/// An item's label; behind its nearest group's when others of the dimension have the same one.
fn path_label(table: &Table, items: Option<&Items>, id: ItemId) -> Option<String> {
    let items = items?;
    let item = items.get(id)?;
    let label = item_label(table, item);
    let alike = items.iter().filter(|(_, other)| item_label(table, other) == label).take(2).count();
    match item.parent.and_then(|parent| items.get(parent)).filter(|_| alike > 1) {
        Some(parent) => Some(format!("{}·{label}", item_label(table, parent))),
        None => Some(label),
    }
}

#[cfg(test)]
mod tests {
    use super::short_label;

    #[test]
    fn labels_without_ordinals_and_remarks_as_printed() {
        for (text, wanted) in [
            ("（二）部分公开（区分处理的，只计这一情形）", "部分公开"),
            ("3.危及“三安全一稳定”", "危及“三安全一稳定”"),
            ("一、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量"),
            ("本年收费金额（单位：万元）", "本年收费金额"),
            ("总计", "总计"),
            ("（一）", "（一）"),
        ] {
            assert_eq!(short_label(text), wanted, "{text}");
        }
    }
}
