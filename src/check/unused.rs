//! What is declared and never used.

use std::collections::HashSet;

use super::shape::{self, MAX_DEPTH};
use crate::diag::wording::check as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{
    CellType, Expr, ExprKind, Form, Item, ItemId, ItemKind, Items, MetaId, Model, Over, Reach, Ref, TableId, TableKind, UnitId,
};
use crate::source::Span;

/// Facts named in one note at most.
const SHOWN: usize = 8;

/// Units that no form uses. A unit that converts into a used one is used: reports may print it.
pub fn units(model: &Model, out: &mut Vec<Diagnostic>) {
    let mut used: HashSet<UnitId> = HashSet::new();
    for form in &model.forms {
        let mut of_type = |ty: &CellType| used.extend(ty.unit);
        for table in &form.tables {
            table.cell.iter().for_each(&mut of_type);
            for items in [&table.rows, &table.columns].into_iter().flatten() {
                items.list.iter().filter_map(|item| item.ty.as_ref()).for_each(&mut of_type);
            }
        }
        form.meta.iter().for_each(|meta| of_type(&meta.ty));
        used.extend(form.rules.iter().filter_map(|rule| rule.within.and_then(|(_, unit)| unit)));
        for expr in expressions(form) {
            each(expr, 0, &mut |expr| {
                if let ExprKind::Number { unit: Some(unit), .. } = &expr.kind {
                    used.insert(*unit);
                }
            });
        }
    }
    let dimensions: HashSet<UnitId> = used.iter().filter_map(|id| model.units.get(*id)).map(|unit| unit.base).collect();
    for (_, unit) in model.units.iter().filter(|(_, unit)| !dimensions.contains(&unit.base)) {
        out.push(
            Diagnostic::warning(Code::G0324, say::UNUSED_UNIT.with("name", &unit.name))
                .at(unit.span, say::UNUSED_UNIT_LABEL.plain()),
        );
    }
}

/// Axes that no template spreads.
pub fn axes(model: &Model, out: &mut Vec<Diagnostic>) {
    for axis in model.axes.iter().filter(|axis| !axis.spread) {
        out.push(
            Diagnostic::warning(Code::G0324, say::UNUSED_AXIS.with("name", &axis.name))
                .at(axis.span, say::UNUSED_AXIS_LABEL.with("name", &axis.name)),
        );
    }
}

/// Metas that nothing reads, and facts that no rule names.
pub fn check(form: &Form, out: &mut Vec<Diagnostic>) {
    let mut used = Used::default();
    for expr in expressions(form) {
        each(expr, 0, &mut |expr| used.expr(expr));
    }
    metas(form, &used, out);
    facts(form, &used, out);
}

#[derive(Default)]
struct Used {
    metas: HashSet<MetaId>,
    lines: HashSet<(TableId, Reach, ItemId)>,
}

impl Used {
    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Ref(reference) => self.reference(reference),
            ExprKind::Aggregate { over: Over::Refs(refs), .. } => refs.iter().for_each(|reference| self.reference(reference)),
            ExprKind::Aggregate { over: Over::Along(_), .. }
            | ExprKind::Number { .. }
            | ExprKind::Text(_)
            | ExprKind::Bool(_)
            | ExprKind::Prior(_)
            | ExprKind::Parts(_)
            | ExprKind::Itemwise { .. }
            | ExprKind::Call { .. }
            | ExprKind::Negate(_)
            | ExprKind::Not(_)
            | ExprKind::Arithmetic { .. }
            | ExprKind::Compare { .. }
            | ExprKind::In { .. }
            | ExprKind::Between { .. }
            | ExprKind::Logic { .. }
            | ExprKind::If { .. }
            | ExprKind::Poisoned => {}
        }
    }

    fn reference(&mut self, reference: &Ref) {
        match reference {
            Ref::Cell(cell) => {
                self.lines.extend(cell.row.map(|row| (cell.table, Reach::Row, row)));
            }
            Ref::Row { table, item } => {
                self.lines.insert((*table, Reach::Row, *item));
            }
            Ref::Meta(meta) => {
                self.metas.insert(*meta);
            }
            Ref::Column { .. } | Ref::Table(_) => {}
        }
    }
}

