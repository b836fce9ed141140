//! The language server as a client meets it: every feature with exact ranges, in every unit of columns; the same over the
//! streams of the real program; and a session of a real client, Neovim.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use gouji::diag::Lang;
use gouji::lsp::{Disk, Failure, Out, Server};
use serde_json::{Value, json};

/// Characters of one, two, three and four bytes stand before the names.
const UNITS: &str = "gouji 1\nunit 件 | 起\nunit 万件 = 10000件\naxis 方式 { 当面, 网上, total 总计 }\n";
const FORM: &str = "gouji 1\n\
template 申请 @1 \"申请😀表\" {\n\
\u{20} applies 年度 in 2021..\n\
\u{20} title \"{年度}年度😀{机关}申请表\"\n\
\u{20} meta { 年度: year \"{}年度\", 机关: text optional }\n\
\u{20} key 机关, 年度\n\
\u{20} section 正文 \"一、😀情况\" {\n\
\u{20}   table 收件 \"收件😀情况\" {\n\
\u{20}     cell natural[件]\n\
\u{20}     read blank as 0\n\
\u{20}     columns { ..方式 }\n\
\u{20}     rows {\n\
\u{20}       新收 \"一、😀本年新收\"\n\
\u{20}       上年结转\n\
\u{20}       total 合计\n\
\u{20}     }\n\
\u{20}     rule 平衡 \"😀é两项\" { 新收 + 上年结转 == 合计 }\n\
\u{20}     rule 多少 soft \"😀\" { 新收[总计] <= 收件.上年结转[总计] }\n\
\u{20}   }\n\
\u{20} }\n\
}\n";
const FORM_URI: &str = "file:///%E8%A1%A8/%E7%94%B3%E8%AF%B7.gj";
const UNITS_URI: &str = "file:///%E8%A1%A8/%E5%8D%95%E4%BD%8D.gj";

struct Shelf(Vec<(String, String)>);

impl Disk for Shelf {
    fn templates(&self, folder: &str) -> Vec<(String, String)> {
        let inside = |key: &str| {
            key.strip_prefix(folder).is_some_and(|rest| rest.strip_prefix('/').is_some_and(|name| !name.contains('/')))
        };
        self.0.iter().filter(|(key, _)| inside(key)).cloned().collect()
    }
}

fn shelf() -> Shelf {
    Shelf(vec![("file:///表/单位.gj".to_owned(), UNITS.to_owned())])
}

/// A session in one unit of columns.
struct Session {
    server: Server,
    unit: &'static str,
    texts: HashMap<String, String>,
    /// The last findings of every document.
    found: HashMap<String, Value>,
}

impl Session {
    fn new(unit: &'static str) -> Session {
        Session::with(unit, shelf(), json!({}))
    }

    fn with(unit: &'static str, shelf: Shelf, more: Value) -> Session {
        let mut server = Server::new(Box::new(shelf), Lang::Zh, Some("file:///pages".to_owned()));
        let mut params = json!({ "capabilities": {
            "general": { "positionEncodings": if unit == "utf-16" { json!([]) } else { json!([unit]) } },
            "textDocument": { "hover": { "contentFormat": ["markdown"] } },
        } });
        merge(&mut params, &more);
        let answer = server.request("initialize", params).expect("initialized");
        assert_eq!(answer["capabilities"]["positionEncoding"], unit);
        server.notify("initialized", json!({}));
        Session { server, unit, texts: HashMap::new(), found: HashMap::new() }
    }

    fn settle(&mut self) -> Vec<Out> {
        let all = self.server.settle();
        for out in &all {
            if let Out::Notification { method: "textDocument/publishDiagnostics", params } = out {
                self.found.insert(params["uri"].as_str().expect("an address").to_owned(), params["diagnostics"].clone());
            }
        }
        all
    }

    fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "gouji", "version": 1, "text": text });
        self.server.notify("textDocument/didOpen", json!({ "textDocument": document }));
        self.texts.insert(uri.to_owned(), text.to_owned());
        self.settle();
    }

    /// Replaces the nth place of a text by another one, as an editor that counts in this unit says it.
    fn change(&mut self, uri: &str, old: &str, nth: usize, new: &str) {
        let range = self.range(uri, old, nth);
        let change = json!({ "range": range, "text": new });
        let params = json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [change] });
        self.server.notify("textDocument/didChange", params);
        let text = self.texts.get_mut(uri).expect("open");
        let at = offset(text, old, nth);
        text.replace_range(at..at + old.len(), new);
    }

    fn ask(&mut self, method: &str, params: Value) -> Result<Value, Failure> {
        self.server.request(method, params)
    }

    fn at(&mut self, method: &str, uri: &str, needle: &str, nth: usize, more: Value) -> Result<Value, Failure> {
        let mut params = json!({ "textDocument": { "uri": uri }, "position": self.range(uri, needle, nth)["start"] });
        merge(&mut params, &more);
        self.ask(method, params)
    }

    fn position(&self, text: &str, offset: usize) -> Value {
        let line = text[..offset].matches('\n').count();
        let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let head = &text[start..offset];
        let column = match self.unit {
            "utf-8" => head.len(),
            "utf-16" => head.encode_utf16().count(),
            _ => head.chars().count(),
        };
        json!({ "line": line, "character": column })
    }

    /// The nth place (from 1) of a text in a document.
    fn range(&self, uri: &str, needle: &str, nth: usize) -> Value {
        let text = &self.texts[uri];
        let at = offset(text, needle, nth);
        json!({ "start": self.position(text, at), "end": self.position(text, at + needle.len()) })
    }

    fn place(&self, uri: &str, needle: &str, nth: usize) -> Value {
        json!({ "uri": uri, "range": self.range(uri, needle, nth) })
    }
}

