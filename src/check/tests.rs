//! The pages of the checker's codes, and laws that hold for every template.

use crate::diag::{ALL_CODES, Diagnostic, Lang, Severity};
use crate::source::FileId;

fn compile(text: &str) -> Vec<Diagnostic> {
    let (file, mut diagnostics) = crate::syntax::parse(text, FileId(0));
    let (model, found) = crate::resolve::resolve(&[file]);
    diagnostics.extend(found);
    diagnostics.extend(super::check(&model));
    diagnostics
}

fn block<'t>(page: &'t str, fence: &str) -> &'t str {
    let start = page.find(fence).map_or(page.len(), |at| at + fence.len());
    let rest = page.get(start..).unwrap_or("");
    rest.get(..rest.find("```").unwrap_or(0)).unwrap_or("")
}

#[test]
fn every_page_gives_its_code_and_only_where_it_says_so() {
    let mut wrong = Vec::new();
    for code in ALL_CODES.iter().filter(|code| code.name.starts_with("G03")) {
        let told = |text: &str| {
            let found = compile(text);
            let said = found.iter().filter(|found| found.severity > Severity::Note);
            said.map(|found| format!("{}: {}", found.code.name, found.message.render(Lang::En))).collect::<Vec<_>>()
        };
        let (bad, good) = (told(block(code.page, "```gouji wrong\n")), told(block(code.page, "```gouji right\n")));
        if bad.is_empty() || bad.iter().any(|said| !said.starts_with(code.name)) {
            wrong.push(format!("{} wrong: {bad:?}", code.name));
        }
        if !good.is_empty() {
            wrong.push(format!("{} right: {good:?}", code.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Right templates whose every line is near to a mistake.
#[test]
fn what_is_right_is_left_alone() {
    let text = r#"gouji 1
unit 件 | 起
unit 元
unit 万元 = 10000元
axis 来源 { 自然人, 单位 { 企业 其他 }, total 总计 }
template 受理 @2020 "受理情况年报" {
  applies 年度 in 2020..2020
  title "{年度}年{机关}受理情况年报"
  meta {
    年度: year "{}年度"
    机关: text optional
    层级: enum{市 县} optional
  }
  key 机关, 年度
  read blank as 0, "/" as 0
  facts {
    cell natural[件]
    收到 "收到{}" | "未收到" as 0
    退回: percent "退回率{}" optional
  }
  table 受理 {
    cell natural[件]
    columns { ..来源 }
    rows {
      新收
      结转
      办理 { 同意, 不同意, total 办理总计 }
      发布 including { 首次发布 }
      待办
    }
    rule 平衡 { 新收 + 结转 == 办理总计 + 待办 }
    rule 正文 soft { 收到 in (新收[总计], 新收[总计] + 结转[总计]) }
    rule 退回率 when known(退回) within 0.5% { 退回 == 不同意[总计] / 新收[总计] }
    rule 单位多 when 层级 == "市" and 年度 - 1 >= 2019 { sum(单位.企业) >= sum(单位.其他) }
    rule 上年 { 结转 == prior.待办 }
    rule 有人 when 新收[总计] > 0 { 新收 >= 0 and 办理总计 <= 新收 + 结转 or 待办 > 3 }
  }
  table 审理 {
    columns { ..来源 }
    cell natural[件]
    rows { 审结 }
    rule 同源 { 审结 <= 受理.同意 + 受理.不同意 }
  }
  table 收费 {
    columns { 行次: code, 金额: decimal[万元] >= 0 rounded 0.01, 占比: percent in 0..100, 备注: text }
    rows { 工本费, 检索费, total 合计 }
    rule 限额 within 0.01万元 { 工本费[金额] <= 500元 }
    rule 不太多 { 合计[金额] <= 5万元 or 合计[金额] / 工本费[金额] < 3 }
    rule 占比 { sum(占比) <= 100% + 1% }
    rule 较小 { max(工本费[金额], 检索费[金额]) <= abs(合计[金额]) }
    rule 逐列 { 工本费 <= 合计 }
  }
  table 人员 {
    cell natural
    columns { 人数 }
    rows { 专职 兼职, total 合计 }
    rule 有专职 when 专职 != 3 { 专职 >= 收费.合计[占比] * 2 }
    rule 一格 { if 专职 > 3 then 兼职 < 2 else 兼职 + 1 > 专职 }
  }
}
template 受理 @2021 "受理情况年报" {
  applies 年度 in 2021..
  meta { 年度: year "{}年度" }
  table 受理 { cell natural[件] rows { 新收 "1.其他" | "其余", 结转 "2.其他" } }
}
"#;
    let said: Vec<String> =
        compile(text).iter().map(|found| format!("{}: {}", found.code.name, found.message.render(Lang::En))).collect();
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn dimensions_match_by_axis_or_by_paths() {
    use super::shape::{dimensions_match, elements, is_single};
    use crate::model::{Reach, TableId};
    let text = r#"gouji 1
axis 性别 { 男 女 }
template 学校 {
  table 甲 { cell natural columns { ..性别 } rows { 小学 中学 { 初中 高中 } } }
  table 乙 { cell natural columns { 男, 女 } rows { ..性别 } }
  table 丙 { cell natural columns { 女 男 } rows { 小学 初中 高中 } }
  table 丁 { cell natural columns { 人数 } rows { 小学 中学 { 初中 高中 } } }
}
"#;
    let (file, _) = crate::syntax::parse(text, FileId(0));
    let (model, _) = crate::resolve::resolve(&[file]);
    let form = &model.forms[0];
    let (rows, columns) = (|table| (TableId(table), Reach::Row), |table| (TableId(table), Reach::Column));
    let pairs = [
        (columns(0), columns(1), true),
        (columns(0), rows(1), true),
        (columns(1), rows(1), false),
        (columns(1), columns(2), false),
        (rows(0), rows(3), true),
        (rows(0), rows(2), false),
        (rows(0), columns(0), false),
    ];
    for (left, right, expected) in pairs {
        assert_eq!(dimensions_match(form, left, right), expected, "{left:?} {right:?}");
        assert_eq!(dimensions_match(form, right, left), expected, "{right:?} {left:?}");
    }
    assert_eq!(elements(form, TableId(0), Reach::Row).len(), 3);
    assert!(is_single(form, TableId(3), Reach::Column) && !is_single(form, TableId(3), Reach::Row));
}

mod laws {
    use super::*;
    use crate::diag::{Arg, Message};
    use proptest::prelude::*;

    /// A template of the pages and what is done to its words.
    fn mutated(page: usize, wrong: bool, changes: &[(u8, usize, usize)]) -> String {
        let pages: Vec<&str> = ALL_CODES.iter().filter(|code| code.name.starts_with("G03")).map(|code| code.page).collect();
        let text_of = |at: usize| {
            pages
                .get(at % pages.len())
                .map_or("", |page| block(page, if wrong { "```gouji wrong\n" } else { "```gouji right\n" }))
        };
        let words_of = |text: &str| text.split_inclusive([' ', '\n', '[', ']', '(', ')']).map(str::to_owned).collect::<Vec<_>>();
        let mut words = words_of(text_of(page));
        for (kind, at, other) in changes {
            if words.is_empty() {
                break;
            }
            let (at, to) = (at % words.len(), other % words.len());
            match kind % 4 {
                0 => drop(words.remove(at)),
                1 => words.swap(at, to),
                2 => words.insert(at, words[to].clone()),
                _ => {
                    let foreign = words_of(text_of(*other));
                    words[at] = foreign[at % foreign.len()].clone();
                }
            }
        }
        words.concat()
    }

    fn complete(message: &Message) {
        for text in [message.wording.zh, message.wording.en] {
            let bare = text.replace("{{", "").replace("}}", "");
            for name in bare.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                assert!(message.args.iter().any(|(key, _)| *key == name), "{}: no {name}", message.wording.key);
            }
        }
        for (_, arg) in &message.args {
            if let Arg::Message(inner) = arg {
                complete(inner);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn mangled_templates_are_told_apart_not_panicked_at(
            page in 0usize..100,
            wrong in any::<bool>(),
            changes in prop::collection::vec((any::<u8>(), 0usize..400, 0usize..400), 0..6),
        ) {
            let text = mutated(page, wrong, &changes);
            let found = compile(&text);
            for diagnostic in &found {
                complete(&diagnostic.message);
                diagnostic.notes.iter().chain(&diagnostic.help).for_each(complete);
                prop_assert!(!diagnostic.labels.is_empty());
                for label in &diagnostic.labels {
                    prop_assert!(text.get(label.span.range()).is_some(), "{:?} of {:?}", label.span, diagnostic.code.name);
                    label.message.iter().for_each(complete);
                }
            }
            prop_assert_eq!(compile(&text), found);
        }
    }
}
