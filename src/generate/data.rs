//! A report as structured data: what `check` reads back, in the short form that people write by hand.

use crate::bind::{Bound, Cell, State};
use crate::model::{Form, TableKind};
use crate::number::Decimal;
use crate::plan::{Plan, SlotId};

/// The formats of structured data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    Ndjson,
    Csv,
    Yaml,
    Toml,
}

impl Format {
    /// Whether a file may hold several reports.
    pub fn holds_many(self) -> bool {
        match self {
            Format::Json | Format::Ndjson | Format::Csv | Format::Yaml => true,
            Format::Toml => false,
        }
    }
}

/// A column's key, as a JSON text, and the slot of its cell.
type KeyedCell = (Option<String>, SlotId);

/// A table, with its keys written as JSON texts.
struct TableKeys {
    name: String,
    /// Rows, then columns; a key is `None` where there is one nameless row or column.
    rows: Vec<(Option<String>, Vec<KeyedCell>)>,
}

/// Writes the reports of one form. Nothing is allocated for a report but what its figures need.
pub struct Writer<'a> {
    plan: &'a Plan,
    format: Format,
    title: String,
    /// Names of the meta, as JSON texts.
    meta: Vec<String>,
    tables: Vec<TableKeys>,
    facts: Vec<(String, SlotId)>,
}

