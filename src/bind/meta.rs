//! What identifies a report: the year, the office, whatever the form's `meta` asks for.
//!
//! A value given by the caller wins; then the titles (`titles`); then the patterns of the meta itself, in the order the
//! author wrote them: a later one is only asked when no earlier one fits.

use crate::diag::wording::bind as words;
use crate::diag::{Code, Diagnostic};
use crate::document::Document;
use crate::label::{Hole, Pattern, Piece, fold};
use crate::model::{Form, Meta, MetaId, ValueKind};
use crate::source::Span;

use super::figures::MetaValue;
use super::titles::{self, Line, Lines};

/// How far around its first words a pattern reaches, in bytes.
const WINDOW: usize = 400;
/// More values than these are of no use to anybody.
const MOST_VALUES: usize = 8;

/// A value and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub value: String,
    pub span: Span,
}

/// The values of all meta of a form, by `MetaId`, and what there is to say about them.
pub(super) fn of_document(
    form: &Form,
    document: &Document,
    given: &[(String, String)],
) -> (Vec<Option<MetaValue>>, Vec<Diagnostic>) {
    let mut diagnostics = unknown_given(form, given);
    let start = Span::file_start(document.file);
    let lines = Lines::of(document);
    let said = Said::of(form, &lines);
    let mut values = Vec::new();
    for (at, meta) in form.meta.iter().enumerate() {
        let (of_title, in_text) = said.of_meta(at);
        let first = of_title.or_else(|| in_text.first());
        // An office has a long name and a short one; a year has no two.
        if let (Some(title), Some(text)) = (of_title, in_text.first())
            && hole(&meta.ty.kind) != Hole::Word
            && in_text.iter().all(|found| found.value != title.value)
        {
            diagnostics.push(differs(meta, title, text));
        }
        let given = given.iter().rev().find(|(name, _)| *name == meta.name).map(|(_, value)| value.trim().to_owned());
        values.push(match (given, first) {
            (Some(value), _) => checked(meta, value, None, start, &mut diagnostics),
            (None, Some(found)) => checked(meta, found.value.clone(), Some(found.span), start, &mut diagnostics),
            (None, None) => {
                diagnostics.extend(missing(meta, start));
                None
            }
        });
    }
    (values, diagnostics)
}

/// What a document says of each meta of a form.
struct Said {
    titles: Vec<(MetaId, Found)>,
    text: Vec<Vec<Found>>,
}

impl Said {
    fn of(form: &Form, lines: &Lines<'_>) -> Said {
        let text: Vec<Vec<Found>> = form.meta.iter().map(|meta| in_text(form, meta, lines)).collect();
        let confirmed = |id: MetaId| text.get(id.0 as usize).and_then(|found| found.first()).map(|found| found.value.clone());
        Said { titles: titles::titles(form, lines, confirmed), text }
    }

    fn of_meta(&self, at: usize) -> (Option<&Found>, &[Found]) {
        let title = self.titles.iter().find(|(id, _)| id.0 as usize == at).map(|(_, found)| found);
        (title, self.text.get(at).map_or(&[], Vec::as_slice))
    }
}

/// The report year as the document says it, for choosing a form.
pub(super) fn year_of(form: &Form, lines: &Lines<'_>) -> Option<(i64, Span)> {
    let at = form.applies.as_ref()?.meta.0 as usize;
    let said = Said::of(form, lines);
    let (title, text) = said.of_meta(at);
    let found = title.or_else(|| text.first())?;
    Some((found.value.parse().ok()?, found.span))
}

/// Where a title of the form stands, if one does.
pub(super) fn title_of(form: &Form, lines: &Lines<'_>) -> Option<Span> {
    titles::titles(form, lines, |_| None).first().map(|(_, found)| found.span)
}

/// Whether these lines say which report it is: a title, or a sentence with a value of the form's meta.
pub(super) fn identify(form: &Form, lines: &Lines<'_>) -> bool {
    title_of(form, lines).is_some() || form.meta.iter().any(|meta| !in_text(form, meta, lines).is_empty())
}

