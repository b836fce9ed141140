//! Markdown → paragraphs and grids: headings, pipe tables, HTML tables inside, the marks of emphasis and links taken out
//! of the text while every byte keeps its place. A line is a paragraph: what scanners and converters write breaks lines where
//! the paper did, and a heading without a mark must stay apart from the text below it.

use super::html;
use super::html_text::{References, TextBuilder};
use super::limits::{Budget, Failure};
use super::pipes::{bare_cells, close_open_rows, is_bar, is_bare, is_delimiter, mark_fillers, open_rows, split_row};
use super::{Block, Grid, GridRow, Layout, Paragraph, Text};
use crate::source::{FileId, Span};

/// Reads the text from byte `start` on.
pub fn read(file: FileId, text: &str, start: usize) -> Result<Vec<Block>, Failure> {
    let mut budget = Budget::new(file);
    let mut lines = Vec::new();
    let mut at = start;
    for piece in text.get(start..).unwrap_or("").split_inclusive('\n') {
        let raw = piece.strip_suffix('\n').unwrap_or(piece);
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        budget.take_text(at, at + raw.len())?;
        lines.push(Line { start: at, raw });
        at += piece.len();
    }
    let open_rows = open_rows(lines.iter().map(|line| line.raw));
    let references = References::default();
    let mut reader = Reader { file, text, lines, open_rows, budget: Budget::new(file), references, blocks: Vec::new() };
    reader.run()?;
    if reader.blocks.iter().any(is_table) {
        return Ok(reader.blocks);
    }
    // Not one table of Markdown's own: what tables there are, are those of a plain text.
    let plain = super::plain::read(file, text, start)?;
    if !plain.iter().any(|block| matches!(block, Block::Grid(_))) {
        return Ok(reader.blocks);
    }
    Ok(plain.into_iter().filter_map(|block| reader.marked(block)).collect())
}

/// A grid with a row of two cells.
fn is_table(block: &Block) -> bool {
    let filled = |row: &GridRow| row.cells.iter().filter(|cell| !cell.text.is_empty()).count();
    matches!(block, Block::Grid(grid) if grid.rows.iter().any(|row| filled(row) >= 2))
}

#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    start: usize,
    raw: &'a str,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.raw.len()
    }
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    lines: Vec<Line<'a>>,
    /// By line: it is a row of a table without a bar at its beginning.
    open_rows: Vec<bool>,
    budget: Budget,
    references: References,
    blocks: Vec<Block>,
}

