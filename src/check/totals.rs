//! Totals and "of which": that they have parts, one a level, of one type.

use super::ty::Typed;
use crate::diag::wording::check as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{CellType, Form, ItemId, ItemKind, Items, Model, Reach, Table, ValueKind};

pub fn check(model: &Model, form: &Form, out: &mut Vec<Diagnostic>) {
    for table in &form.tables {
        for (reach, items) in [(Reach::Row, &table.rows), (Reach::Column, &table.columns)] {
            let Some(items) = items else { continue };
            two_on_a_level(items, out);
            let dimension = Dimension { model, table, reach, items };
            for (id, item) in items.iter() {
                if matches!(item.kind, ItemKind::TotalOf | ItemKind::TotalBeside) {
                    dimension.total(id, out);
                }
                if item.including {
                    dimension.including(id, out);
                }
            }
        }
    }
}

/// A group's own total and one beside its parts are two totals of one level too.
fn two_on_a_level(items: &Items, out: &mut Vec<Diagnostic>) {
    let roots: Vec<ItemId> = items.roots().collect();
    let groups = items.list.iter().map(|item| (Some(item), item.children.as_slice()));
    for (group, level) in std::iter::once((None, roots.as_slice())).chain(groups) {
        let of_group = group.filter(|item| item.kind == ItemKind::TotalOf);
        let beside = level.iter().filter_map(|id| items.get(*id)).filter(|item| item.kind == ItemKind::TotalBeside);
        let mut totals = of_group.into_iter().chain(beside);
        let Some(first) = totals.next() else { continue };
        for second in totals {
            let message = say::TWO_TOTALS.with("first", &first.name).with("second", &second.name);
            out.push(
                Diagnostic::error(Code::G0317, message)
                    .at(second.span, say::TWO_TOTALS_SECOND.plain())
                    .at(first.span, say::TWO_TOTALS_FIRST.plain())
                    .with_help(say::TWO_TOTALS_HELP.with("second", &second.name)),
            );
        }
    }
}

struct Dimension<'m> {
    model: &'m Model,
    table: &'m Table,
    reach: Reach,
    items: &'m Items,
}

impl<'m> Dimension<'m> {
    fn total(&self, id: ItemId, out: &mut Vec<Diagnostic>) {
        let Some(item) = self.items.get(id) else { return };
        let parts = self.items.total_parts(id);
        if parts.is_empty() {
            let label = match item.kind {
                ItemKind::TotalOf => say::TOTAL_EMPTY_LABEL.plain(),
                ItemKind::TotalBeside | ItemKind::Heading | ItemKind::Figure | ItemKind::Derived(_) => {
                    say::TOTAL_ALONE_LABEL.plain()
                }
            };
            out.push(
                Diagnostic::error(Code::G0316, say::TOTAL_ALONE.with("name", &item.name))
                    .at(item.span, label)
                    .with_help(say::TOTAL_ALONE_HELP.plain()),
            );
            return;
        }
        let types: Vec<(Option<ItemId>, &CellType)> = self.types(id).collect();
        // Columns of remarks and shares beside columns of counts are no part of a total; a total of nothing else is wrong.
        if let Some((_, ty)) = types.first()
            && !types.iter().any(|(_, ty)| adds_up(&ty.kind))
        {
            let name = Typed::of_cell(ty).name(self.model);
            out.push(
                Diagnostic::error(Code::G0318, say::TOTAL_OF_KIND.with("name", &item.name).with("type", name))
                    .at(item.span, say::TOTAL_OF_KIND_LABEL.plain())
                    .at(ty.span, say::BECAUSE_TYPE.plain()),
            );
            return;
        }
        for (across, ty) in types.into_iter().filter(|(_, ty)| adds_up(&ty.kind)) {
            if parts.iter().any(|part| self.part_differs(id, ty, *part, across, out)) {
                return;
            }
        }
    }

