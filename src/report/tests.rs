//! Every format in both languages over one finding in a report and in a template; columns, odd characters, long lines.

use super::*;
use crate::diag::{At, Code, Finding, Label};
use crate::source::{OffsetMap, Origin, Places, Span, display_width};

/// Says an argument in both languages: wordings of other modules are not ours to test with.
static SAY: crate::diag::Wording = crate::diag::Wording { key: "test.say", zh: "{zh}", en: "{en}" };

fn say(zh: &str, en: &str) -> crate::diag::Message {
    SAY.with("zh", zh).with("en", en)
}

fn find(sources: &Sources, file: FileId, text: &str) -> Span {
    let at = sources.get(file).unwrap().text().find(text).unwrap_or_else(|| panic!("{text:?}"));
    Span::new(file, at, at + text.len())
}

const REPORT: &str =
    "某单位 2024 年度用餐统计\n\n窗口\t早餐\t午餐\t合计\n一号（教工）\t120\t340\t460\n二号（学生）\t298\t1,002\t1,301\n";
const TEMPLATE: &str =
    "gouji 1\n\n模板 用餐@2024 \"学校用餐统计\"\n  规则 行合计 \"每个窗口两餐之和等于合计\"\n    早餐 + 午餐 == 合计\n";

fn sample() -> (Vec<Outcome>, Sources) {
    let mut sources = Sources::new();
    let report = sources.add("报告/用餐.txt", REPORT);
    let template = sources.add("meals.gj", TEMPLATE);
    let failed = Diagnostic::error(
        Code::G0401,
        say(
            "行合计：早餐 298 + 午餐 1,002 = 1300，合计 1301，差 −1",
            "行合计: 早餐 298 + 午餐 1,002 = 1300, 合计 1301: difference −1",
        ),
    )
    .at(find(&sources, report, "1,301"), say("合计 1301", "合计 1301"))
    .at(find(&sources, report, "298"), say("早餐 298", "早餐 298"))
    .at(find(&sources, report, "1,002"), say("午餐 1002", "午餐 1002"))
    .at(find(&sources, template, "早餐 + 午餐 == 合计"), say("规则写在这里", "the rule is written here"))
    .with_help(say("核对这一行的三个数字。", "Compare the three figures of this row."))
    .with_finding(Finding {
        rule: Some("行合计".into()),
        basis: Some("《学校食堂统计办法》第七条".into()),
        at: At { table: Some("用餐".into()), row: Some("二号".into()), column: Some("合计".into()), fact: None },
        left: Some("1300".into()),
        right: Some("1301".into()),
        difference: Some("-1".into()),
        located: None,
    });
    let spelling = Diagnostic::warning(Code::G0201, say("“窗口”按近似的写法认作“餐厅”", "`窗口` is read as `餐厅`"))
        .at(find(&sources, report, "窗口"), say("这里", "here"))
        .with_fix(find(&sources, report, "窗口"), "餐厅");
    let outcome = Outcome {
        figures: String::new(),
        file: report,
        part: String::new(),
        template: Some("用餐@2024".into()),
        meta: vec![("年度".into(), "2024".into()), ("单位".into(), "某单位".into())],
        verdict: Verdict::Rejected,
        rules: RuleCounts { held: 1, failed: 1, ..RuleCounts::default() },
        findings: vec![failed, spelling],
    };
    (vec![outcome], sources)
}

