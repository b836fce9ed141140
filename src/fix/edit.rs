//! One figure of a text, replaced.

use crate::bind::{Cell, State};
use crate::locate::Change;
use crate::number::Decimal;
use crate::plan::Plan;
use crate::source::{Sources, Span};

/// Characters of a report and what takes their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub span: Span,
    pub replacement: String,
}

/// The edit that makes a cell say something else. `None` where its figure is not written in plain digits, or not in its own
/// unit: what a person wrote is then for a person to change.
pub(super) fn of(plan: &Plan, cell: &Cell, change: &Change, sources: &Sources) -> Option<Edit> {
    let span = cell.span?;
    let printed = sources.slice(span);
    let replacement = match cell.state {
        State::Figure => {
            let own = plan.slots.get(change.slot)?.ty.unit;
            if cell.decoded || cell.approximate || cell.printed_unit.is_some_and(|unit| Some(unit) != own) {
                return None;
            }
            like(printed, change.before, change.after)?
        }
        State::Blank | State::NotApplicable => {
            let number = change.after.normalized().to_string();
            // An empty value of YAML is behind its `key:`, and the number needs a blank before it.
            let text = sources.get(span.file)?.text();
            let (before, behind) = (text.get(..span.range().start)?.trim_end(), text.get(span.range().start..)?);
            let at = match (before.ends_with(':'), behind.starts_with(':')) {
                (true, _) => Some(before.len()),
                (false, true) => Some(span.range().start + 1),
                (false, false) => None,
            };
            if let Some(at) = at.filter(|_| printed.is_empty()) {
                return Some(Edit { span: Span::new(span.file, at, at), replacement: format!(" {number}") });
            }
            number
        }
        State::Absent | State::Unreadable => return None,
    };
    Some(Edit { span, replacement })
}

/// A figure written the way another one is: its decimal places, its separators. `None` if that one is not plain.
fn like(printed: &str, before: Decimal, after: Decimal) -> Option<String> {
    let grouped = printed.contains(',');
    let bare = if grouped { printed.replace(',', "") } else { printed.to_owned() };
    let parsed = Decimal::parse(&bare).ok().filter(|value| *value == before)?;
    if grouped && group(&bare) != printed {
        return None;
    }
    let plain = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    let after = after.normalized();
    if !bare.chars().all(plain) {
        return Some(after.to_string());
    }
    // `12.30` goes on with two places.
    let scale = parsed.scale().max(after.scale());
    let text = match after.mantissa_at(scale) {
        Some(mantissa) => Decimal::new(mantissa, scale).to_string(),
        None => after.to_string(),
    };
    Some(if grouped { group(&text) } else { text })
}

/// `1234567.5` → `1,234,567.5`.
fn group(text: &str) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// The bytes of the file with the edits made. `None` when an edit has no bytes of its own, or its bytes are not those that
/// were read.
pub(super) fn apply(bytes: &[u8], edits: &[Edit], sources: &Sources) -> Option<Vec<u8>> {
    let wide = match bytes {
        [0xff, 0xfe, ..] => Some(u16::to_le_bytes as fn(u16) -> [u8; 2]),
        [0xfe, 0xff, ..] => Some(u16::to_be_bytes as fn(u16) -> [u8; 2]),
        _ => None,
    };
    let encoded = |text: &str| match wide {
        Some(pair) => text.encode_utf16().flat_map(pair).collect::<Vec<u8>>(),
        None => text.as_bytes().to_vec(),
    };
    let mut places = Vec::with_capacity(edits.len());
    for edit in edits {
        let range = sources.get(edit.span.file)?.original(edit.span)?;
        if bytes.get(range.clone())? != encoded(sources.slice(edit.span)) {
            return None;
        }
        places.push((range, encoded(&edit.replacement)));
    }
    places.sort_by_key(|(range, _)| range.start);
    let mut out = Vec::with_capacity(bytes.len() + 16);
    let mut at = 0;
    for (range, replacement) in &places {
        out.extend_from_slice(bytes.get(at..range.start)?);
        out.extend_from_slice(replacement);
        at = range.end;
    }
    out.extend_from_slice(bytes.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_goes_on_as_it_was_written() {
        let value = |text: &str| Decimal::parse(text).unwrap();
        for (printed, after, expected) in [
            ("21", "12", Some("12")),
            ("12.30", "9", Some("9.00")),
            ("12.3", "9.25", Some("9.25")),
            ("1,234", "12345", Some("12,345")),
            ("1,234,567.50", "999", Some("999.00")),
            ("-5", "5", Some("5")),
            ("12,34", "5", None),
            ("１２", "5", None),
            ("12件", "5", None),
        ] {
            let before = value(&printed.replace(',', "").replace("１２", "12").replace('件', ""));
            assert_eq!(like(printed, before, value(after)).as_deref(), expected, "{printed}");
        }
        assert_eq!(like("21", value("20"), value("12")), None, "not the figure that was read");
    }
}
