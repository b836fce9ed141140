//! What a file holds: one report as a rule, several in some formats.

use std::borrow::Cow;

use super::limits::Failure;
use super::{Content, Document, NodeKind, Tree};
use crate::diag::Diagnostic;
use crate::source::{FileId, Sources};

/// An opened file.
#[derive(Debug, Clone)]
pub struct Contents {
    pub file: FileId,
    /// What reading found to say that concerns the whole file, such as a guessed encoding.
    pub notes: Vec<Diagnostic>,
    pub(super) reports: Reports,
}

/// The reports of a file. Where there may be hundreds of thousands they are read one by one, when they are asked for.
#[derive(Debug, Clone)]
pub(super) enum Reports {
    Read(Vec<Content>),
}

impl Reports {
    pub fn one(document: Document) -> Reports {
        Reports::Read(vec![Content::Document(document)])
    }

    /// Trees one behind the other; an array of objects is as many reports.
    pub fn of_trees(trees: Vec<Tree>) -> Reports {
        let mut reports = Vec::new();
        for Tree { file, root } in trees {
            let is_object = |node: &super::Node| matches!(node.kind, NodeKind::Object(_));
            match root.kind {
                NodeKind::Array(nodes) if !nodes.is_empty() && nodes.iter().all(is_object) => {
                    reports.extend(nodes.into_iter().map(|root| Content::Tree(Tree { file, root })));
                }
                kind => reports.push(Content::Tree(Tree { file, root: super::Node { kind, ..root } })),
            }
        }
        Reports::Read(reports)
    }
}

impl Contents {
    /// How many reports there are; at least one.
    pub fn count(&self) -> usize {
        match &self.reports {
            Reports::Read(reports) => reports.len(),
        }
    }

    /// What is put behind the file's name to name a report of it: `:17` for its line, `#3` for the third; empty when there is
    /// only one.
    pub fn part(&self, index: usize) -> String {
        match &self.reports {
            _ if self.count() < 2 => String::new(),
            Reports::Read(_) => format!("#{}", index + 1),
        }
    }

    /// One report of the file, from 0.
    ///
    /// # Errors
    /// One diagnostic when this report cannot be read; the others can.
    pub fn report(&self, index: usize, _sources: &Sources) -> Result<Cow<'_, Content>, Failure> {
        match &self.reports {
            Reports::Read(reports) => reports.get(index).map(Cow::Borrowed).ok_or_else(|| super::read::empty(self.file)),
        }
    }

    /// The same, by value.
    ///
    /// # Errors
    /// Those of [`Contents::report`].
    pub fn into_report(self, index: usize, _sources: &Sources) -> Result<Content, Failure> {
        match self.reports {
            Reports::Read(reports) => reports.into_iter().nth(index).ok_or_else(|| super::read::empty(self.file)),
        }
    }
}
