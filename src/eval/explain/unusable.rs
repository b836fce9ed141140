//! Why a rule over several reports was not assessed, when the other report is the reason: one finding a reason and figure.

use super::name_of;
use super::severity;
use crate::bind::Bound;
use crate::diag::wording::eval as wording;
use crate::diag::{Code, Diagnostic, Finding, Label, Message, Severity};
use crate::plan::{Held, Plan, Rule, SlotId};
use crate::source::Span;

/// Why a figure of another report cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::eval) enum Lack {
    /// It is absent, unreadable, approximate, or a blank that is an error.
    Unknown,
    /// The older form prints it and others as one figure.
    Split,
    /// The older form has no such figure.
    New,
    /// It is not certain which figure of the older form it is.
    Unlike,
    /// It is a figure of this report.
    Own,
}

/// Figures of one row, say, that are missing for one reason.
struct Reason {
    lack: Lack,
    parts: bool,
    rule: Span,
    cells: Vec<String>,
    at: crate::diag::At,
    spans: Vec<Span>,
    worst: Severity,
    rules: Vec<Message>,
    count: usize,
}

#[derive(Default)]
pub(in crate::eval) struct Unusable {
    reasons: Vec<Reason>,
}

/// So many figures are named.
const NAMED: usize = 3;

impl Unusable {
    /// `lack`: the figure that stands in the way, and why.
    pub fn add(&mut self, plan: &Plan, bound: &Bound, lack: &(SlotId, Lack), rule: &Rule) {
        let (slot, lack) = *lack;
        let parts = matches!(plan.held(slot), Some(Held::Parts { .. }));
        let (cell, span) = (plan.name(slot).to_owned(), bound.figures.get(slot).and_then(|cell| cell.span));
        let known = |reason: &&mut Reason| reason.lack == lack && reason.parts == parts && reason.rule == rule.span;
        match self.reasons.iter_mut().find(known) {
            Some(reason) => {
                reason.count += 1;
                if !reason.cells.contains(&cell) {
                    reason.cells.push(cell);
                }
                reason.spans.extend(span.filter(|span| !reason.spans.contains(span)));
            }
            None => self.reasons.push(Reason {
                lack,
                parts,
                rule: rule.span,
                cells: vec![cell],
                at: plan.place(slot),
                spans: span.into_iter().collect(),
                worst: severity(rule),
                rules: vec![name_of(rule)],
                count: 1,
            }),
        }
    }

    pub fn report(self, findings: &mut Vec<Diagnostic>) {
        for reason in self.reasons {
            let (wording, severity) = match (reason.parts, reason.lack) {
                (_, Lack::Own) => (&wording::LACK_OWN, reason.worst),
                (true, Lack::Unknown | Lack::Split | Lack::New | Lack::Unlike) => (&wording::LACK_IN_PARTS, reason.worst),
                (false, Lack::Unknown) => (&wording::LACK_UNKNOWN, reason.worst),
                (false, Lack::Split) => (&wording::LACK_SPLIT, reason.worst),
                (false, Lack::Unlike) => (&wording::LACK_UNLIKE, reason.worst),
                (false, Lack::New) => (&wording::LACK_NEW, Severity::Note),
            };
            let more = reason.cells.len() > NAMED;
            let mut named: Vec<String> = reason.cells.iter().take(NAMED).cloned().collect();
            if more {
                named.push("…".to_owned());
            }
            let message = wording.with("cell", named).with("count", reason.count).with("rules", reason.rules);
            let mut finding = Diagnostic::new(Code::G0406, severity, message);
            let here = match (reason.lack, reason.parts) {
                (Lack::Own, _) => &wording::LACK_HERE_OWN,
                (Lack::Unknown | Lack::Split | Lack::New | Lack::Unlike, true) => &wording::LACK_HERE_PART,
                (Lack::Unknown | Lack::Split | Lack::New | Lack::Unlike, false) => &wording::LACK_HERE,
            };
            finding.labels = reason.spans.into_iter().map(|span| Label::new(span, here.plain())).collect();
            finding.labels.push(Label::new(reason.rule, wording::RULE_HERE.plain()));
            if reason.lack == Lack::Unlike {
                finding.help = Some(wording::LACK_UNLIKE_HELP.plain());
            }
            findings.push(finding.with_finding(Finding { at: reason.at, ..Finding::default() }));
        }
    }
}
