//! Where in a template a cursor stands, told from the text before it alone: what is being typed does not parse yet.

use crate::syntax::fold_name;
use crate::syntax::keywords::{self, KeywordClass};

/// The block around a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    File,
    Template,
    Section,
    Table,
    Facts,
    Meta,
    Rows,
    Columns,
    Axis,
    /// The condition of a rule.
    Condition,
    /// The words of an `enum`.
    Enum,
    /// What belongs to a block that is not known.
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A word, folded; its place.
    Word(String, usize),
    /// A name in backquotes.
    Quoted(String),
    Text,
    Number,
    Code,
    Sign(char),
    /// The end of a line.
    Line,
}

/// What stands around a cursor.
#[derive(Debug)]
pub(super) struct Context {
    pub blocks: Vec<Block>,
    /// From the begin of the statement (or item) to the word that is being typed, which is not in it.
    pub before: Vec<Piece>,
    /// The word that is being typed: where it starts.
    pub word: usize,
    pub place: Where,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Where {
    Code,
    Comment,
    /// Inside a text that begins there.
    Text(usize),
    /// Inside the braces of a text.
    Brace,
}

impl Context {
    pub fn block(&self) -> Block {
        self.blocks.last().copied().unwrap_or(Block::File)
    }
}

struct Walk {
    blocks: Vec<Block>,
    /// The pieces since the innermost open brace, and of every brace around it.
    pieces: Vec<Vec<Piece>>,
}

/// Walks the text up to `offset`.
pub(super) fn context(text: &str, offset: usize) -> Context {
    let head = text.get(..offset).unwrap_or(text);
    let mut walk = Walk { blocks: vec![Block::File], pieces: vec![Vec::new()] };
    let mut at = 0usize;
    let mut place = Where::Code;
    let mut word = head.len();
    while let Some(c) = head.get(at..).and_then(|rest| rest.chars().next()) {
        let next = at.saturating_add(c.len_utf8());
        let rest = head.get(next..).unwrap_or("");
        match c {
            '\n' => walk.push(Piece::Line),
            '/' if rest.starts_with('/') => {
                let Some(length) = rest.find('\n') else {
                    place = Where::Comment;
                    break;
                };
                at = next.saturating_add(length);
                continue;
            }
            '"' | '“' | '”' | '＂' => {
                let ends: &[char] = if matches!(c, '“' | '”') { &['”', '“', '\n'] } else { &[c, '\n'] };
                match rest.char_indices().find(|(_, c)| ends.contains(c)) {
                    None => {
                        let open = rest.rfind(['{', '｛']);
                        let braced = open.is_some_and(|open| !rest.get(open..).unwrap_or("").contains(['}', '｝']));
                        place = if braced { Where::Brace } else { Where::Text(at) };
                        word = match open.filter(|_| braced) {
                            Some(open) => next
                                .saturating_add(open)
                                .saturating_add(rest.get(open..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8)),
                            None => next,
                        };
                        break;
                    }
                    Some((length, end)) => {
                        walk.push(Piece::Text);
                        at = next.saturating_add(length).saturating_add(if end == '\n' { 0 } else { end.len_utf8() });
                        continue;
                    }
                }
            }
            '`' | '｀' => match rest.find([c, '\n']) {
                None => {
                    word = at;
                    break;
                }
                Some(length) => {
                    walk.push(Piece::Quoted(fold_name(rest.get(..length).unwrap_or(""))));
                    at = next.saturating_add(length).saturating_add(c.len_utf8());
                    continue;
                }
            },
            '{' | '｛' => walk.open(),
            '}' | '｝' => walk.close(),
            '#' | '＃' => {
                let length = run(rest);
                if next.saturating_add(length) == head.len() {
                    word = at;
                    break;
                }
                walk.push(Piece::Code);
                at = next.saturating_add(length);
                continue;
            }
            _ if c.is_ascii_digit() => {
                let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
                // `1..3`: the dots belong to the range.
                let digits = rest.get(..digits).and_then(|run| run.find("..")).unwrap_or(digits);
                walk.push(Piece::Number);
                at = next.saturating_add(digits);
                continue;
            }
            _ if c == '_' || unicode_ident::is_xid_start(c) => {
                let end = next.saturating_add(run(rest));
                if end == head.len() {
                    word = at;
                    break;
                }
                let name = fold_name(head.get(at..end).unwrap_or(""));
                walk.push(Piece::Word(name, at));
                at = end;
                continue;
            }
            _ if c.is_whitespace() => {}
            _ => walk.push(Piece::Sign(narrow(c))),
        }
        at = next;
    }
    let Walk { blocks, mut pieces } = walk;
    Context { blocks, before: pieces.pop().unwrap_or_default(), word, place }
}

/// How many bytes of a text continue a word.
fn run(text: &str) -> usize {
    text.find(|c: char| !unicode_ident::is_xid_continue(c)).unwrap_or(text.len())
}

fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32((c as u32).saturating_sub(0xFEE0)).unwrap_or(c),
        '、' => ',',
        _ => c,
    }
}

impl Walk {
    fn push(&mut self, piece: Piece) {
        if let Some(pieces) = self.pieces.last_mut() {
            pieces.push(piece);
        }
    }

    fn open(&mut self) {
        let around = self.blocks.last().copied().unwrap_or(Block::File);
        let empty = Vec::new();
        let block = opened(around, self.pieces.last().unwrap_or(&empty));
        // Bounded as nesting is.
        if self.blocks.len() <= crate::syntax::MAX_NESTING {
            self.blocks.push(block);
            self.pieces.push(Vec::new());
        }
    }

