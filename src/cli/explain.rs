//! `gouji explain`: the page of a code, for reading on a terminal.

use std::io::Write;

use super::args::ExplainArgs;
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::cli as w;
use crate::diag::{ALL_CODES, Code, Lang, Wording};
use crate::label::distance;
use crate::report::layout::{Align, table, wrap};

pub(super) fn run(args: &ExplainArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let Some(name) = &args.code else {
        let title = |code: &Code| match shell.lang {
            Lang::Zh => code.zh.to_owned(),
            Lang::En => code.en.to_owned(),
        };
        let rows: Vec<Vec<String>> = ALL_CODES.iter().map(|code| vec![code.name.to_owned(), title(code)]).collect();
        for line in table(&rows, &[Align::Left, Align::Left]) {
            writeln!(out, "{line}")?;
        }
        return Ok(Exit::Accepted);
    };
    let Some(code) = Code::find(name) else {
        shell.note(&w::NO_SUCH_CODE.with("code", name));
        match nearest(name) {
            Some(code) => shell.note(&w::DID_YOU_MEAN.with("name", format!("{} ({})", code.name, code.zh))),
            None => shell.note(&w::CODES_HINT.plain()),
        }
        return Ok(Exit::Failed);
    };
    for line in page(code, shell) {
        writeln!(out, "{line}")?;
    }
    Ok(Exit::Accepted)
}

/// The code whose name is closest, or whose title holds the word.
fn nearest(name: &str) -> Option<Code> {
    let word = name.trim().to_ascii_uppercase();
    let by_title = ALL_CODES
        .iter()
        .find(|code| word.chars().count() > 1 && (code.zh.contains(&word) || code.en.to_ascii_uppercase().contains(&word)));
    let by_name = || {
        let near = |code: &&Code| distance(code.name, &word, 2);
        ALL_CODES.iter().filter(|code| near(code).is_some()).min_by_key(|code| near(code))
    };
    by_title.or_else(by_name).copied()
}

/// The part of the page in the user's language, then the example.
fn page(code: Code, shell: &Shell) -> Vec<String> {
    let (title, other) = match shell.lang {
        Lang::Zh => (code.zh, "English"),
        Lang::En => (code.en, "中文"),
    };
    let bold = |text: &str| if shell.style.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
    let say = |wording: &'static Wording| wording.plain().render(shell.lang);
    let mut out = vec![bold(&format!("{} {title}", code.name)), String::new()];
    let mut shown = true;
    let mut in_code = false;
    let mut report_case = false;
    for line in code.page.lines().skip(1) {
        if let Some(info) = line.strip_prefix("```") {
            in_code = !in_code;
            if in_code && shown {
                report_case |= info.contains("template");
                let lead = match (info.split_whitespace().nth(1), report_case) {
                    (Some("template"), _) => Some(&w::CASE_TEMPLATE),
                    (Some("wrong"), true) => Some(&w::CASE_REPORT_WRONG),
                    (Some("right"), true) => Some(&w::CASE_REPORT_RIGHT),
                    (Some("wrong"), false) => Some(&w::CASE_TEMPLATE_WRONG),
                    (Some("right"), false) => Some(&w::CASE_TEMPLATE_RIGHT),
                    (Some(_) | None, _) => None,
                };
                out.extend(lead.map(say));
                out.push(String::new());
            }
            continue;
        }
        if in_code {
            if shown {
                out.push(format!("    {line}").trim_end().to_owned());
            }
            continue;
        }
        if let Some(heading) = line.strip_prefix("## ") {
            shown = heading.trim() != other;
            // The heading of the only language shown says nothing.
            if shown && heading.contains("Example") {
                out.push(bold(&say(&w::EXAMPLE)));
            }
            continue;
        }
        if shown {
            let indent = if line.starts_with("- ") { 2 } else { 0 };
            let wrapped = wrap(line, shell.style.width, indent);
            // One blank line at most between paragraphs.
            if wrapped.is_empty() && !out.last().is_some_and(String::is_empty) {
                out.push(String::new());
            }
            out.extend(wrapped);
        }
    }
    out
}
