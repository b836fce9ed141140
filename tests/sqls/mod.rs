//! Reports with faults, what `gouji check` says of them, and what the emitted views say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gouji::Library;
use gouji::bind::{Bound, Cell, Figures, MetaValue, State};
use gouji::generate::data::{Format, Writer};
use gouji::generate::{Generator, Options};
use gouji::model::{Form, Rounding, ValueKind};
use gouji::number::Decimal;
use gouji::plan::Plan;
use gouji::source::Sources;
use serde_json::Value;

pub fn gouji() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.args(["--lang", "zh"]);
    command
}

pub fn room(name: &str) -> PathBuf {
    let room = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sql-{name}"));
    let _ = fs::remove_dir_all(&room);
    fs::create_dir_all(&room).expect("a folder");
    room
}

/// Numbers that follow from a seed.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % many.max(1)
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }
}

/// Every kind of fault, each in one report of twenty: a wrong figure, a negative one, a fraction, a blank, an absent cell or row, one
/// with too many digits, and one with very many.
fn spoil(plan: &Plan, bound: &mut Bound, random: &mut Random, largest: usize) {
    const SHARE: usize = 20;
    let numeric: Vec<usize> = (0..plan.slots.list.len()).filter(|at| plan.slots.list[*at].ty.kind.is_numeric()).collect();
    let pick = |bound: &Bound, random: &mut Random| {
        let there: Vec<usize> = numeric.iter().copied().filter(|at| bound.figures.cells[*at].state == State::Figure).collect();
        there[random.below(there.len())]
    };
    let set = |bound: &mut Bound, at: usize, value: Decimal| {
        bound.figures.cells[at].state = State::Figure;
        bound.figures.cells[at].value = Some(value);
    };
    for kind in 0..8 {
        if !random.one_in(SHARE) {
            continue;
        }
        let at = pick(bound, random);
        let old = bound.figures.cells[at].value.unwrap_or_default();
        match kind {
            0 => set(bound, at, old.checked_add(Decimal::from(1 + random.below(50) as i64)).expect("a sum")),
            1 => set(bound, at, Decimal::from(-1 - random.below(99) as i64)),
            2 => {
                let part = Decimal::new(1 + random.below(999) as i128, 1 + random.below(4) as u8);
                set(bound, at, old.checked_add(part).expect("a sum"));
            }
            3 => bound.figures.cells[at].state = State::Blank,
            4 => bound.figures.cells[at].state = State::Absent,
            5 => {
                let row = (plan.slots.list[at].cell.table, plan.slots.list[at].cell.row);
                for (cell, slot) in bound.figures.cells.iter_mut().zip(&plan.slots.list) {
                    if (slot.cell.table, slot.cell.row) == row {
                        cell.state = State::Absent;
                    }
                }
            }
            6 => {
                let digits = largest / 2 + random.below(largest / 2);
                let text: String = (0..digits).map(|_| char::from(b'1' + random.below(9) as u8)).collect();
                set(bound, at, Decimal::parse(&text).expect("digits"));
            }
            _ => {
                // Too many digits to be read.
                bound.figures.cells[at].value = None;
                bound.figures.cells[at].word = Some("9".repeat(37 + random.below(30)));
            }
        }
    }
    for cell in &mut bound.figures.cells {
        if cell.state != State::Figure {
            (cell.value, cell.word) = (None, None);
        }
    }
}

