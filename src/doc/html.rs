//! The page as HTML that needs nothing else: for a browser, and for paper.

use std::fmt::Write;

use super::page::{Block, Cell, Fact, Facts, Item, Page, Part, Table};
use super::rules::Entry;
use crate::describe::markup::html as escape;
use crate::diag::wording::doc as w;
use crate::diag::{Code, Lang, Wording};
use crate::model::RuleSeverity;

const STYLE: &str = include_str!("style.css");

/// A name of a place in the page: no blanks in it.
pub(super) fn anchor(id: &str) -> String {
    let id: String = id.chars().map(|c| if c.is_whitespace() || c == '%' { '_' } else { c }).collect();
    escape(&id)
}

struct Writer<'p> {
    page: &'p Page,
    out: String,
}

/// The whole document.
pub fn html(page: &Page) -> String {
    let mut writer = Writer { page, out: String::new() };
    writer.document();
    writer.out
}

impl Writer<'_> {
    fn say(&self, wording: &'static Wording) -> String {
        escape(&wording.plain().render(self.page.lang))
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn document(&mut self) {
        let page = self.page;
        let lang = match page.lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        };
        let (title, template) = (escape(&page.title), escape(&page.template));
        self.line("<!DOCTYPE html>");
        self.line(&format!("<html lang=\"{lang}\">"));
        self.line(&format!("<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>{title} · {template}</title>\n<style>\n{STYLE}</style>\n</head>"));
        self.line("<body>\n<main>");
        self.line(&format!("<h1>{title}</h1>\n<p class=\"sub\"><span class=\"code\">{template}</span></p>"));
        for line in page.doc.iter().filter(|line| !line.is_empty()) {
            self.line(&format!("<p class=\"doc\">{}</p>", escape(line)));
        }
        self.line("<dl class=\"head\">");
        for (word, values) in &page.head {
            let values: Vec<String> = values.iter().map(|value| escape(value)).collect();
            self.line(&format!("<dt>{}</dt><dd>{}</dd>", escape(word), values.join("<br/>")));
        }
        self.line("</dl>");
        self.contents();
        for part in &page.parts {
            self.part(part);
        }
        self.codes();
        let made = w::MADE_BY.with("template", &page.template).render(page.lang);
        self.line(&format!("<footer>{}</footer>", escape(&made)));
        self.line("</main>\n</body>\n</html>");
    }

    fn contents(&mut self) {
        let heading = self.say(&w::CONTENTS);
        self.line(&format!("<nav>\n<h4>{heading}</h4>\n<ul>"));
        for part in &self.page.parts {
            self.line(&format!("<li><a href=\"#{}\">{}</a>", anchor(&part.id), escape(&part.heading)));
            let tables: Vec<String> = part
                .blocks
                .iter()
                .filter_map(|block| match block {
                    Block::Table(table) => Some(format!("<a href=\"#{}\">{}</a>", anchor(&table.id), escape(&table.name))),
                    Block::Facts(_) | Block::Rules(_) => None,
                })
                .collect();
            if !tables.is_empty() {
                self.line(&format!("<br/>{}", tables.join(" · ")));
            }
            self.line("</li>");
        }
        let codes = self.say(&w::CODES);
        if !self.page.codes.is_empty() {
            self.line(&format!("<li><a href=\"#codes\">{codes}</a></li>"));
        }
        self.line("</ul>\n</nav>");
    }

    fn part(&mut self, part: &Part) {
        let tag = if part.depth == 0 { "h2" } else { "h3" };
        self.line(&format!("<section>\n<{tag} id=\"{}\">{}</{tag}>", anchor(&part.id), escape(&part.heading)));
        if !part.spellings.is_empty() {
            let text = w::HEADINGS.with("spellings", part.spellings.clone()).render(self.page.lang);
            self.line(&format!("<p class=\"small\">{}</p>", escape(&text)));
        }
        self.basis(part.basis.as_deref());
        if part.prose && part.blocks.is_empty() {
            let prose = self.say(&w::PROSE);
            self.line(&format!("<p class=\"note\">{prose}</p>"));
        }
        for block in &part.blocks {
            match block {
                Block::Table(table) => self.table(table),
                Block::Facts(facts) => self.facts(facts),
                Block::Rules(rules) => self.rules(rules, &w::RULES),
            }
        }
        self.line("</section>");
    }

    fn basis(&mut self, basis: Option<&str>) {
        if let Some(basis) = basis {
            let text = w::BASIS_IS.with("text", basis).render(self.page.lang);
            self.line(&format!("<p class=\"small\">{}</p>", escape(&text)));
        }
    }

    fn table(&mut self, table: &Table) {
        let heading = match &table.caption {
            Some(caption) if *caption != table.name => format!("{} · {}", escape(&table.name), escape(caption)),
            Some(_) | None => escape(&table.name),
        };
        self.line(&format!("<h3 id=\"{}\">{heading}</h3>", anchor(&table.id)));
        self.basis(table.basis.as_deref());
        let drawn = form_table(table, &|wording| self.say(wording));
        self.line(&format!("<div class=\"wide\">\n{drawn}</div>"));
        for text in below(table, self.page.lang) {
            self.line(&format!("<p class=\"small\">{}</p>", escape(&text)));
        }
        if !table.notes.is_empty() {
            let heading = self.say(&w::NOTES);
            let notes: Vec<String> = table.notes.iter().map(|note| format!("<li>{}</li>", escape(note))).collect();
            self.line(&format!("<h4>{heading}</h4>\n<ul class=\"small\">\n{}\n</ul>", notes.join("\n")));
        }
        self.both_rules(&table.rules);
    }

    fn both_rules(&mut self, rules: &[Entry]) {
        let (implied, written): (Vec<Entry>, Vec<Entry>) = rules.iter().cloned().partition(|rule| rule.implied);
        self.rules(&written, &w::RULES);
        self.rules(&implied, &w::IMPLIED);
    }

    fn rules(&mut self, rules: &[Entry], heading: &'static Wording) {
        if rules.is_empty() {
            return;
        }
        let heading = self.say(heading);
        self.line(&format!("<h4>{heading}</h4>\n<ol class=\"rules\">"));
        for rule in rules {
            let (class, badge) = match rule.severity {
                RuleSeverity::Hard => ("hard", &w::HARD),
                RuleSeverity::Soft => ("soft", &w::SOFT),
                RuleSeverity::Note => ("note", &w::NOTE),
            };
            let badge = self.say(badge);
            self.line(&format!("<li class=\"{class}\" id=\"{}\">", anchor(&rule.id)));
            if !rule.implied {
                self.line(&format!(
                    "<div><span class=\"name\">{}</span><span class=\"badge\">{badge}</span></div>",
                    escape(&rule.name)
                ));
            }
            if let Some(text) = &rule.text {
                self.line(&format!("<div>{}</div>", escape(text)));
            }
            self.line(&format!("<div class=\"formula\">{}</div>", escape(&rule.formula)));
            let mut details: Vec<String> = rule.details.iter().map(|detail| escape(detail)).collect();
            let fails = self.say(&w::FAILS_AS);
            details.push(format!("{fails} <a class=\"code\" href=\"#{0}\">{0}</a>", rule.code.name));
            self.line(&format!(
                "<div class=\"small\">{}</div>",
                details.join(if self.page.lang == Lang::Zh { "；" } else { "; " })
            ));
            if let Some(basis) = &rule.basis {
                let text = w::BASIS_IS.with("text", basis).render(self.page.lang);
                self.line(&format!("<div class=\"small\">{}</div>", escape(&text)));
            }
            self.line("</li>");
        }
        self.line("</ol>");
    }

    fn facts(&mut self, facts: &Facts) {
        let [heading, fact, kind, found] = [&w::FACTS, &w::FACT, &w::FACT_TYPE, &w::FACT_FOUND].map(|wording| self.say(wording));
        self.line(&format!("<h3 id=\"{}\">{heading}</h3>", anchor(&facts.id)));
        self.line(&format!(
            "<table class=\"plain\">\n<thead><tr><th>{fact}</th><th>{kind}</th><th>{found}</th></tr></thead>\n<tbody>"
        ));
        for fact in &facts.list {
            let row = self.fact(fact);
            self.line(&row);
        }
        self.line("</tbody>\n</table>");
        self.both_rules(&facts.rules);
    }

    fn fact(&self, fact: &Fact) -> String {
        let sentences: Vec<String> = fact.sentences.iter().map(|sentence| escape(sentence)).collect();
        let mut kind = escape(&fact.ty);
        if fact.optional {
            let _ = write!(kind, "<br/><span class=\"small\">{}</span>", self.say(&w::OPTIONAL));
        }
        let mut name = escape(&fact.name);
        for text in [&fact.doc, &fact.basis].into_iter().flatten() {
            let _ = write!(name, "<br/><span class=\"small\">{}</span>", escape(text));
        }
        format!(
            "<tr id=\"{}\"><td style=\"padding-left: {}em\">{name}</td><td>{kind}</td><td>{}</td></tr>",
            anchor(&fact.id),
            1 + fact.depth.saturating_mul(2),
            sentences.join("<br/>")
        )
    }

    fn codes(&mut self) {
        if self.page.codes.is_empty() {
            return;
        }
        let heading = self.say(&w::CODES);
        self.line(&format!("<section class=\"codes\">\n<h2 id=\"codes\">{heading}</h2>"));
        for code in &self.page.codes {
            let (title, text) = explained(*code, self.page.lang);
            self.line(&format!("<h3 id=\"{0}\"><span class=\"code\">{0}</span> {1}</h3>", code.name, escape(&title)));
            for paragraph in text {
                self.line(&format!("<p>{}</p>", escape(&paragraph)));
            }
        }
        self.line("</section>");
    }
}

