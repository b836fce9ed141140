//! Template text → ast. Never stops at the first error.
//!
//! Three steps: a scan of characters, comments and brackets (`scan`, `brackets`), which repairs what does not balance; the
//! grammar (`grammar/gouji.pest`) over the repaired text; and a walk that builds the tree, tells what is missing where, and
//! carries every place back to the text as it was written (`patch`). This module knows nothing of names, types or units.

mod amend;
pub mod ast;
mod brackets;
mod build;
pub(crate) mod concrete;
mod errors;
mod expr;
mod grammar;
mod items;
pub mod keywords;
mod patch;
mod phrases;
mod scan;
mod statements;
pub mod tokens;

use pest::Parser;
use unicode_normalization::UnicodeNormalization;

pub use self::brackets::MAX_NESTING;
pub use self::expr::MAX_DEPTH;
pub use self::items::MAX_ITEMS;

use self::build::Builder;
use self::errors::Wanted;
use self::grammar::{Grammar, Rule};
use crate::diag::wording::syntax as words;
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// The largest template file that is read, in bytes.
pub const MAX_TEMPLATE_BYTES: usize = 1024 * 1024;

/// How many diagnostics one file may have; the rest is counted.
pub const MAX_DIAGNOSTICS: usize = 200;

/// How many are kept while a file is read, so that a megabyte of mistakes needs no gigabyte.
const MAX_KEPT: usize = 4 * MAX_DIAGNOSTICS;

/// Reads a template file: what parsed, and everything wrong with the text, in the order of the text.
///
/// Whatever the text, this ends without a panic, in time and memory that grow with its length; a tree is never deeper than
/// [`MAX_NESTING`] blocks and [`MAX_DEPTH`] levels of an expression.
pub fn parse(text: &str, file: FileId) -> (ast::File, Vec<Diagnostic>) {
    let mut tree = ast::File {
        id: file,
        keywords: ast::KeywordLang::English,
        edition: None,
        declarations: Vec::new(),
        comments: Vec::new(),
    };
    if text.len() > MAX_TEMPLATE_BYTES {
        let message = words::TOO_LARGE.with("max", format!("{} MiB", MAX_TEMPLATE_BYTES / 1024 / 1024));
        return (tree, vec![Diagnostic::error(Code::G0105, message).at_bare(Span::file_start(file))]);
    }
    let mut scan = scan::scan(text, file);
    let Some(strays) = brackets::balance(&mut scan, file) else {
        return (tree, finish(scan.diagnostics, scan.dropped));
    };
    let patched = patch::Patched::new(text, scan.edits);
    tree.keywords = keyword_language(&patched.text);
    let mut builder = Builder {
        original: text,
        patched: &patched,
        file,
        docs: scan.docs,
        diagnostics: scan.diagnostics,
        dropped: scan.dropped,
        items: 0,
        missing_braces: Vec::new(),
        spoiled: None,
    };
    match Grammar::parse(Rule::file, &patched.text) {
        Ok(mut pairs) => {
            if let Some(pair) = pairs.next() {
                builder.declarations(pair, &mut tree);
            }
        }
        // The rules for what fits nowhere leave nothing over, but for pest's own guard of the stack.
        Err(error) => match error.variant {
            pest::error::ErrorVariant::ParsingError { .. } => {
                let at = match error.location {
                    pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
                };
                builder.expected(at, Wanted { what: words::WHAT_DECLARATION.plain(), name: false });
            }
            pest::error::ErrorVariant::CustomError { .. } => builder
                .report(Diagnostic::error(Code::G0105, words::TOO_DEEP.with("max", MAX_NESTING)).at_bare(Span::file_start(file))),
        },
    }
    if tree.edition.is_none() && !builder.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::G0106) {
        let start = patched.text.find(|c: char| !c.is_whitespace() && c != '\u{FEFF}').unwrap_or(0);
        let (word, at) = match tree.keywords {
            ast::KeywordLang::English => ("gouji", builder.place(start)),
            ast::KeywordLang::Chinese => ("勾稽", builder.place(start)),
        };
        builder.report(
            Diagnostic::error(Code::G0106, words::EDITION_MISSING.with("word", word))
                .at(at, words::HERE_EDITION_MISSING.with("word", word))
                .with_fix(at, format!("{word} 1\n\n")),
        );
    }
    // A `{` that is missing leaves a `}` over: one slip, one error.
    let mut missing = std::mem::take(&mut builder.missing_braces);
    missing.sort_unstable();
    let mut missing = missing.into_iter().peekable();
    for (at, stray) in strays {
        if missing.next_if(|brace| *brace as usize <= at).is_none() {
            builder.report(stray);
        }
    }
    let unused = builder.docs.iter().filter(|doc| !doc.used).map(|doc| (doc.start, doc.end));
    let mut comments: Vec<(usize, usize)> = scan.comments.into_iter().chain(unused).collect();
    comments.sort_unstable();
    for (start, end) in comments {
        let text = text.get(start..end).unwrap_or("").to_owned();
        tree.comments.push(ast::Comment { text, span: Span::new(file, start, end) });
    }
    let diagnostics = finish(builder.diagnostics, builder.dropped);
    (tree, diagnostics)
}

/// The language of the first keyword of a file.
fn keyword_language(text: &str) -> ast::KeywordLang {
    for line in text.lines() {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        return match keywords::find(errors::token(line)) {
            Some(keyword) if line.starts_with(keyword.zh) => ast::KeywordLang::Chinese,
            Some(_) | None => ast::KeywordLang::English,
        };
    }
    ast::KeywordLang::English
}

/// In the order of the text, and not more than a person reads.
fn finish(mut diagnostics: Vec<Diagnostic>, dropped: usize) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|diagnostic| diagnostic.primary().map(|label| label.span));
    let rest = diagnostics.len().saturating_sub(MAX_DIAGNOSTICS) + dropped;
    if rest > 0
        && let Some(at) = diagnostics.get(MAX_DIAGNOSTICS).and_then(Diagnostic::primary).map(|label| label.span)
    {
        diagnostics.truncate(MAX_DIAGNOSTICS);
        diagnostics.push(Diagnostic::error(Code::G0105, words::TOO_MANY.with("count", rest)).at_bare(at));
    }
    diagnostics
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
