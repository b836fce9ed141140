//! Runs the tests, several at a time, and keeps their order.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Mode;
use super::gather::{Gathered, Test};
use crate::cli::atomic;
use crate::cli::check::progress;
use crate::cli::inputs::read_file;
use crate::cli::shell::Shell;
use crate::diag::wording::cli as w;
use crate::diag::{Diagnostic, Lang, Message};
use crate::engine::{self, Examined, Options};
use crate::snapshot::{self, Case, Marks, Page, SnapFile};
use crate::source::Sources;

/// What became of one report.
pub(in crate::cli) struct Result {
    pub status: Status,
    /// Expectations that are not met, or cannot be read.
    pub wrong: Vec<Diagnostic>,
    pub expectations: usize,
    pub sources: Sources,
}

pub(in crate::cli) enum Status {
    Same,
    Differs { old: String, new: String },
    New,
    Accepted,
    Failed(Message),
}

/// Runs every test; the results stand in the order of the tests.
pub(super) fn all(gathered: &Gathered, mode: Mode, shell: &Shell) -> Vec<Result> {
    let bar = progress(gathered.tests.len(), shell);
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<Result>>> = gathered.tests.iter().map(|_| Mutex::new(None)).collect();
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(gathered.tests.len()).max(1);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let (Some(test), Some(place)) = (gathered.tests.get(index), results.get(index)) else { return };
                    let result = one(gathered, test, mode, shell.lang);
                    if let Ok(mut place) = place.lock() {
                        *place = Some(result);
                    }
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    let missing = || failed(w::TEST_FAILED.plain());
    results.into_iter().map(|result| result.into_inner().ok().flatten().unwrap_or_else(missing)).collect()
}

fn failed(message: Message) -> Result {
    Result { status: Status::Failed(message), wrong: Vec::new(), expectations: 0, sources: Sources::new() }
}

fn one(gathered: &Gathered, test: &Test, mode: Mode, lang: Lang) -> Result {
    let bytes = match read_file(&test.path) {
        Ok(bytes) => bytes,
        Err(message) => return failed(message),
    };
    let Some(shelf) = gathered.shelves.get(test.shelf) else { return failed(w::TEST_FAILED.plain()) };
    let old = match fs::read_to_string(test.snapshot()) {
        Ok(text) => Some(SnapFile::parse(&text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return failed(cannot_read(&test.snapshot(), &error)),
    };
    let told = old.as_ref().and_then(|old| old.lang).unwrap_or(lang);
    let mut sources = shelf.sources.clone();
    let (bytes, mut expected) = match expectations(test, bytes, &mut sources) {
        Ok(found) => found,
        Err(message) => return failed(message),
    };
    match sidecar(test, &mut sources) {
        Ok(beside) => expected.extend(beside),
        Err(message) => return failed(message),
    }
    let options = Options { template: gathered.forced.clone(), meta: gathered.meta.clone(), ..Options::default() };
    let examined = engine::examine(&shelf.libraries, &mut sources, &test.name(), &bytes, &options);
    let text = text(&examined, &sources, told);
    let template = examined.first().and_then(|examined| examined.outcome.template.clone()).unwrap_or_default();
    let new = SnapFile { source: test.name(), description: template, lang: Some(told), text };
    let status = match settle(test, old, new, mode) {
        Ok(status) => status,
        Err(error) => Status::Failed(cannot_write(&test.snapshot(), &error)),
    };
    let mut wrong = Vec::new();
    let mut count = 0;
    for Expected { text, file, found } in &expected {
        count += found.len();
        // Expectations of a file with several reports are about the first.
        if let Some(first) = examined.first() {
            let case = Case { outcome: &first.outcome, cells: &first.cells, rules: &first.rules };
            wrong.extend(snapshot::judge(&case, found, text, *file, lang));
        }
    }
    Result { status, wrong, expectations: count, sources }
}

struct Expected {
    text: String,
    file: crate::source::FileId,
    found: Vec<snapshot::Expectation>,
}

/// The expectations in a report, and the report without them.
fn expectations(test: &Test, bytes: Vec<u8>, sources: &mut Sources) -> std::result::Result<(Vec<u8>, Vec<Expected>), Message> {
    let marks = Marks::of(&test.name());
    let Ok(text) = std::str::from_utf8(&bytes) else {
        // None may be passed over in silence.
        let any = [encoding_rs::GB18030, encoding_rs::UTF_16LE, encoding_rs::UTF_16BE, encoding_rs::BIG5]
            .iter()
            .any(|encoding| !snapshot::find(&encoding.decode(&bytes).0, marks).expectations.is_empty());
        return if any { Err(w::TEST_NOT_UTF8.with("path", test.name())) } else { Ok((bytes, Vec::new())) };
    };
    let found = snapshot::find(text, marks);
    if found.expectations.is_empty() {
        return Ok((bytes, Vec::new()));
    }
    let text = text.to_owned();
    let file = sources.add(test.shown.as_str(), text.as_str());
    let without = snapshot::without(&text, &found.lines).into_bytes();
    Ok((without, vec![Expected { text, file, found: found.expectations }]))
}

fn sidecar(test: &Test, sources: &mut Sources) -> std::result::Result<Option<Expected>, Message> {
    let path = test.sidecar();
    if !path.exists() {
        return Ok(None);
    }
    let name = super::shown(&path);
    let text = String::from_utf8(read_file(&path)?).map_err(|_| w::NOT_UTF8.with("path", name.as_str()))?;
    let file = sources.add(name.as_str(), text.as_str());
    let found = snapshot::find(&text, Marks::All).expectations;
    Ok(Some(Expected { text, file, found }))
}

fn text(examined: &[Examined], sources: &Sources, lang: Lang) -> String {
    let pages = examined.iter().map(|one| {
        let page = Page { outcome: &one.outcome, cells: &one.cells, unclaimed: &one.unclaimed, sources };
        snapshot::page(&page, lang)
    });
    pages.collect::<Vec<_>>().join("\n")
}

/// Compares with the snapshot, and writes what the mode asks for.
fn settle(test: &Test, old: Option<SnapFile>, new: SnapFile, mode: Mode) -> std::io::Result<Status> {
    if old.as_ref().is_some_and(|old| old.says(&new.text)) {
        if mode != Mode::Check {
            remove(&test.pending())?;
        }
        return Ok(Status::Same);
    }
    if mode != Mode::Check {
        let path = if mode == Mode::Accept { test.snapshot() } else { test.pending() };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        atomic::write(&path, new.to_string().as_bytes())?;
    }
    if mode == Mode::Accept {
        remove(&test.pending())?;
        return Ok(Status::Accepted);
    }
    Ok(match old {
        Some(old) => Status::Differs { old: old.text, new: new.text },
        None => Status::New,
    })
}

fn remove(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Message {
    w::CANNOT_READ.with("path", super::shown(path)).with("why", error.to_string())
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Message {
    w::CANNOT_WRITE_FILE.with("path", super::shown(path)).with("why", error.to_string())
}
