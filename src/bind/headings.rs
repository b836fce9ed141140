//! The document's headings → which section every block belongs to.

use std::collections::HashSet;

use crate::document::{Block, Document, Text};
use crate::label::{Label, Likeness, fold_mapped};
use crate::model::{Form, SectionId};
use crate::source::Span;

use super::index::FormIndex;

/// A heading is not longer than this, in characters; what is longer is a sentence.
const LONGEST_HEADING: usize = 60;

/// A heading in the document.
#[derive(Debug, Clone)]
struct Heading {
    block: usize,
    /// Its bytes in the paragraph.
    start: usize,
    end: usize,
    section: SectionId,
}

/// Which part of the document is which section.
#[derive(Debug, Clone, Default)]
pub(super) struct Outline {
    /// In document order.
    headings: Vec<Heading>,
    /// By section: its heading, if found.
    pub found: Vec<Option<Span>>,
    /// Headings that are not printed as in the form.
    pub differing: Vec<(SectionId, Likeness, Span)>,
    /// By section: the one it stands in.
    parents: Vec<Option<SectionId>>,
    /// Blocks that were found to be rows of tables.
    rows: HashSet<usize>,
}

/// A piece of running text: a block's bytes from `start` to `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub block: usize,
    pub start: usize,
    pub end: usize,
}

impl Outline {
    pub fn of(form: &Form, index: &FormIndex, document: &Document) -> Outline {
        let mut outline = Outline {
            found: vec![None; form.sections.len()],
            parents: form.sections.iter().map(|section| section.parent).collect(),
            ..Outline::default()
        };
        let mut others: Vec<(usize, &Text, Label)> = Vec::new();
        for (block, text) in paragraphs(document) {
            if text.as_str().chars().nth(LONGEST_HEADING).is_some() {
                continue;
            }
            let label = Label::parse(text.as_str());
            match outline.named(index, &label) {
                Some((section, likeness)) => outline.add(block, text, 0, text.as_str().len(), section, likeness),
                None if looks_like_heading(&label) => others.push((block, text, label)),
                None => {}
            }
        }
        outline.reworded(form, &others);
        outline.glued(form, document);
        outline.headings.sort_by_key(|heading| (heading.block, heading.start));
        outline
    }

    /// The section with this heading; of several the one whose ordinal fits, then the first that is not found yet.
    fn named(&self, index: &FormIndex, label: &Label) -> Option<(SectionId, Likeness)> {
        let rank = |section: &SectionId, likeness: Likeness| {
            let found = self.found.get(section.0 as usize).is_some_and(Option::is_some);
            (likeness == Likeness::OrdinalDiffers, found, section.0)
        };
        let hits = index.sections(label).iter().map(|(section, own)| (*section, own.compare(label)));
        hits.min_by_key(|(section, likeness)| rank(section, *likeness))
    }

    fn add(&mut self, block: usize, text: &Text, start: usize, end: usize, section: SectionId, likeness: Likeness) {
        let span = text.span_of(start, end);
        self.headings.push(Heading { block, start, end, section });
        if let Some(found) = self.found.get_mut(section.0 as usize) {
            found.get_or_insert(span);
        }
        if likeness != Likeness::Exact {
            self.differing.push((section, likeness, span));
        }
    }

    /// Sections without a heading, and headings that nobody knows between their neighbours: the same ordinal and most of
    /// the words make a reworded heading.
    fn reworded(&mut self, form: &Form, others: &[(usize, &Text, Label)]) {
        for (at, section) in form.sections.iter().enumerate() {
            let id = SectionId(at as u32);
            if self.is_found(id) {
                continue;
            }
            let (after, before) = self.neighbours(id);
            let mut best: Option<(usize, usize)> = None;
            for (candidate, (block, text, label)) in others.iter().enumerate() {
                if after.is_some_and(|after| *block <= after)
                    || *block >= before
                    || self.headings.iter().any(|heading| heading.block == *block)
                {
                    continue;
                }
                let alike = section.labels.iter().map(|own| likeness(&own.text, text.as_str(), label)).max().unwrap_or(0);
                if alike > best.map_or(0, |(_, best)| best) {
                    best = Some((candidate, alike));
                }
            }
            if let Some((block, text, _)) = best.and_then(|(candidate, _)| others.get(candidate)) {
                // Where the whole heading stands and more behind it, the rest is no heading: a table may be glued to it.
                let folded = fold_mapped(text.as_str());
                let whole = |label: &crate::model::Label| {
                    let own = crate::label::fold(&label.text);
                    let glued = folded.as_str().strip_prefix(own.as_str())?.contains(|c: char| c.is_ascii_digit());
                    glued.then(|| folded.origin(0, own.len()).end)
                };
                let end = section.labels.iter().find_map(whole).unwrap_or(text.as_str().len());
                self.add(*block, text, 0, end, id, Likeness::Near(1));
            }
        }
    }

    /// Headings in the middle of a line: `…24252.311082三、收到和处理政府信息公开申请情况`.
    fn glued(&mut self, form: &Form, document: &Document) {
        for (at, section) in form.sections.iter().enumerate() {
            let id = SectionId(at as u32);
            if self.is_found(id) {
                continue;
            }
            let wanted: Vec<String> = section
                .labels
                .iter()
                .filter(|label| label.parsed().ordinal.is_some())
                .map(|label| crate::label::fold(&label.text))
                .collect();
            if wanted.is_empty() {
                continue;
            }
            let (after, before) = self.neighbours(id);
            let place = paragraphs(document)
                .filter(|(block, _)| after.is_none_or(|after| *block >= after) && *block <= before)
                .find_map(|(block, text)| {
                    let folded = fold_mapped(text.as_str());
                    let (at, label) = wanted.iter().find_map(|label| Some((folded.as_str().find(label.as_str())?, label)))?;
                    Some((block, text, folded.origin(at, at + label.len())))
                });
            if let Some((block, text, range)) = place {
                self.add(block, text, range.start, range.end, id, Likeness::Near(0));
            }
        }
    }

