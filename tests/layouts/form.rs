//! Figures at random, and whether a cell was read as it was printed.

use gouji::bind::{Cell, State};
use gouji::generate::layouts::{Dice as _, Quirk, Style};
use gouji::model::{Form, TableId, TableKind, ValueKind};
use gouji::plan::{Slot, Slots};

use crate::Dice;

/// How every figure is printed, by slot; `None` for slots that no table prints.
pub fn random_figures(slots: &Slots, form: &Form, style: &Style, dice: &mut Dice) -> Vec<Option<String>> {
    let figure = |slot: &Slot, dice: &mut Dice| {
        if form.table(slot.cell.table).is_none_or(|table| table.kind == TableKind::Facts) {
            return None;
        }
        let zero = dice.one_in(2);
        if zero {
            let mark = [(Quirk::Blank, ""), (Quirk::Slash, "/"), (Quirk::Dash, "-")];
            let marks: Vec<&str> = mark.iter().filter(|(quirk, _)| style.has(*quirk)).map(|(_, mark)| *mark).collect();
            let any = if marks.is_empty() || dice.one_in(2) { "0" } else { marks[dice.below(marks.len())] };
            return Some(any.to_owned());
        }
        let size = [10, 100, 10_000, 12_000_000][dice.below(4)];
        let number = 1 + dice.below(size);
        let unit = if style.has(Quirk::UnitInCell) && dice.one_in(2) { "元" } else { "" };
        Some(match slot.ty.kind {
            ValueKind::Decimal if unit.is_empty() => format!("{number}.{:06}", dice.below(1_000_000)),
            ValueKind::Decimal => format!("{number}.5{unit}"),
            ValueKind::Integer if dice.one_in(2) => format!("-{number}"),
            ValueKind::Integer if dice.one_in(2) => format!("+{number}"),
            _ => number.to_string(),
        })
    };
    slots.list.iter().map(|slot| figure(slot, dice)).collect()
}

/// Whether a cell was read as it was printed.
pub fn reads_as(cell: &Cell, printed: &str, slot: &Slot) -> bool {
    if printed.is_empty() {
        return cell.state == State::Blank;
    }
    if matches!(printed, "/" | "-") {
        return cell.state == State::NotApplicable;
    }
    let (number, unit) = match printed.strip_suffix('元') {
        Some(number) => (number, true),
        None => (printed, false),
    };
    let factor = if unit && slot.cell.table != TableId(u32::MAX) { cell.printed_unit.is_some() } else { true };
    let plain = number.trim_start_matches('+');
    let same = |value: String| normal(&value) == normal(plain);
    let text_same = normal(cell.text.trim_start_matches('+').trim_end_matches('元')) == normal(plain);
    cell.state == State::Figure
        && factor
        && if unit { text_same } else { cell.value.is_some_and(|value| same(value.to_string())) }
}

fn normal(number: &str) -> String {
    match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => number.to_owned(),
    }
}
