//! The pass itself.

use std::ops::Range;

use crate::model::{Form, ItemId, TableId, Treatment, ValueKind};
use crate::number::Decimal;
use crate::plan::{Slot, Slots};

use super::map::{Map, Mark, MetaKind, Target};
use super::{Held, MAX_SCALED};

/// So many entries behind the expected one are tried before a key is looked up.
const LOOK_AHEAD: u32 = 6;
/// A figure of more digits than these is left to the general reader.
const MAX_DIGITS: usize = 15;

/// The parts of a slot that the pass needs.
#[derive(Debug, Clone, Copy)]
struct Kind {
    /// Decimal places that figures are scaled to.
    decimals: u8,
    /// A figure of at most so many places that is not negative has the slot's type; `None` where the general reader must look.
    plain_places: Option<u8>,
    /// What a blank counts as, where that is a number.
    blank: Option<i64>,
    /// The cell must be there.
    required: bool,
}

/// Where a value of meta stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaRange {
    /// Without quotes.
    pub text: Range<usize>,
    pub whole: Range<usize>,
}

/// One value that stands in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Digits with at most one point: a figure as it stands.
    Plain {
        mantissa: i64,
        decimals: u8,
    },
    /// A string without escapes.
    Text,
    /// A sign, an exponent, too many digits.
    Number,
    Null,
}

/// Working memory, sized once for a form.
#[derive(Debug, Default)]
pub struct Scratch {
    kinds: Vec<Kind>,
    /// Optional slots, and what they count as when they are not there.
    optional: Vec<(u32, Held, i64)>,
    required: usize,
    pub figures: Vec<i64>,
    pub held: Vec<Held>,
    /// How many slots are neither a number nor left out.
    pub others: usize,
    /// By slot: the report that it was last seen in, the value, and its bytes.
    seen: Vec<u32>,
    pub values: Vec<(Value, Range<usize>)>,
    /// The slots in the order of the report.
    pub order: Vec<u32>,
    pub meta: Vec<Option<MetaRange>>,
    required_meta: Vec<u32>,
    /// By entry of the map: the report that it was last seen in.
    entries: Vec<u32>,
    /// Keys of tables and rows in this report.
    pub marks: Vec<(Mark, Range<usize>)>,
    report: u32,
    stack: Vec<(u32, u32)>,
}

impl Scratch {
    pub fn of(form: &Form, slots: &Slots, map: &Map) -> Scratch {
        let count = slots.list.len();
        let kinds: Vec<Kind> = slots.list.iter().map(Kind::of).collect();
        let optional = slots.list.iter().zip(0..).filter(|(slot, _)| slot.read.absent != Some(Treatment::Error));
        Scratch {
            required: kinds.iter().filter(|kind| kind.required).count(),
            optional: optional.map(|(slot, at)| absent(slot, at)).collect(),
            kinds,
            figures: vec![0; count],
            held: vec![Held::Other; count],
            seen: vec![0; count],
            values: vec![(Value::Null, 0..0); count],
            meta: vec![None; form.meta.len()],
            required_meta: form.meta.iter().zip(0..).filter(|(meta, _)| !meta.optional).map(|(_, at)| at).collect(),
            entries: vec![0; map.entries.len()],
            ..Scratch::default()
        }
    }

    pub fn is_taken(&self, slot: usize) -> bool {
        self.seen.get(slot) == Some(&self.report)
    }

    /// The key of a row, or of a table, in the report that was read last.
    pub fn key_of(&self, table: TableId, row: Option<ItemId>) -> Option<Range<usize>> {
        let wanted = row.map_or(Mark::Table(table), |row| Mark::Row(table, row));
        self.marks.iter().rev().find(|(mark, _)| *mark == wanted).map(|(_, range)| range.clone())
    }

