//! Operands and operators in a row → an expression with its precedence.
//!
//! From loose to tight: `implies`, `or`, `and`, `not`, comparison chains and `in`, `..`, `+ -`, `* /`, signs. Every level is a
//! loop; the tree is cut where it would grow deeper than [`MAX_DEPTH`], so that nobody who walks or drops it overflows a stack.

use pest::iterators::Pair;

use super::ast::{ArithmeticOp, CompareOp, Expr, ExprKind, LogicOp, PathPart};
use super::build::Builder;
use super::grammar::Rule;
use crate::diag::wording::syntax as words;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// How deep one expression may nest; every operator of a chain counts one.
pub const MAX_DEPTH: usize = 128;

/// An expression and how deep it is.
struct Built {
    expr: Expr,
    depth: usize,
    /// `(a, b)`: a list of alternatives, which only `in` takes.
    list: Option<Vec<Expr>>,
}

impl Built {
    fn leaf(kind: ExprKind, span: Span) -> Built {
        Built { expr: Expr { kind, span }, depth: 1, list: None }
    }
}

enum Token {
    Operand(Built),
    Negate(Span),
    Not(Span),
    Range(Span),
    Infix(Rule, Span),
}

/// The row, read from the left.
struct Row {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    /// Where a missing operand would be; the grammar leaves none.
    end: Span,
    too_deep: bool,
    stray_lists: Vec<Span>,
}

