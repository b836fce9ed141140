//! The first look at a text, before the grammar: comments, texts, brackets and characters that may not stand in a template.
//!
//! It agrees with the grammar on what a comment, a quoted text and a backquoted name are: what it repaired, the grammar always
//! reads to its end (a property test holds that).

use super::patch::Edit;
use crate::diag::wording::syntax as words;
use crate::diag::{Code, Diagnostic, Wording};
use crate::source::{FileId, Span};

/// One line of a doc comment, in offsets of the original text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doc {
    pub start: usize,
    pub end: usize,
    pub text: String,
    /// Whether a node took it.
    pub used: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Curly,
    Square,
    Round,
}

/// What the bracket check needs to know of a text, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub kind: MarkKind,
    pub at: usize,
    /// How many bytes the bracket has: 1, or 3 in full width.
    pub len: usize,
    /// How far the line is indented.
    pub indent: usize,
    /// Which line, from 0.
    pub line: usize,
    /// Where the token before it ends.
    pub before: usize,
    /// Whether it is the first token of its line.
    pub first: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkKind {
    Open(Shape),
    Close(Shape),
    /// A line that begins with something else than a bracket.
    Line,
}

#[derive(Debug, Default)]
pub(super) struct Scan {
    pub marks: Vec<Mark>,
    /// Where the last token ends.
    pub end: usize,
    pub docs: Vec<Doc>,
    /// Comments that are no doc comments, as (start, end).
    pub comments: Vec<(usize, usize)>,
    pub edits: Vec<Edit>,
    pub diagnostics: Vec<Diagnostic>,
    /// How many diagnostics were too many to keep.
    pub dropped: usize,
}

impl Scan {
    /// Keeps a diagnostic, unless there are too many already.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < super::MAX_KEPT {
            self.diagnostics.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }
}

struct Scanner<'a> {
    text: &'a str,
    file: FileId,
    scan: Scan,
    line: usize,
    indent: usize,
    /// Nothing but blanks so far on this line.
    fresh: bool,
    /// Where this line ends, once it was asked for.
    line_end: Option<usize>,
}

pub(super) fn scan(text: &str, file: FileId) -> Scan {
    let mut scanner = Scanner { text, file, scan: Scan::default(), line: 0, indent: 0, fresh: true, line_end: None };
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        at = scanner.step(at, c).max(at + c.len_utf8());
    }
    scanner.scan
}

impl<'a> Scanner<'a> {
    /// Reads what starts at `at` and gives the place behind it.
    fn step(&mut self, at: usize, c: char) -> usize {
        let next = at + c.len_utf8();
        match c {
            '\n' => {
                self.line += 1;
                self.indent = 0;
                self.fresh = true;
                next
            }
            '\r' | '\u{A0}' | '\u{3000}' | ' ' | '\t' => {
                if self.fresh {
                    self.indent += if c == '\u{3000}' { 2 } else { 1 };
                }
                next
            }
            '\u{FEFF}' if at == 0 => next,
            '/' if self.rest(next).starts_with('/') => self.comment(at),
            '"' | '“' | '”' | '＂' | '`' | '｀' => {
                self.token(MarkKind::Line, at, c);
                self.quoted(at, c)
            }
            '{' | '｛' => self.token(MarkKind::Open(Shape::Curly), at, c),
            '}' | '｝' => self.token(MarkKind::Close(Shape::Curly), at, c),
            '[' | '［' => self.token(MarkKind::Open(Shape::Square), at, c),
            ']' | '］' => self.token(MarkKind::Close(Shape::Square), at, c),
            '(' | '（' => self.token(MarkKind::Open(Shape::Round), at, c),
            ')' | '）' => self.token(MarkKind::Close(Shape::Round), at, c),
            _ if forbidden(c).is_some() => self.forbidden_run(at),
            _ => self.token(MarkKind::Line, at, c),
        }
    }

    fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or("")
    }

    /// The text from here to the end of the line.
    fn line_rest(&mut self, at: usize) -> &'a str {
        if self.line_end.is_none_or(|end| end < at) {
            let rest = self.rest(at);
            self.line_end = Some(at + rest.find(['\n', '\r']).unwrap_or(rest.len()));
        }
        self.text.get(at..self.line_end.unwrap_or(at)).unwrap_or("")
    }

    fn token(&mut self, kind: MarkKind, at: usize, c: char) -> usize {
        let first = std::mem::replace(&mut self.fresh, false);
        if first || kind != MarkKind::Line {
            let mark = Mark { kind, at, len: c.len_utf8(), indent: self.indent, line: self.line, before: self.scan.end, first };
            self.scan.marks.push(mark);
        }
        self.scan.end = at + c.len_utf8();
        self.scan.end
    }

    fn comment(&mut self, at: usize) -> usize {
        let line = self.line_rest(at).trim_end();
        let end = at + line.len();
        match line.strip_prefix("///").filter(|rest| !rest.starts_with('/')) {
            Some(text) => {
                let text = text.strip_prefix(' ').unwrap_or(text).to_owned();
                self.scan.docs.push(Doc { start: at, end, text, used: false });
            }
            None => self.scan.comments.push((at, end)),
        }
        // In a comment only what turns the reading order is dangerous.
        let turns: Vec<usize> = line.char_indices().filter(|(_, c)| is_bidi(*c)).map(|(offset, _)| at + offset).collect();
        for turn in turns {
            self.forbidden_run(turn);
        }
        at + self.line_rest(at).len()
    }

    /// A quoted text or a backquoted name: it ends on its line.
    fn quoted(&mut self, at: usize, open: char) -> usize {
        let inside = at + open.len_utf8();
        let line = self.line_rest(inside);
        let (close, turned): (char, &[char]) = match open {
            '“' => ('”', &['“']),
            '”' => ('”', &['“']),
            other => (other, &[]),
        };
        let len = line.find(close).or_else(|| line.find(turned));
        let Some(len) = len else { return self.unterminated(at, open, close) };
        let end = inside + len;
        let found = self.rest(end).chars().next().unwrap_or(close);
        // An input method gives the curly quotes by turns; either may stand at either end.
        if open == '”' {
            self.scan.edits.push(Edit { at, remove: open.len_utf8(), insert: "“" });
        }
        if found != close {
            self.scan.edits.push(Edit { at: end, remove: found.len_utf8(), insert: "”" });
        }
        self.check_inside(inside, end);
        self.scan.end = end + found.len_utf8();
        self.scan.end
    }

    fn check_inside(&mut self, from: usize, to: usize) {
        let inside = self.text.get(from..to).unwrap_or("");
        let mut bad =
            inside.char_indices().filter(|(_, c)| forbidden(*c).is_some()).map(|(offset, _)| from + offset).collect::<Vec<_>>();
        let mut done = 0;
        bad.retain(|at| {
            *at >= done && {
                done = self.forbidden_run(*at);
                true
            }
        });
    }

    /// The quote is closed where the text seems to end: before the blocks and commas that end the line.
    fn unterminated(&mut self, at: usize, open: char, close: char) -> usize {
        let inside = at + open.len_utf8();
        let line = self.line_rest(inside).trim_end();
        let mut len = line.find(" {").filter(|at| !line.get(*at..).unwrap_or("").starts_with(" {}")).unwrap_or(line.len());
        for _ in 0..super::MAX_NESTING {
            let head = line.get(..len).unwrap_or("").trim_end();
            len = head.len();
            match head.chars().next_back() {
                Some(last @ ('}' | '｝')) if !head.ends_with("{}") && !balanced(head) => len -= last.len_utf8(),
                Some(last @ (',' | '，' | '、')) => len -= last.len_utf8(),
                _ => break,
            }
        }
        let end = inside + len;
        let insert = match close {
            '”' => "”",
            '`' => "`",
            '｀' => "｀",
            '＂' => "＂",
            _ => "\"",
        };
        if open == '”' {
            self.scan.edits.push(Edit { at, remove: open.len_utf8(), insert: "“" });
        }
        self.scan.edits.push(Edit { at: end, remove: 0, insert });
        let is_name = matches!(open, '`' | '｀');
        let wording = if is_name { &words::UNTERMINATED_NAME } else { &words::UNTERMINATED };
        let span = Span::new(self.file, at, inside);
        self.scan.report(
            Diagnostic::error(Code::G0103, wording.with("quote", insert))
                .at(span, words::HERE_OPENED.plain())
                .at(Span::new(self.file, end, end), words::HERE_CLOSE_QUOTE.with("quote", insert)),
        );
        self.check_inside(inside, end);
        self.scan.end = end;
        end
    }

    /// Reports and takes out a run of one forbidden character and its like.
    fn forbidden_run(&mut self, at: usize) -> usize {
        let mut end = at;
        let mut names: Vec<String> = Vec::new();
        let mut kind = &words::INVISIBLE;
        for c in self.rest(at).chars() {
            let Some(this) = forbidden(c) else { break };
            if end == at {
                kind = this;
            }
            let name = format!("U+{:04X}", c as u32);
            if !names.contains(&name) && names.len() < 4 {
                names.push(name);
            }
            end += c.len_utf8();
        }
        let span = Span::new(self.file, at, end);
        self.scan.edits.push(Edit { at, remove: end - at, insert: "" });
        self.scan.report(
            Diagnostic::error(Code::G0104, kind.with("char", names))
                .at(span, words::HERE_FORBIDDEN.plain())
                .with_help(words::HELP_FORBIDDEN.plain())
                .with_fix(span, ""),
        );
        end
    }
}

/// Whether every closing brace of a text has its opening one in it: `{年度}年`.
fn balanced(text: &str) -> bool {
    let mut depth = 0i64;
    for c in text.chars() {
        match c {
            '{' | '｛' => depth += 1,
            '}' | '｝' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    true
}

/// Why a character may not stand in a template, if it may not.
fn forbidden(c: char) -> Option<&'static Wording> {
    if is_bidi(c) {
        return Some(&words::BIDI);
    }
    match c {
        '\t' | '\n' | '\r' => None,
        '\u{2028}' | '\u{2029}' => Some(&words::CONTROL),
        _ if c.is_control() => Some(&words::CONTROL),
        '\u{AD}'
        | '\u{34F}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200D}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206A}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}' => Some(&words::INVISIBLE),
        _ => None,
    }
}

/// Characters that turn the reading order.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
