//! Findings: a check that failed is walked a second time, for every operand with its value and place.

use super::Options;
use super::linear::{self, Sides};
use super::machine::{Item, Machine};
use super::values::{Value, Values, treatment};
use crate::bind::{Bound, State};
use crate::diag::wording::eval as wording;
use crate::diag::{At, Code, Diagnostic, Finding, Label, Message, Severity};
use crate::model::{RuleSeverity, Treatment};
use crate::number::{Decimal, Rational};
use crate::plan::{Body, Check, Needs, Origin, Plan, Rule, Side, SlotId, Term};
use crate::source::Span;

/// The finding for a check that failed.
pub(super) fn failure(plan: &Plan, bound: &Bound, values: &Values, check: &Check, rule: &Rule) -> Diagnostic {
    let sides = sides(plan, bound, values, check);
    let slots = distinct(plan.operands(check));
    let place = common_place(plan, &slots);
    let (code, message) = headline(plan, check, rule, &slots, sides.as_ref(), &place);
    let mut finding = Diagnostic::new(code, severity(rule), message);
    finding.labels = labels(plan, bound, values, &slots, check);
    finding.labels.push(Label::new(rule.span, here(rule.origin).plain()));
    if let Some(text) = &rule.text {
        finding.notes.push(wording::RULE_TEXT.with("text", text));
    }
    if let (Some(sides), Body::Linear { .. }) = (&sides, &check.body) {
        finding.notes.push(equation(plan, values, check, sides));
    }
    if let Some(sides) = &sides
        && let Some(allowance) = &sides.allowance
    {
        let distance = magnitude(&sides.left - &sides.right);
        let excess = print(&(distance - allowance));
        finding.notes.push(wording::ALLOWED.with("allowance", print(allowance)).with("excess", excess));
    }
    if let Some(basis) = &rule.basis {
        finding.notes.push(wording::BASIS.with("basis", basis));
    }
    let at = slots.first().map(|slot| plan.place(*slot)).unwrap_or_default();
    finding.with_finding(Finding {
        rule: Some(rule.name.clone()),
        basis: rule.basis.clone(),
        at,
        left: sides.as_ref().map(|sides| print(&sides.left)),
        right: sides.as_ref().map(|sides| print(&sides.right)),
        difference: sides.as_ref().map(|sides| print(&(&sides.left - &sides.right))),
    })
}

fn headline(plan: &Plan, check: &Check, rule: &Rule, slots: &[SlotId], sides: Option<&Sides>, place: &str) -> (Code, Message) {
    let cell = |index: usize| slots.get(index).map(|slot| plan.name(*slot)).unwrap_or_default();
    let written =
        |code, wording: &'static crate::diag::Wording| (code, wording.with("rule", &rule.name).with("place", in_place(place)));
    let Some(sides) = sides else { return written(Code::G0401, &wording::FAILED_PLAIN) };
    let unit = slots.first().map(|slot| plan.unit(*slot)).unwrap_or_default();
    let difference = print(&(&sides.left - &sides.right));
    let (code, message) = match rule.origin {
        Origin::Written if is_in(plan, check) => written(Code::G0401, &wording::FAILED_IN),
        Origin::Written => written(Code::G0401, &wording::FAILED),
        Origin::Total => (Code::G0402, wording::TOTAL_FAILED.with("cell", cell(0))),
        Origin::Derived => (Code::G0404, wording::DERIVED_FAILED.with("cell", cell(0))),
        Origin::Including => (Code::G0405, wording::INCLUDING_FAILED.with("cell", cell(0)).with("whole", cell(1))),
    };
    // Sides are in base units: the unit is printed only where that is also the unit of the figures.
    let unit = if is_base(plan, check) { unit } else { "" };
    let side = |value: &Rational| format!("{}{unit}", print(value));
    (code, message.with("left", side(&sides.left)).with("right", side(&sides.right)).with("difference", difference))
}

fn in_place(place: &str) -> crate::diag::Arg {
    if place.is_empty() { "".into() } else { wording::IN_PLACE.with("place", place).into() }
}

