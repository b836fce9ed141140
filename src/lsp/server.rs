//! The state of a session: documents by folder, and what is done with every message.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::convert::{self, edit, offset};
use super::findings::Writing;
use super::folder::Folder;
use super::place::{Subject, places, subject};
use super::protocol::{
    Change, Changed, Client, DocumentId, Failure, FilesChanged, INVALID_PARAMS, INVALID_REQUEST, METHOD_NOT_FOUND,
    NOT_INITIALIZED, OnDocument, OnPlace, OnRange, Opened, REQUEST_FAILED, References, Rename, WorkspaceSymbols,
};
use super::report::{Report, Shelf};
use super::{actions, complete, folds, hints, hover, rename, symbols, tokens, uri};
use crate::diag::wording::lsp as say;
use crate::diag::{Lang, Message};
use crate::format;
use crate::source::{FileId, SourceFile, Span};

/// The files that are not open. The server itself touches none.
pub trait Disk {
    /// The template files that stand in a folder, by their decoded addresses (`file:///…/表.gj`), with their texts. `folder` is
    /// a decoded address without a `/` at its end.
    fn templates(&self, folder: &str) -> Vec<(String, String)>;
}

/// A message from the server that answers nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Out {
    Notification { method: &'static str, params: Value },
    Request { id: &'static str, method: &'static str, params: Value },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    New,
    Running,
    ShutDown,
}

/// One session with one client.
pub struct Server {
    disk: Box<dyn Disk>,
    writing: Writing,
    client: Client,
    phase: Phase,
    folders: BTreeMap<String, Folder>,
    reports: BTreeMap<String, Report>,
    shelf: Shelf,
    /// What the client was last told about a document, by its key.
    published: BTreeMap<String, (String, Value)>,
    out: Vec<Out>,
}

type Answer = Result<Value, Failure>;

impl Server {
    /// `lang` is for a client that names no locale. `pages` is the address of a folder with the explain pages, `G0101.md` and
    /// so on, if there is one that the client can open.
    pub fn new(disk: Box<dyn Disk>, lang: Lang, pages: Option<String>) -> Server {
        Server {
            disk,
            writing: Writing { lang, unit: Default::default(), pages },
            client: Client::default(),
            phase: Phase::New,
            folders: BTreeMap::new(),
            reports: BTreeMap::new(),
            shelf: Shelf::default(),
            published: BTreeMap::new(),
            out: Vec::new(),
        }
    }

    /// The language of this session.
    pub fn lang(&self) -> Lang {
        self.writing.lang
    }

    /// Whether the client said that it is about to end the session.
    pub fn is_shut_down(&self) -> bool {
        self.phase == Phase::ShutDown
    }

