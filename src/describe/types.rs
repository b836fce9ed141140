//! Types, and what a cell without a figure counts as.

use crate::diag::Lang;
use crate::model::{Applies, CellType, ReadPolicy, Rounding, Treatment, Units, ValueKind};
use crate::syntax::ast::CompareOp;

fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// `非负整数（件）`, `decimal (万元), ≥ 0`.
pub fn type_words(ty: &CellType, units: &Units, lang: Lang) -> String {
    let kind = match &ty.kind {
        ValueKind::Natural => pick(lang, "非负整数", "whole number from 0").to_owned(),
        ValueKind::Integer => pick(lang, "整数（可为负）", "whole number").to_owned(),
        ValueKind::Decimal => pick(lang, "小数", "decimal").to_owned(),
        ValueKind::Percent => pick(lang, "百分数", "percentage").to_owned(),
        ValueKind::Text => pick(lang, "文字", "text").to_owned(),
        ValueKind::Bool => pick(lang, "是或否", "yes or no").to_owned(),
        ValueKind::Year => pick(lang, "年度", "year").to_owned(),
        ValueKind::Date => pick(lang, "日期", "date").to_owned(),
        ValueKind::Enum(words) => words.join(pick(lang, "、", ", ")),
        ValueKind::Code => pick(lang, "行号", "line number").to_owned(),
        ValueKind::Unit => pick(lang, "计量单位", "unit").to_owned(),
    };
    let mut parts = vec![kind];
    if ty.unit.is_some() {
        parts.push(match lang {
            Lang::Zh => format!("单位{}", units.name(ty.unit)),
            Lang::En => format!("in {}", units.name(ty.unit)),
        });
    }
    for limit in &ty.limits {
        let sign = match limit.op {
            CompareOp::Equal => "=",
            CompareOp::NotEqual => "≠",
            CompareOp::Less => "<",
            CompareOp::LessEqual => "≤",
            CompareOp::Greater => ">",
            CompareOp::GreaterEqual => "≥",
        };
        parts.push(format!("{sign} {}", limit.value));
    }
    if let Some(pattern) = &ty.matches {
        parts.push(format!("{} {}", pick(lang, "写法须合", "matches"), pattern.text));
    }
    match ty.rounding {
        Rounding::Exact => {}
        Rounding::Step(step) => parts.push(format!("{} {step}", pick(lang, "最小到", "in steps of"))),
        Rounding::Rounded(step) => parts.push(format!("{} {step}", pick(lang, "逐行舍入到", "rounded line by line to"))),
    }
    parts.join(pick(lang, "，", ", "))
}

/// What stands in an empty cell of a form: the unit of a figure, the boxes of a choice, what is to be written.
pub fn blank_cell(ty: &CellType, units: &Units, lang: Lang) -> String {
    let boxes = |options: &[&str]| options.iter().map(|option| format!("□ {option}")).collect::<Vec<_>>().join("　");
    match &ty.kind {
        ValueKind::Natural | ValueKind::Integer | ValueKind::Decimal => units.name(ty.unit).to_owned(),
        ValueKind::Percent => "%".to_owned(),
        ValueKind::Bool => boxes(&[pick(lang, "是", "yes"), pick(lang, "否", "no")]),
        ValueKind::Enum(words) => boxes(&words.iter().map(String::as_str).collect::<Vec<_>>()),
        ValueKind::Text | ValueKind::Year | ValueKind::Date | ValueKind::Code | ValueKind::Unit => {
            type_words(&CellType { matches: None, ..ty.clone() }, units, lang)
        }
    }
}

/// What a cell without a plain figure counts as, state by state: `空白计为 0`.
pub fn policy(read: &ReadPolicy, lang: Lang) -> Vec<String> {
    let counts = |what: &str, treatment: Treatment| {
        let does = match (treatment, lang) {
            (Treatment::As(value), Lang::Zh) => format!("计为 {value}"),
            (Treatment::As(value), Lang::En) => format!("counts as {value}"),
            (Treatment::Skip, Lang::Zh) => "略去不计".to_owned(),
            (Treatment::Skip, Lang::En) => "is left out".to_owned(),
            (Treatment::Unknown, Lang::Zh) => "按不知道处理".to_owned(),
            (Treatment::Unknown, Lang::En) => "is unknown".to_owned(),
            (Treatment::Error, Lang::Zh) => "报错".to_owned(),
            (Treatment::Error, Lang::En) => "is an error".to_owned(),
        };
        match lang {
            Lang::Zh => format!("{what}{does}"),
            Lang::En => format!("{what} {does}"),
        }
    };
    let mut out = Vec::new();
    out.extend(read.blank.map(|treatment| counts(pick(lang, "空白", "blank"), treatment)));
    // Tokens that count alike are said together.
    let mut groups: Vec<(Treatment, Vec<String>)> = Vec::new();
    for (token, treatment) in &read.tokens {
        let quoted = match lang {
            Lang::Zh => format!("“{token}”"),
            Lang::En => format!("\"{token}\""),
        };
        match groups.iter_mut().find(|(other, _)| other == treatment) {
            Some((_, tokens)) => tokens.push(quoted),
            None => groups.push((*treatment, vec![quoted])),
        }
    }
    out.extend(groups.into_iter().map(|(treatment, tokens)| counts(&tokens.join(pick(lang, "", ", ")), treatment)));
    out.extend(read.absent.map(|treatment| counts(pick(lang, "没有这一格", "absent"), treatment)));
    out
}

/// The report years in which a form is in force.
pub fn years(applies: Option<&Applies>, lang: Lang) -> String {
    match (applies.map(|applies| (applies.from, applies.to)), lang) {
        (Some((Some(from), Some(to))), _) if from == to => from.to_string(),
        (Some((Some(from), Some(to))), Lang::Zh) => format!("{from} 至 {to} 年度"),
        (Some((Some(from), Some(to))), Lang::En) => format!("{from} to {to}"),
        (Some((Some(from), None)), Lang::Zh) => format!("{from} 年度起"),
        (Some((Some(from), None)), Lang::En) => format!("from {from}"),
        (Some((None, Some(to))), Lang::Zh) => format!("至 {to} 年度"),
        (Some((None, Some(to))), Lang::En) => format!("until {to}"),
        (Some((None, None)) | None, Lang::Zh) => "各年度".to_owned(),
        (Some((None, None)) | None, Lang::En) => "all years".to_owned(),
    }
}
