//! Structured data with places: what JSON (and later YAML, TOML) is read into.

use crate::source::{FileId, Span};

#[derive(Debug, Clone)]
pub struct Tree {
    pub file: FileId,
    pub root: Node,
}

/// One value and where it stands (quotes and brackets included).
#[derive(Debug, Clone)]
pub struct Node {
    pub kind: NodeKind,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub enum NodeKind {
    Null,
    Bool(bool),
    /// A number as the text it was written in; nothing is rounded.
    Number(String),
    Text(String),
    Array(Vec<Node>),
    /// In file order; keys are distinct (duplicates were rejected).
    Object(Vec<Entry>),
}

#[derive(Debug, Clone)]
pub struct Entry {
    pub key: String,
    pub key_span: Span,
    pub value: Node,
}

impl Node {
    /// The value of a key, when this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            NodeKind::Object(entries) => entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value),
            NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Text(_) | NodeKind::Array(_) => None,
        }
    }
}
