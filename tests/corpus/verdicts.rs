//! What `check` says about the reports as they were published.

use gouji::diag::Severity;
use gouji::report::Verdict;

use crate::corpus::{OCR, REPORTS, SHANGHAI, errors, said};

#[test]
fn accepts_the_reports_that_tie() {
    let corpus = crate::corpus_or_skip!();
    for name in REPORTS.iter().filter(|name| **name != SHANGHAI) {
        let outcome = corpus.check(name, &corpus.text(name));
        assert!(errors(&outcome).is_empty(), "{name}\n  {}", said(&outcome.findings));
        assert_eq!(outcome.verdict, Verdict::Accepted, "{name}");
        assert_eq!(outcome.rules.failed, 0, "{name}");
        assert_eq!(outcome.rules.not_assessable, 0, "{name}");
        // 002 leaves out heading 五, the OCR text names its columns 数据1 to 数据6; nothing else is out of order.
        let warnings = outcome.findings.iter().filter(|finding| finding.severity == Severity::Warning).count();
        assert!(warnings <= usize::from(name.starts_with("002") || *name == OCR), "{name}\n  {}", said(&outcome.findings));
    }
}

#[test]
fn shanghai_lacks_eleven_totals_and_nothing_else() {
    let corpus = crate::corpus_or_skip!();
    let outcome = corpus.check(SHANGHAI, &corpus.text(SHANGHAI));
    let expected = corpus.expected(SHANGHAI);
    let mut wanted: Vec<(String, String)> = expected["violations"]
        .as_array()
        .expect("violations")
        .iter()
        .map(|violation| {
            let word = |key: &str| violation[key].as_str().expect("a word").to_owned();
            assert_eq!(word("column"), "总计");
            (word("row"), word("expected"))
        })
        .collect();
    wanted.sort();
    assert_eq!(wanted.len(), 11);
    let mut found: Vec<(String, String)> = errors(&outcome)
        .iter()
        .map(|finding| {
            let data = finding.finding.as_ref().expect("a finding about the report");
            assert_eq!(data.at.column.as_deref(), Some("总计"), "{}", said(&outcome.findings));
            (data.at.row.clone().unwrap_or_default(), data.right.clone().unwrap_or_default())
        })
        .collect();
    found.sort();
    assert_eq!(found, wanted, "{}", said(&outcome.findings));
    assert_eq!(outcome.rules.failed, 11, "{}", said(&outcome.findings));
    assert!(outcome.findings.iter().all(|finding| finding.severity != Severity::Warning), "{}", said(&outcome.findings));
}

#[test]
fn a_sentence_that_says_something_else_than_the_table_is_a_warning() {
    let corpus = crate::corpus_or_skip!();
    for (name, said_so, now, rule) in [
        ("001_jingyue_2024.txt", "行政诉讼结果纠正2件", "行政诉讼结果纠正3件", "诉讼纠正"),
        ("002_jingheju_2024.txt", "完成了3项依申请公开", "完成了4项依申请公开", "正文答复"),
        (SHANGHAI, "受理政府信息公开申请859件", "受理政府信息公开申请860件", "正文收到"),
        (SHANGHAI, "另有72件", "另有71件", "正文结转下年"),
        (SHANGHAI, "信息公开类行政复议7件", "信息公开类行政复议8件", "正文复议"),
    ] {
        let text = corpus.text(name);
        assert_eq!(text.matches(said_so).count(), 1, "{name}: {said_so}");
        let before = corpus.check(name, &text);
        let outcome = corpus.check(name, &text.replace(said_so, now));
        let warned: Vec<String> = outcome
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Warning)
            .filter_map(|finding| finding.finding.as_ref().and_then(|finding| finding.rule.clone()))
            .collect();
        assert_eq!(warned, [rule], "{name}: {}", said(&outcome.findings));
        assert_eq!(errors(&outcome).len(), errors(&before).len(), "{name}: a sentence never makes an error");
    }
    // 收到 may also mean what was carried over as well: 859 + 18.
    let text = corpus.text(SHANGHAI).replace("受理政府信息公开申请859件", "受理政府信息公开申请877件");
    let outcome = corpus.check(SHANGHAI, &text);
    assert!(outcome.findings.iter().all(|finding| finding.severity != Severity::Warning), "{}", said(&outcome.findings));
}

#[test]
fn the_narrative_report_ties_in_eight_identities_and_each_can_fail() {
    let corpus = crate::corpus_or_skip!();
    let name = crate::corpus::NARRATIVE;
    let text = corpus.text(name);
    // One figure of each identity, and a rule that must notice when it grows.
    for (fact, rule) in [
        ("主动公开", "公开总数"),
        ("网上", "申请渠道"),
        ("延期办结", "办结"),
        ("部分公开", "答复"),
        ("复议纠错", "复议结果"),
        ("诉讼其他", "诉讼结果"),
    ] {
        assert_fails(&corpus, name, &text, fact, rule);
    }
    // Of which: a part that is more than its whole.
    for fact in ["主要负责人发布会", "主要负责人访谈"] {
        let cells = crate::corpus::cells(&corpus.extract(name, &text));
        let read = &cells[&("facts".to_owned(), fact.to_owned(), String::new())];
        let outcome = corpus.check(name, &crate::corpus::replaced(&text, read.range.expect("a place"), "999"));
        let failed: Vec<_> = errors(&outcome);
        assert_eq!(failed.len(), 1, "{fact}: {}", said(&outcome.findings));
    }
}

fn assert_fails(corpus: &crate::corpus::Corpus, name: &str, text: &str, fact: &str, rule: &str) {
    let cells = crate::corpus::cells(&corpus.extract(name, text));
    let read = &cells[&("facts".to_owned(), fact.to_owned(), String::new())];
    let value: u64 = read.value.as_ref().and_then(|value| value.parse().ok()).expect("a whole number");
    let outcome = corpus.check(name, &crate::corpus::replaced(text, read.range.expect("a place"), &(value + 1).to_string()));
    let failed: Vec<String> =
        errors(&outcome).iter().filter_map(|finding| finding.finding.as_ref().and_then(|finding| finding.rule.clone())).collect();
    assert_eq!(failed, [rule], "{fact}: {}", said(&outcome.findings));
    assert_eq!(outcome.verdict, Verdict::Rejected);
}
