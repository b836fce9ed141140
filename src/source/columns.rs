//! Bytes to columns.
//!
//! Character columns count Unicode scalar values, UTF-16 columns code units. Display columns count terminal cells: wide and
//! full-width characters take two, combining marks and format characters none. Characters of *ambiguous* East Asian
//! width (`“”…—①`) count as one: that is what terminals do unless told otherwise, and what both renderers assume. The
//! parts of an emoji joined by ZWJ count one by one, because terminals disagree on whether they join them.

use unicode_width::UnicodeWidthChar;

/// A tab goes to the next multiple of this many display cells.
pub const TAB_WIDTH: usize = 4;

/// Bytes between two checkpoints: the farthest that a position is counted from.
pub(super) const STRIDE: usize = 4096;

/// A place as people and programs count it. Lines and columns count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    /// In characters (Unicode scalar values).
    pub column: usize,
    /// In UTF-16 code units.
    pub utf16: usize,
    /// In display cells: wide characters take two, combining marks none, a tab goes to the next multiple of four.
    pub display: usize,
}

impl Position {
    /// The first place of every text.
    pub const START: Position = Position { line: 1, column: 1, utf16: 1, display: 1 };
}

/// The display cells of one character; 0 for control characters, which are never printed as they are.
pub fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// The display cells of a text without tabs.
pub fn display_width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// What was counted from the start of a line up to a place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    chars: usize,
    utf16: usize,
    display: usize,
}

impl Count {
    fn add(&mut self, text: &str) {
        if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            self.chars += text.len();
            self.utf16 += text.len();
            self.display += text.len();
            return;
        }
        for c in text.chars() {
            self.chars += 1;
            self.utf16 += c.len_utf16();
            self.display += if c == '\t' { TAB_WIDTH - self.display % TAB_WIDTH } else { char_width(c) };
        }
    }
}

/// Counts taken at regular places of long lines, so that a place in a line of a megabyte is found without walking the line.
#[derive(Debug, Clone, Default)]
pub(super) struct Checkpoints {
    /// Byte offset and the count from its line's start, in order.
    at: Vec<(usize, Count)>,
}

impl Checkpoints {
    pub(super) fn new(text: &str, lines: &[u32]) -> Checkpoints {
        let mut at = Vec::new();
        for (index, start) in lines.iter().enumerate() {
            let mut here = *start as usize;
            let end = lines.get(index + 1).map_or(text.len(), |next| *next as usize);
            if index == 0 && text.starts_with('\u{feff}') {
                here = '\u{feff}'.len_utf8();
            }
            let mut count = Count::default();
            while end.saturating_sub(here) > STRIDE {
                let next = floor_boundary(text, here + STRIDE);
                count.add(text.get(here..next).unwrap_or(""));
                at.push((next, count));
                here = next;
            }
        }
        Checkpoints { at }
    }

    /// The last checkpoint after `start` and not after `offset`.
    pub(super) fn last_in(&self, start: usize, offset: usize) -> Option<(usize, Count)> {
        let index = self.at.partition_point(|(at, _)| *at <= offset).checked_sub(1)?;
        self.at.get(index).copied().filter(|(at, _)| *at > start)
    }
}

/// The position of `offset`, counted from `known` or else from the line's start. Both lie in the same line.
pub(super) fn position(text: &str, line: usize, start: usize, offset: usize, known: Option<(usize, Count)>) -> Position {
    let (from, mut count) = known.unwrap_or((start, Count::default()));
    let to = floor_boundary(text, offset).max(from);
    count.add(text.get(from..to).unwrap_or(""));
    Position { line, column: count.chars + 1, utf16: count.utf16 + 1, display: count.display + 1 }
}

/// The last character boundary at or before `offset`.
fn floor_boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
