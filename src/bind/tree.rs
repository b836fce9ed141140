//! Structured data → the figures of one form, by keys. Two shapes (`cli.md`): what `extract` prints, a list of figures
//! each with its place; and the short form people write by hand, table by table, group by group.

use std::collections::HashMap;

use crate::diag::wording::bind as words;
use crate::diag::{Code, Diagnostic, Message};
use crate::document::tree::Entry;
use crate::document::{Node, NodeKind, Text, Tree};
use crate::label::{distance, fold};
use crate::model::{CellRef, Form, ItemId, Items, MetaId, Table, TableId, TableKind};
use crate::source::Span;

use super::cell::Around;
use super::figures::{Cell, MetaValue, State};
use super::keys::{Dimension, Keys, Problem};
use super::meta;
use super::sheet::Sheet;

/// Keys at the top that are no tables. `file` and `unclaimed` are what `extract` adds.
const TOP_KEYS: [&str; 6] = ["template", "meta", "figures", "facts", "file", "unclaimed"];
/// Objects inside objects, at most; readers bound it too.
const MAX_DEPTH: usize = 64;

/// The places of what a tree holds, for the cells it lacks.
#[derive(Debug, Default)]
pub(super) struct Places {
    tables: HashMap<TableId, Span>,
    rows: HashMap<(TableId, ItemId), Span>,
    root: Option<Span>,
}

impl Places {
    pub fn near(&self, cell: CellRef) -> Option<Span> {
        let row = cell.row.and_then(|row| self.rows.get(&(cell.table, row)));
        row.or_else(|| self.tables.get(&cell.table)).copied().or(self.root)
    }
}

pub(super) struct TreeReader<'s, 'a> {
    form: &'a Form,
    sheet: &'s mut Sheet<'a>,
    places: Places,
    names: HashMap<String, TableId>,
    facts: Vec<TableId>,
    /// The items of every dimension by their folded names.
    keys: Keys,
}

/// Reads all figures of the form from a tree into the sheet.
pub(super) fn tree<'a>(form: &'a Form, tree: &Tree, sheet: &mut Sheet<'a>) -> Places {
    let tables = |kind| form.table_ids().filter(move |(_, table)| table.kind == kind);
    let mut reader = TreeReader {
        form,
        sheet,
        places: Places { root: Some(head_of(&tree.root)), ..Places::default() },
        names: tables(TableKind::Table).map(|(id, table)| (fold(&table.name), id)).collect(),
        facts: tables(TableKind::Facts).map(|(id, _)| id).collect(),
        keys: Keys::of(form),
    };
    let NodeKind::Object(entries) = &tree.root.kind else {
        let found = Diagnostic::error(Code::G0514, words::NOT_A_REPORT.plain()).at_bare(tree.root.span);
        reader.sheet.diagnostics.push(found);
        return reader.places;
    };
    for entry in entries {
        reader.top(entry);
    }
    reader.places
}