/// The title of a code and the paragraphs of its page in one language, examples left out.
pub(super) fn explained(code: Code, lang: Lang) -> (String, Vec<String>) {
    let (title, wanted) = match lang {
        Lang::Zh => (code.zh, "中文"),
        Lang::En => (code.en, "English"),
    };
    let part = code.page.split("\n## ").find(|part| part.starts_with(wanted)).unwrap_or("");
    let mut inside = false;
    let mut paragraphs: Vec<String> = Vec::new();
    for line in part.lines().skip(1) {
        if line.starts_with("```") {
            inside = !inside;
        } else if !inside && !line.trim().is_empty() {
            paragraphs.push(line.trim().replace('`', ""));
        }
    }
    (title.to_owned(), paragraphs)
}

/// What is said below a table.
pub(super) fn below(table: &Table, lang: Lang) -> Vec<String> {
    let mut out = Vec::new();
    if table.caption.is_none() {
        out.push(w::NO_CAPTION.plain().render(lang));
    }
    if table.optional {
        out.push(w::TABLE_OPTIONAL.plain().render(lang));
    }
    let joined = |list: &[String]| {
        list.join(match lang {
            Lang::Zh => "；",
            Lang::En => "; ",
        })
    };
    if !table.types.is_empty() {
        out.push(w::TYPES.with("types", joined(&table.types)).render(lang));
    }
    if !table.policy.is_empty() {
        out.push(w::POLICY.with("policy", joined(&table.policy)).render(lang));
    }
    if table.cells.iter().flatten().any(|cell| cell.computed) {
        out.push(w::TOTAL_SIGN.plain().render(lang));
    }
    out
}

