//! `--format human`: the pictures a person sees on a terminal, drawn by miette.

use std::io::{self, Write};

use miette::{GraphicalReportHandler, GraphicalTheme, ThemeCharacters, ThemeStyles};

use super::excerpt::{Excerpt, Frame};
use super::layout::wrap;
use super::view::View;
use super::{Style, words};
use crate::diag::{Diagnostic, Severity};
use crate::source::Sources;

/// Lines shown around a labelled line.
const CONTEXT: usize = 1;

pub(super) fn write(diagnostic: &Diagnostic, sources: &Sources, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let frame = Frame { lang: style.lang, cells: style.source_cells(), context: CONTEXT, minor: false };
    let mut excerpt = Excerpt::new(diagnostic, sources, frame);
    excerpt.wrap_messages(style.width);
    let paragraphs = words::paragraphs(diagnostic, Some(&excerpt), sources, style.lang);
    let word = words::severity_word(diagnostic.severity, style.lang);
    let heading = format!("{word}[{}] {}", diagnostic.code.name, words::title(diagnostic, style.lang));
    // miette's header has no colour of its own for what is not a code, and its help line speaks English only: the heading
    // is its code, and what stands below the picture is written here.
    let view = View {
        message: words::message(diagnostic, style.lang),
        severity: diagnostic.severity,
        code: Some(heading),
        help: None,
        excerpt,
    };
    let styles = if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let theme = GraphicalTheme { characters: ThemeCharacters::unicode(), styles };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_context_lines(CONTEXT)
        .with_urls(false)
        .tab_width(crate::source::TAB_WIDTH);
    let mut drawn = String::new();
    handler.render_report(&mut drawn, &view).map_err(|_| io::Error::other("the picture could not be drawn"))?;
    // Blanks that miette leaves at line ends are of no use to anyone.
    for line in drawn.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    let (on, off) = if style.color { ("\u{1b}[36m", "\u{1b}[0m") } else { ("", "") };
    for paragraph in paragraphs {
        for (index, line) in wrap(&paragraph, style.width.saturating_sub(2), 2).iter().enumerate() {
            match line.split_once(['：', ':']).filter(|_| index == 0 && style.color) {
                Some((head, rest)) => {
                    let colon = line.get(head.len()..line.len() - rest.len()).unwrap_or("");
                    writeln!(out, "  {on}{head}{colon}{off}{rest}")?;
                }
                None => writeln!(out, "  {line}")?,
            }
        }
    }
    writeln!(out)
}

/// The colour of a severity, for summaries.
pub(super) fn severity_colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "31",
        Severity::Warning => "33",
        Severity::Note => "36",
    }
}
