//! Laws of the layout: it is its own layout, means the same, and loses no comment, however a template was spaced, commented or
//! typed before.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::fs;
use std::path::{Path, PathBuf};

use gouji::Library;
use gouji::format::{Options, format};
use gouji::source::{FileId, Sources};
use gouji::syntax::{self, ast::KeywordLang};
use proptest::prelude::*;

/// Every construct of the language.
const EVERYTHING: &str = include_str!("data/everything.gj");

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|extension| extension == "gj")).collect();
    files.sort();
    files
}

/// The templates that the laws are tried on.
fn templates() -> Vec<String> {
    let mut texts = vec![EVERYTHING.to_owned(), include_str!("data/amendment.gj").to_owned()];
    assert!(texts.iter().all(|text| parses(text)), "the texts of the tests are right");
    for folder in ["schemas", "examples/balance-sheet"] {
        texts.extend(files(folder).iter().map(|file| fs::read_to_string(file).expect("UTF-8")));
    }
    // The right examples of the explain pages: small, and of every kind.
    for code in gouji::diag::ALL_CODES {
        for block in code.page.split("```gouji ").skip(1).filter(|block| !block.starts_with("wrong")) {
            let text = block.split_once('\n').map_or("", |(_, rest)| rest).split("```").next().unwrap_or("");
            if parses(text) {
                texts.push(text.to_owned());
            }
        }
    }
    texts
}

fn parses(text: &str) -> bool {
    syntax::parse(text, FileId(0)).1.iter().all(|diagnostic| !diagnostic.is_error())
}

fn laid_out(text: &str, keywords: Option<KeywordLang>) -> String {
    format(text, &Options { keywords, ..Options::default() }).unwrap_or_else(|found| {
        let said: Vec<String> = found
            .iter()
            .map(|diagnostic| format!("{} {:?}", diagnostic.message.render(gouji::diag::Lang::En), diagnostic.primary()))
            .collect();
        panic!("{}\n{text}", said.join("\n"))
    })
}

/// What a template compiles to, or what is wrong with it, without the places in its text.
fn compiled(text: &str) -> String {
    let units = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/units.gj")).expect("UTF-8");
    let mut sources = Sources::new();
    let mut files = vec![("t.gj".to_owned(), text.to_owned())];
    if text.contains("zfxxgk") {
        files.push(("units.gj".to_owned(), units));
    }
    match Library::compile(&mut sources, files) {
        Ok(library) => {
            let plans = serde_json::to_string(&library.plans).expect("plans are data");
            let spans = |dump: &str, span: &str| {
                let pieces = dump.split(span).enumerate();
                let behind = |(index, piece): (usize, &str)| match piece.split_once('}') {
                    Some((_, rest)) if index > 0 => rest.to_owned(),
                    _ => piece.to_owned(),
                };
                pieces.map(behind).collect::<String>()
            };
            spans(&format!("{:?}", library.model), "Span {") + &spans(&plans, "{\"file\":")
        }
        Err(found) => format!("{:?}", found.iter().map(|diagnostic| diagnostic.code.name).collect::<Vec<_>>()),
    }
}

fn comments(text: &str) -> Vec<String> {
    // No template here has `//` in a text.
    let lines = text.lines().filter_map(|line| line.find("//").map(|at| line[at..].trim_end().to_owned()));
    lines.collect()
}

fn words(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect()
}

fn holds(text: &str) {
    let out = laid_out(text, None);
    assert_eq!(laid_out(&out, None), out, "not its own layout");
    assert_eq!(comments(&out), comments(text), "comments");
    let (before, after) = (compiled(text), compiled(&out));
    let at = before.bytes().zip(after.bytes()).take_while(|(left, right)| left == right).count();
    let around = |text: &str| {
        text.chars()
            .skip(text.char_indices().filter(|(start, _)| *start < at).count().saturating_sub(80))
            .take(160)
            .collect::<String>()
    };
    assert!(before == after, "compiles to something else: {}\n{}\n----\n{text}\n----\n{out}", around(&before), around(&after));
    assert!(
        !out.contains(['\r', '\t', '\u{feff}']) && out.ends_with('\n') && !out.contains("\n\n\n") && !out.contains(" \n"),
        "{out}"
    );
    let english = laid_out(text, Some(KeywordLang::English));
    let chinese = laid_out(text, Some(KeywordLang::Chinese));
    // There and back the words are the same; a keyword of another width may have broken a line.
    assert!(words(&laid_out(&chinese, Some(KeywordLang::English))) == words(&english), "{chinese}\n----\n{english}");
    assert!(words(&laid_out(&english, Some(KeywordLang::Chinese))) == words(&chinese), "{english}\n----\n{chinese}");
    assert!(compiled(&chinese) == compiled(text), "in Chinese it compiles to something else:\n{chinese}");
}

