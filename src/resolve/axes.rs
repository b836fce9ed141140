//! Axes: who is declared, and that spreads end.

use std::collections::{HashMap, HashSet};

use super::context::{Context, Sink};
use super::units::shorten;
use super::uses::By;
use super::{items, suggest};
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast;

/// The axes a template sees: its own, and those of the folder around it.
#[derive(Default)]
pub(super) struct Axes<'a> {
    own: HashMap<&'a str, &'a ast::Axis>,
    /// The folder's; `None` when these are the folder's.
    outer: Option<&'a Axes<'a>>,
}

/// An axis found by name. What a shared axis spreads is looked for among the shared ones only.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub axis: &'a ast::Axis,
    pub shared: bool,
}

impl<'a> Axes<'a> {
    /// The axes of all files, checked by themselves: each is reported once, spread or not.
    pub fn shared(files: &'a [ast::File], context: &mut Context<'_>) -> Axes<'a> {
        let declared = files.iter().flat_map(|file| &file.declarations).filter_map(|declaration| match declaration {
            ast::Declaration::Axis(axis) => Some(axis),
            ast::Declaration::Unit(_) | ast::Declaration::Template(_) => None,
        });
        let mut axes = Axes::default();
        let mut list = Vec::new();
        for axis in declared {
            match axes.own.get(axis.name.text.as_str()) {
                Some(first) => {
                    context.sink.duplicate(say::AN_AXIS.plain(), &axis.name.text, axis.name.span, first.name.span);
                }
                None => {
                    axes.own.insert(&axis.name.text, axis);
                    list.push(axis);
                }
            }
        }
        axes.check(&list, true, context);
        axes
    }

    /// These axes and the ones a template declares, wherever in its body.
    pub fn with_local(&'a self, template: &'a ast::Template, context: &mut Context<'_>) -> Axes<'a> {
        let mut declared = Vec::new();
        local_axes(&template.body, &mut declared);
        let mut axes = Axes { own: HashMap::new(), outer: Some(self) };
        let mut list = Vec::new();
        for axis in declared {
            let name = axis.name.text.as_str();
            match axes.own.get(name).or_else(|| self.own.get(name)) {
                Some(first) => context.sink.duplicate(say::AN_AXIS.plain(), name, axis.name.span, first.name.span),
                None => {
                    axes.own.insert(name, axis);
                    list.push(axis);
                }
            }
        }
        axes.check(&list, false, context);
        axes
    }

    fn shared_ones(&self) -> &Axes<'a> {
        self.outer.unwrap_or(self)
    }

    /// The axis a spread names; `from_shared` when the spread stands in a shared axis.
    pub fn find(&self, name: &str, from_shared: bool) -> Option<Found<'a>> {
        let shared = || self.shared_ones().own.get(name).map(|axis| Found { axis, shared: true });
        match self.own.get(name) {
            Some(axis) if self.outer.is_some() && !from_shared => Some(Found { axis, shared: false }),
            _ => shared(),
        }
    }

    /// As [`Axes::find`]; an unknown axis is reported.
    pub fn expect(&self, name: &ast::Name, from_shared: bool, sink: &mut Sink) -> Option<Found<'a>> {
        let found = self.find(&name.text, from_shared);
        if let Some(found) = found {
            sink.used(name.span, found.axis.name.span, By::Name);
        } else {
            let mut known: Vec<&str> = self.shared_ones().own.keys().copied().collect();
            if !from_shared {
                known.extend(self.own.keys().copied());
            }
            known.sort_unstable();
            let near = if sink.may_suggest() { suggest::near(&name.text, known) } else { Vec::new() };
            let diagnostic = Diagnostic::error(Code::G0205, say::UNKNOWN_AXIS.with("name", &name.text))
                .at(name.span, say::UNKNOWN_AXIS_HERE.plain());
            sink.push(suggest::offer(diagnostic, name.span, &near, Some(say::UNKNOWN_AXIS_HELP.with("name", &name.text))));
        }
        found
    }

    fn check(&self, list: &[&'a ast::Axis], shared: bool, context: &mut Context<'_>) {
        self.cycles(list, shared, context.sink);
        for axis in list {
            items::check_axis(axis, self, shared, context);
        }
    }

    /// Walks every axis once, with a stack of its own: a chain of axes may be as long as the file.
    fn cycles(&self, list: &[&'a ast::Axis], shared: bool, sink: &mut Sink) {
        let mut done: HashSet<&str> = HashSet::new();
        for start in list {
            let mut path: Vec<(&'a ast::Axis, std::vec::IntoIter<&'a ast::Name>)> = Vec::new();
            let mut on_path: HashSet<&str> = HashSet::new();
            let mut enter = Some(*start);
            loop {
                if let Some(axis) = enter.take()
                    && !done.contains(axis.name.text.as_str())
                {
                    on_path.insert(&axis.name.text);
                    path.push((axis, spreads(&axis.items).into_iter()));
                }
                let Some((axis, rest)) = path.last_mut() else { break };
                let Some(spread) = rest.next() else {
                    done.insert(&axis.name.text);
                    on_path.remove(axis.name.text.as_str());
                    path.pop();
                    continue;
                };
                if on_path.contains(spread.text.as_str()) {
                    let round = path.iter().skip_while(|(axis, _)| axis.name.text != spread.text);
                    let mut names: Vec<&str> = round.map(|(axis, _)| axis.name.text.as_str()).collect();
                    names.push(&spread.text);
                    let message = match names.len() {
                        2 => say::AXIS_SPREADS_ITSELF.with("name", &spread.text),
                        _ => say::AXIS_CYCLE.with("path", shorten(&names)),
                    };
                    sink.push(
                        Diagnostic::error(Code::G0206, message)
                            .at(spread.span, say::AXIS_CYCLE_HERE.plain())
                            .with_help(say::AXIS_CYCLE_HELP.plain()),
                    );
                    continue;
                }
                enter = self.find(&spread.text, shared).filter(|found| found.shared == shared).map(|found| found.axis);
            }
        }
    }
}

/// The axes that a list of items spreads, groups included.
pub(super) fn spreads(nodes: &[ast::ItemNode]) -> Vec<&ast::Name> {
    let mut found = Vec::new();
    let mut open: Vec<&[ast::ItemNode]> = vec![nodes];
    while let Some(level) = open.pop() {
        for node in level {
            match node {
                ast::ItemNode::Spread { axis, .. } => found.push(axis),
                ast::ItemNode::Item(item) => open.extend(item.children.as_deref()),
                ast::ItemNode::NotInEdition { .. } => {}
            }
        }
    }
    found
}

pub(super) fn local_axes<'a>(body: &'a [ast::Statement], found: &mut Vec<&'a ast::Axis>) {
    use ast::Statement as S;
    for statement in body {
        match statement {
            S::Axis(axis) => found.push(axis),
            S::Section(section) => local_axes(&section.body, found),
            S::Table(table) => local_axes(&table.body, found),
            S::Facts(facts) => {
                for node in &facts.body {
                    if let ast::FactsNode::Statement(statement) = node {
                        local_axes(std::slice::from_ref(statement), found);
                    }
                }
            }
            S::Amend(amendment) => local_axes(amendment.change.statements(), found),
            S::Basis(_)
            | S::Applies { .. }
            | S::Title(..)
            | S::Meta(..)
            | S::Key(..)
            | S::Read(..)
            | S::Prose(_)
            | S::Cell(..)
            | S::Columns(_)
            | S::Rows(_)
            | S::Rule(_)
            | S::NotInEdition { .. } => {}
        }
    }
}
