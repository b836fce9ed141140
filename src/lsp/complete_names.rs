//! The names that completion offers: in reach of a condition, units, axes, meta values, printed labels.

use super::complete::{Offer, OfferKind};
use super::context::{Context, Piece, keyword_of};
use super::declared::{Declared, Kind};
use super::folder::Folder;
use super::hover_cells::type_text;
use crate::diag::Lang;
use crate::diag::wording::lsp as say;
use crate::model::{Form, Item, Reach, TableId, TableKind};
use crate::resolve::{InReach, Named, Reachable, written_name};
use crate::source::{FileId, Span};
use crate::syntax::{ast, fold_name};

/// The most names that are offered at once.
const MOST: usize = 2_000;

fn offer(label: String, kind: OfferKind, detail: String) -> Offer {
    Offer { label, kind, detail, doc: String::new(), also: String::new() }
}

pub(super) fn units(folder: &Folder) -> Vec<Offer> {
    let units = folder.analysis.model.units.list.iter();
    units.map(|unit| offer(written_name(&unit.name), OfferKind::Unit, unit.spellings.join(" | "))).collect()
}

pub(super) fn axes(folder: &Folder) -> Vec<Offer> {
    let axes = folder.declared().iter().filter(|one| one.kind == Kind::Axis);
    axes.map(|axis| offer(written_name(&axis.name), OfferKind::Axis, String::new())).collect()
}

/// The meta values of the template around a place.
pub(super) fn meta(folder: &Folder, file: FileId, offset: usize, lang: Lang) -> Vec<Offer> {
    let Some(form) = form_at(folder, file, offset) else { return Vec::new() };
    let detail = say::META.plain().render(lang);
    form.meta.iter().map(|meta| offer(meta.name.clone(), OfferKind::Meta, detail.clone())).collect()
}

/// For the label of an item: the labels that items of this name have elsewhere, in another version of the form mostly.
pub(super) fn labels(folder: &Folder, here: &Context) -> Vec<Offer> {
    let line = here.before.rsplit(|piece| matches!(piece, Piece::Line | Piece::Sign(',' | ';'))).next().unwrap_or(&[]);
    let names = line.iter().filter(|piece| keyword_of(piece).is_none());
    let Some(name) = names.into_iter().find_map(|piece| match piece {
        Piece::Word(name, _) | Piece::Quoted(name) => Some(name),
        Piece::Text | Piece::Number | Piece::Code | Piece::Sign(_) | Piece::Line => None,
    }) else {
        return Vec::new();
    };
    let mut found: Vec<Offer> = Vec::new();
    for one in folder.declared().iter().filter(|one| one.name == *name) {
        for spelling in &one.spellings {
            if !found.iter().any(|offer| offer.label == *spelling) && !spelling.is_empty() {
                found.push(offer(spelling.clone(), OfferKind::Label, one.name.clone()));
            }
        }
    }
    found
}

/// Whether a place stands in a template that amends another.
pub(super) fn amends(folder: &Folder, file: FileId, offset: usize) -> bool {
    let declarations = folder.trees.get(file.0 as usize).map(|tree| tree.declarations.as_slice()).unwrap_or_default();
    let before = declarations.iter().rev().find_map(|declaration| match declaration {
        ast::Declaration::Template(template) if template.span.start as usize <= offset => Some(template),
        ast::Declaration::Template(_) | ast::Declaration::Unit(_) | ast::Declaration::Axis(_) => None,
    });
    before.is_some_and(|template| template.amends.is_some())
}

/// The template around a place, as far as it was understood.
fn form_at(folder: &Folder, file: FileId, offset: usize) -> Option<&Form> {
    let before = |one: &&Declared| one.kind == Kind::Template && one.file() == file && one.span.start as usize <= offset;
    let template = folder.declared().iter().rfind(before)?;
    folder.analysis.model.forms.iter().find(|form| form.span == template.at)
}

/// The table around a place.
fn table_at(folder: &Folder, form: &Form, file: FileId, offset: usize) -> Option<TableId> {
    let covers = |span: Span| span.file == file && span.start as usize <= offset && offset <= span.end as usize;
    let around = folder.declared().iter().filter(|one| matches!(one.kind, Kind::Table | Kind::Facts) && covers(one.span));
    let at = around.into_iter().next_back()?;
    let found = form.table_ids().find(|(_, table)| match table.kind {
        TableKind::Table => table.span == at.at,
        TableKind::Facts => table.span == at.span,
    });
    found.map(|(id, _)| id)
}