    pub fn is_found(&self, section: SectionId) -> bool {
        self.found.get(section.0 as usize).is_some_and(Option::is_some)
    }

    /// The blocks of the last heading found before a section's place in the form, and of the first behind it.
    fn neighbours(&self, section: SectionId) -> (Option<usize>, usize) {
        let before = self.headings.iter().filter(|heading| heading.section < section).map(|heading| heading.block).max();
        let behind = self
            .headings
            .iter()
            .filter(|heading| heading.section > section && before.is_none_or(|before| heading.block >= before));
        (before, behind.map(|heading| heading.block).min().unwrap_or(usize::MAX))
    }

    /// The section that a block stands in and the sections around it; empty before the first heading.
    pub fn sections_at(&self, block: usize) -> Vec<SectionId> {
        let next = self.headings.partition_point(|heading| heading.block <= block);
        let Some(heading) = next.checked_sub(1).and_then(|at| self.headings.get(at)) else { return Vec::new() };
        self.chain(heading.section)
    }

    fn chain(&self, section: SectionId) -> Vec<SectionId> {
        let mut chain = vec![section];
        let mut at = section;
        while let Some(parent) = self.parents.get(at.0 as usize).copied().flatten() {
            if chain.contains(&parent) {
                break;
            }
            chain.push(parent);
            at = parent;
        }
        chain
    }

    /// These blocks are rows of tables: no running text.
    pub fn pass_over(&mut self, rows: HashSet<usize>) {
        self.rows = rows;
    }

    /// The running text of a section, its subsections included; all running text when its heading was not found.
    pub fn text_of(&self, section: Option<SectionId>, document: &Document) -> Vec<Run> {
        let mut runs = self.runs_of(section, document);
        runs.retain(|run| !self.rows.contains(&run.block));
        runs
    }

    fn runs_of(&self, section: Option<SectionId>, document: &Document) -> Vec<Run> {
        let whole = |(block, text): (usize, &Text)| Run { block, start: 0, end: text.as_str().len() };
        let Some(section) = section.filter(|section| self.is_found(*section)) else {
            return paragraphs(document).map(whole).collect();
        };
        let mut runs = Vec::new();
        let mut next = 0;
        let mut inside = false;
        for (block, text) in paragraphs(document) {
            let mut from = 0;
            while let Some(heading) = self.headings.get(next).filter(|heading| heading.block <= block) {
                if heading.block == block {
                    if inside && heading.start > from {
                        runs.push(Run { block, start: from, end: heading.start });
                    }
                    from = heading.end;
                }
                inside = self.chain(heading.section).contains(&section);
                next += 1;
            }
            if inside && from < text.as_str().len() {
                runs.push(Run { block, start: from, end: text.as_str().len() });
            }
        }
        runs
    }
}

/// Running text less some parts of it.
pub(super) fn without(mut runs: Vec<Run>, parts: &[Run]) -> Vec<Run> {
    for part in parts {
        let cut = |run: Run| {
            if run.block != part.block || part.end <= run.start || run.end <= part.start {
                return [Some(run), None];
            }
            let before = (run.start < part.start).then_some(Run { end: part.start, ..run });
            let behind = (part.end < run.end).then_some(Run { start: part.end, ..run });
            [before, behind]
        };
        runs = runs.into_iter().flat_map(cut).flatten().collect();
    }
    runs
}

/// The paragraphs with their blocks.
pub(super) fn paragraphs(document: &Document) -> impl Iterator<Item = (usize, &Text)> {
    document.blocks.iter().enumerate().filter_map(|(at, block)| match block {
        Block::Paragraph(paragraph) => Some((at, &paragraph.text)),
        Block::Grid(_) => None,
    })
}

fn looks_like_heading(label: &Label) -> bool {
    label.ordinal.is_some() && !label.core.contains(['。', ';', '?', '!']) && label.key().chars().count() >= 4
}

/// How alike a section's label and a heading of the same ordinal are, 0 for not at all: the share of the shorter one's
/// characters that stand in the other in the same order, in percent, from 60 on.
fn likeness(own: &str, printed: &str, label: &Label) -> usize {
    let own_label = Label::parse(own);
    if let Likeness::Near(edits) = own_label.compare(label) {
        return 200usize.saturating_sub(edits);
    }
    let first = |text: &str| crate::label::fold(text).chars().next();
    if own_label.ordinal.is_none() || own_label.ordinal != label.ordinal || first(own) != first(printed) {
        return 0;
    }
    let left: Vec<char> = own_label.key().chars().collect();
    let right: Vec<char> = label.key().chars().collect();
    let share = 100 * common(&left, &right) / left.len().min(right.len()).max(1);
    if share >= 60 && left.len().min(right.len()) >= 4 { share } else { 0 }
}

/// The length of the longest common subsequence.
fn common(left: &[char], right: &[char]) -> usize {
    let mut row = vec![0usize; right.len() + 1];
    for from in left {
        let mut diagonal = 0;
        let mut beside = 0;
        for (to, cell) in right.iter().zip(row.iter_mut().skip(1)) {
            let above = *cell;
            let value = if from == to { diagonal + 1 } else { above.max(beside) };
            diagonal = above;
            beside = value;
            *cell = value;
        }
    }
    row.last().copied().unwrap_or(0)
}
