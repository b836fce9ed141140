//! Sentence patterns and titles: text with `{}`, `{name}` and `…`.

use super::fold::fold;

/// One piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Folded text that must stand here.
    Literal(String),
    /// `{}`: the figure (or the value of the meta the pattern belongs to).
    Figure,
    /// `{name}`: the value of a meta.
    Meta(String),
    /// `…`: any run without a digit or a stop, also an empty one.
    Gap,
}

/// A compiled pattern: what is matched against folded text, see [`Pattern::before`] and [`Pattern::captures`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pieces: Vec<Piece>,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternProblem {
    /// A `{` without its `}`.
    Unclosed,
    /// A `}` without its `{`.
    Unopened,
    /// Something other than a name in braces: `{年度 - 1}`.
    NotAName,
    /// Two figures with nothing between them: nobody could tell where one ends.
    Touching,
    /// Nothing but holes and gaps.
    NoText,
}

/// A problem and its byte range in the pattern's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatternError {
    pub problem: PatternProblem,
    pub start: usize,
    pub end: usize,
}

impl Pattern {
    /// Compiles a pattern. Two figures in one pattern are the author's business: the first is taken.
    pub fn compile(text: &str) -> Result<Pattern, PatternError> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        let at = |rest: &str| text.len() - rest.len();
        while let Some(c) = rest.chars().next() {
            let width = c.len_utf8();
            match c {
                '{' | '｛' => {
                    let start = at(rest);
                    let inside = rest.get(width..).unwrap_or("");
                    let Some(close) = inside.find(['}', '｝']) else {
                        return Err(PatternError { problem: PatternProblem::Unclosed, start, end: start + width });
                    };
                    let name: String = inside.get(..close).unwrap_or("").trim().to_owned();
                    let closing = inside.get(close..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                    let end = start + width + close + closing;
                    if name.contains(|c: char| c.is_whitespace() || "+-*/{｛".contains(c)) {
                        return Err(PatternError { problem: PatternProblem::NotAName, start, end });
                    }
                    flush(&mut literal, &mut pieces);
                    if name.is_empty() && pieces.last() == Some(&Piece::Figure) {
                        return Err(PatternError { problem: PatternProblem::Touching, start, end });
                    }
                    pieces.push(if name.is_empty() { Piece::Figure } else { Piece::Meta(name) });
                    rest = inside.get(close + closing..).unwrap_or("");
                }
                '}' | '｝' => {
                    return Err(PatternError { problem: PatternProblem::Unopened, start: at(rest), end: at(rest) + width });
                }
                '…' | '⋯' => {
                    flush(&mut literal, &mut pieces);
                    if pieces.last() != Some(&Piece::Gap) {
                        pieces.push(Piece::Gap);
                    }
                    rest = rest.get(width..).unwrap_or("");
                }
                _ => {
                    literal.push(c);
                    rest = rest.get(width..).unwrap_or("");
                }
            }
        }
        flush(&mut literal, &mut pieces);
        if !pieces.iter().any(|piece| matches!(piece, Piece::Literal(_))) {
            return Err(PatternError { problem: PatternProblem::NoText, start: 0, end: text.len() });
        }
        Ok(Pattern { pieces })
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Whether it takes a figure of its own; one without is a phrase that means something by being there.
    pub fn has_figure(&self) -> bool {
        self.pieces.contains(&Piece::Figure)
    }

    /// The names in braces, in order.
    pub fn metas(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Meta(name) => Some(name.as_str()),
            Piece::Literal(_) | Piece::Figure | Piece::Gap => None,
        })
    }

    /// The characters of all literal text: the more, the surer a match.
    pub fn weight(&self) -> usize {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => text.chars().count(),
                Piece::Figure | Piece::Meta(_) | Piece::Gap => 0,
            })
            .sum()
    }
}

fn flush(literal: &mut String, pieces: &mut Vec<Piece>) {
    let folded = fold(literal);
    literal.clear();
    if folded.is_empty() {
        return;
    }
    pieces.push(Piece::Literal(folded));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compiles_pieces() {
        let pattern = Pattern::compile("{年度}年{机关}政府信息公开……报告").expect("compiles");
        assert_eq!(pattern.metas().collect::<Vec<_>>(), ["年度", "机关"]);
        assert_eq!(pattern.pieces().len(), 6);
        assert!(!pattern.has_figure());
        let pattern = Pattern::compile("微博…公开　政府信息{}").expect("compiles");
        assert_eq!(
            pattern.pieces(),
            [Piece::Literal("微博".into()), Piece::Gap, Piece::Literal("公开政府信息".into()), Piece::Figure]
        );
        assert_eq!(pattern.weight(), 8);
    }

    #[test]
    fn says_what_is_wrong() {
        let problem = |text: &str| Pattern::compile(text).map_err(|error| (error.problem, error.start, error.end)).unwrap_err();
        assert_eq!(problem("收到{"), (PatternProblem::Unclosed, 6, 7));
        assert_eq!(problem("收到}"), (PatternProblem::Unopened, 6, 7));
        assert_eq!(problem("{年度 - 1}年"), (PatternProblem::NotAName, 0, 12));
        assert_eq!(problem("收{}{}"), (PatternProblem::Touching, 5, 7));
        assert_eq!(problem("…{}"), (PatternProblem::NoText, 0, 5));
    }
}
