//! The library's error for Rust callers: diagnostics with what they show of their files, printable by any miette handler.

use std::fmt;

use miette::{LabeledSpan, SourceCode};

use super::clean::lines;
use super::excerpt::{Excerpt, Frame};
use super::view::View;
use super::words;
use crate::diag::wording::cli as w;
use crate::diag::{Diagnostic, Lang};
use crate::source::Sources;

/// Why templates did not compile, or what is wrong with a report.
///
/// It holds the excerpts it shows, so it outlives the [`Sources`] it was made from. As a `miette::Diagnostic` it is its
/// gravest diagnostic, and the others are `related`.
///
/// ```
/// use gouji::diag::{Code, Diagnostic, Lang};
/// # let mut sources = gouji::source::Sources::new();
/// # let diagnostics: Vec<Diagnostic> = Vec::new();
/// assert!(gouji::report::Error::new(diagnostics, &sources, Lang::En).is_none(), "nothing to complain of");
/// ```
#[derive(Debug)]
pub struct Error {
    diagnostics: Vec<Diagnostic>,
    first: View,
    others: Vec<View>,
    lang: Lang,
}

impl Error {
    /// `None` when there is no diagnostic.
    pub fn new(mut diagnostics: Vec<Diagnostic>, sources: &Sources, lang: Lang) -> Option<Error> {
        diagnostics.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
        let mut views = diagnostics.iter().map(|diagnostic| view(diagnostic, sources, lang));
        let first = views.next()?;
        let others = views.collect();
        Some(Error { diagnostics, first, others, lang })
    }

    /// The diagnostics, gravest first.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

fn view(diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> View {
    let excerpt = Excerpt::new(diagnostic, sources, Frame { lang, cells: 100, context: 1, minor: false });
    // miette says "help" itself.
    let help = diagnostic.help.as_ref().map(|help| lines(&help.render(lang)));
    let others = words::paragraphs(&Diagnostic { help: None, ..diagnostic.clone() }, Some(&excerpt), sources, lang);
    let paragraphs: Vec<String> = help.into_iter().chain(others).collect();
    View {
        message: words::message(diagnostic, lang),
        severity: diagnostic.severity,
        code: Some(diagnostic.code.name.to_owned()),
        help: (!paragraphs.is_empty()).then(|| paragraphs.join("\n")),
        excerpt,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.first, f)?;
        if !self.others.is_empty() {
            let more = w::MORE_ERRORS.with("count", self.others.len()).render(self.lang);
            match self.lang {
                Lang::Zh => write!(f, "（{more}）")?,
                Lang::En => write!(f, " ({more})")?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl miette::Diagnostic for Error {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        miette::Diagnostic::code(&self.first)
    }

    fn severity(&self) -> Option<miette::Severity> {
        miette::Diagnostic::severity(&self.first)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        miette::Diagnostic::help(&self.first)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        miette::Diagnostic::source_code(&self.first)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        miette::Diagnostic::labels(&self.first)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        if self.others.is_empty() {
            return None;
        }
        Some(Box::new(self.others.iter().map(|view| view as &dyn miette::Diagnostic)))
    }
}
