//! `新收[总计]`, `决算[#84, #2]`: one cell by its row and its column.

use super::expr::{Resolver, Wrap, wrapped};
use super::scope::{Part, PlacedPath, Target};
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic, Wording};
use crate::model::{CellRef, ExprKind, ItemId, ItemKind, Items, Reach, Ref, TableId};
use crate::source::Span;
use crate::syntax::ast;

/// A row and a column of one table; `None` for the nameless one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub table: TableId,
    pub row: Option<ItemId>,
    pub column: Option<ItemId>,
}

/// The parts of one index, with their places.
type IndexPath<'p> = (PlacedPath<'p>, Span);

impl Resolver<'_, '_, '_, '_> {
    /// An index where a figure is needed.
    pub fn index_value(&mut self, base: &ast::Expr, indices: &[ast::Expr], span: Span) -> ExprKind {
        let Some((place, wrap)) = self.place(base, indices, span) else { return ExprKind::Poisoned };
        for (reach, id) in [(Reach::Row, place.row), (Reach::Column, place.column)] {
            if let Some(item) = id.and_then(|id| self.names.item(place.table, reach, id))
                && item.kind == ItemKind::Heading
            {
                let short = |reach: Reach, id: Option<ItemId>| self.short_name(place.table, reach, id);
                let (row, column) = (short(Reach::Row, place.row), short(Reach::Column, place.column));
                let table = self.names.form.table(place.table).map_or("", |table| table.name.as_str());
                let path = match (place.row, place.column) {
                    (Some(_), Some(_)) => format!("{row}[{column}]"),
                    (Some(_) | None, Some(_) | None) => format!("{table}[{row}{column}]"),
                };
                return self.heading(&item.name, &path, item.span, span);
            }
        }
        let cell = CellRef { table: place.table, row: place.row, column: place.column };
        wrapped(ExprKind::Ref(Ref::Cell(cell)), wrap, span)
    }

