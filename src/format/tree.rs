//! A row of tokens → blocks of entries, with the comments where they stand.

use super::tokens::{self, Block, Kind, Note, Token, Tokens};
use crate::source::display_width;

/// What stands between two braces, or the whole file.
#[derive(Debug)]
pub(super) struct Group {
    pub block: Block,
    /// The token of `{`; `None` for the file.
    pub open: Option<Token>,
    /// The comment behind `{`.
    pub head: Vec<Note>,
    pub entries: Vec<Entry>,
    /// The comments before `}`.
    pub tail: Vec<Note>,
    /// The author put it on several lines.
    pub several: bool,
}

/// A declaration, a statement or an item.
#[derive(Debug)]
pub(super) struct Entry {
    pub kind: tokens::Entry,
    /// Comments on lines of their own, before it.
    pub notes: Vec<Note>,
    /// How many line breaks stand before it and its comments.
    pub breaks: usize,
    /// Whether a blank line stands between its comments and itself.
    pub apart: bool,
    pub parts: Vec<Part>,
    /// A comma behind it.
    pub comma: bool,
    /// The comments behind it on its line.
    pub after: Vec<Note>,
}

/// What a column of an entry begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    Text,
    /// A block on one line.
    Block,
    /// A block on several lines: it is not moved.
    Lines,
}

#[derive(Debug)]
pub(super) enum Part {
    Token(Token),
    Group(Group),
}

/// The whole file.
pub(super) fn file(tokens: Tokens) -> Group {
    let mut rest = tokens.tokens.into_iter().peekable();
    let mut file =
        Group { block: Block::Statements, open: None, head: Vec::new(), entries: Vec::new(), tail: Vec::new(), several: true };
    fill(&mut file, &mut rest);
    file.tail.extend(tokens.tail);
    file.close();
    file
}

type Rest = std::iter::Peekable<std::vec::IntoIter<Token>>;

/// Reads entries up to the closing brace. It nests as deep as the braces of the text, which the parser bounds.
fn fill(group: &mut Group, rest: &mut Rest) {
    while let Some(mut token) = rest.next() {
        match token.kind {
            Kind::Close => {
                group.several |= token.breaks > 0;
                group.tail.append(&mut token.notes);
                group.close();
                return;
            }
            Kind::Separator => {
                if let Some(last) = group.entries.last_mut() {
                    last.comma = true;
                    last.after.append(&mut token.notes);
                }
            }
            Kind::Open(block) => {
                let mut inner =
                    Group { block, open: None, head: Vec::new(), entries: Vec::new(), tail: Vec::new(), several: false };
                group.begin(&mut token);
                inner.open = Some(token);
                fill(&mut inner, rest);
                group.several |= inner.several;
                if let Some(last) = group.entries.last_mut() {
                    last.parts.push(Part::Group(inner));
                }
            }
            Kind::Word => {
                group.begin(&mut token);
                if let Some(last) = group.entries.last_mut() {
                    last.parts.push(Part::Token(token));
                }
            }
        }
    }
}

impl Group {
    /// Begins an entry, where the token does.
    fn begin(&mut self, token: &mut Token) {
        let opaque = self.block == Block::Opaque && token.breaks + token.notes.len() > 0;
        let kind = match token.starts.take() {
            Some(kind) => kind,
            None if self.entries.is_empty() || opaque => tokens::Entry::Other,
            None => return,
        };
        let mut notes = std::mem::take(&mut token.notes);
        let breaks = notes.first().map_or(token.breaks, |note| note.breaks);
        let own_line = notes.iter().take_while(|note| note.breaks == 0).count();
        let own = notes.split_off(own_line);
        // What stands at the end of a line belongs to the line.
        match self.entries.last_mut() {
            Some(last) => last.after.append(&mut notes),
            None => self.head.append(&mut notes),
        }
        let several = !self.entries.is_empty() || self.block != Block::Condition || breaks > 0;
        self.several |= several && (breaks > 0 || token.breaks > 0) || !self.head.is_empty() || !own.is_empty();
        self.entries.push(Entry {
            kind,
            breaks: own.first().map_or(breaks.max(token.breaks), |note| note.breaks),
            apart: !own.is_empty() && token.breaks > 1,
            notes: own,
            parts: Vec::new(),
            comma: false,
            after: Vec::new(),
        });
        token.breaks = 0;
    }

