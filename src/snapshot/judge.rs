//! Expectations against what came out.

use super::body::{Cell, shown, verdict_message};
use super::expect::{Expectation, FigureExpectation, FindingExpectation, Kind, Piece, Range, RuleExpectation, RuleState};
use crate::bind::State;
use crate::diag::wording::snapshot as w;
use crate::diag::{ALL_CODES, At, Code, Diagnostic, Lang, Message, Severity};
use crate::eval::Verdict;
use crate::number::Decimal;
use crate::report::Outcome;
use crate::resolve::suggest::{near, offer};
use crate::source::{FileId, Span};

/// How many places or findings one message lists.
const MOST: usize = 6;

/// What became of one rule at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleVerdict {
    pub rule: String,
    pub at: At,
    pub verdict: Verdict,
}

/// What came out of a report.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub outcome: &'a Outcome,
    pub cells: &'a [Cell],
    pub rules: &'a [RuleVerdict],
}

/// Every expectation that is not met, or cannot be: G0801, G0802, each at its place in the file of expectations.
pub fn judge(case: &Case<'_>, expectations: &[Expectation], text: &str, file: FileId, lang: Lang) -> Vec<Diagnostic> {
    let mut wrong = Vec::new();
    if case.outcome.template.is_none()
        && let Some(first) =
            expectations.iter().find(|expectation| !matches!(expectation.kind, Kind::Verdict(_) | Kind::Finding(_)))
    {
        return vec![Diagnostic::error(Code::G0801, w::NO_FORM.plain()).at_bare(span(file, &first.at))];
    }
    let mut explained = vec![false; case.outcome.findings.len()];
    for expectation in expectations {
        let judged = match &expectation.kind {
            Kind::Verdict(verdict) if *verdict == case.outcome.verdict => Ok(()),
            Kind::Verdict(_) => Err(Wrong::Unmet(w::ACTUAL_VERDICT.with("verdict", verdict_message(case.outcome.verdict)))),
            Kind::Rule(rule) => judge_rule(case, rule, &mut explained),
            Kind::Finding(finding) => judge_finding(case, finding, &mut explained),
            Kind::Figure(figure) => judge_figure(case, figure, lang),
            Kind::NothingElse => Ok(()),
            Kind::NotUnderstood => Err(Wrong::NotUnderstood),
        };
        if let Err(found) = judged {
            wrong.push(found.diagnostic(expectation, text, file));
        }
    }
    if let Some(nothing) = expectations.iter().find(|expectation| expectation.kind == Kind::NothingElse) {
        let more = case
            .outcome
            .findings
            .iter()
            .zip(&explained)
            .filter(|(finding, explained)| finding.severity != Severity::Note && !**explained);
        let listed: Vec<Message> = more
            .map(|(finding, _)| w::MORE_FINDING.with("code", finding.code.name).with("message", finding.message.clone()))
            .collect();
        if !listed.is_empty() {
            wrong.push(Wrong::Unmet(w::ACTUAL_MORE.with("findings", cut(listed))).diagnostic(nothing, text, file));
        }
    }
    wrong.sort_by_key(|diagnostic| diagnostic.primary().map(|label| label.span.start));
    wrong
}

enum Wrong {
    /// What is so instead.
    Unmet(Message),
    /// What is wrong with the expectation, where, and the names it may mean.
    Unread(Message, Range, Vec<String>),
    NotUnderstood,
}

impl Wrong {
    fn diagnostic(self, expectation: &Expectation, text: &str, file: FileId) -> Diagnostic {
        let whole = span(file, &expectation.at);
        let written = text.get(expectation.at.clone()).unwrap_or("").to_owned();
        match self {
            Wrong::Unmet(actual) => Diagnostic::error(Code::G0801, w::SAID.with("text", written)).at(whole, actual),
            Wrong::Unread(message, at, names) => {
                let at = span(file, &at);
                let diagnostic = Diagnostic::error(Code::G0802, message).at_bare(at);
                offer(diagnostic, at, &names, None)
            }
            Wrong::NotUnderstood => {
                Diagnostic::error(Code::G0802, w::NOT_UNDERSTOOD.plain()).at_bare(whole).with_help(w::HELP_FORMS.plain())
            }
        }
    }
}

fn span(file: FileId, at: &Range) -> Span {
    Span::new(file, at.start, at.end)
}

/// At most [`MOST`] messages, and how many more there are.
fn cut(mut messages: Vec<Message>) -> Vec<Message> {
    let more = messages.len().saturating_sub(MOST);
    if more > 0 {
        messages.truncate(MOST);
        messages.push(w::AND_MORE.with("count", more));
    }
    messages
}