fn printed(format: Format, lang: Lang, outcomes: &[Outcome], sources: &Sources) -> String {
    let mut out = Vec::new();
    let style = Style { lang, width: 80, ..Style::default() };
    render(format, outcomes, sources, &style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn one(format: Format, diagnostic: Diagnostic, sources: &Sources) -> String {
    let mut out = Vec::new();
    let style = Style { width: 80, ..Style::default() };
    render_diagnostics(format, &[diagnostic], sources, &style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const ALL: [(Format, &str); 8] = [
    (Format::Human, "human"),
    (Format::Text, "text"),
    (Format::Short, "short"),
    (Format::Narrated, "narrated"),
    (Format::Json, "json"),
    (Format::Jsonl, "jsonl"),
    (Format::Sarif, "sarif"),
    (Format::Github, "github"),
];

#[test]
fn every_format_in_both_languages() {
    let (outcomes, sources) = sample();
    for (format, name) in ALL {
        for (lang, suffix) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
            let mut drawn = printed(format, lang, &outcomes, &sources);
            // The explain pages are others' to change.
            for code in [Code::G0401, Code::G0201] {
                drawn = drawn.replace(&serde_json::to_string(code.page).unwrap(), "\"(the page)\"");
            }
            insta::assert_snapshot!(format!("{name}_{suffix}"), drawn);
        }
    }
}

#[test]
fn carets_stand_under_what_they_mean() {
    // Each text with a figure in it, whose caret must start at the display column of the figure.
    for (before, figure, after) in [
        ("新收", "298", "件"),
        ("（一）、“①”…—", "１２，３４５", "．"),
        ("\t新\t", "7", "\t8"),
        ("😀👨\u{200d}👩\u{200d}👧 ", "301", " 😀"),
        ("e\u{301}a\u{308} ", "5", ""),
        ("\u{feff}", "66", "2"),
        ("𠮷野ｶ", "9", "x"),
    ] {
        let mut sources = Sources::new();
        let file = sources.add("a.txt", format!("{before}{figure}{after}\r\n"));
        let span = find(&sources, file, figure);
        let message = Diagnostic::error(Code::G0401, say("不平", "")).at(span, say("", ""));
        for (format, mark) in [(Format::Text, '^'), (Format::Human, '┬')] {
            let mut message = message.clone();
            if format == Format::Human {
                message.labels[0].message = Some(say("此", ""));
            }
            let drawn = one(format, message, &sources);
            let lines: Vec<&str> = drawn.lines().collect();
            let at =
                lines.iter().position(|line| line.contains('│') && line.contains(figure)).unwrap_or_else(|| panic!("{drawn}"));
            let start = display_width(lines[at].split(figure).next().unwrap());
            let caret: String = lines[at + 1].chars().filter(|c| matches!(c, '^' | '┬' | '─')).collect();
            assert_eq!(display_width(&caret), display_width(figure), "{drawn}");
            let under = lines[at + 1].find(['^', '┬', '─']).unwrap();
            assert_eq!(display_width(&lines[at + 1][..under]), start, "{mark}\n{drawn}");
        }
    }
}

#[test]
fn places_without_extent() {
    let mut sources = Sources::new();
    let file = sources.add("a.gj", "规则 a: 1\n  b\n");
    let empty = sources.add("空.txt", "");
    let mut drawn = String::new();
    for span in [
        Span::new(file, 0, 0),
        Span::new(file, 11, 11),
        Span::new(file, 15, 15),
        Span::new(file, 15, 400),
        Span::new(file, 1, 2),
        Span::file_start(empty),
        Span::file_start(FileId(99)),
    ] {
        for format in [Format::Human, Format::Text, Format::Short] {
            drawn += &one(format, Diagnostic::note(Code::G0101, say("这里缺“：”", "")).at(span, say("应在这里", "")), &sources);
        }
    }
    for (format, _) in ALL {
        one(format, Diagnostic::error(Code::G0601, say("没有这个文件", "")), &sources);
    }
    insta::assert_snapshot!("without_extent", drawn);
}

#[test]
fn places_in_documents_without_bytes() {
    let mut sources = Sources::new();
    let file = sources.add("001.xlsx", "");
    let span = Span::file_start(file);
    let label = |place: &str, zh: &str| Label { span, place: Some(place.into()), message: Some(say(zh, zh)), minor: false };
    let mut message = Diagnostic::error(Code::G0401, say("不平", "does not hold"));
    message.labels = vec![label("表3!B7", "合计 12"), label("表3!B5", "其中 5")];
    let mut drawn = String::new();
    for format in [Format::Human, Format::Text, Format::Short, Format::Narrated, Format::Jsonl, Format::Github] {
        drawn += &one(format, message.clone(), &sources);
    }
    insta::assert_snapshot!("without_bytes", drawn);
}

#[test]
fn a_line_of_a_megabyte_is_shown_in_part() {
    let mut text = "{\"申请\":{\"新收\":298,\t".repeat(30_000);
    let at = text.len() / 2 + (0..).find(|at| text.is_char_boundary(text.len() / 2 + at)).unwrap();
    text.insert_str(at, "此处是错");
    let mut sources = Sources::new();
    let file = sources.add("长.json", format!("{{\n{text}\n}}\n"));
    let span = find(&sources, file, "此处是错");
    let message = Diagnostic::error(Code::G0401, say("不平", ""))
        .at(span, say("这里", ""))
        .at(Span::new(file, 2, span.start as usize), say("一直到这里", ""))
        .at(Span::file_start(file), say("开头", ""));
    for (format, _) in ALL {
        let drawn = one(format, message.clone(), &sources);
        let room = if format == Format::Sarif { 8000 } else { 2500 };
        assert!(drawn.len() < room, "{format:?}: {} bytes", drawn.len());
    }
    insta::assert_snapshot!("long_line_human", one(Format::Human, message.clone(), &sources));
    insta::assert_snapshot!("long_line_text", one(Format::Text, message, &sources));
}

#[test]
fn a_thousand_findings_on_a_line_of_a_megabyte_are_quick() {
    let mut sources = Sources::new();
    let text = "\"新收\":298,".repeat(70_000);
    let file = sources.add("长.json", text.as_str());
    let findings: Vec<Diagnostic> = (0..1000)
        .map(|index| {
            let at = index * 1050 + 9;
            Diagnostic::error(Code::G0401, say("不平", "")).at(Span::new(file, at, at + 3), say("这里", ""))
        })
        .collect();
    for (format, _) in ALL {
        let started = std::time::Instant::now();
        let mut out = Vec::new();
        render_diagnostics(format, &findings, &sources, &Style::default(), &mut out).unwrap();
        assert!(started.elapsed().as_secs() < 5, "{format:?}: {:?}", started.elapsed());
    }
}

#[test]
fn thousands_of_labels_are_counted() {
    let mut sources = Sources::new();
    let file = sources.add("长.json", "\"新收\":298,".repeat(70_000));
    let mut message = Diagnostic::error(Code::G0401, say("不平", ""));
    for index in 0..5000 {
        message = message.at(Span::new(file, index * 156 + 9, index * 156 + 12), say("这里", ""));
    }
    for format in [Format::Human, Format::Text, Format::Narrated] {
        let drawn = one(format, message.clone(), &sources);
        assert!(drawn.contains("另有 4940 处") && drawn.len() < 100_000, "{format:?}: {} bytes", drawn.len());
    }
}

#[test]
fn labels_over_many_lines() {
    let mut sources = Sources::new();
    let file = sources.add("表.txt", "表头\n".to_owned() + &"一行数字\n".repeat(5) + "表尾\n" + &"尾声\n".repeat(20));
    let text_len = sources.get(file).unwrap().text().len();
    let start = find(&sources, file, "一行数字").start as usize;
    let message = Diagnostic::warning(Code::G0501, say("这张表没有读完", ""))
        .at(Span::new(file, start, find(&sources, file, "表尾").start as usize), say("这张表", ""));
    let whole = Diagnostic::warning(Code::G0501, say("整个文件", "")).at(Span::new(file, 0, text_len), say("全部", ""));
    let mut drawn = String::new();
    for format in [Format::Human, Format::Text, Format::Narrated] {
        drawn += &one(format, message.clone(), &sources);
        drawn += &one(format, whole.clone(), &sources);
    }
    insta::assert_snapshot!("many_lines", drawn);
}

#[test]
fn a_report_cannot_steer_the_terminal() {
    let mut sources = Sources::new();
    let file = sources.add("\u{1b}]0;名\u{7}.txt", "a\u{1b}[31m红\u{1b}[0m\u{9b}2J\u{202e}x\r\u{8}b\u{7f}\n");
    let span = find(&sources, file, "红");
    let bad = "\u{1b}[2J坏\n::error::x";
    let message = Diagnostic::error(Code::G0401, say(bad, bad))
        .at(span, say(bad, bad))
        .with_help(say(bad, bad))
        .with_note(say(bad, bad))
        .with_fix(span, bad)
        .with_finding(Finding { basis: Some(bad.into()), ..Finding::default() });
    let outcome = Outcome {
        figures: String::new(),
        file,
        part: String::new(),
        template: Some(bad.into()),
        meta: Vec::new(),
        verdict: Verdict::Incomplete,
        rules: RuleCounts::default(),
        findings: vec![message],
    };
    for format in [Format::Human, Format::Text, Format::Short, Format::Narrated, Format::Github] {
        let drawn = printed(format, Lang::Zh, std::slice::from_ref(&outcome), &sources);
        assert!(!drawn.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'), "{format:?}: {drawn:?}");
    }
    assert_eq!(printed(Format::Short, Lang::Zh, std::slice::from_ref(&outcome), &sources).lines().count(), 1);
    assert_eq!(printed(Format::Github, Lang::Zh, &[outcome], &sources).lines().count(), 1);
}

#[test]
fn minor_places_are_counted_in_pictures_and_listed_as_data() {
    let (mut outcomes, sources) = sample();
    for label in &mut outcomes[0].findings[0].labels[1..3] {
        label.minor = true;
    }
    let drawn = printed(Format::Text, Lang::Zh, &outcomes, &sources);
    assert!(drawn.contains("另有 2 处") && !drawn.contains("早餐 298\n"), "{drawn}");
    assert!(printed(Format::Json, Lang::Zh, &outcomes, &sources).contains("\"note\": \"早餐 298\""));
}

#[test]
fn quiet_leaves_out_what_is_no_error() {
    let (outcomes, sources) = sample();
    let mut out = Vec::new();
    let style = Style { quiet: true, ..Style::default() };
    render(Format::Text, &outcomes, &sources, &style, &mut out).unwrap();
    let drawn = String::from_utf8(out).unwrap();
    assert!(drawn.contains("G0401") && !drawn.contains("G0201") && !drawn.contains("结论"), "{drawn}");
}

#[test]
fn colour_does_not_change_the_words() {
    let (outcomes, sources) = sample();
    for format in [Format::Human, Format::Text, Format::Short, Format::Narrated] {
        let mut out = Vec::new();
        render(format, &outcomes, &sources, &Style { color: true, width: 80, ..Style::default() }, &mut out).unwrap();
        let mut plain = String::new();
        for (index, piece) in String::from_utf8(out).unwrap().split('\u{1b}').enumerate() {
            plain += if index == 0 { piece } else { piece.split_once('m').unwrap().1 };
        }
        let plain: String = plain.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
        assert_eq!(plain, printed(format, Lang::Zh, &outcomes, &sources), "{format:?}");
    }
}

#[test]
fn the_error_of_the_library_is_a_miette_diagnostic() {
    let (outcomes, sources) = sample();
    let mut findings = outcomes[0].findings.clone();
    findings.reverse();
    let error = Error::new(findings, &sources, Lang::En).unwrap();
    drop(sources);
    assert_eq!(error.diagnostics()[0].code, Code::G0401, "the gravest comes first");
    let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(error);
    assert!(boxed.to_string().ends_with("(more problems: 1)"), "{boxed}");
    let error = boxed.downcast::<Error>().unwrap();
    let mut drawn = String::new();
    let theme = miette::GraphicalTheme::unicode_nocolor();
    miette::GraphicalReportHandler::new_themed(theme).render_report(&mut drawn, &*error).unwrap();
    insta::assert_snapshot!("miette_error", drawn);
}

proptest::proptest! {
    #[test]
    fn any_place_of_any_text_can_be_drawn(
        text in "(?s)([a行\\t\\n]|.){0,80}",
        repeat in proptest::sample::select(vec![1usize, 1, 1, 40]),
        places in proptest::collection::vec((0usize..900, 0usize..900, 0u32..3), 0..5),
    ) {
        let mut sources = Sources::new();
        sources.add("a", text.repeat(repeat));
        sources.add("b", "一\n二\n三\n");
        let mut message = Diagnostic::error(Code::G0401, say("不平", "does not hold"));
        for (start, end, file) in places {
            message = message.at(Span::new(FileId(file), start, end), say("此", "here"));
        }
        for (format, _) in ALL {
            one(format, message.clone(), &sources);
        }
    }
}

#[test]
fn a_format_without_byte_positions_is_told_in_words() {
    let text = "单位：某校\n早餐\t午餐\t合计\n298\t1,002\t1,301\n";
    let mut places = Places::default();
    places.push(0, "第 1 段");
    for (at, cell) in [("早餐", "A1"), ("午餐", "B1"), ("合计", "C1"), ("298", "A2"), ("1,002", "B2"), ("1,301", "C2")] {
        places.push(text.find(at).unwrap(), format!("用餐!{cell}"));
    }
    let mut sources = Sources::new();
    let file = sources.add_from("用餐.xlsx", text, Origin::Placed(places));
    let template = sources.add("meals.gj", TEMPLATE);
    let failed = Diagnostic::error(Code::G0401, say("差 −1", "difference −1"))
        .at(find(&sources, file, "1,301"), say("合计 1301", "合计 1301"))
        .at(find(&sources, file, "298"), say("早餐 298", "早餐 298"))
        .at(find(&sources, template, "早餐 + 午餐 == 合计"), say("规则写在这里", "the rule is written here"))
        .with_fix(find(&sources, file, "1,301"), "1,300");
    insta::assert_snapshot!(one(Format::Text, failed.clone(), &sources));
    insta::assert_snapshot!(one(Format::Short, failed.clone(), &sources), @"用餐.xlsx:用餐!C2: 错误[G0401]: 差 −1");
    for format in [Format::Text, Format::Human, Format::Narrated, Format::Short, Format::Github] {
        let drawn = one(format, failed.clone(), &sources);
        assert!(drawn.contains("用餐!C2") && !drawn.contains("xlsx:3") && !drawn.contains("line=3"), "{drawn}");
    }
    let json: serde_json::Value = serde_json::from_str(&one(Format::Json, failed.clone(), &sources)).unwrap();
    let found = &json["diagnostics"][0];
    let label = &found["labels"][0];
    assert_eq!((label["place"].as_str(), label["text"].as_str()), (Some("用餐!C2"), Some("1,301")));
    assert!(label.get("start").is_none() && label.get("line").is_none() && found["fix"].get("start").is_none());
    assert_eq!(found["labels"][2]["line"], 5, "the template has lines");
    let sarif: serde_json::Value = serde_json::from_str(&one(Format::Sarif, failed, &sources)).unwrap();
    let location = &sarif["runs"][0]["results"][0]["locations"][0];
    assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "用餐!C2");
    assert!(location["physicalLocation"].get("region").is_none());
    assert!(sarif["runs"][0]["results"][0].get("fixes").is_none());

    let whole = Diagnostic::error(Code::G0701, say("认不出", "not recognized")).at_bare(Span::file_start(file));
    let json: serde_json::Value = serde_json::from_str(&one(Format::Json, whole.clone(), &sources)).unwrap();
    assert_eq!(json["diagnostics"][0]["labels"][0]["file"], "用餐.xlsx");
    assert!(json["diagnostics"][0]["labels"][0].get("place").is_none());
    insta::assert_snapshot!(one(Format::Short, whole, &sources), @"用餐.xlsx: 错误[G0701]: 认不出");
}

#[test]
fn offsets_of_a_decoded_file_are_those_of_the_file() {
    // GBK: two bytes a character.
    let text = "早餐 298\r\n午餐 7\n";
    let mut map = OffsetMap::default();
    for c in text.chars() {
        map.push(1, c.len_utf8() as u8, if c.is_ascii() { 1 } else { 2 });
    }
    let mut sources = Sources::new();
    let file = sources.add_from("用餐.txt", text, Origin::Decoded(map));
    let failed = Diagnostic::error(Code::G0401, say("不平", "")).at(find(&sources, file, "7"), say("午餐 7", ""));
    let json: serde_json::Value = serde_json::from_str(&one(Format::Json, failed.clone(), &sources)).unwrap();
    let label = &json["diagnostics"][0]["labels"][0];
    let number = |key: &str| label[key].as_u64().unwrap();
    assert_eq!([number("start"), number("end"), number("line"), number("column")], [15, 16, 2, 4]);
    let sarif: serde_json::Value = serde_json::from_str(&one(Format::Sarif, failed, &sources)).unwrap();
    let region = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((region["byteOffset"].as_u64(), region["byteLength"].as_u64()), (Some(15), Some(1)));
    assert_eq!(region["startLine"], 2);
}

#[test]
fn places_follow_the_language() {
    for (place, zh) in [
        ("table 2, row 4, cell 3", "表2第4行第3格"),
        ("page 1, table 2, row 4, cell 3", "第1页表2第4行第3格"),
        ("page 4, line 12", "第4页第12行"),
        ("paragraph 7", "第7段"),
        ("text box 1, table 1, row 1, cell 1", "文本框1表1第1行第1格"),
        ("表3!B7", "表3!B7"),
        ("'page 3'!B7", "'page 3'!B7"),
    ] {
        assert_eq!(super::place_in(Lang::Zh, place), zh);
        assert_eq!(super::place_in(Lang::En, place), place);
    }
}
