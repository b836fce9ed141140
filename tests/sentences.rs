//! Figures in sentences, with the shipped templates: one short sentence of our own for each way of saying it.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use gouji::bind::State;
use gouji::diag::Lang;
use gouji::engine::{Extraction, extract};
use gouji::source::Sources;
use gouji::{Library, Options};

const FIRST: &str = "一、总体情况";
const LAST: &str = "六、其他需要报告的事项";
const PROBLEMS: &str = "五、存在的主要问题及改进情况";

/// The shipped templates.
struct Shipped {
    sources: Sources,
    library: Library,
}

impl Shipped {
    fn new() -> Shipped {
        let mut sources = Sources::new();
        let library = Library::built_in(&mut sources).expect("the shipped templates compile");
        Shipped { sources, library }
    }

    /// Reads one section with one sentence.
    fn read(&mut self, template: &str, heading: &str, sentence: &str) -> Extraction {
        let options = Options { template: Some(template.to_owned()), ..Options::default() };
        let report = format!("{heading}\n{sentence}\n");
        extract(&self.library, &mut self.sources, "report.txt", report.as_bytes(), &options)
    }
}

fn fact(extraction: &Extraction, name: &str) -> Option<String> {
    let figure = extraction.figures.iter().find(|figure| figure.at.fact.as_deref() == Some(name)).expect(name);
    let about = if figure.approximate { "~" } else { "" };
    (figure.state == State::Figure).then(|| format!("{about}{}", figure.value.as_deref().unwrap_or_default()))
}

