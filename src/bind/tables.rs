//! Lines → the rows of the form's tables.
//!
//! One pass over the lines of a grid. Headings wait until a row's label says which table they belong to; so one grid may
//! hold several tables, and one table may go on in the next grid. Which table a line belongs to is a matter of evidence:
//! its caption, its headings, its section, the rows that were found before.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::document::{Grid, Layout, Text};
use crate::label::Label;
use crate::model::{Form, Item, ItemId, Items, SectionId, Table, TableId, TableKind, UnitId, Units};
use crate::source::Span;

use super::header::{self, Columns};
use super::index::{FormIndex, Part};
use super::lines::{Kind, Line, Piece, headings_of, lines_of};
use super::rows::{self, RowState};
use super::ticks;
use super::units;

/// The cells behind one row's label.
#[derive(Debug, Clone)]
pub(super) struct FoundRow<'a> {
    pub table: TableId,
    /// `None` in a table of one nameless row.
    pub row: Option<ItemId>,
    pub label: Option<Piece<'a>>,
    pub values: Vec<Piece<'a>>,
    pub columns: Option<Rc<Columns>>,
    pub layout: Layout,
    /// The unit printed over the table.
    pub unit: Option<UnitId>,
    /// The group that the line stands in.
    pub open: Option<ItemId>,
    /// It was read from plain paragraphs: nothing but the order of words is known.
    pub loose: bool,
}

/// So many labels of one table in one grid tell the longest table: it may be printed over several pages.
const MOST_TELLING: usize = 12;

/// What was found of one table.
#[derive(Debug, Default)]
pub(super) struct TableState {
    pub rows: RowState,
    pub columns: Option<Rc<Columns>>,
    /// Where it was first found.
    pub place: Option<Span>,
    /// Rows that stand before rows that come earlier in the form.
    pub moved: Vec<(ItemId, Span)>,
    /// Where each row was found; one found again keeps its first place.
    pub seen: HashMap<ItemId, Span>,
    /// So many labels of its rows in one grid tell the table without a caption or a header.
    pub telling: usize,
    /// In a table of one nameless row, the columns that have their cell: its parts may be printed one by one.
    pub filled: HashSet<ItemId>,
}

/// All tables of a form while a document is read.
pub(super) struct Tables<'a> {
    pub form: &'a Form,
    pub units: &'a Units,
    pub index: &'a FormIndex,
    pub states: Vec<TableState>,
    /// In the order they were found.
    pub rows: Vec<FoundRow<'a>>,
    /// Lines with figures inside a table whose label no row has: `row` is `None`.
    pub orphans: Vec<FoundRow<'a>>,
    /// Rows of a stream whose label another label follows: none of their cells was printed.
    bare: Vec<FoundRow<'a>>,
    /// Tables that lines may still be bound to; all of them unless a second look is for those left.
    pub allowed: Vec<bool>,
    /// What is read now are plain paragraphs.
    pub loose: bool,
    /// Headings at the end of a grid that held no row: a line of text between header and rows cuts a plain table in two.
    /// They wait for the next grid of the same sections.
    carried: Option<(Vec<SectionId>, Vec<Piece<'a>>)>,
}

/// Where in the document a grid stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    /// The sections that the place belongs to, the innermost first; empty when no heading was found before it.
    pub sections: Vec<SectionId>,
    /// Tables whose caption stands right before the grid.
    pub captions: Vec<TableId>,
    /// A unit printed right before the grid.
    pub unit: Option<UnitId>,
    /// Groups of columns that are printed over the grid instead of in it.
    pub headings: Vec<Text>,
}

/// Where the reading of a grid stands.
pub(super) struct Cursor<'a> {
    pub layout: Layout,
    pub place: Place,
    pub table: Option<TableId>,
    pub captions: Vec<TableId>,
    /// Headings that wait for their table.
    pub pending: Vec<Piece<'a>>,
    unit: Option<UnitId>,
    /// How many labels of each table's rows the grid holds.
    pub weight: HashMap<TableId, usize>,
    /// A row of a stream whose cells may go on in the next line.
    open: Option<FoundRow<'a>>,
    /// A row of blanks under the headings, as long as nothing follows it: in a blank form a nameless row looks like this.
    blank: Option<Line<'a>>,
}

