//! `meta` and `title`: what identifies a report.

use std::collections::HashMap;

use super::context::Context;
use super::form::quoted;
use super::pattern::{self, Role};
use super::types;
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{CellType, Meta, MetaId, Quoted, Rounding, ValueKind};
use crate::source::Span;
use crate::syntax::ast;

pub(super) fn find(name: &str, meta: &[Meta]) -> Option<MetaId> {
    meta.iter().position(|meta| meta.name == name).map(|at| MetaId(at as u32))
}

/// `年度: year "自{}年1月1日"`: the item shape, of which a meta uses name, type, patterns and `optional`.
pub(super) fn declare(node: &ast::ItemNode, list: &mut Vec<Meta>, known: &mut HashMap<String, Span>, context: &mut Context<'_>) {
    let item = match node {
        ast::ItemNode::Item(item) => item,
        ast::ItemNode::Spread { span, .. } => return not_for_meta("..", *span, context),
        ast::ItemNode::NotInEdition { .. } => return,
    };
    if let Some(first) = known.get(&item.name.text) {
        context.sink.duplicate(say::A_META.plain(), &item.name.text, item.name.span, *first);
        return;
    }
    known.insert(item.name.text.clone(), item.name.span);
    let optional = extras(item, context);
    let ty = match &item.ty {
        Some(ty) => types::cell_type(ty, context),
        None => plain(ValueKind::Text, item.name.span),
    };
    let mut patterns = Vec::new();
    for spelling in item.label.iter().chain(&item.spellings) {
        pattern::check(&spelling.text, Role::Meta, None, context);
        if let Some(value) = &spelling.value {
            not_for_meta("as", value.span, context);
        }
        patterns.push(quoted(&spelling.text));
    }
    list.push(Meta { name: item.name.text.clone(), ty, optional, patterns, span: item.name.span });
}

/// The items of a `meta` statement.
pub(super) fn nodes_of(statement: &ast::Statement) -> Option<&[ast::ItemNode]> {
    if let ast::Statement::Meta(nodes, _) = statement { Some(nodes) } else { None }
}

/// The sentences in which a meta value is found.
pub(super) fn texts_of(node: &ast::ItemNode) -> Vec<&ast::Text> {
    match node {
        ast::ItemNode::Item(item) => item.label.iter().chain(&item.spellings).map(|spelling| &spelling.text).collect(),
        ast::ItemNode::Spread { .. } | ast::ItemNode::NotInEdition { .. } => Vec::new(),
    }
}

/// Reports what a meta cannot have; says whether it is optional.
fn extras(item: &ast::Item, context: &mut Context<'_>) -> bool {
    let mut optional = false;
    if let Some(span) = item.total {
        not_for_meta("total", span, context);
    }
    if let Some(code) = &item.code {
        not_for_meta(&format!("#{}", code.text), code.span, context);
    }
    if let Some(derived) = &item.derived {
        not_for_meta("=", derived.span, context);
    }
    if let Some(span) = item.including {
        not_for_meta("including", span, context);
    } else if item.children.is_some() {
        not_for_meta("{ }", item.name.span, context);
    }
    for attribute in &item.attributes {
        match attribute {
            ast::Attribute::Optional { value: None, .. } => optional = true,
            ast::Attribute::Optional { value: Some(value), .. } => {
                optional = true;
                not_for_meta("as", value.span, context);
            }
            ast::Attribute::Read(_, span) => not_for_meta("read", *span, context),
            ast::Attribute::Step(_, span) => not_for_meta("step", *span, context),
            ast::Attribute::Rounded(_, span) => not_for_meta("rounded", *span, context),
            ast::Attribute::Basis(_, span) => not_for_meta("basis", *span, context),
        }
    }
    optional
}

fn not_for_meta(word: &str, span: Span, context: &mut Context<'_>) {
    context.sink.push(
        Diagnostic::error(Code::G0207, say::NOT_FOR_META.with("word", word))
            .at(span, say::NOT_FOR_META_HERE.plain())
            .with_help(say::NOT_FOR_META_HELP.plain()),
    );
}

fn plain(kind: ValueKind, span: Span) -> CellType {
    CellType { kind, unit: None, limits: Vec::new(), matches: None, rounding: Rounding::Exact, span }
}

/// A title: `{年度}` names a meta, `{公司: 文本}` declares one. In the model both are `{NAME}`.
pub(super) fn title(
    text: &ast::Text,
    list: &mut Vec<Meta>,
    known: &mut HashMap<String, Span>,
    context: &mut Context<'_>,
) -> Quoted {
    let mut plain_title = quoted(text);
    let Some(braces) = pattern::braces(text, context) else { return plain_title };
    for brace in braces {
        if let Some((name, _)) = brace.inner.split_once([':', '：']) {
            plain_title.text = plain_title.text.replacen(brace.inner, name.trim(), 1);
        }
        declare_in_title(&brace, list, known, context);
    }
    plain_title
}

fn declare_in_title(
    brace: &pattern::Brace<'_>,
    list: &mut Vec<Meta>,
    known: &mut HashMap<String, Span>,
    context: &mut Context<'_>,
) {
    if brace.inner.is_empty() {
        pattern::bad(context, &say::EMPTY_IN_TITLE, brace.span, &say::EMPTY_IN_TITLE_HERE, &say::EMPTY_IN_TITLE_HELP);
        return;
    }
    let Some((name, word)) = brace.inner.split_once([':', '：']) else {
        if pattern::expect_meta(brace.inner, brace.span, false, known, context)
            && let Some(declared) = known.get(brace.inner)
        {
            brace.used(brace.inner, *declared, context);
        }
        return;
    };
    let (name, word) = (name.trim(), word.trim());
    let Some(kind) = types::type_word(word) else {
        context.sink.push(
            Diagnostic::error(Code::G0217, say::UNKNOWN_TYPE.with("name", word))
                .at(brace.span, say::UNKNOWN_TYPE_HERE.plain())
                .with_help(say::UNKNOWN_TYPE_HELP.plain()),
        );
        known.entry(name.to_owned()).or_insert(brace.span);
        return;
    };
    if name.is_empty() {
        pattern::bad(context, &say::EMPTY_IN_TITLE, brace.span, &say::EMPTY_IN_TITLE_HERE, &say::EMPTY_IN_TITLE_HELP);
        return;
    }
    match known.get(name) {
        // A further alternative of the title may say the same again.
        Some(first) if list.iter().any(|meta| meta.name == name && meta.ty.kind == kind) => brace.used(name, *first, context),
        Some(first) => context.sink.duplicate(say::A_META.plain(), name, brace.span, *first),
        None => {
            known.insert(name.to_owned(), brace.span);
            list.push(Meta {
                name: name.to_owned(),
                ty: plain(kind, brace.span),
                optional: false,
                patterns: Vec::new(),
                span: brace.span,
            });
        }
    }
}
