//! What a sentence says of its own figures: `65 条。其中……` lists parts of 65, `20 件，占 31.7%` is a share of something, `较上年
//! 增加 3 件，增长 12.5%` a change. They are worked out again from the figures of the sentence itself.
//!
//! Nothing here knows a form. Sentences mean many things, so a claim is left alone unless its words leave one reading; what
//! the template's facts already check is left to them.

mod changes;
mod listing;
mod shares;

use std::collections::HashSet;
use std::ops::Range;

use crate::diag::{Diagnostic, Severity};
use crate::document::Document;
use crate::label::is_stop;
use crate::model::{Form, Model, TableKind, Unit, UnitId};
use crate::number::Decimal;
use crate::source::Span;

use super::facts::{Figure, Running};
use super::headings::{Outline, Run, without};
use super::sheet::Sheet;

/// A text with more claims that fail than this is not read as meant.
const MOST: usize = 20;
/// Lines shorter than this, in characters, are headings or ends of paragraphs: what follows is another sentence.
const SHORT_LINE: usize = 15;

/// The running text of the sections that hold sentences, and what claims are read with.
struct Claims<'r> {
    running: Running<'r>,
    model: &'r Model,
    /// Where figures stand that the template's facts took.
    facts: HashSet<Span>,
    /// Every figure of the tables, in the template's units.
    cells: HashSet<Decimal>,
    /// Where sentences end, and paragraphs; in text order.
    stops: Vec<usize>,
    breaks: Vec<usize>,
}

/// Works the claims of all sentences out again. `tables`: running text that holds tables and so no sentences.
pub(super) fn report(model: &Model, form: &Form, document: &Document, outline: &Outline, tables: &[Run], sheet: &mut Sheet<'_>) {
    let runs = without(runs(form, document, outline), tables);
    if runs.is_empty() {
        return;
    }
    let running = Running::of(document, &runs, &sheet.reader.spellings);
    let stops = running.text.match_indices(['。', '!', '?']).map(|(at, _)| at).collect();
    let breaks = breaks(&running.text);
    let mut claims = Claims { running, model, facts: HashSet::new(), cells: HashSet::new(), stops, breaks };
    for slot in &sheet.slots.list {
        let is_fact = form.table(slot.cell.table).is_some_and(|table| table.kind == TableKind::Facts);
        let Some(cell) = sheet.slots.find(slot.cell).and_then(|id| sheet.cell(id)) else { continue };
        if is_fact {
            claims.facts.extend(cell.span);
        } else {
            claims.cells.extend(cell.value.map(Decimal::normalized));
        }
    }
    let mut found: Vec<Diagnostic> = listing::check(&claims);
    found.extend(shares::check(&claims));
    found.extend(changes::check(&claims));
    found.sort_by_key(|finding| finding.primary().map(|label| label.span.start));
    found.truncate(MOST);
    sheet.diagnostics.extend(found);
}

/// The running text of the sections with prose or facts, each piece once, in text order.
fn runs(form: &Form, document: &Document, outline: &Outline) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, section) in form.sections.iter().enumerate() {
        let id = crate::model::SectionId(at as u32);
        let facts = || form.tables.iter().any(|table| table.kind == TableKind::Facts && table.section == Some(id));
        if outline.is_found(id) && (section.prose || facts()) {
            runs.extend(outline.text_of(Some(id), document));
        }
    }
    if form.tables.iter().any(|table| table.kind == TableKind::Facts && table.section.is_none()) {
        runs = outline.text_of(None, document);
    }
    runs.sort_by_key(|run| (run.block, run.start, std::cmp::Reverse(run.end)));
    runs.dedup_by(|later, earlier| later.block == earlier.block && later.start < earlier.end);
    runs
}

/// Line breaks that end a paragraph: the line before them was ended or short. Others were made when the text was wrapped.
fn breaks(text: &str) -> Vec<usize> {
    let mut breaks = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        end += line.len();
        let words = line.trim_end_matches('\n');
        if words.ends_with(is_stop) || words.ends_with(':') || words.chars().nth(SHORT_LINE).is_none() {
            breaks.push(end.saturating_sub(1));
        }
    }
    breaks
}

fn any_in(places: &[usize], range: &Range<usize>) -> bool {
    let first = places.partition_point(|place| *place < range.start);
    places.get(first).is_some_and(|place| *place < range.end)
}

