//! Rules that reach beyond one report: the figures that they name are brought together from all the reports, and the rules are
//! assessed like any others.

use super::explain::{self, Lack, Unassessed, Unusable};
use super::machine::Machine;
use super::other::{Elsewhere, Other, Others, Source};
use super::values::{Value, Values};
use super::{Assessment, Verdict, assess, fill};
use crate::bind::{Bound, Cell, Figures, State};
use crate::diag::wording::eval as wording;
use crate::diag::{Diagnostic, Label};
use crate::model::{Aggregate, RuleSeverity};
use crate::number::{Decimal, Rational};
use crate::plan::{Body, Check, Held, Plan, Side, SlotId, Term};
use crate::source::Span;
use crate::syntax::ast::CompareOp;

/// The report whose rules are assessed.
pub(super) struct Report<'a> {
    pub plan: &'a Plan,
    pub bound: &'a Bound,
    pub values: &'a Values,
    pub year: Option<i64>,
    /// Nothing else is said of this report: why a figure of its own is missing has to be said here.
    pub alone: bool,
}

/// Assesses the rules for which the reports are at hand. Says which rules (by number) were assessed or are not in force.
pub(super) fn assess_all(
    report: &Report<'_>,
    machine: &mut Machine,
    others: Others<'_>,
    assessment: &mut Assessment,
    unassessed: &mut Unassessed,
) -> Vec<u32> {
    let mut done: Vec<u32> = Vec::new();
    let Some(plan) = report.plan.beyond.as_deref() else { return done };
    if others.prior.is_none() && others.parts.is_none() {
        return done;
    }
    let joined = Joined::of(plan, report, others);
    let mut unusable = Unusable::default();
    for check in &plan.checks {
        // The rules of the report's own plan: a policy may have touched those.
        let Some(rule) = report.plan.rules.get(check.rule as usize).filter(|rule| rule.suspended.is_none()) else { continue };
        let lacks_prior = others.prior.is_none() && plan.needs_prior(check);
        let lacks_parts = others.parts.is_none() && plan.needs_parts(check);
        if lacks_prior || lacks_parts {
            continue;
        }
        done.push(check.rule);
        let own_values = joined.with_splits(plan, check);
        let values = own_values.as_ref().unwrap_or(&joined.values);
        let verdict = assess(plan, &joined.bound, values, machine, check, rule, report.year);
        assessment.counts.add(verdict);
        if rule.severity == RuleSeverity::Hard && matches!(verdict, Verdict::Held | Verdict::Failed) {
            assessment.elsewhere.extend(joined.elsewhere(plan, values, check));
        }
        let lacking = || joined.lacking(plan, values, check);
        match verdict {
            Verdict::Held | Verdict::HeldWithin => {}
            Verdict::NotApplicable if !super::in_force(rule.during, report.year) => {}
            Verdict::NotApplicable => lacking().iter().filter(|lack| lack.1 == Lack::New).for_each(|lack| {
                unusable.add(plan, &joined.bound, lack, rule);
            }),
            Verdict::Failed => {
                let mut finding = explain::failure(plan, &joined.bound, values, check, rule);
                joined.label_sources(plan, check, &mut finding.labels);
                if own_values.is_some() {
                    joined.say_splits(plan, check, &mut finding);
                }
                assessment.beyond.push((check.rule, assessment.findings.len()));
                let help = match rule.severity {
                    RuleSeverity::Hard => &wording::BEYOND_HELP,
                    RuleSeverity::Soft | RuleSeverity::Note => &wording::BEYOND_HELP_SOFT,
                };
                assessment.findings.push(finding.with_help(help.plain()));
            }
            Verdict::NotComputed => {
                assessment.findings.push(explain::not_computed(plan, &joined.bound, values, check, rule));
            }
            Verdict::NotAssessable => {
                let lacking = lacking();
                let own = plan.operands(check).into_iter().find_map(|slot| match plan.held(slot) {
                    Some(Held::Own(own)) if matches!(values.get(slot), Value::Unknown | Value::Word) => Some(*own),
                    Some(Held::Own(_) | Held::Prior(_) | Held::Parts { .. }) | None => None,
                });
                match (own, lacking.first()) {
                    (None, Some(lack)) => unusable.add(plan, &joined.bound, lack, rule),
                    (Some(_), _) if report.alone => {
                        let slot = explain::unknown(plan, values, check);
                        slot.into_iter().for_each(|slot| unusable.add(plan, &joined.bound, &(slot, Lack::Own), rule));
                    }
                    (own, _) => unassessed.add(own, rule),
                }
            }
        }
    }
    unusable.report(&mut assessment.findings);
    done.sort_unstable();
    done.dedup();
    done
}

