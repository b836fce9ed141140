//! One report after another, with working memory that is kept: for a nation's reports.
//!
//! A JSON report in the template's own spelling goes from bytes to verdicts without a tree, a document or an allocation
//! ([`Direct`], [`Quick`]). Any other report, and any of which there is something to say that is not the same for all, takes the way
//! of [`check_all`](super::check_all), so that findings do not depend on the way.

use std::sync::Arc;

use super::{Library, Options, Reading, counts, outcome, reading, verdict};
use crate::bind::{Direct, Held};
use crate::diag::Diagnostic;
use crate::eval::{self, Evaluator, Known, Quick};
use crate::model::Form;
use crate::plan::SlotId;
use crate::report::{Outcome, RuleCounts, Verdict};
use crate::source::{FileId, Sources};

/// Checks reports one after the other.
pub struct Many<'l> {
    libraries: &'l [Library],
    options: &'l Options,
    lanes: Vec<Lane<'l>>,
    /// The lane of the report before.
    last: usize,
    /// The template files, and behind them the report that is being checked.
    sources: Sources,
    kept: FileId,
    evaluator: Evaluator,
}

/// The short way for the reports of one form.
struct Lane<'l> {
    library: usize,
    index: usize,
    form: &'l Form,
    title: String,
    direct: Direct<'l>,
    quick: Quick,
    /// The figures whose being left out changes what is said of every report.
    leave_out: Vec<SlotId>,
    standing: Vec<Standing>,
}

/// What is said of every report of a form that leaves the same figures out.
struct Standing {
    left_out: u64,
    findings: Vec<Diagnostic>,
    verdict: Verdict,
}

/// Where a report was cut from.
#[derive(Debug, Clone)]
pub struct Whence {
    /// The file's name.
    pub name: Arc<str>,
    /// [`Outcome::part`].
    pub part: String,
    /// Lines and bytes of the file before the report.
    pub lines: usize,
    pub bytes: usize,
}

/// What came of a report.
pub enum Answer<'a> {
    /// All rules hold, and there is nothing to say but what is said of every report of its form.
    Plain(Plain<'a>),
    /// In all detail; their places are in [`Many::sources`] until the next report is checked.
    Full(Vec<Outcome>),
}

/// A report of which there is nothing of its own to say.
pub struct Plain<'a> {
    pub template: &'a str,
    pub verdict: Verdict,
    pub rules: RuleCounts,
    /// What is said of every report of this form that leaves the same figures out: the same list for all of one `edition`.
    pub standing: &'a [Diagnostic],
    pub edition: u64,
    /// Where the places of `standing` are.
    pub sources: &'a Sources,
    form: &'a Form,
    direct: &'a Direct<'a>,
    json: &'a [u8],
}

impl Plain<'_> {
    /// Name and value of the meta that the report gives, in the template's order.
    pub fn meta(&self) -> impl Iterator<Item = (&str, &str)> {
        let value = |at: u32| self.direct.meta(self.json, at);
        self.form.meta.iter().zip(0u32..).filter_map(move |(meta, at)| Some((meta.name.as_str(), value(at)?)))
    }
}

