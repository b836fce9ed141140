//! The canonical spelling of each token: signs in half width, texts in straight quotes, keywords in one language.

use pest::iterators::Pair;

use crate::syntax::ast::KeywordLang;
use crate::syntax::concrete::Rule;
use crate::syntax::fold_name;
use crate::syntax::keywords::KEYWORDS;

/// A number in half width.
pub(super) fn number(pair: &Pair<'_, Rule>) -> String {
    let mut out = String::new();
    for part in pair.clone().into_inner() {
        match part.as_rule() {
            Rule::unit_name => out.push_str(&name(part.as_str())),
            _ => out.push_str(&fold_name(part.as_str())),
        }
    }
    out
}

/// A name in its own spelling; only the backquotes are made half width.
pub(super) fn name(written: &str) -> String {
    match written.strip_prefix('｀').and_then(|rest| rest.strip_suffix('｀')) {
        Some(inner) if !inner.contains('`') => format!("`{inner}`"),
        Some(_) | None => written.to_owned(),
    }
}

/// A text in straight quotes, where it holds none itself.
pub(super) fn quoted(written: &str) -> String {
    let mut inner = written.chars();
    inner.next();
    inner.next_back();
    let inner = inner.as_str();
    if inner.contains('"') { written.to_owned() } else { format!("\"{inner}\"") }
}

/// The canonical spelling of a sign, or of a keyword in the language that was asked for; `None` for what is made of parts.
pub(super) fn spelling(written: &str, is: Rule, keywords: Option<KeywordLang>) -> Option<String> {
    let sign = match is {
        Rule::lbrace => "{",
        Rule::rbrace => "}",
        Rule::lbracket => "[",
        Rule::rbracket => "]",
        Rule::lparen => "(",
        Rule::rparen => ")",
        Rule::colon => ":",
        Rule::comma => ",",
        Rule::bar => "|",
        Rule::equals => "=",
        Rule::dot => ".",
        Rule::dotdot => "..",
        Rule::op_eq => "==",
        Rule::op_ne => {
            if written == "≠" {
                "≠"
            } else {
                "!="
            }
        }
        Rule::op_le => {
            if written.ends_with(['≤', '⩽']) {
                "≤"
            } else {
                "<="
            }
        }
        Rule::op_ge => {
            if written.ends_with(['≥', '⩾']) {
                "≥"
            } else {
                ">="
            }
        }
        Rule::op_lt => "<",
        Rule::op_gt => ">",
        Rule::plus => "+",
        Rule::minus => "-",
        Rule::times => {
            if written == "×" {
                "×"
            } else {
                "*"
            }
        }
        Rule::arrow if written != "→" => "->",
        Rule::arrow => "→",
        Rule::divide => {
            if written == "÷" {
                "÷"
            } else {
                "/"
            }
        }
        _ => {
            let named = format!("{is:?}");
            if !named.starts_with("kw_") && !named.starts_with("ty_") {
                return None;
            }
            let keyword = KEYWORDS.iter().find(|keyword| keyword.rule == named)?;
            match keywords {
                Some(KeywordLang::English) => keyword.en,
                Some(KeywordLang::Chinese) => keyword.zh,
                None => written,
            }
        }
    };
    Some(sign.to_owned())
}