/// Figures without regard to any rule, but for totals, which are right or nearly so: every comparison comes out every way.
fn scribbled(form: &Form, plan: &Plan, random: &mut Random) -> Bound {
    let mut cells = Vec::new();
    for slot in &plan.slots.list {
        let mut cell = Cell { state: State::Figure, ..Cell::absent() };
        let whole = random.below(4) * random.below(40);
        match &slot.ty.kind {
            ValueKind::Natural | ValueKind::Integer => cell.value = Some(Decimal::from(whole as i64)),
            ValueKind::Decimal | ValueKind::Percent => {
                let places = if slot.ty.rounding == Rounding::Exact { random.below(4) as u8 } else { 1 };
                cell.value = Some(Decimal::new((whole * 10 + random.below(10)) as i128, places));
            }
            ValueKind::Bool => cell.word = Some(["是", "否"][random.below(2)].to_owned()),
            ValueKind::Enum(words) => cell.word = Some(words[random.below(words.len())].clone()),
            _ => cell.word = Some(["甲", "乙, “丙”", "it's \\ \"quoted\""][random.below(3)].to_owned()),
        }
        match random.below(40) {
            0 => cell = Cell { state: State::Blank, ..Cell::absent() },
            1 => cell = Cell { word: Some(["/", "-", "?"][random.below(3)].to_owned()), value: None, ..cell },
            2 | 3 if slot.optional => cell = Cell::absent(),
            _ => {}
        }
        cells.push(cell);
    }
    for check in plan.totals.iter().map(|check| &plan.checks[*check as usize]) {
        let Some((total, parts)) = plan.terms_of(check).split_first() else { continue };
        let mut sum = Decimal::new([0, 0, 1, -1, 2, -3][random.below(6)], if random.one_in(2) { 2 } else { 3 });
        if plan.slots.list[total.slot.0 as usize].ty.kind == ValueKind::Natural || random.one_in(2) {
            sum = Decimal::ZERO;
        }
        for part in parts {
            let value = cells[part.slot.0 as usize].value.unwrap_or_default();
            let value = value.checked_mul(part.coefficient).expect("a product");
            sum = sum.checked_add(value).expect("a sum");
        }
        let cell: &mut Cell = &mut cells[total.slot.0 as usize];
        if cell.value.is_some() && total.coefficient != Decimal::ZERO {
            cell.value = Decimal::from_rational(&(sum.to_rational() / total.coefficient.to_rational()));
        }
    }
    let word = |text: String| Some(MetaValue { text, span: None });
    let meta = form.meta.iter().map(|meta| match meta.ty.kind {
        ValueKind::Year => word((2020 + random.below(5)).to_string()),
        _ if random.one_in(3) => None,
        _ => word(["大", "小"][random.below(2)].to_owned()),
    });
    let meta = meta.collect();
    Bound { figures: Figures { cells }, meta, unclaimed: Vec::new(), diagnostics: Vec::new() }
}

/// One template's reports and what `gouji check` says of them.
pub struct Case {
    pub template: String,
    pub prefix: String,
    pub reports: usize,
    pub figures: PathBuf,
    pub room: PathBuf,
    /// By its identity: code, rule, place, sides.
    pub violations: BTreeSet<String>,
    /// Cells that are said to be absent: report and place, where a missing row or column stands for all.
    pub absent: BTreeSet<[String; 4]>,
    /// How many checks of a report came to which verdict.
    pub states: BTreeMap<(String, String), i64>,
}

