//! Rows that have several readings → those readings that satisfy the most checks between the rows.
//!
//! The rows are taken one after the other; what matters of the rows before is only what they add to the checks that later
//! rows take part in. So equal sums are one state, and the search is linear in the rows while the states stay few. It is
//! given up, undecided, when they do not.

use std::collections::HashMap;

use super::readings::{Linear, Reading};
use crate::number::Decimal;
use crate::syntax::ast::CompareOp;

/// A figure: row, column.
pub(super) type At = (usize, usize);

/// Steps of the search in one table.
pub(super) const STEPS: usize = 300_000;

/// What the rows so far add to each check that is open; `None`: it can no longer hold.
type State = Vec<Option<Decimal>>;

struct Edge {
    from: u32,
    to: u32,
    reading: u32,
    gain: u32,
}

/// For each row the readings that are part of some best choice for all rows. `None`: too many to tell.
pub(super) fn solve(rows: &[Vec<Reading>], checks: &[Linear<At>], steps: usize) -> Option<Vec<Vec<usize>>> {
    let all = |row: &Vec<Reading>| (0..row.len()).collect::<Vec<usize>>();
    let mut kept: Vec<Vec<usize>> = rows.iter().map(all).collect();
    let Problem { order, checks } = Problem::of(rows, checks);
    let mut left = steps;
    let mut states: Vec<(State, u32)> = vec![(State::new(), 0)];
    let mut layers: Vec<(Vec<Edge>, Vec<u32>)> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (turn, row) in order.iter().enumerate() {
        let readings = rows.get(*row).map(Vec::as_slice).unwrap_or(&[]);
        let here: Vec<usize> = (0..checks.len())
            .filter(|at| checks.get(*at).is_some_and(|check| check.first <= turn && turn <= check.last))
            .collect();
        let next_open: Vec<usize> =
            here.iter().copied().filter(|at| checks.get(*at).is_some_and(|check| check.last > turn)).collect();
        let mut index: HashMap<State, u32> = HashMap::new();
        let mut next: Vec<(State, u32)> = Vec::new();
        let mut edges = Vec::new();
        for (from, (state, score)) in states.iter().enumerate() {
            for (number, reading) in readings.iter().enumerate() {
                left = left.checked_sub(1 + here.len())?;
                let mut after: State = Vec::with_capacity(next_open.len());
                let mut gain = 0;
                for at in &here {
                    let Some(check) = checks.get(*at) else { continue };
                    let before = match open.binary_search(at) {
                        Ok(place) => state.get(place).copied().flatten(),
                        Err(_) => Some(check.linear.constant),
                    };
                    let sum = before.and_then(|before| check.add(before, *row, reading));
                    if check.last == turn {
                        gain += u32::from(sum.is_some_and(|sum| check.linear.holds(sum)));
                    } else {
                        after.push(sum.filter(|sum| check.may_hold(turn, *sum)));
                    }
                }
                let fresh = next.len() as u32;
                let to = *index.entry(after.clone()).or_insert(fresh);
                if to == fresh {
                    next.push((after, score + gain));
                } else if let Some(known) = next.get_mut(to as usize) {
                    known.1 = known.1.max(score + gain);
                }
                edges.push(Edge { from: from as u32, to, reading: number as u32, gain });
            }
        }
        layers.push((edges, states.iter().map(|(_, score)| *score).collect()));
        states = next;
        open = next_open;
    }
    // Backwards: what the rows behind can still gain, and which readings are on a way to the most.
    let best = states.iter().map(|(_, score)| *score).max().unwrap_or(0);
    let mut wanted: Vec<Option<u32>> = states.iter().map(|(_, score)| (*score == best).then_some(best)).collect();
    for ((edges, scores), row) in layers.iter().zip(&order).rev() {
        let mut before: Vec<Option<u32>> = vec![None; scores.len()];
        let mut taken: Vec<usize> = Vec::new();
        for edge in edges {
            let Some(target) = wanted.get(edge.to as usize).copied().flatten() else { continue };
            let reached = scores.get(edge.from as usize).copied().unwrap_or(0);
            if reached + edge.gain == target {
                taken.push(edge.reading as usize);
                if let Some(place) = before.get_mut(edge.from as usize) {
                    *place = Some(reached);
                }
            }
        }
        taken.sort_unstable();
        taken.dedup();
        if let Some(place) = kept.get_mut(*row) {
            *place = taken;
        }
        wanted = before;
    }
    Some(kept)
}

