//! Each superior's figures against the sum of those of its parts.

use std::collections::{BTreeSet, HashMap};

use super::blame::{self, Column};
use super::continues::{Continuations, Forms};
use super::filed::Filed;
use super::priors::{Found, ready};
use super::superiors::Superiors;
use crate::check::adds_up;
use crate::diag::wording::chain as w;
use crate::diag::{At, Code, Diagnostic, Finding, Label};
use crate::eval::{Across, Carry, Counted, Evaluator, Other, Others};
use crate::label::fold;
use crate::model::{Form, TableKind};
use crate::number::Decimal;
use crate::plan::{Body, Needs, Origin, Plan, SlotId};
use crate::source::Span;

/// How a superior's figures relate to those of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Relation {
    /// They are the sum.
    #[default]
    Sum,
    /// They are the sum and what the superior itself adds.
    AtLeast,
}

/// All sums, and what takes part in none.
#[derive(Debug, Clone, Default)]
pub struct Rollup {
    /// A superior before those below it, year by year.
    pub sums: Vec<Sum>,
    /// Reports, as indices, of offices that the table does not name.
    pub unlisted: Vec<usize>,
    /// Reports whose office or year was not read.
    pub strays: Vec<usize>,
}

/// One superior in one year.
#[derive(Debug, Clone)]
pub struct Sum {
    /// Index of the office.
    pub office: usize,
    /// How many superiors it has itself.
    pub depth: usize,
    pub year: i64,
    /// Its own reports: one, if it can be checked.
    pub reports: Vec<usize>,
    /// Its parts: index of the office, and its reports.
    pub parts: Vec<(usize, Vec<usize>)>,
    /// Figures, or places of rules, that tie.
    pub held: usize,
    pub off: Vec<Off>,
    /// Rules of the form about the parts that do not hold.
    pub failed: usize,
    /// Figures that could not be compared.
    pub open: usize,
    pub findings: Vec<Diagnostic>,
}

/// A figure that is not what its parts make.
#[derive(Debug, Clone)]
pub struct Off {
    pub slot: SlotId,
    pub at: At,
    /// As the superior reports it, and the sum of its parts; in the figure's own unit.
    pub own: Decimal,
    pub sum: Decimal,
    /// What is too much (or too little, if negative).
    pub difference: Decimal,
    /// By part, as in [`Sum::parts`]; `None` for a part that leaves it out.
    pub parts: Vec<Option<Decimal>>,
    /// It is a total, or follows from others.
    pub computed: bool,
}

/// Figures that are drawn; the others are in the data.
const DRAWN: usize = 6;

/// Holds every superior against the sum of its parts. A form that has rules with `parts` is held to those; in any other every count and
/// every amount of its tables is to be the sum.
pub fn rollup(forms: &[Forms<'_>], reports: &[Filed], offices: &Superiors, relation: Relation) -> Rollup {
    let mut all = Rollup::default();
    let mut by_office: HashMap<(usize, i64), Vec<usize>> = HashMap::new();
    let mut years: BTreeSet<i64> = BTreeSet::new();
    for (at, report) in reports.iter().enumerate() {
        let name = report.who.office_name();
        match (fold(&name).is_empty(), report.who.year, offices.find(&name)) {
            (true, _, _) | (false, None, _) => all.strays.push(at),
            (false, Some(_), None) => all.unlisted.push(at),
            (false, Some(year), Some(office)) => {
                years.insert(year);
                by_office.entry((office, year)).or_default().push(at);
            }
        }
    }
    let of = |office: usize, year: i64| by_office.get(&(office, year)).cloned().unwrap_or_default();
    let mut work =
        Work { forms, reports, offices, relation, evaluator: Evaluator::default(), continuations: Continuations::default() };
    for year in years {
        for (office, depth) in offices.superiors() {
            let below = offices.offices.get(office).map(|office| office.parts.as_slice()).unwrap_or_default();
            let parts: Vec<(usize, Vec<usize>)> = below.iter().map(|part| (*part, of(*part, year))).collect();
            let own = of(office, year);
            if own.is_empty() && parts.iter().all(|(_, reports)| reports.is_empty()) {
                continue;
            }
            all.sums.push(work.sum(Sum {
                office,
                depth,
                year,
                reports: own,
                parts,
                held: 0,
                off: Vec::new(),
                failed: 0,
                open: 0,
                findings: Vec::new(),
            }));
        }
    }
    all
}

/// A superior and its parts, side by side.
struct Compared<'a> {
    own: &'a Filed,
    plan: &'a Plan,
    itself: Across<'a>,
    parts: Vec<Option<Across<'a>>>,
    columns: Vec<Column>,
    /// All parts are there.
    whole: bool,
}

