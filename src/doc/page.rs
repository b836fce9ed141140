//! What the page of a form says.

use std::collections::HashSet;

use super::grid::{self, Grid};
use super::rules::{self, Entry};
use crate::describe;
use crate::diag::wording::doc as w;
use crate::diag::{Code, Lang};
use crate::model::{Form, ItemKind, Items, Model, SectionId, TableId, TableKind};
use crate::plan::Plan;

#[derive(Debug, Clone)]
pub struct Page {
    pub lang: Lang,
    pub title: String,
    /// `zfxxgk@2021`.
    pub template: String,
    pub doc: Vec<String>,
    /// What the template says of itself: a word, and what it is.
    pub head: Vec<(String, Vec<String>)>,
    pub parts: Vec<Part>,
    /// The codes of the rules, for the explanations at the end.
    pub codes: Vec<Code>,
}

/// A section, or what stands outside of any.
#[derive(Debug, Clone)]
pub struct Part {
    pub id: String,
    pub heading: String,
    /// From 0, for sections within sections.
    pub depth: usize,
    /// Other spellings of the heading.
    pub spellings: Vec<String>,
    pub basis: Option<String>,
    pub prose: bool,
    pub blocks: Vec<Block>,
}

// A page has a few dozen of them; a box around each table would only cost.
#[allow(clippy::large_enum_variant)]
#[derive(Debug, Clone)]
pub enum Block {
    Table(Table),
    Facts(Facts),
    Rules(Vec<Entry>),
}

/// A table as on paper.
#[derive(Debug, Clone)]
pub struct Table {
    pub id: String,
    pub name: String,
    /// Absent when none is printed.
    pub caption: Option<String>,
    pub basis: Option<String>,
    pub optional: bool,
    /// Printed over all columns.
    pub over: Option<String>,
    pub over_rows: Option<String>,
    pub columns: Option<Grid>,
    pub rows: Option<Grid>,
    pub column_items: Vec<Item>,
    pub row_items: Vec<Item>,
    /// For each row and column of figures what stands in the cell.
    pub cells: Vec<Vec<Cell>>,
    /// The type of all its figures, where it is one; else the types of rows and columns are at their items.
    pub types: Vec<String>,
    pub policy: Vec<String>,
    /// Items that say more than their label: spellings, optional, basis.
    pub notes: Vec<String>,
    pub rules: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub unit: String,
    pub computed: bool,
    /// No figure stands there.
    pub none: bool,
}

/// An item of a table as printed.
#[derive(Debug, Clone)]
pub struct Item {
    pub id: String,
    pub label: String,
    pub code: Option<String>,
    pub total: bool,
}

/// Figures that are found in sentences.
#[derive(Debug, Clone)]
pub struct Facts {
    pub id: String,
    pub list: Vec<Fact>,
    pub rules: Vec<Entry>,
}

#[derive(Debug, Clone)]
pub struct Fact {
    pub id: String,
    pub name: String,
    pub depth: usize,
    pub ty: String,
    pub optional: bool,
    /// The sentences, with a blank where the figure stands, and what a sentence without one means.
    pub sentences: Vec<String>,
    pub doc: Option<String>,
    pub basis: Option<String>,
}

/// Gathers the page of one form.
pub fn page(model: &Model, form: &Form, plan: &Plan, lang: Lang) -> Page {
    let mut gather = Gather { model, form, plan, lang, used: HashSet::new() };
    let title = form.label.as_ref().map_or_else(|| form.title(), |label| label.text.clone());
    let mut parts = Vec::new();
    let outside = gather.part(None, 0);
    if !outside.blocks.is_empty() {
        parts.push(outside);
    }
    for (index, section) in form.sections.iter().enumerate() {
        let mut depth = 0_usize;
        let mut at = section.parent;
        while let Some(parent) = at.and_then(|id| form.sections.get(id.0 as usize)).filter(|_| depth < form.sections.len()) {
            depth = depth.saturating_add(1);
            at = parent.parent;
        }
        let id = SectionId(u32::try_from(index).unwrap_or(u32::MAX));
        parts.push(gather.part(Some(id), depth));
    }
    let mut codes: Vec<Code> = gather.used.iter().copied().collect();
    codes.sort_unstable();
    let doc = paragraphs(form.doc.as_deref().unwrap_or(""), lang);
    Page { lang, title, template: form.title(), doc, head: head(model, form, lang), parts, codes }
}

