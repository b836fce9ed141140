//! What stands beside reports, as the program uses it: explanations and policies.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");

fn room(name: &str) -> PathBuf {
    let room = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("standing-{name}"));
    let _ = fs::remove_dir_all(&room);
    fs::create_dir_all(&room).expect("a folder");
    let report = fs::read_to_string(format!("{EXAMPLES}/yunpu-2025.json")).expect("the example");
    // What the text says was received ties with no reading of the table.
    fs::write(room.join("r.json"), report.replace("\"收到\": 54", "\"收到\": 63")).expect("written");
    room
}

fn gouji(room: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_gouji")).args(arguments).current_dir(room).env("LANG", "en_US.UTF-8").output();
    let output = output.expect("it runs");
    (output.status.code().expect("a status"), String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8"))
}

fn fill(room: &Path, file: &str) -> String {
    let text = fs::read_to_string(room.join(file)).expect("the skeleton");
    let filled = text.replace("reason = \"\"", "reason = \"含上年转来 5 件\"").replace("author = \"\"", "author = \"李某\"");
    let filled = filled.replace("date = \"\"", "date = \"2026-01-12\"");
    fs::write(room.join(file), &filled).expect("written");
    filled
}

fn json(room: &Path, arguments: &[&str]) -> Value {
    let all: Vec<&str> = ["check", "--format", "json"].iter().chain(arguments).copied().collect();
    serde_json::from_str(&gouji(room, &all).1).expect("JSON")
}

#[test]
fn a_skeleton_is_written_filled_in_and_counts() {
    let room = room("skeleton");
    assert_eq!(gouji(&room, &["check", "--deny", "warnings", "r.json"]).0, 1);
    let (status, said) = gouji(&room, &["explain-failure", "r.json"]);
    assert_eq!(status, 0, "{said}");
    // An empty reason is an error; a second run adds nothing.
    let (status, said) = gouji(&room, &["check", "--format", "short", "r.json"]);
    assert!(status == 1 && said.contains("error[G0814]"), "{said}");
    let empty = fs::read_to_string(room.join("r.json.explain.toml")).expect("the skeleton");
    assert_eq!(gouji(&room, &["explain-failure", "r.json"]).0, 0);
    assert_eq!(fs::read_to_string(room.join("r.json.explain.toml")).expect("the skeleton"), empty);
    let filled = fill(&room, "r.json.explain.toml");
    let (status, said) = gouji(&room, &["check", "--deny", "warnings", "r.json"]);
    assert!(status == 0 && said.contains("explained (李某, 2026-01-12): 含上年转来 5 件"), "{said}");
    // Another figure: what a person wrote stays, and a new entry is added behind it.
    let report = fs::read_to_string(room.join("r.json")).expect("the report").replace("\"收到\": 63", "\"收到\": 65");
    fs::write(room.join("r.json"), report).expect("written");
    let (status, said) = gouji(&room, &["check", "--deny", "warnings", "r.json"]);
    assert!(status == 1 && said.contains("warning[G0811]") && said.contains("63 when it was explained, 65 now"), "{said}");
    assert_eq!(gouji(&room, &["explain-failure", "r.json"]).0, 0);
    let both = fs::read_to_string(room.join("r.json.explain.toml")).expect("both");
    assert!(both.starts_with(&filled) && both.matches("[[explanation]]").count() == 2, "{both}");
    assert!(fs::read_dir(&room).expect("the folder").count() == 2, "nothing is left beside");
}

#[test]
fn every_format_carries_the_explanation() {
    let room = room("formats");
    gouji(&room, &["explain-failure", "r.json", "--output", "why.toml"]);
    fill(&room, "why.toml");
    for format in ["human", "text", "short", "narrated", "github", "json", "jsonl", "sarif"] {
        let (status, said) =
            gouji(&room, &["check", "--format", format, "--explanations", "why.toml", "--deny", "warnings", "r.json"]);
        assert_eq!(status, 0, "{format}: {said}");
        for part in ["含上年转来 5 件", "李某", "2026-01-12"] {
            assert!(said.contains(part), "{format}: {said}");
        }
    }
    let report = json(&room, &["--explanations", "why.toml", "r.json"])["reports"][0].clone();
    assert_eq!((report["rules"]["waived"].as_u64(), report["rules"]["failed"].as_u64()), (Some(1), Some(0)));
    let finding = report["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "正文收到").unwrap();
    assert_eq!((finding["severity"].as_str(), finding["explained"]["author"].as_str()), (Some("note"), Some("李某")));
    let (_, sarif) = gouji(&room, &["check", "--format", "sarif", "--explanations", "why.toml", "r.json"]);
    let sarif: Value = serde_json::from_str(&sarif).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let suppressed: Vec<&Value> = results.iter().filter(|result| result.get("suppressions").is_some()).collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["suppressions"][0]["kind"], "external");
    assert_eq!(suppressed[0]["suppressions"][0]["status"], "accepted");
}

#[test]
fn one_file_explains_many_reports_and_says_what_it_did_not() {
    let room = room("many");
    let report = fs::read_to_string(room.join("r.json")).expect("the report");
    fs::create_dir(room.join("all")).expect("a folder");
    fs::write(room.join("all/a.json"), &report).expect("written");
    fs::write(room.join("all/b.json"), report.replace("云浦县人民政府", "安溪县人民政府")).expect("written");
    gouji(&room, &["explain-failure", "all/b.json", "--output", "why.toml"]);
    fill(&room, "why.toml");
    // Only the report with the same key.
    let run = json(&room, &["--explanations", "why.toml", "all"]);
    let waived: Vec<u64> =
        run["reports"].as_array().unwrap().iter().map(|report| report["rules"]["waived"].as_u64().unwrap()).collect();
    assert_eq!(waived, [0, 1]);
    assert!(!run.to_string().contains("G0812"), "{run}");
    // Alone, the other one leaves it without a use.
    let (_, said) = gouji(&room, &["check", "--format", "short", "--explanations", "why.toml", "all/a.json"]);
    assert!(said.contains("warning[G0812]") && said.contains("no report that it is about"), "{said}");
    // Explanations beside reports are no reports.
    fs::rename(room.join("why.toml"), room.join("all/b.explain.toml")).expect("moved");
    let run = json(&room, &["all"]);
    assert_eq!(run["reports"].as_array().unwrap().len(), 2);
    assert_eq!(run["reports"][1]["rules"]["waived"].as_u64(), Some(1));
    assert_eq!(json(&room, &["all/*"])["reports"].as_array().unwrap().len(), 2);
    assert_eq!(gouji(&room, &["check", "--explanations", "no.toml", "r.json"]).0, 2);
}

#[test]
fn a_broken_file_of_explanations_is_neither_used_nor_written_to() {
    let room = room("broken");
    fs::write(room.join("r.json.explain.toml"), "[[explanation]\nreason = 理由\n").expect("written");
    let (status, said) = gouji(&room, &["check", "--format", "short", "r.json"]);
    assert!(status == 1 && said.contains("error[G0609]") && said.contains("warning[G0401]"), "{said}");
    assert_eq!(gouji(&room, &["explain-failure", "r.json"]).0, 2);
    assert_eq!(fs::read_to_string(room.join("r.json.explain.toml")).expect("it is there"), "[[explanation]\nreason = 理由\n");
    assert_eq!(gouji(&room, &["explain-failure", "-"]).0, 2);
}

const POLICY: &str = "issuer = \"省政务公开办\"\n[[rule]]\ntemplate = \"zfxxgk@2021\"\nrule = \"收支平衡\"\nforce = \"soft\"\nfrom = 2025-06-01\nuntil = 2026-05-31\nreason = \"系统迁移\"\n";

#[test]
fn a_policy_counts_from_day_to_day_and_with_it_an_explanation_may() {
    let room = room("policy");
    let report = fs::read_to_string(format!("{EXAMPLES}/yunpu-2025.json")).expect("the example");
    // 新收 48 in place of 46, and its total.
    let report = report.replace("\"新收\": { \"自然人\": 46", "\"新收\": { \"自然人\": 48").replacen(
        "\"总计\": 54 }",
        "\"总计\": 56 }",
        1,
    );
    let report = report.replace("\"收到\": 54, \"收到自然人\": 46", "\"收到\": 56, \"收到自然人\": 48");
    fs::write(room.join("r.json"), report).expect("written");
    fs::write(room.join("p.toml"), POLICY).expect("written");
    assert_eq!(gouji(&room, &["check", "r.json"]).0, 1);
    let (status, said) = gouji(&room, &["check", "--policy", "p.toml", "r.json"]);
    assert!(status == 0 && said.contains("this rule counts as soft in place of hard: 系统迁移"), "{said}");
    assert_eq!(gouji(&room, &["check", "--policy", "p.toml", "--date", "2026-06-01", "r.json"]).0, 1);
    assert_eq!(gouji(&room, &["check", "--policy", "p.toml", "--date", "2026-05-31", "r.json"]).0, 0);
    assert_eq!(gouji(&room, &["check", "--policy", "p.toml", "--date", "2026-02-30", "r.json"]).0, 2);
    assert_eq!(gouji(&room, &["check", "--date", "2026-02-03", "r.json"]).0, 2);
    // What the policy made soft can be explained; without the policy the same explanation is forbidden.
    gouji(&room, &["explain-failure", "--policy", "p.toml", "r.json"]);
    fill(&room, "r.json.explain.toml");
    assert_eq!(gouji(&room, &["check", "--policy", "p.toml", "--deny", "warnings", "r.json"]).0, 0);
    let (status, said) = gouji(&room, &["check", "r.json"]);
    assert!(status == 1 && said.contains("error[G0813]"), "{said}");
    // Nothing is checked with a policy that has mistakes.
    fs::write(room.join("p.toml"), POLICY.replace("收支平衡", "收支平横")).expect("written");
    let (status, said) = gouji(&room, &["check", "--policy", "p.toml", "r.json"]);
    assert!(status == 2 && said.contains("error[G0822]") && said.contains("did you mean") && !said.contains("G0410"), "{said}");
}

const YEARS: &str = "gouji 1
unit 元
template 结转 @1 \"结转表\" {
  applies 年度 in 2020..
  meta { 单位: text, 年度: year }
  key 单位, 年度
  table 结转 {
    cell natural[元]
    rows { 上年结转  收入  支出  结转下年 }
    rule 平衡 { 上年结转 + 收入 == 支出 + 结转下年 }
    rule 接上 { 上年结转 == prior.结转下年 }
    rule 收入不减 soft { 收入 >= prior.收入 }
  }
}
";

