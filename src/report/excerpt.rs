//! What a finding shows of its files: a few lines, cut to a readable width, with the labels moved along.
//!
//! Both renderers draw from an [`Excerpt`] and never see a file. So neither prints a megabyte because a line is that long,
//! neither counts columns by itself, and nothing in a report can steer the terminal.

use std::collections::BTreeSet;
use std::ops::Range;

use super::clean::{clipped, one_line, push_shown};
use super::layout::wrap;
use super::words::place_in;
use crate::diag::{Diagnostic, Lang};
use crate::source::{FileId, Position, SourceFile, Sources, Span, Spot, display_width};

/// A label over more lines than this is drawn under its first line only.
const MAX_LABEL_LINES: usize = 8;

/// More labels than this nobody looks at; the rest is counted.
const MAX_LABELS: usize = 60;
/// The text of a place that is told rather than drawn is cut to this width.
const MAX_TOLD_CELLS: usize = 40;
/// What a renderer puts before a line and between a caret and its message.
const FRAME_CELLS: usize = 16;
/// A message is not broken into shorter lines than this, wherever it hangs.
const MIN_MESSAGE_CELLS: usize = 24;

/// How much of the files to show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub lang: Lang,
    /// Display cells of a source line.
    pub cells: usize,
    /// Lines around each labelled line.
    pub context: usize,
    /// Draw minor labels too.
    pub minor: bool,
}

/// Pieces of the files of one finding, put one behind the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Excerpt {
    pub text: String,
    /// Names of the files, in the order in which the labels mention them.
    pub files: Vec<String>,
    pub lines: Vec<Line>,
    pub marks: Vec<Mark>,
    /// What the labels say that have no line to be drawn under: `001.xlsx 表3!B7：新收 298`.
    pub elsewhere: Vec<Elsewhere>,
    /// How many labels were left out: minor ones, and those beyond the first sixty.
    pub omitted: usize,
}

/// One line of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub file: usize,
    /// The line's number in its file, from 1.
    pub number: usize,
    /// Its bytes in [`Excerpt::text`], without the line break behind it.
    pub range: Range<usize>,
}

/// A label that is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub file: usize,
    /// Bytes of [`Excerpt::text`].
    pub range: Range<usize>,
    /// Where it starts and ends in its file.
    pub start: Position,
    pub end: Position,
    pub message: String,
    pub primary: bool,
}

/// A label that is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Elsewhere {
    pub name: String,
    pub place: Option<String>,
    pub message: String,
    pub primary: bool,
}

/// A label on its way into the excerpt: bytes of its file.
struct Wanted {
    file: FileId,
    range: Range<usize>,
    lines: Range<usize>,
    message: String,
    primary: bool,
}

impl Excerpt {
    pub(super) fn new(diagnostic: &Diagnostic, sources: &Sources, frame: Frame) -> Excerpt {
        let mut excerpt = Excerpt::default();
        let mut wanted = Vec::new();
        for (index, label) in diagnostic.labels.iter().enumerate() {
            if label.minor && !frame.minor || wanted.len() == MAX_LABELS {
                // Where even the primary place is minor there is nothing to look at, and nothing is missed.
                excerpt.omitted += usize::from(diagnostic.primary().is_some_and(|primary| !primary.minor));
                continue;
            }
            let message = label.message.as_ref().map(|message| one_line(&message.render(frame.lang))).unwrap_or_default();
            let primary = index == 0;
            let told = |place: Option<&str>, message| Elsewhere {
                name: one_line(sources.name(label.span.file)),
                place: place.map(|place| one_line(&place_in(frame.lang, place))),
                message,
                primary,
            };
            let file = sources.get(label.span.file).filter(|file| label.place.is_none() && !file.text().is_empty());
            let Some(file) = file else {
                excerpt.elsewhere.push(told(label.place.as_deref(), message));
                continue;
            };
            match file.spot(label.span) {
                Spot::Bytes(_) => wanted.push(Wanted::new(label.span, file, message, primary)),
                // The lines of a text that a reader put together are nobody's: the place and what stands there are told.
                Spot::Place(place) => {
                    let text = clipped(&one_line(file.slice(label.span)), MAX_TOLD_CELLS);
                    excerpt.elsewhere.push(told(Some(place), told_text(text, message, frame.lang)));
                }
                Spot::Whole => excerpt.elsewhere.push(told(None, message)),
            }
        }
        let mut files: Vec<FileId> = Vec::new();
        for label in &wanted {
            if !files.contains(&label.file) {
                files.push(label.file);
            }
        }
        for id in files {
            if let Some(file) = sources.get(id) {
                excerpt.add_file(file, wanted.iter().filter(|label| label.file == id), frame);
            }
        }
        excerpt
    }

