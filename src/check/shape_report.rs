//! What to say when shapes do not fit.

use super::shape::{MAX_DEPTH, ShapeError, Vector, dimension};
use crate::diag::wording::check as say;
use crate::diag::{Code, Diagnostic, Message};
use crate::model::{Form, Reach};
use crate::source::Span;

/// The dimension of a vector in words: `「申请」表的各列（轴「申请人」）`.
pub fn dimension_name(form: &Form, vector: Vector) -> Message {
    let table = form.table(vector.table).map_or("", |table| table.name.as_str());
    let axis = dimension(form, vector.table, vector.reach).and_then(|items| items.axis.as_deref());
    let message = match (vector.reach, axis.is_some()) {
        (Reach::Row, false) => say::DIMENSION_ROWS.with("table", table),
        (Reach::Row, true) => say::DIMENSION_ROWS_AXIS.with("table", table),
        (Reach::Column, false) => say::DIMENSION_COLUMNS.with("table", table),
        (Reach::Column, true) => say::DIMENSION_COLUMNS_AXIS.with("table", table),
    };
    match axis {
        Some(axis) => message.with("axis", axis),
        None => message,
    }
}

/// The diagnostic of a shape error.
pub fn report(form: &Form, error: ShapeError) -> Diagnostic {
    let along = |(vector, span): (Vector, Span), diagnostic: Diagnostic| {
        diagnostic.at(span, say::RUNS_ALONG.with("dimension", dimension_name(form, vector)))
    };
    match error {
        ShapeError::RowWithColumn { left, right } => {
            let diagnostic = Diagnostic::error(Code::G0306, say::ROW_WITH_COLUMN.plain());
            along(left, along(right, diagnostic)).with_help(say::ROW_WITH_COLUMN_HELP.plain())
        }
        ShapeError::AxesDiffer { left, right } => {
            let diagnostic = Diagnostic::error(Code::G0307, say::AXES_DIFFER.plain());
            along(left, along(right, diagnostic)).with_help(say::AXES_DIFFER_HELP.plain())
        }
        ShapeError::SingleWithVector { single, vector } => {
            let items = dimension(form, vector.0.table, vector.0.reach);
            let item = items.and_then(|items| items.figures().last().map(|id| items.short_name(id))).unwrap_or_default();
            let diagnostic = Diagnostic::error(Code::G0308, say::SINGLE_WITH_VECTOR.plain());
            let diagnostic = along(vector, diagnostic).at(single, say::SINGLE_LABEL.plain());
            diagnostic.with_help(say::SINGLE_HELP.with("item", item))
        }
        ShapeError::TableValue { table, span } => {
            let name = form.table(table).map_or("", |table| table.name.as_str());
            Diagnostic::error(Code::G0309, say::TABLE_VALUE.with("table", name))
                .at(span, say::TABLE_VALUE_LABEL.plain())
                .with_help(say::TABLE_VALUE_HELP.with("table", name))
        }
        ShapeError::HeadingValue { name, span } => Diagnostic::error(Code::G0309, say::HEADING_VALUE.with("name", &name))
            .at(span, say::HEADING_VALUE_LABEL.plain())
            .with_help(say::HEADING_VALUE_HELP.with("name", name)),
        ShapeError::PartsValue { span } => Diagnostic::error(Code::G0309, say::PARTS_VALUE.plain())
            .at(span, say::PARTS_VALUE_LABEL.plain())
            .with_help(say::PARTS_VALUE_HELP.plain()),
        ShapeError::AggregateOfSingle { span } => Diagnostic::error(Code::G0310, say::AGGREGATE_OF_SINGLE.plain())
            .at(span, say::AGGREGATE_OF_SINGLE_LABEL.plain())
            .with_help(say::AGGREGATE_OF_SINGLE_HELP.plain()),
        ShapeError::TooDeep { span } => Diagnostic::error(Code::G0309, say::TOO_DEEP.with("limit", MAX_DEPTH))
            .at(span, say::TOO_DEEP_LABEL.plain())
            .with_help(say::TOO_DEEP_HELP.plain()),
    }
}
