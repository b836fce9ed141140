//! What `gouji audit` says of the shipped forms: the numbers of `localization.md`, and how they change when a rule is taken
//! out of the template.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use gouji::audit::mutate::{Slip, mutate};
use gouji::audit::{Audit, Protection, audit};
use gouji::diag::Severity;
use gouji::model::TableId;
use gouji::plan::Plan;
use gouji::source::Sources;
use gouji::{Library, engine};

fn built_in(edit: impl Fn(&str) -> String) -> Library {
    let files = engine::BUILT_IN.iter().map(|(name, text)| ((*name).to_owned(), edit(text))).collect();
    Library::compile(&mut Sources::new(), files).expect("the templates compile")
}

fn of_form(library: &Library, title: &str) -> (Plan, Audit) {
    let plan = library.plans.iter().find(|plan| plan.title == title).expect("the form is there").clone();
    let audit = audit(&plan);
    (plan, audit)
}

/// Figures, equations, rank, located figures, detect-only figures of one table.
fn numbers(library: &Library, form: &str, table: &str) -> [usize; 5] {
    let (plan, audit) = of_form(library, form);
    let model = library.model.forms.iter().find(|model| model.title() == form).expect("the form is there");
    let id = TableId(model.tables.iter().position(|other| other.name == table).expect("the table is there") as u32);
    let of_table = |wanted: fn(Protection) -> bool| {
        plan.slots.of_table(id).filter(|(slot, _)| audit.protection(*slot).is_some_and(wanted)).count()
    };
    let block = audit.blocks.iter().find(|block| block.tables == [id]).expect("a block of its own");
    [
        of_table(|_| true),
        block.equations.len(),
        block.rank,
        of_table(|protection| protection == Protection::Located),
        of_table(|protection| matches!(protection, Protection::Detected(_))),
    ]
}

/// Replaces a piece of text that stands in exactly one of the files.
fn replacing(from: &'static str, to: &'static str) -> impl Fn(&str) -> String {
    let count: usize = engine::BUILT_IN.iter().map(|(_, text)| text.matches(from).count()).sum();
    assert!(count > 0, "{from} is nowhere");
    move |text: &str| text.replace(from, to)
}

#[test]
fn the_form_of_2021() {
    let library = built_in(str::to_owned);
    assert_eq!(numbers(&library, "zfxxgk@2021", "申请"), [175, 39, 37, 175, 0]);
    assert_eq!(numbers(&library, "zfxxgk@2021", "争议"), [15, 3, 3, 0, 15]);
    let (_, audit) = of_form(&library, "zfxxgk@2021");
    let applications = audit.blocks.first().expect("a block");
    // No three columns are dependent; four are.
    assert_eq!((applications.hidden_at_least, applications.hidden.as_ref().map(Vec::len)), (4, Some(4)));
    assert!(!applications.gave_up);
    assert_eq!(audit.groups.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5, 5]);
    assert_eq!(audit.conflicts, []);
    assert!(audit.complete);
}

#[test]
fn without_the_row_totals_only_the_result_totals_are_located() {
    let library = built_in(replacing("法律服务机构  其他 }\n  total 总计", "法律服务机构  其他 }\n  总计"));
    assert_eq!(numbers(&library, "zfxxgk@2021", "申请"), [175, 14, 14, 7, 168]);
}

#[test]
fn without_the_result_totals_only_the_balance_locates() {
    let library = built_in(replacing("total 办理总计 \"（七）总计\"", "办理总计 \"（七）总计\""));
    assert_eq!(numbers(&library, "zfxxgk@2021", "申请"), [175, 32, 31, 28, 147]);
}

#[test]
fn without_the_balance_its_other_rows_are_only_detected() {
    let rule = "        basis \"国办公开办函〔2021〕30号，表三表头所印勾稽关系\" {\n        新收 + 上年结转 == 办理总计 + 结转下年\n      }";
    let soft = "        soft basis \"国办公开办函〔2021〕30号，表三表头所印勾稽关系\" {\n        新收 + 上年结转 == 办理总计 + 结转下年\n      }";
    let library = built_in(replacing(rule, soft));
    assert_eq!(numbers(&library, "zfxxgk@2021", "申请"), [175, 32, 31, 154, 21]);
}

#[test]
fn no_single_digit_change_in_the_tables_of_applications_and_disputes_passes() {
    let Ok(corpus) = std::env::var("GOUJI_CORPUS") else {
        eprintln!("skipped: GOUJI_CORPUS is not set");
        return;
    };
    let bytes = std::fs::read(format!("{corpus}/reports/001_jingyue_2024.txt")).expect("the report");
    let mut sources = Sources::new();
    let library = Library::built_in(&mut sources).expect("the templates compile");
    let reading = engine::read(&library, &mut sources, "001.txt", &bytes, &gouji::Options::default());
    let (plan, bound) = (&library.plans[reading.form.expect("recognized")], reading.bound.expect("read"));
    let found = mutate(plan, &bound);
    assert_eq!(found.failed_before, 0);
    assert_eq!(found.figures, found.changed);
    let tables = ["申请", "争议"];
    let passed: Vec<String> = found
        .unnoticed
        .iter()
        .filter(|one| matches!(one.slip, Slip::Digit | Slip::DigitsSwapped | Slip::DigitDropped | Slip::DigitAdded))
        .filter(|one| plan.place(one.slot).table.is_some_and(|table| tables.contains(&table.as_str())))
        .map(|one| format!("{} {} → {:?}", plan.name(one.slot), one.before, one.after))
        .collect();
    assert_eq!(passed, Vec::<String>::new());
    // All 190 cells of both tables were tried with every other digit.
    assert!(found.tallies[&Slip::Digit].tried >= 190 * 9, "{:?}", found.tallies);
}

