//! What a resolved reference means in slots, at each element of a vector.

use super::lower::{Element, Lowering};
use super::{Needs, SlotId};
use crate::check::shape::{children, dimension};
use crate::model::{CellRef, Expr, ExprKind, ItemId, Items, Over, Reach, Ref, TableId, UnitId, ValueKind};
use crate::number::Decimal;

impl<'m> Lowering<'m> {
    /// A literal in base units; percents divided.
    pub(super) fn literal(&self, value: Decimal, unit: Option<UnitId>, percent: bool) -> Option<Decimal> {
        let value = if percent { value.checked_mul(Decimal::new(1, 2))? } else { value };
        match unit.and_then(|unit| self.model.units.get(unit)) {
            Some(unit) => value.checked_mul(unit.factor),
            None => Some(value),
        }
    }

    /// What turns a figure of this slot into base units.
    pub(super) fn factor_of(&self, slot: SlotId) -> Option<Decimal> {
        // A count of reports, or what several figures come to, is in base units already.
        let slot = self.figure_of(slot)?;
        let ty = &self.slots.get(slot)?.ty;
        if ty.kind == ValueKind::Percent {
            return Some(Decimal::new(1, 2));
        }
        Some(ty.unit.and_then(|unit| self.model.units.get(unit)).map_or(Decimal::ONE, |unit| unit.factor))
    }

    /// The slot of a numeric reference with its factor; `None` for words and metas.
    pub(super) fn numeric_slot(&mut self, reference: &Ref, at: Element) -> Option<(SlotId, Decimal)> {
        let own = self.slot_of(reference, at)?;
        let numeric = self.slots.get(own)?.ty.kind.is_numeric();
        let slot = self.of_report(own, at.report);
        if numeric { Some((slot, self.factor_of(slot)?)) } else { None }
    }

    /// The slot that a reference means at one element, in the report that is spoken of.
    pub(super) fn slot_in(&mut self, reference: &Ref, at: Element) -> Option<SlotId> {
        let slot = self.slot_of(reference, at)?;
        Some(self.of_report(slot, at.report))
    }

    /// The slot of this form that a reference means at one element, whatever the report.
    pub(super) fn slot_of(&self, reference: &Ref, at: Element) -> Option<SlotId> {
        let cell = match reference {
            Ref::Cell(cell) => *cell,
            Ref::Row { table, item } => {
                let column = self.nth(*table, Reach::Column, at)?;
                CellRef { table: *table, row: Some(*item), column }
            }
            Ref::Column { table, item } => {
                let row = self.nth(*table, Reach::Row, at)?;
                CellRef { table: *table, row, column: Some(*item) }
            }
            Ref::Table(_) | Ref::Meta(_) => return None,
        };
        self.slots.find(cell)
    }

    fn nth(&self, table: TableId, reach: Reach, at: Element) -> Option<Option<ItemId>> {
        let figures = self.figures(table, reach)?;
        // A vector over one item counts as a single figure anywhere.
        let ordinal = if figures.len() == 1 { 0 } else { at.ordinal };
        figures.get(ordinal).copied()
    }

    pub(super) fn figures(&self, table: TableId, reach: Reach) -> Option<&[Option<ItemId>]> {
        self.figures.get(&(table, reach)).map(Vec::as_slice)
    }

