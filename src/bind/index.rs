//! Every label of a form, by its folded core: what a piece of a document is looked up in.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::label::{self, Label, Likeness};
use crate::model::{self, Form, ItemId, Items, ReadPolicy, SectionId, Table, TableId, TableKind, Units, ValueKind};

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Caption,
    /// Printed over all rows or all columns.
    Over,
    Row(ItemId),
    Column(ItemId),
}

impl Part {
    pub fn row(self) -> Option<ItemId> {
        match self {
            Part::Row(item) => Some(item),
            Part::Caption | Part::Over | Part::Column(_) => None,
        }
    }
}

/// One label of a table that has this core.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub table: TableId,
    pub part: Part,
    pub label: Arc<Label>,
}

/// The labels of one form.
pub(super) struct FormIndex {
    labels: HashMap<String, Vec<Hit>>,
    sections: HashMap<String, Vec<(SectionId, Arc<Label>)>>,
    /// Folded unit spellings.
    units: HashSet<String>,
    /// Folded tokens of every `read` of the form.
    tokens: HashSet<String>,
    /// Rows of lists that have a cell of their own, and what it holds.
    single: HashMap<(TableId, ItemId), Single>,
    /// Some cell of the form may be a check box.
    boxes: bool,
}

/// The only cell of a list's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Single {
    Number,
    Words,
}

impl FormIndex {
    pub fn of(form: &Form, units: &Units) -> FormIndex {
        let mut index = FormIndex {
            labels: HashMap::new(),
            sections: HashMap::new(),
            units: units
                .iter()
                .flat_map(|(_, unit)| std::iter::once(&unit.name).chain(&unit.spellings))
                .map(|s| label::fold(s))
                .collect(),
            tokens: HashSet::new(),
            single: HashMap::new(),
            boxes: false,
        };
        index.add_tokens(&form.read);
        for (id, section) in form.sections.iter().enumerate() {
            for text in &section.labels {
                let label = Arc::clone(text.parsed());
                index.sections.entry(label.key().to_owned()).or_default().push((SectionId(id as u32), label));
            }
        }
        for (id, table) in form.table_ids() {
            if table.kind == TableKind::Facts {
                continue;
            }
            index.add_tokens(&table.read);
            for text in &table.labels {
                index.add(id, Part::Caption, text);
            }
            index.add_items(id, table.rows.as_ref(), Part::Row);
            index.add_cells(id, table);
            index.add_items(id, table.columns.as_ref(), Part::Column);
        }
        index
    }

    fn add_items(&mut self, table: TableId, items: Option<&Items>, part: impl Fn(ItemId) -> Part) {
        let Some(items) = items else { return };
        for text in &items.labels {
            self.add(table, Part::Over, text);
        }
        for (id, item) in items.iter() {
            self.add_tokens(&item.read);
            for text in &item.labels {
                self.add(table, part(id), text);
            }
        }
    }

    fn add_cells(&mut self, id: TableId, table: &Table) {
        let items = table.rows.iter().chain(&table.columns).flat_map(|items| &items.list);
        let mut types = items.filter_map(|item| item.ty.as_ref()).chain(&table.cell);
        self.boxes |= types.any(|ty| matches!(ty.kind, ValueKind::Bool | ValueKind::Enum(_)));
        if table.columns.is_some() {
            return;
        }
        for row in table.row_figures().into_iter().flatten() {
            let Some(ty) = table.cell_type(Some(row), None) else { continue };
            self.single.insert((id, row), if ty.kind.is_numeric() { Single::Number } else { Single::Words });
        }
    }

    /// What the cell behind a label holds, where the label is that of a row with one cell.
    pub fn single(&self, hits: &[Hit]) -> Option<Single> {
        hits.iter().find_map(|hit| self.single.get(&(hit.table, hit.part.row()?)).copied())
    }

    /// Whether a text is an answer by ticking, in a form that asks for such.
    pub fn is_ticked(&self, text: &str) -> bool {
        self.boxes && super::ticks::begins_with_box(text)
    }

    fn add(&mut self, table: TableId, part: Part, text: &model::Label) {
        let label = Arc::clone(text.parsed());
        self.labels.entry(label.key().to_owned()).or_default().push(Hit { table, part, label });
    }

    fn add_tokens(&mut self, policy: &ReadPolicy) {
        self.tokens.extend(policy.tokens.iter().map(|(token, _)| label::fold(token)));
    }

    /// The labels with this core.
    pub fn hits(&self, label: &Label) -> &[Hit] {
        self.labels.get(label.key()).map_or(&[], Vec::as_slice)
    }

    pub fn sections(&self, label: &Label) -> &[(SectionId, Arc<Label>)] {
        self.sections.get(label.key()).map_or(&[], Vec::as_slice)
    }

    pub fn is_token(&self, folded: &str) -> bool {
        self.tokens.contains(folded)
    }

    /// Whether a folded text looks like a figure, with or without a unit: enough to tell values from labels. What it is
    /// worth is decided where a cell is read.
    pub fn looks_like_figure(&self, folded: &str) -> bool {
        let body = folded.trim_start_matches(['+', '-', '约', '近', '¥', '增', '加', '减', '少', '↑', '↓']);
        let body = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(body);
        if !body.starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let end = body.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(body.len());
        let (number, rest) = body.split_at(end);
        if number.ends_with('.') || number.ends_with(',') {
            return false;
        }
        let rest = rest.trim_start_matches(['万', '亿', '千', '百', '余', '多', '%', '‰']);
        rest.is_empty() || self.is_unit(rest) || self.is_unit(folded.get(folded.len() - (body.len() - end)..).unwrap_or(""))
    }

    pub fn is_unit(&self, folded: &str) -> bool {
        self.units.contains(folded)
    }
}

/// The best likeness of a printed label to one of the labels of an item (among `hits`).
pub(super) fn best_likeness(hits: &[Hit], table: TableId, part: Part, printed: &Label) -> Likeness {
    let rank = |likeness: Likeness| match likeness {
        Likeness::Exact => 0,
        Likeness::RemarkDiffers => 1,
        Likeness::OrdinalDiffers => 2,
        Likeness::Near(edits) => 3 + edits,
        Likeness::No => usize::MAX,
    };
    hits.iter()
        .filter(|hit| hit.table == table && hit.part == part)
        .map(|hit| hit.label.compare(printed))
        .min_by_key(|likeness| rank(*likeness))
        .unwrap_or(Likeness::No)
}