/// The figures of several reports side by side, as the plan of the rules beyond one report has them.
struct Joined {
    bound: Bound,
    values: Values,
    /// Why a slot has no value, when that is not this report's doing.
    lacks: Vec<Option<Lack>>,
    /// Further places of a figure that is the sum of several.
    sources: Vec<Vec<Label>>,
    /// A figure of the other form, for slots that are one of several into which it was split.
    splits: Vec<Option<Split>>,
}

#[derive(Clone)]
struct Split {
    old: SlotId,
    value: Value,
    /// All its parts, as slots of the form.
    together: Vec<SlotId>,
    /// The figure as it stands in the other report.
    label: Option<Label>,
}

/// Another report with what its cells count as.
struct Read<'a> {
    other: Other<'a>,
    values: Values,
}

impl<'a> Read<'a> {
    fn of(other: Other<'a>) -> Read<'a> {
        let mut values = Values::default();
        values.load(other.plan, &other.bound.figures);
        fill::blank_totals(other.plan, other.bound, &mut values, &mut Vec::new());
        Read { other, values }
    }

    fn cell(&self, slot: SlotId) -> Cell {
        self.other.bound.figures.get(slot).cloned().unwrap_or_else(Cell::absent)
    }

    /// A figure of the form that is checked, in the unit it has there.
    fn figure(&self, slot: SlotId) -> Found {
        match self.other.carry.source(slot) {
            Source::New => Found { value: Value::Skip, lack: Some(Lack::New), ..Found::nothing() },
            Source::Unlike => Found { lack: Some(Lack::Unlike), ..Found::nothing() },
            Source::PartOf { old, factor, together } => {
                let value = scaled(self.values.get(old), &factor);
                let label = explain::source(self.other.plan, self.other.bound, old);
                let split = Split { old, value, together, label };
                Found { cell: self.cell(old), lack: Some(Lack::Split), split: Some(split), ..Found::nothing() }
            }
            Source::Figures(figures) => match figures.as_slice() {
                [(one, factor)] => {
                    let value = scaled(self.values.get(*one), factor);
                    let lack = (value == Value::Unknown).then_some(Lack::Unknown);
                    Found { cell: self.cell(*one), value, lack, ..Found::nothing() }
                }
                several => self.sum_of(several),
            },
        }
    }

    fn sum_of(&self, figures: &[(SlotId, Rational)]) -> Found {
        let mut sum = Rational::ZERO;
        let (mut known, mut any) = (true, false);
        for (slot, factor) in figures {
            match self.values.get(*slot) {
                Value::Number(value) => {
                    sum += value.to_rational() * factor.clone();
                    any = true;
                }
                Value::Skip => {}
                Value::Truth(_) | Value::Word | Value::Unknown => known = false,
            }
        }
        let value = match (known, any) {
            (false, _) => Value::Unknown,
            (true, false) => Value::Skip,
            (true, true) => Decimal::from_rational(&sum).map_or(Value::Unknown, Value::Number),
        };
        let labels = figures.iter().filter_map(|(slot, _)| explain::source(self.other.plan, self.other.bound, *slot));
        let mut labels: Vec<Label> = labels.collect();
        let first = if labels.is_empty() { None } else { Some(labels.remove(0)) };
        let text = match value {
            Value::Number(value) => value.to_string(),
            Value::Truth(_) | Value::Word | Value::Skip | Value::Unknown => String::new(),
        };
        let state = if matches!(value, Value::Number(_)) { State::Figure } else { State::Absent };
        let cell = Cell { state, text, span: first.map(|label| label.span), ..Cell::absent() };
        let lack = (value == Value::Unknown).then_some(Lack::Unknown);
        Found { cell, value, lack, labels, split: None }
    }
}

struct Found {
    cell: Cell,
    value: Value,
    lack: Option<Lack>,
    labels: Vec<Label>,
    split: Option<Split>,
}

impl Found {
    fn nothing() -> Found {
        Found { cell: Cell::absent(), value: Value::Unknown, lack: None, labels: Vec::new(), split: None }
    }
}

fn scaled(value: Value, factor: &Rational) -> Value {
    match value {
        Value::Number(number) if *factor != Rational::ONE => {
            Decimal::from_rational(&(number.to_rational() * factor.clone())).map_or(Value::Unknown, Value::Number)
        }
        Value::Number(_) | Value::Truth(_) | Value::Word | Value::Skip | Value::Unknown => value,
    }
}

impl Joined {
    fn of(plan: &Plan, report: &Report<'_>, others: Others<'_>) -> Joined {
        let prior = others.prior.map(Read::of);
        let parts: Vec<Read<'_>> = others.parts.unwrap_or_default().iter().map(|part| Read::of(*part)).collect();
        let mut joined = Joined {
            bound: Bound {
                figures: Figures::default(),
                meta: report.bound.meta.clone(),
                unclaimed: Vec::new(),
                diagnostics: Vec::new(),
            },
            values: Values::default(),
            lacks: Vec::new(),
            sources: Vec::new(),
            splits: Vec::new(),
        };
        joined.bound.meta.extend(others.prior.iter().flat_map(|prior| prior.meta).cloned());
        for held in &plan.held {
            let found = match held {
                Held::Own(slot) => Found {
                    cell: report.bound.figures.get(*slot).cloned().unwrap_or_else(Cell::absent),
                    value: report.values.get(*slot),
                    ..Found::nothing()
                },
                Held::Prior(slot) => prior.as_ref().map_or_else(Found::nothing, |prior| prior.figure(*slot)),
                Held::Parts { function, each, of } => together(&parts, *function, *each, of),
            };
            let Found { cell, value, lack, labels, split } = found;
            joined.bound.figures.cells.push(cell);
            joined.values.push(value, held, report.values);
            joined.lacks.push(lack);
            joined.sources.push(labels);
            joined.splits.push(split);
        }
        joined
    }

