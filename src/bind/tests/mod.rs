//! The binder on small documents of our own: every layout, every finding.

mod documents;
mod facts;
mod loose;
mod recognition;
mod trees;

use crate::diag::{Diagnostic, Lang, Severity};
use crate::document;
use crate::model::Model;
use crate::plan::{Slots, place_of};
use crate::source::Sources;

use super::{Bound, State};

/// A report read with templates.
pub(super) struct Sample {
    pub sources: Sources,
    pub model: Model,
    pub form: Option<usize>,
    pub slots: Slots,
    pub bound: Option<Bound>,
    pub said: Vec<Diagnostic>,
}

pub(super) fn model(sources: &mut Sources, template: &str) -> Model {
    let file = sources.add("t.gj", template);
    let (tree, said) = crate::syntax::parse(template, file);
    let (model, more) = crate::resolve::resolve(&[tree]);
    let errors: Vec<String> = said.iter().chain(&more).filter(|d| d.is_error()).map(|d| d.message.render(Lang::En)).collect();
    assert!(errors.is_empty(), "{errors:?}");
    model
}

/// Reads `report`, whose format its name tells, with the forms of `template`.
pub(super) fn read_with(template: &str, name: &str, report: &str, named: Option<&str>, given: &[(&str, &str)]) -> Sample {
    let mut sources = Sources::new();
    let model = model(&mut sources, template);
    let (_, content) = document::read(&mut sources, name, report.as_bytes()).expect("readable");
    let (form, said) = super::choose(&model, &content, named);
    let given: Vec<(String, String)> = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let slots = form.map(|form| Slots::of(&model.forms[form])).unwrap_or_default();
    let bound = form.map(|form| super::bind(&model, form, &slots, &content, &given));
    Sample { sources, model, form, slots, bound, said }
}

/// Reads `report` with the first form of `template`.
pub(super) fn read(template: &str, name: &str, report: &str) -> Sample {
    let mut sources = Sources::new();
    let first = model(&mut sources, template).forms[0].title();
    read_with(template, name, report, Some(&first), &[])
}

impl Sample {
    /// `表.行.列=值`, in slot order: `_` blank, `X` absent, `?` unreadable, `/` not applicable.
    pub fn figures(&self) -> Vec<String> {
        let (Some(form), Some(bound)) = (self.form, &self.bound) else { return Vec::new() };
        let cells = self.slots.list.iter().zip(&bound.figures.cells);
        cells
            .map(|(slot, cell)| {
                let at = place_of(&self.model.forms[form], slot.cell);
                let name: Vec<String> = [at.row, at.column, at.fact].into_iter().flatten().collect();
                let value = match cell.state {
                    State::Figure => cell.value.map(|value| value.to_string()).or(cell.word.clone()).unwrap_or_default(),
                    State::Blank => "_".to_owned(),
                    State::Absent => "X".to_owned(),
                    State::Unreadable => "?".to_owned(),
                    State::NotApplicable => "/".to_owned(),
                };
                if let (State::Figure, Some(span)) = (cell.state, cell.span) {
                    assert!(self.sources.slice(span).contains(cell.text.as_str()), "{:?}", self.sources.slice(span));
                }
                format!("{}={value}", name.join("."))
            })
            .collect()
    }

    /// All findings: severity, code, sentence, and the text of the primary place.
    pub fn findings(&self) -> Vec<String> {
        let bound = self.bound.iter().flat_map(|bound| &bound.diagnostics);
        self.said
            .iter()
            .chain(bound)
            .map(|found| {
                let severity = match found.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Note => "note",
                };
                let english = found.message.render(Lang::En);
                let open = english.split('{').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
                assert!(!open && !english.is_empty(), "a placeholder is open: {english}");
                let place = found.primary().map(|label| self.sources.slice(label.span).to_owned()).unwrap_or_default();
                format!("{severity} {} {} @{place}", found.code.name, found.message.render(Lang::Zh))
            })
            .collect()
    }

    pub fn codes(&self) -> Vec<String> {
        self.findings().iter().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
    }
}
