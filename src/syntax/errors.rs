//! What fits nowhere: the exact place and the words for it.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;

use super::build::{Builder, find};
use super::grammar::{Grammar, Rule};
use super::items::Before;
use super::keywords::{self, KeywordClass};
use super::phrases;
use crate::diag::wording::syntax as words;
use crate::diag::{Arg, Code, Diagnostic, Message};
use crate::source::Span;

/// How far a header without its brace is looked into, in characters.
const LOOKAHEAD: usize = 500;

/// What is wanted at a place.
pub(super) struct Wanted {
    pub what: Message,
    /// Whether a name would do: then a reserved word found there is told apart.
    pub name: bool,
}

impl Wanted {
    fn new(what: Message) -> Wanted {
        Wanted { what, name: false }
    }
}

impl Builder<'_> {
    /// `what` is missing where a `no_…` rule stands.
    pub(super) fn missing(&mut self, pair: &Pair<'_, Rule>, what: Message) {
        let name = matches!(pair.as_rule(), Rule::no_name | Rule::no_type);
        self.expected(pair.as_span().start(), Wanted { what, name });
    }

    /// Reports the parts that are missing inside a pair whose other parts were read.
    pub(super) fn missing_parts(&mut self, pair: &Pair<'_, Rule>) {
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::no_number => self.missing(&part, words::WHAT_NUMBER.plain()),
                Rule::no_spelling => self.missing(&part, words::WHAT_SPELLING.plain()),
                Rule::no_type => self.missing(&part, words::WHAT_TYPE.plain()),
                Rule::no_clause => self.missing(&part, words::WHAT_READ_CLAUSE.plain()),
                Rule::no_treatment => self.missing(&part, words::WHAT_TREATMENT.plain()),
                _ => {}
            }
        }
    }

    /// "Expected …, found …", at the first token from `at` on, or behind the last one where the line ends.
    pub(super) fn expected(&mut self, at: usize, wanted: Wanted) {
        let text = &self.patched.text;
        let end = text.get(..at).unwrap_or("").trim_end_matches(is_blank).len();
        let rest = text.get(at..).unwrap_or("");
        let start = at + (rest.len() - rest.trim_start_matches(is_blank).len());
        let rest = text.get(start..).unwrap_or("");
        let found = token(rest).to_owned();
        self.spoiled = Some(start);
        if let Some(diagnostic) = self.special(start, end, &found, &wanted) {
            self.report(diagnostic);
            return;
        }
        if found.is_empty() || is_end(&found) {
            let message = words::MISSING.with("what", wanted.what);
            self.report(Diagnostic::error(Code::G0101, message).at(self.span_of(end, end), words::HERE.plain()));
            return;
        }
        let span = self.span_of(start, start + found.len());
        let found = words::FOUND.with("found", found);
        let message = words::EXPECTED.with("what", wanted.what).with("found", found);
        self.report(Diagnostic::error(Code::G0101, message).at(span, words::HERE.plain()));
    }

    /// The slips that have words of their own.
    fn special(&self, start: usize, end: usize, found: &str, wanted: &Wanted) -> Option<Diagnostic> {
        let text = &self.patched.text;
        let span = self.span_of(start, start + found.len());
        let what = || Arg::from(wanted.what.clone());
        if let Some(keyword) = keywords::find(found).filter(|keyword| keyword.class == KeywordClass::Reserved && wanted.name) {
            let written = if found == keyword.zh { keyword.zh } else { keyword.en };
            return Some(
                Diagnostic::error(Code::G0108, words::RESERVED.with("word", written))
                    .at(span, words::HERE_RESERVED.plain())
                    .with_help(words::HELP_BACKQUOTES.with("word", written))
                    .with_fix(span, format!("`{written}`")),
            );
        }
        let first = found.chars().next()?;
        if first.is_ascii_digit() && wanted.name {
            return Some(
                Diagnostic::error(Code::G0101, words::NAME_DIGIT.with("what", what()).with("found", found))
                    .at(span, words::HERE_DIGIT.plain())
                    .with_help(words::HELP_BACKQUOTES.with("word", found)),
            );
        }
        let before = text.get(..end).unwrap_or("").chars().next_back();
        let thousands = matches!(first, ',' | '，')
            && end == start
            && before.is_some_and(|c| c.is_ascii_digit())
            && text.get(start + found.len()..).is_some_and(|rest| rest.chars().take(3).filter(char::is_ascii_digit).count() == 3);
        if thousands {
            return Some(
                Diagnostic::error(Code::G0109, words::NUMBER_COMMA.plain())
                    .at(span, words::HERE_NUMBER_COMMA.plain())
                    .with_help(words::HELP_NUMBER.plain())
                    .with_fix(span, ""),
            );
        }
        match first {
            ';' | '；' => Some(
                Diagnostic::error(Code::G0101, words::SEMICOLON.with("found", found))
                    .at(span, words::HERE_STRAY.plain())
                    .with_help(words::HELP_SEMICOLON.plain()),
            ),
            '\'' | '‘' | '’' | '「' | '『' => Some(
                Diagnostic::error(Code::G0101, words::QUOTE.with("found", found))
                    .at(span, words::HERE_QUOTE.plain())
                    .with_help(words::HELP_QUOTE.plain()),
            ),
            '&' | '|' | '!' | '！' if text.get(start..).is_some_and(is_program_operator) => {
                let (word, len) = match first {
                    '&' => ("and", 2),
                    '|' => ("or", 2),
                    _ => ("not", first.len_utf8()),
                };
                let len = if text.get(start..start + len).is_some() { len } else { found.len() };
                let span = self.span_of(start, start + len);
                let written = text.get(start..start + len).unwrap_or(found);
                Some(
                    Diagnostic::error(Code::G0101, words::PROGRAM_OPERATOR.with("found", written).with("word", word))
                        .at(span, words::HERE.plain())
                        .with_fix(span, format!(" {word} ")),
                )
            }
            _ => None,
        }
    }

    /// Reports the `junk` or the `no_block` of a statement that wants a block.
    pub(super) fn block_errors(&mut self, pair: &Pair<'_, Rule>) {
        let what = match pair.as_rule() {
            Rule::rule => words::WHAT_RULE_CLAUSE.plain(),
            Rule::template => words::WHAT_TEMPLATE_HEADER.plain(),
            _ => words::WHAT_BRACE.plain(),
        };
        let Some(error) = find(pair, Rule::junk).or_else(|| find(pair, Rule::no_block)) else { return };
        let at = error.as_span().start();
        if error.as_rule() == Rule::no_block {
            self.missing_braces.push(self.span(&error).start);
        }
        if self.already_told(&error) {
            return;
        }
        let header = if pair.as_rule() == Rule::rule { self.rule_header(pair, at) } else { None };
        match header {
            Some((place, wanted)) if place > at => {
                self.expected(place, wanted);
                let rest = self.patched.text.get(at..).unwrap_or("");
                self.spoiled = Some(at + (rest.len() - rest.trim_start_matches(is_blank).len()));
            }
            _ => self.expected(at, Wanted::new(what)),
        }
    }

    /// Where the clauses of a rule go wrong, if one of them begins well: `when a > {`.
    fn rule_header(&self, rule: &Pair<'_, Rule>, at: usize) -> Option<(usize, Wanted)> {
        let mut parts = rule.clone().into_inner();
        let name = parts.find(|part| matches!(part.as_rule(), Rule::name | Rule::no_name))?;
        let base = name.as_span().end();
        let rest = self.patched.text.get(at..)?;
        let ends = |c: char| matches!(c, '\n' | '\r' | '{' | '}' | '｛' | '｝');
        let end = rest.char_indices().take(LOOKAHEAD).find(|(_, c)| ends(*c)).map_or(rest.len(), |(end, _)| end);
        let (place, wanted) = failure(Rule::only_rule_clauses, self.patched.text.get(base..at + end)?)?;
        Some((base + place, wanted))
    }

    pub(super) fn no_bar(&mut self, pair: &Pair<'_, Rule>) {
        let start = pair.as_span().start();
        let end = self.patched.text.get(..start).unwrap_or("").trim_end_matches(is_blank).len();
        let at = self.span_of(end, end);
        self.report(
            Diagnostic::error(Code::G0101, words::MISSING_BAR.plain()).at(at, words::HERE_BAR.plain()).with_fix(at, " |"),
        );
    }

    pub(super) fn bad_declaration(&mut self, pair: Pair<'_, Rule>) {
        if !self.already_told(&pair) {
            self.slice(&pair, Some(Rule::only_declaration), Wanted::new(words::WHAT_DECLARATION.plain()));
        }
    }

    pub(super) fn bad_statement(&mut self, pair: Pair<'_, Rule>) {
        if self.already_told(&pair) {
            return;
        }
        let start = pair.as_span().start();
        let word = token(pair.as_str()).to_owned();
        let span = self.span_of(start, start + word.len());
        let is_word = word.chars().next().is_some_and(|c| unicode_ident::is_xid_start(c) || c == '_');
        let keyword = keywords::find(&word);
        let starts_statement = keyword.is_some_and(|keyword| phrases::STATEMENTS.contains(&keyword.en));
        if keyword.is_some_and(|keyword| keyword.en == "template" || keyword.en == "unit") {
            self.report(
                Diagnostic::error(Code::G0101, words::NESTED.with("word", &word))
                    .at(span, words::HERE_NESTED.plain())
                    .with_help(words::HELP_NESTED.plain()),
            );
        } else if is_word && !starts_statement {
            let near = phrases::nearest(&word);
            let mut diagnostic = Diagnostic::error(Code::G0101, words::UNKNOWN_STATEMENT.with("word", &word))
                .at(span, words::HERE_STATEMENT.plain());
            diagnostic = match near {
                Some(near) => diagnostic.with_help(words::HELP_NEAR.with("near", near)).with_fix(span, near),
                None => diagnostic.with_help(words::HELP_STATEMENTS.plain()),
            };
            self.report(diagnostic);
        } else {
            self.slice(&pair, Some(Rule::only_statement), Wanted::new(words::WHAT_STATEMENT.plain()));
        }
    }

    pub(super) fn bad_item(&mut self, pair: Pair<'_, Rule>, before: Option<&Before>) {
        if self.already_told(&pair) {
            return;
        }
        let found = pair.as_str().trim_start();
        if before.is_some() && found.starts_with(['>', '<', '≥', '≤', '＞', '＜']) {
            let start = pair.as_span().end() - found.len();
            let at = self.span_of(start, start + found.trim_end().len());
            let sign: String = found.chars().take_while(|c| ">=<≥≤＞＜＝".contains(*c)).collect();
            self.report(
                Diagnostic::error(Code::G0101, words::REFINEMENT_LATE.with("sign", sign))
                    .at(at, words::HERE_MATCHES_LATE.plain())
                    .with_help(words::HELP_REFINEMENT_LATE.plain()),
            );
            return;
        }
        // What is left over may be the end of the item before it: `a = b +`.
        let (start, end) = (pair.as_span().start(), pair.as_span().end());
        let whole = before.and_then(|before| Some((before.start, self.patched.text.get(before.start..end)?)));
        if let Some((base, slice)) = whole.filter(|(_, slice)| slice.len() < LOOKAHEAD && !slice.contains(['\n', '\r']))
            && let Some((place, wanted)) = failure(Rule::only_item, slice)
            && base + place > start
        {
            self.expected(base + place, wanted);
            return;
        }
        self.slice(&pair, Some(Rule::only_item_clauses), Wanted { what: words::WHAT_ITEM.plain(), name: true });
    }

    pub(super) fn bad_unit(&mut self, pair: &Pair<'_, Rule>) {
        if !self.already_told(pair) {
            self.expected(pair.as_span().start(), Wanted::new(words::FOUND.with("found", "]")));
        }
    }

    pub(super) fn bad_enum(&mut self, pair: &Pair<'_, Rule>) {
        self.expected(pair.as_span().start(), Wanted { what: words::WHAT_ENUM_NAME.plain(), name: true });
    }

    pub(super) fn bad_expr(&mut self, pair: Pair<'_, Rule>) {
        self.slice(&pair, Some(Rule::only_expr), Wanted { what: words::WHAT_CONDITION.plain(), name: true });
    }

    pub(super) fn bad_total(&mut self, pair: Pair<'_, Rule>) {
        let Some(total) = find(&pair, Rule::kw_total) else { return };
        let at = total.as_span().end();
        self.report(
            Diagnostic::error(Code::G0108, words::TOTAL_ALONE.with("word", total.as_str()))
                .at(self.span_of(at, at), words::HERE_TOTAL_NAME.plain())
                .with_help(words::HELP_TOTAL_ALONE.with("word", total.as_str())),
        );
    }

    pub(super) fn misplaced(&mut self, pair: &Pair<'_, Rule>, before: Option<&Before>) {
        let Some(word) = pair.clone().into_inner().next() else { return };
        let (text, at) = (word.as_str(), self.span(&word));
        let mut diagnostic =
            Diagnostic::error(Code::G0108, words::MISPLACED.with("word", text)).at(at, words::HERE_MISPLACED.plain());
        if let Some(before) = before {
            diagnostic = diagnostic.at(before.span, words::HERE_ITS_ITEM.plain());
        }
        self.report(diagnostic.with_help(words::HELP_MISPLACED.with("word", text)));
    }

    pub(super) fn stray(&mut self, pair: &Pair<'_, Rule>) {
        let span = self.span(pair);
        self.report(
            Diagnostic::error(Code::G0101, words::STRAY.with("found", pair.as_str()))
                .at(span, words::HERE_STRAY.plain())
                .with_help(words::HELP_SEMICOLON.plain())
                .with_fix(span, ""),
        );
    }

    pub(super) fn outside_template(&mut self, pair: &Pair<'_, Rule>) {
        let word = token(pair.as_str());
        let start = pair.as_span().start();
        let span = self.span_of(start, start + word.len());
        self.report(Diagnostic::error(Code::G0101, words::OUTSIDE.with("word", word)).at(span, words::HERE_OUTSIDE.plain()));
    }

    /// Whether the error at the start of a slice was reported as something missing before it.
    fn already_told(&self, pair: &Pair<'_, Rule>) -> bool {
        self.spoiled == Some(pair.as_span().start())
    }

    /// Parses a slice again by a strict rule: where that gives up is the error.
    fn slice(&mut self, pair: &Pair<'_, Rule>, entry: Option<Rule>, default: Wanted) {
        let base = pair.as_span().start();
        match entry.and_then(|entry| failure(entry, pair.as_str())) {
            Some((place, wanted)) if place > 0 => self.expected(base + place, wanted),
            _ => self.expected(base, default),
        }
    }

    /// A span of the original for a place in the repaired text.
    pub(super) fn place(&self, at: usize) -> Span {
        self.span_of(at, at)
    }
}

