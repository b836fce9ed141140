//! The arguments, as clap parses them. Their help texts stand in `help_texts.rs`, in both languages.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::generate::GenArgs;
use super::lsp::LspArgs;
use super::manual::{CompletionsArgs, ManArgs};
use crate::diag::Lang;
use crate::document::Encoding;
use crate::report::Format;

#[derive(Debug, Parser)]
#[command(name = "gouji", version, disable_help_subcommand = true, disable_help_flag = true, disable_version_flag = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[arg(long, global = true, value_name = "LANG", value_enum)]
    pub lang: Option<LangArg>,
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value = "auto")]
    pub color: When,
    #[arg(short, long, global = true)]
    pub quiet: bool,
    #[arg(short, long, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Check(CheckArgs),
    Extract(ExtractArgs),
    Compile(CompileArgs),
    Explain(ExplainArgs),
    List(ListArgs),
    Gen(GenArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
    Fmt(super::fmt::FmtArgs),
    Audit(super::audit::AuditArgs),
    Lsp(LspArgs),
    Diff(super::diff::DiffArgs),
    Doc(super::doc::DocArgs),
    Emit(super::emit::EmitArgs),
    New(super::new::NewArgs),
    Test(super::test::TestArgs),
    Fix(super::fix::FixArgs),
    ExplainFailure(super::explain_failure::ExplainFailureArgs),
    Chain(super::chain::ChainArgs),
    Rollup(super::rollup::RollupArgs),
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[arg(required = true, value_name = "REPORT")]
    pub reports: Vec<String>,
    #[command(flatten)]
    pub read: ReadArgs,
    #[arg(long, value_name = "FILE")]
    pub prior: Option<PathBuf>,
    #[arg(long, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
    #[arg(long)]
    pub no_locate: bool,
    #[arg(long)]
    pub summary: bool,
    #[arg(long, value_name = "FILE")]
    pub figures: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub explanations: Option<PathBuf>,
    #[command(flatten)]
    pub policy: super::explanations::PolicyArgs,
    #[arg(long)]
    pub watch: bool,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Args)]
pub struct ExtractArgs {
    #[arg(required = true, value_name = "REPORT")]
    pub report: String,
    #[command(flatten)]
    pub read: ReadArgs,
    #[arg(long)]
    pub explain: bool,
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: ExtractFormat,
}

/// How a report is read.
#[derive(Debug, Default, Args)]
pub struct ReadArgs {
    #[arg(long, value_name = "NAME[@VERSION]")]
    pub template: Option<String>,
    #[arg(long, value_name = "DIR")]
    pub templates: Vec<PathBuf>,
    #[arg(long, value_name = "NAME=VALUE", value_parser = name_and_value)]
    pub meta: Vec<(String, String)>,
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    #[arg(long, value_name = "NAME")]
    pub stdin_name: Option<String>,
}

#[derive(Debug, Args)]
pub struct CompileArgs {
    #[arg(required = true, value_name = "TEMPLATE")]
    pub templates: Vec<PathBuf>,
    #[arg(long)]
    pub watch: bool,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

#[derive(Debug, Args)]
pub struct ListArgs {
    #[arg(long, value_name = "DIR")]
    pub templates: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: ListFormat,
}

#[derive(Debug, Args)]
pub struct OutputArgs {
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub format: Option<FormatArg>,
    #[arg(long, value_name = "WHAT", value_enum)]
    pub deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    Zh,
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Lang {
        match lang {
            LangArg::Zh => Lang::Zh,
            LangArg::En => Lang::En,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    Warnings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    Human,
    Text,
    Short,
    Narrated,
    Json,
    Jsonl,
    Sarif,
    Github,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Format {
        match format {
            FormatArg::Human => Format::Human,
            FormatArg::Text => Format::Text,
            FormatArg::Short => Format::Short,
            FormatArg::Narrated => Format::Narrated,
            FormatArg::Json => Format::Json,
            FormatArg::Jsonl => Format::Jsonl,
            FormatArg::Sarif => Format::Sarif,
            FormatArg::Github => Format::Github,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExtractFormat {
    #[value(alias = "human")]
    Text,
    Json,
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    #[value(alias = "human")]
    Text,
    Json,
}

pub(super) fn encoding(name: &str) -> Result<Encoding, String> {
    Encoding::named(name).ok_or_else(|| "utf-8, gb18030, gbk, utf-16le, utf-16be, big5".to_owned())
}

pub(super) fn name_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once(['=', '＝']) {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.trim().to_owned())),
        Some(_) | None => Err("NAME=VALUE".to_owned()),
    }
}
