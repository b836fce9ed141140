//! Items: rows, columns, facts and meta, all written alike; and the types behind their `:`.

use pest::iterators::Pair;

use super::ast::{Attribute, CompareOp, Dimension, FactsNode, Item, ItemNode, Name, Number, ReadClause, ReadWhat};
use super::ast::{Refinement, Spelling, Text, Treatment, Type, TypeKind};
use super::build::{Builder, find};
use super::grammar::Rule;
use super::keywords::{self, KeywordClass};
use crate::diag::wording::syntax as words;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// How many items one file may have. A template expands to a quarter of this at most, so nothing real comes near.
pub const MAX_ITEMS: usize = 262_144;

/// The item read before, as far as the next one on its line must know it.
pub(super) struct Before {
    pub span: Span,
    /// Nothing but its name.
    bare: bool,
    /// Where it starts in the repaired text.
    pub start: usize,
}

impl Builder<'_> {
    pub(super) fn dimension(&mut self, pair: Pair<'_, Rule>) -> Dimension {
        let span = self.span(&pair);
        let items = self.items_of(&pair, false);
        let labels = self.labels(pair, None);
        Dimension { labels, items, span }
    }

    /// The items of the first block of a pair; a missing block is reported.
    pub(super) fn items_of(&mut self, pair: &Pair<'_, Rule>, meta: bool) -> Vec<ItemNode> {
        self.block_errors(pair);
        match find(pair, Rule::items) {
            Some(items) => self.item_list(items, meta),
            None => Vec::new(),
        }
    }

    pub(super) fn item_list(&mut self, pair: Pair<'_, Rule>, meta: bool) -> Vec<ItemNode> {
        let mut nodes = Vec::new();
        let mut before = None;
        for part in pair.into_inner() {
            nodes.extend(self.node(part, &mut before, meta));
        }
        nodes
    }

    pub(super) fn facts_body(&mut self, pair: Pair<'_, Rule>) -> Vec<FactsNode> {
        let mut body = Vec::new();
        let mut before = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::cell | Rule::rule | Rule::axis => {
                    before = None;
                    body.extend(self.statement(part).map(FactsNode::Statement));
                }
                _ => body.extend(self.node(part, &mut before, false).map(FactsNode::Item)),
            }
        }
        body
    }

    /// One entry of an item list.
    fn node(&mut self, pair: Pair<'_, Rule>, before: &mut Option<Before>, meta: bool) -> Option<ItemNode> {
        let (span, start) = (self.span(&pair), pair.as_span().start());
        let node = match pair.as_rule() {
            Rule::comma => {
                *before = None;
                return None;
            }
            Rule::semicolon => {
                *before = None;
                self.report(
                    Diagnostic::error(Code::G0101, words::SEMICOLON_IN_ITEMS.with("found", pair.as_str()))
                        .at(span, words::HERE_COMMA.plain())
                        .with_fix(span, ","),
                );
                return None;
            }
            Rule::item => {
                self.items += 1;
                if self.items > MAX_ITEMS {
                    if self.items == MAX_ITEMS + 1 {
                        let message = words::TOO_MANY_ITEMS.with("max", MAX_ITEMS);
                        self.report(Diagnostic::error(Code::G0105, message).at(span, words::HERE.plain()));
                    }
                    return None;
                }
                let item = self.item(pair);
                if self.spoiled != Some(start) {
                    self.check_neighbours(&item, before, meta);
                }
                let bare = item.span == item.name.span;
                *before = Some(Before { span: item.span, bare, start });
                return Some(ItemNode::Item(item));
            }
            Rule::spread => {
                let axis = self.name_or_missing(&pair, words::WHAT_AXIS_NAME.plain());
                ItemNode::Spread { axis, span }
            }
            Rule::spread_each => {
                self.not_in_edition("..… { }", span);
                ItemNode::NotInEdition { what: "..… { }".to_owned(), span }
            }
            Rule::misplaced => {
                self.misplaced(&pair, before.as_ref());
                return None;
            }
            Rule::bad_total => {
                self.bad_total(pair);
                return None;
            }
            Rule::bad_item => {
                self.bad_item(pair, before.as_ref());
                return None;
            }
            _ => return None,
        };
        *before = Some(Before { span, bare: false, start });
        Some(node)
    }

    /// What two items on one line, with no comma between them, may be.
    fn check_neighbours(&mut self, item: &Item, before: &Option<Before>, meta: bool) {
        let Some(before) = before else { return };
        let (end, start) = (before.span.end as usize, item.span.start as usize);
        if self.original.get(end..start).is_none_or(|between| between.contains(['\n', '\r'])) {
            return;
        }
        let written = self.original.get(item.name.span.range()).unwrap_or("");
        if !before.bare && item.label.is_some() && matches!(written, "matches" | "匹配") {
            self.report(
                Diagnostic::error(Code::G0101, words::MATCHES_LATE.plain())
                    .at(item.span, words::HERE_MATCHES_LATE.plain())
                    .with_help(words::HELP_MATCHES_LATE.plain()),
            );
            return;
        }
        let is_type = |name: &Name| {
            let written = self.original.get(name.span.range()).unwrap_or("");
            keywords::KEYWORDS.iter().any(|k| k.class == KeywordClass::Type && (k.en == written || k.zh == written))
        };
        if before.bare && meta && item.ty.is_none() && is_type(&item.name) {
            let at = before.span.after();
            self.report(
                Diagnostic::error(Code::G0101, words::MISSING_COLON.with("type", &item.name.text))
                    .at(at, words::HERE_COLON.plain())
                    .with_help(words::HELP_COLON.with("type", &item.name.text))
                    .with_fix(at, ": "),
            );
        } else if !before.bare {
            let at = before.span.after();
            self.report(
                Diagnostic::error(Code::G0101, words::MISSING_COMMA.with("name", &item.name.text))
                    .at(item.name.span, words::HERE_NEXT_ITEM.plain())
                    .with_help(words::HELP_MISSING_COMMA.plain())
                    .with_fix(at, ","),
            );
        }
    }

    pub(super) fn item(&mut self, pair: Pair<'_, Rule>) -> Item {
        let span = self.span(&pair);
        let doc = self.doc(span);
        let mut item = Item {
            doc,
            total: None,
            name: Name { text: String::new(), span: span.after() },
            code: None,
            ty: None,
            label: None,
            spellings: Vec::new(),
            derived: None,
            attributes: Vec::new(),
            including: None,
            children: None,
            span,
        };
        let mut seen: Vec<(Rule, Span)> = Vec::new();
        for part in pair.into_inner() {
            let (part_is, at) = (part.as_rule(), self.span(&part));
            let kind = if part_is == Rule::untyped { Rule::type_clause } else { part_is };
            if !matches!(part_is, Rule::alternative | Rule::total | Rule::name | Rule::items) {
                match seen.iter().find(|(other, _)| *other == kind) {
                    Some((_, first)) => {
                        let first = *first;
                        self.clause_twice(kind, at, first);
                    }
                    None => seen.push((kind, at)),
                }
            }
            match part_is {
                Rule::total => item.total = Some(at),
                Rule::name => item.name = self.name(part),
                Rule::code => item.code = Some(self.code(part)),
                Rule::type_clause => {
                    self.missing_parts(&part);
                    item.ty = find(&part, Rule::type_spec).map(|ty| self.type_spec(ty));
                }
                Rule::untyped => {
                    let at = item.name.span.after();
                    item.ty = find(&part, Rule::type_spec).map(|ty| self.type_spec(ty));
                    let word = part.as_str().split(['[', '［', '{', '｛', ' ']).next().unwrap_or("").to_owned();
                    self.report(
                        Diagnostic::error(Code::G0101, words::MISSING_COLON.with("type", &word))
                            .at(at, words::HERE_COLON.plain())
                            .with_help(words::HELP_COLON.with("type", &word))
                            .with_fix(at, ":"),
                    );
                }
                Rule::label => item.label = find(&part, Rule::spelling).map(|spelling| self.spelling(spelling)),
                Rule::alternative => {
                    let spelling = find(&part, Rule::spelling).map(|spelling| self.spelling(spelling));
                    item.spellings.extend(spelling);
                }
                Rule::derived => {
                    if let Some(expr) = find(&part, Rule::expr) {
                        self.second_equals(&expr, at);
                        item.derived = Some(self.expr(expr));
                    }
                }
                Rule::including => item.including = Some(at),
                Rule::items => item.children = Some(self.item_list(part, false)),
                Rule::rollup => self.not_in_edition(part.as_str(), at),
                Rule::optional | Rule::read | Rule::step | Rule::rounded | Rule::basis => {
                    item.attributes.extend(self.attribute(part));
                }
                _ => {}
            }
        }
        item
    }

    /// G0107: a clause of an item, a type or a rule for the second time.
    pub(super) fn clause_twice(&mut self, clause: Rule, again: Span, first: Span) {
        let word = self.original.get(again.range()).map(super::errors::token).unwrap_or("").to_owned();
        let what = match clause {
            Rule::label => words::CLAUSE_LABEL.plain(),
            Rule::type_clause => words::CLAUSE_TYPE.plain(),
            Rule::code => words::CLAUSE_CODE.plain(),
            Rule::derived => words::CLAUSE_EQUATION.plain(),
            Rule::version => words::CLAUSE_VERSION.plain(),
            Rule::rule_text => words::CLAUSE_TEXT.plain(),
            Rule::soft => words::CLAUSE_SEVERITY.plain(),
            _ => words::CLAUSE_WORD.with("word", word),
        };
        let help = if clause == Rule::label { words::HELP_LABEL_TWICE.plain() } else { words::HELP_CLAUSE_TWICE.plain() };
        self.report(
            Diagnostic::error(Code::G0107, words::CLAUSE_TWICE.with("what", what))
                .at(again, words::HERE_AGAIN.plain())
                .at(first, words::HERE_FIRST.plain())
                .with_help(help),
        );
    }

    /// `= a = b`: inside a rule `=` compares, behind an item it may stand once.
    fn second_equals(&mut self, expr: &Pair<'_, Rule>, first: Span) {
        let Some(flat) = find(expr, Rule::flat) else { return };
        if let Some(again) = find(&flat, Rule::equals) {
            let again = self.span(&again);
            self.clause_twice(Rule::derived, again, Span { end: first.start + 1, ..first });
        }
    }

    fn attribute(&mut self, pair: Pair<'_, Rule>) -> Option<Attribute> {
        let span = self.span(&pair);
        self.missing_parts(&pair);
        Some(match pair.as_rule() {
            Rule::optional => {
                let value = find(&pair, Rule::signed).map(|number| self.number(number));
                Attribute::Optional { value, span }
            }
            Rule::read => Attribute::Read(self.read_clauses(pair), span),
            Rule::step => Attribute::Step(self.step(&pair)?, span),
            Rule::rounded => Attribute::Rounded(self.step(&pair)?, span),
            Rule::basis => Attribute::Basis(self.text_or_missing(&pair), span),
            _ => return None,
        })
    }

    /// The number of a `step` or a `rounded`.
    fn step(&mut self, pair: &Pair<'_, Rule>) -> Option<Number> {
        find(pair, Rule::number).map(|number| self.number(number))
    }

    pub(super) fn spelling(&mut self, pair: Pair<'_, Rule>) -> Spelling {
        self.missing_parts(&pair);
        let value = find(&pair, Rule::signed).map(|number| self.number(number));
        let text = match find(&pair, Rule::text) {
            Some(text) => self.text(text),
            None => Text { text: String::new(), span: self.span(&pair) },
        };
        Spelling { text, value }
    }

    pub(super) fn read_clauses(&mut self, pair: Pair<'_, Rule>) -> Vec<ReadClause> {
        let mut clauses = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::read_clause => clauses.push(self.read_clause(part)),
                Rule::half_clause => self.missing_parts(&part),
                _ => {}
            }
        }
        clauses
    }

    fn read_clause(&mut self, pair: Pair<'_, Rule>) -> ReadClause {
        let mut clause = ReadClause { what: ReadWhat::Blank, treatment: Treatment::Error, span: self.span(&pair) };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_absent => clause.what = ReadWhat::Absent,
                Rule::text => clause.what = ReadWhat::Token(self.text(part)),
                Rule::signed => clause.treatment = Treatment::As(self.number(part)),
                Rule::kw_skip => clause.treatment = Treatment::Skip,
                Rule::kw_unknown => clause.treatment = Treatment::Unknown,
                _ => {}
            }
        }
        clause
    }

    pub(super) fn type_spec(&mut self, pair: Pair<'_, Rule>) -> Type {
        let span = self.span(&pair);
        let unknown = TypeKind::Unknown(Name { text: String::new(), span });
        let mut ty = Type { kind: unknown, unit: None, refinements: Vec::new(), step: None, rounded: None, span };
        for part in pair.into_inner() {
            let at = self.span(&part);
            match part.as_rule() {
                Rule::type_kind => ty.kind = self.type_kind(part),
                Rule::type_unit => {
                    let unit = self.name_or_missing(&part, words::WHAT_UNIT_NAME.plain());
                    if let Some(bad) = find(&part, Rule::bad_unit) {
                        self.bad_unit(&bad);
                    }
                    ty.unit = Some(unit).filter(|unit| !unit.text.is_empty());
                }
                Rule::step | Rule::rounded => {
                    let is_step = part.as_rule() == Rule::step;
                    self.missing_parts(&part);
                    let number = self.step(&part);
                    let place = if is_step { &mut ty.step } else { &mut ty.rounded };
                    let first = place.as_ref().map(|number| number.span);
                    *place = number;
                    if let Some(first) = first {
                        self.clause_twice(Rule::step, at, first);
                    }
                }
                Rule::refine_compare => {
                    let mut op = CompareOp::Equal;
                    for inner in part.into_inner() {
                        match inner.as_rule() {
                            Rule::op_eq => op = CompareOp::Equal,
                            Rule::op_ne => op = CompareOp::NotEqual,
                            Rule::op_le => op = CompareOp::LessEqual,
                            Rule::op_ge => op = CompareOp::GreaterEqual,
                            Rule::op_lt => op = CompareOp::Less,
                            Rule::op_gt => op = CompareOp::Greater,
                            Rule::bound => {
                                let value = self.bound(inner);
                                ty.refinements.push(Refinement::Compare { op, value, span: at });
                            }
                            _ => {}
                        }
                    }
                }
                Rule::refine_range => {
                    if let Some(range) = find(&part, Rule::range) {
                        let (from, to, _) = self.range(range);
                        ty.refinements.push(Refinement::Range { from, to, span: at });
                    }
                }
                Rule::refine_matches => {
                    if let Some(text) = find(&part, Rule::text) {
                        let text = self.text(text);
                        ty.refinements.push(Refinement::Matches(text, at));
                    }
                }
                _ => {}
            }
        }
        ty
    }

    fn type_kind(&mut self, pair: Pair<'_, Rule>) -> TypeKind {
        let span = self.span(&pair);
        let Some(word) = pair.into_inner().next() else {
            return TypeKind::Unknown(Name { text: String::new(), span });
        };
        match word.as_rule() {
            Rule::ty_natural => TypeKind::Natural,
            Rule::ty_integer => TypeKind::Integer,
            Rule::ty_decimal => TypeKind::Decimal,
            Rule::ty_percent => TypeKind::Percent,
            Rule::ty_text => TypeKind::Text,
            Rule::ty_bool => TypeKind::Bool,
            Rule::ty_year => TypeKind::Year,
            Rule::ty_date => TypeKind::Date,
            Rule::ty_code => TypeKind::Code,
            Rule::ty_unit => TypeKind::Unit,
            Rule::enumeration => {
                let mut names = Vec::new();
                for part in word.into_inner() {
                    match part.as_rule() {
                        Rule::name => names.push(self.name(part)),
                        Rule::bad_enum => self.bad_enum(&part),
                        Rule::no_block => self.missing(&part, words::WHAT_BRACE.plain()),
                        _ => {}
                    }
                }
                TypeKind::Enum(names)
            }
            _ => TypeKind::Unknown(self.name(word)),
        }
    }

    /// `2021..2023` and its one-sided forms; a single number is both ends.
    pub(super) fn range(&mut self, pair: Pair<'_, Rule>) -> (Option<Number>, Option<Number>, Span) {
        let span = self.span(&pair);
        let (mut from, mut to, mut dots) = (None, None, false);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::dotdot => dots = true,
                Rule::signed if dots => to = Some(self.number(part)),
                Rule::signed => from = Some(self.number(part)),
                _ => {}
            }
        }
        if !dots {
            to.clone_from(&from);
        }
        (from, to, span)
    }
}
