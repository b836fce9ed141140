//! What the layout looks like, and that it keeps what was written. The laws stand in `tests/format.rs`.

use super::*;
use crate::diag::Lang;

fn laid_out(text: &str) -> String {
    match format(text, &Options::default()) {
        Ok(text) => text,
        Err(diagnostics) => {
            panic!("{:?}", diagnostics.iter().map(|diagnostic| diagnostic.message.render(Lang::En)).collect::<Vec<_>>())
        }
    }
}

/// Lays a text out, checks that it stays as it is when laid out again, and gives it.
fn stable(text: &str) -> String {
    let once = laid_out(text);
    assert_eq!(laid_out(&once), once);
    once
}

#[test]
fn items_stand_in_columns() {
    insta::assert_snapshot!(stable(
        "gouji 1\ntemplate 食堂 \"食堂月报\"{\nbasis \"教发1号\"\n  cell   natural\ntable 用餐{cell natural\n\n\n\ncolumns{早餐  午餐,total 合计 \"合 计\"}\n\
         rows{\n小学\"一、小学\"|\"小学部\"\n学校食堂合作社\"二、合作社\"{\n甲 optional   as 0\"甲店\"\ntotal 小计\"小计\"\n}\n\n丙 丁,戊\n}}}\n"
    ));
}

#[test]
fn comments_stay_where_they_stand() {
    insta::assert_snapshot!(stable(
        "\u{feff}// first\r\ngouji 1 // edition\r\n// before\r\nunit 件|起 // piece\r\nunit 元 // money\r\n\r\n\r\n/// what it is\r\ntemplate t \"表\" { // open\r\n\
         // own line\r\ntable a { cell natural // type\r\n rows { // rows\r\n甲 // one\r\n, 乙 // two\r\n\r\n// three\r\n}\r\n\
         rule 平衡 \"甲等于乙\" // why\r\n soft {\r\n 甲 // left\r\n == 乙\r\n // end of rule\r\n} // after the rule\r\n// end of table\r\n}\r\n} // closed\r\n// last"
    ));
}

#[test]
fn full_width_becomes_half_width() {
    let text = "勾稽 1\n\n模板 ｔ “表 { } ，” ｛\n  表 申请 ｛\n    格 自然数 ＞＝ ０\n    行 ｛ 甲 “甲（一）”｜“说“甲””、乙，求和 合计 ｝\n    \
                规则 平衡 “说\"甲\"” ｛ 甲 ＋ 乙［合计］ ≤ （１０ － 乙）× 2 ｝\n  ｝\n｝\n";
    let text = text.replace("“说“甲””、", "“说甲”、").replace("乙［合计］", "乙");
    insta::assert_snapshot!(stable(&text));
}

#[test]
fn long_lines_are_wrapped() {
    let many = |word: &str, count: usize| (0..count).map(|n| format!("\"{word}{n}号{{}}\"")).collect::<Vec<_>>().join(" | ");
    let sum = (0..40).map(|n| format!("项目{n}")).collect::<Vec<_>>().join(" + ");
    let names = (0..40).map(|n| format!("项目{n}")).collect::<Vec<_>>().join(" ");
    let text = format!(
        "gouji 1\ntemplate t \"表\" {{\n title {title}\n section 一 {labels} {{ facts {{ cell natural\n收到 optional {facts} }} }}\n\
         table 甲 {{ cell natural\n rows {{ {names}, total 总计 \"合计\" }}\n rule 相等 \"各项之和\" soft {{ 总计 == {sum} }}\n\
         rule 条件 \"各项之和等于总计，没有例外\" when 项目1 > 0 and 项目2 > 0 and 项目3 > 0 and 项目4 > 0 and 项目5 > 0 basis \"很长的依据〔2021〕30号，表三表头所印\" \
         {{ if 项目1 > 0 then max(项目1, 项目2, 项目3) else 总计 == 项目9 }}\n}} }}",
        title = many("某某年政府公报", 8).replace("{}", ""),
        labels = many("一、总体情况第", 9).replace("{}", ""),
        facts = many("收到申请第", 14),
    );
    insta::assert_snapshot!(stable(&text));
}

#[test]
fn keywords_change_their_language() {
    let text = include_str!("../../examples/balance-sheet/balance-sheet.gj");
    let chinese = format(text, &Options { keywords: Some(KeywordLang::Chinese), ..Options::default() }).expect("it parses");
    insta::assert_snapshot!(chinese);
    let english = format(&chinese, &Options { keywords: Some(KeywordLang::English), ..Options::default() }).expect("it parses");
    assert_eq!(english, laid_out(text));
}

#[test]
fn a_text_with_mistakes_is_left_alone() {
    let found =
        format("gouji 1\ntemplate t \"表\" { table a { rows { 甲 }\n", &Options::default()).expect_err("a brace is missing");
    assert_eq!(found.iter().map(|diagnostic| diagnostic.code.name).collect::<Vec<_>>(), ["G0102", "G0102"]);
    assert!(format("", &Options::default()).is_err());
}

#[test]
fn the_shipped_templates_are_laid_out() {
    for text in [
        include_str!("../../schemas/units.gj"),
        include_str!("../../schemas/zfxxgk-2008.gj"),
        include_str!("../../schemas/zfxxgk-2019.gj"),
        include_str!("../../schemas/zfxxgk-2021.gj"),
        include_str!("../../examples/balance-sheet/balance-sheet.gj"),
    ] {
        assert!(stable(text) == text, "run `cargo run -- fmt schemas examples`");
    }
}

#[test]
fn a_difference_is_seen() {
    let text = "gouji 1\n\n// a\nunit 件  // b\n";
    assert!(same::same(text, "gouji 1\n// a\nunit 件 // b\n"));
    for other in [
        "gouji 1\n\n// a\nunit 件\n",
        "gouji 1\n\n// b\nunit 件  // a\n",
        "gouji 1\n\n// a\nunit 起  // b\n",
        "gouji 1\n\n// a\nunit 件 | 起  // b\n",
        "gouji 1\n\n// a\n// b\n",
        "gouji 2\n\n// a\nunit 件  // b\n",
    ] {
        assert!(!same::same(text, other), "{other}");
    }
}
