//! The short way for regular JSON reports says exactly what the general way says, byte for byte: reports drawn at random, then
//! damaged, in every spelling and order.

#![allow(clippy::disallowed_methods)]

use fastrand::Rng;
use gouji::engine::{Answer, Library, Many, Options, Whence, check_all};
use gouji::generate::{self, Generator};
use gouji::report::{self, Format, Lines, Style};
use gouji::source::Sources;

/// Tokens that take a figure's place.
const TOKENS: [&str; 28] = [
    "0",
    "1",
    "7",
    "12",
    "-3",
    "2.5",
    "3.0",
    "0.00",
    "1e3",
    "00",
    "01",
    "-0",
    "null",
    "\"\"",
    "\"  \"",
    "\"12\"",
    "\"3件\"",
    "\"1,234\"",
    "\"三\"",
    "\"约5\"",
    "\"-\"",
    "\"a\\u4e00\"",
    "999999999999999",
    "9999999999999999",
    "99999999999999999999999999999999999999999",
    "true",
    "[1]",
    "{\"a\":1}",
];

struct Both {
    libraries: Vec<Library>,
    sources: Sources,
    options: Options,
}

impl Both {
    fn new(locate: bool) -> Both {
        let mut sources = Sources::new();
        let library = Library::built_in(&mut sources).expect("the shipped templates compile");
        Both { libraries: vec![library], sources, options: Options { locate, ..Options::default() } }
    }

    fn general(&self, style: &Style, format: Format, json: &str) -> String {
        let mut sources = self.sources.clone();
        let outcomes = check_all(&self.libraries, &mut sources, "r.json", json.as_bytes(), &self.options);
        let mut out = Vec::new();
        report::render(format, &outcomes, &sources, style, &mut out).expect("written");
        String::from_utf8(out).expect("UTF-8")
    }
}

/// What the short way prints, and whether it took the shortest: a report of which there is nothing of its own to say.
fn short(many: &mut Many<'_>, lines: &mut Lines, json: &str) -> (String, bool) {
    let whence = Whence { name: "r.json".into(), part: String::new(), lines: 0, bytes: 0 };
    let mut out = Vec::new();
    let mut plain_way = false;
    match many.check(&whence, json.as_bytes()) {
        Answer::Plain(plain) => {
            plain_way = true;
            let brief = report::Plain {
                name: "r.json",
                template: plain.template,
                verdict: plain.verdict,
                rules: plain.rules,
                standing: plain.standing,
                edition: plain.edition,
            };
            lines.plain(&brief, plain.meta(), plain.sources, &mut out).expect("written");
        }
        Answer::Full(outcomes) => {
            for outcome in &outcomes {
                lines.full(outcome, many.sources(), &mut out).expect("written");
            }
        }
    }
    (String::from_utf8(out).expect("UTF-8"), plain_way)
}

/// The byte ranges of the numbers that stand as values in a compact JSON text.
fn figures(json: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = json.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(colon) = json[at..].find(':').map(|offset| at + offset + 1) {
        let mut start = colon;
        while bytes.get(start) == Some(&b' ') {
            start += 1;
        }
        let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        if length > 0 {
            found.push(start..start + length);
        }
        at = colon;
    }
    found
}

fn damage(json: &mut String, rng: &mut Rng) {
    let all = figures(json);
    let Some(range) = all.get(rng.usize(0..all.len().max(1))).cloned() else { return };
    match rng.u8(0..14) {
        0..=4 => json.replace_range(range, TOKENS[rng.usize(0..TOKENS.len())]),
        5 | 6 => {
            let digits = rng.u32(0..2000).to_string();
            json.replace_range(range, &digits);
        }
        // The key and its figure, twice or not at all; an unknown key.
        7..=9 => {
            let key = json[..range.start].rfind([',', '{']).map_or(0, |at| at + 1);
            let pair = json[key..range.end].to_owned();
            match rng.u8(0..3) {
                0 => json.insert_str(key, &format!("{pair},")),
                1 if json[range.end..].starts_with(',') => json.replace_range(key..=range.end, ""),
                1 => {}
                _ => json.insert_str(key, "\"没有的键\":1,"),
            }
        }
        10 => json.insert(range.start, [' ', '\t', '\n'][rng.usize(0..3)]),
        11 => {
            let at = range.end.min(json.len());
            json.truncate(at);
        }
        12 => {
            // A byte somewhere, which may break anything.
            let mut at = rng.usize(0..json.len());
            while !json.is_char_boundary(at) {
                at -= 1;
            }
            json.insert(at, ['"', '{', '}', ',', ':', '\\', ' ', '0', '一', '\u{feff}'][rng.usize(0..10)]);
        }
        _ => json.push_str([" ", "\n", "1", "{}", ",", "]"][rng.usize(0..6)]),
    }
}

/// The same report with its keys in another order and other blanks.
fn respelled(json: &str, rng: &mut Rng) -> String {
    match rng.u8(0..4) {
        0 => json.to_owned(),
        1 => json.replace("\":", "\" : "),
        way => match serde_json::from_str::<serde_json::Value>(json) {
            // A map of serde_json is sorted by its keys.
            Ok(value) if way == 2 => value.to_string(),
            Ok(value) => serde_json::to_string_pretty(&value).expect("printed"),
            Err(_) => json.to_owned(),
        },
    }
}

