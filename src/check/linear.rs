//! Expressions as linear forms with bounds, to see what no figure can change.

use std::collections::BTreeMap;

use super::canonical::{canonical, key_of};
use super::shape::{self, MAX_DEPTH};
use crate::model::{Aggregate, CellType, Expr, ExprKind, Form, Func, ItemId, Model, Over, Reach, Ref, TableId, ValueKind};
use crate::number::Rational;
use crate::syntax::ast::{ArithmeticOp, CompareOp};

/// What a value lies between, both ends included; `None` is without end.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    pub low: Option<Rational>,
    pub high: Option<Rational>,
}

impl Interval {
    const ALL: Interval = Interval { low: None, high: None };

    fn not_negative() -> Interval {
        Interval { low: Some(Rational::ZERO), high: None }
    }

    /// The smallest interval around both.
    fn hull(self, other: Interval) -> Interval {
        Interval { low: self.low.zip(other.low).map(|(a, b)| a.min(b)), high: self.high.zip(other.high).map(|(a, b)| a.max(b)) }
    }

    fn meet(self, other: Interval) -> Interval {
        let pick = |a: Option<Rational>, b: Option<Rational>, larger: bool| match (a, b) {
            (Some(a), Some(b)) => Some(if larger { a.max(b) } else { a.min(b) }),
            (a, None) => a,
            (None, b) => b,
        };
        Interval { low: pick(self.low, other.low, true), high: pick(self.high, other.high, false) }
    }

    fn scaled(&self, factor: &Rational) -> Interval {
        let times = |end: &Option<Rational>| end.as_ref().map(|end| end * factor);
        if *factor < Rational::ZERO {
            Interval { low: times(&self.high), high: times(&self.low) }
        } else {
            Interval { low: times(&self.low), high: times(&self.high) }
        }
    }

    fn plus(self, other: Interval) -> Interval {
        let add = |a: Option<Rational>, b: Option<Rational>| a.zip(b).map(|(a, b)| a + b);
        Interval { low: add(self.low, other.low), high: add(self.high, other.high) }
    }

    fn point(value: Rational) -> Interval {
        Interval { low: Some(value.clone()), high: Some(value) }
    }
}

/// `Σ coefficient × atom + constant`. An atom is a figure, or an expression that is not linear, by its structure.
#[derive(Debug, Clone, Default)]
pub struct Linear {
    terms: BTreeMap<String, (Rational, Option<Interval>)>,
    constant: Rational,
    /// A number without a unit was added: it takes the unit of what it meets.
    bare: bool,
    /// Something is in a unit that is not the base of its dimension.
    converted: bool,
}

impl Linear {
    fn number(value: Rational) -> Linear {
        Linear { constant: value, ..Linear::default() }
    }

    fn atom(key: String, interval: Interval) -> Linear {
        let mut form = Linear::default();
        form.terms.insert(key, (Rational::ONE, Some(interval)));
        form
    }

    /// The value, if no figure has a part in it.
    pub fn constant(&self) -> Option<&Rational> {
        self.terms.is_empty().then_some(&self.constant)
    }

    fn plus(mut self, other: Linear, sign: &Rational) -> Linear {
        for (key, (coefficient, interval)) in other.terms {
            let sum = match self.terms.remove(&key) {
                Some((own, _)) => own + coefficient * sign,
                None => coefficient * sign,
            };
            if sum != Rational::ZERO {
                self.terms.insert(key, (sum, interval));
            }
        }
        self.constant += other.constant * sign;
        self.bare |= other.bare;
        self.converted |= other.converted;
        self
    }

    fn times(mut self, factor: &Rational) -> Linear {
        if *factor == Rational::ZERO {
            return Linear::number(Rational::ZERO);
        }
        for (coefficient, _) in self.terms.values_mut() {
            *coefficient *= factor;
        }
        self.constant *= factor;
        self
    }

    /// What the whole lies between; `None` when a bare number cannot be placed among converted units.
    pub fn bounds(&self) -> Option<Interval> {
        if self.bare && self.converted && self.constant != Rational::ZERO {
            return None;
        }
        let start = Interval::point(self.constant.clone());
        Some(self.terms.values().fold(start, |sum, (coefficient, interval)| {
            sum.plus(interval.as_ref().map_or(Interval::ALL, |interval| interval.scaled(coefficient)))
        }))
    }
}

