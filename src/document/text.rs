//! A piece of a document's text that remembers where every byte of it came from.

use crate::source::{FileId, Span};

/// Text as a reader understood it (entities decoded, tags gone, white space trimmed) with a map back to the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    content: String,
    file: FileId,
    /// Runs in order: from byte `at` of the content on, bytes come one to one from byte `source` of the file; a run that is
    /// not `literal` (a decoded entity) maps as a whole to `source..source + source_len`.
    runs: Vec<Run>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    at: u32,
    source: u32,
    source_len: u32,
    literal: bool,
}

impl Text {
    /// An empty text at a place.
    pub fn empty(at: Span) -> Text {
        Text { content: String::new(), file: at.file, runs: vec![Run { at: 0, source: at.start, source_len: 0, literal: true }] }
    }

    /// A slice of the source, byte for byte. `start` is its byte offset in the file.
    pub fn literal(file: FileId, start: usize, content: &str) -> Text {
        let mut text = Text { content: String::new(), file, runs: Vec::new() };
        text.push_literal(start, content);
        text
    }

    /// Appends a slice of the source that starts at byte `start`.
    pub fn push_literal(&mut self, start: usize, piece: &str) {
        if self.content.is_empty() {
            self.runs.clear();
        }
        let at = self.content.len() as u32;
        let contiguous = self.runs.last().is_some_and(|run| run.literal && run.source + (at - run.at) == start as u32);
        if contiguous {
            if let Some(run) = self.runs.last_mut() {
                run.source_len += piece.len() as u32;
            }
        } else {
            self.runs.push(Run { at, source: start as u32, source_len: piece.len() as u32, literal: true });
        }
        self.content.push_str(piece);
    }

    /// Appends what `start..end` of the source stands for (an entity, a folded run of blanks).
    pub fn push_decoded(&mut self, start: usize, end: usize, piece: &str) {
        if self.content.is_empty() {
            self.runs.clear();
        }
        let at = self.content.len() as u32;
        self.runs.push(Run { at, source: start as u32, source_len: end.saturating_sub(start) as u32, literal: false });
        self.content.push_str(piece);
    }

    pub fn as_str(&self) -> &str {
        &self.content
    }

    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    pub fn file(&self) -> FileId {
        self.file
    }

    /// Where all of it stands in the source.
    pub fn span(&self) -> Span {
        self.span_of(0, self.content.len())
    }

    /// Where the bytes `start..end` of the content stand in the source.
    pub fn span_of(&self, start: usize, end: usize) -> Span {
        let from = self.source_offset(start, false);
        let to = if end > start { self.source_offset(end, true) } else { from };
        Span::new(self.file, from, to)
    }

    /// The source offset of a content offset; `end` asks for the end of the byte before it.
    fn source_offset(&self, offset: usize, end: bool) -> usize {
        let key = if end { offset.saturating_sub(1) } else { offset };
        let index = self.runs.partition_point(|run| run.at as usize <= key).saturating_sub(1);
        let Some(run) = self.runs.get(index) else { return 0 };
        let (source, into) = (run.source as usize, offset.saturating_sub(run.at as usize));
        match (run.literal, end) {
            (true, _) => source + into.min(run.source_len as usize),
            (false, false) if into == 0 => source,
            (false, false) => source,
            (false, true) => source + run.source_len as usize,
        }
    }

    /// The part `start..end` of the content (on character boundaries; else empty) with its places.
    pub fn slice(&self, start: usize, end: usize) -> Text {
        let mut text = Text::empty(self.span_of(start, start));
        let Some(piece) = self.content.get(start..end) else { return text };
        let mut at = start;
        while at < end {
            let index = self.runs.partition_point(|run| run.at as usize <= at).saturating_sub(1);
            let Some(run) = self.runs.get(index) else { break };
            let stop = self.runs.get(index + 1).map_or(end, |next| (next.at as usize).min(end));
            let part = piece.get(at - start..stop - start).unwrap_or("");
            if run.literal {
                text.push_literal(run.source as usize + (at - run.at as usize), part);
            } else {
                text.push_decoded(run.source as usize, (run.source + run.source_len) as usize, part);
            }
            at = stop.max(at + 1);
        }
        text
    }

    /// Without white space (of any kind, NBSP and U+3000 included) at both ends.
    pub fn trimmed(&self) -> Text {
        let left = self.content.len() - self.content.trim_start().len();
        let right = self.content.trim_end().len();
        if right <= left { Text::empty(self.span_of(0, 0)) } else { self.slice(left, right) }
    }

    /// [`trimmed`](Text::trimmed) of a text that is not needed any more.
    pub fn into_trimmed(self) -> Text {
        if self.content.trim().len() == self.content.len() && !self.content.is_empty() { self } else { self.trimmed() }
    }

    /// Appends another text of the same file.
    pub fn append(&mut self, other: &Text) {
        for (index, run) in other.runs.iter().enumerate() {
            let stop = other.runs.get(index + 1).map_or(other.content.len(), |next| next.at as usize);
            let Some(piece) = other.content.get(run.at as usize..stop) else { continue };
            if piece.is_empty() {
                continue;
            }
            if run.literal {
                self.push_literal(run.source as usize, piece);
            } else {
                self.push_decoded(run.source as usize, (run.source + run.source_len) as usize, piece);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_back_through_literal_and_decoded_runs() {
        let mut text = Text::empty(Span::new(FileId(0), 10, 10));
        text.push_literal(10, "新收");
        text.push_decoded(16, 22, " ");
        text.push_literal(22, "298");
        assert_eq!(text.as_str(), "新收 298");
        assert_eq!(text.span_of(7, 10), Span::new(FileId(0), 22, 25));
        assert_eq!(text.span_of(0, 7), Span::new(FileId(0), 10, 22));
        assert_eq!(text.span(), Span::new(FileId(0), 10, 25));
        assert_eq!(text.slice(3, 8).as_str(), "收 2");
        assert_eq!(text.slice(3, 8).span(), Span::new(FileId(0), 13, 23));
    }
}
