//! Reports whose tables lost every separator: what the cross-checks determine is read, the rest is said to be undetermined.

use std::collections::{BTreeMap, BTreeSet};

use gouji::diag::Severity;

use crate::corpus::{Cell, cell_of, said};
use crate::reading::expected_cells;

/// Rows of three figures or two that no check ties: all that a reader who does not guess must leave open.
const OPEN_2020: &[(&str, &str)] = &[
    ("制发", "规范性文件"),
    ("许可", "行政许可"),
    ("许可", "其他对外管理服务事项"),
    ("处罚强制", "行政处罚"),
    ("处罚强制", "行政强制"),
    ("采购", "政府集中采购"),
];
const OPEN_2021: &[(&str, &str)] = &[("制发", "行政规范性文件")];

#[test]
fn glued_figures_are_those_of_the_report_or_not_read() {
    let corpus = crate::corpus_or_skip!();
    for (year, open, unread, decoded) in [("2020", OPEN_2020, 16, 175), ("2021", OPEN_2021, 3, 193)] {
        let name = format!("pingtan_{year}_glued.txt");
        let text = corpus.text(&name);
        let expected = corpus.expected(&format!("pingtan_{year}.json"));
        let extraction = corpus.extract(&name, &text);
        assert_eq!(extraction.template.as_deref(), expected["template"].as_str());
        assert_eq!(extraction.meta.get("年度"), expected["meta"].get("年度"));
        assert!(extraction.unclaimed.is_empty(), "{:?}", extraction.unclaimed);
        let wanted = expected_cells(&expected);
        let mut read: BTreeMap<Cell, &gouji::engine::Figure> = BTreeMap::new();
        for figure in &extraction.figures {
            read.insert(cell_of(&figure.at), figure);
        }
        let mut left = BTreeSet::new();
        let mut unreadable = 0;
        for (cell, figure) in &wanted {
            let found = read[cell];
            let place = found.place.as_ref().and_then(|place| text.get(place.bytes()?)).expect("a place");
            match found.state {
                gouji::bind::State::Figure => {
                    assert_eq!(found.value.as_ref(), figure.as_ref(), "{name}: {cell:?}");
                    assert_eq!(place, found.text, "{name}: {cell:?}");
                }
                gouji::bind::State::Unreadable => {
                    assert!(place.contains(figure.as_deref().unwrap_or("?").trim_start_matches('-')), "{name}: {cell:?}");
                    left.insert((cell.0.as_str(), cell.1.as_str()));
                    unreadable += 1;
                }
                other => panic!("{name}: {cell:?} is {other:?}"),
            }
        }
        assert_eq!(left, open.iter().copied().collect::<BTreeSet<_>>(), "{name}");
        assert_eq!(unreadable, unread, "{name}");
        assert_eq!(extraction.figures.iter().filter(|figure| figure.decoded).count(), decoded, "{name}");
    }
}

#[test]
fn the_broken_totals_are_reported_and_nothing_is_repaired() {
    let corpus = crate::corpus_or_skip!();
    for year in ["2020", "2021"] {
        let name = format!("pingtan_{year}_glued.txt");
        let outcome = corpus.check(&name, &corpus.text(&name));
        let expected = corpus.expected(&format!("pingtan_{year}.json"));
        let wanted: BTreeSet<(String, String, String)> = expected["violations"]
            .as_array()
            .expect("violations")
            .iter()
            .map(|violation| {
                let word = |key: &str| violation[key].as_str().expect("a word").to_owned();
                (word("column"), word("left"), word("right"))
            })
            .collect();
        let errors = || outcome.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let found: BTreeSet<(String, String, String)> = errors()
            .filter(|finding| finding.code.name != "G0521")
            .map(|finding| {
                let data = finding.finding.as_ref().expect("a finding about the report");
                let word = |text: &Option<String>| text.clone().unwrap_or_default();
                (word(&data.at.column), word(&data.left), word(&data.right))
            })
            .collect();
        assert_eq!(found, wanted, "{name}\n  {}", said(&outcome.findings));
        assert_eq!(outcome.rules.failed, wanted.len(), "{name}");
        assert_eq!(outcome.rules.not_assessable, 0, "{name}\n  {}", said(&outcome.findings));
    }
}

/// With one more or one less in any figure of the table, the runs are other runs: they are read as they are, or not at all.
#[test]
fn a_changed_figure_is_never_read_as_the_old_one() {
    let corpus = crate::corpus_or_skip!();
    let name = "pingtan_2021_glued.txt";
    let text = corpus.text(name);
    let before = corpus.extract(name, &text);
    let mut changed = 0;
    for figure in before.figures.iter().filter(|figure| figure.decoded && figure.at.table.as_deref() == Some("申请")) {
        let (Some(place), Ok(value)) = (figure.place.as_ref().and_then(|place| place.bytes()), figure.text.parse::<u32>()) else {
            panic!("{:?} has no place", figure.at);
        };
        let mut other = text.clone();
        other.replace_range(place, &(value + 1).to_string());
        let after = corpus.extract(name, &other);
        for (now, was) in after.figures.iter().zip(&before.figures).filter(|(now, _)| now.at.table == figure.at.table) {
            let value = if now.at == figure.at { Some((value + 1).to_string()) } else { was.value.clone() };
            match now.state {
                gouji::bind::State::Figure => assert_eq!(now.value, value, "{:?} after {:?} changed", now.at, figure.at),
                other => assert_eq!(other, gouji::bind::State::Unreadable, "{:?} after {:?} changed", now.at, figure.at),
            }
            changed += usize::from(now.at == figure.at && now.state == gouji::bind::State::Figure);
        }
    }
    assert!(changed > 100, "{changed}");
}
