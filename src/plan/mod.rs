//! The checked form as flat data: what every backend reads (the evaluator now; SQL, analysis and spreadsheets later).
//!
//! A [`Plan`] is figures ([`Slots`]), rules and checks. A rule is what the author wrote or what the form implies; a check is
//! one rule at one place: `收支平衡` over seven columns is one rule and seven checks. A check is a sparse linear row over slots where
//! the condition is linear, else a run of postfix code. Nothing here refers back to the model.
//!
//! Room for the second ring: rules per key of an open table become a further [`Body`].

mod beyond;
mod code;
mod emit;
mod implied;
mod linear;
mod lower;
mod order;
mod reach;
mod slots;

#[cfg(test)]
mod tests;

pub use beyond::Held;
pub use code::Op;
pub use lower::plan;
pub use slots::{Slot, SlotId, Slots, place_of};

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diag::At;
use crate::model::RuleSeverity;
use crate::number::Decimal;
use crate::source::Span;
use crate::syntax::ast::CompareOp;

/// Version of the serialized form; another one is refused.
pub const PLAN_FORMAT: u32 = 1;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Plan {
    pub format: u32,
    /// `zfxxgk@2021`.
    pub title: String,
    pub slots: Slots,
    pub rules: Vec<Rule>,
    pub checks: Vec<Check>,
    /// The terms of all linear checks, check after check.
    pub terms: Vec<Term>,
    /// The code of all other checks and conditions.
    pub code: Vec<Op>,
    /// Checks of totals, those first whose result is a part of another's: the order in which blank totals are filled in.
    pub totals: Vec<u32>,
    /// For each slot its name in a message, and where it stands in the form.
    pub names: Vec<String>,
    pub places: Vec<At>,
    /// For each slot the unit that its figures are in, as printed behind them, and where its item is declared.
    pub units: Vec<String>,
    /// The unit that checks count in: the base of the slot's dimension.
    pub base_units: Vec<String>,
    pub origins: Vec<Span>,
    /// The meta whose value is the report year.
    pub year: Option<u32>,
    /// Columns of type `code` and `unit`, which this edition does not read.
    pub unread_columns: Vec<(String, Span)>,
    /// The rules that reach beyond one report; `None` when there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beyond: Option<Box<Plan>>,
    /// In that plan: what each slot holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Held>,
}

/// Where a rule comes from; decides how its failure is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    Written,
    /// A `total`: the first term is the total, the others are its parts.
    Total,
    /// A derived line: the first term is the line.
    Derived,
    /// "Of which": the first term is the part, the second the whole.
    Including,
}

/// What a rule needs that one report does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Needs {
    /// The report of the year before.
    Prior,
    /// The reports of the offices that this one sums up.
    Parts,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rule {
    pub origin: Origin,
    /// The author's name; `total` and `including` for implied rules; the item's name for a derived line.
    pub name: String,
    /// What it says, in the author's words.
    pub text: Option<String>,
    pub severity: RuleSeverity,
    pub basis: Option<String>,
    /// In force for these report years.
    pub during: Option<(Option<i64>, Option<i64>)>,
    pub suspended: Option<String>,
    /// Set when the rule cannot be assessed from one report alone; its checks are then in [`Plan::beyond`].
    pub needs: Option<Needs>,
    /// With `needs`: the single figures of this report that it names. Where one of them may be missing and is, it would not apply
    /// either way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<SlotId>,
    /// Its name in the template, or the item that implies it.
    pub span: Span,
    /// The condition as the author wrote it.
    pub condition: Span,
}

/// One rule at one place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Check {
    pub rule: u32,
    /// Applies only where this code is true.
    pub when: Option<Range<u32>>,
    pub body: Body,
    /// `within Q`, in base units.
    pub within: Option<Decimal>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Body {
    /// `Σ left terms + left constant OP Σ right terms + right constant`.
    Linear { terms: Range<u32>, op: CompareOp, left: Decimal, right: Decimal },
    /// True-or-false code. `sides` are the parts to be shown when it fails: the left side first, then the right one or the
    /// alternatives; empty when the condition is no comparison.
    Code { code: Range<u32>, sides: Vec<Range<u32>> },
}

/// One operand of a linear check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub slot: SlotId,
    /// Into base units (万元 → 元 is 10000), sign as written on its side.
    pub coefficient: Decimal,
    pub side: Side,
    /// Whether it is part of a total or aggregate: a skipped one is left out. A skipped operand that the rule names itself
    /// makes the rule not apply.
    pub summed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Side {
    Left,
    Right,
}

impl Plan {
    pub fn terms(&self, range: &Range<u32>) -> &[Term] {
        self.terms.get(range.start as usize..range.end as usize).unwrap_or(&[])
    }

    pub fn code(&self, range: &Range<u32>) -> &[Op] {
        self.code.get(range.start as usize..range.end as usize).unwrap_or(&[])
    }

    /// The terms of a linear check; none of any other.
    pub fn terms_of(&self, check: &Check) -> &[Term] {
        match &check.body {
            Body::Linear { terms, .. } => self.terms(terms),
            Body::Code { .. } => &[],
        }
    }

    /// How a slot is called in a message.
    pub fn name(&self, slot: SlotId) -> &str {
        self.names.get(slot.0 as usize).map_or("", String::as_str)
    }

    pub fn place(&self, slot: SlotId) -> At {
        self.places.get(slot.0 as usize).cloned().unwrap_or_default()
    }

    pub fn unit(&self, slot: SlotId) -> &str {
        self.units.get(slot.0 as usize).map_or("", String::as_str)
    }

    pub fn base_unit(&self, slot: SlotId) -> &str {
        self.base_units.get(slot.0 as usize).map_or("", String::as_str)
    }

    /// The slots a check reads.
    pub fn operands(&self, check: &Check) -> Vec<SlotId> {
        match &check.body {
            Body::Linear { terms, .. } => self.terms(terms).iter().map(|term| term.slot).collect(),
            Body::Code { code, .. } => self.code(code).iter().filter_map(Op::slot).collect(),
        }
    }
}
