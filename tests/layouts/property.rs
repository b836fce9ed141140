//! Rendered, read back, compared.

use gouji::bind::State;
use gouji::engine::{self, Options};
use gouji::generate::layouts::{Dice as _, Layout, Printed, Quirk, Style, allowed, report};
use gouji::model::Form;
use gouji::plan::place_of;
use gouji::source::Sources;
use gouji::{Library, diag::Severity};

use crate::Dice;
use crate::form::{random_figures, reads_as};

struct Shelf {
    sources: Sources,
    library: Library,
}

impl Shelf {
    fn open() -> Shelf {
        let mut sources = Sources::new();
        let library = Library::built_in(&mut sources).expect("the shipped templates compile");
        Shelf { sources, library }
    }

    fn form(&self, version: &str) -> (usize, &Form) {
        let is = |form: &&Form| form.name == "zfxxgk" && form.version.as_deref() == Some(version);
        let at = self.library.model.forms.iter().position(|form| is(&form)).expect("a shipped form");
        (at, &self.library.model.forms[at])
    }
}

/// What is wrong with one reading.
#[derive(Debug, Default)]
struct Flaws {
    /// Figures that differ from those printed, and nothing is said about it.
    silent: Vec<String>,
    /// Figures that were not read, or read with a finding.
    lost: Vec<String>,
    text: String,
}

fn read_back(shelf: &Shelf, seed: u64, style: &Style) -> Flaws {
    let mut dice = Dice::new(seed);
    let (index, form) = shelf.form(if dice.one_in(3) { "2019" } else { "2021" });
    let slots = &shelf.library.plans[index].slots;
    let figures = random_figures(slots, form, style, &mut dice);
    let year = if form.version.as_deref() == Some("2019") { "2020" } else { "2023" };
    let meta: Vec<Option<String>> = form
        .meta
        .iter()
        .map(|meta| match meta.name.as_str() {
            "年度" => Some(year.to_owned()),
            "机关" => Some("青石县水利局".to_owned()),
            _ => None,
        })
        .collect();
    let printed = Printed { form, units: &shelf.library.model.units, slots, figures: &figures, meta: &meta };
    let (name, text) = report(&printed, style, &mut dice);
    let mut sources = shelf.sources.clone();
    let reading = engine::read(&shelf.library, &mut sources, &name, text.as_bytes(), &Options::default());
    let mut flaws = Flaws { text, ..Flaws::default() };
    if reading.form != Some(index) {
        let said: Vec<&str> = reading.diagnostics.iter().map(|finding| finding.code.name).collect();
        let read = reading.form.and_then(|form| shelf.library.model.forms.get(form)).map(Form::title);
        let list = if said.is_empty() { &mut flaws.silent } else { &mut flaws.lost };
        list.push(format!("read as {read:?}, not {}; {said:?}", form.title()));
        return flaws;
    }
    let bound = reading.bound.expect("bound");
    let said: Vec<(&str, Option<String>, Option<String>)> = bound
        .diagnostics
        .iter()
        .filter(|finding| finding.severity != Severity::Note)
        .map(|finding| {
            let at = finding.finding.as_ref().map(|finding| finding.at.clone());
            (finding.code.name, at.as_ref().and_then(|at| at.table.clone()), at.and_then(|at| at.row))
        })
        .collect();
    for ((slot, cell), printed) in slots.list.iter().zip(&bound.figures.cells).zip(&figures) {
        let place = place_of(form, slot.cell);
        let at = [place.table.clone(), place.row.clone(), place.column, place.fact]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(".");
        let Some(printed) = printed else {
            // No sentence says a figure.
            if cell.state == State::Figure {
                flaws.silent.push(format!("{at}: no sentence says it, read as {:?}", cell.text));
            }
            continue;
        };
        if reads_as(cell, printed, slot) {
            continue;
        }
        let told = said.iter().any(|(_, table, row)| *table == place.table && (row.is_none() || *row == place.row));
        let line = format!("{at}: printed {printed:?}, read {:?} {:?}", cell.state, cell.text);
        if told { flaws.lost.push(line) } else { flaws.silent.push(line) }
    }
    flaws
}

