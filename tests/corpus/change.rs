//! Change any one figure of the two tables of cross-checks, in any report: exactly the checks that this cell stands in fail,
//! each with a label on it.
//!
//! The cross-checks are written down here a second time, from the printed form and not from the templates.

use std::collections::{BTreeMap, BTreeSet};

use gouji::diag::Severity;
use gouji::report::{Outcome, Verdict};

use crate::corpus::{Cell, Corpus, Failures, SHANGHAI, cells, checked_cells, has_label_on, replaced, said, with_tables};

const OUTSIDE_RESULTS: [&str; 3] = ["新收", "上年结转", "结转下年"];

/// The hard checks that a cell stands in: (rule, row, column) as the findings name them.
fn checks_of(table: &str, row: &str, column: &str) -> BTreeSet<(String, String, String)> {
    let mut checks = BTreeSet::new();
    let mut add = |rule: &str, row: &str, column: &str| checks.insert((rule.to_owned(), row.to_owned(), column.to_owned()));
    if table == "争议" {
        let group = column.split('.').next().unwrap_or(column);
        add("total", "", &format!("{group}.总计"));
        return checks;
    }
    add("total", row, "总计");
    if !OUTSIDE_RESULTS.contains(&row) {
        add("total", "办理总计", column);
    }
    if OUTSIDE_RESULTS.contains(&row) || row == "办理总计" {
        add("收支平衡", "新收", column);
    }
    checks
}

/// The soft rules that fail when the tables hold these figures: sentences that repeat a figure.
fn untrue_sentences(figures: &BTreeMap<Cell, i64>) -> BTreeSet<String> {
    let fact = |name: &str| figures.get(&("facts".to_owned(), name.to_owned(), String::new())).copied();
    let at = |row: &str, column: &str| figures.get(&("申请".to_owned(), row.to_owned(), column.to_owned())).copied().unwrap_or(0);
    let case = |column: &str| figures.get(&("争议".to_owned(), String::new(), column.to_owned())).copied().unwrap_or(0);
    let suits = |result: &str| case(&format!("未经复议直接起诉.{result}")) + case(&format!("复议后起诉.{result}"));
    let (new, carried) = (at("新收", "总计"), at("上年结转", "总计"));
    let people = (at("新收", "自然人"), at("新收", "自然人") + at("上年结转", "自然人"));
    let rules = [
        ("正文收到", fact("收到").is_some_and(|said| said != new && said != new + carried)),
        ("正文自然人", fact("收到自然人").is_some_and(|said| said != people.0 && said != people.1)),
        ("正文结转", fact("正文结转").is_some_and(|said| said != carried)),
        ("正文答复", fact("正文答复").is_some_and(|said| said != at("办理总计", "总计"))),
        ("正文结转下年", fact("正文结转下年").is_some_and(|said| said != at("结转下年", "总计"))),
        ("正文复议", fact("正文复议").is_some_and(|said| said != case("行政复议.总计"))),
        ("正文诉讼", fact("正文诉讼").is_some_and(|said| said != suits("总计"))),
        ("复议纠正", fact("正文复议纠正").is_some_and(|said| said != case("行政复议.结果纠正"))),
        ("诉讼纠正", fact("正文诉讼纠正").is_some_and(|said| said != suits("结果纠正"))),
    ];
    rules.into_iter().filter(|(_, fails)| *fails).map(|(name, _)| name.to_owned()).collect()
}

/// The failed checks among the errors; and the names of the failed soft rules.
fn failures(outcome: &Outcome) -> (Failures, BTreeSet<String>) {
    let (mut hard, mut soft) = (BTreeSet::new(), BTreeSet::new());
    for finding in &outcome.findings {
        let Some(data) = &finding.finding else { continue };
        let rule = data.rule.clone().unwrap_or_default();
        match finding.severity {
            Severity::Error => {
                let word = |word: &Option<String>| word.clone().unwrap_or_default();
                hard.insert((finding.code.name.to_owned(), rule, word(&data.at.row), word(&data.at.column)));
            }
            Severity::Warning if !rule.is_empty() => {
                soft.insert(rule);
            }
            Severity::Warning | Severity::Note => {}
        }
    }
    (hard, soft)
}

