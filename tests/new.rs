//! `gouji new`: a first template from a document compiles, and reads that document.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod office;

use std::path::Path;

use gouji::diag::Lang;
use gouji::document::{self, Content};
use gouji::draft::{self, Draft};
use gouji::model::Form;
use gouji::source::Sources;
use gouji::{Extraction, Library, Options};

fn drafted(name: &str, bytes: &[u8]) -> Draft {
    let mut sources = Sources::new();
    let (_, content) = document::read(&mut sources, name, bytes).expect("it can be read");
    let Content::Document(document) = content else { panic!("{name} is no document") };
    draft::draft(&document, "表", Lang::Zh)
}

fn compiled(draft: &Draft) -> Library {
    Library::compile(&mut Sources::new(), vec![("新.gj".to_owned(), draft.text.clone())]).unwrap_or_else(|found| {
        let said: Vec<String> =
            found.iter().map(|found| format!("{}: {}", found.code.name, found.message.render(Lang::En))).collect();
        panic!("{}\n{}", said.join("\n"), draft.text)
    })
}

/// What the draft reads in the document that it was made from.
fn read_back(library: &Library, name: &str, bytes: &[u8]) -> Extraction {
    let options = Options { template: library.model.forms.first().map(Form::title), ..Options::default() };
    gouji::extract(library, &mut Sources::new(), name, bytes, &options)
}

fn figures_of(form: &Form, table: usize) -> (usize, usize) {
    (form.tables[table].row_figures().len(), form.tables[table].column_figures().len())
}

fn corpus(name: &str) -> Option<Vec<u8>> {
    let Some(folder) = std::env::var_os("GOUJI_CORPUS") else {
        println!("skipped: GOUJI_CORPUS is not set");
        return None;
    };
    Some(std::fs::read(Path::new(&folder).join("reports").join(name)).expect("the corpus has it"))
}

/// The table with the most figures.
fn largest(form: &Form) -> usize {
    (0..form.tables.len())
        .max_by_key(|table| {
            let (rows, columns) = figures_of(form, *table);
            rows * columns
        })
        .expect("a table")
}

#[test]
fn the_blank_form_has_25_rows_and_7_columns() {
    let Some(bytes) = corpus("blank_form_2021.docx") else { return };
    let draft = drafted("blank_form_2021.docx", &bytes);
    let library = compiled(&draft);
    let form = &library.model.forms[0];
    let at = largest(form);
    assert_eq!(figures_of(form, at), (25, 7), "{}", draft.text);
    let names = |items: &Option<gouji::model::Items>| -> Vec<String> {
        let items = items.as_ref().expect("they are there");
        items.figures().filter_map(|id| items.get(id)).map(|item| item.labels[0].text.clone()).collect()
    };
    let columns = names(&form.tables[at].columns);
    assert_eq!(columns, ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]);
    let rows = names(&form.tables[at].rows);
    assert!(
        rows.first().is_some_and(|label| label.starts_with("一、本年新收"))
            && rows.last().is_some_and(|label| label.starts_with("四、结转下年度"))
    );
    assert!(rows.iter().any(|label| label.starts_with("8.属于行政查询事项")), "{rows:?}");
    // 表四: one row of 15 figures.
    let forms: Vec<(usize, usize)> = (0..form.tables.len()).map(|table| figures_of(form, table)).collect();
    assert!(forms.contains(&(1, 15)), "{forms:?}\n{}", draft.text);
    let back = read_back(&library, "blank_form_2021.docx", &bytes);
    let absent = back.figures.iter().filter(|figure| figure.state == gouji::bind::State::Absent).count();
    assert_eq!(absent, 0, "{}", draft.text);
}

#[test]
fn a_published_page_gives_its_figures_back() {
    let Some(bytes) = corpus("hangzhou_style_2025.html") else { return };
    let draft = drafted("hangzhou_style_2025.html", &bytes);
    let library = compiled(&draft);
    let form = &library.model.forms[0];
    assert_eq!(figures_of(form, largest(form)), (25, 7), "{}", draft.text);
    let back = read_back(&library, "hangzhou_style_2025.html", &bytes);
    let found = back.figures.iter().filter(|figure| figure.state != gouji::bind::State::Absent).count();
    assert_eq!(found, back.figures.len(), "{}", draft.text);
    assert_eq!(back.unclaimed.len(), 0, "{:?}", back.unclaimed.iter().map(|figure| &figure.text).collect::<Vec<_>>());
    assert!(draft.text.contains("合计，本文件的数字相符"), "{}", draft.text);
}

const BALANCE: &str = "# 某厂2024年资产负债表

单位：万元

