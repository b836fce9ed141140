//! Random reports that satisfy a template, or violate one rule of it.
//!
//! A shape (`shape`, `cases`) fixes what is not a number: the year, which optional figures are there, which of several ways
//! to satisfy a condition is taken. What is left of the rules is linear, and `system` solves it exactly: some figures follow
//! from the others. `draw` chooses the others at random and moves some of them until nothing is negative that must not be. The
//! evaluator has the last word: what it does not accept is drawn again. `data` and `layouts` print a report.
//!
//! Everything follows from the seed.

mod affine;
mod cases;
pub mod data;
mod draw;
pub mod layouts;
mod sample;
mod shape;
mod system;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;

use crate::bind::{Bound, Cell, Figures, MetaValue, State};
use crate::diag::wording::generate as words;
use crate::diag::{Code, Message};
use crate::eval::{self, Evaluator};
use crate::model::{Form, Treatment, ValueKind};
use crate::number::{Decimal, Rational};
use crate::plan::{Needs, Op, Origin, Plan, SlotId};
use draw::Drawing;
use shape::{Builder, Presence, Shape, scale_of};

/// Shapes that are kept to draw reports from.
const SHAPES: usize = 24;
/// Shapes that contradict themselves, at most, before the rule that resists is named.
const SHAPE_TRIES: usize = 60;
/// Reports that are drawn for one, at most.
const TRIES: usize = 200;

/// So many times all amounts are kept from being negative.
const GENTLE_TRIES: usize = 20;

/// What reports are to be like. Shares are in ten-thousandths.
#[derive(Debug, Clone)]
pub struct Options {
    pub seed: u64,
    /// How many free figures are zero.
    pub zero: u32,
    /// How many zeros are left blank, where the form counts a blank as zero.
    pub blank: u32,
    /// The largest free figure, before those are moved that others ask to be larger.
    pub max: u64,
    /// A rule by name, or the place of a total, `表.行.列`.
    pub breaks: Option<String>,
    /// Meta by name.
    pub meta: Vec<(String, String)>,
}

impl Default for Options {
    fn default() -> Options {
        Options { seed: 0, zero: 3_000, blank: 0, max: 999, breaks: None, meta: Vec::new() }
    }
}

/// Draws reports of one form, one after another.
pub struct Generator<'a> {
    form: &'a Form,
    plan: &'a Plan,
    options: Options,
    rng: Rng,
    /// Checks one of which is to fail.
    targets: Vec<u32>,
    shapes: Vec<(Shape, Drawing, Option<u32>)>,
    evaluator: Evaluator,
    bound: Bound,
    /// Draws that came to nothing; after some, amounts may be negative where their type lets them be.
    fruitless: usize,
    /// Slots whose zero may be left blank.
    may_be_blank: Vec<bool>,
    /// Names of rules that had to fail beside the broken one.
    pub failing: BTreeSet<String>,
}

