//! `gouji diff`: what a regulation changed, and nothing else.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use gouji::Library;
use gouji::diag::Lang;
use gouji::diff::{self, Diff, Kind, Version, What};
use gouji::engine::BUILT_IN;
use gouji::source::Sources;

fn version<'l>(library: &'l Library, title: &str) -> Version<'l> {
    let at = library.model.forms.iter().position(|form| form.title() == title).expect("the form is there");
    Version { model: &library.model, form: &library.model.forms[at], plan: &library.plans[at] }
}

fn of(library: &Library, old: &str, new: &str) -> Diff {
    diff::diff(version(library, old), version(library, new), Lang::Zh)
}

fn compiled(text: &str) -> Library {
    Library::compile(&mut Sources::new(), vec![("t.gj".to_owned(), text.to_owned())]).unwrap_or_else(|found| {
        panic!("{}", found.iter().map(|found| found.message.render(Lang::En)).collect::<Vec<_>>().join("\n"))
    })
}

/// One line a change: what, kind, table, old, new.
fn lines(diff: &Diff) -> Vec<String> {
    let line = |change: &diff::Change| {
        let sure = if change.certain { "" } else { "?" };
        format!(
            "{:?} {:?}{sure} {} {} → {}",
            change.what,
            change.kind,
            change.table.as_deref().unwrap_or("-"),
            change.old.join("+"),
            change.new.join("+")
        )
    };
    diff.changes.iter().map(line).collect()
}

/// Every difference between 国办公开办函〔2019〕60号 and 〔2021〕30号, one line each, and what follows from it.
const REGULATION: &[&str] = &[
    // The notices themselves, and the years they are for.
    "Form Changed - 《政府信息公开条例》（国务院令第711号）第五十条；国办公开办函〔2019〕60号 → 《政府信息公开条例》（国务院令第711号）第五十条；国办公开办函〔2021〕30号",
    "Form Changed - 2019 至 2020 年度 → 2021 年度起",
    // 第（九）项 采购 dropped.
    "Table Dropped 采购 采购 → ",
    // 本年新制作/新公开/对外公开总 → 制发/废止/现行有效; 规范性文件 → 行政规范性文件.
    "Column Dropped 制发 本年新制作数量 → ",
    "Column Dropped 制发 本年新公开数量 → ",
    "Column Dropped 制发 对外公开总数量 → ",
    "Column Added 制发  → 本年制发件数",
    "Column Added 制发  → 本年废止件数",
    "Column Added 制发  → 现行有效件数",
    "Row Renamed 制发 规范性文件 → 行政规范性文件",
    // 上一年项目数量+增/减 dropped; 其他对外管理服务事项 dropped; 处理决定数量 is 本年处理决定数量.
    "Column Dropped 许可 上一年项目数量 → ",
    "Column Dropped 许可 本年增减 → ",
    "Column Renamed? 许可 处理决定数量 → 本年处理决定数量",
    "Row Dropped 许可 其他对外管理服务事项 → ",
    "Column Dropped 处罚强制 上一年项目数量 → ",
    "Column Dropped 处罚强制 本年增减 → ",
    "Column Renamed? 处罚强制 处理决定数量 → 本年处理决定数量",
    // 收费 count → 金额(万元).
    "Column Dropped 收费 上一年项目数量 → ",
    "Column Dropped 收费 本年增减 → ",
    "Column Added 收费  → 本年收费金额",
    // （六）其他处理 1 row → 3 rows.
    "Row Split 申请 其他处理 → 逾期不补正+逾期不缴费+其他原因",
    // The fee for information is reported under a regulation of its own (国办函〔2020〕109号).
    "Fact Changed - 信息处理费 → 信息处理费",
    // The rules about what was dropped and added.
    "Rule Dropped 制发 对外公开 → ",
    "Rule Dropped 许可 许可项目 → ",
    "Rule Dropped 处罚强制 处罚项目 → ",
    "Rule Dropped 收费 收费项目 → ",
    "Rule Changed 制发 乡镇规章 → 乡镇规章",
    "Rule Added 制发  → 现行有效",
    // Printed in the head of the same table of either notice.
    "Rule Changed 申请 收支平衡 → 收支平衡",
];

#[test]
fn the_regulation_of_2021_against_that_of_2019() {
    let library = Library::built_in(&mut Sources::new()).expect("the shipped templates");
    let diff = of(&library, "zfxxgk@2019", "zfxxgk@2021");
    let found = lines(&diff);
    for line in REGULATION {
        assert!(found.iter().any(|other| other == line), "missing: {line}\nfound:\n{}", found.join("\n"));
    }
    for line in &found {
        assert!(REGULATION.contains(&line.as_str()), "not a difference: {line}");
    }
    assert_eq!(found.len(), REGULATION.len());
    assert!(!diff.amends);
}

