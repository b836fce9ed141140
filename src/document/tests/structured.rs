//! YAML, TOML, CSV and lines of JSON: what they are read into, with its places; what is said when they cannot be read.

use super::*;
use crate::source::Sources;

/// A tree on one line, each scalar with the text it stands at.
fn drawn(source: &str, node: &Node) -> String {
    let here = &source[node.span.range()];
    match &node.kind {
        NodeKind::Null => format!("null@{here:?}"),
        NodeKind::Bool(value) => format!("{value}@{here:?}"),
        NodeKind::Number(text) => format!("#{text}@{here:?}"),
        NodeKind::Text(text) => format!("{text}@{here:?}"),
        NodeKind::Array(nodes) => format!("[{}]", nodes.iter().map(|node| drawn(source, node)).collect::<Vec<_>>().join(", ")),
        NodeKind::Object(entries) => {
            let one = |entry: &tree::Entry| {
                let key = &source[entry.key_span.range()];
                let key = if key == entry.key { entry.key.clone() } else { format!("{}@{key:?}", entry.key) };
                format!("{key}: {}", drawn(source, &entry.value))
            };
            format!("{{{}}}", entries.iter().map(one).collect::<Vec<_>>().join(", "))
        }
    }
}

fn trees(name: &str, text: &str) -> String {
    let mut sources = Sources::new();
    let contents = open(&mut sources, name, text.as_bytes(), &Hints::default()).unwrap_or_else(|failure| panic!("{failure:#?}"));
    let mut out = String::new();
    for index in 0..contents.count() {
        let shown = match contents.report(index, &sources).as_deref() {
            Ok(Content::Tree(tree)) => drawn(sources.get(contents.file).unwrap().text(), &tree.root),
            Ok(Content::Document(document)) => dump(document),
            Err(failure) => format!("{} {}", failure.code.name, failure.message.render(Lang::En)),
        };
        let _ = writeln!(out, "{} {shown}", contents.part(index));
    }
    out
}

