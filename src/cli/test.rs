//! `gouji test`: reports kept beside a template, each with a snapshot of what it gives and with its author's expectations.

mod gather;
mod review;
mod run;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use self::gather::{Test, gather};
use self::run::{Result as Tested, Status};
use super::changes;
use super::shell::{Exit, Shell, Stop};
use super::watch::watch;
use crate::diag::Wording;
use crate::diag::wording::cli as w;
use crate::report::clean::one_line;
use crate::report::{self, Format};

#[derive(Debug, Args)]
pub struct TestArgs {
    #[arg(value_name = "FOLDER|TEMPLATE", default_value = ".")]
    pub paths: Vec<PathBuf>,
    #[arg(long, value_name = "NAME[@VERSION]")]
    pub template: Option<String>,
    #[arg(long, value_name = "DIR")]
    pub templates: Vec<PathBuf>,
    #[arg(long, value_name = "NAME=VALUE", value_parser = super::args::name_and_value)]
    pub meta: Vec<(String, String)>,
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    #[arg(long, conflicts_with_all = ["review", "check"])]
    pub accept: bool,
    #[arg(long, conflicts_with = "check")]
    pub review: bool,
    #[arg(long, alias = "ci")]
    pub check: bool,
    #[arg(long)]
    pub unreferenced: bool,
    #[arg(long, conflicts_with = "review")]
    pub watch: bool,
}

/// How snapshots are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// New and changed ones become pending files.
    Pending,
    /// Nothing is written; a missing snapshot is a failure.
    Check,
    /// New and changed ones are accepted.
    Accept,
}

pub(super) fn run(args: &TestArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let paths: Vec<PathBuf> = args.paths.iter().chain(&args.templates).cloned().collect();
    watch(args.watch, &paths, shell, out, |out| once(args, shell, out))
}

fn once(args: &TestArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false" && value != "0");
    let mode = match (args.accept, args.check || (ci && !args.review)) {
        (true, _) => Mode::Accept,
        (false, true) => Mode::Check,
        (false, false) => Mode::Pending,
    };
    let gathered = match gather(args) {
        Ok(gathered) => gathered,
        Err(unusable) => return super::check::unusable_templates(unusable.0, shell.format(None), &unusable.1, shell, out),
    };
    for message in &gathered.failed {
        shell.note(message);
    }
    let mut exit = if gathered.failed.is_empty() { Exit::Accepted } else { Exit::Failed };
    if gathered.tests.is_empty() {
        shell.note(&w::TEST_NOTHING.plain());
        return Ok(Exit::Failed);
    }
    let results = run::all(&gathered, mode, shell);
    let mut tally = Tally::default();
    for (test, result) in gathered.tests.iter().zip(&results) {
        tell(test, result, mode, !args.review, shell, out)?;
        tally.add(result);
    }
    if args.unreferenced || (args.filter.is_none() && !gathered.unreferenced.is_empty()) {
        unreferenced(&gathered.unreferenced, args.unreferenced, shell, out)?;
        if args.unreferenced && !gathered.unreferenced.is_empty() {
            exit = exit.max(Exit::Findings);
        }
    }
    let mut pending: Vec<PathBuf> = Vec::new();
    if args.review {
        pending.extend(gathered.tests.iter().map(Test::pending).filter(|path| path.exists()));
        let left = review::review(&pending, shell, out)?;
        tally.differ = left.differ;
        tally.new = left.new;
        tally.accepted += left.accepted;
    }
    if !shell.style.quiet {
        tally.write(results.len(), shell, out)?;
        if (tally.differ > 0 || tally.new > 0) && mode == Mode::Pending && !args.review {
            writeln!(out, "{}", w::TEST_REVIEW.plain().render(shell.lang))?;
        }
    }
    if tally.failed > 0 {
        exit = Exit::Failed;
    }
    let found = tally.differ + tally.unmet + if mode == Mode::Check { tally.new } else { 0 };
    Ok(if found > 0 { exit.max(Exit::Findings) } else { exit })
}

/// How many came to what.
#[derive(Default)]
struct Tally {
    same: usize,
    differ: usize,
    new: usize,
    accepted: usize,
    failed: usize,
    expectations: usize,
    unmet: usize,
}

impl Tally {
    fn add(&mut self, result: &Tested) {
        match &result.status {
            Status::Same => self.same += 1,
            Status::Differs { .. } => self.differ += 1,
            Status::New => self.new += 1,
            Status::Accepted => self.accepted += 1,
            Status::Failed(_) => self.failed += 1,
        }
        self.expectations += result.expectations;
        self.unmet += result.wrong.len();
    }

    fn write(&self, reports: usize, shell: &Shell, out: &mut dyn Write) -> std::io::Result<()> {
        let line = w::TEST_DONE
            .with("reports", reports)
            .with("same", self.same)
            .with("differ", self.differ)
            .with("new", self.new)
            .with("accepted", self.accepted);
        writeln!(out, "{}", line.render(shell.lang))?;
        if self.expectations > 0 {
            let line = w::TEST_EXPECTATIONS.with("all", self.expectations).with("unmet", self.unmet);
            writeln!(out, "{}", line.render(shell.lang))?;
        }
        Ok(())
    }
}

fn tell(test: &Test, result: &Tested, mode: Mode, show: bool, shell: &Shell, out: &mut dyn Write) -> Result<(), Stop> {
    let color = shell.style.color;
    let mut heading = |wording: &'static Wording, code: &str| {
        let name = changes::paint(color, "1", &one_line(&test.shown));
        writeln!(out, "{} {name}", changes::paint(color, code, &wording.plain().render(shell.lang)))
    };
    match &result.status {
        Status::Same if result.wrong.is_empty() => {}
        Status::Same => heading(&w::TEST_UNMET, "31")?,
        Status::Differs { .. } => heading(&w::TEST_DIFFERS, "31")?,
        Status::New if mode == Mode::Check => heading(&w::TEST_NEW, "31")?,
        Status::New => heading(&w::TEST_NEW, "33")?,
        Status::Accepted => heading(&w::TEST_ACCEPTED, "32")?,
        Status::Failed(message) => {
            heading(&w::TEST_FAILED, "31")?;
            writeln!(out, "  {}", message.render(shell.lang))?;
        }
    }
    // A review shows the differences itself.
    if let Status::Differs { old, new } = &result.status
        && show
    {
        changes::write(old, new, color, out)?;
        writeln!(out)?;
    }
    report::render_diagnostics(Format::Text, &result.wrong, &result.sources, &shell.style, out)?;
    Ok(())
}

fn unreferenced(paths: &[PathBuf], list: bool, shell: &Shell, out: &mut dyn Write) -> Result<(), Stop> {
    if !list {
        shell.note(&w::TEST_UNREFERENCED.with("count", paths.len()));
        return Ok(());
    }
    for path in paths {
        let said = w::TEST_NO_REPORT.with("path", shown(path));
        writeln!(out, "{}", said.render(shell.lang))?;
    }
    Ok(())
}

/// A path as it is shown: with `/`, without a leading `./`.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or_else(|| text.clone(), str::to_owned)
}
