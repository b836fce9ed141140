//! Files, spans, and the one place that turns bytes into columns.
//!
//! Inside Gouji every place is a [`Span`]: a file and two byte offsets. Only here do offsets become lines and columns, of
//! three kinds: characters (text and JSON output), UTF-16 units (SARIF) and display cells (carets on a terminal).
//! This module knows nothing of templates or reports.

mod columns;
mod origin;
mod protocol;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use columns::Checkpoints;
pub use columns::{Position, TAB_WIDTH, char_width, display_width};
pub use origin::{OffsetMap, Origin, Places, Spot};
pub use protocol::ColumnUnit;
use serde::{Deserialize, Serialize};

/// The largest file that is read, in bytes. A report is some ten kilobytes; a year of a nation is streamed, not loaded.
pub const MAX_FILE_BYTES: usize = 512 * 1024 * 1024;

/// Which file of a [`Sources`] a span lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// A range of bytes of one file: `start` inclusive, `end` exclusive, both on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Offsets past 4 GiB cannot occur ([`MAX_FILE_BYTES`]); they saturate.
    pub fn new(file: FileId, start: usize, end: usize) -> Span {
        let clip = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { file, start: clip(start), end: clip(end.max(start)) }
    }

    /// The empty span at the start of a file: for findings about a file as a whole.
    pub fn file_start(file: FileId) -> Span {
        Span { file, start: 0, end: 0 }
    }

    /// The empty span just behind this one.
    pub fn after(self) -> Span {
        Span { start: self.end, ..self }
    }

    /// The smallest span that covers both; `self` if they lie in different files.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    pub fn len(self) -> usize {
        (self.end.saturating_sub(self.start)) as usize
    }

    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..(self.end.max(self.start)) as usize
    }
}

/// One text with a name: a template, or a report in its published form.
#[derive(Debug, Clone)]
pub struct SourceFile {
    name: Arc<str>,
    text: Arc<str>,
    /// Byte offset of the first byte of every line.
    lines: Vec<u32>,
    origin: Origin,
    /// Where the text begins in the file it was cut from: lines before it, and bytes.
    cut: (usize, usize),
    /// Made when the first position far into a long line is asked for.
    checkpoints: OnceLock<Checkpoints>,
    last: Last,
}

/// The place in a line that a column was last counted for, and the characters that begin before it in its line. Threads may
/// overwrite each other's: one number holds both.
#[derive(Debug, Default)]
struct Last(AtomicU64);

impl Last {
    fn get(&self) -> Option<(usize, usize)> {
        let both = self.0.load(Ordering::Relaxed);
        (both != 0).then_some(((both >> 32) as usize, (both & 0xffff_ffff) as usize))
    }

    fn set(&self, offset: usize, characters: usize) {
        if let (Ok(offset), Ok(characters)) = (u32::try_from(offset), u32::try_from(characters)) {
            self.0.store(u64::from(offset) << 32 | u64::from(characters), Ordering::Relaxed);
        }
    }
}

impl Clone for Last {
    fn clone(&self) -> Last {
        Last(AtomicU64::new(self.0.load(Ordering::Relaxed)))
    }
}

