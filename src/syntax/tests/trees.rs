//! Every construct, in both languages, gives its tree.

use super::*;
use crate::syntax::ast::*;

/// Every construct of the first ring, in English.
pub(super) const EVERYTHING: &str = r##"gouji 1

// a comment
unit 元
unit 万元 = 10000元
unit 人次 | 次 | "人/次"

/// Who filled the meals.
/// Second line.
axis 来源 { 自办, 委托 { 甲 乙 }, total 总计 }

template 食堂 @2021.a "学校食堂月报" {
  basis "教发〔2021〕1号"
  applies 年度 in 2021..2023
  title "{年度}年食堂月报" | "食堂月报"
  meta { 年度: year "{}年", 学校: text optional, 层级: enum{小学 中学, 其他} }
  key 学校, 年度
  read blank as 0, "/" as -1, "—" skip, absent unknown, "未报" error
  axis 内部 { 早 晚 }
  section 用餐 "一、用餐" | "用餐" {
    prose
    facts {
      cell natural[人次] >= 0
      total 就餐 "就餐{}" | "用餐{}" { 学生 "学生{}" , 教师 "教师{}" }
      免费: decimal[元] optional "收费{}" | "未收费" as 0
      rule 合理 { 就餐 >= 0 }
    }
  }
  table 支出 | "支出表" optional {
    cell decimal[万元] in 0..100 step 0.01
    columns "分项" { ..来源, 行次: code }
    rows {
      食材 #1 "一、食材" including { 蔬菜 }
      人工 #3.1: decimal[元] rounded 0.01 "人工" | "工资" read "无" skip basis "财〔2020〕2号"
      `3月` "三月" step 0.1
      净额 "净额" = (食材 - 人工) * 2 / 3
      total 合计 optional as 0
    }
    rule 平衡 "收支相等" soft when 食材[总计] > 0 and not absent(人工) within 5万元 basis "b" during 2021.. suspended "why" {
      #1 + #3.1 == 合计 == sum(#1..#3.1)
    }
    rule 上期 note { 净额 = prior.支出.净额 implies parts.合计 in (1, 2%) or 支出[#1, 自办] ≥ -1 }
    rule 选择 { 人工 in 0..100 }
    rule 条件 { if 食材 > 0 then true else false }
  }
}
"##;

/// The same template in Chinese keywords and full-width punctuation.
const EVERYTHING_CHINESE: &str = r##"勾稽 1

// a comment
计量 元
计量 万元 ＝ １００００元
计量 人次 ｜ 次 ｜ “人/次”

/// Who filled the meals.
/// Second line.
轴 来源 ｛ 自办、委托 ｛ 甲 乙 ｝，求和 总计 ｝

模板 食堂 ＠2021.a “学校食堂月报” ｛
  依据 “教发〔2021〕1号”
  适用 年度 属于 2021．．2023
  标题 “{年度}年食堂月报” ｜ “食堂月报”
  元数据 ｛ 年度：年 “{}年”， 学校：文本 可无， 层级：枚举｛小学 中学，其他｝ ｝
  主键 学校，年度
  读作 空白 计为 0，“/” 计为 －1，“—” 略去，缺失 未知，“未报” 报错
  轴 内部 ｛ 早 晚 ｝
  章 用餐 “一、用餐” ｜ “用餐” ｛
    正文
    文中 ｛
      格 自然数［人次］ ＞＝ 0
      求和 就餐 “就餐{}” ｜ “用餐{}” ｛ 学生 “学生{}” ， 教师 “教师{}” ｝
      免费：小数［元］ 可无 “收费{}” ｜ “未收费” 计为 0
      规则 合理 ｛ 就餐 ＞＝ 0 ｝
    ｝
  ｝
  表 支出 ｜ “支出表” 可无 ｛
    格 小数［万元］ 属于 0．．100 精度 0．01
    列 “分项” ｛ ．．来源，行次：行号 ｝
    行 ｛
      食材 ＃1 “一、食材” 其中含 ｛ 蔬菜 ｝
      人工 ＃3.1：小数［元］ 舍入到 0.01 “人工” ｜ “工资” 读作 “无” 略去 依据 “财〔2020〕2号”
      `3月` “三月” 精度 0.1
      净额 “净额” ＝ （食材 － 人工） × 2 ÷ 3
      求和 合计 可无 计为 0
    ｝
    规则 平衡 “收支相等” 核实 当 食材［总计］ ＞ 0 且 非 缺失（人工） 允差 5万元 依据 “b” 于 2021．． 暂停 “why” ｛
      ＃1 ＋ ＃3.1 ＝＝ 合计 ＝＝ 求和（＃1．．＃3.1）
    ｝
    规则 上期 提示 ｛ 净额 ＝ 上年报告.支出.净额 蕴含 下级报告.合计 属于 （1， 2％） 或 支出［＃1， 自办］ >= －1 ｝
    规则 选择 ｛ 人工 属于 0．．100 ｝
    规则 条件 ｛ 若 食材 ＞ 0 则 真 否则 假 ｝
  ｝
｝
"##;

/// The tree without its places and its comments.
fn shape(file: &File) -> String {
    let dump = format!("{file:#?}");
    let mut out = String::new();
    let mut skip = 0usize;
    for line in dump.lines() {
        let word = line.trim_start();
        if skip > 0 {
            skip -= usize::from(word.starts_with('}'));
        } else if word.starts_with("Span {") || word.ends_with("Span {") {
            skip = 1;
        } else if !word.starts_with("keywords:") {
            out.push_str(word);
            out.push('\n');
        }
    }
    out
}

#[test]
fn both_languages_and_widths_give_one_tree() {
    let english = good(EVERYTHING);
    let chinese = good(EVERYTHING_CHINESE);
    assert_eq!((english.keywords, chinese.keywords), (KeywordLang::English, KeywordLang::Chinese));
    assert_eq!(shape(&english), shape(&chinese));
    let windows = format!("\u{FEFF}{}", EVERYTHING.replace('\n', "\r\n"));
    assert_eq!(shape(&english), shape(&good(&windows)));
}

/// Some punctuation outside quotes and comments in full width, as the choices say.
fn widened(text: &str, choices: &[bool]) -> String {
    let mut choices = choices.iter().copied().cycle();
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let (mut quoted, mut curly) = (false, false);
        let comment = line.trim_start().starts_with("//");
        for c in line.chars() {
            let wide = !comment && !matches!(c, '`' | '_') && choices.next().unwrap_or(false);
            match c {
                '"' if quoted => {
                    out.push(if curly { '”' } else { '"' });
                    quoted = false;
                }
                '"' => {
                    (quoted, curly) = (true, wide);
                    out.push(if curly { '“' } else { '"' });
                }
                '!'..='~' if wide && !quoted && (!c.is_ascii_alphanumeric()) => {
                    out.push(char::from_u32(c as u32 + 0xFEE0).unwrap_or(c));
                }
                ' ' if wide && !quoted => out.push('\u{3000}'),
                _ => out.push(c),
            }
        }
    }
    out
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]

    #[test]
    fn the_width_of_punctuation_changes_nothing(choices in proptest::collection::vec(proptest::bool::ANY, 97)) {
        proptest::prop_assert_eq!(shape(&good(EVERYTHING)), shape(&good(&widened(EVERYTHING, &choices))));
    }
}

