//! A text that is printed on the form, and what follows from it for every report.

use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::label::{self, Pattern};
use crate::number::Decimal;
use crate::source::Span;

/// A printed label, or a sentence pattern of a fact.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    pub text: String,
    pub span: Span,
    /// `"未收取信息处理费" as 0`: what finding this text means, when it holds no figure of its own.
    pub value: Option<Decimal>,
    #[serde(skip)]
    known: Known,
}

impl Label {
    pub fn new(text: impl Into<String>, span: Span, value: Option<Decimal>) -> Label {
        Label { text: text.into(), span, value, known: Known::default() }
    }

    /// The text taken apart as a label is.
    pub fn parsed(&self) -> &Arc<label::Label> {
        self.known.label.get_or_init(|| Arc::new(label::Label::parse(&self.text)))
    }

    /// The text as a pattern of a sentence; `None` when it is none, which `resolve` has reported.
    pub fn pattern(&self) -> Option<&Pattern> {
        self.known.pattern.get_or_init(|| Pattern::compile(&self.text).ok()).as_ref()
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Label").field("text", &self.text).field("span", &self.span).field("value", &self.value).finish()
    }
}

/// What was worked out of a text when the first report asked for it: every other asks again. It says nothing that the text
/// does not say, so labels are equal whatever was asked of them.
#[derive(Clone, Default)]
struct Known {
    label: OnceLock<Arc<label::Label>>,
    pattern: OnceLock<Option<Pattern>>,
}

impl PartialEq for Known {
    fn eq(&self, _: &Known) -> bool {
        true
    }
}

impl Eq for Known {}
