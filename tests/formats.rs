//! One report in every format it may come in: the same figures, the same verdict, the same findings.
#![allow(clippy::disallowed_methods)]

use std::fmt::Write as _;

use gouji::bind::State;
use gouji::report::{Outcome, Verdict};
use gouji::source::Sources;
use gouji::{Extraction, Library, Options, check, check_all, extract, extract_all};
use serde_json::{Map, Value, json};

const TEMPLATE: &str = r#"
gouji 1
unit 份
unit 元
template 食堂 @1 "食堂用餐统计" {
  title "{单位}{年度}年食堂用餐统计"
  meta { 年度: year, 单位: text }
  section 用餐 "用餐情况" {
    table 用餐 {
      cell natural[份]
      columns { 教工, 学生, total 合计 }
      rows { 早餐, 午餐 { 荤菜, 素菜 }, total 总计 }
    }
  }
  section 收支 "收支情况" {
    table 收支 {
      cell decimal[元]
      columns { 金额 }
      rows { 收入, 支出 }
    }
    rule 不超支 "支出不超过收入" { 收支.支出 <= 收支.收入 }
  }
}
"#;

const TEXT: &str = "\
示范学校2024年食堂用餐统计

用餐情况

| 项目 | 教工 | 学生 | 合计 |
|------|------|------|------|
| 早餐 | 120 | 340 | 460 |
| 荤菜 | 298 | 1002 | 1301 |
| 素菜 | 31 | 12 | 43 |
| 总计 | 449 | 1354 | 1804 |

收支情况

| 项目 | 金额 |
|------|------|
| 收入 | 12.30 |
| 支出 | 12.3 |
";

const HTML: &str = "\
<html><head><title>示范学校2024年食堂用餐统计</title></head><body>
<h1>示范学校2024年食堂用餐统计</h1>
<h2>用餐情况</h2>
<table>
<tr><td colspan=2>项目</td><td>教工</td><td>学生</td><td>合计</td></tr>
<tr><td colspan=2>早餐</td><td>120</td><td>340</td><td>460</td></tr>
<tr><td rowspan=2>午餐</td><td>荤菜</td><td>298</td><td>1002</td><td>1301</td></tr>
<tr><td>素菜</td><td>31</td><td>12</td><td>43</td></tr>
<tr><td colspan=2>总计</td><td>449</td><td>1354</td><td>1804</td></tr>
</table>
<h2>收支情况</h2>
<table><tr><td>项目</td><td>金额</td></tr><tr><td>收入</td><td>12.30</td></tr><tr><td>支出</td><td>12.3</td></tr></table>
</body></html>
";

fn library() -> (Library, Sources) {
    let mut sources = Sources::new();
    let compiled = Library::compile(&mut sources, vec![("meals.gj".to_owned(), TEMPLATE.trim_start().to_owned())]);
    (compiled.unwrap_or_else(|found| panic!("{found:#?}")), sources)
}

/// What a report comes to: figures as extracted, verdict, and the codes of the findings.
#[derive(Debug, PartialEq)]
struct Reading {
    figures: Vec<(String, State, Option<String>)>,
    meta: Vec<(String, String)>,
    verdict: Verdict,
    codes: Vec<&'static str>,
}

fn reading(extraction: &Extraction, outcome: &Outcome) -> Reading {
    let figure = |figure: &gouji::engine::Figure| (path(figure), figure.state, figure.value.clone());
    let mut codes: Vec<&'static str> = outcome.findings.iter().map(|finding| finding.code.name).collect();
    codes.sort();
    Reading {
        figures: extraction.figures.iter().map(figure).collect(),
        meta: outcome.meta.clone(),
        verdict: outcome.verdict,
        codes,
    }
}

fn parts(figure: &gouji::engine::Figure) -> Vec<String> {
    let at = &figure.at;
    let fact = at.fact.iter().flat_map(|fact| ["facts".to_owned(), fact.clone()]);
    [&at.table, &at.row, &at.column].into_iter().flatten().cloned().chain(fact).collect()
}

fn path(figure: &gouji::engine::Figure) -> String {
    parts(figure).join(".")
}

