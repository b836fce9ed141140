//! Explanations as findings: one in place of those of the failed rules, which become its labels and notes.

use std::collections::BTreeMap;

use super::slips::Slip;
use super::{Answer, Because, Change, Explanation, Located, Locator, MOST, because};
use crate::audit::{place_of_check, rule_name};
use crate::bind::{Bound, State};
use crate::diag::wording::locate as w;
use crate::diag::{ChangedFigure, Code, Diagnostic, Explained, FailedRule, Finding, Fix, Label, Message, Wording};
use crate::eval::Assessment;
use crate::number::Decimal;
use crate::plan::{Plan, SlotId};
use crate::source::Sources;

/// Ways that are listed by name behind the first two.
const LISTED: usize = 4;
/// Failed rules whose equations are written out.
const EQUATIONS: usize = 6;

/// Puts what can be located into an assessment. With `sources` the report is data: a figure that is alone in question gets a
/// fix.
pub fn say(plan: &Plan, bound: &Bound, assessment: &mut Assessment, sources: Option<&Sources>) {
    let found = Locator::new(plan).locate(bound);
    if found.is_empty() {
        return;
    }
    let of_check: BTreeMap<u32, usize> = assessment.failed.iter().copied().collect();
    let writer = Writer { plan, bound, sources };
    let mut replaced: Vec<usize> = Vec::new();
    let mut new = Vec::new();
    for located in &found {
        let indices: Vec<usize> = located.failed.iter().filter_map(|check| of_check.get(check).copied()).collect();
        let failures: Vec<&Diagnostic> = indices.iter().filter_map(|at| assessment.findings.get(*at)).collect();
        if failures.is_empty() || failures.len() != located.failed.len() {
            continue;
        }
        match writer.finding(located, &failures) {
            Some(finding) => {
                new.push(finding);
                replaced.extend(indices);
            }
            None => {
                let note = writer.note(located);
                let data = writer.data(located, &failures);
                if let (Some(note), Some(first)) = (note, indices.first().and_then(|at| assessment.findings.get_mut(*at))) {
                    first.notes.push(note);
                    if let Some(finding) = &mut first.finding {
                        finding.located = Some(data);
                    }
                }
            }
        }
    }
    replaced.sort_unstable();
    let mut at = 0;
    assessment.findings.retain(|_| {
        at += 1;
        replaced.binary_search(&(at - 1)).is_err()
    });
    assessment.failed.clear();
    assessment.findings.extend(new);
}

/// A slip in words.
pub fn words(plan: &Plan, slip: &Slip) -> Message {
    let cell = |slot: &SlotId| plan.name(*slot).to_owned();
    match slip {
        Slip::CellsSwapped(one, other) => w::SLIP_SWAPPED.with("one", cell(one)).with("other", cell(other)),
        Slip::Shifted(slots) => w::SLIP_SHIFTED.with("cells", slots.iter().map(cell).collect::<Vec<_>>()),
        Slip::Blank(slot) => w::SLIP_BLANK.with("cell", cell(slot)),
        Slip::Sign(slot) => w::SLIP_SIGN.with("cell", cell(slot)),
        Slip::PowerOfTen(slot, places) => {
            let wording = if *places > 0 { &w::SLIP_TIMES } else { &w::SLIP_OVER };
            wording.with("cell", cell(slot)).with("places", places.unsigned_abs().to_string())
        }
        Slip::DigitsSwapped(slot) => w::SLIP_DIGITS_SWAPPED.with("cell", cell(slot)),
        Slip::Digit(slot) => w::SLIP_DIGIT.with("cell", cell(slot)),
        Slip::DigitMissing(slot) => w::SLIP_DIGIT_MISSING.with("cell", cell(slot)),
        Slip::DigitExtra(slot) => w::SLIP_DIGIT_EXTRA.with("cell", cell(slot)),
        Slip::Neighbour(slot, other) => w::SLIP_NEIGHBOUR.with("cell", cell(slot)).with("other", cell(other)),
    }
}

struct Writer<'a> {
    plan: &'a Plan,
    bound: &'a Bound,
    sources: Option<&'a Sources>,
}

