//! Finding and changing sections, tables, facts and rules in the body of a template.

use crate::source::Span;
use crate::syntax::ast::{FactsNode, ItemNode, Name, PartKind, PlacedAt, Statement as S};

/// The part of a template that changes speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    Template,
    Section(String),
    Table(String),
}

/// A list of items somewhere in a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListAt {
    /// The rows or columns of the table whose name stands there.
    Rows(Span),
    Columns(Span),
    Facts(Span),
    Meta(Span),
}

impl ListAt {
    /// The name of the table that it is in.
    pub fn table(self) -> Option<Span> {
        match self {
            ListAt::Rows(table) | ListAt::Columns(table) => Some(table),
            ListAt::Facts(_) | ListAt::Meta(_) => None,
        }
    }
}

pub(super) fn name_of(statement: &S) -> Option<(PartKind, &Name)> {
    match statement {
        S::Section(section) => Some((PartKind::Section, &section.name)),
        S::Table(table) => Some((PartKind::Table, &table.name)),
        S::Rule(rule) => Some((PartKind::Rule, &rule.name)),
        S::Basis(_)
        | S::Applies { .. }
        | S::Title(..)
        | S::Meta(..)
        | S::Key(..)
        | S::Read(..)
        | S::Facts(_)
        | S::Prose(_)
        | S::Cell(..)
        | S::Columns(_)
        | S::Rows(_)
        | S::Axis(_)
        | S::Amend(_)
        | S::NotInEdition { .. } => None,
    }
}

fn is(statement: &S, kind: PartKind, name: &str) -> bool {
    name_of(statement).is_some_and(|(its, own)| its == kind && own.text == name)
}

/// The statements inside a statement.
fn inside(statement: &S) -> &[S] {
    match statement {
        S::Section(section) => &section.body,
        S::Table(table) => &table.body,
        _ => &[],
    }
}

fn inside_mut(statement: &mut S) -> Option<&mut Vec<S>> {
    match statement {
        S::Section(section) => Some(&mut section.body),
        S::Table(table) => Some(&mut table.body),
        _ => None,
    }
}

/// Calls `see` on every statement of a body, the ones inside others too, facts' included.
pub(super) fn each<'b>(body: &'b [S], see: &mut impl FnMut(&'b S)) {
    let mut open: Vec<&'b [S]> = vec![body];
    while let Some(level) = open.pop() {
        for statement in level {
            see(statement);
            match statement {
                S::Facts(facts) => {
                    for node in &facts.body {
                        if let FactsNode::Statement(inner) = node {
                            see(inner);
                        }
                    }
                }
                other => open.push(inside(other)),
            }
        }
    }
}

/// The names of the parts of a kind.
pub(super) fn named(body: &[S], kind: PartKind) -> Vec<Name> {
    let mut names = Vec::new();
    each(body, &mut |statement| {
        if let Some((its, name)) = name_of(statement)
            && its == kind
        {
            names.push(name.clone());
        }
    });
    names
}

/// The body of what a scope names.
pub(super) fn body_mut<'b>(body: &'b mut Vec<S>, scope: &Scope) -> Option<&'b mut Vec<S>> {
    let (kind, name) = match scope {
        Scope::Template => return Some(body),
        Scope::Section(name) => (PartKind::Section, name),
        Scope::Table(name) => (PartKind::Table, name),
    };
    inside_mut(find_mut(body, kind, name)?)
}

/// A section, table or rule by its name, wherever it stands.
pub(super) fn find_mut<'b>(body: &'b mut Vec<S>, kind: PartKind, name: &str) -> Option<&'b mut S> {
    let (level, index) = level_of(body, kind, name)?;
    level.get_mut(index)
}

/// The list that holds a part, and where in it.
fn level_of<'b>(body: &'b mut Vec<S>, kind: PartKind, name: &str) -> Option<(&'b mut Vec<S>, usize)> {
    if let Some(index) = body.iter().position(|statement| is(statement, kind, name)) {
        return Some((body, index));
    }
    body.iter_mut().filter_map(inside_mut).find_map(|inner| level_of(inner, kind, name))
}

