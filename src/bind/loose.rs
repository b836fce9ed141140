//! Tables in lines that bear no marks at all: what is left of a page when only its text was taken out of a PDF.
//!
//! A line is then a row of words; the last of them are the row's figures, as many as the table has columns. Its label may
//! stand before them on the same line, around them (a cell of two lines is centred beside its row), over or under them, with
//! pieces of a vertical group label, page numbers and running heads in between. Labels are put together from the words near
//! a row of figures, and only what fits exactly counts: each word is used once, rows keep the form's order, and a row of
//! figures is taken only where no other row could have it. What remains is left over and reported.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::document::{Document, Layout, Text};
use crate::label::{Label, Likeness, fold};
use crate::model::{ItemId, Items, TableId, TableKind};

use super::header::Columns;
use super::headings::{Outline, paragraphs};
use super::index::{FormIndex, Part, best_likeness};
use super::lines::{Kind, Piece};
use super::loose_header;
use super::tables::{FoundRow, Tables};

/// A label is looked for among so many words before and behind its figures.
const WINDOW: usize = 40;
/// A label has at most this many characters.
const LONGEST: usize = 300;

/// A word of a line.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub text: Text,
    /// Its letters and digits.
    pub letters: String,
    pub value: bool,
    pub line: usize,
    /// Where it ends in its paragraph.
    end: usize,
    /// It is part of a label that was put together, or one of the figures behind it.
    used: bool,
}

/// Figures that stand together at the end of a line.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    /// A word stands before it on its line.
    labelled: bool,
}

/// A row and the words of its label.
#[derive(Debug, Clone)]
struct Claim {
    row: usize,
    words: Vec<usize>,
}

struct RowLabels {
    item: ItemId,
    /// Each spelling, with its ordinal and without.
    spellings: Vec<String>,
}

/// What counts when a label is put together: letters and digits, in one spelling.
pub(super) fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Reads the tables that were not found in grids. The blocks of their rows are no sentences any more: the outline passes over
/// them.
pub(super) fn read(document: &Document, outline: &mut Outline, tables: &mut Tables<'_>) {
    let missing = |tables: &Tables<'_>, id: TableId| !tables.is_found(id);
    let form = tables.form;
    let wanted: Vec<TableId> =
        form.table_ids().filter(|(id, table)| table.kind == TableKind::Table && missing(tables, *id)).map(|(id, _)| id).collect();
    if wanted.is_empty() {
        return;
    }
    let mut lines: Vec<(usize, Vec<Word>)> = Vec::new();
    for (block, text) in paragraphs(document) {
        lines.push((block, words_of(text, lines.len(), tables.index)));
    }
    drop_furniture(&mut lines);
    if !lines.iter().any(|(_, words)| words.iter().any(|word| word.value)) {
        return;
    }
    // Several figures at a line's end are a row, of whatever table, and no sentence.
    let several = |words: &[Word]| words.iter().rev().take_while(|word| word.value).count() >= 2;
    let mut rows: HashSet<usize> = lines.iter().filter(|(_, words)| several(words)).map(|(block, _)| *block).collect();
    for id in wanted {
        let section = form.table(id).and_then(|table| table.section).filter(|section| outline.is_found(*section));
        let inside = |block: usize| section.is_none_or(|section| outline.sections_at(block).contains(&section));
        let mut words: Vec<(usize, &mut Word)> = Vec::new();
        for (block, line) in lines.iter_mut().filter(|(block, _)| inside(*block)) {
            words.extend(line.iter_mut().map(|word| (*block, word)));
        }
        let own = words.iter().map(|(_, word)| (**word).clone()).collect();
        let mut table = LooseTable { id, words: own, index: tables.index };
        if table.read(tables).is_some() {
            for ((block, word), read) in words.iter_mut().zip(table.words) {
                word.used |= read.used;
                if word.value && read.used {
                    rows.insert(*block);
                }
            }
        }
    }
    outline.pass_over(rows);
}

