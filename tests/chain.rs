//! Rules over several reports: the year before, runs of years, superiors and their parts.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use gouji::bind::{Bound, MetaValue, State};
use gouji::chain::{self, Filed, Given, LinkState, Relation, Runs};
use gouji::diag::{Diagnostic, Lang, Severity};
use gouji::engine::{self, Library, Options};
use gouji::generate::data::{Format, Writer};
use gouji::generate::{self, Generator};
use gouji::model::Form;
use gouji::number::Decimal;
use gouji::plan::{Plan, SlotId};
use gouji::source::Sources;
use proptest::prelude::*;

struct Shelf {
    sources: Sources,
    library: Library,
}

impl Shelf {
    fn built_in() -> Shelf {
        let mut sources = Sources::new();
        let library = Library::built_in(&mut sources).expect("the shipped templates compile");
        Shelf { sources, library }
    }

    fn of(text: &str) -> Shelf {
        let mut sources = Sources::new();
        let compiled = Library::compile(&mut sources, vec![("forms.gj".to_owned(), text.to_owned())]);
        let said = |diagnostics: Vec<Diagnostic>| {
            diagnostics.iter().map(|found| found.message.render(Lang::En)).collect::<Vec<_>>().join("\n")
        };
        Shelf { library: compiled.map_err(said).expect("the templates compile"), sources }
    }

    fn form(&self, title: &str) -> (&Form, &Plan) {
        let mut forms = self.library.model.forms.iter().zip(&self.library.plans);
        forms.find(|(form, _)| form.title() == title).expect(title)
    }

    fn filed(&mut self, name: &str, text: &str) -> Vec<Filed> {
        let libraries = std::slice::from_ref(&self.library);
        engine::filed(libraries, &mut self.sources, name, text.as_bytes(), &Options::default()).0
    }

    /// Checks a report against reports of the year before.
    fn check(&mut self, given: Given, prior: &[(&str, &str)], name: &str, text: &str) -> gouji::report::Outcome {
        let files = prior.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        let libraries = std::slice::from_ref(&self.library);
        let priors = engine::priors(libraries, &mut self.sources, files, given, &Options::default());
        let options = Options { prior: Some(std::sync::Arc::new(priors)), ..Options::default() };
        gouji::check(&self.library, &mut self.sources, name, text.as_bytes(), &options)
    }
}

fn said(findings: &[Diagnostic]) -> Vec<String> {
    findings.iter().map(|it| format!("{} {:?} {}", it.code.name, it.severity, it.message.render(Lang::Zh))).collect()
}

fn codes(outcome: &gouji::report::Outcome) -> Vec<&str> {
    outcome.findings.iter().map(|finding| finding.code.name).collect()
}

/// The files that a finding points into.
fn files<'s>(finding: &Diagnostic, sources: &'s Sources) -> Vec<&'s str> {
    finding.labels.iter().map(|label| sources.name(label.span.file)).collect()
}

// A run of five years.

const YEARS: [i64; 5] = [2021, 2022, 2023, 2024, 2025];
const APPLICANTS: [&str; 6] = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"];

struct Sheet<'a> {
    plan: &'a Plan,
    bound: Bound,
}

impl Sheet<'_> {
    fn slot(&self, name: &str) -> SlotId {
        let at = self.plan.names.iter().position(|known| known == name).unwrap_or_else(|| panic!("no cell {name}"));
        SlotId(at as u32)
    }

    fn get(&self, name: &str) -> i64 {
        let cell = &self.bound.figures.cells[self.slot(name).0 as usize];
        cell.value.map_or(0, |value| value.to_string().parse().expect("a whole number"))
    }

    fn set(&mut self, name: &str, value: i64) {
        let slot = self.slot(name).0 as usize;
        let cell = &mut self.bound.figures.cells[slot];
        cell.state = State::Figure;
        cell.value = Some(Decimal::from(value));
        cell.text = value.to_string();
    }

    fn add(&mut self, row: &str, column: &str, more: i64) {
        for column in [column, "总计"] {
            let name = format!("{row}·{column}");
            self.set(&name, self.get(&name) + more);
        }
    }
}

