//! A document → the figures of one form: headings, tables, sentences, in this order.

use std::collections::HashMap;
use std::rc::Rc;

use crate::document::{Block, Document};
use crate::label::{Label, Likeness};
use crate::model::{CellRef, Form, ItemId, Model, Table, TableId, TableKind, UnitId, ValueKind};
use crate::number::Decimal;
use crate::plan::Slots;
use crate::source::Span;

use super::assign::{self, Assigned, Side};
use super::cell::Around;
use super::facts::{FactPatterns, Found, Running};
use super::figures::{Cell, State, Unclaimed};
use super::findings;
use super::header::{Columns, PrintedColumn};
use super::headings::{Outline, Run, without};
use super::index::{FormIndex, Part, best_likeness};
use super::lines::Piece;
use super::paragraphs;
use super::rows;
use super::sheet::{Odd, Sheet};
use super::tables::{FoundRow, Place, Tables};
use super::trace::{Taking, Trace, TracedFact, TracedRow};
use super::units;

/// A label that is not printed as the form prints it.
#[derive(Debug, Clone)]
pub(super) struct Differing {
    /// How the form prints it, and where it says so.
    pub form: (String, Span),
    /// As the report prints it.
    pub printed: String,
    pub likeness: Likeness,
    pub span: Span,
}

/// Reads all figures of `form` from a document into the sheet.
pub(super) fn document(model: &Model, form: &Form, slots: &Slots, document: &Document, sheet: &mut Sheet<'_>) -> Places {
    let index = FormIndex::of(form, &model.units);
    let document: &Document = &super::divide::at_headings(document, &index);
    let mut outline = Outline::of(form, &index, document);
    let mut tables = Tables::new(form, &model.units, &index);
    let mut before = Place::default();
    for (at, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Paragraph(paragraph) => {
                let label = Label::parse(paragraph.text.as_str());
                let captions = index.hits(&label).iter().filter(|hit| hit.part == Part::Caption).map(|hit| hit.table);
                let captions: Vec<TableId> = captions.collect();
                let unit = units::stated(paragraph.text.as_str(), &model.units)
                    .or_else(|| units::stated(label.remark.as_deref()?, &model.units));
                // A heading of columns stays until the grid; a caption and a unit stand right before it.
                let mut headings = std::mem::take(&mut before.headings);
                if !index.sections(&label).is_empty() {
                    headings.clear();
                }
                if !super::lines::headings_of(&paragraph.text, &index).is_empty() && headings.len() < 8 {
                    headings.push(paragraph.text.clone());
                }
                if !captions.is_empty() || unit.is_none() {
                    before = Place { captions, unit, sections: Vec::new(), headings };
                } else {
                    before = Place { unit, headings, ..before };
                }
            }
            Block::Grid(grid) => {
                let place = Place { sections: outline.sections_at(at), ..std::mem::take(&mut before) };
                tables.grid(grid, place);
            }
        }
    }
    super::loose::read(document, &mut outline, &mut tables);
    paragraphs::as_cells(document, &outline, &mut tables);
    let mut found = std::mem::take(&mut tables.rows);
    found.extend(tables.rows_without_cells());
    let mut differing = adopt_near(&mut tables, &mut found);
    let mut traced: HashMap<TableId, Vec<TracedRow>> = HashMap::new();
    let sides = sides(form, &found);
    for row in &found {
        let taken = put_row(form, row, sides.get(&row.table).copied().flatten(), sheet, &mut differing);
        if sheet.trace.is_some() {
            traced.entry(row.table).or_default().extend(taken);
        }
    }
    for orphan in &tables.orphans {
        unclaimed_of(orphan.values.iter(), sheet);
    }
    let glued = super::glued::read(model, form, document, &outline, &mut tables, sheet);
    header_differences(&tables, &mut differing);
    report(form, &tables, &outline, differing, document, sheet);
    facts(model, form, slots, document, &outline, &glued, sheet);
    super::claims::report(model, form, document, &outline, &glued, sheet);
    if let Some(trace) = &mut sheet.trace {
        trace.complete(form, document, &outline, &tables, &found, traced);
    }
    Places::of(&tables, &outline, form)
}

