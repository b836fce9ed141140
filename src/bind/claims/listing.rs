//! `65条。其中公告公示4条，部门动态42条，……`: parts of a whole.

use crate::diag::wording::bind as words;
use crate::diag::{Code, Diagnostic};
use crate::number::Decimal;

use super::{Claims, Count, diagnostic};

/// What introduces parts.
const INTRODUCES: &str = "其中";
/// A part that is called so is the last of its kind: the list is complete.
const REST: [&str; 4] = ["其他", "其它", "其余", "剩余"];
/// What stands before such a part: `传真等其他形式`.
const BEFORE_REST: [&str; 5] = ["等", "以及", "及", "和", "的"];
/// Figures that say something about the part before them.
const ABOUT_PART: [&str; 12] = ["占", "同比", "环比", "较", "比上", "比去", "增", "减", "上升", "下降", "提高", "回落"];
/// Words of a label that make it a list of its own, or a sum.
const NESTED: [&str; 8] = ["其中", "包括", "分别", "累计", "合计", "总计", "共", "总数"];
/// So many characters of the whole's own words again begin another subject.
const SAME_WORDS: usize = 4;
/// No label is longer, in bytes of the folded text.
const LONGEST: usize = 600;
/// Parts of one list, at most.
const MOST_PARTS: usize = 200;

/// A whole and its parts, as far as the sentence lists them.
pub(super) struct Listing {
    pub whole: Count,
    pub parts: Vec<Count>,
    /// The parts that say that nothing else is left.
    rest: Vec<usize>,
}

pub(super) fn check(claims: &Claims<'_>) -> Vec<Diagnostic> {
    find(claims).iter().filter(|listing| !is_known(claims, listing)).filter_map(|listing| finding(claims, listing)).collect()
}

/// The template has facts for the whole and for a part: its own rules say what must hold.
fn is_known(claims: &Claims<'_>, listing: &Listing) -> bool {
    claims.is_fact(&listing.whole.range) && listing.parts.iter().any(|part| claims.is_fact(&part.range))
}

/// Every listing, in text order.
pub(super) fn find(claims: &Claims<'_>) -> Vec<Listing> {
    let text = claims.text();
    text.match_indices(INTRODUCES).filter_map(|(at, word)| listing(claims, at, at + word.len())).collect()
}

/// The listing whose 其中 stands at `at..from`.
fn listing(claims: &Claims<'_>, at: usize, from: usize) -> Option<Listing> {
    let next = claims.figures().partition_point(|figure| figure.printed.whole.start < from);
    let clause = claims.gap_before(next.checked_sub(1)?);
    let whole = claims.count(next.checked_sub(1)?)?;
    let end = claims.figures().get(next.checked_sub(1)?)?.printed.whole.end;
    if at.saturating_sub(end) > LONGEST {
        return None;
    }
    let (bare, brackets) = without_brackets(claims.between(end, at))?;
    if !bare.chars().all(|c| matches!(c, ',' | '。' | ';' | ':' | '、' | '\n')) || bare.chars().filter(|c| *c == '。').count() > 1
    {
        return None;
    }
    let mut found = Listing { whole, parts: Vec::new(), rest: Vec::new() };
    read_parts(claims, (next, clause), from, brackets, &mut found);
    (!found.parts.is_empty()).then_some(found)
}

/// A text less what stands in brackets inside it, and whether one more is open at its end. Figures in brackets end a claim.
fn without_brackets(text: &str) -> Option<(String, bool)> {
    let mut bare = String::new();
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            _ if depth == 0 => bare.push(c),
            _ if c.is_ascii_digit() => return None,
            _ => {}
        }
    }
    match depth {
        0 => Some((bare, false)),
        1 if text.ends_with('(') => Some((bare, true)),
        _ => None,
    }
}

