//! Which table a line belongs to: a matter of evidence. Its caption, its headings, its section, the rows found before.

use std::collections::HashMap;

use crate::document::Layout;
use crate::model::{ItemId, TableId};

use super::index::Part;
use super::lines::{Kind, Line, Piece};
use super::rows;
use super::tables::{Cursor, Tables};

impl<'a> Tables<'a> {
    /// The table and, unless it has one nameless row, the row that a line belongs to.
    pub(super) fn choose_table(
        &self,
        cursor: &Cursor<'a>,
        line: &Line<'a>,
        leaf: Option<usize>,
        head_end: usize,
    ) -> Option<(TableId, Option<ItemId>)> {
        let columns = self.heading_counts(cursor, line, leaf.unwrap_or(head_end));
        let mut best: Option<(i32, TableId, Option<ItemId>)> = None;
        let mut consider = |score: i32, table: TableId, row: Option<ItemId>| {
            if best.is_none_or(|(other, _, _)| score > other) {
                best = Some((score, table, row));
            }
        };
        let leaf_piece = leaf.and_then(|at| line.pieces.get(at));
        if let Some((piece, label)) = leaf_piece.and_then(|piece| Some((piece, piece.label.as_ref()?))) {
            let mut tables: Vec<TableId> =
                piece.hits.iter().filter(|hit| matches!(hit.part, Part::Row(_))).map(|hit| hit.table).collect();
            tables.dedup();
            for table in tables.into_iter().filter(|table| self.is_allowed(*table)) {
                let Some(items) = self.form.table(table).and_then(|table| table.rows.as_ref()) else { continue };
                let Some(state) = self.states.get(table.0 as usize) else { continue };
                let groups = self.groups(table, line, leaf.unwrap_or(0));
                let Some((item, likes)) = rows::choose(items, &state.rows, table, piece.hits, label, &groups) else { continue };
                let evidence = self.evidence(cursor, table, &columns);
                // A label alone, outside the table's section and without its headings, is not the table.
                let weight = cursor.weight.get(&table).copied().unwrap_or(0);
                if evidence <= 0 && weight < state.telling && !self.goes_on(cursor, table, item, piece) {
                    continue;
                }
                consider(evidence + likes, table, Some(item));
            }
        }
        let headings = self.heading_pieces(cursor, line, leaf.unwrap_or(head_end)).count();
        for (table, found) in &columns {
            let Some(form_table) = self.form.table(*table).filter(|form_table| form_table.rows.is_none()) else { continue };
            let total = form_table.columns.as_ref().map_or(0, |columns| columns.list.len());
            // Most of its headings, or a part of them with nothing else among them.
            let most = found * 2 >= total || (*found >= 2 && found * 5 >= headings * 3);
            if !self.is_allowed(*table) || !most || !self.has_unfilled(cursor, line, *table) {
                continue;
            }
            consider(self.evidence(cursor, *table, &columns) + 6, *table, None);
        }
        // One nameless row and one nameless column: the caption alone leads to the figure.
        best.map(|(_, table, row)| (table, row))
    }

    /// Whether a grid goes on with a table that another began, on the page before: its first row is the next of the table,
    /// and no other item of the form is called so.
    fn goes_on(&self, cursor: &Cursor<'a>, table: TableId, item: ItemId, piece: &Piece<'a>) -> bool {
        let Some(state) = self.states.get(table.0 as usize).filter(|state| state.place.is_some()) else { return false };
        let Some(items) = self.form.table(table).and_then(|table| table.rows.as_ref()) else { return false };
        let alone = piece.hits.iter().all(|hit| hit.table == table && hit.part == Part::Row(item));
        let next = items.figures().find(|figure| state.rows.last.is_some_and(|last| *figure > last));
        let is_next = next == Some(item) || next.is_some_and(|next| rows::is_under(items, next, item));
        cursor.table.is_none() && cursor.layout == Layout::Spanned && alone && is_next
    }

    /// For every table how many of its column headings stand over the line.
    pub(super) fn heading_counts(&self, cursor: &Cursor<'a>, line: &Line<'a>, leaf: usize) -> HashMap<TableId, usize> {
        let mut counts: HashMap<TableId, usize> = HashMap::new();
        for piece in self.heading_pieces(cursor, line, leaf) {
            let mut tables: Vec<TableId> =
                piece.hits.iter().filter(|hit| matches!(hit.part, Part::Column(_))).map(|hit| hit.table).collect();
            tables.dedup();
            for table in tables {
                *counts.entry(table).or_default() += 1;
            }
        }
        counts
    }

    /// The headings that stand over a line: those that wait and, in a stream, those before its label.
    fn heading_pieces<'p>(&self, cursor: &'p Cursor<'a>, line: &'p Line<'a>, leaf: usize) -> impl Iterator<Item = &'p Piece<'a>> {
        let own = if cursor.layout == Layout::Stream { line.pieces.get(..leaf).unwrap_or(&[]) } else { &[] };
        cursor.pending.iter().chain(own).filter(|piece| piece.kind == Kind::Text)
    }

    /// Whether the headings over a line name a column that has no cell yet.
    fn has_unfilled(&self, cursor: &Cursor<'a>, line: &Line<'a>, table: TableId) -> bool {
        let Some(state) = self.states.get(table.0 as usize) else { return false };
        let items = self.form.table(table).and_then(|table| table.columns.as_ref());
        let is_open = |item: ItemId| {
            let holds = items.and_then(|items| items.get(item)).is_some_and(crate::model::Item::has_figure);
            holds && !state.filled.contains(&item)
        };
        self.heading_pieces(cursor, line, line.pieces.len())
            .flat_map(|piece| piece.hits)
            .any(|hit| matches!(hit.part, Part::Column(item) if hit.table == table && is_open(item)))
    }

    pub(super) fn evidence(&self, cursor: &Cursor<'a>, table: TableId, columns: &HashMap<TableId, usize>) -> i32 {
        let mut score = 0;
        if cursor.captions.contains(&table) {
            score += 8;
        } else if !cursor.captions.is_empty() {
            score -= 2;
        }
        let total = self.form.table(table).and_then(|table| table.columns.as_ref()).map_or(0, |columns| columns.list.len());
        match columns.get(&table) {
            Some(found) if total > 0 => score += 2 + (4 * (*found).min(total) / total) as i32,
            Some(_) | None if cursor.table == Some(table) && columns.is_empty() => score += 5,
            Some(_) | None => {}
        }
        let section = self.form.table(table).and_then(|table| table.section);
        if let (Some(section), false) = (section, cursor.place.sections.is_empty()) {
            score += if cursor.place.sections.contains(&section) { 3 } else { -3 };
        }
        score
    }
}
