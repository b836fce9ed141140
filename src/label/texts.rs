//! `matches "…"`: the form of a text, as a regular expression that is matched in time linear in the text.

use std::cell::RefCell;
use std::collections::HashMap;

use regex_lite::{Regex, RegexBuilder};

/// A program of at most this many bytes: repetitions like `(a{1000}){1000}` are refused.
const LARGEST: usize = 1 << 18;
const DEEPEST: u32 = 32;

/// The patterns of one form, compiled when they are first needed.
#[derive(Debug, Default)]
pub struct Texts {
    compiled: RefCell<HashMap<String, Option<Regex>>>,
}

impl Texts {
    /// Whether the whole text is of that form. A pattern that [`check_text`] refuses fits everything: it was reported where it
    /// is written.
    pub fn fits(&self, pattern: &str, text: &str) -> bool {
        let mut compiled = self.compiled.borrow_mut();
        if !compiled.contains_key(pattern) {
            compiled.insert(pattern.to_owned(), compile(pattern).ok());
        }
        compiled.get(pattern).and_then(Option::as_ref).is_none_or(|regex| regex.is_match(text))
    }
}

/// What is wrong with a pattern, in the words of the library that matches it.
pub fn check_text(pattern: &str) -> Result<(), String> {
    compile(pattern).map(|_| ())
}

fn compile(pattern: &str) -> Result<Regex, String> {
    // By itself first: `a)|(b` must not close the brackets that are put around it.
    let build =
        |text: &str| RegexBuilder::new(text).size_limit(LARGEST).nest_limit(DEEPEST).build().map_err(|error| error.to_string());
    build(pattern)?;
    build(&format!("^(?:{pattern})$"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_text_counts() {
        let texts = Texts::default();
        assert!(texts.fits("[0-9]{10}", "1234560001"));
        assert!(!texts.fits("[0-9]{10}", "1234560001x"));
        assert!(texts.fits("甲|乙", "乙"));
        assert!(!texts.fits("甲|乙", "甲乙"));
        assert!(texts.fits(".*ICP备\\d+号(-\\d+)?", "京ICP备12345678号-1"));
    }

    #[test]
    fn what_cannot_be_matched_is_refused() {
        for pattern in ["[0-9", "a)|(b", "(a{1000}){1000}", "a{2,1}"] {
            assert!(check_text(pattern).is_err(), "{pattern}");
        }
        assert!(check_text("a{1,20}").is_ok());
    }
}
