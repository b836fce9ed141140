//! The slips by which people get figures wrong, recognized by what they leave behind.

use super::Change;
use super::system::Template;
use crate::bind::{Bound, State};
use crate::eval::Trial;
use crate::number::Decimal;
use crate::plan::{Plan, SlotId};

/// What would turn the figures that hold into those of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// Two figures beside each other changed places.
    CellsSwapped(SlotId, SlotId),
    /// Figures beside each other each stand one cell too far.
    Shifted(Vec<SlotId>),
    /// The cell is blank.
    Blank(SlotId),
    Sign(SlotId),
    /// The decimal point, or zeros at the end: so many places too many (or too few, if negative).
    PowerOfTen(SlotId, i32),
    DigitsSwapped(SlotId),
    Digit(SlotId),
    DigitMissing(SlotId),
    DigitExtra(SlotId),
    /// It holds the figure of the cell beside it.
    Neighbour(SlotId, SlotId),
}

impl Slip {
    /// Its name for programs.
    pub fn key(&self) -> &'static str {
        match self {
            Slip::CellsSwapped(..) => "cells-swapped",
            Slip::Shifted(_) => "shifted",
            Slip::Blank(_) => "blank",
            Slip::Sign(_) => "sign",
            Slip::PowerOfTen(..) => "power-of-ten",
            Slip::DigitsSwapped(_) => "digits-swapped",
            Slip::Digit(_) => "digit",
            Slip::DigitMissing(_) => "digit-missing",
            Slip::DigitExtra(_) => "digit-extra",
            Slip::Neighbour(..) => "neighbour",
        }
    }

    /// The figures that it accounts for.
    pub fn slots(&self) -> Vec<SlotId> {
        match self {
            Slip::CellsSwapped(one, other) => vec![*one, *other],
            Slip::Shifted(slots) => slots.clone(),
            Slip::Blank(slot)
            | Slip::Sign(slot)
            | Slip::PowerOfTen(slot, _)
            | Slip::DigitsSwapped(slot)
            | Slip::Digit(slot)
            | Slip::DigitMissing(slot)
            | Slip::DigitExtra(slot)
            | Slip::Neighbour(slot, _) => vec![*slot],
        }
    }
}

const BESIDE: [(isize, isize); 4] = [(0, 1), (1, 0), (0, -1), (-1, 0)];

/// The fewest known slips that account for changes, and how many changes none accounts for.
pub(super) fn of(plan: &Plan, template: &Template, bound: &Bound, trial: &Trial, changes: &[Change]) -> (Vec<Slip>, usize) {
    let mut slips = Vec::new();
    let mut left: Vec<Change> = changes.to_vec();
    while let Some(slip) = of_several(template, &left) {
        let slots = slip.slots();
        left.retain(|change| !slots.contains(&change.slot));
        slips.push(slip);
    }
    let mut unaccounted = 0;
    for change in left {
        match of_one(plan, template, bound, trial, &change) {
            Some(slip) => slips.push(slip),
            None => unaccounted += 1,
        }
    }
    (slips, unaccounted)
}

/// A run of neighbouring cells whose figures stand one cell too far, or two that changed places.
fn of_several(template: &Template, changes: &[Change]) -> Option<Slip> {
    let find = |slot: SlotId| changes.iter().find(|change| change.slot == slot);
    for change in changes {
        for (rows, columns) in BESIDE {
            let next = template.neighbour(change.slot, rows, columns).and_then(find);
            let Some(next) = next else { continue };
            if change.after == next.before && next.after == change.before {
                return Some(Slip::CellsSwapped(change.slot.min(next.slot), change.slot.max(next.slot)));
            }
        }
    }
    for change in changes {
        for (rows, columns) in BESIDE {
            let mut run = vec![*change];
            while let Some(last) = run.last().copied() {
                match template.neighbour(last.slot, rows, columns).and_then(find) {
                    // What belongs here stands in the next cell.
                    Some(next) if last.after == next.before => run.push(*next),
                    Some(_) | None => break,
                }
            }
            if run.len() > 1 {
                return Some(Slip::Shifted(run.iter().map(|change| change.slot).collect()));
            }
        }
    }
    None
}

fn of_one(plan: &Plan, template: &Template, bound: &Bound, trial: &Trial, change: &Change) -> Option<Slip> {
    let Change { slot, before, .. } = *change;
    let state = bound.figures.get(slot)?.state;
    if state != State::Figure {
        return Some(Slip::Blank(slot));
    }
    if let Some(slip) = of_digits(*change) {
        return Some(slip);
    }
    // A neighbour that is 0 as well proves nothing.
    let same = |other: &SlotId| {
        trial.value(*other) == Some(before) && plan.slots.get(*other).is_some_and(|slot| slot.ty.kind.is_numeric())
    };
    let neighbours = BESIDE.iter().filter_map(|(rows, columns)| template.neighbour(slot, *rows, *columns));
    neighbours.filter(|_| !before.is_zero()).find(same).map(|other| Slip::Neighbour(slot, other))
}

/// The slip that would make the figure `before` out of `after`, by its digits alone.
pub fn of_digits(Change { slot, before, after }: Change) -> Option<Slip> {
    if before.checked_neg() == Some(after) && !before.is_zero() {
        return Some(Slip::Sign(slot));
    }
    if let Some(places) = power_of_ten(before, after) {
        return Some(Slip::PowerOfTen(slot, places));
    }
    let (printed, right) = (digits(before), digits(after));
    if is_transposition(&printed, &right) {
        return Some(Slip::DigitsSwapped(slot));
    }
    if edits(&printed, &right) == 1 {
        return Some(match printed.len().cmp(&right.len()) {
            std::cmp::Ordering::Equal => Slip::Digit(slot),
            std::cmp::Ordering::Less => Slip::DigitMissing(slot),
            std::cmp::Ordering::Greater => Slip::DigitExtra(slot),
        });
    }
    None
}

/// By how many places the printed figure is too large.
fn power_of_ten(printed: Decimal, right: Decimal) -> Option<i32> {
    if printed.is_zero() || right.is_zero() {
        return None;
    }
    let shifted = |value: Decimal, places: u32| {
        let factor = crate::number::Decimal::new(10i128.checked_pow(places)?, 0);
        value.checked_mul(factor)
    };
    (1..=9).find_map(|places: u32| {
        if shifted(right, places) == Some(printed) {
            Some(places as i32)
        } else if shifted(printed, places) == Some(right) {
            Some(-(places as i32))
        } else {
            None
        }
    })
}

/// Edits between the printed digits and those that would hold.
pub(super) fn distance(change: &Change) -> usize {
    edits(&digits(change.before), &digits(change.after))
}

fn digits(value: Decimal) -> Vec<char> {
    value.normalized().to_string().chars().collect()
}

/// Two neighbouring digits that changed places.
fn is_transposition(one: &[char], other: &[char]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let differing: Vec<(usize, (&char, &char))> = one.iter().zip(other).enumerate().filter(|(_, (a, b))| a != b).collect();
    match differing.as_slice() {
        [(first, (a, b)), (second, (c, d))] => first + 1 == *second && a == d && b == c,
        _ => false,
    }
}

/// Levenshtein's distance.
fn edits(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut next = vec![i + 1];
        let mut left = i + 1;
        for ((j, b), diagonal) in other.iter().enumerate().zip(&row) {
            let above = row.get(j + 1).copied().unwrap_or(usize::MAX);
            let replaced = diagonal + usize::from(a != b);
            left = replaced.min(left + 1).min(above.saturating_add(1));
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
