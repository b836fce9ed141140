//! What binding has to say: every finding in one place, with labels in the report and in the template.

use crate::diag::wording::bind as words;
use crate::diag::{Code, Diagnostic, Finding, Message};
use crate::document::{Document, Text};
use crate::label::Likeness;
use crate::model::{CellRef, Form, ItemId, Table, TableId, UnitId, Units, ValueKind};
use crate::plan::{Slot, place_of};
use crate::source::Span;
use crate::syntax::ast::CompareOp;

use super::cell::Trouble;
use super::figures::{Cell, Unclaimed};
use super::glued::By;
use super::headings::Outline;
use super::read::Differing;
use super::sheet::Odd;

/// `申请·新收·自然人`: a cell for a sentence.
pub(super) fn name_of(form: &Form, cell: CellRef) -> String {
    let at = place_of(form, cell);
    let parts: Vec<String> = [at.table, at.row, at.column, at.fact].into_iter().flatten().collect();
    parts.join("·")
}

pub(super) fn finding(form: &Form, cell: CellRef) -> Finding {
    Finding { at: place_of(form, cell), ..Finding::default() }
}

pub(super) fn table_place(form: &Form, table: TableId, row: Option<ItemId>) -> Finding {
    finding(form, CellRef { table, row, column: None })
}

/// Where the form declares a cell: its row, else its column, else its table.
pub(super) fn declared(form: &Form, cell: CellRef) -> Option<Span> {
    let table = form.table(cell.table)?;
    let row = cell.row.and_then(|id| table.row(id)).map(|item| item.span);
    let column = cell.column.and_then(|id| table.column(id)).map(|item| item.span);
    row.or(column).or(Some(table.span))
}

fn table_name(table: &Table) -> String {
    table.name.clone()
}

/// A row's name; the table's own where it has one nameless row.
fn row_name(table: &Table, id: Option<ItemId>) -> String {
    item_name(table.rows.as_ref(), id).unwrap_or_else(|| table.name.clone())
}

fn item_name(items: Option<&crate::model::Items>, id: Option<ItemId>) -> Option<String> {
    items.zip(id).map(|(items, id)| items.short_name(id))
}

pub(super) fn trouble(form: &Form, units: &Units, place: CellRef, slot: &Slot, cell: &Cell, trouble: &Trouble) -> Diagnostic {
    let name = name_of(form, place);
    let text = || cell.text.clone();
    let unreadable = |wording: &'static crate::diag::Wording, span: Span| {
        Diagnostic::error(Code::G0502, wording.with("text", text()).with("place", name.clone()))
            .at(span, words::UNREADABLE_HERE.plain())
    };
    let type_error = |message: Message, span: Span| Diagnostic::error(Code::G0503, message).at_bare(span);
    let value = || cell.value.map(|value| value.to_string()).unwrap_or_default();
    let found = match trouble {
        Trouble::Unreadable(span) => unreadable(&words::UNREADABLE, *span),
        Trouble::UnlistedToken(span) => {
            unreadable(&words::UNLISTED_TOKEN, *span).with_help(words::UNLISTED_HELP.with("text", text()))
        }
        Trouble::Grouping(span) => unreadable(&words::GROUPING, *span),
        Trouble::Spaces(span) => unreadable(&words::SPACES, *span),
        Trouble::TooLong(span) => unreadable(&words::TOO_LONG, *span),
        Trouble::WrongWord(span) => {
            let found = Diagnostic::error(Code::G0502, words::WRONG_WORD.with("text", text()).with("place", name))
                .at(*span, words::WRONG_WORD_HERE.plain());
            match may_hold(slot) {
                Some(help) => found.with_help(help),
                None => found,
            }
        }
        Trouble::ManyTicked(span, options) => {
            let message = words::MANY_TICKED.with("place", name).with("options", options.clone());
            Diagnostic::error(Code::G0502, message).at(*span, words::MANY_TICKED_HERE.plain())
        }
        Trouble::NoMatch(span, pattern) => {
            let message = words::NO_MATCH.with("text", text()).with("place", name).with("pattern", pattern.clone());
            type_error(message, *span)
        }
        Trouble::Negative(span) => type_error(words::NEGATIVE.with("place", name).with("value", value()), *span),
        Trouble::Fraction(span) => type_error(words::FRACTION.with("place", name).with("value", value()), *span),
        Trouble::Limit(span, op, limit) => {
            let message = words::LIMIT.with("place", name).with("value", value());
            type_error(message.with("op", symbol(*op)).with("limit", limit.to_string()), *span)
        }
        Trouble::Places(span, step) => {
            type_error(words::PLACES.with("place", name).with("value", value()).with("step", step.to_string()), *span)
        }
        Trouble::Dimension(span, unit) | Trouble::Inexact(span, unit) => {
            let wording = if matches!(trouble, Trouble::Inexact(..)) { &words::INEXACT } else { &words::DIMENSION };
            let own = units.name(slot.ty.unit).to_owned();
            let message = wording.with("place", name).with("unit", units.name(Some(*unit)).to_owned()).with("own", own);
            Diagnostic::error(Code::G0504, message).at_bare(*span)
        }
    };
    found.at(slot.ty.span, words::DECLARED_HERE.plain()).with_finding(finding(form, place))
}

