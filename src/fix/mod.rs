//! A corrected copy of a report that is data: the accepted changes and nothing else.
//!
//! [`survey`] says what could be changed; [`correct`] makes the copy. A change is an edit of the characters of one figure;
//! every other byte stays. The copy is read and checked again before anyone gets it: each changed figure is what it should
//! be, no other figure differs, the rules in question hold, and no hard rule fails that held.

mod edit;

use crate::bind::{Bound, Cell};
use crate::diag::wording::fix as w;
use crate::diag::{Lang, Message};
use crate::document::{self, Content, Hints, Node, NodeKind};
use crate::engine::{self, Library, LocatedReport, Options};
use crate::eval::{Evaluator, Verdict};
use crate::locate::{Answer, Change, Explanation, Located};
use crate::model::RuleSeverity;
use crate::plan::{Plan, SlotId};
use crate::source::Sources;

use edit::Edit;

/// What fails in a file, and what would make it hold.
#[derive(Debug, Clone)]
pub struct Survey {
    reports: Vec<LocatedReport>,
    /// Why no copy can be made of this file.
    pub refused: Option<Message>,
}

/// Failed rules that hang together; numbered over the file from 1.
#[derive(Debug, Clone, Copy)]
pub struct Problem<'s> {
    pub number: usize,
    pub report: &'s LocatedReport,
    pub plan: &'s Plan,
    pub located: &'s Located,
    bound: &'s Bound,
}

/// What the caller accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// Every problem; each must have one explanation only.
    All,
    /// Problems by number, each with the number of an explanation if it has several.
    These(Vec<(usize, Option<usize>)>),
}

/// One change of the copy.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    pub problem: usize,
    /// The report in the file, `:17`; empty when it is the only one.
    pub part: String,
    pub path: String,
    /// What stood there and what stands there now.
    pub before: String,
    pub after: String,
    pub line: usize,
    pub column: usize,
    /// Why: the rules that it makes hold, and whether there was another way.
    pub why: Message,
}

/// The copy, and what was changed in it.
#[derive(Debug, Clone)]
pub struct Corrected {
    pub bytes: Vec<u8>,
    pub changes: Vec<Done>,
    /// The reports of the copy, checked again.
    pub reports: Vec<LocatedReport>,
}

impl Accepted {
    /// Reads `all`, `2`, `2.1`, `1,2.3`.
    pub fn parse(text: &str) -> Option<Accepted> {
        if ["all", "全部"].contains(&text.trim()) {
            return Some(Accepted::All);
        }
        let one = |part: &str| {
            let (problem, choice) = match part.split_once('.') {
                Some((problem, choice)) => (problem, Some(choice)),
                None => (part, None),
            };
            let number = |text: &str| text.trim().parse::<usize>().ok().filter(|number| *number > 0);
            match choice {
                Some(choice) => Some((number(problem)?, Some(number(choice)?))),
                None => Some((number(problem)?, None)),
            }
        };
        text.split([',', '，', '、']).map(one).collect::<Option<Vec<_>>>().map(Accepted::These)
    }
}

/// Looks for what could be changed in the reports of a file.
pub fn survey(libraries: &[Library], sources: &mut Sources, name: &str, bytes: &[u8], options: &Options) -> Survey {
    let reports = engine::locate_all(libraries, sources, name, bytes, options);
    let refused = if reports.iter().any(|report| report.read.is_some() && !report.structured) {
        Some(w::PUBLISHED.with("file", name))
    } else if is_transcript(name, bytes, options) {
        Some(w::TRANSCRIPT.with("file", name))
    } else {
        None
    };
    Survey { reports, refused }
}

/// Whether the file is what was extracted from a published document, place by place: the figures stand there, not here.
fn is_transcript(name: &str, bytes: &[u8], options: &Options) -> bool {
    let mut own = Sources::new();
    let Ok(contents) = document::open(&mut own, name, bytes, &Hints { encoding: options.encoding }) else { return false };
    let copied = |node: &Node| {
        let text = node.get("text").is_some_and(|text| matches!(&text.kind, NodeKind::Text(text) if !text.is_empty()));
        text || node.get("start").is_some() || node.get("place").is_some()
    };
    (0..contents.count()).any(|index| match contents.report(index, &own).as_deref() {
        Ok(Content::Tree(tree)) => match tree.root.get("figures").map(|node| &node.kind) {
            Some(NodeKind::Array(figures)) => figures.iter().any(copied),
            Some(_) | None => false,
        },
        Ok(Content::Document(_)) | Err(_) => false,
    })
}

