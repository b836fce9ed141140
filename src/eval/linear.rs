//! Linear checks: exact sums of both sides, and intervals where figures were rounded.

use super::values::{Value, Values};
use super::verdict::Verdict;
use crate::model::Rounding;
use crate::number::{Decimal, Rational};
use crate::plan::{Body, Check, Plan, Side, Term};
use crate::syntax::ast::CompareOp;

/// Both sides of a linear check, in base units, and how far they may be apart.
#[derive(Debug, Clone)]
pub(super) struct Sides {
    pub left: Rational,
    pub right: Rational,
    pub allowance: Option<Rational>,
}

pub(super) fn assess(plan: &Plan, values: &Values, check: &Check) -> Verdict {
    let Body::Linear { terms, op, left, right } = &check.body else { return Verdict::NotComputed };
    let terms = plan.terms(terms);
    if let Some(verdict) = missing(terms, values) {
        return verdict;
    }
    let rounded = is_rounded(plan, terms);
    if !rounded
        && check.within.is_none()
        && let (Some(left), Some(right)) = (sum(terms, values, Side::Left, *left), sum(terms, values, Side::Right, *right))
    {
        return if op.holds(left.cmp(&right)) { Verdict::Held } else { Verdict::Failed };
    }
    let sides = self::sides(plan, values, check).unwrap_or(Sides { left: Rational::ZERO, right: Rational::ONE, allowance: None });
    if op.holds(sides.left.cmp(&sides.right)) {
        return Verdict::Held;
    }
    let difference = &sides.left - &sides.right;
    let tolerated = match check.within {
        Some(within) => within_reach(*op, &difference, &within.to_rational()),
        None => rounded && Interval::of(plan, terms, values, difference).may(*op),
    };
    if tolerated { Verdict::HeldWithin } else { Verdict::Failed }
}

/// The verdict when an operand has no number: not applicable when something optional that the rule names is not there.
fn missing(terms: &[Term], values: &Values) -> Option<Verdict> {
    let mut unknown = false;
    for term in terms {
        match values.get(term.slot) {
            Value::Number(_) => {}
            Value::Skip if term.summed => {}
            Value::Skip => return Some(Verdict::NotApplicable),
            Value::Unknown | Value::Truth(_) | Value::Word => unknown = true,
        }
    }
    unknown.then_some(Verdict::NotAssessable)
}

/// One side in plain decimals; `None` when it leaves their range.
fn sum(terms: &[Term], values: &Values, side: Side, constant: Decimal) -> Option<Decimal> {
    let mut sum = constant;
    for term in terms.iter().filter(|term| term.side == side) {
        if let Value::Number(value) = values.get(term.slot) {
            sum = sum.checked_add(value.checked_mul(term.coefficient)?)?;
        }
    }
    Some(sum)
}

/// Both sides as fractions: for tolerances, for findings, and where decimals overflow.
pub(super) fn sides(plan: &Plan, values: &Values, check: &Check) -> Option<Sides> {
    let Body::Linear { terms, left, right, .. } = &check.body else { return None };
    let terms = plan.terms(terms);
    let total = |side: Side, constant: &Decimal| {
        terms.iter().filter(|term| term.side == side).fold(constant.to_rational(), |sum, term| match values.get(term.slot) {
            Value::Number(value) => sum + value.to_rational() * term.coefficient.to_rational(),
            Value::Truth(_) | Value::Word | Value::Skip | Value::Unknown => sum,
        })
    };
    let (left, right) = (total(Side::Left, left), total(Side::Right, right));
    let allowance = match check.within {
        Some(within) => Some(within.to_rational()),
        None if is_rounded(plan, terms) => Some(Interval::of(plan, terms, values, Rational::ZERO).reach),
        None => None,
    };
    Some(Sides { left, right, allowance })
}

fn is_rounded(plan: &Plan, terms: &[Term]) -> bool {
    terms.iter().any(|term| half_unit(plan, term).is_some())
}

/// Half a unit in the last place of a figure that was rounded by itself.
fn half_unit(plan: &Plan, term: &Term) -> Option<Decimal> {
    match plan.slots.get(term.slot)?.ty.rounding {
        Rounding::Rounded(quantum) => quantum.checked_mul(Decimal::new(5, 1)),
        Rounding::Exact | Rounding::Step(_) => None,
    }
}

/// `within`: the sides may be this far apart, in the direction that breaks the comparison.
pub(super) fn within_reach(op: CompareOp, difference: &Rational, within: &Rational) -> bool {
    let far = match op {
        CompareOp::Equal => (-difference).max(difference.clone()),
        CompareOp::Less | CompareOp::LessEqual => difference.clone(),
        CompareOp::Greater | CompareOp::GreaterEqual => -difference,
        // A tolerance cannot make equal things different.
        CompareOp::NotEqual => return false,
    };
    far <= *within
}

/// Where `left - right` of the unrounded figures can lie: `difference ± reach`.
///
/// A figure `x` rounded to the half unit `h` stands for `[x - h, x + h)` (halves go up). So the upper end is reached only
/// where every rounded term counts negative, the lower only where every one counts positive.
struct Interval {
    difference: Rational,
    reach: Rational,
    lower_closed: bool,
    upper_closed: bool,
}

impl Interval {
    fn of(plan: &Plan, terms: &[Term], values: &Values, difference: Rational) -> Interval {
        let mut interval = Interval { difference, reach: Rational::ZERO, lower_closed: true, upper_closed: true };
        for term in terms {
            let (Some(half), Value::Number(_)) = (half_unit(plan, term), values.get(term.slot)) else { continue };
            let coefficient = term.coefficient.to_rational();
            let positive = (coefficient > Rational::ZERO) == (term.side == Side::Left);
            let magnitude = if coefficient < Rational::ZERO { -coefficient } else { coefficient };
            interval.reach += magnitude * half.to_rational();
            interval.lower_closed &= positive;
            interval.upper_closed &= !positive;
        }
        interval
    }

    /// Whether some unrounded figures satisfy the comparison.
    fn may(&self, op: CompareOp) -> bool {
        let (lower, upper) = (&self.difference - &self.reach, &self.difference + &self.reach);
        let below = lower < Rational::ZERO || (lower == Rational::ZERO && self.lower_closed);
        let above = upper > Rational::ZERO || (upper == Rational::ZERO && self.upper_closed);
        match op {
            CompareOp::Equal => below && above,
            CompareOp::NotEqual => lower != upper || lower != Rational::ZERO,
            CompareOp::Less => lower < Rational::ZERO,
            CompareOp::LessEqual => below,
            CompareOp::Greater => upper > Rational::ZERO,
            CompareOp::GreaterEqual => above,
        }
    }
}