/// The meta of a tree: its `meta` object, completed and overruled by what the caller gave.
pub(super) fn meta_of(form: &Form, tree: &Tree, given: &[(String, String)]) -> (Vec<Option<MetaValue>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut values: Vec<Option<MetaValue>> = vec![None; form.meta.len()];
    let find = |name: &str| form.meta.iter().position(|meta| fold(&meta.name) == fold(name)).map(|at| MetaId(at as u32));
    let start = Span { end: tree.root.span.start, ..tree.root.span };
    if let Some(node) = tree.root.get("meta") {
        let NodeKind::Object(entries) = &node.kind else {
            diagnostics.push(wrong_kind("meta", node.span, words::KIND_OBJECT.plain()));
            return (values, diagnostics);
        };
        for entry in entries {
            let Some((id, meta)) = find(&entry.key).and_then(|id| Some((id, form.meta.get(id.0 as usize)?))) else {
                let known: Vec<&str> = form.meta.iter().map(|meta| meta.name.as_str()).collect();
                diagnostics.push(unknown_key(form, entry, &known));
                continue;
            };
            let text = match &entry.value.kind {
                NodeKind::Text(text) | NodeKind::Number(text) => text.clone(),
                NodeKind::Null => continue,
                NodeKind::Bool(_) | NodeKind::Array(_) | NodeKind::Object(_) => {
                    diagnostics.push(wrong_kind(&entry.key, entry.value.span, words::KIND_TEXT.plain()));
                    continue;
                }
            };
            let value = meta::checked(meta, text, Some(entry.value.span), start, &mut diagnostics);
            if let Some(place) = values.get_mut(id.0 as usize) {
                *place = value;
            }
        }
    }
    for (meta, place) in form.meta.iter().zip(values.iter_mut()) {
        if let Some((_, value)) = given.iter().rev().find(|(name, _)| *name == meta.name) {
            *place = meta::checked(meta, value.clone(), None, start, &mut diagnostics);
        } else if place.is_none()
            && let Some((text, span)) = named_at_top(tree, &meta.name)
        {
            *place = meta::checked(meta, text, Some(span), start, &mut diagnostics);
        } else if place.is_none() {
            diagnostics.extend(meta::missing(meta, start));
        }
    }
    (values, diagnostics)
}

/// A meta that stands beside the tables, as in a line of a wide CSV, and says something.
fn named_at_top(tree: &Tree, name: &str) -> Option<(String, Span)> {
    let NodeKind::Object(entries) = &tree.root.kind else { return None };
    let entry = entries.iter().find(|entry| fold(&entry.key) == fold(name))?;
    match &entry.value.kind {
        NodeKind::Text(text) | NodeKind::Number(text) if !text.is_empty() => Some((text.clone(), entry.value.span)),
        NodeKind::Null
        | NodeKind::Bool(_)
        | NodeKind::Number(_)
        | NodeKind::Text(_)
        | NodeKind::Array(_)
        | NodeKind::Object(_) => None,
    }
}

fn form_meta(form: &Form, key: &str) -> bool {
    form.meta.iter().any(|meta| fold(&meta.name) == fold(key))
}

/// What to point at for all of a report: its opening bracket, or its first key, or the place where it starts.
fn head_of(root: &Node) -> Span {
    let start = root.span.start;
    let first = match &root.kind {
        NodeKind::Object(entries) => entries.first().map(|entry| entry.key_span),
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Text(_) | NodeKind::Array(_) => None,
    };
    match first {
        Some(key) if key.start == start && key.end <= root.span.end => key,
        Some(key) if key.start < start => Span { end: start, ..root.span },
        Some(_) | None => Span { end: start.saturating_add(1).min(root.span.end), ..root.span },
    }
}

/// Where in a table an object stands.
#[derive(Clone, Copy)]
struct Here {
    table: TableId,
    /// The group of rows, then the row itself once it is known.
    row_group: Option<ItemId>,
    row: Option<ItemId>,
    column_group: Option<ItemId>,
    depth: usize,
}

impl<'s, 'a> TreeReader<'s, 'a> {
    fn top(&mut self, entry: &Entry) {
        match entry.key.as_str() {
            "template" | "meta" | "file" | "unclaimed" => {}
            "facts" => self.facts(entry),
            "figures" => match &entry.value.kind {
                NodeKind::Array(nodes) => nodes.iter().for_each(|node| self.listed(node)),
                NodeKind::Object(entries) => entries.iter().for_each(|entry| self.top(entry)),
                NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Text(_) => {
                    self.say(wrong_kind(&entry.key, entry.value.span, words::KIND_ARRAY.plain()));
                }
            },
            key => match self.names.get(&fold(key)).copied() {
                Some(table) => self.table(table, entry),
                None if form_meta(self.form, key) || self.by_path(entry) => {}
                None => {
                    let mut known: Vec<&str> = TOP_KEYS.iter().take(4).copied().collect();
                    known.extend(self.form.tables.iter().map(|table| table.name.as_str()).filter(|name| !name.is_empty()));
                    self.say(unknown_key(self.form, entry, &known));
                }
            },
        }
    }

