//! Inlay hints: what a total adds, behind its name.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::convert::{bytes, position};
use super::folder::Folder;
use super::protocol::Range;
use crate::diag::Lang;
use crate::diag::wording::lsp as say;
use crate::model::ItemKind;
use crate::source::{ColumnUnit, FileId, Span};

/// How many parts a hint names; the tooltip names all.
const SHOWN: usize = 4;

/// `textDocument/inlayHint`.
pub(super) fn hints(folder: &Folder, file: FileId, asked: Range, unit: ColumnUnit, lang: Lang) -> Value {
    let Some(text) = folder.files.get(file.0 as usize).map(|file| &file.text) else { return json!([]) };
    let asked = bytes(text, asked, unit);
    // Each total that is asked for, by its name; taken out when it is answered, for an axis may be spread many times.
    let mut wanted: HashMap<Span, usize> = folder
        .declared()
        .iter()
        .filter(|one| one.total && one.file() == file)
        .map(|one| (one.at, one.head_end as usize))
        .filter(|(_, at)| asked.contains(at) || asked.end == *at)
        .collect();
    let mut hints: Vec<(usize, Value)> = Vec::new();
    let tables = folder.analysis.model.forms.iter().flat_map(|form| &form.tables);
    for items in tables.flat_map(|table| table.rows.iter().chain(&table.columns)) {
        let totals = items.iter().filter(|(_, item)| matches!(item.kind, ItemKind::TotalOf | ItemKind::TotalBeside));
        for (id, item) in totals {
            let Some(at) = wanted.remove(&item.span) else { continue };
            let parts: Vec<String> = items.total_parts(id).into_iter().map(|part| items.short_name(part)).collect();
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
            let hint = json!({
                "position": position(text, at, unit),
                "label": format!("= {label}"),
                "paddingLeft": true,
                "tooltip": say::ADDS.with("text", all).render(lang),
            });
            hints.push((at, hint));
        }
    }
    hints.sort_by_key(|(at, _)| *at);
    Value::Array(hints.into_iter().map(|(_, hint)| hint).collect())
}
