//! What right templates resolve to, and that wrong ones of any size end.

use super::resolved;
use crate::model::{
    Aggregate, ExprKind, Form, Item, ItemId, ItemKind, Items, Over, Ref, Rounding, TableId, TableKind, Treatment, ValueKind,
};
use crate::number::Decimal;

/// The only form of a template without mistakes.
#[track_caller]
fn form(body: &str) -> Form {
    let text = format!(
        "gouji 1\nunit 件 | 起\nunit 元\nunit 万元 = 10000元\naxis 申请人 {{ 自然人, 法人 {{ 企业, 其他 }}, total 总计 }}\ntemplate 年报 @2021 {{\n{body}\n}}\n"
    );
    let (_, mut model, diagnostics) = resolved(&text);
    assert!(
        diagnostics.is_empty(),
        "{:?}",
        diagnostics.iter().map(|d| d.message.render(crate::diag::Lang::En)).collect::<Vec<_>>()
    );
    model.forms.pop().expect("a form")
}

fn rows(form: &Form, table: usize) -> &Items {
    form.tables[table].rows.as_ref().expect("rows")
}

fn columns(form: &Form, table: usize) -> &Items {
    form.tables[table].columns.as_ref().expect("columns")
}

fn named<'i>(items: &'i Items, name: &str) -> &'i Item {
    items.list.iter().find(|item| item.name == name).expect(name)
}

/// References as a reader would write them: `row(新收)`, `cell(新收,总计)`.
fn name_of(form: &Form, reference: &Ref) -> String {
    let item = |table: TableId, row: bool, id: Option<ItemId>| {
        let table = form.table(table).expect("table");
        let items = if row { &table.rows } else { &table.columns };
        id.map_or("_".to_owned(), |id| items.as_ref().expect("items").path(id).join("."))
    };
    match reference {
        Ref::Row { table, item: id } => format!("row({})", item(*table, true, Some(*id))),
        Ref::Column { table, item: id } => format!("column({})", item(*table, false, Some(*id))),
        Ref::Cell(cell) => {
            format!("cell({}, {})", item(cell.table, true, cell.row), item(cell.table, false, cell.column))
        }
        Ref::Table(table) => format!("table({})", form.table(*table).expect("table").name),
        Ref::Meta(meta) => format!("meta({})", form.meta[meta.0 as usize].name),
    }
}

fn shown(form: &Form, kind: &ExprKind) -> String {
    match kind {
        ExprKind::Ref(reference) => name_of(form, reference),
        ExprKind::Prior(inner) => format!("prior {}", shown(form, &inner.kind)),
        ExprKind::Parts(inner) => format!("parts {}", shown(form, &inner.kind)),
        ExprKind::Aggregate { function, over } => {
            let over = match over {
                Over::Refs(refs) => refs.iter().map(|one| name_of(form, one)).collect::<Vec<_>>().join(" + "),
                Over::Along(inner) => format!("along {}", shown(form, &inner.kind)),
            };
            format!("{function:?}[{over}]")
        }
        ExprKind::Itemwise { function, args } => {
            format!("{function:?}({})", args.iter().map(|arg| shown(form, &arg.kind)).collect::<Vec<_>>().join(", "))
        }
        ExprKind::Compare { operands, .. } => {
            operands.iter().map(|operand| shown(form, &operand.kind)).collect::<Vec<_>>().join(" ? ")
        }
        ExprKind::Arithmetic { left, right, .. } => {
            format!("({} . {})", shown(form, &left.kind), shown(form, &right.kind))
        }
        ExprKind::Number { value, .. } => value.to_string(),
        other => format!("{other:?}"),
    }
}

/// What a condition in the table of requests resolves to.
#[track_caller]
fn condition(text: &str) -> String {
    let form = form(&format!(
        "meta {{ 年度: year }}\nfacts {{ 收到: natural[件] \"收到申请{{}}\", 申请: natural[件] \"申请共{{}}\" }}\n\
         table 申请 {{\n cell natural[件]\n columns {{ ..申请人 }}\n\
         rows {{ 新收, 结转 #2, 结果 {{ 公开 #3, 部分 {{ 甲类, 乙类 }}, 其他, total 总计 }}, 差额 = 新收 - 结转, 末 #9 }}\n rule 甲 {{ {text} }}\n}}\n\
         table 收费 {{ cell natural[件] rows {{ 信息费 #31, 处理费, 末项 {{ 一, 二 }}, total 总计 }} }}\n\
         table 争议 {{ cell natural[件] columns {{ 复议, 诉讼 }} }}"
    ));
    shown(&form, &form.rules[0].condition.kind)
}

