//! The whole flow, for the shells and for Rust callers: templates in, reports in, findings out.
//!
//! ```
//! let mut sources = gouji::source::Sources::new();
//! let template = r#"
//! gouji 1
//! unit 元
//! template 收支 @1 "收支表" {
//!   section 正表 "收支表" {
//!     table 收支 { cell natural[元]  columns { 本年 }  rows { 收入, 支出, 结余 = 收入 - 支出 } }
//!   }
//! }"#;
//! let files = vec![("收支.gj".to_owned(), template.to_owned())];
//! let library = gouji::Library::compile(&mut sources, files).expect("the template compiles");
//!
//! let report = r#"{"template": "收支@1", "收支": {"收入": {"本年": 90}, "支出": {"本年": 60}, "结余": {"本年": 40}}}"#;
//! let outcome = gouji::check(&library, &mut sources, "report.json", report.as_bytes(), &gouji::Options::default());
//! assert_eq!(outcome.verdict, gouji::report::Verdict::Rejected);
//! assert_eq!(outcome.findings[0].code.name, "G0404");
//! ```

mod extract;

pub use extract::{Extraction, extract};

use crate::bind::{self, Bound};
use crate::diag::{Code, Diagnostic, Severity};
use crate::document::{self, Content};
use crate::model::Model;
use crate::plan::Plan;
use crate::report::{Outcome, RuleCounts, Verdict};
use crate::source::{FileId, Sources};
use crate::{check as checker, eval, resolve, syntax};

/// The template files compiled into the program, name and text: all of `schemas/`, listed by `build.rs`.
pub const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/schemas.rs"));

/// Compiled templates, ready to read reports.
#[derive(Debug, Clone)]
pub struct Library {
    pub model: Model,
    /// One plan a form, in the model's order.
    pub plans: Vec<Plan>,
    /// Warnings and notes of the compilation.
    pub diagnostics: Vec<Diagnostic>,
}

impl Library {
    /// Compiles the templates that come with the program.
    ///
    /// # Errors
    /// The diagnostics, should a shipped template be broken.
    pub fn built_in(sources: &mut Sources) -> Result<Library, Vec<Diagnostic>> {
        let files = BUILT_IN.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Library::compile(sources, files)
    }

    /// Compiles template files (name, text) that stand together in one folder: they share units and axes.
    ///
    /// # Errors
    /// All diagnostics, when one of them is an error.
    pub fn compile(sources: &mut Sources, files: Vec<(String, String)>) -> Result<Library, Vec<Diagnostic>> {
        let mut diagnostics = Vec::new();
        let mut trees = Vec::with_capacity(files.len());
        for (name, text) in files {
            let file = sources.add(name, text);
            let text = sources.get(file).map_or("", |file| file.text());
            let (tree, found) = syntax::parse(text, file);
            trees.push(tree);
            diagnostics.extend(found);
        }
        // A file with syntax errors may have lost declarations: what is missing there is not the author's next mistake.
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error());
        let damaged: Vec<FileId> = errors.filter_map(Diagnostic::primary).map(|label| label.span.file).collect();
        let (model, found) = resolve::resolve(&trees);
        diagnostics.extend(resolve::certain(found, &damaged));
        let found = checker::check_after(&model, &diagnostics);
        diagnostics.extend(resolve::certain(found, &damaged));
        diagnostics.sort_by_key(|diagnostic| diagnostic.primary().map(|label| (label.span.file, label.span.start)));
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(diagnostics);
        }
        let plans = model.forms.iter().map(|form| crate::plan::plan(&model, form)).collect();
        Ok(Library { model, plans, diagnostics })
    }
}

/// What the caller says about a report.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `NAME` or `NAME@VERSION`; recognized from the document when `None`.
    pub template: Option<String>,
    /// `--meta NAME=VALUE`.
    pub meta: Vec<(String, String)>,
    /// A report of the year before was given.
    pub prior_given: bool,
}

