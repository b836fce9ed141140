//! `--format html`: one self-contained page.

use std::io::{self, Write};

use super::draw::{Drawn, legend, sign, tables};
use super::{Audited, Mutated, content, mutations};
use crate::audit::Protection;
use crate::describe::markup::html as escape;
use crate::diag::Lang;
use crate::diag::wording::audit as w;
use crate::model::Form;

const STYLE: &str = "
:root { color-scheme: light dark; --line: #8884; --mute: #777; }
body { font: 16px/1.6 'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; margin: .5rem 0 1rem; }
th, td { border: 1px solid var(--line); padding: .2rem .6rem; text-align: center; }
tbody th { text-align: left; font-weight: normal; white-space: nowrap; }
thead th { font-weight: 600; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.located { background: #2e9e5b; color: #fff; }
.detected { background: #e8b62c; color: #000; }
.watched { background: #5f9ed1; color: #000; }
.unprotected { background: #c8372d; color: #fff; }
.sign { font-family: 'Noto Sans Mono', monospace; font-weight: 600; }
dl.legend { display: grid; grid-template-columns: max-content 1fr; gap: .3rem .8rem; }
dl.legend dt { padding: 0 .6rem; text-align: center; min-width: 2rem; } dl.legend dd { margin: 0; }
ul { padding-left: 1.4rem; } ul ul { color: var(--mute); }
";

pub(super) fn write(forms: &[Audited<'_>], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let titles: Vec<String> = forms.iter().map(|audited| audited.form.title()).collect();
    head(&titles.join(" · "), lang, out)?;
    for audited in forms {
        form(audited, lang, out)?;
    }
    writeln!(out, "</body>\n</html>")
}

fn head(title: &str, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let code = match lang {
        Lang::Zh => "zh-Hans",
        Lang::En => "en",
    };
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{} – gouji audit</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        escape(title)
    )
}

fn form(audited: &Audited<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let label = audited.form.label.as_ref().map_or_else(|| audited.form.title(), |label| label.text.clone());
    writeln!(out, "<h1>{}</h1>\n<p>{}</p>", escape(&label), escape(&content::headline(audited).render(lang)))?;
    writeln!(out, "<dl class=\"legend\">")?;
    for (signs, protection, meaning) in legend(audited) {
        let meaning = escape(&meaning.plain().render(lang));
        writeln!(out, "<dt class=\"sign {}\">{}</dt><dd>{meaning}</dd>", class(protection), escape(&signs))?;
    }
    writeln!(out, "</dl>")?;
    let groups = audited.audit.groups.len();
    for drawn in tables(audited, lang) {
        table(&drawn, groups, lang, out)?;
    }
    for paragraph in content::paragraphs(audited, lang) {
        writeln!(out, "<h2>{}</h2>\n<ul>", escape(&paragraph.heading.plain().render(lang)))?;
        let mut items = paragraph.items.iter().peekable();
        while let Some(item) = items.next() {
            write!(out, "<li>{}", escape(&item.text))?;
            if items.peek().is_some_and(|next| next.inner) {
                write!(out, "<ul>")?;
                while let Some(inner) = items.next_if(|next| next.inner) {
                    write!(out, "<li>{}</li>", escape(&inner.text))?;
                }
                write!(out, "</ul>")?;
            }
            writeln!(out, "</li>")?;
        }
        writeln!(out, "</ul>")?;
    }
    if !audited.audit.complete {
        writeln!(out, "<p>{}</p>", escape(&w::INCOMPLETE.plain().render(lang)))?;
    }
    Ok(())
}

fn table(drawn: &Drawn, groups: usize, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<h2>{}</h2>\n<div class=\"wide\"><table>\n<thead><tr><th></th>",
        escape(&w::TABLE.with("table", drawn.name.as_str()).render(lang))
    )?;
    // A wide table of a few rows is easier to read the other way round.
    let turned = drawn.rows.len() == 1 && drawn.columns.len() > 8;
    let transposed = drawn.transposed();
    let drawn = if turned { &transposed } else { drawn };
    for column in &drawn.columns {
        write!(out, "<th>{}</th>", escape(column))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for (row, name) in drawn.cells.iter().zip(&drawn.rows) {
        write!(out, "<tr><th>{}</th>", escape(name))?;
        for cell in row {
            match cell {
                Some(protection) => {
                    write!(out, "<td class=\"sign {}\">{}</td>", class(*protection), sign(*cell, groups))?;
                }
                None => write!(out, "<td></td>")?,
            }
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table></div>")?;
    if drawn.words > 0 {
        writeln!(out, "<p>{}</p>", escape(&w::WORDS.with("count", drawn.words).render(lang)))?;
    }
    Ok(())
}

pub(super) fn write_mutations(mutated: &Mutated<'_>, form: &Form, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    head(&mutated.name, lang, out)?;
    let label = form.label.as_ref().map_or_else(|| form.title(), |label| label.text.clone());
    writeln!(out, "<h1>{}</h1>", escape(&label))?;
    for message in mutations::headlines(mutated) {
        writeln!(out, "<p>{}</p>", escape(&message.render(lang)))?;
    }
    writeln!(out, "<table>")?;
    for (index, row) in mutations::rows(&mutated.mutations, lang).iter().enumerate() {
        write!(out, "<tr>")?;
        for (column, text) in row.iter().enumerate() {
            let text = escape(text);
            match (index, column) {
                (0, _) => write!(out, "<th>{text}</th>")?,
                (_, 0) => write!(out, "<td>{text}</td>")?,
                _ => write!(out, "<td class=\"number\">{text}</td>")?,
            }
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</table>")?;
    let cells = mutations::by_cell(&mutated.mutations);
    if cells.is_empty() {
        writeln!(out, "<p>{}</p>", escape(&w::NOTHING_UNNOTICED.plain().render(lang)))?;
    } else {
        writeln!(out, "<h2>{}</h2>\n<ul>", escape(&w::UNNOTICED.plain().render(lang)))?;
        for (slot, slips) in cells {
            writeln!(out, "<li>{}</li>", escape(&mutations::cell(mutated.plan, slot, &slips).render(lang)))?;
        }
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</body>\n</html>")
}

fn class(protection: Protection) -> &'static str {
    match protection {
        Protection::Located => "located",
        Protection::Detected(_) => "detected",
        Protection::Watched => "watched",
        Protection::Unprotected => "unprotected",
    }
}
