//! Reports as sites really print them: layouts, labels, titles and omissions seen on published pages, with texts and figures
//! of our own. What can be read must be read right; what cannot must be said, and never be a figure in the wrong place.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::collections::BTreeMap;

use gouji::bind::State;
use gouji::engine::{Extraction, check, extract};
use gouji::source::Sources;
use gouji::{Library, Options};

const COLUMNS: [&str; 7] = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];
const NOTE: &str = "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)";
const TITLE: &str = "青石县水利局2023年政府信息公开工作年度报告";
const PERIOD: &str = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。";

/// The rows of the third table: the labels before its cells, and the cells.
fn rows() -> Vec<(Vec<&'static str>, [u32; 7])> {
    let none = [0; 7];
    vec![
        (vec!["一、本年新收政府信息公开申请数量"], [9, 0, 3, 0, 0, 0, 12]),
        (vec!["二、上年结转政府信息公开申请数量"], [1, 0, 0, 0, 0, 0, 1]),
        (vec!["三、本年度办理结果", "(一)予以公开"], [4, 0, 2, 0, 0, 0, 6]),
        (vec!["(二)部分公开(区分处理的,只计这一情形,不计其他情形)"], none),
        (vec!["(三)不予公开", "1.属于国家秘密"], none),
        (vec!["2.其他法律行政法规禁止公开"], none),
        (vec!["3.危及“三安全一稳定”"], none),
        (vec!["4.保护第三方合法权益"], [1, 0, 0, 0, 0, 0, 1]),
        (vec!["5.属于三类内部事务信息"], none),
        (vec!["6.属于四类过程性信息"], none),
        (vec!["7.属于行政执法案卷"], none),
        (vec!["8.属于行政查询事项"], none),
        (vec!["(四)无法提供", "1.本机关不掌握相关政府信息"], [3, 0, 1, 0, 0, 0, 4]),
        (vec!["2.没有现成信息需要另行制作"], none),
        (vec!["3.补正后申请内容仍不明确"], none),
        (vec!["(五)不予处理", "1.信访举报投诉类申请"], none),
        (vec!["2.重复申请"], none),
        (vec!["3.要求提供公开出版物"], none),
        (vec!["4.无正当理由大量反复申请"], none),
        (vec!["5.要求行政机关确认或重新出具已获取信息"], none),
        (vec!["(六)其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"], none),
        (vec!["2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"], none),
        (vec!["3.其他"], none),
        (vec!["(七)总计"], [8, 0, 3, 0, 0, 0, 11]),
        (vec!["四、结转下年度继续办理"], [2, 0, 0, 0, 0, 0, 2]),
    ]
}

