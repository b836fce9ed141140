//! Folding: blocks and runs of comments.

use serde_json::{Value, json};

use super::folder::Folder;
use crate::source::{FileId, SourceFile};
use crate::syntax::tokens::{TokenKind, tokens};

/// `textDocument/foldingRange`. The line of a closing brace stays in sight.
pub(super) fn folds(folder: &Folder, file: FileId) -> Value {
    let Some(text) = folder.files.get(file.0 as usize).map(|file| &file.text) else { return json!([]) };
    let mut found: Vec<(usize, usize, Option<&str>)> = Vec::new();
    for one in folder.declared().iter().filter(|one| one.file() == file) {
        let span = one.span.to(one.at);
        // The heading of a block may take several lines: what folds begins where its brace stands.
        let opening = text.text().get(one.head_end as usize..span.end as usize).and_then(|rest| rest.find(['{', '｛']));
        let Some(open) = opening.map(|at| (one.head_end as usize).saturating_add(at)) else { continue };
        let (first, last) = (text.line_at(open), text.line_at((span.end as usize).saturating_sub(1)));
        let closes = text.line_text(last).trim_start().starts_with(['}', '｝']);
        let last = if closes { last.saturating_sub(1) } else { last };
        if first < last {
            found.push((first, last, None));
        }
    }
    found.extend(comments(text, file));
    found.sort_unstable();
    found.dedup_by_key(|fold| fold.0);
    let json = |(first, last, kind): (usize, usize, Option<&str>)| {
        let mut fold = json!({ "startLine": first.saturating_sub(1), "endLine": last.saturating_sub(1) });
        if let (Some(kind), Some(fold)) = (kind, fold.as_object_mut()) {
            fold.insert("kind".to_owned(), json!(kind));
        }
        fold
    };
    Value::Array(found.into_iter().map(json).collect())
}

/// Comments of whole lines, one below the other.
fn comments(text: &SourceFile, file: FileId) -> Vec<(usize, usize, Option<&'static str>)> {
    let mut runs: Vec<(usize, usize, Option<&'static str>)> = Vec::new();
    for token in tokens(text.text(), file).into_iter().filter(|token| matches!(token.kind, TokenKind::Comment | TokenKind::Doc)) {
        let line = text.line_at(token.span.start as usize);
        if !text.line_text(line).trim_start().starts_with("//") {
            continue;
        }
        match runs.last_mut().filter(|run| run.1.saturating_add(1) == line) {
            Some(run) => run.1 = line,
            None => runs.push((line, line, Some("comment"))),
        }
    }
    runs.retain(|(first, last, _)| first < last);
    runs
}
