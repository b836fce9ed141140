//! Word documents.

use super::office::{archive, p, places, table, tc, word};
use super::*;

fn shown_word(body: &str) -> String {
    shown_bytes("a.docx", &word(body, "", ""))
}

fn shown_bytes(name: &str, bytes: &[u8]) -> String {
    let mut sources = Sources::new();
    match read(&mut sources, name, bytes) {
        Ok((_, Content::Document(document))) => dump(&document),
        Ok((_, Content::Tree(_))) => panic!("a tree"),
        Err(failure) => panic!("{}", failure.message.render(Lang::En)),
    }
}

#[test]
fn text_in_runs() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">2023</w:t></w:r><w:hyperlink><w:smartTag><w:r><w:t>年 A&amp;B</w:t></w:r>\
        </w:smartTag></w:hyperlink><w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent><w:r><w:t>工作</w:t><w:tab/><w:t>报告</w:t>\
        <w:noBreakHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r></w:sdtContent></w:sdt></w:p>\
        <w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>PAGE</w:instrText><w:fldChar/><w:t>第一行</w:t><w:br/><w:t>第二行</w:t>\
        <w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>看得见</w:t></w:r></w:p>\
        <w:p/><w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr></w:p>";
    insta::assert_snapshot!(shown_word(body), @r"
    P 2023年 A&B工作 报告-☑
    P 第一行
    P 第二行看得见
    ");
}

#[test]
fn tracked_changes_are_accepted() {
    let body = "<w:p><w:r><w:t>新收</w:t></w:r><w:del><w:r><w:delText>12</w:delText><w:t>13</w:t></w:r></w:del>\
        <w:ins><w:r><w:t>14</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>\
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>一、</w:t></w:r></w:p><w:p><w:r><w:t>总体情况</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>\
        <w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    insta::assert_snapshot!(shown_word(body), @r"
    P 新收14来
    P 一、总体情况
    Spanned
    R 甲¦
    ");
}

