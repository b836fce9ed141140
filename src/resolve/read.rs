//! `read`: what a cell without a plain figure counts as.

use super::context::Context;
use super::types;
use crate::diag::wording::resolve as say;
use crate::model::{CellType, ReadPolicy, Treatment};
use crate::syntax::ast;

/// Adds the clauses of one `read` to a policy; the same state or token twice is reported. `ty` is the type of the cells when
/// it is known: a value with a unit is read in it.
pub(super) fn add(policy: &mut ReadPolicy, clauses: &[ast::ReadClause], ty: Option<&CellType>, context: &mut Context<'_>) {
    for (at, clause) in clauses.iter().enumerate() {
        let value = treatment(&clause.treatment, ty, context);
        let (taken, name) = match &clause.what {
            ast::ReadWhat::Blank => (policy.blank.is_some(), "blank"),
            ast::ReadWhat::Absent => (policy.absent.is_some(), "absent"),
            ast::ReadWhat::Token(token) => (policy.tokens.iter().any(|(known, _)| *known == token.text), token.text.as_str()),
        };
        if taken {
            let before = clauses.iter().take(at).find(|other| same(&other.what, &clause.what));
            let first = before.map_or(clause.span, |other| other.span);
            context.sink.duplicate(say::A_READ.plain(), name, clause.span, first);
            continue;
        }
        match &clause.what {
            ast::ReadWhat::Blank => policy.blank = Some(value),
            ast::ReadWhat::Absent => policy.absent = Some(value),
            ast::ReadWhat::Token(token) => policy.tokens.push((token.text.clone(), value)),
        }
    }
}

fn same(left: &ast::ReadWhat, right: &ast::ReadWhat) -> bool {
    match (left, right) {
        (ast::ReadWhat::Blank, ast::ReadWhat::Blank) | (ast::ReadWhat::Absent, ast::ReadWhat::Absent) => true,
        (ast::ReadWhat::Token(left), ast::ReadWhat::Token(right)) => left.text == right.text,
        (ast::ReadWhat::Blank | ast::ReadWhat::Absent | ast::ReadWhat::Token(_), _) => false,
    }
}

fn treatment(written: &ast::Treatment, ty: Option<&CellType>, context: &mut Context<'_>) -> Treatment {
    match written {
        ast::Treatment::As(number) => Treatment::As(value(number, ty, context)),
        ast::Treatment::Skip => Treatment::Skip,
        ast::Treatment::Unknown => Treatment::Unknown,
        ast::Treatment::Error => Treatment::Error,
    }
}

/// The number behind `as`. Without a type around it (a template's `read`), its unit cannot be applied and is not allowed,
/// except on 0, which fits every unit.
pub(super) fn value(number: &ast::Number, ty: Option<&CellType>, context: &mut Context<'_>) -> crate::number::Decimal {
    use crate::diag::{Code, Diagnostic};
    if number.value.is_zero() {
        return number.value;
    }
    match ty {
        Some(ty) => types::in_type(number, ty, context).unwrap_or(number.value),
        None => {
            if number.unit.is_some() || number.percent {
                context.sink.push(
                    Diagnostic::error(Code::G0215, say::VALUE_WITHOUT_TYPE.plain())
                        .at(number.span, say::VALUE_WITHOUT_TYPE_HERE.plain()),
                );
            }
            number.value
        }
    }
}
