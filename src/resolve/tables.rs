//! Tables and facts of a template.

use super::form::{Builder, quoted};
use super::items::{self, Around, Place};
use super::misplaced::Body;
use super::{MAX_CELLS, read, types};
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{CellType, Items, Quoted, Reach, ReadPolicy, SectionId, Table, TableId, TableKind};
use crate::source::Span;
use crate::syntax::ast::{self, Statement as S};

impl<'a> Builder<'a, '_, '_> {
    pub(super) fn table(&mut self, table: &'a ast::Table, section: Option<SectionId>, basis: Option<&Quoted>) {
        if let Some(first) = self.table_names.get(table.name.text.as_str()).copied() {
            self.context.sink.duplicate(say::A_TABLE.plain(), &table.name.text, table.name.span, first);
            self.lost = true;
            return;
        }
        self.table_names.insert(&table.name.text, table.name.span);
        let id = TableId(self.form.tables.len() as u32);
        let basis = self.basis(&table.body).or_else(|| basis.cloned());
        let (mut cell_at, mut rows_at, mut columns_at) = (None, None, None);
        let (mut cell, mut rows, mut columns): (Option<CellType>, Option<Items>, Option<Items>) = (None, None, None);
        let mut lost = false;
        for statement in &table.body {
            if let S::Cell(ty, span) = statement
                && self.once(&mut cell_at, *span, "cell")
            {
                cell = Some(types::cell_type(ty, self.context));
            }
        }
        let mut policy = ReadPolicy::default();
        let mut inner = Vec::new();
        for statement in &table.body {
            match statement {
                S::Basis(_) | S::Cell(..) | S::Axis(_) => {}
                S::Read(clauses, _) => read::add(&mut policy, clauses, cell.as_ref(), self.context),
                S::Columns(dimension) => {
                    if self.once(&mut columns_at, dimension.span, "columns") {
                        columns = self.dimension(dimension, id, Reach::Column, cell.as_ref());
                    }
                }
                S::Rows(dimension) => {
                    if self.once(&mut rows_at, dimension.span, "rows") {
                        rows = self.dimension(dimension, id, Reach::Row, cell.as_ref());
                    }
                }
                S::Rule(rule) => inner.push(rule),
                S::NotInEdition { .. } => lost = true,
                S::Applies { .. }
                | S::Title(..)
                | S::Meta(..)
                | S::Key(..)
                | S::Section(_)
                | S::Table(_)
                | S::Facts(_)
                | S::Prose(_)
                | S::Amend(_) => self.misplaced(statement, Body::Table),
            }
        }
        if lost {
            self.incomplete.push(id);
        } else if rows_at.is_none() && columns_at.is_none() {
            self.incomplete.push(id);
            self.context.sink.push(
                Diagnostic::error(Code::G0216, say::EMPTY_TABLE.with("name", &table.name.text))
                    .at(table.name.span, say::EMPTY_TABLE_HERE.plain())
                    .with_help(say::EMPTY_TABLE_HELP.plain()),
            );
        }
        let labels = self.labels(&table.labels);
        let built = Table {
            kind: TableKind::Table,
            name: table.name.text.clone(),
            labels,
            section,
            optional: table.optional.is_some(),
            basis: basis.clone(),
            read: policy,
            cell,
            rows,
            columns,
            span: table.name.span,
        };
        self.count_cells(&built, table.name.span);
        self.form.tables.push(built);
        for rule in inner {
            self.rule(rule, Some(id), basis.as_ref());
        }
    }

