//! Every encoding that reports come in, guessed, declared and forced; offsets; anything at all.

use proptest::prelude::*;

use super::*;

const TEXT: &str = "2024年度报告\r\n本年新收申请298件，结转下年 3 件。其中：自然人235件，法人63件；予以公开 120 件。\r\n";

fn encode(text: &str, name: &str) -> Vec<u8> {
    match name {
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        other => Encoding::named(other).unwrap().0.encode(text).0.into_owned(),
    }
}

fn guessed(bytes: &[u8]) -> (String, Option<Note>) {
    let decoded = decode(bytes, None, false).unwrap();
    (decoded.text.into_owned(), decoded.note)
}

#[test]
fn names_of_encodings() {
    for (name, known) in [
        ("gbk", Some("GB18030")),
        ("GB2312", Some("GB18030")),
        ("gb18030", Some("GB18030")),
        ("cp936", Some("GB18030")),
        ("utf8", Some("UTF-8")),
        (" UTF-8 ", Some("UTF-8")),
        ("utf-16", Some("UTF-16LE")),
        ("big5", Some("Big5")),
        ("latin1", Some("windows-1252")),
        ("klingon", None),
        ("", None),
    ] {
        assert_eq!(Encoding::named(name).map(Encoding::name), known, "{name}");
    }
}

#[test]
fn what_nothing_declares_is_guessed_and_said() {
    for name in ["GB18030", "UTF-16LE", "UTF-16BE"] {
        let encoding = Encoding::named(name);
        assert_eq!(guessed(&encode(TEXT, name)), (TEXT.to_owned(), encoding.map(Note::Guessed)), "{name}");
        let marked = encode(&format!("\u{feff}{TEXT}"), name);
        assert_eq!(guessed(&marked), (format!("\u{feff}{TEXT}"), None), "{name} with a mark");
    }
    let traditional = "政府資訊公開年度報告\r\n本年新收申請298件，結轉下年3件，予以公開之案件數與前年相較減少。\r\n";
    assert_eq!(guessed(&encode(traditional, "big5")), (traditional.to_owned(), Encoding::named("big5").map(Note::Guessed)));
    // Too short for statistics.
    assert_eq!(guessed(&encode("新收 298", "gbk")).0, "新收 298");
    assert_eq!(guessed(TEXT.as_bytes()), (TEXT.to_owned(), None));
    assert_eq!(guessed(b"rows 12"), ("rows 12".to_owned(), None));
}

#[test]
fn characters_beyond_gbk() {
    // Four bytes each: a rare character of a name, a symbol.
    let text = "㐂村𠮷野〇①㎡…—";
    let bytes = encode(text, "gb18030");
    let decoded = decode(&bytes, Encoding::named("gb2312"), false).unwrap();
    assert_eq!(decoded.text, text);
}

#[test]
fn pages_declare_their_encoding() {
    let page = |head: &str| format!("<!-- <meta charset=big5> --><html><head>{head}</head><p>新收 298 件</p>");
    for head in [
        "<meta charset=gb2312>",
        "<META CHARSET = \"GBK\" />",
        "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>",
        "<meta name=description content='charset of it'><meta charset='gb18030'>",
    ] {
        let (page, bytes) = (page(head), encode(&page(head), "gb18030"));
        let decoded = decode(&bytes, None, true).unwrap();
        assert_eq!((decoded.text.as_ref(), decoded.note), (page.as_str(), None));
    }
    let xml = "<?xml version=\"1.0\" encoding=\"GB2312\"?><p>新收</p>";
    assert_eq!(decode(&encode(xml, "gbk"), None, true).unwrap().note, None);
    // What it declares is not what it is.
    let (gbk, utf8) = (Encoding::named("gbk").unwrap(), Encoding::named("utf-8").unwrap());
    let wrong = page("<meta charset=gb2312>");
    let decoded = decode(wrong.as_bytes(), None, true).unwrap();
    assert_eq!(
        (decoded.text.as_ref(), decoded.note),
        (wrong.as_str(), Some(Note::DeclaredWrongly { declared: gbk, read: utf8 }))
    );
    let wrong = page("<meta charset=utf-8>");
    let bytes = encode(&wrong, "gbk");
    let decoded = decode(&bytes, None, true).unwrap();
    assert_eq!(
        (decoded.text.as_ref(), decoded.note),
        (wrong.as_str(), Some(Note::DeclaredWrongly { declared: utf8, read: gbk }))
    );
    // Of nothing but ASCII there is nothing to say.
    assert_eq!(decode(b"<meta charset=gb2312><p>12", None, true).unwrap().note, None);
}

