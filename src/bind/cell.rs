//! The text of one cell → its state and its value.

use crate::document::Text;
use crate::label::{Texts, fold};
use crate::model::{CellType, Rounding, UnitId, Units, ValueKind};
use crate::number::Decimal;
use crate::number::printed::{self, Printed, PrintedError, Spellings};
use crate::plan::Slot;
use crate::source::Span;
use crate::syntax::ast::CompareOp;

use super::dates;
use super::figures::{Cell, State};
use super::ticks::{self, Choice};
use super::units;

/// What is wrong, or worth a word, about the contents of one cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Trouble {
    /// Text where a figure belongs.
    Unreadable(Span),
    /// A dash or a slash that the template's `read` does not list.
    UnlistedToken(Span),
    /// `12,34`.
    Grouping(Span),
    /// `1 3 4`.
    Spaces(Span),
    TooLong(Span),
    /// Not one of the words of an enum, not a year, not a day, not yes or no.
    WrongWord(Span),
    /// Several boxes are ticked where one thing is asked for: the ticked options.
    ManyTicked(Span, Vec<String>),
    /// Text that is not of the form that `matches` asks for.
    NoMatch(Span, String),
    Negative(Span),
    Fraction(Span),
    /// Beyond a limit of the type: the limit as it is written.
    Limit(Span, CompareOp, Decimal),
    /// More decimal places than the step.
    Places(Span, Decimal),
    /// The unit printed measures something else.
    Dimension(Span, UnitId),
    /// No exact value in the slot's unit.
    Inexact(Span, UnitId),
}

/// Units that hold for a cell without one of its own: those of its heading and over its table.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    pub heading: Option<UnitId>,
    pub table: Option<UnitId>,
}

pub(super) struct CellReader<'a> {
    pub units: &'a Units,
    pub spellings: Spellings<UnitId>,
    texts: Texts,
}