/// Five reports of one office that tie with each other: random ones, in which what came in from the year before is made to fit.
fn five_years<'a>(form: &Form, plan: &'a Plan, seed: u64) -> Vec<Sheet<'a>> {
    let mut years: Vec<Sheet<'a>> = Vec::new();
    for (at, year) in YEARS.iter().enumerate() {
        let meta = vec![("机关".to_owned(), "云浦县教育局".to_owned()), ("年度".to_owned(), year.to_string())];
        let options = generate::Options { seed: seed.wrapping_add(at as u64), max: 60, meta, ..generate::Options::default() };
        let mut generator = Generator::new(form, plan, options).expect("a generator");
        let bound = generator.draw().expect("a report").clone();
        let mut sheet = Sheet { plan, bound };
        for (meta, value) in form.meta.iter().zip(&mut sheet.bound.meta) {
            *value = match meta.name.as_str() {
                "年度" => Some(year.to_string()),
                "机关" => Some("云浦县教育局".to_owned()),
                _ => None,
            }
            .map(|text| MetaValue { text, span: None });
        }
        // The sentences of random reports say what they like of the year before.
        for (cell, place) in sheet.bound.figures.cells.iter_mut().zip(&plan.places) {
            if place.fact.is_some() {
                *cell = gouji::bind::Cell::absent();
            }
        }
        if let Some(before) = years.last() {
            for column in APPLICANTS {
                let carried = before.get(&format!("结转下年·{column}"));
                let more = carried - sheet.get(&format!("上年结转·{column}"));
                sheet.add("上年结转", column, more);
                let answered = sheet.get(&format!("予以公开·{column}"));
                if answered + more >= 0 {
                    sheet.add("予以公开", column, more);
                    sheet.add("办理总计", column, more);
                } else {
                    sheet.add("新收", column, -more);
                }
            }
            for row in ["规章", "行政规范性文件"] {
                let made = before.get(&format!("{row}·现行有效件数")) + sheet.get(&format!("{row}·本年制发件数"));
                let name = format!("{row}·本年废止件数");
                if sheet.get(&name) > made {
                    sheet.set(&name, 0);
                }
                sheet.set(&format!("{row}·现行有效件数"), made - sheet.get(&name));
            }
        }
        years.push(sheet);
    }
    years
}

fn json(form: &Form, sheet: &Sheet<'_>) -> String {
    let writer = Writer::new(form, sheet.plan, Format::Json);
    let mut text = Vec::new();
    writer.begin(false, &mut text);
    writer.write(&sheet.bound, 0, false, &mut text);
    writer.end(false, &mut text);
    String::from_utf8(text).expect("UTF-8")
}

fn runs(shelf: &mut Shelf, texts: &[(String, String)]) -> Runs {
    let filed: Vec<Filed> = texts.iter().flat_map(|(name, text)| shelf.filed(name, text)).collect();
    assert_eq!(filed.len(), texts.len());
    chain::runs(&[shelf.library.forms()], &filed)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn of_five_years_the_one_broken_link_is_found_in_both_documents(
        seed in any::<u64>(), year in 1usize..5, column in 0usize..6, more in 1i64..50
    ) {
        let mut shelf = Shelf::built_in();
        let (form, plan) = shelf.form("zfxxgk@2021");
        let (form, plan) = (form.clone(), plan.clone());
        let mut years = five_years(&form, &plan, seed);
        let named = |years: &[Sheet<'_>]| -> Vec<(String, String)> {
            years.iter().zip(YEARS).map(|(sheet, year)| (format!("{year}.json"), json(&form, sheet))).collect()
        };
        // As they were made, all links hold; each report by itself too.
        let sound = named(&years);
        let found = runs(&mut shelf, &sound);
        prop_assert_eq!(found.runs.len(), 1);
        let states: Vec<LinkState> = found.runs[0].years.iter().map(|year| year.link.state).collect();
        prop_assert_eq!(states, [LinkState::First, LinkState::Held, LinkState::Held, LinkState::Held, LinkState::Held]);

        // One figure of the year before was copied wrongly; the report itself still balances.
        let column = APPLICANTS[column];
        for row in ["上年结转", "予以公开", "办理总计"] {
            years[year].add(row, column, more);
        }
        let texts = named(&years);
        let (name, text) = &texts[year];
        let alone = shelf.check(Given::Folder, &[], name, text);
        prop_assert_eq!(alone.rules.failed, 0, "{:?}", said(&alone.findings));

        let found = runs(&mut shelf, &texts);
        for (at, state) in found.runs[0].years.iter().enumerate() {
            let expected = if at == 0 { LinkState::First } else if at == year { LinkState::Broken } else { LinkState::Held };
            prop_assert_eq!(state.link.state, expected, "{}: {:?}", state.year, said(&state.link.findings));
        }
        let link = &found.runs[0].years[year].link;
        prop_assert_eq!(link.counts.failed, 2);
        for (finding, column) in link.findings.iter().zip([column, "总计"]) {
            let own = &finding.labels[0];
            let prior = &finding.labels[1];
            prop_assert_eq!(shelf.sources.name(own.span.file), name);
            prop_assert_eq!(shelf.sources.name(prior.span.file), &texts[year - 1].0);
            let amount = |row: &str, sheet: &Sheet<'_>| sheet.get(&format!("{row}·{column}")).to_string();
            prop_assert_eq!(shelf.sources.slice(own.span), amount("上年结转", &years[year]));
            prop_assert_eq!(shelf.sources.slice(prior.span), amount("结转下年", &years[year - 1]));
        }

        // The same, one report at a time, with the others in a folder.
        let all: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let outcome = shelf.check(Given::Folder, &all, name, text);
        prop_assert_eq!(outcome.rules.failed, 2);
        let rejected = outcome.verdict == gouji::report::Verdict::Rejected;
        prop_assert!(rejected, "{:?}", said(&outcome.findings));
    }
}

