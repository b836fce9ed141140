//! The types of values in rules, and how they meet.

use crate::diag::Message;
use crate::diag::wording::check as say;
use crate::model::{CellType, Model, UnitId, ValueKind};
use crate::source::Span;
use crate::syntax::ast::ArithmeticOp;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ty<'m> {
    /// Holds something that was reported already: fits everything.
    Any,
    /// A number literal without a unit, or a count: takes the unit of the other side.
    Bare,
    /// A figure without a unit.
    Pure,
    /// A percentage; its value in a rule is the printed figure divided by 100.
    Percent,
    /// A figure of the dimension of this unit.
    In(UnitId),
    Text,
    /// True or false: a condition, or a cell of type `bool`.
    Truth,
    Year,
    Date,
    Enum(&'m [String]),
    /// A printed line number or unit: not a figure.
    Code,
}

/// A type and the declaration that gave it.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'m> {
    pub ty: Ty<'m>,
    pub because: Option<Span>,
}

/// Why two types do not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    Units,
    Compound,
    Types,
    /// Ordered by `<` though it can only be equal or different.
    Order,
}

impl<'m> Typed<'m> {
    pub const ANY: Typed<'static> = Typed { ty: Ty::Any, because: None };
    pub const BARE: Typed<'static> = Typed { ty: Ty::Bare, because: None };
    pub const TRUTH: Typed<'static> = Typed { ty: Ty::Truth, because: None };
    pub const TEXT: Typed<'static> = Typed { ty: Ty::Text, because: None };

