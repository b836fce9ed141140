//! The statements of an amending body: what they speak of, and what restates something.

use super::super::uses::By;
use super::parts::{self, ListAt, Scope};
use super::{Expander, Gone, What};
use crate::diag::wording::amend as say;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::{self, Change, ListKind, PartKind, PlacedAt, Placing, Statement as S};

impl Expander<'_, '_> {
    pub(super) fn statements(&mut self, body: &[S], scope: &Scope) {
        for statement in body {
            match statement {
                S::Amend(amendment) => self.change(&amendment.change, amendment.word, scope),
                S::Basis(_) | S::Applies { .. } | S::Title(..) | S::Key(..) | S::Cell(..) | S::Prose(_) => {
                    self.restate(statement, scope);
                }
                S::Read(clauses, span) => self.read(clauses, *span, scope),
                // New axes may be declared beside the changes.
                S::Axis(_) | S::NotInEdition { .. } => self.push(statement.clone(), scope),
                S::Section(section) => self.verb("section", &section.name, PartKind::Section),
                S::Table(table) => self.verb("table", &table.name, PartKind::Table),
                S::Rule(rule) => self.verb("rule", &rule.name, PartKind::Rule),
                S::Facts(facts) => self.needs_verb("facts", facts.span, "add facts"),
                S::Meta(_, span) => self.needs_verb("meta", *span, "add meta"),
                S::Columns(dimension) => self.needs_verb("columns", dimension.span, "replace columns"),
                S::Rows(dimension) => self.needs_verb("rows", dimension.span, "replace rows"),
            }
        }
    }

    fn verb(&mut self, word: &'static str, name: &ast::Name, kind: PartKind) {
        let there = parts::named(&self.body, kind).iter().any(|other| other.text == name.text);
        let verb = format!("{} {word} {}", if there { "replace" } else { "add" }, name.text);
        self.needs_verb(word, name.span, &verb);
    }

    fn needs_verb(&mut self, word: &'static str, at: Span, verb: &str) {
        self.wrong(say::NEEDS_VERB.with("word", word), at, say::NEEDS_VERB_HERE.plain(), say::NEEDS_VERB_HELP.with("verb", verb));
    }

    fn push(&mut self, statement: S, scope: &Scope) {
        if let Some(body) = parts::body_mut(&mut self.body, scope) {
            body.push(statement);
        }
    }

    /// A statement that stands once takes the place of the old one.
    fn restate(&mut self, new: &S, scope: &Scope) {
        let Some(body) = parts::body_mut(&mut self.body, scope) else { return };
        let same = |old: &S| std::mem::discriminant(old) == std::mem::discriminant(new);
        // The old one goes; a second one of the amendment itself stays and is reported as any other.
        match body.iter().position(|old| same(old) && !self.touched.contains_key(&(place_of(old), "statement"))) {
            Some(at) => {
                self.touched.insert((place_of(new), "statement"), place_of(new));
                if let Some(old) = body.get_mut(at) {
                    *old = new.clone();
                }
            }
            None => {
                self.touched.insert((place_of(new), "statement"), place_of(new));
                body.push(new.clone());
            }
        }
    }

    /// `read` is restated state by state and token by token.
    fn read(&mut self, clauses: &[ast::ReadClause], span: Span, scope: &Scope) {
        let Some(body) = parts::body_mut(&mut self.body, scope) else { return };
        let same = |one: &ast::ReadWhat, other: &ast::ReadWhat| match (one, other) {
            (ast::ReadWhat::Blank, ast::ReadWhat::Blank) | (ast::ReadWhat::Absent, ast::ReadWhat::Absent) => true,
            (ast::ReadWhat::Token(one), ast::ReadWhat::Token(other)) => one.text == other.text,
            (ast::ReadWhat::Blank | ast::ReadWhat::Absent | ast::ReadWhat::Token(_), _) => false,
        };
        let own = |place: Span| place.file == span.file && place.start >= span.start && place.end <= span.end;
        for statement in body.iter_mut() {
            if let S::Read(old, _) = statement {
                old.retain(|clause| own(clause.span) || !clauses.iter().any(|new| same(&new.what, &clause.what)));
            }
        }
        body.push(S::Read(clauses.to_vec(), span));
    }

