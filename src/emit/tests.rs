//! The file of figures.

use super::figures::{HEADER, write_csv};
use crate::bind::State;
use crate::source::Sources;
use crate::{Library, Options};

#[test]
fn every_state_has_its_line() {
    let template = r#"
gouji 1
unit 件
template 表 @1 "表" {
  meta { 年度: year "{}年", 机关: text }
  read "—" as 0
  section 正 "正" {
    table 表 {
      cell natural[件]
      columns { 数 }
      rows { 甲, 乙, 丙, 丁, 戊, 备注: text, 合格: bool }
    }
    facts { cell natural[件]  文中 "收到{}" }
  }
}"#;
    let mut sources = Sources::new();
    let library = Library::compile(&mut sources, vec![("t.gj".to_owned(), template.to_owned())]).expect("it compiles");
    let report = r#"{"template": "表@1", "meta": {"年度": "2024", "机关": "甲, “乙”"}, "facts": {"文中": "1,234"},
      "表": {"甲": {"数": "12.50"}, "乙": {"数": ""}, "丙": {"数": "－"}, "丁": {"数": "二\n件"}, "备注": {"数": "说 \"是\""}, "合格": {"数": "是"}}}"#;
    let reading = crate::engine::read(&library, &mut sources, "r.json", report.as_bytes(), &Options::default());
    let mut bound = reading.bound.expect("it is read");
    bound.figures.cells[0].approximate = true;
    assert_eq!(bound.figures.cells[4].state, State::Absent);
    let mut out = HEADER.to_owned();
    write_csv(&library.model.forms[0], &library.plans[0], &bound, "a,b.json", &mut out);
    insta::assert_snapshot!(out);
}