fn read(library: &Library, sources: &Sources, name: &str, bytes: &[u8]) -> Reading {
    let (mut sources, options) = (sources.clone(), Options::default());
    let extraction = extract(library, &mut sources, name, bytes, &options);
    let outcome = check(library, &mut sources, name, bytes, &options);
    reading(&extraction, &outcome)
}

/// The figures that are there, by path, as they are printed.
fn present(extraction: &Extraction) -> Vec<(Vec<String>, String)> {
    let there = extraction.figures.iter().filter(|figure| figure.state != State::Absent);
    there.map(|figure| (parts(figure), figure.value.clone().unwrap_or_else(|| figure.text.clone()))).collect()
}

/// The short form, figures as text.
fn short(extraction: &Extraction) -> Value {
    let mut root = Map::new();
    root.insert("template".into(), json!(extraction.template));
    root.insert("meta".into(), extraction.meta.clone().into());
    for (parts, value) in present(extraction) {
        let (last, groups) = parts.split_last().unwrap();
        let mut object = &mut root;
        for group in groups {
            object = object.entry(group).or_insert_with(|| json!({})).as_object_mut().unwrap();
        }
        object.insert(last.clone(), value.into());
    }
    root.into()
}

fn yaml(value: &Value, indent: usize, out: &mut String) {
    for (key, value) in value.as_object().unwrap() {
        let _ = write!(out, "{}{}:", " ".repeat(indent), serde_json::to_string(key).unwrap());
        match value {
            Value::Object(_) => {
                out.push('\n');
                yaml(value, indent + 2, out);
            }
            other => {
                let _ = writeln!(out, " {}", other.as_str().unwrap());
            }
        }
    }
}