#[test]
fn templates_keep_their_meaning() {
    let templates = templates();
    assert!(templates.len() > 60, "only {}", templates.len());
    for text in templates {
        holds(&text);
    }
}

#[test]
fn every_template_of_the_repository_is_laid_out() {
    for folder in ["schemas", "examples/balance-sheet"] {
        for file in files(folder) {
            let text = fs::read_to_string(&file).expect("UTF-8");
            assert!(laid_out(&text, None) == text, "{}: run `cargo run -- fmt schemas examples`", file.display());
        }
    }
}

/// A source of small numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % below
    }

    fn of<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

/// The template with other blanks, line ends, comments and full-width signs where the language lets them be.
fn shaken(text: &str, dice: &mut Dice) -> String {
    let mut out = String::new();
    if dice.roll(4) == 0 {
        out.push('\u{feff}');
    }
    let line_end = dice.of(&["\n", "\r\n"]);
    let wide = dice.roll(3) == 0;
    let remarks = dice.roll(3);
    for line in text.lines() {
        let mut rest = line.trim_start();
        out.push_str(dice.of(&["", " ", "   ", "\t", "\u{3000}", "            "]));
        while let Some(c) = rest.chars().next() {
            if rest.starts_with("//") {
                out.push_str(rest);
                break;
            }
            let quoted = matches!(c, '"' | '“' | '`').then(|| {
                let close = if c == '“' { '”' } else { c };
                rest[c.len_utf8()..].find(close).map_or(rest.len(), |at| c.len_utf8() + at + close.len_utf8())
            });
            if let Some(len) = quoted {
                let (piece, behind) = rest.split_at(len);
                let inner = piece.trim_matches('"');
                if wide && c == '"' && !inner.contains(['”', '“']) {
                    out.push_str(&format!("“{inner}”"));
                } else {
                    out.push_str(piece);
                }
                rest = behind;
                continue;
            }
            rest = &rest[c.len_utf8()..];
            if c == ' ' {
                out.push_str(dice.of(&[" ", " ", "  ", "\t", "\u{3000}", "      "]));
                continue;
            }
            let shown = match c {
                '{' if wide => '｛',
                '}' if wide => '｝',
                '(' if wide => '（',
                ')' if wide => '）',
                '[' if wide => '［',
                ']' if wide => '］',
                ',' if wide => ['，', '、'][dice.roll(2)],
                ':' if wide => '：',
                '|' if wide => '｜',
                '=' if wide => '＝',
                '+' if wide => '＋',
                '@' if wide => '＠',
                '#' if wide => '＃',
                other => other,
            };
            // Lines may break inside braces and before bars; a comment may stand there too.
            let breaks = dice.roll(9) == 0;
            if breaks && c == '|' || breaks && c == '}' && !out.ends_with(['{', '｛']) {
                out.push_str(line_end);
            }
            out.push(shown);
            if breaks && c == '{' {
                if remarks == 2 {
                    out.push_str(dice.of(&["", " // 备注", "//remark"]));
                }
                out.push_str(line_end);
            }
        }
        if remarks > 0 && !line.contains("//") && !line.trim().is_empty() && dice.roll(6) == 0 {
            out.push_str(dice.of(&[" // 行尾", "//", "      // at the end"]));
        }
        out.push_str(line_end);
        let inside_doc = line.trim_start().starts_with("///");
        if remarks > 0 && !inside_doc && dice.roll(8) == 0 {
            out.push_str(dice.of(&["// 单独一行", "      //// four", "  //  blanks kept   inside  "]));
            out.push_str(line_end);
        }
        if !inside_doc && dice.roll(7) == 0 {
            out.push_str(dice.of(&["\n", "\r\n   \r\n", "\n\n\n"]));
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 28, ..ProptestConfig::default() })]

    #[test]
    fn shaken_templates_keep_their_meaning(seed: u64) {
        let templates = templates();
        let mut dice = Dice(seed);
        let text = shaken(&templates[dice.roll(templates.len())], &mut dice);
        prop_assert!(parses(&text), "does not parse any more:\n{text}");
        holds(&text);
    }

    /// Whatever is in a file: no panic, and what is laid out is stable.
    #[test]
    fn any_text_is_laid_out_or_refused(seed: u64, pieces in prop::collection::vec(0usize..64, 0..40)) {
        let templates = templates();
        let mut dice = Dice(seed);
        let text = &templates[dice.roll(templates.len())];
        let words: Vec<&str> = text.split_inclusive([' ', '\n']).collect();
        let mixed: String = pieces.iter().map(|_| words[dice.roll(words.len())]).collect();
        let mixed = format!("gouji 1\ntemplate t {{ {mixed} }}");
        if let Ok(out) = format(&mixed, &Options::default()) {
            prop_assert_eq!(format(&out, &Options::default()).expect("it parses"), out);
        }
    }
}
