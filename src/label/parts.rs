//! A label taken apart: ordinal, core, remark.

use super::fold::fold;
use super::near;

/// The number in front of a label: `一、`, `（一）`, `1.`, `第一项`, `①`. How it is punctuated does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ordinal(pub u32);

/// A printed label, folded and taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub ordinal: Option<Ordinal>,
    /// What the label says; it decides whether two labels are the same.
    pub core: String,
    /// What stands in parentheses behind the core, without them.
    pub remark: Option<String>,
    key: String,
}

/// How alike two labels are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    Exact,
    /// The cores are the same, both have an ordinal, and these differ.
    OrdinalDiffers,
    /// The cores are the same, both have a remark, and these differ.
    RemarkDiffers,
    /// So near that it may be a misprint: the number of edits between the cores.
    Near(usize),
    No,
}

impl Label {
    pub fn parse(text: &str) -> Label {
        let folded = fold(text);
        let mut rest = folded.trim_end_matches([':', '。', ';', ',', '、']);
        if rest.is_empty() {
            rest = &folded;
        }
        let (ordinal, rest) = split_ordinal(rest);
        let (core, remark) = split_remark(rest);
        let core = core.trim_end_matches(':');
        let key = key_of(core);
        // Most labels have neither: what was folded is the core.
        let core = if core.len() == folded.len() { folded } else { core.to_owned() };
        Label { ordinal, core, remark, key }
    }

    /// What labels are looked up by: the core without punctuation. Equal keys are equal cores.
    pub fn key(&self) -> &str {
        &self.key
    }

    pub fn compare(&self, other: &Label) -> Likeness {
        if self.key != other.key {
            return near::near(&self.key, &other.key).map_or(Likeness::No, Likeness::Near);
        }
        match (self.ordinal, other.ordinal) {
            (Some(left), Some(right)) if left != right => return Likeness::OrdinalDiffers,
            _ => {}
        }
        match (&self.remark, &other.remark) {
            (Some(left), Some(right)) if key_of(left) != key_of(right) => Likeness::RemarkDiffers,
            _ => Likeness::Exact,
        }
    }
}

/// The core without the punctuation that varies between printings. A separator between digits stays (1-3月 is not 13月),
/// and a label that is nothing but punctuation stays whole.
fn key_of(core: &str) -> String {
    if !core.contains(varies) {
        return core.to_owned();
    }
    let mut key = String::with_capacity(core.len());
    let mut before = None;
    let mut chars = core.chars().peekable();
    while let Some(c) = chars.next() {
        let between_digits = before.is_some_and(|b: char| b.is_ascii_digit())
            && chars.peek().is_some_and(char::is_ascii_digit)
            && matches!(c, '-' | '/' | '.' | ':');
        if !varies(c) || between_digits {
            key.push(c);
        }
        before = Some(c);
    }
    if key.is_empty() { core.to_owned() } else { key }
}

/// Punctuation that one printing has and another has not.
fn varies(c: char) -> bool {
    matches!(c, '"' | ',' | '、' | '.' | ':' | ';' | '。' | '·' | '•' | '/' | '-' | '*' | '《' | '》' | '(' | ')' | '[' | ']')
}

/// The ordinal in front and the rest. A label that would be nothing but its ordinal has none.
fn split_ordinal(text: &str) -> (Option<Ordinal>, &str) {
    let none = (None, text);
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return none };
    if let Some(value) = enclosed(first) {
        let rest = chars.as_str().trim_start_matches(['.', '、', ',']);
        return if rest.is_empty() { none } else { (Some(Ordinal(value)), rest) };
    }
    let (bracketed, body) = match first {
        '(' | '[' => (true, chars.as_str()),
        '第' => return split_article(text, chars.as_str()),
        _ => (false, text),
    };
    let digits = body.find(|c: char| !is_numeral(c)).unwrap_or(body.len());
    let (numeral, after) = body.split_at(digits);
    let Some(value) = numeral_value(numeral) else { return none };
    let rest = if bracketed {
        let Some(rest) = after.strip_prefix([')', ']']) else { return none };
        rest.trim_start_matches(['.', '、', ','])
    } else {
        let Some(rest) = after.strip_prefix(['、', '.', ',', ')', ':']) else { return none };
        rest
    };
    // "1.5" is a figure, "1.1现状" a number of two levels that is compared as it stands.
    let continues = !bracketed && numeral.is_ascii() && rest.starts_with(|c: char| c.is_ascii_digit());
    if rest.is_empty() || continues { none } else { (Some(Ordinal(value)), rest) }
}

/// `第一项`, `第二部分` in front of more. `第二十条第（一）项` is the name of an article, not an ordinal.
fn split_article<'a>(text: &'a str, body: &'a str) -> (Option<Ordinal>, &'a str) {
    let digits = body.find(|c: char| !is_numeral(c)).unwrap_or(body.len());
    let (numeral, after) = body.split_at(digits);
    let rest = ["部分", "项", "章", "节"].iter().find_map(|unit| after.strip_prefix(unit));
    match (numeral_value(numeral), rest) {
        (Some(value), Some(rest)) => {
            let rest = rest.trim_start_matches(['、', ':', ',', '.']);
            if rest.is_empty() || rest.starts_with('第') { (None, text) } else { (Some(Ordinal(value)), rest) }
        }
        _ => (None, text),
    }
}

