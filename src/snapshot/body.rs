//! What a report gave, on one page: what it is, its verdict, its figures table by table, its findings.

use crate::bind::State;
use crate::diag::wording::snapshot as w;
use crate::diag::{At, Diagnostic, Lang, Message, Severity, Wording};
use crate::report::clean::one_line;
use crate::report::layout::{Align, table};
use crate::report::{self, Format, Outcome, Style, Verdict};
use crate::source::Sources;

/// One figure of the form, as the report gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub at: At,
    pub state: State,
    /// The value of a figure, or the word of a text.
    pub value: Option<String>,
    pub unit: String,
    /// As printed.
    pub text: String,
    pub approximate: bool,
    pub decoded: bool,
}

/// What a page is made of.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    pub outcome: &'a Outcome,
    pub cells: &'a [Cell],
    /// Figures inside the form's tables that no cell took, as printed.
    pub unclaimed: &'a [String],
    pub sources: &'a Sources,
}

/// The page in one language. It depends on nothing but its arguments.
pub fn page(page: &Page<'_>, lang: Lang) -> String {
    let say = |wording: &'static Wording| wording.plain().render(lang);
    let outcome = page.outcome;
    let mut out = String::new();
    if !outcome.part.is_empty() {
        let part = one_line(outcome.part.trim_start_matches([':', '#']));
        out.push_str(&format!("── {} ──\n", w::SHOW_REPORT.with("part", part).render(lang)));
    }
    let template = outcome.template.as_deref().map_or_else(|| say(&w::SHOW_NO_TEMPLATE), one_line);
    let mut head = vec![vec![say(&w::SHOW_TEMPLATE), template]];
    head.extend(outcome.meta.iter().map(|(name, value)| vec![one_line(name), one_line(value)]));
    head.push(vec![say(&w::SHOW_VERDICT), verdict_message(outcome.verdict).render(lang)]);
    let rules = outcome.rules;
    let counts = w::SHOW_COUNTS
        .with("held", rules.held + rules.held_within)
        .with("failed", rules.failed)
        .with("unknown", rules.not_assessable + rules.not_computed)
        .with("none", rules.not_applicable + rules.waived);
    head.push(vec![say(&w::SHOW_RULES), counts.render(lang)]);
    let count = |severity| outcome.findings.iter().filter(|finding| finding.severity == severity).count();
    let severities = w::SHOW_SEVERITIES
        .with("errors", count(Severity::Error))
        .with("warnings", count(Severity::Warning))
        .with("notes", count(Severity::Note));
    head.push(vec![say(&w::SHOW_FINDINGS), severities.render(lang)]);
    push_lines(&mut out, table(&head, &[Align::Left, Align::Left]));
    for group in groups(page.cells) {
        out.push('\n');
        push_group(&mut out, &group, lang);
    }
    if !page.unclaimed.is_empty() {
        let texts: Vec<String> = page.unclaimed.iter().map(|text| one_line(text)).collect();
        out.push_str(&format!("\n{}\n", w::SHOW_UNCLAIMED.with("texts", texts).render(lang)));
    }
    push_findings(&mut out, page, lang);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

pub(super) fn verdict_message(verdict: Verdict) -> Message {
    match verdict {
        Verdict::Accepted => w::ACCEPTED.plain(),
        Verdict::Incomplete => w::INCOMPLETE.plain(),
        Verdict::Rejected => w::REJECTED.plain(),
    }
}

fn push_lines(out: &mut String, lines: Vec<String>) {
    for line in lines {
        out.push_str(&line);
        out.push('\n');
    }
}

/// The cells of one table, or all facts.
struct Group<'a> {
    table: Option<&'a str>,
    cells: Vec<&'a Cell>,
}

fn groups(cells: &[Cell]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for cell in cells {
        let table = cell.at.table.as_deref();
        match groups.iter_mut().find(|group| group.table == table) {
            Some(group) => group.cells.push(cell),
            None => groups.push(Group { table, cells: vec![cell] }),
        }
    }
    groups
}

