//! Which axes a template spreads, so that `check` can name those that none does.

use std::collections::{HashMap, HashSet};

use super::axes::{local_axes, spreads};
use crate::model::Axis;
use crate::syntax::ast;

/// Every axis of the files, in order. One that is spread only inside an axis that no template spreads is not spread.
pub(super) fn declared(files: &[ast::File]) -> Vec<Axis> {
    let mut axes: Vec<&ast::Axis> = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for declaration in files.iter().flat_map(|file| &file.declarations) {
        match declaration {
            ast::Declaration::Axis(axis) => axes.push(axis),
            ast::Declaration::Template(template) => {
                local_axes(&template.body, &mut axes);
                items(&template.body, &mut open);
            }
            ast::Declaration::Unit(_) => {}
        }
    }
    let mut inner: HashMap<&str, Vec<&str>> = HashMap::new();
    for axis in &axes {
        let names = spreads(&axis.items).into_iter().map(|name| name.text.as_str());
        inner.entry(&axis.name.text).or_default().extend(names);
    }
    let mut spread: HashSet<&str> = HashSet::new();
    while let Some(name) = open.pop() {
        if spread.insert(name) {
            open.extend(inner.get(name).into_iter().flatten());
        }
    }
    let axis = |axis: &ast::Axis| Axis {
        name: axis.name.text.clone(),
        spread: spread.contains(axis.name.text.as_str()),
        span: axis.name.span,
    };
    axes.into_iter().map(axis).collect()
}

/// The names of the axes that the rows, columns and facts of a template spread.
fn items<'a>(body: &'a [ast::Statement], found: &mut Vec<&'a str>) {
    use ast::Statement as S;
    for statement in body {
        match statement {
            S::Section(section) => items(&section.body, found),
            S::Table(table) => items(&table.body, found),
            S::Columns(dimension) | S::Rows(dimension) => {
                found.extend(spreads(&dimension.items).into_iter().map(|name| name.text.as_str()));
            }
            S::Facts(facts) => {
                for node in &facts.body {
                    if let ast::FactsNode::Item(node) = node {
                        found.extend(spreads(std::slice::from_ref(node)).into_iter().map(|name| name.text.as_str()));
                    }
                }
            }
            S::Amend(amendment) => {
                items(amendment.change.statements(), found);
                found.extend(spreads(amendment.change.items()).into_iter().map(|name| name.text.as_str()));
            }
            S::Axis(_)
            | S::Basis(_)
            | S::Applies { .. }
            | S::Title(..)
            | S::Meta(..)
            | S::Key(..)
            | S::Read(..)
            | S::Prose(_)
            | S::Cell(..)
            | S::Rule(_)
            | S::NotInEdition { .. } => {}
        }
    }
}
