//! Hover: what a name, a cell or a word of the language is.

use super::declared::{Declared, Kind};
use super::folder::Folder;
use super::hover_cells::{Found, UsedBy, cell_at, items_declared, policy_text, read_text, type_text};
use super::meanings;
use super::place::{Subject, declaration, subject};
use crate::diag::wording::cli as w;
use crate::diag::wording::lsp as say;
use crate::diag::{Lang, Message};
use crate::model::{CellRef, Form, ItemKind, Reach, RuleSeverity, TableKind};
use crate::plan::place_of;
use crate::source::{FileId, Span};
use crate::syntax::ast::KeywordLang;

/// How many names a line lists.
const LISTED: usize = 12;

/// What is shown, one paragraph a line.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub title: String,
    pub kind: String,
    pub lines: Vec<String>,
    /// A piece of a template, as written.
    pub code: Option<String>,
    pub doc: Option<String>,
}

impl Shown {
    fn say(&mut self, message: Message, lang: Lang) {
        self.lines.push(message.render(lang));
    }

    /// Markdown, or the plain text for a client that shows none.
    pub fn text(&self, markdown: bool) -> String {
        let mut parts = Vec::new();
        let title = if markdown { format!("**{}**", escape(&self.title)) } else { self.title.clone() };
        parts.push(if self.kind.is_empty() { title } else { format!("{title} · {}", self.kind) });
        let plain = |text: &String| if markdown { escape(text) } else { text.clone() };
        parts.extend(self.doc.iter().map(plain));
        parts.extend(self.lines.iter().map(plain));
        parts.extend(self.code.iter().map(|code| if markdown { format!("```gouji\n{code}\n```") } else { code.clone() }));
        parts.join("\n\n")
    }
}

/// What Markdown would take for markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_{}[]<>#|".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

pub(super) fn hover(folder: &Folder, file: FileId, offset: usize, lang: Lang) -> Option<(Shown, Span)> {
    let chinese = folder.trees.get(file.0 as usize).is_some_and(|tree| tree.keywords == KeywordLang::Chinese);
    match subject(folder, file, offset)? {
        Subject::Keyword(keyword, span) => {
            let meaning = meanings::of_keyword(keyword)?;
            let mut shown = Shown { title: format!("{} · {}", keyword.en, keyword.zh), ..Shown::default() };
            shown.lines.push(meaning.text(lang).to_owned());
            shown.code = Some(meanings::usage(meaning, chinese));
            Some((shown, span))
        }
        Subject::Function(span) => {
            let meaning = meanings::of_function(folder.sources.slice(span))?;
            let kind = say::IN_EDITOR_FUNCTION.plain().render(lang);
            let mut shown = Shown { title: folder.sources.slice(span).to_owned(), kind, ..Shown::default() };
            shown.lines.push(meaning.text(lang).to_owned());
            shown.code = Some(meanings::usage(meaning, chinese));
            Some((shown, span))
        }
        Subject::Name { declared, at, .. } => {
            let mut shown = name(folder, declared, lang)?;
            if let Some((form, cell, _)) = cell_at(folder, at)
                && cell.row.is_some()
                && cell.column.is_some()
            {
                let extra = of_cell(folder, form, cell, lang)?;
                shown.lines.push(format!("{} · {}", extra.title, extra.kind));
                shown.lines.extend(extra.lines);
            }
            Some((shown, at))
        }
    }
}

fn name(folder: &Folder, at: Span, lang: Lang) -> Option<Shown> {
    let model = &folder.analysis.model;
    let Some(one) = declaration(folder, at) else {
        // Declared in the braces of a title.
        let meta = model.forms.iter().flat_map(|form| &form.meta).find(|meta| meta.span == at)?;
        return Some(Shown { title: meta.name.clone(), kind: say::META.plain().render(lang), ..Shown::default() });
    };
    let mut shown = Shown { title: one.name.clone(), doc: one.doc.clone(), ..Shown::default() };
    match one.kind {
        Kind::Unit => unit(folder, one, lang, &mut shown),
        Kind::Axis => axis(folder, one, lang, &mut shown),
        Kind::Template => template(folder, one, lang, &mut shown),
        Kind::Meta => meta(folder, one, lang, &mut shown),
        Kind::Section => section(folder, one, lang, &mut shown),
        Kind::Table => table(folder, one, lang, &mut shown),
        Kind::Rule => rule(folder, one, lang, &mut shown),
        Kind::Row | Kind::Column | Kind::Fact | Kind::AxisItem => item(folder, one, lang, &mut shown),
        Kind::Facts | Kind::Rows | Kind::Columns | Kind::MetaBlock => return None,
    }
    Some(shown)
}

