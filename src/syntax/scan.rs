//! Comments and doc comments, found before the grammar runs.

/// One line of a doc comment, in offsets of the original text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doc {
    pub start: usize,
    pub end: usize,
    pub text: String,
    /// Whether a node took it.
    pub used: bool,
}
