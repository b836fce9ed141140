//! A form written as the change of an older one is the form written in full.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use gouji::Library;
use gouji::diag::{Diagnostic, Lang};
use gouji::engine::BUILT_IN;
use gouji::model::{Carried, CellRef};
use gouji::plan::Plan;
use gouji::source::Sources;
use serde_json::Value;

fn built_in(name: &str) -> (String, String) {
    let (name, text) = BUILT_IN.iter().find(|(file, _)| file.ends_with(name)).expect("a shipped template");
    ((*name).to_owned(), (*text).to_owned())
}

/// The shipped templates, with the amendment in the place of the full form of 2021.
fn amended() -> Vec<(String, String)> {
    let amendment = ("amended.gj".to_owned(), include_str!("amends/zfxxgk-2021.gj").to_owned());
    let others = ["units.gj", "zfxxgk-2008.gj", "zfxxgk-2019.gj"].map(built_in);
    others.into_iter().chain([amendment]).collect()
}

fn compile(files: Vec<(String, String)>) -> Result<Library, Vec<Diagnostic>> {
    Library::compile(&mut Sources::new(), files)
}

fn said(diagnostics: &[Diagnostic]) -> String {
    let line = |found: &Diagnostic| format!("{}: {}", found.code.name, found.message.render(Lang::En));
    diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A plan without the places in the template text.
fn bare(plan: &Plan) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.retain(|key, _| {
                    !["span", "origins", "condition", "file", "start", "end", "op_span"].contains(&key.as_str())
                });
                fields.values_mut().for_each(strip);
            }
            Value::Array(list) => list.iter_mut().for_each(strip),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut value = serde_json::to_value(plan).expect("a plan is data");
    strip(&mut value);
    value
}

fn plan_of<'l>(library: &'l Library, title: &str) -> &'l Plan {
    library.plans.iter().find(|plan| plan.title == title).expect("the form is there")
}

#[test]
fn the_2021_form_as_an_amendment_is_the_full_form() {
    let full = Library::built_in(&mut Sources::new()).expect("the shipped templates");
    let amended = compile(amended()).unwrap_or_else(|found| panic!("the amendment does not compile:\n{}", said(&found)));
    assert_eq!(said(&amended.diagnostics), "");
    let (full_plan, amended_plan) = (plan_of(&full, "zfxxgk@2021"), plan_of(&amended, "zfxxgk@2021"));
    let (one, other) = (bare(full_plan), bare(amended_plan));
    for (key, value) in one.as_object().expect("an object") {
        assert_eq!(Some(value), other.get(key), "`{key}` differs");
    }
    // Where the figures stand in the document is part of the form, too, not only of the plan.
    assert_eq!(full_plan.names, amended_plan.names);
}

#[test]
fn the_older_form_does_not_change_by_being_amended() {
    let alone = Library::built_in(&mut Sources::new()).expect("the shipped templates");
    let both = compile(amended()).expect("both");
    assert_eq!(bare(plan_of(&alone, "zfxxgk@2019")), bare(plan_of(&both, "zfxxgk@2019")));
}

