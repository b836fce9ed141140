//! The house rules that a compiler cannot hold: the order of the modules, the ban on I/O, the pages of the codes, the size of
//! the rooms, and that the compiler knows no form by name.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gouji::diag::ALL_CODES;

/// Left to right: a module uses only modules to its left.
const ORDER: &[&str] = &[
    "source", "diag", "number", "algebra", "label", "syntax", "format", "model", "resolve", "check", "plan", "describe",
    "document", "bind", "eval", "audit", "locate", "generate", "diff", "chain", "doc", "draft", "report", "snapshot", "emit",
    "engine", "lsp", "cli",
];
/// The only modules that touch files, environment, clock or streams.
const SHELLS: &[&str] = &["cli", "main"];
const LONGEST_FILE: usize = 600;
/// Words of the forms in `schemas/`. None may stand in the compiler.
const FORM_WORDS: &[&str] = &["政府信息公开", "申请人情况", "结转下年", "自然人", "zfxxgk"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).expect("the folder is readable").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            files.extend(rust_files(&entry));
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            files.push(entry);
        }
    }
    files.sort();
    files
}

/// One source file of `src/`.
struct Source {
    path: String,
    /// The module it belongs to: `src/bind/grid.rs` → `bind`.
    module: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    rust_files(&src)
        .into_iter()
        .map(|file| {
            let path = file.strip_prefix(root()).expect("inside the repository").to_string_lossy().replace('\\', "/");
            let inner = path.trim_start_matches("src/");
            let module = inner.split('/').next().unwrap_or(inner).trim_end_matches(".rs").to_owned();
            Source { text: fs::read_to_string(&file).expect("UTF-8"), path, module }
        })
        .collect()
}

/// The code of a file without its tests and comments; line numbers stay.
fn code_lines(source: &Source) -> Vec<(usize, String)> {
    if is_test_file(&source.path) {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        if line.trim_start().starts_with("#[cfg(test)]") {
            break;
        }
        let code = match line.find("//") {
            Some(at) if !line[..at].contains('"') => &line[..at],
            _ => line,
        };
        lines.push((index + 1, code.to_owned()));
    }
    lines
}

fn is_test_file(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "tests.rs" || part.ends_with("_tests.rs") || part.ends_with("_test.rs"))
}

