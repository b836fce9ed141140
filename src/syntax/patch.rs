//! A text with small repairs, and the way back to the places of the text as it was written.
//!
//! The grammar reads a repaired text: missing closing brackets put in, stray ones and invisible characters taken out. So one slip
//! spoils one statement, not the rest of the file. Every span is carried back to the original before anyone sees it.

/// One repair, at a byte offset of the original text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edit {
    /// Where it starts; on a character boundary.
    pub at: usize,
    /// How many bytes go.
    pub remove: usize,
    /// What comes in their place.
    pub insert: &'static str,
}

/// The repaired text.
#[derive(Debug)]
pub(super) struct Patched {
    pub text: String,
    /// Pieces kept: (offset in the repaired text, offset in the original, length), in order.
    pieces: Vec<(usize, usize, usize)>,
}

impl Patched {
    /// Applies the edits; overlapping ones after the first are ignored.
    pub fn new(original: &str, mut edits: Vec<Edit>) -> Patched {
        edits.sort_by_key(|edit| edit.at);
        let mut patched = Patched { text: String::with_capacity(original.len() + edits.len()), pieces: Vec::new() };
        let mut from = 0;
        for edit in edits {
            if edit.at < from {
                continue;
            }
            patched.keep(original, from, edit.at);
            patched.text.push_str(edit.insert);
            from = edit.at.saturating_add(edit.remove);
        }
        patched.keep(original, from, original.len());
        patched
    }

    fn keep(&mut self, original: &str, from: usize, to: usize) {
        let Some(piece) = original.get(from..to) else { return };
        if !piece.is_empty() {
            self.pieces.push((self.text.len(), from, piece.len()));
            self.text.push_str(piece);
        }
    }

    /// Where a span that starts here starts in the original.
    pub fn start(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.0 <= offset);
        self.carry(after, offset)
    }

    /// Where a span that ends here ends in the original.
    pub fn end(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.0 < offset);
        self.carry(after, offset)
    }

    fn carry(&self, after: usize, offset: usize) -> usize {
        match after.checked_sub(1).and_then(|index| self.pieces.get(index)) {
            Some((patched, original, len)) => original + (offset - patched).min(*len),
            None => self.pieces.first().map_or(0, |piece| piece.1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back_around_insertions_and_removals() {
        let edits = vec![
            Edit { at: 1, remove: 0, insert: "}" },
            Edit { at: 3, remove: 1, insert: "" },
            Edit { at: 6, remove: 0, insert: ")" },
        ];
        let patched = Patched::new("abcdef", edits);
        assert_eq!(patched.text, "a}bcef)");
        assert_eq!((patched.start(2), patched.end(4)), (1, 3), "bc");
        assert_eq!((patched.start(4), patched.end(6)), (4, 6), "ef, behind the removal");
        assert_eq!((patched.start(1), patched.end(2)), (1, 1), "the inserted brace is empty");
        assert_eq!((patched.start(6), patched.end(7)), (6, 6));
        assert_eq!(Patched::new("", vec![]).start(5), 0);
    }
}
