//! `gouji test --review`: one pending snapshot after the other, accepted, rejected or left for later.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::cli::changes;
use crate::cli::shell::{Shell, Stop};
use crate::diag::wording::cli as w;
use crate::report::clean::one_line;
use crate::snapshot::SnapFile;

/// What a review left pending or different, and what it accepted.
#[derive(Default)]
pub(super) struct Left {
    pub differ: usize,
    pub new: usize,
    pub accepted: usize,
}

enum Answer {
    Accept,
    Reject,
    Skip,
    Stop,
}

pub(super) fn review(pending: &[PathBuf], shell: &Shell, out: &mut dyn Write) -> Result<Left, Stop> {
    let mut left = Left::default();
    let mut stopped = false;
    for (index, path) in pending.iter().enumerate() {
        let snapshot = path.with_extension("");
        let new = read(path)?.unwrap_or_default();
        let old = read(&snapshot)?;
        let answer = if stopped {
            Answer::Stop
        } else {
            show(path, index + 1, pending.len(), old.as_deref(), &new, shell, out)?;
            ask(shell, out)?
        };
        match answer {
            Answer::Accept => {
                fs::rename(path, &snapshot)?;
                left.accepted += 1;
            }
            Answer::Reject => {
                fs::remove_file(path)?;
                // The report still gives something else than its snapshot.
                count(&mut left, old.is_some());
            }
            Answer::Skip => count(&mut left, old.is_some()),
            Answer::Stop => {
                stopped = true;
                count(&mut left, old.is_some());
            }
        }
    }
    Ok(left)
}

fn count(left: &mut Left, was: bool) {
    if was {
        left.differ += 1;
    } else {
        left.new += 1;
    }
}

fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(SnapFile::parse(&text).text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn show(
    path: &Path,
    number: usize,
    all: usize,
    old: Option<&str>,
    new: &str,
    shell: &Shell,
    out: &mut dyn Write,
) -> io::Result<()> {
    let color = shell.style.color;
    let name = changes::paint(color, "1", &one_line(&super::shown(path)));
    writeln!(out, "\n{}", w::REVIEW_HEADING.with("number", number).with("all", all).with("name", name).render(shell.lang))?;
    match old {
        Some(old) => changes::write(old, new, color, out),
        None => changes::write("", new, color, out),
    }
}

/// One key on a terminal, else a line of standard input; its end stops the review.
fn ask(shell: &Shell, out: &mut dyn Write) -> io::Result<Answer> {
    loop {
        write!(out, "{} ", w::REVIEW_KEYS.plain().render(shell.lang))?;
        out.flush()?;
        let answer = if io::stdin().is_terminal() {
            match console::Term::stdout().read_char() {
                Ok(key) => {
                    writeln!(out, "{}", if key.is_control() { ' ' } else { key })?;
                    Some(key)
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => None,
                Err(error) => return Err(error),
            }
        } else {
            let mut line = String::new();
            let read = io::stdin().lock().read_line(&mut line)?;
            writeln!(out)?;
            if read == 0 { None } else { Some(line.trim().chars().next().unwrap_or(' ')) }
        };
        match answer {
            Some('a' | 'A' | '接') => return Ok(Answer::Accept),
            Some('r' | 'R' | '拒') => return Ok(Answer::Reject),
            Some('s' | 'S' | '跳') => return Ok(Answer::Skip),
            Some('q' | 'Q' | '\u{3}' | '\u{4}' | '\u{1b}') | None => return Ok(Answer::Stop),
            Some(_) => {}
        }
    }
}
