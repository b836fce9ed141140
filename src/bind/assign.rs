//! The cells behind a row's label → its columns: by their number where that fits, else by geometry.

use crate::document::Layout;
use crate::model::{ItemId, Items, ValueKind};

use super::header::{Columns, PrintedColumn};
use super::lines::{Kind, Piece};

/// How a row's cells met its columns.
#[derive(Debug, Default)]
pub(super) struct Assigned<'p, 'a> {
    /// Column (`None`: the nameless one of a list, at `usize::MAX` of `Columns`) and cell.
    pub cells: Vec<(Option<usize>, &'p Piece<'a>)>,
    /// Figures that no column took.
    pub surplus: Vec<&'p Piece<'a>>,
    /// The cells are not as many as the columns: the number of cells there are.
    pub mismatch: Option<usize>,
    /// Which of the blanks are cells and which the layout left behind cannot be told.
    pub ambiguous: bool,
    /// The columns were taken by order, some without a heading.
    pub by_order: bool,
}

/// The side on which a table's rows have one blank more than they have cells: a bar or a tab at every row's end, the rest of
/// a merged label at its beginning. A row that cannot tell by itself goes with those that can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Front,
    Back,
}

/// Where the blank of a row with one cell too many stands, when only one side has one.
pub(super) fn side_of(values: &[Piece<'_>], count: usize) -> Option<Side> {
    if count == 0 || values.len() != count + 1 {
        return None;
    }
    match (values.first()?.kind.is_empty(), values.last()?.kind.is_empty()) {
        (true, false) => Some(Side::Front),
        (false, true) => Some(Side::Back),
        (true, true) | (false, false) => None,
    }
}

/// A row's cells without the blank too many that the table's other rows have on that side.
fn without_extra<'p, 'a>(values: &'p [Piece<'a>], count: usize, side: Option<Side>) -> Option<Vec<&'p Piece<'a>>> {
    if values.len() != count + 1 {
        return None;
    }
    let (extra, cells) = match side? {
        Side::Front => values.split_first()?,
        Side::Back => values.split_last()?,
    };
    extra.kind.is_empty().then(|| cells.iter().collect())
}

/// Assigns the cells of one row. `whole`: all columns of the form, for a header that was not printed. `side`: what the
/// table's other rows say of a blank too many.
pub(super) fn assign<'p, 'a>(
    values: &'p [Piece<'a>],
    printed: &Columns,
    whole: &Columns,
    items: &Items,
    layout: Layout,
    side: Option<Side>,
) -> (Assigned<'p, 'a>, Vec<PrintedColumn>) {
    let known: Vec<PrintedColumn> = printed.list.iter().filter(|column| column.item.is_some()).cloned().collect();
    // Line numbers and units are columns too, but some offices leave them out of the rows.
    let plain = |list: &[PrintedColumn]| -> Vec<PrintedColumn> {
        list.iter().filter(|column| !is_aside(items, column.item)).cloned().collect()
    };
    let whole_list = || if printed.missing.is_empty() || !printed.ordered { None } else { by_order(printed, whole, &known) };
    let unknown = printed.list.len() > known.len();
    let mut choices: Vec<(Vec<PrintedColumn>, bool)> = Vec::new();
    if !known.is_empty() {
        choices.push((known.clone(), false));
    }
    if unknown {
        let mut list = printed.list.clone();
        // The form says where the headings it knows stand; where the others stand only the layout knows.
        if layout == Layout::Spanned && list.iter().all(|column| column.heading.is_some()) {
            list.sort_by_key(|column| column.left);
        }
        choices.push((list, false));
    }
    if let Some(list) = whole_list() {
        choices.push((plain(&list), true));
        choices.push((list, true));
    }
    if choices.iter().any(|(list, _)| plain(list).len() != list.len()) {
        choices.push((plain(&known), false));
    }
    if layout == Layout::Rows
        && let Some(assigned) = shifted(values, &known)
    {
        return (assigned, known);
    }
    for lenient in [false, true] {
        if lenient && let Some(assigned) = under_headings(values, &known) {
            return (assigned, known);
        }
        for (list, by_order) in &choices {
            if list.is_empty() {
                continue;
            }
            match fit(values, list.len(), lenient, layout, side) {
                Fit::Cells(cells) => {
                    let mut assigned = Assigned { by_order: *by_order, ..Assigned::default() };
                    assigned.surplus = beyond(values, &cells);
                    assigned.cells = cells.into_iter().enumerate().map(|(at, cell)| (Some(at), cell)).collect();
                    return (assigned, list.clone());
                }
                Fit::Ambiguous => return (ambiguous(values), list.clone()),
                Fit::No => {}
            }
        }
    }
    if layout == Layout::Spanned && !known.is_empty() && known.iter().all(|column| column.heading.is_some()) {
        return (by_geometry(values, &known), known);
    }
    let solid = values.iter().filter(|piece| piece.kind != Kind::Filler).count();
    if solid > known.len() && !printed.missing.is_empty() {
        // More cells than headings that are known: which cell stands under which heading cannot be told.
        let surplus = values.iter().filter(|piece| piece.kind == Kind::Figure).collect();
        return (Assigned { mismatch: Some(solid), surplus, ..Assigned::default() }, known);
    }
    (in_order(values, known.len()), known)
}

