//! What holds for any input: no panic, every place inside the file, every character where it is said to be, bounded output.

use proptest::prelude::*;

use super::*;

const NAMES: [&str; 10] = ["a.txt", "a.md", "a.html", "a.json", "a.ndjson", "a.yaml", "a.toml", "a.csv", "a.tsv", "-"];

fn check_span(source: &str, span: Span) {
    assert!(source.get(span.range()).is_some(), "{span:?} of {source:?}");
}

/// Every character of a text stands where the text says, or is decoded from what stands there.
fn check_text(source: &str, text: &Text) {
    check_span(source, text.span());
    for (at, c) in text.as_str().char_indices() {
        let span = text.span_of(at, at + c.len_utf8());
        check_span(source, span);
        let written = &source[span.range()];
        let decoded = c == ' ' || written.starts_with('&');
        assert!(decoded || written.chars().eq([c]), "{c:?} at {span:?} is {written:?} in {source:?}");
    }
    assert_eq!(text.as_str(), text.as_str().trim(), "of {source:?}");
}

fn check_node(source: &str, node: &Node) {
    check_span(source, node.span);
    match &node.kind {
        NodeKind::Array(items) => items.iter().for_each(|item| check_node(source, item)),
        NodeKind::Object(entries) => entries.iter().for_each(|entry| {
            check_span(source, entry.key_span);
            check_node(source, &entry.value);
        }),
        NodeKind::Number(text) => assert_eq!(*text, source[node.span.range()].replace('_', "")),
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Text(_) => {}
    }
}

/// The reports of a file, as many as it has.
fn check_trees(name: &str, bytes: &[u8]) {
    let mut sources = Sources::new();
    let Ok(contents) = open(&mut sources, name, bytes, &Hints::default()) else { return };
    let source = sources.get(contents.file).expect("the file").text();
    assert!(contents.count() > 0);
    for index in 0..contents.count() {
        match contents.report(index, &sources).as_deref() {
            Ok(Content::Tree(tree)) => check_node(source, &tree.root),
            Ok(Content::Document(_)) => assert_eq!(contents.count(), 1),
            Err(failure) => failure.labels.iter().for_each(|label| check_span(source, label.span)),
        }
    }
}

fn check_anything(name: &str, bytes: &[u8]) {
    check_trees(name, bytes);
    let mut sources = Sources::new();
    match read(&mut sources, name, bytes) {
        Ok((file, Content::Document(document))) => {
            let source = sources.get(file).expect("the file").text();
            let (mut size, mut cells) = (0, 0);
            for block in &document.blocks {
                match block {
                    Block::Paragraph(paragraph) => {
                        assert!(!paragraph.text.is_empty());
                        check_text(source, &paragraph.text);
                        size += paragraph.text.as_str().len();
                    }
                    Block::Grid(grid) => {
                        check_span(source, grid.span);
                        for cell in grid.rows.iter().flat_map(|row| &row.cells) {
                            check_span(source, cell.span);
                            check_text(source, &cell.text);
                            assert!(cell.colspan >= 1 && cell.rowspan >= 1);
                            assert!(!cell.filler || cell.text.is_empty());
                            size += cell.text.as_str().len();
                            cells += 1;
                        }
                        let rows = u32::try_from(grid.rows.len()).expect("few rows");
                        for (index, row) in grid.rows.iter().enumerate() {
                            assert!(row.cells.iter().all(|cell| cell.rowspan <= rows - index as u32));
                            assert!(row.cells.windows(2).all(|pair| pair[0].column < pair[1].column));
                        }
                    }
                }
            }
            assert!(size <= 2 * source.len() && cells <= source.len());
        }
        Ok((_, Content::Tree(_))) => {}
        Err(failure) => {
            assert!(failure.is_error() && !failure.labels.is_empty());
            for label in &failure.labels {
                check_span(sources.get(label.span.file).expect("the file").text(), label.span);
            }
            for lang in [Lang::Zh, Lang::En] {
                let said = failure.message.render(lang);
                // No argument was forgotten: a parser may say "expected `{`", but nobody says `{name}`.
                let forgotten = said
                    .split('{')
                    .skip(1)
                    .filter_map(|rest| rest.split_once('}'))
                    .any(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
                assert!(!forgotten || bytes.contains(&b'{'), "{said}");
                assert!(said.len() < 1000);
            }
        }
    }
}

fn soup(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 0..most).prop_map(|pieces| pieces.concat())
}

const HTML: &[&str] = &[
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "<td rowspan=0>",
    "<td rowspan=3 colspan=2>",
    "<td colspan=99999999999>",
    "</td>",
    "</>",
    "<th>",
    "<thead>",
    "</tbody>",
    "<p>",
    "</p>",
    "<br/>",
    "<h2>",
    "</h3>",
    "<div",
    ">",
    "<",
    "/",
    "=",
    "'",
    "\"",
    "a",
    "新收",
    "１２",
    "298",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\u{c}",
    "\u{a0}",
    "\u{3000}",
    "&nbsp;",
    "&nbsp",
    "&#50;",
    "&#x4EF6",
    "&#0;",
    "&#xd800;",
    "&amp;",
    "&am",
    "&",
    ";",
    "&notit;",
    "&ngE;",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<title>",
    "</title>",
    "<textarea>",
    "<plaintext>",
    "<!--",
    "-->",
    "<!",
    "<?",
    "<![CDATA[",
    "]]>",
    "<template>",
    "</template>",
    "<noscript>",
    "</noscript>",
    "<span>",
    "</span>",
    "<o:p>",
    "e\u{301}",
    "😀",
];

const MARKDOWN: &[&str] = &[
    "|",
    " | ",
    "||",
    "\n",
    "\n\n",
    "---",
    "|---|---|\n",
    ":-:",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~~",
    "`",
    "```\n",
    "[",
    "]",
    "](",
    ")",
    "![",
    "\\",
    "<br>",
    "<b",
    ">",
    "<table>",
    "</table>",
    "<td>",
    "# ",
    "## ",
    "===\n",
    "- ",
    "1. ",
    "> ",
    "&nbsp;",
    "&",
    "新收",
    "298",
    "a",
    " ",
    "\t",
    "\r\n",
    "\u{a0}",
    "é",
    "😀",
];

const PLAIN: &[&str] = &[
    "|",
    " |\n",
    "|\n",
    "||",
    "\n|\n",
    "\t",
    "\n\t",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\u{a0}",
    "\u{3000}",
    "新收",
    "298",
    "a",
    "。",
    "｜",
    "│",
    "+--+\n",
    "---|---\n",
    "\\",
    "😀",
    "\u{feff}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_lines(text in prop::collection::vec(prop::sample::select(&["12\n", "0\n", "规章\n", "一、总体\n", "\n", "|\n", "收到。\n", "\t1\n"][..]), 0..60).prop_map(|lines| lines.concat())) {
        check_anything("a.txt", text.as_bytes());
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        NAMES.iter().for_each(|name| check_anything(name, &bytes));
    }

    #[test]
    fn any_text(text in "\\PC{0,60}") {
        NAMES.iter().for_each(|name| check_anything(name, text.as_bytes()));
    }

    #[test]
    fn any_page(text in soup(HTML, 40)) {
        check_anything("a.html", text.as_bytes());
    }

    #[test]
    fn any_markdown(text in soup(MARKDOWN, 40)) {
        check_anything("a.md", text.as_bytes());
    }

    #[test]
    fn any_plain_text(text in soup(PLAIN, 40)) {
        check_anything("a.txt", text.as_bytes());
    }
}
