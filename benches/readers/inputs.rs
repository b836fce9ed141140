//! What is read: the report of `examples/`, as offices publish it, alone and as often as makes a large file.

use std::fmt::Write as _;

use gouji::document::{Content, Document, read};
use gouji::source::Sources;
use lopdf::{Document as Pdf, Object, Stream, dictionary};

use crate::office;

const HTML: &str = include_str!("../../examples/yunpu-2025.html");
const JSON: &str = include_str!("../../examples/yunpu-2025.json");
const TEXT: &str = include_str!("../../examples/yunpu-2017.txt");

/// One report, and a file of so many.
pub struct Input {
    pub format: &'static str,
    pub size: &'static str,
    pub name: String,
    pub bytes: Vec<u8>,
}

pub fn all() -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut add = |format: &'static str, ending: &str, one: Vec<u8>, many: Vec<u8>| {
        for (size, bytes) in [("one", one), ("large", many)] {
            inputs.push(Input { format, size, name: format!("report.{ending}"), bytes });
        }
    };
    add("html", "html", page(1).into(), page(12).into());
    let document = document();
    let many = Document { blocks: (0..40).flat_map(|_| document.blocks.clone()).collect(), ..document.clone() };
    add("docx", "docx", office::word(&document), office::word(&many));
    add("xlsx", "xlsx", office::sheet(&document), office::sheet(&many));
    add("pdf", "pdf", pdf(&document, 1), pdf(&document, 20));
    let value: serde_json::Value = serde_json::from_str(JSON).expect("the example is JSON");
    add("json", "json", JSON.into(), format!("[{}]", vec![JSON; 120].join(",\n")).into());
    add("ndjson", "ndjson", format!("{value}\n").into(), format!("{value}\n").repeat(200).into());
    let mut yaml = String::new();
    write_yaml(&value, 0, &mut yaml);
    add("yaml", "yaml", yaml.clone().into(), format!("---\n{yaml}").repeat(80).into());
    add(
        "toml",
        "toml",
        toml(&value, "").into(),
        (0..80).map(|index| toml(&value, &format!("r{index}"))).collect::<String>().into(),
    );
    let csv = csv(&value);
    let rows = csv.split_once('\n').map_or("", |(_, rows)| rows);
    add("csv", "csv", csv.clone().into(), format!("{csv}{}", rows.repeat(60)).into());
    add("text", "txt", TEXT.into(), TEXT.repeat(200).into());
    let markdown = markdown(&document);
    add("markdown", "md", markdown.clone().into(), markdown.repeat(120).into());
    let chinese = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    add("gb18030", "txt", chinese(TEXT), chinese(&TEXT.repeat(200)));
    inputs
}

fn document() -> Document {
    match read(&mut Sources::new(), "report.html", HTML.as_bytes()) {
        Ok((_, Content::Document(document))) => document,
        _ => panic!("the example is a page"),
    }
}

/// The report as a content management system publishes it: styles and scripts in the head, menus before it, links behind it,
/// every cell and paragraph dressed by an editor. `length`: how much of everything but the tables there is.
fn page(length: usize) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n");
    for index in 0..20 * length {
        let _ = writeln!(out, "<meta name=\"Column{index}\" content=\"政府信息公开年报\">");
    }
    out += "<title>云浦县人民政府2025年政府信息公开工作年度报告</title>\n<style type=\"text/css\">\n";
    for index in 0..120 * length {
        let _ = writeln!(
            out,
            ".box{index} > li a:hover {{ margin: 0 {index}px; color: #1a{:02x}5c; background: url(/i/{index}.png) no-repeat; }}",
            index % 256
        );
    }
    out += "</style>\n<script>\n";
    for index in 0..150 * length {
        let _ =
            writeln!(out, "  if (window.innerWidth < {index} && menu[{index}]) {{ menu[{index}].style.display = \"none\"; }}");
    }
    out += "</script>\n</head>\n<body class=\"page\">\n<div class=\"header\"><!-- 页头 -->\n<ul class=\"nav\">\n";
    for index in 0..90 * length {
        let _ = writeln!(
            out,
            "<li class=\"item\"><a href=\"/col/col{index}/index.html\" target=\"_blank\" title=\"栏目{index}\">第{index}栏目</a>&nbsp;|</li>"
        );
    }
    out += "</ul></div>\n<div class=\"main\"><div class=\"crumb\">当前位置：<a href=\"/\">首页</a>&gt;<a href=\"/zwgk\">政务公开</a></div>\n<div class=\"article\" id=\"zoom\">\n";
    let body = HTML.split_once("<body>").map_or(HTML, |(_, body)| body).replace("</body>", "").replace("</html>", "");
    let dressed = body
        .replace("<p>", "<p style=\"text-indent: 2em; line-height: 30px; margin: 0 0 8px\"><span style=\"font-family: 仿宋_GB2312, FangSong; font-size: 16px\">")
        .replace("</p>", "</span></p>")
        .replace("<table>", "<table cellspacing=\"0\" cellpadding=\"0\" border=\"1\" style=\"border-collapse: collapse\" width=\"640\">")
        .replace("<tr>", "<tr style=\"height: 28px\">")
        .replace("<td", "<td width=\"92\" style=\"border: 1px solid windowtext; padding: 0 7px; word-break: break-all\"")
        .replace("\">", "\"><p style=\"text-align: center\"><span style=\"font-family: 宋体; font-size: 12px\">")
        .replace("</td>", "</span></p></td>");
    out += &dressed;
    for _ in 1..length {
        // Not its headings: those again and again would be several reports.
        for paragraph in TEXT.lines().filter(|line| line.chars().count() > 30) {
            let _ = writeln!(out, "<p style=\"text-indent: 2em\"><span>{paragraph}</span></p>");
        }
    }
    out += "</div></div>\n<div class=\"footer\">\n";
    for index in 0..60 * length {
        let _ = writeln!(out, "<a href=\"http://www.example.cn/{index}\" class=\"link\">友情链接{index}</a>");
    }
    out + "<p>主办：云浦县人民政府办公室</p></div>\n</body>\n</html>\n"
}

