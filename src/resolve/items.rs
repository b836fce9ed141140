//! Item lists → [`Items`]: axes spread, groups flattened, types and policies handed down.

use std::collections::{HashMap, HashSet};

use super::axes::Axes;
use super::context::Context;
use super::pattern::{self, Role};
use super::{MAX_DEPTH, MAX_ITEMS, read, types};
use crate::diag::wording::resolve as say;
use crate::diag::{Code, Diagnostic};
use crate::model::{CellType, Expr, ExprKind, Item, ItemId, ItemKind, Items, Label, Quoted, ReadPolicy, Treatment};
use crate::source::Span;
use crate::syntax::ast;

/// Where a list of items stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Rows,
    Columns,
    Facts,
    /// An axis by itself: its own mistakes, spreads not followed.
    Axis,
}

/// A derived line whose expression waits until every name of the template is known.
pub(super) struct Derived<'a> {
    pub item: ItemId,
    pub expr: &'a ast::Expr,
    /// The items that the axis gave in which the line is written: its names mean those first.
    pub near: Option<(ItemId, ItemId)>,
}

/// A finished dimension.
pub(super) struct Built<'a> {
    pub items: Items,
    pub derived: Vec<Derived<'a>>,
    /// `false` when something was left out after an error: names that are missing may have been in it.
    pub complete: bool,
}

/// What a group hands down to its items.
#[derive(Clone, Default)]
struct Inherited {
    ty: Option<CellType>,
    read: ReadPolicy,
    optional: bool,
    basis: Option<Quoted>,
}

/// What the whole list is built with.
pub(super) struct Around<'a, 'n> {
    pub axes: &'n Axes<'a>,
    pub place: Place,
    /// `cell TYPE` of the table.
    pub cell: Option<&'n CellType>,
    /// The meta names of the template; `None` for an axis by itself.
    pub meta: Option<&'n HashMap<String, Span>>,
}

struct Builder<'a, 'n, 'c> {
    around: &'n Around<'a, 'n>,
    context: &'n mut Context<'c>,
    list: Vec<Item>,
    derived: Vec<(ItemId, &'a ast::Expr, Option<usize>)>,
    /// First and last item of every spread; the last is known when it ends.
    spreads: Vec<(u32, u32)>,
    /// Axes being spread now.
    open: Vec<&'a str>,
    codes: HashMap<&'a str, Span>,
    complete: bool,
    /// No room is left: nothing more is built.
    full: bool,
}

/// The names of one level: where each was declared, and in which spread.
type Seen<'a> = HashMap<&'a str, (Span, Option<usize>)>;

/// Where the items of one level come from.
#[derive(Clone, Copy)]
struct Level {
    parent: Option<ItemId>,
    depth: usize,
    /// Index into [`Builder::spreads`].
    spread: Option<usize>,
    /// The outermost `..axis` of this level, for messages.
    spread_at: Option<Span>,
    shared: bool,
}

/// Builds one dimension, or the facts of one block.
pub(super) fn build<'a>(
    labels: Vec<Label>,
    nodes: &[&'a ast::ItemNode],
    span: Span,
    around: &Around<'a, '_>,
    context: &mut Context<'_>,
) -> Built<'a> {
    let mut builder = Builder::new(around, context);
    let level = Level { parent: None, depth: 0, spread: None, spread_at: None, shared: false };
    builder.level(nodes.iter().copied(), level, &Inherited::default(), &mut HashMap::new());
    let axis = match nodes {
        [ast::ItemNode::Spread { axis, .. }] if !builder.list.is_empty() => Some(axis.text.clone()),
        _ => None,
    };
    builder.finish(labels, axis, span)
}

/// The mistakes of an axis that do not depend on where it is spread.
pub(super) fn check_axis<'a>(axis: &'a ast::Axis, axes: &Axes<'a>, shared: bool, context: &mut Context<'_>) {
    let around = Around { axes, place: Place::Axis, cell: None, meta: None };
    let mut builder = Builder::new(&around, context);
    let level = Level { parent: None, depth: 0, spread: None, spread_at: None, shared };
    builder.level(axis.items.iter(), level, &Inherited::default(), &mut HashMap::new());
}

