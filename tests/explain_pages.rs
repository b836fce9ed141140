//! The pages of `docs/errors/` run: the wrong example of a page yields its code and no other, the right one yields nothing.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod office;

use gouji::diag::{ALL_CODES, Code, Diagnostic, Lang, Severity};
use gouji::source::Sources;
use gouji::{Library, Options};

/// One fenced block: the words behind the fence and what it holds.
struct Block {
    format: String,
    role: String,
    /// What the example is saved in; UTF-8 when it does not say.
    encoding: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let mut words = info.split_whitespace();
                let format = words.next().unwrap_or_default().to_owned();
                let role = words.next().unwrap_or_default().to_owned();
                let encoding = words.next().unwrap_or_default().to_owned();
                open = Some(Block { format, role, encoding, text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// What compiling one template file by itself says; and the library, when it compiles.
fn compile(sources: &mut Sources, text: &str) -> (Option<Library>, Vec<Diagnostic>) {
    match Library::compile(sources, vec![("template.gj".to_owned(), text.to_owned())]) {
        Ok(library) => {
            let diagnostics = library.diagnostics.clone();
            (Some(library), diagnostics)
        }
        Err(diagnostics) => (None, diagnostics),
    }
}

fn said(diagnostics: &[Diagnostic]) -> String {
    let lines: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| format!("{} {:?}: {}", diagnostic.code.name, diagnostic.severity, diagnostic.message.render(Lang::En)))
        .collect();
    lines.join("\n    ")
}

/// Runs one example; what it says about it, or why it could not be run.
fn run(blocks: &[Block], index: usize, code: Code) -> Result<Vec<Diagnostic>, String> {
    let block = &blocks[index];
    if ["prior", "folder", "offices"].contains(&block.role.as_str()) {
        return Ok(Vec::new());
    }
    let mut sources = Sources::new();
    let extension = match block.format.as_str() {
        "gouji" => return Ok(compile(&mut sources, &block.text).1),
        format @ ("json" | "ndjson" | "yaml" | "toml" | "csv") => format,
        "text" => "txt",
        "markdown" => "md",
        "html" => "html",
        // The bytes of a file that is no text.
        "hex" => "bin",
        // A sketch of a spreadsheet.
        "sheet" => "xlsx",
        // A report with expectations: what is wrong with them counts.
        "tested" => "yaml",
        // A table of superiors.
        "offices" => "csv",
        other => return Err(format!("a block of format `{other}`")),
    };
    // The template above it: a page may show a second one for its right example.
    let template = blocks[..index]
        .iter()
        .rfind(|block| block.format == "gouji" && block.role == "template")
        .ok_or("an example of a report without a `gouji template` block")?;
    let (library, diagnostics) = compile(&mut sources, &template.text);
    let Some(library) = library.filter(|_| diagnostics.is_empty()) else {
        return Err(format!("the template of the example is not clean:\n    {}", said(&diagnostics)));
    };
    let name = format!("report.{extension}");
    let bytes = match encoding_rs::Encoding::for_label(block.encoding.as_bytes()) {
        Some(encoding) => encoding.encode(&block.text).0,
        None if block.format == "hex" => block
            .text
            .split_whitespace()
            .map(|byte| u8::from_str_radix(byte, 16).expect("a byte in hex"))
            .collect::<Vec<u8>>()
            .into(),
        None if block.format == "sheet" => office::sketched(&block.text).into(),
        None if block.encoding.is_empty() => block.text.as_bytes().into(),
        None => return Err(format!("an example in the encoding `{}`", block.encoding)),
    };
    if block.format == "offices" {
        let hints = gouji::document::Hints::default();
        let (file, rows, _) = gouji::document::rows(&mut sources, "offices.csv", block.text.as_bytes(), &hints).expect("a table");
        return Ok(gouji::chain::superiors(file, &rows).err().unwrap_or_default());
    }
    if let Some(offices) = blocks[..index].iter().rfind(|block| block.format == "csv" && block.role == "offices") {
        return Ok(summed_up(&library, &mut sources, &name, &bytes, &offices.text));
    }
    if block.format == "tested" {
        return Ok(tested(&library, &mut sources, &name, &block.text));
    }
    // Its finding stands in place of those of the rules, whose pages show them one by one.
    let prior = priors(&library, &mut sources, &blocks[..index]);
    let options = Options { locate: code.name == "G0410", prior, ..Options::default() };
    Ok(gouji::check(&library, &mut sources, &name, &bytes, &options).findings)
}

/// The reports of the year before that stand above a report: one (`json prior`), or those of a folder (`json folder`).
fn priors(library: &Library, sources: &mut Sources, above: &[Block]) -> Option<std::sync::Arc<gouji::chain::Priors>> {
    use gouji::chain::Given;
    let after = above.iter().rposition(|block| block.format == "gouji" && block.role == "template").unwrap_or(0);
    let of = |role: &str| -> Vec<(String, Vec<u8>)> {
        let named = above[after..].iter().filter(|block| block.role == role).enumerate();
        named.map(|(at, block)| (format!("before-{at}.{}", block.format), block.text.as_bytes().to_vec())).collect()
    };
    let (one, folder) = (of("prior"), of("folder"));
    let (files, given) = match (one.is_empty(), folder.is_empty()) {
        (false, _) => (one, Given::File),
        (true, false) => (folder, Given::Folder),
        (true, true) => return None,
    };
    let priors = gouji::engine::priors(std::slice::from_ref(library), sources, files, given, &Options::default());
    Some(std::sync::Arc::new(priors))
}

/// What `gouji rollup` says of the reports of a file.
fn summed_up(library: &Library, sources: &mut Sources, name: &str, bytes: &[u8], offices: &str) -> Vec<Diagnostic> {
    use gouji::chain::{Relation, rollup, superiors};
    let hints = gouji::document::Hints::default();
    let (file, rows, _) = gouji::document::rows(sources, "offices.csv", offices.as_bytes(), &hints).expect("a table");
    let offices = superiors(file, &rows).expect("a table of superiors");
    let (filed, _) = gouji::engine::filed(std::slice::from_ref(library), sources, name, bytes, &Options::default());
    let found = rollup(&[library.forms()], &filed, &offices, Relation::Sum);
    found.sums.into_iter().flat_map(|sum| sum.findings).collect()
}

/// What `gouji test` says of the expectations in a report.
fn tested(library: &Library, sources: &mut Sources, name: &str, text: &str) -> Vec<Diagnostic> {
    let found = gouji::snapshot::find(text, gouji::snapshot::Marks::of(name));
    let file = sources.add(name, text);
    let without = gouji::snapshot::without(text, &found.lines);
    let examined = gouji::engine::examine(std::slice::from_ref(library), sources, name, without.as_bytes(), &Options::default());
    let first = &examined[0];
    let case = gouji::snapshot::Case { outcome: &first.outcome, cells: &first.cells, rules: &first.rules };
    gouji::snapshot::judge(&case, &found.expectations, text, file, Lang::Zh)
}

/// Codes that no file can yield: faults of Gouji itself.
const OURS: &[&str] = &["G0904"];

fn problems(code: Code) -> Vec<String> {
    if OURS.contains(&code.name) {
        return Vec::new();
    }
    let blocks = blocks(code.page);
    let mut problems = Vec::new();
    for role in ["wrong", "right"] {
        if !blocks.iter().any(|block| block.role == role) {
            problems.push(format!("no `{role}` example"));
        }
    }
    for (index, block) in blocks.iter().enumerate() {
        let found = match run(&blocks, index, code) {
            Ok(found) => found,
            Err(why) => {
                problems.push(why);
                continue;
            }
        };
        match block.role.as_str() {
            "wrong" => {
                let hits = found.iter().filter(|diagnostic| diagnostic.code == code).count();
                let stray = found.iter().any(|diagnostic| diagnostic.code != code && diagnostic.severity != Severity::Note);
                if hits == 0 || stray {
                    problems.push(format!("the wrong example ({}) says:\n    {}", block.format, said(&found)));
                }
            }
            "right" | "template" => {
                if !found.is_empty() && block.role == "right" {
                    problems.push(format!("the right example ({}) is not clean:\n    {}", block.format, said(&found)));
                }
            }
            // What stands beside a report: reports of the year before, a table of superiors.
            "prior" | "folder" | "offices" => {}
            other => problems.push(format!("a block that is `{other}`, not wrong, right or template")),
        }
    }
    problems
}

#[test]
fn every_page_does_what_it_says() {
    let mut wrong = Vec::new();
    for code in ALL_CODES {
        for problem in problems(*code) {
            wrong.push(format!("{}: {problem}", code.name));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
