//! The command line: the shell that touches files, environment, clock and streams (`cli.md`).
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod account;
mod args;
mod atomic;
mod audit;
mod chain;
mod changes;
mod check;
mod compile;
mod diff;
mod doc;
mod emit;
mod explain;
mod extract;
mod filed;
mod fmt;
mod generate;
mod help;
mod help_texts;
mod inputs;
mod list;
mod lsp;
mod manual;
mod new;
mod rollup;
mod shelf;
mod shell;
mod stream;
mod test;
mod watch;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::FromArgMatches;
use clap::error::ErrorKind;

use args::{Cli, Command};
use shell::{Exit, Shell, Stop};

use crate::diag::Lang;
use crate::diag::wording::cli as w;

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let lang = shell::language(&arguments);
    let parsed = help::command(lang).try_get_matches_from(arguments);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(usage(&error, lang) as u8),
    };
    let lang = cli.lang.map_or(lang, Lang::from);
    let shell = Shell::new(&cli, lang);
    // Not locked: the language server writes from a thread of its own.
    let mut out = BufWriter::new(io::stdout());
    let result = match &cli.command {
        Command::Check(args) => check::run(args, &shell, &mut out),
        Command::Extract(args) => extract::run(args, &shell, &mut out),
        Command::Compile(args) => compile::run(args, &shell, &mut out),
        Command::Explain(args) => explain::run(args, &shell, &mut out),
        Command::Fmt(args) => fmt::run(args, &shell, &mut out),
        Command::Test(args) => test::run(args, &shell, &mut out),
        Command::List(args) => list::run(args, &shell, &mut out),
        Command::Lsp(args) => lsp::run(args, &shell, &mut out),
        Command::Gen(args) => generate::run(args, &shell, &mut out),
        Command::Completions(args) => manual::completions(args, &shell, &mut out),
        Command::Man(args) => manual::man(args, &shell, &mut out),
        Command::Audit(args) => audit::run(args, &shell, &mut out),
        Command::Diff(args) => diff::run(args, &shell, &mut out),
        Command::Doc(args) => doc::run(args, &shell, &mut out),
        Command::Emit(args) => emit::run(args, &shell, &mut out),
        Command::New(args) => new::run(args, &shell, &mut out),
        Command::Rollup(args) => rollup::run(args, &shell, &mut out),
        Command::Chain(args) => chain::run(args, &shell, &mut out),
    };
    let exit = match result.and_then(|exit| out.flush().map(|()| exit).map_err(Stop::Output)) {
        Ok(exit) => exit,
        Err(Stop::Because(message)) => {
            shell.note(&message);
            Exit::Failed
        }
        // Whoever read the output has gone (`| head`): not worth a word.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Accepted,
        Err(Stop::Output(error)) => {
            shell.note(&w::CANNOT_WRITE.with("why", error.to_string()));
            Exit::Failed
        }
    };
    // What could not be written by now cannot be written by a destructor either.
    let _ = out.into_parts();
    ExitCode::from(exit as u8)
}

/// Help, version, or what is wrong with the arguments.
fn usage(error: &clap::Error, lang: Lang) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            Exit::Accepted
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let _ = write!(io::stderr(), "{}", help::command(lang).render_help());
            Exit::Failed
        }
        _ => {
            let _ = write!(io::stderr(), "gouji: {}", help::usage_error(error, lang));
            Exit::Failed
        }
    }
}
