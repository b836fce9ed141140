//! Matching patterns against folded text, in time linear in the text for each pattern.

use std::ops::Range;

use super::fold::is_stop;
use super::pattern::{Pattern, Piece};

/// What a `{}` or `{name}` may take when a pattern is matched by [`Pattern::captures`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hole {
    /// Four digits, in Arabic or Chinese numerals, with no digit beside them.
    Year,
    /// A run of digits, points and separators.
    Digits,
    /// A name: a run without stops, commas, colons or titles in 《》.
    Word,
}

/// One value that a pattern took; byte ranges of the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// `None` for `{}`.
    pub name: Option<String>,
    pub range: Range<usize>,
}

/// A match of a whole pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captures {
    pub range: Range<usize>,
    pub values: Vec<Capture>,
}

impl Pattern {
    /// Where the text that this pattern asks for before its figure begins, when that text ends at byte `figure` of `text`;
    /// of several places the nearest. `floor`: nothing before this byte is looked at.
    pub fn before(&self, text: &str, floor: usize, figure: usize) -> Option<usize> {
        let at = self.pieces().iter().position(|piece| *piece == Piece::Figure)?;
        let mut end = figure;
        let mut gap = false;
        for piece in self.pieces().get(..at)?.iter().rev() {
            match piece {
                Piece::Gap => gap = true,
                Piece::Literal(literal) => {
                    let window = text.get(floor..end)?;
                    let found = if gap { floor + last_before_gap(window, literal)? } else { end.checked_sub(literal.len())? };
                    if !text.get(floor..end).is_some_and(|window| gap || window.ends_with(literal.as_str())) {
                        return None;
                    }
                    end = found;
                    gap = false;
                }
                Piece::Figure | Piece::Meta(_) => return None,
            }
        }
        (end >= floor).then_some(end)
    }

    /// The words that must stand right before this pattern's figure; empty where there are none or others may stand between.
    pub fn right_before_figure(&self) -> &str {
        let at = self.pieces().iter().position(|piece| *piece == Piece::Figure);
        match at.and_then(|at| self.pieces().get(at.checked_sub(1)?)) {
            Some(Piece::Literal(words)) => words,
            Some(Piece::Gap | Piece::Figure | Piece::Meta(_)) | None => "",
        }
    }

    /// Where the text that this pattern asks for behind its figure ends, when it begins at byte `from` of `text`.
    pub fn behind(&self, text: &str, from: usize) -> Option<usize> {
        let at = self.pieces().iter().position(|piece| *piece == Piece::Figure)?;
        follow(self.pieces().get(at + 1..)?, text, from)
    }

    /// Every place where a pattern without holes matches, in order and without overlaps.
    pub fn occurrences(&self, text: &str) -> Vec<Range<usize>> {
        let pieces = match self.pieces() {
            [Piece::Gap, rest @ ..] => rest,
            pieces => pieces,
        };
        let [Piece::Literal(first), rest @ ..] = pieces else { return Vec::new() };
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(first.as_str())) {
            let start = from + at;
            let behind = start + first.len();
            match follow(rest, text, behind) {
                Some(end) => {
                    found.push(start..end);
                    from = end.max(behind);
                }
                None => from = behind,
            }
        }
        found
    }

    /// Whether the last piece is a hole without a length of its own.
    fn ends_in_run(&self, hole: impl Fn(Option<&str>) -> Hole) -> bool {
        let last = match self.pieces().last() {
            Some(Piece::Figure) => hole(None),
            Some(Piece::Meta(name)) => hole(Some(name)),
            Some(Piece::Literal(_) | Piece::Gap) | None => return false,
        };
        matches!(last, Hole::Word | Hole::Digits)
    }

    /// The leftmost match with its values; of those the one that ends first, but for a name or number at its end, which is
    /// taken whole. `hole` says what each hole may take. Looks at
    /// every piece at every character once.
    pub fn captures(&self, text: &str, hole: impl Fn(Option<&str>) -> Hole) -> Option<Captures> {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let place_of = |byte: usize| places.binary_search(&byte).ok();
        let chars: Vec<char> = text.chars().collect();
        // layers[k][p]: where piece k began, when pieces 0..=k can end at place p.
        let mut layers: Vec<Vec<Option<u32>>> = Vec::with_capacity(self.pieces().len());
        let mut ready: Vec<bool> = vec![true; places.len()];
        for (at, piece) in self.pieces().iter().enumerate() {
            let mut layer: Vec<Option<u32>> = vec![None; places.len()];
            // `自{}11日`: what follows in the pattern begins with a digit itself.
            let digits_follow = match self.pieces().get(at + 1) {
                Some(Piece::Literal(next)) => next.starts_with(is_year_digit),
                Some(Piece::Figure | Piece::Meta(_) | Piece::Gap) | None => false,
            };
            match piece {
                Piece::Literal(literal) => {
                    for (at, _) in text.match_indices(literal.as_str()) {
                        let (Some(from), Some(to)) = (place_of(at), place_of(at + literal.len())) else { continue };
                        if ready.get(from) == Some(&true) {
                            set(&mut layer, to, from);
                        }
                    }
                }
                Piece::Gap => run(&ready, &chars, &mut layer, |c| !c.is_ascii_digit() && !is_stop(c), true),
                Piece::Figure => fill(hole(None), digits_follow, &ready, &chars, &mut layer),
                Piece::Meta(name) => fill(hole(Some(name)), digits_follow, &ready, &chars, &mut layer),
            }
            ready = layer.iter().map(Option::is_some).collect();
            layers.push(layer);
        }
        // The earliest end; then back through the layers. A name or a number at the pattern's own end goes on as far as it can.
        let mut end = ready.iter().position(|reached| *reached)?;
        if self.ends_in_run(&hole)
            && let Some(layer) = layers.last()
        {
            let from = layer.get(end).copied().flatten();
            end += layer.iter().skip(end + 1).take_while(|other| **other == from).count();
        }
        let mut at = end;
        let mut values = Vec::new();
        for (piece, layer) in self.pieces().iter().zip(&layers).rev() {
            let from = layer.get(at).copied().flatten()? as usize;
            let range = *places.get(from)?..*places.get(at)?;
            match piece {
                Piece::Figure => values.push(Capture { name: None, range }),
                Piece::Meta(name) => values.push(Capture { name: Some(name.clone()), range }),
                Piece::Literal(_) | Piece::Gap => {}
            }
            at = from;
        }
        values.reverse();
        Some(Captures { range: *places.get(at)?..*places.get(end)?, values })
    }
}

