//! Amendments: what a template changes in the version before it.

use super::{Facts, Item, ItemNode, Name, Spelling, Statement, Text};
use crate::source::Span;

/// One change of the version that a template amends.
#[derive(Debug, Clone, PartialEq)]
pub struct Amendment {
    pub change: Change,
    /// Its first word.
    pub word: Span,
    pub span: Span,
}

/// The lists of items that a change may speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListKind {
    Rows,
    Columns,
    Facts,
    Meta,
}

/// The named parts that a change may speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartKind {
    Section,
    Table,
    Rule,
}

/// An item of a list: its name, groups in front where the name alone fits several. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemPath {
    pub names: Vec<Name>,
    pub span: Span,
}

/// Where something is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placing {
    pub at: PlacedAt,
    pub path: ItemPath,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlacedAt {
    After,
    Before,
    /// The last in a group or section.
    In,
}

/// `旧名 -> 新名 "label" | "other"`.
#[derive(Debug, Clone, PartialEq)]
pub struct Renaming {
    pub from: ItemPath,
    pub to: Name,
    pub label: Option<Spelling>,
    pub spellings: Vec<Spelling>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// `in 制发 "caption" { … }`: a table or a section.
    In {
        kind: Option<PartKind>,
        name: Name,
        labels: Vec<Text>,
        body: Vec<Statement>,
    },
    /// `drop rows { 甲, 乙 }`.
    DropItems {
        list: ListKind,
        paths: Vec<ItemPath>,
    },
    /// `drop table 甲, 乙`.
    DropParts {
        kind: PartKind,
        names: Vec<Name>,
    },
    /// `add rows after 甲 { … }`.
    AddItems {
        list: ListKind,
        placing: Option<Placing>,
        items: Vec<ItemNode>,
    },
    /// `add facts { … }`: items, and what else facts may hold.
    AddFacts {
        placing: Option<Placing>,
        facts: Facts,
    },
    /// `add after 甲 table 乙 { … }`.
    AddPart {
        placing: Option<Placing>,
        part: Statement,
    },
    /// `rename columns { 甲 -> 乙 }`.
    RenameItems {
        list: ListKind,
        renamings: Vec<Renaming>,
    },
    /// `rename table 甲 -> 乙`.
    RenamePart {
        kind: PartKind,
        renaming: Renaming,
    },
    /// `change rows { 甲: decimal[万元] "label" }`: each clause that is written takes the place of the old one.
    ChangeItems {
        list: ListKind,
        items: Vec<ItemNode>,
    },
    /// `move rows after 甲 { 乙 }`.
    MoveItems {
        list: ListKind,
        placing: Placing,
        paths: Vec<ItemPath>,
    },
    MovePart {
        kind: PartKind,
        name: Name,
        placing: Placing,
    },
    /// `split 甲 { 乙, 丙 }`: the item becomes the heading of several.
    Split {
        list: Option<ListKind>,
        path: ItemPath,
        items: Vec<ItemNode>,
    },
    /// `merge 甲 "label" { 乙, 丙 }`: several become one.
    Merge {
        list: Option<ListKind>,
        into: Item,
        paths: Vec<ItemPath>,
    },
    /// `replace table 甲 { … }`: nothing is carried over.
    Replace(Statement),
}
