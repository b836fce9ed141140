//! The program as scripts see it: what it prints where, and its exit status.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const TEMPLATE: &str = r#"gouji 1
unit 份
template 午餐 @1 "学校午餐统计" {
  title "{学校}午餐统计"
  meta { 学校: text optional }
  section 正表 "学校午餐统计" {
    table 午餐 {
      cell natural[份]
      columns { 份数 }
      rows { 一年级, 二年级, total 全校 }
    }
  }
}
"#;
const GOOD: &str = r#"{"template": "午餐@1", "午餐": {"一年级": {"份数": 210}, "二年级": {"份数": 190}, "全校": {"份数": 400}}}"#;
const BAD: &str = r#"{"template": "午餐@1", "午餐": {"一年级": {"份数": 210}, "二年级": {"份数": 190}, "全校": {"份数": 410}}}"#;

struct Run {
    status: i32,
    out: String,
    err: String,
}

/// A folder of its own for each test.
struct Room(PathBuf);

impl Room {
    fn new(name: &str) -> Room {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Room(path)
    }

    fn with(self, name: &str, text: impl AsRef<[u8]>) -> Room {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn meals(name: &str) -> Room {
        Room::new(name).with("form/meals.gj", TEMPLATE).with("good.json", GOOD).with("bad.json", BAD)
    }

    fn command(&self, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
        command.current_dir(&self.0).args(args.split_whitespace()).env_remove("LC_ALL").env_remove("LC_MESSAGES");
        command.env("LANG", "zh_CN.UTF-8").env_remove("NO_COLOR").stdin(Stdio::null());
        command
    }

    fn run(&self, args: &str) -> Run {
        finish(self.command(args).output().unwrap())
    }

    fn run_with(&self, args: &str, input: &[u8]) -> Run {
        let mut child = self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        finish(child.wait_with_output().unwrap())
    }
}

fn finish(output: std::process::Output) -> Run {
    Run {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn exit_status_is_the_answer() {
    let room = Room::meals("exit");
    for (args, status) in [
        ("check --templates form good.json", 0),
        ("check --templates form bad.json", 1),
        ("check --templates form good.json bad.json", 1),
        ("check --template 午餐 --templates form good.json", 0),
        ("check --template 午餐@1 --templates form good.json", 0),
        ("check --template form/meals.gj good.json", 0),
        ("check --template form/meals.gj bad.json", 1),
        ("check --template 晚餐 --templates form good.json", 2),
        ("check --template form/none.gj good.json", 2),
        ("check --templates nowhere good.json", 2),
        ("check --templates form nowhere.json", 2),
        ("check --template good.gj good.json", 2),
        ("check", 2),
        ("frobnicate", 2),
        ("", 2),
        ("--help", 0),
        ("check -h", 0),
        ("--version", 0),
        ("explain G0402", 0),
        ("explain g0402", 0),
        ("explain", 0),
        ("explain G9999", 2),
        ("list", 0),
        ("compile form", 0),
        ("compile form/meals.gj", 0),
        ("compile nowhere", 2),
    ] {
        let run = room.run(args);
        assert_eq!(run.status, status, "gouji {args}\n{}\n{}", run.out, run.err);
        if status == 2 {
            assert!(!run.err.is_empty(), "gouji {args} says why");
        }
        assert!(!run.err.contains("panicked"), "{}", run.err);
    }
}

#[test]
fn one_unreadable_file_does_not_stop_the_others() {
    let room = Room::meals("unreadable");
    let run = room.run("check --templates form --format short missing.json bad.json");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("没有这个文件：missing.json"), "{}", run.err);
    assert!(run.out.contains("bad.json:1:"), "{}", run.out);
}

#[test]
fn the_sums_are_those_of_the_reports_on_any_number_of_threads() {
    let room = Room::meals("sums");
    let one = room.run("check --templates form --summary --jobs 1 good.json bad.json bad.json");
    let two = room.run("check --templates form --summary --jobs 2 good.json bad.json bad.json");
    assert_eq!((one.status, &one.out), (1, &two.out), "{}", one.err);
    assert!(one.out.starts_with("共 3 份报告：1 份通过，2 份不通过，0 份不完整。"), "{}", one.out);
    assert!(one.out.contains("bad.json") && !one.out.contains("good.json"), "{}", one.out);
}

#[test]
fn directories_globs_and_standard_input() {
    let room = Room::meals("inputs").with("all/b.json", BAD).with("all/sub/a.json", GOOD).with("all/notes.log", "x");
    let room = room.with("all/.hidden.json", BAD).with("all/[1].json", GOOD).with("none/x.log", "");
    let files = |args: &str| -> Vec<String> {
        let run = room.run(&format!("check --templates form --format jsonl {args}"));
        run.out
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["file"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(files("all"), ["all/[1].json", "all/b.json", "all/sub/a.json"]);
    assert_eq!(files("all/**/*.json"), ["all/.hidden.json", "all/[1].json", "all/b.json", "all/sub/a.json"]);
    assert_eq!(files("all/[1].json"), ["all/[1].json"], "a file whose name looks like a glob");
    assert_eq!(room.run("check none").status, 2);
    assert_eq!(room.run("check none/*.json").status, 2);
    assert_eq!(room.run("check - -").status, 2);

    let run = room.run_with("check --templates form --format short --stdin-name 午餐.json -", BAD.as_bytes());
    assert_eq!(run.status, 1, "{}", run.err);
    assert!(run.out.starts_with("午餐.json:1:"), "{}", run.out);
    let run = room.run_with("extract --templates form --format json -", GOOD.as_bytes());
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&run.out).unwrap()["template"], "午餐@1");
}

#[test]
fn both_languages_find_the_same() {
    let room = Room::meals("languages");
    let json = |lang: &str| -> serde_json::Value {
        let run = room.run(&format!("check --templates form --format json --lang {lang} bad.json"));
        serde_json::from_str(&run.out).unwrap()
    };
    let (zh, en) = (json("zh"), json("en"));
    for pointer in
        ["/reports/0/verdict", "/reports/0/rules", "/reports/0/findings/0/code", "/reports/0/findings/0/labels/0/start"]
    {
        assert!(zh.pointer(pointer).is_some(), "{pointer}: {zh}");
        assert_eq!(zh.pointer(pointer), en.pointer(pointer), "{pointer}");
    }
    assert_ne!(zh.pointer("/reports/0/findings/0/message"), en.pointer("/reports/0/findings/0/message"));

    let help = |name: &str, value: Option<&str>| {
        let mut command = room.command("--help");
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            command.env_remove(name);
        }
        if let Some(value) = value {
            command.env(name, value);
        }
        finish(command.output().unwrap()).out
    };
    for (name, value, chinese) in [
        ("LANG", None, true),
        ("LANG", Some("zh_CN.UTF-8"), true),
        ("LANG", Some("C"), false),
        ("LC_MESSAGES", Some("en_US.UTF-8"), false),
        ("LC_ALL", Some("zh_TW"), true),
    ] {
        assert_eq!(help(name, value).contains("用法："), chinese, "{name} {value:?}");
    }
}

#[test]
fn colours_only_when_wanted() {
    let room = Room::meals("colours");
    assert!(!room.run("check --templates form bad.json").out.contains('\u{1b}'), "no terminal");
    assert!(room.run("check --templates form --color always bad.json").out.contains('\u{1b}'));
    assert!(!room.run("check --templates form --color never --format human bad.json").out.contains('\u{1b}'));
}

#[test]
fn a_broken_template_is_shown_and_the_job_not_done() {
    let room = Room::meals("broken").with("broken.gj", TEMPLATE.replace("total 全校", "total 全校 = 三年级"));
    for args in ["compile broken.gj --format short", "check --template broken.gj --format short good.json"] {
        let run = room.run(args);
        assert_eq!(run.status, 2, "{args}: {}", run.out);
        assert!(run.out.contains("broken.gj:10:"), "{args}: {}", run.out);
    }
    let run = room.run("compile broken.gj form --format json");
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert!(json["diagnostics"].as_array().unwrap().iter().all(|found| found["labels"][0]["file"] == "broken.gj"));
    let run = room.run("compile bad.json");
    assert_eq!(run.status, 2, "{}", run.out);
}

#[test]
fn files_of_one_folder_share_their_units() {
    let (units, form) = TEMPLATE.split_at(TEMPLATE.find("template").unwrap());
    let room = Room::meals("folder").with("two/units.gj", units).with("two/form.gj", format!("gouji 1\n{form}"));
    for args in ["compile two", "compile two/form.gj", "check --template two/form.gj good.json"] {
        let run = room.run(args);
        assert_eq!(run.status, 0, "{args}: {}{}", run.out, run.err);
    }
}

#[test]
fn warnings_can_be_denied() {
    let room = Room::meals("deny").with("warned.gj", TEMPLATE.replace("unit 份", "unit 份\nunit 桶"));
    let run = room.run("compile warned.gj");
    assert_eq!(run.status, 0, "{}", run.out);
    assert!(run.out.contains("警告["), "{}", run.out);
    assert_eq!(room.run("compile --deny warnings warned.gj").status, 1);
    assert!(!room.run("compile -q warned.gj").out.contains("警告"));
}

#[test]
fn extraction_as_json_csv_and_text() {
    let room = Room::meals("extract");
    let json: serde_json::Value =
        serde_json::from_str(&room.run("extract --templates form --format json good.json").out).unwrap();
    let figure = &json["figures"][0];
    assert_eq!((figure["row"].as_str(), figure["value"].as_str()), (Some("一年级"), Some("210")));
    let start = figure["start"].as_u64().unwrap() as usize;
    assert_eq!(&GOOD[start..figure["end"].as_u64().unwrap() as usize], "210");
    let csv = room.run("extract --templates form --format csv good.json").out;
    assert_eq!(csv.lines().count(), 4, "{csv}");
    let text = room.run("extract --templates form good.json").out;
    assert!(text.contains("一年级") && text.contains("数字"), "{text}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let room = Room::new("pipe");
    let mut child = room.command("explain").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run = finish(child.wait_with_output().unwrap());
    assert_eq!((run.status, run.err.as_str()), (0, ""));
}

#[test]
fn bad_usage_is_explained_in_the_language() {
    let room = Room::new("usage");
    for (args, zh, en) in [
        ("chek", "没有 chek 这个命令", "no command chek"),
        ("check a --frmat json", "是不是想写 --format？", "Did you mean --format?"),
        ("check a --format xml", "可以是：human、text", "one of human, text"),
        ("check a --meta 层级", "名称=值", "NAME=VALUE"),
        ("check", "缺少 <REPORT>", "<REPORT>... is missing"),
        ("explain G0042", "没有诊断代码 G0042", "no diagnostic code G0042"),
    ] {
        for (lang, expected) in [("zh", zh), ("en", en)] {
            let run = room.run(&format!("{args} --lang {lang}"));
            assert_eq!(run.status, 2, "{args}");
            assert!(run.err.contains(expected), "{args}: {}", run.err);
        }
    }
}

#[test]
fn pages_and_lists_read_well() {
    let room = Room::new("pages");
    let run = room.run("explain G0402 --lang zh");
    assert!(run.out.starts_with("G0402 ") && !run.out.contains("```") && !run.out.contains("## "), "{}", run.out);
    assert!(!run.out.contains("The message"), "the other language is left out: {}", run.out);
    let list = room.run("list --format json");
    let listed: serde_json::Value = serde_json::from_str(&list.out).unwrap();
    assert!(!listed.as_array().unwrap().is_empty());
    let text = room.run("list").out;
    assert_eq!(text.lines().count(), listed.as_array().unwrap().len() + 1, "{text}");
}

#[test]
fn encodings_and_several_reports_in_a_file() {
    let text = "一小午餐统计\n\n学校午餐统计\n\n| 年级 | 份数 |\n|---|---|\n| 一年级 | 210 |\n| 二年级 | 190 |\n| 全校 | 410 |\n";
    let gbk = encoding_rs::GBK.encode(text).0.into_owned();
    let room = Room::meals("encodings").with("gbk.txt", &gbk).with("many.ndjson", format!("{GOOD}\n{BAD}\n"));

    let guessed = room.run("check --templates form gbk.txt --format json");
    let json: serde_json::Value = serde_json::from_str(&guessed.out).unwrap();
    let findings = json["reports"][0]["findings"].as_array().unwrap();
    assert_eq!(findings.iter().map(|found| found["code"].as_str().unwrap()).collect::<Vec<_>>(), ["G0402", "G0607"]);
    let label = &findings[0]["labels"][0];
    let place = label["start"].as_u64().unwrap() as usize..label["end"].as_u64().unwrap() as usize;
    assert_eq!((&gbk[place], label["line"].as_u64()), (&b"410"[..], Some(9)));

    let named = room.run("check --templates form --encoding gb2312 gbk.txt --format json");
    assert!(named.out.contains("G0402") && !named.out.contains("G0607"));
    let wrong = room.run("check --templates form --encoding utf-8 gbk.txt --lang en");
    assert!(wrong.status == 1 && wrong.out.contains("G0602") && wrong.out.contains("--encoding"), "{}", wrong.out);
    let unknown = room.run("check --encoding klingon gbk.txt");
    assert_eq!(unknown.status, 2);
    assert!(unknown.err.contains("没有“klingon”这种编码"), "{}", unknown.err);

    let many = room.run("check --templates form many.ndjson --format short");
    assert!(many.out.contains("many.ndjson:2:") && !many.out.contains("many.ndjson:1:"), "{}", many.out);
    let many = room.run("check --templates form many.ndjson");
    assert!(many.out.contains("many.ndjson:1 ") && many.out.contains("many.ndjson:2 "), "{}", many.out);
    let piped = room.run_with("extract --templates form - --format json", many_lines().as_bytes());
    let all: serde_json::Value = serde_json::from_str(&piped.out).unwrap();
    assert_eq!(all[1]["file"], "<stdin>:2");
    assert_eq!(all[1]["figures"][2]["value"], "410");
}

fn many_lines() -> String {
    format!("{GOOD}\n{BAD}\n")
}

#[test]
fn watching_checks_again_when_a_file_changes() {
    use std::io::{BufRead, BufReader};
    let room = Room::meals("watch");
    let mut child = room
        .command("check --watch --format short --templates form good.json")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program says when it waits: only then is the file changed.
    let waiting = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap).find(|line| line.contains("Ctrl-C"));
    assert!(waiting.is_some());
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    // As editors do: another file, moved into its place.
    fs::write(room.0.join("good.json.tmp"), BAD).unwrap();
    fs::rename(room.0.join("good.json.tmp"), room.0.join("good.json")).unwrap();
    assert_eq!(lines.next().as_deref(), Some("—— good.json 有改动 ——"));
    assert!(lines.next().unwrap().starts_with("good.json:1:"));
    // A template beside it counts too.
    fs::write(room.0.join("form/meals.gj"), "gouji 1\n").unwrap();
    assert!(lines.any(|line| line == "—— meals.gj 有改动 ——"));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn manual_pages_and_completions_know_every_command() {
    let room = Room::new("manual");
    let run = room.run("man pages");
    assert_eq!(run.status, 0, "{}", run.err);
    let page = fs::read_to_string(room.0.join("pages/gouji-check.1")).unwrap();
    assert!(page.contains("校验报告") && page.contains("encoding"), "{page}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = room.run(&format!("completions {shell}"));
        assert_eq!(script.status, 0);
        assert!(script.out.contains("extract") && script.out.contains("stdin-name"), "{shell}");
    }
}
