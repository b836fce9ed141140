//! Linear demands over the figures of both forms: what one system of them says about a further one.

use std::collections::BTreeMap;

use crate::algebra::{Echelon, Row};
use crate::number::Rational;
use crate::syntax::ast::CompareOp;

/// `Σ coefficient × figure  op  constant`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Demand {
    pub row: Row,
    pub op: CompareOp,
    pub constant: Rational,
    /// How far both sides may be apart.
    pub tolerance: Rational,
}

/// Demands that hold together.
#[derive(Debug, Clone, Default)]
pub(super) struct System {
    equations: Echelon,
    bounds: Vec<Demand>,
    next: u32,
}

impl System {
    /// `first`: columns from here on belong to one form only, and are eliminated before the others.
    pub fn of<'d>(demands: impl Iterator<Item = &'d Demand>, first: u32) -> System {
        let mut system = System::default();
        for demand in demands {
            system.add(demand, first);
        }
        system
    }

    pub fn add(&mut self, demand: &Demand, first: u32) {
        match demand.op {
            CompareOp::Equal if demand.tolerance == Rational::ZERO => {
                let degree = |column: u32| usize::from(column < first);
                self.equations.add(self.next, &demand.row, demand.constant.clone(), degree);
                self.next = self.next.saturating_add(1);
            }
            CompareOp::Equal
            | CompareOp::NotEqual
            | CompareOp::Less
            | CompareOp::LessEqual
            | CompareOp::Greater
            | CompareOp::GreaterEqual => self.bounds.push(demand.clone()),
        }
    }

    /// Whether whatever satisfies the system satisfies the demand. `false` may mean that this cannot be told.
    pub fn implies(&self, demand: &Demand) -> bool {
        let (row, rest) = self.equations.reduce(&demand.row, demand.constant.clone());
        if row.is_empty() {
            return holds(demand.op, &rest, &demand.tolerance);
        }
        self.bounds.iter().any(|bound| {
            let (own, own_rest) = self.equations.reduce(&bound.row, bound.constant.clone());
            stronger((&own, bound.op, &own_rest, &bound.tolerance), (&row, demand.op, &rest, &demand.tolerance))
        })
    }
}

/// `0 op constant`.
fn holds(op: CompareOp, constant: &Rational, tolerance: &Rational) -> bool {
    let zero = Rational::ZERO;
    match op {
        CompareOp::Equal => *constant <= *tolerance && -constant.clone() <= *tolerance,
        CompareOp::NotEqual => *constant != zero,
        CompareOp::Less => zero < constant + tolerance,
        CompareOp::LessEqual => zero <= constant + tolerance,
        CompareOp::Greater => zero > constant - tolerance,
        CompareOp::GreaterEqual => zero >= constant - tolerance,
    }
}

type Bound<'b> = (&'b Row, CompareOp, &'b Rational, &'b Rational);

/// Whether the first demand makes the second true: the same row, up to a factor, and bounds that are at least as narrow.
fn stronger((own, own_op, own_rest, own_tolerance): Bound<'_>, (row, op, rest, tolerance): Bound<'_>) -> bool {
    let Some(factor) = ratio(own, row) else { return false };
    // `own × factor = row`: bring the first to the second's scale.
    let negative = factor < Rational::ZERO;
    let size = if negative { -factor.clone() } else { factor.clone() };
    let own_op = if negative { turned(own_op) } else { own_op };
    let own_rest = own_rest * &factor;
    let own_tolerance = own_tolerance * &size;
    let upper = |op: CompareOp, rest: &Rational, tolerance: &Rational| match op {
        CompareOp::Equal | CompareOp::LessEqual => Some((rest + tolerance, false)),
        CompareOp::Less => Some((rest + tolerance, true)),
        CompareOp::NotEqual | CompareOp::Greater | CompareOp::GreaterEqual => None,
    };
    let lower = |op: CompareOp, rest: &Rational, tolerance: &Rational| match op {
        CompareOp::Equal | CompareOp::GreaterEqual => Some((rest - tolerance, false)),
        CompareOp::Greater => Some((rest - tolerance, true)),
        CompareOp::NotEqual | CompareOp::Less | CompareOp::LessEqual => None,
    };
    if op == CompareOp::NotEqual {
        return own_op == CompareOp::NotEqual && own_rest == *rest;
    }
    let above = match (upper(own_op, &own_rest, &own_tolerance), upper(op, rest, tolerance)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some((own, own_open)), Some((wanted, open))) => own < wanted || (own == wanted && (own_open || !open)),
    };
    let below = match (lower(own_op, &own_rest, &own_tolerance), lower(op, rest, tolerance)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some((own, own_open)), Some((wanted, open))) => own > wanted || (own == wanted && (own_open || !open)),
    };
    above && below
}

fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Equal | CompareOp::NotEqual => op,
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessEqual => CompareOp::GreaterEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterEqual => CompareOp::LessEqual,
    }
}

/// The factor that makes one row the other.
fn ratio(own: &Row, row: &Row) -> Option<Rational> {
    if own.len() != row.len() {
        return None;
    }
    let (column, value) = own.iter().next()?;
    let factor = row.get(column)? / value;
    (own.scaled(&factor) == *row).then_some(factor)
}

/// A row from terms; for callers that add terms up.
pub(super) fn row(terms: impl IntoIterator<Item = (u32, Rational)>) -> Row {
    let mut sums: BTreeMap<u32, Rational> = BTreeMap::new();
    for (column, value) in terms {
        let sum = sums.entry(column).or_insert(Rational::ZERO);
        *sum += value;
    }
    Row::new(sums)
}
