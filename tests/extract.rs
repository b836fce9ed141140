//! The corpus: every figure of the reports of `$GOUJI_CORPUS/expected`, at its place.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod office;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gouji::bind::{self, Bound, State};
use gouji::diag::Lang;
use gouji::document;
use gouji::model::Model;
use gouji::plan::{Slots, place_of};
use gouji::source::Sources;
use gouji::{resolve, syntax};

/// The reports of this edition's readers; the others of the corpus come later.
const REPORTS: [&str; 8] = [
    "000_zhonghan_2025.txt",
    "001_jingyue_2024.txt",
    "002_jingheju_2024.txt",
    "003_changchun_2017.txt",
    "004_nanguan_2023.txt",
    "shanghai_gbt_2019.html",
    "hangzhou_style_2025.html",
    "huaian_2024.pdf",
];

fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("GOUJI_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: GOUJI_CORPUS is not set");
    }
    folder
}

fn model(sources: &mut Sources) -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let trees: Vec<_> = names
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "gj"))
        .map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            let file = sources.add(path.display().to_string(), text.clone());
            syntax::parse(&text, file).0
        })
        .collect();
    resolve::resolve(&trees).0
}

struct Read {
    sources: Sources,
    model: Model,
    form: usize,
    slots: Slots,
    bound: Bound,
    said: Vec<gouji::diag::Diagnostic>,
}

fn read(name: &str, bytes: &[u8]) -> Read {
    let mut sources = Sources::new();
    let model = model(&mut sources);
    let (_, content) = document::read(&mut sources, name, bytes).unwrap();
    let (form, said) = bind::choose(&model, &content, None);
    let form = form.unwrap_or_else(|| panic!("{name}: no form: {}", sentences(&said)));
    let slots = Slots::of(&model.forms[form]);
    let bound = bind::bind(&model, form, &slots, &content, &[]);
    Read { sources, model, form, slots, bound, said }
}

fn sentences(diagnostics: &[gouji::diag::Diagnostic]) -> String {
    diagnostics.iter().map(|d| format!("\n  {:?} {} {}", d.severity, d.code.name, d.message.render(Lang::Zh))).collect()
}

/// `table/row/column` (or `facts/name`) → the figure's text, `None` for a blank.
fn expected(path: &Path) -> (String, String, BTreeMap<String, Option<String>>) {
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut figures = BTreeMap::new();
    fn walk(prefix: &str, value: &serde_json::Value, out: &mut BTreeMap<String, Option<String>>) {
        match value {
            serde_json::Value::Object(map) => {
                for (key, value) in map {
                    walk(&format!("{prefix}/{key}"), value, out);
                }
            }
            serde_json::Value::Null => {
                out.insert(prefix.to_owned(), None);
            }
            other => {
                out.insert(prefix.to_owned(), Some(other.as_str().unwrap().to_owned()));
            }
        }
    }
    walk("", &json["figures"], &mut figures);
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    (text(&json["template"]), text(&json["meta"]["年度"]), figures)
}

