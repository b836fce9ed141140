//! Other reports, as a rule with `prior` or `parts` sees them.

use crate::bind::{Bound, MetaValue};
use crate::number::{Decimal, Rational};
use crate::plan::{Plan, SlotId};
use crate::source::Span;

/// A report that a rule of another report names.
#[derive(Debug, Clone, Copy)]
pub struct Other<'a> {
    /// The plan of its own form, which may be an older one.
    pub plan: &'a Plan,
    pub bound: &'a Bound,
    /// Which of its figures are those of the form that is checked.
    pub carry: &'a Carry,
    /// Its metas in the order of the form that is checked.
    pub meta: &'a [Option<MetaValue>],
}

/// The other reports at hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Others<'a> {
    /// The report of the year before.
    pub prior: Option<Other<'a>>,
    /// All reports that this one sums up; `None` when they are not known to be all.
    pub parts: Option<&'a [Other<'a>]>,
}

/// What another report says that a figure of this one is: by a hard rule that holds no other figure of this report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elsewhere {
    pub slot: SlotId,
    /// In the figure's own unit.
    pub value: Decimal,
    /// A figure of the other report.
    pub at: Span,
}

/// How the figures of a form continue those of another version of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Carry {
    /// It is the same form.
    Same,
    /// By slot of the form that is checked.
    Map(Vec<Source>),
}

/// What a figure continues.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// The figures of the other form whose sum it is, each with the factor into its own unit.
    Figures(Vec<(SlotId, Rational)>),
    /// One of several into which a figure of the other form was split: together they are that figure.
    PartOf { old: SlotId, factor: Rational, together: Vec<SlotId> },
    /// The other form has no such figure.
    New,
    /// The other form has one that may be it or not, or one that is measured otherwise.
    Unlike,
}

impl Carry {
    pub fn source(&self, slot: SlotId) -> Source {
        match self {
            Carry::Same => Source::Figures(vec![(slot, Rational::ONE)]),
            Carry::Map(sources) => sources.get(slot.0 as usize).cloned().unwrap_or(Source::New),
        }
    }
}