impl<'a, 'n, 'c> Builder<'a, 'n, 'c> {
    fn new(around: &'n Around<'a, 'n>, context: &'n mut Context<'c>) -> Builder<'a, 'n, 'c> {
        Builder {
            around,
            context,
            list: Vec::new(),
            derived: Vec::new(),
            spreads: Vec::new(),
            open: Vec::new(),
            codes: HashMap::new(),
            complete: true,
            full: false,
        }
    }

    fn finish(self, labels: Vec<Label>, axis: Option<String>, span: Span) -> Built<'a> {
        let spreads = self.spreads;
        let near = |spread: Option<usize>| {
            let (first, last) = spread.and_then(|index| spreads.get(index)).copied()?;
            Some((ItemId(first), ItemId(last)))
        };
        let derived = self.derived.into_iter().map(|(item, expr, spread)| Derived { item, expr, near: near(spread) }).collect();
        Built { items: Items { labels, list: self.list, axis, span }, derived, complete: self.complete }
    }

    fn level(
        &mut self,
        nodes: impl Iterator<Item = &'a ast::ItemNode>,
        level: Level,
        inherited: &Inherited,
        seen: &mut Seen<'a>,
    ) {
        for node in nodes {
            if self.full {
                return;
            }
            match node {
                ast::ItemNode::NotInEdition { .. } => self.complete = false,
                ast::ItemNode::Spread { axis, span } => self.spread(axis, *span, level, inherited, seen),
                ast::ItemNode::Item(item) => self.item(item, level, inherited, seen),
            }
        }
    }

    fn spread(&mut self, name: &'a ast::Name, span: Span, level: Level, inherited: &Inherited, seen: &mut Seen<'a>) {
        let Some(found) = self.around.axes.expect(name, level.shared, self.context.sink) else {
            self.complete = false;
            return;
        };
        if self.around.place == Place::Axis {
            return;
        }
        if self.open.contains(&name.text.as_str()) {
            // A cycle: reported where the axes are declared.
            self.complete = false;
            return;
        }
        if self.open.len() >= MAX_DEPTH || !self.context.budget.take_work(self.open.len().saturating_add(1)) {
            self.too_large(span);
            return;
        }
        let index = self.spreads.len();
        let first = self.list.len() as u32;
        self.spreads.push((first, first));
        self.open.push(&name.text);
        let inner = Level { spread: Some(index), spread_at: level.spread_at.or(Some(span)), shared: found.shared, ..level };
        self.level(found.axis.items.iter(), inner, inherited, seen);
        self.open.pop();
        let last = (self.list.len() as u32).saturating_sub(1);
        if let Some(range) = self.spreads.get_mut(index) {
            range.1 = last;
        }
    }

    fn item(&mut self, item: &'a ast::Item, level: Level, inherited: &Inherited, seen: &mut Seen<'a>) {
        if let Some((first, spread)) = seen.get(item.name.text.as_str()).copied() {
            // Twice in one axis: reported where the axis is declared.
            if level.spread.is_none() || spread != level.spread {
                self.duplicate_name(item, first, level);
            }
            self.complete &= item.children.is_none();
            return;
        }
        seen.insert(&item.name.text, (item.name.span, level.spread));
        if level.depth >= MAX_DEPTH {
            self.too_large(item.name.span);
            return;
        }
        let built = self.build_item(item, level, inherited);
        let weight = weight(&built);
        let counted = self.around.place != Place::Axis;
        if counted && !self.context.budget.take_item(weight) {
            self.too_large(level.spread_at.unwrap_or(item.name.span));
            return;
        }
        let handed = Inherited {
            ty: built.ty.clone(),
            read: built.read.clone(),
            optional: built.optional && built.kind == ItemKind::Heading,
            basis: built.basis.clone(),
        };
        let id = ItemId(self.list.len() as u32);
        if let Some(expr) = &item.derived {
            self.derived.push((id, expr, level.spread));
        }
        self.list.push(built);
        if let Some(parent) = level.parent.and_then(|parent| self.list.get_mut(parent.0 as usize)) {
            parent.children.push(id);
        }
        if let Some(children) = &item.children {
            let inner = Level { parent: Some(id), depth: level.depth.saturating_add(1), ..level };
            self.level(children.iter(), inner, &handed, &mut HashMap::new());
        }
    }

    fn duplicate_name(&mut self, item: &'a ast::Item, first: Span, level: Level) {
        let second = item.name.span;
        let diagnostic =
            Diagnostic::error(Code::G0203, say::DUPLICATE.with("what", say::AN_ITEM.plain()).with("name", &item.name.text));
        // An item that an axis brought cannot be changed here; the spread can.
        let diagnostic = match level.spread_at {
            Some(at) => {
                diagnostic.at(at, say::DUPLICATE_BY_SPREAD.with("name", &item.name.text)).at(first, say::DUPLICATE_FIRST.plain())
            }
            None => diagnostic.at(second, say::DUPLICATE_HERE.plain()).at(first, say::DUPLICATE_FIRST.plain()),
        };
        self.context.sink.push(diagnostic.with_help(say::DUPLICATE_ITEM_HELP.plain()));
    }

