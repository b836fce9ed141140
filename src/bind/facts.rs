//! Figures in sentences: the patterns of `facts` over the running text of their section.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::document::{Document, Text};
use crate::label::{Folded, Pattern, Piece as PatternPiece, fold, fold_mapped, is_stop};
use crate::model::{ItemId, Items, Model, Table, Unit, UnitId, ValueKind};
use crate::number::Decimal;
use crate::number::printed::{self, Printed, Spellings};

use super::headings::{Run, paragraphs};

/// What may stand between the words of a pattern and its figure.
const BEFORE_FIGURE: [&str; 21] = [
    "大约", "约为", "将近", "接近", "超过", "不足", "至少", "不到", "共计", "合计", "总计", "共有", "达到", "约", "近", "超",
    "逾", "共", "为", "达", ":",
];

/// The running text of a section, folded as one text with a line break between paragraphs, and the figures in it.
pub(super) struct Running<'d> {
    pub text: String,
    /// Where each paragraph begins in `text`, its folding, the paragraph and where the run begins in it.
    parts: Vec<(usize, Folded, &'d Text, usize)>,
    pub figures: Vec<Figure>,
}

/// A figure in running text; ranges of the folded text.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    /// Where the words of a pattern may end: before its sign, before words like 约.
    pub starts: Vec<usize>,
    pub printed: Printed<UnitId>,
}

impl<'d> Running<'d> {
    pub fn of(document: &'d Document, runs: &[Run], spellings: &Spellings<UnitId>) -> Running<'d> {
        let mut running = Running { text: String::new(), parts: Vec::new(), figures: Vec::new() };
        let mut runs = runs.iter().peekable();
        for (block, text) in paragraphs(document) {
            while let Some(run) = runs.next_if(|run| run.block == block) {
                let folded = fold_mapped(text.as_str().get(run.start..run.end).unwrap_or(""));
                let at = running.text.len();
                running.text.push_str(folded.as_str());
                running.text.push('\n');
                running.parts.push((at, folded, text, run.start));
            }
        }
        running.figures = figures(&running.text, spellings);
        running
    }

    /// The unit right before a stop, when there is a blank or a line to write on before it instead of a figure; where the
    /// words before the blank end.
    fn unit_before_stop(&self, units: &[(String, UnitId)], stop: usize) -> Option<(usize, UnitId)> {
        let before = self.text.get(..stop)?;
        let (spelled, unit) = units.iter().find(|(spelled, _)| before.ends_with(spelled.as_str()))?;
        let blank = before.get(..stop.checked_sub(spelled.len())?)?;
        let words = blank.trim_end_matches('_');
        let last = words.chars().next_back()?;
        if last.is_ascii_digit() || last == '\n' {
            return None;
        }
        // Blanks are folded away: the original has them.
        let original = self.original(words.len() - last.len_utf8()..stop)?;
        let is_blank = words.len() < blank.len() || original.as_str().chars().skip(1).any(char::is_whitespace);
        is_blank.then_some((words.len(), *unit))
    }

    /// The original text of a range of the folded one.
    pub fn original(&self, range: Range<usize>) -> Option<Text> {
        let at = self.parts.partition_point(|(start, ..)| *start <= range.start).checked_sub(1)?;
        let (start, folded, text, offset) = self.parts.get(at)?;
        let origin = folded.origin(range.start - start, range.end.saturating_sub(*start));
        Some(text.slice(origin.start + offset, origin.end + offset))
    }
}

fn figures(text: &str, spellings: &Spellings<UnitId>) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    let mut from = 0;
    for printed in printed::scan(text, spellings) {
        words_alone(text, from, printed.digits.start, &mut figures);
        from = printed.whole.end;
        let next = text.get(printed.whole.end..).and_then(|rest| rest.chars().next());
        // Parts of dates, telephone numbers.
        let other = !printed.percent && printed.unit.is_none() && next.is_some_and(|c| "年月日时号期届%-".contains(c));
        if !other {
            figures.push(Figure { starts: starts(text, printed.digits.start), printed });
        }
    }
    words_alone(text, from, text.len(), &mut figures);
    figures
}

/// Numbers in words with nothing but punctuation behind them: `收取的费用为零。`
fn words_alone(text: &str, from: usize, to: usize, figures: &mut Vec<Figure>) {
    let numeral = |c: char| {
        matches!(
            c,
            '零' | '〇'
                | '一'
                | '二'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | '百'
                | '千'
                | '万'
                | '亿'
                | '两'
        )
    };
    let Some(part) = text.get(from..to) else { return };
    let mut at = 0;
    while let Some(offset) = part.get(at..).and_then(|rest| rest.find(numeral)) {
        let start = at + offset;
        let rest = part.get(start..).unwrap_or("");
        let len = rest.find(|c| !numeral(c)).unwrap_or(rest.len());
        at = start + len;
        let behind = text.get(from + at..).and_then(|rest| rest.chars().next());
        if !behind.is_none_or(|c| is_stop(c) || matches!(c, ',' | ')')) {
            continue;
        }
        let word = rest.get(..len).unwrap_or("");
        let Ok(mut printed) = printed::read::<UnitId>(word, &Spellings::none(), false) else { continue };
        let shift = from + start;
        printed.digits = printed.digits.start + shift..printed.digits.end + shift;
        printed.whole = printed.whole.start + shift..printed.whole.end + shift;
        figures.push(Figure { starts: starts(text, printed.digits.start), printed });
    }
}

