//! `gouji doc`: a form as a page.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::atomic;
use super::check::unusable_templates;
use super::shelf::Shelf;
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::cli as w;
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
    let shelf = match Shelf::of_template(&args.template, &args.templates, &mut sources) {
        Ok(shelf) => shelf,
        Err(unusable) => return unusable_templates(unusable, Format::Text, &sources, shell, out),
    };
    let (library, form, plan) = shelf.one(&args.template, &sources).map_err(Stop::Because)?;
    let page = doc::page(&library.model, form, plan, shell.lang);
    let text = match args.format {
        DocFormat::Markdown => doc::markdown(&page),
        DocFormat::Html => doc::html(&page),
    };
    match &args.output {
        Some(path) => atomic::write(path, text.as_bytes()).map_err(|error| {
            let path = path.to_string_lossy().into_owned();
            Stop::Because(w::CANNOT_WRITE_TO.with("path", path).with("why", error.to_string()))
        })?,
        None => out.write_all(text.as_bytes())?,
    }
    Ok(Exit::Accepted)
}
