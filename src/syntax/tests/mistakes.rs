//! What an author gets wrong: each mistake one diagnostic, at the exact place, in words of both languages.

use super::*;
use crate::diag::Lang;

/// (the mistake, the text, the code, what the primary span covers; an empty span as the text before it and `^`).
/// A text that does not start with `gouji` stands in a table of a template.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("no colon before a type in meta", "gouji 1\ntemplate t @1 { meta { 年度 year \"{}年\" } }", "G0101", "{ 年度^"),
    ("no colon before a type with a unit", "columns { 收到 natural[件] }", "G0101", "{ 收到^"),
    ("no type behind the colon", "columns { 收到: , 办结 }", "G0101", " 收到:^"),
    ("matches behind the label", "rows { a: text \"甲\" matches \"[0-9]+\" }", "G0101", "matches \"[0-9]+\""),
    ("a bound behind the label", "rows { a: decimal \"甲\" >= 0 }", "G0101", ">= 0"),
    ("no type at the line's end", "cell", "G0101", "  cell^"),
    (
        "no brace behind a table",
        "gouji 1\ntemplate t @1 {\n  table 甲 \"甲表\"\n    columns { a }\n  }\n}",
        "G0101",
        " \"甲表\"^",
    ),
    ("no brace behind a template", "gouji 1\ntemplate t @1 \"T\"\n  prose\n}", "G0101", "1 \"T\"^"),
    (
        "no closing brace of a section",
        "gouji 1\ntemplate t @1 {\n  section 甲 {\n    prose\n  section 乙 { prose }\n}",
        "G0102",
        "{",
    ),
    ("no closing brace at the end", "gouji 1\ntemplate t @1 {\n  prose\n", "G0102", "{"),
    ("a brace too many", "gouji 1\ntemplate t @1 {\n  prose\n}\n}", "G0102", "}"),
    ("no closing parenthesis", "rule r { sum(a, b == c }", "G0102", "("),
    ("the wrong bracket", "rule r { sum(a, b] == c }", "G0102", "]"),
    ("no closing quote", "columns { a \"甲 }", "G0103", "\""),
    ("no closing curly quote", "table 乙 “乙表 { prose }", "G0103", "“"),
    ("no closing backquote", "columns { `3月 }", "G0103", "`"),
    ("no name of a section", "gouji 1\ntemplate t @1 { section \"一、总则\" { prose } }", "G0101", "\"一、总则\""),
    ("no name of a rule", "rule { a == b }", "G0101", " rule^"),
    ("no name of a total", "rows { a, total }", "G0108", " total^"),
    ("no right side", "rule r { a == }", "G0101", " a ==^"),
    ("no left side", "rule r { == a }", "G0101", "=="),
    ("no operator", "rule r { a b }", "G0101", "b"),
    ("no condition", "rule r \"x\" { }", "G0101", "\"x\" {^"),
    ("no block behind a rule", "rule r \"x\"", "G0101", "r \"x\"^"),
    ("an unfinished when", "rule r when a > { b == c }", "G0101", "en a >^"),
    ("an unknown word in a rule's head", "rule r sofft { b == c }", "G0101", "sofft"),
    ("an unfinished derived line", "rows { a = b +, c }", "G0101", "= b +^"),
    ("two operators", "rows { a = b * / c }", "G0101", "/"),
    ("a reserved word as an item", "columns { in \"收入\" }", "G0108", "in"),
    ("a reserved word as a table", "table 或 { prose }", "G0108", "或"),
    ("a reserved word in a condition", "rule r { a == then }", "G0108", "then"),
    ("a name that starts with a digit", "columns { 3月 \"三月\" }", "G0101", "3月"),
    ("a semicolon for a new line", "cell natural；\n columns { a }", "G0101", "；"),
    ("a semicolon between items", "columns { a; b }", "G0101", ";"),
    ("a comma between statements", "cell natural, columns { a }", "G0101", ","),
    ("no comma between items", "columns { a \"A\" b \"B\" }", "G0101", "b"),
    ("single quotes", "columns { a '甲' }", "G0101", "'"),
    ("corner quotes", "title 「甲」", "G0101", "「"),
    ("an operator of programs", "rule r { a > 0 && b > 0 }", "G0101", "&&"),
    ("a misspelled statement", "colums { a }", "G0101", "colums"),
    ("an item where a statement belongs", "收到 \"收到{}\"", "G0101", "收到"),
    ("a template in a template", "gouji 1\ntemplate t @1 {\n  template u @2 { prose }\n}", "G0101", "template"),
    ("a section outside", "gouji 1\nsection 甲 { prose }", "G0101", "section"),
    ("a word outside", "gouji 1\nhello world", "G0101", "hello"),
    ("no bar before a spelling of a unit", "gouji 1\nunit 元 \"圆\"", "G0101", "nit 元^"),
    ("no spelling behind the bar", "gouji 1\nunit 元 |\nunit 件", "G0101", "t 元 |^"),
    ("no number of a unit", "gouji 1\nunit 万元 =\nunit 件", "G0101", "万元 =^"),
    ("two versions", "gouji 1\ntemplate t @1 \"T\" @2 { prose }", "G0107", "@2"),
    ("a list of values without braces", "gouji 1\ntemplate t @1 { meta { a: enum, b: text } }", "G0101", " enum^"),
    ("quoted values", "gouji 1\ntemplate t @1 { meta { a: enum{甲 \"乙\"} } }", "G0101", "\"乙\""),
    ("a slash in a unit", "cell natural[人/次]", "G0101", "/"),
    ("no version behind the sign", "gouji 1\ntemplate t @ { prose }", "G0101", "e t @^"),
    ("a version without its sign", "gouji 1\ntemplate t 2021 { prose }", "G0101", "2021"),
    ("no `in` behind applies", "gouji 1\ntemplate t @1 { applies 年度 2021 }", "G0101", "2021"),
    ("no text behind title", "title 食堂", "G0101", "食堂"),
    ("no treatment in read", "read blank 0", "G0101", "0"),
    ("no number behind as", "rows { a optional as }", "G0101", "nal as^"),
    ("no number behind step", "rows { a step, b }", "G0101", " step^"),
    ("a list without in", "rule r { a == (b, c) }", "G0101", "(b, c)"),
    ("thousands separators", "rule r { a > 10,000 }", "G0109", ","),
    ("underscores in a number", "rule r { a > 10_000 }", "G0109", "10_000"),
    ("too many digits", "rule r { a > 1234567890123456789012345678901234567 }", "G0109", "1234567890123456789012345678901234567"),
    ("an attribute on the next line", "rows { 甲\n optional\n 乙 }", "G0108", "optional"),
    ("read on the next line", "rows { 甲\n read blank as 0\n 乙 }", "G0108", "read"),
    ("including on the next line", "rows { 甲\n 其中含 { 乙 } }", "G0108", "其中含"),
    ("two labels", "columns { a \"A\" \"B\" }", "G0107", "\"B\""),
    ("two types", "columns { a: text : year }", "G0107", ": year"),
    ("two equations", "rows { a = b = c }", "G0107", "="),
    ("two severities", "rule r soft note { a == b }", "G0107", "note"),
    ("two steps", "cell decimal step 1 step 2", "G0107", "step 2"),
    ("an invisible character in a name", "columns { 收\u{200B}到 }", "G0104", "\u{200B}"),
    ("a bidirectional character in a text", "columns { a \"甲\u{202E}乙\" }", "G0104", "\u{202E}"),
    ("a bidirectional character in a comment", "// \u{2066}x\n cell natural", "G0104", "\u{2066}"),
    ("a control character", "columns { a \u{7} }", "G0104", "\u{7}"),
    ("no edition", "gouji\ntemplate t @1 { prose }", "G0106", "gouji^"),
    ("another edition", "gouji 3\ntemplate t @1 { prose }", "G0106", "3"),
    ("rows each", "rows each 部门: text", "G0901", "rows each 部门: text"),
    ("an open axis", "gouji 1\naxis 部门 each text { total 总计 }", "G0901", "axis 部门 each text { total 总计 }"),
    ("rollup", "columns { a: decimal rollup between }", "G0901", "rollup between"),
    ("by", "rule r { a == sum(b by c) }", "G0901", "by c"),
    ("where", "rule r { a == sum(b where c == 1) }", "G0901", "where c == 1"),
    ("before", "rule r { a <= before(a) }", "G0901", "before"),
    ("cells that are not there", "无格 [甲, 乙]", "G0901", "无格 [甲, 乙]"),
    ("a renaming without its arrow", "gouji 1\ntemplate t @2 amends @1 { in 甲 { rename rows { 乙 丙 } } }", "G0101", "丙"),
    ("a move without a place", "gouji 1\ntemplate t @2 amends @1 { in 甲 { move rows { 乙 } } }", "G0101", " rows^"),
    ("a drop without names", "gouji 1\ntemplate t @2 amends @1 { drop table }", "G0101", "table^"),
];