fn printed(spellings: &[String], lang: Lang, shown: &mut Shown) {
    if !spellings.is_empty() {
        let quoted: Vec<String> = spellings.iter().map(|text| format!("“{text}”")).collect();
        shown.say(say::PRINTED.with("text", listed(quoted)), lang);
    }
}

/// A list for people, cut where it gets long.
fn listed(mut names: Vec<String>) -> Vec<String> {
    if names.len() > LISTED {
        names.truncate(LISTED);
        names.push("…".to_owned());
    }
    names
}

fn unit(folder: &Folder, one: &Declared, lang: Lang, shown: &mut Shown) {
    shown.kind = say::UNIT.plain().render(lang);
    let units = &folder.analysis.model.units;
    let Some((id, unit)) = units.iter().find(|(_, unit)| unit.span == one.at) else { return };
    if unit.base != id {
        let base = units.name(Some(unit.base));
        shown.say(say::EQUALS.with("text", format!("{}{base}", unit.factor)), lang);
    }
    if !unit.spellings.is_empty() {
        shown.say(say::ALSO_WRITTEN.with("text", listed(unit.spellings.clone())), lang);
    }
}

fn axis(folder: &Folder, one: &Declared, lang: Lang, shown: &mut Shown) {
    shown.kind = say::AXIS.plain().render(lang);
    shown.code = Some(folder.sources.slice(one.span).to_owned()).filter(|code| code.lines().count() <= 30);
    let mut tables: Vec<String> = Vec::new();
    for form in &folder.analysis.model.forms {
        for table in &form.tables {
            let dimensions = table.rows.iter().chain(&table.columns);
            let inside = |span: Span| span.file == one.span.file && one.span.start <= span.start && span.end <= one.span.end;
            if dimensions.flat_map(|items| &items.list).any(|item| inside(item.span)) {
                tables.push(format!("{} {}", form.title(), table.name).trim().to_owned());
            }
        }
    }
    match tables.is_empty() {
        true => shown.say(say::NOT_SPREAD.plain(), lang),
        false => shown.say(say::SPREAD_IN.with("tables", listed(tables)), lang),
    }
}

fn template(folder: &Folder, one: &Declared, lang: Lang, shown: &mut Shown) {
    shown.kind = say::TEMPLATE.plain().render(lang);
    printed(&one.spellings, lang, shown);
    let Some(form) = folder.analysis.model.forms.iter().find(|form| form.span == one.at) else { return };
    if let Some(applies) = &form.applies {
        let end = |year: Option<i64>| year.map(|year| year.to_string()).unwrap_or_default();
        shown.say(say::APPLIES.with("years", format!("{}..{}", end(applies.from), end(applies.to))), lang);
    }
    basis(form.basis.as_ref().map(|basis| basis.text.as_str()), lang, shown);
}

fn basis(text: Option<&str>, lang: Lang, shown: &mut Shown) {
    if let Some(text) = text {
        shown.say(w::BASIS.with("text", text), lang);
    }
}

fn meta(folder: &Folder, one: &Declared, lang: Lang, shown: &mut Shown) {
    shown.kind = say::META.plain().render(lang);
    let found = folder.analysis.model.forms.iter().enumerate().find_map(|(index, form)| {
        let meta = form.meta.iter().find(|meta| meta.span == one.at)?;
        Some((index, meta))
    });
    let Some((form, meta)) = found else { return };
    if meta.ty.span != meta.span {
        shown.say(say::TYPE.with("text", type_text(folder, &meta.ty)), lang);
    }
    if meta.optional {
        shown.say(say::OPTIONAL.plain(), lang);
    }
    printed(&one.spellings, lang, shown);
    let by = UsedBy::of(folder, form, &[one.at], |_| false);
    if !by.rules.is_empty() {
        used(folder, by, lang, shown);
    }
}

fn section(folder: &Folder, one: &Declared, lang: Lang, shown: &mut Shown) {
    shown.kind = say::SECTION.plain().render(lang);
    printed(&one.spellings, lang, shown);
    let sections = folder.analysis.model.forms.iter().flat_map(|form| &form.sections);
    let found = sections.into_iter().find(|section| section.span == one.at);
    basis(found.and_then(|section| section.basis.as_ref()).map(|basis| basis.text.as_str()), lang, shown);
}

