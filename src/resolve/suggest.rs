//! "Did you mean": near names, for Chinese names of two to four characters as for long Latin ones.

use unicode_normalization::UnicodeNormalization;

use crate::diag::wording::resolve as say;
use crate::diag::{Diagnostic, Message};
use crate::label::Label;
use crate::source::Span;

/// The most names offered.
const MAX_OFFERED: usize = 3;
/// Longer names are not compared: nobody mistypes them by a letter, and the work is quadratic.
const MAX_CHARS: usize = 64;

/// The names near to what was written, the nearest first, at most three, none twice.
pub(crate) fn near<'n>(written: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    let folded = fold(written);
    for name in known {
        if let Some(score) = score(&folded, &fold(name))
            && !found.iter().any(|(_, other)| *other == name)
        {
            found.push((score, name));
        }
    }
    // Stable: names of one score keep the order of the form. A clearly better one drives out the merely possible ones.
    found.sort_by_key(|(score, _)| *score);
    let best = found.first().map_or(0, |(score, _)| *score);
    found.into_iter().filter(|(score, _)| *score <= best + 1).take(MAX_OFFERED).map(|(_, name)| name.to_owned()).collect()
}

/// Whether an author who wrote `name` copied this printed label: ordinal, remark and punctuation do not count.
pub(super) fn is_label(label: &str, name: &str) -> bool {
    label == name || Label::parse(&label.replace("{}", "")).key() == Label::parse(name).key()
}

/// Adds the near names to a diagnostic: a fix when there is just one, else the list, else `otherwise`.
pub(crate) fn offer(diagnostic: Diagnostic, span: Span, near: &[String], otherwise: Option<Message>) -> Diagnostic {
    match near {
        [] => match otherwise {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        },
        [only] => diagnostic.with_help(say::DID_YOU_MEAN.with("name", only)).with_fix(span, only.clone()),
        several => diagnostic.with_help(say::DID_YOU_MEAN_ONE_OF.with("names", several.to_vec())),
    }
}

fn fold(name: &str) -> Vec<char> {
    name.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace() && *c != '_').take(MAX_CHARS + 1).collect()
}

/// Small for near names, `None` for far ones.
fn score(written: &[char], name: &[char]) -> Option<usize> {
    let longer = written.len().max(name.len());
    let shorter = written.len().min(name.len());
    if shorter == 0 || longer > MAX_CHARS {
        return None;
    }
    let latin = written.iter().all(char::is_ascii);
    let allowed = match (latin, longer) {
        (_, 0..=1) => 0,
        (true, 2..=3) => 1,
        (true, _) => longer.div_ceil(3),
        // One character of two to four wrong, missing, extra or swapped.
        (false, 2..=5) => 1,
        (false, 6..=9) => 2,
        (false, _) => 3,
    };
    let distance = distance(written, name);
    let shares = written.iter().any(|c| name.contains(c));
    if distance <= allowed && shares {
        return Some(distance);
    }
    // A part of a longer name: 结转 for 结转下年.
    let (part, whole) = if written.len() <= name.len() { (written, name) } else { (name, written) };
    (part.len() >= 2 && whole.windows(part.len()).any(|window| window == part)).then_some(allowed + 1)
}

/// Edit distance with swaps of neighbours as one edit, which [`crate::label::distance`] does not know: a typing author swaps
/// characters, a printed label does not.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&previous, column) + usize::from(a != b)).min(at(&previous, column + 1) + 1);
            best = best.min(at(&current, column) + 1);
            let swapped = row > 0 && column > 0 && left.get(row - 1) == Some(b) && right.get(column - 1) == Some(a);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_chinese_names_one_character_off_are_near() {
        let known = ["新收", "上年结转", "办理总计", "结转下年", "予以公开"];
        assert_eq!(near("新受", known), ["新收"]);
        assert_eq!(near("收新", known), ["新收"]);
        assert_eq!(near("上年结", known), ["上年结转"]);
        assert_eq!(near("结转下一年", known), ["结转下年"]);
        assert_eq!(near("与以公开", known), ["予以公开"]);
        assert_eq!(near("国家秘密", known), Vec::<String>::new());
        assert_eq!(near("结转", known), ["上年结转", "结转下年"]);
    }

    #[test]
    fn latin_names_by_edit_distance() {
        assert_eq!(near("recieved", ["received", "processed"]), ["received"]);
        assert_eq!(near("pendend", ["pend_start", "pend_end"]), ["pend_end"]);
        assert_eq!(near("x", ["y"]), Vec::<String>::new());
    }

    #[test]
    fn a_label_without_its_ordinal_and_remark() {
        assert!(is_label("（二）部分公开（区分处理的，只计这一情形）", "部分公开"));
        assert!(is_label("一、本年新收", "一、本年新收"));
        assert!(is_label("主动公开政府信息{}", "主动公开政府信息"));
        assert!(!is_label("（一）予以公开", "不予公开"));
    }
}
