//! Readers: one target a format.

use std::io::{Cursor, Write as _};

use gouji::diag::Code;
use gouji::document::{Content, Encoding, Hints, Node, NodeKind, Text, open};
use gouji::source::Sources;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::laws;

pub fn named(name: &str, bytes: &[u8]) {
    laws::file(name, bytes, &Hints::default());
}

/// JSON is accepted if serde_json accepts it, and holds the same values; but a key may not stand twice, and deep nesting and
/// numbers beyond a float are no error here.
pub fn json(bytes: &[u8]) {
    named("a.json", bytes);
    let mut sources = Sources::new();
    // What has NUL in it may be UTF-16.
    let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0')) else { return };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let oracle = serde_json::from_str::<Value>(text);
    let ours = open(&mut sources, "a.json", bytes, &Hints::default())
        .and_then(|contents| Ok((contents.count(), contents.report(0, &sources)?.into_owned())));
    match (ours, oracle) {
        // An array of objects is as many reports.
        (Ok((count, Content::Tree(tree))), Ok(Value::Array(items)))
            if count > 1 || !matches!(tree.root.kind, NodeKind::Array(_)) =>
        {
            assert_eq!(items.len(), count);
            same(&tree.root, &items[0]);
        }
        (Ok((_, Content::Tree(tree))), Ok(value)) => same(&tree.root, &value),
        (Ok((_, Content::Document(_))), _) => panic!("JSON is a tree"),
        (Ok(_), Err(error)) => {
            let said = error.to_string();
            assert!(said.starts_with("number out of range") || said.starts_with("recursion limit"), "serde_json: {said}");
        }
        (Err(failure), Ok(_)) => {
            // No JSON at all (blank, binary, full of U+FFFD), too large or too deep, or a key twice.
            let allowed = [Code::G0601, Code::G0602, Code::G0603, Code::G0604, Code::G0606];
            assert!(allowed.contains(&failure.code), "{failure:?}");
        }
        (Err(_), Err(_)) => {}
    }
}

fn same(node: &Node, value: &Value) {
    match (&node.kind, value) {
        (NodeKind::Null, Value::Null) => {}
        (NodeKind::Bool(ours), Value::Bool(theirs)) => assert_eq!(ours, theirs),
        (NodeKind::Text(ours), Value::String(theirs)) => assert_eq!(ours, theirs),
        (NodeKind::Number(ours), Value::Number(theirs)) => {
            assert_eq!(serde_json::from_str::<serde_json::Number>(ours).ok().as_ref(), Some(theirs));
        }
        (NodeKind::Array(ours), Value::Array(theirs)) => {
            assert_eq!(ours.len(), theirs.len());
            ours.iter().zip(theirs).for_each(|(ours, theirs)| same(ours, theirs));
        }
        (NodeKind::Object(ours), Value::Object(theirs)) => {
            assert_eq!(ours.len(), theirs.len());
            for entry in ours {
                same(&entry.value, theirs.get(&entry.key).expect("the key"));
            }
        }
        (ours, theirs) => panic!("{ours:?} for {theirs:?}"),
    }
}

/// The first byte chooses the encoding and the kind of file; every piece of text is what its bytes of the file decode to.
pub fn encoding(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let names = ["", "gb18030", "utf-16le", "utf-16be", "big5", "utf-8", "shift_jis", "windows-1252"];
    let label = names[usize::from(choice & 7)];
    let name = ["a.txt", "a.html", "a.csv", "-"][usize::from(choice >> 3 & 3)];
    let hints = Hints { encoding: Encoding::named(label) };
    laws::file(name, bytes, &hints);
    let (mut sources, forced) = (Sources::new(), encoding_rs::Encoding::for_label(label.as_bytes()));
    let (Ok(contents), Some(forced)) = (open(&mut sources, name, bytes, &hints), forced) else { return };
    let file = sources.get(contents.file).expect("the file");
    for report in laws::reports(&sources, &contents).iter().flatten() {
        let Content::Document(document) = report else { continue };
        for text in texts(document) {
            let Some(range) = file.original(text.span()) else { panic!("a decoded text has bytes") };
            let original = bytes.get(range.clone()).unwrap_or_else(|| panic!("{range:?} of {}", bytes.len()));
            let (decoded, _) = forced.decode_without_bom_handling(original);
            assert_eq!(decoded, file.slice(text.span()), "{range:?}");
        }
    }
}