    /// The type of a cell.
    pub fn of_cell(ty: &'m CellType) -> Typed<'m> {
        let number = match ty.unit {
            Some(unit) => Ty::In(unit),
            None => Ty::Pure,
        };
        let of = match &ty.kind {
            ValueKind::Natural | ValueKind::Integer | ValueKind::Decimal => number,
            ValueKind::Percent => Ty::Percent,
            ValueKind::Text => Ty::Text,
            ValueKind::Bool => Ty::Truth,
            ValueKind::Year => Ty::Year,
            ValueKind::Date => Ty::Date,
            ValueKind::Enum(words) => Ty::Enum(words),
            ValueKind::Code | ValueKind::Unit => Ty::Code,
        };
        Typed { ty: of, because: Some(ty.span) }
    }

    pub fn is_number(self) -> bool {
        match self.ty {
            Ty::Any | Ty::Bare | Ty::Pure | Ty::Percent | Ty::In(_) => true,
            Ty::Text | Ty::Truth | Ty::Year | Ty::Date | Ty::Enum(_) | Ty::Code => false,
        }
    }

    /// How a message calls it.
    pub fn name(self, model: &Model) -> Message {
        match self.ty {
            Ty::Any | Ty::Bare | Ty::Pure => say::TYPE_BARE.plain(),
            Ty::Percent => say::TYPE_PERCENT.plain(),
            Ty::In(unit) => say::TYPE_UNIT.with("unit", model.units.name(Some(unit))),
            Ty::Text => say::TYPE_TEXT.plain(),
            Ty::Truth => say::TYPE_TRUTH.plain(),
            Ty::Year => say::TYPE_YEAR.plain(),
            Ty::Date => say::TYPE_DATE.plain(),
            Ty::Enum(words) => say::TYPE_ENUM.with("words", words.to_vec()),
            Ty::Code => say::TYPE_CODE.plain(),
        }
    }

    /// The common type of two figures that are added or compared.
    pub fn same_dimension(self, other: Typed<'m>, model: &Model) -> Result<Typed<'m>, Clash> {
        match (self.ty, other.ty) {
            (Ty::Any, _) | (_, Ty::Any) => Ok(Typed::ANY),
            (Ty::Bare, Ty::Bare | Ty::Pure | Ty::In(_)) => Ok(other),
            (Ty::Pure | Ty::In(_), Ty::Bare) | (Ty::Pure, Ty::Pure) | (Ty::Percent, Ty::Percent) => Ok(self),
            (Ty::Percent, Ty::Bare | Ty::Pure) => Ok(Typed { ty: Ty::Pure, because: self.because }),
            (Ty::Bare | Ty::Pure, Ty::Percent) => Ok(Typed { ty: Ty::Pure, because: other.because }),
            (Ty::In(left), Ty::In(right)) if model.units.same_dimension(left, right) => Ok(self),
            (Ty::In(_), Ty::In(_) | Ty::Pure | Ty::Percent) | (Ty::Pure | Ty::Percent, Ty::In(_)) => Err(Clash::Units),
            (Ty::Text | Ty::Truth | Ty::Year | Ty::Date | Ty::Enum(_) | Ty::Code, _)
            | (_, Ty::Text | Ty::Truth | Ty::Year | Ty::Date | Ty::Enum(_) | Ty::Code) => Err(Clash::Types),
        }
    }

    /// The type of `left op right`.
    pub fn arithmetic(self, op: ArithmeticOp, other: Typed<'m>, model: &Model) -> Result<Typed<'m>, Clash> {
        match op {
            ArithmeticOp::Add | ArithmeticOp::Subtract => match (self.ty, other.ty) {
                // The year before, the years between.
                (Ty::Year, Ty::Bare) => Ok(self),
                (Ty::Year, Ty::Year) if op == ArithmeticOp::Subtract => Ok(Typed::BARE),
                _ => self.same_dimension(other, model),
            },
            ArithmeticOp::Multiply => match (self.ty, other.ty) {
                (Ty::Any, _) | (_, Ty::Any) => Ok(Typed::ANY),
                _ if !self.is_number() || !other.is_number() => Err(Clash::Types),
                (Ty::In(_), Ty::In(_)) => Err(Clash::Compound),
                (Ty::In(_), _) => Ok(self),
                (_, Ty::In(_)) => Ok(other),
                (Ty::Bare, Ty::Bare) => Ok(Typed::BARE),
                (_, _) => Ok(Typed { ty: Ty::Pure, because: self.because.or(other.because) }),
            },
            ArithmeticOp::Divide => match (self.ty, other.ty) {
                (Ty::Any, _) | (_, Ty::Any) => Ok(Typed::ANY),
                _ if !self.is_number() || !other.is_number() => Err(Clash::Types),
                (Ty::In(left), Ty::In(right)) if model.units.same_dimension(left, right) => {
                    Ok(Typed { ty: Ty::Pure, because: self.because })
                }
                (_, Ty::In(_)) => Err(Clash::Compound),
                (Ty::In(_), _) => Ok(self),
                (Ty::Bare, Ty::Bare) => Ok(Typed::BARE),
                (_, _) => Ok(Typed { ty: Ty::Pure, because: self.because.or(other.because) }),
            },
        }
    }

    /// Whether two values can be compared; `ordered` for `<` and its like.
    pub fn compare(self, other: Typed<'m>, ordered: bool, model: &Model) -> Result<Typed<'m>, Clash> {
        match (self.ty, other.ty) {
            (Ty::Any, _) | (_, Ty::Any) => Ok(Typed::ANY),
            (Ty::Year, Ty::Year | Ty::Bare) | (Ty::Bare, Ty::Year) | (Ty::Date, Ty::Date) => Ok(self),
            (Ty::Text | Ty::Enum(_), Ty::Text | Ty::Enum(_)) | (Ty::Truth, Ty::Truth) | (Ty::Code, Ty::Code | Ty::Text) => {
                if ordered {
                    Err(Clash::Order)
                } else {
                    Ok(self)
                }
            }
            _ => self.same_dimension(other, model),
        }
    }
}

/// The types of a value: one for all its items, or one for each.
#[derive(Debug, Clone)]
pub enum Types<'m> {
    One(Typed<'m>),
    Each(Vec<Typed<'m>>),
}

impl<'m> Types<'m> {
    /// One type when all items have the same.
    pub fn of(list: Vec<Typed<'m>>) -> Types<'m> {
        match list.split_first() {
            None => Types::One(Typed::BARE),
            Some((first, rest)) if rest.iter().all(|other| other.ty == first.ty) => Types::One(*first),
            Some(_) => Types::Each(list),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = Typed<'m>> + '_ {
        match self {
            Types::One(one) => std::slice::from_ref(one).iter().copied(),
            Types::Each(list) => list.iter().copied(),
        }
    }

    /// Item by item with another value's; a single type stands beside every item.
    pub fn pairs(&self, other: &Types<'m>) -> Vec<(Typed<'m>, Typed<'m>)> {
        match (self, other) {
            (Types::One(left), Types::One(right)) => vec![(*left, *right)],
            (Types::One(left), Types::Each(rights)) => rights.iter().map(|right| (*left, *right)).collect(),
            (Types::Each(lefts), Types::One(right)) => lefts.iter().map(|left| (*left, *right)).collect(),
            (Types::Each(lefts), Types::Each(rights)) => lefts.iter().copied().zip(rights.iter().copied()).collect(),
        }
    }
}
