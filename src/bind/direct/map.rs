//! The keys that a report may be made of: a tree of objects, compiled from the form.

use std::collections::HashMap;

use crate::model::{CellRef, Form, ItemId, Items, Table, TableId, TableKind, ValueKind};
use crate::plan::Slots;

use super::super::keys::{Dimension, Keys};

/// Deeper groups than this are read by the general reader.
const MAX_DEPTH: usize = 16;

/// An object: a run of [`Map::entries`], in the template's order, and where to find a key that comes out of order.
#[derive(Debug, Default)]
pub struct Object {
    pub first: u32,
    pub count: u32,
    by_key: HashMap<Box<[u8]>, u32>,
}

#[derive(Debug)]
pub struct Entry {
    /// The key in its quotes, and the colon.
    pub key: Box<[u8]>,
    pub target: Target,
    pub mark: Mark,
}

/// What stands behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Object(u32),
    Slot(u32),
    Meta(u32),
    Template,
}

/// Whose place the key is, for cells that are not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    None,
    Table(TableId),
    Row(TableId, ItemId),
}

#[derive(Debug, Default)]
pub struct Map {
    pub entries: Vec<Entry>,
    pub objects: Vec<Object>,
    /// The value that `template` must have, in quotes.
    pub title: Box<[u8]>,
    pub meta: Vec<MetaKind>,
}

/// Which values of a meta are regular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MetaKind {
    Year,
    Text,
    Words(Vec<String>),
    /// Left to the general reader.
    Other,
}

/// Entries of one object while it is being built.
#[derive(Default)]
struct Draft {
    /// By the first of their spellings, so that each is followed by the next item.
    first: Vec<Entry>,
    others: Vec<Entry>,
}

impl Draft {
    fn add(&mut self, keys: &[impl AsRef<str>], target: Target, mark: Mark) {
        for (at, key) in keys.iter().enumerate() {
            let key = key.as_ref();
            // A key that JSON would have to escape is left to the general reader; of two like keys the first stays.
            let plain = !key.is_empty() && key.chars().all(|c| c != '"' && c != '\\' && !c.is_control());
            let quoted: Box<[u8]> = format!("\"{key}\":").into_bytes().into();
            if plain && self.first.iter().chain(&self.others).all(|entry| entry.key != quoted) {
                let list = if at == 0 { &mut self.first } else { &mut self.others };
                list.push(Entry { key: quoted, target, mark });
            }
        }
    }
}

struct Builder<'a> {
    form: &'a Form,
    slots: &'a Slots,
    keys: Keys,
    map: Map,
}

impl Map {
    pub fn of(form: &Form, slots: &Slots) -> Map {
        let title = format!("\"{}\"", form.title()).into_bytes().into();
        let mut builder = Builder { form, slots, keys: Keys::of(form), map: Map { title, ..Map::default() } };
        // The outermost object is the first.
        builder.map.objects.push(Object::default());
        let root = builder.root();
        builder.fill(0, root);
        builder.map.meta = form.meta.iter().map(|meta| meta_kind(&meta.ty.kind)).collect();
        builder.map
    }

    /// The entry of an object that a key names; `key` in its quotes, with the colon.
    pub fn find(&self, object: &Object, key: &[u8]) -> Option<u32> {
        object.by_key.get(key).copied()
    }
}

fn meta_kind(kind: &ValueKind) -> MetaKind {
    match kind {
        ValueKind::Year => MetaKind::Year,
        ValueKind::Text => MetaKind::Text,
        ValueKind::Enum(words) => MetaKind::Words(words.clone()),
        ValueKind::Natural
        | ValueKind::Integer
        | ValueKind::Decimal
        | ValueKind::Percent
        | ValueKind::Bool
        | ValueKind::Date
        | ValueKind::Code
        | ValueKind::Unit => MetaKind::Other,
    }
}