    fn dimension(&self, table: TableId, reach: Reach) -> Option<&'m Items> {
        dimension(self.form, table, reach)
    }

    /// The slots of one line (or whole table), added items only.
    pub(super) fn slots_along(&self, reference: &Ref) -> Vec<SlotId> {
        let added = |table: TableId, reach: Reach| match self.dimension(table, reach) {
            Some(items) => items.all_parts().into_iter().map(Some).collect(),
            None => vec![None],
        };
        let cells: Vec<CellRef> = match reference {
            Ref::Cell(cell) => vec![*cell],
            Ref::Row { table, item } => {
                let columns = added(*table, Reach::Column);
                columns.into_iter().map(|column| CellRef { table: *table, row: Some(*item), column }).collect()
            }
            Ref::Column { table, item } => {
                let rows = added(*table, Reach::Row);
                rows.into_iter().map(|row| CellRef { table: *table, row, column: Some(*item) }).collect()
            }
            Ref::Table(table) => {
                let (rows, columns) = (added(*table, Reach::Row), added(*table, Reach::Column));
                let cell = |row: &Option<ItemId>, column: &Option<ItemId>| CellRef { table: *table, row: *row, column: *column };
                rows.iter().flat_map(|row| columns.iter().map(move |column| cell(row, column))).collect()
            }
            Ref::Meta(_) => Vec::new(),
        };
        cells.into_iter().filter_map(|cell| self.slots.find(cell)).collect()
    }

    /// The ordinals of the added items of the dimension a vector runs over.
    pub(super) fn added_ordinals(&self, line: &Expr) -> Vec<usize> {
        let Some((table, reach)) = self.vector_of(line) else { return vec![0] };
        let (Some(items), Some(figures)) = (self.dimension(table, reach), self.figures(table, reach)) else { return vec![0] };
        let added = items.all_parts();
        figures
            .iter()
            .enumerate()
            .filter(|(_, item)| item.is_some_and(|item| added.contains(&item)))
            .map(|(ordinal, _)| ordinal)
            .collect()
    }

    /// The dimension of several items that an expression runs over, if it is a vector.
    pub(super) fn vector_of(&self, expr: &Expr) -> Option<(TableId, Reach)> {
        let longer_than_one = |(table, reach)| self.figures(table, reach).filter(|items| items.len() > 1).map(|_| (table, reach));
        match &expr.kind {
            ExprKind::Ref(Ref::Row { table, .. }) => longer_than_one((*table, Reach::Column)),
            ExprKind::Ref(Ref::Column { table, .. }) => longer_than_one((*table, Reach::Row)),
            ExprKind::Aggregate { over: Over::Refs(refs), .. } => refs.iter().find_map(|reference| match reference {
                Ref::Row { table, .. } => longer_than_one((*table, Reach::Column)),
                Ref::Column { table, .. } => longer_than_one((*table, Reach::Row)),
                Ref::Cell(_) | Ref::Table(_) | Ref::Meta(_) => None,
            }),
            // `sum(parts.X)` adds X over the reports and keeps its shape.
            ExprKind::Aggregate { over: Over::Along(line), .. } if matches!(line.kind, ExprKind::Parts(_)) => {
                children(line).into_iter().find_map(|inner| self.vector_of(inner))
            }
            // The line an aggregate runs along is gone in its result.
            ExprKind::Aggregate { over: Over::Along(_), .. } => None,
            _ => children(expr).into_iter().find_map(|child| self.vector_of(child)),
        }
    }

    /// The single figures of this report that a condition names, those of other reports and of aggregates left out.
    pub(super) fn own_figures(&self, expr: &Expr, own: &mut Vec<SlotId>) {
        match &expr.kind {
            ExprKind::Prior(_) | ExprKind::Parts(_) | ExprKind::Aggregate { .. } => {}
            ExprKind::Ref(reference) => {
                if self.vector_of(expr).is_none() {
                    own.extend(self.slot_of(reference, Element::own(0)));
                }
            }
            _ => children(expr).into_iter().for_each(|child| self.own_figures(child, own)),
        }
    }

    /// Whether all operands of a vector condition have slots at this element, and figures where figures are needed.
    pub(super) fn comparable(&self, expr: &Expr, at: Element) -> bool {
        match &expr.kind {
            ExprKind::Ref(reference @ (Ref::Row { .. } | Ref::Column { .. } | Ref::Cell(_))) => {
                self.slot_of(reference, at).is_some()
            }
            ExprKind::Aggregate { .. } => true,
            _ => children(expr).into_iter().all(|child| self.comparable(child, at)),
        }
    }
}

/// What a rule needs beyond one report.
pub(super) fn needs(expr: &Expr) -> Option<Needs> {
    match &expr.kind {
        ExprKind::Prior(_) => Some(Needs::Prior),
        ExprKind::Parts(_) => Some(Needs::Parts),
        _ => children(expr).into_iter().find_map(needs),
    }
}
