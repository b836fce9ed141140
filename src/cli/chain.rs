//! `gouji chain`: the years of every office, each held against the one before.

use std::io::Write;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::args::{Deny, ReadArgs};
use super::check::unusable_templates;
use super::filed::{reports, write_finding};
use super::shelf::Shelf;
use super::shell::{Exit, Shell, Stop};
use crate::chain::{Filed, LinkState, Run, Runs, Unread, Year, runs};
use crate::diag::wording::chain as w;
use crate::diag::{Lang, Message, Severity};
use crate::report::clean::one_line;
use crate::report::{Format, findings_data};
use crate::source::{FileId, Sources, display_width};

#[derive(Debug, Args)]
pub struct ChainArgs {
    #[arg(required = true, value_name = "REPORT")]
    pub reports: Vec<String>,
    #[command(flatten)]
    pub read: ReadArgs,
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: ChainFormat,
    #[arg(long, value_name = "WHAT", value_enum)]
    pub deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChainFormat {
    #[value(alias = "human")]
    Text,
    #[value(alias = "md")]
    Markdown,
    Json,
}

pub(super) fn run(args: &ChainArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let mut sources = Sources::new();
    let shelf = match Shelf::open(&args.read, &mut sources) {
        Ok(shelf) => shelf,
        Err(unusable) => return unusable_templates(unusable, Format::Text, &sources, shell, out),
    };
    let read = reports(&args.reports, None, &args.read, &shelf, &mut sources, shell)?;
    let forms: Vec<_> = shelf.libraries.iter().map(|library| library.forms()).collect();
    let found = runs(&forms, &read.filed);
    let view = View { runs: &found, filed: &read.filed, unread: &read.unread, sources: &sources, shell };
    match args.format {
        ChainFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &view.data()).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        ChainFormat::Markdown => view.markdown(out)?,
        ChainFormat::Text => view.text(out)?,
    }
    Ok(read.exit.max(view.status(args.deny)))
}

struct View<'a> {
    runs: &'a Runs,
    filed: &'a [Filed],
    unread: &'a [Unread],
    sources: &'a Sources,
    shell: &'a Shell,
}

/// What a year of an office comes to, in a word.
fn word(year: &Year) -> Message {
    let failed = year.link.counts.failed;
    let open = year.link.counts.not_assessable + year.link.counts.not_computed;
    match year.link.state {
        LinkState::First => w::STATE_FIRST.plain(),
        LinkState::Missing => w::STATE_MISSING.plain(),
        LinkState::NoPrior => w::STATE_NO_PRIOR.plain(),
        LinkState::Nothing => w::STATE_NOTHING.plain(),
        LinkState::Held => w::STATE_HELD.plain(),
        LinkState::Open => w::STATE_OPEN.with("count", open),
        LinkState::Differs => w::STATE_DIFFERS.with("count", failed),
        LinkState::Broken => w::STATE_BROKEN.with("count", failed),
        LinkState::Several => w::STATE_SEVERAL.with("count", year.reports.len()),
    }
}

