//! YAML → trees with places, one a document of the stream. The parser's events are put together here, so that plain words
//! stay text (`12.30`, `no`), keys are distinct, and aliases cannot multiply without end.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::json::{MAX_DEPTH, refuse_duplicates, too_deep};
use super::limits::{Budget, Failure, MAX_TEXT_BYTES, text_too_long};
use super::tree::{Entry, Node, NodeKind, Tree};
use crate::diag::wording::document as words;
use crate::diag::{Code, Diagnostic, Message, Wording};
use crate::source::{FileId, Span};

/// What the parser says of frequent mistakes, and what we do.
const DETAILS: [(&str, &Wording); 13] = [
    ("tab", &words::YAML_TAB),
    ("invalid indentation", &words::YAML_INDENT),
    ("wrongly indented", &words::YAML_INDENT),
    ("did not find expected key", &words::YAML_INDENT),
    ("did not find expected '-'", &words::YAML_INDENT),
    ("did not find expected ',' or '}'", &words::YAML_BRACKET),
    ("expected ',' or ']'", &words::YAML_BRACKET),
    ("misplaced bracket", &words::YAML_BRACKET),
    ("quoted scalar, found unexpected end of stream", &words::YAML_QUOTE),
    ("trailing content after double-quoted", &words::YAML_BEHIND),
    ("unknown anchor", &words::YAML_ANCHOR),
    ("mapping values are not allowed", &words::YAML_COLON),
    ("simple key expect", &words::YAML_NO_COLON),
];

/// Reads the text from byte `start` on; offsets are those of the whole text.
pub fn read(file: FileId, text: &str, start: usize) -> Result<Vec<Tree>, Failure> {
    let body = text.get(start..).unwrap_or("");
    let mut parser = Parser::new_from_str(body);
    let mut reader = Reader {
        file,
        places: Places { text, chars: 0, bytes: start },
        budget: Budget::new(file),
        open: Vec::new(),
        anchors: HashMap::new(),
        trees: Vec::new(),
    };
    while let Some(event) = parser.next_event() {
        match event {
            Ok((Event::StreamEnd, _)) => break,
            Ok((event, span)) => {
                let (from, to) = (reader.places.byte(span.start), reader.places.byte(span.end));
                reader.event(event, from, to)?;
            }
            Err(error) => {
                let at = reader.places.byte(*error.marker());
                let known = DETAILS.iter().find(|(detail, _)| error.info().contains(detail));
                let message = match known {
                    Some((_, wording)) => words::YAML_SYNTAX.with("detail", wording.plain()),
                    None => words::YAML_SYNTAX.with("detail", error.info()),
                };
                let found = Diagnostic::error(Code::G0608, message).at_bare(Span::new(file, at, at));
                return Err(Box::new(found.with_help(words::YAML_HELP.plain())));
            }
        }
    }
    Ok(reader.trees)
}

/// The parser counts characters; this goes along and counts bytes.
struct Places<'t> {
    text: &'t str,
    chars: usize,
    bytes: usize,
}

impl Places<'_> {
    fn byte(&mut self, marker: Marker) -> usize {
        let wanted = marker.index();
        // An end may lie behind the start of what comes next, by some blanks.
        while self.chars > wanted {
            let before = self.text.get(..self.bytes).and_then(|text| text.chars().next_back());
            self.bytes -= before.map_or(0, char::len_utf8);
            self.chars -= 1;
        }
        let mut rest = self.text.get(self.bytes..).unwrap_or("").chars();
        while self.chars < wanted {
            let Some(c) = rest.next() else { break };
            self.bytes += c.len_utf8();
            self.chars += 1;
        }
        self.bytes
    }
}

/// A sequence or mapping that is being read.
struct Open {
    start: usize,
    anchor: usize,
    kind: OpenKind,
}

enum OpenKind {
    Sequence(Vec<Node>),
    /// The entries, and the key that waits for its value.
    Mapping(Vec<Entry>, Option<(String, Span)>),
}

