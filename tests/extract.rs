//! The corpus: every figure of the reports of `$GOUJI_CORPUS/expected`, at its place.

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
const REPORTS: [&str; 7] = [
    "000_zhonghan_2025.txt",
    "001_jingyue_2024.txt",
    "002_jingheju_2024.txt",
    "003_changchun_2017.txt",
    "004_nanguan_2023.txt",
    "shanghai_gbt_2019.html",
    "hangzhou_style_2025.html",
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
