//! The keywords, in both languages. A test holds this table equal to the grammar's.

/// One keyword: the rule of the grammar that reads it, its English and its Chinese spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keyword {
    pub rule: &'static str,
    pub en: &'static str,
    pub zh: &'static str,
    pub class: KeywordClass,
}

/// Where a keyword is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeywordClass {
    /// Never a name, unless in backquotes.
    Reserved,
    /// A keyword where its statement can stand, a name elsewhere.
    Statement,
    /// A word of a type: a keyword behind `:` and `cell`.
    Type,
}

macro_rules! keywords {
    ($($class:ident: $($rule:literal $en:literal $zh:literal,)*)*) => {
        /// Every keyword, in the order of the grammar.
        pub const KEYWORDS: &[Keyword] = &[$($(
            Keyword { rule: $rule, en: $en, zh: $zh, class: KeywordClass::$class },
        )*)*];
    };
}

keywords! {
    Reserved:
    "kw_and" "and" "且",
    "kw_or" "or" "或",
    "kw_not" "not" "非",
    "kw_implies" "implies" "蕴含",
    "kw_in" "in" "属于",
    "kw_if" "if" "若",
    "kw_then" "then" "则",
    "kw_else" "else" "否则",
    "kw_by" "by" "按照",
    "kw_where" "where" "限于",
    Statement:
    "kw_gouji" "gouji" "勾稽",
    "kw_unit" "unit" "计量",
    "kw_axis" "axis" "轴",
    "kw_template" "template" "模板",
    "kw_amends" "amends" "修订",
    "kw_basis" "basis" "依据",
    "kw_applies" "applies" "适用",
    "kw_title" "title" "标题",
    "kw_meta" "meta" "元数据",
    "kw_key" "key" "主键",
    "kw_read" "read" "读作",
    "kw_section" "section" "章",
    "kw_table" "table" "表",
    "kw_facts" "facts" "文中",
    "kw_prose" "prose" "正文",
    "kw_cell" "cell" "格",
    "kw_columns" "columns" "列",
    "kw_rows" "rows" "行",
    "kw_rule" "rule" "规则",
    "kw_total" "total" "求和",
    "kw_including" "including" "其中含",
    "kw_optional" "optional" "可无",
    "kw_as" "as" "计为",
    "kw_step" "step" "精度",
    "kw_rounded" "rounded" "舍入到",
    "kw_matches" "matches" "匹配",
    "kw_blank" "blank" "空白",
    "kw_absent" "absent" "缺失",
    "kw_skip" "skip" "略去",
    "kw_unknown" "unknown" "未知",
    "kw_error" "error" "报错",
    "kw_soft" "soft" "核实",
    "kw_note" "note" "提示",
    "kw_when" "when" "当",
    "kw_within" "within" "允差",
    "kw_during" "during" "于",
    "kw_suspended" "suspended" "暂停",
    "kw_prior" "prior" "上年报告",
    "kw_parts" "parts" "下级报告",
    "kw_true" "true" "真",
    "kw_false" "false" "假",
    "kw_inside" "in" "在",
    "kw_drop" "drop" "删去",
    "kw_add" "add" "增加",
    "kw_rename" "rename" "改名",
    "kw_change" "change" "更改",
    "kw_move" "move" "移动",
    "kw_split" "split" "拆分",
    "kw_merge" "merge" "合并",
    "kw_replace" "replace" "替换",
    "kw_after" "after" "后于",
    "kw_before" "before" "先于",
    "kw_each" "each" "逐项",
    "kw_rollup" "rollup" "汇总方式",
    "kw_void" "void" "无格",
    Type:
    "ty_natural" "natural" "自然数",
    "ty_integer" "integer" "整数",
    "ty_decimal" "decimal" "小数",
    "ty_percent" "percent" "百分数",
    "ty_text" "text" "文本",
    "ty_bool" "bool" "是非",
    "ty_year" "year" "年",
    "ty_date" "date" "日期",
    "ty_enum" "enum" "枚举",
    "ty_code" "code" "行号",
    "ty_unit" "unit" "单位",
}

/// The functions of expressions, English and Chinese. The tree holds the English name of either.
pub const FUNCTIONS: &[(&str, &str)] = &[
    ("sum", "求和"),
    ("min", "最小"),
    ("max", "最大"),
    ("avg", "平均"),
    ("count", "计数"),
    ("abs", "绝对值"),
    ("round", "舍入"),
    ("blank", "空白"),
    ("absent", "缺失"),
    ("known", "已知"),
    ("before", "前一项"),
    ("na", "不适用"),
];

