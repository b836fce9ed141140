use super::{read, read_with};

const FORMS: &str = r#"
gouji 1
unit 份
template 食堂 @2023 "食堂年报" {
  applies 年度 in ..2023
  title "{学校}{年度}年食堂…报告" | "{年度}年{学校}食堂…报告"
  meta { 年度: year "自{}年1月1日" | "{}年度", 学校: text optional }
  section 供餐 "一、供餐情况" { table 供餐 { cell natural[份]  columns { 份数 }  rows { 早餐, 正餐, 夜宵 } } }
}
template 食堂 @2024 "食堂年报" {
  applies 年度 in 2024..
  title "{学校}{年度}年食堂…报告" | "{年度}年{学校}食堂…报告"
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
    let notes: Vec<String> = found.notes.iter().map(|note| note.render(crate::diag::Lang::Zh)).collect();
    assert!(notes[0].starts_with("最接近的是 食堂@2023，找到它 5 个标签中的 0 个"), "{notes:?}");
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
