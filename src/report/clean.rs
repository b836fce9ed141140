//! What a terminal may be sent: text of reports and templates without anything that could steer it.

use crate::source::{TAB_WIDTH, char_width};

/// What is printed in place of one character of a file.
enum Shown {
    As(char),
    Tab,
    Nothing,
}

fn shown(c: char) -> Shown {
    match c {
        '\t' => Shown::Tab,
        // The control pictures: ␛ for ESC.
        '\u{0}'..='\u{1f}' => Shown::As(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
        '\u{7f}' => Shown::As('\u{2421}'),
        // C1 controls, line separators, and what turns the direction of the line.
        '\u{80}'..='\u{9f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Shown::As('\u{fffd}'),
        // Invisible marks; joiners among them, because terminals disagree on the width of a joined emoji.
        '\u{ad}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2065}' => Shown::Nothing,
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => Shown::Nothing,
        c => Shown::As(c),
    }
}

/// Appends one character of a source line as it is shown; `column` is the display column (from 0) reached so far.
pub(super) fn push_shown(out: &mut String, c: char, column: &mut usize) {
    match shown(c) {
        Shown::As(c) => {
            out.push(c);
            *column += char_width(c);
        }
        Shown::Tab => {
            let cells = TAB_WIDTH - *column % TAB_WIDTH;
            out.extend(std::iter::repeat_n(' ', cells));
            *column += cells;
        }
        Shown::Nothing => {}
    }
}

/// A sentence or name on one line: line breaks and tabs become blanks.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match shown(if matches!(c, '\n' | '\r') { '\t' } else { c }) {
            Shown::As(c) => out.push(c),
            Shown::Tab if out.ends_with(' ') => {}
            Shown::Tab => out.push(' '),
            Shown::Nothing => {}
        }
    }
    out
}

/// A piece of a source line as it stands, blanks kept.
pub fn as_it_stands(text: &str) -> String {
    let (mut out, mut column) = (String::with_capacity(text.len()), 0);
    for c in text.chars() {
        push_shown(&mut out, c, &mut column);
    }
    out
}

/// A sentence on as many lines as it has.
pub fn lines(text: &str) -> String {
    text.trim().lines().map(one_line).collect::<Vec<_>>().join("\n")
}

/// The start of a text, at most `cells` display cells wide, with an ellipsis where it was cut.
pub fn clipped(text: &str, cells: usize) -> String {
    let mut out = String::new();
    let mut width = 0;
    for c in text.chars() {
        width += char_width(c);
        if width > cells {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_let_through() {
        assert_eq!(one_line("a\u{1b}[31mb\u{7}\u{9b}2J\r\nc\td"), "a␛[31mb␇\u{fffd}2J cd".replace("cd", "c d"));
        assert_eq!(one_line("\u{202e}gpj.exe\u{200b}\u{feff}"), "\u{fffd}gpj.exe");
        assert_eq!(lines("一\n\u{1b}二\n"), "一\n␛二");
        let every: String = (0..=0x10ffffu32).filter_map(char::from_u32).collect();
        assert!(one_line(&every).chars().all(|c| !c.is_control()));
    }

    #[test]
    fn tabs_go_to_the_next_stop() {
        let (mut out, mut column) = (String::new(), 0);
        for c in "新\tab\t".chars() {
            push_shown(&mut out, c, &mut column);
        }
        assert_eq!((out.as_str(), column), ("新  ab  ", 8));
    }

    #[test]
    fn clipping_counts_cells() {
        assert_eq!(clipped("行政复议", 8), "行政复议");
        assert_eq!(clipped("行政复议", 7), "行政复…");
    }
}
