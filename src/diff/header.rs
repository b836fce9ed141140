//! What a template says of itself, and its sections.

use super::{Change, Kind, Version, What};
use crate::describe;
use crate::diag::wording::diff as w;
use crate::diag::{Lang, Message};
use crate::model::Section;

pub(super) fn changes(old: Version<'_>, new: Version<'_>, lang: Lang, out: &mut Vec<Change>) {
    let mut form = |kind: Kind, old: Vec<String>, new: Vec<String>, message: Message| {
        out.push(Change { what: What::Form, kind, table: None, old, new, message, evidence: None, certain: true });
    };
    let text = |quoted: &Option<crate::model::Quoted>| quoted.as_ref().map(|quoted| quoted.text.clone());
    let none = || w::NOTHING.plain().render(lang);
    let mut pair = |what: Message, before: Option<String>, after: Option<String>| {
        if before != after {
            let message = w::FORM_CHANGED
                .with("what", what)
                .with("old", before.clone().unwrap_or_else(none))
                .with("new", after.clone().unwrap_or_else(none));
            form(Kind::Changed, before.into_iter().collect(), after.into_iter().collect(), message);
        }
    };
    pair(w::LABEL.plain(), text(&old.form.label), text(&new.form.label));
    pair(w::BASIS.plain(), text(&old.form.basis), text(&new.form.basis));
    let years = |version: Version<'_>| Some(describe::years(version.form.applies.as_ref(), lang));
    pair(w::YEARS.plain(), years(old), years(new));
    let titles = |version: Version<'_>| {
        let mut titles: Vec<&str> = version.form.titles.iter().map(|title| title.text.as_str()).collect();
        titles.sort_unstable();
        (!titles.is_empty()).then(|| titles.join(" | "))
    };
    pair(w::TITLES.plain(), titles(old), titles(new));
    let key = |version: Version<'_>| {
        let names = version.form.key.iter().filter_map(|id| version.form.meta.get(id.0 as usize));
        let names: Vec<&str> = names.map(|meta| meta.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    pair(w::KEY.plain(), key(old), key(new));
    let policy = |version: Version<'_>| {
        let policy = describe::policy(&version.form.read, lang);
        (!policy.is_empty()).then(|| {
            policy.join(match lang {
                Lang::Zh => "；",
                Lang::En => "; ",
            })
        })
    };
    pair(w::READ.plain(), policy(old), policy(new));
    for meta in &old.form.meta {
        if !new.form.meta.iter().any(|other| other.name == meta.name) {
            form(Kind::Dropped, vec![meta.name.clone()], Vec::new(), w::META_DROPPED.with("name", &meta.name));
        }
    }
    for meta in &new.form.meta {
        match old.form.meta.iter().find(|other| other.name == meta.name) {
            None => form(Kind::Added, Vec::new(), vec![meta.name.clone()], w::META_ADDED.with("name", &meta.name)),
            Some(before) => {
                let (was, is) = (
                    describe::type_words(&before.ty, &old.model.units, lang),
                    describe::type_words(&meta.ty, &new.model.units, lang),
                );
                if was != is {
                    let message =
                        w::RETYPED.with("what", w::META.plain()).with("name", &meta.name).with("old", was).with("new", is);
                    form(Kind::Retyped, vec![meta.name.clone()], vec![meta.name.clone()], message);
                }
            }
        }
    }
    sections(old, new, out);
}

fn sections(old: Version<'_>, new: Version<'_>, out: &mut Vec<Change>) {
    let label = |section: &Section| section.labels.first().map(|label| label.text.clone()).unwrap_or_default();
    let mut push = |kind: Kind, old: Vec<String>, new: Vec<String>, message: Message| {
        out.push(Change { what: What::Section, kind, table: None, old, new, message, evidence: None, certain: true });
    };
    // By name, else by heading.
    let other = |section: &Section, all: &[Section]| -> Option<usize> {
        all.iter().position(|it| it.name == section.name).or_else(|| all.iter().position(|it| label(it) == label(section)))
    };
    for section in &old.form.sections {
        if other(section, &new.form.sections).is_none() {
            push(Kind::Dropped, vec![section.name.clone()], Vec::new(), w::SECTION_DROPPED.with("label", label(section)));
        }
    }
    let mut last = None;
    for section in &new.form.sections {
        let Some(at) = other(section, &old.form.sections) else {
            push(Kind::Added, Vec::new(), vec![section.name.clone()], w::SECTION_ADDED.with("label", label(section)));
            continue;
        };
        let Some(before) = old.form.sections.get(at) else { continue };
        let names = || (vec![before.name.clone()], vec![section.name.clone()]);
        if label(before) != label(section) {
            let message = w::RELABELLED.with("what", w::SECTION.plain()).with("old", label(before)).with("new", label(section));
            push(Kind::Relabelled, names().0, names().1, message);
        }
        if last.is_some_and(|last| at < last) {
            push(Kind::Moved, names().0, names().1, w::SECTION_MOVED.with("label", label(section)));
        }
        last = last.max(Some(at));
    }
}
