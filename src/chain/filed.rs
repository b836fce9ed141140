//! A report that was read: whose it is, and of which year.

use crate::bind::{Bound, MetaValue};
use crate::label::fold;
use crate::model::{Form, MetaId};
use crate::plan::Plan;
use crate::source::{FileId, Span};

/// A report that was read with a form.
#[derive(Debug, Clone)]
pub struct Filed {
    pub file: FileId,
    /// The name of the file, and which report of it.
    pub name: String,
    /// Where the name of its form is declared: which form it is, whatever the order of the templates.
    pub form: Span,
    /// `zfxxgk@2021`.
    pub title: String,
    pub bound: Bound,
    pub who: Identity,
}

/// What identifies a report (the template's `key`): the office, in one part or several, and the year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// The metas of the key without the year.
    pub office: Vec<Part>,
    pub year: Option<i64>,
    /// Where the year stands in the report.
    pub year_at: Option<Span>,
    /// Whether the form has years at all.
    pub has_year: bool,
}

/// One meta of the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    pub value: Option<MetaValue>,
}

impl Filed {
    pub fn new(file: FileId, name: String, form: &Form, plan: &Plan, bound: Bound) -> Filed {
        // Many are kept, and only for their figures.
        let bound = Bound { unclaimed: Vec::new(), diagnostics: Vec::new(), ..bound };
        let who = Identity::of(form, plan, &bound);
        Filed { file, name, form: form.span, title: form.title(), bound, who }
    }

    /// A place for a finding about the whole report.
    pub fn place(&self) -> Span {
        self.who.office.iter().find_map(|part| part.value.as_ref()?.span).unwrap_or(Span::file_start(self.file))
    }

    /// Its metas in the order of another form.
    pub fn meta_for(&self, own: &Form, other: &Form) -> Vec<Option<MetaValue>> {
        let value = |name: &str| {
            let at = own.meta.iter().position(|meta| meta.name == name)?;
            self.bound.meta.get(at)?.clone()
        };
        other.meta.iter().map(|meta| value(&meta.name)).collect()
    }
}

impl Identity {
    pub fn of(form: &Form, plan: &Plan, bound: &Bound) -> Identity {
        let value = |id: MetaId| bound.meta.get(id.0 as usize).and_then(Option::as_ref);
        let year = plan.year.map(MetaId);
        let parts = form.key.iter().filter(|id| Some(**id) != year);
        let office = parts.filter_map(|id| {
            let name = form.meta.get(id.0 as usize)?.name.clone();
            Some(Part { name, value: value(*id).cloned() })
        });
        let printed = year.and_then(value);
        Identity {
            office: office.collect(),
            year: printed.and_then(|value| value.text.trim().parse().ok()),
            year_at: printed.and_then(|value| value.span),
            has_year: year.is_some(),
        }
    }

    /// The office as people call it; empty when nothing of it is known.
    pub fn office_name(&self) -> String {
        let parts = self.office.iter().filter_map(|part| Some(part.value.as_ref()?.text.as_str()));
        parts.collect::<Vec<_>>().join(" ")
    }

    /// What two reports of one office have in common: its name without regard to width and blanks. `None` when a part of it was not
    /// read. Of a form without an office in its key all reports are of one.
    pub fn office_key(&self) -> Option<String> {
        let parts: Option<Vec<String>> = self.office.iter().map(|part| Some(fold(&part.value.as_ref()?.text))).collect();
        Some(parts?.join("\n"))
    }

    /// The first part of the key that was not read.
    pub fn unread(&self) -> Option<&str> {
        self.office.iter().find(|part| part.value.is_none()).map(|part| part.name.as_str())
    }

    /// The first part in which two reports differ; `None` also where one of them says nothing.
    pub fn differs<'i>(&'i self, other: &'i Identity) -> Option<(&'i Part, &'i Part)> {
        self.office.iter().find_map(|part| {
            let its = other.office.iter().find(|its| its.name == part.name)?;
            let (own, other) = (part.value.as_ref()?, its.value.as_ref()?);
            (fold(&own.text) != fold(&other.text)).then_some((part, its))
        })
    }
}
