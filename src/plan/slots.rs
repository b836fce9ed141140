//! Slots: every figure of a form, numbered.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::diag::At;
use crate::model::{
    CellRef, CellType, Form, ItemId, Items, ReadPolicy, Rounding, Table, TableId, TableKind, Treatment, ValueKind,
};

/// Index of a figure of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SlotId(pub u32);

/// One figure of a form: where it stands and how it is to be read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Slot {
    pub cell: CellRef,
    pub ty: CellType,
    /// The policy that holds here: of the items, the table, the template, and the defaults (blank and absent `error`;
    /// an optional one absent `skip`).
    pub read: ReadPolicy,
    /// It may be missing.
    pub optional: bool,
    /// Whether it is a total or a derived line: its value follows from others.
    pub computed: bool,
}

/// All figures of a form in table, row, column order. Columns of type `code` and `unit` hold no figures and have no slots.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Slots {
    pub list: Vec<Slot>,
    #[serde(skip)]
    index: HashMap<CellRef, SlotId>,
}

impl Slot {
    /// The decimal places that hold every figure of this type exactly, where the type says how many there are; else six.
    pub fn decimals(&self) -> u8 {
        match (&self.ty.kind, self.ty.rounding) {
            (ValueKind::Natural | ValueKind::Integer, _) => 0,
            (_, Rounding::Step(step) | Rounding::Rounded(step)) => step.normalized().scale(),
            (_, Rounding::Exact) => 6,
        }
    }
}

impl Slots {
    /// Numbers the figures of a form that passed `check`.
    pub fn of(form: &Form) -> Slots {
        let mut slots = Slots::default();
        for (id, table) in form.table_ids() {
            for row in table.row_figures() {
                for column in table.column_figures() {
                    let cell = CellRef { table: id, row, column };
                    let Some(ty) = table.cell_type(row, column) else { continue };
                    if matches!(ty.kind, ValueKind::Code | ValueKind::Unit) {
                        continue;
                    }
                    slots.push(form, cell, ty.clone());
                }
            }
        }
        slots
    }

    fn push(&mut self, form: &Form, cell: CellRef, ty: CellType) {
        let Some(table) = form.table(cell.table) else { return };
        let row = cell.row.and_then(|id| table.row(id));
        let column = cell.column.and_then(|id| table.column(id));
        let optional = table.optional || row.is_some_and(|item| item.optional) || column.is_some_and(|item| item.optional);
        let mut read = ReadPolicy::default();
        let policies = [row.map(|item| &item.read), column.map(|item| &item.read), Some(&table.read), Some(&form.read)];
        for policy in policies.into_iter().flatten() {
            read = read.over(policy);
        }
        let absent = if optional { Treatment::Skip } else { Treatment::Error };
        let defaults = ReadPolicy { blank: Some(Treatment::Error), absent: Some(absent), tokens: Vec::new() };
        let read = read.over(&defaults);
        let computed = [row, column].into_iter().flatten().any(|item| {
            matches!(
                item.kind,
                crate::model::ItemKind::TotalOf | crate::model::ItemKind::TotalBeside | crate::model::ItemKind::Derived(_)
            )
        });
        self.index.insert(cell, SlotId(self.list.len() as u32));
        self.list.push(Slot { cell, ty, read, optional, computed });
    }

    pub fn get(&self, id: SlotId) -> Option<&Slot> {
        self.list.get(id.0 as usize)
    }

    /// The slot of a cell; linear after deserialization until [`Slots::reindex`].
    pub fn find(&self, cell: CellRef) -> Option<SlotId> {
        self.index.get(&cell).copied()
    }

    /// Rebuilds the look-up that is not serialized.
    pub fn reindex(&mut self) {
        self.index = self.list.iter().enumerate().map(|(at, slot)| (slot.cell, SlotId(at as u32))).collect();
    }

    /// The slots of one table, in order.
    pub fn of_table(&self, table: TableId) -> impl Iterator<Item = (SlotId, &Slot)> {
        self.list.iter().enumerate().filter(move |(_, slot)| slot.cell.table == table).map(|(at, slot)| (SlotId(at as u32), slot))
    }
}

/// Where a cell is, in names as a rule would write them: the shortest that are unambiguous. A plan has those of all slots.
pub fn place_of(form: &Form, cell: CellRef) -> At {
    let Some(table) = form.table(cell.table) else { return At::default() };
    let row = cell.row.and_then(|id| Some(table.rows.as_ref()?.short_name(id)));
    let column = cell.column.and_then(|id| Some(table.columns.as_ref()?.short_name(id)));
    at(table, row, column)
}

/// The places of all slots.
pub(super) fn places(form: &Form, slots: &Slots) -> Vec<At> {
    let names = |items: Option<&Items>| items.map(Items::short_names).unwrap_or_default();
    let short: Vec<_> = form.tables.iter().map(|table| (names(table.rows.as_ref()), names(table.columns.as_ref()))).collect();
    let name = |names: &[String], id: Option<ItemId>| names.get(id?.0 as usize).cloned();
    let place = |slot: &Slot| {
        let (rows, columns) = short.get(slot.cell.table.0 as usize)?;
        Some(at(form.table(slot.cell.table)?, name(rows, slot.cell.row), name(columns, slot.cell.column)))
    };
    slots.list.iter().map(|slot| place(slot).unwrap_or_default()).collect()
}

fn at(table: &Table, row: Option<String>, column: Option<String>) -> At {
    match table.kind {
        TableKind::Table => At { table: Some(table.name.clone()), row, column, fact: None },
        TableKind::Facts => At { fact: row, ..At::default() },
    }
}