/// The file and the name of a template.
pub fn case(name: &str, template: &str, title: &str, prefix: &str, reports: usize, largest: usize) -> Case {
    let room = room(name);
    let mut sources = Sources::new();
    let library = match fs::read_to_string(template) {
        Ok(text) => Library::compile(&mut sources, vec![(template.to_owned(), text)]),
        Err(_) => Library::built_in(&mut sources),
    };
    let library = library.expect("the template compiles");
    let at = library.model.forms.iter().position(|form| form.title() == title).expect("the form");
    let (form, plan) = (&library.model.forms[at], &library.plans[at]);
    let options = Options { seed: 20_211_124, blank: 2_000, ..Options::default() };
    let mut generator = Generator::new(form, plan, options).expect("a generator");
    let solved = generator.draw().is_ok();
    let writer = Writer::new(form, plan, Format::Ndjson);
    let mut random = Random(7);
    // Two files, for two processes.
    let mut files: Vec<(PathBuf, Vec<u8>)> = vec![(room.join("a.ndjson"), Vec::new()), (room.join("b.ndjson"), Vec::new())];
    for number in 0..reports {
        let mut bound = match solved {
            true => generator.draw().expect("a report").clone(),
            false => scribbled(form, plan, &mut random),
        };
        spoil(plan, &mut bound, &mut random, largest);
        writer.write(&bound, number as u64, true, &mut files[number % 2].1);
    }
    let mut running = Vec::new();
    for (path, text) in &files {
        fs::write(path, text).expect("written");
        let (figures, found) = (path.with_extension("csv"), fs::File::create(path.with_extension("jsonl")).expect("a file"));
        let mut command = gouji();
        command.args(["check", "--template", template, "--format", "jsonl", "--no-locate", "-q", "--figures"]);
        running
            .push(command.arg(figures).arg(path).stdout(found).stderr(std::process::Stdio::null()).spawn().expect("gouji runs"));
    }
    for mut process in running {
        let status = process.wait().expect("it ends");
        assert!(status.code() == Some(1) || status.code() == Some(0), "{status}");
    }
    let figures = room.join("figures.csv");
    let [first, second] = ["a.csv", "b.csv"].map(|name| fs::read_to_string(room.join(name)).expect("figures"));
    fs::write(&figures, first + second.split_once('\n').expect("a header").1).expect("written");
    let deferred = plan.rules.iter().filter(|rule| rule.needs.is_some() || rule.suspended.is_some()).count() as i64;
    let mut case = Case {
        template: template.to_owned(),
        prefix: prefix.to_owned(),
        reports,
        figures,
        room: room.clone(),
        violations: BTreeSet::new(),
        absent: BTreeSet::new(),
        states: BTreeMap::new(),
    };
    let mut read = 0;
    for name in ["a.jsonl", "b.jsonl"] {
        for line in fs::read_to_string(room.join(name)).expect("findings").lines() {
            read += 1;
            case.take(&serde_json::from_str(line).expect("JSON"), deferred);
        }
    }
    assert_eq!(read, reports);
    case
}

/// Rules of the form for tests that divide: the views do not show their sides.
const QUOTIENTS: [&str; 3] = ["率对", "平均", "人均"];

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

impl Case {
    /// One report of `gouji check --format jsonl`.
    fn take(&mut self, report: &Value, deferred: i64) {
        let name = text(report, "file");
        for finding in report["findings"].as_array().expect("findings") {
            let at = &finding["at"];
            let place = match text(at, "fact") {
                "" => [text(at, "table"), text(at, "row"), text(at, "column")],
                fact => ["facts", fact, ""],
            };
            match text(finding, "code") {
                "G0501" => {
                    let [table, row, column] = place.map(str::to_owned);
                    self.absent.insert([name.to_owned(), table, row, column]);
                }
                code @ ("G0401" | "G0402" | "G0403" | "G0404" | "G0405" | "G0407" | "G0502" | "G0503" | "G0509") => {
                    let sides = match QUOTIENTS.contains(&text(finding, "rule")) {
                        true => [""; 3],
                        false => ["left", "right", "difference"].map(|side| text(finding, side)),
                    };
                    self.violations.insert(identity(name, code, text(finding, "severity"), text(finding, "rule"), place, sides));
                }
                // What is said of rules that were not assessed is compared by number; others are about the file.
                "G0406" | "G0408" | "G0513" => {}
                other => panic!("{name}: {other} was not expected: {}", text(finding, "message")),
            }
        }
        let count = |key: &str| report["rules"][key].as_i64().expect("a number");
        let mut put = |state: &str, many: i64| {
            if many != 0 {
                self.states.insert((name.to_owned(), state.to_owned()), many);
            }
        };
        put("failed", count("failed"));
        put("held", count("held"));
        put("held within tolerance", count("held_within"));
        put("not assessable", count("not_assessable"));
        put("not computed", count("not_computed"));
        put("not applicable", count("not_applicable") - deferred);
    }

