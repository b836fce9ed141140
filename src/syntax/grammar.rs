//! The generated parser. Its grammar is `grammar/gouji.pest`.

#[derive(pest_derive::Parser)]
#[grammar = "grammar/gouji.pest"]
pub(super) struct Grammar;
