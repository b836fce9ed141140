//! One template → [`Form`]: its tree first, then, when every name is known, its rules and derived lines.

use std::collections::HashMap;

use super::axes::Axes;
use super::context::Context;
use super::expr::{self, Resolver};
use super::items::{self, Around, Derived, Place};
use super::pattern::{self, Role};
use super::scope::{Names, Site};
use super::{MAX_CELLS, meta, read, types};
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic, Message};
use crate::model::{
    Applies, CellType, Form, ItemKind, Items, Label, Quoted, Reach, ReadPolicy, Rule, RuleSeverity, Section, SectionId, Table,
    TableId, TableKind,
};
use crate::source::Span;
use crate::syntax::ast::{self, Statement as S};

/// A body of statements, for the message about one that cannot stand in it.
#[derive(Clone, Copy)]
pub(super) enum Body {
    Template,
    Section,
    Table,
    Facts,
}

/// A rule that waits until every name of the template is known.
struct Waiting<'a> {
    rule: &'a ast::Rule,
    table: Option<TableId>,
    basis: Option<Quoted>,
}

struct Builder<'a, 'n, 'c> {
    form: Form,
    axes: &'n Axes<'a>,
    context: &'n mut Context<'c>,
    /// Where each meta is declared.
    meta: HashMap<String, Span>,
    rules: Vec<Waiting<'a>>,
    derived: Vec<(TableId, Reach, Derived<'a>)>,
    /// Tables of which something was left out.
    incomplete: Vec<TableId>,
    /// Something of the template was left out: missing names may have been there.
    lost: bool,
    section_names: HashMap<&'a str, Span>,
    table_names: HashMap<&'a str, Span>,
    rule_names: HashMap<&'a str, Span>,
    fact_names: HashMap<String, Span>,
    cells: usize,
}

pub(super) fn resolve<'a>(template: &'a ast::Template, folder: &'a Axes<'a>, context: &mut Context<'_>) -> Form {
    context.budget.next_template();
    let axes = folder.with_local(template, context);
    let form = Form {
        name: template.name.text.clone(),
        version: template.version.as_ref().map(|version| version.text.clone()),
        label: template.label.as_ref().map(quoted),
        doc: template.doc.clone(),
        basis: None,
        applies: None,
        titles: Vec::new(),
        meta: Vec::new(),
        key: Vec::new(),
        read: ReadPolicy::default(),
        sections: Vec::new(),
        tables: Vec::new(),
        rules: Vec::new(),
        span: template.name.span,
    };
    let mut builder = Builder {
        form,
        axes: &axes,
        context,
        meta: HashMap::new(),
        rules: Vec::new(),
        derived: Vec::new(),
        incomplete: Vec::new(),
        lost: false,
        section_names: HashMap::new(),
        table_names: HashMap::new(),
        rule_names: HashMap::new(),
        fact_names: HashMap::new(),
        cells: 0,
    };
    builder.template(&template.body);
    builder.names()
}

pub(super) fn quoted(text: &ast::Text) -> Quoted {
    Quoted { text: text.text.clone(), span: text.span }
}

impl<'a> Builder<'a, '_, '_> {
    fn template(&mut self, body: &'a [S]) {
        // What identifies the report first: labels and titles anywhere may name it.
        for statement in body {
            if let S::Meta(nodes, _) = statement {
                for node in nodes {
                    meta::declare(node, &mut self.form.meta, &mut self.meta, self.context);
                }
            }
        }
        for statement in body {
            if let S::Title(texts, _) = statement {
                for text in texts {
                    let title = meta::title(text, &mut self.form.meta, &mut self.meta, self.context);
                    self.form.titles.push(title);
                }
            }
        }
        let mut basis: Option<Span> = None;
        for statement in body {
            if let S::Basis(text) = statement {
                self.once(&mut basis, text.span, "basis");
                self.form.basis.get_or_insert_with(|| quoted(text));
            }
        }
        let (mut applies, mut key) = (None, None);
        let around = self.form.basis.clone();
        for statement in body {
            match statement {
                S::Basis(_) | S::Title(..) | S::Meta(..) | S::Axis(_) => {}
                S::Applies { meta, from, to, span } => {
                    if self.once(&mut applies, *span, "applies") {
                        self.applies(meta, from.as_ref(), to.as_ref(), *span);
                    }
                }
                S::Key(names, span) => {
                    if self.once(&mut key, *span, "key") {
                        self.key(names);
                    }
                }
                S::Read(clauses, _) => read::add(&mut self.form.read, clauses, None, self.context),
                S::Section(section) => self.section(section, None, around.as_ref(), 0),
                S::Table(table) => self.table(table, None, around.as_ref()),
                S::Facts(facts) => self.facts(facts, None, around.as_ref()),
                S::Rule(rule) => self.rule(rule, None, around.as_ref()),
                S::NotInEdition { .. } => self.lost = true,
                S::Prose(_) | S::Cell(..) | S::Columns(_) | S::Rows(_) => self.misplaced(statement, Body::Template),
            }
        }
    }