/// Lines inside a table whose label no row has, and rows that were not found: near misses find each other.
fn adopt_near<'a>(tables: &mut Tables<'a>, found: &mut Vec<FoundRow<'a>>) -> HashMap<TableId, Vec<Differing>> {
    let mut differing: HashMap<TableId, Vec<Differing>> = HashMap::new();
    let mut budget = 200_000usize;
    let mut left = Vec::new();
    for mut orphan in std::mem::take(&mut tables.orphans) {
        let form = tables.form;
        let items = form.table(orphan.table).and_then(|table| table.rows.as_ref());
        let label = orphan.label.as_ref().and_then(|piece| Some((piece.span, piece.label.as_ref()?)));
        let (Some(items), Some((span, label))) = (items, label) else {
            left.push(orphan);
            continue;
        };
        let Some(state) = tables.states.get_mut(orphan.table.0 as usize) else { continue };
        let free: Vec<ItemId> = items.figures().filter(|item| !state.rows.is_bound(*item)).collect();
        let within: Vec<ItemId> = match orphan.open {
            Some(open) => free.iter().copied().filter(|item| rows::is_under(items, *item, open)).collect(),
            None => Vec::new(),
        };
        budget = budget.saturating_sub(free.len());
        let near =
            if budget == 0 { None } else { rows::nearest(items, &within, label).or_else(|| rows::nearest(items, &free, label)) };
        let Some((item, edits)) = near else {
            left.push(orphan);
            continue;
        };
        state.rows.bind(item);
        state.place.get_or_insert(span);
        state.seen.insert(item, span);
        if let Some(own) = items.get(item).and_then(|item| item.labels.first()) {
            let form = (own.text.clone(), own.span);
            let printed = orphan.label.as_ref().map(|piece| piece.text.as_str().to_owned()).unwrap_or_default();
            differing.entry(orphan.table).or_default().push(Differing { form, printed, likeness: Likeness::Near(edits), span });
        }
        orphan.row = Some(item);
        found.push(orphan);
    }
    tables.orphans = left;
    differing
}

