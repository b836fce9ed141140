//! The report of the year before: given by name, or looked up among many.

use std::collections::HashMap;
use std::sync::Arc;

use super::continues::{Continuations, Forms, related};
use super::filed::{Filed, Identity, Part};
use crate::bind::{Bound, MetaValue};
use crate::diag::wording::chain as w;
use crate::diag::{Arg, Code, Diagnostic, Label, Message};
use crate::eval::{Carry, Other};
use crate::model::Form;
use crate::plan::Plan;
use crate::source::{FileId, Span};

/// How reports of the year before were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Given {
    /// As the one that is meant.
    #[default]
    File,
    /// As many, in which the one that is meant is to be found.
    Folder,
}

/// A file, or a report of it, that could not be read as a report.
#[derive(Debug, Clone)]
pub struct Unread {
    pub file: FileId,
    pub name: String,
    pub why: Message,
}

/// Reports of the year before, read once.
#[derive(Debug, Default)]
pub struct Priors {
    given: Given,
    reports: Vec<Filed>,
    unread: Vec<Unread>,
    /// By office and year.
    index: HashMap<(String, i64), Vec<usize>>,
    continuations: Continuations,
}

/// The report of the year before, ready for the evaluator.
#[derive(Debug)]
pub struct Found<'a> {
    plan: &'a Plan,
    bound: &'a Bound,
    carry: Arc<Carry>,
    meta: Vec<Option<MetaValue>>,
}

impl Found<'_> {
    pub fn other(&self) -> Other<'_> {
        Other { plan: self.plan, bound: self.bound, carry: &self.carry, meta: &self.meta }
    }
}

/// Files that could not be read and are named in a finding.
const NAMED: usize = 5;

impl Priors {
    pub fn new(given: Given, reports: Vec<Filed>, unread: Vec<Unread>) -> Priors {
        let mut index: HashMap<(String, i64), Vec<usize>> = HashMap::new();
        for (at, report) in reports.iter().enumerate() {
            if let (Some(office), Some(year)) = (report.who.office_key(), report.who.year) {
                index.entry((office, year)).or_default().push(at);
            }
        }
        Priors { given, reports, unread, index, continuations: Continuations::default() }
    }

    /// What could not be read.
    pub fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// The report of the year before for a report of the form `form`.
    ///
    /// # Errors
    /// The finding that says why there is none that can be used.
    pub fn find<'a>(&'a self, forms: Forms<'a>, form: &Form, file: FileId, who: &Identity) -> Result<Found<'a>, Box<Diagnostic>> {
        let report = match (self.given, self.reports.as_slice(), self.unread.as_slice()) {
            (Given::File, [one], _) => self.given(one, file, who)?,
            (Given::File, [], [unread, ..]) => return Err(Box::new(self.unreadable(unread, file))),
            (Given::File | Given::Folder, _, _) => self.looked_up(forms, form, file, who)?,
        };
        ready(&self.continuations, forms, form, file, report)
    }

    fn given<'a>(&'a self, report: &'a Filed, file: FileId, who: &Identity) -> Result<&'a Filed, Box<Diagnostic>> {
        if let Some((own, its)) = who.differs(&report.who) {
            return Err(Box::new(wrong_office(own, its, file, report)));
        }
        if !who.has_year || !report.who.has_year {
            return Ok(report);
        }
        let place = |at: Option<Span>, file: FileId| at.unwrap_or(Span::file_start(file));
        let (own_at, its_at) = (place(who.year_at, file), place(report.who.year_at, report.file));
        match (who.year, report.who.year) {
            (Some(own), Some(its)) if own.checked_sub(1) == Some(its) => Ok(report),
            (Some(own), Some(its)) => {
                let message = w::WRONG_YEAR.with("year", its.to_string()).with("wanted", own.saturating_sub(1).to_string());
                let finding = Diagnostic::error(Code::G0411, message)
                    .at(own_at, w::IS_YEAR.with("year", own.to_string()))
                    .at(its_at, w::IS_YEAR.with("year", its.to_string()));
                Err(Box::new(finding.with_note(w::WITHOUT.plain())))
            }
            (own, _) => {
                let (first, second) = if own.is_none() { (own_at, its_at) } else { (its_at, own_at) };
                let mut finding = Diagnostic::error(Code::G0411, w::NO_YEAR.plain()).at(first, w::NO_YEAR_HERE.plain());
                finding.labels.push(Label::bare(second));
                Err(Box::new(finding.with_note(w::WITHOUT.plain())))
            }
        }
    }

    fn unreadable(&self, unread: &Unread, file: FileId) -> Diagnostic {
        Diagnostic::error(Code::G0411, w::UNREADABLE.with("file", &unread.name))
            .at(Span::file_start(file), w::THIS_REPORT.plain())
            .at_bare(Span::file_start(unread.file))
            .with_note(w::UNREADABLE_WHY.with("file", &unread.name).with("why", unread.why.clone()))
    }

