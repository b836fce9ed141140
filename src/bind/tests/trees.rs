use super::{read, read_with};

const FORM: &str = r#"
gouji 1
unit 件
unit 元
unit 万元 = 10000元
axis 结果 { 维持 纠正, total 总计 }
template 年报 @1 "年报" {
  meta { 年度: year, 机关: text optional }
  section 一 "一" { table 申请 { cell natural[件]  columns { 个人, 单位 { 企业 其他 }, total 总计 }
    rows { 新收, 结果 { 公开, 不公开 { 秘密 其他 } } } } }
  section 二 "二" { table 争议 { cell natural[件]  columns { 复议 { ..结果 }, 诉讼 { ..结果 } } } }
  section 三 "三" { table 收费 { cell decimal[元]  rows { 工本费, 其他费 } }
    facts { 投诉: natural[件] optional "投诉{}" } }
}"#;

#[test]
fn the_short_form_with_groups_and_dotted_keys() {
    let report = r#"{"template": "年报@1", "meta": {"年度": 2024, "机关": "某局"},
  "申请": {"新收": {"个人": 1, "单位": {"企业": "2", "其他": 0}, "总计": 3},
           "结果": {"公开": {"个人": null, "企业": 1, "单位.其他": "１", "总计": 2}, "不公开": {"秘密": {"个人": 0, "企业": 0, "其他": 0, "总计": 0}}},
           "不公开.其他": {"个人": 1, "企业": 0, "其他": 0, "总计": 1}},
  "争议": {"复议": {"维持": 1, "纠正": 0, "总计": 1}, "诉讼.维持": 2, "诉讼.纠正": 0, "诉讼.总计": 2},
  "收费": {"工本费": "0.5万元", "其他费": 1e2}, "facts": {"投诉": 4}}"#;
    let sample = read_with(FORM, "r.json", report, None, &[]);
    assert_eq!(
        sample.figures().join(" "),
        "新收.个人=1 新收.企业=2 新收.其他=0 新收.总计=3 公开.个人=_ 公开.企业=1 公开.其他=1 公开.总计=2 \
         秘密.个人=0 秘密.企业=0 秘密.其他=0 秘密.总计=0 其他.个人=1 其他.企业=0 其他.其他=0 其他.总计=1 \
         复议.维持=1 复议.纠正=0 复议.总计=1 诉讼.维持=2 诉讼.纠正=0 诉讼.总计=2 工本费=5000 其他费=100 投诉=4",
        "{:#?}",
        sample.findings()
    );
    let codes = sample.codes();
    assert_eq!(codes, ["error G0509", "note G0512"], "{:#?}", sample.findings());
}

#[test]
fn unknown_keys_wrong_kinds_and_what_is_missing() {
    let report = r#"{"template": "年报@1", "meta": {"年份": 2024}, "申清": {}, "收费": {"工本费": [1], "其它费": 2}, "争议": 5, "facts": {"投诉": {"a": 1}}}"#;
    let sample = read_with(FORM, "r.json", report, None, &[]);
    let findings = sample.findings().join("\n");
    for expected in [
        "warning G0513 格式 年报@1 里没有“年份” @\"年份\"",
        "error G0704 没有找到“年度”",
        "warning G0513 格式 年报@1 里没有“申清” @\"申清\"",
        "error G0514 “工本费”这里应是一个数、一段文字或 null @[1]",
        "warning G0513 格式 年报@1 里没有“其它费” @\"其它费\"",
        "error G0514 “争议”这里应是一个对象 {…} @5",
        "error G0501 报告里没有找到表“申请”，缺 16 个数字",
        "error G0501 报告里没有找到表“争议”，缺 6 个数字",
        "error G0501 表“收费”里没有找到“其他费”这一行，缺 1 个数字",
    ] {
        assert!(findings.contains(expected), "{expected}\n{findings}");
    }
    let help = sample
        .bound
        .as_ref()
        .and_then(|bound| bound.diagnostics.iter().find(|d| d.message.render(crate::diag::Lang::Zh).contains("申清")));
    let help = help.and_then(|found| found.help.as_ref()).map(|help| help.render(crate::diag::Lang::Zh));
    assert_eq!(help.as_deref(), Some("是不是“申请”？"));
}

#[test]
fn what_extract_prints_is_read_back() {
    let report = r#"{"file": "a.txt", "template": "年报@1", "meta": {"年度": "2024"}, "figures": [
      {"table": "申请", "row": "新收", "column": "个人", "state": "figure", "value": "1", "unit": "件", "text": "１", "start": 1, "end": 4},
      {"table": "申请", "row": "新收", "column": "单位.其他", "state": "blank", "text": ""},
      {"table": "申请", "row": "新收", "column": "企业", "state": "unreadable", "text": "abc"},
      {"table": "申请", "row": "新收", "column": "总计", "state": "absent", "text": ""},
      {"table": "收费", "row": "工本费", "state": "figure", "value": "2", "unit": "万元", "text": "2"},
      {"fact": "投诉", "state": "figure", "value": "30000", "approximate": true, "text": "3万"},
      {"table": "收费", "row": "没有", "state": "figure", "value": "2"}
    ], "unclaimed": []}"#;
    let sample = read_with(FORM, "r.json", report, None, &[]);
    let figures = sample.figures().join(" ");
    assert!(figures.starts_with("新收.个人=1 新收.企业=? 新收.其他=_ 新收.总计=X"), "{figures}");
    assert!(figures.ends_with("工本费=20000 其他费=X 投诉=30000"), "{figures}");
    let bound = sample.bound.as_ref().expect("bound");
    assert!(bound.figures.cells.last().is_some_and(|cell| cell.approximate));
    assert!(
        sample.findings().iter().any(|line| line.contains("G0513") && line.contains("没有“没有”")),
        "{:#?}",
        sample.findings()
    );
}

#[test]
fn keys_recognize_the_form_and_other_json_is_no_report() {
    let sample = read_with(
        FORM,
        "r.json",
        r#"{"申请": {"新收": {"个人": 1}}, "收费": {"工本费": 1, "其他费": 2}, "争议": {"复议.维持": 1}}"#,
        None,
        &[],
    );
    assert_eq!(sample.form, Some(0));
    let sample = read_with(FORM, "r.json", r#"[1, 2]"#, None, &[]);
    assert_eq!(sample.codes(), ["error G0701"]);
    let sample = read(FORM, "r.json", "[1, 2]");
    assert!(sample.codes().contains(&"error G0514".to_owned()));
}
