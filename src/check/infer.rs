//! The type of every expression: units, percentages, conditions, options.

use super::clash::{self, Operand};
use super::shape::{self, MAX_DEPTH};
use super::ty::{Clash, Ty, Typed, Types};
use crate::diag::wording::check as say;
use crate::diag::{Code, Diagnostic, Wording};
use crate::model::{Expr, ExprKind, Form, ItemId, Model, Reach, Ref, TableId, UnitId};
use crate::number::Decimal;
use crate::source::Span;
use crate::syntax::ast::{ArithmeticOp, CompareOp};

/// The types of an expression and, for a vector, the dimension it runs over.
#[derive(Debug, Clone)]
pub struct Value<'m> {
    pub types: Types<'m>,
    pub(super) over: Option<(TableId, Reach)>,
}

impl<'m> Value<'m> {
    pub(super) fn one(typed: Typed<'m>) -> Value<'m> {
        Value { types: Types::One(typed), over: None }
    }

    pub(super) const ANY: Value<'static> = Value { types: Types::One(Typed::ANY), over: None };
    const TRUTH: Value<'static> = Value { types: Types::One(Typed::TRUTH), over: None };
}

/// An operand with its types.
type Side<'m> = (Value<'m>, &'m Expr);

/// The `within` of a rule: its value, its unit or whether it is a percentage, and its place.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    pub value: Decimal,
    pub unit: Option<UnitId>,
    pub percent: bool,
    pub span: Span,
}

/// Walks the expressions of one rule or derived line. What it cannot type counts as fitting everything, so one mistake is
/// reported once.
pub struct Infer<'m> {
    pub(super) model: &'m Model,
    pub(super) form: &'m Form,
    /// The allowance of the rule, and where it stands.
    pub within: Option<Allowance>,
    /// Whether figures were compared.
    pub compared: bool,
    pub out: Vec<Diagnostic>,
}