impl Builder<'_> {
    /// An `expr` of the grammar.
    pub(super) fn expr(&mut self, pair: Pair<'_, Rule>) -> Expr {
        self.expr_deep(pair).expr
    }

    /// A `bound`: the value behind a comparison in a type.
    pub(super) fn bound(&mut self, pair: Pair<'_, Rule>) -> Expr {
        self.flat(pair).expr
    }

    fn expr_deep(&mut self, pair: Pair<'_, Rule>) -> Built {
        let span = self.span(&pair);
        let mut arms = Vec::new();
        let mut last = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::if_arm => {
                    let start = self.span(&part);
                    let mut flats = part.into_inner().filter(|inner| inner.as_rule() == Rule::flat);
                    if let (Some(condition), Some(then)) = (flats.next(), flats.next()) {
                        let (condition, then) = (self.flat(condition), self.flat(then));
                        arms.push((start, condition, then));
                    }
                }
                Rule::flat => last = Some(self.flat(part)),
                _ => {}
            }
        }
        let Some(mut built) = last else { return Built::leaf(ExprKind::Poisoned, span) };
        let mut too_deep = false;
        while let Some((start, condition, then)) = arms.pop() {
            let span = start.to(built.expr.span);
            let depth = 1 + condition.depth.max(then.depth).max(built.depth);
            let kind =
                ExprKind::If { condition: Box::new(condition.expr), then: Box::new(then.expr), otherwise: Box::new(built.expr) };
            built = cut(Built { expr: Expr { kind, span }, depth, list: None }, &mut too_deep);
        }
        if too_deep {
            self.too_deep(span);
        }
        built
    }

    fn too_deep(&mut self, span: Span) {
        self.report(
            Diagnostic::error(Code::G0105, words::EXPR_TOO_DEEP.with("max", MAX_DEPTH))
                .at(span, words::HERE_TOO_LONG.plain())
                .with_help(words::HELP_USE_SUM.plain()),
        );
    }

    fn flat(&mut self, pair: Pair<'_, Rule>) -> Built {
        let span = self.span(&pair);
        let mut tokens = Vec::new();
        for part in pair.into_inner() {
            let at = self.span(&part);
            match part.as_rule() {
                Rule::operand => self.operand(part, &mut tokens),
                Rule::range_head | Rule::range_tail => {
                    for inner in part.into_inner() {
                        match inner.as_rule() {
                            Rule::operand => self.operand(inner, &mut tokens),
                            Rule::dotdot => tokens.push(Token::Range(self.span(&inner))),
                            _ => {}
                        }
                    }
                }
                sign => tokens.push(Token::Infix(sign, at)),
            }
        }
        let mut row = Row { tokens: tokens.into_iter().peekable(), end: span.after(), too_deep: false, stray_lists: Vec::new() };
        let mut built = row.implies();
        row.single(&mut built);
        let (too_deep, lists) = (row.too_deep, row.stray_lists);
        if too_deep {
            self.too_deep(span);
        }
        for list in lists {
            self.report(
                Diagnostic::error(Code::G0101, words::LIST_WITHOUT_IN.plain())
                    .at(list, words::HERE_LIST.plain())
                    .with_help(words::HELP_LIST.plain()),
            );
        }
        built
    }

    fn operand(&mut self, pair: Pair<'_, Rule>, tokens: &mut Vec<Token>) {
        let mut built: Option<Built> = None;
        for part in pair.into_inner() {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::minus => tokens.push(Token::Negate(span)),
                Rule::kw_not => tokens.push(Token::Not(span)),
                Rule::index => {
                    let Some(base) = built.take() else { continue };
                    built = Some(self.index(base, part));
                }
                _ => built = Some(self.primary(part)),
            }
        }
        if let Some(built) = built {
            tokens.push(Token::Operand(built));
        }
    }

    fn index(&mut self, base: Built, pair: Pair<'_, Rule>) -> Built {
        let span = base.expr.span.to(self.span(&pair));
        let mut indices = Vec::new();
        let mut depth = base.depth;
        for part in pair.into_inner().filter(|part| part.as_rule() == Rule::index_part) {
            let at = self.span(&part);
            let Some(inner) = part.into_inner().next() else { continue };
            if inner.as_rule() == Rule::named_key {
                self.not_in_edition("[…: …]", at);
                return Built::leaf(ExprKind::NotInEdition { what: "[…: …]".to_owned() }, span);
            }
            let built = self.expr_deep(inner);
            depth = depth.max(built.depth);
            indices.push(built.expr);
        }
        self.cut(Built {
            expr: Expr { kind: ExprKind::Index { base: Box::new(base.expr), indices }, span },
            depth: depth + 1,
            list: None,
        })
    }

    fn cut(&mut self, built: Built) -> Built {
        let span = built.expr.span;
        let mut too_deep = false;
        let built = cut(built, &mut too_deep);
        if too_deep {
            self.too_deep(span);
        }
        built
    }

    fn primary(&mut self, pair: Pair<'_, Rule>) -> Built {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::number => Built::leaf(ExprKind::Number(self.number(pair)), span),
            Rule::text => Built::leaf(ExprKind::Text(self.text(pair).text), span),
            Rule::truth => {
                let truth = pair.into_inner().any(|inner| inner.as_rule() == Rule::kw_true);
                Built::leaf(ExprKind::Bool(truth), span)
            }
            Rule::path => Built::leaf(ExprKind::Path(self.path(pair)), span),
            Rule::call => self.call(pair),
            Rule::paren => {
                let mut all: Vec<Built> =
                    pair.into_inner().filter(|inner| inner.as_rule() == Rule::expr).map(|inner| self.expr_deep(inner)).collect();
                let depth = 1 + all.iter().map(|built| built.depth).max().unwrap_or(0);
                if all.len() == 1
                    && let Some(one) = all.pop()
                {
                    return self.cut(Built { expr: Expr { kind: one.expr.kind, span }, depth, list: None });
                }
                let list = all.into_iter().map(|built| built.expr).collect();
                self.cut(Built { expr: Expr { kind: ExprKind::Poisoned, span }, depth, list: Some(list) })
            }
            _ => Built::leaf(ExprKind::Poisoned, span),
        }
    }

    fn path(&mut self, pair: Pair<'_, Rule>) -> Vec<PathPart> {
        let mut parts = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::prior => parts.push(PathPart::Prior(self.span(&part))),
                Rule::parts => parts.push(PathPart::Parts(self.span(&part))),
                Rule::code => parts.push(PathPart::Code(self.code(part))),
                Rule::name => parts.push(PathPart::Name(self.name(part))),
                _ => {}
            }
        }
        parts
    }

    fn call(&mut self, pair: Pair<'_, Rule>) -> Built {
        let span = self.span(&pair);
        let mut function = None;
        let (mut args, mut depth, mut second_ring) = (Vec::new(), 0, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name => function = Some(self.name(part)),
                Rule::expr => {
                    let built = self.expr_deep(part);
                    depth = depth.max(built.depth);
                    args.push(built.expr);
                }
                Rule::grouped => {
                    for clause in part.into_inner() {
                        let at = self.span(&clause);
                        if let Some(word) = clause.into_inner().next() {
                            self.not_in_edition(word.as_str(), at);
                            second_ring.get_or_insert_with(|| word.as_str().to_owned());
                        }
                    }
                }
                _ => {}
            }
        }
        let Some(mut function) = function else { return Built::leaf(ExprKind::Poisoned, span) };
        let known = super::keywords::FUNCTIONS.iter().find(|(en, zh)| function.text == *en || function.text == *zh);
        if let Some((en, _)) = known {
            if matches!(*en, "before" | "na") {
                self.not_in_edition(&function.text, function.span);
                second_ring = Some(function.text.clone());
            }
            function.text = (*en).to_owned();
        }
        if let Some(what) = second_ring {
            return Built::leaf(ExprKind::NotInEdition { what }, span);
        }
        self.cut(Built { expr: Expr { kind: ExprKind::Call { function, args }, span }, depth: depth + 1, list: None })
    }
}

