//! Rules for a reader: those the author wrote, and those that totals and derived lines imply.

use crate::describe;
use crate::diag::wording::doc as w;
use crate::diag::{Code, Lang};
use crate::model::{Form, Item, ItemId, ItemKind, Items, Model, Ref, Rule, RuleSeverity, Table, TableId};

/// One rule.
#[derive(Debug, Clone)]
pub struct Entry {
    pub id: String,
    pub name: String,
    /// In words, where the author wrote some.
    pub text: Option<String>,
    pub formula: String,
    /// `soft`, `note`; `None` for a hard one.
    pub severity: RuleSeverity,
    /// What else is to be said: when, how much may differ, in which years.
    pub details: Vec<String>,
    pub basis: Option<String>,
    /// What its failure is reported as.
    pub code: Code,
    /// The form implies it.
    pub implied: bool,
}

pub(super) fn written(model: &Model, form: &Form, rule: &Rule, around: Option<&str>, lang: Lang) -> Entry {
    let name = |reference: &Ref| describe::label_of_ref(form, rule.table, reference);
    let formula = |expr| describe::formula(expr, &model.units, lang, &name);
    let mut details = Vec::new();
    let mut say = |message: crate::diag::Message| details.push(message.render(lang));
    if let Some(when) = &rule.when {
        say(w::WHEN.with("when", formula(when)));
    }
    if let Some((value, unit)) = &rule.within {
        say(w::WITHIN.with("value", format!("{value}{}", model.units.name(*unit))));
    }
    if let Some((from, to)) = rule.during {
        let year = |year: Option<i64>| year.map(|year| year.to_string());
        match (year(from), year(to)) {
            (Some(from), Some(to)) => say(w::DURING.with("from", from).with("to", to)),
            (Some(from), None) => say(w::DURING_FROM.with("from", from)),
            (None, Some(to)) => say(w::DURING_TO.with("to", to)),
            (None, None) => {}
        }
    }
    if let Some(why) = &rule.suspended {
        say(w::SUSPENDED.with("why", &why.text));
    }
    if let Some(over) = over_each(form, rule) {
        say(over);
    }
    Entry {
        id: format!("rule-{}", rule.name),
        name: rule.name.clone(),
        text: rule.text.as_ref().map(|text| text.text.clone()),
        formula: formula(&rule.condition),
        severity: rule.severity,
        details,
        basis: rule.basis.as_ref().map(|basis| basis.text.clone()).filter(|basis| Some(basis.as_str()) != around),
        code: Code::G0401,
        implied: false,
    }
}

/// A rule over whole rows holds in each column.
fn over_each(form: &Form, rule: &Rule) -> Option<crate::diag::Message> {
    let mut open = vec![&rule.condition];
    while let Some(expr) = open.pop() {
        if let crate::model::ExprKind::Ref(reference) = &expr.kind {
            match reference {
                Ref::Row { table, .. } if form.table(*table)?.columns.is_some() => return Some(w::IN_EACH_COLUMN.plain()),
                Ref::Column { table, .. } if form.table(*table)?.rows.is_some() => return Some(w::IN_EACH_ROW.plain()),
                Ref::Row { .. } | Ref::Column { .. } | Ref::Cell(_) | Ref::Table(_) | Ref::Meta(_) => {}
            }
        }
        open.extend(crate::check::shape::children(expr).into_iter().filter(|_| {
            // Inside an aggregate an axis is taken away.
            !matches!(expr.kind, crate::model::ExprKind::Aggregate { .. })
        }));
    }
    None
}

/// What the items of a table imply.
pub(super) fn implied(model: &Model, form: &Form, id: TableId, table: &Table, lang: Lang) -> Vec<Entry> {
    let mut out = Vec::new();
    let both = table.rows.is_some() && table.columns.is_some();
    for (items, each) in [(table.rows.as_ref(), &w::IN_EACH_COLUMN), (table.columns.as_ref(), &w::IN_EACH_ROW)] {
        let Some(items) = items else { continue };
        let details = || if both { vec![each.plain().render(lang)] } else { Vec::new() };
        for (item_id, item) in items.iter() {
            let name = |id: ItemId| label(table, items, id);
            let own = name(item_id);
            let entry = |formula: String, code: Code| Entry {
                id: String::new(),
                name: own.clone(),
                text: None,
                formula,
                severity: RuleSeverity::Hard,
                details: details(),
                basis: item.basis.as_ref().map(|basis| basis.text.clone()),
                code,
                implied: true,
            };
            match &item.kind {
                ItemKind::TotalOf | ItemKind::TotalBeside => {
                    let parts: Vec<String> = items.total_parts(item_id).into_iter().map(name).collect();
                    if !parts.is_empty() {
                        out.push(entry(format!("{own} = {}", parts.join(" + ")), Code::G0402));
                    }
                }
                ItemKind::Derived(expr) => {
                    let of = |reference: &Ref| describe::label_of_ref(form, Some(id), reference);
                    let right = describe::formula(expr, &model.units, lang, &of);
                    out.push(entry(format!("{own} = {right}"), Code::G0404));
                }
                ItemKind::Figure | ItemKind::Heading => {}
            }
            if item.including {
                for child in &item.children {
                    out.push(entry(format!("{} ≤ {own}", name(*child)), Code::G0405));
                }
            }
        }
    }
    for (index, entry) in out.iter_mut().enumerate() {
        entry.id = format!("implied-{}-{index}", id.0);
    }
    out
}

/// An item's label; behind its group's when another of the list has the same.
fn label(table: &Table, items: &Items, id: ItemId) -> String {
    let of = |item: &Item| describe::item_label(table, item);
    let Some(item) = items.get(id) else { return String::new() };
    let own = of(item);
    let alike = items.iter().filter(|(_, other)| of(other) == own).take(2).count();
    match item.parent.and_then(|parent| items.get(parent)).filter(|_| alike > 1) {
        Some(parent) => format!("{}·{own}", of(parent)),
        None => own,
    }
}
