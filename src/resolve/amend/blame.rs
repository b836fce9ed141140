//! What is kept of the amended version and does not fit any more: the amendment is to blame, not the old text.

use crate::diag::wording::amend as say;
use crate::diag::{Arg, Code, Diagnostic, Label, Message};
use crate::source::Span;
use crate::syntax::ast::{self, PartKind};

use super::parts;

/// Diagnostics about the expanded template, said where the author can mend them; one for each rule that is left behind.
pub(in super::super) fn blame(found: Vec<Diagnostic>, template: &ast::Template, gone: &[(String, Span)]) -> Vec<Diagnostic> {
    let mut told: Vec<(String, usize)> = Vec::new();
    let mut out: Vec<Diagnostic> = Vec::new();
    for diagnostic in found {
        let (diagnostic, rule) = one(diagnostic, template, gone);
        let first = rule.as_ref().and_then(|rule| told.iter().find(|(other, _)| other == rule)).map(|(_, at)| *at);
        match first.and_then(|at| out.get_mut(at)) {
            Some(first) => {
                let new =
                    diagnostic.labels.into_iter().filter(|label| !first.labels.iter().any(|other| other.span == label.span));
                let new: Vec<Label> = new.collect();
                first.labels.extend(new);
            }
            None => {
                told.extend(rule.map(|rule| (rule, out.len())));
                out.push(diagnostic);
            }
        }
    }
    out
}

/// A diagnostic, and the inherited rule that it is about.
fn one(found: Diagnostic, template: &ast::Template, gone: &[(String, Span)]) -> (Diagnostic, Option<String>) {
    let Some(place) = found.primary().map(|label| label.span) else { return (found, None) };
    let own = template.span;
    let Some(amended) = &template.amends else { return (found, None) };
    if (place.file == own.file && place.start >= own.start && place.end <= own.end) || !found.is_error() {
        return (found, None);
    }
    let named = |name: &str| found.message.args.iter().any(|(_, arg)| matches!(arg, Arg::Text(text) if text == name));
    let at = gone.iter().find(|(name, _)| named(name)).map_or(amended.span, |(_, span)| *span);
    let mut rule = None;
    parts::each(&template.body, &mut |statement| {
        if let (ast::Statement::Rule(inner), Some((PartKind::Rule, name))) = (statement, parts::name_of(statement))
            && inner.span.file == place.file
            && inner.span.start <= place.start
            && place.end <= inner.span.end
        {
            rule = Some(name.text.clone());
        }
    });
    let why: Message = found.message;
    let diagnostic = match &rule {
        Some(rule) => Diagnostic::error(Code::G0221, say::LEFT_BEHIND.with("rule", rule).with("why", why))
            .with_help(say::LEFT_BEHIND_HELP.with("rule", rule)),
        None => Diagnostic::error(Code::G0221, say::LEFT_BEHIND_OTHER.with("why", why)),
    };
    let mut diagnostic = diagnostic.at(at, say::LEFT_BEHIND_HERE.plain());
    let mut labels = found.labels;
    if let Some(first) = labels.first_mut() {
        first.message = Some(say::LEFT_BEHIND_THERE.plain());
    }
    diagnostic.labels.extend(labels.into_iter().map(|label| Label { minor: false, ..label }));
    if diagnostic.help.is_none() {
        diagnostic.help = found.help;
    }
    (diagnostic, rule)
}
