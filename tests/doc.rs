//! `gouji doc`: the page of a form.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use gouji::diag::Lang;
use gouji::source::Sources;
use gouji::{Library, doc};
use proptest::prelude::*;

fn pages(library: &Library, lang: Lang) -> Vec<doc::Page> {
    library.model.forms.iter().zip(&library.plans).map(|(form, plan)| doc::page(&library.model, form, plan, lang)).collect()
}

fn compiled(text: &str) -> Library {
    Library::compile(&mut Sources::new(), vec![("t.gj".to_owned(), text.to_owned())]).unwrap_or_else(|found| {
        panic!("{}", found.iter().map(|found| found.message.render(Lang::En)).collect::<Vec<_>>().join("\n"))
    })
}

/// Tags close in order, every id is there once, every link to a place in the page has one.
fn well_formed(html: &str) -> Result<(), String> {
    use quick_xml::events::Event;
    let body = html.strip_prefix("<!DOCTYPE html>").ok_or("no doctype")?;
    let mut reader = quick_xml::Reader::from_str(body);
    reader.config_mut().check_end_names = true;
    let (mut ids, mut links) = (std::collections::HashSet::new(), Vec::new());
    let mut depth = 0_i32;
    loop {
        match reader.read_event().map_err(|error| format!("at {}: {error}", reader.buffer_position()))? {
            Event::Eof => break,
            event @ (Event::Start(_) | Event::Empty(_)) => {
                if matches!(event, Event::Start(_)) {
                    depth += 1;
                }
                let (Event::Start(tag) | Event::Empty(tag)) = &event else { unreachable!() };
                for attribute in tag.attributes() {
                    let attribute = attribute.map_err(|error| error.to_string())?;
                    let value = attribute.value.to_string();
                    match attribute.key.as_ref() {
                        "id" if !ids.insert(value.clone()) => return Err(format!("id {value} twice")),
                        "href" => links.extend(value.strip_prefix('#').map(str::to_owned)),
                        _ => {}
                    }
                }
            }
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    if depth != 0 {
        return Err(format!("{depth} tags are open at the end"));
    }
    match links.iter().find(|link| !ids.contains(*link)) {
        Some(lost) => Err(format!("no place #{lost}")),
        None => Ok(()),
    }
}

#[test]
fn the_shipped_templates_give_well_formed_pages() {
    let library = Library::built_in(&mut Sources::new()).expect("the shipped templates");
    for lang in [Lang::Zh, Lang::En] {
        for page in pages(&library, lang) {
            well_formed(&doc::html(&page)).unwrap_or_else(|why| panic!("{}: {why}", page.template));
        }
    }
}

/// The heads of the table of 25 rows and 7 columns span what they span on paper.
#[test]
fn merged_heads_are_those_of_the_paper_form() {
    let library = Library::built_in(&mut Sources::new()).expect("the shipped templates");
    let page = pages(&library, Lang::Zh).into_iter().find(|page| page.template == "zfxxgk@2021").expect("2021");
    let html = doc::html(&page);
    for piece in [
        "<th colspan=\"3\" rowspan=\"3\">项目</th><th colspan=\"7\">申请人情况</th>",
        "colspan=\"5\">法人或其他组织</th>",
        "rowspan=\"2\">总计</th>",
        "class=\"group\" rowspan=\"22\">三、本年度办理结果</th>",
        "class=\"group\" rowspan=\"8\">（三）不予公开</th>",
        "colspan=\"2\">（七）总计</th>",
        "colspan=\"10\">行政诉讼</th>",
        "colspan=\"3\">四、结转下年度继续办理</th>",
    ] {
        assert!(html.contains(piece), "no {piece}");
    }
    assert_eq!(html.matches("<td").count() - facts_cells(&html), 10 + 25 * 7 + 15);
}

/// The cells of the tables of facts: a name, a kind and sentences each.
fn facts_cells(html: &str) -> usize {
    html.matches("<td style").count() * 3
}

const CANTEEN: &str = r#"gouji 1
unit 份
unit 元
/// 每月一报。
/// 次月五日前报出。
///
/// 不含夜宵。
template 食堂 @2024 "食堂月报" {
  basis   "食堂管理办法第三条"
  applies 年度 in 2024..
  title   "{年度}年食堂月报"
  meta    { 年度: year "{}年度" }
  read    blank as 0, "/" as 0, "N/A" skip
  section 用餐 "一、用餐" {
    table 人次 "用餐人次" {
      cell natural[份]
      columns "用餐的人" { 职工 { 教师, 工人 }, 学生, total 合计 }
      rows { 早餐 #1, 正餐 { 午餐 #2 "午餐（含加餐）" | "中餐", 晚餐 #3 optional }, 外卖 #4 including { 午间外卖 #5 "其中：午间" }, total 全日 #6 }
      rule 午餐较多 "午餐应不少于早餐" soft during 2024..2026 basis "第五条" { 午餐 >= 早餐 }
      rule 有人 when 职工.教师[午餐] > 0 { sum(午餐) > 0份 }
    }
    facts { 总份数: natural[份] optional "全月供餐{}" | "全月没有供餐" as 0 }
  }
  section 收支 "二、收支" {
    table 收支 { columns { 本月: decimal[元] >= 0, 备注: text }  rows { 收入, 支出, 结余 = 收入 - 支出 } }
  }
  section 其他 "三、<其他> & “说明”" { prose }
}
"#;

#[test]
fn a_page_in_markdown() {
    let library = compiled(CANTEEN);
    insta::assert_snapshot!("canteen_zh", doc::markdown(&pages(&library, Lang::Zh)[0]));
    insta::assert_snapshot!("canteen_en", doc::markdown(&pages(&library, Lang::En)[0]));
}

#[test]
fn what_the_author_wrote_is_text_and_no_markup() {
    let library = compiled(CANTEEN);
    let page = &pages(&library, Lang::Zh)[0];
    let html = doc::html(page);
    assert!(html.contains("三、&lt;其他&gt; &amp; “说明”"));
    assert!(doc::markdown(page).contains("三、\\<其他\\> & “说明”"));
    well_formed(&html).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever is printed on a form, its page is well-formed.
    #[test]
    fn any_label(label in "[^\"\n\r{}\\p{Cc}\\p{Cf}\u{2028}\u{2029}]{1,20}", name in "[a-z]{1,8}") {
        let text = format!("gouji 1\ntemplate 表 @1 \"{label}\" {{ table {name} \"{label}\" {{ cell natural columns {{ 甲 \"{label}\", 乙 }} rows {{ 丙 \"{label}\", 丁 {{ 戊, 己 }} }} }} }}\n");
        if let Ok(library) = Library::compile(&mut Sources::new(), vec![("t.gj".to_owned(), text)]) {
            for page in pages(&library, Lang::Zh) {
                well_formed(&doc::html(&page)).map_err(TestCaseError::fail)?;
                doc::markdown(&page);
            }
        }
    }
}