/// Reads expressions of one form as linear ones.
pub struct Reader<'m> {
    pub model: &'m Model,
    pub form: &'m Form,
}

impl Reader<'_> {
    /// `left - right`, if both are numbers.
    pub fn difference(&self, left: &Expr, right: &Expr) -> Option<Linear> {
        let minus = Rational::ZERO - Rational::ONE;
        Some(self.linear(left, 0)?.plus(self.linear(right, 0)?, &minus))
    }

    /// The linear form of a number; `None` for what was reported and what is no number.
    pub fn linear(&self, expr: &Expr, depth: usize) -> Option<Linear> {
        if depth > MAX_DEPTH {
            return None;
        }
        let below = depth + 1;
        match &expr.kind {
            ExprKind::Number { value, unit, percent } => {
                let mut form = Linear::number(value.to_rational());
                match unit.and_then(|unit| self.model.units.get(unit)) {
                    Some(unit) => {
                        form.constant *= unit.factor.to_rational();
                        form.converted = unit.factor != crate::number::Decimal::ONE;
                    }
                    None if *percent => form.constant /= hundred(),
                    None => form.bare = true,
                }
                Some(form)
            }
            ExprKind::Ref(reference) => self.of_ref(reference, ""),
            ExprKind::Prior(inner) => {
                if let ExprKind::Ref(reference) = &inner.kind {
                    self.of_ref(reference, "prior.")
                } else {
                    self.opaque(expr, Interval::ALL)
                }
            }
            ExprKind::Negate(inner) => {
                Some(Linear::default().plus(self.linear(inner, below)?, &(Rational::ZERO - Rational::ONE)))
            }
            ExprKind::Arithmetic { op, left, right, .. } => self.arithmetic(*op, expr, left, right, below),
            ExprKind::Aggregate { function: Aggregate::Sum, over: Over::Refs(refs) } => refs
                .iter()
                .try_fold(Linear::default(), |sum, reference| Some(sum.plus(self.of_ref(reference, "")?, &Rational::ONE))),
            ExprKind::Aggregate { function, over } => {
                let interval = match function {
                    Aggregate::Count => Interval::not_negative(),
                    Aggregate::Sum | Aggregate::Min | Aggregate::Max | Aggregate::Avg => self.gathered(over),
                };
                self.opaque(expr, interval)
            }
            ExprKind::Itemwise { function: Aggregate::Sum, args } => {
                args.iter().try_fold(Linear::default(), |sum, arg| Some(sum.plus(self.linear(arg, below)?, &Rational::ONE)))
            }
            ExprKind::Call { function: Func::Abs, .. } => self.opaque(expr, Interval::not_negative()),
            ExprKind::Call { function: Func::Round, .. } | ExprKind::Itemwise { .. } | ExprKind::If { .. } => {
                self.opaque(expr, Interval::ALL)
            }
            ExprKind::Call { function: Func::Blank | Func::Absent | Func::Known, .. }
            | ExprKind::Text(_)
            | ExprKind::Bool(_)
            | ExprKind::Parts(_)
            | ExprKind::Not(_)
            | ExprKind::Compare { .. }
            | ExprKind::In { .. }
            | ExprKind::Between { .. }
            | ExprKind::Logic { .. }
            | ExprKind::Poisoned => None,
        }
    }

    fn arithmetic(&self, op: ArithmeticOp, expr: &Expr, left: &Expr, right: &Expr, depth: usize) -> Option<Linear> {
        let (a, b) = (self.linear(left, depth)?, self.linear(right, depth)?);
        match op {
            ArithmeticOp::Add => Some(a.plus(b, &Rational::ONE)),
            ArithmeticOp::Subtract => Some(a.plus(b, &(Rational::ZERO - Rational::ONE))),
            ArithmeticOp::Multiply => match (a.constant().cloned(), b.constant().cloned()) {
                (_, Some(factor)) => Some(a.times(&factor)),
                (Some(factor), None) => Some(b.times(&factor)),
                (None, None) => self.opaque(expr, Interval::ALL),
            },
            ArithmeticOp::Divide => match b.constant().cloned() {
                Some(divisor) if divisor != Rational::ZERO => Some(a.times(&(Rational::ONE / divisor))),
                Some(_) => None,
                None => self.opaque(expr, Interval::ALL),
            },
        }
    }

    fn of_ref(&self, reference: &Ref, report: &str) -> Option<Linear> {
        let types = self.types(reference);
        if types.is_empty() || !types.iter().any(|ty| ty.kind.is_numeric() || ty.kind == ValueKind::Year) {
            return None;
        }
        let numeric = types.into_iter().filter(|ty| ty.kind.is_numeric() || ty.kind == ValueKind::Year);
        let (mut interval, mut converted): (Option<Interval>, bool) = (None, false);
        for ty in numeric {
            let own = self.interval(ty);
            interval = Some(match interval {
                Some(sofar) => sofar.hull(own),
                None => own,
            });
            let factor = ty.unit.and_then(|unit| self.model.units.get(unit)).map(|unit| unit.factor);
            converted |= factor.is_some_and(|factor| factor != crate::number::Decimal::ONE) || ty.kind == ValueKind::Percent;
        }
        let mut form = Linear::atom(format!("{report}{}", key_of(reference)), interval.unwrap_or(Interval::ALL));
        form.converted = converted;
        Some(form)
    }

    /// The types of the figures that a reference stands for.
    fn types(&self, reference: &Ref) -> Vec<&CellType> {
        let cell = |table: TableId, row: Option<ItemId>, column: Option<ItemId>| {
            self.form.table(table).and_then(|table| table.cell_type(row, column))
        };
        let mut types: Vec<&CellType> = match reference {
            Ref::Cell(at) => cell(at.table, at.row, at.column).into_iter().collect(),
            Ref::Row { table, item } => {
                let columns = shape::elements(self.form, *table, Reach::Column);
                columns.into_iter().filter_map(|column| cell(*table, Some(*item), column)).collect()
            }
            Ref::Column { table, item } => {
                let rows = shape::elements(self.form, *table, Reach::Row);
                rows.into_iter().filter_map(|row| cell(*table, row, Some(*item))).collect()
            }
            Ref::Table(table) => self.form.table(*table).and_then(|table| table.cell.as_ref()).into_iter().collect(),
            Ref::Meta(id) => self.form.meta.get(id.0 as usize).map(|meta| &meta.ty).into_iter().collect(),
        };
        // Mostly one type stands for the whole line.
        types.dedup_by(|a, b| std::ptr::eq(*a, *b));
        types
    }

    /// What a figure of a type lies between, in the base unit; a percentage as a plain number.
    fn interval(&self, ty: &CellType) -> Interval {
        let mut interval = if ty.kind == ValueKind::Natural { Interval::not_negative() } else { Interval::ALL };
        for limit in &ty.limits {
            let value = limit.value.to_rational();
            let own = match limit.op {
                CompareOp::Equal => Interval::point(value),
                CompareOp::Less | CompareOp::LessEqual => Interval { low: None, high: Some(value) },
                CompareOp::Greater | CompareOp::GreaterEqual => Interval { low: Some(value), high: None },
                CompareOp::NotEqual => Interval::ALL,
            };
            interval = interval.meet(own);
        }
        let factor = ty.unit.and_then(|unit| self.model.units.get(unit)).map(|unit| unit.factor.to_rational());
        match factor {
            Some(factor) => interval.scaled(&factor),
            None if ty.kind == ValueKind::Percent => interval.scaled(&(Rational::ONE / hundred())),
            None => interval,
        }
    }

    /// A sum, minimum … of figures that are all at least 0 is so too.
    fn gathered(&self, over: &Over) -> Interval {
        let refs: &[Ref] = match over {
            Over::Refs(refs) => refs,
            Over::Along(inner) => {
                let ExprKind::Ref(reference) = &inner.kind else { return Interval::ALL };
                std::slice::from_ref(reference)
            }
        };
        let at_least_zero = |ty: &CellType| self.interval(ty).low.is_some_and(|low| low >= Rational::ZERO);
        let all = refs.iter().all(|reference| {
            let types = self.types(reference);
            !types.is_empty() && types.into_iter().all(at_least_zero)
        });
        if all { Interval::not_negative() } else { Interval::ALL }
    }

    fn opaque(&self, expr: &Expr, interval: Interval) -> Option<Linear> {
        Some(Linear::atom(canonical(expr)?, interval))
    }
}

fn hundred() -> Rational {
    crate::number::Decimal::new(100, 0).to_rational()
}