#[test]
fn merged_cells() {
    let continued = "<w:vMerge/>";
    let started = "<w:vMerge w:val=\"restart\"/>";
    let rows = [
        tc(&format!("<w:gridSpan w:val=\"2\"/>{started}"), "") + &tc("<w:gridSpan w:val=\"3\"/>", "申请人情况"),
        tc(&format!("<w:gridSpan w:val=\"2\"/>{continued}"), "藏") + &tc("", "甲") + &tc("", "乙") + &tc("", "总计"),
        tc(started, "三、办理结果") + &tc("", "予以公开") + &tc("", "1") + &tc("", "2") + &tc("", "3"),
        tc(continued, "") + &tc("", "其他") + &tc("", "") + &tc("<w:hMerge w:val=\"restart\"/>", "0") + &tc("<w:hMerge/>", ""),
    ];
    let rows: String = rows.iter().map(|row| format!("<w:tr>{row}</w:tr>")).collect();
    let after = "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>".to_owned() + &tc("", "乙行") + "</w:tr>";
    let body = format!("<w:tbl><w:tblPr/><w:tblGrid/>{rows}{after}</w:tbl>");
    insta::assert_snapshot!(shown_word(&body), @r"
    Spanned
    R @0+2*2¦申请人情况@2+3*1
    R 甲¦乙¦总计
    R 三、办理结果@0+1*2¦予以公开¦1¦2¦3
    R 其他¦¦0@3+2*1
    R 乙行
    ");
}

#[test]
fn tables_in_tables_and_tables_that_lay_out_the_page() {
    let inner = table(&[&["文学", "120"], &["科学", "80"]]);
    let nested = format!(
        "<w:tbl><w:tr>{}<w:tc>{}{inner}<w:p/></w:tc></w:tr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        tc("", "借阅"),
        p("明细"),
        tc("", "合计"),
        tc("", "200"),
        tc("", "备注"),
        tc("", "无")
    );
    insta::assert_snapshot!(shown_word(&nested), @r"
    Spanned
    R 借阅¦明细
    R 合计¦200
    R 备注¦无
    Spanned
    R 文学¦120
    R 科学¦80
    ");
    insta::assert_snapshot!(places("a.docx", &word(&(p("前") + &nested), "", "")), @r"
    paragraph 1 = 前
    table 1, row 1, cell 1 = 借阅
    table 1, row 1, cell 2 = 明细
    table 1, row 2, cell 1 = 合计
    table 1, row 2, cell 2 = 200
    table 1, row 3, cell 1 = 备注
    table 1, row 3, cell 2 = 无
    table 1, row 1, cell 2, table 1, row 1, cell 1 = 文学
    table 1, row 1, cell 2, table 1, row 1, cell 2 = 120
    table 1, row 1, cell 2, table 1, row 2, cell 1 = 科学
    table 1, row 1, cell 2, table 1, row 2, cell 2 = 80
    ");
    let frame = format!("<w:tbl><w:tr><w:tc>{}{}{inner}</w:tc></w:tr></w:tbl>", p("一、总体情况"), p("全年平稳。"));
    insta::assert_snapshot!(shown_word(&frame), @r"
    P 一、总体情况
    P 全年平稳。
    Spanned
    R 文学¦120
    R 科学¦80
    ");
}

#[test]
fn text_boxes_are_read_once() {
    let body = "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p>\
        </w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>\
        </v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>";
    insta::assert_snapshot!(places("a.docx", &word(body, "", "")), @r"
    paragraph 1 = 前后
    text box 1 = 框
    ");
}

const STYLES: &str = r#"<w:style w:styleId="2"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:styleId="3"><w:name w:val="章节"/><w:basedOn w:val="2"/></w:style>
    <w:style w:styleId="4"><w:name w:val="小节"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
    <w:style w:styleId="9"><w:name w:val="toc 1"/></w:style>"#;

const LISTS: &str = r#"<w:abstractNum w:abstractNumId="0">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
    <w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
    <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
    </w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#;

#[test]
fn headings_and_generated_ordinals() {
    let item = |properties: &str, text: &str| format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let list = |id: &str, level: &str| format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{id}\"/></w:numPr>");
    let body = [
        item("<w:pStyle w:val=\"9\"/>", "一、总体情况……1"),
        item("<w:pStyle w:val=\"2\"/>", "总体情况"),
        item(&list("1", "1"), "主动公开"),
        item(&list("1", "2"), "属于国家秘密"),
        item(&list("1", "2"), "2023年"),
        item(&list("1", "1"), "依申请公开"),
        item("<w:pStyle w:val=\"3\"/>", "主动公开政府信息情况"),
        item(&list("1", "1"), "又从头数"),
        item(&list("1", "3"), "圆点"),
        item("<w:pStyle w:val=\"4\"/>", "小节"),
        item("<w:outlineLvl w:val=\"2\"/>", "更小"),
        item(&list("2", "0"), "另一个表从一数"),
        item(&list("0", "0"), "没有编号"),
        item(&list("7", "0"), "没有这个表"),
    ]
    .concat();
    insta::assert_snapshot!(shown_bytes("a.docx", &word(&body, STYLES, LISTS)), @r"
    # 一、总体情况
    P （一）主动公开
    P 1.属于国家秘密
    P 2. 2023年
    P （二）依申请公开
    # 二、主动公开政府信息情况
    P （一）又从头数
    P 圆点
    ## 小节
    ### 更小
    P 一、另一个表从一数
    P 没有编号
    P 没有这个表
    ");
}

#[test]
fn entities_are_never_fetched_or_expanded() {
    let xml = "<!DOCTYPE w [<!ENTITY file SYSTEM \"file:///etc/passwd\"><!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\
        <w:document><w:body><w:p><w:r><w:t>甲&file;&b;&#20057;&lt;</w:t></w:r></w:p></w:body></w:document>";
    assert_eq!(shown_bytes("a.docx", &archive(&[("word/document.xml", xml)])), "P 甲乙<\n");
}

#[test]
fn what_is_no_word_document() {
    let locked = super::xls::container(&[("EncryptionInfo", vec![0; 10]), ("EncryptedPackage", vec![0; 10])]);
    let bomb = archive(&[("word/document.xml", &"<w:p>  </w:p>".repeat(11_000_000))]);
    let deep = word(&"<w:p>".repeat(2000), "", "");
    let all = [
        ("locked.docx", locked),
        ("cut.docx", word("<w:p/>", "", "")[..200].to_vec()),
        ("broken.docx", archive(&[("word/document.xml", "<w:document><w:p></w:body>")])),
        ("unfinished.docx", archive(&[("word/document.xml", "<w:document><w:body><w:p>")])),
        ("blank.docx", word("<w:p/>", "", "")),
        ("bomb.docx", bomb),
        ("deep.docx", deep),
        (
            "slides.pptx",
            archive(&[
                ("_rels/.rels", "<a><Relationship Type=\"x/officeDocument\" Target=\"ppt/p.xml\"/></a>"),
                ("ppt/p.xml", ""),
            ]),
        ),
        ("a.odt", archive(&[("content.xml", "")])),
        ("a.zip", archive(&[("a.txt", "新收 1 件")])),
    ];
    let said: Vec<String> = all.iter().map(|(name, bytes)| format!("{name}: {}", failure(name, bytes, Lang::Zh))).collect();
    insta::assert_snapshot!(said.concat(), @r#"
    locked.docx: G0622 文件设有打开密码，读不到内容
      0..0 "" 
      = 请用办公软件打开它，去掉密码另存一份，再检查那一份
    cut.docx: G0621 文件已损坏，无法读取（ZIP：invalid Zip archive: Could not find EOCD）
      0..0 "" 
      = 请核对下载是否完整，能否用办公软件打开；能打开的话，另存一份再检查
    broken.docx: G0621 文件已损坏，无法读取（word/document.xml：ill-formed document: expected `</w:p>`, but `</w:body>` was found）
      0..0 "" 
      = 请核对下载是否完整，能否用办公软件打开；能打开的话，另存一份再检查
    unfinished.docx: G0621 文件已损坏，无法读取（word/document.xml：unexpected end）
      0..0 "" 
      = 请核对下载是否完整，能否用办公软件打开；能打开的话，另存一份再检查
    blank.docx: G0603 文件里只有空白，没有可以检查的内容
      0..0 "" 
      = 请核对导出或下载是否成功；文件里至少要有报告的正文和表格
    bomb.docx: G0604 文件解压后超过了 134217728 字节的上限，不像报告
      0..0 "" 
      = 请核对是不是选错了文件；多份报告请分成多个文件
    deep.docx: G0604 文件里的 XML（word/document.xml）嵌套超过 1000 层
      0..0 "" 
      = 请核对是不是选错了文件；多份报告请分成多个文件
    slides.pptx: G0601 本版还不能读取 PowerPoint (.pptx) 文件
      0..0 "" 
      = 请用原来的软件打开它，另存为 .docx、.xlsx、网页（.html）或带文字的 PDF 后再检查
    a.odt: G0601 本版还不能读取 OpenDocument 文件
      0..0 "" 
      = 请用原来的软件打开它，另存为 .docx、.xlsx、网页（.html）或带文字的 PDF 后再检查
    a.zip: G0601 本版还不能读取 ZIP 文件
      0..0 "" 
      = 请用原来的软件打开它，另存为 .docx、.xlsx、网页（.html）或带文字的 PDF 后再检查
    "#);
}
