//! Glued figures: where a run begins and ends, in how many ways it can be read, and that no reading is ever a guess.

use proptest::prelude::*;

use super::readings::{Atom, Linear, Reading, Run, Shape};
use super::solve;
use crate::bind::State;
use crate::bind::tests::{Sample, read};
use crate::number::Decimal;
use crate::syntax::ast::CompareOp;

const CANTEEN: &str = r#"
gouji 1
unit 份
template 食堂 @1 "食堂周报" {
  section 供餐 "一、供餐情况" {
    table 供餐 "供餐" {
      cell natural[份]
      columns { 早餐, 午餐, 晚餐, total 全天 }
      rows { 周一 "1.周一", 周二 "2.周二（含加班）", 周三 "3.“周三”", total 合计 }
    }
  }
  section 库存 "二、库存情况" {
    table 库存 "库存" {
      columns { 上周: natural[份], 增减: integer[份], 金额: decimal[份] >= 0 }
      rows { 大米 }
    }
    table 检查 "检查" { cell natural[份]  columns { 次数, 不合格 } }
  }
}"#;

fn report(supplies: &str, stock: &str) -> String {
    format!("食堂周报\n一、供餐情况供餐早餐午餐晚餐全天{supplies}二、库存情况{stock}\n")
}

fn supplies(sample: &Sample) -> String {
    let all = sample.figures();
    let values: Vec<&str> = all.iter().filter_map(|figure| figure.split('=').nth(1)).collect();
    values.chunks(4).take(4).map(|row| row.join(" ")).collect::<Vec<_>>().join(" | ")
}

fn decoded(sample: &Sample) -> usize {
    sample.bound.iter().flat_map(|bound| &bound.figures.cells).filter(|cell| cell.decoded).count()
}

#[test]
fn labels_and_their_numbers_end_the_runs() {
    let text = report("1.周一12030804 2.周二（含加班餐）10 20 30 60 3.“周三”1234合计0000", "");
    let sample = read(CANTEEN, "r.txt", &text);
    // 1|20|30|80 has no total 4; 周三 can only be 1 2 3 4, whose total is wrong: it is read as it stands.
    assert_eq!(supplies(&sample), "? ? ? ? | 10 20 30 60 | 1 2 3 4 | 0 0 0 0");
    assert_eq!(decoded(&sample), 8, "figures between blanks are read, not decoded");
}

#[test]
fn the_number_of_the_next_label_is_no_figure() {
    // 2. and 3. are numbers of labels; 周三 is printed with another number than the form's.
    let text = report("1.周一00002.周二00003.周三0000合计0000", "");
    assert_eq!(supplies(&read(CANTEEN, "r.txt", &text)), "0 0 0 0 | 0 0 0 0 | 0 0 0 0 | 0 0 0 0");
    let text = report("周一0000 7.周二00009.周三000011、合计0000", "");
    assert_eq!(supplies(&read(CANTEEN, "r.txt", &text)), "0 0 0 0 | 0 0 0 0 | 0 0 0 0 | 0 0 0 0");
    // A row without figures: the number is all there is, and it is none of its cells.
    let text = report("周一2.周二00003.周三0000合计0000", "");
    assert_eq!(supplies(&read(CANTEEN, "r.txt", &text)), "X X X X | 0 0 0 0 | 0 0 0 0 | 0 0 0 0");
    let text = report("周一0000周二4.周四0000周三0000合计0000", "");
    assert_eq!(supplies(&read(CANTEEN, "r.txt", &text)), "0 0 0 0 | X X X X | 0 0 0 0 | 0 0 0 0");
    // Without punctuation the digit is a figure's.
    let text = report("周一123062周二0000周三0000合计123062", "");
    assert_eq!(supplies(&read(CANTEEN, "r.txt", &text)), "? ? ? ? | 0 0 0 0 | 0 0 0 0 | ? ? ? ?");
}

