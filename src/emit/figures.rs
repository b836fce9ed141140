//! The figures of reports in long form, a cell a line: what the emitted SQL reads.

use crate::bind::{Bound, Cell, State};
use crate::label::fold;
use crate::model::Form;
use crate::plan::{Plan, Slot, SlotId};

/// The columns of the file.
pub const HEADER: &str = "report,template,table,row,column,state,value\n";
/// In the table's place: figures in sentences.
pub const FACTS: &str = "facts";
/// In the table's place, and the state: what identifies the report.
pub const META: &str = "meta";

/// Appends the lines of one report: what identifies it, then every cell of the form, absent ones too, in the form's order.
///
/// `value` is the exact number in the cell's own unit, the word of a cell that holds words, the token as the template lists it
/// (`not-applicable`), or what was printed (`unreadable`). A figure that is only approximate has the state `approximate`.
pub fn write_csv(form: &Form, plan: &Plan, bound: &Bound, report: &str, out: &mut String) {
    let (report, template) = (field(report), field(&plan.title));
    let mut line = |parts: [&str; 3], state: &str, value: &str| {
        out.push_str(&report);
        for part in [template.as_str(), &field(parts[0]), &field(parts[1]), &field(parts[2]), state, &field(value)] {
            out.push(',');
            out.push_str(part);
        }
        out.push('\n');
    };
    for (meta, value) in form.meta.iter().zip(&bound.meta) {
        if let Some(value) = value {
            line([META, &meta.name, ""], META, &value.text);
        }
    }
    for (at, (cell, slot)) in bound.figures.cells.iter().zip(&plan.slots.list).enumerate() {
        let [table, row, column] = place(plan, SlotId(at as u32));
        line([&table, &row, &column], state(cell), &value(slot, cell));
    }
}

/// Table, row and column of a cell in the file of figures.
pub(super) fn place(plan: &Plan, slot: SlotId) -> [String; 3] {
    let at = plan.place(slot);
    match at.fact {
        Some(fact) => [FACTS.to_owned(), fact, String::new()],
        None => [at.table.unwrap_or_default(), at.row.unwrap_or_default(), at.column.unwrap_or_default()],
    }
}

fn state(cell: &Cell) -> &'static str {
    match cell.state {
        State::Figure if cell.approximate && cell.value.is_some() => "approximate",
        State::Figure => "figure",
        State::Blank => "blank",
        State::NotApplicable => "not-applicable",
        State::Absent => "absent",
        State::Unreadable => "unreadable",
    }
}

fn value(slot: &Slot, cell: &Cell) -> String {
    match cell.state {
        State::Figure => cell.value.map(|value| value.to_string()).or_else(|| cell.word.clone()).unwrap_or_default(),
        State::Blank | State::Absent => String::new(),
        State::Unreadable => cell.text.clone(),
        State::NotApplicable => {
            let token = fold(&cell.text);
            let listed = slot.read.tokens.iter().find(|(listed, _)| fold(listed) == token);
            listed.map_or_else(|| cell.text.clone(), |(listed, _)| listed.clone())
        }
    }
}

/// A field, quoted where it must be. A line end inside a field is written as a blank: not every reader of CSV takes one.
fn field(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
