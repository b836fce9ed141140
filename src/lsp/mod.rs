//! The language server as a state machine: documents and requests in, answers and findings out. It checks nothing by itself:
//! what is wrong is what [`crate::engine::analyze`] and [`crate::engine::check_all`] say, as on the command line.
//!
//! No streams here: the shell (`cli/lsp.rs`) owns standard input and output and reads the files beside an open one through
//! [`Disk`]. Messages are taken in order; [`Server::settle`] checks what changed once nothing more is waiting.

mod actions;
mod complete;
mod complete_names;
mod context;
mod convert;
mod declared;
mod findings;
mod folder;
mod folds;
mod hints;
mod hover;
mod hover_cells;
mod meanings;
mod place;
pub mod protocol;
mod rename;
mod report;
mod server;
mod symbols;
#[cfg(test)]
mod tests;
mod tokens;
mod uri;

pub use protocol::Failure;
pub use server::{Disk, Out, Server};
pub use uri::file_address;
