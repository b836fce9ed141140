//! Grids as text.

use super::Dice;
use super::grid::{Grid, GridCell, Kind, matrix};
use super::style::{Layout, Quirk, Style};

/// Appends a grid in a layout that is no web page.
pub(super) fn text(grid: &Grid, style: &Style, dice: &mut dyn Dice, out: &mut String) {
    match style.layout {
        Layout::Markdown => bars(grid, style, true, out),
        Layout::Pipes => bars(grid, style, false, out),
        Layout::MarkdownRows => markdown_rows(grid, style, out),
        Layout::DroppedPipes => dropped(grid, style, dice, out),
        Layout::CellLines | Layout::LonePipes | Layout::TabIndented | Layout::Paragraphs => cells(grid, style, out),
        Layout::TabFields => {
            for row in matrix(grid) {
                let cells = row.iter().map(|cell| cell.map_or(String::new(), |cell| style.cell(&cell.text)));
                out.push_str(&cells.collect::<Vec<_>>().join("\t"));
                out.push('\n');
            }
        }
        Layout::Words => words(grid, style, dice, out),
        Layout::Html | Layout::HtmlFillers | Layout::HtmlWord | Layout::HtmlNested => {}
    }
    if !matches!(style.layout, Layout::Words) {
        out.push('\n');
    }
}

fn bars(grid: &Grid, style: &Style, markdown: bool, out: &mut String) {
    for (at, row) in matrix(grid).iter().enumerate() {
        let cells = row.iter().map(|cell| cell.map_or(String::new(), |cell| style.cell(&cell.text)));
        out.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
        if markdown && at == 0 {
            out.push_str(&format!("|{}\n", "---|".repeat(grid.width)));
        }
        page(at, style, out);
    }
}

fn page(at: usize, style: &Style, out: &mut String) {
    if style.has(Quirk::Pages) && at % 9 == 7 {
        out.push_str(&format!("\n- {} -\n\n", at / 9 + 3));
    }
}

/// A table a row where there are many columns; groups become headings.
fn markdown_rows(grid: &Grid, style: &Style, out: &mut String) {
    let values = |row: &[GridCell]| row.iter().filter(|cell| cell.kind == Kind::Value).count();
    let width = grid.rows.iter().map(|row| values(row)).max().unwrap_or(0);
    let labels = grid.width.saturating_sub(width);
    if labels == 0 || width < 5 {
        bars(grid, style, true, out);
        return;
    }
    for row in grid.rows.iter().skip(grid.header) {
        let names: Vec<&GridCell> = row.iter().filter(|cell| cell.kind == Kind::Label).collect();
        let Some((own, groups)) = names.split_last() else { continue };
        for group in groups {
            out.push_str(&format!("### {}\n\n", group.text));
        }
        let generic: Vec<String> = (1..width).map(|at| format!("数据{at}")).collect();
        out.push_str(&format!("| 类别 | {} | 总计 |\n|{}\n", generic.join(" | "), "---|".repeat(width + 1)));
        let cells = row.iter().filter(|cell| cell.kind == Kind::Value).map(|cell| style.cell(&cell.text));
        out.push_str(&format!("| {} | {} |\n\n", own.text, cells.collect::<Vec<_>>().join(" | ")));
    }
}

/// Merged cells dropped; of those that reached over columns some bars stay.
fn dropped(grid: &Grid, style: &Style, dice: &mut dyn Dice, out: &mut String) {
    for (at, row) in grid.rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| style.cell(&cell.text)).collect();
        let left = if at < grid.header || dice.one_in(3) { dice.below(4) } else { 0 };
        out.push_str(&format!("| {} |{}\n", cells.join(" | "), "|".repeat(left)));
    }
}

/// A cell a line.
fn cells(grid: &Grid, style: &Style, out: &mut String) {
    for row in &grid.rows {
        for cell in row {
            let text = style.cell(&cell.text);
            match style.layout {
                Layout::CellLines if text.is_empty() => out.push_str("|\n"),
                Layout::CellLines => out.push_str(&format!("{text} |\n")),
                Layout::LonePipes => out.push_str(&format!("|\n{text}\n")),
                Layout::TabIndented => out.push_str(&format!("\t{text}\n")),
                _ if text.is_empty() => {}
                _ => out.push_str(&format!("{text}\n\n")),
            }
        }
        match style.layout {
            Layout::CellLines => out.push_str("|\n"),
            Layout::TabIndented => out.push('\n'),
            _ => {}
        }
    }
    if style.layout == Layout::LonePipes {
        out.push_str("|\n");
    }
}

/// As many characters fit into a cell of a PDF's table.
const CELL: usize = 13;

fn words(grid: &Grid, style: &Style, dice: &mut dyn Dice, out: &mut String) {
    for (at, row) in grid.rows.iter().enumerate() {
        let head = at < grid.header || row.iter().all(|cell| cell.kind != Kind::Value);
        if head {
            heading_words(row, dice, out);
            continue;
        }
        let values: Vec<&str> = row.iter().filter(|cell| cell.kind == Kind::Value).map(|cell| cell.text.as_str()).collect();
        let names: Vec<&str> = row.iter().filter(|cell| cell.kind == Kind::Label).map(|cell| cell.text.as_str()).collect();
        let (own, groups) = names.split_last().map_or(("", &[][..]), |(own, groups)| (*own, groups));
        let groups = groups.concat();
        let (first, rest) = cut(own, CELL);
        let values = values.join(" ");
        if rest.is_empty() || dice.one_in(4) {
            out.push_str(&format!("{groups} {own} {values}\n"));
        } else {
            match dice.below(3) {
                0 => out.push_str(&format!("{groups} {first}\n{values}\n{rest}\n")),
                1 => out.push_str(&format!("{groups} {first} {values}\n{rest}\n")),
                _ => out.push_str(&format!("{groups} {first}\n{rest} {values}\n")),
            }
        }
        if style.has(Quirk::Pages) && at % 9 == 7 {
            out.push_str(&format!("- {} -\n", at / 9 + 3));
        }
    }
}

/// A row of headings; long ones wrapped, so that the second halves stand on a line of their own.
fn heading_words(row: &[GridCell], dice: &mut dyn Dice, out: &mut String) {
    let wrap = dice.one_in(2) && row.iter().any(|cell| cell.kind == Kind::Head);
    let halves: Vec<(String, String)> = row
        .iter()
        .filter(|cell| !cell.text.is_empty())
        .map(|cell| if wrap && cell.kind == Kind::Head { cut(&cell.text, 3) } else { (cell.text.clone(), String::new()) })
        .collect();
    for half in [halves.iter().map(|half| &half.0).collect::<Vec<_>>(), halves.iter().map(|half| &half.1).collect()] {
        let line: Vec<&str> = half.into_iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        if !line.is_empty() {
            out.push_str(&format!("{}\n", line.join(" ")));
        }
    }
}

fn cut(text: &str, at: usize) -> (String, String) {
    (text.chars().take(at).collect(), text.chars().skip(at).collect())
}