    /// Facts are a list: a table whose rows are the facts.
    pub(super) fn facts(&mut self, facts: &'a ast::Facts, section: Option<SectionId>, basis: Option<&Quoted>) {
        let id = TableId(self.form.tables.len() as u32);
        let mut nodes: Vec<&'a ast::ItemNode> = Vec::new();
        let (mut cell, mut cell_at, mut own, mut own_at) = (None, None, None, None);
        let mut lost = false;
        for node in &facts.body {
            match node {
                ast::FactsNode::Item(item) => nodes.push(item),
                ast::FactsNode::Statement(S::Cell(ty, span)) => {
                    if self.once(&mut cell_at, *span, "cell") {
                        cell = Some(types::cell_type(ty, self.context));
                    }
                }
                ast::FactsNode::Statement(S::Basis(text)) => {
                    if self.once(&mut own_at, text.span, "basis") {
                        own = Some(quoted(text));
                    }
                }
                ast::FactsNode::Statement(_) => {}
            }
        }
        let basis = own.or_else(|| basis.cloned());
        let mut policy = ReadPolicy::default();
        let mut inner = Vec::new();
        for node in &facts.body {
            let ast::FactsNode::Statement(statement) = node else { continue };
            match statement {
                S::Basis(_) | S::Cell(..) | S::Axis(_) => {}
                S::Read(clauses, _) => read::add(&mut policy, clauses, cell.as_ref(), self.context),
                S::Rule(rule) => inner.push(rule),
                S::NotInEdition { .. } => lost = true,
                S::Applies { .. }
                | S::Title(..)
                | S::Meta(..)
                | S::Key(..)
                | S::Section(_)
                | S::Table(_)
                | S::Facts(_)
                | S::Prose(_)
                | S::Columns(_)
                | S::Rows(_)
                | S::Amend(_) => self.misplaced(statement, Body::Facts),
            }
        }
        if nodes.is_empty() && !lost {
            self.context.sink.push(
                Diagnostic::error(Code::G0216, say::EMPTY_FACTS.plain())
                    .at(facts.span, say::EMPTY_FACTS_HERE.plain())
                    .with_help(say::EMPTY_FACTS_HELP.plain()),
            );
        }
        let around = Around { axes: self.axes, place: Place::Facts, cell: cell.as_ref(), meta: Some(&self.meta) };
        let built = items::build(Vec::new(), &nodes, facts.span, &around, self.context);
        if !built.complete || lost {
            self.incomplete.push(id);
        }
        self.derived.extend(built.derived.into_iter().map(|derived| (id, Reach::Row, derived)));
        self.unique_facts(&built.items);
        let table = Table {
            kind: TableKind::Facts,
            name: String::new(),
            labels: Vec::new(),
            section,
            optional: false,
            basis: basis.clone(),
            read: policy,
            cell,
            rows: Some(built.items),
            columns: None,
            span: facts.span,
        };
        self.count_cells(&table, facts.span);
        self.form.tables.push(table);
        for rule in inner {
            self.rule(rule, Some(id), basis.as_ref());
        }
    }

    /// Blocks of facts have no names: what stands on the top level of two of them could not be told apart.
    fn unique_facts(&mut self, items: &Items) {
        let mut here = Vec::new();
        for id in items.roots() {
            let Some(item) = items.get(id) else { continue };
            match self.fact_names.get(&item.name).copied() {
                Some(first) => self.context.sink.duplicate(say::A_FACT.plain(), &item.name, item.span, first),
                None => here.push((item.name.clone(), item.span)),
            }
        }
        self.fact_names.extend(here);
    }

    fn dimension(
        &mut self,
        dimension: &'a ast::Dimension,
        table: TableId,
        reach: Reach,
        cell: Option<&CellType>,
    ) -> Option<Items> {
        let labels = self.labels(&dimension.labels);
        let place = match reach {
            Reach::Row => Place::Rows,
            Reach::Column => Place::Columns,
        };
        let around = Around { axes: self.axes, place, cell, meta: Some(&self.meta) };
        let nodes: Vec<&ast::ItemNode> = dimension.items.iter().collect();
        let built = items::build(labels, &nodes, dimension.span, &around, self.context);
        if !built.complete {
            self.incomplete.push(table);
        } else if built.items.list.is_empty() {
            self.incomplete.push(table);
            self.context.sink.push(
                Diagnostic::error(Code::G0216, say::EMPTY_DIMENSION.plain())
                    .at(dimension.span, say::EMPTY_DIMENSION_HERE.plain())
                    .with_help(say::EMPTY_DIMENSION_HELP.plain()),
            );
        }
        self.derived.extend(built.derived.into_iter().map(|derived| (table, reach, derived)));
        Some(built.items)
    }

    fn count_cells(&mut self, table: &Table, span: Span) {
        let figures = |items: Option<&Items>| items.map_or(1, |items| items.figures().count());
        let cells = figures(table.rows.as_ref()).saturating_mul(figures(table.columns.as_ref()));
        let before = self.cells;
        self.cells = self.cells.saturating_add(cells);
        if self.cells > MAX_CELLS && before <= MAX_CELLS {
            self.context.sink.push(
                Diagnostic::error(Code::G0213, say::TOO_MANY_CELLS.with("most", MAX_CELLS).with("cells", self.cells))
                    .at(span, say::TOO_MANY_CELLS_HERE.plain())
                    .with_help(say::TOO_MANY_ITEMS_HELP.plain()),
            );
        }
    }
}