/// The only cell of a row of a list. `words`: it holds words; blanks before them are what merged cells left behind.
pub(super) fn single<'p, 'a>(values: &'p [Piece<'a>], words: bool) -> Assigned<'p, 'a> {
    let mut assigned = Assigned::default();
    if words && let Some(piece) = values.iter().find(|piece| !piece.kind.is_empty()) {
        assigned.cells = vec![(None, piece)];
        return assigned;
    }
    let cells = match fit(values, 1, true, Layout::Rows, None) {
        Fit::Cells(cells) => cells,
        Fit::Ambiguous | Fit::No => values.iter().find(|piece| piece.kind.is_value()).into_iter().collect(),
    };
    assigned.surplus = beyond(values, &cells);
    assigned.cells = cells.into_iter().map(|cell| (None, cell)).collect();
    assigned
}

fn is_aside(items: &Items, item: Option<ItemId>) -> bool {
    let kind = item.and_then(|item| items.get(item)).and_then(|item| item.ty.as_ref()).map(|ty| &ty.kind);
    matches!(kind, Some(ValueKind::Code | ValueKind::Unit))
}

/// All columns of the form with the headings that were found, when nothing speaks against the form's own order: no heading
/// is unknown, and those found stand in order.
fn by_order(printed: &Columns, whole: &Columns, known: &[PrintedColumn]) -> Option<Vec<PrintedColumn>> {
    if printed.list.len() != known.len() {
        return None;
    }
    let of = |item: Option<ItemId>| known.iter().find(|column| column.item == item).cloned();
    Some(whole.list.iter().map(|column| of(column.item).unwrap_or_else(|| column.clone())).collect())
}

enum Fit<'p, 'a> {
    Cells(Vec<&'p Piece<'a>>),
    Ambiguous,
    No,
}

/// The `count` cells of a row, if its cells can be told: as many as there are, less what merged cells left behind.
/// `lenient`: blanks at the ends and words in front may go as well, and leftovers may be cells that are blank.
fn fit<'p, 'a>(values: &'p [Piece<'a>], count: usize, lenient: bool, layout: Layout, side: Option<Side>) -> Fit<'p, 'a> {
    let solid: Vec<&Piece<'a>> = values.iter().filter(|piece| piece.kind != Kind::Filler).collect();
    if solid.len() == count {
        return Fit::Cells(solid);
    }
    if !lenient {
        return Fit::No;
    }
    if let Some(cells) = without_extra(values, count, side) {
        return Fit::Cells(cells);
    }
    if solid.len() > count { shrink(solid, count, layout) } else { grow(values, solid.len(), count) }
}

