//! Reports that are compared with each other: those of `--prior`, of `gouji chain`, of `gouji rollup`.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use super::args::ReadArgs;
use super::check::{options, progress};
use super::inputs::{Input, expand};
use super::shelf::Shelf;
use super::shell::{Exit, Shell, Stop};
use crate::chain::{Filed, Given, Priors, Unread};
use crate::diag::wording::cli as w;
use crate::diag::{Diagnostic, Label, Message};
use crate::engine::{self, Library, Options};
use crate::report::Style;
use crate::report::clean::one_line;
use crate::report::layout::wrap;
use crate::source::{FileId, Sources, Spot};

/// Reads what `--prior` names. What cannot be read is told on standard error; the reports that need it say so as well.
pub(super) fn given(
    path: Option<&Path>,
    libraries: &[Library],
    sources: &mut Sources,
    options: &Options,
    shell: &Shell,
) -> Result<Option<Arc<Priors>>, Stop> {
    let Some(path) = path else { return Ok(None) };
    if !path.exists() {
        return Err(Stop::Because(w::NO_SUCH_FILE.with("path", path.to_string_lossy().into_owned())));
    }
    let given = if path.is_dir() { Given::Folder } else { Given::File };
    let inputs = expand(&path.to_string_lossy()).map_err(Stop::Because)?;
    // One after the other: only what is needed of them is kept.
    let files = inputs.iter().filter_map(|input| match input.read() {
        Ok(bytes) => Some((input.name(None), bytes)),
        Err(message) => {
            shell.note(&message);
            None
        }
    });
    let priors = engine::priors(libraries, sources, files, given, options);
    if given == Given::Folder {
        for unread in priors.unread() {
            shell.note(&w::PRIOR_UNREAD.with("file", &unread.name).with("why", unread.why.clone()));
        }
    }
    Ok(Some(Arc::new(priors)))
}

/// The reports of a run that compares them.
pub(super) struct Reports {
    pub filed: Vec<Filed>,
    pub unread: Vec<Unread>,
    /// Whether some argument stood for nothing, or a file could not be opened.
    pub exit: Exit,
}

/// Reads every report that the arguments stand for, but not `beside`: a file of another kind that lies among them. What cannot be
/// read as a report is told on standard error.
pub(super) fn reports(
    arguments: &[String],
    beside: Option<&Path>,
    read: &ReadArgs,
    shelf: &Shelf,
    sources: &mut Sources,
    shell: &Shell,
) -> Result<Reports, Stop> {
    let (inputs, exit) = super::check::inputs(arguments, shell)?;
    let mut all = Reports { filed: Vec::new(), unread: Vec::new(), exit };
    let options = options(read, shelf);
    let bar = progress(inputs.len(), shell);
    let other = |input: &&Input| match (input, beside) {
        (Input::File(path), Some(beside)) => !same_file(path, beside),
        (Input::File(_) | Input::Stdin, _) => true,
    };
    for input in inputs.iter().filter(other) {
        let name = input.name(read.stdin_name.as_deref());
        match input.read() {
            Ok(bytes) => {
                let (filed, unread) = engine::filed(&shelf.libraries, sources, &name, &bytes, &options);
                all.filed.extend(filed);
                all.unread.extend(unread);
            }
            Err(message) => {
                bar.suspend(|| shell.note(&message));
                all.exit = Exit::Failed;
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    for unread in &all.unread {
        shell.note(&w::NOT_READ.with("file", &unread.name).with("why", unread.why.clone()));
    }
    if !all.unread.is_empty() {
        all.exit = all.exit.max(Exit::Findings);
    }
    Ok(all)
}

fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        (Ok(_) | Err(_), _) => one == other,
    }
}

/// A finding in a list: what it says, and the places in reports that it is about. `is_report`: whether the places of a file are named.
pub(super) fn write_finding(
    finding: &Diagnostic,
    indent: &str,
    is_report: &dyn Fn(FileId) -> bool,
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let lang = style.lang;
    let word = crate::report::severity_word(finding.severity, lang);
    writeln!(out, "{indent}{word}[{}] {}", finding.code.name, one_line(&finding.message.render(lang)))?;
    let labels: Vec<&Label> = finding.labels.iter().filter(|label| !label.minor && is_report(label.span.file)).collect();
    for label in labels {
        let said = label.message.as_ref().map(|message| one_line(&message.render(lang))).unwrap_or_default();
        writeln!(out, "{indent}  {}  {said}", place(label, sources))?;
    }
    // Of a rule that failed the figures say it all.
    let failed = finding.finding.as_deref().is_some_and(|finding| finding.rule.is_some() && finding.left.is_some());
    for note in finding.notes.iter().filter(|_| !failed) {
        write_note(note, indent, style, out)?;
    }
    Ok(())
}

/// A sentence below a finding.
pub(super) fn write_note(note: &Message, indent: &str, style: &Style, out: &mut dyn Write) -> std::io::Result<()> {
    let text = format!("{indent}  {}", one_line(&note.render(style.lang)));
    wrap(&text, style.width, indent.len() + 2).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// `file:line:column`, or the file and the place that its format has.
pub(super) fn place(label: &Label, sources: &Sources) -> String {
    let name = one_line(sources.name(label.span.file));
    match (label.place.as_deref(), sources.spot(label.span)) {
        (Some(place), _) | (None, Spot::Place(place)) => format!("{name}:{}", one_line(place)),
        (None, Spot::Bytes(_)) => {
            let position = sources.position_of(label.span);
            format!("{name}:{}:{}", position.line, position.column)
        }
        (None, Spot::Whole) => name,
    }
}
