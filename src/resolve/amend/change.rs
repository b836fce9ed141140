//! Changes of items: dropped, added, renamed, restated, moved, split, merged.

use super::super::uses::By;
use super::items::{self, Place};
use super::parts::{self, ListAt, Scope};
use super::{Expander, Gone, What};
use crate::diag::wording::amend as say;
use crate::diag::{Code, Diagnostic, Message};
use crate::source::Span;
use crate::syntax::ast::{
    Attribute, Dimension, Item, ItemNode, ItemPath, ListKind, Name, PlacedAt, Placing, Renaming, Statement as S,
};

impl Expander<'_, '_> {
    /// The lists that a change may mean, in the order of the form. Empty after a report.
    fn lists(&mut self, list: ListKind, at: Span, scope: &Scope) -> Vec<ListAt> {
        match (list, scope) {
            (ListKind::Rows | ListKind::Columns, Scope::Table(name)) => {
                let place = match parts::find_mut(&mut self.body, crate::syntax::ast::PartKind::Table, name) {
                    Some(S::Table(table)) => table.name.span,
                    Some(_) | None => return Vec::new(),
                };
                vec![if list == ListKind::Rows { ListAt::Rows(place) } else { ListAt::Columns(place) }]
            }
            (ListKind::Rows | ListKind::Columns, Scope::Template | Scope::Section(_)) => {
                self.no_table(list, at);
                Vec::new()
            }
            (ListKind::Facts, Scope::Table(_)) => {
                self.wrong(say::FACTS_IN_TABLE.plain(), at, say::AMENDED_HERE.plain(), say::FACTS_IN_TABLE_HELP.plain());
                Vec::new()
            }
            (ListKind::Facts, Scope::Template | Scope::Section(_)) => self.facts_of(scope),
            (ListKind::Meta, Scope::Template) => {
                let metas = self.body.iter().filter_map(|statement| match statement {
                    S::Meta(_, span) => Some(ListAt::Meta(*span)),
                    _ => None,
                });
                metas.collect()
            }
            (ListKind::Meta, Scope::Section(_) | Scope::Table(_)) => {
                self.wrong(say::META_INSIDE.plain(), at, say::AMENDED_HERE.plain(), say::META_INSIDE_HELP.plain());
                Vec::new()
            }
        }
    }

    /// The list that holds an item, taken out, and where in it; put it back with [`parts::put`].
    fn open(&mut self, list: ListKind, path: &ItemPath, at: Span, scope: &Scope) -> Option<(ListAt, Vec<ItemNode>, Place)> {
        let lists = self.lists(list, at, scope);
        if lists.is_empty() && list != ListKind::Facts && list != ListKind::Meta {
            return None;
        }
        let mut known = Vec::new();
        for place in &lists {
            let Some(mut nodes) = parts::take(&mut self.body, *place) else { continue };
            let mut found = items::locate(&nodes, path);
            if found.is_empty() {
                // It may come from an axis: then its items stand here by themselves from now on.
                let mut opened = nodes.clone();
                items::inline(&mut opened, self.axes);
                found = items::locate(&opened, path);
                if !found.is_empty() {
                    nodes = opened;
                }
            }
            match found.as_slice() {
                [only] => {
                    self.note_use(&nodes, only, path);
                    return Some((*place, nodes, only.clone()));
                }
                [] => known.extend(items::names(&nodes)),
                several => {
                    let paths = several.iter().map(|place| items::path_of(&nodes, place).join(".")).collect();
                    let count = several.len();
                    parts::put(&mut self.body, *place, nodes);
                    self.several(list, path, paths, count);
                    return None;
                }
            }
            parts::put(&mut self.body, *place, nodes);
        }
        if let Some(name) = path.names.last() {
            self.unknown(What::List(list), name, &written(path), path.span, scope, &known);
        }
        None
    }

    /// Notes what a path means: its last name the item, those in front its groups.
    fn note_use(&mut self, nodes: &[ItemNode], place: &[usize], path: &ItemPath) {
        let mut names = path.names.iter().rev().peekable();
        for depth in (1..=place.len()).rev() {
            let Some(item) = place.get(..depth).and_then(|place| items::item_at(nodes, place)) else { continue };
            if let Some(name) = names.next_if(|name| name.text == item.name.text) {
                self.sink.used(name.span, item.name.span, By::Name);
            }
        }
    }

    fn several(&mut self, list: ListKind, path: &ItemPath, paths: Vec<String>, count: usize) {
        let message = say::SEVERAL.with("what", What::List(list).word()).with("name", written(path)).with("count", count);
        self.sink.push(
            Diagnostic::error(Code::G0202, message)
                .at(path.span, say::SEVERAL_HERE.plain())
                .with_help(say::SEVERAL_HELP.with("paths", paths)),
        );
    }

