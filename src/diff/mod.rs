//! What changed between two versions of a form: rows, columns, types, rules; and which figures carry over.
//!
//! What is the same thing in both is read off the amendment where the newer one is written as a change of the older
//! ([`crate::model::Amended`]); otherwise by names and printed labels, and the evidence is kept. A match that names and labels
//! do not settle is listed as a question, never as a fact. Rules are compared by what they demand, not by how they are
//! written: linear ones by exact elimination over the figures that both forms have.

mod continued;
mod figures;
mod header;
mod items;
mod linear;
mod matching;
mod rules;
mod text;

use serde::Serialize;

use crate::diag::{Lang, Message};
use crate::model::{Form, Model};
use crate::plan::Plan;

pub use continued::{Continuation, Continued};
pub use figures::Carry;
pub use text::{markdown, words};

/// One side of a comparison.
#[derive(Clone, Copy)]
pub struct Version<'a> {
    pub model: &'a Model,
    pub form: &'a Form,
    pub plan: &'a Plan,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Added,
    Dropped,
    Renamed,
    Split,
    Merged,
    Moved,
    Retyped,
    Relabelled,
    /// Of a rule: it demands more, less, or something else; or the same, in other words.
    Tightened,
    Loosened,
    Changed,
    Rewritten,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// What the template says of itself: title, years, legal source, meta.
    Form,
    Section,
    Table,
    Row,
    Column,
    Fact,
    Rule,
}

/// One difference.
#[derive(Debug, Clone)]
pub struct Change {
    pub what: What,
    pub kind: Kind,
    /// The table it lies in, by the newer form's name where it has one.
    pub table: Option<String>,
    /// Names as the older and the newer form write them.
    pub old: Vec<String>,
    pub new: Vec<String>,
    /// What is to be said of it.
    pub message: Message,
    /// How it is known that the two are the same thing; none where that is plain.
    pub evidence: Option<Message>,
    /// `false`: perhaps so; a person has to say.
    pub certain: bool,
}

/// Everything that differs, and what carries over.
#[derive(Debug, Clone)]
pub struct Diff {
    pub old: String,
    pub new: String,
    /// In the order of the newer form: the form itself, sections, tables with their rows and columns, rules.
    pub changes: Vec<Change>,
    pub carry: Vec<Carry>,
    /// The newer form is written as an amendment of the older one: nothing was guessed.
    pub amends: bool,
}

#[derive(Serialize)]
struct ChangeData {
    what: What,
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    old: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    new: Vec<String>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<String>,
    certain: bool,
}

/// The difference as data, with its sentences in one language.
#[derive(Serialize)]
pub struct DiffData {
    gouji: &'static str,
    old: String,
    new: String,
    amends: bool,
    changes: Vec<ChangeData>,
    carry: Vec<Carry>,
}

impl Diff {
    pub fn data(&self, lang: Lang) -> DiffData {
        let change = |change: &Change| ChangeData {
            what: change.what,
            kind: change.kind,
            table: change.table.clone(),
            old: change.old.clone(),
            new: change.new.clone(),
            message: change.message.render(lang),
            evidence: change.evidence.as_ref().map(|evidence| evidence.render(lang)),
            certain: change.certain,
        };
        DiffData {
            gouji: env!("CARGO_PKG_VERSION"),
            old: self.old.clone(),
            new: self.new.clone(),
            amends: self.amends,
            changes: self.changes.iter().map(change).collect(),
            carry: self.carry.clone(),
        }
    }

    /// Nothing differs.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Compares two forms. `lang`: the language of formulas and types inside the sentences.
pub fn diff(old: Version<'_>, new: Version<'_>, lang: Lang) -> Diff {
    let pairs = matching::pairs(old, new);
    let mut changes = Vec::new();
    header::changes(old, new, lang, &mut changes);
    items::changes(old, new, &pairs, lang, &mut changes);
    let figures = figures::figures(old, new, &pairs);
    rules::changes(old, new, &pairs, &figures, lang, &mut changes);
    Diff { old: old.form.title(), new: new.form.title(), changes, carry: figures.carry(old, new), amends: pairs.amends }
}
