//! Bytes → text: which encoding, and where every character came from.
//!
//! In this order: what the caller says; a byte order mark; valid UTF-8 (with Chinese characters in it, whatever the page
//! declares); the encoding a web page declares; a guess, of which the user is told. Nothing is replaced: bytes that mean
//! nothing are an error with their place, because a lost character may be a lost figure.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::source::{OffsetMap, Origin};

/// How much is looked at for a guess, and for a web page's own declaration.
const SAMPLE_BYTES: usize = 1 << 20;
const HEAD_BYTES: usize = 8192;

/// A character encoding by the names of the Encoding Standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// The encoding of a name (`gbk`, `GB2312`, `utf-16`, `big5`), if there is one. All names of GB 2312 and GBK mean their
    /// superset GB 18030.
    pub fn named(name: &str) -> Option<Encoding> {
        let found = match name.trim().to_ascii_lowercase().as_str() {
            "cp936" | "windows-936" | "ms936" | "gb18030-2022" => GB18030,
            "utf8" => UTF_8,
            other => encoding_rs::Encoding::for_label(other.as_bytes())?,
        };
        let superset = if found == GBK { GB18030 } else { found };
        (superset != encoding_rs::REPLACEMENT).then_some(Encoding(superset))
    }

    /// `UTF-8`, `GB18030`, …
    pub fn name(self) -> &'static str {
        if self.0 == GB18030 { "GB18030" } else { self.0.name() }
    }
}

/// A file's text.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub origin: Origin,
    pub note: Option<Note>,
}

/// What the user should know about how a text was decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    /// Nothing said which encoding it is.
    Guessed(Encoding),
    /// A page declares one encoding and is written in another.
    DeclaredWrongly { declared: Encoding, read: Encoding },
}

/// Why bytes are no text.
#[derive(Debug)]
pub(super) enum Undecodable {
    /// A NUL at this byte, in what is not UTF-16 either. `text`: what stands before it.
    Binary { at: usize, text: String, origin: Origin },
    /// Bytes that mean nothing in the encoding. `text`: what stands before them.
    Malformed { encoding: Encoding, at: usize, byte: u8, text: String, origin: Origin },
}

/// Decodes a file. `page`: it may be a web page that declares its encoding.
pub(super) fn decode(bytes: &[u8], forced: Option<Encoding>, page: bool) -> Result<Decoded<'_>, Undecodable> {
    let decoded = choose(bytes, forced, page)?;
    let Some(nul) = decoded.text.find('\0') else { return Ok(decoded) };
    let at = match &decoded.origin {
        Origin::Decoded(map) => map.original(nul),
        Origin::Bytes | Origin::Placed(_) => nul,
    };
    let text = decoded.text.get(..nul).unwrap_or("").to_owned();
    Err(Undecodable::Binary { at, text, origin: decoded.origin })
}

fn choose(bytes: &[u8], forced: Option<Encoding>, page: bool) -> Result<Decoded<'_>, Undecodable> {
    if let Some(encoding) = forced {
        return strictly(bytes, encoding, None);
    }
    if let Some(encoding) = by_mark(bytes) {
        return strictly(bytes, encoding, None);
    }
    // The search for a byte is fast, the one for its place is not.
    let nul = if bytes.contains(&0) { bytes.iter().position(|byte| *byte == 0) } else { None };
    if let Some(at) = nul {
        let text = || readable_part(bytes.get(..at).unwrap_or_default()).to_owned();
        let encoding = sixteen_bits(bytes);
        let encoding = encoding.ok_or_else(|| Undecodable::Binary { at, text: text(), origin: Origin::Bytes })?;
        return strictly(bytes, encoding, Some(Note::Guessed(encoding)));
    }
    let declared = if page { declared(bytes) } else { None };
    let utf8 = Encoding(UTF_8);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let other = declared.filter(|declared| *declared != utf8 && !text.is_ascii());
        let Some(declared) = other else { return Ok(Decoded { text: text.into(), origin: Origin::Bytes, note: None }) };
        if text.chars().any(|c| c.len_utf8() > 2) {
            return strictly(bytes, utf8, Some(Note::DeclaredWrongly { declared, read: utf8 }));
        }
        return strictly(bytes, declared, None);
    }
    if let Some(declared) = declared.filter(|declared| *declared != utf8) {
        return strictly(bytes, declared, None);
    }
    if is_damaged_utf8(bytes) {
        return strictly(bytes, utf8, None);
    }
    let read = guess(bytes).unwrap_or(utf8);
    let note = match declared {
        Some(declared) => Note::DeclaredWrongly { declared, read },
        None => Note::Guessed(read),
    };
    strictly(bytes, read, Some(note))
}

