//! Rules that no figure can break or satisfy.

use super::canonical::canonical;
use super::linear::{Interval, Reader};
use super::shape::{self, MAX_DEPTH};
use crate::diag::wording::check as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{Expr, ExprKind, Form, Model, Rule};
use crate::number::Rational;
use crate::syntax::ast::{ArithmeticOp, CompareOp, LogicOp};

/// What is known of a condition before any figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Truth {
    Always,
    Never,
    Depends,
}

impl Truth {
    fn of(known: bool) -> Truth {
        if known { Truth::Always } else { Truth::Never }
    }

    fn not(self) -> Truth {
        match self {
            Truth::Always => Truth::Never,
            Truth::Never => Truth::Always,
            Truth::Depends => Truth::Depends,
        }
    }

    fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::Never, _) | (_, Truth::Never) => Truth::Never,
            (Truth::Always, Truth::Always) => Truth::Always,
            (Truth::Depends, Truth::Always | Truth::Depends) | (Truth::Always, Truth::Depends) => Truth::Depends,
        }
    }

    fn or(self, other: Truth) -> Truth {
        self.not().and(other.not()).not()
    }
}

/// Checks one rule whose shapes and types are right.
pub fn check(model: &Model, form: &Form, rule: &Rule, out: &mut Vec<Diagnostic>) {
    let fold = Fold { reader: Reader { model, form } };
    if let Some(when) = &rule.when {
        match fold.truth(when, 0) {
            Truth::Always => out.push(
                Diagnostic::warning(Code::G0320, say::ALWAYS_WHEN.with("rule", &rule.name))
                    .at(when.span, say::ALWAYS_LABEL.plain()),
            ),
            Truth::Never => out.push(
                Diagnostic::error(Code::G0321, say::NEVER_WHEN.with("rule", &rule.name))
                    .at(when.span, say::NEVER_LABEL.plain())
                    .with_help(say::NEVER_HELP.plain()),
            ),
            Truth::Depends => {}
        }
    }
    let mut parts = Vec::new();
    conjuncts(&rule.condition, &mut parts);
    for part in parts {
        match fold.truth(part, 0) {
            Truth::Always => out.push(
                Diagnostic::warning(Code::G0320, say::ALWAYS.with("rule", &rule.name))
                    .at(part.span, say::ALWAYS_LABEL.plain())
                    .with_help(say::ALWAYS_HELP.plain()),
            ),
            // An allowance may let through what is never equal.
            Truth::Never if rule.within.is_none() => out.push(
                Diagnostic::error(Code::G0321, say::NEVER.with("rule", &rule.name))
                    .at(part.span, say::NEVER_LABEL.plain())
                    .with_help(say::NEVER_HELP.plain()),
            ),
            Truth::Never | Truth::Depends => {}
        }
    }
}

/// Divisors that are always 0, anywhere in an expression.
pub fn divisors(model: &Model, form: &Form, expr: &Expr, out: &mut Vec<Diagnostic>) {
    let reader = Reader { model, form };
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        if let ExprKind::Arithmetic { op: ArithmeticOp::Divide, right, .. } = &expr.kind
            && reader.linear(right, 0).is_some_and(|divisor| divisor.constant() == Some(&Rational::ZERO))
        {
            out.push(Diagnostic::error(Code::G0322, say::ZERO_DIVISOR.plain()).at(right.span, say::ZERO_DIVISOR_LABEL.plain()));
        }
        open.extend(shape::children(expr));
    }
}

/// The conditions that `and` joins, so that each is judged by itself.
fn conjuncts<'m>(condition: &'m Expr, out: &mut Vec<&'m Expr>) {
    let mut open = vec![condition];
    while let Some(expr) = open.pop() {
        if let ExprKind::Logic { op: LogicOp::And, left, right } = &expr.kind {
            open.extend([&**right, &**left]);
        } else {
            out.push(expr);
        }
    }
}

struct Fold<'m> {
    reader: Reader<'m>,
}

