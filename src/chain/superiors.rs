//! Which office is whose: a table of offices and their superiors.

use std::collections::HashMap;

use crate::diag::wording::chain as w;
use crate::diag::{Code, Diagnostic};
use crate::document::Row;
use crate::label::fold;
use crate::source::{FileId, Span};

/// Offices and their superiors, without circles.
#[derive(Debug, Clone, Default)]
pub struct Superiors {
    /// In the order in which they are named.
    pub offices: Vec<Office>,
    by_name: HashMap<String, usize>,
}

#[derive(Debug, Clone)]
pub struct Office {
    /// As the table writes it.
    pub name: String,
    pub at: Span,
    /// As indices.
    pub superior: Option<usize>,
    pub parts: Vec<usize>,
    /// It has a line of its own: its superior, or that it has none, is said.
    listed: bool,
}

/// So many members of a circle are shown.
const SHOWN: usize = 12;

/// The words that a heading of the second column may be.
const HEADINGS: [&str; 9] =
    ["上级", "上级机关", "上级单位", "上级名称", "主管机关", "主管单位", "主管部门", "superior", "parent"];

/// Reads the lines "office, superior"; the superior of an office at the top is left empty. A heading is passed over, and so are further columns.
///
/// # Errors
/// Every line that cannot be used, and every circle.
pub fn superiors(file: FileId, rows: &[Row]) -> Result<Superiors, Vec<Diagnostic>> {
    let mut all = Superiors::default();
    let mut wrong: Vec<Diagnostic> = Vec::new();
    let headed = |row: &Row| row.get(1).is_some_and(|(text, _)| HEADINGS.contains(&fold(text).as_str()));
    for (at, row) in rows.iter().enumerate() {
        if at == 0 && headed(row) {
            continue;
        }
        let (Some((name, span)), Some((above, above_at))) = (row.first(), row.get(1)) else {
            let span = row.first().map_or(Span::file_start(file), |(_, span)| *span);
            wrong.push(
                Diagnostic::error(Code::G0416, w::CSV_COLUMNS.plain())
                    .at(span, w::CSV_HERE.plain())
                    .with_help(w::CSV_HELP.plain()),
            );
            continue;
        };
        if name.is_empty() {
            wrong.push(Diagnostic::error(Code::G0416, w::CSV_NO_OFFICE.plain()).at(*span, w::CSV_HERE.plain()));
            continue;
        }
        let office = all.number(name, *span);
        let superior = if above.is_empty() { None } else { Some(all.number(above, *above_at)) };
        let Some(entry) = all.offices.get_mut(office) else { continue };
        if entry.listed {
            let finding = Diagnostic::error(Code::G0416, w::CSV_TWICE.with("office", name)).at(*span, w::CSV_AGAIN.plain());
            wrong.push(finding.at(entry.at, w::CSV_FIRST.plain()));
            continue;
        }
        entry.listed = true;
        entry.at = *span;
        entry.superior = superior;
        if let Some(above) = superior.and_then(|above| all.offices.get_mut(above)) {
            above.parts.push(office);
        }
    }
    wrong.extend(all.circles());
    if all.offices.iter().all(|office| office.parts.is_empty()) && wrong.is_empty() {
        wrong.push(
            Diagnostic::error(Code::G0416, w::CSV_NOBODY.plain())
                .at(Span::file_start(file), w::CSV_HERE.plain())
                .with_help(w::CSV_HELP.plain()),
        );
    }
    if wrong.is_empty() { Ok(all) } else { Err(wrong) }
}

impl Superiors {
    fn number(&mut self, name: &str, at: Span) -> usize {
        let next = self.offices.len();
        let number = *self.by_name.entry(fold(name)).or_insert(next);
        if number == next {
            self.offices.push(Office { name: name.to_owned(), at, superior: None, parts: Vec::new(), listed: false });
        }
        number
    }

    /// The office of this name, without regard to width and blanks.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(&fold(name)).copied()
    }

    /// Every circle of superiors, once.
    fn circles(&self) -> Vec<Diagnostic> {
        // 0: not seen; otherwise the walk that saw it.
        let mut seen: Vec<usize> = vec![0; self.offices.len()];
        let mut found = Vec::new();
        for start in 0..self.offices.len() {
            let walk = start + 1;
            let mut path: Vec<usize> = Vec::new();
            let mut at = Some(start);
            while let Some(office) = at {
                match seen.get_mut(office) {
                    Some(mark) if *mark == 0 => *mark = walk,
                    Some(mark) if *mark == walk => {
                        let circle = path.iter().position(|it| *it == office).and_then(|from| path.get(from..));
                        found.extend(circle.map(|circle| self.circle(circle)));
                        break;
                    }
                    Some(_) | None => break,
                }
                path.push(office);
                at = self.offices.get(office).and_then(|office| office.superior);
            }
        }
        found
    }

    fn circle(&self, offices: &[usize]) -> Diagnostic {
        let members: Vec<&Office> = offices.iter().filter_map(|at| self.offices.get(*at)).collect();
        let mut names: Vec<&str> = members.iter().take(SHOWN).map(|office| office.name.as_str()).collect();
        if members.len() > SHOWN {
            names.push("…");
        }
        names.extend(members.first().map(|office| office.name.as_str()));
        let mut finding = Diagnostic::error(Code::G0416, w::CSV_CIRCLE.with("path", names.join(" → ")));
        for office in members.iter().take(SHOWN) {
            let above = office.superior.and_then(|at| self.offices.get(at)).map(|above| above.name.as_str()).unwrap_or_default();
            finding = finding.at(office.at, w::CSV_ABOVE.with("superior", above));
        }
        finding
    }

    /// Every office that has others below it, with how deep it lies: a superior before those below it.
    pub fn superiors(&self) -> Vec<(usize, usize)> {
        let roots = (0..self.offices.len()).filter(|at| self.offices.get(*at).is_some_and(|office| office.superior.is_none()));
        let mut open: Vec<(usize, usize)> = roots.map(|root| (root, 0)).collect();
        open.reverse();
        let mut all = Vec::new();
        while let Some((at, depth)) = open.pop() {
            let Some(office) = self.offices.get(at) else { continue };
            if !office.parts.is_empty() {
                all.push((at, depth));
            }
            open.extend(office.parts.iter().rev().map(|part| (*part, depth + 1)));
        }
        all
    }
}
