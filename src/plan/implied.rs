//! The checks that the form implies: totals, derived lines, "of which".

use super::lower::{Element, Lowering};
use super::{Body, Check, Needs, Origin, Rule, Side, SlotId, Term};
use crate::check::adds_up;
use crate::model::{CellRef, Item, ItemId, ItemKind, Items, Reach, RuleSeverity, Table, TableId};
use crate::number::Decimal;
use crate::syntax::ast::CompareOp;

impl Lowering<'_> {
    /// All implied rules of one table, rows first.
    pub(super) fn implied(&mut self, id: TableId, table: &Table) {
        for (reach, items) in [(Reach::Row, table.rows.as_ref()), (Reach::Column, table.columns.as_ref())] {
            let Some(items) = items else { continue };
            for (item_id, item) in items.iter() {
                match &item.kind {
                    ItemKind::TotalOf | ItemKind::TotalBeside => self.total(id, table, reach, items, item_id),
                    ItemKind::Derived(expr) => self.derived(id, table, reach, item_id, item, expr),
                    ItemKind::Figure | ItemKind::Heading => {}
                }
                if item.including {
                    for child in &item.children {
                        self.including(id, table, reach, items, *child, item_id);
                    }
                }
            }
        }
    }

    fn total(&mut self, id: TableId, table: &Table, reach: Reach, items: &Items, total: ItemId) {
        let Some(item) = items.get(total) else { return };
        let parts = items.total_parts(total);
        let rule = self.implied_rule(Origin::Total, "total".to_owned(), table, item, item.span);
        for across in across(table, reach) {
            let Some(slot) = self.cell_slot(id, reach, total, across).filter(|slot| self.adds_up(*slot)) else { continue };
            let Some(factor) = self.factor_of(slot) else { continue };
            let mut terms = vec![Term { slot, coefficient: factor, side: Side::Left, summed: false }];
            for part in parts.iter().filter_map(|part| self.cell_slot(id, reach, *part, across)) {
                let Some(coefficient) = self.factor_of(part) else { continue };
                terms.push(Term { slot: part, coefficient, side: Side::Right, summed: true });
            }
            self.push_linear(rule, terms, CompareOp::Equal);
        }
    }

    fn derived(&mut self, id: TableId, table: &Table, reach: Reach, line: ItemId, item: &Item, expr: &crate::model::Expr) {
        let rule = self.implied_rule(Origin::Derived, item.name.clone(), table, item, expr.span);
        let needs = super::reach::needs(expr);
        if let Some(needs) = needs {
            self.defer(rule, needs);
            self.enter_outside();
        }
        self.derived_checks(id, table, reach, line, rule, expr);
        if needs.is_some() {
            self.leave_outside();
        }
    }

    fn derived_checks(&mut self, id: TableId, table: &Table, reach: Reach, line: ItemId, rule: u32, expr: &crate::model::Expr) {
        for (ordinal, across) in across(table, reach).into_iter().enumerate() {
            let Some(slot) = self.cell_slot(id, reach, line, across) else { continue };
            let Some(factor) = self.factor_of(slot) else { continue };
            let at = Element::own(ordinal);
            match self.linear(expr, at) {
                Some(form) => {
                    let right = form.constant;
                    let mut terms = vec![Term { slot, coefficient: factor, side: Side::Left, summed: false }];
                    terms.extend(form.into_terms(Side::Right));
                    self.push_linear_with(rule, terms, CompareOp::Equal, Decimal::ZERO, right);
                }
                None => self.push_derived_code(rule, slot, factor, expr, at),
            }
        }
    }

    fn including(&mut self, id: TableId, table: &Table, reach: Reach, items: &Items, part: ItemId, whole: ItemId) {
        let Some(item) = items.get(part) else { return };
        let rule = self.implied_rule(Origin::Including, "including".to_owned(), table, item, item.span);
        for across in across(table, reach) {
            let (Some(part), Some(whole)) = (self.cell_slot(id, reach, part, across), self.cell_slot(id, reach, whole, across))
            else {
                continue;
            };
            let (Some(part_factor), Some(whole_factor)) = (self.factor_of(part), self.factor_of(whole)) else { continue };
            let terms = vec![
                Term { slot: part, coefficient: part_factor, side: Side::Left, summed: false },
                Term { slot: whole, coefficient: whole_factor, side: Side::Right, summed: false },
            ];
            self.push_linear(rule, terms, CompareOp::LessEqual);
        }
    }

    fn implied_rule(&mut self, origin: Origin, name: String, table: &Table, item: &Item, condition: crate::source::Span) -> u32 {
        let basis = item.basis.as_ref().or(table.basis.as_ref()).or(self.section_basis(table)).or(self.form.basis.as_ref());
        self.push_rule(Rule {
            origin,
            name,
            text: None,
            severity: RuleSeverity::Hard,
            basis: basis.map(|basis| basis.text.clone()),
            during: None,
            suspended: None,
            needs: None,
            own: Vec::new(),
            span: item.span,
            condition,
        })
    }

    fn defer(&mut self, rule: u32, needs: Needs) {
        if let Some(rule) = self.rules.get_mut(rule as usize) {
            rule.needs = Some(needs);
        }
    }

    fn push_linear(&mut self, rule: u32, terms: Vec<Term>, op: CompareOp) {
        self.push_linear_with(rule, terms, op, Decimal::ZERO, Decimal::ZERO);
    }

    fn push_linear_with(&mut self, rule: u32, terms: Vec<Term>, op: CompareOp, left: Decimal, right: Decimal) {
        let terms = self.push_terms(terms);
        self.checks.push(Check { rule, when: None, body: Body::Linear { terms, op, left, right }, within: None });
    }

    /// Whether the figures of a slot can stand in a sum: counts and amounts can, percents, texts and dates cannot.
    fn adds_up(&self, slot: SlotId) -> bool {
        self.slots.get(slot).is_some_and(|slot| adds_up(&slot.ty.kind))
    }

    /// The slot of an item of one dimension at an item of the other.
    fn cell_slot(&self, table: TableId, reach: Reach, item: ItemId, across: Option<ItemId>) -> Option<SlotId> {
        let cell = match reach {
            Reach::Row => CellRef { table, row: Some(item), column: across },
            Reach::Column => CellRef { table, row: across, column: Some(item) },
        };
        self.slots.find(cell)
    }
}

/// The figure items of the other dimension.
fn across(table: &Table, reach: Reach) -> Vec<Option<ItemId>> {
    match reach {
        Reach::Row => table.column_figures(),
        Reach::Column => table.row_figures(),
    }
}
