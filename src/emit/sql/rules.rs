//! Every check of the plan as a line of SQL: when it applies, its left and its right side, and how far they may be apart.

use super::cells::Cells;
use super::code::{Item, Translator, Truth, any};
use super::fill::{operand, push_term};
use super::number::{Arithmetic, Left, Num, Size};
use crate::model::Rounding;
use crate::number::Decimal;
use crate::plan::{Body, Check, Op, Rule, Side, Term};
use crate::syntax::ast::CompareOp;

/// What becomes of a check, in the scripts' words.
pub(super) mod state {
    /// The sides are still to be compared.
    pub const COMPARE: &str = "compare";
    pub const HELD: &str = "held";
    pub const WITHIN: &str = "held within tolerance";
    pub const FAILED: &str = "failed";
    pub const UNKNOWN: &str = "not assessable";
    pub const NOT_APPLICABLE: &str = "not applicable";
    pub const NOT_COMPUTED: &str = "not computed";
}

/// One check.
pub(super) struct Line {
    pub check: usize,
    /// `=`, `<=` …; empty where the state says it all.
    pub op: &'static str,
    /// Both sides are in units of `10^-(scale · degree + places)`.
    pub degree: i32,
    pub places: i32,
    pub state: String,
    pub left: Option<String>,
    pub right: Option<String>,
    /// How far left may exceed right, and right left; `None` for not at all.
    pub more: Option<String>,
    pub less: Option<String>,
}

pub(super) fn line(cells: &mut Cells<'_>, arithmetic: &mut Arithmetic, index: usize, check: &Check) -> Result<Line, Left> {
    let plan = cells.plan;
    let rule = plan.rules.get(check.rule as usize);
    let mut cases: Vec<(String, &str)> = Vec::new();
    cases.extend(rule.and_then(|rule| out_of_force(cells, rule)).map(|out| (out, state::NOT_APPLICABLE)));
    if let Some(when) = &check.when {
        let truth = Translator { cells, arithmetic }.truth(plan.code(when))?;
        gap_cases(&truth, &mut cases);
        cases.push((format!("({}) IS NULL", truth.sql), state::UNKNOWN));
        cases.push((format!("NOT ({})", truth.sql), state::NOT_APPLICABLE));
    }
    match &check.body {
        Body::Linear { op, .. } => linear(cells, arithmetic, index, check, *op, cases),
        Body::Code { code, sides } => {
            let (code, sides) = (plan.code(code), sides.iter().map(|side| plan.code(side)).collect::<Vec<_>>());
            coded(cells, arithmetic, index, check, code, &sides, cases)
        }
    }
}

fn gap_cases(truth: &Truth, cases: &mut Vec<(String, &'static str)>) {
    if !truth.gaps.failed.is_empty() {
        cases.push((any(&truth.gaps.failed), state::NOT_COMPUTED));
    }
    if !truth.gaps.skipped.is_empty() {
        cases.push((any(&truth.gaps.skipped), state::NOT_APPLICABLE));
    }
}

/// `during`: a report whose year is not known is held to every rule.
fn out_of_force(cells: &mut Cells<'_>, rule: &Rule) -> Option<String> {
    let (from, to) = rule.during?;
    cells.metas.insert(cells.plan.year?);
    let bound = |op: &str, year: Option<i64>| year.map(|year| format!("year {op} {year}"));
    let parts: Vec<String> = [bound("<", from), bound(">", to)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" OR "))
}

fn cases_sql(cases: &[(String, &str)], otherwise: &str) -> String {
    if cases.is_empty() {
        return format!("'{otherwise}'");
    }
    let cases: Vec<String> = cases.iter().map(|(condition, state)| format!("WHEN {condition} THEN '{state}'")).collect();
    format!("CASE {} ELSE '{otherwise}' END", cases.join(" "))
}

