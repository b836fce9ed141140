//! Hostile input through the whole engine: a clear finding with its place, never a panic, a hang or a lost file.

use gouji::diag::Lang;
use gouji::report::{Format, Outcome, Style, Verdict, render};
use gouji::source::Sources;
use gouji::{Library, Options, check};
use proptest::prelude::*;

fn library() -> (Library, Sources) {
    let mut sources = Sources::new();
    let library = Library::built_in(&mut sources).expect("the shipped templates compile");
    (library, sources)
}

/// Checks and prints in every format and both languages: nothing may panic on the way out either.
fn run(name: &str, bytes: &[u8]) -> (Outcome, Sources) {
    let (library, mut sources) = library();
    let outcome = check(&library, &mut sources, name, bytes, &Options::default());
    for format in
        [Format::Human, Format::Text, Format::Short, Format::Narrated, Format::Json, Format::Jsonl, Format::Sarif, Format::Github]
    {
        for lang in [Lang::Zh, Lang::En] {
            let mut out = Vec::new();
            let style = Style { lang, ..Style::default() };
            render(format, std::slice::from_ref(&outcome), &sources, &style, &mut out).expect("writing to memory");
            assert!(out.len() < 4_000_000, "{format:?} of {name} is {} bytes long", out.len());
        }
    }
    (outcome, sources)
}

fn refused(name: &str, bytes: &[u8]) -> String {
    let (outcome, _) = run(name, bytes);
    assert_eq!(outcome.verdict, Verdict::Incomplete, "{name}: {:?}", outcome.findings);
    let first = outcome.findings.iter().find(|finding| finding.is_error()).expect("an error");
    assert!(first.primary().is_some(), "{name}: a finding without a place");
    first.code.name.to_owned()
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = 100_000;
    refused("report.json", "[".repeat(deep).as_bytes());
    refused("report.json", "{\"a\":".repeat(deep).as_bytes());
    for tag in ["<div>", "<table><tr><td>", "<b>", "<ul><li>", "<blockquote><p>"] {
        refused("report.html", tag.repeat(deep).as_bytes());
    }
    let mut sources = Sources::new();
    for bracket in ["{", "(", "[", "（", "rule r { ((((", "section a {", "rows { a {"] {
        let text = format!("gouji 1\ntemplate a @1 \"a\" {{ {}", bracket.repeat(deep));
        let diagnostics = Library::compile(&mut sources, vec![("deep.gj".to_owned(), text)]).expect_err("too deep");
        assert!(diagnostics.iter().all(|found| found.primary().is_some()));
    }
}

#[test]
fn endless_lines_and_numbers_are_refused() {
    let nines = "9".repeat(4_000_000);
    refused("report.txt", nines.as_bytes());
    refused("report.html", nines.as_bytes());
    refused("report.json", nines.as_bytes());
    refused("report.json", b"1e999999999");
    let (outcome, _) = run(
        "report.json",
        br#"{"template": "zfxxgk@2021", "\u7533\u8bf7": {"\u65b0\u6536": {"\u81ea\u7136\u4eba": 1e999999999}}}"#,
    );
    assert_ne!(outcome.verdict, Verdict::Accepted);
}

#[test]
fn files_that_are_no_text_are_refused() {
    assert_eq!(refused("report.txt", b""), "G0603");
    refused("report.txt", b"\xff\xfe\x00\x01");
    refused("report.txt", b"\xd5\xfe\xb8\xae\xd0\xc5\xcf\xa2\xb9\xab\xbf\xaa");
    refused("report.txt", "\u{feff}".as_bytes());
    refused("report.json", "{\"a\": 1, \"a\": 2}".as_bytes());
    refused("report.html", b"\0\0\0\0");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), kind in 0usize..8) {
        let name = [
            "report.json", "report.html", "report.txt", "report.md", "report.yaml", "report.toml", "report.csv", "report.ndjson",
        ][kind];
        run(name, &bytes);
    }

    #[test]
    fn arbitrary_pieces_of_reports_never_panic(
        pieces in proptest::collection::vec(prop::sample::select(PIECES.to_vec()), 0..80),
        kind in 0usize..5,
    ) {
        let name = ["report.html", "report.txt", "report.md", "report.csv", "report.tsv"][kind];
        let text = pieces.concat();
        run(name, text.as_bytes());
        run(name, &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    }

    #[test]
    fn arbitrary_pieces_of_data_never_panic(
        pieces in proptest::collection::vec(prop::sample::select(DATA.to_vec()), 0..60),
        kind in 0usize..6,
    ) {
        let name = ["report.json", "report.yaml", "report.toml", "report.csv", "report.ndjson", "report.tsv"][kind];
        run(name, pieces.concat().as_bytes());
    }

    #[test]
    fn arbitrary_pieces_of_templates_never_panic(pieces in proptest::collection::vec(prop::sample::select(WORDS.to_vec()), 0..60)) {
        let text = format!("gouji 1\n{}", pieces.concat());
        let _ = Library::compile(&mut Sources::new(), vec![("t.gj".to_owned(), text)]);
    }
}

