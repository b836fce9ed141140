//! Expressions as sparse linear rows.

use super::beyond::Report;
use super::lower::{Element, Lowering};
use super::{Side, SlotId, Term};
use crate::model::{Aggregate, Expr, ExprKind, Over};
use crate::number::{Decimal, Rational};
use crate::syntax::ast::ArithmeticOp;

/// `Σ coefficient × slot + constant`, in base units.
#[derive(Debug, Clone, Default)]
pub(super) struct LinearForm {
    pub terms: Vec<(SlotId, Decimal, bool)>,
    pub constant: Decimal,
}

impl LinearForm {
    fn constant(value: Decimal) -> LinearForm {
        LinearForm { terms: Vec::new(), constant: value }
    }

    fn scaled(mut self, factor: Decimal) -> Option<LinearForm> {
        for (_, coefficient, _) in &mut self.terms {
            *coefficient = coefficient.checked_mul(factor)?;
        }
        self.constant = self.constant.checked_mul(factor)?;
        Some(self)
    }

    fn plus(mut self, other: LinearForm) -> Option<LinearForm> {
        self.terms.extend(other.terms);
        self.constant = self.constant.checked_add(other.constant)?;
        Some(self)
    }

    pub fn into_terms(self, side: Side) -> impl Iterator<Item = Term> {
        self.terms.into_iter().map(move |(slot, coefficient, summed)| Term { slot, coefficient, side, summed })
    }
}

impl Lowering<'_> {
    /// The expression at one element as a linear form; `None` where it is not linear (then it becomes code).
    pub(super) fn linear(&mut self, expr: &Expr, at: Element) -> Option<LinearForm> {
        match &expr.kind {
            ExprKind::Number { value, unit, percent } => Some(LinearForm::constant(self.literal(*value, *unit, *percent)?)),
            ExprKind::Ref(reference) => {
                let (slot, factor) = self.numeric_slot(reference, at)?;
                Some(LinearForm { terms: vec![(slot, factor, false)], constant: Decimal::ZERO })
            }
            ExprKind::Prior(inner) => self.linear(inner, at.of(Report::Prior)),
            ExprKind::Negate(inner) => self.linear(inner, at)?.scaled(Decimal::from(-1)),
            ExprKind::Arithmetic { op, left, right, .. } => {
                let (left, right) = (self.linear(left, at)?, self.linear(right, at)?);
                match op {
                    ArithmeticOp::Add => left.plus(right),
                    ArithmeticOp::Subtract => left.plus(right.scaled(Decimal::from(-1))?),
                    ArithmeticOp::Multiply if left.terms.is_empty() => right.scaled(left.constant),
                    ArithmeticOp::Multiply if right.terms.is_empty() => left.scaled(right.constant),
                    // A quotient need not be a decimal: then code computes it as a fraction. `x / 1个` is a plain number.
                    ArithmeticOp::Divide if right.terms.is_empty() && !right.constant.is_zero() => {
                        let factor = Rational::ONE / right.constant.to_rational();
                        left.scaled(Decimal::from_rational(&factor)?)
                    }
                    ArithmeticOp::Multiply | ArithmeticOp::Divide => None,
                }
            }
            ExprKind::Aggregate { function: Aggregate::Sum, over: Over::Along(line) }
                if matches!(line.kind, ExprKind::Parts(_)) =>
            {
                let ExprKind::Parts(inner) = &line.kind else { return None };
                let mut form = self.linear(inner, at.of(Report::Parts(Aggregate::Sum)))?;
                // A part without the figure adds nothing; the sum over the parts is there all the same.
                form.terms.iter_mut().for_each(|(_, _, summed)| *summed = true);
                Some(form)
            }
            ExprKind::Aggregate { function: Aggregate::Sum, over } => {
                let mut form = LinearForm::default();
                for slot in self.aggregated(over, at)? {
                    let factor = self.factor_of(slot)?;
                    form.terms.push((slot, factor, true));
                }
                Some(form)
            }
            ExprKind::Itemwise { function: Aggregate::Sum, args } => {
                args.iter().try_fold(LinearForm::default(), |sum, arg| sum.plus(self.linear(arg, at)?))
            }
            ExprKind::Text(_)
            | ExprKind::Bool(_)
            | ExprKind::Parts(_)
            | ExprKind::Aggregate { .. }
            | ExprKind::Itemwise { .. }
            | ExprKind::Call { .. }
            | ExprKind::Not(_)
            | ExprKind::Compare { .. }
            | ExprKind::In { .. }
            | ExprKind::Between { .. }
            | ExprKind::Logic { .. }
            | ExprKind::If { .. }
            | ExprKind::Poisoned => None,
        }
    }

    /// The slots that a one-argument aggregate adds at one element, when it runs over items or over one plain line.
    pub(super) fn aggregated(&mut self, over: &Over, at: Element) -> Option<Vec<SlotId>> {
        match over {
            Over::Refs(refs) => Some(refs.iter().filter_map(|reference| self.slot_in(reference, at)).collect()),
            Over::Along(line) => {
                let (reference, report) = match &line.kind {
                    ExprKind::Ref(reference) => (reference, at.report),
                    ExprKind::Prior(inner) => match &inner.kind {
                        ExprKind::Ref(reference) => (reference, Report::Prior),
                        _ => return None,
                    },
                    _ => return None,
                };
                let slots = self.slots_along(reference);
                Some(slots.into_iter().map(|slot| self.of_report(slot, report)).collect())
            }
        }
    }
}
