//! What stands beside reports and counts when they are checked: explanations and a policy.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::inputs::{Input, read_file};
use super::shelf::{Shelf, Unusable};
use super::shell::Stop;
use crate::diag::Message;
use crate::engine::{self, Options};
use crate::policy::{self, Policy};
use crate::report::Outcome;
use crate::sidecar::Date;
use crate::source::Sources;
use crate::waiver::{self, Waiving};

/// How the file of a report's explanations is called: the report's name and this.
pub(super) const EXPLAIN: &str = ".explain.toml";

#[derive(Debug, Default, Args)]
pub struct PolicyArgs {
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    #[arg(long, value_name = "DATE", value_parser = date, requires = "policy")]
    pub date: Option<Date>,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "2025-01-20".to_owned())
}

impl PolicyArgs {
    /// The policy, checked against the templates at hand.
    pub(super) fn open(&self, shelf: &Shelf, sources: &mut Sources) -> Result<Option<Arc<Policy>>, Unusable> {
        let Some(path) = &self.policy else { return Ok(None) };
        let bytes = read_file(path)?;
        let plans = shelf.libraries.iter().flat_map(|library| &library.plans);
        let mut policy = policy::read(sources, &path.to_string_lossy(), &bytes, plans).map_err(Unusable::Diagnostics)?;
        policy.date = self.date;
        Ok(Some(Arc::new(policy)))
    }
}

/// The explanations of a run: those of one file for all reports, or those beside each report.
pub(super) struct Explaining {
    of_run: Option<Waiving>,
}

impl Explaining {
    pub(super) fn open(path: Option<&Path>, sources: &mut Sources) -> Result<Explaining, Stop> {
        let Some(path) = path else { return Ok(Explaining { of_run: None }) };
        let bytes = read_file(path).map_err(Stop::Because)?;
        Ok(Explaining { of_run: Some(Waiving::new(waiver::read(sources, &path.to_string_lossy(), &bytes))) })
    }

    /// Lets explanations speak for the reports of one file.
    ///
    /// # Errors
    /// The file beside the report is there and cannot be read.
    pub(super) fn explain(
        &mut self,
        outcomes: &mut [Outcome],
        input: &Input,
        shelf: &Shelf,
        sources: &mut Sources,
        options: &Options,
    ) -> Result<(), Message> {
        let mut beside = match (&self.of_run, input) {
            (None, Input::File(report)) => match beside(report) {
                Some(path) => Some(Waiving::new(waiver::read(sources, &path.to_string_lossy(), &read_file(&path)?))),
                None => None,
            },
            (Some(_), _) | (None, Input::Stdin) => None,
        };
        let Some(waiving) = beside.as_mut().or(self.of_run.as_mut()) else { return Ok(()) };
        for outcome in &mut *outcomes {
            let form = engine::form_of(&shelf.libraries, outcome, options);
            waiving.apply(outcome, form.as_ref().map(|(model, plan)| (*model, plan.as_ref())), sources);
        }
        if let Some(beside) = beside {
            beside.finish(outcomes.last_mut());
        }
        Ok(())
    }

    /// After the last report: what explained nothing.
    pub(super) fn finish(self, outcomes: &mut [Outcome]) {
        if let Some(of_run) = self.of_run {
            of_run.finish(outcomes.last_mut());
        }
    }
}

/// The file of explanations beside a report: `2025.txt.explain.toml`, or `2025.explain.toml`.
pub(super) fn beside(report: &Path) -> Option<PathBuf> {
    let stem = report.file_stem().map(|stem| report.with_file_name(format!("{}{EXPLAIN}", stem.to_string_lossy())));
    [Some(own(report)), stem].into_iter().flatten().find(|path| path.is_file())
}

/// Whether explanations stand beside a report.
pub(super) fn has(input: &Input) -> bool {
    match input {
        Input::File(report) => beside(report).is_some(),
        Input::Stdin => false,
    }
}

/// How the file of a report's explanations is called when it is made.
pub(super) fn own(report: &Path) -> PathBuf {
    let name = report.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    report.with_file_name(format!("{name}{EXPLAIN}"))
}

/// Whether a file holds explanations, by its name.
pub(super) fn is_explanations(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().to_lowercase().ends_with(EXPLAIN))
}
