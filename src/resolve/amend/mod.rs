//! `template NAME @NEW amends @OLD`: the body of the old version, changed as the new one says, becomes the body of the new
//! one. What comes out is an ordinary template: everything behind this works as if the author had written it in full.
//!
//! A change names what it changes by the names that stand there when its turn comes, in the order of the text. Rules and
//! derived lines that are kept follow renamings ([`follow`]); one that still speaks of something dropped is an error ([`blame`]).

mod blame;
mod carry;
mod change;
mod follow;
mod items;
mod order;
mod parts;
mod statements;

use std::collections::{HashMap, HashSet};

use super::axes::Axes;
use super::context::Sink;
use crate::diag::wording::amend as say;
use crate::diag::{Code, Diagnostic, Message};
use crate::model::Form;
use crate::source::Span;
use crate::syntax::ast::{self, ListKind, PartKind, Statement as S};

pub(super) use blame::blame;
pub(super) use carry::carry;
pub(super) use order::order;

use carry::Lineage;
use parts::Scope;

/// A template with its changes made.
pub(super) struct Expanded {
    pub template: ast::Template,
    pub lineage: Lineage,
    /// What was taken away or renamed: its old name, and where the amendment says so.
    pub gone: Vec<(String, Span)>,
}

/// Something that is no longer there under its name.
struct Gone {
    what: What,
    name: String,
    span: Span,
}

/// What a change speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum What {
    List(ListKind),
    Part(PartKind),
}

impl What {
    fn word(self) -> Message {
        match self {
            What::List(ListKind::Rows) => say::A_ROW.plain(),
            What::List(ListKind::Columns) => say::A_COLUMN.plain(),
            What::List(ListKind::Facts) => say::A_FACT.plain(),
            What::List(ListKind::Meta) => say::A_META.plain(),
            What::Part(PartKind::Section) => say::A_SECTION.plain(),
            What::Part(PartKind::Table) => say::A_TABLE.plain(),
            What::Part(PartKind::Rule) => say::A_RULE.plain(),
        }
    }
}

/// Where something is declared in the amended version: its table's name, for rows and columns, and its own. An axis gives the items
/// of several tables one place.
type Declared = (Option<Span>, Span);

struct Expander<'x, 'a> {
    axes: &'x Axes<'a>,
    sink: &'x mut Sink,
    body: Vec<S>,
    label: Option<ast::Text>,
    lineage: Lineage,
    gone: Vec<Gone>,
    /// Tables and items with a new name.
    renamed: HashMap<Declared, String>,
    /// Items that became headings.
    split: HashSet<Declared>,
    /// What was changed already: an item's or a body's place and the clause.
    touched: HashMap<(Span, &'static str), Span>,
}

/// Makes the changes of a template. `old` is the amended version as it was written or expanded, `form` what it resolved to.
pub(super) fn expand(new: &ast::Template, old: &ast::Template, form: &Form, axes: &Axes<'_>, sink: &mut Sink) -> Expanded {
    let mut expander = Expander {
        axes,
        sink,
        body: old.body.clone(),
        label: new.label.clone().or_else(|| old.label.clone()),
        lineage: Lineage::default(),
        gone: Vec::new(),
        renamed: HashMap::new(),
        split: HashSet::new(),
        touched: HashMap::new(),
    };
    expander.statements(&new.body, &Scope::Template);
    let Expander { mut body, label, lineage, gone, renamed, split, .. } = expander;
    follow::follow(&mut body, form, new.span, &follow::Changes { renamed: &renamed, split: &split });
    let template = ast::Template {
        doc: new.doc.clone().or_else(|| old.doc.clone()),
        name: new.name.clone(),
        version: new.version.clone(),
        amends: new.amends.clone(),
        label,
        body,
        span: new.span,
    };
    Expanded { template, lineage, gone: gone.into_iter().map(|gone| (gone.name, gone.span)).collect() }
}

impl Expander<'_, '_> {
    /// Something is not there: never was, or is not any more.
    fn unknown(&mut self, what: What, name: &ast::Name, written: &str, span: Span, scope: &Scope, known: &[String]) {
        if name.text.is_empty() {
            return;
        }
        if let Some(gone) = self.gone.iter().find(|gone| gone.what == what && gone.name == name.text) {
            self.sink.push(
                Diagnostic::error(Code::G0219, say::GONE.with("what", what.word()).with("name", written))
                    .at(span, say::GONE_HERE.plain())
                    .at(gone.span, say::GONE_FIRST.plain())
                    .with_help(say::TWICE_HELP.plain()),
            );
            return;
        }
        let message = match scope {
            Scope::Template => say::UNKNOWN.with("what", what.word()).with("name", written),
            Scope::Section(place) | Scope::Table(place) => {
                say::UNKNOWN_IN.with("place", place).with("what", what.word()).with("name", written)
            }
        };
        let near =
            if self.sink.may_suggest() { super::suggest::near(&name.text, known.iter().map(String::as_str)) } else { Vec::new() };
        let listed = (!known.is_empty() && known.len() <= 12).then(|| say::UNKNOWN_HELP.with("names", known.to_vec()));
        let diagnostic = Diagnostic::error(Code::G0218, message).at(span, say::UNKNOWN_HERE.plain());
        self.sink.push(super::suggest::offer(diagnostic, name.span, &near, listed));
    }

    /// Whether this clause of this thing is changed for the first time; a second time is reported.
    fn once(&mut self, place: Span, clause: &'static str, words: Message, name: &str, at: Span) -> bool {
        match self.touched.get(&(place, clause)) {
            Some(first) => {
                let first = *first;
                self.sink.push(
                    Diagnostic::error(Code::G0219, say::TWICE.with("name", name).with("clause", words))
                        .at(at, say::GONE_HERE.plain())
                        .at(first, say::GONE_FIRST.plain())
                        .with_help(say::TWICE_HELP.plain()),
                );
                false
            }
            None => {
                self.touched.insert((place, clause), at);
                true
            }
        }
    }

    fn wrong(&mut self, message: Message, at: Span, here: Message, help: Message) {
        self.sink.push(Diagnostic::error(Code::G0222, message).at(at, here).with_help(help));
    }
}
