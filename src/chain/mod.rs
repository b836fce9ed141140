//! Reports that belong together: the years of one office, and the parts of a whole.
//!
//! A report that was read is kept as [`Filed`]: whose it is and of which year ([`Identity`]). [`Priors`] finds the report of the year
//! before, [`runs()`] lays out the years of every office, [`rollup()`] holds each superior against the sum of its parts. What figures
//! of one form are in an older one is worked out in [`continues`].

mod blame;
mod continues;
mod filed;
mod priors;
mod rollup;
mod superiors;
mod years;

pub use continues::{Continuations, Forms, continues, related};
pub use filed::{Filed, Identity, Part};
pub use priors::{Found, Given, Priors, Unread};
pub use rollup::{Off, Relation, Rollup, Sum, rollup};
pub use superiors::{Office, Superiors, superiors};
pub use years::{Link, LinkState, Run, Runs, Year, runs};
