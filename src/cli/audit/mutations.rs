//! What no rule noticed, for people.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Mutated;
use super::text::sentence;
use crate::audit::mutate::{Mutations, Slip, Tally, Unnoticed};
use crate::cli::shell::Shell;
use crate::diag::wording::audit as w;
use crate::diag::{Lang, Message, Wording};
use crate::plan::{Plan, SlotId};
use crate::report::layout::{Align, table};

/// Figures whose unnoticed changes are listed.
const MOST: usize = 60;

pub(super) fn write_text(mutated: &Mutated<'_>, shell: &Shell, out: &mut dyn Write) -> io::Result<()> {
    let width = shell.style.width;
    for message in headlines(mutated) {
        sentence(&message.render(shell.lang), width, 0, out)?;
    }
    writeln!(out)?;
    use Align::{Left, Right};
    for line in table(&rows(&mutated.mutations, shell.lang), &[Left, Right, Right, Right, Right, Right]) {
        writeln!(out, "  {line}")?;
    }
    writeln!(out)?;
    if mutated.mutations.unnoticed.is_empty() {
        return sentence(&w::NOTHING_UNNOTICED.plain().render(shell.lang), width, 0, out);
    }
    writeln!(out, "{}", w::UNNOTICED.plain().render(shell.lang))?;
    let cells = by_cell(&mutated.mutations);
    for (slot, slips) in cells.iter().take(MOST) {
        sentence(&cell(mutated.plan, *slot, slips).render(shell.lang), width, 2, out)?;
    }
    if cells.len() > MOST {
        sentence(&w::UNNOTICED_MORE.with("count", cells.len() - MOST).render(shell.lang), width, 2, out)?;
    }
    Ok(())
}

/// What was done, and what to know about it.
pub(super) fn headlines(mutated: &Mutated<'_>) -> Vec<Message> {
    let all = &mutated.mutations;
    let total = total(all);
    let mut messages = vec![
        w::MUTATED
            .with("name", mutated.name.as_str())
            .with("title", mutated.plan.title.as_str())
            .with("figures", all.figures)
            .with("tried", total.tried)
            .with("share", share(&total)),
    ];
    if all.changed < all.figures {
        messages.push(w::MUTATED_PART.with("changed", all.changed));
    }
    if all.failed_before > 0 {
        messages.push(w::MUTATED_FAILED.with("count", all.failed_before));
    }
    messages
}

fn total(all: &Mutations) -> Tally {
    all.tallies.values().fold(Tally::default(), |sum, tally| Tally {
        tried: sum.tried + tally.tried,
        errors: sum.errors + tally.errors,
        warnings: sum.warnings + tally.warnings,
    })
}

/// A line a kind of slip, with its headings.
pub(super) fn rows(all: &Mutations, lang: Lang) -> Vec<Vec<String>> {
    let headings: [&'static Wording; 6] = [&w::SLIP, &w::TRIED, &w::BY_ERROR, &w::BY_WARNING, &w::PASSED, &w::SHARE];
    let mut rows = vec![headings.map(|heading| heading.plain().render(lang)).to_vec()];
    for (slip, tally) in &all.tallies {
        let counts = [tally.tried, tally.errors, tally.warnings, tally.unnoticed()].map(|count| count.to_string());
        let mut row = vec![slip_name(*slip).plain().render(lang)];
        row.extend(counts);
        row.push(share(tally));
        rows.push(row);
    }
    rows
}

/// `99.8%`, rounded down: 100 % is all of them.
fn share(tally: &Tally) -> String {
    match (tally.errors + tally.warnings).saturating_mul(1000).checked_div(tally.tried) {
        Some(mills) => format!("{}.{}%", mills / 10, mills % 10),
        None => "–".to_owned(),
    }
}

pub(super) fn by_cell(all: &Mutations) -> Vec<(SlotId, Vec<&Unnoticed>)> {
    let mut cells: BTreeMap<SlotId, Vec<&Unnoticed>> = BTreeMap::new();
    for one in &all.unnoticed {
        cells.entry(one.slot).or_default().push(one);
    }
    cells.into_iter().collect()
}

pub(super) fn cell(plan: &Plan, slot: SlotId, slips: &[&Unnoticed]) -> Message {
    let before = slips.first().map(|one| one.before.to_string()).unwrap_or_default();
    let listed: Vec<Message> = slips
        .iter()
        .map(|one| {
            let slip = slip_name(one.slip).plain();
            match (one.slip, one.after) {
                (Slip::Blank | Slip::Shifted, _) => w::UNNOTICED_SHIFT.with("slip", slip),
                (_, Some(after)) if one.count == 1 => w::UNNOTICED_ONCE.with("slip", slip).with("after", after.to_string()),
                (_, Some(after)) => {
                    w::UNNOTICED_SLIP.with("slip", slip).with("count", one.count).with("after", after.to_string())
                }
                (_, None) => w::UNNOTICED_SLIP.with("slip", slip).with("count", one.count).with("after", w::BLANK.plain()),
            }
        })
        .collect();
    let place = plan.place(slot);
    let path: Vec<String> = [place.table, place.row, place.column, place.fact].into_iter().flatten().collect();
    w::UNNOTICED_CELL.with("cell", path.join(".")).with("before", before).with("slips", listed)
}

fn slip_name(slip: Slip) -> &'static Wording {
    match slip {
        Slip::Digit => &w::SLIP_DIGIT,
        Slip::DigitsSwapped => &w::SLIP_DIGITS_SWAPPED,
        Slip::DigitDropped => &w::SLIP_DIGIT_DROPPED,
        Slip::DigitAdded => &w::SLIP_DIGIT_ADDED,
        Slip::Blank => &w::SLIP_BLANK,
        Slip::CellsSwapped => &w::SLIP_CELLS_SWAPPED,
        Slip::Shifted => &w::SLIP_SHIFTED,
    }
}
