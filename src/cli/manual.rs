//! `gouji completions` and `gouji man`: made from the same description as the help texts.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_complete::Shell as Completing;

use super::help;
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::cli as w;

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Completing,
}

#[derive(Debug, Args)]
pub struct ManArgs {
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// Prints the completion script of a shell.
pub(super) fn completions(args: &CompletionsArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(shell.lang), "gouji", &mut script);
    out.write_all(&script)?;
    Ok(Exit::Accepted)
}

/// Writes a manual page for the program and for every command into a folder; without a folder, prints the program's.
pub(super) fn man(args: &ManArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let command = help::command(shell.lang).disable_help_flag(true);
    let Some(folder) = &args.folder else {
        clap_mangen::Man::new(command).render(out)?;
        return Ok(Exit::Accepted);
    };
    std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
    let commands: Vec<Command> = command.get_subcommands().cloned().collect();
    page(folder, "gouji".to_owned(), command, out)?;
    for sub in commands {
        let name = format!("gouji-{}", sub.get_name());
        // A page shows the command as it is typed.
        let sub = sub.display_name(name.clone()).bin_name(name.replacen('-', " ", 1)).disable_help_flag(true);
        page(folder, name, sub, out)?;
    }
    Ok(Exit::Accepted)
}

fn page(folder: &Path, name: String, command: Command, out: &mut dyn Write) -> Result<(), Stop> {
    let mut text = Vec::new();
    clap_mangen::Man::new(command).render(&mut text)?;
    let path = folder.join(format!("{name}.1"));
    std::fs::write(&path, text).map_err(|error| cannot_write(&path, &error))?;
    writeln!(out, "{}", path.display())?;
    Ok(())
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Stop {
    Stop::Because(w::CANNOT_WRITE_TO.with("path", path.to_string_lossy().into_owned()).with("why", error.to_string()))
}