fn merge(into: &mut Value, more: &Value) {
    for (key, value) in more.as_object().into_iter().flatten() {
        match into.get_mut(key).filter(|old| old.is_object() && value.is_object()) {
            Some(old) => merge(old, value),
            None => {
                into[key] = value.clone();
            }
        }
    }
}

fn offset(text: &str, needle: &str, nth: usize) -> usize {
    text.match_indices(needle).nth(nth - 1).unwrap_or_else(|| panic!("{needle} {nth}")).0
}

fn names(symbols: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for symbol in symbols.as_array().into_iter().flatten() {
        found.push(symbol["name"].as_str().unwrap_or("").to_owned());
        found.extend(names(&symbol["children"]));
    }
    found
}

fn labels(answer: &Value) -> Vec<&str> {
    answer["items"].as_array().into_iter().flatten().filter_map(|item| item["label"].as_str()).collect()
}

#[test]
fn every_feature_in_every_unit() {
    for unit in ["utf-8", "utf-16", "utf-32"] {
        every_feature(unit);
    }
}

fn every_feature(unit: &'static str) {
    let mut session = Session::new(unit);
    session.texts.insert(UNITS_URI.to_owned(), UNITS.to_owned());
    session.open(FORM_URI, FORM);
    assert_eq!(session.found[FORM_URI], json!([]), "nothing is wrong, the units of the folder included");

    // An emoji typed before a name moves it by four bytes, two units, one character.
    session.change(FORM_URI, "两项", 1, "两😀项");
    session.change(FORM_URI, "上年结转", 2, "上年接转");
    session.settle();
    let finding = session.found[FORM_URI][0].clone();
    assert_eq!(finding["range"], session.range(FORM_URI, "上年接转", 1), "{finding}");
    assert_eq!(finding["code"], "G0201");
    assert_eq!(finding["codeDescription"]["href"], "file:///pages/G0201.md");
    assert_eq!(finding["severity"], 1);
    let column = match unit {
        "utf-8" => 48,
        "utf-16" => 31,
        _ => 29,
    };
    assert_eq!(finding["range"]["start"], json!({ "line": 16, "character": column }), "{unit}");

    // The fix it carries.
    let context = json!({ "context": { "diagnostics": [] }, "range": finding["range"] });
    let actions = session.at("textDocument/codeAction", FORM_URI, "上年接转", 1, context).expect("actions");
    let edit = &actions[0]["edit"]["changes"][FORM_URI][0];
    assert_eq!((&edit["range"], &edit["newText"]), (&finding["range"], &json!("上年结转")));
    session.change(FORM_URI, "上年接转", 1, "上年结转");
    session.settle();
    assert_eq!(session.found[FORM_URI], json!([]));

    // Hover: a row, a cell, a unit in another file, a keyword.
    let hover = session.at("textDocument/hover", FORM_URI, "新收 +", 1, json!({})).expect("hover");
    assert_eq!(hover["range"], session.range(FORM_URI, "新收", 3));
    let text = hover["contents"]["value"].as_str().expect("text");
    for part in ["**新收** · 表 收件 的行", "“一、😀本年新收”", "natural\\[件\\]", "空白 计为 0", "多少、平衡", "计入合计：合计"]
    {
        assert!(text.contains(part), "{part}:\n{text}");
    }
    let hover = session.at("textDocument/hover", FORM_URI, "总计]", 1, json!({})).expect("hover");
    let text = hover["contents"]["value"].as_str().expect("text");
    assert!(text.contains("轴 方式 的一项") && text.contains("新收\\[总计\\] · 表 收件 的格"), "{text}");
    let hover = session.at("textDocument/hover", FORM_URI, "件]", 1, json!({})).expect("hover");
    assert!(hover["contents"]["value"].as_str().is_some_and(|text| text.contains("也写作：起")), "{hover}");
    let hover = session.at("textDocument/hover", FORM_URI, "soft", 1, json!({})).expect("hover");
    assert_eq!(hover["range"], session.range(FORM_URI, "soft", 1));
    assert_eq!(session.at("textDocument/hover", FORM_URI, "+ 上年", 1, json!({})).expect("an answer"), Value::Null);

    // Definition, references, highlights.
    let definition = session.at("textDocument/definition", FORM_URI, "上年结转[", 1, json!({})).expect("definition");
    assert_eq!(definition, json!([session.place(FORM_URI, "上年结转", 1)]));
    let definition = session.at("textDocument/definition", FORM_URI, "收件.", 1, json!({})).expect("definition");
    assert_eq!(definition, json!([session.place(FORM_URI, "收件", 1)]));
    let definition = session.at("textDocument/definition", FORM_URI, "方式", 1, json!({})).expect("definition");
    assert_eq!(definition, json!([session.place(UNITS_URI, "方式", 1)]));
    let with = json!({ "context": { "includeDeclaration": true } });
    let references = session.at("textDocument/references", FORM_URI, "上年结转", 1, with.clone()).expect("references");
    assert_eq!(references, json!([1, 2, 3].map(|nth| session.place(FORM_URI, "上年结转", nth))));
    let references = session.at("textDocument/references", FORM_URI, "年度", 1, with.clone()).expect("references");
    // `applies`, the title's braces, the declaration and the key; not the word in the texts.
    assert_eq!(references, json!([1, 2, 4, 6].map(|nth| session.place(FORM_URI, "年度", nth))));
    let references = session.at("textDocument/references", FORM_URI, "总计]", 1, with).expect("references");
    assert_eq!(references.as_array().map(Vec::len), Some(3), "two uses, and the axis in the other file: {references}");
    let marks = session.at("textDocument/documentHighlight", FORM_URI, "合计", 1, json!({})).expect("marks");
    assert_eq!(marks, json!([1, 2].map(|nth| json!({ "range": session.range(FORM_URI, "合计", nth) }))));

    // Renaming over files; a name that was the label leaves its label.
    let prepared = session.at("textDocument/prepareRename", FORM_URI, "上年结转 ==", 1, json!({})).expect("prepared");
    assert_eq!(prepared, json!({ "range": session.range(FORM_URI, "上年结转", 2), "placeholder": "上年结转" }));
    let renamed =
        session.at("textDocument/rename", FORM_URI, "上年结转 ==", 1, json!({ "newName": "2020 年结转" })).expect("renamed");
    let edits = renamed["changes"][FORM_URI].as_array().expect("edits");
    let texts: Vec<&Value> = edits.iter().map(|edit| &edit["newText"]).collect();
    assert_eq!(json!(texts), json!(["`2020 年结转`", " \"上年结转\"", "`2020 年结转`", "`2020 年结转`"]));
    assert_eq!(edits[0]["range"], session.range(FORM_URI, "上年结转", 1));
    assert_eq!(edits[1]["range"]["start"], edits[0]["range"]["end"]);
    let renamed = session.at("textDocument/rename", FORM_URI, "总计]", 1, json!({ "newName": "全部" })).expect("renamed");
    assert_eq!(renamed["changes"][FORM_URI].as_array().map(Vec::len), Some(2));
    assert_eq!(renamed["changes"][UNITS_URI][0]["range"], session.range(UNITS_URI, "总计", 1));
    let renamed = session.at("textDocument/rename", FORM_URI, "机关", 1, json!({ "newName": "单位" })).expect("renamed");
    assert_eq!(renamed["changes"][FORM_URI].as_array().map(Vec::len), Some(3), "title, declaration, key");
    for (needle, nth, name, why) in [
        ("上年结转", 1, "新收", "新收"),
        ("上年结转", 1, " ", "空"),
        ("上年结转", 1, "甲`乙", "`"),
        ("机关", 1, "单{位", "{"),
        ("总计]", 1, "网上", "网上"),
        ("收件.", 1, "新收", "新收"),
        ("soft", 1, "甲", "没有可以改的名字"),
    ] {
        let refused = session.at("textDocument/rename", FORM_URI, needle, nth, json!({ "newName": name })).expect_err(name);
        assert!(refused.message.contains(why), "{needle} → {name}: {}", refused.message);
    }

    // Completion: by the place, in the keyword language of the file.
    for (needle, nth, before, has, has_not) in [
        ("平衡", 1, "", "", "basis"),
        ("新收 + ", 1, "新收 + ", "上年结转", "cell"),
        ("新收 + ", 1, "新收 + ", "implies", "optional"),
        ("新收[", 1, "新收[", "总计", "上年结转"),
        ("收件.", 1, "收件.", "新收", "sum"),
        ("  cell", 1, "  ", "rule", "section"),
        ("cell ", 1, "cell ", "decimal", "rule"),
        ("natural[", 1, "natural[", "万件", "natural"),
        ("{ ..", 1, "{ ..", "方式", "total"),
        ("上年结转\n", 1, "", "total", "rule"),
        ("  key ", 1, "  key ", "机关", "rule"),
        ("{年", 1, "{", "机关", "rule"),
        ("soft", 1, "", "suspended", "columns"),
        ("blank as", 1, "", "absent", "skip"),
        ("as 0", 1, "", "unknown", "blank"),
    ] {
        let text = session.texts[FORM_URI].clone();
        let at = offset(&text, needle, nth) + before.len();
        let params = json!({ "textDocument": { "uri": FORM_URI }, "position": session.position(&text, at) });
        let answer = session.ask("textDocument/completion", params).expect("completion");
        let found = labels(&answer);
        assert!(has.is_empty() || found.contains(&has), "{needle}: {has} is not offered: {found:?}");
        assert!(!found.contains(&has_not), "{needle}: {has_not} is offered: {found:?}");
    }
    let answer = session.at("textDocument/completion", FORM_URI, "年结转 ==", 1, json!({})).expect("completion");
    let word = &answer["items"][0]["textEdit"]["range"];
    assert_eq!(word["start"], session.range(FORM_URI, "上年结转 ==", 1)["start"], "the word being typed is replaced");

    // Outlines, hints, folds, tokens.
    let asked = json!({ "textDocument": { "uri": FORM_URI } });
    let outline = session.ask("textDocument/documentSymbol", asked.clone()).expect("outline");
    let expected =
        ["申请@1", "meta", "年度", "机关", "正文", "收件", "columns", "rows", "新收", "上年结转", "合计", "平衡", "多少"];
    assert_eq!(names(&outline), expected);
    assert_eq!(outline[0]["selectionRange"], session.range(FORM_URI, "申请", 1));
    let found = session.ask("workspace/symbol", json!({ "query": "本年新" })).expect("symbols");
    assert_eq!(found[0]["location"], session.place(FORM_URI, "新收", 1));
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let hints =
        session.ask("textDocument/inlayHint", json!({ "textDocument": { "uri": FORM_URI }, "range": whole })).expect("hints");
    assert_eq!(hints[0]["label"], "= 新收 + 上年结转");
    assert_eq!(hints[0]["position"], session.range(FORM_URI, "合计", 1)["end"]);
    let folds = session.ask("textDocument/foldingRange", asked.clone()).expect("folds");
    let lines: Vec<(u64, u64)> = folds
        .as_array()
        .into_iter()
        .flatten()
        .map(|fold| (fold["startLine"].as_u64().expect("a line"), fold["endLine"].as_u64().expect("a line")))
        .collect();
    assert_eq!(lines, [(1, 19), (6, 18), (7, 17), (11, 14)]);
    let tokens = session.ask("textDocument/semanticTokens/full", asked.clone()).expect("tokens");
    check_tokens(&session, &tokens);

    // Formatting changes nothing that is in order already, and only the lines that are not.
    let edits =
        session.ask("textDocument/formatting", json!({ "textDocument": { "uri": FORM_URI }, "options": {} })).expect("format");
    let formatted = apply(&session, &edits);
    session.change(FORM_URI, "  key 机关", 1, "        key   机关");
    let edits =
        session.ask("textDocument/formatting", json!({ "textDocument": { "uri": FORM_URI }, "options": {} })).expect("format");
    assert_eq!(apply(&session, &edits), formatted);

    // The other file of the folder, opened and broken: this one is told at once.
    session.open(UNITS_URI, UNITS);
    session.change(UNITS_URI, "unit 件 | 起", 1, "unit 桶");
    session.settle();
    assert!(session.found[FORM_URI].as_array().is_some_and(|found| found.iter().any(|one| one["code"] == "G0204")));
    session.server.notify("textDocument/didClose", json!({ "textDocument": { "uri": UNITS_URI } }));
    session.settle();
    assert_eq!(session.found[FORM_URI], json!([]), "what is on disk counts again");

    session.ask("shutdown", Value::Null).expect("shut down");
    assert!(session.server.is_shut_down());
    assert!(session.at("textDocument/hover", FORM_URI, "合计", 1, json!({})).is_err());
}