#[test]
fn names_find_rows_columns_cells_facts_and_meta() {
    for (text, expected) in [
        ("新收 == 自然人", "row(新收) ? column(自然人)"),
        ("收到 == 年度", "cell(收到, _) ? meta(年度)"),
        ("meta.年度 == facts.收到", "meta(年度) ? cell(收到, _)"),
        ("rows.其他 == columns.其他", "row(结果.其他) ? column(法人.其他)"),
        ("columns.总计 == 结果.总计", "column(总计) ? row(结果.总计)"),
        // In brackets behind a row only columns are meant.
        ("新收[总计] == 收到", "cell(新收, 总计) ? cell(收到, _)"),
        ("收费.#31 == 收费.信息费", "cell(信息费, _) ? cell(信息费, _)"),
        ("争议.复议 == 争议[诉讼]", "cell(_, 复议) ? cell(_, 诉讼)"),
        ("申请[自然人, 新收] == 申请[#2, columns.总计]", "cell(新收, 自然人) ? cell(结转, 总计)"),
        ("prior.结转[自然人] == prior.收费.总计", "prior cell(结转, 自然人) ? prior cell(总计, _)"),
        // A bare name that is a table and a fact: a figure is needed, so it is the fact; with brackets it is the table.
        ("申请 == 申请[新收, 自然人]", "cell(申请, _) ? cell(新收, 自然人)"),
        ("甲类 == 结果.甲类", "row(结果.部分.甲类) ? row(结果.部分.甲类)"),
    ] {
        assert_eq!(condition(text), expected, "{text}");
    }
}

#[test]
fn aggregates_open_groups_and_runs() {
    for (text, expected) in [
        ("sum(新收) == 0", "Sum[along row(新收)] ? 0"),
        // A group with its own total counts by that figure.
        ("sum(结果) == 0", "Sum[row(结果.总计)] ? 0"),
        ("sum(部分) == 0", "Sum[row(结果.部分.甲类) + row(结果.部分.乙类)] ? 0"),
        ("sum(法人) == 0", "Sum[column(法人.企业) + column(法人.其他)] ? 0"),
        ("sum(部分[自然人]) == 0", "Sum[cell(结果.部分.甲类, 自然人) + cell(结果.部分.乙类, 自然人)] ? 0"),
        ("sum(收费.末项) == 0", "Sum[cell(末项.一, _) + cell(末项.二, _)] ? 0"),
        ("sum(新收..公开) == 0", "Sum[row(新收) + row(结转) + row(结果.公开)] ? 0"),
        // Derived lines and totals between are left out; a group that lies in the run whole counts as in any sum.
        ("sum(#3..#9) == 0", "Sum[row(结果.公开) + row(结果.部分.甲类) + row(结果.部分.乙类) + row(结果.其他) + row(末)] ? 0"),
        ("sum(#2..末) == 0", "Sum[row(结转) + row(结果.总计) + row(末)] ? 0"),
        ("sum(收费.信息费..末项) == 0", "Sum[cell(信息费, _) + cell(处理费, _) + cell(末项.一, _) + cell(末项.二, _)] ? 0"),
        ("sum(收费) == 0", "Sum[along table(收费)] ? 0"),
        ("max(新收, 结转) == 0", "Max(row(新收), row(结转)) ? 0"),
        ("sum(prior.部分) == 0", "prior Sum[row(结果.部分.甲类) + row(结果.部分.乙类)] ? 0"),
        ("sum(parts.收到) == 0", "Sum[along parts cell(收到, _)] ? 0"),
    ] {
        assert_eq!(condition(text), expected, "{text}");
    }
}

