//! What to say when two values do not meet.

use super::ty::{Clash, Ty, Typed, Types};
use crate::diag::wording::check as say;
use crate::diag::{Code, Diagnostic, Wording};
use crate::model::{Expr, ExprKind, Model};
use crate::number::Decimal;
use crate::source::Span;
use crate::syntax::ast::ArithmeticOp;

/// One side of an operation.
#[derive(Clone, Copy)]
pub struct Operand<'m> {
    pub typed: Typed<'m>,
    pub span: Span,
}

/// Two values that cannot be added, compared or gathered (`verb`).
pub fn report(model: &Model, clash: Clash, verb: &'static Wording, left: Operand, right: Operand) -> Diagnostic {
    let (a, b) = (left.typed, right.typed);
    let diagnostic = match clash {
        Clash::Units | Clash::Compound => units(model, verb, a, b),
        Clash::Types => {
            let differ = Diagnostic::error(
                Code::G0303,
                say::TYPES_DIFFER.with("left", a.name(model)).with("right", b.name(model)).with("verb", verb.plain()),
            );
            let truth = |typed: Typed| typed.ty == Ty::Truth;
            if truth(a) != truth(b) { differ.with_help(say::TRUTH_HELP.plain()) } else { differ }
        }
        Clash::Order => Diagnostic::error(Code::G0303, say::ORDER_OF_TEXT.with("type", a.name(model))),
    };
    labelled(model, diagnostic, left, right)
}

fn units(model: &Model, verb: &'static Wording, a: Typed, b: Typed) -> Diagnostic {
    let name = |typed: Typed| match typed.ty {
        Ty::In(unit) => Some(model.units.name(Some(unit)).to_owned()),
        Ty::Any | Ty::Bare | Ty::Pure | Ty::Percent | Ty::Text | Ty::Truth | Ty::Year | Ty::Date | Ty::Enum(_) | Ty::Code => None,
    };
    match (name(a), name(b)) {
        (Some(left), Some(right)) => {
            Diagnostic::error(Code::G0301, say::UNITS_DIFFER.with("left", &left).with("right", &right).with("verb", verb.plain()))
                .with_help(say::UNITS_HELP.with("left", left).with("right", right))
        }
        (Some(_), None) | (None, Some(_)) if a.ty == Ty::Percent || b.ty == Ty::Percent => Diagnostic::error(
            Code::G0301,
            say::TYPES_DIFFER.with("left", a.name(model)).with("right", b.name(model)).with("verb", verb.plain()),
        )
        .with_help(say::PERCENT_OF_HELP.plain()),
        (Some(unit), None) | (None, Some(unit)) => {
            Diagnostic::error(Code::G0301, say::UNITS_DIFFER_PURE.with("unit", &unit).with("verb", verb.plain()))
                .with_help(say::UNITS_PURE_HELP.with("unit", unit))
        }
        (None, None) => Diagnostic::error(
            Code::G0303,
            say::TYPES_DIFFER.with("left", a.name(model)).with("right", b.name(model)).with("verb", verb.plain()),
        ),
    }
}

/// A product or quotient whose unit would be a compound one.
pub fn compound(model: &Model, op: ArithmeticOp, op_span: Span, left: Operand, right: Operand) -> Diagnostic {
    let unit = |typed: Typed| match typed.ty {
        Ty::In(unit) => model.units.name(Some(unit)).to_owned(),
        Ty::Any | Ty::Bare | Ty::Pure | Ty::Percent | Ty::Text | Ty::Truth | Ty::Year | Ty::Date | Ty::Enum(_) | Ty::Code => {
            String::new()
        }
    };
    let (a, b) = (unit(left.typed), unit(right.typed));
    let message = match op {
        ArithmeticOp::Divide if a.is_empty() => say::QUOTIENT_BARE.with("right", &b),
        ArithmeticOp::Divide => say::QUOTIENT.with("left", a).with("right", &b),
        ArithmeticOp::Multiply | ArithmeticOp::Add | ArithmeticOp::Subtract => say::PRODUCT.with("left", a).with("right", &b),
    };
    let diagnostic = Diagnostic::error(Code::G0302, message).at_bare(op_span).with_help(say::COMPOUND_HELP.with("unit", b));
    let diagnostic = diagnostic.at(left.span, say::HERE_TYPE.with("type", left.typed.name(model)));
    diagnostic.at(right.span, say::HERE_TYPE.with("type", right.typed.name(model)))
}

