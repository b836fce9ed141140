//! Columns: how many blanks bring the parts of neighbouring lines under each other.

use super::tokens;
use super::tree::{Entry, Group};
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
                Some((_, false)) => Aligned::Yes,
                Some((_, true)) | None => Aligned::Skipped,
            }
        }
        tokens::Entry::Statement => match entry.cells().first() {
            Some((_, false)) => Aligned::Yes,
            Some((_, true)) => Aligned::Ends,
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
    let cells = |index: &usize| group.entries.get(*index).map(Entry::cells).unwrap_or_default();
    let keywords =
        run.first().and_then(|index| group.entries.get(*index)).map(|entry| entry.kind) == Some(tokens::Entry::Statement);
    let spread = if keywords { usize::MAX } else { SPREAD };
    let firsts: Vec<(usize, usize)> =
        run.iter().filter_map(|index| cells(index).first().map(|(width, _)| (*index, *width))).collect();
    for part in close(&firsts, spread) {
        let widest = part.iter().map(|(_, width)| *width).max().unwrap_or(0);
        let mut seconds = Vec::new();
        for (index, width) in part {
            let cells = cells(index);
            if let Some((_, false)) = cells.first()
                && let Some(pad) = pads.get_mut(*index)
            {
                pad[0] = widest.saturating_sub(*width);
            }
            if let Some((width, false)) = cells.get(1) {
                seconds.push((*index, *width));
            }
        }
        for part in close(&seconds, spread) {
            let widest = part.iter().map(|(_, width)| *width).max().unwrap_or(0);
            for (index, width) in part {
                if let Some(pad) = pads.get_mut(*index) {
                    pad[1] = widest.saturating_sub(*width);
                }
            }
        }
    }
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
