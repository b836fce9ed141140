use super::expect::Kind;
use super::*;
use crate::diag::Lang;

const TEXT: &str =
    "# 期望：收支平衡 不成立 于 自然人\n标题\n  // expect: accepted\n#expect:nothing else\n<!-- expect: held -->\n";

#[test]
fn expectations_are_found_where_the_format_has_comments() {
    let kinds = |text: &str, name: &str| {
        let found = find(text, Marks::of(name));
        found.expectations.iter().map(|expectation| text[expectation.at.clone()].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(TEXT, "a.txt"), ["收支平衡 不成立 于 自然人", "accepted", "nothing else"]);
    assert_eq!(kinds(TEXT, "a.html").len(), 4);
    assert_eq!(kinds(TEXT, "a.json").len(), 0);
    assert_eq!(kinds("// remark\n\n// expect: accepted\r\n平衡 held\r\n", "a.json.expect"), ["accepted", "平衡 held"]);
    let found = find(TEXT, Marks::Lines);
    let without = without(TEXT, &found.lines);
    assert_eq!(without, "\n标题\n\n\n<!-- expect: held -->\n");
}

#[test]
fn expectations_read_in_both_languages() {
    let kind = |text: &str| find(text, Marks::All).expectations.remove(0).kind;
    let rule = |text: &str| match kind(text) {
        Kind::Rule(rule) => (rule.name.text, format!("{:?}", rule.state), rule.place.map(|place| place.text)),
        other => panic!("{other:?}"),
    };
    assert_eq!(rule("收支平衡 failed at 新收/自然人"), ("收支平衡".into(), "Failed".into(), Some("新收/自然人".into())));
    assert_eq!(rule("收支平衡 不成立 于 自然人。"), ("收支平衡".into(), "Failed".into(), Some("自然人".into())));
    assert_eq!(rule("no held back not assessable"), ("no held back".into(), "NotAssessable".into(), None));
    assert_eq!(rule("跨年结转 不适用"), ("跨年结转".into(), "NotApplicable".into(), None));
    assert!(matches!(kind("不通过"), Kind::Verdict(crate::report::Verdict::Rejected)));
    assert!(matches!(kind("问题 G0403 于 总计"), Kind::Finding(_)));
    assert!(matches!(kind("figure 新收.总计 = 298"), Kind::Figure(_)));
    for odd in ["随便写", "held", "finding", "figure a b", "收支平衡 failed sometimes", "收支平衡 failed because 自然人 at"]
    {
        assert!(!matches!(kind(odd), Kind::Verdict(_) | Kind::NothingElse), "{odd}: {:?}", kind(odd));
    }
}

#[test]
fn a_snapshot_file_is_read_back() {
    let file = SnapFile {
        source: "云浦 \"2024\".txt".to_owned(),
        description: "zfxxgk@2021".to_owned(),
        lang: Some(Lang::Zh),
        text: "模板  x\n---\n表\n".to_owned(),
    };
    assert_eq!(SnapFile::parse(&file.to_string()), file);
    assert_eq!(SnapFile::parse(&file.to_string().replace('\n', "\r\n")), file);
    // As cargo-insta writes it again.
    let again = "---\nsource: a.txt\ndescription: 'it''s'\ninfo:\n  lang: en\n---\nx\n";
    let again = SnapFile::parse(again);
    assert_eq!((again.source.as_str(), again.description.as_str(), again.lang), ("a.txt", "it's", Some(Lang::En)));
    assert_eq!(SnapFile::parse("no head").text, "no head");
}
