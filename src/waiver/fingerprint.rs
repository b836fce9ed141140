//! What a rule says, apart from how it is laid out: an explanation is bound to that.

use sha2::{Digest, Sha256};

use crate::model;
use crate::source::Sources;
use crate::syntax::fold_name;

/// Digits of a fingerprint: 64 bits of the hash, more than tells any two wordings of one rule apart.
const DIGITS: usize = 16;

/// The condition, `when` and `within` of a rule in one line: comments, line breaks and blanks do not matter, full and half
/// width are one. Everything else does.
pub fn normalized(rule: &model::Rule, sources: &Sources) -> String {
    let mut text = words(sources.slice(rule.condition.span));
    if let Some(when) = &rule.when {
        text.push_str(" when ");
        text.push_str(&words(sources.slice(when.span)));
    }
    if let Some(within) = rule.within_span {
        text.push_str(" within ");
        text.push_str(&words(sources.slice(within)));
    }
    text
}

/// The fingerprint of a rule: 16 hexadecimal digits.
pub fn fingerprint(rule: &model::Rule, sources: &Sources) -> String {
    let hash = Sha256::digest(normalized(rule, sources).as_bytes());
    let mut out: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    out.truncate(DIGITS);
    out
}

/// A piece of a template without comments, with one blank where words would run together and none elsewhere.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let closing = match c {
            '"' => Some('"'),
            '“' => Some('”'),
            '`' => Some('`'),
            '｀' => Some('｀'),
            _ => None,
        };
        if let Some(closing) = closing {
            flush(&mut out, &mut plain);
            let inner = rest.get(c.len_utf8()..).unwrap_or("");
            let end = inner.find(closing).map_or(rest.len(), |at| c.len_utf8() + at + closing.len_utf8());
            // A text is what it is, blanks included.
            out.push_str(rest.get(..end).unwrap_or(""));
            rest = rest.get(end..).unwrap_or("");
        } else if rest.starts_with("//") {
            plain.push(' ');
            rest = rest.find(['\n', '\r']).and_then(|end| rest.get(end..)).unwrap_or("");
        } else {
            plain.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
    }
    flush(&mut out, &mut plain);
    out
}

fn flush(out: &mut String, plain: &mut String) {
    let folded = fold_name(plain);
    plain.clear();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut blank = false;
    for c in folded.chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if blank && is_word(c) && out.chars().next_back().is_some_and(is_word) {
            out.push(' ');
        }
        blank = false;
        out.push(c);
    }
    // A blank before a text that follows is none of these.
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn layout_does_not_matter_and_every_character_does() {
        let one = "收到 in (新收[总计], 新收[总计] + 上年结转[总计])";
        for same in [
            "收到 in(新收[总计],新收[总计]+上年结转[总计])",
            "收到   in ( 新收[总计] ,\n\t新收[ 总计 ] // 一句话\n + 上年结转[总计] )",
            "收到 in （新收[总计]， 新收[总计] ＋ 上年结转[总计]）",
        ] {
            assert_eq!(words(same), words(one), "{same}");
        }
        for other in [
            "收到 in (新收[总计], 新收[总计] - 上年结转[总计])",
            "收到 in (新收[合计], 新收[总计] + 上年结转[总计])",
            "收到in (新收[总计], 新收[总计] + 上年结转[总计])",
            "收到 in (新收[总计], 新收[总计] + 上年结转[总计]) ",
        ] {
            assert_eq!(words(other) == words(one), other.ends_with(' '), "{other}");
        }
    }

    #[test]
    fn texts_keep_their_blanks_and_hold_no_comments() {
        assert_eq!(words("类别 == \"a // b\" // c"), "类别==\"a // b\"");
        assert_ne!(words("类别 == \"a b\""), words("类别 == \"ab\""));
        assert_eq!(words("`甲 乙` + 1"), "`甲 乙`+1");
        assert_eq!(words("一 == \"没有结束"), "一==\"没有结束");
    }
}
