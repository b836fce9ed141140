//! What the files of a folder declare, as an outline: every name with its kind, its place and what it stands in.

use crate::source::{FileId, Span};
use crate::syntax::ast::{self, Change, FactsNode, ItemNode, ListKind, PartKind, Statement};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Unit,
    Axis,
    AxisItem,
    Template,
    Meta,
    Section,
    Table,
    /// A block of facts; it has no name.
    Facts,
    Fact,
    /// `rows { … }`, `columns { … }`, `meta { … }`: blocks without a name.
    Rows,
    Columns,
    MetaBlock,
    Row,
    Column,
    Rule,
}

impl Kind {
    /// Whether it can be named at all.
    pub fn has_name(self) -> bool {
        !matches!(self, Kind::Facts | Kind::Rows | Kind::Columns | Kind::MetaBlock)
    }

    /// Whether its name is what the report prints where no label is written.
    pub fn prints_its_name(self) -> bool {
        matches!(self, Kind::AxisItem | Kind::Section | Kind::Fact | Kind::Row | Kind::Column)
    }
}

/// One declaration.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    pub kind: Kind,
    /// Folded; the keyword where there is no name.
    pub name: String,
    /// The name where it is declared; the start of the block where there is none.
    pub at: Span,
    /// All of it.
    pub span: Span,
    /// The printed label, as written.
    pub label: Option<ast::Text>,
    /// All printed spellings.
    pub spellings: Vec<String>,
    /// Where what is written in front of its block ends.
    pub head_end: u32,
    /// A `total`.
    pub total: bool,
    pub doc: Option<String>,
    /// Index of what it stands in.
    pub parent: Option<usize>,
}

impl Declared {
    pub fn file(&self) -> FileId {
        self.at.file
    }
}

/// The declarations of all files, in order, each behind what it stands in.
pub(super) fn declared(trees: &[ast::File]) -> Vec<Declared> {
    let mut walk = Walk { list: Vec::new() };
    for declaration in trees.iter().flat_map(|tree| &tree.declarations) {
        match declaration {
            ast::Declaration::Unit(unit) => {
                let index = walk.push(Kind::Unit, &unit.name, unit.span, None, &[], &unit.doc);
                if let Some(one) = walk.list.get_mut(index) {
                    one.spellings = unit.spellings.iter().map(|text| text.text.clone()).collect();
                }
            }
            ast::Declaration::Axis(axis) => walk.axis(axis, None),
            ast::Declaration::Template(template) => {
                let labels: Vec<ast::Text> = template.label.iter().cloned().collect();
                let index = walk.push(Kind::Template, &template.name, template.span, None, &labels, &template.doc);
                if let (Some(version), Some(one)) = (&template.version, walk.list.get_mut(index)) {
                    one.name = format!("{}@{}", one.name, version.text);
                }
                walk.statements(&template.body, Some(index));
            }
        }
    }
    walk.list
}

struct Walk {
    list: Vec<Declared>,
}

impl Walk {
    fn push(
        &mut self,
        kind: Kind,
        name: &ast::Name,
        span: Span,
        parent: Option<usize>,
        labels: &[ast::Text],
        doc: &Option<String>,
    ) -> usize {
        let head_end = labels.iter().map(|text| text.span.end).chain([name.span.end]).max().unwrap_or(name.span.end);
        self.list.push(Declared {
            kind,
            name: name.text.clone(),
            at: name.span,
            span,
            label: labels.first().cloned(),
            spellings: labels.iter().map(|text| text.text.clone()).collect(),
            head_end,
            total: false,
            doc: doc.clone(),
            parent,
        });
        self.list.len().saturating_sub(1)
    }

    fn block(&mut self, kind: Kind, word: &str, span: Span, parent: Option<usize>, labels: &[ast::Text]) -> usize {
        let at = Span { end: span.start, ..span };
        let name = ast::Name { text: word.to_owned(), span: at };
        self.push(kind, &name, span, parent, labels, &None)
    }

    fn axis(&mut self, axis: &ast::Axis, parent: Option<usize>) {
        let index = self.push(Kind::Axis, &axis.name, axis.span, parent, &[], &axis.doc);
        self.items(&axis.items, Kind::AxisItem, Some(index));
    }

