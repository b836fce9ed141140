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

use crate::diag::Diagnostic;
use crate::model::Model;

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
    for form in &model.forms {
        applies::check(model, form, &mut out);
        declared::check(model, form, &mut out);
        totals::check(model, form, &mut out);
        derived::check(form, &mut out);
        rules::check(model, form, &mut out);
        labels::check(form, &mut out);
        unused::check(form, &mut out);
    }
    // What lies in an axis is found once for every table that spreads it.
    let mut seen = HashSet::new();
    out.retain(|diagnostic| diagnostic.primary().is_none_or(|label| seen.insert((diagnostic.code, label.span))));
    out.sort_by_key(|diagnostic| diagnostic.primary().map(|label| (label.span.file, label.span.start)));
    out
}
