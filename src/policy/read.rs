//! A policy file → [`Policy`], checked against the forms at hand.

use super::{Entry, Force, Policy, Read, is_of};
use crate::diag::wording::policy as w;
use crate::diag::{Code, Diagnostic};
use crate::document::{Node, NodeKind, read_toml};
use crate::model::RuleSeverity;
use crate::plan::{Origin, Plan};
use crate::resolve::suggest::{near, offer};
use crate::sidecar::{Fields, Piece, head};
use crate::source::Sources;

const KEYS: [&str; 8] = ["template", "rule", "force", "years", "from", "until", "reason", "basis"];
const MOST: usize = 1000;

/// Reads a policy and adds its file to `sources`.
///
/// # Errors
/// Everything wrong with it, each at its place: no part of a policy counts while one is not understood.
pub fn read<'p>(sources: &mut Sources, name: &str, bytes: &[u8], plans: impl Iterator<Item = &'p Plan>) -> Read {
    let tree = read_toml(sources, name, bytes).map_err(|failure| vec![*failure])?;
    let mut fields = Fields::new(Code::G0821);
    fields.keys(&tree.root, &["issuer", "rule"]);
    let issuer = fields.optional_text(&tree.root, "issuer").map(|piece| piece.text);
    let tables = fields.tables(&tree.root, "rule");
    if tables.is_empty() {
        fields.wrong(w::NO_ENTRIES.plain(), head(&tree.root));
    }
    if let Some(beyond) = tables.get(MOST) {
        fields.wrong(w::TOO_MANY.with("most", MOST), head(beyond));
    }
    let plans: Vec<&Plan> = plans.collect();
    let mut entries: Vec<Entry> = Vec::new();
    for node in tables.into_iter().take(MOST) {
        if !fields.keys(node, &KEYS) {
            continue;
        }
        let named = fields.text(node, "template").zip(fields.text(node, "rule"));
        // A name that nothing has is said also where something else is missing.
        fields.problems.extend(named.iter().filter_map(|(template, rule)| unknown(template, rule, &plans)));
        entries.extend(entry(&mut fields, node, named));
    }
    let mut problems = fields.problems;
    for (at, entry) in entries.iter().enumerate() {
        let earlier = entries.iter().take(at);
        let titles = || plans.iter().map(|plan| plan.title.as_str());
        let both = |other: &Entry| titles().any(|title| entry.is_of(title) && other.is_of(title));
        if let Some(other) = earlier.into_iter().find(|other| entry.overlaps(other) && both(other)) {
            let message = w::OVERLAP.with("rule", &entry.rule.text);
            let found = Diagnostic::error(Code::G0823, message).at(entry.span, w::OVERLAP_HERE.plain());
            problems.push(found.at(other.span, w::OVERLAP_FIRST.plain()).with_help(w::OVERLAP_HELP.plain()));
        }
    }
    if problems.is_empty() { Ok(Policy { issuer, entries, date: None }) } else { Err(problems) }
}

fn entry(fields: &mut Fields, node: &Node, named: Option<(Piece, Piece)>) -> Option<Entry> {
    let force = fields.text(node, "force").and_then(|piece| force(fields, &piece));
    let years = match node.get("years") {
        None => Some(None),
        Some(node) => years(fields, node).map(Some),
    };
    let (from, until) = (fields.date(node, "from"), fields.optional_date(node, "until"));
    if let (Some((from, _)), Some((until, span))) = (from, until)
        && until < from
    {
        fields.wrong(w::UPSIDE_DOWN.with("from", from.to_string()).with("until", until.to_string()), span);
    }
    let reason = fields.text(node, "reason");
    let basis = fields.optional_text(node, "basis").map(|piece| piece.text);
    let (template, rule) = named?;
    Some(Entry {
        template,
        rule,
        force: force?,
        years: years?,
        from: from?.0,
        until: until.map(|(until, _)| until),
        reason: reason?.text,
        basis,
        span: head(node),
    })
}

fn force(fields: &mut Fields, piece: &Piece) -> Option<Force> {
    let force = match piece.text.as_str() {
        "suspended" | "暂停" => Force::Suspended,
        "hard" | "强制" => Force::Counts(RuleSeverity::Hard),
        "soft" | "核实" => Force::Counts(RuleSeverity::Soft),
        "note" | "提示" => Force::Counts(RuleSeverity::Note),
        _ => {
            fields.wrong(w::NO_FORCE.with("text", &piece.text), piece.span);
            return None;
        }
    };
    Some(force)
}

/// `2022`, `"2021..2023"`, `"2021.."`.
fn years(fields: &mut Fields, node: &Node) -> Option<(Option<i64>, Option<i64>)> {
    let text = match &node.kind {
        NodeKind::Number(text) | NodeKind::Text(text) => text.trim(),
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Array(_) | NodeKind::Object(_) => "",
    };
    let year = |text: &str| match text.trim() {
        "" => Some(None),
        digits if digits.len() == 4 => digits.parse::<u16>().ok().map(|year| Some(i64::from(year))),
        _ => None,
    };
    let range = match text.split_once("..") {
        Some((from, to)) => year(from).zip(year(to)),
        None => year(text).map(|year| (year, year)),
    };
    match range {
        Some((Some(from), Some(to))) if to < from => {
            fields.wrong(w::UPSIDE_DOWN.with("from", from.to_string()).with("until", to.to_string()), node.span);
            None
        }
        Some(range) if range != (None, None) => Some(range),
        Some(_) | None => {
            fields.wrong(w::NO_YEARS.plain(), node.span);
            None
        }
    }
}

/// What a decision names that no form has.
fn unknown(template: &Piece, rule: &Piece, plans: &[&Plan]) -> Option<Diagnostic> {
    let of: Vec<&&Plan> = plans.iter().filter(|plan| is_of(template, &plan.title)).collect();
    if of.is_empty() {
        let titles: Vec<&str> = plans.iter().map(|plan| plan.title.as_str()).collect();
        let names: Vec<String> = titles.iter().map(|title| (*title).to_owned()).collect();
        let found = Diagnostic::error(Code::G0822, w::NO_TEMPLATE.with("name", &template.text).with("names", names));
        let near = near(&template.text, titles);
        let near: Vec<String> = near.into_iter().map(|name| format!("\"{name}\"")).collect();
        return Some(offer(found.at_bare(template.span), template.span, &near, None));
    }
    let written = || of.iter().flat_map(|plan| &plan.rules).filter(|one| one.origin == Origin::Written);
    if written().any(|one| one.name == rule.text) {
        return None;
    }
    let message = w::NO_RULE.with("template", &template.text).with("name", &rule.text);
    let found = Diagnostic::error(Code::G0822, message).at_bare(rule.span);
    let near: Vec<String> =
        near(&rule.text, written().map(|one| one.name.as_str())).into_iter().map(|name| format!("\"{name}\"")).collect();
    Some(offer(found, rule.span, &near, Some(w::NO_RULE_HELP.plain())))
}