    /// The cell that an index means.
    pub fn place(&mut self, base: &ast::Expr, indices: &[ast::Expr], span: Span) -> Option<(Place, Option<Wrap>)> {
        let ast::ExprKind::Path(parts) = &base.kind else {
            if !matches!(base.kind, ast::ExprKind::Poisoned | ast::ExprKind::NotInEdition { .. }) {
                self.bad_index(base.span, &say::INDEX_BASE, &say::INDEX_BASE_HERE, &say::INDEX_HELP);
            }
            return None;
        };
        let (wrap, base_path) = self.parts(parts)?;
        let mut keys: Vec<IndexPath<'_>> = Vec::new();
        for index in indices {
            match &index.kind {
                ast::ExprKind::Path(parts) => {
                    let (inner, path) = self.parts(parts)?;
                    if inner.is_some() {
                        self.bad_index(index.span, &say::STRAY_PRIOR, &say::STRAY_PRIOR_HERE, &say::STRAY_PRIOR_HELP);
                        return None;
                    }
                    keys.push((path, index.span));
                }
                ast::ExprKind::Poisoned | ast::ExprKind::NotInEdition { .. } => return None,
                ast::ExprKind::Number(_)
                | ast::ExprKind::Text(_)
                | ast::ExprKind::Bool(_)
                | ast::ExprKind::Index { .. }
                | ast::ExprKind::Range { .. }
                | ast::ExprKind::Call { .. }
                | ast::ExprKind::Negate(_)
                | ast::ExprKind::Not(_)
                | ast::ExprKind::Arithmetic { .. }
                | ast::ExprKind::Compare { .. }
                | ast::ExprKind::In { .. }
                | ast::ExprKind::Logic { .. }
                | ast::ExprKind::If { .. } => {
                    self.bad_index(index.span, &say::INDEX_NOT_NAME, &say::INDEX_NOT_NAME_HERE, &say::INDEX_NOT_NAME_HELP);
                    return None;
                }
            }
        }
        let found = self.found(&base_path, base.span)?;
        if found.is_empty() {
            self.unknown(&base_path);
            return None;
        }
        // A name may be both a table and a row: what the brackets hold decides.
        let mut places: Vec<Place> = Vec::new();
        for target in &found {
            for place in self.places(*target, &keys) {
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        if !self.charge(places.len(), span) {
            return None;
        }
        match (places.as_slice(), found.as_slice()) {
            ([only], _) => {
                self.note_place(&base_path, &keys, &found, *only);
                Some((*only, wrap))
            }
            ([], [only]) => {
                self.no_place(*only, &keys, base.span, span);
                None
            }
            ([], several) => {
                let indexable: Vec<Target> = several.iter().copied().filter(|target| self.wanted(*target) > 0).collect();
                match indexable.as_slice() {
                    [] => self.bad_index(span, &say::INDEX_OF_FIGURE, &say::INDEX_OF_FIGURE_HERE, &say::INDEX_HELP),
                    [only] => self.no_place(*only, &keys, base.span, span),
                    several => self.ambiguous(&base_path, base.span, several),
                }
                None
            }
            (several, [_]) => {
                self.ambiguous_index(several, &keys, span);
                None
            }
            (_, several) => {
                let several = several.to_vec();
                self.ambiguous(&base_path, base.span, &several);
                None
            }
        }
    }

    /// Notes what the names of an index mean.
    fn note_place(&mut self, base: &[(Part<'_>, Span)], keys: &[IndexPath<'_>], found: &[Target], place: Place) {
        let ends = [(Reach::Row, place.row), (Reach::Column, place.column)];
        let mut ends: Vec<Target> =
            ends.into_iter().filter_map(|(reach, item)| Some(Target::Item { table: place.table, reach, item: item? })).collect();
        let of_base = |target: &&Target| ends.contains(target) || **target == Target::Table(place.table);
        if let Some(target) = found.iter().find(of_base).copied() {
            self.note_use(base, target);
            ends.retain(|end| *end != target);
        }
        for (key, _) in keys {
            let fits = |end: &Target| match (end, key.last()) {
                (Target::Item { table, reach, item }, Some((part, _))) => {
                    self.names.item(*table, *reach, *item).is_some_and(|item| part.names(item))
                }
                (Target::Item { .. } | Target::Table(_) | Target::Meta(_), _) => false,
            };
            if let Some(at) = ends.iter().position(fits) {
                let end = ends.remove(at);
                self.note_use(key, end);
            }
        }
    }

    /// How many indices a target takes.
    fn wanted(&self, target: Target) -> usize {
        match target {
            Target::Item { table, reach, item } => match self.names.reference(table, reach, item) {
                Ref::Row { .. } | Ref::Column { .. } => 1,
                Ref::Cell(_) | Ref::Table(_) | Ref::Meta(_) => 0,
            },
            Target::Table(table) => self
                .names
                .form
                .table(table)
                .map_or(0, |table| usize::from(table.rows.is_some()).saturating_add(usize::from(table.columns.is_some()))),
            Target::Meta(_) => 0,
        }
    }

    /// Every cell that a target with these indices can mean.
    fn places(&self, target: Target, keys: &[IndexPath<'_>]) -> Vec<Place> {
        let along = |table: TableId, reach: Reach, key: &IndexPath<'_>| {
            let bare: Vec<Part<'_>> = key.0.iter().map(|(part, _)| *part).collect();
            self.names.find_along(table, reach, &bare)
        };
        let mut places = Vec::new();
        match (target, keys) {
            (Target::Item { table, reach: Reach::Row, item }, [key]) if self.wanted(target) == 1 => {
                let columns = along(table, Reach::Column, key);
                places.extend(columns.into_iter().map(|column| Place { table, row: Some(item), column: Some(column) }));
            }
            (Target::Item { table, reach: Reach::Column, item }, [key]) if self.wanted(target) == 1 => {
                let rows = along(table, Reach::Row, key);
                places.extend(rows.into_iter().map(|row| Place { table, row: Some(row), column: Some(item) }));
            }
            (Target::Table(table), [key]) if self.wanted(target) == 1 => {
                places.extend(along(table, Reach::Row, key).into_iter().map(|row| Place { table, row: Some(row), column: None }));
                places.extend(along(table, Reach::Column, key).into_iter().map(|column| Place {
                    table,
                    row: None,
                    column: Some(column),
                }));
            }
            (Target::Table(table), [first, second]) if self.wanted(target) == 2 => {
                for (row_key, column_key) in [(first, second), (second, first)] {
                    let columns = along(table, Reach::Column, column_key);
                    for row in along(table, Reach::Row, row_key) {
                        // Two are enough to know that it is ambiguous.
                        places.extend(columns.iter().take(2).map(|column| Place {
                            table,
                            row: Some(row),
                            column: Some(*column),
                        }));
                        if places.len() > 2 {
                            break;
                        }
                    }
                }
            }
            (Target::Item { .. } | Target::Table(_) | Target::Meta(_), _) => {}
        }
        places
    }

    /// Why an index means no cell.
    fn no_place(&mut self, target: Target, keys: &[IndexPath<'_>], base: Span, span: Span) {
        let table = match target {
            Target::Item { table, .. } | Target::Table(table) => Some(table),
            Target::Meta(_) => None,
        };
        if table.is_some_and(|table| self.names.is_incomplete(table)) {
            return;
        }
        let wanted = self.wanted(target);
        if wanted == 0 {
            self.bad_index(base, &say::INDEX_OF_FIGURE, &say::INDEX_OF_FIGURE_HERE, &say::INDEX_HELP);
            return;
        }
        if wanted != keys.len() {
            let message = say::INDEX_COUNT.with("wanted", wanted).with("found", keys.len());
            self.context.sink.push(
                Diagnostic::error(Code::G0211, message)
                    .at(span, say::INDEX_COUNT_HERE.plain())
                    .with_help(say::INDEX_HELP.plain()),
            );
            return;
        }
        let (table, reaches): (TableId, &[Reach]) = match target {
            Target::Item { table, reach: Reach::Row, .. } => (table, &[Reach::Column]),
            Target::Item { table, reach: Reach::Column, .. } => (table, &[Reach::Row]),
            Target::Table(table) => (table, &[Reach::Row, Reach::Column]),
            Target::Meta(_) => return,
        };
        let unfit = keys.iter().find(|(path, _)| {
            let bare: Vec<Part<'_>> = path.iter().map(|(part, _)| *part).collect();
            !reaches.iter().any(|reach| !self.names.find_along(table, *reach, &bare).is_empty())
        });
        match unfit {
            Some((path, at)) => self.unknown_along(table, reaches, path, *at),
            // Each is known, but both lie in one dimension.
            None => self.bad_index(span, &say::INDEX_ONE_DIMENSION, &say::INDEX_ONE_DIMENSION_HERE, &say::INDEX_HELP),
        }
    }

    fn unknown_along(&mut self, table: TableId, reaches: &[Reach], path: &[(Part<'_>, Span)], span: Span) {
        if self.names.is_incomplete(table) {
            return;
        }
        let Some((part, _)) = path.last() else { return };
        let text = match part {
            Part::Name(name) => (*name).to_owned(),
            Part::Code(code) => format!("#{code}"),
        };
        let name = self.names.form.table(table).map_or("", |table| table.name.as_str());
        let (message, here) = match reaches {
            [Reach::Column] => (&say::UNKNOWN_COLUMN, say::UNKNOWN_COLUMN_HERE.with("table", name)),
            [Reach::Row] => (&say::UNKNOWN_ROW, say::UNKNOWN_ROW_HERE.with("table", name)),
            _ => (&say::UNKNOWN_IN_TABLE, say::UNKNOWN_IN_TABLE_HERE.with("table", name)),
        };
        let known: Vec<&str> = reaches
            .iter()
            .filter_map(|reach| self.names.items(table, *reach))
            .flat_map(Items::iter)
            .map(|(_, item)| item.name.as_str())
            .collect();
        let near = match part {
            Part::Name(name) if path.len() == 1 && self.context.sink.may_suggest() => super::suggest::near(name, known),
            Part::Name(_) | Part::Code(_) => Vec::new(),
        };
        let diagnostic = Diagnostic::error(Code::G0201, message.with("name", text).with("table", name)).at(span, here);
        self.context.sink.push(super::suggest::offer(diagnostic, span, &near, None));
    }

    fn short_name(&self, table: TableId, reach: Reach, id: Option<ItemId>) -> String {
        id.and_then(|id| Some(self.names.items(table, reach)?.short_name(id))).unwrap_or_default()
    }

    fn ambiguous_index(&mut self, several: &[Place], keys: &[IndexPath<'_>], span: Span) {
        // Only what the brackets hold: of a row's or a column's index, the other dimension is the same in all.
        let rows_differ = several.windows(2).any(|pair| matches!(pair, [left, right] if left.row != right.row));
        let columns_differ = several.windows(2).any(|pair| matches!(pair, [left, right] if left.column != right.column));
        let both = keys.len() > 1;
        let mut ways: Vec<String> = Vec::new();
        for place in several.iter().take(4) {
            let row = self.short_name(place.table, Reach::Row, place.row.filter(|_| both || rows_differ));
            let column = self.short_name(place.table, Reach::Column, place.column.filter(|_| both || columns_differ));
            let inside = [row, column].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            let way = format!("[{inside}]");
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        let at = match keys {
            [(_, only)] => *only,
            _ => span,
        };
        self.context.sink.push(
            Diagnostic::error(Code::G0202, say::AMBIGUOUS_INDEX.with("count", several.len()))
                .at(at, say::AMBIGUOUS_HERE.plain())
                .with_help(say::AMBIGUOUS_INDEX_HELP.with("paths", ways)),
        );
    }

    pub fn bad_index(&mut self, span: Span, what: &'static Wording, here: &'static Wording, help: &'static Wording) {
        self.context.sink.push(Diagnostic::error(Code::G0211, what.plain()).at(span, here.plain()).with_help(help.plain()));
    }
}
