//! What `sum` and its like run over: groups opened into what they add, runs of items, rows and columns.

use super::expr::{Resolver, Wrap, poisoned, split, wrapped_aggregate};
use super::index::Place;
use super::paths::join;
use super::scope::{Part, Target};
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{Aggregate, CellRef, ExprKind, Item, ItemId, ItemKind, Items, Over, Reach, Ref};
use crate::source::Span;
use crate::syntax::ast;

impl Resolver<'_, '_, '_, '_> {
    /// `sum min max avg count` of one argument.
    pub fn aggregate(&mut self, function: Aggregate, arg: &ast::Expr, span: Span) -> ExprKind {
        let opened = match &arg.kind {
            ast::ExprKind::Path(parts) => {
                self.path(parts, arg.span, true).and_then(|(target, wrap)| Some((self.open(target, arg.span)?, wrap)))
            }
            ast::ExprKind::Index { base, indices } => {
                self.place(base, indices, arg.span).and_then(|(place, wrap)| Some((self.open_place(place, arg.span)?, wrap)))
            }
            ast::ExprKind::Range { from, to } => self.run(from.as_deref(), to.as_deref(), arg.span),
            ast::ExprKind::Number(_)
            | ast::ExprKind::Text(_)
            | ast::ExprKind::Bool(_)
            | ast::ExprKind::Call { .. }
            | ast::ExprKind::Negate(_)
            | ast::ExprKind::Not(_)
            | ast::ExprKind::Arithmetic { .. }
            | ast::ExprKind::Compare { .. }
            | ast::ExprKind::In { .. }
            | ast::ExprKind::Logic { .. }
            | ast::ExprKind::If { .. }
            | ast::ExprKind::NotInEdition { .. }
            | ast::ExprKind::Poisoned => Some((Over::Along(Box::new(self.expr(arg))), None)),
        };
        match opened {
            Some((over, wrap)) => wrapped_aggregate(function, over, wrap, span),
            None => ExprKind::Poisoned,
        }
    }

    /// A heading is opened into what it adds; so is a single figure that sums others up. Rows and columns stay whole.
    fn open(&mut self, target: Target, span: Span) -> Option<Over> {
        let along = |reference: Ref| {
            let mut inner = poisoned(span);
            inner.kind = ExprKind::Ref(reference);
            Over::Along(Box::new(inner))
        };
        let (table, reach, id) = match target {
            Target::Item { table, reach, item } => (table, reach, item),
            Target::Table(table) => return Some(along(Ref::Table(table))),
            Target::Meta(meta) => return Some(along(Ref::Meta(meta))),
        };
        let items = self.names.items(table, reach)?;
        let item = items.get(id)?;
        let reference = self.names.reference(table, reach, id);
        let group =
            item.kind == ItemKind::Heading || (matches!(reference, Ref::Cell(_)) && !item.children.is_empty() && !item.including);
        if !group {
            return Some(along(reference));
        }
        let parts = items.group_parts(id);
        self.charge(parts.len(), span)
            .then(|| Over::Refs(parts.into_iter().map(|part| self.names.reference(table, reach, part)).collect()))
    }

    fn open_place(&mut self, place: Place, span: Span) -> Option<Over> {
        let open = |resolver: &Self, reach: Reach, id: Option<ItemId>| -> Vec<Option<ItemId>> {
            let heading =
                id.filter(|id| resolver.names.item(place.table, reach, *id).is_some_and(|item| item.kind == ItemKind::Heading));
            match heading.and_then(|id| Some((id, resolver.names.items(place.table, reach)?))) {
                Some((id, items)) => items.group_parts(id).into_iter().map(Some).collect(),
                None => vec![id],
            }
        };
        let (rows, columns) = (open(self, Reach::Row, place.row), open(self, Reach::Column, place.column));
        if !self.charge(rows.len().saturating_mul(columns.len()), span) {
            return None;
        }
        let cells: Vec<Ref> = rows
            .iter()
            .flat_map(|row| columns.iter().map(move |column| (*row, *column)))
            .map(|(row, column)| Ref::Cell(CellRef { table: place.table, row, column }))
            .collect();
        Some(match <[Ref; 1]>::try_from(cells) {
            Ok([only]) if rows.as_slice() == [place.row] && columns.as_slice() == [place.column] => {
                let mut inner = poisoned(span);
                inner.kind = ExprKind::Ref(only);
                Over::Along(Box::new(inner))
            }
            Ok([only]) => Over::Refs(vec![only]),
            Err(cells) => Over::Refs(cells),
        })
    }

