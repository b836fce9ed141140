use super::*;

#[test]
fn drafts_scratch() {
    let Ok(dir) = std::env::var("GOUJI_DRAFTS") else { return };
    for name in std::env::var("GOUJI_NAMES").unwrap().split(' ') {
        let text = std::fs::read_to_string(format!("{dir}/{name}.gj")).unwrap();
        let (file, diagnostics) = parse(&text, FileId(0));
        println!("== {name}: {} declarations", file.declarations.len());
        for d in &diagnostics {
            let span = d.primary().unwrap().span;
            let line = text[..span.start as usize].matches('\n').count() + 1;
            println!("{}:{} [{}] {}", name, line, &text[span.range()], d.message.render(crate::diag::Lang::En));
        }
        if std::env::var("GOUJI_DUMP").is_ok() {
            println!("{file:#?}");
        }
    }
}
