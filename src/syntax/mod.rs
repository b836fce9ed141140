//! Template text → ast. Never stops at the first error.

pub mod ast;
mod build;
mod errors;
mod expr;
mod grammar;
mod items;
pub mod keywords;
mod patch;
mod scan;
mod statements;

use pest::Parser;
use unicode_normalization::UnicodeNormalization;

use self::build::Builder;
use self::grammar::{Grammar, Rule};
use crate::diag::Diagnostic;
use crate::source::FileId;

/// Reads a template file: what parsed, and everything wrong with the text.
pub fn parse(text: &str, file: FileId) -> (ast::File, Vec<Diagnostic>) {
    let patched = patch::Patched::new(text, Vec::new());
    let mut tree = ast::File {
        id: file,
        keywords: ast::KeywordLang::English,
        edition: None,
        declarations: Vec::new(),
        comments: Vec::new(),
    };
    let mut builder = Builder {
        original: text,
        patched: &patched,
        file,
        docs: Vec::new(),
        diagnostics: Vec::new(),
        amending: false,
        missing_braces: Vec::new(),
        spoiled: 0,
    };
    match Grammar::parse(Rule::file, &patched.text) {
        Ok(mut pairs) => {
            if let Some(pair) = pairs.next() {
                builder.declarations(pair, &mut tree);
            }
        }
        Err(error) => {
            let at = match error.location {
                pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
            };
            builder.expected(at, crate::diag::wording::syntax::WHAT_DECLARATION.plain());
        }
    }
    let diagnostics = builder.diagnostics;
    (tree, diagnostics)
}

/// A name as names compare: NFC, full-width ASCII as ASCII.
pub fn fold_name(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(narrow).nfc().collect()
}

#[cfg(test)]
mod tests;
