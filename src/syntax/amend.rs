//! The changes of a template that amends another: pest's pairs → the tree.

use pest::iterators::Pair;

use super::ast::{Amendment, Change, Facts, FactsNode, Item, ItemNode, ItemPath, ListKind, Name, PartKind, PlacedAt, Placing};
use super::ast::{Renaming, Statement};
use super::build::{Builder, find};
use super::grammar::Rule;
use crate::diag::Message;
use crate::diag::wording::syntax as words;
use crate::source::Span;

impl Builder<'_> {
    /// One change; nothing for what was reported.
    pub(super) fn amendment(&mut self, pair: Pair<'_, Rule>) -> Option<Amendment> {
        let span = self.span(&pair);
        let word = pair.clone().into_inner().next().map_or(span, |word| self.span(&word));
        let change = match pair.as_rule() {
            Rule::amend_in => self.amend_in(pair),
            Rule::amend_drop => self.amend_drop(pair),
            Rule::amend_add => self.amend_add(pair),
            Rule::amend_rename => self.amend_rename(pair),
            Rule::amend_change => {
                self.block_errors(&pair);
                list(&pair).map(|list| Change::ChangeItems { list, items: self.items_of(&pair, list == ListKind::Meta) })
            }
            Rule::amend_move => self.amend_move(pair),
            Rule::amend_split => {
                let path = self.first_path(&pair);
                let items = self.items_of(&pair, false);
                path.map(|path| Change::Split { list: list(&pair), path, items })
            }
            Rule::amend_merge => {
                let into = find(&pair, Rule::merged).map(|merged| self.item(merged));
                let paths = self.paths(&pair);
                into.map(|into: Item| Change::Merge { list: list(&pair), into, paths })
            }
            Rule::amend_replace => pair.into_inner().nth(1).and_then(|part| self.statement(part)).map(Change::Replace),
            _ => None,
        };
        change.map(|change| Amendment { change, word, span })
    }

    fn amend_in(&mut self, pair: Pair<'_, Rule>) -> Option<Change> {
        let kind = part(&pair);
        let name = find(&pair, Rule::name).map(|name| self.name(name))?;
        let body = self.body(&pair);
        Some(Change::In { kind, labels: self.labels(pair, Some(&name)), name, body })
    }

    fn amend_drop(&mut self, pair: Pair<'_, Rule>) -> Option<Change> {
        if let Some(list) = list(&pair) {
            return Some(Change::DropItems { list, paths: self.paths(&pair) });
        }
        let kind = part(&pair)?;
        if let Some(missing) = find(&pair, Rule::no_name) {
            self.missing(&missing, name_of(kind));
        }
        let names = pair.into_inner().filter(|part| part.as_rule() == Rule::name).map(|name| self.name(name)).collect();
        Some(Change::DropParts { kind, names })
    }

    fn amend_add(&mut self, pair: Pair<'_, Rule>) -> Option<Change> {
        let placing = self.placing(&pair);
        if let Some(list) = list(&pair) {
            return Some(Change::AddItems { list, placing, items: self.items_of(&pair, list == ListKind::Meta) });
        }
        if find(&pair, Rule::kw_facts).is_some() {
            let span = self.span(&pair);
            self.block_errors(&pair);
            let body: Vec<FactsNode> = find(&pair, Rule::facts_block).map(|block| self.facts_body(block)).unwrap_or_default();
            return Some(Change::AddFacts { placing, facts: Facts { doc: None, body, span } });
        }
        let is_part = |it: Rule| matches!(it, Rule::section | Rule::table | Rule::rule | Rule::axis | Rule::prose);
        let part = pair.into_inner().find(|part| is_part(part.as_rule()))?;
        self.statement(part).map(|part| Change::AddPart { placing, part })
    }

    fn amend_rename(&mut self, pair: Pair<'_, Rule>) -> Option<Change> {
        if let Some(list) = list(&pair) {
            self.block_errors(&pair);
            let mut renamings = Vec::new();
            for part in find(&pair, Rule::renamings)?.into_inner() {
                match part.as_rule() {
                    Rule::renaming => renamings.extend(self.renaming(part)),
                    Rule::bad_path => self.missing(&part, words::WHAT_NAME.plain()),
                    _ => {}
                }
            }
            return Some(Change::RenameItems { list, renamings });
        }
        let kind = part(&pair)?;
        match find(&pair, Rule::renaming) {
            Some(renaming) => self.renaming(renaming).map(|renaming| Change::RenamePart { kind, renaming }),
            None => {
                if let Some(missing) = find(&pair, Rule::no_name) {
                    self.missing(&missing, name_of(kind));
                }
                None
            }
        }
    }

    fn renaming(&mut self, pair: Pair<'_, Rule>) -> Option<Renaming> {
        let span = self.span(&pair);
        let from = find(&pair, Rule::item_path).map(|path| self.item_path(path))?;
        if let Some(missing) = find(&pair, Rule::no_arrow) {
            self.missing(&missing, words::FOUND.with("found", "->"));
            return None;
        }
        let to = match find(&pair, Rule::name) {
            Some(name) => self.name(name),
            None => {
                if let Some(missing) = find(&pair, Rule::no_name) {
                    self.missing(&missing, words::WHAT_NAME.plain());
                }
                return None;
            }
        };
        let mut renaming = Renaming { from, to, label: None, spellings: Vec::new(), span };
        let mut label_at: Option<Span> = None;
        for part in pair.into_inner() {
            let at = self.span(&part);
            match part.as_rule() {
                Rule::label => {
                    if let Some(first) = label_at {
                        self.clause_twice(Rule::label, at, first);
                    }
                    label_at = Some(at);
                    renaming.label = find(&part, Rule::spelling).map(|spelling| self.spelling(spelling));
                }
                Rule::alternative => {
                    let spelling = find(&part, Rule::spelling).map(|spelling| self.spelling(spelling));
                    renaming.spellings.extend(spelling);
                }
                _ => {}
            }
        }
        Some(renaming)
    }

    fn amend_move(&mut self, pair: Pair<'_, Rule>) -> Option<Change> {
        if let Some(missing) = find(&pair, Rule::no_place) {
            self.missing(&missing, words::WHAT_PLACING.plain());
            return None;
        }
        let placing = self.placing(&pair)?;
        if let Some(list) = list(&pair) {
            return Some(Change::MoveItems { list, placing, paths: self.paths(&pair) });
        }
        let kind = part(&pair)?;
        let name: Name = self.name_or_missing(&pair, name_of(kind));
        Some(Change::MovePart { kind, name, placing })
    }

    fn placing(&mut self, pair: &Pair<'_, Rule>) -> Option<Placing> {
        let placing = find(pair, Rule::placing)?;
        let span = self.span(&placing);
        let at = match placing.clone().into_inner().next().map(|word| word.as_rule()) {
            Some(Rule::kw_after) => PlacedAt::After,
            Some(Rule::kw_before) => PlacedAt::Before,
            _ => PlacedAt::In,
        };
        Some(Placing { at, path: self.first_path(&placing)?, span })
    }

    fn first_path(&mut self, pair: &Pair<'_, Rule>) -> Option<ItemPath> {
        find(pair, Rule::item_path).map(|path| self.item_path(path))
    }

    fn item_path(&mut self, pair: Pair<'_, Rule>) -> ItemPath {
        let span = self.span(&pair);
        let names = pair.into_inner().filter(|part| part.as_rule() == Rule::name).map(|name| self.name(name)).collect();
        ItemPath { names, span }
    }

    /// The paths of a `{ }`; a missing one is reported.
    fn paths(&mut self, pair: &Pair<'_, Rule>) -> Vec<ItemPath> {
        self.block_errors(pair);
        let mut paths = Vec::new();
        for part in find(pair, Rule::item_paths).into_iter().flat_map(Pair::into_inner) {
            match part.as_rule() {
                Rule::item_path => paths.push(self.item_path(part)),
                Rule::bad_path => self.missing(&part, words::WHAT_NAME.plain()),
                _ => {}
            }
        }
        paths
    }
}

