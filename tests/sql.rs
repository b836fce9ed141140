//! The emitted SQL on real engines: the same violations as `gouji check` on the same reports.
//!
//! Runs where `$GOUJI_PYTHON` (or `python3`) has the packages `duckdb` and `pyspark`, and where PostgreSQL is installed; says so where
//! it does not. `GOUJI_SQL_REPORTS` is the number of reports; `.ci/run` asks for 20,000.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod sqls;
mod tools;

use std::fs;
use std::process::Command;
use std::sync::OnceLock;

use sqls::{Case, case};

fn reports() -> usize {
    std::env::var("GOUJI_SQL_REPORTS").ok().and_then(|text| text.parse().ok()).unwrap_or(600)
}

/// The form of 2021, and one with everything that a rule can say.
fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| {
        let mixed = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sqls/mixed.gj");
        vec![
            case("2021", "zfxxgk@2021", "zfxxgk@2021", "p2021", reports(), 30),
            case("2019", "zfxxgk@2019", "zfxxgk@2019", "p2019", reports().min(500), 30),
            case("2014", "统计表@2014", "统计表@2014", "p2014", reports().min(500), 30),
            case("2008", "zfxxgk@2008", "zfxxgk@2008", "p2008", reports().min(500), 30),
            case("mixed", mixed, "杂表@1", "mixed", reports().min(1_000), 10),
        ]
    })
}

/// Runs the scripts of all cases in one process of Python.
fn python(engine: &str, package: &str, cases: &[&Case]) {
    let Some(python) = tools::python(package) else { return };
    let mut command = Command::new(python);
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/sql.py")).arg(engine);
    for case in cases {
        command.arg(case.script(engine)).arg(&case.prefix).arg(case.room.join(format!("{engine}.jsonl")));
    }
    let output = command.output().expect("python runs");
    assert!(output.status.success(), "{engine}: {}", tail(&String::from_utf8_lossy(&output.stderr)));
    for case in cases {
        let found = fs::read_to_string(case.room.join(format!("{engine}.jsonl"))).expect("what the views say");
        case.compare(engine, &found);
    }
}

fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines
        .iter()
        .skip(lines.len().saturating_sub(40))
        .map(|line| line.chars().take(400).collect::<String>())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn duckdb_finds_what_check_finds() {
    if tools::python("duckdb").is_some() {
        python("duckdb", "duckdb", &cases().iter().collect::<Vec<_>>());
    }
}

#[test]
fn spark_finds_what_check_finds() {
    if !Command::new("java").arg("-version").output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: there is no Java for Spark");
        return;
    }
    if tools::python("pyspark").is_some() {
        // Planning costs it more than a small case does.
        let cases: Vec<&Case> = cases().iter().filter(|case| ["p2021", "mixed"].contains(&case.prefix.as_str())).collect();
        python("spark", "pyspark", &cases);
    }
}

#[test]
fn postgres_finds_what_check_finds() {
    let Some(bin) = tools::postgres() else { return };
    // Its user may not be allowed into the folders of this one.
    let room = std::env::temp_dir().join(format!("gouji-postgres-{}", std::process::id()));
    fs::create_dir_all(&room).expect("a folder");
    // It is the slowest of the three: fewer reports.
    let cases: Vec<&Case> = cases().iter().filter(|case| case.reports <= 5_000).collect();
    let mut command = tools::as_postgres("bash");
    command.arg(room.join("postgres.sh")).arg(&bin).arg(&room);
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/postgres.sh"), room.join("postgres.sh")).expect("copied");
    for case in &cases {
        let figures = room.join(format!("{}.csv", case.prefix));
        fs::copy(&case.figures, &figures).expect("copied");
        let script = fs::read_to_string(case.script("postgres")).expect("a script");
        let script = script.replace(&*case.figures.to_string_lossy(), &figures.to_string_lossy());
        let path = room.join(format!("{}.sql", case.prefix));
        fs::write(&path, script).expect("written");
        command.arg(path).arg(&case.prefix).arg(room.join(format!("{}.jsonl", case.prefix)));
    }
    let given = Command::new("chown").args(["-R", "postgres"]).arg(&room).output();
    assert!(given.is_ok(), "{given:?}");
    let output = command.current_dir(&room).output().expect("bash runs");
    assert!(output.status.success(), "PostgreSQL: {}", tail(&String::from_utf8_lossy(&output.stderr)));
    for case in &cases {
        let found = fs::read_to_string(room.join(format!("{}.jsonl", case.prefix))).expect("what the views say");
        case.compare("postgres", &found);
    }
    fs::remove_dir_all(&room).expect("removed");
}

/// The comments of the checks with the first line below each: a rule and how it is written.
#[test]
fn the_rules_of_2021_can_be_read() {
    let output = sqls::gouji().args(["emit", "sql", "zfxxgk@2021", "--dialect", "duckdb"]).output().expect("gouji runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let head: Vec<&str> = text.lines().take_while(|line| !line.starts_with("CREATE")).collect();
    let mut rules = Vec::new();
    let mut above = false;
    for line in text.lines().filter(|line| line.starts_with("    ")) {
        let comment = line.trim_start().starts_with("-- ");
        if comment || above {
            rules.push(line.trim());
        }
        above = comment;
    }
    insta::assert_snapshot!("rules_of_2021", format!("{}\n\n{}", head.join("\n"), rules.join("\n")));
    insta::assert_snapshot!("left_out_of_2021", String::from_utf8(output.stderr).expect("UTF-8"));
}
