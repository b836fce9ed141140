//! `--format narrated`: sentences without drawings, for screen readers and braille.
//!
//! miette's narrating handler decides what is read out and in which order. It speaks English and counts columns in display
//! cells, so each of its lines is said again here, in the user's language and with the columns of the file. Its lines are
//! told apart by how they start; text of a file never starts one, and labels are passed to it as numbers.

use std::io::{self, Write};

use miette::NarratableReportHandler;

use super::excerpt::{Excerpt, Frame, Mark};
use super::view::View;
use super::{Style, words};
use crate::diag::wording::cli as w;
use crate::diag::{Diagnostic, Lang, Message};
use crate::source::Sources;

pub(super) fn write(diagnostic: &Diagnostic, sources: &Sources, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let frame = Frame { lang: style.lang, cells: style.source_cells(), context: 0, minor: true };
    let excerpt = Excerpt::new(diagnostic, sources, frame);
    let paragraphs = words::paragraphs(diagnostic, Some(&excerpt), sources, style.lang);
    let marks = excerpt.marks.clone();
    let mut view =
        View { message: words::message(diagnostic, style.lang), severity: diagnostic.severity, code: None, help: None, excerpt };
    for (index, mark) in view.excerpt.marks.iter_mut().enumerate() {
        mark.message = index.to_string();
    }
    let mut told = String::new();
    NarratableReportHandler::new()
        .with_context_lines(0)
        .render_report(&mut told, &view)
        .map_err(|_| io::Error::other("the finding could not be told"))?;

    let mut lines = told.lines();
    writeln!(out, "{}", lines.next().unwrap_or(""))?;
    writeln!(out, "{}", severity_line(diagnostic, style.lang))?;
    for line in lines {
        if let Some(line) = say_again(line, &marks) {
            writeln!(out, "{}", line.render(style.lang))?;
        }
    }
    for paragraph in paragraphs {
        writeln!(out, "{paragraph}")?;
    }
    writeln!(out)
}

fn severity_line(diagnostic: &Diagnostic, lang: Lang) -> String {
    w::NARRATE_SEVERITY
        .with("severity", words::severity_word(diagnostic.severity, lang))
        .with("code", diagnostic.code.name)
        .with("title", words::title(diagnostic, lang))
        .render(lang)
}

/// One of miette's lines in our words; `None` for those that need not be said.
fn say_again(line: &str, marks: &[Mark]) -> Option<Message> {
    if let Some(rest) = line.strip_prefix("snippet line ") {
        let (number, text) = rest.split_once(": ").or_else(|| rest.split_once(':'))?;
        return Some(w::NARRATE_LINE.with("line", number).with("text", text));
    }
    if let Some(rest) = line.strip_prefix("Begin snippet for ") {
        let (name, place) = rest.rsplit_once(" starting at line ")?;
        let (number, _) = place.split_once(',')?;
        return Some(w::NARRATE_SNIPPET.with("name", name).with("line", number));
    }
    if let Some(rest) = line.strip_prefix("    label ") {
        // A label over several lines is said where it starts.
        let index: usize = rest.rsplit_once(": ")?.1.parse().ok().filter(|_| !rest.starts_with("ending"))?;
        return Some(label(marks.get(index)?));
    }
    None
}

fn label(mark: &Mark) -> Message {
    let (start, end) = (mark.start, mark.end);
    let place = if mark.range.is_empty() {
        w::NARRATE_POINT.with("line", start.line).with("column", start.column)
    } else if start.line != end.line {
        w::NARRATE_LINES
            .with("line", start.line)
            .with("column", start.column)
            .with("end_line", end.line)
            .with("end", end.column.saturating_sub(1))
    } else if end.column == start.column + 1 {
        w::NARRATE_CHAR.with("line", start.line).with("column", start.column)
    } else {
        w::NARRATE_RANGE.with("line", start.line).with("column", start.column).with("end", end.column.saturating_sub(1))
    };
    if mark.message.is_empty() { place } else { w::NARRATE_SAYS.with("place", place).with("text", mark.message.as_str()) }
}
