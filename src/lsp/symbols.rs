//! Outlines: the symbols of a document as a tree, those of all folders as a list.

use serde_json::{Value, json};

use super::convert::range;
use super::declared::{Declared, Kind};
use super::folder::Folder;
use crate::source::{ColumnUnit, FileId};

/// The most symbols of a search.
const MOST: usize = 500;

fn number(kind: Kind) -> u8 {
    match kind {
        Kind::Template => 2,
        Kind::Section => 3,
        Kind::Table => 5,
        Kind::Facts | Kind::Rows | Kind::Columns | Kind::MetaBlock => 19,
        Kind::Axis => 10,
        Kind::AxisItem => 22,
        Kind::Meta => 7,
        Kind::Fact | Kind::Row | Kind::Column => 8,
        Kind::Rule => 12,
        Kind::Unit => 14,
    }
}

/// `textDocument/documentSymbol`.
pub(super) fn outline(folder: &Folder, file: FileId, unit: ColumnUnit) -> Value {
    let all = folder.declared();
    let mut children: Vec<Vec<Value>> = vec![Vec::new(); all.len()];
    let mut top = Vec::new();
    let Some(text) = folder.files.get(file.0 as usize).map(|file| &file.text) else { return json!([]) };
    // A child stands behind its parent: from the back, every list is complete when it is taken.
    for (index, one) in all.iter().enumerate().rev().filter(|(_, one)| one.file() == file) {
        let mut own = children.get_mut(index).map(std::mem::take).unwrap_or_default();
        own.reverse();
        // The whole of a declaration holds its name, whatever was repaired.
        let whole = one.span.to(one.at);
        let symbol = json!({
            "name": if one.name.is_empty() { "?" } else { one.name.as_str() },
            "detail": detail(one),
            "kind": number(one.kind),
            "range": range(text, whole, unit),
            "selectionRange": range(text, one.at, unit),
            "children": own,
        });
        match one.parent.and_then(|parent| children.get_mut(parent)) {
            Some(list) => list.push(symbol),
            None => top.push(symbol),
        }
    }
    top.reverse();
    Value::Array(top)
}

fn detail(one: &Declared) -> String {
    one.label.as_ref().map(|label| label.text.clone()).unwrap_or_default()
}

/// `workspace/symbol`: names and labels that hold the query.
pub(super) fn search<'f>(folders: impl Iterator<Item = &'f Folder>, query: &str, unit: ColumnUnit) -> Value {
    let query = query.to_lowercase();
    let mut found = Vec::new();
    for folder in folders {
        for one in folder.declared().iter().filter(|one| one.kind.has_name() && !one.name.is_empty()) {
            let fits = |text: &str| text.to_lowercase().contains(&query);
            if !(fits(&one.name) || one.spellings.iter().any(|text| fits(text))) {
                continue;
            }
            let Some(location) = super::convert::location(folder, one.at, unit) else { continue };
            let container = one.parent.and_then(|parent| folder.declared().get(parent)).map(|parent| parent.name.as_str());
            found.push(json!({
                "name": one.name, "kind": number(one.kind), "location": location, "containerName": container.unwrap_or(""),
            }));
            if found.len() >= MOST {
                return Value::Array(found);
            }
        }
    }
    Value::Array(found)
}
