//! Dotted paths: resolved, or reported with the paths the author may have meant.

use super::expr::{Resolver, Wrap, split};
use super::scope::{COLUMNS, FACTS, META, Names, PRIOR, Part, PlacedPath, ROWS, Site, Target};
use super::suggest;
use super::uses::By;
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{Item, ItemId, Items, Reach, TableId, TableKind};
use crate::source::Span;
use crate::syntax::ast;

/// The most paths that an ambiguity lists.
const MAX_LISTED: usize = 6;
/// The most items that an unknown name is compared with.
const MAX_COMPARED: usize = 5_000;
/// The most places that an ambiguity points at.
const MAX_PLACES: usize = 4;

impl Resolver<'_, '_, '_, '_> {
    /// What one path means. `aggregate` when it stands alone in `sum( )` or its like, where a table may stand too; elsewhere
    /// a name that is both a table and a figure is the figure, because a table cannot be one.
    pub fn path(&mut self, parts: &[ast::PathPart], span: Span, aggregate: bool) -> Option<(Target, Option<Wrap>)> {
        let (wrap, path) = self.parts(parts)?;
        let mut found = self.found(&path, span)?;
        if !aggregate && found.len() > 1 {
            let figures = |target: &Target| !matches!(target, Target::Table(_));
            if found.iter().any(figures) {
                found.retain(figures);
            }
        }
        match found.as_slice() {
            [only] => {
                self.note_use(&path, *only);
                Some((*only, wrap))
            }
            [] => {
                self.unknown(&path);
                None
            }
            several => {
                self.ambiguous(&path, span, several);
                None
            }
        }
    }

