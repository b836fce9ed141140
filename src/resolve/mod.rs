//! Ast → model: every name an index, every axis spread, every item with its type.
//!
//! All files of one folder are resolved together: they share units and axes, and there is no import. An error never stops
//! the work. What it spoils becomes [`crate::model::ExprKind::Poisoned`] or is left out, and stays silent from then on, so that
//! one mistake of the author gives one diagnostic.
//!
//! This module knows names, not types: whether a row may be added to a column is the business of `check`.

mod aggregate;
mod amend;
mod axes;
mod context;
mod expr;
mod form;
mod index;
mod items;
mod meta;
mod misplaced;
mod paths;
mod pattern;
mod reach;
mod read;
mod scope;
pub(crate) mod suggest;
mod tables;
#[cfg(test)]
mod tests;
mod types;
mod units;
mod unspread;
mod uses;

use std::collections::HashMap;

use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{Form, Model};
use crate::source::FileId;
use crate::syntax::ast;

use context::{Budget, Context, Sink};
pub use reach::{InReach, Named, Reachable, written_name};
pub use uses::{By, Use, Uses};

/// The most items (rows, columns, facts, headings) that one template may have once its axes are spread.
pub const MAX_ITEMS: usize = 65_536;
/// The most cells that one template may have.
pub const MAX_CELLS: usize = 1_000_000;
/// The deepest nesting of items, spread axes included, and of expressions.
pub const MAX_DEPTH: usize = 256;

/// Resolves all files of one folder. A template that amends one that is not there is reported and left out of the model.
pub fn resolve(files: &[ast::File]) -> (Model, Vec<Diagnostic>) {
    let (model, _, diagnostics) = resolve_with_uses(files);
    (model, diagnostics)
}

/// As [`resolve`], with every place where a name was found to mean something.
pub fn resolve_with_uses(files: &[ast::File]) -> (Model, Uses, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let (units, unit_names) = units::collect(files, &mut sink);
    let mut context = Context { units: &units, unit_names: &unit_names, sink: &mut sink, budget: Budget::default() };
    let axes = axes::Axes::shared(files, &mut context);
    let mut templates: Vec<&ast::Template> = Vec::new();
    let mut seen: HashMap<(&str, Option<&str>), &ast::Template> = HashMap::new();
    for template in files.iter().flat_map(|file| &file.declarations).filter_map(|declaration| match declaration {
        ast::Declaration::Template(template) => Some(template),
        ast::Declaration::Unit(_) | ast::Declaration::Axis(_) => None,
    }) {
        let key = (template.name.text.as_str(), template.version.as_ref().map(|version| version.text.as_str()));
        if let Some(first) = seen.get(&key) {
            let title = match key.1 {
                Some(version) => format!("{}@{version}", key.0),
                None => key.0.to_owned(),
            };
            context.sink.duplicate(say::A_TEMPLATE.plain(), &title, template.name.span, first.name.span);
            continue;
        }
        seen.insert(key, template);
        templates.push(template);
    }
    let forms = forms(&templates, &axes, &mut context);
    let (diagnostics, uses) = sink.into_parts();
    (Model { units, axes: unspread::declared(files), forms }, uses, diagnostics)
}

/// Every template in the order of the files, each resolved behind the one that it amends.
fn forms(templates: &[&ast::Template], axes: &axes::Axes<'_>, context: &mut Context<'_>) -> Vec<Form> {
    let order = amend::order(templates, context.sink);
    // What is in the model, and where: those that could not be expanded are not.
    let mut kept = order.sorted.clone();
    kept.sort_unstable();
    let mut expanded: HashMap<usize, ast::Template> = HashMap::new();
    let mut forms: HashMap<usize, Form> = HashMap::new();
    for at in order.sorted {
        let Some(template) = templates.get(at).copied() else { continue };
        let base = order.base.get(at).copied().flatten();
        let Some((base, old)) = base.and_then(|base| Some((base, expanded.get(&base).or(templates.get(base).copied())?))) else {
            forms.insert(at, form::resolve(template, axes, context));
            continue;
        };
        let Some(old_form) = forms.get(&base) else { continue };
        let local = axes.with_local(old, context);
        let whole = amend::expand(template, old, old_form, &local, context.sink);
        let before = context.sink.mark();
        let mut form = form::resolve(&whole.template, axes, context);
        context.sink.revise(before, |found| amend::blame(found, &whole.template, &whole.gone));
        if let (Some(amended), Ok(index)) = (&template.amends, kept.binary_search(&base)) {
            form.amended = Some(amend::carry(&form, old_form, index, (amended.span, template.span), &whole.lineage));
        }
        forms.insert(at, form);
        expanded.insert(at, whole.template);
    }
    kept.into_iter().filter_map(|at| forms.remove(&at)).collect()
}

/// What of these diagnostics (of `resolve` or a later phase) still holds when some files have syntax errors. A damaged file may
/// have lost declarations: nothing is said there about what is missing or looks odd, and nowhere about units and axes, which
/// all files share. What is certain stays: declared twice, circles, amendments.
pub fn certain(diagnostics: Vec<Diagnostic>, damaged: &[FileId]) -> Vec<Diagnostic> {
    if damaged.is_empty() {
        return diagnostics;
    }
    let keeps = |diagnostic: &Diagnostic| {
        let here = diagnostic.primary().is_some_and(|label| damaged.contains(&label.span.file));
        let shared = [Code::G0204, Code::G0205].contains(&diagnostic.code) || !diagnostic.is_error();
        let certain = [Code::G0203, Code::G0206, Code::G0220].contains(&diagnostic.code);
        certain || !(here || shared)
    };
    diagnostics.into_iter().filter(keeps).collect()
}