impl View<'_> {
    fn lang(&self) -> Lang {
        self.shell.lang
    }

    fn say(&self, message: Message) -> String {
        one_line(&message.render(self.lang()))
    }

    /// The offices; the forms are named where there are several.
    fn name(&self, run: &Run) -> String {
        let office = if run.office.is_empty() { self.say(w::ANY_OFFICE.plain()) } else { one_line(&run.office) };
        let several = self.runs.runs.iter().any(|other| other.form != run.form);
        if several { format!("{office} {}", one_line(&run.form)) } else { office }
    }

    fn years(&self) -> impl Iterator<Item = (&Run, &Year)> {
        self.runs.runs.iter().flat_map(|run| run.years.iter().map(move |year| (run, year)))
    }

    fn status(&self, deny: Option<Deny>) -> Exit {
        let stray = (!self.runs.strays.is_empty()).then_some(Severity::Error);
        let states = self.years().filter_map(|(_, year)| year.link.state.severity());
        let of_findings = self.years().flat_map(|(_, year)| &year.link.findings).map(|finding| finding.severity);
        match (states.chain(of_findings).chain(stray).max(), deny) {
            (Some(Severity::Error), _) | (Some(Severity::Warning), Some(Deny::Warnings)) => Exit::Findings,
            (Some(Severity::Warning | Severity::Note) | None, _) => Exit::Accepted,
        }
    }

    /// Rows of cells, the first row the years; each with its grade.
    fn grid(&self, years: &[i64]) -> Vec<Vec<(String, Option<Severity>)>> {
        let mut head = vec![(self.say(w::OFFICE.plain()), None)];
        head.extend(years.iter().map(|year| (year.to_string(), None)));
        let mut rows = vec![head];
        for run in &self.runs.runs {
            let mut row = vec![(self.name(run), None)];
            row.extend(years.iter().map(|year| match run.year(*year) {
                Some(year) => (self.say(word(year)), year.link.state.severity()),
                None => (String::new(), None),
            }));
            rows.push(row);
        }
        rows
    }

    fn text(&self, out: &mut dyn Write) -> std::io::Result<()> {
        for years in self.blocks() {
            let grid = self.grid(&years);
            let widths: Vec<usize> = (0..=years.len())
                .map(|column| {
                    grid.iter().filter_map(|row| row.get(column)).map(|(text, _)| display_width(text)).max().unwrap_or(0)
                })
                .collect();
            for row in &grid {
                let mut line = String::new();
                for ((text, severity), width) in row.iter().zip(&widths) {
                    let pad = " ".repeat(width.saturating_sub(display_width(text)) + 2);
                    match severity.filter(|_| self.shell.style.color) {
                        Some(Severity::Error) => line.extend(["\u{1b}[31m", text, "\u{1b}[0m", &pad]),
                        Some(Severity::Warning | Severity::Note) => line.extend(["\u{1b}[33m", text, "\u{1b}[0m", &pad]),
                        None => line.extend([text, pad.as_str()]),
                    }
                }
                writeln!(out, "{}", line.trim_end())?;
            }
            writeln!(out)?;
        }
        let is_report = |file: FileId| self.filed.iter().any(|report| report.file == file);
        for (run, year) in self.years() {
            let several = year.link.state == LinkState::Several;
            let findings: Vec<_> = year.link.findings.iter().filter(|it| !self.shell.style.quiet || it.is_error()).collect();
            if findings.is_empty() && !several {
                continue;
            }
            let state = word(year);
            let years = w::LINK.with("office", self.name(run)).with("from", (year.year.saturating_sub(1)).to_string());
            writeln!(out, "{}", self.say(years.with("to", year.year.to_string()).with("state", state)))?;
            if several {
                for report in year.reports.iter().filter_map(|at| self.filed.get(*at)) {
                    writeln!(out, "  {}", one_line(&report.name))?;
                }
            }
            for finding in findings {
                write_finding(finding, "  ", &is_report, self.sources, &self.shell.style, out)?;
            }
            writeln!(out)?;
        }
        if !self.runs.strays.is_empty() {
            let names: Vec<String> = self.strays().map(|report| one_line(&report.name)).collect();
            writeln!(out, "{}", self.say(w::STRAYS.with("files", names)))?;
        }
        if !self.shell.style.quiet {
            writeln!(out, "{}", self.say(self.summary()))?;
        }
        Ok(())
    }

    fn strays(&self) -> impl Iterator<Item = &Filed> {
        self.runs.strays.iter().filter_map(|at| self.filed.get(*at))
    }

    fn summary(&self) -> Message {
        let of = |states: &[LinkState]| self.years().filter(|(_, year)| states.contains(&year.link.state)).count();
        w::SUMMARY
            .with("offices", self.runs.runs.len())
            .with("reports", self.filed.len())
            .with("held", of(&[LinkState::Held]))
            .with("broken", of(&[LinkState::Broken]))
            .with("differs", of(&[LinkState::Differs]))
            .with("open", of(&[LinkState::Open, LinkState::Several]))
            .with("missing", of(&[LinkState::Missing]))
    }

    /// The years in blocks that fit the width.
    fn blocks(&self) -> Vec<Vec<i64>> {
        let years = self.runs.years();
        let first = self.runs.runs.iter().map(|run| display_width(&self.name(run))).max().unwrap_or(0) + 2;
        let mut blocks: Vec<Vec<i64>> = Vec::new();
        let mut used = 0;
        for year in years {
            let cells = self.runs.runs.iter().filter_map(|run| run.year(year)).map(|year| display_width(&self.say(word(year))));
            let width = cells.max().unwrap_or(0).max(4) + 2;
            match blocks.last_mut() {
                Some(block) if used + width <= self.shell.style.width => {
                    block.push(year);
                    used += width;
                }
                Some(_) | None => {
                    blocks.push(vec![year]);
                    used = first + width;
                }
            }
        }
        blocks
    }

    fn markdown(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let years = self.runs.years();
        let escaped = |text: &str| text.replace('|', "\\|");
        for (at, row) in self.grid(&years).iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|(text, _)| escaped(text)).collect();
            writeln!(out, "| {} |", cells.join(" | "))?;
            if at == 0 {
                writeln!(out, "|{}", "---|".repeat(cells.len()))?;
            }
        }
        for (run, year) in self.years() {
            for finding in &year.link.findings {
                let message = one_line(&finding.message.render(self.lang()));
                let from = year.year.saturating_sub(1).to_string();
                let link = w::LINK.with("office", self.name(run)).with("from", from).with("to", year.year.to_string());
                writeln!(out, "\n- {} {message}", self.say(link.with("state", word(year))))?;
            }
        }
        writeln!(out, "\n{}", self.say(self.summary()))
    }

    fn data(&self) -> Data<'_> {
        let links = |run: &'_ Run| -> Vec<YearData> {
            let year = |year: &Year| YearData {
                year: year.year,
                files: year.reports.iter().filter_map(|at| Some(self.filed.get(*at)?.name.clone())).collect(),
                templates: year.reports.iter().filter_map(|at| Some(self.filed.get(*at)?.title.clone())).collect(),
                state: year.link.state,
                held: year.link.counts.held + year.link.counts.held_within,
                failed: year.link.counts.failed,
                not_assessable: year.link.counts.not_assessable + year.link.counts.not_computed,
                findings: findings_data(&year.link.findings, self.sources, self.lang()),
            };
            run.years.iter().map(year).collect()
        };
        Data {
            gouji: env!("CARGO_PKG_VERSION"),
            offices: self
                .runs
                .runs
                .iter()
                .map(|run| OfficeData { office: &run.office, form: &run.form, years: links(run) })
                .collect(),
            strays: self.strays().map(|report| report.name.as_str()).collect(),
            unread: unread_data(self.unread, self.lang()),
        }
    }
}

pub(super) fn unread_data(unread: &[Unread], lang: Lang) -> Vec<UnreadData<'_>> {
    unread.iter().map(|it| UnreadData { file: &it.name, why: it.why.render(lang) }).collect()
}

#[derive(Serialize)]
struct Data<'a> {
    gouji: &'static str,
    offices: Vec<OfficeData<'a>>,
    /// Reports whose office or year was not read.
    strays: Vec<&'a str>,
    unread: Vec<UnreadData<'a>>,
}

#[derive(Serialize)]
struct OfficeData<'a> {
    office: &'a str,
    form: &'a str,
    years: Vec<YearData>,
}

#[derive(Serialize)]
struct YearData {
    year: i64,
    files: Vec<String>,
    templates: Vec<String>,
    /// Against the year before.
    state: LinkState,
    held: usize,
    failed: usize,
    not_assessable: usize,
    findings: Vec<serde_json::Value>,
}

#[derive(Serialize)]
pub(super) struct UnreadData<'a> {
    file: &'a str,
    why: String,
}
