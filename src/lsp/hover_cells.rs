//! Cells under the cursor: which rules use them, what they are and how they are read.

use std::collections::BTreeSet;

use super::folder::Folder;
use crate::diag::Lang;
use crate::model::{
    CellRef, CellType, Expr, ExprKind, Form, Item, ItemId, Items, Over, Reach, ReadPolicy, Ref, TableId, Treatment,
};
use crate::plan::Origin;
use crate::source::Span;
use crate::syntax::keywords::KEYWORDS;

/// Where an item is declared or spread.
pub(super) struct Found<'f> {
    pub form: &'f Form,
    pub form_index: usize,
    pub table: TableId,
    pub reach: Reach,
    pub id: ItemId,
    pub items: &'f Items,
    pub item: &'f Item,
}

/// Every item whose name is declared there: several for an item of an axis that is spread in several tables.
pub(super) fn items_declared(folder: &Folder, at: Span) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    for (form_index, form) in folder.analysis.model.forms.iter().enumerate() {
        for (table, one) in form.table_ids() {
            for (reach, items) in [(Reach::Row, one.rows.as_ref()), (Reach::Column, one.columns.as_ref())] {
                let Some(items) = items else { continue };
                let here = items.iter().filter(|(_, item)| item.span == at);
                found.extend(here.map(|(id, item)| Found { form, form_index, table, reach, id, items, item }));
            }
        }
    }
    found
}

/// What uses some cells of a form: rules by their names, totals and derived lines by theirs.
#[derive(Debug, Default)]
pub(super) struct UsedBy {
    pub rules: BTreeSet<String>,
    pub totals: BTreeSet<String>,
}

impl UsedBy {
    /// From the plan, when the templates compile; from the names that rules write otherwise.
    pub fn of(folder: &Folder, form_index: usize, names: &[Span], fits: impl Fn(CellRef) -> bool) -> UsedBy {
        let mut used = UsedBy::default();
        if let Some(plan) = folder.library().and_then(|library| library.plans.get(form_index)) {
            for check in &plan.checks {
                let Some(rule) = plan.rules.get(check.rule as usize) else { continue };
                let mut own = plan
                    .operands(check)
                    .into_iter()
                    .enumerate()
                    .filter(|(_, slot)| plan.slots.get(*slot).is_some_and(|slot| fits(slot.cell)));
                let Some((first, _)) = own.next() else { continue };
                match rule.origin {
                    Origin::Written => {
                        used.rules.insert(rule.name.clone());
                    }
                    // The first operand is the total itself.
                    Origin::Total | Origin::Derived => {
                        if first > 0 || own.next().is_some() {
                            used.totals.insert(folder.sources.slice(rule.span).to_owned());
                        }
                    }
                    Origin::Including => {}
                }
            }
        }
        let Some(form) = folder.analysis.model.forms.get(form_index) else { return used };
        let mentions = |span: Span| {
            folder.analysis.uses.iter().any(|one| {
                names.contains(&one.declared) && one.at.file == span.file && one.at.start >= span.start && one.at.end <= span.end
            })
        };
        for rule in &form.rules {
            if mentions(rule.condition.span) || rule.when.as_ref().is_some_and(|when| mentions(when.span)) {
                used.rules.insert(rule.name.clone());
            }
        }
        used
    }
}

