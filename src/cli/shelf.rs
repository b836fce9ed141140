//! Which templates a run uses: the built-in ones, those of `--templates`, or the one of `--template FILE.gj`.
//!
//! The files of one folder share their units and axes; so every folder is a library of its own, and a report is tried
//! against one after the other, the user's folders first.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::ReadArgs;
use super::inputs::{read_file, templates_in};
use crate::diag::wording::cli as w;
use crate::diag::{Diagnostic, Message};
use crate::engine::Library;
use crate::model::Form;
use crate::plan::Plan;
use crate::source::Sources;

/// Why templates cannot be used.
#[derive(Debug)]
pub(super) enum Unusable {
    Because(Message),
    Diagnostics(Vec<Diagnostic>),
}

impl From<Message> for Unusable {
    fn from(message: Message) -> Unusable {
        Unusable::Because(message)
    }
}

/// The templates at hand.
pub(super) struct Shelf {
    pub libraries: Vec<Library>,
    /// The template every report is to be read with, `NAME` or `NAME@VERSION`.
    pub forced: Option<String>,
}

impl Shelf {
    pub(super) fn open(read: &ReadArgs, sources: &mut Sources) -> Result<Shelf, Unusable> {
        match &read.template {
            Some(name) if name.to_ascii_lowercase().ends_with(".gj") => one_file(Path::new(name), sources),
            Some(name) => {
                let mut shelf = Shelf::of_folders(&read.templates, sources)?;
                shelf
                    .libraries
                    .retain(|library| library.model.forms.iter().any(|form| form.name == *name || form.title() == *name));
                if shelf.libraries.is_empty() {
                    let all = Shelf::of_folders(&read.templates, &mut Sources::new())?;
                    return Err(w::NO_SUCH_TEMPLATE.with("name", name).with("names", all.names()).into());
                }
                shelf.forced = Some(name.clone());
                Ok(shelf)
            }
            None => Shelf::of_folders(&read.templates, sources),
        }
    }

    /// The templates of these folders, and the built-in ones.
    pub(super) fn of_folders(folders: &[PathBuf], sources: &mut Sources) -> Result<Shelf, Unusable> {
        let mut libraries = Vec::new();
        for folder in folders {
            for files in by_folder(folder)? {
                libraries.push(compile(&files, sources)?);
            }
        }
        libraries.push(Library::built_in(sources).map_err(Unusable::Diagnostics)?);
        Ok(Shelf { libraries, forced: None })
    }

    /// Opens what the argument of a command about one template names.
    pub(super) fn of_template(template: &str, folders: &[PathBuf], sources: &mut Sources) -> Result<Shelf, Unusable> {
        let read = ReadArgs { template: Some(template.to_owned()), templates: folders.to_vec(), ..ReadArgs::default() };
        Shelf::open(&read, sources)
    }

    /// Whether a form is meant: the one that is forced, every form of a file, or any.
    pub(super) fn means(&self, form: &Form, template: Option<&str>, sources: &Sources) -> bool {
        match (&self.forced, template) {
            (Some(name), _) => form.name == *name || form.title() == *name,
            (None, Some(file)) => sources.name(form.span.file) == file,
            (None, None) => true,
        }
    }

    /// The one form that `template` means: a whole title before a name, the user's folders before the built-in ones.
    ///
    /// # Errors
    /// What to tell the user when there is none, or several.
    pub(super) fn one(&self, template: &str, sources: &Sources) -> Result<(&Library, &Form, &Plan), Message> {
        let mut found: Vec<(&Library, &Form, &Plan)> = Vec::new();
        for library in &self.libraries {
            for (form, plan) in library.model.forms.iter().zip(&library.plans) {
                let again = found.iter().any(|(_, other, _)| other.title() == form.title());
                if !again && self.means(form, Some(template), sources) {
                    found.push((library, form, plan));
                }
            }
        }
        let exact = found.iter().find(|(_, form, _)| Some(form.title()) == self.forced);
        match (exact, found.as_slice()) {
            (Some(one), _) | (None, [one]) => Ok(*one),
            (None, []) => Err(w::NO_SUCH_TEMPLATE.with("name", template).with("names", self.names())),
            (None, several) => {
                let names: Vec<String> = several.iter().map(|(_, form, _)| form.title()).collect();
                Err(w::SEVERAL_TEMPLATES.with("name", template).with("count", names.len()).with("names", names))
            }
        }
    }

