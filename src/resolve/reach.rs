//! The names that a condition may use where it stands, each with the shortest path that means it: what an editor offers.

use super::paths;
use super::scope::{Names, Part, Site, Target};
use crate::model::{Form, Items, MetaId, Reach, TableId, TableKind};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Item { table: TableId, reach: Reach, item: crate::model::ItemId },
    Table(TableId),
    Meta(MetaId),
}

/// One name as it is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InReach {
    pub path: String,
    pub named: Named,
}

/// The names of one form, looked up once for many questions.
pub struct Reachable<'f> {
    names: Names<'f>,
}

impl<'f> Reachable<'f> {
    pub fn of(form: &'f Form) -> Reachable<'f> {
        Reachable { names: Names::of(form, &[], false) }
    }

    /// What a condition in this table (or outside of any) may name without a table in front; at most `most`.
    pub fn from(&self, table: Option<TableId>, most: usize) -> Vec<InReach> {
        let site = Site { table, near: None };
        let mut targets = Vec::new();
        for (id, found) in self.names.form.table_ids() {
            if table == Some(id) || found.kind == TableKind::Facts {
                self.items(id, &[Reach::Row, Reach::Column], &mut targets);
            }
        }
        let tables = self.names.form.table_ids().filter(|(_, table)| table.kind == TableKind::Table);
        targets.extend(tables.map(|(id, _)| Target::Table(id)));
        targets.extend((0..self.names.form.meta.len()).map(|at| Target::Meta(MetaId(at as u32))));
        let written = |target: Target| InReach { path: paths::written(&self.names, target, site), named: named(target) };
        targets.into_iter().take(most).map(written).filter(|one| !one.path.is_empty()).collect()
    }

    /// What may stand behind a path and a dot.
    pub fn behind(&self, path: &[&str], table: Option<TableId>, most: usize) -> Vec<InReach> {
        let parts: Vec<Part<'_>> = path.iter().map(|name| Part::Name(name)).collect();
        let mut targets = Vec::new();
        for target in self.names.find(&parts, Site { table, near: None }) {
            match target {
                Target::Table(id) => self.items(id, &[Reach::Row, Reach::Column], &mut targets),
                Target::Item { table, reach, item } => {
                    let children = self.names.item(table, reach, item).map(|item| item.children.as_slice()).unwrap_or_default();
                    targets.extend(children.iter().map(|item| Target::Item { table, reach, item: *item }));
                }
                Target::Meta(_) => {}
            }
        }
        targets.into_iter().take(most).filter_map(|target| self.bare(target)).collect()
    }

    /// What may stand in the brackets behind a path: the items of the other dimension, of a table those of both.
    pub fn indices(&self, path: &[&str], table: Option<TableId>, most: usize) -> Vec<InReach> {
        let parts: Vec<Part<'_>> = path.iter().map(|name| Part::Name(name)).collect();
        let mut targets = Vec::new();
        for target in self.names.find(&parts, Site { table, near: None }) {
            match target {
                Target::Table(id) => self.items(id, &[Reach::Row, Reach::Column], &mut targets),
                Target::Item { table, reach: Reach::Row, .. } => self.items(table, &[Reach::Column], &mut targets),
                Target::Item { table, reach: Reach::Column, .. } => self.items(table, &[Reach::Row], &mut targets),
                Target::Meta(_) => {}
            }
        }
        let along = |target: Target| match target {
            Target::Item { table, reach, item } => {
                let items = self.names.items(table, reach)?;
                let path: Vec<String> = items.short_name(item).split('.').map(paths::quote).collect();
                Some(InReach { path: path.join("."), named: named(target) })
            }
            Target::Table(_) | Target::Meta(_) => None,
        };
        targets.into_iter().take(most).filter_map(along).collect()
    }

    fn bare(&self, target: Target) -> Option<InReach> {
        let Target::Item { table, reach, item } = target else { return None };
        let path = paths::quote(&self.names.item(table, reach, item)?.name);
        Some(InReach { path, named: named(target) })
    }

    fn items(&self, table: TableId, reaches: &[Reach], targets: &mut Vec<Target>) {
        for reach in reaches.iter().copied() {
            let items = self.names.items(table, reach).into_iter().flat_map(Items::iter);
            targets.extend(items.map(|(item, _)| Target::Item { table, reach, item }));
        }
    }
}

fn named(target: Target) -> Named {
    match target {
        Target::Item { table, reach, item } => Named::Item { table, reach, item },
        Target::Table(table) => Named::Table(table),
        Target::Meta(meta) => Named::Meta(meta),
    }
}

/// A name as a file has to write it: in backquotes when it is no plain word, or a word that the language reserves.
pub fn written_name(name: &str) -> String {
    let reserved = crate::syntax::keywords::find(name)
        .is_some_and(|keyword| keyword.class == crate::syntax::keywords::KeywordClass::Reserved);
    if reserved { format!("`{name}`") } else { paths::quote(name) }
}