/// By table: the side on which its rows have a blank too many, where those that can tell agree.
fn sides(form: &Form, found: &[FoundRow<'_>]) -> HashMap<TableId, Option<Side>> {
    let mut sides: HashMap<TableId, Option<Side>> = HashMap::new();
    for row in found {
        let columns = form.table(row.table).and_then(|table| table.columns.as_ref());
        let Some(count) = columns.map(|columns| columns.figures().count()) else { continue };
        if let Some(side) = assign::side_of(&row.values, count) {
            let seen = sides.entry(row.table).or_insert(Some(side));
            *seen = seen.filter(|seen| *seen == side);
        }
    }
    sides
}

/// The cells of one row → the sheet. An account of it, when that is asked for.
fn put_row(
    form: &Form,
    row: &FoundRow<'_>,
    side: Option<Side>,
    sheet: &mut Sheet<'_>,
    differing: &mut HashMap<TableId, Vec<Differing>>,
) -> Option<TracedRow> {
    let table = form.table(row.table)?;
    row_difference(table, row, differing);
    let (assigned, columns) = match table.columns.as_ref() {
        Some(items) => {
            let whole = Columns::of_form(items);
            let printed = row.columns.clone().unwrap_or_else(|| Rc::new(whole.clone()));
            // Headings of several levels without a mark between them do not come in the order of the columns.
            let grouped = items.list.iter().any(|item| !item.children.is_empty());
            if row.loose && grouped && !printed.ordered && printed.missing.is_empty() {
                let (assigned, columns) = assign::assign(&row.values, &whole, &whole, items, row.layout, side);
                (Assigned { by_order: true, ..assigned }, columns)
            } else {
                assign::assign(&row.values, &printed, &whole, items, row.layout, side)
            }
        }
        None => {
            let words = table.cell_type(row.row, None).is_some_and(|ty| !ty.kind.is_numeric());
            (assign::single(&row.values, words), Vec::new())
        }
    };
    let line_unit = unit_of_line(table, row, &assigned, &columns, sheet);
    let traced = sheet.trace.is_some().then(|| {
        let cell = |(at, piece): &(Option<usize>, &Piece<'_>)| {
            let column = at.and_then(|at| columns.get(at)).and_then(|column| column.item);
            (column, piece.text.as_str().to_owned())
        };
        let how = match &assigned {
            _ if assigned.ambiguous => Taking::Ambiguous,
            _ if assigned.mismatch.is_some() => Taking::Mismatch,
            _ if assigned.by_order => Taking::Order,
            _ => Taking::Headings,
        };
        Trace::row(row, assigned.cells.iter().map(cell).collect(), assigned.surplus.len(), how)
    });
    for (at, piece) in &assigned.cells {
        let column = at.and_then(|at| columns.get(at));
        if at.is_some() && column.is_none_or(|column| column.item.is_none()) {
            unclaimed_of(std::iter::once(*piece), sheet);
            continue;
        }
        let cell = CellRef { table: row.table, row: row.row, column: column.and_then(|column| column.item) };
        let heading = column.and_then(|column| heading_unit(column, sheet.units));
        let around = Around { heading: heading.or(line_unit), table: row.unit };
        sheet.put(cell, &piece.text, piece.span, around);
    }
    let odd = match (assigned.ambiguous, assigned.mismatch) {
        (true, _) => Some(Odd::Blanks { cells: row.values.len() }),
        (false, Some(0)) => Some(Odd::Empty),
        (false, Some(cells)) if cells < columns.len() && assigned.cells.is_empty() => Some(Odd::Short { columns: columns.len() }),
        (false, Some(cells)) => Some(Odd::Other { cells, columns: columns.len() }),
        (false, None) => None,
    };
    match odd {
        Some(_) => sheet.unassigned.extend(figures_of(assigned.surplus.iter().copied())),
        None => unclaimed_of(assigned.surplus.iter().copied(), sheet),
    }
    let at = row.label.as_ref().or(row.values.first()).map(|piece| piece.span);
    let Some(at) = at else { return traced };
    if let Some(odd) = odd {
        sheet.explained.insert((row.table, row.row));
        sheet.odd_rows.entry((row.table, odd)).or_default().push((row.row, at));
    } else if assigned.by_order && sheet.by_order.insert(row.table) {
        let missing: Vec<String> = columns
            .iter()
            .filter(|column| column.heading.is_none())
            .filter_map(|column| Some(table.column(column.item?)?.name.clone()))
            .collect();
        sheet.diagnostics.push(findings::by_order(form, row.table, at, missing));
    }
    traced
}

fn heading_unit(column: &PrintedColumn, units: &crate::model::Units) -> Option<UnitId> {
    let (label, _) = column.heading.as_ref()?;
    units::stated(label.remark.as_deref()?, units)
}

/// The unit that a line states for its figures: in a column of units, or in its label's remark.
fn unit_of_line(
    table: &Table,
    row: &FoundRow<'_>,
    assigned: &Assigned<'_, '_>,
    columns: &[PrintedColumn],
    sheet: &Sheet<'_>,
) -> Option<UnitId> {
    let in_column = assigned.cells.iter().find_map(|(at, piece)| {
        let item = columns.get((*at)?)?.item?;
        let is_unit = table.column(item)?.ty.as_ref().is_some_and(|ty| ty.kind == ValueKind::Unit);
        if is_unit { units::find(&crate::label::fold(piece.text.as_str()), sheet.units) } else { None }
    });
    in_column.or_else(|| units::stated(row.label.as_ref()?.label.as_ref()?.remark.as_deref()?, sheet.units))
}

fn unclaimed_of<'p, 'a: 'p>(pieces: impl Iterator<Item = &'p Piece<'a>>, sheet: &mut Sheet<'_>) {
    sheet.unclaimed.extend(figures_of(pieces));
}

