//! What would make a condition true or false, as equations and needs of a shape. Where there are several ways, one is drawn.

use super::affine::Affine;
use super::shape::{Assigned, Builder, Known, NotAffine, Presence};
use super::tree::{Node, NodeId, Tree, opposite};
use crate::bind::YES;
use crate::model::Aggregate;
use crate::number::{Decimal, Rational};
use crate::syntax::ast::{ArithmeticOp, CompareOp};

/// It cannot be.
pub(super) struct Impossible;

impl Builder<'_> {
    /// What words, meta and presence say of a condition.
    pub(super) fn known(&mut self, tree: &Tree, id: NodeId, depth: usize) -> Known {
        let Some(depth) = depth.checked_sub(1) else { return Known::Open };
        match tree.get(id) {
            Some(Node::Bool(value)) => Known::Bool(*value),
            Some(Node::Slot { slot, .. }) if self.is_truth(*slot) => match self.present(*slot) {
                Presence::Present => Known::Bool(self.shape.words.get(slot).is_some_and(|word| word == YES)),
                Presence::As(value) => Known::Bool(!value.is_zero()),
                Presence::Left => Known::Left,
                Presence::Unknown => Known::Open,
            },
            // No blank is drawn where a rule asks for one.
            Some(Node::IsBlank) => Known::Bool(false),
            Some(Node::IsAbsent(slot)) => Known::Bool(self.present(*slot) != Presence::Present),
            Some(Node::IsKnown(slot)) => Known::Bool(matches!(self.present(*slot), Presence::Present | Presence::As(_))),
            Some(Node::Not(inner)) => match self.known(tree, *inner, depth) {
                Known::Bool(value) => Known::Bool(!value),
                other => other,
            },
            Some(Node::And(left, right)) => both(self.known(tree, *left, depth), self.known(tree, *right, depth), false),
            Some(Node::Or(left, right)) => both(self.known(tree, *left, depth), self.known(tree, *right, depth), true),
            Some(Node::Implies(left, right)) => {
                let left = match self.known(tree, *left, depth) {
                    Known::Bool(value) => Known::Bool(!value),
                    other => other,
                };
                both(left, self.known(tree, *right, depth), true)
            }
            Some(Node::Compare(op, left, right)) => self.compared(tree, *op, *left, *right),
            Some(Node::In(value, alternatives)) => {
                let each: Vec<Known> =
                    alternatives.iter().map(|other| self.compared(tree, CompareOp::Equal, *value, *other)).collect();
                each.into_iter().fold(Known::Bool(false), |any, one| both(any, one, true))
            }
            Some(_) | None => Known::Open,
        }
    }

    /// A comparison of words and numbers that are known.
    fn compared(&mut self, tree: &Tree, op: CompareOp, left: NodeId, right: NodeId) -> Known {
        let is_truth = |builder: &Self, id| match tree.get(id) {
            Some(Node::Slot { slot, .. }) => builder.is_truth(*slot),
            Some(node) => matches!(node, Node::Bool(_) | Node::Not(_) | Node::IsAbsent(_) | Node::IsKnown(_)),
            None => false,
        };
        if is_truth(self, left) || is_truth(self, right) {
            let depth = super::tree::MAX_DEPTH;
            return match (self.known(tree, left, depth), self.known(tree, right, depth)) {
                (Known::Bool(left), Known::Bool(right)) => Known::Bool(op.holds(left.cmp(&right))),
                (Known::Left, _) | (_, Known::Left) => Known::Left,
                (Known::Open | Known::Bool(_), _) => Known::Open,
            };
        }
        match (self.word(tree, left), self.word(tree, right)) {
            (Some(None), _) | (_, Some(None)) => return Known::Left,
            (Some(Some(one)), Some(Some(other))) => return Known::Bool(op.holds(one.cmp(&other))),
            (Some(Some(word)), None) | (None, Some(Some(word))) => {
                let number = match (tree.get(left), tree.get(right)) {
                    (Some(Node::Number(number)), _) | (_, Some(Node::Number(number))) => *number,
                    _ => return Known::Open,
                };
                let Ok(value) = Decimal::parse(word.trim()) else { return Known::Open };
                let swapped = matches!(tree.get(left), Some(Node::Number(_)));
                return Known::Bool(op.holds(if swapped { number.cmp(&value) } else { value.cmp(&number) }));
            }
            (None, None) => {}
        }
        let depth = super::tree::MAX_DEPTH;
        let before = self.mark();
        let sides = (self.affine(tree, left, depth), self.affine(tree, right, depth));
        self.back_to(before);
        match sides {
            (Err(NotAffine::Left), _) | (_, Err(NotAffine::Left)) => Known::Left,
            (Ok(left), Ok(right)) => match (left.fixed(), right.fixed()) {
                (Some(left), Some(right)) => Known::Bool(op.holds(left.cmp(right))),
                _ => Known::Open,
            },
            _ => Known::Open,
        }
    }

    /// The word that a part of a condition is; `Some(None)` for one that is not there.
    fn word(&self, tree: &Tree, id: NodeId) -> Option<Option<String>> {
        match tree.get(id)? {
            Node::Word(word) => Some(Some(word.clone())),
            Node::Meta(meta) => Some(self.shape.meta.get(*meta as usize).cloned().flatten()),
            Node::Slot { slot, .. } => {
                let word = self.shape.words.get(slot)?;
                Some((self.present(*slot) == Presence::Present).then(|| word.clone()))
            }
            _ => None,
        }
    }

    /// Adds what makes a condition `want`.
    pub(super) fn satisfy(&mut self, tree: &Tree, id: NodeId, want: bool, depth: usize) -> Result<(), Impossible> {
        match self.known(tree, id, depth) {
            Known::Bool(value) => return if value == want { Ok(()) } else { Err(Impossible) },
            Known::Left => return Ok(()),
            Known::Open => {}
        }
        let Some(depth) = depth.checked_sub(1) else { return Ok(()) };
        match tree.get(id) {
            Some(Node::Not(inner)) => self.satisfy(tree, *inner, !want, depth),
            Some(Node::And(left, right)) if want => {
                self.satisfy(tree, *left, true, depth)?;
                self.satisfy(tree, *right, true, depth)
            }
            Some(Node::Or(left, right)) if !want => {
                self.satisfy(tree, *left, false, depth)?;
                self.satisfy(tree, *right, false, depth)
            }
            Some(Node::Implies(left, right)) if !want => {
                self.satisfy(tree, *left, true, depth)?;
                self.satisfy(tree, *right, false, depth)
            }
            Some(Node::And(left, right)) => self.one_of(tree, &[(*left, false), (*right, false)], depth),
            Some(Node::Or(left, right)) => self.one_of(tree, &[(*left, true), (*right, true)], depth),
            Some(Node::Implies(left, right)) => self.one_of(tree, &[(*left, false), (*right, true)], depth),
            Some(Node::If(condition, then, otherwise)) => {
                let first = self.rng.bool();
                for holds in [first, !first] {
                    let before = self.mark();
                    let branch = if holds { *then } else { *otherwise };
                    let done =
                        self.satisfy(tree, *condition, holds, depth).and_then(|()| self.satisfy(tree, branch, want, depth));
                    if done.is_ok() {
                        return Ok(());
                    }
                    self.back_to(before);
                }
                Err(Impossible)
            }
            Some(Node::In(value, alternatives)) if want => {
                let mut order: Vec<NodeId> = alternatives.clone();
                self.rng.shuffle(&mut order);
                let equal = |builder: &mut Self, other: &NodeId| {
                    builder.comparison(tree, CompareOp::Equal, *value, *other, depth).is_ok()
                };
                if order.iter().any(|other| equal(self, other)) { Ok(()) } else { Err(Impossible) }
            }
            Some(Node::In(value, alternatives)) => {
                for other in alternatives {
                    self.comparison(tree, CompareOp::NotEqual, *value, *other, depth)?;
                }
                Ok(())
            }
            Some(Node::Compare(op, left, right)) => {
                let op = if want { *op } else { opposite(*op) };
                self.comparison(tree, op, *left, *right, depth)
            }
            Some(_) | None => Ok(()),
        }
    }

    /// One of two conditions, in any order.
    fn one_of(&mut self, tree: &Tree, ways: &[(NodeId, bool); 2], depth: usize) -> Result<(), Impossible> {
        let [one, other] = *ways;
        let order = if self.rng.bool() { [one, other] } else { [other, one] };
        for (id, want) in order {
            let before = self.mark();
            // A part about something that is not there decides nothing.
            if self.known(tree, id, depth) != Known::Left && self.satisfy(tree, id, want, depth).is_ok() {
                return Ok(());
            }
            self.back_to(before);
        }
        Err(Impossible)
    }

    fn comparison(&mut self, tree: &Tree, op: CompareOp, left: NodeId, right: NodeId, depth: usize) -> Result<(), Impossible> {
        match self.compared(tree, op, left, right) {
            Known::Bool(true) => return Ok(()),
            Known::Bool(false) => return Err(Impossible),
            Known::Left => return Err(Impossible),
            Known::Open => {}
        }
        match (self.affine(tree, left, depth), self.affine(tree, right, depth)) {
            (Ok(left), Ok(right)) => self.require(left.plus(right, -1), op),
            (Err(_), Err(_)) => {}
            (Ok(_), Err(_)) => self.assign(tree, left, right, op),
            (Err(_), Ok(_)) => self.assign(tree, right, left, op),
        }
        Ok(())
    }

    /// `slot == expression`, where the expression is no sum: the figure is worked out last.
    fn assign(&mut self, tree: &Tree, slot: NodeId, root: NodeId, op: CompareOp) {
        if let (Some(Node::Slot { slot, factor }), CompareOp::Equal | CompareOp::NotEqual) = (tree.get(slot), op)
            && self.present(*slot) == Presence::Present
        {
            let broken = op == CompareOp::NotEqual;
            self.push_assigned(Assigned { slot: *slot, factor: *factor, tree: tree.clone(), root, broken });
        }
    }

    /// A numeric expression as a sum. The largest of several is drawn, and the others are asked to be smaller.
    pub(super) fn affine(&mut self, tree: &Tree, id: NodeId, depth: usize) -> Result<Affine, NotAffine> {
        let depth = depth.checked_sub(1).ok_or(NotAffine::Other)?;
        match tree.get(id).ok_or(NotAffine::Other)? {
            Node::Number(value) => Ok(Affine::constant(value.to_rational())),
            Node::Slot { slot, factor } => self.figure(*slot, *factor),
            Node::Negate(inner) => Ok(self.affine(tree, *inner, depth)?.times(&-Rational::ONE)),
            Node::Arithmetic(op, left, right) => {
                let (left, right) = (self.affine(tree, *left, depth)?, self.affine(tree, *right, depth)?);
                match op {
                    ArithmeticOp::Add => Ok(left.plus(right, 1)),
                    ArithmeticOp::Subtract => Ok(left.plus(right, -1)),
                    ArithmeticOp::Multiply => match (left.fixed().cloned(), right.fixed().cloned()) {
                        (Some(factor), _) => Ok(right.times(&factor)),
                        (_, Some(factor)) => Ok(left.times(&factor)),
                        (None, None) => Err(NotAffine::Other),
                    },
                    ArithmeticOp::Divide => match right.fixed() {
                        Some(divisor) if *divisor != Rational::ZERO => {
                            let factor = Rational::ONE / divisor.clone();
                            Ok(left.times(&factor))
                        }
                        Some(_) | None => Err(NotAffine::Other),
                    },
                }
            }
            Node::Abs(inner) => {
                let inner = self.affine(tree, *inner, depth)?;
                let sign = if self.rng.bool() { Rational::ONE } else { -Rational::ONE };
                let value = inner.times(&sign);
                self.require(value.clone(), CompareOp::GreaterEqual);
                Ok(value)
            }
            Node::Aggregate { function, values, skipping } => {
                let mut parts: Vec<Affine> = Vec::with_capacity(values.len());
                for value in values {
                    match self.affine(tree, *value, depth) {
                        Ok(part) => parts.push(part),
                        Err(NotAffine::Left) if *skipping => {}
                        Err(other) => return Err(other),
                    }
                }
                self.aggregate(*function, parts)
            }
            Node::If(condition, then, otherwise) => match self.known(tree, *condition, depth) {
                Known::Bool(true) => self.affine(tree, *then, depth),
                Known::Bool(false) => self.affine(tree, *otherwise, depth),
                Known::Left => Err(NotAffine::Left),
                Known::Open => {
                    let first = self.rng.bool();
                    let branch = if first { *then } else { *otherwise };
                    self.satisfy(tree, *condition, first, depth).map_err(|_| NotAffine::Other)?;
                    self.affine(tree, branch, depth)
                }
            },
            Node::Word(_)
            | Node::Bool(_)
            | Node::Meta(_)
            | Node::IsBlank
            | Node::IsAbsent(_)
            | Node::IsKnown(_)
            | Node::Round(..)
            | Node::Compare(..)
            | Node::In(..)
            | Node::Not(_)
            | Node::And(..)
            | Node::Or(..)
            | Node::Implies(..) => Err(NotAffine::Other),
        }
    }

    fn aggregate(&mut self, function: Aggregate, mut parts: Vec<Affine>) -> Result<Affine, NotAffine> {
        let many = Rational::from(parts.len());
        let sum = |parts: Vec<Affine>| parts.into_iter().fold(Affine::constant(Rational::ZERO), |sum, part| sum.plus(part, 1));
        match function {
            Aggregate::Sum => Ok(sum(parts)),
            Aggregate::Count => Ok(Affine::constant(many)),
            Aggregate::Avg if parts.is_empty() => Err(NotAffine::Left),
            Aggregate::Avg => Ok(sum(parts).times(&(Rational::ONE / many))),
            Aggregate::Min | Aggregate::Max => {
                if parts.is_empty() {
                    return Err(NotAffine::Left);
                }
                let chosen = parts.swap_remove(self.rng.usize(..parts.len()));
                let op = if function == Aggregate::Max { CompareOp::GreaterEqual } else { CompareOp::LessEqual };
                for other in parts {
                    self.require(chosen.clone().plus(other, -1), op);
                }
                Ok(chosen)
            }
        }
    }
}

/// `decisive` (false for and, true for or) wins over anything.
fn both(left: Known, right: Known, decisive: bool) -> Known {
    match (left, right) {
        (Known::Bool(value), _) | (_, Known::Bool(value)) if value == decisive => Known::Bool(decisive),
        (Known::Bool(_), other) | (other, Known::Bool(_)) => other,
        (Known::Left, Known::Left) => Known::Left,
        _ => Known::Open,
    }
}