    fn begin(&mut self) {
        self.report = self.report.wrapping_add(1);
        if self.report == 0 {
            // After four billion reports the marks of the first come round again.
            self.seen.fill(0);
            self.entries.fill(0);
            self.report = 1;
        }
        self.others = 0;
        self.order.clear();
        self.marks.clear();
        self.stack.clear();
        self.meta.fill(None);
        for (slot, held, value) in &self.optional {
            if let (Some(place), Some(figure)) = (self.held.get_mut(*slot as usize), self.figures.get_mut(*slot as usize)) {
                (*place, *figure) = (*held, *value);
            }
        }
    }
}

fn absent(slot: &Slot, at: u32) -> (u32, Held, i64) {
    match slot.read.absent {
        // In a cell of yes and no 0 is no number.
        Some(Treatment::As(_)) if !slot.ty.kind.is_numeric() => (at, Held::Other, 0),
        Some(Treatment::As(value)) => {
            scaled_decimal(value, slot.decimals()).map_or((at, Held::Other, 0), |v| (at, Held::Number, v))
        }
        Some(Treatment::Skip) => (at, Held::Skip, 0),
        Some(Treatment::Unknown | Treatment::Error) | None => (at, Held::Other, 0),
    }
}

impl Kind {
    fn of(slot: &Slot) -> Kind {
        let not_negative = |limit: &crate::model::Limit| {
            matches!(limit.op, crate::syntax::ast::CompareOp::GreaterEqual) && limit.value <= Decimal::ZERO
        };
        let simple = slot.ty.limits.iter().all(not_negative);
        let places = match slot.ty.kind {
            ValueKind::Natural | ValueKind::Integer => Some(0),
            ValueKind::Decimal | ValueKind::Percent => Some(slot.decimals()),
            ValueKind::Text
            | ValueKind::Bool
            | ValueKind::Year
            | ValueKind::Date
            | ValueKind::Enum(_)
            | ValueKind::Code
            | ValueKind::Unit => None,
        };
        let blank = match slot.read.blank {
            // A blank total is the sum of its parts: the evaluator's business.
            Some(Treatment::As(value)) if !slot.computed && slot.ty.kind.is_numeric() => scaled_decimal(value, slot.decimals()),
            Some(Treatment::As(_) | Treatment::Skip | Treatment::Unknown | Treatment::Error) | None => None,
        };
        Kind {
            decimals: slot.decimals(),
            plain_places: places.filter(|_| simple),
            blank,
            required: matches!(slot.read.absent, Some(Treatment::Error) | None),
        }
    }
}

/// A decimal in units of its last place; `None` when it has more places, or is too large.
fn scaled_decimal(value: Decimal, decimals: u8) -> Option<i64> {
    let value = value.normalized();
    let value = value.mantissa_at(decimals).filter(|_| value.scale() <= decimals)?;
    i64::try_from(value).ok().filter(|value| value.unsigned_abs() <= MAX_SCALED.unsigned_abs())
}