/// All tables as rows of cells, merged cells once.
fn tables(figure: impl Fn(u32) -> String) -> [Vec<Vec<String>>; 3] {
    let own = |cells: &[&str]| -> Vec<String> { cells.iter().map(|cell| (*cell).to_owned()).collect() };
    let first = |label: &str, cells: &[u32]| -> Vec<String> {
        std::iter::once(label.to_owned()).chain(cells.iter().map(|cell| figure(*cell))).collect()
    };
    let second = vec![
        own(&["第二十条第(一)项"]),
        own(&["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]),
        first("规章", &[0, 0, 0]),
        first("行政规范性文件", &[2, 1, 15]),
        own(&["第二十条第(五)项"]),
        own(&["信息内容", "本年处理决定数量"]),
        first("行政许可", &[318]),
        own(&["第二十条第(六)项"]),
        own(&["信息内容", "本年处理决定数量"]),
        first("行政处罚", &[27]),
        first("行政强制", &[4]),
        own(&["第二十条第(八)项"]),
        own(&["信息内容", "本年收费金额(单位:万元)"]),
        first("行政事业性收费", &[36]),
    ];
    let mut third = vec![own(&[NOTE, "申请人情况"]), own(&["自然人", "法人或其他组织", "总计"]), own(&COLUMNS[1..6])];
    for (labels, cells) in rows() {
        third.push(labels.iter().map(|label| (*label).to_owned()).chain(cells.iter().map(|cell| figure(*cell))).collect());
    }
    let results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let mut heads = own(&results);
    heads.extend(own(&["未经复议直接起诉", "复议后起诉"]));
    let fourth = vec![
        own(&["行政复议", "行政诉讼"]),
        heads,
        results.iter().chain(&results).map(|head| (*head).to_owned()).collect(),
        [1, 0, 0, 0, 1, 0, 0, 2, 0, 2, 0, 0, 0, 0, 0].iter().map(|cell| figure(*cell)).collect(),
    ];
    [second, third, fourth]
}

fn plain(figure: u32) -> String {
    figure.to_string()
}

/// A blank for nothing.
fn blank(figure: u32) -> String {
    if figure == 0 { String::new() } else { figure.to_string() }
}

/// A whole report; `print` prints a table.
fn report(title: &str, period: &str, figure: impl Fn(u32) -> String, print: impl Fn(&[Vec<String>]) -> String) -> String {
    let [second, third, fourth] = tables(figure);
    format!(
        "{title}\n{period}\n一、总体情况\n我局各项工作有序开展。\n二、主动公开政府信息情况\n{}三、收到和处理政府信息公开申请情况\n{}四、政府信息公开行政复议、行政诉讼情况\n{}五、存在的主要问题及改进情况\n解读形式还不够多样。\n六、其他需要报告的事项\n本年度未收取信息处理费。\n",
        print(&second),
        print(&third),
        print(&fourth)
    )
}

/// `label | 1 | 2 |`.
fn bars(table: &[Vec<String>]) -> String {
    table.iter().map(|row| format!("{} |\n", row.join(" | "))).collect()
}

fn read(name: &str, text: &str) -> Extraction {
    let mut sources = Sources::new();
    let library = Library::built_in(&mut sources).expect("the shipped templates compile");
    extract(&library, &mut sources, name, text.as_bytes(), &Options::default())
}

/// The codes of the errors and warnings of a check.
fn said(name: &str, text: &str) -> Vec<String> {
    let mut sources = Sources::new();
    let library = Library::built_in(&mut sources).expect("the shipped templates compile");
    let outcome = check(&library, &mut sources, name, text.as_bytes(), &Options::default());
    let loud = |severity| matches!(severity, gouji::diag::Severity::Error | gouji::diag::Severity::Warning);
    let codes = outcome.findings.iter().filter(|finding| loud(finding.severity)).map(|finding| finding.code.name.to_owned());
    codes.collect()
}

/// What every figure of the tables is, in the order of the form: `None` for a blank cell.
fn figures(extraction: &Extraction) -> Vec<(String, Option<String>)> {
    let of_table = extraction.figures.iter().filter(|figure| figure.at.table.is_some());
    let shown = |figure: &gouji::engine::Figure| {
        let at = [&figure.at.table, &figure.at.row, &figure.at.column].map(|part| part.as_deref().unwrap_or_default());
        let value = match figure.state {
            State::Figure => figure.value.clone(),
            State::Blank | State::NotApplicable => Some("0".to_owned()),
            State::Absent | State::Unreadable => None,
        };
        (at.join("."), value)
    };
    of_table.map(shown).collect()
}

/// All figures, and not one finding louder than a note.
fn reads_whole(what: &str, name: &str, text: &str) {
    let extraction = read(name, text);
    assert_eq!(extraction.template.as_deref(), Some("zfxxgk@2021"), "{what}");
    let found = figures(&extraction);
    let [second, third, fourth] = tables(plain);
    let is_number = |cell: &&String| cell.bytes().all(|byte| byte.is_ascii_digit());
    let wanted = [second, third, fourth].into_iter().flatten().flatten().collect::<Vec<_>>();
    let wanted: Vec<&String> = wanted.iter().filter(is_number).collect();
    assert_eq!(found.len(), wanted.len(), "{what}");
    for ((cell, value), wanted) in found.iter().zip(wanted) {
        assert_eq!(value.as_ref(), Some(wanted), "{what}: {cell}");
    }
    assert_eq!(said(name, text), Vec::<String>::new(), "{what}");
}

/// Every figure that is read is right; returns how many are not read.
fn reads_no_wrong_figure(what: &str, name: &str, text: &str) -> usize {
    let whole: BTreeMap<String, Option<String>> =
        figures(&read("r.txt", &report(TITLE, PERIOD, plain, bars))).into_iter().collect();
    let mut missing = 0;
    for (cell, value) in figures(&read(name, text)) {
        match value {
            Some(value) => assert_eq!(Some(value), whole[&cell], "{what}: {cell}"),
            None => missing += 1,
        }
    }
    missing
}

#[test]
fn a_cell_a_line_in_many_ways() {
    let lines = |between: &str, behind: &str| {
        let (between, behind) = (between.to_owned(), behind.to_owned());
        move |table: &[Vec<String>]| {
            let cells: Vec<&str> = table.iter().flatten().map(String::as_str).collect();
            format!("{}{behind}\n", cells.join(&between))
        }
    };
    // A bar at the beginning of every row, and at the end of every cell; a blank cell is a bar.
    let leading = |table: &[Vec<String>]| -> String {
        let cell = |cell: &String| if cell.is_empty() { "|\n".to_owned() } else { format!("{cell} |\n") };
        table.iter().map(|row| format!("|\n{}", row.iter().map(cell).collect::<String>())).collect()
    };
    for (what, text) in [
        ("bars between the lines", report(TITLE, PERIOD, plain, lines("\n|\n", ""))),
        ("bars between the lines and behind the last", report(TITLE, PERIOD, plain, lines("\n|\n", "\n|"))),
        ("bars between the lines, blanks", report(TITLE, PERIOD, blank, lines("\n|\n", "\n|"))),
        ("a bar before each row", report(TITLE, PERIOD, plain, leading)),
        ("nothing but lines", report(TITLE, PERIOD, plain, lines("\n", ""))),
        ("paragraphs", report(TITLE, PERIOD, plain, lines("\n\n", ""))),
    ] {
        reads_whole(what, "r.txt", &text);
        // An archive may call it Markdown.
        reads_whole(what, "r.md", &text);
    }
    // In a table of one nameless row nothing tells the bar before the row from a blank first cell.
    let text = report(TITLE, PERIOD, blank, leading);
    assert_eq!(reads_no_wrong_figure("a bar before each row, blanks", "r.txt", &text), 15);
}

#[test]
fn rows_in_many_ways() {
    let tabs = |table: &[Vec<String>]| -> String { table.iter().map(|row| format!("{}\t\n", row.join("\t"))).collect() };
    // What converters of web pages write: no bar at either end, a line of dashes under the first row.
    let converted = |table: &[Vec<String>]| -> String {
        let line = |row: &Vec<String>| format!("{}  \n", row.join(" | "));
        let rest: String = table.iter().skip(1).map(line).collect();
        let first = table.first().expect("a row");
        format!("{}{}\n{rest}\n", line(first), vec!["---"; first.len()].join("|"))
    };
    for (what, text) in [
        ("bars at the end", report(TITLE, PERIOD, plain, bars)),
        ("tabs at the end", report(TITLE, PERIOD, plain, tabs)),
        ("tabs at the end, blanks", report(TITLE, PERIOD, blank, tabs)),
        ("open rows", report(TITLE, PERIOD, plain, converted)),
        ("open rows, blanks", report(TITLE, PERIOD, blank, converted)),
    ] {
        reads_whole(what, "r.txt", &text);
    }
    reads_whole("open rows in Markdown", "r.md", &report(TITLE, PERIOD, plain, converted));
}

#[test]
fn lost_blanks_leave_rows_unread_and_never_shift_them() {
    let lines = |between: &'static str| {
        move |table: &[Vec<String>]| {
            let cells: Vec<&str> = table.iter().flatten().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
            format!("{}\n", cells.join(between))
        }
    };
    let spaces = |table: &[Vec<String>]| -> String {
        let filled = |row: &Vec<String>| row.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        table.iter().map(|row| format!("{}\n", filled(row))).collect()
    };
    for (what, text) in [
        ("lines", report(TITLE, PERIOD, blank, lines("\n"))),
        ("paragraphs", report(TITLE, PERIOD, blank, lines("\n\n"))),
        ("bars between the lines", report(TITLE, PERIOD, blank, lines("\n|\n"))),
        ("blanks between the cells", report(TITLE, PERIOD, blank, spaces)),
    ] {
        let missing = reads_no_wrong_figure(what, "r.txt", &text);
        assert!(missing >= 100, "{what}: {missing}");
        let codes = said("r.txt", &text);
        assert!(codes.contains(&"G0510".to_owned()) || codes.contains(&"G0501".to_owned()), "{what}: {codes:?}");
        // One finding for a table and a reason, not one for each of its rows.
        assert!(codes.len() <= 12, "{what}: {codes:?}");
    }
}

#[test]
fn headings_inside_one_table() {
    let [second, third, fourth] = tables(plain);
    let mut rows = String::new();
    let heads = ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"];
    for (head, table) in heads.iter().zip([second, third, fourth]) {
        rows.push_str(&format!("<tr><td colspan=\"10\">{head}</td></tr>"));
        for row in table {
            let cells: String = row.iter().map(|cell| format!("<td><p class=\"MsoNormal\">{cell}</p></td>")).collect();
            rows.push_str(&format!("<tr>{cells}</tr>"));
        }
    }
    let page = format!(
        "<html><body><p>{TITLE}</p><p>{PERIOD}</p><p>一、总体情况</p><p>有序开展。</p><table>{rows}<tr><td colspan=\"10\">五、存在的主要问题及改进情况</td></tr><tr><td colspan=\"10\">形式不够多样。</td></tr><tr><td colspan=\"10\">六、其他需要报告的事项</td></tr><tr><td colspan=\"10\">无。</td></tr></table></body></html>"
    );
    reads_whole("one table", "r.html", &page);
}

#[test]
fn signs_in_words_and_other_dashes() {
    let table = |change: &str| {
        format!(
            "青石县水利局2020年政府信息公开工作年度报告\n二、主动公开政府信息情况\n第二十条第(五)项\n信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n行政许可 | 30 | {change} | 512 |\n其他对外管理服务事项 | 8 | 0 | 40 |\n第二十条第(八)项\n信息内容 | 上一年项目数量 | 本年增/减 |\n行政事业性收费 | 3 | {change} |\n"
        )
    };
    for (change, value) in [
        ("增加6", "6"),
        ("增6", "6"),
        ("↑6", "6"),
        ("+6", "6"),
        ("减少6", "-6"),
        ("减6", "-6"),
        ("减少6项", "-6"),
        ("↓6", "-6"),
        ("－6", "-6"),
        ("–6", "-6"),
        ("—6", "-6"),
    ] {
        let options = Options { template: Some("zfxxgk@2019".to_owned()), ..Options::default() };
        let mut sources = Sources::new();
        let library = Library::built_in(&mut sources).expect("the shipped templates compile");
        let read = extract(&library, &mut sources, "r.txt", table(change).as_bytes(), &options);
        let found = figures(&read);
        for cell in ["许可.行政许可.本年增减", "收费.行政事业性收费.本年增减"] {
            let figure = found.iter().find(|(at, _)| at == cell).expect(cell);
            assert_eq!(figure.1.as_deref(), Some(value), "{change}: {cell}");
        }
    }
    // In a sentence these are words: nothing becomes negative.
    let read = read("r.txt", &report(TITLE, "全年收到申请——12件，减少3件。", plain, bars));
    assert!(read.figures.iter().all(|figure| figure.value.as_deref().is_none_or(|value| !value.starts_with('-'))));
}

#[test]
fn titles_and_periods() {
    for (title, office) in [
        ("2023年度政府信息公开工作年度报告", None),
        ("青石县水利局关于2023年度政府信息公开工作情况的报告", Some("青石县水利局")),
        ("青石县水利局政府信息公开工作年度报告（2023年）", Some("青石县水利局")),
        ("青石县水利局政府信息公开工作2023年度报告", Some("青石县水利局")),
        ("青石镇人民政府2023年度政务公开工作年度报告", Some("青石镇人民政府")),
        ("青石县水利局2023年信息公开工作报告", Some("青石县水利局")),
    ] {
        let read = read("r.txt", &report(title, "", plain, bars));
        assert_eq!(read.meta.get("年度").and_then(|value| value.as_str()), Some("2023"), "{title}");
        assert_eq!(read.meta.get("机关").and_then(|value| value.as_str()), office, "{title}");
    }
    for period in [
        "数据统计期限自20231月1日起至202312月31日止。",
        "数据统计期限从202311日到1231日止。",
        "数据统计期限为2023年1月至12月。",
        "数据统计期限自2023年1月日至12月31日。",
        "统计期限为2023.1.1-2023.12.31。",
        "2023年，在县委、县政府的领导下，公开工作有序开展。",
    ] {
        let read = read("r.txt", &report("政府信息公开工作年度报告", period, plain, bars));
        assert_eq!(read.meta.get("年度").and_then(|value| value.as_str()), Some("2023"), "{period}");
    }
}

#[test]
fn tables_left_out() {
    let text = format!(
        "{TITLE}\n{PERIOD}\n一、总体情况\n有序开展。\n二、主动公开政府信息情况\n本年度未制发规章和行政规范性文件。\n三、收到和处理政府信息公开申请情况\n本年度未收到政府信息公开申请。\n四、政府信息公开行政复议、行政诉讼情况\n本年度未发生。\n五、存在的主要问题及改进情况\n形式不够多样。\n六、其他需要报告的事项\n无。\n"
    );
    let read = read("r.txt", &text);
    assert_eq!(read.template.as_deref(), Some("zfxxgk@2021"));
    assert_eq!(said("r.txt", &text), ["G0501"]);
}

#[test]
fn a_small_office_with_nothing_to_report() {
    let text = "青石县统计局2015年政府信息公开工作年度报告\n本报告的统计期限自2015年1月1日起至2015年12月31日止。\n一、概述\n工作有序开展。\n二、主动公开政府信息的情况\n2015年共主动公开政府信息339条。\n三、依申请公开政府信息和不予公开政府信息的情况\n本单位2015年未收到政府信息公开申请。\n四、政府信息公开的收费及减免情况\n没有向申请人收取复印、递送等费用。\n五、因政府信息公开申请行政复议、提起行政诉讼的情况\n本单位未发生因政府信息公开申请行政复议、提起行政诉讼的情况。\n六、存在的主要问题和改进措施\n内容还不够丰富。\n七、其他需要报告的事项\n无。\n";
    let read = read("r.txt", text);
    assert_eq!(read.template.as_deref(), Some("zfxxgk@2008"));
    for (fact, value) in [("主动公开", "339"), ("申请", "0"), ("复议", "0"), ("诉讼", "0"), ("收费", "0")] {
        let figure = read.figures.iter().find(|figure| figure.at.fact.as_deref() == Some(fact)).expect(fact);
        assert_eq!(figure.value.as_deref(), Some(value), "{fact}");
    }
    assert_eq!(said("r.txt", text), Vec::<String>::new());
}

#[test]
fn the_statistics_table_of_2014() {
    let rows = [
        ("一、主动公开情况", "——", ""),
        ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "90"),
        ("其中：主动公开规范性文件数", "条", "7"),
        ("制发规范性文件总数", "件", "9"),
        ("（二）通过不同渠道和方式公开政府信息的情况", "——", ""),
        ("1.政府公报公开政府信息数", "条", "0"),
        ("2.政府网站公开政府信息数", "条", "90"),
        ("3.政务微博公开政府信息数", "条", "0"),
        ("4.政务微信公开政府信息数", "条", "21"),
        ("5.其他方式公开政府信息数", "条", "0"),
        ("二、回应解读情况", "——", ""),
        ("（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次", "4"),
        ("（二）通过不同渠道和方式回应解读的情况", "——", ""),
        ("1.参加或举办新闻发布会总次数", "次", "3"),
        ("其中：主要负责同志参加新闻发布会次数", "次", "1"),
        ("2.政府网站在线访谈次数", "次", "2"),
        ("其中：主要负责同志参加政府网站在线访谈次数", "次", "2"),
        ("3.政策解读稿件发布数", "篇", "15"),
        ("4.微博微信回应事件数", "次", "0"),
        ("5.其他方式回应事件数", "次", "0"),
        ("三、依申请公开情况", "——", ""),
        ("（一）收到申请数", "件", "8"),
        ("1.当面申请数", "件", "2"),
        ("2.传真申请数", "件", "0"),
        ("3.网络申请数", "件", "5"),
        ("4.信函申请数", "件", "1"),
        ("（二）申请办结数", "件", "8"),
        ("1.按时办结数", "件", "7"),
        ("2.延期办结数", "件", "1"),
        ("（三）申请答复数", "件", "8"),
        ("1.属于已主动公开范围数", "件", "1"),
        ("2.同意公开答复数", "件", "4"),
        ("3.同意部分公开答复数", "件", "0"),
        ("4.不同意公开答复数", "件", "2"),
        ("其中：1.涉及国家秘密", "件", "0"),
        ("2.涉及商业秘密", "件", "1"),
        ("3.涉及个人隐私", "件", "1"),
        ("4.危及国家安全、公共安全、经济安全和社会稳定", "件", "0"),
        ("5.不是《条例》所指政府信息", "件", "0"),
        ("6.法律法规规定的其他情形", "件", "0"),
        ("5.不属于本行政机关公开数", "件", "0"),
        ("6.申请信息不存在数", "件", "1"),
        ("7.告知作出更改补充数", "件", "0"),
        ("8.告知通过其他途径办理数", "件", "0"),
        ("四、行政复议数量", "件", "1"),
        ("（一）维持具体行政行为数", "件", "1"),
        ("（二）被依法纠错数", "件", "0"),
        ("（三）其他情形数", "件", "0"),
        ("五、行政诉讼数量", "件", "0"),
        ("（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "0"),
        ("（二）被依法纠错数", "件", "0"),
        ("（三）其他情形数", "件", "0"),
        ("六、举报投诉数量", "件", "0"),
        ("七、依申请公开信息收取的费用", "万元", "0.35"),
        ("八、机构建设和保障经费情况", "——", ""),
        ("（一）政府信息公开工作专门机构数", "个", "1"),
        ("（二）设置政府信息公开查阅点数", "个", "2"),
        ("（三）从事政府信息公开工作人员数", "人", "5"),
        ("1.专职人员数（不包括政府公报及政府网站工作人员数）", "人", "2"),
        ("2.兼职人员数", "人", "3"),
        ("（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元", "12.5"),
        ("九、政府信息公开会议和培训情况", "——", ""),
        ("（一）召开政府信息公开工作会议或专题会议数", "次", "3"),
        ("（二）举办各类培训班数", "次", "2"),
        ("（三）接受培训人员数", "人次", "80"),
    ];
    let wanted: Vec<&str> = rows.iter().map(|row| row.2).filter(|value| !value.is_empty()).collect();
    let head = "青石县水利局2016年政府信息公开工作年度报告\n统计期限自2016年1月1日起至2016年12月31日止。\n一、概述\n有序开展。\n附件\n政府信息公开情况统计表\n（2016年度）\n填报单位（盖章）：青石县水利局\n";
    let line = |between: &'static str| move |row: &(&str, &str, &str)| [row.0, row.1, row.2].join(between);
    let bars: Vec<String> = rows.iter().map(line(" | ")).collect();
    let tabs: Vec<String> = rows.iter().map(line("\t")).collect();
    let cells: Vec<&str> = rows.iter().flat_map(|row| [row.0, row.1, row.2]).filter(|cell| !cell.is_empty()).collect();
    for text in [
        format!("{head}统计指标 | 单位 | 统计数 |\n{} |\n", bars.join(" |\n")),
        format!("{head}统计指标\t单位\t统计数\n{}\n", tabs.join("\n")),
        format!("{head}统计指标\n单位\n统计数\n{}\n", cells.join("\n")),
    ] {
        let read = read("r.txt", &text);
        assert_eq!(read.template.as_deref(), Some("统计表@2014"));
        assert_eq!(read.meta.get("年度").and_then(|value| value.as_str()), Some("2016"));
        let found: Vec<Option<String>> = figures(&read).into_iter().map(|(_, value)| value).collect();
        let found: Vec<&str> = found.iter().map(|value| value.as_deref().unwrap_or("?")).collect();
        assert_eq!(found, wanted);
        assert_eq!(said("r.txt", &text), Vec::<String>::new());
    }
    // A sum that does not hold is found.
    let broken = format!(
        "{head}统计指标 | 单位 | 统计数 |\n{} |\n",
        bars.join(" |\n").replace("3.网络申请数 | 件 | 5", "3.网络申请数 | 件 | 6")
    );
    let codes = said("r.txt", &broken);
    assert!(codes.iter().any(|code| code.starts_with("G04")), "{codes:?}");
}
