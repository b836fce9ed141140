use proptest::prelude::*;

use super::read;

const MEALS: &str = r#"
gouji 1
unit 份
unit 元
unit 千元 = 1000元
template 食堂 @1 "食堂月报" {
  section 供餐 "一、供餐情况" {
    table 供餐 {
      cell natural[份]
      columns { 早餐 午餐 晚餐, total 合计 }
      rows { 学生, 教工 { 在编 "1.在编", 其他 "2.其他" }, 来宾 { 校外 "1.校外来宾", 其他 "2.其他" } }
    }
  }
  section 收支 "二、收支情况" {
    table 收支 "收支表" {
      cell decimal[元] >= 0 step 0.01
      columns { 金额 }
      rows { 餐费收入, 食材支出 }
    }
  }
}"#;

#[test]
fn a_markdown_table_with_columns_in_another_order() {
    let report = "# 一、供餐情况\n
| 类别 | 午餐 | 早餐 | 合计 | 晚餐 |
|---|---|---|---|---|
| 学生 | 2 | 1 | 6 | 3 |
| 教工 |||||
| 1.在编 | 20 | 10 | 60 | 30 |
| 2.其他 | 21 | 11 | 63 | 31 |
| 来宾 |||||
| 1.校外来宾 | 0 | 0 | 0 | 0 |
| 2.其他 | 1 | 1 | 3 | 1 |

# 二、收支情况

收支表（单位：千元）

| 项目 | 金额 |
|---|---|
| 餐费收入 | 1.5 |
| 食材支出 | 800元 |
";
    let sample = read(MEALS, "r.md", report);
    assert_eq!(
        sample.figures()[..8],
        [
            "学生.早餐=1",
            "学生.午餐=2",
            "学生.晚餐=3",
            "学生.合计=6",
            "在编.早餐=10",
            "在编.午餐=20",
            "在编.晚餐=30",
            "在编.合计=60"
        ]
    );
    assert_eq!(sample.figures()[8..12].join(" "), "教工.其他.早餐=11 教工.其他.午餐=21 教工.其他.晚餐=31 教工.其他.合计=63");
    assert_eq!(sample.figures()[16..20].join(" "), "来宾.其他.早餐=1 来宾.其他.午餐=1 来宾.其他.晚餐=1 来宾.其他.合计=3");
    assert_eq!(sample.figures()[20..].join(" "), "餐费收入.金额=1500 食材支出.金额=800");
    assert_eq!(sample.codes(), ["note G0512"], "{:#?}", sample.findings());
}

#[test]
fn rows_out_of_order_and_a_row_without_its_label() {
    let report = "一、供餐情况
| 类别 | 早餐 | 午餐 | 晚餐 | 合计 |
| 校外来宾 | 7 | 7 | 7 | 21 |
| 学生 | 1 | 2 | 3 | 6 |
|  | 9 | 9 | 9 | 27 |
二、收支情况
";
    let sample = read(MEALS, "r.txt", report);
    let figures = sample.figures();
    assert_eq!(figures[0], "学生.早餐=1");
    assert_eq!(figures[12], "校外.早餐=7");
    assert_eq!(figures.iter().filter(|figure| figure.ends_with("=X")).count(), 14, "{figures:?}");
    let findings = sample.findings().join("\n");
    assert!(findings.contains("note G0508 表“供餐”的行次序与格式不同：学生 @学生"), "{findings}");
    assert!(findings.contains("warning G0505 表里有数字不属于格式的任何一格：9、9、9、27 @9"), "{findings}");
    assert!(findings.contains("error G0501 表“供餐”里没有找到“在编”这一行，缺 4 个数字"), "{findings}");
    assert!(findings.contains("error G0501 报告里没有找到表“收支”，缺 2 个数字"), "{findings}");
}

#[test]
fn plain_paragraphs_as_cells() {
    let report =
        "二、收支情况\n\n收支表（单位：元）\n\n项目\n\n金额\n\n餐费收入\n\n1,500.00\n\n食材支出\n\n８００元\n\n说明文字。\n";
    let sample = read(MEALS, "r.txt", report);
    assert_eq!(sample.figures()[20..].join(" "), "餐费收入.金额=1500.00 食材支出.金额=800", "{:#?}", sample.findings());
    let lines = "二、收支情况\n收支表\n餐费收入   1500\n食材支出   800\n";
    let sample = read(MEALS, "r.txt", lines);
    assert_eq!(sample.figures()[20..].join(" "), "餐费收入.金额=1500 食材支出.金额=800", "{:#?}", sample.findings());
}

