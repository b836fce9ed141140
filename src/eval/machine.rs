//! The stack machine for conditions that are not linear. Three-valued logic after Kleene; fractions are exact.

use super::linear;
use super::values::{Value, Values};
use crate::bind::{Bound, State};
use crate::model::Aggregate;
use crate::number::{Decimal, Rational};
use crate::plan::{Check, Op, Plan};
use crate::syntax::ast::{ArithmeticOp, CompareOp};

/// What a condition comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Truth {
    True,
    False,
    Unknown,
    /// Something optional that it names is not there.
    Skipped,
    /// It could not be computed.
    Error,
}

/// A value on the stack.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Number(Rational),
    Word(String),
    Bool(bool),
    Skip,
    Unknown,
    Error,
}

/// The numerator and denominator of a result may grow to this many bits; figures have 120 at most.
const MAX_BITS: usize = 1 << 16;

#[derive(Default)]
pub(super) struct Machine {
    stack: Vec<Item>,
}

impl Machine {
    /// Runs a condition.
    pub fn truth(&mut self, bound: &Bound, values: &Values, code: &[Op]) -> Truth {
        match self.run(bound, values, code) {
            Item::Bool(true) => Truth::True,
            Item::Bool(false) => Truth::False,
            Item::Skip => Truth::Skipped,
            Item::Unknown => Truth::Unknown,
            Item::Error | Item::Number(_) | Item::Word(_) => Truth::Error,
        }
    }

    /// Whether an explicit `within` forgives a comparison that failed.
    pub fn within(&mut self, plan: &Plan, bound: &Bound, values: &Values, check: &Check, sides: &[std::ops::Range<u32>]) -> bool {
        let (Some(within), Some((left, others))) = (check.within, sides.split_first()) else { return false };
        let crate::plan::Body::Code { code, .. } = &check.body else { return false };
        let op = match plan.code(code).last() {
            Some(Op::Compare(op)) => *op,
            Some(Op::In(_)) => CompareOp::Equal,
            _ => return false,
        };
        let Item::Number(left) = self.run(bound, values, plan.code(left)) else { return false };
        let within = within.to_rational();
        others.iter().any(|side| match self.run(bound, values, plan.code(side)) {
            Item::Number(right) => linear::within_reach(op, &(&left - right), &within),
            Item::Word(_) | Item::Bool(_) | Item::Skip | Item::Unknown | Item::Error => false,
        })
    }

    /// Runs code that leaves one value.
    pub fn run(&mut self, bound: &Bound, values: &Values, code: &[Op]) -> Item {
        self.stack.clear();
        for op in code {
            let item = self.step(bound, values, op);
            self.stack.push(item);
        }
        self.pop()
    }

    fn pop(&mut self) -> Item {
        self.stack.pop().unwrap_or(Item::Error)
    }

    fn step(&mut self, bound: &Bound, values: &Values, op: &Op) -> Item {
        let state = |slot| bound.figures.get(slot).map(|cell| cell.state);
        match op {
            Op::Number(value) => Item::Number(value.to_rational()),
            Op::Word(word) => Item::Word(word.clone()),
            Op::Bool(value) => Item::Bool(*value),
            Op::Slot { slot, factor } => match values.get(*slot) {
                Value::Number(value) => Item::Number(value.to_rational() * factor.to_rational()),
                Value::Truth(value) => Item::Bool(value),
                Value::Word => bound.figures.get(*slot).and_then(|cell| cell.word.clone()).map_or(Item::Unknown, Item::Word),
                Value::Skip => Item::Skip,
                Value::Unknown => Item::Unknown,
            },
            Op::Meta(meta) => match bound.meta.get(*meta as usize).and_then(Option::as_ref) {
                Some(value) => Item::Word(value.text.clone()),
                None => Item::Skip,
            },
            Op::IsBlank(slot) => Item::Bool(state(*slot) == Some(State::Blank)),
            Op::IsAbsent(slot) => Item::Bool(matches!(state(*slot), Some(State::Absent) | None)),
            Op::IsKnown(slot) => Item::Bool(matches!(values.get(*slot), Value::Number(_) | Value::Truth(_) | Value::Word)),
            Op::Arithmetic(op) => {
                let (right, left) = (self.pop(), self.pop());
                arithmetic(*op, left, right)
            }
            Op::Negate => number(self.pop(), |value| Some(-value)),
            Op::Abs => number(self.pop(), |value| Some(if value < Rational::ZERO { -value } else { value })),
            Op::Round => {
                let (quantum, value) = (self.pop(), self.pop());
                numbers(value, quantum, |value, quantum| (quantum != Rational::ZERO).then(|| round(value, quantum)))
            }
            Op::Compare(op) => {
                let (right, left) = (self.pop(), self.pop());
                compare(*op, left, right)
            }
            Op::In(count) => self.any_of(*count),
            Op::Not => match self.pop() {
                Item::Bool(value) => Item::Bool(!value),
                other => other,
            },
            Op::And => {
                let (right, left) = (self.pop(), self.pop());
                decide(left, right, false)
            }
            Op::Or => {
                let (right, left) = (self.pop(), self.pop());
                decide(left, right, true)
            }
            Op::Implies => {
                let (right, left) = (self.pop(), self.pop());
                let left = if let Item::Bool(value) = left { Item::Bool(!value) } else { left };
                decide(left, right, true)
            }
            Op::If => {
                let (otherwise, then, condition) = (self.pop(), self.pop(), self.pop());
                match condition {
                    Item::Bool(true) => then,
                    Item::Bool(false) => otherwise,
                    _ if then == otherwise => then,
                    other => other,
                }
            }
            Op::Aggregate { function, count, skipping } => self.aggregate(*function, *count, *skipping),
        }
    }

