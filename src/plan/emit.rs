//! Expressions as postfix code.

use std::ops::Range;

use super::beyond::{Held, Report};
use super::lower::{Element, Lowering};
use super::{Op, SlotId};
use crate::model::{Aggregate, Expr, ExprKind, Func, Over, Ref};
use crate::number::Decimal;
use crate::syntax::ast::{CompareOp, LogicOp};

impl Lowering<'_> {
    pub(super) fn lower_code(&mut self, expr: &Expr, at: Element) -> Range<u32> {
        let start = self.code.len();
        self.emit(expr, at);
        self.range_from(start)
    }

    pub(super) fn emit(&mut self, expr: &Expr, at: Element) {
        match &expr.kind {
            ExprKind::Number { value, unit, percent } => {
                let value = self.literal(*value, *unit, *percent).unwrap_or(*value);
                self.code.push(Op::Number(value));
            }
            ExprKind::Text(text) => self.code.push(Op::Word(text.clone())),
            ExprKind::Bool(value) => self.code.push(Op::Bool(*value)),
            ExprKind::Ref(Ref::Meta(meta)) => {
                let meta = self.meta_in(*meta, at.report);
                self.code.push(Op::Meta(meta));
            }
            ExprKind::Ref(reference) => {
                if let Some(slot) = self.slot_in(reference, at) {
                    let factor = self.factor_of(slot).unwrap_or(Decimal::ONE);
                    self.code.push(Op::Slot { slot, factor });
                }
            }
            ExprKind::Prior(inner) => self.emit(inner, at.of(Report::Prior)),
            // The reports below stand inside an aggregate only; poison does not pass `check`.
            ExprKind::Parts(_) | ExprKind::Poisoned => {}
            ExprKind::Aggregate { function, over } => self.emit_aggregate(*function, over, at),
            ExprKind::Itemwise { function, args } => {
                args.iter().for_each(|arg| self.emit(arg, at));
                self.code.push(Op::Aggregate { function: *function, count: args.len() as u32, skipping: false });
            }
            ExprKind::Call { function, args } => self.emit_call(*function, args, at),
            ExprKind::Negate(inner) => {
                self.emit(inner, at);
                self.code.push(Op::Negate);
            }
            ExprKind::Not(inner) => {
                self.emit(inner, at);
                self.code.push(Op::Not);
            }
            ExprKind::Arithmetic { op, left, right, .. } => {
                self.emit(left, at);
                self.emit(right, at);
                self.code.push(Op::Arithmetic(*op));
            }
            ExprKind::Compare { operands, ops } => {
                for (index, (pair, (op, _))) in operands.windows(2).zip(ops).enumerate() {
                    pair.iter().for_each(|operand| self.emit(operand, at));
                    self.code.push(Op::Compare(*op));
                    if index > 0 {
                        self.code.push(Op::And);
                    }
                }
            }
            ExprKind::In { value, alternatives } => {
                self.emit(value, at);
                alternatives.iter().for_each(|alternative| self.emit(alternative, at));
                self.code.push(Op::In(alternatives.len() as u32));
            }
            ExprKind::Between { value, from, to } => {
                let bounds = [(from, CompareOp::GreaterEqual), (to, CompareOp::LessEqual)];
                let mut emitted = 0;
                for (bound, op) in bounds {
                    let Some(bound) = bound else { continue };
                    self.emit(value, at);
                    self.emit(bound, at);
                    self.code.push(Op::Compare(op));
                    emitted += 1;
                }
                match emitted {
                    0 => self.code.push(Op::Bool(true)),
                    1 => {}
                    _ => self.code.push(Op::And),
                }
            }
            ExprKind::Logic { op, left, right } => {
                self.emit(left, at);
                self.emit(right, at);
                self.code.push(match op {
                    LogicOp::And => Op::And,
                    LogicOp::Or => Op::Or,
                    LogicOp::Implies => Op::Implies,
                });
            }
            ExprKind::If { condition, then, otherwise } => {
                for part in [condition, then, otherwise] {
                    self.emit(part, at);
                }
                self.code.push(Op::If);
            }
        }
    }

    fn emit_aggregate(&mut self, function: Aggregate, over: &Over, at: Element) {
        if let Over::Along(line) = over
            && let ExprKind::Parts(inner) = &line.kind
        {
            return self.emit_parts(function, inner, at);
        }
        let mut count = 0u32;
        if let Some(slots) = self.aggregated(over, at) {
            for slot in slots {
                let factor = self.factor_of(slot).unwrap_or(Decimal::ONE);
                self.code.push(Op::Slot { slot, factor });
                count += 1;
            }
        } else if let Over::Along(line) = over {
            for ordinal in self.added_ordinals(line) {
                self.emit(line, Element { ordinal, ..at });
                count += 1;
            }
        }
        self.code.push(Op::Aggregate { function, count, skipping: true });
    }

    /// `sum(parts.X)` and its like: what the reports below come to together is one figure.
    fn emit_parts(&mut self, function: Aggregate, inner: &Expr, at: Element) {
        let slot = match &inner.kind {
            ExprKind::Ref(reference) => self.slot_in(reference, at.of(Report::Parts(function))),
            ExprKind::Aggregate { function: each, over: Over::Refs(refs) } => {
                let slots = refs.iter().filter_map(|reference| self.slot_of(reference, at));
                let of = slots.map(|slot| (slot, self.factor_of(slot).unwrap_or(Decimal::ONE))).collect();
                Some(self.foreign(Held::Parts { function, each: *each, of }))
            }
            _ => None,
        };
        if let Some(slot) = slot {
            let factor = self.factor_of(slot).unwrap_or(Decimal::ONE);
            self.code.push(Op::Slot { slot, factor });
        }
    }

    fn emit_call(&mut self, function: Func, args: &[Expr], at: Element) {
        let state = |op: fn(SlotId) -> Op, lowering: &mut Self| match args.first().map(|arg| &arg.kind) {
            Some(ExprKind::Ref(reference)) => lowering.slot_in(reference, at).map(op),
            Some(ExprKind::Prior(inner)) => match &inner.kind {
                ExprKind::Ref(reference) => lowering.slot_in(reference, at.of(Report::Prior)).map(op),
                _ => None,
            },
            _ => None,
        };
        let step = match function {
            Func::Blank => state(Op::IsBlank, self),
            Func::Absent => state(Op::IsAbsent, self),
            Func::Known => state(Op::IsKnown, self),
            Func::Abs | Func::Round => {
                args.iter().for_each(|arg| self.emit(arg, at));
                Some(if function == Func::Abs { Op::Abs } else { Op::Round })
            }
        };
        self.code.push(step.unwrap_or(Op::Bool(false)));
    }
}
