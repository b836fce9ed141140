//! Resolved expressions: what a path in a rule refers to.

use serde::{Deserialize, Serialize};

use super::{CellRef, ItemId, MetaId, TableId, UnitId};
use crate::number::Decimal;
use crate::source::Span;
use crate::syntax::ast::{ArithmeticOp, CompareOp, LogicOp};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

/// Which dimension of a table an item belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reach {
    Row,
    Column,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ref {
    /// One cell; also a fact (`column: None`) and a cell of a one-row table (`row: None`).
    Cell(CellRef),
    /// A row of a table with columns: a vector over the columns. The item may be a heading only inside `sum` and its like.
    Row {
        table: TableId,
        item: ItemId,
    },
    /// A column of a table with rows: a vector over the rows.
    Column {
        table: TableId,
        item: ItemId,
    },
    /// All cells of a table: only inside `sum` and its like.
    Table(TableId),
    Meta(MetaId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Aggregate {
    Sum,
    Min,
    Max,
    Avg,
    Count,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Func {
    Abs,
    /// `round(x, q)`: to the nearest multiple of `q`, halves away from zero.
    Round,
    Blank,
    Absent,
    Known,
}

/// What a one-argument `sum min max avg count` runs over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Over {
    /// A group or a run of items, already opened into what it adds ([`super::Items::group_parts`]; a run `#32..#57` by the
    /// same rule). All of one shape: rows give a vector over the columns, cells a single figure.
    Refs(Vec<Ref>),
    /// A vector (a row, a column, a sum of rows): its added items only ([`super::Items::all_parts`]), down to one figure.
    /// A whole table (`Ref::Table`) adds its added rows and columns.
    Along(Box<Expr>),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExprKind {
    /// `unit` is the one written at the number; `percent` as in `150%` (the value is 150).
    Number {
        value: Decimal,
        unit: Option<UnitId>,
        percent: bool,
    },
    Text(String),
    Bool(bool),
    Ref(Ref),
    /// `prior.X`: the report of the year before. The reference is into this form.
    Prior(Box<Expr>),
    /// `parts.X`: the reports this one sums up.
    Parts(Box<Expr>),
    /// `sum(不予公开)`, `sum(#32..#57)`, `sum(新收)`: one argument, one axis taken away.
    Aggregate {
        function: Aggregate,
        over: Over,
    },
    /// `max(a, b)`: item by item.
    Itemwise {
        function: Aggregate,
        args: Vec<Expr>,
    },
    Call {
        function: Func,
        args: Vec<Expr>,
    },
    Negate(Box<Expr>),
    Not(Box<Expr>),
    Arithmetic {
        op: ArithmeticOp,
        op_span: Span,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    Compare {
        operands: Vec<Expr>,
        ops: Vec<(CompareOp, Span)>,
    },
    /// Holds if the value equals one of the alternatives.
    In {
        value: Box<Expr>,
        alternatives: Vec<Expr>,
    },
    /// `x in 0..100`, open ends `None`.
    Between {
        value: Box<Expr>,
        from: Option<Box<Expr>>,
        to: Option<Box<Expr>>,
    },
    Logic {
        op: LogicOp,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    If {
        condition: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
    /// What a reported error left: stays silent.
    Poisoned,
}
