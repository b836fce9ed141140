//! REPORT… → files: a file, a directory, a glob, or standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::explanations::is_explanations;
use crate::diag::Message;
use crate::diag::wording::cli as w;
use crate::source::MAX_FILE_BYTES;

/// Memory for a file is asked for at once up to this size: what a file says of itself need not be so.
const FIRST_READ: usize = 1 << 20;
/// What a directory is searched for.
const REPORTS: &[&str] = &[
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "json", "jsonl", "ndjson", "yaml", "yml", "toml", "csv", "tsv",
    "docx", "xlsx", "xls", "et", "pdf", // Refused, but not passed over: the finding says what to save them as.
    "doc", "wps",
];
const TEMPLATES: &[&str] = &["gj"];
/// What `gouji test` keeps beside a report.
const SIDECARS: &[&str] = &["expect"];

/// One report to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    File(PathBuf),
    Stdin,
}

/// All reports that an argument stands for, sorted by name.
///
/// # Errors
/// What to tell the user when it stands for none.
pub(super) fn expand(argument: &str) -> Result<Vec<Input>, Message> {
    if argument == "-" {
        return Ok(vec![Input::Stdin]);
    }
    let path = Path::new(argument);
    if path.is_dir() {
        let files = walk(path, REPORTS);
        return if files.is_empty() {
            Err(w::NO_REPORTS_IN.with("path", argument))
        } else {
            Ok(files.into_iter().map(Input::File).collect())
        };
    }
    // A file whose name happens to hold a bracket is a file.
    if path.exists() || !argument.contains(['*', '?', '[']) {
        return Ok(vec![Input::File(path.to_owned())]);
    }
    let paths = glob::glob(argument).map_err(|error| w::BAD_GLOB.with("glob", argument).with("why", error.msg))?;
    let mut files: Vec<PathBuf> = paths.filter_map(Result::ok).filter(|path| path.is_file()).collect();
    files.retain(|path| !is_explanations(path));
    files.sort();
    if files.is_empty() {
        return Err(w::NO_REPORTS_MATCH.with("glob", argument));
    }
    Ok(files.into_iter().map(Input::File).collect())
}

/// The reports below a folder, sorted.
pub(super) fn reports_in(folder: &Path) -> Vec<PathBuf> {
    walk(folder, REPORTS)
}

/// The template files of a folder, sorted. Folders inside it are folders of their own: units are shared within one.
pub(super) fn templates_in(folder: &Path) -> Vec<PathBuf> {
    walk(folder, TEMPLATES)
}

fn walk(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    // Reports lie where they lie, also in folders that git ignores; only hidden files are passed over.
    WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .sort_by_file_name(Ord::cmp)
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
        .filter(|path| has_extension(path, extensions) && !is_explanations(path))
        .collect()
}

/// A report, a template or expectations, by its name; hidden files are none.
pub(super) fn is_input(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    !hidden && [REPORTS, TEMPLATES, SIDECARS].iter().any(|extensions| has_extension(path, extensions))
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|extension| extensions.contains(&extension.as_str()))
}

impl Input {
    /// The name that findings carry.
    pub(super) fn name(&self, stdin_name: Option<&str>) -> String {
        match self {
            Input::File(path) => path.to_string_lossy().into_owned(),
            Input::Stdin => stdin_name.unwrap_or("<stdin>").to_owned(),
        }
    }

    /// The bytes as they come.
    pub(super) fn open(&self) -> Result<Box<dyn Read>, Message> {
        match self {
            Input::File(path) => Ok(Box::new(open(path)?.0)),
            Input::Stdin => Ok(Box::new(io::stdin())),
        }
    }

    /// The bytes, at most one more than a file may have: the reader says that it is too large.
    pub(super) fn read(&self) -> Result<Vec<u8>, Message> {
        match self {
            Input::File(path) => read_file(path),
            Input::Stdin => take(io::stdin().lock(), 0).map_err(|error| w::CANNOT_READ_STDIN.with("why", error.to_string())),
        }
    }
}

/// The bytes of a file.
///
/// # Errors
/// What to tell the user: the file is not there, is a directory, or cannot be read.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, Message> {
    let (file, size) = open(path)?;
    take(file, size).map_err(|error| unreadable(path, &error))
}

/// An open file, and how many bytes it is said to have.
fn open(path: &Path) -> Result<(File, u64), Message> {
    let directory = || w::IS_DIRECTORY.with("path", path.to_string_lossy().into_owned());
    let opened = File::open(path).and_then(|file| file.metadata().map(|about| (file, about)));
    match opened {
        Ok((_, about)) if about.is_dir() => Err(directory()),
        Ok((file, about)) => Ok((file, about.len())),
        // Not every system opens a directory.
        Err(_) if path.is_dir() => Err(directory()),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Message {
    let name = path.to_string_lossy().into_owned();
    match error.kind() {
        io::ErrorKind::NotFound => w::NO_SUCH_FILE.with("path", name),
        io::ErrorKind::PermissionDenied => w::NO_PERMISSION.with("path", name),
        _ => w::CANNOT_READ.with("path", name).with("why", error.to_string()),
    }
}

/// `size`: what is expected, so that a small file is read at once.
fn take(from: impl Read, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).min(FIRST_READ) + 1);
    from.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