/// Fewer cells than there are: blanks behind the last figure go, and blanks or unknown words before the first; where it
/// could be either, nobody knows.
fn shrink<'p, 'a>(mut solid: Vec<&'p Piece<'a>>, count: usize, layout: Layout) -> Fit<'p, 'a> {
    let excess = solid.len() - count;
    // In a stream a longer text may be the label of a row that the form does not have.
    let word = |piece: &Piece<'a>| layout != Layout::Stream || piece.text.as_str().chars().nth(5).is_none();
    let may_lead =
        |piece: &&Piece<'a>| piece.kind == Kind::Blank || (piece.kind == Kind::Text && piece.hits.is_empty() && word(piece));
    let front = solid.iter().take_while(|piece| may_lead(piece)).count().min(solid.len());
    let back = solid.iter().rev().take_while(|piece| piece.kind.is_empty()).count();
    if front == solid.len() {
        // Nothing but blanks: whichever go, the cells are blank.
        solid.truncate(count);
        return Fit::Cells(solid);
    }
    let least = excess.saturating_sub(back);
    let most = excess.min(front);
    if least > most {
        return Fit::No;
    }
    // Words in front are no cells when there are cells enough without them.
    let words = solid.iter().take(front).take_while(|piece| piece.kind == Kind::Text).count();
    if least < most && words < most {
        return Fit::Ambiguous;
    }
    let lead = if words >= most { most } else { least };
    let mut cells = solid.split_off(lead);
    cells.truncate(count);
    Fit::Cells(cells)
}

fn grow<'p, 'a>(values: &'p [Piece<'a>], solid: usize, count: usize) -> Fit<'p, 'a> {
    if values.len() < count {
        return Fit::No;
    }
    let last = values.iter().rposition(|piece| piece.kind != Kind::Filler).map_or(0, |at| at + 1);
    let inside = values.iter().take(last).filter(|piece| piece.kind == Kind::Filler).count();
    // One that stands first may be a cell or the end of the row before.
    let first = values.first().is_some_and(|piece| piece.kind == Kind::Filler) && inside > 0 && values.len() != count;
    if first || inside > count.saturating_sub(solid) {
        return Fit::Ambiguous;
    }
    Fit::Cells(values.iter().take(count).collect())
}

/// The figures that are not among the cells taken, which stand in the same order.
fn beyond<'p, 'a>(values: &'p [Piece<'a>], taken: &[&'p Piece<'a>]) -> Vec<&'p Piece<'a>> {
    let mut taken = taken.iter().peekable();
    let mut left = Vec::new();
    for piece in values {
        if taken.next_if(|cell| std::ptr::eq(**cell, piece)).is_none() && piece.kind == Kind::Figure {
            left.push(piece);
        }
    }
    left
}

fn ambiguous<'p, 'a>(values: &'p [Piece<'a>]) -> Assigned<'p, 'a> {
    let surplus = values.iter().filter(|piece| piece.kind == Kind::Figure).collect();
    Assigned { ambiguous: true, surplus, ..Assigned::default() }
}

/// A row that begins with the blank remainder of a merged label and has lost blanks at its end: by their number its cells
/// would stand under the wrong headings.
fn shifted<'p, 'a>(values: &'p [Piece<'a>], columns: &[PrintedColumn]) -> Option<Assigned<'p, 'a>> {
    let solid: Vec<&Piece<'a>> = values.iter().filter(|piece| piece.kind != Kind::Filler).collect();
    let (first, column) = (solid.first()?, columns.first()?);
    if first.kind != Kind::Blank || first.left >= column.left {
        return None;
    }
    let ordered = columns.windows(2).all(|pair| matches!(pair, [left, right] if left.right <= right.left));
    let mut assigned = Assigned::default();
    for piece in solid.into_iter().skip_while(|piece| piece.kind == Kind::Blank && piece.left < column.left) {
        let at =
            columns.iter().position(|column| column.heading.is_some() && (column.left..column.right).contains(&piece.left))?;
        assigned.cells.push((Some(at), piece));
    }
    let distinct = assigned.cells.windows(2).all(|pair| matches!(pair, [(left, _), (right, _)] if left < right));
    assigned.mismatch = (assigned.cells.len() < columns.len()).then_some(assigned.cells.len());
    (ordered && distinct && !assigned.cells.is_empty()).then_some(assigned)
}

