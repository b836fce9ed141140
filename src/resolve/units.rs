//! Units: names and spellings, and conversions resolved to the base of their dimension.

use std::collections::HashMap;

use super::context::{Context, Sink};
use super::suggest;
use super::uses::By;
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{Unit, UnitId, Units};
use crate::number::Decimal;
use crate::source::Span;
use crate::syntax::ast;

/// All units of all files. A unit whose conversion is wrong stays, as a base of its own.
pub(super) fn collect(files: &[ast::File], sink: &mut Sink) -> (Units, UnitNames) {
    let mut units = Units::default();
    let mut written: Vec<&ast::Unit> = Vec::new();
    let mut places: HashMap<&str, (UnitId, Span)> = HashMap::new();
    let declared = files.iter().flat_map(|file| &file.declarations).filter_map(|declaration| match declaration {
        ast::Declaration::Unit(unit) => Some(unit),
        ast::Declaration::Axis(_) | ast::Declaration::Template(_) => None,
    });
    for unit in declared {
        if let Some((_, first)) = places.get(unit.name.text.as_str()) {
            sink.duplicate(say::A_UNIT.plain(), &unit.name.text, unit.name.span, *first);
            continue;
        }
        let id = UnitId(units.list.len() as u32);
        places.insert(&unit.name.text, (id, unit.name.span));
        let mut spellings = Vec::new();
        for spelling in &unit.spellings {
            match places.get(spelling.text.as_str()) {
                Some((_, first)) => sink.duplicate(say::A_UNIT.plain(), &spelling.text, spelling.span, *first),
                None => {
                    places.insert(&spelling.text, (id, spelling.span));
                    spellings.push(spelling.text.clone());
                }
            }
        }
        units.list.push(Unit { name: unit.name.text.clone(), spellings, base: id, factor: Decimal::ONE, span: unit.name.span });
        written.push(unit);
    }
    let links = links(&written, &places, sink);
    convert(&mut units, &links, &written, sink);
    let names = places.into_iter().map(|(name, (id, _))| (name.to_owned(), id)).collect();
    (units, names)
}

/// Every name and spelling of a unit.
pub(super) type UnitNames = HashMap<String, UnitId>;

/// One step of a conversion: so many of that unit.
type Link = Option<(Decimal, UnitId, Span)>;

fn links(written: &[&ast::Unit], places: &HashMap<&str, (UnitId, Span)>, sink: &mut Sink) -> Vec<Link> {
    let mut links = Vec::with_capacity(written.len());
    for unit in written {
        let Some(number) = &unit.equals else {
            links.push(None);
            continue;
        };
        let Some(other) = number.unit.as_ref().filter(|_| !number.percent) else {
            sink.push(
                Diagnostic::error(Code::G0214, say::CONVERSION_WITHOUT_UNIT.with("name", &unit.name.text))
                    .at(number.span, say::CONVERSION_HERE.plain())
                    .with_help(say::CONVERSION_HELP.plain()),
            );
            links.push(None);
            continue;
        };
        if number.value <= Decimal::ZERO {
            sink.push(
                Diagnostic::error(Code::G0214, say::CONVERSION_NOT_POSITIVE.with("name", &unit.name.text))
                    .at(number.span, say::CONVERSION_POSITIVE_HERE.plain())
                    .with_help(say::CONVERSION_HELP.plain()),
            );
            links.push(None);
            continue;
        }
        match places.get(other.text.as_str()) {
            Some((id, _)) => {
                if let Some(base) = written.get(id.0 as usize) {
                    let by = if base.name.text == other.text { By::Name } else { By::Spelling };
                    sink.used(other.span, base.name.span, by);
                }
                links.push(Some((number.value, *id, other.span)));
            }
            None => {
                unknown(other, places.keys().copied(), sink);
                links.push(None);
            }
        }
    }
    links
}

