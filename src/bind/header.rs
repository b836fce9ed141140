//! Printed column headings → the columns in printed order.
//!
//! The headings are read in reading order. A heading that names a group opens it; a heading that several groups have
//! (结果维持) goes to the group that is being filled, and to the next one when that has it already. The order of the leaves
//! is then the order of the printed tree, whether the layout kept its geometry or not.

use std::collections::{HashMap, HashSet};

use crate::label::{Label, Likeness};
use crate::model::{ItemId, Items, TableId};
use crate::source::Span;

use super::index::{Part, best_likeness};
use super::lines::{Kind, Piece};

/// One printed column that holds values.
#[derive(Debug, Clone)]
pub(super) struct PrintedColumn {
    /// `None`: a heading that the form does not know.
    pub item: Option<ItemId>,
    /// The heading, if it was printed.
    pub heading: Option<(Label, Span)>,
    /// Grid columns.
    pub left: u32,
    pub right: u32,
}

/// What was made of a header.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    pub list: Vec<PrintedColumn>,
    /// Headings that were not the template's spelling: the item, how they differ, where, and the heading.
    pub differing: Vec<(ItemId, Likeness, Span, String)>,
    /// Known columns without a heading, in the form's order.
    pub missing: Vec<ItemId>,
    /// The headings stand in the form's order.
    pub ordered: bool,
}

impl Columns {
    pub fn known(&self) -> usize {
        self.list.iter().filter(|column| column.item.is_some()).count()
    }

    /// All columns in the form's order, as if the header were printed so.
    pub fn of_form(items: &Items) -> Columns {
        let list = items
            .figures()
            .enumerate()
            .map(|(at, item)| PrintedColumn { item: Some(item), heading: None, left: at as u32, right: at as u32 + 1 })
            .collect();
        Columns { list, differing: Vec::new(), missing: items.figures().collect(), ordered: true }
    }
}

#[derive(Debug)]
struct Node {
    item: Option<ItemId>,
    heading: Option<(Label, Span)>,
    left: u32,
    right: u32,
    children: Vec<usize>,
}

struct Printed<'a> {
    items: &'a Items,
    filled: &'a HashSet<ItemId>,
    nodes: Vec<Node>,
    placed: HashMap<ItemId, usize>,
    roots: Vec<usize>,
    /// The group that is being filled (`None` inside: the top level).
    open: Option<Option<ItemId>>,
    /// Where the last heading was put: its parent's node.
    last_parent: Option<Option<usize>>,
}