fn template(file: &File) -> &Template {
    let template = file.declarations.iter().find_map(|declaration| match declaration {
        Declaration::Template(template) => Some(template),
        Declaration::Unit(_) | Declaration::Axis(_) => None,
    });
    template.expect("a template")
}

fn items(nodes: &[ItemNode]) -> Vec<&Item> {
    nodes
        .iter()
        .filter_map(|node| match node {
            ItemNode::Item(item) => Some(item),
            ItemNode::Spread { .. } | ItemNode::NotInEdition { .. } => None,
        })
        .collect()
}

/// The rows of `gouji 1 template t @1 { table a { rows { … } } }`.
fn rows(text: &str) -> Vec<Item> {
    let file = good(&format!("gouji 1\ntemplate t @1 {{ table a {{ rows {{ {text} }} }} }}"));
    let Some(Statement::Table(table)) = template(&file).body.first() else { panic!("a table") };
    let Some(Statement::Rows(rows)) = table.body.first() else { panic!("rows") };
    items(&rows.items).into_iter().cloned().collect()
}

/// The condition of a rule, in brackets that show its precedence.
fn condition(text: &str) -> String {
    let file = good(&format!("gouji 1\ntemplate t @1 {{ rule r {{ {text} }} }}"));
    let Some(Statement::Rule(rule)) = template(&file).body.first() else { panic!("a rule") };
    show(&rule.condition)
}

