//! The tables of a form, drawn with a sign for every cell.

use super::Audited;
use crate::audit::Protection;
use crate::diag::wording::audit as w;
use crate::diag::{Lang, Wording};
use crate::model::{CellRef, Form, ItemId, Table, TableId};
use crate::report::clean::{clipped, one_line};

/// Names are cut behind this many display cells.
const LONGEST_NAME: usize = 30;
/// Groups that get letters; of more, none does.
pub(super) const LETTERS: usize = 26;

/// One table as a grid of signs.
pub(super) struct Drawn {
    pub name: String,
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    /// Row by row; `None` where there is no number.
    pub cells: Vec<Vec<Option<Protection>>>,
    /// Cells that hold words, not numbers: rows and columns of nothing else are left out.
    pub words: usize,
}

impl Drawn {
    /// Rows and columns exchanged.
    pub(super) fn transposed(&self) -> Drawn {
        let cells = (0..self.columns.len())
            .map(|column| self.cells.iter().map(|row| row.get(column).copied().flatten()).collect())
            .collect();
        Drawn { name: self.name.clone(), rows: self.columns.clone(), columns: self.rows.clone(), cells, words: self.words }
    }
}

/// Every table that holds numbers.
pub(super) fn tables(audited: &Audited<'_>, lang: Lang) -> Vec<Drawn> {
    let drawn = audited.form.table_ids().map(|(id, table)| drawn(audited, id, table, lang));
    drawn.filter(|drawn| drawn.cells.iter().flatten().any(Option::is_some)).collect()
}

fn drawn(audited: &Audited<'_>, id: TableId, table: &Table, lang: Lang) -> Drawn {
    let protection = |row: &Option<ItemId>, column: &Option<ItemId>| {
        let slot = audited.plan.slots.find(CellRef { table: id, row: *row, column: *column })?;
        audited.audit.protection(slot)
    };
    let (rows, columns) = (table.row_figures(), table.column_figures());
    let words = audited.plan.slots.of_table(id).filter(|(slot, _)| audited.audit.protection(*slot).is_none()).count();
    let own = columns.clone();
    let rows: Vec<_> = rows.into_iter().filter(|row| own.iter().any(|column| protection(row, column).is_some())).collect();
    let columns: Vec<_> = columns.into_iter().filter(|column| rows.iter().any(|row| protection(row, column).is_some())).collect();
    let name = |items: Option<&crate::model::Items>, item: &Option<ItemId>| match (items, item) {
        (Some(items), Some(item)) => clipped(&one_line(&items.short_name(*item)), LONGEST_NAME),
        // The one column of a list, the one row of a table without rows: they have no name to be called by.
        _ => String::new(),
    };
    Drawn {
        name: table_name(audited.form, table, lang),
        rows: rows.iter().map(|row| name(table.rows.as_ref(), row)).collect(),
        columns: columns.iter().map(|column| name(table.columns.as_ref(), column)).collect(),
        cells: rows.iter().map(|row| columns.iter().map(|column| protection(row, column)).collect()).collect(),
        words,
    }
}

/// The table's name; facts have none and go by that of their section.
pub(super) fn table_name(form: &Form, table: &Table, lang: Lang) -> String {
    if !table.name.is_empty() {
        return one_line(&table.name);
    }
    let section = table.section.and_then(|id| form.sections.get(id.0 as usize)).map(|section| one_line(&section.name));
    w::FACTS_OF.with("section", section.unwrap_or_default()).render(lang)
}

/// The sign of a cell, readable without colour: `+` located, a letter for a group, `~` where there are too many groups.
pub(super) fn sign(protection: Option<Protection>, groups: usize) -> char {
    match protection {
        Some(Protection::Located) => '+',
        Some(Protection::Detected(group)) => letter(group as usize, groups),
        Some(Protection::Watched) => '?',
        Some(Protection::Unprotected) => '!',
        None => ' ',
    }
}

pub(super) fn letter(group: usize, groups: usize) -> char {
    if groups > LETTERS {
        return '~';
    }
    ('a'..='z').nth(group).unwrap_or('~')
}

/// The signs that occur, with what they mean.
pub(super) fn legend(audited: &Audited<'_>) -> Vec<(String, Protection, &'static Wording)> {
    let groups = audited.audit.groups.len();
    let detected = match groups {
        0 | 1 => "a".to_owned(),
        2..=LETTERS => format!("a–{}", letter(groups - 1, groups)),
        _ => "~".to_owned(),
    };
    let many = if groups > LETTERS { &w::LEGEND_MANY } else { &w::LEGEND_DETECTED };
    let all: [(String, Protection, &'static Wording); 4] = [
        ("+".to_owned(), Protection::Located, &w::LEGEND_LOCATED),
        (detected, Protection::Detected(0), many),
        ("?".to_owned(), Protection::Watched, &w::LEGEND_WATCHED),
        ("!".to_owned(), Protection::Unprotected, &w::LEGEND_UNPROTECTED),
    ];
    let kind = |protection: Protection| std::mem::discriminant(&protection);
    all.into_iter().filter(|(_, wanted, _)| audited.audit.count(|protection| kind(protection) == kind(*wanted)) > 0).collect()
}
