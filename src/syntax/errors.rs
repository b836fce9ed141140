//! What fits nowhere: the exact place and the words for it.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;

use super::build::{Builder, find};
use super::grammar::{Grammar, Rule};
use crate::diag::wording::syntax as words;
use crate::diag::{Code, Diagnostic, Message};

impl Builder<'_> {
    /// `what` is missing where a `no_…` rule stands.
    pub(super) fn missing(&mut self, pair: &Pair<'_, Rule>, what: Message) {
        let at = pair.as_span().start();
        self.expected(at, what);
    }

    /// "Expected …, found …", at the first token from `at` on, or behind the last one where the line ends.
    pub(super) fn expected(&mut self, at: usize, what: Message) {
        let text = &self.patched.text;
        let before = text.get(..at).unwrap_or("");
        let end = before.trim_end_matches(is_blank).len();
        let rest = text.get(at..).unwrap_or("");
        let start = at + (rest.len() - rest.trim_start_matches(is_blank).len());
        let found = token(text.get(start..).unwrap_or(""));
        let (span, message) = if found.is_empty() || matches!(found, "}" | "｝" | ")" | "）" | "]" | "］") {
            let found = if found.is_empty() { words::FOUND_END.plain() } else { words::FOUND_CLOSE.with("found", found) };
            (self.span_of(end, end), words::EXPECTED.with("what", what).with("found", found))
        } else {
            let found_words = words::FOUND.with("found", found);
            (self.span_of(start, start + found.len()), words::EXPECTED.with("what", what).with("found", found_words))
        };
        self.report(Diagnostic::error(Code::G0101, message).at(span, words::HERE.plain()));
    }

    /// Reports a `junk` or a `no_block` of a statement.
    pub(super) fn block_errors(&mut self, pair: &Pair<'_, Rule>) {
        if let Some(junk) = find(pair, Rule::junk) {
            self.slice(&junk, &[Rule::only_rule_clauses], words::WHAT_BRACE.plain());
        }
        if let Some(missing) = find(pair, Rule::no_block) {
            self.missing_braces.push(self.span(&missing).start);
            self.missing(&missing, words::WHAT_BRACE.plain());
        }
    }

    pub(super) fn bad_declaration(&mut self, pair: Pair<'_, Rule>) {
        self.slice(&pair, &[Rule::only_declaration], words::WHAT_DECLARATION.plain());
    }

    pub(super) fn bad_statement(&mut self, pair: Pair<'_, Rule>) {
        self.slice(&pair, &[Rule::only_statement], words::WHAT_STATEMENT.plain());
    }

    pub(super) fn bad_item(&mut self, pair: Pair<'_, Rule>) {
        self.slice(&pair, &[Rule::only_item_clauses], words::WHAT_ITEM.plain());
    }

    pub(super) fn bad_expr(&mut self, pair: Pair<'_, Rule>) {
        self.slice(&pair, &[Rule::only_expr], words::WHAT_CONDITION.plain());
    }

    pub(super) fn bad_total(&mut self, pair: Pair<'_, Rule>) {
        let at = find(&pair, Rule::kw_total).map_or(pair.as_span().end(), |total| total.as_span().end());
        self.expected(at, words::WHAT_TOTAL_NAME.plain());
    }

    pub(super) fn misplaced(&mut self, pair: Pair<'_, Rule>, _before: Option<&super::items::Before>) {
        let span = self.span(&pair);
        let word = pair.clone().into_inner().next().map(|word| (word.as_str().to_owned(), self.span(&word)));
        let (word, at) = word.unwrap_or((String::new(), span));
        self.report(
            Diagnostic::error(Code::G0108, words::MISPLACED.with("word", &word))
                .at(at, words::HERE_MISPLACED.plain())
                .with_help(words::HELP_MISPLACED.with("word", &word)),
        );
    }

    pub(super) fn stray(&mut self, pair: &Pair<'_, Rule>) {
        let span = self.span(pair);
        self.report(
            Diagnostic::error(Code::G0101, words::STRAY.with("found", pair.as_str()))
                .at(span, words::HERE_STRAY.plain())
                .with_fix(span, ""),
        );
    }

    pub(super) fn outside_template(&mut self, pair: &Pair<'_, Rule>) {
        let word = token(pair.as_str());
        let start = pair.as_span().start();
        let span = self.span_of(start, start + word.len());
        self.report(Diagnostic::error(Code::G0101, words::OUTSIDE.with("word", word)).at(span, words::HERE_OUTSIDE.plain()));
    }

    /// Parses a slice again by strict rules: where they give up is the error.
    fn slice(&mut self, pair: &Pair<'_, Rule>, rules: &[Rule], what: Message) {
        let slice = pair.as_str();
        let base = pair.as_span().start();
        let mut place = 0;
        for entry in rules {
            if let Err(error) = Grammar::parse(*entry, slice) {
                let at = match error.location {
                    InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
                };
                if let ErrorVariant::ParsingError { .. } = error.variant {
                    place = place.max(at);
                }
            }
        }
        self.expected(base + place, what);
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{3000}' | '\u{A0}' | '\u{FEFF}')
}

/// The token at the start of a text: a word, a number, a quoted text, a sign; empty at a line's end.
pub(super) fn token(text: &str) -> &str {
    let Some(first) = text.chars().next() else { return "" };
    if matches!(first, '\n' | '\r') || text.starts_with("//") {
        return "";
    }
    let len = if unicode_ident::is_xid_continue(first) {
        text.find(|c| !unicode_ident::is_xid_continue(c)).unwrap_or(text.len())
    } else {
        first.len_utf8()
    };
    text.get(..len).unwrap_or("")
}
