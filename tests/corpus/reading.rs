//! Every figure of every report is found, where it stands, and nothing else is.

use std::collections::BTreeMap;

use crate::corpus::{Cell, REPORTS, cells};

/// The expected figures: cell → the figure as text, `None` for a blank cell.
pub fn expected_cells(expected: &serde_json::Value) -> BTreeMap<Cell, Option<String>> {
    let mut cells = BTreeMap::new();
    let value = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    for (table, rows) in expected["figures"].as_object().expect("figures") {
        for (row, columns) in rows.as_object().expect("rows") {
            match columns.as_object() {
                Some(columns) => {
                    for (column, figure) in columns {
                        cells.insert((table.clone(), row.clone(), column.clone()), value(figure));
                    }
                }
                None if table == "facts" => {
                    cells.insert((table.clone(), row.clone(), String::new()), value(columns));
                }
                None => {
                    cells.insert((table.clone(), String::new(), row.clone()), value(columns));
                }
            }
        }
    }
    cells
}

fn same_number(left: &str, right: &str) -> bool {
    let plain = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    plain(left) == plain(right)
}

#[test]
fn finds_exactly_the_figures_of_the_tables_and_the_known_sentences() {
    let corpus = crate::corpus_or_skip!();
    let mut wrong = Vec::new();
    for name in REPORTS {
        let text = corpus.text(name);
        let expected = corpus.expected(name);
        let extraction = corpus.extract(name, &text);
        if extraction.template.as_deref() != expected["template"].as_str() {
            wrong.push(format!("{name}: read as {:?}, not {}", extraction.template, expected["template"]));
            continue;
        }
        if extraction.meta.get("年度") != expected["meta"].get("年度") {
            wrong.push(format!("{name}: 年度 {:?}, not {}", extraction.meta.get("年度"), expected["meta"]["年度"]));
        }
        if !extraction.unclaimed.is_empty() {
            wrong.push(format!("{name}: unclaimed {:?}", extraction.unclaimed));
        }
        let found = cells(&extraction);
        let wanted = expected_cells(&expected);
        for (cell, figure) in &wanted {
            let fits = found.get(cell).is_some_and(|read| match (figure, &read.value) {
                (Some(figure), Some(value)) => read.state == "figure" && same_number(figure, value),
                (None, _) => read.state == "blank",
                (Some(_), None) => false,
            });
            if !fits {
                wrong.push(format!("{name}: {cell:?} is {figure:?}, read as {:?}", found.get(cell)));
            }
        }
        for cell in found.keys().filter(|cell| cell.0 != "facts" && !wanted.contains_key(cell)) {
            wrong.push(format!("{name}: {cell:?} is in no table of the report"));
        }
        for figure in &extraction.figures {
            let sliced = figure.place.as_ref().and_then(|place| text.get(place.bytes()?));
            if sliced.is_some_and(|sliced| sliced.trim() != figure.text.trim() && !figure.text.is_empty()) {
                wrong.push(format!("{name}: {:?} says {:?}, its place holds {sliced:?}", figure.at, figure.text));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn what_extract_prints_can_be_checked_again() {
    let corpus = crate::corpus_or_skip!();
    for name in REPORTS {
        let text = corpus.text(name);
        let mut json = Vec::new();
        corpus.extract(name, &text).write_json(&mut json).expect("written");
        let json = String::from_utf8(json).expect("UTF-8");
        let direct = corpus.check(name, &text);
        let again = corpus.check("again.json", &json);
        let failed = |outcome: &gouji::report::Outcome| {
            let mut failed: Vec<String> = crate::corpus::errors(outcome)
                .iter()
                .map(|finding| format!("{} {:?}", finding.code.name, finding.finding.as_ref().map(|finding| &finding.at)))
                .collect();
            failed.sort();
            failed
        };
        assert_eq!(failed(&direct), failed(&again), "{name}: {}", crate::corpus::said(&again.findings));
        assert_eq!(direct.template, again.template, "{name}");
        assert_eq!(direct.rules, again.rules, "{name}");
    }
}
