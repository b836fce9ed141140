//! What all reports of one shape have in common: the year and what else identifies them, which optional figures are there,
//! which of several ways to satisfy a condition is taken. Within a shape everything is linear.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;

use super::affine::Affine;
use super::system::{Added, Row, System, Var};
use super::tree::{MAX_DEPTH, Node, NodeId, Tree};
use crate::bind::{NO, YES};
use crate::label::Texts;
use crate::model::{CellType, Form, Rounding, Treatment, ValueKind};
use crate::number::Decimal;
use crate::plan::{Body, Check, Origin, Plan, Side, Slot, SlotId};
use crate::syntax::ast::CompareOp;

/// Whether a figure is there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Presence {
    Present,
    /// It is not, and rules leave it out.
    Left,
    /// It is not, and counts as this.
    As(Decimal),
    /// It is not, and no rule can use it.
    Unknown,
}

/// What the free figures must be, beside the equations.
#[derive(Debug, Clone)]
pub(super) enum Need {
    /// The sum is not negative.
    AtLeast(Row),
    NotZero(Row),
}

/// A figure that is worked out last, from figures that are known by then.
#[derive(Debug, Clone)]
pub(super) struct Assigned {
    pub slot: SlotId,
    pub factor: Decimal,
    pub tree: Tree,
    pub root: NodeId,
    /// It is to be off.
    pub broken: bool,
}

/// By how much the broken rule is off: at least this, in the units of its row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slack {
    pub least: i128,
    pub step: i128,
    /// It is off in one direction only.
    pub positive: bool,
}

#[derive(Debug, Default)]
pub(super) struct Shape {
    /// By meta.
    pub meta: Vec<Option<String>>,
    /// Names of the meta that a condition asked for.
    pub fixed: BTreeSet<String>,
    /// By slot.
    pub present: Vec<Presence>,
    pub words: BTreeMap<SlotId, String>,
    pub system: System,
    pub needs: Vec<Need>,
    pub assigned: Vec<Assigned>,
    pub slacks: Vec<Slack>,
    /// Checks that cannot hold together with the breach.
    pub sacrificed: BTreeSet<u32>,
    /// A check that contradicts others: no report of this shape satisfies all.
    pub contradicted: Option<u32>,
}

/// Why a part of a condition is no sum.
pub(super) enum NotAffine {
    /// It names something that is not there.
    Left,
    Other,
}

/// What is known of a condition before any figure is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Known {
    Bool(bool),
    /// It names something that is not there.
    Left,
    Open,
}

/// Puts a shape together.
pub(super) struct Builder<'a> {
    pub form: &'a Form,
    pub plan: &'a Plan,
    pub rng: &'a mut Rng,
    pub shape: Shape,
    year: Option<i64>,
    equations: Vec<(Row, u32)>,
    needs: Vec<(Need, u32)>,
    assigned: Vec<(Assigned, u32)>,
    /// The check that is being read.
    check: u32,
    texts: Texts,
}

/// The places behind the point that figures of a slot are made with.
pub(super) fn scale_of(slot: &Slot) -> u8 {
    match (&slot.ty.kind, &slot.ty.rounding) {
        (ValueKind::Decimal | ValueKind::Percent, Rounding::Step(step) | Rounding::Rounded(step)) => step.normalized().scale(),
        (ValueKind::Decimal, Rounding::Exact) => 2,
        (ValueKind::Percent, Rounding::Exact) => 1,
        _ => 0,
    }
}

