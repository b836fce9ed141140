//! Whether all rules hold, in machine integers: what most reports of a nation need to be asked, and all that they need.
//!
//! Figures come scaled to whole numbers ([`Slot::decimals`]), coefficients are scaled alike when the plan is prepared, so that a
//! linear check is a sum of products of integers. The sums are computed in 64 bits where the plan proves that no report can leave
//! them (every figure is at most [`MAX_SCALED`]), in 128 bits elsewhere. As soon as one check does not plainly hold, or needs
//! what integers cannot say, the answer is `None`, and the evaluator proper decides.

use std::ops::Range;

use super::{Counts, Verdict, in_force};
use crate::bind::{Held, MAX_SCALED};
use crate::number::Decimal;
use crate::plan::{Body, Check, Needs, Op, Plan, Side};
use crate::syntax::ast::{ArithmeticOp, CompareOp};

/// More decimal places than these in a coefficient, and the evaluator proper takes the check.
const MAX_PLACES: u8 = 12;

/// A plan prepared for the question. Sized once; asking allocates nothing.
#[derive(Debug, Clone)]
pub struct Quick {
    checks: Vec<QuickCheck>,
    terms: Vec<(u32, i64)>,
    /// What code works on.
    stack: Vec<Item>,
    decimals: Vec<u8>,
    /// Rules that no single report can answer.
    not_applicable: usize,
}

#[derive(Debug, Clone)]
struct QuickCheck {
    during: Option<(Option<i64>, Option<i64>)>,
    when: Option<Range<u32>>,
    body: QuickBody,
}

#[derive(Debug, Clone)]
enum QuickBody {
    /// `Σ terms + constant OP 0`.
    Sum {
        terms: Range<u32>,
        constant: i128,
        op: CompareOp,
        /// No report can make the sum leave 64 bits.
        small: bool,
        /// Some operand may be left out: those, and whether the rule then does not apply.
        optional: Vec<(u32, bool)>,
    },
    Code(Range<u32>),
    /// Only the evaluator proper can tell.
    Other,
}

/// A value on the stack of the code.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Item {
    Number(Decimal),
    Bool(bool),
    /// A word: the meta that holds it, or the step of the code that is it.
    Meta(u32),
    Word(u32),
    Skip,
}

/// What is known of a report.
pub struct Known<'r, M> {
    pub figures: &'r [i64],
    pub held: &'r [Held],
    /// The value of a meta.
    pub meta: M,
}

impl Quick {
    pub fn of(plan: &Plan) -> Quick {
        let decimals: Vec<u8> = plan.slots.list.iter().map(crate::plan::Slot::decimals).collect();
        let mut quick = Quick { checks: Vec::new(), terms: Vec::new(), stack: Vec::new(), decimals, not_applicable: 0 };
        for check in &plan.checks {
            let Some(rule) = plan.rules.get(check.rule as usize) else { continue };
            let body = quick.body(plan, check);
            quick.checks.push(QuickCheck { during: rule.during, when: check.when.clone(), body });
        }
        let alone = |needs| plan.rules.iter().filter(move |rule| rule.needs == Some(needs) && rule.suspended.is_none()).count();
        let suspended = plan.rules.iter().filter(|rule| rule.suspended.is_some()).count();
        quick.not_applicable = alone(Needs::Prior) + alone(Needs::Parts) + suspended;
        quick
    }

    fn body(&mut self, plan: &Plan, check: &Check) -> QuickBody {
        match &check.body {
            Body::Linear { terms, op, left, right } => {
                let sum = self.sum(plan, plan.terms(terms), *op, *left, *right);
                sum.unwrap_or(QuickBody::Other)
            }
            Body::Code { code, .. } => QuickBody::Code(code.clone()),
        }
    }

    /// `None` when a coefficient does not fit.
    fn sum(
        &mut self,
        plan: &Plan,
        terms: &[crate::plan::Term],
        op: CompareOp,
        left: Decimal,
        right: Decimal,
    ) -> Option<QuickBody> {
        let places = |term: &crate::plan::Term| {
            let own = self.decimals.get(term.slot.0 as usize).copied().unwrap_or(0);
            term.coefficient.normalized().scale().checked_add(own)
        };
        let mut scale = left.normalized().scale().max(right.normalized().scale());
        for term in terms {
            scale = scale.max(places(term)?);
        }
        if scale > MAX_PLACES {
            return None;
        }
        let constant = left.checked_sub(right)?.mantissa_at(scale)?;
        let first = self.terms.len();
        let (mut reach, mut optional) = (i128::try_from(constant.unsigned_abs()).ok()?, Vec::new());
        for term in terms {
            let own = self.decimals.get(term.slot.0 as usize).copied().unwrap_or(0);
            let signed = match term.side {
                Side::Left => term.coefficient,
                Side::Right => term.coefficient.checked_neg()?,
            };
            let Some(coefficient) = signed.mantissa_at(scale - own).and_then(|value| i64::try_from(value).ok()) else {
                self.terms.truncate(first);
                return None;
            };
            reach = reach.checked_add(i128::from(coefficient.unsigned_abs()).checked_mul(i128::from(MAX_SCALED))?)?;
            self.terms.push((term.slot.0, coefficient));
            if plan.slots.get(term.slot).is_some_and(|slot| slot.read.absent != Some(crate::model::Treatment::Error)) {
                optional.push((term.slot.0, term.summed));
            }
        }
        let small = reach <= i128::from(i64::MAX);
        Some(QuickBody::Sum { terms: first as u32..self.terms.len() as u32, constant, op, small, optional })
    }

