//! The evaluator on small templates. Figures are given by name (`新收·自然人`), without a document.

use crate::bind::{Bound, Cell, Figures, MetaValue, State};
use crate::diag::{Diagnostic, Lang, Severity};
use crate::eval::{Assessment, Options, evaluate};
use crate::number::Decimal;
use crate::plan::Plan;
use crate::source::{FileId, Span};

pub(super) fn compile(template: &str) -> Plan {
    let (file, diagnostics) = crate::syntax::parse(template, FileId(0));
    assert_eq!(messages(&diagnostics), "", "{template}");
    let (model, diagnostics) = crate::resolve::resolve(&[file]);
    assert_eq!(messages(&diagnostics), "", "{template}");
    let errors: Vec<Diagnostic> = crate::check::check(&model).into_iter().filter(Diagnostic::is_error).collect();
    assert_eq!(messages(&errors), "", "{template}");
    crate::plan::plan(&model, model.forms.first().expect("a form"))
}

fn messages(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(|found| format!("{} {}", found.code.name, found.message.render(Lang::Zh)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// One cell: a figure, `""` blank, `?` unreadable, `~5` approximate, `no` absent, anything else a token.
fn cell(text: &str, at: u32) -> Cell {
    let span = Some(Span { file: FileId(1), start: at, end: at + text.len() as u32 });
    let base = Cell { text: text.to_owned(), span, ..Cell::absent() };
    let figure = |text: &str| Decimal::parse(text).ok();
    match (text, figure(text.trim_start_matches('~'))) {
        ("no", _) => Cell::absent(),
        ("", _) => Cell { state: State::Blank, ..base },
        ("?", _) => Cell { state: State::Unreadable, ..base },
        (_, Some(value)) => Cell { state: State::Figure, value: Some(value), approximate: text.starts_with('~'), ..base },
        (_, None) => Cell { state: State::NotApplicable, ..base },
    }
}

pub(super) fn bound(plan: &Plan, figures: &[(&str, &str)], meta: &[&str]) -> Bound {
    for (name, _) in figures {
        assert!(plan.names.iter().any(|known| known == name), "no cell {name} in {:?}", plan.names);
    }
    let cells = plan
        .names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            figures.iter().find(|(given, _)| given == name).map_or_else(Cell::absent, |(_, text)| cell(text, at as u32 * 10))
        })
        .collect();
    let meta = meta.iter().map(|text| Some(MetaValue { text: (*text).to_owned(), span: None })).collect();
    Bound { figures: Figures { cells }, meta, unclaimed: Vec::new(), diagnostics: Vec::new() }
}

fn run(template: &str, figures: &[(&str, &str)]) -> Assessment {
    let plan = compile(template);
    evaluate(&plan, &bound(&plan, figures, &[]), Options::default())
}

/// Everything a reader sees of the findings.
pub(super) fn shown(assessment: &Assessment) -> String {
    let counts = assessment.counts;
    let mut out = format!(
        "held {} within {} failed {} unassessed {} inapplicable {} uncomputed {}\n",
        counts.held, counts.held_within, counts.failed, counts.not_assessable, counts.not_applicable, counts.not_computed
    );
    for found in &assessment.findings {
        for lang in [Lang::Zh, Lang::En] {
            out += &format!("{} {:?}: {}\n", found.code.name, found.severity, found.message.render(lang));
            for label in found.labels.iter().filter(|label| !label.minor) {
                let text = label.message.as_ref().map(|message| message.render(lang)).unwrap_or_default();
                out += &format!("  {}:{}..{} {text}\n", label.span.file.0, label.span.start, label.span.end);
            }
            for note in found.notes.iter().chain(&found.help) {
                out += &format!("  = {}\n", note.render(lang));
            }
        }
    }
    out
}

const FLOW: &str = "
gouji 1
unit 件
axis 申请人 { 自然人, 法人 { 企业 机构 }, total 总计 }
template 申请表 @1 \"申请表\" {
  basis \"试行办法第三条\"
  section 正表 \"申请\" {
    table 申请 {
      cell natural[件]
      read blank as 0
      columns { ..申请人 }
      rows { 新收, 结转, 办理 { 同意, 不同意, total 办结 }, 留存 }
      rule 平衡 \"收到的等于办结的加留存的\" { 新收 + 结转 == 办结 + 留存 }
    }
  }
}";

