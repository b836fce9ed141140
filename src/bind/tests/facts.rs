use super::read;

const FORM: &str = r#"
gouji 1
unit 件 | 起
unit 条
unit 元
unit 万元 = 10000元
unit 次
template 年报 @1 "年报" {
  section 公开 "一、公开情况" { facts {
    cell natural[条]
    total 公开 "主动公开信息{}" { 网站 "网站公开信息{}", 公报 "公报公开信息{}" }
    发布会: natural[次] "新闻发布会{}" including { 负责人 "负责同志参加新闻发布会{}" }
  } }
  section 争议 "二、复议和诉讼" { facts {
    cell natural[件]
    复议 "行政复议{}" including { 复议纠错 optional "被依法纠错{}" }
    诉讼 "行政诉讼{}" including { 诉讼纠错 optional "被依法纠错{}" }
    收费: decimal[元] optional "收取的费用为{}" | "未收取费用" as 0
  } }
}"#;

#[test]
fn the_longest_text_and_the_parents_reach_decide() {
    let report = "一、公开情况\n累计主动公开信息1,234条。其中，网站公开信息1000条，公报公开信息２３４条。召开新闻发布会10次，负责同志参加新闻发布会3次。\n\
        二、复议和诉讼\n行政复议36起，其中被依法纠错5件。行政诉讼8件，被依法纠错一件。收取的费用为零。\n";
    let sample = read(FORM, "r.txt", report);
    assert_eq!(
        sample.figures().join(" "),
        "公开=1234 网站=1000 公报=234 发布会=10 负责人=3 复议=36 复议纠错=5 诉讼=8 诉讼纠错=1 收费=0",
        "{:#?}",
        sample.findings()
    );
    assert!(sample.findings().is_empty(), "{:#?}", sample.findings());
}

#[test]
fn a_child_is_not_taken_from_its_parents_sibling() {
    let report = "一、公开情况\n主动公开信息3条，网站公开信息1条，公报公开信息2条。新闻发布会0次，负责同志参加新闻发布会0次。\n\
        二、复议和诉讼\n行政复议36件。行政诉讼8件，被依法纠错1件。未收取费用。\n";
    let sample = read(FORM, "r.txt", report);
    let figures = sample.figures().join(" ");
    assert!(figures.ends_with("复议=36 复议纠错=X 诉讼=8 诉讼纠错=1 收费=0"), "{figures}");
    assert!(sample.findings().is_empty(), "{:#?}", sample.findings());
}

#[test]
fn different_figures_missing_ones_and_approximate_ones() {
    let report = "一、公开情况\n主动公开信息约3万余条，网站公开信息1条，公报公开信息2条。网站公开信息5条。\n二、复议和诉讼\n行政复议3件。收取的费用为0.5万元。\n";
    let sample = read(FORM, "r.txt", report);
    let figures = sample.figures().join(" ");
    assert!(figures.starts_with("公开=30000 网站=1 公报=2 发布会=X 负责人=X 复议=3"), "{figures}");
    assert!(figures.ends_with("收费=5000.0") || figures.ends_with("收费=5000"), "{figures}");
    let bound = sample.bound.as_ref().expect("bound");
    assert!(bound.figures.cells[0].approximate && !bound.figures.cells[1].approximate);
    let findings = sample.findings().join("\n");
    assert!(findings.contains("error G0506 正文里“网站”有不同的数字：1条、5条 @1条"), "{findings}");
    assert!(findings.contains("error G0501 正文里没有找到“发布会”的数字"), "{findings}");
    assert!(findings.contains("error G0501 正文里没有找到“诉讼”的数字"), "{findings}");
    assert!(!findings.contains("复议纠错"), "{findings}");
}

#[test]
fn without_its_heading_a_section_is_the_whole_text_and_grids_are_no_text() {
    let report = "行政复议3件，行政诉讼4件。\n| 行政复议 | 9件 |\n| 行政诉讼 | 9件 |\n";
    let sample = read(FORM, "r.txt", report);
    let figures = sample.figures().join(" ");
    assert!(figures.contains("复议=3") && figures.contains("诉讼=4"), "{figures}");
    assert!(!sample.codes().contains(&"error G0506".to_owned()), "{:#?}", sample.findings());
}

#[test]
fn dates_and_shares_are_no_figures_of_a_fact() {
    let report = "二、复议和诉讼\n行政复议2017年度情况。行政复议30%得到支持，行政复议12件，行政诉讼5.5%。行政诉讼7起。\n";
    let sample = read(FORM, "r.txt", report);
    let figures = sample.figures().join(" ");
    assert!(figures.contains("复议=12") && figures.contains("诉讼=7"), "{figures} {:#?}", sample.findings());
}
