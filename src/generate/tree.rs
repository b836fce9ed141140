//! The postfix code of a condition as a tree, so that somebody can ask what would make it true.

use crate::model::Aggregate;
use crate::number::{Decimal, Rational};
use crate::plan::{Op, SlotId};
use crate::syntax::ast::{ArithmeticOp, CompareOp};

/// Trees deeper than this are not looked into: such a rule is left to luck and to the evaluator.
pub(super) const MAX_DEPTH: usize = 120;

/// Index into a [`Tree`].
pub(super) type NodeId = usize;

#[derive(Debug, Clone)]
pub(super) enum Node {
    Number(Decimal),
    Word(String),
    Bool(bool),
    Slot { slot: SlotId, factor: Decimal },
    Meta(u32),
    IsBlank,
    IsAbsent(SlotId),
    IsKnown(SlotId),
    Arithmetic(ArithmeticOp, NodeId, NodeId),
    Negate(NodeId),
    Abs(NodeId),
    Round(NodeId, NodeId),
    Compare(CompareOp, NodeId, NodeId),
    In(NodeId, Vec<NodeId>),
    Not(NodeId),
    And(NodeId, NodeId),
    Or(NodeId, NodeId),
    Implies(NodeId, NodeId),
    If(NodeId, NodeId, NodeId),
    Aggregate { function: Aggregate, values: Vec<NodeId>, skipping: bool },
}

