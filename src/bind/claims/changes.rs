//! `27件，较上年增加3件，增长12.5%`: a change, and what it is in percent.

use std::ops::Range;

use crate::diag::wording::bind as words;
use crate::diag::{Code, Diagnostic};
use crate::number::Decimal;

use super::{Claims, Count, diagnostic, is_printed_as, recomputed};

const MORE: [&str; 8] = ["增加", "增长", "增多", "上升", "提高", "多", "增", "升"];
const LESS: [&str; 8] = ["减少", "下降", "降低", "回落", "少", "减", "降", "落"];
/// What a comparison with the year before begins with.
const COMPARED: [&str; 14] = [
    "较上一年度",
    "较上年度",
    "较上一年",
    "较上年",
    "较去年",
    "比上一年度",
    "比上年度",
    "比上一年",
    "比上年",
    "比去年",
    "与上年相比,",
    "与上年相比",
    "同比",
    "同期",
];
/// What may stand between the comparison and the figure of the year before or the change.
const FILLS: [&str; 8] = ["同期", "的", "有所", "约", "了", "幅度", "率", "为"];

/// `27件，较上年（24件）增加3件，增长12.5%`, as far as the sentence says it.
struct Change {
    now: Count,
    /// The figure of the year before.
    then: Option<Count>,
    /// By how much it changed.
    by: Option<Count>,
    percent: Option<(Decimal, Range<usize>)>,
    more: bool,
}

pub(super) fn check(claims: &Claims<'_>) -> Vec<Diagnostic> {
    (0..claims.figures().len()).filter_map(|at| change(claims, at)).filter_map(|change| assess(claims, &change)).collect()
}

/// What the words of a gap say: the comparison, then 增 or 减 or nothing.
enum Said {
    Compared,
    Changed(bool),
}

fn said(gap: &str, compared: bool) -> Option<Said> {
    let mut words = gap.trim_start_matches([',', '、', '(', ')', '\n']);
    if compared {
        words = COMPARED.iter().find_map(|word| words.strip_prefix(word))?;
    } else {
        words = COMPARED.iter().find_map(|word| words.strip_prefix(word)).unwrap_or(words);
    }
    words = skipped(words);
    let direction = MORE.iter().map(|word| (word, true)).chain(LESS.iter().map(|word| (word, false)));
    for (word, more) in direction {
        if let Some(rest) = words.strip_prefix(word) {
            return skipped(rest).is_empty().then_some(Said::Changed(more));
        }
    }
    (compared && words.is_empty()).then_some(Said::Compared)
}

fn skipped(mut words: &str) -> &str {
    while let Some(rest) = FILLS.iter().find_map(|word| words.strip_prefix(word)).or_else(|| words.strip_prefix(['(', ')'])) {
        words = rest;
    }
    words
}

/// The change that is said about the figure `at`.
fn change(claims: &Claims<'_>, at: usize) -> Option<Change> {
    let now = claims.count(at)?;
    let same = |count: &Count| claims.same_unit(count.unit, now.unit);
    let (mut then, mut by, mut percent) = (None, None, None);
    let mut next = at.checked_add(1)?;
    let mut more = match said(claims.gap_before(next), true)? {
        Said::Changed(more) => Some(more),
        Said::Compared => {
            then = Some(claims.count(next).filter(same)?);
            next = next.checked_add(1)?;
            None
        }
    };
    // At most two figures follow: by how much, and in percent.
    for _ in 0..2 {
        let said_next = if more.is_some() && by.is_none() && percent.is_none() && then.is_none() {
            None
        } else {
            let Some(said) = said(claims.gap_before(next), false) else { break };
            Some(said)
        };
        match (said_next, more) {
            (Some(Said::Compared), _) => break,
            (Some(Said::Changed(said)), Some(before)) if said != before => return None,
            (Some(Said::Changed(said)), _) => more = Some(said),
            (None, _) => {}
        }
        if let (Some(figure), None) = (claims.percent(next), &percent) {
            percent = Some((figure.printed.value, figure.printed.digits.clone()));
        } else if let (Some(count), None) = (claims.count(next).filter(same), &by) {
            by = Some(count);
        } else {
            break;
        }
        next = next.checked_add(1)?;
    }
    Some(Change { now, then, by, percent, more: more? })
}

fn assess(claims: &Claims<'_>, change: &Change) -> Option<Diagnostic> {
    let now = change.now.value;
    // The year before: as it is said, or from the change.
    let then = match (&change.then, &change.by) {
        (Some(then), _) => then.value,
        (None, Some(by)) if change.more => now.checked_sub(by.value)?,
        (None, Some(by)) => now.checked_add(by.value)?,
        (None, None) => return None,
    };
    let difference = if change.more { now.checked_sub(then)? } else { then.checked_sub(now)? };
    if let (Some(said), Some(before)) = (&change.by, &change.then)
        && said.value != difference
    {
        let shown = Count { value: difference, ..change.now.clone() };
        let message = words::CHANGE_OFF.with("now", claims.shown(&change.now)).with("then", claims.shown(before));
        let message = message.with("said", claims.shown(said)).with("value", claims.shown(&shown));
        let found = diagnostic(Code::G0518, true, message)
            .at(claims.span(said.range.clone())?, words::CHANGE_HERE.plain())
            .at(claims.span(change.now.range.clone())?, words::CHANGE_NOW.plain())
            .at(claims.span(before.range.clone())?, words::CHANGE_THEN.plain());
        return Some(found.with_help(words::CHANGE_HELP.plain()));
    }
    let (percent, range) = change.percent.clone()?;
    if then.is_zero() || then.is_negative() || is_printed_as(difference, then, percent).unwrap_or(true) {
        return None;
    }
    let base = Count { value: then, ..change.now.clone() };
    let message = words::CHANGE_PERCENT_OFF.with("now", claims.shown(&change.now)).with("then", claims.shown(&base));
    let message = message.with("percent", format!("{percent}%")).with("value", recomputed(difference, then, percent)?);
    let mut found = diagnostic(Code::G0518, true, message)
        .at(claims.span(range)?, words::CHANGE_HERE.plain())
        .at(claims.span(change.now.range.clone())?, words::CHANGE_NOW.plain());
    if let Some(before) = &change.then {
        found = found.at(claims.span(before.range.clone())?, words::CHANGE_THEN.plain());
    }
    if let Some(by) = &change.by {
        found = found.at(claims.span(by.range.clone())?, words::CHANGE_BY.plain());
    }
    Some(found.with_help(words::CHANGE_HELP.plain()))
}
