//! The words around a finding: severity, what is said below the picture.

use super::clean::{lines, one_line};
use super::excerpt::{Elsewhere, Excerpt};
use crate::diag::wording::cli as w;
use crate::diag::{Diagnostic, Lang, Message, Severity};
use crate::source::Sources;

/// Error, warning, note.
pub fn severity_word(severity: Severity, lang: Lang) -> String {
    let wording = match severity {
        Severity::Error => &w::ERROR,
        Severity::Warning => &w::WARNING,
        Severity::Note => &w::NOTE,
    };
    wording.plain().render(lang)
}

pub(super) fn title(diagnostic: &Diagnostic, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => diagnostic.code.zh,
        Lang::En => diagnostic.code.en,
    }
}

pub(super) fn message(diagnostic: &Diagnostic, lang: Lang) -> String {
    one_line(&diagnostic.message.render(lang))
}

/// What stands below the picture, a paragraph each: places that could not be drawn, the basis, notes, help, the fix.
/// Of the places, only if an excerpt was drawn; formats that list every place pass `None`.
pub(super) fn paragraphs(diagnostic: &Diagnostic, drawn: Option<&Excerpt>, sources: &Sources, lang: Lang) -> Vec<String> {
    let mut all = Vec::new();
    let mut say = |message: Message| all.push(lines(&message.render(lang)));
    for label in drawn.iter().flat_map(|excerpt| &excerpt.elsewhere) {
        let place = place_name(label);
        if place.is_empty() {
            continue;
        }
        if label.message.is_empty() {
            say(w::PLACE.with("place", place));
        } else {
            say(w::PLACE_SAYS.with("place", place).with("text", label.message.as_str()));
        }
    }
    if let Some(count) = drawn.map(|excerpt| excerpt.omitted).filter(|count| *count > 0) {
        say(w::OMITTED.with("count", count));
    }
    if let Some(basis) = diagnostic.finding.as_ref().and_then(|finding| finding.basis.as_ref()) {
        say(w::BASIS.with("text", basis));
    }
    for note in &diagnostic.notes {
        say(w::MORE.with("text", note.clone()));
    }
    if let Some(help) = &diagnostic.help {
        say(w::HELP.with("text", help.clone()));
    }
    if let Some(fix) = &diagnostic.fix {
        if fix.replacement.is_empty() {
            say(w::FIX_DELETE.with("text", sources.slice(fix.span)));
        } else {
            say(w::FIX.with("text", fix.replacement.as_str()));
        }
    }
    all
}

/// `001.xlsx 表3!B7`.
pub(super) fn place_name(label: &Elsewhere) -> String {
    match &label.place {
        Some(place) => format!("{} {place}", label.name).trim().to_owned(),
        None => label.name.clone(),
    }
}

/// A place in the reader's language: `table 2, row 4, cell 3` is `表2第4行第3格` in Chinese. Names of cells (`表3!B7`) are the same
/// in both; in JSON a place always has the form `cli.md` gives it.
pub fn place_in(lang: Lang, place: &str) -> String {
    let part = |part: &str| {
        let (word, number) = part.rsplit_once(' ')?;
        number.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
        Some(match word {
            "page" => format!("第{number}页"),
            "paragraph" => format!("第{number}段"),
            "text box" => format!("文本框{number}"),
            "table" => format!("表{number}"),
            "row" => format!("第{number}行"),
            "line" => format!("第{number}行"),
            "cell" => format!("第{number}格"),
            _ => return None,
        })
    };
    let chinese = || place.split(", ").map(part).collect::<Option<String>>();
    match lang {
        Lang::Zh => chinese().unwrap_or_else(|| place.to_owned()),
        Lang::En => place.to_owned(),
    }
}
