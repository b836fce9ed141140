//! The guide is true: every command has a page, and every `$ gouji …` in it prints what the page says it prints.
//!
//! A block fenced as `console` holds commands, `$ ` before each, and what they print: standard output, then standard error. A
//! line `[…]` stands for any number of lines. Commands run in a copy of `examples/` and `schemas/`, those of one page one after
//! the other in the same copy. `GOUJI_UPDATE_GUIDE=1 cargo test --test guide` writes what is printed into the pages.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ELISION: &str = "[…]";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn pages() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("docs/guide")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    pages.sort();
    pages
}

/// What a command line prints. `page` is the folder it runs in.
fn run(line: &str, page: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_gouji"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(page).env("PATH", path).env("LANG", "zh_CN.UTF-8");
    for name in ["LC_ALL", "LC_MESSAGES", "NO_COLOR", "CI", "GOUJI_CORPUS"] {
        command.env_remove(name);
    }
    let output = command.stdin(std::process::Stdio::null()).output().unwrap();
    let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    // An editor strips blanks at the ends of lines; the guide does not depend on them.
    printed.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// Does the text tie, where `[…]` stands for any lines?
fn ties(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first.trim() == ELISION => {
            (0..=printed.len()).any(|skipped| printed.get(skipped..).is_some_and(|left| ties(rest, left)))
        }
        Some((first, rest)) => printed.split_first().is_some_and(|(line, left)| first.trim_end() == *line && ties(rest, left)),
    }
}

/// Runs the commands of a page; returns the page with what they print, and where that differs.
fn replay(page: &Path) -> (String, Vec<String>) {
    let name = page.file_stem().unwrap().to_string_lossy().into_owned();
    let room = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("guide-{name}"));
    let _ = fs::remove_dir_all(&room);
    for folder in ["examples", "schemas"] {
        copy(&root().join(folder), &room.join(folder));
    }
    let (mut text, mut wrong) = (String::new(), Vec::new());
    let mut lines = fs::read_to_string(page).unwrap().lines().map(str::to_owned).collect::<Vec<_>>().into_iter().peekable();
    while let Some(line) = lines.next() {
        text.push_str(&line);
        text.push('\n');
        if line.trim() != "```console" {
            continue;
        }
        while let Some(line) = lines.next_if(|line| line.trim() != "```") {
            let Some(command) = line.strip_prefix("$ ") else {
                wrong.push(format!("{name}: `{line}` stands before any command"));
                continue;
            };
            let mut shown = Vec::new();
            while let Some(line) = lines.next_if(|line| !line.starts_with("$ ") && line.trim() != "```") {
                shown.push(line);
            }
            let printed = run(command, &room);
            let of_page: Vec<&str> = shown.iter().map(String::as_str).collect();
            let of_run: Vec<&str> = printed.lines().collect();
            let trimmed: Vec<&str> = of_page.iter().rev().skip_while(|line| line.trim().is_empty()).copied().collect();
            let trimmed: Vec<&str> = trimmed.into_iter().rev().collect();
            let _ = writeln!(text, "$ {command}");
            if ties(&trimmed, &of_run) {
                shown.iter().for_each(|line| {
                    let _ = writeln!(text, "{line}");
                });
            } else {
                wrong.push(format!("{name}: `{command}` prints\n{printed}\nand not\n{}", trimmed.join("\n")));
                if !printed.is_empty() {
                    let _ = writeln!(text, "{printed}");
                }
            }
        }
    }
    (text, wrong)
}

#[test]
fn what_the_guide_shows_is_what_is_printed() {
    let mut wrong = Vec::new();
    for page in pages() {
        let (text, differences) = replay(&page);
        if std::env::var_os("GOUJI_UPDATE_GUIDE").is_some() {
            fs::write(&page, text).unwrap();
        } else {
            wrong.extend(differences);
        }
    }
    assert!(wrong.is_empty(), "{}\n\n`just guide` writes what is printed into the pages", wrong.join("\n\n"));
}

#[test]
fn every_command_has_a_page_and_every_page_shows_its_command() {
    let help = Command::new(env!("CARGO_BIN_EXE_gouji")).args(["--help", "--lang", "en"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // A long description goes on in lines that are further in.
    let named = list.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    let commands: Vec<&str> = named.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.contains(&"check"), "{help}");
    for command in commands {
        let page = root().join(format!("docs/guide/{command}.md"));
        let text = fs::read_to_string(&page).unwrap_or_default();
        assert!(text.contains("## 中文") && text.contains("## English"), "docs/guide/{command}.md in both languages");
        assert!(text.contains(&format!("$ gouji {command}")), "docs/guide/{command}.md shows `gouji {command}` at work");
    }
}

#[test]
fn an_elision_stands_for_any_lines() {
    assert!(ties(&["a", "[…]", "d"], &["a", "b", "c", "d"]));
    assert!(ties(&["a", "[…]"], &["a"]));
    assert!(!ties(&["a", "[…]", "d"], &["a", "b", "c"]));
    assert!(!ties(&["a"], &["a", "b"]));
}
