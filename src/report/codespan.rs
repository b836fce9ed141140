//! codespan-reporting draws `text` and `short` from an excerpt.

use std::io::{self, Write};
use std::ops::Range;

use codespan_reporting::diagnostic as cs;
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::{Config, DisplayStyle, WriteStyle, emit_to_write_style};

use super::Style;
use super::excerpt::Excerpt;
use super::words;
use crate::diag::{Diagnostic, Severity};

/// The picture, or the line, of one diagnostic.
pub(super) fn draw(
    diagnostic: &Diagnostic,
    excerpt: &Excerpt,
    notes: Vec<String>,
    display_style: DisplayStyle,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let labels = excerpt.marks.iter().map(|mark| {
        let label_style = if mark.primary { cs::LabelStyle::Primary } else { cs::LabelStyle::Secondary };
        cs::Label::new(label_style, mark.file, mark.range.clone()).with_message(mark.message.as_str())
    });
    let drawn = cs::Diagnostic::new(severity(diagnostic.severity))
        .with_code(diagnostic.code.name)
        .with_message(words::message(diagnostic, style.lang))
        .with_labels(labels.collect())
        .with_notes(notes);
    let config = Config { display_style, ..Config::default() };
    let word = words::severity_word(diagnostic.severity, style.lang);
    let mut writer = Writer { out, color: style.color, word: &word, word_is_next: false };
    emit_to_write_style(&mut writer, &config, &Shown(excerpt), &drawn).map_err(|error| match error {
        Error::Io(error) => error,
        other => io::Error::other(other.to_string()),
    })
}

fn severity(severity: Severity) -> cs::Severity {
    match severity {
        Severity::Error => cs::Severity::Error,
        Severity::Warning => cs::Severity::Warning,
        Severity::Note => cs::Severity::Note,
    }
}

/// An excerpt as codespan's files. Line indexes are those of the real file, so that codespan sees the gaps.
struct Shown<'a>(&'a Excerpt);

impl<'a> Files<'a> for Shown<'_> {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        self.0.files.get(id).map(String::as_str).ok_or(Error::FileMissing)
    }

    fn source(&'a self, _id: usize) -> Result<&'a str, Error> {
        Ok(&self.0.text)
    }

    fn line_index(&'a self, _id: usize, byte: usize) -> Result<usize, Error> {
        Ok(self.0.line_at(byte).and_then(|index| self.0.lines.get(index)).map_or(0, |line| line.number - 1))
    }

    fn column_number(&'a self, _id: usize, _line: usize, byte: usize) -> Result<usize, Error> {
        Ok(self.0.position(byte).map_or(1, |position| position.column))
    }

    fn line_range(&'a self, id: usize, index: usize) -> Result<Range<usize>, Error> {
        // A line in the middle of a long label is asked for but not drawn, and not in the excerpt.
        let line = self.0.lines.iter().find(|line| line.file == id && line.number == index + 1);
        Ok(line.map_or(0..0, |line| line.range.clone()))
    }
}

/// Puts the severity word of the language in place of codespan's, and colours if asked.
struct Writer<'a> {
    out: &'a mut dyn Write,
    color: bool,
    word: &'a str,
    word_is_next: bool,
}

impl Writer<'_> {
    fn style(&mut self, code: &str) -> io::Result<()> {
        if self.color { write!(self.out, "\u{1b}[0;{code}m") } else { Ok(()) }
    }
}

impl Write for Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if std::mem::take(&mut self.word_is_next) {
            self.out.write_all(self.word.as_bytes())?;
            return Ok(bytes.len());
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl WriteStyle for Writer<'_> {
    fn set_header(&mut self, severity: cs::Severity) -> io::Result<()> {
        // codespan writes the English word next, in one piece.
        self.style(match severity {
            cs::Severity::Bug | cs::Severity::Error => "1;31",
            cs::Severity::Warning => "1;33",
            cs::Severity::Note | cs::Severity::Help => "1;36",
        })?;
        self.word_is_next = true;
        Ok(())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.style("1")
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.style("34")
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.style("34")
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.style("34")
    }

    fn set_label(&mut self, severity: cs::Severity, label_style: cs::LabelStyle) -> io::Result<()> {
        self.style(match (label_style, severity) {
            (cs::LabelStyle::Primary, cs::Severity::Bug | cs::Severity::Error) => "31",
            (cs::LabelStyle::Primary, cs::Severity::Warning) => "33",
            (cs::LabelStyle::Primary, cs::Severity::Note | cs::Severity::Help) => "36",
            (cs::LabelStyle::Secondary, _) => "34",
        })
    }

    fn reset(&mut self) -> io::Result<()> {
        if self.color { write!(self.out, "\u{1b}[0m") } else { Ok(()) }
    }
}