    pub(super) fn drop_items(&mut self, list: ListKind, paths: &[ItemPath], at: Span, scope: &Scope) {
        for path in paths {
            let Some((place, mut nodes, item)) = self.open(list, path, at, scope) else { continue };
            if let Some(removed) = items::remove(&mut nodes, &item) {
                let names = items::names(std::slice::from_ref(&removed));
                let what = What::List(list);
                self.gone.extend(names.into_iter().map(|name| Gone { what, name, span: path.span }));
            }
            parts::put(&mut self.body, place, nodes);
        }
    }

    pub(super) fn add_items(&mut self, list: ListKind, placing: Option<&Placing>, new: &[ItemNode], at: Span, scope: &Scope) {
        if let Some(placing) = placing {
            let Some((place, mut nodes, item)) = self.open(list, &placing.path, at, scope) else { return };
            items::insert(&mut nodes, Some((placing.at, &item)), new.to_vec());
            parts::put(&mut self.body, place, nodes);
            return;
        }
        let lists = self.lists(list, at, scope);
        for place in lists.iter().rev() {
            if let Some(mut nodes) = parts::take(&mut self.body, *place) {
                items::insert(&mut nodes, None, new.to_vec());
                parts::put(&mut self.body, *place, nodes);
                return;
            }
        }
        // A table that had no rows, or a template that had no meta.
        let statement = match list {
            ListKind::Rows if !lists.is_empty() => S::Rows(Dimension { labels: Vec::new(), items: new.to_vec(), span: at }),
            ListKind::Columns if !lists.is_empty() => S::Columns(Dimension { labels: Vec::new(), items: new.to_vec(), span: at }),
            ListKind::Meta if *scope == Scope::Template => S::Meta(new.to_vec(), at),
            ListKind::Rows | ListKind::Columns | ListKind::Facts | ListKind::Meta => return,
        };
        if let Some(body) = parts::body_mut(&mut self.body, scope) {
            body.push(statement);
        }
    }

    pub(super) fn rename_items(&mut self, list: ListKind, renamings: &[Renaming], at: Span, scope: &Scope) {
        if list == ListKind::Meta {
            self.wrong(say::META_RENAMED.plain(), at, say::AMENDED_HERE.plain(), say::NOT_PLAIN_HELP.plain());
            return;
        }
        for renaming in renamings {
            let Some((place, mut nodes, item)) = self.open(list, &renaming.from, at, scope) else { continue };
            let mut before = None;
            if let Some(item) = items::item_mut(&mut nodes, &item) {
                before = Some((item.name.text.clone(), item.name.span));
                item.name = renaming.to.clone();
                if renaming.label.is_some() || !renaming.spellings.is_empty() {
                    item.label.clone_from(&renaming.label);
                    item.spellings.clone_from(&renaming.spellings);
                }
            }
            parts::put(&mut self.body, place, nodes);
            if let Some((old, span)) = before {
                self.remember_renaming(What::List(list), place.table(), (&old, span), &renaming.to, renaming.from.span);
            }
        }
    }

    pub(super) fn change_items(&mut self, list: ListKind, changes: &[ItemNode], at: Span, scope: &Scope) {
        for change in changes {
            let ItemNode::Item(change) = change else { continue };
            let path = ItemPath { names: vec![change.name.clone()], span: change.name.span };
            let Some((place, mut nodes, item)) = self.open(list, &path, at, scope) else { continue };
            self.change_item(list, &mut nodes, &item, change, scope, 0);
            parts::put(&mut self.body, place, nodes);
        }
    }

    fn change_item(
        &mut self,
        list: ListKind,
        nodes: &mut Vec<ItemNode>,
        at: &[usize],
        change: &Item,
        scope: &Scope,
        depth: usize,
    ) {
        if depth > super::super::MAX_DEPTH {
            return;
        }
        if let Some(item) = items::item_mut(nodes, at) {
            self.change_clauses(item, change);
        }
        for inner in change.children.iter().flatten() {
            let ItemNode::Item(inner) = inner else { continue };
            let path = ItemPath { names: vec![inner.name.clone()], span: inner.name.span };
            let below = items::item_at(nodes, at).and_then(|item| item.children.as_deref()).unwrap_or(&[]);
            let found = items::locate(below, &path);
            match found.as_slice() {
                [only] => {
                    let mut whole = at.to_vec();
                    whole.extend(only);
                    self.change_item(list, nodes, &whole, inner, scope, depth.saturating_add(1));
                }
                [] => {
                    let known = items::names(below);
                    self.unknown(What::List(list), &inner.name, &inner.name.text, inner.name.span, scope, &known);
                }
                several => {
                    let paths = several.iter().map(|place| items::path_of(below, place).join(".")).collect();
                    self.several(list, &path, paths, several.len());
                }
            }
        }
    }

