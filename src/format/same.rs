//! Whether two texts are the same template: the same tree but for places, the same words, the same comments.

use crate::source::FileId;
use crate::syntax;
use crate::syntax::ast::KeywordLang;

use super::tokens::{Kind, Tokens, tokens};

/// Whether `right` means what `left` does and keeps its comments.
pub(super) fn same(left: &str, right: &str) -> bool {
    let (Some(one), Some(other)) = (tokens(left, Some(KeywordLang::English)), tokens(right, Some(KeywordLang::English))) else {
        return false;
    };
    words(&one) == words(&other) && notes(&one) == notes(&other) && shape(left) == shape(right)
}

/// Every word and bracket, in one language; the commas between items may go where a line ends.
fn words(tokens: &Tokens) -> Vec<&str> {
    tokens.tokens.iter().filter(|token| token.kind != Kind::Separator).map(|token| token.text.as_str()).collect()
}

fn notes(tokens: &Tokens) -> Vec<&str> {
    let of_tokens = tokens.tokens.iter().flat_map(|token| &token.notes);
    of_tokens.chain(&tokens.tail).map(|note| note.text.as_str()).collect()
}

/// The tree in words, without its places. The words that name a construct of another edition are those of the author.
pub(super) fn shape(text: &str) -> Vec<String> {
    let (file, _) = syntax::parse(text, FileId(0));
    let dump = format!("{:?}", file.declarations);
    let mut pieces = dump.split("Span {");
    let mut out: Vec<String> = pieces.next().map(str::to_owned).into_iter().collect();
    out.extend(pieces.map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest).to_owned()));
    out
}