impl Claims<'_> {
    fn text(&self) -> &str {
        &self.running.text
    }

    fn figures(&self) -> &[Figure] {
        &self.running.figures
    }

    /// The text between two places; empty when they overlap.
    fn between(&self, from: usize, to: usize) -> &str {
        self.text().get(from..to).unwrap_or("")
    }

    /// The text from the figure before (or the sentence's beginning) to this one.
    fn gap_before(&self, at: usize) -> &str {
        let end = self.figures().get(at).map_or(0, |figure| figure.printed.whole.start);
        let start = at.checked_sub(1).and_then(|at| self.figures().get(at)).map_or(0, |figure| figure.printed.whole.end);
        self.between(start, end)
    }

    /// An exact count: a figure with a unit that a claim can be worked out from.
    fn count(&self, at: usize) -> Option<Count> {
        let printed = &self.figures().get(at)?.printed;
        let unit = printed.unit.filter(|_| !printed.percent && !printed.approximate && !printed.value.is_negative())?;
        Some(Count { value: printed.value, unit, range: printed.digits.clone() })
    }

    /// A printed percentage that claims to be exact to its last digit.
    fn percent(&self, at: usize) -> Option<&Figure> {
        let figure = self.figures().get(at)?;
        (figure.printed.percent && !figure.printed.approximate && !figure.printed.value.is_negative()).then_some(figure)
    }

    /// Counts of one kind: 件 and 起 may be added, 件 and 次 may not.
    fn same_unit(&self, left: UnitId, right: UnitId) -> bool {
        let factor = |unit: UnitId| self.model.units.get(unit).map(|unit: &Unit| unit.factor);
        left == right || self.model.units.same_dimension(left, right) && factor(left) == factor(right)
    }

    fn span(&self, range: Range<usize>) -> Option<Span> {
        Some(self.running.original(range)?.span())
    }

    fn is_fact(&self, range: &Range<usize>) -> bool {
        self.span(range.clone()).is_some_and(|span| self.facts.contains(&span))
    }

    /// Whether a range goes over the end of a sentence.
    fn ends_sentence(&self, range: Range<usize>) -> bool {
        any_in(&self.stops, &range) || self.ends_paragraph(range)
    }

    fn ends_paragraph(&self, range: Range<usize>) -> bool {
        any_in(&self.breaks, &range)
    }

    fn unit_name(&self, unit: UnitId) -> String {
        self.model.units.name(Some(unit)).to_owned()
    }

    /// `65件`.
    fn shown(&self, count: &Count) -> String {
        format!("{}{}", count.value, self.unit_name(count.unit))
    }
}

#[derive(Debug, Clone)]
struct Count {
    value: Decimal,
    unit: UnitId,
    /// Its digits in the folded text.
    range: Range<usize>,
}

/// Whether `numerator / denominator` is printed as `percent`: rounded half up or down at its last digit, or cut off there.
fn is_printed_as(numerator: Decimal, denominator: Decimal, percent: Decimal) -> Option<bool> {
    let hundred = Decimal::from(100);
    // percent - half a unit <= 100 n / d < percent + one unit, without a division; an exact half up counts as well.
    let unit = Decimal::new(1, percent.scale());
    let half = Decimal::new(5, percent.scale().checked_add(1)?);
    let exact = numerator.checked_mul(hundred)?;
    let low = denominator.checked_mul(percent.checked_sub(half)?)?;
    let high = denominator.checked_mul(percent.checked_add(unit)?)?;
    Some(low <= exact && exact < high)
}

/// `100 n / d`, rounded to the places of the printed percent and one more.
fn recomputed(numerator: Decimal, denominator: Decimal, percent: Decimal) -> Option<String> {
    let places = percent.scale().checked_add(1)?.min(6);
    let shift = 10i128.checked_pow(u32::from(places) + 2)?;
    let scale = numerator.scale().max(denominator.scale());
    let (n, d) = (numerator.mantissa_at(scale)?, denominator.mantissa_at(scale)?);
    let rounded = n.checked_mul(shift)?.checked_mul(2)?.checked_add(d)?.checked_div(d.checked_mul(2)?)?;
    Some(format!("{}%", Decimal::new(rounded, places).normalized()))
}

fn diagnostic(code: crate::diag::Code, sure: bool, message: crate::diag::Message) -> Diagnostic {
    Diagnostic::new(code, if sure { Severity::Warning } else { Severity::Note }, message)
}

#[cfg(test)]
mod tests {
    use super::{is_printed_as, recomputed};
    use crate::number::Decimal;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).expect("a number")
    }

    #[test]
    fn percentages_as_people_print_them() {
        for (part, whole, percent, expected) in [
            ("20", "63", "31.7", true),
            ("20", "63", "31.75", true),
            ("20", "63", "31.74", true),
            ("20", "63", "32", true),
            ("20", "63", "31", true),
            ("20", "63", "31.8", false),
            ("20", "63", "31.6", false),
            ("35", "805", "4.34", true),
            ("35", "805", "4.35", true),
            ("35", "805", "4.36", false),
            ("1", "8", "12.5", true),
            ("1", "16", "6.3", true),
            ("1", "16", "6.2", true),
            ("0", "16", "0", true),
            ("16", "16", "100", true),
            ("15", "16", "100", false),
        ] {
            assert_eq!(is_printed_as(number(part), number(whole), number(percent)), Some(expected), "{part}/{whole} {percent}");
        }
        assert_eq!(recomputed(number("20"), number("63"), number("31.7")).as_deref(), Some("31.75%"));
        assert_eq!(recomputed(number("1"), number("2"), number("49.0")).as_deref(), Some("50%"));
        assert_eq!(recomputed(number("1"), number("0"), number("49")), None);
    }
}
