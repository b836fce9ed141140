//! Brackets, before the grammar runs: too deep, unclosed, stray, mismatched; and the repairs that balance the text.
//!
//! A missing brace shows only at the end of the file. Where the braces do not balance, the indentation says which one it is.

use super::patch::Edit;
use super::scan::{Mark, MarkKind, Scan, Shape};
use crate::diag::wording::syntax as words;
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// How deep brackets may nest. The deepest real form needs about fifteen levels; every later phase may recurse over the tree
/// within a thread's small stack, unoptimized and in wasm32 too, because this is low.
pub const MAX_NESTING: usize = 64;

/// What is wrong with the brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Problem {
    /// An opening bracket; where its closing one was expected.
    Unclosed(Mark, usize),
    /// A closing bracket without an opening one.
    Stray(Mark),
    /// A closing bracket of another shape.
    Mismatch(Mark, Mark),
}

/// Balances the text by edits. `None` when it nests too deep to be parsed at all. The second list are the stray `}`, with their
/// places: the walk may find that an opening brace is missing instead.
pub(super) fn balance(scan: &mut Scan, file: FileId) -> Option<Vec<(usize, Diagnostic)>> {
    let (mut problems, deepest) = check(&scan.marks, scan.end, 0, 0);
    if let Some(mark) = deepest {
        let span = Span::new(file, mark.at, mark.at + mark.len);
        scan.report(
            Diagnostic::error(Code::G0105, words::TOO_DEEP.with("max", MAX_NESTING)).at(span, words::HERE_TOO_DEEP.plain()),
        );
        return None;
    }
    let curly = |mark: &Mark| matches!(mark.kind, MarkKind::Open(Shape::Curly) | MarkKind::Close(Shape::Curly));
    let open = problems.iter().filter(|problem| matches!(problem, Problem::Unclosed(mark, _) if curly(mark))).count();
    let stray = problems.iter().filter(|problem| matches!(problem, Problem::Stray(mark) if curly(mark))).count();
    if open + stray > 0
        && let (better, None) = check(&scan.marks, scan.end, open, stray)
    {
        problems = better;
    }
    let mut strays = Vec::new();
    for problem in problems {
        match problem {
            Problem::Unclosed(mark, at) => {
                let close = closing(mark.kind);
                scan.edits.push(Edit { at, remove: 0, insert: close });
                scan.report(
                    Diagnostic::error(Code::G0102, words::UNCLOSED.with("open", opening(mark.kind)))
                        .at(Span::new(file, mark.at, mark.at + mark.len), words::HERE_OPENED.plain())
                        .at(Span::new(file, at, at), words::HERE_CLOSE.with("close", close)),
                );
            }
            Problem::Stray(mark) => {
                let span = Span::new(file, mark.at, mark.at + mark.len);
                scan.edits.push(Edit { at: mark.at, remove: mark.len, insert: "" });
                let diagnostic = Diagnostic::error(
                    Code::G0102,
                    words::STRAY_CLOSE.with("close", closing(mark.kind)).with("open", opening(mark.kind)),
                )
                .at(span, words::HERE_STRAY_CLOSE.plain());
                if curly(&mark) && strays.len() < super::MAX_KEPT {
                    strays.push((mark.at, diagnostic));
                } else {
                    scan.report(diagnostic);
                }
            }
            Problem::Mismatch(open, close) => {
                let wanted = closing(open.kind);
                let span = Span::new(file, close.at, close.at + close.len);
                scan.edits.push(Edit { at: close.at, remove: close.len, insert: wanted });
                scan.report(
                    Diagnostic::error(
                        Code::G0102,
                        words::MISMATCH
                            .with("open", opening(open.kind))
                            .with("close", closing(close.kind))
                            .with("wanted", wanted),
                    )
                    .at(span, words::HERE_CLOSE.with("close", wanted))
                    .at(Span::new(file, open.at, open.at + open.len), words::HERE_OPENED.plain())
                    .with_fix(span, wanted),
                );
            }
        }
    }
    Some(strays)
}

