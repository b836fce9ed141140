//! Tables, rows, columns and facts.

use super::matching::{How, Link, Pairs, TablePair};
use super::{Change, Kind, Version, What};
use crate::describe;
use crate::diag::wording::diff as w;
use crate::diag::{Lang, Message, Wording};
use crate::model::{CellRef, Item, ItemId, ItemKind, Items, Table, TableId, TableKind, ValueKind};

/// One dimension of a pair of tables.
struct Side<'a> {
    what: What,
    word: &'static Wording,
    old_table: &'a Table,
    new_table: &'a Table,
}

pub(super) fn changes(old: Version<'_>, new: Version<'_>, pairs: &Pairs, lang: Lang, out: &mut Vec<Change>) {
    for (id, table) in old.form.table_ids() {
        if pairs.of_old(id).is_none() {
            let message = match table.kind {
                TableKind::Table => w::TABLE_DROPPED.with("label", described(table)).with("items", listed(table)),
                TableKind::Facts => w::FACTS_DROPPED.with("items", listed(table)),
            };
            out.push(change(What::Table, Kind::Dropped, Some(table.name.clone()), vec![table.name.clone()], Vec::new(), message));
        }
    }
    let mut last: Option<TableId> = None;
    for (id, table) in new.form.table_ids() {
        let Some(pair) = pairs.of_new(id) else {
            let message = match table.kind {
                TableKind::Table => w::TABLE_ADDED.with("label", described(table)).with("items", listed(table)),
                TableKind::Facts => w::FACTS_ADDED.with("items", listed(table)),
            };
            out.push(change(What::Table, Kind::Added, Some(table.name.clone()), Vec::new(), vec![table.name.clone()], message));
            continue;
        };
        let Some(before) = old.form.table(pair.old) else { continue };
        if !pair.carries {
            let message = w::TABLE_REPLACED.with("label", described(table));
            let names = (vec![before.name.clone()], vec![table.name.clone()]);
            out.push(change(What::Table, Kind::Changed, Some(table.name.clone()), names.0, names.1, message));
        }
        whole_table(pair, before, table, out);
        if table.kind == TableKind::Table {
            if last.is_some_and(|last| pair.old < last) {
                let message = w::TABLE_MOVED.with("label", described(table));
                let names = (vec![before.name.clone()], vec![table.name.clone()]);
                out.push(change(What::Table, Kind::Moved, Some(table.name.clone()), names.0, names.1, message));
            }
            last = last.max(Some(pair.old));
        }
        let side = |what: What, word: &'static Wording| Side { what, word, old_table: before, new_table: table };
        match table.kind {
            TableKind::Facts => side(What::Fact, &w::FACT).changes(before.rows.as_ref(), table.rows.as_ref(), &pair.rows, out),
            TableKind::Table => {
                side(What::Column, &w::COLUMN).changes(before.columns.as_ref(), table.columns.as_ref(), &pair.columns, out);
                side(What::Row, &w::ROW).changes(before.rows.as_ref(), table.rows.as_ref(), &pair.rows, out);
            }
        }
        types(old, new, pair, lang, out);
    }
}

fn change(what: What, kind: Kind, table: Option<String>, old: Vec<String>, new: Vec<String>, message: Message) -> Change {
    let table = table.filter(|name| !name.is_empty());
    let names = |names: Vec<String>| names.into_iter().filter(|name| !name.is_empty()).collect();
    Change { what, kind, table, old: names(old), new: names(new), message, evidence: None, certain: true }
}

/// `制发（第二十条第（一）项）`.
fn described(table: &Table) -> String {
    let caption = describe::table_label(table);
    if caption == table.name { caption } else { format!("{}（{caption}）", table.name) }
}

/// The rows and columns of a whole table, for a sentence.
fn listed(table: &Table) -> Vec<String> {
    let names = |items: Option<&Items>| -> Vec<String> {
        items
            .into_iter()
            .flat_map(|items| items.figures().filter_map(|id| items.get(id)))
            .map(|item| describe::item_label(table, item))
            .collect()
    };
    let all = [names(table.columns.as_ref()), names(table.rows.as_ref())].concat();
    let mut shown: Vec<String> = all.iter().take(12).cloned().collect();
    if all.len() > shown.len() {
        shown.push("…".to_owned());
    }
    shown
}

