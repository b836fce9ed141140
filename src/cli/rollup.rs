//! `gouji rollup`: each superior's figures against the sum of those of its parts.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::args::{Deny, ReadArgs};
use super::chain::{UnreadData, unread_data};
use super::check::{status, unusable_templates};
use super::filed::{Reports, reports, write_finding, write_note};
use super::inputs::read_file;
use super::shelf::Shelf;
use super::shell::{Exit, Shell, Stop};
use crate::chain::{Relation, Rollup, Sum, Superiors, rollup, superiors};
use crate::diag::wording::chain as w;
use crate::diag::{At, Diagnostic, Message, Severity};
use crate::document::{Hints, rows};
use crate::report::clean::one_line;
use crate::report::layout::{Align, table};
use crate::report::{Format, findings_data, render_diagnostics};
use crate::source::{FileId, Sources};

#[derive(Debug, Args)]
pub struct RollupArgs {
    #[arg(required = true, value_name = "REPORT")]
    pub reports: Vec<String>,
    #[arg(long, required = true, value_name = "FILE")]
    pub by: PathBuf,
    #[arg(long)]
    pub at_least: bool,
    #[command(flatten)]
    pub read: ReadArgs,
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: RollupFormat,
    #[arg(long, value_name = "WHAT", value_enum)]
    pub deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RollupFormat {
    #[value(alias = "human")]
    Text,
    Json,
}

pub(super) fn run(args: &RollupArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let mut sources = Sources::new();
    let shelf = match Shelf::open(&args.read, &mut sources) {
        Ok(shelf) => shelf,
        Err(unusable) => return unusable_templates(unusable, Format::Text, &sources, shell, out),
    };
    let offices = match offices(args, &mut sources)? {
        Ok(offices) => offices,
        Err(diagnostics) => {
            let format = if args.format == RollupFormat::Json { Format::Json } else { shell.format(None) };
            render_diagnostics(format, &diagnostics, &sources, &shell.style, out)?;
            return Ok(Exit::Failed);
        }
    };
    let read = reports(&args.reports, Some(&args.by), &args.read, &shelf, &mut sources, shell)?;
    let forms: Vec<_> = shelf.libraries.iter().map(|library| library.forms()).collect();
    let relation = if args.at_least { Relation::AtLeast } else { Relation::Sum };
    let found = rollup(&forms, &read.filed, &offices, relation);
    let view = View { found: &found, offices: &offices, read: &read, sources: &sources, shell };
    match args.format {
        RollupFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &view.data()).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        RollupFormat::Text => view.text(out)?,
    }
    Ok(read.exit.max(view.status(args.deny)))
}

/// The table of superiors, or what is wrong with it.
fn offices(args: &RollupArgs, sources: &mut Sources) -> Result<Result<Superiors, Vec<Diagnostic>>, Stop> {
    let bytes = read_file(&args.by).map_err(Stop::Because)?;
    let hints = Hints { encoding: args.read.encoding };
    Ok(match rows(sources, &args.by.to_string_lossy(), &bytes, &hints) {
        Ok((file, rows, _)) => superiors(file, &rows),
        Err(failure) => Err(vec![*failure]),
    })
}

struct View<'a> {
    found: &'a Rollup,
    offices: &'a Superiors,
    read: &'a Reports,
    sources: &'a Sources,
    shell: &'a Shell,
}

