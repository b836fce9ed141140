//! What is kept of the amended version follows renamings: names are looked up as the amended version meant them.

use std::collections::{HashMap, HashSet};

use super::super::MAX_DEPTH;
use super::super::scope::{Names, Part, Site, Target};
use super::Declared;
use crate::model::{Form, Items, Reach, TableId, TableKind};
use crate::source::Span;
use crate::syntax::ast::{self, Expr, ExprKind, FactsNode, ItemNode, PathPart, Statement as S};

/// By the places of names in the amended version.
pub(super) struct Changes<'c> {
    pub renamed: &'c HashMap<Declared, String>,
    pub split: &'c HashSet<Declared>,
}

struct Follower<'f, 'c> {
    names: Names<'f>,
    changes: &'c Changes<'c>,
    /// The amending template: what is written there uses the new names already.
    own: Span,
    /// The tables of the amended version by the place of their name.
    tables: HashMap<Span, TableId>,
}

/// `form` is the amended version.
pub(super) fn follow(body: &mut [S], form: &Form, own: Span, changes: &Changes<'_>) {
    if changes.renamed.is_empty() && changes.split.is_empty() {
        return;
    }
    let mut follower = Follower {
        names: Names::of(form, &[], false),
        changes,
        own,
        tables: form.table_ids().map(|(id, table)| (table.span, id)).collect(),
    };
    follower.statements(body, None);
}

impl Follower<'_, '_> {
    fn statements(&mut self, body: &mut [S], table: Option<TableId>) {
        for statement in body {
            match statement {
                S::Section(section) => self.statements(&mut section.body, None),
                S::Table(inner) => {
                    // A renamed table stands where its new name is written: its old one is found by its contents' site.
                    let id = self.tables.get(&inner.name.span).copied().or_else(|| self.renamed_table(&inner.name));
                    self.statements(&mut inner.body, id);
                }
                S::Rule(rule) => self.rule(rule, table),
                S::Rows(dimension) | S::Columns(dimension) => self.items(&mut dimension.items, table, 0),
                S::Facts(facts) => {
                    for node in &mut facts.body {
                        match node {
                            FactsNode::Item(item) => self.items(std::slice::from_mut(item), None, 0),
                            FactsNode::Statement(S::Rule(rule)) => self.rule(rule, None),
                            FactsNode::Statement(_) => {}
                        }
                    }
                }
                S::Basis(_)
                | S::Applies { .. }
                | S::Title(..)
                | S::Meta(..)
                | S::Key(..)
                | S::Read(..)
                | S::Prose(_)
                | S::Cell(..)
                | S::Axis(_)
                | S::Amend(_)
                | S::NotInEdition { .. } => {}
            }
        }
    }

    fn renamed_table(&self, name: &ast::Name) -> Option<TableId> {
        let old = self.changes.renamed.iter().find(|((_, span), new)| **new == name.text && self.tables.contains_key(span));
        old.and_then(|((_, span), _)| self.tables.get(span).copied())
    }

    fn is_own(&self, span: Span) -> bool {
        span.file == self.own.file && span.start >= self.own.start && span.end <= self.own.end
    }

    fn rule(&mut self, rule: &mut ast::Rule, table: Option<TableId>) {
        if self.is_own(rule.span) {
            return;
        }
        if let Some(when) = &mut rule.when {
            self.expr(when, table, false, 0);
        }
        self.expr(&mut rule.condition, table, false, 0);
    }

    fn items(&mut self, nodes: &mut [ItemNode], table: Option<TableId>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        for node in nodes {
            let ItemNode::Item(item) = node else { continue };
            if let Some(derived) = &mut item.derived
                && !self.is_own(derived.span)
            {
                self.expr(derived, table, false, 0);
            }
            if let Some(children) = &mut item.children {
                self.items(children, table, depth.saturating_add(1));
            }
        }
    }

    /// `summed`: it is the one argument of an aggregate, where a heading may stand.
    fn expr(&mut self, expr: &mut Expr, table: Option<TableId>, summed: bool, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let depth = depth.saturating_add(1);
        match &mut expr.kind {
            ExprKind::Path(parts) => {
                let became_heading = self.path(parts, table);
                if became_heading && !summed {
                    sum(expr);
                }
            }
            ExprKind::Index { base, indices } => {
                let mut heading = false;
                if let ExprKind::Path(parts) = &mut base.kind {
                    let targets = self.find(parts, table);
                    heading = self.path(parts, table);
                    for index in indices {
                        if let ExprKind::Path(parts) = &mut index.kind {
                            heading |= self.key(parts, &targets);
                        }
                    }
                }
                if heading && !summed {
                    sum(expr);
                }
            }
            ExprKind::Range { from, to } => {
                for end in [from, to].into_iter().flatten() {
                    self.expr(end, table, true, depth);
                }
            }
            ExprKind::Call { function, args } => {
                let aggregate = ["sum", "min", "max", "avg", "count"].contains(&function.text.as_str()) && args.len() == 1;
                for arg in args {
                    self.expr(arg, table, aggregate, depth);
                }
            }
            ExprKind::Negate(inner) | ExprKind::Not(inner) => self.expr(inner, table, false, depth),
            ExprKind::Arithmetic { left, right, .. } | ExprKind::Logic { left, right, .. } => {
                self.expr(left, table, false, depth);
                self.expr(right, table, false, depth);
            }
            ExprKind::Compare { operands, .. } => {
                for operand in operands {
                    self.expr(operand, table, false, depth);
                }
            }
            ExprKind::In { value, alternatives } => {
                self.expr(value, table, false, depth);
                for alternative in alternatives {
                    self.expr(alternative, table, false, depth);
                }
            }
            ExprKind::If { condition, then, otherwise } => {
                self.expr(condition, table, false, depth);
                self.expr(then, table, false, depth);
                self.expr(otherwise, table, false, depth);
            }
            ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Bool(_) | ExprKind::NotInEdition { .. } | ExprKind::Poisoned => {}
        }
    }