fn whole_table(pair: &TablePair, before: &Table, table: &Table, out: &mut Vec<Change>) {
    let names = || (vec![before.name.clone()], vec![table.name.clone()]);
    let mut push = |kind: Kind, message: Message, evidence: Option<Message>| {
        let (old, new) = names();
        let mut change = change(What::Table, kind, Some(table.name.clone()), old, new, message);
        change.evidence = evidence;
        out.push(change);
    };
    if before.name != table.name && table.kind == TableKind::Table {
        let message = w::RENAMED.with("what", w::TABLE.plain()).with("old", &before.name).with("new", &table.name);
        push(Kind::Renamed, message, pair.evidence.clone());
    }
    let caption = |table: &Table| table.labels.first().map(|label| label.text.clone());
    if caption(before) != caption(table) {
        let shown = |table: &Table| caption(table).unwrap_or_else(|| "—".to_owned());
        let message = w::RELABELLED.with("what", w::TABLE.plain()).with("old", shown(before)).with("new", shown(table));
        push(Kind::Relabelled, message, None);
    }
    if before.optional != table.optional {
        let wording = if table.optional { &w::NOW_OPTIONAL } else { &w::NOW_REQUIRED };
        push(Kind::Changed, wording.with("what", w::TABLE.plain()).with("name", &table.name), None);
    }
    // Inherited from the form, it is said of the form.
    let own = |table: &Table| table.basis.as_ref().map(|basis| basis.text.clone());
    if own(before) != own(table) && table.kind == TableKind::Table {
        let shown = |table: &Table| own(table).unwrap_or_else(|| "—".to_owned());
        let message = w::BASIS_OF.with("what", w::TABLE.plain()).with("name", &table.name);
        push(Kind::Changed, message.with("old", shown(before)).with("new", shown(table)), None);
    }
}

