//! What a Word document says apart from its text: which styles are headings, and the labels of its numbered lists.

use std::collections::{HashMap, HashSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::limits::Failure;
use super::ordinals::ordinal;
use super::package::{attribute, damaged, local};
use crate::source::FileId;

/// How far a chain of styles is followed.
const MAX_CHAIN: usize = 32;
const LEVELS: usize = 9;
/// The longest template of a label, in bytes.
const MAX_LABEL: usize = 256;

/// Where a paragraph stands in a list: the list's id and the level from 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListPlace {
    pub list: Option<String>,
    pub level: Option<usize>,
}

#[derive(Debug, Default)]
struct Style {
    heading: Option<u8>,
    /// An entry of the table of contents: it repeats a heading.
    contents: bool,
    place: ListPlace,
    based_on: Option<String>,
}

/// What a style amounts to with those it is based on.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub heading: Option<u8>,
    pub contents: bool,
    pub place: ListPlace,
}

#[derive(Debug, Default)]
pub struct Styles {
    styles: HashMap<String, Style>,
}

/// The level of a heading from `w:outlineLvl`: 9 is body text.
pub fn outline_level(value: &str) -> Option<u8> {
    value.trim().parse::<u8>().ok().filter(|level| *level < 9).map(|level| level + 1)
}

fn value(tag: &BytesStart) -> Option<String> {
    attribute(tag, "val")
}

/// Calls `start` and `end` for every tag of a part.
fn walk(file: FileId, part: &str, xml: &str, mut visit: impl FnMut(&str, Option<&BytesStart>)) -> Result<(), Failure> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event().map_err(|error| damaged(file, part, error))? {
            Event::Eof => return Ok(()),
            Event::Start(tag) => visit(local(&tag), Some(&tag)),
            Event::End(tag) => {
                let name: &str = tag.name().into_inner();
                visit(name.rsplit(':').next().unwrap_or(name), None);
            }
            _ => {}
        }
    }
}

impl Styles {
    pub fn read(file: FileId, part: &str, xml: &str) -> Result<Styles, Failure> {
        let mut styles = Styles::default();
        let mut open: Option<(String, Style)> = None;
        walk(file, part, xml, |name, tag| match (name, tag) {
            ("style", Some(tag)) => open = attribute(tag, "styleId").map(|id| (id, Style::default())),
            ("style", None) => styles.styles.extend(open.take()),
            (_, Some(tag)) => {
                if let Some((_, style)) = &mut open {
                    style_property(style, name, tag);
                }
            }
            (_, None) => {}
        })?;
        Ok(styles)
    }

    pub fn look(&self, id: &str) -> Look {
        let mut look = Look::default();
        let mut next = Some(id);
        for _ in 0..MAX_CHAIN {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else { break };
            look.heading = look.heading.or(style.heading);
            look.contents |= style.contents;
            look.place.list = look.place.list.or_else(|| style.place.list.clone());
            look.place.level = look.place.level.or(style.place.level);
            next = style.based_on.as_deref();
        }
        look
    }
}

fn style_property(style: &mut Style, name: &str, tag: &BytesStart) {
    let Some(value) = value(tag) else { return };
    match name {
        "name" => {
            let lower = value.to_lowercase();
            let level = lower.strip_prefix("heading").or_else(|| lower.strip_prefix("标题"));
            if let Some(level) = level.and_then(|level| level.trim().parse::<u8>().ok()).filter(|level| (1..=9).contains(level)) {
                style.heading = Some(level);
            }
            style.contents = lower.strip_prefix("toc").is_some_and(|level| level.trim().parse::<u8>().is_ok());
        }
        "basedOn" => style.based_on = Some(value),
        "outlineLvl" => style.heading = outline_level(&value).or(style.heading),
        "numId" => style.place.list = Some(value),
        "ilvl" => style.place.level = value.parse().ok(),
        _ => {}
    }
}

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    /// `%1、`, `（%2）`.
    label: String,
    /// All numbers of the label in Arabic digits.
    legal: bool,
}

impl Default for Level {
    fn default() -> Level {
        Level { start: 1, format: "decimal".to_owned(), label: String::new(), legal: false }
    }
}

