//! Office files are ZIP archives of XML parts: opening one, finding its parts, what they may hold at most.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::Failure;
use crate::diag::wording::document as words;
use crate::diag::{Code, Diagnostic, Message};
use crate::source::{FileId, Span};

/// The most bytes that all parts of one file unpack to. A report has some hundred kilobytes.
pub const MAX_UNPACKED: usize = 128 * 1024 * 1024;
/// The most parts of one file.
const MAX_ENTRIES: usize = 10_000;
/// The deepest XML that is read.
pub const MAX_DEPTH: usize = 1_000;

/// An opened archive.
pub struct Package<'a> {
    file: FileId,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: usize,
}

/// A finding about the file as a whole.
pub fn about(file: FileId, code: Code, message: Message, help: Message) -> Failure {
    Box::new(Diagnostic::error(code, message).at_bare(Span::file_start(file)).with_help(help))
}

/// The file is damaged, `why` in the words of the library that gave up.
pub fn damaged(file: FileId, part: &str, why: impl ToString) -> Failure {
    let message = words::DAMAGED.with("part", part).with("why", why.to_string());
    about(file, Code::G0621, message, words::DAMAGED_HELP.plain())
}

fn too_large(file: FileId, message: Message) -> Failure {
    about(file, Code::G0604, message, words::TOO_LARGE_HELP.plain())
}

/// XML nested deeper than [`MAX_DEPTH`].
pub fn too_deep(file: FileId, part: &str) -> Failure {
    too_large(file, words::XML_TOO_DEEP.with("part", part).with("limit", MAX_DEPTH))
}

impl<'a> Package<'a> {
    /// # Errors
    /// The archive is damaged or has too many parts.
    pub fn open(file: FileId, bytes: &'a [u8]) -> Result<Package<'a>, Failure> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(file, "ZIP", error))?;
        if archive.len() > MAX_ENTRIES {
            return Err(too_large(file, words::TOO_MANY_PARTS.with("count", archive.len()).with("limit", MAX_ENTRIES)));
        }
        Ok(Package { file, archive, left: MAX_UNPACKED })
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The text of a part; `None` when there is none of this name.
    ///
    /// # Errors
    /// It is encrypted, damaged, too large, or no UTF-8 or UTF-16.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Failure> {
        let file = self.file;
        let entry = match self.archive.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(why)) if why == ZipError::PASSWORD_REQUIRED => {
                return Err(about(file, Code::G0622, words::PASSWORD.plain(), words::PASSWORD_HELP.plain()));
            }
            Err(error) => return Err(damaged(file, name, error)),
        };
        let mut bytes = Vec::new();
        // What an entry says of its size is not to be trusted: what comes out is counted.
        let read = entry.take(self.left as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| damaged(file, name, error))?;
        self.left = self
            .left
            .checked_sub(bytes.len())
            .ok_or_else(|| too_large(file, words::UNPACKED_TOO_LARGE.with("limit", MAX_UNPACKED)))?;
        decode(bytes).map(Some).ok_or_else(|| damaged(file, name, "UTF-8"))
    }

    /// The parts that `from` refers to: id, the last word of the type, the part's name.
    pub fn relations(&mut self, from: &str) -> Result<Vec<Relation>, Failure> {
        let (folder, base) = from.rsplit_once('/').unwrap_or(("", from));
        let path = if folder.is_empty() { format!("_rels/{base}.rels") } else { format!("{folder}/_rels/{base}.rels") };
        let Some(xml) = self.part(&path)? else { return Ok(Vec::new()) };
        let mut relations = Vec::new();
        let mut reader = Reader::from_str(&xml);
        loop {
            match reader.read_event().map_err(|error| damaged(self.file, &path, error))? {
                Event::Eof => return Ok(relations),
                Event::Start(tag) | Event::Empty(tag) if local(&tag) == "Relationship" => {
                    let kind = attribute(&tag, "Type").unwrap_or_default();
                    let target = attribute(&tag, "Target").unwrap_or_default();
                    // What lies outside the file is never fetched.
                    if attribute(&tag, "TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external")) {
                        continue;
                    }
                    relations.push(Relation {
                        id: attribute(&tag, "Id").unwrap_or_default(),
                        kind: kind.rsplit('/').next().unwrap_or("").to_owned(),
                        target: resolve(folder, &target),
                    });
                }
                _ => {}
            }
        }
    }

    /// The part the file is about: `word/document.xml`, `xl/workbook.xml`.
    pub fn main_part(&mut self) -> Result<Option<String>, Failure> {
        let relations = self.relations("")?;
        let main = relations.into_iter().find(|relation| relation.kind == "officeDocument").map(|relation| relation.target);
        let usual = || ["word/document.xml", "xl/workbook.xml"].into_iter().find(|name| self.has(name)).map(str::to_owned);
        Ok(main.filter(|name| self.has(name)).or_else(usual))
    }
}

#[derive(Debug, Clone)]
pub struct Relation {
    pub id: String,
    /// The last word of its type: `styles`, `worksheet`.
    pub kind: String,
    pub target: String,
}

/// The name of a part from a reference in `folder`.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

fn decode(bytes: Vec<u8>) -> Option<String> {
    let wide = |pair: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).filter_map(|chunk| chunk.try_into().ok().map(pair));
        char::decode_utf16(units.skip(1)).collect::<Result<String, _>>().ok()
    };
    match bytes.get(..2) {
        Some(b"\xff\xfe") => wide(u16::from_le_bytes),
        Some(b"\xfe\xff") => wide(u16::from_be_bytes),
        _ => String::from_utf8(bytes).ok(),
    }
}

/// A tag's name without its prefix.
pub fn local<'a>(tag: &'a BytesStart) -> &'a str {
    let name: &'a str = tag.name().into_inner();
    name.rsplit(':').next().unwrap_or(name)
}

/// The value of the attribute of this name, whatever its prefix, references resolved.
pub fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.ok()?;
        let key: &str = attribute.key.into_inner();
        if key.rsplit(':').next() == Some(name) {
            let value: &str = &attribute.value;
            return Some(quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), |text| text.into_owned()));
        }
    }
    None
}

/// What a reference in running text stands for; nothing for entities that only a DTD could declare.
pub fn reference(entity: &BytesRef) -> Option<char> {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return Some(c);
    }
    match &**entity {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}
