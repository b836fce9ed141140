//! `gouji new`: a first template from a document.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::inputs::{Input, expand};
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::{cli as w, draft as said};
use crate::document::{self, Content, Encoding, Hints};
use crate::draft;
use crate::engine::{self, Library, Options};
use crate::report::{self, Format};
use crate::source::Sources;

#[derive(Debug, Args)]
pub struct NewArgs {
    #[arg(required = true, value_name = "DOCUMENT")]
    pub document: String,
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[arg(long)]
    pub force: bool,
    #[arg(long, value_name = "NAME", value_parser = super::args::encoding)]
    pub encoding: Option<Encoding>,
    #[arg(long, value_name = "NAME")]
    pub stdin_name: Option<String>,
}

pub(super) fn run(args: &NewArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    if let Some(path) = args.output.as_ref().filter(|path| path.exists() && !args.force) {
        return Err(Stop::Because(said::EXISTS.with("path", path.to_string_lossy().into_owned())));
    }
    let mut sources = Sources::new();
    let input = expand(&args.document).map_err(Stop::Because)?.into_iter().next().unwrap_or(Input::Stdin);
    let name = input.name(args.stdin_name.as_deref());
    let bytes = input.read().map_err(Stop::Because)?;
    let opened = document::open(&mut sources, &name, &bytes, &Hints { encoding: args.encoding });
    let contents = opened.and_then(|contents| contents.report(0, &sources).map(std::borrow::Cow::into_owned));
    let content = match contents {
        Ok(content) => content,
        Err(failure) => {
            report::render_diagnostics(shell.format(None), &[*failure], &sources, &shell.style, out)?;
            return Ok(Exit::Failed);
        }
    };
    let Content::Document(document) = &content else {
        return Err(Stop::Because(said::NOT_A_DOCUMENT.with("file", name)));
    };
    let file = PathBuf::from(&name).file_stem().map_or_else(|| name.clone(), |stem| stem.to_string_lossy().into_owned());
    let drafted = draft::draft(document, &file, shell.lang);
    let target = args.output.as_ref().map_or_else(|| format!("{file}.gj"), |path| path.to_string_lossy().into_owned());
    match &args.output {
        Some(path) => {
            std::fs::write(path, &drafted.text)
                .map_err(|error| Stop::Because(w::CANNOT_WRITE.with("why", format!("{target}: {error}"))))?;
            shell.note(&said::WROTE.with("path", target.clone()));
        }
        None => {
            out.write_all(drafted.text.as_bytes())?;
            out.flush()?;
        }
    }
    for note in &drafted.notes {
        shell.note(note);
    }
    let tables: usize = drafted.sections.iter().map(|section| section.tables.len()).sum();
    let guesses = drafted.text.matches("// 猜测：").count().max(drafted.text.matches("// guess: ").count());
    match Library::compile(&mut sources, vec![(target, drafted.text)]) {
        Err(found) => {
            shell.note(&said::DOES_NOT_COMPILE.plain());
            let mut errors = Vec::new();
            report::render_diagnostics(Format::Text, &found, &sources, &shell.style, &mut errors)?;
            std::io::stderr().write_all(&errors)?;
            Ok(Exit::Findings)
        }
        Ok(library) => {
            let figures: usize = library.plans.iter().map(|plan| plan.slots.list.len()).sum();
            shell.note(&said::SUMMARY.with("tables", tables).with("figures", figures).with("guesses", guesses));
            if tables > 0 {
                let title = library.model.forms.first().map(crate::model::Form::title);
                let options = Options { template: title, encoding: args.encoding, ..Options::default() };
                let read = engine::extract(&library, &mut sources, &name, &bytes, &options);
                let found = read.figures.iter().filter(|figure| figure.state != crate::bind::State::Absent).count();
                shell.note(
                    &said::READS_BACK.with("found", found).with("of", read.figures.len()).with("unclaimed", read.unclaimed.len()),
                );
            }
            Ok(Exit::Accepted)
        }
    }
}
