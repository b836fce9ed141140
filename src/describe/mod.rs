//! Parts of a form in the words of its readers: expressions with printed labels, types, what an empty cell counts as.
//! Shared by what compares forms and what draws them; knows no document.

mod formula;
pub mod markup;
mod names;
mod types;

pub use formula::formula;
pub use names::{item_label, label_of_ref, short_label, table_label};
pub use types::{blank_cell, policy, type_words, years};