/// Decodes with one encoding, without replacing anything.
fn strictly(bytes: &[u8], encoding: Encoding, note: Option<Note>) -> Result<Decoded<'_>, Undecodable> {
    if encoding.0 == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Decoded { text: text.into(), origin: Origin::Bytes, note }),
            Err(error) => {
                let (at, text) = (error.valid_up_to(), readable_part(bytes).to_owned());
                let byte = bytes.get(at).copied().unwrap_or_default();
                Err(Undecodable::Malformed { encoding, at, byte, text, origin: Origin::Bytes })
            }
        };
    }
    let mut decoding = Decoding { text: String::with_capacity(bytes.len()), map: OffsetMap::default() };
    match decoding.run(bytes, encoding.0) {
        Ok(()) => Ok(Decoded { text: decoding.text.into(), origin: Origin::Decoded(decoding.map), note }),
        Err(at) => {
            let byte = bytes.get(at).copied().unwrap_or_default();
            Err(Undecodable::Malformed { encoding, at, byte, text: decoding.text, origin: Origin::Decoded(decoding.map) })
        }
    }
}

struct Decoding {
    text: String,
    map: OffsetMap,
}

impl Decoding {
    /// Decodes byte by byte, so as to see which bytes made which character; runs of ASCII go as a whole.
    ///
    /// # Errors
    /// The offset of the first byte of a sequence that means nothing.
    fn run(&mut self, bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Result<(), usize> {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        // A character of the file: from where on its bytes were fed.
        let (mut at, mut begun) = (0, 0);
        let mut out = [0u8; 32];
        while at < bytes.len() {
            if at == begun && encoding.is_ascii_compatible() {
                let rest = bytes.get(at..).unwrap_or_default();
                let run = encoding_rs::Encoding::ascii_valid_up_to(rest);
                if run > 0 {
                    let ascii = rest.get(..run).and_then(|run| std::str::from_utf8(run).ok()).unwrap_or("");
                    self.text.push_str(ascii);
                    self.map.push(run, 1, 1);
                    at += run;
                    begun = at;
                    continue;
                }
            }
            let byte = bytes.get(at..at + 1).unwrap_or_default();
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(byte, &mut out, false);
            if let DecoderResult::Malformed(..) = result {
                return Err(begun);
            }
            at += read.max(1);
            if written > 0 {
                self.take(out.get(..written).unwrap_or_default(), at - begun);
                begun = at;
            }
        }
        let (result, _, written) = decoder.decode_to_utf8_without_replacement(&[], &mut out, true);
        if let DecoderResult::Malformed(..) = result {
            return Err(begun);
        }
        self.take(out.get(..written).unwrap_or_default(), at - begun);
        Ok(())
    }

    /// The characters that `file_len` bytes of the file stand for: nearly always one.
    fn take(&mut self, utf8: &[u8], file_len: usize) {
        let mut file_len = u8::try_from(file_len).unwrap_or(u8::MAX);
        for c in std::str::from_utf8(utf8).unwrap_or("").chars() {
            self.text.push(c);
            self.map.push(1, c.len_utf8() as u8, file_len);
            file_len = 0;
        }
    }
}

fn by_mark(bytes: &[u8]) -> Option<Encoding> {
    const MARKS: [(&[u8], &encoding_rs::Encoding); 4] = [
        (b"\xef\xbb\xbf", UTF_8),
        (b"\xff\xfe", UTF_16LE),
        (b"\xfe\xff", UTF_16BE),
        // U+FEFF in GB 18030.
        (b"\x84\x31\x95\x33", GB18030),
    ];
    MARKS.into_iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, encoding)| Encoding(encoding))
}

/// The encoding a web page declares: `<meta charset=…>`, `<meta http-equiv=… content="…; charset=…">`, `<?xml encoding=…?>`.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    let head: Vec<u8> = bytes.get(..bytes.len().min(HEAD_BYTES)).unwrap_or_default().to_ascii_lowercase();
    let mut rest = head.as_slice();
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = rest.get(at + 1..)?;
        let end = |close: &[u8]| rest.windows(close.len()).position(|window| window == close).unwrap_or(rest.len());
        let (key, end): (&[u8], usize) = if rest.starts_with(b"!--") {
            rest = rest.get(end(b"-->")..)?;
            continue;
        } else if rest.starts_with(b"meta") {
            (b"charset", end(b">"))
        } else if rest.starts_with(b"?xml") {
            (b"encoding", end(b">"))
        } else {
            continue;
        };
        if let Some(encoding) = attribute(rest.get(..end)?, key) {
            return Some(encoding);
        }
    }
    None
}

