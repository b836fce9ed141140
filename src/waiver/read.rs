//! A file of explanations → [`Explanations`].

use super::{About, Explanation, Explanations};
use crate::diag::wording::waiver as w;
use crate::diag::{Code, Diagnostic};
use crate::document::{Node, NodeKind, read_toml};
use crate::number::Decimal;
use crate::sidecar::{Fields, Piece, head, scalar};
use crate::source::{FileId, Sources};

const KEYS: [&str; 8] = ["template", "report", "rule", "fingerprint", "values", "reason", "author", "date"];
/// More are not read: nobody explains so much.
const MOST: usize = 10_000;

/// Reads a file of explanations and adds it to `sources`. What is wrong is in `problems`; the rest counts.
pub fn read(sources: &mut Sources, name: &str, bytes: &[u8]) -> Explanations {
    let mut all = Explanations { file: FileId(0), entries: Vec::new(), problems: Vec::new(), unfilled: Vec::new() };
    let tree = match read_toml(sources, name, bytes) {
        Ok(tree) => tree,
        Err(failure) => {
            all.file = failure.primary().map_or(all.file, |label| label.span.file);
            all.problems.push(*failure);
            return all;
        }
    };
    all.file = tree.file;
    let mut fields = Fields::new(Code::G0814);
    fields.keys(&tree.root, &["explanation"]);
    let tables = fields.tables(&tree.root, "explanation");
    if let Some(beyond) = tables.get(MOST) {
        fields.wrong(w::TOO_MANY.with("most", MOST), head(beyond));
    }
    for node in tables.into_iter().take(MOST) {
        let before = fields.problems.len();
        let about = about(&mut fields, node);
        let known = fields.problems.len();
        let (reason, author, date) = (fields.text(node, "reason"), fields.text(node, "author"), fields.date(node, "date"));
        match (about, reason, author, date) {
            (Some(about), Some(reason), Some(author), Some((date, _))) if fields.problems.len() == before => {
                all.entries.push(Explanation { about, reason: reason.text, author: author.text, date, span: head(node) });
            }
            (Some(about), ..) if known == before => {
                // Three blanks of one skeleton are one thing to do.
                let blanks = fields.problems.split_off(known);
                fields.problems.push(unfilled(&about, node, blanks));
                all.unfilled.push(about);
            }
            _ => {}
        }
    }
    all.problems.extend(fields.problems);
    all
}

fn unfilled(about: &About, node: &Node, blanks: Vec<Diagnostic>) -> Diagnostic {
    let mut found = Diagnostic::error(Code::G0814, w::UNFILLED.with("rule", &about.rule.text));
    for blank in blanks {
        found
            .labels
            .extend(blank.labels.into_iter().map(|label| crate::diag::Label { message: Some(blank.message.clone()), ..label }));
    }
    if found.labels.is_empty() {
        found = found.at_bare(head(node));
    }
    found.with_help(w::UNFILLED_HELP.plain())
}

fn about(fields: &mut Fields, node: &Node) -> Option<About> {
    if !fields.keys(node, &KEYS) {
        return None;
    }
    let template = fields.text(node, "template");
    let rule = fields.text(node, "rule");
    let fingerprint = fields.text(node, "fingerprint");
    let report = node.get("report").map_or(Some(Vec::new()), |report| pairs(fields, report, "report"));
    let values = match node.get("values") {
        Some(values) => pairs(fields, values, "values"),
        None => {
            fields.wrong(crate::diag::wording::sidecar::MISSING.with("key", "values"), head(node));
            None
        }
    };
    let report = report?.into_iter().map(|(key, value)| (key.text, value.text)).collect();
    let values = values?.into_iter().map(|(path, value)| (path, Piece { text: same(&value.text), ..value })).collect();
    Some(About { template: template?, report, rule: rule?, fingerprint: fingerprint?, values })
}

fn pairs(fields: &mut Fields, node: &Node, key: &str) -> Option<Vec<(Piece, Piece)>> {
    let NodeKind::Object(entries) = &node.kind else {
        fields.wrong(w::NOT_PAIRS.with("key", key), node.span);
        return None;
    };
    let mut all = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(value) = scalar(&entry.value) else {
            fields.wrong(w::NOT_A_VALUE.with("key", &entry.key), entry.value.span);
            return None;
        };
        let key = Piece { text: entry.key.clone(), span: entry.key_span };
        all.push((key, Piece { text: value, span: entry.value.span }));
    }
    Some(all)
}

/// A figure however it is written; the words for what is empty in either language.
fn same(text: &str) -> String {
    match text {
        "blank" => crate::eval::STANDS_BLANK.to_owned(),
        "absent" => crate::eval::STANDS_ABSENT.to_owned(),
        text => Decimal::parse(text).map_or_else(|_| text.to_owned(), |value| value.normalized().to_string()),
    }
}
