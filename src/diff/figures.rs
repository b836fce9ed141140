//! Which figure continues which.

use std::collections::HashMap;

use serde::Serialize;

use super::Version;
use super::matching::{How, Link, Pairs};
use crate::model::{CellRef, ItemId, TableKind, ValueKind};
use crate::plan::{Slot, SlotId};

/// How the figures of one table carry over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Carry {
    /// The older form's name of the table; for facts that of the section.
    pub table: String,
    pub new_table: Option<String>,
    pub facts: bool,
    /// Figures that go on one for one.
    pub same: usize,
    /// Old figures that are the sum of several new ones, and old figures that add up to one new one.
    pub split: usize,
    pub merged: usize,
    /// Old figures that end; new ones that begin.
    pub ended: usize,
    pub begun: usize,
}

/// The figures of the older form in those of the newer one.
pub(super) struct Figures {
    /// For each old slot the new ones whose sum it is; empty when there are none.
    pub to_new: Vec<Vec<SlotId>>,
    /// For each new slot whether an old one says something of it.
    pub known: Vec<bool>,
    /// For each new slot whether the old form knows it only as one of several.
    pub part: Vec<bool>,
    /// New slots that are the sum of several old ones.
    merged: Vec<SlotId>,
}

pub(super) fn figures(old: Version<'_>, new: Version<'_>, pairs: &Pairs) -> Figures {
    let mut figures = Figures {
        to_new: vec![Vec::new(); old.plan.slots.list.len()],
        known: vec![false; new.plan.slots.list.len()],
        part: vec![false; new.plan.slots.list.len()],
        merged: Vec::new(),
    };
    let by_cell: HashMap<CellRef, SlotId> =
        new.plan.slots.list.iter().enumerate().map(|(at, slot)| (slot.cell, SlotId(at as u32))).collect();
    let mut sources: HashMap<SlotId, usize> = HashMap::new();
    for (slot, to) in old.plan.slots.list.iter().zip(figures.to_new.iter_mut()) {
        let Some(pair) = pairs.of_old(slot.cell.table).filter(|pair| pair.carries) else { continue };
        let (rows, columns) = (targets(slot.cell.row, &pair.rows), targets(slot.cell.column, &pair.columns));
        let cells = rows
            .iter()
            .flat_map(|row| columns.iter().map(|column| CellRef { table: pair.new, row: *row, column: *column }))
            .collect::<Vec<_>>();
        let found: Vec<SlotId> = cells.iter().filter_map(|cell| by_cell.get(cell).copied()).collect();
        // All of the parts, and of one kind: else the old figure says nothing of them.
        let comparable = |id: &SlotId| new.plan.slots.get(*id).is_some_and(|slot_new| alike(old, slot, new, slot_new));
        if !found.is_empty() && found.len() == cells.len() && found.iter().all(comparable) {
            for id in &found {
                let count = sources.entry(*id).or_default();
                *count = count.saturating_add(1);
                if let Some(known) = figures.known.get_mut(id.0 as usize) {
                    *known = true;
                }
                if let Some(part) = figures.part.get_mut(id.0 as usize) {
                    *part = found.len() > 1;
                }
            }
            *to = found;
        }
    }
    figures.merged = sources.into_iter().filter(|(_, count)| *count > 1).map(|(id, _)| id).collect();
    // One of several old figures says nothing alone: what they add up to is not an equation over single new figures.
    let merged = figures.merged.clone();
    for to in &mut figures.to_new {
        if to.iter().any(|id| merged.contains(id)) {
            to.clear();
        }
    }
    for id in merged {
        if let Some(known) = figures.known.get_mut(id.0 as usize) {
            *known = false;
        }
    }
    figures
}

/// The new items whose sum an old item is; `[None]` for the nameless one.
fn targets(item: Option<ItemId>, links: &[Link]) -> Vec<Option<ItemId>> {
    let Some(item) = item else { return vec![None] };
    let of = |how: How| links.iter().find(|link| link.how == how && link.old.contains(&item));
    let link = of(How::Split).or_else(|| of(How::Merged)).or_else(|| of(How::Same));
    link.map(|link| link.new.iter().copied().map(Some).collect()).unwrap_or_default()
}

/// Whether two figures measure the same thing.
fn alike(old: Version<'_>, slot: &Slot, new: Version<'_>, slot_new: &Slot) -> bool {
    let percent = |slot: &Slot| slot.ty.kind == ValueKind::Percent;
    let base = |version: Version<'_>, slot: &Slot| {
        let units = &version.model.units;
        slot.ty.unit.and_then(|unit| units.get(unit)).map(|unit| units.name(Some(unit.base)).to_owned())
    };
    slot.ty.kind.is_numeric() == slot_new.ty.kind.is_numeric()
        && percent(slot) == percent(slot_new)
        && base(old, slot) == base(new, slot_new)
}

impl Figures {
    /// Table by table, in the older form's order; tables that are new come last.
    pub fn carry(&self, old: Version<'_>, new: Version<'_>) -> Vec<Carry> {
        let name = |version: Version<'_>, id: crate::model::TableId| -> (String, bool) {
            let Some(table) = version.form.table(id) else { return (String::new(), false) };
            match table.kind {
                TableKind::Table => (table.name.clone(), false),
                TableKind::Facts => {
                    let section = table.section.and_then(|id| version.form.sections.get(id.0 as usize));
                    (section.map(|section| section.name.clone()).unwrap_or_default(), true)
                }
            }
        };
        let pair_name =
            |to: &[SlotId]| to.first().and_then(|id| new.plan.slots.get(*id)).map(|slot| name(new, slot.cell.table).0);
        let mut carry: Vec<Carry> = Vec::new();
        for (id, _) in old.form.table_ids() {
            let (table, facts) = name(old, id);
            let mut entry = Carry { table, new_table: None, facts, same: 0, split: 0, merged: 0, ended: 0, begun: 0 };
            for (slot, _) in old.plan.slots.of_table(id) {
                let Some(to) = self.to_new.get(slot.0 as usize) else { continue };
                entry.new_table = entry.new_table.or_else(|| pair_name(to));
                match to.as_slice() {
                    [] => entry.ended = entry.ended.saturating_add(1),
                    [_] => entry.same = entry.same.saturating_add(1),
                    _ => entry.split = entry.split.saturating_add(1),
                }
            }
            carry.push(entry);
        }
        for (id, _) in new.form.table_ids() {
            let (table, facts) = name(new, id);
            let slots: Vec<SlotId> = new.plan.slots.of_table(id).map(|(slot, _)| slot).collect();
            let begun = slots.iter().filter(|slot| self.known.get(slot.0 as usize) == Some(&false)).count();
            let merged = slots.iter().filter(|slot| self.merged.contains(slot)).count();
            let begun = begun.saturating_sub(merged);
            let known = carry.iter_mut().find(|entry| {
                entry.facts == facts
                    && (entry.new_table.as_ref() == Some(&table) || (entry.new_table.is_none() && entry.table == table))
            });
            match known {
                Some(entry) => {
                    entry.begun = entry.begun.saturating_add(begun);
                    entry.merged = entry.merged.saturating_add(merged);
                }
                None if begun > 0 => {
                    carry.push(Carry { new_table: Some(table.clone()), table, facts, same: 0, split: 0, merged, ended: 0, begun })
                }
                None => {}
            }
        }
        carry
    }
}
