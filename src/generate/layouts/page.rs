//! The frame of all reports: title, period, headings, sentences, tables.

use super::grid::{self, Grid, GridCell, Kind};
use super::style::{Layout, Quirk, Style};
use super::{Dice, html, text};
use crate::bind::{Bound, State};
use crate::label::{Pattern, fold};
use crate::model::{CellRef, Form, Items, SectionId, Table, TableId, TableKind, Treatment, Units, ValueKind};
use crate::plan::Slots;

/// A report that is to be printed.
pub struct Printed<'a> {
    pub form: &'a Form,
    pub units: &'a Units,
    pub slots: &'a Slots,
    /// By slot: how the figure is printed; `None` for what the report does not have.
    pub figures: &'a [Option<String>],
    /// By meta.
    pub meta: &'a [Option<String>],
}

/// How the figures of a report are printed: as they are, zeros in the ways that the style and the form allow.
pub fn figures(bound: &Bound, slots: &Slots, units: &Units, style: &Style, dice: &mut dyn Dice) -> Vec<Option<String>> {
    let marks = [(Quirk::Slash, "/"), (Quirk::Dash, "-")];
    let one = |(cell, slot): (&crate::bind::Cell, &crate::plan::Slot)| {
        let is_zero = cell.value.is_some_and(|value| value.is_zero());
        match cell.state {
            State::Blank => return Some(String::new()),
            State::NotApplicable | State::Absent | State::Unreadable => return None,
            State::Figure => {}
        }
        if is_zero && !slot.computed {
            let zero = |treatment: &Treatment| matches!(treatment, Treatment::As(value) if value.is_zero());
            let counts = |mark: &str| slot.read.tokens.iter().any(|(token, treatment)| token == mark && zero(treatment));
            let mut ways: Vec<&str> =
                marks.iter().filter(|(quirk, mark)| style.has(*quirk) && counts(mark)).map(|(_, mark)| *mark).collect();
            if style.has(Quirk::Blank) && slot.read.blank.as_ref().is_some_and(zero) {
                ways.push("");
            }
            if let Some(way) = ways.get(dice.below(ways.len())).filter(|_| !dice.one_in(2)) {
                return Some((*way).to_owned());
            }
        }
        let mut text = cell.value.map(|value| value.to_string()).or_else(|| cell.word.clone()).unwrap_or_default();
        if slot.ty.kind == ValueKind::Percent {
            text.push('%');
        }
        if style.has(Quirk::UnitInCell) && slot.ty.kind == ValueKind::Decimal && !is_zero && dice.one_in(2) {
            text.push_str(units.name(slot.ty.unit));
        }
        Some(text)
    };
    bound.figures.cells.iter().zip(&slots.list).map(one).collect()
}

/// A whole report as text, and how a file of it is called.
pub fn report(printed: &Printed<'_>, style: &Style, dice: &mut dyn Dice) -> (String, String) {
    let form = printed.form;
    let (html, markdown) = (style.layout.is_html(), style.layout.is_markdown());
    let mut page = Page { style, out: String::new() };
    if html {
        page.out.push_str("<html><body>\n");
    }
    if style.has(Quirk::Chrome) {
        page.line("登录 | 注册");
        if html {
            page.out
                .push_str("<table><tr><td>名称：</td><td>文件</td></tr><tr><td>索引号：</td><td>0123/2024-5</td></tr></table>\n");
        }
        page.line("点击数：318");
    }
    if let Some(title) = title(printed, style) {
        page.line(&if markdown { format!("# {title}") } else { title });
    }
    for line in period(printed, style) {
        page.line(&line);
    }
    page.contents(printed, None, dice);
    let mut glue = String::new();
    for (at, section) in form.sections.iter().enumerate() {
        let id = SectionId(at as u32);
        let bare = !form.tables.iter().any(|table| table.section == Some(id) && table.kind == TableKind::Table);
        if !(style.has(Quirk::NoHeading) && bare && at % 4 == 0) {
            let labels: Vec<&str> = section.labels.iter().map(|label| label.text.as_str()).collect();
            let heading = heading(&labels, (at, form.sections.len()), style);
            let heading = if markdown && glue.is_empty() { format!("## {heading}") } else { heading };
            page.line(&format!("{}{heading}", std::mem::take(&mut glue)));
        }
        if page.contents(printed, Some(id), dice) {
            continue;
        }
        let prose = "各项工作按照上级要求推进，没有需要另外说明的情形，下一步将继续完善制度。";
        if style.has(Quirk::GluedHeading) && at > 0 && bare {
            glue = prose.to_owned();
        } else {
            page.line(prose);
        }
    }
    if !glue.is_empty() {
        page.line(&glue);
    }
    if style.has(Quirk::Chrome) {
        page.line("主办：本机关 版权所有");
    }
    if html {
        page.out.push_str("</body></html>\n");
    }
    (format!("r.{}", style.layout.extension()), page.out)
}