/// Whether a place is the one that was written: `自然人`, `新收/自然人`, `申请/新收/自然人`.
fn is_at(at: &At, place: &Piece) -> bool {
    let fields = [&at.table, &at.row, &at.column, &at.fact];
    let is = |field: &str, part: &str| field == part || field.strip_suffix(part).is_some_and(|rest| rest.ends_with('.'));
    parts(&place.text).all(|part| fields.iter().any(|field| field.as_deref().is_some_and(|field| is(field, part))))
}

fn parts(place: &str) -> impl Iterator<Item = &str> {
    place.split(['/', '／', '·']).map(str::trim).filter(|part| !part.is_empty())
}

/// The name of a rule that the form implies, in either language.
fn rule_name(name: &str) -> &str {
    match name {
        "合计" | "求和" => "total",
        "其中" | "其中含" => "including",
        other => other,
    }
}

fn judge_rule(case: &Case<'_>, expected: &RuleExpectation, explained: &mut [bool]) -> Result<(), Wrong> {
    let named = |name: &str| case.rules.iter().filter(move |rule| rule.rule == name).collect::<Vec<_>>();
    let mut name = expected.name.text.as_str();
    let mut of_rule = named(name);
    if of_rule.is_empty() {
        name = rule_name(name);
        of_rule = named(name);
    }
    if of_rule.is_empty() {
        let names = near(name, case.rules.iter().map(|rule| rule.rule.as_str()));
        let message = w::NO_SUCH_RULE.with("name", &expected.name.text);
        return Err(Wrong::Unread(message, expected.name.at.clone(), names));
    }
    let here: Vec<&RuleVerdict> = match &expected.place {
        Some(place) => of_rule.iter().copied().filter(|rule| is_at(&rule.at, place)).collect(),
        None => of_rule.clone(),
    };
    if let (Some(place), true) = (&expected.place, here.is_empty()) {
        let fields = of_rule.iter().flat_map(|rule| [&rule.at.row, &rule.at.column, &rule.at.table, &rule.at.fact]);
        let names = near(&place.text, fields.flatten().map(String::as_str));
        let message = w::NO_SUCH_PLACE.with("rule", name).with("name", &place.text);
        return Err(Wrong::Unread(message, place.at.clone(), names));
    }
    let is = |state: RuleState, verdict: Verdict| state_of(verdict) == state;
    let met = match expected.state {
        RuleState::Failed | RuleState::NotAssessable | RuleState::NotComputed => {
            here.iter().any(|rule| is(expected.state, rule.verdict))
        }
        RuleState::NotApplicable => here.iter().all(|rule| rule.verdict == Verdict::NotApplicable),
        RuleState::Held => {
            here.iter().any(|rule| is(RuleState::Held, rule.verdict))
                && here.iter().all(|rule| is(RuleState::Held, rule.verdict) || rule.verdict == Verdict::NotApplicable)
        }
    };
    if !met {
        let states = w::ACTUAL_RULE.with("rule", &expected.name.text).with("states", states(&here, expected.place.is_some()));
        return Err(Wrong::Unmet(states));
    }
    if expected.state != RuleState::Held {
        for (finding, explained) in case.outcome.findings.iter().zip(explained.iter_mut()) {
            let Some(of) = &finding.finding else { continue };
            let here = expected.place.as_ref().is_none_or(|place| is_at(&of.at, place));
            *explained |= of.rule.as_deref() == Some(name) && here;
        }
    }
    Ok(())
}

fn state_of(verdict: Verdict) -> RuleState {
    match verdict {
        Verdict::Held | Verdict::HeldWithin => RuleState::Held,
        Verdict::Failed => RuleState::Failed,
        Verdict::NotAssessable => RuleState::NotAssessable,
        Verdict::NotApplicable => RuleState::NotApplicable,
        Verdict::NotComputed => RuleState::NotComputed,
    }
}

/// What a rule came to: one word where it is the same everywhere, else where it is what.
fn states(rules: &[&RuleVerdict], placed: bool) -> Vec<Message> {
    let word = |verdict| match state_of(verdict) {
        RuleState::Held => w::HELD.plain(),
        RuleState::Failed => w::FAILED.plain(),
        RuleState::NotAssessable => w::NOT_ASSESSABLE.plain(),
        RuleState::NotApplicable => w::NOT_APPLICABLE.plain(),
        RuleState::NotComputed => w::NOT_COMPUTED.plain(),
    };
    let first = rules.first().map(|rule| state_of(rule.verdict));
    if let Some(only) =
        rules.first().filter(|_| rules.iter().all(|rule| Some(state_of(rule.verdict)) == first) || placed && rules.len() == 1)
    {
        return vec![word(only.verdict)];
    }
    let odd = rules.iter().filter(|rule| state_of(rule.verdict) != RuleState::Held);
    cut(odd.map(|rule| w::STATE_AT.with("state", word(rule.verdict)).with("place", place_name(&rule.at))).collect())
}