#[test]
fn items_take_kinds_types_labels_and_policies_from_their_groups() {
    let form = form(
        "basis \"总则\"\nread blank as 0\nsection 一章 \"一、一章\" {\n basis \"章则\"\n table 甲 {\n cell decimal[元] >= 0\n \
         rows {\n 收入: decimal[万元] step 0.01 optional { 税收 \"一、税收\" | \"税收收入\" #1, 罚没: natural[元] read \"/\" skip, total 小计 }\n \
         支出 rounded 0.1 including { 其中工资 }\n total 全部 { 项一, 项二 }\n 结余 = 支出 - 支出\n }\n rule 规一 soft within 5元 during 2021..2023 { 结余 >= 0 }\n }\n}",
    );
    let items = rows(&form, 0);
    let kind = |name: &str| named(items, name).kind.clone();
    assert_eq!(kind("收入"), ItemKind::Heading);
    assert_eq!(kind("小计"), ItemKind::TotalBeside);
    assert_eq!(kind("全部"), ItemKind::TotalOf);
    assert_eq!(kind("支出"), ItemKind::Figure);
    assert!(named(items, "支出").including);
    assert!(matches!(kind("结余"), ItemKind::Derived(expr) if matches!(expr.kind, ExprKind::Arithmetic { .. })));
    let tax = named(items, "税收");
    let ty = tax.ty.as_ref().expect("the group's type");
    assert_eq!((ty.kind.clone(), ty.rounding), (ValueKind::Decimal, Rounding::Step(Decimal::new(1, 2))));
    assert_eq!(tax.code.as_deref(), Some("1"));
    assert_eq!(tax.labels.iter().map(|label| label.text.as_str()).collect::<Vec<_>>(), ["一、税收", "税收收入"]);
    assert!(tax.optional, "an optional heading makes its items optional");
    let fine = named(items, "罚没");
    assert_eq!(fine.ty.as_ref().expect("its own type").kind, ValueKind::Natural);
    assert_eq!(fine.read.tokens, [("/".to_owned(), Treatment::Skip)]);
    // `rounded` on an item without a type goes on a copy of the table's.
    let spent = named(items, "支出").ty.as_ref().expect("a copy");
    assert_eq!((spent.rounding, spent.limits.len()), (Rounding::Rounded(Decimal::new(1, 1)), 1));
    assert_eq!(named(items, "项一").ty, None);
    let rule = &form.rules[0];
    assert_eq!(rule.basis.as_ref().map(|basis| basis.text.as_str()), Some("章则"));
    assert_eq!(rule.during, Some((Some(2021), Some(2023))));
    assert_eq!(form.read.blank, Some(Treatment::As(Decimal::ZERO)));
    assert_eq!(form.sections[0].labels[0].text, "一、一章");
}

#[test]
fn a_spread_axis_names_its_dimension_and_keeps_the_place_of_its_items() {
    let form = form(
        "table 甲 { cell natural[件] columns { ..申请人 } rows { 一, 二 } }\ntable 乙 { cell natural[件] columns { 组 { ..申请人 }, 另 } }",
    );
    assert_eq!(columns(&form, 0).axis.as_deref(), Some("申请人"));
    assert_eq!(columns(&form, 1).axis, None);
    assert_eq!(named(columns(&form, 0), "企业").span, named(columns(&form, 1), "企业").span);
    assert_eq!(columns(&form, 0).roots().count(), 3);
}

#[test]
fn a_derived_line_of_an_axis_means_the_items_of_its_own_spread() {
    let text = "gouji 1\naxis 流水 { 期初, 增加, 期末 = 期初 + 增加 }\ntemplate 表 { table 甲 { cell natural columns { 资产 { ..流水 }, 负债 { ..流水 } } } }\n";
    let (_, model, diagnostics) = resolved(text);
    assert!(diagnostics.is_empty());
    let form = &model.forms[0];
    let ends: Vec<String> = columns(form, 0)
        .list
        .iter()
        .filter_map(|item| match &item.kind {
            ItemKind::Derived(expr) => Some(shown(form, &expr.kind)),
            _ => None,
        })
        .collect();
    assert_eq!(ends, ["(cell(_, 资产.期初) . cell(_, 资产.增加))", "(cell(_, 负债.期初) . cell(_, 负债.增加))"]);
}