    fn find(&self, parts: &[PathPart], table: Option<TableId>) -> Vec<Target> {
        let path = bare(parts);
        let mut found = self.names.find(&path, Site { table, near: None });
        if found.len() > 1 && found.iter().any(|target| !matches!(target, Target::Table(_))) {
            found.retain(|target| !matches!(target, Target::Table(_)));
        }
        found
    }

    /// Renames what the parts of a path mean; whether the whole is an item that became a heading.
    fn path(&mut self, parts: &mut [PathPart], table: Option<TableId>) -> bool {
        match self.find(parts, table).as_slice() {
            [only] => self.rename(parts, *only),
            _ => false,
        }
    }

    /// A path in brackets behind what `targets` are.
    fn key(&mut self, parts: &mut [PathPart], targets: &[Target]) -> bool {
        let path = bare(parts);
        let mut found = Vec::new();
        for target in targets {
            let (table, reaches): (TableId, &[Reach]) = match target {
                Target::Item { table, reach: Reach::Row, .. } => (*table, &[Reach::Column]),
                Target::Item { table, reach: Reach::Column, .. } => (*table, &[Reach::Row]),
                Target::Table(table) => (*table, &[Reach::Row, Reach::Column]),
                Target::Meta(_) => continue,
            };
            for reach in reaches {
                let items = self.names.find_along(table, *reach, &path);
                found.extend(items.into_iter().map(|item| Target::Item { table, reach: *reach, item }));
            }
        }
        match found.as_slice() {
            [only] => self.rename(parts, *only),
            _ => false,
        }
    }

    fn rename(&self, parts: &mut [PathPart], target: Target) -> bool {
        let renamed = |table: Option<Span>, span: Span| self.changes.renamed.get(&(table, span));
        match target {
            Target::Meta(_) => false,
            Target::Table(id) => {
                let table = self.names.form.table(id);
                if let (Some(new), Some(PathPart::Name(name))) =
                    (table.and_then(|table| renamed(None, table.span)), parts.last_mut())
                {
                    name.text.clone_from(new);
                }
                false
            }
            Target::Item { table, reach, item } => {
                let Some(items) = self.names.items(table, reach) else { return false };
                let form_table = self.names.form.table(table);
                let home = form_table.filter(|table| table.kind == TableKind::Table).map(|table| table.span);
                let is_split = items.get(item).is_some_and(|item| self.changes.split.contains(&(home, item.span)));
                let mut at = Some(item);
                let mut left: &mut [PathPart] = parts;
                while let Some((last, rest)) = left.split_last_mut() {
                    let PathPart::Name(name) = last else {
                        left = rest;
                        at = at.and_then(|at| items.get(at)).and_then(|item| item.parent);
                        continue;
                    };
                    match above(items, at, &name.text) {
                        Some(found) => {
                            if let Some(new) = items.get(found).and_then(|item| renamed(home, item.span)) {
                                name.text.clone_from(new);
                            }
                            at = items.get(found).and_then(|item| item.parent);
                        }
                        // The words in front: a table's name, `rows`.
                        None => {
                            let own = form_table.filter(|table| table.name == name.text);
                            if let Some(new) = own.and_then(|table| renamed(None, table.span)) {
                                name.text.clone_from(new);
                            }
                        }
                    }
                    left = rest;
                }
                is_split
            }
        }
    }
}

/// The nearest of an item and its groups that has this name.
fn above(items: &Items, from: Option<crate::model::ItemId>, name: &str) -> Option<crate::model::ItemId> {
    let mut at = from;
    let mut steps = 0;
    while let Some(id) = at {
        let item = items.get(id)?;
        if item.name == name {
            return Some(id);
        }
        at = item.parent;
        steps += 1;
        if steps > MAX_DEPTH {
            break;
        }
    }
    None
}

fn bare(parts: &[PathPart]) -> Vec<Part<'_>> {
    parts
        .iter()
        .filter_map(|part| match part {
            PathPart::Name(name) => Some(Part::Name(&name.text)),
            PathPart::Code(code) => Some(Part::Code(&code.text)),
            PathPart::Prior(_) | PathPart::Parts(_) => None,
        })
        .collect()
}

/// `x` → `sum(x)`.
fn sum(expr: &mut Expr) {
    let span = expr.span;
    let inner = std::mem::replace(expr, Expr { kind: ExprKind::Poisoned, span });
    let function = ast::Name { text: "sum".to_owned(), span };
    *expr = Expr { kind: ExprKind::Call { function, args: vec![inner] }, span };
}
