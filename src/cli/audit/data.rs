//! `--format json`: everything, for programs. Keys and their order are part of the contract (`docs/guide/audit.md`).

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::content::{printed, reason};
use super::{Audited, Mutated};
use crate::audit::mutate::{Slip, Tally};
use crate::audit::{Member, Protection, Side, place_of_check, rule_name};
use crate::diag::{At, Lang};
use crate::plan::SlotId;

#[derive(Serialize)]
struct Run {
    gouji: &'static str,
    templates: Vec<Template>,
}

#[derive(Serialize)]
struct Template {
    template: String,
    figures: usize,
    equations: usize,
    rank: usize,
    complete: bool,
    blocks: Vec<BlockData>,
    conflicts: Vec<Vec<MemberData>>,
    implied: Vec<ImpliedData>,
    groups: Vec<Vec<At>>,
    others: Vec<OtherData>,
    cells: Vec<CellData>,
}

#[derive(Serialize)]
struct BlockData {
    tables: Vec<String>,
    figures: usize,
    equations: usize,
    rank: usize,
    hidden_at_least: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<Vec<At>>,
    /// The search for more than `hidden_at_least` ended early.
    gave_up: bool,
}

#[derive(Serialize)]
struct EquationData {
    rule: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    place: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    factor: Option<String>,
}

#[derive(Serialize)]
struct ImpliedData {
    #[serde(flatten)]
    equation: EquationData,
    from: Vec<EquationData>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum MemberData {
    Rule { rule: String, place: String, file: String, line: usize, column: usize },
    Type { cell: At, at_least: Option<String>, at_most: Option<String>, strict: bool, file: String, line: usize, column: usize },
}

#[derive(Serialize)]
struct OtherData {
    rule: String,
    why: String,
    checks: usize,
}

#[derive(Serialize)]
struct CellData {
    #[serde(flatten)]
    at: At,
    protection: &'static str,
    /// Index into `groups`.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<u32>,
}

pub(super) fn write(forms: &[Audited<'_>], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let templates = forms.iter().map(|audited| template(audited, lang)).collect();
    put(&Run { gouji: env!("CARGO_PKG_VERSION"), templates }, out)
}

fn put(data: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, data).map_err(io::Error::from)?;
    writeln!(out)
}

fn template(audited: &Audited<'_>, lang: Lang) -> Template {
    let (audit, plan) = (&audited.audit, audited.plan);
    let places = |slots: &[SlotId]| -> Vec<At> { slots.iter().map(|slot| plan.place(*slot)).collect() };
    let blocks = audit.blocks.iter().map(|block| BlockData {
        tables: block.tables.iter().filter_map(|id| audited.form.table(*id)).map(|table| table.name.clone()).collect(),
        figures: block.cells,
        equations: block.equations.len(),
        rank: block.rank,
        hidden_at_least: block.hidden_at_least,
        hidden: block.hidden.as_deref().map(places),
        gave_up: block.gave_up,
    });
    let equation = |at: usize, factor: Option<String>| {
        let check = plan.checks.get(audit.equations.get(at)?.check as usize)?;
        let place = place_of_check(plan, check);
        Some(EquationData { rule: rule_name(plan, check.rule).render(lang), place, factor })
    };
    let implied = audit.implied.iter().filter_map(|implied| {
        let from = implied.from.iter().filter_map(|(at, factor)| equation(*at, Some(printed(factor)))).collect();
        Some(ImpliedData { equation: equation(implied.equation, None)?, from })
    });
    let cells = audit.cells.iter().enumerate().filter_map(|(at, protection)| {
        let (protection, group) = match (*protection)? {
            Protection::Located => ("located", None),
            Protection::Detected(group) => ("detected", Some(group)),
            Protection::Watched => ("watched", None),
            Protection::Unprotected => ("unprotected", None),
        };
        Some(CellData { at: plan.place(SlotId(at as u32)), protection, group })
    });
    Template {
        template: audited.form.title(),
        figures: audit.count(|_| true),
        equations: audit.equations.len(),
        rank: audit.rank,
        complete: audit.complete,
        blocks: blocks.collect(),
        conflicts: audit
            .conflicts
            .iter()
            .map(|conflict| conflict.members.iter().filter_map(|member| self::member(audited, member, lang)).collect())
            .collect(),
        implied: implied.collect(),
        groups: audit.groups.iter().map(|slots| places(slots)).collect(),
        others: audit
            .others
            .iter()
            .map(|other| OtherData {
                rule: rule_name(plan, other.rule).render(lang),
                why: reason(other.why).plain().render(lang),
                checks: other.checks,
            })
            .collect(),
        cells: cells.collect(),
    }
}

fn member(audited: &Audited<'_>, member: &Member, lang: Lang) -> Option<MemberData> {
    let (plan, sources) = (audited.plan, audited.sources);
    match member {
        Member::Check(index) => {
            let check = plan.checks.get(*index as usize)?;
            let span = plan.rules.get(check.rule as usize)?.span;
            let position = sources.position_of(span);
            Some(MemberData::Rule {
                rule: rule_name(plan, check.rule).render(lang),
                place: place_of_check(plan, check),
                file: sources.name(span.file).to_owned(),
                line: position.line,
                column: position.column,
            })
        }
        Member::Type { slot, side, end, strict } => {
            let span = plan.slots.get(*slot)?.ty.span;
            let position = sources.position_of(span);
            let end = Some(printed(end));
            let (at_least, at_most) = match side {
                Side::AtLeast => (end, None),
                Side::AtMost => (None, end),
            };
            Some(MemberData::Type {
                cell: plan.place(*slot),
                at_least,
                at_most,
                strict: *strict,
                file: sources.name(span.file).to_owned(),
                line: position.line,
                column: position.column,
            })
        }
    }
}

#[derive(Serialize)]
struct MutationRun<'a> {
    gouji: &'static str,
    report: &'a str,
    template: &'a str,
    figures: usize,
    changed: usize,
    failed_before: usize,
    slips: BTreeMap<Slip, &'a Tally>,
    unnoticed: Vec<UnnoticedData>,
}

#[derive(Serialize)]
struct UnnoticedData {
    #[serde(flatten)]
    at: At,
    slip: Slip,
    count: usize,
    before: String,
    after: Option<String>,
}

pub(super) fn write_mutations(mutated: &Mutated<'_>, out: &mut dyn Write) -> io::Result<()> {
    let all = &mutated.mutations;
    let unnoticed = all.unnoticed.iter().map(|one| UnnoticedData {
        at: mutated.plan.place(one.slot),
        slip: one.slip,
        count: one.count,
        before: one.before.to_string(),
        after: one.after.map(|after| after.to_string()),
    });
    let run = MutationRun {
        gouji: env!("CARGO_PKG_VERSION"),
        report: &mutated.name,
        template: &mutated.plan.title,
        figures: all.figures,
        changed: all.changed,
        failed_before: all.failed_before,
        slips: all.tallies.iter().map(|(slip, tally)| (*slip, tally)).collect(),
        unnoticed: unnoticed.collect(),
    };
    put(&run, out)
}
