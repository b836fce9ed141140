//! The template as text, every guess with a comment.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Section;
use super::answers::Answer;
use super::names::{self, quoted, unique, written};
use super::outline;
use super::table::{Column, Row, Table, is_total};
use super::units::{Measure, Unit};
use super::{figures, units};
use crate::describe::short_label;
use crate::diag::wording::draft as w;
use crate::diag::{Lang, Message};
use crate::number::Decimal;

pub(super) fn write(sections: &[Section], title: Option<&str>, file: &str, lang: Lang) -> String {
    let mut writer = Writer { out: String::new(), lang, units: BTreeSet::new(), blank: "" };
    writer.template(sections, title, file)
}

struct Writer {
    out: String,
    lang: Lang,
    units: BTreeSet<&'static str>,
    /// What `read` says of blanks.
    blank: &'static str,
}

/// A type as it is written; what it was concluded from.
#[derive(Clone, PartialEq)]
struct Type {
    text: String,
    why: Option<Message>,
}

impl Writer {
    fn say(&self, message: &Message) -> String {
        message.render(self.lang)
    }

    fn guess(&self, message: &Message) -> String {
        match self.lang {
            Lang::Zh => format!("// 猜测：{}", self.say(message)),
            Lang::En => format!("// guess: {}", self.say(message)),
        }
    }

    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{}{text}", "  ".repeat(depth));
    }

    fn template(&mut self, sections: &[Section], title: Option<&str>, file: &str) -> String {
        let year = title.and_then(outline::year);
        // A form to be filled in: what is left blank there is not filled in.
        self.blank =
            if sections.iter().flat_map(|section| &section.tables).any(|table| table.is_list) { "" } else { "blank as 0, " };
        let label =
            title.map_or_else(|| file.to_owned(), |title| form_label(title, year.as_ref().map(|(range, _)| range.clone())));
        let mut name = names::of_label(&label);
        if name == "项" {
            name = names::of_label(file);
        }
        let version = year.as_ref().map_or("1".to_owned(), |(_, year)| year.to_string());
        self.head(title, &label, year.as_ref());
        let mut tables: Vec<String> = Vec::new();
        let mut section_names: Vec<String> = Vec::new();
        for section in sections.iter().filter(|section| section.heading.is_some() || !section.tables.is_empty()) {
            let depth = match &section.heading {
                Some(heading) => {
                    let name = unique(names::of_label(heading), &section_names);
                    section_names.push(name.clone());
                    self.line(0, "");
                    let prose = if section.tables.is_empty() { " { prose }" } else { " {" };
                    self.line(1, &format!("section {} {}{prose}", written(&name), quoted(heading)));
                    2
                }
                None => 1,
            };
            for table in &section.tables {
                self.table(table, section.heading.as_deref(), &label, &mut tables, depth);
            }
            if section.heading.is_some() && !section.tables.is_empty() {
                self.line(1, "}");
            }
        }
        self.line(0, "}");
        let body = std::mem::take(&mut self.out);
        let mut text = String::from("gouji 1\n\n");
        let _ = writeln!(text, "// {}", self.say(&w::MADE_FROM.with("file", file)));
        let _ = writeln!(text, "// {}", self.say(&w::GO_ON.plain()));
        text.push('\n');
        text.push_str(&self.declared());
        let _ = writeln!(text, "template {} @{version} {} {{", written(&name), quoted(&label));
        text.push_str(&body);
        text
    }

    /// The units that types use, bases first.
    fn declared(&self) -> String {
        let mut out = String::new();
        let mut bases: BTreeSet<&str> = BTreeSet::new();
        let mut others: Vec<String> = Vec::new();
        for name in &self.units {
            match units::measure_of(name) {
                Some(Measure::Money(base, factor)) if base != *name => {
                    bases.insert(base);
                    others.push(format!("unit {name} = {factor}{base}\n"));
                }
                Some(Measure::Money(..) | Measure::Count | Measure::Amount) => {
                    bases.insert(name);
                }
                Some(Measure::Share) | None => {}
            }
        }
        for base in bases {
            let _ = writeln!(out, "unit {base}");
        }
        out.extend(others);
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }

    fn read(&self) -> String {
        let why = if self.blank.is_empty() { &w::GUESS_READ_MARKS } else { &w::GUESS_READ };
        format!("read {}\"/\" as 0, \"-\" as 0, \"—\" as 0   {}", self.blank, self.guess(&why.plain()))
    }

    fn head(&mut self, title: Option<&str>, label: &str, year: Option<&(std::ops::Range<usize>, i64)>) {
        let (Some(title), Some((range, year))) = (title, year) else {
            let todo = format!("// {}", self.say(&w::NO_YEAR.plain()));
            self.line(1, &todo);
            let read = self.read();
            self.line(1, &read);
            return;
        };
        let applies = format!("applies 年度 in {year}..   {}", self.guess(&w::GUESS_APPLIES.with("year", year.to_string())));
        self.line(1, &applies);
        let before = title.get(..range.start).unwrap_or("").trim();
        let after = title.get(range.end..).unwrap_or("").trim_start_matches(['年', '度', ' ']);
        let office = !before.is_empty();
        let pattern = if office { format!("{{机关}}{{年度}}年{after}") } else { format!("{{年度}}年{after}") };
        let other = if office { format!("{{年度}}年{{机关}}{label}") } else { format!("{{年度}}年度{after}") };
        let clean = |text: &str| text.replace(['"', '\n'], "");
        let why = self.guess(&w::GUESS_TITLE.with("title", title));
        let text = format!("title \"{}\" | \"{}\"   {why}", clean(&pattern), clean(&other));
        self.line(1, &text);
        self.line(1, "meta {");
        self.line(2, "年度: year \"{}年度\" | \"{}年1月1日\"");
        if office {
            self.line(2, "机关: text optional");
        }
        self.line(1, "}");
        if office {
            self.line(1, "key 机关, 年度");
        }
        let read = self.read();
        self.line(1, &read);
    }

    fn table(&mut self, table: &Table, heading: Option<&str>, label: &str, taken: &mut Vec<String>, depth: usize) {
        let base = table.caption.as_deref().or(heading).unwrap_or(label);
        let name = unique(names::of_label(base), taken);
        taken.push(name.clone());
        let caption = table.caption.as_ref().map_or(String::new(), |caption| format!(" {}", quoted(caption)));
        self.line(depth, &format!("table {}{caption} {{", written(&name)));
        let leaves = leaves_of(&table.columns);
        let types: Vec<Type> = leaves.iter().map(|leaf| self.type_of(table, leaf)).collect();
        // The commonest type is the table's; the others stand at their columns.
        let common = types.iter().max_by_key(|ty| types.iter().filter(|other| other.text == ty.text).count()).cloned();
        let by_row = table.is_list || all_rows(&table.rows).iter().any(|row| row.unit.is_some());
        if let Some(common) = &common
            && !by_row
        {
            let why = common.why.as_ref().map_or(String::new(), |why| format!("   {}", self.guess(why)));
            let text = format!("cell {}{why}", common.text);
            self.line(depth + 1, &text);
        }
        let lines = figure_lines(table);
        let over = table.over.as_ref().map_or(String::new(), |over| format!(" {}", quoted(over)));
        if !table.columns.is_empty() {
            self.line(depth + 1, &format!("columns{over} {{"));
            let columns: Vec<Line> = table.columns.iter().map(Line::column).collect();
            let at = |index: usize| {
                let ty = types.get(index)?;
                (by_row || common.as_ref().is_some_and(|common| common.text != ty.text))
                    .then(|| ty.clone())
                    .filter(|ty| !by_row || ty.text == "text")
            };
            let values = |leaf: usize| -> Vec<String> { lines.iter().filter_map(|line| line.get(leaf).cloned()).collect() };
            self.items(&columns, depth + 2, &at, &values);
            self.line(depth + 1, "}");
        }
        if !table.rows.is_empty() {
            self.line(depth + 1, "rows {");
            let mut index = 0;
            let rows: Vec<Line> = table.rows.iter().map(|row| Line::row(row, &mut index)).collect();
            let flat = all_rows(&table.rows);
            let row_types: Vec<Option<Type>> = flat.iter().map(|row| by_row.then(|| self.row_type(row))).collect();
            let at = |index: usize| row_types.get(index).cloned().flatten();
            let values = |line: usize| flat.get(line).and_then(|row| row.figures.clone()).unwrap_or_default();
            self.items(&rows, depth + 2, &at, &values);
            self.line(depth + 1, "}");
        }
        self.line(depth, "}");
    }

    /// Items of one level and all below them. `values`: the printed figures of an item by its number.
    fn items(&mut self, list: &[Line], depth: usize, ty: &dyn Fn(usize) -> Option<Type>, values: &dyn Fn(usize) -> Vec<String>) {
        let mut taken: Vec<String> = Vec::new();
        let mut has_total = false;
        for line in list {
            let name = unique(
                if line.label.is_empty() { w::NO_LABEL.plain().render(self.lang) } else { names::of_label(&line.label) },
                &taken,
            );
            taken.push(name.clone());
            let mut comments: Vec<String> = Vec::new();
            let mut total = false;
            let mut including = false;
            if is_total(&line.label) && line.children.is_empty() {
                let parts: Vec<Vec<String>> = list
                    .iter()
                    .filter(|other| !std::ptr::eq(*other, line) && !is_total(&other.label))
                    .map(|other| counted(other, values))
                    .collect();
                let own = line.figure.map(values).unwrap_or_default();
                match adds_up(&own, &parts) {
                    _ if parts.is_empty() => {}
                    _ if units_differ(list, line, ty) => comments.push(self.guess(&w::TOTAL_UNITS.plain())),
                    _ if has_total => comments.push(self.guess(&w::SECOND_TOTAL.plain())),
                    Some(false) => comments.push(self.guess(&w::TOTAL_OFF.plain())),
                    Some(true) => {
                        total = true;
                        comments.push(self.guess(&w::TOTAL_VERIFIED.plain()));
                    }
                    None => {
                        total = true;
                        comments.push(self.guess(&w::TOTAL_BY_LABEL.plain()));
                    }
                }
                has_total |= total;
            } else if !line.children.is_empty() && line.figure.is_some() {
                let own = line.figure.map(values).unwrap_or_default();
                let parts: Vec<Vec<String>> = line.children.iter().map(|child| counted(child, values)).collect();
                match (line.of_which, adds_up(&own, &parts)) {
                    (true, _) | (false, Some(false)) => {
                        including = true;
                        let why = if line.of_which { &w::OF_WHICH } else { &w::PARTS_OFF };
                        comments.push(self.guess(&why.plain()));
                    }
                    (false, Some(true)) => {
                        total = true;
                        comments.push(self.guess(&w::PARTS_VERIFIED.plain()));
                    }
                    (false, None) => {
                        total = true;
                        comments.push(self.guess(&w::PARTS_BY_ORDINAL.plain()));
                    }
                }
            }
            if line.boxes {
                comments.push(self.guess(&w::ANY_OF.plain()));
            }
            let label =
                if line.label == name || line.label.is_empty() { String::new() } else { format!(" {}", quoted(&line.label)) };
            let code = line.code.as_ref().map_or(String::new(), |code| format!(" #{code}"));
            let found = line.figure.and_then(ty);
            if let Some(why) = found.as_ref().and_then(|ty| ty.why.as_ref()) {
                comments.push(self.guess(why));
            }
            let ty_text = found.map_or(String::new(), |ty| format!(": {}", ty.text));
            let word = if total { "total " } else { "" };
            let open = match (line.children.is_empty(), including) {
                (true, _) => "",
                (false, false) => " {",
                (false, true) => " including {",
            };
            let comment = if comments.is_empty() { String::new() } else { format!("   {}", comments.join(" ")) };
            self.line(depth, &format!("{word}{}{code}{ty_text}{label}{open}{comment}", written(&name)));
            if !line.children.is_empty() {
                self.items(&line.children, depth + 1, ty, values);
                self.line(depth, "}");
            }
        }
    }

    /// The type of a column of figures.
    fn type_of(&mut self, table: &Table, leaf: &Column) -> Type {
        let texts: Vec<String> = figure_lines(table).iter().filter_map(|line| line.get(leaf.index).cloned()).collect();
        let unit = units::of_label(&leaf.label).or_else(|| table.unit.clone());
        self.type_from(unit, &texts, &leaf.label)
    }

    fn row_type(&mut self, row: &Row) -> Type {
        let plain = |text: &str, why: &'static crate::diag::Wording| Type { text: text.to_owned(), why: Some(why.plain()) };
        match &row.answer {
            Answer::Figure => {}
            Answer::Text => {
                let printed = row.figures.iter().flatten().any(|text| !text.is_empty());
                return Type { text: "text".to_owned(), why: (!printed).then(|| w::TYPE_TEXT_BY_LABEL.plain()) };
            }
            Answer::Date => return plain("date", &w::TYPE_TEXT_BY_LABEL),
            Answer::Truth => return Type { text: "bool".to_owned(), why: None },
            Answer::OneOf(options) => {
                let words: Vec<String> = options.iter().map(|option| enum_word(option)).collect();
                return plain(&format!("enum{{{}}}", words.join(" ")), &w::TYPE_ONE_OF);
            }
        }
        let texts = row.figures.clone().unwrap_or_default();
        self.type_from(row.unit.clone(), &texts, &row.label)
    }

    fn type_from(&mut self, unit: Option<Unit>, texts: &[String], label: &str) -> Type {
        let filled: Vec<&String> = texts.iter().filter(|text| figures::read(text).is_some()).collect();
        let words = texts.iter().filter(|text| !figures::is_figure(text)).count();
        if words > 0 && words >= filled.len() {
            return Type { text: "text".to_owned(), why: Some(w::TYPE_TEXT.plain()) };
        }
        let decimals = filled.iter().any(|text| figures::has_decimals(text));
        let negative = filled.iter().any(|text| figures::read(text).is_some_and(|value| value.is_negative()));
        let money_word = ["金额", "收入", "支出", "余额", "费用", "经费"].iter().any(|word| label.contains(word));
        let brackets = |unit: &Unit| format!("[{}]", unit.name);
        let (text, why) = match &unit {
            Some(unit) if unit.measure == Measure::Share => {
                ("percent".to_owned(), (!unit.printed).then(|| w::TYPE_BY_LABEL.plain()))
            }
            Some(unit) => {
                self.units.insert(unit.name);
                let kind = match (unit.measure, decimals, negative) {
                    (Measure::Money(..) | Measure::Amount, _, _) | (_, true, _) => "decimal",
                    (_, false, true) => "integer",
                    (_, false, false) => "natural",
                };
                let why = if unit.printed { None } else { Some(w::TYPE_BY_LABEL.plain()) };
                (format!("{kind}{}", brackets(unit)), why)
            }
            None if money_word || decimals => ("decimal".to_owned(), Some(w::TYPE_DECIMAL.plain())),
            None if negative => ("integer".to_owned(), Some(w::TYPE_INTEGER.plain())),
            None => ("natural".to_owned(), Some(w::TYPE_NATURAL.plain())),
        };
        Type { text, why }
    }
}

