//! Keys of structured data → items: names, or names behind the groups they stand in.

use std::collections::HashMap;

use crate::label::fold;
use crate::model::{Form, ItemId, Items, TableId};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Dimension {
    Rows,
    Columns,
}

/// The items of every dimension of a form by their folded names.
pub(super) struct Keys(HashMap<(TableId, Dimension), HashMap<String, Vec<ItemId>>>);

/// Why a key names no item.
pub(super) enum Problem {
    Unknown,
    /// The items it may mean.
    Ambiguous(Vec<String>),
}

impl Keys {
    pub fn of(form: &Form) -> Keys {
        let mut all = HashMap::new();
        for (id, table) in form.table_ids() {
            for (dimension, items) in [(Dimension::Rows, &table.rows), (Dimension::Columns, &table.columns)] {
                let mut names: HashMap<String, Vec<ItemId>> = HashMap::new();
                for (item, declared) in items.iter().flat_map(Items::iter) {
                    names.entry(fold(&declared.name)).or_default().push(item);
                }
                all.insert((id, dimension), names);
            }
        }
        Keys(all)
    }

    /// The item of a table's dimension that a key names; `group`: where the key stands.
    pub fn resolve(
        &self,
        form: &Form,
        table: TableId,
        dimension: Dimension,
        group: Option<ItemId>,
        key: &str,
    ) -> Result<ItemId, Problem> {
        let items = form.table(table).and_then(|table| match dimension {
            Dimension::Rows => table.rows.as_ref(),
            Dimension::Columns => table.columns.as_ref(),
        });
        match (items, self.0.get(&(table, dimension))) {
            (Some(items), Some(names)) => resolve(items, names, group, key),
            (None, _) | (_, None) => Err(Problem::Unknown),
        }
    }
}

/// The item that a key names, `总计` or `行政复议.总计`: the last name is its own, those before are groups around it; some
/// may be left out. `group`: where the key stands.
fn resolve(items: &Items, names: &HashMap<String, Vec<ItemId>>, group: Option<ItemId>, key: &str) -> Result<ItemId, Problem> {
    let mut path: Vec<String> = key.split('.').map(fold).collect();
    let whole = fold(key);
    let Some(own) = path.pop() else { return Err(Problem::Unknown) };
    let named = |name: &String| names.get(name).map_or(&[][..], Vec::as_slice);
    let plain = if path.is_empty() { &[][..] } else { named(&whole) };
    let within = named(&own).iter().copied().filter(|id| is_within(items, *id, &path));
    let fits: Vec<ItemId> = plain
        .iter()
        .copied()
        .chain(within)
        .filter(|id| group.is_none_or(|group| super::rows::is_under(items, *id, group)))
        .collect();
    // The nearest to the group: a name of its own level beats one further down.
    let depth = |id: &ItemId| items.path(*id).len();
    let least = fits.iter().map(depth).min();
    let nearest: Vec<ItemId> = fits.iter().copied().filter(|id| Some(depth(id)) == least).collect();
    match (fits.as_slice(), nearest.as_slice()) {
        ([], _) => Err(Problem::Unknown),
        ([one], _) => Ok(*one),
        (_, [one]) if group.is_some() => Ok(*one),
        (several, _) => Err(Problem::Ambiguous(several.iter().map(|id| items.short_name(*id)).collect())),
    }
}

fn is_within(items: &Items, id: ItemId, groups: &[String]) -> bool {
    let mut wanted = groups.iter().rev().peekable();
    let path = items.path(id);
    for name in path.iter().rev().skip(1) {
        if wanted.peek().is_some_and(|group| **group == fold(name)) {
            wanted.next();
        }
    }
    wanted.peek().is_none()
}
