//! Expressions of rules, `when` and derived lines.

use super::context::Context;
use super::scope::{Names, Part, PlacedPath, Site, Target};
use super::{MAX_DEPTH, suggest, units};
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{Aggregate, Expr, ExprKind, Func, ItemKind, Over, Ref, ValueKind};
use crate::source::Span;
use crate::syntax::ast;

pub(super) struct Resolver<'n, 'f, 'x, 'c> {
    pub names: &'n Names<'f>,
    pub context: &'x mut Context<'c>,
    pub site: Site,
    depth: usize,
}

/// `prior.` or `parts.` in front of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrap {
    Prior,
    Parts,
}

impl<'n, 'f, 'x, 'c> Resolver<'n, 'f, 'x, 'c> {
    pub fn new(names: &'n Names<'f>, context: &'x mut Context<'c>) -> Resolver<'n, 'f, 'x, 'c> {
        Resolver { names, context, site: Site::default(), depth: 0 }
    }

    /// Goes on with the condition of another place.
    pub fn enter(&mut self, site: Site) {
        self.site = site;
        self.depth = 0;
    }

    /// Counts what was done; says, once, when it was too much.
    pub fn charge(&mut self, steps: usize, span: Span) -> bool {
        let steps = steps.saturating_add(self.names.work.replace(0));
        if self.context.budget.take_work(steps) {
            return true;
        }
        if std::mem::replace(&mut self.context.budget.exhausted, true) {
            return false;
        }
        self.context.sink.push(
            Diagnostic::error(Code::G0213, say::TOO_MUCH_WORK.plain())
                .at(span, say::TOO_LARGE_HERE.plain())
                .with_help(say::TOO_MUCH_WORK_HELP.plain()),
        );
        false
    }
}

/// Resolves one expression. Each mistake in it is reported where it stands and leaves a poisoned expression.
pub(super) fn resolve(expr: &ast::Expr, resolver: &mut Resolver<'_, '_, '_, '_>) -> Expr {
    resolver.expr(expr)
}

impl Resolver<'_, '_, '_, '_> {
    pub fn expr(&mut self, expr: &ast::Expr) -> Expr {
        if self.depth >= MAX_DEPTH {
            self.context.sink.push(
                Diagnostic::error(Code::G0213, say::TOO_DEEP.with("most", MAX_DEPTH))
                    .at(expr.span, say::TOO_LARGE_HERE.plain())
                    .with_help(say::TOO_DEEP_HELP.plain()),
            );
            return poisoned(expr.span);
        }
        if !self.charge(1, expr.span) {
            return poisoned(expr.span);
        }
        self.depth = self.depth.saturating_add(1);
        let kind = self.kind(expr);
        self.depth = self.depth.saturating_sub(1);
        Expr { kind, span: expr.span }
    }