    fn add_file<'a>(&mut self, file: &SourceFile, labels: impl Iterator<Item = &'a Wanted>, frame: Frame) {
        let labels: Vec<&Wanted> = labels.collect();
        let index = self.files.len();
        self.files.push(one_line(file.name()));
        let mut maps = Vec::new();
        for number in lines_to_show(&labels, file.line_count(), frame.context) {
            let start = self.text.len();
            let here: Vec<Range<usize>> =
                labels.iter().filter(|label| label.lines.contains(&number)).map(|label| label.range.clone()).collect();
            let map = copy_line(&mut self.text, file, number, &here, frame.cells);
            self.lines.push(Line { file: index, number, range: start..self.text.len() });
            self.text.push('\n');
            maps.push((number, map));
        }
        let place = |number: usize, offset: usize| {
            let map = maps.iter().find(|(line, _)| *line == number).map(|(_, map)| map.as_slice()).unwrap_or_default();
            let at = map.partition_point(|(from, _)| *from <= offset).saturating_sub(1);
            map.get(at).map_or(0, |(_, to)| *to)
        };
        for label in labels {
            let start = place(label.lines.start, label.range.start);
            let end = place(label.lines.end.saturating_sub(1), label.range.end).max(start);
            self.marks.push(Mark {
                file: index,
                range: start..end,
                start: file.position(label.range.start),
                end: file.position(label.range.end),
                message: label.message.clone(),
                primary: label.primary,
            });
        }
    }

    /// Breaks the messages of the labels so that they fit behind the place they hang from.
    pub(super) fn wrap_messages(&mut self, width: usize) {
        for index in 0..self.marks.len() {
            let Some(mark) = self.marks.get(index) else { return };
            let line = self.line_at(mark.range.start).and_then(|line| self.lines.get(line));
            let before = line.and_then(|line| self.text.get(line.range.start..mark.range.start)).map_or(0, display_width);
            let room = width.saturating_sub(before + FRAME_CELLS).max(MIN_MESSAGE_CELLS);
            if let Some(mark) = self.marks.get_mut(index) {
                mark.message = wrap(&mark.message, room, 0).join("\n");
            }
        }
    }

    /// The line that holds a byte of the excerpt.
    pub(super) fn line_at(&self, offset: usize) -> Option<usize> {
        self.lines.partition_point(|line| line.range.start <= offset).checked_sub(1)
    }

    /// Where a mark that starts at this byte of the excerpt starts in its file.
    pub(super) fn position(&self, offset: usize) -> Option<Position> {
        self.marks.iter().find(|mark| mark.range.start == offset).map(|mark| mark.start)
    }
}

impl Wanted {
    fn new(span: Span, file: &SourceFile, message: String, primary: bool) -> Wanted {
        // A span inside a character covers the character.
        let text = file.text();
        let whole = |offset: &usize| text.is_char_boundary(*offset);
        let start = (0..=(span.start as usize).min(text.len())).rev().find(whole).unwrap_or(0);
        let mut end = (span.range().end.clamp(start, text.len())..=text.len()).find(whole).unwrap_or(start);
        let first = file.line_at(start);
        let mut last = file.line_at(end);
        // A span that ends just behind a line break ends with the line.
        if last > first && file.line_range(last).start >= end {
            last -= 1;
            end = file.line_range(last).end.max(start);
        }
        if last - first >= MAX_LABEL_LINES {
            last = first;
            end = file.line_range(first).end.max(start);
        }
        Wanted { file: span.file, range: start..end, lines: first..last + 1, message, primary }
    }
}

