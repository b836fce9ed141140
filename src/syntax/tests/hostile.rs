//! Texts that no author writes: nothing panics, nothing hangs, every span lies in the text.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

fn check_spans(text: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        assert!(diagnostic.primary().is_some(), "{diagnostic:?}");
        let fix = diagnostic.fix.iter().map(|fix| fix.span);
        for span in diagnostic.labels.iter().map(|label| label.span).chain(fix) {
            assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}: {diagnostic:?}");
        }
    }
}

/// Parses within a time that only something worse than linear would need.
fn quick(text: &str) -> Vec<Diagnostic> {
    let start = Instant::now();
    let (_, diagnostics) = parse(text, FileId(0));
    let took = start.elapsed();
    assert!(
        took < Duration::from_secs(20),
        "{took:?} for {} bytes of {:?}",
        text.len(),
        &text.chars().take(40).collect::<String>()
    );
    assert!(diagnostics.len() <= MAX_DIAGNOSTICS + 1);
    check_spans(text, &diagnostics);
    diagnostics
}

#[test]
fn deep_nesting_is_one_error_and_answers_at_once() {
    for (open, close) in [("{", "}"), ("(", ")"), ("[", "]"), ("（", "）")] {
        for text in [open.repeat(100_000), format!("{}{}", open.repeat(100_000), close.repeat(100_000))] {
            let diagnostics = quick(&text);
            assert_eq!(diagnostics.len(), 1);
            assert_eq!(diagnostics[0].code, Code::G0105);
            assert_eq!(diagnostics[0].labels[0].span.start as usize, MAX_NESTING * open.len());
        }
    }
}

#[test]
fn the_deepest_nesting_allowed_is_read() {
    let depth = MAX_NESTING - 3;
    let text = format!("gouji 1\ntemplate t {{ table a {{ rule r {{ {}a{} == 1 }} }} }}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(quick(&text).len(), 0);
    let items = format!("gouji 1\naxis a {}", "{ a ".repeat(MAX_NESTING) + &"}".repeat(MAX_NESTING));
    assert_eq!(quick(&items).len(), 0);
    let calls =
        format!("gouji 1\ntemplate t {{ table a {{ rule r {{ {}a b{} == 1 }} }} }}", "f(".repeat(depth), ")".repeat(depth));
    assert_eq!(quick(&calls).len(), 1, "a mistake at the bottom is found once");
}

#[test]
fn long_chains_are_cut_before_they_are_deep() {
    let rule = |condition: &str| format!("gouji 1\ntemplate t {{ table a {{ rule r {{ {condition} }} }} }}");
    for link in ["a + ", "- ", "not ", "a and ", "a implies ", "if a then b else ", "a == b and not "] {
        let diagnostics = quick(&rule(&(link.repeat(20_000) + "a")));
        let codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, [Code::G0105], "{link}");
        assert_eq!(quick(&rule(&(link.repeat(50) + "a"))).len(), 0, "{link}");
    }
    assert_eq!(quick(&rule(&("a == ".repeat(20_000) + "a"))).len(), 0, "a chain of comparisons is flat");
}

#[test]
fn much_of_one_thing_is_read_in_time() {
    let pieces = [
        "a ",
        "a, ",
        "\n",
        "{}",
        "{ } ",
        "(",
        ")",
        "}",
        "\"",
        "“",
        "`",
        ";",
        "section a ",
        "rule a $ ",
        "rule r { ",
        "table a { \n",
        "// a\n",
        "/// a\n",
        "1",
        "#",
        "@",
        "..",
        "= ",
        "a = b +\n",
        "\u{200B}",
        "a\u{202E}",
        "template ",
        "x { a\n",
        "rows { a\n",
        "total ",
        "a | ",
        "a: b\n",
        "in a { } ",
        "drop a ",
        "f(",
        "不",
        "\"a {",
        "if ",
        "a read blank as 0, ",
        "\r",
        "unit a\n",
        "template t {\n",
        "section a {",
        "when ",
        "{ \" }",
    ];
    for piece in pieces {
        for head in ["", "gouji 1\naxis a { ", "gouji 1\ntemplate t { table a { rule r { "] {
            let text = head.to_owned() + &piece.repeat(10_000 / piece.len());
            quick(&text);
        }
    }
}

#[test]
fn too_large_is_said_at_once() {
    let diagnostics = quick(&" ".repeat(MAX_TEMPLATE_BYTES + 1));
    assert_eq!(diagnostics[0].code, Code::G0105);
}

/// Words that make texts look like templates.
fn soup() -> impl Strategy<Value = String> {
    let words = keywords::KEYWORDS.iter().flat_map(|keyword| [keyword.en, keyword.zh]);
    let signs = [
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "｛",
        "｝",
        "（",
        "）",
        "，",
        "、",
        ",",
        ":",
        "：",
        "|",
        "=",
        "==",
        "＝",
        "..",
        ".",
        "#1",
        "@2021",
        "+",
        "-",
        "*",
        "/",
        "//",
        "///",
        "\n",
        "\n  ",
        "\r\n",
        "\"",
        "\"甲\"",
        "“乙”",
        "“",
        "”",
        "`",
        "`a b`",
        "甲",
        "乙",
        "a",
        "3",
        "0.5",
        "5万元",
        "10%",
        "<=",
        "≠",
        ";",
        "；",
        "\u{200B}",
        "\u{FEFF}",
        "gouji 1\n",
        "template t @1 {",
        "table a {",
        "rule r {",
        "rows {",
        "facts {",
    ];
    let all: Vec<&'static str> = words.chain(signs).collect();
    prop::collection::vec(prop::sample::select(all), 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_answered(text in "\\PC*") {
        check_spans(&text, &parse(&text, FileId(0)).1);
    }

    #[test]
    fn any_soup_of_words_is_answered(text in soup()) {
        let (file, diagnostics) = parse(&text, FileId(0));
        check_spans(&text, &diagnostics);
        // Nothing is left out in silence: what is not in the tree or a comment is in a diagnostic.
        let empty = file.declarations.is_empty() && file.edition.is_none() && file.comments.is_empty();
        prop_assert!(!empty || !diagnostics.is_empty());
    }

    /// The scan and the grammar agree: what the scan repaired is in order for it, and the grammar reads it to its end.
    #[test]
    fn a_repaired_text_is_balanced_and_read_to_its_end(text in soup()) {
        let file = FileId(0);
        let mut scan = scan::scan(&text, file);
        if brackets::balance(&mut scan, file).is_some() {
            let patched = patch::Patched::new(&text, scan.edits);
            let mut again = scan::scan(&patched.text, file);
            let strays = brackets::balance(&mut again, file);
            prop_assert!(again.diagnostics.is_empty() && strays.is_some_and(|strays| strays.is_empty()), "{:?}", patched.text);
            prop_assert!(Grammar::parse(Rule::file, &patched.text).is_ok(), "{:?}", patched.text);
        }
    }

    #[test]
    fn cutting_a_good_text_anywhere_is_answered(cut in 0usize..800, end in 0usize..800) {
        let text = super::trees::EVERYTHING;
        let (from, to) = (cut.min(end), cut.max(end));
        let at = |offset: usize| (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let torn = format!("{}{}", &text[..at(from)], &text[at(to)..]);
        check_spans(&torn, &parse(&torn, FileId(0)).1);
    }
}
