//! Every reader beside the library under it, on the same bytes: `cargo bench --bench readers`.
//!
//! Criterion measures each alone; then both are run in turns, and the ratio is taken of the time that every pair spent on the
//! processor, so that what else the machine does falls on both. `cargo bench --bench readers -- --pairs` runs only the pairs,
//! `--pairs html` only those of one format; `--profile html` (or `html/large`) reads and binds one report for some seconds, for
//! a profiler to watch.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod alone;
mod inputs;
#[path = "../../tests/office/mod.rs"]
mod office;

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput};
use gouji::document::{Hints, open};
use gouji::source::Sources;
use gouji::{Library, Options, engine};
use inputs::Input;

/// Reads all reports of a file.
fn read(input: &Input) -> usize {
    let mut sources = Sources::new();
    let contents = open(&mut sources, &input.name, &input.bytes, &Hints::default()).expect("a report");
    (0..contents.count()).filter(|index| black_box(contents.report(*index, &sources)).is_ok()).count()
}

/// Reads a report, recognizes its form and binds its figures.
fn bind(input: &Input, library: &Library, sources: &Sources) -> usize {
    let reading = engine::read(library, &mut sources.clone(), &input.name, &input.bytes, &Options::default());
    black_box(reading).bound.map_or(0, |bound| bound.figures.cells.len())
}

/// Files of one report are bound too: the others are no more than many of the same.
fn is_report(input: &Input) -> bool {
    input.size == "one" || input.format == "html"
}

fn each_alone(criterion: &mut Criterion, inputs: &[Input], library: &Library, sources: &Sources) {
    for input in inputs {
        let mut group = criterion.benchmark_group(format!("{}/{}", input.format, input.size));
        group.sample_size(20).throughput(Throughput::Bytes(input.bytes.len() as u64));
        group.bench_function("library", |bencher| bencher.iter(|| alone::run(input.format, black_box(&input.bytes))));
        group.bench_function("read", |bencher| bencher.iter(|| read(black_box(input))));
        if is_report(input) {
            group.bench_function("read and bind", |bencher| bencher.iter(|| bind(black_box(input), library, sources)));
        }
        group.finish();
    }
}

/// Seconds that this thread has been running, where the system tells (Linux): what it waits for others is not counted.
fn clock(start: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.as_deref().and_then(|told| told.split(' ').next()).and_then(|first| first.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// Seconds that one of `rounds` runs takes.
fn time(rounds: usize, mut run: impl FnMut() -> usize) -> f64 {
    let start = Instant::now();
    let from = clock(start);
    for _ in 0..rounds {
        black_box(run());
    }
    (clock(start) - from) / rounds as f64
}

/// The median, and the quartiles beside it.
fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values.get(values.len() * quarter / 4).copied().unwrap_or(f64::NAN))
}

/// A line a file: MB/s of both, and how many times longer ours takes (median of the pairs, quartiles behind it).
fn pairs(inputs: &[Input], library: &Library, sources: &Sources) {
    const PAIRS: usize = 15;
    println!("\n| format | file | bytes | library alone | MB/s | read MB/s | times | read and bind MB/s | times |");
    println!("|---|---|--:|---|--:|--:|--:|--:|--:|");
    for input in inputs {
        let alone = || alone::run(input.format, &input.bytes);
        // What the system tells is some milliseconds old: a run takes ten times as long.
        let rounds = |run: &dyn Fn() -> usize| {
            let started = Instant::now();
            black_box(run());
            (0.05 / started.elapsed().as_secs_f64().max(1e-7)).ceil().clamp(1.0, 100_000.0) as usize
        };
        let (of_alone, of_read) = (rounds(&alone), rounds(&|| read(input)));
        let of_bind = if is_report(input) { rounds(&|| bind(input, library, sources)) } else { 0 };
        let (mut base, mut reads, mut binds) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..PAIRS {
            base.push(time(of_alone, alone));
            reads.push(time(of_read, || read(input)));
            if is_report(input) {
                binds.push(time(of_bind, || bind(input, library, sources)));
            }
        }
        let speed = |times: &[f64]| input.bytes.len() as f64 / 1e6 / quartiles(times.to_vec())[1];
        let ratio = |times: &[f64]| {
            let [low, middle, high] = quartiles(times.iter().zip(&base).map(|(ours, theirs)| ours / theirs).collect());
            format!("{middle:.2} ({low:.2}–{high:.2})")
        };
        let bound =
            if binds.is_empty() { ["–".into(), "–".into()] } else { [format!("{:.1}", speed(&binds)), ratio(&binds)] };
        println!(
            "| {} | {} | {} | {} | {:.1} | {:.1} | {} | {} | {} |",
            input.format,
            input.size,
            input.bytes.len(),
            alone::name(input.format),
            speed(&base),
            speed(&reads),
            ratio(&reads),
            bound[0],
            bound[1],
        );
    }
}

fn main() {
    let mut sources = Sources::new();
    let library = Library::built_in(&mut sources).expect("the shipped templates compile");
    let inputs = inputs::all();
    for input in &inputs {
        assert!(alone::run(input.format, &input.bytes) > 0, "{} {}: the library found nothing", input.format, input.size);
        assert!(read(input) > 0, "{} {}: nothing was read", input.format, input.size);
        assert!(
            !is_report(input) || bind(input, &library, &sources) > 0 || input.format == "text",
            "{}: nothing was bound",
            input.format
        );
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` only sees that it runs.
    if arguments.iter().any(|argument| argument == "--test") {
        return;
    }
    let behind =
        |option: &str| arguments.iter().skip_while(|argument| *argument != option).nth(1).filter(|word| !word.starts_with('-'));
    if let Some(format) = behind("--profile") {
        let start = Instant::now();
        let (format, size) = format.split_once('/').unwrap_or((format, "one"));
        let chosen = inputs.iter().find(|input| input.format == format && input.size == size).expect("a format");
        while start.elapsed().as_secs() < 5 {
            bind(chosen, &library, &sources);
        }
        return;
    }
    let only = behind("--pairs");
    let inputs: Vec<Input> = inputs.into_iter().filter(|input| only.is_none_or(|format| input.format == format)).collect();
    if !arguments.iter().any(|argument| argument == "--pairs") {
        let mut criterion = Criterion::default().configure_from_args();
        each_alone(&mut criterion, &inputs, &library, &sources);
        criterion.final_summary();
    }
    pairs(&inputs, &library, &sources);
}