    /// The values for a check that sums all parts of a figure that was split: the old figure is their sum. `None` when no check
    /// operand is such a part.
    fn with_splits(&self, plan: &Plan, check: &Check) -> Option<Values> {
        let Body::Linear { terms, .. } = &check.body else { return None };
        let terms = plan.terms(terms);
        let mut values: Option<Values> = None;
        for term in terms {
            let Some(Some(split)) = self.splits.get(term.slot.0 as usize) else { continue };
            // The check has to add up all of them, alike.
            let alike = terms.iter().filter(|other| {
                let same = self.splits.get(other.slot.0 as usize).and_then(Option::as_ref).is_some_and(|it| it.old == split.old);
                same && other.side == term.side && other.coefficient == term.coefficient
            });
            let mut slots: Vec<SlotId> = alike.filter_map(|other| plan.held(other.slot)?.figure()).collect();
            slots.sort_unstable();
            slots.dedup();
            let mut whole = split.together.clone();
            whole.sort_unstable();
            if slots != whole {
                continue;
            }
            let first = terms.iter().find(|other| {
                self.splits.get(other.slot.0 as usize).and_then(Option::as_ref).is_some_and(|it| it.old == split.old)
            });
            let is_first = first.is_some_and(|first| first.slot == term.slot);
            let value = if is_first { split.value } else { Value::Number(Decimal::ZERO) };
            let changed = values.get_or_insert_with(|| self.values.clone());
            changed.put(term.slot, value);
        }
        values
    }

    /// Of a figure that was split the other report has only the whole: that is shown in place of its parts.
    fn say_splits(&self, plan: &Plan, check: &Check, finding: &mut Diagnostic) {
        let mut whole: Vec<&Label> = Vec::new();
        for split in plan.operands(check).iter().filter_map(|slot| self.splits.get(slot.0 as usize)?.as_ref()) {
            if let Some(label) = split.label.as_ref().filter(|label| !whole.contains(label)) {
                whole.push(label);
            }
        }
        finding.labels.retain(|label| whole.iter().all(|whole| whole.span != label.span));
        let before_rule = finding.labels.len().saturating_sub(1);
        finding.labels.splice(before_rule..before_rule, whole.into_iter().cloned());
        finding.notes.retain(|note| !std::ptr::eq(note.wording, &wording::EQUATION));
    }

    /// The figures of other reports that stand in the way of a check.
    fn lacking(&self, plan: &Plan, values: &Values, check: &Check) -> Vec<(SlotId, Lack)> {
        let unusable = |slot: &SlotId| !matches!(values.get(*slot), Value::Number(_));
        let operands = plan.operands(check).into_iter().filter(unusable);
        operands.filter_map(|slot| Some((slot, (*self.lacks.get(slot.0 as usize)?)?))).collect()
    }

