//! A report's title: on the web page, in a heading, on a line, broken over lines, in a table of the page, in a sentence.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use crate::document::{Block, Document, Text};
use crate::label::{Captures, Folded, Hole, Label, Pattern, Piece, fold_mapped};
use crate::model::{Form, Meta, MetaId};
use crate::source::Span;

use super::meta::{Found, hole, plain_value};
use super::sift::Characters;

/// Where no section heading is found, a title stands in this many first lines.
const FIRST_LINES: usize = 40;
/// Titles are looked for in no more characters of a line.
const LONGEST_TITLE: usize = 1200;
/// A line that is longer than this was not broken in the middle of a title.
const LONGEST_PART: usize = 40;
/// A title may be broken over this many lines.
const MOST_PARTS: usize = 3;
/// Cells of the page's own tables that are looked at.
const MOST_CELLS: usize = 200;
/// A name that stands alone on the line before has at least this many characters.
const SHORTEST_NAME: usize = 4;

/// The lines of a document, folded once for all forms and all patterns.
pub(super) struct Lines<'d> {
    pub list: Vec<Line<'d>>,
}

pub(super) struct Line<'d> {
    pub text: &'d Text,
    pub folded: Folded,
    kind: Kind,
    characters: Characters,
    /// Its key as a label, when that was asked for.
    key: OnceCell<String>,
}

impl<'d> Line<'d> {
    fn new(text: &'d Text, kind: Kind) -> Line<'d> {
        let folded = fold_mapped(text.as_str());
        let characters = Characters::of(folded.as_str());
        Line { text, folded, kind, characters, key: OnceCell::new() }
    }

    fn key(&self) -> &str {
        self.key.get_or_init(|| Label::parse(self.folded.as_str()).key().to_owned())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The title that the format itself gives.
    Title,
    /// A heading that the format marks as one of the two highest levels.
    Heading(u8),
    Plain,
    Cell,
}

impl<'d> Lines<'d> {
    pub fn of(document: &'d Document) -> Lines<'d> {
        let mut list: Vec<Line<'d>> = document.title.iter().map(|text| Line::new(text, Kind::Title)).collect();
        let mut cells = 0;
        for block in &document.blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    let kind = match paragraph.heading {
                        Some(level @ (1 | 2)) => Kind::Heading(level),
                        Some(_) | None => Kind::Plain,
                    };
                    list.push(Line::new(&paragraph.text, kind));
                }
                Block::Grid(grid) => {
                    let own = grid.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.text.is_empty());
                    let own = own.take(MOST_CELLS.saturating_sub(cells));
                    list.extend(own.inspect(|_| cells += 1).map(|cell| Line::new(&cell.text, Kind::Cell)));
                }
            }
        }
        Lines { list }
    }

    /// The lines of running text, the document's own title among them.
    pub fn text(&self) -> impl Iterator<Item = &Line<'d>> {
        self.list.iter().filter(|line| line.kind != Kind::Cell)
    }

    /// The first cells of the document's tables.
    pub fn cells(&self) -> impl Iterator<Item = &Line<'d>> {
        self.list.iter().filter(|line| line.kind == Kind::Cell)
    }

    /// How many lines there are before the first section heading of a form.
    fn before_body(&self, form: &Form) -> Option<usize> {
        let labels = form.sections.iter().flat_map(|section| &section.labels);
        let keys: HashSet<&str> = labels.map(|label| label.parsed().key()).collect();
        let is_heading = |line: &Line<'_>| {
            let short = line.folded.as_str().chars().nth(LONGEST_PART).is_none();
            short && line.kind != Kind::Title && keys.contains(line.key())
        };
        self.list.iter().position(is_heading)
    }
}

/// One place where a title stands.
struct Match {
    /// The lower, the surer that it is this report's title.
    rank: u8,
    line: usize,
    values: Vec<(MetaId, Found)>,
}

