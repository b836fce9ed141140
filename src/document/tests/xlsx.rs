//! Spreadsheets.

use super::office::{archive, places};
use super::*;

const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="14"/><xf numFmtId="176"/></cellXfs></styleSheet>"#;

const STRINGS: &str =
    "<sst><si><t>类别</t></si><si><r><t>册</t></r><r><rPr/><t>数</t></r><rPh><t>さつ</t></rPh></si><si><t>A&amp;B</t></si></sst>";

/// A workbook of these sheets: name, state, what stands in `worksheet`.
pub fn workbook(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut list = String::new();
    let mut relations = String::from(
        r#"<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="t" Type="x/styles" Target="styles.xml"/>"#,
    );
    for (index, (name, state, _)) in sheets.iter().enumerate() {
        let _ = write!(list, r#"<sheet name="{name}" sheetId="{index}" state="{state}" r:id="r{index}"/>"#);
        let _ = write!(relations, r#"<Relationship Id="r{index}" Type="x/worksheet" Target="worksheets/sheet{index}.xml"/>"#);
    }
    let book = format!("<workbook><sheets>{list}</sheets></workbook>");
    let relations = format!("<Relationships>{relations}</Relationships>");
    let names: Vec<String> = (0..sheets.len()).map(|index| format!("xl/worksheets/sheet{index}.xml")).collect();
    let bodies: Vec<String> = sheets.iter().map(|(_, _, body)| format!("<worksheet>{body}</worksheet>")).collect();
    let mut parts = vec![
        ("xl/workbook.xml", book.as_str()),
        ("xl/_rels/workbook.xml.rels", relations.as_str()),
        ("xl/sharedStrings.xml", STRINGS),
        ("xl/styles.xml", STYLES),
    ];
    parts.extend(names.iter().map(String::as_str).zip(bodies.iter().map(String::as_str)));
    archive(&parts)
}

/// A sheet whose rows are these texts; `~` leaves a cell out.
fn sheet(rows: &[(u32, &[&str])], after: &str) -> String {
    let row = |(number, cells): &(u32, &[&str])| {
        let cells = cells.iter().enumerate().filter(|(_, text)| **text != "~").map(|(index, text)| {
            let column = char::from(b'A' + index as u8);
            format!(r#"<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>"#)
        });
        format!(r#"<row r="{number}">{}</row>"#, cells.collect::<String>())
    };
    format!("<sheetData>{}</sheetData>{after}", rows.iter().map(row).collect::<String>())
}

fn shown_bytes(bytes: &[u8]) -> String {
    let mut sources = Sources::new();
    match read(&mut sources, "a.xlsx", bytes) {
        Ok((_, Content::Document(document))) => dump(&document),
        Ok((_, Content::Tree(_))) => panic!("a tree"),
        Err(failure) => panic!("{}", failure.message.render(Lang::En)),
    }
}

fn notes(bytes: &[u8]) -> String {
    let mut sources = Sources::new();
    let contents = open(&mut sources, "a.xlsx", bytes, &Hints::default()).unwrap();
    let lines = contents
        .notes
        .iter()
        .map(|note| format!("{} {} | {}\n", note.code.name, note.message.render(Lang::Zh), note.message.render(Lang::En)));
    lines.collect()
}

#[test]
fn cells_of_every_kind() {
    let cells = r#"<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
        <row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>96171.600000000006</v></c></row>
        <row><c t="inlineStr"><is><r><t>甲</t></r><r><t>乙_x000D_</t></r></is></c><c t="str"><f>A1&amp;B1</f><v>合</v></c></row>
        <row r="4"><c r="A4" t="e"><v>#REF!</v></c><c r="B4"><f>SUM(B2:B3)</f></c></row>
        <row r="5"><c r="A5" t="b"><v>1</v></c><c r="B5" s="1"><v>0.125</v></c></row>
        <row r="6"><c r="A6" s="3"><v>45322</v></c><c r="B6"><f>1+2</f><v>3</v></c></row>
        <row r="7"><c r="A7" t="s"><v>99</v></c><c r="B7"/><c r="C7"><v>007</v></c></row></sheetData>"#;
    insta::assert_snapshot!(shown_bytes(&workbook(&[("表1", "visible", cells)])), @r"
    # 表1
    Spanned
    R 类别¦册数¦
    R A&B¦96171.6¦
    R 甲乙¦合¦
    R #REF!¦=SUM(B2:B3)¦
    R TRUE¦12.5%¦
    R 2024-01-31¦3¦
    R ¦¦007
    ");
}

#[test]
fn titles_captions_and_merged_cells() {
    let merges = r#"<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A3:A4"/><mergeCell ref="B3:D3"/><mergeCell ref="A6:D6"/>
        <mergeCell ref="A7:A8"/><mergeCell ref="B4:C4"/><mergeCell ref="bad"/></mergeCells>"#;
    let rows: &[(u32, &[&str])] = &[
        (1, &["2023年度借阅统计"]),
        (3, &["类别", "册数", "", ""]),
        (4, &["", "新书", "藏", "旧书"]),
        (5, &["文学", "1", "", "2"]),
        (6, &["其中：", "", "", ""]),
        (7, &["科学", "3", "4", "5"]),
        (8, &["藏", "6", "~", "7"]),
        (9, &["小计", "~", "~", "~"]),
        (12, &["备注"]),
        (13, &["单位", "册"]),
        (14, &["", ""]),
    ];
    let file = workbook(&[("表 1", "visible", &sheet(rows, merges)), ("2", "visible", &sheet(&[(2, &["~", "甲"])], ""))]);
    insta::assert_snapshot!(shown_bytes(&file), @r"
    # 表 1
    P 2023年度借阅统计
    Spanned
    R 类别@0+1*2¦册数@1+3*1
    R 新书@1+2*1¦旧书
    R 文学¦1¦¦2
    P 其中：
    Spanned
    R 科学@0+1*2¦3¦4¦5
    R 6¦¦7
    R 小计¦¦¦
    P 备注
    Spanned
    R 单位¦册
    R ¦
    # 2
    P 甲
    ");
    insta::assert_snapshot!(places("a.xlsx", &file), @r"
    '表 1' = 表 1
    '表 1'!A1 = 2023年度借阅统计
    '表 1'!A3 = 类别
    '表 1'!B3 = 册数
    '表 1'!B4 = 新书
    '表 1'!D4 = 旧书
    '表 1'!A5 = 文学
    '表 1'!B5 = 1
    '表 1'!C5 = 
    '表 1'!D5 = 2
    '表 1'!A6 = 其中：
    '表 1'!A7 = 科学
    '表 1'!B7 = 3
    '表 1'!C7 = 4
    '表 1'!D7 = 5
    '表 1'!B8 = 6
    '表 1'!C8 = 
    '表 1'!D8 = 7
    '表 1'!A9 = 小计
    '表 1'!B9 = 
    '表 1'!C9 = 
    '表 1'!D9 = 
    '表 1'!A12 = 备注
    '表 1'!A13 = 单位
    '表 1'!B13 = 册
    '表 1'!A14 = 
    '表 1'!B14 = 
    '2' = 2
    '2'!B2 = 甲
    ");
}

#[test]
fn headings_right_below_a_table() {
    let merges = "<mergeCells><mergeCell ref=\"A5:A6\"/></mergeCells>";
    let rows: &[(u32, &[&str])] = &[
        (1, &["类别", "册数"]),
        (2, &["文学", "1"]),
        (3, &["小计", ""]),
        (4, &["二、期刊"]),
        (5, &["刊名", "期数"]),
        (6, &["", "合订"]),
        (7, &["月刊", "12"]),
        (8, &["三、问题"]),
        (9, &["无。"]),
    ];
    insta::assert_snapshot!(shown_bytes(&workbook(&[("表1", "visible", &sheet(rows, merges))])), @r"
    # 表1
    Spanned
    R 类别¦册数
    R 文学¦1
    R 小计¦
    P 二、期刊
    Spanned
    R 刊名@0+1*2¦期数
    R 合订
    R 月刊¦12
    P 三、问题
    P 无。
    ");
}

#[test]
fn what_is_hidden_is_said() {
    let body = r#"<cols><col min="1" max="1"/><col min="3" max="16384" hidden="1"/></cols><sheetData>
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>
        <row r="2" hidden="1"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row><row r="3" hidden="true"/></sheetData>"#;
    let file = workbook(&[("表1", "visible", body), ("去年", "hidden", body), ("旧", "veryHidden", body)]);
    insta::assert_snapshot!(notes(&file), @r"
    G0623 工作表“表1”有隐藏的行：第 2 行；这些行照样读取和核对 | the sheet `表1` has hidden rows: 2; they are read and checked like the others
    G0623 工作表“表1”有隐藏的列：C；这些列照样读取和核对 | the sheet `表1` has hidden columns: C; they are read and checked like the others
    G0623 隐藏的工作表没有读取：去年、旧 | hidden sheets are not read: 去年, 旧
    ");
    insta::assert_snapshot!(shown_bytes(&file), @r"
    # 表1
    Spanned
    R 类别¦¦册数
    R 1¦2¦
    ");
}

#[test]
fn hostile_sheets_end() {
    let wide = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row></sheetData>"#;
    let many: String =
        (1..200_000).map(|row| format!("<row r=\"{row}\"><c><v>1</v></c><c r=\"XFD{row}\"><v>2</v></c></row>")).collect();
    let merges: String = (1..3000).map(|row| format!("<mergeCell ref=\"A{row}:XFD{}\"/>", row + 900_000)).collect();
    let loose = "<row r=\"0\"><c r=\"ZZZZ9\"><v>1</v></c></row><row r=\"99999999\"><c r=\"A99999999\"><v>2</v></c></row>";
    for (body, code) in [
        (wide.to_owned(), None),
        (format!("<sheetData>{many}</sheetData>"), Some("G0604")),
        (format!("<sheetData>{loose}</sheetData>"), None),
        (format!("<sheetData/><mergeCells>{merges}</mergeCells>"), Some("G0604")),
        ("<sheetData><row>".to_owned(), Some("G0621")),
    ] {
        let file = workbook(&[("表1", "visible", &body)]);
        let found = try_read("a.xlsx", &file).1.err().map(|failure| failure.code.name);
        assert_eq!(found, code, "{}", &body[..body.len().min(100)]);
    }
}
