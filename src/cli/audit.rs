//! `gouji audit`: what the rules of a template protect, and what they let pass on a real report.

mod content;
mod data;
mod draw;
mod html;
mod mutations;
mod text;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::{Deny, ReadArgs};
use super::check::{options, unusable_templates};
use super::inputs::Input;
use super::shelf::Shelf;
use super::shell::{Exit, Shell, Stop};
use crate::audit::mutate::{self, Mutations};
use crate::audit::{self, Audit, Protection};
use crate::diag::wording::audit as w;
use crate::document::Encoding;
use crate::engine::{self, Library};
use crate::model::Form;
use crate::plan::Plan;
use crate::report::{self, Format};
use crate::source::Sources;

#[derive(Debug, Args)]
pub struct AuditArgs {
    #[arg(value_name = "TEMPLATE", required_unless_present = "mutate")]
    pub template: Option<String>,
    #[arg(long, value_name = "REPORT")]
    pub mutate: Option<String>,
    #[arg(long, value_name = "DIR")]
    pub templates: Vec<PathBuf>,
    #[arg(long, value_name = "NAME=VALUE", value_parser = super::args::name_and_value)]
    pub meta: Vec<(String, String)>,
    #[arg(long, value_name = "NAME", value_parser = super::args::encoding)]
    pub encoding: Option<Encoding>,
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: AuditFormat,
    #[arg(long, value_name = "WHAT", value_enum)]
    pub deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    #[value(alias = "human")]
    Text,
    Html,
    Json,
}

/// One form with what was found about it.
struct Audited<'a> {
    form: &'a Form,
    plan: &'a Plan,
    audit: Audit,
    sources: &'a Sources,
}

/// One report whose figures were changed.
struct Mutated<'a> {
    name: String,
    plan: &'a Plan,
    mutations: Mutations,
}

pub(super) fn run(args: &AuditArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let mut sources = Sources::new();
    let read = ReadArgs {
        template: args.template.clone(),
        templates: args.templates.clone(),
        meta: args.meta.clone(),
        encoding: args.encoding,
        stdin_name: None,
    };
    let shelf = match Shelf::open(&read, &mut sources) {
        Ok(shelf) => shelf,
        Err(unusable) => return unusable_templates(unusable, Format::Text, &sources, shell, &mut std::io::stderr()),
    };
    match &args.mutate {
        Some(report) => mutated(args, &read, &shelf, report, &mut sources, shell, out),
        None => audited(args, &shelf, &sources, shell, out),
    }
}

fn audited(args: &AuditArgs, shelf: &Shelf, sources: &Sources, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let forms: Vec<Audited<'_>> = shelf
        .libraries
        .iter()
        .flat_map(|library| library.model.forms.iter().zip(&library.plans))
        .filter(|(form, _)| shelf.means(form, args.template.as_deref(), sources))
        .map(|(form, plan)| Audited { form, plan, audit: audit::audit(plan), sources })
        .collect();
    match args.format {
        AuditFormat::Text => text::write(&forms, shell, out)?,
        AuditFormat::Html => html::write(&forms, shell.lang, out)?,
        AuditFormat::Json => data::write(&forms, shell.lang, out)?,
    }
    let contradicts = forms.iter().any(|form| !form.audit.conflicts.is_empty());
    let bare = forms.iter().any(|form| form.audit.count(|protection| protection == Protection::Unprotected) > 0);
    Ok(exit(contradicts || (bare && args.deny == Some(Deny::Warnings))))
}

fn mutated(
    args: &AuditArgs,
    read: &ReadArgs,
    shelf: &Shelf,
    report: &str,
    sources: &mut Sources,
    shell: &Shell,
    out: &mut dyn Write,
) -> Result<Exit, Stop> {
    let input = if report == "-" { Input::Stdin } else { Input::File(report.into()) };
    let bytes = input.read().map_err(Stop::Because)?;
    let name = input.name(None);
    let options = options(read, shelf);
    let reading = shelf.libraries.iter().find_map(|library: &Library| {
        let reading = engine::read(library, sources, &name, &bytes, &options);
        let index = reading.form?;
        Some((library.model.forms.get(index)?, library.plans.get(index)?, reading.bound?, reading.diagnostics))
    });
    let Some((form, plan, bound, found)) = reading else {
        return Err(Stop::Because(w::NOT_MUTATED.with("path", name)));
    };
    let style = report::Style { color: shell.style.color && shell.progress, quiet: true, ..shell.style };
    let format = if shell.progress { Format::Human } else { Format::Text };
    report::render_diagnostics(format, &found, sources, &style, &mut std::io::stderr())?;
    let mutated = Mutated { name, plan, mutations: mutate::mutate(plan, &bound) };
    match args.format {
        AuditFormat::Text => mutations::write_text(&mutated, shell, out)?,
        AuditFormat::Html => html::write_mutations(&mutated, form, shell.lang, out)?,
        AuditFormat::Json => data::write_mutations(&mutated, out)?,
    }
    Ok(exit(args.deny == Some(Deny::Warnings) && !mutated.mutations.unnoticed.is_empty()))
}

fn exit(bad: bool) -> Exit {
    if bad { Exit::Findings } else { Exit::Accepted }
}
