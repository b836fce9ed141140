//! Which names fit a path. No diagnostics here: only what is found.
//!
//! A condition sees the items of the table it stands in, all facts, all tables and all meta names, in one scope without
//! shadowing. A path may skip groups; one that skips none beats one that does, so that `columns.总计` can mean the 总计 of
//! the top level when groups have one too.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use crate::model::{CellRef, Form, Item, ItemId, Items, MetaId, Reach, Ref, Table, TableId, TableKind, ValueKind};
use crate::source::Span;

/// One part of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'p> {
    Name(&'p str),
    /// Without the `#`.
    Code(&'p str),
}

impl Part<'_> {
    /// Whether this is how an item is called.
    pub fn names(&self, item: &Item) -> bool {
        match self {
            Part::Name(name) => item.name == *name,
            Part::Code(code) => item.code.as_deref() == Some(*code),
        }
    }
}

/// A path with the place of each of its parts.
pub(super) type PlacedPath<'p> = Vec<(Part<'p>, Span)>;

/// What a path was found to mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Target {
    Item { table: TableId, reach: Reach, item: ItemId },
    Table(TableId),
    Meta(MetaId),
}

/// Where a condition stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Site {
    pub table: Option<TableId>,
    /// In a derived line of a spread axis: the items the axis gave, first and last. They are meant before all others.
    pub near: Option<(Reach, ItemId, ItemId)>,
}

struct Hit {
    target: Target,
    /// No group between the written parts was skipped.
    tight: bool,
}

/// The items of one dimension by name and by code.
#[derive(Default)]
struct Index<'f> {
    names: HashMap<&'f str, Vec<ItemId>>,
    codes: HashMap<&'f str, Vec<ItemId>>,
}

pub(super) struct Names<'f> {
    pub form: &'f Form,
    tables: HashMap<&'f str, TableId>,
    meta: HashMap<&'f str, MetaId>,
    rows: Vec<Index<'f>>,
    columns: Vec<Index<'f>>,
    /// All facts of the template, whatever their block.
    fact_names: HashMap<&'f str, Vec<(TableId, ItemId)>>,
    fact_codes: HashMap<&'f str, Vec<(TableId, ItemId)>>,
    incomplete: HashSet<TableId>,
    lost: bool,
    incomplete_facts: bool,
    /// Candidates compared so far.
    pub work: Cell<usize>,
}

/// The words that may begin a path, in both keyword languages.
pub(super) const ROWS: [&str; 2] = ["rows", "行"];
pub(super) const COLUMNS: [&str; 2] = ["columns", "列"];
pub(super) const FACTS: [&str; 2] = ["facts", "文中"];
pub(super) const META: [&str; 2] = ["meta", "元数据"];
/// These mean another report, and only in front.
pub(super) const PRIOR: [&str; 4] = ["prior", "上年报告", "parts", "下级报告"];

impl<'f> Names<'f> {
    pub fn of(form: &'f Form, incomplete: &[TableId], lost: bool) -> Names<'f> {
        let mut names = Names {
            form,
            tables: HashMap::new(),
            meta: form.meta.iter().enumerate().map(|(at, meta)| (meta.name.as_str(), MetaId(at as u32))).collect(),
            rows: Vec::new(),
            columns: Vec::new(),
            fact_names: HashMap::new(),
            fact_codes: HashMap::new(),
            incomplete: incomplete.iter().copied().collect(),
            lost,
            incomplete_facts: false,
            work: Cell::new(0),
        };
        for (id, table) in form.table_ids() {
            names.rows.push(index(table.rows.as_ref()));
            names.columns.push(index(table.columns.as_ref()));
            match table.kind {
                TableKind::Table => {
                    names.tables.insert(&table.name, id);
                }
                TableKind::Facts => {
                    names.incomplete_facts |= names.incomplete.contains(&id);
                    for (item_id, item) in table.rows.iter().flat_map(Items::iter) {
                        names.fact_names.entry(&item.name).or_default().push((id, item_id));
                        if let Some(code) = &item.code {
                            names.fact_codes.entry(code).or_default().push((id, item_id));
                        }
                    }
                }
            }
        }
        names
    }

    /// The kind of value that a target holds, when it has a type of its own.
    pub fn kind_of(&self, target: Target) -> Option<&'f ValueKind> {
        match target {
            Target::Meta(meta) => self.form.meta.get(meta.0 as usize).map(|meta| &meta.ty.kind),
            Target::Item { table, reach, item } => {
                let table = self.form.table(table)?;
                let item = match reach {
                    Reach::Row => table.row(item),
                    Reach::Column => table.column(item),
                }?;
                item.ty.as_ref().or(table.cell.as_ref()).map(|ty| &ty.kind)
            }
            Target::Table(_) => None,
        }
    }