/// Reads the headings `pieces` of the table's columns. `filled`: columns that have their cells already, which the same
/// label in another group is not taken for.
pub(super) fn read(table: TableId, items: &Items, pieces: &[&Piece<'_>], filled: &HashSet<ItemId>) -> Columns {
    let mut printed =
        Printed { items, filled, nodes: Vec::new(), placed: HashMap::new(), roots: Vec::new(), open: None, last_parent: None };
    let mut differing = Vec::new();
    let mut unknown: Vec<(usize, &Piece<'_>)> = Vec::new();
    let stacked = stacked(table, items, pieces);
    for (at, piece) in pieces.iter().enumerate() {
        match stacked.get(&at) {
            Some(Stacked::Rest) => continue,
            Some(Stacked::First(label, named)) => {
                if let Some(item) = printed.choose(named) {
                    let whole = Piece { label: Some(label.clone()), ..(*piece).clone() };
                    printed.add(Some(item), &whole);
                }
                continue;
            }
            None => {}
        }
        if piece.kind != Kind::Text && piece.hits.is_empty() {
            continue;
        }
        let Some(label) = &piece.label else { continue };
        let named: Vec<ItemId> = candidates(piece, table).collect();
        if named.is_empty() {
            let over = piece.hits.iter().any(|hit| hit.table == table && !matches!(hit.part, Part::Row(_)));
            // What stands before the first known heading is printed over the rows' labels.
            if !over && !printed.nodes.is_empty() {
                let node = printed.add(None, piece);
                unknown.push((node, piece));
            }
            continue;
        }
        let Some(item) = printed.choose(&named) else {
            printed.widen(&named, piece);
            continue;
        };
        let likeness = best_likeness(piece.hits, table, Part::Column(item), label);
        if likeness != Likeness::Exact {
            differing.push((item, likeness, piece.span, piece.text.as_str().to_owned()));
        }
        printed.add(Some(item), piece);
    }
    printed.adopt_near(&unknown, &mut differing);
    printed.finish(differing)
}

/// A part of a heading that is broken over cells right below each other: a line break, when a web page is saved as a
/// spreadsheet.
enum Stacked {
    /// The whole heading, and which columns have it.
    First(Label, Vec<ItemId>),
    Rest,
}

/// By index among `pieces`: the parts of headings that are known only when they are put together.
fn stacked(table: TableId, items: &Items, pieces: &[&Piece<'_>]) -> HashMap<usize, Stacked> {
    /// A heading is no longer than this, in bytes.
    const LONGEST: usize = 200;
    let mut parts = HashMap::new();
    let mut open: HashMap<(u32, u32), (String, Vec<usize>)> = HashMap::new();
    for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.left < piece.right) {
        let (text, indices) = open.entry((piece.left, piece.right)).or_default();
        if piece.kind != Kind::Text || candidates(piece, table).next().is_some() || text.len() > LONGEST {
            text.clear();
            indices.clear();
            continue;
        }
        text.push_str(piece.text.as_str());
        indices.push(at);
        if indices.len() < 2 {
            continue;
        }
        let whole = Label::parse(text);
        let is_whole = |label: &crate::model::Label| label.parsed().compare(&whole) == Likeness::Exact;
        let named = items.iter().filter(|(_, item)| item.labels.iter().any(is_whole));
        let named: Vec<ItemId> = named.map(|(id, _)| id).collect();
        if !named.is_empty() {
            let mut indices = indices.drain(..);
            parts.extend(indices.next().map(|first| (first, Stacked::First(whole, named))));
            parts.extend(indices.map(|at| (at, Stacked::Rest)));
            text.clear();
        }
    }
    parts
}

fn candidates<'p>(piece: &'p Piece<'_>, table: TableId) -> impl Iterator<Item = ItemId> + 'p {
    piece.hits.iter().filter(move |hit| hit.table == table).filter_map(|hit| match hit.part {
        Part::Column(item) => Some(item),
        Part::Row(_) | Part::Caption | Part::Over => None,
    })
}

impl Printed<'_> {
    fn parent(&self, item: ItemId) -> Option<ItemId> {
        self.items.get(item).and_then(|item| item.parent)
    }

    /// Which of the items with this label is meant: the one of the group being filled, else of the next group that was
    /// printed, else the first that is left. `None`: all have their heading already (a repeated header).
    fn choose(&self, named: &[ItemId]) -> Option<ItemId> {
        let unplaced = || named.iter().copied().filter(|item| !self.placed.contains_key(item));
        let unfilled: Vec<ItemId> = unplaced().filter(|item| !self.filled.contains(item)).collect();
        let free = if unfilled.is_empty() { unplaced().collect() } else { unfilled };
        let open = self.open.and_then(|open| free.iter().copied().find(|item| self.parent(*item) == open));
        // Groups in the order they were printed; those without a heading come last, in the form's order.
        let printed_at = |item: &ItemId| match self.parent(*item) {
            Some(parent) => self.placed.get(&parent).copied().unwrap_or(usize::MAX),
            None => usize::MAX - 1,
        };
        open.or_else(|| {
            let now = self.open.flatten().and_then(|open| self.placed.get(&open)).copied();
            let later = free.iter().copied().filter(|item| now.is_some_and(|now| printed_at(item) > now));
            later.min_by_key(printed_at)
        })
        .or_else(|| free.iter().copied().min_by_key(printed_at))
    }

    fn add(&mut self, item: Option<ItemId>, piece: &Piece<'_>) -> usize {
        let node = self.nodes.len();
        let heading = piece.label.clone().map(|label| (label, piece.span));
        self.nodes.push(Node { item, heading, left: piece.left, right: piece.right, children: Vec::new() });
        let parent = match item {
            Some(item) => {
                let parent = self.parent(item);
                self.open = Some(parent);
                self.placed.insert(item, node);
                parent.and_then(|parent| self.placed.get(&parent).copied())
            }
            None => self.last_parent.flatten(),
        };
        self.last_parent = Some(parent);
        match parent.and_then(|parent| self.nodes.get_mut(parent)) {
            Some(parent) => parent.children.push(node),
            None => self.roots.push(node),
        }
        node
    }

    /// A heading that is printed again right beside itself is a merged cell that was doubled.
    fn widen(&mut self, named: &[ItemId], piece: &Piece<'_>) {
        let beside = named.iter().filter_map(|item| self.placed.get(item)).copied();
        let node = beside.into_iter().find(|node| self.nodes.get(*node).is_some_and(|node| node.right == piece.left));
        if let Some(node) = node.and_then(|node| self.nodes.get_mut(node)) {
            node.right = piece.right;
        }
    }

    /// Headings that nobody knows and columns that have none: near misses find each other, where no other is as near.
    fn adopt_near(&mut self, unknown: &[(usize, &Piece<'_>)], differing: &mut Vec<(ItemId, Likeness, Span, String)>) {
        let left: Vec<ItemId> = self.items.iter().map(|(id, _)| id).filter(|id| !self.placed.contains_key(id)).collect();
        if unknown.len().saturating_mul(left.len()) > 100_000 {
            return;
        }
        for (node, piece) in unknown {
            let Some(label) = &piece.label else { continue };
            let Some((item, edits)) = super::rows::nearest(self.items, &left, label) else { continue };
            if self.placed.contains_key(&item) {
                continue;
            }
            self.placed.insert(item, *node);
            if let Some(node) = self.nodes.get_mut(*node) {
                node.item = Some(item);
            }
            differing.push((item, Likeness::Near(edits), piece.span, piece.text.as_str().to_owned()));
        }
    }

    fn finish(self, differing: Vec<(ItemId, Likeness, Span, String)>) -> Columns {
        let mut list = Vec::new();
        let mut stack: Vec<usize> = self.roots.iter().rev().copied().collect();
        while let Some(node) = stack.pop().and_then(|at| self.nodes.get(at)) {
            let holds_values = match node.item.and_then(|item| self.items.get(item)) {
                Some(item) => item.has_figure(),
                None => true,
            };
            if holds_values {
                let heading = node.heading.clone();
                list.push(PrintedColumn { item: node.item, heading, left: node.left, right: node.right });
            }
            stack.extend(node.children.iter().rev());
        }
        let missing = self.items.figures().filter(|item| !self.placed.contains_key(item)).collect();
        let known: Vec<ItemId> = list.iter().filter_map(|column| column.item).collect();
        let ordered = known.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
        Columns { list, differing, missing, ordered }
    }
}