fn toml(value: &Value, prefix: &str, out: &mut String) {
    for (key, value) in value.as_object().unwrap() {
        let key = format!("{prefix}{}", serde_json::to_string(key).unwrap());
        match value {
            Value::Object(_) => toml(value, &format!("{key}."), out),
            other => {
                let text = other.as_str().unwrap();
                let bare = !text.is_empty() && text.parse::<f64>().is_ok();
                let _ = writeln!(out, "{key} = {}", if bare { text.to_owned() } else { other.to_string() });
            }
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn long_csv(extraction: &Extraction) -> String {
    let mut out = "模板,表,行,列,事实,数值\r\n".to_owned();
    let template = extraction.template.clone().unwrap();
    for (name, value) in &extraction.meta {
        let _ = write!(out, "{template},基本信息,{name},,,{}\r\n", quoted(value.as_str().unwrap()));
    }
    for figure in extraction.figures.iter().filter(|figure| figure.state != State::Absent) {
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        let (at, value) = (&figure.at, figure.value.as_ref().unwrap_or(&figure.text));
        let [table, row, column, fact] = [&at.table, &at.row, &at.column, &at.fact].map(name);
        let _ = write!(out, "{template},{table},{row},{column},{fact},{}\r\n", quoted(value));
    }
    out
}

fn wide_header(extraction: &Extraction) -> Vec<String> {
    let meta = extraction.meta.keys().cloned();
    ["template".to_owned()].into_iter().chain(meta).chain(present(extraction).iter().map(|(parts, _)| parts.join("."))).collect()
}

fn wide_line(extraction: &Extraction) -> Vec<String> {
    let meta = extraction.meta.values().map(|value| value.as_str().unwrap().to_owned());
    let figures = present(extraction).into_iter().map(|(_, value)| value);
    extraction.template.iter().cloned().chain(meta).chain(figures).collect()
}

fn wide_csv(extraction: &Extraction, separator: &str) -> String {
    let line = |fields: Vec<String>| fields.iter().map(|field| quoted(field)).collect::<Vec<_>>().join(separator);
    format!("\u{feff}{}\n{}\n", line(wide_header(extraction)), line(wide_line(extraction)))
}

/// The same figures in every structured format, and what each is called.
fn renderings(extraction: &Extraction) -> Vec<(&'static str, String)> {
    let short = short(extraction);
    let mut listed = Vec::new();
    extraction.write_json(&mut listed).unwrap();
    let (mut as_yaml, mut as_toml) = (String::new(), String::new());
    yaml(&short, 0, &mut as_yaml);
    toml(&short, "", &mut as_toml);
    let flat: Map<String, Value> =
        wide_header(extraction).into_iter().zip(wide_line(extraction).into_iter().map(Value::from)).collect();
    vec![
        ("short.json", serde_json::to_string_pretty(&short).unwrap()),
        ("extract.json", String::from_utf8(listed).unwrap()),
        ("paths.json", Value::from(flat).to_string()),
        ("array.json", format!("[{short}]")),
        ("report.yaml", as_yaml),
        ("report.toml", as_toml),
        ("long.csv", long_csv(extraction)),
        ("wide.csv", wide_csv(extraction, ",")),
        ("wide.tsv", wide_csv(extraction, "\t")),
        ("semicolons.csv", wide_csv(extraction, ";")),
        ("report.ndjson", format!("\n{short}\n")),
    ]
}

#[test]
fn one_report_in_every_format() {
    let (library, sources) = library();
    let expected = read(&library, &sources, "report.txt", TEXT.as_bytes());
    assert_eq!(expected.verdict, Verdict::Rejected);
    assert!(expected.figures.iter().all(|(_, state, _)| *state == State::Figure), "{expected:#?}");
    assert!(expected.codes.contains(&"G0402"), "{:?}", expected.codes);
    assert_eq!(read(&library, &sources, "report.html", HTML.as_bytes()), expected);
    let extraction = extract(&library, &mut sources.clone(), "report.txt", TEXT.as_bytes(), &Options::default());
    for (name, text) in renderings(&extraction) {
        assert_eq!(read(&library, &sources, name, text.as_bytes()), expected, "{name}:\n{text}");
        // Without a name, the content says what it is.
        if name != "wide.tsv" && name != "semicolons.csv" && !name.ends_with("yaml") && !name.ends_with("toml") {
            assert_eq!(read(&library, &sources, "-", text.as_bytes()), expected, "{name} from standard input");
        }
    }
    for encoding in ["gb18030", "utf-16le", "utf-16be"] {
        for (name, text) in [("report.txt", TEXT), ("report.html", HTML)] {
            let encoded = encoded(text, encoding);
            let mut found = read(&library, &sources, name, &encoded);
            assert_eq!(found.codes.iter().filter(|code| **code == "G0607").count(), 1, "{name} in {encoding}");
            found.codes.retain(|code| *code != "G0607");
            assert_eq!(found, expected, "{name} in {encoding}");
        }
    }
}

/// Places of a decoded file are those of its own bytes.
#[test]
fn figures_of_a_decoded_file_stand_at_its_own_bytes() {
    let (library, sources) = library();
    for encoding in ["gb18030", "utf-16le"] {
        let bytes = encoded(TEXT, encoding);
        let extraction = extract(&library, &mut sources.clone(), "report.txt", &bytes, &Options::default());
        for figure in &extraction.figures {
            let Some(gouji::engine::Place::Bytes { start, end, line, .. }) = figure.place else { panic!("{figure:?}") };
            assert_eq!(bytes[start..end], encoded(&figure.text, encoding), "{figure:?} in {encoding}");
            assert!(TEXT.lines().nth(line - 1).unwrap().contains(&figure.text));
        }
    }
}

fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    match encoding {
        "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        other => encoding_rs::Encoding::for_label(other.as_bytes()).unwrap().encode(text).0.into_owned(),
    }
}

#[test]
fn the_examples_in_every_structured_format() {
    let mut sources = Sources::new();
    let library = Library::built_in(&mut sources).unwrap();
    for name in ["yunpu-2025.html", "yunpu-education-2024.txt", "yunpu-2017.txt"] {
        let bytes = std::fs::read(format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let mut expected = read(&library, &sources, name, &bytes);
        let extraction = extract(&library, &mut sources.clone(), name, &bytes, &Options::default());
        // What a reader of documents has to say of headings and sentences is not in the figures.
        expected.codes.retain(|code| code.starts_with("G04"));
        for (form, text) in renderings(&extraction) {
            let mut found = read(&library, &sources, form, text.as_bytes());
            found.codes.retain(|code| code.starts_with("G04"));
            assert_eq!(found, expected, "{name} as {form}");
        }
    }
}

#[test]
fn several_reports_in_a_file() {
    let (library, sources) = library();
    let first = extract(&library, &mut sources.clone(), "report.txt", TEXT.as_bytes(), &Options::default());
    let second = extract(
        &library,
        &mut sources.clone(),
        "r",
        TEXT.replace("1301", "1300").replace("1804", "1803").as_bytes(),
        &Options::default(),
    );
    let line = |extraction: &Extraction| wide_line(extraction).join(",");
    let (one, two) = (short(&first), short(&second));
    let (mut one_yaml, mut two_yaml) = (String::new(), String::new());
    yaml(&one, 0, &mut one_yaml);
    yaml(&two, 0, &mut two_yaml);
    let long = |extraction: &Extraction, name: &str| {
        let rows = long_csv(extraction);
        rows.lines().skip(1).map(|row| format!("{name},{row}\n")).collect::<String>()
    };
    for (name, text, parts) in [
        ("a.ndjson", format!("{one}\n\n{{\"a\":\n{two}\n"), [":1", ":3", ":4"]),
        (
            "a.csv",
            format!("{}\n{}\n{},9\n{}\n", wide_header(&first).join(","), line(&first), line(&first), line(&second)),
            [":2", ":3", ":4"],
        ),
        ("a.json", format!("[{one},\n{{\"template\": \"饭堂\"}}, {two}]"), ["#1", "#2", "#3"]),
        ("a.yaml", format!("{one_yaml}---\ntemplate: 饭堂\n---\n{two_yaml}"), ["#1", "#2", "#3"]),
        (
            "l.csv",
            format!("报告,模板,表,行,列,事实,数值\n{}甲,饭堂,用餐,早餐,教工,,1\n{}", long(&first, "一"), long(&second, "二")),
            [":2", ":18", ":19"],
        ),
    ] {
        let mut sources = sources.clone();
        let outcomes = check_all(std::slice::from_ref(&library), &mut sources, name, text.as_bytes(), &Options::default());
        let said: Vec<(String, Verdict)> = outcomes.iter().map(|outcome| (outcome.name(&sources), outcome.verdict)).collect();
        let expected = [Verdict::Rejected, Verdict::Incomplete, Verdict::Accepted];
        let expected: Vec<(String, Verdict)> = parts.iter().map(|part| format!("{name}{part}")).zip(expected).collect();
        assert_eq!(said, expected, "{:#?}", outcomes.iter().map(|outcome| &outcome.findings).collect::<Vec<_>>());
        // Every finding points into its own report.
        for outcome in &outcomes {
            for finding in outcome.findings.iter().filter(|finding| finding.is_error()) {
                let label = finding.primary().unwrap();
                assert_eq!(label.span.file, outcome.file);
            }
        }
        let extractions = extract_all(std::slice::from_ref(&library), &mut sources, name, text.as_bytes(), &Options::default());
        let figures = |index: usize| {
            extractions.get(index).map(|one| one.figures.iter().map(|figure| figure.value.clone()).collect::<Vec<_>>())
        };
        let of = |extraction: &Extraction| Some(extraction.figures.iter().map(|figure| figure.value.clone()).collect::<Vec<_>>());
        assert_eq!((figures(0), figures(2)), (of(&first), of(&second)), "{name}");
        // What extract prints of several reports is several reports.
        let mut printed = Vec::new();
        Extraction::write_all_json(&[extractions[0].clone(), extractions[2].clone()], &mut printed).unwrap();
        let again = check_all(std::slice::from_ref(&library), &mut sources, "again.json", &printed, &Options::default());
        assert_eq!(again.iter().map(|outcome| outcome.verdict).collect::<Vec<_>>(), [Verdict::Rejected, Verdict::Accepted]);
    }
}
