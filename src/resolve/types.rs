//! Types: units, refinements folded to numbers, rounding.

use std::collections::HashSet;

use super::context::Context;
use super::{suggest, units};
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{CellType, Limit, Quoted, Rounding, UnitId, ValueKind};
use crate::number::Decimal;
use crate::source::Span;
use crate::syntax::ast::{self, ArithmeticOp, CompareOp};

/// What stands after an unknown word: numbers are still read, units are not compared.
fn poisoned(span: Span) -> CellType {
    CellType { kind: ValueKind::Decimal, unit: None, limits: Vec::new(), matches: None, rounding: Rounding::Exact, span }
}

/// A type as written. An unknown word for it is reported and read as a plain decimal.
pub(super) fn cell_type(written: &ast::Type, context: &mut Context<'_>) -> CellType {
    let Some(kind) = value_kind(&written.kind, context) else { return poisoned(written.span) };
    let unit = written.unit.as_ref().and_then(|unit| units::find(unit, context));
    let mut ty = CellType { kind, unit, limits: Vec::new(), matches: None, rounding: Rounding::Exact, span: written.span };
    for refinement in &written.refinements {
        match refinement {
            ast::Refinement::Compare { op, value, span } => {
                if let Some(value) = constant(value, &ty, context) {
                    ty.limits.push(Limit { op: *op, value, span: *span });
                }
            }
            ast::Refinement::Range { from, to, span } => {
                let low = from.as_ref().and_then(|number| in_type(number, &ty, context));
                let high = to.as_ref().and_then(|number| in_type(number, &ty, context));
                if let (Some(low), Some(high)) = (low, high)
                    && low > high
                {
                    reversed(range(from.as_ref(), to.as_ref(), *span), &low.to_string(), &high.to_string(), context);
                    continue;
                }
                let ends = [(CompareOp::GreaterEqual, low), (CompareOp::LessEqual, high)];
                ty.limits.extend(ends.into_iter().filter_map(|(op, value)| Some(Limit { op, value: value?, span: *span })));
            }
            ast::Refinement::Matches(text, _) => ty.matches = Some(Quoted { text: text.text.clone(), span: text.span }),
        }
    }
    if let Some(rounding) = rounding(written.step.as_ref(), written.rounded.as_ref(), &ty, context) {
        ty.rounding = rounding;
    }
    ty
}

fn value_kind(kind: &ast::TypeKind, context: &mut Context<'_>) -> Option<ValueKind> {
    Some(match kind {
        ast::TypeKind::Natural => ValueKind::Natural,
        ast::TypeKind::Integer => ValueKind::Integer,
        ast::TypeKind::Decimal => ValueKind::Decimal,
        ast::TypeKind::Percent => ValueKind::Percent,
        ast::TypeKind::Text => ValueKind::Text,
        ast::TypeKind::Bool => ValueKind::Bool,
        ast::TypeKind::Year => ValueKind::Year,
        ast::TypeKind::Date => ValueKind::Date,
        ast::TypeKind::Code => ValueKind::Code,
        ast::TypeKind::Unit => ValueKind::Unit,
        ast::TypeKind::Enum(values) => {
            let mut seen: HashSet<&str> = HashSet::new();
            for value in values {
                if !seen.insert(&value.text) {
                    let first = values.iter().find(|other| other.text == value.text).map_or(value.span, |first| first.span);
                    context.sink.duplicate(say::A_VALUE.plain(), &value.text, value.span, first);
                }
            }
            ValueKind::Enum(values.iter().map(|value| value.text.clone()).collect())
        }
        ast::TypeKind::Unknown(name) => {
            let near = suggest::near(&name.text, type_words());
            let diagnostic = Diagnostic::error(Code::G0217, say::UNKNOWN_TYPE.with("name", &name.text))
                .at(name.span, say::UNKNOWN_TYPE_HERE.plain());
            context.sink.push(suggest::offer(diagnostic, name.span, &near, Some(say::UNKNOWN_TYPE_HELP.plain())));
            return None;
        }
    })
}

