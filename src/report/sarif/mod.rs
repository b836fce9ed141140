//! `--format sarif`: SARIF 2.1.0, for code-scanning services. Columns are UTF-16 units, as `columnKind` says.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use serde_json::{Map, Value, json};

use super::words;
use crate::diag::wording::waiver as w;
use crate::diag::{Code, Diagnostic, Fix, Label, Lang, Severity};
use crate::source::{Sources, Span, Spot};

pub(super) fn write(diagnostics: &[&Diagnostic], sources: &Sources, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut codes: BTreeMap<&'static str, (usize, Code)> = BTreeMap::new();
    for diagnostic in diagnostics {
        codes.insert(diagnostic.code.name, (0, diagnostic.code));
    }
    for (index, entry) in codes.values_mut().enumerate() {
        entry.0 = index;
    }
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| {
            let index = codes.get(diagnostic.code.name).map_or(0, |(index, _)| *index);
            result(diagnostic, index, sources, lang)
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gouji",
                "semanticVersion": super::VERSION,
                "language": match lang { Lang::Zh => "zh-CN", Lang::En => "en" },
                "rules": codes.values().map(|(_, code)| rule(code)).collect::<Vec<_>>(),
            } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.name,
        "shortDescription": { "text": format!("{} · {}", code.zh, code.en) },
        "help": { "text": code.page, "markdown": code.page },
    })
}

fn result(diagnostic: &Diagnostic, rule_index: usize, sources: &Sources, lang: Lang) -> Value {
    let mut text = vec![diagnostic.message.render(lang)];
    text.extend(words::paragraphs(diagnostic, None, sources, lang));
    let mut value = json!({
        "ruleId": diagnostic.code.name,
        "ruleIndex": rule_index,
        "level": match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        "message": { "text": text.join("\n") },
        "locations": diagnostic.primary().map(|label| location(label, None, sources, lang)).into_iter().collect::<Vec<_>>(),
    });
    let related: Vec<Value> =
        diagnostic.labels.iter().enumerate().skip(1).map(|(id, label)| location(label, Some(id), sources, lang)).collect();
    let Some(object) = value.as_object_mut() else { return value };
    if !related.is_empty() {
        object.insert("relatedLocations".into(), related.into());
    }
    if let Some(fix) = &diagnostic.fix {
        // What has no bytes cannot be replaced by an editor.
        if let Spot::Bytes(bytes) = sources.spot(fix.span) {
            object.insert("fixes".into(), json!([fix_value(fix, &bytes, sources)]));
        }
    }
    if let Some(waived) = diagnostic.finding.as_deref().and_then(|finding| finding.waived.as_ref()) {
        let at = Label::bare(waived.span);
        object.insert(
            "suppressions".into(),
            json!([{
                "kind": "external",
                "status": "accepted",
                "justification": w::EXPLAINED_NOTE
                    .with("reason", &waived.reason)
                    .with("author", &waived.author)
                    .with("date", &waived.date)
                    .render(lang),
                "location": location(&at, None, sources, lang),
            }]),
        );
    }
    if let Some(finding) = &diagnostic.finding {
        let properties: Map<String, Value> = [
            ("rule", &finding.rule),
            ("basis", &finding.basis),
            ("left", &finding.left),
            ("right", &finding.right),
            ("difference", &finding.difference),
        ]
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), Value::from(value.as_deref()?))))
        .collect();
        if !properties.is_empty() {
            object.insert("properties".into(), properties.into());
        }
    }
    value
}

fn location(label: &Label, id: Option<usize>, sources: &Sources, lang: Lang) -> Value {
    let mut physical = Map::new();
    physical.insert("artifactLocation".into(), json!({ "uri": uri(sources.name(label.span.file)) }));
    let mut value = Map::new();
    if let Some(id) = id {
        value.insert("id".into(), id.into());
    }
    let spot = label.place.as_deref().map_or_else(|| sources.spot(label.span), Spot::Place);
    match spot {
        Spot::Place(place) => {
            value.insert("logicalLocations".into(), json!([{ "fullyQualifiedName": place }]));
        }
        Spot::Bytes(bytes) => {
            physical.insert("region".into(), region(label.span, &bytes, sources));
        }
        Spot::Whole => {}
    }
    value.insert("physicalLocation".into(), physical.into());
    if let Some(message) = &label.message {
        value.insert("message".into(), json!({ "text": message.render(lang) }));
    }
    value.into()
}

/// `bytes`: those of the file, which are not the span's own where its text was decoded.
fn region(span: Span, bytes: &Range<usize>, sources: &Sources) -> Value {
    let start = sources.position_of(span);
    let end = sources.position(span.file, span.range().end);
    json!({
        "startLine": start.line,
        "startColumn": start.utf16,
        "endLine": end.line,
        "endColumn": end.utf16,
        "byteOffset": bytes.start,
        "byteLength": bytes.len(),
    })
}

fn fix_value(fix: &Fix, bytes: &Range<usize>, sources: &Sources) -> Value {
    json!({ "artifactChanges": [{
        "artifactLocation": { "uri": uri(sources.name(fix.span.file)) },
        "replacements": [{
            "deletedRegion": region(fix.span, bytes, sources),
            "insertedContent": { "text": fix.replacement },
        }],
    }] })
}

/// A file name as a URI reference: everything but unreserved characters and slashes is percent-encoded.
fn uri(name: &str) -> String {
    let mut out = String::new();
    let name = name.replace('\\', "/");
    if name.starts_with('/') {
        out.push_str("file://");
    }
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_become_uris() {
        assert_eq!(super::uri("报告/001 a.txt"), "%E6%8A%A5%E5%91%8A/001%20a.txt");
        assert_eq!(super::uri("/tmp/x.gj"), "file:///tmp/x.gj");
        assert_eq!(super::uri("<stdin>"), "%3Cstdin%3E");
    }
}

#[cfg(test)]
mod schema_test;