    /// A key that is a whole path, `表.行.列`, or the name of a fact; whether it is.
    fn by_path(&mut self, entry: &Entry) -> bool {
        let fact = entry.key.strip_prefix("facts.").unwrap_or(&entry.key);
        if let Ok(cell) = self.fact(fact) {
            self.value(cell, &entry.key, &entry.value);
            return true;
        }
        let parts: Vec<&str> = entry.key.split('.').collect();
        let Some((table, names)) = parts.split_first() else { return false };
        let Some((id, table)) = self.names.get(&fold(table)).and_then(|id| Some((*id, self.form.table(*id)?))) else {
            return false;
        };
        // Where the row's name ends and the column's begins is for the names to say.
        let mut cells: Vec<CellRef> = Vec::new();
        for at in 0..=names.len() {
            let Some((row, column)) = names.split_at_checked(at) else { continue };
            let item = |dimension, items: &Option<Items>, path: &[&str]| match (items, path) {
                (None, []) => Some(None),
                (None, _) | (Some(_), []) => None,
                (Some(_), path) => self.resolve(id, dimension, None, &path.join(".")).ok().map(Some),
            };
            let row = item(Dimension::Rows, &table.rows, row);
            let column = item(Dimension::Columns, &table.columns, column);
            if let (Some(row), Some(column)) = (row, column) {
                cells.push(CellRef { table: id, row, column });
            }
        }
        match cells.as_slice() {
            [] => {
                let items = [&table.rows, &table.columns].into_iter().flatten().flat_map(|items| &items.list);
                let paths: Vec<String> = items.map(|item| format!("{}.{}", table.name, item.name)).collect();
                let known: Vec<&str> = paths.iter().map(String::as_str).collect();
                self.say(unknown_key(self.form, entry, &known));
            }
            [cell] => self.value(*cell, &entry.key, &entry.value),
            several => {
                let path = |cell: &CellRef| {
                    let row = cell.row.and_then(|row| Some(table.rows.as_ref()?.short_name(row)));
                    let column = cell.column.and_then(|column| Some(table.columns.as_ref()?.short_name(column)));
                    row.into_iter().chain(column).collect::<Vec<_>>().join(" × ")
                };
                self.say(ambiguous_key(entry, several.iter().map(path).collect()));
            }
        }
        true
    }

    fn say(&mut self, found: Diagnostic) {
        self.sheet.diagnostics.push(found);
    }

    fn table(&mut self, id: TableId, entry: &Entry) {
        self.places.tables.insert(id, entry.key_span);
        let Some(table) = self.form.table(id) else { return };
        let here = Here { table: id, row_group: None, row: None, column_group: None, depth: 0 };
        match (&entry.value.kind, &table.rows, &table.columns) {
            (NodeKind::Object(entries), Some(_), _) => self.rows(here, entries),
            (NodeKind::Object(entries), None, Some(_)) => self.columns(here, entries),
            (_, None, None) => self.value(CellRef { table: id, row: None, column: None }, &entry.key, &entry.value),
            (_, _, _) => self.say(wrong_kind(&entry.key, entry.value.span, words::KIND_OBJECT.plain())),
        }
    }

    fn rows(&mut self, here: Here, entries: &[Entry]) {
        let Some(table) = self.form.table(here.table) else { return };
        let Some(items) = &table.rows else { return };
        for entry in entries {
            let item = match self.resolve(here.table, Dimension::Rows, here.row_group, &entry.key) {
                Ok(item) => item,
                Err(problem) => {
                    self.say(problem_of(self.form, items, entry, problem));
                    continue;
                }
            };
            self.places.rows.insert((here.table, item), entry.key_span);
            self.row(Here { row_group: Some(item), depth: here.depth + 1, ..here }, table, item, entry);
        }
    }