#[derive(Debug, Clone, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// The tree and its root; `None` for code that is not one whole expression.
    pub fn of(code: &[Op]) -> Option<(Tree, NodeId)> {
        let mut tree = Tree::default();
        let mut stack: Vec<NodeId> = Vec::new();
        for op in code {
            let node = match op {
                Op::Number(value) => Node::Number(*value),
                Op::Word(word) => Node::Word(word.clone()),
                Op::Bool(value) => Node::Bool(*value),
                Op::Slot { slot, factor } => Node::Slot { slot: *slot, factor: *factor },
                Op::Meta(meta) => Node::Meta(*meta),
                Op::IsBlank(_) => Node::IsBlank,
                Op::IsAbsent(slot) => Node::IsAbsent(*slot),
                Op::IsKnown(slot) => Node::IsKnown(*slot),
                Op::Negate => Node::Negate(stack.pop()?),
                Op::Abs => Node::Abs(stack.pop()?),
                Op::Not => Node::Not(stack.pop()?),
                Op::Arithmetic(op) => two(&mut stack, |left, right| Node::Arithmetic(*op, left, right))?,
                Op::Round => two(&mut stack, Node::Round)?,
                Op::Compare(op) => two(&mut stack, |left, right| Node::Compare(*op, left, right))?,
                Op::And => two(&mut stack, Node::And)?,
                Op::Or => two(&mut stack, Node::Or)?,
                Op::Implies => two(&mut stack, Node::Implies)?,
                Op::In(count) => {
                    let alternatives = many(&mut stack, *count)?;
                    Node::In(stack.pop()?, alternatives)
                }
                Op::If => {
                    let (otherwise, then) = (stack.pop()?, stack.pop()?);
                    Node::If(stack.pop()?, then, otherwise)
                }
                Op::Aggregate { function, count, skipping } => {
                    Node::Aggregate { function: *function, values: many(&mut stack, *count)?, skipping: *skipping }
                }
            };
            stack.push(tree.nodes.len());
            tree.nodes.push(node);
        }
        let root = stack.pop().filter(|_| stack.is_empty())?;
        Some((tree, root))
    }

    pub fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// The value of a numeric expression. `value`: what a slot is in its own unit.
    pub fn value(&self, id: NodeId, depth: usize, value: &impl Fn(SlotId) -> Option<Decimal>) -> Option<Rational> {
        let depth = depth.checked_sub(1)?;
        let of = |id: &NodeId| self.value(*id, depth, value);
        let whole = |value: Rational| Some(value);
        match self.get(id)? {
            Node::Number(number) => Some(number.to_rational()),
            Node::Slot { slot, factor } => Some(value(*slot)?.to_rational() * factor.to_rational()),
            Node::Negate(inner) => whole(-of(inner)?),
            Node::Abs(inner) => of(inner).map(|value| if value < Rational::ZERO { -value } else { value }),
            Node::Arithmetic(op, left, right) => {
                let (left, right) = (of(left)?, of(right)?);
                match op {
                    ArithmeticOp::Add => whole(left + right),
                    ArithmeticOp::Subtract => whole(left - right),
                    ArithmeticOp::Multiply => whole(left * right),
                    ArithmeticOp::Divide => (right != Rational::ZERO).then(|| left / right),
                }
            }
            Node::Round(inner, quantum) => {
                let (inner, quantum) = (of(inner)?, of(quantum)?);
                (quantum > Rational::ZERO).then(|| nearest(inner, quantum))
            }
            Node::Aggregate { function, values, .. } => {
                let numbers: Vec<Rational> = values.iter().map(of).collect::<Option<_>>()?;
                let many = Rational::from(numbers.len());
                match function {
                    Aggregate::Sum => Some(numbers.into_iter().fold(Rational::ZERO, |sum, value| sum + value)),
                    Aggregate::Count => Some(many),
                    Aggregate::Min => numbers.into_iter().min(),
                    Aggregate::Max => numbers.into_iter().max(),
                    Aggregate::Avg if numbers.is_empty() => None,
                    Aggregate::Avg => Some(numbers.into_iter().fold(Rational::ZERO, |sum, value| sum + value) / many),
                }
            }
            Node::If(condition, then, otherwise) => {
                if self.truth(*condition, depth, value)? {
                    of(then)
                } else {
                    of(otherwise)
                }
            }
            Node::Word(_)
            | Node::Bool(_)
            | Node::Meta(_)
            | Node::IsBlank
            | Node::IsAbsent(_)
            | Node::IsKnown(_)
            | Node::Compare(..)
            | Node::In(..)
            | Node::Not(_)
            | Node::And(..)
            | Node::Or(..)
            | Node::Implies(..) => None,
        }
    }

    /// A comparison of figures inside an expression.
    fn truth(&self, id: NodeId, depth: usize, value: &impl Fn(SlotId) -> Option<Decimal>) -> Option<bool> {
        match self.get(id)? {
            Node::Compare(op, left, right) => {
                let order = self.value(*left, depth, value)?.cmp(&self.value(*right, depth, value)?);
                Some(op.holds(order))
            }
            Node::Bool(value) => Some(*value),
            _ => None,
        }
    }
}

/// The comparison that holds where this one does not.
pub(super) fn opposite(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Equal => CompareOp::NotEqual,
        CompareOp::NotEqual => CompareOp::Equal,
        CompareOp::Less => CompareOp::GreaterEqual,
        CompareOp::LessEqual => CompareOp::Greater,
        CompareOp::Greater => CompareOp::LessEqual,
        CompareOp::GreaterEqual => CompareOp::Less,
    }
}

/// To the nearest multiple, halves away from zero.
pub(super) fn nearest(value: Rational, quantum: Rational) -> Rational {
    let quotient = value / quantum.clone();
    let half = Rational::ONE / Rational::from(2u8);
    let whole = if quotient < Rational::ZERO { -((-quotient + half).floor()) } else { (quotient + half).floor() };
    Rational::from(whole) * quantum
}

fn two(stack: &mut Vec<NodeId>, node: impl FnOnce(NodeId, NodeId) -> Node) -> Option<Node> {
    let right = stack.pop()?;
    let left = stack.pop()?;
    Some(node(left, right))
}

fn many(stack: &mut Vec<NodeId>, count: u32) -> Option<Vec<NodeId>> {
    let from = stack.len().checked_sub(count as usize)?;
    Some(stack.split_off(from))
}
