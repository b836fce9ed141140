//! The part of the language server protocol (3.17) that Gouji speaks, as far as it is read; answers are written as JSON where
//! they are made. Addresses are plain texts: Chinese file names reach a server in more than one spelling (`uri.rs`).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::source::ColumnUnit;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    pub line: u32,
    pub character: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Range {
    pub start: Position,
    pub end: Position,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct DocumentId {
    pub uri: String,
    pub version: Option<i64>,
}

/// A request about a document.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OnDocument {
    pub text_document: DocumentId,
}

/// A request about a place of a document.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OnPlace {
    pub text_document: DocumentId,
    pub position: Position,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OnRange {
    pub text_document: DocumentId,
    pub range: Range,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct References {
    pub text_document: DocumentId,
    pub position: Position,
    pub context: ReferencesContext,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReferencesContext {
    pub include_declaration: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rename {
    pub text_document: DocumentId,
    pub position: Position,
    pub new_name: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct WorkspaceSymbols {
    pub query: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Opened {
    pub text_document: OpenedDocument,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OpenedDocument {
    pub uri: String,
    #[serde(default)]
    pub language_id: String,
    pub version: Option<i64>,
    pub text: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Changed {
    pub text_document: DocumentId,
    pub content_changes: Vec<Change>,
}

/// One change; the whole text without a range.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Change {
    pub range: Option<Range>,
    pub text: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct FilesChanged {
    pub changes: Vec<FileChange>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct FileChange {
    pub uri: String,
}

/// What a client can do, as far as it makes a difference here. What it does not say, or says wrongly, it cannot.
#[derive(Debug, Clone, Default)]
pub(super) struct Client {
    pub columns: ColumnUnit,
    pub locale: Option<String>,
    /// Changes of documents with their versions.
    pub document_changes: bool,
    /// Files can be watched on request.
    pub watches_files: bool,
    /// Formatting can be offered for some documents only.
    pub registers_formatting: bool,
    /// Hovers are shown as Markdown.
    pub markdown: bool,
}

impl Client {
    /// From the parameters of `initialize`.
    pub fn of(params: &Value) -> Client {
        let capability = |path: &str| params.pointer("/capabilities").and_then(|all| all.pointer(path));
        let flag = |path: &str| capability(path).and_then(Value::as_bool).unwrap_or(false);
        let lists = |path: &str, word: &str| {
            capability(path).and_then(Value::as_array).is_some_and(|list| list.iter().any(|one| one.as_str() == Some(word)))
        };
        let encodings = "/general/positionEncodings";
        // Bytes are what spans are: nothing has to be counted.
        let columns = if lists(encodings, "utf-8") {
            ColumnUnit::Utf8
        } else if lists(encodings, "utf-32") && !lists(encodings, "utf-16") {
            ColumnUnit::Utf32
        } else {
            ColumnUnit::Utf16
        };
        Client {
            columns,
            locale: params.get("locale").and_then(Value::as_str).map(str::to_owned),
            document_changes: flag("/workspace/workspaceEdit/documentChanges"),
            watches_files: flag("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            registers_formatting: flag("/textDocument/formatting/dynamicRegistration"),
            markdown: lists("/textDocument/hover/contentFormat", "markdown"),
        }
    }

    /// The name of the unit of columns in the protocol.
    pub fn encoding(&self) -> &'static str {
        match self.columns {
            ColumnUnit::Utf8 => "utf-8",
            ColumnUnit::Utf16 => "utf-16",
            ColumnUnit::Utf32 => "utf-32",
        }
    }
}

/// The codes of errors that the protocol knows.
pub const PARSE_ERROR: i32 = -32700;
pub const INVALID_REQUEST: i32 = -32600;
pub const METHOD_NOT_FOUND: i32 = -32601;
pub const INVALID_PARAMS: i32 = -32602;
pub const INTERNAL_ERROR: i32 = -32603;
pub const NOT_INITIALIZED: i32 = -32002;
pub const REQUEST_CANCELLED: i32 = -32800;
pub const REQUEST_FAILED: i32 = -32803;

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub code: i32,
    pub message: String,
}

impl Failure {
    pub(super) fn new(code: i32, message: impl Into<String>) -> Failure {
        Failure { code, message: message.into() }
    }
}