    /// Answers a request.
    ///
    /// # Errors
    /// Why there is no answer: not initialized, an unknown method, parameters that do not fit, a name that cannot be given.
    pub fn request(&mut self, method: &str, params: Value) -> Answer {
        match (self.phase, method) {
            (Phase::New, "initialize") => return Ok(self.initialize(&params)),
            (Phase::New, _) => return Err(self.failure(NOT_INITIALIZED, say::NOT_INITIALIZED.plain())),
            (Phase::ShutDown, _) => return Err(self.failure(INVALID_REQUEST, say::SHUT_DOWN.plain())),
            (Phase::Running, "initialize") => {
                return Err(self.failure(INVALID_REQUEST, say::UNKNOWN_METHOD.with("method", method)));
            }
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                return Ok(Value::Null);
            }
            (Phase::Running, _) => {}
        }
        self.check();
        match method {
            "textDocument/hover" => self.hover(self.params(params)?),
            "textDocument/definition" => self.definition(self.params(params)?),
            "textDocument/references" => self.references(self.params(params)?),
            "textDocument/documentHighlight" => self.highlight(self.params(params)?),
            "textDocument/prepareRename" => self.prepare_rename(self.params(params)?),
            "textDocument/rename" => self.rename(self.params(params)?),
            "textDocument/completion" => self.completion(self.params(params)?),
            "textDocument/documentSymbol" => {
                self.about(self.params(params)?, |server, folder, file| symbols::outline(folder, file, server.writing.unit))
            }
            "textDocument/formatting" => self.format(self.params(params)?),
            "workspace/symbol" => {
                let WorkspaceSymbols { query } = self.params(params)?;
                Ok(symbols::search(self.folders.values(), &query, self.writing.unit))
            }
            "textDocument/codeAction" => {
                let OnRange { text_document, range } = self.params(params)?;
                self.about(OnDocument { text_document }, |server, folder, file| {
                    actions::actions(folder, file, range, &server.writing, server.client.document_changes)
                })
            }
            "textDocument/inlayHint" => {
                let OnRange { text_document, range } = self.params(params)?;
                self.about(OnDocument { text_document }, |server, folder, file| {
                    hints::hints(folder, file, range, server.writing.unit, server.writing.lang)
                })
            }
            "textDocument/semanticTokens/full" => {
                self.about(self.params(params)?, |server, folder, file| tokens::semantic(folder, file, server.writing.unit))
            }
            "textDocument/foldingRange" => self.about(self.params(params)?, |_, folder, file| folds::folds(folder, file)),
            _ => Err(self.failure(METHOD_NOT_FOUND, say::UNKNOWN_METHOD.with("method", method))),
        }
    }

    /// Takes a notification. What does not fit is passed over: nobody waits for an answer.
    pub fn notify(&mut self, method: &str, params: Value) {
        if self.phase != Phase::Running {
            return;
        }
        match method {
            "initialized" => self.register(),
            "textDocument/didOpen" => {
                if let Ok(opened) = self.params::<Opened>(params) {
                    self.open(opened);
                }
            }
            "textDocument/didChange" => {
                if let Ok(changed) = self.params::<Changed>(params) {
                    self.change(changed);
                }
            }
            "textDocument/didClose" => {
                if let Ok(OnDocument { text_document }) = self.params(params) {
                    self.close(&uri::decode(&text_document.uri));
                }
            }
            "textDocument/didSave" => {
                if let Ok(OnDocument { text_document }) = self.params::<OnDocument>(params) {
                    self.reload(uri::folder(&uri::decode(&text_document.uri)));
                }
            }
            "workspace/didChangeWatchedFiles" => {
                if let Ok(FilesChanged { changes }) = self.params(params) {
                    let decoded: Vec<String> = changes.iter().map(|change| uri::decode(&change.uri)).collect();
                    let folders: BTreeSet<&str> = decoded.iter().map(|key| uri::folder(key)).collect();
                    folders.into_iter().for_each(|folder| self.reload(folder));
                }
            }
            _ => {}
        }
    }

    /// Checks what changed, and hands out what the client should be told.
    pub fn settle(&mut self) -> Vec<Out> {
        if self.phase == Phase::Running {
            self.check();
        }
        std::mem::take(&mut self.out)
    }

    fn failure(&self, code: i32, message: Message) -> Failure {
        Failure::new(code, message.render(self.writing.lang))
    }

    fn params<T: DeserializeOwned>(&self, params: Value) -> Result<T, Failure> {
        serde_json::from_value(params)
            .map_err(|error| self.failure(INVALID_PARAMS, say::BAD_PARAMS.with("why", error.to_string())))
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.phase = Phase::Running;
        self.client = Client::of(params);
        self.writing.unit = self.client.columns;
        if let Some(locale) = &self.client.locale {
            self.writing.lang = if locale.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En };
        }
        json!({
            "capabilities": {
                "positionEncoding": self.client.encoding(),
                "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
                "hoverProvider": true,
                "definitionProvider": true,
                "referencesProvider": true,
                "documentHighlightProvider": true,
                "renameProvider": { "prepareProvider": true },
                "completionProvider": { "triggerCharacters": [".", "[", ":", "#", "{", "\"", "“"] },
                "documentSymbolProvider": true,
                "workspaceSymbolProvider": true,
                "documentFormattingProvider": !self.client.registers_formatting,
                "codeActionProvider": { "codeActionKinds": ["quickfix"] },
                "inlayHintProvider": true,
                "semanticTokensProvider": {
                    "legend": { "tokenTypes": tokens::TYPES, "tokenModifiers": tokens::MODIFIERS }, "full": true
                },
                "foldingRangeProvider": true,
            },
            "serverInfo": { "name": "gouji", "version": env!("CARGO_PKG_VERSION") },
        })
    }

    /// Asks for what the client gives on request: to hear of changed files, and to format templates but not JSON.
    fn register(&mut self) {
        let mut wanted = Vec::new();
        if self.client.watches_files {
            let watchers = json!([{ "globPattern": "**/*.gj" }]);
            wanted.push(("workspace/didChangeWatchedFiles", json!({ "watchers": watchers })));
        }
        if self.client.registers_formatting {
            let documents = json!([{ "language": "gouji" }, { "pattern": "**/*.gj" }]);
            wanted.push(("textDocument/formatting", json!({ "documentSelector": documents })));
        }
        if wanted.is_empty() {
            return;
        }
        let one = |(method, options): (&str, Value)| json!({ "id": format!("gouji:{method}"), "method": method, "registerOptions": options });
        let registrations: Vec<Value> = wanted.into_iter().map(one).collect();
        let params = json!({ "registrations": registrations });
        self.out.push(Out::Request { id: "gouji:register", method: "client/registerCapability", params });
    }

    /// The text of an open template as the client should have it.
    #[cfg(test)]
    pub(super) fn text(&self, address: &str) -> Option<&str> {
        let (folder, file) = self.file(&uri::decode(address))?;
        folder.files.get(file.0 as usize).map(|file| file.text.text())
    }

    // ---- documents

    fn open(&mut self, opened: Opened) {
        let document = opened.text_document;
        let key = uri::decode(&document.uri);
        let folder = uri::folder(&key).to_owned();
        let text = source(&key, document.text);
        if key.ends_with(".gj") || document.language_id == "gouji" {
            self.reload_or_new(&folder).set(&key, &document.uri, text, Some(document.version));
        } else if key.ends_with(".json") || document.language_id == "json" {
            self.reload_or_new(&folder);
            self.reports.insert(key, Report { uri: document.uri, text, version: document.version, dirty: true });
        }
    }

    /// The folder, with what is on disk now.
    fn reload_or_new(&mut self, folder: &str) -> &mut Folder {
        let on_disk = if folder.starts_with("file://") { self.disk.templates(folder) } else { Vec::new() };
        let found = self.folders.entry(folder.to_owned()).or_default();
        found.reload(on_disk);
        found
    }

    fn reload(&mut self, folder: &str) {
        if self.folders.contains_key(folder) {
            self.reload_or_new(folder);
        }
    }

    fn change(&mut self, changed: Changed) {
        let DocumentId { uri: address, version } = changed.text_document;
        let key = uri::decode(&address);
        let unit = self.writing.unit;
        if let Some(folder) = self.folders.get_mut(uri::folder(&key))
            && let Some(text) = folder.file(&key).filter(|(_, file)| file.open.is_some()).map(|(_, file)| file.text.clone())
        {
            let text = changed.content_changes.into_iter().fold(text, |text, change| apply(&key, &text, change, unit));
            folder.set(&key, &address, text, Some(version));
        } else if let Some(report) = self.reports.get_mut(&key) {
            let text = report.text.clone();
            report.text = changed.content_changes.into_iter().fold(text, |text, change| apply(&key, &text, change, unit));
            report.version = version;
            report.dirty = true;
        }
    }

    fn close(&mut self, key: &str) {
        let folder = uri::folder(key).to_owned();
        if self.reports.remove(key).is_some() {
            self.publish(key, None, Vec::new());
        }
        if let Some(found) = self.folders.get_mut(&folder) {
            if found.file(key).is_some_and(|(_, file)| file.open.is_some()) {
                found.remove(key);
            }
            let open = found.files.iter().any(|file| file.open.is_some());
            let reports = self.reports.keys().any(|key| uri::folder(key) == folder);
            if open || reports {
                self.reload(&folder);
            } else {
                self.folders.remove(&folder);
            }
        }
        // What nobody looks at any more is taken back.
        let kept = |key: &&String| self.file(key).is_some() || self.reports.contains_key(*key);
        let gone: Vec<String> = self.published.keys().filter(|key| !kept(key)).cloned().collect();
        gone.iter().for_each(|key| self.publish(key, None, Vec::new()));
    }

    fn file(&self, key: &str) -> Option<(&Folder, FileId)> {
        let folder = self.folders.get(uri::folder(key))?;
        folder.file(key).map(|(id, _)| (folder, id))
    }

    // ---- findings

    fn check(&mut self) {
        let mut told: Vec<(String, Option<i64>, Vec<Value>)> = Vec::new();
        for folder in self.folders.values_mut().filter(|folder| folder.dirty) {
            folder.check();
            let folder = &*folder;
            // Beside a report alone, templates are read but not told about.
            if !folder.files.iter().any(|file| file.open.is_some()) {
                continue;
            }
            for (at, file) in folder.files.iter().enumerate() {
                let own = folder.analysis.diagnostics.iter().filter_map(|diagnostic| {
                    let span = diagnostic.primary()?.span;
                    (span.file.0 as usize == at).then_some((diagnostic, span))
                });
                let locate = |span| folder.of_span(span).map(|file| (&file.text, file.uri.as_str()));
                let found = own.map(|(diagnostic, span)| self.writing.finding(diagnostic, span, &file.text, Vec::new(), locate));
                told.push((file.key.clone(), file.open.flatten(), found.collect()));
            }
        }
        for (key, version, found) in told {
            self.publish(&key, version, found);
        }
        self.check_reports();
    }

    fn check_reports(&mut self) {
        if self.reports.is_empty() {
            return;
        }
        let changed = self.shelf.refresh(self.folders.iter());
        let mut told = Vec::new();
        for (key, report) in &mut self.reports {
            if std::mem::replace(&mut report.dirty, false) || changed {
                match self.shelf.check(report, &self.writing) {
                    Some(found) => told.push((key.clone(), report.version, found)),
                    // No report, or none any more.
                    None if self.published.contains_key(key) => told.push((key.clone(), report.version, Vec::new())),
                    None => {}
                }
            }
        }
        for (key, version, found) in told {
            self.publish(&key, version, found);
        }
    }

    /// Tells the client about a document, unless it knows already.
    fn publish(&mut self, key: &str, version: Option<i64>, found: Vec<Value>) {
        let found = Value::Array(found);
        let address = self.address(key);
        let open = version.is_some();
        match self.published.get(key) {
            Some((_, before)) if *before == found && !open => return,
            None if found == json!([]) && !open => return,
            Some(_) | None => {}
        }
        let mut params = json!({ "uri": address, "diagnostics": found });
        if let (Some(version), Some(params)) = (version, params.as_object_mut()) {
            params.insert("version".to_owned(), json!(version));
        }
        self.out.push(Out::Notification { method: "textDocument/publishDiagnostics", params });
        if found == json!([]) {
            self.published.remove(key);
        } else {
            self.published.insert(key.to_owned(), (address, found));
        }
    }

    /// How the client calls a document.
    fn address(&self, key: &str) -> String {
        let of_file = self.folders.get(uri::folder(key)).and_then(|folder| folder.file(key)).map(|(_, file)| file.uri.clone());
        of_file
            .or_else(|| self.reports.get(key).map(|report| report.uri.clone()))
            .or_else(|| self.published.get(key).map(|(address, _)| address.clone()))
            .unwrap_or_else(|| uri::encode(key))
    }

    // ---- requests

    /// The template that a request is about. `None` for a report: there is nothing to say about its places.
    fn template(&self, document: &DocumentId) -> Result<Option<(&Folder, FileId)>, Failure> {
        let key = uri::decode(&document.uri);
        match self.file(&key) {
            Some(found) => Ok(Some(found)),
            None if self.reports.contains_key(&key) => Ok(None),
            None => Err(self.failure(INVALID_PARAMS, say::UNKNOWN_DOCUMENT.with("uri", &document.uri))),
        }
    }

    fn about(&self, asked: OnDocument, answer: impl Fn(&Server, &Folder, FileId) -> Value) -> Answer {
        Ok(self.template(&asked.text_document)?.map_or(Value::Null, |(folder, file)| answer(self, folder, file)))
    }

    /// The template, and the offset of the place.
    fn place(&self, asked: &OnPlace) -> Result<Option<(&Folder, FileId, usize)>, Failure> {
        let found = self.template(&asked.text_document)?;
        Ok(found.and_then(|(folder, file)| {
            let text = &folder.files.get(file.0 as usize)?.text;
            Some((folder, file, offset(text, asked.position, self.writing.unit)))
        }))
    }

    fn hover(&self, asked: OnPlace) -> Answer {
        let Some((folder, file, offset)) = self.place(&asked)? else { return Ok(Value::Null) };
        let Some((shown, span)) = hover::hover(folder, file, offset, self.writing.lang) else { return Ok(Value::Null) };
        let kind = if self.client.markdown { "markdown" } else { "plaintext" };
        let range = folder.of_span(span).map(|file| convert::range(&file.text, span, self.writing.unit));
        Ok(json!({ "contents": { "kind": kind, "value": shown.text(self.client.markdown) }, "range": range }))
    }

    fn locations(&self, folder: &Folder, spans: impl IntoIterator<Item = Span>) -> Value {
        Value::Array(spans.into_iter().filter_map(|span| convert::location(folder, span, self.writing.unit)).collect())
    }

    fn definition(&self, asked: OnPlace) -> Answer {
        let Some((folder, file, offset)) = self.place(&asked)? else { return Ok(Value::Null) };
        match subject(folder, file, offset) {
            Some(Subject::Name { declared, .. }) => Ok(self.locations(folder, [super::place::written_name(folder, declared)])),
            Some(Subject::Keyword(..) | Subject::Function(_)) | None => Ok(Value::Null),
        }
    }

    fn references(&self, asked: References) -> Answer {
        let include = asked.context.include_declaration;
        let asked = OnPlace { text_document: asked.text_document, position: asked.position };
        let Some((folder, file, offset)) = self.place(&asked)? else { return Ok(Value::Null) };
        match subject(folder, file, offset) {
            Some(Subject::Name { declared, .. }) => Ok(self.locations(folder, places(folder, declared, include))),
            Some(Subject::Keyword(..) | Subject::Function(_)) | None => Ok(Value::Null),
        }
    }

    fn highlight(&self, asked: OnPlace) -> Answer {
        let Some((folder, file, offset)) = self.place(&asked)? else { return Ok(Value::Null) };
        let spans = rename::highlights(folder, file, offset);
        let range =
            |span| folder.of_span(span).map(|file| json!({ "range": convert::range(&file.text, span, self.writing.unit) }));
        Ok(Value::Array(spans.into_iter().filter_map(range).collect()))
    }

    fn prepare_rename(&self, asked: OnPlace) -> Answer {
        let Some((folder, file, offset)) = self.place(&asked)? else { return Ok(Value::Null) };
        let (at, _) = rename::prepare(folder, file, offset).map_err(|why| self.failure(REQUEST_FAILED, why))?;
        let Some(own) = folder.of_span(at) else { return Ok(Value::Null) };
        let bare = own.text.slice(at).trim_matches(['`', '｀']);
        Ok(json!({ "range": convert::range(&own.text, at, self.writing.unit), "placeholder": bare }))
    }

    fn rename(&self, asked: Rename) -> Answer {
        let place = OnPlace { text_document: asked.text_document, position: asked.position };
        let Some((folder, file, offset)) = self.place(&place)? else { return Ok(Value::Null) };
        let edits = rename::rename(folder, file, offset, &asked.new_name).map_err(|why| self.failure(REQUEST_FAILED, why))?;
        let mut files = Vec::new();
        for (at, own) in folder.files.iter().enumerate() {
            let here = edits.iter().filter(|change| change.span.file.0 as usize == at);
            let here: Vec<Value> = here.map(|change| edit(&own.text, change.span, &change.text, self.writing.unit)).collect();
            if !here.is_empty() {
                files.push((own.uri.as_str(), own.open.flatten(), here));
            }
        }
        Ok(changes(files, self.client.document_changes))
    }

    /// The lines that the canonical layout changes, as one edit.
    fn format(&self, asked: OnDocument) -> Answer {
        let Some((folder, file)) = self.template(&asked.text_document)? else { return Ok(Value::Null) };
        let Some(own) = folder.files.get(file.0 as usize) else { return Ok(Value::Null) };
        let old = own.text.text();
        let options = format::Options { keywords: None, file };
        let new = format::format(old, &options).map_err(|_| self.failure(REQUEST_FAILED, say::FORMAT_BROKEN.plain()))?;
        let same = |pairs: &mut dyn Iterator<Item = (&str, &str)>| {
            pairs.take_while(|(old, new)| old == new).map(|(old, _)| old.len()).sum::<usize>()
        };
        let head = same(&mut old.split_inclusive('\n').zip(new.split_inclusive('\n')));
        let (old_rest, new_rest) = (old.get(head..).unwrap_or(""), new.get(head..).unwrap_or(""));
        if old_rest.is_empty() && new_rest.is_empty() {
            return Ok(json!([]));
        }
        let tail = same(&mut old_rest.split_inclusive('\n').rev().zip(new_rest.split_inclusive('\n').rev()));
        let span = Span::new(file, head, old.len().saturating_sub(tail));
        let text = new_rest.get(..new_rest.len().saturating_sub(tail)).unwrap_or("");
        Ok(json!([edit(&own.text, span, text, self.writing.unit)]))
    }

    fn completion(&self, asked: OnPlace) -> Answer {
        let Some((folder, file, offset)) = self.place(&asked)? else { return Ok(Value::Null) };
        let (offers, word) = complete::complete(folder, file, offset, self.writing.lang);
        let Some(text) = folder.files.get(file.0 as usize).map(|file| &file.text) else { return Ok(Value::Null) };
        let span = Span::new(file, word, offset);
        Ok(complete::json(offers, convert::range(text, span, self.writing.unit)))
    }
}