impl<'l> Many<'l> {
    /// `sources`: those that the libraries were compiled from.
    pub fn new(libraries: &'l [Library], sources: Sources, options: &'l Options) -> Many<'l> {
        let mut lanes: Vec<Lane<'l>> = Vec::new();
        // What the caller says of every report is for the general way to weigh.
        let direct = options.meta.is_empty() && options.encoding.is_none() && !options.explain && options.prior.is_none();
        for (at, library) in libraries.iter().enumerate().filter(|_| direct) {
            for (index, (form, plan)) in library.model.forms.iter().zip(&library.plans).enumerate() {
                let title = form.title();
                let wanted = options.template.as_ref().is_none_or(|template| *template == title);
                if wanted && lanes.iter().all(|lane| lane.title != title) {
                    let mut leave_out: Vec<SlotId> =
                        plan.rules.iter().filter(|rule| rule.needs.is_some()).flat_map(|rule| rule.own.iter().copied()).collect();
                    leave_out.sort_unstable();
                    leave_out.dedup();
                    if leave_out.len() > 64 {
                        continue;
                    }
                    lanes.push(Lane {
                        library: at,
                        index,
                        form,
                        title,
                        direct: Direct::new(form, &plan.slots, &library.model.units),
                        quick: Quick::of(plan),
                        leave_out,
                        standing: Vec::new(),
                    });
                }
            }
        }
        let kept = sources.next_id();
        Many { libraries, options, lanes, last: 0, sources, kept, evaluator: Evaluator::default() }
    }

    /// The template files and the report of the last [`Answer::Full`].
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Checks one report: a line of NDJSON, a member of an array, or a file, which may hold several after all.
    pub fn check<'a>(&'a mut self, whence: &Whence, bytes: &'a [u8]) -> Answer<'a> {
        self.sources.forget_from(self.kept);
        let Some(at) = self.direct(bytes) else { return Answer::Full(self.general(whence, bytes)) };
        let Some(rules) = self.all_hold(at, bytes) else {
            return Answer::Full(match self.regular(at, whence, bytes) {
                Some(outcome) => vec![outcome],
                None => self.general(whence, bytes),
            });
        };
        let standing = self.standing(at);
        let Some((lane, standing)) = self.lanes.get(at).and_then(|lane| Some((lane, lane.standing.get(standing?)?))) else {
            return Answer::Full(Vec::new());
        };
        Answer::Plain(Plain {
            template: &lane.title,
            verdict: standing.verdict,
            rules,
            standing: &standing.findings,
            edition: standing.left_out,
            sources: &self.sources,
            form: lane.form,
            direct: &lane.direct,
            json: bytes,
        })
    }

    /// The lane that reads the report, if it is a regular one of its form. Reports of one form follow each other, and another
    /// form's reader sees at the first key that a report is not its own.
    fn direct(&mut self, bytes: &[u8]) -> Option<usize> {
        let last = self.last;
        let mut order = std::iter::once(last).chain((0..self.lanes.len()).filter(|at| *at != last));
        self.last = order.find(|at| self.lanes.get_mut(*at).is_some_and(|lane| lane.direct.read(bytes)))?;
        Some(self.last)
    }

    fn all_hold(&mut self, at: usize, bytes: &[u8]) -> Option<RuleCounts> {
        let lane = self.lanes.get_mut(at)?;
        let plan = self.libraries.get(lane.library)?.plans.get(lane.index)?;
        if !lane.direct.all_plain() {
            return None;
        }
        let direct = &lane.direct;
        let known = Known { figures: direct.figures(), held: direct.held(), meta: |meta| direct.meta(bytes, meta) };
        lane.quick.all_hold(plan, &known).map(counts)
    }

    /// Which of a lane's standing findings are those of the report that was read last.
    fn standing(&mut self, at: usize) -> Option<usize> {
        let lane = self.lanes.get_mut(at)?;
        let held = lane.direct.held();
        let is_left_out = |slot: SlotId| held.get(slot.0 as usize) == Some(&Held::Skip);
        let left_out = lane.leave_out.iter().fold(0u64, |all, slot| all << 1 | u64::from(is_left_out(*slot)));
        let known = lane.standing.iter().position(|standing| standing.left_out == left_out);
        if known.is_some() {
            return known;
        }
        let plan = self.libraries.get(lane.library)?.plans.get(lane.index)?;
        let findings = eval::standing(plan, is_left_out);
        lane.standing.push(Standing { left_out, verdict: verdict(&findings), findings });
        lane.standing.len().checked_sub(1)
    }

    /// A report that was read in one pass, but about which there is something to say.
    fn regular(&mut self, at: usize, whence: &Whence, bytes: &[u8]) -> Option<Outcome> {
        let text = std::str::from_utf8(bytes).ok()?;
        let lane = self.lanes.get(at)?;
        let file = self.sources.add(whence.name.clone(), text);
        self.sources.cut_from(file, whence.lines, whence.bytes);
        let bound = lane.direct.bound(file, text)?;
        let reading = Reading {
            file,
            part: whence.part.clone(),
            form: Some(lane.index),
            bound: Some(bound),
            diagnostics: Vec::new(),
            structured: true,
            account: None,
        };
        Some(outcome(self.libraries.get(lane.library), &self.sources, reading, self.options, &mut self.evaluator))
    }

    fn general(&mut self, whence: &Whence, bytes: &[u8]) -> Vec<Outcome> {
        self.sources.forget_from(self.kept);
        let Many { libraries, options, sources, evaluator, .. } = self;
        let mut all = reading::each(libraries, sources, &whence.name, bytes, options, |library, sources, reading| {
            outcome(library, sources, reading, options, evaluator)
        });
        self.sources.cut_from(self.kept, whence.lines, whence.bytes);
        if let [outcome] = all.as_mut_slice() {
            outcome.part.clone_from(&whence.part);
        }
        all
    }
}
