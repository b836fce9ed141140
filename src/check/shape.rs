//! The shape of an expression: one figure, a vector over the rows or columns of a table, or a whole table.
//!
//! The checker reports what does not fit; the plan lowers a vector by [`elements`], item by item, in this order.

use std::collections::HashSet;

use crate::model::{Expr, ExprKind, Form, Func, Item, ItemId, Items, Over, Reach, Ref, TableId};
use crate::source::Span;

/// How deep an expression may nest before it is refused instead of walked.
pub const MAX_DEPTH: usize = 400;

/// What an expression is, apart from its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One value.
    Scalar,
    /// A value for every one of the [`elements`] of a dimension: a row runs over the columns (`reach: Column`), a column over
    /// the rows.
    Over { table: TableId, reach: Reach },
    /// All cells of a table: only inside an aggregate, or between the same table of several reports.
    Table(TableId),
    /// Holds something that was reported already.
    Poisoned,
}

/// Why an expression has no shape. Spans are those of the operands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShapeError {
    /// A row and a column: they run over different dimensions.
    RowWithColumn { left: (Vector, Span), right: (Vector, Span) },
    /// Two rows, or two columns, whose items are not the same.
    AxesDiffer { left: (Vector, Span), right: (Vector, Span) },
    /// One figure beside a vector of several items.
    SingleWithVector { single: Span, vector: (Vector, Span) },
    /// A whole table where a value belongs.
    TableValue { table: TableId, span: Span },
    /// A heading, which holds no figure, where a value belongs.
    HeadingValue { name: String, span: Span },
    /// `parts.X` without an aggregate around it.
    PartsValue { span: Span },
    /// `sum(x)` of one figure.
    AggregateOfSingle { span: Span },
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep { span: Span },
}

/// The dimension that a vector runs over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vector {
    pub table: TableId,
    pub reach: Reach,
}

/// A shape and whether it is made of literals and `meta` only, which go with every shape.
#[derive(Debug, Clone, Copy)]
struct Extent {
    shape: Shape,
    constant: bool,
}

const CONSTANT: Extent = Extent { shape: Shape::Scalar, constant: true };
const SINGLE: Extent = Extent { shape: Shape::Scalar, constant: false };
const POISONED: Extent = Extent { shape: Shape::Poisoned, constant: false };

/// The shape of an expression of this form.
pub fn shape_of(form: &Form, expr: &Expr) -> Result<Shape, ShapeError> {
    let extent = Walk { form, tables_allowed: has_parts(expr, 0) }.extent(expr, 0)?;
    match extent.shape {
        Shape::Table(table) if !has_parts(expr, 0) => Err(ShapeError::TableValue { table, span: expr.span }),
        Shape::Table(_) | Shape::Scalar | Shape::Over { .. } | Shape::Poisoned => Ok(extent.shape),
    }
}

/// The items that a vector over this dimension has, in printed order: those that hold figures; one `None` for the nameless row
/// or column. Vectors meet by the ordinal in this list; where one side is a column of remarks or line numbers beside columns
/// of figures, nothing is compared.
pub fn elements(form: &Form, table: TableId, reach: Reach) -> Vec<Option<ItemId>> {
    match (form.table(table), reach) {
        (Some(table), Reach::Row) => table.row_figures(),
        (Some(table), Reach::Column) => table.column_figures(),
        (None, _) => Vec::new(),
    }
}

/// The [`elements`] that a sum along this dimension adds.
pub fn added(form: &Form, table: TableId, reach: Reach) -> Vec<Option<ItemId>> {
    let Some(items) = dimension(form, table, reach) else { return vec![None] };
    let parts: HashSet<ItemId> = items.all_parts().into_iter().collect();
    elements(form, table, reach).into_iter().filter(|id| id.is_some_and(|id| parts.contains(&id))).collect()
}

/// The items of one dimension of a table.
pub fn dimension(form: &Form, table: TableId, reach: Reach) -> Option<&Items> {
    let table = form.table(table)?;
    match reach {
        Reach::Row => table.rows.as_ref(),
        Reach::Column => table.columns.as_ref(),
    }
}