fn flow(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut figures = vec![
        ("新收·自然人", "5"),
        ("新收·企业", "3"),
        ("新收·机构", "0"),
        ("新收·总计", "8"),
        ("结转·自然人", "1"),
        ("结转·企业", "0"),
        ("结转·机构", "0"),
        ("结转·总计", "1"),
        ("同意·自然人", "4"),
        ("同意·企业", "2"),
        ("同意·机构", "0"),
        ("同意·总计", "6"),
        ("不同意·自然人", "1"),
        ("不同意·企业", "0"),
        ("不同意·机构", "0"),
        ("不同意·总计", "1"),
        ("办结·自然人", "5"),
        ("办结·企业", "2"),
        ("办结·机构", "0"),
        ("办结·总计", "7"),
        ("留存·自然人", "1"),
        ("留存·企业", "1"),
        ("留存·机构", "0"),
        ("留存·总计", "2"),
    ];
    for (name, text) in changes {
        figures.iter_mut().filter(|(known, _)| known == name).for_each(|entry| entry.1 = text);
    }
    figures
}

#[test]
fn a_sound_report_holds_everywhere() {
    let assessment = run(FLOW, &flow(&[]));
    // Six row totals, four column totals, four balances.
    assert_eq!(assessment.counts.held, 14);
    assert!(assessment.findings.is_empty(), "{}", shown(&assessment));
}

#[test]
fn one_wrong_figure_breaks_the_checks_it_stands_in_and_no_other() {
    let assessment = run(FLOW, &flow(&[("同意·企业", "3")]));
    insta::assert_snapshot!(shown(&assessment));
}

#[test]
fn a_blank_total_is_one_finding_and_the_rest_goes_on_with_its_value() {
    let assessment = run(FLOW, &flow(&[("同意·总计", ""), ("办结·总计", "")]));
    insta::assert_snapshot!(shown(&assessment));
    assert_eq!((assessment.counts.held, assessment.counts.failed), (12, 2));
}

#[test]
fn a_blank_total_over_blanks_is_what_the_template_says() {
    let assessment = run(FLOW, &flow(&[("结转·机构", ""), ("办结·机构", ""), ("同意·机构", "")]));
    assert_eq!(assessment.counts.held, 14);
    assert!(assessment.findings.is_empty());
}

#[test]
fn what_cannot_be_read_is_never_held() {
    let assessment = run(FLOW, &flow(&[("新收·自然人", "?"), ("留存·机构", "no")]));
    insta::assert_snapshot!(shown(&assessment));
    assert_eq!(assessment.counts.failed, 0);
}

#[test]
fn every_failed_check_lists_all_its_operands() {
    let plan = compile(FLOW);
    let assessment = evaluate(&plan, &bound(&plan, &flow(&[("新收·总计", "9")]), &[]), Options::default());
    for found in &assessment.findings {
        // All operands and the rule itself.
        assert!(found.labels.len() >= 4, "{}", shown(&assessment));
        assert_eq!(found.severity, Severity::Error);
    }
    assert_eq!(assessment.findings.len(), 2);
}

fn rule(condition: &str, figures: &[(&str, &str)]) -> Assessment {
    let template = format!(
        "gouji 1\nunit 元\nunit 万元 = 10000元\ntemplate 表 @1 \"表\" {{ section 正 \"正\" {{ table 表 {{\n columns {{ 数 }}\n \
         rows {{ 甲: decimal[元], 乙: decimal[元], 丙: decimal[万元] optional, 丁: decimal[元] optional as 0 }}\n rule 规 {condition}\n }} }} }}"
    );
    run(&template, figures)
}

#[test]
fn units_of_one_dimension_compare_whatever_they_were_printed_in() {
    let held = rule("{ 甲 == 丙 }", &[("甲·数", "12300"), ("乙·数", "0"), ("丙·数", "1.23")]);
    assert_eq!(held.counts.held, 1, "{}", shown(&held));
    let failed = rule("{ 甲 == 丙 }", &[("甲·数", "12301"), ("乙·数", "0"), ("丙·数", "1.23")]);
    insta::assert_snapshot!(shown(&failed));
}

#[test]
fn something_optional_that_is_not_there_makes_a_rule_not_apply() {
    let figures = [("甲·数", "5"), ("乙·数", "5")];
    assert_eq!(rule("{ 甲 == 丙 }", &figures).counts.not_applicable, 1);
    assert_eq!(rule("{ 甲 == 乙 + 丁 }", &figures).counts.held, 1);
    assert_eq!(rule("{ 甲 == max(乙, 丙) }", &figures).counts.not_applicable, 1);
}

#[test]
fn logic_is_three_valued() {
    let figures = [("甲·数", "5"), ("乙·数", "?")];
    for (condition, held, unassessed) in [
        ("{ 甲 == 5 or 乙 == 1 }", 1, 0),
        ("{ not (甲 == 4 and 乙 == 1) }", 1, 0),
        ("{ 甲 == 4 implies 乙 == 1 }", 1, 0),
        ("{ 甲 == 5 implies 乙 == 1 }", 0, 1),
        ("{ 甲 == 4 or 乙 == 1 }", 0, 1),
        ("when 乙 > 0 { 甲 == 5 }", 0, 1),
        ("when 甲 > 9 { 乙 == 5 }", 0, 0),
        ("{ known(甲) and not known(乙) and absent(丙) and not blank(甲) }", 4, 0),
    ] {
        let assessment = rule(condition, &figures);
        assert_eq!(
            (assessment.counts.held, assessment.counts.not_assessable),
            (held, unassessed),
            "{condition}: {}",
            shown(&assessment)
        );
    }
}