    fn boxed(&mut self, expr: &ast::Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    fn kind(&mut self, expr: &ast::Expr) -> ExprKind {
        match &expr.kind {
            ast::ExprKind::Number(number) => self.number(number),
            ast::ExprKind::Text(text) => ExprKind::Text(text.clone()),
            ast::ExprKind::Bool(value) => ExprKind::Bool(*value),
            ast::ExprKind::Path(parts) => match self.path(parts, expr.span, false) {
                Some((target, wrap)) => self.value(target, wrap, expr.span),
                None => ExprKind::Poisoned,
            },
            ast::ExprKind::Index { base, indices } => self.index_value(base, indices, expr.span),
            ast::ExprKind::Range { .. } => {
                self.context.sink.push(
                    Diagnostic::error(Code::G0211, say::RANGE_AS_VALUE.plain())
                        .at(expr.span, say::RANGE_AS_VALUE_HERE.plain())
                        .with_help(say::RANGE_AS_VALUE_HELP.plain()),
                );
                ExprKind::Poisoned
            }
            ast::ExprKind::Call { function, args } => self.call(function, args, expr.span),
            ast::ExprKind::Negate(inner) => ExprKind::Negate(self.boxed(inner)),
            ast::ExprKind::Not(inner) => ExprKind::Not(self.boxed(inner)),
            ast::ExprKind::Arithmetic { op, op_span, left, right } => {
                ExprKind::Arithmetic { op: *op, op_span: *op_span, left: self.boxed(left), right: self.boxed(right) }
            }
            ast::ExprKind::Compare { operands, ops } => {
                let words = self.enum_words(operands.iter());
                ExprKind::Compare {
                    operands: operands.iter().map(|operand| self.operand(operand, &words)).collect(),
                    ops: ops.clone(),
                }
            }
            ast::ExprKind::In { value, alternatives } => self.within(value, alternatives),
            ast::ExprKind::Logic { op, left, right } => {
                ExprKind::Logic { op: *op, left: self.boxed(left), right: self.boxed(right) }
            }
            ast::ExprKind::If { condition, then, otherwise } => {
                ExprKind::If { condition: self.boxed(condition), then: self.boxed(then), otherwise: self.boxed(otherwise) }
            }
            ast::ExprKind::NotInEdition { .. } | ast::ExprKind::Poisoned => ExprKind::Poisoned,
        }
    }

    fn number(&mut self, number: &ast::Number) -> ExprKind {
        let unit = match &number.unit {
            Some(name) => match units::find(name, self.context) {
                Some(unit) => Some(unit),
                None => return ExprKind::Poisoned,
            },
            None => None,
        };
        ExprKind::Number { value: number.value, unit, percent: number.percent }
    }

    /// The words of the enums that stand beside each other in a comparison: `层级 == 政府` may name one bare.
    fn enum_words<'e>(&self, operands: impl Iterator<Item = &'e ast::Expr>) -> Vec<String> {
        let mut words = Vec::new();
        for operand in operands {
            let ast::ExprKind::Path(parts) = &operand.kind else { continue };
            let names: Option<Vec<Part<'_>>> = parts
                .iter()
                .map(|part| match part {
                    ast::PathPart::Name(name) => Some(Part::Name(&name.text)),
                    ast::PathPart::Code(code) => Some(Part::Code(&code.text)),
                    ast::PathPart::Prior(_) | ast::PathPart::Parts(_) => None,
                })
                .collect();
            let Some(names) = names else { continue };
            for target in self.names.find(&names, self.site) {
                if let Some(ValueKind::Enum(listed)) = self.names.kind_of(target) {
                    words.extend(listed.iter().cloned());
                }
            }
        }
        words
    }

    /// One side of a comparison: an expression, or a word of the other side's enum. A name that means something stays a name.
    fn operand(&mut self, operand: &ast::Expr, words: &[String]) -> Expr {
        if let ast::ExprKind::Path(parts) = &operand.kind
            && let [ast::PathPart::Name(name)] = parts.as_slice()
            && words.contains(&name.text)
            && self.names.find(&[Part::Name(&name.text)], self.site).is_empty()
        {
            return Expr { kind: ExprKind::Text(name.text.clone()), span: operand.span };
        }
        self.expr(operand)
    }

    fn within(&mut self, value: &ast::Expr, alternatives: &[ast::Expr]) -> ExprKind {
        let words = self.enum_words(std::iter::once(value));
        let value = self.boxed(value);
        if let [ast::Expr { kind: ast::ExprKind::Range { from, to }, span }] = alternatives {
            if let (Some(low), Some(high)) = (from, to)
                && let (ast::ExprKind::Number(low), ast::ExprKind::Number(high)) = (&low.kind, &high.kind)
                && low.unit == high.unit
                && low.percent == high.percent
                && low.value > high.value
            {
                super::types::reversed(*span, &low.value.to_string(), &high.value.to_string(), self.context);
                return ExprKind::Poisoned;
            }
            let mut end = |end: &Option<Box<ast::Expr>>| end.as_ref().map(|end| self.boxed(end));
            return ExprKind::Between { value, from: end(from), to: end(to) };
        }
        ExprKind::In { value, alternatives: alternatives.iter().map(|alternative| self.operand(alternative, &words)).collect() }
    }

