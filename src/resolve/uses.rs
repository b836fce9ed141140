//! Which place uses which name: what an editor needs to go from a name to its declaration and back.
//!
//! A declaration is known by the span of its name ([`crate::model::Item::span`] and its like). The items of an axis are declared
//! once, in the axis, however many tables spread it.

use crate::source::Span;

/// How a use is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// The name itself, in backquotes or not.
    Name,
    /// The line number, `#84`.
    Code,
    /// Another spelling of a unit.
    Spelling,
    /// The name in the braces of a text, `"{年度}年"`; never in backquotes.
    Brace,
}

/// One use of a declared name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Use {
    /// The written name, without the dots, brackets and braces around it.
    pub at: Span,
    /// The name where it is declared.
    pub declared: Span,
    pub by: By,
}

/// Every use of a name in the files of a folder, in the order of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses {
    list: Vec<Use>,
}

impl Uses {
    /// An axis is read again wherever it is spread: its uses are kept once.
    pub(super) fn new(mut list: Vec<Use>) -> Uses {
        list.retain(|one| !one.at.is_empty());
        list.sort_unstable();
        list.dedup();
        Uses { list }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Use> {
        self.list.iter()
    }

    /// The uses whose text a place touches: several only where an axis that is spread twice means another item each time.
    pub fn touching(&self, place: Span) -> impl Iterator<Item = &Use> {
        let behind = self.list.partition_point(|one| (one.at.file, one.at.start) <= (place.file, place.start));
        let here = self.list.get(..behind).unwrap_or(&[]).iter().rev();
        here.take_while(move |one| one.at.file == place.file && one.at.end >= place.start)
    }

    /// The uses of one declaration.
    pub fn of(&self, declared: Span) -> impl Iterator<Item = &Use> {
        self.list.iter().filter(move |one| one.declared == declared)
    }
}
