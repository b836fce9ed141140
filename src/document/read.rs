//! Bytes → what they hold: which format, which encoding, and the reader for it.

use super::contents::{Contents, Reports};
use super::csv_reports::{self, Csv};
use super::encoding::{self, Decoded, Encoding, Note, Undecodable};
use super::limits::{Budget, Failure};
use super::package::Package;
use super::placed::Composer;
use super::{Content, Document, docx, html, json, markdown, ole, pdf, plain, toml, xls, xlsx, yaml};
use crate::diag::wording::document as words;
use crate::diag::{Code, Diagnostic, Message};
use crate::source::{FileId, MAX_FILE_BYTES, Origin, SourceFile, Sources, Span};

/// A format this edition reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    /// One JSON value a line.
    JsonLines,
    Yaml,
    Toml,
    Csv,
    /// CSV with tabs.
    Tsv,
    Html,
    Markdown,
    Text,
}

/// What the caller knows about a file.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// Wins over everything the file says about itself.
    pub encoding: Option<Encoding>,
}

/// Reads a file that holds one report: [`open`] without hints; of several reports the first.
///
/// # Errors
/// Those of [`open`] and of [`Contents::report`].
pub fn read(sources: &mut Sources, name: &str, bytes: &[u8]) -> Result<(FileId, Content), Failure> {
    let contents = open(sources, name, bytes, &Hints::default())?;
    let file = contents.file;
    let content = contents.report(0, sources)?.into_owned();
    Ok((file, content))
}

/// Opens one file: adds it to `sources` and finds out what it holds. Its format is what the end of its name says, or its
/// content where the name does not (standard input).
///
/// # Errors
/// One diagnostic, whose first label lies in the file (it is in `sources` even then): the file is empty, too large,
/// binary, of a format that is not read, cannot be decoded, or is not well-formed. Web pages, Markdown and plain text are
/// always well-formed.
pub fn open(sources: &mut Sources, name: &str, bytes: &[u8], hints: &Hints) -> Result<Contents, Failure> {
    if bytes.len() > MAX_FILE_BYTES {
        let file = sources.add(name, "");
        let message = words::FILE_TOO_LARGE.with("size", bytes.len()).with("limit", MAX_FILE_BYTES);
        return Err(about_file(file, Code::G0604, message, words::TOO_LARGE_HELP.plain()));
    }
    if bytes.is_empty() {
        return Err(empty(sources.add(name, "")));
    }
    if is_zip(bytes) {
        return read_placed(sources, name, bytes, read_package);
    }
    if is_pdf(bytes) {
        return read_placed(sources, name, bytes, pdf::read);
    }
    if ole::is_ole(bytes) {
        return read_placed(sources, name, bytes, xls::read);
    }
    if let Some(format) = foreign_format(name, bytes) {
        return Err(not_read(sources.add(name, ""), format));
    }
    let (file, notes) = decode(sources, name, bytes, hints)?;
    let text = sources.get(file).map_or("", SourceFile::text);
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = text.get(start..).unwrap_or("");
    if body.trim().is_empty() {
        return Err(about_file(file, Code::G0603, words::ONLY_BLANKS.plain(), words::EMPTY_HELP.plain()));
    }
    refuse_lost_characters(file, text)?;
    let reports = match format_of(name, body) {
        Format::Json => Reports::of_trees(vec![json::read(file, text, start)?]),
        Format::JsonLines => Reports::of_lines(file, text, start)?,
        Format::Yaml => Reports::of_trees(yaml::read(file, text, start)?),
        Format::Toml => Reports::of_trees(vec![toml::read(file, text, start)?]),
        format @ (Format::Csv | Format::Tsv) => match csv_reports::read(file, text, start, format == Format::Tsv)? {
            Csv::Reports(reports) => Reports::Csv(reports),
            Csv::Printed(document) => Reports::one(document),
        },
        Format::Html => {
            let page = html::read(&mut Budget::new(file), text, start, text.len())?;
            Reports::one(Document { file, title: page.title, blocks: page.blocks })
        }
        Format::Markdown => Reports::one(Document { file, title: None, blocks: markdown::read(file, text, start)? }),
        Format::Text => Reports::one(Document { file, title: None, blocks: plain::read(file, text, start)? }),
    };
    let contents = Contents { file, notes, reports };
    // A YAML file of nothing but comments.
    if contents.count() == 0 { Err(empty(file)) } else { Ok(contents) }
}

