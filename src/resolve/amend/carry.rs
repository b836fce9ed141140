//! Which item of the amended version each item of the new one continues, read off where things were declared.

use std::collections::HashMap;

use crate::model::{Amended, Carried, CarriedTable, Form, ItemId, Items, TableId, TableKind};
use crate::source::Span;

/// What the changes did, by the places of names: the new name's first.
#[derive(Debug, Default)]
pub(in super::super) struct Lineage {
    pub renamed: HashMap<Span, Span>,
    pub split: HashMap<Span, Span>,
    pub merged: HashMap<Span, Vec<Span>>,
}

impl Lineage {
    /// Where the item that now has this name was declared in the amended version.
    pub fn origin(&self, span: Span) -> Span {
        let mut at = span;
        for _ in 0..self.renamed.len() {
            match self.renamed.get(&at) {
                Some(before) => at = *before,
                None => break,
            }
        }
        at
    }
}

/// `old_index`: the amended form in the model; `span`: the version that the template names; `text`: the whole template.
pub(in super::super) fn carry(
    new: &Form,
    old: &Form,
    old_index: usize,
    (span, text): (Span, Span),
    lineage: &Lineage,
) -> Amended {
    let tables = new
        .tables
        .iter()
        .map(|table| {
            let origin = lineage.origin(table.span);
            let from = old.table_ids().find(|(_, other)| other.span == origin && other.kind == table.kind);
            // Facts may have moved to a block of their own: they are looked for in every block.
            let blocks: Vec<(TableId, &crate::model::Table)> = match (from, table.kind) {
                (Some(found), TableKind::Table) => vec![found],
                (None, TableKind::Table) => Vec::new(),
                (_, TableKind::Facts) => old.table_ids().filter(|(_, table)| table.kind == TableKind::Facts).collect(),
            };
            let from = from.map(|(id, _)| id);
            match table.kind {
                TableKind::Facts => {
                    let rows = table.rows.as_ref().map(|items| {
                        let found = blocks.iter().find_map(|(id, block)| {
                            let carried = items_of(items, block.rows.as_ref()?, lineage);
                            carried.iter().any(|item| *item != Carried::New).then_some((*id, carried))
                        });
                        match found {
                            Some((id, carried)) => (Some(id), carried),
                            None => (from, vec![Carried::New; items.list.len()]),
                        }
                    });
                    let (from, rows) = rows.unwrap_or((from, Vec::new()));
                    CarriedTable { from, rows, columns: Vec::new() }
                }
                TableKind::Table => {
                    let old = from.and_then(|id| old.table(id));
                    let along = |new: Option<&Items>, old: Option<&Items>| match (new, old) {
                        (Some(new), Some(old)) => items_of(new, old, lineage),
                        (Some(new), None) => vec![Carried::New; new.list.len()],
                        (None, _) => Vec::new(),
                    };
                    CarriedTable {
                        from,
                        rows: along(table.rows.as_ref(), old.and_then(|old| old.rows.as_ref())),
                        columns: along(table.columns.as_ref(), old.and_then(|old| old.columns.as_ref())),
                    }
                }
            }
        })
        .collect();
    Amended { form: old_index, version: old.version.clone().unwrap_or_default(), tables, span, text }
}

/// One entry for each new item. An axis that is spread twice gives two items with one place: the group above tells them apart.
fn items_of(new: &Items, old: &Items, lineage: &Lineage) -> Vec<Carried> {
    let mut by_span: HashMap<Span, Vec<ItemId>> = HashMap::new();
    for (id, item) in old.iter() {
        by_span.entry(item.span).or_default().push(id);
    }
    let mut carried: Vec<Carried> = Vec::with_capacity(new.list.len());
    for (_, item) in new.iter() {
        let parent = item.parent.and_then(|parent| carried.get(parent.0 as usize)).and_then(Carried::whole);
        let find = |span: Span| {
            let candidates = by_span.get(&lineage.origin(span)).map_or(&[][..], Vec::as_slice);
            let beside = candidates.iter().find(|id| old.get(**id).is_some_and(|old| old.parent == parent));
            match (beside, candidates) {
                (Some(id), _) => Some(*id),
                (None, [only]) => Some(*only),
                (None, _) => None,
            }
        };
        let is = if let Some(id) = lineage.split.get(&item.span).and_then(|from| find(*from)) {
            Carried::PartOf(id)
        } else if let Some(parts) = lineage.merged.get(&item.span) {
            let parts: Vec<ItemId> = parts.iter().filter_map(|part| find(*part)).collect();
            if parts.is_empty() { Carried::New } else { Carried::SumOf(parts) }
        } else {
            match find(item.span) {
                Some(id) if old.get(id).is_some_and(|old| old.name == item.name) => Carried::Same(id),
                Some(id) => Carried::Renamed(id),
                None => Carried::New,
            }
        };
        carried.push(is);
    }
    carried
}