#[test]
fn the_totals_of_rows_and_columns_decide() {
    let rows = "周一12030080500周二11029075475周三10028060440合计3308702151415";
    let sample = read(CANTEEN, "r.txt", &report(rows, ""));
    assert_eq!(supplies(&sample), "120 300 80 500 | 110 290 75 475 | 100 280 60 440 | 330 870 215 1415");
    assert_eq!(decoded(&sample), 16);
    insta::assert_snapshot!(sample.findings().iter().filter(|said| said.contains("G0520")).cloned().collect::<Vec<_>>().join("\n"), @"note G0520 表“供餐”的数字连写在一起，没有分隔，已拆开 4 行、16 个数字：4 行由行内的勾稽关系确定 @3308702151415");
}

#[test]
fn readings_that_only_the_rows_together_tell_apart() {
    // 周一 is 2 20 3 25 or 22 0 3 25: both add up, and the total of the column knows.
    let sample = read(CANTEEN, "r.txt", &report("周一220325周二1012周三0000合计231327", ""));
    assert_eq!(supplies(&sample), "22 0 3 25 | 1 0 1 2 | 0 0 0 0 | 23 1 3 27");
}

#[test]
fn a_wrong_total_is_not_repaired() {
    // The total of 早餐 should be 3; the row of totals adds up by itself and stays.
    let sample = read(CANTEEN, "r.txt", &report("周一1001周二1001周三1001合计2002", ""));
    assert_eq!(supplies(&sample), "1 0 0 1 | 1 0 0 1 | 1 0 0 1 | 2 0 0 2");
}

