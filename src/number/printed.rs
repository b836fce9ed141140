//! Figures as people print them: `１,０３２．６`, `-18`, `251000元`, `18万余条`, `十二`, `零`.
//!
//! [`read`] takes a whole cell; [`find_at`] and [`scan`] find figures inside running text. What a unit is called is the
//! template's business, so the caller brings the spellings; `U` is its name for a unit.

use std::ops::Range;

use super::decimal::{Decimal, DecimalError};
use super::words;

/// The spellings of units, for the longest match.
#[derive(Debug, Clone)]
pub struct Spellings<U> {
    /// Longest first.
    list: Vec<(String, U)>,
}

impl<U: Copy> Spellings<U> {
    /// All spellings; of two equal ones the first counts. Empty ones are left out.
    pub fn new<S: Into<String>>(spellings: impl IntoIterator<Item = (S, U)>) -> Spellings<U> {
        let mut list: Vec<(String, U)> =
            spellings.into_iter().map(|(text, unit)| (text.into(), unit)).filter(|(text, _)| !text.is_empty()).collect();
        list.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        Spellings { list }
    }

    /// No units at all.
    pub fn none() -> Spellings<U> {
        Spellings { list: Vec::new() }
    }

    /// The longest spelling that `text` begins with: its length in bytes and its unit.
    pub fn at_start(&self, text: &str) -> Option<(usize, U)> {
        self.list.iter().find(|(spelling, _)| text.starts_with(spelling.as_str())).map(|(spelling, unit)| (spelling.len(), *unit))
    }
}

/// A figure that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed<U> {
    /// 万 and 亿 multiplied out, unless they belong to the unit (万元).
    pub value: Decimal,
    pub unit: Option<U>,
    /// It bore a percent sign; `value` is the number before it.
    pub percent: bool,
    /// 约, 近, 超, 余, 多, 左右: not an exact figure.
    pub approximate: bool,
    /// It was not printed as plain ASCII digits with a point or minus (full width, separators, words, 万).
    pub normalized: bool,
    /// The bytes of the figure, with its sign and 万, without its unit.
    pub digits: Range<usize>,
    /// The bytes of the figure with its unit or percent sign, and what marks it approximate behind it.
    pub whole: Range<usize>,
}

/// Why a text is not a figure. Ranges are bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintedError {
    /// Nothing but blanks.
    Empty,
    /// It does not begin as a figure does.
    NotANumber,
    /// A figure with something behind it that is no unit known here.
    Trailing(Range<usize>),
    /// Separators that do not divide the digits by threes: `12,34`.
    Grouping(Range<usize>),
    /// Blanks between digits: one figure or several.
    Spaces(Range<usize>),
    /// More digits or a larger exponent than are read.
    TooLong(Range<usize>),
}

/// Words before a figure that make it approximate.
const ABOUT_BEFORE: [&str; 12] = ["大约", "约为", "将近", "接近", "超过", "不足", "至少", "约", "近", "超", "逾", "不到"];
/// Words behind a unit that make its figure approximate.
const ABOUT_AFTER: [&str; 5] = ["左右", "上下", "以上", "以下", "以内"];
/// The longest run of digits that is kept; a longer one is too long anyway.
const MAX_KEPT: usize = 64;
/// Blanks between a figure and its unit, at most.
const MAX_BLANKS: usize = 4;

/// Reads a cell that holds a figure and nothing else. `spaces_inside`: blanks between digits are what a PDF left there
/// (`1 3 4` is 134), not the bounds of several figures.
///
/// # Errors
/// Says what kept the text from being a figure, and where.
pub fn read<U: Copy>(text: &str, units: &Spellings<U>, spaces_inside: bool) -> Result<Printed<U>, PrintedError> {
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    if end <= start {
        return Err(PrintedError::Empty);
    }
    let reader = Reader { text: text.get(..end).unwrap_or(text), units, prose: false, spaces_inside };
    let printed = reader.figure(start)?.ok_or(PrintedError::NotANumber)?;
    if printed.whole.end == end {
        return Ok(printed);
    }
    let rest = text.get(printed.whole.end..end).unwrap_or("");
    let behind = printed.whole.end..end;
    if rest.trim_start().starts_with(is_digit) && rest.starts_with(char::is_whitespace) {
        return Err(PrintedError::Spaces(printed.digits.start..end));
    }
    Err(PrintedError::Trailing(behind.start + (rest.len() - rest.trim_start().len())..behind.end))
}

