//! Cells that hold no figures: yes and no, options, days, texts of a certain form; ticked boxes in every way that people tick
//! them; and rules that ask about them.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use gouji::bind::State;
use gouji::diag::Lang;
use gouji::engine::Figure;
use gouji::report::{Outcome, Verdict};
use gouji::source::Sources;
use gouji::{Library, Options};

const FORM: &str = r#"gouji 1
unit 人
unit 次
template 登记 @1 "志愿者站登记表" {
  applies 年度 in 2020..
  title   "{年度}年志愿者站登记表"
  meta {
    年度: year
    填报单位: text optional "填报单位：{}"
    填报日期: date optional "填报日期：{}"
    审核人: text optional "审核人：{}"
  }
  table 登记 {
    rows {
      站名: text
      性质: enum{常设站 临时站 `高校站（含分站）` 其他}
      代码: text matches "[0-9]{4}" "站点代码"
      电话: text "联系电话" optional read blank skip
      成立: date "成立日期"
      人数: natural[人] "志愿者人数（单位：人）"
      活动: natural[次] "活动次数（单位：次）"
      培训: bool "是否开展培训"
      保险: bool "是否购买保险" read blank as 0
      服务 "服务内容" {
        助老: bool "助老"
        环保: bool "环保"
        别的: bool "其他"
      }
    }
    rule 有活动 "开展培训的应有活动" when 培训 { 活动 > 0 }
    rule 有人   "没有人就没有活动" { 活动 / 1次 == 0 or 人数 / 1人 > 0 }
    rule 常设   "常设站要有保险" when 性质 == "常设站" { 保险 }
    rule 服务类 "至少有一类服务" { 助老 or 环保 or 别的 }
    rule 老站   "成立日期不晚于填报日期" { 成立 <= 填报日期 }
  }
}
"#;

fn library() -> Library {
    Library::compile(&mut Sources::new(), vec![("登记.gj".to_owned(), FORM.to_owned())])
        .unwrap_or_else(|found| panic!("{:?}", found.iter().map(|found| found.message.render(Lang::En)).collect::<Vec<_>>()))
}

/// The rows of a filled form, as a web page: each row its cells.
fn page(rows: &[&[&str]]) -> String {
    let cells = |row: &&[&str]| row.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>();
    let rows: String = rows.iter().map(|row| format!("<tr>{}</tr>\n", cells(row))).collect();
    format!(
        "<h1>2024年志愿者站登记表</h1>\n<p>填报单位：青石镇团委　填报日期：2025年3月2日　审核人：何立</p>\n<table>\n{rows}</table>\n"
    )
}

const GOOD: [&[&str]; 10] = [
    &["站名", "青石站"],
    &["性质", "☑ 常设站　□ 临时站　□ 高校站（含分站）"],
    &["站点代码", "0417", "联系电话", ""],
    &["成立日期", "2019年5月4日"],
    &["志愿者人数（单位：人）", "31"],
    &["活动次数（单位：次）", "12"],
    &["是否开展培训", "是（√）　否（　）"],
    &["是否购买保险", "■是 □否"],
    &["服务内容", "☑ 助老　□ 环保<br>☑ 其他：代办"],
    &["备注", ""],
];