fn set(layer: &mut [Option<u32>], to: usize, from: usize) {
    if let Some(place) = layer.get_mut(to) {
        *place = Some(from as u32);
    }
}

/// Runs of allowed characters from every ready place. The shortest run that ends at a place, or the longest.
fn run(ready: &[bool], chars: &[char], layer: &mut [Option<u32>], allowed: impl Fn(char) -> bool, shortest: bool) {
    let mut from: Option<usize> = None;
    for place in 0..ready.len() {
        let begins = ready.get(place) == Some(&true);
        if shortest {
            if begins {
                from = Some(place);
            }
            if let Some(from) = from {
                set(layer, place, from);
            }
        } else {
            if let Some(from) = from {
                set(layer, place, from);
            }
            if begins && from.is_none() {
                from = Some(place);
            }
        }
        if !chars.get(place).copied().is_some_and(&allowed) {
            from = None;
        }
    }
}

fn fill(hole: Hole, digits_follow: bool, ready: &[bool], chars: &[char], layer: &mut [Option<u32>]) {
    match hole {
        Hole::Word => run(ready, chars, layer, |c| !is_stop(c) && !",:《》".contains(c), false),
        Hole::Digits => run(ready, chars, layer, |c| c.is_ascii_digit() || c == '.', false),
        Hole::Year => {
            let digit = |place: usize| chars.get(place).copied().is_some_and(is_year_digit);
            for from in 0..ready.len().saturating_sub(4) {
                let beside = (digit(from + 4) && !digits_follow) || (from > 0 && digit(from - 1));
                if ready.get(from) == Some(&true) && !beside && (from..from + 4).all(digit) {
                    set(layer, from + 4, from);
                }
            }
        }
    }
}

fn is_year_digit(c: char) -> bool {
    c.is_ascii_digit() || "〇零○一二三四五六七八九".contains(c)
}

/// The last place of `literal` in `window` such that what stands behind it may be a gap. Looks no further back than that.
fn last_before_gap(window: &str, literal: &str) -> Option<usize> {
    let barrier = window.rfind(|c: char| c.is_ascii_digit() || is_stop(c)).map_or(0, |at| at + 1);
    // The literal itself may hold the digit or the stop that ends the gap.
    let mut floor = barrier.min(window.len()).saturating_sub(literal.len());
    while !window.is_char_boundary(floor) {
        floor -= 1;
    }
    let at = floor + window.get(floor..)?.rfind(literal)?;
    let gap = window.get(at + literal.len()..)?;
    gap.chars().all(|c| !c.is_ascii_digit() && !is_stop(c)).then_some(at)
}

