use super::*;

/// line, column in characters, in UTF-16 units, in display cells of a byte offset.
fn at(text: &str, offset: usize) -> (usize, usize, usize, usize) {
    let mut sources = Sources::new();
    let file = sources.add("t", text);
    let position = sources.position(file, offset);
    (position.line, position.column, position.utf16, position.display)
}

/// The position of a mark `|`, which is taken out of the text first.
fn at_mark(text: &str) -> (usize, usize, usize, usize) {
    at(&text.replacen('|', "", 1), text.find('|').unwrap())
}

#[test]
fn columns_of_all_kinds() {
    for (text, expected) in [
        ("|", (1, 1, 1, 1)),
        ("ab|c", (1, 3, 3, 3)),
        ("新收|298", (1, 3, 3, 5)),
        ("１，２３４|．５", (1, 6, 6, 11)),
        ("（一）|", (1, 4, 4, 7)),
        // Ambiguous width counts as one cell.
        ("“①”…—|", (1, 6, 6, 6)),
        // Half-width katakana is narrow, the ideographic space wide.
        ("ｶ\u{3000}|", (1, 3, 3, 4)),
        ("😀|x", (1, 2, 3, 3)),
        // A family of three joined by ZWJ: five characters, eight UTF-16 units, three wide pictures.
        ("👨\u{200d}👩\u{200d}👧|", (1, 6, 9, 7)),
        // e with a combining accent, Hangul of three jamo.
        ("e\u{301}|x", (1, 3, 3, 2)),
        ("\t|x", (1, 2, 2, 5)),
        ("ab\t|x", (1, 4, 4, 5)),
        ("新\t|x", (1, 3, 3, 5)),
        ("一\n二三|", (2, 3, 3, 5)),
        ("一\r\n二|三\r\n", (2, 2, 2, 3)),
        ("一\r\n二三|\r\n", (2, 3, 3, 5)),
        ("一\n|", (2, 1, 1, 1)),
        // A lone carriage return is no line break.
        ("一\r二|", (1, 4, 4, 5)),
        ("\u{feff}|年度", (1, 1, 1, 1)),
        ("\u{feff}年|度", (1, 2, 2, 3)),
        ("\u{feff}\n年|度", (2, 2, 2, 3)),
        // Beyond the basic plane: 𠮷 is one character, two units, two cells.
        ("𠮷|野", (1, 2, 3, 3)),
    ] {
        assert_eq!(at_mark(text), expected, "{text:?}");
    }
}

#[test]
fn offsets_that_do_not_fit_are_clamped() {
    assert_eq!(at("新收", 1), (1, 1, 1, 1), "inside a character: its start");
    assert_eq!(at("新收", 5), (1, 2, 2, 3));
    assert_eq!(at("新收", 6), (1, 3, 3, 5));
    assert_eq!(at("新收", 4000), (1, 3, 3, 5), "past the end: the end");
    assert_eq!(at("新收\n", usize::MAX), (2, 1, 1, 1));
    assert_eq!(at("一\r\n二", 4), (1, 2, 2, 3), "inside a line break: the line's end");
    assert_eq!(at("\u{feff}一", 0), (1, 1, 1, 1), "the byte order mark is no column");
    assert_eq!(at("\u{feff}一", 2), (1, 1, 1, 1));
    assert_eq!(Sources::new().position(FileId(7), 3), Position::START);
}

#[test]
fn lines_come_without_their_breaks() {
    let mut sources = Sources::new();
    let id = sources.add("t", "\u{feff}一\r\n二\n\n三");
    let file = sources.get(id).unwrap();
    let lines: Vec<&str> = (0..=6).map(|line| file.line_text(line)).collect();
    assert_eq!(lines, ["", "一", "二", "", "三", "", ""]);
    assert_eq!(file.line_count(), 4);
    assert_eq!(file.text().get(file.line_range(1)), Some("一"));
    let id = sources.add("crlf only", "\r\n");
    assert_eq!(sources.get(id).unwrap().line_range(1), 0..0);
}

