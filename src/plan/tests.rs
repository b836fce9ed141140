//! Plans of small templates: what is implied, how it is lowered, and that a plan survives being written out.

use super::{Body, Origin, Plan, Side};
use crate::source::FileId;

fn compile(template: &str) -> Plan {
    let (file, diagnostics) = crate::syntax::parse(template, FileId(0));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let (model, diagnostics) = crate::resolve::resolve(&[file]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    super::plan(&model, model.forms.first().expect("a form"))
}

/// Every check in one line: `total: 合计·甲 = 子·甲 + 丑·甲`.
fn listing(plan: &Plan) -> String {
    let mut out = String::new();
    for check in &plan.checks {
        let rule = &plan.rules[check.rule as usize];
        let Body::Linear { left, right, op, .. } = &check.body else {
            out += &format!("{}: code\n", rule.name);
            continue;
        };
        let side = |side: Side, constant: &crate::number::Decimal| {
            let terms = plan.terms_of(check).iter().filter(|term| term.side == side);
            let mut parts: Vec<String> = terms.map(|term| format!("{}×{}", term.coefficient, plan.name(term.slot))).collect();
            if !constant.is_zero() || parts.is_empty() {
                parts.push(constant.to_string());
            }
            parts.join(" + ")
        };
        out += &format!("{}: {} {op:?} {}\n", rule.name, side(Side::Left, left), side(Side::Right, right));
    }
    out
}

const FORM: &str = "
gouji 1
unit 元
unit 万元 = 10000元
template 表 @1 \"表\" {
  section 正 \"正\" {
    table 表 {
      cell decimal[元]
      columns { 甲, 乙 }
      rows {
        收入 { 主营, 其他 { 利息, 租金, total 其他小计 }, total 收入合计 }
        支出 including { 工资 \"其中：工资\" }
        结余 = 收入合计 - 支出
      }
      rule 连环 { 甲 == 乙 == 0 }
      rule 范围 { 主营 in 0元..5万元 }
      rule 汇总 { sum(收入) == sum(其他) + 主营 }
    }
  }
}";

#[test]
fn what_the_form_implies_and_what_the_author_wrote_become_rows() {
    insta::assert_snapshot!(listing(&compile(FORM)));
}

#[test]
fn parts_come_before_wholes() {
    let plan = compile(FORM);
    let names: Vec<&str> = plan
        .totals
        .iter()
        .map(|check| plan.name(plan.terms_of(&plan.checks[*check as usize])[0].slot))
        .filter(|name| name.ends_with('甲'))
        .collect();
    assert_eq!(names, ["其他小计·甲", "收入合计·甲", "结余·甲"]);
}

#[test]
fn a_plan_survives_being_written_out() {
    let plan = compile(FORM);
    let text = serde_json::to_string(&plan).expect("a plan is data");
    let mut back: Plan = serde_json::from_str(&text).expect("and reads back");
    back.slots.reindex();
    assert_eq!(serde_json::to_string(&back).expect("again"), text);
    assert_eq!(listing(&back), listing(&plan));
    let first = plan.slots.list[0].cell;
    assert_eq!(back.slots.find(first), plan.slots.find(first));
}

#[test]
fn a_column_of_line_numbers_is_left_out_and_named() {
    let plan = compile(
        "gouji 1\nunit 元\ntemplate 表 @1 \"表\" { section 正 \"正\" { table 表 {\n columns { 行次: code, 数: decimal[元] }\n \
         rows { 甲 #1, 乙 #2, total 合计 #3 }\n rule 相等 { #1 == #2 } } } }",
    );
    assert_eq!(plan.slots.list.len(), 3);
    assert_eq!(plan.unread_columns.len(), 1);
    insta::assert_snapshot!(listing(&plan), @r"
    total: 1×合计·数 Equal 1×甲·数 + 1×乙·数
    相等: 1×甲·数 Equal 1×乙·数
    ");
    assert!(plan.rules.iter().any(|rule| rule.origin == Origin::Total));
}
