//! What the offsets of a text mean outside Gouji: not every file is UTF-8 text.

/// How a file's text came out of the file.
#[derive(Debug, Clone, Default)]
pub enum Origin {
    /// The text is the file: byte offsets are the file's own.
    #[default]
    Bytes,
    /// The text was decoded from another encoding: offsets are mapped back to the file's own bytes.
    Decoded(OffsetMap),
    /// A reader put the text together out of a format without byte positions (Word, a spreadsheet, PDF): what stands where is
    /// told in words.
    Placed(Places),
}

/// Where a span stands, as a person who has the file before them can find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot<'a> {
    /// Bytes of the file; lines and columns are those of its text.
    Bytes(std::ops::Range<usize>),
    /// A place in words, in a format without byte positions: lines of the put-together text mean nothing to anyone.
    Place(&'a str),
    /// The file as a whole, in a format without byte positions.
    Whole,
}

/// Offsets of a decoded text and of the bytes it was decoded from. Between two entries both run on at the same pace only where
/// the entry says so (ASCII); else an offset maps to the start of its run.
#[derive(Debug, Clone, Default)]
pub struct OffsetMap {
    /// (offset in the text, offset in the file), both rising.
    entries: Vec<(u32, u32)>,
}

impl OffsetMap {
    /// Notes that the text goes on at `text` with what starts at `file` in the file. In rising order.
    pub fn push(&mut self, text: usize, file: usize) {
        let clip = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        self.entries.push((clip(text), clip(file)));
    }

    /// The offset in the file of an offset in the text.
    pub fn original(&self, text: usize) -> usize {
        let index = self.entries.partition_point(|(at, _)| *at as usize <= text);
        let Some((at, file)) = index.checked_sub(1).and_then(|index| self.entries.get(index)) else { return text };
        let limit = self.entries.get(index).map_or(usize::MAX, |(_, next)| *next as usize);
        (*file as usize).saturating_add(text.saturating_sub(*at as usize)).min(limit)
    }
}

/// Places in words for the parts of a text: `table 2, row 4, cell 3`, `表3!B7`, `page 4`.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// (offset in the text where the place begins, its name), rising.
    entries: Vec<(u32, String)>,
}

impl Places {
    /// Notes that from `text` on the text stands at `place`. In rising order.
    pub fn push(&mut self, text: usize, place: impl Into<String>) {
        self.entries.push((u32::try_from(text).unwrap_or(u32::MAX), place.into()));
    }

    /// The place of an offset; `None` before the first.
    pub fn at(&self, text: usize) -> Option<&str> {
        let index = self.entries.partition_point(|(at, _)| *at as usize <= text);
        index.checked_sub(1).and_then(|index| self.entries.get(index)).map(|(_, place)| place.as_str())
    }
}
