//! What the author of a template got wrong: types, units, shapes, totals, labels, what is never used.
//!
//! Works on the resolved model only and knows no document. What `resolve` reported is poisoned or absent and stays silent.

mod applies;
mod canonical;
mod clash;
mod constant;
mod declared;
mod derived;
mod infer;
mod infer_calls;
mod labels;
mod linear;
mod rules;
pub mod shape;
mod shape_report;
#[cfg(test)]
mod tests;
mod totals;
mod ty;
mod unused;

use std::collections::HashSet;

use crate::diag::wording::amend as say;
use crate::diag::{Diagnostic, Label};
use crate::model::{Form, Model};
use crate::source::Span;

pub use canonical::key_of;
pub use totals::adds_up;

/// As [`check`], behind what earlier phases found. After an error only errors are told: what seems never used may be used in
/// what could not be read.
pub fn check_after(model: &Model, earlier: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut found = check(model);
    if earlier.iter().any(Diagnostic::is_error) {
        found.retain(Diagnostic::is_error);
    }
    found
}

/// Every mistake of every form, in the order of the files.
pub fn check(model: &Model) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    unused::units(model, &mut out);
    unused::axes(model, &mut out);
    applies::versions(model, &mut out);
    // What a form inherits is first told of the form that it was written in.
    let (whole, amending): (Vec<&Form>, Vec<&Form>) = model.forms.iter().partition(|form| form.amended.is_none());
    for form in whole.into_iter().chain(amending) {
        let before = out.len();
        applies::check(model, form, &mut out);
        declared::check(model, form, &mut out);
        totals::check(model, form, &mut out);
        derived::check(form, &mut out);
        rules::check(model, form, &mut out);
        labels::check(form, &mut out);
        unused::check(form, &mut out);
        if let Some(amended) = &form.amended {
            // What is inherited was right in the version that it comes from; say which template brings it along.
            let own = |span: Span| span.file == amended.text.file && amended.text.range().contains(&(span.start as usize));
            let inherited = |found: &&mut Diagnostic| found.primary().is_some_and(|label| !own(label.span));
            for found in out.iter_mut().skip(before).filter(inherited) {
                found.notes.push(say::FROM_AMENDED.with("title", form.title()));
                found.labels.push(Label::new(amended.span, say::LEFT_BEHIND_HERE.plain()));
            }
        }
    }
    // What lies in an axis is found once for every table that spreads it.
    let mut seen = HashSet::new();
    out.retain(|diagnostic| diagnostic.primary().is_none_or(|label| seen.insert((diagnostic.code, label.span))));
    out.sort_by_key(|diagnostic| diagnostic.primary().map(|label| (label.span.file, label.span.start)));
    out
}
