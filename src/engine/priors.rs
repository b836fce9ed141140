//! Reports that are read to be compared with others.

use super::{Library, Options, reading};
use crate::bind::Bound;
use crate::chain::{Filed, Forms, Found, Given, Identity, Priors, Unread};
use crate::diag::wording::chain as w;
use crate::diag::{Code, Diagnostic, Message, Severity};
use crate::model::Form;
use crate::plan::{Needs, Plan};
use crate::source::{FileId, Sources, Span};

impl Library {
    /// Its templates, as modules further down know them.
    pub fn forms(&self) -> Forms<'_> {
        Forms { model: &self.model, plans: &self.plans }
    }
}

/// Reads every report of a file, to be compared with others: those that were read, and what could not be.
pub fn filed(
    libraries: &[Library],
    sources: &mut Sources,
    name: &str,
    bytes: &[u8],
    options: &Options,
) -> (Vec<Filed>, Vec<Unread>) {
    let (mut reports, mut unread) = (Vec::new(), Vec::new());
    reading::each(libraries, sources, name, bytes, options, |library, _, reading| {
        let name = format!("{name}{}", reading.part);
        let form = reading.form.and_then(|index| Some((library?.model.forms.get(index)?, library?.plans.get(index)?)));
        match (form, reading.bound) {
            (Some((form, plan)), Some(bound)) => reports.push(Filed::new(reading.file, name, form, plan, bound)),
            (Some(_) | None, _) => {
                unread.push(Unread { file: reading.file, name, why: reason(&reading.diagnostics) });
            }
        }
    });
    (reports, unread)
}

/// Why a report could not be read: its first error, else that no form fits.
fn reason(diagnostics: &[Diagnostic]) -> Message {
    let error = diagnostics.iter().max_by_key(|diagnostic| diagnostic.severity == Severity::Error);
    error.map_or_else(|| w::UNREADABLE_FORM.plain(), |error| error.message.clone())
}

/// Reads reports of the year before, once for all reports that are to be compared with them. What `--meta` says of the year is not
/// said of them; and of many not whose they are.
pub fn priors(
    libraries: &[Library],
    sources: &mut Sources,
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
    given: Given,
    options: &Options,
) -> Priors {
    let forms = || libraries.iter().flat_map(|library| &library.model.forms);
    let mut own: Vec<&str> = forms().filter_map(year_name).collect();
    if given == Given::Folder {
        own.extend(forms().flat_map(key_names));
    }
    let meta = options.meta.iter().filter(|(name, _)| !own.contains(&name.as_str())).cloned().collect();
    // The year before may have been reported on an older form.
    let options =
        Options { meta, template: None, prior: None, explain: false, locate: false, figures: false, encoding: options.encoding };
    let (mut reports, mut unread) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let (read, not) = filed(libraries, sources, &name, &bytes, &options);
        reports.extend(read);
        unread.extend(not);
    }
    Priors::new(given, reports, unread)
}

fn key_names(form: &Form) -> impl Iterator<Item = &str> {
    form.key.iter().filter_map(|id| Some(form.meta.get(id.0 as usize)?.name.as_str()))
}

fn year_name(form: &Form) -> Option<&str> {
    Some(form.meta.get(form.applies.as_ref()?.meta.0 as usize)?.name.as_str())
}

/// The report of the year before for one report, and what is to be said where there is none.
pub(super) fn of_report<'a>(
    priors: Option<&'a Priors>,
    library: Option<&'a Library>,
    form: &Form,
    plan: &Plan,
    file: FileId,
    bound: &Bound,
) -> (Option<Found<'a>>, Option<Diagnostic>) {
    let (Some(priors), Some(library)) = (priors, library) else { return (None, None) };
    if !plan.rules.iter().any(|rule| rule.needs == Some(Needs::Prior)) {
        let message = w::NO_RULES.with("form", form.title());
        let said = Diagnostic::note(Code::G0413, message).at(Span::file_start(file), w::IS_FORM.with("form", form.title()));
        return (None, Some(said));
    }
    let who = Identity::of(form, plan, bound);
    match priors.find(library.forms(), form, file, &who) {
        Ok(found) => (Some(found), None),
        Err(said) => (None, Some(*said)),
    }
}