    fn statements(&mut self, body: &[Statement], parent: Option<usize>) {
        for statement in body {
            match statement {
                Statement::Meta(nodes, span) => {
                    let index = self.block(Kind::MetaBlock, "meta", *span, parent, &[]);
                    self.items(nodes, Kind::Meta, Some(index));
                }
                Statement::Section(section) => {
                    let index = self.push(Kind::Section, &section.name, section.span, parent, &section.labels, &section.doc);
                    self.statements(&section.body, Some(index));
                }
                Statement::Table(table) => {
                    let index = self.push(Kind::Table, &table.name, table.span, parent, &table.labels, &table.doc);
                    self.statements(&table.body, Some(index));
                }
                Statement::Facts(facts) => self.facts(facts, parent),
                Statement::Columns(dimension) => {
                    let index = self.block(Kind::Columns, "columns", dimension.span, parent, &dimension.labels);
                    self.items(&dimension.items, Kind::Column, Some(index));
                }
                Statement::Rows(dimension) => {
                    let index = self.block(Kind::Rows, "rows", dimension.span, parent, &dimension.labels);
                    self.items(&dimension.items, Kind::Row, Some(index));
                }
                Statement::Rule(rule) => {
                    let labels: Vec<ast::Text> = rule.text.iter().cloned().collect();
                    self.push(Kind::Rule, &rule.name, rule.span, parent, &labels, &rule.doc);
                }
                Statement::Axis(axis) => self.axis(axis, parent),
                Statement::Amend(amendment) => self.change(&amendment.change, parent),
                Statement::Basis(_)
                | Statement::Applies { .. }
                | Statement::Title(..)
                | Statement::Key(..)
                | Statement::Read(..)
                | Statement::Prose(_)
                | Statement::Cell(..)
                | Statement::NotInEdition { .. } => {}
            }
        }
    }

    fn facts(&mut self, facts: &ast::Facts, parent: Option<usize>) {
        let index = self.block(Kind::Facts, "facts", facts.span, parent, &[]);
        for node in &facts.body {
            match node {
                FactsNode::Item(item) => self.items(std::slice::from_ref(item), Kind::Fact, Some(index)),
                FactsNode::Statement(statement) => self.statements(std::slice::from_ref(statement), Some(index)),
            }
        }
    }

    /// What a change of an amended version declares.
    fn change(&mut self, change: &Change, parent: Option<usize>) {
        match change {
            Change::In { body, .. } => self.statements(body, parent),
            Change::AddItems { list, items, .. } | Change::ChangeItems { list, items } => {
                self.items(items, listed(*list), parent)
            }
            Change::Split { list, items, .. } => self.items(items, listed(list.unwrap_or(ListKind::Rows)), parent),
            Change::Merge { list, into, .. } => {
                self.items(&[ItemNode::Item(into.clone())], listed(list.unwrap_or(ListKind::Rows)), parent);
            }
            Change::AddFacts { facts, .. } => self.facts(facts, parent),
            Change::AddPart { part, .. } | Change::Replace(part) => self.statements(std::slice::from_ref(part), parent),
            Change::RenameItems { list, renamings } => {
                renamings.iter().for_each(|renaming| self.renamed(listed(*list), renaming, parent));
            }
            Change::RenamePart { kind, renaming } => {
                let kind = match kind {
                    PartKind::Section => Kind::Section,
                    PartKind::Table => Kind::Table,
                    PartKind::Rule => Kind::Rule,
                };
                self.renamed(kind, renaming, parent);
            }
            Change::DropItems { .. } | Change::DropParts { .. } | Change::MoveItems { .. } | Change::MovePart { .. } => {}
        }
    }

    /// A new name. What is printed stays what it was, unless the renaming says otherwise.
    fn renamed(&mut self, kind: Kind, renaming: &ast::Renaming, parent: Option<usize>) {
        let all = renaming.label.iter().chain(&renaming.spellings);
        let mut labels: Vec<ast::Text> = all.map(|spelling| spelling.text.clone()).collect();
        if labels.is_empty() {
            labels.push(ast::Text { text: String::new(), span: renaming.to.span });
        }
        let span = renaming.to.span;
        let index = self.push(kind, &renaming.to, span, parent, &labels, &None);
        if let Some(one) = self.list.get_mut(index) {
            one.spellings.retain(|text| !text.is_empty());
        }
    }

    fn items(&mut self, nodes: &[ItemNode], kind: Kind, parent: Option<usize>) {
        for node in nodes {
            let ItemNode::Item(item) = node else { continue };
            let all = item.label.iter().chain(&item.spellings);
            let labels: Vec<ast::Text> = all.map(|spelling| spelling.text.clone()).collect();
            let index = self.push(kind, &item.name, item.span, parent, &labels, &item.doc);
            if let Some(one) = self.list.get_mut(index) {
                one.total = item.total.is_some();
                one.label = item.label.as_ref().map(|spelling| spelling.text.clone());
                let ends = [item.code.as_ref().map(|code| code.span.end), item.ty.as_ref().map(|ty| ty.span.end)];
                one.head_end = ends.into_iter().flatten().chain([one.head_end]).max().unwrap_or(one.head_end);
            }
            self.items(item.children.as_deref().unwrap_or_default(), kind, Some(index));
        }
    }
}

fn listed(list: ListKind) -> Kind {
    match list {
        ListKind::Rows => Kind::Row,
        ListKind::Columns => Kind::Column,
        ListKind::Facts => Kind::Fact,
        ListKind::Meta => Kind::Meta,
    }
}
