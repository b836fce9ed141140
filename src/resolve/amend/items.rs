//! Changes of one list of items.

use super::super::axes::Axes;
use super::super::{MAX_DEPTH, MAX_ITEMS};
use crate::syntax::ast::{Item, ItemNode, ItemPath, PlacedAt};

/// Where an item stands: an index on every level, from the top.
pub(super) type Place = Vec<usize>;

/// Every item that a path fits; one that names all its groups beats one that skips some.
pub(super) fn locate(nodes: &[ItemNode], path: &ItemPath) -> Vec<Place> {
    let names: Vec<&str> = path.names.iter().map(|name| name.text.as_str()).collect();
    let Some((last, groups)) = names.split_last() else { return Vec::new() };
    let mut found: Vec<(Place, bool)> = Vec::new();
    let mut open: Vec<(Place, Vec<&str>, &[ItemNode])> = vec![(Vec::new(), Vec::new(), nodes)];
    while let Some((place, above, level)) = open.pop() {
        for (index, node) in level.iter().enumerate() {
            let ItemNode::Item(item) = node else { continue };
            let mut here = place.clone();
            here.push(index);
            if item.name.text == *last && in_order(groups, &above) {
                found.push((here.clone(), above.len() == groups.len()));
            }
            if let Some(children) = &item.children {
                let mut above = above.clone();
                above.push(&item.name.text);
                open.push((here, above, children));
            }
        }
    }
    if found.iter().any(|(_, whole)| *whole) {
        found.retain(|(_, whole)| *whole);
    }
    let mut places: Vec<Place> = found.into_iter().map(|(place, _)| place).collect();
    places.sort();
    places
}

/// Whether the written groups stand above in this order, others between them allowed.
fn in_order(groups: &[&str], above: &[&str]) -> bool {
    let mut above = above.iter();
    groups.iter().all(|group| above.any(|name| name == group))
}

/// The names from the top down to a place.
pub(super) fn path_of(nodes: &[ItemNode], place: &[usize]) -> Vec<String> {
    let mut names = Vec::new();
    let mut level = nodes;
    for index in place {
        let Some(ItemNode::Item(item)) = level.get(*index) else { break };
        names.push(item.name.text.clone());
        level = item.children.as_deref().unwrap_or(&[]);
    }
    names
}

pub(super) fn item_at<'n>(nodes: &'n [ItemNode], place: &[usize]) -> Option<&'n Item> {
    let (last, groups) = place.split_last()?;
    let mut level = nodes;
    for index in groups {
        let ItemNode::Item(item) = level.get(*index)? else { return None };
        level = item.children.as_deref()?;
    }
    match level.get(*last)? {
        ItemNode::Item(item) => Some(item),
        ItemNode::Spread { .. } | ItemNode::NotInEdition { .. } => None,
    }
}

pub(super) fn item_mut<'n>(nodes: &'n mut Vec<ItemNode>, place: &[usize]) -> Option<&'n mut Item> {
    let (last, groups) = place.split_last()?;
    match level_mut(nodes, groups)?.get_mut(*last)? {
        ItemNode::Item(item) => Some(item),
        ItemNode::Spread { .. } | ItemNode::NotInEdition { .. } => None,
    }
}

/// The children of the item at a place; the whole list for the empty place.
fn level_mut<'n>(nodes: &'n mut Vec<ItemNode>, place: &[usize]) -> Option<&'n mut Vec<ItemNode>> {
    let mut level = nodes;
    for index in place {
        match level.get_mut(*index)? {
            ItemNode::Item(item) => level = item.children.get_or_insert_with(Vec::new),
            ItemNode::Spread { .. } | ItemNode::NotInEdition { .. } => return None,
        }
    }
    Some(level)
}

pub(super) fn remove(nodes: &mut Vec<ItemNode>, place: &[usize]) -> Option<ItemNode> {
    let (last, groups) = place.split_last()?;
    let level = level_mut(nodes, groups)?;
    (*last < level.len()).then(|| level.remove(*last))
}

/// Puts items behind, before or into the item at a place; at the end of the list without one.
pub(super) fn insert(nodes: &mut Vec<ItemNode>, at: Option<(PlacedAt, &[usize])>, new: Vec<ItemNode>) {
    let (level, index) = match at {
        None => (Some(nodes), usize::MAX),
        Some((PlacedAt::In, place)) => (level_mut(nodes, place), usize::MAX),
        Some((side, place)) => {
            let Some((last, groups)) = place.split_last() else { return };
            let index = if side == PlacedAt::After { last.saturating_add(1) } else { *last };
            (level_mut(nodes, groups), index)
        }
    };
    if let Some(level) = level {
        let index = index.min(level.len());
        level.splice(index..index, new);
    }
}

/// Every name of a list, for suggestions.
pub(super) fn names(nodes: &[ItemNode]) -> Vec<String> {
    let mut names = Vec::new();
    let mut open: Vec<&[ItemNode]> = vec![nodes];
    while let Some(level) = open.pop() {
        for node in level {
            if let ItemNode::Item(item) = node {
                names.push(item.name.text.clone());
                open.extend(item.children.as_deref());
            }
        }
    }
    names.truncate(MAX_ITEMS);
    names
}

/// Puts the items of axes in the place of their spreads. Bounded: a circle of axes or a flood of items ends it.
pub(super) fn inline(nodes: &mut Vec<ItemNode>, axes: &Axes<'_>) {
    let mut room = MAX_ITEMS;
    let old = std::mem::take(nodes);
    *nodes = inlined(old, axes, 0, &mut room);
}

fn inlined(nodes: Vec<ItemNode>, axes: &Axes<'_>, depth: usize, room: &mut usize) -> Vec<ItemNode> {
    let mut out = Vec::new();
    for node in nodes {
        match node {
            ItemNode::Spread { axis, span } => match axes.find(&axis.text, false).filter(|_| depth < MAX_DEPTH && *room > 0) {
                Some(found) => {
                    *room = room.saturating_sub(found.axis.items.len().max(1));
                    out.extend(inlined(found.axis.items.clone(), axes, depth.saturating_add(1), room));
                }
                None => out.push(ItemNode::Spread { axis, span }),
            },
            ItemNode::Item(mut item) => {
                if depth < MAX_DEPTH {
                    item.children = item.children.map(|children| inlined(children, axes, depth.saturating_add(1), room));
                }
                out.push(ItemNode::Item(item));
            }
            ItemNode::NotInEdition { .. } => out.push(node),
        }
    }
    out
}
