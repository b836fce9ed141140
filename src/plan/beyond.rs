//! The rules that reach beyond one report (`prior`, `parts`), as a plan of their own.
//!
//! Its slots are those figures only that its rules name, of whatever report: once they hold the figures of this report and of the
//! others, a rule over several reports is evaluated and worded like any other. It has all rules of the form, under their own numbers,
//! and the checks of those that need other reports. Metas are those of the form, then those of the form again for the report of the
//! year before.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::lower::Lowering;
use super::{Check, Needs, Op, Plan, SlotId, Slots, Term};
use crate::diag::At;
use crate::model::{Aggregate, MetaId};
use crate::number::Decimal;

/// A figure that a rule over several reports names; slots are those of the form's own plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Held {
    /// Of this report.
    Own(SlotId),
    /// Of the report of the year before.
    Prior(SlotId),
    /// Of all reports below together: `function` over the reports, in each of them `each` over the figures times their factors. In
    /// the figure's own unit when it is one, otherwise in base units.
    Parts { function: Aggregate, each: Aggregate, of: Vec<(SlotId, Decimal)> },
}

impl Held {
    /// The one figure of the form that it is in some report, or in all of them.
    pub fn figure(&self) -> Option<SlotId> {
        match self {
            Held::Own(slot) | Held::Prior(slot) => Some(*slot),
            Held::Parts { function: Aggregate::Count, .. } => None,
            Held::Parts { of, .. } => match of.as_slice() {
                [(one, _)] => Some(*one),
                _ => None,
            },
        }
    }

    /// The figures of the form that it takes.
    pub fn figures(&self) -> Vec<SlotId> {
        match self {
            Held::Own(slot) | Held::Prior(slot) => vec![*slot],
            Held::Parts { of, .. } => of.iter().map(|(slot, _)| *slot).collect(),
        }
    }
}

impl Plan {
    /// In the plan of the rules that reach beyond one report: which figure of which report a slot holds.
    pub fn held(&self, slot: SlotId) -> Option<&Held> {
        self.held.get(slot.0 as usize)
    }

    /// Whether a check names the report of the year before.
    pub fn needs_prior(&self, check: &Check) -> bool {
        self.names(check, |held| matches!(held, Held::Prior(_))) || self.rule_needs(check, Needs::Prior)
    }

    /// Whether a check names the reports below.
    pub fn needs_parts(&self, check: &Check) -> bool {
        self.names(check, |held| matches!(held, Held::Parts { .. })) || self.rule_needs(check, Needs::Parts)
    }

    fn rule_needs(&self, check: &Check, needs: Needs) -> bool {
        self.rules.get(check.rule as usize).is_some_and(|rule| rule.needs == Some(needs))
    }

    /// Whether one of the figures that a check or its condition reads is such.
    fn names(&self, check: &Check, such: impl Fn(&Held) -> bool) -> bool {
        let when = check.when.iter().flat_map(|when| self.code(when)).filter_map(Op::slot);
        self.operands(check).into_iter().chain(when).filter_map(|slot| self.held(slot)).any(such)
    }
}

/// Whose figures an expression names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Report {
    Own,
    Prior,
    /// Of the reports below, put together so.
    Parts(Aggregate),
}

/// What lowering gathers for [`Plan::beyond`]. While it lowers a rule that needs other reports, slots of others are numbered behind those
/// of the form.
#[derive(Debug, Default)]
pub(super) struct Outside {
    checks: Vec<Check>,
    terms: Vec<Term>,
    code: Vec<Op>,
    foreign: Vec<Held>,
    numbers: HashMap<Held, SlotId>,
}