impl Survey {
    pub fn reports(&self) -> &[LocatedReport] {
        &self.reports
    }

    pub fn problems(&self) -> Vec<Problem<'_>> {
        problems(&self.reports)
    }
}

fn problems(reports: &[LocatedReport]) -> Vec<Problem<'_>> {
    let each = reports.iter().filter_map(|report| Some((report, report.read.as_ref()?)));
    let all = each.flat_map(|(report, (plan, bound))| report.located.iter().map(move |located| (report, plan, bound, located)));
    all.enumerate().map(|(at, (report, plan, bound, located))| Problem { number: at + 1, report, plan, bound, located }).collect()
}

impl<'s> Problem<'s> {
    /// All smallest changes; none when there is none of up to three figures.
    pub fn choices(&self) -> &'s [Explanation] {
        match &self.located.answer {
            Answer::Explained(all) => all,
            Answer::More | Answer::GaveUp => &[],
        }
    }

    /// `申请.新收.自然人 46 → 64`.
    pub fn change(&self, change: &Change) -> Message {
        let amount = |value: crate::number::Decimal| format!("{}{}", value.normalized(), self.plan.unit(change.slot));
        w::CHANGE
            .with("cell", self.plan.path(change.slot))
            .with("before", amount(change.before))
            .with("after", amount(change.after))
    }

    /// The failed rules by name, each once.
    pub fn rules(&self) -> Vec<Message> {
        let mut rules: Vec<Message> = Vec::new();
        for check in &self.located.failed {
            let Some(check) = self.plan.checks.get(*check as usize) else { continue };
            let name = crate::audit::rule_name(self.plan, check.rule);
            if !rules.contains(&name) {
                rules.push(name);
            }
        }
        rules
    }
}

/// Makes the copy.
///
/// # Errors
/// Why there is none, in words for the user: nothing of it was made.
pub fn correct(
    survey: &Survey,
    accepted: &Accepted,
    libraries: &[Library],
    sources: &Sources,
    name: &str,
    bytes: &[u8],
    options: &Options,
) -> Result<Corrected, Message> {
    if let Some(refused) = &survey.refused {
        return Err(refused.clone());
    }
    let problems = survey.problems();
    let chosen = choose(&problems, accepted)?;
    let mut edits: Vec<Edit> = Vec::new();
    let mut changes = Vec::new();
    for (problem, number, explanation) in &chosen {
        for change in &explanation.changes {
            let cell = problem.bound.figures.get(change.slot);
            let edit = cell.and_then(|cell| edit::of(problem.plan, cell, change, sources));
            let Some(edit) = edit else {
                let printed = cell.and_then(|cell| cell.span).map_or("", |span| sources.slice(span));
                return Err(w::BY_HAND.with("change", problem.change(change)).with("text", printed));
            };
            changes.push(done(problem, *number, change, &edit, sources));
            edits.push(edit);
        }
    }
    let copy = edit::apply(bytes, &edits, sources).ok_or_else(|| w::NOT_SAFE.with("why", w::WHY_PLACES.plain()))?;
    let mut again = Sources::new();
    let reports = engine::locate_all(libraries, &mut again, name, &copy, options);
    verify(survey, &chosen, &reports).map_err(|why| w::NOT_SAFE.with("why", why))?;
    Ok(Corrected { bytes: copy, changes, reports })
}

/// The explanations that are meant.
fn choose<'s>(problems: &[Problem<'s>], accepted: &Accepted) -> Result<Vec<(Problem<'s>, usize, &'s Explanation)>, Message> {
    let wanted: Vec<(usize, Option<usize>)> = match accepted {
        Accepted::All => problems.iter().map(|problem| (problem.number, None)).collect(),
        Accepted::These(these) => these.clone(),
    };
    if wanted.is_empty() {
        return Err(w::NOTHING.plain());
    }
    let mut chosen: Vec<(Problem<'s>, usize, &'s Explanation)> = Vec::new();
    for (number, choice) in wanted {
        let Some(problem) = problems.iter().find(|problem| problem.number == number) else {
            return Err(w::NO_PROBLEM.with("number", number).with("count", problems.len()));
        };
        if chosen.iter().any(|(other, ..)| other.number == number) {
            return Err(w::TWICE.with("number", number));
        }
        let explanation = match (problem.choices(), choice) {
            ([], _) => return Err(w::NO_CHOICE.with("number", number)),
            ([only], None) => (1, only),
            (several, None) => {
                return Err(w::AMBIGUOUS.with("number", number).with("count", several.len()));
            }
            (several, Some(choice)) => match several.get(choice.saturating_sub(1)) {
                Some(explanation) => (choice, explanation),
                None => return Err(w::NO_SUCH_CHOICE.with("number", number).with("choice", choice).with("count", several.len())),
            },
        };
        chosen.push((*problem, explanation.0, explanation.1));
    }
    Ok(chosen)
}

