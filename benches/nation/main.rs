//! Reports a second, beside a program written by hand for the one form (`floor`): both in turns, the ratio from every pair.
//!
//! `cargo bench --bench nation` prints the tables of docs/benchmarks.md; `-- --profile 5` checks reports of which 5 % fail for some
//! seconds, for a profiler to watch.

// A benchmark is a shell: it has a clock, arguments and a terminal.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod floor;

use std::hint::black_box;
use std::time::{Duration, Instant};

use fastrand::Rng;
use gouji::bind::Direct;
use gouji::engine::{Answer, Library, Many, Options, Whence};
use gouji::eval::{Known, Quick};
use gouji::generate::{self, Generator, data};
use gouji::report::{self, Format, Lines, Style};
use gouji::source::Sources;

const REPORTS: usize = 4000;
const PAIRS: usize = 9;
const FORM: &str = "zfxxgk@2021";

fn form_of(library: &Library) -> usize {
    library.model.forms.iter().position(|form| form.title() == FORM).expect("the form is shipped")
}

/// Reports a line each, of which `failing` in a hundred have one figure of a sum wrong.
fn lines(library: &Library, failing: u32) -> Vec<String> {
    let at = form_of(library);
    let (form, plan) = (&library.model.forms[at], &library.plans[at]);
    let mut generator = Generator::new(form, plan, generate::Options::default()).expect("a generator");
    let writer = data::Writer::new(form, plan, data::Format::Ndjson);
    let mut rng = Rng::with_seed(7);
    let line = |_| {
        let mut bytes = Vec::new();
        writer.write(generator.draw().expect("drawn"), 0, false, &mut bytes);
        let mut line = String::from_utf8(bytes).expect("UTF-8").trim_end().to_owned();
        if rng.u32(0..100) < failing {
            let table = line.find("\"申请\"").expect("the table");
            let row = line[table..].find("\"不掌握\"").expect("a row") + table;
            let figure = line[row..].find("\"商业企业\":").expect("a cell") + row + "\"商业企业\":".len();
            let end = line[figure..].find([',', '}']).expect("an end") + figure;
            let wrong = line[figure..end].trim().parse::<u64>().expect("a number") + 1 + rng.u64(0..9);
            line.replace_range(figure..end, &wrong.to_string());
        }
        line
    };
    (0..REPORTS).map(line).collect()
}

fn by_hand(lines: &[String]) -> usize {
    lines.iter().map(|line| floor::check(line.as_bytes())).sum()
}

/// Everything that `gouji check --format jsonl` does with the bytes of a file, on one thread.
fn checked(many: &mut Many<'_>, printer: &mut Lines, lines: &[String], out: &mut Vec<u8>) -> usize {
    out.clear();
    let mut whence = Whence { name: "reports.ndjson".into(), part: String::new(), lines: 0, bytes: 0 };
    let mut failed = 0;
    for (at, line) in lines.iter().enumerate() {
        whence.lines = at;
        match many.check(&whence, line.as_bytes()) {
            Answer::Plain(plain) => {
                let brief = report::Plain {
                    name: &whence.name,
                    template: plain.template,
                    verdict: plain.verdict,
                    rules: plain.rules,
                    standing: plain.standing,
                    edition: plain.edition,
                };
                printer.plain(&brief, plain.meta(), plain.sources, out).expect("written");
            }
            Answer::Full(outcomes) => {
                for outcome in &outcomes {
                    failed += outcome.rules.failed;
                    printer.full(outcome, many.sources(), out).expect("written");
                }
            }
        }
        whence.bytes += line.len() + 1;
    }
    black_box(out.len());
    failed
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn seconds(run: impl FnOnce() -> usize) -> f64 {
    let start = Instant::now();
    black_box(run());
    start.elapsed().as_secs_f64()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut sources = Sources::new();
    let libraries = vec![Library::built_in(&mut sources).expect("the shipped templates compile")];
    let plain = Options::default();
    let located = Options { locate: true, ..Options::default() };
    let style = Style::default();
    let printer = || Lines::of(Format::Jsonl, style).expect("by lines");
    // `cargo test --benches` only sees that both agree on what fails.
    if arguments.iter().any(|argument| argument == "--test") {
        let lines = &lines(&libraries[0], 50)[..100];
        let mut many = Many::new(&libraries, sources.clone(), &plain);
        assert_eq!(by_hand(lines), checked(&mut many, &mut printer(), lines, &mut Vec::new()));
        return;
    }
    if let Some(failing) = arguments.iter().skip_while(|argument| *argument != "--profile").nth(1) {
        let lines = lines(&libraries[0], failing.parse().expect("a share"));
        let mut many = Many::new(&libraries, sources.clone(), &plain);
        let (mut printer, mut out, start) = (printer(), Vec::new(), Instant::now());
        while start.elapsed() < Duration::from_secs(5) {
            checked(&mut many, &mut printer, &lines, &mut out);
        }
        return;
    }
    println!("| failing | bytes each | by hand, reports/s | gouji | times the hand-written | with the suspects named | times |");
    println!("|--:|--:|--:|--:|--:|--:|--:|");
    for failing in [0, 5, 100] {
        let lines = lines(&libraries[0], failing);
        let bytes = lines.iter().map(String::len).sum::<usize>() / lines.len();
        let (mut many, mut locating) =
            (Many::new(&libraries, sources.clone(), &plain), Many::new(&libraries, sources.clone(), &located));
        let (mut print, mut out) = (printer(), Vec::new());
        let (mut hand, mut ours, mut with) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..PAIRS {
            hand.push(seconds(|| by_hand(&lines)));
            ours.push(seconds(|| checked(&mut many, &mut print, &lines, &mut out)));
            with.push(seconds(|| checked(&mut locating, &mut print, &lines, &mut out)));
        }
        let rate = |times: &[f64]| lines.len() as f64 / median(times.to_vec());
        let ratio = |times: &[f64]| median(hand.iter().zip(times).map(|(hand, time)| hand / time).collect());
        println!(
            "| {failing} % | {bytes} | {:.0} | {:.0} | {:.2} | {:.0} | {:.2} |",
            rate(&hand),
            rate(&ours),
            ratio(&ours),
            rate(&with),
            ratio(&with)
        );
    }
    stages(&libraries[0]);
}

/// Parse and bind; evaluate; everything, on reports that hold.
fn stages(library: &Library) {
    let at = form_of(library);
    let (form, plan) = (&library.model.forms[at], &library.plans[at]);
    let lines = lines(library, 0);
    let mut direct = Direct::new(form, &plan.slots, &library.model.units);
    let mut quick = Quick::of(plan);
    let read = |direct: &mut Direct<'_>| lines.iter().filter(|line| direct.read(line.as_bytes())).count();
    let (mut reading, mut judging) = (Vec::new(), Vec::new());
    for _ in 0..PAIRS {
        reading.push(seconds(|| read(&mut direct)));
        let both = seconds(|| {
            let holds = |line: &&String| {
                direct.read(line.as_bytes()) && {
                    let known =
                        Known { figures: direct.figures(), held: direct.held(), meta: |meta| direct.meta(line.as_bytes(), meta) };
                    quick.all_hold(plan, &known).is_some()
                }
            };
            lines.iter().filter(holds).count()
        });
        judging.push(both);
    }
    let each = |times: Vec<f64>| median(times) / lines.len() as f64 * 1e6;
    let (reading, both) = (each(reading), each(judging));
    println!("\nmicroseconds a report: parse and bind {reading:.2}, evaluate {:.2}", both - reading);
}