    /// What an equation makes of its one figure of this report, by the figures of the others: they say it as well.
    fn elsewhere(&self, plan: &Plan, values: &Values, check: &Check) -> Option<Elsewhere> {
        let Body::Linear { terms, op: CompareOp::Equal, left, right } = &check.body else { return None };
        let terms = plan.terms(terms);
        let own_slot = |term: &&Term| matches!(plan.held(term.slot), Some(Held::Own(_)));
        let mut own = terms.iter().filter(own_slot);
        let (Some(figure), None) = (own.next(), own.next()) else { return None };
        let Some(Held::Own(slot)) = plan.held(figure.slot) else { return None };
        let others = terms.iter().filter(|term| !own_slot(term));
        // All brought over to the side on which the figure does not stand.
        let mut sum = if figure.side == Side::Left {
            right.to_rational() - left.to_rational()
        } else {
            left.to_rational() - right.to_rational()
        };
        let mut at = None;
        for term in others {
            match values.get(term.slot) {
                Value::Number(value) => {
                    let amount = value.to_rational() * term.coefficient.to_rational();
                    sum = if term.side == figure.side { sum - amount } else { sum + amount };
                }
                Value::Skip if term.summed => {}
                Value::Skip | Value::Truth(_) | Value::Word | Value::Unknown => return None,
            }
            at = at.or_else(|| self.bound.figures.get(term.slot)?.span);
        }
        let factor = figure.coefficient.to_rational();
        if factor == Rational::ZERO {
            return None;
        }
        Some(Elsewhere { slot: *slot, value: Decimal::from_rational(&(sum / factor))?, at: at? })
    }

    /// Adds the places of the figures that make up an operand.
    fn label_sources(&self, plan: &Plan, check: &Check, labels: &mut Vec<Label>) {
        for slot in plan.operands(check) {
            let own = self.sources.get(slot.0 as usize).map(Vec::as_slice).unwrap_or_default();
            // The rule itself stays the last one.
            let before_rule = labels.len().saturating_sub(1);
            labels.splice(before_rule..before_rule, own.iter().cloned());
        }
    }
}

/// What the reports below come to together.
fn together(parts: &[Read<'_>], function: Aggregate, each: Aggregate, of: &[(SlotId, Decimal)]) -> Found {
    let many = parts.len() > MANY;
    let mut numbers: Vec<Rational> = Vec::with_capacity(parts.len());
    let mut labels = Vec::new();
    let mut lack = None;
    for part in parts {
        let mut within: Vec<Rational> = Vec::with_capacity(of.len());
        for (slot, factor) in of {
            let found = part.figure(*slot);
            match found.value {
                Value::Number(value) => {
                    within.push(value.to_rational() * factor.to_rational());
                    if let Some(span) = found.cell.span {
                        let minor = many || (value.is_zero() && parts.len() > 1);
                        labels.push(Label { minor, ..explain::of_part(part.other.plan, span, *slot, value) });
                    }
                    labels.extend(found.labels);
                }
                Value::Skip => {}
                Value::Truth(_) | Value::Word | Value::Unknown => lack = found.lack.or(Some(Lack::Unknown)),
            }
        }
        if !within.is_empty() {
            numbers.extend(of_all(each, within));
        }
    }
    let value = match (lack, of_all(function, numbers)) {
        (Some(_), _) => Value::Unknown,
        (None, None) => Value::Skip,
        (None, Some(sum)) => Decimal::from_rational(&sum).map_or(Value::Unknown, Value::Number),
    };
    let text = match value {
        Value::Number(value) => value.to_string(),
        Value::Truth(_) | Value::Word | Value::Skip | Value::Unknown => String::new(),
    };
    let cell = Cell { state: State::Figure, text, ..Cell::absent() };
    Found { cell, value, lack, labels, split: None }
}

/// From so many reports on their places are for programs.
const MANY: usize = 6;

/// A sum over nothing is 0; the others have nothing to say of nothing.
fn of_all(function: Aggregate, numbers: Vec<Rational>) -> Option<Rational> {
    let count = Rational::from(numbers.len());
    let empty = numbers.is_empty();
    let sum = || numbers.iter().cloned().fold(Rational::ZERO, |sum, value| sum + value);
    match function {
        Aggregate::Sum => Some(sum()),
        Aggregate::Count => Some(count),
        Aggregate::Avg if empty => None,
        Aggregate::Avg => Some(sum() / count),
        Aggregate::Min => numbers.into_iter().min(),
        Aggregate::Max => numbers.into_iter().max(),
    }
}

/// What a figure of another report counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// In the unit that it has in the form that is checked.
    Number(Decimal),
    /// It is not there, and need not be; or it is no number.
    LeftOut,
    Unknown,
}

/// Another report, to be asked for its figures one by one.
pub struct Across<'a>(Read<'a>);

impl<'a> Across<'a> {
    pub fn of(other: Other<'a>) -> Across<'a> {
        Across(Read::of(other))
    }

    /// A figure of the form that is checked: what it counts as, and where it stands.
    pub fn figure(&self, slot: SlotId) -> (Counted, Option<Span>) {
        let found = self.0.figure(slot);
        let counted = match found.value {
            Value::Number(value) => Counted::Number(value),
            Value::Skip => Counted::LeftOut,
            Value::Truth(_) | Value::Word | Value::Unknown => Counted::Unknown,
        };
        (counted, found.cell.span)
    }
}
