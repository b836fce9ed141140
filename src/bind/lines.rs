//! Grids → lines: one printed row, or in a stream of cells one label with what follows it, each cell classified.

use crate::document::{Grid, GridCell, Layout, Text};
use crate::label::{Label, fold};
use crate::source::Span;

use super::index::{FormIndex, Hit, Part, Single};

/// What a cell looks like, before anybody knows where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    /// A blank that the layout left behind.
    Filler,
    Figure,
    /// A token of a `read`, or a text without any letter or digit.
    Mark,
    Text,
}

impl Kind {
    /// A figure or what is printed in its place.
    pub fn is_value(self) -> bool {
        matches!(self, Kind::Figure | Kind::Mark)
    }

    pub fn is_empty(self) -> bool {
        matches!(self, Kind::Blank | Kind::Filler)
    }
}

/// One cell.
#[derive(Debug, Clone)]
pub(super) struct Piece<'a> {
    pub text: Text,
    /// Its text; for a blank cell the whole cell.
    pub span: Span,
    pub kind: Kind,
    pub label: Option<Label>,
    /// The labels of the form that have its core.
    pub hits: &'a [Hit],
    /// Grid columns, `left..right`.
    pub left: u32,
    pub right: u32,
}

impl Piece<'_> {
    pub fn names_row(&self) -> bool {
        self.hits.iter().any(|hit| matches!(hit.part, Part::Row(_)))
    }

    pub fn names_column(&self) -> bool {
        self.hits.iter().any(|hit| matches!(hit.part, Part::Column(_)))
    }

    /// A row's label; one that a column has as well (`3.其他`) is the row's by its ordinal.
    pub fn is_row(&self) -> bool {
        let ordinal = self.label.as_ref().and_then(|label| label.ordinal.as_ref());
        let numbered = |hit: &Hit| matches!(hit.part, Part::Row(_)) && ordinal.is_some() && hit.label.ordinal.as_ref() == ordinal;
        self.names_row() && (!self.names_column() || self.hits.iter().any(numbered))
    }

    pub fn names_caption(&self) -> bool {
        self.hits.iter().any(|hit| hit.part == Part::Caption)
    }
}

/// Cells that belong together, in printed order.
#[derive(Debug, Clone, Default)]
pub(super) struct Line<'a> {
    pub pieces: Vec<Piece<'a>>,
}

impl<'a> Line<'a> {
    /// The cells before the first value.
    pub fn head(&self) -> &[Piece<'a>] {
        let end = self.pieces.iter().position(|piece| piece.kind.is_value()).unwrap_or(self.pieces.len());
        self.pieces.get(..end).unwrap_or(&[])
    }

    pub fn has_value(&self) -> bool {
        self.pieces.iter().any(|piece| piece.kind.is_value())
    }
}

/// The lines of a grid.
pub(super) fn lines_of<'a>(grid: &Grid, index: &'a FormIndex) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for row in &grid.rows {
        let pieces: Vec<Piece<'a>> = row.cells.iter().map(|cell| piece_of(cell, index)).collect();
        match grid.layout {
            Layout::Spanned | Layout::Rows => split_panels(pieces, index, &mut lines),
            Layout::Stream => split_stream(join_wrapped(pieces, index), &mut lines),
        }
    }
    lines
}

/// The headings that a paragraph over a grid holds: its core and its remark, `行政诉讼（复议后起诉）`.
pub(super) fn headings_of<'a>(text: &Text, index: &'a FormIndex) -> Vec<Piece<'a>> {
    let label = Label::parse(text.as_str());
    // `（六）其他` over the rows of that group is not the column 其他.
    let numbered = |hit: &Hit| hit.label.ordinal.is_some() && hit.label.ordinal == label.ordinal;
    if index.hits(&label).iter().any(|hit| matches!(hit.part, Part::Row(_)) && numbered(hit)) {
        return Vec::new();
    }
    let remark = label.remark.as_deref().map(Label::parse);
    let named = std::iter::once(label).chain(remark).map(|label| (index.hits(&label), label));
    named
        .filter(|(hits, _)| hits.iter().any(|hit| matches!(hit.part, Part::Column(_))))
        .map(|(hits, label)| {
            let text = text.clone();
            Piece { span: text.span(), text, kind: Kind::Text, label: Some(label), hits, left: 0, right: 0 }
        })
        .collect()
}

fn piece_of<'a>(cell: &GridCell, index: &'a FormIndex) -> Piece<'a> {
    let (kind, label, hits) = classify(cell.text.as_str(), cell.filler, index);
    let right = cell.column.saturating_add(cell.colspan.max(1));
    let span = if cell.text.is_empty() { cell.span } else { cell.text.span() };
    Piece { text: cell.text.clone(), span, kind, label, hits, left: cell.column, right }
}

