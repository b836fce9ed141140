//! The checked form as flat data: what every backend reads.

mod slots;

pub use slots::{Slot, SlotId, Slots, place_of};
