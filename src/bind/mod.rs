//! Form × document → figures: finding every cell by labels and order.

mod figures;

pub use figures::{Bound, Cell, Figures, MetaValue, State, Unclaimed};
