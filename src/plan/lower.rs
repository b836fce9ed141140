//! Checked model → plan.

use std::collections::HashMap;
use std::ops::Range;

use super::beyond::{Outside, Report};
use super::reach::needs;
use super::slots::places;
use super::{Body, Check, Op, Origin, PLAN_FORMAT, Plan, Rule, Side, SlotId, Slots, Term, order};
use crate::check::shape::elements;
use crate::model::{CellRef, Expr, ExprKind, Form, ItemId, Items, Model, Reach, Table, TableId, UnitId, ValueKind};
use crate::number::Decimal;
use crate::source::Span;
use crate::syntax::ast::{CompareOp, LogicOp};

/// One place of a vector: the ordinal among the figure items of the dimension that it runs over. Matching dimensions have the
/// same items in the same order (`check`), so one ordinal serves them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    pub ordinal: usize,
    pub report: Report,
}

impl Element {
    /// A place of the report itself.
    pub fn own(ordinal: usize) -> Element {
        Element { ordinal, report: Report::Own }
    }

    /// The same place in another report.
    pub fn of(self, report: Report) -> Element {
        Element { report, ..self }
    }
}

pub(super) struct Lowering<'m> {
    pub model: &'m Model,
    pub form: &'m Form,
    /// The items with figures of every dimension: a vector of a thousand items asks for them a thousand times.
    pub figures: HashMap<(TableId, Reach), Vec<Option<ItemId>>>,
    pub slots: Slots,
    pub rules: Vec<Rule>,
    pub checks: Vec<Check>,
    pub terms: Vec<Term>,
    pub code: Vec<Op>,
    pub outside: Outside,
}

/// Plans one form of a model that passed `check`. Total: on a form with mistakes it leaves out what it cannot lower.
pub fn plan(model: &Model, form: &Form) -> Plan {
    let slots = Slots::of(form);
    let dimensions = form.table_ids().flat_map(|(id, _)| [(id, Reach::Row), (id, Reach::Column)]);
    let figures = dimensions.map(|(id, reach)| ((id, reach), elements(form, id, reach))).collect();
    let mut lowering = Lowering {
        model,
        form,
        figures,
        slots,
        rules: Vec::new(),
        checks: Vec::new(),
        terms: Vec::new(),
        code: Vec::new(),
        outside: Outside::default(),
    };
    for (id, table) in form.table_ids() {
        lowering.implied(id, table);
    }
    for rule in &form.rules {
        lowering.written(rule);
    }
    lowering.finish()
}

impl<'m> Lowering<'m> {
    fn finish(self) -> Plan {
        let Lowering { model, form, figures: _, slots, rules, checks, terms, code, outside } = self;
        let totals = order::totals(&rules, &checks, &terms);
        let places = places(form, &slots);
        let names = places
            .iter()
            .map(|at: &crate::diag::At| {
                let parts: Vec<&str> = [&at.row, &at.column, &at.fact].into_iter().flatten().map(String::as_str).collect();
                if parts.is_empty() { at.table.clone().unwrap_or_default() } else { parts.join("·") }
            })
            .collect();
        let units = slots.list.iter().map(|slot| unit_text(model, slot.ty.unit, &slot.ty.kind)).collect();
        let base = |unit: Option<UnitId>| unit.and_then(|unit| model.units.get(unit)).map(|unit| unit.base);
        let base_units = slots.list.iter().map(|slot| model.units.name(base(slot.ty.unit)).to_owned()).collect();
        let origins = slots.list.iter().map(|slot| origin_of(form, slot.cell)).collect();
        let year = form.applies.as_ref().map(|applies| applies.meta.0);
        let unread_columns = unread_columns(form);
        let mut plan = Plan {
            format: PLAN_FORMAT,
            title: form.title(),
            slots,
            rules,
            checks,
            terms,
            code,
            totals,
            names,
            places,
            units,
            base_units,
            origins,
            year,
            unread_columns,
            beyond: None,
            held: Vec::new(),
        };
        plan.beyond = outside.finish(&plan).map(Box::new);
        plan
    }

