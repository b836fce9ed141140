//! Office files made by the tests, and what holds of damaged ones.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

/// An archive of these parts.
pub fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const WORD: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

/// A Word document with this body and, when given, these styles and lists.
pub fn word(body: &str, styles: &str, numbering: &str) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {WORD}><w:body>{body}<w:sectPr/></w:body></w:document>"#
    );
    archive(&[
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#,
        ),
        ("word/document.xml", &document),
        (
            "word/_rels/document.xml.rels",
            r#"<Relationships><Relationship Id="a" Type="x/styles" Target="styles.xml"/><Relationship Id="b" Type="x/numbering" Target="/word/numbering.xml"/></Relationships>"#,
        ),
        ("word/styles.xml", &format!("<w:styles {WORD}>{styles}</w:styles>")),
        ("word/numbering.xml", &format!("<w:numbering {WORD}>{numbering}</w:numbering>")),
    ])
}

/// A paragraph of one run.
pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A table cell with properties.
pub fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

/// A table of plain cells.
pub fn table(rows: &[&[&str]]) -> String {
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|cell| tc("", cell)).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

/// The place in words of every block and cell.
pub fn places(name: &str, bytes: &[u8]) -> String {
    let mut sources = Sources::new();
    let (file, content) = read(&mut sources, name, bytes).unwrap();
    let Content::Document(document) = content else { panic!("a tree") };
    let file = sources.get(file).unwrap();
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let _ = writeln!(out, "{} = {}", file.place(paragraph.text.span()).unwrap(), paragraph.text.as_str());
            }
            Block::Grid(grid) => {
                for cell in grid.rows.iter().flat_map(|row| &row.cells) {
                    let _ = writeln!(out, "{} = {}", file.place(cell.span).unwrap(), cell.text.as_str());
                }
            }
        }
    }
    out
}

/// Reads anything; every span must lie in the text and have a place.
pub fn survives(name: &str, bytes: &[u8]) {
    let mut sources = Sources::new();
    if let Ok((file, Content::Document(document))) = read(&mut sources, name, bytes) {
        let file = sources.get(file).unwrap();
        for block in &document.blocks {
            match block {
                Block::Paragraph(paragraph) => assert_eq!(file.slice(paragraph.text.span()), paragraph.text.as_str()),
                Block::Grid(grid) => {
                    for cell in grid.rows.iter().flat_map(|row| &row.cells) {
                        assert_eq!(file.slice(cell.span), cell.text.as_str());
                    }
                }
            }
        }
    }
}

fn sample() -> Vec<u8> {
    let body = p("一、总体情况") + &table(&[&["类别", "册数"], &["文学", "120"]]);
    word(&body, "", "")
}

/// Tags of a Word document in any order.
fn tags() -> impl Strategy<Value = String> {
    let tag = prop::sample::select(vec![
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>文</w:t>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:tcPr><w:vMerge/></w:tcPr>",
        "<w:tcPr><w:gridSpan w:val=\"4000000000\"/></w:tcPr>",
        "<w:txbxContent>",
        "</w:txbxContent>",
        "<w:del>",
        "</w:del>",
        "<w:pPr>",
        "</w:pPr>",
        "<w:trPr>",
        "</w:trPr>",
        "<w:br/>",
        "&amp;",
        "&x;",
        "<",
        "<w:tcPr><w:hMerge w:val=\"continue\"/><w:vMerge w:val=\"restart\"/></w:tcPr>",
        "<w:rPr><w:vanish/></w:rPr>",
    ]);
    prop::collection::vec(tag, 0..60).prop_map(|tags| tags.concat())
}

/// Pieces of a sheet in any order.
fn cells() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<sheetData>",
        "</sheetData>",
        "<row>",
        "<row r=\"3\" hidden=\"1\">",
        "<row r=\"1048576\">",
        "</row>",
        "<c><v>1</v></c>",
        "<c r=\"C3\" s=\"2\"><v>99999999</v></c>",
        "<c r=\"XFD1048576\"><v>7</v></c>",
        "<c r=\"A1\" t=\"s\"><v>-1</v></c>",
        "<c s=\"1\"><v>1E-60</v></c>",
        "<c s=\"3\"><v>0</v></c>",
        "<c t=\"inlineStr\"><is><t>文</t></is></c>",
        "<c><f>A1</f></c>",
        "<v>",
        "</v>",
        "<mergeCell ref=\"A1:C3\"/>",
        "<mergeCell ref=\"B2:B9\"/>",
        "<mergeCell ref=\"A1048570:XFD1048576\"/>",
        "<col min=\"1\" max=\"4000000000\" hidden=\"1\"/>",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 300 } else { 3000 }))]

    #[test]
    fn damaged_archives_do_not_panic(cut in 0usize..4000, at in 0usize..4000, byte in any::<u8>()) {
        let whole = sample();
        survives("a.docx", &whole[..cut.min(whole.len())]);
        let mut flipped = whole;
        let at = at % flipped.len();
        flipped[at] = byte;
        survives("a.docx", &flipped);
    }

    #[test]
    fn any_tags_do_not_panic(body in tags()) {
        survives("a.docx", &word(&body, "", ""));
        survives("a.docx", &archive(&[("word/document.xml", &body)]));
    }

    #[test]
    fn any_cells_do_not_panic(body in cells()) {
        survives("a.xlsx", &super::xlsx::workbook(&[("表 '1", "visible", &body)]));
    }

    #[test]
    fn any_archive_like_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survives("a.docx", &[b"PK\x03\x04".as_slice(), &bytes].concat());
    }
}
