//! The page as Markdown. A table with merged heads is drawn in HTML, which Markdown lets through; Markdown's own tables have
//! no merged cells.

use std::fmt::Write;

use super::html::{anchor, below, explained, form_table};
use super::page::{Block, Facts, Page, Part, Table};
use super::rules::Entry;
use crate::describe::markup::markdown as escape;
use crate::diag::wording::doc as w;
use crate::diag::{Lang, Wording};
use crate::model::RuleSeverity;

/// The whole page.
pub fn markdown(page: &Page) -> String {
    let mut out = String::new();
    let say = |wording: &'static Wording| wording.plain().render(page.lang);
    let _ = writeln!(out, "# {}\n\n{}", escape(&page.title), escape(&page.template));
    for line in page.doc.iter().filter(|line| !line.is_empty()) {
        let _ = writeln!(out, "\n{}", escape(line));
    }
    out.push('\n');
    for (word, values) in &page.head {
        let values: Vec<String> = values.iter().map(|value| escape(value)).collect();
        let _ = writeln!(out, "- **{}** {}", escape(word), values.join(" / "));
    }
    let _ = writeln!(out, "\n## {}\n", say(&w::CONTENTS));
    for part in &page.parts {
        let _ = writeln!(out, "{}- [{}](#{})", "  ".repeat(part.depth.min(8)), escape(&part.heading), anchor(&part.id));
        for block in &part.blocks {
            if let Block::Table(table) = block {
                let _ = writeln!(
                    out,
                    "{}- [{}](#{})",
                    "  ".repeat(part.depth.min(8).saturating_add(1)),
                    escape(&table.name),
                    anchor(&table.id)
                );
            }
        }
    }
    for part in &page.parts {
        self::part(&mut out, part, page);
    }
    if !page.codes.is_empty() {
        let _ = writeln!(out, "\n## {}", say(&w::CODES));
        for code in &page.codes {
            let (title, text) = explained(*code, page.lang);
            let _ = writeln!(out, "\n<a id=\"{0}\"></a>\n\n### {0} {1}", code.name, escape(&title));
            for paragraph in text {
                let _ = writeln!(out, "\n{}", escape(&paragraph));
            }
        }
    }
    let _ = writeln!(out, "\n---\n\n{}", escape(&w::MADE_BY.with("template", &page.template).render(page.lang)));
    out
}

fn part(out: &mut String, part: &Part, page: &Page) {
    let level = if part.depth == 0 { "##" } else { "###" };
    let _ = writeln!(out, "\n<a id=\"{}\"></a>\n\n{level} {}", anchor(&part.id), escape(&part.heading));
    if !part.spellings.is_empty() {
        let text = w::HEADINGS.with("spellings", part.spellings.clone()).render(page.lang);
        let _ = writeln!(out, "\n{}", escape(&text));
    }
    basis(out, part.basis.as_deref(), page.lang);
    if part.prose && part.blocks.is_empty() {
        let _ = writeln!(out, "\n{}", w::PROSE.plain().render(page.lang));
    }
    for block in &part.blocks {
        match block {
            Block::Table(table) => self::table(out, table, page),
            Block::Facts(facts) => self::facts(out, facts, page),
            Block::Rules(list) => rules(out, list, &w::RULES, page.lang),
        }
    }
}

fn basis(out: &mut String, basis: Option<&str>, lang: Lang) {
    if let Some(basis) = basis {
        let _ = writeln!(out, "\n{}", escape(&w::BASIS_IS.with("text", basis).render(lang)));
    }
}

fn table(out: &mut String, table: &Table, page: &Page) {
    let heading = match &table.caption {
        Some(caption) if *caption != table.name => format!("{} · {}", escape(&table.name), escape(caption)),
        Some(_) | None => escape(&table.name),
    };
    let _ = writeln!(out, "\n<a id=\"{}\"></a>\n\n### {heading}", anchor(&table.id));
    basis(out, table.basis.as_deref(), page.lang);
    out.push('\n');
    let merged = table.columns.as_ref().is_some_and(|columns| columns.depth > 1)
        || table.rows.as_ref().is_some_and(|rows| rows.depth > 1)
        || table.over.is_some();
    if merged {
        out.push_str(&form_table(table, &|wording| crate::describe::markup::html(&wording.plain().render(page.lang))));
    } else {
        plain_table(out, table, page.lang);
    }
    for text in below(table, page.lang) {
        let _ = writeln!(out, "\n{}", escape(&text));
    }
    if !table.notes.is_empty() {
        let _ = writeln!(out, "\n#### {}\n", w::NOTES.plain().render(page.lang));
        for note in &table.notes {
            let _ = writeln!(out, "- {}", escape(note));
        }
    }
    both_rules(out, &table.rules, page.lang);
}