/// Lines that follow each other are one paragraph.
fn paragraphs(text: &str, lang: Lang) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        match out.last_mut().filter(|_| open && !line.is_empty()) {
            Some(last) => {
                if lang == Lang::En {
                    last.push(' ');
                }
                last.push_str(line);
            }
            None if !line.is_empty() => out.push(line.to_owned()),
            None => {}
        }
        open = !line.is_empty();
    }
    out
}

fn head(model: &Model, form: &Form, lang: Lang) -> Vec<(String, Vec<String>)> {
    let say = |wording: &'static crate::diag::Wording| wording.plain().render(lang);
    let mut head = Vec::new();
    if let Some(basis) = &form.basis {
        head.push((say(&w::BASIS), vec![basis.text.clone()]));
    }
    head.push((say(&w::YEARS), vec![describe::years(form.applies.as_ref(), lang)]));
    if !form.titles.is_empty() {
        head.push((say(&w::TITLES), form.titles.iter().map(|title| title.text.clone()).collect()));
    }
    let meta: Vec<String> = form
        .meta
        .iter()
        .map(|meta| {
            let ty = describe::type_words(&meta.ty, &model.units, lang);
            let optional = if meta.optional { say(&w::MAY_BE_MISSING) } else { String::new() };
            match lang {
                Lang::Zh => format!("{}（{ty}）{optional}", meta.name),
                Lang::En => format!("{} ({ty}) {optional}", meta.name).trim_end().to_owned(),
            }
        })
        .collect();
    if !meta.is_empty() {
        head.push((say(&w::META), meta));
    }
    let policy = describe::policy(&form.read, lang);
    if !policy.is_empty() {
        head.push((say(&w::READ), policy));
    }
    head
}

/// More types than these are told one by one.
const MANY_TYPES: usize = 3;

struct Gather<'a> {
    model: &'a Model,
    form: &'a Form,
    plan: &'a Plan,
    lang: Lang,
    used: HashSet<Code>,
}

