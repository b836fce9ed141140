//! Every rule and derived line: shape, then types, then what no figure can change.

use super::infer::{Allowance, Infer};
use super::shape::{self, Shape, ShapeError, Vector};
use super::ty::{Typed, Types};
use super::{constant, shape_report};
use crate::diag::wording::check as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{Expr, Form, Item, ItemId, ItemKind, Model, Reach, Rule, TableId};

pub fn check(model: &Model, form: &Form, out: &mut Vec<Diagnostic>) {
    for rule in &form.rules {
        written(model, form, rule, out);
    }
    for (id, table) in form.table_ids() {
        for (reach, items) in [(Reach::Row, &table.rows), (Reach::Column, &table.columns)] {
            for (item_id, item) in items.iter().flat_map(|items| items.iter()) {
                if let ItemKind::Derived(expr) = &item.kind {
                    derived(model, form, (id, reach, item_id), item, expr, out);
                }
            }
        }
    }
}

fn written(model: &Model, form: &Form, rule: &Rule, out: &mut Vec<Diagnostic>) {
    let mut infer = Infer::new(model, form);
    infer.within = rule.within.map(|(value, unit)| {
        let span = rule.within_span.unwrap_or(rule.span);
        Allowance { value, unit, percent: rule.within_percent, span }
    });
    if let Some(within) = infer.within.filter(|within| within.value.is_negative()) {
        infer.out.push(Diagnostic::error(Code::G0323, say::WITHIN_NEGATIVE.plain()).at(within.span, say::WITHIN_LABEL.plain()));
    }
    let shape = shape_of(form, &rule.condition, &mut infer.out);
    let when = rule.when.as_ref().map(|when| shape_of(form, when, &mut infer.out));
    // A condition on one figure holds for the whole rule; one on a row goes with a rule on the same row.
    if let (Some(Some(when_shape)), Some(shape), Some(when)) = (when, shape, &rule.when)
        && let Err(error) = together(form, when, when_shape, &rule.condition, shape)
    {
        infer.out.push(shape_report::report(form, error));
    }
    if let Some(when) = rule.when.as_ref().filter(|_| when.is_some_and(|shape| shape.is_some())) {
        let within = infer.within.take();
        infer.condition(when);
        infer.within = within;
    }
    if shape.is_some() {
        infer.compared = false;
        infer.condition(&rule.condition);
        if rule.within.is_some() && !infer.compared && infer.out.is_empty() && shape != Some(Shape::Poisoned) {
            let message = say::WITHIN_NOTHING.with("rule", &rule.name);
            infer.out.push(
                Diagnostic::error(Code::G0323, message).at(rule.within_span.unwrap_or(rule.span), say::WITHIN_LABEL.plain()),
            );
        }
    }
    for expr in rule.when.iter().chain(std::iter::once(&rule.condition)) {
        constant::divisors(model, form, expr, &mut infer.out);
    }
    if infer.out.is_empty() {
        constant::check(model, form, rule, &mut infer.out);
    }
    out.append(&mut infer.out);
}

fn shape_of(form: &Form, expr: &Expr, out: &mut Vec<Diagnostic>) -> Option<Shape> {
    match shape::shape_of(form, expr) {
        Ok(shape) => Some(shape),
        Err(error) => {
            out.push(shape_report::report(form, error));
            None
        }
    }
}

/// `when` and the condition: a row in `when` needs a condition on a row that matches.
fn together(form: &Form, when: &Expr, when_shape: Shape, condition: &Expr, shape: Shape) -> Result<(), ShapeError> {
    let Shape::Over { table, reach } = when_shape else { return Ok(()) };
    let left = (Vector { table, reach }, when.span);
    match shape {
        Shape::Over { table: other, reach: across } => {
            let right = (Vector { table: other, reach: across }, condition.span);
            if shape::dimensions_match(form, (table, reach), (other, across)) || shape::is_single(form, table, reach) {
                Ok(())
            } else if reach != across {
                Err(ShapeError::RowWithColumn { left, right })
            } else {
                Err(ShapeError::AxesDiffer { left, right })
            }
        }
        Shape::Scalar if !shape::is_single(form, table, reach) => {
            Err(ShapeError::SingleWithVector { single: condition.span, vector: left })
        }
        Shape::Scalar | Shape::Table(_) | Shape::Poisoned => Ok(()),
    }
}

/// A derived line is an equation between the line and its formula.
fn derived(model: &Model, form: &Form, at: (TableId, Reach, ItemId), item: &Item, expr: &Expr, out: &mut Vec<Diagnostic>) {
    let Some(shape) = shape_of(form, expr, out) else { return };
    let (table, reach, id) = at;
    let across = match reach {
        Reach::Row => Reach::Column,
        Reach::Column => Reach::Row,
    };
    let vector = Vector { table, reach: across };
    let single = shape::is_single(form, table, across);
    let error = match shape {
        Shape::Over { table: other, reach: other_reach } => {
            let fits = shape::dimensions_match(form, (table, across), (other, other_reach))
                || (single && shape::is_single(form, other, other_reach));
            let right = (Vector { table: other, reach: other_reach }, expr.span);
            match (fits, other_reach == across) {
                (true, _) => None,
                (false, _) if single => Some(ShapeError::SingleWithVector { single: item.span, vector: right }),
                (false, true) => Some(ShapeError::AxesDiffer { left: (vector, item.span), right }),
                (false, false) => Some(ShapeError::RowWithColumn { left: (vector, item.span), right }),
            }
        }
        Shape::Scalar if !single && !shape::is_constant(expr) => {
            Some(ShapeError::SingleWithVector { single: expr.span, vector: (vector, item.span) })
        }
        Shape::Table(table) => Some(ShapeError::TableValue { table, span: expr.span }),
        Shape::Scalar | Shape::Poisoned => None,
    };
    if let Some(error) = error {
        out.push(shape_report::report(form, error));
        return;
    }
    let mut infer = Infer::new(model, form);
    let value = infer.value(expr);
    let own = shape::elements(form, table, across).into_iter().map(|other| {
        let (row, column) = match reach {
            Reach::Row => (Some(id), other),
            Reach::Column => (other, Some(id)),
        };
        form.table(table).and_then(|table| table.cell_type(row, column)).map_or(Typed::ANY, Typed::of_cell)
    });
    let own = Types::of(super::infer::figures_of(own.collect()));
    if infer.out.is_empty() {
        infer.equation((&own, item.span), (&value.types, expr.span));
    }
    constant::divisors(model, form, expr, &mut infer.out);
    out.append(&mut infer.out);
}