fn classify<'a>(text: &str, filler: bool, index: &'a FormIndex) -> (Kind, Option<Label>, &'a [Hit]) {
    let folded = fold(text);
    if folded.is_empty() {
        return (if filler { Kind::Filler } else { Kind::Blank }, None, &[]);
    }
    let label = Label::parse(text);
    let hits = index.hits(&label);
    let kind = if index.looks_like_figure(&folded) {
        Kind::Figure
    } else if hits.is_empty() && (index.is_token(&folded) || index.is_ticked(text) || !folded.chars().any(char::is_alphanumeric))
    {
        Kind::Mark
    } else {
        Kind::Text
    };
    (kind, Some(label), hits)
}

/// A row of two halves, each a label with its values, makes two lines. A figure that is also a row's label (a year) is a
/// label while no value stands before it.
fn split_panels<'a>(pieces: Vec<Piece<'a>>, index: &FormIndex, lines: &mut Vec<Line<'a>>) {
    let mut line = Line::default();
    let (mut label, mut value) = (false, false);
    // What the cell behind the label just read holds, in a list.
    let mut single = None;
    let last = pieces.iter().rposition(|piece| piece.kind != Kind::Filler);
    for (at, mut piece) in pieces.into_iter().enumerate() {
        // The last cell behind a label that asks for words is its answer, be it the label of another row (`其他`).
        if single == Some(Single::Words) && Some(at) == last {
            piece.hits = &[];
        }
        if piece.kind == Kind::Figure && !label && !value && piece.names_row() {
            piece.kind = Kind::Text;
        }
        let names_row = piece.kind == Kind::Text && piece.names_row();
        if names_row && label && value {
            lines.push(std::mem::take(&mut line));
            value = false;
        }
        // `ICP备案号 | 京ICP备1号 | 公安机关备案号 | …`: in a list one cell belongs to a label, be it words or blank.
        let cell = match single {
            Some(Single::Words) => piece.hits.is_empty() && piece.kind != Kind::Filler,
            Some(Single::Number) => piece.kind == Kind::Blank,
            None => false,
        };
        single = if names_row { index.single(piece.hits) } else { single.filter(|_| !cell) };
        label |= names_row;
        value |= label && (cell || piece.kind.is_value());
        line.pieces.push(piece);
    }
    lines.push(line);
}

/// In a stream a line begins with the first text behind a value, and with a text behind a row whose cells are blank.
fn split_stream<'a>(pieces: Vec<Piece<'a>>, lines: &mut Vec<Line<'a>>) {
    let mut line = Line::default();
    let mut value = false;
    for piece in pieces {
        if piece.kind == Kind::Text && !line.pieces.is_empty() && (value || row_without_values(&line, &piece)) {
            lines.push(std::mem::take(&mut line));
            value = false;
        }
        value |= piece.kind.is_value();
        line.pieces.push(piece);
    }
    if !line.pieces.is_empty() {
        lines.push(line);
    }
}

/// Whether the line ends in a row's label and then blanks, or one text that no label knows where a single value belongs,
/// and a known label follows.
fn row_without_values(line: &Line<'_>, next: &Piece<'_>) -> bool {
    let mut unknown = 0usize;
    for (behind, piece) in line.pieces.iter().rev().enumerate() {
        if piece.kind == Kind::Text && !piece.hits.is_empty() {
            return piece.is_row() && behind > 0 && (unknown == 0 || (unknown == 1 && !next.hits.is_empty()));
        }
        unknown += usize::from(piece.kind == Kind::Text);
    }
    false
}

/// Labels that were wrapped into two to four cells of a stream are put together again, where only the whole is known.
fn join_wrapped<'a>(pieces: Vec<Piece<'a>>, index: &'a FormIndex) -> Vec<Piece<'a>> {
    let mut joined: Vec<Piece<'a>> = Vec::with_capacity(pieces.len());
    let mut rest = pieces.as_slice();
    while let Some((piece, behind)) = rest.split_first() {
        let wrapped = if piece.kind == Kind::Text && piece.hits.is_empty() { wrapped_label(rest, index) } else { None };
        match wrapped {
            Some((whole, used)) => {
                joined.push(whole);
                rest = rest.get(used..).unwrap_or(&[]);
            }
            None => {
                joined.push(piece.clone());
                rest = behind;
            }
        }
    }
    joined
}

fn wrapped_label<'a>(pieces: &[Piece<'a>], index: &'a FormIndex) -> Option<(Piece<'a>, usize)> {
    let first = pieces.first()?;
    let mut text = first.text.clone();
    for (more, piece) in pieces.iter().enumerate().skip(1).take(3) {
        if piece.kind != Kind::Text || piece.names_row() || text.as_str().len() > 400 {
            return None;
        }
        text.append(&piece.text);
        let label = Label::parse(text.as_str());
        let hits = index.hits(&label);
        if !hits.is_empty() {
            let span = first.span.to(piece.span);
            let whole = Piece { text, span, kind: Kind::Text, label: Some(label), hits, left: first.left, right: piece.right };
            return Some((whole, more + 1));
        }
    }
    None
}