    fn too_large(&mut self, span: Span) {
        self.full = true;
        self.complete = false;
        self.context.sink.push(
            Diagnostic::error(Code::G0213, say::TOO_MANY_ITEMS.with("most", MAX_ITEMS))
                .at(span, say::TOO_MANY_ITEMS_HERE.plain())
                .with_help(say::TOO_MANY_ITEMS_HELP.plain()),
        );
    }

    fn build_item(&mut self, item: &'a ast::Item, level: Level, inherited: &Inherited) -> Item {
        let kind = self.kind(item);
        let mut ty = match &item.ty {
            Some(ty) => Some(types::cell_type(ty, self.context)),
            None => inherited.ty.clone(),
        };
        let (mut own, mut optional, mut basis) = (ReadPolicy::default(), inherited.optional, None);
        let (mut step, mut rounded) = (None, None);
        let mut once: HashSet<&'static str> = HashSet::new();
        for attribute in &item.attributes {
            let (word, span) = match attribute {
                ast::Attribute::Optional { span, .. } => ("optional", *span),
                ast::Attribute::Read(_, span) => ("read", *span),
                ast::Attribute::Step(_, span) => ("step", *span),
                ast::Attribute::Rounded(_, span) => ("rounded", *span),
                ast::Attribute::Basis(_, span) => ("basis", *span),
            };
            if word != "read" && !once.insert(word) {
                self.contradiction(span, &say::ATTRIBUTE_TWICE, &say::ATTRIBUTE_TWICE_HERE, &say::ATTRIBUTE_TWICE_HELP);
                continue;
            }
            match attribute {
                ast::Attribute::Optional { value, .. } => {
                    optional = true;
                    if let Some(value) = value {
                        let known = ty.as_ref().or(self.around.cell);
                        own.absent = Some(Treatment::As(read::value(value, known, self.context)));
                    }
                }
                ast::Attribute::Read(clauses, _) => {
                    read::add(&mut own, clauses, ty.as_ref().or(self.around.cell), self.context);
                }
                ast::Attribute::Step(number, _) => step = Some(number),
                ast::Attribute::Rounded(number, _) => rounded = Some(number),
                ast::Attribute::Basis(text, _) => basis = Some(Quoted { text: text.text.clone(), span: text.span }),
            }
        }
        if step.is_some() || rounded.is_some() {
            // On an item without a type, the rounding goes on a copy of the table's.
            if let Some(mut whole) = ty.take().or_else(|| self.around.cell.cloned()) {
                if let Some(rounding) = types::rounding(step, rounded, &whole, self.context) {
                    whole.rounding = rounding;
                }
                ty = Some(whole);
            }
        }
        if let Some(code) = &item.code {
            self.code(code, level);
        }
        let labels = self.labels(item, &kind, ty.as_ref());
        Item {
            name: item.name.text.clone(),
            kind,
            including: item.including.is_some(),
            parent: level.parent,
            children: Vec::new(),
            code: item.code.as_ref().map(|code| code.text.clone()),
            ty,
            labels,
            read: own.over(&inherited.read),
            optional,
            basis: basis.or_else(|| inherited.basis.clone()),
            doc: item.doc.clone(),
            span: item.name.span,
        }
    }

    fn code(&mut self, code: &'a ast::Code, level: Level) {
        match self.codes.get(code.text.as_str()) {
            Some(first) => {
                let span = if *first == code.span { level.spread_at.unwrap_or(code.span) } else { code.span };
                let first = *first;
                self.context.sink.duplicate(say::A_CODE.plain(), &format!("#{}", code.text), span, first);
            }
            None => {
                self.codes.insert(&code.text, code.span);
            }
        }
    }

