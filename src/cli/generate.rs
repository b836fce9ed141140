//! `gouji gen`: random reports that satisfy a template, or violate a rule of it.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::check::unusable_templates;
use super::shelf::Shelf;
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::{cli as w, generate as words};
use crate::engine::Library;
use crate::generate::data::{Format, Writer};
use crate::generate::layouts::{self, Layout, Printed, Quirk, Style, allowed};
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
    #[arg(long, value_name = "LAYOUT", value_parser = named(&Layout::ALL, Layout::name), conflicts_with = "format")]
    pub layout: Option<Layout>,
    #[arg(long, value_name = "NAME", requires = "layout", value_parser = named(&Quirk::ALL, Quirk::name))]
    pub quirk: Vec<Quirk>,
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

/// The names of a list, one of which is asked for.
fn named<T: Copy + Send + Sync + 'static>(all: &'static [T], name: fn(T) -> &'static str) -> impl TypedValueParser<Value = T> {
    let names: Vec<&'static str> = all.iter().map(|one| name(*one)).collect();
    // The parser lets through only names of the list.
    PossibleValuesParser::new(names).try_map(move |given| all.iter().copied().find(|one| name(*one) == given).ok_or(""))
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
    let shelf = match Shelf::of_template(&args.template, &args.templates, &mut sources) {
        Ok(shelf) => shelf,
        Err(unusable) => return unusable_templates(unusable, report::Format::Text, &sources, shell, out),
    };
    let (library, form, plan) = shelf.one(&args.template, &sources).map_err(Stop::Because)?;
    let options = Options {
        seed: args.seed,
        zero: args.zero,
        blank: args.blank,
        max: args.max,
        breaks: args.breaks.clone(),
        meta: args.meta.clone(),
    };
    let mut generator = Generator::new(form, plan, options).map_err(Stop::Because)?;
    match args.layout {
        Some(layout) => pages(args, &style(args, layout)?, (library, form, plan), &mut generator, shell, out)?,
        None => data(args, form, plan, &mut generator, out)?,
    }
    let rules = left_out(plan);
    if !rules.is_empty() && !shell.style.quiet {
        shell.note(&words::LEFT_OUT.with("count", rules.len()).with("rules", rules));
    }
    if let (Some(rule), false) = (&args.breaks, generator.failing.is_empty() || shell.style.quiet) {
        let rules: Vec<String> = generator.failing.iter().cloned().collect();
        shell.note(&words::ALSO_FAIL.with("rule", rule.as_str()).with("rules", rules));
    }
    Ok(Exit::Accepted)
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

/// The layout with its quirks; a quirk that the layout cannot show is refused.
fn style(args: &GenArgs, layout: Layout) -> Result<Style, Stop> {
    let mut style = Style { layout, quirks: Vec::new() };
    for quirk in args.quirk.iter().copied() {
        if !allowed(layout, quirk) || (quirk == Quirk::Blank && layout.drops_blanks()) {
            return Err(not_here(layout, quirk.name()));
        }
        style.quirks.push(quirk);
    }
    if args.blank > 0 && layout.drops_blanks() {
        return Err(not_here(layout, Quirk::Blank.name()));
    }
    Ok(style)
}

fn not_here(layout: Layout, quirk: &str) -> Stop {
    Stop::Because(words::QUIRK_NOT_HERE.with("layout", layout.name()).with("name", quirk))
}

/// Reports as text, a file each.
fn pages(
    args: &GenArgs,
    style: &Style,
    (library, form, plan): (&Library, &Form, &Plan),
    generator: &mut Generator<'_>,
    shell: &Shell,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    if args.count > 1 && args.out.is_none() {
        return Err(Stop::Because(words::ONE_FILE_EACH.plain()));
    }
    let mut unprinted: BTreeSet<String> = BTreeSet::new();
    // The same figures in every layout: how they are printed is drawn apart.
    let mut dice = fastrand::Rng::with_seed(args.seed ^ 0x5eed);
    for number in 0..args.count {
        let bound = generator.draw().map_err(Stop::Because)?;
        let figures = layouts::figures(bound, &plan.slots, &library.model.units, style, &mut dice);
        let meta: Vec<Option<String>> = bound.meta.iter().map(|meta| Some(meta.as_ref()?.text.clone())).collect();
        let printed = Printed { form, units: &library.model.units, slots: &plan.slots, figures: &figures, meta: &meta };
        let (_, text) = layouts::report(&printed, style, &mut dice);
        unprinted.extend(layouts::unprinted(&printed));
        match &args.out {
            Some(folder) => save(folder, number, style.layout.extension(), text.as_bytes())?,
            None => out.write_all(text.as_bytes())?,
        }
    }
    if !unprinted.is_empty() && !shell.style.quiet {
        shell.note(&words::NOT_PRINTED.with("names", unprinted.into_iter().collect::<Vec<String>>()));
    }
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
