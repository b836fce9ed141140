//! Completion: the keywords whose statement can stand here, in the keyword language of the file; the names in reach, units, axes.

use serde_json::{Value, json};

use super::complete_names as names;
use super::context::{Block, Context, Piece, Where, context, keyword_of, statement, statement_at};
use super::folder::Folder;
use super::meanings;
use super::protocol::Range;
use crate::diag::Lang;
use crate::source::FileId;
use crate::syntax::ast::KeywordLang;
use crate::syntax::keywords::{FUNCTIONS, KEYWORDS, Keyword, KeywordClass};

/// What is offered, before it is written as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    pub label: String,
    pub kind: OfferKind,
    /// What it is, in a few words.
    pub detail: String,
    pub doc: String,
    /// What typing may match besides the label: printed labels, the other keyword language.
    pub also: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OfferKind {
    /// An item of the table that the rule stands in.
    Name,
    Fact,
    Table,
    Meta,
    Unit,
    Axis,
    Function,
    Keyword,
    Label,
}

impl OfferKind {
    fn number(self) -> u8 {
        match self {
            OfferKind::Function => 3,
            OfferKind::Name | OfferKind::Fact => 5,
            OfferKind::Meta => 6,
            OfferKind::Table => 7,
            OfferKind::Unit => 11,
            OfferKind::Axis => 13,
            OfferKind::Keyword => 14,
            OfferKind::Label => 1,
        }
    }
}

const TEMPLATE: &[&str] = &["basis", "applies", "title", "meta", "key", "read", "section", "table", "facts", "rule", "axis"];
const SECTION: &[&str] = &["basis", "section", "table", "facts", "prose", "rule", "axis"];
const TABLE: &[&str] = &["basis", "cell", "read", "columns", "rows", "rule", "axis"];
const FACTS: &[&str] = &["cell", "rule", "axis", "total"];
/// What may begin a change of an amended version, by the grammar's rule where a word has two.
const AMENDMENTS: &[&str] = &["kw_inside", "drop", "add", "rename", "change", "move", "split", "merge", "replace"];
const RULE_CLAUSES: &[&str] = &["soft", "note", "when", "within", "during", "suspended", "basis"];
const ATTRIBUTES: &[&str] = &["optional", "read", "step", "rounded", "basis", "including"];
const OPERATORS: &[&str] = &["and", "or", "not", "implies", "in", "if", "then", "else", "prior", "parts", "true", "false"];
/// Every word that begins a statement somewhere.
const STATEMENTS: &[&str] = &[
    "gouji", "unit", "axis", "template", "basis", "applies", "title", "meta", "key", "read", "section", "table", "facts",
    "prose", "cell", "columns", "rows", "rule", "in", "drop", "add", "rename", "change", "move", "split", "merge", "replace",
];

struct Offers<'f> {
    folder: &'f Folder,
    chinese: bool,
    lang: Lang,
    list: Vec<Offer>,
}

/// What is offered at an offset, and where the word begins that it replaces.
pub(super) fn complete(folder: &Folder, file: FileId, offset: usize, lang: Lang) -> (Vec<Offer>, usize) {
    let Some(text) = folder.files.get(file.0 as usize).map(|file| file.text.text()) else { return (Vec::new(), offset) };
    let here = context(text, offset);
    let chinese = folder.trees.get(file.0 as usize).is_some_and(|tree| tree.keywords == KeywordLang::Chinese);
    let mut offers = Offers { folder, chinese, lang, list: Vec::new() };
    let word = here.word.min(offset);
    match here.place {
        Where::Comment => {}
        Where::Brace => offers.list.extend(names::meta(folder, file, offset, lang)),
        Where::Text(_) => offers.list.extend(names::labels(folder, &here)),
        Where::Code => offers.code(&here, file, offset),
    }
    (offers.list, word)
}

