//! The same report written differently, or damaged: what must read the same, and what must be noticed.

use gouji::report::Verdict;

use crate::corpus::{
    Cell, Corpus, Read, cell_of, cells, checked_cells, errors, has_label_on, replaced, said, with_cells, with_tables,
};

/// Rows whose printed label is the same in every report.
const ROWS: [(&str, &str); 4] = [
    ("国家秘密", "1.属于国家秘密"),
    ("行政查询", "8.属于行政查询事项"),
    ("重复申请", "2.重复申请"),
    ("公开出版物", "3.要求提供公开出版物"),
];

#[test]
fn a_row_without_its_label_is_absent_and_its_rules_are_not_assessable() {
    let corpus = crate::corpus_or_skip!();
    for name in with_cells() {
        let text = corpus.text(name);
        let whole = cells(&corpus.extract(name, &text));
        let before = corpus.check(name, &text);
        for (row, label) in ROWS {
            let places: Vec<usize> = text.match_indices(label).map(|(at, _)| at).collect();
            let [at] = places[..] else { panic!("{name}: {label} stands {} times", places.len()) };
            let damaged = replaced(&text, (at, at + label.len()), "");
            let found = cells(&corpus.extract(name, &damaged));
            for (cell, read) in &found {
                let of_row = cell.0 == "申请" && cell.1 == row;
                if of_row {
                    assert_eq!(read.state, "absent", "{name} without {label}: {cell:?}");
                } else {
                    let was = &whole[cell];
                    assert_eq!((was.state, &was.value), (read.state, &read.value), "{name} without {label}: {cell:?}");
                }
            }
            let outcome = corpus.check(name, &damaged);
            assert_ne!(outcome.verdict, Verdict::Accepted, "{name} without {label}");
            assert!(outcome.rules.not_assessable > 0, "{name} without {label}");
            assert!(outcome.rules.failed <= before.rules.failed, "{name} without {label}: {}", said(&outcome.findings));
            let about_row = errors(&outcome)
                .into_iter()
                .any(|finding| finding.finding.as_ref().is_some_and(|data| data.at.row.as_deref() == Some(row)));
            assert!(about_row, "{name} without {label}: {}", said(&outcome.findings));
        }
    }
}

/// Every seventeenth figure, so that all columns and many rows have their turn.
fn sample(corpus: &Corpus, name: &str) -> (String, Vec<(Cell, Read)>) {
    let text = corpus.text(name);
    let figures = checked_cells(&corpus.extract(name, &text)).into_iter().step_by(17).collect();
    (text, figures)
}

#[test]
fn letters_in_a_cell_are_unreadable() {
    let corpus = crate::corpus_or_skip!();
    for name in with_cells() {
        let (text, figures) = sample(&corpus, name);
        for (cell, read) in figures {
            let damaged = replaced(&text, read.range.expect("a place"), "abc");
            let found = cells(&corpus.extract(name, &damaged));
            assert_eq!(found[&cell].state, "unreadable", "{name} {cell:?}");
            let outcome = corpus.check(name, &damaged);
            assert_error_at(&outcome, name, &cell, (read.range.expect("a place").0, read.range.expect("a place").0 + 3));
            assert_ne!(outcome.verdict, Verdict::Accepted, "{name} {cell:?}");
        }
    }
}

#[test]
fn a_count_is_neither_negative_nor_broken() {
    let corpus = crate::corpus_or_skip!();
    for name in with_tables() {
        let (text, figures) = sample(&corpus, name);
        for (cell, read) in figures {
            for bad in ["-3", "2.5"] {
                let start = read.range.expect("a place").0;
                let outcome = corpus.check(name, &replaced(&text, read.range.expect("a place"), bad));
                assert_error_at(&outcome, name, &cell, (start, start + bad.len()));
                assert_ne!(outcome.verdict, Verdict::Accepted, "{name} {cell:?} {bad}");
            }
        }
    }
}

/// An error about this cell itself, with a label on it.
fn assert_error_at(outcome: &gouji::report::Outcome, name: &str, cell: &Cell, range: (usize, usize)) {
    let found = errors(outcome).into_iter().any(|finding| {
        let data = finding.finding.as_ref();
        let own = data.is_some_and(|data| data.rule.is_none() && cell_of(&data.at) == *cell);
        own && has_label_on(outcome, finding, range)
    });
    assert!(found, "{name} {cell:?}\n  {}", said(&outcome.findings));
}

fn full_width(value: &str) -> String {
    value.chars().map(|c| char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')).unwrap_or(c)).collect()
}

fn with_separators(value: &str) -> String {
    let mut out = String::new();
    for (index, digit) in value.chars().enumerate() {
        if index > 0 && (value.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// How a figure is written.
type Way = fn(&str) -> String;

#[test]
fn width_separators_and_units_read_the_same() {
    let corpus = crate::corpus_or_skip!();
    let ways: [(&str, Way); 4] = [
        ("full width", full_width),
        ("separators", with_separators),
        ("unit", |value| format!("{value}件")),
        ("full width and unit", |value| format!("{} 件", full_width(value))),
    ];
    for name in with_tables() {
        let text = corpus.text(name);
        let whole = corpus.extract(name, &text);
        let before = corpus.check(name, &text);
        for (way, write) in ways {
            let mut figures = checked_cells(&whole);
            figures.sort_by_key(|(_, read)| std::cmp::Reverse(read.range));
            let rewritten = figures.iter().fold(text.clone(), |text, (_, read)| {
                replaced(&text, read.range.expect("a place"), &write(read.value.as_deref().expect("a value")))
            });
            let found = cells(&corpus.extract(name, &rewritten));
            for (cell, read) in cells(&whole) {
                assert_eq!(found[&cell].value, read.value, "{name}, {way}: {cell:?}");
            }
            let outcome = corpus.check(name, &rewritten);
            assert_eq!(outcome.verdict, before.verdict, "{name}, {way}: {}", said(&outcome.findings));
            assert_eq!(outcome.rules, before.rules, "{name}, {way}");
        }
    }
}
