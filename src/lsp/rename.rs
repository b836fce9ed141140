//! Renaming: tried on a copy of the folder and checked there, by the same checker as everything else. What would no longer
//! compile, or would make a name mean something else, is refused with the reason.

use std::collections::BTreeSet;

use super::folder::Folder;
use super::place::{Subject, declaration, places, subject, uses, written_name};
use crate::diag::wording::lsp as say;
use crate::diag::{Diagnostic, Message};
use crate::engine::Analysis;
use crate::resolve::{self, By};
use crate::source::{FileId, Span};
use crate::syntax::fold_name;

/// One change of a file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub span: Span,
    pub text: String,
}

/// The name that would be renamed at a place, and where it is declared.
pub(super) fn prepare(folder: &Folder, file: FileId, offset: usize) -> Result<(Span, Span), Message> {
    match subject(folder, file, offset) {
        Some(Subject::Name { by: Some(By::Code), .. }) => Err(say::RENAME_CODE.plain()),
        Some(Subject::Name { by: Some(By::Spelling), .. }) => Err(say::RENAME_SPELLING.plain()),
        Some(Subject::Name { declared, at, .. }) => Ok((at, declared)),
        Some(Subject::Keyword(..) | Subject::Function(_)) | None => Err(say::NOT_A_NAME.plain()),
    }
}

/// Everything that has to change for a new name.
pub(super) fn rename(folder: &Folder, file: FileId, offset: usize, new: &str) -> Result<Vec<Edit>, Message> {
    let (_, declared) = prepare(folder, file, offset)?;
    if let Some(file) = folder.unreadable() {
        return Err(say::NAME_UNREADABLE.with("file", super::uri::name(&file.key)));
    }
    let name = plain_name(new)?;
    let all = uses(folder, declared);
    let written = resolve::written_name(&name);
    if all.iter().any(|one| one.by == By::Brace)
        && let Some(sign) = name.chars().find(|c| "+-:{}＋－−：｛｝\"".contains(*c))
    {
        return Err(say::NAME_IN_BRACES.with("sign", sign.to_string()));
    }
    let own = written_name(folder, declared);
    let mut edits = vec![Edit { span: own, text: if own == declared { written.clone() } else { name.clone() } }];
    for one in all {
        let text = match one.by {
            // What an amendment renamed is written with its old name in the version that it amends.
            By::Name if bare(folder, one.at) != bare(folder, own) => continue,
            By::Name => written.clone(),
            By::Brace => name.clone(),
            By::Code | By::Spelling => continue,
        };
        edits.push(Edit { span: one.at, text });
    }
    // The name was what the report prints: the label has to say so from now on.
    if let Some(one) = declaration(folder, declared)
        && one.kind.prints_its_name()
        && one.label.is_none()
        && one.name != name
    {
        let quoted = if one.name.contains('"') { format!(" “{}”", one.name) } else { format!(" \"{}\"", one.name) };
        edits.push(Edit { span: declared.after(), text: quoted });
    }
    edits.sort_by_key(|edit| (edit.span, edit.text.clone()));
    edits.dedup();
    try_out(folder, &name, &edits)?;
    Ok(edits)
}

/// A written name as names compare.
fn bare(folder: &Folder, at: Span) -> String {
    fold_name(folder.sources.slice(at).trim_matches(['`', '｀']))
}

/// The new name as names compare, without the backquotes its author may have typed.
fn plain_name(new: &str) -> Result<String, Message> {
    let name = fold_name(new.trim().trim_matches(['`', '｀']).trim());
    if name.is_empty() {
        return Err(say::NAME_EMPTY.plain());
    }
    match name.chars().find(|c| c.is_control() || matches!(c, '`' | '\u{2028}' | '\u{2029}')) {
        Some('`') => Err(say::NAME_SIGN.with("sign", "`")),
        Some(sign) => Err(say::NAME_SIGN.with("sign", format!("U+{:04X}", sign as u32))),
        None => Ok(name),
    }
}

fn try_out(folder: &Folder, name: &str, edits: &[Edit]) -> Result<(), Message> {
    let mut texts = Vec::new();
    for (at, file) in folder.files.iter().enumerate() {
        let own: Vec<&Edit> = edits.iter().filter(|edit| edit.span.file.0 as usize == at).collect();
        if !own.is_empty() {
            texts.push((at, applied(file.text.text(), &own)));
        }
    }
    let after = folder.with_texts(&texts);
    if let Some(error) = new_error(&folder.analysis, &after) {
        return Err(say::NAME_BREAKS.with("name", name).with("text", error.message.clone()));
    }
    // Every name must mean what it meant.
    let moved: BTreeSet<(Span, Span)> =
        folder.analysis.uses.iter().map(|one| (moved(one.at, edits), moved(one.declared, edits))).collect();
    let found: BTreeSet<(Span, Span)> = after.uses.iter().map(|one| (one.at, one.declared)).collect();
    if moved == found { Ok(()) } else { Err(say::NAME_CAPTURED.with("name", name)) }
}

fn new_error<'a>(before: &Analysis, after: &'a Analysis) -> Option<&'a Diagnostic> {
    let count = |analysis: &Analysis, code| analysis.diagnostics.iter().filter(|one| one.is_error() && one.code == code).count();
    after.diagnostics.iter().find(|one| one.is_error() && count(after, one.code) > count(before, one.code))
}

/// A text with edits that do not overlap, in order.
pub(super) fn applied(text: &str, edits: &[&Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        let range = edit.span.range();
        out.push_str(text.get(from..range.start).unwrap_or(""));
        out.push_str(&edit.text);
        from = range.end.max(from);
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}

/// Where a span lies once the edits are made. A span that is edited itself covers the new text.
fn moved(span: Span, edits: &[Edit]) -> Span {
    let shift = |offset: u32, whole: bool| {
        let before = edits.iter().filter(|edit| edit.span.file == span.file && edit.span.start < offset);
        let mut at = i64::from(offset);
        for edit in before {
            // A place inside an edit that is not the span itself does not occur: names do not overlap.
            if edit.span.end <= offset || whole {
                at = at.saturating_add(edit.text.len() as i64).saturating_sub(edit.span.len() as i64);
            }
        }
        u32::try_from(at).unwrap_or(0)
    };
    Span { file: span.file, start: shift(span.start, false), end: shift(span.end, true) }
}

/// The places to mark when the cursor is on a name.
pub(super) fn highlights(folder: &Folder, file: FileId, offset: usize) -> Vec<Span> {
    match subject(folder, file, offset) {
        Some(Subject::Name { declared, .. }) => {
            places(folder, declared, true).into_iter().filter(|span| span.file == file).collect()
        }
        Some(Subject::Keyword(..) | Subject::Function(_)) | None => Vec::new(),
    }
}
