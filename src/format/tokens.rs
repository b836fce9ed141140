//! The grammar's tree → a row of tokens that know how they stand beside their neighbours.

use pest::iterators::Pair;

use super::spelling::{name, number, quoted, spelling};
use crate::syntax::ast::KeywordLang;
use crate::syntax::concrete::{Concrete, Rule};
use crate::syntax::fold_name;
use crate::syntax::keywords::FUNCTIONS;

/// What a token is to the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// `{`, of which kind of block.
    Open(Block),
    /// `}` of a block.
    Close,
    /// A comma between items.
    Separator,
}

/// What stands between a pair of braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// Statements: one a line.
    Statements,
    /// Items: as many on a line as the author put there.
    Items,
    /// One condition.
    Condition,
    /// Something this edition only parses over: lines as they are.
    Opaque,
}

/// The column that a token begins, for the alignment of neighbouring lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// What follows the keyword of a statement: `cell` | `natural`.
    Argument,
    /// What follows the name of a rule.
    RuleText,
    /// What follows the text of a rule.
    RuleClause,
    /// The attributes of an item.
    Attributes,
    /// The label of an item, its equation or its block.
    Label,
}

/// A comment, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    pub text: String,
    /// How many line breaks stand before it: 0 at the end of a line, 2 or more after a blank line.
    pub breaks: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub text: String,
    pub kind: Kind,
    /// Blanks before it, inside a line.
    pub blanks: usize,
    /// How many line breaks the author put before it, behind the last comment.
    pub breaks: usize,
    /// The comments before it.
    pub notes: Vec<Note>,
    /// It begins a declaration, a statement or an item.
    pub starts: Option<Entry>,
    /// A line may break before it, inside so many round and square brackets.
    pub may_break: Option<usize>,
    pub cell: Option<Cell>,
    /// Lines that continue this one begin here: 0 at the token, 2 two columns to the left of it.
    pub hang: Option<usize>,
}

/// What begins at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    Edition,
    Unit,
    Template,
    Statement,
    Rule,
    Item,
    Other,
}

/// The tokens of a text, and the comments behind the last one.
pub(super) struct Tokens {
    pub tokens: Vec<Token>,
    pub tail: Vec<Note>,
}

struct Walk<'a> {
    text: &'a str,
    comments: &'a [(usize, usize)],
    /// The first comment that no token has taken yet.
    comment: usize,
    keywords: Option<KeywordLang>,
    out: Vec<Token>,
    /// Where the last token or comment ends.
    at: usize,
    starts: Option<Entry>,
    may_break: bool,
    cell: Option<Cell>,
    hang: Option<usize>,
    /// No blank before the next token.
    glued: bool,
    /// The next token follows this close as in the text.
    as_written: bool,
    /// In the words of an amendment: what they name has no columns.
    amends: bool,
    /// Inside something this edition only parses over: what touches, touches.
    parsed_over: bool,
    /// Round and square brackets around the next token.
    depth: usize,
}

/// `None` for a text with mistakes.
pub(super) fn tokens(text: &str, keywords: Option<KeywordLang>) -> Option<Tokens> {
    let concrete = Concrete::new(text)?;
    let file = concrete.file()?;
    let mut walk = Walk {
        text: &concrete.text,
        comments: &concrete.comments,
        comment: 0,
        keywords,
        out: Vec::new(),
        at: 0,
        starts: None,
        may_break: false,
        cell: None,
        hang: None,
        glued: true,
        as_written: false,
        amends: false,
        parsed_over: false,
        depth: 0,
    };
    walk.entries(file);
    let end = concrete.text.len();
    walk.between(end);
    let tail = walk.notes(end);
    Some(Tokens { tokens: walk.out, tail })
}

