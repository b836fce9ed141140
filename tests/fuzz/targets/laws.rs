//! What holds for whatever a reader makes of whatever bytes.

use gouji::diag::{Diagnostic, Lang};
use gouji::document::{Block, Content, Contents, Document, Failure, Grid, Hints, Node, NodeKind, Text, open};
use gouji::source::{Origin, SourceFile, Sources, Span, Spot};

/// Opens the file, reads all that it holds, holds it to the laws, and does it again: the second reading must be the first.
pub fn file(name: &str, bytes: &[u8], hints: &Hints) {
    let first = reading(name, bytes, hints);
    assert!(first == reading(name, bytes, hints), "{name} reads differently the second time");
}

fn reading(name: &str, bytes: &[u8], hints: &Hints) -> String {
    let mut sources = Sources::new();
    match open(&mut sources, name, bytes, hints) {
        Ok(contents) => {
            let file = sources.get(contents.file).expect("an opened file is among the sources");
            contents.notes.iter().for_each(|note| finding(&sources, note));
            let reports = reports(&sources, &contents);
            for report in reports.iter().flatten() {
                content(file, bytes.len(), report);
            }
            format!("{contents:?} {reports:?}")
        }
        Err(failure) => {
            refusal(&sources, &failure);
            format!("{failure:?}")
        }
    }
}

/// All reports of a file; of a file of very many the first.
pub fn reports(sources: &Sources, contents: &Contents) -> Vec<Result<Content, Failure>> {
    assert!(contents.count() > 0, "an opened file holds a report");
    let each = |index| contents.report(index, sources).map(|content| content.into_owned());
    let reports: Vec<_> = (0..contents.count().min(2000)).map(each).collect();
    reports.iter().filter_map(|report| report.as_ref().err()).for_each(|failure| refusal(sources, failure));
    reports
}

/// A file that was given up: an error, with a place, in a sentence of bearable length.
fn refusal(sources: &Sources, failure: &Diagnostic) {
    assert!(failure.is_error() && failure.primary().is_some(), "a refusal without a place: {failure:?}");
    finding(sources, failure);
}

/// Every place a finding points at is there, and it can be said in both languages.
pub fn finding(sources: &Sources, finding: &Diagnostic) {
    for label in &finding.labels {
        let file = sources.get(label.span.file).expect("a label lies in a file");
        span(file, label.span);
    }
    if let Some(fix) = &finding.fix {
        span(sources.get(fix.span.file).expect("a fix lies in a file"), fix.span);
    }
    for lang in [Lang::Zh, Lang::En] {
        let said = finding.message.render(lang);
        assert!(!said.is_empty() && said.len() < 4000, "{said}");
    }
}

/// A span lies in the text, on character boundaries, and stands somewhere outside Gouji.
pub fn span(file: &SourceFile, span: Span) {
    assert!(span.start <= span.end, "{span:?}");
    assert!(file.text().get(span.range()).is_some(), "{span:?} is no piece of a text of {} bytes", file.text().len());
    let position = file.position(span.start as usize);
    assert!(position.line >= 1 && position.line <= file.line_count() && position.column >= 1);
    match (file.spot(span), file.origin()) {
        (Spot::Bytes(range), Origin::Bytes) => assert_eq!(range, span.range()),
        (Spot::Bytes(range), Origin::Decoded(_)) => assert!(range.start <= range.end),
        (Spot::Place(place), Origin::Placed(_)) => assert!(!place.is_empty()),
        (Spot::Whole, Origin::Placed(_)) => assert!(span.start == 0, "{span:?} of {} stands nowhere", file.text().len()),
        (spot, _) => panic!("{spot:?} in a file of another kind"),
    }
}

fn content(file: &SourceFile, size: usize, content: &Content) {
    span(file, content.start());
    match content {
        Content::Document(it) => document(file, size, it),
        Content::Tree(it) => node(file, &it.root),
    }
}

fn document(file: &SourceFile, size: usize, document: &Document) {
    let (mut bytes, mut cells) = (0, 0);
    if let Some(title) = &document.title {
        text(file, title);
    }
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                assert!(!paragraph.text.is_empty(), "a paragraph of nothing");
                text(file, &paragraph.text);
                bytes += paragraph.text.as_str().len();
            }
            Block::Grid(it) => {
                let (more, some) = grid(file, it);
                bytes += more;
                cells += some;
            }
        }
    }
    assert!(bytes <= 2 * file.text().len(), "{bytes} bytes of text in {}", file.text().len());
    match file.origin() {
        Origin::Bytes => assert!(cells <= size, "{cells} cells in {size} bytes"),
        // Each cell of a format that unpacks is written out, so that it has a place.
        Origin::Decoded(_) | Origin::Placed(_) => {
            assert!(cells <= file.text().len() + 1, "{cells} cells in {}", file.text().len())
        }
    }
}

/// The bytes of text and the cells of a grid.
fn grid(file: &SourceFile, grid: &Grid) -> (usize, usize) {
    span(file, grid.span);
    let (mut bytes, mut cells) = (0, 0);
    for (index, row) in grid.rows.iter().enumerate() {
        for cell in &row.cells {
            span(file, cell.span);
            text(file, &cell.text);
            assert!(cell.colspan >= 1 && cell.rowspan >= 1, "a cell of no extent");
            assert!(cell.rowspan as usize <= grid.rows.len() - index, "a cell reaches below its table");
            assert!(!cell.filler || cell.text.is_empty(), "a filler with text");
            bytes += cell.text.as_str().len();
            cells += 1;
        }
        assert!(row.cells.is_sorted_by(|left, right| left.column < right.column), "cells out of order");
    }
    (bytes, cells)
}

/// Every character of a text stands where the text says, or is decoded from what stands there.
fn text(file: &SourceFile, text: &Text) {
    span(file, text.span());
    let whole = text.as_str();
    assert_eq!(whole, whole.trim());
    // Long texts by their characters here and there.
    let step = whole.len() / 4096 + 1;
    for (at, c) in whole.char_indices().step_by(step) {
        let here = text.span_of(at, at + c.len_utf8());
        span(file, here);
        let written = file.slice(here);
        let decoded = c == ' ' || written.starts_with('&');
        assert!(decoded || written.chars().eq([c]), "{c:?} at {here:?} is {written:?}");
    }
}

/// A value lies inside the value that holds it, behind the one before it, and is what is written there.
pub fn node(file: &SourceFile, root: &Node) {
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        span(file, node.span);
        match &node.kind {
            NodeKind::Array(items) => waiting.extend(items),
            NodeKind::Object(entries) => {
                for entry in entries {
                    span(file, entry.key_span);
                    waiting.push(&entry.value);
                }
                let mut keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
                keys.sort_unstable();
                assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "a key twice");
            }
            NodeKind::Number(text) => assert_eq!(*text, file.slice(node.span).replace('_', "")),
            NodeKind::Null | NodeKind::Bool(_) | NodeKind::Text(_) => {}
        }
    }
}
