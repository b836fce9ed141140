//! What stands at a place of a template.

use super::declared::Declared;
use super::folder::Folder;
use crate::resolve::{By, Use};
use crate::source::{FileId, Span};
use crate::syntax::keywords::Keyword;
use crate::syntax::tokens::{TokenKind, tokens};

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Subject {
    /// A name: where it is declared, and where it is written here; `by` is `None` at the declaration itself.
    Name {
        declared: Span,
        at: Span,
        by: Option<By>,
    },
    Keyword(&'static Keyword, Span),
    Function(Span),
}

/// The name or word that an offset touches; a name before a word.
pub(super) fn subject(folder: &Folder, file: FileId, offset: usize) -> Option<Subject> {
    let here = Span::new(file, offset, offset);
    let touches = |span: Span| span.file == file && span.start <= here.start && here.start <= span.end;
    if let Some(one) = folder.declared().iter().find(|one| one.kind.has_name() && touches(one.at)) {
        return Some(Subject::Name { declared: one.at, at: one.at, by: None });
    }
    if let Some(one) = folder.analysis.uses.touching(here).next() {
        return Some(Subject::Name { declared: one.declared, at: one.at, by: Some(one.by) });
    }
    let text = folder.of_span(here)?.text.text();
    let all = tokens(text, file);
    let mut touched: Vec<_> = all.iter().filter(|token| touches(token.span)).collect();
    // Between two words the one that begins here is meant.
    touched.sort_by_key(|token| std::cmp::Reverse(token.span.start));
    touched.into_iter().find_map(|token| match token.kind {
        TokenKind::Keyword(keyword) => Some(Subject::Keyword(keyword, token.span)),
        TokenKind::Function => Some(Subject::Function(token.span)),
        TokenKind::Name
        | TokenKind::Unit
        | TokenKind::Text
        | TokenKind::Number
        | TokenKind::Version
        | TokenKind::Code
        | TokenKind::Operator
        | TokenKind::Comment
        | TokenKind::Doc => None,
    })
}

/// The declaration whose name stands there.
pub(super) fn declaration(folder: &Folder, at: Span) -> Option<&Declared> {
    folder.declared().iter().find(|one| one.at == at && one.kind.has_name())
}

/// The written name of a declaration: a title may declare one in braces, `{公司: 文本}`.
pub(super) fn written_name(folder: &Folder, declared: Span) -> Span {
    let text = folder.of_span(declared).map_or("", |file| file.text.slice(declared));
    let Some(inside) = text.strip_prefix(['{', '｛']) else { return declared };
    let name = inside.split([':', '：', '}', '｝']).next().unwrap_or("").trim();
    let Some(skipped) = text.find(name).filter(|_| !name.is_empty()) else { return declared };
    let start = (declared.start as usize).saturating_add(skipped);
    Span::new(declared.file, start, start.saturating_add(name.len()))
}

/// Every use of a declaration, in the order of the files.
pub(super) fn uses(folder: &Folder, declared: Span) -> Vec<Use> {
    folder.analysis.uses.of(declared).copied().collect()
}

/// The places of a name: its uses, and its declaration if that is wanted.
pub(super) fn places(folder: &Folder, declared: Span, with_declaration: bool) -> Vec<Span> {
    let mut found: Vec<Span> = with_declaration.then(|| written_name(folder, declared)).into_iter().collect();
    found.extend(uses(folder, declared).into_iter().map(|one| one.at));
    found.sort_unstable();
    found.dedup();
    found
}