    /// Reports a part that cannot be added to its total.
    fn part_differs(&self, id: ItemId, ty: &CellType, part: ItemId, across: Option<ItemId>, out: &mut Vec<Diagnostic>) -> bool {
        let (Some(total), Some(item), Some(other)) = (self.items.get(id), self.items.get(part), self.type_of(part, across))
        else {
            return false;
        };
        let (mine, its) = (Typed::of_cell(ty), Typed::of_cell(other));
        let whole = |kind: &ValueKind| matches!(kind, ValueKind::Natural | ValueKind::Integer);
        let message = if !adds_up(&other.kind) || mine.same_dimension(its, self.model).is_err() {
            say::TOTAL_PART_DIFFERS.with("type", mine.name(self.model)).with("other", its.name(self.model))
        } else if whole(&ty.kind) && !whole(&other.kind) {
            say::TOTAL_WHOLE.plain()
        } else {
            return false;
        };
        let mut diagnostic = Diagnostic::error(Code::G0318, message.with("name", &total.name).with("part", &item.name))
            .at(item.span, say::TOTAL_PART_LABEL.plain())
            .at(total.span, say::TOTAL_OF_KIND_LABEL.plain());
        if other.span != ty.span {
            diagnostic = diagnostic.at(other.span, say::BECAUSE_TYPE.plain()).at(ty.span, say::BECAUSE_TYPE.plain());
        }
        out.push(diagnostic.with_help(say::TOTAL_TYPE_HELP.plain()));
        true
    }

    /// Each included figure is compared with the one that includes it.
    fn including(&self, id: ItemId, out: &mut Vec<Diagnostic>) {
        let Some(item) = self.items.get(id) else { return };
        for part in &item.children {
            let Some(child) = self.items.get(*part) else { continue };
            for (across, ty) in self.types(id) {
                let Some(other) = self.type_of(*part, across) else { continue };
                let (mine, its) = (Typed::of_cell(ty), Typed::of_cell(other));
                let remark = !mine.is_number() && !its.is_number();
                let comparable = mine.is_number() && its.is_number() && mine.same_dimension(its, self.model).is_ok();
                if remark || comparable {
                    continue;
                }
                let message = say::INCLUDING_DIFFERS
                    .with("part", &child.name)
                    .with("name", &item.name)
                    .with("type", mine.name(self.model))
                    .with("other", its.name(self.model));
                let mut diagnostic = Diagnostic::error(Code::G0318, message).at(child.span, say::INCLUDING_LABEL.plain());
                if other.span != ty.span {
                    diagnostic = diagnostic.at(other.span, say::BECAUSE_TYPE.plain()).at(ty.span, say::BECAUSE_TYPE.plain());
                }
                out.push(diagnostic.with_help(say::TOTAL_TYPE_HELP.plain()));
                break;
            }
        }
    }

    /// The types of an item's figures along the other dimension.
    fn types(&self, id: ItemId) -> impl Iterator<Item = (Option<ItemId>, &'m CellType)> + '_ {
        let across = match self.reach {
            Reach::Row => self.table.column_figures(),
            Reach::Column => self.table.row_figures(),
        };
        across.into_iter().filter_map(move |across| Some((across, self.type_of(id, across)?)))
    }

    fn type_of(&self, id: ItemId, across: Option<ItemId>) -> Option<&'m CellType> {
        match self.reach {
            Reach::Row => self.table.cell_type(Some(id), across),
            Reach::Column => self.table.cell_type(across, Some(id)),
        }
    }
}

/// Whether figures of a kind can stand in a total.
pub fn adds_up(kind: &ValueKind) -> bool {
    match kind {
        ValueKind::Natural | ValueKind::Integer | ValueKind::Decimal => true,
        ValueKind::Percent
        | ValueKind::Text
        | ValueKind::Bool
        | ValueKind::Year
        | ValueKind::Date
        | ValueKind::Enum(_)
        | ValueKind::Code
        | ValueKind::Unit => false,
    }
}
