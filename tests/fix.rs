//! Corrected copies: what was slipped into a report is taken out of it again, and no other byte is touched; what is not to be
//! changed is refused.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::path::{Path, PathBuf};
use std::process::Command;

use gouji::diag::Lang;
use gouji::fix::{Accepted, Corrected, correct, survey};
use gouji::generate::data::{Format, Writer};
use gouji::generate::{Generator, Options as Draw};
use gouji::source::Sources;
use gouji::{Library, Options, extract};

/// Text in UTF-8 to the bytes of a file.
type Encode = fn(&[u8]) -> Vec<u8>;

fn built_in() -> (Library, usize) {
    let library = Library::built_in(&mut Sources::new()).expect("the templates compile");
    let form = library.model.forms.iter().position(|form| form.title() == "zfxxgk@2021").expect("the form");
    (library, form)
}

/// What comes of a file and a choice.
fn fixed(library: &Library, name: &str, bytes: &[u8], accept: &str) -> Result<Corrected, String> {
    let mut sources = Sources::new();
    let libraries = std::slice::from_ref(library);
    let options = Options::default();
    let survey = survey(libraries, &mut sources, name, bytes, &options);
    let accepted = Accepted::parse(accept).expect("a choice");
    correct(&survey, &accepted, libraries, &sources, name, bytes, &options).map_err(|message| message.render(Lang::En))
}

/// One digit more in one figure of the table of applications.
fn slip(library: &Library, name: &str, bytes: &[u8], which: usize, digit: &[u8]) -> Vec<u8> {
    let read = extract(library, &mut Sources::new(), name, bytes, &Options::default());
    let figures: Vec<_> = read.figures.iter().filter(|figure| figure.at.table.as_deref() == Some("申请")).collect();
    assert_eq!(figures.len(), 175, "{name}");
    let place = figures[which % 175].place.as_ref().and_then(|place| place.bytes()).expect("bytes");
    let mut out = bytes.to_vec();
    out.splice(place.start..place.start, digit.iter().copied());
    out
}