fn differential(seed: u64, locate: bool, rounds: usize) {
    let both = Both::new(locate);
    let mut rng = Rng::with_seed(seed);
    let style = Style::default();
    let formats = [Format::Jsonl, Format::Short, Format::Github];
    let mut many = Many::new(&both.libraries, both.sources.clone(), &both.options);
    let mut lines: Vec<Lines> = formats.iter().map(|format| Lines::of(*format, style).expect("by lines")).collect();
    for library in &both.libraries {
        for (form, plan) in library.model.forms.iter().zip(&library.plans) {
            let (mut plain, mut clean) = (0, 0);
            let options = generate::Options { seed: rng.u64(..), blank: 500, ..generate::Options::default() };
            let mut generator = Generator::new(form, plan, options).expect("a generator");
            let writer = generate::data::Writer::new(form, plan, generate::data::Format::Json);
            for number in 0..rounds as u64 {
                let mut bytes = Vec::new();
                writer.write(generator.draw().expect("drawn"), 0, false, &mut bytes);
                let original = String::from_utf8(bytes).expect("UTF-8");
                let mut json = original.trim().to_owned();
                let damages = if number == 0 { 0 } else { rng.usize(0..4) };
                clean += usize::from(damages == 0);
                for _ in 0..damages {
                    damage(&mut json, &mut rng);
                }
                let json = respelled(&json, &mut rng);
                let at = rng.usize(0..formats.len());
                let (found, shortest) = short(&mut many, &mut lines[at], &json);
                plain += usize::from(shortest);
                let expected = both.general(&style, formats[at], &json);
                assert_eq!(found, expected, "{} seed {seed} report {number}:\n{json}", form.title());
            }
            // It would prove nothing if no report took the short way. A form whose rules ask whether a cell is there leaves them to
            // the evaluator proper.
            let asks = plan.code.iter().any(|op| matches!(op, gouji::plan::Op::IsAbsent(_) | gouji::plan::Op::IsBlank(_)));
            // And cells that hold words are the general reader's.
            let asks = asks || plan.slots.list.iter().any(|slot| !slot.ty.kind.is_numeric());
            assert!(asks || plain * 2 >= clean, "{}: {plain} of {clean} undamaged reports took the short way", form.title());
        }
    }
}

#[test]
fn the_short_way_says_what_the_general_way_says() {
    differential(1, false, 150);
}

#[test]
fn and_with_suspects_named() {
    differential(2, true, 60);
}

#[test]
fn and_with_a_fresh_seed() {
    let seed = fastrand::u64(..);
    differential(seed, false, 100);
}

/// What `gouji check` prints in one folder.
fn run(folder: &std::path::Path, args: &[&str]) -> String {
    let mut gouji = std::process::Command::new(env!("CARGO_BIN_EXE_gouji"));
    let done = gouji.current_dir(folder).arg("check").args(args).output().expect("gouji runs");
    assert!(done.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("UTF-8")
}

/// A file of reports, larger than a piece of the stream: places are those of the whole file, in order, on any number of threads.
#[test]
fn a_file_cut_into_pieces_keeps_its_places_and_its_order() {
    let mut sources = Sources::new();
    let library = Library::built_in(&mut sources).expect("the shipped templates compile");
    let at = library.model.forms.iter().position(|form| form.title() == "zfxxgk@2021").expect("it is shipped");
    let (form, plan) = (&library.model.forms[at], &library.plans[at]);
    let mut generator = Generator::new(form, plan, generate::Options::default()).expect("a generator");
    let writer = generate::data::Writer::new(form, plan, generate::data::Format::Ndjson);
    let mut rng = Rng::with_seed(3);
    let mut file = String::new();
    for number in 0..160 {
        let mut bytes = Vec::new();
        writer.write(generator.draw().expect("drawn"), 0, false, &mut bytes);
        let mut json = String::from_utf8(bytes).expect("UTF-8").trim().to_owned();
        if number % 3 == 0 {
            damage(&mut json, &mut rng);
            // A line is a report.
            json = json.replace('\n', " ");
        }
        file.push_str(&json);
        file.push_str(["\n", "\n\n", "\r\n"][number % 3]);
    }
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("stream");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("r.ndjson"), &file).expect("written");
    assert!(file.len() > 600_000, "several pieces: {}", file.len());

    let one = run(&folder, &["--format", "jsonl", "--jobs", "1", "r.ndjson"]);
    assert_eq!(one, run(&folder, &["--format", "jsonl", "--jobs", "3", "r.ndjson"]));
    assert_eq!(one.lines().count(), 160);
    // `--figures` takes the file as a whole.
    let whole = run(&folder, &["--format", "jsonl", "--figures", "figures.csv", "r.ndjson"]);
    for (number, (cut, whole)) in one.lines().zip(whole.lines()).enumerate() {
        assert_eq!(cut, whole, "report {number}");
    }
}
