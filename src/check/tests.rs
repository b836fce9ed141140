//! The pages of the checker's codes, and laws that hold for every template.

use crate::diag::{ALL_CODES, Diagnostic, Lang, Severity};
use crate::source::FileId;

fn compile(text: &str) -> Vec<Diagnostic> {
    let (file, mut diagnostics) = crate::syntax::parse(text, FileId(0));
    let (model, found) = crate::resolve::resolve(&[file]);
    diagnostics.extend(found);
    diagnostics.extend(super::check(&model));
    diagnostics
}

fn block<'t>(page: &'t str, fence: &str) -> &'t str {
    let start = page.find(fence).map_or(page.len(), |at| at + fence.len());
    let rest = page.get(start..).unwrap_or("");
    rest.get(..rest.find("```").unwrap_or(0)).unwrap_or("")
}

#[test]
fn every_page_gives_its_code_and_only_where_it_says_so() {
    let mut wrong = Vec::new();
    for code in ALL_CODES.iter().filter(|code| code.name.starts_with("G03")) {
        let told = |text: &str| {
            let found = compile(text);
            let said = found.iter().filter(|found| found.severity > Severity::Note);
            said.map(|found| format!("{}: {}", found.code.name, found.message.render(Lang::En))).collect::<Vec<_>>()
        };
        let (bad, good) = (told(block(code.page, "```gouji wrong\n")), told(block(code.page, "```gouji right\n")));
        if bad.is_empty() || bad.iter().any(|said| !said.starts_with(code.name)) {
            wrong.push(format!("{} wrong: {bad:?}", code.name));
        }
        if !good.is_empty() {
            wrong.push(format!("{} right: {good:?}", code.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
