//! Tests of templates: what a report gave, as a page that can be kept and compared, and what its author expected.
//!
//! A snapshot (`body`) holds the figures found and the findings, in a file of insta's format (`file`). Expectations are lines that
//! the author wrote into the report or beside it (`expect`), judged against what came out (`judge`). Nothing here reads or
//! writes files.

mod body;
mod expect;
mod file;
mod judge;

pub use body::{Cell, Page, page};
pub use expect::{Expectation, Found, Marks, find, without};
pub use file::SnapFile;
pub use judge::{Case, RuleVerdict, judge};

#[cfg(test)]
mod tests;