/// Whether vectors over two dimensions meet item by item: both spread the same `axis`, or both have figure items of the same
/// paths. Rows and columns of one table never match; those of two tables only by their axis.
pub fn dimensions_match(form: &Form, a: (TableId, Reach), b: (TableId, Reach)) -> bool {
    if a == b {
        return true;
    }
    let (Some(left), Some(right)) = (dimension(form, a.0, a.1), dimension(form, b.0, b.1)) else {
        // A nameless row or column is one single item.
        return elements(form, a.0, a.1).len() == 1 && elements(form, b.0, b.1).len() == 1;
    };
    let same_axis = left.axis.is_some() && left.axis == right.axis;
    if a.1 != b.1 {
        return a.0 != b.0 && same_axis;
    }
    same_axis || {
        let paths = |items: &Items, at: (TableId, Reach)| -> Vec<Vec<String>> {
            let owned = |id: ItemId| items.path(id).into_iter().map(str::to_owned).collect();
            elements(form, at.0, at.1).into_iter().flatten().map(owned).collect()
        };
        paths(left, a) == paths(right, b)
    }
}

/// Whether a vector has exactly one item, so that it counts as a single figure.
pub fn is_single(form: &Form, table: TableId, reach: Reach) -> bool {
    match dimension(form, table, reach) {
        Some(items) => items.figures().take(2).count() == 1,
        None => true,
    }
}

struct Walk<'a> {
    form: &'a Form,
    /// Inside a rule about `parts`, a table meets the same table of the other reports.
    tables_allowed: bool,
}

