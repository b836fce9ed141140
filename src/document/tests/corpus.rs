//! The published reports: the readers find every figure of their tables, and each cell points at itself.

use super::*;
use crate::number::Decimal;
use crate::number::printed::{self, Spellings};

/// All figures of the tables of an expected file.
fn expected_figures(value: &serde_json::Value, found: &mut Vec<Decimal>) {
    match value {
        serde_json::Value::Object(map) => map.values().for_each(|value| expected_figures(value, found)),
        serde_json::Value::String(text) => found.push(Decimal::parse(text).expect(text)),
        _ => {}
    }
}

/// All cells of a document that hold a figure and nothing else.
fn figures(sources: &Sources, document: &Document) -> Vec<Decimal> {
    let units = Spellings::new([("元", ())]);
    let mut found = Vec::new();
    for block in &document.blocks {
        let Block::Grid(grid) = block else { continue };
        for cell in grid.rows.iter().flat_map(|row| &row.cells) {
            if let Ok(figure) = printed::read(cell.text.as_str(), &units, false) {
                assert_eq!(sources.slice(cell.text.span()), cell.text.as_str());
                found.push(figure.value);
            }
        }
    }
    found
}

#[test]
fn every_figure_of_the_tables_is_in_a_cell() {
    let Ok(corpus) = std::env::var("GOUJI_CORPUS") else {
        println!("skipped: GOUJI_CORPUS is not set");
        return;
    };
    let names = [
        "000_zhonghan_2025.txt",
        "001_jingyue_2024.txt",
        "002_jingheju_2024.txt",
        "004_nanguan_2023.txt",
        "hangzhou_style_2025.html",
        "shanghai_gbt_2019.html",
    ];
    for name in names {
        let text = std::fs::read_to_string(format!("{corpus}/reports/{name}")).expect(name);
        let (sources, document) = document(name, &text);
        let mut found = figures(&sources, &document);
        let stem = name.split('.').next().unwrap_or(name);
        let expected = std::fs::read_to_string(format!("{corpus}/expected/{stem}.json")).expect(stem);
        let expected: serde_json::Value = serde_json::from_str(&expected).expect(stem);
        let mut wanted = Vec::new();
        expected_figures(&expected["figures"], &mut wanted);
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{name}");
    }
}

#[test]
fn no_line_of_a_published_text_is_lost() {
    let Ok(corpus) = std::env::var("GOUJI_CORPUS") else {
        println!("skipped: GOUJI_CORPUS is not set");
        return;
    };
    for entry in std::fs::read_dir(format!("{corpus}/reports")).expect("reports").map(|entry| entry.expect("an entry").path()) {
        let name = entry.to_string_lossy().into_owned();
        if !name.ends_with(".txt") {
            continue;
        }
        let text = std::fs::read_to_string(&entry).expect("UTF-8");
        let (_, document) = document(&name, &text);
        let bare =
            |text: &str| text.chars().filter(|c| !c.is_whitespace() && !super::super::pipes::is_bar(*c)).collect::<String>();
        let mut read = String::new();
        for block in &document.blocks {
            match block {
                Block::Paragraph(paragraph) => read.push_str(&bare(paragraph.text.as_str())),
                Block::Grid(grid) => {
                    grid.rows.iter().flat_map(|row| &row.cells).for_each(|cell| read.push_str(&bare(cell.text.as_str())))
                }
            }
        }
        assert_eq!(read, bare(&text), "{name}");
    }
}