#[test]
fn the_model_keeps_which_figure_continues_which() {
    let library = compile(amended()).expect("both");
    let new = library.model.forms.iter().find(|form| form.title() == "zfxxgk@2021").expect("2021");
    let amended = new.amended.as_ref().expect("it amends");
    let old = &library.model.forms[amended.form];
    assert_eq!(old.title(), "zfxxgk@2019");
    let sources = |table: &str, row: &str, column: &str| -> Vec<String> {
        let (id, inner) = new.table_ids().find(|(_, inner)| inner.name == table).expect("the table");
        let item =
            |items: &gouji::model::Items, name: &str| items.iter().find(|(_, item)| item.name == name).expect("the item").0;
        let (row, column) = (item(inner.rows.as_ref().unwrap(), row), item(inner.columns.as_ref().unwrap(), column));
        let cells = amended.sources(CellRef { table: id, row: Some(row), column: Some(column) });
        let name = |cell: &CellRef| {
            let table = old.table(cell.table).expect("an old table");
            let row = cell.row.map_or("", |id| table.row(id).map_or("", |item| &item.name));
            let column = cell.column.map_or("", |id| table.column(id).map_or("", |item| &item.name));
            format!("{}.{row}.{column}", table.name)
        };
        cells.iter().map(name).collect()
    };
    assert_eq!(sources("申请", "结转下年", "自然人"), ["申请.结转下年.自然人"]);
    assert_eq!(sources("许可", "行政许可", "本年处理决定数量"), ["许可.行政许可.处理决定数量"]);
    assert_eq!(sources("制发", "行政规范性文件", "本年制发件数"), Vec::<String>::new());
    assert_eq!(sources("收费", "行政事业性收费", "本年收费金额"), Vec::<String>::new());
    assert_eq!(sources("申请", "逾期不补正", "自然人"), Vec::<String>::new());
    let (id, requests) = new.table_ids().find(|(_, table)| table.name == "申请").unwrap();
    let part = requests.rows.as_ref().unwrap().iter().find(|(_, item)| item.name == "逾期不缴费").unwrap().0;
    assert!(matches!(amended.tables[id.0 as usize].rows[part.0 as usize], Carried::PartOf(_)));
}

const OLD: &str = r#"gouji 1
unit 份
unit 元
unit 千元 = 1000元
axis 人员 { 教师, 学生, total 合计 }
template 食堂 @2024 "食堂月报" {
  applies 年度 in 2024..2024
  title "{年度}年食堂月报"
  meta { 年度: year "{}年度" }
  read blank as 0
  section 用餐 "一、用餐" {
    table 用餐 "用餐人次" {
      cell natural[份]
      columns { ..人员 }
      rows { 早餐, 午餐, 晚餐, 夜宵 "四、夜宵", total 全日 }
      rule 午餐较多 { 午餐 >= 早餐 }
      rule 夜宵少 soft { 夜宵[教师] <= 晚餐[教师] }
    }
    facts { 总份数: natural[份] optional "全年用餐{}" }
  }
  section 收支 "二、收支" {
    table 收支 { cell decimal[元]  columns { 本年 }  rows { 收入, 原料, 人工, 结余 = 收入 - 原料 - 人工 } }
    rule 有人用餐 when 收支.收入 > 0元 { sum(用餐.全日) >= 1份 }
  }
}
"#;

/// What a full form compiles to, and what a change of the old form does.
#[track_caller]
fn same(changes: &str, full: &str) {
    let head = "template 食堂 @2025";
    let amending = format!("{OLD}{head} amends @2024 {{\n applies 年度 in 2025..\n{changes}\n}}\n");
    let written = format!(
        "{OLD}{head} \"食堂月报\" {{\n applies 年度 in 2025..\n title \"{{年度}}年食堂月报\"\n meta {{ 年度: year \"{{}}年度\" }}\n read blank as 0\n{full}\n}}\n"
    );
    let one = compile(vec![("a.gj".to_owned(), amending)]).unwrap_or_else(|found| panic!("the amendment:\n{}", said(&found)));
    let other = compile(vec![("b.gj".to_owned(), written)]).unwrap_or_else(|found| panic!("the full form:\n{}", said(&found)));
    assert_eq!(bare(plan_of(&other, "食堂@2025")), bare(plan_of(&one, "食堂@2025")));
}

const RULES: &str = "rule 午餐较多 { 午餐 >= 早餐 }\n rule 夜宵少 soft { 夜宵[教师] <= 晚餐[教师] }";
const MEALS: &str = "section 用餐 \"一、用餐\" { table 用餐 \"用餐人次\" { cell natural[份] columns { ..人员 }";
const TEXT: &str = "facts { 总份数: natural[份] optional \"全年用餐{}\" } }";
const MONEY: &str = "section 收支 \"二、收支\" { table 收支 { cell decimal[元]  columns { 本年 }  rows { 收入, 原料, 人工, 结余 = 收入 - 原料 - 人工 } }\n rule 有人用餐 when 收支.收入 > 0元 { sum(用餐.全日) >= 1份 } }";