impl Writer<'_> {
    /// The one finding for rules that fail together. `None` when they are better told one by one: a single rule that any of
    /// its figures could have broken, and what no change explains.
    fn finding(&self, located: &Located, failures: &[&Diagnostic]) -> Option<Diagnostic> {
        let Answer::Explained(all) = &located.answer else { return None };
        let (best, others) = all.split_first()?;
        // What the condition of a rule reads may be wrong as well: then the rule would not apply.
        let conditional = located.failed.iter().any(|check| self.is_conditional(*check));
        if failures.len() == 1 && (conditional || !others.is_empty()) {
            return None;
        }
        let mut finding = Diagnostic::error(Code::G0410, self.headline(located, best, others));
        finding.labels = self.labels(located, best, failures);
        finding.notes = self.notes(best, others, failures);
        finding.help = Some(w::HELP.plain());
        finding.fix = if others.is_empty() && !conditional { self.fix(best) } else { None };
        let first = failures.iter().find_map(|failure| failure.finding.as_deref());
        let at = best.changes.first().map(|change| self.plan.place(change.slot)).unwrap_or_default();
        let basis = first.and_then(|first| first.basis.clone());
        Some(finding.with_finding(Finding { basis, at, located: Some(self.data(located, failures)), ..Finding::default() }))
    }

    /// Whether the rule applies because of a figure.
    fn is_conditional(&self, check: u32) -> bool {
        let when = self.plan.checks.get(check as usize).and_then(|check| check.when.as_ref());
        when.is_some_and(|when| self.plan.code(when).iter().any(|op| op.slot().is_some()))
    }

    fn headline(&self, located: &Located, best: &Explanation, others: &[Explanation]) -> Message {
        let tied = others.first().is_some_and(|second| because(best, second) == Because::Order);
        let conditional = located.failed.iter().any(|check| self.is_conditional(*check));
        let others = match others.len() {
            0 if conditional => w::UNIQUE_CONDITIONAL.plain(),
            0 if best.changes.len() == 1 => w::UNIQUE.plain(),
            0 => w::UNIQUE_SET.plain(),
            more if tied => w::TIED.with("count", more + 1),
            more => w::ONE_OF.with("count", more + 1),
        };
        let message = match best.changes.as_slice() {
            [change] => {
                let wording = if located.failed.len() == 1 { &w::ONE_OF_ONE } else { &w::ONE };
                self.change(wording, change)
            }
            changes => w::SEVERAL.with("number", changes.len()).with("changes", self.changes(best)),
        };
        message.with("count", located.failed.len()).with("others", others)
    }

    fn change(&self, wording: &'static Wording, change: &Change) -> Message {
        wording
            .with("cell", self.plan.name(change.slot))
            .with("before", self.amount(change.slot, change.before))
            .with("after", self.amount(change.slot, change.after))
    }

    fn changes(&self, explanation: &Explanation) -> Vec<Message> {
        explanation.changes.iter().map(|change| self.change(&w::CHANGE, change)).collect()
    }

    fn amount(&self, slot: SlotId, value: Decimal) -> String {
        format!("{}{}", value.normalized(), self.plan.unit(slot))
    }

    /// The suspect figures first; then for every failed rule the figure that it is about, and where it is written.
    fn labels(&self, located: &Located, best: &Explanation, failures: &[&Diagnostic]) -> Vec<Label> {
        let wording = if best.changes.len() == 1 { &w::SUSPECT } else { &w::SUSPECT_ONE_OF };
        let span = |slot: SlotId| self.bound.figures.get(slot).and_then(|cell| cell.span);
        let mut labels: Vec<Label> =
            best.changes.iter().filter_map(|change| Some(Label::new(span(change.slot)?, self.change(wording, change)))).collect();
        let suspects: Vec<_> = best.changes.iter().filter_map(|change| span(change.slot)).collect();
        let mut written = Vec::new();
        for (check, failure) in located.failed.iter().zip(failures) {
            let Some(check) = self.plan.checks.get(*check as usize) else { continue };
            let about = self.plan.operands(check).first().copied().and_then(span);
            if let Some(place) = about.filter(|place| !suspects.contains(place)) {
                let difference = failure.finding.as_deref().and_then(|finding| finding.difference.clone()).unwrap_or_default();
                let (name, at) = (rule_name(self.plan, check.rule), place_of_check(self.plan, check));
                let rule = if at.is_empty() { name } else { w::RULE_AT.with("rule", name).with("place", at) };
                labels.push(Label::new(place, w::RULE_OFF.with("rule", rule).with("difference", difference.replace('-', "−"))));
            }
            if let Some(last) = failure.labels.last().filter(|label| !written.contains(&label.span)) {
                written.push(last.span);
                labels.push(Label { minor: true, ..last.clone() });
            }
        }
        labels
    }

    fn notes(&self, best: &Explanation, others: &[Explanation], failures: &[&Diagnostic]) -> Vec<Message> {
        let mut notes = Vec::new();
        if !best.slips.is_empty() {
            notes.push(w::LOOKS_LIKE.with("slips", self.slips(best)));
        }
        if !best.supported_by.is_empty() {
            notes.push(w::SUPPORTED.with("rules", self.rules(&best.supported_by)));
        }
        if !best.opposed_by.is_empty() {
            notes.push(w::OPPOSED.with("rules", self.rules(&best.opposed_by)));
        }
        if let Some((second, rest)) = others.split_first() {
            notes.push(self.runner_up(best, second));
            if !rest.is_empty() {
                let list: Vec<Message> = rest.iter().take(LISTED).map(|one| w::WAY.with("changes", self.changes(one))).collect();
                let wording = if rest.len() > LISTED { &w::OTHERS_MORE } else { &w::OTHERS_LIST };
                notes.push(w::OTHERS.with("list", wording.with("list", list)));
            }
        }
        notes.extend(failures.iter().take(EQUATIONS).flat_map(|failure| failure.notes.iter().cloned()));
        notes
    }

    fn runner_up(&self, best: &Explanation, second: &Explanation) -> Message {
        let changes = self.changes(second);
        let why = match because(best, second) {
            Because::Opposed => w::BECAUSE_OPPOSED.with("rules", self.rules(&second.opposed_by)),
            Because::Supported => w::BECAUSE_SUPPORTED.with("rules", self.rules(&best.supported_by)),
            Because::Slip if second.unaccounted > best.unaccounted => w::BECAUSE_SLIP.plain(),
            Because::Slip => w::BECAUSE_MORE_SLIPS.with("count", second.slips.len() + second.unaccounted),
            Because::Edits => w::BECAUSE_EDITS.plain(),
            Because::Order => return w::RUNNER_UP_TIED.with("changes", changes),
        };
        w::RUNNER_UP.with("changes", changes).with("why", why)
    }

    fn rules(&self, checks: &[u32]) -> Vec<Message> {
        let mut rules: Vec<u32> =
            checks.iter().filter_map(|check| self.plan.checks.get(*check as usize)).map(|check| check.rule).collect();
        rules.dedup();
        rules.into_iter().map(|rule| rule_name(self.plan, rule)).collect()
    }

    fn slips(&self, explanation: &Explanation) -> Vec<Message> {
        explanation.slips.iter().map(|slip| words(self.plan, slip)).collect()
    }

    /// What is said beside rules that are told one by one.
    fn note(&self, located: &Located) -> Option<Message> {
        let count = located.failed.len();
        match &located.answer {
            Answer::Explained(all) => {
                let (best, others) = all.split_first()?;
                // Only a slip, or what a sentence says, sets one apart; fewer digits do not.
                let apart = best.unaccounted == 0 && others.iter().all(|other| other.unaccounted > 0);
                Some(if apart {
                    let message = w::MAYBE_FIRST.with("count", all.len()).with("changes", self.changes(best));
                    message.with("slips", self.slips(best))
                } else {
                    match best.changes.len() {
                        1 => w::MAYBE.with("count", all.len()),
                        number => w::MAYBE_SET.with("number", number).with("count", all.len()),
                    }
                })
            }
            Answer::More if count == 1 => Some(w::MORE_ONE.with("most", MOST)),
            Answer::More => Some(w::MORE.with("count", count).with("most", MOST)),
            Answer::GaveUp => Some(w::GAVE_UP.with("count", count).with("most", MOST)),
        }
    }

    fn fix(&self, best: &Explanation) -> Option<Fix> {
        let [change] = best.changes.as_slice() else { return None };
        let cell = self.bound.figures.get(change.slot).filter(|cell| cell.state == State::Figure && !cell.decoded)?;
        let own = self.plan.slots.get(change.slot)?.ty.unit;
        let span = cell.span.filter(|_| cell.printed_unit.is_none() || cell.printed_unit == own)?;
        // Only where the plain figure stands in the file: not `1,234`, not `12件`.
        let printed = Decimal::parse(self.sources?.slice(span)).ok()?;
        (printed == change.before).then(|| Fix { span, replacement: change.after.normalized().to_string() })
    }

    fn data(&self, located: &Located, failures: &[&Diagnostic]) -> crate::diag::Located {
        let rules = failures.iter().map(|failure| {
            let finding = failure.finding.as_deref().cloned().unwrap_or_default();
            FailedRule {
                code: failure.code.name,
                rule: finding.rule,
                at: finding.at,
                left: finding.left,
                right: finding.right,
                difference: finding.difference,
            }
        });
        let names = |checks: &[u32]| -> Vec<String> {
            let of_check = |check: &u32| self.plan.rules.get(self.plan.checks.get(*check as usize)?.rule as usize);
            checks.iter().filter_map(of_check).map(|rule| rule.name.clone()).collect()
        };
        let explained = |one: &Explanation| Explained {
            changes: one
                .changes
                .iter()
                .map(|change| ChangedFigure {
                    at: self.plan.place(change.slot),
                    before: change.before.to_string(),
                    after: change.after.normalized().to_string(),
                })
                .collect(),
            slips: one.slips.iter().map(Slip::key).collect(),
            supported_by: names(&one.supported_by),
            opposed_by: names(&one.opposed_by),
        };
        let explanations = match &located.answer {
            Answer::Explained(all) => all.iter().map(explained).collect(),
            Answer::More | Answer::GaveUp => Vec::new(),
        };
        crate::diag::Located { rules: rules.collect(), explanations }
    }
}
