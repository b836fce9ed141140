//! `gouji check` over many reports: read in pieces, checked on all cores, printed in order as they come, in constant memory.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use indicatif::ProgressBar;

use super::inputs::Input;
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::cli as w;
use crate::diag::{Diagnostic, Message, Severity};
use crate::engine::{Answer, Library, Many, Options, Whence};
use crate::model::Form;
use crate::plan::Plan;
use crate::report::{Lines, Outcome, Plain, Tally};
use crate::source::Sources;

/// A piece of NDJSON has about this many bytes: enough to make handing it over cheap, few enough to keep memory small.
const PIECE: usize = 256 * 1024;
/// Single files in a piece.
const FILES: usize = 32;
/// Pieces under way for each worker.
const PIECES_EACH: u64 = 4;
/// A line longer than this is no report, and is not kept in memory.
const LONGEST_LINE: usize = 64 * 1024 * 1024;

/// What a worker gets.
enum Piece {
    /// Whole lines of a file.
    Lines {
        name: Arc<str>,
        text: Vec<u8>,
        lines: usize,
        bytes: usize,
        only: bool,
    },
    Files(Vec<Input>),
    /// What could not be read.
    Note(Message),
}

/// What a worker gives.
#[derive(Default)]
struct Done {
    out: Vec<u8>,
    notes: Vec<Message>,
    worst: Option<Severity>,
    reports: u64,
    failed: bool,
    /// The sums over the reports, where they are wanted.
    tally: Tally,
}

/// How a run goes.
pub(super) struct Run<'r> {
    pub libraries: &'r [Library],
    pub sources: &'r Sources,
    pub options: &'r Options,
    pub jobs: usize,
    pub stdin_name: Option<&'r str>,
    /// Whether the sums over all reports are wanted.
    pub summary: bool,
    pub bar: ProgressBar,
}

/// What a run came to.
pub(super) struct Total {
    pub worst: Option<Severity>,
    pub exit: Exit,
    pub tally: Tally,
}

/// Whether an input holds a report a line.
pub(super) fn is_lines(input: &Input, stdin_name: Option<&str>) -> bool {
    let name = input.name(stdin_name).to_ascii_lowercase();
    name.ends_with(".ndjson") || name.ends_with(".jsonl")
}