impl<'a> Builder<'a> {
    pub fn new(form: &'a Form, plan: &'a Plan, rng: &'a mut Rng) -> Builder<'a> {
        Builder {
            form,
            plan,
            rng,
            shape: Shape::default(),
            year: None,
            equations: Vec::new(),
            needs: Vec::new(),
            assigned: Vec::new(),
            check: 0,
            texts: Texts::default(),
        }
    }

    /// A shape at random; with `target` one in which that check fails.
    pub fn build(mut self, target: Option<u32>, given: &[(String, String)]) -> Shape {
        let wanted = target.and_then(|target| self.plan.checks.get(target as usize));
        let during = wanted.and_then(|check| self.plan.rules.get(check.rule as usize)).and_then(|rule| rule.during);
        self.identify(during, given);
        self.presence(wanted);
        self.draw_words();
        let mut slack_from = self.plan.slots.list.len();
        if let Some((target, check)) = target.zip(wanted) {
            self.check = target;
            self.demand(check);
            let before = self.needs.len();
            self.breach(check);
            slack_from = self.slacked(check, before);
        }
        let own_rule = wanted.map(|check| check.rule);
        let first = self.mark();
        for (at, check) in self.plan.checks.iter().enumerate() {
            if target != Some(at as u32) {
                self.check = at as u32;
                self.satisfy_check(check);
            }
        }
        self.solve(first, own_rule, slack_from as Var);
        self.shape
    }

    /// Solves what was collected. `first`: how much of it is the breach; the other checks of its rule come last, so that they
    /// give way first.
    fn solve(&mut self, first: (usize, usize, usize), own_rule: Option<u32>, slack_from: Var) {
        let rule_of = |check: u32| self.plan.checks.get(check as usize).map(|check| check.rule);
        let origin = |check: u32| rule_of(check).and_then(|rule| self.plan.rules.get(rule as usize)).map(|rule| rule.origin);
        let mut order: Vec<usize> = (0..self.equations.len()).collect();
        order.sort_by_key(|at| {
            let Some((_, check)) = self.equations.get(*at) else { return (3, 0) };
            if *at < first.0 {
                return (0, 0);
            }
            let rank = if own_rule.is_some() && rule_of(*check) == own_rule { 2 } else { 1 };
            (rank, if origin(*check) == Some(Origin::Total) { 0 } else { 1 })
        });
        let late: BTreeSet<Var> = self.assigned.iter().map(|(assigned, _)| assigned.slot.0).collect();
        let facts = |var: Var| {
            let slot = self.plan.slots.get(SlotId(var));
            slot.and_then(|slot| self.form.table(slot.cell.table))
                .is_some_and(|table| table.kind == crate::model::TableKind::Facts)
        };
        let cost = |var: Var, row: &Row| {
            let own = row.coefficient(var) > 0;
            let same = row.terms.iter().filter(|(other, coefficient)| **other != var && (**coefficient > 0) == own).count();
            let kind = match self.plan.slots.get(SlotId(var)) {
                Some(slot) if slot.computed => 0,
                Some(_) if facts(var) => 1,
                Some(_) | None => 2,
            };
            (same as u32).saturating_mul(4).saturating_add(kind).saturating_add(if late.contains(&var) { 1 << 20 } else { 0 })
        };
        let breaks = own_rule.is_some();
        for at in order {
            let Some((row, check)) = self.equations.get(at) else { continue };
            match self.shape.system.add(row, slack_from, cost) {
                Added::Dependent | Added::Implied | Added::TooLarge => {}
                Added::Contradicts if breaks && at >= first.0 => {
                    self.shape.sacrificed.insert(*check);
                }
                Added::Contradicts => {
                    self.shape.contradicted.get_or_insert(*check);
                }
            }
        }
        for (at, (need, check)) in std::mem::take(&mut self.needs).into_iter().enumerate() {
            let over = |row: &Row| self.shape.system.over_free(row);
            let need = match &need {
                Need::AtLeast(row) => over(row).map(Need::AtLeast),
                Need::NotZero(row) => over(row).map(Need::NotZero),
            };
            let Some(need) = need else { continue };
            let failed = match &need {
                Need::AtLeast(row) => row.is_constant() && row.constant < 0,
                Need::NotZero(row) => row.is_constant() && row.constant == 0,
            };
            if !failed {
                self.shape.needs.push(need);
            } else if breaks && at >= first.1 {
                self.shape.sacrificed.insert(check);
            } else {
                self.shape.contradicted.get_or_insert(check);
            }
        }
        // A figure that stands in equations is not worked out a second time.
        let free = |slot: SlotId| {
            !self.shape.system.dependent.contains_key(&slot.0)
                && !self.shape.system.dependent.values().any(|row| row.terms.contains_key(&slot.0))
        };
        let assigned = std::mem::take(&mut self.assigned);
        self.shape.assigned = assigned.into_iter().map(|(assigned, _)| assigned).filter(|assigned| free(assigned.slot)).collect();
    }

    /// The year, the names, the enumerated words that identify a report.
    fn identify(&mut self, during: Option<(Option<i64>, Option<i64>)>, given: &[(String, String)]) {
        const YEARS: i64 = 4;
        let applies = self.form.applies.as_ref();
        let year_meta = applies.map(|applies| applies.meta.0);
        let (mut from, mut to) = applies.map_or((None, None), |applies| (applies.from, applies.to));
        if let Some((first, last)) = during {
            from = from.max(first);
            to = match (to, last) {
                (Some(to), Some(last)) => Some(to.min(last)),
                (to, last) => to.or(last),
            };
        }
        let from = from.or(to.map(|to| to.saturating_sub(YEARS))).unwrap_or(2020);
        let to = to.unwrap_or(from.saturating_add(YEARS)).max(from);
        let year = self.rng.i64(from..=to);
        self.year = year_meta.map(|_| year);
        for (at, meta) in self.form.meta.iter().enumerate() {
            let given = given.iter().rev().find(|(name, _)| *name == meta.name).map(|(_, value)| value.clone());
            let value = match &meta.ty.kind {
                ValueKind::Year if year_meta == Some(at as u32) || year_meta.is_none() => Some(year.to_string()),
                ValueKind::Enum(_) if meta.optional && self.rng.bool() => None,
                kind => Some(word(kind, self.rng)),
            };
            if let (Some(given), true) = (&given, year_meta == Some(at as u32)) {
                self.year = given.trim().parse().ok();
            }
            self.shape.meta.push(given.or(value));
        }
    }

    /// Draws which optional figures are there: all of an optional row, column or table, or none.
    fn presence(&mut self, wanted: Option<&Check>) {
        let wanted: BTreeSet<SlotId> = wanted.map(|check| self.plan.operands(check).into_iter().collect()).unwrap_or_default();
        let mut left: BTreeMap<(u32, Option<u32>, Option<u32>), bool> = BTreeMap::new();
        for (at, slot) in self.plan.slots.list.iter().enumerate() {
            let table = self.form.table(slot.cell.table);
            let row = slot.cell.row.filter(|id| table.and_then(|table| table.row(*id)).is_some_and(|item| item.optional));
            let column =
                slot.cell.column.filter(|id| table.and_then(|table| table.column(*id)).is_some_and(|item| item.optional));
            let mut absent = false;
            let keys = [(row.is_some(), (row.map(|id| id.0), None)), (column.is_some(), (None, column.map(|id| id.0)))];
            for (_, (row, column)) in keys.into_iter().filter(|(is, _)| *is) {
                absent |= *left.entry((slot.cell.table.0, row, column)).or_insert_with(|| self.rng.u8(0..10) < 4);
            }
            if table.is_some_and(|table| table.optional) {
                absent |= *left.entry((slot.cell.table.0, None, None)).or_insert_with(|| self.rng.u8(0..10) < 2);
            }
            let presence = match (absent && slot.optional && !wanted.contains(&SlotId(at as u32)), slot.read.absent) {
                (false, _) => Presence::Present,
                (true, Some(Treatment::As(value))) => Presence::As(value),
                (true, Some(Treatment::Skip)) => Presence::Left,
                (true, Some(Treatment::Unknown | Treatment::Error) | None) => Presence::Unknown,
            };
            // A cell that no rule could do without is there.
            self.shape.present.push(if presence == Presence::Unknown { Presence::Present } else { presence });
        }
    }

    fn draw_words(&mut self) {
        for (at, slot) in self.plan.slots.list.iter().enumerate() {
            if !slot.ty.kind.is_numeric() {
                let drawn = word_of(&slot.ty, &self.texts, self.rng);
                self.shape.words.insert(SlotId(at as u32), drawn);
            }
        }
    }

    /// Whether a cell holds yes or no.
    pub(super) fn is_truth(&self, slot: SlotId) -> bool {
        self.plan.slots.get(slot).is_some_and(|slot| slot.ty.kind == ValueKind::Bool)
    }

    pub(super) fn present(&self, slot: SlotId) -> Presence {
        self.shape.present.get(slot.0 as usize).copied().unwrap_or(Presence::Unknown)
    }

    /// Makes the `when` of the check that is to fail come true: whatever it asks of meta, words and presence.
    fn demand(&mut self, check: &Check) {
        let Some((tree, root)) = check.when.as_ref().and_then(|when| Tree::of(self.plan.code(when))) else { return };
        self.force(&tree, root, true, MAX_DEPTH);
        let _ = self.satisfy(&tree, root, true, MAX_DEPTH);
    }

    /// Sets words, meta and presence as a condition asks for them.
    fn force(&mut self, tree: &Tree, id: NodeId, want: bool, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match tree.get(id) {
            Some(Node::Not(inner)) => self.force(tree, *inner, !want, depth),
            Some(Node::And(left, right)) if want => {
                self.force(tree, *left, true, depth);
                self.force(tree, *right, true, depth);
            }
            Some(Node::Or(left, _)) => self.force(tree, *left, want, depth),
            Some(Node::Compare(op, left, right)) => {
                let equal = (*op == CompareOp::Equal) == want && matches!(op, CompareOp::Equal | CompareOp::NotEqual);
                let (one, other) = (tree.get(*left), tree.get(*right));
                if let (Some(Node::Meta(meta)), Some(Node::Word(word))) | (Some(Node::Word(word)), Some(Node::Meta(meta))) =
                    (one, other)
                    && equal
                    && let Some(place) = self.shape.meta.get_mut(*meta as usize)
                {
                    *place = Some(word.clone());
                    self.shape.fixed.extend(self.form.meta.get(*meta as usize).map(|meta| meta.name.clone()));
                }
                if let (Some(Node::Slot { slot, .. }), Some(Node::Word(word)))
                | (Some(Node::Word(word)), Some(Node::Slot { slot, .. })) = (one, other)
                    && equal
                {
                    self.shape.words.insert(*slot, word.clone());
                }
            }
            Some(Node::Slot { slot, .. }) if self.is_truth(*slot) => {
                self.shape.words.insert(*slot, if want { YES } else { NO }.to_owned());
            }
            Some(Node::IsAbsent(slot)) => self.set_presence(*slot, !want),
            Some(Node::IsKnown(slot)) => self.set_presence(*slot, want),
            Some(_) | None => {}
        }
    }

    fn set_presence(&mut self, slot: SlotId, present: bool) {
        let own = self.plan.slots.get(slot);
        let absent = match own.and_then(|slot| slot.read.absent) {
            Some(Treatment::As(value)) => Presence::As(value),
            Some(Treatment::Skip) => Presence::Left,
            Some(Treatment::Unknown | Treatment::Error) | None => return,
        };
        if let Some(place) = self.shape.present.get_mut(slot.0 as usize) {
            *place = if present { Presence::Present } else { absent };
        }
    }

    /// Adds what makes a check fail.
    fn breach(&mut self, check: &Check) {
        match &check.body {
            Body::Linear { op, .. } => {
                if let Ok(sum) = self.linear(check) {
                    self.require(sum, super::tree::opposite(*op));
                }
            }
            Body::Code { code, .. } => {
                if let Some((tree, root)) = Tree::of(self.plan.code(code)) {
                    self.force(&tree, root, false, MAX_DEPTH);
                    let _ = self.satisfy(&tree, root, false, MAX_DEPTH);
                    for (assigned, _) in &mut self.assigned {
                        assigned.broken = true;
                    }
                }
            }
        }
    }

    /// Turns what makes the rule fail into equations with the amount by which it is off: so it is seen which other equations
    /// would undo it. Where the variables for these amounts begin.
    /// `before`: how many needs are not the breach's. Where it asks for several things at once, they stay needs.
    fn slacked(&mut self, check: &Check, before: usize) -> usize {
        let from = self.plan.slots.list.len();
        if self.needs.len().checked_sub(before) != Some(1) {
            return from;
        }
        let allowance = self.allowance(check);
        for (need, owner) in self.needs.split_off(before) {
            let (mut row, positive) = match need {
                Need::NotZero(row) => (row, false),
                Need::AtLeast(row) => (row, true),
            };
            // The allowance is in base units, the row a multiple of them: far enough off in any case.
            let step = row.terms.values().fold(0i128, |step, coefficient| step.max(coefficient.saturating_abs())).max(1);
            let least = allowance.saturating_mul(step).max(if positive { 0 } else { step });
            row.terms.insert((from + self.shape.slacks.len()) as Var, -1);
            self.shape.slacks.push(Slack { least, step, positive });
            self.equations.push((row, owner));
        }
        from
    }

    /// What a check forgives, in the smallest units of its figures and generously.
    fn allowance(&self, check: &Check) -> i128 {
        let terms = self.plan.terms_of(check);
        let rounded = terms
            .iter()
            .filter(|term| self.plan.slots.get(term.slot).is_some_and(|slot| matches!(slot.ty.rounding, Rounding::Rounded(_))));
        let rounded = rounded.count() as i128;
        let finest =
            self.plan.operands(check).iter().filter_map(|slot| self.plan.slots.get(*slot)).map(scale_of).max().unwrap_or(0);
        let within =
            check.within.and_then(|within| within.mantissa_at(finest.max(within.normalized().scale()).min(9))).unwrap_or(0);
        rounded.saturating_add(within.saturating_mul(2)).saturating_add(i128::from(rounded > 0 || within > 0))
    }

    /// Adds what makes a check hold.
    fn satisfy_check(&mut self, check: &Check) {
        let Some(rule) = self.plan.rules.get(check.rule as usize) else { return };
        if let (Some((from, to)), Some(year)) = (rule.during, self.year)
            && (from.is_some_and(|from| year < from) || to.is_some_and(|to| to < year))
        {
            return;
        }
        if let Some(when) = &check.when {
            let Some((tree, root)) = Tree::of(self.plan.code(when)) else { return };
            match self.known(&tree, root, MAX_DEPTH) {
                Known::Bool(true) => {}
                Known::Bool(false) | Known::Left => return,
                // It hangs on figures: half of the shapes take it for true, the others for false.
                Known::Open => {
                    let applies = self.rng.bool();
                    if self.satisfy(&tree, root, applies, MAX_DEPTH).is_ok() && !applies {
                        return;
                    }
                }
            }
        }
        match &check.body {
            Body::Linear { op, .. } => {
                if let Ok(sum) = self.linear(check) {
                    self.require(sum, *op);
                }
            }
            Body::Code { code, .. } => {
                if let Some((tree, root)) = Tree::of(self.plan.code(code)) {
                    let _ = self.satisfy(&tree, root, true, MAX_DEPTH);
                }
            }
        }
    }

    /// Left side less right side of a linear check.
    fn linear(&self, check: &Check) -> Result<Affine, NotAffine> {
        let Body::Linear { left, right, .. } = &check.body else { return Err(NotAffine::Other) };
        let mut sum = Affine::constant(left.to_rational() - right.to_rational());
        for term in self.plan.terms_of(check) {
            let sign = if term.side == Side::Left { 1 } else { -1 };
            match self.figure(term.slot, term.coefficient) {
                Ok(figure) => sum = sum.plus(figure, sign),
                Err(NotAffine::Left) if term.summed => {}
                Err(other) => return Err(other),
            }
        }
        Ok(sum)
    }

    pub(super) fn figure(&self, slot: SlotId, factor: Decimal) -> Result<Affine, NotAffine> {
        match self.present(slot) {
            Presence::Present => {
                let own = self.plan.slots.get(slot).ok_or(NotAffine::Other)?;
                if own.ty.kind.is_numeric() { Ok(Affine::variable(slot.0, scale_of(own), factor)) } else { Err(NotAffine::Other) }
            }
            Presence::As(value) => Ok(Affine::constant(value.to_rational() * factor.to_rational())),
            Presence::Left => Err(NotAffine::Left),
            Presence::Unknown => Err(NotAffine::Other),
        }
    }

    /// How much was asked for so far; [`Builder::back_to`] forgets what was asked for since.
    pub(super) fn mark(&self) -> (usize, usize, usize) {
        (self.equations.len(), self.needs.len(), self.assigned.len())
    }

    pub(super) fn back_to(&mut self, (equations, needs, assigned): (usize, usize, usize)) {
        self.equations.truncate(equations);
        self.needs.truncate(needs);
        self.assigned.truncate(assigned);
    }

    pub(super) fn push_assigned(&mut self, assigned: Assigned) {
        self.assigned.push((assigned, self.check));
    }

    /// Adds `sum op 0`.
    pub(super) fn require(&mut self, sum: Affine, op: CompareOp) {
        let Some((row, _)) = sum.row() else { return };
        let negated = |row: &Row| Row {
            terms: row.terms.iter().map(|(var, coefficient)| (*var, coefficient.saturating_neg())).collect(),
            constant: row.constant.saturating_neg(),
        };
        let less_one = |mut row: Row| {
            row.constant = row.constant.saturating_sub(1);
            row
        };
        let need = match op {
            CompareOp::Equal => {
                self.equations.push((row, self.check));
                return;
            }
            CompareOp::NotEqual => Need::NotZero(row),
            CompareOp::GreaterEqual => Need::AtLeast(row),
            CompareOp::Greater => Need::AtLeast(less_one(row)),
            CompareOp::LessEqual => Need::AtLeast(negated(&row)),
            CompareOp::Less => Need::AtLeast(less_one(negated(&row))),
        };
        self.needs.push((need, self.check));
    }
}

/// A word for a cell: one that its `matches` lets pass, where such a one is found.
fn word_of(ty: &CellType, texts: &Texts, rng: &mut Rng) -> String {
    const TRIES: usize = 8;
    if let Some(pattern) = &ty.matches {
        for _ in 0..TRIES {
            let Some(drawn) = super::sample::text(&pattern.text, rng) else { break };
            if texts.fits(&pattern.text, &drawn) {
                return drawn;
            }
        }
    }
    word(&ty.kind, rng)
}

/// A word for a cell or a meta.
pub(super) fn word(kind: &ValueKind, rng: &mut Rng) -> String {
    const PLACES: [&str; 8] = ["青石县", "云浦县", "临江市", "白河区", "望山县", "长桥区", "南溪县", "安平市"];
    const OFFICES: [&str; 8] = ["水利局", "教育局", "人民政府", "民政局", "农业局", "统计局", "卫生局", "档案局"];
    const TEXTS: [&str; 6] = ["甲", "乙", "丙", "丁", "戊", "己"];
    let pick = |list: &[&str], rng: &mut Rng| list.get(rng.usize(..list.len().max(1))).copied().unwrap_or_default().to_owned();
    match kind {
        ValueKind::Text => format!("{}{}", pick(&PLACES, rng), pick(&OFFICES, rng)),
        ValueKind::Bool => pick(&[YES, NO], rng),
        ValueKind::Year => rng.u16(2020..=2025).to_string(),
        ValueKind::Date => format!("{}-{:02}-{:02}", rng.u16(2020..=2025), rng.u8(1..=12), rng.u8(1..=28)),
        ValueKind::Enum(words) => words.get(rng.usize(..words.len().max(1))).cloned().unwrap_or_default(),
        ValueKind::Natural | ValueKind::Integer | ValueKind::Decimal | ValueKind::Percent => rng.u32(1..1000).to_string(),
        ValueKind::Code | ValueKind::Unit => pick(&TEXTS, rng),
    }
}