fn texts(document: &gouji::document::Document) -> Vec<&Text> {
    let mut all = Vec::new();
    for block in &document.blocks {
        match block {
            gouji::document::Block::Paragraph(paragraph) => all.push(&paragraph.text),
            gouji::document::Block::Grid(grid) => {
                all.extend(grid.rows.iter().flat_map(|row| &row.cells).map(|cell| &cell.text).filter(|text| !text.is_empty()));
            }
        }
    }
    all
}

/// Parts of an office file in one input: what stands between NUL bytes.
fn parts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == 0)
}

fn archive<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(name, options).expect("a part");
        writer.write_all(content).expect("its content");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A fresh archive around `document.xml`, and behind NUL bytes its styles and its numbering.
pub fn docx(bytes: &[u8]) {
    const RELATIONS: &[u8] = b"<Relationships><Relationship Id=\"r1\" Type=\"x/styles\" Target=\"styles.xml\"/>\
        <Relationship Id=\"r2\" Type=\"x/numbering\" Target=\"numbering.xml\"/></Relationships>";
    let names = ["word/document.xml", "word/styles.xml", "word/numbering.xml"];
    let given = names.into_iter().zip(parts(bytes));
    named("a.docx", &archive(given.chain([("word/_rels/document.xml.rels", RELATIONS)])));
}

/// A fresh archive around a sheet, and behind NUL bytes the shared strings, the styles, a second sheet and the workbook.
pub fn xlsx(bytes: &[u8]) {
    const WORKBOOK: &[u8] = b"<workbook><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"b\" sheetId=\"2\" r:id=\"r2\"/></sheets></workbook>";
    const RELATIONS: &[u8] = b"<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
        <Relationship Id=\"r2\" Type=\"x/worksheet\" Target=\"worksheets/sheet2.xml\"/>\
        <Relationship Id=\"r3\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/>\
        <Relationship Id=\"r4\" Type=\"x/styles\" Target=\"styles.xml\"/></Relationships>";
    let names =
        ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"];
    let given: Vec<_> = names.into_iter().zip(parts(bytes)).collect();
    let fixed = [("xl/workbook.xml", WORKBOOK), ("xl/_rels/workbook.xml.rels", RELATIONS)];
    let fixed = fixed.into_iter().filter(|(name, _)| given.iter().all(|(other, _)| other != name));
    named("a.xlsx", &archive(given.iter().copied().chain(fixed)));
}

/// A fresh PDF around the contents of a page, and behind NUL bytes a font's table of characters, the font, entries of the page.
pub fn pdf_page(bytes: &[u8]) {
    let mut parts = parts(bytes);
    let mut part = || parts.next().unwrap_or_default();
    let (content, characters, font, entries) = (part(), part(), part(), part());
    let mut out = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
        2 0 obj\n<< /Type /Pages /Kids [10 0 R] /Count 1 /MediaBox [0 0 400 400] >>\nendobj\n\
        3 0 obj\n<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>\nendobj\n\
        4 0 obj\n<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Song /DW 1000 /W [48 57 500] >>\nendobj\n\
        5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>\nendobj\n"
        .to_vec();
    let mut stream = |number: usize, content: &[u8]| {
        out.extend(format!("{number} 0 obj\n<< /Length {} >>\nstream\n", content.len()).bytes());
        out.extend(content);
        out.extend(b"\nendstream\nendobj\n");
    };
    stream(6, characters);
    stream(11, content);
    out.extend(b"7 0 obj\n<< /Type /Font /Subtype /Type0 /BaseFont /Kai /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [4 0 R] ");
    out.extend(font);
    out.extend(b" >>\nendobj\n10 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 11 0 R /Resources << /Font << /F 3 0 R /L 5 0 R /M 7 0 R >> >> ");
    out.extend(entries);
    out.extend(b" >>\nendobj\ntrailer\n<< /Root 1 0 R /Size 12 >>\n");
    named("a.pdf", &out);
}