/// Walks the brackets. `open` and `stray` say how many braces are known to be missing and left over: so many may be told by
/// the indentation.
/// The second result is the bracket that nests too deep, where the walk stopped.
fn check(marks: &[Mark], end: usize, mut open: usize, mut stray: usize) -> (Vec<Problem>, Option<Mark>) {
    let mut stack: Vec<Open> = Vec::new();
    let mut problems = Vec::new();
    for mark in marks {
        if mark.first {
            for entry in stack.iter_mut().rev().take_while(|entry| entry.shape != Shape::Curly) {
                entry.line_end.get_or_insert(mark.before);
            }
            outdented(&mut stack, mark, &mut open, &mut problems);
        }
        let inner = stack.iter().rposition(|entry| entry.shape == Shape::Curly).map_or(0, |at| at + 1);
        match mark.kind {
            MarkKind::Line => {}
            MarkKind::Open(shape) => {
                stack.push(Open { mark: *mark, shape, line_end: None });
                if stack.len() > MAX_NESTING {
                    return (problems, Some(*mark));
                }
            }
            MarkKind::Close(Shape::Curly) => {
                let opener = inner.checked_sub(1).and_then(|at| stack.get(at));
                let deeper = opener.is_some_and(|opener| mark.first && opener.mark.indent < mark.indent);
                if opener.is_none() || (stray > 0 && deeper) {
                    stray = stray.saturating_sub(1);
                    problems.push(Problem::Stray(*mark));
                    continue;
                }
                unclosed(&mut stack, inner, mark.before, &mut problems);
                close(&mut stack);
            }
            MarkKind::Close(shape) => match stack.iter().rposition(|entry| entry.shape == shape).filter(|at| *at >= inner) {
                Some(at) => {
                    unclosed(&mut stack, at + 1, mark.before, &mut problems);
                    close(&mut stack);
                }
                None if stack.len() > inner => {
                    if let Some(opener) = close(&mut stack) {
                        problems.push(Problem::Mismatch(opener.mark, *mark));
                    }
                }
                None => problems.push(Problem::Stray(*mark)),
            },
        }
    }
    unclosed(&mut stack, 0, end, &mut problems);
    (problems, None)
}

/// A bracket that is open.
struct Open {
    mark: Mark,
    shape: Shape,
    /// For ( and [: where its line ends, or the line on which what stands inside it ends. There it will be closed if it is not.
    line_end: Option<usize>,
}

/// Closes the innermost bracket. A line's end noted for one around it does not count when it lies inside.
fn close(stack: &mut Vec<Open>) -> Option<Open> {
    let opener = stack.pop()?;
    for entry in stack.iter_mut() {
        entry.line_end = entry.line_end.filter(|end| *end <= opener.mark.at);
    }
    Some(opener)
}

/// Everything on the stack from `from` on is unclosed; the closing brackets were expected at `at`, those of ( and [ on their line.
fn unclosed(stack: &mut Vec<Open>, from: usize, at: usize, problems: &mut Vec<Problem>) {
    while stack.len() > from {
        let Some(entry) = stack.pop() else { return };
        problems.push(Problem::Unclosed(entry.mark, entry.line_end.unwrap_or(at)));
    }
}

/// A line begins no further in than the line of an open brace, or closes further out: that brace should have been closed before.
fn outdented(stack: &mut Vec<Open>, mark: &Mark, open: &mut usize, problems: &mut Vec<Problem>) {
    let closes = match mark.kind {
        MarkKind::Close(Shape::Curly) => true,
        MarkKind::Close(Shape::Square | Shape::Round) => return,
        MarkKind::Open(_) | MarkKind::Line => false,
    };
    while *open > 0 {
        let Some(at) = stack.iter().rposition(|entry| entry.shape == Shape::Curly) else { return };
        let Some(opener) = stack.get(at).map(|entry| entry.mark) else { return };
        let out = if closes { mark.indent < opener.indent } else { mark.indent <= opener.indent };
        if !out || opener.line >= mark.line {
            return;
        }
        *open -= 1;
        unclosed(stack, at, mark.before, problems);
    }
}

fn opening(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Open(Shape::Curly) | MarkKind::Close(Shape::Curly) => "{",
        MarkKind::Open(Shape::Square) | MarkKind::Close(Shape::Square) => "[",
        MarkKind::Open(Shape::Round) | MarkKind::Close(Shape::Round) => "(",
        MarkKind::Line => "",
    }
}

fn closing(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Open(Shape::Curly) | MarkKind::Close(Shape::Curly) => "}",
        MarkKind::Open(Shape::Square) | MarkKind::Close(Shape::Square) => "]",
        MarkKind::Open(Shape::Round) | MarkKind::Close(Shape::Round) => ")",
        MarkKind::Line => "",
    }
}