impl Offers<'_> {
    fn keywords(&mut self, words: &[&str]) {
        for word in words {
            let fits = |keyword: &&Keyword| keyword.rule == *word || (keyword.en == *word && keyword.class != KeywordClass::Type);
            if let Some(keyword) = KEYWORDS.iter().find(fits) {
                self.keyword(keyword);
            }
        }
    }

    fn keyword(&mut self, keyword: &Keyword) {
        let (label, also) = if self.chinese { (keyword.zh, keyword.en) } else { (keyword.en, keyword.zh) };
        let meaning = meanings::of_keyword(keyword);
        self.list.push(Offer {
            label: label.to_owned(),
            kind: OfferKind::Keyword,
            detail: meaning.map(|meaning| meanings::usage(meaning, self.chinese)).unwrap_or_default(),
            doc: meaning.map(|meaning| meaning.text(self.lang).to_owned()).unwrap_or_default(),
            also: format!("{label} {also}"),
        });
    }

    fn types(&mut self) {
        for keyword in KEYWORDS.iter().filter(|keyword| keyword.class == KeywordClass::Type) {
            self.keyword(keyword);
        }
    }

    fn functions(&mut self) {
        for (en, zh) in FUNCTIONS.iter().filter(|(en, _)| !matches!(*en, "before" | "na")) {
            let (label, also) = if self.chinese { (zh, en) } else { (en, zh) };
            let meaning = meanings::of_function(en);
            self.list.push(Offer {
                label: (*label).to_owned(),
                kind: OfferKind::Function,
                detail: meaning.map(|meaning| meanings::usage(meaning, self.chinese)).unwrap_or_default(),
                doc: meaning.map(|meaning| meaning.text(self.lang).to_owned()).unwrap_or_default(),
                also: format!("{label} {also}"),
            });
        }
    }

    fn expression(&mut self, here: &Context, file: FileId, offset: usize) {
        if here.before.last() == Some(&Piece::Number) {
            self.list.extend(names::units(self.folder));
            return;
        }
        let (offers, bare) = names::in_condition(self.folder, file, offset, here, self.lang);
        self.list.extend(offers);
        if bare {
            self.functions();
            self.keywords(OPERATORS);
        }
    }

    fn code(&mut self, here: &Context, file: FileId, offset: usize) {
        if here.before.iter().rev().find(|piece| !matches!(piece, Piece::Line)) == Some(&Piece::Sign('['))
            && here.block() != Block::Condition
        {
            self.list.extend(names::units(self.folder));
            return;
        }
        match here.block() {
            Block::File => self.statement(here, &["gouji", "unit", "axis", "template"], file, offset),
            Block::Template | Block::Section | Block::Table if names::amends(self.folder, file, offset) => {
                self.statement(
                    here,
                    &[AMENDMENTS, &["basis", "applies", "title", "key", "read", "cell", "axis"]].concat(),
                    file,
                    offset,
                );
            }
            Block::Template => self.statement(here, TEMPLATE, file, offset),
            Block::Section => self.statement(here, SECTION, file, offset),
            Block::Table => self.statement(here, TABLE, file, offset),
            Block::Facts => {
                // A fact is an item, but for the statements between.
                let line = item_start(&here.before);
                match statement(&here.before, &["cell", "rule", "axis"]).filter(|_| starts_with_statement(&here.before)) {
                    Some(_) => self.statement(here, FACTS, file, offset),
                    None if line.is_empty() => {
                        self.keywords(FACTS);
                    }
                    None => self.item(here, line, file, offset),
                }
            }
            Block::Meta | Block::Rows | Block::Columns | Block::Axis => {
                let line = item_start(&here.before);
                if line.is_empty() {
                    self.keywords(&["total"]);
                    return;
                }
                self.item(here, line, file, offset);
            }
            Block::Condition => self.expression(here, file, offset),
            Block::Enum | Block::Unknown => {}
        }
    }

    /// What may continue an item.
    fn item(&mut self, here: &Context, line: &[Piece], file: FileId, offset: usize) {
        if let [.., Piece::Sign('.'), Piece::Sign('.')] = line {
            self.list.extend(names::axes(self.folder));
            return;
        }
        if line.contains(&Piece::Sign('=')) {
            self.expression(here, file, offset);
            return;
        }
        match line.last() {
            Some(Piece::Sign(':')) => self.types(),
            Some(Piece::Number) => self.list.extend(names::units(self.folder)),
            Some(Piece::Sign('|' | '[')) | None => {}
            Some(last) => match keyword_of(last) {
                Some("total") if line.len() == 1 => {}
                Some("optional") => self.keywords(&["as", "read", "basis", "including"]),
                Some("read") => self.keywords(&["blank", "absent"]),
                Some("blank" | "absent") => self.keywords(&["as", "skip", "unknown", "error"]),
                _ if line.iter().any(|piece| keyword_of(piece) == Some("read")) && *last == Piece::Text => {
                    self.keywords(&["as", "skip", "unknown", "error"]);
                    self.keywords(ATTRIBUTES);
                }
                _ => {
                    self.keywords(ATTRIBUTES);
                    if *last == Piece::Text {
                        self.keywords(&["as"]);
                    }
                }
            },
        }
    }

    /// What may begin a statement or continue the one that stands before.
    fn statement(&mut self, here: &Context, words: &[&str], file: FileId, offset: usize) {
        let before = &here.before;
        let fresh = matches!(before.last(), None | Some(Piece::Line));
        let start = statement_at(before, STATEMENTS);
        let own: &[Piece] = start.and_then(|start| before.get(start..)).unwrap_or(&[]);
        let tail: Vec<&Piece> = own.iter().skip(1).filter(|piece| !matches!(piece, Piece::Line)).collect();
        let word = own.first().and_then(keyword_of);
        let rule_clauses = |offers: &mut Self| {
            if statement_clause(&tail) == Some("when") {
                offers.expression(here, file, offset);
            }
            offers.keywords(RULE_CLAUSES);
        };
        // A rule goes on over several lines until its block.
        let open_rule = word == Some("rule") && !tail.is_empty();
        if fresh {
            if open_rule {
                rule_clauses(self);
            }
            self.keywords(words);
            return;
        }
        match word {
            Some("rule") if open_rule => rule_clauses(self),
            Some("cell") => match tail.last() {
                None => self.types(),
                Some(Piece::Number) => self.list.extend(names::units(self.folder)),
                Some(_) => {
                    self.keywords(&["in", "matches", "step", "rounded"]);
                    self.keywords(words);
                }
            },
            Some("read") => match tail.last() {
                None | Some(Piece::Sign(',')) => self.keywords(&["blank", "absent"]),
                Some(last) if **last == Piece::Text || matches!(keyword_of(last), Some("blank" | "absent")) => {
                    self.keywords(&["as", "skip", "unknown", "error"]);
                }
                Some(_) => self.keywords(words),
            },
            Some("applies") if tail.is_empty() => self.list.extend(names::meta(self.folder, file, offset, self.lang)),
            Some("applies") if tail.len() == 1 => self.keywords(&["in"]),
            Some("key") if matches!(tail.last(), None | Some(Piece::Sign(','))) => {
                self.list.extend(names::meta(self.folder, file, offset, self.lang));
            }
            Some("table") if !tail.is_empty() => self.keywords(&["optional"]),
            Some("unit") if tail.last() == Some(&&Piece::Number) => self.list.extend(names::units(self.folder)),
            Some("prose") => self.keywords(words),
            Some(_) | None => {}
        }
    }
}

