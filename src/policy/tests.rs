//! Policies on a small form.

use super::*;
use crate::diag::Lang;
use crate::source::Sources;
use crate::{Library, Options, check};
use std::sync::Arc;

const TEMPLATE: &str = r#"gouji 1
template 收支 @1 "收支表" {
  applies 年度 in 2020..
  title "{年度}年收支表"
  meta { 年度: year optional }
  table 收支 {
    cell    natural
    rows    { 收入  支出  结余  备用 }
    rule 平衡 { 收入 == 支出 + 结余 }
    rule 备用不多 soft { 备用 <= 结余 }
  }
}
template 收支 @0 "收支表" { applies 年度 in 2000..2019  meta { 年度: year optional }  table 旧收支 { cell natural  rows { 甲 乙 } rule 平衡 { 甲 == 乙 } } }
"#;

fn library(sources: &mut Sources) -> Library {
    Library::compile(sources, vec![("t.gj".to_owned(), TEMPLATE.to_owned())]).expect("it compiles")
}

fn entry(lines: &str) -> String {
    format!("[[rule]]\ntemplate = \"收支@1\"\nreason = \"系统迁移\"\n{lines}\n")
}

/// `code severity` of every finding, the policy's first sentence where it has one.
fn said(policy: &str, date: Option<&str>, year: Option<u32>) -> Vec<String> {
    let mut sources = Sources::new();
    let library = library(&mut sources);
    let mut policy = read(&mut sources, "p.toml", policy.as_bytes(), library.plans.iter()).expect("a policy");
    policy.date = date.map(|date| Date::parse(date).expect("a date"));
    let options = Options { policy: Some(Arc::new(policy)), locate: true, ..Options::default() };
    let meta = year.map_or(String::new(), |year| format!("\"meta\": {{\"年度\": \"{year}\"}}, "));
    let report = format!("{{\"template\": \"收支@1\", {meta}\"收支\": {{\"收入\": 9, \"支出\": 5, \"结余\": 3, \"备用\": 4}}}}");
    let outcome = check(&library, &mut sources, "r.json", report.as_bytes(), &options);
    let line = |finding: &Diagnostic| {
        let data = finding.finding.as_deref();
        let policy =
            data.and_then(|data| data.policy.as_ref()).map_or(String::new(), |policy| format!(" {}→{}", policy.was, policy.is));
        let rule = data.and_then(|data| data.rule.clone()).unwrap_or_default();
        format!("{} {:?} {rule}{policy}", finding.code.name, finding.severity)
    };
    outcome.findings.iter().map(line).collect()
}

#[test]
fn a_rule_is_demoted_raised_or_suspended() {
    let plain = ["G0401 Error 平衡", "G0401 Warning 备用不多"];
    let rule = |rule: &str, force: &str| {
        entry(&format!("rule = \"{rule}\"\nforce = \"{force}\"\nfrom = 2024-01-01\nuntil = 2024-12-31"))
    };
    assert_eq!(said(&rule("平衡", "soft"), None, Some(2023)), plain);
    assert_eq!(said(&rule("平衡", "soft"), None, Some(2024)), ["G0401 Warning 平衡 hard→soft", "G0401 Warning 备用不多"]);
    assert_eq!(said(&rule("平衡", "提示"), None, Some(2024)), ["G0401 Warning 备用不多", "G0401 Note 平衡 hard→note"]);
    assert_eq!(said(&rule("备用不多", "hard"), None, Some(2024)), ["G0401 Error 平衡", "G0401 Error 备用不多 soft→hard"]);
    assert_eq!(said(&rule("平衡", "suspended"), None, Some(2024)), ["G0401 Warning 备用不多", "G0409 Note 平衡 hard→suspended"]);
    // The day that is given counts, not the report's year.
    assert_eq!(said(&rule("平衡", "soft"), Some("2025-01-01"), Some(2024)), plain);
    assert_eq!(said(&rule("平衡", "soft"), Some("2024-12-31"), Some(2020))[0], "G0401 Warning 平衡 hard→soft");
}