/// Reads `甲4条，乙42条` from the figure `next` on. `clause`: what was said before the whole. `brackets`: the list stands in brackets and ends with them.
fn read_parts(claims: &Claims<'_>, (next, clause): (usize, &str), from: usize, brackets: bool, found: &mut Listing) {
    let mut start = from;
    // Brackets opened inside the list hold remarks about a part.
    let mut depth = 0usize;
    let mut separator: Option<char> = None;
    for (at, figure) in claims.figures().iter().enumerate().skip(next) {
        let gap = start..figure.printed.whole.start;
        if gap.len() > LONGEST {
            return;
        }
        let mut label = String::new();
        for c in claims.between(gap.start, gap.end).chars() {
            match c {
                '(' => depth += 1,
                ')' if depth == 0 && brackets => return,
                ')' => depth = depth.saturating_sub(1),
                _ if depth == 0 => label.push(c),
                _ => {}
            }
        }
        start = figure.printed.whole.end;
        if claims.ends_sentence(gap) {
            return;
        }
        if depth > 0 {
            continue;
        }
        let label: String = label.chars().filter(|c| *c != '\n').collect();
        let first = label.chars().next().filter(|c| matches!(c, ',' | ';' | '、' | ':'));
        let words = label.trim_start_matches([',', ';', '、', ':']);
        let words = words.strip_prefix("和").or_else(|| words.strip_prefix("及")).unwrap_or(words);
        if figure.printed.percent || ABOUT_PART.iter().any(|word| words.starts_with(word)) {
            continue;
        }
        let Some(count) = claims.count(at).filter(|count| claims.same_unit(count.unit, found.whole.unit)) else { return };
        if words.is_empty() || words.contains([',', ';', ':']) || NESTED.iter().any(|word| words.contains(word)) {
            return;
        }
        if !found.parts.is_empty() {
            // A semicolon ends a list of commas, and separates one of semicolons.
            let first = first.unwrap_or(',');
            if *separator.get_or_insert(first) != first && first == ';' {
                return;
            }
            if says_again(words, clause) {
                return;
            }
        }
        if says_rest(words) {
            found.rest.push(found.parts.len());
        }
        found.parts.push(count);
        if found.parts.len() >= MOST_PARTS {
            return;
        }
    }
}

/// `主动公开规范性文件` behind parts of `累计主动公开政府信息`: the sentence begins another subject with the same words.
fn says_again(words: &str, clause: &str) -> bool {
    let end = words.char_indices().nth(SAME_WORDS).map_or(words.len(), |(at, _)| at);
    end < words.len() && words.get(..end).is_some_and(|words| clause.contains(words))
}

/// `其他信息`, `传真等其他形式申请`; not `法人或其他组织`.
fn says_rest(words: &str) -> bool {
    REST.iter().any(|rest| {
        words.match_indices(rest).any(|(at, word)| {
            let before = words.get(..at).unwrap_or("");
            let behind = words.get(at + word.len()..).unwrap_or("");
            (before.is_empty() || BEFORE_REST.iter().any(|word| before.ends_with(word))) && !behind.starts_with("组织")
        })
    })
}

fn finding(claims: &Claims<'_>, listing: &Listing) -> Option<Diagnostic> {
    let whole = listing.whole.value;
    if let Some(part) = listing.parts.iter().find(|part| part.value > whole) {
        return larger_part(claims, listing, part);
    }
    let mut sum = Decimal::ZERO;
    let mut best: Option<(Decimal, usize, Decimal)> = None;
    // Up to the part that says that nothing else is left it ties; what follows may be another subject.
    let mut ties_before = false;
    for (at, part) in listing.parts.iter().enumerate() {
        sum = sum.checked_add(part.value)?;
        let count = at.checked_add(1)?;
        let is_rest = listing.rest.contains(&at);
        if sum == whole {
            // Where nothing is left for the other parts of an open list, they overlap.
            if count == listing.parts.len() || listing.rest.is_empty() {
                return None;
            }
            ties_before |= is_rest;
        } else if count == listing.parts.len() || is_rest {
            let difference = if sum > whole { sum.checked_sub(whole)? } else { whole.checked_sub(sum)? };
            if best.is_none_or(|(before, _, _)| difference < before) {
                best = Some((difference, count, sum));
            }
        }
    }
    let (difference, count, sum) = best.filter(|(_, count, _)| *count >= 2)?;
    if listing.rest.is_empty() && sum < whole {
        return None;
    }
    let complete = !listing.rest.is_empty() && !ties_before;
    let shown = |value: Decimal| claims.shown(&Count { value, ..listing.whole.clone() });
    let message = words::PARTS_OFF.with("whole", shown(whole)).with("sum", shown(sum)).with("difference", shown(difference));
    let mut found =
        diagnostic(Code::G0516, complete, message).at(claims.span(listing.whole.range.clone())?, words::PARTS_WHOLE.plain());
    for part in listing.parts.iter().take(count.min(12)) {
        found = found.at_bare(claims.span(part.range.clone())?);
    }
    let terms: Vec<String> = listing.parts.iter().take(count).map(|part| part.value.to_string()).collect();
    let found = found.with_note(words::PARTS_SUM.with("terms", terms.join(" + ")).with("sum", sum.to_string()));
    Some(found.with_help(if complete { words::PARTS_HELP.plain() } else { words::PARTS_OPEN_HELP.plain() }))
}

fn larger_part(claims: &Claims<'_>, listing: &Listing, part: &Count) -> Option<Diagnostic> {
    let message = words::PART_LARGER.with("part", claims.shown(part)).with("whole", claims.shown(&listing.whole));
    let found = diagnostic(Code::G0516, true, message)
        .at(claims.span(part.range.clone())?, words::PARTS_PART.with("value", claims.shown(part)))
        .at(claims.span(listing.whole.range.clone())?, words::PARTS_WHOLE.plain());
    Some(found.with_help(words::PARTS_HELP.plain()))
}
