//! Exact numbers. No floating point: a figure is a [`Decimal`], as it was printed; what a rule computes from figures is
//! a [`Rational`] where a division or an overflow asks for it.

mod calendar;
mod decimal;
pub mod printed;
mod words;

#[cfg(test)]
mod printed_tests;

pub use calendar::is_day;
pub use decimal::{Decimal, DecimalError};

/// An exact fraction without bounds, for the rules that divide or that leave the range of [`Decimal`].
pub type Rational = dashu_ratio::RBig;
