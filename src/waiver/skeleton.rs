//! The file that a person fills in.

use std::fmt::Write as _;

use super::{Explanations, explainable, fingerprint, normalized};
use crate::diag::wording::waiver as w;
use crate::diag::{Diagnostic, Lang};
use crate::model::Model;
use crate::plan::Plan;
use crate::report::Outcome;
use crate::source::Sources;

/// A failed rule that waits for an explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct Unexplained {
    pub template: String,
    /// What tells the report from others: its `key` and year, or all that is known of it.
    pub report: Vec<(String, String)>,
    pub rule: String,
    pub fingerprint: String,
    pub values: Vec<(String, String)>,
    /// For the reader: what is the matter, and what the rule says.
    finding: Diagnostic,
    text: String,
}

/// The failed rules of a report that may be explained and are not, nor stand in the file as entries to fill in.
pub fn unexplained(
    outcome: &Outcome,
    model: &Model,
    plan: &Plan,
    sources: &Sources,
    there: Option<&Explanations>,
) -> Vec<Unexplained> {
    let mut all: Vec<Unexplained> = Vec::new();
    let form = model.forms.iter().find(|form| Some(form.title()) == outcome.template);
    let year = plan.year.map(|year| year as usize);
    let ids = form.into_iter().flat_map(|form| form.key.iter().map(|id| id.0 as usize).chain(year));
    let name = |id: usize| Some(form?.meta.get(id)?.name.as_str());
    let key: Vec<&str> = form.filter(|form| !form.key.is_empty()).and(Some(ids)).into_iter().flatten().filter_map(name).collect();
    let is_key = |name: &str| key.is_empty() || key.contains(&name);
    let report: Vec<(String, String)> = outcome.meta.iter().filter(|(name, _)| is_key(name)).cloned().collect();
    for finding in outcome.findings.iter().filter(|finding| explainable(finding, plan)) {
        let Some(data) = finding.finding.as_deref() else { continue };
        let span = data.of_rule.and_then(|rule| plan.rules.get(rule as usize)).map(|rule| rule.span);
        let rule = form.iter().flat_map(|form| &form.rules).find(|rule| Some(rule.span) == span);
        let Some(rule) = rule else { continue };
        let one = Unexplained {
            template: plan.title.clone(),
            report: report.clone(),
            rule: rule.name.clone(),
            fingerprint: fingerprint(rule, sources),
            values: data.operands.clone(),
            finding: finding.clone(),
            text: rule.text.as_ref().map_or_else(|| normalized(rule, sources), |text| text.text.clone()),
        };
        let waits = there.iter().flat_map(|there| &there.unfilled).any(|about| {
            let same = |path: &str, value: &str| about.values.iter().any(|(a, b)| a.text == path && b.text == value);
            about.is_of(Some(&one.template), &outcome.meta)
                && about.rule.text == one.rule
                && about.fingerprint.text == one.fingerprint
                && about.values.len() == one.values.len()
                && one.values.iter().all(|(path, value)| same(path, value))
        });
        let again = all.iter().any(|other| other.rule == one.rule && other.values == one.values && other.report == one.report);
        if !waits && !again {
            all.push(one);
        }
    }
    all
}

/// The text to write, or to add to a file that has some already.
pub fn skeleton(unexplained: &[Unexplained], adds: bool, lang: Lang) -> String {
    let mut out = String::new();
    if !adds {
        for title in [&w::SKELETON_TITLE, &w::SKELETON_TITLE_2] {
            let _ = writeln!(out, "# {}", title.plain().render(lang));
        }
    }
    for one in unexplained {
        let _ = writeln!(out);
        for line in [one.finding.message.render(lang), one.text.clone()].iter().flat_map(|text| text.lines()) {
            let _ = writeln!(out, "# {}", comment(line));
        }
        let _ = writeln!(out, "[[explanation]]");
        for (key, value) in [("reason", ""), ("author", ""), ("date", "")] {
            let _ = writeln!(out, "{key} = {}", quoted(value));
        }
        let _ = writeln!(out, "template = {}", quoted(&one.template));
        if !one.report.is_empty() {
            let _ = writeln!(out, "report = {{ {} }}", pairs(&one.report).join(", "));
        }
        let _ = writeln!(out, "rule = {}", quoted(&one.rule));
        let _ = writeln!(out, "fingerprint = {}", quoted(&one.fingerprint));
        let _ = writeln!(out, "[explanation.values]");
        for line in pairs(&one.values) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

fn pairs(pairs: &[(String, String)]) -> Vec<String> {
    pairs.iter().map(|(key, value)| format!("{} = {}", quoted(key), quoted(value))).collect()
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A line of a comment: TOML allows no control characters in it.
fn comment(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