/// What a cell of words may hold.
fn may_hold(slot: &Slot) -> Option<Message> {
    match &slot.ty.kind {
        ValueKind::Bool => Some(words::MAY_HOLD_BOOL.plain()),
        ValueKind::Year => Some(words::MAY_HOLD_YEAR.plain()),
        ValueKind::Date => Some(words::MAY_HOLD_DATE.plain()),
        ValueKind::Enum(options) => Some(words::MAY_HOLD_ENUM.with("options", options.clone())),
        ValueKind::Natural
        | ValueKind::Integer
        | ValueKind::Decimal
        | ValueKind::Percent
        | ValueKind::Text
        | ValueKind::Code
        | ValueKind::Unit => None,
    }
}

fn symbol(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "=",
        CompareOp::NotEqual => "≠",
        CompareOp::Less => "<",
        CompareOp::LessEqual => "≤",
        CompareOp::Greater => ">",
        CompareOp::GreaterEqual => "≥",
    }
}

pub(super) fn blank(form: &Form, place: CellRef, slot: &Slot, cell: &Cell) -> Diagnostic {
    let span = cell.span.unwrap_or(slot.ty.span);
    let (message, help) = match &slot.ty.kind {
        kind if kind.is_numeric() => (&words::BLANK, &words::BLANK_HELP),
        // Boxes are there, and none is ticked.
        ValueKind::Bool | ValueKind::Enum(_) if !cell.text.trim().is_empty() => (&words::BLANK_BOXES, &words::BLANK_BOXES_HELP),
        _ => (&words::BLANK_WORDS, &words::BLANK_WORDS_HELP),
    };
    Diagnostic::error(Code::G0509, message.with("place", name_of(form, place)))
        .at(span, words::BLANK_HERE.plain())
        .at(declared(form, place).unwrap_or(slot.ty.span), words::FORM_ASKS.plain())
        .with_help(help.plain())
        .with_finding(finding(form, place))
}

pub(super) fn refused_token(form: &Form, place: CellRef, slot: &Slot, cell: &Cell) -> Diagnostic {
    let message = words::REFUSED_TOKEN.with("text", cell.text.clone()).with("place", name_of(form, place));
    Diagnostic::error(Code::G0502, message)
        .at(cell.span.unwrap_or(slot.ty.span), words::UNREADABLE_HERE.plain())
        .at(slot.ty.span, words::DECLARED_HERE.plain())
        .with_finding(finding(form, place))
}

pub(super) fn two_candidates(form: &Form, place: CellRef, slot: &Slot, first: &Cell, second: &Cell) -> Diagnostic {
    let message = words::TWO_CANDIDATES.with("place", name_of(form, place)).with("first", first.text.clone());
    let mut found = Diagnostic::error(Code::G0506, message.with("second", second.text.clone()));
    if let Some(span) = second.span {
        found = found.at(span, words::OTHER.plain());
    }
    if let Some(span) = first.span {
        found = found.at(span, words::TAKEN.plain());
    }
    found.at(declared(form, place).unwrap_or(slot.ty.span), words::FORM_ASKS.plain()).with_finding(finding(form, place))
}

/// Different figures for one fact. What a form can do without is a warning.
pub(super) fn two_figures(form: &Form, place: CellRef, slot: &Slot, first: &Text, others: &[Text]) -> Diagnostic {
    let mut figures = vec![first.as_str().to_owned()];
    figures.extend(others.iter().map(|text| text.as_str().to_owned()));
    let fact = place_of(form, place).fact.unwrap_or_default();
    let message = words::TWO_FIGURES.with("fact", fact).with("figures", figures);
    let severity = if slot.optional { crate::diag::Severity::Warning } else { crate::diag::Severity::Error };
    let mut found = Diagnostic::new(Code::G0506, severity, message).at(first.span(), words::TAKEN.plain());
    for other in others {
        found = found.at(other.span(), words::OTHER.plain());
    }
    found.at(declared(form, place).unwrap_or(slot.ty.span), words::FORM_ASKS.plain()).with_finding(finding(form, place))
}

