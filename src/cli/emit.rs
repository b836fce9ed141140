//! `gouji emit`: a form for other programs.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::atomic;
use super::check::unusable_templates;
use super::shelf::Shelf;
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::{cli as w, emit as words};
use crate::emit::sql;
use crate::report::Format;
use crate::source::Sources;

#[derive(Debug, Args)]
pub struct EmitArgs {
    #[arg(required = true, value_name = "WHAT", value_enum)]
    pub what: EmitWhat,
    #[arg(required = true, value_name = "TEMPLATE")]
    pub template: String,
    #[arg(long, value_name = "DIR")]
    pub templates: Vec<PathBuf>,
    #[arg(long, required = true, value_name = "DIALECT", value_enum)]
    pub dialect: DialectArg,
    #[arg(long, value_name = "FILE", default_value = "figures.csv")]
    pub figures: String,
    #[arg(long, value_name = "NAME", value_parser = prefix)]
    pub prefix: Option<String>,
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EmitWhat {
    Sql,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DialectArg {
    #[value(name = "duckdb")]
    DuckDb,
    Spark,
    #[value(alias = "postgresql")]
    Postgres,
}

impl From<DialectArg> for sql::Dialect {
    fn from(dialect: DialectArg) -> sql::Dialect {
        match dialect {
            DialectArg::DuckDb => sql::Dialect::DuckDb,
            DialectArg::Spark => sql::Dialect::Spark,
            DialectArg::Postgres => sql::Dialect::Postgres,
        }
    }
}

/// What the views' names begin with: letters and digits of any script, at most 40 bytes.
fn prefix(text: &str) -> Result<String, String> {
    let good = text.chars().all(|c| c.is_alphanumeric() || c == '_') && (1..=40).contains(&text.len());
    if good { Ok(text.to_owned()) } else { Err("NAME".to_owned()) }
}

pub(super) fn run(args: &EmitArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let mut sources = Sources::new();
    let shelf = match Shelf::of_template(&args.template, &args.templates, &mut sources) {
        Ok(shelf) => shelf,
        Err(unusable) => return unusable_templates(unusable, Format::Text, &sources, shell, out),
    };
    let (_, form, plan) = shelf.one(&args.template, &sources).map_err(Stop::Because)?;
    let options = sql::Options {
        dialect: args.dialect.into(),
        lang: shell.lang,
        prefix: args.prefix.clone(),
        figures: args.figures.clone(),
    };
    let emitted = match args.what {
        EmitWhat::Sql => sql::emit(form, plan, &options).map_err(Stop::Because)?,
    };
    match &args.output {
        Some(path) => atomic::write(path, emitted.text.as_bytes()).map_err(|error| {
            let path = path.to_string_lossy().into_owned();
            Stop::Because(w::CANNOT_WRITE_TO.with("path", path).with("why", error.to_string()))
        })?,
        None => out.write_all(emitted.text.as_bytes())?,
    }
    if !emitted.left_out.is_empty() && !shell.style.quiet {
        shell.note(&words::LEFT_OUT.with("items", emitted.left_out));
    }
    Ok(Exit::Accepted)
}
