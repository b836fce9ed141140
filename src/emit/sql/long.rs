//! The views of single cells: what cells there are, what each of them says in each report and what that counts as, and the
//! same with a column for every cell.

use std::collections::BTreeMap;

use super::cells::{Cells, is_word};
use super::script::{Names, Script};
use crate::diag::wording::emit as w;
use crate::emit::figures::place;
use crate::model::{CellType, Limit, ReadPolicy, Rounding, Treatment, ValueKind};
use crate::number::Decimal;
use crate::plan::Slot;
use crate::syntax::ast::CompareOp;

/// Numbers as they are read, no other: at most 36 digits, at most 18 of them behind the point.
const NUMBER: &str = "^-?[0-9]+([.][0-9]{1,18})?$";

pub(super) fn views(script: &mut Script, names: &Names, cells: &Cells<'_>) {
    let kinds = kinds(cells);
    let policies = policies(cells);
    cells_view(script, names, cells, &kinds, &policies);
    let tokens = tokens_view(script, names, &policies);
    long_view(script, names, cells, tokens);
    wide_view(script, names, cells);
}

/// The types of the form, numbered from 1.
pub(super) fn kinds<'a>(cells: &Cells<'a>) -> Vec<&'a CellType> {
    let mut kinds: Vec<&CellType> = Vec::new();
    for (_, _, slot) in cells.all() {
        if !kinds.iter().any(|kind| same_kind(kind, &slot.ty)) {
            kinds.push(&slot.ty);
        }
    }
    kinds
}

fn same_kind(one: &CellType, other: &CellType) -> bool {
    let limits = |ty: &CellType| ty.limits.iter().map(|limit| (limit.op, limit.value)).collect::<Vec<_>>();
    one.kind == other.kind && one.rounding == other.rounding && limits(one) == limits(other)
}

/// The lists of tokens of the form, numbered from 1.
fn policies<'a>(cells: &Cells<'a>) -> Vec<&'a ReadPolicy> {
    let mut policies: Vec<&ReadPolicy> = Vec::new();
    for (_, _, slot) in cells.all() {
        if !policies.iter().any(|policy| policy.tokens == slot.read.tokens) {
            policies.push(&slot.read);
        }
    }
    policies
}

fn treated(treatment: Treatment) -> String {
    match treatment {
        Treatment::As(value) => value.to_string(),
        Treatment::Skip => "skip".to_owned(),
        Treatment::Unknown => "unknown".to_owned(),
        Treatment::Error => "error".to_owned(),
    }
}

fn truth(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}

/// Decimal places of the column of a cell in the wide view.
fn wide_places(slot: &Slot) -> u8 {
    match (&slot.ty.kind, slot.ty.rounding) {
        (ValueKind::Natural | ValueKind::Integer | ValueKind::Bool | ValueKind::Year, _) => 0,
        (_, Rounding::Step(step) | Rounding::Rounded(step)) => step.normalized().scale(),
        (_, Rounding::Exact) => 6,
    }
}

fn cells_view(script: &mut Script, names: &Names, cells: &Cells<'_>, kinds: &[&CellType], policies: &[&ReadPolicy]) {
    let dialect = cells.dialect;
    script.heading(&w::CELLS.with("count", cells.plan.slots.list.len()));
    script.line(&dialect.view(&names.cells));
    script.line("SELECT * FROM (VALUES");
    let mut rows = Vec::new();
    for (id, no, slot) in cells.all() {
        let place = place(cells.plan, id).map(|part| dialect.text(&part)).join(", ");
        let kind = kinds.iter().position(|kind| same_kind(kind, &slot.ty)).map_or(0, |at| at + 1);
        let policy = policies.iter().position(|policy| policy.tokens == slot.read.tokens).map_or(0, |at| at + 1);
        let blank = dialect.text(&treated(slot.read.blank.unwrap_or(Treatment::Error)));
        let absent = dialect.text(&treated(slot.read.absent.unwrap_or(Treatment::Error)));
        let words = truth(is_word(&slot.ty.kind));
        let (computed, used) = (truth(slot.computed), truth(cells.numbers.contains(&id)));
        let places = wide_places(slot);
        rows.push(format!("  ({no}, {place}, {kind}, {words}, {places}, {used}, {computed}, {blank}, {absent}, {policy})"));
    }
    script.line(&rows.join(",\n"));
    let [table, row, column] = ["table", "row", "column"].map(|name| dialect.name_of(name));
    script.line(&format!(") AS c(no, {table}, {row}, {column}, kind, words, places, used, computed, blank, absent, policy);"));
}

