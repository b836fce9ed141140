//! Gouji (勾稽): a declarative language and compiler for the forms that law makes offices fill in.
//!
//! A *template* says what a statutory report must look like and which figures must tie. The compiler checks the template once,
//! then every *report* against it, and points at the exact characters of either when something is wrong.
//!
//! The modules stand in the order in which text becomes findings; each uses only those before it (`tests/architecture.rs`):
//!
//! ```text
//!  template:  syntax ─▶ resolve ─▶ check ─▶ plan ──┐
//!                         model                    ├─▶ bind ─▶ eval ─▶ findings ─▶ report (eight formats)
//!  report:    document (text, web pages, JSON) ────┘
//! ```
//!
//! [`engine`] joins them: [`Library`], [`check()`] and [`extract()`] are what a Rust program calls (its page has an example).

// Tests may read files; the code they test may not (clippy.toml).
#![cfg_attr(test, allow(clippy::disallowed_methods, clippy::disallowed_macros))]

pub mod source;

pub mod diag;

pub mod number;

pub mod algebra;

pub mod label;

pub mod syntax;

pub mod format;

pub mod model;

pub mod resolve;

pub mod check;

pub mod plan;

pub mod describe;

pub mod document;

pub mod bind;

pub mod eval;

pub mod audit;

pub mod diff;
pub mod locate;

pub mod chain;

pub mod doc;

pub mod draft;
pub mod generate;

pub mod report;

pub mod snapshot;

pub mod emit;

pub mod engine;

pub mod lsp;

#[cfg(feature = "cli")]
pub mod cli;

pub use engine::{Extraction, Library, Options, check, check_all, extract, extract_all};

/// The example of the README runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
