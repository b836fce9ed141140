//! The types of aggregates and functions.

use super::clash;
use super::infer::{Infer, Value};
use super::shape;
use super::ty::{Typed, Types};
use crate::diag::wording::check as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{Aggregate, Expr, ExprKind, Func, Over};
use crate::source::Span;

impl<'m> Infer<'m> {
    pub(super) fn of_aggregate(&mut self, function: Aggregate, over: &'m Over, span: Span, depth: usize) -> Value<'m> {
        match over {
            Over::Refs(refs) => {
                let mut all: Option<Value<'m>> = None;
                for reference in refs {
                    let next = self.of_ref(reference);
                    all = Some(match all {
                        None => next,
                        Some(sofar) => {
                            let over = sofar.over.or(next.over);
                            Value { types: self.together(function, (sofar.types, span), (next.types, span)), over }
                        }
                    });
                }
                let value = all.unwrap_or(Value::one(Typed::BARE));
                self.aggregated(function, value, span)
            }
            Over::Along(inner) => {
                let value = self.of(inner, depth);
                if matches!(inner.kind, ExprKind::Parts(_)) {
                    return self.aggregated(function, value, inner.span);
                }
                let one = self.along(function, &value, inner.span);
                self.aggregated(function, Value::one(one), inner.span)
            }
        }
    }

    /// The one type of the added items of a vector, or of a table.
    fn along(&mut self, function: Aggregate, value: &Value<'m>, span: Span) -> Typed<'m> {
        let list: Vec<Typed<'m>> = match (&value.types, value.over) {
            (Types::Each(list), Some((table, reach))) => {
                let added = shape::added(self.form, table, reach);
                let elements = shape::elements(self.form, table, reach);
                list.iter().zip(elements).filter(|(_, item)| added.contains(item)).map(|(typed, _)| *typed).collect()
            }
            (types, _) => types.iter().collect(),
        };
        let mut one: Option<Typed<'m>> = None;
        for next in list {
            one = Some(match one {
                None => next,
                Some(sofar) => match self.together(function, (Types::One(sofar), span), (Types::One(next), span)) {
                    Types::One(typed) => typed,
                    Types::Each(_) => Typed::ANY,
                },
            });
        }
        one.unwrap_or(Typed::BARE)
    }

    fn together(&mut self, function: Aggregate, left: (Types<'m>, Span), right: (Types<'m>, Span)) -> Types<'m> {
        if function == Aggregate::Count {
            return Types::One(Typed::BARE);
        }
        self.meet((&left.0, left.1), (&right.0, right.1), &say::GATHER, |model, a, b| a.same_dimension(b, model))
    }

    fn aggregated(&mut self, function: Aggregate, value: Value<'m>, span: Span) -> Value<'m> {
        match function {
            Aggregate::Count => Value { types: Types::One(Typed::BARE), over: value.over },
            Aggregate::Sum | Aggregate::Min | Aggregate::Max | Aggregate::Avg => self.must_be_number(value, span),
        }
    }

    pub(super) fn gather(&mut self, function: Aggregate, args: &'m [Expr], depth: usize) -> Value<'m> {
        let mut all: Option<(Value<'m>, Span)> = None;
        for arg in args {
            let next = match function {
                Aggregate::Count => self.of(arg, depth),
                Aggregate::Sum | Aggregate::Min | Aggregate::Max | Aggregate::Avg => self.number(arg, depth),
            };
            all = Some(match all {
                None => (next, arg.span),
                Some((sofar, span)) if self.lacks_unit(args.first(), &next.types) || self.lacks_unit(Some(arg), &sofar.types) => {
                    (Value { types: Types::One(Typed::ANY), over: sofar.over.or(next.over) }, span)
                }
                Some((sofar, span)) => {
                    let over = sofar.over.or(next.over);
                    let types = self.together(function, (sofar.types, span), (next.types, arg.span));
                    (Value { types, over }, span)
                }
            });
        }
        let value = all.map_or(Value::one(Typed::BARE), |(value, _)| value);
        match function {
            Aggregate::Count => Value { types: Types::One(Typed::BARE), over: value.over },
            Aggregate::Sum | Aggregate::Min | Aggregate::Max | Aggregate::Avg => value,
        }
    }

    pub(super) fn of_call(&mut self, function: Func, args: &'m [Expr], depth: usize) -> Value<'m> {
        match function {
            Func::Abs => args.first().map_or(Value::ANY, |arg| self.number(arg, depth)),
            Func::Round => {
                let value = args.first().map_or(Value::ANY, |arg| self.number(arg, depth));
                if let Some(quantum) = args.get(1) {
                    self.quantum(quantum, &value, args.first().map_or(quantum.span, |arg| arg.span));
                }
                value
            }
            Func::Blank | Func::Absent | Func::Known => {
                for arg in args {
                    let name = match function {
                        Func::Blank => "blank",
                        Func::Absent => "absent",
                        Func::Known | Func::Abs | Func::Round => "known",
                    };
                    if !is_name(arg) {
                        self.out.push(
                            Diagnostic::error(Code::G0303, say::NEEDS_NAME.with("function", name))
                                .at(arg.span, say::NEEDS_NAME_LABEL.plain())
                                .with_help(say::NEEDS_NAME_HELP.with("function", name)),
                        );
                    }
                }
                let over = args.first().and_then(|arg| self.of(arg, depth).over);
                Value { types: Types::One(Typed::TRUTH), over }
            }
        }
    }

    /// Reports a bare number beside figures in a unit that converts.
    pub(super) fn lacks_unit(&mut self, number: Option<&Expr>, beside: &Types<'m>) -> bool {
        let report = number.and_then(|number| clash::unit_of_literal(self.model, beside, number));
        let lacks = report.is_some();
        self.out.extend(report);
        lacks
    }

    /// The quantum of `round`: a positive literal of the same dimension.
    fn quantum(&mut self, quantum: &'m Expr, value: &Value<'m>, span: Span) {
        if quantum.kind == ExprKind::Poisoned {
            return;
        }
        let positive = matches!(&quantum.kind, ExprKind::Number { value, .. } if !value.is_zero() && !value.is_negative());
        if !positive {
            self.out.push(
                Diagnostic::error(Code::G0303, say::ROUND_QUANTUM.plain()).at(quantum.span, say::ROUND_QUANTUM_LABEL.plain()),
            );
            return;
        }
        if self.lacks_unit(Some(quantum), &value.types) {
            return;
        }
        let typed = self.of(quantum, 0);
        self.meet((&value.types, span), (&typed.types, quantum.span), &say::COMPARE, |model, a, b| a.same_dimension(b, model));
    }
}

/// Whether an expression names an item, perhaps of another report.
fn is_name(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Ref(_) | ExprKind::Poisoned => true,
        ExprKind::Prior(inner) | ExprKind::Parts(inner) => matches!(inner.kind, ExprKind::Ref(_) | ExprKind::Poisoned),
        ExprKind::Number { .. }
        | ExprKind::Text(_)
        | ExprKind::Bool(_)
        | ExprKind::Aggregate { .. }
        | ExprKind::Itemwise { .. }
        | ExprKind::Call { .. }
        | ExprKind::Negate(_)
        | ExprKind::Not(_)
        | ExprKind::Arithmetic { .. }
        | ExprKind::Compare { .. }
        | ExprKind::In { .. }
        | ExprKind::Between { .. }
        | ExprKind::Logic { .. }
        | ExprKind::If { .. } => false,
    }
}
