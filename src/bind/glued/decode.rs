//! The runs of one table → for each row the figures that are certain.

use std::collections::{BTreeSet, HashMap};

use crate::model::{Rounding, RuleSeverity, Treatment};
use crate::number::Decimal;
use crate::plan::{Body, Check, Origin, Plan, Side, SlotId, Term};

use super::super::figures::State;
use super::super::sheet::Sheet;
use super::readings::{self, Linear, Reading, Readings, Shape};
use super::segment::RowRun;
use super::solve::{self, At};

/// A row of the table: its run, and what its cells are.
#[derive(Debug)]
pub(super) struct Row {
    pub run: RowRun,
    pub slots: Vec<SlotId>,
    pub shapes: Vec<Shape>,
}

/// What a row's reading rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum By {
    /// There is only one way to divide the run.
    Only,
    /// The row's own checks leave one.
    Row,
    /// The checks between rows leave one.
    Rows,
    /// More than one is left, or none.
    Nothing,
}

/// What is certain in one row.
#[derive(Debug, Clone)]
pub(super) struct Decoded {
    /// By column: the atoms of its figure, where all readings left agree.
    pub figures: Vec<Option<(usize, usize)>>,
    /// Figures stand without a separator.
    pub glued: bool,
    /// The readings that the number of cells and their types allow.
    pub count: u64,
    /// They were few enough to be compared.
    pub compared: bool,
    pub by: By,
    /// So many rows of the table lack cells, and this one may too.
    pub lacking: usize,
    /// The first readings left, as figures with blanks between them.
    pub examples: Vec<String>,
}

impl Decoded {
    /// The columns that are not certain.
    pub fn open(&self) -> impl Iterator<Item = usize> + '_ {
        self.figures.iter().enumerate().filter(|(_, figure)| figure.is_none()).map(|(at, _)| at)
    }

    pub fn is_read(&self) -> bool {
        self.figures.iter().all(Option::is_some)
    }
}

pub(super) struct Table {
    pub rows: Vec<Decoded>,
    /// The names of the checks that took part.
    pub checks: Vec<String>,
}

/// Steps of all searches within the rows of one table.
const STEPS: usize = 2_000_000;

/// `bare`: rows that have a label and no figures.
pub(super) fn decode(plan: &Plan, rows: &[Row], bare: usize, sheet: &Sheet<'_>) -> Table {
    let places: HashMap<SlotId, At> = rows
        .iter()
        .enumerate()
        .flat_map(|(at, row)| row.slots.iter().enumerate().map(move |(column, slot)| (*slot, (at, column))))
        .collect();
    let mut within: Vec<Vec<Linear<usize>>> = vec![Vec::new(); rows.len()];
    let mut between: Vec<Linear<At>> = Vec::new();
    let mut names = BTreeSet::new();
    for check in &plan.checks {
        let Some(linear) = linear(plan, check, &places, sheet) else { continue };
        if let Some(name) = name(plan, check) {
            names.insert(name);
        }
        let Some(((first, _), _)) = linear.terms.first() else { continue };
        if linear.terms.iter().all(|((row, _), _)| row == first) {
            let Linear { terms, constant, op, slack } = &linear;
            let terms = terms.iter().map(|((_, column), by)| (*column, *by)).collect();
            if let Some(own) = within.get_mut(*first) {
                own.push(Linear { terms, constant: *constant, op: *op, slack: *slack });
            }
        } else {
            between.push(linear);
        }
    }
    let mut steps = STEPS;
    let found: Vec<Readings> =
        rows.iter().zip(&within).map(|(row, checks)| readings::of(&row.run.run, &row.shapes, checks, &mut steps)).collect();
    // Where blank cells were lost, a run may be fewer figures than the row has cells.
    let lacking = bare + found.iter().filter(|found| found.count == 0).count();
    let lacking = if lacking * 10 > rows.len() + bare { lacking } else { 0 };
    let is_open = |found: &Readings, checks: &[Linear<usize>]| {
        // What none of its own checks supports is no reading, unless there is no other.
        let unsupported = !checks.is_empty() && found.satisfied == 0 && found.count > 1;
        unsupported || (lacking > 0 && found.fewer)
    };
    let left: Vec<Vec<Reading>> = found
        .iter()
        .zip(&within)
        .map(|(found, checks)| if is_open(found, checks) { Vec::new() } else { found.best.clone() })
        .collect();
    let kept = solve::solve(&left, &between, solve::STEPS);
    let decoded = rows.iter().zip(&left).zip(&found).enumerate().map(|(at, ((row, left), found))| {
        let kept = kept.as_ref().and_then(|kept| kept.get(at));
        let chosen: Vec<&Reading> = match kept {
            Some(kept) => kept.iter().filter_map(|at| left.get(*at)).collect(),
            None => left.iter().collect(),
        };
        let by = match (found.count, left.len(), chosen.len()) {
            (1, _, 1) => By::Only,
            (_, 1, _) => By::Row,
            (_, _, 1) => By::Rows,
            _ => By::Nothing,
        };
        Decoded {
            figures: agreed(&chosen, row.slots.len()),
            glued: row.run.run.atoms.iter().filter(|atom| atom.apart).count() < row.slots.len(),
            count: found.count,
            compared: !found.best.is_empty(),
            by,
            lacking: if left.is_empty() && found.fewer { lacking } else { 0 },
            examples: examples(row, if chosen.is_empty() { found.best.iter().collect() } else { chosen }),
        }
    });
    Table { rows: decoded.collect(), checks: names.into_iter().collect() }
}