/// What the form's tokens count as; whether there are any.
fn tokens_view(script: &mut Script, names: &Names, policies: &[&ReadPolicy]) -> bool {
    let dialect = script.dialect;
    let mut rows = Vec::new();
    for (at, policy) in policies.iter().enumerate() {
        let mut seen: BTreeMap<&str, ()> = BTreeMap::new();
        for (token, treatment) in &policy.tokens {
            if seen.insert(token, ()).is_none() {
                rows.push(format!("  ({}, {}, {})", at + 1, dialect.text(token), dialect.text(&treated(*treatment))));
            }
        }
    }
    if rows.is_empty() {
        return false;
    }
    script.heading(&w::TOKENS.plain());
    script.line(&dialect.view(&names.tokens));
    script.line(&format!("SELECT * FROM (VALUES\n{}\n) AS t(policy, token, counts);", rows.join(",\n")));
    true
}

fn long_view(script: &mut Script, names: &Names, cells: &Cells<'_>, tokens: bool) {
    let dialect = cells.dialect;
    let [table, row, column] = ["table", "row", "column"].map(|name| dialect.name_of(name));
    let digits = "LENGTH(TRIM(LEADING '0' FROM REPLACE(REPLACE(p.value, '-', ''), '.', '')))";
    let number = format!("{} AND {digits} <= {}", dialect.matches("p.value", NUMBER), Decimal::MAX_DIGITS);
    let (token, join) = match tokens {
        true => (
            "COALESCE(t.counts, 'error')",
            format!(
                "\n  LEFT JOIN {} t ON t.policy = p.policy AND t.token = p.value AND p.state = 'not-applicable'",
                dialect.name_of(&names.tokens)
            ),
        ),
        false => ("'error'", String::new()),
    };
    script.heading(&w::LONG.plain());
    script.line(&dialect.view(&names.long));
    script.line(&format!(
        "WITH placed AS (
  SELECT f.report, c.no, COALESCE(f.{table}, '') AS {table}, COALESCE(f.{row}, '') AS {row}, COALESCE(f.{column}, '') AS {column},
    f.state, COALESCE(f.value, '') AS value, c.kind, c.words, c.places, c.used, c.computed, c.blank, c.absent, c.policy
  FROM gouji_figures f LEFT JOIN {cells} c
    ON f.state <> 'meta' AND c.{table} = COALESCE(f.{table}, '') AND c.{row} = COALESCE(f.{row}, '') AND c.{column} = COALESCE(f.{column}, '')
  WHERE f.template = {template}
), counted AS (
  SELECT p.*,
    CASE WHEN p.state IN ('figure', 'approximate') AND NOT p.words AND {number} THEN p.value END AS printed,
    CASE p.state
      WHEN 'figure' THEN CASE WHEN p.words AND p.value <> '' THEN 'word' ELSE 'unknown' END
      WHEN 'blank' THEN p.blank
      WHEN 'absent' THEN p.absent
      WHEN 'not-applicable' THEN {token}
      ELSE 'unknown' END AS counts
  FROM placed p{join}
), amounts AS (
  SELECT c.*, COALESCE(printed, CASE WHEN counts NOT IN ('word', 'skip', 'unknown', 'error') THEN counts END) AS amount
  FROM counted c
), digits AS (
  SELECT a.*,
    amount LIKE '-%' AND REPLACE(REPLACE(REPLACE(amount, '-', ''), '0', ''), '.', '') <> '' AS negative,
    TRIM(LEADING '0' FROM SPLIT_PART(REPLACE(amount, '-', ''), '.', 1)) AS whole_part,
    TRIM(TRAILING '0' FROM SPLIT_PART(amount, '.', 2)) AS decimal_part
  FROM amounts a
)
SELECT report, no, {table}, {row}, {column}, state, value,
  CASE WHEN no IS NULL THEN 'nothing'
    WHEN amount IS NULL THEN counts
    WHEN state = 'approximate' THEN 'unknown'
    ELSE 'number' END AS counts,
  CAST((CASE WHEN negative THEN '-' ELSE '' END) || '0' || whole_part || decimal_part AS {whole}) AS scaled,
  LENGTH(decimal_part) AS decimals, LENGTH(whole_part) AS digits, negative, kind, words, places, used, computed
FROM digits;",
        cells = dialect.name_of(&names.cells),
        template = dialect.text(&cells.plan.title),
        whole = dialect.whole_type(),
    ));
}

