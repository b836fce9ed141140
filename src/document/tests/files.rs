//! Files that are no report: what is said about them, in both languages.

use super::*;

fn both(name: &str, bytes: &[u8]) -> String {
    failure(name, bytes, Lang::Zh) + &failure(name, bytes, Lang::En)
}

#[test]
fn empty_and_blank_files() {
    insta::assert_snapshot!(both("a.txt", b""), @r#"
    G0603 文件是空的，没有可以检查的内容
      0..0 "" 
      = 请核对导出或下载是否成功；文件里至少要有报告的正文和表格
    G0603 the file is empty: there is nothing to check
      0..0 "" 
      = see whether the export or download succeeded; a report has at least its text and tables
    "#);
    insta::assert_snapshot!(both("a.html", "\u{feff} \n\u{3000}".as_bytes()), @r#"
    G0603 文件里只有空白，没有可以检查的内容
      0..0 "" 
      = 请核对导出或下载是否成功；文件里至少要有报告的正文和表格
    G0603 the file holds nothing but blanks: there is nothing to check
      0..0 "" 
      = see whether the export or download succeeded; a report has at least its text and tables
    "#);
}

#[test]
fn formats_of_a_later_edition() {
    insta::assert_snapshot!(failure("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", Lang::Zh), @r#"
    G0601 本版还不能读取 Word/Excel 97-2003 (.doc .xls .wps) 文件
      0..0 "" 
      = 请用原来的软件打开它，另存为 .docx、.xlsx、网页（.html）或带文字的 PDF 后再检查
    "#);
    // A web page under another name is a web page.
    assert_eq!(shown("a.doc", "\n<html><p>一、总体情况</p>"), "P 一、总体情况\n");
}

#[test]
fn bytes_that_are_no_text() {
    insta::assert_snapshot!(both("a.txt", "新收\0".as_bytes()), @r#"
    G0601 这个文件不是文本：第 6 字节是控制字符（NUL）
      6..6 "" 
      = 请用办公软件打开它，另存为网页（.html）或纯文本（.txt，UTF-8）后再检查
    G0601 this file is not text: byte 6 is a NUL character
      6..6 "" 
      = open it in the program that made it and save it as a web page (.html) or plain text (.txt, UTF-8)
    "#);
    let cut = ["一、总体情况\n新收".as_bytes(), &[0xe4, 0xbb]].concat();
    insta::assert_snapshot!(both("a.txt", &cut), @r#"
    G0602 文件按 UTF-8 编码读不通：第 2 行（第 25 字节）的 0xE4 不是合法字符
      25..25 "" 从这里起无法解码
      = 如果它用的是别的编码，请用 --encoding 指明（如 --encoding gb18030）；如果不是，文件已经损坏，请重新取一份
    G0602 the file cannot be decoded as UTF-8: 0xE4 on line 2 (byte 25) is no valid character
      25..25 "" from here on it cannot be decoded
      = if it is in another encoding, name that with --encoding (as in --encoding gb18030); if not, the file is damaged: get another copy
    "#);
    // 政府信息公开 in GB18030, cut in the middle of a character.
    let gb = b"2024\xc4\xea\xd5\xfe\xb8\xae\xd0\xc5\xcf\xa2\xb9\xab\xbf\xaa\xb9\xa4\xd7\xf7\r\n\xb9";
    insta::assert_snapshot!(both("a.txt", gb), @r#"
    G0602 文件按 GB18030 编码读不通：第 2 行（第 24 字节）的 0xB9 不是合法字符
      33..33 "" 从这里起无法解码
      = 如果它用的是别的编码，请用 --encoding 指明（如 --encoding gb18030）；如果不是，文件已经损坏，请重新取一份
    G0602 the file cannot be decoded as GB18030: 0xB9 on line 2 (byte 24) is no valid character
      33..33 "" from here on it cannot be decoded
      = if it is in another encoding, name that with --encoding (as in --encoding gb18030); if not, the file is damaged: get another copy
    "#);
    insta::assert_snapshot!(both("a.txt", "2024��������\n".as_bytes()), @r#"
    G0602 文件里有 8 个替换符“�”：它曾被按错误的编码打开并保存，原来的文字已经丢失
      4..7 "�" 第一处在这里
      = 请取原始文件重新导出，不要使用这一份
    G0602 8 replacement characters (U+FFFD): the file was once opened in the wrong encoding and saved, and its characters are lost
      4..7 "�" the first of them
      = go back to the original file and export it again
    "#);
    assert_eq!(shown("a.txt", "收到申请298�件，其中自然人235件。"), "P 收到申请298�件，其中自然人235件。\n");
}

#[test]
fn what_is_too_large() {
    let line = "9".repeat(limits::MAX_TEXT_BYTES + 1);
    for (name, bytes) in [
        ("a.txt", line.clone()),
        ("a.md", line.clone()),
        ("a.json", line.clone()),
        ("a.html", line.clone()),
        ("-", line.clone()),
        ("a.html", format!("<p>a</p>{line}")),
        ("a.json", format!("[\"{line}\"]")),
    ] {
        let found = failure(name, bytes.as_bytes(), Lang::En);
        assert!(found.starts_with("G0604 this piece of text runs on for"), "{name}: {found}");
    }
    insta::assert_snapshot!(both("a.txt", line.as_bytes()), @r#"
    G0604 这一段文字有 4194305 字节，中间没有任何分隔，超过了 4194304 字节的上限，不像报告
      0..0 "" 从这里开始
      = 请核对是不是选错了文件；多份报告请分成多个文件
    G0604 this piece of text runs on for 4194305 bytes without a break; at most 4194304 are read, and no report has such a piece
      0..0 "" it begins here
      = see whether this is the right file; put several reports into several files
    "#);
    let bars = "|".repeat(limits::MAX_PIECES + 1);
    insta::assert_snapshot!(both("a.txt", bars.as_bytes()), @r#"
    G0604 段落和单元格超过了 1000000 个的上限
      1000000..1000000 "" 到这里为止
      = 请核对是不是选错了文件；多份报告请分成多个文件
    G0604 more than 1000000 paragraphs and cells
      1000000..1000000 "" the limit is reached here
      = see whether this is the right file; put several reports into several files
    "#);
    insta::assert_snapshot!(both("a.json", "[".repeat(100_000).as_bytes()), @r#"
    G0604 嵌套超过 256 层
      256..257 "[" 这一个已是第 257 层
      = 报告只需要几层：表、行、列
    G0604 nested deeper than 256 levels
      256..257 "[" this one is level 257
      = a report needs a few levels: table, row, column
    "#);
}

#[test]
fn the_format_is_known_by_name_or_content() {
    for (name, text, expected) in [
        ("-", "{\"a\": 1}", "tree"),
        ("-", "[1]", "document"),
        ("-", " [[1]]", "tree"),
        ("a.JSON", "1", "tree"),
        ("-", "<p>新收", "P 新收\n"),
        ("-", "<3 件", "P <3 件\n"),
        ("dir.html/name", "<p>新收", "P 新收\n"),
        ("C:\\a.md", "# 新收", "# 新收\n"),
        ("a.txt", "# 新收", "P # 新收\n"),
        ("-", "[2021] 30号", "P [2021] 30号\n"),
        ("-", "\u{feff}<p>新收", "P 新收\n"),
    ] {
        let found = match try_read(name, text.as_bytes()).1 {
            Ok(Content::Tree(_)) => "tree".to_owned(),
            Ok(Content::Document(_)) if expected == "document" => "document".to_owned(),
            Ok(Content::Document(document)) => dump(&document),
            Err(failure) => format!("{failure:?}"),
        };
        assert_eq!(found, expected, "{name} {text}");
    }
}

#[test]
fn a_byte_order_mark_is_no_text_but_counts() {
    let (sources, document) = document("a.txt", "\u{feff}新收 298 件\r\n");
    let Some(Block::Paragraph(paragraph)) = document.blocks.first() else { panic!("{document:?}") };
    assert_eq!((paragraph.text.as_str(), paragraph.text.span().range()), ("新收 298 件", 3..17));
    assert_eq!(sources.slice(paragraph.text.span()), "新收 298 件");
    let (_, Ok(Content::Tree(tree))) = try_read("a.json", "\u{feff}{\"a\": 12}".as_bytes()) else { panic!("a tree") };
    assert_eq!(tree.root.get("a").map(|node| node.span.range()), Some(9..11));
}

/// The page's fenced block with these words behind the fence.
fn block<'a>(page: &'a str, info: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("```{info}\n"))?;
    rest.split("```").next()
}

#[test]
fn the_examples_of_the_pages_are_read_as_they_say() {
    let codes = crate::diag::ALL_CODES.iter().filter(|code| code.name.starts_with("G06"));
    for code in codes {
        for (format, name) in [("text", "a.txt"), ("json", "a.json"), ("yaml", "a.yaml"), ("toml", "a.toml"), ("csv", "a.csv")] {
            if let Some(wrong) = block(code.page, &format!("{format} wrong")) {
                assert!(failure(name, wrong.as_bytes(), Lang::Zh).starts_with(code.name), "{}", code.name);
            }
            if let Some(right) = block(code.page, &format!("{format} right")) {
                assert!(try_read(name, right.as_bytes()).1.is_ok(), "{}", code.name);
            }
        }
        assert!(code.page.contains(" wrong") && code.page.contains(" right"), "{}", code.name);
    }
}