/// A text as it is kept: a byte order mark is no part of what an editor counts.
fn source(key: &str, text: String) -> SourceFile {
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    SourceFile::new(uri::name(key), text)
}

fn apply(key: &str, text: &SourceFile, change: Change, unit: crate::source::ColumnUnit) -> SourceFile {
    let Some(range) = change.range else { return source(key, change.text) };
    let range = convert::bytes(text, range, unit);
    let old = text.text();
    let mut new = String::with_capacity(old.len().saturating_add(change.text.len()));
    new.push_str(old.get(..range.start).unwrap_or(old));
    new.push_str(&change.text);
    new.push_str(old.get(range.end..).unwrap_or(""));
    SourceFile::new(uri::name(key), new)
}

/// Changes of several documents, with their versions where the client can use them.
pub(super) fn changes(files: Vec<(&str, Option<i64>, Vec<Value>)>, versions: bool) -> Value {
    if versions {
        let list = files
            .into_iter()
            .map(|(uri, version, edits)| json!({ "textDocument": { "uri": uri, "version": version }, "edits": edits }));
        return json!({ "documentChanges": list.collect::<Vec<Value>>() });
    }
    let map: serde_json::Map<String, Value> =
        files.into_iter().map(|(uri, _, edits)| (uri.to_owned(), Value::Array(edits))).collect();
    json!({ "changes": map })
}
