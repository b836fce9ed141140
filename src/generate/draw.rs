//! Figures of one report: the free ones at random, the dependent ones by the equations, and where something must not be (a
//! negative count), free ones moved until it is not.

use fastrand::Rng;

use super::Options;
use super::shape::{Need, Presence, Shape, scale_of};
use super::system::{Row, Var};
use crate::model::ValueKind;
use crate::number::Decimal;
use crate::plan::{Plan, Slot};
use crate::syntax::ast::CompareOp;

/// Moves of a free figure, at most, before a report is given up.
const MOST_MOVES: usize = 600;
/// Free figures that are looked at for one move.
const CANDIDATES: usize = 8;

/// A figure that may be chosen.
#[derive(Debug, Clone, Copy)]
struct Free {
    var: Var,
    low: Option<i128>,
    high: Option<i128>,
    scale: u8,
    signed: bool,
    /// Where a breach is: at least so far from zero.
    slack: Option<(i128, i128)>,
}

/// A sum over free figures, by their index.
#[derive(Debug, Clone)]
struct Sum {
    terms: Vec<(u32, i128)>,
    constant: i128,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    AtLeast,
    NotZero,
    Multiple(i128),
}

/// A shape, laid out for drawing many reports.
#[derive(Debug)]
pub(super) struct Drawing {
    free: Vec<Free>,
    /// The variable, its own coefficient and what it depends on: `own × figure = -sum`.
    dependent: Vec<(Var, i128, Sum)>,
    needs: Vec<(Sum, Kind)>,
    /// By free figure: the needs it stands in, and its coefficient there.
    touched: Vec<Vec<(u32, i128)>>,
    values: Vec<i128>,
    levels: Vec<i128>,
    violated: Vec<u32>,
    /// By variable: what was drawn.
    pub figures: Vec<i128>,
}

impl Drawing {
    /// `gentle`: amounts that follow from others are not negative either, although their type lets them be.
    pub fn of(shape: &Shape, plan: &Plan, gentle: bool) -> Drawing {
        let slots = &plan.slots.list;
        let mut free: Vec<Free> = Vec::new();
        let mut index: Vec<Option<u32>> = vec![None; slots.len() + shape.slacks.len()];
        for (at, slot) in slots.iter().enumerate() {
            let present = shape.present.get(at) == Some(&Presence::Present) && slot.ty.kind.is_numeric();
            if present && !shape.system.dependent.contains_key(&(at as Var)) {
                let (low, high) = bounds(slot);
                if let Some(place) = index.get_mut(at) {
                    *place = Some(free.len() as u32);
                }
                let signed = slot.ty.kind == ValueKind::Integer && low.is_none();
                free.push(Free { var: at as Var, low, high, scale: scale_of(slot), signed, slack: None });
            }
        }
        for (at, slack) in shape.slacks.iter().enumerate() {
            let var = slots.len() + at;
            if let Some(place) = index.get_mut(var) {
                *place = Some(free.len() as u32);
            }
            let low = slack.positive.then_some(slack.least);
            free.push(Free { var: var as Var, low, high: None, scale: 0, signed: true, slack: Some((slack.least, slack.step)) });
        }
        let of = |var: Var| index.get(var as usize).copied().flatten();
        let sum = |row: &Row, without: Option<Var>| Sum {
            terms: row
                .terms
                .iter()
                .filter(|(var, _)| Some(**var) != without)
                .filter_map(|(var, coefficient)| Some((of(*var)?, *coefficient)))
                .collect(),
            constant: row.constant,
        };
        let mut drawing = Drawing {
            dependent: Vec::new(),
            needs: Vec::new(),
            touched: vec![Vec::new(); free.len()],
            values: vec![0; free.len()],
            levels: Vec::new(),
            violated: Vec::new(),
            figures: vec![0; slots.len() + shape.slacks.len()],
            free,
        };
        for (var, row) in &shape.system.dependent {
            let own = row.coefficient(*var);
            let rest = sum(row, Some(*var));
            if own > 1 {
                drawing.needs.push((rest.clone(), Kind::Multiple(own)));
            }
            if let Some(slot) = slots.get(*var as usize) {
                let (low, high) = bounds(slot);
                let wish = gentle && !slot.computed && slot.ty.kind != ValueKind::Integer;
                let low = low.or(wish.then_some(0));
                // own × figure = -rest: at least `low`, at most `high`.
                let negated = Sum {
                    terms: rest.terms.iter().map(|(at, coefficient)| (*at, coefficient.saturating_neg())).collect(),
                    constant: rest.constant.saturating_neg(),
                };
                if let Some(low) = low {
                    let constant = negated.constant.saturating_sub(own.saturating_mul(low));
                    drawing.need(Sum { constant, ..negated }, Kind::AtLeast);
                }
                if let Some(high) = high {
                    let constant = rest.constant.saturating_add(own.saturating_mul(high));
                    drawing.need(Sum { constant, ..rest.clone() }, Kind::AtLeast);
                }
            }
            drawing.dependent.push((*var, own, rest));
        }
        for need in &shape.needs {
            match need {
                Need::AtLeast(row) => drawing.need(sum(row, None), Kind::AtLeast),
                Need::NotZero(row) => drawing.need(sum(row, None), Kind::NotZero),
            }
        }
        for (at, (sum, _)) in drawing.needs.iter().enumerate() {
            for (free, coefficient) in &sum.terms {
                if let Some(touched) = drawing.touched.get_mut(*free as usize) {
                    touched.push((at as u32, *coefficient));
                }
            }
        }
        drawing
    }

