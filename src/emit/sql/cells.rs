//! The cells of a form as SQL names, with what is known of each before any report is read.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::Dialect;
use crate::emit::figures::place;
use crate::model::{Form, Treatment, ValueKind};
use crate::plan::{Plan, Slot, SlotId};

/// What a rule may want to know of a cell besides its number: a column of its own, made only where it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Aux {
    Skipped,
    Blank,
    Absent,
    /// A word cell that has a word, or counts as a number.
    Known,
    Word,
    /// The number that the cell counts as by itself; its own name is for what a blank total goes on with.
    Read,
}

impl Aux {
    fn suffix(self) -> &'static str {
        match self {
            Aux::Skipped => "skipped",
            Aux::Blank => "blank",
            Aux::Absent => "absent",
            Aux::Known => "known",
            Aux::Word => "word",
            Aux::Read => "read",
        }
    }
}

/// The cells of one form.
pub(super) struct Cells<'a> {
    pub form: &'a Form,
    pub plan: &'a Plan,
    pub dialect: Dialect,
    /// The name of every cell, not quoted: `申请·新收·总计`.
    pub names: Vec<String>,
    /// How many times the largest figure a number may be: 1, more for a total that may be filled in.
    pub sizes: Vec<u128>,
    /// Columns that rules read, and cells whose numbers they read.
    pub wanted: BTreeSet<(SlotId, Aux)>,
    pub numbers: BTreeSet<SlotId>,
    pub metas: BTreeSet<u32>,
}

impl<'a> Cells<'a> {
    pub fn new(form: &'a Form, plan: &'a Plan, dialect: Dialect) -> Cells<'a> {
        let names = names(plan, dialect);
        let sizes = vec![1; plan.slots.list.len()];
        Cells { form, plan, dialect, names, sizes, wanted: BTreeSet::new(), numbers: BTreeSet::new(), metas: BTreeSet::new() }
    }

    fn slot(&self, slot: SlotId) -> Option<&'a Slot> {
        self.plan.slots.get(slot)
    }

    /// The name as it stands in the wide view.
    pub fn name(&self, slot: SlotId) -> &str {
        self.names.get(slot.0 as usize).map_or("", String::as_str)
    }

    /// The column of the scaled number that a cell counts as.
    pub fn number(&mut self, slot: SlotId) -> String {
        self.numbers.insert(slot);
        self.dialect.name_of(self.name(slot))
    }

    pub fn aux(&mut self, slot: SlotId, aux: Aux) -> String {
        self.wanted.insert((slot, aux));
        self.aux_name(slot, aux)
    }

    pub fn aux_name(&self, slot: SlotId, aux: Aux) -> String {
        self.dialect.name_of(&format!("{}:{}", self.name(slot), aux.suffix()))
    }

    /// The column of a meta.
    pub fn meta(&mut self, meta: u32) -> Option<String> {
        let name = self.meta_name(meta)?;
        self.metas.insert(meta);
        Some(name)
    }

    pub fn meta_name(&self, meta: u32) -> Option<String> {
        let meta = self.form.meta.get(meta as usize)?;
        Some(self.dialect.name_of(&format!("meta:{}", meta.name)))
    }

    pub fn size(&self, slot: SlotId) -> u128 {
        self.sizes.get(slot.0 as usize).copied().unwrap_or(1)
    }

    /// Whether it holds yes or no.
    pub fn is_yes_or_no(&self, slot: SlotId) -> bool {
        self.slot(slot).is_some_and(|slot| slot.ty.kind == ValueKind::Bool)
    }

    /// Whether its contents are words, yes and no among them. Years count as numbers.
    pub fn is_word(&self, slot: SlotId) -> bool {
        self.slot(slot).is_some_and(|slot| is_word(&slot.ty.kind))
    }

    fn treatments(&self, slot: SlotId) -> impl Iterator<Item = Treatment> {
        let read = self.slot(slot).map(|slot| &slot.read);
        let of_states = read.into_iter().flat_map(|read| [read.blank, read.absent]).flatten();
        of_states.chain(read.into_iter().flat_map(|read| read.tokens.iter().map(|(_, treatment)| *treatment)))
    }

    pub fn may_be_skipped(&self, slot: SlotId) -> bool {
        self.treatments(slot).any(|treatment| treatment == Treatment::Skip)
    }

    pub fn counts_as_number(&self, slot: SlotId) -> bool {
        self.treatments(slot).any(|treatment| matches!(treatment, Treatment::As(_)))
    }

    /// All cells, counted from 1 as in the script.
    pub fn all(&self) -> impl Iterator<Item = (SlotId, usize, &'a Slot)> + use<'a> {
        self.plan.slots.list.iter().enumerate().map(|(at, slot)| (SlotId(at as u32), at + 1, slot))
    }
}

pub(super) fn is_word(kind: &ValueKind) -> bool {
    match kind {
        ValueKind::Natural | ValueKind::Integer | ValueKind::Decimal | ValueKind::Percent | ValueKind::Year => false,
        ValueKind::Bool | ValueKind::Text | ValueKind::Date | ValueKind::Enum(_) | ValueKind::Code | ValueKind::Unit => true,
    }
}

/// Places that two cells share, which no file of figures could tell apart.
pub(super) fn shared_place(plan: &Plan) -> Option<String> {
    let mut seen = HashSet::new();
    let all = (0..plan.slots.list.len()).map(|at| place(plan, SlotId(at as u32)));
    all.into_iter().find(|place| !seen.insert(place.clone())).map(|place| place.join("·"))
}

/// A name for every cell, each its own whatever the engine makes of capitals, and none longer than it takes.
fn names(plan: &Plan, dialect: Dialect) -> Vec<String> {
    const LONGEST_SUFFIX: usize = ":skipped".len();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = Vec::with_capacity(plan.slots.list.len());
    for at in 0..plan.slots.list.len() {
        let slot = SlotId(at as u32);
        let place = plan.place(slot);
        let parts: Vec<String> = [place.table, place.row, place.column, place.fact].into_iter().flatten().collect();
        let mut name = parts.join("·");
        let number = format!("#{}", at + 1);
        if let Some(longest) = dialect.longest_name().map(|longest| longest - LONGEST_SUFFIX)
            && name.len() > longest
        {
            let mut end = longest - number.len();
            while !name.is_char_boundary(end) {
                end -= 1;
            }
            name.truncate(end);
            name.push_str(&number);
        }
        let folded = name.to_lowercase();
        if RESERVED.contains(&folded.as_str()) || taken.contains_key(&folded) {
            name.push_str(&number);
        }
        taken.insert(name.to_lowercase(), at);
        names.push(name);
    }
    names
}

/// Columns that stand beside the cells.
const RESERVED: [&str; 8] = ["report", "scale", "one", "fits", "whole", "n", "c", "s"];