#[test]
fn rows_are_added_moved_renamed_restated_and_dropped() {
    same(
        "in table 用餐 { add rows after 早餐 { 加餐 }  move rows before 早餐 { 夜宵 }  rename rows { 晚餐 -> 晚饭 \"三、晚饭\" | \"晚餐\" }  change rows { 午餐 \"二、午餐\" optional } }",
        &format!(
            "{MEALS} rows {{ 夜宵 \"四、夜宵\", 早餐, 加餐, 午餐 \"二、午餐\" optional, 晚饭 \"三、晚饭\" | \"晚餐\", total 全日 }}\n rule 午餐较多 {{ 午餐 >= 早餐 }}\n rule 夜宵少 soft {{ 夜宵[教师] <= 晚饭[教师] }} }} {TEXT} {MONEY}"
        ),
    );
}

#[test]
fn an_item_of_an_axis_is_changed_in_this_table_only() {
    same(
        "in table 用餐 { rename columns { 教师 -> 教职工 }  add columns before 合计 { 来宾 } }",
        &format!(
            "section 用餐 \"一、用餐\" {{ table 用餐 \"用餐人次\" {{ cell natural[份] columns {{ 教职工, 学生, 来宾, total 合计 }} rows {{ 早餐, 午餐, 晚餐, 夜宵 \"四、夜宵\", total 全日 }}\n rule 午餐较多 {{ 午餐 >= 早餐 }}\n rule 夜宵少 soft {{ 夜宵[教职工] <= 晚餐[教职工] }} }} {TEXT} {MONEY}"
        ),
    );
}

#[test]
fn rules_of_a_split_item_use_the_sum_of_its_parts() {
    same(
        "in table 用餐 { split 早餐 { 一批, 二批 } }",
        &format!(
            "{MEALS} rows {{ 早餐 {{ 一批, 二批 }}, 午餐, 晚餐, 夜宵 \"四、夜宵\", total 全日 }}\n rule 午餐较多 {{ 午餐 >= sum(早餐) }}\n rule 夜宵少 soft {{ 夜宵[教师] <= 晚餐[教师] }} }} {TEXT} {MONEY}"
        ),
    );
}

#[test]
fn a_renamed_table_is_followed_everywhere() {
    same(
        "rename table 用餐 -> 就餐 \"就餐人次\"\n rename section 收支 -> 经费 \"二、经费\"\n in section 用餐 { rename facts { 总份数 -> 全年份数 } }",
        &format!(
            "section 用餐 \"一、用餐\" {{ table 就餐 \"就餐人次\" {{ cell natural[份] columns {{ ..人员 }} rows {{ 早餐, 午餐, 晚餐, 夜宵 \"四、夜宵\", total 全日 }}\n {RULES} }} facts {{ 全年份数: natural[份] optional \"全年用餐{{}}\" }} }} section 经费 \"二、经费\" {{ table 收支 {{ cell decimal[元]  columns {{ 本年 }}  rows {{ 收入, 原料, 人工, 结余 = 收入 - 原料 - 人工 }} }}\n rule 有人用餐 when 收支.收入 > 0元 {{ sum(就餐.全日) >= 1份 }} }}"
        ),
    );
}