impl<'a> Reader<'a> {
    fn raw(&self, index: usize) -> Option<&'a str> {
        self.lines.get(index).map(|line| line.raw)
    }

    fn run(&mut self) -> Result<(), Failure> {
        let mut at = 0;
        let mut fence: Option<&str> = None;
        // Whether the line above is a paragraph that an underline makes a heading.
        let mut below_text = false;
        while let Some(line) = self.lines.get(at).copied() {
            let body = line.raw.trim();
            let was_below_text = std::mem::replace(&mut below_text, false);
            if let Some(open) = fence {
                if body.starts_with(open) {
                    fence = None;
                } else {
                    self.paragraph(line, body, None)?;
                }
                at += 1;
            } else if body.is_empty() {
                at += 1;
            } else if let Some(open) = ["```", "~~~"].into_iter().find(|open| body.starts_with(open)) {
                fence = Some(open);
                at += 1;
            } else if starts_html(body) {
                at = self.html(at)?;
            } else if self.is_table(at) {
                at = self.table(at)?;
            } else if let Some((level, title)) = heading(body) {
                self.paragraph(line, title, Some(level))?;
                at += 1;
            } else if was_below_text && body.bytes().all(|byte| byte == b'=') {
                self.underline(1);
                at += 1;
            } else if was_below_text && body.len() > 1 && body.bytes().all(|byte| byte == b'-') {
                self.underline(2);
                at += 1;
            } else {
                let rule = body.len() >= 3
                    && ["-", "*", "_"]
                        .iter()
                        .any(|mark| body.replace([' ', '\t'], "").trim_matches(|c| mark.starts_with(c)).is_empty());
                if !rule {
                    self.paragraph(line, without_list_mark(body), None)?;
                    below_text = true;
                }
                at += 1;
            }
        }
        Ok(())
    }

    /// `part` is a piece of the line.
    fn paragraph(&mut self, line: Line<'a>, part: &'a str, heading: Option<u8>) -> Result<(), Failure> {
        let start = line.start + offset_in(line.raw, part);
        let text = inline(self.file, start, part, &mut self.references);
        if !text.is_empty() {
            self.budget.take(start)?;
            self.blocks.push(Block::Paragraph(Paragraph { text, heading }));
        }
        Ok(())
    }

    fn underline(&mut self, level: u8) {
        if let Some(Block::Paragraph(paragraph)) = self.blocks.last_mut() {
            paragraph.heading = Some(level);
        }
    }

    /// A block of plain text, its marks of Markdown taken out; `None` when nothing is left of it.
    fn marked(&mut self, block: Block) -> Option<Block> {
        match block {
            Block::Paragraph(Paragraph { text, .. }) => {
                let (text, heading) = self.text_of(text.span());
                (!text.is_empty()).then_some(Block::Paragraph(Paragraph { text, heading }))
            }
            Block::Grid(mut grid) => {
                for cell in grid.rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| !cell.text.is_empty()) {
                    cell.text = self.text_of(cell.text.span()).0;
                }
                Some(Block::Grid(grid))
            }
        }
    }

    /// The text at a place of the file and, when it is a heading, its level.
    fn text_of(&mut self, at: Span) -> (Text, Option<u8>) {
        let raw = self.text.get(at.range()).unwrap_or("");
        let (level, part) = heading(raw).map_or((None, raw), |(level, title)| (Some(level), title));
        let start = at.range().start + offset_in(raw, part);
        (inline(self.file, start, part, &mut self.references), level)
    }

    fn is_table(&self, at: usize) -> bool {
        let Some(raw) = self.raw(at).map(str::trim) else { return false };
        let open = self.open_rows.get(at).copied().unwrap_or(false);
        open || raw.starts_with(is_bar) || (raw.contains(is_bar) && self.raw(at + 1).is_some_and(is_delimiter))
    }

    fn table(&mut self, at: usize) -> Result<usize, Failure> {
        let mut end = at;
        let mut rows = Vec::new();
        let mut printed = Vec::new();
        while let Some(line) = self.lines.get(end).copied().filter(|line| line.raw.contains(is_bar)) {
            end += 1;
            if is_delimiter(line.raw) {
                continue;
            }
            let mut row = GridRow::default();
            if is_bare(line.raw) {
                bare_cells(&mut self.budget, line.start, line.raw, &mut row)?;
            } else {
                row = split_row(&mut self.budget, line.start, line.raw)?;
                for cell in &mut row.cells {
                    let range = cell.span.range();
                    let part = self.text.get(range.clone()).unwrap_or("");
                    cell.text = inline(self.file, range.start, part, &mut self.references);
                }
            }
            rows.push(row);
            printed.push((line.start, line.raw));
        }
        close_open_rows(&mut rows, &printed);
        mark_fillers(&mut rows);
        let span = Span::new(self.file, self.start_of(at), self.end_of(end));
        self.blocks.push(Block::Grid(Grid { layout: Layout::Rows, rows, span }));
        Ok(end)
    }

    /// A block of HTML: a table to its end, anything else to the next blank line.
    fn html(&mut self, at: usize) -> Result<usize, Failure> {
        let mut end = at;
        let mut open = 0usize;
        while let Some(raw) = self.raw(end) {
            if open == 0 && raw.trim().is_empty() {
                break;
            }
            let lower = raw.to_ascii_lowercase();
            open = (open + lower.matches("<table").count()).saturating_sub(lower.matches("</table").count());
            end += 1;
        }
        let (start, stop) = (self.start_of(at), self.end_of(end));
        let page = html::read(&mut self.budget, self.text, start, stop)?;
        self.blocks.extend(page.blocks);
        Ok(end)
    }

    fn start_of(&self, at: usize) -> usize {
        self.lines.get(at).map_or(self.text.len(), |line| line.start)
    }

    /// The end of the line before `end`.
    fn end_of(&self, end: usize) -> usize {
        end.checked_sub(1).and_then(|last| self.lines.get(last)).map_or(0, Line::end)
    }
}

/// Where `part`, a slice of `whole`, begins in it.
fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len())
}

/// A line that an HTML element of its own begins: `<table>`, `<div …>`, not `<http://…>`.
fn starts_html(body: &str) -> bool {
    const NAMES: [&str; 11] = ["table", "div", "p", "html", "body", "section", "center", "figure", "!--", "h1", "h2"];
    body.strip_prefix('<').is_some_and(|rest| {
        NAMES.iter().any(|name| {
            rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
                && rest
                    .get(name.len()..)
                    .is_some_and(|after| *name == "!--" || after.starts_with([' ', '>', '/', '\t']) || after.is_empty())
        })
    })
}

/// `## 二、…` → its level and text.
fn heading(body: &str) -> Option<(u8, &str)> {
    let title = body.trim_start_matches('#');
    let level = u8::try_from(body.len() - title.len()).ok().filter(|level| (1..=6).contains(level))?;
    if !title.is_empty() && !title.starts_with(char::is_whitespace) {
        return None;
    }
    let closed = title.trim_end().trim_end_matches('#');
    Some((level, if closed.ends_with(char::is_whitespace) { closed.trim() } else { title.trim() }))
}

/// Without the mark of a quotation or a bullet. An ordinal stays: it is part of a label.
fn without_list_mark(body: &str) -> &str {
    let body = body.trim_start_matches(['>', ' ']);
    ["- ", "* ", "+ "].iter().find_map(|mark| body.strip_prefix(mark)).map_or(body, str::trim_start)
}