/// The figure that stands at byte `pos` of running text, behind blanks and words like 约. A number in words counts only
/// with a unit behind it.
///
/// # Errors
/// [`PrintedError::TooLong`]; anything else that is no figure is `None`.
pub fn find_at<U: Copy>(text: &str, pos: usize, units: &Spellings<U>) -> Result<Option<Printed<U>>, PrintedError> {
    let Some(rest) = text.get(pos..) else { return Ok(None) };
    let start = pos + (rest.len() - rest.trim_start().len());
    let reader = Reader { text, units, prose: true, spaces_inside: false };
    match reader.figure(start) {
        Ok(found) => Ok(found),
        Err(error @ PrintedError::TooLong(_)) => Err(error),
        Err(_) => Ok(None),
    }
}

/// All figures of running text, in order: `其中，网上申请33142件，当面申请35567件`. Not figures: digits inside a word (`GB18030`), behind
/// 第, or with several points (`1.2.3`). Whether a bare number is a year or part of a date is the caller's to know.
pub fn scan<'a, U: Copy>(text: &'a str, units: &'a Spellings<U>) -> impl Iterator<Item = Printed<U>> + 'a {
    let reader = Reader { text, units, prose: true, spaces_inside: false };
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(start) = reader.next_start(at) {
            let (skipped, found) = reader.figure_in_prose(start);
            at = skipped;
            if found.is_some() {
                return found;
            }
        }
        None
    })
}

/// The value of an ASCII or full-width digit.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c).checked_sub(u32::from('０'))?, 10),
        _ => None,
    }
}

fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

fn is_point(c: char) -> bool {
    matches!(c, '.' | '．')
}

/// `-` and its like are true, `+` and its like false.
fn sign(c: char) -> Option<bool> {
    match c {
        '-' | '−' | '－' | '﹣' => Some(true),
        '+' | '＋' | '﹢' => Some(false),
        _ => None,
    }
}

/// What stands for a sign in a cell: `增加3`, `减2`, `↓2`, `—2`. In running text these are words and dashes.
const SIGNS_IN_CELLS: [(&str, bool); 14] = [
    ("增加", false),
    ("新增", false),
    ("减少", true),
    ("增", false),
    ("减", true),
    ("↑", false),
    ("↓", true),
    ("‐", true),
    ("‑", true),
    ("‒", true),
    ("–", true),
    ("—", true),
    ("─", true),
    ("➖", true),
];

/// A run of digits with its separators and point, as ASCII.
struct Digits {
    ascii: String,
    end: usize,
    plain: bool,
}

struct Reader<'a, U> {
    text: &'a str,
    units: &'a Spellings<U>,
    /// Running text: a full-width comma is punctuation, numbers in words need a unit.
    prose: bool,
    spaces_inside: bool,
}

