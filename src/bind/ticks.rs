//! Check boxes: `☑ 是　□ 否`, `是（√） 否（ ）`, `√部门网站  专项网站` → which of the printed options are ticked.
//!
//! People tick before the option or behind it, in a box or without one. Which was meant is told by the options: a reading
//! counts when every ticked option is one that the cell may hold.

use std::ops::Range;

use crate::label::fold;

/// One printed option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    pub ticked: bool,
    /// The folded words of the option; empty for a lone box.
    pub words: String,
    /// The bytes of the box; of the words where the option has none.
    pub mark: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Mark(bool),
    Word,
    Gap,
}

type Tokens = Vec<(Token, Range<usize>)>;

/// Longer texts are no lists of options.
const LONGEST: usize = 2_000;

/// Whether a text begins with a check box, so that it is an answer and no label.
pub(super) fn begins_with_box(text: &str) -> bool {
    tokens(text).iter().find(|(token, _)| *token != Token::Gap).is_some_and(|(token, _)| matches!(token, Token::Mark(_)))
}

/// A lone box or tick: `☑` or `√` is true, `□` or `×` false.
pub(super) fn lone(text: &str) -> Option<bool> {
    if matches!(text.trim(), "×" | "✗" | "✘") {
        return Some(false);
    }
    let tokens = tokens(text);
    let mut solid = tokens.iter().filter(|(token, _)| *token != Token::Gap);
    match (solid.next(), solid.next()) {
        (Some((Token::Mark(ticked), _)), None) => Some(*ticked),
        _ => None,
    }
}

/// The options printed in a cell, in order; `None` when it holds no box or tick, or when no reading has only options that
/// are `known`. An option that is not ticked need not be known.
pub(super) fn choices(text: &str, known: impl Fn(&str) -> bool) -> Option<Vec<Choice>> {
    let tokens = tokens(text);
    if !tokens.iter().any(|(token, _)| matches!(token, Token::Mark(_))) {
        return None;
    }
    let readings = [before(text, &tokens), behind(text, &tokens), apart(text, &tokens)];
    readings.into_iter().flatten().find_map(|mut choices| {
        for choice in &mut choices {
            // `其他：大字版`, `其他（大字版）`, `其他____`: what is filled in behind an option is no part of it.
            if !known(&choice.words)
                && let Some(at) = choice.words.find([':', '(', '_'])
                && let Some(short) = choice.words.get(..at).filter(|short| known(short))
            {
                choice.words = short.to_owned();
            }
        }
        let fits = choices.iter().all(|choice| known(&choice.words) || (!choice.ticked && !choice.words.is_empty()));
        (fits && choices.iter().any(|choice| known(&choice.words))).then_some(choices)
    })
}

/// `☑ 是 □ 否`: each box stands before its option.
fn before(text: &str, tokens: &Tokens) -> Option<Vec<Choice>> {
    let mut choices: Vec<Choice> = Vec::new();
    for (token, range) in tokens {
        match token {
            Token::Mark(ticked) => choices.push(Choice { ticked: *ticked, words: String::new(), mark: range.clone() }),
            Token::Word => choices.last_mut()?.words.push_str(&fold(text.get(range.clone())?)),
            Token::Gap => {}
        }
    }
    choices.iter().all(|choice| !choice.words.is_empty()).then_some(choices)
}

/// `是☑ 否□`: each box stands behind its option.
fn behind(text: &str, tokens: &Tokens) -> Option<Vec<Choice>> {
    let mut choices: Vec<Choice> = Vec::new();
    let mut words = String::new();
    for (token, range) in tokens {
        match token {
            Token::Mark(_) if words.is_empty() => return None,
            Token::Mark(ticked) => {
                choices.push(Choice { ticked: *ticked, words: std::mem::take(&mut words), mark: range.clone() });
            }
            Token::Word => words.push_str(&fold(text.get(range.clone())?)),
            Token::Gap => {}
        }
    }
    words.is_empty().then_some(choices)
}

/// `√是 否`, `是√　否`: only what is chosen bears a tick, and white space tells the options apart.
fn apart(text: &str, tokens: &Tokens) -> Option<Vec<Choice>> {
    let mut choices = Vec::new();
    for group in tokens.split(|(token, _)| *token == Token::Gap).filter(|group| !group.is_empty()) {
        let mut words = group.iter().filter(|(token, _)| *token == Token::Word);
        let mut marks = group.iter().filter_map(|(token, range)| match token {
            Token::Mark(ticked) => Some((*ticked, range.clone())),
            Token::Word | Token::Gap => None,
        });
        let (Some((_, word)), None) = (words.next(), words.next()) else { return None };
        let mark = marks.next();
        if marks.next().is_some() {
            return None;
        }
        let (ticked, mark) = mark.unwrap_or((false, word.clone()));
        choices.push(Choice { ticked, words: fold(text.get(word.clone())?), mark });
    }
    Some(choices)
}