/// `--meta` of a name that the form does not have.
fn unknown_given(form: &Form, given: &[(String, String)]) -> Vec<Diagnostic> {
    let unknown = given.iter().filter(|(name, _)| !form.meta.iter().any(|meta| meta.name == *name));
    unknown
        .map(|(name, _)| {
            Diagnostic::warning(Code::G0705, words::META_UNKNOWN.with("form", form.title()).with("name", name.clone()))
                .at_bare(form.span)
        })
        .collect()
}

/// A value as the meta's type takes it.
pub(super) fn checked(
    meta: &Meta,
    value: String,
    span: Option<Span>,
    report: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<MetaValue> {
    let good = match &meta.ty.kind {
        ValueKind::Year => year(&value).is_some(),
        ValueKind::Enum(words) => words.iter().any(|word| fold(word) == fold(&value)),
        ValueKind::Natural | ValueKind::Integer | ValueKind::Decimal | ValueKind::Percent => {
            crate::number::Decimal::parse(value.trim()).is_ok()
        }
        ValueKind::Date => super::dates::read(&value).is_some(),
        ValueKind::Text | ValueKind::Bool | ValueKind::Code | ValueKind::Unit => !value.is_empty(),
    };
    if !good {
        let message = words::META_WRONG.with("name", meta.name.clone()).with("value", value);
        let place = span.unwrap_or(report);
        diagnostics.push(Diagnostic::error(Code::G0705, message).at_bare(place).at(meta.span, words::META_DECLARED.plain()));
        return None;
    }
    let text = match &meta.ty.kind {
        ValueKind::Year => year(&value).unwrap_or(value),
        ValueKind::Date => super::dates::read(&value).unwrap_or(value),
        ValueKind::Natural
        | ValueKind::Integer
        | ValueKind::Decimal
        | ValueKind::Percent
        | ValueKind::Text
        | ValueKind::Bool
        | ValueKind::Enum(_)
        | ValueKind::Code
        | ValueKind::Unit => value,
    };
    Some(MetaValue { text, span })
}

/// A required meta that was not found in the report that starts there.
pub(super) fn missing(meta: &Meta, report: Span) -> Option<Diagnostic> {
    if meta.optional {
        return None;
    }
    let message = words::META_MISSING.with("name", meta.name.clone());
    Some(
        Diagnostic::error(Code::G0704, message)
            .at(report, words::EXPECTED_HERE.plain())
            .at(meta.span, words::META_DECLARED.plain())
            .with_help(words::META_MISSING_HELP.with("name", meta.name.clone())),
    )
}

fn differs(meta: &Meta, first: &Found, second: &Found) -> Diagnostic {
    let message = words::META_DIFFERS.with("name", meta.name.clone()).with("first", first.value.clone());
    Diagnostic::warning(Code::G0705, message.with("second", second.value.clone()))
        .at(first.span, words::META_FIRST.with("value", first.value.clone()))
        .at(second.span, words::META_FIRST.with("value", second.value.clone()))
        .at(meta.span, words::META_DECLARED.plain())
}

/// What the first pattern that fits anywhere says: every value, the one said most often first.
fn in_text(form: &Form, meta: &Meta, lines: &Lines<'_>) -> Vec<Found> {
    for quoted in &meta.patterns {
        let Ok(pattern) = Pattern::compile(&quoted.text) else { continue };
        let mut found: Vec<(Found, usize)> = Vec::new();
        for line in lines.text() {
            matches(form, &pattern, meta, line, &mut found);
            if found.len() >= MOST_VALUES {
                break;
            }
        }
        // `填报单位：某局` may be a cell of the form's own table. A year there may be anything's.
        if found.is_empty() && hole(&meta.ty.kind) == Hole::Word {
            for line in lines.cells() {
                matches(form, &pattern, meta, line, &mut found);
                if found.len() >= MOST_VALUES {
                    break;
                }
            }
        }
        if !found.is_empty() {
            // Links to other years' reports name each year once.
            found.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
            return found.into_iter().map(|(found, _)| found).collect();
        }
    }
    Vec::new()
}

/// All matches in one paragraph, with how often each value was said. Looks only around the pattern's own words, so that a
/// long line costs no more than a short one.
fn matches(form: &Form, pattern: &Pattern, meta: &Meta, line: &Line<'_>, found: &mut Vec<(Found, usize)>) {
    let words = pattern.pieces().iter().find_map(|piece| match piece {
        Piece::Literal(literal) => Some(literal.as_str()),
        Piece::Figure | Piece::Meta(_) | Piece::Gap => None,
    });
    let Some(words) = words else { return };
    let kind = |name: Option<&str>| {
        let named = name.map(|name| form.meta.iter().find(|other| other.name == name));
        named.map_or(hole(&meta.ty.kind), |other| other.map_or(Hole::Word, |other| hole(&other.ty.kind)))
    };
    let whole = line.folded.as_str();
    let mut from = 0;
    while let Some(at) = whole.get(from..).and_then(|rest| rest.find(words)).map(|at| at + from) {
        let start = boundary(whole, at.saturating_sub(WINDOW).max(from));
        let end = boundary(whole, at + words.len() + WINDOW);
        let window = whole.get(start..end).unwrap_or("");
        from = at + words.len();
        let Some(captures) = pattern.captures(window, kind) else { continue };
        for capture in captures.values.iter().filter(|capture| capture.name.is_none()) {
            let open = capture.range.end == captures.range.end;
            let range = capture.range.start + start..capture.range.end + start;
            let Some(value) = taken(meta, line, range, open) else { continue };
            match found.iter_mut().find(|(other, _)| other.value == value.value) {
                Some((_, times)) => *times += 1,
                None => found.push((value, 1)),
            }
        }
        from = from.max(start + captures.range.end);
        if found.len() >= MOST_VALUES {
            return;
        }
    }
}

/// The character boundary at or before a byte.
fn boundary(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// `open`: the pattern says nothing of what stands behind the value.
fn taken(meta: &Meta, line: &Line<'_>, range: std::ops::Range<usize>, open: bool) -> Option<Found> {
    let origin = line.folded.origin(range.start, range.end);
    let mut text = line.text.as_str().get(origin.clone())?;
    // `审核人：何立　填报人：许岚`: before a colon stands the next label. Where it begins only white space tells.
    let cut = if line.folded.as_str().get(range.end..).is_some_and(|rest| rest.starts_with(':')) {
        text.trim_end().rfind(char::is_whitespace)
    } else {
        None
    };
    // A date may be broken over two lines, a name goes on to the end of its own.
    let ends: &[char] = if meta.ty.kind == ValueKind::Date { &['\u{3000}', '\t'] } else { &['\u{3000}', '\t', '\n'] };
    let wide = text.find(ends).filter(|at| *at > 0);
    let origin = match cut.into_iter().chain(wide).min().filter(|_| open && hole(&meta.ty.kind) == Hole::Word) {
        Some(end) => origin.start..origin.start + end,
        None => origin,
    };
    text = line.text.as_str().get(origin.clone())?;
    let value = if hole(&meta.ty.kind) == Hole::Word { titles::name_of(text) } else { plain_value(text) };
    let span = line.text.span_of(origin.start, origin.end);
    (!value.is_empty()).then_some(Found { value, span })
}

/// A value that is no name: a year in four digits, anything else without blanks.
pub(super) fn plain_value(printed: &str) -> String {
    year(printed.trim()).unwrap_or_else(|| printed.split_whitespace().collect())
}

pub(super) fn hole(kind: &ValueKind) -> Hole {
    match kind {
        ValueKind::Year => Hole::Year,
        ValueKind::Natural | ValueKind::Integer | ValueKind::Decimal | ValueKind::Percent => Hole::Digits,
        ValueKind::Text | ValueKind::Bool | ValueKind::Date | ValueKind::Enum(_) | ValueKind::Code | ValueKind::Unit => {
            Hole::Word
        }
    }
}

/// A year in four digits, however it is written: `２０２４`, `2024年`, `二〇二四`.
fn year(text: &str) -> Option<String> {
    let folded = fold(text);
    let digits = folded.trim_end_matches('度').trim_end_matches('年');
    let value: Option<String> = digits
        .chars()
        .map(|c| match c {
            '0'..='9' => Some(c),
            '零' | '○' => Some('0'),
            _ => "〇一二三四五六七八九".chars().position(|d| d == c).and_then(|value| char::from_digit(value as u32, 10)),
        })
        .collect();
    value.filter(|value| value.len() == 4)
}
