//! `gouji gen`: random reports that satisfy a template, or violate a rule of it.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::args::ReadArgs;
use super::check::unusable_templates;
use super::shelf::Shelf;
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::{cli as w, generate as words};
use crate::engine::Library;
use crate::generate::data::{Format, Writer};
use crate::generate::{Generator, Options, left_out};
use crate::model::Form;
use crate::plan::Plan;
use crate::report;
use crate::source::Sources;

#[derive(Debug, Args)]
pub struct GenArgs {
    #[arg(required = true, value_name = "TEMPLATE")]
    pub template: String,
    #[arg(long, value_name = "DIR")]
    pub templates: Vec<PathBuf>,
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub count: u64,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    #[arg(long = "break", value_name = "RULE")]
    pub breaks: Option<String>,
    #[arg(long, value_name = "SHARE", value_parser = share, default_value = "0.3")]
    pub zero: u32,
    #[arg(long, value_name = "SHARE", value_parser = share, default_value = "0")]
    pub blank: u32,
    #[arg(long, value_name = "N", default_value_t = 999, value_parser = clap::value_parser!(u64).range(1..=1_000_000_000_000))]
    pub max: u64,
    #[arg(long, value_name = "NAME=VALUE", value_parser = super::args::name_and_value)]
    pub meta: Vec<(String, String)>,
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "json")]
    pub format: GenFormat,
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GenFormat {
    Json,
    #[value(alias = "jsonl")]
    Ndjson,
    Csv,
    Yaml,
    Toml,
}

impl From<GenFormat> for Format {
    fn from(format: GenFormat) -> Format {
        match format {
            GenFormat::Json => Format::Json,
            GenFormat::Ndjson => Format::Ndjson,
            GenFormat::Csv => Format::Csv,
            GenFormat::Yaml => Format::Yaml,
            GenFormat::Toml => Format::Toml,
        }
    }
}

/// A share from 0 to 1, in ten-thousandths: `0.3`, `30%`.
fn share(text: &str) -> Result<u32, String> {
    let (digits, places) = match text.trim().strip_suffix(['%', '％']) {
        Some(digits) => (digits, 2),
        None => (text.trim(), 4),
    };
    let value = crate::number::Decimal::parse(digits).ok().and_then(|value| value.mantissa_at(places));
    value.and_then(|value| u32::try_from(value).ok()).filter(|value| *value <= 10_000).ok_or_else(|| "0..1".to_owned())
}

pub(super) fn run(args: &GenArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
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
        Err(unusable) => return unusable_templates(unusable, report::Format::Text, &sources, shell, out),
    };
    let (form, plan) = one_form(&shelf)?;
    let options = Options {
        seed: args.seed,
        zero: args.zero,
        blank: args.blank,
        max: args.max,
        breaks: args.breaks.clone(),
        meta: args.meta.clone(),
    };
    let mut generator = Generator::new(form, plan, options).map_err(Stop::Because)?;
    let rules = left_out(plan);
    if !rules.is_empty() && !shell.style.quiet {
        shell.note(&words::LEFT_OUT.with("count", rules.len()).with("rules", rules));
    }
    data(args, form, plan, &mut generator, out)?;
    if let (Some(rule), false) = (&args.breaks, generator.failing.is_empty() || shell.style.quiet) {
        let rules: Vec<String> = generator.failing.iter().cloned().collect();
        shell.note(&words::ALSO_FAIL.with("rule", rule.as_str()).with("rules", rules));
    }
    Ok(Exit::Accepted)
}

/// The one form that is meant.
fn one_form(shelf: &Shelf) -> Result<(&Form, &Plan), Stop> {
    fn forms(library: &Library) -> impl Iterator<Item = (&Form, &Plan)> {
        library.model.forms.iter().zip(&library.plans)
    }
    let meant = |form: &Form| shelf.forced.as_ref().is_none_or(|name| form.title() == *name || form.name == *name);
    let found: Vec<(&Form, &Plan)> = shelf.libraries.iter().flat_map(forms).filter(|(form, _)| meant(form)).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        several => {
            let names: Vec<String> = several.iter().map(|(form, _)| form.title()).collect();
            Err(Stop::Because(words::SEVERAL_FORMS.with("names", names)))
        }
    }
}

/// As much is kept before it is written.
const CHUNK: usize = 1 << 16;

fn data(args: &GenArgs, form: &Form, plan: &Plan, generator: &mut Generator<'_>, out: &mut dyn Write) -> Result<(), Stop> {
    let format = Format::from(args.format);
    let writer = Writer::new(form, plan, format);
    let many = args.count != 1;
    let mut text = Vec::with_capacity(CHUNK * 2);
    if let Some(folder) = &args.out {
        for number in 0..args.count {
            text.clear();
            let bound = generator.draw().map_err(Stop::Because)?;
            writer.begin(false, &mut text);
            writer.write(bound, 0, false, &mut text);
            writer.end(false, &mut text);
            save(folder, number, extension(format), &text)?;
        }
        return Ok(());
    }
    if many && !format.holds_many() {
        return Err(Stop::Because(words::ONE_FILE_EACH.plain()));
    }
    writer.begin(many, &mut text);
    for number in 0..args.count {
        let bound = generator.draw().map_err(Stop::Because)?;
        writer.write(bound, number, many, &mut text);
        if text.len() >= CHUNK {
            out.write_all(&text)?;
            text.clear();
        }
    }
    writer.end(many, &mut text);
    out.write_all(&text)?;
    Ok(())
}

fn extension(format: Format) -> &'static str {
    match format {
        Format::Json => "json",
        Format::Ndjson => "ndjson",
        Format::Csv => "csv",
        Format::Yaml => "yaml",
        Format::Toml => "toml",
    }
}

/// Writes a report as a file of its own: `000001.json`.
fn save(folder: &Path, number: u64, extension: &str, text: &[u8]) -> Result<(), Stop> {
    let path = folder.join(format!("{:06}.{extension}", number.saturating_add(1)));
    let cannot = |error: std::io::Error| {
        Stop::Because(w::CANNOT_WRITE_TO.with("path", path.to_string_lossy().into_owned()).with("why", error.to_string()))
    };
    std::fs::create_dir_all(folder).map_err(cannot)?;
    std::fs::write(&path, text).map_err(cannot)
}