fn wide_view(script: &mut Script, names: &Names, cells: &Cells<'_>) {
    let dialect = cells.dialect;
    let figure = "CASE WHEN state = 'figure' AND (words OR (counts = 'number' AND decimals <= places AND digits <= 38 - places)) \
                  THEN value END";
    let mut columns = Vec::new();
    for (id, no, slot) in cells.all() {
        let (element, name) = (dialect.element("v", no), dialect.name_of(cells.name(id)));
        columns.push(match is_word(&slot.ty.kind) {
            true => format!("  {element} AS {name}"),
            false => format!("  CAST({element} AS {}) AS {name}", dialect.decimal_type(wide_places(slot))),
        });
    }
    script.heading(&w::WIDE.plain());
    script.line(&dialect.view(&names.wide));
    script.line(&format!(
        "WITH reports AS (\n  SELECT report, {} AS numbers,\n    {} AS v\n  FROM {} GROUP BY report\n)\nSELECT report,\n{}\nFROM reports\nWHERE {};",
        dialect.array("no"),
        dialect.array(figure),
        dialect.name_of(&names.long),
        columns.join(",\n"),
        dialect.is_run("numbers", cells.plan.slots.list.len()),
    ));
}

/// What is wrong with a number by its type alone: a condition over the long view and what to say, most basic first.
pub(super) fn type_troubles(script: &Script, ty: &CellType) -> Vec<(String, String)> {
    let says = |message: crate::diag::Message| script.dialect.text(&message.render(script.lang));
    let mut cases = Vec::new();
    let natural = ty.kind == ValueKind::Natural;
    if natural {
        cases.push(("negative".to_owned(), says(w::NEGATIVE.plain())));
    }
    if natural || ty.kind == ValueKind::Integer {
        cases.push(("decimals > 0".to_owned(), says(w::NOT_WHOLE.plain())));
    }
    for limit in &ty.limits {
        let message = w::LIMIT.with("op", super::number::symbol(limit.op)).with("limit", limit.value.to_string());
        cases.push((beyond(script, limit), says(message)));
    }
    match ty.rounding {
        Rounding::Exact => {}
        Rounding::Step(step) | Rounding::Rounded(step) => {
            let message = w::PLACES.with("step", step.to_string());
            cases.push((format!("decimals > {}", step.normalized().scale()), says(message)));
        }
    }
    cases
}

/// The condition under which a number is beyond a limit.
fn beyond(script: &Script, limit: &Limit) -> String {
    let value = limit.value.normalized();
    if value.is_zero() {
        let zero = "digits = 0 AND decimals = 0";
        return match limit.op {
            CompareOp::GreaterEqual => "negative".to_owned(),
            CompareOp::Greater => format!("(negative OR ({zero}))"),
            CompareOp::LessEqual => format!("NOT negative AND NOT ({zero})"),
            CompareOp::Less => "NOT negative".to_owned(),
            CompareOp::Equal => format!("NOT ({zero})"),
            CompareOp::NotEqual => format!("({zero})"),
        };
    }
    // Eighteen digits before the point and eighteen behind it are compared; a larger number is beyond by its sign.
    let huge = match limit.op {
        CompareOp::Greater | CompareOp::GreaterEqual => "negative",
        CompareOp::Less | CompareOp::LessEqual => "NOT negative",
        CompareOp::Equal => "TRUE",
        CompareOp::NotEqual => "FALSE",
    };
    let number = format!("CAST(value AS {})", script.dialect.decimal_type(Decimal::MAX_SCALE));
    let within = format!("{number} {} {value}", super::number::symbol(limit.op));
    format!("(CASE WHEN digits > 18 THEN {huge} ELSE NOT ({within}) END)")
}