impl Side<'_> {
    fn changes(&self, old: Option<&Items>, new: Option<&Items>, links: &[Link], out: &mut Vec<Change>) {
        let empty = Items { labels: Vec::new(), list: Vec::new(), axis: None, span: self.new_table.span };
        let (old, new) = (old.unwrap_or(&empty), new.unwrap_or(&empty));
        let linked_old = |id: ItemId| links.iter().any(|link| link.old.contains(&id));
        let linked_new = |id: ItemId| links.iter().any(|link| link.new.contains(&id));
        let (old_names, new_names) = (old.short_names(), new.short_names());
        let old_name = |id: ItemId| old_names.get(id.0 as usize).cloned().unwrap_or_default();
        let new_name = |id: ItemId| new_names.get(id.0 as usize).cloned().unwrap_or_default();
        let push =
            |kind: Kind, was: Vec<String>, is: Vec<String>, message: Message, link: Option<&Link>, out: &mut Vec<Change>| {
                let mut change = change(self.what, kind, Some(self.new_table.name.clone()), was, is, message);
                change.evidence = link.and_then(|link| link.evidence.clone());
                change.certain = link.is_none_or(|link| link.how != How::Perhaps);
                out.push(change);
            };
        let old_label = |id: ItemId| old.get(id).map(|item| describe::item_label(self.old_table, item)).unwrap_or_default();
        let new_label = |id: ItemId| new.get(id).map(|item| describe::item_label(self.new_table, item)).unwrap_or_default();
        for (id, item) in old.iter() {
            // What is dropped with its group is said once.
            let with_group = item.parent.is_some_and(|parent| !linked_old(parent));
            if !linked_old(id) && !with_group {
                let message = w::ITEM_DROPPED.with("what", self.word.plain()).with("label", old_label(id));
                push(Kind::Dropped, vec![old_name(id)], Vec::new(), message, None, out);
            }
        }
        for (id, item) in new.iter() {
            let with_group = item.parent.is_some_and(|parent| !linked_new(parent));
            if !linked_new(id) && !with_group {
                let message = w::ITEM_ADDED.with("what", self.word.plain()).with("label", new_label(id));
                push(Kind::Added, Vec::new(), vec![new_name(id)], message, None, out);
            }
        }
        for link in links {
            let was: Vec<String> = link.old.iter().map(|id| old_name(*id)).collect();
            let is: Vec<String> = link.new.iter().map(|id| new_name(*id)).collect();
            let labels_old: Vec<String> = link.old.iter().map(|id| old_label(*id)).collect();
            let labels_new: Vec<String> = link.new.iter().map(|id| new_label(*id)).collect();
            let what = || self.word.plain();
            match link.how {
                How::Split => {
                    let message = w::ITEM_SPLIT
                        .with("what", what())
                        .with("old", labels_old)
                        .with("count", labels_new.len())
                        .with("new", labels_new);
                    push(Kind::Split, was, is, message, Some(link), out);
                }
                How::Merged => {
                    let message = w::ITEM_MERGED
                        .with("what", what())
                        .with("count", labels_old.len())
                        .with("old", labels_old)
                        .with("new", labels_new);
                    push(Kind::Merged, was, is, message, Some(link), out);
                }
                How::Perhaps => {
                    let message = w::ITEM_PERHAPS.with("what", what()).with("old", labels_old).with("new", labels_new);
                    push(Kind::Renamed, was, is, message, Some(link), out);
                }
                How::Same => {
                    let ([from], [to]) = (link.old.as_slice(), link.new.as_slice()) else { continue };
                    let (Some(before), Some(item)) = (old.get(*from), new.get(*to)) else { continue };
                    self.same(before, item, (&was, &is), link, out);
                }
            }
        }
        self.moved(old, new, links, &new_name, &new_label, out);
    }

    /// What differs about an item that is in both.
    fn same(&self, before: &Item, item: &Item, (was, is): (&[String], &[String]), link: &Link, out: &mut Vec<Change>) {
        let mut push = |kind: Kind, message: Message, evidence: bool| {
            let mut change = change(self.what, kind, Some(self.new_table.name.clone()), was.to_vec(), is.to_vec(), message);
            change.evidence = link.evidence.clone().filter(|_| evidence);
            out.push(change);
        };
        let facts = self.new_table.kind == TableKind::Facts;
        let printed = |item: &Item| item.labels.first().map(|label| label.text.clone()).unwrap_or_default();
        let what = || self.word.plain();
        if !facts && printed(before) != printed(item) {
            let wording = if before.name == item.name { &w::RELABELLED } else { &w::RENAMED };
            let kind = if before.name == item.name { Kind::Relabelled } else { Kind::Renamed };
            push(kind, wording.with("what", what()).with("old", printed(before)).with("new", printed(item)), true);
        } else if facts && before.name != item.name {
            let message = w::RENAMED.with("what", what()).with("old", &before.name).with("new", &item.name);
            push(Kind::Renamed, message, true);
        }
        if facts {
            let patterns = |item: &Item| {
                let mut all: Vec<&str> = item.labels.iter().map(|label| label.text.as_str()).collect();
                all.sort_unstable();
                all.join(" | ")
            };
            if patterns(before) != patterns(item) {
                push(Kind::Relabelled, w::SENTENCES.with("name", &item.name), false);
            }
        }
        if before.code != item.code {
            let code = |item: &Item| item.code.as_ref().map_or("—".to_owned(), |code| format!("#{code}"));
            let message = w::CODE.with("what", what()).with("name", printed(item));
            push(Kind::Relabelled, message.with("old", code(before)).with("new", code(item)), false);
        }
        if before.optional != item.optional {
            let wording = if item.optional { &w::NOW_OPTIONAL } else { &w::NOW_REQUIRED };
            push(Kind::Changed, wording.with("what", what()).with("name", describe::item_label(self.new_table, item)), false);
        }
        let basis = |item: &Item| item.basis.as_ref().map(|basis| basis.text.clone());
        if basis(before) != basis(item) {
            let shown = |item: &Item| basis(item).unwrap_or_else(|| "—".to_owned());
            let message = w::BASIS_OF.with("what", what()).with("name", describe::item_label(self.new_table, item));
            push(Kind::Changed, message.with("old", shown(before)).with("new", shown(item)), false);
        }
        let kind = |item: &Item| match &item.kind {
            ItemKind::Heading => &w::KIND_HEADING,
            ItemKind::Figure => &w::KIND_FIGURE,
            ItemKind::TotalOf | ItemKind::TotalBeside => &w::KIND_TOTAL,
            ItemKind::Derived(_) => &w::KIND_DERIVED,
        };
        // A figure that became a heading is told as a split.
        let told =
            matches!((&before.kind, &item.kind), (ItemKind::Figure, ItemKind::Heading) | (ItemKind::Heading, ItemKind::Figure));
        if !std::ptr::eq(kind(before), kind(item)) && !told {
            let message = w::KIND.with("what", what()).with("name", describe::item_label(self.new_table, item));
            push(Kind::Changed, message.with("old", kind(before).plain()).with("new", kind(item).plain()), false);
        }
    }

    /// Items that stand in another group, or behind what they stood before.
    fn moved(
        &self,
        old: &Items,
        new: &Items,
        links: &[Link],
        name: &dyn Fn(ItemId) -> String,
        label: &dyn Fn(ItemId) -> String,
        out: &mut Vec<Change>,
    ) {
        let same: Vec<(ItemId, ItemId)> = links
            .iter()
            .filter(|link| link.how == How::Same)
            .filter_map(|link| Some((*link.old.first()?, *link.new.first()?)))
            .collect();
        let counterpart = |id: ItemId| same.iter().find(|(before, _)| *before == id).map(|(_, after)| *after);
        let mut stay: Vec<ItemId> = Vec::new();
        let mut by_new = same.clone();
        by_new.sort_by_key(|(_, after)| *after);
        let order: Vec<ItemId> = by_new.iter().map(|(before, _)| *before).collect();
        stay.extend(longest_rising(&order));
        for (before, after) in &by_new {
            let group_old = old.get(*before).and_then(|item| item.parent);
            let group_new = new.get(*after).and_then(|item| item.parent);
            // A group that is new, or gone, moves nobody.
            let regrouped = match (group_old.map(counterpart), group_new) {
                (Some(Some(mapped)), Some(group)) => mapped != group,
                (None, Some(group)) => same.iter().any(|(_, after)| *after == group),
                (Some(Some(_)), None) => true,
                (Some(None), _) | (None, None) => false,
            };
            if regrouped || !stay.contains(before) {
                let message = match group_new.filter(|_| regrouped) {
                    Some(group) => {
                        w::ITEM_REGROUPED.with("what", self.word.plain()).with("label", label(*after)).with("group", label(group))
                    }
                    None => w::ITEM_MOVED.with("what", self.word.plain()).with("label", label(*after)),
                };
                out.push(change(
                    self.what,
                    Kind::Moved,
                    Some(self.new_table.name.clone()),
                    vec![name(*after)],
                    vec![name(*after)],
                    message,
                ));
            }
        }
    }
}

