//! What each slot counts as.

use crate::bind::{Cell, Figures, State, YES};
use crate::model::{Treatment, ValueKind};
use crate::number::Decimal;
use crate::plan::{Held, Plan, Slot, SlotId};

/// What a rule sees of a slot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    Number(Decimal),
    /// Yes or no.
    Truth(bool),
    /// Contents that are no number; the cell holds them.
    Word,
    /// Left out of totals; a rule that names it does not apply.
    Skip,
    Unknown,
}

/// The values of one report, in slot order.
#[derive(Default, Clone)]
pub(super) struct Values {
    values: Vec<Value>,
    /// Blank totals that go on with the sum of their parts.
    computed: Vec<SlotId>,
}

impl Values {
    /// Takes the figures of a report, in place of those of the one before.
    pub fn load(&mut self, plan: &Plan, figures: &Figures) {
        self.computed.clear();
        self.values.clear();
        let value = |(at, slot)| figures.cells.get(at).map_or(Value::Unknown, |cell| value_of(slot, cell));
        self.values.extend(plan.slots.list.iter().enumerate().map(value));
    }

    pub fn get(&self, slot: SlotId) -> Value {
        self.values.get(slot.0 as usize).copied().unwrap_or(Value::Unknown)
    }

    /// Gives a blank total the value that its parts make.
    pub fn fill(&mut self, slot: SlotId, value: Decimal) {
        if let Some(entry) = self.values.get_mut(slot.0 as usize) {
            *entry = Value::Number(value);
            self.computed.push(slot);
        }
    }

    /// Adds a slot of the plan of the rules over several reports. `own`: the values of this report.
    pub fn push(&mut self, value: Value, held: &Held, own: &Values) {
        let slot = SlotId(self.values.len() as u32);
        if matches!(held, Held::Own(figure) if own.is_computed(*figure)) {
            self.computed.push(slot);
        }
        self.values.push(value);
    }

    /// Lets a slot count as something else.
    pub fn put(&mut self, slot: SlotId, value: Value) {
        if let Some(entry) = self.values.get_mut(slot.0 as usize) {
            *entry = value;
        }
    }

    /// Takes one figure anew.
    pub fn update(&mut self, plan: &Plan, figures: &Figures, slot: SlotId) {
        let value = plan.slots.get(slot).zip(figures.get(slot)).map_or(Value::Unknown, |(slot, cell)| value_of(slot, cell));
        if let Some(entry) = self.values.get_mut(slot.0 as usize) {
            *entry = value;
        }
    }

    /// Lets a slot count as a number.
    pub fn set(&mut self, slot: SlotId, value: Decimal) {
        if let Some(entry) = self.values.get_mut(slot.0 as usize) {
            *entry = Value::Number(value);
        }
    }

    pub fn has_computed(&self) -> bool {
        !self.computed.is_empty()
    }

    pub fn is_computed(&self, slot: SlotId) -> bool {
        self.computed.contains(&slot)
    }
}

fn value_of(slot: &Slot, cell: &Cell) -> Value {
    let value = plain_value_of(slot, cell);
    if slot.ty.kind != ValueKind::Bool {
        return value;
    }
    match value {
        // `blank as 0`: not ticked.
        Value::Number(number) => Value::Truth(!number.is_zero()),
        Value::Word => Value::Truth(cell.word.as_deref() == Some(YES)),
        Value::Truth(_) | Value::Skip | Value::Unknown => value,
    }
}

fn plain_value_of(slot: &Slot, cell: &Cell) -> Value {
    match cell.state {
        State::Figure => match (cell.value, cell.approximate) {
            // An approximate figure ("over 180,000") compares with nothing.
            (Some(_), true) => Value::Unknown,
            (Some(value), false) => Value::Number(value),
            (None, _) if cell.word.is_some() => Value::Word,
            (None, _) => Value::Unknown,
        },
        State::Blank => treated(treatment(slot, cell)),
        State::Absent | State::NotApplicable => treated(treatment(slot, cell)),
        State::Unreadable => Value::Unknown,
    }
}

/// What the template says about the state that this cell is in.
pub(super) fn treatment(slot: &Slot, cell: &Cell) -> Treatment {
    let policy = &slot.read;
    let of_state = match cell.state {
        State::Blank => policy.blank,
        State::Absent => policy.absent,
        State::NotApplicable => {
            let token = crate::label::fold(&cell.text);
            policy.tokens.iter().find(|(listed, _)| crate::label::fold(listed) == token).map(|(_, treatment)| *treatment)
        }
        State::Figure | State::Unreadable => None,
    };
    of_state.unwrap_or(Treatment::Error)
}

fn treated(treatment: Treatment) -> Value {
    match treatment {
        Treatment::As(value) => Value::Number(value),
        Treatment::Skip => Value::Skip,
        Treatment::Unknown | Treatment::Error => Value::Unknown,
    }
}
