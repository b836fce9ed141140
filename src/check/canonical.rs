//! The structure of expressions, to tell equal ones.

use super::shape::{self, MAX_DEPTH};
use crate::model::{Expr, ExprKind, ItemId, Over, Ref};

/// A name for what a reference stands for, alike for equal references only.
pub fn key_of(reference: &Ref) -> String {
    let item = |id: &Option<ItemId>| id.map_or_else(|| "-".to_owned(), |id| id.0.to_string());
    match reference {
        Ref::Cell(cell) => format!("c{}.{}.{}", cell.table.0, item(&cell.row), item(&cell.column)),
        Ref::Row { table, item } => format!("r{}.{}", table.0, item.0),
        Ref::Column { table, item } => format!("k{}.{}", table.0, item.0),
        Ref::Table(table) => format!("t{}", table.0),
        Ref::Meta(meta) => format!("m{}", meta.0),
    }
}

/// The structure of an expression without its places: equal for expressions that always have equal values. `None` when part
/// of it was reported.
pub fn canonical(expr: &Expr) -> Option<String> {
    let mut out = String::new();
    write(expr, &mut out, 0)?;
    Some(out)
}

fn write(expr: &Expr, out: &mut String, depth: usize) -> Option<()> {
    if depth > MAX_DEPTH {
        return None;
    }
    out.push('(');
    let head = match &expr.kind {
        ExprKind::Number { value, unit, percent } => {
            format!("{} {:?} {percent}", value.normalized(), unit.map(|unit| unit.0))
        }
        ExprKind::Text(text) => format!("{text:?}"),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Ref(reference) => key_of(reference),
        ExprKind::Prior(_) => "prior".to_owned(),
        ExprKind::Parts(_) => "parts".to_owned(),
        ExprKind::Aggregate { function, over: Over::Refs(refs) } => {
            format!("{function:?} {}", refs.iter().map(key_of).collect::<Vec<_>>().join(" "))
        }
        ExprKind::Aggregate { function, over: Over::Along(_) } => format!("{function:?} along"),
        ExprKind::Itemwise { function, .. } => format!("{function:?} of"),
        ExprKind::Call { function, .. } => format!("{function:?}"),
        ExprKind::Negate(_) => "negate".to_owned(),
        ExprKind::Not(_) => "not".to_owned(),
        ExprKind::Arithmetic { op, .. } => format!("{op:?}"),
        ExprKind::Compare { ops, .. } => format!("{:?}", ops.iter().map(|(op, _)| op).collect::<Vec<_>>()),
        ExprKind::In { .. } => "in".to_owned(),
        ExprKind::Between { from, to, .. } => format!("between {} {}", from.is_some(), to.is_some()),
        ExprKind::Logic { op, .. } => format!("{op:?}"),
        ExprKind::If { .. } => "if".to_owned(),
        ExprKind::Poisoned => return None,
    };
    out.push_str(&head);
    for child in shape::children(expr) {
        write(child, out, depth + 1)?;
    }
    out.push(')');
    Some(())
}
