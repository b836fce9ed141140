//! The template files of one folder, open or on disk, and what is known of them. They share units and axes, so they are
//! always checked together; only files that changed are parsed again.

use std::cell::OnceCell;

use super::declared::{Declared, declared};
use super::uri;
use crate::diag::Diagnostic;
use crate::engine::{self, Analysis, Library};
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::syntax::{self, ast};

/// One template file. Its place in [`Folder::files`] is its [`FileId`].
#[derive(Debug, Clone)]
pub(super) struct TemplateFile {
    /// The decoded address.
    pub key: String,
    /// The address as the client writes it.
    pub uri: String,
    pub text: SourceFile,
    /// Open in the editor: then the disk does not matter. The version is the client's.
    pub open: Option<Option<i64>>,
}

#[derive(Debug, Default)]
pub(super) struct Folder {
    pub files: Vec<TemplateFile>,
    pub trees: Vec<ast::File>,
    syntax: Vec<Vec<Diagnostic>>,
    /// Whether the tree of a file is older than its text.
    stale: Vec<bool>,
    pub sources: Sources,
    pub analysis: Analysis,
    /// What the files declare, in their order.
    declared: OnceCell<Vec<Declared>>,
    library: OnceCell<Option<Library>>,
    /// Something changed since the last check.
    pub dirty: bool,
    /// Counts the checks.
    pub revision: u64,
}

impl Folder {
    pub fn position(&self, key: &str) -> Option<usize> {
        self.files.iter().position(|file| file.key == key)
    }

    pub fn file(&self, key: &str) -> Option<(FileId, &TemplateFile)> {
        let at = self.position(key)?;
        Some((FileId(u32::try_from(at).ok()?), self.files.get(at)?))
    }

    pub fn of_span(&self, span: Span) -> Option<&TemplateFile> {
        self.files.get(span.file.0 as usize)
    }

    /// Sets the text of a file, adding it where it is new.
    pub fn set(&mut self, key: &str, uri: &str, text: SourceFile, open: Option<Option<i64>>) {
        self.dirty = true;
        if let Some(at) = self.position(key) {
            if let Some(file) = self.files.get_mut(at) {
                *file = TemplateFile { key: key.to_owned(), uri: uri.to_owned(), text, open };
            }
            if let Some(stale) = self.stale.get_mut(at) {
                *stale = true;
            }
            return;
        }
        self.files.push(TemplateFile { key: key.to_owned(), uri: uri.to_owned(), text, open });
        self.reorder();
    }

    pub fn remove(&mut self, key: &str) {
        self.files.retain(|file| file.key != key);
        self.reorder();
    }

    /// Takes over what is on disk, but for the files that are open.
    pub fn reload(&mut self, on_disk: Vec<(String, String)>) {
        let same = |file: &TemplateFile| {
            file.open.is_some() || on_disk.iter().any(|(key, text)| *key == file.key && text == file.text.text())
        };
        let unchanged = self.files.iter().all(same) && on_disk.iter().all(|(key, _)| self.position(key).is_some());
        if unchanged {
            return;
        }
        self.files.retain(|file| file.open.is_some());
        for (key, text) in on_disk {
            if self.position(&key).is_none() {
                let text = SourceFile::new(uri::name(&key), text);
                self.files.push(TemplateFile { uri: uri::encode(&key), key, text, open: None });
            }
        }
        self.reorder();
    }

    /// The order of the files is that of their names, whichever was opened first: findings are the same every time.
    fn reorder(&mut self) {
        self.files.sort_by(|left, right| left.key.cmp(&right.key));
        self.trees.clear();
        self.syntax.clear();
        self.stale = vec![true; self.files.len()];
        self.dirty = true;
    }

    /// Checks what changed.
    pub fn check(&mut self) {
        if !std::mem::replace(&mut self.dirty, false) {
            return;
        }
        self.revision = self.revision.wrapping_add(1);
        self.sources = Sources::new();
        for (at, file) in self.files.iter().enumerate() {
            let id = self.sources.add_file(file.text.clone());
            if !self.stale.get(at).copied().unwrap_or(true) {
                continue;
            }
            let (tree, found) = syntax::parse(file.text.text(), id);
            match (self.trees.get_mut(at), self.syntax.get_mut(at)) {
                (Some(old), Some(old_found)) => (*old, *old_found) = (tree, found),
                (_, _) => {
                    self.trees.push(tree);
                    self.syntax.push(found);
                }
            }
        }
        self.stale = vec![false; self.files.len()];
        self.analysis = engine::analyze(&self.trees, self.syntax.concat());
        self.declared = OnceCell::new();
        self.library = OnceCell::new();
    }

    /// Everything the files declare.
    pub fn declared(&self) -> &[Declared] {
        self.declared.get_or_init(|| declared(&self.trees))
    }

    /// The templates, when nothing is wrong with them.
    pub fn library(&self) -> Option<&Library> {
        self.library.get_or_init(|| self.analysis.clone().into_library().ok()).as_ref()
    }

    /// Whether a file could not be read to its end: names may stand in what was passed over.
    pub fn unreadable(&self) -> Option<&TemplateFile> {
        let at = self.syntax.iter().position(|found| found.iter().any(Diagnostic::is_error))?;
        self.files.get(at)
    }

    /// The files as they would be with other texts: checked, and not kept.
    pub fn with_texts(&self, texts: &[(usize, String)]) -> Analysis {
        let mut trees = self.trees.clone();
        let mut found = self.syntax.clone();
        for (at, text) in texts {
            let Ok(id) = u32::try_from(*at) else { continue };
            let (tree, diagnostics) = syntax::parse(text, FileId(id));
            if let (Some(old), Some(old_found)) = (trees.get_mut(*at), found.get_mut(*at)) {
                (*old, *old_found) = (tree, diagnostics);
            }
        }
        engine::analyze(&trees, found.concat())
    }
}