impl Lowering<'_> {
    /// From here on checks are those of a rule that needs other reports.
    pub(super) fn enter_outside(&mut self) {
        std::mem::swap(&mut self.checks, &mut self.outside.checks);
        std::mem::swap(&mut self.terms, &mut self.outside.terms);
        std::mem::swap(&mut self.code, &mut self.outside.code);
    }

    pub(super) fn leave_outside(&mut self) {
        self.enter_outside();
    }

    /// The number of a figure of another report.
    pub(super) fn foreign(&mut self, held: Held) -> SlotId {
        let next = SlotId((self.slots.list.len() + self.outside.foreign.len()) as u32);
        let outside = &mut self.outside;
        *outside.numbers.entry(held).or_insert_with_key(|held| {
            outside.foreign.push(held.clone());
            next
        })
    }

    /// The slot of this form in the report that is spoken of.
    pub(super) fn of_report(&mut self, slot: SlotId, report: Report) -> SlotId {
        match report {
            Report::Own => slot,
            Report::Prior => self.foreign(Held::Prior(slot)),
            Report::Parts(function) => {
                self.foreign(Held::Parts { function, each: Aggregate::Sum, of: vec![(slot, Decimal::ONE)] })
            }
        }
    }

    /// The figure of the form behind a slot of any report.
    pub(super) fn figure_of(&self, slot: SlotId) -> Option<SlotId> {
        match (slot.0 as usize).checked_sub(self.slots.list.len()) {
            None => Some(slot),
            Some(foreign) => self.outside.foreign.get(foreign)?.figure(),
        }
    }

    /// The number of a meta in the report that is spoken of.
    pub(super) fn meta_in(&self, meta: MetaId, report: Report) -> u32 {
        match report {
            Report::Own | Report::Parts(_) => meta.0,
            Report::Prior => meta.0 + self.form.meta.len() as u32,
        }
    }
}

impl Outside {
    /// The plan of the rules that were gathered, with the figures that they name and no others.
    pub(super) fn finish(self, plan: &Plan) -> Option<Plan> {
        if self.checks.is_empty() {
            return None;
        }
        let own = plan.slots.list.len();
        let mut held: Vec<Held> = Vec::new();
        let mut numbers: HashMap<SlotId, SlotId> = HashMap::new();
        let mut number = |slot: SlotId| {
            *numbers.entry(slot).or_insert_with(|| {
                held.push(match (slot.0 as usize).checked_sub(own) {
                    None => Held::Own(slot),
                    Some(foreign) => self.foreign.get(foreign).cloned().unwrap_or(Held::Own(slot)),
                });
                SlotId((held.len() - 1) as u32)
            })
        };
        let (mut terms, mut code) = (self.terms, self.code);
        terms.iter_mut().for_each(|term| term.slot = number(term.slot));
        for op in &mut code {
            if let Op::Slot { slot, .. } | Op::IsBlank(slot) | Op::IsAbsent(slot) | Op::IsKnown(slot) = op {
                *slot = number(*slot);
            }
        }
        let mut slots = Slots::default();
        let (mut names, mut places, mut units, mut base_units, mut origins) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for held in &held {
            let figures = held.figures();
            let first = figures.first().copied()?;
            slots.list.push(plan.slots.get(first)?.clone());
            names.push(match figures.as_slice() {
                [one] => plan.name(*one).to_owned(),
                several => several.iter().map(|slot| plan.name(*slot)).collect::<Vec<_>>().join(" + "),
            });
            places.push(if figures.len() == 1 { plan.place(first) } else { At { row: None, ..plan.place(first) } });
            units.push(match (held.figure(), held) {
                (Some(slot), _) => plan.unit(slot).to_owned(),
                (None, Held::Parts { function: Aggregate::Count, .. }) => String::new(),
                (None, _) => plan.base_unit(first).to_owned(),
            });
            let counted = matches!(held, Held::Parts { function: Aggregate::Count, .. });
            base_units.push(if counted { String::new() } else { plan.base_unit(first).to_owned() });
            origins.push(plan.origins.get(first.0 as usize).copied()?);
        }
        Some(Plan {
            format: plan.format,
            title: plan.title.clone(),
            slots,
            rules: plan.rules.clone(),
            checks: self.checks,
            terms,
            code,
            totals: Vec::new(),
            names,
            places,
            units,
            base_units,
            origins,
            year: plan.year,
            unread_columns: Vec::new(),
            beyond: None,
            held,
        })
    }
}
