//! Braces in labels, fact patterns, meta patterns and titles: `{}` takes a figure, `{年度}` stands for a meta value.

use std::collections::HashMap;

use super::context::Context;
use super::suggest;
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic, Message, Wording};
use crate::source::Span;
use crate::syntax::ast;

/// One pair of braces: the text between them, trimmed, and its place.
pub(super) struct Brace<'t> {
    pub inner: &'t str,
    pub span: Span,
}

/// What a text is for; decides which braces it may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A printed heading or label: `{年度}` only.
    Label,
    /// A sentence around a figure: exactly one `{}`.
    Fact,
    /// As `Fact`, with `as V`: at most one `{}`.
    FactWithValue,
    /// A fact heading has no figure to take.
    FactHeading,
    /// A sentence around a meta value: exactly one `{}`.
    Meta,
}

/// The braces of a text in order. An unbalanced one is reported, and `None` returned.
pub(super) fn braces<'t>(text: &'t ast::Text, context: &mut Context<'_>) -> Option<Vec<Brace<'t>>> {
    let mut found = Vec::new();
    let mut rest = text.text.as_str();
    let mut offset = 0usize;
    while let Some(at) = rest.find(['{', '}']) {
        let (_, tail) = rest.split_at(at);
        let start = offset.saturating_add(at);
        let inner = tail.strip_prefix('{').and_then(|inner| inner.split_once('}')).filter(|(inner, _)| !inner.contains('{'));
        let Some((inner, after)) = inner else {
            let span = place(text, start, 1);
            context.sink.push(
                Diagnostic::error(Code::G0210, say::BRACE_UNBALANCED.plain())
                    .at(span, say::BRACE_UNBALANCED_HERE.plain())
                    .with_help(say::BRACE_HELP.plain()),
            );
            return None;
        };
        let length = inner.len().saturating_add(2);
        found.push(Brace { inner: inner.trim(), span: place(text, start, length) });
        offset = start.saturating_add(length);
        rest = after;
    }
    Some(found)
}

/// A piece of a quoted text. With escapes inside, offsets are not certain: then the whole text.
fn place(text: &ast::Text, start: usize, length: usize) -> Span {
    let quotes = text.span.len().checked_sub(text.text.len());
    let quote = match quotes {
        Some(2) => 1,
        Some(6) => 3,
        Some(_) | None => return text.span,
    };
    let from = (text.span.start as usize).saturating_add(quote).saturating_add(start);
    Span::new(text.span.file, from, from.saturating_add(length))
}

/// Checks the braces of one text. `meta` is `None` where the template is not known (an axis by itself).
pub(super) fn check(text: &ast::Text, role: Role, meta: Option<&HashMap<String, Span>>, context: &mut Context<'_>) {
    let Some(braces) = braces(text, context) else { return };
    let mut taken: Option<Span> = None;
    for brace in &braces {
        if brace.inner.is_empty() {
            match (role, taken) {
                (Role::Label, _) => {
                    bad(context, &say::FIGURE_IN_LABEL, brace.span, &say::FIGURE_IN_LABEL_HERE, &say::FIGURE_IN_LABEL_HELP)
                }
                (Role::FactHeading, _) => {
                    bad(context, &say::FIGURE_IN_HEADING, brace.span, &say::FIGURE_IN_HEADING_HERE, &say::FIGURE_IN_HEADING_HELP);
                }
                (Role::Fact | Role::FactWithValue | Role::Meta, Some(_)) => {
                    bad(context, &say::TWO_FIGURES, brace.span, &say::TWO_FIGURES_HERE, &say::TWO_FIGURES_HELP);
                    return;
                }
                (Role::Fact | Role::FactWithValue | Role::Meta, None) => taken = Some(brace.span),
            }
        } else if let Some(known) = meta {
            field(brace, known, context);
        }
    }
    if taken.is_none() && matches!(role, Role::Fact | Role::Meta) {
        let help = if role == Role::Fact { &say::NO_FIGURE_HELP } else { &say::NO_META_FIGURE_HELP };
        bad(context, &say::NO_FIGURE, text.span, &say::NO_FIGURE_HERE, help);
    }
}

/// `{年度}` or `{年度 - 1}`.
fn field(brace: &Brace<'_>, known: &HashMap<String, Span>, context: &mut Context<'_>) {
    let (name, offset) = match brace.inner.split_once(['+', '-', '＋', '－']) {
        Some((name, offset)) => (name.trim(), Some(offset.trim())),
        None => (brace.inner, None),
    };
    if offset.is_some_and(|offset| offset.is_empty() || offset.len() > 4 || !offset.chars().all(|c| c.is_ascii_digit())) {
        bad(context, &say::BRACE_OFFSET, brace.span, &say::BRACE_OFFSET_HERE, &say::BRACE_HELP);
        return;
    }
    expect_meta(name, brace.span, known, context);
}

/// Reports a name that is no meta of this template.
pub(super) fn expect_meta(name: &str, span: Span, known: &HashMap<String, Span>, context: &mut Context<'_>) -> bool {
    if known.contains_key(name) {
        return true;
    }
    let mut names: Vec<&str> = known.keys().map(String::as_str).collect();
    names.sort_unstable();
    let near = if context.sink.may_suggest() { suggest::near(name, names.iter().copied()) } else { Vec::new() };
    let diagnostic =
        Diagnostic::error(Code::G0201, say::UNKNOWN_META.with("name", name)).at(span, say::UNKNOWN_META_HERE.plain());
    let diagnostic = match near.as_slice() {
        // Inside braces the fix would have to keep them; the sentence says it.
        [only] => diagnostic.with_help(say::DID_YOU_MEAN.with("name", only)),
        [] => diagnostic.with_help(say::UNKNOWN_META_HELP.with("name", name)),
        several => diagnostic.with_help(say::DID_YOU_MEAN_ONE_OF.with("names", several.to_vec())),
    };
    context.sink.push(diagnostic);
    false
}

pub(super) fn bad(context: &mut Context<'_>, what: &'static Wording, span: Span, here: &'static Wording, help: &'static Wording) {
    let (what, here, help): (Message, Message, Message) = (what.plain(), here.plain(), help.plain());
    context.sink.push(Diagnostic::error(Code::G0210, what).at(span, here).with_help(help));
}
