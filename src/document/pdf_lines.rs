//! Characters on a page → lines of text in reading order.

use super::pdf_content::Glyph;

/// A line of text.
#[derive(Debug, Clone)]
pub struct Line {
    pub x0: f64,
    pub x1: f64,
    /// The baseline.
    pub y: f64,
    pub size: f64,
    pub text: String,
    /// How many gaps a table's columns could leave it has.
    pub gaps: usize,
}

/// Lines from top to bottom, their characters from left to right.
pub fn lines_of(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        // Characters of two sizes stand on nearly the same baseline; those of the next line do not.
        let fits = |row: &Vec<Glyph>| {
            row.iter().rev().take(8).any(|other| (glyph.y - other.y).abs() <= 0.45 * glyph.size.max(other.size))
        };
        match rows.last_mut().filter(|row| fits(row)) {
            Some(row) => row.push(glyph),
            None => rows.push(vec![glyph]),
        }
    }
    rows.into_iter().map(line_of).filter(|line| !line.text.trim().is_empty()).collect()
}

fn line_of(mut glyphs: Vec<Glyph>) -> Line {
    glyphs.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut line = Line { x0: f64::MAX, x1: f64::MIN, y: 0.0, size: 0.0, text: String::new(), gaps: 0 };
    let mut last: Option<&Glyph> = None;
    for glyph in &glyphs {
        let size = glyph.size;
        if let Some(before) = last {
            // Bold by printing twice.
            if before.text == glyph.text && (glyph.x0 - before.x0).abs() < 0.15 * size {
                continue;
            }
            let gap = glyph.x0 - before.x1;
            let wide = |text: &str| text.chars().any(|c| c >= '\u{2e80}');
            let needed = if wide(&before.text) || wide(&glyph.text) { 0.6 } else { 0.2 };
            if gap > needed * size {
                line.text.push(' ');
            }
            line.gaps += usize::from(gap > 1.2 * size);
        }
        line.text.push_str(&glyph.text);
        (line.x0, line.x1) = (line.x0.min(glyph.x0), line.x1.max(glyph.x1));
        if glyph.size >= line.size {
            (line.size, line.y) = (glyph.size, glyph.y);
        }
        last = Some(glyph);
    }
    line
}