#[test]
fn tables_three_and_four_carry_over() {
    let library = Library::built_in(&mut Sources::new()).expect("the shipped templates");
    let diff = of(&library, "zfxxgk@2019", "zfxxgk@2021");
    let carry = |table: &str| diff.carry.iter().find(|carry| carry.table == table && !carry.facts).expect("the table").clone();
    // 23 rows by 7 columns, one of them split.
    assert_eq!((carry("申请").same, carry("申请").split, carry("申请").ended, carry("申请").begun), (22 * 7, 7, 0, 0));
    assert_eq!((carry("争议").same, carry("争议").ended, carry("争议").begun), (15, 0, 0));
    assert_eq!((carry("采购").same, carry("采购").ended), (0, 2));
    assert_eq!((carry("制发").same, carry("制发").ended, carry("制发").begun), (0, 6, 6));
}

/// Nothing is guessed where the newer form says what it changes.
#[test]
fn an_amendment_settles_what_continues_what() {
    let mut files: Vec<(String, String)> = BUILT_IN
        .iter()
        .filter(|(name, _)| !name.ends_with("2021.gj"))
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    files.push(("amended.gj".to_owned(), include_str!("amends/zfxxgk-2021.gj").to_owned()));
    let library = Library::compile(&mut Sources::new(), files).expect("it compiles");
    let diff = of(&library, "zfxxgk@2019", "zfxxgk@2021");
    assert!(diff.amends);
    let found = lines(&diff);
    for line in REGULATION {
        let line = line.replace("Renamed?", "Renamed");
        assert!(found.contains(&line), "missing: {line}\nfound:\n{}", found.join("\n"));
    }
    // That the table is another one is said besides.
    let besides: Vec<&String> =
        found.iter().filter(|line| !REGULATION.iter().any(|known| known.replace("Renamed?", "Renamed") == **line)).collect();
    assert_eq!(besides, ["Table Changed 收费 收费 → 收费"]);
    let permits = diff.carry.iter().find(|carry| carry.table == "许可").expect("the table");
    assert_eq!((permits.same, permits.ended), (1, 5));
    let fees = diff.carry.iter().find(|carry| carry.table == "收费").expect("the table");
    assert_eq!(fees.same, 0);
}

#[test]
fn a_form_against_itself() {
    let library = Library::built_in(&mut Sources::new()).expect("the shipped templates");
    for form in &library.model.forms {
        let title = form.title();
        assert_eq!(lines(&of(&library, &title, &title)), Vec::<String>::new(), "{title}");
    }
}

/// Two forms with one table; the rules of each.
fn rules(old: &str, new: &str) -> Vec<(Kind, String)> {
    let form = |version: u32, rules: &str| {
        format!(
            "template 表 @{version} \"表\" {{ applies 年度 in {version}..{version} meta {{ 年度: year \"{{}}年\" }} table 收支 {{ cell decimal[元] columns {{ 上年, 本年 }} rows {{ 收入, 支出, 补助, total 合计 }} {rules} }} }}\n"
        )
    };
    let library = compiled(&format!("gouji 1\nunit 元\nunit 万元 = 10000元\n{}{}", form(2020, old), form(2021, new)));
    let diff = of(&library, "表@2020", "表@2021");
    assert!(diff.changes.iter().all(|change| change.what == What::Rule || change.what == What::Form), "{:?}", lines(&diff));
    let rule = |change: &&diff::Change| change.what == What::Rule;
    let name = |change: &diff::Change| change.old.first().or(change.new.first()).cloned().unwrap_or_default();
    diff.changes.iter().filter(rule).map(|change| (change.kind, name(change))).collect()
}