/// Every token lies on a word of its kind.
fn check_tokens(session: &Session, tokens: &Value) {
    let text = &session.texts[FORM_URI];
    let data: Vec<u64> = tokens["data"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    assert_eq!(data.len() % 5, 0);
    let (mut line, mut column) = (0, 0);
    let mut seen = HashMap::new();
    for token in data.chunks(5) {
        line += token[0];
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        let row = text.lines().nth(line as usize).expect("a line");
        let from = cut(row, column as usize, session.unit);
        let word = &from[..from.len() - cut(from, token[2] as usize, session.unit).len()];
        seen.entry(token[3]).or_insert_with(Vec::new).push(word.to_owned());
    }
    let of = |kind: u64| seen.get(&kind).cloned().unwrap_or_default();
    assert!(of(0).contains(&"rule".to_owned()) && of(0).contains(&"read".to_owned()), "{seen:?}");
    assert_eq!(of(8), ["收件", "收件"]);
    assert_eq!(of(9), ["新收", "上年结转", "合计", "新收", "上年结转", "合计", "新收", "上年结转"]);
    assert_eq!(of(11), ["总计", "总计"]);
    assert!(of(2).contains(&"\"一、😀本年新收\"".to_owned()));
}

/// The rest of a line behind so many units.
fn cut<'a>(text: &'a str, count: usize, unit: &str) -> &'a str {
    let mut left = count;
    let mut chars = text.chars();
    while left > 0 {
        let c = chars.next().expect("a token inside its line");
        left -= match unit {
            "utf-8" => c.len_utf8(),
            "utf-16" => c.len_utf16(),
            _ => 1,
        };
    }
    chars.as_str()
}

