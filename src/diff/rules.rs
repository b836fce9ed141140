//! Rules, by what they demand.
//!
//! A rule of one form and its counterpart are compared over the figures that both forms have: linear ones by elimination, with
//! what their own form implies (totals, derived lines) taken into account; the others by their structure. What a rule demands
//! that the other form demands anyway, by whatever other rules, is no difference.

use super::figures::Figures;
use super::linear::{Demand, System, row};
use super::matching::{How, Link, Pairs};
use super::{Change, Kind, Version, What};
use crate::describe;
use crate::diag::wording::diff as w;
use crate::diag::{Lang, Message};
use crate::model::{CellRef, Expr, Form, ItemId, Ref, RuleSeverity, TableId};
use crate::number::{Decimal, Rational};
use crate::plan::{Body, Check, Origin, Plan, Side, SlotId};
use crate::syntax::ast::CompareOp;

/// The linear demands of one rule; `None` when some of it is not linear or only holds under a condition.
struct Content {
    demands: Option<Vec<Demand>>,
    /// Some figure of it has no counterpart in the other form.
    alone: bool,
    /// Its condition with the names of the newer form; equal for rules that are written alike.
    written: String,
}

struct Sides<'a> {
    old: Version<'a>,
    new: Version<'a>,
    pairs: &'a Pairs,
    figures: &'a Figures,
    /// The number of new slots: columns from here on are old figures without a counterpart.
    width: u32,
    lang: Lang,
}