impl<'m> Infer<'m> {
    pub fn new(model: &'m Model, form: &'m Form) -> Infer<'m> {
        Infer { model, form, within: None, compared: false, out: Vec::new() }
    }

    /// Checks that an expression is true or false.
    pub fn condition(&mut self, expr: &'m Expr) {
        self.truth(expr, 0);
    }

    /// The type of an expression that is a value.
    pub fn value(&mut self, expr: &'m Expr) -> Value<'m> {
        self.of(expr, 0)
    }

    /// Checks that two values of these types can be compared, as the equation of a derived line asks.
    pub fn equation(&mut self, left: (&Types<'m>, Span), right: (&Types<'m>, Span)) {
        self.meet(left, right, &say::COMPARE, |model, a, b| a.compare(b, false, model));
    }

    fn truth(&mut self, expr: &'m Expr, depth: usize) {
        let value = self.of(expr, depth);
        let Some(other) = value.types.iter().find(|typed| !matches!(typed.ty, Ty::Truth | Ty::Any)) else { return };
        self.out.push(
            Diagnostic::error(Code::G0304, say::NOT_A_CONDITION.with("type", other.name(self.model)))
                .at(expr.span, say::NOT_A_CONDITION_LABEL.plain())
                .with_help(say::NOT_A_CONDITION_HELP.plain()),
        );
    }

    pub(super) fn of(&mut self, expr: &'m Expr, depth: usize) -> Value<'m> {
        // Shapes are checked first and report what is too deep.
        if depth > MAX_DEPTH {
            return Value::ANY;
        }
        let below = depth + 1;
        match &expr.kind {
            ExprKind::Number { unit: Some(unit), .. } => Value::one(Typed { ty: Ty::In(*unit), because: None }),
            ExprKind::Number { percent: true, .. } => Value::one(Typed { ty: Ty::Percent, because: None }),
            ExprKind::Number { .. } => Value::one(Typed::BARE),
            ExprKind::Text(_) => Value::one(Typed::TEXT),
            ExprKind::Bool(_) => Value::TRUTH,
            ExprKind::Ref(reference) => self.of_ref(reference),
            ExprKind::Prior(inner) | ExprKind::Parts(inner) => self.of(inner, below),
            ExprKind::Aggregate { function, over } => self.of_aggregate(*function, over, expr.span, below),
            ExprKind::Itemwise { function, args } => self.gather(*function, args, below),
            ExprKind::Call { function, args } => self.of_call(*function, args, below),
            ExprKind::Negate(inner) => self.number(inner, below),
            ExprKind::Not(inner) => {
                self.truth(inner, below);
                Value::TRUTH
            }
            ExprKind::Arithmetic { op, op_span, left, right } => {
                let (a, b) = (self.number_or_year(left, below), self.number_or_year(right, below));
                let same = matches!(op, ArithmeticOp::Add | ArithmeticOp::Subtract);
                if same && (self.lacks_unit(Some(left), &b.types) || self.lacks_unit(Some(right), &a.types)) {
                    return Value::ANY;
                }
                self.arithmetic(*op, *op_span, (a, left.span), (b, right.span))
            }
            ExprKind::Compare { operands, ops } => {
                // Each operand is typed once: in a chain it stands in two comparisons.
                let sides: Vec<Side<'m>> = operands.iter().map(|operand| self.side(operand, below)).collect();
                for (pair, (op, _)) in sides.windows(2).zip(ops) {
                    let [left, right] = pair else { continue };
                    self.compare(left, right, !matches!(op, CompareOp::Equal | CompareOp::NotEqual));
                }
                Value::TRUTH
            }
            ExprKind::In { value, alternatives } => {
                let value = self.side(value, below);
                for alternative in alternatives {
                    let alternative = self.side(alternative, below);
                    self.compare(&value, &alternative, false);
                }
                Value::TRUTH
            }
            ExprKind::Between { value, from, to } => {
                let value = self.side(value, below);
                for end in [from, to].into_iter().flatten() {
                    let end = self.side(end, below);
                    self.compare(&value, &end, true);
                }
                Value::TRUTH
            }
            ExprKind::Logic { left, right, .. } => {
                self.truth(left, below);
                self.truth(right, below);
                Value::TRUTH
            }
            ExprKind::If { condition, then, otherwise } => {
                self.truth(condition, below);
                let (a, b) = (self.of(then, below), self.of(otherwise, below));
                if self.lacks_unit(Some(then), &b.types) || self.lacks_unit(Some(otherwise), &a.types) {
                    return Value::ANY;
                }
                let over = a.over.or(b.over);
                let types = self.meet((&a.types, then.span), (&b.types, otherwise.span), &say::CHOOSE, |model, a, b| {
                    a.compare(b, false, model)
                });
                Value { types, over }
            }
            ExprKind::Poisoned => Value::ANY,
        }
    }

    pub(super) fn of_ref(&self, reference: &Ref) -> Value<'m> {
        let cell = |table: TableId, row: Option<ItemId>, column: Option<ItemId>| {
            self.form.table(table).and_then(|table| table.cell_type(row, column)).map_or(Typed::ANY, Typed::of_cell)
        };
        match reference {
            Ref::Cell(at) => Value::one(cell(at.table, at.row, at.column)),
            Ref::Row { table, item } => {
                let columns = shape::elements(self.form, *table, Reach::Column);
                let types = columns.into_iter().map(|column| cell(*table, Some(*item), column)).collect();
                Value { types: Types::of(figures_of(types)), over: Some((*table, Reach::Column)) }
            }
            Ref::Column { table, item } => {
                let rows = shape::elements(self.form, *table, Reach::Row);
                let types = rows.into_iter().map(|row| cell(*table, row, Some(*item))).collect();
                Value { types: Types::of(figures_of(types)), over: Some((*table, Reach::Row)) }
            }
            Ref::Table(table) => {
                // Every pair of a row's and a column's type occurs; different ones matter, not how often.
                let mut types: Vec<Typed<'m>> = Vec::new();
                for row in shape::elements(self.form, *table, Reach::Row) {
                    for column in shape::elements(self.form, *table, Reach::Column) {
                        let next = cell(*table, row, column);
                        if !types.iter().any(|typed| typed.ty == next.ty) {
                            types.push(next);
                        }
                    }
                }
                Value { types: Types::of(figures_of(types)), over: None }
            }
            Ref::Meta(id) => Value::one(self.form.meta.get(id.0 as usize).map_or(Typed::ANY, |meta| Typed::of_cell(&meta.ty))),
        }
    }

    pub(super) fn number(&mut self, expr: &'m Expr, depth: usize) -> Value<'m> {
        let value = self.of(expr, depth);
        self.must_be_number(value, expr.span)
    }

    fn number_or_year(&mut self, expr: &'m Expr, depth: usize) -> Value<'m> {
        let value = self.of(expr, depth);
        if value.types.iter().all(|typed| typed.ty == Ty::Year) { value } else { self.must_be_number(value, expr.span) }
    }

    pub(super) fn must_be_number(&mut self, value: Value<'m>, span: Span) -> Value<'m> {
        let Some(other) = value.types.iter().find(|typed| !typed.is_number()) else { return value };
        let mut report = Diagnostic::error(Code::G0303, say::NOT_A_NUMBER.with("type", other.name(self.model)))
            .at(span, say::NOT_A_NUMBER_LABEL.plain());
        if let Some(because) = other.because {
            report = report.at(because, say::BECAUSE_TYPE.plain());
        }
        self.out.push(report);
        Value::ANY
    }

    fn arithmetic(&mut self, op: ArithmeticOp, op_span: Span, left: (Value<'m>, Span), right: (Value<'m>, Span)) -> Value<'m> {
        let verb = if op == ArithmeticOp::Subtract { &say::SUBTRACT } else { &say::ADD };
        let mut result = Vec::new();
        for (a, b) in left.0.types.pairs(&right.0.types) {
            match a.arithmetic(op, b, self.model) {
                Ok(typed) => result.push(typed),
                Err(clash) => {
                    let (a, b) = (Operand { typed: a, span: left.1 }, Operand { typed: b, span: right.1 });
                    self.out.push(match clash {
                        Clash::Compound => clash::compound(self.model, op, op_span, a, b),
                        Clash::Units | Clash::Types | Clash::Order => clash::report(self.model, clash, verb, a, b),
                    });
                    return Value::ANY;
                }
            }
        }
        Value { types: Types::of(result), over: left.0.over.or(right.0.over) }
    }

    fn side(&mut self, expr: &'m Expr, depth: usize) -> Side<'m> {
        (self.of(expr, depth), expr)
    }

    fn compare(&mut self, (a, left): &Side<'m>, (b, right): &Side<'m>, ordered: bool) {
        for (value, expr, other) in [(a, right, left), (b, left, right)] {
            if let Some(report) = clash::option(value.types.iter().next(), expr) {
                self.out.push(report);
                return;
            }
            if self.lacks_unit(Some(expr), &value.types) {
                return;
            }
            if let Some(report) = clash::percent(value.types.iter().next(), expr) {
                self.out.push(report.at(other.span, say::HERE_TYPE.with("type", say::TYPE_PERCENT.plain())));
                return;
            }
        }
        let types =
            self.meet((&a.types, left.span), (&b.types, right.span), &say::COMPARE, |model, a, b| a.compare(b, ordered, model));
        if types.iter().all(Typed::is_number) {
            self.compared = true;
            self.within_fits(&types, left.span);
        }
    }

    /// The allowance must be of the dimension that is compared, and say its unit where the compared one converts.
    fn within_fits(&mut self, compared: &Types<'m>, span: Span) {
        let Some(within) = self.within else { return };
        let allowance = match (within.unit, within.percent) {
            (Some(unit), _) => Typed { ty: Ty::In(unit), because: None },
            (None, true) => Typed { ty: Ty::Percent, because: None },
            (None, false) => Typed::BARE,
        };
        let misfit = |typed: &Typed<'m>| match (allowance.ty, typed.ty) {
            (Ty::Bare, Ty::Percent) => !within.value.is_zero(),
            (Ty::Percent, Ty::Pure) => false,
            _ => typed.same_dimension(allowance, self.model).is_err(),
        };
        let report = if let Some(other) = compared.iter().find(misfit) {
            let (mine, its) = (allowance.name(self.model), other.name(self.model));
            let mut report = Diagnostic::error(Code::G0323, say::WITHIN_UNIT.with("allowance", mine).with("type", its.clone()))
                .at(within.span, say::WITHIN_LABEL.plain())
                .at(span, say::WITHIN_COMPARED.with("type", its));
            if let Some(because) = other.because {
                report = report.at(because, say::BECAUSE_TYPE.plain());
            }
            Some(report)
        } else if within.unit.is_none() && !within.percent {
            clash::unit_of_number(self.model, compared, within.value, within.span)
        } else {
            None
        };
        if let Some(report) = report {
            self.within = None;
            self.out.push(report);
        }
    }

    pub(super) fn meet(
        &mut self,
        left: (&Types<'m>, Span),
        right: (&Types<'m>, Span),
        verb: &'static Wording,
        join: impl Fn(&'m Model, Typed<'m>, Typed<'m>) -> Result<Typed<'m>, Clash>,
    ) -> Types<'m> {
        let mut result = Vec::new();
        for (a, b) in left.0.pairs(right.0) {
            match join(self.model, a, b) {
                Ok(typed) => result.push(typed),
                Err(clash) => {
                    let (a, b) = (Operand { typed: a, span: left.1 }, Operand { typed: b, span: right.1 });
                    self.out.push(clash::report(self.model, clash, verb, a, b));
                    return Types::One(Typed::ANY);
                }
            }
        }
        Types::of(result)
    }
}

/// The types of a vector. Remarks and line numbers beside figures take no part in a rule.
pub fn figures_of(types: Vec<Typed<'_>>) -> Vec<Typed<'_>> {
    let some_figures = types.iter().any(|typed| typed.is_number() && typed.ty != Ty::Any);
    let silent = |typed: Typed<'_>| some_figures && !typed.is_number();
    types.into_iter().map(|typed| if silent(typed) { Typed::ANY } else { typed }).collect()
}
