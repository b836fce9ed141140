//! The grammar's rules in the user's words.

use super::errors::Wanted;
use super::grammar::Rule;
use super::keywords::{self, KEYWORDS};
use crate::diag::wording::syntax as words;
use crate::diag::{Message, Wording};

/// The words that begin a statement, in English.
pub(super) const STATEMENTS: &[&str] = &[
    "section", "table", "facts", "prose", "meta", "title", "key", "basis", "applies", "read", "cell", "columns", "rows", "rule",
    "axis", "drop", "add", "rename", "change", "move", "split", "merge", "replace",
];

/// What a strict rule wanted where it gave up.
pub(super) fn wanted(positives: &[Rule]) -> Wanted {
    if positives == [Rule::kw_in] {
        return Wanted { what: Phrase::Sign("in").message(), name: false };
    }
    let mut phrases: Vec<Phrase> = Vec::new();
    for positive in positives {
        if let Some(phrase) = phrase(*positive)
            && !phrases.contains(&phrase)
        {
            phrases.push(phrase);
        }
    }
    // An operand is what the reader looks for; brackets and operators beside it only make the list long.
    if phrases.contains(&Phrase::Words(&words::WHAT_VALUE)) {
        phrases.retain(|phrase| *phrase == Phrase::Words(&words::WHAT_VALUE));
    }
    if phrases.len() > 1 {
        phrases.retain(|phrase| *phrase != Phrase::Words(&words::WHAT_END));
    }
    let name = phrases.iter().any(|phrase| {
        matches!(phrase, Phrase::Words(wording) if [&words::WHAT_VALUE, &words::WHAT_NAME, &words::WHAT_TYPE].contains(wording))
    });
    let mut messages = phrases.into_iter().take(4).map(Phrase::message);
    let Some(mut what) = messages.next() else { return Wanted { what: words::WHAT_ELSE.plain(), name: false } };
    for next in messages {
        what = words::EITHER.with("a", what).with("b", next);
    }
    Wanted { what, name }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phrase {
    Words(&'static Wording),
    /// A sign or a keyword, as it is written.
    Sign(&'static str),
}

impl Phrase {
    fn message(self) -> Message {
        match self {
            Phrase::Words(wording) => wording.plain(),
            Phrase::Sign(sign) => words::FOUND.with("found", sign),
        }
    }
}

fn phrase(wanted: Rule) -> Option<Phrase> {
    Some(match wanted {
        Rule::expr
        | Rule::if_arm
        | Rule::flat
        | Rule::operand
        | Rule::range_head
        | Rule::paren
        | Rule::call
        | Rule::path
        | Rule::truth
        | Rule::bound
        | Rule::prior
        | Rule::parts
        | Rule::index_part
        | Rule::named_key => Phrase::Words(&words::WHAT_VALUE),
        Rule::kw_and
        | Rule::kw_or
        | Rule::kw_implies
        | Rule::kw_in
        | Rule::op_eq
        | Rule::op_ne
        | Rule::op_le
        | Rule::op_ge
        | Rule::op_lt
        | Rule::op_gt
        | Rule::equals
        | Rule::plus
        | Rule::minus
        | Rule::times
        | Rule::divide
        | Rule::range_tail
        | Rule::dotdot
        | Rule::index
        | Rule::dot => Phrase::Words(&words::WHAT_OPERATOR),
        Rule::type_spec | Rule::type_kind | Rule::enumeration => Phrase::Words(&words::WHAT_TYPE),
        Rule::text | Rule::spelling | Rule::label | Rule::rule_text => Phrase::Words(&words::WHAT_TEXT),
        Rule::name | Rule::item_path => Phrase::Words(&words::WHAT_NAME),
        Rule::arrow => Phrase::Sign("->"),
        Rule::number | Rule::signed | Rule::number_value => Phrase::Words(&words::WHAT_NUMBER),
        Rule::range => Phrase::Words(&words::WHAT_RANGE),
        Rule::EOI => Phrase::Words(&words::WHAT_END),
        Rule::items | Rule::block | Rule::facts_block | Rule::lbrace => Phrase::Sign("{"),
        Rule::colon => Phrase::Sign(":"),
        Rule::comma => Phrase::Sign(","),
        Rule::bar => Phrase::Sign("|"),
        Rule::rbrace => Phrase::Sign("}"),
        Rule::rbracket => Phrase::Sign("]"),
        Rule::rparen => Phrase::Sign(")"),
        Rule::code => Phrase::Words(&words::WHAT_CODE),
        other => {
            let rule = format!("{other:?}");
            let keyword = KEYWORDS.iter().find(|keyword| keyword.rule == rule)?;
            Phrase::Sign(keyword.en)
        }
    })
}

/// The statement keyword that a word was probably meant to be.
pub(super) fn nearest(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let statements = STATEMENTS.iter().filter_map(|statement| keywords::find(statement));
    let mut best: Option<(usize, &'static str)> = None;
    for keyword in statements {
        for spelling in [keyword.en, keyword.zh] {
            let len = spelling.chars().count();
            let allowed = if spelling.is_ascii() { len / 3 } else { len / 2 };
            let distance = distance(&lower, spelling, allowed);
            if let Some(distance) = distance
                && best.is_none_or(|(least, _)| distance < least)
            {
                best = Some((distance, spelling));
            }
        }
    }
    best.map(|(_, spelling)| spelling)
}

/// How many characters must change, be put in or taken out, if not more than `most`.
fn distance(left: &str, right: &str, most: usize) -> Option<usize> {
    let right: Vec<char> = right.chars().collect();
    if left.chars().count().abs_diff(right.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, from) in left.chars().enumerate() {
        let mut diagonal = index;
        let mut last = index + 1;
        let mut next = vec![last];
        for (to, above) in right.iter().zip(row.iter().skip(1)) {
            last = (last + 1).min(above + 1).min(diagonal + usize::from(from != *to));
            diagonal = *above;
            next.push(last);
        }
        row = next;
    }
    row.last().copied().filter(|distance| *distance <= most)
}
