//! Inlay hints: what a total adds, behind its name.

use serde_json::{Value, json};

use super::convert::{bytes, position};
use super::folder::Folder;
use super::hover_cells::items_declared;
use super::protocol::Range;
use crate::diag::Lang;
use crate::diag::wording::lsp as say;
use crate::model::ItemKind;
use crate::source::{ColumnUnit, FileId};

/// How many parts a hint names; the tooltip names all.
const SHOWN: usize = 4;

/// `textDocument/inlayHint`.
pub(super) fn hints(folder: &Folder, file: FileId, asked: Range, unit: ColumnUnit, lang: Lang) -> Value {
    let Some(text) = folder.files.get(file.0 as usize).map(|file| &file.text) else { return json!([]) };
    let asked = bytes(text, asked, unit);
    let mut hints = Vec::new();
    for one in folder.declared().iter().filter(|one| one.total && one.file() == file) {
        let at = one.head_end as usize;
        if at < asked.start || asked.end < at {
            continue;
        }
        let Some(found) = items_declared(folder, one.at).into_iter().next() else { continue };
        if !matches!(found.item.kind, ItemKind::TotalOf | ItemKind::TotalBeside) {
            continue;
        }
        let parts: Vec<String> = found.items.total_parts(found.id).into_iter().map(|part| found.items.short_name(part)).collect();
        if parts.is_empty() {
            continue;
        }
        let all = parts.join(" + ");
        let label = match parts.len() <= SHOWN {
            true => all.clone(),
            false => {
                let first = parts.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(" + ");
                say::MORE_PARTS.with("parts", format!("{first} +")).with("count", parts.len()).render(lang)
            }
        };
        hints.push(json!({
            "position": position(text, at, unit),
            "label": format!("= {label}"),
            "paddingLeft": true,
            "tooltip": say::ADDS.with("text", all).render(lang),
        }));
    }
    Value::Array(hints)
}