    /// Notes what the parts of a path mean: the last one the target, those in front its groups and its table.
    pub fn note_use(&mut self, path: &[(Part<'_>, Span)], target: Target) {
        let Some(((last, last_span), before)) = path.split_last() else { return };
        let Some(declared) = self.names.declared(target) else { return };
        self.context.sink.used(*last_span, declared, by(last));
        let Target::Item { table, reach, item } = target else { return };
        let (Some(items), Some(table)) = (self.names.items(table, reach), self.names.form.table(table)) else { return };
        let above = |id: Option<ItemId>| id.and_then(|id| items.get(id));
        let mut at = items.get(item).and_then(|item| item.parent);
        for (part, span) in before.iter().rev() {
            let mut group = at;
            while let Some(item) = above(group).filter(|item| !part.names(item)) {
                group = item.parent;
            }
            match (above(group), part) {
                (Some(item), _) => {
                    self.context.sink.used(*span, item.span, by(part));
                    at = item.parent;
                }
                (None, Part::Name(name)) if table.kind == TableKind::Table && table.name == *name => {
                    self.context.sink.used(*span, table.span, By::Name);
                }
                // `rows`, `columns` and their like.
                (None, Part::Name(_) | Part::Code(_)) => {}
            }
        }
    }

    /// The parts of a path, with `prior` or `parts` apart; reported when those stand elsewhere than in front of a name.
    pub fn parts<'p>(&mut self, parts: &'p [ast::PathPart]) -> Option<(Option<Wrap>, PlacedPath<'p>)> {
        let (wrap, path, stray) = split(parts);
        if let Some(span) = stray {
            self.stray_prior(span);
            return None;
        }
        (!path.is_empty()).then_some((wrap, path))
    }

    fn stray_prior(&mut self, span: Span) {
        self.context.sink.push(
            Diagnostic::error(Code::G0211, say::STRAY_PRIOR.plain())
                .at(span, say::STRAY_PRIOR_HERE.plain())
                .with_help(say::STRAY_PRIOR_HELP.plain()),
        );
    }

    /// All that a path fits here; `None` when the work is over.
    pub fn found(&mut self, path: &[(Part<'_>, Span)], span: Span) -> Option<Vec<Target>> {
        let bare: Vec<Part<'_>> = path.iter().map(|(part, _)| *part).collect();
        let found = self.names.find(&bare, self.site);
        self.charge(1, span).then_some(found)
    }

    /// Reports a path that fits nothing, unless an earlier error may have taken the name away.
    pub fn unknown(&mut self, path: &[(Part<'_>, Span)]) {
        let bare: Vec<Part<'_>> = path.iter().map(|(part, _)| *part).collect();
        let behind = path.iter().skip(1).find(|(part, _)| matches!(part, Part::Name(name) if PRIOR.contains(name)));
        if let Some((_, span)) = behind {
            self.stray_prior(*span);
            return;
        }
        if self.names.may_be_lost(&bare, self.site) {
            return;
        }
        let Some(((last, last_span), before)) = path.split_last() else { return };
        let headed = match bare.first() {
            Some(Part::Name(word)) if !before.is_empty() => self.names.table_named(word),
            Some(Part::Name(_) | Part::Code(_)) | None => None,
        };
        // With a group in front: which of the parts is the wrong one?
        if let Some((first, first_span)) = before.first()
            && headed.is_none()
            && !is_word(first)
        {
            let elsewhere = self.names.find(&[*last], self.site);
            if !elsewhere.is_empty() && self.names.find(&[*first], self.site).is_empty() {
                self.unknown_part(*first, *first_span, None, true);
                return;
            }
            if !elsewhere.is_empty() {
                self.not_under(*first, *last, first_span.to(*last_span), *last_span, &elsewhere);
                return;
            }
        }
        match headed.filter(|_| before.len() > 1) {
            Some(table) if !self.names.find_in(table, &[*last]).is_empty() => {
                if let Some((group, span)) = before.get(1) {
                    self.unknown_part(*group, *span, Some(table), true);
                }
            }
            Some(_) | None => {
                let alone = before.is_empty() || headed.is_some();
                let (part, span) = match before.first() {
                    // Nothing of it is known: the first part is where the reader begins.
                    Some((first, span)) if !alone && !is_word(first) && self.names.find(&[*first], self.site).is_empty() => {
                        (*first, *span)
                    }
                    Some(_) | None => (*last, *last_span),
                };
                self.unknown_part(part, span, headed, false);
            }
        }
    }

    /// Both are known, but one does not stand under the other.
    fn not_under(&mut self, group: Part<'_>, part: Part<'_>, whole: Span, span: Span, elsewhere: &[Target]) {
        let message = say::NOT_UNDER.with("name", join(&[part])).with("group", join(&[group]));
        let paths: Vec<String> = elsewhere.iter().take(3).map(|target| written(self.names, *target, self.site)).collect();
        let mut diagnostic = Diagnostic::error(Code::G0201, message).at(span, say::NOT_UNDER_HERE.plain());
        if let Some(place) = self.names.find(&[group], self.site).first().and_then(|target| self.names.declared(*target)) {
            diagnostic = diagnostic.at(place, say::DECLARED_HERE.plain());
        }
        self.context.sink.push(suggest::offer(diagnostic, whole, &paths, None));
    }

    fn unknown_part(&mut self, part: Part<'_>, span: Span, within: Option<TableId>, group: bool) {
        let text = match part {
            Part::Name(name) => name.to_owned(),
            Part::Code(code) => format!("#{code}"),
        };
        let (message, here) = match within.and_then(|table| self.names.form.table(table)) {
            Some(table) => (
                say::UNKNOWN_IN_TABLE.with("name", &text).with("table", &table.name),
                say::UNKNOWN_IN_TABLE_HERE.with("table", &table.name),
            ),
            None if group => (say::UNKNOWN_NAME.with("name", &text), say::UNKNOWN_GROUP_HERE.plain()),
            None => (say::UNKNOWN_NAME.with("name", &text), say::UNKNOWN_NAME_HERE.plain()),
        };
        let mut near = if self.context.sink.may_suggest() { self.near(part, within) } else { Vec::new() };
        near.retain(|path| *path != text);
        let otherwise = match within {
            Some(_) => None,
            None => Some(say::UNKNOWN_NAME_HELP.plain()),
        };
        let diagnostic = Diagnostic::error(Code::G0201, message).at(span, here);
        self.context.sink.push(suggest::offer(diagnostic, span, &near, otherwise));
    }

    /// Paths that the author may have meant: the same name in another table, a printed label, a near name.
    fn near(&mut self, part: Part<'_>, within: Option<TableId>) -> Vec<String> {
        let mut elsewhere = Vec::new();
        if within.is_none() {
            for (id, table) in self.names.form.table_ids() {
                if table.kind == TableKind::Table && Some(id) != self.site.table {
                    elsewhere.extend(self.names.find_in(id, &[part]));
                }
                if elsewhere.len() > 3 {
                    break;
                }
            }
        }
        if !elsewhere.is_empty() {
            let path = |target: Target| match (part, target) {
                // A line number was written, and a line number is offered.
                (Part::Code(code), Target::Item { table, .. }) => {
                    let table = self.names.form.table(table).map_or("", |table| table.name.as_str());
                    join(&[Part::Name(table), Part::Code(code)])
                }
                (Part::Name(_) | Part::Code(_), target) => written(self.names, target, self.site),
            };
            return elsewhere.into_iter().take(3).map(path).collect();
        }
        let Part::Name(name) = part else { return Vec::new() };
        let items = self.in_scope(within);
        let labelled: Vec<Target> = items
            .iter()
            .filter(|(_, item)| item.labels.iter().any(|label| suggest::is_label(&label.text, name)))
            .map(|(target, _)| *target)
            .take(4)
            .collect();
        if !labelled.is_empty() {
            return labelled.into_iter().take(3).map(|target| self.below(target, within)).collect();
        }
        let mut known: Vec<&str> = items.iter().map(|(_, item)| item.name.as_str()).collect();
        if within.is_none() {
            let tables = self.names.form.tables.iter().filter(|table| table.kind == TableKind::Table);
            known.extend(tables.map(|table| table.name.as_str()));
            known.extend(self.names.form.meta.iter().map(|meta| meta.name.as_str()));
        }
        let near = suggest::near(name, known);
        near.into_iter()
            .map(|name| {
                let mut same = items.iter().filter(|(_, item)| item.name == name);
                match (same.next(), same.next()) {
                    (Some((target, _)), None) => self.below(*target, within),
                    (Some(_) | None, _) => quote(&name),
                }
            })
            .collect()
    }

    /// How to write a target where a table may already stand in front.
    fn below(&self, target: Target, within: Option<TableId>) -> String {
        match within {
            Some(table) => shortest(self.names, target, |path| self.names.find_in(table, path)),
            None => written(self.names, target, self.site),
        }
    }

    /// The items a bare name is looked for among.
    fn in_scope(&self, within: Option<TableId>) -> Vec<(Target, &Item)> {
        let mut found = Vec::new();
        let mut add = |id: TableId, reach: Reach| {
            let items = self.names.items(id, reach).into_iter().flat_map(Items::iter);
            let room = MAX_COMPARED.saturating_sub(found.len());
            found.extend(items.take(room).map(|(item, it)| (Target::Item { table: id, reach, item }, it)));
        };
        for (id, table) in self.names.form.table_ids() {
            let here = match within {
                Some(table) => table == id,
                None => self.site.table == Some(id) || table.kind == TableKind::Facts,
            };
            if here {
                add(id, Reach::Row);
                add(id, Reach::Column);
            }
        }
        found
    }

    /// Reports a path that fits several things, with a path for each.
    pub fn ambiguous(&mut self, path: &[(Part<'_>, Span)], span: Span, several: &[Target]) {
        let text = join(&path.iter().map(|(part, _)| *part).collect::<Vec<_>>());
        let mut paths: Vec<String> = Vec::new();
        for target in several.iter().take(MAX_LISTED) {
            let path = written(self.names, *target, self.site);
            if !paths.contains(&path) && path != text {
                paths.push(path);
            }
        }
        let message = say::AMBIGUOUS.with("name", &text).with("count", several.len());
        let mut diagnostic = Diagnostic::error(Code::G0202, message).at(span, say::AMBIGUOUS_HERE.plain());
        let mut places = Vec::new();
        for target in several {
            if let Some(place) = self.names.declared(*target).filter(|place| !places.contains(place))
                && places.len() < MAX_PLACES
            {
                places.push(place);
                diagnostic = diagnostic.at(place, say::AMBIGUOUS_ONE.plain());
            }
        }
        let diagnostic = match paths.is_empty() {
            true => diagnostic.with_help(say::AMBIGUOUS_RENAME.plain()),
            false => diagnostic.with_help(say::AMBIGUOUS_HELP.with("paths", paths)),
        };
        self.context.sink.push(diagnostic);
    }
}

fn by(part: &Part<'_>) -> By {
    match part {
        Part::Name(_) => By::Name,
        Part::Code(_) => By::Code,
    }
}

fn is_word(part: &Part<'_>) -> bool {
    match part {
        Part::Name(name) => [ROWS, COLUMNS, FACTS, META].iter().any(|words| words.contains(name)),
        Part::Code(_) => false,
    }
}

/// The shortest path that means just this target where a condition stands.
pub(super) fn written(names: &Names<'_>, target: Target, site: Site) -> String {
    shortest(names, target, |path| names.find(path, site))
}

fn shortest(names: &Names<'_>, target: Target, find: impl Fn(&[Part<'_>]) -> Vec<Target>) -> String {
    let (table, reach, item) = match target {
        Target::Item { table, reach, item } => (table, reach, item),
        Target::Table(id) => return quote(names.form.table(id).map_or("", |table| &table.name)),
        Target::Meta(id) => {
            let name = names.form.meta.get(id.0 as usize).map_or("", |meta| meta.name.as_str());
            let plain = [Part::Name(name)];
            let qualified = [Part::Name(META[0]), Part::Name(name)];
            return join(if find(&plain) == [target] { &plain } else { &qualified });
        }
    };
    let Some(items) = names.items(table, reach) else { return String::new() };
    let path: Vec<Part<'_>> = items.path(item).into_iter().map(Part::Name).collect();
    let Some((last, groups)) = path.split_last() else { return String::new() };
    let mut tries: Vec<Vec<Part<'_>>> = vec![vec![*last]];
    tries.extend(groups.iter().rev().map(|group| vec![*group, *last]));
    tries.push(path.clone());
    let (kind, name) = names.form.table(table).map_or((TableKind::Table, ""), |table| (table.kind, table.name.as_str()));
    let word = match (kind, reach) {
        (TableKind::Facts, _) => FACTS[0],
        (TableKind::Table, Reach::Row) => ROWS[0],
        (TableKind::Table, Reach::Column) => COLUMNS[0],
    };
    for front in [Part::Name(word), Part::Name(name)] {
        tries.push(vec![front, *last]);
        tries.push([front].into_iter().chain(path.iter().copied()).collect());
    }
    if kind == TableKind::Table {
        tries.push([Part::Name(name), Part::Name(word)].into_iter().chain(path.iter().copied()).collect());
    }
    let fitting = tries.iter().find(|path| find(path) == [target]);
    join(fitting.unwrap_or(&path))
}

pub(super) fn join(path: &[Part<'_>]) -> String {
    let parts: Vec<String> = path
        .iter()
        .map(|part| match part {
            Part::Name(name) => quote(name),
            Part::Code(code) => format!("#{code}"),
        })
        .collect();
    parts.join(".")
}

/// A name as it has to be written: in backquotes when it starts with a digit or holds a blank or a sign.
pub(super) fn quote(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c));
    if first && chars.all(unicode_ident::is_xid_continue) { name.to_owned() } else { format!("`{name}`") }
}