    /// Emits the script for an engine; says where it is.
    pub fn script(&self, dialect: &str) -> PathBuf {
        let path = self.room.join(format!("{dialect}.sql"));
        let output = gouji()
            .args(["emit", "sql", &self.template, "--dialect", dialect, "--prefix", &self.prefix, "-q", "--figures"])
            .arg(&self.figures)
            .arg("-o")
            .arg(&path)
            .output()
            .expect("gouji runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        path
    }

    /// Compares what the views say, a JSON line each, with what `gouji check` says.
    pub fn compare(&self, engine: &str, lines: &str) {
        let (mut violations, mut absent, mut states) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
        let mut wide = None;
        for line in lines.lines() {
            let row: Value = serde_json::from_str(line).expect("JSON");
            if let Some(count) = row.get("wide") {
                wide = count.as_i64();
                continue;
            }
            let name = text(&row, "report");
            if let Some(count) = row.get("count") {
                *states.entry((name.to_owned(), text(&row, "state").to_owned())).or_insert(0) +=
                    count.as_i64().expect("a number");
                continue;
            }
            let place = [text(&row, "table"), text(&row, "row"), text(&row, "column")];
            match text(&row, "code") {
                "G0501" => {
                    let [table, row, column] = place.map(str::to_owned);
                    absent.insert([name.to_owned(), table, row, column]);
                }
                "G0406" => {}
                // The value that was read stands where the left side is.
                code @ ("G0502" | "G0503" | "G0509") => {
                    violations.insert(identity(name, code, text(&row, "severity"), "", place, [""; 3]));
                }
                code => {
                    let sides = ["left", "right", "difference"].map(|side| text(&row, side));
                    violations.insert(identity(name, code, text(&row, "severity"), text(&row, "rule"), place, sides));
                    if code == "G0403" && !text(&row, "right").is_empty() {
                        // A blank total was filled in: no check of it held by itself.
                        *states.entry((name.to_owned(), "failed".to_owned())).or_insert(0) += 1;
                        *states.entry((name.to_owned(), "held".to_owned())).or_insert(0) -= 1;
                    }
                }
            }
        }
        states.retain(|_, count| *count > 0);
        assert_eq!(wide, Some(self.reports as i64), "{engine}: a line a report in the wide view");
        same(engine, "violations", &self.violations, &violations);
        same(engine, "numbers of checks", &self.states.iter().collect(), &states.iter().collect());
        // `gouji check` names a row or a column where all its cells are absent; the view names every cell.
        let covers =
            |wide: &[String; 4], cell: &[String; 4]| wide.iter().zip(cell).all(|(wide, cell)| wide.is_empty() || wide == cell);
        let mut by_report: BTreeMap<&str, Vec<&[String; 4]>> = BTreeMap::new();
        self.absent.iter().for_each(|one| by_report.entry(&one[0]).or_default().push(one));
        let mut used = BTreeSet::new();
        for cell in &absent {
            let over = by_report.get(cell[0].as_str()).and_then(|all| all.iter().find(|wide| covers(wide, cell)));
            used.insert(*over.unwrap_or_else(|| panic!("{engine}: {cell:?} is absent in the view only")));
        }
        assert_eq!(used.len(), self.absent.len(), "{engine}: absent for gouji check only");
        assert!(violations.len() + absent.len() > self.reports / 10, "{engine}: {} violations", violations.len());
        eprintln!(
            "{engine}: {} reports of {}, {} violations and {} absent cells, the same as gouji check",
            self.reports,
            self.template,
            violations.len(),
            absent.len()
        );
    }
}

fn identity(report: &str, code: &str, severity: &str, rule: &str, place: [&str; 3], sides: [&str; 3]) -> String {
    [report, code, severity, rule, &place.join("·"), &sides.join(" ")].join("|")
}

fn same<T: Ord + std::fmt::Debug>(engine: &str, what: &str, ours: &BTreeSet<T>, theirs: &BTreeSet<T>) {
    let only =
        |one: &BTreeSet<T>, other: &BTreeSet<T>| one.difference(other).take(8).map(|one| format!("{one:?}")).collect::<Vec<_>>();
    let (ours_only, theirs_only) = (only(ours, theirs), only(theirs, ours));
    assert!(
        ours_only.is_empty() && theirs_only.is_empty(),
        "{engine}: {what} differ\nin gouji check only:\n{}\nin SQL only:\n{}",
        ours_only.join("\n"),
        theirs_only.join("\n")
    );
}
