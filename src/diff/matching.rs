//! Which table, row and column of one form is which of the other.

use super::Version;
use crate::diag::Message;
use crate::diag::wording::diff as w;
use crate::label::{self, Label as Printed};
use crate::model::{Amended, Carried, CarriedTable, Item, ItemId, ItemKind, Items, Label, Table, TableId, TableKind};

/// Items that are one thing in both forms.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub old: Vec<ItemId>,
    pub new: Vec<ItemId>,
    pub how: How,
    pub evidence: Option<Message>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Same,
    /// The one old figure is the sum of the new ones.
    Split,
    /// The one new figure is the sum of the old ones.
    Merged,
    /// Names and labels are alike, not more.
    Perhaps,
}

#[derive(Debug, Clone)]
pub(super) struct TablePair {
    pub old: TableId,
    pub new: TableId,
    pub rows: Vec<Link>,
    pub columns: Vec<Link>,
    pub evidence: Option<Message>,
    /// Figures go on from one to the other; not so where an amendment replaces the table.
    pub carries: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Pairs {
    pub tables: Vec<TablePair>,
    pub amends: bool,
}

impl Pairs {
    pub fn of_old(&self, id: TableId) -> Option<&TablePair> {
        self.tables.iter().find(|pair| pair.old == id)
    }
    pub fn of_new(&self, id: TableId) -> Option<&TablePair> {
        self.tables.iter().find(|pair| pair.new == id)
    }
}

pub(super) fn pairs(old: Version<'_>, new: Version<'_>) -> Pairs {
    let amended = new.form.amended.as_ref().filter(|amended| {
        std::ptr::eq(old.model, new.model) && new.model.forms.get(amended.form).is_some_and(|form| std::ptr::eq(form, old.form))
    });
    match amended {
        Some(amended) => by_amendment(old, new, amended),
        None => by_names(old, new),
    }
}

fn by_amendment(old: Version<'_>, new: Version<'_>, amended: &Amended) -> Pairs {
    let mut pairs = Pairs { tables: Vec::new(), amends: true };
    for ((id, _), carried) in new.form.table_ids().zip(&amended.tables) {
        let Some(from) = carried.from.filter(|from| old.form.table(*from).is_some()) else { continue };
        let CarriedTable { rows, columns, .. } = carried;
        pairs.tables.push(TablePair {
            old: from,
            new: id,
            rows: links(rows),
            columns: links(columns),
            evidence: None,
            carries: true,
        });
    }
    // A table that was replaced by one of its name: what it was is told row by row, and nothing carries over.
    for (id, table) in new.form.table_ids().filter(|(_, table)| table.kind == TableKind::Table) {
        if pairs.of_new(id).is_some() {
            continue;
        }
        let named = |(old_id, other): &(TableId, &Table)| {
            other.kind == TableKind::Table && other.name == table.name && pairs.of_old(*old_id).is_none()
        };
        if let Some((old_id, other)) = old.form.table_ids().find(named) {
            pairs.tables.push(TablePair {
                old: old_id,
                new: id,
                rows: items(other, other.rows.as_ref(), table, table.rows.as_ref()),
                columns: items(other, other.columns.as_ref(), table, table.columns.as_ref()),
                evidence: None,
                carries: false,
            });
        }
    }
    pairs
}

fn links(carried: &[Carried]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for (index, carried) in carried.iter().enumerate() {
        let new = ItemId(index as u32);
        let link = |old: Vec<ItemId>, how: How| Link { old, new: vec![new], how, evidence: None };
        match carried {
            Carried::New => {}
            Carried::Same(id) | Carried::Renamed(id) => links.push(link(vec![*id], How::Same)),
            Carried::SumOf(parts) => links.push(link(parts.clone(), How::Merged)),
            Carried::PartOf(id) => match links.iter_mut().find(|link| link.how == How::Split && link.old == [*id]) {
                Some(link) => link.new.push(new),
                None => links.push(link(vec![*id], How::Split)),
            },
        }
    }
    links
}

fn by_names(old: Version<'_>, new: Version<'_>) -> Pairs {
    let mut pairs = Pairs::default();
    let mut taken: Vec<TableId> = Vec::new();
    let free = |taken: &[TableId], id: TableId| !taken.contains(&id);
    for (new_id, table) in new.form.table_ids() {
        let named = |(id, other): &(TableId, &Table)| {
            free(&taken, *id)
                && other.kind == table.kind
                && match table.kind {
                    TableKind::Table => other.name == table.name,
                    TableKind::Facts => section_name(old, other) == section_name(new, table),
                }
        };
        let captioned = |(id, other): &(TableId, &Table)| {
            free(&taken, *id)
                && table.kind == TableKind::Table
                && other.kind == TableKind::Table
                && share_label(&table.labels, &other.labels)
        };
        let found = old
            .form
            .table_ids()
            .find(named)
            .map(|found| (found, None))
            .or_else(|| old.form.table_ids().find(captioned).map(|found| (found, Some(w::SAME_CAPTION.plain()))));
        let Some(((old_id, other), evidence)) = found else { continue };
        taken.push(old_id);
        pairs.tables.push(TablePair {
            old: old_id,
            new: new_id,
            rows: items(other, other.rows.as_ref(), table, table.rows.as_ref()),
            columns: items(other, other.columns.as_ref(), table, table.columns.as_ref()),
            evidence,
            carries: true,
        });
    }
    pairs
}

fn section_name<'a>(version: Version<'a>, table: &Table) -> Option<&'a str> {
    let section = version.form.sections.get(table.section?.0 as usize)?;
    Some(&section.name)
}

