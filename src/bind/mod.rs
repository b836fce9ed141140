//! Form × document → figures: finding every cell by labels and order; form × tree → figures, by keys.
//!
//! [`choose`] says which form a report is on, [`bind`] reads it with that form. A document goes through these steps, a file
//! each: every label of the form is indexed by its folded core (`index`); headings that stand in a grid are taken out of it
//! (`divide`); headings divide the document into sections
//! (`headings`); grids become lines (`lines`); lines find their table (`tables`), their row (`rows`) and their columns
//! (`header`, `assign`; `loose` and `loose_header` where no grid is left); cells are
//! read (`cell`) into the sheet (`sheet`); figures that lost every separator are taken apart (`glued`); sentences bind by
//! patterns (`facts`); what was not found is said once (`absent`). Before a
//! text is searched for words, `sift` says quickly whether it can hold them.

mod absent;
mod assign;
mod cell;
mod choice;
mod claims;
mod dates;
mod direct;
mod divide;
mod facts;
mod figures;
mod findings;
mod glued;
mod header;
mod headings;
mod index;
mod keys;
mod lines;
mod loose;
mod loose_header;
mod meta;
mod paragraphs;
mod read;
mod recognize;
mod rows;
mod several;
mod sheet;
mod sift;
mod tables;
mod ticks;
mod titles;
mod trace;
mod tree;
mod units;

#[cfg(test)]
mod tests;

pub(crate) use cell::{NO, YES};
pub use direct::{Direct, Held, MAX_SCALED};
pub use figures::{Bound, Cell, Figures, MetaValue, State, Unclaimed};
pub use recognize::{Candidate, choose, recognize};
pub use several::{Several, several};
pub(crate) use ticks::box_of;
pub use trace::{PassedGrid, PassedLine, Printed, Taking, Trace, TracedFact, TracedRow, TracedSection, TracedTable};

use crate::document::Content;
use crate::model::Model;
use crate::plan::Slots;

/// Reads a report with one form (an index into [`Model::forms`]). `given`: meta by name, as the caller says; it wins over
/// what the report says. A form that does not exist gives an empty result.
pub fn bind(model: &Model, form: usize, slots: &Slots, content: &Content, given: &[(String, String)]) -> Bound {
    read_with(model, form, slots, content, given, None).0
}

/// [`bind`], with an account of how everything was found. Structured data has none: its keys say it all.
pub fn explain(model: &Model, form: usize, slots: &Slots, content: &Content, given: &[(String, String)]) -> (Bound, Trace) {
    let (bound, trace) = read_with(model, form, slots, content, given, Some(Trace::default()));
    (bound, trace.unwrap_or_default())
}

fn read_with(
    model: &Model,
    form: usize,
    slots: &Slots,
    content: &Content,
    given: &[(String, String)],
    trace: Option<Trace>,
) -> (Bound, Option<Trace>) {
    let Some(form) = model.forms.get(form) else {
        let nothing = Bound { figures: Figures::default(), meta: Vec::new(), unclaimed: Vec::new(), diagnostics: Vec::new() };
        return (nothing, trace);
    };
    let mut sheet = sheet::Sheet::new(form, slots, &model.units);
    sheet.trace = trace;
    let trace;
    let (meta, mut diagnostics, file, (figures, unclaimed, found), explained) = match content {
        Content::Document(document) => {
            let (meta, said) = meta::of_document(form, document, given);
            let places = read::document(model, form, slots, document, &mut sheet);
            let explained = std::mem::take(&mut sheet.explained);
            trace = sheet.trace.take();
            (meta, said, document.file, sheet.finish(|cell| places.near(cell)), explained)
        }
        Content::Tree(tree) => {
            let (meta, said) = tree::meta_of(form, tree, given);
            let places = tree::tree(form, tree, &mut sheet);
            let explained = std::mem::take(&mut sheet.explained);
            trace = sheet.trace.take();
            (meta, said, tree.file, sheet.finish(|cell| places.near(cell)), explained)
        }
    };
    diagnostics.extend(found);
    diagnostics.extend(absent::report(form, slots, &figures, file, &explained));
    (Bound { figures, meta, unclaimed, diagnostics }, trace)
}