/// A check as the rows in doubt see it.
struct Open {
    /// The figures of rows in doubt, and as constant what the others add.
    linear: Linear<At>,
    /// The turns of its first and last row.
    first: usize,
    last: usize,
    /// Behind each turn from `first` on: the least and the most that the rows to come can add.
    reach: Vec<(Decimal, Decimal)>,
}

struct Problem {
    /// The rows in doubt, those with the fewest readings first.
    order: Vec<usize>,
    checks: Vec<Open>,
}

impl Problem {
    fn of(rows: &[Vec<Reading>], checks: &[Linear<At>]) -> Problem {
        let readings = |row: usize| rows.get(row).map(Vec::as_slice).unwrap_or(&[]);
        let mut order: Vec<usize> = (0..rows.len()).filter(|row| readings(*row).len() > 1).collect();
        order.sort_by_key(|row| readings(*row).len());
        let turns: HashMap<usize, usize> = order.iter().enumerate().map(|(turn, row)| (*row, turn)).collect();
        let mut open = Vec::new();
        'checks: for check in checks {
            let mut linear = Linear { terms: Vec::new(), constant: check.constant, op: check.op, slack: check.slack };
            for ((row, column), by) in &check.terms {
                if turns.contains_key(row) {
                    linear.terms.push(((*row, *column), *by));
                    continue;
                }
                // A row that has no reading leaves the check without a say.
                let value = readings(*row).first().and_then(|reading| reading.values.get(*column));
                let Some(sum) = value.and_then(|value| linear.constant.checked_add(value.checked_mul(*by)?)) else {
                    continue 'checks;
                };
                linear.constant = sum;
            }
            let own: Vec<usize> = linear.terms.iter().filter_map(|((row, _), _)| turns.get(row).copied()).collect();
            let (Some(first), Some(last)) = (own.iter().min().copied(), own.iter().max().copied()) else { continue };
            let mut check = Open { linear, first, last, reach: Vec::new() };
            check.reach = check.reaches(&order, rows);
            open.push(check);
        }
        Problem { order, checks: open }
    }
}

impl Open {
    /// The sum with one more row's figures; `None` beyond what decimals hold.
    fn add(&self, before: Decimal, row: usize, reading: &Reading) -> Option<Decimal> {
        let own = self.linear.terms.iter().filter(|((at, _), _)| *at == row);
        own.into_iter().try_fold(before, |sum, ((_, column), by)| sum.checked_add(reading.values.get(*column)?.checked_mul(*by)?))
    }

    fn reaches(&self, order: &[usize], rows: &[Vec<Reading>]) -> Vec<(Decimal, Decimal)> {
        let mut reach = vec![(Decimal::ZERO, Decimal::ZERO); self.last - self.first + 1];
        let (mut least, mut most) = (Decimal::ZERO, Decimal::ZERO);
        for (place, turn) in reach.iter_mut().zip(self.first..self.last + 1).rev() {
            *place = (least, most);
            let Some(row) = order.get(turn) else { continue };
            let adds = rows.get(*row).into_iter().flatten().filter_map(|reading| self.add(Decimal::ZERO, *row, reading));
            let (low, high) = adds.fold((None, None), |(low, high): (Option<Decimal>, Option<Decimal>), add| {
                (Some(low.map_or(add, |low| low.min(add))), Some(high.map_or(add, |high| high.max(add))))
            });
            least = low.and_then(|low| least.checked_add(low)).unwrap_or(least);
            most = high.and_then(|high| most.checked_add(high)).unwrap_or(most);
        }
        reach
    }

    /// Whether the rows to come can still make it hold.
    fn may_hold(&self, turn: usize, sum: Decimal) -> bool {
        let Some((least, most)) = turn.checked_sub(self.first).and_then(|at| self.reach.get(at)) else { return true };
        let (Some(least), Some(most)) = (sum.checked_add(*least), sum.checked_add(*most)) else { return true };
        match self.linear.op {
            CompareOp::Equal => {
                let low = Decimal::ZERO.checked_sub(self.linear.slack).unwrap_or(Decimal::ZERO);
                least <= self.linear.slack && most >= low
            }
            CompareOp::NotEqual | CompareOp::Less | CompareOp::LessEqual | CompareOp::Greater | CompareOp::GreaterEqual => true,
        }
    }
}
