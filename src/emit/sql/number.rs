//! Numbers in SQL: fractions of whole numbers, with a bound on how large they can get.
//!
//! A figure `x` of a report is kept as the whole number `x · 10^scale`, where `scale` is the most decimal places that any figure
//! of that report has. So nothing is ever rounded. A number here is `over / (under · 10^(scale·degree + places))`. How many
//! digits a figure may have, so that no step leaves 38 digits, follows from the [`Size`] of every step.

use super::Dialect;
use crate::number::Decimal;
use crate::syntax::ast::{ArithmeticOp, CompareOp};

/// Why a rule is not written as SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// Its numbers would outgrow the engine's.
    TooLarge,
    /// It holds something that has no counterpart.
    NoCounterpart,
    /// Its text would be very long.
    TooLong,
}

/// Digits of an engine's whole numbers.
const DIGITS: u32 = 38;
/// A rule that leaves fewer digits to a figure is not written.
const FEWEST_DIGITS: u32 = 15;
/// Bytes of one expression.
const MOST_TEXT: usize = 60_000;

/// At most `times · (10^D)^degree`, where a figure has up to `D` digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub degree: u32,
    pub times: u128,
}

impl Size {
    pub const ONE: Size = Size { degree: 0, times: 1 };

    pub fn plus(self, other: Size) -> Result<Size, Left> {
        let times = self.times.checked_add(other.times).ok_or(Left::TooLarge)?;
        Ok(Size { degree: self.degree.max(other.degree), times })
    }

    pub fn by(self, other: Size) -> Result<Size, Left> {
        let times = self.times.checked_mul(other.times).ok_or(Left::TooLarge)?;
        Ok(Size { degree: self.degree + other.degree, times })
    }

    /// The digits that this leaves to a figure.
    pub fn room(self) -> Result<u32, Left> {
        let digits = self.times.checked_ilog10().map_or(1, |log| log + 1);
        let left = DIGITS.checked_sub(digits).ok_or(Left::TooLarge)?;
        let room = left.checked_div(self.degree).unwrap_or(DIGITS);
        if room < FEWEST_DIGITS { Err(Left::TooLarge) } else { Ok(room) }
    }
}

/// Conditions under which there is no value: something optional is not there, or it cannot be computed. Without either, a
/// value that is not known is NULL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Gaps {
    pub skipped: Vec<String>,
    pub failed: Vec<String>,
}

impl Gaps {
    pub fn and(mut self, other: &Gaps) -> Gaps {
        let add = |own: &mut Vec<String>, other: &[String]| {
            for one in other {
                if !own.contains(one) {
                    own.push(one.clone());
                }
            }
        };
        add(&mut self.skipped, &other.skipped);
        add(&mut self.failed, &other.failed);
        self
    }
}

/// A number; NULL where it is not known or has a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Num {
    pub over: String,
    /// Always positive; `None` for 1.
    pub under: Option<String>,
    pub degree: i32,
    pub places: i32,
    pub over_size: Size,
    pub under_size: Size,
    pub gaps: Gaps,
}

/// Writes arithmetic, and remembers the least room that any of it leaves.
pub(super) struct Arithmetic {
    pub dialect: Dialect,
    /// The digits that a figure may have, with those behind the point.
    pub room: u32,
}

impl Arithmetic {
    pub fn new(dialect: Dialect) -> Arithmetic {
        Arithmetic { dialect, room: DIGITS - 2 }
    }

    /// Takes note of a size.
    pub fn hold(&mut self, size: Size) -> Result<(), Left> {
        self.room = self.room.min(size.room()?);
        Ok(())
    }

    fn made(&mut self, num: Num) -> Result<Num, Left> {
        if num.over.len() + num.under.as_ref().map_or(0, String::len) > MOST_TEXT {
            return Err(Left::TooLong);
        }
        self.hold(num.over_size)?;
        self.hold(num.under_size)?;
        Ok(num)
    }

