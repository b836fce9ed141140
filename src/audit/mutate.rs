//! Mutation testing of a template: every figure of a real report is got wrong in the ways in which people get figures
//! wrong, and what no rule notices is reported.

use std::collections::{BTreeMap, HashMap};

use crate::bind::{Bound, Cell, State};
use crate::eval::{Trial, Verdict};
use crate::model::{ItemId, RuleSeverity, TableId, Treatment};
use crate::number::Decimal;
use crate::plan::{Plan, SlotId};

/// Operands that may be read in all trials together; beyond, only a part of the figures is tried.
const MOST_READS: usize = 40_000_000;
/// Trials of one figure, about: to estimate the cost.
const TRIALS_PER_FIGURE: usize = 40;

/// A way to get a figure wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slip {
    /// One digit is another.
    Digit,
    /// Two neighbouring digits changed places.
    DigitsSwapped,
    /// One digit is missing.
    DigitDropped,
    /// One digit is too many.
    DigitAdded,
    /// Blank in place of a figure.
    Blank,
    /// Two cells beside each other changed places.
    CellsSwapped,
    /// The rest of a column stands one row too low.
    Shifted,
}

impl Slip {
    pub const ALL: [Slip; 7] =
        [Slip::Digit, Slip::DigitsSwapped, Slip::DigitDropped, Slip::DigitAdded, Slip::Blank, Slip::CellsSwapped, Slip::Shifted];
}

/// How many changes of one kind were tried, and what came of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    pub tried: usize,
    /// An error-level rule failed, or the figure was no longer of its type.
    pub errors: usize,
    /// Only a soft rule failed.
    pub warnings: usize,
}

impl Tally {
    pub fn unnoticed(&self) -> usize {
        self.tried - self.errors - self.warnings
    }
}

/// Changes of one kind to one figure that nothing noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnoticed {
    pub slot: SlotId,
    pub slip: Slip,
    pub count: usize,
    /// What the figure counts as in the report, and in the first change that passed; a blank is `None`.
    pub before: Decimal,
    pub after: Option<Decimal>,
}

/// What became of all changes.
#[derive(Debug, Clone, Default)]
pub struct Mutations {
    /// By kind of slip.
    pub tallies: BTreeMap<Slip, Tally>,
    /// In the order of the form.
    pub unnoticed: Vec<Unnoticed>,
    /// How many figures the report has, and how many of them were changed: fewer only if the form is very large.
    pub figures: usize,
    pub changed: usize,
    /// Rules that already failed before anything was changed: they notice nothing.
    pub failed_before: usize,
}

/// Changes every figure of a report in turn.
pub fn mutate(plan: &Plan, bound: &Bound) -> Mutations {
    let mut bench = Bench::new(plan, bound);
    let lines = Lines::of(plan);
    let figures: Vec<SlotId> = bench.figures();
    // A shifted column is tried once, and reads the checks of all its figures.
    let cost = |slot: &SlotId| bench.cost(*slot) * TRIALS_PER_FIGURE + lines.below(*slot).len() * 4;
    let reads: usize = figures.iter().map(cost).sum();
    let step = reads.div_ceil(MOST_READS).max(1);
    let chosen: Vec<SlotId> = figures.iter().copied().step_by(step).collect();
    let mut mutations = Mutations { figures: figures.len(), changed: chosen.len(), ..Mutations::default() };
    mutations.failed_before = bench.before.iter().filter(|verdict| **verdict == Verdict::Failed).count();
    for slot in chosen {
        for (slip, changes) in changes(plan, bound, &lines, slot) {
            let Some((_, after)) = changes.iter().find(|(changed, _)| *changed == slot).copied() else { continue };
            let noticed = bench.notices(&changes);
            let tally = mutations.tallies.entry(slip).or_default();
            tally.tried += 1;
            match noticed {
                Some(RuleSeverity::Hard) => tally.errors += 1,
                Some(RuleSeverity::Soft | RuleSeverity::Note) => tally.warnings += 1,
                None => match mutations.unnoticed.last_mut() {
                    Some(last) if last.slot == slot && last.slip == slip => last.count += 1,
                    Some(_) | None => {
                        let Some(before) = figure(bound, slot) else { continue };
                        mutations.unnoticed.push(Unnoticed { slot, slip, count: 1, before, after });
                    }
                },
            }
        }
    }
    mutations
}

fn figure(bound: &Bound, slot: SlotId) -> Option<Decimal> {
    bound.figures.get(slot).filter(|cell| cell.state == State::Figure && !cell.approximate).and_then(|cell| cell.value)
}

/// New contents of some cells; `None` is a blank.
type Changes = Vec<(SlotId, Option<Decimal>)>;

