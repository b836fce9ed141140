//! What one keystroke in a template costs the language server: the change, the check of the whole folder, and the findings.
//! Run with `cargo bench --bench keystroke`; under 5 ms is what an editor does not notice.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use gouji::diag::Lang;
use gouji::engine::BUILT_IN;
use gouji::lsp::{Disk, Server};
use serde_json::json;

struct Schemas;

impl Disk for Schemas {
    fn templates(&self, folder: &str) -> Vec<(String, String)> {
        BUILT_IN.iter().map(|(name, text)| (format!("{folder}/{name}"), (*text).to_owned())).collect()
    }
}

fn keystroke(c: &mut Criterion) {
    for (name, text) in BUILT_IN {
        let uri = format!("file:///schemas/{name}");
        let mut server = Server::new(Box::new(Schemas), Lang::Zh, None);
        server.request("initialize", json!({ "capabilities": {} })).expect("initialized");
        let document = json!({ "uri": uri, "languageId": "gouji", "version": 1, "text": text });
        server.notify("textDocument/didOpen", json!({ "textDocument": document }));
        server.settle();
        // A letter at the end of the last rule's line, and away again: a file with a mistake and one without by turns.
        let line = text.lines().count().saturating_sub(3);
        let mut typed = false;
        c.bench_function(&format!("keystroke {name}"), |bencher| {
            bencher.iter(|| {
                let end = u32::from(typed);
                let range = json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": end } });
                let change = json!({ "range": range, "text": if typed { "" } else { "甲" } });
                typed = !typed;
                let params = json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [change] });
                server.notify("textDocument/didChange", params);
                black_box(server.settle())
            });
        });
    }
}

criterion_group!(benches, keystroke);
criterion_main!(benches);