#[test]
fn yaml_words_stay_as_they_are() {
    insta::assert_snapshot!(trees("a.yaml", "\u{feff}# 说明\n收支: # 元\n  收入: 12.30\n  支出: \"1,234\" \n  答复: no\n  编号: 0x1F\n  空:\n  无: ~\n  是: true\n  \"引 号\": '它''说'\n  说明: |\n    两行\n    文字\n  列: [1, 二, {三: 3}]\n"), @r#"
     {收支: {收入: 12.30@"12.30", 支出: 1,234@"\"1,234\" ", 答复: no@"no", 编号: 0x1F@"0x1F", 空: null@"", 无: null@"~", 是: true@"true", 引 号@"\"引 号\"": 它'说@"'它''说'", 说明: 两行
    文字
    @"两行\n    文字\n  ", 列: [1@"1", 二@"二", {三: 3@"3"}]}}
    "#);
    insta::assert_snapshot!(trees("a.yml", "基: &a {甲: 1}\n用: *a\n又: [*a, *a]\n"), @r#" {基: {甲: 1@"1"}, 用: {甲: 1@"1"}, 又: [{甲: 1@"1"}, {甲: 1@"1"}]}"#);
    insta::assert_snapshot!(trees("a.yaml", "甲: 1\n---\n甲: 2\n...\n# 完\n"), @r#"
    #1 {甲: 1@"1"}
    #2 {甲: 2@"2"}
    "#);
}

#[test]
fn toml_numbers_stay_as_they_are() {
    insta::assert_snapshot!(trees("a.toml", "\u{feff}template = \"甲@1\"\n[\"收支\"] # 元\n\"收入\" = 12.30\n\"支出\".\"日常\" = 1_234\n\"编号\" = 0x1F\n\"日期\" = 2024-01-31\n\"无穷\" = -inf\n\"负\" = -3e2\n\"是\" = true\n[[\"列\"]]\na = 1\n[[\"列\"]]\nb = { c = '''x''' }\n"), @r#" {template: 甲@1@"\"甲@1\"", 收支@"\"收支\"": {收入@"\"收入\"": #12.30@"12.30", 支出@"\"支出\"": {日常@"\"日常\"": #1234@"1_234"}, 编号@"\"编号\"": 0x1F@"0x1F", 日期@"\"日期\"": 2024-01-31@"2024-01-31", 无穷@"\"无穷\"": -inf@"-inf", 负@"\"负\"": #-3e2@"-3e2", 是@"\"是\"": true@"true"}, 列@"\"列\"": [{a: #1@"1"}, {b: {c: x@"'''x'''"}}]}"#);
}

#[test]
fn csv_in_its_forms() {
    insta::assert_snapshot!(trees("a.csv", "\u{feff}表,行,列,数值,备注\r\n\r\n基本信息,年度,,2024,\r\n借阅, 文学 ,册数,\"1,200\",\"他说\"\"好\"\"\"\r\n借阅,科学,册数,,\r\n"), @r#" {meta@"基本信息,年度,,2024,\r\n借阅, 文学 ,册数,\"1,200\",\"他说\"\"好\"\"\"\r\n借阅,科学,册数,,": {年度: 2024@"2024"}, figures@"基本信息,年度,,2024,\r\n借阅, 文学 ,册数,\"1,200\",\"他说\"\"好\"\"\"\r\n借阅,科学,册数,,": [{table@"表": 借阅@"借阅", row@"行": 文学@"文学", column@"列": 册数@"册数", value@"数值": 1,200@"\"1,200\""}, {table@"表": 借阅@"借阅", row@"行": 科学@"科学", column@"列": 册数@"册数", value@"数值": @""}]}"#);
    insta::assert_snapshot!(trees("a.csv", "template;年度;meta.单位;借阅.文学.册数\n借阅@1;2024;甲;12\n借阅@1;2023;;\"1;3\"\n借阅@1;2022;乙\n"), @r#"
    :2 {template: 借阅@1@"借阅@1", meta@"借阅@1;2024;甲;12": {单位@"meta.单位": 甲@"甲"}, 年度: 2024@"2024", 借阅.文学.册数: 12@"12"}
    :3 {template: 借阅@1@"借阅@1", 年度: 2023@"2023", 借阅.文学.册数: 1;3@"\"1;3\""}
    :4 G0610 this line has 3 fields, the header 4
    "#);
    insta::assert_snapshot!(trees("a.tsv", "table\trow\tcolumn\tvalue\nA\tB\tC\t1,200\n"), @r#" {figures@"A\tB\tC\t1,200": [{table: A@"A", row: B@"B", column: C@"C", value: 1,200@"1,200"}]}"#);
    insta::assert_snapshot!(trees("a.csv", "图书借阅统计,,\n项目,册数,备注\n文学,\"1,200\",\"两\n行\"\n科学,80\n\n审核人,某某\n"), @r#"
     P 图书借阅统计
    Rows
    R 项目¦册数¦备注
    R 文学¦1,200¦两
    行
    R 科学¦80
    Rows
    R 审核人¦某某
    "#);
}

#[test]
fn json_a_line() {
    insta::assert_snapshot!(trees("a.jsonl", "{\"甲\": 1}\r\n\n{\"甲\": }\n{\"甲\": 3}"), @r#"
    :1 {甲@"\"甲\"": #1@"1"}
    :3 G0605 JSON syntax: expected a value, found `}`
    :4 {甲@"\"甲\"": #3@"3"}
    "#);
}

fn said(name: &str, text: &str) -> String {
    failure(name, text.as_bytes(), Lang::Zh) + &failure(name, text.as_bytes(), Lang::En)
}

#[test]
fn mistakes_in_yaml() {
    insta::assert_snapshot!(said("a.yaml", "甲:\n\t乙: 1\n"), @r#"
    G0608 YAML 语法错误：缩进不能用制表符
      6..6 "" 
      = 缩进只用空格，同一层对齐；“:”后面空一格；含有“: ”或“ #”的文字加引号
    G0608 YAML syntax: tabs cannot indent
      6..6 "" 
      = indent with blanks, the same for one level; put a blank behind `:`; quote a text that holds `: ` or ` #`
    "#);
    insta::assert_snapshot!(said("a.yaml", "甲: 1\n乙: 2\n甲: 3\n"), @r#"
    G0606 键“甲”在同一个对象里出现了两次
      14..17 "甲" 第二次在这里
      0..3 "甲" 第一次在这里
      = 留下正确的一个；两个值不能都算数，程序不替你选
    G0606 the key `甲` occurs twice in one object
      14..17 "甲" the second one
      0..3 "甲" the first one
      = keep the right one: only one of the values can count, and it is not for a program to choose
    "#);
    insta::assert_snapshot!(said("a.yaml", "甲: {乙: 1\n丙: 2\n"), @r#"
    G0608 YAML 语法错误：括号没有配上，或者少了逗号
      16..16 "" 
      = 缩进只用空格，同一层对齐；“:”后面空一格；含有“: ”或“ #”的文字加引号
    G0608 YAML syntax: a bracket is not closed, or a comma is missing
      16..16 "" 
      = indent with blanks, the same for one level; put a blank behind `:`; quote a text that holds `: ` or ` #`
    "#);
    insta::assert_snapshot!(said("a.yaml", "? [1, 2]\n: 3\n"), @r#"
    G0608 键必须是一个词，不能是列表或映射
      2..2 "" 
    G0608 a key is a word, not a list or a mapping
      2..2 ""
    "#);
    insta::assert_snapshot!(said("a.yaml", "甲: &a [*a]\n"), @r#"
    G0608 别名所指的内容还没有写完，它不能包含自己
      9..11 "*a" 
    G0608 an alias stands inside what it names
      9..11 "*a"
    "#);
    insta::assert_snapshot!(said("a.yaml", "甲:\n  乙: 1\n 丙: 2\n"), @r#"
    G0608 YAML 语法错误：这一行的缩进和上面对不上
      15..15 "" 
      = 缩进只用空格，同一层对齐；“:”后面空一格；含有“: ”或“ #”的文字加引号
    G0608 YAML syntax: the indentation of this line fits no line above
      15..15 "" 
      = indent with blanks, the same for one level; put a blank behind `:`; quote a text that holds `: ` or ` #`
    "#);
    insta::assert_snapshot!(said("a.yaml", "甲: \"乙\n"), @r#"
    G0608 YAML 语法错误：引号到文件末尾也没有结束
      5..5 "" 
      = 缩进只用空格，同一层对齐；“:”后面空一格；含有“: ”或“ #”的文字加引号
    G0608 YAML syntax: a quotation mark is never closed
      5..5 "" 
      = indent with blanks, the same for one level; put a blank behind `:`; quote a text that holds `: ` or ` #`
    "#);
    insta::assert_snapshot!(said("a.yaml", "甲: 乙: 丙\n"), @r#"
    G0608 YAML 语法错误：这里不能有“:”；文字里有“: ”的要加引号
      8..8 "" 
      = 缩进只用空格，同一层对齐；“:”后面空一格；含有“: ”或“ #”的文字加引号
    G0608 YAML syntax: `:` cannot stand here; quote a text that holds `: `
      8..8 "" 
      = indent with blanks, the same for one level; put a blank behind `:`; quote a text that holds `: ` or ` #`
    "#);
    insta::assert_snapshot!(said("a.yaml", "甲: 1\n乙\n丙: 2\n"), @r#"
    G0608 YAML 语法错误：这一行少了“:”
      11..11 "" 
      = 缩进只用空格，同一层对齐；“:”后面空一格；含有“: ”或“ #”的文字加引号
    G0608 YAML syntax: this line lacks its `:`
      11..11 "" 
      = indent with blanks, the same for one level; put a blank behind `:`; quote a text that holds `: ` or ` #`
    "#);
    insta::assert_snapshot!(said("a.yaml", "甲: *b\n"), @r#"
    G0608 YAML 语法错误：没有叫这个名字的锚点
      5..5 "" 
      = 缩进只用空格，同一层对齐；“:”后面空一格；含有“: ”或“ #”的文字加引号
    G0608 YAML syntax: there is no anchor of this name
      5..5 "" 
      = indent with blanks, the same for one level; put a blank behind `:`; quote a text that holds `: ` or ` #`
    "#);
    insta::assert_snapshot!(said("a.yaml", "# 只有说明\n"), @r#"
    G0603 文件是空的，没有可以检查的内容
      0..0 "" 
      = 请核对导出或下载是否成功；文件里至少要有报告的正文和表格
    G0603 the file is empty: there is nothing to check
      0..0 "" 
      = see whether the export or download succeeded; a report has at least its text and tables
    "#);
}

#[test]
fn mistakes_in_toml() {
    insta::assert_snapshot!(said("a.toml", "[收支]\n收入 = 1\n"), @r#"
    G0609 TOML 语法错误：不带引号的键只能有半角字母、数字、“_”和“-”
      1..7 "收支" 
      = 含有汉字的键要加引号，如 "收支"."收入" = 298
    G0609 TOML syntax: a key without quotes has only ASCII letters, digits, `_` and `-`
      1..7 "收支" 
      = quote a key that has other than ASCII letters, as in "total cost" = 298
    "#);
    insta::assert_snapshot!(said("a.toml", "a = 1\nb = 2\na = 3\n"), @r#"
    G0606 这个键已经写过一次
      12..13 "a" 第二次在这里
      = 留下正确的一个；两个值不能都算数，程序不替你选
    G0606 this key was written before
      12..13 "a" the second one
      = keep the right one: only one of the values can count, and it is not for a program to choose
    "#);
    insta::assert_snapshot!(said("a.toml", "a = 1,234\n"), @r#"
    G0609 TOML 语法错误：值已经写完，后面还有内容
      5..5 "" 
      = 文字加引号；数写成 1234 或 12.30，不带千位分隔符
    G0609 TOML syntax: the value is complete, but something follows it
      5..5 "" 
      = quote texts; write numbers as 1234 or 12.30, without thousands separators
    "#);
    insta::assert_snapshot!(said("a.toml", "a = 甲\n"), @r#"
    G0609 TOML 语法错误：这里应有一个值；文字要加引号
      4..7 "甲" 
      = 文字加引号；数写成 1234 或 12.30，不带千位分隔符
    G0609 TOML syntax: a value belongs here; a text is quoted
      4..7 "甲" 
      = quote texts; write numbers as 1234 or 12.30, without thousands separators
    "#);
    insta::assert_snapshot!(said("a.toml", "a\nb = 1\n"), @r#"
    G0609 TOML 语法错误：这一行少了“=”
      1..1 "" 
      = 文字加引号；数写成 1234 或 12.30，不带千位分隔符
    G0609 TOML syntax: this line lacks its `=`
      1..1 "" 
      = quote texts; write numbers as 1234 or 12.30, without thousands separators
    "#);
    insta::assert_snapshot!(said("a.toml", "a = [1 2]\n"), @r#"
    G0609 TOML 语法错误：这里应有一个值；文字要加引号
      5..8 "1 2" 
      = 文字加引号；数写成 1234 或 12.30，不带千位分隔符
    G0609 TOML syntax: a value belongs here; a text is quoted
      5..8 "1 2" 
      = quote texts; write numbers as 1234 or 12.30, without thousands separators
    "#);
    insta::assert_snapshot!(said("a.toml", "a = 012\n"), @r#"
    G0609 TOML 语法错误：数不能以 0 开头
      4..5 "0" 
      = 文字加引号；数写成 1234 或 12.30，不带千位分隔符
    G0609 TOML syntax: a number does not begin with 0
      4..5 "0" 
      = quote texts; write numbers as 1234 or 12.30, without thousands separators
    "#);
    insta::assert_snapshot!(said("a.toml", "a = \"甲\n"), @r#"
    G0609 TOML 语法错误：文字的引号没有配上
      8..8 "" 
      = 文字加引号；数写成 1234 或 12.30，不带千位分隔符
    G0609 TOML syntax: the quotation marks of a text do not match
      8..8 "" 
      = quote texts; write numbers as 1234 or 12.30, without thousands separators
    "#);
}

#[test]
fn mistakes_in_csv() {
    insta::assert_snapshot!(said("a.csv", "表,行,列,数值\n借阅,文学,册数,1,200\n"), @r#"
    G0610 这一行有 5 格，表头有 4 格
      42..45 "200" 
      0..18 "表,行,列,数值" 表头在这里
      = 内容里有分隔符、引号或换行的，整格用半角双引号括起，里面的引号写两个，如 "1,002"
    G0610 this line has 5 fields, the header 4
      42..45 "200" 
      0..18 "表,行,列,数值" the header
      = quote a field that holds the separator, a quotation mark or a line break, and double the marks in it, as in "1,002"
    "#);
    insta::assert_snapshot!(said("a.csv", "表,行,列,数值\n借阅,文学\n"), @r#"
    G0610 这一行有 2 格，表头有 4 格
      32..32 "" 
      0..18 "表,行,列,数值" 表头在这里
      = 没有内容的格留空，但分隔符要写全
    G0610 this line has 2 fields, the header 4
      32..32 "" 
      0..18 "表,行,列,数值" the header
      = leave a field without contents blank, but write its separator
    "#);
    insta::assert_snapshot!(said("a.csv", "表,行,列,数值,\n借阅,文学,册数,1,200\n"), @r#"
    G0610 第 5 列没有表头，却有内容
      43..46 "200" 
      0..19 "表,行,列,数值," 表头在这里
      = 内容里有分隔符、引号或换行的，整格用半角双引号括起，里面的引号写两个，如 "1,002"
    G0610 column 5 has no name in the header, but it has contents
      43..46 "200" 
      0..19 "表,行,列,数值," the header
      = quote a field that holds the separator, a quotation mark or a line break, and double the marks in it, as in "1,002"
    "#);
    insta::assert_snapshot!(said("a.csv", "表,行,列,数值\n借阅,文学,\"册数,1\n"), @r#"
    G0610 引号没有配上：到文件末尾也没有结束的引号
      33..34 "\"" 从这里打开
      = 内容里有分隔符、引号或换行的，整格用半角双引号括起，里面的引号写两个，如 "1,002"
    G0610 a quotation mark is never closed
      33..34 "\"" opened here
      = quote a field that holds the separator, a quotation mark or a line break, and double the marks in it, as in "1,002"
    "#);
    insta::assert_snapshot!(said("a.csv", "表,行,列,数值\n借阅,\"文\"学,册数,1\n"), @r#"
    G0610 结束的引号后面应是分隔符或换行，却是“学”
      31..34 "学" 
      26..31 "\"文\"" 引号里的内容到这里结束
      = 内容里有分隔符、引号或换行的，整格用半角双引号括起，里面的引号写两个，如 "1,002"
    G0610 behind a closing quotation mark belongs a separator or the end of the line, not `学`
      31..34 "学" 
      26..31 "\"文\"" the quotes end here
      = quote a field that holds the separator, a quotation mark or a line break, and double the marks in it, as in "1,002"
    "#);
    insta::assert_snapshot!(said("a.csv", "表,行,列,值,数值\n"), @r#"
    G0606 表头“数值”出现了两次
      16..22 "数值" 第二次在这里
      12..15 "值" 第一次在这里
      = 留下正确的一个；两个值不能都算数，程序不替你选
    G0606 two columns are called `数值`
      16..22 "数值" the second one
      12..15 "值" the first one
      = keep the right one: only one of the values can count, and it is not for a program to choose
    "#);
    insta::assert_snapshot!(said("a.csv", "表,行,列,数值\n"), @r#"
    G0603 只有表头，没有数据
      18..18 "" 
    G0603 a header and no records
      18..18 ""
    "#);
}

#[test]
fn bombs_and_towers() {
    let code = |name: &str, text: &str| failure(name, text.as_bytes(), Lang::En).split(' ').next().unwrap_or("").to_owned();
    // A billion laughs.
    let mut laughs = "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n".to_owned();
    for level in 1..12 {
        let last = format!("*a{}", level - 1);
        laughs += &format!("a{level}: &a{level} [{}]\n", [last.as_str(); 10].join(","));
    }
    assert_eq!(code("a.yaml", &laughs), "G0604");
    for tower in ["[", "{a: ", "- ", "? ", "&a [", "!!map {? "] {
        assert!(matches!(code("a.yaml", &tower.repeat(20_000)).as_str(), "G0604" | "G0608"), "{tower}");
    }
    for tower in ["a = ", "["] {
        assert_eq!(code("a.toml", &format!("a = {}", tower.repeat(100_000))), "G0609", "{tower}");
    }
    for text in [
        format!("a = {}", "{a = ".repeat(100_000)),
        "a.".repeat(100_000),
        format!("{}a = 1", "a.".repeat(100_000)),
        format!("[{}a]", "a.".repeat(100_000)),
    ] {
        let mut sources = Sources::new();
        let found = open(&mut sources, "a.toml", text.as_bytes(), &Hints::default());
        assert!(found.is_err(), "{}", &text[..20]);
    }
    assert_eq!(code("a.csv", &format!("表,行,列,数值\n{}", "a,b,c,1\n".repeat(limits::MAX_PIECES + 1))), "G0604");
    assert_eq!(code("a.ndjson", &"{}\n".repeat(limits::MAX_PIECES + 1)), "G0604");
}
