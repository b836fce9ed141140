//! What authors get wrong.

use super::{resolved, shown};
use crate::diag::Lang;

/// A template around some statements; `{}` in the pieces stays as it is.
fn template(body: &str) -> String {
    format!(
        "gouji 1\nunit 件 | 起\nunit 元\nunit 万元 = 10000元\naxis 申请人 {{ 自然人, 法人 {{ 企业, 其他 }}, total 总计 }}\ntemplate 年报 @2021 {{\n{body}\n}}\n"
    )
}

/// A table of requests, with further statements in it.
fn table(more: &str) -> String {
    template(&format!(
        "meta {{ 年度: year }}\nfacts {{ 收到: natural[件] \"收到申请{{}}\" }}\ntable 申请 {{\n cell natural[件]\n columns {{ ..申请人 }}\n rows {{ 新收 \"一、本年新收数量\", 结转 #2, 结果 {{ 公开, 其他, total 总计 }} }}\n {more}\n}}\ntable 收费 {{ columns {{ 金额: decimal[元] }} rows {{ 信息费, 处理费 #31 }} }}"
    ))
}

fn rule(condition: &str) -> String {
    table(&format!("rule 甲 {{ {condition} }}"))
}

/// The template yields exactly this diagnostic, with its primary label on this text.
#[track_caller]
fn mistake(name: &str, text: impl AsRef<str>, code: &str, at: &str) {
    let (sources, _, diagnostics) = resolved(text.as_ref());
    let all: Vec<String> = diagnostics.iter().map(|diagnostic| shown(diagnostic, &sources, Lang::Zh)).collect();
    let [only] = diagnostics.as_slice() else { panic!("{name}: {} diagnostics\n{}", all.len(), all.join("\n")) };
    assert_eq!(only.code.name, code, "{name}\n{}", all.join("\n"));
    let place = only.primary().expect("a place").span;
    assert_eq!(sources.slice(place), at, "{name}\n{}", all.join("\n"));
    if let Some(fix) = &only.fix {
        assert_ne!(sources.slice(fix.span), fix.replacement, "{name}");
    }
    let both = format!("{}\n\n{}", shown(only, &sources, Lang::Zh), shown(only, &sources, Lang::En));
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, both);
    });
}

