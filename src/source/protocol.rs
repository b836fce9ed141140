//! Lines and columns as editors count them in the language server protocol: from 0, in a unit that client and server agree on.

use super::SourceFile;

/// What a column of an editor counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColumnUnit {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what an editor means that says nothing.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl SourceFile {
    /// Line and column, both from 0, of a byte offset; see [`SourceFile::position`] for offsets that fit nothing.
    pub fn editor_position(&self, offset: usize, unit: ColumnUnit) -> (usize, usize) {
        let position = self.position(offset);
        let column = match unit {
            ColumnUnit::Utf16 => position.utf16.saturating_sub(1),
            ColumnUnit::Utf32 => position.column.saturating_sub(1),
            ColumnUnit::Utf8 => {
                let line = self.line_range(position.line);
                let mut offset = offset.clamp(line.start, line.end);
                while !self.text().is_char_boundary(offset) {
                    offset = offset.saturating_sub(1);
                }
                offset.saturating_sub(line.start)
            }
        };
        (position.line.saturating_sub(1), column)
    }

    /// The byte offset of a line and column, both from 0. A column past the line is its end, one inside a character the start
    /// of that character, a line past the text its end.
    pub fn offset_of(&self, line: usize, column: usize, unit: ColumnUnit) -> usize {
        let number = line.saturating_add(1);
        if number > self.line_count() {
            return self.text().len();
        }
        let range = self.line_range(number);
        let mut counted = 0usize;
        for (at, c) in self.line_text(number).char_indices() {
            counted = counted.saturating_add(match unit {
                ColumnUnit::Utf8 => c.len_utf8(),
                ColumnUnit::Utf16 => c.len_utf16(),
                ColumnUnit::Utf32 => 1,
            });
            if counted > column {
                return range.start.saturating_add(at);
            }
        }
        range.end
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FileId, Sources};
    use super::*;

    #[test]
    fn every_character_goes_there_and_back_in_every_unit() {
        let mut sources = Sources::new();
        let text = "\u{feff}行 a\r\n😀新收\n\n末";
        let id = sources.add("a", text);
        assert_eq!(id, FileId(0));
        let file = sources.get(id).expect("added");
        for unit in [ColumnUnit::Utf8, ColumnUnit::Utf16, ColumnUnit::Utf32] {
            for (at, c) in text.char_indices().filter(|(_, c)| !"\u{feff}\r\n".contains(*c)) {
                let (line, column) = file.editor_position(at, unit);
                assert_eq!(file.offset_of(line, column, unit), at, "{c} {unit:?}");
            }
        }
        let emoji = text.find('新').expect("there");
        assert_eq!(file.editor_position(emoji, ColumnUnit::Utf8), (1, 4));
        assert_eq!(file.editor_position(emoji, ColumnUnit::Utf16), (1, 2));
        assert_eq!(file.editor_position(emoji, ColumnUnit::Utf32), (1, 1));
        // Half of an emoji, past the line, past the text.
        assert_eq!(file.offset_of(1, 1, ColumnUnit::Utf16), emoji - 4);
        assert_eq!(file.offset_of(0, 99, ColumnUnit::Utf16), text.find('\r').expect("there"));
        assert_eq!(file.offset_of(9, 0, ColumnUnit::Utf8), text.len());
        assert_eq!(file.editor_position(emoji + 1, ColumnUnit::Utf8), (1, 4));
    }
}