// The form of 2019 and that of 2021.

#[test]
fn reports_of_the_corpus_are_checked_across_two_forms() {
    let Some(corpus) = std::env::var_os("GOUJI_CORPUS") else {
        eprintln!("skipped: GOUJI_CORPUS is not set");
        return;
    };
    let text = |year: i32| {
        let path = std::path::Path::new(&corpus).join(format!("reports/pingtan_{year}_glued.txt"));
        std::fs::read_to_string(path).expect("the corpus")
    };
    let mut shelf = Shelf::built_in();
    let (before, after) = (text(2020), text(2021));
    let alone = gouji::check(&shelf.library, &mut shelf.sources, "2021.txt", after.as_bytes(), &Options::default());
    let outcome = shelf.check(Given::File, &[("2020.txt", &before)], "2021.txt", &after);
    // All seven columns of the applications carried over.
    assert_eq!(outcome.rules.held, alone.rules.held + 7, "{:?}", said(&outcome.findings));
    assert!(codes(&alone).contains(&"G0408") && !codes(&outcome).contains(&"G0408"));
    // With what 2020 carried over changed, both documents are named.
    let changed = after.replacen("上年结转政府信息公开申请数量0000000", "上年结转政府信息公开申请数量1000001", 1);
    assert_ne!(after, changed);
    let outcome = shelf.check(Given::File, &[("2020.txt", &before)], "2021.txt", &changed);
    let broken: Vec<&Diagnostic> = outcome
        .findings
        .iter()
        .filter(|it| it.finding.as_deref().is_some_and(|finding| finding.rule.as_deref() == Some("跨年结转")))
        .collect();
    assert_eq!(broken.len(), 2, "{:?}", said(&outcome.findings));
    for finding in broken {
        assert_eq!(files(finding, &shelf.sources)[..2], ["2021.txt", "2020.txt"]);
    }
}

// A small form in two versions, the second an amendment of the first.

const FORMS: &str = r#"
gouji 1
unit 件
template 月表 @2 amends @1 {
  applies 年度 in 2022..
  in 账 {
    split 其他 { 退回, 转送, 存档 }
    rename rows { 期末 -> 结存 }
    add rows after 期初 { 新设 }
    add rule 结转 { 期初 == prior.结存 }
    add rule 其他项 { 上年其他 == sum(prior.其他) }
    add rule 一项 soft { 新设 >= prior.转送 }
    add rule 新项 { 新设 >= prior.新设 }
    add rule 份数 { 下级数 == count(parts.期初) }
    add rule 汇总 { 期初 == sum(parts.期初) }
  }
}
template 月表 @1 "月表" {
  applies 年度 in ..2021
  title "{单位}{年度}年月表"
  meta { 单位: text, 年度: year }
  key 单位, 年度
  section 正表 "月表" {
    table 账 { cell natural[件] read blank as 0 rows { 期初, 其他, 上年其他, 下级数: natural, 期末 } }
  }
}
"#;