/// A row or a column, alike.
struct Line {
    label: String,
    code: Option<String>,
    children: Vec<Line>,
    /// Its number among the figures; `None` for a heading.
    figure: Option<usize>,
    of_which: bool,
    boxes: bool,
}

impl Line {
    fn column(column: &Column) -> Line {
        Line {
            label: column.label.clone(),
            code: None,
            children: column.children.iter().map(Line::column).collect(),
            figure: column.children.is_empty().then_some(column.index),
            of_which: false,
            boxes: false,
        }
    }

    /// Numbers rows as [`all_rows`] does.
    fn row(row: &Row, index: &mut usize) -> Line {
        let own = *index;
        *index = index.saturating_add(1);
        let children: Vec<Line> = row.children.iter().map(|child| Line::row(child, index)).collect();
        // A group whose own cells are all blank, beside figures elsewhere, or that ends in a colon, is a heading.
        let bare = row.label.trim_end().ends_with(['：', ':'])
            && row.figures.as_ref().is_none_or(|figures| figures.iter().all(|text| figures::read(text).is_none()));
        let heading = !children.is_empty() && (row.figures.is_none() || bare);
        Line {
            label: row.label.clone(),
            code: row.code.clone(),
            figure: (!heading).then_some(own),
            children,
            of_which: row.of_which,
            boxes: row.boxes,
        }
    }
}

