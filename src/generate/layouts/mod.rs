//! A report as offices publish it: 14 layouts, and the irregularities of real reports, each a switch (`docs/quirks.md`).
//!
//! `grid` makes grids of a form's labels and figures; `page` puts title, headings, sentences and grids in order; `html` and
//! `text` print them.

mod grid;
mod html;
mod page;
mod style;
mod text;

pub use page::{Printed, figures, report, unprinted};
pub use style::{Layout, Quirk, Style, allowed};

/// Where chance comes from: the generator's own, or a test's.
pub trait Dice {
    /// A number from 0 to below `end`; 0 where that is 0.
    fn below(&mut self, end: usize) -> usize;

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}

impl Dice for fastrand::Rng {
    fn below(&mut self, end: usize) -> usize {
        self.usize(..end.max(1))
    }
}