/// The keyword with this spelling, in either language.
pub fn find(word: &str) -> Option<&'static Keyword> {
    KEYWORDS.iter().find(|keyword| keyword.en == word || keyword.zh == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `kw_and = @{ ("and" | "且") ~ !XID_CONTINUE }` gives its rule and both spellings.
    fn of_the_grammar() -> Vec<(String, String, String)> {
        let grammar = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/gouji.pest"));
        let declared = grammar.lines().filter_map(|line| line.split_once('='));
        let keywords = declared.filter(|(rule, _)| rule.starts_with("kw_") || rule.starts_with("ty_"));
        keywords
            .map(|(rule, body)| {
                let texts: Vec<&str> = body.split('"').skip(1).step_by(2).collect();
                let [en, zh] = texts[..] else { panic!("{rule} has {texts:?}") };
                (rule.trim().to_owned(), en.to_owned(), zh.to_owned())
            })
            .collect()
    }

    #[test]
    fn the_table_is_the_grammars() {
        let table: Vec<_> = KEYWORDS.iter().map(|k| (k.rule.to_owned(), k.en.to_owned(), k.zh.to_owned())).collect();
        assert_eq!(table, of_the_grammar());
    }

    #[test]
    fn every_spelling_is_one_keyword_in_its_class() {
        for (at, keyword) in KEYWORDS.iter().enumerate() {
            for other in &KEYWORDS[..at] {
                let same_place = (keyword.class == KeywordClass::Type) == (other.class == KeywordClass::Type);
                // `in` is 属于 in a condition and 在 before what an amendment changes; the grammar reads either there.
                if keyword.rule == "kw_inside" && other.rule == "kw_in" {
                    assert_ne!(keyword.zh, other.zh);
                    continue;
                }
                assert!(!same_place || (keyword.en != other.en && keyword.zh != other.zh), "{keyword:?} {other:?}");
            }
        }
    }

    #[test]
    fn words_that_forms_print_stay_free() {
        for label in ["合计", "总计", "小计", "其他", "其中", "备注", "金额", "数量", "项目"] {
            assert_eq!(find(label), None, "{label}");
        }
        assert_eq!(find("单位").map(|keyword| keyword.class), Some(KeywordClass::Type));
    }

    /// The words that a pattern of the TextMate grammar lists: `(natural|自然数|…)`.
    fn listed(pattern: &str) -> Vec<&str> {
        let groups = pattern.split(['(', ')']).filter(|group| !group.starts_with('?') && group.contains('|'));
        groups.flat_map(|group| group.split('|')).filter(|word| word.chars().all(unicode_ident::is_xid_continue)).collect()
    }

    #[test]
    fn editors_colour_the_same_keywords() {
        let grammar = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/gouji.tmLanguage.json"));
        let grammar: serde_json::Value = serde_json::from_str(grammar).expect("JSON");
        let mut words = std::collections::BTreeSet::new();
        for part in ["declarations", "keywords", "unitBrackets"] {
            for pattern in grammar["repository"][part]["patterns"].as_array().expect("patterns") {
                words.extend(listed(pattern["match"].as_str().expect("a pattern")));
            }
        }
        let keywords: std::collections::BTreeSet<&str> = KEYWORDS.iter().flat_map(|keyword| [keyword.en, keyword.zh]).collect();
        // `cell` and its Chinese stand in a look-behind of their own.
        assert_eq!(words, keywords);
        let functions = grammar["repository"]["functions"]["patterns"][0]["match"].as_str().expect("a pattern");
        let mut functions = listed(functions);
        functions.sort_unstable();
        let mut known: Vec<&str> = FUNCTIONS.iter().flat_map(|(en, zh)| [*en, *zh]).collect();
        known.sort_unstable();
        assert_eq!(functions, known);
        let types = grammar["repository"]["unitBrackets"]["patterns"][0]["match"].as_str().expect("a pattern");
        let of_types: Vec<&str> = KEYWORDS
            .iter()
            .filter(|keyword| keyword.class == KeywordClass::Type)
            .flat_map(|keyword| [keyword.en, keyword.zh])
            .collect();
        assert_eq!(listed(types), of_types);
        let _: serde_json::Value =
            serde_json::from_str(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/language-configuration.json")))
                .expect("JSON");
    }
}
