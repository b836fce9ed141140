//! Old spreadsheets, their container, and what else goes by the name `.xls`.

use proptest::prelude::*;

use super::office::{archive, places, survives};
use super::*;

/// A container of these streams. All of them lie in sectors of their own: the smallest stream that does is of 0 bytes.
pub fn container(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    const SECTOR: usize = 512;
    let entry = |name: &str, kind: u8, child: u32, right: u32, start: u32, size: usize| {
        let mut bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.resize(64, 0);
        bytes.extend((2 * name.len() as u16 + 2).to_le_bytes());
        bytes.extend([kind, 1]);
        bytes.extend([u32::MAX, right, child].into_iter().flat_map(u32::to_le_bytes));
        bytes.resize(116, 0);
        bytes.extend(start.to_le_bytes());
        bytes.extend((size as u64).to_le_bytes());
        bytes
    };
    let count = |bytes: usize| bytes.div_ceil(SECTOR).max(1);
    let mut directory = entry("Root Entry", 5, 1, u32::MAX, 0xffff_fffe, 0);
    let listed = count(128 * (streams.len() + 1));
    let content: usize = streams.iter().map(|(_, bytes)| count(bytes.len())).sum();
    // Sectors of the table come first, then the directory, then the streams.
    let tables = (1..).find(|tables| tables * 128 >= tables + listed + content).unwrap();
    let mut next: Vec<u32> = vec![0xffff_fffd; tables];
    let mut chain = |sectors: usize| {
        let start = next.len() as u32;
        next.extend((1..sectors as u32).map(|step| start + step));
        next.push(0xffff_fffe);
        start
    };
    let directory_start = chain(listed);
    let mut body = Vec::new();
    for (at, (name, bytes)) in streams.iter().enumerate() {
        let right = if at + 1 < streams.len() { at as u32 + 2 } else { u32::MAX };
        directory.extend(entry(name, 2, u32::MAX, right, chain(count(bytes.len())), bytes.len()));
        body.extend(bytes);
        body.resize(body.len().next_multiple_of(SECTOR).max(body.len() + usize::from(bytes.is_empty()) * SECTOR), 0);
    }
    next.resize(tables * 128, u32::MAX);
    directory.resize(listed * SECTOR, 0);
    let mut out = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    out.resize(24, 0);
    out.extend([0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    out.resize(44, 0);
    out.extend((tables as u32).to_le_bytes());
    out.extend(directory_start.to_le_bytes());
    out.extend([0u32, 0, 0xffff_fffe, 0, 0xffff_fffe, 0].into_iter().flat_map(u32::to_le_bytes));
    out.extend((0..109).flat_map(|at: u32| if (at as usize) < tables { at } else { u32::MAX }.to_le_bytes()));
    assert_eq!(out.len(), SECTOR);
    out.extend(next.into_iter().flat_map(u32::to_le_bytes));
    out.extend(directory);
    out.extend(body);
    out
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
}

fn bof(kind: u16) -> Vec<u8> {
    record(0x809, &[&0x600u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat())
}

/// A string of two bytes a character behind its length.
fn string(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [&((units.len() / 2) as u16).to_le_bytes()[..], &[1], &units].concat()
}

fn at(row: u16, column: u16, style: u16, rest: &[u8]) -> Vec<u8> {
    let place: Vec<u8> = [row, column, style].into_iter().flat_map(u16::to_le_bytes).collect();
    [&place, rest].concat()
}

fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    record(0x204, &at(row, column, 0, &string(text)))
}

/// The styles: plain, percent, a date of the workbook's own format.
fn globals() -> Vec<u8> {
    let style = |format: u16| record(0xe0, &[&[0, 0][..], &format.to_le_bytes(), &[0; 16]].concat());
    let format = record(0x41e, &[&176u16.to_le_bytes()[..], &string("yyyy\"年\"m\"月\"")].concat());
    // Three strings, the second with a run of formatting, and broken between its two characters.
    let mut strings = [&[3u32.to_le_bytes(), 3u32.to_le_bytes()].concat(), &string("类别")[..]].concat();
    strings.extend([2, 0, 9, 1, 0]);
    strings.extend("册".encode_utf16().flat_map(u16::to_le_bytes));
    let mut rest = vec![1];
    rest.extend("数".encode_utf16().flat_map(u16::to_le_bytes));
    rest.extend([0; 4]);
    rest.extend([3, 0, 0]);
    rest.extend(b"A&B");
    [format, style(0), style(10), style(176), record(0xfc, &strings), record(0x3c, &rest)].concat()
}

/// A workbook of these sheets: name, state, its records.
pub fn workbook(sheets: &[(&str, u8, Vec<u8>)]) -> Vec<u8> {
    let listed = |at: u32, name: &str, state: u8| {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        record(0x85, &[&at.to_le_bytes()[..], &[state, 0, (units.len() / 2) as u8, 1], &units].concat())
    };
    let end = record(0x0a, &[]);
    let size = |list: &[Vec<u8>]| list.iter().map(Vec::len).sum::<usize>();
    let head = [bof(5), globals()].concat();
    let mut start =
        head.len() + end.len() + size(&sheets.iter().map(|(name, state, _)| listed(0, name, *state)).collect::<Vec<_>>());
    let (mut list, mut bodies) = (Vec::new(), Vec::new());
    for (name, state, records) in sheets {
        list.push(listed(start as u32, name, *state));
        let body = [&bof(0x10), &records[..], &end].concat();
        start += body.len();
        bodies.push(body);
    }
    [head, list.concat(), end, bodies.concat()].concat()
}

pub fn file(sheets: &[(&str, u8, Vec<u8>)]) -> Vec<u8> {
    container(&[("Workbook", workbook(sheets))])
}

fn shown_bytes(name: &str, bytes: &[u8]) -> String {
    match try_read(name, bytes).1 {
        Ok(Content::Document(document)) => dump(&document),
        Ok(Content::Tree(_)) => "a tree\n".to_owned(),
        Err(failure) => failure.message.render(Lang::En),
    }
}

/// A sheet with a cell of every kind.
fn every_kind() -> Vec<u8> {
    let number = |row, column, style, value: f64| record(0x203, &at(row, column, style, &value.to_le_bytes()));
    let packed = |row, column, style, value: u32| record(0x27e, &at(row, column, style, &value.to_le_bytes()));
    let formula = |row, column, result: [u8; 8]| record(0x06, &at(row, column, 0, &[&result[..], &[0; 8]].concat()));
    let several =
        [&[5u8, 0, 0, 0][..], &[0, 0], &(7u32 << 2 | 2).to_le_bytes(), &[1, 0], &(125u32 << 2 | 3).to_le_bytes(), &[1, 0]];
    [
        record(0xfd, &at(0, 0, 0, &0u32.to_le_bytes())),
        record(0xfd, &at(0, 1, 0, &1u32.to_le_bytes())),
        record(0xfd, &at(1, 0, 0, &2u32.to_le_bytes())),
        number(1, 1, 0, 96171.6),
        label(2, 0, "甲"),
        number(2, 1, 0, 0.1 + 0.2),
        formula(3, 0, [2, 0, 0x17, 0, 0, 0, 0xff, 0xff]),
        formula(3, 1, 218.36f64.to_le_bytes()),
        formula(4, 0, [0, 0, 0, 0, 0, 0, 0xff, 0xff]),
        record(0x207, &string("合")),
        packed(4, 1, 0, ((-3i32) << 2) as u32 | 2),
        // 7 as it is, 125 a hundred times too large and shown as a percentage.
        record(0xbd, &several.concat()),
        packed(6, 0, 2, 45322 << 2 | 2),
        packed(6, 1, 0, 1250 << 2 | 3),
        record(0x205, &at(7, 0, 0, &[1, 0])),
        packed(7, 1, 0, (0.5f64.to_bits() >> 32) as u32),
        label(8, 0, "末"),
        record(0xbe, &[8, 0, 1, 0, 0, 0, 1, 0]),
    ]
    .concat()
}

#[test]
fn cells_of_every_kind() {
    insta::assert_snapshot!(shown_bytes("a.xls", &file(&[("表1", 0, every_kind())])), @r"
    # 表1
    Spanned
    R 类别¦册数
    R A&B¦96171.6
    R 甲¦0.3
    R #REF!¦218.36
    R 合¦-3
    R 7¦125%
    R 2024-01-31¦12.5
    R TRUE¦0.5
    R 末¦
    ");
}

#[test]
fn merged_and_hidden_cells_have_their_places() {
    let merges = [2u16, 0, 0, 0, 1, 2, 3, 0, 0].into_iter().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let row = |row: u16, flags: u8| record(0x208, &[&row.to_le_bytes()[..], &[0; 10], &[flags, 1, 0, 0]].concat());
    let columns = record(0x7d, &[1u16, 1, 0, 0, 1].into_iter().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    let cells = [
        columns,
        row(2, 0),
        row(3, 0x20),
        label(0, 0, "借阅统计"),
        label(2, 0, "文学"),
        label(2, 1, "1"),
        label(3, 1, "2"),
        record(0xe5, &merges),
    ];
    let bytes = file(&[("表3", 0, cells.concat()), ("旧", 1, label(0, 0, "x")), ("空", 0, Vec::new())]);
    let mut sources = Sources::new();
    let contents = open(&mut sources, "a.et", &bytes, &Hints::default()).unwrap();
    let notes: Vec<String> = contents.notes.iter().map(|note| note.message.render(Lang::Zh)).collect();
    insta::assert_snapshot!(notes.join("\n"), @r"
    工作表“表3”有隐藏的行：第 4 行；这些行照样读取和核对
    工作表“表3”有隐藏的列：B；这些列照样读取和核对
    隐藏的工作表没有读取：旧
    ");
    insta::assert_snapshot!(shown_bytes("a.xls", &bytes), @r"
    # 表3
    P 借阅统计
    Spanned
    R 文学@0+1*2¦1
    R 2
    ");
    let Content::Document(document) = contents.report(0, &sources).unwrap().into_owned() else { panic!("a tree") };
    let Some(Block::Grid(grid)) = document.blocks.last() else { panic!("no grid") };
    let cell = &grid.rows[1].cells[0];
    assert_eq!(sources.spot(cell.span), crate::source::Spot::Place("表3!B4"));
}

#[test]
fn what_is_no_spreadsheet() {
    let old = [record(0x809, &[0, 5, 5, 0, 0, 0, 0, 0]), record(0x0a, &[])].concat();
    let locked = [bof(5), record(0x2f, &[0; 6])].concat();
    let all = [
        ("old.doc", container(&[("1Table", vec![1; 600]), ("WordDocument", vec![0; 5000])])),
        ("old.wps", container(&[("WordDocument", Vec::new())])),
        ("old.ppt", container(&[("PowerPoint Document", vec![0; 10])])),
        ("locked.docx", container(&[("EncryptionInfo", vec![0; 10]), ("EncryptedPackage", vec![0; 10])])),
        ("locked.xls", container(&[("Workbook", locked)])),
        ("95.xls", container(&[("Workbook", old)])),
        ("95.et", container(&[("Book", vec![9, 8, 8, 0, 0, 5, 5, 0, 0, 0, 0, 0])])),
        ("mail.msg", container(&[("__properties_version1.0", vec![0; 10])])),
        ("cut.xls", file(&[("表1", 0, every_kind())])[..700].to_vec()),
        ("blank.xls", file(&[("表1", 0, Vec::new())])),
        ("endless.xls", container(&[("Workbook", [bof(5), globals()].concat())])),
    ];
    let said: Vec<String> = all.iter().map(|(name, bytes)| format!("{name}: {}", failure(name, bytes, Lang::Zh))).collect();
    insta::assert_snapshot!(said.concat());
}

/// Many files called `.xls` or `.doc` are something else.
#[test]
fn the_content_decides_and_not_the_name() {
    let xlsx =
        super::xlsx::workbook(&[("表1", "visible", "<sheetData><row r=\"1\"><c r=\"A1\"><v>12</v></c></row></sheetData>")]);
    let html = "\u{feff}\r\n<html><table><tr><td>文学</td><td>120</td></tr></table></html>";
    let tabs = "类别\t册数\r\n文学\t120\r\n";
    let wide: Vec<u8> = std::iter::once(0xfeffu16).chain(tabs.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let gbk = encoding_rs::GB18030.encode(tabs).0.into_owned();
    for (name, bytes, expected) in [
        ("a.xls", xlsx.clone(), "# 表1\nP 12\n"),
        ("a.et", xlsx, "# 表1\nP 12\n"),
        ("a.xlsx", file(&[("表1", 0, label(0, 0, "甲"))]), "# 表1\nP 甲\n"),
        ("a.xls", html.into(), "Spanned\nR 文学¦120\n"),
        ("a.xls", tabs.into(), "Rows\nR 类别¦册数\nR 文学¦120\n"),
        ("a.xls", wide, "Rows\nR 类别¦册数\nR 文学¦120\n"),
        ("a.et", gbk, "Rows\nR 类别¦册数\nR 文学¦120\n"),
        ("a.xls", "表,行,列,数值\n借阅,文学,册数,120\n".into(), "a tree\n"),
        ("a.doc", "一、总体情况".into(), "P 一、总体情况\n"),
        (
            "a.xls",
            "<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>".into(),
            "Excel 2003 XML (.xml) files are not read yet by this edition",
        ),
        ("a.doc", "MIME-Version: 1.0\r\n".into(), "MHTML (.mht) files are not read yet by this edition"),
        ("a.doc", b"\xec\xa5\xc1\0".to_vec(), "Word files are not read yet by this edition"),
    ] {
        assert_eq!(shown_bytes(name, &bytes), expected, "{name}");
    }
}

#[test]
fn containers_that_lie() {
    let sound = file(&[("表1", 0, every_kind())]);
    assert!(try_read("a.xls", &sound).1.is_ok());
    let said = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = sound.clone();
        change(&mut bytes);
        failure("a.xls", &bytes, Lang::En).lines().next().unwrap_or("").to_owned()
    };
    let put = |bytes: &mut Vec<u8>, at: usize, number: u32| bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    let damaged = |why: &str| format!("G0621 the file is damaged and cannot be read ({why})");
    // Sector 1 is the directory, sectors from 2 on are the stream.
    for (at, number, why) in [
        (512 + 4, 1, "OLE: a chain of sectors runs in a circle"),
        (512 + 8, 2, "Workbook: a chain of sectors runs in a circle"),
        (512 + 8, 0x00ff_ffff, "Workbook: a chain of sectors runs out of the file"),
        (68, 0, "OLE: the list of tables runs in a circle"),
        (48, 0x00ff_fff0, "OLE: a chain of sectors runs out of the file"),
        (30, 0x0006_0007, "OLE: sector size"),
    ] {
        let change = |bytes: &mut Vec<u8>| {
            if at == 68 {
                // A list that goes on in itself.
                let len = bytes.len();
                put(bytes, len - 4, 0);
                let list = (len / 512 - 2) as u32;
                put(bytes, 68, list);
                put(bytes, len - 4, list);
            } else {
                put(bytes, at, number);
            }
        };
        assert_eq!(said(&change), damaged(why), "{at}");
    }
}

#[test]
fn a_text_said_a_million_times_is_counted() {
    let long = "长".repeat(4_000);
    let mut cells = label(0, 0, &long);
    for row in 0..20_000u16 {
        cells.extend(label(row, 0, &long[..300]));
    }
    assert!(try_read("a.xls", &file(&[("表1", 0, cells)])).1.is_ok());
    // One shared string of 4000 characters in each of 60,000 cells.
    let globals = [3u32.to_le_bytes(), 1u32.to_le_bytes()].concat();
    let strings = record(0xfc, &[&globals[..], &string(&"长".repeat(4_000))].concat());
    let cells: Vec<u8> = (0..60_000u16).flat_map(|row| record(0xfd, &at(row, 0, 0, &0u32.to_le_bytes()))).collect();
    let mut stream = workbook(&[("表1", 0, cells)]);
    let old = globals_of(&stream);
    // The sheet moves by as much as the strings grow.
    let grown = strings.len() - old.len();
    stream.splice(old.clone(), strings);
    let list = old.end + grown;
    let moved = u32::from_le_bytes(stream[list + 4..list + 8].try_into().unwrap()) + grown as u32;
    stream[list + 4..list + 8].copy_from_slice(&moved.to_le_bytes());
    let found = failure("a.xls", &container(&[("Workbook", stream)]), Lang::En);
    assert!(found.starts_with("G0604 the text of the file has more than 134217728 bytes"), "{found}");
    // The same in the new format.
    let rows: String = (1..=60_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    let strings = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(4_000));
    let bytes = archive(&[
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" r:id=\"r1\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            "<a><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"s.xml\"/><Relationship Id=\"s\" Type=\"x/sharedStrings\" Target=\"t.xml\"/></a>",
        ),
        ("xl/s.xml", &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
        ("xl/t.xml", &strings),
    ]);
    let found = failure("a.xlsx", &bytes, Lang::En);
    assert!(found.starts_with("G0604 the text of the file has more than 134217728 bytes"), "{found}");
}

/// Where the shared strings of a stream stand, their continuation included.
fn globals_of(stream: &[u8]) -> std::ops::Range<usize> {
    let number = |at: usize| usize::from(u16::from_le_bytes(stream[at..at + 2].try_into().unwrap()));
    let (mut start, mut at) = (0, 0);
    while number(at) != 0x85 {
        if number(at) == 0xfc {
            start = at;
        }
        at += 4 + number(at + 2);
    }
    start..at
}

#[test]
fn places_are_said_in_words() {
    let bytes =
        file(&[("表 1", 0, [label(0, 0, "类别"), label(0, 1, "册数"), label(1, 0, "文学"), label(1, 1, "120")].concat())]);
    let places = places("a.xls", &bytes);
    assert!(places.contains("'表 1'!B2 = 120\n"), "{places}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 400 } else { 4000 }))]

    #[test]
    fn damaged_workbooks_do_not_panic(changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..6), cut in any::<usize>()) {
        let mut bytes = file(&[("表1", 0, every_kind()), ("表2", 0, label(3, 3, "文"))]);
        for (at, byte) in changes {
            let len = bytes.len();
            bytes[at % len] = byte;
        }
        survives("a.xls", &bytes);
        survives("a.xls", &bytes[..cut % bytes.len()]);
    }
}