fn figures_of<'p, 'a: 'p>(pieces: impl Iterator<Item = &'p Piece<'a>>) -> impl Iterator<Item = Unclaimed> {
    let figures = pieces.filter(|piece| piece.kind == super::lines::Kind::Figure);
    figures.map(|piece| Unclaimed { text: piece.text.as_str().to_owned(), span: piece.text.span() })
}

fn row_difference(table: &Table, row: &FoundRow<'_>, differing: &mut HashMap<TableId, Vec<Differing>>) {
    let (Some(item), Some(piece)) = (row.row, &row.label) else { return };
    let (Some(label), Some(own)) = (&piece.label, table.row(item).and_then(|item| item.labels.first())) else { return };
    let likeness = best_likeness(piece.hits, row.table, Part::Row(item), label);
    let other_spelling = likeness == Likeness::Exact && own.parsed().key() != label.key();
    if other_spelling || matches!(likeness, Likeness::OrdinalDiffers | Likeness::RemarkDiffers) {
        let form = (own.text.clone(), own.span);
        differing.entry(row.table).or_default().push(Differing {
            form,
            printed: piece.text.as_str().to_owned(),
            likeness,
            span: piece.span,
        });
    }
}

fn header_differences(tables: &Tables<'_>, differing: &mut HashMap<TableId, Vec<Differing>>) {
    for (id, table) in tables.form.table_ids() {
        let Some(columns) = tables.states.get(id.0 as usize).and_then(|state| state.columns.as_ref()) else { continue };
        for (item, likeness, span, printed) in &columns.differing {
            let Some(own) = table.column(*item).and_then(|item| item.labels.first()) else { continue };
            let form = (own.text.clone(), own.span);
            differing.entry(id).or_default().push(Differing { form, printed: printed.clone(), likeness: *likeness, span: *span });
        }
    }
}

fn report(
    form: &Form,
    tables: &Tables<'_>,
    outline: &Outline,
    mut differing: HashMap<TableId, Vec<Differing>>,
    document: &Document,
    sheet: &mut Sheet<'_>,
) {
    for (id, _) in form.table_ids() {
        for finding in findings::differing_labels(form, id, differing.remove(&id).unwrap_or_default()) {
            sheet.diagnostics.push(finding);
        }
        if let Some(state) = tables.states.get(id.0 as usize).filter(|state| !state.moved.is_empty()) {
            sheet.diagnostics.push(findings::moved(form, id, &state.moved));
        }
    }
    let odd = std::mem::take(&mut sheet.odd_rows);
    sheet.diagnostics.extend(odd.into_iter().map(|((table, odd), rows)| findings::odd_rows(form, table, odd, &rows)));
    sheet.diagnostics.extend(findings::unclaimed(&sheet.unclaimed));
    sheet.unclaimed.append(&mut sheet.unassigned);
    sheet.diagnostics.extend(findings::headings(form, outline, document));
}

/// Where tables, rows and columns were found, for the cells that are absent.
pub(super) struct Places {
    tables: Vec<Option<Span>>,
    rows: HashMap<(TableId, ItemId), Span>,
}

impl Places {
    fn of(tables: &Tables<'_>, outline: &Outline, form: &Form) -> Places {
        let section = |table: &Table| table.section.and_then(|id| outline.found.get(id.0 as usize).copied().flatten());
        let mut places = Places { tables: Vec::new(), rows: HashMap::new() };
        for (id, table) in form.table_ids() {
            let state = tables.states.get(id.0 as usize);
            places.tables.push(state.and_then(|state| state.place).or_else(|| section(table)));
            places.rows.extend(state.iter().flat_map(|state| &state.seen).map(|(row, span)| ((id, *row), *span)));
        }
        places
    }