/// What reports are made of: labels of the shipped forms, marks of every layout, figures, and broken tags.
const PIECES: &[&str] = &[
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<td colspan=3>",
    "<td rowspan=2>",
    "<p>",
    "</p>",
    "<br>",
    "&nbsp;",
    "&#x4e00;",
    "|",
    "||",
    "| ",
    "\n",
    "\r\n",
    "\t",
    "\n\n",
    "　",
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "第二十条第（一）项",
    "信息内容",
    "本年制发件数",
    "规章",
    "行政规范性文件",
    "自然人",
    "法人或其他组织",
    "商业企业",
    "总计",
    "其他",
    "一、本年新收政府信息公开申请数量",
    "（七）总计",
    "（三）不予公开",
    "1.属于国家秘密",
    "四、结转下年度继续办理",
    "行政复议",
    "结果维持",
    "2024年",
    "自2024年1月1日起",
    "年政府信息公开工作年度报告",
    "收到政府信息公开申请",
    "0",
    "1",
    "12",
    "3.5",
    "-4",
    "１２",
    "1,234",
    "abc",
    "件",
    "万元",
    "18万余条",
    "三件",
    "，",
    "。",
    "：",
    "（",
    "）",
    "“",
    "\u{0}",
    "\u{202e}",
    "🙂",
    "e\u{301}",
];

/// What structured data is made of, with keys of the shipped forms.
const DATA: &[&str] = &[
    "template",
    "模板",
    "zfxxgk@2021",
    "meta",
    "年度",
    "2024",
    "figures",
    "facts",
    "申请",
    "新收",
    "自然人",
    "申请.新收.自然人",
    "行政复议.总计",
    "table",
    "row",
    "column",
    "value",
    "表,行,列,数值",
    "\n",
    "\r\n",
    "  ",
    "\t",
    ": ",
    ":",
    " = ",
    "=",
    ",",
    ";",
    ".",
    "- ",
    "---\n",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "\"\"",
    "&a ",
    "*a",
    "!!str ",
    "|\n",
    "? ",
    "# ",
    "0",
    "12.30",
    "-3",
    "1e9",
    "null",
    "~",
    "true",
    "\\",
    "\\L",
    "\\u4e00",
    "\u{85}",
    "\u{feff}",
    "🙂",
];

const WORDS: &[&str] = &[
    "unit 件\n",
    "unit 万元 = 10000元\n",
    "axis 甲 { 乙 丙, total 总 }\n",
    "template 表 @1 \"表\" {\n",
    "}\n",
    "{",
    "}",
    "section 正 \"正\" {\n",
    "table 表 {\n",
    "facts {\n",
    "cell natural[件]\n",
    "columns { 甲 乙 }\n",
    "columns { ..甲 }\n",
    "rows { 丙 { 丁 戊 } }\n",
    "rows { 子, 丑 = 子 + 1 }\n",
    "rule 规 { 甲 == 乙 }\n",
    "rule 规 soft when 甲 > 0 within 1件 { sum(丙) <= max(甲, 乙) }\n",
    "meta { 年度: year \"{}年\" }\n",
    "applies 年度 in 2021..\n",
    "read blank as 0\n",
    "title \"{年度}年…\"\n",
    "total 合计 ",
    "optional ",
    "including { 其中 \"其中\" }\n",
    "\"收到{}\"",
    "| \"x\" ",
    "#84 ",
    ": decimal[元] >= 0 ",
    "==",
    "+",
    "(",
    ")",
    "[",
    "]",
    "prior.",
    "sum(",
    "..",
    "模板 ",
    "规则 ",
    "求和 ",
    "甲",
    "乙",
    "丙",
    " ",
    "\n",
    "，",
    "：",
    "0",
    "1.5%",
    "// x\n",
    "/// d\n",
    "`",
    "\"",
    "\u{202e}",
];
