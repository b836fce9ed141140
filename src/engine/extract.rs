//! The figures of a report as data: `gouji extract`.

use std::io;

use serde::Serialize;

use super::explain::{Explain, explain};
use super::{Library, Options, Reading};
use crate::bind::State;
use crate::diag::{At, Diagnostic};
use crate::source::{FileId, Sources, Span, Spot};

/// What was found in one report, each figure with its place (`cli.md`, "extract --format json").
#[derive(Debug, Clone, Serialize)]
pub struct Extraction {
    pub file: String,
    pub template: Option<String>,
    pub meta: serde_json::Map<String, serde_json::Value>,
    pub figures: Vec<Figure>,
    pub unclaimed: Vec<Unclaimed>,
    /// How the report was read, with [`Options::explain`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<Explain>,
    #[serde(skip)]
    pub id: FileId,
    /// What reading and binding had to say; printed beside the figures, not among them.
    #[serde(skip)]
    pub findings: Vec<Diagnostic>,
}

/// One figure of the form. Offsets are bytes; lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    #[serde(flatten)]
    pub at: At,
    pub state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub approximate: bool,
    /// It stood in a run without separators, and cross-checks told where it begins and ends.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub decoded: bool,
    pub text: String,
    #[serde(flatten)]
    pub place: Option<Place>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Place {
    /// Bytes of the file; line and column of its text.
    Bytes {
        start: usize,
        end: usize,
        line: usize,
        /// Not `column` in JSON: there that is the name of the figure's column.
        #[serde(rename = "column_number")]
        column: usize,
    },
    /// In words, in a format without byte positions: `表3!B7`.
    Words { place: String },
}

impl Place {
    /// The bytes of the file, in a format that has them.
    pub fn bytes(&self) -> Option<std::ops::Range<usize>> {
        match self {
            Place::Bytes { start, end, .. } => Some(*start..*end),
            Place::Words { .. } => None,
        }
    }

    /// `None` where all that can be said is the file's name.
    pub(super) fn of(span: Span, sources: &Sources) -> Option<Place> {
        let position = sources.position_of(span);
        match sources.spot(span) {
            Spot::Bytes(std::ops::Range { start, end }) => {
                Some(Place::Bytes { start, end, line: position.line, column: position.column })
            }
            Spot::Place(place) => Some(Place::Words { place: place.to_owned() }),
            Spot::Whole => None,
        }
    }

    /// `57:12`, or the place in words.
    pub fn short(&self) -> String {
        match self {
            Place::Bytes { line, column, .. } => format!("{line}:{column}"),
            Place::Words { place } => place.clone(),
        }
    }
}

/// A figure inside one of the template's tables that no cell took.
#[derive(Debug, Clone, Serialize)]
pub struct Unclaimed {
    pub text: String,
    #[serde(flatten)]
    pub place: Option<Place>,
}

impl Extraction {
    /// Pretty JSON, with a line feed at the end.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        Extraction::write_all_json(std::slice::from_ref(self), out)
    }

    /// The figures as CSV with a header line.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_csv(&self, out: &mut dyn io::Write) -> io::Result<()> {
        Extraction::write_all_csv(std::slice::from_ref(self), out)
    }

    /// The reports of a file as JSON: an object, or an array of as many as there are.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_all_json(all: &[Extraction], out: &mut dyn io::Write) -> io::Result<()> {
        match all {
            [one] => serde_json::to_writer_pretty(&mut *out, one),
            several => serde_json::to_writer_pretty(&mut *out, several),
        }
        .map_err(io::Error::from)?;
        out.write_all(b"\n")
    }

    /// The figures of the reports of a file as one CSV; its first column tells the reports apart.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_all_csv(all: &[Extraction], out: &mut dyn io::Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        let header = "file template table row column fact state value unit text start end line column_number place approximate";
        writer.write_record(header.split(' '))?;
        let place = |place: Option<&Place>| match place {
            Some(Place::Bytes { start, end, line, column }) => {
                let [start, end, line, column] = [start, end, line, column].map(|number| number.to_string());
                [start, end, line, column, String::new()]
            }
            Some(Place::Words { place }) => {
                let [start, end, line, column] = Default::default();
                [start, end, line, column, place.clone()]
            }
            None => Default::default(),
        };
        for (extraction, figure) in all.iter().flat_map(|one| one.figures.iter().map(move |figure| (one, figure))) {
            let [start, end, line, column, place] = place(figure.place.as_ref());
            let name = |name: &Option<String>| name.clone().unwrap_or_default();
            let fields = [
                extraction.file.clone(),
                name(&extraction.template),
                name(&figure.at.table),
                name(&figure.at.row),
                name(&figure.at.column),
                name(&figure.at.fact),
                state_word(figure.state).to_owned(),
                name(&figure.value),
                figure.unit.clone(),
                figure.text.clone(),
                start,
                end,
                line,
                column,
                place,
                if figure.approximate { "true".to_owned() } else { String::new() },
            ];
            writer.write_record(&fields)?;
        }
        writer.flush()
    }
}

