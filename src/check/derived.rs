//! Derived lines: that none is derived from itself, by whatever way round.

use std::collections::{HashMap, HashSet};

use super::shape::{self, MAX_DEPTH};
use crate::diag::wording::check as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{Expr, ExprKind, Form, Item, ItemId, ItemKind, Over, Reach, Ref, TableId};

/// One line: a row, a column or a fact.
type Line = (TableId, Reach, ItemId);

/// Reports every circle of derived lines once, at the line where it closes.
pub fn check(form: &Form, out: &mut Vec<Diagnostic>) {
    let mut edges: HashMap<Line, Vec<Line>> = HashMap::new();
    let mut lines: Vec<Line> = Vec::new();
    for (table_id, table) in form.table_ids() {
        for (reach, items) in [(Reach::Row, &table.rows), (Reach::Column, &table.columns)] {
            for (id, item) in items.iter().flat_map(|items| items.iter()) {
                if let ItemKind::Derived(expr) = &item.kind {
                    let mut named = Vec::new();
                    collect(expr, &mut named, 0);
                    named.dedup();
                    lines.push((table_id, reach, id));
                    edges.insert((table_id, reach, id), named);
                }
            }
        }
    }
    let mut done: HashSet<Line> = HashSet::new();
    for start in lines {
        walk(form, start, &edges, &mut done, out);
    }
}

/// A walk with its own stack: a chain of lines may be as long as the form.
fn walk(form: &Form, start: Line, edges: &HashMap<Line, Vec<Line>>, done: &mut HashSet<Line>, out: &mut Vec<Diagnostic>) {
    let mut path: Vec<(Line, std::slice::Iter<'_, Line>)> = Vec::new();
    let mut on_path: HashSet<Line> = HashSet::new();
    let mut enter = Some(start);
    loop {
        if let Some(line) = enter.take()
            && let Some(next) = edges.get(&line)
            && !done.contains(&line)
        {
            on_path.insert(line);
            path.push((line, next.iter()));
        }
        let Some((line, rest)) = path.last_mut() else { return };
        match rest.next() {
            Some(next) if on_path.contains(next) => {
                let round: Vec<Line> = path.iter().map(|(line, _)| *line).skip_while(|line| line != next).collect();
                out.extend(report(form, &round));
            }
            Some(next) => enter = Some(*next),
            None => {
                on_path.remove(line);
                done.insert(*line);
                path.pop();
            }
        }
    }
}

fn item(form: &Form, (table, reach, id): Line) -> Option<&Item> {
    shape::dimension(form, table, reach)?.get(id)
}

fn report(form: &Form, round: &[Line]) -> Option<Diagnostic> {
    let name = |line: &Line| item(form, *line).map_or("", |item| item.name.as_str());
    let first = round.first()?;
    let at = item(form, *first)?;
    if round.len() == 1 {
        return Some(
            Diagnostic::error(Code::G0319, say::CYCLE_SELF.with("name", &at.name))
                .at(at.span, say::CYCLE_LABEL.with("next", &at.name))
                .with_help(say::CYCLE_HELP.plain()),
        );
    }
    let mut names: Vec<&str> = round.iter().map(name).collect();
    names.push(&at.name);
    let mut diagnostic = Diagnostic::error(Code::G0319, say::CYCLE.with("cycle", names.join(" → ")));
    for (line, next) in round.iter().zip(round.iter().skip(1).chain([first])).take(8) {
        if let Some(item) = item(form, *line) {
            diagnostic = diagnostic.at(item.span, say::CYCLE_LABEL.with("next", name(next)));
        }
    }
    Some(diagnostic.with_help(say::CYCLE_HELP.plain()))
}

/// The lines that an expression names. Those of other reports do not count: last year's end is this year's start.
fn collect(expr: &Expr, out: &mut Vec<Line>, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    if let ExprKind::Prior(_) | ExprKind::Parts(_) = &expr.kind {
        return;
    }
    if let ExprKind::Ref(reference) = &expr.kind {
        named(reference, out);
    }
    if let ExprKind::Aggregate { over: Over::Refs(refs), .. } = &expr.kind {
        refs.iter().for_each(|reference| named(reference, out));
    }
    shape::children(expr).into_iter().for_each(|child| collect(child, out, depth + 1));
}

fn named(reference: &Ref, out: &mut Vec<Line>) {
    match reference {
        Ref::Cell(cell) => {
            out.extend(cell.row.map(|row| (cell.table, Reach::Row, row)));
            out.extend(cell.column.map(|column| (cell.table, Reach::Column, column)));
        }
        Ref::Row { table, item } => out.push((*table, Reach::Row, *item)),
        Ref::Column { table, item } => out.push((*table, Reach::Column, *item)),
        Ref::Table(_) | Ref::Meta(_) => {}
    }
}
