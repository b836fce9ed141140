//! All smallest sets of figures whose change satisfies a component of failed equations: implicit hitting sets.
//!
//! A set that explains has a figure in every failed equation. So the search branches on the figures of the failed equation
//! that has the fewest; when every one is covered, it solves the small exact system of all equations that the set touches. If
//! that has no solution, the elimination names a combination of equations that fails and holds none of the set: an implied
//! failed equation, to branch on next.

use std::collections::{BTreeSet, HashSet};

use super::system::{Component, System};
use crate::algebra::{Given, Row, Solution, solve};
use crate::number::Rational;

/// The sets of exactly `size` figures, each with its changes, by slot. Together with the smaller sizes nothing is missed.
/// `None` when `steps` ran out.
pub(super) fn of_size(
    system: &System<'_>,
    component: &Component,
    size: usize,
    steps: &mut usize,
) -> Option<Vec<Vec<(u32, Rational)>>> {
    let mut search = Search { system, component, size, steps, seen: HashSet::new(), found: Vec::new() };
    let complete = search.extend(&mut Vec::with_capacity(size));
    let mut found = search.found;
    found.sort();
    complete.then_some(found)
}

struct Search<'a> {
    system: &'a System<'a>,
    component: &'a Component,
    size: usize,
    steps: &'a mut usize,
    seen: HashSet<Vec<u32>>,
    found: Vec<Vec<(u32, Rational)>>,
}

impl Search<'_> {
    /// At most `size` deep. False when the steps ran out.
    fn extend(&mut self, chosen: &mut Vec<u32>) -> bool {
        if *self.steps == 0 {
            return false;
        }
        *self.steps -= 1;
        let left = self.size - chosen.len();
        let uncovered: Vec<usize> = self.component.failed.iter().copied().filter(|at| !self.covers(chosen, *at)).collect();
        if uncovered.len() > left * self.system.reach() {
            return true;
        }
        let narrowest =
            uncovered.iter().filter_map(|at| self.system.equations.get(*at)).min_by_key(|equation| equation.row.len());
        let candidates: Vec<u32> = match narrowest {
            Some(equation) => self.system.candidates(equation.row),
            None => match self.solve(chosen) {
                Solution::Unique(values) => {
                    // A smaller set was found as such.
                    if left == 0 && values.iter().all(|value| *value != Rational::ZERO) {
                        let mut changes: Vec<(u32, Rational)> = chosen.iter().copied().zip(values).collect();
                        changes.sort();
                        self.found.push(changes);
                    }
                    return true;
                }
                // Without one of its figures the set would do as well.
                Solution::Many => return true,
                Solution::None(_) if left == 0 => return true,
                Solution::None(combination) => self.implied(&combination),
            },
        };
        for candidate in candidates {
            if chosen.contains(&candidate) {
                continue;
            }
            // The last one has to stand in all of them.
            if left == 1 && !uncovered.iter().all(|at| self.holds(candidate, *at)) {
                continue;
            }
            chosen.push(candidate);
            let mut set = chosen.clone();
            set.sort_unstable();
            let complete = !self.seen.insert(set) || self.extend(chosen);
            chosen.pop();
            if !complete {
                return false;
            }
        }
        true
    }

    fn covers(&self, chosen: &[u32], equation: usize) -> bool {
        chosen.iter().any(|slot| self.holds(*slot, equation))
    }

    fn holds(&self, slot: u32, equation: usize) -> bool {
        self.system.equations_of(slot).any(|other| other == equation)
    }

    /// The equations that a set of figures touches: exact ones first, failed ones before those that hold.
    fn touched(&self, chosen: &[u32]) -> Vec<usize> {
        let all: BTreeSet<usize> = chosen.iter().flat_map(|slot| self.system.equations_of(*slot)).collect();
        let mut all: Vec<usize> = all.into_iter().collect();
        all.sort_by_key(|at| self.system.equations.get(*at).map(|equation| (equation.tolerant, !equation.failed, *at)));
        // What fails elsewhere may go on failing.
        all.retain(|at| {
            self.system.equations.get(*at).is_some_and(|equation| !equation.failed) || self.component.failed.contains(at)
        });
        all
    }

    fn solve(&self, chosen: &[u32]) -> Solution {
        let touched = self.touched(chosen);
        let given: Vec<Given<'_>> = touched
            .iter()
            .filter_map(|at| self.system.equations.get(*at))
            .map(|equation| Given { row: equation.row, constant: &equation.residual, may_yield: equation.tolerant })
            .collect();
        match solve(chosen, &given) {
            Solution::None(combination) => {
                let by_equation =
                    combination.iter().filter_map(|(at, share)| Some((*touched.get(at as usize)? as u32, share.clone())));
                Solution::None(Row::new(by_equation))
            }
            solution @ (Solution::Unique(_) | Solution::Many) => solution,
        }
    }

    /// The figures of an implied failed equation.
    fn implied(&self, combination: &Row) -> Vec<u32> {
        let entries = combination.iter().filter_map(|(at, share)| Some((self.system.equations.get(at as usize)?, share)));
        let sum =
            Row::new(entries.flat_map(|(equation, share)| equation.row.iter().map(move |(slot, factor)| (slot, factor * share))));
        self.system.candidates(&sum)
    }
}
