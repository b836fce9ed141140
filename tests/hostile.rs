//! Files made to exhaust a reader: each is answered with a clear finding, within a bound on memory, and nothing outside the
//! file is read. `bounds.rs` bounds the time of text, `robust.rs` sees to it that nothing panics.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod office;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::{Cursor, Write as _};
use std::sync::LazyLock;

use gouji::report::{Outcome, Verdict};
use gouji::source::Sources;
use gouji::{Library, Options};
use office::archive;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

thread_local! {
    static NOW: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

/// Counts the bytes that this thread holds, and the most it ever held.
struct Counting;

fn count(change: isize) {
    let _ = NOW.try_with(|now| {
        now.set(now.get() + change);
        let _ = PEAK.try_with(|peak| peak.set(peak.get().max(now.get())));
    });
}

// SAFETY: everything is passed on to the system's allocator; counting touches only thread-local cells.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        unsafe { System.dealloc(pointer, layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size as isize - layout.size() as isize);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const MB: isize = 1024 * 1024;
/// What may be held at once for a hostile file. What a file unpacks to is bounded by 128 MB, and may be there twice.
const MOST: isize = 512 * MB;

static BUILT_IN: LazyLock<(Library, Sources)> = LazyLock::new(|| {
    let mut sources = Sources::new();
    let library = Library::built_in(&mut sources).expect("the shipped templates compile");
    (library, sources)
});

/// Checks a file within `most` bytes beyond what was held before.
fn check_within(name: &str, bytes: &[u8], most: isize) -> Outcome {
    let (library, sources) = &*BUILT_IN;
    let before = NOW.with(Cell::get);
    PEAK.with(|peak| peak.set(before));
    let outcome = gouji::check(library, &mut sources.clone(), name, bytes, &Options::default());
    let used = PEAK.with(Cell::get) - before;
    println!("{name}: {} MB for {} bytes, {:?}", used / MB, bytes.len(), codes(&outcome));
    assert!(used < most, "{name}: {} MB", used / MB);
    assert_ne!(outcome.verdict, Verdict::Accepted, "{name}");
    outcome
}

fn codes(outcome: &Outcome) -> Vec<&'static str> {
    outcome.findings.iter().filter(|finding| finding.is_error()).map(|finding| finding.code.name).take(3).collect()
}

fn refused(name: &str, bytes: &[u8], most: isize, code: &str) {
    let outcome = check_within(name, bytes, most);
    assert_eq!(codes(&outcome).first(), Some(&code), "{name}: {:?}", outcome.findings);
    assert!(outcome.findings.iter().all(|finding| finding.primary().is_some()), "{name}: a finding without a place");
}

