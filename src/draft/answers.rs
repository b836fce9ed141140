//! A grid that is a form to be filled in: every row a label with its answer, or several such pairs side by side; no columns.

use std::ops::Range;

use super::figures;
use super::matrix::{Cell, Matrix};
use super::table::{Row, is_total, put};
use super::units;
use crate::bind::box_of;

/// What a row asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Answer {
    #[default]
    Figure,
    Text,
    Date,
    /// Boxes for yes and no, or one box.
    Truth,
    /// Boxes of which one is to be ticked.
    OneOf(Vec<String>),
}

/// More options than these are no options.
const MOST_OPTIONS: usize = 40;

/// The options behind boxes, `□ 是 □ 否`, with what is ticked; `None` without a box.
pub(super) fn options(text: &str) -> Option<Vec<(String, bool)>> {
    let text = text.trim();
    let before = text.chars().next().and_then(box_of).is_some();
    let behind = text.chars().next_back().and_then(box_of).is_some();
    if !before && !behind {
        return None;
    }
    let mut options: Vec<(String, bool)> = Vec::new();
    let mut words = String::new();
    for c in text.chars() {
        match (box_of(c), before) {
            (Some(ticked), true) => {
                if let Some((last, _)) = options.last_mut() {
                    *last = std::mem::take(&mut words);
                }
                options.push((String::new(), ticked));
            }
            (Some(ticked), false) => options.push((std::mem::take(&mut words), ticked)),
            (None, _) => words.push(c),
        }
    }
    if let Some((last, _)) = options.last_mut().filter(|_| before) {
        *last = words;
    }
    for (option, _) in &mut options {
        let cut = option.find(['：', ':', '_', '＿']).unwrap_or(option.len());
        *option = option.get(..cut).unwrap_or("").trim().to_owned();
    }
    (options.len() <= MOST_OPTIONS).then_some(options)
}

/// Whether some cell of these rows is to be ticked.
pub(super) fn has_boxes(matrix: &Matrix, rows: Range<usize>, columns: Range<usize>) -> bool {
    rows.into_iter().any(|row| matrix.row(row, columns.clone()).iter().any(|cell| options(&cell.text).is_some()))
}

/// The rows of the form, each with its answer, under the groups that span them.
pub(super) fn rows(matrix: &Matrix, rows: Range<usize>, columns: Range<usize>) -> Vec<Row> {
    let mut list: Vec<Row> = Vec::new();
    for row in rows {
        let cells = matrix.row(row, columns.clone());
        let key = |cell: &Cell| matrix.cells.iter().position(|other| std::ptr::eq(other, cell)).unwrap_or(0);
        let mut labels: Vec<(usize, &Cell)> = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            if cell.filler {
                continue;
            }
            if !labels.is_empty() && cell.row == row && is_answer(&cells, at) {
                answer(&mut list, &labels, cell);
                // Groups stay for a second pair on the line.
                labels.retain(|(_, label)| label.rows > 1);
            } else if !cell.text.is_empty() {
                labels.push((key(cell), *cell));
            }
        }
    }
    separated(list, None)
}

fn is_answer(cells: &[&Cell], at: usize) -> bool {
    let Some(cell) = cells.get(at) else { return false };
    if figures::is_figure(&cell.text) || options(&cell.text).is_some() {
        return true;
    }
    if cell.rows > 1 {
        return false;
    }
    // Words: the last cell of the line; between two labels of this line only.
    let last = cells.iter().skip(at.saturating_add(1)).all(|cell| cell.filler);
    let next = cells.get(at.saturating_add(1)).filter(|next| !figures::is_figure(&next.text) && options(&next.text).is_none());
    let single = at.checked_sub(1).and_then(|before| cells.get(before)).is_some_and(|before| before.rows == 1);
    last || (single && next.is_some() && cells.len() > at.saturating_add(2))
}

