//! Locating errors on small forms, each with one thing to see. The laws are in `tests/locate.rs`.

use super::*;
use crate::bind::{Cell, Figures, State};
use crate::source::{FileId, Span};

fn compile(body: &str) -> Plan {
    let template = format!("gouji 1\nunit 元\ntemplate 表 @1 \"表\" {{ section 表 \"表\" {{ {body} }} }}");
    let (file, diagnostics) = crate::syntax::parse(&template, FileId(0));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let (model, diagnostics) = crate::resolve::resolve(&[file]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    crate::plan::plan(&model, model.forms.first().expect("a form"))
}

/// A report with these figures in the order of the form; `-` is a blank, `x` a figure that was not found.
fn report(plan: &Plan, figures: &str) -> Bound {
    let cells: Vec<Cell> = figures
        .split_whitespace()
        .map(|text| match text {
            "-" => Cell { state: State::Blank, ..Cell::absent() },
            "x" => Cell::absent(),
            text => Cell { state: State::Figure, value: Decimal::parse(text).ok(), text: text.to_owned(), ..Cell::absent() },
        })
        .collect();
    assert_eq!(cells.len(), plan.slots.list.len());
    Bound { figures: Figures { cells }, meta: Vec::new(), unclaimed: Vec::new(), diagnostics: Vec::new() }
}

/// `甲 3→5 digit | 乙 4→6`, a line for each set of failed rules.
fn said(plan: &Plan, figures: &str) -> Vec<String> {
    let found = Locator::new(plan).locate(&report(plan, figures));
    let name = |slot: SlotId| plan.name(slot).split('·').next().unwrap_or_default().to_owned();
    let one = |explanation: &Explanation| {
        let changes: Vec<String> = explanation
            .changes
            .iter()
            .map(|change| format!("{} {}→{}", name(change.slot), change.before, change.after.normalized()))
            .collect();
        let slips: Vec<&str> = explanation.slips.iter().map(Slip::key).collect();
        format!("{} {}", changes.join(", "), slips.join(" ")).trim_end().to_owned()
    };
    found
        .iter()
        .map(|located| match &located.answer {
            Answer::Explained(all) => all.iter().map(one).collect::<Vec<_>>().join(" | "),
            Answer::More => "more".to_owned(),
            Answer::GaveUp => "gave up".to_owned(),
        })
        .collect()
}

/// The published example of Scholtus (2008): profit and loss of a firm.
const SCHOLTUS: &str = "table 企业 { cell decimal columns { 数 } rows { x1 x2 x3 x4 x5 x6 x7 x8 x9 x10 x11 }
    rule a { x1 + x2 == x3 } rule b { x2 == x4 } rule c { x5 + x6 + x7 == x8 } rule d { x3 + x8 == x9 } rule e { x9 - x10 == x11 } }";

#[test]
fn scholtus() {
    let plan = compile(SCHOLTUS);
    assert_eq!(said(&plan, "1452 116 1568 116 323 76 12 411 1979 1842 137"), Vec::<String>::new());
    assert_eq!(said(&plan, "1452 116 1568 161 323 76 12 411 1979 1842 137"), ["x4 161→116 digits-swapped"]);
    assert_eq!(
        said(&plan, "1452 116 1568 161 323 76 12 411 19979 1842 137"),
        ["x4 161→116, x9 19979→1979 digits-swapped digit-extra"]
    );
}

#[test]
fn every_slip_is_recognized() {
    let plan = compile(
        "table 一 { cell decimal columns { 数 } rows { 甲 乙 丙 丁 } rule 一 { 甲 == 乙 } rule 二 { 乙 == 丙 } rule 三 { 丙 == 丁 } }",
    );
    for (figures, expected) in [
        ("12 -12 12 12", "乙 -12→12 sign"),
        ("12 1200 12 12", "乙 1200→12 power-of-ten"),
        ("12 1.2 12 12", "乙 1.2→12 power-of-ten"),
        ("12 21 12 12", "乙 21→12 digits-swapped"),
        ("123 173 123 123", "乙 173→123 digit"),
        ("123 13 123 123", "乙 13→123 digit-missing"),
        ("123 1923 123 123", "乙 1923→123 digit-extra"),
        ("123 987 123 123", "乙 987→123"),
    ] {
        assert_eq!(said(&plan, figures), [expected], "{figures}");
    }
}

#[test]
fn a_blank_that_counts_as_0_may_have_been_left_out() {
    let plan = compile("table 一 { cell natural read blank as 0 columns { 甲, 乙, total 计 } rows { 子, 丑, total 和 } }");
    // 子 is 3 + 5 = 8: its 甲 is blank.
    assert_eq!(said(&plan, "- 5 8 2 2 4 5 7 12"), ["子 0→3 blank"]);
}

#[test]
fn two_cells_that_changed_places_count_as_one_slip() {
    let plan = compile("table 一 { cell natural columns { 甲, 乙, total 计 } rows { 子, 丑, total 和 } }");
    let found = said(&plan, "40 5 8 3 2 42 43 7 50");
    assert!(found[0].starts_with("子 40→3, 丑 3→40 cells-swapped"), "{found:?}");
    assert_eq!(found.len(), 1);
}

#[test]
fn a_type_or_another_rule_drops_a_candidate() {
    // 计 is 5 too small: 甲 cannot be less than 0, 丙 may be at most 9.
    let plan =
        compile("table 一 { cell natural columns { 数 } rows { 甲, 乙: natural <= 9, 丙, total 计 } rule 限 { 丙 <= 4 } }");
    assert_eq!(said(&plan, "2 8 4 9"), ["乙 8→3 digit | 计 9→14"]);
}

