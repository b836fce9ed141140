//! Which figures of the older form a figure of the newer one continues, cell by cell.

use super::Version;
use super::matching::{How, Link, Pairs, pairs};
use crate::model::{CellRef, Form, ItemId, Items};

/// What a cell of the newer form is of the older one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Continued {
    /// The sum of these cells; most often one.
    SumOf(Vec<CellRef>),
    /// One of the cells `together` into which one older cell was split.
    PartOf {
        old: CellRef,
        together: Vec<CellRef>,
    },
    New,
    /// Names and labels do not settle it.
    Perhaps,
}

/// The figures of two versions of a form, matched.
#[derive(Debug, Clone)]
pub struct Continuation {
    pairs: Pairs,
}

/// What one item of a dimension is in the older form.
enum Along {
    SumOf(Vec<Option<ItemId>>),
    PartOf(Option<ItemId>, Vec<Option<ItemId>>),
    New,
    Perhaps,
}

impl Continuation {
    pub fn of(old: Version<'_>, new: Version<'_>) -> Continuation {
        Continuation { pairs: pairs(old, new) }
    }

    /// What a cell of the newer form `new` is of the older one `old`.
    pub fn cell(&self, old: &Form, new: &Form, cell: CellRef) -> Continued {
        let Some(pair) = self.pairs.of_new(cell.table).filter(|pair| pair.carries) else { return Continued::New };
        let (Some(from), Some(table)) = (old.table(pair.old), new.table(cell.table)) else { return Continued::New };
        let rows = along(cell.row, &pair.rows, from.rows.as_ref(), table.rows.as_ref());
        let columns = along(cell.column, &pair.columns, from.columns.as_ref(), table.columns.as_ref());
        let at = |row: Option<ItemId>, column: Option<ItemId>| CellRef { table: pair.old, row, column };
        match (rows, columns) {
            (Along::New, _) | (_, Along::New) => Continued::New,
            (Along::Perhaps, _) | (_, Along::Perhaps) => Continued::Perhaps,
            (Along::SumOf(rows), Along::SumOf(columns)) => Continued::SumOf(
                rows.iter().flat_map(|row| columns.iter().map(move |column| (*row, *column))).map(|(r, c)| at(r, c)).collect(),
            ),
            (Along::PartOf(row, together), Along::SumOf(columns)) => match columns.as_slice() {
                [column] => Continued::PartOf {
                    old: at(row, *column),
                    together: together.into_iter().map(|row| CellRef { row, ..cell }).collect(),
                },
                _ => Continued::Perhaps,
            },
            (Along::SumOf(rows), Along::PartOf(column, together)) => match rows.as_slice() {
                [row] => Continued::PartOf {
                    old: at(*row, column),
                    together: together.into_iter().map(|column| CellRef { column, ..cell }).collect(),
                },
                _ => Continued::Perhaps,
            },
            (Along::PartOf(..), Along::PartOf(..)) => Continued::Perhaps,
        }
    }
}

/// `old`, `new`: the items of the dimension in both forms, if it has any.
fn along(item: Option<ItemId>, links: &[Link], old: Option<&Items>, new: Option<&Items>) -> Along {
    let Some(item) = item else {
        // One nameless line in both; a line that got names, or lost them, is not the same.
        return if old.is_none() { Along::SumOf(vec![None]) } else { Along::New };
    };
    if new.is_none() || old.is_none() {
        return Along::New;
    }
    let has_figure = |id: &ItemId| old.and_then(|items| items.get(*id)).is_some_and(crate::model::Item::has_figure);
    let mut found = Along::New;
    for link in links.iter().filter(|link| link.new.contains(&item)) {
        let figures = link.old.iter().all(has_figure) && !link.old.is_empty();
        match (link.how, link.old.as_slice()) {
            (How::Perhaps, _) => found = Along::Perhaps,
            (How::Same, [one]) if figures => return Along::SumOf(vec![Some(*one)]),
            (How::Merged, several) if figures => return Along::SumOf(several.iter().copied().map(Some).collect()),
            (How::Split, [one]) if figures => {
                return Along::PartOf(Some(*one), link.new.iter().copied().map(Some).collect());
            }
            (How::Same | How::Merged | How::Split, _) => {}
        }
    }
    found
}