const WORDS: &[(&str, &str, ValueKind)] = &[
    ("natural", "自然数", ValueKind::Natural),
    ("integer", "整数", ValueKind::Integer),
    ("decimal", "小数", ValueKind::Decimal),
    ("percent", "百分数", ValueKind::Percent),
    ("text", "文本", ValueKind::Text),
    ("bool", "是非", ValueKind::Bool),
    ("year", "年", ValueKind::Year),
    ("date", "日期", ValueKind::Date),
];

/// The type a word stands for inside a title, `{公司: 文本}`.
pub(super) fn type_word(word: &str) -> Option<ValueKind> {
    WORDS.iter().find(|(en, zh, _)| *en == word || *zh == word).map(|(_, _, kind)| kind.clone())
}

fn type_words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(en, _, _)| *en).chain(WORDS.iter().map(|(_, zh, _)| *zh))
}

/// `step` and `rounded`, wherever they stand.
pub(super) fn rounding(
    step: Option<&ast::Number>,
    rounded: Option<&ast::Number>,
    ty: &CellType,
    context: &mut Context<'_>,
) -> Option<Rounding> {
    if let (Some(step), Some(rounded)) = (step, rounded) {
        context.sink.push(
            Diagnostic::error(Code::G0208, say::STEP_AND_ROUNDED.plain())
                .at(rounded.span, say::STEP_AND_ROUNDED_HERE.plain())
                .at(step.span, say::STEP_AND_ROUNDED_FIRST.plain())
                .with_help(say::STEP_AND_ROUNDED_HELP.plain()),
        );
    }
    let number = step.or(rounded)?;
    let value = in_type(number, ty, context)?;
    if value <= Decimal::ZERO {
        context.sink.push(
            Diagnostic::error(Code::G0215, say::STEP_NOT_POSITIVE.plain()).at(number.span, say::STEP_NOT_POSITIVE_HERE.plain()),
        );
        return None;
    }
    Some(if step.is_some() { Rounding::Step(value) } else { Rounding::Rounded(value) })
}

/// A number in the unit of a type: `as 2万元` for a figure in 元 is 20000. A number without a unit is in the type's own.
pub(super) fn in_type(number: &ast::Number, ty: &CellType, context: &mut Context<'_>) -> Option<Decimal> {
    let misfit = |context: &mut Context<'_>, expected: String| {
        context.sink.push(
            Diagnostic::error(Code::G0215, say::VALUE_UNIT.with("unit", expected))
                .at(number.span, say::VALUE_UNIT_HERE.plain())
                .at(ty.span, say::VALUE_UNIT_TYPE.plain()),
        );
        None
    };
    if number.percent && ty.kind != ValueKind::Percent {
        return misfit(context, context.units.name(ty.unit).to_owned());
    }
    let Some(unit) = &number.unit else { return Some(number.value) };
    let unit = units::find(unit, context)?;
    match convert(number.value, unit, ty.unit, context) {
        Some(value) => Some(value),
        None => misfit(context, context.units.name(ty.unit).to_owned()),
    }
}

fn convert(value: Decimal, from: UnitId, to: Option<UnitId>, context: &Context<'_>) -> Option<Decimal> {
    let (from, to) = (context.units.get(from)?, context.units.get(to?)?);
    if from.base != to.base {
        return None;
    }
    divide(value.checked_mul(from.factor)?, to.factor)
}

/// The exact quotient, if it is a decimal.
fn divide(left: Decimal, right: Decimal) -> Option<Decimal> {
    let scale = left.scale().max(right.scale());
    let (mut numerator, denominator) = (left.mantissa_at(scale)?, right.mantissa_at(scale)?);
    if denominator == 0 {
        return None;
    }
    for places in 0..=Decimal::MAX_SCALE {
        if numerator.checked_rem(denominator)? == 0 {
            return Some(Decimal::new(numerator.checked_div(denominator)?, places));
        }
        numerator = numerator.checked_mul(10)?;
    }
    None
}