impl Gather<'_> {
    fn say(&self, wording: &'static crate::diag::Wording) -> String {
        wording.plain().render(self.lang)
    }

    fn part(&mut self, section: Option<SectionId>, depth: usize) -> Part {
        let found = section.and_then(|id| self.form.sections.get(id.0 as usize));
        let mut blocks = Vec::new();
        for (id, table) in self.form.table_ids().filter(|(_, table)| table.section == section) {
            blocks.push(match table.kind {
                TableKind::Table => Block::Table(self.table(id, table)),
                TableKind::Facts => Block::Facts(self.facts(id, table)),
            });
        }
        // Rules that stand in no table are told with what they were written in; the model keeps that no longer.
        if section.is_none() {
            let basis = self.form.basis.as_ref().map(|basis| basis.text.as_str());
            let rules: Vec<Entry> = self
                .form
                .rules
                .iter()
                .filter(|rule| rule.table.is_none())
                .map(|rule| rules::written(self.model, self.form, rule, basis, self.lang))
                .collect();
            self.used.extend(rules.iter().map(|rule| rule.code));
            if !rules.is_empty() {
                blocks.push(Block::Rules(rules));
            }
        }
        let heading = |label: &crate::model::Label| label.text.clone();
        Part {
            id: format!("section-{}", found.map_or("", |section| &section.name)),
            heading: found.and_then(|section| section.labels.first().map(heading)).unwrap_or_else(|| self.say(&w::WHOLE_FORM)),
            depth,
            spellings: found.map(|section| section.labels.iter().skip(1).map(heading).collect()).unwrap_or_default(),
            basis: found.and_then(|section| section.basis.as_ref()).map(|basis| basis.text.clone()),
            prose: found.is_some_and(|section| section.prose),
            blocks,
        }
    }

    fn rules_of(&mut self, id: TableId, table: &crate::model::Table) -> Vec<Entry> {
        let basis = table.basis.as_ref().or(self.form.basis.as_ref()).map(|basis| basis.text.as_str());
        let written = self.form.rules.iter().filter(|rule| rule.table == Some(id));
        let mut all: Vec<Entry> = written.map(|rule| rules::written(self.model, self.form, rule, basis, self.lang)).collect();
        all.extend(rules::implied(self.model, self.form, id, table, self.lang));
        self.used.extend(all.iter().map(|rule| rule.code));
        all
    }

    fn table(&mut self, id: TableId, table: &crate::model::Table) -> Table {
        let items = |items: Option<&Items>, side: &str| -> Vec<Item> {
            items
                .into_iter()
                .flat_map(Items::iter)
                .map(|(item_id, item)| Item {
                    id: format!(
                        "item-{}-{side}-{}",
                        table.name,
                        items.map_or(String::new(), |items| items.path(item_id).join("."))
                    ),
                    label: item.labels.first().map_or_else(|| item.name.clone(), |label| label.text.clone()),
                    code: item.code.clone(),
                    total: matches!(item.kind, ItemKind::TotalOf | ItemKind::TotalBeside | ItemKind::Derived(_)),
                })
                .collect()
        };
        let mut types: Vec<String> = Vec::new();
        let mut policy: Vec<(String, usize)> = Vec::new();
        let mut slots = 0usize;
        let mut cells = Vec::new();
        for row in table.row_figures() {
            let mut line = Vec::new();
            for column in table.column_figures() {
                let cell = crate::model::CellRef { table: id, row, column };
                let slot = self.plan.slots.find(cell).and_then(|slot| self.plan.slots.get(slot));
                if let Some(slot) = slot {
                    let words = describe::type_words(&slot.ty, &self.model.units, self.lang);
                    if !types.contains(&words) {
                        types.push(words);
                    }
                    slots = slots.saturating_add(1);
                    for clause in describe::policy(&slot.read, self.lang) {
                        match policy.iter_mut().find(|(known, _)| *known == clause) {
                            Some((_, times)) => *times += 1,
                            None => policy.push((clause, 1)),
                        }
                    }
                }
                line.push(Cell {
                    unit: slot.map_or(String::new(), |slot| describe::blank_cell(&slot.ty, &self.model.units, self.lang)),
                    computed: slot.is_some_and(|slot| slot.computed && slot.ty.kind.is_numeric()),
                    none: slot.is_none(),
                });
            }
            cells.push(line);
        }
        let mut notes = self.notes(table, table.rows.as_ref());
        notes.extend(self.notes(table, table.columns.as_ref()));
        let several = types.len() > 1;
        if types.len() > MANY_TYPES {
            notes.extend(self.by_type(id, table));
            types.clear();
        } else if several {
            notes.extend(self.typed(table));
        }
        // What holds for most cells; where an item says otherwise, its note tells.
        let policy = policy.into_iter().filter(|(_, times)| times.saturating_mul(2) > slots).map(|(clause, _)| clause).collect();
        let over = |items: Option<&Items>| items.and_then(|items| items.labels.first()).map(|label| label.text.clone());
        let outer = self.form.basis.as_ref().map(|basis| basis.text.clone());
        Table {
            id: format!("table-{}", table.name),
            name: table.name.clone(),
            caption: table.labels.first().map(|label| label.text.clone()),
            basis: table.basis.as_ref().map(|basis| basis.text.clone()).filter(|basis| Some(basis) != outer.as_ref()),
            optional: table.optional,
            over: over(table.columns.as_ref()),
            over_rows: over(table.rows.as_ref()),
            columns: table.columns.as_ref().map(grid::columns),
            rows: table.rows.as_ref().map(grid::rows),
            column_items: items(table.columns.as_ref(), "c"),
            row_items: items(table.rows.as_ref(), "r"),
            cells,
            types,
            policy,
            notes,
            rules: self.rules_of(id, table),
        }
    }

    /// What items say besides their label.
    fn notes(&self, table: &crate::model::Table, items: Option<&Items>) -> Vec<String> {
        let mut notes = Vec::new();
        for (_, item) in items.into_iter().flat_map(Items::iter) {
            let label = describe::item_label(table, item);
            let spellings: Vec<String> = item.labels.iter().skip(1).map(|label| label.text.clone()).collect();
            if !spellings.is_empty() {
                notes.push(w::ALSO_PRINTED.with("label", &label).with("spellings", spellings).render(self.lang));
            }
            if item.optional {
                notes.push(w::ITEM_OPTIONAL.with("label", &label).render(self.lang));
            }
            let own = describe::policy(&item.read, self.lang);
            if !own.is_empty() {
                let own = own.join(if self.lang == Lang::Zh { "，" } else { ", " });
                notes.push(w::ITEM_POLICY.with("label", &label).with("policy", own).render(self.lang));
            }
            if let Some(basis) = &item.basis {
                notes.push(w::ITEM_BASIS.with("label", &label).with("basis", &basis.text).render(self.lang));
            }
            if let Some(doc) = &item.doc {
                notes.push(w::ITEM_DOC.with("label", &label).with("doc", doc.replace('\n', " ")).render(self.lang));
            }
        }
        notes
    }

    /// Where there are many types: the figures of each, in the order of the table. What words are to be filled in is seen in
    /// the cells, unless they must be of a certain form.
    fn by_type(&self, id: TableId, table: &crate::model::Table) -> Vec<String> {
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for (slot, _) in self.plan.slots.of_table(id) {
            let Some(slot) = self.plan.slots.get(slot).filter(|slot| slot.ty.kind.is_numeric() || slot.ty.matches.is_some())
            else {
                continue;
            };
            let words = describe::type_words(&slot.ty, &self.model.units, self.lang);
            let (row, column) = (slot.cell.row.and_then(|id| table.row(id)), slot.cell.column.and_then(|id| table.column(id)));
            let own = [row, column].into_iter().flatten().find(|item| item.ty.is_some()).or(row).or(column);
            let Some(label) = own.map(|item| describe::item_label(table, item)) else { continue };
            match groups.iter_mut().find(|(known, _)| *known == words) {
                Some((_, labels)) if labels.contains(&label) => {}
                Some((_, labels)) => labels.push(label),
                None => groups.push((words, vec![label])),
            }
        }
        groups.into_iter().map(|(ty, labels)| w::TYPE_ITEMS.with("type", ty).with("labels", labels).render(self.lang)).collect()
    }

    /// The types of the rows or columns that have one of their own.
    fn typed(&self, table: &crate::model::Table) -> Vec<String> {
        let mut notes = Vec::new();
        for items in [table.rows.as_ref(), table.columns.as_ref()].into_iter().flatten() {
            for (_, item) in items.iter().filter(|(_, item)| item.has_figure()) {
                if let Some(ty) = &item.ty {
                    let ty = describe::type_words(ty, &self.model.units, self.lang);
                    notes.push(w::ITEM_TYPE.with("label", describe::item_label(table, item)).with("type", ty).render(self.lang));
                }
            }
        }
        notes
    }

    fn facts(&mut self, id: TableId, table: &crate::model::Table) -> Facts {
        let mut list = Vec::new();
        for (item_id, item) in table.rows.iter().flat_map(Items::iter) {
            let ty = table.cell_type(Some(item_id), None);
            let mut depth = 0_usize;
            let mut at = item.parent;
            while let Some(parent) = at.and_then(|id| table.row(id)).filter(|_| depth < 64) {
                depth = depth.saturating_add(1);
                at = parent.parent;
            }
            let sentence = |label: &crate::model::Label| {
                let text = label.text.replace("{}", "＿＿");
                match label.value {
                    Some(value) => w::COUNTS_AS.with("text", text).with("value", value.to_string()).render(self.lang),
                    None => text,
                }
            };
            list.push(Fact {
                id: format!("fact-{}", item.name),
                name: item.name.clone(),
                depth,
                ty: ty.map(|ty| describe::type_words(ty, &self.model.units, self.lang)).unwrap_or_default(),
                optional: item.optional,
                sentences: item.labels.iter().map(sentence).collect(),
                doc: item.doc.clone(),
                basis: item.basis.as_ref().map(|basis| basis.text.clone()),
            });
        }
        Facts { id: format!("facts-{}", id.0), list, rules: self.rules_of(id, table) }
    }
}
