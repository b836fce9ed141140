//! Postfix code for the conditions that are not linear.

use serde::{Deserialize, Serialize};

use super::SlotId;
use crate::model::Aggregate;
use crate::number::Decimal;
use crate::syntax::ast::{ArithmeticOp, CompareOp};

/// One step of a stack machine. Operands are pushed in order and taken from the top.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Op {
    /// A literal, in base units.
    Number(Decimal),
    Word(String),
    Bool(bool),
    /// The value of a slot, times a factor into base units.
    Slot {
        slot: SlotId,
        factor: Decimal,
    },
    /// The value of a meta.
    Meta(u32),
    /// Whether a slot is blank, absent, or has a value: always two-valued.
    IsBlank(SlotId),
    IsAbsent(SlotId),
    IsKnown(SlotId),
    Arithmetic(ArithmeticOp),
    Negate,
    Abs,
    /// Takes the value and the quantum.
    Round,
    Compare(CompareOp),
    /// Takes this many alternatives, and the value under them.
    In(u32),
    Not,
    And,
    Or,
    Implies,
    /// Takes condition, then, otherwise.
    If,
    /// Takes this many values; skipped ones are left out when `skipping` (an aggregate over items), else they make the
    /// result not applicable (`max(a, b)`).
    Aggregate {
        function: Aggregate,
        count: u32,
        skipping: bool,
    },
}

impl Op {
    /// The slot this step reads, if it reads one.
    pub fn slot(&self) -> Option<SlotId> {
        match self {
            Op::Slot { slot, .. } | Op::IsBlank(slot) | Op::IsAbsent(slot) | Op::IsKnown(slot) => Some(*slot),
            Op::Number(_)
            | Op::Word(_)
            | Op::Bool(_)
            | Op::Meta(_)
            | Op::Arithmetic(_)
            | Op::Negate
            | Op::Abs
            | Op::Round
            | Op::Compare(_)
            | Op::In(_)
            | Op::Not
            | Op::And
            | Op::Or
            | Op::Implies
            | Op::If
            | Op::Aggregate { .. } => None,
        }
    }
}