#[test]
fn a_stream_with_a_blank_cell() {
    let report =
        "一、供餐情况\n类别 |\n早餐 |\n午餐 |\n晚餐 |\n合计 |\n||\n学生 |\n1 |\n|\n3 |\n4 |\n||\n1.在编 |\n1 |\n2 |\n3 |\n6 |\n";
    let sample = read(MEALS, "r.txt", report);
    assert_eq!(
        sample.figures()[..8].join(" "),
        "学生.早餐=1 学生.午餐=_ 学生.晚餐=3 学生.合计=4 在编.早餐=1 在编.午餐=2 在编.晚餐=3 在编.合计=6"
    );
}

#[test]
fn no_heading_is_taken_by_order_but_foreign_headings_are_not() {
    let bare = "一、供餐情况\n| 学生 | 1 | 2 | 3 | 6 |\n| 1.在编 | 1 | 2 | 3 | 6 |\n| 1.校外来宾 | 1 | 2 | 3 | 6 |\n";
    let sample = read(MEALS, "r.txt", bare);
    assert_eq!(sample.figures()[..4].join(" "), "学生.早餐=1 学生.午餐=2 学生.晚餐=3 学生.合计=6");
    assert!(sample.codes().contains(&"warning G0508".to_owned()), "{:#?}", sample.findings());
    let foreign = "一、供餐情况\n| 类别 | 一月 | 二月 | 三月 | 四月 |\n| 学生 | 1 | 2 | 3 | 6 |\n| 1.在编 | 1 | 2 | 3 | 6 |\n| 1.校外来宾 | 1 | 2 | 3 | 6 |\n";
    let sample = read(MEALS, "r.txt", foreign);
    assert!(sample.figures()[..4].iter().all(|figure| figure.ends_with("=X")), "{:?}", sample.figures());
    assert!(sample.codes().contains(&"error G0510".to_owned()), "{:#?}", sample.findings());
}

#[test]
fn short_rows_and_extra_cells() {
    let report = "一、供餐情况\n| 类别 | 早餐 | 午餐 | 晚餐 | 合计 |\n| 学生 | 1 | 2 | 3 |\n| 1.在编 | 1 | 2 | 3 | 6 | 99 |\n| 1.校外来宾 | 1 | 2 | 3 | 6 |\n";
    let sample = read(MEALS, "r.txt", report);
    let findings = sample.findings().join("\n");
    let short = "error G0510 表“供餐”有 1 行的格数不足 4 列，各个数字属于哪一列分不清，没有取：学生 @学生";
    assert!(findings.contains(short), "{findings}");
    let long = "error G0510 表“供餐”的行有 5 格，认得出的列有 4 个，对不上：在编 @1.在编";
    assert!(findings.contains(long), "{findings}");
    // Nothing is taken of either: which figure is the one too many, or lacks, nobody knows.
    assert!(sample.figures()[..8].iter().all(|figure| figure.ends_with("=X")), "{:?}", sample.figures());
    assert_eq!(sample.figures()[12..16].join(" "), "校外.早餐=1 校外.午餐=2 校外.晚餐=3 校外.合计=6");
}

#[test]
fn near_misses_are_bound_and_said() {
    let form = r#"
gouji 1
template 甲 @1 "甲" { section 甲 "甲部分" { table 甲 {
  cell natural  columns { 本年数量 }
  rows { 属于三类内部事务信息, 属于四类过程性信息, 本年收到申请数量, 本年收到申诉数量 }
} } }"#;
    let report =
        "甲部分\n| 项目 | 本年数量 |\n| 属于三类内容事务信息 | 1 |\n| 属于四类过程性信息 | 2 |\n| 本年收到申报数量 | 3 |\n";
    let sample = read(form, "r.txt", report);
    // 申报 is as near to 申请 as to 申诉: nobody knows.
    let findings = sample.findings().join("\n");
    assert_eq!(sample.figures()[0], "属于三类内部事务信息.本年数量=1");
    assert!(sample.figures()[2..].iter().all(|figure| figure.ends_with("=X")), "{:?}", sample.figures());
    assert!(
        findings
            .contains("warning G0507 把“属于三类内容事务信息”当作“属于三类内部事务信息”，两者只差 1 个字 @属于三类内容事务信息"),
        "{findings}"
    );
    assert!(findings.contains("warning G0505 表里有数字不属于格式的任何一格：3 @3"), "{findings}");
}