/// The cell that a rule means at a place: the innermost reference around it.
pub(super) fn cell_at(folder: &Folder, place: Span) -> Option<(usize, CellRef, Span)> {
    let covers = |span: Span| span.file == place.file && span.start <= place.start && place.end <= span.end;
    for (form_index, form) in folder.analysis.model.forms.iter().enumerate() {
        let rules = form.rules.iter().flat_map(|rule| rule.when.iter().chain([&rule.condition]));
        let items = form.tables.iter().flat_map(|table| table.rows.iter().chain(&table.columns)).flat_map(|items| &items.list);
        let lines = items.filter_map(|item| match &item.kind {
            crate::model::ItemKind::Derived(expr) => Some(expr.as_ref()),
            crate::model::ItemKind::Heading
            | crate::model::ItemKind::Figure
            | crate::model::ItemKind::TotalOf
            | crate::model::ItemKind::TotalBeside => None,
        });
        for expr in rules.chain(lines).filter(|expr| covers(expr.span)) {
            let mut found = None;
            visit(expr, &mut |inner| {
                if let ExprKind::Ref(Ref::Cell(cell)) = &inner.kind
                    && covers(inner.span)
                {
                    found = Some((form_index, *cell, inner.span));
                }
            });
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// Every expression of a tree, the outer ones first. A tree is at most [`crate::resolve::MAX_DEPTH`] deep.
fn visit<'e>(expr: &'e Expr, see: &mut impl FnMut(&'e Expr)) {
    see(expr);
    let mut all = |list: &[&'e Expr]| list.iter().for_each(|inner| visit(inner, see));
    match &expr.kind {
        ExprKind::Number { .. } | ExprKind::Text(_) | ExprKind::Bool(_) | ExprKind::Ref(_) | ExprKind::Poisoned => {}
        ExprKind::Prior(inner) | ExprKind::Parts(inner) | ExprKind::Negate(inner) | ExprKind::Not(inner) => all(&[inner]),
        ExprKind::Aggregate { over: Over::Along(inner), .. } => all(&[inner]),
        ExprKind::Aggregate { over: Over::Refs(_), .. } => {}
        ExprKind::Itemwise { args, .. } | ExprKind::Call { args, .. } => all(&args.iter().collect::<Vec<_>>()),
        ExprKind::Compare { operands, .. } => all(&operands.iter().collect::<Vec<_>>()),
        ExprKind::Arithmetic { left, right, .. } | ExprKind::Logic { left, right, .. } => all(&[left, right]),
        ExprKind::In { value, alternatives } => {
            all(&[value]);
            all(&alternatives.iter().collect::<Vec<_>>());
        }
        ExprKind::Between { value, from, to } => {
            all(&[value]);
            all(&from.iter().chain(to).map(Box::as_ref).collect::<Vec<_>>());
        }
        ExprKind::If { condition, then, otherwise } => all(&[condition, then, otherwise]),
    }
}

/// A type as its author wrote it.
pub(super) fn type_text(folder: &Folder, ty: &CellType) -> String {
    let written = folder.sources.slice(ty.span).trim();
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an item of a table counts as without a figure, in the words of the language; what nobody wrote is the default.
pub(super) fn read_text(form: &Form, table: TableId, item: Option<&Item>, lang: Lang) -> String {
    let Some(table) = form.table(table) else { return String::new() };
    let own = item.map(|item| item.read.clone()).unwrap_or_default();
    let optional = table.optional || item.is_some_and(|item| item.optional);
    let absent = if optional { Treatment::Skip } else { Treatment::Error };
    let defaults = ReadPolicy { blank: Some(Treatment::Error), absent: Some(absent), tokens: Vec::new() };
    policy_text(&own.over(&table.read).over(&form.read).over(&defaults), lang)
}

pub(super) fn policy_text(policy: &ReadPolicy, lang: Lang) -> String {
    let mut clauses = Vec::new();
    for (word, treatment) in [("blank", policy.blank), ("absent", policy.absent)] {
        clauses.extend(treatment.map(|treatment| format!("{} {}", keyword(word, lang), treatment_text(treatment, lang))));
    }
    const SHOWN: usize = 12;
    for (token, treatment) in policy.tokens.iter().take(SHOWN) {
        clauses.push(format!("\"{token}\" {}", treatment_text(*treatment, lang)));
    }
    if policy.tokens.len() > SHOWN {
        clauses.push("…".to_owned());
    }
    clauses.join(", ")
}

fn treatment_text(treatment: Treatment, lang: Lang) -> String {
    match treatment {
        Treatment::As(value) => format!("{} {value}", keyword("as", lang)),
        Treatment::Skip => keyword("skip", lang).to_owned(),
        Treatment::Unknown => keyword("unknown", lang).to_owned(),
        Treatment::Error => keyword("error", lang).to_owned(),
    }
}

pub(super) fn keyword(en: &'static str, lang: Lang) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Zh => KEYWORDS.iter().find(|keyword| keyword.en == en).map_or(en, |keyword| keyword.zh),
    }
}