    /// Keeps a need, unless the bounds of the free figures see to it.
    fn need(&mut self, sum: Sum, kind: Kind) {
        let never = |(at, coefficient): &(u32, i128)| {
            let Some(free) = self.free.get(*at as usize) else { return false };
            (*coefficient > 0 && free.low.is_some_and(|low| low >= 0))
                || (*coefficient < 0 && free.high.is_some_and(|high| high <= 0))
        };
        if !(matches!(kind, Kind::AtLeast) && sum.constant >= 0 && sum.terms.iter().all(never)) {
            self.needs.push((sum, kind));
        }
    }

    /// Draws a report into [`Drawing::figures`]; whether that came out.
    pub fn draw(&mut self, options: &Options, rng: &mut Rng) -> bool {
        for (free, value) in self.free.iter().zip(self.values.iter_mut()) {
            *value = random(free, options, rng);
        }
        self.levels.clear();
        for (sum, _) in &self.needs {
            match sum.level(&self.values) {
                Some(level) => self.levels.push(level),
                None => return false,
            }
        }
        if !self.repair(rng) {
            return false;
        }
        for (free, value) in self.free.iter().zip(&self.values) {
            if let Some(place) = self.figures.get_mut(free.var as usize) {
                *place = *value;
            }
        }
        for (var, own, sum) in &self.dependent {
            let Some(level) = sum.level(&self.values).and_then(i128::checked_neg) else { return false };
            let value = if *own == 1 {
                Some(level)
            } else {
                level.checked_div(*own).filter(|value| value.checked_mul(*own) == Some(level))
            };
            match (value, self.figures.get_mut(*var as usize)) {
                (Some(value), Some(place)) => *place = value,
                _ => return false,
            }
        }
        true
    }

    fn repair(&mut self, rng: &mut Rng) -> bool {
        for _ in 0..MOST_MOVES {
            self.violated.clear();
            let all = self.needs.iter().zip(&self.levels).enumerate();
            self.violated.extend(all.filter(|(_, ((_, kind), level))| kind.lacks(**level).is_some()).map(|(at, _)| at as u32));
            if self.violated.is_empty() {
                return true;
            }
            let Some(need) = self.violated.get(rng.usize(..self.violated.len())).copied() else { return false };
            if let Some((free, change)) = self.best_move(need as usize, rng) {
                self.apply(free, change);
            }
        }
        false
    }

    /// A change of one free figure that mends a need and spoils as few others as possible.
    fn best_move(&self, need: usize, rng: &mut Rng) -> Option<(usize, i128)> {
        let (sum, kind) = self.needs.get(need)?;
        let lack = kind.lacks(*self.levels.get(need)?)?;
        let many = sum.terms.len();
        if many == 0 {
            return None;
        }
        let start = rng.usize(..many);
        let mut best: Option<(usize, usize, i128)> = None;
        let mut seen = 0;
        for step in 0..many {
            let (free, coefficient) = *sum.terms.get((start + step) % many)?;
            let Some(change) = self.change(free as usize, coefficient, lack, *kind, rng) else { continue };
            let harm = self.harm(free as usize, change);
            if best.is_none_or(|(least, _, _)| harm < least) {
                best = Some((harm, free as usize, change));
            }
            seen += 1;
            if harm == 0 || seen == CANDIDATES {
                break;
            }
        }
        best.map(|(_, free, change)| (free, change))
    }

    /// By how much a free figure may change towards what a need lacks.
    fn change(&self, at: usize, coefficient: i128, lack: i128, kind: Kind, rng: &mut Rng) -> Option<i128> {
        let (free, value) = (self.free.get(at)?, *self.values.get(at)?);
        let size = coefficient.checked_abs()?;
        let wanted = match kind {
            Kind::AtLeast => lack.checked_add(size)?.checked_sub(1)?.checked_div(size)?.checked_mul(coefficient.signum())?,
            Kind::NotZero => {
                if rng.bool() {
                    1
                } else {
                    -1
                }
            }
            // The rest goes away by a figure that counts once.
            Kind::Multiple(by) if size == 1 => {
                let less = lack.checked_neg()?.checked_mul(coefficient.signum())?;
                if rng.bool() { less } else { less.checked_add(by)? }
            }
            Kind::Multiple(by) => i128::from(rng.i64(1..1_000)).checked_rem(by)?,
        };
        let target = value.checked_add(wanted)?;
        let target = free.low.map_or(target, |low| target.max(low));
        let mut target = free.high.map_or(target, |high| target.min(high));
        if let Some((least, _)) = free.slack
            && target.checked_abs()? < least
        {
            target = if wanted > 0 || free.low.is_some() { least } else { least.checked_neg()? };
        }
        target.checked_sub(value).filter(|change| *change != 0)
    }