/// The last word of a rule's head that begins a clause.
fn statement_clause(tail: &[&Piece]) -> Option<&'static str> {
    tail.iter().rev().filter_map(|piece| keyword_of(piece)).find(|word| RULE_CLAUSES.contains(word))
}

/// Whether the statement, not an item, is what was begun last.
fn starts_with_statement(pieces: &[Piece]) -> bool {
    let words = &["cell", "rule", "axis"];
    let Some(start) = statement_at(pieces, words) else { return false };
    let after = pieces.get(start..).unwrap_or(&[]);
    // A rule's head may go on over lines; `cell` ends with its line.
    after.first().and_then(keyword_of) == Some("rule") || !after.contains(&Piece::Line)
}

/// The pieces of the item that is being typed.
fn item_start(pieces: &[Piece]) -> &[Piece] {
    let ends = |piece: &Piece| matches!(piece, Piece::Line | Piece::Sign(',' | ';'));
    let start = pieces.iter().rposition(ends).map_or(0, |at| at.saturating_add(1));
    pieces.get(start..).unwrap_or(&[])
}

/// As the protocol wants it. `range` is the word that an offer replaces.
pub(super) fn json(offers: Vec<Offer>, range: Range) -> Value {
    let items: Vec<Value> = offers
        .into_iter()
        .enumerate()
        .map(|(place, offer)| {
            json!({
                "label": offer.label,
                "kind": offer.kind.number(),
                "detail": offer.detail,
                "documentation": offer.doc,
                "filterText": if offer.also.is_empty() { offer.label.clone() } else { offer.also },
                // In the order of the form.
                "sortText": format!("{}{place:05}", offer.kind as u8),
                "textEdit": { "range": range, "newText": offer.label },
            })
        })
        .collect();
    json!({ "isIncomplete": false, "items": items })
}