    pub(super) fn change(&mut self, change: &Change, word: Span, scope: &Scope) {
        self.note_parts(change);
        match change {
            Change::In { kind, name, labels, body } => {
                let Some(inner) = self.scope_of(*kind, name) else { return };
                if !labels.is_empty() {
                    match &inner {
                        Scope::Section(name) => self.relabel(PartKind::Section, name, labels),
                        Scope::Table(name) => self.relabel(PartKind::Table, name, labels),
                        Scope::Template => {}
                    }
                }
                self.statements(body, &inner);
            }
            Change::DropItems { list, paths } => self.drop_items(*list, paths, word, scope),
            Change::DropParts { kind, names } => {
                for name in names {
                    match parts::remove(&mut self.body, *kind, &name.text) {
                        Some(removed) => self.gone_inside(&removed, name.span),
                        None => self.no_part(*kind, name),
                    }
                }
            }
            Change::AddItems { list, placing, items } => self.add_items(*list, placing.as_ref(), items, word, scope),
            Change::AddFacts { placing, facts } => self.add_facts(placing.as_ref(), facts, scope),
            Change::AddPart { placing, part } => self.add_part(placing.as_ref(), part.clone(), scope),
            Change::RenameItems { list, renamings } => self.rename_items(*list, renamings, word, scope),
            Change::RenamePart { kind, renaming } => self.rename_part(*kind, renaming),
            Change::ChangeItems { list, items } => self.change_items(*list, items, word, scope),
            Change::MoveItems { list, placing, paths } => self.move_items(*list, placing, paths, word, scope),
            Change::MovePart { kind, name, placing } => match parts::remove(&mut self.body, *kind, &name.text) {
                Some(part) => {
                    let whole = self.body.clone();
                    if !self.place_part(placing, part) {
                        self.body = whole;
                    }
                }
                None => self.no_part(*kind, name),
            },
            Change::Split { list, path, items } => self.split(*list, path, items, word, scope),
            Change::Merge { list, into, paths } => self.merge(*list, into, paths, word, scope),
            Change::Replace(new) => self.replace(new, scope),
        }
    }

    /// Notes which sections, tables and rules a change speaks of.
    fn note_parts(&mut self, change: &Change) {
        let (kinds, names): (Vec<PartKind>, Vec<&ast::Name>) = match change {
            Change::In { kind: Some(kind), name, .. } | Change::MovePart { kind, name, .. } => (vec![*kind], vec![name]),
            Change::In { kind: None, name, .. } => (vec![PartKind::Table, PartKind::Section], vec![name]),
            Change::DropParts { kind, names } => (vec![*kind], names.iter().collect()),
            Change::RenamePart { kind, renaming } => (vec![*kind], renaming.from.names.last().into_iter().collect()),
            Change::DropItems { .. }
            | Change::AddItems { .. }
            | Change::AddFacts { .. }
            | Change::AddPart { .. }
            | Change::RenameItems { .. }
            | Change::ChangeItems { .. }
            | Change::MoveItems { .. }
            | Change::Split { .. }
            | Change::Merge { .. }
            | Change::Replace(_) => return,
        };
        for name in names {
            let mut there = kinds.iter().flat_map(|kind| parts::named(&self.body, *kind)).filter(|other| other.text == name.text);
            if let (Some(only), None) = (there.next(), there.next()) {
                self.sink.used(name.span, only.span, By::Name);
            }
        }
    }

    /// What `in NAME` speaks of.
    fn scope_of(&mut self, kind: Option<PartKind>, name: &ast::Name) -> Option<Scope> {
        let has = |body: &[S], kind: PartKind| parts::named(body, kind).iter().any(|other| other.text == name.text);
        let (table, section) = (has(&self.body, PartKind::Table), has(&self.body, PartKind::Section));
        match (kind, table, section) {
            (Some(PartKind::Table), true, _) | (None, true, false) => Some(Scope::Table(name.text.clone())),
            (Some(PartKind::Section), _, true) | (None, false, true) => Some(Scope::Section(name.text.clone())),
            (None, true, true) => {
                self.sink.push(
                    Diagnostic::error(Code::G0202, say::TWO_KINDS.with("name", &name.text))
                        .at(name.span, say::SEVERAL_HERE.plain())
                        .with_help(say::TWO_KINDS_HELP.with("name", &name.text)),
                );
                None
            }
            (kind, _, _) => {
                self.no_part(kind.unwrap_or(if table { PartKind::Section } else { PartKind::Table }), name);
                None
            }
        }
    }

    pub(super) fn no_part(&mut self, kind: PartKind, name: &ast::Name) {
        let known: Vec<String> = parts::named(&self.body, kind).into_iter().map(|name| name.text).collect();
        self.unknown(What::Part(kind), name, &name.text, name.span, &Scope::Template, &known);
    }

