//! Columns: how many blanks bring the parts of neighbouring lines under each other.

use super::tokens;
use super::tree::{Begins, Entry, Group};
use super::{WIDTH, layout};

/// Lines whose first part differs by more are not brought into one column: the blanks would tear them apart.
const SPREAD: usize = 12;

/// For every entry of a group, the blanks before its first and its second column.
pub(super) fn pads(group: &Group, indent: usize) -> Vec<[usize; 2]> {
    let mut pads = vec![[0, 0]; group.entries.len()];
    let mut run: Vec<usize> = Vec::new();
    let mut kind = None;
    for (index, entry) in group.entries.iter().enumerate() {
        let fits = aligned(group, index, indent);
        let apart = entry.breaks > 1 || entry.apart;
        if apart || kind != Some(entry.kind) || fits == Aligned::Breaks {
            settle(group, &run, &mut pads);
            run.clear();
        }
        kind = Some(entry.kind);
        match fits {
            Aligned::Yes => run.push(index),
            Aligned::Ends => {
                run.push(index);
                settle(group, &run, &mut pads);
                run.clear();
            }
            Aligned::Skipped | Aligned::Breaks => {}
        }
    }
    settle(group, &run, &mut pads);
    pads
}

#[derive(PartialEq, Eq)]
enum Aligned {
    Yes,
    /// It belongs to the run and ends it.
    Ends,
    /// It neither belongs to the run nor ends it.
    Skipped,
    /// It ends the run before it.
    Breaks,
}

fn aligned(group: &Group, index: usize, indent: usize) -> Aligned {
    let Some(entry) = group.entries.get(index) else { return Aligned::Skipped };
    match entry.kind {
        tokens::Entry::Item => {
            let first = index == 0 || entry.begins_line();
            let last = group.entries.get(index + 1).is_none_or(Entry::begins_line);
            if !first || !last {
                return Aligned::Breaks;
            }
            match entry.cells().first() {
                Some((_, Begins::Text | Begins::Block)) => Aligned::Yes,
                Some((_, Begins::Lines)) | None => Aligned::Skipped,
            }
        }
        tokens::Entry::Statement => match entry.cells().first() {
            Some((_, Begins::Text | Begins::Block)) => Aligned::Yes,
            Some((_, Begins::Lines)) => Aligned::Ends,
            None => Aligned::Skipped,
        },
        tokens::Entry::Rule => {
            let single = entry.flat([0, 0]).is_some_and(|flat| indent + layout::width(&flat) <= WIDTH);
            if single { Aligned::Yes } else { Aligned::Breaks }
        }
        tokens::Entry::Edition | tokens::Entry::Unit | tokens::Entry::Template | tokens::Entry::Other => Aligned::Breaks,
    }
}

/// Gives the entries of a run their blanks.
fn settle(group: &Group, run: &[usize], pads: &mut [[usize; 2]]) {
    let entries = || run.iter().filter_map(|index| Some((*index, group.entries.get(*index)?)));
    let statements = entries().next().map(|(_, entry)| entry.kind) == Some(tokens::Entry::Statement);
    // A keyword stands above the next one, whatever follows it; blocks of items stand apart from labels.
    if statements {
        let firsts: Vec<_> = entries().filter_map(|(index, entry)| entry.cells().first().map(|cell| (index, *cell))).collect();
        columns(&firsts, 0, usize::MAX, pads);
        return;
    }
    for begins in [Begins::Text, Begins::Block] {
        let of_kind = |at: usize| {
            let cells = entries().filter_map(move |(index, entry)| entry.cells().get(at).map(|cell| (index, *cell)));
            cells.filter(|(_, (_, kind))| *kind == begins).collect::<Vec<_>>()
        };
        for part in columns(&of_kind(0), 0, SPREAD, pads) {
            let seconds = |at: Begins| {
                let inside = part.iter().filter_map(|index| Some((*index, group.entries.get(*index)?)));
                let cells = inside.filter_map(|(index, entry)| entry.cells().get(1).map(|cell| (index, *cell)));
                cells.filter(|(_, (_, kind))| *kind == at).collect::<Vec<_>>()
            };
            for second in [Begins::Text, Begins::Block] {
                columns(&seconds(second), 1, SPREAD, pads);
            }
        }
    }
}

/// Brings one column of these entries to the place of the widest, part by part; gives the entries of each part.
fn columns(cells: &[(usize, (usize, Begins))], at: usize, spread: usize, pads: &mut [[usize; 2]]) -> Vec<Vec<usize>> {
    let widths: Vec<(usize, usize)> = cells.iter().map(|(index, (width, _))| (*index, *width)).collect();
    let mut parts = Vec::new();
    for part in close(&widths, spread) {
        let widest = part.iter().map(|(_, width)| *width).max().unwrap_or(0);
        for (index, width) in part {
            let cell = cells.binary_search_by_key(index, |(other, _)| *other).ok().and_then(|at| cells.get(at));
            let moves = cell.is_some_and(|(_, (_, kind))| *kind != Begins::Lines);
            if let Some(pad) = pads.get_mut(*index).and_then(|pads| pads.get_mut(at)).filter(|_| moves) {
                *pad = widest.saturating_sub(*width);
            }
        }
        parts.push(part.iter().map(|(index, _)| *index).collect());
    }
    parts
}

/// A run in parts whose widths do not differ by more than `spread`.
fn close(run: &[(usize, usize)], spread: usize) -> Vec<&[(usize, usize)]> {
    let mut parts = Vec::new();
    let mut start = 0;
    let (mut least, mut most) = (usize::MAX, 0);
    for (at, (_, width)) in run.iter().enumerate() {
        let (low, high) = (least.min(*width), most.max(*width));
        if at > start && high.saturating_sub(low) > spread {
            parts.extend(run.get(start..at));
            start = at;
            (least, most) = (*width, *width);
        } else {
            (least, most) = (low, high);
        }
    }
    parts.extend(run.get(start..));
    parts
}