    /// How many needs that are met now would not be after a change.
    fn harm(&self, at: usize, change: i128) -> usize {
        let spoiled = |(need, coefficient): &&(u32, i128)| {
            let (Some((_, kind)), Some(level)) = (self.needs.get(*need as usize), self.levels.get(*need as usize)) else {
                return false;
            };
            let after = coefficient.checked_mul(change).and_then(|moved| moved.checked_add(*level));
            kind.lacks(*level).is_none() && after.is_none_or(|after| kind.lacks(after).is_some())
        };
        self.touched.get(at).map_or(0, |touched| touched.iter().filter(spoiled).count())
    }

    fn apply(&mut self, at: usize, change: i128) {
        if let Some(value) = self.values.get_mut(at) {
            *value = value.saturating_add(change);
        }
        for (need, coefficient) in self.touched.get(at).into_iter().flatten() {
            if let Some(level) = self.levels.get_mut(*need as usize) {
                *level = level.saturating_add(coefficient.saturating_mul(change));
            }
        }
    }
}

impl Sum {
    fn level(&self, values: &[i128]) -> Option<i128> {
        let mut sum = self.constant;
        for (at, coefficient) in &self.terms {
            let value = *values.get(*at as usize)?;
            sum = match coefficient {
                1 => sum.checked_add(value)?,
                -1 => sum.checked_sub(value)?,
                _ => sum.checked_add(coefficient.checked_mul(value)?)?,
            };
        }
        Some(sum)
    }
}

impl Kind {
    /// How far a sum is from what is needed.
    fn lacks(self, level: i128) -> Option<i128> {
        match self {
            Kind::AtLeast => (level < 0).then(|| level.saturating_neg()),
            Kind::NotZero => (level == 0).then_some(1),
            Kind::Multiple(by) => level.checked_rem_euclid(by).filter(|rest| *rest != 0),
        }
    }
}

/// What a type lets a figure be, in its smallest units.
fn bounds(slot: &Slot) -> (Option<i128>, Option<i128>) {
    let scale = scale_of(slot);
    let mut low = (slot.ty.kind == ValueKind::Natural).then_some(0i128);
    let mut high: Option<i128> = None;
    for limit in &slot.ty.limits {
        // A bound between two figures holds for the next one inside.
        let down = floor_at(limit.value, scale);
        let exact = limit.value.mantissa_at(scale).is_some();
        let up = if exact { down } else { down.saturating_add(1) };
        match limit.op {
            CompareOp::Equal => (low, high) = (low.max(Some(up)), Some(high.map_or(down, |high| high.min(down)))),
            CompareOp::GreaterEqual => low = low.max(Some(up)),
            CompareOp::Greater => low = low.max(Some(down.saturating_add(1))),
            CompareOp::LessEqual => high = Some(high.map_or(down, |high| high.min(down))),
            CompareOp::Less => high = Some(high.map_or(up, |high| high.min(up)).saturating_sub(1)),
            CompareOp::NotEqual => {}
        }
    }
    (low, high)
}

fn floor_at(value: Decimal, scale: u8) -> i128 {
    if let Some(exact) = value.mantissa_at(scale) {
        return exact;
    }
    let over = value.scale().saturating_sub(scale);
    10i128.checked_pow(u32::from(over)).and_then(|power| value.mantissa().checked_div_euclid(power)).unwrap_or(0)
}

fn random(free: &Free, options: &Options, rng: &mut Rng) -> i128 {
    if let Some((least, step)) = free.slack {
        let size = least.saturating_add(step.saturating_mul(i128::from(rng.u32(0..20))));
        return if free.low.is_some() || rng.bool() { size } else { size.saturating_neg() };
    }
    let low = free.low.unwrap_or(0).max(0);
    let zero_fits = free.low.is_none_or(|low| low <= 0) && free.high.is_none_or(|high| high >= 0);
    if zero_fits && options.zero > 0 && rng.u32(0..10_000) < options.zero {
        return 0;
    }
    let unit = 10i128.checked_pow(u32::from(free.scale)).unwrap_or(1);
    if let (Some(low), Some(high)) = (free.low, free.high)
        && high.saturating_sub(low) <= unit.saturating_mul(i128::from(options.max))
    {
        return rng.i128(low..=high.max(low));
    }
    // As many small figures as large ones.
    let digits = rng.u32(1..=options.max.max(1).ilog10().saturating_add(1));
    let most = 10u64.checked_pow(digits).unwrap_or(u64::MAX).min(options.max.max(1));
    let whole = i128::from(rng.u64(1..=most)).saturating_mul(unit);
    let part = if unit > 1 { rng.i128(0..unit) } else { 0 };
    let size = low.saturating_add(whole).saturating_sub(part);
    let size = free.high.map_or(size, |high| size.min(high));
    if free.signed && rng.u8(0..8) == 0 { size.saturating_neg() } else { size }
}
