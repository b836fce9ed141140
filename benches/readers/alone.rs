//! What the library under each reader does alone on the same bytes.

use std::hint::black_box;
use std::io::{Cursor, Read as _};

use html5gum::Tokenizer;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Runs the library over the file; how many pieces it found.
pub fn run(format: &str, bytes: &[u8]) -> usize {
    match format {
        "html" => Tokenizer::new(text(bytes)).map(black_box).count(),
        "docx" | "xlsx" => xml(bytes),
        "pdf" => pdf(bytes),
        "json" => serde_json::from_slice::<serde_json::Value>(bytes)
            .map_or(0, |value| black_box(value).as_object().map_or(1, |map| map.len())),
        "ndjson" => {
            text(bytes).lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()).map(black_box).count()
        }
        "yaml" => saphyr_parser::Parser::new_from_str(text(bytes)).map(|event| black_box(event).is_ok()).filter(|ok| *ok).count(),
        "toml" => toml_edit::Document::parse(text(bytes)).map_or(0, |document| black_box(document).as_table().len()),
        "csv" => {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
            let mut record = csv::ByteRecord::new();
            let mut count = 0;
            while matches!(reader.read_byte_record(&mut record), Ok(true)) {
                count += black_box(&record).len();
            }
            count
        }
        "text" | "markdown" => text(bytes).lines().map(black_box).count(),
        "gb18030" => black_box(encoding_rs::GB18030.decode(bytes)).0.lines().map(black_box).count(),
        other => panic!("no library for {other}"),
    }
}

/// The library's name, as the table says it.
pub fn name(format: &str) -> &'static str {
    match format {
        "html" => "html5gum tokens",
        "docx" | "xlsx" => "zip + quick-xml events",
        "pdf" => "lopdf objects + contents",
        "json" | "ndjson" => "serde_json values",
        "yaml" => "saphyr-parser events",
        "toml" => "toml_edit document",
        "csv" => "csv records",
        "text" | "markdown" => "UTF-8 check + lines",
        "gb18030" => "encoding_rs + lines",
        other => panic!("no library for {other}"),
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the input is UTF-8")
}

fn xml(bytes: &[u8]) -> usize {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut events = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut xml = String::new();
        part.read_to_string(&mut xml).expect("text");
        let mut reader = Reader::from_str(&xml);
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Eof => break,
                event => {
                    black_box(event);
                    events += 1;
                }
            }
        }
    }
    events
}

fn pdf(bytes: &[u8]) -> usize {
    let document = lopdf::Document::load_mem(bytes).expect("a PDF");
    let contents = |page| Some(document.get_and_decode_page_content(page).ok()?.operations.len());
    document.page_iter().filter_map(contents).sum()
}