    /// A reference where a figure is needed.
    fn value(&mut self, target: Target, wrap: Option<Wrap>, span: Span) -> ExprKind {
        let reference = match target {
            Target::Item { table, reach, item } => {
                if let Some(found) = self.names.item(table, reach, item)
                    && found.kind == ItemKind::Heading
                {
                    let path = super::paths::written(self.names, target, self.site);
                    return self.heading(&found.name, &path, found.span, span);
                }
                self.names.reference(table, reach, item)
            }
            Target::Table(id) => {
                let (name, place) = self.names.form.table(id).map_or(("", span), |table| (table.name.as_str(), table.span));
                self.context.sink.push(
                    Diagnostic::error(Code::G0209, say::TABLE_AS_VALUE.with("name", name))
                        .at(span, say::TABLE_AS_VALUE_HERE.plain())
                        .at(place, say::DECLARED_HERE.plain())
                        .with_help(say::TABLE_AS_VALUE_HELP.with("name", name)),
                );
                return ExprKind::Poisoned;
            }
            Target::Meta(meta) => Ref::Meta(meta),
        };
        wrapped(ExprKind::Ref(reference), wrap, span)
    }

    /// A heading has no figure of its own. `path` is how its sum is written.
    pub fn heading(&mut self, name: &str, path: &str, declared: Span, span: Span) -> ExprKind {
        self.context.sink.push(
            Diagnostic::error(Code::G0209, say::HEADING_AS_VALUE.with("name", name))
                .at(span, say::HEADING_AS_VALUE_HERE.plain())
                .at(declared, say::HEADING_DECLARED.plain())
                .with_help(say::HEADING_AS_VALUE_HELP.with("path", path)),
        );
        ExprKind::Poisoned
    }

    fn call(&mut self, function: &ast::Name, args: &[ast::Expr], span: Span) -> ExprKind {
        let Some(word) = WORDS.iter().find(|word| word.name == function.text) else {
            // The arguments are looked at all the same: their mistakes are others.
            for arg in args {
                let _ = self.argument(arg);
            }
            let near = suggest::near(&function.text, WORDS.iter().map(|word| word.name));
            let diagnostic = Diagnostic::error(Code::G0212, say::UNKNOWN_FUNCTION.with("name", &function.text))
                .at(function.span, say::UNKNOWN_FUNCTION_HERE.plain());
            self.context.sink.push(suggest::offer(diagnostic, function.span, &near, Some(say::UNKNOWN_FUNCTION_HELP.plain())));
            return ExprKind::Poisoned;
        };
        let fits = match word.function {
            Function::Aggregate(_) => !args.is_empty(),
            Function::Call(Func::Round) => args.len() == 2,
            Function::Call(Func::Abs | Func::Blank | Func::Absent | Func::Known) => args.len() == 1,
        };
        if !fits {
            self.context.sink.push(
                Diagnostic::error(Code::G0212, say::WRONG_ARGUMENTS.with("name", &function.text).with("found", args.len()))
                    .at(span, say::WRONG_ARGUMENTS_HERE.plain())
                    .with_help(say::WRONG_ARGUMENTS_HELP.with("usage", word.usage)),
            );
            return ExprKind::Poisoned;
        }
        match (word.function, args) {
            (Function::Aggregate(function), [only]) => self.aggregate(function, only, span),
            (Function::Aggregate(function), several) => {
                ExprKind::Itemwise { function, args: several.iter().map(|arg| self.expr(arg)).collect() }
            }
            (Function::Call(function), args) => {
                ExprKind::Call { function, args: args.iter().map(|arg| self.expr(arg)).collect() }
            }
        }
    }

    /// An argument of a function that is not known: a group or a run is no mistake of its own there.
    fn argument(&mut self, arg: &ast::Expr) -> ExprKind {
        self.aggregate(Aggregate::Sum, arg, arg.span)
    }
}