/// `主动公开信息  条。`
pub(super) fn blank_fact(form: &Form, place: CellRef, text: &Text) -> Diagnostic {
    let fact = place_of(form, place).fact.unwrap_or_default();
    let printed: String = text.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
    let message = words::BLANK_FACT.with("fact", fact).with("text", printed);
    let mut found = Diagnostic::warning(Code::G0515, message).at(text.span(), words::BLANK_FACT_HERE.plain());
    if let Some(span) = declared(form, place) {
        found = found.at(span, words::FORM_ASKS.plain());
    }
    found.with_help(words::BLANK_FACT_HELP.plain()).with_finding(finding(form, place))
}

pub(super) fn converted(form: &Form, units: &Units, slot: &Slot, unit: UnitId, count: usize, span: Span) -> Diagnostic {
    let name = units.name(Some(unit)).to_owned();
    let own = units.name(slot.ty.unit).to_owned();
    let message = words::CONVERTED.with("count", count).with("unit", name.clone()).with("own", own);
    Diagnostic::note(Code::G0512, message)
        .at(span, words::PRINTED_UNIT.with("unit", name))
        .at(slot.ty.span, words::DECLARED_HERE.plain())
        .with_finding(finding(form, slot.cell))
}

/// Rows of one table whose cells do not fit its columns. `columns`: how many are known; `None` when it cannot be told which
/// of the blanks are cells.
pub(super) fn odd_rows(form: &Form, table: TableId, odd: Odd, rows: &[(Option<ItemId>, Span)]) -> Diagnostic {
    const MOST: usize = 8;
    let Some(declared_table) = form.table(table) else { return Diagnostic::error(Code::G0510, words::ROW_HERE.plain()) };
    let mut names: Vec<String> = rows.iter().take(MOST).map(|(row, _)| row_name(declared_table, *row)).collect();
    if rows.len() > MOST {
        names.push("…".to_owned());
    }
    let message = match odd {
        Odd::Empty => words::EMPTY_ROW.with("count", rows.len()),
        Odd::Short { columns } => words::SHORT_ROW.with("columns", columns).with("count", rows.len()),
        Odd::Other { cells, columns } => words::ROW_MISMATCH.with("columns", columns).with("cells", cells),
        Odd::Blanks { cells } => words::AMBIGUOUS_ROW.with("cells", cells),
    };
    let message = message.with("table", table_name(declared_table)).with("rows", names);
    let mut found = Diagnostic::error(Code::G0510, message);
    for (_, at) in rows.iter().take(MOST) {
        found = found.at(*at, words::ROW_HERE.plain());
    }
    let only = match rows {
        [(row, _)] => *row,
        _ => None,
    };
    found.at(declared_table.span, words::FORM_ASKS_TABLE.plain()).with_finding(table_place(form, table, only))
}

pub(super) fn by_order(form: &Form, table: TableId, at: Span, columns: Vec<String>) -> Diagnostic {
    let name = form.table(table).map(table_name).unwrap_or_default();
    let message = words::BY_ORDER.with("table", name).with("columns", columns);
    let mut found = Diagnostic::warning(Code::G0508, message).at(at, words::BY_ORDER_HERE.plain());
    if let Some(items) = form.table(table).and_then(|table| table.columns.as_ref()) {
        found = found.at(items.span, words::FORM_ASKS.plain());
    }
    found.with_finding(table_place(form, table, None))
}