impl<'a> Generator<'a> {
    /// Gets ready to draw reports of a form.
    ///
    /// # Errors
    /// There is no such rule, or it cannot be broken by one report.
    pub fn new(form: &'a Form, plan: &'a Plan, options: Options) -> Result<Generator<'a>, Message> {
        let targets = match &options.breaks {
            Some(name) => targets(plan, name)?,
            None => Vec::new(),
        };
        let cells = plan.slots.list.iter().map(|_| Cell::absent()).collect();
        let meta = form.meta.iter().map(|_| None).collect();
        let asked: BTreeSet<SlotId> =
            plan.code.iter().filter_map(|op| if let Op::IsBlank(slot) = op { Some(*slot) } else { None }).collect();
        let may_be_blank = |(at, slot): (usize, &crate::plan::Slot)| {
            let zero = matches!(slot.read.blank, Some(Treatment::As(value)) if value.is_zero());
            zero && !slot.computed && !asked.contains(&SlotId(at as u32))
        };
        Ok(Generator {
            form,
            plan,
            rng: Rng::with_seed(options.seed),
            options,
            targets,
            shapes: Vec::new(),
            evaluator: Evaluator::default(),
            fruitless: 0,
            bound: Bound { figures: Figures { cells }, meta, unclaimed: Vec::new(), diagnostics: Vec::new() },
            may_be_blank: plan.slots.list.iter().enumerate().map(may_be_blank).collect(),
            failing: BTreeSet::new(),
        })
    }

    /// Draws a report.
    ///
    /// # Errors
    /// No report was found; the message names the rule that resisted.
    pub fn draw(&mut self) -> Result<&Bound, Message> {
        let mut resisted: BTreeMap<String, usize> = BTreeMap::new();
        for _ in 0..TRIES {
            let at = self.shape(&mut resisted)?;
            let drawn = match self.shapes.get_mut(at) {
                Some((_, drawing, _)) => drawing.draw(&self.options, &mut self.rng),
                None => false,
            };
            if !drawn {
                *resisted.entry(String::new()).or_default() += 1;
                self.fruitless = self.fruitless.saturating_add(1);
                self.shapes.swap_remove(at);
                continue;
            }
            self.fill(at);
            if self.accept(at, &mut resisted) {
                return Ok(&self.bound);
            }
        }
        Err(resistance(&resisted))
    }

    /// The shape of the next report: one of those that are kept, or a new one.
    fn shape(&mut self, resisted: &mut BTreeMap<String, usize>) -> Result<usize, Message> {
        let kept = self.rng.usize(..SHAPES);
        if kept < self.shapes.len() {
            return Ok(kept);
        }
        for _ in 0..SHAPE_TRIES {
            let target =
                if self.targets.is_empty() { None } else { self.targets.get(self.rng.usize(..self.targets.len())).copied() };
            let shape = Builder::new(self.form, self.plan, &mut self.rng).build(target, &self.options.meta);
            if let Some(check) = shape.contradicted {
                *resisted.entry(self.rule_of(check)).or_default() += 1;
                continue;
            }
            let drawing = Drawing::of(&shape, self.plan, self.fruitless < GENTLE_TRIES);
            self.shapes.push((shape, drawing, target));
            return Ok(self.shapes.len().saturating_sub(1));
        }
        Err(resistance(resisted))
    }

    fn rule_of(&self, check: u32) -> String {
        let check = self.plan.checks.get(check as usize);
        check.and_then(|check| self.plan.rules.get(check.rule as usize)).map(|rule| rule.name.clone()).unwrap_or_default()
    }

    /// Puts what was drawn into the report.
    fn fill(&mut self, at: usize) {
        let Some((shape, drawing, _)) = self.shapes.get(at) else { return };
        for ((place, value), meta) in self.bound.meta.iter_mut().zip(&shape.meta).zip(&self.form.meta) {
            // Names are drawn for each report: no rule knows them beforehand.
            let given = self.options.meta.iter().any(|(name, _)| *name == meta.name);
            let name = (meta.ty.kind == ValueKind::Text && !given && !shape.fixed.contains(&meta.name))
                .then(|| shape::word(&meta.ty.kind, &mut self.rng));
            let value = name.as_ref().or(value.as_ref());
            match (place.as_mut(), value) {
                (Some(place), Some(value)) if place.text == *value => {}
                (_, value) => *place = value.map(|text| MetaValue { text: text.clone(), span: None }),
            }
        }
        let cells = self.bound.figures.cells.iter_mut().zip(&self.plan.slots.list).zip(&shape.present).enumerate();
        for (at, ((cell, slot), presence)) in cells {
            cell.word = None;
            cell.value = None;
            if *presence != Presence::Present {
                cell.state = State::Absent;
            } else if slot.ty.kind.is_numeric() {
                let number = drawing.figures.get(at).copied().unwrap_or(0);
                let blank = number == 0 && self.options.blank > 0 && self.may_be_blank.get(at) == Some(&true);
                if blank && self.rng.u32(0..10_000) < self.options.blank {
                    cell.state = State::Blank;
                } else {
                    cell.state = State::Figure;
                    cell.value = Some(Decimal::new(number, scale_of(slot)));
                }
            } else {
                cell.state = State::Figure;
                cell.word = shape.words.get(&SlotId(at as u32)).cloned();
            }
        }
        for assigned in &shape.assigned {
            let value = |slot: SlotId| {
                let cell = self.bound.figures.cells.get(slot.0 as usize)?;
                match cell.state {
                    State::Figure => cell.value,
                    State::Blank => Some(Decimal::ZERO),
                    State::NotApplicable | State::Absent | State::Unreadable => None,
                }
            };
            let Some(slot) = self.plan.slots.get(assigned.slot) else { continue };
            let Some(result) = assigned.tree.value(assigned.root, tree::MAX_DEPTH, &value) else { continue };
            if assigned.factor.is_zero() {
                continue;
            }
            let quantum = Decimal::new(1, scale_of(slot)).to_rational();
            let mut result = tree::nearest(result / assigned.factor.to_rational(), quantum.clone());
            if assigned.broken {
                result += quantum * Rational::from(self.rng.u32(20..2_000));
            }
            if let (Some(value), Some(cell)) =
                (Decimal::from_rational(&result), self.bound.figures.cells.get_mut(assigned.slot.0 as usize))
            {
                cell.value = Some(value);
            }
        }
    }

    /// Whether the evaluator finds what it should.
    fn accept(&mut self, at: usize, resisted: &mut BTreeMap<String, usize>) -> bool {
        let assessment = self.evaluator.evaluate(self.plan, &self.bound, eval::Options::default());
        let Some((shape, _, target)) = self.shapes.get(at) else { return false };
        let counts = assessment.counts;
        let Some(target) = target else {
            if counts.failed == 0 && counts.not_assessable == 0 && counts.not_computed == 0 {
                return true;
            }
            for finding in assessment.findings.iter().filter_map(|finding| finding.finding.as_ref()) {
                *resisted.entry(finding.rule.clone().unwrap_or_default()).or_default() += 1;
            }
            return false;
        };
        let wanted = self.rule_of(*target);
        let failed: BTreeSet<String> = assessment
            .findings
            .iter()
            .filter(|finding| [Code::G0401, Code::G0402, Code::G0404, Code::G0405].contains(&finding.code))
            .filter_map(|finding| finding.finding.as_ref()?.rule.clone())
            .collect();
        let also: BTreeSet<String> = shape.sacrificed.iter().map(|check| self.rule_of(*check)).collect();
        let more: Vec<&String> = failed.iter().filter(|rule| **rule != wanted && !also.contains(*rule)).collect();
        if failed.contains(&wanted) && more.is_empty() && counts.not_computed == 0 {
            self.failing.extend(failed.into_iter().filter(|rule| *rule != wanted));
            return true;
        }
        for rule in more {
            *resisted.entry(rule.clone()).or_default() += 1;
        }
        if !failed.contains(&wanted) {
            *resisted.entry(wanted).or_default() += 1;
        }
        false
    }
}