#[test]
fn units_convert_to_the_base_of_their_dimension() {
    let (_, model, diagnostics) = resolved("gouji 1\nunit 亿元 = 10000万元\nunit 万元 = 10000元\nunit 元\nunit 角 = 0.1元\n");
    assert!(diagnostics.is_empty());
    let factors: Vec<String> = model
        .units
        .list
        .iter()
        .map(|unit| format!("{}={}{}", unit.name, unit.factor, model.units.name(Some(unit.base))))
        .collect();
    assert_eq!(factors, ["亿元=100000000元", "万元=10000元", "元=1元", "角=0.1元"]);
}

#[test]
fn facts_are_a_list_whose_labels_are_patterns() {
    let form = form("facts { cell decimal[元] 收费 \"收费{}\" | \"未收费\" as 0 | \"另收\" as 2万元, 罚款, 合计数 { 一 } }");
    assert_eq!(form.tables[0].kind, TableKind::Facts);
    let items = rows(&form, 0);
    let values: Vec<_> = named(items, "收费").labels.iter().map(|label| label.value).collect();
    assert_eq!(values, [None, Some(Decimal::ZERO), Some(Decimal::from(20_000))], "in the unit of the fact");
    assert_eq!(named(items, "罚款").labels[0].text, "罚款{}");
    assert_eq!(named(items, "合计数").labels[0].text, "合计数");
}

