//! What the supervising office decides about rules for a time: one suspended, one demoted from hard to soft, each with its
//! reason and from when to when. A form says what must hold; a policy says how much it counts, and is shown wherever it does.
//!
//! The day that counts is given by the caller, or else the last day of the report's year: the same report gets the same
//! verdict whenever it is checked.

mod apply;
mod read;

#[cfg(test)]
mod tests;

use crate::diag::Diagnostic;
use crate::model::RuleSeverity;
use crate::sidecar::{Date, Piece};
use crate::source::Span;

pub use apply::Touched;
pub use read::read;

/// The decisions of one file.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Who issued it.
    issuer: Option<String>,
    entries: Vec<Entry>,
    /// The day that counts, when the caller says.
    pub date: Option<Date>,
}

/// What a rule counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Force {
    Suspended,
    Counts(RuleSeverity),
}

/// One decision.
#[derive(Debug, Clone)]
struct Entry {
    /// `zfxxgk`, or `zfxxgk@2021`.
    template: Piece,
    rule: Piece,
    force: Force,
    /// Report years; open ends are `None`.
    years: Option<(Option<i64>, Option<i64>)>,
    from: Date,
    until: Option<Date>,
    reason: String,
    basis: Option<String>,
    span: Span,
}

impl Force {
    fn key(self) -> &'static str {
        match self {
            Force::Suspended => "suspended",
            Force::Counts(RuleSeverity::Hard) => "hard",
            Force::Counts(RuleSeverity::Soft) => "soft",
            Force::Counts(RuleSeverity::Note) => "note",
        }
    }
}

impl Entry {
    fn is_of(&self, title: &str) -> bool {
        is_of(&self.template, title)
    }

    fn names_years(&self, year: i64) -> bool {
        let Some((from, to)) = self.years else { return true };
        from.is_none_or(|from| from <= year) && to.is_none_or(|to| year <= to)
    }

    fn is_dated(&self, date: Date) -> bool {
        self.from <= date && self.until.is_none_or(|until| date <= until)
    }

    /// Whether both could decide about one report on one day.
    fn overlaps(&self, other: &Entry) -> bool {
        let starts_by = |from: Option<i64>, to: Option<i64>| from.zip(to).is_none_or(|(from, to)| from <= to);
        let years = match (self.years, other.years) {
            (Some((a, b)), Some((c, d))) => starts_by(a, d) && starts_by(c, b),
            _ => true,
        };
        let ends_before = |one: &Entry, other: &Entry| one.until.is_some_and(|until| until < other.from);
        self.rule.text == other.rule.text && years && !ends_before(self, other) && !ends_before(other, self)
    }
}

/// Whether `zfxxgk` or `zfxxgk@2021` means the form of this title.
fn is_of(template: &Piece, title: &str) -> bool {
    let name = title.split_once('@').map_or(title, |(name, _)| name);
    template.text == title || template.text == name
}

/// A policy, or what is wrong with it.
pub type Read = Result<Policy, Vec<Diagnostic>>;
