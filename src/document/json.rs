//! JSON → a tree with places. Numbers stay text, keys are distinct, nesting is bounded; the reader keeps no recursion.

use super::limits::{Budget, Failure, MAX_TEXT_BYTES, text_too_long};
use super::tree::{Entry, Node, NodeKind, Tree};
use crate::diag::wording::document as words;
use crate::diag::{Code, Diagnostic, Message, Wording};
use crate::source::{FileId, Span};

/// The deepest nesting of arrays and objects that is read.
pub const MAX_DEPTH: usize = 256;

/// Reads the text from byte `start` on; offsets are those of the whole text.
pub fn read(file: FileId, text: &str, start: usize) -> Result<Tree, Failure> {
    let mut reader = Reader { file, text, at: start, budget: Budget::new(file), open: Vec::new(), comma: None };
    let root = reader.document()?;
    Ok(Tree { file, root })
}

/// An array or object that is being read.
struct Open {
    start: usize,
    kind: OpenKind,
}

enum OpenKind {
    Array(Vec<Node>),
    /// The entries, and the key that waits for its value.
    Object(Vec<Entry>, Option<(String, Span)>),
}

/// What may stand at the reader's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrClose,
    Key,
    KeyOrClose,
    Colon,
    CommaOrBracket,
    CommaOrBrace,
}

