//! Reports of any figures in any layout: rendered, read back, compared.
//!
//! `form` draws figures; `gouji::generate::layouts` prints them in the ways that `docs/quirks.md` lists; `property` reads them back.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod form;
mod property;

/// Small, fast, and the same everywhere: a seed names a report for good.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl gouji::generate::layouts::Dice for Dice {
    fn below(&mut self, end: usize) -> usize {
        (self.draw() % end.max(1) as u64) as usize
    }
}