#[test]
fn every_figure_of_the_corpus_at_its_place() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = String::new();
    for name in REPORTS {
        let path = corpus.join("reports").join(name);
        let stem = Path::new(name).file_stem().unwrap().to_str().unwrap();
        let (template, year, figures) = expected(&corpus.join("expected").join(format!("{stem}.json")));
        let read = read(name, &std::fs::read(&path).unwrap());
        let form = &read.model.forms[read.form];
        if form.title() != template {
            wrong += &format!("\n{name}: form {} for {template}", form.title());
        }
        let at = form.meta.iter().position(|meta| meta.name == "年度").unwrap();
        if read.bound.meta[at].as_ref().map(|value| value.text.as_str()) != Some(year.as_str()) {
            wrong += &format!("\n{name}: year {:?} for {year}", read.bound.meta[at]);
        }
        let mut found: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (slot, cell) in read.slots.list.iter().zip(&read.bound.figures.cells) {
            let place = place_of(form, slot.cell);
            let parts = [place.table, place.row, place.column].into_iter().flatten();
            let key: String = match place.fact {
                Some(fact) => format!("/facts/{fact}"),
                None => parts.map(|part| format!("/{part}")).collect(),
            };
            match cell.state {
                State::Figure => {
                    let span = cell.span.unwrap();
                    if read.sources.slice(span) != cell.text && !read.sources.slice(span).contains(&cell.text) {
                        wrong += &format!("\n{name}{key}: span is {:?} for {:?}", read.sources.slice(span), cell.text);
                    }
                    found.insert(key, cell.value.map(|value| value.to_string()));
                }
                State::Blank => {
                    found.insert(key, None);
                }
                State::NotApplicable | State::Absent | State::Unreadable => {}
            }
        }
        for (key, value) in &figures {
            if found.get(key) != Some(value) {
                wrong += &format!("\n{name}{key}: {:?} for {value:?}", found.get(key));
            }
        }
        for (key, value) in &found {
            if !figures.contains_key(key) && !key.starts_with("/facts/") {
                wrong += &format!("\n{name}{key}: {value:?} is not expected");
            }
        }
        eprintln!("{name}: {} {}", form.title(), sentences(&read.said));
        eprintln!("{}", sentences(&read.bound.diagnostics));
        for (key, value) in found.iter().filter(|(key, _)| key.starts_with("/facts/") && !figures.contains_key(*key)) {
            eprintln!("  fact {key} {value:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What a change of one place of a report does to its cells: `(slot, before, after)` of all that changed.
fn changes(name: &str, bytes: &[u8], span: std::ops::Range<usize>, text: &str, before: &Read) -> Vec<(usize, State, String)> {
    let mut changed = bytes.to_vec();
    changed.splice(span, text.bytes());
    let after = read_with(name, &changed, before);
    let cells = before.bound.figures.cells.iter().zip(&after.figures.cells).enumerate();
    cells
        .filter(|(_, (before, after))| before.state != after.state || before.value != after.value)
        .map(|(slot, (_, after))| (slot, after.state, after.text.clone()))
        .collect()
}

fn read_with(name: &str, bytes: &[u8], like: &Read) -> Bound {
    let mut sources = Sources::new();
    let (_, content) = document::read(&mut sources, name, bytes).unwrap();
    bind::bind(&like.model, like.form, &like.slots, &content, &[])
}

#[test]
fn one_cell_changed_changes_one_cell() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = String::new();
    let mut seen = 0;
    for name in REPORTS.into_iter().filter(|name| !name.starts_with("003") && !name.ends_with(".pdf")) {
        let bytes = std::fs::read(corpus.join("reports").join(name)).unwrap();
        let before = read(name, &bytes);
        for (slot, cell) in before.bound.figures.cells.iter().enumerate() {
            let place = place_of(&before.model.forms[before.form], before.slots.list[slot].cell);
            let (Some(span), None, true) = (cell.span, &place.fact, cell.state == State::Figure) else { continue };
            // All cells of a small table; of a large one every fifth, unless there is time for all.
            let all = std::env::var_os("GOUJI_THOROUGH").is_some();
            if !all && slot % 5 != 0 && before.slots.of_table(before.slots.list[slot].cell.table).count() > 20 {
                continue;
            }
            seen += 1;
            for (text, state) in
                [("7919", State::Figure), ("abc", State::Unreadable), ("-3", State::Figure), ("2.5", State::Figure)]
            {
                let changes = changes(name, &bytes, span.range(), text, &before);
                let tables: Vec<&(usize, State, String)> = changes
                    .iter()
                    .filter(|(at, ..)| place_of(&before.model.forms[before.form], before.slots.list[*at].cell).fact.is_none())
                    .collect();
                if !matches!(tables.as_slice(), [(at, found, _)] if *at == slot && *found == state) {
                    wrong += &format!("\n{name} {place:?} := {text}: {changes:?}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(seen > 250, "{seen} cells were tried");
}

#[test]
fn a_row_whose_label_is_gone_is_absent() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = String::new();
    let mut seen = 0;
    for name in REPORTS.into_iter().filter(|name| !name.starts_with("003") && !name.ends_with(".pdf")) {
        let bytes = std::fs::read(corpus.join("reports").join(name)).unwrap();
        let source = String::from_utf8(bytes.clone()).unwrap();
        let before = read(name, &bytes);
        let form = &before.model.forms[before.form];
        // A label stands once in the file where its row stands; find it before the row's first cell.
        for (slot, cell) in before.bound.figures.cells.iter().enumerate() {
            let at = before.slots.list[slot].cell;
            let first = before.slots.list.iter().position(|other| other.cell.table == at.table && other.cell.row == at.row);
            let (Some(row), true, Some(span)) = (at.row, first == Some(slot), cell.span) else { continue };
            let table = form.table(at.table).unwrap();
            if table.kind == gouji::model::TableKind::Facts {
                continue;
            }
            let head = &source[..span.start as usize];
            let labels = table.row(row).unwrap().labels.iter();
            let plain: Vec<String> =
                labels.map(|label| label.text.trim_end_matches(')').rsplit(['.', '）']).next().unwrap().to_owned()).collect();
            let Some((start, label)) = plain
                .iter()
                .filter(|label| !label.is_empty())
                .filter_map(|label| Some((head.rfind(label.as_str())?, label)))
                .max()
            else {
                continue;
            };
            let start = source[..start].rfind(['\n', '>', '|', '\t']).map_or(0, |at| at + 1);
            let end = start + source[start..].find(['\n', '<', '|', '\t']).unwrap();
            assert!(source[start..end].contains(label.as_str()));
            let line = source[..start].ends_with('\n') && source[end..].starts_with(" |\n");
            let line_end = if line { end + 3 } else { end };
            seen += 1;
            for cut in [start..end, start..line_end] {
                let changes = changes(name, &bytes, cut, "", &before);
                let mine: Vec<usize> = (0..before.slots.list.len())
                    .filter(|other| {
                        before.slots.list[*other].cell.table == at.table && before.slots.list[*other].cell.row == Some(row)
                    })
                    .collect();
                let gone: Vec<usize> = changes.iter().map(|(at, ..)| *at).collect();
                // The row above may now have more cells than columns: then it gives nothing either, rather than a guess.
                let own = mine.iter().all(|at| gone.contains(at));
                let above = |at: &usize| mine.contains(at) || mine.first() == Some(&(at + 1));
                if !own || !gone.iter().all(above) || !changes.iter().all(|(_, state, _)| *state == State::Absent) {
                    wrong += &format!("\n{name} {}: {changes:?}", table.row(row).unwrap().name);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(seen > 170, "{seen} rows were tried");
}

#[test]
fn the_blank_form_is_a_form_whose_cells_are_all_blank() {
    let Some(corpus) = corpus() else { return };
    let name = "blank_form_2021.docx";
    let read = read(name, &std::fs::read(corpus.join("reports").join(name)).unwrap());
    assert_eq!(read.model.forms[read.form].title(), "zfxxgk@2021");
    let file = read.sources.iter().last().unwrap().1;
    let mut wrong = String::new();
    for (slot, cell) in read.slots.list.iter().zip(&read.bound.figures.cells) {
        let place = place_of(&read.model.forms[read.form], slot.cell);
        let state = if place.fact.is_some() { State::Absent } else { State::Blank };
        let somewhere = cell.span.and_then(|span| file.place(span)).is_some_and(|place| place.starts_with("table "));
        if cell.state != state || (state == State::Blank && !somewhere) {
            wrong += &format!("\n{place:?}: {cell:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    // All that is missing is the year, and the report is told to say it.
    assert_eq!(read.bound.diagnostics.iter().map(|finding| finding.code.name).collect::<Vec<_>>(), ["G0704"]);
}

#[test]
fn a_report_saved_as_word_or_spreadsheet_reads_the_same() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = String::new();
    for name in REPORTS.into_iter().filter(|name| name.ends_with(".html")) {
        let bytes = std::fs::read(corpus.join("reports").join(name)).unwrap();
        let before = read(name, &bytes);
        let mut sources = Sources::new();
        let (_, document::Content::Document(page)) = document::read(&mut sources, name, &bytes).unwrap() else { panic!() };
        for (copy, bytes) in [("a.docx", office::word(&page)), ("a.xlsx", office::sheet(&page))] {
            let after = read(copy, &bytes);
            assert_eq!(after.form, before.form, "{name} as {copy}");
            // The year stands in the text; an office that only the page's `<title>` names is not in the copy.
            let year = |read: &Read| read.bound.meta.first().and_then(Option::as_ref).map(|value| value.text.clone());
            assert_eq!(year(&after), year(&before), "{name} as {copy}");
            let cells = before.bound.figures.cells.iter().zip(&after.bound.figures.cells);
            for (slot, (was, is)) in before.slots.list.iter().zip(cells) {
                if (was.state, &was.value) != (is.state, &is.value) {
                    let place = place_of(&before.model.forms[before.form], slot.cell);
                    wrong += &format!("\n{name} as {copy}: {place:?}: {:?} was {:?}", is.text, was.text);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