#[test]
fn what_was_slipped_in_is_taken_out_and_nothing_else() {
    let (library, form) = built_in();
    let (model, plan) = (&library.model.forms[form], &library.plans[form]);
    let plain: Encode = <[u8]>::to_vec;
    let gb: Encode = |bytes| encoding_rs::GB18030.encode(std::str::from_utf8(bytes).unwrap()).0.into_owned();
    let wide: Encode = |bytes| {
        let text = std::str::from_utf8(bytes).unwrap();
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let crlf: Encode = |bytes| String::from_utf8_lossy(bytes).replace('\n', "\r\n").into_bytes();
    let variants: [(Format, &str, Encode, &[u8]); 9] = [
        (Format::Json, "r.json", plain, b"7"),
        (Format::Json, "r.json", crlf, b"7"),
        (Format::Ndjson, "r.ndjson", plain, b"7"),
        (Format::Csv, "r.csv", plain, b"7"),
        (Format::Csv, "r.csv", gb, b"7"),
        (Format::Csv, "r.csv", wide, b"7\0"),
        (Format::Yaml, "r.yaml", plain, b"7"),
        (Format::Yaml, "r.yaml", gb, b"7"),
        (Format::Toml, "r.toml", plain, b"7"),
    ];
    for (format, name, encode, digit) in variants {
        let mut generator = Generator::new(model, plan, Draw { seed: 20_260_112, ..Draw::default() }).expect("a generator");
        for case in 0..6usize {
            let bound = generator.draw().expect("a report").clone();
            let mut text = Vec::new();
            let writer = Writer::new(model, plan, format);
            writer.begin(false, &mut text);
            writer.write(&bound, 0, false, &mut text);
            writer.end(false, &mut text);
            let right = encode(&text);
            let wrong = slip(&library, name, &right, case * 31 + 5, digit);
            let corrected = fixed(&library, name, &wrong, "all").unwrap_or_else(|why| panic!("{name} {case}: {why}"));
            assert_eq!(corrected.changes.len(), 1, "{name} {case}");
            assert!(corrected.bytes == right, "{name} {case}: {:?}", corrected.changes);
        }
    }
}

const TEMPLATE: &str = r#"gouji 1
unit 元
unit 千元 = 1000元
template 收支 @1 "收支表" {
  table 收支 {
    cell    decimal[元] step 0.01
    read    blank as 0, "/" as 0
    columns { 本年 上年 }
    rows    { 收入  支出  结余 = 收入 - 支出 }
    rule 不减 { 收入[本年] == 收入[上年] + 10 }
    rule 支出不变 { 支出[本年] == 支出[上年] }
  }
}
"#;

fn small() -> Library {
    Library::compile(&mut Sources::new(), vec![("t.gj".to_owned(), TEMPLATE.to_owned())]).expect("it compiles")
}

/// The text of the copy.
fn small_fixed(name: &str, text: &str) -> Result<String, String> {
    fixed(&small(), name, text.as_bytes(), "all").map(|corrected| String::from_utf8(corrected.bytes).expect("UTF-8"))
}

#[test]
fn figures_go_on_as_they_are_written() {
    let json = |value: &str| {
        format!(
            "{{\"template\": \"收支@1\", \"收支\": {{ // \n\"收入\": {{\"本年\": {value},   \"上年\": 1290.50}}, \"支出\": {{\"本年\": 300, \"上年\": 300}}, \"结余\": {{\"本年\": 1000.50, \"上年\": 990.50}}}}}}"
        )
        .replace(" // ", "")
    };
    for (wrong, right) in [
        ("1003.5", "1300.50"),
        ("13005", "1300.5"),
        ("\"1,003.50\"", "\"1,300.50\""),
        ("null", "1300.5"),
        ("\"/\"", "\"1300.5\""),
    ] {
        let right = right.replace("1300.50", if wrong == "1003.5" { "1300.5" } else { "1300.50" });
        assert_eq!(small_fixed("r.json", &json(wrong)), Ok(json(&right)), "{wrong}");
    }
    // What a person wrote out in another way is for a person to change.
    for wrong in ["\"1.0035千元\"", "\"一千\"", "\"１００３．５\""] {
        let refused = small_fixed("r.json", &json(wrong)).expect_err(wrong);
        assert!(refused.contains("by hand") || refused.contains("nothing to change"), "{wrong}: {refused}");
    }
}

#[test]
fn blanks_and_comments_of_yaml_and_toml_stay() {
    let yaml = |value: &str| {
        format!(
            "# 说明\ntemplate: 收支@1\n收支:\n  收入: {{本年: {value}, 上年: 90}} # 核对过\n  支出:\n    本年: 30\n    上年: 30\n  结余: {{本年: 70, 上年: 60}}\n"
        )
    };
    assert_eq!(small_fixed("r.yaml", &yaml("101")), Ok(yaml("100")));
    let yaml = |value: &str| {
        format!(
            "template: 收支@1\n收支:\n  收入: {{本年: 100, 上年: 90}}\n  支出:\n    本年:{value}\n    上年: 30\n  结余: {{本年: 70, 上年: 60}}\n"
        )
    };
    assert_eq!(small_fixed("r.yaml", &yaml("")), Ok(yaml(" 30")));
    let toml = |value: &str| {
        format!(
            "template = \"收支@1\" # 甲\n[\"收支\".\"收入\"]\n\"本年\" = {value}\n\"上年\" = 90\n[\"收支\".\"支出\"]\n\"本年\" = 30\n\"上年\" = 30\n[\"收支\".\"结余\"]\n\"本年\" = 70\n\"上年\" = 60\n"
        )
    };
    assert_eq!(small_fixed("r.toml", &toml("1_001")), Err(refusal(&toml("1_001"))));
    assert_eq!(small_fixed("r.toml", &toml("10.1")), Ok(toml("100.0")));
}

/// `1_001` is a figure of TOML, but not in plain digits.
fn refusal(_: &str) -> String {
    "收支.收入.本年 1001元 to 100元: it is written “1_001”, not in plain digits; change it by hand".to_owned()
}

#[test]
fn a_figure_that_stands_for_two_is_refused() {
    // Both rows say the same anchor.
    let yaml = "template: 收支@1\n收支:\n  收入: {本年: &x 101, 上年: 90}\n  支出: {本年: *x, 上年: 101}\n  结余: {本年: -1, 上年: -11}\n";
    let refused = small_fixed("r.yaml", yaml).expect_err("an anchor is two figures");
    assert!(refused.contains("by hand"), "{refused}");
}

#[test]
fn what_is_not_to_be_changed_is_refused() {
    let (library, _) = built_in();
    let page =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/yunpu-education-2024.txt")).expect("the example");
    let refused = fixed(&library, "r.txt", &page, "1").expect_err("a published document");
    assert!(refused.contains("for publication"), "{refused}");
    // The figures that were extracted from one are its figures.
    let read = extract(&library, &mut Sources::new(), "r.txt", &page, &Options::default());
    let extracted = serde_json::to_vec(&read).expect("JSON");
    let refused = fixed(&library, "r.json", &extracted, "1").expect_err("an extraction");
    assert!(refused.contains("extracted from a published document"), "{refused}");
}

#[test]
fn more_than_one_way_needs_a_choice() {
    let json = |this: i64| {
        format!(
            "{{\"template\": \"收支@1\", \"收支\": {{\"收入\": {{\"本年\": {this}, \"上年\": 90}}, \"支出\": {{\"本年\": 30, \"上年\": 30}}, \"结余\": {{\"本年\": 70, \"上年\": 60}}}}}}"
        )
    };
    let two = format!("{}\n{}\n", json(100), json(101));
    let library = small();
    let said = |text: &str, accept: &str| fixed(&library, "r.ndjson", text.as_bytes(), accept);
    // Of two reports in a file the second is wrong, and only its line changes.
    assert_eq!(
        said(&two, "1").map(|corrected| String::from_utf8(corrected.bytes).expect("UTF-8")),
        Ok(format!("{}\n{}\n", json(100), json(100)))
    );
    for (text, accept, expected) in [
        (&two, "2", "there is no problem 2; there are 1"),
        (&two, "1,1", "problem 1 is given twice"),
        (&two, "1.2", "problem 1 has no explanation 2; it has 1"),
        (&format!("{}\n", json(100)), "all", "there is nothing to change"),
    ] {
        let refused = said(text, accept).expect_err(accept);
        assert!(refused.contains(expected), "{accept}: {refused}");
    }
}

#[test]
fn an_ambiguous_problem_has_to_be_named() {
    let (library, _) = built_in();
    let read = |path: &str| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the example");
    let wrong = read("examples/fix/lianhe-2025.json");
    let right = read("examples/yunpu-2025.json").replace("云浦县", "连河县");
    let said = |accept: &str| {
        let corrected = fixed(&library, "r.json", wrong.as_bytes(), accept);
        corrected.map(|corrected| String::from_utf8(corrected.bytes).expect("UTF-8"))
    };
    for accept in ["all", "2", "1,2"] {
        let refused = said(accept).expect_err(accept);
        assert!(refused.contains("problem 2 has 5 explanations"), "{accept}: {refused}");
    }
    assert_eq!(said("1,2.4"), Ok(right.clone()));
    // One of two: the other stays.
    assert_eq!(said("1"), Ok(right.replace("\"行政复议.总计\": 5", "\"行政复议.总计\": 15")));
}

#[test]
fn choices_as_they_are_written() {
    assert_eq!(Accepted::parse("all"), Some(Accepted::All));
    assert_eq!(Accepted::parse("全部"), Some(Accepted::All));
    assert_eq!(Accepted::parse("2"), Some(Accepted::These(vec![(2, None)])));
    assert_eq!(Accepted::parse("1, 2.3、4"), Some(Accepted::These(vec![(1, None), (2, Some(3)), (4, None)])));
    for wrong in ["", "0", "1.0", "1.", ".1", "a", "1..2", "-1", "1,,2"] {
        assert_eq!(Accepted::parse(wrong), None, "{wrong}");
    }
}

fn room(name: &str) -> PathBuf {
    let room = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fix-{name}"));
    let _ = std::fs::remove_dir_all(&room);
    std::fs::create_dir_all(&room).expect("a folder");
    room
}

fn gouji(room: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_gouji")).args(arguments).current_dir(room).env("LANG", "en_US.UTF-8").output();
    let output = output.expect("it runs");
    (output.status.code().expect("a status"), String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8"))
}

#[test]
fn the_command_writes_beside_the_original_and_over_nothing() {
    let room = room("command");
    let example =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/yunpu-2025.json")).expect("the example");
    let wrong = example.replace("\"新收\": { \"自然人\": 46", "\"新收\": { \"自然人\": 64");
    assert_ne!(wrong, example);
    std::fs::write(room.join("r.json"), &wrong).expect("written");
    // Without a choice nothing is written.
    let (status, said) = gouji(&room, &["fix", "r.json"]);
    assert_eq!(status, 1);
    assert!(said.contains("申请.新收.自然人 64件 to 46件 (the only way)"), "{said}");
    assert_eq!(std::fs::read_dir(&room).expect("the folder").count(), 1);
    assert_eq!(gouji(&room, &["fix", "r.json", "--accept", "1", "--out", "r.json"]).0, 2);
    assert_eq!(std::fs::read_to_string(room.join("r.json")).expect("the original"), wrong);
    let (status, said) = gouji(&room, &["fix", "r.json", "--accept", "1"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(std::fs::read_to_string(room.join("r.fixed.json")).expect("the copy"), example);
    let log = std::fs::read_to_string(room.join("r.fixed.json.log")).expect("the log");
    assert!(log.contains(&gouji::fix::hash(wrong.as_bytes())) && log.contains(&gouji::fix::hash(example.as_bytes())), "{log}");
    assert!(log.contains("19:20 申请.新收.自然人: 64 to 46."), "{log}");
    let (status, said) = gouji(&room, &["fix", "r.json", "--accept", "1"]);
    assert!(status == 2 && said.contains("r.fixed.json exists"), "{said}");
    assert_eq!(gouji(&room, &["fix", "r.fixed.json"]).0, 0);
    assert_eq!(gouji(&room, &["fix", "r.json", "--accept", "eins"]).0, 2);
    assert_eq!(gouji(&room, &["fix", "no.json"]).0, 2);
}
