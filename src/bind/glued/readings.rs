//! A run of glued figures → the ways to divide it into the figures of a row.
//!
//! A reading divides the run into as many figures as the row has cells: no leading zeros, each of its column's type, none over
//! a separator that is left. All readings are counted first; those that satisfy the most of the row's own checks are listed,
//! by a search from the last column to the first (totals stand last) that leaves off where a check can no longer hold.

use crate::model::{CellType, Rounding, ValueKind};
use crate::number::Decimal;
use crate::syntax::ast::CompareOp;

/// One character of a run: a digit, a sign or a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Atom {
    pub c: char,
    /// A separator stands before it: no figure goes on over it.
    pub apart: bool,
}

/// The figures of one row, all glued.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub atoms: Vec<Atom>,
    /// Where the figures may end: at the end, or before the digits that may be the number of the next label.
    pub ends: Vec<usize>,
}

/// What a column's figures look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub signed: bool,
    /// So many decimal places at most.
    pub places: u8,
}

impl Shape {
    /// `None` for a column that holds no figures.
    pub fn of(ty: &CellType) -> Option<Shape> {
        let bounded = ty.limits.iter().any(|limit| {
            matches!(limit.op, CompareOp::Greater | CompareOp::GreaterEqual | CompareOp::Equal) && !limit.value.is_negative()
        });
        let places = match ty.rounding {
            Rounding::Exact => Decimal::MAX_SCALE,
            Rounding::Step(step) | Rounding::Rounded(step) => step.normalized().scale(),
        };
        match ty.kind {
            ValueKind::Natural => Some(Shape { signed: false, places: 0 }),
            ValueKind::Integer => Some(Shape { signed: !bounded, places: 0 }),
            ValueKind::Decimal | ValueKind::Percent => Some(Shape { signed: !bounded, places }),
            ValueKind::Text
            | ValueKind::Bool
            | ValueKind::Year
            | ValueKind::Date
            | ValueKind::Enum(_)
            | ValueKind::Code
            | ValueKind::Unit => None,
        }
    }
}

/// A linear condition `Σ coefficient × variable + constant OP 0`, give or take `slack`.
#[derive(Debug, Clone)]
pub(super) struct Linear<V> {
    pub terms: Vec<(V, Decimal)>,
    pub constant: Decimal,
    pub op: CompareOp,
    pub slack: Decimal,
}

impl<V> Linear<V> {
    /// Whether the condition holds for this sum of all its terms and the constant.
    pub fn holds(&self, sum: Decimal) -> bool {
        let least = Decimal::ZERO.checked_sub(self.slack).unwrap_or(Decimal::ZERO);
        match self.op {
            CompareOp::Equal => least <= sum && sum <= self.slack,
            CompareOp::NotEqual => !sum.is_zero(),
            CompareOp::Less => sum < self.slack || sum.is_negative(),
            CompareOp::LessEqual => sum <= self.slack,
            CompareOp::Greater => sum > least || (!sum.is_zero() && !sum.is_negative()),
            CompareOp::GreaterEqual => sum >= least,
        }
    }
}

/// One way to divide a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// By column: the atoms of its figure.
    pub figures: Vec<(usize, usize)>,
    pub values: Vec<Decimal>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Readings {
    /// How many readings the number of cells and their types allow; `u64::MAX` for that many or more.
    pub count: u64,
    /// Fewer figures than cells are possible too: blank cells may have been lost.
    pub fewer: bool,
    /// Those that satisfy the most checks within the row; empty when there are none, or too many to be compared.
    pub best: Vec<Reading>,
    /// How many of the row's own checks they satisfy.
    pub satisfied: usize,
}

/// A figure has at most so many characters.
const LONGEST: usize = 20;
/// So many readings of one row are kept and compared.
pub(super) const MOST: usize = 2_000;
/// Steps of the search in one row.
const STEPS: usize = 200_000;

