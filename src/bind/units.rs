//! Units: as printed at a figure, in a heading, over a table; and the exact way from one to another.

use crate::label::{fold, is_folded};
use crate::model::{UnitId, Units};
use crate::number::Decimal;
use crate::number::printed::Spellings;

/// All spellings of all units, as they are printed and folded.
pub(super) fn spellings(units: &Units) -> Spellings<UnitId> {
    let all = units.iter().flat_map(|(id, unit)| std::iter::once(&unit.name).chain(&unit.spellings).map(move |text| (text, id)));
    Spellings::new(all.flat_map(|(text, id)| [(text.clone(), id), (fold(text), id)]))
}

/// The unit that a text states for figures elsewhere: `单位：万元`, `（万元）`, `金额单位:元`. `None` when it says anything else.
pub(super) fn stated(text: &str, units: &Units) -> Option<UnitId> {
    if text.len() > 120 {
        return None;
    }
    let folded = fold(text);
    let inner = folded.trim_start_matches(['(', '[']).trim_end_matches([')', ']', '。']);
    let name =
        match inner.rfind("单位:").map(|at| (at, "单位:".len())).or_else(|| inner.rfind("unit:").map(|at| (at, "unit:".len())))
        {
            Some((at, len)) => inner.get(at + len..)?,
            None => inner,
        };
    let name = name.trim_start_matches(['(', '[']).trim_start_matches("人民币");
    find(name, units)
}

/// The unit with this folded name or spelling.
pub(super) fn find(folded: &str, units: &Units) -> Option<UnitId> {
    if folded.is_empty() {
        return None;
    }
    let is = |text: &String| text == folded || (!is_folded(text) && fold(text) == folded);
    units.iter().find(|(_, unit)| is(&unit.name) || unit.spellings.iter().any(is)).map(|(id, _)| id)
}

/// A value in one unit as a value in another of the same dimension; `None` when it has no exact decimal there.
pub(super) fn convert(value: Decimal, from: UnitId, to: UnitId, units: &Units) -> Option<Decimal> {
    let (from, to) = (units.get(from)?, units.get(to)?);
    if from.factor == to.factor {
        return Some(value);
    }
    if to.factor == Decimal::ONE {
        return value.checked_mul(from.factor);
    }
    Decimal::from_rational(&(value.to_rational() * from.factor.to_rational() / to.factor.to_rational()))
}
