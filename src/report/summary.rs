//! What stands after the findings: each report with its verdict and counts, in the language of the user.

use std::io::{self, Write};

use super::clean::one_line;
use super::human::severity_colour;
use super::layout::{Align, table};
use super::{Outcome, Style, Verdict};
use crate::diag::wording::cli as w;
use crate::diag::{Lang, Severity, Wording};
use crate::source::Sources;

fn verdict_word(verdict: Verdict) -> &'static Wording {
    match verdict {
        Verdict::Accepted => &w::ACCEPTED,
        Verdict::Incomplete => &w::INCOMPLETE,
        Verdict::Rejected => &w::REJECTED,
    }
}

fn count(outcome: &Outcome, severity: Severity) -> usize {
    outcome.findings.iter().filter(|finding| finding.severity == severity).count()
}

/// Where the rules that were explained are counted: behind those that failed.
const AFTER_FAILED: usize = 5;

/// A table with a line a report; below it, for several reports, how many came to which verdict.
pub(super) fn write(outcomes: &[Outcome], sources: &Sources, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let say = |wording: &'static Wording| wording.plain().render(style.lang);
    // A column that is 0 everywhere as a rule is left out.
    let waived = outcomes.iter().any(|outcome| outcome.rules.waived > 0);
    let mut rows = vec![vec![
        say(&w::REPORT),
        say(&w::VERDICT),
        say(&w::TEMPLATE),
        say(&w::HELD),
        say(&w::FAILED),
        say(&w::NOT_ASSESSABLE),
        say(&w::ERRORS),
        say(&w::WARNINGS),
    ]];
    for outcome in outcomes {
        rows.push(vec![
            one_line(&outcome.name(sources)),
            say(verdict_word(outcome.verdict)),
            outcome.template.as_deref().map_or_else(|| say(&w::NO_TEMPLATE), one_line),
            (outcome.rules.held + outcome.rules.held_within).to_string(),
            outcome.rules.failed.to_string(),
            (outcome.rules.not_assessable + outcome.rules.not_computed).to_string(),
            count(outcome, Severity::Error).to_string(),
            count(outcome, Severity::Warning).to_string(),
        ]);
    }
    if waived {
        let counts = outcomes.iter().map(|outcome| outcome.rules.waived.to_string());
        for (row, cell) in rows.iter_mut().zip(std::iter::once(say(&w::WAIVED)).chain(counts)) {
            row.insert(AFTER_FAILED.min(row.len()), cell);
        }
    }
    use Align::{Left, Right};
    let lines = table(&rows, &[Left, Left, Left, Right, Right, Right, Right, Right, Right]);
    for (index, line) in lines.iter().enumerate() {
        let verdict = index.checked_sub(1).and_then(|index| outcomes.get(index)).map(|outcome| outcome.verdict);
        match verdict.filter(|_| style.color) {
            Some(Verdict::Accepted) => writeln!(out, "\u{1b}[32m{line}\u{1b}[0m")?,
            Some(Verdict::Incomplete) => {
                writeln!(out, "\u{1b}[{}m{line}\u{1b}[0m", severity_colour(Severity::Warning))?;
            }
            Some(Verdict::Rejected) => {
                writeln!(out, "\u{1b}[{}m{line}\u{1b}[0m", severity_colour(Severity::Error))?;
            }
            None => writeln!(out, "{line}")?,
        }
    }
    if outcomes.len() > 1 {
        let of = |verdict| outcomes.iter().filter(|outcome| outcome.verdict == verdict).count();
        let line = w::REPORTS_IN_ALL
            .with("all", outcomes.len())
            .with("accepted", of(Verdict::Accepted))
            .with("rejected", of(Verdict::Rejected))
            .with("incomplete", of(Verdict::Incomplete));
        writeln!(out, "{}", line.render(style.lang))?;
    }
    Ok(())
}

/// The same in sentences, for one report.
pub(super) fn narrate(outcome: &Outcome, sources: &Sources, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let template = match &outcome.template {
        Some(name) => w::SAY_TEMPLATE.with("name", one_line(name)),
        None => w::SAY_NO_TEMPLATE.plain(),
    };
    let sentences = [
        w::SAY_REPORT.with("name", one_line(&outcome.name(sources))).with("verdict", verdict_word(outcome.verdict).plain()),
        template,
        w::SAY_RULES
            .with("held", outcome.rules.held + outcome.rules.held_within)
            .with("failed", outcome.rules.failed)
            .with("unknown", outcome.rules.not_assessable + outcome.rules.not_computed),
        w::SAY_FINDINGS.with("errors", count(outcome, Severity::Error)).with("warnings", count(outcome, Severity::Warning)),
    ];
    for sentence in sentences {
        writeln!(out, "{}", sentence.render(lang))?;
    }
    if outcome.rules.waived > 0 {
        writeln!(out, "{}", w::SAY_WAIVED.with("count", outcome.rules.waived).render(lang))?;
    }
    writeln!(out)
}