fn done(problem: &Problem<'_>, number: usize, change: &Change, edit: &Edit, sources: &Sources) -> Done {
    let position = sources.position_of(edit.span);
    let rules = problem.rules();
    let count = problem.choices().len();
    let way = if count == 1 { w::ONLY_WAY.plain() } else { w::CHOSEN_WAY.with("choice", number).with("count", count) };
    Done {
        problem: problem.number,
        part: problem.report.outcome.part.clone(),
        path: problem.plan.path(change.slot),
        before: sources.slice(edit.span).to_owned(),
        after: edit.replacement.trim().to_owned(),
        line: position.line,
        column: position.column,
        why: w::WHY.with("count", problem.located.failed.len()).with("rules", rules).with("way", way),
    }
}

/// Whether the copy says what it should and nothing else.
fn verify(survey: &Survey, chosen: &[(Problem<'_>, usize, &Explanation)], after: &[LocatedReport]) -> Result<(), Message> {
    if survey.reports.len() != after.len() {
        return Err(w::WHY_READ.plain());
    }
    for (before, after) in survey.reports.iter().zip(after) {
        let (Some((plan, old)), Some((new_plan, new))) = (&before.read, &after.read) else {
            if before.read.is_some() || after.read.is_some() {
                return Err(w::WHY_READ.plain());
            }
            continue;
        };
        if plan.title != new_plan.title || old.meta.iter().map(text).ne(new.meta.iter().map(text)) {
            return Err(w::WHY_READ.plain());
        }
        let own = |problem: &Problem<'_>| std::ptr::eq(problem.report, before);
        let changes: Vec<&Change> =
            chosen.iter().filter(|(problem, ..)| own(problem)).flat_map(|(_, _, one)| &one.changes).collect();
        for (at, (old, new)) in old.figures.cells.iter().zip(&new.figures.cells).enumerate() {
            let right = match changes.iter().find(|change| change.slot == SlotId(at as u32)) {
                Some(change) => new.value == Some(change.after),
                None => same(old, new),
            };
            if !right {
                return Err(w::WHY_FIGURE.with("cell", plan.path(SlotId(at as u32))));
            }
        }
        let verdicts = |bound: &Bound| Evaluator::default().verdicts(plan, bound);
        let failed: Vec<u32> =
            chosen.iter().filter(|(problem, ..)| own(problem)).flat_map(|(problem, ..)| problem.located.failed.clone()).collect();
        for (at, ((was, is), check)) in verdicts(old).into_iter().zip(verdicts(new)).zip(&plan.checks).enumerate() {
            let holds = matches!(is, Verdict::Held | Verdict::HeldWithin);
            let hard = plan.rules.get(check.rule as usize).is_some_and(|rule| rule.severity == RuleSeverity::Hard);
            let broken = hard && is == Verdict::Failed && was != Verdict::Failed;
            if broken || (failed.contains(&(at as u32)) && !holds) {
                return Err(w::WHY_RULE.with("rule", crate::audit::rule_name(plan, check.rule)));
            }
        }
    }
    Ok(())
}

fn text(value: &Option<crate::bind::MetaValue>) -> Option<&str> {
    value.as_ref().map(|value| value.text.as_str())
}

fn same(old: &Cell, new: &Cell) -> bool {
    old.state == new.state && old.value == new.value && old.word == new.word && old.text == new.text
}

/// The log of a copy: who wants to know what was changed reads this, years later.
pub fn log(corrected: &Corrected, name: &str, hashes: (&str, &str), lang: Lang) -> String {
    let mut out = String::new();
    let mut say = |message: Message| {
        out.push_str(&message.render(lang));
        out.push('\n');
    };
    say(w::LOG_FROM.with("file", name).with("hash", hashes.0));
    say(w::LOG_TO.with("hash", hashes.1).with("version", env!("CARGO_PKG_VERSION")));
    for change in &corrected.changes {
        let place = format!("{}:{}:{}", change.part.trim_start_matches(':'), change.line, change.column);
        say(w::LOG_CHANGE
            .with("place", place.trim_start_matches(':'))
            .with("cell", &change.path)
            .with("before", if change.before.is_empty() { "∅" } else { change.before.as_str() })
            .with("after", &change.after)
            .with("why", change.why.clone()));
    }
    out
}

/// The SHA-256 of a file, in hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
