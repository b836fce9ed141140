//! Figures as printed, for guesses about types and totals.

use crate::number::Decimal;
use crate::number::printed::{self, Spellings};

/// The figure of a cell; blanks and dashes are none.
pub(super) fn read(text: &str) -> Option<Decimal> {
    printed::read(text, &Spellings::<()>::none(), true).ok().map(|figure| figure.value)
}

/// Whether a cell is for a figure: it holds one, is blank, or holds what people write for none.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || matches!(text, "/" | "-" | "--" | "—" | "——" | "－" | "×" | "*" | "无" | "…")
        || (read(text).is_some() && text.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c)))
}

/// Whether a printed figure has decimals.
pub(super) fn has_decimals(text: &str) -> bool {
    text.contains(['.', '．']) && read(text).is_some()
}
