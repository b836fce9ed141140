//! Acceptance over published reports. They are not part of this repository: the folder is taken from `GOUJI_CORPUS`.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod binary;
mod change;
mod corpus;
mod glued;
mod reading;
mod rewrite;
mod verdicts;

/// The corpus, or a plain word that the test was skipped.
#[macro_export]
macro_rules! corpus_or_skip {
    () => {
        match $crate::corpus::Corpus::open() {
            Some(corpus) => corpus,
            None => {
                println!("skipped: GOUJI_CORPUS is not set");
                return;
            }
        }
    };
}
