//! JSON → figures in one pass, directed by the form: no tree in between.
//!
//! An analyst's millions of reports are alike: keys as the template spells them, in its order, integers for values. For those
//! a [`Direct`] reader goes from bytes to slots, and remembers places as offsets only. Whatever else it meets (a key it does not
//! know, a key twice, an escape, a missing cell, a value that is no plain number where one is needed) it does not judge: it says
//! that the report is irregular, and the general reader reads it again. So there is one set of findings, and what this reader does
//! read is what the general one reads (`tests/stream.rs` compares them).

mod bound;
mod map;
mod read;

use crate::model::{Form, Units};
use crate::plan::{SlotId, Slots};

use super::cell::CellReader;
use map::Map;
use read::Scratch;

/// A reader for the reports of one form, to be used for one report after another.
pub struct Direct<'a> {
    form: &'a Form,
    slots: &'a Slots,
    reader: CellReader<'a>,
    map: Map,
    scratch: Scratch,
}

/// What a slot holds, as far as rules that hold need to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// A figure, or a blank or absent cell that counts as one: scaled by [`Slot::decimals`](crate::plan::Slot::decimals).
    Number,
    /// Left out of totals; a rule that names it does not apply.
    Skip,
    /// Only the general evaluator knows.
    Other,
}

/// The largest magnitude of a scaled figure that is held as an integer.
pub const MAX_SCALED: i64 = 1_000_000_000_000_000;

impl<'a> Direct<'a> {
    pub fn new(form: &'a Form, slots: &'a Slots, units: &'a Units) -> Direct<'a> {
        let map = Map::of(form, slots);
        let scratch = Scratch::of(form, slots, &map);
        Direct { form, slots, reader: CellReader::new(units), map, scratch }
    }

    /// Reads one JSON object. `false`: it is irregular, and nothing is known of it.
    pub fn read(&mut self, json: &[u8]) -> bool {
        read::read(&self.map, &mut self.scratch, json).is_some()
    }

    /// Whether every slot holds a number or is left out.
    pub fn all_plain(&self) -> bool {
        self.scratch.others == 0
    }

    /// The scaled figures of the report that was read last, by slot.
    pub fn figures(&self) -> &[i64] {
        &self.scratch.figures
    }

    /// What each slot holds.
    pub fn held(&self) -> &[Held] {
        &self.scratch.held
    }

    /// The value of a meta in the report that was read last.
    pub fn meta<'t>(&self, json: &'t [u8], meta: u32) -> Option<&'t str> {
        let range = self.scratch.meta.get(meta as usize)?.clone()?;
        std::str::from_utf8(json.get(range.text)?).ok()
    }

    /// The slots that stand in the report that was read last, in its order.
    pub fn in_order(&self) -> impl Iterator<Item = SlotId> + '_ {
        self.scratch.order.iter().map(|slot| SlotId(*slot))
    }
}