/// The right side first, then the left, then the declarations that gave them their types.
fn labelled(model: &Model, diagnostic: Diagnostic, left: Operand, right: Operand) -> Diagnostic {
    let here = |typed: Typed| say::HERE_TYPE.with("type", typed.name(model));
    let mut diagnostic = diagnostic.at(right.span, here(right.typed));
    // An aggregate gathers figures of one name: there the declarations tell the two apart.
    if left.span != right.span {
        diagnostic = diagnostic.at(left.span, here(left.typed));
    }
    let mut seen = Vec::new();
    for side in [left, right] {
        if let Some(because) = side.typed.because
            && !seen.contains(&because)
        {
            seen.push(because);
            diagnostic = diagnostic.at(because, say::BECAUSE_TYPE.plain());
        }
    }
    diagnostic
}

/// A word that is not one of the options of an enumeration it is compared with.
pub fn option(typed: Option<Typed>, expr: &Expr) -> Option<Diagnostic> {
    let (Some(Typed { ty: Ty::Enum(words), because }), ExprKind::Text(word)) = (typed, &expr.kind) else { return None };
    if words.contains(word) {
        return None;
    }
    let mut report = Diagnostic::error(Code::G0305, say::NO_SUCH_OPTION.with("word", word).with("words", words.to_vec()))
        .at(expr.span, say::NO_SUCH_OPTION_LABEL.plain());
    if let Some(because) = because {
        report = report.at(because, say::OPTIONS_HERE.plain());
    }
    // One edit away, in words of mostly two or three characters.
    let near: Vec<&String> = words.iter().filter(|other| crate::label::distance(word, other, 1).is_some()).collect();
    Some(match near.as_slice() {
        [only] => report.with_help(say::NEAR_OPTION.with("word", *only)),
        [] | [_, _, ..] => report,
    })
}

/// A literal above 1 beside a percentage: `占比 <= 50` means 5,000 %.
pub fn percent(typed: Option<Typed>, expr: &Expr) -> Option<Diagnostic> {
    let (Some(Typed { ty: Ty::Percent, .. }), ExprKind::Number { value, unit: None, percent: false }) = (typed, &expr.kind)
    else {
        return None;
    };
    if *value <= Decimal::ONE {
        return None;
    }
    let times = value.checked_mul(Decimal::new(100, 0))?;
    let (value, times) = (value.to_string(), times.to_string());
    Some(
        Diagnostic::error(Code::G0303, say::PERCENT_LITERAL.plain())
            .at(expr.span, say::PERCENT_LITERAL_LABEL.with("value", &value).with("times", times))
            .with_help(say::PERCENT_LITERAL_HELP.with("value", &value))
            .with_fix(expr.span, format!("{value}%")),
    )
}

/// A number without a unit beside a figure in a unit that converts: `收费 > 5` in 万元.
pub fn unit_of_literal(model: &Model, types: &Types, expr: &Expr) -> Option<Diagnostic> {
    let ExprKind::Number { value, unit: None, percent: false } = &expr.kind else { return None };
    unit_of_number(model, types, *value, expr.span)
}

/// As [`unit_of_literal`], for a number that is no expression.
pub fn unit_of_number(model: &Model, types: &Types, value: Decimal, span: Span) -> Option<Diagnostic> {
    if value.is_zero() {
        return None;
    }
    types.iter().find_map(|typed| {
        let Ty::In(id) = typed.ty else { return None };
        let unit = model.units.get(id).filter(|unit| unit.factor != Decimal::ONE)?;
        let value = value.to_string();
        let filled = |wording: &'static Wording| {
            let base = model.units.name(Some(unit.base));
            wording.with("value", &value).with("unit", &unit.name).with("base", base)
        };
        let mut diagnostic =
            Diagnostic::error(Code::G0301, filled(&say::UNIT_OF_LITERAL)).at(span, filled(&say::UNIT_OF_LITERAL_LABEL));
        if let Some(because) = typed.because {
            diagnostic = diagnostic.at(because, say::BECAUSE_TYPE.plain());
        }
        let help = say::UNIT_OF_LITERAL_HELP.with("value", &value).with("unit", &unit.name);
        Some(diagnostic.with_help(help).with_fix(span, format!("{value}{}", unit.name)))
    })
}
