//! Small forms with one thing to find. The answers for the shipped forms are in `tests/audit.rs`.

use super::conflict::{Member, Side};
use super::*;
use crate::number::Decimal;
use crate::plan::Plan;
use crate::source::FileId;

fn compile(body: &str) -> Plan {
    let template = format!("gouji 1\nunit 元\nunit 万元 = 10000元\ntemplate 表 @1 \"表\" {{ section 表 \"表\" {{ {body} }} }}");
    let (file, diagnostics) = crate::syntax::parse(&template, FileId(0));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let (model, diagnostics) = crate::resolve::resolve(&[file]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    crate::plan::plan(&model, model.forms.first().expect("a form"))
}

/// A letter a figure, in the order of the form: located, a group, watched, unprotected.
fn signs(audit: &Audit) -> String {
    let sign = |protection: &Option<Protection>| match protection {
        Some(Protection::Located) => '+',
        Some(Protection::Detected(group)) => (b'a' + *group as u8) as char,
        Some(Protection::Watched) => '?',
        Some(Protection::Unprotected) => '.',
        None => ' ',
    };
    audit.cells.iter().map(sign).collect()
}

fn names(plan: &Plan, slots: &[SlotId]) -> Vec<String> {
    slots.iter().map(|slot| plan.name(*slot).to_owned()).collect()
}

/// `rule`, `甲 ≥ 0`: the parts of a conflict.
fn said(plan: &Plan, conflict: &Conflict) -> Vec<String> {
    let mut all: Vec<String> = conflict
        .members
        .iter()
        .map(|member| match member {
            Member::Check(check) => {
                let check = &plan.checks[*check as usize];
                plan.rules[check.rule as usize].name.clone()
            }
            Member::Type { slot, side, end, .. } => {
                let end = Decimal::from_rational(end).expect("a decimal");
                format!("{} {} {end}", plan.name(*slot), if *side == Side::AtLeast { "≥" } else { "≤" })
            }
        })
        .collect();
    all.sort();
    all
}

#[test]
fn every_kind_of_protection() {
    let plan = compile(
        "table 一 { cell natural columns { 甲 乙 total 计 } rows { 子 丑 total 计 } }
         table 二 { cell natural columns { 数 } rows { 甲二 乙二 丙二, total 计二, 丁二 } rule 大小 { 丙二 <= 丁二 } }
         table 三 { cell natural columns { 数, 注: text } rows { 孤 } }",
    );
    let audit = audit(&plan);
    // Both totals locate every cell of 一; the column of 二 sees an error and cannot say where.
    // The total of 二 takes 丁二 in as well: a total adds what stands beside it.
    assert_eq!(signs(&audit), "+++++++++aaaaa. ");
    let group = names(&plan, &audit.groups[0]);
    assert_eq!(group.len(), 5, "{group:?}");
    let kinds: Vec<(Why, usize)> = audit.others.iter().map(|other| (other.why, other.checks)).collect();
    assert_eq!(kinds, [(Why::Comparison, 1)]);
    assert_eq!((audit.equations.len(), audit.rank), (7, 6));
    let blocks: Vec<(usize, usize, usize, bool)> =
        audit.blocks.iter().map(|block| (block.cells, block.rank, block.hidden_at_least, block.hidden.is_some())).collect();
    assert_eq!(blocks, [(9, 5, 4, true), (5, 1, 2, true)]);
}

#[test]
fn an_implied_equation_is_the_sum_it_is_said_to_be() {
    let plan = compile(
        "table 一 { cell natural columns { 甲 乙 total 计 } rows { 子 丑 total 计 } rule 重复 { 子[计] + 丑[计] == 计[甲] + 计[乙] } }",
    );
    let audit = audit(&plan);
    assert_eq!((audit.equations.len(), audit.rank, audit.implied.len()), (7, 5, 2));
    for implied in &audit.implied {
        let sum = implied.from.iter().flat_map(|(other, factor)| {
            audit.equations[*other].row.iter().map(move |(slot, value)| (slot, value * factor)).collect::<Vec<_>>()
        });
        assert_eq!(Row::new(sum), audit.equations[implied.equation].row);
    }
    // The author's rule is what is implied, not the totals.
    let last = audit.implied.last().expect("two");
    assert!(audit.equations[last.equation].written);
}

#[test]
fn contradictions_name_the_smallest_set() {
    let plan = compile(
        "table 一 { cell natural columns { 数 } rows { 甲 乙 丙 total 计 }
           rule 一致 { 计 == 甲 + 乙 + 5 }  rule 少 { 丙 <= 3 }  rule 无关 { 甲 <= 100 } }",
    );
    let found = audit(&plan).conflicts;
    assert_eq!(found.len(), 1);
    assert_eq!(said(&plan, &found[0]), ["total", "一致", "少"]);

    let plan = compile(
        "table 一 { cell natural columns { 数 } rows { 甲 乙 丙 } rule 负 { 甲 + 乙 == 丙 - 丙 - 2 } rule 二 { 丙 > 3 } rule 三 { 丙 < 3 } }",
    );
    let found = audit(&plan).conflicts;
    let said: Vec<Vec<String>> = found.iter().map(|conflict| said(&plan, conflict)).collect();
    assert_eq!(said, [vec!["乙·数 ≥ 0", "甲·数 ≥ 0", "负"], vec!["三", "二"]]);
}

#[test]
fn what_can_hold_is_no_contradiction() {
    for body in [
        "table 一 { cell natural columns { 数 } rows { 甲 乙 total 计 } rule 一 { 计 >= 5 } rule 二 { 甲 > 2 } rule 三 { 乙 < 1 } }",
        "table 一 { cell decimal[元] columns { 数 } rows { 甲 乙 } rule 一 { 甲 == 乙 + 1万元 } rule 二 { 乙 > 甲 - 2万元 } }",
        "table 一 { cell decimal[元] rounded 0.1 columns { 数 } rows { 甲 乙 } rule 一 { 甲 == 乙 } rule 二 { 甲 == 乙 + 0.1元 } }",
        "table 一 { cell natural columns { 数 } rows { 甲 乙 } rule 一 { 甲 == 乙 } rule 二 soft { 甲 == 乙 + 1 } }",
    ] {
        let plan = compile(body);
        let audit = audit(&plan);
        assert_eq!(audit.conflicts, [], "{body}");
        assert!(audit.complete);
    }
}

#[test]
fn forms_without_rules_and_without_columns() {
    let plan = compile("table 一 { cell natural columns { 甲 乙 } } facts { cell natural 件数 optional \"共{}件\" }");
    let audit = audit(&plan);
    assert_eq!(signs(&audit), "...");
    assert_eq!((audit.rank, audit.blocks.len(), audit.groups.len()), (0, 0, 0));
    assert!(audit.complete);
}

#[test]
fn a_table_of_two_thousand_rows_is_audited_in_time() {
    let rows: String = (0..2000).map(|row| format!("行{row} ")).collect();
    let plan = compile(&format!(
        "table 一 {{ cell natural columns {{ 甲 乙 丙 丁 total 计 }} rows {{ {rows} total 计 }} rule 甲乙 {{ 甲 <= 乙 }} }}"
    ));
    let audit = audit(&plan);
    assert_eq!(audit.cells.len(), 2001 * 5);
    assert_eq!((audit.equations.len(), audit.rank, audit.implied.len()), (2006, 2005, 1));
    assert_eq!(audit.count(|protection| protection == Protection::Located), 2001 * 5);
    let block = &audit.blocks[0];
    assert_eq!((block.hidden_at_least, block.hidden.as_ref().map(Vec::len)), (4, Some(4)));
}