    fn relabel(&mut self, kind: PartKind, name: &str, labels: &[ast::Text]) {
        match parts::find_mut(&mut self.body, kind, name) {
            Some(S::Table(table)) => table.labels = labels.to_vec(),
            Some(S::Section(section)) => section.labels = labels.to_vec(),
            Some(_) | None => {}
        }
    }

    /// Remembers every name that went with a part.
    fn gone_inside(&mut self, removed: &S, span: Span) {
        let mut gone = Vec::new();
        let removed = std::slice::from_ref(removed);
        parts::each(removed, &mut |statement| {
            if let Some((kind, name)) = parts::name_of(statement) {
                gone.push((What::Part(kind), name.text.clone()));
            }
            match statement {
                S::Rows(dimension) | S::Columns(dimension) => {
                    gone.extend(super::items::names(&dimension.items).into_iter().map(|name| (What::List(ListKind::Rows), name)));
                }
                S::Facts(facts) => {
                    for node in &facts.body {
                        if let ast::FactsNode::Item(item) = node {
                            let names = super::items::names(std::slice::from_ref(item));
                            gone.extend(names.into_iter().map(|name| (What::List(ListKind::Facts), name)));
                        }
                    }
                }
                _ => {}
            }
        });
        self.gone.extend(gone.into_iter().map(|(what, name)| Gone { what, name, span }));
    }

    fn add_part(&mut self, placing: Option<&Placing>, part: S, scope: &Scope) {
        match placing {
            Some(placing) => {
                self.place_part(placing, part);
            }
            None => self.push(part, scope),
        }
    }

    fn place_part(&mut self, placing: &Placing, part: S) -> bool {
        let Some(name) = placing.path.names.last() else { return false };
        let kinds: &[PartKind] = match (&part, placing.at) {
            (S::Rule(_), PlacedAt::After | PlacedAt::Before) => &[PartKind::Rule],
            (_, PlacedAt::After | PlacedAt::Before) => &[PartKind::Table, PartKind::Section],
            (S::Rule(_), PlacedAt::In) => &[PartKind::Table, PartKind::Section],
            (_, PlacedAt::In) => &[PartKind::Section],
        };
        for kind in kinds {
            if parts::insert(&mut self.body, placing.at, *kind, &name.text, part.clone()) {
                return true;
            }
        }
        if let Some(kind) = kinds.first() {
            self.no_part(*kind, name);
        }
        false
    }

    fn add_facts(&mut self, placing: Option<&Placing>, facts: &ast::Facts, scope: &Scope) {
        if matches!(scope, Scope::Table(_)) {
            self.wrong(say::FACTS_IN_TABLE.plain(), facts.span, say::AMENDED_HERE.plain(), say::FACTS_IN_TABLE_HELP.plain());
            return;
        }
        let own_block = facts.body.iter().any(|node| matches!(node, ast::FactsNode::Statement(_)));
        let blocks = self.facts_of(scope);
        if own_block || (blocks.is_empty() && placing.is_none()) {
            self.push(S::Facts(facts.clone()), scope);
            return;
        }
        let items: Vec<ast::ItemNode> = facts
            .body
            .iter()
            .filter_map(|node| match node {
                ast::FactsNode::Item(item) => Some(item.clone()),
                ast::FactsNode::Statement(_) => None,
            })
            .collect();
        self.add_items(ListKind::Facts, placing, &items, facts.span, scope);
    }

    /// The blocks of facts of a scope.
    pub(super) fn facts_of(&mut self, scope: &Scope) -> Vec<ListAt> {
        let Some(body) = parts::body_mut(&mut self.body, scope) else { return Vec::new() };
        let mut blocks = Vec::new();
        parts::each(body, &mut |statement| {
            if let S::Facts(facts) = statement {
                blocks.push((facts.span.file, facts.span.start, facts.span));
            }
        });
        blocks.sort_unstable_by_key(|(file, start, _)| (*file, *start));
        blocks.into_iter().map(|(_, _, span)| ListAt::Facts(span)).collect()
    }

