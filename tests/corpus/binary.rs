//! The program itself: exit codes, standard input, folders, formats, languages.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use crate::corpus::{Corpus, SHANGHAI};

fn gouji(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gouji")).args(arguments).output().expect("the program runs")
}

fn path(corpus: &Corpus, name: &str) -> String {
    corpus.path(name).to_string_lossy().into_owned()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stdout)))
}

#[test]
fn exit_codes() {
    let corpus = crate::corpus_or_skip!();
    let good = path(&corpus, "001_jingyue_2024.txt");
    let bad = path(&corpus, SHANGHAI);
    assert_eq!(gouji(&["check", &good]).status.code(), Some(0));
    assert_eq!(gouji(&["check", &bad]).status.code(), Some(1));
    assert_eq!(gouji(&["check", &good, &bad]).status.code(), Some(1));
    assert_eq!(gouji(&["check", "no/such/file.txt"]).status.code(), Some(2));
    assert_eq!(gouji(&["check", "--format", "nonsense", &good]).status.code(), Some(2));
    assert_eq!(gouji(&["check"]).status.code(), Some(2));
}

#[test]
fn reads_standard_input() {
    let corpus = crate::corpus_or_skip!();
    let mut child = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("a pipe").write_all(corpus.text("004_nanguan_2023.txt").as_bytes()).expect("written");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    let json = json(&output);
    assert_eq!(json["reports"][0]["verdict"], "accepted");
    assert_eq!(json["reports"][0]["template"], "zfxxgk@2021");
}

#[test]
fn walks_a_folder_and_one_bad_file_does_not_stop_the_others() {
    let corpus = crate::corpus_or_skip!();
    let folder = std::env::temp_dir().join(format!("gouji-acceptance-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("inner")).expect("a folder");
    for (name, to) in [("000_zhonghan_2025.txt", "a.txt"), ("hangzhou_style_2025.html", "inner/b.html")] {
        std::fs::write(folder.join(to), corpus.text(name)).expect("written");
    }
    std::fs::write(folder.join("inner/c.txt"), [0xff, 0xfe, 0x80, 0x00]).expect("written");
    let output = gouji(&["check", "--format", "json", &folder.to_string_lossy()]);
    let reports = json(&output)["reports"].as_array().expect("reports").clone();
    let verdicts: Vec<&str> = reports.iter().filter_map(|report| report["verdict"].as_str()).collect();
    assert_eq!(verdicts.iter().filter(|verdict| **verdict == "accepted").count(), 2, "{verdicts:?}");
    assert_ne!(output.status.code(), Some(0));
    std::fs::remove_dir_all(&folder).expect("removed");
}

#[test]
fn every_format_says_the_same_number_of_things() {
    let corpus = crate::corpus_or_skip!();
    let bad = path(&corpus, SHANGHAI);
    for format in ["human", "text", "short", "narrated", "json", "jsonl", "sarif", "github"] {
        for lang in ["zh", "en"] {
            let output = gouji(&["check", "--format", format, "--lang", lang, "--color", "never", &bad]);
            assert_eq!(output.status.code(), Some(1), "{format}");
            let text = String::from_utf8(output.stdout).expect("UTF-8");
            let count = text.matches("G0403").count();
            assert!(count >= 11, "{format}: {count} of the eleven totals\n{text}");
            assert!(!text.contains('\u{1b}'), "{format}: colours without a terminal");
        }
    }
}

#[test]
fn both_languages_have_the_same_findings() {
    let corpus = crate::corpus_or_skip!();
    for name in crate::corpus::REPORTS {
        let file = path(&corpus, name);
        let findings = |lang: &str| {
            let mut json = json(&gouji(&["check", "--format", "json", "--lang", lang, &file]));
            let mut texts = Vec::new();
            for finding in json["reports"][0]["findings"].as_array_mut().expect("findings") {
                let finding = finding.as_object_mut().expect("a finding");
                texts.push(finding.remove("message").unwrap_or_default());
                for worded in ["help", "notes"] {
                    finding.remove(worded);
                }
                for label in finding.get_mut("labels").and_then(|labels| labels.as_array_mut()).into_iter().flatten() {
                    label.as_object_mut().expect("a label").remove("note");
                }
            }
            (json, texts)
        };
        let (zh, en) = (findings("zh"), findings("en"));
        assert_eq!(zh.0, en.0, "{name}");
        if !zh.1.is_empty() {
            assert_ne!(zh.1, en.1, "{name}: the messages are in one language only");
        }
    }
}

#[test]
fn extract_is_the_promised_json() {
    let corpus = crate::corpus_or_skip!();
    let file = path(&corpus, "001_jingyue_2024.txt");
    let output = gouji(&["extract", "--format", "json", &file]);
    assert_eq!(output.status.code(), Some(0));
    let json = json(&output);
    let text = corpus.text("001_jingyue_2024.txt");
    assert_eq!(json["template"], "zfxxgk@2021");
    let figures = json["figures"].as_array().expect("figures");
    let first = figures
        .iter()
        .find(|figure| figure["row"] == "新收" && figure["column"] == "自然人")
        .expect("the first cell of the table of applications");
    assert_eq!((&first["value"], &first["unit"], &first["state"]), (&"298".into(), &"件".into(), &"figure".into()));
    let offset = |key: &str| first[key].as_u64().expect("an offset") as usize;
    assert_eq!(&text[offset("start")..offset("end")], "298");
}