#[test]
fn what_no_check_settles_is_unreadable_and_what_all_readings_share_is_read() {
    let stock = "库存上周增减金额大米2648-1853.5检查次数不合格120";
    let sample = read(CANTEEN, "r.txt", &report("周一0000周二0000周三0000合计0000", stock));
    let figures = sample.figures();
    assert!(figures.iter().any(|figure| figure == "大米.上周=2648"), "{figures:?}");
    assert!(figures.iter().any(|figure| figure == "大米.增减=?"), "{figures:?}");
    assert!(figures.iter().any(|figure| figure == "次数=?"), "{figures:?}");
    insta::assert_snapshot!(sample.findings().iter().filter(|said| said.contains("G0521")).cloned().collect::<Vec<_>>().join("\n"), @r"
    error G0521 库存·大米 的数字连写成“2648-1853.5”，要拆成 3 个，有 3 种拆法，勾稽关系只能定下一部分，定不下来的是 增减、金额 @2648-1853.5
    error G0521 检查 的数字连写成“120”，要拆成 2 个，有 2 种拆法，勾稽关系定不下来 @120
    ");
}

#[test]
fn a_lost_blank_cell_leaves_no_reading() {
    let sample = read(CANTEEN, "r.txt", &report("周一101周二0000周三0000合计0000", ""));
    assert_eq!(supplies(&sample), "? ? ? ? | 0 0 0 0 | 0 0 0 0 | 0 0 0 0");
    assert!(sample.findings().iter().any(|said| said.contains("拆不成 4 个数字")), "{:?}", sample.findings());
}

#[test]
fn where_blank_cells_were_lost_a_row_that_adds_up_is_no_proof() {
    // 123 | | | 123 and 1 | 2 | 3 | 123 are printed alike.
    let sample = read(CANTEEN, "r.txt", &report("周一123123周二5050周三合计0000", ""));
    assert_eq!(supplies(&sample), "? ? ? ? | ? ? ? ? | X X X X | 0 0 0 0");
    let said: Vec<String> = sample.findings().into_iter().filter(|said| said.contains("G0521")).collect();
    insta::assert_snapshot!(said.join("\n"), @r"
    error G0521 供餐·周一 的数字连写成“123123”：这张表有 1 行的数字比列少，空着的格丢了，这一行是不是 4 个数字也说不准 @123123
    error G0521 供餐·周二 的数字连写成“5050”：这张表有 1 行的数字比列少，空着的格丢了，这一行是不是 4 个数字也说不准 @5050
    ");
}

#[test]
fn words_of_a_sentence_are_no_table() {
    let text = "食堂周报\n一、供餐情况\n本周周一120份，周二130份，周三90份。\n二、库存情况\n大米20袋。\n";
    let sample = read(CANTEEN, "r.txt", text);
    assert!(sample.figures().iter().all(|figure| figure.ends_with("=X")), "{:?}", sample.figures());
}

#[test]
fn endless_digits_answer_at_once() {
    let digits = "1234567890".repeat(100_000);
    for text in [
        report(&format!("周一{digits}周二0000周三0000合计0000"), ""),
        report(&"周一11111111111111111111".repeat(40_000), ""),
        report(&format!("周一0000周二0000周三0000合计{}", "1 ".repeat(500_000)), ""),
        report(&format!("周一{0}周二{0}周三{0}合计{0}", "1".repeat(40)), ""),
        report(&"周一1".repeat(200_000), &"（".repeat(300_000)),
    ] {
        let begin = std::time::Instant::now();
        let sample = read(CANTEEN, "r.txt", &text);
        assert!(sample.bound.is_some());
        eprintln!("{:?}", begin.elapsed());
        assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
    }
}

const NATURAL: Shape = Shape { signed: false, places: 0 };

fn run(text: &str) -> Run {
    let mut atoms = Vec::new();
    let mut apart = true;
    for c in text.chars() {
        if c == ' ' {
            apart = true;
        } else {
            atoms.push(Atom { c, apart });
            apart = false;
        }
    }
    Run { ends: vec![atoms.len()], atoms }
}

fn total(columns: usize) -> Linear<usize> {
    let parts = (0..columns - 1).map(|column| (column, Decimal::ONE));
    let terms = parts.chain([(columns - 1, Decimal::from(-1))]).collect();
    Linear { terms, constant: Decimal::ZERO, op: CompareOp::Equal, slack: Decimal::ZERO }
}

fn readings(text: &str, shapes: &[Shape], checks: &[Linear<usize>]) -> super::readings::Readings {
    let mut steps = 1_000_000;
    super::readings::of(&run(text), shapes, checks, &mut steps)
}

#[test]
fn counts_the_readings() {
    let signed = Shape { signed: true, places: 0 };
    let money = Shape { signed: false, places: 2 };
    for (text, shapes, count) in [
        ("0000000", vec![NATURAL; 7], 1),
        ("693665", vec![NATURAL; 3], 10),
        ("230 000023", vec![NATURAL; 7], 3),
        ("007", vec![NATURAL; 3], 1),
        ("07", vec![NATURAL; 1], 0),
        ("12", vec![NATURAL; 3], 0),
        ("1 2", vec![NATURAL; 1], 0),
        ("35-15", vec![NATURAL, signed], 1),
        ("2648-18538", vec![NATURAL, signed, NATURAL], 4),
        ("35-15", vec![NATURAL, NATURAL], 0),
        ("10.5", vec![NATURAL, money], 1),
        ("12.345", vec![money, NATURAL], 2),
        ("12.", vec![money], 0),
        ("-0", vec![signed], 0),
    ] {
        assert_eq!(readings(text, &shapes, &[]).count, count, "{text}");
    }
}

#[test]
fn the_row_decides_where_it_can() {
    let of = |text: &str, columns: usize| {
        let found = readings(text, &vec![NATURAL; columns], &[total(columns)]);
        found
            .best
            .iter()
            .map(|reading| reading.values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    assert_eq!(of("640020470", 7), ["64 0 0 2 0 4 70"]);
    assert_eq!(of("200 000121", 7), ["20 0 0 0 0 1 21"]);
    assert_eq!(of("220000325", 7), ["22 0 0 0 0 3 25", "2 20 0 0 0 3 25"]);
    // Nothing adds up: all that there are.
    assert_eq!(of("119", 2), ["11 9", "1 19"]);
}

#[test]
fn rows_are_solved_together() {
    let reading = |values: &[i64]| Reading { figures: Vec::new(), values: values.iter().map(|v| Decimal::from(*v)).collect() };
    let rows = vec![vec![reading(&[1]), reading(&[2])], vec![reading(&[3]), reading(&[4]), reading(&[5])], vec![reading(&[6])]];
    let sum = |op| Linear {
        terms: vec![((0, 0), Decimal::ONE), ((1, 0), Decimal::ONE), ((2, 0), Decimal::from(-1))],
        constant: Decimal::ZERO,
        op,
        slack: Decimal::ZERO,
    };
    assert_eq!(solve::solve(&rows, &[sum(CompareOp::Equal)], 1000), Some(vec![vec![0, 1], vec![1, 2], vec![0]]));
    let first =
        Linear { terms: vec![((0, 0), Decimal::ONE)], constant: Decimal::from(-2), op: CompareOp::Equal, slack: Decimal::ZERO };
    assert_eq!(solve::solve(&rows, &[sum(CompareOp::Equal), first], 1000), Some(vec![vec![1], vec![1], vec![0]]));
    assert_eq!(solve::solve(&rows, &[sum(CompareOp::Equal)], 3), None);
    assert_eq!(solve::solve(&rows, &[], 1000), Some(vec![vec![0, 1], vec![0, 1, 2], vec![0]]));
}

/// Three rows and their totals, as a table in which everything adds up.
fn ties() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let figure = prop_oneof![3 => Just(0u32), 3 => 0u32..10, 2 => 0u32..100, 1 => 0u32..3000];
    proptest::collection::vec(proptest::collection::vec(figure, 3), 3).prop_map(|mut rows| {
        let totals = (0..3).map(|column| rows.iter().map(|row| row[column]).sum()).collect();
        rows.push(totals);
        for row in &mut rows {
            row.push(row.iter().sum());
        }
        rows
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Figures that tie are read as they are, or not at all.
    #[test]
    fn glued_figures_are_read_right_or_reported(rows in ties(), blanks in proptest::collection::vec(0u8..12, 16)) {
        let mut text = String::new();
        let mut blanks = blanks.into_iter();
        for (label, row) in ["1.周一", "2.周二（含加班）", "3.“周三”", "合计"].iter().zip(&rows) {
            text.push_str(label);
            for figure in row {
                text.push_str(&figure.to_string());
                if blanks.next() == Some(0) {
                    text.push(' ');
                }
            }
        }
        let sample = read(CANTEEN, "r.txt", &report(&text, ""));
        let bound = sample.bound.as_ref().expect("bound");
        for (cell, figure) in bound.figures.cells.iter().zip(rows.iter().flatten()) {
            match cell.state {
                State::Figure => prop_assert_eq!(cell.value, Some(Decimal::from(i64::from(*figure))), "{}", text),
                State::Unreadable => {}
                other => prop_assert!(false, "{other:?} in {text}"),
            }
        }
        let unreadable = bound.figures.cells.iter().any(|cell| cell.state == State::Unreadable);
        prop_assert_eq!(unreadable, sample.findings().iter().any(|said| said.contains("G0521")), "{}", text);
    }

    /// Every listed reading is one: its figures put together are the run.
    #[test]
    fn readings_put_together_are_the_run(text in "[0-9]{1,12}", columns in 1usize..5) {
        let found = readings(&text, &vec![NATURAL; columns], &[]);
        prop_assert_eq!(found.best.len() as u64, found.count);
        for reading in &found.best {
            let whole: String = reading.values.iter().map(ToString::to_string).collect();
            prop_assert_eq!(&whole, &text);
            prop_assert_eq!(reading.values.len(), columns);
        }
    }
}