impl<'a> Writer<'a> {
    pub fn new(form: &'a Form, plan: &'a Plan, format: Format) -> Writer<'a> {
        let mut writer = Writer {
            plan,
            format,
            title: quoted(&form.title()),
            meta: form.meta.iter().map(|meta| quoted(&meta.name)).collect(),
            tables: Vec::new(),
            facts: Vec::new(),
        };
        for (id, table) in form.table_ids() {
            let mut keys = TableKeys { name: quoted(&table.name), rows: Vec::new() };
            for (slot, own) in plan.slots.of_table(id) {
                let at = plan.place(slot);
                if table.kind == TableKind::Facts {
                    writer.facts.push((quoted(&at.fact.unwrap_or_default()), slot));
                    continue;
                }
                let row = at.row.as_deref().map(quoted);
                let column = own.cell.column.and(at.column.as_deref()).map(quoted);
                match keys.rows.last_mut() {
                    Some((last, cells)) if *last == row => cells.push((column, slot)),
                    Some(_) | None => keys.rows.push((row, vec![(column, slot)])),
                }
            }
            if !keys.rows.is_empty() {
                writer.tables.push(keys);
            }
        }
        writer
    }

    /// What stands before the first report. `many`: there will be several.
    pub fn begin(&self, many: bool, out: &mut Vec<u8>) {
        match self.format {
            Format::Json if many => out.extend_from_slice(b"[\n"),
            Format::Csv => out.extend_from_slice(b"file,template,table,row,column,fact,state,value\n"),
            Format::Json | Format::Ndjson | Format::Yaml | Format::Toml => {}
        }
    }

    /// What stands behind the last report.
    pub fn end(&self, many: bool, out: &mut Vec<u8>) {
        if many && self.format == Format::Json {
            out.extend_from_slice(b"\n]\n");
        }
    }

    /// Appends a report, the `number`th (from 0) of the file.
    pub fn write(&self, bound: &Bound, number: u64, many: bool, out: &mut Vec<u8>) {
        match self.format {
            Format::Ndjson => {
                self.json(bound, false, out);
                out.push(b'\n');
            }
            Format::Json => {
                if number > 0 {
                    out.extend_from_slice(b",\n");
                }
                self.json(bound, true, out);
                if !many {
                    out.push(b'\n');
                }
            }
            Format::Csv => self.csv(bound, number, out),
            Format::Yaml => self.yaml(bound, number, out),
            Format::Toml => self.toml(bound, out),
        }
    }

    fn cell<'b>(&self, bound: &'b Bound, slot: SlotId) -> Option<&'b Cell> {
        bound.figures.get(slot).filter(|cell| cell.state != State::Absent)
    }

    fn metas<'b>(&'b self, bound: &'b Bound) -> impl Iterator<Item = (&'b str, String)> {
        let value = |(name, value): (&'b String, &'b Option<crate::bind::MetaValue>)| {
            Some((name.as_str(), quoted(&value.as_ref()?.text)))
        };
        self.meta.iter().zip(&bound.meta).filter_map(value)
    }

    fn has_facts(&self, bound: &Bound) -> bool {
        self.facts.iter().any(|(_, slot)| self.cell(bound, *slot).is_some())
    }

    fn json(&self, bound: &Bound, pretty: bool, out: &mut Vec<u8>) {
        let (line, colon, comma) = if pretty { ("\n  ", ": ", ", ") } else { ("", ":", ",") };
        let put = |out: &mut Vec<u8>, text: &str| out.extend_from_slice(text.as_bytes());
        put(out, "{");
        put(out, line);
        put(out, "\"template\"");
        put(out, colon);
        put(out, &self.title);
        put(out, ",");
        put(out, line);
        put(out, "\"meta\"");
        put(out, colon);
        put(out, "{");
        for (at, (name, value)) in self.metas(bound).enumerate() {
            put(out, if at > 0 { comma } else { "" });
            put(out, name);
            put(out, colon);
            put(out, &value);
        }
        put(out, "}");
        for table in &self.tables {
            if !table.rows.iter().any(|(_, cells)| cells.iter().any(|(_, slot)| self.cell(bound, *slot).is_some())) {
                continue;
            }
            put(out, ",");
            put(out, line);
            put(out, &table.name);
            put(out, colon);
            let named = table.rows.iter().any(|(row, _)| row.is_some());
            put(out, if named { "{" } else { "" });
            let mut first = true;
            for (row, cells) in &table.rows {
                if !cells.iter().any(|(_, slot)| self.cell(bound, *slot).is_some()) {
                    continue;
                }
                put(out, if first { "" } else { "," });
                first = false;
                if let Some(row) = row {
                    put(out, if pretty { "\n    " } else { "" });
                    put(out, row);
                    put(out, colon);
                }
                self.row(bound, cells, (colon, comma), out);
            }
            put(out, if named && pretty { "\n  " } else { "" });
            put(out, if named { "}" } else { "" });
        }
        if self.has_facts(bound) {
            put(out, ",");
            put(out, line);
            put(out, "\"facts\"");
            put(out, colon);
            put(out, "{");
            self.entries(bound, self.facts.iter().map(|(name, slot)| (name.as_str(), *slot)), (colon, comma), out);
            put(out, "}");
        }
        put(out, if pretty { "\n}" } else { "}" });
    }

    /// The cells of one row: an object by columns, or one value.
    fn row(&self, bound: &Bound, cells: &[(Option<String>, SlotId)], marks: (&str, &str), out: &mut Vec<u8>) {
        if let [(None, slot)] = cells {
            if let Some(cell) = self.cell(bound, *slot) {
                value(cell, out);
            }
            return;
        }
        out.push(b'{');
        self.entries(bound, cells.iter().filter_map(|(name, slot)| Some((name.as_deref()?, *slot))), marks, out);
        out.push(b'}');
    }

    fn entries<'k>(
        &self,
        bound: &Bound,
        entries: impl Iterator<Item = (&'k str, SlotId)>,
        (colon, comma): (&str, &str),
        out: &mut Vec<u8>,
    ) {
        let mut first = true;
        for (name, slot) in entries {
            let Some(cell) = self.cell(bound, slot) else { continue };
            if !first {
                out.extend_from_slice(comma.as_bytes());
            }
            first = false;
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(colon.as_bytes());
            value(cell, out);
        }
    }

    fn yaml(&self, bound: &Bound, number: u64, out: &mut Vec<u8>) {
        let put = |out: &mut Vec<u8>, text: &str| out.extend_from_slice(text.as_bytes());
        if number > 0 {
            put(out, "---\n");
        }
        put(out, "template: ");
        put(out, &self.title);
        put(out, "\nmeta:\n");
        for (name, value) in self.metas(bound) {
            put(out, &format!("  {name}: {value}\n"));
        }
        for table in &self.tables {
            if !table.rows.iter().any(|(_, cells)| cells.iter().any(|(_, slot)| self.cell(bound, *slot).is_some())) {
                continue;
            }
            put(out, &table.name);
            put(out, ":");
            for (row, cells) in &table.rows {
                if !cells.iter().any(|(_, slot)| self.cell(bound, *slot).is_some()) {
                    continue;
                }
                match row {
                    Some(row) => put(out, &format!("\n  {row}: ")),
                    None => put(out, " "),
                }
                self.row(bound, cells, (": ", ", "), out);
            }
            put(out, "\n");
        }
        if self.has_facts(bound) {
            put(out, "facts: {");
            self.entries(bound, self.facts.iter().map(|(name, slot)| (name.as_str(), *slot)), (": ", ", "), out);
            put(out, "}\n");
        }
    }

    fn toml(&self, bound: &Bound, out: &mut Vec<u8>) {
        let mut text = Vec::new();
        let put = |out: &mut Vec<u8>, text: &str| out.extend_from_slice(text.as_bytes());
        put(out, &format!("template = {}\n", self.title));
        for table in &self.tables {
            let shown = |cells: &[(Option<String>, SlotId)]| cells.iter().any(|(_, slot)| self.cell(bound, *slot).is_some());
            match table.rows.as_slice() {
                // A table of one figure, or of one nameless row, is a key of the file.
                [(None, cells)] if shown(cells) => {
                    put(out, &format!("{} = ", table.name));
                    self.toml_row(bound, cells, out);
                    put(out, "\n");
                }
                rows if rows.iter().any(|(_, cells)| shown(cells)) => {
                    put(&mut text, &format!("\n[{}]\n", table.name));
                    for (row, cells) in rows.iter().filter(|(_, cells)| shown(cells)) {
                        put(&mut text, row.as_deref().unwrap_or_default());
                        put(&mut text, " = ");
                        self.toml_row(bound, cells, &mut text);
                        put(&mut text, "\n");
                    }
                }
                _ => {}
            }
        }
        put(out, "\n[meta]\n");
        for (name, value) in self.metas(bound) {
            put(out, &format!("{name} = {value}\n"));
        }
        out.extend_from_slice(&text);
        if self.has_facts(bound) {
            put(out, "\n[facts]\n");
            for (name, slot) in &self.facts {
                if let Some(cell) = self.cell(bound, *slot) {
                    put(out, name);
                    put(out, " = ");
                    toml_value(cell, out);
                    put(out, "\n");
                }
            }
        }
    }

    fn toml_row(&self, bound: &Bound, cells: &[(Option<String>, SlotId)], out: &mut Vec<u8>) {
        if let [(None, slot)] = cells {
            if let Some(cell) = self.cell(bound, *slot) {
                toml_value(cell, out);
            }
            return;
        }
        out.extend_from_slice(b"{ ");
        let mut first = true;
        for (name, slot) in cells {
            let (Some(name), Some(cell)) = (name, self.cell(bound, *slot)) else { continue };
            out.extend_from_slice(if first { "" } else { ", " }.as_bytes());
            first = false;
            out.extend_from_slice(format!("{name} = ").as_bytes());
            toml_value(cell, out);
        }
        out.extend_from_slice(b" }");
    }

    /// The long form: a figure a line.
    fn csv(&self, bound: &Bound, number: u64, out: &mut Vec<u8>) {
        let title = csv_field(&self.plan.title);
        let file = format!("report-{}", number.saturating_add(1));
        for (name, value) in self.meta.iter().zip(&bound.meta) {
            if let Some(value) = value {
                let name = csv_field(name.trim_matches('"'));
                out.extend_from_slice(format!("{file},{title},meta,{name},,,,{}\n", csv_field(&value.text)).as_bytes());
            }
        }
        for (cell, at) in bound.figures.cells.iter().zip(&self.plan.places) {
            let part = |part: &Option<String>| part.as_deref().map(csv_field).unwrap_or_default();
            let state = match cell.state {
                State::Figure => "figure",
                State::Blank => "blank",
                State::NotApplicable | State::Absent | State::Unreadable => continue,
            };
            let place = format!("{},{},{},{}", part(&at.table), part(&at.row), part(&at.column), part(&at.fact));
            out.extend_from_slice(format!("{file},{title},{place},{state},").as_bytes());
            match (&cell.value, &cell.word) {
                (Some(figure), _) => decimal(*figure, out),
                (None, Some(word)) => out.extend_from_slice(csv_field(word).as_bytes()),
                (None, None) => {}
            }
            out.push(b'\n');
        }
    }
}

