//! `予以公开20件，占31.7%`: a share of a figure that the sentence names.

use std::collections::HashSet;
use std::ops::Range;

use crate::diag::wording::bind as words;
use crate::diag::{Code, Diagnostic};
use crate::number::Decimal;

use super::listing::{self, Listing};
use super::{Claims, Count, diagnostic, is_printed_as, recomputed};

/// What may stand between 占 and its percentage and names nothing of its own.
const PLAIN: [&str; 16] =
    ["比重", "比例", "总数", "总量", "总体", "全部", "比", "其", "的", "为", "是", "达到", "达", "到", "了", ":"];

/// Shares that are worked out again, at most; figures that are looked at before one; and in the whole report.
const MOST_SHARES: usize = 400;
const MOST_BEFORE: usize = 60;
const MOST_VALUES: usize = 5000;

/// A share: `part` is `percent` of something.
struct Share {
    /// Its percentage among the figures.
    at: usize,
    part: Count,
    percent: Decimal,
    /// The digits of the percentage.
    range: Range<usize>,
}

pub(super) fn check(claims: &Claims<'_>) -> Vec<Diagnostic> {
    let shares: Vec<Share> = (0..claims.figures().len()).filter_map(|at| share(claims, at)).take(MOST_SHARES).collect();
    if shares.is_empty() {
        return Vec::new();
    }
    let listings = listing::find(claims);
    let counts = (0..claims.figures().len()).filter_map(|at| claims.count(at)).map(|count| count.value.normalized());
    let values: HashSet<Decimal> = counts.chain(claims.cells.iter().copied()).collect();
    shares.iter().filter_map(|share| assess(claims, share, &shares, &listings, &values)).collect()
}

fn share(claims: &Claims<'_>, at: usize) -> Option<Share> {
    let figure = claims.percent(at)?;
    let part = claims.count(at.checked_sub(1)?)?;
    let gap = claims.gap_before(at).trim_start_matches([',', '、', '(', '\n']);
    let mut words = gap.strip_prefix('占')?;
    while let Some(rest) = PLAIN.iter().find_map(|word| words.strip_prefix(word)) {
        words = rest;
    }
    words.is_empty().then(|| Share { at, part, percent: figure.printed.value, range: figure.printed.digits.clone() })
}

fn fits(share: &Share, whole: Decimal) -> bool {
    // What cannot be worked out is no contradiction.
    !whole.is_zero() && is_printed_as(share.part.value, whole, share.percent).unwrap_or(true)
}

/// `values`: every figure of the report.
fn assess(
    claims: &Claims<'_>,
    share: &Share,
    shares: &[Share],
    listings: &[Listing],
    values: &HashSet<Decimal>,
) -> Option<Diagnostic> {
    // The wholes that the paragraph gives before the share.
    let before: Vec<Count> = (0..share.at.checked_sub(1)?)
        .rev()
        .take(MOST_BEFORE)
        .filter_map(|at| claims.count(at))
        .take_while(|count| !claims.ends_paragraph(count.range.end..share.part.range.start))
        .filter(|count| claims.same_unit(count.unit, share.part.unit))
        .collect();
    if before.iter().any(|count| fits(share, count.value)) {
        return None;
    }
    let listed = listings.iter().rev().find(|listing| listing.parts.iter().any(|part| part.range == share.part.range));
    if let Some(listing) = listed.filter(|listing| listing.whole.value >= share.part.value) {
        return finding(claims, share, &listing.whole, true);
    }
    // Without 其中 the whole may be any figure of the report: it is no claim that can be refuted when one fits.
    if values.len() > MOST_VALUES || values.iter().any(|value| fits(share, *value)) {
        return None;
    }
    // The other shares of the paragraph show which figure is their whole.
    let meant = |count: &&Count| {
        let same = |other: &&Share| !claims.ends_paragraph(ordered(&share.range, &other.range));
        (shares.iter().filter(same).filter(|other| fits(other, count.value)).count(), count.value)
    };
    let whole = before.iter().filter(|count| count.value >= share.part.value).max_by_key(meant)?;
    finding(claims, share, whole, false)
}

fn ordered(left: &Range<usize>, right: &Range<usize>) -> Range<usize> {
    left.start.min(right.start)..left.start.max(right.start)
}

fn finding(claims: &Claims<'_>, share: &Share, whole: &Count, sure: bool) -> Option<Diagnostic> {
    let value = recomputed(share.part.value, whole.value, share.percent)?;
    let percent = format!("{}%", share.percent);
    let message = words::SHARE_OFF.with("part", claims.shown(&share.part)).with("percent", percent);
    let message = message.with("whole", claims.shown(whole)).with("value", value);
    let found = diagnostic(Code::G0517, sure, message)
        .at(claims.span(share.range.clone())?, words::SHARE_HERE.plain())
        .at(claims.span(share.part.range.clone())?, words::SHARE_PART.plain())
        .at(claims.span(whole.range.clone())?, words::SHARE_WHOLE.plain());
    Some(found.with_help(if sure { words::SHARE_HELP.plain() } else { words::SHARE_OPEN_HELP.plain() }))
}