/// The table as on paper.
pub(super) fn form_table(table: &Table, say: &dyn Fn(&'static Wording) -> String) -> String {
    let mut out = String::from("<table class=\"form\">\n<thead>\n");
    let front = table.rows.as_ref().map_or(0, |rows| rows.depth);
    let width = table.columns.as_ref().map_or(1, |columns| columns.figures.len());
    let over = usize::from(table.over.is_some());
    let lines = table.columns.as_ref().map_or(1, |columns| columns.lines.len());
    let corner = |out: &mut String| {
        if front > 0 {
            let text = table.over_rows.as_ref().map_or_else(|| say(&w::ITEM), |text| escape(text));
            let _ = write!(out, "<th{}>{text}</th>", spans(front, lines.saturating_add(over)));
        }
    };
    if let Some(text) = &table.over {
        out.push_str("<tr>");
        corner(&mut out);
        let _ = writeln!(out, "<th{}>{}</th></tr>", spans(width, 1), escape(text));
    }
    match &table.columns {
        Some(columns) => {
            for (index, line) in columns.lines.iter().enumerate() {
                out.push_str("<tr>");
                if index == 0 && over == 0 {
                    corner(&mut out);
                }
                for head in &line.heads {
                    let item = table.column_items.get(head.item.0 as usize);
                    let _ = write!(out, "<th{}{}>{}</th>", id_of(item), spans(head.columns, head.rows), label_of(item));
                }
                out.push_str("</tr>\n");
            }
        }
        None => {
            out.push_str("<tr>");
            corner(&mut out);
            let _ = writeln!(out, "<th>{}</th></tr>", say(&w::FIGURE));
        }
    }
    out.push_str("</thead>\n<tbody>\n");
    body(&mut out, table);
    out.push_str("</tbody>\n</table>\n");
    out
}

fn body(out: &mut String, table: &Table) {
    match &table.rows {
        Some(rows) => {
            for (line, cells) in rows.lines.iter().zip(&table.cells) {
                out.push_str("<tr>");
                for head in &line.heads {
                    let item = table.row_items.get(head.item.0 as usize);
                    let class = match (Some(head.item) == line.figure, head.indent > 0) {
                        (false, _) => " class=\"group\"",
                        (true, true) => " class=\"of\"",
                        (true, false) => "",
                    };
                    let _ = write!(out, "<th{}{class}{}>{}</th>", id_of(item), spans(head.columns, head.rows), label_of(item));
                }
                figures(out, cells);
                out.push_str("</tr>\n");
            }
        }
        None => {
            out.push_str("<tr>");
            if let Some(cells) = table.cells.first() {
                figures(out, cells);
            }
            out.push_str("</tr>\n");
        }
    }
}

fn figures(out: &mut String, cells: &[Cell]) {
    for cell in cells {
        let unit = escape(&cell.unit);
        let _ = match (cell.none, cell.computed) {
            (true, _) => write!(out, "<td class=\"none\"></td>"),
            (false, true) => write!(out, "<td class=\"total\">Σ {unit}</td>"),
            (false, false) => write!(out, "<td>{unit}</td>"),
        };
    }
}

fn spans(columns: usize, rows: usize) -> String {
    let mut out = String::new();
    if columns > 1 {
        let _ = write!(out, " colspan=\"{columns}\"");
    }
    if rows > 1 {
        let _ = write!(out, " rowspan=\"{rows}\"");
    }
    out
}

fn id_of(item: Option<&Item>) -> String {
    item.map_or(String::new(), |item| format!(" id=\"{}\"", anchor(&item.id)))
}

fn label_of(item: Option<&Item>) -> String {
    let Some(item) = item else { return String::new() };
    let code = item.code.as_ref().map_or(String::new(), |code| format!(" <span class=\"code\">#{}</span>", escape(code)));
    format!("{}{code}", escape(&item.label))
}