    fn rename_part(&mut self, kind: PartKind, renaming: &ast::Renaming) {
        let Some(name) = renaming.from.names.last() else { return };
        if kind == PartKind::Rule
            && let Some(label) = renaming.label.as_ref().or(renaming.spellings.first())
        {
            self.wrong(
                say::NO_LABELS.plain(),
                label.text.span,
                say::AMENDED_HERE.plain(),
                say::LEFT_BEHIND_HELP.with("rule", &name.text),
            );
            return;
        }
        let mut labels: Vec<ast::Text> = Vec::new();
        match &renaming.label {
            Some(label) => labels.push(label.text.clone()),
            None if !renaming.spellings.is_empty() => {
                labels.push(ast::Text { text: renaming.to.text.clone(), span: renaming.to.span });
            }
            None => {}
        }
        labels.extend(renaming.spellings.iter().map(|spelling| spelling.text.clone()));
        let new = |own: &mut ast::Name, old_labels: Option<&mut Vec<ast::Text>>| {
            let before = own.span;
            *own = renaming.to.clone();
            if let Some(old) = old_labels.filter(|_| !labels.is_empty()) {
                *old = labels.clone();
            }
            before
        };
        let before = match parts::find_mut(&mut self.body, kind, &name.text) {
            Some(S::Table(table)) => new(&mut table.name, Some(&mut table.labels)),
            Some(S::Section(section)) => new(&mut section.name, Some(&mut section.labels)),
            Some(S::Rule(rule)) => new(&mut rule.name, None),
            Some(_) | None => {
                self.no_part(kind, name);
                return;
            }
        };
        self.remember_renaming(What::Part(kind), None, (&name.text, before), &renaming.to, name.span);
    }

    /// `table`: the name of its table, of a row or column; `before`: the old name and its place.
    pub(super) fn remember_renaming(
        &mut self,
        what: What,
        table: Option<Span>,
        (old, before): (&str, Span),
        to: &ast::Name,
        at: Span,
    ) {
        let origin = self.lineage.origin(before);
        let table = table.map(|table| self.lineage.origin(table));
        self.lineage.renamed.insert(to.span, before);
        self.renamed.insert((table, origin), to.text.clone());
        self.gone.push(Gone { what, name: old.to_owned(), span: at });
    }

    fn replace(&mut self, new: &S, scope: &Scope) {
        let (kind, name) = match new {
            S::Rows(_) | S::Columns(_) => {
                self.replace_dimension(new, scope);
                return;
            }
            other => match parts::name_of(other) {
                Some((kind, name)) => (kind, name.clone()),
                None => return,
            },
        };
        match parts::find_mut(&mut self.body, kind, &name.text) {
            Some(old) => {
                let removed = std::mem::replace(old, new.clone());
                self.gone_inside(&removed, name.span);
                // It is there again, under the same name.
                self.gone.retain(|gone| gone.span != name.span || gone.name != name.text);
            }
            // A rule inside facts has its place among them.
            None if kind == PartKind::Rule => match parts::remove(&mut self.body, kind, &name.text) {
                Some(_) => self.push(new.clone(), scope),
                None => self.no_part(kind, &name),
            },
            None => self.no_part(kind, &name),
        }
    }

    fn replace_dimension(&mut self, new: &S, scope: &Scope) {
        let (what, span) = match new {
            S::Rows(dimension) => (ListKind::Rows, dimension.span),
            S::Columns(dimension) => (ListKind::Columns, dimension.span),
            _ => return,
        };
        if !matches!(scope, Scope::Table(_)) {
            self.no_table(what, span);
            return;
        }
        let Some(body) = parts::body_mut(&mut self.body, scope) else { return };
        match body.iter_mut().find(|old| std::mem::discriminant(*old) == std::mem::discriminant(new)) {
            Some(old) => {
                let removed = std::mem::replace(old, new.clone());
                self.gone_inside(&removed, span);
            }
            None => body.push(new.clone()),
        }
    }

    pub(super) fn no_table(&mut self, list: ListKind, at: Span) {
        self.wrong(
            say::WITHOUT_TABLE.with("what", What::List(list).word()),
            at,
            say::WITHOUT_TABLE_HERE.plain(),
            say::WITHOUT_TABLE_HELP.plain(),
        );
    }
}

fn place_of(statement: &S) -> Span {
    match statement {
        S::Basis(text) => text.span,
        S::Applies { span, .. }
        | S::Title(_, span)
        | S::Meta(_, span)
        | S::Key(_, span)
        | S::Read(_, span)
        | S::Prose(span)
        | S::Cell(_, span)
        | S::NotInEdition { span, .. } => *span,
        S::Section(section) => section.span,
        S::Table(table) => table.span,
        S::Facts(facts) => facts.span,
        S::Columns(dimension) | S::Rows(dimension) => dimension.span,
        S::Rule(rule) => rule.span,
        S::Axis(axis) => axis.span,
        S::Amend(amendment) => amendment.span,
    }
}