struct Page<'s> {
    style: &'s Style,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        match self.style.layout {
            layout if layout.is_html() => self.out.push_str(&html::paragraph(text, self.style)),
            Layout::Paragraphs | Layout::Markdown | Layout::MarkdownRows => self.out.push_str(&format!("{text}\n\n")),
            _ => self.out.push_str(&format!("{text}\n")),
        }
    }

    /// The sentences and tables of a section; whether there are any.
    fn contents(&mut self, printed: &Printed<'_>, section: Option<SectionId>, dice: &mut dyn Dice) -> bool {
        let form = printed.form;
        let style = self.style;
        let mut any = false;
        for (id, table) in form.table_ids().filter(|(_, table)| table.section == section && table.kind == TableKind::Facts) {
            let sentences = sentences(printed, id, table, style);
            if !sentences.is_empty() {
                any = true;
                self.line(&sentences);
            }
        }
        let unit = |table: &Table, row| {
            let ty = table.cell_type(Some(row), None);
            printed.units.name(ty.and_then(|ty| ty.unit)).to_owned()
        };
        let grid_of = |(id, table): (TableId, &Table)| {
            grid::grid(form, (id, table), printed.slots, printed.figures, &|row| unit(table, row), style)
        };
        let tables = form.table_ids().filter(|(_, table)| table.section == section && table.kind == TableKind::Table);
        let mut grids: Vec<Grid> = tables.map(grid_of).filter(|grid| !grid.rows.is_empty()).collect();
        if grids.is_empty() {
            return any;
        }
        if style.has(Quirk::Instruction) {
            self.line("该部分以表格形式报告。表格如下：");
        }
        if style.has(Quirk::OneGrid) && grids.len() > 1 {
            grids = vec![joined(grids)];
        }
        for grid in &mut grids {
            if let Some(caption) = grid.caption.take() {
                self.line(&if style.layout.is_markdown() { format!("### {caption}") } else { caption });
            }
            match style.layout {
                Layout::Html | Layout::HtmlFillers | Layout::HtmlWord => self.out.push_str(&html::table(grid, style, dice)),
                Layout::HtmlNested => {
                    let table = html::table(grid, style, dice);
                    self.out.push_str(&format!("<table><tr><td>{table}</td></tr></table>\n"));
                }
                _ => text::text(grid, style, dice, &mut self.out),
            }
        }
        true
    }
}

/// The sentences of a section, one for each figure that the report has, wholes before their parts.
fn sentences(printed: &Printed<'_>, id: TableId, table: &Table, style: &Style) -> String {
    let Some(items) = &table.rows else { return String::new() };
    let mut said = String::new();
    for (row, _) in items.iter() {
        let slot = printed.slots.find(CellRef { table: id, row: Some(row), column: None });
        let Some((slot, figure)) =
            slot.and_then(|slot| Some((printed.slots.get(slot)?, printed.figures.get(slot.0 as usize)?.as_ref()?)))
        else {
            continue;
        };
        let Some(pattern) = sentence_of(items, row, style) else { continue };
        let unit = if figure.ends_with('%') { "" } else { printed.units.name(slot.ty.unit) };
        let figure = if figure.is_empty() { "0" } else { figure.as_str() };
        let sentence = filled(&pattern, printed, Some(&format!("{figure}{unit}")), "");
        said.push_str(&style.label(&sentence));
        said.push('。');
    }
    said
}

/// The pattern by which a fact is said: its first one that takes a figure.
fn sentence_of(items: &Items, row: crate::model::ItemId, style: &Style) -> Option<String> {
    let labels = &items.get(row)?.labels;
    let takes = |text: &str| Pattern::compile(text).is_ok_and(|pattern| pattern.has_figure());
    let mut patterns = labels.iter().map(|label| label.text.as_str()).filter(|text| takes(text));
    let first = patterns.next()?;
    Some(patterns.next().filter(|_| style.has(Quirk::Variants)).unwrap_or(first).to_owned())
}

/// A pattern with its holes filled in: `{}` with `own`, `{NAME}` with the meta, `…` with `gap`.
fn filled(pattern: &str, printed: &Printed<'_>, own: Option<&str>, gap: &str) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or("");
        match (c, behind.find(['}', '｝'])) {
            ('{' | '｛', Some(close)) => {
                let name = behind.get(..close).unwrap_or("").trim();
                let value = printed.form.meta.iter().zip(printed.meta).find(|(meta, _)| meta.name == name);
                out.push_str(match name {
                    "" => own.unwrap_or(""),
                    _ => value.and_then(|(_, value)| value.as_deref()).unwrap_or(""),
                });
                rest = behind.get(close..).and_then(|rest| rest.strip_prefix(['}', '｝'])).unwrap_or("");
            }
            ('…' | '⋯', _) => {
                out.push_str(gap);
                rest = behind.trim_start_matches(['…', '⋯']);
            }
            _ => {
                out.push(c);
                rest = behind;
            }
        }
    }
    out
}

