//! A form as a page: its tables as on paper, what each figure is, every rule in words and as a formula.
//!
//! [`page`] gathers what is to be said, in the words of the form's readers; [`html`] and [`markdown`] only draw it.

mod grid;
mod html;
mod markdown;
mod page;
mod rules;

pub use grid::{Grid, Head, Line};
pub use html::html;
pub use markdown::markdown;
pub use page::{Block, Facts, Item, Page, Part, Table, page};
pub use rules::Entry;
