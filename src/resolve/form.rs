//! One template → [`Form`]: its tree first, then, when every name is known, its rules and derived lines.

use std::collections::HashMap;

use super::axes::Axes;
use super::context::Context;
use super::expr::{self, Resolver};
use super::items::Derived;
use super::misplaced::Body;
use super::pattern::{self, Role};
use super::scope::{Names, Site};
use super::{meta, read, types};
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{Applies, Form, ItemKind, Label, Quoted, Reach, ReadPolicy, Rule, RuleSeverity, Section, SectionId, TableId};
use crate::source::Span;
use crate::syntax::ast::{self, Statement as S};

/// A rule that waits until every name of the template is known.
pub(super) struct Waiting<'a> {
    rule: &'a ast::Rule,
    table: Option<TableId>,
    basis: Option<Quoted>,
}

pub(super) struct Builder<'a, 'n, 'c> {
    pub(super) form: Form,
    pub(super) axes: &'n Axes<'a>,
    pub(super) context: &'n mut Context<'c>,
    /// Where each meta is declared.
    pub(super) meta: HashMap<String, Span>,
    pub(super) rules: Vec<Waiting<'a>>,
    pub(super) derived: Vec<(TableId, Reach, Derived<'a>)>,
    /// Tables of which something was left out.
    pub(super) incomplete: Vec<TableId>,
    /// Something of the template was left out: missing names may have been there.
    pub(super) lost: bool,
    pub(super) section_names: HashMap<&'a str, Span>,
    pub(super) table_names: HashMap<&'a str, Span>,
    pub(super) rule_names: HashMap<&'a str, Span>,
    pub(super) fact_names: HashMap<String, Span>,
    pub(super) cells: usize,
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
        amended: None,
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
        // A meta value's own sentences may name one that is declared below it.
        for text in body.iter().filter_map(meta::nodes_of).flatten().flat_map(meta::texts_of) {
            pattern::note_uses(text, &self.meta, self.context);
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
                S::Prose(_) | S::Cell(..) | S::Columns(_) | S::Rows(_) | S::Amend(_) => self.misplaced(statement, Body::Template),
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
            labels.push(Label::new(section.name.text.clone(), section.name.span, None));
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
                | S::Rows(_)
                | S::Amend(_) => self.misplaced(statement, Body::Section),
            }
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

    pub(super) fn labels(&mut self, texts: &[ast::Text]) -> Vec<Label> {
        for text in texts {
            pattern::check(text, Role::Label, Some(&self.meta), self.context);
        }
        texts.iter().map(|text| Label::new(text.text.clone(), text.span, None)).collect()
    }

    pub(super) fn basis(&mut self, body: &[S]) -> Option<Quoted> {
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
    pub(super) fn once(&mut self, first: &mut Option<Span>, span: Span, word: &str) -> bool {
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

    pub(super) fn rule(&mut self, rule: &'a ast::Rule, table: Option<TableId>, basis: Option<&Quoted>) {
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
