//! Labels that cannot be told apart in a report.

use std::collections::{BTreeMap, HashMap};

use crate::diag::wording::check as say;
use crate::diag::{Code, Diagnostic, Message, Wording};
use crate::label as printed;
use crate::model::{Form, ItemId, Items, Label, Table, TableKind};

/// Labels of one core that are compared with each other at most; with different ordinals there may be many.
const COMPARED: usize = 64;

/// How two texts compare: as printed labels, or as sentences.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Texts {
    Labels,
    Sentences,
}

/// A text ready to be compared. A missing ordinal or remark fits every one, as it does for the binder.
struct Compared {
    key: String,
    label: Option<printed::Label>,
}

impl Compared {
    fn of(texts: Texts, text: &str) -> Compared {
        match texts {
            Texts::Labels => {
                let label = printed::Label::parse(text);
                Compared { key: label.key().to_owned(), label: Some(label) }
            }
            Texts::Sentences => Compared { key: printed::fold(text), label: None },
        }
    }

    fn same(&self, other: &Compared) -> bool {
        match (&self.label, &other.label) {
            (Some(left), Some(right)) => left.compare(right) == printed::Likeness::Exact,
            (None, None) => self.key == other.key,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
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
        let (texts, help) = match table.kind {
            TableKind::Facts => (Texts::Sentences, &say::SAME_SENTENCE_HELP),
            TableKind::Table => (Texts::Labels, &say::SAME_LABEL_HELP),
        };
        alike(printed, texts, Code::G0326, &say::SAME_LABEL, Some(help.plain()), out);
    }
}

/// Reports labels that come twice: an item whose first label is taken is lost, a further spelling is only of no use.
fn alike<'m>(
    printed: impl Iterator<Item = Printed<'m>>,
    texts: Texts,
    code: Code,
    message: &'static Wording,
    help: Option<Message>,
    out: &mut Vec<Diagnostic>,
) {
    // First labels claim their text before further spellings do, wherever these stand.
    let (firsts, others): (Vec<Printed<'m>>, Vec<Printed<'m>>) = printed.partition(|printed| printed.first);
    let mut taken: HashMap<String, Vec<(Compared, Printed<'m>)>> = HashMap::new();
    for next in firsts.into_iter().chain(others) {
        let compared = Compared::of(texts, &next.label.text);
        let rivals = taken.entry(compared.key.clone()).or_default();
        let Some((_, rival)) = rivals.iter().take(COMPARED).find(|(other, _)| other.same(&compared)) else {
            rivals.push((compared, next));
            continue;
        };
        let (owner, name, span) = (rival.owner, rival.name, rival.label.span);
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
    let mut by_section: BTreeMap<Option<u32>, Vec<Printed<'_>>> = BTreeMap::new();
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
        alike(printed.into_iter(), Texts::Labels, Code::G0327, &say::SAME_CAPTION, Some(say::SAME_CAPTION_HELP.plain()), out);
    }
}

/// Two sections of one level under one heading.
fn headings(form: &Form, out: &mut Vec<Diagnostic>) {
    let mut by_parent: BTreeMap<Option<u32>, Vec<Printed<'_>>> = BTreeMap::new();
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
        alike(printed.into_iter(), Texts::Labels, Code::G0327, &say::SAME_HEADING, None, out);
    }
}