impl Builder<'_> {
    fn fill(&mut self, object: u32, draft: Draft) {
        let first = self.map.entries.len() as u32;
        self.map.entries.extend(draft.first);
        self.map.entries.extend(draft.others);
        let own = self.map.entries.get(first as usize..).unwrap_or_default();
        let by_key = own.iter().zip(first..).map(|(entry, at)| (entry.key.clone(), at)).collect();
        if let Some(place) = self.map.objects.get_mut(object as usize) {
            *place = Object { first, count: own.len() as u32, by_key };
        }
    }

    fn object(&mut self, draft: Draft) -> Target {
        let object = self.map.objects.len() as u32;
        self.map.objects.push(Object::default());
        self.fill(object, draft);
        Target::Object(object)
    }

    fn root(&mut self) -> Draft {
        let mut root = Draft::default();
        root.add(&["template"], Target::Template, Mark::None);
        let mut meta = Draft::default();
        for (at, declared) in self.form.meta.iter().enumerate() {
            meta.add(&[&declared.name], Target::Meta(at as u32), Mark::None);
        }
        let meta = self.object(meta);
        root.add(&["meta"], meta, Mark::None);
        for (id, table) in self.form.table_ids().filter(|(_, table)| table.kind == TableKind::Table) {
            // Two tables of one name: which one is meant is for the general reader.
            let alone = self.form.tables.iter().filter(|other| other.name == table.name).count() == 1;
            let reserved = ["template", "meta", "figures", "facts", "file", "unclaimed"].contains(&table.name.as_str());
            if alone
                && !reserved
                && let Some(target) = self.table(id, table)
            {
                root.add(&[&table.name], target, Mark::Table(id));
            }
        }
        let facts = self.facts();
        let facts = self.object(facts);
        root.add(&["facts"], facts, Mark::None);
        root
    }

    fn slot(&self, cell: CellRef) -> Option<Target> {
        self.slots.find(cell).map(|slot| Target::Slot(slot.0))
    }

    fn facts(&self) -> Draft {
        let mut draft = Draft::default();
        let facts: Vec<(TableId, &Table)> = self.form.table_ids().filter(|(_, table)| table.kind == TableKind::Facts).collect();
        for (id, items) in facts.iter().filter_map(|(id, table)| Some((*id, table.rows.as_ref()?))) {
            for (item, _) in items.iter().filter(|(_, item)| item.has_figure()) {
                // The first table that knows the key has it, as the general reader has it.
                let named = |key: &String| {
                    let found = |(table, _): &(TableId, &Table)| Some((*table, self.named(*table, Dimension::Rows, None, key)?));
                    facts.iter().find_map(found) == Some((id, item))
                };
                let keys: Vec<String> = spellings(items, item).into_iter().filter(named).collect();
                if let Some(target) = self.slot(CellRef { table: id, row: Some(item), column: None }) {
                    draft.add(&keys, target, Mark::None);
                }
            }
        }
        draft
    }

    fn named(&self, table: TableId, dimension: Dimension, group: Option<ItemId>, key: &str) -> Option<ItemId> {
        self.keys.resolve(self.form, table, dimension, group, key).ok()
    }

    fn table(&mut self, id: TableId, table: &Table) -> Option<Target> {
        let draft = match (&table.rows, &table.columns) {
            (Some(rows), _) => self.rows(id, table, rows, None, 0),
            (None, Some(columns)) => self.columns(id, columns, None, None, 0),
            (None, None) => return self.slot(CellRef { table: id, row: None, column: None }),
        };
        Some(self.object(draft))
    }

    fn rows(&mut self, id: TableId, table: &Table, rows: &Items, group: Option<ItemId>, depth: usize) -> Draft {
        let mut draft = Draft::default();
        if depth > MAX_DEPTH {
            return draft;
        }
        for (item, declared) in rows.iter() {
            let keys: Vec<String> = spellings(rows, item)
                .into_iter()
                .filter(|key| self.named(id, Dimension::Rows, group, key) == Some(item))
                .collect();
            if keys.is_empty() {
                continue;
            }
            let target = match (declared.has_figure(), &table.columns, declared.children.is_empty()) {
                // An object may hold cells and rows: one with rows is left to the general reader.
                (true, Some(columns), _) => {
                    let mut cells = self.columns(id, columns, Some(item), None, 0);
                    let is_row = |entry: &Entry| {
                        let key = std::str::from_utf8(&entry.key).unwrap_or("");
                        let key = key.strip_suffix("\":").and_then(|key| key.strip_prefix('"')).unwrap_or("");
                        self.keys.resolve(self.form, id, Dimension::Rows, Some(item), key).is_ok()
                    };
                    if !declared.children.is_empty() {
                        cells.first.retain(|entry| !is_row(entry));
                        cells.others.retain(|entry| !is_row(entry));
                    }
                    Some(self.object(cells))
                }
                (true, None, _) => self.slot(CellRef { table: id, row: Some(item), column: None }),
                (false, _, _) => {
                    let inner = self.rows(id, table, rows, Some(item), depth + 1);
                    Some(self.object(inner))
                }
            };
            if let Some(target) = target {
                draft.add(&keys, target, Mark::Row(id, item));
            }
        }
        draft
    }

    fn columns(&mut self, id: TableId, columns: &Items, row: Option<ItemId>, group: Option<ItemId>, depth: usize) -> Draft {
        let mut draft = Draft::default();
        if depth > MAX_DEPTH {
            return draft;
        }
        for (item, declared) in columns.iter() {
            let keys: Vec<String> = spellings(columns, item)
                .into_iter()
                .filter(|key| self.named(id, Dimension::Columns, group, key) == Some(item))
                .collect();
            if keys.is_empty() {
                continue;
            }
            let target = match (declared.has_figure(), declared.children.is_empty()) {
                (true, true) => self.slot(CellRef { table: id, row, column: Some(item) }),
                (false, false) => {
                    let inner = self.columns(id, columns, row, Some(item), depth + 1);
                    Some(self.object(inner))
                }
                (true, false) | (false, true) => None,
            };
            if let Some(target) = target {
                draft.add(&keys, target, Mark::None);
            }
        }
        draft
    }
}

/// How people and programs write an item: its name, the shortest path that is unambiguous, its whole path.
fn spellings(items: &Items, item: ItemId) -> Vec<String> {
    let mut spellings = vec![items.short_name(item), items.path(item).join(".")];
    spellings.extend(items.get(item).map(|declared| declared.name.clone()));
    spellings
}