/// The finding about a file that holds nothing.
pub(super) fn empty(file: FileId) -> Failure {
    about_file(file, Code::G0603, words::EMPTY.plain(), words::EMPTY_HELP.plain())
}

/// A format without byte positions: its reader puts the text together.
fn read_placed(
    sources: &mut Sources,
    name: &str,
    bytes: &[u8],
    reader: impl FnOnce(&mut Composer, &[u8]) -> Result<(), Failure>,
) -> Result<Contents, Failure> {
    let mut composer = Composer::new(sources.next_id());
    let result = reader(&mut composer, bytes);
    let Composer { text, places, blocks, notes, .. } = composer;
    let file = sources.add_from(name, text, Origin::Placed(places));
    result?;
    if blocks.is_empty() {
        return Err(about_file(file, Code::G0603, words::ONLY_BLANKS.plain(), words::EMPTY_HELP.plain()));
    }
    Ok(Contents { file, notes, reports: Reports::one(Document { file, title: None, blocks }) })
}

/// Some programs write a few bytes before the mark.
fn is_pdf(bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"%PDF-";
    let start = bytes.get(..bytes.len().min(MARK.len() + 16)).unwrap_or_default();
    start.windows(MARK.len()).any(|window| window == MARK)
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A ZIP archive: an office file, if its parts say so.
fn read_package(composer: &mut Composer, bytes: &[u8]) -> Result<(), Failure> {
    let file = composer.file();
    let mut package = Package::open(file, bytes)?;
    let main = package.main_part()?;
    let folder = main.as_deref().and_then(|main| main.split('/').next());
    let format = match (folder, main.as_deref()) {
        (Some("word"), Some(main)) => return docx::read(composer, package, main),
        (Some("xl"), Some(main)) if !main.ends_with(".bin") => return xlsx::read(composer, package, main),
        (Some("xl"), _) => "Excel (.xlsb)",
        (Some("ppt"), _) => "PowerPoint (.pptx)",
        _ if package.has("OFD.xml") => "OFD",
        _ if package.has("content.xml") => "OpenDocument",
        _ => "ZIP",
    };
    Err(not_read(file, format))
}

/// The finding about a format that is known but not read.
pub(super) fn not_read(file: FileId, format: &str) -> Failure {
    about_file(file, Code::G0601, words::NOT_READ_YET.with("format", format), words::NOT_READ_YET_HELP.plain())
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
        "jsonl" | "ndjson" => Format::JsonLines,
        "yaml" | "yml" => Format::Yaml,
        "toml" => Format::Toml,
        "csv" => Format::Csv,
        "tsv" | "tab" => Format::Tsv,
        "html" | "htm" | "xhtml" | "shtml" => Format::Html,
        "md" | "markdown" => Format::Markdown,
        "txt" | "text" => Format::Text,
        "xls" | "xlsx" | "et" if tabbed(body) => Format::Tsv,
        _ => sniff(body),
    }
}

/// Whether the first lines are parted by tabs: what a spreadsheet becomes as text.
fn tabbed(body: &str) -> bool {
    let mut lines = body.lines().filter(|line| !line.trim().is_empty()).take(20).peekable();
    lines.peek().is_some() && lines.filter(|line| line.contains('\t')).count() > 1
}

/// The format by the first characters and lines.
fn sniff(body: &str) -> Format {
    let mut chars = body.trim_start().chars();
    let first = chars.next();
    let second = chars.find(|c| !c.is_whitespace());
    let mut lines = body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (line, next) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
    match first {
        Some('<') if second.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '!' | '?' | '/')) => Format::Html,
        Some('{') if line.ends_with('}') && next.starts_with('{') => Format::JsonLines,
        Some('{') => Format::Json,
        // `[2021] 30号` is no list.
        Some('[') if second.is_none_or(|c| matches!(c, '{' | '[' | '"' | ']')) => Format::Json,
        _ if csv_reports::is_header(line) => Format::Csv,
        _ if line == "---" || line.starts_with("template:") => Format::Yaml,
        _ if line.strip_prefix("template").is_some_and(|rest| rest.trim_start().starts_with('=')) => Format::Toml,
        _ => Format::Text,
    }
}