fn answer(list: &mut Vec<Row>, labels: &[(usize, &Cell)], cell: &Cell) {
    let Some(((key, label), groups)) = labels.split_last() else { return };
    let around = groups.iter().rev().find_map(|(_, group)| units::of_label(&group.text).filter(|unit| unit.printed));
    let unit = units::of_label(&label.text).filter(|unit| unit.printed).or(around);
    let mut row = Row::answered(label.text.clone(), *key, cell.text.clone());
    row.unit = unit;
    match options(&cell.text) {
        Some(options) => {
            let named: Vec<&(String, bool)> = options.iter().filter(|(option, _)| !option.is_empty()).collect();
            let yes_or_no = named.iter().all(|(option, _)| matches!(option.as_str(), "是" | "否" | "有" | "无"));
            let ticked = options.iter().filter(|(_, ticked)| *ticked).count();
            let kind = ["类型", "类别", "性质", "级别", "层级", "等级", "方式"].iter().any(|word| label.text.ends_with(word));
            if yes_or_no {
                row.answer = Answer::Truth;
            } else if ticked < 2 && (kind || named.len() < 3) {
                row.answer = Answer::OneOf(named.iter().map(|(option, _)| option.clone()).collect());
            } else {
                row.figures = None;
                row.boxes = true;
                row.children = named
                    .iter()
                    .map(|(option, _)| Row { answer: Answer::Truth, ..Row::answered(option.clone(), 0, String::new()) })
                    .collect();
            }
        }
        None if row.unit.is_none() => row.answer = of_words(&label.text, &cell.text),
        None => {}
    }
    put(list, groups, row);
}

/// What an answer without a unit is: by what stands there, else by the label.
fn of_words(label: &str, text: &str) -> Answer {
    const TEXTS: &[&str] = &[
        "名称",
        "姓名",
        "网址",
        "地址",
        "电话",
        "邮箱",
        "负责人",
        "联系人",
        "编号",
        "代码",
        "标识码",
        "号",
        "备注",
        "说明",
        "单位",
        "其他",
    ];
    if !figures::is_figure(text) {
        return Answer::Text;
    }
    if figures::read(text).is_some() {
        // A long number without a unit that is called a code is one.
        let code = ["码", "号"].iter().any(|word| label.ends_with(word));
        return if code { Answer::Text } else { Answer::Figure };
    }
    let label = crate::describe::short_label(label);
    match () {
        () if label.ends_with("日期") || label.ends_with("时间") => Answer::Date,
        () if TEXTS.iter().any(|word| label.ends_with(word)) => Answer::Text,
        () => Answer::Figure,
    }
}

/// A total first in its group adds what stands below it, where that is counted in the same unit; else all stand side by side.
fn separated(list: Vec<Row>, unit: Option<&'static str>) -> Vec<Row> {
    let name = |row: &Row| row.unit.as_ref().map(|unit| unit.name).or(unit);
    let list: Vec<Row> = list
        .into_iter()
        .map(|row| {
            let unit = name(&row);
            Row { children: separated(row.children, unit), ..row }
        })
        .collect();
    let total_first = list.first().is_some_and(|row| is_total(&row.label) && row.children.is_empty());
    let same = list
        .iter()
        .all(|row| row.answer == Answer::Figure && row.children.is_empty() && name(row) == list.first().and_then(name));
    if !total_first || !same || list.len() < 3 {
        return list;
    }
    let mut parts = list.into_iter();
    match parts.next() {
        Some(total) => vec![Row { children: parts.collect(), ..total }],
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_behind_boxes() {
        let names = |text: &str| options(text).map(|all| all.into_iter().map(|(option, _)| option).collect::<Vec<_>>());
        assert_eq!(names("□是□否"), Some(vec!["是".into(), "否".into()]));
        assert_eq!(names("是□否☑"), Some(vec!["是".into(), "否".into()]));
        assert_eq!(names("□多语言版本□其他：＿＿"), Some(vec!["多语言版本".into(), "其他".into()]));
        assert_eq!(names("是"), None);
        assert_eq!(options("□是☑否").map(|all| all.iter().filter(|(_, ticked)| *ticked).count()), Some(1));
    }
}
