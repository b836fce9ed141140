//! Folding: one spelling for what is printed in many ways, with a map back to the original text.

use unicode_normalization::UnicodeNormalization;

use super::traditional::{may_be_traditional, simplified};

/// A folded text that remembers where each character came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// For every folded character: its byte offset in `text`, and the bytes of the original it stands for.
    chars: Vec<(u32, u32, u32)>,
}

impl Folded {
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The byte range of the original that the folded bytes `start..end` stand for. An empty range gives the empty range
    /// before the character at `start`.
    pub fn origin(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let at = self.chars.partition_point(|(offset, _, _)| (*offset as usize) < start);
        let from = match self.chars.get(at) {
            Some((_, from, _)) => *from as usize,
            None => self.chars.last().map_or(0, |(_, _, to)| *to as usize),
        };
        if end <= start {
            return from..from;
        }
        let last = self.chars.partition_point(|(offset, _, _)| (*offset as usize) < end).checked_sub(1);
        let to = last.and_then(|last| self.chars.get(last)).map_or(from, |(_, _, to)| *to as usize);
        from..to.max(from)
    }
}

/// The folded text: white space and invisible characters dropped, full-width forms, quotes, dashes and brackets unified,
/// radicals written as the characters they stand for, traditional characters as simplified ones, ASCII in lower case.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Most characters stay: they are copied as they stand, many at a time.
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| !stays(*c)) {
        let (same, behind) = rest.split_at(at);
        out.push_str(same);
        fold_char(c, &mut out);
        rest = behind.get(c.len_utf8()..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// Whether folding certainly leaves a text as it is.
pub fn is_folded(text: &str) -> bool {
    text.chars().all(stays)
}

/// Whether folding certainly leaves a character as it is.
fn stays(c: char) -> bool {
    match c {
        '\u{21}'..='@' | '['..='\u{7e}' | '\u{3001}'..='\u{3007}' => true,
        '\u{4e00}'..='\u{9fff}' => !may_be_traditional(c),
        _ => false,
    }
}

/// [`fold`] with the way back.
pub fn fold_mapped(text: &str) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), chars: Vec::with_capacity(text.len() / 2) };
    for (at, c) in text.char_indices() {
        let before = folded.text.len();
        let from = at as u32;
        let to = (at + c.len_utf8()) as u32;
        if stays(c) {
            folded.text.push(c);
            folded.chars.push((before as u32, from, to));
            continue;
        }
        fold_char(c, &mut folded.text);
        let added = folded.text.get(before..).unwrap_or("").char_indices();
        folded.chars.extend(added.map(|(offset, _)| ((before + offset) as u32, from, to)));
    }
    folded
}

/// Whether a folded character ends a sentence, so that no `…` of a pattern runs over it.
pub fn is_stop(c: char) -> bool {
    matches!(c, '。' | ';' | '!' | '?' | '\n')
}

fn fold_char(c: char, out: &mut String) {
    match c {
        _ if c.is_whitespace() || is_invisible(c) => {}
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        '\u{21}'..='\u{7e}' => out.push(c),
        '\u{ff01}'..='\u{ff5e}' => {
            let ascii = char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c);
            match ascii {
                '[' | ']' => out.push(ascii),
                _ => fold_char(ascii, out),
            }
        }
        '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '〝' | '〞' | '‘' | '’' | '‚' | '‛' | '′' | '″' => {
            out.push('"')
        }
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '─' | '━' => out.push('-'),
        '〔' | '【' | '﹝' | '〖' => out.push('['),
        '〕' | '】' | '﹞' | '〗' => out.push(']'),
        '﹙' => out.push('('),
        '﹚' => out.push(')'),
        '﹐' => out.push(','),
        '﹑' => out.push('、'),
        '﹒' => out.push('.'),
        '﹔' => out.push(';'),
        '﹕' => out.push(':'),
        '｡' => out.push('。'),
        '⼾' => out.push('户'),
        '\u{2e80}'..='\u{2eff}' => out.push(radical(c)),
        '\u{2f00}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' => {
            out.extend(std::iter::once(c).nfkc().map(simplified))
        }
        '\u{4e00}'..='\u{9fff}' => out.push(simplified(c)),
        _ => out.push(c),
    }
}

/// Characters that show nothing: zero-width spaces and joiners, the soft hyphen, bidirectional controls, the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        || c.is_control()
}

/// The character that a code point of the block "CJK Radicals Supplement" stands for in text taken from PDF files. NFKC maps
/// only two of them.
fn radical(c: char) -> char {
    match RADICALS.binary_search_by_key(&c, |(radical, _)| *radical) {
        Ok(at) => RADICALS.get(at).map_or(c, |(_, plain)| *plain),
        Err(_) => c,
    }
}

