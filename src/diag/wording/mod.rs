//! The wording of every message, in Chinese and in English: one file a phase.

/// Declares wordings: `NAME = "中文 {x}", "English {x}";`. Both forms must use the same placeholders (a test).
macro_rules! wordings {
    ($group:literal: $($name:ident = $zh:literal, $en:literal;)*) => {
        $(pub static $name: $crate::diag::Wording =
            $crate::diag::Wording { key: concat!($group, ".", stringify!($name)), zh: $zh, en: $en };)*
        /// All of this file, for the tests.
        pub static ALL: &[&$crate::diag::Wording] = &[$(&$name),*];
    };
}

pub mod amend;
pub mod audit;
pub mod bind;
pub mod chain;
pub mod check;
pub mod cli;
pub mod diff;
pub mod doc;
pub mod document;
pub mod draft;
pub mod emit;
pub mod eval;
pub mod format;
pub mod generate;
pub mod locate;
pub mod lsp;
pub mod resolve;
pub mod snapshot;
pub mod syntax;

/// Every wording there is.
pub fn all() -> impl Iterator<Item = &'static super::Wording> {
    [
        amend::ALL,
        audit::ALL,
        bind::ALL,
        chain::ALL,
        check::ALL,
        cli::ALL,
        diff::ALL,
        doc::ALL,
        document::ALL,
        draft::ALL,
        emit::ALL,
        eval::ALL,
        format::ALL,
        generate::ALL,
        locate::ALL,
        lsp::ALL,
        resolve::ALL,
        snapshot::ALL,
        syntax::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    fn placeholders(text: &str) -> BTreeSet<String> {
        let text = text.replace("{{", "").replace("}}", "");
        text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).map(str::to_owned).collect()
    }

    #[test]
    fn both_languages_are_complete_and_use_the_same_arguments() {
        let mut keys = HashSet::new();
        for wording in super::all() {
            assert!(keys.insert(wording.key), "{} is declared twice", wording.key);
            assert!(!wording.zh.trim().is_empty() && !wording.en.trim().is_empty(), "{}", wording.key);
            assert_eq!(placeholders(wording.zh), placeholders(wording.en), "{}", wording.key);
            assert!(
                !wording.en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                "Chinese in the English of {}",
                wording.key
            );
        }
    }
}
