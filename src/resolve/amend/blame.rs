//! What is kept of the amended version and does not fit any more: the amendment is to blame, not the old text.

use crate::diag::wording::amend as say;
use crate::diag::{Arg, Code, Diagnostic, Label, Message};
use crate::source::Span;
use crate::syntax::ast::{self, PartKind};

use super::parts;

/// A diagnostic about the expanded template, said where the author can mend it.
pub(in super::super) fn blame(found: Diagnostic, template: &ast::Template, gone: &[(String, Span)]) -> Diagnostic {
    let Some(place) = found.primary().map(|label| label.span) else { return found };
    let own = template.span;
    let Some(amended) = &template.amends else { return found };
    if (place.file == own.file && place.start >= own.start && place.end <= own.end) || !found.is_error() {
        return found;
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
    diagnostic
}
