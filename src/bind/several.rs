//! Several reports in one file: the first is read, the others are named.

use std::collections::HashMap;

use crate::diag::wording::bind as words;
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, Content, Document};
use crate::label::Label;
use crate::model::{Form, Model};
use crate::source::Span;

use super::meta;
use super::recognize::{LEAST_SHARE, share_of};
use super::titles::Lines;

/// A heading is not longer than this, in characters.
const LONGEST_HEADING: usize = 60;
/// A title stands in no more than this many blocks before its report's first heading.
const TITLE_BLOCKS: usize = 12;

/// Where a document holds several reports one after the other: the first alone, and the finding that says so.
pub fn first_report(model: &Model, content: &Content) -> Option<(Content, Diagnostic)> {
    let Content::Document(document) = content else { return None };
    let headings = headings(model, document);
    let repeated = model.forms.iter().filter_map(|form| Some((form, reports(model, form, document, &starts(form, &headings)?))));
    let (form, reports) = repeated.max_by_key(|(_, reports)| reports.len())?;
    let (_, others) = reports.split_first()?;
    let next = *others.first()?;
    let found = say(document, &reports, others);
    let cut = title_before(form, document, reports.first().map_or(0, |first| first + 1), next);
    let blocks = document.blocks.iter().take(cut).cloned().collect();
    Some((Content::Document(Document { file: document.file, title: document.title.clone(), blocks }), found))
}

/// By key: the blocks of the headings that some form has.
fn headings(model: &Model, document: &Document) -> HashMap<String, Vec<usize>> {
    let labels = model.forms.iter().flat_map(|form| &form.sections).flat_map(|section| &section.labels);
    let mut found: HashMap<String, Vec<usize>> =
        labels.map(|label| (Label::parse(&label.text).key().to_owned(), Vec::new())).collect();
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
        let keys = section.labels.iter().map(|label| Label::parse(&label.text).key().to_owned());
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

/// Of the parts that begin at `starts`, where those begin that are reports: a table of contents is none.
fn reports(model: &Model, form: &Form, document: &Document, starts: &[usize]) -> Vec<usize> {
    let ends = starts.iter().skip(1).copied().chain([document.blocks.len()]);
    let shares: Vec<(usize, u32)> = starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| Some((*start, share_of(model, form, &part(document, *start, end)?))))
        .collect();
    let best = shares.iter().map(|(_, share)| *share).max().unwrap_or(0);
    let least = LEAST_SHARE.max(best / 3 * 2);
    shares.into_iter().filter(|(_, share)| *share >= least).map(|(start, _)| start).collect()
}

fn part(document: &Document, start: usize, end: usize) -> Option<Document> {
    let blocks = document.blocks.get(start..end)?.to_vec();
    Some(Document { file: document.file, title: None, blocks })
}

/// The block at which the title of the report begins whose first heading is `heading`, from `floor` on.
fn title_before(form: &Form, document: &Document, floor: usize, heading: usize) -> usize {
    let is_title = |start: usize, end: usize| {
        part(document, start, end).is_some_and(|part| meta::title_of(form, &Lines::of(&part)).is_some())
    };
    let first = heading.saturating_sub(TITLE_BLOCKS).max(floor);
    let broken = || (first..heading.saturating_sub(1)).find(|at| is_title(*at, at + 2));
    (first..heading).find(|at| is_title(*at, at + 1)).or_else(broken).unwrap_or(heading)
}

fn say(document: &Document, reports: &[usize], others: &[usize]) -> Diagnostic {
    const MOST: usize = 5;
    let place = |block: &usize| match document.blocks.get(*block) {
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
