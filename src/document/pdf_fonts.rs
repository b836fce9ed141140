//! Fonts of a PDF: what the codes of a text stand for, and how wide each is.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Encoding, Object};

/// The most bytes a font's table of characters unpacks to.
const MAX_MAP: usize = 16 * 1024 * 1024;
/// The most widths of one font.
const MAX_WIDTHS: usize = 70_000;

/// How the bytes of a text are cut into codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Codes {
    One,
    Two,
    /// One byte below 0x81, else two.
    Gbk,
}

pub struct Font<'a> {
    encoding: Option<Encoding<'a>>,
    codes: Codes,
    widths: HashMap<u32, f64>,
    default_width: f64,
}

/// A code, what it stands for, and its width in thousandths of the font's size.
pub struct Code {
    pub text: String,
    pub width: f64,
    /// A single byte 32: word spacing applies to it.
    pub is_space: bool,
}

/// The fonts that resources name, each apart from its encoding where it has a table of characters: that table is what
/// copying text uses.
pub fn dictionaries(doc: &Document, resources: &Dictionary) -> Vec<(Vec<u8>, Dictionary)> {
    let fonts = resources.get_deref(b"Font", doc).and_then(Object::as_dict);
    let Ok(fonts) = fonts else { return Vec::new() };
    let mut out = Vec::new();
    for (name, font) in fonts.iter().take(1000) {
        let Ok((_, Object::Dictionary(font))) = doc.dereference(font) else { continue };
        let mut font = font.clone();
        if !font.has_type(b"Font") {
            font.set("Type", Object::Name(b"Font".to_vec()));
        }
        out.push((name.clone(), font));
    }
    out
}

/// The same font without its encoding, when it has a table of characters.
pub fn mapped(doc: &Document, font: &Dictionary) -> Option<Dictionary> {
    font.get_deref(b"ToUnicode", doc).and_then(Object::as_stream).ok()?;
    let mut font = font.clone();
    font.remove(b"Encoding");
    Some(font)
}

fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from).filter(|number| number.is_finite())
}

impl<'a> Font<'a> {
    /// `dictionary` is the font; `mapped` the one that [`mapped`] made of it.
    pub fn new(doc: &'a Document, dictionary: &'a Dictionary, mapped: Option<&'a Dictionary>) -> Font<'a> {
        let composite = dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        let named = dictionary.get_deref(b"Encoding", doc).and_then(Object::as_name).unwrap_or(b"");
        let codes = match composite {
            false => Codes::One,
            true if named.starts_with(b"GB") => Codes::Gbk,
            true => Codes::Two,
        };
        let encoding = mapped.unwrap_or(dictionary).get_font_encoding_with_limit(doc, MAX_MAP).ok();
        // Codes of a composite font without a table are numbers of glyphs.
        let encoding = encoding.filter(|encoding| !(composite && matches!(encoding, Encoding::OneByteEncoding(_))));
        let mut font = Font { encoding, codes, widths: HashMap::new(), default_width: if composite { 1000.0 } else { 500.0 } };
        if composite {
            font.composite_widths(doc, dictionary);
        } else {
            font.simple_widths(doc, dictionary);
        }
        font
    }

    fn simple_widths(&mut self, doc: &Document, dictionary: &Dictionary) {
        let first = dictionary.get_deref(b"FirstChar", doc).and_then(Object::as_i64).unwrap_or(0);
        // A Type 3 font has its own scale.
        let matrix = dictionary.get_deref(b"FontMatrix", doc).and_then(Object::as_array).ok();
        let scale = matrix.and_then(|matrix| number(matrix.first()?)).map_or(1.0, |scale| scale * 1000.0);
        let Ok(widths) = dictionary.get_deref(b"Widths", doc).and_then(Object::as_array) else { return };
        for (index, width) in widths.iter().take(256).enumerate() {
            let width = doc.dereference(width).ok().and_then(|(_, width)| number(width));
            let code = u32::try_from(first.saturating_add(index as i64)).ok();
            self.widths.extend(code.zip(width.map(|width| width * scale)));
        }
    }

    fn composite_widths(&mut self, doc: &Document, dictionary: &Dictionary) -> Option<()> {
        let descendants = dictionary.get_deref(b"DescendantFonts", doc).and_then(Object::as_array).ok()?;
        let descendant = doc.dereference(descendants.first()?).ok()?.1.as_dict().ok()?;
        if let Some(width) = descendant.get_deref(b"DW", doc).ok().and_then(number) {
            self.default_width = width;
        }
        // c [w w …] or first last w.
        let widths = descendant.get_deref(b"W", doc).and_then(Object::as_array).ok()?;
        let mut items = widths.iter().filter_map(|item| doc.dereference(item).ok().map(|(_, item)| item));
        while let (Some(first), Some(second)) = (items.next(), items.next()) {
            let first = u32::try_from(first.as_i64().ok()?).ok()?;
            match second {
                Object::Array(list) => {
                    for (index, width) in list.iter().take(MAX_WIDTHS).enumerate() {
                        self.widths.extend(Some(first.saturating_add(index as u32)).zip(number(width)));
                    }
                }
                last => {
                    let last = u32::try_from(last.as_i64().ok()?).ok()?;
                    let width = number(items.next()?)?;
                    for code in first..=last.min(first.saturating_add(0xffff)) {
                        self.widths.insert(code, width);
                    }
                }
            }
            if self.widths.len() > MAX_WIDTHS {
                return None;
            }
        }
        None
    }

    /// Cuts a text into codes.
    pub fn decode(&self, bytes: &[u8]) -> Vec<Code> {
        let mut codes = Vec::new();
        let mut rest = bytes;
        while let Some(first) = rest.first() {
            let len = match self.codes {
                Codes::One => 1,
                Codes::Two => 2,
                Codes::Gbk if *first < 0x81 => 1,
                Codes::Gbk => 2,
            };
            let (code, tail) = rest.split_at(len.min(rest.len()));
            rest = tail;
            let number = code.iter().fold(0u32, |number, byte| (number << 8) | u32::from(*byte));
            let width = self.widths.get(&number).copied().unwrap_or(self.default_width);
            codes.push(Code { text: self.text_of(code), width, is_space: code == b" " });
        }
        codes
    }

    fn text_of(&self, code: &[u8]) -> String {
        const UNKNOWN: &str = "\u{fffd}";
        let text = match &self.encoding {
            None => return UNKNOWN.to_owned(),
            Some(Encoding::SimpleEncoding(name)) if name.starts_with(b"GB") => {
                encoding_rs::GB18030.decode_without_bom_handling(code).0.into_owned()
            }
            Some(Encoding::SimpleEncoding(name)) if name.starts_with(b"UniGB") => {
                encoding_rs::UTF_16BE.decode_without_bom_handling(code).0.into_owned()
            }
            Some(encoding) => Document::decode_text(encoding, code).unwrap_or_default(),
        };
        if text.is_empty() { UNKNOWN.to_owned() } else { text.chars().filter(|c| *c != '\0').collect() }
    }
}
