//! `gouji fmt`: template files in the one layout.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::inputs::{Input, templates_in};
use super::shell::{Exit, Shell, Stop};
use super::{atomic, changes};
use crate::diag::wording::cli as w;
use crate::diag::{Diagnostic, Message};
use crate::format::{self, Options};
use crate::report::{self, Format};
use crate::source::Sources;
use crate::syntax::ast::KeywordLang;

#[derive(Debug, Args)]
pub struct FmtArgs {
    #[arg(required = true, value_name = "TEMPLATE")]
    pub templates: Vec<PathBuf>,
    #[arg(long)]
    pub check: bool,
    #[arg(long, value_name = "LANG", value_enum)]
    pub keywords: Option<KeywordsArg>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KeywordsArg {
    Zh,
    En,
}

/// What became of one file.
enum Done {
    Same,
    Changed,
    Failed,
}

pub(super) fn run(args: &FmtArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let (inputs, mut exit) = inputs(&args.templates, shell)?;
    let (mut changed, mut same, mut files) = (0, 0, 0);
    for input in &inputs {
        files += usize::from(*input != Input::Stdin);
        match one(input, args, shell, out)? {
            Done::Same => same += 1,
            Done::Changed => {
                changed += 1;
                exit = if args.check { exit.max(Exit::Findings) } else { exit };
            }
            Done::Failed => exit = Exit::Failed,
        }
    }
    if files > 0 && !shell.style.quiet {
        let wording = if args.check { &w::FMT_WOULD } else { &w::FMT_DONE };
        out.flush()?;
        shell.note(&wording.with("changed", changed).with("same", same));
    }
    Ok(exit)
}

/// The files that the arguments stand for. One that stands for none is told and does not stop the others.
fn inputs(arguments: &[PathBuf], shell: &Shell) -> Result<(Vec<Input>, Exit), Stop> {
    let mut inputs = Vec::new();
    let mut exit = Exit::Accepted;
    for path in arguments {
        if path.as_os_str() == "-" {
            inputs.push(Input::Stdin);
        } else if path.is_dir() {
            let files = templates_in(path);
            if files.is_empty() {
                shell.note(&w::NO_TEMPLATES_IN.with("path", path.to_string_lossy().into_owned()));
                exit = Exit::Failed;
            }
            inputs.extend(files.into_iter().map(Input::File));
        } else {
            inputs.push(Input::File(path.clone()));
        }
    }
    if inputs.iter().filter(|input| **input == Input::Stdin).count() > 1 {
        return Err(Stop::Because(w::STDIN_TWICE.plain()));
    }
    Ok((inputs, exit))
}

fn one(input: &Input, args: &FmtArgs, shell: &Shell, out: &mut dyn Write) -> Result<Done, Stop> {
    let name = input.name(None);
    let text = match read(input, &name) {
        Ok(text) => text,
        Err(message) => {
            shell.note(&message);
            return Ok(Done::Failed);
        }
    };
    let mut sources = Sources::new();
    let options = Options {
        keywords: args.keywords.map(|keywords| match keywords {
            KeywordsArg::Zh => KeywordLang::Chinese,
            KeywordsArg::En => KeywordLang::English,
        }),
        file: sources.add(name.as_str(), text.as_str()),
    };
    let laid_out = match format::format(&text, &options) {
        Ok(laid_out) => laid_out,
        Err(diagnostics) => {
            tell(&diagnostics, &sources, shell)?;
            shell.note(&w::FMT_FAILED.with("path", name));
            return Ok(Done::Failed);
        }
    };
    let same = laid_out == text;
    match input {
        _ if args.check => {
            if !same {
                writeln!(out, "{}", changes::paint(shell.style.color, "1", &report::clean::one_line(&name)))?;
                changes::write(&text, &laid_out, shell.style.color, out)?;
            }
        }
        Input::Stdin => out.write_all(laid_out.as_bytes())?,
        Input::File(path) => {
            if !same && let Err(message) = save(path, &laid_out) {
                shell.note(&message);
                return Ok(Done::Failed);
            }
        }
    }
    Ok(if same { Done::Same } else { Done::Changed })
}

fn read(input: &Input, name: &str) -> Result<String, Message> {
    String::from_utf8(input.read()?).map_err(|_| w::NOT_UTF8.with("path", name))
}

fn save(path: &Path, text: &str) -> Result<(), Message> {
    atomic::write(path, text.as_bytes())
        .map_err(|error| w::CANNOT_WRITE_FILE.with("path", path.to_string_lossy().into_owned()).with("why", error.to_string()))
}

/// What is wrong with a file, beside the standard output, which may be the file itself.
fn tell(diagnostics: &[Diagnostic], sources: &Sources, shell: &Shell) -> Result<(), Stop> {
    let format = if shell.progress { Format::Human } else { Format::Text };
    let style = report::Style { color: shell.style.color && shell.progress, ..shell.style };
    Ok(report::render_diagnostics(format, diagnostics, sources, &style, &mut std::io::stderr())?)
}