fn apply(session: &Session, edits: &Value) -> String {
    let mut text = session.texts[FORM_URI].clone();
    for edit in edits.as_array().into_iter().flatten() {
        let place = |end: &str| {
            let line = edit["range"][end]["line"].as_u64().expect("a line") as usize;
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let rest = &text[start..];
            let column = edit["range"][end]["character"].as_u64().expect("a column") as usize;
            text.len() - cut(rest, column, session.unit).len()
        };
        let (start, end) = (place("start"), place("end"));
        text.replace_range(start..end, edit["newText"].as_str().expect("a text"));
    }
    text
}

#[test]
fn chinese_files_are_completed_in_chinese() {
    let mut session = Session::new("utf-16");
    let text = "勾稽 1\n计量 件\n模板 甲 @1 \"甲\" {\n  表 乙 {\n    格 自然数[件]\n    行 { 丙, 丁 }\n    规则 戊 { 丙 == 丁 }\n    \n  }\n}\n";
    session.open("file:///x/a.gj", text);
    let ask = json!({ "textDocument": { "uri": "file:///x/a.gj" }, "position": { "line": 7, "character": 4 } });
    let answer = session.ask("textDocument/completion", ask).expect("completion");
    let found = labels(&answer);
    assert!(found.contains(&"规则") && found.contains(&"读作") && !found.contains(&"rule"), "{found:?}");
    let ask = json!({ "textDocument": { "uri": "file:///x/a.gj" }, "position": { "line": 6, "character": 16 } });
    let answer = session.ask("textDocument/completion", ask).expect("completion");
    let found = labels(&answer);
    assert!(found.contains(&"丁") && found.contains(&"蕴含") && found.contains(&"最小"), "{found:?}");
}