fn here(origin: Origin) -> &'static crate::diag::Wording {
    match origin {
        Origin::Written => &wording::RULE_HERE,
        Origin::Total => &wording::TOTAL_HERE,
        Origin::Derived => &wording::DERIVED_HERE,
        Origin::Including => &wording::INCLUDING_HERE,
    }
}

fn severity(rule: &Rule) -> Severity {
    match rule.severity {
        RuleSeverity::Hard => Severity::Error,
        RuleSeverity::Soft => Severity::Warning,
        RuleSeverity::Note => Severity::Note,
    }
}

fn is_in(plan: &Plan, check: &Check) -> bool {
    match &check.body {
        Body::Code { code, .. } => matches!(plan.code(code).last(), Some(crate::plan::Op::In(_))),
        Body::Linear { .. } => false,
    }
}

/// Whether all operands count in the unit they are printed in.
fn is_base(plan: &Plan, check: &Check) -> bool {
    match &check.body {
        Body::Linear { terms, .. } => {
            let one = |term: &Term| magnitude(term.coefficient.to_rational()) == Rational::ONE;
            plan.terms(terms).iter().all(one)
        }
        Body::Code { .. } => false,
    }
}

/// Both sides of a comparison; for `in`, the value and the nearest alternative.
fn sides(plan: &Plan, bound: &Bound, values: &Values, check: &Check) -> Option<Sides> {
    let Body::Code { sides, .. } = &check.body else { return linear::sides(plan, values, check) };
    let mut machine = Machine::default();
    let mut number = |code| match machine.run(bound, values, plan.code(code)) {
        Item::Number(value) => Some(value),
        Item::Word(_) | Item::Bool(_) | Item::Skip | Item::Unknown | Item::Error => None,
    };
    let (left, others) = sides.split_first()?;
    let left = number(left)?;
    let right = others.iter().filter_map(&mut number).min_by_key(|right| magnitude(&left - right))?;
    Some(Sides { left, right, allowance: check.within.map(Decimal::to_rational) })
}

/// One label an operand, the first one first; operands of 0 are minor when there are many.
fn labels(plan: &Plan, bound: &Bound, values: &Values, slots: &[SlotId], check: &Check) -> Vec<Label> {
    let many = slots.len() > 6;
    let parts_of_total = |index: usize| many && index > 0 && matches!(check.body, Body::Linear { .. });
    slots
        .iter()
        .enumerate()
        .filter_map(|(index, slot)| {
            let span = bound.figures.get(*slot)?.span?;
            let zero = matches!(values.get(*slot), Value::Number(value) if value.is_zero());
            let label = Label::new(span, operand(plan, bound, values, *slot));
            Some(Label { minor: zero && parts_of_total(index), ..label })
        })
        .collect()
}

/// What an operand says, and what it counts as where it says nothing.
fn operand(plan: &Plan, bound: &Bound, values: &Values, slot: SlotId) -> Message {
    let name = plan.name(slot);
    let Some(cell) = bound.figures.get(slot) else { return wording::OPERAND_UNKNOWN.with("cell", name) };
    let value = match values.get(slot) {
        Value::Number(value) => format!("{value}{}", plan.unit(slot)),
        Value::Word => cell.text.clone(),
        Value::Skip | Value::Unknown => return wording::OPERAND_UNKNOWN.with("cell", name),
    };
    let message = match cell.state {
        _ if values.is_computed(slot) => &wording::OPERAND_COMPUTED,
        State::Figure | State::Unreadable => &wording::OPERAND,
        State::Blank => &wording::OPERAND_BLANK,
        State::Absent => &wording::OPERAND_ABSENT,
        State::NotApplicable => return wording::OPERAND_TOKEN.with("cell", name).with("text", &cell.text).with("value", value),
    };
    message.with("cell", name).with("value", value)
}

