//! Figures in all the ways people print them.

use proptest::prelude::*;

use super::Decimal;
use super::printed::{Printed, PrintedError, Spellings, find_at, read, scan};

fn units() -> Spellings<&'static str> {
    Spellings::new([
        ("件", "件"),
        ("宗", "件"),
        ("条", "条"),
        ("元", "元"),
        ("万元", "万元"),
        ("次", "次"),
        ("人次", "人次"),
        ("人/次", "人次"),
    ])
}

fn cell(text: &str) -> Printed<&'static str> {
    read(text, &units(), false).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn value(text: &str) -> String {
    cell(text).value.to_string()
}

#[test]
fn cells_read_as_printed() {
    for (text, expected) in [
        ("298", "298"),
        ("0", "0"),
        ("1032.60994", "1032.60994"),
        ("12.30", "12.30"),
        ("-18", "-18"),
        ("+1036", "1036"),
        ("−18", "-18"),
        ("－１８", "-18"),
        ("１，０３２．６", "1032.6"),
        ("1,234,567", "1234567"),
        ("1,234.5", "1234.5"),
        ("\u{a0}0\u{3000}", "0"),
        ("18万", "180000"),
        ("18万余", "180000"),
        ("1.5亿", "150000000"),
        ("1亿2000万", "120000000"),
        ("5千万", "50000000"),
        ("零", "0"),
        ("十二", "12"),
        ("一百零三", "103"),
        ("1.5E+06", "1500000"),
        ("12.3%", "12.3"),
        ("12.3％", "12.3"),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn a_dash_over_a_figure_is_no_sign() {
    assert_eq!(value("- 18"), "-18");
    assert!(cell("- 18").normalized);
    for text in ["-\n18", "—\r\n18", "-\u{85}18", "- \u{2028}18"] {
        assert_eq!(read(text, &units(), false), Err(PrintedError::NotANumber), "{text:?}");
    }
}

#[test]
fn units_multipliers_and_ranges() {
    let fee = cell("251000元");
    assert_eq!((fee.unit, fee.digits, fee.whole, fee.normalized), (Some("元"), 0..6, 0..9, false));
    let fee = cell("3.5万元");
    assert_eq!((fee.value.to_string().as_str(), fee.unit, fee.normalized), ("3.5", Some("万元"), false));
    let fee = cell("三万元");
    assert_eq!((fee.value.to_string().as_str(), fee.unit), ("3", Some("万元")));
    let fee = cell("127.33亿元");
    assert_eq!((fee.value.to_string().as_str(), fee.unit, fee.normalized), ("12733000000", Some("元"), true));
    let spaced = cell(" 749 件");
    assert_eq!((spaced.unit, spaced.digits, spaced.whole), (Some("件"), 1..4, 1..8));
    let only_yuan = Spellings::new([("元", ())]);
    let fee = read("3.5万元", &only_yuan, false).unwrap();
    assert_eq!((fee.value.to_string().as_str(), fee.unit), ("35000", Some(())));
    let about = cell("18万余条");
    assert!(about.approximate && about.unit == Some("条") && about.value == Decimal::from(180_000));
    assert!(cell("约110次").approximate && cell("110次左右").approximate && !cell("110次").approximate);
    assert!(cell("200余").approximate && cell("1500余万元").unit == Some("万元"));
    let percent = cell("33.9%");
    assert!(percent.percent && percent.whole == (0..5) && percent.digits == (0..4));
}

#[test]
fn what_is_no_figure_says_why() {
    let error = |text: &str| read(text, &units(), false).unwrap_err();
    assert_eq!(error(""), PrintedError::Empty);
    assert_eq!(error(" \u{3000}"), PrintedError::Empty);
    for text in ["abc", "/", "-", "--", "—", "不适用", "(18)", "（18）", ".5", "一百三", "件", "约"] {
        assert_eq!(error(text), PrintedError::NotANumber, "{text}");
    }
    assert_eq!(error("12,34"), PrintedError::Grouping(0..5));
    assert_eq!(error("1234,567"), PrintedError::Grouping(0..8));
    assert_eq!(error("1 3 4"), PrintedError::Spaces(0..5));
    assert_eq!(error("298吨"), PrintedError::Trailing(3..6));
    assert_eq!(error("5."), PrintedError::Trailing(1..2));
    assert_eq!(error("298 abc"), PrintedError::Trailing(4..7));
    for text in ["9".repeat(1000), "1e999999999".to_owned(), "0.1234567890123456789".to_owned(), "1e99".to_owned()] {
        assert!(matches!(error(&text), PrintedError::TooLong(_)), "{text}");
    }
    assert_eq!(read("1 3 4 件", &units(), true).unwrap().value, Decimal::from(134));
}

fn found(text: &str) -> Vec<String> {
    let units = units();
    scan(text, &units)
        .map(|figure| format!("{}{}{}", figure.value, figure.unit.unwrap_or(""), if figure.approximate { "~" } else { "" }))
        .collect()
}

#[test]
fn figures_in_running_text() {
    assert_eq!(found("网上申请33142件,当面申请35567件。"), ["33142件", "35567件"]);
    assert_eq!(found("回应热点201361人/次，会议约110次，18万余条"), ["201361人次", "110次~", "180000条~"]);
    assert_eq!(found("2024，300件"), ["2024", "300件"]);
    assert_eq!(found("共1,234件，12,34件"), ["1234件", "12", "34件"]);
    assert_eq!(found("收取信息处理费为零元；收到三件，一是加强；三安全一稳定"), ["0元", "3件"]);
    assert_eq!(found("第20条、第二十条第（八）项"), Vec::<String>::new());
    assert_eq!(found("GB18030 v1.2.3 2023j 86_1"), Vec::<String>::new());
    assert_eq!(found("增加-18件，2018-03-19，3-5件"), ["-18件", "2018", "3", "19", "3", "5件"]);
    assert_eq!(found("占33.9%；费用3940 元。"), ["33.9", "3940元"]);
}

#[test]
fn a_figure_at_a_place() {
    let units = units();
    let text = "新闻发布会约１１０次";
    let figure = find_at(text, "新闻发布会".len(), &units).unwrap().unwrap();
    assert!(figure.approximate && figure.value == Decimal::from(110) && figure.unit == Some("次"));
    assert_eq!(&text[figure.digits], "１１０");
    assert_eq!(find_at("费用为零。", 9, &units), Ok(None));
    assert!(find_at(&"9".repeat(100), 0, &units).is_err());
    assert_eq!(find_at("件", 1, &units), Ok(None));
}

#[test]
fn long_runs_take_linear_time() {
    for piece in ["9", "1,", "一", "万", "9.", "第9", "９ ", "-", "约", "1万"] {
        let text = piece.repeat(300_000);
        let _ = scan(&text, &units()).count();
        let _ = read(&text, &units(), true);
    }
}

/// The ways to print one figure.
fn decorate(value: Decimal, full_width: bool, grouped: bool, unit: &str) -> String {
    let plain = value.to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::from(sign);
    for (index, c) in whole.chars().enumerate() {
        if grouped && index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    if full_width {
        out = out.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)).collect();
    }
    out + unit
}

proptest! {
    #[test]
    fn what_is_printed_is_read(mantissa in -10i128.pow(20)..10i128.pow(20), scale in 0u8..6, full in any::<bool>(), grouped in any::<bool>(), unit in prop::sample::select(vec!["", "件", "万元", " 人次"])) {
        let value = Decimal::new(mantissa, scale);
        let text = decorate(value, full, grouped, unit);
        let read = read(&text, &units(), false).unwrap();
        prop_assert_eq!(read.value, value);
        prop_assert_eq!(read.value.scale(), scale);
        prop_assert_eq!(read.unit.is_some(), !unit.is_empty());
        prop_assert_eq!(read.whole, 0..text.len());
    }

    #[test]
    fn anything_is_read_or_refused(text in "[0-9０-９.,，．+＋－%％余多约近第一二三十百千万亿零〇件元 \u{a0}a-c左右]{0,24}|\\PC{0,24}", spaces in any::<bool>()) {
        let units = units();
        let check = |figure: Printed<&str>| {
            assert!(text.get(figure.digits.clone()).is_some_and(|part| !part.is_empty()));
            assert!(text.get(figure.whole.clone()).is_some());
            assert!(figure.whole.start <= figure.digits.start && figure.digits.end <= figure.whole.end);
        };
        match read(&text, &units, spaces) {
            Ok(figure) => check(figure),
            Err(PrintedError::Empty | PrintedError::NotANumber) => {}
            Err(PrintedError::Trailing(at) | PrintedError::Grouping(at) | PrintedError::Spaces(at) | PrintedError::TooLong(at)) => {
                prop_assert!(text.get(at).is_some());
            }
        }
        let mut last = 0;
        for figure in scan(&text, &units) {
            prop_assert!(figure.whole.start >= last);
            last = figure.whole.end;
            check(figure);
        }
        for (at, _) in text.char_indices() {
            if let Ok(Some(figure)) = find_at(&text, at, &units) {
                check(figure);
            }
        }
    }
}