fn words_of(text: &Text, line: usize, index: &FormIndex) -> Vec<Word> {
    let content = text.as_str();
    let mut words = Vec::new();
    let mut rest = content;
    while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
        let word = rest.get(start..).unwrap_or("");
        let len = word.find(char::is_whitespace).unwrap_or(word.len());
        let from = content.len() - word.len();
        let folded = fold(word.get(..len).unwrap_or(""));
        rest = word.get(len..).unwrap_or("");
        // `61 件`: the unit belongs to its figure.
        if index.is_unit(&folded)
            && let Some(figure) = words.last_mut().filter(|figure: &&mut Word| figure.value && !figure.letters.is_empty())
        {
            let start = content.len().saturating_sub(rest.len() + len);
            let blank = text.slice(figure.end, start + len);
            figure.text.append(&blank);
            figure.end = start + len;
            continue;
        }
        let marks = !folded.is_empty() && folded.chars().all(|c| matches!(c, '-' | '/'));
        words.push(Word {
            text: text.slice(from, from + len),
            letters: folded.chars().filter(|c| c.is_alphanumeric()).collect(),
            value: marks || index.looks_like_figure(&folded) || index.is_token(&folded),
            line,
            end: from + len,
            used: false,
        });
    }
    words
}

/// Page numbers between dashes, and the lines beside them that come back on every page.
fn drop_furniture(lines: &mut [(usize, Vec<Word>)]) {
    let whole = |words: &[Word]| words.iter().map(|word| fold(word.text.as_str())).collect::<String>();
    let folded: Vec<String> =
        lines.iter().map(|(_, words)| if words.len() <= 8 { whole(words) } else { String::new() }).collect();
    let is_page: Vec<bool> = folded.iter().map(|line| is_page_number(line)).collect();
    let mut beside: HashMap<&str, usize> = HashMap::new();
    let neighbours = |at: usize| [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    for (at, _) in is_page.iter().enumerate().filter(|(_, is_page)| **is_page) {
        for line in neighbours(at).filter_map(|at| folded.get(at)).filter(|line| !line.is_empty()) {
            *beside.entry(line).or_default() += 1;
        }
    }
    let heads: Vec<usize> = (0..lines.len())
        .filter(|at| neighbours(*at).any(|at| is_page.get(at) == Some(&true)))
        .filter(|at| folded.get(*at).is_some_and(|line| beside.get(line.as_str()).is_some_and(|count| *count >= 3)))
        .collect();
    let pages = is_page.iter().enumerate().filter(|(_, is_page)| **is_page).map(|(at, _)| at);
    for at in pages.chain(heads).collect::<Vec<_>>() {
        if let Some((_, words)) = lines.get_mut(at) {
            words.clear();
        }
    }
}

/// `- 5 -`, `第5页`, `第 5 页 共 6 页`, `5/6`; not a figure.
fn is_page_number(folded: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    let dashed = folded.trim_start_matches(['-', '·']).trim_end_matches(['-', '·']);
    if digits(dashed) && folded.starts_with(['-', '·']) && folded.ends_with(['-', '·']) {
        return true;
    }
    let Some(page) = folded.strip_prefix('第') else { return false };
    let Some((number, rest)) = page.split_once('页') else { return false };
    let rest = rest.trim_start_matches([',', '/']);
    digits(number) && (rest.is_empty() || rest.strip_prefix('共').and_then(|rest| rest.strip_suffix('页')).is_some_and(digits))
}

struct LooseTable<'a> {
    id: TableId,
    words: Vec<Word>,
    index: &'a FormIndex,
}

impl<'a> LooseTable<'a> {
    /// Finds the table's rows and hands them over; `None`: this is no such table.
    fn read(&mut self, tables: &mut Tables<'a>) -> Option<()> {
        let form = tables.form;
        let table = form.table(self.id)?;
        let width = table.columns.as_ref().map_or(1, |columns| columns.figures().count());
        let runs = self.runs(width);
        if runs.is_empty() {
            return None;
        }
        let Some(rows) = table.rows.as_ref() else {
            return self.only_row(tables, &runs);
        };
        let labels: Vec<RowLabels> = rows.figures().filter_map(|item| RowLabels::of(rows, item)).collect();
        let mut taken: Vec<Option<(usize, Claim)>> = vec![None; labels.len()];
        for (run, claim) in self.on_the_line(&labels, &runs) {
            let words = claim.words.clone();
            if let Some(place) = taken.get_mut(claim.row) {
                *place = Some((run, claim));
            }
            self.mark(&words);
        }
        self.in_the_gaps(&labels, &runs, &mut taken);
        let found = taken.iter().flatten().count();
        if found == 0 || found * 2 < labels.len() {
            return None;
        }
        let first = taken
            .iter()
            .flatten()
            .flat_map(|(run, claim)| claim.words.iter().copied().chain(runs.get(*run).map(|run| run.start)));
        let first = first.min().unwrap_or(0);
        let columns =
            table.columns.as_ref().map(|items| Rc::new(loose_header::read(self.id, items, &self.words, first, self.index)));
        self.hand_over(tables, &labels, &runs, &taken, columns);
        Some(())
    }

