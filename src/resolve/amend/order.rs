//! Which templates amend which: the order to expand them in.

use std::collections::HashMap;

use super::super::context::Sink;
use super::super::units::shorten;
use crate::diag::wording::amend as say;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast;

/// The most bytes of template text that amendments may bring together, so that a chain of them cannot fill the memory.
pub const MAX_EXPANDED: usize = 16 * 1024 * 1024;

/// For each template, in the order of the files.
pub(in super::super) struct Order {
    /// All that can be compiled, each behind the one that it amends.
    pub sorted: Vec<usize>,
    /// The index of the template that each one amends.
    pub base: Vec<Option<usize>>,
}

/// What cannot be expanded is reported and left out.
pub(in super::super) fn order(templates: &[&ast::Template], sink: &mut Sink) -> Order {
    let mut index: HashMap<(&str, &str), usize> = HashMap::new();
    for (at, template) in templates.iter().enumerate() {
        if let Some(version) = &template.version {
            index.entry((&template.name.text, &version.text)).or_insert(at);
        }
    }
    let mut base = vec![None; templates.len()];
    let mut lost = vec![false; templates.len()];
    for (at, template) in templates.iter().enumerate() {
        let Some(amended) = &template.amends else { continue };
        let found = index.get(&(template.name.text.as_str(), amended.text.as_str())).copied();
        match (found, base.get_mut(at), lost.get_mut(at)) {
            (Some(found), Some(base), _) => *base = Some(found),
            (_, _, Some(lost)) => {
                *lost = true;
                unknown(template, amended, templates, sink);
            }
            (_, _, None) => {}
        }
    }
    let (mut sorted, mut done) = (Vec::new(), lost);
    let mut weight: Vec<Option<usize>> = vec![None; templates.len()];
    let mut expanded = 0_usize;
    let mut too_much = false;
    for start in 0..templates.len() {
        let mut chain: Vec<usize> = Vec::new();
        let mut at = Some(start);
        while let Some(here) = at.filter(|here| done.get(*here) == Some(&false)) {
            if let Some(first) = chain.iter().position(|other| *other == here) {
                let round = chain.get(first..).unwrap_or(&[]);
                circle(round, templates, sink);
                for broken in chain.drain(..) {
                    mark(&mut done, broken);
                }
                break;
            }
            chain.push(here);
            at = base.get(here).copied().flatten();
        }
        // The text that each brings along; what amends something that was left out is left out too, without a second word.
        let base_of_last = chain.last().and_then(|last| base.get(*last).copied().flatten());
        let mut total = match base_of_last {
            Some(base) => weight.get(base).copied().flatten(),
            None => Some(0),
        };
        for here in chain.into_iter().rev() {
            mark(&mut done, here);
            let Some(template) = templates.get(here) else { continue };
            total = total.map(|total| total.saturating_add(template.span.range().len()));
            if template.amends.is_some() {
                expanded = expanded.saturating_add(total.unwrap_or(0));
            }
            if expanded > MAX_EXPANDED && total.is_some() {
                total = None;
                if !std::mem::replace(&mut too_much, true) {
                    sink.push(
                        Diagnostic::error(Code::G0213, say::AMENDS_TOO_MUCH.plain())
                            .at(template.name.span, say::AMENDS_TOO_MUCH_HERE.plain())
                            .with_help(say::AMENDS_TOO_MUCH_HELP.plain()),
                    );
                }
            }
            if let Some(weight) = weight.get_mut(here) {
                *weight = total;
            }
            if total.is_some() {
                sorted.push(here);
            }
        }
    }
    Order { sorted, base }
}

fn mark(done: &mut [bool], at: usize) {
    if let Some(done) = done.get_mut(at) {
        *done = true;
    }
}

fn unknown(template: &ast::Template, amended: &ast::Name, templates: &[&ast::Template], sink: &mut Sink) {
    let same: Vec<String> = templates
        .iter()
        .filter(|other| other.name.text == template.name.text && !std::ptr::eq(**other, template))
        .filter_map(|other| other.version.as_ref())
        .map(|version| version.text.clone())
        .collect();
    let titles: Vec<String> = same.iter().map(|version| format!("{}@{version}", template.name.text)).collect();
    let title = format!("{}@{}", template.name.text, amended.text);
    let help = match titles.is_empty() {
        true => say::NO_SUCH_VERSION_HELP_NONE.plain(),
        false => say::NO_SUCH_VERSION_HELP.with("titles", titles),
    };
    sink.push(
        Diagnostic::error(Code::G0220, say::NO_SUCH_VERSION.with("title", title))
            .at(amended.span, say::NO_SUCH_VERSION_HERE.plain())
            .with_help(help),
    );
}

fn circle(round: &[usize], templates: &[&ast::Template], sink: &mut Sink) {
    let title = |at: &usize| {
        templates.get(*at).map_or(String::new(), |template| match &template.version {
            Some(version) => format!("{}@{}", template.name.text, version.text),
            None => template.name.text.clone(),
        })
    };
    let mut titles: Vec<String> = round.iter().map(title).collect();
    let Some(template) = round.last().and_then(|at| templates.get(*at)) else { return };
    let Some(amended) = &template.amends else { return };
    let message = match titles.as_slice() {
        [only] => say::AMENDS_ITSELF.with("title", only),
        several => {
            let first = several.first().cloned().unwrap_or_default();
            titles.push(first);
            let names: Vec<&str> = titles.iter().map(String::as_str).collect();
            say::AMENDS_CIRCLE.with("path", shorten(&names))
        }
    };
    sink.push(
        Diagnostic::error(Code::G0220, message)
            .at(amended.span, say::AMENDS_CIRCLE_HERE.plain())
            .with_help(say::AMENDS_CIRCLE_HELP.plain()),
    );
}