/// The fewest quirks that still go wrong.
fn smallest(shelf: &Shelf, seed: u64, style: &Style, wrong: impl Fn(&Flaws) -> bool) -> Style {
    let mut style = style.clone();
    let mut at = 0;
    while at < style.quirks.len() {
        let mut fewer = style.clone();
        fewer.quirks.remove(at);
        if wrong(&read_back(shelf, seed, &fewer)) {
            style = fewer;
        } else {
            at += 1;
        }
    }
    style
}

/// Nothing is ever wrong in silence. All that was printed is read, but where a layout cannot show which cell of a row is
/// blank: that is said.
fn is_wrong(flaws: &Flaws, style: &Style) -> bool {
    let cannot_show = style.has(Quirk::Blank) && style.layout.drops_blanks();
    !flaws.silent.is_empty() || (!flaws.lost.is_empty() && !cannot_show)
}

/// A combination that went wrong, with the fewest switches.
fn told(shelf: &Shelf, seed: u64, style: &Style) -> String {
    let silent = !read_back(shelf, seed, style).silent.is_empty();
    let style = smallest(shelf, seed, style, |flaws| !flaws.silent.is_empty() || (!silent && !flaws.lost.is_empty()));
    let flaws = read_back(shelf, seed, &style);
    if let Some(folder) = std::env::var_os("GOUJI_LAYOUTS_KEEP") {
        let path = std::path::Path::new(&folder).join(format!("{seed}-{:?}.txt", style.layout));
        let _ = std::fs::write(path, &flaws.text);
    }
    let first = |list: &[String]| list.iter().take(3).cloned().collect::<Vec<_>>().join("; ");
    format!(
        "seed {seed}, {:?} with {:?}: {} silently wrong ({}), {} not read ({})",
        style.layout,
        style.quirks,
        flaws.silent.len(),
        first(&flaws.silent),
        flaws.lost.len(),
        first(&flaws.lost)
    )
}

fn run(seeds: impl Iterator<Item = (u64, Style)>) {
    let shelf = Shelf::open();
    let all: Vec<(u64, Style)> = seeds.collect();
    let threads = std::thread::available_parallelism().map_or(2, usize::from).min(8);
    let failures: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let (all, shelf) = (&all, &shelf);
                scope.spawn(move || {
                    let mut failures = Vec::new();
                    for (seed, style) in all.iter().skip(worker).step_by(threads) {
                        let flaws = read_back(shelf, *seed, style);
                        if is_wrong(&flaws, style) && failures.len() < 12 {
                            failures.push(told(shelf, *seed, style));
                        }
                    }
                    failures
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
    });
    assert!(failures.is_empty(), "{} combinations:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_layout_reads_back_plain_and_with_each_quirk_alone() {
    let alone = Layout::ALL.into_iter().flat_map(|layout| {
        let quirks = Quirk::ALL.into_iter().filter(move |quirk| allowed(layout, *quirk)).map(|quirk| vec![quirk]);
        std::iter::once(Vec::new()).chain(quirks).map(move |quirks: Vec<Quirk>| Style { layout, quirks })
    });
    run(alone.enumerate().map(|(seed, style)| (seed as u64, style)));
}

/// `GOUJI_LAYOUTS_FROM` begins elsewhere than at seed 10000.
#[test]
fn two_thousand_combinations_read_back() {
    let from = std::env::var("GOUJI_LAYOUTS_FROM").ok().and_then(|from| from.parse().ok()).unwrap_or(10_000u64);
    run((from..from + 2_000).map(|seed| (seed, Style::random(&mut Dice::new(seed ^ 0xa5a5)))));
}