fn resistance(resisted: &BTreeMap<String, usize>) -> Message {
    let worst = resisted.iter().filter(|(rule, _)| !rule.is_empty()).max_by_key(|(_, count)| **count);
    match worst {
        Some((rule, _)) => words::RESISTED.with("rule", rule.as_str()),
        None => words::NOT_FOUND.plain(),
    }
}

/// The checks that a name or a place means.
fn targets(plan: &Plan, name: &str) -> Result<Vec<u32>, Message> {
    let rule_of = |check: &crate::plan::Check| plan.rules.get(check.rule as usize);
    let same = |left: &str, right: &str| crate::label::fold(left) == crate::label::fold(right);
    let by_name: Vec<u32> = (0u32..)
        .zip(&plan.checks)
        .filter(|(_, check)| rule_of(check).is_some_and(|rule| same(&rule.name, name)))
        .map(|(at, _)| at)
        .collect();
    if !by_name.is_empty() {
        return Ok(by_name);
    }
    if let Some(rule) = plan.rules.iter().find(|rule| same(&rule.name, name)) {
        let why = match (&rule.suspended, rule.needs) {
            (Some(_), _) => words::SUSPENDED.plain(),
            (None, Some(Needs::Prior)) => words::NEEDS_PRIOR.plain(),
            (None, Some(Needs::Parts)) => words::NEEDS_PARTS.plain(),
            (None, None) => words::NO_CHECKS.plain(),
        };
        return Err(words::CANNOT_BREAK.with("rule", rule.name.as_str()).with("why", why));
    }
    // The place of a total, a derived line, a part: its last names or all of them.
    let implied = |check: &crate::plan::Check| {
        let rule = rule_of(check)?;
        let first = plan.terms_of(check).first().filter(|_| rule.origin != Origin::Written)?;
        let at = plan.place(first.slot);
        Some([at.table, at.row, at.column, at.fact].into_iter().flatten().collect::<Vec<_>>().join("."))
    };
    let wanted = crate::label::fold(&name.replace('·', "."));
    let by_place: Vec<u32> = (0u32..)
        .zip(&plan.checks)
        .filter(|(_, check)| {
            implied(check).is_some_and(|place| {
                let place = crate::label::fold(&place);
                place == wanted || place.ends_with(&format!(".{wanted}")) || place.starts_with(&format!("{wanted}."))
            })
        })
        .map(|(at, _)| at)
        .collect();
    if !by_place.is_empty() {
        return Ok(by_place);
    }
    let mut names: Vec<String> = plan.rules.iter().map(|rule| rule.name.clone()).collect();
    names.sort();
    names.dedup();
    Err(words::NO_SUCH_RULE.with("name", name).with("names", names))
}

/// The rules that no generated report is drawn for: they need another report.
pub fn left_out(plan: &Plan) -> Vec<String> {
    plan.rules.iter().filter(|rule| rule.needs.is_some() && rule.suspended.is_none()).map(|rule| rule.name.clone()).collect()
}