#[test]
fn remarks_and_ordinals_are_a_note() {
    let form = r#"
gouji 1
template 甲 @1 "甲" { section 甲 "甲部分" { table 甲 {
  cell natural  columns { 数量 }
  rows { 部分 "（二）部分公开（只计这一情形）", 其他 "3.其他" | "其它" }
} } }"#;
    let report = "甲部分\n| 项目 | 数量 |\n| (二)部分公开(只计这一情况) | 1 |\n| 4、其它 | 2 |\n";
    let sample = read(form, "r.txt", report);
    assert_eq!(sample.figures().join(" "), "部分.数量=1 其他.数量=2");
    assert_eq!(sample.codes(), ["note G0507"]);
    assert!(sample.findings()[0].contains("有 2 处标签的印法与格式不同"), "{:?}", sample.findings());
}

#[test]
fn cells_of_every_state() {
    let form = r#"
gouji 1
unit 元
unit 件
template 甲 @1 "甲" { read "/" as 0, "-" error
 section 甲 "甲部分" { table 甲 {
  cell natural[件]
  columns { 数量, 金额: decimal[元] >= 0 step 0.01, 备注: enum{多 少} optional }
  rows { 子, 丑, 寅, 卯, 辰, 巳 }
} } }"#;
    let report = "甲部分\n| 项目 | 数量 | 金额 | 备注 |\n| 子 | 1 | 2.50 | 多 |\n| 丑 | / | abc | 少 |\n| 寅 | -3 | -0.5 | 没有 |\n| 卯 | 2.5 | 0.125 | 多 |\n| 辰 | 5元 | 12,34 | 少 |\n| 巳 | — |  | 少 |\n";
    let sample = read(form, "r.txt", report);
    assert_eq!(
        sample.figures().join(" "),
        "子.数量=1 子.金额=2.50 子.备注=多 丑.数量=/ 丑.金额=? 丑.备注=少 寅.数量=-3 寅.金额=-0.5 寅.备注=? \
         卯.数量=2.5 卯.金额=0.125 卯.备注=多 辰.数量=? 辰.金额=? 辰.备注=少 巳.数量=/ 巳.金额=_ 巳.备注=少"
    );
    let findings = sample.findings();
    for expected in [
        "error G0502 “abc”不是数字：甲·丑·金额 这一格应填数字 @abc",
        "error G0503 甲·寅·数量 是 -3，这一项不能是负数 @-3",
        "error G0503 甲·寅·金额 是 -0.5，格式要求 ≥ 0 @-0.5",
        "error G0502 “没有”不是 甲·寅·备注 可以填的内容 @没有",
        "error G0503 甲·卯·数量 是 2.5，这一项必须是整数 @2.5",
        "error G0503 甲·卯·金额 是 0.125，小数位数多于格式规定的 0.01 @0.125",
        "error G0504 甲·辰·数量 的单位是“元”，格式规定的是“件”，两者不能换算 @5元",
        "error G0502 “12,34”的千分位分隔不对：甲·辰·金额 @12,34",
        "error G0502 甲·巳·数量 填的是“—”，格式不允许这样填 @—",
        "error G0509 甲·巳·金额 是空的，格式要求填写 @",
    ] {
        assert!(findings.iter().any(|line| line.starts_with(expected)), "{expected}\n{findings:#?}");
    }
    assert_eq!(findings.len(), 10, "{findings:#?}");
}

#[test]
fn a_row_printed_twice() {
    let report = "二、收支情况\n收支表\n| 项目 | 金额 |\n| 餐费收入 | 10 |\n| 食材支出 | 8 |\n| 餐费收入 | 11 |\n";
    let sample = read(MEALS, "r.txt", report);
    assert_eq!(sample.figures()[20..].join(" "), "餐费收入.金额=10 食材支出.金额=8");
    let findings = sample.findings().join("\n");
    assert!(findings.contains("error G0506 收支·餐费收入·金额 在报告里出现两次，数字不同：10 和 11 @11"), "{findings}");
}

