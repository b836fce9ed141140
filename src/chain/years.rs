//! The years of every office, each held against the one before.

use std::collections::{BTreeMap, BTreeSet};

use super::continues::{Continuations, Forms};
use super::filed::Filed;
use super::priors::ready;
use crate::diag::{Diagnostic, Severity};
use crate::eval::{Counts, Evaluator, Others};

/// The reports of one office on one form, in all its versions.
#[derive(Debug, Clone)]
pub struct Run {
    /// As its latest report prints it; empty where the form has no office in its key.
    pub office: String,
    /// The name of the form, without the version.
    pub form: String,
    /// From the first year to the last; a year between them without a report is there too.
    pub years: Vec<Year>,
}

/// One year of an office.
#[derive(Debug, Clone)]
pub struct Year {
    pub year: i64,
    /// Its reports, as indices: one, or none, or several of which nobody can say which is meant.
    pub reports: Vec<usize>,
    pub link: Link,
}

/// How a report goes with the one of the year before.
#[derive(Debug, Clone)]
pub struct Link {
    pub state: LinkState,
    /// What the rules that need the year before came to, place by place.
    pub counts: Counts,
    pub findings: Vec<Diagnostic>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkState {
    /// The first of its run: there is nothing to compare with.
    First,
    /// No report of this year.
    Missing,
    /// There is a report, but none of the year before.
    NoPrior,
    /// No rule about the year before is in force.
    Nothing,
    Held,
    /// Something could not be assessed; all else holds.
    Open,
    /// Only rules fail whose failure may be explained.
    Differs,
    Broken,
    /// Several reports of this year or of the year before.
    Several,
}

impl LinkState {
    /// Its grade as a finding; `None` where there is nothing to see to.
    pub fn severity(self) -> Option<Severity> {
        match self {
            LinkState::First | LinkState::Nothing | LinkState::Held => None,
            LinkState::Missing | LinkState::NoPrior | LinkState::Differs => Some(Severity::Warning),
            LinkState::Open | LinkState::Broken | LinkState::Several => Some(Severity::Error),
        }
    }
}

/// All runs, and the reports that belong to none.
#[derive(Debug, Clone, Default)]
pub struct Runs {
    /// By form and office.
    pub runs: Vec<Run>,
    /// Reports whose office or year was not read.
    pub strays: Vec<usize>,
}

/// A gap of more years than this is not filled up year by year.
const GAP: i64 = 20;

/// Lays out the years of every office and checks each report against the one of the year before. `forms`: the templates of every folder.
pub fn runs(forms: &[Forms<'_>], reports: &[Filed]) -> Runs {
    let mut by_office: BTreeMap<(String, String), BTreeMap<i64, Vec<usize>>> = BTreeMap::new();
    let mut all = Runs::default();
    for (at, report) in reports.iter().enumerate() {
        let form = forms.iter().find_map(|forms| forms.declared_at(report.form)).map(|(form, _)| form.name.clone());
        match (form, report.who.office_key(), report.who.year) {
            (Some(form), Some(office), Some(year)) => {
                by_office.entry((form, office)).or_default().entry(year).or_default().push(at);
            }
            (Some(_) | None, _, _) => all.strays.push(at),
        }
    }
    let mut work = Work { forms, continuations: Continuations::default(), evaluator: Evaluator::default() };
    for ((form, _), by_year) in by_office {
        let latest = by_year.values().next_back().and_then(|reports| reports.first()).and_then(|at| reports.get(*at));
        let office = latest.map(|report| report.who.office_name()).unwrap_or_default();
        let mut years: Vec<Year> = Vec::with_capacity(by_year.len());
        for (year, own) in &by_year {
            let before = years.last().map(|before| before.year);
            for missing in before.map_or(0..0, |before| gap(before, *year)) {
                years.push(Year { year: missing, reports: Vec::new(), link: Link::of(LinkState::Missing) });
            }
            let link = match (before, by_year.get(&year.saturating_sub(1)).map(Vec::as_slice), own.as_slice()) {
                (None, _, [_]) => Link::of(LinkState::First),
                (Some(_), None, [_]) => Link::of(LinkState::NoPrior),
                (Some(_), Some([earlier]), [later]) => match (reports.get(*earlier), reports.get(*later)) {
                    (Some(earlier), Some(later)) => work.link(earlier, later),
                    _ => Link::of(LinkState::Several),
                },
                _ => Link::of(LinkState::Several),
            };
            years.push(Year { year: *year, reports: own.clone(), link });
        }
        all.runs.push(Run { office, form, years });
    }
    all
}

/// The years between two that have no report; none when there are too many of them to be an omission.
fn gap(before: i64, year: i64) -> std::ops::Range<i64> {
    let first = before.saturating_add(1);
    if year.saturating_sub(first) > GAP { 0..0 } else { first..year }
}

impl Link {
    fn of(state: LinkState) -> Link {
        Link { state, counts: Counts::default(), findings: Vec::new() }
    }
}

struct Work<'a> {
    forms: &'a [Forms<'a>],
    continuations: Continuations,
    evaluator: Evaluator,
}

impl Work<'_> {
    /// A report against the one of the year before.
    fn link(&mut self, earlier: &Filed, later: &Filed) -> Link {
        let found = self.forms.iter().find_map(|forms| Some((*forms, forms.declared_at(later.form)?)));
        let Some((forms, (form, plan))) = found else { return Link::of(LinkState::Nothing) };
        let prior = match ready(&self.continuations, forms, form, later.file, earlier) {
            Ok(prior) => prior,
            Err(said) => return Link { findings: vec![*said], ..Link::of(LinkState::Open) },
        };
        let others = Others { prior: Some(prior.other()), parts: None };
        let assessment = self.evaluator.across(plan, &later.bound, others);
        let (counts, findings) = (assessment.counts, assessment.findings);
        let worst = assessment.beyond.iter().filter_map(|(_, at)| findings.get(*at)).map(|finding| finding.severity).max();
        let state = match worst {
            Some(Severity::Error) => LinkState::Broken,
            Some(Severity::Warning | Severity::Note) => LinkState::Differs,
            None if counts.not_assessable + counts.not_computed > 0 => LinkState::Open,
            None if counts.held + counts.held_within > 0 => LinkState::Held,
            None => LinkState::Nothing,
        };
        Link { state, counts, findings }
    }
}

impl Runs {
    /// Every year that a table of the runs needs, from first to last.
    pub fn years(&self) -> Vec<i64> {
        let years: BTreeSet<i64> = self.runs.iter().flat_map(|run| &run.years).map(|year| year.year).collect();
        years.into_iter().collect()
    }
}

impl Run {
    pub fn year(&self, year: i64) -> Option<&Year> {
        let at = self.years.binary_search_by_key(&year, |year| year.year).ok()?;
        self.years.get(at)
    }
}
