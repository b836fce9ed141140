//! `gouji explain-failure`: the file in which a person says why a soft rule does not hold.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;

use super::args::ReadArgs;
use super::atomic;
use super::check;
use super::explanations::{PolicyArgs, beside, own};
use super::filed;
use super::inputs::{Input, read_file};
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::cli as w;
use crate::diag::{Diagnostic, Severity};
use crate::engine::{self, Options};
use crate::report::clean::one_line;
use crate::report::{self, Outcome};
use crate::source::SourceFile;
use crate::waiver::{self, Unexplained, Waiving};

#[derive(Debug, Args)]
pub struct ExplainFailureArgs {
    #[arg(required = true, value_name = "REPORT")]
    pub report: String,
    #[command(flatten)]
    pub read: ReadArgs,
    #[command(flatten)]
    pub policy: PolicyArgs,
    #[arg(long, value_name = "FILE")]
    pub prior: Option<PathBuf>,
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

pub(super) fn run(args: &ExplainFailureArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let format = shell.format(None);
    let (mut sources, shelf, policy) = match check::opened(&args.read, &args.policy, format, shell, out)? {
        ControlFlow::Continue(opened) => opened,
        ControlFlow::Break(exit) => return Ok(exit),
    };
    let input = if args.report == "-" { Input::Stdin } else { Input::File(PathBuf::from(&args.report)) };
    let path = match (&args.output, &input) {
        (Some(path), _) => path.clone(),
        (None, Input::File(report)) => beside(report).unwrap_or_else(|| own(report)),
        (None, Input::Stdin) => return Err(Stop::Because(w::EXPLAIN_NEEDS_OUTPUT.plain())),
    };
    let bytes = input.read().map_err(Stop::Because)?;
    let name = input.name(args.read.stdin_name.as_deref());
    let mut options = Options { policy, ..check::options(&args.read, &shelf) };
    options.prior = filed::given(args.prior.as_deref(), &shelf.libraries, &mut sources, &options, shell)?;
    let mut outcomes = engine::check_all(&shelf.libraries, &mut sources, &name, &bytes, &options);
    if outcomes.iter().all(|outcome| outcome.template.is_none()) {
        let findings: Vec<Diagnostic> = outcomes.into_iter().flat_map(|outcome| outcome.findings).collect();
        report::render_diagnostics(format, &findings, &sources, &shell.style, out)?;
        return Ok(Exit::Failed);
    }
    let there = match path.exists() {
        true => Some(waiver::read(&mut sources, &path.to_string_lossy(), &read_file(&path).map_err(Stop::Because)?)),
        false => None,
    };
    // A file that cannot be read as TOML is not added to: the person's work in it would be lost behind the mistake.
    if let Some(there) = &there
        && there.problems.iter().any(|problem| problem.code != crate::diag::Code::G0814)
    {
        report::render_diagnostics(format, &there.problems, &sources, &shell.style, out)?;
        return Ok(Exit::Failed);
    }
    let mut waiving = there.clone().map(Waiving::new);
    let mut todo: Vec<Unexplained> = Vec::new();
    let mut hard = 0;
    for outcome in &mut outcomes {
        let Some((model, plan)) = engine::form_of(&shelf.libraries, outcome, &options) else { continue };
        if let Some(waiving) = &mut waiving {
            waiving.apply(outcome, Some((model, plan.as_ref())), &sources);
        }
        hard += errors(outcome);
        todo.extend(waiver::unexplained(outcome, model, plan.as_ref(), &sources, there.as_ref()));
    }
    let shown = one_line(&path.to_string_lossy());
    if !todo.is_empty() {
        let before = there.as_ref().and_then(|there| sources.get(there.file)).map_or("", SourceFile::text);
        let mut text = before.to_owned();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&waiver::skeleton(&todo, !before.trim().is_empty(), shell.lang));
        atomic::write(&path, text.as_bytes())
            .map_err(|error| Stop::Because(w::CANNOT_WRITE_FILE.with("path", &shown).with("why", error.to_string())))?;
    }
    let unfilled = there.as_ref().map_or(0, |there| there.unfilled.len()) + todo.len();
    let message = match (todo.len(), unfilled) {
        (0, 0) => w::EXPLAIN_NOTHING.plain(),
        (0, unfilled) => w::EXPLAIN_WAITING.with("count", unfilled).with("path", &shown),
        (count, _) => w::EXPLAIN_WRITTEN.with("count", count).with("path", &shown),
    };
    writeln!(out, "{}", message.render(shell.lang))?;
    if hard > 0 {
        shell.note(&w::EXPLAIN_HARD.with("count", hard));
    }
    Ok(Exit::Accepted)
}

fn errors(outcome: &Outcome) -> usize {
    outcome
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error && finding.code != crate::diag::Code::G0814)
        .count()
}