#[test]
fn years_and_a_report_without_one() {
    let policy = entry("rule = \"平衡\"\nforce = \"soft\"\nfrom = 2020-01-01\nyears = \"2022..2023\"");
    assert!(said(&policy, None, Some(2023))[0].contains("hard→soft"));
    assert!(!said(&policy, None, Some(2024))[0].contains("hard→soft"));
    let undecided = said(&policy, None, None);
    assert!(undecided.iter().any(|line| line.starts_with("G0824")), "{undecided:?}");
    assert!(undecided.contains(&"G0401 Error 平衡".to_owned()), "{undecided:?}");
    // Without years a given day is enough.
    let policy = entry("rule = \"平衡\"\nforce = \"soft\"\nfrom = 2020-01-01");
    assert!(said(&policy, Some("2024-01-01"), None)[0].contains("hard→soft"));
}

#[test]
fn a_suspended_rule_is_counted_as_not_applied() {
    let mut sources = Sources::new();
    let library = library(&mut sources);
    let text = entry("rule = \"平衡\"\nforce = \"suspended\"\nfrom = 2020-01-01");
    let policy = read(&mut sources, "p.toml", text.as_bytes(), library.plans.iter()).expect("a policy");
    let plan = &library.plans[0];
    let touched = policy.on(plan, Some(2024)).expect("it concerns the form");
    assert_eq!(touched.plan.checks.len() + 1, plan.checks.len());
    assert!(policy.on(&library.plans[1], Some(2015)).is_none(), "another version");
}

fn wrong(policy: &str) -> Vec<String> {
    let mut sources = Sources::new();
    let library = library(&mut sources);
    let problems = read(&mut sources, "p.toml", policy.as_bytes(), library.plans.iter()).expect_err("mistakes");
    let line = |found: &Diagnostic| {
        let at = found.primary().map(|label| sources.position_of(label.span).line).unwrap_or_default();
        format!("{} {at}: {}", found.code.name, found.message.render(Lang::En))
    };
    problems.iter().map(line).collect()
}

#[test]
fn mistakes_have_their_places() {
    let ok = "rule = \"平衡\"\nforce = \"soft\"\nfrom = 2024-01-01";
    let all = [
        String::new(),
        "rule = 3".to_owned(),
        "[[rule]]\ntemplate = \"收支\"\nrule = \"平横\"\nforce = \"soft\"\nfrom = 2024-01-01\n".to_owned(),
        entry("rule = \"total\"\nforce = \"soft\"\nfrom = 2024-01-01"),
        entry(&ok.replace("soft", "weak")),
        entry(&format!("{ok}\nuntil = 2023-12-31")),
        entry(&format!("{ok}\nyears = \"2023..2021\"")),
        entry(&format!("{ok}\nyears = \"二〇二三\"")),
        entry(&ok.replace("2024-01-01", "\"2024年2月30日\"")),
        entry(&format!("{ok}\nuntill = 2025-01-01")),
        entry(&format!("{ok}\nbasis = \"\"")),
        entry(ok).replace("收支@1", "收支@7"),
        format!("{}{}", entry(&format!("{ok}\nuntil = 2024-06-30")), entry(&ok.replace("2024-01-01", "2024-06-30"))),
        format!("{}{}", entry(&format!("{ok}\nyears = 2022")), entry(&format!("{ok}\nyears = \"..2022\""))),
        format!("[[rule]]\ntemplate = \"收支\"\nreason = \"甲\"\n{ok}\n{}", entry(ok)),
        "[[rule]\n".to_owned(),
    ];
    let shown: Vec<String> = all.iter().flat_map(|policy| wrong(policy)).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn entries_that_do_not_meet_may_stand_beside_each_other() {
    let ok = |lines: &str| entry(&format!("rule = \"平衡\"\nforce = \"soft\"\n{lines}"));
    let mut sources = Sources::new();
    let library = library(&mut sources);
    for policy in [
        format!("{}{}", ok("from = 2024-01-01\nuntil = 2024-06-30"), ok("from = 2024-07-01")),
        format!("{}{}", ok("from = 2024-01-01\nyears = \"..2022\""), ok("from = 2024-01-01\nyears = 2023")),
        format!("{}{}", ok("from = 2024-01-01"), ok("from = 2024-01-01").replace("收支@1", "收支@0")),
        format!("{}{}", ok("from = 2024-01-01"), ok("from = 2024-01-01").replace("平衡", "备用不多")),
    ] {
        assert!(read(&mut sources, "p.toml", policy.as_bytes(), library.plans.iter()).is_ok(), "{policy}");
    }
}