    pub fn near(&self, cell: CellRef) -> Option<Span> {
        let row = cell.row.and_then(|row| self.rows.get(&(cell.table, row)));
        row.copied().or_else(|| self.tables.get(cell.table.0 as usize).copied().flatten())
    }
}

/// `tables`: running text that holds tables and so no sentences.
fn facts(
    model: &Model,
    form: &Form,
    slots: &Slots,
    document: &Document,
    outline: &Outline,
    tables: &[Run],
    sheet: &mut Sheet<'_>,
) {
    let mut read: HashMap<Option<crate::model::SectionId>, Rc<Running<'_>>> = HashMap::new();
    for (id, table) in form.table_ids() {
        let (TableKind::Facts, Some(items)) = (table.kind, table.rows.as_ref()) else { continue };
        let section = table.section.filter(|section| outline.is_found(*section));
        let running = read.entry(section).or_insert_with(|| {
            let text = without(outline.text_of(section, document), tables);
            Rc::new(Running::of(document, &text, &sheet.reader.spellings))
        });
        let running = Rc::clone(running);
        let patterns = FactPatterns::of(items);
        let facts = patterns.find(items, &running, |item, figure| super::facts::fits_unit(model, table, item, figure));
        for (item, range) in patterns.blanks(model, table, &running) {
            let cell = CellRef { table: id, row: Some(item), column: None };
            if let Some(text) = running.original(range).filter(|_| !facts.iter().any(|fact| fact.item == item)) {
                sheet.diagnostics.push(findings::blank_fact(form, cell, &text));
            }
        }
        for fact in facts {
            let cell = CellRef { table: id, row: Some(fact.item), column: None };
            let text = |range: std::ops::Range<usize>| running.original(range);
            match &fact.fit.found {
                Found::Figure(figure) => put_fact(cell, &running, figure, sheet),
                Found::Phrase(value) => {
                    if let Some(text) = text(fact.fit.range.clone()) {
                        sheet.put_cell(cell, phrase_cell(*value, &text));
                    }
                }
            }
            if let Some(trace) = &mut sheet.trace
                && let Some(text) = text(fact.fit.range.clone())
            {
                trace.facts.push(TracedFact { at: cell, sentence: text.as_str().to_owned(), span: text.span() });
            }
            if let (Some(slot), false) = (slots.find(cell).and_then(|slot| slots.get(slot)), fact.others.is_empty()) {
                let place = |fit: &super::facts::Fit| {
                    let range = match &fit.found {
                        Found::Figure(figure) => figure.printed.whole.clone(),
                        Found::Phrase(_) => fit.range.clone(),
                    };
                    text(range)
                };
                let first = place(&fact.fit);
                let others: Vec<crate::document::Text> = fact.others.iter().filter_map(place).collect();
                if let Some(first) = first {
                    sheet.diagnostics.push(findings::two_figures(form, cell, slot, &first, &others));
                }
            }
        }
    }
}

fn phrase_cell(value: Decimal, text: &crate::document::Text) -> Cell {
    let (span, text) = (Some(text.span()), text.as_str().to_owned());
    Cell { state: State::Figure, value: Some(value), text, span, ..Cell::absent() }
}

fn put_fact(cell: CellRef, running: &Running<'_>, figure: &super::facts::Figure, sheet: &mut Sheet<'_>) {
    let printed = &figure.printed;
    let (Some(digits), Some(_)) = (running.original(printed.digits.clone()), running.original(printed.whole.clone())) else {
        return;
    };
    // The ranges count from the figure's first character in the original.
    let mut own = printed.clone();
    own.digits = 0..digits.as_str().len();
    own.whole = 0..digits.as_str().len();
    let before = sheet.slots.find(cell).filter(|id| sheet.is_taken(*id));
    if before.is_none() {
        sheet.put_figure(cell, &digits, own, Around::default());
    }
}