/// An archive of one part that unpacks to `megabytes` of one byte.
fn bomb(name: &str, megabytes: usize) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    writer.start_file(name, options).expect("a part");
    let block = vec![b' '; 1024 * 1024];
    for _ in 0..megabytes {
        writer.write_all(&block).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

#[test]
fn archives_that_unpack_to_more_than_a_report() {
    let high = bomb("word/document.xml", 300);
    assert!(high.len() < 2 * 1024 * 1024);
    refused("ratio.docx", &high, MOST, "G0604");
    // What the entries say of their sizes is not what comes out.
    let mut lying = high.clone();
    let real = (300u32 * 1024 * 1024).to_le_bytes();
    while let Some(at) = lying.windows(4).position(|window| window == real) {
        lying[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
    }
    let outcome = check_within("lying.docx", &lying, MOST);
    assert!(matches!(codes(&outcome).first(), Some(&("G0604" | "G0621"))), "{:?}", codes(&outcome));
    // An archive in an archive is not opened.
    let mut nested = ZipWriter::new(Cursor::new(Vec::new()));
    nested.start_file("inner.docx", SimpleFileOptions::default()).expect("a part");
    nested.write_all(&high).expect("written");
    refused("nested.zip", &nested.finish().expect("finished").into_inner(), 64 * MB, "G0601");
    // Parts without end: of an archive, and of a workbook whose sheets are one part.
    let names: Vec<String> = (0..10_001).map(|at| format!("a{at}")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    refused("entries.docx", &archive(&parts), 64 * MB, "G0604");
    let sheets: String = (0..400).map(|at| format!("<sheet name=\"s{at}\" sheetId=\"{at}\" r:id=\"r1\"/>")).collect();
    let book = archive(&[
        ("xl/workbook.xml", &format!("<workbook><sheets>{sheets}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", "<a><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"s.xml\"/></a>"),
        ("xl/s.xml", &" ".repeat(4 * 1024 * 1024)),
    ]);
    refused("sheets.xlsx", &book, MOST, "G0604");
}

#[test]
fn what_stands_outside_the_file_is_not_read() {
    let secret = std::env::temp_dir().join(format!("gouji-secret-{}", std::process::id()));
    std::fs::write(&secret, "政府信息公开秘密").expect("written");
    let path = secret.display();
    let xml = format!(
        "<!DOCTYPE w [<!ENTITY e SYSTEM \"file://{path}\"><!ENTITY % p SYSTEM \"http://127.0.0.1:9/x\">%p;<!ENTITY a \"aaaaaaaaaa\">\
         <!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>\
         <w:document><w:body><w:p><w:r><w:t>一、总体情况&e;&c;</w:t></w:r></w:p></w:body></w:document>"
    );
    let outside = |kind: &str, mode: &str| {
        format!("<a><Relationship Id=\"r1\" Type=\"x/{kind}\" Target=\"file://{path}\" TargetMode=\"{mode}\"/></a>")
    };
    let book = "<workbook><sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let worksheet = outside("worksheet", "External");
    let inside = outside("worksheet", "Internal");
    let main = outside("officeDocument", "External");
    let files = [
        ("entity.docx", archive(&[("word/document.xml", &xml)])),
        ("sheet.xlsx", archive(&[("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", &worksheet)])),
        ("inside.xlsx", archive(&[("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", &inside)])),
        ("main.docx", archive(&[("_rels/.rels", &main), ("word/document.xml", &xml)])),
    ];
    for (name, bytes) in files {
        let mut sources = Sources::new();
        let text = match gouji::document::read(&mut sources, name, &bytes) {
            Ok((file, _)) => sources.get(file).map(|file| file.text().to_owned()).unwrap_or_default(),
            Err(failure) => format!("{failure:?}"),
        };
        assert!(!text.contains("秘密") && !text.contains("aaaa"), "{name}: {text}");
        check_within(name, &bytes, 32 * MB);
    }
    std::fs::remove_file(secret).expect("removed");
}

#[test]
fn sheets_without_end() {
    let million: String = (1..=1_001).map(|row| format!("<row r=\"{row}\">{}</row>", "<c><v>1</v></c>".repeat(1_000))).collect();
    refused("cells.xlsx", &office::workbook("s", &million, ""), MOST, "G0604");
    let corner = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>";
    check_within("corners.xlsx", &office::workbook("s", corner, ""), 64 * MB);
    check_within("merged.xlsx", &office::workbook("s", corner, "<mergeCell ref=\"A1:XFD1048576\"/>"), MOST);
    let merges: String = (1..=500).map(|row| format!("<mergeCell ref=\"A{row}:XFD{row}\"/>")).collect();
    refused("merges.xlsx", &office::workbook("s", corner, &merges), MOST, "G0604");
    // Every row of the sheet, each with a cell at either end.
    let rows: String = (1..=60_000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c><c r=\"XFD{row}\"><v>1</v></c></row>"))
        .collect();
    refused("rows.xlsx", &office::workbook("s", &rows, ""), MOST, "G0604");
}

#[test]
fn pages_nested_ten_thousand_deep() {
    let deep = 10_000;
    let table = "一、总体情况<table><tr><td>自然人</td><td>1</td></tr></table>";
    for (name, open, close) in [
        ("div.html", "<div>", "</div>"),
        ("table.html", "<table><tr><td>", "</td></tr></table>"),
        ("cells.html", "<table><tr><td rowspan=1000000000 colspan=1000000000>1", "</td></tr></table>"),
        ("list.html", "<ul><li>", "</li></ul>"),
    ] {
        let page = format!("{}{table}{}", open.repeat(deep), close.repeat(deep));
        check_within(name, page.as_bytes(), 64 * MB);
    }
    let spans = "<table><tr>".to_owned() + &"<td rowspan=1000000000 colspan=1000000000>1</td>".repeat(20_000) + "</tr></table>";
    check_within("spans.html", spans.as_bytes(), 128 * MB);
    let rows = "<table>".to_owned() + &"<tr><td rowspan=1000000000 colspan=1000000000>1</td></tr>".repeat(20_000) + "</table>";
    check_within("rows.html", rows.as_bytes(), 128 * MB);
}

/// Spaces, deflated as a PDF has them.
fn deflated(megabytes: usize) -> Vec<u8> {
    let archive = bomb("a", megabytes);
    let start = 30
        + usize::from(u16::from_le_bytes([archive[26], archive[27]]))
        + usize::from(u16::from_le_bytes([archive[28], archive[29]]));
    let directory = archive.windows(4).rposition(|window| window == b"PK\x01\x02").expect("a directory");
    let mut out = vec![0x78, 0x9c];
    out.extend(&archive[start..directory]);
    out
}

fn pdf(objects: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    for (number, body) in objects {
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    }
    out.extend(b"trailer\n<< /Root 1 0 R /Size 100 >>\n");
    out
}

#[test]
fn pdfs_that_run_in_circles_or_swell() {
    let plain = |text: &str| text.as_bytes().to_vec();
    let stream = |dictionary: &str, bytes: &[u8]| {
        [format!("<< {dictionary} /Length {} >>\nstream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat()
    };
    let page = || (3, plain("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> >>"));
    let tree = || {
        vec![
            (1, plain("<< /Type /Catalog /Pages 2 0 R >>")),
            (2, plain("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 400 400] >>")),
        ]
    };
    let with = |more: Vec<(u32, Vec<u8>)>| pdf(&[tree(), more].concat());
    let swollen = deflated(300);
    let files = [
        (
            "tree.pdf",
            pdf(&[tree(), vec![(3, plain("<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 99999999 /Parent 3 0 R >>"))]].concat()),
        ),
        ("reference.pdf", with(vec![page(), (4, plain("5 0 R")), (5, plain("4 0 R"))])),
        ("length.pdf", with(vec![page(), (4, plain("<< /Length 4 0 R >>\nstream\nq\nendstream"))])),
        (
            "contents.pdf",
            with(vec![(3, plain("<< /Type /Page /Parent 2 0 R /Contents [3 0 R 4 0 R 4 0 R] >>")), (4, plain("[4 0 R 3 0 R]"))]),
        ),
        ("stream.pdf", with(vec![page(), (4, stream("/Filter /FlateDecode", &swollen))])),
        ("objects.pdf", with(vec![page(), (4, stream("/Type /ObjStm /N 1000000 /First 10 /Filter /FlateDecode", &swollen))])),
        ("many.pdf", {
            let contents = "4 0 R ".repeat(2_000);
            let page = format!("<< /Type /Page /Parent 2 0 R /Contents [{contents}] >>");
            with(vec![(3, page.into_bytes()), (4, stream("/Filter /FlateDecode", &deflated(10)))])
        }),
    ];
    for (name, bytes) in files {
        let outcome = check_within(name, &bytes, MOST);
        assert!(codes(&outcome).first().is_some_and(|code| code.starts_with("G06")), "{name}: {:?}", outcome.findings);
    }
}

#[test]
fn old_spreadsheets_that_run_in_circles() {
    let sound = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/office/yunpu-2025.xls")).expect("the sample");
    let number = |at: usize| u32::from_le_bytes(sound[at..at + 4].try_into().expect("four bytes")) as usize;
    let (table, directory) = (512 + 512 * number(76), number(48));
    let broken = |from: usize, to: u32| {
        let mut bytes = sound.clone();
        bytes[table + 4 * from..table + 4 * from + 4].copy_from_slice(&to.to_le_bytes());
        bytes
    };
    refused("directory.xls", &broken(directory, directory as u32), 16 * MB, "G0621");
    // Any link of any chain bent back, or out of the file: never more memory than a few times the file.
    for from in 0..sound.len() / 512 - 1 {
        for to in [0, from as u32, 0x0fff_ffff] {
            let bytes = broken(from, to);
            let (library, sources) = &*BUILT_IN;
            let before = NOW.with(Cell::get);
            PEAK.with(|peak| peak.set(before));
            let outcome = gouji::check(library, &mut sources.clone(), "bent.xls", &bytes, &Options::default());
            let used = PEAK.with(Cell::get) - before;
            assert!(used < 32 * MB, "{from} -> {to}: {} MB", used / MB);
            assert!(outcome.template.is_some() || codes(&outcome).first().is_some_and(|code| code.starts_with("G0")));
        }
    }
    // The list of tables names one table again and again.
    let mut bytes = sound.clone();
    bytes.extend([0; 512]);
    let list = (bytes.len() / 512 - 2) as u32;
    let last = bytes.len() - 512;
    for at in 0..127 {
        bytes[last + 4 * at..last + 4 * at + 4].copy_from_slice(&sound[76..80]);
    }
    bytes[last + 508..].copy_from_slice(&list.to_le_bytes());
    bytes[68..72].copy_from_slice(&list.to_le_bytes());
    refused("lists.xls", &bytes, 16 * MB, "G0621");
}