/// A table without merged heads.
fn plain_table(out: &mut String, table: &Table, lang: Lang) {
    let mut head: Vec<String> = Vec::new();
    if table.rows.is_some() {
        head.push(table.over_rows.clone().unwrap_or_else(|| w::ITEM.plain().render(lang)));
    }
    match &table.columns {
        Some(columns) => {
            head.extend(
                columns.figures.iter().filter_map(|id| table.column_items.get(id.0 as usize)).map(|item| item.label.clone()),
            );
        }
        None => head.push(w::FIGURE.plain().render(lang)),
    }
    let cells: Vec<String> = head.iter().map(|cell| escape(cell)).collect();
    let _ = writeln!(out, "| {} |\n|{}", cells.join(" | "), "---|".repeat(head.len()));
    let labels = table.rows.as_ref().map(|rows| rows.figures.clone()).unwrap_or_default();
    for (index, line) in table.cells.iter().enumerate() {
        let mut cells: Vec<String> = Vec::new();
        if let Some(item) = labels.get(index).and_then(|id| table.row_items.get(id.0 as usize)) {
            cells.push(escape(&item.label));
        }
        cells.extend(line.iter().map(|cell| {
            let sign = if cell.computed { "Σ " } else { "" };
            if cell.none { "—".to_owned() } else { format!("{sign}{}", escape(&cell.unit)) }
        }));
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

fn both_rules(out: &mut String, all: &[Entry], lang: Lang) {
    let (implied, written): (Vec<Entry>, Vec<Entry>) = all.iter().cloned().partition(|rule| rule.implied);
    rules(out, &written, &w::RULES, lang);
    rules(out, &implied, &w::IMPLIED, lang);
}

fn rules(out: &mut String, rules: &[Entry], heading: &'static Wording, lang: Lang) {
    if rules.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n#### {}\n", heading.plain().render(lang));
    for rule in rules {
        let badge = match rule.severity {
            RuleSeverity::Hard => &w::HARD,
            RuleSeverity::Soft => &w::SOFT,
            RuleSeverity::Note => &w::NOTE,
        };
        let badge = badge.plain().render(lang);
        let formula = escape(&rule.formula);
        let code = rule.code.name;
        if rule.implied {
            let _ = write!(out, "- {formula}");
        } else {
            let id = anchor(&rule.id);
            let badge = match lang {
                Lang::Zh => format!("（{badge}）"),
                Lang::En => format!(" ({badge})"),
            };
            let _ = write!(out, "- <a id=\"{id}\"></a>**{}**{badge}", escape(&rule.name));
            if let Some(text) = &rule.text {
                let _ = write!(out, " {}", escape(text));
            }
            let _ = write!(out, "\n  {formula}");
        }
        let mut details = rule.details.clone();
        if let Some(basis) = &rule.basis {
            details.push(w::BASIS_IS.with("text", basis).render(lang));
        }
        let details: Vec<String> = details.iter().map(|detail| escape(detail)).collect();
        let fails = w::FAILS_AS.plain().render(lang);
        let (open, close, stop) = match lang {
            Lang::Zh => ("（", "）", "；"),
            Lang::En => (" (", ")", "; "),
        };
        let joined: Vec<String> = details.into_iter().chain([format!("{fails} [{code}](#{code})")]).collect();
        let _ = writeln!(out, "{open}{}{close}", joined.join(stop));
    }
}

fn facts(out: &mut String, facts: &Facts, page: &Page) {
    let say = |wording: &'static Wording| wording.plain().render(page.lang);
    let _ = writeln!(out, "\n<a id=\"{}\"></a>\n\n### {}\n", anchor(&facts.id), say(&w::FACTS));
    let _ = writeln!(out, "| {} | {} | {} |\n|---|---|---|", say(&w::FACT), say(&w::FACT_TYPE), say(&w::FACT_FOUND));
    for fact in &facts.list {
        let mut kind = escape(&fact.ty);
        if fact.optional {
            let _ = write!(kind, "，{}", say(&w::OPTIONAL));
        }
        let sentences: Vec<String> = fact.sentences.iter().map(|sentence| escape(sentence)).collect();
        let mut name = format!("{}{}", "　".repeat(fact.depth.min(8)), escape(&fact.name));
        for text in [&fact.doc, &fact.basis].into_iter().flatten() {
            let _ = write!(name, "<br/>{}", escape(text));
        }
        let _ = writeln!(out, "| {name} | {kind} | {} |", sentences.join("<br/>"));
    }
    both_rules(out, &facts.rules, page.lang);
}