fn all_rows(rows: &[Row]) -> Vec<&Row> {
    let mut out = Vec::new();
    for row in rows {
        out.push(row);
        out.extend(all_rows(&row.children));
    }
    out
}

fn leaves_of(columns: &[Column]) -> Vec<&Column> {
    columns
        .iter()
        .flat_map(|column| if column.children.is_empty() { vec![column] } else { leaves_of(&column.children) })
        .collect()
}

/// The figures of a table line by line.
fn figure_lines(table: &Table) -> Vec<Vec<String>> {
    let mut lines: Vec<Vec<String>> = all_rows(&table.rows).iter().filter_map(|row| row.figures.clone()).collect();
    if table.rows.is_empty() && !table.figures.is_empty() {
        lines.push(table.figures.clone());
    }
    lines
}

/// By what figures an item counts in a sum: its own; a heading's total, or what its items come to.
fn counted(line: &Line, values: &dyn Fn(usize) -> Vec<String>) -> Vec<String> {
    if let Some(figure) = line.figure {
        return values(figure);
    }
    if let Some(total) = line.children.iter().find(|child| is_total(&child.label)).and_then(|child| child.figure) {
        return values(total);
    }
    let parts: Vec<Vec<String>> = line.children.iter().map(|child| counted(child, values)).collect();
    sums(&parts).into_iter().map(|sum| sum.map_or(String::new(), |sum| sum.to_string())).collect()
}

