//! What identifies a report: the year, the office, whatever the form's `meta` asks for.
//!
//! A value given by the caller wins; then the titles, in the document's own title and its first lines; then the patterns of
//! the meta itself, in the order the author wrote them: a later one is only asked when no earlier one fits.

use crate::diag::wording::bind as words;
use crate::diag::{Code, Diagnostic};
use crate::document::{Document, Text};
use crate::label::{Folded, Hole, Pattern, Piece, fold, fold_mapped};
use crate::model::{Form, Meta, MetaId, ValueKind};
use crate::source::Span;

use super::figures::MetaValue;
use super::headings::paragraphs;

/// Titles are looked for in this many first paragraphs, and in no more characters of each.
const FIRST_PARAGRAPHS: usize = 12;
const LONGEST_TITLE: usize = 1200;
/// How far around its first words a pattern reaches, in bytes.
const WINDOW: usize = 400;
/// More values than these are of no use to anybody.
const MOST_VALUES: usize = 8;

/// A value and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    value: String,
    span: Span,
}

/// The values of all meta of a form, by `MetaId`, and what there is to say about them.
pub(super) fn of_document(
    form: &Form,
    document: &Document,
    given: &[(String, String)],
) -> (Vec<Option<MetaValue>>, Vec<Diagnostic>) {
    let mut diagnostics = unknown_given(form, given);
    let start = Span::file_start(document.file);
    let titles = titles(form, document);
    let mut values = Vec::new();
    for (at, meta) in form.meta.iter().enumerate() {
        let of_title = titles.iter().find(|(id, _)| id.0 as usize == at).map(|(_, found)| found.clone());
        let in_text = in_text(meta, document);
        let first = of_title.clone().or_else(|| in_text.first().cloned());
        if let (Some(title), Some(text)) = (&of_title, in_text.first())
            && in_text.iter().all(|found| found.value != title.value)
        {
            diagnostics.push(differs(meta, title, text));
        }
        let given = given.iter().rev().find(|(name, _)| *name == meta.name).map(|(_, value)| value.trim().to_owned());
        values.push(match (given, first) {
            (Some(value), _) => checked(meta, value, None, start, &mut diagnostics),
            (None, Some(found)) => checked(meta, found.value, Some(found.span), start, &mut diagnostics),
            (None, None) => {
                diagnostics.extend(missing(meta, start));
                None
            }
        });
    }
    (values, diagnostics)
}