/// Where `pieces` (literals and gaps) end, matched from byte `from` on; gaps as short as can be.
fn follow(pieces: &[Piece], text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    let mut gap = false;
    for piece in pieces {
        match piece {
            Piece::Gap => gap = true,
            Piece::Literal(literal) => {
                let rest = text.get(at..)?;
                if gap {
                    let reach = rest.find(|c: char| c.is_ascii_digit() || is_stop(c)).unwrap_or(rest.len());
                    // The literal itself may begin with a digit or a stop, where the gap ends.
                    let window = rest.get(..(reach + literal.len()).min(rest.len())).or_else(|| rest.get(..reach))?;
                    at += window.find(literal.as_str())? + literal.len();
                } else {
                    rest.strip_prefix(literal.as_str())?;
                    at += literal.len();
                }
                gap = false;
            }
            Piece::Figure | Piece::Meta(_) => return None,
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::fold;

    fn pattern(text: &str) -> Pattern {
        Pattern::compile(text).expect(text)
    }

    /// The text that the pattern matches before the figure 298.
    fn before(source: &str, text: &str) -> Option<String> {
        let text = fold(text);
        let figure = text.find("298")?;
        let start = pattern(source).before(&text, 0, figure)?;
        Some(text[start..figure].to_owned())
    }

    #[test]
    fn text_before_a_figure() {
        assert_eq!(before("收到…申请{}", "共收到政府信息公开申请298件").as_deref(), Some("收到政府信息公开申请"));
        assert_eq!(before("收到…申请{}", "收到3件申请298件"), None);
        assert_eq!(before("收到…申请{}", "收到来信。申请298件"), None);
        assert_eq!(before("收到…申请{}", "收到申请 298件").as_deref(), Some("收到申请"));
        assert_eq!(before("收到申请{}", "收到申请，298件"), None);
        assert_eq!(before("{}件", "298件").as_deref(), Some(""));
    }

    #[test]
    fn text_behind_a_figure() {
        let text = fold("收到298件政府信息公开申请");
        assert_eq!(pattern("收到{}…申请").behind(&text, 9), Some(text.len()));
        assert_eq!(pattern("收到{}件申请").behind(&text, 9), None);
        assert_eq!(pattern("收到{}").behind(&text, 9), Some(9));
    }

    #[test]
    fn phrases() {
        let text = fold("本年未收取信息处理费。上年未收取任何费用");
        assert_eq!(pattern("未收取信息处理费").occurrences(&text).len(), 1);
        assert_eq!(pattern("未收取…费").occurrences(&text).len(), 2);
        assert_eq!(pattern("已收取").occurrences(&text).len(), 0);
    }

    fn captured(source: &str, text: &str) -> Option<Vec<String>> {
        let text = fold(text);
        let hole = |name: Option<&str>| if name.is_none_or(|name| name == "年度") { Hole::Year } else { Hole::Word };
        let captures = pattern(source).captures(&text, hole)?;
        Some(captures.values.into_iter().map(|value| text[value.range].to_owned()).collect())
    }

    #[test]
    fn titles_and_dates() {
        let title = "{年度}年{机关}政府信息公开…报告";
        assert_eq!(
            captured(title, "2023年南关区政府办公室政府信息公开工作年度报告"),
            Some(vec!["2023".into(), "南关区政府办公室".into()])
        );
        assert_eq!(captured(title, "二〇二三年某局政府信息公开年度报告"), Some(vec!["二〇二三".into(), "某局".into()]));
        assert_eq!(captured(title, "12023年某局政府信息公开年度报告"), None);
        assert_eq!(
            captured("{机关}{年度}年…政府信息公开…报告", "淮安市人民政府\n2024 年政府信息公开工作年度报告"),
            Some(vec!["淮安市人民政府".into(), "2024".into()])
        );
        assert_eq!(captured("自{}年1月1日", "统计期限自2017年1月1日至2017年12月31日"), Some(vec!["2017".into()]));
        assert_eq!(captured("自{}年1月1日", "自2017年2月1日"), None);
        assert_eq!(captured("填报单位:{机关}", "填报单位：清溪县教育局。审核人"), Some(vec!["清溪县教育局".into()]));
        assert_eq!(captured("自{}11日起", "自201911日起至20191231日止"), Some(vec!["2019".into()]));
    }

    proptest::proptest! {
        #[test]
        fn no_text_and_no_pattern_makes_it_panic(source in "[收到…{}申请1。a]{0,12}", text in "[收到申请1289。a…件]{0,60}") {
            let text = fold(&text);
            if let Ok(pattern) = Pattern::compile(&source) {
                pattern.captures(&text, |_| Hole::Word);
                pattern.occurrences(&text);
                for (at, _) in text.char_indices() {
                    pattern.before(&text, 0, at);
                    pattern.behind(&text, at);
                }
            }
        }
    }
}