fn text_of(body: &str) -> String {
    if body.starts_with("gouji") {
        body.to_owned()
    } else {
        format!("gouji 1\ntemplate t @1 {{\n table x {{\n  {body}\n }}\n}}\n")
    }
}

/// The text of a span; of an empty one, up to four characters before it and `^`.
fn place(text: &str, span: Span) -> String {
    if !span.is_empty() {
        return text[span.range()].to_owned();
    }
    let before: Vec<char> = text[..span.start as usize].chars().rev().take(5).collect();
    let before: String = before.into_iter().rev().collect();
    format!("{before}^")
}

#[test]
fn every_mistake_is_one_error_at_its_place() {
    let mut faults = Vec::new();
    for (mistake, body, code, wanted) in MISTAKES {
        let text = text_of(body);
        let (_, diagnostics) = parse(&text, FileId(0));
        let found: Vec<(&str, String)> =
            diagnostics.iter().map(|d| (d.code.name, d.primary().map(|l| place(&text, l.span)).unwrap_or_default())).collect();
        let same = matches!(&found[..], [(name, at)] if name == code
            && (at == wanted || wanted.strip_suffix('^').is_some_and(|w| at.strip_suffix('^').is_some_and(|at| at.ends_with(w) || w.ends_with(at)))));
        if !same {
            faults.push(format!("{mistake}: {found:?}, wanted {code} {wanted:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_words_of_every_mistake() {
    let mut out = String::new();
    for (mistake, body, _, _) in MISTAKES {
        out.push_str(&format!("# {mistake}: {}\n", body.trim_start_matches("gouji 1\n").escape_debug()));
        for diagnostic in parse(&text_of(body), FileId(0)).1 {
            for lang in [Lang::Zh, Lang::En] {
                out.push_str(&format!("{} {}", diagnostic.code.name, diagnostic.message.render(lang)));
                for label in &diagnostic.labels {
                    let words = label.message.as_ref().map(|message| message.render(lang)).unwrap_or_default();
                    out.push_str(&format!(" | {words}"));
                }
                if let Some(help) = &diagnostic.help {
                    out.push_str(&format!(" | → {}", help.render(lang)));
                }
                out.push('\n');
            }
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn several_mistakes_are_several_errors() {
    let text = "gouji 1
unit
axis 来源 { 甲 \"A\" 乙 }
template t @1 \"T\" {
  meta { 年度 year }
  table a {
    cell natural[
    columns { b: , c }
    rows { d = , e
      optional }
    rule r { b == }
    rule s { b == c }
    colums { x }
  }
  section 章 { prose }}
  prose
";
    let (file, diagnostics) = parse(text, FileId(0));
    let all: Vec<String> = diagnostics.iter().map(|diagnostic| told(text, diagnostic)).collect();
    insta::assert_snapshot!(all.join("\n"));
    assert_eq!(file.declarations.len(), 3, "what parsed is kept");
}

#[test]
fn what_is_left_of_a_spoiled_text_is_kept() {
    use crate::syntax::ast::{Declaration, ExprKind, Statement};
    let text = text_of("rule r { a == }\n rule s { a == b }\n columns { a: , b }");
    let (file, _) = parse(&text, FileId(0));
    let Some(Declaration::Template(template)) = file.declarations.first() else { panic!("a template") };
    let Some(Statement::Table(table)) = template.body.first() else { panic!("a table") };
    let [Statement::Rule(broken), Statement::Rule(whole), Statement::Columns(columns)] = &table.body[..] else {
        panic!("{table:?}")
    };
    assert_eq!(broken.condition.kind, ExprKind::Poisoned);
    assert!(matches!(whole.condition.kind, ExprKind::Compare { .. }));
    assert_eq!(columns.items.len(), 2);
}

#[test]
fn a_fix_puts_its_mistake_right() {
    for (mistake, body, _, _) in MISTAKES {
        let text = text_of(body);
        for diagnostic in parse(&text, FileId(0)).1 {
            let Some(fix) = diagnostic.fix else { continue };
            let mut fixed = text.clone();
            fixed.replace_range(fix.span.range(), &fix.replacement);
            let left = parse(&fixed, FileId(0)).1;
            assert!(left.is_empty(), "{mistake}: {fixed}\n{left:#?}");
        }
    }
}

#[test]
fn the_pages_of_this_phase_say_what_happens() {
    let codes = crate::diag::ALL_CODES.iter().filter(|code| code.name.starts_with("G01") || code.name == "G0901");
    for code in codes {
        let block = |kind: &str| {
            let fence = format!("```gouji {kind}\n");
            let start = code.page.find(&fence).unwrap_or_else(|| panic!("{} has no {kind} example", code.name)) + fence.len();
            code.page[start..].split("```").next().unwrap_or("").to_owned()
        };
        let wrong = block("wrong");
        let names: Vec<&str> = parse(&wrong, FileId(0)).1.iter().map(|diagnostic| diagnostic.code.name).collect();
        assert_eq!(names, [code.name]);
        good(&block("right"));
    }
}