    fn mark(&mut self, words: &[usize]) {
        for word in words {
            if let Some(word) = self.words.get_mut(*word) {
                word.used = true;
            }
        }
    }

    /// The runs of `width` figures at the ends of lines.
    fn runs(&self, width: usize) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut end = 0;
        while let Some(first) = self.words.get(end) {
            let start = end;
            end += self.words.get(start..).unwrap_or_default().iter().take_while(|word| word.line == first.line).count().max(1);
            let line = self.words.get(start..end).unwrap_or_default();
            let values = line.iter().rev().take_while(|word| word.value && !word.used).count();
            if values == width {
                runs.push(Run { start: end - values, end, labelled: line.len() > values });
            }
        }
        runs
    }

    /// Rows whose label stands, whole or in part, before the figures on their line.
    fn on_the_line(&self, labels: &[RowLabels], runs: &[Run]) -> Vec<(usize, Claim)> {
        let mut claims: Vec<Vec<Claim>> = Vec::with_capacity(runs.len());
        for (at, run) in runs.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| runs.get(at)).map_or(0, |run| run.end);
            let behind = runs.get(at + 1).map_or(self.words.len(), |run| run.start);
            let found = if run.labelled { self.claims(labels, *run, before, behind) } else { Vec::new() };
            claims.push(found);
        }
        in_order(labels.len(), &claims)
    }

    fn claims(&self, labels: &[RowLabels], run: Run, before: usize, behind: usize) -> Vec<Claim> {
        let line = self.words.get(run.start).map_or(0, |word| word.line);
        let on_line = |at: &usize| self.words.get(*at).is_some_and(|word| word.line == line);
        let first = (before.max(run.start.saturating_sub(WINDOW))..run.start).find(on_line).unwrap_or(run.start);
        // The whole of what stands on the line, or its last words, is a label.
        for start in first..run.start {
            let Some(text) = self.join(&(start..run.start).collect::<Vec<_>>()) else { continue };
            let label = Label::parse(text.as_str());
            let hits = self.index.hits(&label);
            let mut named: Vec<(usize, Likeness)> = Vec::new();
            for (row, own) in labels.iter().enumerate() {
                let part = Part::Row(own.item);
                if hits.iter().any(|hit| hit.table == self.id && hit.part == part) {
                    named.push((row, best_likeness(hits, self.id, part, &label)));
                }
            }
            if named.iter().any(|(_, likeness)| *likeness != Likeness::OrdinalDiffers) {
                named.retain(|(_, likeness)| *likeness != Likeness::OrdinalDiffers);
            }
            if !named.is_empty() {
                let words: Vec<usize> = (start..run.start).collect();
                return named.into_iter().map(|(row, _)| Claim { row, words: words.clone() }).collect();
            }
        }
        let wrapped = labels.iter().enumerate().filter_map(|(row, own)| {
            let words = own.spellings.iter().find_map(|spelling| self.around(spelling, run, before, behind))?;
            Some(Claim { row, words })
        });
        wrapped.collect()
    }

    /// The words of a label that ends or goes on before the figures on their line.
    fn around(&self, label: &str, run: Run, before: usize, behind: usize) -> Option<Vec<usize>> {
        let last = run.start.checked_sub(1)?;
        let piece = self.words.get(last).filter(|word| !word.value && !word.letters.is_empty())?.letters.as_str();
        let places = label.match_indices(piece).map(|(at, _)| at);
        places.into_iter().find_map(|at| {
            let mut words = vec![last];
            let mut prefix = label.get(..at)?;
            for earlier in (before.max(last.saturating_sub(WINDOW))..last).rev() {
                if prefix.is_empty() {
                    break;
                }
                let Some(word) = self.free(earlier) else { continue };
                if let Some(shorter) = prefix.strip_suffix(word) {
                    prefix = shorter;
                    words.push(earlier);
                }
            }
            words.reverse();
            let rest = label.get(at + piece.len()..)?;
            words.extend(self.along(rest, run.end, behind)?);
            prefix.is_empty().then_some(words)
        })
    }

    /// The words from `start` on that make up a text, others between them passed over.
    fn along(&self, text: &str, start: usize, end: usize) -> Option<Vec<usize>> {
        let mut rest = text;
        let mut words = Vec::new();
        for at in start..end.min(start + WINDOW) {
            if rest.is_empty() {
                break;
            }
            let Some(word) = self.free(at) else { continue };
            if let Some(shorter) = rest.strip_prefix(word) {
                rest = shorter;
                words.push(at);
            }
        }
        rest.is_empty().then_some(words)
    }

    /// A word that no label has used yet.
    fn free(&self, at: usize) -> Option<&str> {
        let word = self.words.get(at).filter(|word| !word.value && !word.used && !word.letters.is_empty())?;
        Some(&word.letters)
    }

    /// Between rows that were found, figures without a word on their line go to the rows in between, when there are as many
    /// and each of these rows has its label there.
    fn in_the_gaps(&mut self, labels: &[RowLabels], runs: &[Run], taken: &mut [Option<(usize, Claim)>]) {
        let mut row = 0;
        while row < labels.len() {
            if taken.get(row).is_some_and(Option::is_some) {
                row += 1;
                continue;
            }
            let end = (row..labels.len()).find(|row| taken.get(*row).is_some_and(Option::is_some)).unwrap_or(labels.len());
            let before = row.checked_sub(1).and_then(|row| taken.get(row)?.as_ref()).map(|(run, _)| *run);
            let behind = taken.get(end).and_then(Option::as_ref).map(|(run, _)| *run);
            let from = before.map_or(0, |run| run + 1);
            let to = behind.unwrap_or(runs.len());
            let bare: Vec<usize> = (from..to).filter(|run| runs.get(*run).is_some_and(|run| !run.labelled)).collect();
            if bare.len() == end - row && bare.len() == to.saturating_sub(from) {
                let start = before.and_then(|run| runs.get(run)).map_or(0, |run| run.end);
                let stop = behind.and_then(|run| runs.get(run)).map_or(self.words.len(), |run| run.start);
                let claims = self.all_labels(labels, row..end, start, stop);
                let near =
                    |claims: &Vec<Claim>| claims.iter().zip(&bare).all(|(claim, run)| self.stand_together(claim, runs, *run));
                if let Some(claims) = claims.filter(near) {
                    for (claim, run) in claims.into_iter().zip(bare) {
                        self.mark(&claim.words);
                        if let Some(place) = taken.get_mut(claim.row) {
                            *place = Some((run, claim));
                        }
                    }
                }
            }
            row = end;
        }
    }

    /// Whether hardly anything stands between a label and its figures: no other figure, and no label of another row.
    fn stand_together(&self, claim: &Claim, runs: &[Run], run: usize) -> bool {
        const MOST_BETWEEN: usize = 4;
        let (Some(run), Some(first), Some(last)) = (runs.get(run), claim.words.iter().min(), claim.words.iter().max()) else {
            return false;
        };
        let between = match (last < &run.start, run.end <= *first) {
            (true, _) => last + 1..run.start,
            (_, true) => run.end..*first,
            (false, false) => return true,
        };
        let words = self.words.get(between).unwrap_or_default();
        let foreign = |word: &Word| word.value || !self.index.hits(&Label::parse(word.text.as_str())).is_empty();
        // Several figures on a line are told by their number.
        run.end - run.start > 2 || (words.len() <= MOST_BETWEEN && !words.iter().any(foreign))
    }

    /// The labels of these rows, each whole, in order.
    fn all_labels(&self, labels: &[RowLabels], rows: std::ops::Range<usize>, start: usize, stop: usize) -> Option<Vec<Claim>> {
        let mut claims = Vec::new();
        let mut from = start;
        for row in rows {
            let own = labels.get(row)?;
            let begins = |at: usize| {
                own.spellings.iter().filter(move |spelling| self.free(at).is_some_and(|word| spelling.starts_with(word)))
            };
            let words = (from..stop).find_map(|at| begins(at).find_map(|spelling| self.along(spelling, at, stop)))?;
            from = words.first()? + 1;
            claims.push(Claim { row, words });
        }
        Some(claims)
    }

    /// A table of one nameless row: the one run of figures that stands behind its whole header.
    fn only_row(&mut self, tables: &mut Tables<'a>, runs: &[Run]) -> Option<()> {
        let items = tables.form.table(self.id)?.columns.as_ref()?;
        let mut found: Option<(Run, Columns)> = None;
        for run in runs.iter().filter(|run| !run.labelled) {
            let columns = loose_header::whole(self.id, items, &self.words, run.start, self.index);
            if let Some(columns) = columns {
                if found.is_some() {
                    return None;
                }
                found = Some((*run, columns));
            }
        }
        let (run, columns) = found?;
        let values = self.values(run);
        self.mark(&(run.start..run.end).collect::<Vec<_>>());
        let place = values.first().map(|piece| piece.span);
        let columns = Some(Rc::new(columns));
        let state = tables.state(self.id)?;
        state.place = state.place.or(place);
        state.filled.extend(columns.iter().flat_map(|columns| &columns.list).filter_map(|column| column.item));
        state.columns.clone_from(&columns);
        let row = FoundRow {
            table: self.id,
            row: None,
            label: None,
            values,
            columns,
            layout: Layout::Rows,
            unit: None,
            open: None,
            loose: false,
        };
        tables.rows.push(row);
        Some(())
    }

    fn hand_over(
        &mut self,
        tables: &mut Tables<'a>,
        labels: &[RowLabels],
        runs: &[Run],
        taken: &[Option<(usize, Claim)>],
        columns: Option<Rc<Columns>>,
    ) {
        let found = |row: FoundRow<'a>, tables: &mut Tables<'a>| {
            let Some(state) = tables.states.get_mut(row.table.0 as usize) else { return };
            let place = row.label.as_ref().or(row.values.first()).map(|piece| piece.span);
            state.place = state.place.or(place);
            state.columns.clone_from(&columns);
            match row.row {
                Some(item) => {
                    state.rows.bind(item);
                    if let Some(place) = place {
                        state.seen.entry(item).or_insert(place);
                    }
                    tables.rows.push(row);
                }
                None => tables.orphans.push(row),
            }
        };
        let row = |item: Option<ItemId>, label: Option<Piece<'a>>, values: Vec<Piece<'a>>| FoundRow {
            table: self.id,
            row: item,
            label,
            values,
            columns: columns.clone(),
            layout: Layout::Rows,
            unit: None,
            open: None,
            loose: false,
        };
        let mut used = vec![false; runs.len()];
        for (own, (run, claim)) in labels.iter().zip(taken).filter_map(|(own, taken)| Some((own, taken.as_ref()?))) {
            if let Some(used) = used.get_mut(*run) {
                *used = true;
            }
            let Some(place) = runs.get(*run).copied() else { continue };
            let label = self.join(&claim.words).map(|text| self.piece(text, claim, place));
            found(row(Some(own.item), label, self.values(place)), tables);
        }
        // Figures between the table's rows that no row has.
        let ends = |run: &usize| runs.get(*run).map(|run| run.start);
        let inside = taken.iter().flatten().filter_map(|(run, _)| ends(run));
        let (Some(from), Some(to)) = (inside.clone().min(), inside.max()) else { return };
        for (run, used) in runs.iter().zip(&used) {
            if *used || run.start < from || run.start > to {
                continue;
            }
            let line = self.words.get(run.start).map_or(0, |word| word.line);
            let start = (0..run.start).rev().take_while(|at| self.words.get(*at).is_some_and(|word| word.line == line)).last();
            let words: Vec<usize> = (start.unwrap_or(run.start)..run.start).collect();
            let label = self.join(&words).map(|text| self.piece(text, &Claim { row: 0, words: words.clone() }, *run));
            found(row(None, label, self.values(*run)), tables);
        }
        let inside = runs.iter().filter(|run| (from..=to).contains(&run.start));
        let all: Vec<usize> = inside.flat_map(|run| run.start..run.end).collect();
        self.mark(&all);
    }

    fn join(&self, words: &[usize]) -> Option<Text> {
        let mut words = words.iter().filter_map(|at| self.words.get(*at));
        let mut text = words.next()?.text.clone();
        for word in words {
            text.append(&word.text);
        }
        (text.as_str().len() <= LONGEST * 4).then_some(text)
    }

    /// A label; its place is what stands nearest before the figures, or else its first word.
    fn piece(&self, text: Text, claim: &Claim, run: Run) -> Piece<'a> {
        let label = Label::parse(text.as_str());
        let line = self.words.get(run.start).map(|word| word.line);
        let at = |at: &usize| self.words.get(*at);
        let near = claim.words.iter().filter_map(at).find(|word| Some(word.line) == line);
        let span = near.or(claim.words.first().and_then(at)).map_or(text.span(), |word| word.text.span());
        Piece { text, span, kind: Kind::Text, hits: self.index.hits(&label), label: Some(label), left: 0, right: 1 }
    }

    fn values(&self, run: Run) -> Vec<Piece<'a>> {
        let words = self.words.get(run.start..run.end).unwrap_or_default();
        let piece = |(at, word): (usize, &Word)| {
            let kind = if word.letters.is_empty() { Kind::Mark } else { Kind::Figure };
            let (left, right) = (at as u32 + 1, at as u32 + 2);
            Piece { text: word.text.clone(), span: word.text.span(), kind, label: None, hits: &[], left, right }
        };
        words.iter().enumerate().map(piece).collect()
    }
}