/// `新收 298 + 上年结转 3 = 301`: both sides with their values; operands of 0 are left out of long sums.
fn equation(plan: &Plan, values: &Values, check: &Check, sides: &Sides) -> Message {
    let side = |side: Side, total: &Rational| {
        let written = written_side(plan, values, check, side);
        let total = print(total);
        if written == total { total } else { format!("{written} = {total}") }
    };
    wording::EQUATION
        .with("left", side(Side::Left, &sides.left))
        .with("right", side(Side::Right, &sides.right))
        .with("difference", print(&(&sides.left - &sides.right)))
}

fn written_side(plan: &Plan, values: &Values, check: &Check, side: Side) -> String {
    let Body::Linear { terms, left, right, .. } = &check.body else { return String::new() };
    let constant = if side == Side::Left { *left } else { *right };
    let terms: Vec<&Term> = plan.terms(terms).iter().filter(|term| term.side == side).collect();
    let long = terms.len() > 6;
    let shared = shared_name(plan, &terms);
    let mut out = String::new();
    let mut left_out = false;
    for term in &terms {
        let Value::Number(value) = values.get(term.slot) else { continue };
        if long && value.is_zero() {
            left_out = true;
            continue;
        }
        let negative = term.coefficient.is_negative();
        out.push_str(match (out.is_empty(), negative) {
            (true, true) => "−",
            (true, false) => "",
            (false, true) => " − ",
            (false, false) => " + ",
        });
        let name = plan.name(term.slot);
        out.push_str(shared.as_deref().and_then(|shared| own_name(name, shared)).unwrap_or(name));
        out.push(' ');
        let factor = if negative { term.coefficient.checked_neg().unwrap_or(term.coefficient) } else { term.coefficient };
        if factor != Decimal::ONE {
            out.push_str(&format!("{factor}×"));
        }
        out.push_str(&if value.is_negative() { format!("({value})") } else { value.to_string() });
    }
    if !constant.is_zero() || out.is_empty() {
        out.push_str(if out.is_empty() { "" } else { " + " });
        out.push_str(&constant.to_string());
    } else if left_out {
        out.push_str(" + 0…");
    }
    out
}

/// The part of the names that all operands share (`自然人` in a column's sum), if there are several.
fn shared_name(plan: &Plan, terms: &[&Term]) -> Option<String> {
    let slots: Vec<SlotId> = terms.iter().map(|term| term.slot).collect();
    if slots.len() < 2 {
        return None;
    }
    let place = common(plan, &slots);
    place.row.or(place.column)
}

fn own_name<'n>(name: &'n str, shared: &str) -> Option<&'n str> {
    let (row, column) = name.split_once('·')?;
    if row == shared {
        Some(column)
    } else if column == shared {
        Some(row)
    } else {
        None
    }
}

/// The table, row or column that all operands lie in.
fn common(plan: &Plan, slots: &[SlotId]) -> At {
    let mut places = slots.iter().map(|slot| plan.place(*slot));
    let Some(mut common) = places.next() else { return At::default() };
    common.fact = None;
    for place in places {
        let keep = |own: &mut Option<String>, other: Option<String>| {
            if *own != other {
                *own = None;
            }
        };
        keep(&mut common.table, place.table);
        keep(&mut common.row, place.row);
        keep(&mut common.column, place.column);
    }
    common
}

/// How a message names where a rule failed: the row or column that its operands share.
fn common_place(plan: &Plan, slots: &[SlotId]) -> String {
    let place = common(plan, slots);
    [place.row, place.column].into_iter().flatten().collect::<Vec<_>>().join("·")
}

fn distinct(slots: Vec<SlotId>) -> Vec<SlotId> {
    let mut seen = std::collections::HashSet::new();
    slots.into_iter().filter(|slot| seen.insert(*slot)).collect()
}

fn magnitude(value: Rational) -> Rational {
    if value < Rational::ZERO { -value } else { value }
}

/// A fraction as people write it: a decimal if it is one, else as a fraction.
fn print(value: &Rational) -> String {
    match Decimal::from_rational(value) {
        Some(value) => value.normalized().to_string(),
        None => value.to_string(),
    }
}

