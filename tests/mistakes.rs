//! Mistakes that authors make, one file each: `tests/mistakes/NAME.gj` says in its first lines which diagnostics it gives and
//! where, exactly these and no others; what the author reads is in `tests/mistakes/NAME.snap`, in both languages.
//!
//! ```text
//! // expect G0305 at "中学"          the primary label covers this text
//! // expect G0301 at "收入" #2       its second occurrence
//! // expect G0101 after "cell"       an empty label right behind this text
//! ```
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::fs;
use std::path::{Path, PathBuf};

use gouji::diag::{Diagnostic, Lang};
use gouji::engine::Library;
use gouji::report::{Format, Style, render_diagnostics};
use gouji::source::Sources;

/// What a file says of itself.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Expected {
    code: String,
    start: usize,
    end: usize,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes")
}

fn files() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("tests/mistakes is there").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|extension| extension == "gj")).collect();
    files.sort();
    files
}

/// All phases a template goes through, errors or not.
fn compile(sources: &mut Sources, name: String, text: String) -> Vec<Diagnostic> {
    match Library::compile(sources, vec![(name, text)]) {
        Ok(library) => library.diagnostics,
        Err(diagnostics) => diagnostics,
    }
}

fn expectations(text: &str) -> Vec<Expected> {
    let mut expected = Vec::new();
    let mut body = 0;
    for line in text.lines() {
        let Some(rest) = line.strip_prefix("// expect ") else { break };
        body += line.len() + 1;
        expected.push(rest);
    }
    expected.into_iter().map(|line| expectation(line, text, body)).collect()
}

fn expectation(line: &str, text: &str, body: usize) -> Expected {
    let (code, rest) = line.split_once(' ').expect("a code and a place");
    let (how, rest) = rest.split_once(" \"").expect("at or after a quoted text");
    let (quoted, ordinal) = rest.rsplit_once('"').expect("a closing quote");
    let ordinal: usize = ordinal.trim().strip_prefix('#').map_or(1, |number| number.parse().expect("an ordinal"));
    let found = text.match_indices(quoted).filter(|(at, _)| *at >= body).nth(ordinal - 1);
    // What is not there matches no diagnostic, and is shown with what was found.
    let start = found.map_or(usize::MAX - quoted.len(), |(start, _)| start);
    let end = start + quoted.len();
    match how {
        "at" => Expected { code: code.to_owned(), start, end },
        "after" => Expected { code: code.to_owned(), start: end, end },
        other => panic!("{line}: `{other}` is neither `at` nor `after`"),
    }
}

fn rendered(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = Vec::new();
    for lang in [Lang::Zh, Lang::En] {
        let style = Style { lang, ..Style::default() };
        render_diagnostics(Format::Text, diagnostics, sources, &style, &mut out).expect("a buffer takes everything");
        out.extend_from_slice(b"----\n");
    }
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn every_mistake_is_told_where_it_is() {
    let files = files();
    assert!(files.len() >= 40, "only {} mistakes", files.len());
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for path in &files {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).expect("UTF-8");
        let mut sources = Sources::new();
        let diagnostics = compile(&mut sources, format!("{name}.gj"), text.clone());
        let mut expected = expectations(&text);
        let mut found: Vec<Expected> = diagnostics
            .iter()
            .map(|diagnostic| {
                let span = diagnostic.primary().map(|label| label.span.range()).unwrap_or_default();
                Expected { code: diagnostic.code.name.to_owned(), start: span.start, end: span.end }
            })
            .collect();
        expected.sort();
        found.sort();
        let drawn = rendered(&diagnostics, &sources);
        if expected.is_empty() {
            wrong.push(format!("{name}: expects nothing; it gives\n{drawn}"));
        } else if expected != found {
            wrong.push(format!("{name}: expected {expected:?}, found {found:?}\n{drawn}"));
        } else {
            right.push((name, drawn));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    for (name, drawn) in right {
        settings.bind(|| insta::assert_snapshot!(name.as_str(), drawn));
    }
}
