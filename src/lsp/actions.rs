//! Code actions: the fixes that findings carry.

use serde_json::{Value, json};

use super::convert::{bytes, edit};
use super::findings::Writing;
use super::folder::Folder;
use super::protocol::Range;
use super::server::changes;
use crate::diag::wording::lsp as say;
use crate::diag::{Fix, Lang};
use crate::source::FileId;

/// `textDocument/codeAction`.
pub(super) fn actions(folder: &Folder, file: FileId, asked: Range, writing: &Writing, versions: bool) -> Value {
    let Some(own) = folder.files.get(file.0 as usize) else { return json!([]) };
    let asked = bytes(&own.text, asked, writing.unit);
    let mut found = Vec::new();
    for diagnostic in &folder.analysis.diagnostics {
        let Some(fix) = &diagnostic.fix else { continue };
        let Some(at) = diagnostic.primary().map(|label| label.span).filter(|at| at.file == file) else { continue };
        let touches = |range: std::ops::Range<usize>| range.start <= asked.end && asked.start <= range.end;
        let asked_for = touches(at.range()) || (fix.span.file == file && touches(fix.span.range()));
        if !asked_for {
            continue;
        }
        let Some(target) = folder.of_span(fix.span) else { continue };
        let change = edit(&target.text, fix.span, &fix.replacement, writing.unit);
        let locate = |span| folder.of_span(span).map(|file| (&file.text, file.uri.as_str()));
        found.push(json!({
            "title": title(fix, target.text.slice(fix.span), writing.lang),
            "kind": "quickfix",
            "isPreferred": true,
            "diagnostics": [writing.finding(diagnostic, at, &own.text, Vec::new(), locate)],
            "edit": changes(vec![(target.uri.as_str(), target.open.flatten(), vec![change])], versions),
        }));
    }
    Value::Array(found)
}

fn title(fix: &Fix, old: &str, lang: Lang) -> String {
    let message = match (fix.replacement.trim(), fix.span.is_empty()) {
        ("", _) => say::FIX_DELETE.with("text", visible(old)),
        (text, true) => say::FIX_INSERT.with("text", text),
        (text, false) => say::FIX_REPLACE.with("text", text),
    };
    message.render(lang)
}

/// What cannot be seen is told by its number.
fn visible(text: &str) -> String {
    let plain = |c: char| !c.is_control() && crate::source::char_width(c) > 0;
    if text.chars().all(plain) {
        return text.to_owned();
    }
    text.chars().map(|c| if plain(c) { c.to_string() } else { format!("U+{:04X}", c as u32) }).collect()
}
