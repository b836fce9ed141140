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

/// Offsets of a decoded text and of the bytes it was decoded from: one entry a change of pace, so that a page of Chinese text
/// takes as many entries as it has runs of Chinese and of ASCII characters.
#[derive(Debug, Clone, Default)]
pub struct OffsetMap {
    /// Rising in both.
    runs: Vec<Pace>,
    text_end: u32,
    file_end: u32,
}

/// Characters one behind the other that are equally long in the text and equally long in the file.
#[derive(Debug, Clone, Copy)]
struct Pace {
    text: u32,
    file: u32,
    text_step: u8,
    file_step: u8,
}

impl OffsetMap {
    /// Notes that the next `count` characters take `text_step` bytes each in the text and `file_step` bytes in the file.
    pub fn push(&mut self, count: usize, text_step: u8, file_step: u8) {
        let same = self.runs.last().is_some_and(|last| (last.text_step, last.file_step) == (text_step, file_step));
        if !same && count > 0 {
            self.runs.push(Pace { text: self.text_end, file: self.file_end, text_step, file_step });
        }
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.text_end = self.text_end.saturating_add(count.saturating_mul(u32::from(text_step)));
        self.file_end = self.file_end.saturating_add(count.saturating_mul(u32::from(file_step)));
    }

    /// The offset in the file of an offset in the text; of one inside a character, the character's start; past the end, the end.
    pub fn original(&self, text: usize) -> usize {
        if text >= self.text_end as usize {
            return self.file_end as usize;
        }
        let index = self.runs.partition_point(|run| run.text as usize <= text);
        let Some(run) = index.checked_sub(1).and_then(|index| self.runs.get(index)) else { return 0 };
        let chars = text.saturating_sub(run.text as usize) / usize::from(run.text_step.max(1));
        (run.file as usize).saturating_add(chars.saturating_mul(usize::from(run.file_step)))
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
