//! Bytes → what they hold: which format, which encoding, and the reader for it.

use super::limits::{Budget, Failure};
use super::package::Package;
use super::placed::Composer;
use super::{Content, Document, docx, html, json, markdown, plain};
use crate::diag::wording::document as words;
use crate::diag::{Code, Diagnostic, Message};
use crate::source::{FileId, MAX_FILE_BYTES, Origin, Sources, Span};

/// A format this edition reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    Html,
    Markdown,
    Text,
}

/// Reads one file: adds it to `sources` and takes it apart by its format, which the end of its name says, or its content
/// where the name does not (standard input).
///
/// # Errors
/// One diagnostic, whose first label lies in the file (it is in `sources` even then): the file is empty, too large,
/// binary, of a format that is not read, not UTF-8, or not well-formed JSON. Web pages, Markdown and plain text are
/// always well-formed.
pub fn read(sources: &mut Sources, name: &str, bytes: &[u8]) -> Result<(FileId, Content), Failure> {
    if bytes.len() > MAX_FILE_BYTES {
        let file = sources.add(name, "");
        let message = words::FILE_TOO_LARGE.with("size", bytes.len()).with("limit", MAX_FILE_BYTES);
        return Err(about_file(file, Code::G0604, message, words::TOO_LARGE_HELP.plain()));
    }
    if bytes.is_empty() {
        let file = sources.add(name, "");
        return Err(about_file(file, Code::G0603, words::EMPTY.plain(), words::EMPTY_HELP.plain()));
    }
    if is_zip(bytes) {
        return read_placed(sources, name, bytes, read_package);
    }
    if is_locked(bytes) {
        let file = sources.add(name, "");
        return Err(about_file(file, Code::G0622, words::PASSWORD.plain(), words::PASSWORD_HELP.plain()));
    }
    if let Some(format) = foreign_format(name, bytes) {
        let file = sources.add(name, "");
        let message = words::NOT_READ_YET.with("format", format);
        return Err(about_file(file, Code::G0601, message, words::NOT_READ_YET_HELP.plain()));
    }
    let text = decode(sources, name, bytes)?;
    let file = sources.add(name, text);
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = text.get(start..).unwrap_or("");
    if body.trim().is_empty() {
        return Err(about_file(file, Code::G0603, words::ONLY_BLANKS.plain(), words::EMPTY_HELP.plain()));
    }
    refuse_lost_characters(file, text)?;
    let content = match format_of(name, body) {
        Format::Json => Content::Tree(json::read(file, text, start)?),
        Format::Html => {
            let page = html::read(&mut Budget::new(file), text, start, text.len())?;
            Content::Document(Document { file, title: page.title, blocks: page.blocks, notes: Vec::new() })
        }
        Format::Markdown => {
            let blocks = markdown::read(file, text, start)?;
            Content::Document(Document { file, title: None, blocks, notes: Vec::new() })
        }
        Format::Text => {
            let blocks = plain::read(file, text, start)?;
            Content::Document(Document { file, title: None, blocks, notes: Vec::new() })
        }
    };
    Ok((file, content))
}

/// A format without byte positions: its reader puts the text together.
fn read_placed(
    sources: &mut Sources,
    name: &str,
    bytes: &[u8],
    reader: impl FnOnce(&mut Composer, &str, &[u8]) -> Result<(), Failure>,
) -> Result<(FileId, Content), Failure> {
    let mut composer = Composer::new(sources.next_id());
    let result = reader(&mut composer, name, bytes);
    let Composer { text, places, blocks, notes, .. } = composer;
    let file = sources.add_from(name, text, Origin::Placed(places));
    result?;
    if blocks.is_empty() {
        return Err(about_file(file, Code::G0603, words::ONLY_BLANKS.plain(), words::EMPTY_HELP.plain()));
    }
    Ok((file, Content::Document(Document { file, title: None, blocks, notes })))
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// An office file with a password is no archive: Word wraps it into the container of its old formats, as a stream whose name
/// stands among the first.
fn is_locked(bytes: &[u8]) -> bool {
    const STREAM: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
    bytes.starts_with(b"\xd0\xcf\x11\xe0") && bytes.windows(STREAM.len()).any(|window| window == STREAM)
}

/// A ZIP archive: an office file, if its parts say so.
fn read_package(composer: &mut Composer, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let file = composer.file();
    let mut package = Package::open(file, bytes)?;
    let main = package.main_part()?;
    let folder = main.as_deref().and_then(|main| main.split('/').next());
    let format = match (folder, main.as_deref()) {
        (Some("word"), Some(main)) => return docx::read(composer, package, main),
        (Some("xl"), _) => "Excel (.xlsx)",
        (Some("ppt"), _) => "PowerPoint (.pptx)",
        _ if package.has("OFD.xml") => "OFD",
        _ if package.has("content.xml") => "OpenDocument",
        _ => "ZIP",
    };
    let _ = name;
    Err(about_file(file, Code::G0601, words::NOT_READ_YET.with("format", format), words::NOT_READ_YET_HELP.plain()))
}

fn about_file(file: FileId, code: Code, message: Message, help: Message) -> Failure {
    Box::new(Diagnostic::error(code, message).at_bare(Span::file_start(file)).with_help(help))
}

/// What stands behind the last point of a file's name, in lower case.
fn extension(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase())
}