/// Follows every chain to its base. `state` is what a chain already knows: each unit is walked once.
fn convert(units: &mut Units, links: &[Link], written: &[&ast::Unit], sink: &mut Sink) {
    let mut done: Vec<Option<(UnitId, Decimal)>> = vec![None; links.len()];
    for start in 0..links.len() {
        let mut chain: Vec<usize> = Vec::new();
        let mut on_chain = std::collections::HashSet::new();
        let mut at = start;
        let mut known = loop {
            if let Some(known) = done.get(at).copied().flatten() {
                break known;
            }
            if !on_chain.insert(at) {
                cycle(&chain, at, links, written, sink);
                break (UnitId(at as u32), Decimal::ONE);
            }
            match links.get(at).copied().flatten() {
                Some((_, next, _)) => {
                    chain.push(at);
                    at = next.0 as usize;
                }
                None => {
                    let own = (UnitId(at as u32), Decimal::ONE);
                    if let Some(slot) = done.get_mut(at) {
                        *slot = Some(own);
                    }
                    break own;
                }
            }
        };
        for unit in chain.into_iter().rev() {
            let Some((value, _, span)) = links.get(unit).copied().flatten() else { continue };
            known = match value.checked_mul(known.1).filter(|factor| factor.scale() <= Decimal::MAX_SCALE) {
                Some(factor) => (known.0, factor),
                None => {
                    sink.push(
                        Diagnostic::error(Code::G0213, say::CONVERSION_TOO_LARGE.plain()).at(span, say::TOO_LARGE_HERE.plain()),
                    );
                    (UnitId(unit as u32), Decimal::ONE)
                }
            };
            if let Some(slot) = done.get_mut(unit) {
                *slot = Some(known);
            }
        }
    }
    for (unit, known) in units.list.iter_mut().zip(done) {
        if let Some((base, factor)) = known {
            (unit.base, unit.factor) = (base, factor);
        }
    }
}

fn cycle(chain: &[usize], at: usize, links: &[Link], written: &[&ast::Unit], sink: &mut Sink) {
    let Some(from) = chain.iter().position(|unit| *unit == at) else { return };
    let round = chain.iter().skip(from);
    let mut names: Vec<&str> = round.filter_map(|unit| written.get(*unit)).map(|unit| unit.name.text.as_str()).collect();
    let last = chain.last().copied().unwrap_or(at);
    let Some((_, _, span)) = links.get(last).copied().flatten() else { return };
    if let Some(first) = names.first().copied() {
        names.push(first);
    }
    sink.push(
        Diagnostic::error(Code::G0206, say::UNIT_CYCLE.with("path", shorten(&names)))
            .at(span, say::UNIT_CYCLE_HERE.plain())
            .with_help(say::UNIT_CYCLE_HELP.plain()),
    );
}

/// `甲 → 乙 → 甲`; the middle of a very long round is left out.
pub(super) fn shorten(names: &[&str]) -> String {
    const SHOWN: usize = 8;
    if names.len() <= SHOWN {
        return names.join(" → ");
    }
    let (head, rest) = names.split_at(SHOWN / 2);
    let tail = rest.iter().skip(rest.len().saturating_sub(SHOWN / 2)).copied();
    head.iter().copied().chain(["…"]).chain(tail).collect::<Vec<_>>().join(" → ")
}

fn unknown<'n>(name: &ast::Name, known: impl Iterator<Item = &'n str>, sink: &mut Sink) {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    let near = if sink.may_suggest() { suggest::near(&name.text, known) } else { Vec::new() };
    let diagnostic =
        Diagnostic::error(Code::G0204, say::UNKNOWN_UNIT.with("name", &name.text)).at(name.span, say::UNKNOWN_UNIT_HERE.plain());
    let help = say::UNKNOWN_UNIT_HELP.with("name", &name.text);
    sink.push(suggest::offer(diagnostic, name.span, &near, Some(help)));
}

/// The unit that a name stands for, reported when there is none.
pub(super) fn find(name: &ast::Name, context: &mut Context<'_>) -> Option<UnitId> {
    let found = context.unit_names.get(&name.text).copied();
    match found.and_then(|id| context.units.get(id)) {
        // Another spelling (`件 | 起`) is a text of its own: it stays when the unit gets another name.
        Some(unit) => context.sink.used(name.span, unit.span, if unit.name == name.text { By::Name } else { By::Spelling }),
        None => unknown(name, context.unit_names.keys().map(String::as_str), context.sink),
    }
    found
}