/// A total left blank beside figures, with the value that its parts give.
pub(super) fn blank_total(
    plan: &Plan,
    bound: &Bound,
    values: &Values,
    check: &Check,
    slot: SlotId,
    value: Decimal,
) -> Diagnostic {
    let text = format!("{value}{}", plan.unit(slot));
    let message = wording::BLANK_TOTAL.with("cell", plan.name(slot)).with("value", &text);
    let mut finding = Diagnostic::error(Code::G0403, message);
    if let Some(span) = bound.figures.get(slot).and_then(|cell| cell.span) {
        finding = finding.at(span, wording::BLANK_TOTAL_HERE.plain());
    }
    let parts = distinct(plan.operands(check)).into_iter().skip(1).filter(|part| {
        // Only what makes the sum: a blank part that counts as 0 says nothing here.
        matches!(values.get(*part), Value::Number(value) if !value.is_zero())
    });
    for part in parts {
        if let Some(span) = bound.figures.get(part).and_then(|cell| cell.span) {
            finding = finding.at(span, operand(plan, bound, values, part));
        }
    }
    let rule = plan.rules.get(check.rule as usize);
    if let Some(rule) = rule {
        finding = finding.at(rule.span, here(rule.origin).plain());
    }
    let basis = rule.and_then(|rule| rule.basis.clone());
    finding.with_help(wording::BLANK_TOTAL_HELP.with("value", text)).with_finding(Finding {
        rule: rule.map(|rule| rule.name.clone()),
        basis,
        at: plan.place(slot),
        right: Some(value.normalized().to_string()),
        ..Finding::default()
    })
}

/// A blank total whose parts are not all known either.
pub(super) fn blank_unknown(plan: &Plan, bound: &Bound, slot: SlotId) -> Diagnostic {
    let finding = Diagnostic::error(Code::G0403, wording::BLANK_UNKNOWN.with("cell", plan.name(slot)));
    let finding = match bound.figures.get(slot).and_then(|cell| cell.span) {
        Some(span) => finding.at(span, wording::BLANK_TOTAL_HERE.plain()),
        None => finding,
    };
    finding.with_finding(Finding { at: plan.place(slot), ..Finding::default() })
}

/// A check that divides by zero or leaves the range of what is computed.
pub(super) fn not_computed(plan: &Plan, bound: &Bound, values: &Values, check: &Check, rule: &Rule) -> Diagnostic {
    let slots = distinct(plan.operands(check));
    let place = common_place(plan, &slots);
    let message = wording::NOT_COMPUTED.with("rule", &rule.name).with("place", in_place(&place));
    let mut finding = Diagnostic::new(Code::G0407, severity(rule), message).with_note(wording::NOT_COMPUTED_WHY.plain());
    finding.labels = labels(plan, bound, values, &slots, check);
    finding.labels.push(Label::new(rule.span, here(rule.origin).plain()));
    let at = slots.first().map(|slot| plan.place(*slot)).unwrap_or_default();
    let (name, basis) = (Some(rule.name.clone()), rule.basis.clone());
    finding.with_finding(Finding { rule: name, basis, at, ..Finding::default() })
}

/// Checks that could not be made, gathered so that one omission yields one finding.
#[derive(Default)]
pub(super) struct Unassessed {
    /// Checks whose missing figures binding has already reported.
    given: Vec<String>,
    given_count: usize,
    /// By the first cell that stands in the way otherwise.
    by_slot: Vec<(SlotId, Severity, Span, Vec<String>, usize)>,
}

impl Unassessed {
    pub fn add(&mut self, plan: &Plan, values: &Values, check: &Check, rule: &Rule) {
        let unknown: Vec<SlotId> =
            plan.operands(check).into_iter().filter(|slot| matches!(values.get(*slot), Value::Unknown | Value::Word)).collect();
        let name = rule.name.clone();
        let Some(slot) = unknown.first().copied() else {
            self.given_count += 1;
            push_new(&mut self.given, name);
            return;
        };
        match self.by_slot.iter_mut().find(|(other, ..)| *other == slot) {
            Some((_, worst, _, rules, count)) => {
                *worst = (*worst).max(severity(rule));
                push_new(rules, name);
                *count += 1;
            }
            None => self.by_slot.push((slot, severity(rule), rule.span, vec![name], 1)),
        }
    }