/// The code of a failure by its rule.
fn code_of(rule: &str) -> &'static str {
    if rule == "total" { "G0402" } else { "G0401" }
}

fn whole(value: &str) -> i64 {
    value.parse().unwrap_or_else(|_| panic!("{value} is a whole number"))
}

fn changes_of(corpus: &Corpus, name: &str) -> Vec<String> {
    let text = corpus.text(name);
    let extraction = corpus.extract(name, &text);
    let figures: BTreeMap<Cell, i64> = cells(&extraction)
        .into_iter()
        .filter(|((table, _, _), _)| ["申请", "争议", "facts"].contains(&table.as_str()))
        .filter_map(|(cell, read)| Some((cell, read.value.as_deref().filter(|value| !value.contains('.')).map(whole)?)))
        .collect();
    let (before, _) = failures(&corpus.check(name, &text));
    let blank_totals: BTreeSet<&String> = before.iter().filter(|key| key.0 == "G0403").map(|key| &key.2).collect();
    assert_eq!(before.len(), blank_totals.len(), "{name} fails for other reasons before anything is changed");
    let mut wrong = Vec::new();
    for (cell, read) in checked_cells(&extraction) {
        let (table, row, column) = &cell;
        let range = read.range.expect("a figure has a place");
        let changed = (whole(read.value.as_deref().expect("a value")) + 1).to_string();
        let outcome = corpus.check(name, &replaced(&text, range, &changed));

        let mut wanted: Failures = before.clone();
        let mut through_blank = None;
        for (rule, at_row, at_column) in checks_of(table, row, column) {
            if rule == "total" && at_column == "总计" && blank_totals.contains(&at_row) {
                // That total was left blank: it is computed, and carries the change into the column of totals.
                through_blank = Some(("G0402".to_owned(), "total".to_owned(), "办理总计".to_owned(), "总计".to_owned()));
                continue;
            }
            wanted.insert((code_of(&rule).to_owned(), rule, at_row, at_column));
        }
        wanted.extend(through_blank.clone());
        let mut now = figures.clone();
        now.insert(cell.clone(), whole(&changed));
        let untrue = untrue_sentences(&now);

        let (hard, soft) = failures(&outcome);
        if hard != wanted || soft != untrue {
            let missed: Vec<_> = wanted.difference(&hard).collect();
            let extra: Vec<_> = hard.difference(&wanted).collect();
            wrong.push(format!("{name} {cell:?}: missed {missed:?}, extra {extra:?}, sentences {soft:?} for {untrue:?}"));
        }
        if outcome.verdict != Verdict::Rejected {
            wrong.push(format!("{name} {cell:?}: {:?}\n  {}", outcome.verdict, said(&outcome.findings)));
        }
        let range = (range.0, range.0 + changed.len());
        for finding in &outcome.findings {
            let Some(data) = finding.finding.as_ref().filter(|_| finding.severity != Severity::Note) else { continue };
            let key = (
                finding.code.name.to_owned(),
                data.rule.clone().unwrap_or_default(),
                data.at.row.clone().unwrap_or_default(),
                data.at.column.clone().unwrap_or_default(),
            );
            if data.rule.is_none() || before.contains(&key) || through_blank.as_ref() == Some(&key) {
                continue;
            }
            if !has_label_on(&outcome, finding, range) {
                wrong.push(format!("{name} {cell:?}: no label on the cell in {key:?}"));
            }
        }
    }
    wrong
}

#[test]
fn one_changed_figure_fails_exactly_the_checks_it_stands_in() {
    let corpus = crate::corpus_or_skip!();
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let corpus = &corpus;
        let threads: Vec<_> = with_tables().map(|name| scope.spawn(move || changes_of(corpus, name))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.iter().take(20).cloned().collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_cell_of_both_tables_is_changed() {
    let corpus = crate::corpus_or_skip!();
    for name in with_tables() {
        let figures = checked_cells(&corpus.extract(name, &corpus.text(name))).len();
        // 25 rows × 7 columns and one row of 15; Shanghai leaves most cells blank.
        assert_eq!(figures, if name == SHANGHAI { 41 } else { 190 }, "{name}");
    }
}
