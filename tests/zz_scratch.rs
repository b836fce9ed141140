#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]
use gouji::diag::Lang;
use gouji::source::Sources;
#[test]
fn parse_all() {
    let mut files: Vec<_> = std::fs::read_dir("schemas").unwrap().map(|e| e.unwrap().path()).collect();
    files.push("examples/balance-sheet/balance-sheet.gj".into());
    let mut sources = Sources::new();
    for f in files {
        let text = std::fs::read_to_string(&f).unwrap();
        let id = sources.add(f.to_string_lossy().into_owned(), text.clone());
        let (_, found) = gouji::syntax::parse(&text, id);
        for d in found {
            let p = d.primary().map(|l| sources.position_of(l.span));
            println!("{} {} {:?}: {}", f.display(), d.code.name, p, d.message.render(Lang::Zh));
        }
    }
}