#[inline]
fn blanks(json: &[u8], mut at: usize) -> usize {
    while matches!(json.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// Reads a report; `None` when it is irregular.
pub fn read(map: &Map, scratch: &mut Scratch, json: &[u8]) -> Option<()> {
    scratch.begin();
    let (mut at, mut named) = (blanks(json, 0), false);
    let mut required = 0;
    (json.get(at) == Some(&b'{')).then_some(())?;
    at += 1;
    scratch.stack.push((0, map.objects.first()?.first));
    let mut opened = true;
    loop {
        at = blanks(json, at);
        if opened && json.get(at) == Some(&b'}') {
            at = close(scratch, json, at + 1)?;
            if scratch.stack.is_empty() {
                break;
            }
            opened = false;
            continue;
        }
        if !opened {
            match json.get(at)? {
                b',' => at = blanks(json, at + 1),
                b'}' => {
                    at = close(scratch, json, at + 1)?;
                    if scratch.stack.is_empty() {
                        break;
                    }
                    continue;
                }
                _ => return None,
            }
        }
        opened = false;
        let start = at;
        let (entry_at, after) = key(map, scratch, json, at)?;
        let entry = map.entries.get(entry_at as usize)?;
        // A key twice.
        let seen = scratch.entries.get_mut(entry_at as usize)?;
        if *seen == scratch.report {
            return None;
        }
        *seen = scratch.report;
        if entry.mark != Mark::None {
            // The key without its colon.
            scratch.marks.push((entry.mark, start..start + entry.key.len() - 1));
        }
        at = blanks(json, after);
        match entry.target {
            Target::Slot(slot) => {
                at = value(scratch, json, at, slot)?;
                required += usize::from(scratch.kinds.get(slot as usize)?.required);
            }
            Target::Object(object) => {
                (json.get(at) == Some(&b'{')).then_some(())?;
                at += 1;
                scratch.stack.push((object, map.objects.get(object as usize)?.first));
                opened = true;
            }
            Target::Template => {
                let title = json.get(at..at + map.title.len())?;
                (*title == *map.title).then_some(())?;
                at += map.title.len();
                named = true;
            }
            Target::Meta(meta) => at = meta_value(map, scratch, json, at, meta)?,
        }
    }
    let complete = named && required == scratch.required;
    let known = |meta: &u32| scratch.meta.get(*meta as usize).is_some_and(Option::is_some);
    (complete && at == json.len() && scratch.required_meta.iter().all(known)).then_some(())
}

/// Behind a closing bracket: back in the object around it, or at the end of the report, where only blanks may follow.
fn close(scratch: &mut Scratch, json: &[u8], at: usize) -> Option<usize> {
    scratch.stack.pop()?;
    Some(if scratch.stack.is_empty() { blanks(json, at) } else { at })
}

/// Whether two texts of one length are the same. Keys are short: two words that may overlap say it without a call.
#[inline]
fn same(left: &[u8], right: &[u8]) -> bool {
    fn ends<const N: usize>(text: &[u8]) -> Option<(&[u8; N], &[u8; N])> {
        Some((text.first_chunk()?, text.last_chunk()?))
    }
    match left.len() {
        8..=16 => ends::<8>(left) == ends::<8>(right),
        17..=32 => ends::<16>(left) == ends::<16>(right),
        _ => left == right,
    }
}

/// The entry that the key at `at` names, and the byte behind its colon. Keys are expected in the template's order.
#[inline]
fn key(map: &Map, scratch: &mut Scratch, json: &[u8], at: usize) -> Option<(u32, usize)> {
    let (object, expected) = scratch.stack.last_mut()?;
    let declared = map.objects.get(*object as usize)?;
    let end = declared.first + declared.count;
    // The next one, or one of the next: what is optional may not be there.
    for found in *expected..end.min(expected.saturating_add(LOOK_AHEAD)) {
        let entry = map.entries.get(found as usize)?;
        if json.get(at..at + entry.key.len()).is_some_and(|written| same(written, &entry.key)) {
            *expected = found + 1;
            return Some((found, at + entry.key.len()));
        }
    }
    // Out of order, or blanks before the colon.
    (json.get(at) == Some(&b'"')).then_some(())?;
    let close = json.get(at + 1..)?.iter().position(|byte| *byte == b'"')? + at + 1;
    let colon = blanks(json, close + 1);
    (json.get(colon) == Some(&b':')).then_some(())?;
    let found = if colon == close + 1 {
        map.find(declared, json.get(at..colon + 1)?)?
    } else {
        let mut spelled = json.get(at..close + 1)?.to_vec();
        spelled.push(b':');
        map.find(declared, &spelled)?
    };
    *expected = found + 1;
    Some((found, colon + 1))
}

/// Reads the value of a slot; returns the byte behind it.
#[inline]
fn value(scratch: &mut Scratch, json: &[u8], at: usize, slot: u32) -> Option<usize> {
    let index = slot as usize;
    let kind = *scratch.kinds.get(index)?;
    let seen = scratch.seen.get_mut(index)?;
    if *seen == scratch.report {
        return None;
    }
    *seen = scratch.report;
    let (value, end) = scalar(json, at)?;
    let figure = match value {
        Value::Plain { mantissa, decimals } => match kind.plain_places {
            Some(places) if decimals <= places => scaled(mantissa, decimals, kind.decimals),
            Some(_) | None => None,
        },
        Value::Null => kind.blank,
        Value::Text if end == at + 2 => kind.blank,
        Value::Text | Value::Number => None,
    };
    let held = if figure.is_some() { Held::Number } else { Held::Other };
    scratch.others += usize::from(figure.is_none());
    *scratch.figures.get_mut(index)? = figure.unwrap_or(0);
    *scratch.held.get_mut(index)? = held;
    *scratch.values.get_mut(index)? = (value, at..end);
    scratch.order.push(slot);
    Some(end)
}

#[inline]
fn scaled(mantissa: i64, from: u8, to: u8) -> Option<i64> {
    let factor = 10i64.checked_pow(u32::from(to.checked_sub(from)?))?;
    mantissa.checked_mul(factor).filter(|value| *value <= MAX_SCALED)
}

/// The scalar at `at` and the byte behind it; `None` for what the general reader must see.
#[inline]
fn scalar(json: &[u8], at: usize) -> Option<(Value, usize)> {
    match json.get(at)? {
        b'0'..=b'9' => number(json, at),
        b'"' => {
            let inner = json.get(at + 1..)?;
            let stop = inner.iter().position(|byte| matches!(byte, b'"' | b'\\') || *byte < 0x20)?;
            (inner.get(stop) == Some(&b'"')).then_some(())?;
            std::str::from_utf8(inner.get(..stop)?).ok()?;
            Some((Value::Text, at + stop + 2))
        }
        b'-' => {
            let rest = json.get(at + 1..)?;
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let leading_zero = digits > 1 && rest.first() == Some(&b'0');
            let ends = matches!(rest.get(digits), Some(b',' | b'}' | b' ' | b'\t' | b'\n' | b'\r'));
            (digits > 0 && !leading_zero && ends).then_some((Value::Number, at + 1 + digits))
        }
        b'n' => (json.get(at..at + 4) == Some(b"null")).then_some((Value::Null, at + 4)),
        _ => None,
    }
}

/// Digits with at most one point. Other numbers, right or wrong, are for the general reader.
#[inline]
fn number(json: &[u8], start: usize) -> Option<(Value, usize)> {
    let (mut mantissa, mut at, mut point) = (0i64, start, None);
    loop {
        match json.get(at) {
            Some(digit @ b'0'..=b'9') if at - start <= MAX_DIGITS => mantissa = mantissa * 10 + i64::from(digit - b'0'),
            Some(b'.') if point.is_none() => point = Some(at),
            Some(b',' | b'}' | b' ' | b'\t' | b'\n' | b'\r') => break,
            _ => return None,
        }
        at += 1;
    }
    let whole = point.unwrap_or(at) - start;
    let decimals = point.map_or(0, |point| at - point - 1);
    let well_formed = (whole == 1 || json.get(start) != Some(&b'0')) && (point.is_none() || decimals > 0);
    well_formed.then_some((Value::Plain { mantissa, decimals: decimals as u8 }, at))
}

fn meta_value(map: &Map, scratch: &mut Scratch, json: &[u8], at: usize, meta: u32) -> Option<usize> {
    let (value, end) = scalar(json, at)?;
    let range = match value {
        Value::Text => at + 1..end - 1,
        Value::Plain { decimals: 0, .. } => at..end,
        Value::Plain { .. } | Value::Number | Value::Null => return None,
    };
    let text = std::str::from_utf8(json.get(range.clone())?).ok()?;
    let regular = match map.meta.get(meta as usize)? {
        MetaKind::Year => text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()),
        MetaKind::Text => !text.is_empty(),
        MetaKind::Words(words) => words.iter().any(|word| word == text),
        MetaKind::Other => false,
    };
    regular.then_some(())?;
    *scratch.meta.get_mut(meta as usize)? = Some(MetaRange { text: range, whole: at..end });
    Some(end)
}