/// What the titles say of each meta. `year`: the report's year as its text says it, if it does; of several titles on a page
/// (links to the reports of other years) that one counts which agrees.
pub(super) fn titles(form: &Form, lines: &Lines<'_>, confirmed: impl Fn(MetaId) -> Option<String>) -> Vec<(MetaId, Found)> {
    let patterns: Vec<Pattern> = form.titles.iter().filter_map(|title| Pattern::compile(&title.text).ok()).collect();
    if patterns.is_empty() {
        return Vec::new();
    }
    let mut matches = all(form, &patterns, lines);
    // A value of the title that the text can confirm: a year, a number. Names are written in many ways.
    let key = |id: MetaId| form.meta.get(id.0 as usize).is_some_and(|meta| hole(&meta.ty.kind) != Hole::Word);
    let agrees = |found: &Match| {
        found.values.iter().filter(|(id, _)| key(*id)).all(|(id, own)| confirmed(*id).is_none_or(|value| value == own.value))
    };
    let distinct: HashSet<&str> = matches
        .iter()
        .filter(|found| found.rank == 2)
        .flat_map(|found| found.values.iter().filter(|(id, _)| key(*id)).map(|(_, own)| own.value.as_str()))
        .collect();
    // Links to other years' reports: what the text confirms wins, else the last before the text, the nearest to it.
    let links = distinct.len() > 1;
    let mut order: Vec<usize> = (0..matches.len()).collect();
    order.sort_by_key(|at| {
        let Some(found) = matches.get(*at) else { return (0, false, 0, false, 0) };
        let place = if links && found.rank == 2 { usize::MAX - found.line } else { found.line };
        let agrees = agrees(found);
        (u8::from(found.rank > 1), links && !agrees, found.rank, !agrees, place)
    });
    let mut values: Vec<(MetaId, Found)> = Vec::new();
    for at in order {
        let Some(found) = matches.get_mut(at) else { continue };
        let other_report = found
            .values
            .iter()
            .any(|(id, own)| key(*id) && values.iter().any(|(known, value)| known == id && value.value != own.value));
        if other_report {
            continue;
        }
        for (id, own) in std::mem::take(&mut found.values) {
            if !values.iter().any(|(known, _)| *known == id) {
                values.push((id, own));
            }
        }
    }
    values
}

fn all(form: &Form, patterns: &[Pattern], lines: &Lines<'_>) -> Vec<Match> {
    let body = lines.before_body(form);
    let end = body.unwrap_or_else(|| lines.list.len().min(FIRST_LINES));
    let mut matches = Vec::new();
    let wanted: Vec<Characters> = patterns.iter().map(characters).collect();
    for (at, line) in lines.list.iter().enumerate() {
        if at >= end && !matches!(line.kind, Kind::Title | Kind::Heading(_)) {
            continue;
        }
        let single = std::slice::from_ref(line);
        let found = if may_hold(&wanted, single) { one(form, patterns, &Joined::of(single)) } else { None };
        if let Some(found) = found {
            let rank = match line.kind {
                Kind::Title => 0,
                Kind::Heading(_) => 1,
                Kind::Cell => 3,
                Kind::Plain if found.whole => 2,
                Kind::Plain => 4,
            };
            matches.push(Match { rank, line: at, values: found.values });
            continue;
        }
        for parts in 2..=MOST_PARTS {
            let Some(window) = lines.list.get(at..at + parts) else { break };
            if !window.iter().all(|line| may_be_part(line)) {
                break;
            }
            if !may_hold(&wanted, window) {
                continue;
            }
            let joined = Joined::of(window);
            let Some(found) = one(form, patterns, &joined).filter(|found| found.from < line.folded.as_str().len()) else {
                continue;
            };
            // A name alone on its line is the office's only at the top, or where the page marks both lines as its heading.
            let on_the_next = window.get(1..).and_then(|rest| one(form, patterns, &Joined::of(rest)));
            if on_the_next.is_some_and(|found| !found.names.is_empty()) {
                continue;
            }
            let marked = matches!(line.kind, Kind::Heading(_)) && window.iter().all(|other| other.kind == line.kind);
            let top = at == 0 || lines.list.get(..at).is_some_and(|before| before.iter().all(|line| line.kind == Kind::Title));
            let alone = found.names.iter().any(|name| name.start == 0 && name.end == line.folded.as_str().len());
            let long = line.folded.as_str().chars().nth(SHORTEST_NAME - 1).is_some();
            if alone && !((top || marked) && long) {
                continue;
            }
            matches.push(Match { rank: if marked { 1 } else { 2 }, line: at, values: found.values });
            break;
        }
    }
    matches
}

/// The characters of a pattern's own words.
fn characters(pattern: &Pattern) -> Characters {
    let words = pattern.pieces().iter().filter_map(|piece| match piece {
        Piece::Literal(literal) => Some(Characters::of(literal)),
        Piece::Figure | Piece::Meta(_) | Piece::Gap => None,
    });
    words.fold(Characters::default(), Characters::and)
}

