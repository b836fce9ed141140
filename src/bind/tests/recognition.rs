use super::{read, read_with};

const FORMS: &str = r#"
gouji 1
unit 份
template 食堂 @2023 "食堂年报" {
  applies 年度 in ..2023
  title "{年度}年{学校}食堂…报告" | "{学校}{年度}年食堂…报告" | "{学校}{年度}年度食堂…报告"
  meta { 年度: year "自{}年1月1日" | "{}年度", 学校: text optional }
  section 供餐 "一、供餐情况" { table 供餐 { cell natural[份]  columns { 份数 }  rows { 早餐, 正餐, 夜宵 } } }
}
template 食堂 @2024 "食堂年报" {
  applies 年度 in 2024..
  title "{年度}年{学校}食堂…报告" | "{学校}{年度}年食堂…报告" | "{学校}{年度}年度食堂…报告"
  meta { 年度: year "自{}年1月1日" | "{}年度", 学校: text optional }
  section 供餐 "一、供餐情况" { table 供餐 { cell natural[份]  columns { 份数 }  rows { 早餐, 午餐, 晚餐, 点心 } } }
}"#;

const NEW: &str = "一、供餐情况\n| 类别 | 份数 |\n| 早餐 | 1 |\n| 午餐 | 2 |\n| 晚餐 | 3 |\n| 点心 | 4 |\n";

fn title(sample: &super::Sample) -> Option<String> {
    sample.form.map(|form| sample.model.forms[form].title())
}

fn meta(sample: &super::Sample) -> Vec<Option<&str>> {
    sample.bound.iter().flat_map(|bound| &bound.meta).map(|value| value.as_ref().map(|value| value.text.as_str())).collect()
}

#[test]
fn labels_choose_the_form_and_the_title_says_whose_it_is() {
    let sample = read_with(FORMS, "r.txt", &format!("第一小学2024年食堂工作报告\n{NEW}"), None, &[]);
    assert_eq!(title(&sample).as_deref(), Some("食堂@2024"));
    assert_eq!(meta(&sample), [Some("2024"), Some("第一小学")]);
    assert!(sample.findings().is_empty(), "{:#?}", sample.findings());
}

#[test]
fn labels_win_over_the_year() {
    let sample = read_with(FORMS, "r.txt", &format!("二〇二二年第一小学食堂报告\n{NEW}"), None, &[]);
    assert_eq!(title(&sample).as_deref(), Some("食堂@2024"));
    assert_eq!(meta(&sample), [Some("2022"), Some("第一小学")]);
    let findings = sample.findings();
    assert!(
        findings[0].starts_with("warning G0702 这是 2022 年度的报告，表的样子却是 食堂@2024（适用 2024— 年度） @二〇二二"),
        "{findings:?}"
    );
}

#[test]
fn a_year_in_the_text_that_differs_from_the_title() {
    let sample = read_with(FORMS, "r.txt", &format!("第一小学2024年食堂报告\n数据自2023年1月1日起。\n{NEW}"), None, &[]);
    assert_eq!(meta(&sample)[0], Some("2024"));
    let findings = sample.findings().join("\n");
    assert!(findings.contains("warning G0705 “年度”有两个说法：2024 和 2023，取 2024 @2024"), "{findings}");
}

#[test]
fn given_meta_win_and_missing_ones_are_errors() {
    let sample = read_with(FORMS, "r.txt", NEW, None, &[("年度", "2025"), ("学校", "第二小学")]);
    assert_eq!(meta(&sample), [Some("2025"), Some("第二小学")]);
    let sample = read_with(FORMS, "r.txt", NEW, None, &[("年级", "3")]);
    let findings = sample.findings().join("\n");
    assert!(findings.contains("error G0704 没有找到“年度”"), "{findings}");
    assert!(findings.contains("warning G0705 格式 食堂@2024 没有“年级”这一项"), "{findings}");
    let sample = read_with(FORMS, "r.txt", NEW, None, &[("年度", "去年")]);
    assert!(sample.findings().join("\n").contains("error G0705 “年度”的值“去年”不对"), "{:?}", sample.findings());
}

#[test]
fn nothing_fits() {
    let sample = read_with(FORMS, "r.txt", "春天来了，花开了。\n", None, &[]);
    assert_eq!(sample.form, None);
    let found = &sample.said[0];
    assert_eq!(found.code.name, "G0701");
    let notes = |found: &crate::diag::Diagnostic| -> Vec<String> {
        found.notes.iter().map(|note| note.render(crate::diag::Lang::Zh)).collect()
    };
    assert_eq!(notes(found), ["所有模板的标签，一个也没有找到"]);
    let sample = read_with(FORMS, "r.txt", "二〇二四年早餐供应通知\n早餐\n", None, &[]);
    assert_eq!(sample.form, None);
    let notes = notes(&sample.said[0]);
    assert!(notes[0].starts_with("最接近的是 食堂@2023，找到它 5 个标签中的 1 个"), "{notes:?}");
    assert!(notes[1].starts_with("例如没有找到：供餐情况、正餐、夜宵、份数"), "{notes:?}");
    let sample = read_with(FORMS, "r.txt", NEW, Some("饭堂"), &[]);
    assert!(sample.findings()[0].starts_with("error G0706 没有名为“饭堂”的模板"), "{:?}", sample.findings());
}