fn write_yaml(value: &serde_json::Value, indent: usize, out: &mut String) {
    for (key, value) in value.as_object().into_iter().flatten() {
        let _ = write!(out, "{}{key}:", " ".repeat(indent));
        if value.is_object() {
            out.push('\n');
            write_yaml(value, indent + 2, out);
        } else {
            let _ = writeln!(out, " {value}");
        }
    }
}

fn toml(value: &serde_json::Value, path: &str) -> String {
    let (mut own, mut below) = (String::new(), String::new());
    for (key, value) in value.as_object().into_iter().flatten() {
        if value.is_object() {
            let inner = if path.is_empty() { format!("{key:?}") } else { format!("{path}.{key:?}") };
            below += &toml(value, &inner);
        } else {
            let _ = writeln!(own, "{key:?} = {value}");
        }
    }
    let head = if path.is_empty() || own.is_empty() { String::new() } else { format!("[{path}]\n") };
    head + &own + &below
}

/// The long form: a figure a line.
fn csv(value: &serde_json::Value) -> String {
    let mut out = String::from("table,row,column,value\n");
    for (table, rows) in value.as_object().into_iter().flatten().filter(|(key, _)| *key != "meta" && *key != "template") {
        for (row, cells) in rows.as_object().into_iter().flatten() {
            for (column, value) in cells.as_object().into_iter().flatten() {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let _ = writeln!(out, "{table},{row},{column},{value}");
            }
        }
    }
    out
}

fn markdown(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            gouji::document::Block::Paragraph(paragraph) => {
                let _ = writeln!(out, "{}{}\n", if paragraph.heading.is_some() { "## " } else { "" }, paragraph.text.as_str());
            }
            gouji::document::Block::Grid(grid) => {
                for (index, row) in grid.rows.iter().enumerate() {
                    for cell in &row.cells {
                        let _ = write!(out, "| {} ", cell.text.as_str());
                    }
                    out += "|\n";
                    if index == 0 {
                        out += &format!("{}|\n", "|---".repeat(row.cells.len()));
                    }
                }
                out.push('\n');
            }
        }
    }
    out
}

/// A page of text and ruled tables, again and again; streams are compressed.
fn pdf(document: &Document, copies: usize) -> Vec<u8> {
    let mut pdf = Pdf::with_version("1.5");
    let pages = pdf.new_object_id();
    let descendant =
        pdf.add_object(dictionary! { "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "Song", "DW" => 1000 });
    let font = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Song", "Encoding" => "UniGB-UCS2-H",
        "DescendantFonts" => vec![Object::Reference(descendant)],
    });
    let resources = dictionary! { "Font" => dictionary! { "F" => Object::Reference(font) } };
    let contents = contents(document);
    let mut kids: Vec<Object> = Vec::new();
    for _ in 0..copies {
        for content in &contents {
            let stream = pdf.add_object(Stream::new(dictionary! {}, content.clone().into_bytes()));
            let page = dictionary! {
                "Type" => "Page", "Parent" => Object::Reference(pages), "Contents" => Object::Reference(stream),
                "Resources" => resources.clone(),
            };
            kids.push(pdf.add_object(page).into());
        }
    }
    let count = i64::try_from(kids.len()).expect("few pages");
    let media: Vec<Object> = [0, 0, 595, 842].map(Object::Integer).to_vec();
    let list = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count, "MediaBox" => media };
    pdf.objects.insert(pages, list.into());
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => Object::Reference(pages) });
    pdf.trailer.set("Root", Object::Reference(catalog));
    pdf.compress();
    let mut out = Vec::new();
    pdf.save_to(&mut out).expect("written to memory");
    out
}

/// The drawing instructions of each page.
fn contents(document: &Document) -> Vec<String> {
    let (mut pages, mut y) = (vec![String::new()], 800);
    let show = |out: &mut String, x: u32, y: i32, text: &str| {
        let hex: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        let _ = writeln!(out, "BT /F 8 Tf {x} {y} Td <{hex}> Tj ET");
    };
    for block in &document.blocks {
        let lines: Vec<Vec<(u32, u32, String)>> = match block {
            gouji::document::Block::Paragraph(paragraph) => vec![vec![(0, 0, paragraph.text.as_str().to_owned())]],
            gouji::document::Block::Grid(grid) => {
                let cells = |row: &gouji::document::GridRow| {
                    row.cells.iter().map(|cell| (cell.column, cell.colspan, cell.text.as_str().to_owned())).collect()
                };
                grid.rows.iter().map(cells).collect()
            }
        };
        for line in lines {
            if y < 60 {
                pages.push(String::new());
                y = 800;
            }
            let Some(page) = pages.last_mut() else { continue };
            for (column, width, text) in line {
                let (x, w) = (40 + column * 50, width * 50);
                if w > 0 {
                    let _ = writeln!(page, "{x} {} {w} 16 re S", y - 4);
                }
                show(page, x + 2, y, &text);
            }
            y -= 16;
        }
    }
    pages
}