impl<'a> Tables<'a> {
    pub fn new(form: &'a Form, units: &'a Units, index: &'a FormIndex) -> Tables<'a> {
        let states = form
            .tables
            .iter()
            .map(|table| TableState {
                rows: RowState {
                    bound: vec![false; table.rows.as_ref().map_or(0, |rows| rows.list.len())],
                    ..RowState::default()
                },
                telling: table
                    .rows
                    .as_ref()
                    .map_or(0, |rows| (rows.list.len() / 3).clamp(2, MOST_TELLING).min(rows.figures().count())),
                ..TableState::default()
            })
            .collect();
        let allowed = form.tables.iter().map(|table| table.kind == TableKind::Table).collect();
        Tables {
            form,
            units,
            index,
            states,
            rows: Vec::new(),
            orphans: Vec::new(),
            bare: Vec::new(),
            allowed,
            loose: false,
            carried: None,
        }
    }

    pub fn state(&mut self, table: TableId) -> Option<&mut TableState> {
        self.states.get_mut(table.0 as usize)
    }

    pub fn is_found(&self, table: TableId) -> bool {
        self.states.get(table.0 as usize).is_some_and(|state| state.place.is_some())
    }

    pub(super) fn is_allowed(&self, table: TableId) -> bool {
        self.allowed.get(table.0 as usize).copied().unwrap_or(false)
    }

    /// Reads one grid.
    pub fn grid(&mut self, grid: &Grid, place: Place) {
        let lines = lines_of(grid, self.index);
        let mut weight: HashMap<TableId, usize> = HashMap::new();
        for piece in lines.iter().flat_map(|line| &line.pieces) {
            let mut tables: Vec<TableId> =
                piece.hits.iter().filter(|hit| matches!(hit.part, Part::Row(_))).map(|hit| hit.table).collect();
            tables.dedup();
            for table in tables {
                *weight.entry(table).or_default() += 1;
            }
        }
        let carried = self.carried.take().filter(|(sections, _)| *sections == place.sections);
        let mut pending = carried.map(|(_, headings)| headings).unwrap_or_default();
        pending.extend(place.headings.iter().flat_map(|text| headings_of(text, self.index)));
        let mut cursor = Cursor {
            layout: grid.layout,
            table: None,
            captions: place.captions.clone(),
            pending,
            unit: place.unit,
            weight,
            open: None,
            blank: None,
            place,
        };
        for line in lines {
            self.line(&mut cursor, line);
        }
        if let Some(line) = cursor.blank.take()
            && let Some((table, None)) = self.choose_table(&cursor, &line, None, 0)
        {
            self.only_row(&mut cursor, table, line);
        }
        self.flush(&mut cursor);
        let heads_columns = |piece: &Piece<'_>| piece.hits.iter().any(|hit| matches!(hit.part, Part::Column(_)));
        if cursor.table.is_none() && cursor.pending.iter().any(heads_columns) {
            self.carried = Some((cursor.place.sections, cursor.pending));
        }
    }

    fn line(&mut self, cursor: &mut Cursor<'a>, mut line: Line<'a>) {
        self.continue_row(cursor, &mut line);
        self.flush(cursor);
        self.captions(cursor, &line);
        if line.pieces.iter().all(|piece| piece.kind.is_empty()) {
            cursor.blank = Some(line).filter(|line| cursor.layout == Layout::Spanned && line.pieces.len() > 1);
            return;
        }
        cursor.blank = None;
        if is_header(cursor, &line) || (!line.has_value() && !line.pieces.iter().any(Piece::names_row)) {
            cursor.pending.extend(line.pieces.into_iter().filter(|piece| !piece.kind.is_empty() && !only_caption(piece)));
            return;
        }
        let code = leading_code(&line);
        let head_end = match code {
            Some(at) => at + 1 + line.pieces.iter().skip(at + 1).take_while(|piece| !piece.kind.is_value()).count(),
            None => line.head().len(),
        };
        let leaf = line.pieces.iter().take(head_end).rposition(|piece| piece.kind == Kind::Text && piece.names_row());
        // More boxes on a line of their own, where the heading is printed beside them only once.
        let open = cursor.table.and_then(|table| Some((table, self.states.get(table.0 as usize)?.rows.open?)));
        if let Some((table, group)) = open.filter(|_| leaf.is_none())
            && self.boxes(cursor, table, group, &line.pieces)
        {
            return;
        }
        match self.choose_table(cursor, &line, leaf, head_end) {
            Some((table, Some(_))) => self.row(cursor, table, line, leaf.unwrap_or(0), code),
            Some((table, None)) => self.only_row(cursor, table, line),
            None => self.orphan(cursor, line, head_end),
        }
    }

    /// A caption begins a table: headings that wait belong to something else.
    fn captions(&self, cursor: &mut Cursor<'a>, line: &Line<'a>) {
        for piece in line.head().iter().filter(|piece| piece.kind == Kind::Text) {
            let remark = piece.label.as_ref().and_then(|label| label.remark.as_deref());
            if let Some(unit) = units::stated(piece.text.as_str(), self.units) {
                cursor.unit = Some(unit);
            }
            if piece.names_caption() {
                let tables = piece.hits.iter().filter(|hit| hit.part == Part::Caption).map(|hit| hit.table);
                cursor.captions = tables.filter(|table| self.is_allowed(*table)).collect();
                cursor.unit = remark.and_then(|remark| units::stated(remark, self.units)).or(cursor.place.unit);
                if only_caption(piece) {
                    cursor.pending.clear();
                }
            }
        }
    }

    /// The groups printed on the line before the row's own label.
    pub(super) fn groups(&self, table: TableId, line: &Line<'a>, leaf: usize) -> Vec<ItemId> {
        let Some(items) = self.form.table(table).and_then(|table| table.rows.as_ref()) else { return Vec::new() };
        let before = line.pieces.get(..leaf).unwrap_or(&[]).iter().filter(|piece| piece.kind == Kind::Text);
        let named = before.flat_map(|piece| piece.hits).filter(|hit| hit.table == table).filter_map(|hit| hit.part.row());
        named.filter(|item| items.get(*item).is_some_and(|item| !item.children.is_empty())).collect()
    }

    fn row(&mut self, cursor: &mut Cursor<'a>, table: TableId, mut line: Line<'a>, leaf: usize, code: Option<usize>) {
        let form = self.form;
        let Some(items) = form.table(table).and_then(|table| table.rows.as_ref()) else { return };
        let groups = self.groups(table, &line, leaf);
        let mut values = line.pieces.split_off((leaf + 1).min(line.pieces.len()));
        let label = line.pieces.pop();
        let Some((piece, text)) = label.as_ref().and_then(|piece| Some((piece, piece.label.as_ref()?))) else { return };
        if let Some(code) = code.filter(|code| *code < leaf && self.has_code_column(table)).and_then(|at| line.pieces.get(at)) {
            values.insert(0, code.clone());
        }
        let Some(state) = self.states.get(table.0 as usize) else { return };
        let Some((item, _)) = rows::choose(items, &state.rows, table, piece.hits, text, &groups) else { return };
        // In a stream the headings stand in the same line, before the row's groups and label.
        if cursor.layout == Layout::Stream {
            let is_group = |piece: &Piece<'_>| {
                let rows = piece.hits.iter().filter(|hit| hit.table == table).filter_map(|hit| hit.part.row());
                piece.kind == Kind::Text && rows.into_iter().any(|group| rows::is_under(items, item, group))
            };
            let first = line.pieces.iter().position(is_group).unwrap_or(line.pieces.len());
            let bare = line.pieces.iter().filter(|piece| !is_group(piece)).cloned().collect();
            line.pieces.truncate(first);
            let bare = self.keep_bare(cursor, table, items, bare);
            line.pieces.retain(|piece| !bare.contains(&piece.span));
            cursor.pending.extend(line.pieces.into_iter().filter(|piece| !piece.kind.is_empty() && !only_caption(piece)));
        }
        self.take_header(cursor, table);
        let unit = cursor.unit;
        let Some(state) = self.states.get_mut(table.0 as usize) else { return };
        state.place.get_or_insert(piece.span);
        cursor.table = Some(table);
        if !items.get(item).is_some_and(crate::model::Item::has_figure) {
            state.rows.open = Some(item);
            if self.boxes(cursor, table, item, &values) {
                return;
            }
            if let Some(at) = values.iter().rposition(|piece| piece.kind == Kind::Text && piece.hits.is_empty())
                && values.iter().any(|piece| piece.kind.is_value())
            {
                let rest = values.split_off(at + 1);
                let label = values.pop();
                self.push_orphan(cursor, table, label, rest);
            } else if values.iter().any(|piece| piece.kind == Kind::Figure) {
                self.push_orphan(cursor, table, label, values);
            }
            return;
        }
        let stays = state.rows.open.is_some_and(|open| rows::is_under(items, item, open));
        if !stays {
            state.rows.open = items.get(item).and_then(|item| item.parent);
        }
        let open = state.rows.open;
        if !state.rows.is_bound(item) && state.rows.last.is_some_and(|last| item < last) {
            state.moved.push((item, piece.span));
        }
        state.rows.bind(item);
        state.seen.entry(item).or_insert(piece.span);
        let columns = state.columns.clone();
        let row =
            FoundRow { table, row: Some(item), label, values, columns, layout: cursor.layout, unit, open, loose: self.loose };
        self.push(cursor, row);
    }