    /// Takes alternatives and the value under them; holds if one ties.
    fn any_of(&mut self, count: u32) -> Item {
        let alternatives: Vec<Item> = (0..count).map(|_| self.pop()).collect();
        let value = self.pop();
        alternatives
            .into_iter()
            .rev()
            .map(|alternative| compare(CompareOp::Equal, value.clone(), alternative))
            .fold(Item::Bool(false), |any, one| decide(any, one, true))
    }

    fn aggregate(&mut self, function: Aggregate, count: u32, skipping: bool) -> Item {
        let mut numbers: Vec<Rational> = Vec::with_capacity(count as usize);
        let mut worst: Option<Item> = None;
        for _ in 0..count {
            match self.pop() {
                Item::Number(value) => numbers.push(value),
                Item::Skip if skipping => {}
                Item::Error => worst = Some(Item::Error),
                Item::Skip => {
                    worst.get_or_insert(Item::Skip);
                }
                Item::Unknown | Item::Word(_) | Item::Bool(_) => {
                    worst.get_or_insert(Item::Unknown);
                }
            }
        }
        if let Some(worst) = worst {
            return worst;
        }
        let many = Rational::from(numbers.len());
        let sum = |numbers: Vec<Rational>| numbers.into_iter().fold(Rational::ZERO, |sum, value| sum + value);
        // A sum over nothing is 0; the others do not apply to nothing.
        let result = match function {
            Aggregate::Sum => Some(sum(numbers)),
            Aggregate::Count => Some(many),
            Aggregate::Min => numbers.into_iter().min(),
            Aggregate::Max => numbers.into_iter().max(),
            Aggregate::Avg if numbers.is_empty() => None,
            Aggregate::Avg => Some(sum(numbers) / many),
        };
        result.map_or(Item::Skip, bounded)
    }
}

/// Kleene: `decisive` (true for or, false for and) wins over anything.
fn decide(left: Item, right: Item, decisive: bool) -> Item {
    match (left, right) {
        (Item::Bool(value), _) | (_, Item::Bool(value)) if value == decisive => Item::Bool(decisive),
        (Item::Bool(_), other) | (other, Item::Bool(_)) => other,
        (Item::Error, _) | (_, Item::Error) => Item::Error,
        (Item::Skip, _) | (_, Item::Skip) => Item::Skip,
        (left, _) => left,
    }
}

fn number(item: Item, apply: impl FnOnce(Rational) -> Option<Rational>) -> Item {
    match item {
        Item::Number(value) => apply(value).map_or(Item::Error, bounded),
        Item::Word(_) | Item::Bool(_) => Item::Error,
        other => other,
    }
}

fn numbers(left: Item, right: Item, apply: impl FnOnce(Rational, Rational) -> Option<Rational>) -> Item {
    match (left, right) {
        (Item::Number(left), Item::Number(right)) => apply(left, right).map_or(Item::Error, bounded),
        (Item::Error, _) | (_, Item::Error) => Item::Error,
        (Item::Skip, _) | (_, Item::Skip) => Item::Skip,
        (Item::Unknown, _) | (_, Item::Unknown) => Item::Unknown,
        (Item::Word(_) | Item::Bool(_), _) | (_, Item::Word(_) | Item::Bool(_)) => Item::Error,
    }
}

fn arithmetic(op: ArithmeticOp, left: Item, right: Item) -> Item {
    numbers(left, right, |left, right| match op {
        ArithmeticOp::Add => Some(left + right),
        ArithmeticOp::Subtract => Some(left - right),
        ArithmeticOp::Multiply => Some(left * right),
        ArithmeticOp::Divide => (right != Rational::ZERO).then(|| left / right),
    })
}

fn compare(op: CompareOp, left: Item, right: Item) -> Item {
    match (left, right) {
        (Item::Number(left), Item::Number(right)) => Item::Bool(op.holds(left.cmp(&right))),
        (Item::Word(left), Item::Word(right)) => Item::Bool(op.holds(left.cmp(&right))),
        (Item::Bool(left), Item::Bool(right)) => Item::Bool(op.holds(left.cmp(&right))),
        // A year or another meta is kept as it was printed.
        (Item::Word(word), Item::Number(number)) => match Decimal::parse(word.trim()) {
            Ok(value) => Item::Bool(op.holds(value.to_rational().cmp(&number))),
            Err(_) => Item::Unknown,
        },
        (Item::Number(number), Item::Word(word)) => match Decimal::parse(word.trim()) {
            Ok(value) => Item::Bool(op.holds(number.cmp(&value.to_rational()))),
            Err(_) => Item::Unknown,
        },
        (Item::Error, _) | (_, Item::Error) => Item::Error,
        (Item::Skip, _) | (_, Item::Skip) => Item::Skip,
        (Item::Unknown, _) | (_, Item::Unknown) => Item::Unknown,
        (Item::Bool(_), Item::Number(_) | Item::Word(_)) | (Item::Number(_) | Item::Word(_), Item::Bool(_)) => Item::Error,
    }
}

/// To the nearest multiple of `quantum`, halves away from zero.
fn round(value: Rational, quantum: Rational) -> Rational {
    let quotient = value / quantum.clone();
    let half = Rational::ONE / Rational::from(2u8);
    let whole = if quotient < Rational::ZERO { -((-quotient + half).floor()) } else { (quotient + half).floor() };
    Rational::from(whole) * quantum
}

fn bounded(value: Rational) -> Item {
    use dashu_int::ops::BitTest;
    let bits = value.numerator().bit_len().max(value.denominator().bit_len());
    if bits > MAX_BITS { Item::Error } else { Item::Number(value) }
}
