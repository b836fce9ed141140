//! `gouji diff`: what changed between two versions of a form.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::check::unusable_templates;
use super::shelf::{Shelf, compile_file};
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::cli as w;
use crate::diff::{self, Version};
use crate::engine::Library;
use crate::report::Format;
use crate::report::layout::{Align, table};
use crate::source::Sources;

#[derive(Debug, Args)]
pub struct DiffArgs {
    #[arg(required = true, value_name = "OLD")]
    pub old: String,
    #[arg(required = true, value_name = "NEW")]
    pub new: String,
    #[arg(long, value_name = "DIR")]
    pub templates: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: DiffFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    #[value(alias = "human")]
    Text,
    Markdown,
    Json,
}

pub(super) fn run(args: &DiffArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let mut sources = Sources::new();
    let mut libraries = match Shelf::of_folders(&args.templates, &mut sources) {
        Ok(shelf) => shelf.libraries,
        Err(unusable) => return unusable_templates(unusable, Format::Text, &sources, shell, out),
    };
    let mut places = Vec::new();
    for name in [&args.old, &args.new] {
        if !name.to_ascii_lowercase().ends_with(".gj") {
            places.push(of_name(&libraries, name)?);
            continue;
        }
        let library = match compile_file(Path::new(name), &mut sources) {
            Ok(library) => library,
            Err(unusable) => return unusable_templates(unusable, Format::Text, &sources, shell, out),
        };
        let forms: Vec<usize> = (0..library.model.forms.len())
            .filter(|index| library.model.forms.get(*index).is_some_and(|form| sources.name(form.span.file) == name))
            .collect();
        let [form] = forms.as_slice() else {
            let names: Vec<String> =
                forms.iter().filter_map(|index| library.model.forms.get(*index)).map(|form| form.title()).collect();
            return Err(Stop::Because(w::SEVERAL_TEMPLATES.with("name", name).with("count", names.len()).with("names", names)));
        };
        places.push((libraries.len(), *form));
        libraries.push(library);
    }
    let [old, new] = places.as_slice() else { return Ok(Exit::Failed) };
    // Two files of one folder are one library: the amendment of one speaks of the other.
    let (old, new) = same_library(&libraries, *old, *new);
    let (Some(old), Some(new)) = (version(&libraries, old), version(&libraries, new)) else { return Ok(Exit::Failed) };
    let found = diff::diff(old, new, shell.lang);
    match args.format {
        DiffFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &found.data(shell.lang)).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        DiffFormat::Markdown => out.write_all(diff::markdown(&found, shell.lang).as_bytes())?,
        DiffFormat::Text => {
            let right = [Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Right];
            for line in diff::words(&found, shell.lang, &|rows| table(rows, &right)) {
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(if found.is_empty() { Exit::Accepted } else { Exit::Findings })
}

/// Where a named form is: the version, or the latest of a name.
fn of_name(libraries: &[Library], name: &str) -> Result<(usize, usize), Stop> {
    let all = || {
        libraries
            .iter()
            .enumerate()
            .flat_map(|(at, library)| library.model.forms.iter().enumerate().map(move |(index, form)| (at, index, form)))
    };
    if let Some((at, index, _)) = all().find(|(_, _, form)| form.title() == name) {
        return Ok((at, index));
    }
    let named: Vec<(usize, usize, String)> =
        all().filter(|(_, _, form)| form.name == name).map(|(at, index, form)| (at, index, form.title())).collect();
    match named.as_slice() {
        [(at, index, _)] => Ok((*at, *index)),
        [] => {
            let names: Vec<String> = all().map(|(_, _, form)| form.title()).collect();
            Err(Stop::Because(w::NO_SUCH_TEMPLATE.with("name", name).with("names", names)))
        }
        several => {
            let names: Vec<String> = several.iter().map(|(_, _, title)| title.clone()).collect();
            Err(Stop::Because(w::SEVERAL_TEMPLATES.with("name", name).with("count", names.len()).with("names", names)))
        }
    }
}

fn version(libraries: &[Library], (library, form): (usize, usize)) -> Option<Version<'_>> {
    let library = libraries.get(library)?;
    Some(Version { model: &library.model, form: library.model.forms.get(form)?, plan: library.plans.get(form)? })
}

/// The old form inside the library of the new one, where it is there too.
fn same_library(libraries: &[Library], old: (usize, usize), new: (usize, usize)) -> ((usize, usize), (usize, usize)) {
    let title = version(libraries, old).map(|version| version.form.title());
    let amended = version(libraries, new).and_then(|version| {
        let index = version.form.amended.as_ref()?.form;
        let form = version.model.forms.get(index)?;
        (Some(form.title()) == title).then_some(index)
    });
    match amended {
        Some(index) => ((new.0, index), new),
        None => (old, new),
    }
}