/// A figure as a JSON number, a word as a text, a blank as null.
fn value(cell: &Cell, out: &mut Vec<u8>) {
    match (&cell.value, &cell.word) {
        (Some(figure), _) => decimal(*figure, out),
        (None, Some(word)) => out.extend_from_slice(quoted(word).as_bytes()),
        (None, None) => out.extend_from_slice(b"null"),
    }
}

fn toml_value(cell: &Cell, out: &mut Vec<u8>) {
    match (&cell.value, &cell.word) {
        (None, None) => out.extend_from_slice(b"\"\""),
        _ => value(cell, out),
    }
}

/// The digits of a figure. Small whole numbers, which are nearly all, without detours.
pub(super) fn decimal(figure: Decimal, out: &mut Vec<u8>) {
    match (figure.scale(), u64::try_from(figure.mantissa())) {
        (0, Ok(mut number)) => {
            let from = out.len();
            loop {
                out.push(b'0'.saturating_add((number % 10) as u8));
                number /= 10;
                if number == 0 {
                    break;
                }
            }
            if let Some(digits) = out.get_mut(from..) {
                digits.reverse();
            }
        }
        _ => out.extend_from_slice(figure.to_string().as_bytes()),
    }
}

/// A JSON text, which YAML and TOML read too.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned())
}

fn csv_field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