    fn row(&mut self, here: Here, table: &Table, item: ItemId, entry: &Entry) {
        let Some(items) = &table.rows else { return };
        let has_figure = items.get(item).is_some_and(crate::model::Item::has_figure);
        let has_children = items.get(item).is_some_and(|item| !item.children.is_empty());
        let NodeKind::Object(entries) = &entry.value.kind else {
            if has_figure && table.columns.is_none() {
                self.value(CellRef { table: here.table, row: Some(item), column: None }, &entry.key, &entry.value);
            } else {
                self.say(wrong_kind(&entry.key, entry.value.span, words::KIND_OBJECT.plain()));
            }
            return;
        };
        if here.depth > MAX_DEPTH {
            return;
        }
        // The object of a group that has a figure of its own may hold its cells and its rows.
        let is_column = |entry: &Entry| self.resolve(here.table, Dimension::Columns, None, &entry.key).is_ok();
        let (cells, rows): (Vec<Entry>, Vec<Entry>) = match (has_figure && table.columns.is_some(), has_children) {
            (true, true) => entries.iter().cloned().partition(is_column),
            (true, false) => (entries.clone(), Vec::new()),
            (false, _) => (Vec::new(), entries.clone()),
        };
        self.columns(Here { row: Some(item), ..here }, &cells);
        self.rows(here, &rows);
    }

    fn columns(&mut self, here: Here, entries: &[Entry]) {
        let Some(items) = self.form.table(here.table).and_then(|table| table.columns.as_ref()) else { return };
        for entry in entries {
            let item = match self.resolve(here.table, Dimension::Columns, here.column_group, &entry.key) {
                Ok(item) => item,
                Err(problem) => {
                    self.say(problem_of(self.form, items, entry, problem));
                    continue;
                }
            };
            let has_figure = items.get(item).is_some_and(crate::model::Item::has_figure);
            match &entry.value.kind {
                NodeKind::Object(inner)
                    if items.get(item).is_some_and(|item| !item.children.is_empty()) && here.depth < MAX_DEPTH =>
                {
                    self.columns(Here { column_group: Some(item), depth: here.depth + 1, ..here }, inner);
                }
                NodeKind::Null
                | NodeKind::Bool(_)
                | NodeKind::Number(_)
                | NodeKind::Text(_)
                | NodeKind::Array(_)
                | NodeKind::Object(_)
                    if !has_figure =>
                {
                    self.say(wrong_kind(&entry.key, entry.value.span, words::KIND_OBJECT.plain()));
                }
                NodeKind::Null
                | NodeKind::Bool(_)
                | NodeKind::Number(_)
                | NodeKind::Text(_)
                | NodeKind::Array(_)
                | NodeKind::Object(_) => {
                    self.value(CellRef { table: here.table, row: here.row, column: Some(item) }, &entry.key, &entry.value);
                }
            }
        }
    }

    fn facts(&mut self, entry: &Entry) {
        let NodeKind::Object(entries) = &entry.value.kind else {
            self.say(wrong_kind(&entry.key, entry.value.span, words::KIND_OBJECT.plain()));
            return;
        };
        for entry in entries {
            match self.fact(&entry.key) {
                Ok(cell) => self.value(cell, &entry.key, &entry.value),
                Err(problem) => {
                    let items: Vec<&Items> = self.facts.iter().filter_map(|id| self.form.table(*id)?.rows.as_ref()).collect();
                    let names: Vec<&str> = items.iter().flat_map(|items| &items.list).map(|item| item.name.as_str()).collect();
                    let found = match problem {
                        Problem::Unknown => unknown_key(self.form, entry, &names),
                        Problem::Ambiguous(names) => ambiguous_key(entry, names),
                    };
                    self.say(found);
                }
            }
        }
    }

    fn fact(&self, key: &str) -> Result<CellRef, Problem> {
        let mut problem = Problem::Unknown;
        for table in &self.facts {
            match self.resolve(*table, Dimension::Rows, None, key) {
                Ok(item) => return Ok(CellRef { table: *table, row: Some(item), column: None }),
                Err(Problem::Unknown) => {}
                Err(Problem::Ambiguous(names)) => problem = Problem::Ambiguous(names),
            }
        }
        Err(problem)
    }