fn table(folder: &Folder, one: &Declared, lang: Lang, shown: &mut Shown) {
    shown.kind = say::TABLE.plain().render(lang);
    printed(&one.spellings, lang, shown);
    for (index, form) in folder.analysis.model.forms.iter().enumerate() {
        let Some((id, table)) = form.table_ids().find(|(_, table)| table.span == one.at) else { continue };
        if let Some(section) = table.section.and_then(|id| form.sections.get(id.0 as usize)) {
            shown.kind = say::TABLE_IN.with("section", &section.name).render(lang);
        }
        let (rows, columns) = (table.row_figures().len(), table.column_figures().len());
        shown.say(say::SIZE.with("rows", rows).with("columns", columns), lang);
        if let Some(cell) = &table.cell {
            shown.say(say::TYPE.with("text", type_text(folder, cell)), lang);
        }
        shown.say(say::READ.with("text", read_text(form, id, None, lang)), lang);
        basis(table.basis.as_ref().or(form.basis.as_ref()).map(|basis| basis.text.as_str()), lang, shown);
        used(folder, UsedBy::of(folder, index, &[one.at], |cell| cell.table == id), lang, shown);
    }
}

fn rule(folder: &Folder, one: &Declared, lang: Lang, shown: &mut Shown) {
    let found =
        folder.analysis.model.forms.iter().find_map(|form| Some((form, form.rules.iter().find(|rule| rule.span == one.at)?)));
    let Some((form, rule)) = found else {
        shown.kind = say::RULE.plain().render(lang);
        return;
    };
    let kind = match rule.severity {
        RuleSeverity::Hard => &say::RULE,
        RuleSeverity::Soft => &say::RULE_SOFT,
        RuleSeverity::Note => &say::RULE_NOTE,
    };
    shown.kind = kind.plain().render(lang);
    if let Some(text) = &rule.text {
        shown.lines.push(text.text.clone());
    }
    if let Some(table) = rule.table.and_then(|id| form.table(id)).filter(|table| table.kind == TableKind::Table) {
        shown.say(say::CONDITION_OF.with("table", &table.name), lang);
    }
    basis(rule.basis.as_ref().map(|basis| basis.text.as_str()), lang, shown);
    shown.code = Some(folder.sources.slice(rule.condition.span).to_owned());
}

fn item(folder: &Folder, one: &Declared, lang: Lang, shown: &mut Shown) {
    let found = items_declared(folder, one.at);
    let axis = (one.kind == Kind::AxisItem).then(|| axis_of(folder, one)).flatten();
    shown.kind = match (&axis, found.first()) {
        (Some(axis), _) => say::AXIS_ITEM.with("axis", axis).render(lang),
        (None, Some(first)) => where_it_stands(first, lang),
        (None, None) => say::ITEM.plain().render(lang),
    };
    let Some(first) = found.first() else { return };
    let labels: Vec<String> = first.item.labels.iter().map(|label| label.text.clone()).collect();
    printed(&labels, lang, shown);
    match &first.item.kind {
        ItemKind::Heading => shown.say(say::HEADING.plain(), lang),
        ItemKind::Figure => {}
        ItemKind::TotalOf | ItemKind::TotalBeside => {
            let parts: Vec<String> =
                first.items.total_parts(first.id).into_iter().map(|part| first.items.short_name(part)).collect();
            match parts.is_empty() {
                true => shown.say(say::ADDS_NOTHING.plain(), lang),
                false => shown.say(say::ADDS.with("text", cut(parts, lang)), lang),
            }
        }
        ItemKind::Derived(expr) => shown.say(say::EQUALS.with("text", folder.sources.slice(expr.span)), lang),
    }
    if let Some(whole) = first.item.parent.and_then(|id| first.items.get(id)).filter(|parent| parent.including) {
        shown.say(say::OF_WHICH.with("whole", &whole.name), lang);
    }
    if let Some(ty) = first.item.ty.as_ref().or(first.form.table(first.table).and_then(|table| table.cell.as_ref()))
        && first.item.has_figure()
    {
        shown.say(say::TYPE.with("text", type_text(folder, ty)), lang);
    }
    if first.item.optional {
        shown.say(say::OPTIONAL.plain(), lang);
    }
    if axis.is_none() && first.item.has_figure() {
        shown.say(say::READ.with("text", read_text(first.form, first.table, Some(first.item), lang)), lang);
    } else if first.item.read != Default::default() {
        shown.say(say::READ.with("text", policy_text(&first.item.read, lang)), lang);
    }
    let table = first.form.table(first.table);
    let from = [first.item.basis.as_ref(), table.and_then(|table| table.basis.as_ref()), first.form.basis.as_ref()];
    basis(from.into_iter().flatten().next().map(|basis| basis.text.as_str()), lang, shown);
    if axis.is_some() {
        let tables: Vec<String> =
            found.iter().map(|one| format!("{} {}", one.form.title(), where_it_stands(one, lang))).collect();
        shown.say(say::SPREAD_IN.with("tables", listed(unique(tables))), lang);
    }
    if first.item.has_figure() {
        let mut all = UsedBy::default();
        for form in unique(found.iter().map(|one| one.form_index).collect()) {
            let own: Vec<&Found<'_>> = found.iter().filter(|one| one.form_index == form).collect();
            let fits = |cell: CellRef| {
                own.iter().any(|one| {
                    cell.table == one.table
                        && Some(one.id)
                            == match one.reach {
                                Reach::Row => cell.row,
                                Reach::Column => cell.column,
                            }
                })
            };
            let more = UsedBy::of(folder, form, &[one.at], fits);
            all.rules.extend(more.rules);
            all.totals.extend(more.totals);
        }
        used(folder, all, lang, shown);
    }
}