/// The name of a format that is known but not read: by the first bytes, or by the file's name unless the content is a web
/// page all the same (many `.doc` and `.xls` files are).
fn foreign_format(name: &str, bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
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
        "parquet" => "Parquet",
        "png" | "jpg" | "jpeg" | "gif" | "tif" | "tiff" | "bmp" | "webp" => "image",
        _ => return None,
    };
    if xml_of_office(bytes).is_some() {
        return xml_of_office(bytes);
    }
    let is_text = || matches!(extension.as_str(), "doc" | "wps" | "xls" | "xlsx" | "et") && is_text(bytes);
    if is_page(bytes) || is_text() { None } else { Some(by_name) }
}

/// Whether there is text in the file, in any encoding. A table saved as text often keeps the name of a spreadsheet.
fn is_text(bytes: &[u8]) -> bool {
    matches!(bytes.get(..2), Some(b"\xff\xfe" | b"\xfe\xff"))
        || !bytes.iter().any(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31))
}

/// Office files that are one file of XML, or a page packed like a mail, under the names `.doc` and `.xls`.
fn xml_of_office(bytes: &[u8]) -> Option<&'static str> {
    const MARKS: &[(&[u8], &str)] = &[
        (b"<?mso-application progid=\"Excel.Sheet\"", "Excel 2003 XML (.xml)"),
        (b"<Workbook", "Excel 2003 XML (.xml)"),
        (b"<?mso-application progid=\"Word.Document\"", "Word 2003 XML (.xml)"),
        (b"<w:wordDocument", "Word 2003 XML (.xml)"),
        (b"<pkg:package", "Word XML (.xml)"),
    ];
    let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if start.starts_with(b"MIME-Version:") {
        return Some("MHTML (.mht)");
    }
    let is_xml = start.windows(5).take(8).any(|window| window == b"<?xml");
    let has = |mark: &[u8]| start.windows(mark.len()).any(|window| window == mark);
    MARKS.iter().find(|(mark, _)| is_xml && has(mark)).map(|(_, format)| *format)
}

/// Whether the content begins like a web page, in any encoding that has ASCII in it.
fn is_page(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    start.iter().find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf)) == Some(&b'<')
}

/// Decodes the bytes and adds the text to `sources`; what there is to say about its encoding. On failure the readable part
/// before the bad byte is what `sources` gets, so that the place can be shown.
pub(super) fn decode(
    sources: &mut Sources,
    name: &str,
    bytes: &[u8],
    hints: &Hints,
) -> Result<(FileId, Vec<Diagnostic>), Failure> {
    let page = match extension(name).as_str() {
        "html" | "htm" | "xhtml" | "shtml" => true,
        _ => is_page(bytes),
    };
    let here = |file, text: &str| Span::new(file, text.len(), text.len());
    match encoding::decode(bytes, hints.encoding, page) {
        Ok(Decoded { text, origin, note }) => {
            let file = sources.add_from(name, text, origin);
            let note = note.map(|note| {
                let message = match note {
                    Note::Guessed(encoding) => words::ENCODING_GUESSED.with("encoding", encoding.name()),
                    Note::DeclaredWrongly { declared, read } => {
                        words::ENCODING_DECLARED.with("declared", declared.name()).with("encoding", read.name())
                    }
                };
                Diagnostic::note(Code::G0607, message).at_bare(Span::file_start(file)).with_help(words::ENCODING_HELP.plain())
            });
            Ok((file, note.into_iter().collect()))
        }
        Err(Undecodable::Binary { at, text, origin }) => {
            let message = words::BINARY.with("offset", at);
            let file = sources.add_from(name, text.as_str(), origin);
            let found = Diagnostic::error(Code::G0601, message).at_bare(here(file, &text));
            Err(Box::new(found.with_help(words::BINARY_HELP.plain())))
        }
        Err(Undecodable::Malformed { encoding, at, byte, text, origin }) => {
            let line = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
            let message = words::UNDECODABLE.with("encoding", encoding.name()).with("line", line).with("offset", at);
            let file = sources.add_from(name, text.as_str(), origin);
            let found = Diagnostic::error(Code::G0602, message.with("byte", format!("{byte:02X}")));
            let help = if hints.encoding.is_some() { &words::FORCED_HELP } else { &words::UNDECODABLE_HELP };
            Err(Box::new(found.at(here(file, &text), words::UNDECODABLE_HERE.plain()).with_help(help.plain())))
        }
    }
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
