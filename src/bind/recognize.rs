//! Which form a report is made on: by its labels, then its year.

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::diag::wording::bind as words;
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, Content, Document, Node, NodeKind, Text, Tree};
use crate::label::Label;
use crate::model::{Form, Item, ItemId, Model, TableKind};
use crate::source::Span;

use super::facts::{FactPatterns, Running};
use super::headings::{Run, paragraphs};
use super::meta;
use super::sift::Pairs;
use super::titles::Lines;

/// Fewer labels than this share (in thousandths) are no sign of a form.
pub(super) const LEAST_SHARE: u32 = 250;
/// Forms whose shares differ by less than this fit equally well; then the year decides.
const SAME_SHARE: u32 = 15;
/// From this share on, a form whose years do not fit is still the one: the office used a wrong year's form.
pub(super) const CLEAR_SHARE: u32 = 500;

/// How well a form fits a report.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Index into [`Model::forms`].
    pub form: usize,
    /// Labels found and labels there are, two points for a label.
    pub found: u32,
    pub total: u32,
    /// Some labels that were not found.
    pub missing: Vec<String>,
}

impl Candidate {
    /// Labels found, in thousandths.
    pub fn share(&self) -> u32 {
        1000 * self.found / self.total.max(1)
    }
}

/// The forms by how well they fit, best first.
pub fn recognize(model: &Model, content: &Content) -> Vec<Candidate> {
    candidates(model, content, true)
}

/// `all`: looks for the sentences of forms without tables too when every label of another form is there; they are the dearest
/// to look for, and cannot fit better.
fn candidates(model: &Model, content: &Content, all: bool) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = match content {
        Content::Document(document) => {
            let signs = Signs::of(document);
            let count = |(at, form)| in_document(at, model, form, &signs);
            let (with_tables, without): (Vec<_>, Vec<_>) = model.forms.iter().enumerate().partition(|(_, form)| has_tables(form));
            let mut found: Vec<Candidate> = with_tables.into_iter().map(count).collect();
            if all || found.iter().all(|candidate| candidate.found < candidate.total) {
                found.extend(without.into_iter().map(count));
            } else {
                let unlooked = |(form, _)| Candidate { form, found: 0, total: 1, missing: Vec::new() };
                found.extend(without.into_iter().map(unlooked));
            }
            found.sort_by_key(|candidate| candidate.form);
            found
        }
        Content::Tree(tree) => model.forms.iter().enumerate().map(|(at, form)| in_tree(at, form, tree)).collect(),
    };
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.share()));
    candidates
}

/// The form of a report: the named one (`NAME` or `NAME@VERSION`), the one a tree names, or the recognized one; and what
/// there is to say about the choice.
pub fn choose(model: &Model, content: &Content, template: Option<&str>) -> (Option<usize>, Vec<Diagnostic>) {
    let start = content.start();
    let named = template.map(|name| (name.to_owned(), start)).or_else(|| named_in(content));
    if let Some((name, span)) = named {
        return by_name(model, content, &name, span);
    }
    if model.forms.is_empty() {
        return (None, vec![Diagnostic::error(Code::G0701, words::NO_FORMS.plain()).at_bare(start)]);
    }
    let candidates = candidates(model, content, false);
    let Content::Document(document) = content else {
        return match candidates.first().filter(|best| best.share() >= LEAST_SHARE) {
            Some(best) => (Some(best.form), Vec::new()),
            None => (None, vec![none_fits(model, candidates.first(), &Lines { list: Vec::new() }, start)]),
        };
    };
    let by_labels = candidates.first().filter(|best| best.share() >= LEAST_SHARE);
    let chosen = by_labels.map(|best| by_year(model, document, &candidates, best)).filter(|(form, _)| form.is_some());
    let by_headings = || {
        let candidates = by_headings(model, document);
        candidates.first().map(|best| by_year(model, document, &candidates, best))
    };
    let nothing = || (None, vec![none_fits(model, candidates.first(), &Lines::of(document), start)]);
    chosen.or_else(by_headings).unwrap_or_else(nothing)
}

/// A report that leaves its tables out, or has little to report, still has its year and the form's headings: the forms of
/// which it has most.
fn by_headings(model: &Model, document: &Document) -> Vec<Candidate> {
    const LEAST_SECTIONS: usize = 4;
    let lines = Lines::of(document);
    let keys: HashSet<String> = paragraphs(document).map(|(_, text)| Label::parse(text.as_str()).key().to_owned()).collect();
    let mut candidates = Vec::new();
    for (at, form) in model.forms.iter().enumerate() {
        let has = |section: &&crate::model::Section| section.labels.iter().any(|label| keys.contains(label.parsed().key()));
        let found = form.sections.iter().filter(has).count();
        if found >= LEAST_SECTIONS && found * 2 > form.sections.len() && meta::year_of(form, &lines).is_some() {
            let (found, total) = (found as u32, form.sections.len() as u32);
            candidates.push(Candidate { form: at, found, total, missing: Vec::new() });
        }
    }
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.share()));
    candidates
}

