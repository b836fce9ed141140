//! What every part of the walk from pest's pairs to the tree needs: spans, names, texts, numbers, and the list of errors.

use pest::iterators::Pair;

use super::ast::{Code as LineCode, Name, Number, Text};
use super::grammar::Rule;
use super::patch::Patched;
use super::scan::Doc;
use crate::diag::wording::syntax as words;
use crate::diag::{Code, Diagnostic};
use crate::number::Decimal;
use crate::source::{FileId, Span};

pub(super) struct Builder<'a> {
    /// The text as it was written.
    pub original: &'a str,
    /// The repaired text, which the pairs point into.
    pub patched: &'a Patched,
    pub file: FileId,
    /// Doc comments, by start.
    pub docs: Vec<Doc>,
    pub diagnostics: Vec<Diagnostic>,
    /// How many diagnostics were too many to keep.
    pub dropped: usize,
    /// How many items the file has so far.
    pub items: usize,
    /// Where a `{` was reported missing: the `}` left over behind it is no second error.
    pub missing_braces: Vec<u32>,
    /// Where something was last reported missing, in the repaired text: what is left over there is no second error.
    pub spoiled: Option<usize>,
}

impl Builder<'_> {
    pub fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        self.span_of(span.start(), span.end())
    }

    /// A range of the repaired text as a span of the original.
    pub fn span_of(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.patched.start(start).min(self.patched.end(end)), self.patched.end(end))
    }

    pub fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < super::MAX_KEPT {
            self.diagnostics.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }

    /// G0901: the second ring of the language.
    pub fn not_in_edition(&mut self, what: &str, span: Span) {
        self.report(
            Diagnostic::error(Code::G0901, words::NOT_IN_EDITION.with("what", what))
                .at(span, words::HERE_NOT_IN_EDITION.plain())
                .with_help(words::HELP_NOT_IN_EDITION.plain()),
        );
    }

    /// The doc comment that ends just before a node.
    pub fn doc(&mut self, node: Span) -> Option<String> {
        let mut start = node.start as usize;
        let mut index = self.docs.partition_point(|doc| doc.end <= start);
        let mut lines = Vec::new();
        while let Some(doc) = index.checked_sub(1).and_then(|at| self.docs.get_mut(at)) {
            let between = self.original.get(doc.end..start).unwrap_or("-");
            if doc.used || !between.chars().all(char::is_whitespace) {
                break;
            }
            doc.used = true;
            lines.push(doc.text.clone());
            start = doc.start;
            index -= 1;
        }
        lines.reverse();
        if lines.is_empty() { None } else { Some(lines.join("\n")) }
    }

    pub fn name(&self, pair: Pair<'_, Rule>) -> Name {
        let bare = pair.as_str().trim_matches(['`', '｀']);
        Name { text: super::fold_name(bare), span: self.span(&pair) }
    }

    /// `@2021` without the `@`, its span with it.
    pub fn version(&self, pair: Pair<'_, Rule>) -> Name {
        Name { text: super::fold_name(pair.as_str().trim_start_matches(['@', '＠'])), span: self.span(&pair) }
    }

    pub fn text(&self, pair: Pair<'_, Rule>) -> Text {
        let mut inner = pair.as_str().chars();
        inner.next();
        inner.next_back();
        Text { text: inner.as_str().to_owned(), span: self.span(&pair) }
    }

    pub fn code(&self, pair: Pair<'_, Rule>) -> LineCode {
        let text = pair.as_str().trim_start_matches(['#', '＃']);
        LineCode { text: super::fold_name(text), span: self.span(&pair) }
    }

    /// A `number` or a `signed`.
    pub fn number(&mut self, pair: Pair<'_, Rule>) -> Number {
        let span = self.span(&pair);
        let mut number = Number { value: Decimal::ZERO, percent: false, unit: None, span };
        let mut digits = String::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::minus => digits.push('-'),
                Rule::number => {
                    let negative = !digits.is_empty();
                    let mut inner = self.number(part);
                    if negative {
                        inner.value = inner.value.checked_neg().unwrap_or(inner.value);
                    }
                    return Number { span, ..inner };
                }
                Rule::number_value => digits.push_str(&super::fold_name(part.as_str())),
                Rule::percent => number.percent = true,
                Rule::unit_name => number.unit = part.into_inner().next().map(|name| self.name(name)),
                _ => {}
            }
        }
        match Decimal::parse(&digits) {
            Ok(value) => number.value = value,
            Err(_) => self.report(
                Diagnostic::error(
                    Code::G0109,
                    words::NUMBER_TOO_LONG.with("digits", Decimal::MAX_DIGITS).with("places", usize::from(Decimal::MAX_SCALE)),
                )
                .at(span, words::HERE_NUMBER.plain()),
            ),
        }
        if let Some(unit) = &number.unit
            && unit.text.starts_with('_')
        {
            self.report(
                Diagnostic::error(Code::G0109, words::NUMBER_UNDERSCORE.plain())
                    .at(span, words::HERE_NUMBER.plain())
                    .with_help(words::HELP_NUMBER.plain()),
            );
        }
        number
    }
}

/// The first part of a pair that is of this rule.
pub(super) fn find<'i>(pair: &Pair<'i, Rule>, wanted: Rule) -> Option<Pair<'i, Rule>> {
    pair.clone().into_inner().find(|part| part.as_rule() == wanted)
}