    /// How many rules held and how many do not apply, if that is all that there is.
    pub fn all_hold<'m, M: Fn(u32) -> Option<&'m str>>(&mut self, plan: &Plan, known: &Known<'_, M>) -> Option<Counts> {
        let mut counts = Counts { not_applicable: self.not_applicable, ..Counts::default() };
        let year = plan.year.and_then(|year| (known.meta)(year)).and_then(|text| text.trim().parse().ok());
        let Quick { checks, terms, stack, decimals, .. } = self;
        for check in checks.iter() {
            if check.during.is_some() && !in_force(check.during, year) {
                counts.add(Verdict::NotApplicable);
                continue;
            }
            if let Some(when) = &check.when {
                match run(plan.code(when), plan, decimals, known, stack)? {
                    Item::Bool(true) => {}
                    Item::Bool(false) | Item::Skip => {
                        counts.add(Verdict::NotApplicable);
                        continue;
                    }
                    Item::Number(_) | Item::Meta(_) | Item::Word(_) => return None,
                }
            }
            counts.add(match &check.body {
                QuickBody::Sum { terms: range, constant, op, small, optional } => {
                    let left_out = |slot: u32| known.held.get(slot as usize) == Some(&Held::Skip);
                    if optional.iter().any(|(slot, summed)| !summed && left_out(*slot)) {
                        Verdict::NotApplicable
                    } else {
                        let terms = terms.get(range.start as usize..range.end as usize)?;
                        let order = if *small {
                            // A figure that is left out is 0.
                            let product =
                                |(slot, by): &(u32, i64)| known.figures.get(*slot as usize).map_or(0, |figure| figure * by);
                            (terms.iter().map(product).sum::<i64>() + *constant as i64).cmp(&0)
                        } else {
                            let mut sum = *constant;
                            for (slot, by) in terms {
                                let product = i128::from(*known.figures.get(*slot as usize)?) * i128::from(*by);
                                sum = sum.checked_add(product)?;
                            }
                            sum.cmp(&0)
                        };
                        op.holds(order).then_some(Verdict::Held)?
                    }
                }
                QuickBody::Code(code) => match run(plan.code(code), plan, decimals, known, stack)? {
                    Item::Bool(true) => Verdict::Held,
                    Item::Skip => Verdict::NotApplicable,
                    Item::Bool(false) | Item::Number(_) | Item::Meta(_) | Item::Word(_) => return None,
                },
                QuickBody::Other => return None,
            });
        }
        Some(counts)
    }
}

