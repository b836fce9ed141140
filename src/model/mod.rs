//! The resolved form: every name an index, every axis spread, every item with its type. What `check`, `plan` and `bind`
//! read. Built by `resolve`, never changed afterwards.
//!
//! Facts are tables too: a list whose rows are the facts ([`TableKind::Facts`]). So "cell", "slot" and "item" mean one
//! thing everywhere. A table without `rows` has one nameless row, one without `columns` one nameless column.

mod amended;
mod expr;
mod items;
mod labels;
mod types;

pub use amended::{Amended, Carried, CarriedTable};
pub use expr::{Aggregate, Expr, ExprKind, Func, Over, Reach, Ref};
pub use items::{Item, ItemId, ItemKind, Items};
pub use labels::Label;
pub use types::{CellType, Limit, ReadPolicy, Rounding, Treatment, Unit, UnitId, Units, ValueKind};

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// Index into [`Form::tables`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TableId(pub u32);
/// Index into [`Form::sections`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SectionId(pub u32);
/// Index into [`Form::meta`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MetaId(pub u32);

/// All templates of one folder, with the units they share.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Model {
    pub units: Units,
    /// What the axes spread is in the items; this is for those that nothing spreads.
    pub axes: Vec<Axis>,
    pub forms: Vec<Form>,
}

/// A declared axis.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Axis {
    pub name: String,
    /// Whether a template spreads it, by itself or inside another axis.
    pub spread: bool,
    /// The name, where it is declared.
    pub span: Span,
}

/// A text of the template with its place (quotes included).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    pub text: String,
    pub span: Span,
}

/// One resolved template.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Form {
    pub name: String,
    pub version: Option<String>,
    /// The printed name of the form.
    pub label: Option<Quoted>,
    pub doc: Option<String>,
    pub basis: Option<Quoted>,
    pub applies: Option<Applies>,
    /// Alternatives for the title, with `{年度}` and `…`.
    pub titles: Vec<Quoted>,
    pub meta: Vec<Meta>,
    pub key: Vec<MetaId>,
    pub read: ReadPolicy,
    pub sections: Vec<Section>,
    pub tables: Vec<Table>,
    pub rules: Vec<Rule>,
    /// Of a form that is written as the change of an older one: where its figures come from.
    #[serde(default)]
    pub amended: Option<Amended>,
    /// The name of the template, where it is declared.
    pub span: Span,
}

/// `applies 年度 in 2021..`: the report years in which the form is in force; open ends are `None`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Applies {
    pub meta: MetaId,
    pub from: Option<i64>,
    pub to: Option<i64>,
    pub span: Span,
}

/// One thing that identifies a report: `年度: year "自{}年1月1日"`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Meta {
    pub name: String,
    pub ty: CellType,
    pub optional: bool,
    /// Sentences it is found in, besides the titles.
    pub patterns: Vec<Quoted>,
    pub span: Span,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Section {
    pub name: String,
    /// The heading and its other spellings; the name itself when the author wrote none.
    pub labels: Vec<Label>,
    pub parent: Option<SectionId>,
    pub prose: bool,
    pub basis: Option<Quoted>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableKind {
    Table,
    /// Figures in sentences; the items' labels are patterns with `{}`.
    Facts,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Table {
    pub kind: TableKind,
    /// Empty for facts.
    pub name: String,
    /// Printed captions; empty when the author wrote none (then rows and columns find it).
    pub labels: Vec<Label>,
    pub section: Option<SectionId>,
    pub optional: bool,
    pub basis: Option<Quoted>,
    pub read: ReadPolicy,
    /// `cell TYPE`, for the items without a type.
    pub cell: Option<CellType>,
    pub rows: Option<Items>,
    pub columns: Option<Items>,
    pub span: Span,
}

/// One cell of a table by its items; `None` for the nameless row or column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellRef {
    pub table: TableId,
    pub row: Option<ItemId>,
    pub column: Option<ItemId>,
}

/// How certain a rule is (`semantics.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleSeverity {
    Hard,
    Soft,
    Note,
}

/// A written rule. Totals, derived lines and `including` are implied by the items and are not listed here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rule {
    pub name: String,
    /// What it says, in the author's words.
    pub text: Option<Quoted>,
    pub severity: RuleSeverity,
    pub when: Option<Expr>,
    /// `within Q`, in `within_unit`.
    pub within: Option<(crate::number::Decimal, Option<UnitId>)>,
    /// It is written as a percentage; the value is divided already.
    pub within_percent: bool,
    /// Where the allowance is written.
    pub within_span: Option<Span>,
    /// Its own basis, else the nearest one around it.
    pub basis: Option<Quoted>,
    pub during: Option<(Option<i64>, Option<i64>)>,
    pub suspended: Option<Quoted>,
    pub condition: Expr,
    /// The table it was written in.
    pub table: Option<TableId>,
    /// The rule's name, where it is declared.
    pub span: Span,
}

impl Form {
    pub fn table(&self, id: TableId) -> Option<&Table> {
        self.tables.get(id.0 as usize)
    }

    pub fn table_ids(&self) -> impl Iterator<Item = (TableId, &Table)> {
        self.tables.iter().enumerate().map(|(index, table)| (TableId(index as u32), table))
    }

    /// `zfxxgk@2021`.
    pub fn title(&self) -> String {
        match &self.version {
            Some(version) => format!("{}@{version}", self.name),
            None => self.name.clone(),
        }
    }
}

impl Table {
    /// The rows that hold figures; one `None` for a table of one nameless row.
    pub fn row_figures(&self) -> Vec<Option<ItemId>> {
        figures_of(self.rows.as_ref())
    }

    /// The columns that hold figures; one `None` for a list.
    pub fn column_figures(&self) -> Vec<Option<ItemId>> {
        figures_of(self.columns.as_ref())
    }

    pub fn row(&self, id: ItemId) -> Option<&Item> {
        self.rows.as_ref()?.get(id)
    }

    pub fn column(&self, id: ItemId) -> Option<&Item> {
        self.columns.as_ref()?.get(id)
    }

    /// The type of a cell: its row's or its column's own, else the table's `cell`. `None` when nobody gave one (an author's
    /// error that `check` reports). When both have one, `check` has made sure that they agree.
    pub fn cell_type(&self, row: Option<ItemId>, column: Option<ItemId>) -> Option<&CellType> {
        let of_row = row.and_then(|id| self.row(id)).and_then(|item| item.ty.as_ref());
        let of_column = column.and_then(|id| self.column(id)).and_then(|item| item.ty.as_ref());
        of_column.or(of_row).or(self.cell.as_ref())
    }
}

fn figures_of(items: Option<&Items>) -> Vec<Option<ItemId>> {
    match items {
        Some(items) => items.figures().map(Some).collect(),
        None => vec![None],
    }
}
