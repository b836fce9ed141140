//! Office files made by the tests: a document that was read, saved again as Word or as a spreadsheet.
#![allow(dead_code)]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use gouji::document::{Block, Document, Grid};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// By row: where a cell that began further up goes on, as (column, width).
fn continued(grid: &Grid) -> Vec<Vec<(u32, u32)>> {
    let mut rows = vec![Vec::new(); grid.rows.len()];
    for (at, row) in grid.rows.iter().enumerate() {
        for cell in &row.cells {
            for below in 1..cell.rowspan as usize {
                if let Some(row) = rows.get_mut(at + below) {
                    row.push((cell.column, cell.colspan));
                }
            }
        }
    }
    rows
}

/// A Word document of the same blocks.
pub fn word(document: &Document) -> Vec<u8> {
    let mut body = String::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let _ = write!(body, "<w:p><w:r><w:t>{}</w:t></w:r></w:p>", escaped(paragraph.text.as_str()));
            }
            Block::Grid(grid) => {
                body += "<w:tbl>";
                for (row, continued) in grid.rows.iter().zip(continued(grid)) {
                    let mut cells: Vec<(u32, String)> = Vec::new();
                    for (column, width) in continued {
                        cells.push((
                            column,
                            format!("<w:tc><w:tcPr><w:gridSpan w:val=\"{width}\"/><w:vMerge/></w:tcPr><w:p/></w:tc>"),
                        ));
                    }
                    for cell in &row.cells {
                        let merge = if cell.rowspan > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
                        cells.push((
                            cell.column,
                            format!(
                                "<w:tc><w:tcPr><w:gridSpan w:val=\"{}\"/>{merge}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>",
                                cell.colspan,
                                escaped(cell.text.as_str())
                            ),
                        ));
                    }
                    cells.sort_by_key(|(column, _)| *column);
                    let cells: String = cells.into_iter().map(|(_, cell)| cell).collect();
                    let _ = write!(body, "<w:tr>{cells}</w:tr>");
                }
                body += "</w:tbl>";
            }
        }
    }
    let xml = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    archive(&[("word/document.xml", &xml)])
}

/// A column's letters, from 0.
fn letters(column: u32) -> String {
    match column {
        0..26 => char::from(b'A' + column as u8).to_string(),
        _ => letters(column / 26 - 1) + &letters(column % 26),
    }
}

/// A cell: a number where the text is one, else text.
fn cell(column: u32, row: u32, text: &str) -> String {
    let at = format!("{}{row}", letters(column));
    if text.is_empty() {
        format!("<c r=\"{at}\" s=\"0\"/>")
    } else if text.parse::<f64>().is_ok() {
        format!("<c r=\"{at}\"><v>{text}</v></c>")
    } else {
        format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text))
    }
}

/// A workbook of one sheet: its rows and what stands behind them.
pub fn workbook(name: &str, rows: &str, merges: &str) -> Vec<u8> {
    let merges = if merges.is_empty() { String::new() } else { format!("<mergeCells>{merges}</mergeCells>") };
    archive(&[
        ("xl/workbook.xml", &format!("<workbook><sheets><sheet name=\"{name}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>")),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet><sheetData>{rows}</sheetData>{merges}</worksheet>")),
    ])
}

/// A spreadsheet of the same blocks, a blank row around every table.
pub fn sheet(document: &Document) -> Vec<u8> {
    let (mut rows, mut merges, mut at) = (String::new(), String::new(), 1);
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let _ = write!(rows, "<row r=\"{at}\">{}</row>", cell(0, at, paragraph.text.as_str()));
                at += 1;
            }
            Block::Grid(grid) => {
                at += 1;
                for row in &grid.rows {
                    let mut cells = String::new();
                    for one in &row.cells {
                        cells += &cell(one.column, at, one.text.as_str());
                        if one.colspan > 1 || one.rowspan > 1 {
                            let last = format!("{}{}", letters(one.column + one.colspan - 1), at + one.rowspan - 1);
                            let _ = write!(merges, "<mergeCell ref=\"{}{at}:{last}\"/>", letters(one.column));
                        }
                    }
                    let _ = write!(rows, "<row r=\"{at}\">{cells}</row>");
                    at += 1;
                }
                at += 1;
            }
        }
    }
    workbook("报告", &rows, &merges)
}

/// A sheet as a page of docs/errors sketches it: a line a row, cells parted by bars, `(hidden)` before a hidden row.
pub fn sketched(sketch: &str) -> Vec<u8> {
    let mut rows = String::new();
    for (index, line) in sketch.lines().enumerate() {
        let at = index as u32 + 1;
        let (hidden, line) = match line.strip_prefix("(hidden)") {
            Some(rest) => (" hidden=\"1\"", rest),
            None => ("", line),
        };
        let cells = line.split('|').enumerate().map(|(column, text)| cell(column as u32, at, text.trim()));
        let _ = write!(rows, "<row r=\"{at}\"{hidden}>{}</row>", cells.collect::<String>());
    }
    workbook("借阅", &rows, "")
}