/// All that can be said about one run by itself. `checks`: those with all their figures in this row, by column.
/// `steps`: what is left for the whole table.
pub(super) fn of(run: &Run, shapes: &[Shape], checks: &[Linear<usize>], steps: &mut usize) -> Readings {
    let mut readings = Readings::default();
    if shapes.is_empty() || run.atoms.len() > shapes.len().saturating_mul(LONGEST) {
        return readings;
    }
    let ways = ways(run, shapes);
    let last = ways.last().map(Vec::as_slice).unwrap_or(&[]);
    readings.count = run.ends.iter().filter_map(|end| last.get(*end)).fold(0, |sum, count| sum.saturating_add(*count));
    let less = ways.len().saturating_sub(1);
    readings.fewer = ways.iter().take(less).any(|row| run.ends.iter().any(|end| row.get(*end).is_some_and(|ways| *ways > 0)));
    if readings.count == 0 {
        return readings;
    }
    if !checks.is_empty()
        && let Some(found) = Search::all(run, shapes, checks, &ways, true, steps)
        && (!found.is_empty() || readings.count > MOST as u64)
    {
        readings.satisfied = checks.len();
        readings.best = found;
        return readings;
    }
    if readings.count > MOST as u64 {
        return readings;
    }
    // No reading satisfies all checks: the report may be wrong in this row.
    let Some(found) = Search::all(run, shapes, checks, &ways, false, steps) else { return readings };
    let score = |reading: &Reading| checks.iter().filter(|check| sum(check, reading).is_some_and(|sum| check.holds(sum))).count();
    readings.satisfied = found.iter().map(score).max().unwrap_or(0);
    readings.best = found.into_iter().filter(|reading| score(reading) == readings.satisfied).collect();
    readings
}

fn sum(check: &Linear<usize>, reading: &Reading) -> Option<Decimal> {
    check.terms.iter().try_fold(check.constant, |sum, (column, coefficient)| {
        sum.checked_add(reading.values.get(*column)?.checked_mul(*coefficient)?)
    })
}

/// `ways[k][p]`: in how many ways the first `p` atoms are `k` figures.
fn ways(run: &Run, shapes: &[Shape]) -> Vec<Vec<u64>> {
    let size = run.atoms.len() + 1;
    let mut table = vec![vec![0u64; size]];
    if let Some(none) = table.first_mut().and_then(|row| row.first_mut()) {
        *none = 1;
    }
    for shape in shapes {
        let before = table.last().map(Vec::as_slice).unwrap_or(&[]);
        let mut row = vec![0u64; size];
        for (end, count) in row.iter_mut().enumerate() {
            for start in end.saturating_sub(LONGEST)..end {
                let ways = before.get(start).copied().unwrap_or(0);
                if ways > 0 && value(run, start, end, *shape).is_some() {
                    *count = count.saturating_add(ways);
                }
            }
        }
        table.push(row);
    }
    table
}

/// The figure that the atoms `start..end` are, if they are one.
pub(super) fn value(run: &Run, start: usize, end: usize, shape: Shape) -> Option<Decimal> {
    let atoms = run.atoms.get(start..end)?;
    let (first, behind) = atoms.split_first()?;
    if behind.iter().any(|atom| atom.apart) {
        return None;
    }
    let (negative, digits) = match first.c {
        '-' if shape.signed => (true, behind),
        '+' if shape.signed => (false, behind),
        _ => (false, atoms),
    };
    let (mut mantissa, mut scale, mut whole, mut point) = (0i128, 0u8, 0usize, false);
    for atom in digits {
        if atom.c == '.' && !point && whole > 0 && shape.places > 0 {
            point = true;
            continue;
        }
        let digit = atom.c.to_digit(10)?;
        if !point && whole == 1 && mantissa == 0 {
            return None;
        }
        mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit))?;
        if point {
            scale += 1;
        } else {
            whole += 1;
        }
    }
    let ends_in_point = point && scale == 0;
    if whole == 0 || ends_in_point || scale > shape.places || (negative && mantissa == 0) {
        return None;
    }
    Some(Decimal::new(if negative { -mantissa } else { mantissa }, scale))
}

