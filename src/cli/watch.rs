//! `--watch`: run again whenever one of the files changes.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::event::ModifyKind;
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::explanations::is_explanations;
use super::inputs::is_input;
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::cli as w;
use crate::report::clean::one_line;

/// An editor writes a file in several steps; what follows within this time belongs to one change.
const SETTLE: Duration = Duration::from_millis(80);
/// How often a file system that sends no events is looked at.
const POLL: Duration = Duration::from_millis(500);

/// Runs once; with `on`, again after every change of these files, of files in these folders, and of templates that stand beside
/// them, until the program is stopped.
///
/// # Errors
/// Those of the first run; of later runs only that nobody reads the output any more. What else stops a run is said, and the next
/// change tries again.
pub(super) fn watch(
    on: bool,
    paths: &[PathBuf],
    shell: &Shell,
    out: &mut dyn Write,
    mut run: impl FnMut(&mut dyn Write) -> Result<Exit, Stop>,
) -> Result<Exit, Stop> {
    if !on {
        return run(out);
    }
    let roots = roots(paths);
    if roots.is_empty() {
        return Err(Stop::Because(w::NOTHING_TO_WATCH.plain()));
    }
    // Watching begins before the first run, so that nothing saved meanwhile is missed.
    let (_watcher, events) = watcher(&roots).map_err(|error| Stop::Because(w::CANNOT_WATCH.with("why", error.to_string())))?;
    loop {
        match run(out) {
            Ok(_) => {}
            Err(Stop::Because(message)) => shell.note(&message),
            Err(Stop::Output(error)) => return Err(Stop::Output(error)),
        }
        out.flush()?;
        shell.note(&w::WATCHING.plain());
        let changed = match next_change(&events, &roots) {
            Some(changed) => changed,
            None => return Err(Stop::Because(w::CANNOT_WATCH.with("why", ""))),
        };
        if shell.on_terminal {
            // Clear the screen and what scrolled off it, as `watch` and `cargo watch` do.
            write!(out, "\x1b[2J\x1b[3J\x1b[H")?;
        }
        let name = changed.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
        writeln!(out, "{}", w::CHANGED.with("name", one_line(&name)).render(shell.lang))?;
    }
}

/// What is watched: a folder, and of it all reports and templates or one file.
#[derive(Debug, PartialEq, Eq)]
struct Root {
    folder: PathBuf,
    /// `None`: everything in the folder and below.
    file: Option<PathBuf>,
}

/// The folder of every path. Files are watched through their folder, because editors replace a file rather than write it.
fn roots(paths: &[PathBuf]) -> Vec<Root> {
    let mut roots: Vec<Root> = Vec::new();
    for path in paths {
        // A glob, or a file that is not there yet: the folder above it.
        let fixed: PathBuf = path.components().take_while(|part| !has_glob(part.as_os_str()) || path.exists()).collect();
        let Ok(found) = std::path::absolute(&fixed).and_then(|path| path.canonicalize().or(Ok(path))) else { continue };
        let root = if found.is_dir() {
            Root { folder: found, file: None }
        } else {
            let Some(folder) = found.parent().filter(|folder| folder.is_dir()) else { continue };
            Root { folder: folder.to_owned(), file: Some(found.clone()) }
        };
        if !roots.contains(&root) {
            roots.push(root);
        }
    }
    roots
}

fn has_glob(part: &OsStr) -> bool {
    part.to_string_lossy().contains(['*', '?', '['])
}

type Events = Receiver<notify::Result<Event>>;

/// The system's own watcher; where it has none or refuses (network drives, too many files), looking again and again.
fn watcher(roots: &[Root]) -> notify::Result<(Box<dyn Watcher>, Events)> {
    let (send, events) = channel();
    let mut own: Box<dyn Watcher> = match RecommendedWatcher::new(send, Config::default()) {
        Ok(watcher) => Box::new(watcher),
        Err(_) => return polling(roots),
    };
    match add(own.as_mut(), roots) {
        Ok(()) => Ok((own, events)),
        Err(_) => polling(roots),
    }
}

fn polling(roots: &[Root]) -> notify::Result<(Box<dyn Watcher>, Events)> {
    let (send, events) = channel();
    let mut watcher = PollWatcher::new(send, Config::default().with_poll_interval(POLL).with_compare_contents(true))?;
    add(&mut watcher, roots)?;
    Ok((Box::new(watcher), events))
}

fn add(watcher: &mut dyn Watcher, roots: &[Root]) -> notify::Result<()> {
    roots.iter().try_for_each(|root| {
        let mode = if root.file.is_some() { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
        watcher.watch(&root.folder, mode)
    })
}

/// Waits for a change that matters, and until it has settled. `None`: the watcher is gone.
fn next_change(events: &Events, roots: &[Root]) -> Option<PathBuf> {
    let changed = loop {
        // An error of the watcher (a folder that went away) is no change; the next run will say what is missing.
        if let Some(path) = events.recv().ok()?.ok().and_then(|event| relevant(event, roots)) {
            break path;
        }
    };
    loop {
        match events.recv_timeout(SETTLE) {
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return Some(changed),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// The path of an event that calls for another run.
fn relevant(event: Event, roots: &[Root]) -> Option<PathBuf> {
    match event.kind {
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => return None,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => {}
    }
    event.paths.into_iter().find(|path| roots.iter().any(|root| root.concerns(path)))
}

impl Root {
    fn concerns(&self, path: &Path) -> bool {
        if path.parent() == Some(self.folder.as_path()) && is_explanations(path) {
            return true;
        }
        match &self.file {
            // Beside a template stand the units it uses.
            Some(file) => path == file || (path.extension() == Some(OsStr::new("gj")) && path.starts_with(&self.folder)),
            None => path.starts_with(&self.folder) && is_input(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_reports_and_templates_matter() {
        let folder = Root { folder: "/a".into(), file: None };
        let file = Root { folder: "/a".into(), file: Some("/a/x.html".into()) };
        for (path, in_folder, of_file) in [
            ("/a/x.html", true, true),
            ("/a/y.html", true, false),
            ("/a/b/y.gj", true, true),
            ("/a/x.snap.new", false, false),
            ("/a/.x.html.swp", false, false),
            ("/b/x.html", false, false),
        ] {
            assert_eq!(folder.concerns(Path::new(path)), in_folder, "{path}");
            assert_eq!(file.concerns(Path::new(path)), of_file, "{path}");
        }
    }

    #[test]
    fn a_glob_is_watched_through_its_folder() {
        let here = std::env::current_dir().unwrap().canonicalize().unwrap();
        assert_eq!(roots(&["src/*.rs".into()]), [Root { folder: here.join("src"), file: None }]);
        assert_eq!(roots(&["Cargo.toml".into()]), [Root { folder: here.clone(), file: Some(here.join("Cargo.toml")) }]);
        assert_eq!(roots(&["no/such/folder/x.txt".into()]), []);
    }
}