    /// Each clause that is written takes the place of the old one.
    fn change_clauses(&mut self, item: &mut Item, change: &Item) {
        let (place, name) = (item.name.span, change.name.text.clone());
        if let Some(ty) = &change.ty
            && self.once(place, "type", say::CLAUSE_TYPE.plain(), &name, ty.span)
        {
            item.ty = Some(ty.clone());
        }
        let label_at = change.label.as_ref().or(change.spellings.first()).map(|label| label.text.span);
        if let Some(at) = label_at
            && self.once(place, "label", say::CLAUSE_LABEL.plain(), &name, at)
        {
            item.label.clone_from(&change.label);
            item.spellings.clone_from(&change.spellings);
        }
        if let Some(code) = &change.code
            && self.once(place, "code", say::CLAUSE_CODE.plain(), &name, code.span)
        {
            item.code = Some(code.clone());
        }
        if let Some(derived) = &change.derived
            && self.once(place, "equation", say::CLAUSE_EQUATION.plain(), &name, derived.span)
        {
            item.derived = Some(derived.clone());
        }
        if change.doc.is_some() {
            item.doc.clone_from(&change.doc);
        }
        for attribute in &change.attributes {
            let (clause, span) = match attribute {
                Attribute::Optional { span, .. } => ("optional", *span),
                Attribute::Read(_, span) => ("read", *span),
                Attribute::Step(_, span) => ("step", *span),
                Attribute::Rounded(_, span) => ("rounded", *span),
                Attribute::Basis(_, span) => ("basis", *span),
            };
            if self.once(place, clause, say::CLAUSE_ATTRIBUTE.plain(), &name, span) {
                let same = |old: &Attribute| std::mem::discriminant(old) == std::mem::discriminant(attribute);
                item.attributes.retain(|old| !same(old));
                item.attributes.push(attribute.clone());
            }
        }
    }

    pub(super) fn move_items(&mut self, list: ListKind, placing: &Placing, paths: &[ItemPath], at: Span, scope: &Scope) {
        // Behind one place the last one moved would come first.
        let ordered: Vec<&ItemPath> = match placing.at {
            PlacedAt::After => paths.iter().rev().collect(),
            PlacedAt::Before | PlacedAt::In => paths.iter().collect(),
        };
        for path in ordered {
            let Some((place, mut nodes, item)) = self.open(list, path, at, scope) else { continue };
            let name = items::item_at(&nodes, &item).map(|item| item.name.clone());
            let before = nodes.clone();
            let moved = items::remove(&mut nodes, &item);
            let target = items::locate(&nodes, &placing.path);
            match (moved, target.as_slice(), name) {
                (Some(moved), [target], Some(name)) => {
                    let first = self.once(name.span, "position", say::CLAUSE_POSITION.plain(), &name.text, path.span);
                    if first {
                        items::insert(&mut nodes, Some((placing.at, target)), vec![moved]);
                    } else {
                        nodes = before;
                    }
                    parts::put(&mut self.body, place, nodes);
                }
                (_, [], _) => {
                    let there = !items::locate(&before, &placing.path).is_empty();
                    let known = items::names(&before);
                    parts::put(&mut self.body, place, before);
                    if there {
                        self.wrong(
                            say::INTO_ITSELF.with("name", written(path)),
                            placing.span,
                            say::AMENDED_HERE.plain(),
                            say::NOT_PLAIN_HELP.plain(),
                        );
                    } else if let Some(name) = placing.path.names.last() {
                        self.unknown(What::List(list), name, &written(&placing.path), placing.path.span, scope, &known);
                    }
                }
                (_, several, _) => {
                    let paths = several.iter().map(|place| items::path_of(&nodes, place).join(".")).collect();
                    let count = several.len();
                    parts::put(&mut self.body, place, before);
                    self.several(list, &placing.path, paths, count);
                }
            }
        }
    }

    /// The dimension of a `split` or `merge` that does not say which: the one that has the item.
    fn list_of(&mut self, list: Option<ListKind>, path: &ItemPath, scope: &Scope) -> ListKind {
        match (list, scope) {
            (Some(list), _) => list,
            (None, Scope::Template | Scope::Section(_)) => ListKind::Facts,
            (None, Scope::Table(name)) => {
                let has = |wanted: fn(&S) -> Option<&Dimension>, body: &[S]| {
                    body.iter().filter_map(wanted).any(|dimension| !items::locate(&dimension.items, path).is_empty())
                };
                match parts::find_mut(&mut self.body, crate::syntax::ast::PartKind::Table, name) {
                    Some(S::Table(table)) if has(columns_of, &table.body) && !has(rows_of, &table.body) => ListKind::Columns,
                    Some(_) | None => ListKind::Rows,
                }
            }
        }
    }