/// What may be named where an expression stands; and whether any other word of an expression may stand there too.
pub(super) fn in_condition(folder: &Folder, file: FileId, offset: usize, here: &Context, lang: Lang) -> (Vec<Offer>, bool) {
    let Some(form) = form_at(folder, file, offset) else { return (Vec::new(), true) };
    let table = table_at(folder, form, file, offset);
    let text = folder.files.get(file.0 as usize).map_or("", |file| file.text.text());
    let offers = |found: Vec<InReach>| found.into_iter().map(|one| named(folder, form, one, lang)).collect::<Vec<Offer>>();
    if text.get(here.word..).is_some_and(|word| word.starts_with(['#', '＃'])) {
        return (codes(form, table), false);
    }
    let reachable = Reachable::of(form);
    if let [before @ .., Piece::Sign('.')] = here.before.as_slice() {
        if before.last() == Some(&Piece::Sign('.')) {
            // The end of a range.
            return (offers(reachable.from(table, MOST)), true);
        }
        let path = path_before(before);
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let dimension = match path.as_slice() {
            ["rows" | "行"] => Some(Reach::Row),
            ["columns" | "列"] => Some(Reach::Column),
            [] => return (offers(reachable.from(table, MOST)), false),
            _ => None,
        };
        return match dimension.filter(|_| table.is_some()) {
            Some(wanted) => {
                let mut found = reachable.from(table, MOST);
                found.retain(
                    |one| matches!(one.named, Named::Item { table: of, reach, .. } if Some(of) == table && reach == wanted),
                );
                let mut list = offers(found);
                list.iter_mut().for_each(|offer| offer.label = offer.label.rsplit('.').next().unwrap_or("").to_owned());
                list.dedup();
                (list, false)
            }
            None => (offers(reachable.behind(&path, table, MOST)), false),
        };
    }
    if let Some(open) = open_bracket(&here.before) {
        let path = path_before(here.before.get(..open).unwrap_or(&[]));
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        return (offers(reachable.indices(&path, table, MOST)), false);
    }
    (offers(reachable.from(table, MOST)), true)
}

/// Where the innermost `[` stands that is open at the end.
fn open_bracket(pieces: &[Piece]) -> Option<usize> {
    let mut closed = 0usize;
    for (at, piece) in pieces.iter().enumerate().rev() {
        match piece {
            Piece::Sign(']') => closed = closed.saturating_add(1),
            Piece::Sign('[') if closed == 0 => return Some(at),
            Piece::Sign('[') => closed = closed.saturating_sub(1),
            Piece::Word(..) | Piece::Quoted(_) | Piece::Text | Piece::Number | Piece::Code | Piece::Sign(_) | Piece::Line => {}
        }
    }
    None
}

/// The dotted path at the end, without `prior` or `parts` in front.
fn path_before(pieces: &[Piece]) -> Vec<String> {
    let mut path = Vec::new();
    let mut wants_name = true;
    for piece in pieces.iter().rev() {
        match piece {
            Piece::Word(name, _) if wants_name && !matches!(keyword_of(piece), Some("prior" | "parts")) => {
                path.push(name.clone())
            }
            Piece::Quoted(name) if wants_name => path.push(name.clone()),
            Piece::Sign('.') if !wants_name => {}
            Piece::Word(..) | Piece::Quoted(_) | Piece::Text | Piece::Number | Piece::Code | Piece::Sign(_) | Piece::Line => {
                break;
            }
        }
        wants_name = !wants_name;
    }
    path.reverse();
    path
}

fn codes(form: &Form, table: Option<TableId>) -> Vec<Offer> {
    let mut found = Vec::new();
    for (id, one) in form.table_ids().filter(|(id, one)| Some(*id) == table || one.kind == TableKind::Facts) {
        for item in form.table(id).into_iter().flat_map(|_| one.rows.iter().chain(&one.columns)).flat_map(|items| &items.list) {
            let Some(code) = &item.code else { continue };
            let mut offer = offer(format!("#{code}"), OfferKind::Name, item.name.clone());
            offer.also = format!("#{code} {}", item.name);
            found.push(offer);
        }
    }
    found
}

fn named(folder: &Folder, form: &Form, one: InReach, lang: Lang) -> Offer {
    match one.named {
        Named::Table(id) => {
            let label = form.table(id).and_then(|table| table.labels.first()).map(|label| label.text.clone());
            let mut offer = offer(one.path, OfferKind::Table, say::TABLE.plain().render(lang));
            offer.doc = label.unwrap_or_default();
            offer
        }
        Named::Meta(_) => offer(one.path, OfferKind::Meta, say::META.plain().render(lang)),
        Named::Item { table, reach, item } => {
            let kind = form.table(table);
            let found: Option<&Item> = kind.and_then(|table| match reach {
                Reach::Row => table.row(item),
                Reach::Column => table.column(item),
            });
            let name = kind.map_or("", |table| table.name.as_str());
            let what = match (kind.map(|table| table.kind), reach) {
                (Some(TableKind::Facts), _) => say::FACT.plain(),
                (_, Reach::Row) => say::ROW.with("table", name),
                (_, Reach::Column) => say::COLUMN.with("table", name),
            };
            let facts = kind.is_some_and(|table| table.kind == TableKind::Facts);
            let mut offer = offer(one.path, if facts { OfferKind::Fact } else { OfferKind::Name }, what.render(lang));
            let Some(found) = found else { return offer };
            let own = found.ty.as_ref().or(kind.and_then(|table| table.cell.as_ref()));
            let labels: Vec<&str> = found.labels.iter().map(|label| label.text.as_str()).collect();
            offer.doc = labels.join(" | ");
            if let Some(ty) = own.filter(|_| found.has_figure()) {
                offer.detail = format!("{} · {}", offer.detail, type_text(folder, ty));
            }
            // What is printed finds the name too: `本年新收` finds 新收.
            offer.also = fold_name(&format!("{} {}", offer.label, labels.first().copied().unwrap_or_default()));
            offer
        }
    }
}