/// A refinement's bound: an expression of numbers only.
fn constant(expr: &ast::Expr, ty: &CellType, context: &mut Context<'_>) -> Option<Decimal> {
    let not_constant = |context: &mut Context<'_>, span: Span| {
        context.sink.push(
            Diagnostic::error(Code::G0215, say::NOT_CONSTANT.plain())
                .at(span, say::NOT_CONSTANT_HERE.plain())
                .with_help(say::NOT_CONSTANT_HELP.plain()),
        );
        None
    };
    match &expr.kind {
        ast::ExprKind::Number(number) => in_type(number, ty, context),
        ast::ExprKind::Negate(inner) => constant(inner, ty, context)?.checked_neg(),
        ast::ExprKind::Arithmetic { op, left, right, .. } => {
            let (left, right) = (constant(left, ty, context)?, constant(right, ty, context)?);
            let value = match op {
                ArithmeticOp::Add => left.checked_add(right),
                ArithmeticOp::Subtract => left.checked_sub(right),
                ArithmeticOp::Multiply => left.checked_mul(right),
                ArithmeticOp::Divide => divide(left, right),
            };
            if value.is_none() {
                context.sink.push(
                    Diagnostic::error(Code::G0215, say::CONSTANT_FAILS.plain()).at(expr.span, say::CONSTANT_FAILS_HERE.plain()),
                );
            }
            value
        }
        ast::ExprKind::NotInEdition { .. } | ast::ExprKind::Poisoned => None,
        ast::ExprKind::Text(_)
        | ast::ExprKind::Bool(_)
        | ast::ExprKind::Path(_)
        | ast::ExprKind::Index { .. }
        | ast::ExprKind::Range { .. }
        | ast::ExprKind::Call { .. }
        | ast::ExprKind::Not(_)
        | ast::ExprKind::Compare { .. }
        | ast::ExprKind::In { .. }
        | ast::ExprKind::Logic { .. }
        | ast::ExprKind::If { .. } => not_constant(context, expr.span),
    }
}

/// `2023..2021`.
pub(super) fn reversed(span: Span, from: &str, to: &str, context: &mut Context<'_>) {
    context.sink.push(
        Diagnostic::error(Code::G0211, say::RANGE_REVERSED.with("from", from).with("to", to))
            .at(span, say::RANGE_REVERSED_HERE.plain())
            .with_help(say::RANGE_REVERSED_HELP.with("from", from).with("to", to)),
    );
}

/// Both ends of a range of years; `None` for an end that is open or wrong.
pub(super) fn years(
    from: Option<&ast::Number>,
    to: Option<&ast::Number>,
    span: Span,
    context: &mut Context<'_>,
) -> (Option<i64>, Option<i64>) {
    let low = from.and_then(|number| year(number, context));
    let high = to.and_then(|number| year(number, context));
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        reversed(range(from, to, span), &low.to_string(), &high.to_string(), context);
        return (None, None);
    }
    (low, high)
}

/// From one end of a range to the other; `whole` when an end is open.
fn range(from: Option<&ast::Number>, to: Option<&ast::Number>, whole: Span) -> Span {
    match (from, to) {
        (Some(from), Some(to)) => from.span.to(to.span),
        (Some(_) | None, Some(_) | None) => whole,
    }
}

fn year(number: &ast::Number, context: &mut Context<'_>) -> Option<i64> {
    let plain = number.unit.is_none() && !number.percent;
    let whole = number.value.mantissa_at(0).and_then(|value| i64::try_from(value).ok());
    match whole.filter(|_| plain) {
        Some(year) => Some(year),
        None => {
            context.sink.push(
                Diagnostic::error(Code::G0215, say::NOT_A_YEAR.plain())
                    .at(number.span, say::NOT_A_YEAR_HERE.plain())
                    .with_help(say::NOT_A_YEAR_HELP.plain()),
            );
            None
        }
    }
}
