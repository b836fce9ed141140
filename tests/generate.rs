//! `gouji gen`: what it makes satisfies the template, or fails in the named rule and in no other that need not fail.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::collections::BTreeSet;

use gouji::bind::{Bound, State};
use gouji::diag::Lang;
use gouji::generate::data::{Format, Writer};
use gouji::generate::layouts::{self, Layout, Printed, Quirk, Style, allowed};
use gouji::generate::{Generator, Options};
use gouji::model::Form;
use gouji::plan::Plan;
use gouji::report::Verdict;
use gouji::source::Sources;
use gouji::{Library, check};

/// Conditions that are more than sums.
const HARD: &str = "
gouji 1
unit 元
unit 万元 = 10000元
unit 件
template 试表 @1 \"试表\" {
  applies 年度 in 2020..
  title \"{单位}{年度}年试表\"
  meta { 单位: text, 年度: year \"{}年度\" }
  table 甲 {
    cell decimal[万元] step 0.01
    columns { 本年 上年 }
    rows {
      收入 { 主营, 其他 }
      total 收入合计
      支出
      结余 = 收入合计 - 支出
      税: decimal[元] step 0.01 >= 0
    }
    rule 税率 { 税 <= max(结余, 0元) }
    rule 差额 { abs(收入合计[本年] - 收入合计[上年]) <= 500万元 }
    rule 三倍 { 3 * 支出[本年] <= 7 * 支出[上年] + 900万元 }
  }
  table 乙 {
    columns { 数: natural[件] in 5..90, 占比: percent in 0..100, 是否: bool, 日期: date, 类: enum{大 中 小}, 说明: text }
    rows { 一, 二 }
    rule 占比一 within 0.1% { 一[占比] == round(一[数] / (一[数] + 二[数]), 0.1%) }
    rule 大 when 一[类] == \"大\" { 一[数] > 二[数] }
    rule 连带 { 一[数] >= 40件 implies 二[数] >= 30件 }
    rule 选择 { if 一[类] == \"小\" then 二[数] == 7件 else 二[数] != 7件 }
    rule 三 during 2023.. { 一[数] in (10件, 20件, 30件) or 二[数] > 一[数] }
  }
}";

struct Shelf {
    sources: Sources,
    library: Library,
}

impl Shelf {
    fn of(name: &str, text: &str) -> Shelf {
        let mut sources = Sources::new();
        let compiled = Library::compile(&mut sources, vec![(name.to_owned(), text.to_owned())]);
        let said = |diagnostics: Vec<gouji::diag::Diagnostic>| {
            diagnostics.iter().map(|found| found.message.render(Lang::En)).collect::<Vec<_>>().join("\n")
        };
        let library = compiled.map_err(said).expect("the template compiles");
        Shelf { sources, library }
    }

    fn all() -> Vec<Shelf> {
        let mut sources = Sources::new();
        let library = Library::built_in(&mut sources).expect("the shipped templates compile");
        let sheet = std::fs::read_to_string("examples/balance-sheet/balance-sheet.gj").expect("the example");
        vec![Shelf { sources, library }, Shelf::of("balance-sheet.gj", &sheet), Shelf::of("hard.gj", HARD)]
    }

    fn forms(&self) -> impl Iterator<Item = (&Form, &Plan)> {
        self.library.model.forms.iter().zip(&self.library.plans)
    }

    fn check(&self, name: &str, text: &[u8], form: &Form) -> gouji::report::Outcome {
        let options = gouji::Options { template: Some(form.title()), ..gouji::Options::default() };
        check(&self.library, &mut self.sources.clone(), name, text, &options)
    }
}

fn generator<'a>(form: &'a Form, plan: &'a Plan, seed: u64, breaks: Option<&str>) -> Generator<'a> {
    let options = Options { seed, blank: 2_000, breaks: breaks.map(str::to_owned), ..Options::default() };
    Generator::new(form, plan, options).unwrap_or_else(|message| panic!("{}", message.render(Lang::En)))
}

fn drawn(generator: &mut Generator<'_>) -> Bound {
    generator.draw().unwrap_or_else(|message| panic!("{}", message.render(Lang::En))).clone()
}

fn written(form: &Form, plan: &Plan, format: Format, bound: &Bound) -> Vec<u8> {
    let writer = Writer::new(form, plan, format);
    let mut text = Vec::new();
    writer.begin(false, &mut text);
    writer.write(bound, 0, false, &mut text);
    writer.end(false, &mut text);
    text
}

fn said(outcome: &gouji::report::Outcome) -> String {
    let findings = outcome.findings.iter().filter(|finding| finding.is_error());
    findings.take(3).map(|finding| finding.message.render(Lang::Zh)).collect::<Vec<_>>().join("\n  ")
}

/// The names of the rules that failed.
fn failed(outcome: &gouji::report::Outcome) -> BTreeSet<String> {
    let broken = |name: &str| ["G0401", "G0402", "G0404", "G0405"].contains(&name);
    let findings = outcome.findings.iter().filter(|finding| broken(finding.code.name));
    findings.filter_map(|finding| finding.finding.as_ref()?.rule.clone()).collect()
}

#[test]
fn every_template_is_satisfied_in_every_format() {
    let formats = [
        (Format::Json, "r.json"),
        (Format::Ndjson, "r.ndjson"),
        (Format::Csv, "r.csv"),
        (Format::Yaml, "r.yaml"),
        (Format::Toml, "r.toml"),
    ];
    for shelf in Shelf::all() {
        for (form, plan) in shelf.forms() {
            let mut generator = generator(form, plan, 11, None);
            for number in 0..10 {
                let bound = drawn(&mut generator);
                for (format, name) in formats {
                    let text = written(form, plan, format, &bound);
                    let outcome = shelf.check(name, &text, form);
                    let shown = String::from_utf8_lossy(&text);
                    let title = form.title();
                    assert_eq!(outcome.verdict, Verdict::Accepted, "{title} {number} {name}\n  {}\n{shown}", said(&outcome));
                    assert_eq!(outcome.rules.failed + outcome.rules.not_assessable, 0, "{title} {number} {name}\n{shown}");
                    assert!(failed(&outcome).is_empty(), "{title} {number} {name}");
                }
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_others() {
    let shelf = Shelf::all().remove(0);
    for (form, plan) in shelf.forms() {
        let bytes = |seed: u64| {
            let mut generator = generator(form, plan, seed, None);
            (0..5).flat_map(|_| written(form, plan, Format::Ndjson, &drawn(&mut generator))).collect::<Vec<u8>>()
        };
        assert_eq!(bytes(3), bytes(3));
        assert_ne!(bytes(3), bytes(4));
    }
}

#[test]
fn a_broken_rule_fails_and_only_what_must_fail_with_it() {
    for shelf in Shelf::all() {
        for (form, plan) in shelf.forms() {
            let names: BTreeSet<&str> =
                plan.rules.iter().filter(|rule| rule.needs.is_none()).map(|rule| rule.name.as_str()).collect();
            for name in names {
                let mut generator = generator(form, plan, 5, Some(name));
                for _ in 0..4 {
                    let bound = drawn(&mut generator);
                    let text = written(form, plan, Format::Json, &bound);
                    let mut rules = failed(&shelf.check("r.json", &text, form));
                    assert!(rules.remove(name), "{} {name}: {rules:?}\n{}", form.title(), String::from_utf8_lossy(&text));
                    assert!(rules.is_subset(&generator.failing), "{} {name}: {rules:?}", form.title());
                }
            }
        }
    }
}

#[test]
fn what_must_fail_beside_a_rule_is_known() {
    let shelves = Shelf::all();
    let (form, plan) = shelves[0].forms().find(|(form, _)| form.version.as_deref() == Some("2008")).expect("the narrative form");
    // A sum of its parts cannot be more than the sum and equal to it.
    let mut one = generator(form, plan, 1, Some("公开总数"));
    drawn(&mut one);
    assert_eq!(one.failing.iter().map(String::as_str).collect::<Vec<_>>(), ["公开渠道"]);
    let (form, plan) = shelves[0].forms().find(|(form, _)| form.version.as_deref() == Some("2021")).expect("the form of 2021");
    let mut one = generator(form, plan, 1, Some("收支平衡"));
    drawn(&mut one);
    assert!(one.failing.is_empty());
    // A total by its place.
    let mut one = generator(form, plan, 1, Some("申请.新收.总计"));
    let text = written(form, plan, Format::Json, &drawn(&mut one));
    assert_eq!(failed(&shelves[0].check("r.json", &text, form)).into_iter().collect::<Vec<_>>(), ["total"]);
    for (name, expected) in [("没有的", "没有名为“没有的”的规则"), ("跨年结转", "它要对照上一年度的报告")]
    {
        let options = Options { breaks: Some(name.to_owned()), ..Options::default() };
        let message = Generator::new(form, plan, options).err().expect("refused").render(Lang::Zh);
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn a_template_that_nothing_satisfies_is_said() {
    let shelf = Shelf::of(
        "t.gj",
        "gouji 1\nunit 件\ntemplate 表 @1 \"表\" {\n table 表 {\n cell natural[件]\n rows { 甲 乙 }\n rule 大 { 甲 > 乙 }\n rule 小 { 乙 > 甲 + 1件 }\n }\n}",
    );
    let (form, plan) = shelf.forms().next().expect("a form");
    let mut one = Generator::new(form, plan, Options::default()).unwrap_or_else(|_| panic!("can be tried"));
    let Err(message) = one.draw() else { panic!("there is no such report") };
    let message = message.render(Lang::Zh);
    assert!(message.starts_with("没有造出合乎要求的报告"), "{message}");
}

/// What a document says of a report: its text is read back with every figure as it was drawn.
fn reads_back(shelf: &Shelf, form: &Form, plan: &Plan, bound: &Bound, style: &Style, seed: u64) -> Result<(), String> {
    let mut rng = fastrand::Rng::with_seed(seed);
    let units = &shelf.library.model.units;
    let figures = layouts::figures(bound, &plan.slots, units, style, &mut rng);
    let meta: Vec<Option<String>> = bound.meta.iter().map(|meta| Some(meta.as_ref()?.text.clone())).collect();
    let printed = Printed { form, units, slots: &plan.slots, figures: &figures, meta: &meta };
    let (name, text) = layouts::report(&printed, style, &mut rng);
    let outcome = shelf.check(&name, text.as_bytes(), form);
    let mut wrong = Vec::new();
    if outcome.verdict != Verdict::Accepted {
        wrong.push(said(&outcome));
    }
    let options = gouji::Options { template: Some(form.title()), ..gouji::Options::default() };
    let read = gouji::extract(&shelf.library, &mut shelf.sources.clone(), &name, text.as_bytes(), &options);
    for ((cell, figure), at) in bound.figures.cells.iter().zip(&read.figures).zip(&plan.places) {
        let drawn = cell.value.filter(|_| cell.state == State::Figure).map(|value| value.normalized().to_string());
        let found = figure.value.as_deref().filter(|_| figure.state == State::Figure);
        let found = found.and_then(|value| gouji::number::Decimal::parse(value).ok()).map(|value| value.normalized().to_string());
        let is_zero = drawn.as_deref() == Some("0") && found.is_none();
        if cell.word.is_none() && drawn != found && !is_zero {
            wrong.push(format!("{at:?}: {drawn:?}, read as {found:?}"));
        }
    }
    wrong.truncate(4);
    if wrong.is_empty() { Ok(()) } else { Err(format!("{} {:?}\n  {}\n{text}", form.title(), style, wrong.join("\n  "))) }
}

#[test]
fn every_layout_is_read_back() {
    let mut failures = Vec::new();
    for shelf in Shelf::all() {
        for (form, plan) in shelf.forms() {
            let options = Options { seed: 21, ..Options::default() };
            let mut one = Generator::new(form, plan, options).unwrap_or_else(|_| panic!("{}", form.title()));
            for layout in Layout::ALL {
                // Texts and dates in a table are told from labels by the grid alone.
                let has_words = plan.slots.list.iter().any(|slot| !slot.ty.kind.is_numeric());
                if has_words && matches!(layout, Layout::Words | Layout::MarkdownRows) {
                    continue;
                }
                for seed in 0..3 {
                    let bound = drawn(&mut one);
                    let style = Style { layout, quirks: Vec::new() };
                    failures.extend(reads_back(&shelf, form, plan, &bound, &style, seed).err());
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} layouts\n{}", failures.len(), failures.into_iter().take(4).collect::<Vec<_>>().join("\n\n"));
}

#[test]
fn quirks_that_a_layout_can_show_are_read_back() {
    let mut failures = Vec::new();
    let shelf = Shelf::all().remove(0);
    let (form, plan) = shelf.forms().find(|(form, _)| form.version.as_deref() == Some("2021")).expect("the form of 2021");
    let mut one = Generator::new(form, plan, Options { seed: 8, ..Options::default() }).unwrap_or_else(|_| panic!("a form"));
    for quirk in Quirk::ALL {
        for layout in [Layout::Html, Layout::Pipes, Layout::Words].into_iter().filter(|layout| allowed(*layout, quirk)) {
            // A row too many is a finding, and what a layout cannot show is not read.
            if quirk == Quirk::ExtraRow || (quirk == Quirk::Blank && layout.drops_blanks()) {
                continue;
            }
            let bound = drawn(&mut one);
            failures.extend(reads_back(&shelf, form, plan, &bound, &Style { layout, quirks: vec![quirk] }, 1).err());
        }
    }
    assert!(failures.is_empty(), "{} quirks\n{}", failures.len(), failures.into_iter().take(3).collect::<Vec<_>>().join("\n\n"));
}