#[test]
fn names_of_an_amended_version() {
    let uri = "file:///x/a.gj";
    let text = "gouji 1\nunit 件\ntemplate 表 @1 \"表\" {\n  meta { 年: year \"{}年\" }\n  applies 年 in ..2020\n  table 收件 {\n    cell natural[件]\n    \
                columns { 数 }\n    rows { 新收, 旧收 }\n    rule 甲 soft { 新收 >= 旧收 }\n  }\n}\ntemplate 表 @2 amends @1 {\n  applies 年 in 2021..\n  \
                in 收件 {\n    rename rows { 旧收 -> 上年收 }\n    add rule 乙 soft { 上年收 <= 新收 }\n  }\n}\n";
    let mut session = Session::new("utf-8");
    session.open(uri, text);
    assert_eq!(session.found[uri], json!([]));
    let definition = session.at("textDocument/definition", uri, "收件", 2, json!({})).expect("definition");
    assert_eq!(definition, json!([session.place(uri, "收件", 1)]));
    let with = json!({ "context": { "includeDeclaration": true } });
    let references = session.at("textDocument/references", uri, "旧收 ->", 1, with).expect("references");
    assert_eq!(references, json!([1, 2, 3].map(|nth| session.place(uri, "旧收", nth))));
    let starts = |renamed: &Value| -> Vec<Value> {
        renamed["changes"][uri].as_array().into_iter().flatten().map(|edit| edit["range"]["start"].clone()).collect()
    };
    for (needle, has, has_not) in [("    rename rows", "rename", "columns"), ("  in 收件", "drop", "section")] {
        let place = session.range(uri, needle, 1)["start"].clone();
        let params = json!({ "textDocument": { "uri": uri }, "position": { "line": place["line"], "character": needle.find(|c| c != ' ') } });
        let answer = session.ask("textDocument/completion", params).expect("completion");
        let found = labels(&answer);
        assert!(found.contains(&has) && found.contains(&"in") && !found.contains(&has_not), "{needle}: {found:?}");
    }
    // The old name, in the amendment too; what it printed it prints.
    let renamed = session.at("textDocument/rename", uri, "旧收", 1, json!({ "newName": "去年收" })).expect("renamed");
    let of = |session: &Session, needle: &str, nth: usize, end: &str| session.range(uri, needle, nth)[end].clone();
    assert_eq!(
        starts(&renamed),
        [
            of(&session, "旧收", 1, "start"),
            of(&session, "旧收", 1, "end"),
            of(&session, "旧收", 2, "start"),
            of(&session, "旧收", 3, "start"),
        ]
    );
    // The new name, and not the rule of the old version that speaks of the same row.
    let renamed = session.at("textDocument/rename", uri, "上年收 <=", 1, json!({ "newName": "前年收" })).expect("renamed");
    assert_eq!(starts(&renamed), [1, 2].map(|nth| of(&session, "上年收", nth, "start")));
}

