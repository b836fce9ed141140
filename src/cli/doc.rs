//! `gouji doc`: a form as a page.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::ReadArgs;
use super::check::unusable_templates;
use super::shelf::Shelf;
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::{cli as w, diff as said};
use crate::doc;
use crate::report::Format;
use crate::source::Sources;

#[derive(Debug, Args)]
pub struct DocArgs {
    #[arg(required = true, value_name = "TEMPLATE")]
    pub template: String,
    #[arg(long, value_name = "DIR")]
    pub templates: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "markdown")]
    pub format: DocFormat,
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DocFormat {
    #[value(alias = "md")]
    Markdown,
    Html,
}

pub(super) fn run(args: &DocArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let mut sources = Sources::new();
    let read = ReadArgs {
        template: Some(args.template.clone()),
        templates: args.templates.clone(),
        meta: Vec::new(),
        encoding: None,
        stdin_name: None,
    };
    let shelf = match Shelf::open(&read, &mut sources) {
        Ok(shelf) => shelf,
        Err(unusable) => return unusable_templates(unusable, Format::Text, &sources, shell, out),
    };
    let wanted = shelf.forced.as_deref();
    let mut found = Vec::new();
    for library in &shelf.libraries {
        for (form, plan) in library.model.forms.iter().zip(&library.plans) {
            let title = form.title();
            let here = match wanted {
                Some(name) => title == name || form.name == name,
                None => sources.name(form.span.file) == args.template,
            };
            if here {
                found.push((library, form, plan));
            }
        }
    }
    found.dedup_by_key(|(_, form, _)| form.title());
    let exact = wanted.and_then(|name| found.iter().position(|(_, form, _)| form.title() == name));
    let at = match (exact, found.as_slice()) {
        (Some(at), _) => at,
        (None, [_]) => 0,
        (None, []) => {
            return Err(Stop::Because(w::NO_SUCH_TEMPLATE.with("name", &args.template).with("names", Vec::<String>::new())));
        }
        (None, several) => {
            let names: Vec<String> = several.iter().map(|(_, form, _)| form.title()).collect();
            let message = said::NOT_A_FORM.with("name", &args.template).with("count", names.len()).with("names", names);
            return Err(Stop::Because(message));
        }
    };
    let Some((library, form, plan)) = found.get(at) else { return Ok(Exit::Failed) };
    let page = doc::page(&library.model, form, plan, shell.lang);
    let text = match args.format {
        DocFormat::Markdown => doc::markdown(&page),
        DocFormat::Html => doc::html(&page),
    };
    match &args.output {
        Some(path) => std::fs::write(path, text)
            .map_err(|error| Stop::Because(w::CANNOT_WRITE.with("why", format!("{}: {error}", path.display()))))?,
        None => out.write_all(text.as_bytes())?,
    }
    Ok(Exit::Accepted)
}