#[rustfmt::skip]
const RADICALS: &[(char, char)] = &[
    ('⺁', '厂'), ('⺄', '乙'), ('⺅', '亻'), ('⺆', '冂'), ('⺇', '几'), ('⺈', '刀'), ('⺉', '刂'), ('⺊', '卜'),
    ('⺌', '小'), ('⺍', '小'), ('⺎', '兀'), ('⺐', '尢'), ('⺒', '巳'), ('⺓', '幺'), ('⺕', '彐'), ('⺖', '忄'),
    ('⺗', '心'), ('⺘', '扌'), ('⺙', '攵'), ('⺛', '旡'), ('⺜', '日'), ('⺝', '月'), ('⺞', '歹'), ('⺟', '母'),
    ('⺠', '民'), ('⺡', '氵'), ('⺢', '水'), ('⺣', '灬'), ('⺤', '爪'), ('⺥', '爪'), ('⺦', '丬'), ('⺧', '牛'),
    ('⺨', '犭'), ('⺩', '王'), ('⺪', '疋'), ('⺫', '目'), ('⺬', '示'), ('⺭', '礻'), ('⺮', '竹'), ('⺯', '纟'),
    ('⺰', '纟'), ('⺱', '网'), ('⺲', '网'), ('⺳', '网'), ('⺴', '网'), ('⺵', '网'), ('⺶', '羊'), ('⺷', '羊'),
    ('⺸', '羊'), ('⺹', '老'), ('⺺', '聿'), ('⺻', '聿'), ('⺼', '肉'), ('⺽', '臼'), ('⺾', '艹'), ('⺿', '艹'),
    ('⻀', '艹'), ('⻁', '虎'), ('⻂', '衤'), ('⻃', '西'), ('⻄', '西'), ('⻅', '见'), ('⻆', '角'), ('⻇', '角'),
    ('⻈', '讠'), ('⻉', '贝'), ('⻊', '足'), ('⻋', '车'), ('⻌', '辶'), ('⻍', '辶'), ('⻎', '辶'), ('⻏', '阝'),
    ('⻐', '钅'), ('⻑', '长'), ('⻒', '长'), ('⻓', '长'), ('⻔', '门'), ('⻖', '阝'), ('⻗', '雨'), ('⻘', '青'),
    ('⻙', '韦'), ('⻚', '页'), ('⻛', '风'), ('⻜', '飞'), ('⻝', '食'), ('⻞', '食'), ('⻟', '饣'), ('⻠', '饣'),
    ('⻡', '首'), ('⻢', '马'), ('⻣', '骨'), ('⻤', '鬼'), ('⻥', '鱼'), ('⻦', '鸟'), ('⻧', '卤'), ('⻨', '麦'),
    ('⻩', '黄'), ('⻪', '黾'), ('⻫', '齐'), ('⻬', '齐'), ('⻭', '齿'), ('⻮', '齿'), ('⻯', '龙'), ('⻰', '龙'),
    ('⻱', '龟'), ('⻲', '龟'), ('⻳', '龟'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_what_is_printed_in_many_ways() {
        for (printed, folded) in [
            ("（一）予以公开", "(一)予以公开"),
            ("第二十条  第(一)项", "第二十条第(一)项"),
            ("３．危及“三安全一稳定”", "3.危及\"三安全一稳定\""),
            ("总\u{a0}\u{3000}计\u{200b}", "总计"),
            ("⼀、总体情况", "一、总体情况"),
            ("⾏政复议", "行政复议"),
            ("⼈⺠政府⻔户⻛⻥", "人民政府门户风鱼"),
            ("⼾籍", "户籍"),
            ("⾨牌", "门牌"),
            ("收到和處理政府資訊公開申請情況", "收到和处理政府资讯公开申请情况"),
            ("国办公开办函〔2021〕30号", "国办公开办函[2021]30号"),
            ("AGENCY Overall", "agencyoverall"),
            ("—— － −", "----"),
        ] {
            assert_eq!(fold(printed), folded, "{printed}");
        }
    }

    #[test]
    fn radicals_are_in_order() {
        assert!(RADICALS.windows(2).all(|pair| matches!(pair, [a, b] if a.0 < b.0)));
    }

    #[test]
    fn maps_back() {
        let text = " 新收　２９８件";
        let folded = fold_mapped(text);
        assert_eq!(folded.as_str(), "新收298件");
        assert_eq!(&text[folded.origin(6, 9)], "２９８");
        assert_eq!(&text[folded.origin(0, 9)], "新收　２９８");
        assert_eq!(folded.origin(6, 6).len(), 0);
    }

    #[test]
    fn what_stays_is_what_folding_leaves() {
        for c in ('\u{0}'..='\u{2fa1f}').filter(|c| stays(*c)) {
            let mut out = String::new();
            fold_char(c, &mut out);
            assert!(out.chars().eq([c]), "{c:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn origins_lie_on_character_boundaries(text in "\\PC*", cut in 0usize..40, len in 0usize..40) {
            let folded = fold_mapped(&text);
            let range = folded.origin(cut, cut + len);
            proptest::prop_assert!(text.get(range).is_some());
        }
    }
}