impl SourceFile {
    /// A text by itself, outside of any collection.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> SourceFile {
        SourceFile::from(name.into(), text.into(), Origin::Bytes)
    }

    fn from(name: Arc<str>, text: Arc<str>, origin: Origin) -> SourceFile {
        let lines = line_starts(&text);
        SourceFile { name, text, lines, origin, cut: (0, 0), checkpoints: OnceLock::new(), last: Last::default() }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Where a span stands in words, in a format without byte positions.
    pub fn place(&self, span: Span) -> Option<&str> {
        match &self.origin {
            Origin::Placed(places) => places.at(span.start as usize),
            Origin::Bytes | Origin::Decoded(_) => None,
        }
    }

    /// The bytes of the file that a span stands for; `None` in a format without byte positions.
    pub fn original(&self, span: Span) -> Option<std::ops::Range<usize>> {
        match &self.origin {
            Origin::Bytes => Some(self.uncut(span.range())),
            Origin::Decoded(map) => Some(self.uncut(map.original(span.start as usize)..map.original(span.end as usize))),
            Origin::Placed(_) => None,
        }
    }

    fn uncut(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let (_, bytes) = self.cut;
        range.start.saturating_add(bytes)..range.end.saturating_add(bytes)
    }

    /// Where a span stands outside Gouji.
    pub fn spot(&self, span: Span) -> Spot<'_> {
        match self.original(span) {
            Some(range) => Spot::Bytes(range),
            None if span.end == 0 => Spot::Whole,
            None => self.place(span).map_or(Spot::Whole, Spot::Place),
        }
    }

    /// The text of a span; empty when the span does not fit this file.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The last line; a text that ends in a line break has an empty last line.
    pub fn line_count(&self) -> usize {
        self.lines.len().saturating_add(self.cut.0)
    }

    /// The line, from 1, that holds this byte offset; the last line for offsets past the end.
    pub fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start as usize <= offset).max(1).saturating_add(self.cut.0)
    }

    /// The bytes of a line (from 1) without its line break and without a byte order mark; empty at the end of the text when
    /// there is no such line.
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let end_of_text = self.text.len();
        let line = line.saturating_sub(self.cut.0);
        let Some(start) = line.checked_sub(1).and_then(|index| self.lines.get(index)) else {
            return end_of_text..end_of_text;
        };
        let mut start = *start as usize;
        let mut end = self.lines.get(line).map_or(end_of_text, |next| (*next as usize).saturating_sub(1));
        if end > start && line < self.lines.len() && self.text.as_bytes().get(end - 1) == Some(&b'\r') {
            end -= 1;
        }
        if line == 1 && self.text.starts_with('\u{feff}') {
            start = '\u{feff}'.len_utf8();
        }
        start..end.max(start)
    }

    /// The text of a line (from 1) without its line break and without a byte order mark.
    pub fn line_text(&self, line: usize) -> &str {
        self.text.get(self.line_range(line)).unwrap_or("")
    }

    /// Line and column, in characters, of a byte offset: [`SourceFile::position`] without what only drawings need.
    pub fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.line_at(offset);
        let range = self.line_range(line);
        if offset.saturating_sub(range.start) > 16 * columns::STRIDE {
            return (line, self.position(offset).column);
        }
        let end = offset.clamp(range.start, range.end);
        // Figures of one finding stand near each other: on from the place that was asked for before, or back from it.
        let (known, begun_there) =
            self.last.get().filter(|(known, _)| *known >= range.start && *known <= range.end).unwrap_or((range.start, 0));
        let between = self.text.as_bytes().get(known.min(end)..known.max(end)).unwrap_or_default();
        // Every byte that does not continue a character begins one.
        let begun = between.iter().filter(|byte| (**byte & 0b1100_0000) != 0b1000_0000).count();
        let begun = if end >= known { begun_there + begun } else { begun_there.saturating_sub(begun) };
        self.last.set(end, begun);
        let inside = !self.text.is_char_boundary(offset);
        (line, (begun + 1).saturating_sub(usize::from(inside)))
    }

    /// Where a byte offset lies, as people and programs count. An offset inside a character counts as that character's
    /// start, one past the text (or inside a line break) as the end of the text (of the line).
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.line_at(offset);
        let range = self.line_range(line);
        let offset = offset.clamp(range.start, range.end);
        let far = offset - range.start > columns::STRIDE;
        let known = if far {
            let checkpoints = self.checkpoints.get_or_init(|| Checkpoints::new(&self.text, &self.lines));
            checkpoints.last_in(range.start, offset)
        } else {
            None
        };
        columns::position(&self.text, line, range.start, offset, known)
    }
}

/// All files of one run.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    pub fn new() -> Sources {
        Sources::default()
    }

    /// Adds a file. A byte order mark stays in the text, so that offsets are those of the file; readers skip it.
    pub fn add(&mut self, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> FileId {
        self.add_from(name, text, Origin::Bytes)
    }

    /// The id that the next file gets: for a reader that puts a text together and notes its places on the way.
    pub fn next_id(&self) -> FileId {
        FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX))
    }

    /// Adds a file whose text is not the file itself.
    pub fn add_from(&mut self, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>, origin: Origin) -> FileId {
        let id = self.next_id();
        self.files.push(SourceFile::from(name.into(), text.into(), origin));
        id
    }

    /// Adds a file that was made before; its columns need not be counted again.
    pub fn add_file(&mut self, file: SourceFile) -> FileId {
        let id = self.next_id();
        self.files.push(file);
        id
    }

    /// Says that a text was cut from a larger file, behind so many lines and bytes: its places are then those of the larger file.
    pub fn cut_from(&mut self, id: FileId, lines: usize, bytes: usize) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.cut = (lines, bytes);
        }
    }

    /// Forgets the files with this id and later ones: what was read of a report that is done with.
    pub fn forget_from(&mut self, id: FileId) {
        self.files.truncate(id.0 as usize);
    }

    /// The file with this id, if this collection made the id.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// Where a span stands outside Gouji; the bytes of the span for a file that is not here.
    pub fn spot(&self, span: Span) -> Spot<'_> {
        self.get(span.file).map_or(Spot::Bytes(span.range()), |file| file.spot(span))
    }

    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).map_or("", |file| file.slice(span))
    }

    pub fn name(&self, id: FileId) -> &str {
        self.get(id).map_or("", SourceFile::name)
    }

    /// Where a byte offset of a file lies; line 1, column 1 of a file that is not here. See [`SourceFile::position`].
    pub fn position(&self, file: FileId, offset: usize) -> Position {
        self.get(file).map_or(Position::START, |file| file.position(offset))
    }

    /// Line and column, in characters, where a span starts.
    pub fn line_and_column_of(&self, span: Span) -> (usize, usize) {
        self.get(span.file).map_or((1, 1), |file| file.line_and_column(span.start as usize))
    }

    /// Where a span starts.
    pub fn position_of(&self, span: Span) -> Position {
        self.position(span.file, span.start as usize)
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index as u32), file))
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let mut lines = vec![0];
    lines.extend(text.match_indices('\n').map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)));
    lines
}

#[cfg(test)]
mod tests;
