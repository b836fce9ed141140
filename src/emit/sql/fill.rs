//! Blank totals: the value that their parts give, parts before wholes, as `eval` fills them in.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Aux, Cells};
use super::number::{Size, factor};
use crate::model::Treatment;
use crate::number::Decimal;
use crate::plan::{Body, Check, Plan, Side, SlotId};

/// One total that may be blank.
pub(super) struct Fill {
    pub slot: SlotId,
    /// What the parts make and by which rule, the first check that gives something first.
    pub sums: Vec<(u32, String)>,
    /// What a blank counts as; `None` where the form allows none.
    pub accepted: Option<Decimal>,
    /// Totals below it.
    pub level: usize,
}

/// All totals that may be blank, in the order of their levels, and those whose value is not computed in SQL.
pub(super) struct Fills {
    pub all: Vec<Fill>,
    pub left_out: Vec<SlotId>,
}

pub(super) fn fills(cells: &mut Cells<'_>) -> Fills {
    let plan = cells.plan;
    let mut levels: BTreeMap<SlotId, usize> = BTreeMap::new();
    let mut all: BTreeMap<SlotId, Fill> = BTreeMap::new();
    let mut left_out: BTreeSet<SlotId> = BTreeSet::new();
    // What a blank counts as; nothing where the author said that it is no number.
    let accepted_of = |slot: SlotId| match plan.slots.get(slot).and_then(|slot| slot.read.blank) {
        Some(Treatment::As(value)) => Some(Some(value)),
        Some(Treatment::Error) | None => Some(None),
        Some(Treatment::Skip | Treatment::Unknown) => None,
    };
    let all_results = totals(plan).filter_map(|check| result_of(plan, check));
    let results: BTreeSet<SlotId> = all_results.filter(|slot| accepted_of(*slot).is_some()).collect();
    for check in totals(plan) {
        let Some(slot) = result_of(plan, check) else { continue };
        let Some(accepted) = accepted_of(slot) else { continue };
        let parts = plan.terms_of(check).iter().skip(1).map(|term| term.slot);
        let below =
            parts.filter(|part| results.contains(part)).map(|part| levels.get(&part).copied()).collect::<Option<Vec<_>>>();
        // A part that comes later is one of a circle, which the compiler refuses.
        let written = below.and_then(|below| Some((below.into_iter().max().map_or(0, |level| level + 1), sum(cells, check)?)));
        let Some((level, (sum, size))) = written else {
            left_out.insert(slot);
            continue;
        };
        let fill = all.entry(slot).or_insert(Fill { slot, sums: Vec::new(), accepted, level });
        fill.sums.push((check.rule, sum));
        fill.level = fill.level.max(level);
        let deepest = levels.entry(slot).or_default();
        *deepest = (*deepest).max(level);
        if let Some(place) = cells.sizes.get_mut(slot.0 as usize) {
            *place = (*place).max(size);
        }
    }
    // Lines that must not be blank and that nothing fills in.
    for (slot, _, own) in cells.all() {
        let refused = matches!(own.read.blank, Some(Treatment::Error) | None);
        if own.computed && refused && !all.contains_key(&slot) {
            all.insert(slot, Fill { slot, sums: Vec::new(), accepted: None, level: 0 });
        }
    }
    let mut all: Vec<Fill> = all.into_values().collect();
    all.sort_by_key(|fill| (fill.level, fill.slot));
    for fill in &all {
        cells.number(fill.slot);
        cells.aux(fill.slot, Aux::Blank);
        if !fill.sums.is_empty() {
            cells.aux(fill.slot, Aux::Read);
        }
    }
    Fills { all, left_out: left_out.into_iter().collect() }
}

fn totals(plan: &Plan) -> impl Iterator<Item = &Check> {
    plan.totals.iter().filter_map(|index| plan.checks.get(*index as usize))
}

fn result_of(plan: &Plan, check: &Check) -> Option<SlotId> {
    plan.terms_of(check).first().map(|term| term.slot)
}