fn title(model: &Model, form: usize) -> String {
    model.forms.get(form).map(Form::title).unwrap_or_default()
}

fn none_fits(model: &Model, nearest: Option<&Candidate>, lines: &Lines<'_>, start: Span) -> Diagnostic {
    let mut found = Diagnostic::error(Code::G0701, words::NO_FORM.plain()).at_bare(start);
    if nearest.is_none_or(|nearest| nearest.found == 0) {
        found = found.with_note(words::NO_LABELS.plain());
    } else if let Some(nearest) = nearest {
        let note = words::NEAREST_FORM.with("form", title(model, nearest.form)).with("found", nearest.found.div_ceil(2) as usize);
        found = found.with_note(note.with("total", nearest.total.div_ceil(2) as usize));
        if !nearest.missing.is_empty() {
            found = found.with_note(words::NEAREST_MISSING.with("labels", nearest.missing.clone()));
        }
    }
    // A page that only links to the report, a cover, a scan: its title is there, its text is not.
    if let Some(span) = model.forms.iter().find_map(|form| meta::title_of(form, lines)) {
        found = found.at(span, words::TITLE_HERE.plain()).with_note(words::TITLE_ONLY.plain());
    }
    found.with_help(words::NO_FORM_HELP.plain())
}

/// The name a tree gives: `{"template": "zfxxgk@2021"}`.
fn named_in(content: &Content) -> Option<(String, Span)> {
    let Content::Tree(tree) = content else { return None };
    let node = tree.root.get("template")?;
    match &node.kind {
        NodeKind::Text(name) => Some((name.clone(), node.span)),
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Array(_) | NodeKind::Object(_) => None,
    }
}

fn by_name(model: &Model, content: &Content, name: &str, span: Span) -> (Option<usize>, Vec<Diagnostic>) {
    let (base, version) = match name.split_once('@') {
        Some((base, version)) => (base.trim(), Some(version.trim())),
        None => (name.trim(), None),
    };
    let fits = |form: &Form| form.name == base && version.is_none_or(|version| form.version.as_deref() == Some(version));
    let forms: Vec<usize> = model.forms.iter().enumerate().filter(|(_, form)| fits(form)).map(|(at, _)| at).collect();
    match forms.as_slice() {
        [] => {
            let known: Vec<String> = model.forms.iter().map(Form::title).collect();
            let found = Diagnostic::error(Code::G0706, words::UNKNOWN_FORM.with("name", name.to_owned())).at_bare(span);
            (None, vec![found.with_note(words::KNOWN_FORMS.with("forms", known))])
        }
        [form] => (Some(*form), Vec::new()),
        several => {
            // One name, several versions: the labels tell them apart.
            let candidates: Vec<Candidate> =
                recognize(model, content).into_iter().filter(|candidate| several.contains(&candidate.form)).collect();
            let Some(best) = candidates.first() else { return (None, Vec::new()) };
            match content {
                Content::Document(document) => by_year(model, document, &candidates, best),
                Content::Tree(_) => (Some(best.form), Vec::new()),
            }
        }
    }
}

/// The report's year by a candidate's form: whether the form applies to it, the year, and where it stands.
type Year = Option<(bool, i64, Span)>;

/// A form that may be the one. To find the year takes a walk over the lines: it is asked for when it matters.
struct Likely<'c> {
    candidate: &'c Candidate,
    year: OnceCell<Year>,
}