impl View<'_> {
    fn say(&self, message: Message) -> String {
        one_line(&message.render(self.shell.lang))
    }

    fn name(&self, office: usize) -> &str {
        self.offices.offices.get(office).map_or("", |office| office.name.as_str())
    }

    fn status(&self, deny: Option<Deny>) -> Exit {
        let beside = !self.found.unlisted.is_empty() || !self.found.strays.is_empty();
        let of_findings = status(self.found.sums.iter().flat_map(|sum| &sum.findings), deny);
        let warned = beside && deny == Some(Deny::Warnings);
        // A report whose office is not known may be a part that is missing somewhere.
        let lost = !self.found.strays.is_empty() || self.found.sums.is_empty();
        of_findings.max(if warned || lost { Exit::Findings } else { Exit::Accepted })
    }

    fn text(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let head = [&w::OFFICE, &w::YEAR, &w::PARTS_READ, &w::TIE, &w::DO_NOT_TIE, &w::NOT_COMPARED];
        let mut rows: Vec<Vec<String>> = vec![head.iter().map(|wording| self.say(wording.plain())).collect()];
        for sum in &self.found.sums {
            let there = sum.parts.iter().filter(|(_, reports)| reports.len() == 1).count();
            rows.push(vec![
                format!("{}{}", "  ".repeat(sum.depth.min(20)), one_line(self.name(sum.office))),
                sum.year.to_string(),
                format!("{there}/{}", sum.parts.len()),
                sum.held.to_string(),
                (sum.off.len() + sum.failed).to_string(),
                sum.open.to_string(),
            ]);
        }
        use Align::{Left, Right};
        let lines = table(&rows, &[Left, Right, Right, Right, Right, Right]);
        for (at, line) in lines.iter().enumerate() {
            let sum = at.checked_sub(1).and_then(|at| self.found.sums.get(at));
            match sum.and_then(worst).filter(|_| self.shell.style.color) {
                Some(Severity::Error) => writeln!(out, "\u{1b}[31m{line}\u{1b}[0m")?,
                Some(Severity::Warning | Severity::Note) => writeln!(out, "\u{1b}[33m{line}\u{1b}[0m")?,
                None => writeln!(out, "{line}")?,
            }
        }
        writeln!(out)?;
        let templates: Vec<FileId> = self.read.filed.iter().map(|report| report.form.file).collect();
        let drawn = |file: FileId| !templates.contains(&file);
        for finding in self.found.sums.iter().flat_map(|sum| &sum.findings) {
            if self.shell.style.quiet && !finding.is_error() {
                continue;
            }
            write_finding(finding, "", &drawn, self.sources, &self.shell.style, out)?;
            let minor = finding.labels.iter().filter(|label| label.minor && drawn(label.span.file)).count();
            if minor > 0 {
                writeln!(out, "  {}", self.say(w::MORE_PLACES.with("count", minor)))?;
            }
            if let Some(help) = &finding.help {
                write_note(help, "", &self.shell.style, out)?;
            }
            writeln!(out)?;
        }
        for (wording, list) in [(&w::UNLISTED, &self.found.unlisted), (&w::STRAYS, &self.found.strays)] {
            if !list.is_empty() {
                let files: Vec<String> = self.names(list).map(one_line).collect();
                writeln!(out, "{}", self.say(wording.with("files", files)))?;
            }
        }
        if self.found.sums.is_empty() {
            writeln!(out, "{}", self.say(w::NO_SUMS.plain()))?;
        }
        Ok(())
    }

    fn names<'l>(&'l self, list: &'l [usize]) -> impl Iterator<Item = &'l str> {
        list.iter().filter_map(|at| self.read.filed.get(*at)).map(|report| report.name.as_str())
    }

    fn data(&self) -> Data<'_> {
        let sum = |sum: &'_ Sum| SumData {
            office: self.name(sum.office).to_owned(),
            year: sum.year,
            files: self.names(&sum.reports).map(str::to_owned).collect(),
            parts: sum
                .parts
                .iter()
                .map(|(part, reports)| PartData {
                    office: self.name(*part).to_owned(),
                    files: self.names(reports).map(str::to_owned).collect(),
                })
                .collect(),
            held: sum.held,
            failed: sum.off.len() + sum.failed,
            not_compared: sum.open,
            figures: sum
                .off
                .iter()
                .map(|off| OffData {
                    at: off.at.clone(),
                    own: off.own.normalized().to_string(),
                    sum: off.sum.normalized().to_string(),
                    difference: off.difference.normalized().to_string(),
                    parts: off.parts.iter().map(|value| value.map(|value| value.normalized().to_string())).collect(),
                })
                .collect(),
            findings: findings_data(&sum.findings, self.sources, self.shell.lang),
        };
        Data {
            gouji: env!("CARGO_PKG_VERSION"),
            superiors: self.found.sums.iter().map(sum).collect(),
            unlisted: self.names(&self.found.unlisted).collect(),
            strays: self.names(&self.found.strays).collect(),
            unread: unread_data(&self.read.unread, self.shell.lang),
        }
    }
}

fn worst(sum: &Sum) -> Option<Severity> {
    sum.findings.iter().map(|finding| finding.severity).max().filter(|severity| *severity > Severity::Note)
}

#[derive(Serialize)]
struct Data<'a> {
    gouji: &'static str,
    superiors: Vec<SumData>,
    /// Reports of offices that the table does not name.
    unlisted: Vec<&'a str>,
    /// Reports whose office or year was not read.
    strays: Vec<&'a str>,
    unread: Vec<UnreadData<'a>>,
}

#[derive(Serialize)]
struct SumData {
    office: String,
    year: i64,
    files: Vec<String>,
    parts: Vec<PartData>,
    held: usize,
    failed: usize,
    not_compared: usize,
    /// Figures that are not the sum.
    figures: Vec<OffData>,
    findings: Vec<serde_json::Value>,
}

#[derive(Serialize)]
struct PartData {
    office: String,
    files: Vec<String>,
}

#[derive(Serialize)]
struct OffData {
    #[serde(flatten)]
    at: At,
    own: String,
    sum: String,
    difference: String,
    /// In the order of the parts; `null` where one leaves it out.
    parts: Vec<Option<String>>,
}