fn sums(parts: &[Vec<String>]) -> Vec<Option<Decimal>> {
    let width = parts.iter().map(Vec::len).max().unwrap_or(0);
    (0..width)
        .map(|index| {
            let mut sum: Option<Decimal> = None;
            for value in parts.iter().filter_map(|part| part.get(index)).filter_map(|text| figures::read(text)) {
                sum = sum.unwrap_or(Decimal::ZERO).checked_add(value);
            }
            sum
        })
        .collect()
}

/// Whether printed totals are what their parts come to; `None` when no figures say.
fn adds_up(own: &[String], parts: &[Vec<String>]) -> Option<bool> {
    let sums = sums(parts);
    let mut seen = false;
    for (own, sum) in own.iter().zip(sums) {
        let (Some(own), Some(sum)) = (figures::read(own), sum) else { continue };
        if own != sum {
            return Some(false);
        }
        seen |= own != Decimal::ZERO;
    }
    seen.then_some(true)
}

/// Whether the items beside a total are counted in another unit than it is.
fn units_differ(list: &[Line], total: &Line, ty: &dyn Fn(usize) -> Option<Type>) -> bool {
    let own = total.figure.and_then(ty).map(|ty| ty.text);
    let others = list.iter().filter(|other| !std::ptr::eq(*other, total)).filter_map(|other| other.figure.and_then(ty));
    own.is_some_and(|own| others.into_iter().any(|other| other.text != own))
}

/// An option as a word of an `enum`.
fn enum_word(option: &str) -> String {
    let plain =
        option.chars().all(unicode_ident::is_xid_continue) && option.chars().next().is_some_and(unicode_ident::is_xid_start);
    if plain { written(option) } else { format!("`{}`", option.replace('`', "")) }
}

/// The name of the form: the title without year and office.
fn form_label(title: &str, year: Option<std::ops::Range<usize>>) -> String {
    let rest = match year {
        Some(range) => title.get(range.end..).unwrap_or(title).trim_start_matches(['年', '度', ' ']),
        None => title,
    };
    let rest = short_label(rest.trim());
    if rest.chars().count() < 2 { title.trim().to_owned() } else { rest }
}