fn place_name(at: &At) -> Message {
    let parts: Vec<&str> = [&at.row, &at.column, &at.fact].into_iter().flatten().map(String::as_str).collect();
    let name = if parts.is_empty() { at.table.clone().unwrap_or_default() } else { parts.join("/") };
    w::PLACE_AT.with("name", name)
}

fn judge_finding(case: &Case<'_>, expected: &FindingExpectation, explained: &mut [bool]) -> Result<(), Wrong> {
    let Some(code) = Code::find(&expected.code.text) else {
        let names = near(&expected.code.text, ALL_CODES.iter().map(|code| code.name));
        return Err(Wrong::Unread(w::NO_SUCH_CODE.with("name", &expected.code.text), expected.code.at.clone(), names));
    };
    let mut met = false;
    for (finding, explained) in case.outcome.findings.iter().zip(explained.iter_mut()) {
        let at = finding.finding.as_ref().map(|finding| &finding.at);
        let here = expected.place.as_ref().is_none_or(|place| at.is_some_and(|at| is_at(at, place)));
        if finding.code == code && here {
            *explained = true;
            met = true;
        }
    }
    if met { Ok(()) } else { Err(Wrong::Unmet(w::ACTUAL_NO_FINDING.plain())) }
}

/// The names of a cell, outermost first.
fn path(at: &At) -> Vec<&str> {
    [&at.table, &at.row, &at.column, &at.fact].into_iter().flatten().flat_map(|name| name.split('.')).collect()
}

/// Whether the names written are the cell's, in order, the last being its last.
fn is_path(path: &[&str], written: &[&str]) -> bool {
    let mut rest = path.iter();
    written.last() == path.last() && written.iter().all(|name| rest.any(|of| of == name))
}

fn judge_figure(case: &Case<'_>, expected: &FigureExpectation, lang: Lang) -> Result<(), Wrong> {
    let written: Vec<&str> =
        expected.name.text.split(['.', '．', '/', '／', '·']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut cells: Vec<&Cell> = case.cells.iter().filter(|cell| is_path(&path(&cell.at), &written)).collect();
    // The whole name, or the end of it, is meant rather than one with other names between.
    let exact: Vec<&Cell> = cells.iter().copied().filter(|cell| path(&cell.at).ends_with(&written)).collect();
    if exact.len() == 1 {
        cells = exact;
    }
    let name = |cell: &Cell| path(&cell.at).join(".");
    let cell = match cells.as_slice() {
        [cell] => *cell,
        [] => {
            let all: Vec<String> = case.cells.iter().map(name).collect();
            let short: Vec<String> =
                all.iter().filter_map(|name| name.split_once('.').map(|(_, rest)| rest.to_owned())).collect();
            let names = near(&written.join("."), all.iter().chain(&short).map(String::as_str));
            return Err(Wrong::Unread(w::NO_SUCH_FIGURE.with("name", &expected.name.text), expected.name.at.clone(), names));
        }
        several => {
            let names: Vec<String> = several.iter().take(MOST).map(|cell| name(cell)).collect();
            let message = w::SEVERAL_FIGURES.with("name", &expected.name.text).with("names", names);
            return Err(Wrong::Unread(message, expected.name.at.clone(), Vec::new()));
        }
    };
    let met = match expected.value.text.as_str() {
        "blank" | "空白" => cell.state == State::Blank,
        "absent" | "未找到" | "缺失" => cell.state == State::Absent,
        "not applicable" | "不适用" => cell.state == State::NotApplicable,
        "unreadable" | "读不出" | "无法读取" => cell.state == State::Unreadable,
        value => {
            let number = |text: &str| {
                Decimal::parse(text.trim().trim_end_matches(cell.unit.as_str()).trim().replace([',', '，'], "").as_str()).ok()
            };
            let of_cell = cell.value.as_deref().and_then(number);
            match (number(value), of_cell) {
                (Some(value), Some(of_cell)) => cell.state == State::Figure && value == of_cell,
                (None, Some(_)) => {
                    let message = w::NO_VALUE.with("value", value);
                    return Err(Wrong::Unread(message, expected.value.at.clone(), Vec::new()));
                }
                (_, None) => cell.state == State::Figure && cell.value.as_deref() == Some(value),
            }
        }
    };
    if met {
        return Ok(());
    }
    let actual = w::ACTUAL_FIGURE.with("figure", name(cell)).with("value", w::A_TEXT.with("text", shown(cell, true, lang)));
    Err(Wrong::Unmet(actual))
}