#[test]
fn findings_of_a_report_open_beside_its_template() {
    let mut session = Session::with("utf-16", shelf(), json!({ "locale": "en-GB" }));
    session.open(FORM_URI, FORM);
    let uri = "file:///表/报告.json";
    let report = "{\n  \"template\": \"申请@1\",\n  \"年度\": 2024,\n  \"收件\": {\n    \"新收\": {\"当面\": 1, \"网上\": 2, \"总计\": 3},\n    \
                  \"上年结转\": {\"当面\": 1, \"网上\": 1, \"总计\": 2},\n    \"合计\": {\"当面\": 2, \"网上\": 4, \"总计\": 5}\n  }\n}\n";
    let document = json!({ "uri": uri, "languageId": "json", "version": 1, "text": report });
    session.server.notify("textDocument/didOpen", json!({ "textDocument": document }));
    session.texts.insert(uri.to_owned(), report.to_owned());
    session.settle();
    let found = session.found[uri].as_array().expect("findings").clone();
    assert!(!found.is_empty());
    let wrong = found.iter().find(|one| one["range"] == session.range(uri, "4", 2)).unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!(wrong["severity"], 1);
    let points = wrong["relatedInformation"].as_array().cloned().unwrap_or_default();
    assert!(points.iter().any(|one| one["location"]["uri"] == FORM_URI), "into the template: {wrong}");
    assert!(!wrong["message"].as_str().expect("words").chars().any(|c| c == '错'), "in the language of the client");

    // Mended, and broken again by the template.
    let change = json!({ "range": session.range(uri, "4", 2), "text": "3" });
    let params = json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [change] });
    session.server.notify("textDocument/didChange", params);
    session.settle();
    let errors =
        |session: &Session| session.found[uri].as_array().into_iter().flatten().filter(|one| one["severity"] == 1).count();
    assert_eq!(errors(&session), 0, "{:?}", session.found[uri]);
    session.change(FORM_URI, "新收 + 上年结转 ==", 1, "新收 - 上年结转 ==");
    session.settle();
    assert!(errors(&session) > 0);
    // What is no report of a known template is left alone.
    let other = json!({ "uri": "file:///表/x.json", "languageId": "json", "version": 1, "text": "{\"template\": \"react\", " });
    session.server.notify("textDocument/didOpen", json!({ "textDocument": other }));
    session.settle();
    assert!(!session.found.contains_key("file:///表/x.json"));
    // A report of a built-in template.
    let built_in =
        json!({ "uri": "file:///别处/x.json", "languageId": "json", "version": 1, "text": "{\"template\": \"zfxxgk@2021\"}" });
    session.server.notify("textDocument/didOpen", json!({ "textDocument": built_in }));
    session.settle();
    assert!(session.found["file:///别处/x.json"].as_array().is_some_and(|found| !found.is_empty()));
}

#[test]
fn nonsense_is_answered() {
    let mut session = Session::new("utf-16");
    let place = |line: u32, character: u32| json!({ "textDocument": { "uri": FORM_URI }, "position": { "line": line, "character": character } });
    let unopened = session.ask("textDocument/hover", place(0, 0)).expect_err("not open");
    assert_eq!(unopened.code, -32602);
    session.open(FORM_URI, FORM);
    assert_eq!(session.ask("textDocument/nothing", Value::Null).expect_err("unknown").code, -32601);
    assert_eq!(session.ask("textDocument/hover", json!({ "textDocument": 3 })).expect_err("params").code, -32602);
    assert_eq!(session.ask("textDocument/hover", Value::Null).expect_err("params").code, -32602);
    let methods = [
        "textDocument/hover",
        "textDocument/definition",
        "textDocument/completion",
        "textDocument/documentHighlight",
        "textDocument/prepareRename",
    ];
    // Half of an emoji, past the line, past the text.
    for (line, character) in [(1, 17), (1, 18), (1, 9_999), (9_999, 0), (u32::MAX, u32::MAX)] {
        for method in methods {
            let _ = session.ask(method, place(line, character));
        }
    }
    let change = |start: (u32, u32), end: (u32, u32), text: &str| {
        let at = |(line, character): (u32, u32)| json!({ "line": line, "character": character });
        let change = json!({ "range": { "start": at(start), "end": at(end) }, "text": text });
        json!({ "textDocument": { "uri": FORM_URI, "version": 3 }, "contentChanges": [change] })
    };
    // An end before its start, a cut through an emoji, places outside.
    session.server.notify("textDocument/didChange", change((3, 4), (1, 0), "x"));
    session.server.notify("textDocument/didChange", change((1, 18), (1, 19), "乙"));
    session.server.notify("textDocument/didChange", change((999, 0), (9999, 9), "\n} } template"));
    session.server.notify("textDocument/didChange", json!({ "textDocument": { "uri": FORM_URI }, "contentChanges": 3 }));
    session.server.notify("$/setTrace", json!({ "value": "off" }));
    session.settle();
    assert!(!session.found[FORM_URI].as_array().expect("findings").is_empty());
    let refused = session.ask("textDocument/formatting", json!({ "textDocument": { "uri": FORM_URI }, "options": {} }));
    assert!(refused.is_err());
}