    /// Everything a path fits from here.
    pub fn find(&self, path: &[Part<'_>], site: Site) -> Vec<Target> {
        let mut hits = Vec::new();
        if let (Some(table), Some((reach, first, last))) = (site.table, site.near) {
            self.in_dimension(table, reach, path, false, &mut hits);
            hits.retain(|hit| matches!(hit.target, Target::Item { item, .. } if item >= first && item <= last));
            if !hits.is_empty() {
                return settle(hits, path.len());
            }
        }
        match path {
            [Part::Name(word), rest @ ..] if !rest.is_empty() => self.qualified(word, rest, site, &mut hits),
            [Part::Name(word)] => {
                hits.extend(self.tables.get(word).map(|table| Hit { target: Target::Table(*table), tight: true }));
                hits.extend(self.meta.get(word).map(|meta| Hit { target: Target::Meta(*meta), tight: true }));
            }
            [] | [Part::Name(_) | Part::Code(_), ..] => {}
        }
        if let Some(table) = site.table.filter(|table| self.kind(*table) == Some(TableKind::Table)) {
            self.in_dimension(table, Reach::Row, path, false, &mut hits);
            self.in_dimension(table, Reach::Column, path, false, &mut hits);
        }
        self.in_facts(path, false, &mut hits);
        settle(hits, path.len())
    }

    /// What a path fits in one table, `rows` and `columns` allowed in front.
    pub fn find_in(&self, table: TableId, path: &[Part<'_>]) -> Vec<Target> {
        let mut hits = Vec::new();
        self.in_table(table, path, &mut hits);
        settle(hits, path.len())
    }

    /// What a path fits in one dimension of a table; the dimension's own word is allowed in front.
    pub fn find_along(&self, table: TableId, reach: Reach, path: &[Part<'_>]) -> Vec<ItemId> {
        let mut hits = Vec::new();
        let words = match reach {
            Reach::Row => ROWS,
            Reach::Column => COLUMNS,
        };
        match path {
            [Part::Name(word), rest @ ..] if words.contains(word) && !rest.is_empty() => {
                self.in_dimension(table, reach, rest, true, &mut hits);
            }
            _ => {}
        }
        self.in_dimension(table, reach, path, false, &mut hits);
        let found = settle(hits, path.len());
        found
            .into_iter()
            .filter_map(|target| match target {
                Target::Item { item, .. } => Some(item),
                Target::Table(_) | Target::Meta(_) => None,
            })
            .collect()
    }

    fn qualified(&self, word: &str, rest: &[Part<'_>], site: Site, hits: &mut Vec<Hit>) {
        if let Some(table) = site.table {
            if ROWS.contains(&word) {
                self.in_dimension(table, Reach::Row, rest, true, hits);
            }
            if COLUMNS.contains(&word) {
                self.in_dimension(table, Reach::Column, rest, true, hits);
            }
        }
        if FACTS.contains(&word) {
            self.in_facts(rest, true, hits);
        }
        if META.contains(&word)
            && let [Part::Name(name)] = rest
        {
            hits.extend(self.meta.get(name).map(|meta| Hit { target: Target::Meta(*meta), tight: true }));
        }
        if let Some(table) = self.tables.get(word) {
            self.in_table(*table, rest, hits);
        }
    }

    fn in_table(&self, table: TableId, path: &[Part<'_>], hits: &mut Vec<Hit>) {
        if let [Part::Name(word), rest @ ..] = path
            && !rest.is_empty()
        {
            if ROWS.contains(word) {
                self.in_dimension(table, Reach::Row, rest, true, hits);
            }
            if COLUMNS.contains(word) {
                self.in_dimension(table, Reach::Column, rest, true, hits);
            }
        }
        self.in_dimension(table, Reach::Row, path, true, hits);
        self.in_dimension(table, Reach::Column, path, true, hits);
    }

    fn in_dimension(&self, table: TableId, reach: Reach, path: &[Part<'_>], anchored: bool, hits: &mut Vec<Hit>) {
        let (indices, items) = match reach {
            Reach::Row => (&self.rows, self.form.table(table).and_then(|table| table.rows.as_ref())),
            Reach::Column => (&self.columns, self.form.table(table).and_then(|table| table.columns.as_ref())),
        };
        let (Some(index), Some(items), Some((last, groups))) = (indices.get(table.0 as usize), items, path.split_last()) else {
            return;
        };
        let candidates = match last {
            Part::Name(name) => index.names.get(name),
            Part::Code(code) => index.codes.get(code),
        };
        for item in candidates.into_iter().flatten() {
            if let Some(tight) = fits(items, *item, groups, anchored, &self.work) {
                hits.push(Hit { target: Target::Item { table, reach, item: *item }, tight });
            }
        }
    }

    fn in_facts(&self, path: &[Part<'_>], anchored: bool, hits: &mut Vec<Hit>) {
        let Some((last, groups)) = path.split_last() else { return };
        let candidates = match last {
            Part::Name(name) => self.fact_names.get(name),
            Part::Code(code) => self.fact_codes.get(code),
        };
        for (table, item) in candidates.into_iter().flatten() {
            let Some(items) = self.form.table(*table).and_then(|table| table.rows.as_ref()) else { continue };
            if let Some(tight) = fits(items, *item, groups, anchored, &self.work) {
                hits.push(Hit { target: Target::Item { table: *table, reach: Reach::Row, item: *item }, tight });
            }
        }
    }

    fn kind(&self, table: TableId) -> Option<TableKind> {
        self.form.table(table).map(|table| table.kind)
    }

    pub fn table_named(&self, name: &str) -> Option<TableId> {
        self.tables.get(name).copied()
    }

    /// Whether an unknown name may be one that an earlier error took away: then nothing more is said.
    pub fn may_be_lost(&self, path: &[Part<'_>], site: Site) -> bool {
        let headed = match path.first() {
            Some(Part::Name(word)) => self.tables.get(word).copied(),
            Some(Part::Code(_)) | None => None,
        };
        let missing = |table: Option<TableId>| table.is_some_and(|table| self.incomplete.contains(&table));
        self.lost || self.incomplete_facts || missing(site.table) || missing(headed)
    }

    pub fn is_incomplete(&self, table: TableId) -> bool {
        self.incomplete.contains(&table)
    }

    pub fn item(&self, table: TableId, reach: Reach, item: ItemId) -> Option<&'f Item> {
        self.items(table, reach)?.get(item)
    }

    pub fn items(&self, table: TableId, reach: Reach) -> Option<&'f Items> {
        let table = self.form.table(table)?;
        match reach {
            Reach::Row => table.rows.as_ref(),
            Reach::Column => table.columns.as_ref(),
        }
    }

    /// Where a target is declared.
    pub fn declared(&self, target: Target) -> Option<Span> {
        match target {
            Target::Item { table, reach, item } => self.item(table, reach, item).map(|item| item.span),
            Target::Table(table) => self.form.table(table).map(|table| table.span),
            Target::Meta(meta) => self.form.meta.get(meta.0 as usize).map(|meta| meta.span),
        }
    }

    /// What an item of a table is in a condition: a row, a column, or, where the other dimension is nameless, a cell.
    pub fn reference(&self, table: TableId, reach: Reach, item: ItemId) -> Ref {
        let plain = |table: &Table| table.rows.is_some() && table.columns.is_some();
        match (self.form.table(table).is_some_and(plain), reach) {
            (true, Reach::Row) => Ref::Row { table, item },
            (true, Reach::Column) => Ref::Column { table, item },
            (false, Reach::Row) => Ref::Cell(CellRef { table, row: Some(item), column: None }),
            (false, Reach::Column) => Ref::Cell(CellRef { table, row: None, column: Some(item) }),
        }
    }
}

fn index(items: Option<&Items>) -> Index<'_> {
    let mut index = Index::default();
    for (id, item) in items.into_iter().flat_map(Items::iter) {
        index.names.entry(item.name.as_str()).or_default().push(id);
        if let Some(code) = &item.code {
            index.codes.entry(code.as_str()).or_default().push(id);
        }
    }
    index
}

/// Whether the written groups stand above an item, in order; and whether none between was skipped. An anchored path begins
/// at the top, behind a table or `rows`.
fn fits(items: &Items, item: ItemId, groups: &[Part<'_>], anchored: bool, work: &Cell<usize>) -> Option<bool> {
    work.set(work.get().saturating_add(1));
    let mut tight = true;
    let mut at = items.get(item)?.parent;
    for group in groups.iter().rev() {
        loop {
            let above = items.get(at?)?;
            work.set(work.get().saturating_add(1));
            at = above.parent;
            if group.names(above) {
                break;
            }
            tight = false;
        }
    }
    Some(tight && (!anchored || at.is_none()))
}

fn settle(mut hits: Vec<Hit>, parts: usize) -> Vec<Target> {
    if parts > 1 && hits.iter().any(|hit| hit.tight) {
        hits.retain(|hit| hit.tight);
    }
    let mut seen = HashSet::new();
    hits.into_iter().map(|hit| hit.target).filter(|target| seen.insert(*target)).collect()
}