/// Every column has a cell right under its heading, and no figure stands elsewhere. A merged cell that was doubled repeats
/// its text.
fn under_headings<'p, 'a>(values: &'p [Piece<'a>], columns: &[PrintedColumn]) -> Option<Assigned<'p, 'a>> {
    let ordered = columns.windows(2).all(|pair| matches!(pair, [left, right] if left.right <= right.left));
    if columns.is_empty() || !ordered || columns.iter().any(|column| column.heading.is_none()) {
        return None;
    }
    let mut cells = values.iter().filter(|piece| piece.kind != Kind::Filler).peekable();
    let mut assigned = Assigned::default();
    for (at, column) in columns.iter().enumerate() {
        while let Some(before) = cells.next_if(|piece| piece.left < column.left) {
            if before.kind.is_value() {
                return None;
            }
        }
        let first = cells.next_if(|piece| piece.left < column.right)?;
        while let Some(again) = cells.next_if(|piece| piece.left < column.right) {
            if again.text.as_str() != first.text.as_str() {
                return None;
            }
        }
        assigned.cells.push((Some(at), first));
    }
    cells.all(|piece| !piece.kind.is_value()).then_some(assigned)
}

/// Every cell goes to the column whose heading stands over its left edge.
fn by_geometry<'p, 'a>(values: &'p [Piece<'a>], columns: &[PrintedColumn]) -> Assigned<'p, 'a> {
    let mut assigned = Assigned::default();
    let mut taken = vec![false; columns.len()];
    for piece in values.iter().filter(|piece| piece.kind != Kind::Filler) {
        let over = columns.iter().position(|column| column.left <= piece.left && piece.left < column.right);
        match over.and_then(|at| Some((at, taken.get_mut(at)?))) {
            Some((at, taken)) if !*taken => {
                *taken = true;
                assigned.cells.push((Some(at), piece));
            }
            Some(_) | None if piece.kind == Kind::Figure => assigned.surplus.push(piece),
            Some(_) | None => {}
        }
    }
    if assigned.cells.len() < columns.len() {
        assigned.mismatch = Some(assigned.cells.len());
    }
    assigned
}

/// The row is too short or too long for its columns: which of its figures belongs to which column cannot be told, and
/// nothing is taken. Behind a whole row's cells the figures are those of a row that lost its label.
fn in_order<'p, 'a>(values: &'p [Piece<'a>], count: usize) -> Assigned<'p, 'a> {
    let solid: Vec<&Piece<'a>> = values.iter().filter(|piece| piece.kind != Kind::Filler).collect();
    let surplus: Vec<&Piece<'a>> = values.iter().filter(|piece| piece.kind == Kind::Figure).collect();
    let another_row = count > 1 && solid.len() / 2 >= count;
    if solid.len() < count || (surplus.len() > count && !another_row) {
        return Assigned { mismatch: Some(solid.len()), surplus, ..Assigned::default() };
    }
    let mut assigned = Assigned::default();
    let cells: Vec<&Piece<'a>> = solid.into_iter().take(count).collect();
    assigned.surplus = beyond(values, &cells);
    assigned.cells = cells.into_iter().enumerate().map(|(at, cell)| (Some(at), cell)).collect();
    assigned
}