impl RowLabels {
    fn of(rows: &Items, item: ItemId) -> Option<RowLabels> {
        let mut spellings = Vec::new();
        for label in &rows.get(item)?.labels {
            let parsed = label.parsed();
            let folded = fold(&label.text);
            let core = letters(&parsed.core);
            let remark = parsed.remark.as_deref().map(letters).unwrap_or_default();
            let ordinal = letters(folded.split_once(&parsed.core).map_or("", |(before, _)| before));
            for spelling in [format!("{ordinal}{core}{remark}"), format!("{ordinal}{core}"), format!("{core}{remark}"), core] {
                if !spelling.is_empty() && spelling.len() <= LONGEST * 4 && !spellings.contains(&spelling) {
                    spellings.push(spelling);
                }
            }
        }
        Some(RowLabels { item, spellings })
    }
}

/// Which run each row has, given for every run the rows that could have it: all rows with a claim, in the form's order. The
/// earliest way and the latest way agree only where there is no other way.
fn in_order(rows: usize, claims: &[Vec<Claim>]) -> Vec<(usize, Claim)> {
    let mut by_row: Vec<Vec<usize>> = vec![Vec::new(); rows];
    for (run, claims) in claims.iter().enumerate() {
        for claim in claims {
            if let Some(runs) = by_row.get_mut(claim.row) {
                runs.push(run);
            }
        }
    }
    let claimed: Vec<usize> = (0..rows).filter(|row| by_row.get(*row).is_some_and(|runs| !runs.is_empty())).collect();
    let of = |row: usize| by_row.get(row).map_or(&[][..], Vec::as_slice);
    let mut earliest = Vec::new();
    let mut from = 0;
    for row in &claimed {
        let Some(run) = of(*row).iter().copied().find(|run| *run >= from) else { break };
        earliest.push(run);
        from = run + 1;
    }
    let mut latest = Vec::new();
    let mut to = claims.len();
    for row in claimed.iter().rev() {
        let Some(run) = of(*row).iter().rev().copied().find(|run| *run < to) else { break };
        latest.push(run);
        to = run;
    }
    latest.reverse();
    let claim = |row: usize, run: usize| claims.get(run)?.iter().find(|claim| claim.row == row).cloned();
    if earliest.len() == claimed.len() && latest.len() == claimed.len() {
        let both = claimed.iter().zip(earliest.iter().zip(&latest)).filter(|(_, (early, late))| early == late);
        return both.filter_map(|(row, (run, _))| Some((*run, claim(*row, *run)?))).collect();
    }
    // The rows do not stand in the form's order: only what is one to one.
    let alone = |row: &usize| match of(*row) {
        [run] if claims.get(*run).is_some_and(|claims| claims.len() == 1) => Some((*run, claim(*row, *run)?)),
        _ => None,
    };
    claimed.iter().filter_map(alone).collect()
}
