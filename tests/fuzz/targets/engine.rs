//! The whole engine: templates in, reports in, findings out and printed.

use std::cell::RefCell;

use gouji::bind::{Bound, State};
use gouji::diag::{Diagnostic, Lang};
use gouji::report::{Format, Style, render, render_diagnostics};
use gouji::source::{Origin, Sources};
use gouji::{Library, Options, check_all, engine, extract_all};

use super::laws;

thread_local! {
    /// The shipped templates, compiled once.
    static SHIPPED: (Library, Sources) = {
        let mut sources = Sources::new();
        (Library::built_in(&mut sources).expect("the shipped templates compile"), sources)
    };
    static CANTEEN: (Library, Sources) = {
        let mut sources = Sources::new();
        let library = Library::compile(&mut sources, vec![("canteen.gj".to_owned(), CANTEEN_FORM.to_owned())]);
        (library.expect("the form compiles"), sources)
    };
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

const FORMATS: [Format; 8] =
    [Format::Json, Format::Text, Format::Sarif, Format::Short, Format::Narrated, Format::Human, Format::Jsonl, Format::Github];

/// A report under one of the shipped templates.
pub fn report(name: &str, bytes: &[u8]) {
    SHIPPED.with(|(library, sources)| checked(library, sources, name, bytes));
}

fn checked(library: &Library, sources: &Sources, name: &str, bytes: &[u8]) {
    let options = Options::default();
    let mut mine = sources.clone();
    let outcomes = check_all(std::slice::from_ref(library), &mut mine, name, bytes, &options);
    assert!(!outcomes.is_empty(), "a file without an outcome");
    for outcome in &outcomes {
        outcome.findings.iter().for_each(|finding| laws::finding(&mine, finding));
    }
    let again = check_all(std::slice::from_ref(library), &mut sources.clone(), name, bytes, &options);
    assert_eq!(format!("{outcomes:?}"), format!("{again:?}"), "the second check differs");

    let choice = bytes.iter().fold(bytes.len(), |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    let style = Style { lang: if choice & 8 == 0 { Lang::Zh } else { Lang::En }, ..Style::default() };
    BUFFER.with_borrow_mut(|out| {
        out.clear();
        render(FORMATS[choice & 7], &outcomes, &mine, &style, out).expect("writing to memory");
        assert!(std::str::from_utf8(out).is_ok());
    });

    let explained = Options { explain: true, ..Options::default() };
    let extractions = extract_all(std::slice::from_ref(library), &mut sources.clone(), name, bytes, &explained);
    assert_eq!(extractions.len(), outcomes.len());
    for extraction in &extractions {
        assert!(serde_json::to_string(extraction).is_ok());
    }

    let mut mine = sources.clone();
    let reading = engine::read(library, &mut mine, name, bytes, &options);
    if let Some(bound) = &reading.bound {
        places(&mine, bound);
    }
}

/// Every figure is what stands at its place; no two decoded figures share a digit.
fn places(sources: &Sources, bound: &Bound) {
    let mut decoded = Vec::new();
    for cell in &bound.figures.cells {
        assert_eq!(cell.value.is_some(), cell.state == State::Figure && cell.word.is_none(), "{cell:?}");
        let Some(span) = cell.span else {
            assert_eq!(cell.state, State::Absent, "{cell:?} stands nowhere");
            continue;
        };
        let file = sources.get(span.file).expect("a cell lies in a file");
        laws::span(file, span);
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let written = file.slice(span);
        // What is printed with entities, tags, escapes or quotes is not written as it reads.
        let as_it_is = matches!(file.origin(), Origin::Bytes | Origin::Decoded(_))
            && !written.contains(['&', '<', '\\', '"', '\'', '*', '_', '`', '|']);
        if as_it_is && matches!(cell.state, State::Figure | State::NotApplicable) {
            assert_eq!(bare(written), bare(&cell.text), "{cell:?}");
        }
        if cell.decoded {
            decoded.push(span);
        }
    }
    decoded.sort();
    assert!(decoded.is_sorted_by(|left, right| left.file != right.file || left.end <= right.start), "one digit in two figures");
    for unclaimed in &bound.unclaimed {
        laws::span(sources.get(unclaimed.span.file).expect("a file"), unclaimed.span);
    }
    for meta in bound.meta.iter().flatten() {
        if let Some(span) = meta.span {
            laws::span(sources.get(span.file).expect("a file"), span);
        }
    }
}

/// A form of our own with row totals, column totals, three types of cell and a row that is a formula.
const CANTEEN_FORM: &str = r#"
gouji 1
unit 份
template 食堂 @1 "食堂周报" {
  section 供餐 "一、供餐情况" {
    table 供餐 "供餐" {
      cell natural[份]
      columns { 早餐, 午餐, 晚餐, total 全天 }
      rows { 周一 "1.周一", 周二 "2.周二（含加班）", 周三 "3.“周三”", total 合计 }
    }
  }
  section 库存 "二、库存情况" {
    table 库存 "库存" {
      columns { 上周: natural[份], 增减: integer[份], 金额: decimal[份] >= 0 }
      rows { 大米 }
    }
    table 检查 "检查" { cell natural[份]  columns { 次数, 不合格 } }
  }
}"#;

/// A report in which the separators are gone. Each line of the input is what stands behind a label.
pub fn glued(bytes: &[u8]) {
    let input = String::from_utf8_lossy(bytes);
    let mut lines = input.split('\n');
    let labels = [
        "一、供餐情况供餐早餐午餐晚餐全天",
        "1.周一",
        "2.周二（含加班餐）",
        "3.“周三”",
        "合计",
        "二、库存情况库存上周增减金额大米",
        "检查次数不合格",
    ];
    let mut text = String::from("食堂周报\n");
    for label in labels {
        text += label;
        text += lines.next().unwrap_or("");
    }
    lines.for_each(|rest| text += rest);
    CANTEEN.with(|(library, sources)| checked(library, sources, "a.txt", text.as_bytes()));
}

/// A template: syntax, resolving, checking and planning find only places that are there, and the same twice.
pub fn template(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let compile = |sources: &mut Sources| Library::compile(sources, vec![("a.gj".to_owned(), text.clone())]);
    let mut sources = Sources::new();
    let result = compile(&mut sources);
    let found = match &result {
        Ok(library) => &library.diagnostics,
        Err(found) => {
            assert!(found.iter().any(|finding| finding.is_error()));
            found
        }
    };
    found.iter().for_each(|finding| laws::finding(&sources, finding));
    // The model has hash tables, whose order says nothing; what comes out of it has none.
    let shown = |result: &Result<Library, Vec<Diagnostic>>| match result {
        Ok(library) => format!("{} {:?}", serde_json::to_string(&library.plans).expect("plans are data"), library.diagnostics),
        Err(found) => format!("{found:?}"),
    };
    assert_eq!(shown(&result), shown(&compile(&mut Sources::new())), "the second compilation differs");
    let format = FORMATS[text.len() & 7];
    BUFFER.with_borrow_mut(|out| {
        out.clear();
        render_diagnostics(format, found, &sources, &Style::default(), out).expect("writing to memory");
    });
    let Ok(library) = result else { return };
    // What compiles can be used: on a report that has nothing, and on one that has no more than the template's own text.
    for form in &library.model.forms {
        let empty = format!("{{\"template\": {}}}", serde_json::Value::from(form.title()));
        checked(&library, &sources, "a.json", empty.as_bytes());
    }
    if text.len() < 8192 {
        checked(&library, &sources, "a.txt", text.as_bytes());
    }
}
