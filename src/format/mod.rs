//! The one layout of a template: text → text.
//!
//! The tokens of the grammar's tree (`tokens`), as blocks of entries (`tree`), laid out again (`layout`, `align`). Where lines break
//! between entries is the author's; how they are indented, spaced, aligned and wrapped is not. What is laid out is parsed again
//! and must be the same tree with the same comments: the formatter never loses a character that means something.

mod align;
mod layout;
mod same;
mod spelling;
mod tokens;
mod tree;

use crate::diag::wording::format as words;
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax;
use crate::syntax::ast::KeywordLang;

/// How wide a line may get, in display cells: seventy-five Chinese characters, or some hundred characters of Chinese and signs.
pub const WIDTH: usize = 150;

/// How often a text is laid out until nothing changes any more: a line that is wrapped may change the columns of its neighbours.
const ROUNDS: usize = 6;

/// How a template is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Writes every keyword in this language; `None` leaves them as they are.
    pub keywords: Option<KeywordLang>,
    /// The file that diagnostics speak of.
    pub file: FileId,
}

impl Default for Options {
    fn default() -> Options {
        Options { keywords: None, file: FileId(0) }
    }
}

/// A template in canonical layout: UTF-8 without a byte order mark, lines ended by LF, one at the end.
///
/// Laid out again it is the same text, and it compiles to the same plan.
///
/// # Errors
/// What is wrong with the text, in the order of the text, when it does not parse; G0904 when the result would not mean the
/// same, which is a fault of the formatter.
pub fn format(text: &str, options: &Options) -> Result<String, Vec<Diagnostic>> {
    let (_, diagnostics) = syntax::parse(text, options.file);
    // What another edition has is laid out like the rest.
    if diagnostics.iter().any(|diagnostic| diagnostic.is_error() && diagnostic.code != Code::G0901) {
        return Err(diagnostics);
    }
    let fault = || vec![Diagnostic::error(Code::G0904, words::FAULT.plain()).at_bare(Span::file_start(options.file))];
    let mut laid_out = once(text, options.keywords).ok_or_else(fault)?;
    for _ in 0..ROUNDS {
        let again = once(&laid_out, options.keywords).ok_or_else(fault)?;
        if again == laid_out {
            break;
        }
        laid_out = again;
    }
    if same::same(text, &laid_out) { Ok(laid_out) } else { Err(fault()) }
}

fn once(text: &str, keywords: Option<KeywordLang>) -> Option<String> {
    Some(layout::lay_out(&tree::file(tokens::tokens(text, keywords)?)))
}

#[cfg(test)]
mod tests;
