//! Tables that equations join, and how many of their figures could hide each other.

use std::collections::BTreeMap;

use super::Equation;
use crate::algebra::{Row, smallest_dependent};
use crate::model::TableId;
use crate::plan::{Plan, SlotId};

/// How many figures that could change together are looked for.
const MOST_HIDDEN: usize = 6;
/// Steps of that search, for all blocks of a form.
const STEPS: usize = 300_000;

/// Tables that equations join; mostly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub tables: Vec<TableId>,
    /// Figures in an equation.
    pub cells: usize,
    /// Indices into [`super::Audit::equations`].
    pub equations: Vec<usize>,
    pub rank: usize,
    /// No fewer figures than this can change together with every equation still holding.
    pub hidden_at_least: usize,
    /// The fewest that can, if they were found.
    pub hidden: Option<Vec<SlotId>>,
    /// The search ended early: it may be more than `hidden_at_least`.
    pub gave_up: bool,
}

pub(super) fn blocks(plan: &Plan, equations: &[Equation], independent: &[bool], columns: &[Row]) -> Vec<Block> {
    let table_of = |slot: u32| plan.slots.get(SlotId(slot)).map(|slot| slot.cell.table);
    let mut joined = Joined::default();
    for equation in equations {
        let mut tables = equation.row.columns().filter_map(table_of);
        let Some(first) = tables.next() else { continue };
        joined.find(first.0);
        tables.for_each(|other| joined.join(first.0, other.0));
    }
    let mut blocks: BTreeMap<u32, Block> = BTreeMap::new();
    for table in joined.all() {
        let block = blocks.entry(joined.find(table)).or_insert_with(|| Block {
            tables: Vec::new(),
            cells: 0,
            equations: Vec::new(),
            rank: 0,
            hidden_at_least: 1,
            hidden: None,
            gave_up: false,
        });
        block.tables.push(TableId(table));
    }
    for (at, equation) in equations.iter().enumerate() {
        let Some(table) = equation.row.columns().find_map(table_of) else { continue };
        let Some(block) = blocks.get_mut(&joined.find(table.0)) else { continue };
        block.equations.push(at);
        block.rank += usize::from(independent.get(at) == Some(&true));
    }
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for slot in (0..columns.len() as u32).filter(|slot| columns.get(*slot as usize).is_some_and(|column| !column.is_empty())) {
        let Some(table) = table_of(slot) else { continue };
        members.entry(joined.find(table.0)).or_default().push(slot);
    }
    let steps = STEPS / blocks.len().max(1);
    for (root, block) in &mut blocks {
        let slots = members.remove(root).unwrap_or_default();
        let own: Vec<Row> = slots.iter().filter_map(|slot| columns.get(*slot as usize).cloned()).collect();
        let found = smallest_dependent(&own, MOST_HIDDEN, steps);
        block.cells = slots.len();
        block.hidden_at_least = found.at_least;
        block.gave_up = found.gave_up;
        block.hidden = found
            .example
            .map(|example| example.into_iter().filter_map(|at| slots.get(at as usize).copied().map(SlotId)).collect());
    }
    blocks.into_values().collect()
}

/// Union and find.
#[derive(Default)]
struct Joined {
    parents: BTreeMap<u32, u32>,
}

impl Joined {
    fn find(&mut self, at: u32) -> u32 {
        let mut root = at;
        while let Some(parent) = self.parents.get(&root).copied().filter(|parent| *parent != root) {
            root = parent;
        }
        self.parents.insert(root, root);
        self.parents.insert(at, root);
        root
    }

    /// The smaller one becomes the root.
    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.find(one), self.find(other));
        self.parents.insert(one.max(other), one.min(other));
    }

    fn all(&self) -> Vec<u32> {
        self.parents.keys().copied().collect()
    }
}