#[test]
fn a_place_in_a_long_line_is_the_same_as_when_counted() {
    let unit = "新收 298，\t😀e\u{301}、";
    for text in [unit.repeat(3000), format!("\u{feff}x\n{}\n{}", unit.repeat(2000), "9".repeat(20_000))] {
        let mut sources = Sources::new();
        let file = sources.add("t", text.as_str());
        for offset in (0..text.len()).step_by(977).chain([4095, 4096, 4097, 4098, 8192, text.len()]) {
            let position = sources.position(file, offset);
            let offset = (0..=offset).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let line_start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
            let before = text[line_start..offset].trim_start_matches('\u{feff}');
            assert_eq!(position.column, before.chars().count() + 1, "at {offset}");
            assert_eq!(position.utf16, before.encode_utf16().count() + 1, "at {offset}");
            let display = before.chars().fold(0, |column, c| match c {
                '\t' => column + TAB_WIDTH - column % TAB_WIDTH,
                c => column + char_width(c),
            });
            assert_eq!(position.display, display + 1, "at {offset}");
        }
    }
}

#[test]
fn ten_thousand_places_in_a_line_of_a_megabyte_are_quick() {
    let text = "新收298，".repeat(1 << 17);
    let mut sources = Sources::new();
    let file = sources.add("t", text.as_str());
    let started = std::time::Instant::now();
    let mut sum = 0usize;
    for index in 0..10_000 {
        sum += sources.position(file, text.len() / 10_000 * index).column;
    }
    assert!(sum > 0);
    // Walking the line each time would take a minute in a debug build.
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

proptest::proptest! {
    #[test]
    fn any_offset_of_any_text_has_a_place(text in "(?s).{0,60}", offset in 0usize..300) {
        let (line, column, utf16, display) = at(&text, offset);
        proptest::prop_assert!(line >= 1 && line <= text.matches('\n').count() + 1);
        proptest::prop_assert!(column >= 1 && utf16 >= column && display >= 1);
    }
}

#[test]
fn decoded_offsets_keep_pace() {
    // GBK: "新收 12 件", two bytes a Chinese character; then one of four bytes.
    let mut map = OffsetMap::default();
    for (count, text, file) in [(2, 3, 2), (1, 1, 1), (2, 1, 1), (1, 1, 1), (1, 3, 2), (1, 4, 4), (0, 1, 1)] {
        map.push(count, text, file);
    }
    let offsets = [(0, 0), (1, 0), (3, 2), (6, 4), (7, 5), (8, 6), (9, 7), (10, 8), (13, 10), (16, 10), (17, 14), (99, 14)];
    for (text, file) in offsets {
        assert_eq!(map.original(text), file, "{text}");
    }
    assert_eq!(OffsetMap::default().original(3), 0);
}

#[test]
fn spots_of_every_origin() {
    let mut places = Places::default();
    places.push(3, "表1!A1");
    let mut map = OffsetMap::default();
    map.push(2, 3, 2);
    let mut sources = Sources::new();
    let span = |file| Span::new(file, 3, 6);
    let bytes = sources.add("a.txt", "新收");
    let decoded = sources.add_from("b.txt", "新收", Origin::Decoded(map));
    let placed = sources.add_from("c.xlsx", "新收", Origin::Placed(places));
    assert_eq!(sources.spot(span(bytes)), Spot::Bytes(3..6));
    assert_eq!(sources.spot(span(decoded)), Spot::Bytes(2..4));
    assert_eq!(sources.spot(span(placed)), Spot::Place("表1!A1"));
    assert_eq!(sources.spot(Span::file_start(placed)), Spot::Whole);
    assert_eq!(sources.spot(Span::new(placed, 0, 3)), Spot::Whole, "before the first place");
    assert_eq!(sources.spot(span(FileId(9))), Spot::Bytes(3..6));
}