#[test]
fn headings_reworded_glued_and_missing() {
    let report = "一、供餐工作情况\n| 类别 | 早餐 | 午餐 | 晚餐 | 合计 |\n| 学生 | 1 | 2 | 3 | 6 |\n本月情况良好。二、收支情况\n收支表\n| 项目 | 金额 |\n| 餐费收入 | 10 |\n| 食材支出 | 8 |\n";
    let sample = read(MEALS, "r.txt", report);
    assert_eq!(sample.figures()[20..].join(" "), "餐费收入.金额=10 食材支出.金额=8");
    assert_eq!(sample.figures()[0], "学生.早餐=1");
    let findings = sample.findings().join("\n");
    assert!(findings.contains("note G0507 有 2 个标题的印法与格式不同 @一、供餐工作情况"), "{findings}");
    let sample = read(MEALS, "r.txt", "收支表\n| 项目 | 金额 |\n| 餐费收入 | 10 |\n| 食材支出 | 8 |\n");
    let findings = sample.findings().join("\n");
    assert!(findings.contains("warning G0511 没有找到这些部分的标题：一、供餐情况、二、收支情况"), "{findings}");
}

#[test]
fn a_one_row_table_with_groups_in_html() {
    let form = r#"
gouji 1
axis 结果 { 维持 纠正, total 总计 }
template 甲 @1 "甲" { section 甲 "甲部分" { table 争议 {
  cell natural  columns { 复议 { ..结果 }, 诉讼 { 直接 { ..结果 }, 复议后 { ..结果 } } }
} } }"#;
    let html = "<p>甲部分</p><table><tr><td colspan=6>诉讼</td><td colspan=3>复议</td></tr>
<tr><td colspan=3>直接</td><td colspan=3>复议后</td><td rowspan=2>维持</td><td rowspan=2>纠正</td><td rowspan=2>总计</td></tr>
<tr><td>维持</td><td>纠正</td><td>总计</td><td>维持</td><td>纠正</td><td>总计</td></tr>
<tr><td>1</td><td>2</td><td>3</td><td>4</td><td>5</td><td>9</td><td>6</td><td>7</td><td>13</td></tr></table>";
    let sample = read(form, "r.html", html);
    assert_eq!(
        sample.figures().join(" "),
        "复议.维持=6 复议.纠正=7 复议.总计=13 直接.维持=1 直接.纠正=2 直接.总计=3 复议后.维持=4 复议后.纠正=5 复议后.总计=9",
        "{:#?}",
        sample.findings()
    );
}

#[test]
fn line_numbers_units_and_two_halves() {
    let form = r#"
gouji 1
unit 元
unit 万元 = 10000元
template 资产负债 @1 "资产负债表" { section 正表 "资产负债表" { table 表 {
  cell decimal[元]
  columns { 行次: code, 期末 "期末余额", 年初 "年初余额" }
  rows { 货币资金, 资产总计, 应付账款, 负债合计 }
} } }"#;
    let report = "资产负债表\n单位：万元\n\n| 资产 | 行次 | 期末余额 | 年初余额 | 负债 | 行次 | 期末余额 | 年初余额 |\n|---|---|---|---|---|---|---|---|\n| 货币资金 | 1 | 1.5 | 2 | 应付账款 | 3 | 0.5 | 1 |\n| 资产总计 | 2 | 1.5 | 2 | 负债合计 | 4 | 0.5 | 1 |\n";
    let sample = read(form, "r.md", report);
    assert_eq!(
        sample.figures().join(" "),
        "货币资金.期末=15000 货币资金.年初=20000 资产总计.期末=15000 资产总计.年初=20000 \
         应付账款.期末=5000 应付账款.年初=10000 负债合计.期末=5000 负债合计.年初=10000",
        "{:#?}",
        sample.findings()
    );
}