    fn close(&mut self) {
        if self.blocks.len() > 1 {
            self.blocks.pop();
            self.pieces.pop();
        }
        // The statement is at its end.
        if let Some(pieces) = self.pieces.last_mut() {
            pieces.clear();
            pieces.push(Piece::Line);
        }
    }
}

/// The keyword of a word, as the grammar's rule, unless it is a word of a type.
pub(super) fn keyword_of(piece: &Piece) -> Option<&'static str> {
    let Piece::Word(word, _) = piece else { return None };
    keywords::find(word).filter(|keyword| keyword.class != KeywordClass::Type || keyword.en == "unit").map(|keyword| keyword.en)
}

/// Which block a brace opens.
fn opened(around: Block, pieces: &[Piece]) -> Block {
    let type_word = |piece: &&Piece| !matches!(piece, Piece::Line);
    if let Some(Piece::Word(word, _)) = pieces.iter().rev().find(type_word)
        && keywords::find(word).is_some_and(|keyword| keyword.en == "enum")
    {
        return Block::Enum;
    }
    match around {
        Block::Meta | Block::Rows | Block::Columns | Block::Axis => around,
        Block::Condition | Block::Enum | Block::Unknown => Block::Unknown,
        Block::Facts => match statement(pieces, &["rule", "axis", "cell"]) {
            Some("rule") => Block::Condition,
            Some("axis") => Block::Axis,
            Some(_) | None => Block::Facts,
        },
        Block::File | Block::Template | Block::Section | Block::Table => {
            match statement(pieces, &["template", "section", "table", "facts", "meta", "rows", "columns", "axis", "rule", "in"]) {
                Some("template") => Block::Template,
                Some("section") => Block::Section,
                // A section or a table that is amended: the table allows more.
                Some("table" | "in") => Block::Table,
                Some("facts") => Block::Facts,
                Some("meta") => Block::Meta,
                Some("rows") => Block::Rows,
                Some("columns") => Block::Columns,
                Some("axis") => Block::Axis,
                Some("rule") => Block::Condition,
                Some(_) | None => Block::Unknown,
            }
        }
    }
}

/// The verbs of an amendment stand in front of the word of a statement.
const VERBS: &[&str] = &["drop", "add", "rename", "change", "move", "split", "merge", "replace"];

/// The keyword that began the present statement: the last of these words that stands where a statement may begin.
pub(super) fn statement(pieces: &[Piece], words: &[&'static str]) -> Option<&'static str> {
    let at = statement_at(pieces, words)?;
    pieces.get(at).and_then(keyword_of)
}

pub(super) fn statement_at(pieces: &[Piece], words: &[&'static str]) -> Option<usize> {
    let begins = |index: &usize| {
        let before = index.checked_sub(1).and_then(|before| pieces.get(before));
        let free = match before {
            None | Some(Piece::Line | Piece::Text) => true,
            // `cell natural[件]  columns { … }` on one line; a name behind `table` is none.
            Some(Piece::Sign(sign)) => matches!(sign, ']' | ';' | ','),
            Some(Piece::Word(..)) => before.and_then(keyword_of).is_none_or(|word| word == "prose" || VERBS.contains(&word)),
            Some(Piece::Quoted(_) | Piece::Number | Piece::Code) => true,
        };
        free && pieces.get(*index).and_then(keyword_of).is_some_and(|word| words.contains(&word))
    };
    (0..pieces.len()).rev().find(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Context {
        let offset = text.find('‸').expect("a cursor");
        context(&text.replace('‸', ""), offset)
    }

    #[test]
    fn blocks_around_a_cursor() {
        for (text, blocks) in [
            ("‸", vec![Block::File]),
            ("gouji 1\ntemplate 甲 @1 \"题{年}\" {\n  ‸", vec![Block::File, Block::Template]),
            (
                "template 甲 { section 乙 \"一\"\n | \"二\" { table 丙 { cell natural[件]  rows { 总 { ‸",
                vec![Block::File, Block::Template, Block::Section, Block::Table, Block::Rows, Block::Rows],
            ),
            (
                "template 甲 { table 乙 { rule 丙 \"言\" soft\n basis \"法\" { ‸",
                vec![Block::File, Block::Template, Block::Table, Block::Condition],
            ),
            ("模板 甲 { 元数据 { 层级: 枚举{政府 ‸", vec![Block::File, Block::Template, Block::Meta, Block::Enum]),
            ("template 甲 { facts { 收到 \"{}\" including { ‸", vec![Block::File, Block::Template, Block::Facts, Block::Facts]),
            ("axis 甲 { 乙 } // {\ntemplate 乙 { } ‸", vec![Block::File]),
            ("} } } ‸", vec![Block::File]),
        ] {
            assert_eq!(at(text).blocks, blocks, "{text}");
        }
    }

    #[test]
    fn the_word_being_typed() {
        assert_eq!(
            at("template 甲 { table 乙 { rule 丙 { 新收 + 上年‸").word,
            "template 甲 { table 乙 { rule 丙 { 新收 + ".len()
        );
        assert_eq!(at("// 注‸").place, Where::Comment);
        assert_eq!(at("template 甲 { title \"{年‸").place, Where::Brace);
        assert!(matches!(at("template 甲 { title \"{年}‸").place, Where::Text(_)));
        assert_eq!(at("rule 甲 { #3‸").word, "rule 甲 { ".len());
        assert_eq!(at("rule 甲 { 10‸").before.last(), Some(&Piece::Number));
    }
}