fn unique<T: PartialEq>(list: Vec<T>) -> Vec<T> {
    let mut out: Vec<T> = Vec::new();
    for one in list {
        if !out.contains(&one) {
            out.push(one);
        }
    }
    out
}

/// The axis that an item is declared in.
fn axis_of(folder: &Folder, one: &Declared) -> Option<String> {
    let mut at = one.parent;
    while let Some(above) = at.and_then(|index| folder.declared().get(index)) {
        if above.kind == Kind::Axis {
            return Some(above.name.clone());
        }
        at = above.parent;
    }
    None
}

fn where_it_stands(found: &Found<'_>, lang: Lang) -> String {
    let table = found.form.table(found.table);
    let name = table.map_or("", |table| table.name.as_str());
    match (table.map(|table| table.kind), found.reach) {
        (Some(TableKind::Facts), _) => say::FACT.plain().render(lang),
        (_, Reach::Row) => say::ROW.with("table", name).render(lang),
        (_, Reach::Column) => say::COLUMN.with("table", name).render(lang),
    }
}

/// `甲 + 乙 + 丙`, cut where it gets long.
pub(super) fn cut(parts: Vec<String>, lang: Lang) -> String {
    let count = parts.len();
    if count <= LISTED {
        return parts.join(" + ");
    }
    let shown = parts.into_iter().take(LISTED).collect::<Vec<_>>().join(" + ");
    say::MORE_PARTS.with("parts", format!("{shown} +")).with("count", count).render(lang)
}

fn of_cell(folder: &Folder, form_index: usize, cell: CellRef, lang: Lang) -> Option<Shown> {
    let form: &Form = folder.analysis.model.forms.get(form_index)?;
    let table = form.table(cell.table)?;
    let place = place_of(form, cell);
    let mut shown = Shown {
        title: format!("{}[{}]", place.row.unwrap_or_default(), place.column.unwrap_or_default()),
        kind: say::CELL.with("table", &table.name).render(lang),
        ..Shown::default()
    };
    if let Some(ty) = table.cell_type(cell.row, cell.column) {
        shown.say(say::TYPE.with("text", type_text(folder, ty)), lang);
    }
    let names: Vec<Span> = Vec::new();
    used(folder, UsedBy::of(folder, form_index, &names, |other| other == cell), lang, &mut shown);
    Some(shown)
}

fn used(folder: &Folder, by: UsedBy, lang: Lang, shown: &mut Shown) {
    // While the templates do not compile, it is not known what is never used.
    if by.rules.is_empty() && by.totals.is_empty() && folder.library().is_some() {
        shown.say(say::USED_BY_NONE.plain(), lang);
    }
    if !by.rules.is_empty() {
        shown.say(say::USED_BY.with("rules", listed(by.rules.into_iter().collect())), lang);
    }
    if !by.totals.is_empty() {
        shown.say(say::IN_TOTALS.with("totals", listed(by.totals.into_iter().collect())), lang);
    }
}
