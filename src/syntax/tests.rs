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

#[test]
fn mistakes_scratch() {
    let Ok(path) = std::env::var("GOUJI_MISTAKES") else { return };
    for case in std::fs::read_to_string(path).unwrap().split("\n====\n") {
        println!("---- {}", case.trim_end());
        let (_, diagnostics) = parse(case, FileId(0));
        for d in &diagnostics {
            for (i, l) in d.labels.iter().enumerate() {
                let line = case[..l.span.start as usize].matches('\n').count() + 1;
                let lm = l.message.as_ref().map(|m| m.render(crate::diag::Lang::Zh)).unwrap_or_default();
                if i == 0 {
                    println!(
                        "  !! {} {}:{:?}«{}» {} | {}  ({lm})",
                        d.code.name,
                        line,
                        l.span.range(),
                        &case[l.span.range()],
                        d.message.render(crate::diag::Lang::Zh),
                        d.message.render(crate::diag::Lang::En)
                    );
                } else {
                    println!("     + {line}:{:?} ({lm})", l.span.range());
                }
            }
            if let Some(h) = &d.help {
                println!("     help {}", h.render(crate::diag::Lang::Zh));
            }
            if let Some(f) = &d.fix {
                println!("     fix {:?} -> {:?}", f.span.range(), f.replacement);
            }
        }
    }
}
