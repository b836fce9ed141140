//! Which single part would explain that a superior's figures are not the sum of its parts.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Message;
use crate::diag::wording::chain as w;
use crate::locate::{Change, Slip, of_digits, words};
use crate::model::TableId;
use crate::number::Decimal;
use crate::plan::{Plan, SlotId};

/// One figure of the superior that was compared.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub slot: SlotId,
    /// What it has too much; zero where it ties.
    pub difference: Decimal,
    pub own: Decimal,
    /// By part; `None` where it leaves the figure out.
    pub parts: Vec<Option<Decimal>>,
}

/// What would explain the differences.
#[derive(Debug, Clone, Default)]
pub(super) struct Blame {
    /// The parts that are spoken of.
    pub parts: Vec<usize>,
    pub notes: Vec<Message>,
}

/// One figure that, changed, would make the sum tie.
struct Way {
    /// A part; `None`: the superior itself.
    whose: Option<usize>,
    before: Decimal,
    after: Decimal,
    slip: Slip,
}

/// So many figures off are looked at one by one.
const SINGLE: usize = 3;
/// So many explanations are listed.
const LISTED: usize = 3;

pub(super) fn blame<'n>(plan: &Plan, columns: &[Column], name: &dyn Fn(usize) -> &'n str) -> Blame {
    let whole = whole_parts(plan, columns);
    if !whole.is_empty() {
        let mut blame = Blame::default();
        for (part, twice) in whole.iter().take(LISTED) {
            let wording = if *twice { &w::TWICE } else { &w::LEFT_OUT };
            blame.notes.push(wording.with("part", name(*part)));
            blame.parts.push(*part);
        }
        return blame;
    }
    by_digits(plan, columns, name)
}

/// The parts whose figures are just the differences, in every table that has any: counted twice (`true`), or left out.
fn whole_parts(plan: &Plan, columns: &[Column]) -> Vec<(usize, bool)> {
    let table = |column: &Column| plan.slots.get(column.slot).map(|slot| slot.cell.table);
    let off: BTreeSet<TableId> = columns.iter().filter(|it| !it.difference.is_zero()).filter_map(table).collect();
    let in_question: Vec<&Column> = columns.iter().filter(|it| table(it).is_some_and(|table| off.contains(&table))).collect();
    let count = columns.iter().map(|column| column.parts.len()).max().unwrap_or(0);
    // One figure by itself says little: that a part has the same number may be chance.
    if in_question.iter().filter(|column| !column.difference.is_zero()).count() < 2 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for part in 0..count {
        let value = |column: &Column| column.parts.get(part).copied().flatten().unwrap_or(Decimal::ZERO);
        if in_question.iter().all(|column| value(column) == column.difference) {
            found.push((part, true));
        } else if in_question.iter().all(|column| value(column).checked_neg() == Some(column.difference)) {
            found.push((part, false));
        }
    }
    found
}

/// A figure of one part, or of the superior, that a slip of the pen would have made of the right one.
fn by_digits<'n>(plan: &Plan, columns: &[Column], name: &dyn Fn(usize) -> &'n str) -> Blame {
    let off = |computed: bool| -> Vec<&Column> {
        let is = |column: &&Column| plan.slots.get(column.slot).is_some_and(|slot| slot.computed == computed);
        columns.iter().filter(|column| !column.difference.is_zero()).filter(is).collect()
    };
    let plain = off(false);
    let off = if plain.is_empty() { off(true) } else { plain };
    let mut blame = Blame::default();
    if off.len() > SINGLE {
        return blame;
    }
    for column in off {
        let amount = |value: Decimal| format!("{}{}", value.normalized(), plan.unit(column.slot)).replace('-', "−");
        // By how telling the slip is.
        let mut ways: BTreeMap<u8, Vec<Way>> = BTreeMap::new();
        let mut try_one = |whose: Option<usize>, before: Decimal, after: Option<Decimal>| {
            let Some(after) = after.filter(|after| !after.is_negative() || before.is_negative()) else { return };
            if let Some(slip) = of_digits(Change { slot: column.slot, before, after }) {
                ways.entry(grade(&slip)).or_default().push(Way { whose, before, after, slip });
            }
        };
        try_one(None, column.own, column.own.checked_sub(column.difference));
        for (part, value) in column.parts.iter().enumerate() {
            if let Some(value) = value {
                try_one(Some(part), *value, value.checked_add(column.difference));
            }
        }
        let Some((grade, best)) = ways.into_iter().next() else { continue };
        let alone = best.len() == 1;
        // Some figure is always one wrong digit away; of several such nothing is learned.
        if grade == COMMONPLACE && !alone {
            continue;
        }
        for Way { whose, before, after, slip } in best.into_iter().take(LISTED) {
            let wording = if alone { &w::SLIP_ALONE } else { &w::SLIP_ONE_OF };
            let office = whose.map_or_else(|| w::SUPERIOR_ITSELF.plain(), |part| w::THE_PART.with("office", name(part)));
            blame.notes.push(
                wording
                    .with("office", office)
                    .with("cell", plan.name(column.slot))
                    .with("before", amount(before))
                    .with("after", amount(after))
                    .with("slip", words(plan, &slip)),
            );
            blame.parts.extend(whose);
        }
    }
    blame
}

const COMMONPLACE: u8 = 2;

/// Any figure is one wrong digit away from a hundred others; two digits swapped is seldom chance.
fn grade(slip: &Slip) -> u8 {
    match slip {
        Slip::CellsSwapped(..) | Slip::Shifted(_) | Slip::Blank(_) | Slip::Neighbour(..) => 0,
        Slip::Sign(_) | Slip::DigitsSwapped(_) | Slip::PowerOfTen(..) => 0,
        Slip::DigitMissing(_) | Slip::DigitExtra(_) => 1,
        Slip::Digit(_) => COMMONPLACE,
    }
}