/// Whether a character is a box or a tick, and a ticked one.
pub(crate) fn box_of(c: char) -> Option<bool> {
    match c {
        '☑' | '☒' | '■' | '◼' | '✓' | '✔' | '√' | '✅' | '●' | '◉' | '⊙' | '🗹' | '🗷' => Some(true),
        '□' | '☐' | '▢' | '◻' | '⬜' | '❏' | '❑' | '○' | '◯' => Some(false),
        _ => None,
    }
}

fn tokens(text: &str) -> Tokens {
    let mut tokens: Tokens = Vec::new();
    if text.len() > LONGEST {
        return tokens;
    }
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let start = text.len() - rest.len();
        let (token, width) = match bracketed(rest) {
            Some((ticked, width)) => (Token::Mark(ticked), width),
            None => {
                let token = match box_of(c) {
                    Some(ticked) => Token::Mark(ticked),
                    None if c.is_whitespace() || "、，,；;/|\u{fe0e}\u{fe0f}".contains(c) => Token::Gap,
                    None => Token::Word,
                };
                (token, c.len_utf8())
            }
        };
        let range = start..start + width;
        match tokens.last_mut() {
            Some((Token::Word, last)) if token == Token::Word && last.end == start => last.end = range.end,
            Some((Token::Gap, last)) if token == Token::Gap => last.end = range.end,
            Some(_) | None => tokens.push((token, range)),
        }
        rest = text.get(start + width..).unwrap_or("");
    }
    tokens
}

/// `（√）`, `[x]`, `( )`: a box drawn with brackets, and its length.
fn bracketed(text: &str) -> Option<(bool, usize)> {
    let open = text.chars().next()?;
    let close = match open {
        '(' => ')',
        '（' => '）',
        '[' => ']',
        '［' => '］',
        '【' => '】',
        _ => return None,
    };
    // A tick and a few blanks.
    let inside = text.get(open.len_utf8()..)?;
    let (at, _) = inside.char_indices().take(8).find(|(_, c)| *c == close)?;
    let inside = inside.get(..at)?;
    let ticked = match inside.trim() {
        "" | "×" => false,
        "√" | "✓" | "✔" | "☑" | "■" | "●" => true,
        "x" | "X" if open == '[' => true,
        _ => return None,
    };
    Some((ticked, open.len_utf8() + inside.len() + close.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticked(text: &str, options: &[&str]) -> Option<Vec<String>> {
        let found = choices(text, |words| options.contains(&words))?;
        Some(found.into_iter().filter(|choice| choice.ticked).map(|choice| choice.words).collect())
    }

    #[test]
    fn boxes_before_behind_and_none() {
        let yes = Some(vec!["是".to_owned()]);
        for text in [
            "☑ 是　□ 否",
            "☑是□否",
            "■是 □否",
            "是☑ 否□",
            "（√）是 （ ）否",
            "是（√）　否（　）",
            "√是 否",
            "是√　否",
            "[x] 是 [ ] 否",
            "是 ☑\n否 ☐",
            "●是 ○否",
            "☑是",
            "☑️ 是 ☐ 否",
            "是√/否",
        ] {
            assert_eq!(ticked(text, &["是", "否"]), yes, "{text}");
        }
        assert_eq!(ticked("□ 是　☑ 否", &["是", "否"]), Some(vec!["否".to_owned()]));
        assert_eq!(ticked("□ 是　□ 否", &["是", "否"]), Some(vec![]));
        assert_eq!(ticked("☑ 是　☑ 否", &["是", "否"]), Some(vec!["是".to_owned(), "否".to_owned()]));
        assert_eq!(ticked("是", &["是", "否"]), None, "no box at all");
        assert_eq!(ticked("是√否", &["是", "否"]), None, "nobody can tell");
    }

    #[test]
    fn what_is_ticked_must_be_an_option() {
        assert_eq!(ticked("☑ 大概 □ 否", &["是", "否"]), None);
        assert_eq!(ticked("☑ 是 □ 不详", &["是", "否"]), Some(vec!["是".to_owned()]));
        assert_eq!(ticked("☑ 政府 门户网站 □部门网站", &["政府门户网站", "部门网站"]), Some(vec!["政府门户网站".to_owned()]));
        assert_eq!(ticked("□ 多语言版本 ☑ 其他：大字版", &["多语言版本", "其他"]), Some(vec!["其他".to_owned()]));
        assert_eq!(ticked("□ 多语言版本 ☑ 其他（大字版）", &["多语言版本", "其他"]), Some(vec!["其他".to_owned()]));
    }

    #[test]
    fn lone_boxes() {
        assert_eq!(lone(" ☑ "), Some(true));
        assert_eq!(lone("√"), Some(true));
        assert_eq!(lone("（ ）"), Some(false));
        assert_eq!(lone("×"), Some(false));
        assert_eq!(lone("☑□"), None);
        assert_eq!(lone(""), None);
    }

    proptest::proptest! {
        #[test]
        fn places_are_where_the_boxes_stand(text in "[☑□√（）() 是否其他：、x\\[\\]]{0,16}") {
            for choice in choices(&text, |words| ["是", "否", "其他"].contains(&words)).unwrap_or_default() {
                proptest::prop_assert!(text.get(choice.mark.clone()).is_some_and(|mark| !mark.is_empty()));
            }
        }
    }
}