    pub fn report(mut self, plan: &Plan, bound: &Bound, findings: &mut Vec<Diagnostic>) {
        for (slot, worst, span, rules, count) in std::mem::take(&mut self.by_slot) {
            let Some((why, at)) = own_reason(plan, bound, slot) else {
                self.given_count += count;
                rules.into_iter().for_each(|rule| push_new(&mut self.given, rule));
                continue;
            };
            let message = wording::NOT_ASSESSED.with("cell", plan.name(slot)).with("count", count).with("rules", rules);
            let mut finding = Diagnostic::new(Code::G0406, worst, message);
            if let Some(at) = at {
                finding = finding.at(at, why);
            }
            let place = plan.place(slot);
            findings.push(finding.at(span, wording::RULE_HERE.plain()).with_finding(Finding { at: place, ..Finding::default() }));
        }
        if self.given_count > 0 {
            let message = wording::NOT_ASSESSED_GIVEN.with("count", self.given_count).with("rules", self.given);
            findings.push(Diagnostic::note(Code::G0406, message));
        }
    }
}

fn push_new(list: &mut Vec<String>, name: String) {
    if !list.contains(&name) {
        list.push(name);
    }
}

/// Why a cell cannot be used, when binding has not reported it: it is approximate, or the author said "unknown".
fn own_reason(plan: &Plan, bound: &Bound, slot: SlotId) -> Option<(Message, Option<Span>)> {
    let cell = bound.figures.get(slot)?;
    if cell.state == State::Figure && cell.approximate {
        return Some((wording::NOT_ASSESSED_APPROXIMATE.with("text", &cell.text), cell.span));
    }
    let policy = treatment(plan.slots.get(slot)?, cell);
    match (cell.state, policy) {
        (State::Blank | State::Absent | State::NotApplicable, Treatment::Unknown) => {
            Some((wording::NOT_ASSESSED_POLICY.plain(), cell.span))
        }
        (State::Blank | State::Absent | State::NotApplicable, Treatment::Error | Treatment::As(_) | Treatment::Skip) => None,
        (State::Figure | State::Unreadable, _) => None,
    }
}

/// The one note about rules that reach beyond this report.
pub(super) fn needs_more(needs: Needs, rules: &[&Rule], options: Options) -> Diagnostic {
    let (message, label) = match needs {
        Needs::Prior => (&wording::NEEDS_PRIOR, &wording::NEEDS_PRIOR_HERE),
        Needs::Parts => (&wording::NEEDS_PARTS, &wording::NEEDS_PARTS_HERE),
    };
    let names: Vec<String> = rules.iter().map(|rule| rule.name.clone()).collect();
    let message = message.with("count", rules.len()).with("rules", names);
    let given = options.prior_given && needs == Needs::Prior;
    let mut finding = Diagnostic::new(Code::G0408, if given { Severity::Warning } else { Severity::Note }, message);
    for rule in rules {
        finding = finding.at(rule.span, label.plain());
    }
    if given { finding.with_note(wording::NEEDS_PRIOR_GIVEN.plain()) } else { finding }
}

/// A rule that its author suspended.
pub(super) fn suspended(rule: &Rule) -> Diagnostic {
    let why = rule.suspended.as_deref().unwrap_or_default();
    Diagnostic::note(Code::G0409, wording::SUSPENDED.with("rule", &rule.name).with("why", why))
        .at(rule.span, wording::SUSPENDED_HERE.plain())
}

/// Columns of line numbers and units.
pub(super) fn unread_columns(columns: &[(String, Span)]) -> Diagnostic {
    let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let mut finding = Diagnostic::note(Code::G0903, wording::UNREAD_COLUMNS.with("columns", names));
    for (_, span) in columns {
        finding = finding.at(*span, wording::UNREAD_COLUMNS_HERE.plain());
    }
    finding
}
