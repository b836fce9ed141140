//! Units and types, guessed from what is printed around the figures.

/// The unit words that labels end in or that follow `单位：`, the longer first; and whether they measure money or a share.
const WORDS: &[(&str, Measure)] = &[
    ("平方公里", Measure::Amount),
    ("平方米", Measure::Amount),
    ("立方米", Measure::Amount),
    ("万人次", Measure::Amount),
    ("亿美元", Measure::Money("美元", "100000000")),
    ("万美元", Measure::Money("美元", "10000")),
    ("百万元", Measure::Money("元", "1000000")),
    ("亿元", Measure::Money("元", "100000000")),
    ("万元", Measure::Money("元", "10000")),
    ("千元", Measure::Money("元", "1000")),
    ("美元", Measure::Money("美元", "1")),
    ("公里", Measure::Amount),
    ("公斤", Measure::Amount),
    ("万人", Measure::Amount),
    ("人次", Measure::Count),
    ("小时", Measure::Amount),
    ("元", Measure::Money("元", "1")),
    ("件", Measure::Count),
    ("条", Measure::Count),
    ("个", Measure::Count),
    ("项", Measure::Count),
    ("篇", Measure::Count),
    ("次", Measure::Count),
    ("人", Measure::Count),
    ("户", Measure::Count),
    ("家", Measure::Count),
    ("份", Measure::Count),
    ("期", Measure::Count),
    ("起", Measure::Count),
    ("宗", Measure::Count),
    ("台", Measure::Count),
    ("辆", Measure::Count),
    ("张", Measure::Count),
    ("名", Measure::Count),
    ("吨", Measure::Amount),
    ("亩", Measure::Amount),
    ("公顷", Measure::Amount),
    ("天", Measure::Amount),
    ("%", Measure::Share),
    ("％", Measure::Share),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Count,
    Amount,
    /// The base unit, and how many of it.
    Money(&'static str, &'static str),
    Share,
}

/// A unit that was found or guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub name: &'static str,
    pub(super) measure: Measure,
    /// It is printed, not concluded from a word of the label.
    pub printed: bool,
}

fn word(text: &str) -> Option<(&'static str, Measure)> {
    let text = text.trim();
    WORDS.iter().find(|(name, _)| *name == text).copied()
}

/// `单位：万元`, `计量单位：件` anywhere in a text.
pub(super) fn stated(text: &str) -> Option<Unit> {
    for mark in ["单位：", "单位:", "单位为"] {
        let Some((_, rest)) = text.split_once(mark) else { continue };
        let rest = rest.trim_start_matches(['人', '民', '币']).trim_start();
        let found = WORDS.iter().find(|(name, _)| rest.starts_with(name));
        if let Some((name, measure)) = found {
            return Some(Unit { name, measure: *measure, printed: true });
        }
    }
    None
}

/// `（万元）` at the end of a label.
fn in_brackets(text: &str) -> Option<Unit> {
    let open = text.rfind(['（', '('])?;
    let inside = text.get(open..)?.trim_matches(['（', '）', '(', ')']);
    word(inside).map(|(name, measure)| Unit { name, measure, printed: true })
}

/// The unit of a cell in a column of units.
pub(super) fn named(text: &str) -> Option<Unit> {
    word(text.trim_matches(['（', '）', '(', ')'])).map(|(name, measure)| Unit { name, measure, printed: true })
}

/// What a label says about its unit.
pub(super) fn of_label(label: &str) -> Option<Unit> {
    if let Some(unit) = stated(label).or_else(|| in_brackets(label)) {
        return Some(unit);
    }
    let count = |name: &'static str| Some(Unit { name, measure: Measure::Count, printed: false });
    let bare = label.trim_end_matches(['）', ')']);
    if bare.ends_with("件数") {
        return count("件");
    }
    if bare.ends_with("人数") {
        return count("人");
    }
    if bare.ends_with("人次") {
        return count("人次");
    }
    if bare.ends_with("次数") {
        return count("次");
    }
    if ["率", "比例", "占比", "比重"].iter().any(|end| bare.ends_with(end)) {
        return Some(Unit { name: "%", measure: Measure::Share, printed: false });
    }
    None
}

/// What a unit of the list measures.
pub(super) fn measure_of(name: &str) -> Option<Measure> {
    WORDS.iter().find(|(word, _)| *word == name).map(|(_, measure)| *measure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_as_printed_and_as_concluded() {
        let name = |unit: Option<Unit>| unit.map(|unit| (unit.name, unit.printed));
        assert_eq!(name(stated("（单位：万元）")), Some(("万元", true)));
        assert_eq!(name(stated("单位：人民币元")), Some(("元", true)));
        assert_eq!(name(of_label("收费金额（单位：万元）")), Some(("万元", true)));
        assert_eq!(name(of_label("金额（元）")), Some(("元", true)));
        assert_eq!(name(of_label("本年制发件数")), Some(("件", false)));
        assert_eq!(name(of_label("办结率")), Some(("%", false)));
        assert_eq!(name(of_label("总计")), None);
        assert_eq!(name(named("件")), Some(("件", true)));
    }
}
