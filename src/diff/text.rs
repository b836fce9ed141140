//! A difference in words: for a terminal, and as Markdown for a notice.

use super::{Change, Diff, What};
use crate::describe::markup::markdown as escape;
use crate::diag::wording::diff as w;
use crate::diag::{Lang, Message, Wording};

/// The parts of the text: a heading and its changes.
fn parts<'d>(diff: &'d Diff) -> Vec<(Message, Vec<&'d Change>)> {
    let mut parts: Vec<(Message, Vec<&'d Change>)> = Vec::new();
    let certain = || diff.changes.iter().filter(|change| change.certain);
    let mut push = |heading: Message, changes: Vec<&'d Change>| {
        if !changes.is_empty() {
            parts.push((heading, changes));
        }
    };
    push(w::PART_FORM.plain(), certain().filter(|change| change.what == What::Form).collect());
    push(w::PART_SECTIONS.plain(), certain().filter(|change| change.what == What::Section).collect());
    let in_table = |change: &&Change| matches!(change.what, What::Table | What::Row | What::Column | What::Fact);
    let mut tables: Vec<&str> = Vec::new();
    for change in certain().filter(in_table) {
        if let Some(table) = change.table.as_deref().filter(|table| !tables.contains(table)) {
            tables.push(table);
        }
    }
    for table in tables {
        let of = |change: &&Change| change.table.as_deref() == Some(table);
        push(w::PART_TABLE.with("name", table), certain().filter(in_table).filter(of).collect());
    }
    push(w::PART_FACTS.plain(), certain().filter(in_table).filter(|change| change.table.is_none()).collect());
    push(w::PART_RULES.plain(), certain().filter(|change| change.what == What::Rule).collect());
    push(w::PART_QUESTIONS.plain(), diff.changes.iter().filter(|change| !change.certain).collect());
    parts
}

fn sentence(change: &Change, lang: Lang) -> String {
    let mut text = change.message.render(lang);
    // Under one heading for all tables the table is named.
    if let Some(table) = change.table.as_ref().filter(|_| !change.certain) {
        text = w::IN_TABLE.with("table", table).with("text", text).render(lang);
    }
    if let Some(evidence) = &change.evidence {
        let evidence = evidence.render(lang);
        text.push_str(&match lang {
            Lang::Zh => format!("（{evidence}）"),
            Lang::En => format!(" [{evidence}]"),
        });
    }
    text
}

fn head(diff: &Diff, lang: Lang) -> (String, String, String) {
    let say = |wording: &'static Wording| wording.plain().render(lang);
    let heading = w::HEADING.with("old", &diff.old).with("new", &diff.new).render(lang);
    let how = if diff.amends { say(&w::AMENDED) } else { say(&w::GUESSED) };
    let questions = diff.changes.iter().filter(|change| !change.certain).count();
    let counts =
        w::COUNTS.with("changes", diff.changes.len().saturating_sub(questions)).with("questions", questions).render(lang);
    (heading, how, counts)
}

/// The rows of the table of what carries over, its head first.
fn carried(diff: &Diff, lang: Lang) -> Vec<Vec<String>> {
    let say = |wording: &'static Wording| wording.plain().render(lang);
    let head =
        [&w::COLUMN_TABLE, &w::COLUMN_SAME, &w::COLUMN_SPLIT, &w::COLUMN_MERGED, &w::COLUMN_ENDED, &w::COLUMN_BEGUN].map(say);
    let mut rows = vec![head.to_vec()];
    for carry in &diff.carry {
        let name = match &carry.new_table {
            Some(new) if *new != carry.table => format!("{} → {new}", carry.table),
            Some(_) | None => carry.table.clone(),
        };
        let name = if carry.facts { w::OF_FACTS.with("name", name).render(lang) } else { name };
        let figures = [carry.same, carry.split, carry.merged, carry.ended, carry.begun];
        rows.push(std::iter::once(name).chain(figures.iter().map(usize::to_string)).collect());
    }
    rows
}

/// For a terminal, line by line; tables are aligned by the caller's `align`.
pub fn words(diff: &Diff, lang: Lang, align: &dyn Fn(&[Vec<String>]) -> Vec<String>) -> Vec<String> {
    let (heading, how, counts) = head(diff, lang);
    if diff.is_empty() {
        return vec![heading, w::NO_DIFFERENCE.plain().render(lang)];
    }
    let mut lines = vec![heading, how, counts];
    for (heading, changes) in parts(diff) {
        lines.push(String::new());
        lines.push(heading.render(lang));
        lines.extend(changes.iter().map(|change| format!("  - {}", sentence(change, lang))));
    }
    lines.push(String::new());
    lines.push(w::PART_CARRY.plain().render(lang));
    lines.extend(align(&carried(diff, lang)).into_iter().map(|line| format!("  {line}")));
    lines
}

/// For a notice.
pub fn markdown(diff: &Diff, lang: Lang) -> String {
    let (heading, how, counts) = head(diff, lang);
    let mut out = format!("# {}\n\n", escape(&heading));
    if diff.is_empty() {
        out.push_str(&format!("{}\n", w::NO_DIFFERENCE.plain().render(lang)));
        return out;
    }
    out.push_str(&format!("{how}{}{counts}\n", if lang == Lang::En { " " } else { "" }));
    for (heading, changes) in parts(diff) {
        out.push_str(&format!("\n## {}\n\n", escape(&heading.render(lang))));
        for change in changes {
            out.push_str(&format!("- {}\n", escape(&sentence(change, lang))));
        }
    }
    out.push_str(&format!("\n## {}\n\n", w::PART_CARRY.plain().render(lang)));
    for (index, row) in carried(diff, lang).iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| escape(cell)).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
        if index == 0 {
            out.push_str(&format!("|---|{}\n", "---:|".repeat(row.len().saturating_sub(1))));
        }
    }
    out
}