    fn section(&mut self, section: &'a ast::Section, parent: Option<SectionId>, basis: Option<&Quoted>, depth: usize) {
        if depth >= super::MAX_DEPTH {
            self.lost = true;
            self.context.sink.push(
                Diagnostic::error(Code::G0213, say::TOO_DEEP.with("most", super::MAX_DEPTH))
                    .at(section.name.span, say::TOO_LARGE_HERE.plain()),
            );
            return;
        }
        if let Some(first) = self.section_names.get(section.name.text.as_str()).copied() {
            self.context.sink.duplicate(say::A_SECTION.plain(), &section.name.text, section.name.span, first);
        } else {
            self.section_names.insert(&section.name.text, section.name.span);
        }
        let id = SectionId(self.form.sections.len() as u32);
        let mut labels = self.labels(&section.labels);
        if labels.is_empty() {
            labels.push(Label { text: section.name.text.clone(), span: section.name.span, value: None });
        }
        let own = self.basis(&section.body);
        self.form.sections.push(Section {
            name: section.name.text.clone(),
            labels,
            parent,
            prose: section.body.iter().any(|statement| matches!(statement, S::Prose(_))),
            basis: own.clone(),
            span: section.name.span,
        });
        let own = own.or_else(|| basis.cloned());
        for statement in &section.body {
            match statement {
                S::Basis(_) | S::Prose(_) | S::Axis(_) => {}
                S::Section(inner) => self.section(inner, Some(id), own.as_ref(), depth.saturating_add(1)),
                S::Table(table) => self.table(table, Some(id), own.as_ref()),
                S::Facts(facts) => self.facts(facts, Some(id), own.as_ref()),
                S::Rule(rule) => self.rule(rule, None, own.as_ref()),
                S::NotInEdition { .. } => self.lost = true,
                S::Applies { .. }
                | S::Title(..)
                | S::Meta(..)
                | S::Key(..)
                | S::Read(..)
                | S::Cell(..)
                | S::Columns(_)
                | S::Rows(_) => self.misplaced(statement, Body::Section),
            }
        }
    }

