//! Headings and ordinals.

use crate::label::Label;

/// How deep an ordinal stands: `一、` 0, `（一）` 1, `1.` 2, `（1）` 3; `None` without one.
pub(super) fn level(text: &str) -> Option<usize> {
    let text = text.trim();
    Label::parse(text).ordinal?;
    let mut chars = text.chars();
    let first = chars.next()?;
    let second = chars.next();
    let chinese = |c: char| "零〇一二三四五六七八九十百".contains(c);
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    match (first, second) {
        ('第', _) => Some(0),
        ('（' | '(', Some(inner)) if chinese(inner) => Some(1),
        ('（' | '(', Some(inner)) if digit(inner) => Some(3),
        (c, _) if chinese(c) => Some(0),
        (c, _) if digit(c) => Some(2),
        ('①'..='⑳', _) => Some(4),
        _ => None,
    }
}

/// Whether a paragraph is the heading of a section: marked as one, or short with an ordinal of the first rank.
pub(super) fn is_heading(text: &str, marked: Option<u8>) -> bool {
    let short = text.chars().count() <= 40;
    let sentence = text.contains(['。', '；', '，']) || text.ends_with(['：', ':']);
    (marked.is_some() && short) || (short && !sentence && level(text) == Some(0))
}

/// Whether a paragraph may be the title of the whole.
pub(super) fn is_title(text: &str) -> bool {
    let count = text.chars().count();
    (4..=60).contains(&count)
        && !text.contains(['。', '；', '：', ':'])
        && (text.ends_with(['表', '报']) || text.contains("报告") || year(text).is_some())
}

/// `2021` before `年`, and where it stands.
pub(super) fn year(text: &str) -> Option<(std::ops::Range<usize>, i64)> {
    for (at, _) in text.match_indices('年') {
        let before = text.get(..at)?;
        let digits = before.trim_end();
        let start = digits.char_indices().rev().take(4).last().map(|(start, _)| start)?;
        let candidate = digits.get(start..)?;
        if candidate.len() == 4 && candidate.bytes().all(|byte| byte.is_ascii_digit()) {
            let value: i64 = candidate.parse().ok()?;
            if (1949..=2999).contains(&value) {
                return Some((start..at, value));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_tell_the_level() {
        for (text, wanted) in [
            ("一、本年新收", Some(0)),
            ("（一）予以公开", Some(1)),
            ("1.属于国家秘密", Some(2)),
            ("（2）其他", Some(3)),
            ("规章", None),
            ("2021年", None),
        ] {
            assert_eq!(level(text), wanted, "{text}");
        }
    }

    #[test]
    fn years_in_titles() {
        assert_eq!(year("某市2024年工作报告").map(|(_, year)| year), Some(2024));
        assert_eq!(year("2024 年度报告").map(|(_, year)| year), Some(2024));
        assert_eq!(year("第12024年"), Some(("第1".len().."第12024".len(), 2024)));
        assert_eq!(year("历年报告"), None);
    }

    #[test]
    fn headings_are_short_and_numbered() {
        assert!(is_heading("一、总体情况", None));
        assert!(is_heading("总体情况", Some(2)));
        assert!(!is_heading("一、我们做了很多工作，主要有以下几项。", None));
        assert!(!is_heading("（一）予以公开", None));
    }
}
