//! Small templates with one mistake each: the code, the place and the words; and what right ones resolve to.

mod mistakes;
mod model;

use crate::diag::{Diagnostic, Lang};
use crate::model::Model;
use crate::source::Sources;

fn resolved(text: &str) -> (Sources, Model, Vec<Diagnostic>) {
    let mut sources = Sources::new();
    let id = sources.add("test.gj", text);
    let (file, syntax) = crate::syntax::parse(text, id);
    assert!(syntax.is_empty(), "{:?}", syntax.iter().map(|d| d.message.render(Lang::En)).collect::<Vec<_>>());
    let (model, diagnostics) = super::resolve(&[file]);
    (sources, model, diagnostics)
}

/// One diagnostic as a person reads it, in one language.
fn shown(diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> String {
    let mut lines = vec![format!("{} {}", diagnostic.code.name, diagnostic.message.render(lang))];
    for label in &diagnostic.labels {
        let words = label.message.as_ref().map(|message| message.render(lang)).unwrap_or_default();
        let text: String = sources.slice(label.span).replace('\n', "⏎").chars().take(60).collect();
        lines.push(format!("  [{}] {text} ← {words}", label.span.start));
    }
    lines.extend(diagnostic.help.iter().map(|help| format!("  = {}", help.render(lang))));
    lines.extend(diagnostic.fix.iter().map(|fix| format!("  ~ {} → {}", sources.slice(fix.span), fix.replacement)));
    lines.join("\n")
}
