//! Files, declarations and statements: pest's pairs → the tree.

use pest::iterators::Pair;

use super::ast::{Axis, Declaration, Expr, ExprKind, Facts, File, Name, Rule as RuleNode, RuleSeverity, Section};
use super::ast::{Statement, Table, Template, Text, Unit};
use super::build::{Builder, find};
use super::grammar::Rule;
use crate::diag::Message;
use crate::diag::wording::syntax as words;
use crate::diag::{Code, Diagnostic};

impl Builder<'_> {
    /// The declarations of a whole file, into `file`.
    pub(super) fn declarations(&mut self, pair: Pair<'_, Rule>, file: &mut File) {
        // A template whose `{` is missing: the statements behind it are its body.
        let mut open = false;
        for part in pair.into_inner() {
            let declaration = match part.as_rule() {
                Rule::edition => {
                    self.edition(part, file);
                    continue;
                }
                Rule::EOI => continue,
                Rule::unit => Declaration::Unit(self.unit(part)),
                Rule::axis if open => {
                    let axis = Statement::Axis(self.axis(part));
                    push(file, Some(axis));
                    continue;
                }
                Rule::axis => Declaration::Axis(self.axis(part)),
                Rule::template => {
                    let headless = find(&part, Rule::no_block).is_some();
                    let template = self.template(part);
                    file.declarations.push(Declaration::Template(template));
                    open = headless;
                    continue;
                }
                Rule::axis_each => {
                    self.statement(part);
                    continue;
                }
                Rule::bad_declaration => {
                    self.bad_declaration(part);
                    continue;
                }
                Rule::stray => {
                    self.stray(&part);
                    continue;
                }
                _ if open => {
                    let statement = self.statement(part);
                    push(file, statement);
                    continue;
                }
                _ => {
                    self.outside_template(&part);
                    continue;
                }
            };
            open = false;
            file.declarations.push(declaration);
        }
    }

    fn unit(&mut self, pair: Pair<'_, Rule>) -> Unit {
        let span = self.span(&pair);
        let name = self.name_or_missing(&pair, words::WHAT_UNIT_NAME.plain());
        self.missing_parts(&pair);
        let mut unit = Unit { doc: self.doc(span), name, spellings: Vec::new(), equals: None, span };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::unit_spelling => {
                    for spelling in part.into_inner() {
                        unit.spellings.push(match spelling.as_rule() {
                            Rule::text => self.text(spelling),
                            _ => {
                                let name = self.name(spelling);
                                Text { text: name.text, span: name.span }
                            }
                        });
                    }
                }
                Rule::no_bar => self.no_bar(&part),
                Rule::number => unit.equals = Some(self.number(part)),
                _ => {}
            }
        }
        unit
    }

    fn axis(&mut self, pair: Pair<'_, Rule>) -> Axis {
        let span = self.span(&pair);
        let doc = self.doc(span);
        let name = self.name_or_missing(&pair, words::WHAT_AXIS_NAME.plain());
        let items = self.items_of(&pair, false);
        Axis { doc, name, items, span }
    }

    fn template(&mut self, pair: Pair<'_, Rule>) -> Template {
        let span = self.span(&pair);
        let doc = self.doc(span);
        let name = self.name_or_missing(&pair, words::WHAT_TEMPLATE_NAME.plain());
        let amends = find(&pair, Rule::amends);
        let mut versions = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::version).map(|part| self.span(&part));
        if let (Some(first), Some(again)) = (versions.next(), versions.next()) {
            self.clause_twice(Rule::version, again, first);
        }
        self.no_version(&pair);
        if let Some(amends) = &amends {
            self.no_version(amends);
        }
        Template {
            doc,
            name,
            version: find(&pair, Rule::version).map(|version| self.version(version)),
            amends: amends.and_then(|amends| find(&amends, Rule::version)).map(|version| self.version(version)),
            label: find(&pair, Rule::text).map(|text| self.text(text)),
            body: self.body(&pair),
            span,
        }
    }

    fn no_version(&mut self, pair: &Pair<'_, Rule>) {
        if let Some(missing) = find(pair, Rule::no_version) {
            self.missing(&missing, words::WHAT_VERSION.plain());
        }
    }

    /// The statements of the `{ }` of a section, table or template.
    pub(super) fn body(&mut self, pair: &Pair<'_, Rule>) -> Vec<Statement> {
        self.block_errors(pair);
        let mut body = Vec::new();
        if let Some(block) = find(pair, Rule::block) {
            for part in block.into_inner() {
                body.extend(self.statement(part));
            }
        }
        body
    }

    /// One statement, or nothing for what was reported.
    pub(super) fn statement(&mut self, pair: Pair<'_, Rule>) -> Option<Statement> {
        let span = self.span(&pair);
        Some(match pair.as_rule() {
            Rule::section => {
                let doc = self.doc(span);
                let name = self.name_or_missing(&pair, words::WHAT_SECTION_NAME.plain());
                let body = self.body(&pair);
                Statement::Section(Section { doc, labels: self.labels(pair, Some(&name)), name, body, span })
            }
            Rule::table => {
                let doc = self.doc(span);
                let name = self.name_or_missing(&pair, words::WHAT_TABLE_NAME.plain());
                let optional = find(&pair, Rule::table_optional).map(|optional| self.span(&optional));
                let body = self.body(&pair);
                Statement::Table(Table { doc, labels: self.labels(pair, Some(&name)), name, optional, body, span })
            }
            Rule::facts => {
                let doc = self.doc(span);
                self.block_errors(&pair);
                let body = find(&pair, Rule::facts_block).map(|block| self.facts_body(block)).unwrap_or_default();
                Statement::Facts(Facts { doc, body, span })
            }
            Rule::prose => Statement::Prose(span),
            Rule::meta => Statement::Meta(self.items_of(&pair, true), span),
            Rule::title => {
                let texts = pair.into_inner().filter_map(|part| match part.as_rule() {
                    Rule::text => Some(self.text(part)),
                    Rule::no_text => {
                        self.missing(&part, words::WHAT_TEXT.plain());
                        None
                    }
                    _ => None,
                });
                Statement::Title(texts.collect(), span)
            }
            Rule::key => {
                let names = pair.into_inner().filter_map(|part| match part.as_rule() {
                    Rule::name => Some(self.name(part)),
                    Rule::no_name => {
                        self.missing(&part, words::WHAT_KEY_NAME.plain());
                        None
                    }
                    _ => None,
                });
                Statement::Key(names.collect(), span)
            }
            Rule::basis => Statement::Basis(self.text_or_missing(&pair)),
            Rule::applies => {
                let meta = self.name_or_missing(&pair, words::WHAT_META_NAME.plain());
                let (from, to) = match find(&pair, Rule::range) {
                    Some(range) => {
                        let (from, to, _) = self.range(range);
                        (from, to)
                    }
                    None => (None, None),
                };
                Statement::Applies { meta, from, to, span }
            }
            Rule::read => {
                self.missing_parts(&pair);
                Statement::Read(self.read_clauses(pair), span)
            }
            Rule::cell => {
                self.missing_parts(&pair);
                Statement::Cell(self.type_spec(find(&pair, Rule::type_spec)?), span)
            }
            Rule::columns => Statement::Columns(self.dimension(pair)),
            Rule::rows => Statement::Rows(self.dimension(pair)),
            Rule::rule => Statement::Rule(self.rule(pair)),
            Rule::axis => Statement::Axis(self.axis(pair)),
            Rule::rows_each | Rule::axis_each | Rule::void => {
                let what = self.second_ring_words(&pair);
                self.not_in_edition(&what, span);
                Statement::NotInEdition { what, span }
            }
            Rule::amend_in
            | Rule::amend_drop
            | Rule::amend_add
            | Rule::amend_rename
            | Rule::amend_change
            | Rule::amend_move
            | Rule::amend_split
            | Rule::amend_merge
            | Rule::amend_replace => Statement::Amend(Box::new(self.amendment(pair)?)),
            Rule::stray => {
                self.stray(&pair);
                return None;
            }
            Rule::bad_statement => {
                self.bad_statement(pair);
                return None;
            }
            _ => return None,
        })
    }

    /// The keywords of a construct of the second ring, as the author wrote them: `rows each`.
    fn second_ring_words(&self, pair: &Pair<'_, Rule>) -> String {
        let is_keyword = |it: Rule| matches!(it, Rule::kw_rows | Rule::kw_axis | Rule::kw_each | Rule::kw_void);
        let keywords: Vec<String> =
            pair.clone().into_inner().filter(|part| is_keyword(part.as_rule())).map(|part| part.as_str().to_owned()).collect();
        match (keywords.as_slice(), find(pair, Rule::kw_each)) {
            ([first, ..], Some(each)) if first != each.as_str() => {
                format!("{first} … {}", each.as_str()).replace("rows … each", "rows each").replace("行 … 逐项", "行 逐项")
            }
            ([first, ..], _) => first.clone(),
            ([], _) => pair.as_str().split_whitespace().next().unwrap_or("").to_owned(),
        }
    }

    /// The labels behind a name or a keyword. `NAME | "x"` keeps the name as the first label.
    pub(super) fn labels(&mut self, pair: Pair<'_, Rule>, name: Option<&Name>) -> Vec<Text> {
        let Some(labels) = find(&pair, Rule::labels) else { return Vec::new() };
        let mut texts = Vec::new();
        for (index, part) in labels.into_inner().enumerate() {
            match part.as_rule() {
                Rule::text => texts.push(self.text(part)),
                Rule::bar if index == 0 => {
                    texts.extend(name.map(|name| Text { text: name.text.clone(), span: name.span }));
                }
                Rule::no_text => self.missing(&part, words::WHAT_TEXT.plain()),
                _ => {}
            }
        }
        texts
    }

    fn rule(&mut self, pair: Pair<'_, Rule>) -> RuleNode {
        let span = self.span(&pair);
        let doc = self.doc(span);
        let name = self.name_or_missing(&pair, words::WHAT_RULE_NAME.plain());
        self.block_errors(&pair);
        let poisoned = Expr { kind: ExprKind::Poisoned, span: span.after() };
        let mut rule = RuleNode {
            doc,
            name,
            text: None,
            severity: None,
            when: None,
            within: None,
            basis: None,
            during: None,
            suspended: None,
            condition: poisoned,
            span,
        };
        let mut seen: Vec<(Rule, crate::source::Span)> = Vec::new();
        for part in pair.into_inner() {
            let at = self.span(&part);
            let kind = if part.as_rule() == Rule::note { Rule::soft } else { part.as_rule() };
            if !matches!(kind, Rule::kw_rule | Rule::name | Rule::no_name | Rule::condition | Rule::junk | Rule::no_block) {
                match seen.iter().find(|(other, _)| *other == kind) {
                    Some((_, first)) => {
                        let first = *first;
                        self.clause_twice(kind, at, first);
                    }
                    None => seen.push((kind, at)),
                }
            }
            match part.as_rule() {
                Rule::rule_text => rule.text = find(&part, Rule::text).map(|text| self.text(text)),
                Rule::soft => rule.severity = Some((RuleSeverity::Soft, at)),
                Rule::note => rule.severity = Some((RuleSeverity::Note, at)),
                Rule::when => rule.when = find(&part, Rule::expr).map(|expr| self.expr(expr)),
                Rule::within => rule.within = find(&part, Rule::number).map(|number| self.number(number)),
                Rule::basis => rule.basis = Some(self.text_or_missing(&part)),
                Rule::during => rule.during = find(&part, Rule::range).map(|range| self.range(range)),
                Rule::suspended => rule.suspended = Some(self.text_or_missing(&part)),
                Rule::condition => rule.condition = self.condition(part),
                _ => {}
            }
        }
        rule
    }

    fn condition(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let span = self.span(&pair);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::expr => return self.expr(part),
                Rule::bad_expr => self.bad_expr(part),
                _ => {}
            }
        }
        Expr { kind: ExprKind::Poisoned, span }
    }

    /// The name of a declaration; a missing one is reported and stands as an empty name.
    pub(super) fn name_or_missing(&mut self, pair: &Pair<'_, Rule>, what: Message) -> Name {
        if let Some(name) = find(pair, Rule::name) {
            return self.name(name);
        }
        let span = match find(pair, Rule::no_name) {
            Some(missing) => {
                self.missing(&missing, what);
                self.span(&missing)
            }
            None => self.span(pair).after(),
        };
        Name { text: String::new(), span }
    }

    pub(super) fn text_or_missing(&mut self, pair: &Pair<'_, Rule>) -> Text {
        if let Some(text) = find(pair, Rule::text) {
            return self.text(text);
        }
        let span = match find(pair, Rule::no_text) {
            Some(missing) => {
                self.missing(&missing, words::WHAT_TEXT.plain());
                self.span(&missing)
            }
            None => self.span(pair).after(),
        };
        Text { text: String::new(), span }
    }

    fn edition(&mut self, pair: Pair<'_, Rule>, file: &mut File) {
        let span = self.span(&pair);
        let number = find(&pair, Rule::edition_number);
        if pair.as_str().starts_with('勾') {
            file.keywords = super::ast::KeywordLang::Chinese;
        }
        let Some(number) = number else {
            self.report(
                Diagnostic::error(
                    Code::G0106,
                    words::EDITION_NUMBER.with("word", if pair.as_str().starts_with('勾') { "勾稽" } else { "gouji" }),
                )
                .at(span.after(), words::HERE_EDITION.plain())
                .with_fix(span.after(), " 1"),
            );
            return;
        };
        let at = self.span(&number);
        match super::fold_name(number.as_str()).parse::<u32>() {
            Ok(1) => file.edition = Some((1, at)),
            Ok(other) => {
                file.edition = Some((other, at));
                self.unknown_edition(number.as_str(), at);
            }
            Err(_) => self.unknown_edition(number.as_str(), at),
        }
    }

    fn unknown_edition(&mut self, found: &str, at: crate::source::Span) {
        let found: String = found.chars().take(20).collect();
        self.report(
            Diagnostic::error(Code::G0106, words::EDITION_UNKNOWN.with("found", found))
                .at(at, words::HERE_EDITION_UNKNOWN.plain())
                .with_help(words::HELP_EDITION.plain()),
        );
    }
}

fn push(file: &mut File, statement: Option<Statement>) {
    if let Some(Declaration::Template(template)) = file.declarations.last_mut() {
        template.body.extend(statement);
    }
}