    /// `#32..#57`: the items of one dimension from one to the other, in printed order.
    fn run(&mut self, from: Option<&ast::Expr>, to: Option<&ast::Expr>, span: Span) -> Option<(Over, Option<Wrap>)> {
        let (Some(from), Some(to)) = (from, to) else {
            self.bad_index(span, &say::RUN_OPEN, &say::RUN_OPEN_HERE, &say::RUN_HELP);
            return None;
        };
        let (ast::ExprKind::Path(first), ast::ExprKind::Path(last)) = (&from.kind, &to.kind) else {
            let poisoned = |expr: &ast::Expr| matches!(expr.kind, ast::ExprKind::Poisoned | ast::ExprKind::NotInEdition { .. });
            if !poisoned(from) && !poisoned(to) {
                self.bad_index(span, &say::RUN_NOT_NAMES, &say::RUN_NOT_NAMES_HERE, &say::RUN_HELP);
            }
            return None;
        };
        let (start, wrap) = self.path(first, from.span, true)?;
        let Target::Item { table, reach, item: start } = start else {
            self.bad_index(from.span, &say::RUN_NOT_NAMES, &say::RUN_NOT_NAMES_HERE, &say::RUN_HELP);
            return None;
        };
        // The end belongs to the same list; a table in front of the beginning counts for both.
        let (end_wrap, end_path) = self.parts(last)?;
        let bare: Vec<Part<'_>> = end_path.iter().map(|(part, _)| *part).collect();
        let end = match self.names.find_along(table, reach, &bare).as_slice() {
            [only] => {
                self.note_use(&end_path, Target::Item { table, reach, item: *only });
                *only
            }
            _ => match self.path(last, to.span, true)?.0 {
                Target::Item { table: other, reach: along, item } if other == table && along == reach => item,
                Target::Item { .. } | Target::Table(_) | Target::Meta(_) => {
                    self.bad_index(span, &say::RUN_TWO_LISTS, &say::RUN_TWO_LISTS_HERE, &say::RUN_HELP);
                    return None;
                }
            },
        };
        if end_wrap.is_some() && end_wrap != wrap {
            self.bad_index(span, &say::RUN_TWO_LISTS, &say::RUN_TWO_LISTS_HERE, &say::RUN_HELP);
            return None;
        }
        let items = self.names.items(table, reach)?;
        for (id, at) in [(start, from.span), (end, to.span)] {
            if items.get(id).is_some_and(|item| never_added(items, item)) {
                self.bad_index(at, &say::RUN_END_NOT_ADDED, &say::RUN_END_NOT_ADDED_HERE, &say::RUN_END_HELP);
                return None;
            }
        }
        if start > end {
            let text = |path: &[ast::PathPart]| join(&split(path).1.iter().map(|(part, _)| *part).collect::<Vec<_>>());
            let help = say::RUN_REVERSED_HELP.with("from", text(last)).with("to", text(first));
            self.context.sink.push(
                Diagnostic::error(Code::G0211, say::RUN_REVERSED.plain())
                    .at(span, say::RUN_REVERSED_HERE.plain())
                    .with_help(help),
            );
            return None;
        }
        let added = added_between(items, start, end);
        let refs: Vec<Ref> = added.into_iter().map(|id| self.names.reference(table, reach, id)).collect();
        self.charge((end.0.saturating_sub(start.0)) as usize, span).then_some((Over::Refs(refs), wrap))
    }
}

/// Totals, derived lines and `including` children are in no sum.
fn never_added(items: &Items, item: &Item) -> bool {
    let within = item.parent.and_then(|parent| items.get(parent)).is_some_and(|parent| parent.including);
    within || matches!(item.kind, ItemKind::TotalBeside | ItemKind::Derived(_))
}

/// What a run adds: a group that lies in it whole counts as in any sum; of one that is cut, the items inside.
fn added_between(items: &Items, start: ItemId, end: ItemId) -> Vec<ItemId> {
    let end = last_below(items, end);
    let mut added = Vec::new();
    let mut at = start;
    while at <= end {
        let Some(item) = items.get(at) else { break };
        let last = last_below(items, at);
        let whole = last <= end;
        match &item.kind {
            ItemKind::Heading if whole => added.extend(items.group_parts(at)),
            ItemKind::Figure | ItemKind::TotalOf if whole => added.push(at),
            ItemKind::Heading | ItemKind::Figure | ItemKind::TotalOf => {}
            ItemKind::TotalBeside | ItemKind::Derived(_) => {}
        }
        at = ItemId(if whole { last.0 } else { at.0 }.saturating_add(1));
    }
    added
}

/// The last item of a group; the item itself when it has no children.
fn last_below(items: &Items, id: ItemId) -> ItemId {
    let mut at = id;
    while let Some(last) = items.get(at).and_then(|item| item.children.last()) {
        at = *last;
    }
    at
}
