//! One line a report: the whole number that every cell counts as, and the checks over them.

use super::cells::{Aux, Cells};
use super::fill::Fills;
use super::script::{Names, Script};
use crate::diag::wording::emit as w;
use crate::plan::SlotId;

/// The view of the numbers that rules see; blank totals are filled in level by level.
pub(super) fn view(script: &mut Script, names: &Names, cells: &Cells<'_>, fills: &Fills) {
    let dialect = cells.dialect;
    let count = cells.plan.slots.list.len();
    let is_filled = |slot: SlotId| fills.all.iter().any(|fill| fill.slot == slot && !fill.sums.is_empty());
    let wants = |wanted: &[Aux]| cells.wanted.iter().any(|(_, aux)| wanted.contains(aux));
    let arrays = [
        (true, "n", "CASE WHEN counts = 'number' THEN scaled END"),
        (wants(&[Aux::Blank, Aux::Absent]), "s", "state"),
        (wants(&[Aux::Skipped, Aux::Known]), "c", "counts"),
        (wants(&[Aux::Word]), "v", "CASE WHEN counts = 'word' THEN value END"),
    ];
    let arrays: Vec<String> = arrays
        .iter()
        .filter(|(wanted, ..)| *wanted)
        .map(|(_, name, value)| format!("    CASE WHEN COUNT(*) = {count} THEN {} END AS {name}", dialect.array(value)))
        .collect();
    script.heading(&w::VALUES.plain());
    script.line(&dialect.view(&names.values));
    script.line(&format!(
        "WITH read_cells AS (
  SELECT report, COUNT(*) = {count} AS whole, BOOL_AND(fits) AS fits, MAX(scale) AS scale,
    CAST(RPAD('1', MAX(scale) + 1, '0') AS {whole}) AS one,
{arrays}
  FROM {long} GROUP BY report
)",
        whole = dialect.whole_type(),
        arrays = arrays.join(",\n"),
        long = dialect.name_of(&names.long),
    ));
    let mut columns: Vec<String> = ["report", "whole", "fits", "scale", "one"].map(|name| format!("r.{name}")).to_vec();
    let joined = metas(script, cells, &mut columns);
    for slot in &cells.numbers {
        let name = if is_filled(*slot) { cells.aux_name(*slot, Aux::Read) } else { dialect.name_of(cells.name(*slot)) };
        columns.push(format!("{} AS {name}", dialect.element("r.n", slot.0 as usize + 1)));
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
    script.line(&format!(", level_0 AS (\n  SELECT {}\n  FROM read_cells r{joined}\n)", columns.join(",\n    ")));
    let deepest = fills.all.iter().filter(|fill| !fill.sums.is_empty()).map(|fill| fill.level + 1).max().unwrap_or(0);
    for level in 0..deepest {
        let mut columns = vec![format!("level_{level}.*")];
        for fill in fills.all.iter().filter(|fill| fill.level == level && !fill.sums.is_empty()) {
            let (read, blank) = (cells.aux_name(fill.slot, Aux::Read), cells.aux_name(fill.slot, Aux::Blank));
            let sums: Vec<String> = fill.sums.iter().map(|sum| format!("NULLIF({sum}, {read})")).collect();
            let name = dialect.name_of(cells.name(fill.slot));
            columns.push(format!("CASE WHEN {blank} THEN COALESCE({}, {read}) ELSE {read} END AS {name}", sums.join(", ")));
        }
        let next = level + 1;
        script.line(&format!(", level_{next} AS (\n  SELECT {}\n  FROM level_{level}\n)", columns.join(",\n    ")));
    }
    script.line(&format!("SELECT * FROM level_{deepest};"));
}

/// The columns of metas, and where they come from.
fn metas(script: &mut Script, cells: &Cells<'_>, columns: &mut Vec<String>) -> String {
    let dialect = cells.dialect;
    if cells.metas.is_empty() {
        return String::new();
    }
    let row = dialect.name_of("row");
    let mut picked = Vec::new();
    for meta in &cells.metas {
        let (Some(name), Some(own)) = (cells.meta_name(*meta), cells.form.meta.get(*meta as usize)) else { continue };
        picked.push(format!("MAX(CASE WHEN {row} = {} THEN value END) AS {name}", dialect.text(&own.name)));
        columns.push(format!("m.{name}"));
        if cells.plan.year == Some(*meta) {
            let text = format!("TRIM(m.{name})");
            let year = dialect.matches(&text, "^[0-9]{1,9}$");
            columns.push(format!("CASE WHEN {year} THEN CAST({text} AS INTEGER) END AS year"));
        }
    }
    script.line(&format!(
        ", metas AS (\n  SELECT report,\n    {}\n  FROM gouji_figures WHERE template = {} AND state = 'meta' GROUP BY report\n)",
        picked.join(",\n    "),
        dialect.text(&cells.plan.title),
    ));
    "\n  LEFT JOIN metas m ON m.report = r.report".to_owned()
}
