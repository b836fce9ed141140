//! Several reports in one file: where each begins, if that is certain; else the first is read and the others are named.

use std::collections::HashMap;

use crate::diag::wording::bind as words;
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, Content, Document};
use crate::label::Label;
use crate::model::{Form, Model};
use crate::source::Span;

use super::meta;
use super::recognize::{CLEAR_SHARE, Candidate, LEAST_SHARE, recognize};
use super::titles::Lines;

/// A heading is not longer than this, in characters.
const LONGEST_HEADING: usize = 60;
/// A title stands in no more than this many blocks before its report's first heading.
const TITLE_BLOCKS: usize = 12;

/// A document that holds several reports one after the other.
#[derive(Debug)]
pub struct Several {
    /// The reports in their order, two at least: from the title of one to the title of the next.
    pub reports: Vec<Content>,
    /// Every report after the first begins with a title of its own or is a whole form, so that it is certain where it begins.
    pub certain: bool,
    /// What to say where only the first is read.
    pub finding: Diagnostic,
}

/// The reports of a document, when it holds several.
pub fn several(model: &Model, content: &Content) -> Option<Several> {
    let Content::Document(document) = content else { return None };
    let headings = headings(model, document);
    let repeated = model.forms.iter().filter_map(|form| Some(reports(model, document, &starts(form, &headings)?)));
    let repeated = repeated.max_by_key(Vec::len).unwrap_or_default();
    let mixed = of_any_form(model, document, &headings);
    let reports = if mixed.len() > repeated.len() { mixed } else { repeated };
    let (first, others) = reports.split_first()?;
    others.first()?;
    let mut certain = true;
    let mut cuts = Vec::with_capacity(others.len());
    let mut floor = first.start + 1;
    let best = reports.iter().map(|report| report.share).max().unwrap_or(0);
    for report in others {
        let title = title_before(model, document, floor, report.start);
        certain &= title.is_some() || report.share >= best / 10 * 9;
        cuts.push(title.unwrap_or_else(|| opening_before(model, document, floor, report.start)));
        floor = report.start + 1;
    }
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([document.blocks.len()]);
    let own_title = title_before(model, document, 0, first.start).is_some();
    let mut parts: Vec<Document> = starts.zip(ends).filter_map(|(start, end)| part(document, start, end)).collect();
    // The page's title may be that of the collection.
    if let Some(first) = parts.first_mut().filter(|_| !own_title) {
        first.title.clone_from(&document.title);
    }
    let finding = say(document, &reports, others);
    Some(Several { reports: parts.into_iter().map(Content::Document).collect(), certain, finding })
}

/// By key: the blocks of the headings that some form has.
fn headings(model: &Model, document: &Document) -> HashMap<String, Vec<usize>> {
    let labels = model.forms.iter().flat_map(|form| &form.sections).flat_map(|section| &section.labels);
    let mut found: HashMap<String, Vec<usize>> = labels.map(|label| (label.parsed().key().to_owned(), Vec::new())).collect();
    for (at, block) in document.blocks.iter().enumerate() {
        let Block::Paragraph(paragraph) = block else { continue };
        if paragraph.text.as_str().chars().nth(LONGEST_HEADING).is_some() {
            continue;
        }
        let label = Label::parse(paragraph.text.as_str());
        if let Some(blocks) = found.get_mut(label.key()).filter(|_| label.ordinal.is_some() || paragraph.heading.is_some()) {
            blocks.push(at);
        }
    }
    found
}

/// Where the first of a form's headings stands again and again; one heading alone may be a chance.
fn starts(form: &Form, headings: &HashMap<String, Vec<usize>>) -> Option<Vec<usize>> {
    let blocks = |section: &crate::model::Section| -> Vec<usize> {
        let keys = section.labels.iter().map(|label| label.parsed().key().to_owned());
        let mut keys: Vec<String> = keys.collect();
        keys.sort_unstable();
        keys.dedup();
        let mut blocks: Vec<usize> = keys.iter().filter_map(|key| headings.get(key)).flatten().copied().collect();
        blocks.sort_unstable();
        blocks
    };
    let mut repeated = form.sections.iter().map(blocks).filter(|blocks| blocks.len() > 1);
    let first = repeated.next()?;
    let all_but_one = form.sections.len() < 2;
    (all_but_one || repeated.next().is_some()).then_some(first)
}

