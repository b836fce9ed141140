//! The grammar's own tree of a text, with every bracket and every spelling: what the formatter lays out again.
//!
//! The tree in [`ast`](super::ast) holds what a text means; this one holds how it was written. Only a text without mistakes has
//! one.

use pest::Parser;
use pest::iterators::Pair;

use super::grammar::Grammar;
pub(crate) use super::grammar::Rule;
use super::{MAX_TEMPLATE_BYTES, brackets, patch, scan};
use crate::source::FileId;

/// A text as the grammar reads it: as it was written, but for curly quotes that stood the wrong way round. Every byte has its
/// place of the original.
pub(crate) struct Concrete {
    pub text: String,
    /// Every comment, doc comments included, as (start, end).
    pub comments: Vec<(usize, usize)>,
}

impl Concrete {
    /// `None` where the text needs repairs: it has mistakes.
    pub fn new(text: &str) -> Option<Concrete> {
        if text.len() > MAX_TEMPLATE_BYTES {
            return None;
        }
        let mut scan = scan::scan(text, FileId(0));
        let strays = brackets::balance(&mut scan, FileId(0))?;
        if !scan.diagnostics.is_empty() || !strays.is_empty() {
            return None;
        }
        let mut comments = scan.comments;
        comments.extend(scan.docs.iter().map(|doc| (doc.start, doc.end)));
        comments.sort_unstable();
        let patched = patch::Patched::new(text, scan.edits).text;
        (patched.len() == text.len()).then_some(Concrete { text: patched, comments })
    }

    /// The pair of the whole file.
    pub fn file(&self) -> Option<Pair<'_, Rule>> {
        Grammar::parse(Rule::file, &self.text).ok()?.next()
    }
}