struct Work<'a> {
    forms: &'a [Forms<'a>],
    reports: &'a [Filed],
    offices: &'a Superiors,
    relation: Relation,
    evaluator: Evaluator,
    continuations: Continuations,
}

impl Work<'_> {
    fn name(&self, office: usize) -> &str {
        self.offices.offices.get(office).map_or("", |office| office.name.as_str())
    }

    fn sum(&mut self, mut sum: Sum) -> Sum {
        sum.findings.extend(self.missing(&sum));
        let (reports, all_forms) = (self.reports, self.forms);
        let [own] = sum.reports.as_slice() else { return sum };
        let Some(own) = reports.get(*own) else { return sum };
        let found = all_forms.iter().find_map(|forms| Some((*forms, forms.declared_at(own.form)?)));
        let Some((forms, (form, plan))) = found else { return sum };
        let mut parts: Vec<Option<Found<'_>>> = Vec::with_capacity(sum.parts.len());
        for (_, part) in &sum.parts {
            let report = match part.as_slice() {
                [one] => reports.get(*one),
                _ => None,
            };
            parts.push(match report.map(|report| ready(&self.continuations, forms, form, own.file, report)) {
                Some(Ok(found)) => Some(found),
                Some(Err(said)) => {
                    sum.findings.push(*said);
                    None
                }
                None => None,
            });
        }
        if plan.rules.iter().any(|rule| rule.needs == Some(Needs::Parts)) {
            self.by_rules(&mut sum, own, plan, &parts);
        } else {
            self.by_figures(&mut sum, own, form, plan, &parts);
        }
        sum
    }

    /// The rules of the form about its parts; they need all of them.
    fn by_rules(&mut self, sum: &mut Sum, own: &Filed, plan: &Plan, parts: &[Option<Found<'_>>]) {
        let all: Option<Vec<Other<'_>>> = parts.iter().map(|part| part.as_ref().map(Found::other)).collect();
        let Some(all) = all else {
            sum.open = plan.rules.iter().filter(|rule| rule.needs == Some(Needs::Parts)).count();
            return;
        };
        let assessment = self.evaluator.across(plan, &own.bound, Others { prior: None, parts: Some(&all) });
        sum.held = assessment.counts.held + assessment.counts.held_within;
        sum.failed = assessment.counts.failed;
        sum.open = assessment.counts.not_assessable + assessment.counts.not_computed;
        sum.findings.extend(assessment.findings);
    }

    /// Every figure that adds up.
    fn by_figures(&self, sum: &mut Sum, own: &Filed, form: &Form, plan: &Plan, parts: &[Option<Found<'_>>]) {
        let same = Carry::Same;
        let itself = Across::of(Other { plan, bound: &own.bound, carry: &same, meta: &own.bound.meta });
        let read: Vec<Option<Across<'_>>> = parts.iter().map(|part| part.as_ref().map(|it| Across::of(it.other()))).collect();
        let whole = read.iter().all(Option::is_some);
        // What was compared, for the search of the part that explains it all.
        let mut columns: Vec<Column> = Vec::new();
        for slot in summed(form, plan) {
            let values: Vec<Option<Counted>> = read.iter().map(|part| part.as_ref().map(|part| part.figure(slot).0)).collect();
            let unknown = values.iter().flatten().any(|value| *value == Counted::Unknown);
            let total = values.iter().flatten().try_fold(Decimal::ZERO, |sum, value| match value {
                Counted::Number(value) => sum.checked_add(*value),
                Counted::LeftOut | Counted::Unknown => Some(sum),
            });
            let mine = match itself.figure(slot).0 {
                Counted::Number(value) => Some(value),
                Counted::LeftOut if total.is_some_and(|total| total.is_zero()) => {
                    sum.held += usize::from(whole && !unknown);
                    sum.open += usize::from(!whole || unknown);
                    continue;
                }
                Counted::LeftOut | Counted::Unknown => None,
            };
            let difference = mine.zip(total).and_then(|(mine, total)| mine.checked_sub(total));
            let (Some(mine), Some(total), Some(difference)) = (mine, total, difference) else {
                sum.open += 1;
                continue;
            };
            let too_little = difference.is_negative();
            // Without some of the parts only what is too little already is known to be wrong: no figure of theirs makes it right.
            let nonnegative = plan.slots.get(slot).is_some_and(|slot| {
                matches!(slot.ty.kind, crate::model::ValueKind::Natural) || slot.ty.limits.iter().any(at_least_zero)
            });
            let off = match (whole && !unknown, self.relation) {
                (true, Relation::Sum) => !difference.is_zero(),
                (true, Relation::AtLeast) => too_little,
                (false, _) if too_little && nonnegative => true,
                (false, _) => {
                    sum.open += 1;
                    continue;
                }
            };
            let number = |value: &Option<Counted>| match value {
                Some(Counted::Number(value)) => Some(*value),
                Some(Counted::LeftOut | Counted::Unknown) | None => None,
            };
            let parts: Vec<Option<Decimal>> = values.iter().map(number).collect();
            columns.push(Column {
                slot,
                difference: if off { difference } else { Decimal::ZERO },
                own: mine,
                parts: parts.clone(),
            });
            if !off {
                sum.held += 1;
                continue;
            }
            sum.off.push(Off {
                slot,
                at: plan.place(slot),
                own: mine,
                sum: total,
                difference,
                parts,
                computed: plan.slots.get(slot).is_some_and(|slot| slot.computed),
            });
        }
        if !sum.off.is_empty() {
            let finding = self.finding(sum, &Compared { own, plan, itself, parts: read, columns, whole });
            sum.findings.push(finding);
        }
    }

    fn finding(&self, sum: &Sum, compared: &Compared<'_>) -> Diagnostic {
        let Compared { own, plan, itself, parts, columns, whole } = compared;
        let amount = |slot: SlotId, value: Decimal| format!("{}{}", value.normalized(), plan.unit(slot)).replace('-', "−");
        let wording = match (self.relation, *whole) {
            (Relation::Sum, true) => &w::OFF,
            (Relation::AtLeast, _) | (Relation::Sum, false) => &w::OFF_LESS,
        };
        let message = wording
            .with("office", self.name(sum.office))
            .with("year", sum.year.to_string())
            .with("count", sum.off.len())
            .with("parts", parts.iter().flatten().count());
        let mut finding = Diagnostic::error(Code::G0414, message);
        // While parts are missing, every difference may be theirs.
        let columns = if *whole { columns.as_slice() } else { &[] };
        let verdict = blame::blame(plan, columns, &|part| sum.parts.get(part).map_or("", |(office, _)| self.name(*office)));
        // Figures that follow from others come last: they are off because those are.
        let mut off: Vec<&Off> = sum.off.iter().collect();
        off.sort_by_key(|off| off.computed);
        let plain = off.iter().filter(|off| !off.computed).count();
        for (at, off) in off.iter().enumerate() {
            let span = itself.figure(off.slot).1.unwrap_or(Span::file_start(own.file));
            let said = w::OFF_HERE
                .with("cell", plan.name(off.slot))
                .with("own", amount(off.slot, off.own))
                .with("sum", amount(off.slot, off.sum))
                .with("difference", amount(off.slot, off.difference));
            let minor = at >= DRAWN || (plain > 0 && off.computed);
            finding.labels.push(Label { minor, ..Label::new(span, said) });
            for (index, part) in parts.iter().enumerate() {
                let Some((Counted::Number(value), Some(span))) = part.as_ref().map(|part| part.figure(off.slot)) else {
                    continue;
                };
                if at >= DRAWN && !verdict.parts.contains(&index) {
                    continue;
                }
                let office = sum.parts.get(index).map_or("", |(office, _)| self.name(*office));
                let named = verdict.parts.contains(&index) || (verdict.parts.is_empty() && parts.len() <= DRAWN && plain <= 1);
                let said =
                    w::PART_HERE.with("office", office).with("cell", plan.name(off.slot)).with("value", amount(off.slot, value));
                let minor = minor || !named || value.is_zero();
                finding.labels.push(Label { minor, ..Label::new(span, said) });
            }
        }
        finding.notes = verdict.notes;
        let first = off.first();
        let text = |value: fn(&Off) -> Decimal| first.map(|off| value(off).normalized().to_string());
        finding.with_help(w::OFF_HELP.plain()).with_finding(Finding {
            at: first.map(|off| off.at.clone()).unwrap_or_default(),
            left: text(|off| off.own),
            right: text(|off| off.sum),
            difference: text(|off| off.difference),
            ..Finding::default()
        })
    }

    /// Reports that are not there, or there several times.
    fn missing(&self, sum: &Sum) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let (office, year) = (self.name(sum.office).to_owned(), sum.year.to_string());
        let at = |office: usize| self.offices.offices.get(office).map(|office| office.at);
        let listed = |finding: Diagnostic, office: usize| match at(office) {
            Some(span) => finding.at(span, w::LISTED_HERE.plain()),
            None => finding,
        };
        if sum.reports.is_empty() {
            let message = w::NO_SUPERIOR.with("office", &office).with("year", &year);
            findings.push(listed(Diagnostic::warning(Code::G0415, message), sum.office));
        }
        let absent: Vec<usize> = sum.parts.iter().filter(|(_, reports)| reports.is_empty()).map(|(part, _)| *part).collect();
        if !absent.is_empty() && !sum.reports.is_empty() {
            let names: Vec<String> = absent.iter().map(|part| self.name(*part).to_owned()).collect();
            let message =
                w::NO_PARTS.with("office", &office).with("year", &year).with("count", absent.len()).with("names", names);
            findings.push(absent.iter().fold(Diagnostic::error(Code::G0415, message), |finding, part| listed(finding, *part)));
        }
        let own = std::iter::once((sum.office, &sum.reports));
        for (office, reports) in own.chain(sum.parts.iter().map(|(office, reports)| (*office, reports))) {
            if reports.len() < 2 {
                continue;
            }
            let message = w::SEVERAL_OF.with("office", self.name(office)).with("year", &year).with("count", reports.len());
            let mut finding = Diagnostic::error(Code::G0415, message);
            for report in reports.iter().filter_map(|at| self.reports.get(*at)) {
                finding = finding.at(report.place(), w::SEVERAL_HERE.plain());
            }
            findings.push(finding);
        }
        findings
    }
}

