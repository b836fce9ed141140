//! The header over rows without marks. Its cells were wrapped and the lines of all cells stand in one another, so that no
//! heading is left whole; but its letters are those of the form's headings, no more and no fewer, and on each line they stand
//! in the columns' order.

use std::collections::HashMap;

use crate::label::Label;
use crate::model::{ItemId, Items, TableId};

use super::header::{self, Columns};
use super::index::{FormIndex, Part};
use super::lines::{Kind, Piece};
use super::loose::{Word, letters};

/// A header has at most this many lines.
const LINES: usize = 24;

type Letters = HashMap<char, usize>;

/// The columns by the header before word `end`: the form's when all of them were found; those that stand on one line; else
/// none, in the form's order when nothing speaks against it.
pub(super) fn read(table: TableId, items: &Items, words: &[Word], end: usize, index: &FormIndex) -> Columns {
    if let Some(columns) = whole(table, items, words, end, index) {
        return columns;
    }
    let header = collect(table, items, words, end, index);
    let lines: Vec<usize> = header.lines.iter().map(|line| line.words.len()).filter(|words| *words > 0).collect();
    if let ([_], Some(line)) = (lines.as_slice(), header.lines.iter().find(|line| !line.words.is_empty())) {
        let pieces: Vec<Piece<'_>> = line.words.iter().enumerate().map(|(at, word)| piece(word, at, index)).collect();
        let columns = header::read(table, items, &pieces.iter().collect::<Vec<_>>(), &Default::default());
        if columns.known() > 0 {
            return columns;
        }
    }
    let mut columns = header::read(table, items, &[], &Default::default());
    columns.ordered = header.foreign == 0 && header.lines.iter().all(|line| in_order(items, &line.words));
    columns
}

/// The form's columns, if the header before word `end` has all their letters.
pub(super) fn whole(table: TableId, items: &Items, words: &[Word], end: usize, index: &FormIndex) -> Option<Columns> {
    let header = collect(table, items, words, end, index);
    if header.foreign > 0 || !header.lines.iter().all(|line| in_order(items, &line.words)) {
        return None;
    }
    let mut left = Letters::new();
    for letter in header.lines.iter().flat_map(|line| &line.words).flat_map(|word| word.letters.chars()) {
        *left.entry(letter).or_default() += 1;
    }
    for item in items.figures() {
        let spellings = items.get(item)?.labels.iter().map(|label| letters(&label.text));
        spellings.into_iter().find(|spelling| take(&mut left, spelling))?;
    }
    let groups = items.iter().filter(|(_, item)| !item.has_figure()).flat_map(|(_, item)| &item.labels).chain(&items.labels);
    for group in groups {
        take(&mut left, &letters(&group.text));
    }
    if left.values().any(|count| *count > 0) {
        return None;
    }
    let place =
        header.lines.iter().flat_map(|line| &line.words).map(|word| word.text.span()).reduce(|first, last| first.to(last))?;
    let mut columns = Columns::of_form(items);
    columns.missing.clear();
    for column in &mut columns.list {
        let label = column.item.and_then(|item| items.get(item)).and_then(|item| item.labels.first());
        column.heading = label.map(|label| (Label::parse(&label.text), place));
    }
    Some(columns)
}

/// Takes the letters of a word away, if all of them are there.
fn take(left: &mut Letters, word: &str) -> bool {
    let mut wanted = Letters::new();
    for letter in word.chars() {
        *wanted.entry(letter).or_default() += 1;
    }
    if wanted.is_empty() || !wanted.iter().all(|(letter, count)| left.get(letter).is_some_and(|have| have >= count)) {
        return false;
    }
    for (letter, count) in wanted {
        if let Some(have) = left.get_mut(&letter) {
            *have = have.saturating_sub(count);
        }
    }
    true
}

#[derive(Debug, Default)]
struct HeaderLine<'w> {
    words: Vec<&'w Word>,
}

#[derive(Debug, Default)]
struct Header<'w> {
    lines: Vec<HeaderLine<'w>>,
    /// Words among the headings that are of no heading.
    foreign: usize,
}

/// The lines before word `end` most of whose words are pieces of headings. What stands first on a line is printed over the
/// rows' labels; notes in parentheses belong to no column.
fn collect<'w>(table: TableId, items: &Items, words: &'w [Word], end: usize, index: &FormIndex) -> Header<'w> {
    let all: Vec<String> =
        items.iter().flat_map(|(_, item)| &item.labels).chain(&items.labels).map(|label| letters(&label.text)).collect();
    let is_piece = |word: &Word| {
        !word.letters.is_empty()
            && (all.iter().any(|label| label.contains(&word.letters)) || {
                let hits = index.hits(&Label::parse(word.text.as_str()));
                hits.iter().any(|hit| hit.table == table && matches!(hit.part, Part::Column(_) | Part::Over))
            })
    };
    let mut header = Header::default();
    let mut stop = end;
    while header.lines.len() < LINES && stop > 0 {
        let line = words.get(stop - 1).map_or(0, |word| word.line);
        let start =
            (0..stop).rev().take_while(|at| words.get(*at).is_some_and(|word| word.line == line)).last().unwrap_or(stop - 1);
        let here = words.get(start..stop).unwrap_or_default();
        if here.iter().any(|word| word.value) {
            break;
        }
        let note = |word: &&Word| is_note(word.text.as_str()) && !is_piece(word);
        let plain: Vec<&Word> = here.iter().filter(|word| !note(word)).collect();
        let pieces = plain.iter().filter(|word| is_piece(word)).count();
        if pieces * 2 < plain.len() || (pieces == 0 && plain.len() == here.len()) {
            break;
        }
        let over_rows = plain.first().is_some_and(|word| !is_piece(word));
        header.foreign += plain.len() - pieces - usize::from(over_rows);
        let words = plain.into_iter().filter(|word| is_piece(word)).collect();
        header.lines.push(HeaderLine { words });
        stop = start;
    }
    header.lines.reverse();
    header
}

/// A note over all columns, or the half of one that was wrapped: an open or a closing parenthesis, or both, around it.
fn is_note(text: &str) -> bool {
    text.starts_with(['（', '(']) || text.ends_with(['）', ')'])
}

/// Whether the words of a line can be pieces of headings from left to right.
fn in_order(items: &Items, words: &[&Word]) -> bool {
    let columns: Vec<(ItemId, Vec<String>)> =
        items.iter().map(|(id, item)| (id, item.labels.iter().map(|label| letters(&label.text)).collect())).collect();
    let mut from = 0;
    for word in words {
        let fits = |(_, labels): &(ItemId, Vec<String>)| labels.iter().any(|label| label.contains(&word.letters));
        if items.labels.iter().any(|label| letters(&label.text).contains(&word.letters)) {
            continue;
        }
        match columns.iter().enumerate().skip(from).find(|(_, column)| fits(column)) {
            Some((at, _)) => from = at,
            None => return false,
        }
    }
    true
}

fn piece<'a>(word: &Word, at: usize, index: &'a FormIndex) -> Piece<'a> {
    let label = Label::parse(word.text.as_str());
    let (left, right) = (at as u32 + 1, at as u32 + 2);
    let hits = index.hits(&label);
    Piece { text: word.text.clone(), span: word.text.span(), kind: Kind::Text, label: Some(label), hits, left, right }
}
