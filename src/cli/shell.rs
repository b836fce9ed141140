//! What the program is told by its surroundings: language, terminal, colours.

use std::io::{self, IsTerminal, Write};

use super::args::{Cli, FormatArg, When};
use crate::diag::{Lang, Message};
use crate::report::{Format, Style};

/// Exit statuses (`cli.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    Accepted = 0,
    Findings = 1,
    Failed = 2,
}

/// A run that cannot go on.
#[derive(Debug)]
pub(super) enum Stop {
    /// Said on standard error; exit status 2.
    Because(Message),
    /// Standard output failed. A reader that went away is no error.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Output(error)
    }
}

/// How this run prints.
pub(super) struct Shell {
    pub lang: Lang,
    pub style: Style,
    pub on_terminal: bool,
    /// Progress may be shown on standard error.
    pub progress: bool,
}

impl Shell {
    pub(super) fn new(cli: &Cli, lang: Lang) -> Shell {
        let on_terminal = io::stdout().is_terminal();
        let color = match cli.color {
            When::Always => true,
            When::Never => false,
            When::Auto => on_terminal && !asked_for_no_color() && std::env::var("TERM").as_deref() != Ok("dumb"),
        };
        let width = if on_terminal { terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)) } else { None };
        let width = width.unwrap_or(100).clamp(40, 160);
        Shell {
            lang,
            style: Style { lang, color, width, quiet: cli.quiet },
            on_terminal,
            progress: io::stderr().is_terminal() && !cli.quiet,
        }
    }

    pub(super) fn format(&self, asked: Option<FormatArg>) -> Format {
        match asked {
            Some(format) => format.into(),
            None if self.on_terminal => Format::Human,
            None => Format::Text,
        }
    }

    /// A note to the person at the terminal.
    pub(super) fn note(&self, message: &Message) {
        // Nothing can be done, nor needs to be, if standard error is closed.
        let _ = writeln!(io::stderr(), "gouji: {}", crate::report::clean::lines(&message.render(self.lang)));
    }
}

/// `NO_COLOR` counts when it is set and not empty (no-color.org).
fn asked_for_no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// The language of `--lang`, wherever it stands, or of the locale. Needed before the arguments are parsed, because help
/// and usage errors are said in it.
pub(super) fn language(arguments: &[std::ffi::OsString]) -> Lang {
    let mut previous_is_lang = false;
    for argument in arguments.iter().skip(1).map(|argument| argument.to_string_lossy()) {
        let value = if previous_is_lang { Some(argument.as_ref()) } else { argument.strip_prefix("--lang=") };
        match value {
            Some("zh") => return Lang::Zh,
            Some("en") => return Lang::En,
            Some(_) | None => {}
        }
        previous_is_lang = argument == "--lang";
    }
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
    of_locale(locale.as_deref())
}

/// Chinese without a locale: Gouji's users are Chinese offices, often on machines that set none.
fn of_locale(locale: Option<&str>) -> Lang {
    match locale {
        None => Lang::Zh,
        Some(name) if name.to_ascii_lowercase().starts_with("zh") => Lang::Zh,
        Some(_) => Lang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales() {
        for (locale, lang) in [
            (None, Lang::Zh),
            (Some("zh_CN.UTF-8"), Lang::Zh),
            (Some("zh"), Lang::Zh),
            (Some("C"), Lang::En),
            (Some("C.UTF-8"), Lang::En),
            (Some("en_US.UTF-8"), Lang::En),
            (Some("POSIX"), Lang::En),
            (Some("de_DE"), Lang::En),
        ] {
            assert_eq!(of_locale(locale), lang, "{locale:?}");
        }
    }

    #[test]
    fn the_option_wins_wherever_it_stands() {
        let of = |line: &str| language(&line.split(' ').map(Into::into).collect::<Vec<_>>());
        assert_eq!(of("gouji --lang en check x"), Lang::En);
        assert_eq!(of("gouji check x --lang=en"), Lang::En);
        assert_eq!(of("gouji check x --lang zh"), Lang::Zh);
    }
}