/// All changes of one figure, kind by kind; none twice, none after which every figure counts as before.
fn changes(plan: &Plan, bound: &Bound, lines: &Lines, slot: SlotId) -> Vec<(Slip, Changes)> {
    let Some(value) = figure(bound, slot) else { return Vec::new() };
    let mut all = Vec::new();
    for (slip, values) in of_digits(value) {
        all.extend(values.into_iter().map(|value| (slip, vec![(slot, Some(value))])));
    }
    all.push((Slip::Blank, vec![(slot, None)]));
    for beside in [lines.beside(slot), lines.below(slot).get(1).copied()].into_iter().flatten() {
        if let Some(other) = figure(bound, beside) {
            all.push((Slip::CellsSwapped, vec![(slot, Some(other)), (beside, Some(value))]));
        }
    }
    let column = lines.below(slot);
    if column.len() > 1 {
        let values = std::iter::once(None).chain(column.iter().map(|slot| figure(bound, *slot)));
        all.push((Slip::Shifted, column.iter().copied().zip(values).collect()));
    }
    let counts_as = |slot: SlotId, value: Option<Decimal>| match (value, plan.slots.get(slot).and_then(|slot| slot.read.blank)) {
        (None, Some(Treatment::As(value))) => Some(value),
        (value, _) => value,
    };
    all.retain(|(_, changes)| changes.iter().any(|(slot, new)| counts_as(*slot, *new) != counts_as(*slot, figure(bound, *slot))));
    all
}

/// What one figure becomes by slips of its digits: kind by kind, every value once.
pub fn of_digits(value: Decimal) -> Vec<(Slip, Vec<Decimal>)> {
    let text: Vec<char> = value.to_string().chars().collect();
    let digits: Vec<usize> = text.iter().enumerate().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let mut kinds: Vec<(Slip, Vec<String>)> =
        [Slip::Digit, Slip::DigitsSwapped, Slip::DigitDropped, Slip::DigitAdded].map(|slip| (slip, Vec::new())).into();
    let mut add = |slip: Slip, changed: Vec<char>| {
        if let Some((_, list)) = kinds.iter_mut().find(|(kind, _)| *kind == slip) {
            list.push(changed.into_iter().collect());
        }
    };
    for at in &digits {
        for digit in '0'..='9' {
            let mut changed = text.clone();
            if let Some(c) = changed.get_mut(*at) {
                *c = digit;
            }
            add(Slip::Digit, changed);
            let mut longer = text.clone();
            longer.insert(*at, digit);
            add(Slip::DigitAdded, longer);
            if digits.last() == Some(at) {
                let mut longer = text.clone();
                longer.insert(*at + 1, digit);
                add(Slip::DigitAdded, longer);
            }
        }
        let mut shorter = text.clone();
        shorter.remove(*at);
        add(Slip::DigitDropped, shorter);
    }
    for pair in digits.windows(2) {
        let [one, other] = pair else { continue };
        let mut changed = text.clone();
        changed.swap(*one, *other);
        add(Slip::DigitsSwapped, changed);
    }
    let read = |texts: Vec<String>| {
        let mut values: Vec<Decimal> =
            texts.iter().filter_map(|text| Decimal::parse(text).ok()).filter(|other| *other != value).collect();
        values.sort();
        values.dedup();
        values
    };
    kinds.into_iter().map(|(slip, texts)| (slip, read(texts))).collect()
}

/// The rows and columns of all tables, as runs of slots.
struct Lines {
    runs: Vec<Vec<SlotId>>,
    /// For every slot its row and its column: which run, and where in it.
    row_of: Vec<(usize, usize)>,
    column_of: Vec<(usize, usize)>,
}

impl Lines {
    fn of(plan: &Plan) -> Lines {
        let mut lines = Lines { runs: Vec::new(), row_of: Vec::new(), column_of: Vec::new() };
        let mut known: HashMap<(TableId, bool, Option<ItemId>), usize> = HashMap::new();
        for (index, slot) in plan.slots.list.iter().enumerate() {
            let cell = slot.cell;
            let mut place = |by_row: bool, item: Option<ItemId>| {
                let run = *known.entry((cell.table, by_row, item)).or_insert_with(|| {
                    lines.runs.push(Vec::new());
                    lines.runs.len() - 1
                });
                let Some(slots) = lines.runs.get_mut(run) else { return (run, 0) };
                slots.push(SlotId(index as u32));
                (run, slots.len() - 1)
            };
            let (row, column) = (place(true, cell.row), place(false, cell.column));
            lines.row_of.push(row);
            lines.column_of.push(column);
        }
        lines
    }

    /// The slots from this one to the end of its row, or of its column.
    fn rest(&self, slot: SlotId, places: &[(usize, usize)]) -> &[SlotId] {
        let Some((run, at)) = places.get(slot.0 as usize) else { return &[] };
        self.runs.get(*run).and_then(|run| run.get(*at..)).unwrap_or(&[])
    }

    fn beside(&self, slot: SlotId) -> Option<SlotId> {
        self.rest(slot, &self.row_of).get(1).copied()
    }

    /// This slot and those below it.
    fn below(&self, slot: SlotId) -> &[SlotId] {
        self.rest(slot, &self.column_of)
    }
}

/// A report whose figures are changed and put back.
struct Bench<'a> {
    plan: &'a Plan,
    bound: Bound,
    trial: Trial,
    before: Vec<Verdict>,
    /// For every slot the checks that read it.
    checks_of: Vec<Vec<u32>>,
    /// Blank totals that go on with the sum of their parts: if there are any, every change is assessed from the start.
    filled: usize,
}

