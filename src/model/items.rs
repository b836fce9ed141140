//! The items of a dimension, spread and flattened.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{CellType, Expr, Label, Quoted, ReadPolicy};
use crate::source::Span;

/// Up to how many items of one name a short form is looked for.
const MAX_ALIKE: usize = 64;

/// Index into the [`Items`] of one dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ItemId(pub u32);

/// The rows or columns of a table, or its facts: a forest in preorder, axes already spread.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Items {
    /// Printed over the whole dimension: `columns "申请人情况" { … }`.
    pub labels: Vec<Label>,
    pub list: Vec<Item>,
    /// When the dimension is exactly one spread axis: its name. Two dimensions of one axis match.
    pub axis: Option<String>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ItemKind {
    /// `不予公开 { … }`: groups others, holds no figure.
    Heading,
    /// A figure as entered. With children these are `including` ones: each at most this figure.
    Figure,
    /// `total 收到 { 当面 网上 }`: a figure that must equal the sum of its children.
    TotalOf,
    /// `total 总计` without a block: must equal the sum of what stands beside it.
    TotalBeside,
    /// `利润 = 收入 - 支出`: a figure that must equal an expression.
    Derived(Box<Expr>),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub name: String,
    pub kind: ItemKind,
    /// Whether its children are `including` ones.
    pub including: bool,
    pub parent: Option<ItemId>,
    pub children: Vec<ItemId>,
    /// The line number printed on the form, without `#`.
    pub code: Option<String>,
    /// Its own type or the one its group gives it; not the table's `cell`.
    pub ty: Option<CellType>,
    /// The printed label first (the name when the author wrote none), then the other spellings.
    pub labels: Vec<Label>,
    pub read: ReadPolicy,
    /// `optional`; the value of `optional as V` is in `read.absent`.
    pub optional: bool,
    pub basis: Option<Quoted>,
    pub doc: Option<String>,
    /// The name, where it is declared (in the axis, for a spread item).
    pub span: Span,
}

impl Item {
    pub fn has_figure(&self) -> bool {
        self.kind != ItemKind::Heading
    }
}

impl Items {
    pub fn get(&self, id: ItemId) -> Option<&Item> {
        self.list.get(id.0 as usize)
    }

    pub fn iter(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        self.list.iter().enumerate().map(|(index, item)| (ItemId(index as u32), item))
    }

    /// The items that hold figures, in printed order.
    pub fn figures(&self) -> impl Iterator<Item = ItemId> + '_ {
        self.iter().filter(|(_, item)| item.has_figure()).map(|(id, _)| id)
    }

    /// The top level.
    pub fn roots(&self) -> impl Iterator<Item = ItemId> + '_ {
        self.iter().filter(|(_, item)| item.parent.is_none()).map(|(id, _)| id)
    }

    /// The items beside this one, itself included: its parent's children, or the top level.
    pub fn level_of(&self, id: ItemId) -> Vec<ItemId> {
        match self.get(id).and_then(|item| item.parent).and_then(|parent| self.get(parent)) {
            Some(parent) => parent.children.clone(),
            None => self.roots().collect(),
        }
    }

    /// What a total adds. A heading counts by its own total if it has one, else by its items; other totals beside, derived
    /// lines and `including` children are not added (`language.md`, "A total").
    pub fn total_parts(&self, id: ItemId) -> Vec<ItemId> {
        let Some(item) = self.get(id) else { return Vec::new() };
        let level = match item.kind {
            ItemKind::TotalBeside => self.level_of(id).into_iter().filter(|other| *other != id).collect(),
            ItemKind::Heading | ItemKind::Figure | ItemKind::TotalOf | ItemKind::Derived(_) => item.children.clone(),
        };
        self.added_on(&level)
    }

    /// What `sum(GROUP)` adds: the group's own total, else its items.
    pub fn group_parts(&self, id: ItemId) -> Vec<ItemId> {
        self.counted(id)
    }

    /// What a sum over a whole dimension adds.
    pub fn all_parts(&self) -> Vec<ItemId> {
        let level: Vec<ItemId> = self.roots().collect();
        self.added_on(&level)
    }

    fn added_on(&self, level: &[ItemId]) -> Vec<ItemId> {
        level
            .iter()
            .filter(|id| self.get(**id).is_some_and(|item| !self.is_left_out(item)))
            .flat_map(|id| self.counted(*id))
            .collect()
    }

    fn is_left_out(&self, item: &Item) -> bool {
        matches!(item.kind, ItemKind::TotalBeside | ItemKind::Derived(_))
    }

    /// The items by which one item counts in a sum.
    fn counted(&self, id: ItemId) -> Vec<ItemId> {
        let Some(item) = self.get(id) else { return Vec::new() };
        match item.kind {
            ItemKind::Figure | ItemKind::TotalOf | ItemKind::TotalBeside | ItemKind::Derived(_) => vec![id],
            ItemKind::Heading => {
                let own_total =
                    item.children.iter().find(|child| self.get(**child).is_some_and(|child| child.kind == ItemKind::TotalBeside));
                match own_total {
                    Some(total) => vec![*total],
                    None => self.added_on(&item.children),
                }
            }
        }
    }

    /// The names from the top down to this item, its own last.
    pub fn path(&self, id: ItemId) -> Vec<&str> {
        let mut path = Vec::new();
        let mut at = Some(id);
        while let Some(item) = at.and_then(|id| self.get(id)) {
            path.push(item.name.as_str());
            at = item.parent;
            if path.len() > self.list.len() {
                break;
            }
        }
        path.reverse();
        path
    }

    /// The shortest way to write this item that fits no other of the dimension: `总计`, or `行政复议.总计`.
    pub fn short_name(&self, id: ItemId) -> String {
        let Some(item) = self.get(id) else { return String::new() };
        let alike: Vec<ItemId> = self.iter().filter(|(_, other)| other.name == item.name).map(|(other, _)| other).collect();
        self.short_among(id, &alike)
    }

    /// The [`short_name`](Items::short_name) of every item, by its index.
    pub fn short_names(&self) -> Vec<String> {
        let mut alike: HashMap<&str, Vec<ItemId>> = HashMap::new();
        for (id, item) in self.iter() {
            alike.entry(&item.name).or_default().push(id);
        }
        self.iter().map(|(id, item)| self.short_among(id, alike.get(item.name.as_str()).map_or(&[], Vec::as_slice))).collect()
    }

    /// `alike`: the items of this name, itself among them.
    fn short_among(&self, id: ItemId, alike: &[ItemId]) -> String {
        let path = self.path(id);
        let Some((name, groups)) = path.split_last() else { return String::new() };
        if alike.len() < 2 {
            return (*name).to_owned();
        }
        // One group that no other has above it, the nearest first; else the whole path. Among very many the whole path at once.
        if alike.len() <= MAX_ALIKE {
            for group in groups.iter().rev() {
                let above = |other: &ItemId| self.path(*other).iter().rev().skip(1).any(|name| name == group);
                if !alike.iter().filter(|other| **other != id).any(above) {
                    return format!("{group}.{name}");
                }
            }
        }
        path.join(".")
    }
}
