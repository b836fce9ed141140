//! The reports, what a correct reading finds in them, and short ways to read and check them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gouji::bind::State;
use gouji::diag::{At, Diagnostic};
use gouji::engine::Place;
use gouji::report::Outcome;
use gouji::source::Sources;
use gouji::{Extraction, Library, Options};

/// Reports whose layout this version reads.
pub const REPORTS: &[&str] = &[
    "000_zhonghan_2025.txt",
    "001_jingyue_2024.txt",
    "002_jingheju_2024.txt",
    "003_changchun_2017.txt",
    "004_nanguan_2023.txt",
    "hangzhou_style_2025.html",
    PDF_TEXT,
    OCR,
    SHANGHAI,
];
/// The one of them that leaves out totals.
pub const SHANGHAI: &str = "shanghai_gbt_2019.html";
/// The narrative one.
pub const NARRATIVE: &str = "003_changchun_2017.txt";

/// The text of a PDF: nothing but words in lines.
pub const PDF_TEXT: &str = "huaian_2024_pdftext.txt";
/// Tables that a machine read from a picture, with columns that it named itself.
pub const OCR: &str = "shuyang_2025_ocr.md";

/// Those with tables.
pub fn with_tables() -> impl Iterator<Item = &'static str> {
    REPORTS.iter().copied().filter(|name| *name != NARRATIVE)
}

/// Those whose tables are printed cell by cell, under the form's labels.
pub fn with_cells() -> impl Iterator<Item = &'static str> {
    with_tables().filter(|name| ![PDF_TEXT, OCR].contains(name))
}

pub struct Corpus {
    root: PathBuf,
    sources: Sources,
    pub library: Library,
}

impl Corpus {
    pub fn open() -> Option<Corpus> {
        let root = PathBuf::from(std::env::var_os("GOUJI_CORPUS")?);
        let mut sources = Sources::new();
        let library = Library::built_in(&mut sources).expect("the shipped templates compile");
        Some(Corpus { root, sources, library })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join("reports").join(name)
    }

    pub fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn expected(&self, name: &str) -> serde_json::Value {
        let stem = Path::new(name).file_stem().expect("a name").to_string_lossy().into_owned();
        // One report in several formats has one reading.
        let stem = ["_pdftext", "_ocr", "_glued"].iter().find_map(|ending| stem.strip_suffix(ending)).unwrap_or(&stem);
        let path = self.root.join("expected").join(format!("{stem}.json"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        serde_json::from_str(&text).expect("JSON")
    }

    pub fn check(&self, name: &str, text: &str) -> Outcome {
        let mut sources = self.sources.clone();
        gouji::check(&self.library, &mut sources, name, text.as_bytes(), &Options::default())
    }

    pub fn extract(&self, name: &str, text: &str) -> Extraction {
        let mut sources = self.sources.clone();
        gouji::extract(&self.library, &mut sources, name, text.as_bytes(), &Options::default())
    }
}

/// Where a figure stands: table, row, column; or `facts` and the fact's name.
pub type Cell = (String, String, String);

pub fn cell_of(at: &At) -> Cell {
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    match &at.fact {
        Some(fact) => ("facts".to_owned(), fact.clone(), String::new()),
        None => (word(&at.table), word(&at.row), word(&at.column)),
    }
}

/// A figure as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub state: &'static str,
    pub value: Option<String>,
    pub range: Option<(usize, usize)>,
}

pub fn cells(extraction: &Extraction) -> BTreeMap<Cell, Read> {
    let read = extraction.figures.iter().map(|figure| {
        let state = match figure.state {
            State::Figure => "figure",
            State::Blank => "blank",
            State::NotApplicable => "not-applicable",
            State::Absent => "absent",
            State::Unreadable => "unreadable",
        };
        let range = figure.place.as_ref().and_then(Place::bytes).map(|range| (range.start, range.end));
        (cell_of(&figure.at), Read { state, value: figure.value.clone(), range })
    });
    read.collect()
}

/// The figures of the two tables that the cross-checks of the law stand in.
pub fn checked_cells(extraction: &Extraction) -> Vec<(Cell, Read)> {
    let all = cells(extraction);
    all.into_iter().filter(|((table, _, _), read)| (table == "申请" || table == "争议") && read.state == "figure").collect()
}

pub fn errors(outcome: &Outcome) -> Vec<&Diagnostic> {
    outcome.findings.iter().filter(|finding| finding.is_error()).collect()
}

/// The findings in English, one a line: what a failing test shows.
pub fn said(findings: &[Diagnostic]) -> String {
    let line = |finding: &Diagnostic| {
        let at = finding.finding.as_ref().map(|finding| cell_of(&finding.at));
        let message = finding.message.render(gouji::diag::Lang::Zh);
        format!("{} {:?} {at:?}: {message}", finding.code.name, finding.severity)
    };
    findings.iter().map(line).collect::<Vec<_>>().join("\n  ")
}

/// What failed, as (code, rule, row, column).
pub type Failures = BTreeSet<(String, String, String, String)>;

/// Whether one of a finding's labels in the report covers these bytes.
pub fn has_label_on(outcome: &Outcome, finding: &Diagnostic, range: (usize, usize)) -> bool {
    finding.labels.iter().any(|label| {
        label.span.file == outcome.file && label.span.start as usize <= range.0 && label.span.end as usize >= range.1
    })
}

/// `text` with the bytes of `range` replaced.
pub fn replaced(text: &str, range: (usize, usize), by: &str) -> String {
    format!("{}{by}{}", &text[..range.0], &text[range.1..])
}
