//! Types as declared: that every figure has one, and that it says something possible.

use std::collections::HashSet;

use super::ty::Typed;
use crate::diag::wording::check as say;
use crate::diag::{Code, Diagnostic, Message};
use crate::model::{
    CellType, Form, Item, ItemId, Items, Limit, Model, ReadPolicy, Rounding, Table, TableKind, Treatment, ValueKind,
};
use crate::number::Decimal;
use crate::source::Span;
use crate::syntax::ast::CompareOp;

/// Names listed in one message at most.
const SHOWN: usize = 8;

pub fn check(model: &Model, form: &Form, out: &mut Vec<Diagnostic>) {
    // A type is shared by all items of its table: look at each written one once.
    let mut seen: HashSet<Span> = HashSet::new();
    let mut each = |ty: &CellType, name: &str, place: Place, out: &mut Vec<Diagnostic>| {
        if seen.insert(ty.span) {
            cell_type(model, ty, out);
            kind_fits(model, ty, name, place, out);
        }
    };
    for meta in &form.meta {
        each(&meta.ty, &meta.name, Place::Meta, out);
    }
    for table in &form.tables {
        let place = if table.kind == TableKind::Facts { Place::Fact } else { Place::Table };
        for items in [&table.rows, &table.columns].into_iter().flatten() {
            for item in &items.list {
                if let Some(ty) = &item.ty {
                    each(ty, &item.name, place, out);
                }
            }
        }
        if let Some(ty) = &table.cell {
            each(ty, &table.name, place, out);
        }
        missing(table, out);
        twice(table, out);
        reads(table, out);
    }
    form_reads(form, out);
}

