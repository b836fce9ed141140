//! The shape of `--format json` and `jsonl` (`cli.md`): what programs read. Keys and their order are part of the contract.

use serde::{Serialize, Serializer};

use super::{Outcome, RuleCounts, Verdict};
use crate::diag::{At, Code, Diagnostic, Label, Lang, Located, Overridden, Severity, Waived};
use crate::source::{Sources, Span, Spot};

/// The text of a label longer than this, in bytes, is left out; `start` and `end` still say where it is.
const MAX_LABEL_TEXT: usize = 4096;

#[derive(Serialize)]
pub(super) struct Run<'a> {
    pub gouji: &'static str,
    pub reports: Vec<ReportData<'a>>,
}

#[derive(Serialize)]
pub(super) struct DiagnosticsRun {
    pub gouji: &'static str,
    pub diagnostics: Vec<FindingData>,
}

#[derive(Serialize)]
pub(super) struct ReportData<'a> {
    pub file: String,
    pub template: Option<&'a str>,
    #[serde(serialize_with = "in_order")]
    pub meta: Vec<(&'a str, &'a str)>,
    pub verdict: Verdict,
    pub rules: RuleCounts,
    pub findings: Findings<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Findings<'a> {
    List(Vec<FindingData>),
    /// Written before, for another report.
    Written(&'a serde_json::value::RawValue),
}

#[derive(Serialize)]
pub(super) struct FindingData {
    code: Code,
    severity: Severity,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<At>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    right: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<String>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    located: Option<Located>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<Waived>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<Overridden>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixData>,
    labels: Vec<LabelData>,
}

#[derive(Serialize)]
struct FixData {
    file: String,
    #[serde(flatten)]
    where_: FixWhere,
    replacement: String,
}

#[derive(Serialize)]
struct LabelData {
    file: String,
    #[serde(flatten)]
    where_: Where,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    primary: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Where {
    Place { place: String },
    Bytes { start: usize, end: usize, line: usize, column: usize },
    Whole {},
}

#[derive(Serialize)]
#[serde(untagged)]
enum FixWhere {
    Place { place: String },
    Bytes { start: usize, end: usize },
    Whole {},
}

impl Where {
    fn of(label: &Label, sources: &Sources) -> Where {
        if let Some(place) = &label.place {
            return Where::Place { place: place.clone() };
        }
        match sources.spot(label.span) {
            Spot::Bytes(bytes) => {
                let (line, column) = sources.line_and_column_of(label.span);
                Where::Bytes { start: bytes.start, end: bytes.end, line, column }
            }
            Spot::Place(place) => Where::Place { place: place.to_owned() },
            Spot::Whole => Where::Whole {},
        }
    }
}

impl FixWhere {
    fn of(span: Span, sources: &Sources) -> FixWhere {
        match sources.spot(span) {
            Spot::Bytes(bytes) => FixWhere::Bytes { start: bytes.start, end: bytes.end },
            Spot::Place(place) => FixWhere::Place { place: place.to_owned() },
            Spot::Whole => FixWhere::Whole {},
        }
    }
}

/// An object whose keys keep the template's order.
fn in_order<S: Serializer>(pairs: &[(&str, &str)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(key, value)| (key, value)))
}

impl<'a> ReportData<'a> {
    pub(super) fn new(outcome: &'a Outcome, sources: &Sources, lang: Lang) -> ReportData<'a> {
        ReportData {
            file: outcome.name(sources),
            template: outcome.template.as_deref(),
            meta: outcome.meta.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            verdict: outcome.verdict,
            rules: outcome.rules,
            findings: Findings::List(outcome.findings.iter().map(|finding| FindingData::new(finding, sources, lang)).collect()),
        }
    }
}

impl FindingData {
    pub(super) fn new(diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> FindingData {
        let finding = diagnostic.finding.as_deref().cloned().unwrap_or_default();
        FindingData {
            code: diagnostic.code,
            severity: diagnostic.severity,
            rule: finding.rule,
            message: diagnostic.message.render(lang),
            notes: diagnostic.notes.iter().map(|note| note.render(lang)).collect(),
            help: diagnostic.help.as_ref().map(|help| help.render(lang)),
            basis: finding.basis,
            at: Some(finding.at).filter(|at| !at.is_empty()),
            left: finding.left,
            right: finding.right,
            difference: finding.difference,
            located: finding.located,
            explained: finding.waived,
            policy: finding.policy,
            fix: diagnostic.fix.as_ref().map(|fix| FixData {
                file: sources.name(fix.span.file).to_owned(),
                where_: FixWhere::of(fix.span, sources),
                replacement: fix.replacement.clone(),
            }),
            labels: diagnostic
                .labels
                .iter()
                .enumerate()
                .map(|(index, label)| LabelData::new(label, index == 0, sources, lang))
                .collect(),
        }
    }
}

impl LabelData {
    fn new(label: &Label, primary: bool, sources: &Sources, lang: Lang) -> LabelData {
        let span = label.span;
        let slice = sources.slice(span);
        LabelData {
            file: sources.name(span.file).to_owned(),
            where_: Where::of(label, sources),
            text: (label.place.is_none() && slice.len() <= MAX_LABEL_TEXT).then(|| slice.to_owned()),
            note: label.message.as_ref().map(|message| message.render(lang)),
            primary,
        }
    }
}