impl Fold<'_> {
    fn truth(&self, expr: &Expr, depth: usize) -> Truth {
        if depth > MAX_DEPTH {
            return Truth::Depends;
        }
        let below = depth + 1;
        match &expr.kind {
            ExprKind::Bool(value) => Truth::of(*value),
            ExprKind::Not(inner) => self.truth(inner, below).not(),
            ExprKind::Logic { op, left, right } => {
                let (left, right) = (self.truth(left, below), self.truth(right, below));
                match op {
                    LogicOp::And => left.and(right),
                    LogicOp::Or => left.or(right),
                    LogicOp::Implies => left.not().or(right),
                }
            }
            ExprKind::Compare { operands, ops } => {
                let pairs = operands.windows(2).zip(ops).filter_map(|(pair, (op, _))| match pair {
                    [left, right] => Some(self.compare(left, *op, right)),
                    _ => None,
                });
                pairs.fold(Truth::Always, Truth::and)
            }
            ExprKind::In { value, alternatives } => alternatives
                .iter()
                .map(|alternative| self.compare(value, CompareOp::Equal, alternative))
                .fold(Truth::Never, Truth::or),
            ExprKind::Between { value, from, to } => {
                let low = from.as_ref().map_or(Truth::Always, |from| self.compare(value, CompareOp::GreaterEqual, from));
                low.and(to.as_ref().map_or(Truth::Always, |to| self.compare(value, CompareOp::LessEqual, to)))
            }
            ExprKind::If { condition, then, otherwise } => match self.truth(condition, below) {
                Truth::Always => self.truth(then, below),
                Truth::Never => self.truth(otherwise, below),
                Truth::Depends => {
                    let (then, otherwise) = (self.truth(then, below), self.truth(otherwise, below));
                    if then == otherwise { then } else { Truth::Depends }
                }
            },
            ExprKind::Number { .. }
            | ExprKind::Text(_)
            | ExprKind::Ref(_)
            | ExprKind::Prior(_)
            | ExprKind::Parts(_)
            | ExprKind::Aggregate { .. }
            | ExprKind::Itemwise { .. }
            | ExprKind::Call { .. }
            | ExprKind::Negate(_)
            | ExprKind::Arithmetic { .. }
            | ExprKind::Poisoned => Truth::Depends,
        }
    }

    fn compare(&self, left: &Expr, op: CompareOp, right: &Expr) -> Truth {
        if let Some(difference) = self.reader.difference(left, right) {
            return difference.bounds().map_or(Truth::Depends, |bounds| against_zero(op, &bounds));
        }
        match (&left.kind, &right.kind, canonical(left), canonical(right)) {
            (ExprKind::Text(left), ExprKind::Text(right), _, _) => equality(op, left == right),
            (_, _, Some(left), Some(right)) if left == right => equality(op, true),
            _ => Truth::Depends,
        }
    }
}

/// What equal (or different) words or names say of a comparison.
fn equality(op: CompareOp, equal: bool) -> Truth {
    match op {
        CompareOp::Equal => Truth::of(equal),
        CompareOp::NotEqual => Truth::of(!equal),
        CompareOp::LessEqual | CompareOp::GreaterEqual if equal => Truth::Always,
        CompareOp::Less | CompareOp::Greater if equal => Truth::Never,
        CompareOp::Less | CompareOp::Greater | CompareOp::LessEqual | CompareOp::GreaterEqual => Truth::Depends,
    }
}

/// `difference op 0`, for a difference within these bounds.
fn against_zero(op: CompareOp, bounds: &Interval) -> Truth {
    let zero = Rational::ZERO;
    let low = |test: fn(&Rational, &Rational) -> bool| bounds.low.as_ref().is_some_and(|low| test(low, &zero));
    let high = |test: fn(&Rational, &Rational) -> bool| bounds.high.as_ref().is_some_and(|high| test(high, &zero));
    let (always, never) = match op {
        CompareOp::Equal => (low(Rational::ge) && high(Rational::le), low(Rational::gt) || high(Rational::lt)),
        CompareOp::NotEqual => (low(Rational::gt) || high(Rational::lt), low(Rational::ge) && high(Rational::le)),
        CompareOp::Less => (high(Rational::lt), low(Rational::ge)),
        CompareOp::LessEqual => (high(Rational::le), low(Rational::gt)),
        CompareOp::Greater => (low(Rational::gt), high(Rational::le)),
        CompareOp::GreaterEqual => (low(Rational::ge), high(Rational::lt)),
    };
    match (always, never) {
        (true, _) => Truth::Always,
        (false, true) => Truth::Never,
        (false, false) => Truth::Depends,
    }
}