| 资产 | 行次 | 期末余额 | 年初余额 | 资产 | 行次 | 期末余额 | 年初余额 |
|---|---|---|---|---|---|---|---|
| 流动资产： | | | | 流动负债： | | | |
| 货币资金 | 1 | 120.50 | 100.00 | 短期借款 | 11 | 80.00 | 90.00 |
| 应收账款 | 2 | 30.00 | 25.00 | 应付账款 | 12 | 20.50 | 15.00 |
| 流动资产合计 | 3 | 150.50 | 125.00 | 流动负债合计 | 13 | 100.50 | 105.00 |
| 非流动资产： | | | | 所有者权益： | | | |
| 固定资产 | 4 | 200.00 | 210.00 | 实收资本 | 14 | 250.00 | 230.00 |
| 非流动资产合计 | 5 | 200.00 | 210.00 | 所有者权益合计 | 15 | 250.00 | 230.00 |
| 资产总计 | 6 | 350.50 | 335.00 | 负债和所有者权益总计 | 16 | 350.50 | 335.00 |
";

#[test]
fn a_balance_sheet_in_two_halves() {
    let draft = drafted("表.md", BALANCE.as_bytes());
    insta::assert_snapshot!("balance", draft.text);
    let library = compiled(&draft);
    let form = &library.model.forms[0];
    assert_eq!(form.tables.len(), 2);
    assert_eq!(figures_of(form, 0), (6, 2));
    assert_eq!(form.tables[0].rows.as_ref().unwrap().list.iter().filter(|item| item.code.is_some()).count(), 6);
}

#[test]
fn the_same_in_a_spreadsheet() {
    let sheet = "库存月报\n项目|单位|年初数|本月数\n大米|吨|12.5|10\n面粉|吨|3|4.5\n工具|件|20|25\n";
    let bytes = office::sketched(sheet);
    let draft = drafted("库存.xlsx", &bytes);
    let library = compiled(&draft);
    let form = &library.model.forms[0];
    assert_eq!(figures_of(form, 0), (3, 2), "{}", draft.text);
    assert!(draft.text.contains("大米: decimal[吨]") && draft.text.contains("工具: natural[件]"), "{}", draft.text);
    let back = read_back(&library, "库存.xlsx", &bytes);
    assert!(back.figures.iter().all(|figure| figure.state == gouji::bind::State::Figure), "{}", draft.text);
}

#[test]
fn a_form_to_be_filled_in_is_a_list_of_answers() {
    let page = std::fs::read("examples/website-report/blank.html").expect("the example");
    let draft = drafted("blank.html", &page);
    let library = compiled(&draft);
    let form = &library.model.forms[0];
    assert!(form.tables.len() == 1 && form.tables[0].columns.is_none(), "{}", draft.text);
    for line in [
        "网站名称: text",
        "网站类型: enum{政府门户网站 部门网站 专项网站}",
        "公安机关备案号: text",
        "总访问量: natural[次]",
        "是否提供智能问答: bool",
        "total 总数: natural[件] {",
        "无障碍浏览: bool",
        "平均办理时间: decimal[天]",
    ] {
        assert!(draft.text.contains(line), "{line}\n{}", draft.text);
    }
    // What is added up is counted in one unit.
    assert!(draft.text.contains("总数: natural[条]             \"总数（单位：条）\"  // 猜测：像是合计"), "{}", draft.text);
    let read = read_back(&library, "blank.html", &page);
    let absent: Vec<String> =
        read.figures.iter().filter(|f| f.state == gouji::bind::State::Absent).map(|f| format!("{:?}", f.at)).collect();
    assert!(absent.is_empty() && read.figures.len() == 58, "{} {absent:?}", read.figures.len());

    let page = "<table><tr><td>性质</td><td>□ 常设 □ 高校（含分校）</td></tr><tr><td>人数</td><td></td></tr></table>";
    compiled(&drafted("x.html", page.as_bytes()));
}

#[test]
fn totals_that_do_not_add_up_are_said_to_be_so() {
    let html = "<table><tr><td>项目</td><td>数量</td></tr><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr><tr><td>合计</td><td>9</td></tr></table>";
    let draft = drafted("t.html", html.as_bytes());
    compiled(&draft);
    assert!(draft.text.contains("像是合计，但与本文件的数字不合"), "{}", draft.text);
    assert!(!draft.text.contains("total "), "{}", draft.text);
}

#[test]
fn a_document_without_tables_is_still_a_template_to_go_on_with() {
    let draft = drafted("t.txt", "一、总体情况\n这里没有表。\n".as_bytes());
    assert_eq!(draft.notes.len(), 1);
}