fn list(pair: &Pair<'_, Rule>) -> Option<ListKind> {
    match find(pair, Rule::list_word)?.into_inner().next()?.as_rule() {
        Rule::kw_rows => Some(ListKind::Rows),
        Rule::kw_columns => Some(ListKind::Columns),
        Rule::kw_facts => Some(ListKind::Facts),
        Rule::kw_meta => Some(ListKind::Meta),
        _ => None,
    }
}

fn part(pair: &Pair<'_, Rule>) -> Option<PartKind> {
    match find(pair, Rule::part_word)?.into_inner().next()?.as_rule() {
        Rule::kw_section => Some(PartKind::Section),
        Rule::kw_table => Some(PartKind::Table),
        Rule::kw_rule => Some(PartKind::Rule),
        _ => None,
    }
}

fn name_of(kind: PartKind) -> Message {
    match kind {
        PartKind::Section => words::WHAT_SECTION_NAME.plain(),
        PartKind::Table => words::WHAT_TABLE_NAME.plain(),
        PartKind::Rule => words::WHAT_RULE_NAME.plain(),
    }
}

/// The statements, tables and items that a change brings in, for whoever looks for names in them.
impl Change {
    pub fn statements(&self) -> &[Statement] {
        match self {
            Change::In { body, .. } => body,
            Change::AddPart { part, .. } | Change::Replace(part) => std::slice::from_ref(part),
            Change::DropItems { .. }
            | Change::DropParts { .. }
            | Change::AddItems { .. }
            | Change::AddFacts { .. }
            | Change::RenameItems { .. }
            | Change::RenamePart { .. }
            | Change::ChangeItems { .. }
            | Change::MoveItems { .. }
            | Change::MovePart { .. }
            | Change::Split { .. }
            | Change::Merge { .. } => &[],
        }
    }

    pub fn items(&self) -> &[ItemNode] {
        match self {
            Change::AddItems { items, .. } | Change::ChangeItems { items, .. } | Change::Split { items, .. } => items,
            Change::In { .. }
            | Change::DropItems { .. }
            | Change::DropParts { .. }
            | Change::AddFacts { .. }
            | Change::AddPart { .. }
            | Change::RenameItems { .. }
            | Change::RenamePart { .. }
            | Change::MoveItems { .. }
            | Change::MovePart { .. }
            | Change::Merge { .. }
            | Change::Replace(_) => &[],
        }
    }
}
