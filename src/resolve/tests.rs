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

#[test]
fn the_shipped_forms_resolve() {
    let mut sources = Sources::new();
    let mut files = Vec::new();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas")).expect("schemas") {
        let path = entry.expect("entry").path();
        let text = std::fs::read_to_string(&path).expect("text");
        let id = sources.add(path.display().to_string(), text.as_str());
        let (file, syntax) = crate::syntax::parse(&text, id);
        for d in &syntax {
            println!("{} {} {:?}", d.code.name, d.message.render(Lang::Zh), d.primary().map(|l| sources.slice(l.span)));
        }
        files.push(file);
    }
    let (model, diagnostics) = super::resolve(&files);
    for d in &diagnostics {
        println!(
            "{} {} {:?} {:?}",
            d.code.name,
            d.message.render(Lang::Zh),
            d.primary().map(|l| (sources.name(l.span.file), sources.slice(l.span))),
            d.help.as_ref().map(|h| h.render(Lang::Zh))
        );
    }
    println!("{}", model.forms.len());
    assert!(diagnostics.is_empty());
}