/// The report year as the document says it, for choosing a form.
pub(super) fn year_of(form: &Form, document: &Document) -> Option<(i64, Span)> {
    let id = form.applies.as_ref()?.meta;
    let meta = form.meta.get(id.0 as usize)?;
    let title = titles(form, document).into_iter().find(|(found, _)| *found == id).map(|(_, found)| found);
    let found = title.or_else(|| in_text(meta, document).into_iter().next())?;
    Some((found.value.parse().ok()?, found.span))
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
        ValueKind::Text | ValueKind::Bool | ValueKind::Date | ValueKind::Code | ValueKind::Unit => !value.is_empty(),
    };
    if !good {
        let message = words::META_WRONG.with("name", meta.name.clone()).with("value", value);
        let place = span.unwrap_or(report);
        diagnostics.push(Diagnostic::error(Code::G0705, message).at_bare(place).at(meta.span, words::META_DECLARED.plain()));
        return None;
    }
    let text = match &meta.ty.kind {
        ValueKind::Year => year(&value).unwrap_or(value),
        ValueKind::Natural
        | ValueKind::Integer
        | ValueKind::Decimal
        | ValueKind::Percent
        | ValueKind::Text
        | ValueKind::Bool
        | ValueKind::Date
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

/// What the titles say. A name counts only where the title is all there is on the line: in a sentence nobody can tell
/// where an office's name begins.
fn titles(form: &Form, document: &Document) -> Vec<(MetaId, Found)> {
    let patterns: Vec<Pattern> = form.titles.iter().filter_map(|title| Pattern::compile(&title.text).ok()).collect();
    let id = |name: &str| form.meta.iter().position(|meta| meta.name == name).map(|at| MetaId(at as u32));
    let kind = |name: Option<&str>| {
        let meta = name.and_then(id).and_then(|id| form.meta.get(id.0 as usize));
        meta.map_or(Hole::Word, |meta| hole(&meta.ty.kind))
    };
    let lines = document.title.iter().chain(paragraphs(document).take(FIRST_PARAGRAPHS).map(|(_, text)| text));
    let mut found: Vec<(MetaId, Found)> = Vec::new();
    for line in lines {
        let cut = line.as_str().char_indices().nth(LONGEST_TITLE).map_or(line.as_str().len(), |(at, _)| at);
        let folded = fold_mapped(line.as_str().get(..cut).unwrap_or(""));
        for pattern in &patterns {
            let Some(captures) = pattern.captures(folded.as_str(), kind) else { continue };
            let whole = captures.range.start == 0;
            for capture in captures.values {
                let Some(id) = capture.name.as_deref().and_then(id) else { continue };
                let is_name = kind(capture.name.as_deref()) == Hole::Word;
                if found.iter().any(|(other, _)| *other == id) || (is_name && !whole) {
                    continue;
                }
                found.extend(taken(&folded, line, capture.range).map(|found| (id, found)));
            }
            break;
        }
    }
    found
}

/// What the first pattern that fits anywhere says, every time it fits.
fn in_text(meta: &Meta, document: &Document) -> Vec<Found> {
    let texts: Vec<(&Text, Folded)> = document
        .title
        .iter()
        .chain(paragraphs(document).map(|(_, text)| text))
        .map(|text| (text, fold_mapped(text.as_str())))
        .collect();
    for quoted in &meta.patterns {
        let Ok(pattern) = Pattern::compile(&quoted.text) else { continue };
        let mut found: Vec<Found> = Vec::new();
        for (text, folded) in &texts {
            matches(&pattern, meta, text, folded, &mut found);
            if found.len() >= MOST_VALUES {
                break;
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// All matches in one paragraph. Looks only around the pattern's own words, so that a long line costs no more than a
/// short one.
fn matches(pattern: &Pattern, meta: &Meta, text: &Text, folded: &Folded, found: &mut Vec<Found>) {
    let words = pattern.pieces().iter().find_map(|piece| match piece {
        Piece::Literal(literal) => Some(literal.as_str()),
        Piece::Figure | Piece::Meta(_) | Piece::Gap => None,
    });
    let Some(words) = words else { return };
    let whole = folded.as_str();
    let mut from = 0;
    while let Some(at) = whole.get(from..).and_then(|rest| rest.find(words)).map(|at| at + from) {
        let start = boundary(whole, at.saturating_sub(WINDOW).max(from));
        let end = boundary(whole, at + words.len() + WINDOW);
        let window = whole.get(start..end).unwrap_or("");
        from = at + words.len();
        let Some(captures) = pattern.captures(window, |_| hole(&meta.ty.kind)) else { continue };
        for capture in captures.values.iter().filter(|capture| capture.name.is_none()) {
            let value = taken(folded, text, capture.range.start + start..capture.range.end + start);
            found.extend(value.filter(|value| !found.iter().any(|other| other.value == value.value)));
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

fn taken(folded: &Folded, text: &Text, range: std::ops::Range<usize>) -> Option<Found> {
    let origin = folded.origin(range.start, range.end);
    let value = text.as_str().get(origin.clone())?.trim();
    let value = year(value).unwrap_or_else(|| value.split_whitespace().collect::<Vec<_>>().join(""));
    Some(Found { value, span: text.span_of(origin.start, origin.end) })
}

fn hole(kind: &ValueKind) -> Hole {
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