/// Every prefix of a template, as it is while it is typed: all requests are answered at its end.
#[test]
fn half_typed_files_are_answered() {
    let mut session = Session::new("utf-8");
    session.open(FORM_URI, "");
    let ends: Vec<usize> = FORM.char_indices().map(|(at, _)| at).filter(|at| at % 5 == 0).collect();
    for end in ends {
        let text = &FORM[..end];
        let whole = json!({ "textDocument": { "uri": FORM_URI, "version": 2 }, "contentChanges": [{ "text": text }] });
        session.server.notify("textDocument/didChange", whole);
        session.settle();
        let position = session.position(text, text.len());
        let at = json!({ "textDocument": { "uri": FORM_URI }, "position": position });
        for method in
            ["textDocument/completion", "textDocument/hover", "textDocument/definition", "textDocument/documentHighlight"]
        {
            session.ask(method, at.clone()).unwrap_or_else(|failure| panic!("{method} behind {text}: {failure:?}"));
        }
        for method in ["textDocument/documentSymbol", "textDocument/semanticTokens/full", "textDocument/foldingRange"] {
            let asked = json!({ "textDocument": { "uri": FORM_URI } });
            session.ask(method, asked).unwrap_or_else(|failure| panic!("{method} behind {text}: {failure:?}"));
        }
    }
}

#[test]
fn a_megabyte_is_answered() {
    let mut text = String::from(
        "gouji 1\nunit 件\ntemplate 甲 @1 \"甲\" {\n  table 乙 {\n    cell natural[件]\n    columns { 一 }\n    rows {\n",
    );
    let mut row = 0;
    while text.len() < 1_000_000 {
        text.push_str(&format!("      第{row}行 \"第{row}行，这一行的标签写得长一些，好让文件大起来\"\n"));
        row += 1;
    }
    text.push_str("      total 合计\n    }\n  }\n}\n");
    let mut session = Session::new("utf-16");
    let started = Instant::now();
    session.open("file:///x/a.gj", &text);
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 999_999, "character": 0 } });
    let asked = json!({ "textDocument": { "uri": "file:///x/a.gj" }, "range": whole });
    let hints = session.ask("textDocument/inlayHint", asked.clone()).expect("hints");
    assert!(hints[0]["label"].as_str().is_some_and(|label| label.contains(&format!("共 {row} 项"))), "{hints}");
    session.ask("textDocument/semanticTokens/full", asked).expect("tokens");
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

// ---- the streams

struct Program {
    child: Child,
    input: Option<std::process::ChildStdin>,
    output: std::sync::mpsc::Receiver<Value>,
}