fn starts(text: &str, start: usize) -> Vec<usize> {
    let mut starts = vec![start];
    let mut at = start;
    for _ in 0..2 {
        let Some(before) = text.get(..at) else { break };
        let Some(word) = BEFORE_FIGURE.iter().find(|word| before.ends_with(**word)) else { break };
        at -= word.len();
        starts.push(at);
    }
    starts
}

/// Whether a figure can be of a fact: its unit measures the same thing, or it has none.
pub(super) fn fits_unit(model: &Model, table: &Table, item: ItemId, figure: &Figure) -> bool {
    let own = table.cell_type(Some(item), None);
    // A share is a figure of a percent, and of nothing else.
    if figure.printed.percent != own.is_some_and(|ty| ty.kind == ValueKind::Percent) {
        return false;
    }
    let own = own.and_then(|ty| ty.unit);
    match (own, figure.printed.unit) {
        (Some(own), Some(printed)) => model.units.same_dimension(own, printed) || figure.printed.value.is_zero(),
        (None, _) | (_, None) => true,
    }
}

/// One place where a fact's pattern fits.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    pub item: ItemId,
    /// The words and the figure; folded bytes.
    pub range: Range<usize>,
    pub found: Found,
}

#[derive(Debug, Clone)]
pub(super) enum Found {
    Figure(Figure),
    /// A phrase that means a value.
    Phrase(Decimal),
}

/// What was found of a fact.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    pub item: ItemId,
    pub fit: Fit,
    /// Other places with another figure.
    pub others: Vec<Fit>,
}

/// The compiled patterns of one table of facts.
pub(super) struct FactPatterns<'m> {
    list: Vec<(ItemId, &'m Pattern, Option<Decimal>)>,
}

