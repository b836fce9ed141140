//! How a report was read, as data: `gouji extract --explain`.

use serde::Serialize;

use super::{Library, Place};
use crate::bind::{Bound, Candidate, Printed, Taking, Trace, TracedTable};
use crate::diag::At;
use crate::document::Layout;
use crate::label::Likeness;
use crate::model::{Form, ItemId, Items};
use crate::plan::place_of;
use crate::source::{Sources, Span};

/// The account of one report.
#[derive(Debug, Clone, Serialize)]
pub struct Explain {
    /// All templates by how well they fit, best first.
    pub templates: Vec<Fit>,
    pub meta: Vec<Meta>,
    pub sections: Vec<Label>,
    pub tables: Vec<Table>,
    pub facts: Vec<Fact>,
    /// Grids that hold no row of the form.
    pub grids: Vec<Grid>,
    /// Lines with figures inside a table whose label no row has.
    pub lines: Vec<Line>,
}

/// How well a template fits: two points for a label, one for one that only stands somewhere in the text.
#[derive(Debug, Clone, Serialize)]
pub struct Fit {
    pub template: String,
    pub found: u32,
    pub total: u32,
    pub chosen: bool,
    /// Some labels that were not found.
    pub missing: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Meta {
    pub name: String,
    pub value: Option<String>,
    /// `None` when it was given by the caller.
    #[serde(flatten)]
    pub place: Option<Place>,
}

/// A label of the form and how the report prints it.
#[derive(Debug, Clone, Serialize)]
pub struct Label {
    /// Empty for a printed label that the form does not know.
    pub name: String,
    #[serde(rename = "match")]
    pub how: Match,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edits: Option<usize>,
    pub printed: String,
    #[serde(flatten)]
    pub place: Option<Place>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Match {
    Exact,
    OrdinalDiffers,
    RemarkDiffers,
    Near,
    Unknown,
    Missing,
}

#[derive(Debug, Clone, Serialize)]
pub struct Table {
    pub table: String,
    #[serde(flatten)]
    pub place: Option<Place>,
    pub source: Source,
    pub columns: Vec<Label>,
    pub missing_columns: Vec<String>,
    pub rows: Vec<Row>,
    pub missing_rows: Vec<String>,
}

/// What a table's cells were read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A grid whose rows, columns and merged cells are known.
    Spanned,
    /// A grid whose rows are known, but not its columns.
    Rows,
    /// Cells of which only the order is known.
    Stream,
    /// Plain paragraphs.
    Paragraphs,
    /// A run of figures without separators, divided by the form's own checks.
    Run,
    None,
}

#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Empty in a table of one nameless row.
    pub row: String,
    #[serde(rename = "match")]
    pub how: Match,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edits: Option<usize>,
    pub printed: String,
    #[serde(flatten)]
    pub place: Option<Place>,
    /// `headings`, `order`, `mismatch` or `ambiguous`.
    pub by: By,
    /// Column and what is printed.
    pub cells: Vec<(String, String)>,
    pub surplus: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    Headings,
    Order,
    Mismatch,
    Ambiguous,
}