    fn table(&mut self, table: &'a ast::Table, section: Option<SectionId>, basis: Option<&Quoted>) {
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
                | S::Prose(_) => self.misplaced(statement, Body::Table),
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
    fn facts(&mut self, facts: &'a ast::Facts, section: Option<SectionId>, basis: Option<&Quoted>) {
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
                | S::Rows(_) => self.misplaced(statement, Body::Facts),
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

    fn applies(&mut self, name: &ast::Name, from: Option<&ast::Number>, to: Option<&ast::Number>, span: Span) {
        if !pattern::expect_meta(&name.text, name.span, true, &self.meta, self.context) {
            return;
        }
        let (from, to) = types::years(from, to, span, self.context);
        if let Some(meta) = meta::find(&name.text, &self.form.meta) {
            self.form.applies = Some(Applies { meta, from, to, span });
        }
    }

    fn key(&mut self, names: &[ast::Name]) {
        for (at, name) in names.iter().enumerate() {
            if let Some(first) = names.iter().take(at).find(|other| other.text == name.text) {
                self.context.sink.duplicate(say::A_KEY.plain(), &name.text, name.span, first.span);
                continue;
            }
            if pattern::expect_meta(&name.text, name.span, true, &self.meta, self.context) {
                self.form.key.extend(meta::find(&name.text, &self.form.meta));
            }
        }
    }

    fn labels(&mut self, texts: &[ast::Text]) -> Vec<Label> {
        for text in texts {
            pattern::check(text, Role::Label, Some(&self.meta), self.context);
        }
        texts.iter().map(|text| Label { text: text.text.clone(), span: text.span, value: None }).collect()
    }

    fn basis(&mut self, body: &[S]) -> Option<Quoted> {
        let (mut at, mut basis) = (None, None);
        for statement in body {
            if let S::Basis(text) = statement
                && self.once(&mut at, text.span, "basis")
            {
                basis = Some(quoted(text));
            }
        }
        basis
    }

    /// Whether this is the first statement of its kind; a further one is reported.
    fn once(&mut self, first: &mut Option<Span>, span: Span, word: &str) -> bool {
        match *first {
            Some(first) => {
                self.context.sink.duplicate(say::A_STATEMENT.plain(), word, span, first);
                false
            }
            None => {
                *first = Some(span);
                true
            }
        }
    }

    fn misplaced(&mut self, statement: &S, body: Body) {
        self.lost |= matches!(statement, S::Section(_) | S::Table(_) | S::Facts(_) | S::Columns(_) | S::Rows(_) | S::Meta(..));
        let Some((word, span, belongs)) = placed(statement) else { return };
        let place = match body {
            Body::Template => say::IN_TEMPLATE.plain(),
            Body::Section => say::IN_SECTION.plain(),
            Body::Table => say::IN_TABLE.plain(),
            Body::Facts => say::IN_FACTS.plain(),
        };
        self.context.sink.push(
            Diagnostic::error(Code::G0207, say::MISPLACED.with("word", word).with("place", place))
                .at(span, say::MISPLACED_HERE.plain())
                .with_help(say::MISPLACED_HELP.with("word", word).with("place", belongs)),
        );
    }

    fn rule(&mut self, rule: &'a ast::Rule, table: Option<TableId>, basis: Option<&Quoted>) {
        if let Some(first) = self.rule_names.get(rule.name.text.as_str()).copied() {
            self.context.sink.duplicate(say::A_RULE.plain(), &rule.name.text, rule.name.span, first);
        } else {
            self.rule_names.insert(&rule.name.text, rule.name.span);
        }
        self.rules.push(Waiting { rule, table, basis: basis.cloned() });
    }

    /// Every name is known now.
    fn names(mut self) -> Form {
        let names = Names::of(&self.form, &self.incomplete, self.lost);
        let mut resolver = Resolver::new(&names, self.context);
        let mut rules = Vec::with_capacity(self.rules.len());
        for Waiting { rule, table, basis } in self.rules {
            resolver.enter(Site { table, near: None });
            let when = rule.when.as_ref().map(|when| expr::resolve(when, &mut resolver));
            let condition = expr::resolve(&rule.condition, &mut resolver);
            let within = rule.within.as_ref().map(|within| {
                let unit = within.unit.as_ref().and_then(|unit| super::units::find(unit, resolver.context));
                // In a rule a percentage is its hundredth.
                let value =
                    if within.percent { within.value.checked_mul(crate::number::Decimal::new(1, 2)) } else { Some(within.value) };
                (value.unwrap_or(within.value), unit)
            });
            let during =
                rule.during.as_ref().map(|(from, to, span)| types::years(from.as_ref(), to.as_ref(), *span, resolver.context));
            rules.push(Rule {
                name: rule.name.text.clone(),
                text: rule.text.as_ref().map(quoted),
                severity: match &rule.severity {
                    Some((ast::RuleSeverity::Soft, _)) => RuleSeverity::Soft,
                    Some((ast::RuleSeverity::Note, _)) => RuleSeverity::Note,
                    None => RuleSeverity::Hard,
                },
                when,
                within,
                within_percent: rule.within.as_ref().is_some_and(|within| within.percent),
                within_span: rule.within.as_ref().map(|within| within.span),
                basis: rule.basis.as_ref().map(quoted).or(basis),
                during,
                suspended: rule.suspended.as_ref().map(quoted),
                condition,
                table,
                span: rule.name.span,
            });
        }
        let mut lines = Vec::with_capacity(self.derived.len());
        for (table, reach, derived) in self.derived {
            resolver.enter(Site { table: Some(table), near: derived.near.map(|(first, last)| (reach, first, last)) });
            lines.push((table, reach, derived.item, expr::resolve(derived.expr, &mut resolver)));
        }
        for (table, reach, item, expr) in lines {
            let Some(table) = self.form.tables.get_mut(table.0 as usize) else { continue };
            let items = match reach {
                Reach::Row => table.rows.as_mut(),
                Reach::Column => table.columns.as_mut(),
            };
            if let Some(item) = items.and_then(|items| items.list.get_mut(item.0 as usize)) {
                item.kind = ItemKind::Derived(Box::new(expr));
            }
        }
        self.form.rules = rules;
        self.form
    }
}

/// The word, the place and the right home of a statement that can be out of place.
fn placed(statement: &S) -> Option<(&'static str, Span, Message)> {
    let template = || say::IN_TEMPLATE.plain();
    let section = || say::IN_SECTION.plain();
    let table = || say::IN_TABLE.plain();
    Some(match statement {
        S::Applies { span, .. } => ("applies", *span, template()),
        S::Title(_, span) => ("title", *span, template()),
        S::Meta(_, span) => ("meta", *span, template()),
        S::Key(_, span) => ("key", *span, template()),
        S::Read(_, span) => ("read", *span, say::IN_TEMPLATE_OR_TABLE.plain()),
        S::Prose(span) => ("prose", *span, section()),
        S::Cell(_, span) => ("cell", *span, say::IN_TABLE_OR_FACTS.plain()),
        S::Columns(dimension) => ("columns", dimension.span, table()),
        S::Rows(dimension) => ("rows", dimension.span, table()),
        S::Section(inner) => ("section", inner.name.span, say::IN_TEMPLATE_OR_SECTION.plain()),
        S::Table(inner) => ("table", inner.name.span, say::IN_TEMPLATE_OR_SECTION.plain()),
        S::Facts(inner) => ("facts", inner.span, say::IN_TEMPLATE_OR_SECTION.plain()),
        S::Basis(_) | S::Rule(_) | S::Axis(_) | S::NotInEdition { .. } => return None,
    })
}