fn metas(form: &Form, used: &Used, out: &mut Vec<Diagnostic>) {
    for (at, meta) in form.meta.iter().enumerate() {
        let id = MetaId(at as u32);
        let in_text = |text: &str| {
            let texts = text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
            texts
                .map(|inside| inside.split([':', '：', '+', '-', '＋', '－']).next().unwrap_or(inside).trim())
                .any(|name| name == meta.name)
        };
        let titled = form.titles.iter().any(|title| in_text(&title.text));
        let elsewhere = form.meta.iter().flat_map(|meta| &meta.patterns).any(|pattern| in_text(&pattern.text));
        let labelled = form.tables.iter().any(|table| {
            let items = [&table.rows, &table.columns].into_iter().flatten().flat_map(|items| &items.list);
            let labels = items.flat_map(|item| &item.labels).chain(&table.labels);
            labels.map(|label| label.text.as_str()).any(in_text)
        }) || form.sections.iter().flat_map(|section| &section.labels).any(|label| in_text(&label.text));
        let named = form.applies.as_ref().is_some_and(|applies| applies.meta == id) || form.key.contains(&id);
        if titled || elsewhere || labelled || named || used.metas.contains(&id) || !meta.patterns.is_empty() {
            continue;
        }
        out.push(
            Diagnostic::warning(Code::G0324, say::UNUSED_META.with("name", &meta.name))
                .at(meta.span, say::UNUSED_META_LABEL.plain()),
        );
    }
}

/// Facts exist to be extracted too, so this is one note for the form, and about required ones only: an optional figure that
/// no rule uses is there to be read when it is printed.
fn facts(form: &Form, used: &Used, out: &mut Vec<Diagnostic>) {
    let mut unused: Vec<(&Items, ItemId, Span)> = Vec::new();
    for (table_id, table) in form.table_ids().filter(|(_, table)| table.kind == TableKind::Facts) {
        let Some(items) = &table.rows else { continue };
        let mut in_rules: HashSet<ItemId> = HashSet::new();
        for (id, item) in items.iter() {
            match &item.kind {
                ItemKind::TotalOf | ItemKind::TotalBeside => {
                    in_rules.insert(id);
                    in_rules.extend(items.total_parts(id));
                }
                ItemKind::Derived(_) => {
                    in_rules.insert(id);
                }
                ItemKind::Heading | ItemKind::Figure => {}
            }
            if item.including {
                in_rules.insert(id);
                in_rules.extend(item.children.iter().copied());
            }
        }
        let is_free = |id: ItemId, item: &Item| {
            item.has_figure() && !item.optional && !in_rules.contains(&id) && !used.lines.contains(&(table_id, Reach::Row, id))
        };
        let free = items.iter().filter(|(id, item)| is_free(*id, item));
        unused.extend(free.map(|(id, item)| (items, id, item.span)));
    }
    let Some((_, _, first)) = unused.first() else { return };
    let mut names: Vec<String> = unused.iter().take(SHOWN).map(|(items, id, _)| items.short_name(*id)).collect();
    if unused.len() > SHOWN {
        names.push("…".to_owned());
    }
    let message = say::UNUSED_FACTS.with("count", unused.len()).with("names", names);
    let mut note = Diagnostic::note(Code::G0324, message).at(*first, say::UNUSED_FACTS_LABEL.plain());
    for (_, _, span) in unused.iter().skip(1).take(SHOWN - 1) {
        note = note.at(*span, say::UNUSED_FACTS_LABEL.plain());
    }
    out.push(note);
}

/// Every expression of a form: rules, their `when`, derived lines.
pub fn expressions(form: &Form) -> impl Iterator<Item = &Expr> {
    let of_rules = form.rules.iter().flat_map(|rule| rule.when.iter().chain(std::iter::once(&rule.condition)));
    let items =
        form.tables.iter().flat_map(|table| [&table.rows, &table.columns].into_iter().flatten()).flat_map(|items| &items.list);
    let derived = items.filter_map(|item| match &item.kind {
        ItemKind::Derived(expr) => Some(&**expr),
        ItemKind::Heading | ItemKind::Figure | ItemKind::TotalOf | ItemKind::TotalBeside => None,
    });
    of_rules.chain(derived)
}

fn each<'e>(expr: &'e Expr, depth: usize, look: &mut impl FnMut(&'e Expr)) {
    look(expr);
    if depth < MAX_DEPTH {
        shape::children(expr).into_iter().for_each(|child| each(child, depth + 1, look));
    }
}