impl<'a, U: Copy> Reader<'a, U> {
    fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or("")
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.rest(at).chars().next()
    }

    fn skip_blanks(&self, at: usize) -> usize {
        let blanks: usize = self.rest(at).chars().take(MAX_BLANKS).take_while(|c| c.is_whitespace()).map(char::len_utf8).sum();
        at + blanks
    }

    /// The next byte at which a figure may begin: a digit or a numeral.
    fn next_start(&self, at: usize) -> Option<usize> {
        self.rest(at).find(|c: char| is_digit(c) || words::is_numeral(c)).map(|offset| at + offset)
    }

    /// The figure whose digits begin at `start`, with the sign before them, and where to look on.
    fn figure_in_prose(&self, start: usize) -> (usize, Option<Printed<U>>) {
        let before = self.text.get(..start).unwrap_or("");
        let mut back = before.chars().rev();
        let last = back.next();
        if !self.char_at(start).is_some_and(is_digit) {
            let end = start + words::run_len(self.rest(start));
            let found = if last == Some('第') { None } else { self.figure(start).ok().flatten() };
            return match found {
                Some(found) => (found.whole.end.max(end), Some(found)),
                None => (end, None),
            };
        }
        let inside_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let run_end = self.number_run_end(start);
        let points = self.text.get(start..run_end).unwrap_or("").chars().filter(|c| is_point(*c)).count();
        let ordinal = last.is_some_and(|c| c == '第' || inside_word(c));
        if ordinal || points > 1 || self.char_at(run_end).is_some_and(inside_word) {
            return (run_end, None);
        }
        // A sign counts when no digit or letter stands before it: `增-18`, not `2018-03`.
        let signed = last.filter(|c| sign(*c).is_some()).filter(|_| !back.next().is_some_and(|c| is_digit(c) || inside_word(c)));
        let from = start - signed.map_or(0, char::len_utf8);
        match self.figure(from) {
            Ok(Some(mut found)) => {
                let lead = self.text.get(..found.digits.start).unwrap_or("").trim_end();
                found.approximate |= ABOUT_BEFORE.iter().any(|word| lead.ends_with(word));
                (found.whole.end, Some(found))
            }
            Ok(None) | Err(_) => (run_end, None),
        }
    }

    /// The end of a run of digits and points, `1.2.3` in one; where there is one point at most, the end of the digits.
    fn number_run_end(&self, start: usize) -> usize {
        let rest = self.rest(start);
        let mut end = 0;
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let joins = is_point(c) && chars.peek().is_some_and(|(_, next)| is_digit(*next));
            if !is_digit(c) && !joins {
                break;
            }
            end = at + c.len_utf8();
        }
        start + end
    }

    /// The figure that begins at `start`: words like 约, a sign, digits or a number in words, 万, a unit.
    fn figure(&self, start: usize) -> Result<Option<Printed<U>>, PrintedError> {
        let mut at = start;
        let mut approximate = false;
        if let Some(word) = ABOUT_BEFORE.iter().find(|word| self.rest(at).starts_with(**word)) {
            approximate = true;
            at = self.skip_blanks(at + word.len());
        }
        let from = at;
        let sign = self.sign_at(at);
        let mut apart = false;
        if let Some((_, word)) = sign {
            let behind = at + word.len();
            at = self.skip_blanks(behind);
            let blanks = self.text.get(behind..at).unwrap_or("");
            apart = !blanks.is_empty();
            // A dash at the end of a line is no sign of the figure below it.
            if blanks.contains(|c| matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')) {
                return Ok(None);
            }
        }
        let mut printed = if self.char_at(at).is_some_and(is_digit) {
            self.in_digits(at)?
        } else if sign.is_none() {
            match self.in_words(at) {
                Some(printed) => printed,
                None => return Ok(None),
            }
        } else {
            return Ok(None);
        };
        printed.approximate |= approximate;
        printed.digits.start = from;
        printed.whole.start = from;
        if let Some((negative, word)) = sign {
            printed.normalized |= word != "-" || apart;
            if negative {
                printed.value = printed.value.checked_neg().ok_or(PrintedError::TooLong(printed.digits.clone()))?;
            }
        }
        Ok(Some(printed))
    }

    /// The sign at a place, and whether it is a minus.
    fn sign_at(&self, at: usize) -> Option<(bool, &'a str)> {
        let rest = self.rest(at);
        let first = rest.chars().next()?;
        if let Some(negative) = sign(first) {
            return Some((negative, rest.get(..first.len_utf8())?));
        }
        let (word, negative) = SIGNS_IN_CELLS.iter().find(|(word, _)| !self.prose && rest.starts_with(word))?;
        Some((*negative, rest.get(..word.len())?))
    }

    fn in_digits(&self, start: usize) -> Result<Printed<U>, PrintedError> {
        let mut at = start;
        let mut total: Option<Decimal> = None;
        let mut last_factor = i128::MAX;
        let mut normalized = false;
        loop {
            let digits = self.digits(at)?;
            let too_long = || PrintedError::TooLong(start..digits.end);
            let value = Decimal::parse(&digits.ascii).map_err(|error| match error {
                DecimalError::TooLong => too_long(),
                DecimalError::NotANumber => PrintedError::NotANumber,
            })?;
            let mut printed = self.tail(start, digits.end, value)?;
            printed.normalized |= normalized || !digits.plain;
            let factor = self.factor_between(digits.end, printed.digits.end);
            if let Some(before) = total {
                // 1亿2000万: every part is smaller than the one before it.
                if factor >= last_factor {
                    return Err(PrintedError::Trailing(at..printed.whole.end));
                }
                printed.value = before.checked_add(printed.value).ok_or_else(too_long)?;
            }
            let goes_on = factor > 1 && printed.unit.is_none() && !printed.percent && printed.whole.end == printed.digits.end;
            if !goes_on || !self.char_at(printed.digits.end).is_some_and(is_digit) {
                return Ok(printed);
            }
            (total, last_factor, at, normalized) = (Some(printed.value), factor, printed.digits.end, true);
        }
    }

    /// The product of 万, 亿 and their like in a range.
    fn factor_between(&self, start: usize, end: usize) -> i128 {
        let factors = self.text.get(start..end).unwrap_or("").chars().filter_map(words::factor);
        factors.fold(1, |product: i128, factor| product.saturating_mul(factor))
    }

    /// A number in words. In running text only one with a unit behind it.
    fn in_words(&self, start: usize) -> Option<Printed<U>> {
        let run = words::run_len(self.rest(start));
        let end = start + run;
        // 三万元 in the unit 万元 is 3, as 3万元 is.
        let word = self.text.get(start..end)?;
        let own = word.char_indices().rev().take(2).map(|(at, _)| start + at).filter(|at| *at > start);
        let cut =
            own.filter(|at| self.units.at_start(self.rest(*at)).is_some_and(|(len, _)| at + len > end)).last().unwrap_or(end);
        let value = words::value(self.text.get(start..cut)?)?;
        let mut printed = self.tail(start, cut, Decimal::new(value, 0)).ok()?;
        printed.normalized = true;
        (!self.prose || printed.unit.is_some() || printed.percent).then_some(printed)
    }

    /// What follows the digits: 万 and 余 in any order, then a unit or a percent sign, then 左右.
    fn tail(&self, start: usize, end: usize, value: Decimal) -> Result<Printed<U>, PrintedError> {
        let mut printed = Printed {
            value,
            unit: None,
            percent: false,
            approximate: false,
            normalized: false,
            digits: start..end,
            whole: start..end,
        };
        let mut at = end;
        for _ in 0..6 {
            let place = self.skip_blanks(at);
            let Some(c) = self.char_at(place) else { break };
            if let Some((len, unit)) = self.units.at_start(self.rest(place)) {
                printed.unit = Some(unit);
                at = place + len;
                break;
            }
            if matches!(c, '%' | '％' | '﹪') {
                printed.percent = true;
                printed.normalized |= c != '%';
                at = place + c.len_utf8();
                break;
            }
            if let Some(factor) = words::factor(c).filter(|_| place == at) {
                let product = printed.value.checked_mul(Decimal::new(factor, 0));
                printed.value = product.ok_or(PrintedError::TooLong(start..place))?;
                printed.normalized = true;
                at = place + c.len_utf8();
                printed.digits.end = at;
                continue;
            }
            let about = matches!(c, '余' | '多' | '來' | '来') && place == at;
            if !about || (self.prose && printed.approximate) {
                break;
            }
            printed.approximate = true;
            at = place + c.len_utf8();
        }
        let about = ABOUT_AFTER.iter().find(|word| self.rest(at).starts_with(**word)).filter(|_| at > end);
        if let Some(word) = about {
            printed.approximate = true;
            at += word.len();
        }
        printed.whole.end = at;
        if printed.value.scale() > Decimal::MAX_SCALE {
            return Err(PrintedError::TooLong(start..at));
        }
        Ok(printed)
    }

    /// Digits with separators and at most one point from `start` on, where a digit stands.
    fn digits(&self, start: usize) -> Result<Digits, PrintedError> {
        let mut digits = Digits { ascii: String::new(), end: start, plain: true };
        let (mut at, mut group, mut grouped, mut point) = (start, 0usize, false, false);
        while let Some(c) = self.char_at(at) {
            let after = at + c.len_utf8();
            if let Some(plain) = digit(c) {
                digits.plain &= c == plain;
                if digits.ascii.len() < MAX_KEPT {
                    digits.ascii.push(plain);
                }
                group += 1;
            } else if is_point(c) && !point && self.char_at(after).is_some_and(is_digit) {
                point = true;
                digits.plain &= c == '.';
                digits.ascii.push('.');
                if grouped && group != 3 {
                    return Err(PrintedError::Grouping(start..at));
                }
            } else if matches!(c, ',' | '，') && !point && self.char_at(after).is_some_and(is_digit) {
                let next = self.rest(after).chars().take(4).take_while(|c| is_digit(*c)).count();
                let fits = next == 3 && if grouped { group == 3 } else { (1..=3).contains(&group) };
                if self.prose && (!fits || c == '，') {
                    break;
                }
                if !fits {
                    return Err(PrintedError::Grouping(start..self.number_run_end(after)));
                }
                (grouped, group, digits.plain) = (true, 0, false);
            } else if self.spaces_inside && c.is_whitespace() {
                let rest = self.rest(at);
                let blanks = rest.len() - rest.trim_start().len();
                if !self.char_at(at + blanks).is_some_and(is_digit) {
                    break;
                }
                digits.plain = false;
                at += blanks;
                continue;
            } else {
                break;
            }
            at = after;
            digits.end = at;
        }
        if !self.prose {
            self.exponent(&mut digits);
        }
        if digits.ascii.len() >= MAX_KEPT {
            return Err(PrintedError::TooLong(start..digits.end));
        }
        Ok(digits)
    }

    /// `1.5E+06`, as spreadsheets print large figures.
    fn exponent(&self, digits: &mut Digits) {
        let rest = self.rest(digits.end);
        let Some(after) = rest.strip_prefix(['e', 'E']) else { return };
        let number = after.strip_prefix(['+', '-']).unwrap_or(after);
        let len = number.bytes().take_while(u8::is_ascii_digit).count();
        if len == 0 {
            return;
        }
        let len = rest.len() - number.len() + len;
        let written = rest.get(..len.min(MAX_KEPT)).unwrap_or("");
        digits.ascii.push_str(written);
        digits.end += len;
        digits.plain = false;
    }
}
