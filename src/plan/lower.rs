//! Checked model → plan.

use std::ops::Range;

use super::{Body, Check, Needs, Op, Origin, PLAN_FORMAT, Plan, Rule, Side, SlotId, Slots, Term, order, place_of};
use crate::model::{
    Aggregate, CellRef, Expr, ExprKind, Form, Func, ItemId, Items, Model, Over, Reach, Ref, Table, TableId, UnitId, ValueKind,
};
use crate::number::Decimal;
use crate::source::Span;
use crate::syntax::ast::{CompareOp, LogicOp};

/// One place of a vector: the ordinal among the figure items of the dimension that it runs over. Matching dimensions have the
/// same items in the same order (`check`), so one ordinal serves them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    pub ordinal: usize,
}

pub(super) struct Lowering<'m> {
    pub model: &'m Model,
    pub form: &'m Form,
    pub slots: Slots,
    pub rules: Vec<Rule>,
    pub checks: Vec<Check>,
    pub terms: Vec<Term>,
    pub code: Vec<Op>,
}

/// Plans one form of a model that passed `check`. Total: on a form with mistakes it leaves out what it cannot lower.
pub fn plan(model: &Model, form: &Form) -> Plan {
    let slots = Slots::of(form);
    let mut lowering =
        Lowering { model, form, slots, rules: Vec::new(), checks: Vec::new(), terms: Vec::new(), code: Vec::new() };
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
        let Lowering { model, form, slots, rules, checks, terms, code } = self;
        let totals = order::totals(&rules, &checks, &terms);
        let places: Vec<_> = slots.list.iter().map(|slot| place_of(form, slot.cell)).collect();
        let names = places
            .iter()
            .map(|at| {
                let parts: Vec<&str> = [&at.row, &at.column, &at.fact].into_iter().flatten().map(String::as_str).collect();
                if parts.is_empty() { at.table.clone().unwrap_or_default() } else { parts.join("·") }
            })
            .collect();
        let units = slots.list.iter().map(|slot| unit_text(model, slot.ty.unit, &slot.ty.kind)).collect();
        let origins = slots.list.iter().map(|slot| origin_of(form, slot.cell)).collect();
        let year = form.applies.as_ref().map(|applies| applies.meta.0);
        let unread_columns = unread_columns(form);
        Plan {
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
            origins,
            year,
            unread_columns,
        }
    }

    fn written(&mut self, rule: &crate::model::Rule) {
        let needs = needs(&rule.condition).or_else(|| rule.when.as_ref().and_then(needs));
        let index = self.push_rule(Rule {
            origin: Origin::Written,
            name: rule.name.clone(),
            text: rule.text.as_ref().map(|text| text.text.clone()),
            severity: rule.severity,
            basis: rule.basis.as_ref().map(|basis| basis.text.clone()),
            during: rule.during,
            suspended: rule.suspended.as_ref().map(|why| why.text.clone()),
            needs,
            span: rule.span,
            condition: rule.condition.span,
        });
        if needs.is_some() || rule.suspended.is_some() {
            return;
        }
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
        let all = (0..count).map(|ordinal| Element { ordinal });
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

    fn range_from(&self, start: usize) -> Range<u32> {
        start as u32..self.code.len() as u32
    }

    fn lower_code(&mut self, expr: &Expr, at: Element) -> Range<u32> {
        let start = self.code.len();
        self.emit(expr, at);
        self.range_from(start)
    }

    fn emit(&mut self, expr: &Expr, at: Element) {
        match &expr.kind {
            ExprKind::Number { value, unit, percent } => {
                let value = self.literal(*value, *unit, *percent).unwrap_or(*value);
                self.code.push(Op::Number(value));
            }
            ExprKind::Text(text) => self.code.push(Op::Word(text.clone())),
            ExprKind::Bool(value) => self.code.push(Op::Bool(*value)),
            ExprKind::Ref(Ref::Meta(meta)) => self.code.push(Op::Meta(meta.0)),
            ExprKind::Ref(reference) => {
                if let Some(slot) = self.slot_of(reference, at) {
                    let factor = self.factor_of(slot).unwrap_or(Decimal::ONE);
                    self.code.push(Op::Slot { slot, factor });
                }
            }
            // Deferred before lowering (`needs`); poison does not pass `check`.
            ExprKind::Prior(_) | ExprKind::Parts(_) | ExprKind::Poisoned => {}
            ExprKind::Aggregate { function, over } => self.emit_aggregate(*function, over, at),
            ExprKind::Itemwise { function, args } => {
                args.iter().for_each(|arg| self.emit(arg, at));
                self.code.push(Op::Aggregate { function: *function, count: args.len() as u32, skipping: false });
            }
            ExprKind::Call { function, args } => self.emit_call(*function, args, at),
            ExprKind::Negate(inner) => {
                self.emit(inner, at);
                self.code.push(Op::Negate);
            }
            ExprKind::Not(inner) => {
                self.emit(inner, at);
                self.code.push(Op::Not);
            }
            ExprKind::Arithmetic { op, left, right, .. } => {
                self.emit(left, at);
                self.emit(right, at);
                self.code.push(Op::Arithmetic(*op));
            }
            ExprKind::Compare { operands, ops } => {
                for (index, (pair, (op, _))) in operands.windows(2).zip(ops).enumerate() {
                    pair.iter().for_each(|operand| self.emit(operand, at));
                    self.code.push(Op::Compare(*op));
                    if index > 0 {
                        self.code.push(Op::And);
                    }
                }
            }
            ExprKind::In { value, alternatives } => {
                self.emit(value, at);
                alternatives.iter().for_each(|alternative| self.emit(alternative, at));
                self.code.push(Op::In(alternatives.len() as u32));
            }
            ExprKind::Between { value, from, to } => {
                let bounds = [(from, CompareOp::GreaterEqual), (to, CompareOp::LessEqual)];
                let mut emitted = 0;
                for (bound, op) in bounds {
                    let Some(bound) = bound else { continue };
                    self.emit(value, at);
                    self.emit(bound, at);
                    self.code.push(Op::Compare(op));
                    emitted += 1;
                }
                match emitted {
                    0 => self.code.push(Op::Bool(true)),
                    1 => {}
                    _ => self.code.push(Op::And),
                }
            }
            ExprKind::Logic { op, left, right } => {
                self.emit(left, at);
                self.emit(right, at);
                self.code.push(match op {
                    LogicOp::And => Op::And,
                    LogicOp::Or => Op::Or,
                    LogicOp::Implies => Op::Implies,
                });
            }
            ExprKind::If { condition, then, otherwise } => {
                for part in [condition, then, otherwise] {
                    self.emit(part, at);
                }
                self.code.push(Op::If);
            }
        }
    }

    fn emit_aggregate(&mut self, function: Aggregate, over: &Over, at: Element) {
        let mut count = 0u32;
        if let Some(slots) = self.aggregated(over, at) {
            for slot in slots {
                let factor = self.factor_of(slot).unwrap_or(Decimal::ONE);
                self.code.push(Op::Slot { slot, factor });
                count += 1;
            }
        } else if let Over::Along(line) = over {
            for ordinal in self.added_ordinals(line) {
                self.emit(line, Element { ordinal });
                count += 1;
            }
        }
        self.code.push(Op::Aggregate { function, count, skipping: true });
    }

    fn emit_call(&mut self, function: Func, args: &[Expr], at: Element) {
        let state = |op: fn(SlotId) -> Op, lowering: &Self| match args.first().map(|arg| &arg.kind) {
            Some(ExprKind::Ref(reference)) => lowering.slot_of(reference, at).map(op),
            _ => None,
        };
        let step = match function {
            Func::Blank => state(Op::IsBlank, self),
            Func::Absent => state(Op::IsAbsent, self),
            Func::Known => state(Op::IsKnown, self),
            Func::Abs | Func::Round => {
                args.iter().for_each(|arg| self.emit(arg, at));
                Some(if function == Func::Abs { Op::Abs } else { Op::Round })
            }
        };
        self.code.push(step.unwrap_or(Op::Bool(false)));
    }

    /// A literal in base units; percents divided.
    pub(super) fn literal(&self, value: Decimal, unit: Option<UnitId>, percent: bool) -> Option<Decimal> {
        let value = if percent { value.checked_mul(Decimal::new(1, 2))? } else { value };
        match unit.and_then(|unit| self.model.units.get(unit)) {
            Some(unit) => value.checked_mul(unit.factor),
            None => Some(value),
        }
    }

    /// What turns a figure of this slot into base units.
    pub(super) fn factor_of(&self, slot: SlotId) -> Option<Decimal> {
        let ty = &self.slots.get(slot)?.ty;
        if ty.kind == ValueKind::Percent {
            return Some(Decimal::new(1, 2));
        }
        Some(ty.unit.and_then(|unit| self.model.units.get(unit)).map_or(Decimal::ONE, |unit| unit.factor))
    }

    /// The slot of a numeric reference with its factor; `None` for words and metas.
    pub(super) fn numeric_slot(&self, reference: &Ref, at: Element) -> Option<(SlotId, Decimal)> {
        let slot = self.slot_of(reference, at)?;
        let numeric = self.slots.get(slot)?.ty.kind.is_numeric();
        if numeric { Some((slot, self.factor_of(slot)?)) } else { None }
    }

    /// The slot that a reference means at one element.
    pub(super) fn slot_of(&self, reference: &Ref, at: Element) -> Option<SlotId> {
        let cell = match reference {
            Ref::Cell(cell) => *cell,
            Ref::Row { table, item } => {
                let column = self.nth(*table, Reach::Column, at)?;
                CellRef { table: *table, row: Some(*item), column }
            }
            Ref::Column { table, item } => {
                let row = self.nth(*table, Reach::Row, at)?;
                CellRef { table: *table, row, column: Some(*item) }
            }
            Ref::Table(_) | Ref::Meta(_) => return None,
        };
        self.slots.find(cell)
    }

    fn nth(&self, table: TableId, reach: Reach, at: Element) -> Option<Option<ItemId>> {
        let figures = self.figures(table, reach)?;
        // A vector over one item counts as a single figure anywhere.
        let ordinal = if figures.len() == 1 { 0 } else { at.ordinal };
        figures.get(ordinal).copied()
    }

    fn figures(&self, table: TableId, reach: Reach) -> Option<Vec<Option<ItemId>>> {
        let table = self.form.table(table)?;
        Some(match reach {
            Reach::Row => table.row_figures(),
            Reach::Column => table.column_figures(),
        })
    }

    fn dimension(&self, table: TableId, reach: Reach) -> Option<&'m Items> {
        let table: &'m Table = self.form.table(table)?;
        match reach {
            Reach::Row => table.rows.as_ref(),
            Reach::Column => table.columns.as_ref(),
        }
    }

    /// The slots of one line (or whole table), added items only.
    pub(super) fn slots_along(&self, reference: &Ref) -> Vec<SlotId> {
        let added = |table: TableId, reach: Reach| match self.dimension(table, reach) {
            Some(items) => items.all_parts().into_iter().map(Some).collect(),
            None => vec![None],
        };
        let cells: Vec<CellRef> = match reference {
            Ref::Cell(cell) => vec![*cell],
            Ref::Row { table, item } => {
                let columns = added(*table, Reach::Column);
                columns.into_iter().map(|column| CellRef { table: *table, row: Some(*item), column }).collect()
            }
            Ref::Column { table, item } => {
                let rows = added(*table, Reach::Row);
                rows.into_iter().map(|row| CellRef { table: *table, row, column: Some(*item) }).collect()
            }
            Ref::Table(table) => {
                let (rows, columns) = (added(*table, Reach::Row), added(*table, Reach::Column));
                let cell = |row: &Option<ItemId>, column: &Option<ItemId>| CellRef { table: *table, row: *row, column: *column };
                rows.iter().flat_map(|row| columns.iter().map(move |column| cell(row, column))).collect()
            }
            Ref::Meta(_) => Vec::new(),
        };
        cells.into_iter().filter_map(|cell| self.slots.find(cell)).collect()
    }

    /// The ordinals of the added items of the dimension a vector runs over.
    fn added_ordinals(&self, line: &Expr) -> Vec<usize> {
        let Some((table, reach)) = self.vector_of(line) else { return vec![0] };
        let (Some(items), Some(figures)) = (self.dimension(table, reach), self.figures(table, reach)) else { return vec![0] };
        let added = items.all_parts();
        figures
            .iter()
            .enumerate()
            .filter(|(_, item)| item.is_some_and(|item| added.contains(&item)))
            .map(|(ordinal, _)| ordinal)
            .collect()
    }

    /// The dimension of several items that an expression runs over, if it is a vector.
    fn vector_of(&self, expr: &Expr) -> Option<(TableId, Reach)> {
        let longer_than_one = |(table, reach)| self.figures(table, reach).filter(|items| items.len() > 1).map(|_| (table, reach));
        match &expr.kind {
            ExprKind::Ref(Ref::Row { table, .. }) => longer_than_one((*table, Reach::Column)),
            ExprKind::Ref(Ref::Column { table, .. }) => longer_than_one((*table, Reach::Row)),
            ExprKind::Aggregate { over: Over::Refs(refs), .. } => refs.iter().find_map(|reference| match reference {
                Ref::Row { table, .. } => longer_than_one((*table, Reach::Column)),
                Ref::Column { table, .. } => longer_than_one((*table, Reach::Row)),
                Ref::Cell(_) | Ref::Table(_) | Ref::Meta(_) => None,
            }),
            _ => children(expr).into_iter().find_map(|child| self.vector_of(child)),
        }
    }

    /// Whether all operands of a vector condition have slots at this element, and figures where figures are needed.
    fn comparable(&self, expr: &Expr, at: Element) -> bool {
        match &expr.kind {
            ExprKind::Ref(reference @ (Ref::Row { .. } | Ref::Column { .. } | Ref::Cell(_))) => {
                self.slot_of(reference, at).is_some()
            }
            _ => children(expr).into_iter().all(|child| self.comparable(child, at)),
        }
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

/// What a rule needs beyond one report.
pub(super) fn needs(expr: &Expr) -> Option<Needs> {
    match &expr.kind {
        ExprKind::Prior(_) => Some(Needs::Prior),
        ExprKind::Parts(_) => Some(Needs::Parts),
        _ => children(expr).into_iter().find_map(needs),
    }
}

/// The direct subexpressions; of an aggregate the line it runs along is *not* one, since it takes that axis away.
fn children(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Number { .. } | ExprKind::Text(_) | ExprKind::Bool(_) | ExprKind::Ref(_) | ExprKind::Poisoned => Vec::new(),
        ExprKind::Prior(inner) | ExprKind::Parts(inner) | ExprKind::Negate(inner) | ExprKind::Not(inner) => vec![inner],
        ExprKind::Aggregate { over: Over::Along(line), .. } => match &line.kind {
            ExprKind::Prior(_) | ExprKind::Parts(_) => vec![line],
            _ => Vec::new(),
        },
        ExprKind::Aggregate { over: Over::Refs(_), .. } => Vec::new(),
        ExprKind::Itemwise { args, .. } | ExprKind::Call { args, .. } => args.iter().collect(),
        ExprKind::Arithmetic { left, right, .. } | ExprKind::Logic { left, right, .. } => vec![left, right],
        ExprKind::Compare { operands, .. } => operands.iter().collect(),
        ExprKind::In { value, alternatives } => std::iter::once(&**value).chain(alternatives).collect(),
        ExprKind::Between { value, from, to } => std::iter::once(&**value).chain(from.as_deref()).chain(to.as_deref()).collect(),
        ExprKind::If { condition, then, otherwise } => vec![condition, then, otherwise],
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
