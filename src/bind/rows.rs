//! Which row of a table a printed label names.

use crate::label::{Label, Likeness};
use crate::model::{ItemId, Items, TableId};

use super::index::{Hit, Part, best_likeness};

/// What is known of a table's rows while its lines are read.
#[derive(Debug, Clone, Default)]
pub(super) struct RowState {
    /// By row: it has its cells.
    pub bound: Vec<bool>,
    /// The last row that was found.
    pub last: Option<ItemId>,
    /// The group that the lines stand in.
    pub open: Option<ItemId>,
}

impl RowState {
    pub fn is_bound(&self, item: ItemId) -> bool {
        self.bound.get(item.0 as usize).copied().unwrap_or(false)
    }

    pub fn bind(&mut self, item: ItemId) {
        if let Some(bound) = self.bound.get_mut(item.0 as usize) {
            *bound = true;
        }
        self.last = Some(item);
    }
}

/// Which of the rows that have this label is meant, and how well: rows under the group printed on the same line, under the
/// open group, not found yet, next in order; the ordinal speaks for or against.
pub(super) fn choose(
    items: &Items,
    state: &RowState,
    table: TableId,
    hits: &[Hit],
    label: &Label,
    groups: &[ItemId],
) -> Option<(ItemId, i32)> {
    let mut best: Option<(ItemId, i32)> = None;
    let mut seen = Vec::new();
    for hit in hits.iter().filter(|hit| hit.table == table) {
        let Part::Row(item) = hit.part else { continue };
        if seen.contains(&item) {
            continue;
        }
        seen.push(item);
        let mut score = 0;
        if groups.iter().any(|group| is_under(items, item, *group)) {
            score += 8;
        }
        if state.open.is_some_and(|open| is_under(items, item, open)) {
            score += 4;
        }
        score += if state.is_bound(item) { -2 } else { 3 };
        if state.last.is_none_or(|last| item > last) {
            score += 2;
        }
        let likeness = best_likeness(hits, table, hit.part, label);
        score += match likeness {
            Likeness::Exact if hit.label.ordinal.is_some() && hit.label.ordinal == label.ordinal => 2,
            Likeness::Exact | Likeness::RemarkDiffers => 1,
            Likeness::OrdinalDiffers => -3,
            Likeness::Near(_) | Likeness::No => 0,
        };
        if best.is_none_or(|(_, other)| score > other) {
            best = Some((item, score));
        }
    }
    best
}

/// Whether an item stands in a group, at any depth.
pub(super) fn is_under(items: &Items, item: ItemId, group: ItemId) -> bool {
    let mut at = items.get(item).and_then(|item| item.parent);
    let mut steps = 0;
    while let Some(parent) = at {
        if parent == group {
            return true;
        }
        at = items.get(parent).and_then(|item| item.parent);
        steps += 1;
        if steps > items.list.len() {
            break;
        }
    }
    false
}

/// The one item of `among` that the label misprints: near, and no other as near.
pub(super) fn nearest(items: &Items, among: &[ItemId], label: &Label) -> Option<(ItemId, usize)> {
    let mut best: Option<(ItemId, usize)> = None;
    let mut tied = false;
    for id in among {
        let Some(item) = items.get(*id) else { continue };
        let likeness = item.labels.iter().map(|text| text.parsed().compare(label));
        let edits = likeness.filter_map(|likeness| match likeness {
            Likeness::Near(edits) => Some(edits),
            Likeness::Exact | Likeness::OrdinalDiffers | Likeness::RemarkDiffers => Some(0),
            Likeness::No => None,
        });
        let Some(edits) = edits.min() else { continue };
        match best {
            Some((_, other)) if edits > other => {}
            Some((_, other)) if edits == other => tied = true,
            Some(_) | None => {
                best = Some((*id, edits));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied)
}
