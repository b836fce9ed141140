//! `gouji lsp`: the language server on standard input and output. The session itself is `crate::lsp`; here are the streams,
//! the files beside an open one, and the order of messages.

use std::collections::VecDeque;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use clap::Args;
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};

use super::inputs::read_file;
use super::shell::{Exit, Shell, Stop};
use crate::diag::ALL_CODES;
use crate::diag::wording::lsp as say;
use crate::lsp::protocol::{INTERNAL_ERROR, REQUEST_CANCELLED};
use crate::lsp::{Disk, Out, Server};
use crate::syntax::MAX_TEMPLATE_BYTES;

/// The most template files of one folder that are read.
const MAX_FILES: usize = 500;

#[derive(Debug, Args)]
pub struct LspArgs {
    /// Editors pass it out of habit; it is the only way there is.
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(_: &LspArgs, shell: &Shell, _: &mut dyn Write) -> Result<Exit, Stop> {
    let (connection, threads) = Connection::stdio();
    let exit = serve(&connection, Server::new(Box::new(Files), shell.lang, explain_pages()));
    drop(connection);
    // A client that has gone leaves the reading thread at the end of its input.
    match threads.join() {
        Ok(()) => Ok(exit),
        Err(error) => Err(Stop::Because(say::DISCONNECTED.with("why", error.to_string()))),
    }
}

/// The session, until the client ends it: 0 behind `shutdown`, 1 without, as the protocol wants it.
fn serve(connection: &Connection, mut server: Server) -> Exit {
    let mut waiting: VecDeque<Message> = VecDeque::new();
    loop {
        if waiting.is_empty() {
            send(connection, catch_unwind(AssertUnwindSafe(|| server.settle())).unwrap_or_default());
            match connection.receiver.recv() {
                Ok(message) => waiting.push_back(message),
                Err(_) => break,
            }
        }
        // What was typed since is taken before anything is checked, and what was taken back need not be answered.
        while let Ok(message) = connection.receiver.try_recv() {
            waiting.push_back(message);
        }
        let Some(message) = waiting.pop_front() else { continue };
        match message {
            Message::Request(request) => {
                let response = match cancelled(&waiting, &request.id) {
                    true => Response::new_err(request.id, REQUEST_CANCELLED, say::CANCELLED.plain().render(server.lang())),
                    false => answer(&mut server, request),
                };
                let _ = connection.sender.send(Message::Response(response));
            }
            Message::Notification(notification) if notification.method == "exit" => {
                return if server.is_shut_down() { Exit::Accepted } else { Exit::Findings };
            }
            Message::Notification(notification) => notify(&mut server, notification),
            // Answers to what the server asked: it asks for nothing that it would wait for.
            Message::Response(_) => {}
        }
    }
    if server.is_shut_down() { Exit::Accepted } else { Exit::Findings }
}

fn cancelled(waiting: &VecDeque<Message>, id: &RequestId) -> bool {
    waiting.iter().any(|message| match message {
        Message::Notification(notification) if notification.method == "$/cancelRequest" => {
            let given = notification.params.get("id").cloned().unwrap_or_default();
            serde_json::from_value::<RequestId>(given).is_ok_and(|given| given == *id)
        }
        Message::Notification(_) | Message::Request(_) | Message::Response(_) => false,
    })
}

/// A mistake of ours is told as the answer; the session goes on.
fn answer(server: &mut Server, request: Request) -> Response {
    let Request { id, method, params } = request;
    match catch_unwind(AssertUnwindSafe(|| server.request(&method, params))) {
        Ok(Ok(value)) => Response::new_ok(id, value),
        Ok(Err(failure)) => Response::new_err(id, failure.code, failure.message),
        Err(_) => Response::new_err(id, INTERNAL_ERROR, say::FAILED.with("why", method).render(server.lang())),
    }
}

fn notify(server: &mut Server, notification: Notification) {
    let Notification { method, params } = notification;
    let _ = catch_unwind(AssertUnwindSafe(|| server.notify(&method, params)));
}

fn send(connection: &Connection, all: Vec<Out>) {
    for out in all {
        let message = match out {
            Out::Notification { method, params } => Message::Notification(Notification { method: method.to_owned(), params }),
            Out::Request { id, method, params } => {
                Message::Request(Request { id: RequestId::from(id.to_owned()), method: method.to_owned(), params })
            }
        };
        // A client that has gone is seen when it is read from.
        let _ = connection.sender.send(message);
    }
}

struct Files;

impl Disk for Files {
    fn templates(&self, folder: &str) -> Vec<(String, String)> {
        let Some(path) = path_of(folder) else { return Vec::new() };
        let Ok(entries) = std::fs::read_dir(&path) else { return Vec::new() };
        let mut found = Vec::new();
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| name.ends_with(".gj")) else { continue };
            let small = entry.metadata().is_ok_and(|data| data.is_file() && data.len() <= MAX_TEMPLATE_BYTES as u64);
            if !small || found.len() >= MAX_FILES {
                continue;
            }
            // What is no UTF-8 is told by `gouji compile`; an editor would not show it either.
            if let Some(text) = read_file(&entry.path()).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
                found.push((format!("{folder}/{name}"), text));
            }
        }
        found
    }
}

/// The path of a decoded address; `file:///c:/x` is `c:/x` on Windows.
fn path_of(address: &str) -> Option<PathBuf> {
    let path = address.strip_prefix("file://")?;
    let drive = path.strip_prefix('/').filter(|rest| rest.get(1..2) == Some(":"));
    Some(PathBuf::from(match drive {
        Some(rest) if cfg!(windows) => rest,
        Some(_) | None if path.is_empty() => "/",
        Some(_) | None => path,
    }))
}

/// The explain pages as files, so that an editor can open the page of a code: in the user's cache folder, written once a version.
/// `None` where there is no such folder; then codes are no links.
fn explain_pages() -> Option<String> {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home =
        || std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(|home| Path::new(&home).join(".cache"));
    let folder = cache.or_else(home)?.join("gouji").join(env!("CARGO_PKG_VERSION")).join("errors");
    std::fs::create_dir_all(&folder).ok()?;
    for code in ALL_CODES {
        let path = folder.join(format!("{}.md", code.name));
        if std::fs::read_to_string(&path).is_ok_and(|page| page == code.page) {
            continue;
        }
        std::fs::write(&path, code.page).ok()?;
    }
    let path = folder.to_str()?.replace('\\', "/");
    Some(crate::lsp::file_address(&path))
}
