//! Gouji (勾稽): a declarative language and compiler for the forms that law makes offices fill in.

// Tests may read files; the code they test may not (clippy.toml).
#![cfg_attr(test, allow(clippy::disallowed_methods, clippy::disallowed_macros))]

pub mod source;

pub mod diag;

pub mod number;

pub mod label;

pub mod syntax;

pub mod model;

pub mod resolve;

pub mod check;

pub mod plan;

pub mod document;

pub mod bind;

pub mod report;

pub mod eval;

pub mod engine;

pub use engine::{Library, Options, check, extract};

#[cfg(feature = "cli")]
pub mod cli;