/// What mutation testing calls unnoticed is what a full check of the changed report accepts, and the other way round.
#[test]
fn mutations_agree_with_a_full_check() {
    let template = "gouji 1
template 表 @1 \"表\" { section 表 \"表\" {
  table 一 { cell natural read blank as 0 columns { 甲, 乙, total 计 } rows { 子, 丑, 寅 } rule 大 { 甲 >= 乙 } rule 少 soft { 丑 <= 30 } }
  table 二 { cell natural columns { 数 } rows { 一, 二 } } } }";
    let mut sources = Sources::new();
    let library = Library::compile(&mut sources, vec![("表.gj".to_owned(), template.to_owned())]).expect("it compiles");
    let rows = |values: [[u32; 3]; 3]| {
        let row = |name: &str, [a, b, c]: [u32; 3]| format!("\"{name}\": {{\"甲\": {a}, \"乙\": {b}, \"计\": {c}}}");
        let rows: Vec<String> = ["子", "丑", "寅"].iter().zip(values).map(|(name, values)| row(name, values)).collect();
        format!(
            "{{\"template\": \"表@1\", \"一\": {{{}}}, \"二\": {{\"一\": {{\"数\": 7}}, \"二\": {{\"数\": 45}}}}}}",
            rows.join(", ")
        )
    };
    let report = rows([[12, 3, 15], [28, 0, 28], [5, 5, 10]]);
    let reading = engine::read(&library, &mut sources, "a.json", report.as_bytes(), &gouji::Options::default());
    let (plan, mut bound) = (&library.plans[0], reading.bound.expect("read"));
    let found = mutate(plan, &bound);
    // Every digit change by itself, the slow way.
    let (mut tried, mut errors, mut warnings) = (0, 0, 0);
    for slot in 0..bound.figures.cells.len() {
        let before = bound.figures.cells[slot].clone();
        let value = before.value.expect("a figure");
        for (slip, values) in gouji::audit::mutate::of_digits(value) {
            for value in values.into_iter().filter(|_| slip == Slip::Digit) {
                bound.figures.cells[slot].value = Some(value);
                let assessment = gouji::eval::evaluate(plan, &bound, gouji::eval::Options::default());
                tried += 1;
                let failed = |severity| assessment.findings.iter().any(|finding| finding.severity == severity);
                errors += usize::from(failed(Severity::Error));
                warnings += usize::from(!failed(Severity::Error) && failed(Severity::Warning));
            }
        }
        bound.figures.cells[slot] = before;
    }
    let tally = found.tallies[&Slip::Digit];
    assert_eq!((tally.tried, tally.errors, tally.warnings), (tried, errors, warnings));
    // Table 二 is in no rule: all of its changes pass.
    let loose: Vec<&str> = found.unnoticed.iter().filter(|one| one.slip == Slip::Digit).map(|one| plan.name(one.slot)).collect();
    assert_eq!(loose, ["一·数", "二·数"]);
}

fn run(arguments: &[&str]) -> (String, Option<i32>) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_gouji")).args(arguments).output().expect("it runs");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (String::from_utf8(output.stdout).expect("UTF-8"), output.status.code())
}

#[test]
fn what_an_author_reads() {
    let (text, status) = run(&["audit", "zfxxgk@2021", "--lang", "zh"]);
    assert_eq!(status, Some(0));
    insta::assert_snapshot!("form_of_2021", text);
    let (text, status) = run(&["audit", "examples/balance-sheet/balance-sheet.gj", "--lang", "en"]);
    assert_eq!(status, Some(0));
    insta::assert_snapshot!("balance_sheet", text);
    let (text, status) = run(&["audit", "tests/data/contradiction.gj", "--lang", "zh"]);
    assert_eq!(status, Some(1));
    insta::assert_snapshot!("contradiction", text);
    let (text, status) =
        run(&["audit", "--mutate", "examples/balance-sheet/2025.txt", "examples/balance-sheet/balance-sheet.gj", "--lang", "zh"]);
    assert_eq!(status, Some(0));
    insta::assert_snapshot!("mutations", text);
    assert_eq!(run(&["audit", "zfxxgk@2021", "--deny", "warnings"]).1, Some(1));
}

#[test]
fn what_a_program_reads() {
    let (text, _) = run(&["audit", "zfxxgk@2021", "--format", "json"]);
    let data: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let template = &data["templates"][0];
    assert_eq!((template["equations"].as_u64(), template["rank"].as_u64()), (Some(42), Some(40)));
    let located = template["cells"].as_array().expect("cells").iter().filter(|cell| cell["protection"] == "located").count();
    assert_eq!(located, 175);
    let (page, _) = run(&["audit", "zfxxgk@2021", "--format", "html"]);
    assert_eq!(page.matches("class=\"sign located\">+</td>").count(), 175);
    assert!(!page.contains("http"), "the page needs nothing from elsewhere");
}
