//! Tables in lines without marks, as they come out of a PDF.

use super::read;

const PUPILS: &str = r#"
gouji 1
unit 人
template 学籍 @1 "学籍月报" {
  read "-" as 0
  section 学生 "一、学生情况" {
    table 学生 {
      cell natural[人]
      columns "学段" { 小学部 { 低年级学生 高年级学生 }, 初中部学生, total 合计 }
      rows {
        在校 "一、期初在校学生人数"
        变动 "二、本期变动情况" {
          转入 "（一）从外校转入并办理学籍登记手续的学生"
          转出 "（二）转到外校的学生"
          其他 "（三）其他"
        }
        期末 "三、期末在校学生人数"
      }
    }
  }
  section 教师 "二、教师情况" {
    table 教师 { cell natural[人] columns { 在编教师 { 专任教师 兼任教师 }, 代课教师 { 专任教师 兼任教师 } } }
  }
}"#;

const HEADER: &str = "一、学生情况\n学段\n小学部\n初中部学 合计\n低年级 高年级\n生\n学生 学生\n";

fn figures(lines: &str) -> Vec<String> {
    read(PUPILS, "r.txt", &format!("{HEADER}{lines}")).figures()
}

/// The row's figures, `X` for one that was not read.
fn rows(lines: &str) -> Vec<String> {
    let figures = figures(lines);
    let value = |figure: &String| figure.split_once('=').map(|(_, value)| value.to_owned()).unwrap_or_default();
    figures.chunks(4).take(5).map(|row| row.iter().map(value).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn labels_around_their_figures_and_a_vertical_group() {
    let found = rows(
        "一、期初在校学生人数 1 2 3 6
二、
本 （一）从外校转入并办理学籍登
4 5 6 15
期 记手续的学生
- 5 -
变 （二）转到外校的学生 7 8 9 24
动
情 （三）其他 - 1 0 1
况
三、期末在校学生人数 10 20 30 60
",
    );
    assert_eq!(found, ["1 2 3 6", "4 5 6 15", "7 8 9 24", "/ 1 0 1", "10 20 30 60"]);
}

#[test]
fn a_label_goes_on_behind_its_figures_and_over_a_page() {
    let found = rows(
        "一、期初在校学生人数 1 2 3 6
（一）从外校转入 4 5 6 15
- 5 -
并办理学籍登记手续的学生
（二）转到外校的 学生 7 8 9 24
（三） 其他 0 1 0 1
三、期末在校
学生人数 10 20 30 60
",
    );
    assert_eq!(found, ["1 2 3 6", "4 5 6 15", "7 8 9 24", "0 1 0 1", "10 20 30 60"]);
}

#[test]
fn labels_over_under_and_beside_each_other() {
    let rising = ["1 2 3 6", "4 5 6 15", "7 8 9 24", "0 1 0 1", "10 20 30 60"];
    let labels = [
        "一、期初在校学生人数",
        "（一）从外校转入并办理学籍登记手续的学生",
        "（二）转到外校的学生",
        "（三）其他",
        "三、期末在校学生人数",
    ];
    let lines = |pairs: Vec<[&str; 2]>| pairs.concat().join("\n");
    let over = lines(labels.iter().zip(&rising).map(|(label, row)| [*label, *row]).collect());
    assert_eq!(rows(&over), rising);
    let under = lines(labels.iter().zip(&rising).map(|(label, row)| [*row, *label]).collect());
    assert_eq!(rows(&under), rising);
    let together = format!("{}\n{}\n", labels.join("\n"), rising.join("\n"));
    assert_eq!(rows(&together), rising);
}

#[test]
fn what_fits_more_than_one_row_is_left_and_said() {
    // One row of figures has no label on its line and two rows miss theirs.
    let lines = "一、期初在校学生人数 1 2 3 6\n4 5 6 15\n（三）其他 0 1 0 1\n三、期末在校学生人数 10 20 30 60\n";
    assert_eq!(rows(lines), ["1 2 3 6", "X X X X", "X X X X", "0 1 0 1", "10 20 30 60"]);
    let sample = read(PUPILS, "r.txt", &format!("{HEADER}{lines}"));
    let said = sample.findings();
    assert!(said.iter().any(|line| line.contains("G0505") && line.contains("15")), "{said:?}");
    assert!(said.iter().any(|line| line.contains("G0501") && line.contains("转入")), "{said:?}");
    // A row with fewer figures than columns.
    let lines = "一、期初在校学生人数 1 2 3 6\n（一）从外校转入并办理学籍登记手续的学生 4 5 15\n（二）转到外校的学生 7 8 9 24\n（三）其他 0 1 0 1\n三、期末在校学生人数 10 20 30 60\n";
    assert_eq!(rows(lines), ["1 2 3 6", "X X X X", "7 8 9 24", "0 1 0 1", "10 20 30 60"]);
}

#[test]
fn a_header_of_other_letters_is_not_the_forms() {
    let rising = "一、期初在校学生人数 1 2 3 6\n（一）从外校转入并办理学籍登记手续的学生 4 5 6 15\n（二）转到外校的学生 7 8 9 24\n（三）其他 0 1 0 1\n三、期末在校学生人数 10 20 30 60\n";
    let values = |header: &str| {
        let sample = read(PUPILS, "r.txt", &format!("一、学生情况\n{header}{rising}"));
        (sample.figures()[..4].to_vec(), sample.findings().join("\n"))
    };
    let (figures, said) = values("学段\n低年级学生 高年级学生 初中部学生 合计\n");
    assert_eq!(figures, ["在校.低年级学生=1", "在校.高年级学生=2", "在校.初中部学生=3", "在校.合计=6"]);
    assert!(!said.contains("G0508"), "{said}");
    // In another order on one line: read as printed.
    let (figures, _) = values("学段 合计 低年级学生 高年级学生 初中部学生\n");
    assert_eq!(figures, ["在校.低年级学生=2", "在校.高年级学生=3", "在校.初中部学生=6", "在校.合计=1"]);
    // Pieces in another order: not read.
    let (figures, said) = values("合计 低年级 高年级 初中部\n学生 学生 学生\n");
    assert!(figures.iter().all(|figure| figure.ends_with('X')), "{figures:?}");
    assert!(said.contains("G0510"), "{said}");
}

#[test]
fn a_one_row_table_behind_a_wrapped_header() {
    let lines = "一、期初在校学生人数 1 2 3 6\n（一）从外校转入并办理学籍登记手续的学生 4 5 6 15\n（二）转到外校的学生 7 8 9 24\n（三）其他 0 1 0 1\n三、期末在校学生人数 10 20 30 60\n二、教师情况\n在编教师 代课教师\n专任 兼任 专任 兼任\n教师 教师 教师 教师\n40 5 6 7\n";
    let found = figures(lines);
    assert!(
        found[20..].iter().map(|figure| figure.rsplit('=').next().unwrap_or("")).eq(["40", "5", "6", "7"]),
        "{:?}",
        &found[20..]
    );
    let found = figures(&lines.replace("教师 教师 教师 教师", "教师 教师 教师"));
    assert!(found[20..].iter().all(|figure| figure.ends_with('X')), "{:?}", &found[20..]);
}