#[test]
fn tables_rules_and_statements() {
    same(
        "read blank as 0, \"/\" as 0\n in 收支 { cell decimal[千元] }\n in section 收支 { add table 设备 \"设备\" { cell natural[份] columns { 台数 } rows { 冰柜 } } }\n drop rule 有人用餐\n add after 午餐较多 rule 晚餐较多 { 晚餐 >= 早餐 }\n in section 用餐 \"一、就餐\" { add facts { 意见: natural[份] optional \"收到意见{}\" } }"
            .replace("in 收支", "in table 收支").as_str(),
        "read \"/\" as 0\n section 用餐 \"一、就餐\" { table 用餐 \"用餐人次\" { cell natural[份] columns { ..人员 } rows { 早餐, 午餐, 晚餐, 夜宵 \"四、夜宵\", total 全日 }\n rule 午餐较多 { 午餐 >= 早餐 }\n rule 晚餐较多 { 晚餐 >= 早餐 }\n rule 夜宵少 soft { 夜宵[教师] <= 晚餐[教师] } } facts { 总份数: natural[份] optional \"全年用餐{}\"\n 意见: natural[份] optional \"收到意见{}\" } } section 收支 \"二、收支\" { table 收支 { cell decimal[千元]  columns { 本年 }  rows { 收入, 原料, 人工, 结余 = 收入 - 原料 - 人工 } } table 设备 \"设备\" { cell natural[份] columns { 台数 } rows { 冰柜 } } }",
    );
}

#[test]
fn merged_rows_are_the_sum_of_the_old_ones() {
    let changes = "in table 用餐 { merge 正餐 \"二、正餐\" { 午餐, 晚餐 }  drop rule 午餐较多  drop rule 夜宵少 }";
    let text = format!("{OLD}template 食堂 @2025 amends @2024 {{\n applies 年度 in 2025..\n{changes}\n}}\n");
    let library = compile(vec![("a.gj".to_owned(), text)]).unwrap_or_else(|found| panic!("{}", said(&found)));
    let form = library.model.forms.iter().find(|form| form.title() == "食堂@2025").unwrap();
    let rows = form.tables[0].rows.as_ref().unwrap();
    let names: Vec<&str> = rows.list.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["早餐", "正餐", "夜宵", "全日"]);
    let carried = &form.amended.as_ref().unwrap().tables[0].rows[1];
    assert!(matches!(carried, Carried::SumOf(parts) if parts.len() == 2), "{carried:?}");
}

/// The code of a mistake and the text that is underlined.
#[track_caller]
fn wrong(changes: &str, code: &str, at: &str) {
    let text = format!("{OLD}template 食堂 @2025 amends @2024 {{\n applies 年度 in 2025..\n{changes}\n}}\n");
    let Err(found) = compile(vec![("a.gj".to_owned(), text.clone())]) else { panic!("{changes} compiles") };
    let got: Vec<(&str, &str)> =
        found.iter().map(|found| (found.code.name, &text[found.primary().expect("a place").span.range()])).collect();
    assert_eq!(got, [(code, at)], "{}", said(&found));
}

#[test]
fn mistakes_are_told_where_the_amendment_makes_them() {
    wrong("in table 用餐 { drop rows { 早点 } }", "G0218", "早点");
    wrong("in 就餐 { drop rows { 早餐 } }", "G0218", "就餐");
    wrong("drop table 用具", "G0218", "用具");
    wrong("drop rule 夜宵多", "G0218", "夜宵多");
    wrong("in 用餐 { drop rows { 早餐 } }", "G0202", "用餐");
    wrong("in table 用餐 { rename rows { 晚餐 -> 晚饭 }  drop rows { 晚餐 } }", "G0219", "晚餐");
    wrong("in table 用餐 { change rows { 晚餐 \"三\" }  change rows { 晚餐 \"四\" } }", "G0219", "\"四\"");
    wrong("in table 用餐 { drop rows { 早餐 } }", "G0221", "早餐");
    wrong("drop rows { 早餐 }", "G0222", "drop");
    wrong("in table 用餐 { split 全日 { 甲, 乙 } }", "G0222", "全日");
    wrong("in table 用餐 { rule 新 { 午餐 >= 晚餐 } }", "G0222", "新");
    wrong("in table 用餐 { add rows { 午餐 } }", "G0203", "午餐");
    wrong("in table 用餐 { add rows after 早点 { 加餐 } }", "G0218", "早点");
    wrong("in table 用餐 { merge 正餐 { 午餐 } }", "G0222", "正餐");
    wrong("rename meta { 年度 -> 年份 }", "G0222", "rename");
    wrong("in table 收支 { drop rows { 人工 } }", "G0221", "人工");
}