/// Replaces what is too deep by a poisoned leaf.
fn cut(built: Built, too_deep: &mut bool) -> Built {
    if built.depth <= MAX_DEPTH {
        return built;
    }
    *too_deep = true;
    Built::leaf(ExprKind::Poisoned, built.expr.span)
}

impl Row {
    fn infix(&mut self, wanted: impl Fn(Rule) -> bool) -> Option<(Rule, Span)> {
        match self.tokens.next_if(|token| matches!(token, Token::Infix(sign, _) if wanted(*sign))) {
            Some(Token::Infix(sign, span)) => Some((sign, span)),
            _ => None,
        }
    }

    /// A list of alternatives may stand only behind `in`.
    fn single(&mut self, built: &mut Built) {
        if built.list.take().is_some() {
            self.stray_lists.push(built.expr.span);
        }
    }

    fn two(&mut self, mut left: Built, mut right: Built, kind: impl FnOnce(Box<Expr>, Box<Expr>) -> ExprKind) -> Built {
        self.single(&mut left);
        self.single(&mut right);
        let span = left.expr.span.to(right.expr.span);
        let depth = 1 + left.depth.max(right.depth);
        let kind = kind(Box::new(left.expr), Box::new(right.expr));
        cut(Built { expr: Expr { kind, span }, depth, list: None }, &mut self.too_deep)
    }

    fn implies(&mut self) -> Built {
        let mut operands = vec![self.or()];
        while self.infix(|sign| sign == Rule::kw_implies).is_some() {
            operands.push(self.or());
        }
        let Some(mut built) = operands.pop() else { return Built::leaf(ExprKind::Poisoned, self.end) };
        while let Some(left) = operands.pop() {
            built = self.two(left, built, |left, right| ExprKind::Logic { op: LogicOp::Implies, left, right });
        }
        built
    }

    fn or(&mut self) -> Built {
        let mut built = self.and();
        while self.infix(|sign| sign == Rule::kw_or).is_some() {
            let right = self.and();
            built = self.two(built, right, |left, right| ExprKind::Logic { op: LogicOp::Or, left, right });
        }
        built
    }

    fn and(&mut self) -> Built {
        let mut built = self.not();
        while self.infix(|sign| sign == Rule::kw_and).is_some() {
            let right = self.not();
            built = self.two(built, right, |left, right| ExprKind::Logic { op: LogicOp::And, left, right });
        }
        built
    }

    fn not(&mut self) -> Built {
        let mut nots = Vec::new();
        while let Some(Token::Not(span)) = self.tokens.next_if(|token| matches!(token, Token::Not(_))) {
            nots.push(span);
        }
        let built = self.compare();
        self.prefixed(built, nots.into_iter().map(|span| (span, true)).collect())
    }

    /// Puts prefixes around, the last one first; `true` is `not`.
    fn prefixed(&mut self, mut built: Built, mut prefixes: Vec<(Span, bool)>) -> Built {
        if prefixes.is_empty() {
            return built;
        }
        self.single(&mut built);
        while let Some((span, is_not)) = prefixes.pop() {
            let span = span.to(built.expr.span);
            let inner = Box::new(built.expr);
            let kind = if is_not { ExprKind::Not(inner) } else { ExprKind::Negate(inner) };
            built = cut(Built { expr: Expr { kind, span }, depth: built.depth + 1, list: None }, &mut self.too_deep);
        }
        built
    }

