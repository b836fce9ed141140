//! Linear equations over whole numbers, solved exactly: every dependent figure as a sum of free ones.

use std::collections::BTreeMap;

/// Index of a variable: a slot's, or beyond the slots one by which a broken rule is off.
pub(super) type Var = u32;

/// `Σ coefficient × variable + constant`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub terms: BTreeMap<Var, i128>,
    pub constant: i128,
}

impl Row {
    pub fn coefficient(&self, var: Var) -> i128 {
        self.terms.get(&var).copied().unwrap_or(0)
    }

    /// `self × a + other × b`; `None` when that leaves the range of 128 bits.
    fn combined(&self, a: i128, other: &Row, b: i128) -> Option<Row> {
        let mut sum =
            Row { terms: BTreeMap::new(), constant: self.constant.checked_mul(a)?.checked_add(other.constant.checked_mul(b)?)? };
        for (var, coefficient) in &self.terms {
            sum.terms.insert(*var, coefficient.checked_mul(a)?);
        }
        for (var, coefficient) in &other.terms {
            let place = sum.terms.entry(*var).or_insert(0);
            *place = place.checked_add(coefficient.checked_mul(b)?)?;
        }
        sum.terms.retain(|_, coefficient| *coefficient != 0);
        Some(sum.reduced())
    }

    /// Without a common divisor of all its numbers.
    pub fn reduced(mut self) -> Row {
        let divisor = self.terms.values().fold(self.constant, |divisor, coefficient| gcd(divisor, *coefficient));
        if divisor > 1 {
            self.constant = self.constant.checked_div(divisor).unwrap_or(self.constant);
            for coefficient in self.terms.values_mut() {
                *coefficient = coefficient.checked_div(divisor).unwrap_or(*coefficient);
            }
        }
        self
    }

    pub fn is_constant(&self) -> bool {
        self.terms.is_empty()
    }
}

fn gcd(left: i128, right: i128) -> i128 {
    let (mut left, mut right) = (left.unsigned_abs(), right.unsigned_abs());
    while right != 0 {
        (left, right) = (right, left.checked_rem(right).unwrap_or(0));
    }
    i128::try_from(left).unwrap_or(1)
}

/// What became of an equation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    /// One figure more depends on others.
    Dependent,
    /// It follows from those before it.
    Implied,
    /// It contradicts those before it, or would undo the breach.
    Contradicts,
    /// Its numbers are too large to be worked with.
    TooLarge,
}

/// Equations `row = 0`, every dependent variable in one of them only.
#[derive(Debug, Clone, Default)]
pub(super) struct System {
    /// By dependent variable; its coefficient is positive.
    pub dependent: BTreeMap<Var, Row>,
    /// In which of them each free variable stands.
    uses: BTreeMap<Var, Vec<Var>>,
    /// Terms written so far: elimination stops where it would grow out of hand.
    work: usize,
}

/// Terms that elimination may write.
const MAX_WORK: usize = 40_000_000;

impl System {
    /// A row with the dependent variables replaced by free ones, up to a positive factor.
    pub fn over_free(&self, row: &Row) -> Option<Row> {
        let mut row = row.clone();
        let dependent: Vec<Var> = row.terms.keys().copied().filter(|var| self.dependent.contains_key(var)).collect();
        for var in dependent {
            let (Some(own), coefficient) = (self.dependent.get(&var), row.coefficient(var)) else { continue };
            row = row.combined(own.coefficient(var), own, coefficient.checked_neg()?)?;
        }
        Some(row)
    }

    /// Adds an equation. `cost`: how unwelcome a variable is as a dependent one; the cheapest is taken. `last`: variables from
    /// this one on may never be all that is left.
    pub fn add(&mut self, row: &Row, last: Var, cost: impl Fn(Var, &Row) -> u32) -> Added {
        if self.work > MAX_WORK {
            return Added::TooLarge;
        }
        let Some(row) = self.over_free(row) else { return Added::TooLarge };
        self.work = self.work.saturating_add(row.terms.len());
        if row.is_constant() {
            return if row.constant == 0 { Added::Implied } else { Added::Contradicts };
        }
        if row.terms.keys().all(|var| *var >= last) {
            return Added::Contradicts;
        }
        let best = row.terms.keys().copied().filter(|var| *var < last).min_by_key(|var| {
            let size = row.coefficient(*var).unsigned_abs();
            (size != 1, cost(*var, &row), size, *var)
        });
        let Some(var) = best else { return Added::Contradicts };
        let row = if row.coefficient(var) < 0 { row.combined(-1, &Row::default(), 0) } else { Some(row) };
        let Some(row) = row else { return Added::TooLarge };
        // The others no longer name it.
        let users = self.uses.remove(&var).unwrap_or_default();
        let mut changed: Vec<(Var, Row)> = Vec::with_capacity(users.len());
        for user in &users {
            let Some(other) = self.dependent.get(user) else { continue };
            let coefficient = other.coefficient(var);
            if coefficient == 0 {
                continue;
            }
            let Some(factor) = coefficient.checked_neg() else { return Added::TooLarge };
            let Some(sum) = other.combined(row.coefficient(var), &row, factor) else { return Added::TooLarge };
            self.work = self.work.saturating_add(sum.terms.len());
            changed.push((*user, sum));
        }
        for (user, sum) in changed {
            self.note_uses(user, &sum);
            self.dependent.insert(user, sum);
        }
        self.note_uses(var, &row);
        self.dependent.insert(var, row);
        Added::Dependent
    }

    fn note_uses(&mut self, dependent: Var, row: &Row) {
        for var in row.terms.keys().filter(|var| **var != dependent) {
            let users = self.uses.entry(*var).or_default();
            if !users.contains(&dependent) {
                users.push(dependent);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Added, Row, System};

    fn row(terms: &[(u32, i128)], constant: i128) -> Row {
        Row { terms: terms.iter().copied().collect(), constant }
    }

    #[test]
    fn what_depends_what_follows_and_what_contradicts() {
        let mut system = System::default();
        let cheap = |_: u32, _: &Row| 0;
        // 2 = 0 + 1; 5 = 3 + 4; 6 = 2 + 5.
        assert_eq!(system.add(&row(&[(2, 1), (0, -1), (1, -1)], 0), 100, cheap), Added::Dependent);
        assert_eq!(system.add(&row(&[(5, 1), (3, -1), (4, -1)], 0), 100, cheap), Added::Dependent);
        assert_eq!(system.add(&row(&[(6, 1), (2, -1), (5, -1)], 0), 100, cheap), Added::Dependent);
        // 6 = 0 + 1 + 3 + 4 follows; 6 = 0 + 1 + 3 + 4 + 1 does not.
        let sum = [(6, 1), (0, -1), (1, -1), (3, -1), (4, -1)];
        assert_eq!(system.add(&row(&sum, 0), 100, cheap), Added::Implied);
        assert_eq!(system.add(&row(&sum, -1), 100, cheap), Added::Contradicts);
        assert_eq!(system.dependent.len(), 3);
        for (var, row) in &system.dependent {
            assert!(row.coefficient(*var) > 0);
            assert!(row.terms.keys().all(|other| other == var || !system.dependent.contains_key(other)));
        }
        // By how much a rule is off may not become nothing.
        assert_eq!(system.add(&row(&[(7, 1), (8, -1), (100, 1)], 0), 100, cheap), Added::Dependent);
        assert_eq!(system.add(&row(&[(7, 1), (8, -1)], 0), 100, cheap), Added::Contradicts);
    }
}