/// A report that was read with a form.
#[derive(Debug, Clone)]
pub struct Reading {
    pub file: FileId,
    /// Index into [`Model::forms`]; `None` when the file could not be read or no form fits.
    pub form: Option<usize>,
    pub bound: Option<Bound>,
    /// What reading and recognizing found to say; the binder's findings are in `bound`.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one report: bytes → document → form → figures.
pub fn read(library: &Library, sources: &mut Sources, name: &str, bytes: &[u8], options: &Options) -> Reading {
    let (file, content): (FileId, Content) = match document::read(sources, name, bytes) {
        Ok(read) => read,
        Err(failure) => {
            let file = failure.primary().map_or(FileId(0), |label| label.span.file);
            return Reading { file, form: None, bound: None, diagnostics: vec![*failure] };
        }
    };
    let notes = match &content {
        Content::Document(document) => document.notes.clone(),
        Content::Tree(_) => Vec::new(),
    };
    let mut reading = Reading { file, form: None, bound: None, diagnostics: notes };
    let (form, found) = bind::choose(&library.model, &content, options.template.as_deref());
    reading.diagnostics.extend(found);
    let Some((index, plan)) = form.and_then(|index| Some((index, library.plans.get(index)?))) else { return reading };
    reading.form = Some(index);
    reading.bound = Some(bind::bind(&library.model, index, &plan.slots, &content, &options.meta));
    reading
}

/// Checks one report: everything that can be said about it.
pub fn check(library: &Library, sources: &mut Sources, name: &str, bytes: &[u8], options: &Options) -> Outcome {
    let reading = read(library, sources, name, bytes, options);
    let mut outcome = Outcome {
        file: reading.file,
        template: None,
        meta: Vec::new(),
        verdict: Verdict::Incomplete,
        rules: RuleCounts::default(),
        findings: reading.diagnostics,
    };
    let form = reading.form.and_then(|index| Some((library.model.forms.get(index)?, library.plans.get(index)?)));
    let (Some((form, plan)), Some(bound)) = (form, reading.bound) else { return outcome };
    outcome.template = Some(form.title());
    outcome.meta = form
        .meta
        .iter()
        .zip(&bound.meta)
        .filter_map(|(meta, value)| Some((meta.name.clone(), value.as_ref()?.text.clone())))
        .collect();
    let assessment = eval::evaluate(plan, &bound, eval::Options { prior_given: options.prior_given });
    outcome.rules = counts(assessment.counts);
    outcome.findings.extend(bound.diagnostics);
    outcome.findings.extend(assessment.findings);
    sort(&mut outcome.findings, outcome.file);
    outcome.verdict = verdict(&outcome.findings);
    outcome
}

fn counts(counts: eval::Counts) -> RuleCounts {
    RuleCounts {
        held: counts.held,
        held_within: counts.held_within,
        failed: counts.failed,
        not_assessable: counts.not_assessable,
        not_applicable: counts.not_applicable,
        waived: 0,
        not_computed: counts.not_computed,
    }
}

/// Errors first, then in the order of the report; findings without a place in it come last.
fn sort(findings: &mut [Diagnostic], report: FileId) {
    findings.sort_by_key(|finding| {
        let place = finding.primary().filter(|label| label.span.file == report).map(|label| label.span.start);
        (std::cmp::Reverse(finding.severity), place.is_none(), place)
    });
}

/// Rejected when a rule or a figure is wrong; incomplete when something could only not be found, read or assessed.
fn verdict(findings: &[Diagnostic]) -> Verdict {
    let errors = || findings.iter().filter(|finding| finding.severity == Severity::Error);
    if errors().any(|finding| says_wrong(finding.code)) {
        Verdict::Rejected
    } else if errors().next().is_some() {
        Verdict::Incomplete
    } else {
        Verdict::Accepted
    }
}

/// Codes that say that the report is wrong, rather than that something is missing.
fn says_wrong(code: Code) -> bool {
    [Code::G0401, Code::G0402, Code::G0403, Code::G0404, Code::G0405, Code::G0407].contains(&code)
}
