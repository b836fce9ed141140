//! Types of cells, units, and what a cell without a figure counts as.

use serde::{Deserialize, Serialize};

use crate::number::Decimal;
use crate::source::Span;

/// Index into [`Units`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UnitId(pub u32);

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Units {
    pub list: Vec<Unit>,
}

/// `unit 万元 = 10000元`: a unit is `factor` times the `base` of its dimension; a base has itself and 1.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Unit {
    pub name: String,
    /// The other spellings, as printed after a figure.
    pub spellings: Vec<String>,
    pub base: UnitId,
    pub factor: Decimal,
    pub span: Span,
}

impl Units {
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.list.get(id.0 as usize)
    }

    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &Unit)> {
        self.list.iter().enumerate().map(|(index, unit)| (UnitId(index as u32), unit))
    }

    /// The unit with this name or spelling.
    pub fn find(&self, text: &str) -> Option<UnitId> {
        self.iter()
            .find(|(_, unit)| unit.name == text || unit.spellings.iter().any(|spelling| spelling == text))
            .map(|(id, _)| id)
    }

    /// Whether two units measure the same thing.
    pub fn same_dimension(&self, left: UnitId, right: UnitId) -> bool {
        match (self.get(left), self.get(right)) {
            (Some(left), Some(right)) => left.base == right.base,
            _ => false,
        }
    }

    pub fn name(&self, id: Option<UnitId>) -> &str {
        id.and_then(|id| self.get(id)).map_or("", |unit| unit.name.as_str())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ValueKind {
    /// A whole number of at least 0.
    Natural,
    Integer,
    Decimal,
    /// The value is the printed figure: `12.5%` is 12.5 with this kind; rules divide by 100.
    Percent,
    Text,
    Bool,
    Year,
    Date,
    Enum(Vec<String>),
    /// A column of printed line numbers (not a figure).
    Code,
    /// A column that prints the unit of its row (not a figure).
    Unit,
}

impl ValueKind {
    pub fn is_numeric(&self) -> bool {
        match self {
            ValueKind::Natural | ValueKind::Integer | ValueKind::Decimal | ValueKind::Percent => true,
            ValueKind::Text
            | ValueKind::Bool
            | ValueKind::Year
            | ValueKind::Date
            | ValueKind::Enum(_)
            | ValueKind::Code
            | ValueKind::Unit => false,
        }
    }
}

/// A bound of a refinement, `>= 0`; in the type's own unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    pub op: crate::syntax::ast::CompareOp,
    pub value: Decimal,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rounding {
    /// As printed.
    Exact,
    /// `step 0.01`: exact, with at most these places.
    Step(Decimal),
    /// `rounded 0.01`: each figure was rounded by itself, so sums compare as intervals of half of this.
    Rounded(Decimal),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellType {
    pub kind: ValueKind,
    pub unit: Option<UnitId>,
    pub limits: Vec<Limit>,
    /// `matches "…"`, for text.
    pub matches: Option<super::Quoted>,
    pub rounding: Rounding,
    /// Where the type is written.
    pub span: Span,
}

impl Limit {
    pub fn admits(&self, value: Decimal) -> bool {
        self.op.holds(value.cmp(&self.value))
    }
}

impl CellType {
    /// Whether a number, in the type's own unit, is of this type: whole and not negative where it must be, within the limits,
    /// with no more decimal places than the step.
    pub fn admits(&self, value: Decimal) -> bool {
        let places = match self.rounding {
            Rounding::Exact => true,
            Rounding::Step(step) | Rounding::Rounded(step) => value.normalized().scale() <= step.normalized().scale(),
        };
        places && self.has(value)
    }

    /// As [`CellType::admits`], however many places the number has.
    pub fn has(&self, value: Decimal) -> bool {
        let natural = self.kind == ValueKind::Natural;
        let whole = natural || self.kind == ValueKind::Integer;
        let kind = self.kind.is_numeric() && (!whole || value.is_integer()) && (!natural || !value.is_negative());
        kind && self.limits.iter().all(|limit| limit.admits(value))
    }
}

/// What a cell that holds no plain figure counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Treatment {
    /// Counts as this value.
    As(Decimal),
    /// Totals and aggregates leave it out; a rule that names it does not apply.
    Skip,
    /// A rule that needs it cannot be assessed.
    Unknown,
    /// A finding, and as `Unknown`.
    Error,
}

/// `read …` of a template, table or item. An inner one beats an outer one, state by state and token by token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadPolicy {
    pub blank: Option<Treatment>,
    pub absent: Option<Treatment>,
    /// Printed tokens, `/`, `N/A`, `<1`.
    pub tokens: Vec<(String, Treatment)>,
}

impl ReadPolicy {
    /// This policy, completed by an outer one.
    pub fn over(&self, outer: &ReadPolicy) -> ReadPolicy {
        let mut tokens = self.tokens.clone();
        tokens.extend(outer.tokens.iter().filter(|(token, _)| !self.tokens.iter().any(|(own, _)| own == token)).cloned());
        ReadPolicy { blank: self.blank.or(outer.blank), absent: self.absent.or(outer.absent), tokens }
    }
}
