//! Text of a web page: entities decoded, white space folded, every byte with its place in the source.

use std::collections::HashMap;

use html5gum::{Token, Tokenizer};

use super::Text;
use crate::source::{FileId, Span};

/// No named character reference is longer. A numeric one may be, as long as it likes.
const MAX_REFERENCE: usize = 40;

/// The character references met so far, and what they stand for.
#[derive(Debug, Default)]
pub struct References {
    known: HashMap<String, String>,
}

impl References {
    /// The length of the reference that `raw` begins with, and what it stands for. Text behind a reference that lacks its
    /// semicolon (`&nbsp件`) is not part of it. `None` when the `&` stands for itself.
    pub fn at(&mut self, raw: &str) -> Option<(usize, &str)> {
        let body = raw.strip_prefix('&')?;
        let digits = body.strip_prefix('#').unwrap_or(body);
        let hexadecimal = if digits.len() < body.len() { digits.strip_prefix(['x', 'X']) } else { None };
        let mut len = raw.len() - hexadecimal.unwrap_or(digits).len();
        len += match hexadecimal {
            Some(digits) => digits.bytes().take_while(u8::is_ascii_hexdigit).count(),
            None if digits.len() < body.len() => digits.bytes().take_while(u8::is_ascii_digit).count(),
            None => body.bytes().take(MAX_REFERENCE).take_while(u8::is_ascii_alphanumeric).count(),
        };
        len += usize::from(raw.as_bytes().get(len) == Some(&b';'));
        let written = raw.get(..len)?;
        if !self.known.contains_key(written) {
            let decoded = decode(written);
            self.known.insert(written.to_owned(), decoded);
        }
        let decoded = self.known.get(written)?;
        let shared = written.bytes().rev().zip(decoded.bytes().rev()).take_while(|(a, b)| a == b).count();
        let shared = if decoded.is_char_boundary(decoded.len() - shared) { shared } else { 0 };
        if shared == written.len() {
            return None;
        }
        Some((len - shared, decoded.get(..decoded.len() - shared)?))
    }
}