/// Takes a part out; a rule inside facts too.
pub(super) fn remove(body: &mut Vec<S>, kind: PartKind, name: &str) -> Option<S> {
    if let Some((level, index)) = level_of(body, kind, name) {
        return Some(level.remove(index));
    }
    remove_from_facts(body, kind, name)
}

fn remove_from_facts(body: &mut [S], kind: PartKind, name: &str) -> Option<S> {
    for statement in body {
        if let S::Facts(facts) = statement {
            let at = facts.body.iter().position(|node| matches!(node, FactsNode::Statement(inner) if is(inner, kind, name)));
            if let Some(FactsNode::Statement(inner)) = at.map(|at| facts.body.remove(at)) {
                return Some(inner);
            }
        } else if let Some(found) = inside_mut(statement).and_then(|inner| remove_from_facts(inner, kind, name)) {
            return Some(found);
        }
    }
    None
}

/// Puts a statement behind, before or into a part; `false` when there is no such part.
pub(super) fn insert(body: &mut Vec<S>, at: PlacedAt, kind: PartKind, name: &str, new: S) -> bool {
    let Some((level, index)) = level_of(body, kind, name) else { return false };
    match at {
        PlacedAt::After => level.insert(index.saturating_add(1), new),
        PlacedAt::Before => level.insert(index, new),
        PlacedAt::In => match level.get_mut(index).and_then(inside_mut) {
            Some(inner) => inner.push(new),
            None => return false,
        },
    }
    true
}

/// Takes the items of a list out of a body, to be changed and put back.
pub(super) fn take(body: &mut [S], at: ListAt) -> Option<Vec<ItemNode>> {
    for statement in body {
        let found = match (&mut *statement, at) {
            (S::Meta(items, span), ListAt::Meta(place)) if *span == place => Some(std::mem::take(items)),
            (S::Facts(facts), ListAt::Facts(place)) if facts.span == place => {
                let mut items = Vec::new();
                for node in std::mem::take(&mut facts.body) {
                    match node {
                        FactsNode::Item(item) => items.push(item),
                        FactsNode::Statement(_) => facts.body.push(node),
                    }
                }
                Some(items)
            }
            (S::Table(table), ListAt::Rows(place) | ListAt::Columns(place)) if table.name.span == place => {
                table.body.iter_mut().find_map(|inner| match (inner, at) {
                    (S::Rows(dimension), ListAt::Rows(_)) | (S::Columns(dimension), ListAt::Columns(_)) => {
                        Some(std::mem::take(&mut dimension.items))
                    }
                    _ => None,
                })
            }
            (other, _) => inside_mut(other).and_then(|inner| take(inner, at)),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

pub(super) fn put(body: &mut [S], at: ListAt, items: Vec<ItemNode>) {
    let mut items = Some(items);
    put_back(body, at, &mut items);
}

fn put_back(body: &mut [S], at: ListAt, new: &mut Option<Vec<ItemNode>>) {
    for statement in body {
        match (&mut *statement, at) {
            (S::Meta(items, span), ListAt::Meta(place)) if *span == place => *items = new.take().unwrap_or_default(),
            (S::Facts(facts), ListAt::Facts(place)) if facts.span == place => {
                facts.body.extend(new.take().unwrap_or_default().into_iter().map(FactsNode::Item));
            }
            (S::Table(table), ListAt::Rows(place) | ListAt::Columns(place)) if table.name.span == place => {
                for inner in &mut table.body {
                    match (inner, at) {
                        (S::Rows(dimension), ListAt::Rows(_)) | (S::Columns(dimension), ListAt::Columns(_)) => {
                            dimension.items = new.take().unwrap_or_default();
                        }
                        _ => {}
                    }
                    if new.is_none() {
                        break;
                    }
                }
            }
            (other, _) => {
                if let Some(inner) = inside_mut(other) {
                    put_back(inner, at, new);
                }
            }
        }
        if new.is_none() {
            return;
        }
    }
}