impl Expect {
    fn wording(self) -> &'static Wording {
        match self {
            Expect::Value => &words::JSON_A_VALUE,
            Expect::ValueOrClose => &words::JSON_A_VALUE_OR_CLOSE,
            Expect::Key => &words::JSON_A_KEY,
            Expect::KeyOrClose => &words::JSON_A_KEY_OR_CLOSE,
            Expect::Colon => &words::JSON_A_COLON,
            Expect::CommaOrBracket => &words::JSON_COMMA_OR_BRACKET,
            Expect::CommaOrBrace => &words::JSON_COMMA_OR_BRACE,
        }
    }
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    budget: Budget,
    open: Vec<Open>,
    /// The place of the last comma.
    comma: Option<usize>,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Result<Node, Failure> {
        let mut expect = Expect::Value;
        loop {
            self.skip_blanks();
            let start = self.at;
            let Some(byte) = self.peek() else { return Err(self.broken_off(expect)) };
            let value = match (expect, byte) {
                (Expect::Value | Expect::ValueOrClose, b'[' | b'{') => {
                    self.open(byte)?;
                    expect = if byte == b'[' { Expect::ValueOrClose } else { Expect::KeyOrClose };
                    continue;
                }
                (Expect::ValueOrClose | Expect::CommaOrBracket, b']') | (Expect::KeyOrClose | Expect::CommaOrBrace, b'}') => {
                    self.at += 1;
                    self.close()?
                }
                (Expect::Value | Expect::ValueOrClose, _) => self.scalar(byte, expect)?,
                (Expect::Key | Expect::KeyOrClose, b'"') => {
                    let key = self.string()?;
                    let span = self.span(start, self.at);
                    if let Some(Open { kind: OpenKind::Object(_, waiting), .. }) = self.open.last_mut() {
                        *waiting = Some((key, span));
                    }
                    expect = Expect::Colon;
                    continue;
                }
                (Expect::Colon, b':') => {
                    self.at += 1;
                    expect = Expect::Value;
                    continue;
                }
                (Expect::CommaOrBracket, b',') => {
                    self.comma = Some(self.at);
                    self.at += 1;
                    expect = Expect::Value;
                    continue;
                }
                (Expect::CommaOrBrace, b',') => {
                    self.comma = Some(self.at);
                    self.at += 1;
                    expect = Expect::Key;
                    continue;
                }
                (Expect::Key | Expect::KeyOrClose | Expect::Colon | Expect::CommaOrBracket | Expect::CommaOrBrace, _) => {
                    return Err(self.unexpected(expect));
                }
            };
            match self.open.last_mut().map(|open| &mut open.kind) {
                None => {
                    self.skip_blanks();
                    return if self.peek().is_some() { Err(self.trailing()) } else { Ok(value) };
                }
                Some(OpenKind::Array(items)) => {
                    items.push(value);
                    expect = Expect::CommaOrBracket;
                }
                Some(OpenKind::Object(entries, waiting)) => {
                    if let Some((key, key_span)) = waiting.take() {
                        entries.push(Entry { key, key_span, value });
                    }
                    expect = Expect::CommaOrBrace;
                }
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    fn open(&mut self, byte: u8) -> Result<(), Failure> {
        let start = self.at;
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(self.span(start, start + 1)));
        }
        self.budget.take(start)?;
        let kind = if byte == b'[' { OpenKind::Array(Vec::new()) } else { OpenKind::Object(Vec::new(), None) };
        self.open.push(Open { start, kind });
        self.at += 1;
        Ok(())
    }

    /// Ends the innermost array or object, whose closing bracket was just read.
    fn close(&mut self) -> Result<Node, Failure> {
        let Some(Open { start, kind }) = self.open.pop() else {
            return Ok(Node { kind: NodeKind::Null, span: self.span(self.at, self.at) });
        };
        let kind = match kind {
            OpenKind::Array(items) => NodeKind::Array(items),
            OpenKind::Object(entries, _) => {
                refuse_duplicates(&entries)?;
                NodeKind::Object(entries)
            }
        };
        Ok(Node { kind, span: self.span(start, self.at) })
    }

    fn scalar(&mut self, byte: u8, expect: Expect) -> Result<Node, Failure> {
        let start = self.at;
        self.budget.take(start)?;
        let kind = match byte {
            b'"' => NodeKind::Text(self.string()?),
            b'-' | b'+' | b'.' | b'0'..=b'9' => {
                let number = self.word();
                if number.len() > MAX_TEXT_BYTES {
                    return Err(text_too_long(self.file, start, number.len()));
                }
                if !is_number(number) {
                    return Err(self.bad_number(number));
                }
                self.at += number.len();
                NodeKind::Number(number.to_owned())
            }
            _ => {
                let word = self.word();
                let kind = match word {
                    "true" => NodeKind::Bool(true),
                    "false" => NodeKind::Bool(false),
                    "null" => NodeKind::Null,
                    _ => return Err(self.unexpected(expect)),
                };
                self.at += word.len();
                kind
            }
        };
        Ok(Node { kind, span: self.span(start, self.at) })
    }

    /// The run of letters, digits, signs and points at this place.
    fn word(&self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or("");
        let end = rest.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_')));
        rest.get(..end.unwrap_or(rest.len())).unwrap_or("")
    }

    /// The string whose opening quote stands here; ends behind its closing quote.
    fn string(&mut self) -> Result<String, Failure> {
        let start = self.at;
        self.at += 1;
        let mut value = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or("");
            let Some(stop) = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\') || byte < 0x20) else {
                return Err(Box::new(
                    Diagnostic::error(Code::G0605, words::JSON_END.with("expected", words::JSON_A_QUOTE.plain()))
                        .at_bare(self.span(self.text.len(), self.text.len()))
                        .at(self.span(start, start + 1), words::JSON_OPENED.plain()),
                ));
            };
            if value.len() + stop > MAX_TEXT_BYTES {
                return Err(text_too_long(self.file, start, value.len() + stop));
            }
            value.push_str(rest.get(..stop).unwrap_or(""));
            self.at += stop;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(value);
                }
                Some(b'\\') => self.escape(&mut value)?,
                other => return Err(self.control(other.unwrap_or_default())),
            }
        }
    }

    fn escape(&mut self, value: &mut String) -> Result<(), Failure> {
        let simple = match self.text.as_bytes().get(self.at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.hex(self.at).ok_or_else(|| self.bad_escape(6))?;
                let (code, len) = match first {
                    0xd800..=0xdbff => {
                        let second = self.hex(self.at + 6).filter(|low| matches!(low, 0xdc00..=0xdfff));
                        let low = second.ok_or_else(|| self.half_pair())?;
                        (0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00), 12)
                    }
                    _ => (first, 6),
                };
                value.push(char::from_u32(code).ok_or_else(|| self.half_pair())?);
                self.at += len;
                return Ok(());
            }
            _ => return Err(self.bad_escape(2)),
        };
        value.push(simple);
        self.at += 2;
        Ok(())
    }

    /// The code of the `\uXXXX` at byte `at`.
    fn hex(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        u32::from_str_radix(digits, 16).ok()
    }

    fn error(&self, message: Message, start: usize, end: usize) -> Diagnostic {
        Diagnostic::error(Code::G0605, message).at_bare(self.span(start, end))
    }

    /// At most `most` characters from `start` on, as a span and text.
    fn clip(&self, start: usize, most: usize) -> (usize, &'a str) {
        let rest = self.text.get(start..).unwrap_or("");
        let len = rest.char_indices().nth(most).map_or(rest.len(), |(at, _)| at);
        (start + len, rest.get(..len).unwrap_or(""))
    }

    fn bad_escape(&self, length: usize) -> Failure {
        let (mut end, mut escape) = self.clip(self.at, length);
        let stop = escape.char_indices().skip(1).find(|(_, c)| *c == '"' || c.is_control()).map(|(at, _)| at.max(2));
        if let Some((stop, cut)) = stop.and_then(|stop| Some((stop, escape.get(..stop)?))) {
            (end, escape) = (self.at + stop, cut);
        }
        Box::new(
            self.error(words::JSON_ESCAPE.with("escape", visible(escape)), self.at, end)
                .with_help(words::JSON_ESCAPE_HELP.plain()),
        )
    }

    fn half_pair(&self) -> Failure {
        let (end, escape) = self.clip(self.at, 6);
        Box::new(self.error(words::JSON_SURROGATE.with("escape", escape), self.at, end))
    }

    fn control(&self, byte: u8) -> Failure {
        let escape = match byte {
            b'\n' => "\\n".to_owned(),
            b'\r' => "\\r".to_owned(),
            b'\t' => "\\t".to_owned(),
            other => format!("\\u{other:04x}"),
        };
        let diagnostic = self.error(words::JSON_CONTROL.with("code", format!("{byte:04X}")), self.at, self.at + 1);
        let fix = self.span(self.at, self.at + 1);
        Box::new(diagnostic.with_help(words::JSON_CONTROL_HELP.with("escape", escape.as_str())).with_fix(fix, escape))
    }

    fn bad_number(&self, number: &str) -> Failure {
        let (_, shown) = self.clip(self.at, 40);
        let shown = if number.len() <= shown.len() { number.to_owned() } else { format!("{shown}…") };
        Box::new(
            self.error(words::JSON_NUMBER.with("text", shown), self.at, self.at + number.len())
                .with_help(words::JSON_NUMBER_HELP.plain()),
        )
    }

    /// What stands at this place: a word, or one character.
    fn found(&self) -> (usize, String) {
        let word = self.word();
        if word.is_empty() {
            let (end, character) = self.clip(self.at, 1);
            (end, visible(character))
        } else {
            let (end, shown) = self.clip(self.at, 40);
            if word.len() <= shown.len() { (self.at + word.len(), word.to_owned()) } else { (end, format!("{shown}…")) }
        }
    }

    fn trailing(&self) -> Failure {
        let (end, found) = self.found();
        let found = words::JSON_FOUND.with("text", found);
        Box::new(self.error(words::JSON_TRAILING.with("found", found), self.at, end).with_help(words::JSON_TRAILING_HELP.plain()))
    }

    fn broken_off(&self, expect: Expect) -> Failure {
        let end = self.text.len();
        let mut diagnostic = self.error(words::JSON_END.with("expected", expect.wording().plain()), end, end);
        if let Some(open) = self.open.last() {
            diagnostic = diagnostic.at(self.span(open.start, open.start + 1), words::JSON_OPENED.plain());
        }
        Box::new(diagnostic)
    }

    fn unexpected(&self, expect: Expect) -> Failure {
        let (end, found) = self.found();
        let character = self.text.get(self.at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
        let curly = matches!(character, '“' | '”' | '‘' | '’');
        let found = if curly { words::JSON_FOUND_QUOTE.plain() } else { words::JSON_FOUND.with("text", found) };
        let message = words::JSON_UNEXPECTED.with("expected", expect.wording().plain()).with("found", found);
        let mut diagnostic = self.error(message, self.at, end);
        let after_comma = self.comma.filter(|_| matches!(expect, Expect::Value | Expect::Key) && matches!(character, ']' | '}'));
        let plain = match character {
            '，' => ",",
            '：' => ":",
            '“' | '”' | '‘' | '’' | '\'' | '＂' => "\"",
            _ => "",
        };
        let wants_value = matches!(expect, Expect::Value | Expect::ValueOrClose);
        if let Some(comma) = after_comma {
            diagnostic = diagnostic.with_help(words::JSON_COMMA_HELP.plain()).with_fix(self.span(comma, comma + 1), "");
        } else if plain == "\"" && (wants_value || matches!(expect, Expect::Key | Expect::KeyOrClose)) {
            diagnostic = diagnostic.with_help(words::JSON_SINGLE_QUOTE_HELP.plain()).with_fix(self.span(self.at, end), plain);
        } else if (plain == ":" && expect == Expect::Colon)
            || (plain == "," && matches!(expect, Expect::CommaOrBrace | Expect::CommaOrBracket))
        {
            diagnostic = diagnostic.with_fix(self.span(self.at, end), plain);
        } else if matches!(expect, Expect::Key | Expect::KeyOrClose)
            && end - self.at == self.word().len()
            && !self.word().is_empty()
        {
            // A bare word where a key belongs lacks its quotes.
            diagnostic = diagnostic.with_fix(self.span(self.at, end), format!("\"{}\"", self.word()));
        } else if wants_value && character.is_alphabetic() {
            diagnostic = diagnostic.with_help(words::JSON_LITERAL_HELP.plain());
        }
        if let Some(open) = self.open.last() {
            diagnostic = diagnostic.at(self.span(open.start, open.start + 1), words::JSON_OPENED.plain());
        }
        Box::new(diagnostic)
    }
}