impl<'a> Bench<'a> {
    fn new(plan: &'a Plan, bound: &Bound) -> Bench<'a> {
        let mut trial = Trial::default();
        let filled = trial.load(plan, bound);
        let before = plan.checks.iter().map(|check| trial.verdict(plan, bound, check)).collect();
        let mut checks_of = vec![Vec::new(); plan.slots.list.len()];
        for (index, check) in plan.checks.iter().enumerate() {
            for slot in super::equations::slots_of(plan, check) {
                if let Some(list) = checks_of.get_mut(slot.0 as usize) {
                    list.push(index as u32);
                }
            }
        }
        checks_of.iter_mut().for_each(Vec::dedup);
        Bench { plan, bound: bound.clone(), trial, before, checks_of, filled }
    }

    fn figures(&self) -> Vec<SlotId> {
        let slots = (0..self.plan.slots.list.len() as u32).map(SlotId);
        slots
            .filter(|slot| self.plan.slots.get(*slot).is_some_and(|slot| slot.ty.kind.is_numeric()))
            .filter(|slot| figure(&self.bound, *slot).is_some())
            .collect()
    }

    /// Operands that are read when this figure has changed.
    fn cost(&self, slot: SlotId) -> usize {
        let checks = self.checks_of.get(slot.0 as usize).map(Vec::as_slice).unwrap_or_default();
        let operands = |index: &u32| match self.plan.checks.get(*index as usize) {
            Some(check) => self.plan.operands(check).len(),
            None => 0,
        };
        1 + if self.filled > 0 { self.plan.terms.len() } else { checks.iter().map(operands).sum() }
    }

    /// The gravest rule that notices these changes; the cells are as before afterwards.
    fn notices(&mut self, changes: &Changes) -> Option<RuleSeverity> {
        let mut old: Vec<(SlotId, Cell)> = Vec::with_capacity(changes.len());
        let mut by_reading = false;
        for (slot, value) in changes {
            let index = slot.0 as usize;
            let (Some(cell), Some(declared)) = (self.bound.figures.cells.get_mut(index), self.plan.slots.get(*slot)) else {
                continue;
            };
            let new = match value {
                Some(value) => {
                    by_reading |= !declared.ty.admits(*value);
                    Cell { state: State::Figure, value: Some(*value), text: value.to_string(), ..cell.clone() }
                }
                // A cell of the column that held no figure, or one left blank.
                None => {
                    by_reading |= matches!(declared.read.blank, Some(Treatment::Error) | None) && !declared.optional;
                    Cell { state: State::Blank, value: None, text: String::new(), ..cell.clone() }
                }
            };
            old.push((*slot, std::mem::replace(cell, new)));
        }
        let noticed = if by_reading { Some(RuleSeverity::Hard) } else { self.assess(&old) };
        for (slot, cell) in old {
            if let Some(place) = self.bound.figures.cells.get_mut(slot.0 as usize) {
                *place = cell;
            }
            self.trial.update(self.plan, &self.bound, slot);
        }
        if self.filled > 0 {
            self.trial.load(self.plan, &self.bound);
        }
        noticed
    }

    fn assess(&mut self, changed: &[(SlotId, Cell)]) -> Option<RuleSeverity> {
        let blank_total = changed.iter().any(|(slot, _)| {
            let is_blank = self.bound.figures.get(*slot).is_some_and(|cell| cell.state == State::Blank);
            is_blank && self.plan.slots.get(*slot).is_some_and(|slot| slot.computed)
        });
        if self.filled > 0 || blank_total {
            // A total left blank beside figures is an error by itself.
            if self.trial.load(self.plan, &self.bound) > self.filled {
                return Some(RuleSeverity::Hard);
            }
        } else {
            for (slot, _) in changed {
                self.trial.update(self.plan, &self.bound, *slot);
            }
        }
        let mut checks: Vec<u32> = if self.filled > 0 {
            (0..self.plan.checks.len() as u32).collect()
        } else {
            changed.iter().filter_map(|(slot, _)| self.checks_of.get(slot.0 as usize)).flatten().copied().collect()
        };
        checks.sort_unstable();
        checks.dedup();
        let mut gravest: Option<RuleSeverity> = None;
        for index in checks {
            let (Some(check), Some(before)) = (self.plan.checks.get(index as usize), self.before.get(index as usize)) else {
                continue;
            };
            let now = self.trial.verdict(self.plan, &self.bound, check);
            if is_bad(now) && !is_bad(*before) {
                let severity = self.plan.rules.get(check.rule as usize).map(|rule| rule.severity);
                match (gravest, severity) {
                    (_, Some(RuleSeverity::Hard)) => return Some(RuleSeverity::Hard),
                    (None, Some(severity)) => gravest = Some(severity),
                    (_, Some(_) | None) => {}
                }
            }
        }
        gravest
    }
}

fn is_bad(verdict: Verdict) -> bool {
    match verdict {
        Verdict::Failed | Verdict::NotAssessable | Verdict::NotComputed => true,
        Verdict::Held | Verdict::HeldWithin | Verdict::NotApplicable => false,
    }
}
