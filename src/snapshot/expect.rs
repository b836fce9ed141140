//! Expectations: lines such as `// expect: 收支平衡 failed at 自然人` in a report, or in a file beside it.

use crate::report::Verdict;

/// What an author expects of a report, and where it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    pub kind: Kind,
    /// Bytes of the whole expectation.
    pub at: Range,
}

pub(super) type Range = std::ops::Range<usize>;

/// A piece of an expectation and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    pub at: Range,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Verdict(Verdict),
    Rule(RuleExpectation),
    Finding(FindingExpectation),
    Figure(FigureExpectation),
    NothingElse,
    NotUnderstood,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RuleExpectation {
    pub(super) name: Piece,
    pub(super) state: RuleState,
    pub(super) place: Option<Piece>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FindingExpectation {
    pub(super) code: Piece,
    pub(super) place: Option<Piece>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FigureExpectation {
    pub(super) name: Piece,
    pub(super) value: Piece,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RuleState {
    Held,
    Failed,
    NotAssessable,
    NotApplicable,
    NotComputed,
}

/// How a file marks its expectations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// `// expect: …`, `# expect: …`.
    Lines,
    /// `<!-- expect: … -->`, and those of lines.
    Comments,
    /// A file of expectations: each line is one; `//` and `#` begin remarks.
    All,
    /// The format has no comments.
    None,
}

impl Marks {
    /// Of a report, by its file name.
    pub fn of(name: &str) -> Marks {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        match extension.as_deref() {
            Some("md" | "markdown" | "html" | "htm" | "xhtml") => Marks::Comments,
            Some("txt" | "text" | "yaml" | "yml" | "toml") => Marks::Lines,
            Some("expect") => Marks::All,
            Some(_) | None => Marks::None,
        }
    }
}

/// The expectations of a text, and the lines they stand on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub expectations: Vec<Expectation>,
    /// Bytes of the lines, without their line breaks.
    pub lines: Vec<Range>,
}

/// Finds the expectations of a text.
pub fn find(text: &str, marks: Marks) -> Found {
    let mut found = Found::default();
    if marks == Marks::None {
        return found;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        if let Some(range) = expectation(bare, marks) {
            let at = start + range.start..start + range.end;
            let written = text.get(at.clone()).unwrap_or("");
            found.expectations.push(Expectation { kind: read(written, at.start), at });
            found.lines.push(start..start + bare.len());
        }
        start += line.len();
    }
    found
}

/// The text with the lines of its expectations left blank, so that every line keeps its number.
pub fn without(text: &str, lines: &[Range]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for line in lines {
        out.push_str(text.get(from..line.start).unwrap_or(""));
        from = line.end;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}

/// The bytes of the expectation on a line.
fn expectation(line: &str, marks: Marks) -> Option<Range> {
    let trimmed = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let comment = |open: &str| trimmed.strip_prefix(open);
    let inner = match marks {
        Marks::None => return None,
        Marks::Lines => comment("//").or_else(|| comment("#"))?,
        Marks::Comments => comment("<!--").or_else(|| comment("//")).or_else(|| comment("#"))?,
        Marks::All if trimmed.is_empty() => return None,
        Marks::All => match comment("//").or_else(|| comment("#")) {
            // In a file of its own a remark may be an expectation all the same.
            Some(rest) => marked(rest).map(|_| rest)?,
            None => trimmed,
        },
    };
    let inner = inner.trim_end();
    let inner = if trimmed.starts_with("<!--") { inner.strip_suffix("-->")? } else { inner };
    let body = match marked(inner) {
        Some(body) => body,
        None if marks == Marks::All => inner,
        None => return None,
    };
    let body = body.trim();
    let start = body.as_ptr() as usize - line.as_ptr() as usize;
    Some(start..start + body.len())
}

/// What follows `expect:`.
fn marked(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let rest = ["expect", "期望"].iter().find_map(|word| text.strip_prefix(word))?.trim_start();
    rest.strip_prefix(':').or_else(|| rest.strip_prefix('：'))
}

const VERDICTS: &[(&str, Verdict)] = &[
    ("accepted", Verdict::Accepted),
    ("通过", Verdict::Accepted),
    ("rejected", Verdict::Rejected),
    ("不通过", Verdict::Rejected),
    ("incomplete", Verdict::Incomplete),
    ("不完整", Verdict::Incomplete),
];

/// Longer words before those they end with.
const STATES: &[(&str, RuleState)] = &[
    ("not assessable", RuleState::NotAssessable),
    ("not applicable", RuleState::NotApplicable),
    ("not computed", RuleState::NotComputed),
    ("held", RuleState::Held),
    ("failed", RuleState::Failed),
    ("无法判断", RuleState::NotAssessable),
    ("不适用", RuleState::NotApplicable),
    ("无法计算", RuleState::NotComputed),
    ("不成立", RuleState::Failed),
    ("成立", RuleState::Held),
];

fn read(text: &str, at: usize) -> Kind {
    let text = text.trim_end_matches(['。', '.', ';', '；']).trim_end();
    if let Some((_, verdict)) = VERDICTS.iter().find(|(word, _)| *word == text) {
        return Kind::Verdict(*verdict);
    }
    if ["nothing else", "没有别的", "没有别的问题"].contains(&text) {
        return Kind::NothingElse;
    }
    let behind = |words: &[&str]| {
        words.iter().find_map(|word| text.strip_prefix(word)).filter(|rest| rest.starts_with(char::is_whitespace))
    };
    if let Some(rest) = behind(&["finding", "问题"]) {
        let (code, place) = placed(rest, text, at);
        return Kind::Finding(FindingExpectation { code, place });
    }
    if let Some(rest) = behind(&["figure", "数字"])
        && let Some((name, value)) = rest.split_once(['=', '＝'])
    {
        let value = value.trim_start_matches(['=', '＝']);
        return Kind::Figure(FigureExpectation { name: piece(name, text, at), value: piece(value, text, at) });
    }
    // The state is the last of its words, so that a rule may have one in its name.
    let states = STATES.iter().filter_map(|(word, state)| Some((last(text, word)?, *word, *state)));
    let state = states.max_by_key(|(found, word, _)| (found + word.len(), word.len()));
    let Some((found, word, state)) = state else { return Kind::NotUnderstood };
    let (name, rest) = (text.get(..found).unwrap_or(""), text.get(found + word.len()..).unwrap_or(""));
    let (before, place) = placed(rest, text, at);
    if name.trim().is_empty() || !before.text.is_empty() {
        return Kind::NotUnderstood;
    }
    Kind::Rule(RuleExpectation { name: piece(name, text, at), state, place })
}

/// Where a word stands last; a Latin one stands between blanks.
fn last(text: &str, word: &str) -> Option<usize> {
    let apart = |at: usize| {
        let before = text.get(..at).is_some_and(|left| left.is_empty() || left.ends_with(char::is_whitespace));
        let behind = text.get(at + word.len()..).is_some_and(|right| right.is_empty() || right.starts_with(char::is_whitespace));
        !word.is_ascii() || (before && behind)
    };
    text.rmatch_indices(word).map(|(at, _)| at).find(|at| apart(*at))
}

/// Splits `… at PLACE`.
fn placed(rest: &str, whole: &str, at: usize) -> (Piece, Option<Piece>) {
    for word in ["at ", "于 ", "在 ", "于", "在"] {
        if let Some(found) = rest
            .find(word)
            .filter(|found| rest.get(..*found).is_some_and(|left| left.is_empty() || left.ends_with(char::is_whitespace)))
        {
            let (left, right) = (rest.get(..found).unwrap_or(""), rest.get(found + word.len()..).unwrap_or(""));
            return (piece(left, whole, at), Some(piece(right, whole, at)));
        }
    }
    (piece(rest, whole, at), None)
}

/// A part of the whole with its place, blanks and quotes around it taken off.
fn piece(part: &str, whole: &str, at: usize) -> Piece {
    let part = part.trim().trim_matches(['"', '“', '”', '`']);
    let start = at + (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    Piece { text: part.to_owned(), at: start..start + part.len() }
}
