//! How the figures of a form continue those of an older version, as the evaluator needs it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::diff::{Continuation, Continued, Version};
use crate::eval::{Carry, Source};
use crate::model::{CellRef, Form, Model, UnitId, ValueKind};
use crate::number::Rational;
use crate::plan::{Plan, SlotId, Slots};
use crate::source::Span;

/// The templates of one folder.
#[derive(Clone, Copy)]
pub struct Forms<'a> {
    pub model: &'a Model,
    /// In the model's order.
    pub plans: &'a [Plan],
}

impl<'a> Forms<'a> {
    /// The form whose name is declared here.
    pub fn declared_at(&self, span: Span) -> Option<(&'a Form, &'a Plan)> {
        self.model.forms.iter().zip(self.plans).find(|(form, _)| form.span == span)
    }
}

/// How figures continue, worked out once for two forms.
#[derive(Debug, Default)]
pub struct Continuations {
    known: Mutex<HashMap<(Span, Span), Arc<Carry>>>,
}

impl Continuations {
    /// [`continues`], or what it said before.
    pub fn of(&self, forms: Forms<'_>, new: Span, old: Span) -> Option<Arc<Carry>> {
        if !related(forms, new, old) {
            return None;
        }
        // What a thread that panicked had put in is whole.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(carry) = known.get(&(new, old)) {
            return Some(Arc::clone(carry));
        }
        let carry = Arc::new(continues(forms, new, old)?);
        known.insert((new, old), Arc::clone(&carry));
        Some(carry)
    }
}

/// Whether two forms of one folder are the same, or versions of one: they have one name, or the newer one amends the older.
pub fn related(forms: Forms<'_>, new: Span, old: Span) -> bool {
    let (Some((new_form, _)), Some((old_form, _))) = (forms.declared_at(new), forms.declared_at(old)) else { return false };
    let amended = new_form.amended.as_ref().and_then(|amended| forms.model.forms.get(amended.form));
    new == old || new_form.name == old_form.name || amended.is_some_and(|form| form.span == old)
}

/// How the figures of `new` continue those of `old` (forms of one folder, by where they are declared). `None` when the forms have
/// nothing to do with each other ([`related`]).
pub fn continues(forms: Forms<'_>, new: Span, old: Span) -> Option<Carry> {
    if new == old {
        return Some(Carry::Same);
    }
    if !related(forms, new, old) {
        return None;
    }
    let ((new_form, new_plan), (old_form, old_plan)) = (forms.declared_at(new)?, forms.declared_at(old)?);
    let version = |form, plan| Version { model: forms.model, form, plan };
    let matched = Continuation::of(version(old_form, old_plan), version(new_form, new_plan));
    // Of a plan that was read from a file the index is not kept.
    let index = |plan: &Plan| {
        let mut slots: Slots = plan.slots.clone();
        slots.reindex();
        slots
    };
    let (new_slots, old_slots) = (index(new_plan), index(old_plan));
    let one = |slot: SlotId, old: CellRef| -> Option<(SlotId, Rational)> {
        let found = old_slots.find(old)?;
        Some((found, factor(forms.model, new_slots.get(slot)?, old_slots.get(found)?)?))
    };
    let sources = new_slots.list.iter().enumerate().map(|(at, slot)| {
        let id = SlotId(at as u32);
        match matched.cell(old_form, new_form, slot.cell) {
            Continued::New => Source::New,
            Continued::Perhaps => Source::Unlike,
            Continued::SumOf(cells) => {
                let figures: Option<Vec<_>> = cells.into_iter().map(|cell| one(id, cell)).collect();
                figures.filter(|figures| !figures.is_empty()).map_or(Source::Unlike, Source::Figures)
            }
            Continued::PartOf { old, together } => {
                let together: Vec<SlotId> = together.into_iter().filter_map(|cell| new_slots.find(cell)).collect();
                one(id, old).map_or(Source::Unlike, |(old, factor)| Source::PartOf { old, factor, together })
            }
        }
    });
    Some(Carry::Map(sources.collect()))
}

/// What turns a figure of the old slot into one of the new slot; `None` when they do not measure the same.
fn factor(model: &Model, new: &crate::plan::Slot, old: &crate::plan::Slot) -> Option<Rational> {
    let percent = |kind: &ValueKind| *kind == ValueKind::Percent;
    if new.ty.kind.is_numeric() != old.ty.kind.is_numeric() || percent(&new.ty.kind) != percent(&old.ty.kind) {
        return None;
    }
    let unit = |id: Option<UnitId>| id.and_then(|id| model.units.get(id));
    match (unit(new.ty.unit), unit(old.ty.unit)) {
        (Some(new), Some(old)) if new.base == old.base => Some(old.factor.to_rational() / new.factor.to_rational()),
        (None, None) => Some(Rational::ONE),
        (Some(_), Some(_)) | (Some(_), None) | (None, Some(_)) => None,
    }
}
