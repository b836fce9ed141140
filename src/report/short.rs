//! `--format short`: one line a finding, `file:line:column: 错误[G0401]: …`, for editors and `grep`.

use std::io::{self, Write};

use codespan_reporting::term::DisplayStyle;

use super::excerpt::{Excerpt, Frame};
use super::{Style, codespan};
use crate::diag::Diagnostic;
use crate::source::Sources;

pub(super) fn write(diagnostic: &Diagnostic, sources: &Sources, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let frame = Frame { lang: style.lang, cells: style.source_cells(), context: 0, minor: false };
    let mut primary = diagnostic.clone();
    primary.labels.truncate(1);
    let excerpt = Excerpt::new(&primary, sources, frame);
    // Where there is no line and column to name, the file and the place stand in front.
    if let Some(label) = excerpt.elsewhere.first().filter(|label| !label.name.is_empty()) {
        write!(out, "{}:", label.name)?;
        if let Some(place) = &label.place {
            write!(out, "{place}:")?;
        }
        write!(out, " ")?;
    }
    codespan::draw(&primary, &excerpt, Vec::new(), DisplayStyle::Short, style, out)
}