#[test]
fn a_name_without_a_version_and_a_tie() {
    let sample = read_with(FORMS, "r.txt", &format!("2024年度\n{NEW}"), Some("食堂"), &[]);
    assert_eq!(title(&sample).as_deref(), Some("食堂@2024"));
    let twice = r#"
gouji 1
template 甲 @1 "甲" { section 供餐 "一、供餐情况" { table 供餐 { cell natural  columns { 份数 }  rows { 早餐, 午餐, 晚餐, 点心 } } } }
template 乙 @1 "乙" { section 供餐 "一、供餐情况" { table 供餐 { cell natural  columns { 份数 }  rows { 早餐, 午餐, 晚餐, 点心 } } } }"#;
    let sample = read_with(twice, "r.txt", NEW, None, &[]);
    assert_eq!(title(&sample).as_deref(), Some("甲@1"));
    assert!(sample.findings()[0].starts_with("warning G0703 有几个模板同样合适：甲@1、乙@1；取 甲@1"), "{:?}", sample.findings());
}

#[test]
fn the_web_pages_own_title_counts() {
    let html = format!(
        "<html><head><title>第一小学2024年食堂报告</title></head><body>{}</body></html>",
        "<p>一、供餐情况</p><table><tr><td>类别</td><td>份数</td></tr><tr><td>早餐</td><td>1</td></tr></table>"
    );
    let sample = read(FORMS, "r.html", &html);
    assert_eq!(meta(&sample)[0], Some("2024"));
}

#[test]
fn titles_as_they_are_printed() {
    let cases: &[(&str, Option<&str>, Option<&str>)] = &[
        ("第一小学2024年食堂工作年度报告", Some("2024"), Some("第一小学")),
        ("2024年第一小学食堂工作报告", Some("2024"), Some("第一小学")),
        ("2024 年第一小学食堂工作\n年度报告", Some("2024"), Some("第一小学")),
        ("县第一小学\n2024 年食堂工作年度报告", Some("2024"), Some("县第一小学")),
        ("打印\n县第一小学2024年食堂报告", Some("2024"), Some("县第一小学")),
        ("打印\n关闭\n县第一小学2023年\n食堂报告", Some("2023"), Some("县第一小学")),
        ("第一小学2024年度食堂报告", Some("2024"), Some("第一小学")),
        ("标题：第一小学2024年食堂报告", Some("2024"), Some("第一小学")),
        ("首页 > 食堂 > 第一小学2024年食堂报告", Some("2024"), Some("第一小学")),
        ("现将第一小学2024年食堂报告公布如下。", Some("2024"), Some("现将第一小学")),
        ("为了公开，现公布第一小学2024年食堂报告。", Some("2024"), None),
        ("第一小学（以下简称一小）2024年食堂报告", Some("2024"), Some("第一小学")),
        ("第一小学2024年食 告堂报", None, None),
        ("2024年度", Some("2024"), None),
    ];
    for (printed, year, school) in cases {
        let sample = read_with(FORMS, "r.txt", &format!("{printed}\n{NEW}"), None, &[]);
        let found: Vec<Option<&str>> = meta(&sample);
        let expected: Vec<Option<&str>> = if sample.bound.is_some() { vec![*year, *school] } else { Vec::new() };
        assert_eq!(found, expected, "{printed}");
    }
}

#[test]
fn links_to_other_years_do_not_name_the_year() {
    let links = "首页\n第一小学2021年食堂报告\n第一小学2022年食堂报告\n";
    let text = "第一小学2024年食堂报告\n数据自2024年1月1日起。\n";
    let sample = read_with(FORMS, "r.txt", &format!("{links}{text}{NEW}\n第一小学2023年食堂报告\n"), None, &[]);
    assert_eq!(meta(&sample), [Some("2024"), Some("第一小学")]);
    assert_eq!(sample.findings(), [""; 0]);
    // Without a word from the text: the title nearest to it.
    let sample = read_with(FORMS, "r.txt", &format!("{links}第一小学2024年食堂报告\n{NEW}"), None, &[]);
    assert_eq!(meta(&sample), [Some("2024"), Some("第一小学")]);
}

#[test]
fn a_page_with_a_title_and_nothing_else() {
    let sample = read_with(FORMS, "r.txt", "第一小学2024年食堂报告\n点击下载\n", None, &[]);
    assert_eq!(sample.form, None);
    let notes: Vec<String> = sample.said[0].notes.iter().map(|note| note.render(crate::diag::Lang::Zh)).collect();
    assert!(notes.iter().any(|note| note.starts_with("有报告的标题，却没有报告的正文和表")), "{notes:?}");
}

/// What is left of a document that may hold several reports, and the places that the finding shows.
fn first_of(text: &str) -> (usize, Vec<String>) {
    let mut sources = crate::source::Sources::new();
    let model = super::model(&mut sources, FORMS);
    let (_, content) = crate::document::read(&mut sources, "r.txt", text.as_bytes()).expect("readable");
    let (content, found) = match crate::bind::several(&model, &content) {
        Some(several) => (several.reports[0].clone(), Some(several.finding)),
        None => (content, None),
    };
    let crate::document::Content::Document(document) = content else { return (0, Vec::new()) };
    let places = found.iter().flat_map(|found| &found.labels).map(|label| format!("{}", label.span.start)).collect();
    (document.blocks.len(), places)
}

#[test]
fn of_several_reports_the_first_is_read() {
    let one = format!("第一小学2023年食堂报告\n{NEW}");
    let two = format!("{one}\n第二小学2024年食堂报告\n数据自2024年1月1日起。\n{NEW}");
    let (alone, places) = first_of(&one);
    assert!(places.is_empty());
    let (cut, places) = first_of(&two);
    assert_eq!(cut, alone);
    assert_eq!(places, [one.find("一、").expect("there").to_string(), two.rfind("一、").expect("there").to_string()]);
    // A table of contents is no report, nor is a heading that stands twice.
    assert!(first_of(&format!("目录\n一、供餐情况\n\n{one}")).1.is_empty());
    assert!(first_of(&format!("{one}\n一、供餐情况\n见上表。\n")).1.is_empty());
}