/// By column: the atoms of the figure that all readings have there.
fn agreed(readings: &[&Reading], columns: usize) -> Vec<Option<(usize, usize)>> {
    let figure = |column: usize| {
        let mut places = readings.iter().map(|reading| reading.figures.get(column).copied());
        let first = places.next().flatten()?;
        places.all(|place| place == Some(first)).then_some(first)
    };
    (0..columns).map(figure).collect()
}

/// The first readings, as they would be printed with blanks.
fn examples(row: &Row, readings: Vec<&Reading>) -> Vec<String> {
    let atoms = &row.run.run.atoms;
    let words = |reading: &Reading| {
        let figure = |(start, end): &(usize, usize)| atoms.get(*start..*end).unwrap_or(&[]).iter().map(|atom| atom.c).collect();
        reading.figures.iter().map(figure).collect::<Vec<String>>().join(" ")
    };
    readings.into_iter().take(2).map(words).collect()
}

/// A hard check that is linear and always in force, over the figures of the runs; what is known already is its constant.
fn linear(plan: &Plan, check: &Check, places: &HashMap<SlotId, At>, sheet: &Sheet<'_>) -> Option<Linear<At>> {
    let rule = plan.rules.get(check.rule as usize)?;
    let in_force = rule.severity == RuleSeverity::Hard
        && rule.during.is_none()
        && rule.suspended.is_none()
        && rule.needs.is_none()
        && check.when.is_none();
    let Body::Linear { op, left, right, .. } = &check.body else { return None };
    if !in_force {
        return None;
    }
    let mut linear: Linear<At> =
        Linear { terms: Vec::new(), constant: left.checked_sub(*right)?, op: *op, slack: check.within.unwrap_or(Decimal::ZERO) };
    for term in plan.terms_of(check) {
        let by = match term.side {
            Side::Left => term.coefficient,
            Side::Right => term.coefficient.checked_neg()?,
        };
        if check.within.is_none() {
            linear.slack = linear.slack.checked_add(half_unit(plan, term)?)?;
        }
        match places.get(&term.slot) {
            Some(place) => linear.terms.push((*place, by)),
            None => {
                let known = known(term, sheet)?;
                linear.constant = linear.constant.checked_add(known.checked_mul(by)?)?;
            }
        }
    }
    (!linear.terms.is_empty()).then_some(linear)
}

/// What a figure of another place counts as.
fn known(term: &Term, sheet: &Sheet<'_>) -> Option<Decimal> {
    let policy = &sheet.slots.get(term.slot)?.read;
    let counted = |treatment: Option<Treatment>| match treatment {
        Some(Treatment::As(value)) => Some(value),
        Some(Treatment::Skip) if term.summed => Some(Decimal::ZERO),
        Some(Treatment::Skip | Treatment::Unknown | Treatment::Error) | None => None,
    };
    match sheet.cell(term.slot) {
        Some(cell) if cell.state == State::Figure && !cell.approximate => cell.value,
        Some(cell) if cell.state == State::Blank => counted(policy.blank),
        Some(_) => None,
        None => counted(policy.absent),
    }
}

/// How far a figure that was rounded by itself may be off, in base units.
fn half_unit(plan: &Plan, term: &Term) -> Option<Decimal> {
    match plan.slots.get(term.slot)?.ty.rounding {
        Rounding::Rounded(quantum) => {
            let half = quantum.checked_mul(Decimal::new(5, 1))?.checked_mul(term.coefficient)?;
            if half.is_negative() { half.checked_neg() } else { Some(half) }
        }
        Rounding::Exact | Rounding::Step(_) => Some(Decimal::ZERO),
    }
}

/// What a check is called: the author's name, or that of the total.
fn name(plan: &Plan, check: &Check) -> Option<String> {
    let rule = plan.rules.get(check.rule as usize)?;
    match rule.origin {
        Origin::Written | Origin::Derived => Some(rule.name.clone()),
        Origin::Total | Origin::Including => {
            let [first, second, ..] = plan.terms_of(check) else { return None };
            let (own, other) = (plan.place(first.slot), plan.place(second.slot));
            // The parts of a row that is a total stand in other rows, those of a column in the same.
            if own.row == other.row { own.column } else { own.row }
        }
    }
}