impl Program {
    fn start() -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .args(["lsp", "--lang", "zh"])
            .env("XDG_CACHE_HOME", scratch("cache"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("it starts");
        let mut reader = BufReader::new(child.stdout.take().expect("its output"));
        let (sender, output) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            loop {
                let mut length = 0;
                loop {
                    let mut line = String::new();
                    if reader.read_line(&mut line).unwrap_or(0) == 0 {
                        return;
                    }
                    match line.trim().split_once(": ") {
                        Some(("Content-Length", number)) => length = number.parse().expect("a number"),
                        Some(_) => {}
                        None => break,
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).expect("a body");
                if sender.send(serde_json::from_slice(&body).expect("JSON")).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        Program { child, input, output }
    }

    fn send(&mut self, message: Value) {
        let mut message = message;
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        let input = self.input.as_mut().expect("open");
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("written");
        input.flush().expect("written");
    }

    /// The next message that fits.
    fn wait(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let message = self.output.recv_timeout(left).expect("an answer in time");
            if fits(&message) {
                return message;
            }
        }
    }

    fn ask(&mut self, id: u32, method: &str, params: Value) -> Value {
        self.send(json!({ "id": id, "method": method, "params": params }));
        self.wait(|message| message["id"] == id)
    }

    fn status(mut self) -> Option<i32> {
        drop(self.input.take());
        let end = Instant::now() + Duration::from_secs(30);
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().expect("waited") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        panic!("the program does not end");
    }
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lsp").join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn a_session_over_the_streams() {
    let folder = scratch("流");
    std::fs::write(folder.join("单位.gj"), UNITS).expect("written");
    let uri = format!("file://{}/申请.gj", folder.display());
    let mut program = Program::start();
    assert_eq!(program.ask(1, "textDocument/hover", json!({}))["error"]["code"], -32002, "not initialized yet");
    let answer = program.ask(2, "initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    assert_eq!(answer["result"]["capabilities"]["positionEncoding"], "utf-16");
    program.send(json!({ "method": "initialized", "params": {} }));
    let text = FORM.replacen("上年结转 ==", "上年接转 ==", 1);
    let document = json!({ "uri": uri, "languageId": "gouji", "version": 1, "text": text });
    program.send(json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
    let told = program.wait(|message| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == *uri);
    let finding = &told["params"]["diagnostics"][0];
    assert_eq!(finding["range"]["start"], json!({ "line": 16, "character": 29 }), "{finding}");
    // The page of the code is a file that an editor can open.
    let page =
        finding["codeDescription"]["href"].as_str().and_then(|href| href.strip_prefix("file://")).expect("a page").to_owned();
    assert!(std::fs::read_to_string(page).expect("there").starts_with("# G0201"));
    // Unknown and cancelled requests, answers to nothing, and a request behind them.
    program.send(json!({ "id": 3, "method": "textDocument/unheardOf", "params": {} }));
    program.send(json!({ "method": "$/cancelRequest", "params": { "id": 99 } }));
    program.send(json!({ "id": 77, "result": null }));
    assert_eq!(program.wait(|message| message["id"] == 3)["error"]["code"], -32601);
    let hover = json!({ "textDocument": { "uri": uri }, "position": { "line": 16, "character": 25 } });
    let answer = program.ask(4, "textDocument/hover", hover);
    assert!(answer["result"]["contents"]["value"].as_str().is_some_and(|text| text.contains("新收")), "{answer}");
    assert_eq!(program.ask(5, "shutdown", Value::Null)["result"], Value::Null);
    program.send(json!({ "method": "exit" }));
    assert_eq!(program.status(), Some(0));

    // A client that goes without a word.
    let mut program = Program::start();
    program.ask(1, "initialize", json!({ "capabilities": {} }));
    assert_eq!(program.status(), Some(1));
}

// ---- a real client

#[test]
fn neovim_edits_a_template() {
    if Command::new("nvim").arg("--version").output().is_err() {
        println!("skipped: nvim is not installed (Debian: apt-get install neovim)");
        return;
    }
    let folder = scratch("neovim");
    let file = folder.join("申请.gj");
    std::fs::write(folder.join("单位.gj"), UNITS).expect("written");
    std::fs::write(&file, FORM.replacen("上年结转 ==", "上年接转 ==", 1)).expect("written");
    let result = folder.join("result.json");
    let _ = std::fs::remove_file(&result);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/neovim.lua");
    let mut command = Command::new("nvim");
    command.args(["--headless", "-u", "NONE", "-i", "NONE", "-c"]).arg(format!("luafile {}", script.display()));
    command.env("GOUJI", env!("CARGO_BIN_EXE_gouji")).env("FILE", &file).env("RESULT", &result);
    command.env("XDG_CACHE_HOME", scratch("cache")).env("XDG_STATE_HOME", scratch("state")).env("XDG_DATA_HOME", scratch("data"));
    let output = command.stdin(Stdio::null()).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let result: Value =
        serde_json::from_str(&std::fs::read_to_string(&result).unwrap_or_else(|_| panic!("{said}"))).expect("JSON");
    assert_eq!(result["error"], Value::Null, "{result}\n{said}");
    assert!(output.status.success(), "{said}");

    let finding = &result["diagnostics"][0];
    assert_eq!((&finding["code"], &finding["line"]), (&json!("G0201"), &json!(16)));
    assert!(finding["message"].as_str().is_some_and(|text| text.contains("上年接转")), "{finding}");
    assert_eq!(result["action"], "改为 上年结转");
    assert!(result["hover"].as_str().is_some_and(|text| text.contains("表 收件 的行")), "{}", result["hover"]);
    let renamed: Vec<&str> = result["renamed"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert_eq!(renamed.iter().filter(|line| line.contains("新收申请 + 上年结转 == 合计")).count(), 1, "{renamed:?}");
    assert!(renamed.iter().any(|line| line.contains("新收申请[总计] <= ")));
    let text = std::fs::read_to_string(&file).expect("written");
    let formatted: Vec<&str> = result["formatted"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert_eq!(text.lines().collect::<Vec<_>>(), formatted);
    for (arguments, path) in [(vec!["compile"], &folder), (vec!["fmt", "--check"], &file)] {
        let output = Command::new(env!("CARGO_BIN_EXE_gouji")).args(&arguments).arg(path).output().expect("it runs");
        assert!(output.status.success(), "{arguments:?}: {}\n{text}", String::from_utf8_lossy(&output.stdout));
    }
}
