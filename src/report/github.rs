//! `--format github`: workflow commands of GitHub Actions, which show findings beside the lines of a pull request.

use std::io::{self, Write};

use super::clean::one_line;
use super::words;
use crate::diag::{Diagnostic, Lang, Severity};
use crate::source::{Sources, Spot};

pub(super) fn write(diagnostic: &Diagnostic, sources: &Sources, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    let mut text = vec![words::message(diagnostic, lang)];
    if let Some(label) = diagnostic.primary() {
        properties.push(("file", one_line(sources.name(label.span.file))));
        let spot = label.place.as_deref().map_or_else(|| sources.spot(label.span), Spot::Place);
        match spot {
            Spot::Place(place) => text.push(one_line(place)),
            Spot::Whole => {}
            Spot::Bytes(_) => {
                let start = sources.position_of(label.span);
                let end = sources.position(label.span.file, label.span.range().end);
                properties.push(("line", start.line.to_string()));
                properties.push(("endLine", end.line.to_string()));
                // GitHub takes columns only within one line.
                if start.line == end.line {
                    properties.push(("col", start.column.to_string()));
                    properties.push(("endColumn", end.column.to_string()));
                }
            }
        }
    }
    properties.push(("title", format!("{} {}", diagnostic.code.name, words::title(diagnostic, lang))));
    text.extend(words::paragraphs(diagnostic, None, sources, lang));
    let properties: Vec<String> = properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    writeln!(out, "::{command} {}::{}", properties.join(","), data(&text.join("\n")))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_ends_a_command_early() {
        assert_eq!(super::data("100%\r\n::error::x"), "100%25%0D%0A::error::x");
        assert_eq!(super::property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
