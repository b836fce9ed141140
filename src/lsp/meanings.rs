//! What the words of the language mean, for hovers and completion: `docs/language.md` in one sentence each.

use crate::diag::Lang;
use crate::syntax::keywords::{KEYWORDS, Keyword, KeywordClass};

/// One word: how it is used, in English keywords, and what it means.
pub(super) struct Meaning {
    /// The rule of the grammar, or the English name of a function.
    pub of: &'static str,
    pub usage: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

impl Meaning {
    pub fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

macro_rules! meanings {
    ($($of:literal $usage:literal $zh:literal, $en:literal;)*) => {
        &[$(Meaning { of: $of, usage: $usage, zh: $zh, en: $en }),*]
    };
}

/// The words of statements and types.
const WORDS: &[Meaning] = meanings! {
    "kw_gouji" "gouji 1" "文件开头：语言的版本。", "Begins a file: the edition of the language.";
    "kw_unit" "unit 万元 = 10000元" "计量单位，`|` 后面是别的写法；`=` 给出同一量纲的精确换算。", "A unit of measure; other spellings behind `|`, an exact conversion within the dimension behind `=`.";
    "kw_axis" "axis 方式 { 当面, 网上, total 总计 }" "一组有名字的项目，用 `..名称` 铺开在行、列或事实中。", "A named list of items, spread into rows, columns or facts by `..NAME`.";
    "kw_template" "template 名称 @2021 \"标题\" { … }" "一张表的一个版本：报告应当是什么样子，哪些数字必须相符。", "One version of one form: what a report must look like and which figures must tie.";
    "kw_amends" "template 名称 @2022 amends @2021 { … }" "写成对另一个版本的修改。", "Written as the change of another version.";
    "kw_basis" "basis \"条例第五十条\"" "法律依据。模板、章、表、项目、规则都可以有，随问题一起印出。", "The legal source of a template, section, table, item or rule; printed with every finding.";
    "kw_applies" "applies 年度 in 2021..2023" "适用的报告年度；两端都可以不写。", "The report years in which the form is in force; either end may be open.";
    "kw_title" "title \"{年度}年{机关}…报告\"" "文件标题的写法：`{名称}` 取基本信息，`…` 是不含数字和句读的任意一段。", "How the document's title reads: `{NAME}` takes a meta value, `…` is any run without a digit or a stop.";
    "kw_meta" "meta { 年度: year \"自{}年1月1日\" }" "报告的基本信息：用什么认出一份报告。", "What identifies a report.";
    "kw_key" "key 机关, 年度" "哪些基本信息相同，就是同一单位的报告。", "Which meta values make two reports the same office's.";
    "kw_read" "read blank as 0, \"/\" as 0" "空白、缺失或某个记号算作什么；里层的说明优先于外层。", "What a blank, an absent cell or a token counts as; an inner one beats an outer one.";
    "kw_section" "section 名称 \"一、标题\" { … }" "报告的一个部分，可以套叠。", "A part of the report; sections nest.";
    "kw_table" "table 名称 \"表名\" { cell …  columns { … }  rows { … } }" "一张表：数字的类型、列、行，以及这张表的规则。", "A table: the type of its figures, its columns, its rows, and its rules.";
    "kw_facts" "facts { 收到 \"收到申请{}\" }" "正文句子里的数字：标签是句式，`{}` 取出数字和单位。", "Figures in sentences: a label is a pattern, `{}` takes the figure and its unit.";
    "kw_prose" "prose" "这一部分是文字，不校验。", "The section holds text that is not checked.";
    "kw_cell" "cell natural[件]" "这张表（或这组事实）里每个数字的类型。", "The type of every figure of the table or of the facts.";
    "kw_columns" "columns \"办理方式\" { ..方式 }" "表的列。不写列的表是一张清单。", "The columns of a table; without them it is a list.";
    "kw_rows" "rows { 新收 \"一、本年新收\" }" "表的行。不写行的表只有一行。", "The rows of a table; without them it is one row.";
    "kw_rule" "rule 名称 \"说明\" soft when 条件 { 甲 + 乙 == 丙 }" "一条规则：一个条件，每列（每行）都要成立。", "One condition, which must hold in every column (or row).";
    "kw_total" "total 总计" "合计：没有花括号时，是同层各项之和；有花括号时，是里面各项之和。", "A total: of the items beside it, or, with a block, of the items in it.";
    "kw_including" "发布会 \"总次数\" including { … }" "其中：每一项都不超过这个数，也不另外相加。", "Of which: each child is at most the figure, and is added to nothing.";
    "kw_optional" "optional, optional as 0" "可以没有；用到它的规则这时不适用。`as` 给出没有时算作的数。", "It may be missing; rules that need it do not apply then. `as` gives the value it counts as.";
    "kw_as" "blank as 0" "算作这个数。", "Counts as this value.";
    "kw_step" "step 0.01" "印出的位数，数字本身是精确的。", "Printed to these places, and exact.";
    "kw_rounded" "rounded 0.01" "逐项四舍五入过：求和时容许每项半个末位的差。", "Rounded line by line: sums compare as intervals of half a unit in the last place for each term.";
    "kw_matches" "text matches \"…\"" "文字要符合的格式（正则表达式的一个线性子集）。", "What a text must match (a linear-time subset of regular expressions).";
    "kw_blank" "blank as 0, blank(x)" "空白：格子在，里面没有东西。", "Blank: the cell is there and empty.";
    "kw_absent" "absent skip, absent(x)" "缺失：找不到标签，或者这一行没有这一格。", "Absent: its label was not found, or its row has no such cell.";
    "kw_skip" "\"/\" skip" "求和时略去；点名用到它的规则不适用。", "Totals leave it out; a rule that names it does not apply.";
    "kw_unknown" "blank unknown" "用到它的规则无法判断。", "A rule that needs it cannot be assessed.";
    "kw_error" "blank error" "报错；用到它的规则无法判断。", "A finding; a rule that needs it cannot be assessed.";
    "kw_soft" "rule 名称 soft { … }" "不成立时是警告：需要核实或说明。", "A failure is a warning: to be explained.";
    "kw_note" "rule 名称 note { … }" "不成立时只作提示。", "A failure only informs.";
    "kw_when" "when known(收到)" "条件为真时规则才适用。", "The rule applies where this is true.";
    "kw_within" "within 0.01万元" "两边可以相差这么多。", "Both sides may differ by this much.";
    "kw_during" "during 2021..2023" "只适用于这些报告年度。", "The rule applies to these report years.";
    "kw_suspended" "suspended \"原因\"" "暂停这条规则，并说明原因。", "The rule does not apply, and why.";
    "kw_prior" "prior.期末" "同一单位上一年度的报告。", "The same office's report of the year before.";
    "kw_parts" "sum(parts.新收)" "本报告所汇总的下级报告。", "The reports that this one sums up.";
    "kw_true" "true" "真。", "True.";
    "kw_false" "false" "假。", "False.";
    "kw_and" "甲 and 乙" "两个条件都成立。", "Both conditions hold.";
    "kw_or" "甲 or 乙" "至少一个条件成立。", "At least one of the conditions holds.";
    "kw_not" "not 甲" "条件不成立。", "The condition does not hold.";
    "kw_implies" "甲 implies 乙" "前一个条件成立时，后一个也要成立。", "Where the first condition holds, the second must hold too.";
    "kw_in" "收到 in (甲, 甲 + 乙)、x in 1..3" "等于其中一个，或者在范围之内。", "Equals one of these, or lies in the range.";
    "kw_if" "if 条件 then 甲 else 乙" "按条件取两个值之一。", "One of two values, by a condition.";
    "kw_then" "if 条件 then 甲 else 乙" "条件成立时的值。", "The value where the condition holds.";
    "kw_else" "if 条件 then 甲 else 乙" "条件不成立时的值。", "The value where the condition does not hold.";
    "kw_by" "sum(x by y)" "保留字，本版尚未使用。", "Reserved; not in this edition.";
    "kw_where" "sum(x where y)" "保留字，本版尚未使用。", "Reserved; not in this edition.";
    "kw_inside" "in 收件 { … }" "修订：改动这张表或这一章里面。", "Amendment: changes inside this table or section.";
    "kw_drop" "drop rows { 甲, 乙 }" "修订：删去行、列、事实、基本信息，或者表、章、规则。", "Amendment: drops rows, columns, facts, meta values, or tables, sections, rules.";
    "kw_add" "add rows after 甲 { 乙 }" "修订：增加，默认加在末尾。", "Amendment: adds, at the end unless a place is given.";
    "kw_rename" "rename rows { 旧名 -> 新名 }" "修订：改名；沿用的规则跟着改。", "Amendment: renames; rules that are kept follow.";
    "kw_change" "change rows { 甲: natural[件] \"新标签\" }" "修订：重写这些项目写出的部分，其余不变。", "Amendment: restates what is written of these items; the rest stays.";
    "kw_move" "move rows after 甲 { 乙 }" "修订：移到别处。", "Amendment: moves to another place.";
    "kw_split" "split 甲 { 乙, 丙 }" "修订：一项拆成几项，它自己成为标题。", "Amendment: splits an item; it becomes a heading.";
    "kw_merge" "merge rows 甲 { 乙, 丙 }" "修订：几项合并为一项。", "Amendment: merges items into one.";
    "kw_replace" "replace table 甲 { … }" "修订：整个换掉，什么也不沿用。", "Amendment: puts another in its place; nothing is carried over.";
    "kw_after" "after 甲" "修订：放在它后面。", "Amendment: behind it.";
    "kw_before" "before 甲" "修订：放在它前面。", "Amendment: in front of it.";
    "kw_each" "rows each …" "行数不定的表。本版尚未支持。", "Open tables. Not in this edition.";
    "kw_rollup" "rollup …" "汇总方式。本版尚未支持。", "How parts are rolled up. Not in this edition.";
    "kw_void" "void [行, 列]" "表上划去的格子。本版尚未支持。", "Cells that a form crosses out. Not in this edition.";
    "ty_natural" "natural[件]" "自然数：0 或正整数。方括号里是单位。", "A whole number of at least 0; its unit in brackets.";
    "ty_integer" "integer[件]" "整数，可以是负数。", "A whole number, also a negative one.";
    "ty_decimal" "decimal[万元] >= 0" "小数，精确计算。", "A decimal number, exact.";
    "ty_percent" "percent" "百分数；不参加合计。", "A percentage; never part of a total.";
    "ty_text" "text" "文字。", "A text.";
    "ty_bool" "bool" "是或否。", "Yes or no.";
    "ty_year" "year" "年份。", "A year.";
    "ty_date" "date" "日期。", "A date.";
    "ty_enum" "enum{政府 部门 乡镇}" "几个词中的一个。", "One of these words.";
    "ty_code" "code" "印着行号的一列（不是数字）。", "A column of printed line numbers (no figures).";
    "ty_unit" "unit" "印着每行单位的一列（不是数字）。", "A column that prints the unit of its row (no figures).";
};

/// The functions, by their English names.
const FUNCTIONS: &[Meaning] = meanings! {
    "sum" "sum(不予公开), sum(新收), sum(#32..#57)" "求和：只加应当相加的项目，合计、派生行和“其中”不重复加。", "Adds what is to be added: no totals, derived lines or of-which items twice.";
    "min" "min(x), min(a, b)" "最小的。", "The smallest.";
    "max" "max(x), max(a, b)" "最大的。", "The greatest.";
    "avg" "avg(x), avg(a, b)" "平均数。", "The mean.";
    "count" "count(x)" "有多少个。", "How many there are.";
    "abs" "abs(x)" "绝对值。", "The absolute value.";
    "round" "round(x, 0.01)" "舍入到最近的倍数，恰好一半时远离零。", "To the nearest multiple, halves away from zero.";
    "blank" "blank(x)" "这一格是不是空白。", "Whether the cell is blank.";
    "absent" "absent(x)" "这一格是不是缺失。", "Whether the cell is absent.";
    "known" "known(x)" "这一格有没有数。", "Whether the cell has a value.";
    "before" "before(x)" "本版尚未支持。", "Not in this edition.";
    "na" "na(x)" "本版尚未支持。", "Not in this edition.";
};

pub(super) fn of_keyword(keyword: &Keyword) -> Option<&'static Meaning> {
    WORDS.iter().find(|meaning| meaning.of == keyword.rule)
}

/// By its English name or its Chinese one.
pub(super) fn of_function(name: &str) -> Option<&'static Meaning> {
    let (en, _) = crate::syntax::keywords::FUNCTIONS.iter().find(|(en, zh)| *en == name || *zh == name)?;
    FUNCTIONS.iter().find(|meaning| meaning.of == *en)
}