#[derive(Debug, Default)]
struct List {
    kind: String,
    /// By level: where this list starts to count anew.
    starts: HashMap<usize, u32>,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    kinds: HashMap<String, Vec<Level>>,
    lists: HashMap<String, List>,
    /// By kind of list: lists of one kind go on counting where the last one stopped.
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    /// The lists and levels that have started anew.
    started: HashSet<(String, usize)>,
}

impl Numbering {
    pub fn read(file: FileId, part: &str, xml: &str) -> Result<Numbering, Failure> {
        let mut numbering = Numbering::default();
        let mut kind: Option<(String, Vec<Level>)> = None;
        let mut list: Option<(String, List)> = None;
        let mut level: Option<usize> = None;
        walk(file, part, xml, |name, tag| match (name, tag) {
            ("abstractNum", Some(tag)) => {
                kind = attribute(tag, "abstractNumId").map(|id| (id, vec![Level::default(); LEVELS]));
            }
            ("abstractNum", None) => numbering.kinds.extend(kind.take()),
            ("num", Some(tag)) => list = attribute(tag, "numId").map(|id| (id, List::default())),
            ("num", None) => numbering.lists.extend(list.take()),
            ("lvl" | "lvlOverride", Some(tag)) => {
                level = attribute(tag, "ilvl").and_then(|level| level.parse().ok()).filter(|level| *level < LEVELS);
            }
            ("lvl" | "lvlOverride", None) => level = None,
            (_, Some(tag)) => match (&mut list, &mut kind, level) {
                (Some((_, list)), _, level) => match (name, level) {
                    ("abstractNumId", _) => list.kind = value(tag).unwrap_or_default(),
                    ("startOverride", Some(level)) => {
                        list.starts.extend(value(tag).and_then(|start| start.parse().ok()).map(|start| (level, start)));
                    }
                    _ => {}
                },
                (None, Some((_, levels)), Some(level)) => {
                    if let Some(level) = levels.get_mut(level) {
                        level_property(level, name, tag);
                    }
                }
                _ => {}
            },
            (_, None) => {}
        })?;
        Ok(numbering)
    }

    /// Counts one more paragraph of a list; its label, `一、`.
    pub fn next(&mut self, id: &str, level: usize) -> Option<String> {
        let list = self.lists.get(id)?;
        let levels = self.kinds.get(&list.kind)?;
        let own = levels.get(level)?;
        let counts = self.counts.entry(list.kind.clone()).or_default();
        let starts_anew = list.starts.contains_key(&level) && self.started.insert((id.to_owned(), level));
        if starts_anew {
            *counts.get_mut(level)? = None;
        }
        let count = counts.get_mut(level)?;
        let first = list.starts.get(&level).copied().unwrap_or(own.start);
        *count = Some(count.map_or(first, |count| count.saturating_add(1)));
        for deeper in counts.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        let mut label = String::new();
        let mut chars = own.label.chars().peekable();
        while let Some(c) = chars.next() {
            let shown = if c == '%' { chars.next_if(char::is_ascii_digit) } else { None };
            let Some(shown) = shown.and_then(|digit| digit.to_digit(10)).and_then(|digit| (digit as usize).checked_sub(1)) else {
                label.push(c);
                continue;
            };
            let Some(level) = levels.get(shown) else { continue };
            let number = counts.get(shown).copied().flatten().unwrap_or(level.start);
            let format = if own.legal { "decimal" } else { level.format.as_str() };
            label.push_str(&ordinal(format, number)?);
        }
        // A bullet is no label, and the fonts of symbols have theirs in the private area.
        let plain = own.format != "bullet" && !label.chars().any(|c| ('\u{e000}'..='\u{f8ff}').contains(&c));
        Some(label).filter(|label| plain && !label.trim().is_empty())
    }
}

fn level_property(level: &mut Level, name: &str, tag: &BytesStart) {
    let value = value(tag);
    match (name, value) {
        ("start", Some(value)) => level.start = value.parse().unwrap_or(1),
        ("numFmt", Some(value)) => level.format = value,
        ("lvlText", Some(value)) if value.len() <= MAX_LABEL => level.label = value,
        ("isLgl", value) => level.legal = !matches!(value.as_deref(), Some("0" | "false" | "off")),
        _ => {}
    }
}