fn with(row: usize, cell: &'static str) -> String {
    let mut rows: Vec<Vec<&str>> = GOOD.iter().map(|row| row.to_vec()).collect();
    rows[row][1] = cell;
    page(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn checked(text: &str) -> Outcome {
    gouji::check(&library(), &mut Sources::new(), "report.html", text.as_bytes(), &Options::default())
}

fn codes(outcome: &Outcome) -> Vec<&'static str> {
    outcome.findings.iter().map(|finding| finding.code.name).collect()
}

fn values(name: &str, text: &str) -> Vec<(String, State, String)> {
    let read = gouji::extract(&library(), &mut Sources::new(), name, text.as_bytes(), &Options::default());
    let figure =
        |figure: &Figure| (figure.at.row.clone().unwrap_or_default(), figure.state, figure.value.clone().unwrap_or_default());
    read.figures.iter().map(figure).collect()
}

#[test]
fn a_filled_form_is_read_and_its_rules_hold() {
    let text = page(&GOOD);
    let outcome = checked(&text);
    assert_eq!((outcome.verdict, codes(&outcome)), (Verdict::Accepted, vec![]), "{text}");
    assert_eq!((outcome.rules.held, outcome.rules.not_computed), (5, 0), "{:?}", outcome.rules);
    let meta: Vec<(&str, &str)> = outcome.meta.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(meta, [("年度", "2024"), ("填报单位", "青石镇团委"), ("填报日期", "2025-03-02"), ("审核人", "何立")]);
    let found = values("report.html", &text);
    let words: Vec<&str> = found.iter().map(|(_, _, value)| value.as_str()).collect();
    assert_eq!(words, ["青石站", "常设站", "0417", "", "2019-05-04", "31", "12", "是", "是", "是", "否", "是"]);
    assert_eq!(found[3].1, State::Blank, "the second label of a line has its own cell");
}

#[test]
fn the_same_as_text_and_as_data() {
    let text: String = GOOD.iter().map(|row| row.join("\t").replace("<br>", " ") + "\n").collect();
    let text = format!("2024年志愿者站登记表\n\n填报单位：青石镇团委\t填报日期：2025年3月2日\n\n{text}");
    let html = values("report.html", &page(&GOOD));
    // A text drops the tab behind the last label of a line, and with it the blank cell.
    let plain = values("report.txt", &text);
    assert!(plain[3].1 == State::Absent && html[3].1 == State::Blank);
    let told =
        |all: &[(String, State, String)]| all.iter().map(|(row, _, value)| (row.clone(), value.clone())).collect::<Vec<_>>();
    assert_eq!(told(&plain), told(&html));
    let json = r#"{"template": "登记@1", "meta": {"年度": "2024"}, "登记": {"站名": "青石站", "性质": "常设站", "代码": "0417",
        "电话": null, "成立": "2019-05-04", "人数": 31, "活动": 12, "培训": true, "保险": "是", "助老": true, "环保": false, "别的": true}}"#;
    assert_eq!(values("report.json", json), html);
}

#[test]
fn what_cannot_be_told_is_said() {
    let one = |row: usize, cell: &'static str| {
        let outcome = checked(&with(row, cell));
        outcome.findings.first().map(|found| (found.code.name, found.message.render(Lang::Zh))).unwrap_or(("", String::new()))
    };
    assert_eq!(one(1, "☑ 常设站　☑ 临时站").0, "G0502");
    assert!(one(1, "☑ 常设站　☑ 临时站").1.contains("只能选一项"), "{:?}", one(1, "☑ 常设站　☑ 临时站"));
    assert_eq!(one(1, "□ 常设站　□ 临时站").0, "G0509");
    assert_eq!(one(1, "☑ 流动站").0, "G0502");
    assert_eq!(one(2, "41七").0, "G0503");
    assert_eq!(one(3, "2019年2月30日").0, "G0502");
    assert_eq!(one(3, "去年").0, "G0502");
    assert_eq!(one(6, "□是　□否").0, "G0509");
    assert_eq!(one(6, "也许").0, "G0502");
    // No tick is no where the form says so.
    let outcome = checked(&with(7, "□是　□否"));
    assert_eq!(codes(&outcome), ["G0401"], "常设站要有保险");
}

#[test]
fn rules_ask_about_answers() {
    let failed = |row: usize, cell: &'static str| {
        let outcome = checked(&with(row, cell));
        let rules: Vec<String> = outcome.findings.iter().filter_map(|found| found.finding.as_ref()?.rule.clone()).collect();
        (rules, outcome.rules.not_computed)
    };
    assert_eq!(failed(5, "0"), (vec!["有活动".to_owned()], 0));
    assert_eq!(failed(4, "0"), (vec!["有人".to_owned()], 0));
    assert_eq!(failed(7, "否"), (vec!["常设".to_owned()], 0));
    assert_eq!(failed(8, "□ 助老　□ 环保　□ 其他"), (vec!["服务类".to_owned()], 0));
    assert_eq!(failed(3, "2025年3月3日"), (vec!["老站".to_owned()], 0));
    assert_eq!(failed(1, "□ 常设站 □ 临时站 ☑ 高校站(含分站)"), (vec![], 0));
    // An option that is the label of a row as well.
    assert_eq!(failed(1, "其他"), (vec![], 0));
    // An option of a rule that does not apply.
    assert_eq!(failed(1, "临时站"), (vec![], 0));
}