#[test]
fn rules_are_compared_by_what_they_demand() {
    let none: Vec<(Kind, String)> = Vec::new();
    let one = |kind: Kind| vec![(kind, "甲".to_owned())];
    // The same, written differently.
    assert_eq!(rules("rule 甲 { 收入 == 支出 + 补助 }", "rule 甲 { 收入 - 补助 == 支出 }"), one(Kind::Rewritten));
    assert_eq!(rules("rule 甲 { 收入 == 支出 }", "rule 甲 { 2 * 支出 == 收入 * 2 }"), one(Kind::Rewritten));
    // With the help of the total: 合计 = 收入 + 支出 + 补助.
    assert_eq!(rules("rule 甲 { 合计 == 2 * 收入 }", "rule 甲 { 收入 == 支出 + 补助 }"), one(Kind::Rewritten));
    // More, less, another.
    assert_eq!(rules("rule 甲 { 收入 >= 支出 }", "rule 甲 { 收入 == 支出 }"), one(Kind::Tightened));
    assert_eq!(rules("rule 甲 { 收入 == 支出 }", "rule 甲 { 收入 <= 支出 }"), one(Kind::Loosened));
    assert_eq!(rules("rule 甲 { 收入 >= 支出 }", "rule 甲 { 收入 <= 支出 }"), one(Kind::Changed));
    assert_eq!(rules("rule 甲 { 收入 >= 支出 }", "rule 甲 { 收入 > 支出 }"), one(Kind::Tightened));
    assert_eq!(rules("rule 甲 { 收入 <= 100元 }", "rule 甲 { 收入 <= 1万元 }"), one(Kind::Loosened));
    // How certain, how much, when.
    assert_eq!(rules("rule 甲 { 收入 == 支出 }", "rule 甲 soft { 收入 == 支出 }"), one(Kind::Loosened));
    assert_eq!(rules("rule 甲 within 1元 { 收入 == 支出 }", "rule 甲 { 收入 == 支出 }"), one(Kind::Tightened));
    assert_eq!(rules("rule 甲 when 收入 > 0 { 收入 == 支出 }", "rule 甲 { 收入 == 支出 }"), one(Kind::Tightened));
    assert_eq!(rules("rule 甲 { 收入 == 支出 }", "rule 甲 suspended \"待定\" { 收入 == 支出 }"), one(Kind::Loosened));
    // Years in which the newer form is not in force make no difference.
    assert_eq!(rules("rule 甲 during 2020.. { 收入 == 支出 }", "rule 甲 { 收入 == 支出 }"), none);
    assert_eq!(rules("rule 甲 during ..2020 { 收入 == 支出 }", "rule 甲 { 收入 == 支出 }"), one(Kind::Tightened));
    // What other rules demand anyway.
    let both = "rule 甲 { 收入 == 支出 } rule 乙 { 支出 == 补助 }";
    assert_eq!(rules(both, &format!("{both} rule 丙 {{ 收入 == 补助 }}")), none);
    assert_eq!(rules(&format!("{both} rule 丙 {{ 收入 <= 补助 }}"), both), none);
    assert_eq!(rules(both, "rule 甲 { 收入 == 支出 }"), vec![(Kind::Dropped, "乙".to_owned())]);
    // Another name for the same rule.
    assert_eq!(rules("rule 甲 { 收入 == 支出 }", "rule 乙 { 收入 == 支出 }"), one(Kind::Renamed));
}

#[test]
fn moved_retyped_merged_and_relabelled() {
    let text = "gouji 1\nunit 元\nunit 千元 = 1000元\nunit 件\n\
        template 表 @1 \"表\" { applies 年度 in 2020..2020 meta { 年度: year \"{}年\" } table 收支 { cell decimal[元] columns { 本年 } rows { 工资, 办公费, 交通费 \"三、交通费\", 其他 { 会议, 培训 } } } }\n\
        template 表 @2 \"表\" { applies 年度 in 2021..2021 meta { 年度: year \"{}年\" } table 收支 { cell decimal[千元] columns { 本年 } rows { 交通费 \"三、交通补贴\" optional, 工资, 办公费, 其他 } } }\n";
    let library = compiled(text);
    let found = lines(&of(&library, "表@1", "表@2"));
    for line in [
        "Row Moved 收支 交通费 → 交通费",
        "Row Relabelled 收支 交通费 → 交通费",
        "Row Changed 收支 交通费 → 交通费",
        "Row Merged 收支 会议+培训 → 其他",
        "Table Retyped 收支 收支 → 收支",
    ] {
        assert!(found.iter().any(|other| other == line), "missing: {line}\nfound:\n{}", found.join("\n"));
    }
}

#[test]
fn the_notice() {
    let library = Library::built_in(&mut Sources::new()).expect("the shipped templates");
    let new = version(&library, "zfxxgk@2021");
    let old = version(&library, "zfxxgk@2019");
    insta::assert_snapshot!("notice_zh", diff::markdown(&diff::diff(old, new, Lang::Zh), Lang::Zh));
    insta::assert_snapshot!("notice_en", diff::markdown(&diff::diff(old, new, Lang::En), Lang::En));
}