struct Reader<'t> {
    file: FileId,
    places: Places<'t>,
    budget: Budget,
    open: Vec<Open>,
    /// What stands at an anchor, and how many nodes that are.
    anchors: HashMap<usize, (Node, usize)>,
    trees: Vec<Tree>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, from: usize, to: usize) -> Result<(), Failure> {
        let span = Span::new(self.file, from, to);
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => {
                self.anchors.clear();
                Ok(())
            }
            Event::Scalar(content, style, anchor, _) => {
                if content.len() > MAX_TEXT_BYTES {
                    return Err(text_too_long(self.file, from, content.len()));
                }
                self.budget.take(from)?;
                // The end of a plain word is its last character, whatever blanks the parser went over.
                let written = self.places.text.get(from..to).unwrap_or("").trim_end();
                let span = if style == ScalarStyle::Plain { Span::new(self.file, from, from + written.len()) } else { span };
                let kind = match (style, content.as_ref()) {
                    (ScalarStyle::Plain, "" | "~" | "null") => NodeKind::Null,
                    (ScalarStyle::Plain, "true") => NodeKind::Bool(true),
                    (ScalarStyle::Plain, "false") => NodeKind::Bool(false),
                    (_, text) => NodeKind::Text(text.to_owned()),
                };
                self.key_or_value(Node { kind, span }, anchor, written)
            }
            Event::Alias(anchor) => {
                let Some((node, count)) = self.anchors.get(&anchor).cloned() else {
                    return Err(self.wrong(words::YAML_ALIAS.plain(), span));
                };
                for _ in 0..count {
                    self.budget.take(from)?;
                }
                self.refuse_depth(depth_of(&node), from)?;
                self.key_or_value(node, 0, "")
            }
            Event::SequenceStart(anchor, _) => self.begin(from, anchor, OpenKind::Sequence(Vec::new())),
            Event::MappingStart(anchor, _) => self.begin(from, anchor, OpenKind::Mapping(Vec::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => self.end(to),
        }
    }

    fn wrong(&self, message: Message, span: Span) -> Failure {
        Box::new(Diagnostic::error(Code::G0608, message).at_bare(span))
    }

    fn refuse_depth(&self, more: usize, at: usize) -> Result<(), Failure> {
        if self.open.len() + more > MAX_DEPTH { Err(too_deep(Span::new(self.file, at, at))) } else { Ok(()) }
    }

    fn begin(&mut self, start: usize, anchor: usize, kind: OpenKind) -> Result<(), Failure> {
        self.refuse_depth(1, start)?;
        self.budget.take(start)?;
        if let Some(Open { kind: OpenKind::Mapping(_, None), .. }) = self.open.last() {
            return Err(self.wrong(words::YAML_KEY.plain(), Span::new(self.file, start, start)));
        }
        self.open.push(Open { start, anchor, kind });
        Ok(())
    }

    fn end(&mut self, at: usize) -> Result<(), Failure> {
        let Some(Open { start, anchor, kind }) = self.open.pop() else { return Ok(()) };
        // In a block the parser sees the end where the next thing starts.
        let written = self.places.text.get(start..at).unwrap_or("").trim_end();
        let span = Span::new(self.file, start, start + written.len());
        let kind = match kind {
            OpenKind::Sequence(items) => NodeKind::Array(items),
            OpenKind::Mapping(entries, _) => {
                refuse_duplicates(&entries)?;
                NodeKind::Object(entries)
            }
        };
        self.value(Node { kind, span }, anchor)
    }

    /// A scalar, or what an alias stands for: a key where a key belongs.
    fn key_or_value(&mut self, node: Node, anchor: usize, written: &str) -> Result<(), Failure> {
        let waits_for_key = matches!(self.open.last(), Some(Open { kind: OpenKind::Mapping(_, None), .. }));
        if !waits_for_key {
            return self.value(node, anchor);
        }
        let key = match &node.kind {
            NodeKind::Text(text) => text.clone(),
            NodeKind::Null | NodeKind::Bool(_) => written.to_owned(),
            NodeKind::Number(_) | NodeKind::Array(_) | NodeKind::Object(_) => {
                return Err(self.wrong(words::YAML_KEY.plain(), node.span));
            }
        };
        let span = node.span;
        self.keep(&node, anchor)?;
        if let Some(Open { kind: OpenKind::Mapping(_, waiting), .. }) = self.open.last_mut() {
            *waiting = Some((key, span));
        }
        Ok(())
    }

    fn value(&mut self, node: Node, anchor: usize) -> Result<(), Failure> {
        self.keep(&node, anchor)?;
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.trees.push(Tree { file: self.file, root: node }),
            Some(OpenKind::Sequence(items)) => items.push(node),
            Some(OpenKind::Mapping(entries, waiting)) => {
                if let Some((key, key_span)) = waiting.take() {
                    entries.push(Entry { key, key_span, value: node });
                }
            }
        }
        Ok(())
    }

    /// Remembers what an anchor names. A copy counts as much as the thing itself.
    fn keep(&mut self, node: &Node, anchor: usize) -> Result<(), Failure> {
        if anchor == 0 {
            return Ok(());
        }
        let count = count_of(node);
        for _ in 0..count {
            self.budget.take(node.span.start as usize)?;
        }
        self.anchors.insert(anchor, (node.clone(), count));
        Ok(())
    }
}

/// All nodes of a tree, itself included. Trees are at most [`MAX_DEPTH`] deep.
fn count_of(node: &Node) -> usize {
    1 + match &node.kind {
        NodeKind::Array(nodes) => nodes.iter().map(count_of).sum(),
        NodeKind::Object(entries) => entries.iter().map(|entry| count_of(&entry.value)).sum(),
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Text(_) => 0,
    }
}

fn depth_of(node: &Node) -> usize {
    match &node.kind {
        NodeKind::Array(nodes) => 1 + nodes.iter().map(depth_of).max().unwrap_or(0),
        NodeKind::Object(entries) => 1 + entries.iter().map(|entry| depth_of(&entry.value)).max().unwrap_or(0),
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Text(_) => 0,
    }
}