    fn written(&mut self, rule: &crate::model::Rule) {
        let needs = needs(&rule.condition).or_else(|| needs(rule.when.as_ref()?));
        let mut own = Vec::new();
        if needs.is_some() {
            self.own_figures(&rule.condition, &mut own);
        }
        let index = self.push_rule(Rule {
            origin: Origin::Written,
            name: rule.name.clone(),
            text: rule.text.as_ref().map(|text| text.text.clone()),
            severity: rule.severity,
            basis: rule.basis.as_ref().map(|basis| basis.text.clone()),
            during: rule.during,
            suspended: rule.suspended.as_ref().map(|why| why.text.clone()),
            needs,
            own,
            span: rule.span,
            condition: rule.condition.span,
        });
        if rule.suspended.is_some() {
            return;
        }
        if needs.is_some() {
            self.enter_outside();
        }
        self.checks_of(index, rule);
        if needs.is_some() {
            self.leave_outside();
        }
    }

    fn checks_of(&mut self, index: u32, rule: &crate::model::Rule) {
        let within = rule.within.and_then(|(value, unit)| self.literal(value, unit, false));
        for at in self.elements(&rule.condition, rule.when.as_ref()) {
            let first = self.checks.len();
            self.condition(index, &rule.condition, at, within);
            let Some(when) = &rule.when else { continue };
            let when = self.lower_code(when, at);
            for check in self.checks.iter_mut().skip(first) {
                check.when = Some(when.clone());
            }
        }
    }

    /// The places at which a condition is to hold: one for a single figure, else one for each item of its dimension.
    fn elements(&self, condition: &Expr, when: Option<&Expr>) -> Vec<Element> {
        let reach = self.vector_of(condition).or_else(|| when.and_then(|when| self.vector_of(when)));
        let count = match reach.and_then(|(table, reach)| self.figures(table, reach)) {
            Some(figures) => figures.len(),
            None => 1,
        };
        let all = (0..count).map(Element::own);
        match reach {
            // A column of texts or line numbers beside columns of figures: nothing to compare there.
            Some(_) => all.filter(|at| self.comparable(condition, *at)).collect(),
            None => all.collect(),
        }
    }

    /// Splits a condition into checks: conjunctions and chains become one check a comparison, so that each failure shows
    /// its own two sides.
    fn condition(&mut self, rule: u32, condition: &Expr, at: Element, within: Option<Decimal>) {
        match &condition.kind {
            ExprKind::Logic { op: LogicOp::And, left, right } => {
                self.condition(rule, left, at, within);
                self.condition(rule, right, at, within);
            }
            ExprKind::Compare { operands, ops } => {
                for (pair, (op, _)) in operands.windows(2).zip(ops) {
                    let [left, right] = pair else { continue };
                    self.comparison(rule, left, *op, right, at, within);
                }
            }
            ExprKind::Between { value, from, to } => {
                if let Some(from) = from {
                    self.comparison(rule, value, CompareOp::GreaterEqual, from, at, within);
                }
                if let Some(to) = to {
                    self.comparison(rule, value, CompareOp::LessEqual, to, at, within);
                }
            }
            ExprKind::In { value, alternatives } => {
                let left = self.lower_code(value, at);
                let mut sides = vec![left];
                for alternative in alternatives {
                    let side = self.lower_code(alternative, at);
                    sides.push(side);
                }
                let start = self.code.len();
                self.emit(value, at);
                for alternative in alternatives {
                    self.emit(alternative, at);
                }
                self.code.push(Op::In(alternatives.len() as u32));
                let code = self.range_from(start);
                self.checks.push(Check { rule, when: None, body: Body::Code { code, sides }, within });
            }
            _ => {
                let code = self.lower_code(condition, at);
                self.checks.push(Check { rule, when: None, body: Body::Code { code, sides: Vec::new() }, within });
            }
        }
    }

