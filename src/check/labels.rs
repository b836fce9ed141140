//! Labels that cannot be told apart in a report.

use std::collections::HashMap;

use crate::diag::wording::check as say;
use crate::diag::{Code, Diagnostic, Message, Wording};
use crate::model::{Form, ItemId, Items, Label, Table, TableKind};
use crate::source::Span;

/// What labels compare by. Ordinals and remarks stay: two items of one level may differ by nothing else.
fn key(label: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    label.nfkc().filter(|c| !c.is_whitespace()).collect()
}

pub fn check(form: &Form, out: &mut Vec<Diagnostic>) {
    for table in &form.tables {
        for items in [&table.rows, &table.columns].into_iter().flatten() {
            items_of(table, items, out);
        }
    }
    captions(form, out);
    headings(form, out);
}

/// One label of one thing, in printed order.
struct Printed<'m> {
    owner: usize,
    name: &'m str,
    label: &'m Label,
    /// Its first label, or the name in place of one.
    first: bool,
}

fn items_of(table: &Table, items: &Items, out: &mut Vec<Diagnostic>) {
    let roots: Vec<ItemId> = items.roots().collect();
    let levels = std::iter::once(roots.as_slice()).chain(items.list.iter().map(|item| item.children.as_slice()));
    for level in levels {
        let printed = level.iter().filter_map(|id| Some((*id, items.get(*id)?))).flat_map(|(id, item)| {
            item.labels.iter().enumerate().map(move |(at, label)| Printed {
                owner: id.0 as usize,
                name: &item.name,
                label,
                first: at == 0,
            })
        });
        // A fact's text with a value of its own stands for that fact only; as a pattern it is compared all the same.
        let help = if table.kind == TableKind::Facts { None } else { Some(say::SAME_LABEL_HELP.plain()) };
        alike(printed, Code::G0326, &say::SAME_LABEL, help, out);
    }
}

/// Reports labels that come twice: an item whose first label is taken is lost, a further spelling is only of no use.
fn alike<'m>(
    printed: impl Iterator<Item = Printed<'m>>,
    code: Code,
    message: &'static Wording,
    help: Option<Message>,
    out: &mut Vec<Diagnostic>,
) {
    // First labels claim their text before further spellings do, wherever these stand.
    let (firsts, others): (Vec<Printed<'m>>, Vec<Printed<'m>>) = printed.partition(|printed| printed.first);
    let mut taken: HashMap<String, (usize, &'m str, Span)> = HashMap::new();
    for next in firsts.into_iter().chain(others) {
        let Some((owner, name, span)) = taken.get(&key(&next.label.text)).copied() else {
            taken.insert(key(&next.label.text), (next.owner, next.name, next.label.span));
            continue;
        };
        let diagnostic = match (owner == next.owner, next.first) {
            (false, true) => Diagnostic::error(code, message.with("first", name).with("second", next.name))
                .at(next.label.span, say::SAME_LABEL_LABEL.plain()),
            (false, false) => Diagnostic::warning(Code::G0325, say::SPELLING_TAKEN.with("other", name))
                .at(next.label.span, say::SPELLING_LABEL.plain()),
            (true, _) => Diagnostic::warning(Code::G0325, say::SPELLING_TWICE.with("other", name))
                .at(next.label.span, say::SPELLING_LABEL.plain()),
        };
        let diagnostic = diagnostic.at(span, say::SPELLING_FIRST.plain());
        out.push(match (&help, owner != next.owner && next.first) {
            (Some(help), true) => diagnostic.with_help(help.clone()),
            (Some(_), false) | (None, _) => diagnostic,
        });
    }
}

/// Two tables of one section under one caption.
fn captions(form: &Form, out: &mut Vec<Diagnostic>) {
    let mut by_section: HashMap<Option<u32>, Vec<Printed<'_>>> = HashMap::new();
    for (id, table) in form.table_ids() {
        let printed = table.labels.iter().enumerate().map(|(at, label)| Printed {
            owner: id.0 as usize,
            name: &table.name,
            label,
            first: at == 0,
        });
        by_section.entry(table.section.map(|section| section.0)).or_default().extend(printed);
    }
    for printed in by_section.into_values() {
        alike(printed.into_iter(), Code::G0327, &say::SAME_CAPTION, Some(say::SAME_CAPTION_HELP.plain()), out);
    }
}

/// Two sections of one level under one heading.
fn headings(form: &Form, out: &mut Vec<Diagnostic>) {
    let mut by_parent: HashMap<Option<u32>, Vec<Printed<'_>>> = HashMap::new();
    for (at, section) in form.sections.iter().enumerate() {
        let printed = section.labels.iter().enumerate().map(|(place, label)| Printed {
            owner: at,
            name: &section.name,
            label,
            first: place == 0,
        });
        by_parent.entry(section.parent.map(|parent| parent.0)).or_default().extend(printed);
    }
    for printed in by_parent.into_values() {
        alike(printed.into_iter(), Code::G0327, &say::SAME_HEADING, None, out);
    }
}
