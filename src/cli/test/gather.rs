//! Which reports are tests, with which templates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::TestArgs;
use crate::cli::inputs::reports_in;
use crate::cli::shelf::{Shelf as Shelves, Unusable, compile};
use crate::diag::Message;
use crate::diag::wording::cli as w;
use crate::engine::Library;
use crate::source::Sources;

/// Names of files that stand in folders of tests and are no reports.
const NOT_REPORTS: &[&str] = &["readme", "changelog", "license", "licence", "contributing", "cargo", "package", "package-lock"];
const SNAPSHOTS: &str = "snapshots";

/// One report that is tested.
#[derive(Debug, Clone)]
pub(super) struct Test {
    pub path: PathBuf,
    /// The path as it is shown.
    pub shown: String,
    /// Index into [`Gathered::shelves`].
    pub shelf: usize,
}

impl Test {
    /// The file name of the report: the name of the snapshot, and that of the report in it.
    pub fn name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    pub fn snapshot(&self) -> PathBuf {
        self.path.with_file_name(SNAPSHOTS).join(format!("{}.snap", self.name()))
    }

    pub fn pending(&self) -> PathBuf {
        self.path.with_file_name(SNAPSHOTS).join(format!("{}.snap.new", self.name()))
    }

    /// The file of expectations beside the report.
    pub fn sidecar(&self) -> PathBuf {
        self.path.with_file_name(format!("{}.expect", self.name()))
    }
}

/// The templates that a report is tried against, and the texts they came from.
pub(super) struct Shelf {
    pub libraries: Vec<Library>,
    pub sources: Sources,
}

pub(super) struct Gathered {
    pub tests: Vec<Test>,
    pub shelves: Vec<Shelf>,
    /// `NAME` or `NAME@VERSION` that every report is read with.
    pub forced: Option<String>,
    /// Meta by name, for every report.
    pub meta: Vec<(String, String)>,
    /// Snapshots without a report.
    pub unreferenced: Vec<PathBuf>,
    /// Arguments that stand for nothing.
    pub failed: Vec<Message>,
}

pub(super) fn gather(args: &TestArgs) -> Result<Gathered, Box<(Unusable, Sources)>> {
    let mut gathered = Gathered {
        tests: Vec::new(),
        shelves: Vec::new(),
        forced: None,
        meta: args.meta.clone(),
        unreferenced: Vec::new(),
        failed: Vec::new(),
    };
    let forced_file = args.template.as_deref().filter(|name| name.to_ascii_lowercase().ends_with(".gj"));
    gathered.forced = args.template.clone().filter(|_| forced_file.is_none());
    let mut reports: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    for path in &args.paths {
        let is_template = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gj"));
        if !path.exists() {
            gathered.failed.push(w::NO_SUCH_FILE.with("path", path.to_string_lossy().into_owned()));
        } else if path.is_dir() || is_template {
            let root = if is_template { folder_of(path) } else { path.clone() };
            reports.extend(
                reports_in(&root).into_iter().filter(|report| is_test(report, &root)).map(|report| (report, root.clone())),
            );
        } else {
            reports.insert(path.clone(), folder_of(path));
        }
    }
    let mut shelves: BTreeMap<Option<PathBuf>, usize> = BTreeMap::new();
    for (path, root) in &reports {
        let shown = super::shown(path);
        if args.filter.as_deref().is_some_and(|filter| !shown.contains(filter)) {
            continue;
        }
        let templates = match forced_file {
            Some(file) => Some(PathBuf::from(file)),
            None => templates_for(path, root),
        };
        let shelf = match shelves.get(&templates) {
            Some(shelf) => *shelf,
            None => {
                gathered.shelves.push(open(templates.as_deref(), &args.templates)?);
                let index = gathered.shelves.len() - 1;
                shelves.insert(templates, index);
                index
            }
        };
        gathered.tests.push(Test { path: path.clone(), shown, shelf });
    }
    gathered.unreferenced = unreferenced(&reports);
    Ok(gathered)
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// Whether a file found in a folder is a report to be tested.
fn is_test(path: &Path, root: &Path) -> bool {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let skipped = |part: &std::ffi::OsStr| ["target", "node_modules", SNAPSHOTS].iter().any(|name| part == *name);
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let stem = stem.split('.').next().unwrap_or("").to_owned();
    !inside.iter().any(skipped) && !NOT_REPORTS.contains(&stem.as_str())
}

/// The folder of templates for a report: the nearest one above it that has any, up to the one that holds the tested folder.
fn templates_for(report: &Path, root: &Path) -> Option<PathBuf> {
    let mut folder = folder_of(report);
    loop {
        if !templates_of(&folder).is_empty() {
            return Some(folder);
        }
        if folder == root {
            break;
        }
        folder = folder.parent()?.to_owned();
    }
    let above = std::fs::canonicalize(root).ok()?.parent()?.to_owned();
    (!templates_of(&above).is_empty()).then_some(above)
}

/// The templates that stand in a folder itself.
fn templates_of(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|extension| extension == "gj")).collect();
    files.sort();
    files
}

/// Compiles the templates of a folder, or one file; those of `more` folders and the built-in ones stand behind them.
fn open(templates: Option<&Path>, more: &[PathBuf]) -> Result<Shelf, Box<(Unusable, Sources)>> {
    let mut shelf = Shelf { libraries: Vec::new(), sources: Sources::new() };
    let compiled = match templates {
        Some(folder) if folder.is_dir() => compile(&templates_of(folder), &mut shelf.sources).map(Some),
        Some(file) => crate::cli::shelf::compile_file(file, &mut shelf.sources).map(Some),
        None => Ok(None),
    };
    match compiled {
        Ok(library) => shelf.libraries.extend(library),
        Err(unusable) => return Err(Box::new((unusable, shelf.sources))),
    }
    match Shelves::of_folders(more, &mut shelf.sources) {
        Ok(others) => shelf.libraries.extend(others.libraries),
        Err(unusable) => return Err(Box::new((unusable, shelf.sources))),
    }
    Ok(shelf)
}

/// Snapshots and expectations beside the tested reports that belong to none of them.
fn unreferenced(reports: &BTreeMap<PathBuf, PathBuf>) -> Vec<PathBuf> {
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    let mut known: BTreeSet<PathBuf> = BTreeSet::new();
    for (path, root) in reports {
        for folder in [folder_of(path), root.clone()] {
            folders.insert(folder.join(SNAPSHOTS));
            folders.insert(folder);
        }
        let test = Test { path: path.clone(), shown: String::new(), shelf: 0 };
        known.insert(test.snapshot());
        known.insert(folder_of(path).join(format!("{}.expect", test.name())));
    }
    let mut left = Vec::new();
    for folder in folders {
        let kind = if folder.ends_with(SNAPSHOTS) { "snap" } else { "expect" };
        for path in std::fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path()) {
            let is_one = path.extension().is_some_and(|extension| extension == kind);
            // One kept for other tests is left alone: ours are named after a report.
            let of_report = path.file_stem().is_some_and(|stem| Path::new(stem).extension().is_some());
            let same = |known: &PathBuf| known.file_name() == path.file_name() && folder_of(known) == folder_of(&path);
            if is_one && of_report && !known.iter().any(same) {
                left.push(path);
            }
        }
    }
    left.sort();
    left.dedup();
    left
}