/// Among forms that fit equally well the year decides; where the labels are clear and the year disagrees, the labels win;
/// where they are not, the form was only the least unlike.
fn by_year(model: &Model, document: &Document, candidates: &[Candidate], best: &Candidate) -> (Option<usize>, Vec<Diagnostic>) {
    let lines = Lines::of(document);
    let applies = |candidate: &Candidate| -> Year {
        let form = model.forms.get(candidate.form)?;
        let (year, span) = meta::year_of(form, &lines)?;
        let range = form.applies.as_ref()?;
        let inside = range.from.is_none_or(|from| from <= year) && range.to.is_none_or(|to| year <= to);
        Some((inside, year, span))
    };
    let likely: Vec<Likely<'_>> = candidates
        .iter()
        .filter(|candidate| candidate.share() >= LEAST_SHARE || candidate.form == best.form)
        .map(|candidate| Likely { candidate, year: OnceCell::new() })
        .collect();
    let year = |likely: &Likely<'_>| *likely.year.get_or_init(|| applies(likely.candidate));
    let inside = |year: Year| year.is_some_and(|(inside, ..)| inside);
    let close = || likely.iter().filter(|likely| likely.candidate.share() + SAME_SHARE >= best.share());
    let of_best = || likely.iter().find(|likely| likely.candidate.form == best.form);
    let Some(first) = close().find(|likely| inside(year(likely))).or_else(of_best) else { return (None, Vec::new()) };
    let chosen = match year(first) {
        Some((false, ..)) if first.candidate.share() < CLEAR_SHARE => match likely.iter().find(|likely| inside(year(likely))) {
            Some(other) => other,
            None => return (None, vec![none_fits(model, Some(first.candidate), &lines, Span::file_start(document.file))]),
        },
        Some(_) | None => first,
    };
    let (chosen, year_of_chosen) = (chosen.candidate, year(chosen));
    let mut diagnostics = Vec::new();
    let rivals: Vec<&Candidate> = close()
        .filter(|other| other.candidate.form != chosen.form && other.candidate.share() == chosen.share())
        .filter(|other| inside(year(other)) == inside(year_of_chosen))
        .map(|other| other.candidate)
        .collect();
    if !rivals.is_empty() {
        let mut forms = vec![title(model, chosen.form)];
        forms.extend(rivals.iter().map(|rival| title(model, rival.form)));
        let message = words::TIE.with("forms", forms).with("form", title(model, chosen.form));
        diagnostics.push(
            Diagnostic::warning(Code::G0703, message)
                .at_bare(Span::file_start(document.file))
                .with_help(words::NO_FORM_HELP.plain()),
        );
    }
    if let (Some(form), Some((false, number, span))) = (model.forms.get(chosen.form), year_of_chosen) {
        let of_that_year = |other: &&Candidate| {
            let same_name = model.forms.get(other.form).is_some_and(|other| other.name == form.name);
            same_name && inside(applies(other))
        };
        diagnostics.push(year_disagrees(model, form, number, span, candidates.iter().find(of_that_year)));
    }
    (Some(chosen.form), diagnostics)
}

fn year_disagrees(model: &Model, form: &Form, year: i64, span: Span, other: Option<&Candidate>) -> Diagnostic {
    let range = form.applies.as_ref().map_or_else(String::new, |applies| {
        let end = |year: Option<i64>| year.map(|year| year.to_string()).unwrap_or_default();
        if applies.from == applies.to { end(applies.from) } else { format!("{}—{}", end(applies.from), end(applies.to)) }
    });
    let message = words::YEAR_DISAGREES.with("year", year.to_string()).with("form", form.title()).with("range", range);
    let mut found = Diagnostic::warning(Code::G0702, message).at(span, words::YEAR_HERE.plain());
    if let Some(applies) = &form.applies {
        found = found.at(applies.span, words::APPLIES_HERE.plain());
    }
    found = found.with_note(words::YEAR_DISAGREES_NOTE.with("form", form.title()));
    match other {
        Some(other) => found.with_note(words::YEAR_DISAGREES_OTHER.with("form", title(model, other.form))),
        None => found,
    }
}

/// What a document offers to be recognized by.
struct Signs<'d> {
    /// The keys of everything that may be a label.
    keys: HashSet<String>,
    /// All keys in a row: a label that was wrapped, or glued to its neighbours, still stands in it.
    glued: String,
    pairs: Pairs,
    document: &'d Document,
    /// The running text with its figures, once it is asked for.
    running: OnceCell<Running<'d>>,
}

impl<'d> Signs<'d> {
    fn of(document: &'d Document) -> Signs<'d> {
        const LONGEST_LABEL: usize = 120;
        let mut keys = HashSet::new();
        let mut glued = String::new();
        let mut add = |text: &str| {
            let key = Label::parse(text).key().to_owned();
            glued.push_str(&key);
            if text.len() <= LONGEST_LABEL || text.chars().nth(LONGEST_LABEL).is_none() {
                keys.insert(key);
            }
        };
        for block in &document.blocks {
            match block {
                Block::Paragraph(paragraph) => add(paragraph.text.as_str()),
                Block::Grid(grid) => grid.rows.iter().flat_map(|row| &row.cells).for_each(|cell| add(cell.text.as_str())),
            }
        }
        Signs { keys, pairs: Pairs::of(&glued), glued, document, running: OnceCell::new() }
    }

    fn running(&self, model: &Model) -> &Running<'d> {
        self.running.get_or_init(|| {
            let whole = |(block, text): (usize, &Text)| Run { block, start: 0, end: text.as_str().len() };
            let runs: Vec<Run> = paragraphs(self.document).map(whole).collect();
            Running::of(self.document, &runs, &super::units::spellings(&model.units))
        })
    }
}

