//! Explanations on a small form: each state, and what makes an explanation stale.

use super::*;
use crate::diag::Lang;
use crate::engine::form_of;
use crate::report::Outcome;
use crate::source::Sources;
use crate::{Library, Options, check};

const TEMPLATE: &str = r#"gouji 1
template 收支 @1 "收支表" {
  meta { 年度: year optional }
  table 收支 {
    cell    natural
    columns { 本年 上年 }
    rows    { 收入  支出  结余  备用 }
    rule 平衡 { 收入 == 支出 + 结余 }
    rule 备用不多 "备用不多于结余" soft when 收入 > 0 { 备用 <= 结余 }
  }
}
"#;
const REPORT: &str = r#"{"template": "收支@1", "meta": {"年度": "2024"}, "收支": {
  "收入": {"本年": 9, "上年": 8}, "支出": {"本年": 6, "上年": 5}, "结余": {"本年": 3, "上年": 3}, "备用": {"本年": 4, "上年": 3}}}"#;

struct Case {
    sources: Sources,
    library: Library,
    outcome: Outcome,
}

fn checked(template: &str, report: &str) -> Case {
    let mut sources = Sources::new();
    let library = Library::compile(&mut sources, vec![("t.gj".to_owned(), template.to_owned())]).expect("it compiles");
    let outcome = check(&library, &mut sources, "r.json", report.as_bytes(), &Options::default());
    Case { sources, library, outcome }
}

/// The skeleton for a report, filled in.
fn explained(template: &str, report: &str) -> String {
    let case = checked(template, report);
    let (model, plan) = form_of(std::slice::from_ref(&case.library), &case.outcome, &Options::default()).expect("a form");
    let all = unexplained(&case.outcome, model, &plan, &case.sources, None);
    assert_eq!(all.len(), 1);
    let text = skeleton(&all, false, Lang::Zh);
    text.replace("reason = \"\"", "reason = \"年末追加\"")
        .replace("author = \"\"", "author = \"李某\"")
        .replace("date = \"\"", "date = 2025-01-20")
}

/// What is said of a report with explanations: `code severity: message`.
fn with(template: &str, report: &str, explanations: &str) -> Vec<String> {
    let mut case = checked(template, report);
    let read = read(&mut case.sources, "r.json.explain.toml", explanations.as_bytes());
    let libraries = std::slice::from_ref(&case.library);
    let before = case.outcome.rules;
    let mut waiving = Waiving::new(read);
    let form = form_of(libraries, &case.outcome, &Options::default());
    waiving.apply(&mut case.outcome, form.as_ref().map(|(model, plan)| (*model, plan.as_ref())), &case.sources);
    waiving.finish(Some(&mut case.outcome));
    assert_eq!(before.total(), case.outcome.rules.total());
    let waived =
        case.outcome.findings.iter().filter(|finding| finding.finding.as_deref().is_some_and(|data| data.waived.is_some()));
    assert_eq!(waived.count(), case.outcome.rules.waived);
    let line =
        |finding: &Diagnostic| format!("{} {:?}: {}", finding.code.name, finding.severity, finding.message.render(Lang::En));
    case.outcome.findings.iter().map(line).collect()
}

