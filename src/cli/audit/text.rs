//! `gouji audit` on a terminal: heat maps and sentences.

use std::io::{self, Write};

use super::draw::{Drawn, legend, sign, tables};
use super::{Audited, content};
use crate::audit::Protection;
use crate::cli::shell::Shell;
use crate::diag::Lang;
use crate::diag::wording::audit as w;
use crate::report::clean::one_line;
use crate::report::layout::wrap;
use crate::source::display_width;

/// Rows that look alike are drawn so often; the others are counted.
const ALIKE: usize = 3;
/// Tables of more rows leave out what looks alike.
const LONG: usize = 60;

pub(super) fn write(forms: &[Audited<'_>], shell: &Shell, out: &mut dyn Write) -> io::Result<()> {
    for (index, audited) in forms.iter().enumerate() {
        if index > 0 {
            writeln!(out, "\n")?;
        }
        form(audited, shell, out)?;
    }
    Ok(())
}

fn form(audited: &Audited<'_>, shell: &Shell, out: &mut dyn Write) -> io::Result<()> {
    let style = &shell.style;
    sentence(&content::headline(audited).render(shell.lang), style.width, 0, out)?;
    let groups = audited.audit.groups.len();
    if !style.quiet {
        for drawn in tables(audited, shell.lang) {
            writeln!(out, "\n{}", w::TABLE.with("table", drawn.name.as_str()).render(shell.lang))?;
            let picture = Picture { groups, width: style.width, color: style.color, lang: shell.lang };
            picture.table(&drawn, out)?;
            if drawn.words > 0 {
                writeln!(out, "  {}", w::WORDS.with("count", drawn.words).render(shell.lang))?;
            }
        }
        writeln!(out)?;
        for (signs, protection, meaning) in legend(audited) {
            let pad = " ".repeat(5usize.saturating_sub(display_width(&signs)));
            let signs = format!(" {signs} ");
            let painted = if style.color { painted(&signs, protection) } else { signs };
            writeln!(out, " {painted}{pad}{}", meaning.plain().render(shell.lang))?;
        }
    }
    for paragraph in content::paragraphs(audited, shell.lang) {
        writeln!(out)?;
        sentence(&paragraph.heading.plain().render(shell.lang), style.width, 0, out)?;
        for item in &paragraph.items {
            sentence(&item.text, style.width, if item.inner { 4 } else { 2 }, out)?;
        }
    }
    if !audited.audit.complete {
        writeln!(out)?;
        sentence(&w::INCOMPLETE.plain().render(shell.lang), style.width, 0, out)?;
    }
    Ok(())
}

/// A sentence with its first line indented, and the following ones a little more.
pub(super) fn sentence(text: &str, width: usize, indent: usize, out: &mut dyn Write) -> io::Result<()> {
    let start = " ".repeat(indent);
    let inner = if indent == 0 { 0 } else { 2 };
    for line in wrap(&one_line(text), width.saturating_sub(indent).max(20), inner) {
        writeln!(out, "{start}{line}")?;
    }
    Ok(())
}

struct Picture {
    groups: usize,
    width: usize,
    color: bool,
    lang: Lang,
}

impl Picture {
    fn table(&self, drawn: &Drawn, out: &mut dyn Write) -> io::Result<()> {
        let upright = self.strips(drawn);
        let transposed = drawn.transposed();
        // A wide table of a few rows is easier to read the other way round.
        let turned = upright.len() > 1 && self.strips(&transposed).len() == 1;
        let (drawn, strips) = if turned { (&transposed, self.strips(&transposed)) } else { (drawn, upright) };
        for (index, columns) in strips.into_iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            self.strip(drawn, columns, out)?;
        }
        Ok(())
    }

    fn row_names(drawn: &Drawn) -> usize {
        drawn.rows.iter().map(|name| display_width(name)).max().unwrap_or(0)
    }

    /// The columns in as many runs as the width asks for.
    fn strips(&self, drawn: &Drawn) -> Vec<std::ops::Range<usize>> {
        let room = self.width.saturating_sub(Picture::row_names(drawn) + 2).max(10);
        let mut strips = Vec::new();
        let (mut start, mut used) = (0, 0);
        for (at, name) in drawn.columns.iter().enumerate() {
            let cells = room_of(name) + 2;
            if used + cells > room && at > start {
                strips.push(start..at);
                (start, used) = (at, 0);
            }
            used += cells;
        }
        strips.push(start..drawn.columns.len());
        strips
    }

    fn strip(&self, drawn: &Drawn, columns: std::ops::Range<usize>, out: &mut dyn Write) -> io::Result<()> {
        let names = Picture::row_names(drawn);
        let headings = drawn.columns.get(columns.clone()).unwrap_or_default();
        let mut line = " ".repeat(names + 2);
        for heading in headings {
            line.extend(["  ", heading]);
        }
        if !line.trim().is_empty() {
            writeln!(out, "{}", line.trim_end())?;
        }
        for line in shown(drawn) {
            let (row, name) = match line {
                Line::Row(at) => match (drawn.cells.get(at), drawn.rows.get(at)) {
                    (Some(row), Some(name)) => (row, name),
                    _ => continue,
                },
                Line::Alike(count) => {
                    writeln!(out, "  {}", w::ROWS_ALIKE.with("count", count).render(self.lang))?;
                    continue;
                }
            };
            let mut line = format!("  {name}{}", " ".repeat(names.saturating_sub(display_width(name))));
            for (cell, heading) in row.get(columns.clone()).unwrap_or_default().iter().zip(headings) {
                let room = room_of(heading);
                let left = (room - ROOM) / 2;
                let sign = format!(" {} ", sign(*cell, self.groups));
                let sign = match cell {
                    Some(protection) if self.color => painted(&sign, *protection),
                    Some(_) | None => sign,
                };
                line.push_str(&format!("  {}{sign}{}", " ".repeat(left), " ".repeat(room - ROOM - left)));
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// A sign and a blank on each side: enough for a patch of colour.
const ROOM: usize = 3;

/// The width of the cells under a heading.
fn room_of(heading: &str) -> usize {
    display_width(heading).max(ROOM)
}

enum Line {
    Row(usize),
    /// So many rows whose cells are of the kinds of the row before.
    Alike(usize),
}

/// The rows to draw: all of a short table; of a long one not those that look like the ones before.
fn shown(drawn: &Drawn) -> Vec<Line> {
    if drawn.rows.len() <= LONG {
        return (0..drawn.rows.len()).map(Line::Row).collect();
    }
    let kinds = |row: &Vec<Option<Protection>>| -> Vec<_> {
        row.iter().map(|cell| cell.map(|cell| std::mem::discriminant(&cell))).collect()
    };
    let mut lines = Vec::new();
    let mut before = None;
    let (mut same, mut left_out) = (0, 0);
    for (at, row) in drawn.cells.iter().enumerate() {
        let own = kinds(row);
        same = if before.as_ref() == Some(&own) { same + 1 } else { 0 };
        before = Some(own);
        if same >= ALIKE {
            left_out += 1;
            continue;
        }
        if left_out > 0 {
            lines.push(Line::Alike(std::mem::take(&mut left_out)));
        }
        lines.push(Line::Row(at));
    }
    if left_out > 0 {
        lines.push(Line::Alike(left_out));
    }
    lines
}

/// Colours that say the same as the signs: green, yellow, cyan, red. Both colours of a patch are set, so that it can be read on a
/// dark terminal and on a light one.
fn painted(sign: &str, protection: Protection) -> String {
    let code = match protection {
        Protection::Located => "30;42",
        Protection::Detected(_) => "30;43",
        Protection::Watched => "30;46",
        Protection::Unprotected => "1;97;41",
    };
    format!("\u{1b}[{code}m{sign}\u{1b}[0m")
}
