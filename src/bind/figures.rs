//! What was found: one cell per slot of the form.

use crate::diag::Diagnostic;
use crate::model::UnitId;
use crate::number::Decimal;
use crate::plan::SlotId;
use crate::source::Span;

/// The five states of a cell (`semantics.md`); none of them is ever taken for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// An exact decimal was read.
    Figure,
    /// The cell is there and empty.
    Blank,
    /// It holds a token that the template lists.
    NotApplicable,
    /// Its label was not found, or its row has no such cell.
    Absent,
    /// There is text where a figure belongs.
    Unreadable,
}

/// One cell of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub state: State,
    /// The figure in the slot's own unit (`Figure` only). A percent is its printed number.
    pub value: Option<Decimal>,
    /// Non-numeric contents (`text`, `enum`, `date`, `bool`), folded.
    pub word: Option<String>,
    /// The unit it was printed in, if one was printed at it, over it, or in its heading.
    pub printed_unit: Option<UnitId>,
    /// `18万余`: not comparable.
    pub approximate: bool,
    /// It stood in a run without separators, and cross-checks told where it begins and ends.
    pub decoded: bool,
    /// The token or text as printed; the figure without its unit.
    pub text: String,
    /// Where it stands: the figure's characters; for a blank cell the cell; for an absent one the nearest place there is
    /// (its row's label, the table), if any.
    pub span: Option<Span>,
}

impl Cell {
    pub fn absent() -> Cell {
        Cell {
            state: State::Absent,
            value: None,
            word: None,
            printed_unit: None,
            approximate: false,
            decoded: false,
            text: String::new(),
            span: None,
        }
    }
}

/// All cells of a report, in the order of the form's slots.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    pub cells: Vec<Cell>,
}

impl Figures {
    pub fn get(&self, slot: SlotId) -> Option<&Cell> {
        self.cells.get(slot.0 as usize)
    }
}

/// A value of `meta`, with its place; `span` is `None` when it was given on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaValue {
    pub text: String,
    pub span: Option<Span>,
}

/// A figure inside one of the template's tables that no cell took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclaimed {
    pub text: String,
    pub span: Span,
}

/// A report read with one form.
#[derive(Debug, Clone)]
pub struct Bound {
    pub figures: Figures,
    /// By `MetaId`.
    pub meta: Vec<Option<MetaValue>>,
    pub unclaimed: Vec<Unclaimed>,
    /// What binding found to say: absent, unreadable, near misses, missing headings, type errors of single cells.
    pub diagnostics: Vec<Diagnostic>,
}