/// `read` of a template holds for figures of many types: what it counts must be a value of one of them.
fn form_reads(form: &Form, out: &mut Vec<Diagnostic>) {
    let items = form.tables.iter().flat_map(|table| [&table.rows, &table.columns]).flatten();
    let own = items.flat_map(|items| &items.list).filter_map(|item| item.ty.as_ref());
    let types: Vec<&CellType> = own.chain(form.tables.iter().filter_map(|table| table.cell.as_ref())).collect();
    let numeric: Vec<&CellType> = types.into_iter().filter(|ty| ty.kind.is_numeric()).collect();
    let odd = counted(&form.read).find(|value| !numeric.is_empty() && !numeric.iter().any(|ty| holds(ty, *value)));
    if let Some(value) = odd {
        out.push(
            Diagnostic::error(Code::G0315, say::VALUE_OUTSIDE_ALL.with("value", value.to_string()))
                .at(form.span, say::VALUE_OUTSIDE_LABEL.with("value", value.to_string())),
        );
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Meta,
    Fact,
    Table,
}

/// Facts are numbers; line numbers and printed units are columns.
fn kind_fits(model: &Model, ty: &CellType, name: &str, place: Place, out: &mut Vec<Diagnostic>) {
    let kind = Typed::of_cell(ty).name(model);
    match (place, &ty.kind) {
        (Place::Fact, kind_of) if !kind_of.is_numeric() => out.push(
            Diagnostic::error(Code::G0329, say::FACT_KIND.with("name", name).with("type", kind))
                .at(ty.span, say::FACT_KIND_LABEL.plain())
                .with_help(say::FACT_KIND_HELP.plain()),
        ),
        (Place::Meta, ValueKind::Code | ValueKind::Unit) => {
            out.push(Diagnostic::error(Code::G0314, say::KIND_PLACE.with("type", kind)).at(ty.span, say::KIND_LABEL.plain()))
        }
        (Place::Meta | Place::Fact | Place::Table, _) => {}
    }
}

fn cell_type(model: &Model, ty: &CellType, out: &mut Vec<Diagnostic>) {
    let name = || Typed::of_cell(&CellType { unit: None, ..ty.clone() }).name(model);
    let wrong = |message: Message, span: Span| Diagnostic::error(Code::G0314, message).at(span, say::KIND_LABEL.plain());
    let measures = matches!(ty.kind, ValueKind::Natural | ValueKind::Integer | ValueKind::Decimal);
    if let Some(unit) = ty.unit.filter(|_| !measures) {
        out.push(
            wrong(say::KIND_UNIT.with("type", name()).with("unit", model.units.name(Some(unit))), ty.span)
                .with_help(say::KIND_UNIT_HELP.plain()),
        );
    }
    if let Some(limit) = ty.limits.first().filter(|_| !ty.kind.is_numeric() && ty.kind != ValueKind::Year) {
        out.push(
            Diagnostic::error(Code::G0314, say::KIND_LIMIT.with("type", name())).at(limit.span, say::KIND_LIMIT_LABEL.plain()),
        );
        return;
    }
    if let Some(matches) = ty.matches.as_ref().filter(|_| ty.kind != ValueKind::Text) {
        out.push(Diagnostic::error(Code::G0314, say::KIND_MATCHES.plain()).at(matches.span, say::KIND_LIMIT_LABEL.plain()));
    }
    if let Some((matches, problem)) =
        ty.matches.as_ref().and_then(|pattern| Some((pattern, crate::label::check_text(&pattern.text).err()?)))
    {
        let message = say::MATCHES_WRONG.with("problem", problem);
        out.push(Diagnostic::error(Code::G0314, message).at(matches.span, say::MATCHES_WRONG_LABEL.plain()));
    }
    match ty.rounding {
        Rounding::Exact => {}
        Rounding::Step(_) | Rounding::Rounded(_) if !matches!(ty.kind, ValueKind::Decimal | ValueKind::Percent) => {
            out.push(wrong(say::KIND_ROUNDING.plain(), ty.span).with_help(say::KIND_COUNT_HELP.plain()));
        }
        Rounding::Step(value) | Rounding::Rounded(value) => {
            if value <= Decimal::ZERO {
                out.push(wrong(say::ROUNDING_NOT_POSITIVE.plain(), ty.span));
            }
        }
    }
    limits(ty, out);
}

/// The tightest lower and upper bound must leave room for a number.
fn limits(ty: &CellType, out: &mut Vec<Diagnostic>) {
    if ty.kind == ValueKind::Natural
        && let Some(limit) = ty.limits.iter().find(|limit| limit.value.is_negative())
    {
        out.push(
            Diagnostic::error(Code::G0313, say::NATURAL_NEGATIVE.plain())
                .at(limit.span, say::NATURAL_NEGATIVE_LABEL.plain())
                .with_help(say::NATURAL_NEGATIVE_HELP.plain()),
        );
        return;
    }
    let whole = matches!(ty.kind, ValueKind::Natural | ValueKind::Integer | ValueKind::Year);
    for (at, low) in ty.limits.iter().enumerate().filter(|(_, limit)| bounds_below(limit.op)) {
        for (other, high) in ty.limits.iter().enumerate().filter(|(_, limit)| bounds_above(limit.op)) {
            if at == other || !empty(low, high, whole) {
                continue;
            }
            let diagnostic = if low.span == high.span {
                Diagnostic::error(Code::G0313, say::RANGE_REVERSED.plain()).at(low.span, say::RANGE_REVERSED_LABEL.plain())
            } else {
                let (first, second) = if at < other { (low, high) } else { (high, low) };
                Diagnostic::error(Code::G0313, say::LIMITS_EMPTY.plain())
                    .at(second.span, say::LIMITS_EMPTY_LABEL.plain())
                    .at(first.span, say::LIMITS_EMPTY_OTHER.plain())
            };
            out.push(diagnostic);
            return;
        }
    }
}

fn bounds_below(op: CompareOp) -> bool {
    matches!(op, CompareOp::Greater | CompareOp::GreaterEqual | CompareOp::Equal)
}

fn bounds_above(op: CompareOp) -> bool {
    matches!(op, CompareOp::Less | CompareOp::LessEqual | CompareOp::Equal)
}

/// Whether nothing lies between two bounds; whole numbers leave `> 3 < 4` empty too.
fn empty(low: &Limit, high: &Limit, whole: bool) -> bool {
    let open = low.op == CompareOp::Greater || high.op == CompareOp::Less;
    let both_open = low.op == CompareOp::Greater && high.op == CompareOp::Less;
    let one_apart = low.value.checked_add(Decimal::ONE).is_some_and(|next| next >= high.value);
    low.value > high.value || (low.value == high.value && open) || (whole && both_open && low.value.is_integer() && one_apart)
}

/// Figures without a type: one finding a table.
fn missing(table: &Table, out: &mut Vec<Diagnostic>) {
    if table.cell.is_some() {
        return;
    }
    let untyped = |items: &Option<Items>| -> Option<Vec<(ItemId, Span)>> {
        let list = items.as_ref()?.iter().filter(|(_, item)| item.has_figure() && item.ty.is_none());
        Some(list.map(|(id, item)| (id, item.span)).collect())
    };
    let (rows, columns) = (untyped(&table.rows), untyped(&table.columns));
    let typed_somewhere =
        |items: &Option<Items>| items.as_ref().is_some_and(|items| items.list.iter().any(|item| item.ty.is_some()));
    let whole = !typed_somewhere(&table.rows) && !typed_somewhere(&table.columns);
    // A cell is untyped when its row and its column both are.
    let (list, items) = match (rows, columns) {
        (Some(rows), Some(columns)) if rows.is_empty() || columns.is_empty() => return,
        (Some(rows), Some(columns)) => {
            if typed_somewhere(&table.columns) || !typed_somewhere(&table.rows) {
                (columns, &table.columns)
            } else {
                (rows, &table.rows)
            }
        }
        (Some(list), None) => (list, &table.rows),
        (None, Some(list)) => (list, &table.columns),
        (None, None) => return,
    };
    let Some((_, first)) = list.first() else { return };
    let diagnostic = if whole && table.kind == TableKind::Table {
        Diagnostic::error(Code::G0311, say::NO_TYPE_TABLE.with("table", &table.name)).at(table.span, say::NO_TYPE_LABEL.plain())
    } else {
        let name = |id: &ItemId| items.as_ref().map_or_else(String::new, |items| items.short_name(*id));
        let mut names: Vec<String> = list.iter().take(SHOWN).map(|(id, _)| name(id)).collect();
        if list.len() > SHOWN {
            names.push("…".to_owned());
        }
        let mut diagnostic =
            Diagnostic::error(Code::G0311, say::NO_TYPE_ITEMS.with("items", names)).at(*first, say::NO_TYPE_LABEL.plain());
        for (_, span) in list.iter().skip(1).take(SHOWN) {
            diagnostic = diagnostic.at(*span, say::NO_TYPE_LABEL.plain());
        }
        diagnostic
    };
    out.push(diagnostic.with_help(say::NO_TYPE_HELP.plain()));
}

/// A cell whose row and column both have a type, and not the same.
fn twice(table: &Table, out: &mut Vec<Diagnostic>) {
    let (Some(rows), Some(columns)) = (&table.rows, &table.columns) else { return };
    let typed = |items: &Items| -> Vec<(ItemId, CellType)> {
        let mut seen = HashSet::new();
        let own = items.iter().filter(|(_, item)| item.has_figure());
        own.filter_map(|(id, item)| Some((id, item.ty.clone()?))).filter(|(_, ty)| seen.insert(ty.span)).collect()
    };
    for (row, of_row) in typed(rows) {
        for (column, of_column) in typed(columns) {
            if same_type(&of_row, &of_column) {
                continue;
            }
            let message = say::TWO_TYPES.with("row", rows.short_name(row)).with("column", columns.short_name(column));
            out.push(
                Diagnostic::error(Code::G0312, message)
                    .at(of_column.span, say::TWO_TYPES_COLUMN.plain())
                    .at(of_row.span, say::TWO_TYPES_ROW.plain())
                    .with_help(say::TWO_TYPES_HELP.plain()),
            );
            return;
        }
    }
}

fn same_type(left: &CellType, right: &CellType) -> bool {
    let bounds = |ty: &CellType| ty.limits.iter().map(|limit| (limit.op, limit.value)).collect::<Vec<_>>();
    left.kind == right.kind && left.unit == right.unit && left.rounding == right.rounding && bounds(left) == bounds(right)
}

/// What missing figures and fixed texts count as must be values of the type.
fn reads(table: &Table, out: &mut Vec<Diagnostic>) {
    for items in [&table.rows, &table.columns].into_iter().flatten() {
        for item in &items.list {
            let Some(ty) = item.ty.as_ref().or(table.cell.as_ref()) else { continue };
            if let Some(value) = counted(&item.read).find(|value| !holds(ty, *value)) {
                out.push(outside(item, value, item.span, say::VALUE_OUTSIDE_LABEL.with("value", value.to_string()), ty));
            }
            for label in &item.labels {
                if let Some(value) = label.value.filter(|value| !holds(ty, *value)) {
                    out.push(outside(item, value, label.span, say::VALUE_OUTSIDE_TEXT.with("value", value.to_string()), ty));
                }
            }
        }
    }
    if let Some(ty) = &table.cell
        && let Some(value) = counted(&table.read).find(|value| !holds(ty, *value))
    {
        out.push(
            Diagnostic::error(Code::G0315, say::VALUE_OUTSIDE.with("name", &table.name).with("value", value.to_string()))
                .at(table.span, say::VALUE_OUTSIDE_LABEL.with("value", value.to_string()))
                .at(ty.span, say::VALUE_OUTSIDE_TYPE.plain()),
        );
    }
}

fn outside(item: &Item, value: Decimal, span: Span, label: Message, ty: &CellType) -> Diagnostic {
    Diagnostic::error(Code::G0315, say::VALUE_OUTSIDE.with("name", &item.name).with("value", value.to_string()))
        .at(span, label)
        .at(ty.span, say::VALUE_OUTSIDE_TYPE.plain())
}

fn counted(read: &ReadPolicy) -> impl Iterator<Item = Decimal> + '_ {
    let treatments = [read.blank, read.absent].into_iter().flatten().chain(read.tokens.iter().map(|(_, treatment)| *treatment));
    treatments.filter_map(|treatment| match treatment {
        Treatment::As(value) => Some(value),
        Treatment::Skip | Treatment::Unknown | Treatment::Error => None,
    })
}

/// Whether a number is a value of a numeric type. Other types have no numbers to compare with.
fn holds(ty: &CellType, value: Decimal) -> bool {
    !ty.kind.is_numeric() || ty.has(value)
}
