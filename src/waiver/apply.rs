//! Explanations against what was found in reports.

use super::{Explanation, Explanations, fingerprint};
use crate::diag::wording::waiver as w;
use crate::diag::{Code, Diagnostic, Label, Message, Severity, Waived};
use crate::model::{Model, RuleSeverity};
use crate::plan::{Origin, Plan, Rule};
use crate::report::Outcome;
use crate::resolve::suggest::{near, offer};
use crate::source::Sources;

/// What has become of the explanations of one file so far.
pub struct Waiving {
    explanations: Explanations,
    fates: Vec<Fate>,
    problems_said: bool,
}

/// The best that was seen of an explanation.
#[derive(Debug, Clone, PartialEq)]
enum Fate {
    /// No report it is about was checked.
    NoReport,
    /// Its report was there, but there was nothing to explain.
    Unused(Box<Diagnostic>),
    /// It has been said what is the matter with it, or it holds.
    Done,
}

/// A rule of a report's form, as a finding names it.
struct Of<'a> {
    model: &'a Model,
    rule: &'a Rule,
}

impl Of<'_> {
    fn fingerprint(&self, sources: &Sources) -> Option<String> {
        let rules = self.model.forms.iter().flat_map(|form| &form.rules);
        rules.into_iter().find(|rule| rule.span == self.rule.span).map(|rule| fingerprint(rule, sources))
    }
}

/// Whether a finding is of a rule that may be explained away: one written in the template that is not hard, and failed.
pub fn explainable(finding: &Diagnostic, plan: &Plan) -> bool {
    let Some(data) = finding.finding.as_deref() else { return false };
    let rule = data.of_rule.and_then(|rule| plan.rules.get(rule as usize));
    let soft = rule.is_some_and(|rule| rule.origin == Origin::Written && rule.severity != RuleSeverity::Hard);
    soft && data.waived.is_none() && !data.operands.is_empty()
}

impl Waiving {
    pub fn new(explanations: Explanations) -> Waiving {
        let fates = vec![Fate::NoReport; explanations.entries.len()];
        Waiving { explanations, fates, problems_said: false }
    }

    pub fn explanations(&self) -> &Explanations {
        &self.explanations
    }

    /// Lets the explanations speak for one report, which was checked with this form. What is wrong with the file itself is
    /// said with the first report.
    pub fn apply(&mut self, outcome: &mut Outcome, form: Option<(&Model, &Plan)>, sources: &Sources) {
        self.judge(outcome, form, sources);
        outcome.sort();
    }

    fn judge(&mut self, outcome: &mut Outcome, form: Option<(&Model, &Plan)>, sources: &Sources) {
        if !std::mem::replace(&mut self.problems_said, true) {
            outcome.findings.extend(self.explanations.problems.iter().cloned());
        }
        let Some((model, plan)) = form else { return };
        for (entry, fate) in self.explanations.entries.iter().zip(&mut self.fates) {
            if entry.about.is_of(outcome.template.as_deref(), &outcome.meta) {
                match judge(entry, outcome, model, plan, sources) {
                    Judged::Waived => *fate = Fate::Done,
                    Judged::Wrong(found) => {
                        outcome.findings.push(*found);
                        *fate = Fate::Done;
                    }
                    // Of two reports with the same key one may need it.
                    Judged::Unused(found) => {
                        if *fate == Fate::NoReport {
                            *fate = Fate::Unused(found);
                        }
                    }
                }
            }
        }
    }

    /// What met no report, or nothing to explain: said with the last report.
    pub fn finish(self, last: Option<&mut Outcome>) {
        let Some(outcome) = last else { return };
        for (entry, fate) in self.explanations.entries.iter().zip(self.fates) {
            match fate {
                Fate::Done => {}
                Fate::Unused(found) => outcome.findings.push(*found),
                Fate::NoReport => {
                    let found = unused(entry, w::UNUSED_NO_REPORT.with("template", &entry.about.template.text));
                    outcome.findings.push(found.with_help(w::UNUSED_HELP.plain()));
                }
            }
        }
    }
}

enum Judged {
    Waived,
    Wrong(Box<Diagnostic>),
    Unused(Box<Diagnostic>),
}

fn unused(entry: &Explanation, why: Message) -> Diagnostic {
    let message = w::UNUSED.with("rule", &entry.about.rule.text).with("why", why);
    Diagnostic::warning(Code::G0812, message).at_bare(entry.span)
}