/// What the parts make in the total's own unit, and how many times the largest figure that can be. `None` where that takes a
/// division: in a total of other units than its parts.
fn sum(cells: &mut Cells<'_>, check: &Check) -> Option<(String, u128)> {
    let Body::Linear { right, .. } = &check.body else { return None };
    let (total, parts) = cells.plan.terms_of(check).split_first()?;
    let unit = total.coefficient.to_rational();
    let times = |value: Decimal| {
        let quotient = Decimal::from_rational(&(value.to_rational() / unit.clone()))?.normalized();
        (quotient.scale() == 0).then_some(quotient.mantissa())
    };
    if total.coefficient.is_zero() {
        return None;
    }
    let mut size = Size { degree: 1, times: 0 };
    let mut out = String::new();
    for part in parts {
        if part.side != Side::Right {
            return None;
        }
        let factor_of = times(part.coefficient)?;
        let part_size = Size { degree: 0, times: factor_of.unsigned_abs() }.by(Size { degree: 1, times: cells.size(part.slot) });
        size = size.plus(part_size.ok()?).ok()?;
        let operand = operand(cells, part.slot, part.summed);
        push_term(&mut out, factor_of, &operand);
    }
    let constant = times(*right)?;
    if constant != 0 || out.is_empty() {
        size = size.plus(Size { degree: 1, times: constant.unsigned_abs().max(1) }).ok()?;
        push_term(&mut out, constant, "one");
    }
    size.room().ok()?;
    Some((out, size.times.max(1)))
}

/// What the view of checks says of a blank total, a line for each rule that may give its value.
pub(super) struct FillLine {
    pub slot: SlotId,
    pub rule: Option<u32>,
    /// A blank is an error, also where no value comes out.
    pub refused: bool,
    /// What it counts as by itself, and what it goes on with.
    pub left: String,
    pub right: String,
}

pub(super) fn lines(cells: &Cells<'_>, fills: &Fills) -> Vec<FillLine> {
    let mut lines = Vec::new();
    for fill in &fills.all {
        let name = cells.dialect.name_of(cells.name(fill.slot));
        let refused = fill.accepted.is_none();
        let (slot, read) = (fill.slot, cells.aux_name(fill.slot, Aux::Read));
        let rule = fill.sums.first().map(|(rule, _)| *rule);
        let name_of = |rule: &u32| cells.plan.rules.get(*rule as usize).map(|rule| &rule.name);
        let one_name = fill.sums.iter().all(|(other, _)| rule.as_ref().and_then(name_of) == name_of(other));
        if fill.sums.is_empty() {
            lines.push(FillLine { slot, rule, refused, left: "NULL".to_owned(), right: name });
        } else if one_name {
            lines.push(FillLine { slot, rule, refused, left: read, right: name });
        } else {
            let gives = |sum: &String| format!("NULLIF({sum}, {read})");
            for (at, (rule, sum)) in fill.sums.iter().enumerate() {
                let before: Vec<String> = fill.sums.iter().take(at).map(|(_, sum)| format!("{} IS NULL", gives(sum))).collect();
                let right = match before.as_slice() {
                    [] => gives(sum),
                    before => format!("CASE WHEN {} THEN {} END", before.join(" AND "), gives(sum)),
                };
                lines.push(FillLine { slot, rule: Some(*rule), refused: false, left: read.clone(), right });
            }
            if refused {
                lines.push(FillLine { slot, rule: None, refused, left: name.clone(), right: name });
            }
        }
    }
    lines
}

/// A cell as an operand; a part of a sum that is skipped counts as 0 there.
pub(super) fn operand(cells: &mut Cells<'_>, slot: SlotId, summed: bool) -> String {
    let name = cells.number(slot);
    if !summed || !cells.may_be_skipped(slot) {
        return name;
    }
    let skipped = cells.aux(slot, Aux::Skipped);
    format!("CASE WHEN {skipped} THEN 0 ELSE {name} END")
}

/// ` + 3 * x`.
pub(super) fn push_term(out: &mut String, times: i128, operand: &str) {
    let operand = factor(operand);
    match (out.is_empty(), times < 0) {
        (true, true) => out.push('-'),
        (true, false) => {}
        (false, true) => out.push_str(" - "),
        (false, false) => out.push_str(" + "),
    }
    if times.unsigned_abs() != 1 {
        out.push_str(&format!("{} * ", times.unsigned_abs()));
    }
    out.push_str(&operand);
}