/// What the tokenizer makes of one reference.
fn decode(written: &str) -> String {
    let mut bytes = Vec::new();
    for token in Tokenizer::new(written) {
        let Ok(token) = token;
        if let Token::String(piece) = token {
            bytes.extend_from_slice(&piece.value);
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| written.to_owned())
}

/// Text that grows piece by piece. Runs of blanks become one space; a run that holds a line break becomes nothing between
/// two Chinese characters, for there the break is the editor's and not the author's.
#[derive(Debug)]
pub struct TextBuilder {
    text: Text,
    gap: Option<Gap>,
}

/// Blanks that were seen and not yet written.
#[derive(Debug, Clone, Copy)]
struct Gap {
    start: usize,
    end: usize,
    breaks: bool,
}

impl TextBuilder {
    pub fn new(file: FileId) -> TextBuilder {
        TextBuilder { text: Text::empty(Span::file_start(file)), gap: None }
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn len(&self) -> usize {
        self.text.as_str().len()
    }

    /// The text without blanks at its ends; the builder starts anew.
    pub fn take(&mut self) -> Text {
        let file = self.text.file();
        self.gap = None;
        std::mem::replace(&mut self.text, Text::empty(Span::file_start(file))).into_trimmed()
    }

    /// Appends a text token: `raw` stands at byte `start`, and the tokenizer read it as `decoded`. Where the two cannot be
    /// told apart piece by piece, the whole token maps to its whole place.
    pub fn push_token(&mut self, start: usize, raw: &str, decoded: &str, references: &mut References) {
        // Inside some elements (`<plaintext>`) an `&` is nothing but that.
        let as_written = raw == decoded && !raw.contains(['&', '<']);
        let mut fits = |kind| agrees(raw, decoded, kind, references).then_some(kind);
        let kind = if as_written {
            Some(Kind::Verbatim)
        } else {
            fits(Kind::Flow).or_else(|| fits(Kind::Title)).or_else(|| fits(Kind::Verbatim))
        };
        if let Some(kind) = kind {
            let mut at = 0;
            while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
                let (len, piece) = next_piece(rest, kind, references);
                let (place, written) = (start + at, rest.get(..len).unwrap_or(""));
                match piece {
                    Piece::Blanks => self.push_gap(place, place + len, written.contains(['\n', '\r'])),
                    Piece::Decoded(characters) => self.push_decoded(place, place + len, characters),
                    Piece::Literal => self.push_literal(place, written),
                    Piece::Nothing => {}
                }
                at += len;
            }
            return;
        }
        let end = start + raw.len();
        for word in decoded.split_ascii_whitespace() {
            self.push_decoded(start, end, word);
            self.gap = Some(Gap { start, end, breaks: false });
        }
    }

    /// Appends a slice of the source that starts at byte `start`, as it is.
    pub fn push_literal(&mut self, start: usize, piece: &str) {
        self.close_gap(piece.chars().next());
        self.text.push_literal(start, piece);
    }

    /// Appends what `start..end` of the source stands for.
    pub fn push_decoded(&mut self, start: usize, end: usize, piece: &str) {
        self.close_gap(piece.chars().next());
        self.text.push_decoded(start, end, piece);
    }

    /// Blanks, or a mark that stands for them; `breaks` when a line ends there.
    pub fn push_gap(&mut self, start: usize, end: usize, breaks: bool) {
        if self.text.is_empty() {
            return;
        }
        match &mut self.gap {
            Some(gap) => {
                gap.end = end;
                gap.breaks |= breaks;
            }
            None => self.gap = Some(Gap { start, end, breaks }),
        }
    }

    fn close_gap(&mut self, next: Option<char>) {
        let Some(gap) = self.gap.take() else { return };
        if gap.breaks && joins(&self.text, next) {
            return;
        }
        if !gap.breaks && gap.end - gap.start == 1 {
            self.text.push_literal(gap.start, " ");
        } else {
            self.text.push_decoded(gap.start, gap.end, " ");
        }
    }
}

/// Several texts as one: with nothing between Chinese characters, a space otherwise.
pub fn join<'a>(texts: impl Iterator<Item = &'a Text>, at: Span) -> Text {
    let mut whole = Text::empty(at);
    for text in texts.filter(|text| !text.is_empty()) {
        if !whole.is_empty() && !joins(&whole, text.as_str().chars().next()) {
            whole.push_decoded(whole.span().range().end, text.span().range().start, " ");
        }
        whole.append(text);
    }
    whole
}

/// Whether what follows a text is written on without a space.
fn joins(text: &Text, next: Option<char>) -> bool {
    written_on(text.as_str(), next)
}

/// [`joins`], of any string.
pub fn written_on(text: &str, next: Option<char>) -> bool {
    text.chars().next_back().is_some_and(is_wide) && next.is_some_and(is_wide)
}

/// Chinese characters and their punctuation. Not full-width digits: what a line break parts is two figures.
fn is_wide(c: char) -> bool {
    !matches!(c, '０'..='９')
        && matches!(c, '\u{2018}'..='\u{201d}' | '\u{2014}' | '\u{2026}' | '\u{2e80}'..='\u{2fdf}' | '\u{3001}'..='\u{303f}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

enum Piece<'a> {
    Blanks,
    Literal,
    /// `</>`, which the tokenizer takes out of the middle of a text.
    Nothing,
    Decoded(&'a str),
}

/// How a text is written: it depends on the element around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// With references; `</>` is nothing.
    Flow,
    /// With references; `</>` is text (`<title>`, `<textarea>`).
    Title,
    /// Every character for itself (`<plaintext>`).
    Verbatim,
}

const BLANKS: [char; 5] = [' ', '\t', '\n', '\r', '\u{c}'];

/// What text begins with, and the length of it; `rest` is not empty.
fn next_piece<'a>(rest: &str, kind: Kind, references: &'a mut References) -> (usize, Piece<'a>) {
    let literal = rest.find(|c| BLANKS.contains(&c) || matches!(c, '&' | '<')).unwrap_or(rest.len());
    if literal > 0 {
        return (literal, Piece::Literal);
    }
    if kind == Kind::Flow && rest.starts_with("</>") {
        return ("</>".len(), Piece::Nothing);
    }
    let blanks = rest.len() - rest.trim_start_matches(BLANKS).len();
    if blanks > 0 {
        return (blanks, Piece::Blanks);
    }
    match if kind == Kind::Verbatim { None } else { references.at(rest) } {
        // `&#10;` is a blank like any other.
        Some((len, decoded)) if !decoded.is_empty() && decoded.chars().all(|c| BLANKS.contains(&c)) => (len, Piece::Blanks),
        Some((len, decoded)) => (len, Piece::Decoded(decoded)),
        None => (1, Piece::Literal),
    }
}