    pub fn figure(&mut self, name: String, times: u128, gaps: Gaps) -> Num {
        let over_size = Size { degree: 1, times };
        Num { over: name, under: None, degree: 1, places: 0, over_size, under_size: Size::ONE, gaps }
    }

    /// A whole number; large ones with their type.
    pub fn literal(&self, number: i128) -> String {
        let text = number.to_string();
        if number.unsigned_abs() < 10_000 { text } else { self.dialect.whole(&text) }
    }

    pub fn constant(&mut self, value: Decimal) -> Num {
        let value = value.normalized();
        let times = value.mantissa().unsigned_abs().max(1);
        Num {
            over: self.literal(value.mantissa()),
            under: None,
            degree: 0,
            places: i32::from(value.scale()),
            over_size: Size { degree: 0, times },
            under_size: Size::ONE,
            gaps: Gaps::default(),
        }
    }

    /// The same number with a larger degree and more places.
    pub fn raised(&mut self, num: &Num, degree: i32, places: i32) -> Result<Num, Left> {
        let mut num = num.clone();
        for _ in num.degree..degree {
            num.over = format!("{} * one", factor(&num.over));
            num.over_size = num.over_size.by(Size { degree: 1, times: 1 })?;
        }
        let more = u32::try_from(places - num.places).unwrap_or(0);
        if more > 0 {
            let power = 10i128.checked_pow(more).ok_or(Left::TooLarge)?;
            num.over = format!("{} * {}", factor(&num.over), self.literal(power));
            num.over_size = num.over_size.by(Size { degree: 0, times: power.unsigned_abs() })?;
        }
        num.degree = num.degree.max(degree);
        num.places = num.places.max(places);
        self.made(num)
    }

    /// Both with the same degree and places, and over one denominator.
    pub fn aligned(&mut self, left: &Num, right: &Num) -> Result<(Num, Num), Left> {
        let (degree, places) = (left.degree.max(right.degree), left.places.max(right.places));
        let (left, right) = (self.raised(left, degree, places)?, self.raised(right, degree, places)?);
        if left.under == right.under {
            return Ok((left, right));
        }
        let over = |num: &Num, other: &Num| match &other.under {
            Some(under) => format!("{} * {}", factor(&num.over), factor(under)),
            None => num.over.clone(),
        };
        let under = match (&left.under, &right.under) {
            (Some(left), Some(right)) => Some(format!("{} * {}", factor(left), factor(right))),
            (Some(under), None) | (None, Some(under)) => Some(under.clone()),
            (None, None) => None,
        };
        let under_size = left.under_size.by(right.under_size)?;
        let one = Num {
            over: over(&left, &right),
            over_size: left.over_size.by(right.under_size)?,
            under: under.clone(),
            under_size,
            ..left.clone()
        };
        let other = Num {
            over: over(&right, &left),
            over_size: right.over_size.by(left.under_size)?,
            under,
            under_size,
            ..right.clone()
        };
        Ok((self.made(one)?, self.made(other)?))
    }

    pub fn calculate(&mut self, op: ArithmeticOp, left: &Num, right: &Num) -> Result<Num, Left> {
        let gaps = left.gaps.clone().and(&right.gaps);
        match op {
            ArithmeticOp::Add | ArithmeticOp::Subtract => {
                let (left, right) = self.aligned(left, right)?;
                let sign = if op == ArithmeticOp::Add { "+" } else { "-" };
                let second = if op == ArithmeticOp::Add { right.over.clone() } else { term(&right.over) };
                let over = format!("{} {sign} {second}", left.over);
                let over_size = left.over_size.plus(right.over_size)?;
                self.made(Num { over, over_size, gaps, ..left })
            }
            ArithmeticOp::Multiply => {
                let under = match (&left.under, &right.under) {
                    (Some(left), Some(right)) => Some(format!("{} * {}", factor(left), factor(right))),
                    (Some(under), None) | (None, Some(under)) => Some(under.clone()),
                    (None, None) => None,
                };
                self.made(Num {
                    over: format!("{} * {}", factor(&left.over), factor(&right.over)),
                    under,
                    degree: left.degree + right.degree,
                    places: left.places + right.places,
                    over_size: left.over_size.by(right.over_size)?,
                    under_size: left.under_size.by(right.under_size)?,
                    gaps,
                })
            }
            ArithmeticOp::Divide => {
                let times = |one: &str, other: &Option<String>| match other {
                    Some(other) => format!("{} * {}", factor(one), factor(other)),
                    None => one.to_owned(),
                };
                let divisor = right.over.clone();
                let mut gaps = gaps;
                gaps.failed.push(format!("{} = 0 AND {} IS NOT NULL", term(&divisor), term(&left.over)));
                let over = times(&left.over, &right.under);
                self.made(Num {
                    over: format!("CASE WHEN {divisor} < 0 THEN -({over}) WHEN {divisor} > 0 THEN {over} END"),
                    under: Some(times(&format!("ABS({divisor})"), &left.under)),
                    degree: left.degree - right.degree,
                    places: left.places - right.places,
                    over_size: left.over_size.by(right.under_size)?,
                    under_size: right.over_size.by(left.under_size)?,
                    gaps,
                })
            }
        }
    }

