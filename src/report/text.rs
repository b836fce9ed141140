//! `--format text`: compact pictures, one for all places of a finding.

use std::io::{self, Write};

use codespan_reporting::term::DisplayStyle;

use super::excerpt::{Excerpt, Frame};
use super::{Style, codespan, words};
use crate::diag::Diagnostic;
use crate::source::Sources;

pub(super) fn write(diagnostic: &Diagnostic, sources: &Sources, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let frame = Frame { lang: style.lang, cells: style.source_cells(), context: 0, minor: false };
    let excerpt = Excerpt::new(diagnostic, sources, frame);
    let notes = words::paragraphs(diagnostic, Some(&excerpt), sources, style.lang);
    let mut drawn = Vec::new();
    codespan::draw(diagnostic, &excerpt, notes, DisplayStyle::Rich, style, &mut drawn)?;
    // Blanks that codespan leaves at line ends are of no use to anyone.
    for line in drawn.strip_suffix(b"\n").unwrap_or(&drawn).split(|byte| *byte == b'\n') {
        let line = line.trim_ascii_end();
        out.write_all(line)?;
        writeln!(out)?;
    }
    Ok(())
}
