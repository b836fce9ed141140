//! The shipped templates, tested as an author tests his own: `gouji test` over `tests/schemas`, whose snapshots insta reads too.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn gouji(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.args(arguments).current_dir(folder).env_remove("CI").env("LANG", "zh_CN.UTF-8").env_remove("LC_ALL");
    command.stdin(std::process::Stdio::null()).output().expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_shipped_templates_give_what_is_expected() {
    // In another language than that of the snapshots: they say themselves which one they are in.
    let output = gouji(&["test", "--check", "--unreferenced", "--lang", "en", "tests/schemas"], &root());
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("not met: 0"), "{}", said(&output));
}

#[test]
fn insta_reads_our_snapshots() {
    let folder = root().join("tests/schemas/snapshots");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        assert!(entry.extension().is_some_and(|extension| extension == "snap"), "{} is left over", entry.display());
        let ours = gouji::snapshot::SnapFile::parse(&fs::read_to_string(&entry).expect("UTF-8"));
        let theirs = insta::Snapshot::from_file(&entry).expect("insta reads it");
        let text = theirs.as_text().expect("a text").to_string();
        assert_eq!(text.trim_end(), ours.text.trim_end());
        assert_eq!(theirs.metadata().source(), Some(ours.source.as_str()));
        assert!(entry.ends_with(format!("{}.snap", ours.source)));
        assert_eq!(theirs.metadata().description(), Some(ours.description.as_str()));
        assert!(ours.lang.is_some() && !ours.text.contains(env!("CARGO_MANIFEST_DIR")));
        count += 1;
    }
    assert!(count >= 6, "{count}");
}

/// A folder of its own for a test, with a template and one report in it.
fn room(name: &str) -> PathBuf {
    let room = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("test-{name}"));
    let _ = fs::remove_dir_all(&room);
    fs::create_dir_all(room.join("报告")).expect("a folder");
    fs::copy(root().join("examples/balance-sheet/balance-sheet.gj"), room.join("资产.gj")).expect("a template");
    fs::copy(root().join("examples/balance-sheet/2024.json"), room.join("报告/2024.json")).expect("a report");
    room
}

#[test]
fn a_snapshot_is_pending_until_it_is_accepted() {
    let room = room("pending");
    let (snapshot, pending) = (room.join("报告/snapshots/2024.json.snap"), room.join("报告/snapshots/2024.json.snap.new"));
    let first = gouji(&["test"], &room);
    assert_eq!(first.status.code(), Some(0), "{}", said(&first));
    assert!(pending.exists() && !snapshot.exists() && said(&first).contains("新增"), "{}", said(&first));
    let in_ci = gouji(&["test", "--check"], &room);
    assert_eq!(in_ci.status.code(), Some(1), "{}", said(&in_ci));
    let accepted = gouji(&["test", "--accept"], &room);
    assert_eq!(accepted.status.code(), Some(0), "{}", said(&accepted));
    assert!(!pending.exists() && snapshot.exists());
    let same = gouji(&["test", "--check"], &room);
    assert_eq!(same.status.code(), Some(0), "{}", said(&same));

    // Another figure: the snapshot differs, and the difference is shown.
    let report = room.join("报告/2024.json");
    let text = fs::read_to_string(&report).expect("UTF-8");
    let digit = text.find(": 1").expect("a figure") + 2;
    fs::write(&report, format!("{}9{}", &text[..digit], &text[digit..])).expect("written");
    let differs = gouji(&["test"], &room);
    assert_eq!(differs.status.code(), Some(1), "{}", said(&differs));
    assert!(
        pending.exists() && said(&differs).contains("不同 报告/2024.json") && said(&differs).contains(" + "),
        "{}",
        said(&differs)
    );

    // Rejected, it is still different; a report as before removes what is pending.
    let mut review = Command::new(env!("CARGO_BIN_EXE_gouji"));
    review.args(["test", "--review", "--lang", "zh"]).current_dir(&room).env_remove("CI");
    let mut review = review
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    std::io::Write::write_all(&mut review.stdin.take().expect("a pipe"), "x\nr\n".as_bytes()).expect("written");
    let review = review.wait_with_output().expect("it ends");
    assert_eq!(review.status.code(), Some(1), "{}", said(&review));
    assert!(!pending.exists(), "{}", said(&review));
    fs::write(&report, text).expect("written");
    assert_eq!(gouji(&["test"], &room).status.code(), Some(0));

    // A snapshot without its report.
    fs::rename(&report, room.join("报告/2025.json")).expect("renamed");
    let left = gouji(&["test", "--unreferenced"], &room);
    assert_eq!(left.status.code(), Some(1), "{}", said(&left));
    assert!(said(&left).contains("没有报告：报告/snapshots/2024.json.snap"), "{}", said(&left));
}

#[test]
fn an_expectation_that_is_not_met_stands_at_its_place() {
    let room = room("expectations");
    let beside = room.join("报告/2024.json.expect");
    fs::write(&beside, "# 三条期望\n平衡 failed\n平横 held\n数字 货币资金.期末余额 = 1\n随便写\n").expect("written");
    assert_eq!(gouji(&["test", "--accept"], &room).status.code(), Some(1));
    let zh = gouji(&["test", "--check"], &room);
    assert_eq!(zh.status.code(), Some(1));
    insta::assert_snapshot!("expectations_zh", said(&zh));
    let en = gouji(&["test", "--check", "--lang", "en"], &room);
    insta::assert_snapshot!("expectations_en", said(&en));
}

#[test]
fn no_expectation_is_passed_over_in_silence() {
    let room = room("silence");
    fs::write(room.join("报告/2023.json.expect"), "accepted\n").expect("written");
    let left = gouji(&["test", "--unreferenced"], &room);
    assert!(left.status.code() == Some(1) && said(&left).contains("没有报告：报告/2023.json.expect"), "{}", said(&left));
    let text = "// 期望：通过\n合作社2025年资产负债表\n货币资金 1 2\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(room.join("报告/2025.txt"), [&[0xff, 0xfe][..], &bytes].concat()).expect("written");
    let coded = gouji(&["test"], &room);
    assert!(coded.status.code() == Some(2) && said(&coded).contains("2025.txt.expect"), "{}", said(&coded));
}

#[test]
fn what_cannot_run_says_so() {
    let room = room("broken");
    assert_eq!(gouji(&["test", "nowhere"], &room).status.code(), Some(2));
    assert_eq!(gouji(&["test", "--filter", "不存在"], &room).status.code(), Some(2));
    fs::write(room.join("资产.gj"), "gouji 1\ntemplate x \"y\" {\n").expect("written");
    let broken = gouji(&["test"], &room);
    assert_eq!(broken.status.code(), Some(2));
    assert!(said(&broken).contains("G0102"), "{}", said(&broken));
}
