//! Reports in JSON, open beside their template: checked as `gouji check` does, with the templates of the folders at hand and
//! the built-in ones.

use serde_json::Value;

use super::findings::Writing;
use super::folder::Folder;
use super::uri;
use crate::diag::wording::lsp as say;
use crate::engine::{self, Library, Options};
use crate::plan::Origin;
use crate::source::{FileId, SourceFile, Sources, Span};

/// An open report.
#[derive(Debug)]
pub(super) struct Report {
    pub uri: String,
    pub text: SourceFile,
    pub version: Option<i64>,
    pub dirty: bool,
}

/// Every template that a report may be on.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    libraries: Vec<Library>,
    sources: Sources,
    /// How the client calls the files of `sources`; `None` for a built-in one.
    addresses: Vec<Option<String>>,
    /// What it was made from: folders and how often they were checked.
    made_from: Vec<(String, u64)>,
}

impl Shelf {
    /// Made anew when a folder changed. While a folder does not compile, what it was before counts.
    pub fn refresh<'f>(&mut self, folders: impl Iterator<Item = (&'f String, &'f Folder)> + Clone) -> bool {
        let now: Vec<(String, u64)> = folders.clone().map(|(key, folder)| (key.clone(), folder.revision)).collect();
        let broken = folders.clone().any(|(_, folder)| !folder.files.is_empty() && folder.library().is_none());
        if !self.libraries.is_empty() && (now == self.made_from || broken) {
            return false;
        }
        let mut shelf = Shelf { made_from: now, ..Shelf::default() };
        for (_, folder) in folders.filter(|(_, folder)| !folder.files.is_empty()) {
            let texts = folder.files.iter().map(|file| (uri::name(&file.key).to_owned(), file.text.text().to_owned())).collect();
            if let Ok(library) = Library::compile(&mut shelf.sources, texts) {
                shelf.libraries.push(library);
            }
            // A folder that does not compile has left its files behind too.
            shelf.addresses.extend(folder.files.iter().map(|file| Some(file.uri.clone())));
        }
        if let Ok(library) = Library::built_in(&mut shelf.sources) {
            shelf.libraries.push(library);
        }
        *self = shelf;
        true
    }

    /// Whether a template of this name is here.
    fn knows(&self, name: &str) -> bool {
        let forms = self.libraries.iter().flat_map(|library| &library.model.forms);
        let bare = name.split('@').next().unwrap_or(name);
        forms.into_iter().any(|form| form.name == bare)
    }

    /// The findings about a report; `None` when the document is no report of a known template.
    pub fn check(&self, report: &Report, writing: &Writing) -> Option<Vec<Value>> {
        template_named(report.text.text()).filter(|name| self.knows(name))?;
        let mut sources = self.sources.clone();
        let bytes = report.text.text().as_bytes();
        let decoded = uri::decode(&report.uri);
        let outcomes = engine::check_all(&self.libraries, &mut sources, uri::name(&decoded), bytes, &Options::default());
        let mut found = Vec::new();
        for outcome in outcomes {
            for finding in &outcome.findings {
                let here = finding.labels.iter().find(|label| label.span.file == outcome.file);
                let at = here.map_or(Span::file_start(outcome.file), |label| label.span);
                let text = sources.get(outcome.file)?;
                let mut more: Vec<Value> = Vec::new();
                if let Some(span) =
                    finding.finding.as_ref().and_then(|one| self.rule(outcome.template.as_deref(), one.rule.as_deref()?))
                {
                    let name = finding.finding.as_ref().and_then(|one| one.rule.clone()).unwrap_or_default();
                    let message = say::RULE_OF_TEMPLATE.with("name", name).render(writing.lang);
                    if !finding.labels.iter().any(|label| label.span == span) {
                        more.extend(self.pointer(&sources, span, &message, at, report, writing));
                    }
                }
                for label in finding.labels.iter().filter(|label| self.address(label.span.file) == Some(None)) {
                    let message = label.message.as_ref().map(|message| message.render(writing.lang)).unwrap_or_default();
                    more.extend(self.pointer(&sources, label.span, &message, at, report, writing));
                }
                let locate = |span: Span| {
                    let file = sources.get(span.file)?;
                    match self.address(span.file) {
                        Some(address) => Some((file, address?)),
                        None => (span.file == outcome.file).then_some((file, report.uri.as_str())),
                    }
                };
                found.push(writing.finding(finding, at, text, more, locate));
            }
        }
        Some(found)
    }

    /// The address of a template file; `Some(None)` for a built-in one, `None` for what is no template.
    fn address(&self, file: FileId) -> Option<Option<&str>> {
        if (file.0 as usize) >= self.sources.iter().count() {
            return None;
        }
        Some(self.addresses.get(file.0 as usize).and_then(|address| address.as_deref()))
    }

    /// Something to read in a template: a place, or, in a built-in one that no editor can open, words at the finding itself.
    fn pointer(
        &self,
        sources: &Sources,
        span: Span,
        message: &str,
        at: Span,
        report: &Report,
        writing: &Writing,
    ) -> Option<Value> {
        let file = sources.get(span.file)?;
        match self.address(span.file)? {
            Some(uri) => Some(writing.related(file, uri, span, message)),
            None => {
                let line = file.line_at(span.start as usize);
                let words = say::IN_BUILT_IN.with("name", file.name()).with("line", line).with("text", message);
                let own = sources.get(at.file)?;
                Some(writing.related(own, &report.uri, at, &words.render(writing.lang)))
            }
        }
    }

    /// Where a written rule of a template stands.
    fn rule(&self, template: Option<&str>, name: &str) -> Option<Span> {
        let plans = self.libraries.iter().flat_map(|library| &library.plans);
        let plan = plans.into_iter().find(|plan| Some(plan.title.as_str()) == template)?;
        plan.rules.iter().find(|rule| rule.origin == Origin::Written && rule.name == name).map(|rule| rule.span)
    }
}

/// The value of `template` at the top of a JSON object, also in one that is not finished yet.
fn template_named(text: &str) -> Option<String> {
    let mut depth = 0usize;
    let mut rest = text;
    let mut key: Option<&str> = None;
    while let Some(at) = rest.find(['{', '}', '[', ']', '"', ',']) {
        let sign = rest.get(at..)?.chars().next()?;
        rest = rest.get(at.saturating_add(1)..)?;
        match sign {
            '{' | '[' => depth = depth.saturating_add(1),
            '}' | ']' => depth = depth.saturating_sub(1),
            ',' => key = None,
            _ => {
                let end = string_end(rest)?;
                let string = rest.get(..end)?;
                rest = rest.get(end.saturating_add(1)..)?;
                let colon = rest.trim_start().starts_with(':');
                match key {
                    Some("template") if depth == 1 && !colon => return Some(string.to_owned()),
                    _ => key = colon.then_some(string),
                }
            }
        }
    }
    None
}

/// Where a JSON string ends that has begun.
fn string_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_its_template() {
        for (text, name) in [
            (r#"{"template": "收支@1", "收支": {"#, Some("收支@1")),
            (r#"{"a": {"template": "内"}, "b\"": [1, "template"], "template" : "外"}"#, Some("外")),
            (r#"{"a": {"template": "内"}}"#, None),
            (r#"["template", "收支"]"#, None),
            (r#"{"template": 3, "x": "y"}"#, None),
            (r#"{"template": "#, None),
            (r#"{"template"#, None),
            ("", None),
        ] {
            assert_eq!(template_named(text).as_deref(), name, "{text}");
        }
    }
}
