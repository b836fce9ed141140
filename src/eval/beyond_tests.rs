//! Rules over several reports, over figures written out by hand.

use super::tests::{bound, compile, shown};
use crate::eval::{Assessment, Carry, Options, Other, Others, Source, evaluate};
use crate::number::{Decimal, Rational};
use crate::plan::{Plan, SlotId};

fn form(rows: &str, rules: &str) -> Plan {
    compile(&format!(
        "gouji 1\nunit 元\nunit 万元 = 10000元\ntemplate 表 @1 \"表\" {{ meta {{ 年: text optional }} section 正 \"正\" {{ table 表 {{\n read blank as 0\n rows {{ {rows} }}\n {rules}\n }} }} }}"
    ))
}

type Figures<'a> = &'a [(&'a str, &'a str)];

fn across(plan: &Plan, own: Figures<'_>, prior: Option<Figures<'_>>, parts: &[Figures<'_>]) -> Assessment {
    let read = |figures: Figures<'_>| bound(plan, figures, &["去年"]);
    let (own, prior) = (bound(plan, own, &["今年"]), prior.map(read));
    let parts: Vec<_> = parts.iter().map(|figures| read(figures)).collect();
    let other = |bound| Other { plan, bound, carry: &Carry::Same, meta: bound_meta(bound) };
    let below: Vec<Other<'_>> = parts.iter().map(other).collect();
    let others = Others { prior: prior.as_ref().map(other), parts: (!below.is_empty()).then_some(below.as_slice()) };
    evaluate(plan, &own, Options { others })
}

fn bound_meta(bound: &crate::bind::Bound) -> &[Option<crate::bind::MetaValue>] {
    &bound.meta
}

fn counts(assessment: &Assessment) -> (usize, usize, usize) {
    (assessment.counts.held, assessment.counts.failed, assessment.counts.not_assessable)
}

#[test]
fn figures_of_last_year_are_those_of_the_other_report() {
    let plan = form("期初: decimal[元], 期末: decimal[万元]", "rule 结 { 期初 == prior.期末 }");
    let prior: Figures<'_> = &[("期初", "1"), ("期末", "1.5")];
    // 15,000 yuan are 1.5 wan.
    let held = across(&plan, &[("期初", "15000"), ("期末", "2")], Some(prior), &[]);
    assert_eq!(counts(&held), (1, 0, 0), "{}", shown(&held));
    // What last year's report says is kept, whether it ties or not.
    let off = across(&plan, &[("期初", "15001"), ("期末", "2")], Some(prior), &[]);
    assert_eq!(counts(&off), (0, 1, 0));
    assert_eq!(off.elsewhere.len(), 1);
    assert_eq!((off.elsewhere[0].slot, off.elsewhere[0].value), (SlotId(0), Decimal::from(15000)));
    insta::assert_snapshot!(shown(&off));
    // Without it one note says so.
    let without = across(&plan, &[("期初", "1"), ("期末", "2")], None, &[]);
    assert_eq!((without.counts.not_applicable, without.findings.len()), (1, 1));
}

#[test]
fn sums_states_words_and_conditions_reach_into_last_year() {
    let rules = "rule 和 { 甲 == sum(prior.组) }\n rule 全 { 乙 == sum(prior.组.一, prior.组.二) }\n rule 有 { known(prior.甲) and not blank(prior.乙) }\n \
                 rule 时 when prior.甲 > 100元 { 甲 > 100元 }\n rule 年 { prior.年 == \"去年\" and 年 == \"今年\" }\n rule 比 { 甲 / prior.甲 >= 2 }";
    let plan = form("甲: decimal[元], 乙: decimal[元], 组 { 一: decimal[元], 二: decimal[元] }", rules);
    let prior: Figures<'_> = &[("甲", "3"), ("乙", "9"), ("一", "4"), ("二", "2")];
    let found = across(&plan, &[("甲", "6"), ("乙", "6"), ("一", "0"), ("二", "0")], Some(prior), &[]);
    // `and` makes two checks of one rule; the condition does not apply.
    assert_eq!(counts(&found), (7, 0, 0), "{}", shown(&found));
    assert_eq!(found.counts.not_applicable, 1);
    // A figure that cannot be read in last year's report is never held.
    let unread: Figures<'_> = &[("甲", "?"), ("乙", "9"), ("一", "4"), ("二", "2")];
    let found = across(&plan, &[("甲", "6"), ("乙", "6"), ("一", "0"), ("二", "0")], Some(unread), &[]);
    assert_eq!(found.counts.not_assessable, 2, "{}", shown(&found));
}

#[test]
fn aggregates_over_the_parts() {
    let rules = "rule 和 { 甲 == sum(parts.甲) }\n rule 小 { 乙 == min(parts.乙) }\n rule 大 { 丙 == max(parts.乙) }\n rule 均 { 丁 == avg(parts.乙) }\n \
                 rule 数 { 戊 == count(parts.乙) }\n rule 组和 { 己 == sum(parts.组) }\n rule 组大 { 庚 == max(parts.组) }";
    let one = "decimal[元]";
    let rows = format!(
        "甲: {one}, 乙: {one}, 丙: {one}, 丁: {one}, 戊: decimal, 己: {one}, 庚: {one}, 组 {{ 一: {one}, 二: decimal[万元] }}"
    );
    let plan = form(&rows, rules);
    let part = |a, b, c, d| {
        [("甲", a), ("乙", b), ("丙", "0"), ("丁", "0"), ("戊", "0"), ("己", "0"), ("庚", "0"), ("一", c), ("二", d)]
    };
    let parts = [part("1", "2", "3", "0.0004"), part("4", "6", "5", "0"), part("", "4", "1", "0.0006")];
    let parts: Vec<Figures<'_>> = parts.iter().map(|part| part.as_slice()).collect();
    let own: Figures<'_> =
        &[("甲", "5"), ("乙", "2"), ("丙", "6"), ("丁", "4"), ("戊", "3"), ("己", "19"), ("庚", "6"), ("一", "0"), ("二", "0")];
    let found = across(&plan, own, None, &parts);
    assert_eq!(counts(&found), (7, 0, 0), "{}", shown(&found));
    let mut off = own.to_vec();
    off[0] = ("甲", "6");
    assert_eq!(counts(&across(&plan, &off, None, &parts)), (6, 1, 0));
    // One part that cannot be read leaves the sum open.
    let broken = part("?", "2", "3", "0.0004");
    let found = across(&plan, own, None, &[&broken, parts[1], parts[2]]);
    assert_eq!(counts(&found), (6, 0, 1), "{}", shown(&found));
}

#[test]
fn figures_are_carried_across_versions() {
    let plan = form(
        "甲: decimal[元], 乙: decimal[元], 丙: decimal[元]",
        "rule 一 { 甲 == prior.甲 + prior.乙 }\n rule 二 { 丙 == prior.丙 }",
    );
    let own = bound(&plan, &[("甲", "8"), ("乙", "0"), ("丙", "5")], &["今年"]);
    let prior = bound(&plan, &[("甲", "8"), ("乙", "3"), ("丙", "2")], &["去年"]);
    let ten = Rational::from(10u8);
    let run = |sources: [Source; 3]| {
        let carry = Carry::Map(sources.to_vec());
        let other = Other { plan: &plan, bound: &prior, carry: &carry, meta: &prior.meta };
        evaluate(&plan, &own, Options { others: Others { prior: Some(other), parts: None } })
    };
    let of = |slots: &[u32]| Source::Figures(slots.iter().map(|slot| (SlotId(*slot), Rational::ONE)).collect());
    let part = |slots: &[u32]| Source::PartOf {
        old: SlotId(0),
        factor: Rational::ONE,
        together: slots.iter().map(|slot| SlotId(*slot)).collect(),
    };
    // Both are what one was; the third is two together.
    assert_eq!(counts(&run([part(&[0, 1]), part(&[0, 1]), of(&[1, 2])])), (2, 0, 0));
    // There is a third part that the rule leaves out.
    assert_eq!(counts(&run([part(&[0, 1, 2]), part(&[0, 1, 2]), of(&[1, 2])])), (1, 0, 1));
    // New ones make the rule not apply, doubtful ones leave it open, and other units are converted.
    assert_eq!(counts(&run([Source::New, of(&[0]), of(&[1, 2])])), (1, 0, 0));
    assert_eq!(counts(&run([of(&[0]), Source::Unlike, of(&[1, 2])])), (1, 0, 1));
    let found = run([of(&[0]), Source::New, Source::Figures(vec![(SlotId(1), ten)])]);
    insta::assert_snapshot!(shown(&found));
}