    fn compare(&mut self) -> Built {
        let mut built = self.range();
        loop {
            if self.infix(|sign| sign == Rule::kw_in).is_some() {
                let mut right = self.range();
                self.single(&mut built);
                let depth = 1 + built.depth.max(right.depth);
                let span = built.expr.span.to(right.expr.span);
                let alternatives = right.list.take().unwrap_or_else(|| vec![right.expr]);
                let kind = ExprKind::In { value: Box::new(built.expr), alternatives };
                built = cut(Built { expr: Expr { kind, span }, depth, list: None }, &mut self.too_deep);
                continue;
            }
            let Some(first) = self.infix(|sign| compare_op(sign).is_some()) else { return built };
            let mut next = Some(first);
            let mut ops = Vec::new();
            self.single(&mut built);
            let (mut span, mut depth) = (built.expr.span, built.depth);
            let mut operands = vec![built.expr];
            while let Some((sign, at)) = next {
                let mut right = self.range();
                self.single(&mut right);
                span = span.to(right.expr.span);
                depth = depth.max(right.depth);
                operands.push(right.expr);
                ops.extend(compare_op(sign).map(|op| (op, at)));
                next = self.infix(|sign| compare_op(sign).is_some());
            }
            let kind = ExprKind::Compare { operands, ops };
            built = cut(Built { expr: Expr { kind, span }, depth: depth + 1, list: None }, &mut self.too_deep);
        }
    }

    fn dots(&mut self) -> Option<Span> {
        match self.tokens.next_if(|token| matches!(token, Token::Range(_))) {
            Some(Token::Range(span)) => Some(span),
            _ => None,
        }
    }

    fn range(&mut self) -> Built {
        let mut from = match self.tokens.peek() {
            Some(Token::Range(_)) => None,
            _ => Some(self.add()),
        };
        while let Some(dots) = self.dots() {
            let mut to = match self.tokens.peek() {
                Some(Token::Operand(_) | Token::Negate(_) | Token::Not(_)) => Some(self.add()),
                Some(Token::Range(_) | Token::Infix(..)) | None => None,
            };
            let mut depth = 0;
            let mut span = dots;
            for end in from.iter_mut().chain(to.iter_mut()) {
                self.single(end);
                depth = depth.max(end.depth);
                span = span.to(end.expr.span);
            }
            let boxed = |end: Option<Built>| end.map(|end| Box::new(end.expr));
            let kind = ExprKind::Range { from: boxed(from), to: boxed(to) };
            from = Some(cut(Built { expr: Expr { kind, span }, depth: depth + 1, list: None }, &mut self.too_deep));
        }
        from.unwrap_or_else(|| Built::leaf(ExprKind::Poisoned, self.end))
    }

    fn add(&mut self) -> Built {
        let mut built = self.multiply();
        while let Some((sign, op_span)) = self.infix(|sign| matches!(sign, Rule::plus | Rule::minus)) {
            let op = if sign == Rule::plus { ArithmeticOp::Add } else { ArithmeticOp::Subtract };
            let right = self.multiply();
            built = self.two(built, right, |left, right| ExprKind::Arithmetic { op, op_span, left, right });
        }
        built
    }

    fn multiply(&mut self) -> Built {
        let mut built = self.signed();
        while let Some((sign, op_span)) = self.infix(|sign| matches!(sign, Rule::times | Rule::divide)) {
            let op = if sign == Rule::times { ArithmeticOp::Multiply } else { ArithmeticOp::Divide };
            let right = self.signed();
            built = self.two(built, right, |left, right| ExprKind::Arithmetic { op, op_span, left, right });
        }
        built
    }

    fn signed(&mut self) -> Built {
        let mut prefixes = Vec::new();
        loop {
            match self.tokens.next_if(|token| matches!(token, Token::Negate(_) | Token::Not(_) | Token::Operand(_))) {
                Some(Token::Negate(span)) => prefixes.push((span, false)),
                Some(Token::Not(span)) => prefixes.push((span, true)),
                Some(Token::Operand(built)) => return self.prefixed(built, prefixes),
                Some(Token::Range(_) | Token::Infix(..)) | None => return Built::leaf(ExprKind::Poisoned, self.end),
            }
        }
    }
}

fn compare_op(sign: Rule) -> Option<CompareOp> {
    match sign {
        Rule::op_eq | Rule::equals => Some(CompareOp::Equal),
        Rule::op_ne => Some(CompareOp::NotEqual),
        Rule::op_lt => Some(CompareOp::Less),
        Rule::op_le => Some(CompareOp::LessEqual),
        Rule::op_gt => Some(CompareOp::Greater),
        Rule::op_ge => Some(CompareOp::GreaterEqual),
        _ => None,
    }
}
