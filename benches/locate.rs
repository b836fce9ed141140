//! Time to locate the wrong cells of a failing report on the form of 2021. Run with `cargo bench --bench locate`.
//!
//! Beside criterion's means it prints the median and the 99th percentile over many random reports.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

#[allow(dead_code)]
#[path = "../tests/located/mod.rs"]
mod located;

use std::hint::black_box;
use std::time::Instant;

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use gouji::locate::Locator;
use located::{Form, Random};

fn locate(criterion: &mut Criterion) {
    let form = Form::of_2021();
    let mut locator = Locator::new(&form.plan);
    for count in [1, 2, 3, 40] {
        let mut random = Random(7);
        let mut times: Vec<u128> = (0..1000)
            .map(|_| {
                let (_, wrong, _) = form.report_with_slips(&mut random, count);
                let start = Instant::now();
                black_box(locator.locate(&wrong));
                start.elapsed().as_nanos()
            })
            .collect();
        times.sort_unstable();
        println!("{count} wrong: median {} µs, p99 {} µs, most {} µs", times[500] / 1000, times[990] / 1000, times[999] / 1000);
        criterion.bench_with_input(BenchmarkId::new("wrong cells", count), &count, |bencher, count| {
            bencher.iter_batched_ref(
                || form.report_with_slips(&mut random, *count).1,
                |wrong| black_box(locator.locate(wrong)),
                BatchSize::SmallInput,
            );
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(std::time::Duration::from_secs(2));
    targets = locate
}
criterion_main!(benches);
