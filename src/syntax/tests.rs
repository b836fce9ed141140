use super::*;

mod hostile;
mod mistakes;
mod trees;

/// The tree of a text that must be without fault.
fn good(text: &str) -> ast::File {
    let (file, diagnostics) = parse(text, FileId(0));
    let told: Vec<String> = diagnostics.iter().map(|diagnostic| told(text, diagnostic)).collect();
    assert!(told.is_empty(), "{told:#?}\n{text}");
    file
}

/// `G0101 «span» English message`.
fn told(text: &str, diagnostic: &Diagnostic) -> String {
    let span = diagnostic.primary().map(|label| text.get(label.span.range()).unwrap_or("?")).unwrap_or("");
    format!("{} «{span}» {}", diagnostic.code.name, diagnostic.message.render(crate::diag::Lang::En))
}