fn judge(entry: &Explanation, outcome: &mut Outcome, model: &Model, plan: &Plan, sources: &Sources) -> Judged {
    let name = &entry.about.rule;
    let written = || plan.rules.iter().enumerate().filter(|(_, rule)| rule.origin == Origin::Written);
    let Some((index, rule)) = written().find(|(_, rule)| rule.name == name.text) else {
        // A total or the like is as hard as a hard rule.
        if plan.rules.iter().any(|rule| rule.name == name.text) {
            return Judged::Wrong(Box::new(forbidden(entry)));
        }
        let found = unused(entry, w::UNUSED_NO_RULE.with("template", &plan.title));
        // A fix has the quotes of the text that it replaces.
        let names = near(&name.text, written().map(|(_, rule)| rule.name.as_str()));
        let names: Vec<String> = names.into_iter().map(|name| format!("\"{name}\"")).collect();
        let mut found = offer(found, name.span, &names, None);
        if let Some(label) = found.labels.first_mut() {
            label.span = name.span;
        }
        return Judged::Unused(Box::new(found));
    };
    if rule.severity == RuleSeverity::Hard {
        let found = forbidden(entry).at(rule.span, w::FORBIDDEN_HERE.plain());
        return Judged::Wrong(Box::new(found));
    }
    let of_rule = |finding: &Diagnostic| {
        finding.finding.as_deref().is_some_and(|data| data.of_rule == Some(index as u32) && !data.operands.is_empty())
    };
    let paths = |finding: &Diagnostic| {
        let mut paths: Vec<String> =
            finding.finding.iter().flat_map(|data| &data.operands).map(|(path, _)| path.clone()).collect();
        paths.sort();
        paths
    };
    let mut own: Vec<String> = entry.about.values.iter().map(|(path, _)| path.text.clone()).collect();
    own.sort();
    let failed: Vec<usize> =
        outcome.findings.iter().enumerate().filter(|(_, finding)| of_rule(finding)).map(|(at, _)| at).collect();
    let here: Vec<usize> =
        failed.iter().copied().filter(|at| outcome.findings.get(*at).is_some_and(|finding| paths(finding) == own)).collect();
    let same_rule = Of { model, rule }.fingerprint(sources).is_some_and(|own| own == entry.about.fingerprint.text);
    if failed.is_empty() || (same_rule && here.is_empty()) {
        let why = match (&rule.suspended, failed.is_empty()) {
            (Some(_), _) => w::UNUSED_SUSPENDED.plain(),
            (None, true) => w::UNUSED_HOLDS.plain(),
            (None, false) => w::UNUSED_HOLDS_HERE.with("paths", own),
        };
        return Judged::Unused(Box::new(unused(entry, why).with_help(w::UNUSED_HELP.plain())));
    }
    if !same_rule {
        let found = Diagnostic::warning(Code::G0811, w::STALE_RULE.with("rule", &name.text).with("date", entry.date.to_string()));
        let found =
            found.at(entry.about.fingerprint.span, w::STALE_RULE_THEN.plain()).at(rule.condition, w::STALE_RULE_NOW.plain());
        return Judged::Wrong(Box::new(found.with_help(w::STALE_HELP.plain())));
    }
    let (mut waived, mut of_another) = (false, true);
    let mut changed = None;
    for at in here {
        let Some(finding) = outcome.findings.get_mut(at) else { continue };
        let Some(data) = finding.finding.as_deref() else { continue };
        let now = |path: &str| data.operands.iter().find(|(other, _)| other == path).map(|(_, value)| value.clone());
        let differing: Vec<_> =
            entry.about.values.iter().filter(|(path, value)| now(&path.text).as_deref() != Some(&value.text)).collect();
        if differing.is_empty() {
            waived = true;
            if data.waived.is_none() {
                of_another = false;
                waive(finding, entry);
                outcome.rules.failed = outcome.rules.failed.saturating_sub(1);
                outcome.rules.waived += 1;
            }
            continue;
        }
        let message = w::STALE_VALUES.with("rule", &name.text).with("date", entry.date.to_string());
        let mut found = Diagnostic::warning(Code::G0811, message);
        for (path, value) in differing {
            let is = now(&path.text).unwrap_or_default();
            found = found.at(value.span, w::STALE_VALUE.with("path", &path.text).with("then", &value.text).with("now", is));
        }
        found.labels.extend(finding.primary().cloned().map(|label| Label { minor: false, ..label }));
        changed = Some(found.with_help(w::STALE_HELP.plain()));
    }
    match changed {
        Some(found) if !waived => Judged::Wrong(Box::new(found)),
        _ if of_another => Judged::Unused(Box::new(unused(entry, w::UNUSED_ANOTHER.plain()).with_help(w::UNUSED_HELP.plain()))),
        Some(_) | None => Judged::Waived,
    }
}

fn forbidden(entry: &Explanation) -> Diagnostic {
    let message = w::FORBIDDEN.with("rule", &entry.about.rule.text);
    Diagnostic::error(Code::G0813, message).at_bare(entry.about.rule.span).with_help(w::FORBIDDEN_HELP.plain())
}

/// Shows a finding as explained: a note from now on, with who explained it, when and how.
fn waive(finding: &mut Diagnostic, entry: &Explanation) {
    let (reason, author, date) = (entry.reason.clone(), entry.author.clone(), entry.date.to_string());
    finding.severity = Severity::Note;
    let of = finding.message.clone();
    finding.message =
        w::EXPLAINED.with("finding", of).with("reason", one_line(&reason)).with("author", &author).with("date", &date);
    finding.labels.push(Label::new(entry.span, w::EXPLAINED_HERE.plain()));
    if let Some(data) = finding.finding.as_deref_mut() {
        data.waived = Some(Waived { reason, author, date, span: entry.span });
    }
}

/// A reason may have paragraphs; a headline has one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
