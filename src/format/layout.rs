//! Blocks of entries → lines.

use super::WIDTH;
use super::align::pads;
use super::tokens::{self, Block, Note, Token};
use super::tree::{Entry, Group, Part};
use crate::source::display_width;

/// Comments whose lines differ by more are not brought into one column.
const SPREAD: usize = 40;

/// The width of a text on a terminal, in cells.
pub(super) fn width(text: &str) -> usize {
    display_width(text)
}

struct Line {
    text: String,
    note: Option<String>,
    /// A blank line stands before it.
    apart: bool,
    indent: usize,
}

#[derive(Default)]
struct Lines {
    lines: Vec<Line>,
    /// The next line has a blank one before it.
    apart: bool,
}

/// The text of a file.
pub(super) fn lay_out(file: &Group) -> String {
    let mut out = Lines::default();
    out.entries(file, 0, false);
    out.notes(&file.tail, 0);
    out.finish()
}

impl Lines {
    fn push(&mut self, text: String, indent: usize) {
        let apart = std::mem::take(&mut self.apart) && !self.lines.is_empty();
        self.lines.push(Line { text, note: None, apart, indent });
    }

    /// A comment behind the line last written; on a line of its own when that has one already.
    fn note(&mut self, note: &Note, indent: usize) {
        match self.lines.last_mut() {
            Some(line) if line.note.is_none() && !is_note(&line.text) => line.note = Some(note.text.clone()),
            Some(_) | None => self.push(format!("{}{}", " ".repeat(indent), note.text), indent),
        }
    }

    /// Comments on lines of their own.
    fn notes(&mut self, notes: &[Note], indent: usize) {
        for note in notes {
            self.apart |= note.breaks > 1;
            self.push(format!("{}{}", " ".repeat(indent), note.text), indent);
        }
    }

    /// The entries of a group on lines of their own. `forced`: the author had them on one line.
    fn entries(&mut self, group: &Group, indent: usize, forced: bool) {
        let pads = pads(group, indent);
        let of_file = group.open.is_none();
        let items = group.block == Block::Items;
        // What the author had on one line that does not fit: names still share lines, other items have their own.
        let beside = |left: Option<&Entry>, right: Option<&Entry>| match (left, right) {
            (Some(left), Some(right)) => items && (!forced || left.is_bare() && right.is_bare()),
            _ => false,
        };
        // A line of several items that is still open.
        let mut open: Option<String> = None;
        let mut before: Option<&Entry> = None;
        for (index, (entry, pads)) in group.entries.iter().zip(pads).enumerate() {
            let next = group.entries.get(index + 1);
            let next_joins = beside(Some(entry), next) && next.is_some_and(|next| !next.begins_line());
            let joins =
                beside(before, Some(entry)) && !entry.begins_line() && before.is_some_and(|before| before.after.is_empty());
            let flat = if joins || next_joins { entry.flat([0, 0]) } else { None };
            if let (Some(line), true) = (&mut open, joins) {
                if let Some(flat) = &flat
                    && width(line) + 2 + width(flat) <= WIDTH
                {
                    line.push_str(if before.is_some_and(|before| before.comma) { ", " } else { "  " });
                    line.push_str(flat);
                    self.end(&mut open, entry, next_joins, indent);
                    before = Some(entry);
                    continue;
                }
                self.push(std::mem::take(line), indent);
            }
            open = None;
            self.apart |= index > 0 && entry.breaks > 1 || of_file && keeps_apart(before, entry);
            self.notes(&entry.notes, indent);
            self.apart |= entry.apart;
            match flat {
                Some(flat) if next_joins && indent + width(&flat) <= WIDTH => {
                    open = Some(format!("{}{flat}", " ".repeat(indent)));
                    self.end(&mut open, entry, next_joins, indent);
                }
                Some(_) | None => {
                    self.entry(entry, indent, pads);
                    for note in &entry.after {
                        self.note(note, indent);
                    }
                }
            }
            before = Some(entry);
        }
        if let Some(line) = open {
            self.push(line, indent);
        }
    }

    /// Writes a line of several items when it ends here.
    fn end(&mut self, open: &mut Option<String>, entry: &Entry, joins: bool, indent: usize) {
        if joins && entry.after.is_empty() {
            return;
        }
        if let Some(line) = open.take() {
            self.push(line, indent);
        }
        for note in &entry.after {
            self.note(note, indent);
        }
    }

    /// One entry, on as many lines as it takes.
    fn entry(&mut self, entry: &Entry, indent: usize, pads: [usize; 2]) {
        let start = " ".repeat(indent);
        if let Some(flat) = entry.flat(pads)
            && indent + width(&flat) <= WIDTH
        {
            self.push(format!("{start}{flat}"), indent);
            return;
        }
        let mut line = Current { text: start, hang: indent + 2, fresh: true };
        let mut pads = pads.into_iter();
        for (index, part) in entry.parts.iter().enumerate() {
            match part {
                Part::Token(token) => {
                    let chunk = token.may_break.map(|depth| chunk(entry, index, depth));
                    self.token(token, chunk, &mut line, indent, &mut pads);
                }
                Part::Group(group) => self.group(group, &mut line, indent, &mut pads),
            }
        }
        self.push(line.text, indent);
    }