fn year(year: u32, figures: [u32; 4]) -> String {
    let [before, income, spent, after] = figures;
    format!(
        "{{\"template\": \"结转@1\", \"meta\": {{\"单位\": \"某所\", \"年度\": \"{year}\"}}, \"结转\": {{\"上年结转\": {before}, \"收入\": {income}, \"支出\": {spent}, \"结转下年\": {after}}}}}"
    )
}

#[test]
fn what_last_year_says_is_evidence() {
    let room = room("evidence");
    fs::write(room.join("t.gj"), YEARS).expect("written");
    fs::write(room.join("2023.json"), year(2023, [10, 90, 80, 20])).expect("written");
    // 上年结转 was 20; it says 30, and one of four figures must be wrong.
    fs::write(room.join("2024.json"), year(2024, [30, 100, 90, 30])).expect("written");
    let check = |more: &[&str]| gouji(&room, &[&["check", "--template", "t.gj", "2024.json"], more].concat()).1;
    assert!(check(&[]).contains("nothing tells which"), "{}", check(&[]));
    let said = check(&["--prior", "2023.json"]);
    assert!(
        said.contains("the likeliest is 上年结转 30元 to 20元") && said.contains("elsewhere it says what this change gives"),
        "{said}"
    );
    // The same figure of last year speaks against changing what repeats it.
    fs::write(room.join("2024.json"), year(2024, [20, 100, 90, 40])).expect("written");
    let run = json(&room, &["--template", "t.gj", "--prior", "2023.json", "2024.json"]);
    let finding = run["reports"][0]["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "平衡").unwrap();
    let ways = finding["explanations"].as_array().unwrap();
    assert_eq!((ways.len(), ways[3]["changes"][0]["at"]["row"].as_str()), (4, Some("上年结转")), "{finding}");
}

#[test]
fn rules_over_two_years_are_explained_and_decided_about_too() {
    let room = room("years");
    fs::write(room.join("t.gj"), YEARS).expect("written");
    fs::write(room.join("2023.json"), year(2023, [10, 120, 110, 20])).expect("written");
    fs::write(room.join("2024.json"), year(2024, [20, 100, 90, 30])).expect("written");
    let check = |more: &[&str]| {
        let all = ["check", "--template", "t.gj", "--prior", "2023.json", "--deny", "warnings", "2024.json"];
        gouji(&room, &[&all[..], more].concat())
    };
    assert!(check(&[]).1.contains("收入不减"));
    gouji(&room, &["explain-failure", "--template", "t.gj", "--prior", "2023.json", "2024.json"]);
    let filled = fill(&room, "2024.json.explain.toml");
    assert!(filled.contains("\"prior.结转.收入\" = \"120\""), "{filled}");
    let (status, said) = check(&[]);
    assert!(status == 0 && said.contains("explained (李某"), "{said}");
    // A figure of last year's report is an operand like any other.
    fs::write(room.join("2023.json"), year(2023, [10, 121, 111, 20])).expect("written");
    let (status, said) = check(&[]);
    assert!(status == 1 && said.contains("warning[G0811]") && said.contains("120 when it was explained, 121 now"), "{said}");
    // A policy decides about it as about any other.
    fs::remove_file(room.join("2024.json.explain.toml")).expect("removed");
    let policy = "[[rule]]\ntemplate = \"结转\"\nrule = \"收入不减\"\nforce = \"hard\"\nfrom = 2024-01-01\nreason = \"整顿\"\n";
    fs::write(room.join("p.toml"), policy).expect("written");
    let (status, said) = check(&["--policy", "p.toml"]);
    assert!(status == 1 && said.contains("error[G0401]") && said.contains("counts as hard in place of soft"), "{said}");
    fs::write(room.join("p.toml"), policy.replace("\"hard\"", "\"suspended\"")).expect("written");
    let (status, said) = check(&["--policy", "p.toml"]);
    assert!(status == 0 && said.contains("note[G0409]"), "{said}");
}