#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    #[serde(flatten)]
    pub at: At,
    pub sentence: String,
    #[serde(flatten)]
    pub place: Option<Place>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Grid {
    pub rows: usize,
    pub first: String,
    #[serde(flatten)]
    pub place: Option<Place>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Line {
    pub table: String,
    pub printed: String,
    pub figures: Vec<String>,
    #[serde(flatten)]
    pub place: Option<Place>,
}

/// The account of a report that was read with the form at `form`, if one was recognized.
pub(super) fn explain(
    library: &Library,
    form: Option<usize>,
    bound: Option<&Bound>,
    candidates: &[Candidate],
    trace: &Trace,
    sources: &Sources,
) -> Explain {
    let templates = candidates.iter().map(|candidate| Fit {
        template: library.model.forms.get(candidate.form).map(Form::title).unwrap_or_default(),
        found: candidate.found,
        total: candidate.total,
        chosen: Some(candidate.form) == form,
        missing: candidate.missing.clone(),
    });
    let mut explain = Explain {
        templates: templates.collect(),
        meta: Vec::new(),
        sections: Vec::new(),
        tables: Vec::new(),
        facts: Vec::new(),
        grids: Vec::new(),
        lines: Vec::new(),
    };
    let Some(form) = form.and_then(|form| library.model.forms.get(form)) else { return explain };
    let place = |span: Option<Span>| span.and_then(|span| Place::of(span, sources));
    let values = bound.map_or(&[][..], |bound| &bound.meta);
    explain.meta = form
        .meta
        .iter()
        .zip(values)
        .map(|(meta, value)| Meta {
            name: meta.name.clone(),
            value: value.as_ref().map(|value| value.text.clone()),
            place: place(value.as_ref().and_then(|value| value.span)),
        })
        .collect();
    explain.sections = trace
        .sections
        .iter()
        .filter_map(|section| {
            let own = form.sections.get(section.id.0 as usize)?;
            Some(label(own.name.clone(), section.heading.as_ref(), sources))
        })
        .collect();
    explain.tables = trace.tables.iter().filter_map(|table| self::table(form, table, sources)).collect();
    explain.facts = trace
        .facts
        .iter()
        .map(|fact| Fact { at: place_of(form, fact.at), sentence: fact.sentence.clone(), place: place(Some(fact.span)) })
        .collect();
    explain.grids = trace
        .grids
        .iter()
        .map(|grid| Grid { rows: grid.rows, first: grid.first.clone(), place: place(Some(grid.span)) })
        .collect();
    let name = |table| form.table(table).map(|table| table.name.clone()).unwrap_or_default();
    explain.lines = trace
        .lines
        .iter()
        .map(|line| Line {
            table: name(line.table),
            printed: line.label.clone(),
            figures: line.figures.clone(),
            place: place(line.span),
        })
        .collect();
    explain
}

fn how(likeness: Likeness) -> (Match, Option<usize>) {
    match likeness {
        Likeness::Exact => (Match::Exact, None),
        Likeness::OrdinalDiffers => (Match::OrdinalDiffers, None),
        Likeness::RemarkDiffers => (Match::RemarkDiffers, None),
        Likeness::Near(edits) => (Match::Near, Some(edits)),
        Likeness::No => (Match::Unknown, None),
    }
}

fn label(name: String, printed: Option<&Printed>, sources: &Sources) -> Label {
    match printed {
        Some(printed) => {
            let (how, edits) = how(printed.likeness);
            Label { name, how, edits, printed: printed.text.clone(), place: Place::of(printed.span, sources) }
        }
        None => Label { name, how: Match::Missing, edits: None, printed: String::new(), place: None },
    }
}

fn table(form: &Form, traced: &TracedTable, sources: &Sources) -> Option<Table> {
    let table = form.table(traced.id)?;
    let name =
        |items: Option<&Items>, item: Option<ItemId>| item.and_then(|item| Some(items?.short_name(item))).unwrap_or_default();
    let place = |span: Option<Span>| span.and_then(|span| Place::of(span, sources));
    let columns = traced.columns.iter().map(|(item, printed)| {
        let label = label(name(table.columns.as_ref(), *item), Some(printed), sources);
        let how = if item.is_none() { Match::Unknown } else { label.how };
        Label { how, ..label }
    });
    let rows = traced.rows.iter().map(|row| {
        let (how, edits) = row.label.as_ref().map_or((Match::Exact, None), |label| how(label.likeness));
        Row {
            row: name(table.rows.as_ref(), row.row),
            how,
            edits,
            printed: row.label.as_ref().map(|label| label.text.clone()).unwrap_or_default(),
            place: place(row.place),
            by: match row.how {
                Taking::Headings => By::Headings,
                Taking::Order => By::Order,
                Taking::Mismatch => By::Mismatch,
                Taking::Ambiguous => By::Ambiguous,
            },
            cells: row.cells.iter().map(|(item, text)| (name(table.columns.as_ref(), *item), text.clone())).collect(),
            surplus: row.surplus,
        }
    });
    let missing = |items: Option<&Items>, list: &[ItemId]| list.iter().map(|item| name(items, Some(*item))).collect();
    Some(Table {
        table: table.name.clone(),
        place: place(traced.place),
        source: match traced.layout {
            Some(_) if traced.loose => Source::Paragraphs,
            Some(Layout::Spanned) => Source::Spanned,
            Some(Layout::Rows) => Source::Rows,
            Some(Layout::Stream) => Source::Stream,
            None if traced.place.is_some() => Source::Run,
            None => Source::None,
        },
        columns: columns.collect(),
        missing_columns: missing(table.columns.as_ref(), &traced.missing_columns),
        rows: rows.collect(),
        missing_rows: missing(table.rows.as_ref(), &traced.missing_rows),
    })
}
