//! How a form came out of the version that it amends: which figure of the old one each new one continues.

use serde::{Deserialize, Serialize};

use super::{CellRef, ItemId, TableId};
use crate::source::Span;

/// Of a form written with `amends`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amended {
    /// The amended form: its index in [`super::Model::forms`].
    pub form: usize,
    pub version: String,
    /// One entry for each table of the new form, in its order.
    pub tables: Vec<CarriedTable>,
    /// `@2019`, where the template names the version that it amends.
    pub span: Span,
    /// The whole amending template: what stands elsewhere is inherited.
    pub text: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedTable {
    /// The table of the old form that this one continues; `None` for one that is new or replaced.
    pub from: Option<TableId>,
    /// One entry for each item, headings included.
    pub rows: Vec<Carried>,
    pub columns: Vec<Carried>,
}

/// What an item of the new form continues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Carried {
    New,
    Same(ItemId),
    Renamed(ItemId),
    /// One of several that the old item was split into.
    PartOf(ItemId),
    /// The old items that were merged into it.
    SumOf(Vec<ItemId>),
}

impl Carried {
    /// The one old item that this is, under whatever name.
    pub fn whole(&self) -> Option<ItemId> {
        match self {
            Carried::Same(id) | Carried::Renamed(id) => Some(*id),
            Carried::New | Carried::PartOf(_) | Carried::SumOf(_) => None,
        }
    }

    /// The old items whose sum this is; `None` when the old form does not say.
    pub fn sources(&self) -> Option<Vec<ItemId>> {
        match self {
            Carried::Same(id) | Carried::Renamed(id) => Some(vec![*id]),
            Carried::SumOf(parts) => Some(parts.clone()),
            Carried::New | Carried::PartOf(_) => None,
        }
    }
}

impl Amended {
    /// The cells of the old form that add up to a cell of the new one; empty when no old figure can be compared with it.
    pub fn sources(&self, cell: CellRef) -> Vec<CellRef> {
        let Some(table) = self.tables.get(cell.table.0 as usize) else { return Vec::new() };
        let Some(from) = table.from else { return Vec::new() };
        let along = |item: Option<ItemId>, carried: &[Carried]| -> Vec<Option<ItemId>> {
            match item {
                None => vec![None],
                Some(id) => match carried.get(id.0 as usize).and_then(Carried::sources) {
                    Some(sources) => sources.into_iter().map(Some).collect(),
                    None => Vec::new(),
                },
            }
        };
        let (rows, columns) = (along(cell.row, &table.rows), along(cell.column, &table.columns));
        let cell = |row: Option<ItemId>, column: Option<ItemId>| CellRef { table: from, row, column };
        rows.iter().flat_map(|row| columns.iter().map(move |column| cell(*row, *column))).collect()
    }
}