/// The codes only.
fn codes(template: &str, report: &str, explanations: &str) -> Vec<String> {
    with(template, report, explanations).into_iter().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_valid_explanation_waives_and_is_shown() {
    assert_eq!(
        with(TEMPLATE, REPORT, &explained(TEMPLATE, REPORT)),
        [
            "G0401 Note: rule `备用不多` does not hold (本年): left side 4, right side 3, difference 1; explained (李某, 2025-01-20): 年末追加"
        ]
    );
}

#[test]
fn comments_and_layout_of_the_template_do_not_matter_and_one_character_does() {
    let explanation = explained(TEMPLATE, REPORT);
    for same in [
        TEMPLATE.replace("{ 备用 <= 结余 }", "{\n   备用 // 一句话\n     <=结余\n }"),
        TEMPLATE.replace("rule 平衡", "/// 新的一段说明\n    rule 平衡"),
        TEMPLATE.replace("when 收入 > 0", "when   收入>0"),
        TEMPLATE.replace("备用不多于结余", "换一种说法"),
        TEMPLATE.replace("备用 <= 结余", "备用 ＜= 结余"),
    ] {
        assert_eq!(codes(&same, REPORT, &explanation), ["G0401 Note"], "{same}");
    }
    for other in [
        TEMPLATE.replace("{ 备用 <= 结余 }", "{ 备用 < 结余 }"),
        TEMPLATE.replace("{ 备用 <= 结余 }", "{ 备用 <= 结余 + 0 }"),
        TEMPLATE.replace("{ 备用 <= 结余 }", "{ 备用 <= 结余 * 1 }"),
        TEMPLATE.replace("when 收入 > 0", "when 收入 > 1"),
        TEMPLATE.replace("when 收入 > 0", ""),
    ] {
        assert!(codes(&other, REPORT, &explanation).contains(&"G0811 Warning".to_owned()), "{other}");
    }
}

#[test]
fn one_operand_makes_it_stale() {
    let explanation = explained(TEMPLATE, REPORT);
    let changed = REPORT.replace("\"备用\": {\"本年\": 4", "\"备用\": {\"本年\": 5");
    assert_eq!(codes(TEMPLATE, &changed, &explanation), ["G0401 Warning", "G0811 Warning"]);
    // Another way to write the same figure is the same figure.
    let same = REPORT.replace("\"备用\": {\"本年\": 4", "\"备用\": {\"本年\": \"4.0\"");
    assert_eq!(codes(TEMPLATE, &same, &explanation)[0], "G0401 Note");
    // A figure that the rule does not compare does not matter.
    let elsewhere = REPORT
        .replace("\"上年\": 8", "\"上年\": 7")
        .replace("\"支出\": {\"本年\": 6, \"上年\": 5", "\"支出\": {\"本年\": 6, \"上年\": 4");
    assert_eq!(codes(TEMPLATE, &elsewhere, &explanation)[0], "G0401 Note");
}

#[test]
fn every_other_state_is_reported() {
    let explanation = explained(TEMPLATE, REPORT);
    let holds = REPORT.replace("\"备用\": {\"本年\": 4", "\"备用\": {\"本年\": 3");
    let elsewhere = holds.replace("\"上年\": 3}}}", "\"上年\": 4}}}");
    let other_year = REPORT.replace("2024", "2023");
    let shown = [
        ("holds", with(TEMPLATE, &holds, &explanation)),
        ("fails elsewhere", with(TEMPLATE, &elsewhere, &explanation)),
        ("another report", with(TEMPLATE, &other_year, &explanation)),
        ("no such rule", with(TEMPLATE, REPORT, &explanation.replace("rule = \"备用不多\"", "rule = \"备用太多\""))),
        ("hard", with(TEMPLATE, REPORT, &explanation.replace("rule = \"备用不多\"", "rule = \"平衡\""))),
        ("another form", with(TEMPLATE, REPORT, &explanation.replace("收支@1", "收支@2"))),
        ("empty reason", with(TEMPLATE, REPORT, &explanation.replace("年末追加", " "))),
        ("bad date", with(TEMPLATE, REPORT, &explanation.replace("2025-01-20", "\"去年\""))),
        ("unknown key", with(TEMPLATE, REPORT, &explanation.replace("author", "auther"))),
        ("no values", with(TEMPLATE, REPORT, explanation.split("[explanation.values]").next().unwrap_or_default())),
        ("no TOML", with(TEMPLATE, REPORT, "reason: x")),
        ("nothing", with(TEMPLATE, REPORT, "")),
        ("twice", with(TEMPLATE, REPORT, &format!("{explanation}{explanation}"))),
        ("stale and new", with(TEMPLATE, REPORT, &format!("{}{explanation}", explanation.replace("\"4\"", "\"5\"")))),
    ];
    let shown: Vec<String> = shown.iter().map(|(name, lines)| format!("{name}\n  {}", lines.join("\n  "))).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn the_skeleton_reads_back_and_is_not_written_twice() {
    let mut case = checked(TEMPLATE, REPORT);
    let libraries = std::slice::from_ref(&case.library);
    let (model, plan) = form_of(libraries, &case.outcome, &Options::default()).expect("a form");
    let all = unexplained(&case.outcome, model, &plan, &case.sources, None);
    let text = skeleton(&all, false, Lang::Zh);
    insta::assert_snapshot!(text);
    let there = read(&mut case.sources, "r.json.explain.toml", text.as_bytes());
    assert_eq!((there.entries.len(), there.unfilled.len(), there.problems.len()), (0, 1, 1));
    assert!(unexplained(&case.outcome, model, &plan, &case.sources, Some(&there)).is_empty());
}

#[test]
fn values_with_signs_of_toml_read_back() {
    let template = TEMPLATE.replace("meta { 年度: year optional }", "meta { 年度: year optional, 单位: text optional }");
    let report = REPORT.replace("\"年度\": \"2024\"", "\"年度\": \"2024\", \"单位\": \"甲\\\"乙\\\\丙\"");
    let filled = explained(&template, &report);
    assert!(filled.contains("\"单位\" = \"甲\\\"乙\\\\丙\""), "{filled}");
    assert_eq!(codes(&template, &report, &filled), ["G0401 Note"], "{filled}");
}