fn push_group(out: &mut String, group: &Group<'_>, lang: Lang) {
    let unit = common_unit(&group.cells);
    let mut heading = match group.table {
        Some(name) => w::SHOW_TABLE.with("name", one_line(name)).render(lang),
        None => w::SHOW_FACTS.plain().render(lang),
    };
    if let Some(unit) = unit.filter(|unit| !unit.is_empty()) {
        heading.push_str(&match lang {
            Lang::Zh => format!("（{unit}）"),
            Lang::En => format!(" ({unit})"),
        });
    }
    let show = |cell: &Cell| shown(cell, unit.is_none(), lang);
    let (rows, columns) = (names(&group.cells, |at| at.row.as_deref()), names(&group.cells, |at| at.column.as_deref()));
    let mut lines: Vec<Vec<String>> = Vec::new();
    let mut align = vec![Align::Left];
    if group.table.is_none() || columns == [None] {
        for cell in &group.cells {
            let name = cell.at.fact.as_deref().or(cell.at.row.as_deref()).unwrap_or("");
            lines.push(vec![one_line(name), show(cell)]);
        }
        let words = |cell: &&Cell| cell.value.as_deref().is_some_and(|value| crate::number::Decimal::parse(value).is_err());
        align.push(if group.cells.iter().any(words) { Align::Left } else { Align::Right });
    } else if rows == [None] {
        for cell in &group.cells {
            lines.push(vec![one_line(cell.at.column.as_deref().unwrap_or("")), show(cell)]);
        }
        align.push(Align::Right);
    } else {
        let mut header = vec![String::new()];
        header.extend(columns.iter().map(|column| one_line(column.unwrap_or(""))));
        lines.push(header);
        for row in rows {
            let mut line = vec![one_line(row.unwrap_or(""))];
            for column in &columns {
                let at = |cell: &&&Cell| cell.at.row.as_deref() == row && cell.at.column.as_deref() == *column;
                line.push(group.cells.iter().find(at).map_or_else(String::new, |cell| show(cell)));
            }
            lines.push(line);
        }
        align.resize(columns.len() + 1, Align::Right);
    }
    out.push_str(&heading);
    out.push('\n');
    push_lines(out, table(&lines, &align).into_iter().map(|line| format!("  {line}")).collect());
}

/// The names of one direction, in the order of the form.
fn names<'a>(cells: &[&'a Cell], of: impl Fn(&'a At) -> Option<&'a str>) -> Vec<Option<&'a str>> {
    let mut names = Vec::new();
    for cell in cells {
        let name = of(&cell.at);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The unit of all figures that have a value; `None` when they differ.
fn common_unit<'a>(cells: &[&'a Cell]) -> Option<&'a str> {
    let mut units =
        cells.iter().filter(|cell| cell.state == State::Figure && cell.value.is_some()).map(|cell| cell.unit.as_str());
    let first = units.next().unwrap_or("");
    units.all(|unit| unit == first).then_some(first)
}

/// What stands in a cell of the page.
pub(super) fn shown(cell: &Cell, with_unit: bool, lang: Lang) -> String {
    let text = one_line(&cell.text);
    match cell.state {
        State::Figure => {
            let mut value = one_line(cell.value.as_deref().unwrap_or_default());
            if with_unit {
                value.push_str(&one_line(&cell.unit));
            }
            if cell.approximate {
                value = w::SHOW_APPROXIMATE.with("value", value).render(lang);
            }
            if cell.decoded { w::SHOW_DECODED.with("value", value).render(lang) } else { value }
        }
        State::Blank => w::STATE_BLANK.plain().render(lang),
        State::NotApplicable => text,
        State::Absent => w::STATE_ABSENT.plain().render(lang),
        State::Unreadable => w::SHOW_UNREADABLE.with("text", text).render(lang),
    }
}

/// The findings as a reader of the report sees them. Places in the template are left out: the snapshot is of the report.
fn push_findings(out: &mut String, page: &Page<'_>, lang: Lang) {
    let findings: Vec<Diagnostic> = page
        .outcome
        .findings
        .iter()
        .map(|finding| {
            let mut finding = finding.clone();
            finding.labels.retain(|label| label.span.file == page.outcome.file);
            finding
        })
        .collect();
    let style = Style { lang, ..Style::default() };
    let mut drawn = Vec::new();
    if report::render_diagnostics(Format::Text, &findings, page.sources, &style, &mut drawn).is_ok() && !drawn.is_empty() {
        out.push('\n');
        out.push_str(&String::from_utf8_lossy(&drawn));
    }
}