fn show(expr: &Expr) -> String {
    let list = |all: &[Expr]| all.iter().map(show).collect::<Vec<_>>().join(", ");
    let end = |end: &Option<Box<Expr>>| end.as_ref().map(|end| show(end)).unwrap_or_default();
    match &expr.kind {
        ExprKind::Number(number) => {
            let unit = number.unit.as_ref().map_or("", |unit| unit.text.as_str());
            format!("{}{}{unit}", number.value, if number.percent { "%" } else { "" })
        }
        ExprKind::Text(text) => format!("{text:?}"),
        ExprKind::Bool(truth) => truth.to_string(),
        ExprKind::Path(parts) => parts
            .iter()
            .map(|part| match part {
                PathPart::Name(name) => name.text.clone(),
                PathPart::Code(code) => format!("#{}", code.text),
                PathPart::Prior(_) => "PRIOR".to_owned(),
                PathPart::Parts(_) => "PARTS".to_owned(),
            })
            .collect::<Vec<_>>()
            .join("."),
        ExprKind::Index { base, indices } => format!("{}[{}]", show(base), list(indices)),
        ExprKind::Range { from, to } => format!("<{}..{}>", end(from), end(to)),
        ExprKind::Call { function, args } => format!("{}({})", function.text, list(args)),
        ExprKind::Negate(inner) => format!("(-{})", show(inner)),
        ExprKind::Not(inner) => format!("(not {})", show(inner)),
        ExprKind::Arithmetic { op, left, right, .. } => {
            let sign = match op {
                ArithmeticOp::Add => "+",
                ArithmeticOp::Subtract => "-",
                ArithmeticOp::Multiply => "*",
                ArithmeticOp::Divide => "/",
            };
            format!("({} {sign} {})", show(left), show(right))
        }
        ExprKind::Compare { operands, ops } => {
            let mut out = String::from("(");
            for (index, operand) in operands.iter().enumerate() {
                if let Some((op, _)) = index.checked_sub(1).and_then(|before| ops.get(before)) {
                    let sign = match op {
                        CompareOp::Equal => "==",
                        CompareOp::NotEqual => "!=",
                        CompareOp::Less => "<",
                        CompareOp::LessEqual => "<=",
                        CompareOp::Greater => ">",
                        CompareOp::GreaterEqual => ">=",
                    };
                    out.push_str(&format!(" {sign} "));
                }
                out.push_str(&show(operand));
            }
            out + ")"
        }
        ExprKind::In { value, alternatives } => format!("({} in {{{}}})", show(value), list(alternatives)),
        ExprKind::Logic { op, left, right } => {
            let word = match op {
                LogicOp::And => "and",
                LogicOp::Or => "or",
                LogicOp::Implies => "implies",
            };
            format!("({} {word} {})", show(left), show(right))
        }
        ExprKind::If { condition, then, otherwise } => {
            format!("(if {} then {} else {})", show(condition), show(then), show(otherwise))
        }
        ExprKind::NotInEdition { what } => format!("?{what}"),
        ExprKind::Poisoned => "!".to_owned(),
    }
}

