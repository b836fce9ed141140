//! Time is bounded: long and multiplying input is answered within seconds. `robust.rs` sees to it that nothing panics.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use gouji::report::{Outcome, Verdict};
use gouji::source::Sources;
use gouji::{Library, Options};
use proptest::prelude::*;

/// The shipped templates, compiled once.
static BUILT_IN: LazyLock<(Library, Sources)> = LazyLock::new(|| {
    let mut sources = Sources::new();
    let library = Library::built_in(&mut sources).expect("the shipped templates compile");
    (library, sources)
});

fn check(name: &str, bytes: &[u8]) -> Outcome {
    let (library, sources) = &*BUILT_IN;
    gouji::check(library, &mut sources.clone(), name, bytes, &Options::default())
}

fn compile(text: &str) -> Result<Library, Vec<gouji::diag::Diagnostic>> {
    Library::compile(&mut Sources::new(), vec![("hostile.gj".to_owned(), text.to_owned())])
}

/// Generous for a debug build on a busy machine; a hang or a quadratic pass is far beyond it.
const SOON: Duration = Duration::from_secs(20);

#[test]
fn reports_that_are_large_or_claim_to_be() {
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("open.html", "<table><tr><td>".repeat(100_000).into_bytes()),
        ("spans.html", b"<table><tr><td rowspan=4000000000 colspan=4000000000>1</td></tr></table>".to_vec()),
        ("wide.html", format!("<table>{}</table>", "<tr><td rowspan=65534 colspan=1000>1</td></tr>".repeat(2_000)).into_bytes()),
        ("pipes.md", vec![b'|'; 1_000_000]),
        ("lines.txt", vec![b'\n'; 1_000_000]),
        ("tabs.txt", "\t\n".repeat(200_000).into_bytes()),
        ("labels.txt", "总计\n0\n自然人\n".repeat(50_000).into_bytes()),
        ("sentences.txt", "一、总体情况\n收到政府信息公开申请12件，".repeat(20_000).into_bytes()),
    ];
    for (name, bytes) in cases {
        let start = Instant::now();
        let outcome = check(name, &bytes);
        assert_ne!(outcome.verdict, Verdict::Accepted, "{name}");
        assert!(outcome.findings.iter().any(gouji::diag::Diagnostic::is_error), "{name}: nothing is said");
        assert!(start.elapsed() < SOON, "{name}: {:?}", start.elapsed());
        println!("{name}: {:?}", start.elapsed());
    }
}

#[test]
fn a_figure_beyond_all_bounds_is_unreadable() {
    let report = r#"{"template": "zfxxgk@2021", "申请": {"新收": {"自然人": 1e999999999}}}"#;
    let outcome = check("exponent.json", report.as_bytes());
    let about = outcome.findings.iter().any(|finding| {
        let at = finding.finding.as_ref().map(|data| &data.at);
        finding.is_error() && at.is_some_and(|at| at.row.as_deref() == Some("新收") && at.column.as_deref() == Some("自然人"))
    });
    assert!(about, "the figure is named");
}

#[test]
fn templates_that_are_none() {
    let rule = |condition: &str| {
        format!(
            "gouji 1\ntemplate t @1 {{ section s \"s\" {{ table x {{ cell natural  rows {{ a, b }}  rule r {{ {condition} }} }} }} }}"
        )
    };
    let cases = [
        ("parentheses", rule(&format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000)))),
        ("minus", rule(&format!("a == {}b", "-".repeat(100_000)))),
        ("not", rule(&format!("{} a == b", "not ".repeat(100_000)))),
        ("quote", format!("gouji 1\nunit \"{}", "x".repeat(1_000_000))),
        ("digits", rule(&format!("a == {}", "9".repeat(1_000_000)))),
        ("empty", String::new()),
        ("no edition", "template t @1 { }".to_owned()),
        ("spread of itself", "gouji 1\naxis a { ..b }\naxis b { ..a }\n".to_owned()),
    ];
    for (name, text) in cases {
        let start = Instant::now();
        let found = compile(&text).err().unwrap_or_default();
        assert!(name == "empty" || !found.is_empty(), "{name}: nothing is said");
        assert!(found.len() < 2_000, "{name}: {} diagnostics", found.len());
        assert!(start.elapsed() < SOON, "{name}: {:?}", start.elapsed());
    }
}

#[test]
fn axes_cannot_multiply_without_end() {
    let mut text = String::from("gouji 1\naxis a0 { x y }\n");
    for level in 1..=40 {
        let below = level - 1;
        text.push_str(&format!("axis a{level} {{ l {{ ..a{below} }}, r {{ ..a{below} }} }}\n"));
    }
    text.push_str("template t @1 { section s \"s\" { table x { cell natural  columns { ..a40 }  rows { ..a40 } } } }\n");
    let start = Instant::now();
    assert!(compile(&text).is_err());
    assert!(start.elapsed() < SOON);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_hole_in_a_template_makes_the_compiler_panic(from in 0.0f64..1.0, len in 1usize..60) {
        let whole = include_str!("../schemas/zfxxgk-2021.gj");
        let start = (0..=(whole.len() as f64 * from) as usize).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
        let end = (start + len..whole.len()).find(|at| whole.is_char_boundary(*at)).unwrap_or(whole.len());
        let _ = compile(&format!("{}{}", &whole[..start], &whole[end..]));
    }
}
