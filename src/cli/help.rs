//! The command in the user's language: help texts and usage errors.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};

use super::args::Cli;
use super::help_texts::TEXTS;
use crate::diag::wording::cli as w;
use crate::diag::{Lang, Message};

/// The command with every text in one language.
pub(super) fn command(lang: Lang) -> Command {
    let mut command = translate(Cli::command(), "", lang);
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |sub| translate(sub, &name, lang));
    }
    command.subcommand_help_heading(say(&w::HELP_COMMANDS, lang))
}

/// A wording without arguments.
fn say(wording: &'static crate::diag::Wording, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => wording.zh,
        Lang::En => wording.en,
    }
}

fn translate(command: Command, path: &str, lang: Lang) -> Command {
    let usage = say(&w::HELP_USAGE, lang);
    let command = command
        .about(text(path, lang).unwrap_or_default())
        .disable_help_subcommand(true)
        .help_template(format!("{{about-with-newline}}\n{usage}{{usage}}\n\n{{all-args}}\n"));
    command.mut_args(|arg| {
        let id = arg.get_id().as_str();
        let help = text(&format!("{path}.{id}"), lang).or_else(|| text(&format!("*.{id}"), lang));
        let heading = say(if arg.is_positional() { &w::HELP_ARGUMENTS } else { &w::HELP_OPTIONS }, lang);
        described(arg, help).help_heading(heading)
    })
}

fn described(arg: Arg, help: Option<StyledStr>) -> Arg {
    // Values and defaults are part of the texts: clap would add them in English.
    let takes_values = arg.get_action().takes_values();
    let arg = if takes_values { arg.hide_possible_values(true).hide_default_value(true) } else { arg };
    match help {
        Some(help) => arg.help(help),
        None => arg,
    }
}

fn text(path: &str, lang: Lang) -> Option<StyledStr> {
    let (_, zh, en) = TEXTS.iter().find(|(name, _, _)| *name == path)?;
    Some(StyledStr::from(match lang {
        Lang::Zh => *zh,
        Lang::En => *en,
    }))
}

/// What is wrong with the arguments, in a sentence or two.
pub(super) fn usage_error(error: &clap::Error, lang: Lang) -> String {
    let get = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(match lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        }),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(_) | None => String::new(),
    };
    let argument = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    let message: Message = match error.kind() {
        ErrorKind::UnknownArgument => w::USAGE_UNKNOWN.with("arg", argument),
        ErrorKind::InvalidSubcommand => w::USAGE_COMMAND.with("name", get(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => w::USAGE_NO_VALUE.with("arg", argument),
        ErrorKind::InvalidValue => {
            w::USAGE_VALUE.with("arg", argument).with("value", value).with("valid", get(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation if argument.contains("--encoding") => w::USAGE_ENCODING.with("value", value),
        ErrorKind::ValueValidation if ["--zero", "--blank"].iter().any(|name| argument.contains(name)) => {
            w::USAGE_SHARE.with("arg", argument).with("value", value)
        }
        ErrorKind::ValueValidation if ["--count", "--seed", "--max"].iter().any(|name| argument.contains(name)) => {
            w::USAGE_NUMBER.with("arg", argument).with("value", value)
        }
        ErrorKind::ValueValidation => w::USAGE_FORM.with("arg", argument).with("value", value),
        ErrorKind::MissingRequiredArgument => w::USAGE_MISSING.with("arg", argument),
        ErrorKind::ArgumentConflict => w::USAGE_TWICE.with("arg", argument),
        // Anything else is rare; clap says it in English.
        _ => return error.to_string(),
    };
    let mut out = format!("{}{}", say(&w::USAGE_ERROR, lang), message.render(lang));
    let suggestion = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(get)
        .find(|text| !text.is_empty());
    if let Some(suggestion) = suggestion {
        out.push('\n');
        out.push_str(&w::DID_YOU_MEAN.with("name", suggestion).render(lang));
    }
    out.push('\n');
    out.push_str(say(&w::USAGE_HINT, lang));
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_argument_has_help_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let command = command(lang);
            let mut used = Vec::new();
            for (path, command) in
                std::iter::once(("", &command)).chain(command.get_subcommands().map(|sub| (sub.get_name(), sub)))
            {
                assert!(command.get_about().is_some(), "{path}");
                for arg in command.get_arguments() {
                    let own = format!("{path}.{}", arg.get_id());
                    assert!(arg.get_help().is_some(), "{own}");
                    used.push(own);
                    used.push(format!("*.{}", arg.get_id()));
                }
                used.push(path.to_owned());
            }
            for (path, zh, en) in TEXTS {
                assert!(used.contains(&(*path).to_owned()), "{path} is no argument");
                assert!(!zh.is_empty() && !en.is_empty());
            }
            command.debug_assert();
        }
    }

    #[test]
    fn help_reads_well() {
        let help = |lang, name: &str| {
            let arguments = ["gouji", name, "--help"].into_iter().filter(|argument| !argument.is_empty());
            command(lang).term_width(100).try_get_matches_from(arguments).unwrap_err().to_string()
        };
        insta::assert_snapshot!("help_zh", help(Lang::Zh, ""));
        insta::assert_snapshot!("help_en", help(Lang::En, ""));
        insta::assert_snapshot!("help_check_zh", help(Lang::Zh, "check"));
        insta::assert_snapshot!("help_check_en", help(Lang::En, "check"));
    }
}