#[test]
fn operators_bind_as_the_language_says() {
    let cases = [
        ("a + b * c - d == e", "(((a + (b * c)) - d) == e)"),
        ("a == b == c", "(a == b == c)"),
        ("a < b ≤ c", "(a < b <= c)"),
        ("not a == b and c", "((not (a == b)) and c)"),
        ("a implies b implies c or d and e", "(a implies (b implies (c or (d and e))))"),
        ("-a * b", "((-a) * b)"),
        ("a - -b", "(a - (-b))"),
        ("a in (b, c + d)", "(a in {b, (c + d)})"),
        ("a in (b) and c", "((a in {b}) and c)"),
        ("a in 1..n and b", "((a in {<1..n>}) and b)"),
        ("a in 2021.. or b", "((a in {<2021..>}) or b)"),
        ("sum(#32..#57) + sum(x.甲..乙)", "(sum(<#32..#57>) + sum(<x.甲..乙>))"),
        ("if a > 0 then b else if c then d else e + 1", "(if (a > 0) then b else (if c then d else (e + 1)))"),
        ("(if a then b else c) + 1", "((if a then b else c) + 1)"),
        ("prior.a.#3.1 == parts.b", "(PRIOR.a.#3.1 == PARTS.b)"),
        ("prior == 1", "(prior == 1)"),
        ("新收[总计] = t[#84, #2]", "(新收[总计] == t[#84, #2])"),
        ("a ≠ 150% != 5万元", "(a != 150% != 5万元)"),
        ("a × b ÷ c ＋ d － e", "((((a * b) / c) + d) - e)"),
        ("x == \"2\"", "(x == \"2\")"),
        ("true", "true"),
        ("a >= // a comment\n b", "(a >= b)"),
        ("a且b == 规则外 且 非空", "((a且b == 规则外) and 非空)"),
        ("round(a / b, 0.01%)", "round((a / b), 0.01%)"),
        ("空白（甲）或 已知（乙）", "(blank(甲) or known(乙))"),
    ];
    for (text, tree) in cases {
        assert_eq!(condition(text), tree, "{text}");
    }
}

#[test]
fn the_clauses_of_an_item_come_in_any_order() {
    let one = rows("甲 #1: natural[件] \"一\" | \"二\" = a + b optional as 0 including { 乙 }");
    let other = rows("甲 = a + b\n | \"二\" \"一\" optional as 0 #1 : natural[件] including { 乙 }");
    let bones = |items: &[Item]| {
        let item = &items[0];
        let code = item.code.as_ref().map(|code| code.text.clone());
        let ty = item.ty.as_ref().map(|ty| (ty.kind.clone(), ty.unit.as_ref().map(|unit| unit.text.clone())));
        let label = item.label.as_ref().map(|label| label.text.text.clone());
        let spellings: Vec<String> = item.spellings.iter().map(|spelling| spelling.text.text.clone()).collect();
        let derived = item.derived.as_ref().map(show);
        let children = item.children.as_ref().map(|children| children.len());
        (items.len(), code, ty, label, spellings, derived, item.attributes.len(), item.including.is_some(), children)
    };
    assert_eq!(bones(&one), bones(&other));
    assert_eq!(one[0].attributes.len(), 1);
}

#[test]
fn items_are_told_apart_by_lines_commas_and_names() {
    let names = |text: &str| rows(text).into_iter().map(|item| item.name.text).collect::<Vec<_>>();
    assert_eq!(names("a b c \"C\", d、e，f\ng"), ["a", "b", "c", "d", "e", "f", "g"]);
    assert_eq!(names("a = b\n..x\nc"), ["a", "c"], "a spread on the next line is no range");
    assert_eq!(
        names("total数 规则外 合计 总计 单位 其他 小计 rule rows 年"),
        ["total数", "规则外", "合计", "总计", "单位", "其他", "小计", "rule", "rows", "年"]
    );
    assert_eq!(names("ＶＡ１ `in` `3 月`"), ["VA1", "in", "3 月"]);
    assert_eq!(names("{}".trim_matches(['{', '}'])), Vec::<String>::new());
    let empty = rows("a { }, b");
    assert_eq!((empty[0].children.as_deref(), empty[1].children.as_deref()), (Some(&[][..]), None));
}