/// The usage of a word with Chinese keywords where the file has those.
pub(super) fn usage(meaning: &Meaning, chinese: bool) -> String {
    if !chinese {
        return meaning.usage.to_owned();
    }
    let mut out = String::new();
    let mut word = String::new();
    // A word of an example is a keyword unless it stands in quotes.
    let mut quoted = false;
    for c in meaning.usage.chars().chain(['\0']) {
        if c.is_ascii_alphabetic() && !quoted {
            word.push(c);
            continue;
        }
        out.push_str(&chinese_word(&word, meaning.of));
        word.clear();
        quoted ^= c == '"';
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

/// The Chinese of a word in the usage of another; a word with two spellings is the one that is explained.
fn chinese_word(word: &str, of: &str) -> String {
    let function = || crate::syntax::keywords::FUNCTIONS.iter().find(|(en, _)| *en == word).map(|(_, zh)| *zh);
    let own = KEYWORDS.iter().find(|keyword| keyword.rule == of && keyword.en == word).map(|keyword| keyword.zh);
    let statement = |keyword: &&Keyword| keyword.en == word && (word != "unit" || keyword.class != KeywordClass::Type);
    let any = || KEYWORDS.iter().find(statement).map(|keyword| keyword.zh);
    let found = if of == word { function() } else { own };
    found.or_else(any).or_else(function).unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_its_meaning() {
        for keyword in KEYWORDS {
            let meaning = of_keyword(keyword).unwrap_or_else(|| panic!("{} has no meaning", keyword.rule));
            assert!(!meaning.zh.is_empty() && !meaning.en.is_empty());
            let known = meaning.usage.contains(keyword.en);
            assert!(known, "{}: {}", keyword.rule, meaning.usage);
            assert!(usage(meaning, true).contains(keyword.zh), "{}: {}", keyword.rule, usage(meaning, true));
        }
        assert_eq!(WORDS.len(), KEYWORDS.len());
        for (en, zh) in crate::syntax::keywords::FUNCTIONS {
            assert!(of_function(en).is_some() && of_function(zh).is_some(), "{en}");
        }
    }
}
