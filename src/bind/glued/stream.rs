//! Running text as one stream of folded characters, and the form's labels in it.

use std::collections::{HashMap, HashSet};

use crate::document::Text;
use crate::label::{Label, Ordinal, fold, fold_mapped};
use crate::model::{Form, Items, TableId};
use crate::source::Span;

use super::super::index::Part;

/// A folded character and the bytes of its piece that it stands for.
#[derive(Debug, Clone, Copy)]
struct Char {
    c: char,
    piece: u32,
    from: u32,
    to: u32,
    /// White space, or the end of a paragraph, stands before it.
    apart: bool,
}

/// The text of a section, its white space dropped but remembered.
#[derive(Debug, Default)]
pub(super) struct Stream {
    pieces: Vec<Text>,
    chars: Vec<Char>,
}

impl Stream {
    pub fn of(pieces: Vec<Text>) -> Stream {
        let mut stream = Stream { pieces: Vec::new(), chars: Vec::new() };
        for (at, text) in pieces.iter().enumerate() {
            let folded = fold_mapped(text.as_str());
            let mut end = 0;
            for (offset, c) in folded.as_str().char_indices() {
                let origin = folded.origin(offset, offset + c.len_utf8());
                let blank = |gap: &str| gap.chars().any(char::is_whitespace);
                let apart = offset == 0 || text.as_str().get(end..origin.start).is_some_and(blank);
                end = origin.end;
                stream.chars.push(Char { c, piece: at as u32, from: origin.start as u32, to: origin.end as u32, apart });
            }
        }
        stream.pieces = pieces;
        stream
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    pub fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|found| found.c)
    }

    pub fn is_apart(&self, at: usize) -> bool {
        self.chars.get(at).is_some_and(|found| found.apart)
    }

    /// A part as it is printed; where it runs over paragraphs, the paragraphs one behind the other.
    pub fn text(&self, start: usize, end: usize) -> Text {
        let mut whole: Option<Text> = None;
        let mut at = start;
        while let Some(first) = self.chars.get(at).filter(|_| at < end) {
            let rest = self.chars.get(at..end).unwrap_or(&[]);
            let same = rest.iter().take_while(|found| found.piece == first.piece).count().max(1);
            let last = rest.get(same - 1).unwrap_or(first);
            if let Some(piece) = self.pieces.get(first.piece as usize) {
                let slice = piece.slice(first.from as usize, last.to as usize);
                match &mut whole {
                    Some(whole) => whole.append(&slice),
                    None => whole = Some(slice),
                }
            }
            at += same;
        }
        whole.unwrap_or_else(|| Text::empty(self.span(start, end)))
    }

    /// For each piece that a part runs over: its number, and the bytes of it that the part takes.
    pub fn areas(&self, start: usize, end: usize) -> Vec<(usize, usize, usize)> {
        let mut areas: Vec<(usize, usize, usize)> = Vec::new();
        for found in self.chars.get(start..end).unwrap_or(&[]) {
            match areas.last_mut() {
                Some((piece, _, to)) if *piece == found.piece as usize => *to = found.to as usize,
                Some(_) | None => areas.push((found.piece as usize, found.from as usize, found.to as usize)),
            }
        }
        areas
    }

    pub fn span(&self, start: usize, end: usize) -> Span {
        let place = |at: usize| {
            let found = self.chars.get(at)?;
            Some(self.pieces.get(found.piece as usize)?.span_of(found.from as usize, found.to as usize))
        };
        let first = place(start).or_else(|| place(self.chars.len().checked_sub(1)?));
        let last = end.checked_sub(1).filter(|last| *last >= start).and_then(place);
        match (first, last) {
            (Some(first), Some(last)) => first.to(last),
            (Some(first), None) => first,
            (None, _) => Span::file_start(self.pieces.first().map_or(crate::source::FileId(0), Text::file)),
        }
    }
}

/// What a label in the stream may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub table: TableId,
    pub part: Part,
    /// Its ordinal is the form's too.
    pub ordinal: bool,
}

/// A label of the form in the stream.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub start: usize,
    /// Behind its remark and the marks that close it.
    pub end: usize,
    pub entries: Vec<Entry>,
}

/// All labels of some tables as one tree of characters: ordinal and remark may be printed or not.
#[derive(Debug, Default)]
pub(super) struct Labels {
    next: HashMap<(u32, char), u32>,
    /// By node: what ends here.
    ends: Vec<Vec<Entry>>,
    /// Nodes where a remark ends: its parenthesis must close there.
    remarks: HashSet<u32>,
}

/// Stands between an ordinal and its label, where some punctuation must be printed: `2.其他`, but not the figure of `12其他`.
const MARK: char = '\u{1}';
/// Punctuation in a row that a label may hold.
const MOST_MARKS: usize = 6;
/// A remark behind a label is not longer than this.
const LONGEST_REMARK: usize = 150;
/// Labels beyond this many are not looked at.
const MOST_TOKENS: usize = 50_000;