#[test]
fn what_means_nothing_is_an_error_with_its_place() {
    let mut bytes = encode("新收 298\r\n结转 ", "gbk");
    let good = bytes.len();
    bytes.extend(b"\xff\xfe 3");
    let Err(Undecodable::Malformed { encoding, at, byte, text, .. }) = decode(&bytes, Encoding::named("gbk"), false) else {
        panic!("malformed")
    };
    assert_eq!((encoding.name(), at, byte, text.as_str()), ("GB18030", good, 0xff, "新收 298\r\n结转 "));
    // A character cut in two at the end.
    let bytes = encode("新收", "gbk");
    let Err(Undecodable::Malformed { at, .. }) = decode(&bytes[..3], Encoding::named("gbk"), false) else { panic!("cut") };
    assert_eq!(at, 2);
    let damaged = [TEXT.as_bytes(), b"\xe4\xbb"].concat();
    let Err(Undecodable::Malformed { encoding, at, .. }) = decode(&damaged, None, false) else { panic!("damaged") };
    assert_eq!((encoding.name(), at), ("UTF-8", TEXT.len()));
    assert!(matches!(decode("新收\0".as_bytes(), None, false), Err(Undecodable::Binary { at: 6, .. })));
    let marked = "\u{feff}新\0".as_bytes();
    assert!(matches!(decode(marked, None, false), Err(Undecodable::Binary { at: 6, .. })));
    assert!(matches!(decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0", None, false), Err(Undecodable::Binary { at: 7, .. })));
}

/// Every character's offset leads to its own bytes.
fn offsets_hold(text: &str, name: &str) {
    let bytes = encode(text, name);
    let decoded = decode(&bytes, Encoding::named(name), false).unwrap();
    assert_eq!(decoded.text, text);
    let Origin::Decoded(map) = &decoded.origin else { panic!("{name}") };
    for (at, c) in text.char_indices() {
        let range = map.original(at)..map.original(at + c.len_utf8());
        assert_eq!(bytes[range], encode(&c.to_string(), name), "{c} in {name}");
    }
    assert_eq!(map.original(text.len()), bytes.len());
}

#[test]
fn offsets_are_those_of_the_file() {
    for name in ["gb18030", "UTF-16LE", "UTF-16BE"] {
        offsets_hold(TEXT, name);
        offsets_hold("𠮷1㐂㐂 ab\u{feff}", name);
        offsets_hold("", name);
    }
    offsets_hold("結轉 3 件", "big5");
    offsets_hold("é 12", "latin1");
}

proptest! {
    #[test]
    fn any_bytes_in_any_encoding(bytes in prop::collection::vec(any::<u8>(), 0..200), page in any::<bool>()) {
        for name in ["", "gbk", "big5", "utf-16", "utf-16be", "utf-8", "latin1", "shift_jis", "iso-2022-jp", "euc-kr", "x-user-defined"] {
            let (text, origin) = match decode(&bytes, Encoding::named(name), page) {
                Ok(decoded) => (decoded.text.into_owned(), decoded.origin),
                Err(Undecodable::Binary { text, origin, at } | Undecodable::Malformed { text, origin, at, .. }) => {
                    prop_assert!(at <= bytes.len());
                    (text, origin)
                }
            };
            if let Origin::Decoded(map) = origin {
                let mut last = 0;
                for at in 0..=text.len() + 2 {
                    let original = map.original(at);
                    prop_assert!(last <= original && original <= bytes.len(), "{name}");
                    last = original;
                }
            }
        }
    }

    #[test]
    fn any_text_comes_back(text in "[\u{1}-\u{7f}一-龥，。①𠮷]{0,60}") {
        for name in ["gb18030", "UTF-16LE", "UTF-16BE"] {
            offsets_hold(&text, name);
        }
        prop_assert_eq!(guessed(text.as_bytes()).0, text);
    }
}
