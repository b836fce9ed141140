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

mod examine;
mod explain;
mod extract;
mod many;
mod priors;
mod reading;

pub use examine::{Examined, examine};
pub use explain::{By, Explain, Fact, Fit, Grid, Label, Line, Match, Meta, Row, Source, Table};
pub use extract::{Extraction, Figure, Place, Unclaimed, extract, extract_all};
pub use many::{Answer, Many, Plain, Whence};
pub use priors::{filed, priors};
pub use reading::{Reading, read};

use std::sync::Arc;

use crate::chain::{Found, Priors};
use crate::diag::{Code, Diagnostic, Severity};
use crate::document::Encoding;
use crate::emit::figures;
use crate::model::Model;
use crate::plan::Plan;
use crate::report::{Outcome, RuleCounts, Verdict};
use crate::source::{FileId, Sources};
use crate::{check as checker, eval, locate, resolve, syntax};

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
        analyze(&trees, diagnostics).into_library()
    }
}

/// What is known of the templates of one folder, right or wrong: what an editor works with while its user types.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// What could be understood.
    pub model: Model,
    /// Which place uses which name.
    pub uses: resolve::Uses,
    /// Everything wrong with the files, in their order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves and checks template files that were parsed, with what the parser found: the whole of the checking there is.
pub fn analyze(trees: &[syntax::ast::File], mut diagnostics: Vec<Diagnostic>) -> Analysis {
    // A file with syntax errors may have lost declarations: what is missing there is not the author's next mistake.
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error());
    let damaged: Vec<FileId> = errors.filter_map(Diagnostic::primary).map(|label| label.span.file).collect();
    let (model, uses, found) = resolve::resolve_with_uses(trees);
    diagnostics.extend(resolve::certain(found, &damaged));
    let found = checker::check_after(&model, &diagnostics);
    diagnostics.extend(resolve::certain(found, &damaged));
    diagnostics.sort_by_key(|diagnostic| diagnostic.primary().map(|label| (label.span.file, label.span.start)));
    Analysis { model, uses, diagnostics }
}

impl Analysis {
    /// The templates, ready to read reports.
    ///
    /// # Errors
    /// All diagnostics, when one of them is an error.
    pub fn into_library(self) -> Result<Library, Vec<Diagnostic>> {
        let Analysis { model, diagnostics, uses: _ } = self;
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
    /// Reports of the year before ([`priors`]), for the rules that need one.
    pub prior: Option<Arc<Priors>>,
    /// The encoding of the file, whatever it says itself.
    pub encoding: Option<Encoding>,
    /// Keep an account of how everything was found.
    pub explain: bool,
    /// Say which figures would make the failed rules hold: one finding in place of those of the rules.
    pub locate: bool,
    /// Keep every figure in long form ([`Outcome::figures`]).
    pub figures: bool,
}

/// Checks the report of a file: everything that can be said about it. Of a file with several reports (`NDJSON`, a wide `CSV`, a page)
/// the findings of all, the worst verdict, and template and meta of the first; [`check_all`] tells them apart.
pub fn check(library: &Library, sources: &mut Sources, name: &str, bytes: &[u8], options: &Options) -> Outcome {
    let outcomes = check_all(std::slice::from_ref(library), sources, name, bytes, options);
    let whole = outcomes.into_iter().reduce(|mut whole, other| {
        whole.part = String::new();
        whole.verdict = whole.verdict.max(other.verdict);
        whole.rules = whole.rules.and(other.rules);
        whole.findings.extend(other.findings);
        whole
    });
    whole.unwrap_or_else(|| Outcome::unread(sources.add(name, "")))
}

/// Checks every report of a file, each with the first library that has a template for it.
pub fn check_all(libraries: &[Library], sources: &mut Sources, name: &str, bytes: &[u8], options: &Options) -> Vec<Outcome> {
    let mut evaluator = eval::Evaluator::default();
    reading::each(libraries, sources, name, bytes, options, |library, sources, reading| {
        outcome(library, sources, reading, options, &mut evaluator)
    })
}

fn outcome(
    library: Option<&Library>,
    sources: &Sources,
    reading: Reading,
    options: &Options,
    evaluator: &mut eval::Evaluator,
) -> Outcome {
    let structured = reading.structured;
    let mut outcome = Outcome { part: reading.part, findings: reading.diagnostics, ..Outcome::unread(reading.file) };
    let form = reading.form.and_then(|index| Some((library?.model.forms.get(index)?, library?.plans.get(index)?)));
    let (Some((form, plan)), Some(bound)) = (form, reading.bound) else { return outcome };
    outcome.template = Some(form.title());
    outcome.meta = form
        .meta
        .iter()
        .zip(&bound.meta)
        .filter_map(|(meta, value)| Some((meta.name.clone(), value.as_ref()?.text.clone())))
        .collect();
    if options.figures {
        figures::write_csv(form, plan, &bound, &outcome.name(sources), &mut outcome.figures);
    }
    let (prior, said) = priors::of_report(options.prior.as_deref(), library, form, plan, reading.file, &bound);
    outcome.findings.extend(said);
    let others = eval::Others { prior: prior.as_ref().map(Found::other), parts: None };
    let mut assessment = evaluator.evaluate(plan, &bound, eval::Options { others });
    if options.locate && !assessment.failed.is_empty() {
        locate::say(plan, &bound, &mut assessment, structured.then_some(sources));
    }
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
    [Code::G0401, Code::G0402, Code::G0403, Code::G0404, Code::G0405, Code::G0407, Code::G0410].contains(&code)
}
