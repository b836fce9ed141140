//! What was read in one pass, as the general reader would have given it: for reports about which there is something to say.

use crate::document::Text;
use crate::number::Decimal;
use crate::source::{FileId, Span};

use super::super::figures::{Bound, Cell, Figures, MetaValue, State};
use super::super::sheet;
use super::Direct;
use super::read::Value;

impl Direct<'_> {
    /// The report that was read last. `file` holds its text, `json`. `None` when there is something in it that only the general
    /// reader reports: a figure in another unit.
    pub fn bound(&self, file: FileId, json: &str) -> Option<Bound> {
        let scratch = &self.scratch;
        let root = json.find('{').map(|start| Span::new(file, start, start + 1));
        let mut diagnostics = Vec::new();
        let mut cells: Vec<Cell> = Vec::with_capacity(self.slots.list.len());
        for (at, slot) in self.slots.list.iter().enumerate() {
            if scratch.is_taken(at) {
                cells.push(self.cell(file, json, at)?);
                continue;
            }
            let place = slot.cell.row.and_then(|row| scratch.key_of(slot.cell.table, Some(row)));
            let place = place.or_else(|| scratch.key_of(slot.cell.table, None));
            let span = place.map(|range| Span::new(file, range.start, range.end)).or(root);
            cells.push(Cell { span, ..Cell::absent() });
        }
        // What there is to say about single cells stands in the order of the report.
        if scratch.others > 0 {
            for id in self.in_order() {
                let (Some(slot), Some((value, range))) = (self.slots.get(id), scratch.values.get(id.0 as usize)) else {
                    continue;
                };
                if matches!(value, Value::Plain { .. }) && scratch.held.get(id.0 as usize) == Some(&super::Held::Number) {
                    continue;
                }
                let (text, whole) = text_of(file, json, *value, range.clone())?;
                let (read, trouble) = self.reader.read(slot, &text, whole, Default::default());
                diagnostics.extend(sheet::about(self.form, self.reader.units, slot, &read, trouble.as_ref()));
            }
        }
        let meta = scratch.meta.iter().map(|range| {
            let range = range.as_ref()?;
            let text = json.get(range.text.clone())?.to_owned();
            Some(MetaValue { text, span: Some(Span::new(file, range.whole.start, range.whole.end)) })
        });
        Some(Bound { figures: Figures { cells }, meta: meta.collect(), unclaimed: Vec::new(), diagnostics })
    }

    fn cell(&self, file: FileId, json: &str, at: usize) -> Option<Cell> {
        let (value, range) = self.scratch.values.get(at)?;
        let plain = self.scratch.held.get(at) == Some(&super::Held::Number);
        if let (Value::Plain { mantissa, decimals }, true) = (value, plain) {
            let span = Span::new(file, range.start, range.end);
            return Some(Cell {
                state: State::Figure,
                value: Some(Decimal::new(i128::from(*mantissa), *decimals)),
                text: json.get(range.clone())?.to_owned(),
                span: Some(span),
                ..Cell::absent()
            });
        }
        let (text, whole) = text_of(file, json, *value, range.clone())?;
        let (read, _) = self.reader.read(self.slots.list.get(at)?, &text, whole, Default::default());
        read.printed_unit.is_none().then_some(read)
    }
}

/// A scalar as the general reader sees it: a string without its quotes.
fn text_of(file: FileId, json: &str, value: Value, range: std::ops::Range<usize>) -> Option<(Text, Span)> {
    let whole = Span::new(file, range.start, range.end);
    let inner = match value {
        Value::Plain { .. } | Value::Number => range,
        Value::Text => range.start + 1..range.end.checked_sub(1)?,
        Value::Null => return Some((Text::empty(whole), whole)),
    };
    Some((Text::literal(file, inner.start, json.get(inner)?), whole))
}