    /// One figure of extract's own output.
    fn listed(&mut self, node: &Node) {
        let text = |key: &str| match node.get(key).map(|node| &node.kind) {
            Some(NodeKind::Text(text)) => Some(text.as_str()),
            Some(NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Array(_) | NodeKind::Object(_)) | None => {
                None
            }
        };
        let NodeKind::Object(entries) = &node.kind else {
            self.say(wrong_kind("figures", node.span, words::KIND_OBJECT.plain()));
            return;
        };
        let cell = match self.listed_cell(entries, text("fact"), text("table"), text("row"), text("column")) {
            Ok(cell) => cell,
            Err(found) => {
                self.say(*found);
                return;
            }
        };
        let place = node.get("value").or_else(|| node.get("text")).map_or(node.span, |node| node.span);
        if let Some(row) = cell.row {
            self.places.rows.entry((cell.table, row)).or_insert(node.span);
        }
        self.places.tables.entry(cell.table).or_insert(node.span);
        let state = match text("state") {
            Some("absent") => return,
            Some("unreadable") => State::Unreadable,
            Some("blank") => State::Blank,
            Some("not-applicable") => State::NotApplicable,
            Some(_) | None => State::Figure,
        };
        match state {
            State::Figure => {
                let Some(value) = node.get("value").or_else(|| node.get("text")) else {
                    self.say(wrong_kind("value", node.span, words::KIND_FIGURE.plain()));
                    return;
                };
                let unit = text("unit").and_then(|unit| super::units::find(&fold(unit), self.sheet.units));
                self.value_in(cell, "value", value, Around { heading: unit, table: None });
            }
            State::Blank | State::NotApplicable | State::Unreadable | State::Absent => {
                let content = text("text").unwrap_or("");
                let read = Text::literal(place.file, place.start as usize, content);
                self.sheet.put(cell, &read, place, Around::default());
            }
        }
        let approximate = node.get("approximate").is_some_and(|node| matches!(node.kind, NodeKind::Bool(true)));
        if approximate {
            self.sheet.mark_approximate(cell);
        }
    }

    fn listed_cell(
        &self,
        entries: &[Entry],
        fact: Option<&str>,
        table: Option<&str>,
        row: Option<&str>,
        column: Option<&str>,
    ) -> Result<CellRef, Box<Diagnostic>> {
        let entry = |key: &str| entries.iter().find(|entry| entry.key == key).or(entries.first());
        let unknown = |key: &str, name: &str, known: &[&str]| {
            let span = entry(key).map_or(Span::file_start(self.form.span.file), |entry| entry.value.span);
            Box::new(unknown_name(self.form, name, span, known))
        };
        if let Some(name) = fact {
            return self.fact(name).map_err(|_| {
                let items = self.facts.iter().filter_map(|id| self.form.table(*id)?.rows.as_ref());
                let names: Vec<&str> = items.flat_map(|items| &items.list).map(|item| item.name.as_str()).collect();
                unknown("fact", name, &names)
            });
        }
        let name = table.unwrap_or("");
        let Some((id, found)) = self.names.get(&fold(name)).and_then(|id| Some((*id, self.form.table(*id)?))) else {
            let names: Vec<&str> = self.form.tables.iter().map(|table| table.name.as_str()).collect();
            return Err(unknown("table", name, &names));
        };
        let item = |items: &Option<Items>, key: &str, name: Option<&str>, dimension: Dimension| match (items, name) {
            (Some(items), Some(name)) => self.resolve(id, dimension, None, name).map(Some).map_err(|_| {
                let names: Vec<&str> = items.list.iter().map(|item| item.name.as_str()).collect();
                unknown(key, name, &names)
            }),
            (Some(items), None) => Err(unknown(key, "", &items.list.iter().map(|item| item.name.as_str()).collect::<Vec<_>>())),
            (None, _) => Ok(None),
        };
        Ok(CellRef {
            table: id,
            row: item(&found.rows, "row", row, Dimension::Rows)?,
            column: item(&found.columns, "column", column, Dimension::Columns)?,
        })
    }