/// Reads one report and lists what was found; of several in the file the first.
pub fn extract(library: &Library, sources: &mut Sources, name: &str, bytes: &[u8], options: &Options) -> Extraction {
    let reading = super::read(library, sources, name, bytes, options);
    extraction(Some(library), sources, reading)
}

/// Reads every report of a file, each with the first library that has a template for it.
pub fn extract_all(libraries: &[Library], sources: &mut Sources, name: &str, bytes: &[u8], options: &Options) -> Vec<Extraction> {
    super::reading::each(libraries, sources, name, bytes, options, extraction)
}

pub(super) fn extraction(library: Option<&Library>, sources: &Sources, reading: Reading) -> Extraction {
    let mut extraction = Extraction {
        file: format!("{}{}", sources.name(reading.file), reading.part),
        template: None,
        meta: serde_json::Map::new(),
        figures: Vec::new(),
        unclaimed: Vec::new(),
        explain: None,
        id: reading.file,
        findings: reading.diagnostics,
    };
    if let (Some(library), Some((candidates, trace))) = (library, &reading.account) {
        extraction.explain = Some(explain(library, reading.form, reading.bound.as_ref(), candidates, trace, sources));
    }
    let form = reading.form.and_then(|index| Some((library?.model.forms.get(index)?, library?.plans.get(index)?)));
    let (Some((form, plan)), Some(bound)) = (form, reading.bound) else { return extraction };
    extraction.template = Some(form.title());
    for (meta, value) in form.meta.iter().zip(&bound.meta) {
        if let Some(value) = value {
            extraction.meta.insert(meta.name.clone(), value.text.clone().into());
        }
    }
    for ((cell, at), unit) in bound.figures.cells.iter().zip(&plan.places).zip(&plan.units) {
        // An absent cell's span points near where it should be: that is no place of a figure.
        let span = cell.span.filter(|_| cell.state != State::Absent);
        extraction.figures.push(Figure {
            at: at.clone(),
            state: cell.state,
            value: cell.value.map(|value| value.to_string()).or_else(|| cell.word.clone()),
            unit: if cell.value.is_some() { unit.clone() } else { String::new() },
            approximate: cell.approximate,
            decoded: cell.decoded,
            text: cell.text.clone(),
            place: span.and_then(|span| Place::of(span, sources)),
        });
    }
    extraction.unclaimed = bound
        .unclaimed
        .iter()
        .map(|unclaimed| Unclaimed { text: unclaimed.text.clone(), place: Place::of(unclaimed.span, sources) })
        .collect();
    extraction.findings.extend(bound.diagnostics);
    extraction
}

fn state_word(state: State) -> &'static str {
    match state {
        State::Figure => "figure",
        State::Blank => "blank",
        State::NotApplicable => "not-applicable",
        State::Absent => "absent",
        State::Unreadable => "unreadable",
    }
}
