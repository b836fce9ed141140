//! Explanations: a soft rule fails, the office says why, and the finding is shown as explained from then on.
//!
//! They stand in a TOML file beside the report. An explanation names the form, the rule and the report; it is bound to what
//! the rule says ([`fingerprint`]) and to what stood in the cells that it compares. It is *valid* only while both are
//! unchanged; otherwise it is *stale*. One that meets no failed rule is *unused*; one for a hard rule is *forbidden*. None of
//! these passes unsaid.

mod apply;
mod fingerprint;
mod read;
mod skeleton;

#[cfg(test)]
mod tests;

use crate::diag::Diagnostic;
use crate::sidecar::{Date, Piece};
use crate::source::{FileId, Span};

pub use apply::{Waiving, explainable};
pub use fingerprint::{fingerprint, normalized};
pub use read::read;
pub use skeleton::{Unexplained, skeleton, unexplained};

/// The explanations of one file.
#[derive(Debug, Clone)]
pub struct Explanations {
    pub file: FileId,
    pub entries: Vec<Explanation>,
    /// What is wrong with the file, at its place. Entries with mistakes are not among `entries`.
    pub problems: Vec<Diagnostic>,
    /// Entries that a person still has to fill in, by what they are about.
    pub unfilled: Vec<About>,
}

/// What an explanation is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// `zfxxgk@2021`.
    pub template: Piece,
    /// Values of `meta` that say which report; none where the file stands beside the only one.
    pub report: Vec<(String, String)>,
    pub rule: Piece,
    pub fingerprint: Piece,
    /// The path of every operand and what stands there.
    pub values: Vec<(Piece, Piece)>,
}

/// One explanation, complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub about: About,
    pub reason: String,
    pub author: String,
    pub date: Date,
    /// Its first line.
    pub span: Span,
}

impl About {
    /// Whether it is about a report with these meta values.
    pub fn is_of(&self, template: Option<&str>, meta: &[(String, String)]) -> bool {
        template == Some(self.template.text.as_str()) && self.report.iter().all(|pair| meta.contains(pair))
    }
}