#[test]
fn fractions_are_exact_and_a_division_by_zero_is_said() {
    let figures = [("甲·数", "1"), ("乙·数", "3")];
    assert_eq!(rule("{ 甲 / 乙 * 3 == 1 }", &figures).counts.held, 1);
    assert_eq!(rule("{ round(甲 / 乙, 0.01) == 0.33 }", &figures).counts.held, 1);
    assert_eq!(rule("{ 甲 / 乙 <= 40% }", &figures).counts.held, 1);
    let assessment = rule("{ 乙 / 甲 <= 2 }", &[("甲·数", "0"), ("乙·数", "3")]);
    assert_eq!(assessment.counts.not_computed, 1);
    insta::assert_snapshot!(shown(&assessment));
}

#[test]
fn membership_shows_the_nearest_reading() {
    let assessment = rule("soft { 甲 in (乙, 乙 + 10元) }", &[("甲·数", "12"), ("乙·数", "3")]);
    insta::assert_snapshot!(shown(&assessment));
}

#[test]
fn a_tolerance_is_used_and_its_excess_shown() {
    assert_eq!(rule("within 1元 { 甲 == 乙 }", &[("甲·数", "4"), ("乙·数", "3")]).counts.held_within, 1);
    assert_eq!(rule("within 1元 { 甲 / 2 == 乙 }", &[("甲·数", "4"), ("乙·数", "3")]).counts.held_within, 1);
    let assessment = rule("within 1元 { 甲 == 乙 }", &[("甲·数", "4.5"), ("乙·数", "3")]);
    insta::assert_snapshot!(shown(&assessment));
}

#[test]
fn approximate_figures_compare_with_nothing() {
    let assessment = rule("soft { 甲 == 乙 }", &[("甲·数", "~100"), ("乙·数", "100")]);
    insta::assert_snapshot!(shown(&assessment));
}

#[test]
fn rounded_lines_compare_as_intervals() {
    let total = |a: &str, b: &str, sum: &str| {
        let template = "gouji 1\nunit 元\ntemplate 表 @1 \"表\" { section 正 \"正\" { table 表 { cell decimal[元] rounded 0.1\n columns { 数 }\n rows { 甲, 乙, total 合计 } } } }";
        let counts = run(template, &[("甲·数", a), ("乙·数", b), ("合计·数", sum)]).counts;
        (counts.held, counts.held_within, counts.failed)
    };
    assert_eq!(total("0.1", "0.2", "0.3"), (1, 0, 0));
    assert_eq!(total("0.1", "0.2", "0.4"), (0, 1, 0));
    // 0.05..0.15 + 0.15..0.25 stays below 0.40; 0.45 begins at 0.40: three halves apart, and the ends are open.
    assert_eq!(total("0.1", "0.2", "0.45"), (0, 0, 1));
    assert_eq!(total("0.1", "0.2", "0.5"), (0, 0, 1));
}

#[test]
fn overflow_of_decimals_goes_on_in_fractions() {
    let big = "9".repeat(36);
    let assessment = rule("{ 甲 * 100000000 == 乙 * 100000000 }", &[("甲·数", &big), ("乙·数", &big)]);
    assert_eq!(assessment.counts.held, 1, "{}", shown(&assessment));
}

#[test]
fn rules_that_need_other_reports_are_one_note() {
    let assessment = rule("{ 甲 == prior.乙 }\n rule 又 { 乙 == prior.甲 }", &[("甲·数", "1"), ("乙·数", "1")]);
    insta::assert_snapshot!(shown(&assessment));
}

#[test]
fn a_word_of_an_enum_may_be_named_bare() {
    let template = "gouji 1\nunit 件\ntemplate 表 @1 \"表\" {\n meta { 层级: enum{政府 部门} optional }\n section 正 \"正\" { table 表 { cell natural[件]\n \
                    columns { 数 }\n rows { 甲, 乙 }\n rule 规 when 层级 == 政府 { 甲 == 乙 }\n rule 比 when 层级 in (部门, 政府) { 甲 >= 乙 } } } }";
    let plan = compile(template);
    let counts = |meta: &[&str]| {
        let counts = evaluate(&plan, &bound(&plan, &[("甲·数", "2"), ("乙·数", "1")], meta), Options::default()).counts;
        (counts.held, counts.failed, counts.not_applicable)
    };
    assert_eq!(counts(&["政府"]), (1, 1, 0));
    assert_eq!(counts(&["部门"]), (1, 0, 1));
    assert_eq!(counts(&[]), (0, 0, 2));
}