#[test]
fn circles_and_missing_versions() {
    let three = "gouji 1\nunit 份\ntemplate 甲 @1 amends @3 { }\ntemplate 甲 @2 amends @1 { }\ntemplate 甲 @3 amends @2 { }\n";
    let Err(found) = compile(vec![("a.gj".to_owned(), three.to_owned())]) else { panic!("a circle compiles") };
    assert_eq!(said(&found), "G0220: the amendments go round in a circle: 甲@1 → 甲@3 → 甲@2 → 甲@1");
    let own = "gouji 1\ntemplate 甲 @1 amends @1 { }\n";
    let Err(found) = compile(vec![("a.gj".to_owned(), own.to_owned())]) else { panic!("a circle compiles") };
    assert_eq!(said(&found), "G0220: template `甲@1` amends itself");
}

#[test]
fn amendments_of_amendments_and_any_order_of_the_files() {
    let third = "gouji 1\ntemplate 食堂 @2026 amends @2025 { applies 年度 in 2026..  in table 用餐 { drop rows { 加餐 } } }\n";
    let second = "gouji 1\ntemplate 食堂 @2025 amends @2024 { applies 年度 in 2025..2025  in table 用餐 { add rows after 早餐 { 加餐 } } }\n";
    let files = [("3.gj", third), ("2.gj", second), ("1.gj", OLD)].map(|(name, text)| (name.to_owned(), text.to_owned()));
    let library = compile(files.to_vec()).unwrap_or_else(|found| panic!("{}", said(&found)));
    let titles: Vec<&str> = library.plans.iter().map(|plan| plan.title.as_str()).collect();
    assert_eq!(titles, ["食堂@2026", "食堂@2025", "食堂@2024"]);
    assert_eq!(library.model.forms[0].amended.as_ref().map(|amended| amended.form), Some(1));
    let (first, last) = (plan_of(&library, "食堂@2024"), plan_of(&library, "食堂@2026"));
    assert_eq!(first.names, last.names);
}

#[test]
fn changes_in_chinese_keywords() {
    same(
        "在 表 用餐 { 删去 规则 午餐较多, 夜宵少  删去 行 { 早餐 }  增加 行 后于 午餐 { 加餐 }  改名 行 { 晚餐 → 晚饭 }  移动 行 先于 午餐 { 夜宵 } }",
        &format!("{MEALS} rows {{ 夜宵 \"四、夜宵\", 午餐, 加餐, 晚饭, total 全日 }} }} {TEXT} {MONEY}"),
    );
}

/// An axis gives the rows of two tables one place of declaration: a renaming in one is none in the other.
#[test]
fn a_renaming_in_one_table_leaves_the_other_alone() {
    let old = "gouji 1\nunit 份\naxis 餐 { 早餐, 午餐 }\ntemplate 表 @1 \"表\" { applies 年度 in 2024..2024 meta { 年度: year \"{}年\" }\n table 一 \"一\" { cell natural[份] columns { 本月 } rows { ..餐 } rule 甲 { 午餐 >= 早餐 } }\n table 二 \"二\" { cell natural[份] columns { 本月 } rows { ..餐 } rule 乙 { 午餐 >= 早餐 } } }\n";
    let text =
        format!("{old}template 表 @2 amends @1 {{ applies 年度 in 2025..\n in 一 {{ rename rows {{ 早餐 -> 早点 }} }} }}\n");
    let library = compile(vec![("a.gj".to_owned(), text)]).unwrap_or_else(|found| panic!("{}", said(&found)));
    let plan = plan_of(&library, "表@2");
    assert_eq!(plan.checks.len(), plan_of(&library, "表@1").checks.len());
    assert!(plan.names.iter().any(|name| name.contains("早点")) && plan.names.iter().any(|name| name.contains("早餐")));
}