macro_rules! mistakes {
    ($($name:ident: $text:expr => $code:literal at $at:literal;)*) => {
        $(#[test] fn $name() { mistake(stringify!($name), $text, $code, $at); })*
    };
}

mistakes! {
    // Names.
    unknown_row: rule("新受 == 结转") => "G0201" at "新受";
    unknown_swapped: rule("转结 == 新收") => "G0201" at "转结";
    unknown_by_label: rule("本年新收数量 == 结转") => "G0201" at "本年新收数量";
    unknown_far: rule("罚款 == 结转") => "G0201" at "罚款";
    unknown_but_elsewhere: rule("信息费 == 0") => "G0201" at "信息费";
    unknown_code_but_elsewhere: rule("sum(#31) == 0") => "G0201" at "#31";
    unknown_in_table: rule("收费.信息赞 >= 0") => "G0201" at "信息赞";
    unknown_column_in_index: rule("新收[总记] == 0") => "G0201" at "总记";
    unknown_row_in_index: rule("自然人[新受] == 0") => "G0201" at "新受";
    unknown_in_table_index: rule("申请[新收, 公司] == 0") => "G0201" at "公司";
    unknown_group: rule("结论.公开 == 0") => "G0201" at "结论";
    not_in_that_group: rule("法人.新收 == 0") => "G0201" at "新收";
    unknown_meta_in_key: template("meta { 年度: year }\nkey 年份\ntable 表一 { rows { 甲: natural } }") => "G0201" at "年份";
    unknown_meta_in_applies: template("meta { 年度: year }\napplies 年 in 2021..\ntable 表一 { rows { 甲: natural } }") => "G0201" at "年";
    unknown_meta_in_title: template("meta { 年度: year }\ntitle \"{年份}年报告\"\ntable 表一 { rows { 甲: natural } }") => "G0201" at "{年份}";
    ambiguous_row_and_column: rule("其他 >= 0") => "G0202" at "其他";
    ambiguous_within_one: template("table 争议 { cell natural[件] columns { 复议 { 维持, total 总计 }, 诉讼 { 维持, total 总计 } } rule 甲 { 维持 >= 0 } }") => "G0202" at "维持";
    ambiguous_in_index: template("table 争议 { cell natural[件] rows { 今年, 去年 } columns { 复议 { 维持 }, 诉讼 { 维持 } } rule 甲 { 今年[维持] >= 0 } }") => "G0202" at "维持";
    ambiguous_fact_and_row: template("facts { 新收: natural[件] \"收到{}\" }\ntable 申请 { rows { 新收: natural[件], 结转: natural[件] } rule 甲 { 新收 >= 结转 } }") => "G0202" at "新收";
    ambiguous_table_in_sum: template("facts { total 申请: natural[件] \"收到{}\" { 网上 \"网上{}\" } }\ntable 申请 { rows { 新收: natural[件], 结转: natural[件] } }\nrule 甲 { sum(申请) >= 0 }") => "G0202" at "申请";

    // Declared twice.
    unit_twice: "gouji 1\nunit 件\nunit 件\n" => "G0203" at "件";
    unit_spelling_twice: "gouji 1\nunit 件 | 宗\nunit 案 | 宗\n" => "G0203" at "宗";
    axis_twice: "gouji 1\naxis 甲 { 一项 }\naxis 甲 { 二项 }\n" => "G0203" at "甲";
    local_axis_hides_shared: template("axis 申请人 { 甲 }\ntable 表一 { rows { 乙: natural } }") => "G0203" at "申请人";
    template_twice: "gouji 1\ntemplate 甲 @1 { table 表一 { rows { 乙: natural } } }\ntemplate 甲 @1 { table 表一 { rows { 乙: natural } } }\n" => "G0203" at "甲";
    section_twice: template("section 甲 { table 表一 { rows { 乙: natural } } }\nsection 甲 { prose }") => "G0203" at "甲";
    table_twice: template("table 甲 { rows { 乙: natural } }\ntable 甲 { rows { 丙: natural } }") => "G0203" at "甲";
    rule_twice: table("rule 甲 { 新收 >= 0 }\nrule 甲 { 结转 >= 0 }") => "G0203" at "甲";
    item_twice: template("table 表一 { rows { 甲: natural, 乙: natural, 甲: natural } }") => "G0203" at "甲";
    item_twice_by_spread: template("table 表一 { cell natural columns { 自然人, ..申请人 } }") => "G0203" at "..申请人";
    axis_spread_twice: template("table 表一 { cell natural columns { 总数 { ..申请人 ..申请人 } } }\nrule 甲 { 自然人 >= 0 }").replace("\nrule 甲 { 自然人 >= 0 }", "") => "G0203" at "..申请人";
    meta_twice: template("meta { 年度: year, 年度: text }\ntable 表一 { rows { 甲: natural } }") => "G0203" at "年度";
    fact_twice_over_blocks: template("facts { 收到: natural \"收到{}\" }\nfacts { 收到: natural \"受理{}\" }") => "G0203" at "收到";
    code_twice: template("table 表一 { rows { 甲 #1: natural, 乙 #1: natural } }") => "G0203" at "#1";
    cell_twice: template("table 表一 { cell natural cell integer rows { 甲 } }") => "G0203" at "cell integer";
    read_twice: template("read blank as 0, blank skip\ntable 表一 { rows { 甲: natural } }") => "G0203" at "blank skip";
    enum_value_twice: template("meta { 层级: enum{政府 部门 政府} }\ntable 表一 { rows { 甲: natural } }") => "G0203" at "政府";

    // Units and axes.
    unknown_unit: template("table 表一 { rows { 甲: natural[万] } }") => "G0204" at "万";
    unknown_unit_of_number: rule("新收 >= 3件次") => "G0204" at "件次";
    unknown_base: "gouji 1\nunit 元\nunit 亿元 = 10000万\n" => "G0204" at "万";
    unknown_axis: template("table 表一 { cell natural columns { ..申情人 } rows { 甲 } rule 乙 { 甲[自然人] >= 0 } }") => "G0205" at "申情人";
    axis_cycle: "gouji 1\naxis 甲 { ..乙 }\naxis 乙 { 组 { ..丙 } }\naxis 丙 { ..甲 }\n" => "G0206" at "甲";
    axis_in_itself: "gouji 1\naxis 甲 { 一项, 组 { ..甲 } }\n" => "G0206" at "甲";
    unit_cycle: "gouji 1\nunit 甲 = 2乙\nunit 乙 = 3甲\n" => "G0206" at "甲";
    conversion_zero: "gouji 1\nunit 元\nunit 万元 = 0元\n" => "G0214" at "0元";
    conversion_without_unit: "gouji 1\nunit 元\nunit 万元 = 10000\n" => "G0214" at "10000";

    // Statements and items.
    columns_in_section: template("section 甲 { columns { 乙: natural } }") => "G0207" at "columns { 乙: natural }";
    cell_in_template: template("cell natural\ntable 表一 { cell natural rows { 甲 } }") => "G0207" at "cell natural";
    total_in_meta: template("meta { total 年度: year }\ntable 表一 { rows { 甲: natural } }") => "G0207" at "total";
    total_with_formula: template("table 表一 { cell natural rows { 甲, 乙, total 丙 = 甲 + 乙 } }") => "G0208" at "total";
    formula_with_block: template("table 表一 { cell natural rows { 甲, 乙 = 甲 { 丙 } } }") => "G0208" at "乙";
    empty_group: template("table 表一 { cell natural rows { 甲, 乙 { } } }") => "G0208" at "乙";
    step_and_rounded: template("table 表一 { cell decimal step 0.01 rounded 0.1 rows { 甲 } }") => "G0208" at "0.1";
    heading_as_figure: rule("结果 == 新收") => "G0209" at "结果";
    heading_in_index: rule("结果[总计] == 新收[总计]") => "G0209" at "结果[总计]";
    table_as_figure: rule("收费 >= 0") => "G0209" at "收费";

    // Patterns.
    fact_without_figure: template("facts { 收到: natural \"收到申请\" }") => "G0210" at "\"收到申请\"";
    two_figures: template("facts { 收到: natural \"收到{}，办结{}\" }") => "G0210" at "{}";
    brace_unbalanced: template("facts { 收到: natural \"收到{件\" }") => "G0210" at "{";
    figure_in_label: template("table 表一 { rows { 甲 \"甲{}\": natural } }").replace("甲 \"甲{}\": natural", "甲: natural \"甲{}\"") => "G0210" at "{}";
    figure_in_heading: template("facts { 收到 \"收到{}\" { 网上: natural \"网上{}\" } }") => "G0210" at "{}";
    empty_brace_in_title: template("title \"{}年报告\"\ntable 表一 { rows { 甲: natural } }") => "G0210" at "{}";
    pattern_without_text: template("facts { 收到: natural \"{}\" }") => "G0210" at "\"{}\"";

    // Ranges, indices, functions.
    range_reversed: template("meta { 年度: year }\napplies 年度 in 2023..2021\ntable 表一 { rows { 甲: natural } }") => "G0211" at "2023..2021";
    limit_reversed: template("table 表一 { rows { 甲: natural in 100..0 } }") => "G0211" at "100..0";
    run_reversed: rule("sum(结转..新收) >= 0") => "G0211" at "结转..新收";
    run_over_two_lists: rule("sum(新收..收到) >= 0") => "G0211" at "新收..收到";
    run_ends_in_total: rule("sum(公开..结果.总计) >= 0") => "G0211" at "结果.总计";
    range_as_value: rule("新收..结转 == 0") => "G0211" at "新收..结转";
    index_of_fact: rule("收到[总计] == 0") => "G0211" at "收到";
    index_too_many: rule("新收[总计, 自然人] == 0") => "G0211" at "新收[总计, 自然人]";
    index_two_rows: rule("申请[新收, 结转] == 0") => "G0211" at "申请[新收, 结转]";
    index_by_number: rule("新收[1] == 0") => "G0211" at "1";
    prior_behind: rule("申请.prior.新收 == 0") => "G0211" at "prior";
    unknown_function: rule("summ(结果) >= 0") => "G0212" at "summ";
    round_without_step: rule("round(新收) >= 0") => "G0212" at "round(新收)";

    // Values, types, size.
    bound_not_constant: template("table 表一 { rows { 甲: natural, 乙: natural <= 甲 } }") => "G0215" at "甲";
    value_of_other_unit: template("facts { 收费: decimal[元] \"收费{}\" | \"未收费\" as 5件 }") => "G0215" at "5件";
    year_not_whole: template("meta { 年度: year }\napplies 年度 in 2021.5..\ntable 表一 { rows { 甲: natural } }") => "G0215" at "2021.5";
    empty_table: template("table 表一 { cell natural }") => "G0216" at "表一";
    empty_facts: template("facts { cell natural }") => "G0216" at "facts { cell natural }";
    unknown_type: template("table 表一 { rows { 甲: number } }") => "G0217" at "number";
    amendment: "gouji 1\ntemplate 甲 @2 amends @1 { table 表一 { rows { 乙: natural } } }\n" => "G0220" at "@1";
    change_without_amends: "gouji 1\ntemplate 甲 @2 { drop table 表一\n table 表二 { rows { 乙: natural } } }\n" => "G0207" at "drop";
}
