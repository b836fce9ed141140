//! Braces in labels, fact patterns, meta patterns and titles: `{}` takes a figure, `{年度}` stands for a meta value.

use std::collections::HashMap;

use super::context::Context;
use super::suggest;
use super::uses::By;
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic, Message, Wording};
use crate::label::{Pattern, PatternProblem};
use crate::source::Span;
use crate::syntax::ast;

/// One pair of braces: the text between them, trimmed, and its place.
pub(super) struct Brace<'t> {
    pub inner: &'t str,
    pub span: Span,
    /// The text between the braces, untrimmed; `None` where offsets are not certain.
    inside: Option<Span>,
}

impl Brace<'_> {
    /// Notes a use of the name in the braces.
    pub fn used(&self, name: &str, declared: Span, context: &mut Context<'_>) {
        if let Some(at) = self.place_of(name) {
            context.sink.used(at, declared, By::Brace);
        }
    }

    /// Where the name in the braces stands.
    fn place_of(&self, name: &str) -> Option<Span> {
        let inside = self.inside?;
        let room = inside.len().checked_sub(self.inner.len())?;
        // White space around the text is one or three bytes a character: only without it is the place certain.
        (room == 0 && self.inner.starts_with(name)).then(|| {
            let start = inside.start as usize;
            Span::new(inside.file, start, start.saturating_add(name.len()))
        })
    }
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

/// The braces of a text in order, full-width ones too. An unbalanced one is reported, and `None` returned.
pub(super) fn braces<'t>(text: &'t ast::Text, context: &mut Context<'_>) -> Option<Vec<Brace<'t>>> {
    let mut found = Vec::new();
    let mut rest = text.text.as_str();
    let at = |rest: &str| text.text.len().saturating_sub(rest.len());
    while let Some((start, sign)) = rest.char_indices().find(|(_, c)| OPENING.contains(c) || CLOSING.contains(c)) {
        let tail = rest.get(start..).unwrap_or("");
        let opened = at(tail);
        let inside = tail.get(sign.len_utf8()..).unwrap_or("");
        let inner = inside.split_once(CLOSING).filter(|(inner, _)| OPENING.contains(&sign) && !inner.contains(OPENING));
        let Some((inner, after)) = inner else {
            let span = place(text, opened, sign.len_utf8());
            bad(context, &say::BRACE_UNBALANCED, span, &say::BRACE_UNBALANCED_HERE, &say::BRACE_HELP);
            return None;
        };
        let span = place(text, opened, at(after).saturating_sub(opened));
        let inside = place(text, at(inside), inner.len());
        found.push(Brace { inner: inner.trim(), span, inside: (inside != text.span).then_some(inside) });
        rest = after;
    }
    Some(found)
}

const OPENING: [char; 2] = ['{', '｛'];
const CLOSING: [char; 2] = ['}', '｝'];

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
    let sentence = matches!(role, Role::Fact | Role::FactWithValue | Role::Meta);
    if sentence && matches!(Pattern::compile(&text.text), Err(error) if error.problem == PatternProblem::NoText) {
        bad(context, &say::NO_TEXT, text.span, &say::NO_TEXT_HERE, &say::NO_TEXT_HELP);
        return;
    }
    if taken.is_none() && matches!(role, Role::Fact | Role::Meta) {
        let help = if role == Role::Fact { &say::NO_FIGURE_HELP } else { &say::NO_META_FIGURE_HELP };
        bad(context, &say::NO_FIGURE, text.span, &say::NO_FIGURE_HERE, help);
    }
}

/// `{年度}` or `{年度 - 1}`.
fn field(brace: &Brace<'_>, known: &HashMap<String, Span>, context: &mut Context<'_>) {
    let (name, offset) = match brace.inner.split_once(['+', '-', '＋', '－', '−']) {
        Some((name, offset)) => (name.trim(), Some(offset.trim())),
        None => (brace.inner, None),
    };
    if offset.is_some_and(|offset| offset.is_empty() || offset.len() > 4 || !offset.chars().all(|c| c.is_ascii_digit())) {
        bad(context, &say::BRACE_OFFSET, brace.span, &say::BRACE_OFFSET_HERE, &say::BRACE_HELP);
        return;
    }
    if expect_meta(name, brace.span, false, known, context)
        && let Some(declared) = known.get(name)
    {
        brace.used(name, *declared, context);
    }
}

/// Notes the names in the braces of a text that was checked before they were known.
pub(super) fn note_uses(text: &ast::Text, known: &HashMap<String, Span>, context: &mut Context<'_>) {
    for brace in braces(text, context).unwrap_or_default() {
        let name = brace.inner.split(['+', '-', '＋', '－', '−']).next().unwrap_or("").trim();
        if let Some(declared) = known.get(name) {
            brace.used(name, *declared, context);
        }
    }
}

/// Reports a name that is no meta of this template. `bare`: the span is the name alone, without braces, and can be replaced.
pub(super) fn expect_meta(name: &str, span: Span, bare: bool, known: &HashMap<String, Span>, context: &mut Context<'_>) -> bool {
    if let Some(declared) = known.get(name) {
        if bare {
            context.sink.used(span, *declared, By::Name);
        }
        return true;
    }
    let mut names: Vec<&str> = known.keys().map(String::as_str).collect();
    names.sort_unstable();
    let near = if context.sink.may_suggest() { suggest::near(name, names.iter().copied()) } else { Vec::new() };
    let diagnostic =
        Diagnostic::error(Code::G0201, say::UNKNOWN_META.with("name", name)).at(span, say::UNKNOWN_META_HERE.plain());
    let mut diagnostic = suggest::offer(diagnostic, span, &near, Some(say::UNKNOWN_META_HELP.with("name", name)));
    if !bare {
        diagnostic.fix = None;
    }
    context.sink.push(diagnostic);
    false
}

pub(super) fn bad(context: &mut Context<'_>, what: &'static Wording, span: Span, here: &'static Wording, help: &'static Wording) {
    let (what, here, help): (Message, Message, Message) = (what.plain(), here.plain(), help.plain());
    context.sink.push(Diagnostic::error(Code::G0210, what).at(span, here).with_help(help));
}