/// What stands at a place that is not drawn, and what there is to say about it.
fn told_text(text: String, message: String, lang: Lang) -> String {
    if text.is_empty() || message.contains(&text) {
        return message;
    }
    match (lang, message.is_empty()) {
        (Lang::Zh, true) => format!("“{text}”"),
        (Lang::Zh, false) => format!("“{text}”，{message}"),
        (Lang::En, true) => format!("`{text}`"),
        (Lang::En, false) => format!("`{text}`, {message}"),
    }
}

fn lines_to_show(labels: &[&Wanted], line_count: usize, context: usize) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    for label in labels {
        let from = label.lines.start.saturating_sub(context).max(1);
        let to = (label.lines.end - 1 + context).min(line_count);
        lines.extend(from..=to);
    }
    // A single line left out would take as much room as the sign that it is left out.
    let gaps: Vec<usize> = lines.iter().zip(lines.iter().skip(1)).filter(|(a, b)| **b == **a + 2).map(|(a, _)| a + 1).collect();
    lines.extend(gaps);
    lines
}

/// Copies what fits of a line, with all labelled parts; returns pairs (byte in the file, byte in `out`) in order.
fn copy_line(out: &mut String, file: &SourceFile, number: usize, labels: &[Range<usize>], cells: usize) -> Vec<(usize, usize)> {
    let line = file.line_range(number);
    let text = file.text();
    let mut map = Vec::new();
    let mut column = 0;
    let mut copied = line.start;
    for piece in pieces(text, &line, labels, cells) {
        if piece.start > copied {
            out.push('…');
            column += 1;
        }
        for (at, c) in text.get(piece.clone()).unwrap_or("").char_indices() {
            map.push((piece.start + at, out.len()));
            push_shown(out, c, &mut column);
        }
        map.push((piece.end, out.len()));
        copied = piece.end;
    }
    if copied < line.end {
        out.push('…');
    }
    map
}

/// The parts of a line to show: all of it, or windows around its labels, or its start.
fn pieces(text: &str, line: &Range<usize>, labels: &[Range<usize>], cells: usize) -> Vec<Range<usize>> {
    let whole = text.get(line.clone()).unwrap_or("");
    if whole.len() <= cells * 4 && display_width(whole) + whole.matches('\t').count() * 3 <= cells {
        return vec![line.clone()];
    }
    if labels.is_empty() {
        return std::iter::once(line.start..forward(text, line.start, line.end, cells)).collect();
    }
    let room = (cells / (labels.len() * 3)).max(8);
    let mut windows: Vec<Range<usize>> = labels
        .iter()
        .map(|label| {
            let start = label.start.clamp(line.start, line.end);
            let end = label.end.clamp(start, line.end);
            let shown_end = end.min(forward(text, start, line.end, room));
            let before = backward(text, line.start, start, room);
            before..forward(text, shown_end, line.end, room)
        })
        .collect();
    windows.sort_by_key(|window| window.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for window in windows {
        match merged.last_mut() {
            Some(last) if window.start <= last.end => last.end = last.end.max(window.end),
            Some(_) | None => merged.push(window),
        }
    }
    // A single window may fill the line, to the right first.
    if let [only] = merged.as_mut_slice() {
        only.end = only.end.max(forward(text, only.start, line.end, cells));
        only.start = only.start.min(backward(text, line.start, only.end, cells));
    }
    merged
}

/// The byte that is at most `cells` display cells after `from`.
fn forward(text: &str, from: usize, limit: usize, cells: usize) -> usize {
    let Some(part) = text.get(from..limit) else { return from };
    walk(part.chars(), cells).map_or(limit, |bytes| from + bytes)
}

/// The byte that is at most `cells` display cells before `to`.
fn backward(text: &str, limit: usize, to: usize, cells: usize) -> usize {
    let Some(part) = text.get(limit..to) else { return to };
    walk(part.chars().rev(), cells).map_or(limit, |bytes| to - bytes)
}

/// The bytes of the characters that fit; `None` if all do. A character counts at least half a cell, so that combining
/// marks without end come to an end.
fn walk(chars: impl Iterator<Item = char>, cells: usize) -> Option<usize> {
    let (mut halves, mut bytes) = (0, 0);
    for c in chars {
        halves += (2 * crate::source::char_width(c)).max(1);
        if halves > cells * 2 {
            return Some(bytes);
        }
        bytes += c.len_utf8();
    }
    None
}
