//! Diagnostics as the protocol has them: the words are those of the command line.

use serde_json::{Map, Value, json};

use super::convert::range;
use crate::diag::wording::cli as w;
use crate::diag::{Code, Diagnostic, Label, Lang, Severity};
use crate::source::{ColumnUnit, SourceFile, Span};

/// How findings are written for one client.
#[derive(Debug, Clone)]
pub(super) struct Writing {
    pub lang: Lang,
    pub unit: ColumnUnit,
    /// The folder of the explain pages, an address without a `/` at its end.
    pub pages: Option<String>,
}

/// Where a place lies: its file, and how the client calls it.
pub(super) type Located<'f> = (&'f SourceFile, &'f str);

impl Writing {
    /// One finding, at a place of the file `text`. `locate` knows the files that the client can open; `more` is further things to
    /// point at.
    pub fn finding<'f>(
        &self,
        diagnostic: &Diagnostic,
        at: Span,
        text: &SourceFile,
        more: Vec<Value>,
        locate: impl Fn(Span) -> Option<Located<'f>>,
    ) -> Value {
        let mut lines = vec![diagnostic.message.render(self.lang)];
        let primary = diagnostic.primary().filter(|label| label.span == at);
        lines.extend(primary.and_then(|label| label.message.as_ref()).map(|message| message.render(self.lang)));
        let finding = diagnostic.finding.as_ref();
        if let Some(basis) = finding.and_then(|finding| finding.basis.as_ref()) {
            lines.push(w::BASIS.with("text", basis).render(self.lang));
        }
        lines.extend(diagnostic.notes.iter().map(|note| w::MORE.with("text", note.clone()).render(self.lang)));
        lines.extend(diagnostic.help.iter().map(|help| w::HELP.with("text", help.clone()).render(self.lang)));
        let mut related = Vec::new();
        for label in diagnostic.labels.iter().filter(|label| label.span != at && !label.minor) {
            if let Some((file, uri)) = locate(label.span) {
                related.push(self.related(file, uri, label.span, &self.label(diagnostic, label)));
            }
        }
        related.extend(more);
        let mut out = Map::new();
        out.insert("range".to_owned(), json!(range(text, at, self.unit)));
        out.insert("severity".to_owned(), json!(severity(diagnostic.severity)));
        out.insert("code".to_owned(), json!(diagnostic.code.name));
        out.insert("source".to_owned(), json!("gouji"));
        out.insert("message".to_owned(), json!(lines.join("\n")));
        if let Some(pages) = &self.pages {
            out.insert("codeDescription".to_owned(), json!({ "href": format!("{pages}/{}.md", diagnostic.code.name) }));
        }
        if !related.is_empty() {
            out.insert("relatedInformation".to_owned(), Value::Array(related));
        }
        if [Code::G0324, Code::G0325].contains(&diagnostic.code) {
            // Shown faded.
            out.insert("tags".to_owned(), json!([1]));
        }
        Value::Object(out)
    }

    fn label(&self, diagnostic: &Diagnostic, label: &Label) -> String {
        let message = label.message.as_ref().map(|message| message.render(self.lang));
        message.unwrap_or_else(|| match self.lang {
            Lang::Zh => diagnostic.code.zh.to_owned(),
            Lang::En => diagnostic.code.en.to_owned(),
        })
    }

    pub fn related(&self, file: &SourceFile, uri: &str, span: Span, message: &str) -> Value {
        json!({ "location": { "uri": uri, "range": range(file, span, self.unit) }, "message": message })
    }
}

fn severity(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Note => 3,
    }
}