impl Run<'_> {
    /// Checks everything; the worst severity, and whether something could not be read.
    pub(super) fn go(
        &self,
        inputs: Vec<Input>,
        make: impl Fn() -> Option<Lines> + Sync,
        shell: &Shell,
        out: &mut dyn Write,
    ) -> Result<Total, Stop> {
        let mut total = Total { worst: None, exit: Exit::Accepted, tally: Tally::default() };
        if self.jobs <= 1 {
            let mut many = Many::new(self.libraries, self.sources.clone(), self.options);
            let mut lines = make();
            let mut stopped = Ok(());
            self.pieces(inputs, &mut |piece| {
                let done = self.work(piece, &mut many, lines.as_mut());
                stopped = total.take(done, self, shell, out);
                stopped.is_ok()
            });
            stopped?;
            return Ok(total);
        }
        let window = PIECES_EACH * self.jobs as u64;
        let (give, get) = sync_channel::<(u64, Piece)>(self.jobs * 2);
        let get = Mutex::new(get);
        let (report, reports) = channel::<(u64, Done)>();
        let (allow, allowed) = channel::<()>();
        (0..window).for_each(|_| {
            let _ = allow.send(());
        });
        thread::scope(|scope| {
            scope.spawn(move || self.produce(inputs, &give, &allowed));
            for _ in 0..self.jobs {
                let report: Sender<(u64, Done)> = report.clone();
                let (get, make) = (&get, &make);
                scope.spawn(move || {
                    let mut many = Many::new(self.libraries, self.sources.clone(), self.options);
                    let mut lines = make();
                    while let Some((at, piece)) = next(get) {
                        let done = self.work(piece, &mut many, lines.as_mut());
                        if report.send((at, done)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(report);
            total.collect(&reports, allow, self, shell, out)
        })?;
        Ok(total)
    }

    fn produce(&self, inputs: Vec<Input>, give: &SyncSender<(u64, Piece)>, allowed: &Receiver<()>) {
        let mut at = 0;
        self.pieces(inputs, &mut |piece| {
            // No more pieces are under way than memory is meant for, however slow one of them is.
            let going = allowed.recv().is_ok() && give.send((at, piece)).is_ok();
            at += 1;
            going
        });
    }

    /// Cuts the inputs into pieces and hands them on, until one is not taken.
    fn pieces(&self, inputs: Vec<Input>, give: &mut dyn FnMut(Piece) -> bool) {
        let mut files = Vec::new();
        for input in inputs {
            if !is_lines(&input, self.stdin_name) {
                files.push(input);
                if files.len() >= FILES && !give(Piece::Files(std::mem::take(&mut files))) {
                    return;
                }
                continue;
            }
            if !files.is_empty() && !give(Piece::Files(std::mem::take(&mut files))) {
                return;
            }
            let name: Arc<str> = input.name(self.stdin_name).into();
            let going = match input.open() {
                Ok(reader) => lines_of(&name, BufReader::with_capacity(PIECE, reader), give),
                Err(message) => give(Piece::Note(message)),
            };
            if !going {
                return;
            }
        }
        if !files.is_empty() {
            give(Piece::Files(files));
        }
    }

    fn work(&self, piece: Piece, many: &mut Many<'_>, lines: Option<&mut Lines>) -> Done {
        let mut done = Done::default();
        let mut teller = Teller { lines, name: String::new(), years: self.summary.then(|| Years::of(self.libraries)) };
        match piece {
            Piece::Lines { name, text, lines, bytes, only } => {
                let mut whence = Whence { name, part: String::new(), lines, bytes };
                let (mut at, mut line) = (0, lines);
                while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
                    let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
                    let report = rest.get(..length).unwrap_or(rest).trim_ascii_end();
                    line += 1;
                    if !report.is_empty() {
                        (whence.lines, whence.bytes) = (line - 1, bytes.saturating_add(at));
                        whence.part.clear();
                        if !only {
                            let _ = std::fmt::Write::write_fmt(&mut whence.part, format_args!(":{line}"));
                        }
                        teller.check(many, &whence, report, &mut done);
                    }
                    at += length;
                }
            }
            Piece::Files(inputs) => {
                for input in inputs {
                    match input.read() {
                        Ok(bytes) => {
                            let name: Arc<str> = input.name(self.stdin_name).into();
                            teller.check(many, &Whence { name, part: String::new(), lines: 0, bytes: 0 }, &bytes, &mut done);
                        }
                        Err(message) => {
                            done.notes.push(message);
                            done.failed = true;
                        }
                    }
                }
            }
            Piece::Note(message) => {
                done.notes.push(message);
                done.failed = true;
            }
        }
        done
    }
}

fn next(get: &Mutex<Receiver<(u64, Piece)>>) -> Option<(u64, Piece)> {
    get.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Reads whole lines until nothing is left; `false` when a piece was not taken.
fn lines_of(name: &Arc<str>, mut reader: impl BufRead, give: &mut dyn FnMut(Piece) -> bool) -> bool {
    let (mut lines, mut bytes) = (0, 0);
    loop {
        let mut text = Vec::with_capacity(PIECE + PIECE / 8);
        let (mut over, mut ended) = (false, false);
        while text.len() < PIECE && !ended {
            let read = (&mut reader).take(PIECE as u64 - text.len() as u64).read_to_end(&mut text);
            match read {
                Ok(read) => ended = read == 0,
                Err(error) => return give(Piece::Note(w::CANNOT_READ.with("path", &**name).with("why", error.to_string()))),
            }
        }
        // To the end of the line.
        if !ended && text.last() != Some(&b'\n') {
            let rest = (LONGEST_LINE - PIECE) as u64;
            match (&mut reader).take(rest).read_until(b'\n', &mut text) {
                Ok(_) => over = text.len() >= LONGEST_LINE,
                Err(error) => return give(Piece::Note(w::CANNOT_READ.with("path", &**name).with("why", error.to_string()))),
            }
        }
        if text.is_empty() {
            return true;
        }
        if over {
            let message = w::LINE_TOO_LONG.with("path", &**name).with("line", lines + 1).with("limit", LONGEST_LINE);
            return give(Piece::Note(message));
        }
        let only =
            bytes == 0 && ended && text.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count() < 2;
        let count = text.iter().filter(|byte| **byte == b'\n').count();
        let length = text.len();
        if !give(Piece::Lines { name: name.clone(), text, lines, bytes, only }) {
            return false;
        }
        lines += count;
        bytes += length;
    }
}

/// Prints what came of reports.
struct Teller<'l> {
    lines: Option<&'l mut Lines>,
    /// Kept for its memory.
    name: String,
    /// Where sums are wanted.
    years: Option<Years>,
}

/// The templates, each with the name of the meta that is its year.
pub(super) struct Years(Vec<(String, String)>);

impl Years {
    pub(super) fn of(libraries: &[Library]) -> Years {
        let named = |(form, plan): (&Form, &Plan)| Some((form.title(), form.meta.get(plan.year? as usize)?.name.clone()));
        Years(libraries.iter().flat_map(|library| library.model.forms.iter().zip(&library.plans).filter_map(named)).collect())
    }

    /// The year of a report, by what its template calls it.
    fn year<'a>(&self, template: Option<&str>, mut meta: impl Iterator<Item = (&'a str, &'a str)>) -> Option<&'a str> {
        let (_, name) = self.0.iter().find(|(title, _)| Some(title.as_str()) == template)?;
        meta.find(|(known, _)| known == name).map(|(_, year)| year)
    }

    /// Counts a report.
    pub(super) fn add(&self, outcome: &Outcome, sources: &Sources, tally: &mut Tally) {
        let meta = outcome.meta.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let template = outcome.template.as_deref();
        tally.add(|| outcome.name(sources), template, self.year(template, meta), outcome.verdict, &outcome.findings);
    }
}

impl Teller<'_> {
    fn check(&mut self, many: &mut Many<'_>, whence: &Whence, bytes: &[u8], done: &mut Done) {
        let printed = match many.check(whence, bytes) {
            Answer::Plain(plain) => {
                done.reports += 1;
                done.worst = done.worst.max(worst(plain.standing));
                self.name.clear();
                self.name.push_str(&whence.name);
                self.name.push_str(&whence.part);
                if let Some(years) = &self.years {
                    let year = years.year(Some(plain.template), plain.meta());
                    done.tally.add(|| self.name.clone(), Some(plain.template), year, plain.verdict, plain.standing);
                }
                let brief = Plain {
                    name: &self.name,
                    template: plain.template,
                    verdict: plain.verdict,
                    rules: plain.rules,
                    standing: plain.standing,
                    edition: plain.edition,
                };
                match &mut self.lines {
                    Some(lines) => lines.plain(&brief, plain.meta(), plain.sources, &mut done.out),
                    None => Ok(()),
                }
            }
            Answer::Full(outcomes) => {
                let mut printed = Ok(());
                for outcome in &outcomes {
                    done.reports += 1;
                    done.worst = done.worst.max(worst(&outcome.findings));
                    if let Some(years) = &self.years {
                        years.add(outcome, many.sources(), &mut done.tally);
                    }
                    if let Some(lines) = &self.lines {
                        printed = printed.and_then(|()| lines.full(outcome, many.sources(), &mut done.out));
                    }
                }
                printed
            }
        };
        // Memory does not fail to be written to; serializing might.
        if let Err(error) = printed {
            done.notes.push(w::CANNOT_WRITE.with("why", error.to_string()));
            done.failed = true;
        }
    }
}

fn worst(findings: &[Diagnostic]) -> Option<Severity> {
    findings.iter().map(|finding| finding.severity).max()
}

impl Total {
    /// Prints pieces in order as they are done.
    fn collect(
        &mut self,
        reports: &Receiver<(u64, Done)>,
        allow: Sender<()>,
        run: &Run<'_>,
        shell: &Shell,
        out: &mut dyn Write,
    ) -> Result<(), Stop> {
        let mut waiting: BTreeMap<u64, Done> = BTreeMap::new();
        let mut expected = 0;
        for (at, done) in reports {
            waiting.insert(at, done);
            while let Some(done) = waiting.remove(&expected) {
                self.take(done, run, shell, out)?;
                expected += 1;
                // The producer may be done already.
                let _ = allow.send(());
            }
        }
        Ok(())
    }

    fn take(&mut self, done: Done, run: &Run<'_>, shell: &Shell, out: &mut dyn Write) -> Result<(), Stop> {
        self.worst = self.worst.max(done.worst);
        self.tally.and(done.tally);
        if done.failed {
            self.exit = Exit::Failed;
        }
        for note in &done.notes {
            run.bar.suspend(|| shell.note(note));
        }
        out.write_all(&done.out).map_err(Stop::Output)?;
        run.bar.inc(done.reports);
        Ok(())
    }
}
