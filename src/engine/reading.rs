//! Bytes → reports → forms → figures.

use std::borrow::Cow;

use super::{Library, Options};
use crate::bind::{self, Bound, Candidate, Trace};
use crate::diag::Diagnostic;
use crate::document::{self, Content, Failure, Hints};
use crate::source::{FileId, Sources};

/// A report that was read with a form.
#[derive(Debug, Clone)]
pub struct Reading {
    pub file: FileId,
    /// Which report of the file ([`Contents::part`](document::Contents::part), `#2` in a text or a page); empty when it is the only one.
    pub part: String,
    /// Index into [`Model::forms`](crate::model::Model::forms); `None` when the report could not be read or no form fits.
    pub form: Option<usize>,
    pub bound: Option<Bound>,
    /// What reading and recognizing found to say; the binder's findings are in `bound`.
    pub diagnostics: Vec<Diagnostic>,
    /// It is data (JSON, YAML, CSV …), not a published document.
    pub structured: bool,
    /// How it was recognized and read, when that was asked for.
    pub account: Option<(Vec<Candidate>, Trace)>,
}

/// Reads one report: bytes → document → form → figures. Of several reports in the file the first.
pub fn read(library: &Library, sources: &mut Sources, name: &str, bytes: &[u8], options: &Options) -> Reading {
    match document::open(sources, name, bytes, &hints(options)) {
        Err(failure) => failed(failure, String::new()),
        Ok(contents) => match contents.report(0, sources) {
            Err(failure) => failed(failure, contents.part(0)),
            Ok(content) => {
                let (_, mut reading) = with_libraries(std::slice::from_ref(library), &content, contents.file, options);
                reading.part = contents.part(0);
                reading.diagnostics.splice(0..0, contents.notes.iter().cloned());
                reading
            }
        },
    }
}

/// Reads every report of a file and hands it on with the library whose form it is on: the first that has one for it.
pub(super) fn each<T>(
    libraries: &[Library],
    sources: &mut Sources,
    name: &str,
    bytes: &[u8],
    options: &Options,
    mut then: impl FnMut(Option<&Library>, &Sources, Reading) -> T,
) -> Vec<T> {
    let contents = match document::open(sources, name, bytes, &hints(options)) {
        Err(failure) => return vec![then(None, sources, failed(failure, String::new()))],
        Ok(contents) => contents,
    };
    let mut all = Vec::with_capacity(contents.count());
    for index in 0..contents.count() {
        let part = contents.part(index);
        let content = match contents.report(index, sources) {
            Err(failure) => {
                all.push(then(None, sources, failed(failure, part)));
                continue;
            }
            Ok(content) => content,
        };
        let several = libraries.iter().find_map(|library| bind::several(&library.model, &content).filter(|one| one.certain));
        let reports = match several {
            Some(several) => {
                let name = |at: usize| format!("{part}#{}", at + 1);
                several.reports.into_iter().enumerate().map(|(at, report)| (name(at), Cow::Owned(report))).collect()
            }
            None => vec![(part, content)],
        };
        for (part, content) in reports {
            let (library, mut reading) = with_libraries(libraries, &content, contents.file, options);
            reading.part = part;
            // What concerns the whole file is said once.
            if all.is_empty() {
                reading.diagnostics.splice(0..0, contents.notes.iter().cloned());
            }
            all.push(then(library, sources, reading));
        }
    }
    all
}

fn hints(options: &Options) -> Hints {
    Hints { encoding: options.encoding }
}

fn failed(failure: Failure, part: String) -> Reading {
    let file = failure.primary().map_or(FileId(0), |label| label.span.file);
    Reading { file, part, form: None, bound: None, diagnostics: vec![*failure], structured: false, account: None }
}

fn with_libraries<'l>(
    libraries: &'l [Library],
    content: &Content,
    file: FileId,
    options: &Options,
) -> (Option<&'l Library>, Reading) {
    let structured = matches!(content, Content::Tree(_));
    let mut reading =
        Reading { file, part: String::new(), form: None, bound: None, diagnostics: Vec::new(), structured, account: None };
    for library in libraries {
        let several = bind::several(&library.model, content);
        let content = several.as_ref().and_then(|several| several.reports.first()).unwrap_or(content);
        let (form, found) = bind::choose(&library.model, content, options.template.as_deref());
        reading.diagnostics = found;
        reading.diagnostics.extend(several.as_ref().map(|several| several.finding.clone()));
        if let Some((index, plan)) = form.and_then(|index| Some((index, library.plans.get(index)?))) {
            reading.form = Some(index);
            if options.explain {
                let (bound, trace) = bind::explain(&library.model, index, &plan.slots, content, &options.meta);
                reading.bound = Some(bound);
                reading.account = Some((bind::recognize(&library.model, content), trace));
            } else {
                reading.bound = Some(bind::bind(&library.model, index, &plan.slots, content, &options.meta));
            }
            return (Some(library), reading);
        }
    }
    if let Some(library) = libraries.first().filter(|_| options.explain) {
        reading.account = Some((bind::recognize(&library.model, content), Trace::default()));
        return (Some(library), reading);
    }
    (None, reading)
}
