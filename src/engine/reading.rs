//! Bytes → reports → forms → figures.

use super::{Library, Options};
use crate::bind::{self, Bound, Candidate, Trace};
use crate::diag::Diagnostic;
use crate::document::{self, Content, Contents, Failure, Hints};
use crate::source::{FileId, Sources};

/// A report that was read with a form.
#[derive(Debug, Clone)]
pub struct Reading {
    pub file: FileId,
    /// Which report of the file ([`Contents::part`]); empty when it is the only one.
    pub part: String,
    /// Index into [`Model::forms`](crate::model::Model::forms); `None` when the report could not be read or no form fits.
    pub form: Option<usize>,
    pub bound: Option<Bound>,
    /// What reading and recognizing found to say; the binder's findings are in `bound`.
    pub diagnostics: Vec<Diagnostic>,
    /// How it was recognized and read, when that was asked for.
    pub account: Option<(Vec<Candidate>, Trace)>,
}

/// Reads one report: bytes → document → form → figures. Of several reports in the file the first.
pub fn read(library: &Library, sources: &mut Sources, name: &str, bytes: &[u8], options: &Options) -> Reading {
    match document::open(sources, name, bytes, &hints(options)) {
        Err(failure) => failed(failure, String::new()),
        Ok(contents) => one(std::slice::from_ref(library), sources, &contents, 0, options).1,
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
        let (library, reading) = one(libraries, sources, &contents, index, options);
        all.push(then(library, sources, reading));
    }
    all
}

fn hints(options: &Options) -> Hints {
    Hints { encoding: options.encoding }
}

fn failed(failure: Failure, part: String) -> Reading {
    let file = failure.primary().map_or(FileId(0), |label| label.span.file);
    Reading { file, part, form: None, bound: None, diagnostics: vec![*failure], account: None }
}

fn one<'l>(
    libraries: &'l [Library],
    sources: &Sources,
    contents: &Contents,
    index: usize,
    options: &Options,
) -> (Option<&'l Library>, Reading) {
    let mut reading = match contents.report(index, sources) {
        Err(failure) => return (None, failed(failure, contents.part(index))),
        Ok(content) => with_libraries(libraries, &content, contents.file, options),
    };
    reading.1.part = contents.part(index);
    // What concerns the whole file is said once.
    if index == 0 {
        reading.1.diagnostics.splice(0..0, contents.notes.iter().cloned());
    }
    reading
}

fn with_libraries<'l>(
    libraries: &'l [Library],
    content: &Content,
    file: FileId,
    options: &Options,
) -> (Option<&'l Library>, Reading) {
    let mut reading = Reading { file, part: String::new(), form: None, bound: None, diagnostics: Vec::new(), account: None };
    for library in libraries {
        let first = bind::first_report(&library.model, content);
        let content = first.as_ref().map_or(content, |(content, _)| content);
        let (form, found) = bind::choose(&library.model, content, options.template.as_deref());
        reading.diagnostics = found;
        reading.diagnostics.extend(first.as_ref().map(|(_, found)| found.clone()));
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
