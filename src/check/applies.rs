//! The versions of one form: that every report year has at most one.

use std::collections::BTreeMap;

use super::ty::Typed;
use crate::diag::wording::check as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{Form, Model, ValueKind};

/// One form by itself: its years.
pub fn check(model: &Model, form: &Form, out: &mut Vec<Diagnostic>) {
    if let Some(applies) = &form.applies {
        if let (Some(from), Some(to)) = (applies.from, applies.to)
            && from > to
        {
            out.push(
                Diagnostic::error(Code::G0328, say::APPLIES_REVERSED.plain()).at(applies.span, say::RANGE_REVERSED_LABEL.plain()),
            );
        }
        let meta = form.meta.get(applies.meta.0 as usize);
        if let Some(meta) = meta.filter(|meta| !matches!(meta.ty.kind, ValueKind::Year | ValueKind::Natural | ValueKind::Integer))
        {
            let kind = Typed::of_cell(&meta.ty).name(model);
            out.push(
                Diagnostic::error(Code::G0328, say::APPLIES_NOT_YEAR.with("name", &meta.name).with("type", kind))
                    .at(applies.span, say::APPLIES_NOT_YEAR_LABEL.plain())
                    .at(meta.ty.span, say::BECAUSE_TYPE.plain()),
            );
        }
    }
    for rule in &form.rules {
        if let Some((Some(from), Some(to))) = rule.during
            && from > to
        {
            out.push(
                Diagnostic::error(Code::G0328, say::DURING_REVERSED.with("rule", &rule.name))
                    .at(rule.span, say::RANGE_REVERSED_LABEL.plain()),
            );
        }
    }
}

/// All versions together.
pub fn versions(model: &Model, out: &mut Vec<Diagnostic>) {
    let mut by_name: BTreeMap<&str, Vec<&Form>> = BTreeMap::new();
    for form in &model.forms {
        by_name.entry(&form.name).or_default().push(form);
    }
    for forms in by_name.into_values().filter(|forms| forms.len() > 1) {
        if let Some(bare) = forms.iter().find(|form| form.version.is_none()) {
            let other = forms.iter().find(|form| form.span != bare.span);
            let mut diagnostic = Diagnostic::error(Code::G0328, say::VERSION_MISSING.with("name", &bare.name))
                .at(bare.span, say::VERSION_MISSING_LABEL.plain());
            if let Some(other) = other {
                diagnostic = diagnostic.at(other.span, say::VERSION_OTHER.plain());
            }
            out.push(diagnostic.with_help(say::VERSION_HELP.with("name", &bare.name)));
            continue;
        }
        overlaps(&forms, out);
    }
}

/// Sorted by their first year, each is compared with the one before that lasts longest.
fn overlaps(forms: &[&Form], out: &mut Vec<Diagnostic>) {
    let from = |form: &Form| form.applies.as_ref().and_then(|applies| applies.from).unwrap_or(i64::MIN);
    let to = |form: &Form| form.applies.as_ref().and_then(|applies| applies.to).unwrap_or(i64::MAX);
    let mut forms: Vec<&Form> = forms.iter().copied().filter(|form| from(form) <= to(form)).collect();
    forms.sort_by_key(|form| from(form));
    let mut longest: Option<&Form> = None;
    for form in forms {
        if let Some(before) = longest.filter(|before| to(before) >= from(form)) {
            let (start, end) = (from(form), to(form).min(to(before)));
            let year = |year: i64| if year == i64::MIN || year == i64::MAX { String::new() } else { year.to_string() };
            let years = if start == end { year(start) } else { format!("{}..{}", year(start), year(end)) };
            let place = |form: &Form| form.applies.as_ref().map_or(form.span, |applies| applies.span);
            let label =
                |form: &Form, label: crate::diag::Message| if form.applies.is_some() { label } else { say::APPLIES_ALL.plain() };
            let message = say::APPLIES_OVERLAP.with("first", before.title()).with("second", form.title()).with("years", years);
            out.push(
                Diagnostic::error(Code::G0328, message)
                    .at(place(form), label(form, say::APPLIES_SECOND.plain()))
                    .at(place(before), label(before, say::APPLIES_FIRST.plain()))
                    .with_help(say::APPLIES_HELP.plain()),
            );
        }
        if longest.is_none_or(|before| to(before) < to(form)) {
            longest = Some(form);
        }
    }
}