    /// Puts the comments at the end of lines where they belong.
    fn close(&mut self) {
        let ends = self.tail.iter().take_while(|note| note.breaks == 0).count();
        let own = self.tail.split_off(ends);
        let mut ends = std::mem::replace(&mut self.tail, own);
        match self.entries.last_mut() {
            Some(last) => last.after.append(&mut ends),
            None => self.head.append(&mut ends),
        }
        let notes = self.entries.iter().any(|entry| !entry.after.is_empty());
        self.several |= notes || !self.tail.is_empty() || !self.head.is_empty();
    }

    /// The group on one line, braces included; `None` where it has comments or the author put it on several.
    pub fn flat(&self) -> Option<String> {
        if self.several {
            return None;
        }
        let mut out = String::from("{ ");
        for (index, entry) in self.entries.iter().enumerate() {
            let comma = index.checked_sub(1).and_then(|before| self.entries.get(before)).map(|before| before.comma);
            out.push_str(match comma {
                None => "",
                Some(true) => ", ",
                Some(false) => "  ",
            });
            out.push_str(&entry.flat([0, 0])?);
        }
        out.push_str(if self.entries.is_empty() { "}" } else { " }" });
        Some(out)
    }
}

impl Entry {
    /// The entry on one line, with blanks put in before its columns; `None` where that cannot be.
    pub fn flat(&self, pads: [usize; 2]) -> Option<String> {
        let mut out = String::new();
        let mut pads = pads.into_iter();
        for part in &self.parts {
            match part {
                Part::Token(token) => {
                    if !token.notes.is_empty() || (token.may_break.is_some() && token.breaks > 0) {
                        return None;
                    }
                    blanks(&mut out, token, &mut pads);
                    out.push_str(&token.text);
                }
                Part::Group(group) => {
                    if let Some(open) = &group.open {
                        if !open.notes.is_empty() {
                            return None;
                        }
                        blanks(&mut out, open, &mut pads);
                    }
                    out.push_str(&group.flat()?);
                }
            }
        }
        Some(out)
    }

    /// How wide the text before each of its columns is, up to the first block.
    pub fn cells(&self) -> Vec<(usize, Begins)> {
        let mut cells = Vec::new();
        let mut text = String::new();
        for part in &self.parts {
            let token = match part {
                Part::Token(token) => token,
                Part::Group(group) => match &group.open {
                    Some(open) => open,
                    None => break,
                },
            };
            if token.cell.is_some() {
                let begins = match part {
                    Part::Token(_) => Begins::Text,
                    Part::Group(group) if group.several => Begins::Lines,
                    Part::Group(_) => Begins::Block,
                };
                cells.push((display_width(&text), begins));
                text.clear();
            }
            match part {
                Part::Token(token) => {
                    if token.blanks > 0 && !text.is_empty() {
                        text.push(' ');
                    }
                    text.push_str(&token.text);
                }
                Part::Group(_) => break,
            }
        }
        cells
    }

    /// Nothing but a name.
    pub fn is_bare(&self) -> bool {
        matches!(self.parts.as_slice(), [Part::Token(_)]) && self.notes.is_empty() && self.after.is_empty()
    }

    /// Whether it, or a comment before it, begins a line of the text.
    pub fn begins_line(&self) -> bool {
        self.breaks > 0
    }
}

/// The blanks before a token, and those that bring its column to its place.
fn blanks(out: &mut String, token: &Token, pads: &mut impl Iterator<Item = usize>) {
    if token.blanks > 0 && !out.is_empty() {
        out.push(' ');
    }
    if token.cell.is_some() {
        out.extend(std::iter::repeat_n(' ', pads.next().unwrap_or(0)));
    }
}