fn format_of(name: &str, body: &str) -> Format {
    match extension(name).as_str() {
        "json" => Format::Json,
        "html" | "htm" | "xhtml" | "shtml" => Format::Html,
        "md" | "markdown" => Format::Markdown,
        "txt" | "text" => Format::Text,
        _ => sniff(body),
    }
}

/// The format by the first characters.
fn sniff(body: &str) -> Format {
    let mut chars = body.trim_start().chars();
    let first = chars.next();
    let second = chars.find(|c| !c.is_whitespace());
    match first {
        Some('<') if second.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '!' | '?' | '/')) => Format::Html,
        Some('{') => Format::Json,
        // `[2021] 30号` is no list.
        Some('[') if second.is_none_or(|c| matches!(c, '{' | '[' | '"' | ']')) => Format::Json,
        _ => Format::Text,
    }
}

/// The name of a format that is known but not read: by the first bytes, or by the file's name unless the content is a web
/// page all the same (many `.doc` and `.xls` files are).
fn foreign_format(name: &str, bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "PDF"),
        (b"\xd0\xcf\x11\xe0", "Word/Excel 97-2003 (.doc .xls .wps)"),
        (b"{\\rtf", "RTF"),
        (b"\x1f\x8b", "gzip"),
        (b"Rar!", "RAR"),
        (b"7z\xbc\xaf", "7z"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"GIF8", "GIF"),
        (b"PAR1", "Parquet"),
    ];
    let extension = extension(name);
    if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(format);
    }
    let by_name = match extension.as_str() {
        "pdf" => "PDF",
        "doc" | "docx" | "wps" => "Word",
        "xls" | "xlsx" | "et" => "Excel",
        "odt" | "ods" => "OpenDocument",
        "ofd" => "OFD",
        "rtf" => "RTF",
        "csv" | "tsv" => "CSV",
        "yaml" | "yml" => "YAML",
        "toml" => "TOML",
        "jsonl" | "ndjson" => "JSON Lines",
        "parquet" => "Parquet",
        "png" | "jpg" | "jpeg" | "gif" | "tif" | "tiff" | "bmp" | "webp" => "image",
        _ => return None,
    };
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let is_page = start.iter().find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf)) == Some(&b'<');
    if is_page { None } else { Some(by_name) }
}

/// The bytes as text. On failure the readable part before the bad byte is what `sources` gets, so that the place can be shown.
fn decode<'a>(sources: &mut Sources, name: &str, bytes: &'a [u8]) -> Result<&'a str, Failure> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let file = sources.add(name, "");
        return Err(about_file(file, Code::G0602, words::UTF16.plain(), words::UTF8_HELP.plain()));
    }
    if let Some(nul) = bytes.iter().position(|byte| *byte == 0) {
        let good = readable_part(bytes.get(..nul).unwrap_or_default());
        let file = sources.add(name, good);
        let message = words::BINARY.with("offset", nul);
        let place = Span::new(file, good.len(), good.len());
        return Err(Box::new(Diagnostic::error(Code::G0601, message).at_bare(place).with_help(words::BINARY_HELP.plain())));
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let good = readable_part(bytes);
    let file = sources.add(name, good);
    let line = good.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
    let message = words::NOT_UTF8.with("line", line).with("offset", error.valid_up_to()).with("byte", format!("{byte:02X}"));
    let help = if looks_like_gb18030(bytes) { words::GB18030_HELP.plain() } else { words::UTF8_HELP.plain() };
    let place = Span::new(file, good.len(), good.len());
    Err(Box::new(Diagnostic::error(Code::G0602, message).at(place, words::NOT_UTF8_HERE.plain()).with_help(help)))
}

/// The text before the first byte that is not UTF-8.
fn readable_part(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes.get(..error.valid_up_to()).and_then(|good| std::str::from_utf8(good).ok()).unwrap_or(""),
    }
}

/// Whether the bytes read as GB18030: nearly all bytes above ASCII pair up, and most pairs are common Chinese characters.
fn looks_like_gb18030(bytes: &[u8]) -> bool {
    let mut bytes = bytes.iter().copied().take(1 << 20).filter(|byte| *byte != b'\r').peekable();
    let (mut pairs, mut common, mut bad) = (0usize, 0usize, 0usize);
    while let Some(lead) = bytes.next() {
        if lead < 0x80 {
            continue;
        }
        match bytes.next_if(|trail| matches!(trail, 0x40..=0x7e | 0x80..=0xfe)) {
            Some(trail) if matches!(lead, 0x81..=0xfe) => {
                pairs += 1;
                common += usize::from(matches!(lead, 0xa1..=0xa3 | 0xb0..=0xf7) && trail >= 0xa1);
            }
            Some(_) | None => bad += 1,
        }
    }
    pairs > 0 && bad * 20 <= pairs && common * 10 >= pairs * 8
}

/// A text that went through the wrong encoding once is valid UTF-8, full of U+FFFD. A few may be an author's; many are not.
fn refuse_lost_characters(file: FileId, text: &str) -> Result<(), Failure> {
    let count = text.matches('\u{fffd}').count();
    if count < 3 || count.saturating_mul(50) < text.chars().filter(|c| !c.is_ascii()).count() {
        return Ok(());
    }
    let at = text.find('\u{fffd}').unwrap_or(0);
    Err(Box::new(
        Diagnostic::error(Code::G0602, words::LOST_CHARACTERS.with("count", count))
            .at(Span::new(file, at, at + '\u{fffd}'.len_utf8()), words::LOST_CHARACTERS_HERE.plain())
            .with_help(words::LOST_CHARACTERS_HELP.plain()),
    ))
}
