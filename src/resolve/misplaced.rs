//! Statements that stand where they cannot.

use super::form::Builder;
use crate::diag::wording::{amend, resolve as say};
use crate::diag::{Code, Diagnostic, Message};
use crate::source::Span;
use crate::syntax::ast::{Change, Statement as S};

/// A body of statements, for the message about one that cannot stand in it.
#[derive(Clone, Copy)]
pub(super) enum Body {
    Template,
    Section,
    Table,
    Facts,
}

impl Builder<'_, '_, '_> {
    pub(super) fn misplaced(&mut self, statement: &S, body: Body) {
        self.lost |= matches!(
            statement,
            S::Section(_) | S::Table(_) | S::Facts(_) | S::Columns(_) | S::Rows(_) | S::Meta(..) | S::Amend(_)
        );
        let Some((word, span, belongs)) = placed(statement) else { return };
        let place = match body {
            Body::Template => say::IN_TEMPLATE.plain(),
            Body::Section => say::IN_SECTION.plain(),
            Body::Table => say::IN_TABLE.plain(),
            Body::Facts => say::IN_FACTS.plain(),
        };
        self.context.sink.push(
            Diagnostic::error(Code::G0207, say::MISPLACED.with("word", word).with("place", place))
                .at(span, say::MISPLACED_HERE.plain())
                .with_help(say::MISPLACED_HELP.with("word", word).with("place", belongs)),
        );
    }
}

/// The word, the place and the right home of a statement that can be out of place.
fn placed(statement: &S) -> Option<(&'static str, Span, Message)> {
    let template = || say::IN_TEMPLATE.plain();
    let section = || say::IN_SECTION.plain();
    let table = || say::IN_TABLE.plain();
    Some(match statement {
        S::Applies { span, .. } => ("applies", *span, template()),
        S::Title(_, span) => ("title", *span, template()),
        S::Meta(_, span) => ("meta", *span, template()),
        S::Key(_, span) => ("key", *span, template()),
        S::Read(_, span) => ("read", *span, say::IN_TEMPLATE_OR_TABLE.plain()),
        S::Prose(span) => ("prose", *span, section()),
        S::Cell(_, span) => ("cell", *span, say::IN_TABLE_OR_FACTS.plain()),
        S::Columns(dimension) => ("columns", dimension.span, table()),
        S::Rows(dimension) => ("rows", dimension.span, table()),
        S::Section(inner) => ("section", inner.name.span, say::IN_TEMPLATE_OR_SECTION.plain()),
        S::Table(inner) => ("table", inner.name.span, say::IN_TEMPLATE_OR_SECTION.plain()),
        S::Facts(inner) => ("facts", inner.span, say::IN_TEMPLATE_OR_SECTION.plain()),
        S::Amend(amendment) => (verb(&amendment.change), amendment.word, amend::IN_AMENDING.plain()),
        S::Basis(_) | S::Rule(_) | S::Axis(_) | S::NotInEdition { .. } => return None,
    })
}

/// The word that begins a change.
fn verb(change: &Change) -> &'static str {
    match change {
        Change::In { .. } => "in",
        Change::DropItems { .. } | Change::DropParts { .. } => "drop",
        Change::AddItems { .. } | Change::AddFacts { .. } | Change::AddPart { .. } => "add",
        Change::RenameItems { .. } | Change::RenamePart { .. } => "rename",
        Change::ChangeItems { .. } => "change",
        Change::MoveItems { .. } | Change::MovePart { .. } => "move",
        Change::Split { .. } => "split",
        Change::Merge { .. } => "merge",
        Change::Replace(_) => "replace",
    }
}