/// A report among others.
struct Report {
    /// The block of its first heading.
    start: usize,
    /// How much of a form is in it, in thousandths.
    share: u32,
}

fn parts(model: &Model, document: &Document, starts: &[usize]) -> Vec<Report> {
    let ends = starts.iter().skip(1).copied().chain([document.blocks.len()]);
    let share = |start, end| {
        let content = Content::Document(part(document, start, end)?);
        Some(Report { start, share: recognize(model, &content).first().map_or(0, Candidate::share) })
    };
    starts.iter().zip(ends).filter_map(|(start, end)| share(*start, end)).collect()
}

/// Of the parts that begin at `starts`, those that are reports, on whatever form: a table of contents is none.
fn reports(model: &Model, document: &Document, starts: &[usize]) -> Vec<Report> {
    let parts = parts(model, document, starts);
    let best = parts.iter().map(|part| part.share).max().unwrap_or(0);
    let least = LEAST_SHARE.max(best / 3 * 2);
    parts.into_iter().filter(|part| part.share >= least).collect()
}

/// Reports on forms that have no headings in common: they begin where a first heading of any form stands, each is most of a
/// form, and each has its own title.
fn of_any_form(model: &Model, document: &Document, headings: &HashMap<String, Vec<usize>>) -> Vec<Report> {
    let labels = model.forms.iter().filter_map(|form| form.sections.first()).flat_map(|section| &section.labels);
    let mut starts: Vec<usize> = labels.filter_map(|label| headings.get(label.parsed().key())).flatten().copied().collect();
    starts.sort_unstable();
    starts.dedup();
    // To recognize a part costs as much as to recognize the whole: not when there is but one.
    if starts.len() < 2 {
        return Vec::new();
    }
    let mut reports = parts(model, document, &starts);
    let mut floor = 0;
    reports.retain(|report| {
        let whole = report.share >= CLEAR_SHARE && title_before(model, document, floor, report.start).is_some();
        floor = report.start + 1;
        whole
    });
    reports
}

fn part(document: &Document, start: usize, end: usize) -> Option<Document> {
    let blocks = document.blocks.get(start..end)?.to_vec();
    Some(Document { file: document.file, title: None, blocks })
}

/// The block at which the title of the report begins whose first heading is `heading`, from `floor` on; `None`: it has none.
fn title_before(model: &Model, document: &Document, floor: usize, heading: usize) -> Option<usize> {
    let is_title = |start: usize, end: usize| {
        part(document, start, end)
            .is_some_and(|part| model.forms.iter().any(|form| meta::title_of(form, &Lines::of(&part)).is_some()))
    };
    let first = heading.saturating_sub(TITLE_BLOCKS).max(floor);
    let broken = || (first..heading.saturating_sub(1)).find(|at| is_title(*at, at + 2));
    (first..heading).find(|at| is_title(*at, at + 1)).or_else(broken)
}

/// The block at which the sentences begin that open the report whose first heading is `heading`: whose report it is, of which
/// year. They stand right before the heading; what stands further up may be the end of the report before.
fn opening_before(model: &Model, document: &Document, floor: usize, heading: usize) -> usize {
    let identifies = |at: usize| {
        let one = part(document, at, at + 1);
        one.is_some_and(|one| model.forms.iter().any(|form| meta::identify(form, &Lines::of(&one))))
    };
    let before = (heading.saturating_sub(TITLE_BLOCKS).max(floor)..heading).rev();
    before.take_while(|at| identifies(*at)).last().unwrap_or(heading)
}

fn say(document: &Document, reports: &[Report], others: &[Report]) -> Diagnostic {
    const MOST: usize = 5;
    let place = |report: &Report| match document.blocks.get(report.start) {
        Some(Block::Paragraph(paragraph)) => paragraph.text.span(),
        Some(Block::Grid(grid)) => grid.span,
        None => Span::file_start(document.file),
    };
    let first = reports.first().map_or(Span::file_start(document.file), place);
    let mut found = Diagnostic::error(Code::G0707, words::SEVERAL_REPORTS.with("count", reports.len()))
        .at(first, words::FIRST_REPORT.plain());
    for other in others.iter().take(MOST) {
        found = found.at(place(other), words::OTHER_REPORT.plain());
    }
    found.with_help(words::SEVERAL_HELP.plain())
}
