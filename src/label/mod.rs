//! Labels and how they are compared: the printed names of rows, columns, tables and sections, and the sentence patterns of
//! facts. Shared by the checker (two items with one label) and the binder (finding them in a document).
//!
//! Everything compares after [`fold`]: width, white space, quotes and dashes, Kangxi and other radicals, traditional characters, ASCII case. A
//! [`Label`] takes a leading ordinal and a trailing remark apart from the core, and only the core decides. A [`Pattern`] is
//! compiled once and matched in linear time. This module knows nothing of templates or documents.

mod fold;
mod near;
mod parts;
mod pattern;
mod search;
mod texts;
mod traditional;

pub use fold::{Folded, fold, fold_mapped, is_folded, is_stop};
pub use near::distance;
pub use parts::{Label, Likeness, Ordinal};
pub use pattern::{Pattern, PatternError, PatternProblem, Piece};
pub use search::{Capture, Captures, Hole};
pub use texts::{Texts, check_text};
pub use traditional::traditional;
