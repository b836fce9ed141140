//! A plain table of words: CSV that is no report, such as a list of offices.

use super::csv::{Records, separator};
use super::limits::Failure;
use super::read::{Hints, decode, empty};
use crate::diag::Diagnostic;
use crate::source::{FileId, SourceFile, Sources, Span};

/// The fields of one record, quotes and blanks at the ends taken off, each with its place.
pub type Row = Vec<(String, Span)>;

/// Reads a CSV file (any separator, any encoding that reports may have) as rows of words; blank lines are left out. With it what
/// there is to say about its encoding.
///
/// # Errors
/// The file is empty, cannot be decoded, or a quote is not closed.
pub fn rows(
    sources: &mut Sources,
    name: &str,
    bytes: &[u8],
    hints: &Hints,
) -> Result<(FileId, Vec<Row>, Vec<Diagnostic>), Failure> {
    if bytes.is_empty() {
        return Err(empty(sources.add(name, "")));
    }
    let (file, notes) = decode(sources, name, bytes, hints)?;
    let text = sources.get(file).map_or("", SourceFile::text);
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut records = Records::new(file, text, start..text.len(), separator(text, start));
    let mut rows = Vec::new();
    while let Some(record) = records.next()? {
        if !record.is_blank() {
            rows.push(record.fields.into_iter().map(|field| (field.text.as_str().to_owned(), field.span)).collect());
        }
    }
    if rows.is_empty() { Err(empty(file)) } else { Ok((file, rows, notes)) }
}