fn title(printed: &Printed<'_>, style: &Style) -> Option<String> {
    let form = printed.form;
    let label = form.label.as_ref().map(|label| label.text.as_str());
    // What the template leaves open in a title is what its own label says there.
    let gap = |pattern: &str| {
        let (before, behind) = pattern.split_once(['…', '⋯'])?;
        let before = before.rsplit(['}', '｝']).next()?;
        let gap = label?.strip_prefix(before)?.strip_suffix(behind.trim_start_matches(['…', '⋯']))?;
        Some(gap.to_owned())
    };
    let titles: Vec<&str> = form.titles.iter().map(|title| title.text.as_str()).collect();
    let known = |title: &&&str| !title.contains(['…', '⋯']) || gap(title).is_some();
    let pattern = match style.has(Quirk::TitleOrder) {
        true => titles.iter().find(known).or(titles.first()),
        false => titles.iter().rev().find(known).or(titles.last()),
    };
    let Some(pattern) = pattern else { return label.map(str::to_owned) };
    Some(filled(pattern, printed, None, &gap(pattern).unwrap_or_default()))
}

/// The sentences that say what no title says, and the period.
fn period(printed: &Printed<'_>, style: &Style) -> Vec<String> {
    let form = printed.form;
    let in_title = |name: &str| form.titles.iter().any(|title| fold(&title.text).contains(&fold(&format!("{{{name}}}"))));
    let mut lines = Vec::new();
    for (meta, value) in form.meta.iter().zip(printed.meta) {
        let Some(value) = value else { continue };
        let is_year = meta.ty.kind == ValueKind::Year;
        if !is_year && in_title(&meta.name) {
            continue;
        }
        let pattern = meta.patterns.get(1).filter(|_| style.has(Quirk::Period)).or(meta.patterns.first());
        let Some(pattern) = pattern else { continue };
        let said = filled(&pattern.text, printed, Some(value), "");
        lines.push(match said.chars().last() {
            _ if !is_year => format!("{said}。"),
            Some('至') => format!("本报告所列数据的统计期限为{said}12月31日。"),
            Some('日') if said.contains("1月1日") => format!("本报告所列数据的统计期限为{said}至12月31日。"),
            Some('日') => said,
            _ => format!("{said}。"),
        });
    }
    lines
}

/// Meta that have a value and no sentence or title to say it in.
pub fn unprinted(printed: &Printed<'_>) -> Vec<String> {
    let form = printed.form;
    let in_title = |name: &str| form.titles.iter().all(|title| fold(&title.text).contains(&fold(&format!("{{{name}}}"))));
    let silent = |(meta, value): &(&crate::model::Meta, &Option<String>)| {
        value.is_some() && meta.patterns.is_empty() && (form.titles.is_empty() || !in_title(&meta.name))
    };
    form.meta.iter().zip(printed.meta).filter(silent).map(|(meta, _)| meta.name.clone()).collect()
}

fn heading(labels: &[&str], (at, all): (usize, usize), style: &Style) -> String {
    const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let first = labels.first().copied().unwrap_or_default();
    let text = match (style.has(Quirk::Reworded), labels.get(1)) {
        (true, Some(other)) => (*other).to_owned(),
        (true, None) => first.replace("情况", "的情况"),
        (false, _) => first.to_owned(),
    };
    // In the second half the numbers begin again.
    let again = at.checked_sub(all / 2).and_then(|at| NUMBERS.get(at));
    let text = match (style.has(Quirk::Renumbered), text.split_once('、'), again) {
        (true, Some((ordinal, rest)), Some(number)) if NUMBERS.contains(&ordinal) => format!("{number}、{rest}"),
        _ => text,
    };
    style.label(&text)
}

/// Several grids in one, each caption in a row of its own.
fn joined(grids: Vec<Grid>) -> Grid {
    let width = grids.iter().map(|grid| grid.width).max().unwrap_or(0);
    let mut whole = Grid { width, ..Grid::default() };
    for grid in grids {
        if let Some(text) = grid.caption {
            whole.rows.push(vec![GridCell { text, kind: Kind::Head, column: 0, colspan: width, rowspan: 1 }]);
        }
        whole.header = whole.header.saturating_add(grid.header).saturating_add(1);
        whole.rows.extend(grid.rows);
    }
    whole
}