/// Runs code that needs no fractions; `None` where it does, or where a value is neither known nor left out.
fn run<'m, M: Fn(u32) -> Option<&'m str>>(
    code: &[Op],
    plan: &Plan,
    decimals: &[u8],
    known: &Known<'_, M>,
    stack: &mut Vec<Item>,
) -> Option<Item> {
    stack.clear();
    for (at, op) in code.iter().enumerate() {
        let item = match op {
            Op::Number(value) => Item::Number(*value),
            Op::Word(_) => Item::Word(at as u32),
            Op::Bool(value) => Item::Bool(*value),
            Op::Slot { slot, factor } => match known.held.get(slot.0 as usize)? {
                Held::Number => {
                    let scale = *decimals.get(slot.0 as usize)?;
                    let figure = Decimal::new(i128::from(*known.figures.get(slot.0 as usize)?), scale);
                    Item::Number(figure.checked_mul(*factor)?)
                }
                Held::Skip => Item::Skip,
                Held::Other => return None,
            },
            Op::Meta(meta) => (known.meta)(*meta).map_or(Item::Skip, |_| Item::Meta(*meta)),
            Op::IsKnown(slot) => Item::Bool(known.held.get(slot.0 as usize)? == &Held::Number),
            Op::Arithmetic(op) => {
                let (right, left) = (stack.pop()?, stack.pop()?);
                match (left, right) {
                    (Item::Number(left), Item::Number(right)) => Item::Number(match op {
                        ArithmeticOp::Add => left.checked_add(right)?,
                        ArithmeticOp::Subtract => left.checked_sub(right)?,
                        ArithmeticOp::Multiply => left.checked_mul(right)?,
                        ArithmeticOp::Divide => return None,
                    }),
                    (Item::Skip, Item::Number(_) | Item::Skip) | (Item::Number(_), Item::Skip) => Item::Skip,
                    (Item::Bool(_) | Item::Meta(_) | Item::Word(_), _) | (_, Item::Bool(_) | Item::Meta(_) | Item::Word(_)) => {
                        return None;
                    }
                }
            }
            Op::Negate => match stack.pop()? {
                Item::Number(value) => Item::Number(value.checked_neg()?),
                Item::Skip => Item::Skip,
                Item::Bool(_) | Item::Meta(_) | Item::Word(_) => return None,
            },
            Op::Compare(op) => {
                let (right, left) = (stack.pop()?, stack.pop()?);
                compare(*op, left, right, code, known)?
            }
            Op::In(count) => {
                let from = stack.len().checked_sub(*count as usize)?;
                let value = *stack.get(from.checked_sub(1)?)?;
                let mut any = Item::Bool(false);
                for alternative in stack.get(from..)? {
                    any = decide(any, compare(CompareOp::Equal, value, *alternative, code, known)?, true);
                }
                stack.truncate(from - 1);
                any
            }
            Op::Not => match stack.pop()? {
                Item::Bool(value) => Item::Bool(!value),
                Item::Skip => Item::Skip,
                Item::Number(_) | Item::Meta(_) | Item::Word(_) => return None,
            },
            Op::And | Op::Or | Op::Implies => {
                let (right, left) = (truth(stack.pop()?)?, truth(stack.pop()?)?);
                match (op, left) {
                    (Op::And, _) => decide(left, right, false),
                    (Op::Implies, Item::Bool(value)) => decide(Item::Bool(!value), right, true),
                    _ => decide(left, right, true),
                }
            }
            // What looks at states of cells, rounds, or aggregates.
            Op::IsBlank(_) | Op::IsAbsent(_) | Op::Abs | Op::Round | Op::If | Op::Aggregate { .. } => return None,
        };
        stack.push(item);
    }
    let result = stack.pop();
    debug_assert!(stack.is_empty(), "{:?}", plan.title);
    result
}

fn truth(item: Item) -> Option<Item> {
    matches!(item, Item::Bool(_) | Item::Skip).then_some(item)
}

/// As the evaluator proper decides, where nothing is unknown.
fn decide(left: Item, right: Item, decisive: bool) -> Item {
    match (left, right) {
        (Item::Bool(value), _) | (_, Item::Bool(value)) if value == decisive => Item::Bool(decisive),
        (Item::Bool(_), other) => other,
        (other, _) => other,
    }
}

fn compare<'m, M: Fn(u32) -> Option<&'m str>>(
    op: CompareOp,
    left: Item,
    right: Item,
    code: &[Op],
    known: &Known<'_, M>,
) -> Option<Item> {
    let word = |item: Item| match item {
        Item::Meta(meta) => (known.meta)(meta),
        Item::Word(at) => match code.get(at as usize)? {
            Op::Word(word) => Some(word.as_str()),
            _ => None,
        },
        Item::Number(_) | Item::Bool(_) | Item::Skip => None,
    };
    Some(match (left, right) {
        (Item::Skip, _) | (_, Item::Skip) => Item::Skip,
        (Item::Number(left), Item::Number(right)) => Item::Bool(op.holds(left.cmp(&right))),
        (Item::Bool(left), Item::Bool(right)) => Item::Bool(op.holds(left.cmp(&right))),
        (Item::Meta(_) | Item::Word(_), Item::Meta(_) | Item::Word(_)) => {
            // Both words outlive this comparison only, so they are compared where they stand.
            Item::Bool(op.holds(word(left)?.cmp(word(right)?)))
        }
        (Item::Number(number), Item::Meta(_) | Item::Word(_)) => {
            Item::Bool(op.holds(number.cmp(&Decimal::parse(word(right)?.trim()).ok()?)))
        }
        (Item::Meta(_) | Item::Word(_), Item::Number(number)) => {
            Item::Bool(op.holds(Decimal::parse(word(left)?.trim()).ok()?.cmp(&number)))
        }
        (Item::Bool(_), _) | (_, Item::Bool(_)) => return None,
    })
}