fn share_label(one: &[Label], other: &[Label]) -> bool {
    one.iter().any(|label| other.iter().any(|other| same_label(&label.text, &other.text)))
}

fn same_label(one: &str, other: &str) -> bool {
    let key = |text: &str| Printed::parse(text).key().to_owned();
    one == other || (!key(one).is_empty() && key(one) == key(other))
}

/// The best evidence first: path, then name, then a label that one form prints and the other knows; near labels last.
fn items(old_table: &Table, old: Option<&Items>, new_table: &Table, new: Option<&Items>) -> Vec<Link> {
    let (Some(old), Some(new)) = (old, new) else { return Vec::new() };
    let mut of_new: Vec<Option<(ItemId, How, Option<Message>)>> = vec![None; new.list.len()];
    let mut taken = vec![false; old.list.len()];
    let pass = |of_new: &mut Vec<Option<(ItemId, How, Option<Message>)>>,
                taken: &mut Vec<bool>,
                how: How,
                evidence: Option<&'static crate::diag::Wording>,
                fits: &dyn Fn(ItemId, &Item, ItemId, &Item) -> bool| {
        for (new_id, item) in new.iter() {
            if of_new.get(new_id.0 as usize).is_some_and(Option::is_some) {
                continue;
            }
            let mut found =
                old.iter().filter(|(id, other)| taken.get(id.0 as usize) == Some(&false) && fits(*id, other, new_id, item));
            // Two that fit equally well settle nothing.
            if let (Some((id, other)), None) = (found.next(), found.next()) {
                // Of two new ones that fit one old one neither is it.
                let rivals = new
                    .iter()
                    .filter(|(rival, it)| {
                        of_new.get(rival.0 as usize).is_some_and(Option::is_none) && fits(id, other, *rival, it)
                    })
                    .take(2)
                    .count();
                if rivals > 1 {
                    continue;
                }
                let link = Some((id, how, evidence.map(|wording| wording.plain())));
                if let (Some(place), Some(flag)) = (of_new.get_mut(new_id.0 as usize), taken.get_mut(id.0 as usize)) {
                    *place = link;
                    *flag = true;
                }
            }
        }
    };
    let labels = |item: &Item| item.labels.first().map(|label| label.text.clone()).unwrap_or_default();
    let facts = new_table.kind == TableKind::Facts || old_table.kind == TableKind::Facts;
    pass(&mut of_new, &mut taken, How::Same, None, &|id, _, new_id, _| old.path(id) == new.path(new_id));
    pass(&mut of_new, &mut taken, How::Same, None, &|_, other, _, item| {
        other.name == item.name && (facts || same_label(&labels(other), &labels(item)))
    });
    pass(&mut of_new, &mut taken, How::Same, Some(&w::SAME_LABEL), &|_, other, _, item| {
        !facts && same_label(&labels(other), &labels(item))
    });
    pass(&mut of_new, &mut taken, How::Same, Some(&w::KNOWN_SPELLING), &|_, other, _, item| {
        let knows = |one: &Item, text: &str| one.labels.iter().any(|label| same_label(&label.text, text));
        !facts && other.has_figure() == item.has_figure() && (knows(item, &labels(other)) || knows(other, &labels(item)))
    });
    pass(&mut of_new, &mut taken, How::Perhaps, Some(&w::SAME_NAME), &|_, other, _, item| other.name == item.name);
    pass(&mut of_new, &mut taken, How::Perhaps, Some(&w::NEAR_LABEL), &|_, other, _, item| {
        !facts && other.has_figure() && item.has_figure() && near(&labels(other), &labels(item))
    });
    let mut links = Vec::new();
    for (index, found) in of_new.into_iter().enumerate() {
        let Some((id, how, evidence)) = found else { continue };
        let new_id = ItemId(index as u32);
        links.push(Link { old: vec![id], new: vec![new_id], how, evidence });
        // A figure that is a group now: its items are what it was split into.
        let (Some(other), Some(item)) = (old.get(id), new.get(new_id)) else { continue };
        let added = |children: &[ItemId], all: &[Link], side: fn(&Link) -> &[ItemId]| {
            children.iter().all(|child| !all.iter().any(|link| side(link).contains(child)))
        };
        if how == How::Same && other.kind == ItemKind::Figure && item.kind == ItemKind::Heading && !item.children.is_empty() {
            let parts = new.group_parts(new_id);
            if added(&parts, &links, |link| &link.new) {
                links.push(Link { old: vec![id], new: parts, how: How::Split, evidence: Some(w::NOW_A_HEADING.plain()) });
            }
        } else if how == How::Same
            && other.kind == ItemKind::Heading
            && item.kind == ItemKind::Figure
            && !other.children.is_empty()
        {
            let parts = old.group_parts(id);
            if added(&parts, &links, |link| &link.old) {
                links.push(Link { old: parts, new: vec![new_id], how: How::Merged, evidence: Some(w::WAS_A_HEADING.plain()) });
            }
        }
    }
    links
}

/// One label is a part of the other, or a few characters differ.
fn near(one: &str, other: &str) -> bool {
    let (one, other) = (label::fold(one), label::fold(other));
    let (shorter, longer) = if one.chars().count() <= other.chars().count() { (&one, &other) } else { (&other, &one) };
    let count = shorter.chars().count();
    let part = count >= 4 && longer.contains(shorter.as_str()) && longer.chars().count() <= count.saturating_mul(2);
    part || (count >= 4 && label::distance(&one, &other, count / 4).is_some())
}