/// Whether reading `raw` piece by piece gives `decoded`, but for the kind and number of blanks.
fn agrees(raw: &str, decoded: &str, kind: Kind, references: &mut References) -> bool {
    let mut left = decoded;
    let mut at = 0;
    while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
        let (len, piece) = next_piece(rest, kind, references);
        let expected = match piece {
            Piece::Blanks => {
                left = left.trim_start_matches(BLANKS);
                ""
            }
            Piece::Decoded(character) => character,
            Piece::Nothing => "",
            Piece::Literal => rest.get(..len).unwrap_or(""),
        };
        match left.strip_prefix(expected) {
            Some(after) => left = after,
            None => return false,
        }
        at += len;
    }
    left.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(raw: &str, decoded: &str) -> Text {
        let mut builder = TextBuilder::new(FileId(0));
        builder.push_token(100, raw, decoded, &mut References::default());
        builder.take()
    }

    #[test]
    fn entities_and_blanks_keep_their_places() {
        let text = build(" 新收&nbsp;2&#57;8  件\n其中", " 新收\u{a0}298  件\n其中");
        assert_eq!(text.as_str(), "新收\u{a0}298 件其中");
        assert_eq!(text.span_of(8, 11), Span::new(FileId(0), 113, 120));
        assert_eq!(text.span(), Span::new(FileId(0), 101, 132));
    }

    #[test]
    fn references_without_a_semicolon_end_where_their_name_ends() {
        let mut references = References::default();
        assert_eq!(references.at("&nbspfoo"), Some((5, "\u{a0}")));
        assert_eq!(references.at("&ampamp;"), Some((4, "&")));
        assert_eq!(references.at("&unknown;"), None);
        assert_eq!(references.at("& b"), None);
        assert_eq!(references.at("&#x4EF6;8"), Some((8, "件")));
        assert_eq!(references.at("&#50abc"), Some((4, "2")));
        assert_eq!(references.at("&xyz"), None);
        let padded = format!("&#x{}4EF6;", "0".repeat(200));
        assert_eq!(references.at(&padded), Some((padded.len(), "件")));
    }

    #[test]
    fn blanks_by_number_are_blanks() {
        let text = build("新收 &#13;&#10;298&#x20;件", "新收 \r\n298 件");
        assert_eq!(text.as_str(), "新收 298 件");
        assert_eq!(text.span_of(7, 10), Span::new(FileId(0), 117, 120));
    }

    #[test]
    fn an_empty_end_tag_is_text_in_a_title_and_nothing_elsewhere() {
        let title = build("</>&gE;", "</>≧");
        assert_eq!((title.as_str(), title.span_of(3, 6)), ("</>≧", Span::new(FileId(0), 103, 107)));
        let flow = build("新</>&gE;", "新≧");
        assert_eq!((flow.as_str(), flow.span_of(3, 6)), ("新≧", Span::new(FileId(0), 106, 110)));
    }

    #[test]
    fn a_token_that_does_not_agree_with_its_place_maps_as_a_whole() {
        let text = build("abc", "xyz uv");
        assert_eq!((text.as_str(), text.span()), ("xyz uv", Span::new(FileId(0), 100, 103)));
    }
}
