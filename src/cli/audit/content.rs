//! What is said about a form, in paragraphs that the terminal and the page share.

use std::collections::BTreeMap;

use super::Audited;
use super::draw::{letter, table_name};
use crate::audit::{Block, Member, Protection, Side, Why, place_of_check, rule_name};
use crate::diag::wording::audit as w;
use crate::diag::{Lang, Message, Wording};
use crate::number::{Decimal, Rational};
use crate::plan::SlotId;
use crate::source::Span;

/// Entries of a list that are said; what is left out is counted.
const MOST: usize = 12;

/// A heading with what stands under it.
pub(super) struct Paragraph {
    pub heading: &'static Wording,
    pub items: Vec<Item>,
}

pub(super) struct Item {
    pub text: String,
    /// Said as part of the item before.
    pub inner: bool,
}

pub(super) fn headline(audited: &Audited<'_>) -> Message {
    let (audit, title) = (&audited.audit, audited.form.title());
    let cells = audit.count(|_| true);
    if audit.equations.is_empty() {
        return w::NO_EQUATIONS.with("title", title).with("cells", cells);
    }
    w::HEADLINE.with("title", title).with("cells", cells).with("equations", audit.equations.len()).with("rank", audit.rank)
}

/// Contradictions first: the rest means little while there are some.
pub(super) fn paragraphs(audited: &Audited<'_>, lang: Lang) -> Vec<Paragraph> {
    let writer = Writer { audited, lang };
    let all = [
        (&w::CONFLICTS, writer.conflicts()),
        (&w::BLOCKS, writer.blocks()),
        (&w::GROUPS, writer.groups()),
        (&w::IMPLIED, writer.implied()),
        (&w::OTHERS, writer.others()),
        (&w::UNCOVERED, writer.uncovered()),
    ];
    all.into_iter().filter(|(_, items)| !items.is_empty()).map(|(heading, items)| Paragraph { heading, items }).collect()
}

struct Writer<'a> {
    audited: &'a Audited<'a>,
    lang: Lang,
}

