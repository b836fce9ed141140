//! The same report saved by an office program reads the same: figures, verdict, findings.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::path::{Path, PathBuf};
use std::process::Command;

use gouji::bind::State;
use gouji::engine::{Extraction, check_all, extract_all};
use gouji::report::Verdict;
use gouji::source::Sources;
use gouji::{Library, Options};

type Figures = Vec<(String, State, Option<String>)>;

/// What one report comes to.
#[derive(Debug, PartialEq)]
struct Read {
    figures: Figures,
    verdict: Verdict,
    codes: Vec<&'static str>,
}

fn figures(extraction: &Extraction) -> Figures {
    extraction.figures.iter().map(|figure| (format!("{:?}", figure.at), figure.state, figure.value.clone())).collect()
}

fn library() -> (Library, Sources) {
    let mut sources = Sources::new();
    let library = Library::built_in(&mut sources).expect("the shipped templates compile");
    (library, sources)
}

/// All reports of a file; each with its year.
fn read(name: &str, bytes: &[u8]) -> Vec<(Read, Option<String>)> {
    let (library, sources) = library();
    let libraries = std::slice::from_ref(&library);
    let extractions = extract_all(libraries, &mut sources.clone(), name, bytes, &Options::default());
    let outcomes = check_all(libraries, &mut sources.clone(), name, bytes, &Options::default());
    assert_eq!(extractions.len(), outcomes.len());
    let one = |(extraction, outcome): (&Extraction, &gouji::report::Outcome)| {
        let mut codes: Vec<_> = outcome.findings.iter().map(|finding| finding.code.name).collect();
        codes.sort_unstable();
        let year = outcome.meta.iter().find(|(name, _)| name == "年度").map(|(_, year)| year.clone());
        (Read { figures: figures(extraction), verdict: outcome.verdict, codes }, year)
    };
    extractions.iter().zip(&outcomes).map(one).collect()
}