fn old(office: &str, year: i64, rows: &str) -> String {
    format!(r#"{{"template": "月表@1", "meta": {{"单位": "{office}", "年度": {year}}}, "账": {{{rows}}}}}"#)
}

fn new(office: &str, year: i64, rows: &str) -> String {
    format!(r#"{{"template": "月表@2", "meta": {{"单位": "{office}", "年度": {year}}}, "账": {{{rows}}}}}"#)
}

const OLD: &str = r#""期初": 1, "其他": 6, "上年其他": 0, "下级数": 0, "期末": 4"#;

fn new_rows(start: i64, others: i64) -> String {
    format!(r#""期初": {start}, "新设": 2, "退回": 1, "转送": 1, "存档": 1, "上年其他": {others}, "下级数": 0, "结存": 9"#)
}

#[test]
fn a_figure_that_was_split_is_the_sum_of_its_parts() {
    let mut shelf = Shelf::of(FORMS);
    let before = old("甲局", 2021, OLD);
    let held = shelf.check(Given::File, &[("2021.json", &before)], "2022.json", &new("甲局", 2022, &new_rows(4, 6)));
    assert_eq!(held.rules.held, 2, "{:?}", said(&held.findings));
    // One part by itself is not known, a new item never was; both are said.
    assert_eq!(held.rules.not_assessable, 1);
    insta::assert_snapshot!(said(&held.findings).join("\n"));
    let wrong = shelf.check(Given::File, &[("2021.json", &before)], "2022.json", &new("甲局", 2022, &new_rows(5, 7)));
    assert_eq!(wrong.rules.failed, 2, "{:?}", said(&wrong.findings));
    let said_by = |finding: &Diagnostic| {
        let labels = finding.labels.iter().filter_map(|label| label.message.as_ref());
        labels.map(|message| message.render(Lang::Zh)).collect::<Vec<_>>()
    };
    let split = wrong.findings.iter().find(|finding| finding.message.render(Lang::Zh).contains("其他项")).expect("it fails");
    assert_eq!(said_by(split), ["上年其他 7件", "上年报告的“其他” 6件", "规则在这里"]);
    for finding in wrong.findings.iter().filter(|finding| finding.code.name == "G0401") {
        assert_eq!(files(finding, &shelf.sources)[..2], ["2022.json", "2021.json"], "{finding:?}");
    }
}

#[test]
fn a_report_that_cannot_be_the_year_before_is_said_and_not_used() {
    let mut shelf = Shelf::of(FORMS);
    let report = new("甲局", 2022, &new_rows(4, 6));
    let other = "{\"template\": \"月表@1\"";
    for (prior, code, severity) in [
        (old("甲局", 2020, OLD), "G0411", Severity::Error),
        (old("乙局", 2021, OLD), "G0411", Severity::Error),
        (other.to_owned(), "G0411", Severity::Error),
        // Width and blanks make no other office.
        (old("甲 局", 2021, OLD), "", Severity::Note),
    ] {
        let outcome = shelf.check(Given::File, &[("before.json", &prior)], "2022.json", &report);
        let found = outcome.findings.iter().find(|finding| finding.code.name.starts_with("G041"));
        match found {
            Some(found) => {
                assert_eq!((found.code.name, found.severity), (code, severity), "{prior}");
                assert!(files(found, &shelf.sources).contains(&"before.json"), "{found:?}");
                assert_eq!(outcome.rules.held, 0);
            }
            None => assert_eq!((code, outcome.rules.held), ("", 2), "{:?}", said(&outcome.findings)),
        }
    }
}

#[test]
fn in_a_folder_the_report_is_found_or_its_absence_is_said() {
    let mut shelf = Shelf::of(FORMS);
    let report = new("甲局", 2022, &new_rows(4, 6));
    let (own, others, again) = (old("甲局", 2021, OLD), old("乙局", 2021, OLD), old("甲局", 2021, OLD));
    let mut said = |files: &[(&str, &str)]| {
        let outcome = shelf.check(Given::Folder, files, "2022.json", &report);
        let finding = outcome.findings.iter().find(|finding| finding.code.name == "G0412");
        (outcome.rules.held, finding.map(|finding| finding.message.render(Lang::Zh)).unwrap_or_default())
    };
    assert_eq!(said(&[("b.json", &others), ("a.json", &own)]), (2, String::new()));
    assert_eq!(said(&[("b.json", &others)]), (0, "没有找到“甲局”2021 年的报告".to_owned()));
    let several = "“甲局”2021 年的报告有 2 份，不知道该对照哪一份";
    assert_eq!(said(&[("a.json", &own), ("c.json", &again)]), (0, several.to_owned()));
}

#[test]
fn gaps_and_doubles_of_a_run_are_told_apart() {
    let mut shelf = Shelf::of(FORMS);
    let texts: Vec<(String, String)> = [2018, 2019, 2021, 2021]
        .iter()
        .enumerate()
        .map(|(at, year)| (format!("{at}.json"), old("甲局", *year, OLD)))
        .chain([("5.json".to_owned(), new("甲局", 2022, &new_rows(4, 6)))])
        .collect();
    let found = runs(&mut shelf, &texts);
    let states: Vec<(i64, LinkState)> = found.runs[0].years.iter().map(|year| (year.year, year.link.state)).collect();
    use LinkState::{First, Missing, Nothing, Several};
    assert_eq!(states, [(2018, First), (2019, Nothing), (2020, Missing), (2021, Several), (2022, Several)]);
}

// Superiors and parts.

fn offices(shelf: &mut Shelf, text: &str) -> Result<chain::Superiors, Vec<Diagnostic>> {
    let (file, rows, _) =
        gouji::document::rows(&mut shelf.sources, "offices.csv", text.as_bytes(), &gouji::document::Hints::default())
            .expect("a table");
    chain::superiors(file, &rows)
}

#[test]
fn the_rules_of_a_form_about_its_parts_are_checked() {
    let mut shelf = Shelf::of(FORMS);
    let table = offices(&mut shelf, "甲局,县\n乙局,县\n").expect("offices");
    let report = |office: &str, start: i64, parts: i64| {
        new(office, 2022, &new_rows(start, 6).replace(r#""下级数": 0"#, &format!(r#""下级数": {parts}"#)))
    };
    let mut sum = |county: String| {
        let texts = [("县.json", county), ("甲.json", report("甲局", 4, 0)), ("乙.json", report("乙局", 5, 0))];
        let filed: Vec<Filed> = texts.iter().flat_map(|(name, text)| shelf.filed(name, text)).collect();
        chain::rollup(&[shelf.library.forms()], &filed, &table, Relation::Sum).sums.remove(0)
    };
    let held = sum(report("县", 9, 2));
    assert_eq!((held.held, held.failed, held.open), (2, 0, 0), "{:?}", said(&held.findings));
    let off = sum(report("县", 10, 3));
    assert_eq!((off.held, off.failed), (0, 2), "{:?}", said(&off.findings));
    insta::assert_snapshot!(said(&off.findings).join("\n"));
}

#[test]
fn circles_and_doubles_in_the_table_of_superiors_are_placed() {
    let mut shelf = Shelf::of(FORMS);
    let mut wrong = |text: &str| match offices(&mut shelf, text) {
        Ok(_) => Vec::new(),
        Err(findings) => {
            let place = |it: &Diagnostic| shelf.sources.position_of(it.labels[0].span).line;
            findings.iter().map(|it| format!("{} {}", place(it), it.message.render(Lang::Zh))).collect()
        }
    };
    assert!(wrong("机关,上级\n甲局,县\n县,\n").is_empty());
    assert_eq!(
        wrong("甲,乙\n乙,丙\n丙,甲\n丁,丁\n"),
        ["1 上级关系成了一个圈：甲 → 乙 → 丙 → 甲", "4 上级关系成了一个圈：丁 → 丁"]
    );
    assert_eq!(wrong("甲,县\n甲 ,市\n"), ["2 “甲”写了两次"]);
    assert_eq!(wrong("甲\n"), ["1 隶属关系表每行要有两列：机关、上级"]);
    assert_eq!(wrong("甲,\n"), ["1 隶属关系表里没有一个机关有上级"]);
}

const SMALL: &str = r#"
gouji 1
unit 件
template 小表 @1 "小表" {
  applies 年度 in 2000..
  title "{单位}{年度}年小表"
  meta { 单位: text, 年度: year }
  key 单位, 年度
  section 正表 "小表" {
    table 账 { cell natural[件] read blank as 0 rows { 一, 二, 三, total 合计 } }
  }
}
"#;

fn small(office: &str, figures: [i64; 3]) -> (String, String) {
    let [a, b, c] = figures;
    let text = format!(
        r#"{{"template": "小表@1", "meta": {{"单位": "{office}", "年度": 2024}}, "账": {{"一": {a}, "二": {b}, "三": {c}, "合计": {}}}}}"#,
        a + b + c
    );
    (format!("{office}.json"), text)
}

/// What is said of a county whose three parts report these figures, `None`: no report.
fn county(own: [i64; 3], parts: [Option<[i64; 3]>; 3], relation: Relation) -> (chain::Rollup, String) {
    let mut shelf = Shelf::of(SMALL);
    let table = offices(&mut shelf, "甲局,县\n乙局,县\n丙镇,县\n县,市\n").expect("offices");
    let named = ["甲局", "乙局", "丙镇"].iter().zip(parts).filter_map(|(name, figures)| Some(small(name, figures?)));
    let texts: Vec<(String, String)> = named.chain([small("县", own)]).collect();
    let filed: Vec<Filed> = texts.iter().flat_map(|(name, text)| shelf.filed(name, text)).collect();
    let found = chain::rollup(&[shelf.library.forms()], &filed, &table, relation);
    let of_county: Vec<&Diagnostic> = found.sums.iter().filter(|sum| sum.depth == 1).flat_map(|sum| &sum.findings).collect();
    let lines = of_county.iter().flat_map(|finding| {
        let notes = finding.notes.iter().map(|note| format!("  {}", note.render(Lang::Zh)));
        std::iter::once(format!("{} {}", finding.code.name, finding.message.render(Lang::Zh))).chain(notes).collect::<Vec<_>>()
    });
    let lines: Vec<String> = lines.collect();
    (found.clone(), lines.join("\n"))
}

#[test]
fn a_part_that_was_left_out_counted_twice_or_mistyped_is_named() {
    let parts = [Some([3, 12, 5]), Some([40, 7, 0]), Some([1, 21, 8])];
    let say = |own: [i64; 3]| county(own, parts, Relation::Sum).1;
    assert_eq!(say([44, 40, 13]), "");
    insta::assert_snapshot!("left_out", say([43, 19, 5]));
    insta::assert_snapshot!("twice", say([84, 47, 13]));
    insta::assert_snapshot!("mistyped", say([44, 31, 13]));
    insta::assert_snapshot!("nothing_known", say([45, 41, 14]));
}

#[test]
fn a_part_without_a_report_is_named_and_nothing_is_called_a_sum_without_it() {
    let parts = [Some([3, 12, 5]), None, Some([1, 21, 8])];
    let (found, text) = county([44, 40, 13], parts, Relation::Sum);
    assert_eq!((found.sums[1].held, found.sums[1].open, found.sums[1].off.len()), (0, 4, 0));
    assert_eq!(text, "G0415 “县”2024 年缺 1 个下级的报告：乙局");
    // Already too little without it: no report of it can make that right.
    let (found, _) = county([44, 30, 13], parts, Relation::Sum);
    assert_eq!((found.sums[1].open, found.sums[1].off.len()), (3, 1));
    // A superior with figures of its own.
    let whole = [Some([3, 12, 5]), Some([40, 7, 0]), Some([1, 21, 8])];
    assert_eq!(county([50, 40, 20], whole, Relation::AtLeast).1, "");
    assert_eq!(county([43, 40, 13], whole, Relation::AtLeast).0.sums[1].off.len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sums_that_are_made_to_tie_tie(parts in prop::array::uniform3(prop::array::uniform3(0i64..1000)), at in 0usize..3, more in 1i64..90) {
        let total = |index: usize| parts.iter().map(|part| part[index]).sum::<i64>();
        let mut own = [total(0), total(1), total(2)];
        let (found, text) = county(own, parts.map(Some), Relation::Sum);
        prop_assert_eq!(text, "");
        prop_assert_eq!(found.sums[1].held, 4);
        own[at] += more;
        let (found, _) = county(own, parts.map(Some), Relation::Sum);
        let off = &found.sums[1].off;
        prop_assert_eq!(off.len(), 2);
        prop_assert!(off.iter().all(|off| off.difference == Decimal::from(more)));
    }
}