fn at_least_zero(limit: &crate::model::Limit) -> bool {
    use crate::syntax::ast::CompareOp;
    matches!(limit.op, CompareOp::GreaterEqual | CompareOp::Greater) && !limit.value.is_negative()
}

/// The figures that are to be sums: counts and amounts of tables; what is computed otherwise than by adding, and sentences, are not.
fn summed(form: &Form, plan: &Plan) -> Vec<SlotId> {
    let mut computed: BTreeSet<SlotId> = BTreeSet::new();
    for check in &plan.checks {
        let derived = plan.rules.get(check.rule as usize).is_some_and(|rule| rule.origin == Origin::Derived);
        if derived && matches!(check.body, Body::Code { .. }) {
            computed.extend(plan.operands(check).first());
        }
    }
    let only_sentences = form.tables.iter().all(|table| table.kind == TableKind::Facts);
    let fits = |slot: &crate::plan::Slot| match form.table(slot.cell.table).map(|table| table.kind) {
        Some(TableKind::Table) => true,
        Some(TableKind::Facts) => only_sentences && !slot.optional,
        None => false,
    };
    let all = plan.slots.list.iter().enumerate().map(|(at, slot)| (SlotId(at as u32), slot));
    all.filter(|(id, slot)| adds_up(&slot.ty.kind) && fits(slot) && !computed.contains(id)).map(|(id, _)| id).collect()
}