/// `prior.X`, `parts.X`.
pub(super) fn wrapped(kind: ExprKind, wrap: Option<Wrap>, span: Span) -> ExprKind {
    match wrap {
        None => kind,
        Some(Wrap::Prior) => ExprKind::Prior(Box::new(Expr { kind, span })),
        Some(Wrap::Parts) => ExprKind::Parts(Box::new(Expr { kind, span })),
    }
}

/// `sum(prior.GROUP)` is the sum of the other report; `sum(parts.GROUP)` adds the sums of the reports below.
pub(super) fn wrapped_aggregate(function: Aggregate, over: Over, wrap: Option<Wrap>, span: Span) -> ExprKind {
    match (wrap, over) {
        (None, over) => ExprKind::Aggregate { function, over },
        (Some(wrap), Over::Along(inner)) => {
            let inner = Expr { kind: wrapped(inner.kind, Some(wrap), span), span };
            ExprKind::Aggregate { function, over: Over::Along(Box::new(inner)) }
        }
        (Some(Wrap::Prior), over @ Over::Refs(_)) => wrapped(ExprKind::Aggregate { function, over }, Some(Wrap::Prior), span),
        (Some(Wrap::Parts), over @ Over::Refs(_)) => {
            let inner = wrapped(ExprKind::Aggregate { function, over }, Some(Wrap::Parts), span);
            ExprKind::Aggregate { function, over: Over::Along(Box::new(Expr { kind: inner, span })) }
        }
    }
}

pub(super) fn poisoned(span: Span) -> Expr {
    Expr { kind: ExprKind::Poisoned, span }
}

/// The parts of a path, `prior` and `parts` taken off the front.
pub(super) fn split<'p>(parts: &'p [ast::PathPart]) -> (Option<Wrap>, PlacedPath<'p>, Option<Span>) {
    let (mut wrap, mut names, mut stray) = (None, Vec::new(), None);
    for (at, part) in parts.iter().enumerate() {
        match part {
            ast::PathPart::Name(name) => names.push((Part::Name(&name.text), name.span)),
            ast::PathPart::Code(code) => names.push((Part::Code(&code.text), code.span)),
            ast::PathPart::Prior(_) if at == 0 => wrap = Some(Wrap::Prior),
            ast::PathPart::Parts(_) if at == 0 => wrap = Some(Wrap::Parts),
            ast::PathPart::Prior(span) | ast::PathPart::Parts(span) => {
                stray.get_or_insert(*span);
            }
        }
    }
    if names.is_empty() && stray.is_none() {
        stray = parts.iter().find_map(|part| match part {
            ast::PathPart::Prior(span) | ast::PathPart::Parts(span) => Some(*span),
            ast::PathPart::Name(_) | ast::PathPart::Code(_) => None,
        });
    }
    (wrap, names, stray)
}

#[derive(Clone, Copy)]
enum Function {
    Aggregate(Aggregate),
    Call(Func),
}

struct Word {
    /// The tree holds the English name of either spelling.
    name: &'static str,
    function: Function,
    usage: &'static str,
}

const fn aggregate(name: &'static str, function: Aggregate, usage: &'static str) -> Word {
    Word { name, function: Function::Aggregate(function), usage }
}

const fn call(name: &'static str, function: Func, usage: &'static str) -> Word {
    Word { name, function: Function::Call(function), usage }
}

const WORDS: &[Word] = &[
    aggregate("sum", Aggregate::Sum, "sum(x), sum(a, b)"),
    aggregate("min", Aggregate::Min, "min(x), min(a, b)"),
    aggregate("max", Aggregate::Max, "max(x), max(a, b)"),
    aggregate("avg", Aggregate::Avg, "avg(x), avg(a, b)"),
    aggregate("count", Aggregate::Count, "count(x), count(a, b)"),
    call("abs", Func::Abs, "abs(x)"),
    call("round", Func::Round, "round(x, 0.01)"),
    call("blank", Func::Blank, "blank(x)"),
    call("absent", Func::Absent, "absent(x)"),
    call("known", Func::Known, "known(x)"),
];
