//! `gouji fix`: a corrected copy of a report that is data.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::Args;

use super::args::ReadArgs;
use super::atomic;
use super::check;
use super::explanations::PolicyArgs;
use super::inputs::Input;
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::cli as cli_words;
use crate::diag::wording::fix as w;
use crate::diag::{Diagnostic, Message};
use crate::engine::{LocatedReport, Options};
use crate::fix::{self, Accepted, Problem, Survey};
use crate::report;
use crate::report::clean::{lines, one_line};

/// Explanations listed of one problem.
const LISTED: usize = 8;

#[derive(Debug, Args)]
pub struct FixArgs {
    #[arg(required = true, value_name = "REPORT")]
    pub report: String,
    #[command(flatten)]
    pub read: ReadArgs,
    #[command(flatten)]
    pub policy: PolicyArgs,
    #[arg(long, value_name = "WHICH", value_parser = accepted)]
    pub accept: Option<Accepted>,
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[arg(long)]
    pub all: bool,
}

fn accepted(text: &str) -> Result<Accepted, String> {
    Accepted::parse(text).ok_or_else(|| "all; 1; 2.1; 1,2.3".to_owned())
}

pub(super) fn run(args: &FixArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let format = shell.format(None);
    let (mut sources, shelf, policy) = match check::opened(&args.read, &args.policy, format, shell, out)? {
        ControlFlow::Continue(opened) => opened,
        ControlFlow::Break(exit) => return Ok(exit),
    };
    let input = if args.report == "-" { Input::Stdin } else { Input::File(PathBuf::from(&args.report)) };
    let bytes = input.read().map_err(Stop::Because)?;
    let name = input.name(args.read.stdin_name.as_deref());
    let options = Options { policy, ..check::options(&args.read, &shelf) };
    let survey = fix::survey(&shelf.libraries, &mut sources, &name, &bytes, &options);
    if survey.reports().iter().all(|report| report.read.is_none()) {
        let findings: Vec<Diagnostic> = survey.reports().iter().flat_map(|report| report.outcome.findings.clone()).collect();
        report::render_diagnostics(format, &findings, &sources, &shell.style, out)?;
        return Ok(Exit::Failed);
    }
    let Some(accepted) = &args.accept else { return list(&survey, args.all, shell, out) };
    if let Some(refused) = &survey.refused {
        return Err(Stop::Because(refused.clone()));
    }
    let path = target(args, &input)?;
    let corrected =
        fix::correct(&survey, accepted, &shelf.libraries, &sources, &name, &bytes, &options).map_err(Stop::Because)?;
    let log = log_of(&path);
    let text = fix::log(&corrected, &name, (&fix::hash(&bytes), &fix::hash(&corrected.bytes)), shell.lang);
    write(&path, &corrected.bytes)?;
    write(&log, text.as_bytes())?;
    write!(out, "{}", lines_of(&text))?;
    say(&w::WROTE.with("path", shown(&path)).with("log", shown(&log)), shell, out)?;
    let left = errors(&corrected.reports);
    say(&if left == 0 { w::CLEAN.plain() } else { w::LEFT.with("count", left) }, shell, out)?;
    Ok(if left == 0 { Exit::Accepted } else { Exit::Findings })
}

/// What could be changed, numbered.
fn list(survey: &Survey, all: bool, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let problems = survey.problems();
    for problem in &problems {
        let part = &problem.report.outcome.part;
        let wording = if part.is_empty() { &w::LIST_PROBLEM } else { &w::LIST_PROBLEM_IN };
        let head = wording.with("number", problem.number).with("part", part.as_str());
        say(&head.with("count", problem.located.failed.len()).with("rules", problem.rules()), shell, out)?;
        choices(problem, all, shell, out)?;
    }
    let found = errors(survey.reports());
    if problems.is_empty() {
        say(&w::NOTHING.plain(), shell, out)?;
        if found > 0 {
            say(&w::LIST_OTHERS.with("count", found), shell, out)?;
        }
        return Ok(if found > 0 { Exit::Findings } else { Exit::Accepted });
    }
    match &survey.refused {
        Some(refused) => shell.note(refused),
        None => shell.note(&w::HOW.plain()),
    }
    Ok(Exit::Findings)
}

fn choices(problem: &Problem<'_>, all: bool, shell: &Shell, out: &mut dyn Write) -> Result<(), Stop> {
    let changes =
        |at: &crate::locate::Explanation| -> Vec<Message> { at.changes.iter().map(|change| problem.change(change)).collect() };
    match problem.choices() {
        [] => say(&w::LIST_NONE.plain(), shell, out)?,
        [only] => say(&w::LIST_ONLY.with("changes", changes(only)), shell, out)?,
        several => {
            let shown = if all { several.len() } else { LISTED };
            for (at, choice) in several.iter().take(shown).enumerate() {
                let line = w::LIST_CHOICE.with("number", problem.number).with("choice", at + 1);
                say(&line.with("changes", changes(choice)), shell, out)?;
            }
            if several.len() > shown {
                say(&w::LIST_MORE.with("count", several.len() - shown), shell, out)?;
            }
        }
    }
    Ok(())
}

fn errors(reports: &[LocatedReport]) -> usize {
    reports.iter().flat_map(|report| &report.outcome.findings).filter(|finding| finding.is_error()).count()
}

fn say(message: &Message, shell: &Shell, out: &mut dyn Write) -> Result<(), Stop> {
    // Blanks at the start are the layout's own.
    let text = message.render(shell.lang);
    let blanks = text.len() - text.trim_start().len();
    writeln!(out, "{}{}", " ".repeat(blanks), lines(&text))?;
    Ok(())
}

fn lines_of(text: &str) -> String {
    let mut text = lines(text);
    text.push('\n');
    text
}

fn shown(path: &Path) -> String {
    one_line(&path.to_string_lossy())
}

/// Where the copy goes: never over the original, never over anything.
fn target(args: &FixArgs, input: &Input) -> Result<PathBuf, Stop> {
    let path = match (&args.out, input) {
        (Some(path), _) => path.clone(),
        (None, Input::File(report)) => {
            let stem = report.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let extension = report.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
            report.with_file_name(format!("{stem}.fixed{extension}"))
        }
        (None, Input::Stdin) => return Err(Stop::Because(w::NEEDS_OUT.plain())),
    };
    if let Input::File(report) = input
        && let (Ok(own), Ok(other)) = (report.canonicalize(), path.canonicalize())
        && own == other
    {
        return Err(Stop::Because(w::OVER_ORIGINAL.with("path", shown(&path))));
    }
    let there = [path.clone(), log_of(&path)].into_iter().find(|path| path.exists());
    match there {
        Some(there) => Err(Stop::Because(w::EXISTS.with("path", shown(&there)))),
        None => Ok(path),
    }
}

fn log_of(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{name}.log"))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    atomic::write(path, bytes)
        .map_err(|error| Stop::Because(cli_words::CANNOT_WRITE_FILE.with("path", shown(path)).with("why", error.to_string())))
}
