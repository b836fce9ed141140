//! Reports as web pages.

use super::Dice;
use super::grid::{Grid, GridCell, Kind};
use super::style::{Layout, Quirk, Style};

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('\u{a0}', "&nbsp;")
}

pub(super) fn paragraph(text: &str, style: &Style) -> String {
    match style.layout {
        Layout::HtmlWord => format!("<p class=MsoNormal><span lang=EN-US>{}</span><o:p></o:p></p>\n", escape(text)),
        _ => format!("<p>{}</p>\n", escape(text)),
    }
}

pub(super) fn table(grid: &Grid, style: &Style, dice: &mut dyn Dice) -> String {
    let mut out = String::from("<table border=\"1\">\n");
    let covered = covered(grid);
    for (at, row) in grid.rows.iter().enumerate() {
        out.push_str("<tr>");
        if style.layout == Layout::HtmlFillers {
            for column in 0..grid.width {
                let cell = row.iter().find(|cell| cell.column == column);
                out.push_str(&format!("<td>{}</td>", cell.map_or(String::new(), |cell| contents(cell, style, dice))));
            }
        } else {
            let mut column = 0;
            for cell in row {
                while column < cell.column {
                    if covered.get(at).and_then(|row| row.get(column)) != Some(&true) {
                        out.push_str("<td></td>");
                    }
                    column += 1;
                }
                column = cell.column + cell.colspan;
                let spans = [("rowspan", cell.rowspan), ("colspan", cell.colspan)];
                let spans = spans.iter().filter(|(_, count)| *count > 1).map(|(name, count)| format!(" {name}={count}"));
                out.push_str(&format!("<td{}>{}</td>", spans.collect::<String>(), contents(cell, style, dice)));
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
    out
}

/// The places that a cell of a row above reaches into.
fn covered(grid: &Grid) -> Vec<Vec<bool>> {
    let mut covered = vec![vec![false; grid.width.saturating_add(1)]; grid.rows.len()];
    for (at, row) in grid.rows.iter().enumerate() {
        for cell in row {
            for below in covered.iter_mut().take(at + cell.rowspan).skip(at + 1) {
                for column in below.iter_mut().skip(cell.column).take(cell.colspan) {
                    *column = true;
                }
            }
        }
    }
    covered
}

fn contents(cell: &GridCell, style: &Style, dice: &mut dyn Dice) -> String {
    let text = style.cell(&cell.text);
    let mut text = match style.layout {
        Layout::HtmlWord if text.is_empty() => "<p class=MsoNormal><o:p>&nbsp;</o:p></p>".to_owned(),
        Layout::HtmlWord => {
            let mut cut = text
                .chars()
                .map(|c| {
                    if dice.one_in(3) {
                        format!("</font></span><span><font>{}", escape(&c.to_string()))
                    } else {
                        escape(&c.to_string())
                    }
                })
                .collect::<String>();
            cut.insert_str(0, "<p class=MsoNormal><span><font>");
            cut + "</font></span></p>"
        }
        _ => escape(&text),
    };
    if style.has(Quirk::WordMarkup) && cell.kind == Kind::Label {
        text = format!("<!--[if !supportLists]-->{text}<!--[endif]-->");
    }
    text
}
