//! `gouji list`.

use std::io::Write;

use serde::Serialize;

use super::args::{ListArgs, ListFormat};
use super::check::unusable_templates;
use super::shelf::Shelf;
use super::shell::{Exit, Shell, Stop};
use crate::diag::wording::cli as w;
use crate::diag::{Lang, Message};
use crate::model::Applies;
use crate::report::Format;
use crate::report::clean::one_line;
use crate::report::layout::{Align, table};
use crate::source::Sources;

#[derive(Serialize)]
struct Listed {
    template: String,
    name: String,
    version: Option<String>,
    label: Option<String>,
    from: Option<i64>,
    to: Option<i64>,
    basis: Option<String>,
    file: String,
}

pub(super) fn run(args: &ListArgs, shell: &Shell, out: &mut dyn Write) -> Result<Exit, Stop> {
    let mut sources = Sources::new();
    let shelf = match Shelf::of_folders(&args.templates, &mut sources) {
        Ok(shelf) => shelf,
        Err(unusable) => return unusable_templates(unusable, Format::Text, &sources, shell, out),
    };
    let forms = shelf.libraries.iter().flat_map(|library| &library.model.forms);
    match args.format {
        ListFormat::Json => {
            let listed: Vec<Listed> = forms
                .map(|form| Listed {
                    template: form.title(),
                    name: form.name.clone(),
                    version: form.version.clone(),
                    label: form.label.as_ref().map(|label| label.text.clone()),
                    from: form.applies.as_ref().and_then(|applies| applies.from),
                    to: form.applies.as_ref().and_then(|applies| applies.to),
                    basis: form.basis.as_ref().map(|basis| basis.text.clone()),
                    file: sources.name(form.span.file).to_owned(),
                })
                .collect();
            serde_json::to_writer_pretty(&mut *out, &listed).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        ListFormat::Text => {
            let mut rows =
                vec![[&w::LIST_TEMPLATE, &w::LIST_YEARS, &w::LIST_LABEL].map(|word| word.plain().render(shell.lang)).to_vec()];
            rows.extend(forms.map(|form| {
                let label = form.label.as_ref().map(|label| one_line(&label.text)).unwrap_or_default();
                vec![form.title(), years(form.applies.as_ref(), shell.lang), label]
            }));
            for line in table(&rows, &[Align::Left, Align::Left, Align::Left]) {
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(Exit::Accepted)
}

fn years(applies: Option<&Applies>, lang: Lang) -> String {
    let year = |year: i64| year.to_string();
    let message: Message = match applies.map(|applies| (applies.from, applies.to)) {
        Some((Some(from), Some(to))) if from == to => return year(from),
        Some((Some(from), Some(to))) => w::YEARS_BETWEEN.with("from", year(from)).with("to", year(to)),
        Some((Some(from), None)) => w::YEARS_FROM.with("from", year(from)),
        Some((None, Some(to))) => w::YEARS_TO.with("to", year(to)),
        Some((None, None)) | None => w::YEARS_ALL.plain(),
    };
    message.render(lang)
}