impl<'a> CellReader<'a> {
    pub fn new(units: &'a Units) -> CellReader<'a> {
        CellReader { units, spellings: units::spellings(units), texts: Texts::default() }
    }

    /// Reads a cell. `whole`: its place, blanks included.
    pub fn read(&self, slot: &Slot, text: &Text, whole: Span, around: Around) -> (Cell, Option<Trouble>) {
        let span = if text.is_empty() { whole } else { text.span() };
        let cell = |state| Cell { state, text: text.as_str().to_owned(), span: Some(span), ..Cell::absent() };
        let folded = fold(text.as_str());
        if folded.is_empty() {
            return (cell(State::Blank), None);
        }
        if slot.read.tokens.iter().any(|(token, _)| fold(token) == folded) {
            return (cell(State::NotApplicable), None);
        }
        if !slot.ty.kind.is_numeric() {
            return self.word(slot, cell(State::Figure), &folded, text.as_str());
        }
        match printed::read(text.as_str(), &self.spellings, false) {
            Ok(printed) => self.figure(slot, text, printed, around),
            Err(error) => {
                let at = |range: std::ops::Range<usize>| text.span_of(range.start, range.end);
                let marks = !folded.chars().any(char::is_alphanumeric);
                let trouble = match error {
                    PrintedError::Empty => None,
                    _ if marks => Some(Trouble::UnlistedToken(span)),
                    PrintedError::NotANumber | PrintedError::Trailing(_) => Some(Trouble::Unreadable(span)),
                    PrintedError::Grouping(range) => Some(Trouble::Grouping(at(range))),
                    PrintedError::Spaces(range) => Some(Trouble::Spaces(at(range))),
                    PrintedError::TooLong(range) => Some(Trouble::TooLong(at(range))),
                };
                let state = if trouble.is_some() { State::Unreadable } else { State::Blank };
                (cell(state), trouble)
            }
        }
    }

    /// A figure that was read from `text`.
    pub fn figure(&self, slot: &Slot, text: &Text, printed: Printed<UnitId>, around: Around) -> (Cell, Option<Trouble>) {
        let whole = text.span_of(printed.whole.start, printed.whole.end);
        let mut cell = Cell {
            state: State::Figure,
            text: text.as_str().get(printed.digits.clone()).unwrap_or("").trim().to_owned(),
            span: Some(text.span_of(printed.digits.start, printed.digits.end)),
            approximate: printed.approximate,
            ..Cell::absent()
        };
        let Some(own) = slot.ty.unit else {
            cell.value = Some(printed.value);
            cell.printed_unit = printed.unit;
            let trouble = self.type_trouble(&slot.ty, printed.value, whole);
            return (cell, trouble);
        };
        if printed.percent {
            cell.state = State::Unreadable;
            return (cell, Some(Trouble::Unreadable(whole)));
        }
        // Zero of one thing is zero of any; a unit printed around the cell is for those cells that it can measure.
        let fits = |unit: &UnitId| self.units.same_dimension(*unit, own);
        let inherited = || around.heading.filter(fits).or(around.table.filter(fits));
        let unit = match printed.unit {
            Some(unit) if !fits(&unit) && !printed.value.is_zero() => {
                cell.state = State::Unreadable;
                return (cell, Some(Trouble::Dimension(whole, unit)));
            }
            Some(unit) => Some(unit),
            None => inherited(),
        };
        cell.printed_unit = unit;
        let value = match unit {
            Some(unit) if fits(&unit) => units::convert(printed.value, unit, own, self.units),
            Some(_) | None => Some(printed.value),
        };
        let Some(value) = value else {
            cell.state = State::Unreadable;
            return (cell, unit.map(|unit| Trouble::Inexact(whole, unit)));
        };
        cell.value = Some(value);
        let trouble = self.type_trouble(&slot.ty, value, whole);
        (cell, trouble)
    }

    fn type_trouble(&self, ty: &CellType, value: Decimal, at: Span) -> Option<Trouble> {
        match ty.kind {
            ValueKind::Natural if value.is_negative() => return Some(Trouble::Negative(at)),
            ValueKind::Natural | ValueKind::Integer if !value.is_integer() => return Some(Trouble::Fraction(at)),
            ValueKind::Natural
            | ValueKind::Integer
            | ValueKind::Decimal
            | ValueKind::Percent
            | ValueKind::Text
            | ValueKind::Bool
            | ValueKind::Year
            | ValueKind::Date
            | ValueKind::Enum(_)
            | ValueKind::Code
            | ValueKind::Unit => {}
        }
        if let Some(limit) = ty.limits.iter().find(|limit| !limit.admits(value)) {
            return Some(Trouble::Limit(at, limit.op, limit.value));
        }
        match ty.rounding {
            Rounding::Exact => None,
            Rounding::Step(step) | Rounding::Rounded(step) => {
                (value.normalized().scale() > step.normalized().scale()).then_some(Trouble::Places(at, step))
            }
        }
    }

    fn word(&self, slot: &Slot, mut cell: Cell, folded: &str, printed: &str) -> (Cell, Option<Trouble>) {
        let at = cell.span.unwrap_or(slot.ty.span);
        let plain = || printed.split_whitespace().collect::<Vec<_>>().join(" ");
        let read = match &slot.ty.kind {
            ValueKind::Enum(words) => {
                let is = |word: &&String, folded: &str| fold(word) == folded;
                let option = |folded: &str| words.iter().find(|word| is(word, folded));
                let of_list = |words: &str| option(words).is_some();
                chosen(option(folded).map(|_| folded.to_owned()), || ticks::choices(printed, of_list), at).map(|folded| {
                    cell.word = folded.and_then(|folded| option(&folded)).cloned();
                    cell.word.is_some()
                })
            }
            ValueKind::Bool => {
                let of_list = |words: &str| yes_or_no(words).is_some();
                match yes_or_no(folded).or_else(|| ticks::lone(printed)) {
                    Some(value) => Ok(Some(value)),
                    None => chosen(None, || ticks::choices(printed, of_list), at)
                        .map(|words| words.and_then(|words| yes_or_no(&words))),
                }
                .map(|value| {
                    cell.word = value.map(|value| if value { YES } else { NO }.to_owned());
                    value.is_some()
                })
            }
            ValueKind::Year => {
                let digits = folded.trim_end_matches('度').trim_end_matches('年');
                cell.value = digits.parse::<i64>().ok().filter(|_| digits.len() == 4).map(Decimal::from);
                cell.word = Some(plain());
                if cell.value.is_some() { Ok(true) } else { Err(Trouble::WrongWord(at)) }
            }
            ValueKind::Date => {
                cell.word = dates::read(folded);
                if cell.word.is_some() { Ok(true) } else { Err(Trouble::WrongWord(at)) }
            }
            ValueKind::Text => {
                let word = plain();
                let trouble = slot.ty.matches.as_ref().filter(|pattern| !self.texts.fits(&pattern.text, &word));
                let trouble = trouble.map(|pattern| Trouble::NoMatch(at, pattern.text.clone()));
                cell.word = Some(word);
                trouble.map_or(Ok(true), Err)
            }
            ValueKind::Natural
            | ValueKind::Integer
            | ValueKind::Decimal
            | ValueKind::Percent
            | ValueKind::Code
            | ValueKind::Unit => {
                cell.word = Some(plain());
                Ok(true)
            }
        };
        match read {
            Ok(true) => (cell, None),
            // Boxes, and none of them ticked.
            Ok(false) => (Cell { state: State::Blank, ..cell }, None),
            Err(trouble @ Trouble::NoMatch(..)) => (cell, Some(trouble)),
            Err(trouble) => (Cell { state: State::Unreadable, ..cell }, Some(trouble)),
        }
    }
}

/// The option that a cell gives: the plain word, else the one box that is ticked; `None` when there are boxes and no tick.
fn chosen(plain: Option<String>, choices: impl FnOnce() -> Option<Vec<Choice>>, at: Span) -> Result<Option<String>, Trouble> {
    if plain.is_some() {
        return Ok(plain);
    }
    let choices = choices().ok_or(Trouble::WrongWord(at))?;
    let mut ticked = choices.into_iter().filter(|choice| choice.ticked).map(|choice| choice.words);
    match (ticked.next(), ticked.next()) {
        (Some(first), Some(second)) => {
            let mut all = vec![first, second];
            all.extend(ticked);
            Err(Trouble::ManyTicked(at, all))
        }
        (one, _) => Ok(one),
    }
}

/// What a cell of type `bool` holds, however it was printed.
pub(crate) const YES: &str = "是";
pub(crate) const NO: &str = "否";

/// What a folded word says in a cell of type `bool`.
fn yes_or_no(folded: &str) -> Option<bool> {
    match folded {
        "是" | "有" | "true" | "yes" => Some(true),
        "否" | "无" | "false" | "no" => Some(false),
        _ => None,
    }
}