/// One note for all labels that are another spelling; a warning for each that was only nearly the form's.
pub(super) fn differing_labels(form: &Form, table: TableId, labels: Vec<Differing>) -> Vec<Diagnostic> {
    const MOST: usize = 12;
    let mut found = Vec::new();
    let place = || table_place(form, table, None);
    let (near, other): (Vec<Differing>, Vec<Differing>) =
        labels.into_iter().partition(|label| matches!(label.likeness, Likeness::Near(_)));
    if !other.is_empty() {
        let name = form.table(table).map(table_name).unwrap_or_default();
        let mut note = Diagnostic::note(Code::G0507, words::LABELS_DIFFER.with("table", name).with("count", other.len()));
        for label in other.iter().take(MOST) {
            note = note.at(label.span, words::LABEL_DIFFERS.with("form", label.form.0.clone()));
        }
        if let Some(first) = other.first() {
            note = note.at(first.form.1, words::LABEL_OF_FORM.plain());
        }
        found.push(note.with_finding(place()));
    }
    for label in near {
        let Likeness::Near(edits) = label.likeness else { continue };
        found.push(near_label(&label, edits).with_finding(place()));
    }
    found
}

fn near_label(label: &Differing, edits: usize) -> Diagnostic {
    let message = words::LABEL_NEAR.with("text", label.printed.clone()).with("form", label.form.0.clone()).with("edits", edits);
    Diagnostic::warning(Code::G0507, message)
        .at(label.span, words::LABEL_NEAR_HERE.plain())
        .at(label.form.1, words::LABEL_OF_FORM.plain())
        .with_help(words::LABEL_NEAR_HELP.with("text", label.printed.clone()))
}

pub(super) fn moved(form: &Form, table: TableId, rows: &[(ItemId, Span)]) -> Diagnostic {
    const MOST: usize = 8;
    let items = form.table(table).and_then(|table| table.rows.as_ref());
    let names: Vec<String> = rows.iter().take(MOST).filter_map(|(item, _)| item_name(items, Some(*item))).collect();
    let name = form.table(table).map(table_name).unwrap_or_default();
    let mut found = Diagnostic::note(Code::G0508, words::MOVED.with("table", name).with("rows", names));
    for (_, span) in rows.iter().take(MOST) {
        found = found.at(*span, words::MOVED_HERE.plain());
    }
    found.with_finding(table_place(form, table, None))
}

/// One finding for every run of figures that stand together.
pub(super) fn unclaimed(figures: &[Unclaimed]) -> Vec<Diagnostic> {
    const MOST: usize = 8;
    let mut sorted: Vec<&Unclaimed> = figures.iter().collect();
    sorted.sort_by_key(|figure| (figure.span.file, figure.span.start));
    let mut groups: Vec<Vec<&Unclaimed>> = Vec::new();
    for figure in sorted {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| figure.span.start.saturating_sub(last.span.end) < 200) => {
                group.push(figure)
            }
            Some(_) | None => groups.push(vec![figure]),
        }
    }
    let finding = |group: Vec<&Unclaimed>| {
        let texts: Vec<String> = group.iter().take(MOST).map(|figure| figure.text.clone()).collect();
        let message = if group.len() > MOST {
            words::UNCLAIMED_MORE.with("count", group.len()).with("texts", texts)
        } else {
            words::UNCLAIMED.with("texts", texts)
        };
        let mut found = Diagnostic::warning(Code::G0505, message);
        for figure in group.iter().take(MOST) {
            found = found.at(figure.span, words::UNCLAIMED_HERE.plain());
        }
        found.with_help(words::UNCLAIMED_HELP.plain())
    };
    groups.into_iter().map(finding).collect()
}

pub(super) fn headings(form: &Form, outline: &Outline, document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let missing: Vec<&crate::model::Section> = form
        .sections
        .iter()
        .enumerate()
        .filter(|(at, _)| !outline.is_found(crate::model::SectionId(*at as u32)))
        .map(|(_, section)| section)
        .collect();
    if let Some(first) = missing.first() {
        let heading = |section: &&crate::model::Section| {
            section.labels.first().map_or_else(|| section.name.clone(), |label| label.text.clone())
        };
        let names: Vec<String> = missing.iter().map(heading).collect();
        let place = outline.found.iter().flatten().next_back().copied().unwrap_or(Span::file_start(document.file));
        found.push(
            Diagnostic::warning(Code::G0511, words::HEADINGS_MISSING.with("headings", names))
                .at(place, words::HEADINGS_HERE.plain())
                .at(first.span, words::HEADING_OF_FORM.plain()),
        );
    }
    if !outline.differing.is_empty() {
        let message = words::HEADINGS_DIFFER.with("count", outline.differing.len());
        let mut note = Diagnostic::note(Code::G0507, message);
        let mut declared = None;
        for (section, _, span) in outline.differing.iter().take(8) {
            let Some(own) = form.sections.get(section.0 as usize).and_then(|section| section.labels.first()) else { continue };
            note = note.at(*span, words::LABEL_DIFFERS.with("form", own.text.clone()));
            declared = declared.or(Some(own.span));
        }
        if let Some(span) = declared {
            note = note.at(span, words::HEADING_OF_FORM.plain());
        }
        found.push(note);
    }
    found
}