    /// `创新发展 | ☑ 搜索即服务　□ 多语言版本`: the boxes behind a heading are the cells of the items below it, each printed with
    /// its label. Whether they are that.
    fn boxes(&mut self, cursor: &Cursor<'a>, table: TableId, group: ItemId, values: &[Piece<'a>]) -> bool {
        // A box is the whole answer: of several columns it would be anybody's.
        let one = self.form.table(table).filter(|table| table.column_figures().len() == 1);
        let Some(items) = one.and_then(|table| table.rows.as_ref()) else { return false };
        let below = |words: &str| {
            let label = Label::parse(words);
            items.figures().find(|item| {
                let own = items.get(*item).is_some_and(|item| item.labels.iter().any(|own| own.parsed().key() == label.key()));
                own && rows::is_under(items, *item, group)
            })
        };
        let unit = cursor.unit;
        let mut found = false;
        for piece in values.iter().filter(|piece| piece.kind == Kind::Mark) {
            let text = &piece.text;
            let choices = ticks::choices(text.as_str(), |words| below(words).is_some()).unwrap_or_default();
            for (choice, item) in choices.iter().filter_map(|choice| Some((choice, below(&choice.words)?))) {
                let mark = text.slice(choice.mark.start, choice.mark.end);
                let cell = Piece { span: mark.span(), text: mark, kind: Kind::Mark, label: None, hits: &[], ..piece.clone() };
                let Some(state) = self.states.get_mut(table.0 as usize) else { continue };
                state.rows.bind(item);
                state.seen.entry(item).or_insert(cell.span);
                let (columns, layout) = (state.columns.clone(), cursor.layout);
                self.rows.push(FoundRow {
                    table,
                    row: Some(item),
                    label: None,
                    values: vec![cell],
                    columns,
                    layout,
                    unit,
                    open: Some(group),
                    loose: self.loose,
                });
                found = true;
            }
        }
        found
    }

    /// Labels of rows before a row's own label in a stream are rows of which no cell was printed. Where they stand.
    fn keep_bare(&mut self, cursor: &Cursor<'a>, table: TableId, items: &Items, pieces: Vec<Piece<'a>>) -> Vec<Span> {
        let Some(columns) = self.states.get(table.0 as usize).map(|state| state.columns.clone()) else { return Vec::new() };
        let mut places = Vec::new();
        for piece in pieces.into_iter().filter(|piece| piece.kind == Kind::Text && piece.is_row()) {
            let own = piece.hits.iter().filter(|hit| hit.table == table).filter_map(|hit| hit.part.row());
            let row = own.filter(|item| items.get(*item).is_some_and(Item::has_figure)).min();
            if row.is_none() {
                continue;
            }
            places.push(piece.span);
            self.bare.push(FoundRow {
                table,
                row,
                label: Some(piece),
                values: Vec::new(),
                columns: columns.clone(),
                layout: cursor.layout,
                unit: None,
                open: None,
                loose: self.loose,
            });
        }
        places
    }

    /// The rows of which only the label was printed, less those that were found with cells elsewhere.
    pub fn rows_without_cells(&mut self) -> Vec<FoundRow<'a>> {
        let mut rows = std::mem::take(&mut self.bare);
        rows.retain_mut(|row| {
            let (Some(item), Some(state)) = (row.row, self.states.get_mut(row.table.0 as usize)) else { return false };
            let new = !state.rows.is_bound(item);
            if new {
                state.rows.bind(item);
                row.columns = row.columns.take().or_else(|| state.columns.clone());
            }
            new
        });
        rows
    }

    fn has_code_column(&self, table: TableId) -> bool {
        let columns = self.form.table(table).and_then(|table| table.columns.as_ref());
        columns.is_some_and(|columns| {
            columns.iter().any(|(_, item)| item.ty.as_ref().is_some_and(|ty| ty.kind == crate::model::ValueKind::Code))
        })
    }

    fn only_row(&mut self, cursor: &mut Cursor<'a>, table: TableId, mut line: Line<'a>) {
        let known = line.pieces.iter().rposition(|piece| piece.kind == Kind::Text && !piece.hits.is_empty());
        let values = match (cursor.layout, known) {
            (Layout::Stream, Some(at)) => {
                let values = line.pieces.split_off(at + 1);
                cursor.pending.extend(line.pieces.into_iter().filter(|piece| !piece.kind.is_empty() && !only_caption(piece)));
                values
            }
            (Layout::Stream | Layout::Rows | Layout::Spanned, _) => line.pieces,
        };
        self.take_header(cursor, table);
        let unit = cursor.unit;
        let Some(state) = self.states.get_mut(table.0 as usize) else { return };
        let place = values.first().map(|piece| piece.span);
        state.place = state.place.or(place);
        cursor.table = Some(table);
        let columns = state.columns.clone();
        state.filled.extend(columns.iter().flat_map(|columns| &columns.list).filter_map(|column| column.item));
        let row = FoundRow {
            table,
            row: None,
            label: None,
            values,
            columns,
            layout: cursor.layout,
            unit,
            open: None,
            loose: self.loose,
        };
        self.push(cursor, row);
    }

    /// The headings that wait are this table's, if any of them is.
    fn take_header(&mut self, cursor: &mut Cursor<'a>, table: TableId) {
        let pending = std::mem::take(&mut cursor.pending);
        let Some(items) = self.form.table(table).and_then(|table: &Table| table.columns.as_ref()) else { return };
        let names = |piece: &Piece<'_>| piece.hits.iter().any(|hit| hit.table == table && matches!(hit.part, Part::Column(_)));
        let pieces: Vec<&Piece<'_>> = pending.iter().collect();
        let known = pending.iter().any(names);
        let Some(state) = self.state(table) else { return };
        if known {
            state.columns = Some(Rc::new(header::read(table, items, &pieces, &state.filled)));
        } else if state.columns.is_none() {
            // No heading at all is one thing; headings that are not the form's are another: nothing is guessed then.
            let mut columns = header::read(table, items, &[], &state.filled);
            let foreign = pending.iter().filter(|piece| piece.kind == Kind::Text && piece.hits.is_empty()).count();
            columns.ordered = foreign <= 1;
            state.columns = Some(Rc::new(columns));
        }
    }

    fn push(&mut self, cursor: &mut Cursor<'a>, row: FoundRow<'a>) {
        if cursor.layout == Layout::Stream {
            cursor.open = Some(row);
        } else {
            self.rows.push(row);
        }
    }

    fn flush(&mut self, cursor: &mut Cursor<'a>) {
        self.rows.extend(cursor.open.take());
    }

    /// Text that no label knows, where a row of a stream still lacks cells, is what stands in those cells.
    fn continue_row(&mut self, cursor: &mut Cursor<'a>, line: &mut Line<'a>) {
        let Some(row) = &mut cursor.open else { return };
        let wanted = match self.form.table(row.table).and_then(|table| table.columns.as_ref()) {
            Some(columns) => {
                row.columns.as_ref().map(|c| c.known()).filter(|known| *known > 0).unwrap_or(columns.figures().count())
            }
            None => 1,
        };
        let solid = row.values.iter().filter(|piece| piece.kind != Kind::Filler).count();
        let missing = wanted.saturating_sub(solid);
        let unknown = line.pieces.iter().take_while(|piece| piece.kind == Kind::Text && piece.hits.is_empty()).count();
        if unknown == 0 || unknown > missing {
            return;
        }
        // The cells behind the text belong to the row as well, unless there is a label of their own before them.
        let rest = line.pieces.get(unknown..).unwrap_or(&[]);
        let behind = rest.iter().take_while(|piece| piece.kind != Kind::Text).filter(|piece| piece.kind.is_value()).count();
        let take = if behind == 0 {
            unknown
        } else if unknown + behind <= missing {
            unknown + rest.iter().take_while(|piece| piece.kind != Kind::Text).count()
        } else {
            return;
        };
        row.values.extend(line.pieces.drain(..take));
    }

    /// A line with figures that no row claims: inside a table it is kept, and reported unless a near miss explains it.
    fn orphan(&mut self, cursor: &mut Cursor<'a>, mut line: Line<'a>, head_end: usize) {
        if !line.has_value() {
            cursor.pending.extend(line.pieces.into_iter().filter(|piece| !piece.kind.is_empty() && !only_caption(piece)));
            return;
        }
        let columns = self.heading_counts(cursor, &line, 0);
        let by_heading = columns
            .iter()
            .filter(|(table, found)| {
                let total = self.form.table(**table).and_then(|table| table.columns.as_ref()).map_or(0, |c| c.list.len());
                self.is_allowed(**table) && **found * 2 >= total
            })
            .map(|(table, found)| (self.evidence(cursor, *table, &columns), *found, std::cmp::Reverse(*table)))
            .max()
            .map(|(_, _, table)| table.0);
        let by_caption = if columns.is_empty() { cursor.captions.first().copied() } else { None };
        let Some(table) = by_heading.or(cursor.table.filter(|_| columns.is_empty())).or(by_caption) else {
            cursor.pending.clear();
            return;
        };
        let at = line.pieces.iter().take(head_end).rposition(|piece| piece.kind == Kind::Text);
        let (label, values) = match at {
            Some(at) => {
                let values = line.pieces.split_off(at + 1);
                (line.pieces.pop(), values)
            }
            None => (None, line.pieces),
        };
        if cursor.layout == Layout::Stream && at.is_some() {
            // What is left of the line stood before the label: headings.
            let rest = std::mem::take(&mut cursor.pending);
            cursor.pending = rest;
        }
        self.take_header(cursor, table);
        cursor.table = Some(table);
        self.push_orphan(cursor, table, label, values);
    }

    fn push_orphan(&mut self, cursor: &Cursor<'a>, table: TableId, label: Option<Piece<'a>>, values: Vec<Piece<'a>>) {
        let unit = cursor.unit;
        let Some(state) = self.state(table) else { return };
        let (columns, open) = (state.columns.clone(), state.rows.open);
        self.orphans.push(FoundRow {
            table,
            row: None,
            label,
            values,
            columns,
            layout: cursor.layout,
            unit,
            open,
            loose: self.loose,
        });
    }
}