    /// Why an item is no plain figure.
    fn plain(&mut self, item: &Item, verb: Message, at: Span) -> bool {
        let why = if item.children.is_some() {
            say::IS_GROUP.plain()
        } else if item.total.is_some() {
            say::IS_TOTAL.plain()
        } else if item.derived.is_some() {
            say::IS_DERIVED.plain()
        } else {
            return true;
        };
        self.wrong(
            say::NOT_PLAIN.with("name", &item.name.text).with("verb", verb).with("why", why),
            at,
            say::NOT_PLAIN_HERE.plain(),
            say::NOT_PLAIN_HELP.plain(),
        );
        false
    }

    pub(super) fn split(&mut self, list: Option<ListKind>, path: &ItemPath, new: &[ItemNode], at: Span, scope: &Scope) {
        let list = self.list_of(list, path, scope);
        let Some((place, mut nodes, item)) = self.open(list, path, at, scope) else { return };
        if let Some(old) = items::item_mut(&mut nodes, &item) {
            let copy = old.clone();
            if self.plain(&copy, say::VERB_SPLIT.plain(), path.span) {
                old.children = Some(new.to_vec());
                let origin = self.lineage.origin(old.name.span);
                let table = place.table().map(|table| self.lineage.origin(table));
                self.split.insert((table, origin));
                for name in names_of(new) {
                    self.lineage.split.insert(name.span, origin);
                }
            }
        }
        parts::put(&mut self.body, place, nodes);
    }

    pub(super) fn merge(&mut self, list: Option<ListKind>, into: &Item, paths: &[ItemPath], at: Span, scope: &Scope) {
        let [first, _, ..] = paths else {
            self.wrong(say::MERGE_FEW.plain(), into.name.span, say::AMENDED_HERE.plain(), say::NOT_PLAIN_HELP.plain());
            return;
        };
        let list = self.list_of(list, first, scope);
        let Some((place, nodes, target)) = self.open(list, first, at, scope) else { return };
        parts::put(&mut self.body, place, nodes);
        let mut origins = Vec::new();
        let mut taken: Vec<(ItemPath, String)> = Vec::new();
        for path in paths {
            let Some((place, nodes, item)) = self.open(list, path, at, scope) else { return };
            let old = items::item_at(&nodes, &item).cloned();
            parts::put(&mut self.body, place, nodes);
            let Some(old) = old else { return };
            if !self.plain(&old, say::VERB_MERGED.plain(), path.span) {
                return;
            }
            let beside = item.len() == target.len()
                && item.split_last().map(|(_, groups)| groups) == target.split_last().map(|(_, groups)| groups);
            if !beside {
                self.wrong(
                    say::MERGE_APART.with("name", written(first)).with("other", written(path)),
                    path.span,
                    say::AMENDED_HERE.plain(),
                    say::NOT_PLAIN_HELP.plain(),
                );
                return;
            }
            origins.push(self.lineage.origin(old.name.span));
            taken.push((path.clone(), old.name.text));
        }
        // The new one stands where the first of the old ones stood.
        let Some((place, mut nodes, target)) = self.open(list, first, at, scope) else { return };
        items::insert(&mut nodes, Some((PlacedAt::Before, &target)), vec![ItemNode::Item(into.clone())]);
        for (path, old) in &taken {
            let own = |place: &Place| items::item_at(&nodes, place).is_some_and(|item| item.name.span != into.name.span);
            let found: Vec<Place> = items::locate(&nodes, path).into_iter().filter(own).collect();
            if let [only] = found.as_slice() {
                items::remove(&mut nodes, only);
            }
            self.gone.push(Gone { what: What::List(list), name: old.clone(), span: path.span });
        }
        parts::put(&mut self.body, place, nodes);
        self.lineage.merged.insert(into.name.span, origins);
    }
}

fn rows_of(statement: &S) -> Option<&Dimension> {
    match statement {
        S::Rows(dimension) => Some(dimension),
        _ => None,
    }
}

fn columns_of(statement: &S) -> Option<&Dimension> {
    match statement {
        S::Columns(dimension) => Some(dimension),
        _ => None,
    }
}

fn names_of(nodes: &[ItemNode]) -> Vec<&Name> {
    let mut names = Vec::new();
    let mut open: Vec<&[ItemNode]> = vec![nodes];
    while let Some(level) = open.pop() {
        for node in level {
            if let ItemNode::Item(item) = node {
                names.push(&item.name);
                open.extend(item.children.as_deref());
            }
        }
    }
    names
}

fn written(path: &ItemPath) -> String {
    path.names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".")
}
