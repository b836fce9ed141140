//! What a document may hold at most, so that memory stays bounded whatever the file says.

use crate::diag::wording::document as words;
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// The longest single piece of text (a paragraph, a cell, a JSON string or number), in bytes. A long paragraph has some
/// ten thousand.
pub const MAX_TEXT_BYTES: usize = 4 * 1024 * 1024;

/// The most paragraphs and cells of one document, or values of one tree.
pub const MAX_PIECES: usize = 1_000_000;

/// The most text of one document, in bytes. Files may say the same text any number of times without repeating it.
pub const MAX_DOCUMENT_BYTES: usize = 128 * 1024 * 1024;

/// What a reader hands up when it gives up: one diagnostic, its first label in the file.
pub type Failure = Box<Diagnostic>;

/// Counts the pieces of one file.
#[derive(Debug)]
pub struct Budget {
    file: FileId,
    left: usize,
    bytes_left: usize,
}

impl Budget {
    pub fn new(file: FileId) -> Budget {
        Budget { file, left: MAX_PIECES, bytes_left: MAX_DOCUMENT_BYTES }
    }

    pub fn file(&self) -> FileId {
        self.file
    }

    /// One more piece, at byte `at`.
    pub fn take(&mut self, at: usize) -> Result<(), Failure> {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(Box::new(
                Diagnostic::error(Code::G0604, words::TOO_MANY_PIECES.with("limit", MAX_PIECES))
                    .at(Span::new(self.file, at, at), words::TOO_MANY_PIECES_HERE.plain())
                    .with_help(words::TOO_LARGE_HELP.plain()),
            )),
        }
    }

    /// One more piece of text, `start..end` of the file.
    pub fn take_text(&mut self, start: usize, end: usize) -> Result<(), Failure> {
        let size = end.saturating_sub(start);
        if size > MAX_TEXT_BYTES {
            return Err(text_too_long(self.file, start, size));
        }
        self.take_bytes(start, size)?;
        self.take(start)
    }

    /// Counts `size` bytes of text that belong to a piece counted already.
    pub fn take_bytes(&mut self, at: usize, size: usize) -> Result<(), Failure> {
        let left = self.bytes_left.checked_sub(size).ok_or_else(|| {
            Box::new(
                Diagnostic::error(Code::G0604, words::TOO_MUCH_TEXT.with("limit", MAX_DOCUMENT_BYTES))
                    .at(Span::new(self.file, at, at), words::TOO_MANY_PIECES_HERE.plain())
                    .with_help(words::TOO_LARGE_HELP.plain()),
            )
        })?;
        self.bytes_left = left;
        Ok(())
    }
}

/// The finding about a piece of `size` bytes that begins at `start`.
pub fn text_too_long(file: FileId, start: usize, size: usize) -> Failure {
    Box::new(
        Diagnostic::error(Code::G0604, words::TEXT_TOO_LONG.with("size", size).with("limit", MAX_TEXT_BYTES))
            .at(Span::new(file, start, start), words::TEXT_TOO_LONG_HERE.plain())
            .with_help(words::TOO_LARGE_HELP.plain()),
    )
}
