//! The words and signs of a text, as the grammar read them: what an editor colours and what stands under its cursor.
//!
//! A keyword is a keyword here only where the grammar took it for one: the same word may be a name elsewhere.

use std::collections::HashMap;
use std::sync::LazyLock;

use pest::Parser;

use super::grammar::{Grammar, Rule};
use super::keywords::{KEYWORDS, Keyword};
use super::patch::Patched;
use super::{MAX_TEMPLATE_BYTES, brackets, scan};
use crate::source::{FileId, Span};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    Keyword(&'static Keyword),
    Name,
    /// The name in front of the parentheses of a call.
    Function,
    /// A unit, in brackets or behind a number.
    Unit,
    /// A quoted text.
    Text,
    Number,
    /// `@2021`.
    Version,
    /// `#84`.
    Code,
    Operator,
    Comment,
    /// `/// …`.
    Doc,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

/// All tokens of a text but brackets and commas, in order. Empty when the text is too large or nests too deep to be read.
pub fn tokens(text: &str, file: FileId) -> Vec<Token> {
    if text.len() > MAX_TEMPLATE_BYTES {
        return Vec::new();
    }
    let mut scan = scan::scan(text, file);
    let mut found: Vec<Token> = Vec::new();
    let mut push = |kind: TokenKind, start: usize, end: usize| {
        if start < end {
            found.push(Token { kind, span: Span::new(file, start, end) });
        }
    };
    scan.comments.iter().for_each(|(start, end)| push(TokenKind::Comment, *start, *end));
    scan.docs.iter().for_each(|doc| push(TokenKind::Doc, doc.start, doc.end));
    if brackets::balance(&mut scan, file).is_some() {
        let patched = Patched::new(text, scan.edits);
        let pairs = Grammar::parse(Rule::file, &patched.text).map(|pairs| pairs.flatten());
        // What a name is for is known from the rule around it.
        let mut special: Option<(TokenKind, usize)> = None;
        for pair in pairs.into_iter().flatten() {
            let span = pair.as_span();
            let kind = match pair.as_rule() {
                Rule::unit_name | Rule::type_unit => {
                    special = Some((TokenKind::Unit, span.end()));
                    continue;
                }
                Rule::call => {
                    special = Some((TokenKind::Function, span.end()));
                    continue;
                }
                Rule::name => match special.take().filter(|(_, end)| span.start() < *end) {
                    Some((kind, _)) => Some(kind),
                    None => Some(TokenKind::Name),
                },
                Rule::text => Some(TokenKind::Text),
                Rule::number_value | Rule::edition_number => Some(TokenKind::Number),
                Rule::version => Some(TokenKind::Version),
                Rule::code => Some(TokenKind::Code),
                Rule::op_eq
                | Rule::op_ne
                | Rule::op_le
                | Rule::op_ge
                | Rule::op_lt
                | Rule::op_gt
                | Rule::plus
                | Rule::minus
                | Rule::times
                | Rule::divide
                | Rule::equals
                | Rule::arrow
                | Rule::dotdot => Some(TokenKind::Operator),
                other => RULES.get(&other).map(|keyword| TokenKind::Keyword(keyword)),
            };
            if let Some(kind) = kind {
                push(kind, patched.start(span.start()), patched.end(span.end()));
            }
        }
    }
    found.sort_by_key(|token| (token.span.start, token.span.end));
    found
}

/// Which rules of the grammar read a keyword.
static RULES: LazyLock<HashMap<Rule, &'static Keyword>> = LazyLock::new(|| {
    let rules: HashMap<String, Rule> = Rule::all_rules().iter().map(|one| (format!("{one:?}"), *one)).collect();
    KEYWORDS.iter().filter_map(|keyword| Some((*rules.get(keyword.rule)?, keyword))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_what_the_grammar_took_it_for() {
        let text = "gouji 1\n// 注\ntemplate 甲 @1 { /// 说明\n table 行 { cell natural[件] columns { 列 } rows { 甲 #1, total 总计 }\n \
                    rule 一 { rows.甲 + 0件 == sum(甲) } } }";
        let shown: Vec<String> = tokens(text, FileId(0))
            .iter()
            .map(|token| {
                let kind = match token.kind {
                    TokenKind::Keyword(keyword) => format!("<{}>", keyword.en),
                    other => format!("{other:?}"),
                };
                format!("{kind} {}", text.get(token.span.range()).unwrap_or("?"))
            })
            .collect();
        insta::assert_snapshot!(shown.join("\n"));
        assert_eq!(RULES.len(), KEYWORDS.len());
    }

    #[test]
    fn broken_text_has_tokens_too() {
        let text = "gouji 1\ntemplate 甲 @1 { table 乙 { rows { 丙 } rule 一 { 丙 == ";
        assert!(
            tokens(text, FileId(0)).iter().any(|token| matches!(token.kind, TokenKind::Keyword(keyword) if keyword.en == "rule"))
        );
    }
}
