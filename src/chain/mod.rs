//! Reports that belong together: the years of one office, and the parts of a whole.
//!
//! A report that was read is kept as [`Filed`]: whose it is and of which year ([`Identity`]). [`Priors`] finds the report of the year
//! before, [`run`](runs()) lays out the years of every office, [`rollup()`] holds each superior against the sum of its parts. What figures
//! of one form are in an older one is worked out in [`continues`].

mod continues;
mod filed;
mod priors;

pub use continues::{Forms, continues};
pub use filed::{Filed, Identity, Part};
pub use priors::{Found, Given, Priors, Unread};
