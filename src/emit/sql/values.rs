//! One line a report: the whole number that every cell counts as, and the checks over them.

use super::cells::{Aux, Cells};
use super::fill::Fills;
use super::script::{Names, Script};
use crate::diag::wording::emit as w;
use crate::plan::SlotId;

/// The view of the numbers that rules see; blank totals are filled in level by level.
pub(super) fn view(script: &mut Script, names: &Names, cells: &Cells<'_>, fills: &Fills, room: u32) {
    let dialect = cells.dialect;
    let count = cells.plan.slots.list.len();
    let is_filled = |slot: SlotId| fills.all.iter().any(|fill| fill.slot == slot && !fill.sums.is_empty());
    let wants = |wanted: &[Aux]| cells.wanted.iter().any(|(_, aux)| wanted.contains(aux));
    let arrays = [
        (true, "n", "CASE WHEN counts = 'number' THEN CAST(scaled AS TEXT) END"),
        (true, "d", "decimals"),
        (wants(&[Aux::Blank, Aux::Absent]), "s", "state"),
        (wants(&[Aux::Skipped, Aux::Known]), "c", "counts"),
        (wants(&[Aux::Word]), "v", "CASE WHEN counts = 'word' THEN value END"),
    ];
    let arrays: Vec<String> = arrays
        .iter()
        .filter(|(wanted, ..)| *wanted)
        .map(|(_, name, value)| format!("{} AS {name}", dialect.array(&value.replace("TEXT", dialect.text_type()))))
        .chain(metas(cells))
        .collect();
    let most = |what: &str| format!("COALESCE(MAX(CASE WHEN used AND counts = 'number' THEN {what} END), 0)");
    script.heading(&w::VALUES.with("digits", room as usize));
    script.line(&dialect.view(&names.values));
    script.line(&format!(
        "WITH reports AS (
  SELECT report, {decimals} AS scale, {digits} AS digits,
    {numbers} AS numbers,
    {arrays}
  FROM {long} GROUP BY report
), sound AS (
  SELECT r.*, {complete} AS whole, digits + scale <= {room} AS fits,
    CASE WHEN {complete} AND digits + scale <= {room} THEN n END AS sound_n,
    CASE WHEN digits + scale <= {room} THEN CAST(RPAD('1', scale + 1, '0') AS {whole}) END AS one
  FROM reports r
)",
        decimals = most("decimals").replacen("COALESCE", "CAST(COALESCE", 1) + " AS INTEGER)",
        digits = most("digits"),
        numbers = dialect.array("no"),
        arrays = arrays.join(",\n    "),
        long = dialect.name_of(&names.long),
        complete = dialect.is_run("numbers", count),
        whole = dialect.whole_type(),
    ));
    let mut columns: Vec<String> = ["report", "whole", "fits", "scale", "one"].map(|name| format!("r.{name}")).to_vec();
    for meta in &cells.metas {
        let Some(name) = cells.meta_name(*meta) else { continue };
        columns.push(format!("r.{name}"));
        if cells.plan.year == Some(*meta) {
            let text = format!("TRIM(r.{name})");
            let year = dialect.matches(&text, "^[0-9]{1,9}$");
            columns.push(format!("CASE WHEN {year} THEN CAST({text} AS INTEGER) END AS year"));
        }
    }
    for slot in &cells.numbers {
        let name = if is_filled(*slot) { cells.aux_name(*slot, Aux::Read) } else { dialect.name_of(cells.name(*slot)) };
        let [digits, decimals] = ["r.sound_n", "r.d"].map(|array| dialect.element(array, slot.0 as usize + 1));
        columns.push(format!("{} AS {name}", dialect.whole(&format!("{digits} || REPEAT('0', r.scale - {decimals})"))));
    }
    for (slot, aux) in &cells.wanted {
        let element = |array: &str| dialect.element(array, slot.0 as usize + 1);
        let value = match aux {
            Aux::Read => continue,
            Aux::Skipped => format!("{} = 'skip'", element("r.c")),
            Aux::Known => format!("{} IN ('word', 'number')", element("r.c")),
            Aux::Blank => format!("{} = 'blank'", element("r.s")),
            Aux::Absent => format!("{} = 'absent'", element("r.s")),
            Aux::Word => element("r.v"),
        };
        columns.push(format!("{value} AS {}", cells.aux_name(*slot, *aux)));
    }
    script.line(&format!(", level_0 AS (\n  SELECT {}\n  FROM sound r\n)", columns.join(",\n    ")));
    let deepest = fills.all.iter().filter(|fill| !fill.sums.is_empty()).map(|fill| fill.level + 1).max().unwrap_or(0);
    for level in 0..deepest {
        let mut columns = vec![format!("level_{level}.*")];
        for fill in fills.all.iter().filter(|fill| fill.level == level && !fill.sums.is_empty()) {
            let (read, blank) = (cells.aux_name(fill.slot, Aux::Read), cells.aux_name(fill.slot, Aux::Blank));
            let sums: Vec<String> = fill.sums.iter().map(|(_, sum)| format!("NULLIF({sum}, {read})")).collect();
            let name = dialect.name_of(cells.name(fill.slot));
            columns.push(format!("CASE WHEN {blank} THEN COALESCE({}, {read}) ELSE {read} END AS {name}", sums.join(", ")));
        }
        let next = level + 1;
        script.line(&format!(", level_{next} AS (\n  SELECT {}\n  FROM level_{level}\n)", columns.join(",\n    ")));
    }
    script.line(&format!("SELECT * FROM level_{deepest};"));
}

/// The metas that rules read.
fn metas(cells: &Cells<'_>) -> Vec<String> {
    let dialect = cells.dialect;
    let row = dialect.name_of("row");
    let meta = |meta: &u32| {
        let (name, own) = (cells.meta_name(*meta)?, cells.form.meta.get(*meta as usize)?);
        Some(format!("MAX(CASE WHEN state = 'meta' AND {row} = {} THEN value END) AS {name}", dialect.text(&own.name)))
    };
    cells.metas.iter().filter_map(meta).collect()
}