/// `charset = "gb2312"` inside a tag.
fn attribute(tag: &[u8], key: &[u8]) -> Option<Encoding> {
    let mut from = 0;
    while let Some(at) = tag.get(from..)?.windows(key.len()).position(|window| window == key) {
        from += at + key.len();
        let Some(value) = tag.get(from..)?.trim_ascii_start().strip_prefix(b"=") else { continue };
        let value = value.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value).trim_ascii_start();
        let is_end = |byte: &u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'));
        let name = value.get(..value.iter().position(is_end).unwrap_or(value.len()))?;
        let encoding = Encoding::named(std::str::from_utf8(name).ok()?)?;
        // Had it been UTF-16, this could not have been read.
        return Some(if encoding.0 == UTF_16LE || encoding.0 == UTF_16BE { Encoding(UTF_8) } else { encoding });
    }
    None
}

/// UTF-16 without a mark, if nearly all of its units are what texts are made of.
fn sixteen_bits(bytes: &[u8]) -> Option<Encoding> {
    if bytes.len() % 2 == 1 {
        return None;
    }
    let sample = bytes.get(..bytes.len().min(SAMPLE_BYTES)).unwrap_or_default();
    let plain = |unit: u16| {
        let chinese = matches!(unit, 0x3000..=0x303f | 0x4e00..=0x9fff | 0xff00..=0xffef | 0x2010..=0x203b);
        chinese || matches!(unit, 0x20..=0x7e | 0x9 | 0xa | 0xd)
    };
    let count = |unit: fn([u8; 2]) -> u16| {
        let pairs = sample.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
        pairs.filter(|pair| plain(unit(*pair))).count()
    };
    let (little, big) = (count(u16::from_le_bytes), count(u16::from_be_bytes));
    let (best, encoding) = if little >= big { (little, UTF_16LE) } else { (big, UTF_16BE) };
    (best * 20 >= sample.len() / 2 * 19 && little != big).then_some(Encoding(encoding))
}

/// Whether most bytes above ASCII are well-formed UTF-8: a few bad ones do not make it another encoding.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| !byte.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good >= bad.saturating_mul(4)
}

/// GB 18030, or Big5 of traditional copies; `None` when the bytes look like neither.
fn guess(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE_BYTES)).unwrap_or_default();
    // The common characters of GB 2312 have both bytes above 0xA1; those of Big5 have not.
    if looks_like(sample, |lead, trail| matches!(lead, 0xa1..=0xa3 | 0xb0..=0xf7) && trail >= 0xa1) {
        return Some(Encoding(GB18030));
    }
    if looks_like(sample, |lead, _| matches!(lead, 0xa1..=0xc6)) && is_clean(bytes, BIG5) {
        return Some(Encoding(BIG5));
    }
    // A mixture, or rare characters: frequencies decide, read in the light of where reports come from.
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let guessed = if guessed == GBK { GB18030 } else { guessed };
    ((guessed == GB18030 || guessed == BIG5) && is_clean(bytes, guessed)).then_some(Encoding(guessed))
}

fn is_clean(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> bool {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = [0u16; 1024];
    let mut rest = bytes;
    loop {
        let (result, read, _) = decoder.decode_to_utf16_without_replacement(rest, &mut out, true);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return true,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return false,
        }
    }
}

/// Whether nearly all bytes above ASCII pair up as in GB 18030 and Big5, and most pairs are common characters. One that does not
/// is let pass: the place of a damaged character is worth more when it is told in the right encoding.
fn looks_like(bytes: &[u8], is_common: impl Fn(u8, u8) -> bool) -> bool {
    let mut bytes = bytes.iter().copied().filter(|byte| *byte != b'\r').peekable();
    let (mut pairs, mut common, mut bad) = (0usize, 0usize, 0usize);
    while let Some(lead) = bytes.next() {
        if lead < 0x80 {
            continue;
        }
        match bytes.next_if(|trail| matches!(trail, 0x40..=0x7e | 0x80..=0xfe)) {
            Some(trail) if matches!(lead, 0x81..=0xfe) => {
                pairs += 1;
                common += usize::from(is_common(lead, trail));
            }
            Some(_) | None => bad += 1,
        }
    }
    pairs > 0 && bad <= 1 + pairs / 20 && common * 10 >= pairs * 8
}

/// The text before the first byte that is not UTF-8.
fn readable_part(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes.get(..error.valid_up_to()).and_then(|good| std::str::from_utf8(good).ok()).unwrap_or(""),
    }
}

#[cfg(test)]
#[path = "encoding_tests.rs"]
mod tests;
