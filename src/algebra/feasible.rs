//! Whether equations and bounds can all hold, and if not, a set of them that cannot and of which none is superfluous.
//!
//! The simplex method for bounded variables with Bland's rule (Dutertre and de Moura, *A Fast Linear-Arithmetic Solver for
//! DPLL(T)*): every row gets a variable of its own with bounds. When a basic variable cannot be brought within its bounds,
//! its row of the tableau names the conflict. Exact, over the rationals; `<` by a second component, as in that paper.

use std::collections::{BTreeMap, BTreeSet};

use super::Row;
use crate::number::Rational;

/// An end of a range; `strict` leaves the end itself out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    pub value: Rational,
    pub strict: bool,
}

/// What a variable or a row may be; `None` is without end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits {
    pub low: Option<Bound>,
    pub high: Option<Bound>,
}

/// Part of a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The row of this index.
    Row(usize),
    LowerBound(u32),
    UpperBound(u32),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Feasibility {
    Feasible,
    /// These cannot all hold; any of them left out, the others can.
    Conflict(Vec<Part>),
    /// More steps than allowed.
    GaveUp,
}

/// A value and its infinitesimal part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Value(Rational, Rational);

impl Value {
    fn plus(&self, other: &Value, factor: &Rational) -> Value {
        Value(&self.0 + &other.0 * factor, &self.1 + &other.1 * factor)
    }
}

/// Decides whether values of the variables exist within `bounds` (by variable; one not named is free) for which every row
/// is within its limits. At most `steps` pivots.
pub fn feasible(rows: &[(Row, Limits)], bounds: &BTreeMap<u32, Limits>, steps: usize) -> Feasibility {
    Simplex::new(rows, bounds).solve(steps)
}

struct Simplex {
    /// The variable of the first row; those before are the caller's.
    first_row: u32,
    low: BTreeMap<u32, Value>,
    high: BTreeMap<u32, Value>,
    /// Basic variables in terms of the others.
    tableau: BTreeMap<u32, BTreeMap<u32, Rational>>,
    values: BTreeMap<u32, Value>,
}

impl Simplex {
    fn new(rows: &[(Row, Limits)], bounds: &BTreeMap<u32, Limits>) -> Simplex {
        let last = rows.iter().flat_map(|(row, _)| row.columns()).chain(bounds.keys().copied()).max();
        let first_row = last.map_or(0, |last| last + 1);
        let mut simplex =
            Simplex { first_row, low: BTreeMap::new(), high: BTreeMap::new(), tableau: BTreeMap::new(), values: BTreeMap::new() };
        for (variable, limits) in bounds {
            simplex.limit(*variable, limits);
        }
        // The caller's variables start at 0, or at the bound next to it.
        let variables: BTreeSet<u32> = rows.iter().flat_map(|(row, _)| row.columns()).chain(bounds.keys().copied()).collect();
        for variable in variables {
            let mut value = Value::default();
            if let Some(low) = simplex.low.get(&variable) {
                value = value.max(low.clone());
            }
            if let Some(high) = simplex.high.get(&variable) {
                value = value.min(high.clone());
            }
            simplex.values.insert(variable, value);
        }
        for (index, (row, limits)) in rows.iter().enumerate() {
            let variable = first_row + index as u32;
            simplex.limit(variable, limits);
            let terms: BTreeMap<u32, Rational> = row.iter().map(|(column, value)| (column, value.clone())).collect();
            let value = terms.iter().fold(Value::default(), |sum, (column, factor)| sum.plus(&simplex.value(*column), factor));
            simplex.values.insert(variable, value);
            simplex.tableau.insert(variable, terms);
        }
        simplex
    }

    fn limit(&mut self, variable: u32, limits: &Limits) {
        let infinitesimal = |strict: bool, sign: i8| if strict { Rational::from(sign) } else { Rational::ZERO };
        if let Some(low) = &limits.low {
            self.low.insert(variable, Value(low.value.clone(), infinitesimal(low.strict, 1)));
        }
        if let Some(high) = &limits.high {
            self.high.insert(variable, Value(high.value.clone(), infinitesimal(high.strict, -1)));
        }
    }

