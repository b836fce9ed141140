//! Diagnostics as data: what was found, where, and the arguments of its wording.
//!
//! A diagnostic never holds a sentence. It holds a [`Message`]: a [`Wording`] (the Chinese and the English form, from the
//! tables in [`wording`]) and typed arguments. So the same finding is Chinese, English, JSON or SARIF, decided when it is
//! printed. This module knows nothing of the language or of reports.

mod codes;
mod message;
pub mod wording;

use serde::{Deserialize, Serialize};

pub use codes::{ALL_CODES, Code};
pub use message::{Arg, Lang, Message, Wording};

use crate::source::Span;

/// How grave a diagnostic is. Errors decide the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Note,
    Warning,
    Error,
}

/// A place with something to say about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    pub span: Span,
    /// Where the place is in a document that has no byte positions: "表3!B7", "page 4". Then `span` is the file's start.
    pub place: Option<String>,
    pub message: Option<Message>,
    /// Complete, but of little interest to a reader (an operand of 0 in a sum of twenty): data formats print it, pictures
    /// leave it out and say how many they left out.
    pub minor: bool,
}

impl Label {
    pub fn new(span: Span, message: Message) -> Label {
        Label { span, place: None, message: Some(message), minor: false }
    }

    pub fn bare(span: Span) -> Label {
        Label { span, place: None, message: None, minor: false }
    }
}

/// What a change of the text would put right.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    pub span: Span,
    pub replacement: String,
}

/// Where in the form a finding lies; names as a rule would write them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
}

impl At {
    pub fn is_empty(&self) -> bool {
        *self == At::default()
    }
}

/// What a finding about a report carries beyond a diagnostic about a template.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Finding {
    /// The rule's name; `total` for an implied total.
    pub rule: Option<String>,
    /// The legal source, as the template cites it.
    pub basis: Option<String>,
    pub at: At,
    /// Both sides of a failed comparison and `left - right`, as exact decimals in text.
    pub left: Option<String>,
    pub right: Option<String>,
    pub difference: Option<String>,
    /// What was found out about the figures behind failed rules.
    pub located: Option<Located>,
    /// The rule, as an index into the plan's rules.
    pub of_rule: Option<u32>,
    /// What the rule compares, each by its path in the form with what stands there: what an explanation is bound to.
    pub operands: Vec<(String, String)>,
    /// The explanation that waives it.
    pub waived: Option<Waived>,
    /// What a policy made of the rule.
    pub policy: Option<Overridden>,
}

/// An explanation as it is shown with the finding it waives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waived {
    pub reason: String,
    pub author: String,
    /// `2025-01-20`.
    pub date: String,
    /// Where the explanation stands.
    #[serde(skip)]
    pub span: Span,
}

/// An entry of a policy as it is shown with the findings of its rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overridden {
    /// Who issued the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    pub reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    pub from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What the template says of the rule, and what it counts as: `hard`, `soft`, `note`, or `suspended`.
    pub was: &'static str,
    pub is: &'static str,
    #[serde(skip)]
    pub span: Span,
}

/// The failed rules of a finding, and what would make them hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Located {
    pub rules: Vec<FailedRule>,
    /// The smallest changes that make all of them hold, the likeliest first; empty if there is none of up to three figures.
    pub explanations: Vec<Explained>,
}

/// A failed rule at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FailedRule {
    pub code: &'static str,
    pub rule: Option<String>,
    pub at: At,
    pub left: Option<String>,
    pub right: Option<String>,
    pub difference: Option<String>,
}

/// A set of changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Explained {
    pub changes: Vec<ChangedFigure>,
    /// Known slips that would account for them.
    pub slips: Vec<&'static str>,
    /// Names of soft rules that would hold as well, and of those that would no longer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supported_by: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub opposed_by: Vec<String>,
}

/// One figure, as it is and as it would have to be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChangedFigure {
    pub at: At,
    pub before: String,
    pub after: String,
}

/// One thing to tell the user.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub message: Message,
    /// The first label is the primary one.
    pub labels: Vec<Label>,
    pub notes: Vec<Message>,
    pub help: Option<Message>,
    pub fix: Option<Fix>,
    pub finding: Option<Box<Finding>>,
}

impl Diagnostic {
    pub fn new(code: Code, severity: Severity, message: Message) -> Diagnostic {
        Diagnostic { code, severity, message, labels: Vec::new(), notes: Vec::new(), help: None, fix: None, finding: None }
    }

    pub fn error(code: Code, message: Message) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, message)
    }

    pub fn warning(code: Code, message: Message) -> Diagnostic {
        Diagnostic::new(code, Severity::Warning, message)
    }

    pub fn note(code: Code, message: Message) -> Diagnostic {
        Diagnostic::new(code, Severity::Note, message)
    }

    /// Adds a label; the first one added is the primary one.
    pub fn at(mut self, span: Span, message: Message) -> Diagnostic {
        self.labels.push(Label::new(span, message));
        self
    }

    /// Adds a label without words.
    pub fn at_bare(mut self, span: Span) -> Diagnostic {
        self.labels.push(Label::bare(span));
        self
    }

    pub fn with_note(mut self, message: Message) -> Diagnostic {
        self.notes.push(message);
        self
    }

    pub fn with_help(mut self, message: Message) -> Diagnostic {
        self.help = Some(message);
        self
    }

    pub fn with_fix(mut self, span: Span, replacement: impl Into<String>) -> Diagnostic {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    pub fn with_finding(mut self, finding: Finding) -> Diagnostic {
        self.finding = Some(Box::new(finding));
        self
    }

    /// The primary place, if there is one.
    pub fn primary(&self) -> Option<&Label> {
        self.labels.first()
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