pub(super) fn changes(old: Version<'_>, new: Version<'_>, pairs: &Pairs, figures: &Figures, lang: Lang, out: &mut Vec<Change>) {
    let width = u32::try_from(new.plan.slots.list.len()).unwrap_or(u32::MAX / 2);
    let sides = Sides { old, new, pairs, figures, width, lang };
    // What both forms are held to by their totals, and with their hard rules besides.
    let base = |side: Which| sides.all(side, |rule| rule.origin != Origin::Written);
    let hard = |side: Which| sides.all(side, |rule| rule.severity == RuleSeverity::Hard && rule.suspended.is_none());
    let (base_old, base_new) = (base(Which::Old), base(Which::New));
    let (hard_old, hard_new) = (hard(Which::Old), hard(Which::New));
    let system = |demands: &[Demand]| System::of(demands.iter(), width);
    let (implied_old, implied_new) = (system(&base_old), system(&base_new));
    let (all_old, all_new) = (system(&hard_old), system(&hard_new));
    sides.totals(&implied_old, &implied_new, &all_old, &all_new, out);
    let rules_old = &old.form.rules;
    let rules_new = &new.form.rules;
    // By name, else alike in what they say.
    let content_old: Vec<Content> = rules_old.iter().map(|rule| sides.content(Which::Old, rule)).collect();
    let content_new: Vec<Content> = rules_new.iter().map(|rule| sides.content(Which::New, rule)).collect();
    let mut partner: Vec<Option<usize>> =
        rules_old.iter().map(|rule| rules_new.iter().position(|other| other.name == rule.name)).collect();
    for (at, content) in content_old.iter().enumerate() {
        if partner.get(at).copied().flatten().is_none() {
            let alike = |(index, other): (usize, &Content)| {
                (other.written == content.written && !content.alone && !partner.contains(&Some(index))).then_some(index)
            };
            let found = content_new.iter().enumerate().find_map(alike);
            if let Some(place) = partner.get_mut(at) {
                *place = found;
            }
        }
    }
    for (at, (rule, content)) in rules_old.iter().zip(&content_old).enumerate() {
        if partner.get(at).copied().flatten().is_some() {
            continue;
        }
        let elsewhere = content
            .demands
            .as_ref()
            .is_some_and(|demands| !demands.is_empty() && demands.iter().all(|demand| all_new.implies(demand)));
        if elsewhere && sides.plain(rule) {
            continue;
        }
        let wording = if content.alone { &w::RULE_WENT } else { &w::RULE_DROPPED };
        let message = wording.with("name", &rule.name).with("formula", sides.shown(old, rule));
        out.push(sides.change(Kind::Dropped, rule.table, old.form, vec![rule.name.clone()], Vec::new(), message));
    }
    for (index, (rule, content)) in rules_new.iter().zip(&content_new).enumerate() {
        let Some(at) = partner.iter().position(|other| *other == Some(index)) else {
            let elsewhere = content
                .demands
                .as_ref()
                .is_some_and(|demands| !demands.is_empty() && demands.iter().all(|demand| all_old.implies(demand)));
            if elsewhere && sides.plain(rule) {
                continue;
            }
            let wording = if content.alone { &w::RULE_NEW_FIGURES } else { &w::RULE_ADDED };
            let message = wording.with("name", &rule.name).with("formula", sides.shown(new, rule));
            out.push(sides.change(Kind::Added, rule.table, new.form, Vec::new(), vec![rule.name.clone()], message));
            continue;
        };
        let (Some(before), Some(was)) = (rules_old.get(at), content_old.get(at)) else { continue };
        sides.pair((before, was), (rule, content), (&base_old, &base_new), out);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Old,
    New,
}

impl Sides<'_> {
    fn version(&self, side: Which) -> Version<'_> {
        match side {
            Which::Old => self.old,
            Which::New => self.new,
        }
    }

    fn change(
        &self,
        kind: Kind,
        table: Option<TableId>,
        form: &Form,
        old: Vec<String>,
        new: Vec<String>,
        message: Message,
    ) -> Change {
        let table = table.and_then(|id| form.table(id)).map(|table| table.name.clone()).filter(|name| !name.is_empty());
        Change { what: What::Rule, kind, table, old, new, message, evidence: None, certain: true }
    }

    /// No condition, no allowance, hard: what it demands is what its figures are held to.
    fn plain(&self, rule: &crate::model::Rule) -> bool {
        rule.severity == RuleSeverity::Hard && rule.when.is_none() && rule.suspended.is_none() && rule.during.is_none()
    }

    fn shown(&self, version: Version<'_>, rule: &crate::model::Rule) -> String {
        let name = |reference: &Ref| describe::label_of_ref(version.form, rule.table, reference);
        describe::formula(&rule.condition, &version.model.units, self.lang, &name)
    }

    /// Every linear demand of the rules that fit.
    fn all(&self, side: Which, fits: impl Fn(&crate::plan::Rule) -> bool) -> Vec<Demand> {
        let plan = self.version(side).plan;
        let of = |check: &Check| {
            let rule = plan.rules.get(check.rule as usize)?;
            (fits(rule) && check.when.is_none() && rule.during.is_none()).then(|| self.demand(side, check))?
        };
        plan.checks.iter().filter_map(of).map(|(demand, _)| demand).collect()
    }

    /// A check over the columns of the newer form, and whether all its figures are in both.
    fn demand(&self, side: Which, check: &Check) -> Option<(Demand, bool)> {
        let version = self.version(side);
        let Body::Linear { terms, op, left, right } = &check.body else { return None };
        let mut entries: Vec<(u32, Rational)> = Vec::new();
        let mut alone = false;
        for term in version.plan.terms(terms) {
            // Figures count in the base of their unit, whatever each form prints.
            let factor = factor_of(version, term.slot)?;
            let value = term.coefficient.to_rational() / factor;
            let value = if term.side == Side::Left { value } else { -value };
            match side {
                Which::New => {
                    alone |= self.is_alone(Which::New, term.slot);
                    entries.push((term.slot.0, value));
                }
                Which::Old => match self.figures.to_new.get(term.slot.0 as usize).map(Vec::as_slice) {
                    Some([]) | None => {
                        alone = true;
                        entries.push((self.width.saturating_add(term.slot.0), value));
                    }
                    Some(parts) => entries.extend(parts.iter().map(|part| (part.0, value.clone()))),
                },
            }
        }
        let constant = Decimal::to_rational(*right) - Decimal::to_rational(*left);
        let tolerance = tolerance(version.plan, check);
        Some((Demand { row: row(entries), op: *op, constant, tolerance }, alone))
    }

    fn content(&self, side: Which, rule: &crate::model::Rule) -> Content {
        let version = self.version(side);
        let index = version.plan.rules.iter().position(|other| other.origin == Origin::Written && other.name == rule.name);
        let checks: Vec<&Check> = version.plan.checks.iter().filter(|check| index == Some(check.rule as usize)).collect();
        let mut demands = Some(Vec::new());
        let mut alone = false;
        for check in &checks {
            match self.demand(side, check) {
                Some((demand, lonely)) => {
                    alone |= lonely;
                    if let Some(demands) = &mut demands {
                        demands.push(demand);
                    }
                }
                None => demands = None,
            }
            if demands.is_none() {
                alone |= version.plan.operands(check).iter().any(|slot| self.is_alone(side, *slot));
            }
        }
        if checks.is_empty() {
            demands = None;
        }
        let written = self.canonical(side, rule.table, &rule.condition);
        alone |= checks.is_empty() && written.contains('\u{1}');
        Content { demands, alone, written }
    }

    fn is_alone(&self, side: Which, slot: SlotId) -> bool {
        match side {
            Which::New => {
                let at = slot.0 as usize;
                self.figures.known.get(at) == Some(&false) || self.figures.part.get(at) == Some(&true)
            }
            Which::Old => self.figures.to_new.get(slot.0 as usize).is_none_or(Vec::is_empty),
        }
    }

    /// The structure of a condition with each reference named by what it is in the newer form; `\u{1}` marks what has no
    /// counterpart.
    fn canonical(&self, side: Which, home: Option<TableId>, expr: &Expr) -> String {
        let version = self.version(side);
        let name = |reference: &Ref| -> String {
            let mapped = match side {
                Which::New => self.in_old(reference).then(|| reference.clone()),
                Which::Old => self.mapped(reference),
            };
            match mapped {
                Some(reference) => crate::check::key_of(&reference),
                None => format!("\u{1}{}", describe::label_of_ref(version.form, home, reference)),
            }
        };
        describe::formula(expr, &version.model.units, Lang::En, &name)
    }

    /// A reference of the older form as one of the newer.
    fn mapped(&self, reference: &Ref) -> Option<Ref> {
        let along = |item: ItemId, links: &[Link]| {
            let link = links.iter().find(|link| link.how == How::Same && link.old == [item])?;
            link.new.first().copied()
        };
        match reference {
            Ref::Meta(meta) => {
                let name = &self.old.form.meta.get(meta.0 as usize)?.name;
                let at = self.new.form.meta.iter().position(|meta| meta.name == *name)?;
                Some(Ref::Meta(crate::model::MetaId(u32::try_from(at).ok()?)))
            }
            Ref::Table(table) => Some(Ref::Table(self.pairs.of_old(*table)?.new)),
            Ref::Row { table, item } => {
                let pair = self.pairs.of_old(*table)?;
                Some(Ref::Row { table: pair.new, item: along(*item, &pair.rows)? })
            }
            Ref::Column { table, item } => {
                let pair = self.pairs.of_old(*table)?;
                Some(Ref::Column { table: pair.new, item: along(*item, &pair.columns)? })
            }
            Ref::Cell(cell) => {
                let pair = self.pairs.of_old(cell.table)?;
                let row = match cell.row {
                    Some(row) => Some(along(row, &pair.rows)?),
                    None => None,
                };
                let column = match cell.column {
                    Some(column) => Some(along(column, &pair.columns)?),
                    None => None,
                };
                Some(Ref::Cell(CellRef { table: pair.new, row, column }))
            }
        }
    }

    /// Whether a reference of the newer form is in the older one.
    fn in_old(&self, reference: &Ref) -> bool {
        let along = |item: ItemId, links: &[Link]| links.iter().any(|link| link.how == How::Same && link.new == [item]);
        match reference {
            Ref::Meta(meta) => {
                let name = self.new.form.meta.get(meta.0 as usize).map(|meta| meta.name.as_str());
                self.old.form.meta.iter().any(|meta| Some(meta.name.as_str()) == name)
            }
            Ref::Table(table) => self.pairs.of_new(*table).is_some(),
            Ref::Row { table, item } => self.pairs.of_new(*table).is_some_and(|pair| along(*item, &pair.rows)),
            Ref::Column { table, item } => self.pairs.of_new(*table).is_some_and(|pair| along(*item, &pair.columns)),
            Ref::Cell(cell) => self.pairs.of_new(cell.table).is_some_and(|pair| {
                cell.row.is_none_or(|row| along(row, &pair.rows)) && cell.column.is_none_or(|column| along(column, &pair.columns))
            }),
        }
    }

    /// What the forms imply: a total that adds other figures of both forms than before.
    fn totals(&self, old: &System, new: &System, all_old: &System, all_new: &System, out: &mut Vec<Change>) {
        for (side, other, others) in [(Which::Old, new, all_new), (Which::New, old, all_old)] {
            let version = self.version(side);
            let mut told: Vec<u32> = Vec::new();
            for check in &version.plan.checks {
                let Some(rule) = version.plan.rules.get(check.rule as usize) else { continue };
                if rule.origin == Origin::Written || told.contains(&check.rule) {
                    continue;
                }
                // Figures that only one form has change what a total adds: that is said of the figures.
                let Some((demand, false)) = self.demand(side, check) else { continue };
                if other.implies(&demand) || others.implies(&demand) {
                    continue;
                }
                told.push(check.rule);
                let name = self.implied_name(version.plan, check);
                let (kind, wording) = match side {
                    Which::Old => (Kind::Loosened, &w::IMPLIED_DROPPED),
                    Which::New => (Kind::Tightened, &w::IMPLIED_ADDED),
                };
                let mut change =
                    self.change(kind, None, version.form, Vec::new(), Vec::new(), wording.with("name", name.clone()));
                match side {
                    Which::Old => change.old.push(name),
                    Which::New => change.new.push(name),
                }
                out.push(change);
            }
        }
    }

    fn implied_name(&self, plan: &Plan, check: &Check) -> String {
        plan.terms_of(check).first().map(|term| plan.name(term.slot).to_owned()).unwrap_or_default()
    }

    /// A rule and its counterpart.
    fn pair(
        &self,
        (before, was): (&crate::model::Rule, &Content),
        (rule, is): (&crate::model::Rule, &Content),
        (base_old, base_new): (&[Demand], &[Demand]),
        out: &mut Vec<Change>,
    ) {
        let stronger = |base: &[Demand], demands: &[Demand], wanted: &[Demand]| {
            let system = System::of(base.iter().chain(demands), self.width);
            wanted.iter().all(|demand| system.implies(demand))
        };
        // Does the new rule demand all that the old one did, and the old one all that the new one does?
        let (keeps, known) = match (&was.demands, &is.demands) {
            _ if was.written == is.written && !was.alone && !is.alone => (true, true),
            (Some(old), Some(new)) => (stronger(base_new, new, old), stronger(base_old, old, new)),
            _ => (false, false),
        };
        let mut details: Vec<Message> = Vec::new();
        let mut direction = Direction { tighter: keeps && !known, looser: known && !keeps, other: !keeps && !known };
        if !(keeps && known) {
            details.push(w::FORMULA_FROM_TO.with("old", self.shown(self.old, before)).with("new", self.shown(self.new, rule)));
        }
        self.scope(before, rule, &mut details, &mut direction);
        let names = || (vec![before.name.clone()], vec![rule.name.clone()]);
        let mut push = |kind: Kind, message: Message| {
            let (old, new) = names();
            out.push(self.change(kind, rule.table, self.new.form, old, new, message));
        };
        if before.name != rule.name {
            push(Kind::Renamed, w::RENAMED.with("what", w::RULE.plain()).with("old", &before.name).with("new", &rule.name));
        }
        if let Some((kind, wording)) = direction.verdict() {
            push(kind, wording.with("name", &rule.name).with("details", details));
        } else if was.written != is.written && keeps && known {
            push(
                Kind::Rewritten,
                w::RULE_REWRITTEN
                    .with("name", &rule.name)
                    .with("old", self.shown(self.old, before))
                    .with("new", self.shown(self.new, rule)),
            );
        }
        let text = |rule: &crate::model::Rule| rule.text.as_ref().map(|text| text.text.clone());
        if text(before) != text(rule) {
            let shown = |rule: &crate::model::Rule| text(rule).unwrap_or_else(|| "—".to_owned());
            let message = w::RULE_TEXT.with("name", &rule.name).with("old", shown(before)).with("new", shown(rule));
            push(Kind::Relabelled, message);
        }
        // A basis that a rule has from around it is told there.
        let own = |rule: &crate::model::Rule, version: Version<'_>| {
            let around = rule.table.and_then(|id| version.form.table(id)).and_then(|table| table.basis.as_ref());
            let around = around.or(version.form.basis.as_ref()).map(|basis| basis.text.as_str());
            rule.basis.as_ref().map(|basis| basis.text.clone()).filter(|basis| Some(basis.as_str()) != around)
        };
        let (was, is) = (own(before, self.old), own(rule, self.new));
        if was != is {
            let shown = |basis: Option<String>| basis.unwrap_or_else(|| "—".to_owned());
            let message = w::BASIS_OF.with("what", w::RULE.plain()).with("name", &rule.name);
            push(Kind::Changed, message.with("old", shown(was)).with("new", shown(is)));
        }
    }

    /// How certain it is, when it applies, how much it allows.
    fn scope(&self, before: &crate::model::Rule, rule: &crate::model::Rule, details: &mut Vec<Message>, to: &mut Direction) {
        let rank = |severity: RuleSeverity| match severity {
            RuleSeverity::Hard => 2,
            RuleSeverity::Soft => 1,
            RuleSeverity::Note => 0,
        };
        let word = |severity: RuleSeverity| match severity {
            RuleSeverity::Hard => w::HARD.plain(),
            RuleSeverity::Soft => w::SOFT.plain(),
            RuleSeverity::Note => w::ONLY_NOTE.plain(),
        };
        if before.severity != rule.severity {
            to.tighter |= rank(rule.severity) > rank(before.severity);
            to.looser |= rank(rule.severity) < rank(before.severity);
            details.push(w::SEVERITY_FROM_TO.with("old", word(before.severity)).with("new", word(rule.severity)));
        }
        let when = |side: Which, rule: &crate::model::Rule| rule.when.as_ref().map(|when| self.canonical(side, rule.table, when));
        let shown = |version: Version<'_>, rule: &crate::model::Rule| match &rule.when {
            Some(when) => {
                let name = |reference: &Ref| describe::label_of_ref(version.form, rule.table, reference);
                w::FREE.with("text", describe::formula(when, &version.model.units, self.lang, &name))
            }
            None => w::ALWAYS.plain(),
        };
        let (was, is) = (when(Which::Old, before), when(Which::New, rule));
        if was != is {
            to.tighter |= is.is_none();
            to.looser |= was.is_none();
            to.other |= was.is_some() && is.is_some();
            details.push(w::WHEN_FROM_TO.with("old", shown(self.old, before)).with("new", shown(self.new, rule)));
        }
        // Years in which the newer form is not in force make no difference.
        let applies = self.new.form.applies.as_ref().map_or((None, None), |applies| (applies.from, applies.to));
        let years = |rule: &crate::model::Rule| narrowed(rule.during, applies);
        let (was, is) = (years(before), years(rule));
        if was != is {
            let wider = |one: Years, other: Years| covers(one, other);
            to.tighter |= wider(is, was);
            to.looser |= wider(was, is);
            to.other |= !wider(is, was) && !wider(was, is);
            details.push(w::DURING_FROM_TO.with("old", span_of(was)).with("new", span_of(is)));
        }
        match (&before.suspended, &rule.suspended) {
            (None, Some(why)) => {
                to.looser = true;
                details.push(w::SUSPENDED.with("why", &why.text));
            }
            (Some(_), None) => {
                to.tighter = true;
                details.push(w::RESUMED.plain());
            }
            (None, None) | (Some(_), Some(_)) => {}
        }
        let allowed = |version: Version<'_>, rule: &crate::model::Rule| {
            rule.within.as_ref().map(|(value, unit)| (*value, version.model.units.name(*unit).to_owned()))
        };
        let (was, is) = (allowed(self.old, before), allowed(self.new, rule));
        if was != is {
            let size = |side: &Option<(Decimal, String)>| side.as_ref().map_or(Rational::ZERO, |(value, _)| value.to_rational());
            to.tighter |= size(&is) < size(&was);
            to.looser |= size(&is) > size(&was);
            let shown = |side: Option<(Decimal, String)>| side.map_or("0".to_owned(), |(value, unit)| format!("{value}{unit}"));
            details.push(w::WITHIN_FROM_TO.with("old", shown(was)).with("new", shown(is)));
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Direction {
    tighter: bool,
    looser: bool,
    other: bool,
}

impl Direction {
    fn verdict(self) -> Option<(Kind, &'static crate::diag::Wording)> {
        match (self.tighter, self.looser, self.other) {
            (false, false, false) => None,
            (true, false, false) => Some((Kind::Tightened, &w::RULE_TIGHTENED)),
            (false, true, false) => Some((Kind::Loosened, &w::RULE_LOOSENED)),
            (true, true, _) | (_, _, true) => Some((Kind::Changed, &w::RULE_CHANGED)),
        }
    }
}

type Years = (Option<i64>, Option<i64>);

fn narrowed(during: Option<Years>, applies: Years) -> Years {
    let (from, to) = during.unwrap_or((None, None));
    let later = match (from, applies.0) {
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    };
    let earlier = match (to, applies.1) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    (later, earlier)
}

fn covers(one: Years, other: Years) -> bool {
    let from = one.0.is_none_or(|from| other.0.is_some_and(|other| from <= other));
    let to = one.1.is_none_or(|to| other.1.is_some_and(|other| to >= other));
    from && to
}

fn span_of((from, to): Years) -> String {
    let year = |year: Option<i64>| year.map(|year| year.to_string()).unwrap_or_default();
    format!("{}..{}", year(from), year(to))
}

/// What one of a figure is in the base of its dimension; a percentage in its hundredth.
fn factor_of(version: Version<'_>, slot: SlotId) -> Option<Rational> {
    let ty = &version.plan.slots.get(slot)?.ty;
    if ty.kind == crate::model::ValueKind::Percent {
        return Some(Rational::ONE / Rational::from(100));
    }
    let factor = ty.unit.and_then(|unit| version.model.units.get(unit)).map_or(Rational::ONE, |unit| unit.factor.to_rational());
    (factor != Rational::ZERO).then_some(factor)
}

/// How far the sides may be apart. Rounding cannot make equal things different.
fn tolerance(plan: &Plan, check: &Check) -> Rational {
    match check.body {
        Body::Linear { op: CompareOp::NotEqual, .. } if check.within.is_none() => Rational::ZERO,
        Body::Linear { .. } | Body::Code { .. } => crate::audit::tolerance(plan, check),
    }
}