/// The modules named behind `crate::`: `crate::diag::Code` → `diag`, `crate::{diag, source::Span}` → both.
fn crate_uses(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        if line[..at].ends_with('$') {
            continue;
        }
        let rest = &line[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(list.split([',', '}']).map(|part| first_word(part.trim()))),
            None => found.push(first_word(rest)),
        }
    }
    found.retain(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
    found
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn modules_use_only_modules_to_their_left() {
    let place = |module: &str| ORDER.iter().position(|name| *name == module);
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.module != "lib" && source.module != "main") {
        let Some(own) = place(&source.module) else {
            wrong.push(format!("{}: the module `{}` has no place in the order", source.path, source.module));
            continue;
        };
        for (line, code) in code_lines(source) {
            for used in crate_uses(&code) {
                if place(&used).is_some_and(|other| other > own) {
                    wrong.push(format!("{}:{line}: `{}` uses `{used}`, which stands to its right", source.path, source.module));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_order_test_sees_every_way_to_name_a_module() {
    assert_eq!(crate_uses("use crate::diag::Code;"), ["diag"]);
    assert_eq!(crate_uses("use crate::{eval, source::Span};"), ["eval", "source"]);
    assert_eq!(crate_uses("    let x = crate::report::render(&crate::diag::x());"), ["report", "diag"]);
    assert!(crate_uses("$crate::diag").is_empty());
}

#[test]
fn only_the_shells_lift_the_ban_on_io() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !SHELLS.contains(&source.module.as_str())) {
        for (line, code) in code_lines(source) {
            if code.contains("clippy::disallowed") && !code.contains("cfg_attr(test") {
                wrong.push(format!("{}:{line}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "the ban on I/O is lifted outside the shells:\n{}", wrong.join("\n"));
}

#[test]
fn no_unwrap_on_input() {
    let mut wrong = Vec::new();
    for source in &sources() {
        for (line, code) in code_lines(source) {
            let panics = [".unwrap()", ".expect(\"", "panic!(", "todo!(", "unimplemented!(", "unreachable!("];
            if panics.iter().any(|call| code.contains(call)) {
                wrong.push(format!("{}:{line}: {}", source.path, code.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_is_a_room_not_a_hall() {
    let mut wrong = Vec::new();
    for source in &sources() {
        let lines = source.text.lines().count();
        if lines > LONGEST_FILE {
            wrong.push(format!("{}: {lines} lines, at most {LONGEST_FILE}", source.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_compiler_knows_no_form() {
    let mut wrong = Vec::new();
    for source in &sources() {
        for (line, code) in code_lines(source) {
            for word in FORM_WORDS {
                if code.contains(word) {
                    wrong.push(format!("{}:{line}: {word}", source.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "knowledge of one form belongs into schemas/:\n{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_page_in_both_languages_and_every_page_a_code() {
    let mut wrong = Vec::new();
    for code in ALL_CODES {
        let title = format!("# {} {} · {}", code.name, code.zh, code.en);
        let first = code.page.lines().next().unwrap_or_default();
        if first != title {
            wrong.push(format!("{}: the page begins with `{first}`, not `{title}`", code.name));
        }
        for heading in ["## 中文", "## English", "## 例 Example"] {
            if !code.page.lines().any(|line| line == heading) {
                wrong.push(format!("{}: no `{heading}`", code.name));
            }
        }
    }
    for page in fs::read_dir(root().join("docs/errors")).expect("docs/errors").map(|entry| entry.expect("an entry").path()) {
        let name = page.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !ALL_CODES.iter().any(|code| code.name == name) {
            wrong.push(format!("docs/errors/{name}.md: no such code"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes_are_sorted_and_unlike() {
    for pair in ALL_CODES.windows(2) {
        assert!(pair[0].name < pair[1].name, "{} before {}", pair[0].name, pair[1].name);
    }
    let mut titles: Vec<&str> = ALL_CODES.iter().flat_map(|code| [code.zh, code.en]).collect();
    let count = titles.len();
    titles.sort_unstable();
    titles.dedup();
    assert_eq!(titles.len(), count, "two codes share a title");
}

#[test]
fn what_the_readme_says_to_type_exists() {
    for readme in ["README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(root().join(readme)).expect(readme);
        let template = fs::read_to_string(root().join("examples/balance-sheet/balance-sheet.gj")).expect("the template");
        assert!(text.contains(&template), "{readme}: the template differs from examples/balance-sheet/balance-sheet.gj");
        assert!(template.lines().count() < 40);
        let commands: Vec<&str> = code_blocks(&text).collect();
        assert!(commands.contains(&"cargo test"), "{readme}: the command that runs the tests");
        let main_job = commands.iter().find(|line| line.starts_with("cargo run --release -- check examples/"));
        assert!(main_job.is_some(), "{readme}: the command that runs the main job on a sample report");
        for command in &commands {
            for word in command.split_whitespace().filter(|word| word.starts_with("examples/") || word.starts_with("schemas/")) {
                assert!(root().join(word).exists(), "{readme}: `{command}` names {word}, which is not there");
            }
            if let Some(rest) = command.strip_prefix("gouji ") {
                let subcommand = rest.split_whitespace().next().unwrap_or_default();
                let known = [
                    "check",
                    "extract",
                    "compile",
                    "explain",
                    "list",
                    "fmt",
                    "test",
                    "audit",
                    "gen",
                    "new",
                    "diff",
                    "doc",
                    "lsp",
                    "1",
                    "--version",
                    "--help",
                ];
                assert!(known.contains(&subcommand), "{readme}: `gouji {subcommand}`");
            }
        }
    }
}

/// The lines inside blocks fenced as `console`.
fn code_blocks(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.lines().filter(move |line| {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            inside = info == "console";
            return false;
        }
        inside
    })
}

/// What the README shows of the main job: the errors and the summary.
fn excerpt(lang: &str) -> String {
    let arguments = ["check", "--format", "text", "--lang", lang, "examples/yunpu-education-2024.txt"];
    let output = Command::new(env!("CARGO_BIN_EXE_gouji")).args(arguments).current_dir(root()).output().expect("it runs");
    let printed = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
    let errors: Vec<&str> = printed.split("\n\n").filter(|part| part.contains("[G0410]") || part.contains("[G0402]")).collect();
    let [first, last] = errors[..] else { panic!("two figures are wrong:\n{printed}") };
    let summary: Vec<&str> = printed.trim_end().lines().rev().take(2).collect();
    format!("{first}\n\n{last}\n\n{}\n{}", summary[1], summary[0])
}

/// The README is what people see first: what it says the program prints is what the program prints. `just readme` rewrites it.
#[test]
fn the_output_in_the_readme_is_real() {
    for (readme, lang) in [("README.md", "en"), ("README.zh-CN.md", "zh")] {
        let text = fs::read_to_string(root().join(readme)).expect(readme);
        let (before, rest) = text.split_once("```text\n").expect("a block of output");
        let (shown, after) = rest.split_once("\n```").expect("its end");
        let printed = excerpt(lang);
        if std::env::var_os("GOUJI_UPDATE_README").is_some() {
            fs::write(root().join(readme), format!("{before}```text\n{printed}\n```{after}")).expect("written");
        } else {
            assert_eq!(shown, printed, "{readme} shows another output; `just readme` rewrites it");
        }
    }
}
