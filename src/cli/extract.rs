//! `gouji extract`.

use std::io::Write;

use super::args::{ExtractArgs, ExtractFormat};
use super::check::{options, status, unusable_templates};
use super::inputs::Input;
use super::shelf::Shelf;
use super::shell::{Exit, Shell, Stop};
use crate::bind::State;
use crate::diag::wording::cli as w;
use crate::diag::{At, Wording};
use crate::engine::{self, Extraction};
use crate::report::clean::{clipped, one_line};
use crate::report::layout::{Align, table};
use crate::report::{self, Format, place_in};
use crate::source::Sources;

pub(super) fn run(args: &ExtractArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let mut sources = Sources::new();
    let shelf = match Shelf::open(&args.read, &mut sources) {
        Ok(shelf) => shelf,
        Err(unusable) => return unusable_templates(unusable, Format::Text, &sources, shell, &mut std::io::stderr()),
    };
    let input = if args.report == "-" { Input::Stdin } else { Input::File(args.report.clone().into()) };
    let bytes = input.read().map_err(Stop::Because)?;
    let name = input.name(args.read.stdin_name.as_deref());
    let options = engine::Options { explain: args.explain, ..options(&args.read, &shelf) };
    let all = engine::extract_all(&shelf.libraries, &mut sources, &name, &bytes, &options);
    match args.format {
        ExtractFormat::Json => Extraction::write_all_json(&all, out)?,
        // Through memory: the csv crate would hide that the reader went away.
        ExtractFormat::Csv => {
            let mut rows = Vec::new();
            Extraction::write_all_csv(&all, &mut rows)?;
            out.write_all(&rows)?;
        }
        ExtractFormat::Text if args.explain => super::account::write(&all, shell.lang, out)?,
        ExtractFormat::Text => write_texts(&all, shell, out)?,
    }
    // Figures go to standard output; what reading them had to say, beside it.
    let format = if shell.progress { Format::Human } else { Format::Text };
    let style = report::Style { color: shell.style.color && shell.progress, ..shell.style };
    for extraction in &all {
        report::render_diagnostics(format, &extraction.findings, &sources, &style, &mut std::io::stderr())?;
    }
    Ok(status(all.iter().flat_map(|extraction| &extraction.findings), None))
}

fn write_texts(all: &[Extraction], shell: &Shell, out: &mut dyn Write) -> Result<(), Stop> {
    for (index, extraction) in all.iter().enumerate() {
        if all.len() > 1 {
            let gap = if index > 0 { "\n" } else { "" };
            writeln!(out, "{gap}{}", one_line(&extraction.file))?;
        }
        write_text(extraction, shell, out)?;
    }
    Ok(())
}

fn write_text(extraction: &Extraction, shell: &Shell, out: &mut dyn Write) -> Result<(), Stop> {
    let say = |wording: &'static Wording| wording.plain().render(shell.lang);
    if let Some(template) = &extraction.template {
        writeln!(out, "{}  {template}", say(&w::TEMPLATE))?;
    }
    for (name, value) in &extraction.meta {
        writeln!(out, "{}  {}", one_line(name), one_line(value.as_str().unwrap_or_default()))?;
    }
    let mut rows =
        vec![vec![say(&w::FIGURE), say(&w::STATE), say(&w::VALUE), say(&w::UNIT), say(&w::PRINTED), say(&w::LINE_COLUMN)]];
    for figure in &extraction.figures {
        rows.push(vec![
            path(&figure.at),
            say(state(figure.state)),
            clipped(&one_line(figure.value.as_deref().unwrap_or_default()), 24),
            one_line(&figure.unit),
            clipped(&one_line(&figure.text), 24),
            figure.place.as_ref().map(|place| one_line(&place_in(shell.lang, &place.short()))).unwrap_or_default(),
        ]);
    }
    if rows.len() > 1 {
        use Align::{Left, Right};
        for line in table(&rows, &[Left, Left, Right, Left, Left, Right]) {
            writeln!(out, "{line}")?;
        }
    }
    if !extraction.unclaimed.is_empty() {
        let texts: Vec<String> = extraction
            .unclaimed
            .iter()
            .map(|unclaimed| {
                let place =
                    unclaimed.place.as_ref().map(|place| format!(" ({})", one_line(&place_in(shell.lang, &place.short()))));
                format!("{}{}", clipped(&one_line(&unclaimed.text), 24), place.unwrap_or_default())
            })
            .collect();
        writeln!(out, "{}", w::UNCLAIMED.with("texts", texts).render(shell.lang))?;
    }
    Ok(())
}

/// `申请.新收.自然人`.
fn path(at: &At) -> String {
    let parts: Vec<String> =
        [&at.table, &at.row, &at.column, &at.fact].into_iter().flatten().map(|part| one_line(part)).collect();
    parts.join(".")
}

fn state(state: State) -> &'static Wording {
    match state {
        State::Figure => &w::STATE_FIGURE,
        State::Blank => &w::STATE_BLANK,
        State::NotApplicable => &w::STATE_NOT_APPLICABLE,
        State::Absent => &w::STATE_ABSENT,
        State::Unreadable => &w::STATE_UNREADABLE,
    }
}