fn linear(
    cells: &mut Cells<'_>,
    arithmetic: &mut Arithmetic,
    index: usize,
    check: &Check,
    op: CompareOp,
    mut cases: Vec<(String, &'static str)>,
) -> Result<Line, Left> {
    let Body::Linear { left, right, .. } = &check.body else { return Err(Left::NoCounterpart) };
    let terms = cells.plan.terms_of(check);
    let halves: Vec<Option<Decimal>> = terms.iter().map(|term| half_unit(cells, term)).collect();
    let mut scale = left.normalized().scale().max(right.normalized().scale());
    scale = terms.iter().map(|term| term.coefficient.normalized().scale()).fold(scale, u8::max);
    scale = check.within.map_or(scale, |within| scale.max(within.normalized().scale()));
    scale = halves.iter().flatten().map(|half| half.normalized().scale()).fold(scale, u8::max);
    let whole = |value: Decimal| value.mantissa_at(scale).ok_or(Left::TooLarge);
    let mut skipped: Vec<String> = Vec::new();
    for term in terms.iter().filter(|term| !term.summed && cells.may_be_skipped(term.slot)).collect::<Vec<_>>() {
        let condition = cells.aux(term.slot, super::cells::Aux::Skipped);
        if !skipped.contains(&condition) {
            skipped.push(condition);
        }
    }
    if !skipped.is_empty() {
        cases.push((any(&skipped), state::NOT_APPLICABLE));
    }
    let mut size = Size { degree: 1, times: 0 };
    let mut sides = [String::new(), String::new()];
    for (side, out) in [Side::Left, Side::Right].into_iter().zip(&mut sides) {
        for term in terms.iter().filter(|term| term.side == side) {
            let times = whole(term.coefficient)?;
            let one = Size { degree: 0, times: times.unsigned_abs() }.by(Size { degree: 1, times: cells.size(term.slot) })?;
            size = size.plus(one)?;
            let operand = operand(cells, term.slot, term.summed);
            push_term(out, times, &operand);
        }
        let constant = whole(if side == Side::Left { *left } else { *right })?;
        if constant != 0 {
            size = size.plus(Size { degree: 1, times: constant.unsigned_abs() })?;
            push_term(out, constant, "one");
        } else if out.is_empty() {
            out.push_str("zero");
        }
    }
    let (more, less, tolerance) = tolerance(cells, check, op, terms, &halves, whole)?;
    arithmetic.hold(size.plus(tolerance)?)?;
    let [left, right] = sides.map(|side| if side == "zero" { arithmetic.dialect.whole("0") } else { side });
    Ok(Line {
        check: index,
        op: super::number::symbol(op),
        degree: 1,
        places: i32::from(scale),
        state: cases_sql(&cases, state::COMPARE),
        left: Some(left),
        right: Some(right),
        more,
        less,
    })
}

/// How far the left side may exceed the right, and the right the left, in whole numbers; and how large that can be.
///
/// `within Q`: by `Q`. Figures that were rounded by themselves: by half a unit each, less 1 in the last place where the end of
/// the interval is open.
fn tolerance(
    cells: &mut Cells<'_>,
    check: &Check,
    op: CompareOp,
    terms: &[Term],
    halves: &[Option<Decimal>],
    whole: impl Fn(Decimal) -> Result<i128, Left>,
) -> Result<(Option<String>, Option<String>, Size), Left> {
    if let Some(within) = check.within {
        let within = whole(within)?.max(0);
        let size = Size { degree: 1, times: within.unsigned_abs() };
        let text = (within > 0 && op != CompareOp::NotEqual).then(|| format!("{within} * one"));
        return Ok((text.clone(), text, size));
    }
    if halves.iter().all(Option::is_none) {
        return Ok((None, None, Size { degree: 1, times: 0 }));
    }
    let mut size = Size { degree: 1, times: 2 };
    let (mut reach, mut fixed) = (String::new(), 0i128);
    // Conditions under which an end is open: some term of the wrong sign is there.
    let (mut positive, mut negative): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for (term, half) in terms.iter().zip(halves) {
        let Some(half) = half else { continue };
        let each = half.checked_mul(term.coefficient).ok_or(Left::TooLarge)?;
        let each = whole(each)?.checked_abs().ok_or(Left::TooLarge)?;
        size = size.plus(Size { degree: 1, times: each.unsigned_abs() })?;
        let there = if term.summed && cells.may_be_skipped(term.slot) {
            let skipped = cells.aux(term.slot, super::cells::Aux::Skipped);
            push_term(&mut reach, 1, &format!("CASE WHEN {skipped} THEN 0 ELSE {each} END"));
            format!("NOT {skipped}")
        } else {
            fixed = fixed.checked_add(each).ok_or(Left::TooLarge)?;
            "TRUE".to_owned()
        };
        let is_positive = (!term.coefficient.is_negative() && !term.coefficient.is_zero()) == (term.side == Side::Left);
        if is_positive { positive.push(there) } else { negative.push(there) }
    }
    if fixed != 0 || reach.is_empty() {
        push_term(&mut reach, 1, &fixed.to_string());
    }
    let open = |conditions: &[String]| match conditions {
        [] => None,
        some if some.iter().any(|one| one == "TRUE") => Some("1".to_owned()),
        some => Some(format!("CASE WHEN {} THEN 1 ELSE 0 END", any(some))),
    };
    let end = |open: Option<String>| {
        let reach = super::number::factor(&reach);
        match open {
            Some(open) => format!("{reach} * one - {}", super::number::factor(&open)),
            None => format!("{reach} * one"),
        }
    };
    let strict = || format!("{} * one - 1", super::number::factor(&reach));
    // The lower end of `left - right` is reached only where all rounded terms count positive.
    let (more, less) = match op {
        CompareOp::Equal | CompareOp::LessEqual | CompareOp::GreaterEqual => (end(open(&negative)), end(open(&positive))),
        CompareOp::Less | CompareOp::Greater => (strict(), strict()),
        CompareOp::NotEqual => {
            (format!("{} * one", super::number::factor(&reach)), format!("{} * one", super::number::factor(&reach)))
        }
    };
    Ok((Some(more), Some(less), size))
}

fn half_unit(cells: &Cells<'_>, term: &Term) -> Option<Decimal> {
    match cells.plan.slots.get(term.slot)?.ty.rounding {
        Rounding::Rounded(quantum) => quantum.checked_mul(Decimal::new(5, 1)),
        Rounding::Exact | Rounding::Step(_) => None,
    }
}

fn coded(
    cells: &mut Cells<'_>,
    arithmetic: &mut Arithmetic,
    index: usize,
    check: &Check,
    code: &[Op],
    sides: &[&[Op]],
    mut cases: Vec<(String, &'static str)>,
) -> Result<Line, Left> {
    let truth = Translator { cells, arithmetic }.truth(code)?;
    gap_cases(&truth, &mut cases);
    cases.push((format!("({}) IS NULL", truth.sql), state::UNKNOWN));
    cases.push((truth.sql.clone(), state::HELD));
    let mut numbers: Vec<Num> = Vec::new();
    let mut first_is_number = false;
    for (at, side) in sides.iter().enumerate() {
        if let Item::Number(number) = (Translator { cells, arithmetic }).run(side)? {
            first_is_number |= at == 0;
            numbers.push(number);
        }
    }
    let comparison = match code.last() {
        Some(Op::Compare(op)) => Some(*op),
        Some(Op::In(_)) => Some(CompareOp::Equal),
        _ => None,
    };
    if let (Some(within), Some(op), Some((left, others)), true) =
        (check.within, comparison, numbers.split_first(), first_is_number)
    {
        let near = within_reach(arithmetic, op, left, others, within)?;
        if !near.is_empty() {
            cases.push((any(&near), state::WITHIN));
        }
    }
    let shown = match numbers.split_first().filter(|_| first_is_number) {
        Some((left, others)) => shown(arithmetic, left, others)?,
        None => None,
    };
    let (left, right, degree, places) =
        shown.map_or((None, None, 0, 0), |(left, right, degree, places)| (Some(left), Some(right), degree, places));
    Ok(Line {
        check: index,
        op: "",
        degree,
        places,
        state: cases_sql(&cases, state::FAILED),
        left,
        right,
        more: None,
        less: None,
    })
}

/// Conditions under which an explicit `within` forgives.
fn within_reach(
    arithmetic: &mut Arithmetic,
    op: CompareOp,
    left: &Num,
    others: &[Num],
    within: Decimal,
) -> Result<Vec<String>, Left> {
    let within = arithmetic.constant(within);
    let mut near = Vec::new();
    for other in others {
        let difference = arithmetic.calculate(crate::syntax::ast::ArithmeticOp::Subtract, left, other)?;
        let far = match op {
            CompareOp::Equal => arithmetic.magnitude(difference),
            CompareOp::Less | CompareOp::LessEqual => difference,
            CompareOp::Greater | CompareOp::GreaterEqual => arithmetic.negated(difference),
            CompareOp::NotEqual => continue,
        };
        near.push(arithmetic.compared(CompareOp::LessEqual, &far, &within)?);
    }
    Ok(near)
}

/// Left, right, their degree and their places.
type Shown = (String, String, i32, i32);

/// Both sides as they are shown: the left one, and the nearest of the others. A quotient is not shown: it may have no end.
fn shown(arithmetic: &mut Arithmetic, left: &Num, others: &[Num]) -> Result<Option<Shown>, Left> {
    let all = || std::iter::once(left).chain(others);
    let degree = all().map(|number| number.degree).max().unwrap_or(0);
    let places = all().map(|number| number.places).max().unwrap_or(0);
    if others.is_empty() || all().any(|number| number.under.is_some()) || degree < 0 || places < 0 {
        return Ok(None);
    }
    let left = arithmetic.raised(left, degree, places)?;
    let mut values = Vec::new();
    for other in others {
        let other = arithmetic.raised(other, degree, places)?;
        arithmetic.hold(left.over_size.plus(other.over_size)?)?;
        values.push(other.over);
    }
    let right = match values.as_slice() {
        [one] => one.clone(),
        several => {
            let apart = |other: &String| format!("ABS({} - {})", left.over, super::number::term(other));
            let least = several.iter().map(apart).collect::<Vec<_>>().join(", ");
            let each: Vec<String> = several.iter().map(|other| format!("WHEN {} THEN {other}", apart(other))).collect();
            format!("CASE LEAST({least}) {} END", each.join(" "))
        }
    };
    Ok(Some((left.over, right, degree, places)))
}
