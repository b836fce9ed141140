//! What a file holds: one report as a rule, several in some formats.

use std::borrow::Cow;
use std::ops::Range;

use super::csv_reports::CsvReports;
use super::limits::{Failure, MAX_PIECES};
use super::{Content, Document, NodeKind, Tree, json};
use crate::diag::wording::document as words;
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, SourceFile, Sources, Span};

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
    /// One JSON value a line: the line and its bytes.
    Lines(Vec<(usize, Range<usize>)>),
    Csv(CsvReports),
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

    /// One report a line; blank lines are passed over.
    ///
    /// # Errors
    /// More than a million lines.
    pub fn of_lines(file: FileId, text: &str, start: usize) -> Result<Reports, Failure> {
        let mut lines = Vec::new();
        let mut at = start;
        for (index, line) in text.get(start..).unwrap_or("").split_inclusive('\n').enumerate() {
            if !line.trim().is_empty() {
                if lines.len() >= MAX_PIECES {
                    let found = Diagnostic::error(Code::G0604, words::TOO_MANY_REPORTS.with("limit", MAX_PIECES));
                    let found = found.at(Span::new(file, at, at), words::TOO_MANY_PIECES_HERE.plain());
                    return Err(Box::new(found.with_help(words::TOO_LARGE_HELP.plain())));
                }
                lines.push((index + 1, at..at + line.trim_end().len()));
            }
            at += line.len();
        }
        Ok(Reports::Lines(lines))
    }
}

impl Contents {
    /// How many reports there are; at least one.
    pub fn count(&self) -> usize {
        match &self.reports {
            Reports::Read(reports) => reports.len(),
            Reports::Lines(lines) => lines.len(),
            Reports::Csv(csv) => csv.reports.len(),
        }
    }

    /// What is put behind the file's name to name a report of it: `:17` for its line, `#3` for the third; empty when there is
    /// only one.
    pub fn part(&self, index: usize) -> String {
        let line = |lines: &[(usize, Range<usize>)]| lines.get(index).map_or(String::new(), |(line, _)| format!(":{line}"));
        if self.count() < 2 {
            return String::new();
        }
        match &self.reports {
            Reports::Read(_) => format!("#{}", index + 1),
            Reports::Lines(lines) => line(lines),
            Reports::Csv(csv) => line(&csv.reports),
        }
    }

    /// One report of the file, from 0.
    ///
    /// # Errors
    /// One diagnostic when this report cannot be read; the others can.
    pub fn report(&self, index: usize, sources: &Sources) -> Result<Cow<'_, Content>, Failure> {
        let text = sources.get(self.file).map_or("", SourceFile::text);
        let tree = match &self.reports {
            Reports::Read(reports) => {
                return reports.get(index).map(Cow::Borrowed).ok_or_else(|| super::read::empty(self.file));
            }
            Reports::Lines(lines) => {
                let (_, range) = lines.get(index).ok_or_else(|| super::read::empty(self.file))?;
                json::read(self.file, text.get(..range.end).unwrap_or(""), range.start)?
            }
            Reports::Csv(csv) => csv.report(text, index)?,
        };
        Ok(Cow::Owned(Content::Tree(tree)))
    }
}
