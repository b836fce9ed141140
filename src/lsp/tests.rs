//! Whatever is typed, in whatever unit: the text is the editor's, every request is answered, and every range fits the text.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Disk, Out, Server};
use crate::diag::Lang;
use crate::source::{ColumnUnit, SourceFile};

struct Nothing;

impl Disk for Nothing {
    fn templates(&self, _: &str) -> Vec<(String, String)> {
        Vec::new()
    }
}

const URI: &str = "file:///甲/a.gj";
const FORM: &str = "gouji 1\nunit 件\naxis 轴一 { 甲, total 总计 }\ntemplate 表😀 @1 \"{年度}题\" {\n  meta { 年度: year \"{}年\" }\n  table 收 {\n    \
                    cell natural[件]\n    columns { ..轴一 }\n    rows { 新收 \"一\", 结转, total 合计 }\n    rule 平衡 { 新收 + 结转[总计] == sum(合计) }\n  }\n}\n";
const PIECES: &[&str] = &[
    "",
    "{",
    "}",
    "[",
    "\"",
    "“",
    "`",
    "😀",
    "新收",
    "\n",
    "rule ",
    "..",
    "#1",
    "= 10000元",
    "//",
    ": ",
    "total ",
    "\u{200b}",
    "\r\n",
    "e\u{301}",
    "{年度",
    "prior.",
    "轴一",
    "9",
    "axis ",
    "按照",
];

fn position(text: &str, offset: usize, unit: ColumnUnit) -> Value {
    let (line, character) = SourceFile::new("a", text).editor_position(offset, unit);
    json!({ "line": line, "character": character })
}

fn boundary(text: &str, part: usize) -> usize {
    let wanted = part % (text.len() + 1);
    (0..=wanted).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Every range in an answer lies inside the text, its start not behind its end.
fn check_ranges(answer: &Value, text: &SourceFile) {
    match answer {
        Value::Array(list) => list.iter().for_each(|one| check_ranges(one, text)),
        Value::Object(map) => {
            if let (Some(start), Some(end)) = (map.get("start"), map.get("end")) {
                let of = |one: &Value| (one["line"].as_u64().unwrap(), one["character"].as_u64().unwrap());
                assert!(of(start) <= of(end), "{answer}");
                assert!((of(end).0 as usize) < text.line_count(), "{answer}");
            }
            map.values().for_each(|one| check_ranges(one, text));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_typed(
        edits in prop::collection::vec((any::<u16>(), 0usize..6, 0..PIECES.len()), 1..8),
        at in any::<u16>(),
        unit in 0usize..3,
    ) {
        let (unit, name) =
            [(ColumnUnit::Utf8, "utf-8"), (ColumnUnit::Utf16, "utf-16"), (ColumnUnit::Utf32, "utf-32")][unit];
        let mut server = Server::new(Box::new(Nothing), Lang::Zh, None);
        server.request("initialize", json!({ "capabilities": { "general": { "positionEncodings": [name] } } })).unwrap();
        let mut text = FORM.to_owned();
        let document = json!({ "uri": URI, "languageId": "gouji", "version": 1, "text": text });
        server.notify("textDocument/didOpen", json!({ "textDocument": document }));
        for (at, length, piece) in edits {
            let start = boundary(&text, usize::from(at));
            let end = text[start..].char_indices().map(|(at, _)| start + at).nth(length).unwrap_or(text.len());
            // Between the two signs of a line end there is no place.
            if text[..start].ends_with('\r') || text[..end].ends_with('\r') {
                continue;
            }
            let range = json!({ "start": position(&text, start, unit), "end": position(&text, end, unit) });
            let change = json!({ "range": range, "text": PIECES[piece] });
            let params = json!({ "textDocument": { "uri": URI, "version": 2 }, "contentChanges": [change] });
            server.notify("textDocument/didChange", params);
            text.replace_range(start..end, PIECES[piece]);
        }
        let file = SourceFile::new("a", text.as_str());
        let told = server.settle();
        let found = told.iter().find_map(|out| match out {
            Out::Notification { params, .. } => Some(params.clone()),
            Out::Request { .. } => None,
        });
        check_ranges(&found.unwrap(), &file);
        prop_assert_eq!(server.text(URI), Some(text.as_str()));
        let place = position(&text, boundary(&text, usize::from(at)), unit);
        let whole = json!({ "start": { "line": 0, "character": 0 }, "end": place.clone() });
        let params = json!({
            "textDocument": { "uri": URI }, "position": place, "range": whole, "context": { "includeDeclaration": true, "diagnostics": [] },
            "newName": "改名",
        });
        for method in [
            "hover", "definition", "references", "documentHighlight", "completion", "documentSymbol", "codeAction", "inlayHint",
            "semanticTokens/full", "foldingRange",
        ] {
            let answer = server.request(&format!("textDocument/{method}"), params.clone());
            check_ranges(&answer.unwrap(), &file);
        }
        for method in ["rename", "prepareRename", "formatting"] {
            if let Ok(answer) = server.request(&format!("textDocument/{method}"), params.clone()) {
                check_ranges(&answer, &file);
            }
        }
    }
}