/// The text of a line or cell without the marks of emphasis, links, escapes and inline tags; trimmed.
fn inline(file: FileId, start: usize, raw: &str, references: &mut References) -> Text {
    let marks = emphasis(raw);
    let mut marks = marks.iter().copied().peekable();
    let mut builder = TextBuilder::new(file);
    let (mut at, mut no_tag, mut no_link) = (0, false, false);
    let mut brackets = Brackets::default();
    while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some((_, len)) = marks.next_if(|(mark, _)| *mark == at) {
            at += len;
            continue;
        }
        let Some(first) = rest.chars().next() else { break };
        let escaped = rest.get(1..).and_then(|after| after.chars().next()).filter(char::is_ascii_punctuation);
        match first {
            '\\' if escaped.is_some() => {
                builder.push_literal(start + at + 1, rest.get(1..2).unwrap_or(""));
                at += 2;
                continue;
            }
            '<' if !no_tag
                && rest.get(1..).is_some_and(|after| after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')) =>
            {
                match rest.find('>') {
                    Some(end) => {
                        if rest.get(1..3).is_some_and(|name| name.eq_ignore_ascii_case("br")) {
                            builder.push_gap(start + at, start + at + end + 1, true);
                        }
                        at += end + 1;
                        continue;
                    }
                    None => no_tag = true,
                }
            }
            '&' => {
                if let Some((len, decoded)) = references.at(rest) {
                    builder.push_decoded(start + at, start + at + len, decoded);
                    at += len;
                    continue;
                }
            }
            '[' | '!' if !no_link => {
                let open = if first == '!' { "![" } else { "[" };
                if rest.starts_with(open) && brackets.is_link(raw, at + open.len() - 1) {
                    at += open.len();
                    continue;
                }
            }
            ']' if !no_link && rest.starts_with("](") && brackets.closes(at) => match rest.find(')') {
                Some(end) => {
                    at += end + 1;
                    continue;
                }
                None => no_link = true,
            },
            _ => {}
        }
        let len = first.len_utf8();
        builder.push_literal(start + at, rest.get(..len).unwrap_or(""));
        at += len;
    }
    builder.take()
}

/// Which `[` begins a link `[…](…)`, found in one pass on first use.
#[derive(Debug, Default)]
struct Brackets {
    links: Option<Vec<(usize, usize)>>,
}

impl Brackets {
    fn links(&mut self, raw: &str) -> &[(usize, usize)] {
        self.links.get_or_insert_with(|| {
            let mut links = Vec::new();
            let mut open = None;
            let last = raw.rfind(')').unwrap_or(0);
            for (at, byte) in raw.bytes().enumerate() {
                match byte {
                    b'[' => open = Some(at),
                    b']' => {
                        let from = open.take();
                        let is_link = raw.as_bytes().get(at + 1) == Some(&b'(') && at + 1 < last;
                        links.extend(from.filter(|_| is_link).map(|from| (from, at)));
                    }
                    _ => {}
                }
            }
            links
        })
    }

    fn is_link(&mut self, raw: &str, at: usize) -> bool {
        self.links(raw).binary_search_by_key(&at, |(open, _)| *open).is_ok()
    }

    fn closes(&self, at: usize) -> bool {
        self.links.as_ref().is_some_and(|links| links.binary_search_by_key(&at, |(_, close)| *close).is_ok())
    }
}

/// The places and lengths of the marks of emphasis that come in pairs: `**`, `__`, `*`, `_`, `~~`, `` ` ``.
fn emphasis(raw: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    // By mark and length (1 to 3): the place of an opening one.
    let mut open: [[Option<usize>; 4]; 4] = Default::default();
    let (mut at, mut before) = (0, None);
    while let Some(first) = raw.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = raw.get(at..).unwrap_or("");
        let kind = match first {
            '*' => 0,
            '_' => 1,
            '~' => 2,
            '`' => 3,
            _ => {
                // An escaped mark is text.
                let skip = if first == '\\' { rest.chars().nth(1).map_or(0, char::len_utf8) } else { 0 };
                at += first.len_utf8() + skip;
                before = Some(first);
                continue;
            }
        };
        let len = rest.len() - rest.trim_start_matches(first).len();
        let after = rest.get(len..).and_then(|rest| rest.chars().next());
        let inside_word = first == '_' && before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let is_mark = len <= 3 && !inside_word && (first != '~' || len == 2);
        let slot = open.get_mut(kind).and_then(|lengths| lengths.get_mut(len)).filter(|_| is_mark);
        match slot {
            Some(slot) if slot.is_some() && before.is_some_and(|c| !c.is_whitespace()) => {
                found.extend(slot.take().into_iter().flat_map(|opened| [(opened, len), (at, len)]));
            }
            Some(slot) if after.is_some_and(|c| !c.is_whitespace()) => *slot = Some(at),
            Some(_) | None => {}
        }
        at += len;
        before = Some(first);
    }
    found.sort_unstable();
    found
}