struct Count<'c> {
    candidate: Candidate,
    keys: &'c HashSet<String>,
    /// The running text, and what pairs of characters there are in it.
    text: Option<(&'c str, &'c Pairs)>,
}

impl Count<'_> {
    /// Counts one item by its spellings; half, where a label only stands somewhere in the text.
    fn labels(&mut self, labels: &[crate::model::Label]) {
        let keys = || labels.iter().map(|label| label.parsed().key());
        let long = |key: &&str| key.chars().nth(3).is_some();
        let found = if keys().any(|key| self.keys.contains(key)) {
            2
        } else {
            let holds = |key: &str| self.text.is_some_and(|(text, pairs)| pairs.may_hold(key) && text.contains(key));
            u32::from(keys().filter(long).any(holds))
        };
        self.one(found, labels.first().map_or("", |label| &label.parsed().core), 2);
    }

    fn one(&mut self, found: u32, label: &str, weight: u32) {
        self.candidate.total += weight;
        if found > 0 {
            self.candidate.found += found;
        } else if self.candidate.missing.len() < 4 {
            self.candidate.missing.push(label.to_owned());
        }
    }
}

fn has_tables(form: &Form) -> bool {
    form.tables.iter().any(|table| table.kind == TableKind::Table)
}

fn in_document(at: usize, model: &Model, form: &Form, signs: &Signs<'_>) -> Candidate {
    let candidate = Candidate { form: at, found: 0, total: 0, missing: Vec::new() };
    let mut count = Count { candidate, keys: &signs.keys, text: Some((&signs.glued, &signs.pairs)) };
    let has_tables = has_tables(form);
    for section in &form.sections {
        count.labels(&section.labels);
    }
    for (_, table) in form.table_ids() {
        match table.kind {
            TableKind::Table => {
                if !table.labels.is_empty() {
                    count.labels(&table.labels);
                }
                for item in [&table.rows, &table.columns].into_iter().flatten().flat_map(|items| &items.list) {
                    // Each of those needed: an optional line says little by not being there.
                    if item.has_figure() && !item.optional {
                        count.labels(&item.labels);
                    }
                }
            }
            TableKind::Facts => {
                let Some(items) = &table.rows else { continue };
                // In a form with tables the sentences are by the way, but for those that must be there.
                let weight = |item: &Item| if !item.optional { 4 } else { u32::from(!has_tables) };
                if items.iter().all(|(_, item)| !item.has_figure() || weight(item) == 0) {
                    continue;
                }
                let fits = |item, figure: &super::facts::Figure| super::facts::fits_unit(model, table, item, figure);
                let found = FactPatterns::of(items).find(items, signs.running(model), fits);
                let found: HashSet<ItemId> = found.into_iter().map(|fact| fact.item).collect();
                for (id, item) in items.iter().filter(|(_, item)| item.has_figure()) {
                    let weight = weight(item);
                    if weight == 0 {
                        continue;
                    }
                    let known = if found.contains(&id) { weight } else { 0 };
                    count.one(known, item.labels.first().map_or("", |label| &label.text), weight);
                }
            }
        }
    }
    count.candidate
}

/// By its keys: the names of the tables and their items, and the tables of extract's own rows.
fn in_tree(at: usize, form: &Form, tree: &Tree) -> Candidate {
    let mut keys: HashSet<String> = HashSet::new();
    let mut stack: Vec<&Node> = vec![&tree.root];
    while let Some(node) = stack.pop() {
        match &node.kind {
            NodeKind::Object(entries) => {
                for entry in entries {
                    keys.extend(entry.key.split('.').map(key));
                    if matches!(entry.key.as_str(), "table" | "row" | "column" | "fact")
                        && let NodeKind::Text(name) = &entry.value.kind
                    {
                        keys.extend(name.split('.').map(key));
                    }
                    stack.push(&entry.value);
                }
            }
            NodeKind::Array(nodes) => stack.extend(nodes),
            NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Text(_) => {}
        }
    }
    let candidate = Candidate { form: at, found: 0, total: 0, missing: Vec::new() };
    let mut count = Count { candidate, keys: &keys, text: None };
    for (_, table) in form.table_ids() {
        if table.kind == TableKind::Table {
            count.one(2 * u32::from(keys.contains(&key(&table.name))), &table.name, 2);
        }
        for item in [&table.rows, &table.columns].into_iter().flatten().flat_map(|items| &items.list) {
            if item.has_figure() && !item.optional {
                count.one(u32::from(keys.contains(&key(&item.name))), &item.name, 1);
            }
        }
    }
    count.candidate
}

fn key(name: &str) -> String {
    crate::label::fold(name)
}