/// A row of glued figures, for a finding.
pub(super) struct GluedRow {
    pub row: Option<ItemId>,
    pub run: Text,
    pub cells: usize,
    /// The columns that were not read.
    pub open: Vec<Option<ItemId>>,
    pub count: u64,
    pub compared: bool,
    pub by: By,
    /// So many rows of the report lack cells, and this one may too.
    pub lacking: usize,
    /// The first readings that are left.
    pub examples: Vec<String>,
}

/// One note for all rows of a table that were taken apart, an error for each that could not be.
pub(super) fn glued(form: &Form, table: TableId, rows: &[GluedRow], checks: &[String]) -> Vec<Diagnostic> {
    const MOST: usize = 3;
    let count = |row: &GluedRow| if row.count == u64::MAX { ">10^19".to_owned() } else { row.count.to_string() };
    let mut found = Vec::new();
    let mut read: Vec<&GluedRow> = rows.iter().filter(|row| row.open.is_empty()).collect();
    if !read.is_empty() {
        let by = |by: By, wording: &'static crate::diag::Wording| {
            let count = read.iter().filter(|row| row.by == by).count();
            (count > 0).then(|| wording.with("count", count))
        };
        let how = [by(By::Only, &words::GLUED_BY_ONLY), by(By::Row, &words::GLUED_BY_ROW), by(By::Rows, &words::GLUED_BY_ROWS)];
        let message = words::GLUED
            .with("table", form.table(table).map(table_name).unwrap_or_default())
            .with("rows", read.len())
            .with("cells", read.iter().map(|row| row.cells).sum::<usize>())
            .with("how", how.into_iter().flatten().collect::<Vec<Message>>());
        let mut note = Diagnostic::note(Code::G0520, message);
        let settled = read.iter().any(|row| row.by != By::Only);
        read.sort_by_key(|row| std::cmp::Reverse(row.count));
        for row in read.iter().take(MOST) {
            let reading = row.examples.first().cloned().unwrap_or_default();
            let here = match row.by {
                By::Only => words::GLUED_ONLY.with("reading", reading),
                By::Row | By::Rows | By::Nothing => words::GLUED_HERE.with("count", count(row)).with("reading", reading),
            };
            note = note.at(row.run.span(), here);
        }
        if settled && !checks.is_empty() {
            note = note.with_help(words::GLUED_CHECKS.with("checks", checks.to_vec()));
        }
        found.push(note.with_finding(table_place(form, table, None)));
    }
    for row in rows.iter().filter(|row| !row.open.is_empty()) {
        let at = CellRef { table, row: row.row, column: None };
        let (wording, here) = match (row.count, row.examples.as_slice()) {
            (0, _) => (&words::UNDIVIDED, words::UNDIVIDED_HERE.plain()),
            _ if row.lacking > 0 => (&words::LACKING, words::LACKING_HERE.plain()),
            (_, [first, second, ..]) if row.compared => {
                let wording = if row.open.len() < row.cells { &words::UNDECIDED_PART } else { &words::UNDECIDED };
                (wording, words::UNDECIDED_HERE.with("first", first.clone()).with("second", second.clone()))
            }
            _ => (&words::TOO_MANY, words::TOO_MANY_HERE.plain()),
        };
        let message = wording.with("place", name_of(form, at)).with("text", shortened(row.run.as_str()));
        let message = message.with("cells", row.cells).with("count", count(row));
        let items = form.table(table).and_then(|table| table.columns.as_ref());
        let columns: Vec<String> = row.open.iter().filter_map(|column| item_name(items, *column)).collect();
        let message = if row.lacking > 0 && row.count > 0 { message.with("rows", row.lacking) } else { message };
        let message = if row.open.len() < row.cells { message.with("columns", columns) } else { message };
        let mut error = Diagnostic::error(Code::G0521, message).at(row.run.span(), here);
        if let Some(span) = declared(form, at) {
            error = error.at(span, words::FORM_ASKS.plain());
        }
        found.push(error.with_help(words::UNDECIDED_HELP.plain()).with_finding(finding(form, at)));
    }
    found
}

/// At most forty characters of a run.
fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("")),
        None => text.to_owned(),
    }
}
