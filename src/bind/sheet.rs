//! The figures of a report while they are being found, and what there is to say about single cells.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diag::Diagnostic;
use crate::document::Text;
use crate::model::{CellRef, Form, ItemId, TableId, Treatment, UnitId, Units};
use crate::number::printed::Printed;
use crate::plan::{Slot, SlotId, Slots};
use crate::source::Span;

use super::cell::{Around, CellReader, Trouble};
use super::figures::{Cell, Figures, State, Unclaimed};
use super::findings;

/// Why a row's cells could not be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Odd {
    /// A label and not one cell.
    Empty,
    /// Fewer cells than the `columns` that are known: some were not printed.
    Short { columns: usize },
    /// Not as many cells as columns.
    Other { cells: usize, columns: usize },
    /// Which of its blanks are cells cannot be told.
    Blanks { cells: usize },
}

/// By table and reason: the rows and their places.
type OddRows = BTreeMap<(TableId, Odd), Vec<(Option<ItemId>, Span)>>;

/// What one report's cells are read into.
pub(super) struct Sheet<'a> {
    pub form: &'a Form,
    pub slots: &'a Slots,
    pub units: &'a Units,
    pub reader: CellReader<'a>,
    cells: Vec<Option<Cell>>,
    pub unclaimed: Vec<Unclaimed>,
    pub diagnostics: Vec<Diagnostic>,
    /// Rows whose missing cells a finding of their own explains.
    pub explained: super::absent::Explained,
    /// Rows whose cells do not fit their columns.
    pub odd_rows: OddRows,
    /// The figures of those rows: they belong to no cell, but the finding on their row says so already.
    pub unassigned: Vec<Unclaimed>,
    /// Tables some of whose columns were taken by order.
    pub by_order: HashSet<TableId>,
    /// How everything was found, when that is asked for.
    pub trace: Option<super::trace::Trace>,
    /// Figures that were converted, by the unit they were printed in: how many, and the first of them.
    converted: HashMap<UnitId, (usize, SlotId, Span)>,
}

impl<'a> Sheet<'a> {
    pub fn new(form: &'a Form, slots: &'a Slots, units: &'a Units) -> Sheet<'a> {
        Sheet {
            form,
            slots,
            units,
            reader: CellReader::new(units),
            cells: vec![None; slots.list.len()],
            unclaimed: Vec::new(),
            diagnostics: Vec::new(),
            explained: super::absent::Explained::new(),
            odd_rows: BTreeMap::new(),
            unassigned: Vec::new(),
            by_order: HashSet::new(),
            trace: None,
            converted: HashMap::new(),
        }
    }

    pub fn is_taken(&self, slot: SlotId) -> bool {
        self.cell(slot).is_some()
    }

    pub fn cell(&self, slot: SlotId) -> Option<&Cell> {
        self.cells.get(slot.0 as usize).and_then(Option::as_ref)
    }

    /// Reads the text of a table's cell. A second text for a cell that has one is a finding when it says something else.
    pub fn put(&mut self, cell: CellRef, text: &Text, whole: Span, around: Around) {
        let Some((id, slot)) = self.slots.find(cell).and_then(|id| Some((id, self.slots.get(id)?))) else { return };
        let (read, trouble) = self.reader.read(slot, text, whole, around);
        if let Some(first) = self.cell(id) {
            let differs = first.state != read.state || first.value != read.value || first.word != read.word;
            if differs && read.state != State::Blank {
                let finding = findings::two_candidates(self.form, cell, slot, first, &read);
                self.diagnostics.push(finding);
            }
            return;
        }
        self.keep(id, read, trouble);
    }

    /// Takes a figure of a sentence. `text` begins where `printed`'s ranges count from.
    pub fn put_figure(&mut self, cell: CellRef, text: &Text, printed: Printed<UnitId>, around: Around) {
        let Some((id, slot)) = self.slots.find(cell).and_then(|id| Some((id, self.slots.get(id)?))) else { return };
        let (read, trouble) = self.reader.figure(slot, text, printed, around);
        self.keep(id, read, trouble);
    }

    /// Takes a cell that needs no reading.
    pub fn put_cell(&mut self, cell: CellRef, read: Cell) {
        if let Some(id) = self.slots.find(cell).filter(|id| !self.is_taken(*id)) {
            self.keep(id, read, None);
        }
    }

    /// The figure was only approximate where it was first read.
    pub fn mark_approximate(&mut self, cell: CellRef) {
        let place = self.slots.find(cell).and_then(|id| self.cells.get_mut(id.0 as usize));
        if let Some(cell) = place.and_then(Option::as_mut) {
            cell.approximate = true;
        }
    }

    /// The figure was told from its neighbours by cross-checks.
    pub fn mark_decoded(&mut self, cell: CellRef) {
        let place = self.slots.find(cell).and_then(|id| self.cells.get_mut(id.0 as usize));
        if let Some(cell) = place.and_then(Option::as_mut) {
            cell.decoded = true;
        }
    }

    fn keep(&mut self, id: SlotId, cell: Cell, trouble: Option<Trouble>) {
        let Some(slot) = self.slots.get(id) else { return };
        self.diagnostics.extend(about(self.form, self.units, slot, &cell, trouble.as_ref()));
        if let (Some(unit), Some(own), Some(span)) = (cell.printed_unit, slot.ty.unit, cell.span)
            && self.units.get(unit).map(|unit| unit.factor) != self.units.get(own).map(|unit| unit.factor)
            && self.units.same_dimension(unit, own)
        {
            self.converted.entry(unit).or_insert((0, id, span)).0 += 1;
        }
        if let Some(place) = self.cells.get_mut(id.0 as usize) {
            *place = Some(cell);
        }
    }

    /// The figures; cells that were not found are absent, with the nearest place there is.
    pub fn finish(mut self, near: impl Fn(CellRef) -> Option<Span>) -> (Figures, Vec<Unclaimed>, Vec<Diagnostic>) {
        let mut converted: Vec<_> = self.converted.iter().map(|(unit, made)| (*unit, *made)).collect();
        converted.sort_by_key(|(_, (_, slot, _))| *slot);
        for (unit, (count, id, span)) in converted {
            let Some(slot) = self.slots.get(id) else { continue };
            self.diagnostics.push(findings::converted(self.form, self.units, slot, unit, count, span));
        }
        let cells = self
            .cells
            .into_iter()
            .zip(&self.slots.list)
            .map(|(cell, slot)| cell.unwrap_or_else(|| Cell { span: near(slot.cell), ..Cell::absent() }));
        (Figures { cells: cells.collect() }, self.unclaimed, self.diagnostics)
    }
}

/// What there is to say about a single cell.
pub(super) fn about(form: &Form, units: &Units, slot: &Slot, cell: &Cell, trouble: Option<&Trouble>) -> Option<Diagnostic> {
    if let Some(trouble) = trouble {
        return Some(findings::trouble(form, units, slot.cell, slot, cell, trouble));
    }
    match cell.state {
        State::Blank if !slot.computed && slot.read.blank == Some(Treatment::Error) => {
            Some(findings::blank(form, slot.cell, slot, cell))
        }
        State::NotApplicable => {
            let refused = slot.read.tokens.iter().any(|(token, treatment)| {
                *treatment == Treatment::Error && crate::label::fold(token) == crate::label::fold(&cell.text)
            });
            refused.then(|| findings::refused_token(form, slot.cell, slot, cell))
        }
        State::Figure | State::Blank | State::Absent | State::Unreadable => None,
    }
}