    fn resolve(&self, table: TableId, dimension: Dimension, group: Option<ItemId>, key: &str) -> Result<ItemId, Problem> {
        self.keys.resolve(self.form, table, dimension, group, key)
    }

    fn value(&mut self, cell: CellRef, key: &str, node: &Node) {
        self.value_in(cell, key, node, Around::default());
    }

    fn value_in(&mut self, cell: CellRef, key: &str, node: &Node, around: Around) {
        let content = match &node.kind {
            NodeKind::Null => "",
            NodeKind::Bool(true) => "true",
            NodeKind::Bool(false) => "false",
            NodeKind::Number(text) | NodeKind::Text(text) => text.as_str(),
            NodeKind::Array(_) | NodeKind::Object(_) => {
                self.say(wrong_kind(key, node.span, words::KIND_FIGURE.plain()));
                let unreadable = Cell { state: State::Unreadable, span: Some(node.span), ..Cell::absent() };
                self.sheet.put_cell(cell, unreadable);
                return;
            }
        };
        let text = text_of(node, content);
        self.sheet.put(cell, &text, node.span, around);
    }
}

/// The contents of a scalar with their place: inside the quotes, where the text stands as it is.
fn text_of(node: &Node, content: &str) -> Text {
    let (start, len) = (node.span.start as usize, node.span.len());
    if len == content.len() {
        return Text::literal(node.span.file, start, content);
    }
    if len == content.len() + 2 {
        return Text::literal(node.span.file, start + 1, content);
    }
    let mut text = Text::empty(node.span);
    if !content.is_empty() {
        text.push_decoded(start, node.span.end as usize, content);
    }
    text
}

fn problem_of(form: &Form, items: &Items, entry: &Entry, problem: Problem) -> Diagnostic {
    match problem {
        Problem::Unknown => {
            let names: Vec<&str> = items.list.iter().map(|item| item.name.as_str()).collect();
            unknown_key(form, entry, &names)
        }
        Problem::Ambiguous(names) => ambiguous_key(entry, names),
    }
}

fn ambiguous_key(entry: &Entry, names: Vec<String>) -> Diagnostic {
    let message = words::AMBIGUOUS_KEY.with("key", entry.key.clone()).with("names", names);
    Diagnostic::error(Code::G0513, message).at(entry.key_span, words::WRONG_KIND_HERE.plain())
}

fn unknown_key(form: &Form, entry: &Entry, known: &[&str]) -> Diagnostic {
    unknown_name(form, &entry.key, entry.key_span, known)
}

fn unknown_name(form: &Form, name: &str, span: Span, known: &[&str]) -> Diagnostic {
    let message = words::UNKNOWN_KEY.with("form", form.title()).with("key", name.to_owned());
    let mut found = Diagnostic::warning(Code::G0513, message).at(span, words::UNKNOWN_KEY_HERE.plain()).at_bare(form.span);
    let wanted = fold(name);
    let near = known.iter().filter_map(|known| {
        let folded = fold(known);
        let length = folded.chars().count().max(wanted.chars().count());
        let edits = distance(&wanted, &folded, length.div_ceil(2).min(3))?;
        (edits < length).then_some((edits, *known))
    });
    if let Some((_, known)) = near.min_by_key(|(edits, _)| *edits) {
        found = found.with_help(words::DID_YOU_MEAN.with("name", known.to_owned()));
    }
    found
}

fn wrong_kind(key: &str, span: Span, expected: Message) -> Diagnostic {
    let message = words::WRONG_KIND.with("key", key.to_owned()).with("expected", expected);
    Diagnostic::error(Code::G0514, message).at(span, words::WRONG_KIND_HERE.plain())
}
