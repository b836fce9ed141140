//! Scripts of small forms, per dialect, and what is left out.

use super::{Dialect, Emitted, Options, emit};
use crate::Library;
use crate::diag::Lang;
use crate::source::Sources;

fn script(template: &str, dialect: Dialect, lang: Lang) -> Emitted {
    let mut sources = Sources::new();
    let library = Library::compile(&mut sources, vec![("t.gj".to_owned(), template.to_owned())]).expect("it compiles");
    let options = Options { dialect, lang, prefix: None, figures: "figures.csv".to_owned() };
    emit(&library.model.forms[0], &library.plans[0], &options).expect("a script")
}

const SMALL: &str = r#"
gouji 1
unit 件
template 收件 @1 "收件表" {
  basis "《办法》第三条"
  meta { 年度: year "{}年" }
  applies 年度 in 2020..
  read blank as 0, "/" skip
  section 正 "正" {
    table 收件 {
      cell natural[件]
      columns { 本年, 上年 optional }
      rows { 收到, 办结, 未结, total 合计 }
      rule 平衡 "收到的，或者办结，或者未结" { 收到 == 办结 + 未结 }
      rule 多少 soft within 2件 during 2022.. { 合计[本年] in (合计[上年], 收到[本年] + 收到[上年]) }
    }
  }
}"#;

#[test]
fn a_small_form_for_duckdb() {
    insta::assert_snapshot!(script(SMALL, Dialect::DuckDb, Lang::Zh).text);
}

#[test]
fn a_small_form_for_spark() {
    insta::assert_snapshot!(script(SMALL, Dialect::Spark, Lang::En).text);
}

#[test]
fn a_small_form_for_postgres() {
    insta::assert_snapshot!(script(SMALL, Dialect::Postgres, Lang::Zh).text);
}

#[test]
fn what_has_no_counterpart_is_said() {
    let template = r#"
gouji 1
unit 元
unit 万元 = 10000元
template 表 @1 "表" {
  meta { 年度: year "{}年" }
  key 年度
  section 正 "正" {
    table 表 {
      cell decimal[元]
      columns { 行次: code, 数 }
      rows {
        甲 #1, 乙 #2
      }
      rule 去年 { 甲 == prior.甲 }
      rule 停用 suspended "口径未定" { 甲 == 乙 }
      rule 太大 { (甲 / 1元) * (乙 / 1元) * (甲 / 1元) * (乙 / 1元) >= 0 }
    }
    table 另表 {
      columns { 数 }
      rows { 丙: decimal[元], 丁: decimal[万元] = 丙 + 丙, 类: enum{大 小} }
    }
  }
}"#;
    let mut sources = Sources::new();
    let library = Library::compile(&mut sources, vec![("t.gj".to_owned(), template.to_owned())]);
    let library = library.unwrap_or_else(|diagnostics| panic!("{diagnostics:#?}"));
    let options = Options { dialect: Dialect::DuckDb, lang: Lang::Zh, prefix: None, figures: String::new() };
    let emitted = emit(&library.model.forms[0], &library.plans[0], &options).expect("a script");
    let said: Vec<String> = emitted.left_out.iter().map(|message| message.render(Lang::Zh)).collect();
    insta::assert_snapshot!(said.join("\n"));
    for line in said {
        assert!(emitted.text.contains(&format!("--   - {line}")), "the head of the script says so too: {line}");
    }
}

#[test]
fn names_are_short_and_their_own_where_they_must_be() {
    let long = "很长很长很长很长很长很长的名称";
    let template = format!(
        "gouji 1\nunit 件\ntemplate t @1 \"t\" {{ meta {{ y: year \"{{}}y\" }} section s \"s\" {{ table {long} {{ cell natural[件]\n columns {{ A \"一\", a \"二\" }}\n \
         rows {{ {long}甲, {long}乙, total 合计 }} }} }} }}"
    );
    let names = |dialect: Dialect| -> Vec<String> {
        let text = script(&template, dialect, Lang::En).text;
        let quoted = text.split('"').skip(1).step_by(2).filter(|name| name.contains('·'));
        quoted.map(str::to_owned).collect()
    };
    for name in names(Dialect::Postgres) {
        assert!(name.len() <= 63, "PostgreSQL would cut {name}");
    }
    // Capitals do not tell names apart.
    let wide: Vec<String> = names(Dialect::DuckDb).into_iter().take(6).map(|name| name.to_lowercase()).collect();
    let own: std::collections::BTreeSet<&String> = wide.iter().collect();
    assert_eq!(own.len(), wide.len(), "{wide:?}");
}

#[test]
fn text_of_the_template_stays_text() {
    let template = r#"
gouji 1
unit 件
template t @1 "t" {
  meta { y: year "{}y" }
  read "it's; DROP TABLE x --" as 0, "\" as 0
  section s "s" { table t { cell natural[件]
    columns { 'a' }
    rows { 甲, 乙 }
    rule r "it's" basis "a\'b" { 甲 == 乙 }
  } }
}"#
    .replace("'a'", "甲列");
    let spark = script(&template, Dialect::Spark, Lang::En).text;
    assert!(spark.contains(r"'it\'s; DROP TABLE x --'") && spark.contains(r"'\\'") && spark.contains(r"'a\\\'b'"), "{spark}");
    let duckdb = script(&template, Dialect::DuckDb, Lang::En).text;
    assert!(duckdb.contains("'it''s; DROP TABLE x --'") && duckdb.contains(r"'\'") && duckdb.contains(r"'a\''b'"), "{duckdb}");
}