#[test]
fn titles_name_and_declare_meta() {
    let form = form(
        "meta { 年度: year }\ntitle \"{公司: 文本}{年度}年报\" | \"{年度}年度{公司:文本}年报\"\nkey 公司, 年度\ntable 甲 { cell natural[件] rows { 一, 二 \"{年度 - 1}年\" } }",
    );
    assert_eq!(
        form.titles.iter().map(|title| title.text.as_str()).collect::<Vec<_>>(),
        ["{公司}{年度}年报", "{年度}年度{公司}年报"]
    );
    assert_eq!(form.meta.iter().map(|meta| meta.name.as_str()).collect::<Vec<_>>(), ["年度", "公司"]);
    assert_eq!(form.key.iter().map(|id| id.0).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn one_mistake_is_one_diagnostic() {
    // The unknown axis takes every column away; the rule that names them stays silent, and so does the total.
    let text = "gouji 1\nunit 件\ntemplate 表 { table 甲 { cell natural[件] columns { ..不存在 } rows { 一 } rule 规 { 一[甲列] == 乙列 } } }\n";
    let (_, _, diagnostics) = resolved(text);
    assert_eq!(diagnostics.len(), 1);
    // An axis with a mistake, spread three times.
    let text = "gouji 1\naxis 轴 { 甲: natural[斤], 乙 }\ntemplate 表 { table 一 { cell natural columns { 子 { ..轴 }, 丑 { ..轴 }, 寅 { ..轴 } } } }\n";
    assert_eq!(resolved(text).2.len(), 1);
}

/// `axis a0 { … } axis a1 { g { ..a0 } h { ..a0 } } …`: twice as many items with every line.
fn doubling(levels: usize, bottom: &str, group: bool) -> String {
    let mut text = format!("gouji 1\naxis a0 {{ {bottom} }}\n");
    for level in 1..=levels {
        let below = level - 1;
        let body = if group { format!("g {{ ..a{below} }}, h {{ ..a{below} }}") } else { format!("..a{below}, ..a{below}") };
        text.push_str(&format!("axis a{level} {{ {body} }}\n"));
    }
    text
}

#[test]
fn doubling_axes_end_before_the_memory_does() {
    for (bottom, group) in [("x", true), ("", false), ("", true)] {
        let mut text = doubling(120, bottom, group);
        for template in 0..40 {
            text.push_str(&format!("template t{template} {{ table t {{ cell natural rows {{ ..a120 }} }} }}\n"));
        }
        let (_, model, diagnostics) = resolved_anyhow(&text);
        assert!(diagnostics.iter().any(|code| *code == "G0213" || *code == "G0208" || *code == "G0216"), "{diagnostics:?}");
        let items: usize = model
            .forms
            .iter()
            .flat_map(|form| &form.tables)
            .filter_map(|table| table.rows.as_ref())
            .map(|rows| rows.list.len())
            .sum();
        assert!(items <= 262_144, "{items}");
    }
}

/// As [`resolved`], syntax errors allowed; the codes of what `resolve` says.
fn resolved_anyhow(text: &str) -> ((), crate::model::Model, Vec<&'static str>) {
    let mut sources = crate::source::Sources::new();
    let id = sources.add("test.gj", text);
    let (file, _) = crate::syntax::parse(text, id);
    let (model, diagnostics) = super::super::resolve(&[file]);
    ((), model, diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect())
}

#[test]
fn long_chains_of_axes_and_units_end() {
    let mut text = "gouji 1\n".to_owned();
    for at in 0..20_000 {
        text.push_str(&format!("unit u{at} = 1u{}\naxis x{at} {{ ..x{} }}\n", (at + 1) % 20_000, (at + 1) % 20_000));
    }
    let (_, _, codes) = resolved_anyhow(&text);
    assert_eq!(codes, ["G0206", "G0206"]);
}

#[test]
fn cells_are_bounded() {
    let many: Vec<String> = (0..1_001).map(|at| format!("n{at}")).collect();
    let many = many.join(", ");
    let (_, _, codes) = resolved_anyhow(&format!(
        "gouji 1\ntemplate t {{ table t {{ cell natural rows {{ {many} }} columns {{ {many} }} }} }}\n"
    ));
    assert_eq!(codes, ["G0213"]);
}

#[test]
fn rules_that_open_large_groups_are_bounded() {
    let mut text = doubling(14, "x", true);
    text.push_str("template t { table t { cell natural rows { all { ..a14 } } }\n");
    for at in 0..3_000 {
        text.push_str(&format!("rule r{at} {{ sum(t.all) + sum(t.x) >= 0 }}\n"));
    }
    text.push_str("}\n");
    let (_, _, codes) = resolved_anyhow(&text);
    assert!(codes.contains(&"G0213"), "{:?}", codes.first());
}

#[test]
fn the_words_of_paths_are_the_keywords() {
    use super::super::scope::{COLUMNS, FACTS, META, PRIOR, ROWS};
    let keyword = |words: &[&str]| {
        let found = crate::syntax::keywords::find(words[0]).expect(words[0]);
        assert_eq!([found.en, found.zh], words, "{words:?}");
    };
    for words in [ROWS, COLUMNS, FACTS, META] {
        keyword(&words);
    }
    keyword(&PRIOR[..2]);
    keyword(&PRIOR[2..]);
}

mod laws {
    use proptest::prelude::*;

    const SEEDS: [&str; 3] = [
        "gouji 1\nunit 件 | 起\nunit 万元 = 10000元\nunit 元\naxis 甲 { 一, 组 { 二, 三 }, total 总计 }\ntemplate 表 @1 \"表\" {\n  applies 年度 in 2021..\n  title \"{年度}年\"\n  meta { 年度: year \"自{}年\" }\n  key 年度\n  read blank as 0\n  section 章 \"一、章\" {\n    facts { 收到: natural[件] optional \"收到{}\" | \"未收到\" as 0 }\n    table 申请 { cell natural[件] columns { ..甲 } rows { 新收 #1, 结转 #2, 结果 { 公开, total 总计 }, 差 = 新收 - 结转 } rule 平 soft { 新收[columns.总计] == sum(结果) + prior.结转[一] } }\n  }\n  rule 核 { 收到 in (申请[新收, 一], sum(申请.#1..结转)) }\n}\n",
        "gouji 1\naxis a { x, y = x * 2, g { ..b } }\naxis b { p, q including { r } }\ntemplate t { table u { cell decimal step 0.01 >= 0 rows { ..a, k { ..b } } columns { c, d, total e } rule s within 0.5 { u[k.p, e] <= max(c, d)[p] } } }\n",
        "勾稽 1\n计量 元\n模板 表 @1 {\n  章 一 { 表 负债 { 格 小数[元] 舍入到 0.01 行 { 资产 { 现金, 求和 合计 }, 权益 = 资产.合计 } 列 { 期末, 年初 } 规则 衡 { 年初 == prior.负债.期末 } } }\n}\n",
    ];

    /// A valid template with some of its pieces exchanged, repeated or removed.
    fn mutated() -> impl Strategy<Value = String> {
        let edits = proptest::collection::vec((0usize..10_000, 0usize..10_000, 0u8..4), 1..6);
        (0..SEEDS.len(), edits).prop_map(|(seed, edits)| {
            let mut words: Vec<String> = SEEDS[seed].split_inclusive([' ', '\n', '.', '[', ',']).map(str::to_owned).collect();
            for (from, to, what) in edits {
                if words.is_empty() {
                    break;
                }
                let (from, to) = (from % words.len(), to % words.len());
                match what {
                    0 => words.swap(from, to),
                    1 => drop(words.remove(from)),
                    2 => words.insert(to, words[from].clone()),
                    _ => words[to] = words[from].clone(),
                }
            }
            words.concat()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        /// Whatever the parser gives, resolving ends, and every diagnostic has a place in the file and renders without holes.
        #[test]
        fn resolving_never_panics(text in mutated()) {
            let mut sources = crate::source::Sources::new();
            let id = sources.add("test.gj", text.as_str());
            let (file, _) = crate::syntax::parse(&text, id);
            let (_, diagnostics) = super::super::super::resolve(&[file]);
            for diagnostic in &diagnostics {
                let place = diagnostic.primary().expect("a place").span;
                prop_assert!(text.get(place.range()).is_some());
                for lang in [crate::diag::Lang::Zh, crate::diag::Lang::En] {
                    prop_assert!(!diagnostic.message.render(lang).is_empty());
                }
            }
        }

        /// A fix that is offered for a name takes that diagnostic away.
        #[test]
        fn an_applied_fix_removes_its_mistake(text in mutated()) {
            let mut sources = crate::source::Sources::new();
            let id = sources.add("test.gj", text.as_str());
            let (file, _) = crate::syntax::parse(&text, id);
            let (_, diagnostics) = super::super::super::resolve(&[file]);
            let Some(diagnostic) = diagnostics.iter().find(|one| one.fix.is_some() && one.code.name == "G0201") else { return Ok(()) };
            let fix = diagnostic.fix.as_ref().expect("a fix");
            let mut mended = text.clone();
            mended.replace_range(fix.span.range(), &fix.replacement);
            let id = sources.add("mended.gj", mended.as_str());
            let (file, _) = crate::syntax::parse(&mended, id);
            let (_, after) = super::super::super::resolve(&[file]);
            let same = after.iter().any(|one| one.code == diagnostic.code && one.message == diagnostic.message
                && one.primary().map(|label| label.span.start) == diagnostic.primary().map(|label| label.span.start));
            prop_assert!(!same, "{} still there in\n{mended}", diagnostic.message.render(crate::diag::Lang::En));
        }
    }
}

#[test]
fn aggregate_functions_are_all_known() {
    for (word, function) in [
        ("sum", Aggregate::Sum),
        ("min", Aggregate::Min),
        ("max", Aggregate::Max),
        ("avg", Aggregate::Avg),
        ("count", Aggregate::Count),
    ] {
        assert_eq!(condition(&format!("{word}(新收) == 0")), format!("{function:?}[along row(新收)] ? 0"));
    }
}

#[test]
fn a_file_with_syntax_errors_is_not_asked_for_what_it_lost() {
    let mut sources = crate::source::Sources::new();
    let whole = "gouji 1\naxis 轴 { 甲, 甲 }\ntemplate 表 { table 一 { rows { 乙: natural } rule 规 { 丙 >= 0 } } }\n";
    let ids = [sources.add("a.gj", whole), sources.add("b.gj", whole.replace('轴', "线").replace('表', "单"))];
    let files: Vec<_> = ids.iter().map(|id| crate::syntax::parse(sources.get(*id).expect("a file").text(), *id).0).collect();
    let codes = |damaged: &[crate::source::FileId]| {
        let kept = super::super::certain(super::super::resolve(&files).1, damaged);
        kept.iter().map(|one| (one.primary().expect("a place").span.file.0, one.code.name)).collect::<Vec<_>>()
    };
    assert_eq!(codes(&[]), [(0, "G0203"), (1, "G0203"), (0, "G0201"), (1, "G0201")]);
    assert_eq!(codes(&[ids[0]]), [(0, "G0203"), (1, "G0203"), (1, "G0201")]);
}