    fn names(&self) -> Vec<String> {
        self.libraries.iter().flat_map(|library| &library.model.forms).map(Form::title).collect()
    }
}

fn one_file(path: &Path, sources: &mut Sources) -> Result<Shelf, Unusable> {
    let library = compile_file(path, sources)?;
    let name = path.to_string_lossy();
    let mut titles =
        library.model.forms.iter().filter(|form| sources.name(form.span.file) == name).map(crate::model::Form::title);
    let (first, second) = (titles.next(), titles.next());
    match first {
        None => Err(w::NO_FORM_IN.with("path", name.into_owned()).into()),
        // Of several forms in the file, the report says which.
        Some(first) => Ok(Shelf { forced: second.is_none().then_some(first), libraries: vec![library] }),
    }
}

/// Compiles one file: by itself if it can stand by itself, else together with the folder whose units it uses.
pub(super) fn compile_file(path: &Path, sources: &mut Sources) -> Result<Library, Unusable> {
    let alone = match compile(&[path.to_owned()], sources) {
        Err(Unusable::Diagnostics(diagnostics)) => diagnostics,
        Ok(library) => return Ok(library),
        Err(because) => return Err(because),
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let same_folder = |file: &PathBuf| file.parent().is_some_and(|parent| parent == folder);
    let others: Vec<PathBuf> =
        templates_in(folder).into_iter().filter(|file| same_folder(file) && file.file_name() != path.file_name()).collect();
    if others.is_empty() {
        return Err(Unusable::Diagnostics(alone));
    }
    let files: Vec<PathBuf> = std::iter::once(path.to_owned()).chain(others).collect();
    match compile(&files, sources) {
        Ok(library) => Ok(library),
        Err(Unusable::Because(message)) => Err(Unusable::Because(message)),
        Err(Unusable::Diagnostics(together)) => {
            // Mistakes of its neighbours are not its own.
            let name = path.to_string_lossy();
            let own: Vec<Diagnostic> = together
                .into_iter()
                .filter(|diagnostic| diagnostic.labels.iter().any(|label| sources.name(label.span.file) == name))
                .collect();
            let better = own.iter().any(Diagnostic::is_error) && errors(&own) < errors(&alone);
            Err(Unusable::Diagnostics(if better { own } else { alone }))
        }
    }
}

fn errors(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count()
}

/// Compiles files that stand together.
pub(super) fn compile(files: &[PathBuf], sources: &mut Sources) -> Result<Library, Unusable> {
    let mut texts = Vec::with_capacity(files.len());
    for file in files {
        let name = file.to_string_lossy().into_owned();
        let text = String::from_utf8(read_file(file)?).map_err(|_| w::NOT_UTF8.with("path", name.as_str()))?;
        texts.push((name, text));
    }
    Library::compile(sources, texts).map_err(Unusable::Diagnostics)
}

/// The template files below a folder, those of one folder together.
pub(super) fn by_folder(folder: &Path) -> Result<Vec<Vec<PathBuf>>, Unusable> {
    let name = folder.to_string_lossy().into_owned();
    if !folder.exists() {
        return Err(w::NO_SUCH_FILE.with("path", name).into());
    }
    let mut folders: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for file in templates_in(folder) {
        folders.entry(file.parent().map(Path::to_owned).unwrap_or_default()).or_default().push(file);
    }
    if folders.is_empty() {
        return Err(w::NO_TEMPLATES_IN.with("path", name).into());
    }
    Ok(folders.into_values().collect())
}
