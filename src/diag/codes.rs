//! The one table of diagnostic codes. A code never changes its meaning; a retired one is not used again.

use serde::{Serialize, Serializer};

/// A diagnostic code, `G0101`. Its title and page are in the table below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    pub name: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    /// The explain page: Markdown, Chinese and English, with an example that yields the code and one that does not.
    pub page: &'static str,
}

impl Code {
    /// The code with this name, in any case: `g0101` finds `G0101`.
    pub fn find(name: &str) -> Option<Code> {
        ALL_CODES.iter().copied().find(|code| code.name.eq_ignore_ascii_case(name.trim()))
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

macro_rules! codes {
    ($($name:ident $zh:literal, $en:literal;)*) => {
        impl Code {
            $(pub const $name: Code = Code {
                name: stringify!($name), zh: $zh, en: $en,
                page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors/", stringify!($name), ".md")),
            };)*
        }
        /// Every code, in order.
        pub const ALL_CODES: &[Code] = &[$(Code::$name),*];
    };
}

codes! {
    // G01: the text of a template (syntax).
    G0101 "这里应当是别的内容", "something else belongs here";
    G0102 "括号不配对", "brackets do not match";
    G0103 "文字没有结束", "a text does not end";
    G0104 "不能用的字符", "a forbidden character";
    G0105 "太深或太大", "too deep or too large";
    G0106 "语言的版本", "the edition of the language";
    G0107 "写了两次", "given twice";
    G0108 "关键词写错了位置", "a keyword out of place";
    G0109 "数字有误", "a bad number";
    // end of G01

    // G02: names (resolve).
    G0201 "未知的名称", "unknown name";
    G0202 "名称有歧义", "ambiguous name";
    G0203 "重复声明", "declared twice";
    G0204 "未知的计量单位", "unknown unit";
    G0205 "未知的轴", "unknown axis";
    G0206 "循环引用", "a circle of axes or units";
    G0207 "语句位置不对", "a statement out of place";
    G0208 "项目自相矛盾", "an item contradicts itself";
    G0209 "标题或表当作数字", "a heading or a table used as a figure";
    G0210 "句式写错", "a wrong pattern";
    G0211 "范围或方括号写错", "a wrong range or index";
    G0212 "函数写错", "a wrong function call";
    G0213 "太大", "too large";
    G0214 "单位换算写错", "a wrong conversion of units";
    G0215 "值写错", "a wrong value";
    G0216 "没有内容", "nothing in it";
    G0217 "未知的类型", "unknown type";
    G0218 "修订的对象不存在", "an amendment of what is not there";
    G0219 "一处修订了两次", "amended twice";
    G0220 "修订的旧版不在", "the amended version is not at hand";
    G0221 "沿用的规则不再成立", "an inherited rule no longer fits";
    G0222 "修订写法不对", "a change that cannot be made";
    // end of G02

    // G03: types, units, shapes, totals (check).
    G0301 "单位不符", "units do not match";
    G0302 "单位不能相乘除", "units that cannot be multiplied or divided";
    G0303 "类型不符", "types do not match";
    G0304 "不是条件", "not a condition";
    G0305 "没有这个选项", "no such option";
    G0306 "行与列混用", "a row with a column";
    G0307 "两边的项目不一致", "items do not match";
    G0308 "一个数字对一整行", "one figure against a vector";
    G0309 "多份报告当作一个数", "many reports as one figure";
    G0310 "没有可汇总的", "nothing to aggregate";
    G0311 "没有写类型", "no type";
    G0312 "一格两种类型", "two types for one cell";
    G0313 "限定互相矛盾", "bounds that contradict each other";
    G0314 "类型不能这样写", "what a type cannot have";
    G0315 "数值不合类型", "a value outside its type";
    G0316 "合计没有组成项", "a total of nothing";
    G0317 "同一层有两个合计", "two totals on one level";
    G0318 "合计不能相加", "a total that cannot be added up";
    G0319 "算式循环", "lines derived in a circle";
    G0320 "规则永远成立", "a rule that nothing can break";
    G0321 "规则永远不成立", "a rule that nothing can satisfy";
    G0322 "除数为零", "division by zero";
    G0323 "容差有误", "an allowance that does not fit";
    G0324 "没有用到", "never used";
    G0325 "用不上的写法", "a spelling that cannot match";
    G0326 "标签相同", "two items with one label";
    G0327 "标题相同", "two captions alike";
    G0328 "版本冲突", "versions in conflict";
    G0329 "语句中不是数字", "a fact that is not a number";
    // end of G03

    // G04: what the rules say of a report (eval).
    G0401 "勾稽不平", "a rule does not hold";
    G0402 "合计不符", "a total is off";
    G0403 "合计没有填", "a total is left blank";
    G0404 "算式不符", "a derived line is off";
    G0405 "其中数大于总数", "a part exceeds its whole";
    G0406 "没有核对", "a cross-check was not made";
    G0407 "无法计算", "a rule cannot be computed";
    G0408 "要用别的报告", "a rule needs another report";
    G0409 "规则暂停执行", "a rule is suspended";
    G0410 "改这一格就平", "one change makes the rules hold";
    G0411 "上年报告不能用", "a report of the year before that cannot be used";
    G0412 "没有找到上年报告", "no report of the year before";
    G0413 "没有跨年的规则", "no rule about the year before";
    G0414 "汇总数不符", "figures that are not the sum of the parts";
    G0415 "下级报告不齐", "a report below is missing";
    G0416 "隶属关系表写错", "a table of superiors that cannot be used";
    // end of G04

    // G05: figures: found, missing, unreadable (bind, types of a figure).
    G0501 "未找到数字", "a figure is absent";
    G0502 "读不成数字", "unreadable figure";
    G0503 "数字不合类型", "a figure does not fit its type";
    G0504 "单位不能换算", "units that cannot be converted";
    G0505 "数字没有归属", "figures that no cell claims";
    G0506 "同一项有不同的数字", "two figures for one item";
    G0507 "标签与格式不同", "a label differs from the form";
    G0508 "次序与格式不同", "the order differs from the form";
    G0509 "必填的格是空的", "a required figure is blank";
    G0510 "行里的格数不对", "a row has the wrong number of cells";
    G0511 "没有找到标题", "a heading was not found";
    G0512 "单位已换算", "figures were converted";
    G0513 "格式里没有的键", "a key the form does not have";
    G0514 "值的形状不对", "a value of the wrong kind";
    G0515 "句子里缺数字", "a sentence lacks its figure";
    G0516 "其中数相加不符", "parts that do not add up";
    G0517 "占比与数字不符", "a share that does not fit";
    G0518 "增减与数字不符", "a change that does not fit";
    G0520 "连写的数字已拆开", "glued figures were taken apart";
    G0521 "连写的数字拆不定", "glued figures that cannot be told apart";
    // end of G05

    // G06: files and formats (document).
    G0601 "文件无法读取", "the file cannot be read";
    G0602 "文件无法解码", "the text cannot be decoded";
    G0603 "文件是空的", "an empty file";
    G0604 "超出读取上限", "larger than is read";
    G0605 "JSON 语法错误", "JSON syntax error";
    G0606 "键重复", "a key occurs twice";
    G0607 "编码是推断的", "a guessed encoding";
    G0608 "YAML 语法错误", "YAML syntax error";
    G0609 "TOML 语法错误", "TOML syntax error";
    G0610 "CSV 格式错误", "CSV that does not line up";
    // Office files and PDF.
    G0621 "文件已损坏", "the file is damaged";
    G0622 "文件有密码", "the file has a password";
    G0623 "隐藏的内容", "something is hidden";
    G0624 "PDF 里没有文字", "a PDF without text";
    // end of G06

    // G07: which template, year, office (recognition).
    G0701 "认不出格式", "no template fits";
    G0702 "年度与格式不符", "the year and the form disagree";
    G0703 "几个格式同样合适", "several templates fit";
    G0704 "缺少报告信息", "what identifies the report is missing";
    G0705 "报告信息不一致", "what identifies the report disagrees";
    G0706 "没有这个模板", "no such template";
    G0707 "一个文件里有几份报告", "several reports in one file";
    // end of G07

    // G08: expectations of a test (snapshot).
    G0801 "期望没有实现", "an expectation is not met";
    G0802 "期望写错", "an expectation that cannot be read";
    // end of G08

    // G09: outside this edition, or not evaluated yet.
    G0901 "本版语言没有", "not in this edition";
    G0903 "本版还不核对的列", "a column this edition does not check";
    G0904 "排版工具的缺陷", "a fault of the formatter";
    // end of G09
}