/// Control and other invisible characters by their code.
fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || c == '\u{feff}' { format!("U+{:04X}", u32::from(c)) } else { c.to_string() })
        .collect()
}

/// JSON's own grammar of numbers.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// The finding about what would be one level too deep.
pub(super) fn too_deep(span: Span) -> Failure {
    Box::new(
        Diagnostic::error(Code::G0604, words::TOO_DEEP.with("limit", MAX_DEPTH))
            .at(span, words::TOO_DEEP_HERE.with("depth", MAX_DEPTH + 1))
            .with_help(words::TOO_DEEP_HELP.plain()),
    )
}

/// The first key that another entry before it has already.
pub(super) fn refuse_duplicates(entries: &[Entry]) -> Result<(), Failure> {
    let mut order: Vec<&Entry> = entries.iter().collect();
    order.sort_by(|a, b| a.key.cmp(&b.key));
    let pairs = order.iter().zip(order.iter().skip(1)).filter(|(first, second)| first.key == second.key);
    let Some((first, second)) = pairs.min_by_key(|(_, second)| second.key_span.start) else { return Ok(()) };
    let shown: String = first.key.chars().take(60).collect();
    Err(Box::new(
        Diagnostic::error(Code::G0606, words::JSON_DUPLICATE.with("key", shown))
            .at(second.key_span, words::JSON_DUPLICATE_HERE.plain())
            .at(first.key_span, words::JSON_DUPLICATE_FIRST.plain())
            .with_help(words::JSON_DUPLICATE_HELP.plain()),
    ))
}