    fn comparison(&mut self, rule: u32, left: &Expr, op: CompareOp, right: &Expr, at: Element, within: Option<Decimal>) {
        if let (Some(left), Some(right)) = (self.linear(left, at), self.linear(right, at)) {
            let (left_constant, right_constant) = (left.constant, right.constant);
            let terms: Vec<Term> = left.into_terms(Side::Left).chain(right.into_terms(Side::Right)).collect();
            let terms = self.push_terms(terms);
            let body = Body::Linear { terms, op, left: left_constant, right: right_constant };
            self.checks.push(Check { rule, when: None, body, within });
            return;
        }
        let sides = vec![self.lower_code(left, at), self.lower_code(right, at)];
        let start = self.code.len();
        self.emit(left, at);
        self.emit(right, at);
        self.code.push(Op::Compare(op));
        let code = self.range_from(start);
        self.checks.push(Check { rule, when: None, body: Body::Code { code, sides }, within });
    }

    /// `line == expression` for an expression that is not linear.
    pub(super) fn push_derived_code(&mut self, rule: u32, slot: SlotId, factor: Decimal, expr: &Expr, at: Element) {
        let start = self.code.len();
        self.code.push(Op::Slot { slot, factor });
        let left = self.range_from(start);
        let right = self.lower_code(expr, at);
        let start = self.code.len();
        self.code.push(Op::Slot { slot, factor });
        self.emit(expr, at);
        self.code.push(Op::Compare(CompareOp::Equal));
        let code = self.range_from(start);
        self.checks.push(Check { rule, when: None, body: Body::Code { code, sides: vec![left, right] }, within: None });
    }

    pub(super) fn push_rule(&mut self, rule: Rule) -> u32 {
        self.rules.push(rule);
        (self.rules.len() - 1) as u32
    }

    pub(super) fn push_terms(&mut self, terms: Vec<Term>) -> Range<u32> {
        let start = self.terms.len() as u32;
        self.terms.extend(terms);
        start..self.terms.len() as u32
    }

    pub(super) fn range_from(&self, start: usize) -> Range<u32> {
        start as u32..self.code.len() as u32
    }

    pub(super) fn section_basis(&self, table: &Table) -> Option<&'m crate::model::Quoted> {
        let mut at = table.section;
        let mut steps = 0;
        while let Some(section) = at.and_then(|id| self.form.sections.get(id.0 as usize)) {
            if section.basis.is_some() {
                return section.basis.as_ref();
            }
            at = section.parent;
            steps += 1;
            if steps > self.form.sections.len() {
                return None;
            }
        }
        None
    }
}

fn unit_text(model: &Model, unit: Option<UnitId>, kind: &ValueKind) -> String {
    if *kind == ValueKind::Percent { "%".to_owned() } else { model.units.name(unit).to_owned() }
}

fn origin_of(form: &Form, cell: CellRef) -> Span {
    let table = form.table(cell.table);
    let row = cell.row.and_then(|id| table?.row(id)).map(|item| item.span);
    let column = cell.column.and_then(|id| table?.column(id)).map(|item| item.span);
    row.or(column).or(table.map(|table| table.span)).unwrap_or(form.span)
}

fn unread_columns(form: &Form) -> Vec<(String, Span)> {
    let unread = |items: Option<&Items>| -> Vec<(String, Span)> {
        items
            .into_iter()
            .flat_map(Items::iter)
            .filter(|(_, item)| item.ty.as_ref().is_some_and(|ty| matches!(ty.kind, ValueKind::Code | ValueKind::Unit)))
            .map(|(_, item)| (item.name.clone(), item.span))
            .collect()
    };
    form.tables.iter().flat_map(|table| [unread(table.rows.as_ref()), unread(table.columns.as_ref())].concat()).collect()
}