    pub fn negated(&mut self, num: Num) -> Num {
        Num { over: format!("-{}", factor(&num.over)), ..num }
    }

    pub fn magnitude(&mut self, num: Num) -> Num {
        Num { over: format!("ABS({})", num.over), ..num }
    }

    /// To the nearest multiple of a quantum, halves away from zero.
    pub fn rounded(&mut self, value: &Num, quantum: &Num) -> Result<Num, Left> {
        let mut gaps = value.gaps.clone().and(&quantum.gaps);
        let (value, quantum) = self.aligned(value, quantum)?;
        let (n, q) = (&value.over, &quantum.over);
        gaps.failed.push(format!("{} = 0 AND {} IS NOT NULL", term(q), term(n)));
        let (magnitude, unit) = (format!("ABS({n})"), format!("NULLIF(ABS({q}), 0)"));
        let below = format!("{magnitude} - {magnitude} % {unit}");
        let nearest = format!("CASE WHEN 2 * ({magnitude} % {unit}) >= {unit} THEN {below} + {unit} ELSE {below} END");
        let over_size = value.over_size.plus(quantum.over_size)?;
        self.hold(over_size.by(Size { degree: 0, times: 2 })?)?;
        self.made(Num { over: format!("CASE WHEN {n} < 0 THEN -({nearest}) ELSE {nearest} END"), over_size, gaps, ..value })
    }

    /// A comparison; NULL where either side is.
    pub fn compared(&mut self, op: CompareOp, left: &Num, right: &Num) -> Result<String, Left> {
        let (left, right) = self.aligned(left, right)?;
        Ok(format!("{} {} {}", left.over, symbol(op), right.over))
    }
}

pub(super) fn symbol(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "=",
        CompareOp::NotEqual => "<>",
        CompareOp::Less => "<",
        CompareOp::LessEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterEqual => ">=",
    }
}

/// Whether a text is one name, one call or one number, and needs no parentheses.
fn is_atom(text: &str) -> bool {
    let quoted =
        |quote: char| text.len() > 1 && text.starts_with(quote) && text.ends_with(quote) && text.matches(quote).count() == 2;
    let plain = text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let call = ["CAST(", "ABS("].iter().any(|call| text.starts_with(call)) && closes_at_end(text);
    plain || quoted('"') || quoted('`') || call
}

/// Whether the first bracket closes with the last character.
fn closes_at_end(text: &str) -> bool {
    let mut open = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' => {
                open = open.saturating_sub(1);
                if open == 0 {
                    return at + 1 == text.len();
                }
            }
            _ => {}
        }
    }
    false
}

/// In parentheses, if it needs them beside `*`.
pub(super) fn factor(text: &str) -> String {
    if is_atom(text) { text.to_owned() } else { format!("({text})") }
}

/// In parentheses, if it needs them behind `-` or beside a comparison.
pub(super) fn term(text: &str) -> String {
    factor(text)
}