fn is_numeral(c: char) -> bool {
    matches!(c, '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '〇' | '零')
}

/// The value of an ordinal's numeral: `12`, `十二`, `二十`. At most three digits.
fn numeral_value(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > 5 {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return if text.len() <= 3 { text.parse().ok() } else { None };
    }
    let (mut total, mut digit) = (0u32, None);
    for c in text.chars() {
        match c {
            '十' | '百' => {
                let unit = if c == '十' { 10 } else { 100 };
                total += digit.take().unwrap_or(1) * unit;
            }
            _ => {
                let value = "〇一二三四五六七八九".chars().position(|d| d == c).or(if c == '零' { Some(0) } else { None })?;
                digit = Some(value as u32);
            }
        }
    }
    Some(total + digit.unwrap_or(0))
}

/// `①`, `⑴`, `⒈`, `㈠`, `Ⅰ`.
fn enclosed(c: char) -> Option<u32> {
    let code = u32::from(c);
    for (first, last) in
        [(0x2460, 0x2473), (0x2474, 0x2487), (0x2488, 0x249b), (0x3220, 0x3229), (0x2160, 0x216b), (0x2776, 0x277f)]
    {
        if (first..=last).contains(&code) {
            return Some(code - first + 1);
        }
    }
    None
}

/// The core and what stands in parentheses behind it. A label that is all parentheses is all core.
fn split_remark(text: &str) -> (&str, Option<String>) {
    let mut core = text;
    let mut remark = String::new();
    while let Some(inner) = core.strip_suffix(')') {
        let mut depth = 1usize;
        let open = inner.char_indices().rev().find(|(_, c)| {
            match c {
                ')' => depth += 1,
                '(' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let Some((open, _)) = open else { break };
        let (before, inside) = (inner.get(..open).unwrap_or(""), inner.get(open + 1..).unwrap_or(""));
        if before.is_empty() {
            break;
        }
        remark = if remark.is_empty() { inside.to_owned() } else { format!("{inside};{remark}") };
        core = before;
    }
    (core, (!remark.is_empty()).then_some(remark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<u32>, String, Option<String>) {
        let label = Label::parse(text);
        (label.ordinal.map(|ordinal| ordinal.0), label.core, label.remark)
    }

    #[test]
    fn takes_labels_apart() {
        let of = |ordinal, core: &str, remark: Option<&str>| (ordinal, core.to_owned(), remark.map(str::to_owned));
        assert_eq!(parts("一、总体情况"), of(Some(1), "总体情况", None));
        assert_eq!(parts("（十二）予以公开"), of(Some(12), "予以公开", None));
        assert_eq!(parts("1.属于国家秘密"), of(Some(1), "属于国家秘密", None));
        assert_eq!(parts("1、申请人"), of(Some(1), "申请人", None));
        assert_eq!(parts("⑶ 其他"), of(Some(3), "其他", None));
        assert_eq!(parts("第二部分 收入"), of(Some(2), "收入", None));
        assert_eq!(parts("第二十条第（一）项"), of(None, "第二十条第(一)项", None));
        assert_eq!(parts("本年收费金额（单位：万元）"), of(None, "本年收费金额", Some("单位:万元")));
        assert_eq!(parts("（二）部分公开（区分处理的，只计这一情形）"), of(Some(2), "部分公开", Some("区分处理的,只计这一情形")));
        assert_eq!(parts("（本列数据的勾稽关系为：第一项）"), of(None, "(本列数据的勾稽关系为:第一项)", None));
        assert_eq!(parts("2023"), of(None, "2023", None));
        assert_eq!(parts("1.5"), of(None, "1.5", None));
        assert_eq!(parts("总计："), of(None, "总计", None));
        assert_eq!(parts("一、"), of(None, "一", None));
        assert_eq!(parts(""), of(None, "", None));
        assert_eq!(parts("/"), of(None, "/", None));
    }

    #[test]
    fn compares_by_the_core() {
        let compare = |left: &str, right: &str| Label::parse(left).compare(&Label::parse(right));
        assert_eq!(compare("（一）予以公开", "1、予以公开"), Likeness::Exact);
        assert_eq!(compare("（一）予以公开", "(二)予以公开"), Likeness::OrdinalDiffers);
        assert_eq!(compare("（一）予以公开", "予以公开"), Likeness::Exact);
        assert_eq!(
            compare("（二）部分公开（只计这一情形，不计其他情形）", "(二)部分公开(只计这一情况,不计其他情形)"),
            Likeness::RemarkDiffers
        );
        assert_eq!(compare("5.属于三类内部事务信息", "5.属于三类内容事务信息"), Likeness::Near(1));
        assert_eq!(compare("逾期不补正、不再处理", "逾期不补正，不再处理"), Likeness::Exact);
        assert_eq!(compare("第二十条第（一）项", "第二十条 第(一)项"), Likeness::Exact);
        assert_eq!(compare("第二十条第（一）项", "第二十条第（五）项"), Likeness::No);
        assert_eq!(compare("3.危及“三安全一稳定”", "3.危及三安全一稳定"), Likeness::Exact);
        assert_eq!(compare("1-3月", "13月"), Likeness::No);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_label_like_itself(text in "\\PC*") {
            let label = Label::parse(&text);
            proptest::prop_assert_eq!(label.compare(&label), Likeness::Exact);
        }
    }
}
