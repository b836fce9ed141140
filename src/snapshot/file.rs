//! Files as insta writes them: a head between two lines `---`, and the text.

use crate::diag::Lang;

/// A snapshot file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapFile {
    /// The report, as a reviewer sees it named.
    pub source: String,
    pub description: String,
    /// The language of the text: a test gives the same text wherever it runs.
    pub lang: Option<Lang>,
    pub text: String,
}

impl SnapFile {
    /// Reads a file, also one that `cargo insta` wrote again. Without a head it is all text.
    pub fn parse(file: &str) -> SnapFile {
        let file = file.replace("\r\n", "\n");
        let mut parsed = SnapFile { source: String::new(), description: String::new(), lang: None, text: file.clone() };
        let Some((head, text)) = file.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) else { return parsed };
        for line in head.lines() {
            let Some((key, value)) = line.trim().split_once(':') else { continue };
            let value = unquoted(value.trim());
            match key {
                "source" => parsed.source = value,
                "description" => parsed.description = value,
                "lang" => parsed.lang = language(&value),
                _ => {}
            }
        }
        parsed.text = text.to_owned();
        parsed
    }

    /// Whether two snapshots say the same; blank lines at the end do not count.
    pub fn says(&self, text: &str) -> bool {
        self.text.trim_end() == text.trim_end()
    }
}

impl std::fmt::Display for SnapFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "---")?;
        writeln!(f, "source: {}", quoted(&self.source))?;
        if !self.description.is_empty() {
            writeln!(f, "description: {}", quoted(&self.description))?;
        }
        if let Some(lang) = self.lang {
            writeln!(f, "info:\n  lang: {}", word(lang))?;
        }
        writeln!(f, "---")?;
        writeln!(f, "{}", self.text.trim_end())
    }
}

fn word(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}

fn language(word: &str) -> Option<Lang> {
    match word {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// A text as YAML and JSON both write it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn unquoted(text: &str) -> String {
    let single = || text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).map(|inner| inner.replace("''", "'"));
    serde_json::from_str(text).ok().or_else(single).unwrap_or_else(|| text.to_owned())
}