impl Walk<'_> {
    fn extent(&self, expr: &Expr, depth: usize) -> Result<Extent, ShapeError> {
        if depth > MAX_DEPTH {
            return Err(ShapeError::TooDeep { span: expr.span });
        }
        let below = depth + 1;
        match &expr.kind {
            ExprKind::Number { .. } | ExprKind::Text(_) | ExprKind::Bool(_) => Ok(CONSTANT),
            ExprKind::Ref(reference) => self.of_ref(reference, expr.span),
            ExprKind::Prior(inner) => self.extent(inner, below),
            ExprKind::Parts(_) => Err(ShapeError::PartsValue { span: expr.span }),
            ExprKind::Aggregate { over, .. } => self.of_aggregate(over, below),
            ExprKind::Itemwise { args, .. } => self.together(args, below),
            ExprKind::Call { function, args } => match function {
                Func::Abs | Func::Round | Func::Blank | Func::Absent | Func::Known => self.together(args, below),
            },
            ExprKind::Negate(inner) | ExprKind::Not(inner) => self.value(inner, below),
            ExprKind::Arithmetic { left, right, .. } | ExprKind::Logic { left, right, .. } => {
                self.meet(CONSTANT, left, right, below)
            }
            ExprKind::Compare { operands, .. } => self.together(operands, below),
            ExprKind::In { value, alternatives } => {
                let mut all: Vec<&Expr> = vec![value];
                all.extend(alternatives);
                self.fold(&all, below)
            }
            ExprKind::Between { value, from, to } => {
                let mut all: Vec<&Expr> = vec![value];
                all.extend([from, to].into_iter().flatten().map(|end| &**end));
                self.fold(&all, below)
            }
            ExprKind::If { condition, then, otherwise } => self.fold(&[&**condition, &**then, &**otherwise], below),
            ExprKind::Poisoned => Ok(POISONED),
        }
    }

    fn of_ref(&self, reference: &Ref, span: Span) -> Result<Extent, ShapeError> {
        let heading = |item: Option<&Item>| match item {
            Some(item) if !item.has_figure() => Err(ShapeError::HeadingValue { name: item.name.clone(), span }),
            Some(_) | None => Ok(()),
        };
        let item = |table: TableId, reach: Reach, id: ItemId| dimension(self.form, table, reach).and_then(|items| items.get(id));
        match reference {
            Ref::Cell(cell) => {
                heading(cell.row.and_then(|id| item(cell.table, Reach::Row, id)))?;
                heading(cell.column.and_then(|id| item(cell.table, Reach::Column, id)))?;
                Ok(SINGLE)
            }
            Ref::Row { table, item: id } => {
                heading(item(*table, Reach::Row, *id))?;
                Ok(Extent { shape: Shape::Over { table: *table, reach: Reach::Column }, constant: false })
            }
            Ref::Column { table, item: id } => {
                heading(item(*table, Reach::Column, *id))?;
                Ok(Extent { shape: Shape::Over { table: *table, reach: Reach::Row }, constant: false })
            }
            Ref::Table(table) => Ok(Extent { shape: Shape::Table(*table), constant: false }),
            Ref::Meta(_) => Ok(CONSTANT),
        }
    }

    fn of_aggregate(&self, over: &Over, depth: usize) -> Result<Extent, ShapeError> {
        match over {
            // Already of one shape: the first speaks for all. A sum of nothing is the number 0.
            Over::Refs(refs) => match refs.first() {
                Some(Ref::Row { table, .. }) => {
                    Ok(Extent { shape: Shape::Over { table: *table, reach: Reach::Column }, constant: false })
                }
                Some(Ref::Column { table, .. }) => {
                    Ok(Extent { shape: Shape::Over { table: *table, reach: Reach::Row }, constant: false })
                }
                Some(Ref::Cell(_) | Ref::Table(_)) => Ok(SINGLE),
                Some(Ref::Meta(_)) | None => Ok(CONSTANT),
            },
            Over::Along(inner) => {
                // `sum(parts.X)` adds X over the reports and keeps its shape.
                if let ExprKind::Parts(of_parts) = &inner.kind {
                    return self.extent(of_parts, depth);
                }
                let extent = self.extent(inner, depth)?;
                match extent.shape {
                    Shape::Over { .. } | Shape::Table(_) => Ok(SINGLE),
                    Shape::Scalar => Err(ShapeError::AggregateOfSingle { span: inner.span }),
                    Shape::Poisoned => Ok(POISONED),
                }
            }
        }
    }

    /// A value of its own: not a whole table.
    fn value(&self, expr: &Expr, depth: usize) -> Result<Extent, ShapeError> {
        let extent = self.extent(expr, depth)?;
        match extent.shape {
            Shape::Table(table) if !self.tables_allowed => Err(ShapeError::TableValue { table, span: expr.span }),
            Shape::Table(_) | Shape::Scalar | Shape::Over { .. } | Shape::Poisoned => Ok(extent),
        }
    }

    fn together(&self, exprs: &[Expr], depth: usize) -> Result<Extent, ShapeError> {
        self.fold(&exprs.iter().collect::<Vec<_>>(), depth)
    }

    fn meet(&self, start: Extent, left: &Expr, right: &Expr, depth: usize) -> Result<Extent, ShapeError> {
        let left_extent = self.combine((start, left.span), (self.value(left, depth)?, left.span))?;
        self.combine((left_extent, left.span), (self.value(right, depth)?, right.span))
    }

    fn fold(&self, exprs: &[&Expr], depth: usize) -> Result<Extent, ShapeError> {
        // The span beside an extent is that of the operand it comes from, for the message.
        let mut all: Option<(Extent, Span)> = None;
        for expr in exprs {
            let next = (self.value(expr, depth)?, expr.span);
            all = Some(match all {
                None => next,
                Some(sofar) => {
                    let extent = self.combine(sofar, next)?;
                    let from_next = sofar.0.constant || (extent.shape != sofar.0.shape);
                    (extent, if from_next { next.1 } else { sofar.1 })
                }
            });
        }
        Ok(all.map_or(CONSTANT, |(extent, _)| extent))
    }

    fn combine(&self, left: (Extent, Span), right: (Extent, Span)) -> Result<Extent, ShapeError> {
        let constant = left.0.constant && right.0.constant;
        match (left.0.shape, right.0.shape) {
            (Shape::Poisoned, _) | (_, Shape::Poisoned) => Ok(POISONED),
            (Shape::Scalar, Shape::Scalar) => Ok(Extent { shape: Shape::Scalar, constant }),
            (Shape::Table(table), Shape::Table(other)) if table == other => Ok(left.0),
            (shape @ (Shape::Over { .. } | Shape::Table(_)), Shape::Scalar) => self.beside(shape, left.1, right.0, right.1),
            (Shape::Scalar, shape @ (Shape::Over { .. } | Shape::Table(_))) => self.beside(shape, right.1, left.0, left.1),
            (Shape::Table(table), Shape::Over { .. } | Shape::Table(_)) => Err(ShapeError::TableValue { table, span: left.1 }),
            (Shape::Over { .. }, Shape::Table(table)) => Err(ShapeError::TableValue { table, span: right.1 }),
            (Shape::Over { table, reach }, Shape::Over { table: other, reach: across }) => {
                let (first, second) = (Vector { table, reach }, Vector { table: other, reach: across });
                if dimensions_match(self.form, (table, reach), (other, across)) {
                    return Ok(left.0);
                }
                match (is_single(self.form, table, reach), is_single(self.form, other, across)) {
                    (true, true) => Ok(left.0),
                    (true, false) => Err(ShapeError::SingleWithVector { single: left.1, vector: (second, right.1) }),
                    (false, true) => Err(ShapeError::SingleWithVector { single: right.1, vector: (first, left.1) }),
                    (false, false) if reach != across => {
                        Err(ShapeError::RowWithColumn { left: (first, left.1), right: (second, right.1) })
                    }
                    (false, false) => Err(ShapeError::AxesDiffer { left: (first, left.1), right: (second, right.1) }),
                }
            }
        }
    }

    /// A vector or table beside a single value: a constant goes with each, a figure only with a vector of one item.
    fn beside(&self, shape: Shape, at: Span, other: Extent, other_span: Span) -> Result<Extent, ShapeError> {
        match shape {
            Shape::Over { table, reach } if !other.constant && !is_single(self.form, table, reach) => {
                Err(ShapeError::SingleWithVector { single: other_span, vector: (Vector { table, reach }, at) })
            }
            Shape::Table(table) if !other.constant => Err(ShapeError::TableValue { table, span: at }),
            Shape::Over { .. } | Shape::Table(_) | Shape::Scalar | Shape::Poisoned => Ok(Extent { shape, constant: false }),
        }
    }
}

