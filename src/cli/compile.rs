//! `gouji compile`: what an author runs on every save.

use std::io::Write;
use std::path::Path;

use super::args::CompileArgs;
use super::check::status;
use super::shelf::{Unusable, by_folder, compile, compile_file};
use super::shell::{Exit, Shell, Stop};
use super::watch::watch;
use crate::diag::wording::cli as w;
use crate::diag::{Diagnostic, Severity};
use crate::engine::Library;
use crate::report::{self, Format};
use crate::source::Sources;

pub(super) fn run(args: &CompileArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    watch(args.watch, &args.templates, shell, out, |out| once(args, shell, out))
}

fn once(args: &CompileArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let mut sources = Sources::new();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut forms = 0;
    let mut exit = Exit::Accepted;
    for path in &args.templates {
        for result in compile_path(path, &mut sources) {
            match result {
                Ok(library) => {
                    forms += library.model.forms.len();
                    diagnostics.extend(library.diagnostics);
                }
                Err(Unusable::Diagnostics(found)) => diagnostics.extend(found),
                Err(Unusable::Because(message)) => {
                    shell.note(&message);
                    exit = Exit::Failed;
                }
            }
        }
    }
    let format = shell.format(args.output.format);
    report::render_diagnostics(format, &diagnostics, &sources, &shell.style, out)?;
    if matches!(format, Format::Human | Format::Text | Format::Narrated) && !shell.style.quiet {
        let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let line =
            w::COMPILED.with("forms", forms).with("errors", count(Severity::Error)).with("warnings", count(Severity::Warning));
        writeln!(out, "{}", line.render(shell.lang))?;
    }
    // A template that does not compile is a job that could not be done.
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Ok(Exit::Failed);
    }
    Ok(exit.max(status(diagnostics.iter(), args.output.deny)))
}

fn compile_path(path: &Path, sources: &mut Sources) -> Vec<Result<Library, Unusable>> {
    if !path.is_dir() {
        return vec![compile_file(path, sources)];
    }
    match by_folder(path) {
        Ok(folders) => folders.iter().map(|files| compile(files, sources)).collect(),
        Err(unusable) => vec![Err(unusable)],
    }
}