/// A caption that is nothing else.
fn only_caption(piece: &Piece<'_>) -> bool {
    piece.names_caption() && !piece.names_column() && !piece.names_row()
}

/// A line of headings: no value, and its last known label is a column's.
fn is_header(cursor: &Cursor<'_>, line: &Line<'_>) -> bool {
    if line.has_value() {
        return false;
    }
    let texts = || line.pieces.iter().filter(|piece| piece.kind == Kind::Text);
    let columns = texts().filter(|piece| piece.names_column()).count();
    let Some(last) = texts().rfind(|piece| !piece.hits.is_empty() && !only_caption(piece)) else { return false };
    if columns == 0 || (last.names_row() && !last.names_column()) {
        return false;
    }
    let first_header = cursor.pending.iter().all(|piece| !piece.names_column()) && cursor.table.is_none();
    columns >= 2 || !last.names_row() || first_header || foreign_header(line)
}

/// Headings of another table, or of none, over this one's cells: up to the line's end nothing but text, and more of it than
/// the label of a row and its groups.
fn foreign_header(line: &Line<'_>) -> bool {
    let texts = line.pieces.iter().filter(|piece| piece.kind == Kind::Text);
    let rows = texts.clone().filter(|piece| piece.names_row()).count();
    let unknown = texts.clone().filter(|piece| piece.hits.is_empty()).count();
    let nothing_else = texts.count() == line.pieces.iter().filter(|piece| piece.kind != Kind::Filler).count();
    let to_the_end = line.pieces.last().is_some_and(Piece::names_column);
    to_the_end && nothing_else && (unknown >= 2 || (unknown == 1 && rows >= 3))
}

/// The place of a line number printed before the row's label.
fn leading_code(line: &Line<'_>) -> Option<usize> {
    let first = line.pieces.iter().position(|piece| !piece.kind.is_empty())?;
    let label = line.pieces.iter().skip(first + 1).find(|piece| !piece.kind.is_empty())?;
    let code = line.pieces.get(first)?;
    (code.kind == Kind::Figure && label.kind == Kind::Text && label.names_row()).then_some(first)
}
