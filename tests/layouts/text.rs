//! Reports as text, and the frame of all reports: title, period, headings, sections.

use gouji::model::{Form, SectionId, TableKind};
use gouji::plan::Slots;

use crate::Dice;
use crate::form::{self, Grid, Kind, matrix};
use crate::html;
use crate::quirks::{Layout, Quirk, Style};

/// A whole report: its name, which tells the format, and its text.
pub fn report(form: &Form, slots: &Slots, figures: &[Option<String>], style: &Style, dice: &mut Dice) -> (&'static str, String) {
    let html = matches!(style.layout, Layout::Html | Layout::HtmlFillers | Layout::HtmlWord | Layout::HtmlNested);
    let markdown = matches!(style.layout, Layout::Markdown | Layout::MarkdownRows);
    let mut out = String::new();
    let year = if form.version.as_deref() == Some("2019") { 2020 } else { 2023 };
    let line = |out: &mut String, text: &str| match style.layout {
        _ if html => out.push_str(&html::paragraph(text, style)),
        Layout::Paragraphs | Layout::Markdown | Layout::MarkdownRows => out.push_str(&format!("{text}\n\n")),
        _ => out.push_str(&format!("{text}\n")),
    };
    if html {
        out.push_str("<html><body>\n");
    }
    if style.has(Quirk::Chrome) {
        line(&mut out, "登录 | 注册");
        if html {
            out.push_str(
                "<table><tr><td>名称：</td><td>年度报告</td></tr><tr><td>索引号：</td><td>0123/2024-5</td></tr></table>\n",
            );
        }
        line(&mut out, "点击数：318");
    }
    let title = match style.has(Quirk::TitleOrder) {
        true => format!("{year}年青石县水利局政府信息公开工作年度报告"),
        false => format!("青石县水利局{year}年政府信息公开工作年度报告"),
    };
    line(&mut out, &if markdown { format!("# {title}") } else { title });
    let period = match style.has(Quirk::Period) {
        true => format!("本报告所列数据自{year}年1月1日起至{year}年12月31日止。"),
        false => format!("本报告所列数据的统计期限为{year}年1月1日至12月31日。"),
    };
    line(&mut out, &period);
    let mut glue = String::new();
    for (at, section) in form.sections.iter().enumerate() {
        let id = SectionId(at as u32);
        let tables: Vec<_> =
            form.table_ids().filter(|(_, table)| table.section == Some(id) && table.kind == TableKind::Table).collect();
        let heading = heading(&section.labels.iter().map(|label| label.text.as_str()).collect::<Vec<_>>(), at, style);
        let missing = style.has(Quirk::NoHeading) && (at == 0 || at == 4);
        if !missing {
            let heading = if markdown && glue.is_empty() { format!("## {heading}") } else { heading };
            line(&mut out, &format!("{}{heading}", std::mem::take(&mut glue)));
        }
        if tables.is_empty() {
            let prose = "各项工作按照上级要求推进，全年未发生应当公开而未公开的情形，下一步将继续完善制度。";
            if style.has(Quirk::GluedHeading) && at == 4 {
                glue = prose.to_owned();
            } else {
                line(&mut out, prose);
            }
            continue;
        }
        if style.has(Quirk::Instruction) {
            line(&mut out, "该部分以表格形式报告。表格如下：");
        }
        let mut grids: Vec<Grid> = tables.iter().map(|(id, table)| form::grid(table, *id, slots, figures, style)).collect();
        if style.has(Quirk::OneGrid) && grids.len() > 1 {
            grids = vec![joined(grids)];
        }
        for grid in &mut grids {
            if let Some(caption) = grid.caption.take() {
                line(&mut out, &if markdown { format!("### {caption}") } else { caption });
            }
            match style.layout {
                Layout::Html | Layout::HtmlFillers | Layout::HtmlWord => out.push_str(&html::table(grid, style, dice)),
                Layout::HtmlNested => {
                    let table = html::table(grid, style, dice);
                    out.push_str(&format!("<table><tr><td>{table}</td></tr></table>\n"));
                }
                _ => text(grid, style, dice, &mut out),
            }
        }
    }
    if !glue.is_empty() {
        line(&mut out, &glue);
    }
    if style.has(Quirk::Chrome) {
        line(&mut out, "主办：青石县水利局 版权所有");
    }
    if html {
        out.push_str("</body></html>\n");
        return ("r.html", out);
    }
    (if markdown { "r.md" } else { "r.txt" }, out)
}

fn heading(labels: &[&str], at: usize, style: &Style) -> String {
    let text = match style.has(Quirk::Reworded) {
        true if labels.len() > 1 => labels[1].to_owned(),
        true => labels[0].replace("情况", "的情况"),
        false => labels[0].to_owned(),
    };
    let text = match (style.has(Quirk::Renumbered), text.split_once('、')) {
        (true, Some((_, rest))) if at >= 3 => format!("{}、{rest}", ["一", "二", "三", "四", "五", "六"][at - 3]),
        _ => text,
    };
    style.label(&text)
}

/// Several grids in one, each caption in a row of its own.
fn joined(grids: Vec<Grid>) -> Grid {
    let width = grids.iter().map(|grid| grid.width).max().unwrap_or(0);
    let mut whole = Grid { width, ..Grid::default() };
    for grid in grids {
        if let Some(text) = grid.caption {
            whole.rows.push(vec![form::GridCell { text, kind: Kind::Head, column: 0, colspan: width, rowspan: 1 }]);
        }
        whole.header += grid.header + 1;
        whole.rows.extend(grid.rows);
    }
    whole
}

fn text(grid: &Grid, style: &Style, dice: &mut Dice, out: &mut String) {
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
        Layout::Html | Layout::HtmlFillers | Layout::HtmlWord | Layout::HtmlNested => unreachable!("a web page"),
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
    let values = |row: &[form::GridCell]| row.iter().filter(|cell| cell.kind == Kind::Value).count();
    let width = grid.rows.iter().map(|row| values(row)).max().unwrap_or(0);
    let labels = grid.width - width;
    if labels == 0 || width < 5 {
        bars(grid, style, true, out);
        return;
    }
    for row in grid.rows.iter().skip(grid.header) {
        let names: Vec<&form::GridCell> = row.iter().filter(|cell| cell.kind == Kind::Label).collect();
        let (own, groups) = names.split_last().expect("a label");
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
fn dropped(grid: &Grid, style: &Style, dice: &mut Dice, out: &mut String) {
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

fn words(grid: &Grid, style: &Style, dice: &mut Dice, out: &mut String) {
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
fn heading_words(row: &[form::GridCell], dice: &mut Dice, out: &mut String) {
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