/// Whether one of the patterns can match these lines as one: a page has a hundred links before its title.
fn may_hold(wanted: &[Characters], lines: &[Line<'_>]) -> bool {
    let there = lines.iter().fold(Characters::default(), |all, line| all.and(line.characters));
    wanted.iter().any(|wanted| there.may_have(*wanted))
}

fn may_be_part(line: &Line<'_>) -> bool {
    let text = line.folded.as_str();
    let short = text.chars().nth(LONGEST_PART).is_none();
    short && matches!(line.kind, Kind::Plain | Kind::Heading(_)) && !text.contains(['。', ';', '!', '?', ':', ','])
}

/// Lines read as one.
struct Joined<'l, 'd> {
    text: String,
    /// Where each line begins in `text`.
    parts: Vec<(usize, &'l Line<'d>)>,
}

impl<'l, 'd> Joined<'l, 'd> {
    fn of(lines: &'l [Line<'d>]) -> Joined<'l, 'd> {
        let mut joined = Joined { text: String::new(), parts: Vec::new() };
        for line in lines {
            let text = line.folded.as_str();
            let cut = text.char_indices().nth(LONGEST_TITLE).map_or(text.len(), |(at, _)| at);
            joined.parts.push((joined.text.len(), line));
            joined.text.push_str(text.get(..cut).unwrap_or(""));
        }
        joined
    }

    /// The original of a range of the folded text, and where it stands.
    fn original(&self, range: Range<usize>) -> Option<(String, Span)> {
        let mut out: Option<(String, Span)> = None;
        for (start, line) in &self.parts {
            let len = line.folded.as_str().len();
            let from = range.start.saturating_sub(*start).min(len);
            let to = range.end.saturating_sub(*start).min(len);
            if from >= to {
                continue;
            }
            let origin = line.folded.origin(from, to);
            let text = line.text.as_str().get(origin.clone())?;
            let span = line.text.span_of(origin.start, origin.end);
            out = Some(match out {
                Some((before, first)) => (before + text, first.to(span)),
                None => (text.to_owned(), span),
            });
        }
        out
    }
}

struct One {
    values: Vec<(MetaId, Found)>,
    /// The names it took, in the folded text.
    names: Vec<Range<usize>>,
    /// Where the title begins.
    from: usize,
    /// All that stands on the line, as far as can be told from where it begins.
    whole: bool,
}

fn one(form: &Form, patterns: &[Pattern], joined: &Joined<'_, '_>) -> Option<One> {
    let id = |name: &str| form.meta.iter().position(|meta| meta.name == name).map(|at| MetaId(at as u32));
    let kind = |name: Option<&str>| {
        let meta: Option<&Meta> = name.and_then(id).and_then(|id| form.meta.get(id.0 as usize));
        meta.map_or(Hole::Word, |meta| hole(&meta.ty.kind))
    };
    // Of several patterns the one that takes most of the line: `某区2021年度…` is not 2021年 of an office named 度.
    let fitting = patterns.iter().filter_map(|pattern| {
        let possible = pattern.pieces().iter().all(|piece| match piece {
            Piece::Literal(literal) => joined.text.contains(literal.as_str()),
            Piece::Figure | Piece::Meta(_) | Piece::Gap => true,
        });
        if possible { pattern.captures(&joined.text, kind) } else { None }
    });
    let captures: Captures = fitting.min_by_key(|captures| captures.range.start)?;
    let mut found = One { values: Vec::new(), names: Vec::new(), from: captures.range.start, whole: false };
    let before = joined.text.get(..captures.range.start).unwrap_or("");
    found.whole = before.is_empty() || before.ends_with([':', '《', '>', '|', '_', '"', '(']);
    for capture in captures.values {
        let Some(id) = capture.name.as_deref().and_then(id) else { continue };
        let is_name = kind(capture.name.as_deref()) == Hole::Word;
        // In a sentence nobody can tell where an office's name begins.
        if is_name && !found.whole {
            continue;
        }
        let Some((text, span)) = joined.original(capture.range.clone()) else { continue };
        let value = if is_name { name_of(&text) } else { plain_value(&text) };
        if value.is_empty() {
            continue;
        }
        if is_name {
            found.names.push(capture.range);
        }
        found.values.push((id, Found { value, span }));
    }
    Some(found)
}

/// A name as printed, without the page's path before it (`首页 > 政务公开 > 某局`), without a remark in parentheses behind it.
pub(super) fn name_of(printed: &str) -> String {
    const LONG: usize = 20;
    let mut name = printed.rsplit(['>', '＞', '|', '｜', '_', '»', '→']).next().unwrap_or(printed).trim();
    if name.chars().nth(LONG).is_some()
        && let Some(last) = name.split_whitespace().next_back()
        && last.chars().nth(SHORTEST_NAME - 1).is_some()
    {
        name = last;
    }
    for (open, close) in [('(', ')'), ('（', '）')] {
        if let Some((body, _)) = name.strip_suffix(close).and_then(|body| body.rsplit_once(open))
            && !body.trim().is_empty()
        {
            name = body.trim();
        }
    }
    let name = name.trim_matches(['-', '—', '–', '、', '·', '“', '”', '"']);
    name.split_whitespace().collect()
}