#[test]
fn sentences_are_evidence() {
    let plan = compile(
        "table 一 { cell natural columns { 数 } rows { 甲, 乙, total 计 } } facts { cell natural 总数 optional \"共{}件\" }
         rule 正文 soft { 总数 == 一.计 }",
    );
    // The sentence says 7, which is what the parts make: the total is the likelier one, though 甲 differs by one digit too.
    assert_eq!(said(&plan, "3 4 9 7"), ["计 9→7 digit | 甲 3→5 digit | 乙 4→6 digit"]);
    let found = Locator::new(&plan).locate(&report(&plan, "3 4 9 7"));
    let Answer::Explained(all) = &found[0].answer else { panic!("{found:?}") };
    assert_eq!((all[0].supported_by.len(), all[1].supported_by.len()), (1, 0));
    // The sentence repeats the total as it stands: it speaks against changing it.
    assert_eq!(said(&plan, "3 4 9 9"), ["甲 3→5 digit | 乙 4→6 digit | 计 9→7 digit"]);
}

#[test]
fn what_other_places_say_is_evidence() {
    let plan = compile("table 一 { cell natural columns { 数 } rows { 甲, 乙, total 计 } }");
    let bound = report(&plan, "3 4 9");
    let first = |evidence: &[Evidence]| {
        let found = Locator::new(&plan).locate_with(&bound, evidence);
        let Answer::Explained(all) = &found[0].answer else { panic!("{found:?}") };
        (plan.name(all[0].changes[0].slot).to_owned(), all[0].said.clone(), because(&all[0], &all[1]))
    };
    let says =
        |slot: u32, value: i64| Evidence { slot: SlotId(slot), value: Decimal::from(value), span: Span::file_start(FileId(0)) };
    // Nothing tells; then last year's report, say, has 6 for 乙, or repeats 甲 and the total as they stand.
    assert_eq!(first(&[]), ("甲·数".to_owned(), vec![], Because::Order));
    assert_eq!(first(&[says(1, 6)]), ("乙·数".to_owned(), vec![0], Because::Supported));
    assert_eq!(first(&[says(0, 3), says(2, 9)]), ("乙·数".to_owned(), vec![], Because::Opposed));
    // What ties with nothing says nothing.
    assert_eq!(first(&[says(1, 5)]), ("甲·数".to_owned(), vec![], Because::Order));
}

#[test]
fn why_it_is_not_just_the_totals() {
    let body = "table 一 { cell natural columns { 甲, 乙, total 计 } rows { 子, 丑, total 和 } }
        table 二 { cell natural columns { 甲, 乙, total 计 } rows { 余 } } rule 平 { 一.和 == 二.余 }";
    let plan = compile(body);
    // 和 is 2 too small in 甲 and in 计; 余 says what it says. The parts are wrong, in one row or the other.
    let found = Locator::new(&plan).locate(&report(&plan, "4 1 5 5 2 7 7 3 10 7 3 10"));
    let [Located { answer: Answer::Explained(all), totals: Some(totals), .. }] = &found[..] else { panic!("{found:?}") };
    assert_eq!(all.len(), 2);
    let changes: Vec<(i128, i128)> = totals.changes.iter().map(|one| (one.before.mantissa(), one.after.mantissa())).collect();
    assert_eq!(changes, [(7, 9), (10, 12)]);
    assert_eq!(totals.breaks.len(), 2);
    // Where the totals are what is wrong, nothing is said.
    let found = Locator::new(&plan).locate(&report(&plan, "4 1 5 5 2 7 7 3 10 9 3 12"));
    assert!(found.iter().all(|located| located.totals.is_none()), "{found:?}");
}

#[test]
fn a_tolerance_does_not_hide_the_cell() {
    let body = "table 一 { cell decimal rounded 0.1 columns { 甲, 乙, total 计 } rows { 子, 丑, total 和 } }";
    let plan = compile(body);
    // Rounded by themselves: sums may be 0.1 off. 子·甲 is 11.0 in place of 1.1.
    let found = said(&plan, "11.0 2.0 3.2 4.0 5.1 9.1 5.2 7.1 12.3");
    assert!(found.len() == 1 && found[0].contains("子 11.0→"), "{found:?}");
}

#[test]
fn errors_far_apart_are_explained_one_by_one() {
    let table =
        |name: &str| format!("table {name} {{ cell natural columns {{ 甲, 乙, total 计 }} rows {{ 子, 丑, total 和 }} }}");
    let plan = compile(&format!("{} {}", table("一"), table("二")));
    let found = said(&plan, "13 2 3 3 4 7 4 6 10 1 2 3 3 14 7 4 6 10");
    assert_eq!(found, ["子 13→1 digit-extra", "丑 14→4 digit-extra"]);
}

#[test]
fn a_blank_total_that_was_worked_out_is_not_blamed() {
    let plan = compile("table 一 { cell natural columns { 甲, 乙, total 计 } rows { 子, 丑, total 和 } }");
    // The total of 子 is blank; 丑 says 9 in place of 7.
    let found = said(&plan, "1 2 - 3 4 9 4 6 10");
    assert!(found.iter().all(|line| !line.contains("子 3")), "{found:?}");
}

#[test]
fn what_three_cells_cannot_explain_is_said_so() {
    let rows: String = (0..12).map(|row| format!("行{row}, ")).collect();
    let plan = compile(&format!("table 一 {{ cell natural columns {{ 甲, 乙, total 计 }} rows {{ {rows}total 和 }} }}"));
    let mut figures: Vec<String> = (0..12).map(|row| if row < 5 { "1 1 9".to_owned() } else { "1 1 2".to_owned() }).collect();
    figures.push("12 12 24".to_owned());
    assert_eq!(said(&plan, &figures.join(" ")), ["more"]);
}
