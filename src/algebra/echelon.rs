//! Elimination that keeps account of what every reduced row is made of.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Row;
use crate::number::Rational;

/// Independent equations in echelon form.
#[derive(Debug, Clone, Default)]
pub struct Echelon {
    reduced: Vec<Reduced>,
    /// The reduced row whose pivot a column is.
    pivots: HashMap<u32, usize>,
    work: usize,
}

#[derive(Debug, Clone)]
struct Reduced {
    /// Its coefficient is 1.
    pivot: u32,
    row: Row,
    constant: Rational,
    /// The equations it is the sum of, by their numbers.
    made_of: Row,
}

/// What became of an equation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    Independent,
    /// Its left side is this combination of earlier equations (by their numbers); `rest` is its constant less that of the
    /// combination: 0 when it is implied, else it contradicts them.
    Dependent {
        combination: Row,
        rest: Rational,
    },
}

impl Echelon {
    /// Adds `row = constant` under a number of its own. `degree`: in how many equations a column stands; rare columns make
    /// the best pivots.
    pub fn add(&mut self, number: u32, row: &Row, constant: Rational, degree: impl Fn(u32) -> usize) -> Added {
        let mut working: BTreeMap<u32, Rational> = row.iter().map(|(column, value)| (column, value.clone())).collect();
        let mut made_of: BTreeMap<u32, Rational> = BTreeMap::from([(number, Rational::ONE)]);
        let mut constant = constant;
        let mut work = 0;
        self.eliminate(&mut working, &mut constant, |reduced, factor| {
            subtract(&mut made_of, &reduced.made_of, factor, |_| {});
            work += reduced.row.len() + reduced.made_of.len();
        });
        self.work += work;
        let pivot = working.keys().copied().min_by_key(|column| (degree(*column), *column));
        let Some((pivot, value)) = pivot.and_then(|pivot| Some((pivot, working.get(&pivot)?.clone()))) else {
            let others = made_of.into_iter().filter(|(other, _)| *other != number).map(|(other, value)| (other, -value));
            return Added::Dependent { combination: Row::new(others), rest: constant };
        };
        let factor = Rational::ONE / value;
        self.pivots.insert(pivot, self.reduced.len());
        self.reduced.push(Reduced {
            pivot,
            row: Row::new(working).scaled(&factor),
            constant: constant * &factor,
            made_of: Row::new(made_of).scaled(&factor),
        });
        Added::Independent
    }

    /// A row less what the equations make of it: empty when they fix its value, and `constant` is then by how much it is off.
    pub fn reduce(&self, row: &Row, constant: Rational) -> (Row, Rational) {
        let mut working: BTreeMap<u32, Rational> = row.iter().map(|(column, value)| (column, value.clone())).collect();
        let mut constant = constant;
        self.eliminate(&mut working, &mut constant, |_, _| {});
        (Row::new(working), constant)
    }

    /// Takes every pivot out of an equation; `each` is told of the rows that were subtracted, and how many times.
    fn eliminate(
        &self,
        working: &mut BTreeMap<u32, Rational>,
        constant: &mut Rational,
        mut each: impl FnMut(&Reduced, &Rational),
    ) {
        // A reduced row holds no pivot of an earlier one, so going up the rows one pass is enough.
        let mut pending: BTreeSet<usize> = working.keys().filter_map(|column| self.pivots.get(column).copied()).collect();
        while let Some(at) = pending.pop_first() {
            let Some(reduced) = self.reduced.get(at) else { continue };
            let Some(factor) = working.get(&reduced.pivot).cloned() else { continue };
            subtract(working, &reduced.row, &factor, |column| {
                if let Some(later) = self.pivots.get(&column).filter(|later| **later > at) {
                    pending.insert(*later);
                }
            });
            *constant -= &reduced.constant * &factor;
            each(reduced, &factor);
        }
    }

    pub fn rank(&self) -> usize {
        self.reduced.len()
    }

    /// Entries that were touched: what the elimination cost.
    pub fn work(&self) -> usize {
        self.work
    }
}

/// `into -= factor × row`; tells the columns that came in anew.
fn subtract(into: &mut BTreeMap<u32, Rational>, row: &Row, factor: &Rational, mut entered: impl FnMut(u32)) {
    for (column, value) in row.iter() {
        let change = value * factor;
        match into.entry(column) {
            std::collections::btree_map::Entry::Occupied(mut entry) => {
                *entry.get_mut() -= change;
                if *entry.get() == Rational::ZERO {
                    entry.remove();
                }
            }
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(-change);
                entered(column);
            }
        }
    }
}
