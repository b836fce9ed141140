//! Binder and evaluator at n and 2n rows: the ratio shows that both are linear. Run with `cargo bench --bench linear`.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gouji::source::Sources;
use gouji::{Library, Options, check, engine};

/// A form of `rows` rows and seven columns, with row totals, a column total and a balance of every column.
fn template(rows: usize) -> String {
    let mut items = String::new();
    for row in 0..rows {
        let _ = writeln!(items, "          第{row}类 \"第{row}类事项\"");
    }
    format!(
        "gouji 1\nunit 件\ntemplate 大表 @1 \"大表\" {{\n  section 正表 \"一、正表\" {{\n    table 大表 {{\n      cell natural[件]\n      \
         columns {{ 甲 乙 丙 丁 戊 己, total 总计 }}\n      rows {{\n        各类 {{\n{items}          total 合计\n        }}\n      }}\n    }}\n  }}\n}}\n"
    )
}

/// The figures of one row, and the sums of all of them.
fn figures(rows: usize) -> (Vec<[usize; 7]>, [usize; 7]) {
    let mut sums = [0; 7];
    let lines = (0..rows)
        .map(|row| {
            let mut line = [0; 7];
            for column in 0..6 {
                line[column] = (row * 7 + column * 3) % 11;
                line[6] += line[column];
            }
            (0..7).for_each(|column| sums[column] += line[column]);
            line
        })
        .collect();
    (lines, sums)
}

fn json(rows: usize) -> String {
    let (lines, sums) = figures(rows);
    let names = ["甲", "乙", "丙", "丁", "戊", "己", "总计"];
    let object = |line: &[usize; 7]| {
        names.iter().zip(line).map(|(name, value)| format!("\"{name}\": {value}")).collect::<Vec<_>>().join(", ")
    };
    let mut out = String::from("{\"template\": \"大表@1\", \"大表\": {");
    for (row, line) in lines.iter().enumerate() {
        let _ = write!(out, "\"第{row}类\": {{{}}}, ", object(line));
    }
    let _ = write!(out, "\"合计\": {{{}}}}}}}", object(&sums));
    out
}

fn html(rows: usize) -> String {
    let (lines, sums) = figures(rows);
    let cells = |line: &[usize; 7]| line.iter().map(|value| format!("<td>{value}</td>")).collect::<String>();
    let mut out = String::from("<p>大表</p><p>一、正表</p><table><tr><td></td>");
    for name in ["甲", "乙", "丙", "丁", "戊", "己", "总计"] {
        let _ = write!(out, "<td>{name}</td>");
    }
    out.push_str("</tr>");
    for (row, line) in lines.iter().enumerate() {
        let _ = write!(out, "<tr><td>第{row}类事项</td>{}</tr>", cells(line));
    }
    let _ = write!(out, "<tr><td>合计</td>{}</tr></table>", cells(&sums));
    out
}

fn linear(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("linear");
    group.sample_size(20);
    for rows in [500, 1000, 2000] {
        group.throughput(Throughput::Elements(rows as u64));
        let mut sources = Sources::new();
        let library = Library::compile(&mut sources, vec![("大表.gj".to_owned(), template(rows))]).expect("the form compiles");
        let options = Options { template: Some("大表".to_owned()), ..Options::default() };
        for (format, text) in [("json", json(rows)), ("html", html(rows))] {
            let name = format!("report.{format}");
            let outcome = check(&library, &mut sources.clone(), &name, text.as_bytes(), &options);
            assert!(outcome.findings.iter().all(|finding| !finding.is_error()), "{format}: {:?}", outcome.findings.first());
            group.bench_with_input(BenchmarkId::new(format!("read and bind {format}"), rows), &text, |bencher, text| {
                bencher.iter(|| engine::read(&library, &mut sources.clone(), &name, black_box(text.as_bytes()), &options));
            });
        }
        let reading = engine::read(&library, &mut sources.clone(), "report.json", json(rows).as_bytes(), &options);
        let bound = reading.bound.expect("a bound report");
        let plan = &library.plans[0];
        group.bench_with_input(BenchmarkId::new("evaluate", rows), &bound, |bencher, bound| {
            bencher.iter(|| gouji::eval::evaluate(plan, black_box(bound), gouji::eval::Options::default()));
        });
    }
    group.finish();
}

/// What a check of one report as a whole process spends inside the library: compile the built-in templates, then check.
fn built_in(criterion: &mut Criterion) {
    criterion.bench_function("compile the built-in templates", |bencher| {
        bencher.iter(|| Library::built_in(&mut Sources::new()).expect("the shipped templates compile"));
    });
}

criterion_group!(benches, linear, built_in);
criterion_main!(benches);