struct Search<'a> {
    run: &'a Run,
    shapes: &'a [Shape],
    checks: &'a [Linear<usize>],
    ways: &'a [Vec<u64>],
    /// Only readings that satisfy every check.
    strict: bool,
    left: usize,
    found: Vec<Reading>,
}

impl Search<'_> {
    /// All readings; `None` when there was not enough room to look at everything. What it takes is taken from `steps`.
    fn all(
        run: &Run,
        shapes: &[Shape],
        checks: &[Linear<usize>],
        ways: &[Vec<u64>],
        strict: bool,
        steps: &mut usize,
    ) -> Option<Vec<Reading>> {
        let room = STEPS.min(*steps);
        let mut search = Search { run, shapes, checks, ways, strict, left: room, found: Vec::new() };
        let sums: Vec<Decimal> = checks.iter().map(|check| check.constant).collect();
        let complete = run.ends.iter().all(|end| {
            let mut taken = Vec::with_capacity(shapes.len());
            search.column(shapes.len(), *end, &sums, &mut taken)
        });
        *steps = steps.saturating_sub(room - search.left);
        complete.then_some(search.found)
    }

    /// Divides the atoms before `end` into the first `count` columns. The depth is the number of columns.
    fn column(&mut self, count: usize, end: usize, sums: &[Decimal], taken: &mut Vec<(usize, usize, Decimal)>) -> bool {
        let Some(column) = count.checked_sub(1) else {
            if end == 0 {
                if self.found.len() >= MOST {
                    return false;
                }
                self.found.push(Reading {
                    figures: taken.iter().rev().map(|(start, end, _)| (*start, *end)).collect(),
                    values: taken.iter().rev().map(|(_, _, value)| *value).collect(),
                });
            }
            return true;
        };
        let Some(shape) = self.shapes.get(column).copied() else { return true };
        for start in (end.saturating_sub(LONGEST)..end).rev() {
            if self.ways.get(column).and_then(|row| row.get(start)).is_none_or(|ways| *ways == 0) {
                continue;
            }
            let Some(value) = value(self.run, start, end, shape) else { continue };
            let Some(left) = self.left.checked_sub(1) else { return false };
            self.left = left;
            let Some(next) = self.sums_with(column, value, sums) else { continue };
            taken.push((start, end, value));
            let complete = self.column(column, start, &next, taken);
            taken.pop();
            if !complete {
                return false;
            }
        }
        true
    }

    /// The checks' sums with this figure; `None` when one of them can no longer hold.
    fn sums_with(&self, column: usize, value: Decimal, sums: &[Decimal]) -> Option<Vec<Decimal>> {
        if !self.strict {
            return Some(sums.to_vec());
        }
        let mut next = Vec::with_capacity(sums.len());
        for (check, sum) in self.checks.iter().zip(sums) {
            let own = check.terms.iter().filter(|(at, _)| *at == column);
            let sum = own.into_iter().try_fold(*sum, |sum, (_, by)| sum.checked_add(value.checked_mul(*by)?))?;
            if !self.may_hold(check, column, sum) {
                return None;
            }
            next.push(sum);
        }
        Some(next)
    }

    /// Whether some figures in the columns before `column` can still make the check hold.
    fn may_hold(&self, check: &Linear<usize>, column: usize, sum: Decimal) -> bool {
        let open = || check.terms.iter().filter(|(at, _)| *at < column);
        if open().next().is_none() {
            return check.holds(sum);
        }
        let signed = open().any(|(at, _)| self.shapes.get(*at).is_none_or(|shape| shape.signed));
        let (adds, takes) = (open().all(|(_, by)| !by.is_negative()), open().all(|(_, by)| by.is_negative()));
        let least = Decimal::ZERO.checked_sub(check.slack).unwrap_or(Decimal::ZERO);
        let (too_high, too_low) = (!signed && adds && sum > check.slack, !signed && takes && sum < least);
        match check.op {
            CompareOp::Equal => !too_high && !too_low,
            CompareOp::Less | CompareOp::LessEqual => !too_high,
            CompareOp::Greater | CompareOp::GreaterEqual => !too_low,
            CompareOp::NotEqual => true,
        }
    }
}
