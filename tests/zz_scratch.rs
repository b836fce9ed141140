#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]
use gouji::diag::Lang;
use gouji::source::Sources;
fn go(files: Vec<String>) {
    let mut sources = Sources::new();
    let mut trees = vec![];
    let mut all = vec![];
    for f in files {
        let text = std::fs::read_to_string(&f).unwrap();
        let id = sources.add(f.clone(), text.clone());
        let (t, found) = gouji::syntax::parse(&text, id);
        trees.push(t);
        all.extend(found);
    }
    let (model, found) = gouji::resolve::resolve(&trees);
    all.extend(found);
    all.extend(gouji::check::check(&model));
    for d in all {
        let p = d.primary().map(|l| (sources.name(l.span.file).to_owned(), sources.position_of(l.span).line));
        println!(
            "{} {:?} {:?}: {} // {:?}",
            d.code.name,
            d.severity,
            p,
            d.message.render(Lang::Zh),
            d.help.map(|h| h.render(Lang::Zh))
        );
    }
}
#[test]
fn parse_all() {
    let mut files: Vec<_> =
        std::fs::read_dir("schemas").unwrap().map(|e| e.unwrap().path().to_string_lossy().into_owned()).collect();
    files.sort();
    go(files);
    go(vec!["examples/balance-sheet/balance-sheet.gj".into()]);
}
