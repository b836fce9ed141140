//! Sums of figures with coefficients, in base units, and how they become rows of whole numbers.

use std::collections::BTreeMap;

use super::system::{Row, Var};
use crate::number::{Decimal, Rational};

/// `Σ coefficient × variable + constant`, exact.
#[derive(Debug, Clone)]
pub(super) struct Affine {
    pub terms: BTreeMap<Var, Rational>,
    pub constant: Rational,
}

impl Affine {
    pub fn constant(value: Rational) -> Affine {
        Affine { terms: BTreeMap::new(), constant: value }
    }

    /// A figure that is a whole number of `10^-scale`, times a factor.
    pub fn variable(var: Var, scale: u8, factor: Decimal) -> Affine {
        let coefficient = factor.to_rational() * Decimal::new(1, scale).to_rational();
        Affine { terms: BTreeMap::from([(var, coefficient)]), constant: Rational::ZERO }
    }

    pub fn plus(mut self, other: Affine, sign: i8) -> Affine {
        let signed = |value: Rational| if sign < 0 { -value } else { value };
        self.constant += signed(other.constant);
        for (var, coefficient) in other.terms {
            *self.terms.entry(var).or_insert(Rational::ZERO) += signed(coefficient);
        }
        self.terms.retain(|_, coefficient| *coefficient != Rational::ZERO);
        self
    }

    pub fn times(mut self, factor: &Rational) -> Affine {
        self.constant *= factor.clone();
        for coefficient in self.terms.values_mut() {
            *coefficient *= factor.clone();
        }
        self.terms.retain(|_, coefficient| *coefficient != Rational::ZERO);
        self
    }

    /// The value, when there is no variable in it.
    pub fn fixed(&self) -> Option<&Rational> {
        self.terms.is_empty().then_some(&self.constant)
    }

    /// The same sum in whole numbers: a positive multiple of it, and by what it was multiplied. `None` when those are too large.
    pub fn row(&self) -> Option<(Row, Rational)> {
        let mut factor = dashu_int::UBig::ONE;
        for value in self.terms.values().chain(std::iter::once(&self.constant)) {
            let denominator = value.denominator();
            if !(&factor % denominator).is_zero() {
                factor *= denominator;
            }
        }
        let factor = Rational::from(factor);
        let whole = |value: &Rational| {
            let product = value.clone() * factor.clone();
            if *product.denominator() == dashu_int::UBig::ONE { i128::try_from(product.numerator()).ok() } else { None }
        };
        let mut row = Row { terms: BTreeMap::new(), constant: whole(&self.constant)? };
        for (var, coefficient) in &self.terms {
            row.terms.insert(*var, whole(coefficient)?);
        }
        Some((row, factor))
    }
}