    fn token(
        &mut self,
        token: &Token,
        chunk: Option<usize>,
        line: &mut Current,
        indent: usize,
        pads: &mut impl Iterator<Item = usize>,
    ) {
        self.comments_before(token, line, indent);
        let pad = if token.cell.is_some() { pads.next().unwrap_or(0) } else { 0 };
        let wraps = chunk.is_some_and(|chunk| token.breaks > 0 || width(&line.text) + 1 + chunk > WIDTH);
        if wraps && !line.fresh {
            self.push(std::mem::take(&mut line.text), indent);
            line.text = " ".repeat(line.hang);
            line.fresh = true;
        }
        if !line.fresh {
            line.text.extend(std::iter::repeat_n(' ', token.blanks + pad));
        }
        if let Some(back) = token.hang {
            line.hang = width(&line.text).saturating_sub(back);
        }
        line.text.push_str(&token.text);
        line.fresh = false;
    }

    /// Comments in the middle of an entry end the line.
    fn comments_before(&mut self, token: &Token, line: &mut Current, indent: usize) {
        if token.notes.is_empty() {
            return;
        }
        if !line.fresh {
            self.push(std::mem::take(&mut line.text), indent);
        }
        for (index, note) in token.notes.iter().enumerate() {
            if index == 0 && note.breaks == 0 && !line.fresh {
                self.note(note, line.hang);
            } else {
                self.push(format!("{}{}", " ".repeat(line.hang), note.text), line.hang);
            }
        }
        line.text = " ".repeat(line.hang);
        line.fresh = true;
    }

    fn group(&mut self, group: &Group, line: &mut Current, indent: usize, pads: &mut impl Iterator<Item = usize>) {
        let mut pad = 0;
        if let Some(open) = &group.open {
            self.comments_before(open, line, indent);
            pad = if open.cell.is_some() { pads.next().unwrap_or(0) } else { 0 };
        }
        let blank = usize::from(!line.fresh);
        line.fresh = false;
        if let Some(flat) = group.flat()
            && (width(&line.text) + blank + pad + width(&flat) <= WIDTH || group.entries.is_empty())
        {
            line.text.extend(std::iter::repeat_n(' ', blank + pad));
            line.text.push_str(&flat);
            return;
        }
        line.text.extend(std::iter::repeat_n(' ', blank));
        line.text.push('{');
        self.push(std::mem::take(&mut line.text), indent);
        for note in &group.head {
            self.note(note, indent + 2);
        }
        self.entries(group, indent + 2, !group.several);
        self.notes(&group.tail, indent + 2);
        self.apart = false;
        line.text = format!("{}}}", " ".repeat(indent));
    }

    /// The comments at the ends of lines in columns, and the lines as a text.
    fn finish(mut self) -> String {
        let mut start = 0;
        for end in 1..=self.lines.len() {
            let ends = match (self.lines.get(end - 1), self.lines.get(end)) {
                (Some(last), Some(next)) => next.apart || next.indent != last.indent,
                _ => true,
            };
            if ends {
                if let Some(run) = self.lines.get_mut(start..end) {
                    align_notes(run);
                }
                start = end;
            }
        }
        let mut out = String::new();
        for line in &self.lines {
            if line.apart {
                out.push('\n');
            }
            out.push_str(&line.text);
            out.push_str(line.note.as_deref().unwrap_or(""));
            out.truncate(out.trim_end().len());
            out.push('\n');
        }
        out
    }
}

/// The line being written.
struct Current {
    text: String,
    /// Where lines that continue it begin.
    hang: usize,
    /// Nothing but its indentation so far.
    fresh: bool,
}

fn is_note(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// Declarations that a blank line sets apart: the edition, and templates.
fn keeps_apart(before: Option<&Entry>, entry: &Entry) -> bool {
    let big = |kind| matches!(kind, tokens::Entry::Edition | tokens::Entry::Template);
    before.is_some_and(|before| big(before.kind)) || before.is_some() && big(entry.kind)
}

/// How wide the parts of an entry are from one place where it may break to the next, at this depth of brackets or above. A
/// block counts by its brace: it may go on several lines itself.
fn chunk(entry: &Entry, index: usize, depth: usize) -> usize {
    let mut cells = 0;
    for (at, part) in entry.parts.iter().enumerate().skip(index) {
        match part {
            Part::Token(token) => {
                if at > index && token.may_break.is_some_and(|other| other <= depth) {
                    break;
                }
                cells += width(&token.text) + if at > index { token.blanks } else { 0 };
            }
            Part::Group(_) => return cells + 2,
        }
    }
    cells
}

/// Brings the comments of neighbouring lines into one column.
fn align_notes(run: &mut [Line]) {
    let mut part: Vec<(usize, usize)> = Vec::new();
    let mut parts = Vec::new();
    let (mut least, mut most) = (usize::MAX, 0);
    for (index, line) in run.iter().enumerate().filter(|(_, line)| line.note.is_some()) {
        let wide = width(&line.text);
        (least, most) = (least.min(wide), most.max(wide));
        if most - least > SPREAD {
            parts.push(std::mem::take(&mut part));
            (least, most) = (wide, wide);
        }
        part.push((index, wide));
    }
    parts.push(part);
    for part in parts {
        let column = part.iter().map(|(_, wide)| *wide).max().unwrap_or(0) + 2;
        for (index, wide) in part {
            if let Some(line) = run.get_mut(index) {
                line.text.extend(std::iter::repeat_n(' ', column - wide));
            }
        }
    }
}