#[test]
fn a_step_behind_a_type_is_the_types_and_elsewhere_the_items() {
    let items = rows("a: decimal[元] >= 0 step 0.01 \"A\"\nb: decimal \"B\" rounded 1\nc: text matches \"\\d{3}\"\nd: strange");
    let ty = items[0].ty.as_ref().expect("a type");
    assert!(ty.step.is_some() && ty.refinements.len() == 1 && items[0].attributes.is_empty());
    assert!(items[1].ty.as_ref().is_some_and(|ty| ty.rounded.is_none()) && items[1].attributes.len() == 1);
    assert!(matches!(&items[2].ty.as_ref().expect("c").refinements[..], [Refinement::Matches(text, _)] if text.text == "\\d{3}"));
    assert!(matches!(&items[3].ty.as_ref().expect("d").kind, TypeKind::Unknown(name) if name.text == "strange"));
}

#[test]
fn spans_end_where_the_last_token_ends() {
    let text =
        "gouji 1\ntemplate t @1 {\n  table 甲   // why\n  {\n    rows { a \"A\"   // note\n    b = c   \n }\n  }   \n}\n// end";
    let file = good(text);
    let Some(Statement::Table(table)) = template(&file).body.first() else { panic!("a table") };
    let Some(Statement::Rows(rows)) = table.body.first() else { panic!("rows") };
    let spans: Vec<&str> = items(&rows.items).iter().map(|item| &text[item.span.range()]).collect();
    assert_eq!(spans, ["a \"A\"", "b = c"]);
    assert!(text[table.span.range()].starts_with("table 甲") && text[table.span.range()].ends_with('}'));
    assert_eq!(&text[template(&file).version.as_ref().expect("version").span.range()], "@1");
    let comments: Vec<&str> = file.comments.iter().map(|comment| comment.text.as_str()).collect();
    assert_eq!(comments, ["// why", "// note", "// end"]);
}

#[test]
fn doc_comments_stay_with_what_follows_them() {
    let file = good("gouji 1\n\n/// one\n/// two\nunit a\n//// no doc\n/// of b\n\nunit b\n/// nobody's\n");
    let docs: Vec<Option<&str>> = file
        .declarations
        .iter()
        .map(|declaration| match declaration {
            Declaration::Unit(unit) => unit.doc.as_deref(),
            Declaration::Axis(_) | Declaration::Template(_) => None,
        })
        .collect();
    assert_eq!(docs, [Some("one\ntwo"), Some("of b")]);
    let comments: Vec<&str> = file.comments.iter().map(|comment| comment.text.as_str()).collect();
    assert_eq!(comments, ["//// no doc", "/// nobody's"]);
}

#[test]
fn an_amendment_is_kept_for_the_resolver() {
    let file = good(
        "gouji 1\ntemplate t @2 amends @1 { basis \"b\"\n in 甲 { drop columns { a } }\n drop table 乙\n replace table 丙 { rows { x } } }",
    );
    let template = template(&file);
    assert_eq!(template.amends.as_ref().map(|name| name.text.as_str()), Some("1"));
    let changes: Vec<&Change> = template
        .body
        .iter()
        .filter_map(|statement| match statement {
            Statement::Amend(amendment) => Some(&amendment.change),
            _ => None,
        })
        .collect();
    let [Change::In { name, body, .. }, Change::DropParts { kind, names }, Change::Replace(Statement::Table(table))] =
        changes[..]
    else {
        panic!("{changes:?}")
    };
    assert_eq!((name.text.as_str(), body.len()), ("甲", 1));
    assert_eq!((*kind, names[0].text.as_str()), (PartKind::Table, "乙"));
    assert_eq!(table.name.text, "丙");
}
