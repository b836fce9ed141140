//! The examples of the README do what the README says.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use gouji::diag::{Diagnostic, Lang, Severity};
use gouji::report::{Outcome, Verdict};
use gouji::source::Sources;
use gouji::{Library, Options};

fn text(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn said(findings: &[Diagnostic]) -> String {
    let line =
        |finding: &Diagnostic| format!("{} {:?}: {}", finding.code.name, finding.severity, finding.message.render(Lang::Zh));
    findings.iter().map(line).collect::<Vec<_>>().join("\n  ")
}

fn checked(path: &str) -> Outcome {
    let mut sources = Sources::new();
    let library = Library::built_in(&mut sources).expect("the shipped templates compile");
    gouji::check(&library, &mut sources, path, text(path).as_bytes(), &Options::default())
}

fn own_form(path: &str, contents: &str) -> Outcome {
    let mut sources = Sources::new();
    let template = "examples/balance-sheet/balance-sheet.gj";
    let library = Library::compile(&mut sources, vec![(template.to_owned(), text(template))]).expect("the template compiles");
    assert!(library.diagnostics.is_empty(), "{}", said(&library.diagnostics));
    gouji::check(&library, &mut sources, path, contents.as_bytes(), &Options::default())
}

fn assert_clean(outcome: &Outcome) {
    let loud: Vec<Diagnostic> = outcome.findings.iter().filter(|finding| finding.severity != Severity::Note).cloned().collect();
    assert!(loud.is_empty(), "\n  {}", said(&loud));
    assert_eq!(outcome.verdict, Verdict::Accepted);
    assert!(outcome.rules.held > 0);
    assert_eq!(outcome.rules.not_assessable, 0);
}

#[test]
fn the_shipped_templates_compile_without_a_word() {
    let mut sources = Sources::new();
    let library = Library::built_in(&mut sources).unwrap_or_else(|found| panic!("\n  {}", said(&found)));
    // Figures that are only extracted are notes; nothing may be worse.
    let loud = library.diagnostics.iter().any(|diagnostic| diagnostic.severity != Severity::Note);
    assert!(!loud, "\n  {}", said(&library.diagnostics));
    let names: Vec<String> = library.model.forms.iter().map(gouji::model::Form::title).collect();
    assert_eq!(names, ["统计表@2014", "wzbb@2018", "zfxxgk@2008", "zfxxgk@2019", "zfxxgk@2021"]);
    for (form, plan) in library.model.forms.iter().zip(&library.plans) {
        assert!(form.basis.is_some(), "{} cites its legal source", form.title());
        assert!(!plan.rules.is_empty());
    }
    // Table 三 is 25 rows × 7, table 四 15; table 二 6 + 1 + 2 + 1.
    let figures = |title: &str, table: &str| {
        let form = library.model.forms.iter().find(|form| form.title() == title).unwrap();
        form.tables
            .iter()
            .filter(|of| of.name == table)
            .map(|of| of.row_figures().len() * of.column_figures().len())
            .sum::<usize>()
    };
    let tables = ["申请", "争议", "制发", "许可", "处罚强制", "收费"];
    assert_eq!(tables.map(|table| figures("zfxxgk@2021", table)), [175, 15, 6, 1, 2, 1]);
    assert_eq!(tables.map(|table| figures("zfxxgk@2019", table)), [161, 15, 6, 6, 6, 2]);
}

#[test]
fn the_clean_report_is_clean() {
    let outcome = checked("examples/yunpu-2025.html");
    assert_clean(&outcome);
    assert_eq!(outcome.template.as_deref(), Some("zfxxgk@2021"));
}

#[test]
fn the_same_report_as_json_has_the_same_verdict() {
    let (html, json) = (checked("examples/yunpu-2025.html"), checked("examples/yunpu-2025.json"));
    assert_clean(&json);
    assert_eq!(html.rules, json.rules);
    assert_eq!(html.template, json.template);
}

#[test]
fn the_narrative_report_is_clean() {
    let outcome = checked("examples/yunpu-2017.txt");
    assert_clean(&outcome);
    assert_eq!(outcome.template.as_deref(), Some("zfxxgk@2008"));
}

#[test]
fn two_wrong_cells_fail_the_three_checks_they_stand_in() {
    let outcome = checked("examples/yunpu-education-2024.txt");
    assert_eq!(outcome.verdict, Verdict::Rejected);
    let mut failed: Vec<[String; 5]> = outcome
        .findings
        .iter()
        .filter(|finding| finding.severity != Severity::Note)
        .map(|finding| {
            let data = finding.finding.as_ref().expect("a finding about the report");
            let word = |word: &Option<String>| word.clone().unwrap_or_default();
            [word(&data.at.row), word(&data.at.column), word(&data.left), word(&data.right), word(&data.difference)]
        })
        .collect();
    failed.sort();
    let wanted =
        [["", "行政复议.总计", "2", "1", "1"], ["予以公开", "总计", "13", "22", "-9"], ["办理总计", "自然人", "27", "36", "-9"]];
    assert_eq!(failed, wanted, "\n  {}", said(&outcome.findings));
}

#[test]
fn a_form_of_your_own_reads_text_and_json() {
    for path in ["examples/balance-sheet/2025.txt", "examples/balance-sheet/2024.json"] {
        let outcome = own_form(path, &text(path));
        assert_clean(&outcome);
        // Four totals in two columns, the equation, the soft rule, one "of which" line.
        assert_eq!(outcome.rules.held, 4 * 2 + 2 + 2 + 2, "{path}");
    }
}

#[test]
fn a_balance_sheet_that_does_not_balance() {
    let path = "examples/balance-sheet/2025.txt";
    let outcome = own_form(path, &text(path).replace("盈余公积\t61.20", "盈余公积\t62.10"));
    assert_eq!(outcome.verdict, Verdict::Rejected);
    let failed: Vec<_> = outcome.findings.iter().filter(|finding| finding.is_error()).collect();
    assert_eq!(failed.len(), 1, "{}", said(&outcome.findings));
    let data = failed[0].finding.as_ref().expect("a finding about the report");
    assert_eq!((data.rule.as_deref(), data.at.row.as_deref()), (Some("total"), Some("权益合计")));
    assert_eq!(data.at.column.as_deref(), Some("期末余额"));
}