fn only(name: &str, bytes: &[u8]) -> Read {
    let mut all = read(name, bytes);
    assert_eq!(all.len(), 1, "{name}");
    all.remove(0).0
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What differs, in few words.
fn same(found: &Read, expected: &Read, name: &str) {
    let differ: Vec<_> = found.figures.iter().zip(&expected.figures).filter(|(found, expected)| found != expected).collect();
    assert!(differ.is_empty(), "{name}: {} figures differ: {:?}", differ.len(), differ.iter().take(5).collect::<Vec<_>>());
    assert_eq!(found, expected, "{name}");
}

#[test]
fn the_sample_report_as_libreoffice_saves_it() {
    let expected = only("yunpu-2025.html", &bytes(&here("examples/yunpu-2025.html")));
    assert_eq!(expected.verdict, Verdict::Accepted);
    assert!(expected.figures.iter().filter(|(_, state, _)| *state == State::Figure).count() > 150);
    for extension in ["docx", "xlsx", "xls", "pdf"] {
        let name = format!("yunpu-2025.{extension}");
        let file = bytes(&here("tests/office").join(&name));
        same(&only(&name, &file), &expected, &name);
        // The content decides what it is.
        same(&only("report", &file), &expected, "a file without an extension");
    }
}

/// The table of applications begins on one page and ends on the next.
#[test]
fn a_table_that_goes_on_on_the_next_page_has_places_on_both() {
    let (library, mut sources) = library();
    let file = bytes(&here("tests/office/yunpu-2025.pdf"));
    let all = extract_all(&[library], &mut sources, "yunpu-2025.pdf", &file, &Options::default());
    let figures = all.iter().flat_map(|one| &one.figures).filter(|figure| figure.at.table.as_deref() == Some("申请"));
    let mut pages: Vec<String> = figures
        .filter_map(|figure| figure.place.as_ref())
        .filter_map(|place| place.short().split(", ").next().map(str::to_owned))
        .collect();
    pages.dedup();
    assert_eq!(pages, ["page 1", "page 2"]);
}

/// The folder of one conversion, gone with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let folder = std::env::temp_dir().join(format!("gouji-saved-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Scratch(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// `file` as LibreOffice saves it, read with one of its filters; `None` when it is not installed.
fn saved(scratch: &Scratch, file: &Path, filter: Option<&str>, to: &str) -> Option<PathBuf> {
    let mut command = Command::new("soffice");
    command.arg(format!("-env:UserInstallation=file://{}/profile", scratch.0.display())).arg("--headless");
    command.args(filter.map(|filter| format!("--infilter={filter}")));
    let extension = to.split(':').next().unwrap_or(to);
    let folder = scratch.0.join(extension);
    let output = command.args(["--convert-to", to, "--outdir"]).arg(&folder).arg(file).output().ok()?;
    let made = folder.join(file.file_name()?).with_extension(extension);
    assert!(made.exists(), "{}: {}", made.display(), String::from_utf8_lossy(&output.stderr));
    Some(made)
}

/// Reports of the corpus, and the sample with a figure changed so that it fails.
#[test]
fn reports_as_libreoffice_saves_them() {
    let scratch = Scratch::new("reports");
    let sample = String::from_utf8(bytes(&here("examples/yunpu-2025.html"))).expect("UTF-8");
    let mut pages = vec![("wrong.html".to_owned(), sample.replacen("<td>54</td>", "<td>55</td>", 1))];
    assert_ne!(pages[0].1, sample);
    match std::env::var_os("GOUJI_CORPUS").map(PathBuf::from) {
        Some(corpus) => {
            for name in ["hangzhou_style_2025.html", "shanghai_gbt_2019.html"] {
                let page = bytes(&corpus.join("reports").join(name));
                pages.push((name.to_owned(), String::from_utf8(page).expect("UTF-8")));
            }
        }
        None => println!("skipped: GOUJI_CORPUS is not set"),
    }
    for (name, text) in pages {
        let expected = only(&name, text.as_bytes());
        // Rules around the cells, as a report has them.
        let page = scratch.0.join(&name);
        std::fs::write(&page, text.replace("<table", "<table border=\"1\"")).expect("written");
        let Some(word) = saved(&scratch, &page, Some("HTML (StarWriter)"), "docx:MS Word 2007 XML") else {
            println!("skipped: soffice is not installed");
            return;
        };
        let sheet = saved(&scratch, &page, Some("calc_HTML_WebQuery"), "xlsx").expect("installed");
        let old = saved(&scratch, &sheet, None, "xls").expect("installed");
        let mut copies = vec![word.clone(), sheet, old];
        // The table of the 2019 report is wider than a page and cut off at its edge.
        if !name.starts_with("shanghai") {
            copies.push(saved(&scratch, &word, None, "pdf").expect("installed"));
        }
        for copy in copies {
            same(&only(&copy.to_string_lossy(), &bytes(&copy)), &expected, &copy.to_string_lossy());
        }
    }
}

/// Reports one after the other in one file are read and checked one by one.
#[test]
fn several_reports_in_one_file() {
    let [page, town, old] = ["yunpu-2025.html", "yunpu-education-2024.txt", "yunpu-2017.txt"]
        .map(|name| (name, String::from_utf8(bytes(&here("examples").join(name))).expect("UTF-8")));
    let alone: Vec<_> = [&page, &town, &old].into_iter().map(|(name, text)| read(name, text.as_bytes()).remove(0)).collect();
    let check = |name: &str, text: String, expected: &[usize]| {
        let found = read(name, text.as_bytes());
        assert_eq!(found.len(), expected.len(), "{name}");
        for ((found, year), expected) in found.iter().zip(expected) {
            let (whole, expected_year) = &alone[*expected];
            same(found, whole, name);
            assert_eq!(year, expected_year, "{name}");
        }
    };
    // Two pages in one file, two forms in one text, and three reports of different years and offices.
    check("two.html", format!("{}\n{}", page.1, page.1), &[0, 0]);
    check("forms.txt", format!("{}\n\n{}", old.1, town.1), &[2, 1]);
    check("three.txt", format!("{}\n\n{}\n\n{}", town.1, old.1, town.1), &[1, 2, 1]);
    // Their names.
    let (library, mut sources) = library();
    let three = format!("{}\n\n{}\n\n{}", town.1, old.1, town.1);
    let outcomes = check_all(&[library], &mut sources, "three.txt", three.as_bytes(), &Options::default());
    let names: Vec<String> = outcomes.iter().map(|outcome| outcome.name(&sources)).collect();
    assert_eq!(names, ["three.txt#1", "three.txt#2", "three.txt#3"]);
    // Every finding of a report lies in it.
    let starts: Vec<usize> = [0, town.1.len() + 2, town.1.len() + old.1.len() + 4, three.len()].to_vec();
    for (outcome, bounds) in outcomes.iter().zip(starts.windows(2)) {
        for label in
            outcome.findings.iter().filter_map(|finding| finding.primary()).filter(|label| label.span.file == outcome.file)
        {
            assert!(
                label.span.start == 0 || (bounds[0]..bounds[1]).contains(&(label.span.start as usize)),
                "{label:?} {bounds:?}"
            );
        }
    }
}

/// Where it is not certain that a second report begins, only the first is read, which is said.
#[test]
fn half_a_report_behind_a_report_is_pointed_at() {
    let text = String::from_utf8(bytes(&here("examples/yunpu-education-2024.txt"))).expect("UTF-8");
    let heading = text.find("一、总体情况").expect("there");
    let end = text.find("四、").expect("there");
    let all = read("half.txt", format!("{text}\n附：\n{}", &text[heading..end]).as_bytes());
    assert_eq!(all.len(), 1);
    let (alone, _) = read("alone.txt", text.as_bytes()).remove(0);
    assert_eq!(all[0].0.figures, alone.figures);
    assert!(all[0].0.codes.contains(&"G0707"), "{:?}", all[0].0.codes);
}
