//! The difference of two texts, line by line, as people read it.

use std::io::{self, Write};

use similar::{ChangeTag, TextDiff};

use crate::report::clean::as_it_stands;

/// Lines around a change that are shown with it.
const AROUND: usize = 2;

/// Writes what must change in `old` to make it `new`: line numbers, `-` and `+`; in colour on a terminal, where the characters
/// that differ inside a line are marked too.
pub(super) fn write(old: &str, new: &str, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let diff = TextDiff::from_lines(old, new);
    let digits = old.lines().count().max(new.lines().count()).to_string().len();
    for (index, group) in diff.grouped_ops(AROUND).iter().enumerate() {
        if index > 0 {
            writeln!(out, "{}", paint(color, "2", &format!("{:>digits$} {:>digits$} ⋮", "", "")))?;
        }
        for op in group {
            for change in diff.iter_inline_changes(op) {
                let number = |line: Option<usize>| line.map(|line| (line + 1).to_string()).unwrap_or_default();
                let (sign, code) = match change.tag() {
                    ChangeTag::Delete => ("-", "31"),
                    ChangeTag::Insert => ("+", "32"),
                    ChangeTag::Equal => (" ", "2"),
                };
                let numbers = format!("{:>digits$} {:>digits$} ", number(change.old_index()), number(change.new_index()));
                write!(out, "{}{}", paint(color, "2", &numbers), paint(color, code, &format!("{sign} ")))?;
                for (strong, text) in change.values() {
                    let text = as_it_stands(text.trim_end_matches(['\n', '\r']));
                    let code = if *strong && change.tag() != ChangeTag::Equal { format!("{code};1;7") } else { code.to_owned() };
                    let code = if change.tag() == ChangeTag::Equal { "" } else { code.as_str() };
                    write!(out, "{}", paint(color, code, &text))?;
                }
                writeln!(out)?;
            }
        }
    }
    Ok(())
}

/// A text in a colour, by the numbers of its SGR sequence.
pub(super) fn paint(color: bool, code: &str, text: &str) -> String {
    if color && !code.is_empty() && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &str, new: &str, color: bool) -> String {
        let mut out = Vec::new();
        write(old, new, color, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_that_change_stand_with_their_neighbours() {
        let old = "一\n二\n三\n四\n五\n六\n七\n八\n九\n十\n";
        let new = "一\n二\n叁\n四\n五\n六\n七\n八\n九\n十\n十一\n";
        insta::assert_snapshot!(diff(old, new, false));
        assert_eq!(diff(old, old, true), "");
    }

    #[test]
    fn colours_mark_the_characters_that_differ() {
        let colored = diff("收到 1 件\n", "收到 2 件\n", true);
        assert!(colored.contains("\x1b[31;1;7m1\x1b[0m") && colored.contains("\x1b[32;1;7m2\x1b[0m"), "{colored:?}");
    }
}