impl Labels {
    pub fn of(form: &Form, tables: &[TableId]) -> Labels {
        let mut labels = Labels { next: HashMap::new(), ends: vec![Vec::new()], remarks: HashSet::new() };
        for id in tables {
            let Some(table) = form.table(*id) else { continue };
            for text in &table.labels {
                labels.add(*id, Part::Caption, &text.text);
            }
            labels.add_items(*id, table.rows.as_ref(), Part::Row);
            labels.add_items(*id, table.columns.as_ref(), Part::Column);
        }
        labels
    }

    fn add_items(&mut self, table: TableId, items: Option<&Items>, part: impl Fn(crate::model::ItemId) -> Part) {
        let Some(items) = items else { return };
        for text in &items.labels {
            self.add(table, Part::Over, &text.text);
        }
        for (id, item) in items.iter() {
            for text in &item.labels {
                self.add(table, part(id), &text.text);
            }
        }
    }

    fn add(&mut self, table: TableId, part: Part, text: &str) {
        let label = Label::parse(text);
        let core = letters(&label.core);
        if core.is_empty() {
            return;
        }
        let with_remark = label.remark.as_ref().map(|remark| format!("{core}{}", letters(remark)));
        for (body, remark) in [Some((core, false)), with_remark.map(|body| (body, true))].into_iter().flatten() {
            self.insert(&body, Entry { table, part, ordinal: false }, remark);
            for numeral in label.ordinal.map(numerals).unwrap_or_default() {
                self.insert(&format!("{numeral}{MARK}{body}"), Entry { table, part, ordinal: true }, remark);
            }
        }
    }

    fn insert(&mut self, pattern: &str, entry: Entry, remark: bool) {
        let mut node = 0u32;
        for c in pattern.chars() {
            let fresh = self.ends.len() as u32;
            node = *self.next.entry((node, c)).or_insert(fresh);
            if node == fresh {
                self.ends.push(Vec::new());
            }
        }
        if let Some(ends) = self.ends.get_mut(node as usize).filter(|ends| !ends.contains(&entry)) {
            ends.push(entry);
        }
        if remark {
            self.remarks.insert(node);
        }
    }

    /// The labels in the stream, the leftmost and of those the longest, without overlaps.
    pub fn find(&self, stream: &Stream) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut at = 0;
        while at < stream.len() && tokens.len() < MOST_TOKENS {
            match self.longest(stream, at) {
                Some((end, entries)) => {
                    // Words in its remark are no labels.
                    let end = label_end(stream, end);
                    tokens.push(Token { start: at, end, entries: entries.to_vec() });
                    at = end;
                }
                None => at += 1,
            }
        }
        tokens
    }

    fn longest(&self, stream: &Stream, start: usize) -> Option<(usize, &[Entry])> {
        let mut best = None;
        let (mut node, mut at, mut marks) = (0u32, start, 0usize);
        while let Some(c) = stream.char(at) {
            at += 1;
            if is_mark(c) {
                marks += 1;
                if at == start + 1 || marks > MOST_MARKS {
                    break;
                }
                continue;
            }
            let marked = if marks > 0 { self.next.get(&(node, MARK)) } else { None };
            let behind = marked.and_then(|marked| self.next.get(&(*marked, c)));
            let Some(next) = behind.or_else(|| self.next.get(&(node, c))) else { break };
            (node, marks) = (*next, 0);
            let closes = || !self.remarks.contains(&node) || stream.char(at).is_none_or(is_mark);
            if let Some(ends) = self.ends.get(node as usize).filter(|ends| !ends.is_empty() && closes()) {
                best = Some((at, ends.as_slice()));
            }
        }
        best
    }
}

/// Where a label ends, with the marks that close it and its remark.
fn label_end(stream: &Stream, end: usize) -> usize {
    let closed = |mut at: usize| {
        while stream.char(at).is_some_and(|c| matches!(c, ')' | ']' | '"' | '》' | ':' | '|' | '、' | ',')) {
            at += 1;
        }
        at
    };
    closed(remark_end(stream, closed(end)))
}

/// The end of the parentheses behind a label, if what stands in them is text.
fn remark_end(stream: &Stream, at: usize) -> usize {
    if stream.char(at) != Some('(') {
        return at;
    }
    let mut depth = 0usize;
    let mut text = false;
    for end in at..at + LONGEST_REMARK {
        match stream.char(end) {
            Some('(') => depth += 1,
            Some(')') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    // `(一)` is the number of the next label.
                    return if text { end + 1 } else { at };
                }
            }
            Some(c) => text |= c.is_alphabetic() && !"一二三四五六七八九十百".contains(c),
            None => break,
        }
    }
    at
}

/// A label's characters without the punctuation that varies between printings.
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| !is_mark(*c)).collect()
}

fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '%' | '‰' | '+' | '=')
}

/// How an ordinal is written: `12`, `十二`.
fn numerals(ordinal: Ordinal) -> Vec<String> {
    let value = ordinal.0;
    let digit =
        |value: u32| "一二三四五六七八九".chars().nth((value as usize).wrapping_sub(1)).map(String::from).unwrap_or_default();
    let mut forms = vec![value.to_string()];
    match value {
        1..=9 => forms.push(digit(value)),
        10..=19 => forms.push(format!("十{}", digit(value - 10))),
        20..=99 => forms.push(format!("{}十{}", digit(value / 10), digit(value % 10))),
        _ => {}
    }
    forms
}