impl<'m> FactPatterns<'m> {
    /// Texts that are no patterns were reported by `check`; they are left out.
    pub fn of(items: &'m Items) -> FactPatterns<'m> {
        let mut list = Vec::new();
        for (id, item) in items.iter() {
            for label in &item.labels {
                if let Some(pattern) = label.pattern() {
                    list.push((id, pattern, label.value));
                }
            }
        }
        FactPatterns { list }
    }

    /// Every place where a pattern fits, in text order. `fits` says whether a figure can be of an item (its unit).
    fn all(&self, running: &Running<'_>, fits: impl Fn(ItemId, &Figure) -> bool) -> Vec<Fit> {
        let mut all = Vec::new();
        let text = running.text.as_str();
        for (item, pattern, value) in &self.list {
            if !pattern.has_figure() {
                let Some(value) = value else { continue };
                let phrase = |range| Fit { item: *item, range, found: Found::Phrase(*value) };
                all.extend(pattern.occurrences(text).into_iter().map(phrase));
                continue;
            }
            let ends = pattern.pieces().last() == Some(&PatternPiece::Figure);
            let words = pattern.right_before_figure();
            for figure in &running.figures {
                // Most patterns fit most figures not: their last words say so at once.
                let stands = |start: &usize| text.get(..*start).is_some_and(|before| before.ends_with(words));
                if !figure.starts.iter().any(stands) || !fits(*item, figure) {
                    continue;
                }
                let Some(start) = figure.starts.iter().find_map(|start| pattern.before(text, 0, *start)) else {
                    continue;
                };
                let end = if ends {
                    Some(figure.printed.whole.end)
                } else {
                    let after = [figure.printed.whole.end, figure.printed.digits.end];
                    after.iter().find_map(|end| pattern.behind(text, *end))
                };
                if let Some(end) = end {
                    all.push(Fit { item: *item, range: start..end, found: Found::Figure(figure.clone()) });
                }
            }
        }
        all.sort_by_key(|fit| (fit.place(), fit.range.start));
        all
    }

    /// Places where a pattern's words stand, then a blank and the unit, and no figure: `主动公开信息  条。` By item, with the
    /// words and the unit.
    pub fn blanks(&self, model: &Model, table: &Table, running: &Running<'_>) -> Vec<(ItemId, Range<usize>)> {
        let text = running.text.as_str();
        let spelled = |(id, unit): (UnitId, &Unit)| -> Vec<(String, UnitId)> {
            std::iter::once(&unit.name).chain(&unit.spellings).map(|text| (fold(text), id)).collect()
        };
        let mut units: Vec<(String, UnitId)> =
            model.units.iter().flat_map(spelled).filter(|(text, _)| !text.is_empty()).collect();
        units.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        let last: HashSet<char> = units.iter().filter_map(|(text, _)| text.chars().next_back()).collect();
        let mut found: Vec<(ItemId, Range<usize>)> = Vec::new();
        for (stop, _) in text.match_indices(|c: char| is_stop(c) || matches!(c, ',' | ')' | '、')) {
            // Most stops have no unit before them.
            if !text.get(..stop).and_then(|before| before.chars().next_back()).is_some_and(|c| last.contains(&c)) {
                continue;
            }
            let Some((start, unit)) = running.unit_before_stop(&units, stop) else { continue };
            let words = |(item, pattern, _): &(ItemId, &Pattern, Option<Decimal>)| {
                let own = table.cell_type(Some(*item), None).and_then(|ty| ty.unit)?;
                let ends = pattern.pieces().last() == Some(&PatternPiece::Figure) && model.units.same_dimension(own, unit);
                let from = if ends { pattern.before(text, 0, start)? } else { return None };
                Some((*item, from..stop))
            };
            found.extend(self.list.iter().filter_map(words).max_by_key(|(_, range)| range.len()));
        }
        found
    }

    /// Finds the facts: a figure belongs to the longest text that ends at it; children are looked for from their parent's
    /// place to its next found sibling.
    pub fn find(&self, items: &Items, running: &Running<'_>, fits: impl Fn(ItemId, &Figure) -> bool) -> Vec<Fact> {
        let all = self.all(running, fits);
        let mut longest: HashMap<usize, usize> = HashMap::new();
        for fit in &all {
            let best = longest.entry(fit.place()).or_default();
            *best = (*best).max(fit.range.len());
        }
        let mut by_item: HashMap<ItemId, Vec<&Fit>> = HashMap::new();
        // A figure is one fact's; a phrase may say that there was neither of two things.
        let counts = |fit: &&Fit| matches!(fit.found, Found::Phrase(_)) || longest.get(&fit.place()) == Some(&fit.range.len());
        for fit in all.iter().filter(counts) {
            by_item.entry(fit.item).or_default().push(fit);
        }
        let mut facts = Vec::new();
        let mut levels: Vec<(Vec<ItemId>, Range<usize>)> = vec![(items.roots().collect(), 0..running.text.len())];
        while let Some((level, scope)) = levels.pop() {
            let found: Vec<(ItemId, Option<Fact>)> =
                level.iter().map(|item| (*item, choose(*item, by_item.get(item), &scope))).collect();
            let mut places: Vec<usize> =
                found.iter().filter_map(|(_, fact)| fact.as_ref().map(|fact| fact.fit.range.start)).collect();
            places.sort_unstable();
            for (item, fact) in found {
                let children = items.get(item).map_or(&[][..], |item| &item.children);
                if !children.is_empty() {
                    let inner = match &fact {
                        Some(fact) => {
                            let from = fact.fit.range.start;
                            let next = places.get(places.partition_point(|place| *place <= from)).copied();
                            from..next.unwrap_or(scope.end)
                        }
                        None => scope.clone(),
                    };
                    levels.push((children.to_vec(), inner));
                }
                facts.extend(fact);
            }
        }
        facts
    }
}

impl Fit {
    /// What it is about: its figure, or the phrase itself.
    fn place(&self) -> usize {
        match &self.found {
            Found::Figure(figure) => figure.printed.digits.start,
            Found::Phrase(_) => self.range.start,
        }
    }

    fn is_approximate(&self) -> bool {
        match &self.found {
            Found::Figure(figure) => figure.printed.approximate,
            Found::Phrase(_) => false,
        }
    }

    fn value(&self) -> (Decimal, Option<UnitId>) {
        match &self.found {
            Found::Figure(figure) => (figure.printed.value, figure.printed.unit),
            Found::Phrase(value) => (*value, None),
        }
    }
}

fn choose(item: ItemId, fits: Option<&Vec<&Fit>>, scope: &Range<usize>) -> Option<Fact> {
    let fits = fits?;
    let from = fits.partition_point(|fit| fit.place() < scope.start);
    let inside = || fits.iter().skip(from).take_while(|fit| fit.place() < scope.end);
    // An exact figure beats an approximate one, which only rounds it.
    let first = inside().find(|fit| !fit.is_approximate()).or_else(|| inside().next()).map(|fit| (*fit).clone())?;
    let mut others: Vec<Fit> = Vec::new();
    for fit in inside().filter(|fit| first.is_approximate() || !fit.is_approximate()) {
        let (value, unit) = fit.value();
        let same = value == first.value().0 && (unit == first.value().1 || value.is_zero());
        if !same && others.len() < 8 {
            others.push((*fit).clone());
        }
    }
    Some(Fact { item, fit: first, others })
}