impl Walk<'_> {
    /// The declarations of a file.
    fn entries(&mut self, pair: Pair<'_, Rule>) {
        for part in pair.into_inner() {
            if part.as_rule() != Rule::EOI {
                self.entry(part);
            }
        }
    }

    fn pair(&mut self, pair: Pair<'_, Rule>) {
        match pair.as_rule() {
            Rule::block => self.braces(pair, Block::Statements),
            Rule::items | Rule::facts_block | Rule::item_paths | Rule::renamings => self.braces(pair, Block::Items),
            Rule::condition => self.braces(pair, Block::Condition),
            Rule::skip_block => self.braces(pair, Block::Opaque),
            Rule::enumeration => self.enumeration(pair),
            Rule::number => {
                let text = number(&pair);
                self.word(&pair, text);
            }
            Rule::text => {
                let text = quoted(pair.as_str());
                self.word(&pair, text);
            }
            Rule::name => {
                let text = name(pair.as_str());
                self.word(&pair, text);
            }
            Rule::code | Rule::version => {
                let text = fold_name(pair.as_str());
                self.word(&pair, text);
            }
            Rule::edition_number => self.word(&pair, pair.as_str().to_owned()),
            Rule::labels | Rule::title | Rule::unit => self.labels(pair),
            Rule::rule => self.rule(pair),
            Rule::item => self.item(pair),
            Rule::spread | Rule::spread_each => {
                for part in pair.into_inner() {
                    let dots = part.as_rule() == Rule::dotdot;
                    self.pair(part);
                    self.glued = dots;
                }
            }
            Rule::basis | Rule::applies | Rule::meta | Rule::key | Rule::read | Rule::cell | Rule::columns | Rule::rows => {
                self.statement(pair);
            }
            Rule::flat => self.flat(pair),
            Rule::if_arm => {
                for part in pair.into_inner() {
                    self.may_break |= matches!(part.as_rule(), Rule::kw_then | Rule::kw_else);
                    self.pair(part);
                }
            }
            Rule::operand => {
                let is_index = |part: &Pair<'_, Rule>| part.as_rule() == Rule::index;
                for part in pair.into_inner() {
                    self.glued |= is_index(&part);
                    let sign = part.as_rule() == Rule::minus;
                    self.pair(part);
                    self.glued = sign;
                }
            }
            Rule::signed => {
                for part in pair.into_inner() {
                    let sign = part.as_rule() == Rule::minus;
                    self.pair(part);
                    self.glued = sign;
                }
            }
            Rule::path | Rule::item_path => {
                for part in pair.into_inner() {
                    self.glued |= part.as_rule() == Rule::dot;
                    let glue = matches!(part.as_rule(), Rule::dot);
                    self.pair(part);
                    self.glued = glue;
                }
            }
            Rule::call => self.call(pair),
            Rule::range | Rule::range_head | Rule::range_tail => {
                for part in pair.into_inner() {
                    self.as_written = true;
                    self.pair(part);
                }
            }
            Rule::amend_in
            | Rule::amend_drop
            | Rule::amend_add
            | Rule::amend_rename
            | Rule::amend_change
            | Rule::amend_move
            | Rule::amend_split
            | Rule::amend_merge
            | Rule::amend_replace => {
                let outer = std::mem::replace(&mut self.amends, true);
                self.inner(pair);
                self.amends = outer;
            }
            Rule::axis_each | Rule::rows_each => {
                let outer = std::mem::replace(&mut self.parsed_over, true);
                let rows = pair.as_rule() == Rule::rows_each;
                let end = pair.as_span().end();
                for (index, part) in pair.into_inner().enumerate() {
                    if rows && index == 1 {
                        self.cell = Some(Cell::Argument);
                    }
                    self.pair(part);
                }
                self.between(end);
                self.parsed_over = outer;
                self.as_written = outer;
            }
            Rule::type_unit => {
                self.glued = true;
                self.inner(pair);
            }
            _ => match spelling(pair.as_str(), pair.as_rule(), self.keywords) {
                Some(text) => self.word(&pair, text),
                None => self.inner(pair),
            },
        }
    }

    fn inner(&mut self, pair: Pair<'_, Rule>) {
        let end = pair.as_span().end();
        let leaf = pair.clone().into_inner().next().is_none();
        if leaf {
            let text = pair.as_str().to_owned();
            self.word(&pair, text);
            return;
        }
        for part in pair.into_inner() {
            self.pair(part);
        }
        self.between(end);
    }

    fn braces(&mut self, pair: Pair<'_, Rule>, block: Block) {
        let end = pair.as_span().end();
        let (depth, amends) = (std::mem::take(&mut self.depth), std::mem::take(&mut self.amends));
        for (index, part) in pair.into_inner().enumerate() {
            match part.as_rule() {
                Rule::lbrace if index == 0 => self.token(&part, "{".to_owned(), Kind::Open(block)),
                Rule::rbrace if part.as_span().end() == end => {
                    self.between(part.as_span().start());
                    self.token(&part, "}".to_owned(), Kind::Close);
                }
                _ => match block {
                    Block::Statements | Block::Items => self.entry(part),
                    Block::Condition => {
                        self.starts = Some(Entry::Other);
                        self.pair(part);
                    }
                    Block::Opaque => self.pair(part),
                },
            }
        }
        (self.depth, self.amends) = (depth, amends);
    }

    fn entry(&mut self, part: Pair<'_, Rule>) {
        let starts = match part.as_rule() {
            Rule::comma => {
                self.token(&part, ",".to_owned(), Kind::Separator);
                return;
            }
            Rule::edition => Entry::Edition,
            Rule::unit => Entry::Unit,
            Rule::template => Entry::Template,
            Rule::rule => Entry::Rule,
            Rule::item | Rule::spread | Rule::item_path | Rule::renaming => Entry::Item,
            Rule::section | Rule::table | Rule::facts | Rule::axis => Entry::Other,
            Rule::amend_in | Rule::amend_drop | Rule::amend_add | Rule::amend_rename | Rule::amend_change => Entry::Other,
            Rule::amend_move | Rule::amend_split | Rule::amend_merge | Rule::amend_replace => Entry::Other,
            _ => Entry::Statement,
        };
        self.starts = Some(starts);
        self.pair(part);
    }

    /// `enum{a b}`: on one line, as a type is.
    fn enumeration(&mut self, pair: Pair<'_, Rule>) {
        for part in pair.into_inner() {
            let is = part.as_rule();
            self.glued |= matches!(is, Rule::lbrace | Rule::rbrace | Rule::comma);
            self.pair(part);
            self.glued = is == Rule::lbrace;
        }
    }

    /// Texts with bars between them; what does not fit goes on under the first text.
    fn labels(&mut self, pair: Pair<'_, Rule>) {
        let of_statement = pair.as_rule() == Rule::title;
        let of_unit = pair.as_rule() == Rule::unit;
        let mut first = true;
        for (index, part) in pair.into_inner().enumerate() {
            if of_statement && index == 1 {
                self.cell = Some(Cell::Argument);
            }
            let bar = part.as_rule() == Rule::bar;
            self.may_break |= bar;
            if first && !of_unit && (bar || part.as_rule() == Rule::text) {
                self.hang = Some(if bar { 0 } else { 2 });
                first = false;
            }
            if first && of_unit && bar {
                self.hang = Some(0);
                first = false;
            }
            self.pair(part);
        }
    }

    /// A statement of a keyword and what it says, in two columns.
    fn statement(&mut self, pair: Pair<'_, Rule>) {
        let lists = matches!(pair.as_rule(), Rule::key | Rule::read);
        let (mut comma, mut argument) = (false, false);
        for (index, part) in pair.into_inner().enumerate() {
            if index > 0 && !argument && part.as_span().start() < part.as_span().end() {
                argument = true;
                self.cell = (!self.amends).then_some(Cell::Argument);
                if lists {
                    self.hang = Some(0);
                }
            }
            self.may_break |= lists && comma;
            comma = part.as_rule() == Rule::comma;
            self.pair(part);
        }
    }

    fn rule(&mut self, pair: Pair<'_, Rule>) {
        let mut text = false;
        for (index, part) in pair.into_inner().enumerate() {
            let is = part.as_rule();
            if index >= 2 && is != Rule::condition {
                self.may_break = true;
            }
            if text {
                self.cell = Some(Cell::RuleClause);
            }
            text = index == 2 && is == Rule::rule_text;
            if text {
                self.cell = Some(Cell::RuleText);
            }
            match is {
                // Not in columns of its own here.
                Rule::basis => self.inner(part),
                _ => self.pair(part),
            }
        }
    }

    fn item(&mut self, pair: Pair<'_, Rule>) {
        let (mut attributes, mut label) = (false, false);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::optional | Rule::read | Rule::step | Rule::rounded | Rule::basis | Rule::rollup | Rule::including => {
                    let is_attribute = part.as_rule() != Rule::including;
                    if is_attribute && !attributes && !label {
                        self.cell = Some(Cell::Attributes);
                    }
                    attributes |= is_attribute;
                    label |= !is_attribute;
                    self.inner(part);
                    continue;
                }
                Rule::label | Rule::derived | Rule::items | Rule::alternative => {
                    let bar = part.as_rule() == Rule::alternative;
                    if !label && (!bar || !attributes) {
                        self.cell = Some(Cell::Label);
                    }
                    self.may_break |= part.as_rule() != Rule::items;
                    label = true;
                }
                Rule::type_clause => {
                    self.glued = true;
                }
                _ => {}
            }
            self.pair(part);
        }
    }

    /// A row of operands and operators: it breaks before an operator.
    fn flat(&mut self, pair: Pair<'_, Rule>) {
        for part in pair.into_inner() {
            let operator = !matches!(part.as_rule(), Rule::operand | Rule::range_head | Rule::range_tail);
            self.may_break |= operator;
            let before = self.out.len();
            self.pair(part);
            // A break behind an operator goes before it.
            if let Some((first, rest)) = self.out.get_mut(before.saturating_sub(1)..).and_then(<[Token]>::split_first_mut)
                && !operator
                && before > 0
                && first.may_break.is_some()
                && let Some(operand) = rest.first_mut()
                && operand.notes.is_empty()
            {
                first.breaks = first.breaks.max(operand.breaks.min(1));
            }
        }
    }

    fn call(&mut self, pair: Pair<'_, Rule>) {
        for (index, part) in pair.into_inner().enumerate() {
            if index == 0 {
                let written = fold_name(part.as_str());
                let text = FUNCTIONS.iter().find(|(en, zh)| written == *en || written == *zh).and_then(|(en, zh)| {
                    Some(match self.keywords? {
                        KeywordLang::English => (*en).to_owned(),
                        KeywordLang::Chinese => (*zh).to_owned(),
                    })
                });
                let text = text.unwrap_or_else(|| name(part.as_str()));
                self.word(&part, text);
                self.glued = true;
                continue;
            }
            self.pair(part);
        }
    }

    fn word(&mut self, pair: &Pair<'_, Rule>, text: String) {
        if !text.is_empty() {
            self.token(pair, text, Kind::Word);
        }
    }

    fn token(&mut self, pair: &Pair<'_, Rule>, text: String, kind: Kind) {
        let (start, end) = (pair.as_span().start(), pair.as_span().end());
        self.between(start);
        self.push(start, end, text, kind);
    }

    fn push(&mut self, start: usize, end: usize, text: String, kind: Kind) {
        let notes = self.notes(start);
        let gap = self.text.get(self.at..start).unwrap_or("");
        let adjacent = gap.is_empty() && notes.is_empty();
        let opens = matches!(text.as_str(), "(" | "[");
        let closes = matches!(text.as_str(), ")" | "]");
        if closes {
            self.depth = self.depth.saturating_sub(1);
        }
        let tight = self.glued
            || closes
            || matches!(text.as_str(), "," | ":")
            || self.out.last().is_some_and(|last| matches!(last.text.as_str(), "(" | "["))
            || (self.as_written && adjacent);
        let token = Token {
            kind,
            blanks: usize::from(!tight),
            breaks: if tight { 0 } else { line_breaks(gap) },
            notes,
            starts: self.starts.take(),
            may_break: std::mem::take(&mut self.may_break).then_some(self.depth),
            cell: self.cell.take(),
            hang: self.hang.take(),
            text,
        };
        self.out.push(token);
        self.glued = false;
        self.as_written = self.parsed_over;
        if opens {
            self.depth += 1;
        }
        self.at = end;
    }

    /// The comments before a place.
    fn notes(&mut self, before: usize) -> Vec<Note> {
        let mut notes = Vec::new();
        while let Some((start, end)) = self.comments.get(self.comment).copied().filter(|(start, _)| *start < before) {
            let breaks = line_breaks(self.text.get(self.at..start).unwrap_or(""));
            let first = self.out.is_empty() && notes.is_empty();
            let text = self.text.get(start..end).unwrap_or("").to_owned();
            notes.push(Note { text, breaks: if first { breaks.max(1) } else { breaks } });
            self.at = end;
            self.comment += 1;
        }
        notes
    }

    /// What no rule of the grammar names, in a construct that is only parsed over: each piece is a word.
    fn between(&mut self, before: usize) {
        let (mut at, mut comment) = (self.at, self.comment);
        while let Some(rest) = self.text.get(at..before) {
            at += rest.len() - rest.trim_start_matches(is_space).len();
            let next = self.comments.get(comment).copied().filter(|(start, _)| *start < before);
            match next {
                _ if at >= before => return,
                Some((start, end)) if start <= at => {
                    at = end.max(at);
                    comment += 1;
                }
                _ => {
                    self.opaque(at, next.map_or(before, |(start, _)| start));
                    (at, comment) = (self.at, self.comment);
                }
            }
        }
    }

    fn opaque(&mut self, start: usize, before: usize) {
        let rest = self.text.get(start..before).unwrap_or("");
        let end = rest.find(is_space).map_or(before, |len| start + len);
        let text = self.text.get(start..end).unwrap_or("").to_owned();
        self.as_written = true;
        self.push(start, end, text, Kind::Word);
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{3000}' | '\u{A0}' | '\u{FEFF}')
}

/// How many lines end in a piece of white space.
fn line_breaks(gap: &str) -> usize {
    let mut breaks = 0;
    let mut before = ' ';
    for c in gap.chars() {
        breaks += usize::from(c == '\n' || before == '\r');
        before = c;
    }
    breaks + usize::from(before == '\r')
}