#[test]
fn tables_without_rows_or_columns() {
    let form = r#"
gouji 1
unit 元
template 甲 @1 "甲" { section 甲 "甲部分" { table 清单 "清单" {
  cell decimal[元]  rows { 收入, 支出 "二、支出" }
} } }"#;
    let sample = read(form, "r.txt", "甲部分\n清单\n| 收入 | 10元 |\n| 二、支出 | 8 |\n");
    assert_eq!(sample.figures().join(" "), "收入=10 支出=8", "{:#?}", sample.findings());
    assert!(sample.findings().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_order_of_the_columns_keeps_the_figures(order in Just(vec![0usize, 1, 2, 3]).prop_shuffle(), figures in prop::array::uniform4(0u32..100_000)) {
        let names = ["早餐", "午餐", "晚餐", "合计"];
        let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let header = row(std::iter::once("类别".to_owned()).chain(order.iter().map(|at| names[*at].to_owned())).collect());
        let cells = row(std::iter::once("学生".to_owned()).chain(order.iter().map(|at| figures[*at].to_string())).collect());
        let sample = read(MEALS, "r.txt", &format!("一、供餐情况\n{header}{cells}"));
        let expected: Vec<String> = names.iter().zip(figures).map(|(name, figure)| format!("学生.{name}={figure}")).collect();
        prop_assert_eq!(&sample.figures()[..4], &expected[..]);
    }

    #[test]
    fn no_document_makes_it_panic(lines in prop::collection::vec(prop::sample::select(vec![
        "一、供餐情况", "二、收支情况", "收支表", "单位：千元", "| 类别 | 早餐 | 午餐 | 合计 |", "| 学生 | 1 | 2 |  | 3 |", "|", "||", "|||",
        "其他 |", "1.在编 |", "2.其他 |", "7 |", "学生 |", "早餐 |", "合计 |", "abc |", "\t学生", "\t", "\t5", "", "| 教工 | 2.其他 | 5 | - |", "餐费收入 12 13", "本月收入约三万元，支出—元。二、收支情况",
    ]), 0..40)) {
        let sample = read(MEALS, "r.txt", &format!("甲\n{}", lines.join("\n")));
        prop_assert_eq!(sample.figures().len(), 22);
        sample.findings();
    }
}

#[test]
fn doubled_cells_and_blank_remainders_of_merged_ones() {
    let doubled = "一、供餐情况\n| 类别 | 类别 | 早餐 | 早餐 | 午餐 | 晚餐 | 合计 |\n| 学生 | 学生 | 1 | 1 | 2 | 3 | 6 |\n| 教工 | 1.在编 | 4 | 4 | 5 | 6 | 15 |\n";
    let sample = read(MEALS, "r.txt", doubled);
    assert_eq!(
        sample.figures()[..8].join(" "),
        "学生.早餐=1 学生.午餐=2 学生.晚餐=3 学生.合计=6 在编.早餐=4 在编.午餐=5 在编.晚餐=6 在编.合计=15"
    );
    assert!(!sample.codes().contains(&"warning G0505".to_owned()), "{:#?}", sample.findings());
    // The label spans two columns, and the last cell is blank: by number alone every figure would be one column off.
    let blanks =
        "一、供餐情况\n| 类别 |  | 早餐 | 午餐 | 晚餐 | 合计 |\n| 学生 |  | 1 | 2 | 3 |  |\n| 教工 | 1.在编 | 4 | 5 | 6 | 15 |\n";
    let sample = read(MEALS, "r.txt", blanks);
    assert_eq!(
        sample.figures()[..8].join(" "),
        "学生.早餐=1 学生.午餐=2 学生.晚餐=3 学生.合计=_ 在编.早餐=4 在编.午餐=5 在编.晚餐=6 在编.合计=15"
    );
    // The last blank is lost as well: its cell is absent, the others stay where they are.
    let lost = blanks.replace("| 3 |  |", "| 3 |");
    let sample = read(MEALS, "r.txt", &lost);
    assert_eq!(sample.figures()[..4].join(" "), "学生.早餐=1 学生.午餐=2 学生.晚餐=3 学生.合计=X");
}

#[test]
fn a_row_of_a_table_goes_on_in_the_next_grid_and_its_groups_stand_over_the_grids() {
    let form = r#"
gouji 1
axis 结果 { 维持 纠正, total 总计 }
template 甲 @1 "甲" { section 甲 "甲部分" { table 争议 {
  cell natural  columns { 复议 { ..结果 }, 诉讼 { 直接 { ..结果 }, 复议后 { ..结果 } } }
} } }"#;
    let grid = |figures: &str| format!("| 维持 | 纠正 | 总计 |\n|---|---|---|\n| {figures} |\n\n");
    let report = format!(
        "# 甲部分\n\n### 诉讼（直接）\n\n{}### 诉讼（复议后）\n\n{}### 复议\n\n{}",
        grid("1 | 2 | 3"),
        grid("4 | 5 | 9"),
        grid("6 | 7 | 13")
    );
    let sample = read(form, "r.md", &report);
    assert_eq!(
        sample.figures().join(" "),
        "复议.维持=6 复议.纠正=7 复议.总计=13 直接.维持=1 直接.纠正=2 直接.总计=3 复议后.维持=4 复议后.纠正=5 复议后.总计=9",
        "{:#?}",
        sample.findings()
    );
}

#[test]
fn a_table_over_a_page_break_with_its_header_again() {
    let head = "| 类别 | 早餐 | 午餐 | 晚餐 | 合计 |\n";
    let report = format!(
        "一、供餐情况\n{head}| 学生 | 1 | 2 | 3 | 6 |\n\n— 5 —\n\n{head}| 教工 | 1.在编 | 4 | 5 | 6 | 15 |\n| 2.其他 | 7 | 8 | 9 | 24 |\n"
    );
    let sample = read(MEALS, "r.txt", &report);
    assert_eq!(
        sample.figures()[..12].join(" "),
        "学生.早餐=1 学生.午餐=2 学生.晚餐=3 学生.合计=6 在编.早餐=4 在编.午餐=5 在编.晚餐=6 在编.合计=15 \
         教工.其他.早餐=7 教工.其他.午餐=8 教工.其他.晚餐=9 教工.其他.合计=24"
    );
}

#[test]
fn a_label_wrapped_over_cells_of_a_stream() {
    let form = r#"
gouji 1
template 甲 @1 "甲" { section 甲 "甲部分" { table 甲 {
  cell natural  columns { 数量 }  rows { 重新确认 "5.要求行政机关确认或重新出具已获取信息", 其他 "6.其他" }
} } }"#;
    let report = "甲部分\n项目 |\n数量 |\n5.要求行政机关确认或重新 |\n出具已获取信息 |\n3 |\n6.其他 |\n4 |\n";
    let sample = read(form, "r.txt", report);
    assert_eq!(
        sample.figures().join(" "),
        "重新确认=3 其他=4".replace("认=", "认.数量=").replace("他=", "他.数量="),
        "{:#?}",
        sample.findings()
    );
}

/// A spreadsheet makes rows of the line breaks in a heading. What stands beside it is merged over both.
#[test]
fn headings_broken_over_cells_below_each_other() {
    let form = r#"
gouji 1
template 制发 @1 "制发" {
  section 甲 "甲部分" {
    table 表 {
      cell natural
      columns { 本年新制作 本年新公开 对外公开总数 }
      rows { 规章, 文件 }
    }
  }
}"#;
    let html = "<p>甲部分</p><table><tr><td rowspan=2>信息内容</td><td>本年新</td><td colspan=2>本年新</td><td rowspan=2>对外公开总数</td></tr>
<tr><td>制作</td><td colspan=2>公开</td></tr>
<tr><td>规章</td><td>1</td><td colspan=2>2</td><td>3</td></tr><tr><td>文件</td><td>4</td><td colspan=2>5</td><td>6</td></tr></table>";
    let figures = |html: &str| read(form, "r.html", html).figures();
    let expected = [
        "规章.本年新制作=1",
        "规章.本年新公开=2",
        "规章.对外公开总数=3",
        "文件.本年新制作=4",
        "文件.本年新公开=5",
        "文件.对外公开总数=6",
    ];
    assert_eq!(figures(html), expected);
    // A heading that nobody knows stays where it is printed: no figure moves into another column.
    let unknown =
        figures(&html.replace("<td>制作</td>", "<td>修改</td>").replace("<td colspan=2>公开</td>", "<td colspan=2>备查</td>"));
    assert_eq!(unknown[2], expected[2]);
    assert_eq!(unknown[5], expected[5]);
    assert!(unknown[0].ends_with('X') && unknown[1].ends_with('X'), "{unknown:?}");
}