/// The longest part of a sequence that keeps its order: what is not in it has moved.
fn longest_rising(order: &[ItemId]) -> Vec<ItemId> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(order.len());
    // Enough for any real form; a longer list is compared with its nearest neighbours only.
    const BACK: usize = 2_000;
    for (index, id) in order.iter().enumerate() {
        let mut own = (1, None);
        for back in (index.saturating_sub(BACK)..index).rev() {
            if let (Some(other), Some((length, _))) = (order.get(back), best.get(back))
                && other < id
                && length.saturating_add(1) > own.0
            {
                own = (length.saturating_add(1), Some(back));
            }
        }
        best.push(own);
    }
    let mut at = (0..best.len()).max_by_key(|index| (best.get(*index).map_or(0, |own| own.0), std::cmp::Reverse(*index)));
    let mut rising = Vec::new();
    while let Some(index) = at {
        rising.extend(order.get(index).copied());
        at = best.get(index).and_then(|own| own.1);
    }
    rising
}

/// Types and the policy for blanks, said of a whole row, column or table where all its figures change alike.
fn types(old: Version<'_>, new: Version<'_>, pair: &TablePair, lang: Lang, out: &mut Vec<Change>) {
    let Some(table) = new.form.table(pair.new) else { return };
    let of = |version: Version<'_>, cell: CellRef| {
        let slot = version.plan.slots.get(version.plan.slots.find(cell)?)?;
        let counted = !matches!(slot.ty.kind, ValueKind::Code | ValueKind::Unit);
        let policy = describe::policy(&slot.read, lang).join("；");
        counted.then(|| (describe::type_words(&slot.ty, &version.model.units, lang), policy))
    };
    let target = |item: Option<ItemId>, links: &[Link]| match item {
        None => Some(None),
        Some(id) => links
            .iter()
            .find(|link| matches!(link.how, How::Same | How::Perhaps) && link.old == [id])
            .and_then(|link| link.new.first())
            .map(|id| Some(*id)),
    };
    // What changed from what to what, and where.
    let mut found: Vec<(Aspect, String, String, Vec<CellRef>)> = Vec::new();
    let mut compared = 0_usize;
    for (_, slot) in old.plan.slots.of_table(pair.old) {
        let (Some(row), Some(column)) = (target(slot.cell.row, &pair.rows), target(slot.cell.column, &pair.columns)) else {
            continue;
        };
        let cell = CellRef { table: pair.new, row, column };
        let (Some(before), Some(after)) = (of(old, slot.cell), of(new, cell)) else { continue };
        compared = compared.saturating_add(1);
        let pairs = [(Aspect::Type, before.0, after.0), (Aspect::Read, before.1, after.1)];
        for (kind, was, is) in pairs {
            if was == is {
                continue;
            }
            match found.iter_mut().find(|(other, a, b, _)| *other == kind && *a == was && *b == is) {
                Some((_, _, _, cells)) => cells.push(cell),
                None => found.push((kind, was, is, vec![cell])),
            }
        }
    }
    let old_read = describe::policy(&old.form.read, lang);
    let new_read = describe::policy(&new.form.read, lang);
    for (kind, was, is, cells) in found {
        // A policy that changed for the whole form is said of the form.
        if kind == Aspect::Read && cells.len() == compared && old_read != new_read {
            continue;
        }
        let place = if cells.len() == compared {
            described(table)
        } else {
            let mut places: Vec<String> = Vec::new();
            let rows = names_of(table, table.rows.as_ref(), cells.iter().map(|cell| cell.row));
            let columns = names_of(table, table.columns.as_ref(), cells.iter().map(|cell| cell.column));
            let whole = |items: Option<&Items>, some: &[String]| items.is_none_or(|items| items.figures().count() == some.len());
            if !whole(table.rows.as_ref(), &rows) {
                places.push(rows.join("、"));
            }
            if !whole(table.columns.as_ref(), &columns) {
                places.push(columns.join("、"));
            }
            if places.is_empty() { described(table) } else { places.join(" × ") }
        };
        let (kind, wording) = match kind {
            Aspect::Type => (Kind::Retyped, &w::RETYPED),
            Aspect::Read => (Kind::Retyped, &w::REREAD),
        };
        let message = wording.with("what", w::FIGURES.plain()).with("name", place).with("old", was).with("new", is);
        let names = vec![table.name.clone()];
        out.push(change(What::Table, kind, Some(table.name.clone()), names.clone(), names, message));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Aspect {
    Type,
    Read,
}

fn names_of(table: &Table, items: Option<&Items>, ids: impl Iterator<Item = Option<ItemId>>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for item in ids.flatten().filter_map(|id| items?.get(id)) {
        let label = describe::item_label(table, item);
        if !names.contains(&label) {
            names.push(label);
        }
    }
    names
}