impl Writer<'_> {
    fn say(&self, message: Message) -> Item {
        Item { text: message.render(self.lang), inner: false }
    }

    fn inner(&self, message: Message) -> Item {
        Item { text: message.render(self.lang), inner: true }
    }

    fn names(&self, slots: &[SlotId]) -> Vec<String> {
        slots.iter().map(|slot| self.audited.plan.name(*slot).to_owned()).collect()
    }

    fn blocks(&self) -> Vec<Item> {
        self.audited.audit.blocks.iter().flat_map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> Vec<Item> {
        let audit = &self.audited.audit;
        let tables: Vec<String> = block
            .tables
            .iter()
            .filter_map(|id| self.audited.form.table(*id))
            .map(|table| table_name(self.audited.form, table, self.lang))
            .collect();
        let first = w::BLOCK
            .with("tables", tables)
            .with("cells", block.cells)
            .with("equations", block.equations.len())
            .with("rank", block.rank);
        let of_block = |wanted: fn(Protection) -> bool| {
            let slots = self.audited.plan.slots.list.iter().zip(&audit.cells);
            let own = slots.filter(|(slot, _)| block.tables.contains(&slot.cell.table));
            own.filter_map(|(_, protection)| *protection).filter(|protection| wanted(*protection)).count()
        };
        let located = of_block(|protection| protection == Protection::Located);
        let told = match (located, block.cells.saturating_sub(located)) {
            (_, 0) => w::ALL_LOCATED.plain(),
            (0, _) => w::NONE_LOCATED.plain(),
            (located, detected) => w::SOME_LOCATED.with("located", located).with("detected", detected),
        };
        let hidden = match &block.hidden {
            Some(slots) if slots.len() == 2 => w::HIDDEN_TWO.with("cells", self.names(slots)),
            Some(slots) => w::HIDDEN.with("count", block.hidden_at_least).with("cells", self.names(slots)),
            None if block.gave_up => w::HIDDEN_AT_LEAST.with("count", block.hidden_at_least),
            None => w::HIDDEN_NEVER.with("count", block.hidden_at_least),
        };
        let mut items = vec![self.say(first), self.inner(told), self.inner(hidden)];
        let tolerant = block.equations.iter().filter_map(|at| audit.equations.get(*at)).filter(|one| one.tolerant).count();
        if tolerant > 0 {
            items.push(self.inner(w::TOLERANT.with("count", tolerant)));
        }
        items
    }

    fn groups(&self) -> Vec<Item> {
        let groups = &self.audited.audit.groups;
        let mut items: Vec<Item> = groups
            .iter()
            .take(MOST)
            .enumerate()
            .map(|(at, slots)| {
                let sign = letter(at, groups.len()).to_string();
                self.say(w::GROUP.with("sign", sign).with("cells", self.some(slots)))
            })
            .collect();
        if groups.len() > MOST {
            items.push(self.say(w::GROUPS_MORE.with("count", groups.len() - MOST)));
        }
        items
    }

    /// Some of the figures by name, and how many there are.
    fn some(&self, slots: &[SlotId]) -> Message {
        let names = self.names(slots.get(..MOST).unwrap_or(slots));
        if slots.len() > MOST {
            w::GROUP_MORE.with("cells", names).with("count", slots.len())
        } else {
            w::NAMED_LIST.with("cells", names)
        }
    }

    fn implied(&self) -> Vec<Item> {
        let audit = &self.audited.audit;
        let mut items: Vec<Item> = audit
            .implied
            .iter()
            .take(MOST)
            .map(|implied| {
                let from: Vec<usize> = implied.from.iter().map(|(equation, _)| *equation).collect();
                let equation = self.equations(&[implied.equation]);
                self.say(w::IMPLIED_ONE.with("equation", equation).with("from", self.equations(&from)))
            })
            .collect();
        if audit.implied.len() > MOST {
            items.push(self.say(w::IMPLIED_MORE.with("count", audit.implied.len() - MOST)));
        }
        items
    }

    /// Equations by rule: each with its places, or how many it has.
    fn equations(&self, equations: &[usize]) -> Vec<Message> {
        let plan = self.audited.plan;
        let mut by_rule: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for check in equations.iter().filter_map(|at| plan.checks.get(self.audited.audit.equations.get(*at)?.check as usize)) {
            by_rule.entry(check.rule).or_default().push(place_of_check(plan, check));
        }
        by_rule
            .into_iter()
            .map(|(rule, places)| {
                let name = rule_name(plan, rule);
                match (places.len(), places.iter().all(String::is_empty)) {
                    (1, true) => name,
                    (count, true) => w::AT_COUNT.with("rule", name).with("count", count),
                    (count, false) if count > MOST => w::AT_COUNT.with("rule", name).with("count", count),
                    (_, false) => w::AT_PLACES.with("rule", name).with("places", places),
                }
            })
            .collect()
    }

    fn conflicts(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for (at, conflict) in self.audited.audit.conflicts.iter().enumerate() {
            items.push(self.say(w::CONFLICT.with("number", at + 1)));
            items.extend(conflict.members.iter().filter_map(|member| self.member(member)).map(|message| self.inner(message)));
        }
        items
    }

    fn member(&self, member: &Member) -> Option<Message> {
        let plan = self.audited.plan;
        match member {
            Member::Check(index) => {
                let check = plan.checks.get(*index as usize)?;
                let rule = plan.rules.get(check.rule as usize)?;
                let place = place_of_check(plan, check);
                let name = rule_name(plan, check.rule);
                let name = if place.is_empty() { name } else { w::AT_PLACES.with("rule", name).with("places", place) };
                Some(w::CONFLICT_RULE.with("rule", name).with("place", self.place(rule.span)))
            }
            Member::Type { slot, side, end, strict } => {
                let wording = match (side, strict) {
                    (Side::AtLeast, false) => &w::TYPE_AT_LEAST,
                    (Side::AtLeast, true) => &w::TYPE_MORE,
                    (Side::AtMost, false) => &w::TYPE_AT_MOST,
                    (Side::AtMost, true) => &w::TYPE_LESS,
                };
                let ty = &plan.slots.get(*slot)?.ty;
                Some(wording.with("cell", plan.name(*slot)).with("end", printed(end)).with("place", self.place(ty.span)))
            }
        }
    }

    /// `form.gj:12:8`.
    fn place(&self, span: Span) -> String {
        let position = self.audited.sources.position_of(span);
        format!("{}:{}:{}", self.audited.sources.name(span.file), position.line, position.column)
    }

    fn others(&self) -> Vec<Item> {
        let mut by_reason: BTreeMap<Why, Vec<Message>> = BTreeMap::new();
        for other in &self.audited.audit.others {
            let name = rule_name(self.audited.plan, other.rule);
            let name = if other.checks > 1 { w::AT_COUNT.with("rule", name).with("count", other.checks) } else { name };
            by_reason.entry(other.why).or_default().push(name);
        }
        by_reason
            .into_iter()
            .map(|(why, mut rules)| {
                let more = rules.len() > MOST * 2;
                rules.truncate(MOST * 2);
                let rules = w::NAMED_RULES.with("rules", rules);
                let rules = if more { w::AND_MORE.with("cells", rules) } else { rules };
                self.say(w::OTHER.with("why", reason(why).plain()).with("rules", rules))
            })
            .collect()
    }

    fn uncovered(&self) -> Vec<Item> {
        let kinds: [(&'static Wording, Protection); 2] =
            [(&w::UNPROTECTED, Protection::Unprotected), (&w::WATCHED, Protection::Watched)];
        let mut items = Vec::new();
        for (id, table) in self.audited.form.table_ids() {
            for (wording, wanted) in kinds {
                let slots: Vec<SlotId> = self
                    .audited
                    .plan
                    .slots
                    .of_table(id)
                    .filter(|(slot, _)| self.audited.audit.protection(*slot) == Some(wanted))
                    .map(|(slot, _)| slot)
                    .collect();
                if slots.is_empty() {
                    continue;
                }
                let names = w::NAMED_LIST.with("cells", self.names(slots.get(..MOST).unwrap_or(&slots)));
                let names = if slots.len() > MOST { w::AND_MORE.with("cells", names) } else { names };
                let name = table_name(self.audited.form, table, self.lang);
                items.push(self.say(wording.with("table", name).with("count", slots.len()).with("cells", names)));
            }
        }
        items
    }
}

pub(super) fn reason(why: Why) -> &'static Wording {
    match why {
        Why::Comparison => &w::WHY_COMPARISON,
        Why::NotLinear => &w::WHY_NOT_LINEAR,
        Why::Conditional => &w::WHY_CONDITIONAL,
        Why::Soft => &w::WHY_SOFT,
        Why::NeedsPrior => &w::WHY_PRIOR,
        Why::NeedsParts => &w::WHY_PARTS,
        Why::Suspended => &w::WHY_SUSPENDED,
    }
}

/// A decimal if it is one.
pub(super) fn printed(value: &Rational) -> String {
    Decimal::from_rational(value).map_or_else(|| value.to_string(), |value| value.normalized().to_string())
}