/// Whether an expression is made of literals and `meta` only.
pub fn is_constant(expr: &Expr) -> bool {
    if let ExprKind::Ref(reference) = &expr.kind {
        return matches!(reference, Ref::Meta(_));
    }
    if let ExprKind::Aggregate { over: Over::Refs(refs), .. } = &expr.kind {
        return refs.is_empty();
    }
    children(expr).into_iter().all(is_constant)
}

/// Whether an expression speaks of the reports that this one sums up.
fn has_parts(expr: &Expr, depth: usize) -> bool {
    if matches!(expr.kind, ExprKind::Parts(_)) {
        return true;
    }
    depth <= MAX_DEPTH && children(expr).into_iter().any(|child| has_parts(child, depth + 1))
}

/// The expressions directly inside one.
pub fn children(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Number { .. } | ExprKind::Text(_) | ExprKind::Bool(_) | ExprKind::Ref(_) | ExprKind::Poisoned => Vec::new(),
        ExprKind::Aggregate { over: Over::Refs(_), .. } => Vec::new(),
        ExprKind::Aggregate { over: Over::Along(inner), .. }
        | ExprKind::Prior(inner)
        | ExprKind::Parts(inner)
        | ExprKind::Negate(inner)
        | ExprKind::Not(inner) => vec![inner],
        ExprKind::Itemwise { args, .. } | ExprKind::Call { args, .. } => args.iter().collect(),
        ExprKind::Arithmetic { left, right, .. } | ExprKind::Logic { left, right, .. } => vec![left, right],
        ExprKind::Compare { operands, .. } => operands.iter().collect(),
        ExprKind::In { value, alternatives } => std::iter::once(&**value).chain(alternatives).collect(),
        ExprKind::Between { value, from, to } => {
            std::iter::once(&**value).chain([from, to].into_iter().flatten().map(|end| &**end)).collect()
        }
        ExprKind::If { condition, then, otherwise } => vec![condition, then, otherwise],
    }
}
