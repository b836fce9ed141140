//! `gouji check`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::{CheckArgs, Deny, ReadArgs};
use super::explanations::{self, Explaining, PolicyArgs};
use super::filed;
use super::inputs::{Input, expand};
use super::shelf::{Shelf, Unusable};
use super::shell::{Exit, Shell, Stop};
use super::stream;
use super::watch::watch;
use crate::diag::wording::cli as w;
use crate::diag::{Diagnostic, Severity, Wording};
use crate::emit::figures::HEADER;
use crate::engine::{self, Options};
use crate::policy::Policy;
use crate::report;
use crate::source::Sources;

/// A bar is shown from so many reports on.
const MANY: usize = 8;

pub(super) fn run(args: &CheckArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let reports = args.reports.iter().filter(|report| *report != "-").map(PathBuf::from);
    let template = args.read.template.iter().filter(|name| name.to_ascii_lowercase().ends_with(".gj")).map(PathBuf::from);
    let beside = args.explanations.iter().chain(&args.policy.policy).cloned();
    let paths: Vec<PathBuf> =
        reports.chain(template).chain(args.read.templates.iter().cloned()).chain(args.prior.clone()).chain(beside).collect();
    watch(args.watch, &paths, shell, out, |out| once(args, shell, out))
}

fn once(args: &CheckArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let format = shell.format(args.output.format);
    let (mut sources, shelf, policy) = match opened(&args.read, &args.policy, format, shell, out)? {
        ControlFlow::Continue(opened) => opened,
        ControlFlow::Break(exit) => return Ok(exit),
    };
    let (inputs, mut exit) = inputs(&args.reports, shell)?;
    let mut explaining = Explaining::open(args.explanations.as_deref(), &mut sources)?;
    let figures = args.figures.is_some();
    let mut options = Options { locate: !args.no_locate, figures, policy, ..options(&args.read, &shelf) };
    options.prior = filed::given(args.prior.as_deref(), &shelf.libraries, &mut sources, &options, shell)?;
    let mut figures = args.figures.as_deref().map(Figures::create).transpose()?;
    let lines = inputs.iter().any(|input| stream::is_lines(input, args.read.stdin_name.as_deref()));
    let bar = if lines { endless(shell) } else { progress(inputs.len(), shell) };
    // What stands beside reports has its say when they have been checked; figures are written with the reports' full names,
    // which only a whole file tells.
    let beside = options.policy.is_some() || args.explanations.is_some() || inputs.iter().any(explanations::has);
    let by_report = |wanted: bool| if wanted { report::Lines::of(format, shell.style) } else { None };
    if !beside && figures.is_none() && (args.summary || by_report(true).is_some()) {
        let jobs = args.jobs.or(std::thread::available_parallelism().ok()).map_or(1, std::num::NonZeroUsize::get);
        // Which figure is wrong is not among the sums.
        options.locate &= !args.summary;
        let run = stream::Run {
            libraries: &shelf.libraries,
            sources: &sources,
            options: &options,
            jobs,
            stdin_name: args.read.stdin_name.as_deref(),
            summary: args.summary,
            bar: bar.clone(),
        };
        let total = run.go(inputs, || by_report(!args.summary), shell, out)?;
        bar.finish_and_clear();
        if args.summary {
            summary(&total.tally, format, shell, out)?;
        }
        return Ok(exit.max(total.exit).max(status_of(total.worst, args.output.deny)));
    }
    let mut outcomes = Vec::new();
    for input in inputs {
        let name = input.name(args.read.stdin_name.as_deref());
        match input.read() {
            Ok(bytes) => {
                let mut found = engine::check_all(&shelf.libraries, &mut sources, &name, &bytes, &options);
                figures.as_mut().map_or(Ok(()), |figures| figures.take(&mut found))?;
                if let Err(message) = explaining.explain(&mut found, &input, &shelf, &mut sources, &options) {
                    bar.suspend(|| shell.note(&message));
                    exit = Exit::Failed;
                }
                outcomes.extend(found);
            }
            Err(message) => {
                bar.suspend(|| shell.note(&message));
                exit = Exit::Failed;
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    figures.map_or(Ok(()), Figures::finish)?;
    explaining.finish(&mut outcomes);
    if args.summary {
        let (years, mut tally) = (stream::Years::of(&shelf.libraries), report::Tally::default());
        outcomes.iter().for_each(|outcome| years.add(outcome, &sources, &mut tally));
        summary(&tally, format, shell, out)?;
    } else {
        report::render(format, &outcomes, &sources, &shell.style, out)?;
    }
    let findings = outcomes.iter().flat_map(|outcome| &outcome.findings);
    Ok(exit.max(status(findings, args.output.deny)))
}

fn summary(tally: &report::Tally, format: report::Format, shell: &Shell, out: &mut dyn Write) -> Result<(), Stop> {
    let written = match format {
        report::Format::Json | report::Format::Jsonl => tally.write_json(out),
        report::Format::Human
        | report::Format::Text
        | report::Format::Short
        | report::Format::Narrated
        | report::Format::Sarif
        | report::Format::Github => tally.write(&shell.style, out),
    };
    written.map_err(Stop::Output)
}

/// The file of `--figures`.
struct Figures {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Figures {
    fn create(path: &Path) -> Result<Figures, Stop> {
        let cannot = |error| cannot_write(path, &error);
        let mut file = BufWriter::new(File::create(path).map_err(cannot)?);
        file.write_all(HEADER.as_bytes()).map_err(cannot)?;
        Ok(Figures { path: path.to_owned(), file })
    }

    /// Writes the figures of these reports and lets them go.
    fn take(&mut self, outcomes: &mut [report::Outcome]) -> Result<(), Stop> {
        let each = outcomes.iter_mut().map(|outcome| std::mem::take(&mut outcome.figures));
        each.into_iter()
            .try_for_each(|text| self.file.write_all(text.as_bytes()))
            .map_err(|error| cannot_write(&self.path, &error))
    }

    fn finish(mut self) -> Result<(), Stop> {
        self.file.flush().map_err(|error| cannot_write(&self.path, &error))
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Stop {
    let path = path.to_string_lossy().into_owned();
    Stop::Because(w::CANNOT_WRITE_TO.with("path", path).with("why", error.to_string()))
}

/// What there is to check with.
type Opened = (Sources, Shelf, Option<Arc<Policy>>);

/// The templates and the policy; `Break` when one of them has mistakes, which have then been told.
pub(super) fn opened(
    read: &ReadArgs,
    policy: &PolicyArgs,
    format: report::Format,
    shell: &Shell,
    out: &mut dyn Write,
) -> Result<ControlFlow<Exit, Opened>, Stop> {
    let mut sources = Sources::new();
    let shelf = match Shelf::open(read, &mut sources) {
        Ok(shelf) => shelf,
        Err(unusable) => return unusable_templates(unusable, format, &sources, shell, out).map(ControlFlow::Break),
    };
    match policy.open(&shelf, &mut sources) {
        Ok(policy) => Ok(ControlFlow::Continue((sources, shelf, policy))),
        Err(unusable) => tell_unusable(unusable, &w::SKIPPED_POLICY, format, &sources, shell, out).map(ControlFlow::Break),
    }
}

pub(super) fn options(read: &ReadArgs, shelf: &Shelf) -> Options {
    Options {
        template: shelf.forced.clone(),
        meta: read.meta.clone(),
        prior: None,
        encoding: read.encoding,
        explain: false,
        locate: false,
        figures: false,
        policy: None,
    }
}

/// Every argument's reports; arguments that stand for none are told and do not stop the others.
pub(super) fn inputs(arguments: &[String], shell: &Shell) -> Result<(Vec<Input>, Exit), Stop> {
    let mut inputs: Vec<Input> = Vec::new();
    let mut exit = Exit::Accepted;
    for argument in arguments {
        match expand(argument) {
            Ok(files) => inputs.extend(files),
            Err(message) => {
                shell.note(&message);
                exit = Exit::Failed;
            }
        }
    }
    if inputs.iter().filter(|input| **input == Input::Stdin).count() > 1 {
        return Err(Stop::Because(w::STDIN_TWICE.plain()));
    }
    Ok((inputs, exit))
}

pub(super) fn progress(reports: usize, shell: &Shell) -> ProgressBar {
    if !shell.progress || reports < MANY {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(reports as u64).with_message(w::PROGRESS.plain().render(shell.lang));
    match ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// A bar for reports of which nobody knows how many there are: how many so far, and how fast.
fn endless(shell: &Shell) -> ProgressBar {
    if !shell.progress {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::no_length().with_message(w::PROGRESS.plain().render(shell.lang));
    match ProgressStyle::with_template("{msg} {human_pos} {per_sec}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// 1 when there is an error, or a warning while warnings are denied.
pub(super) fn status<'a>(findings: impl Iterator<Item = &'a Diagnostic>, deny: Option<Deny>) -> Exit {
    status_of(findings.map(|finding| finding.severity).max(), deny)
}

fn status_of(worst: Option<Severity>, deny: Option<Deny>) -> Exit {
    match (worst, deny) {
        (Some(Severity::Error), _) | (Some(Severity::Warning), Some(Deny::Warnings)) => Exit::Findings,
        (Some(Severity::Warning | Severity::Note) | None, _) => Exit::Accepted,
    }
}

pub(super) fn unusable_templates(
    unusable: Unusable,
    format: report::Format,
    sources: &Sources,
    shell: &Shell,
    out: &mut dyn Write,
) -> Result<Exit, Stop> {
    tell_unusable(unusable, &w::SKIPPED_TEMPLATES, format, sources, shell, out)
}

/// `skipped`: what was not done for it.
fn tell_unusable(
    unusable: Unusable,
    skipped: &'static Wording,
    format: report::Format,
    sources: &Sources,
    shell: &Shell,
    out: &mut dyn Write,
) -> Result<Exit, Stop> {
    match unusable {
        Unusable::Because(message) => Err(Stop::Because(message)),
        Unusable::Diagnostics(diagnostics) => {
            report::render_diagnostics(format, &diagnostics, sources, &shell.style, out)?;
            shell.note(&skipped.plain());
            Ok(Exit::Failed)
        }
    }
}