    fn kind(&mut self, item: &'a ast::Item) -> ItemKind {
        let block = item.children.as_ref();
        if let Some(total) = item.total.filter(|_| item.derived.is_some()) {
            self.contradiction(total, &say::TOTAL_AND_FORMULA, &say::TOTAL_AND_FORMULA_HERE, &say::TOTAL_AND_FORMULA_HELP);
        }
        if let Some(including) = item.including
            && block.is_none_or(Vec::is_empty)
        {
            self.contradiction(including, &say::INCLUDING_EMPTY, &say::INCLUDING_EMPTY_HERE, &say::INCLUDING_EMPTY_HELP);
        }
        if item.derived.is_some() {
            if block.is_some() && item.including.is_none() {
                self.contradiction(
                    item.name.span,
                    &say::FORMULA_AND_BLOCK,
                    &say::FORMULA_AND_BLOCK_HERE,
                    &say::FORMULA_AND_BLOCK_HELP,
                );
            }
            return ItemKind::Derived(Box::new(Expr { kind: ExprKind::Poisoned, span: item.name.span }));
        }
        match (item.total, item.including, block) {
            (Some(_), None, Some(_)) => ItemKind::TotalOf,
            // `total 总计 including { … }`: the sum of what stands beside it, of which some is shown apart.
            (Some(_), Some(_), _) | (Some(_), None, None) => ItemKind::TotalBeside,
            (None, Some(_), _) | (None, None, None) => ItemKind::Figure,
            (None, None, Some(children)) => {
                if children.is_empty() {
                    self.contradiction(item.name.span, &say::EMPTY_GROUP, &say::EMPTY_GROUP_HERE, &say::EMPTY_GROUP_HELP);
                }
                ItemKind::Heading
            }
        }
    }

    fn contradiction(
        &mut self,
        span: Span,
        what: &'static crate::diag::Wording,
        here: &'static crate::diag::Wording,
        help: &'static crate::diag::Wording,
    ) {
        self.context.sink.push(Diagnostic::error(Code::G0208, what.plain()).at(span, here.plain()).with_help(help.plain()));
    }

    fn labels(&mut self, item: &'a ast::Item, kind: &ItemKind, ty: Option<&CellType>) -> Vec<Label> {
        let facts = self.around.place == Place::Facts;
        let mut labels = Vec::new();
        if item.label.is_none() {
            // A fact without a pattern is looked for by its name, with the figure behind it.
            let sentence = facts && *kind != ItemKind::Heading;
            let text = if sentence { format!("{}{{}}", item.name.text) } else { item.name.text.clone() };
            labels.push(Label::new(text, item.name.span, None));
        }
        for spelling in item.label.iter().chain(&item.spellings) {
            let role = match (facts, *kind == ItemKind::Heading, spelling.value.is_some()) {
                (false, _, _) => Role::Label,
                (true, true, _) => Role::FactHeading,
                (true, false, true) => Role::FactWithValue,
                (true, false, false) => Role::Fact,
            };
            // An axis may be spread in facts or in a table; its braces are looked at there.
            if self.around.place != Place::Axis {
                pattern::check(&spelling.text, role, self.around.meta, self.context);
            }
            let value = spelling.value.as_ref().and_then(|value| match role {
                Role::FactWithValue => Some(read::value(value, ty.or(self.around.cell), self.context)),
                Role::Label if self.around.place == Place::Axis => None,
                Role::Label | Role::FactHeading | Role::Fact | Role::Meta => {
                    pattern::bad(
                        self.context,
                        &say::VALUE_ON_LABEL,
                        value.span,
                        &say::VALUE_ON_LABEL_HERE,
                        &say::VALUE_ON_LABEL_HELP,
                    );
                    None
                }
            });
            labels.push(Label::new(spelling.text.text.clone(), spelling.text.span, value));
        }
        labels
    }
}

/// The bytes that a copy of an item holds, roughly.
fn weight(item: &Item) -> usize {
    let quoted = |text: Option<&Quoted>| text.map_or(0, |text| text.text.len());
    let ty = item.ty.as_ref().map_or(0, |ty| {
        let values: usize = if let crate::model::ValueKind::Enum(values) = &ty.kind {
            values.iter().map(|value| value.len().saturating_add(24)).sum()
        } else {
            0
        };
        values.saturating_add(ty.limits.len().saturating_mul(64)).saturating_add(quoted(ty.matches.as_ref()))
    });
    let labels: usize = item.labels.iter().map(|label| label.text.len().saturating_add(64)).sum();
    let tokens: usize = item.read.tokens.iter().map(|(token, _)| token.len().saturating_add(64)).sum();
    [item.name.len(), ty, labels, tokens, quoted(item.basis.as_ref()), item.doc.as_ref().map_or(0, String::len)]
        .into_iter()
        .fold(64, usize::saturating_add)
}