/// Where a strict rule gives up on a slice, and what it wanted there.
fn failure(entry: Rule, slice: &str) -> Option<(usize, Wanted)> {
    let error = Grammar::parse(entry, slice).err()?;
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let ErrorVariant::ParsingError { positives, .. } = error.variant else { return None };
    Some((at, phrases::wanted(&positives)))
}

pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{3000}' | '\u{A0}' | '\u{FEFF}')
}

fn is_end(token: &str) -> bool {
    matches!(token, "}" | "｝" | ")" | "）" | "]" | "］" | "," | "，" | "、" | "{" | "｛")
}

/// `&&`, `||`, `!x`: the operators of programming languages.
fn is_program_operator(rest: &str) -> bool {
    let second = rest.chars().nth(1);
    rest.starts_with("&&") || rest.starts_with("||") || (rest.starts_with(['!', '！']) && !matches!(second, Some('=' | '＝')))
}

/// The token at the start of a text: a word, a number, a sign; empty at a line's end.
pub(super) fn token(text: &str) -> &str {
    let Some(first) = text.chars().next() else { return "" };
    if matches!(first, '\n' | '\r') || text.starts_with("//") {
        return "";
    }
    let len = if unicode_ident::is_xid_continue(first) {
        text.find(|c| !unicode_ident::is_xid_continue(c)).unwrap_or(text.len())
    } else if let Some(close) = match first {
        '"' | '`' | '＂' | '｀' => Some(first),
        '“' => Some('”'),
        _ => None,
    } {
        let inside = first.len_utf8();
        let rest = text.get(inside..).unwrap_or("");
        let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let end = rest.find(close).filter(|end| *end < line);
        inside + end.map_or(0, |end| end + close.len_utf8())
    } else {
        let same = text.chars().take_while(|c| *c == first).count();
        let second = text.chars().nth(1).filter(|c| matches!(c, '=' | '＝'));
        match first {
            '=' | '＝' | '.' | '．' | '&' | '|' => same * first.len_utf8(),
            '<' | '＜' | '>' | '＞' | '!' | '！' => first.len_utf8() + second.map_or(0, char::len_utf8),
            _ => first.len_utf8(),
        }
    };
    text.get(..len).unwrap_or("")
}
