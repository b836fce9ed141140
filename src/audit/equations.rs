//! The equations of a form, and what its other rules are.

use crate::algebra::Row;
use crate::model::{Rounding, RuleSeverity};
use crate::number::{Decimal, Rational};
use crate::plan::{Body, Check, Needs, Origin, Plan, Rule, Side, SlotId};
use crate::syntax::ast::CompareOp;

/// One equation every report is held to: `Σ coefficient × figure = constant`; figures in their own units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equation {
    /// Index into [`Plan::checks`].
    pub check: u32,
    pub row: Row,
    pub constant: Rational,
    /// The author wrote it; else the form implies it.
    pub written: bool,
    /// It holds within a tolerance only: smaller errors pass.
    pub tolerant: bool,
}

/// Why a rule is no equation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// Less than, at most, "of which".
    Comparison,
    /// `in`, logic, products and quotients of figures.
    NotLinear,
    /// `when`, or in force for some years only.
    Conditional,
    /// Its failure is a warning or a note.
    Soft,
    NeedsPrior,
    NeedsParts,
    Suspended,
}

/// A rule that is not counted as an equation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Other {
    /// Index into [`Plan::rules`].
    pub rule: u32,
    pub why: Why,
    /// At how many places it is checked; 0 when one report alone does not hold what it needs.
    pub checks: usize,
}

/// Divides the checks of a plan into equations and others.
pub fn equations(plan: &Plan) -> (Vec<Equation>, Vec<Other>) {
    let mut equations = Vec::new();
    let mut others: Vec<Other> = Vec::new();
    for (index, check) in plan.checks.iter().enumerate() {
        let Some(rule) = plan.rules.get(check.rule as usize) else { continue };
        match why_not(check, rule) {
            None => equations.extend(equation(plan, index as u32, check, rule)),
            Some(why) => match others.iter_mut().rev().find(|other| other.rule == check.rule && other.why == why) {
                Some(other) => other.checks += 1,
                None => others.push(Other { rule: check.rule, why, checks: 1 }),
            },
        }
    }
    for (index, rule) in plan.rules.iter().enumerate() {
        let why = match (&rule.suspended, rule.needs) {
            (Some(_), _) => Why::Suspended,
            (None, Some(Needs::Prior)) => Why::NeedsPrior,
            (None, Some(Needs::Parts)) => Why::NeedsParts,
            (None, None) => continue,
        };
        others.push(Other { rule: index as u32, why, checks: 0 });
    }
    others.sort_by_key(|other| (other.rule, other.why));
    (equations, others)
}

fn why_not(check: &Check, rule: &Rule) -> Option<Why> {
    if rule.severity != RuleSeverity::Hard {
        return Some(Why::Soft);
    }
    if check.when.is_some() || rule.during.is_some() {
        return Some(Why::Conditional);
    }
    match &check.body {
        Body::Linear { op: CompareOp::Equal, .. } => None,
        Body::Linear { .. } => Some(Why::Comparison),
        Body::Code { .. } => Some(Why::NotLinear),
    }
}

fn equation(plan: &Plan, index: u32, check: &Check, rule: &Rule) -> Option<Equation> {
    let (row, constant) = linear(plan, check)?;
    // `0 = 0` says nothing; `0 = 5` is a contradiction that stays.
    if row.is_empty() && constant == Rational::ZERO {
        return None;
    }
    let written = match rule.origin {
        Origin::Written => true,
        Origin::Total | Origin::Derived | Origin::Including => false,
    };
    Some(Equation { check: index, row, constant, written, tolerant: tolerance(plan, check) != Rational::ZERO })
}

/// `left − right` of a linear check: the coefficients, and what they have to come to when both sides are equal.
pub fn linear(plan: &Plan, check: &Check) -> Option<(Row, Rational)> {
    let Body::Linear { terms, left, right, .. } = &check.body else { return None };
    let terms = plan.terms(terms).iter().map(|term| {
        let factor = term.coefficient.to_rational();
        (term.slot.0, if term.side == Side::Left { factor } else { -factor })
    });
    Some((Row::new(terms), Decimal::to_rational(*right) - Decimal::to_rational(*left)))
}

/// How far the sides of a linear check may be apart: its allowance, else half a unit of the last place for every figure that
/// was rounded by itself.
pub fn tolerance(plan: &Plan, check: &Check) -> Rational {
    if let Some(within) = check.within {
        return within.to_rational();
    }
    plan.terms_of(check).iter().fold(Rational::ZERO, |sum, term| match plan.slots.get(term.slot).map(|slot| slot.ty.rounding) {
        Some(Rounding::Rounded(quantum)) => {
            let factor = term.coefficient.to_rational();
            let factor = if factor < Rational::ZERO { -factor } else { factor };
            sum + quantum.to_rational() * factor / Rational::from(2)
        }
        Some(Rounding::Exact | Rounding::Step(_)) | None => sum,
    })
}

/// The figures that a check reads, its condition included.
pub fn slots_of<'p>(plan: &'p Plan, check: &'p Check) -> impl Iterator<Item = SlotId> + 'p {
    let condition = check.when.as_ref().map(|when| plan.code(when)).unwrap_or_default();
    plan.operands(check).into_iter().chain(condition.iter().filter_map(crate::plan::Op::slot))
}
