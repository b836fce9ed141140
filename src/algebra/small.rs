//! Small exact systems: a few unknowns in a handful of equations.

use super::Row;
use crate::number::Rational;

/// What a system says about its unknowns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Solution {
    /// One value for each unknown, in the order they were given.
    Unique(Vec<Rational>),
    /// Infinitely many.
    Many,
    /// None: this combination of equations (by their indices) leaves no unknown on the left, and not 0 on the right.
    None(Row),
}

/// One equation of a system, over any columns; only those of the unknowns count.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    pub row: &'a Row,
    pub constant: &'a Rational,
    /// If it contradicts those before, it is left out rather than making the system impossible.
    pub may_yield: bool,
}

struct Reduced {
    /// Coefficients of the unknowns; that of `pivot` is 1.
    left: Vec<Rational>,
    right: Rational,
    pivot: usize,
    made_of: Vec<(u32, Rational)>,
}

/// Solves for the unknowns (columns); all others are 0.
pub fn solve(unknowns: &[u32], equations: &[Given<'_>]) -> Solution {
    let mut reduced: Vec<Reduced> = Vec::with_capacity(unknowns.len());
    for (index, given) in equations.iter().enumerate() {
        let mut left: Vec<Rational> =
            unknowns.iter().map(|column| given.row.get(*column).cloned().unwrap_or(Rational::ZERO)).collect();
        let mut right = given.constant.clone();
        let mut made_of = vec![(index as u32, Rational::ONE)];
        for earlier in &reduced {
            let Some(factor) = left.get(earlier.pivot).filter(|factor| **factor != Rational::ZERO).cloned() else { continue };
            subtract(&mut left, &mut right, earlier, &factor);
            made_of.extend(earlier.made_of.iter().map(|(other, share)| (*other, -(share * &factor))));
        }
        match left.iter().position(|value| *value != Rational::ZERO) {
            Some(pivot) => {
                let Some(inverse) = left.get(pivot).map(|value| Rational::ONE / value) else { continue };
                left.iter_mut().for_each(|value| *value *= &inverse);
                right *= &inverse;
                made_of.iter_mut().for_each(|(_, share)| *share *= &inverse);
                reduced.push(Reduced { left, right, pivot, made_of });
            }
            None if right == Rational::ZERO || given.may_yield => {}
            None => return Solution::None(Row::new(made_of)),
        }
    }
    if reduced.len() < unknowns.len() {
        return Solution::Many;
    }
    back(&reduced, unknowns.len())
}

fn subtract(left: &mut [Rational], right: &mut Rational, earlier: &Reduced, factor: &Rational) {
    for (value, other) in left.iter_mut().zip(&earlier.left) {
        *value -= other * factor;
    }
    *right -= &earlier.right * factor;
}

/// A later row holds no pivot of an earlier one: from the last to the first every one gives its unknown.
fn back(reduced: &[Reduced], count: usize) -> Solution {
    let mut values = vec![Rational::ZERO; count];
    for row in reduced.iter().rev() {
        let known = row.left.iter().zip(&values).enumerate().filter(|(at, _)| *at != row.pivot);
        let rest = known.fold(row.right.clone(), |rest, (_, (factor, value))| rest - factor * value);
        if let Some(value) = values.get_mut(row.pivot) {
            *value = rest;
        }
    }
    Solution::Unique(values)
}
