//! Text set for a terminal: wrapped sentences and tables aligned by display width.

use crate::source::{char_width, display_width};

/// Breaks a text into lines of at most `width` display cells. Lines after the first of a paragraph start with `indent`
/// blanks. Breaks at blanks, or anywhere between wide characters except before closing punctuation.
pub fn wrap(text: &str, width: usize, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        wrap_paragraph(paragraph, width.max(indent + 8), indent, &mut lines);
    }
    lines
}

fn wrap_paragraph(paragraph: &str, width: usize, indent: usize, lines: &mut Vec<String>) {
    let start = " ".repeat(indent);
    let mut line = String::new();
    let mut used = 0;
    for unit in units(paragraph) {
        let cells = display_width(unit.trim_end());
        if used > 0 && used + cells > width {
            lines.push(line.trim_end().to_owned());
            line = start.clone();
            used = indent;
        }
        let unit = if used == indent && indent > 0 && !lines.is_empty() { unit.trim_start() } else { unit };
        for c in unit.chars() {
            // A word longer than a line is cut.
            if used + char_width(c) > width {
                lines.push(std::mem::replace(&mut line, start.clone()));
                used = indent;
            }
            line.push(c);
            used += char_width(c);
        }
    }
    lines.push(line.trim_end().to_owned());
}

/// The pieces that a line must not be broken inside: words with the blanks behind them, single wide characters with the
/// closing punctuation that follows.
fn units(text: &str) -> Vec<&str> {
    let mut starts = vec![0];
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if let Some(before) = before {
            let open = |c: char| matches!(c, '（' | '《' | '「' | '『' | '【' | '“' | '‘' | '〔');
            let close = |c: char| {
                matches!(
                    c,
                    '，' | '。'
                        | '、'
                        | '；'
                        | '：'
                        | '？'
                        | '！'
                        | '）'
                        | '》'
                        | '」'
                        | '』'
                        | '】'
                        | '”'
                        | '’'
                        | '〕'
                        | '…'
                )
            };
            let may_break = (before == ' ' && c != ' ')
                || (c != ' ' && (char_width(c) == 2 || char_width(before) == 2) && !close(c) && !open(before));
            if may_break {
                starts.push(at);
            }
        }
        before = Some(c);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| text.get(*start..end)).collect()
}

/// Which side of a column its texts stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// Rows of texts as lines: columns two blanks apart, aligned by display width.
pub fn table(rows: &[Vec<String>], align: &[Align]) -> Vec<String> {
    let widths: Vec<usize> = (0..align.len())
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|text| display_width(text)).max().unwrap_or(0))
        .collect();
    rows.iter()
        .map(|row| {
            let mut line = String::new();
            for ((text, width), align) in row.iter().zip(&widths).zip(align) {
                let pad = " ".repeat(width.saturating_sub(display_width(text)));
                match align {
                    Align::Left => line.extend([text.as_str(), &pad, "  "]),
                    Align::Right => line.extend([pad.as_str(), text, "  "]),
                }
            }
            line.trim_end().to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_break_where_they_may() {
        let text = "收支不平：新收 298 + 上年结转 3 = 301，办理总计 299 + 结转下年 3 = 302（差 −1）。";
        for width in 20..60 {
            let lines = wrap(text, width, 2);
            assert!(lines.iter().all(|line| display_width(line) <= width), "{width}: {lines:?}");
            assert!(!lines.iter().skip(1).any(|line| line.trim_start().starts_with(['，', '。', '）'])), "{lines:?}");
            let again: String = lines.iter().flat_map(|line| line.split_whitespace()).collect();
            assert_eq!(again, text.replace(' ', ""), "{width}");
        }
    }

    #[test]
    fn words_and_paragraphs() {
        assert_eq!(wrap("a figure is absent here", 12, 0), ["a figure is", "absent here"]);
        assert_eq!(wrap("one\ntwo", 40, 2), ["one", "two"]);
        assert_eq!(wrap("0123456789abcdef", 10, 2), ["0123456789", "  abcdef"]);
        assert_eq!(wrap("", 10, 0), Vec::<String>::new());
    }

    #[test]
    fn tables_align_by_display_width() {
        let rows = vec![vec!["报告".into(), "成立".into()], vec!["001.txt".into(), "45".into()], vec!["é".into(), "7".into()]];
        let lines = table(&rows, &[Align::Left, Align::Right]);
        assert_eq!(lines, ["报告     成立", "001.txt    45", "é           7"]);
        assert!(lines.iter().all(|line| display_width(line) == 13));
    }
}
