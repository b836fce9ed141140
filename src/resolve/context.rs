//! What all parts of `resolve` share: where diagnostics go, and how much may still be built.

use std::collections::HashSet;

use super::units::UnitNames;
use super::uses::{By, Use, Uses};
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic, Message};
use crate::model::Units;
use crate::source::Span;

/// Over all templates of a folder: what spreads may build, so that a few lines cannot fill the memory.
const MAX_ALL_ITEMS: usize = 262_144;
/// Bytes of labels and names that items may hold together, copies by spreads included.
const MAX_TEXT: usize = 64 * 1024 * 1024;
/// Names looked up, candidates compared and references made, over all rules.
const MAX_WORK: usize = 8_000_000;
/// Unknown names for which near ones are looked for; a file with more mistakes has other worries.
const MAX_SUGGESTIONS: usize = 200;

pub(super) struct Context<'c> {
    pub units: &'c Units,
    pub unit_names: &'c UnitNames,
    pub sink: &'c mut Sink,
    pub budget: Budget,
}

/// Collects diagnostics. An axis that is spread five times has its mistakes reported once.
#[derive(Default)]
pub(super) struct Sink {
    list: Vec<Diagnostic>,
    seen: HashSet<(&'static str, &'static str, Option<Span>)>,
    suggestions: usize,
    uses: Vec<Use>,
}

impl Sink {
    /// Notes that a name was found to mean what is declared there.
    pub fn used(&mut self, at: Span, declared: Span, by: By) {
        self.uses.push(Use { at, declared, by });
    }

    pub fn push(&mut self, diagnostic: Diagnostic) {
        let place = diagnostic.primary().map(|label| label.span);
        if self.seen.insert((diagnostic.code.name, diagnostic.message.wording.key, place)) {
            self.list.push(diagnostic);
        }
    }

    /// Two declarations of one name; the second is the one to change.
    pub fn duplicate(&mut self, what: Message, name: &str, second: Span, first: Span) {
        self.push(
            Diagnostic::error(Code::G0203, say::DUPLICATE.with("what", what).with("name", name))
                .at(second, say::DUPLICATE_HERE.plain())
                .at(first, say::DUPLICATE_FIRST.plain())
                .with_help(say::DUPLICATE_HELP.plain()),
        );
    }

    /// Whether near names may still be looked for; each question counts.
    pub fn may_suggest(&mut self) -> bool {
        self.suggestions += 1;
        self.suggestions <= MAX_SUGGESTIONS
    }

    /// How many there are so far; see [`Sink::revise`].
    pub fn mark(&self) -> usize {
        self.list.len()
    }

    /// Puts something else in the place of the diagnostics since a mark.
    pub fn revise(&mut self, mark: usize, with: impl Fn(Vec<Diagnostic>) -> Vec<Diagnostic>) {
        let new = self.list.split_off(mark.min(self.list.len()));
        self.list.extend(with(new));
    }

    pub fn into_parts(self) -> (Vec<Diagnostic>, Uses) {
        (self.list, Uses::new(self.uses))
    }
}

pub(super) struct Budget {
    /// Items that this template may still have.
    items: usize,
    all_items: usize,
    text: usize,
    work: usize,
    /// The end of the work is reported once.
    pub exhausted: bool,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { items: super::MAX_ITEMS, all_items: MAX_ALL_ITEMS, text: MAX_TEXT, work: MAX_WORK, exhausted: false }
    }
}

impl Budget {
    pub fn next_template(&mut self) {
        self.items = super::MAX_ITEMS;
    }

    /// Takes one item with so many bytes of text, or says that there is no room for it.
    pub fn take_item(&mut self, text: usize) -> bool {
        let (Some(items), Some(all), Some(text)) =
            (self.items.checked_sub(1), self.all_items.checked_sub(1), self.text.checked_sub(text))
        else {
            return false;
        };
        (self.items, self.all_items, self.text) = (items, all, text);
        true
    }

    /// Takes so many steps of looking up and opening, or says that there are no more.
    pub fn take_work(&mut self, steps: usize) -> bool {
        match self.work.checked_sub(steps) {
            Some(left) => {
                self.work = left;
                true
            }
            None => {
                self.work = 0;
                false
            }
        }
    }
}