/// Each sentence says (or, with an empty text, does not say) a fact.
fn holds(template: &str, heading: &str, sentences: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    let mut shipped = Shipped::new();
    for (sentence, name, expected) in sentences {
        let found = fact(&shipped.read(template, heading, sentence), name).unwrap_or_default();
        if found != *expected {
            wrong.push(format!("{sentence}: {name} = {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{template}\n{}", wrong.join("\n"));
}

const OF_TABLES: &[(&str, &str, &str)] = &[
    ("全年收到政府信息公开申请21件。", "收到", "21"),
    ("全年共收到信息公开申请 21 件，均已答复。", "收到", "21"),
    ("共受理政府信息公开申请共计1,204件。", "收到", "1204"),
    ("本机关收办政府信息公开申请364件。", "收到", "364"),
    ("受理依申请公开申请三件。", "收到", "3"),
    ("受理依申请公开申请十二件。", "收到", "12"),
    ("全年收到申请7宗。", "收到", "7"),
    ("全年收到申请21份。", "收到", "21"),
    ("本年度共收到70件申请。", "收到", "70"),
    ("全年收到５６件政府信息公开申请。", "收到", "56"),
    ("收到政府信息公开申请0件。", "收到", "0"),
    ("收到政府信息公开申请约300件。", "收到", "~300"),
    ("收到政府信息公开申请300余件。", "收到", "~300"),
    ("收到政府信息公开申请1.2万件。", "收到", "12000"),
    ("收到咨询电话86件。", "收到", ""),
    ("收到申请材料后，5个工作日内答复。", "收到", ""),
    ("申请量同比增长12.5%。", "申请增幅", "12.5"),
    ("2024年收到的申请数量较上年增长 12.3％。", "申请增幅", "12.3"),
    ("收到的申请数量较去年回落8%，质量上升。", "申请降幅", "8"),
    ("收到的申请数量较去年回落8件。", "申请降幅", ""),
    ("2024年收到的申请数量较上年增长12.3%。", "收到", ""),
    ("收到政府信息公开申请9件，其中自然人申请8件、法人申请1件。", "收到自然人", "8"),
    ("受理政府信息公开申请9件，上年结转2件。", "正文结转", "2"),
    ("上年度结转申请34件。", "正文结转", "34"),
    ("答复政府信息公开申请3050件。", "正文答复", "3050"),
    ("办结政府信息公开申请69件。", "正文答复", "69"),
    ("完成了3项依申请公开的答复。", "正文答复", "3"),
    ("其余4件结转下年度。", "正文结转下年", "4"),
    ("结转下年度继续办理4件。", "正文结转下年", "4"),
    ("结转下一年31件。", "正文结转下年", "31"),
    ("另有103件顺延到下年度答复。", "正文结转下年", "103"),
    ("因信息公开引发政府信息公开行政复议36起。", "正文复议", "36"),
    ("政府信息公开行政复议案件零件。", "正文复议", "0"),
    ("信息公开类行政诉讼9件。", "正文诉讼", "9"),
    ("信息公开行政诉讼案件为2件。", "正文诉讼", "2"),
];

#[test]
fn the_forms_with_tables() {
    for template in ["zfxxgk@2019", "zfxxgk@2021"] {
        holds(template, FIRST, OF_TABLES);
        holds(
            template,
            PROBLEMS,
            &[
                ("行政诉讼结果纠正2件，需加强指导。", "正文诉讼纠正", "2"),
                ("行政复议被纠正5件。", "正文复议纠正", "5"),
                ("行政复议纠错5起。", "正文复议纠正", "5"),
                ("行政诉讼败诉一件。", "正文诉讼纠正", "1"),
            ],
        );
        holds(
            template,
            LAST,
            &[
                ("本年度收取政府信息公开信息处理费3940元。", "信息处理费", "3940"),
                ("全年收取信息处理费共计380元，其中某局1件。", "信息处理费", "380"),
                ("收取的信息处理费总额为0.5万元。", "信息处理费", "5000"),
                ("本年度未收取信息处理费。", "信息处理费", "0"),
                ("没有收取政府信息公开信息处理费。", "信息处理费", "0"),
                ("2024年未产生信息处理费。", "信息处理费", "0"),
                ("按规定收取信息处理费。", "信息处理费", ""),
            ],
        );
    }
}

#[test]
fn the_narrative_form() {
    let form = "zfxxgk@2008";
    holds(
        form,
        "二、主动公开政府信息情况",
        &[
            ("全年主动公开政府信息1130070条。", "主动公开", "1130070"),
            ("主动公开政府信息约113万余条。", "主动公开", "~1130000"),
            ("主动公开信息18万余条。", "主动公开", "~180000"),
            ("主动公开政府信息60条，其中政府网站公开政府信息40条。", "网站", "40"),
            ("主动公开政府信息60条，其中微博公开政府信息8条。", "微博", "8"),
            ("主动公开规范性文件12条。", "规范性文件", "12"),
            ("回应公众关注热点或重大舆情36人次。", "回应舆情", "36"),
            ("回应公众关注热点或重大舆情36人/次。", "回应舆情", "36"),
            ("举办新闻发布会三场。", "新闻发布会", "3"),
            ("举办新闻发布会12期，主要负责人参加新闻发布会2次。", "主要负责人发布会", "2"),
            ("政府网站在线访谈九期。", "在线访谈", "9"),
            ("政策解读稿件7篇。", "解读稿件", "7"),
            ("设立信息公开查阅点15个。", "查阅点", "15"),
        ],
    );
    holds(
        form,
        "三、依申请公开政府信息情况",
        &[
            ("收到信息公开申请40件，其中网上申请30件。", "申请", "40"),
            ("收到信息公开申请40件，其中网上申请30件。", "网上", "30"),
            ("收到信息公开申请40件，其中当面申请7件、信函申请3件。", "信函", "3"),
            ("收到信息公开申请40件。按期办结38件，延期办结2件。", "延期办结", "2"),
            ("收到信息公开申请40件。同意公开答复的30件，同意部分公开的4件。", "部分公开", "4"),
            ("收到信息公开申请40件。申请信息不存在的6件。", "不存在", "6"),
        ],
    );
    holds(
        form,
        "四、行政复议和行政诉讼情况",
        &[
            ("行政复议13件，其中维持具体行政行为9件。", "复议维持", "9"),
            ("行政复议13件，行政诉讼案件5件，其中被依法纠错1件。", "诉讼纠错", "1"),
            ("发生行政诉讼五起。", "诉讼", "5"),
        ],
    );
    holds(
        form,
        "五、政府信息公开的收费及减免情况",
        &[("收取的费用为零。", "收费", "0"), ("全年未收取任何费用。", "收费", "0"), ("收取费用120元。", "收费", "120")],
    );
    holds(
        form,
        "六、其他需要报告的事项",
        &[
            ("召开专题会议约110次。", "会议", "~110"),
            ("举办培训班6期，培训工作人员420人次。", "培训班", "6"),
            ("举办培训班6期，培训工作人员420人次。", "培训人次", "420"),
        ],
    );
}

fn said(extraction: &Extraction, code: &str) -> Vec<String> {
    let of_code = extraction.findings.iter().filter(|finding| finding.code.name == code);
    of_code.map(|finding| finding.message.render(Lang::Zh)).collect()
}

#[test]
fn a_sentence_without_its_figure() {
    let mut shipped = Shipped::new();
    let blank = shipped.read("zfxxgk@2008", "二、主动公开政府信息情况", "2017 年主动公开信息  条。");
    assert_eq!(said(&blank, "G0515"), ["句子里缺了“主动公开”的数字：主动公开信息 条"]);
    let line = shipped.read("zfxxgk@2021", FIRST, "全年收到政府信息公开申请____件，均已答复。");
    assert_eq!(said(&line, "G0515"), ["句子里缺了“收到”的数字：收到政府信息公开申请____件"]);
    for complete in [
        "全年收到政府信息公开申请 3 件，均已答复。",
        "对收到的政府信息公开申请件，及时答复。",
        "收到信息公开申请 3 件。收到的信息公开申请 件件有答复。",
        "全年收到政府信息公开申请\n件数不多。",
        "收到…信息公开申请。 件数见表。",
    ] {
        assert_eq!(said(&shipped.read("zfxxgk@2021", FIRST, complete), "G0515"), [""; 0], "{complete}");
    }
}

/// What claims of sentences say: severity, code, sentence, and the text of the primary place.
fn claims(extraction: &Extraction, sources: &Sources) -> Vec<String> {
    let of_claims = extraction.findings.iter().filter(|finding| ["G0516", "G0517", "G0518"].contains(&finding.code.name));
    let said = |finding: &gouji::diag::Diagnostic| {
        let place = finding.primary().map(|label| sources.slice(label.span).to_owned()).unwrap_or_default();
        format!(
            "{} {}@{place}: {}",
            format!("{:?}", finding.severity).to_lowercase(),
            finding.code.name,
            finding.message.render(Lang::Zh)
        )
    };
    of_claims.map(said).collect()
}

const CLAIMS: &[(&str, &[&str])] = &[
    // Complete listings.
    ("主动公开信息65条。其中公告公示4条，部门动态42条，图解信息4条，其他信息14条，在线访谈1条。", &[]),
    (
        "主动公开信息65条。其中公告公示4条，部门动态43条，图解信息4条，其他信息14条，在线访谈1条。",
        &["note G0516@65: “其中”各项相加是 66条，与总数 65条 差 1条"],
    ),
    (
        "主动公开信息65条。其中公告公示4条，部门动态41条，图解信息4条，其他信息14条，在线访谈1条。",
        &["warning G0516@65: “其中”各项相加是 64条，与总数 65条 差 1条"],
    ),
    (
        "主动公开信息60条（其中：公告4条；动态42条；其余15条），另发布解读3篇。",
        &["warning G0516@60: “其中”各项相加是 61条，与总数 60条 差 1条"],
    ),
    ("主动公开信息65条，其中公告60条，传真等其他形式5条，主动公开规范性文件30条。", &[]),
    (
        "主动公开信息65条，其中公告60条，传真等其他形式6条，主动公开规范性文件30条。",
        &["warning G0516@65: “其中”各项相加是 66条，与总数 65条 差 1条"],
    ),
    // Open listings.
    ("主动公开信息65条，其中公告4条、动态42条。", &[]),
    ("主动公开信息65条，其中网站公开65条，微信公开40条。", &[]),
    ("主动公开信息65条，其中网站公开60条，微信公开40条。", &["note G0516@65: “其中”各项相加是 100条，与总数 65条 差 35条"]),
    ("主动公开信息65条，其中网站公开75条。", &["warning G0516@75: 其中的 75条 比总数 65条 还多"]),
    ("主动公开信息约65条，其中网站公开75条。", &[]),
    ("主动公开信息65条。全年其中一次会议公开75条。", &[]),
    ("主动公开信息65条，其中召开发布会90场，解读80篇，其他70次。", &[]),
    ("收到来信9件，其中自然人8件（其中网上8件）、法人或其他组织1件。", &[]),
    ("主动公开信息65条。其中公告4条，较上年增加2条，其他61条。", &[]),
    // Shares.
    ("发布信息63条，其中公告20条，占31.7%，动态43条，占比68.3%。", &[]),
    ("发布信息63条，其中公告20条（占31.7％）。", &[]),
    ("发布信息63条，其中公告20条，占总数的三成。", &[]),
    ("发布信息63条，其中公告20条，占31.8%，动态43条，占68.3%。", &["warning G0517@31.8: 20条占63条的 31.75%，不是 31.8%"]),
    ("发布信息63条，其中公告20条，约占31%。", &[]),
    ("发布信息63条，其中公告20条，占已发布公告的50%。", &[]),
    ("发布信息640条，公告20条，占31.7%。去年发布63条。", &[]),
    ("发布信息640条，公告20条，占31.7%。", &["note G0517@31.7: 20条占640条的 3.13%，不是 31.7%"]),
    ("参训率100%，其中发布20条，占100%。", &[]),
    // Changes.
    ("发布信息27条，较上年增加3条，增长12.5%。", &[]),
    ("发布信息27条，较上年增加3条，增长12.6%。", &["warning G0518@12.6: 由 24条 变为 27条，幅度是 12.5%，不是 12.6%"]),
    ("发布信息21条，比上年减少3条，下降12.5%。", &[]),
    ("发布信息21条，比上年减少3条，下降14.3%。", &["warning G0518@14.3: 由 24条 变为 21条，幅度是 12.5%，不是 14.3%"]),
    ("发布信息27条，比上年24条增加3条。", &[]),
    ("发布信息27条，比上年的24条增加4条。", &["warning G0518@4: 由 24条 变为 27条，相差 3条，不是 4条"]),
    ("发布信息27条，较去年（24条）增长12.5%。", &[]),
    ("发布信息27条，较去年（24条）增长15%。", &["warning G0518@15: 由 24条 变为 27条，幅度是 12.5%，不是 15%"]),
    ("发布信息27条，同比增长12.5%。", &[]),
    ("召开会议5次，收到来信较上年增加3件，增长12.5%。", &[]),
    ("发布信息27条，较上年增加3条，阅读量下降40%。", &[]),
    ("发布信息27条，较上年增加3条，下降40%。", &[]),
];

#[test]
fn sentences_that_contradict_themselves() {
    let mut shipped = Shipped::new();
    let mut wrong = Vec::new();
    for (sentence, expected) in CLAIMS {
        let extraction = shipped.read("zfxxgk@2021", FIRST, sentence);
        let said = claims(&extraction, &shipped.sources);
        if said != *expected {
            wrong.push(format!("{sentence}\n  found    {said:?}\n  expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_change_is_left_for_the_report_of_the_year_before_when_the_sentence_is_there() {
    let mut shipped = Shipped::new();
    for (sentence, expected) in [
        ("收到申请27件。", "5 条规则要对照上一年度的报告，没有核对：对外公开、许可项目、处罚项目、收费项目、跨年结转"),
        (
            "申请量同比增长12.5%。",
            "6 条规则要对照上一年度的报告，没有核对：对外公开、许可项目、处罚项目、收费项目、跨年结转、申请增幅",
        ),
    ] {
        let options = Options { template: Some("zfxxgk@2019".to_owned()), ..Options::default() };
        let report = format!("{FIRST}\n{sentence}\n");
        let outcome = gouji::check(&shipped.library, &mut shipped.sources, "report.txt", report.as_bytes(), &options);
        let notes: Vec<String> = outcome
            .findings
            .iter()
            .filter(|finding| finding.code.name == "G0408")
            .map(|finding| finding.message.render(Lang::Zh))
            .collect();
        assert_eq!(notes, [expected], "{sentence}");
    }
}

/// Each figure of the sentences of one report, changed by one: found, and the sentence is shown at one of its figures.
#[test]
fn every_changed_figure_of_a_claim_is_found() {
    const SENTENCES: [&str; 5] = [
        "主动公开信息650条。其中公告公示40条，部门动态420条，图解信息50条，其他信息140条。",
        "发布信息630条，其中公告200条，占31.7%。",
        "发布信息270条，较上年增加30条，增长12.5%。",
        "发布信息270条，比上年的240条增加30条。",
        "发布信息210条，较去年（240条）下降12.5%。",
    ];
    let mut shipped = Shipped::new();
    for sentence in SENTENCES {
        let whole = shipped.read("zfxxgk@2021", FIRST, sentence);
        assert_eq!(claims(&whole, &shipped.sources), [""; 0], "{sentence}");
        let mut numbers = Vec::new();
        let mut rest = 0;
        while let Some(at) = sentence[rest..].find(|c: char| c.is_ascii_digit()) {
            let start = rest + at;
            let end = sentence[start..].find(|c: char| !c.is_ascii_digit() && c != '.').map_or(sentence.len(), |len| start + len);
            numbers.push(start..end);
            rest = end;
        }
        assert!(numbers.len() >= 3, "{sentence}");
        for range in numbers {
            let number = &sentence[range.clone()];
            let changed = match number.split_once('.') {
                Some((whole, places)) => format!("{}.{places}", whole.parse::<u64>().expect("a number") + 7),
                None => (number.parse::<u64>().expect("a number") + 7).to_string(),
            };
            let altered = format!("{}{changed}{}", &sentence[..range.start], &sentence[range.end..]);
            let found = shipped.read("zfxxgk@2021", FIRST, &altered);
            let said = claims(&found, &shipped.sources);
            assert_eq!(said.len(), 1, "{altered}: {said:?}");
            let finding = found
                .findings
                .iter()
                .find(|finding| ["G0516", "G0517", "G0518"].contains(&finding.code.name))
                .expect("a finding");
            let places: Vec<&str> = finding.labels.iter().map(|label| shipped.sources.slice(label.span)).collect();
            assert!(places.contains(&changed.as_str()), "{altered}: {places:?}");
        }
    }
}