    fn value(&self, variable: u32) -> Value {
        self.values.get(&variable).cloned().unwrap_or_default()
    }

    /// A variable between two bounds that exclude each other is a conflict by itself.
    fn crossed(&self) -> Option<Feasibility> {
        let (variable, _) = self.low.iter().find(|(variable, low)| self.high.get(variable).is_some_and(|high| high < *low))?;
        let mut parts = vec![self.part(*variable, true), self.part(*variable, false)];
        parts.dedup();
        Some(Feasibility::Conflict(parts))
    }

    fn part(&self, variable: u32, low: bool) -> Part {
        match variable.checked_sub(self.first_row) {
            Some(row) => Part::Row(row as usize),
            None if low => Part::LowerBound(variable),
            None => Part::UpperBound(variable),
        }
    }

    fn solve(mut self, steps: usize) -> Feasibility {
        if let Some(conflict) = self.crossed() {
            return conflict;
        }
        for _ in 0..steps {
            // Bland's rule: the first variable in the order of their numbers.
            let broken = self.tableau.keys().copied().find_map(|basic| {
                let value = self.value(basic);
                match (self.low.get(&basic), self.high.get(&basic)) {
                    (Some(low), _) if value < *low => Some((basic, low.clone(), true)),
                    (_, Some(high)) if value > *high => Some((basic, high.clone(), false)),
                    _ => None,
                }
            });
            let Some((basic, target, too_low)) = broken else { return Feasibility::Feasible };
            let Some(row) = self.tableau.get(&basic) else { return Feasibility::GaveUp };
            let free = row.iter().find(|(other, factor)| {
                let raise = (**factor > Rational::ZERO) == too_low;
                let value = self.value(**other);
                if raise {
                    self.high.get(other).is_none_or(|high| value < *high)
                } else {
                    self.low.get(other).is_none_or(|low| value > *low)
                }
            });
            let Some(other) = free.map(|(other, _)| *other) else {
                let mut parts = vec![self.part(basic, too_low)];
                parts.extend(row.iter().map(|(other, factor)| self.part(*other, (*factor > Rational::ZERO) != too_low)));
                parts.sort_unstable();
                parts.dedup();
                return Feasibility::Conflict(parts);
            };
            self.pivot(basic, other, target);
        }
        Feasibility::GaveUp
    }

    /// Brings `basic` to `target` by way of `other`, and exchanges the two.
    fn pivot(&mut self, basic: u32, other: u32, target: Value) {
        let Some(mut row) = self.tableau.remove(&basic) else { return };
        let Some(factor) = row.remove(&other) else { return };
        let inverse = Rational::ONE / &factor;
        let change = target.plus(&self.value(basic), &Rational::from(-1)).scaled(&inverse);
        self.values.insert(basic, target);
        let moved = self.value(other).plus(&change, &Rational::ONE);
        self.values.insert(other, moved);
        // other = (basic − rest) / factor
        let mut exchanged: BTreeMap<u32, Rational> = row.into_iter().map(|(at, value)| (at, -value * &inverse)).collect();
        exchanged.insert(basic, inverse);
        for (variable, terms) in &mut self.tableau {
            let Some(share) = terms.remove(&other) else { continue };
            let value = self.values.get(variable).cloned().unwrap_or_default().plus(&change, &share);
            self.values.insert(*variable, value);
            for (at, value) in &exchanged {
                let sum = terms.remove(at).unwrap_or_default() + value * &share;
                if sum != Rational::ZERO {
                    terms.insert(*at, sum);
                }
            }
        }
        self.tableau.insert(other, exchanged);
    }
}

impl Value {
    fn scaled(&self, factor: &Rational) -> Value {
        Value(&self.0 * factor, &self.1 * factor)
    }
}