    fn looked_up<'a>(
        &'a self,
        forms: Forms<'a>,
        form: &Form,
        file: FileId,
        who: &Identity,
    ) -> Result<&'a Filed, Box<Diagnostic>> {
        let start = Span::file_start(file);
        let unknown = |what: Arg| {
            let finding = Diagnostic::warning(Code::G0412, w::NOT_KNOWN.with("what", what)).at(start, w::THIS_REPORT.plain());
            Box::new(finding.with_note(w::WITHOUT.plain()))
        };
        let Some(office) = who.office_key() else {
            return Err(unknown(who.unread().unwrap_or_default().into()));
        };
        let Some(year) = who.year.and_then(|year| year.checked_sub(1)) else { return Err(unknown(w::THE_YEAR.plain().into())) };
        let all = self.index.get(&(office, year)).map(Vec::as_slice).unwrap_or_default();
        let all: Vec<&Filed> = all.iter().filter_map(|at| self.reports.get(*at)).collect();
        // Another kind of report of the same office and year is none of this one's.
        let fitting: Vec<&Filed> = all.iter().copied().filter(|report| related(forms, form.span, report.form)).collect();
        let name = who.office_name();
        let of: Arg = if name.is_empty() { "".into() } else { w::OF_OFFICE.with("office", name).into() };
        let found = |wording: &'static crate::diag::Wording| {
            wording.with("year", year.to_string()).with("office", of.clone()).with("count", fitting.len())
        };
        let at = who.year_at.unwrap_or(start);
        match (fitting.as_slice(), all.as_slice()) {
            ([one], _) => Ok(*one),
            ([], [other, ..]) => Err(Box::new(no_map(form, file, other))),
            ([], []) => {
                let mut finding = Diagnostic::warning(Code::G0412, found(&w::NOT_FOUND)).at(at, w::THIS_REPORT.plain());
                if !self.unread.is_empty() {
                    let mut files: Vec<String> = self.unread.iter().take(NAMED).map(|unread| unread.name.clone()).collect();
                    if self.unread.len() > NAMED {
                        files.push("…".to_owned());
                    }
                    finding.notes.push(w::UNREAD_BESIDE.with("count", self.unread.len()).with("files", files));
                }
                Err(Box::new(finding.with_note(w::WITHOUT.plain())))
            }
            (several, _) => {
                let mut finding = Diagnostic::warning(Code::G0412, found(&w::SEVERAL)).at(at, w::THIS_REPORT.plain());
                finding.labels.extend(several.iter().map(|report| Label::new(report.place(), w::SEVERAL_HERE.plain())));
                Err(Box::new(finding.with_note(w::WITHOUT.plain()).with_help(w::SEVERAL_HELP.plain())))
            }
        }
    }
}

/// A report that is the right one, with what is needed to compare it with one of `form`.
pub(super) fn ready<'a>(
    continuations: &Continuations,
    forms: Forms<'a>,
    form: &Form,
    file: FileId,
    report: &'a Filed,
) -> Result<Found<'a>, Box<Diagnostic>> {
    let found = forms.declared_at(report.form).zip(continuations.of(forms, form.span, report.form));
    let Some(((its_form, plan), carry)) = found else { return Err(Box::new(no_map(form, file, report))) };
    Ok(Found { plan, bound: &report.bound, carry, meta: report.meta_for(its_form, form) })
}

fn no_map(form: &Form, file: FileId, report: &Filed) -> Diagnostic {
    Diagnostic::error(Code::G0411, w::NO_MAP.with("old", &report.title).with("new", form.title()))
        .at(Span::file_start(file), w::IS_FORM.with("form", form.title()))
        .at(Span::file_start(report.file), w::IS_FORM.with("form", &report.title))
        .with_note(w::WITHOUT.plain())
}

fn wrong_office(own: &Part, its: &Part, file: FileId, report: &Filed) -> Diagnostic {
    let text = |part: &Part| part.value.as_ref().map(|value| value.text.clone()).unwrap_or_default();
    let place = |part: &Part, file: FileId| part.value.as_ref().and_then(|value| value.span).unwrap_or(Span::file_start(file));
    Diagnostic::error(Code::G0411, w::WRONG_OFFICE.with("office", text(its)).with("wanted", text(own)))
        .at(place(own, file), w::IS_OFFICE.with("office", text(own)))
        .at(place(its, report.file), w::IS_OFFICE.with("office", text(its)))
        .with_note(w::WITHOUT.plain())
        .with_help(w::WRONG_OFFICE_HELP.with("name", &own.name))
}
