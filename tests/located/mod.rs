//! Random reports on the form of 2021, with known slips.

use gouji::bind::{Bound, Cell, Figures, State};
use gouji::eval::{Options, Trial, Verdict, evaluate};
use gouji::locate::{Answer, Located};
use gouji::number::Decimal;
use gouji::plan::{Body, Plan, SlotId};
use gouji::source::Sources;
use gouji::{Library, engine};

/// SplitMix64.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

/// Another one every run; said, so that a failure can be run again.
pub fn fresh_seed(name: &str) -> u64 {
    use std::hash::{BuildHasher, Hasher};
    let seed = std::collections::hash_map::RandomState::new().build_hasher().finish();
    println!("{name}: seed {seed}");
    seed
}

pub struct Form {
    pub plan: Plan,
    /// The cells of the table of applications, row by row.
    pub cells: Vec<Vec<SlotId>>,
}

const TABLE: &str = "申请";

impl Form {
    pub fn of_2021() -> Form {
        Form::compile(str::to_owned)
    }

    /// The same form with its rows, columns and rules in another order.
    pub fn of_2021_turned() -> Form {
        let form = Form::compile(|text| {
            last_row_first(text).replace(
                "  自然人\n  法人或其他组织 { 商业企业  科研机构  社会公益组织 | \"社会公益\", 法律服务机构  其他 }\n  total 总计 | \"合计\"",
                "  total 总计 | \"合计\"\n  法人或其他组织 { 其他  法律服务机构  社会公益组织 | \"社会公益\", 科研机构  商业企业 }\n  自然人",
            )
            .replace("新收 + 上年结转 == 办理总计 + 结转下年", "结转下年 + 办理总计 == 上年结转 + 新收")
        });
        let first = form.plan.place(form.cells[0][0]);
        assert_eq!((first.row.as_deref(), first.column.as_deref()), (Some("结转下年"), Some("总计")), "the edits took");
        form
    }

    fn compile(edit: impl Fn(&str) -> String) -> Form {
        let files: Vec<(String, String)> = engine::BUILT_IN.iter().map(|(name, text)| ((*name).to_owned(), edit(text))).collect();
        let library = Library::compile(&mut Sources::new(), files).expect("the templates compile");
        let plan = library.plans.into_iter().find(|plan| plan.title == "zfxxgk@2021").expect("the form is there");
        let mut cells: Vec<(String, Vec<SlotId>)> = Vec::new();
        for slot in (0..plan.slots.list.len() as u32).map(SlotId) {
            let place = plan.place(slot);
            if place.table.as_deref() != Some(TABLE) {
                continue;
            }
            let row = place.row.expect("a row");
            match cells.last_mut() {
                Some((name, list)) if *name == row => list.push(slot),
                _ => cells.push((row, vec![slot])),
            }
        }
        assert_eq!((cells.len(), cells[0].1.len()), (25, 7));
        Form { plan, cells: cells.into_iter().map(|(_, list)| list).collect() }
    }

    pub fn key(&self, slot: SlotId) -> String {
        let place = self.plan.place(slot);
        format!("{:?}.{:?}.{:?}", place.table, place.row, place.column)
    }

    fn row(&self, name: &str) -> usize {
        let is_it = |row: &Vec<SlotId>| self.plan.place(row[0]).row.as_deref() == Some(name);
        self.cells.iter().position(is_it).expect("the row is there")
    }

    /// A report whose rules all hold: a third of the figures 0, the others up to a few hundred.
    fn report(&self, random: &mut Random) -> Bound {
        let mut values = vec![0i64; self.plan.slots.list.len()];
        let (new, before, total, after) = (self.row("新收"), self.row("上年结转"), self.row("办理总计"), self.row("结转下年"));
        let sum = self.cells[0].iter().position(|slot| self.plan.place(*slot).column.as_deref() == Some("总计")).expect("总计");
        for column in (0..7).filter(|column| *column != sum) {
            let at = |row: usize| self.cells[row][column].0 as usize;
            let mut results = 0;
            for row in (0..25).filter(|row| ![new, before, total, after].contains(row)) {
                let bits = 1 + random.below(8);
                values[at(row)] = if random.below(3) == 0 { 0 } else { random.below(1 << bits) as i64 };
                results += values[at(row)];
            }
            values[at(total)] = results;
            values[at(after)] = random.below(40) as i64;
            values[at(before)] = random.below((results + values[at(after)]) as u64 / 3 + 1) as i64;
            values[at(new)] = results + values[at(after)] - values[at(before)];
        }
        for row in &self.cells {
            values[row[sum].0 as usize] =
                row.iter().enumerate().filter(|(column, _)| *column != sum).map(|(_, slot)| values[slot.0 as usize]).sum();
        }
        let cells = values.into_iter().enumerate().map(|(at, value)| {
            let in_table = self.plan.place(SlotId(at as u32)).table.as_deref() == Some(TABLE);
            if in_table { figure(Decimal::from(value)) } else { Cell::absent() }
        });
        // The other tables are left out: their rules cannot be assessed.
        Bound { figures: Figures { cells: cells.collect() }, meta: vec![None; 3], unclaimed: Vec::new(), diagnostics: Vec::new() }
    }

    /// A right report, one with slips in so many cells, and those cells in order.
    pub fn report_with_slips(&self, random: &mut Random, count: usize) -> (Bound, Bound, Vec<SlotId>) {
        let right = self.report(random);
        let mut wrong = right.clone();
        let mut changed = Vec::new();
        while changed.len() < count {
            let slot = self.cells[random.below(25) as usize][random.below(7) as usize];
            if changed.contains(&slot) {
                continue;
            }
            let cell = &mut wrong.figures.cells[slot.0 as usize];
            let before = cell.value.expect("a figure");
            let Some(after) = slip(before, random) else { continue };
            *cell = figure(after);
            changed.push(slot);
        }
        changed.sort();
        (right, wrong, changed)
    }

    /// A right report, and one in which two neighbouring rows are swapped in one column.
    pub fn report_with_swap(&self, random: &mut Random) -> (Bound, Bound, Vec<SlotId>) {
        let right = self.report(random);
        loop {
            let (row, column) = (random.below(24) as usize, random.below(7) as usize);
            let (one, other) = (self.cells[row][column], self.cells[row + 1][column]);
            let mut wrong = right.clone();
            wrong.figures.cells.swap(one.0 as usize, other.0 as usize);
            if wrong.figures != right.figures {
                return (right, wrong, vec![one, other]);
            }
        }
    }

    /// The figures of a report on this form that another form gives other numbers.
    pub fn carried_over(&self, from: &Form, bound: &Bound) -> Bound {
        let cells = (0..self.plan.slots.list.len() as u32).map(|slot| {
            let key = self.key(SlotId(slot));
            let there = (0..from.plan.slots.list.len() as u32).find(|other| from.key(SlotId(*other)) == key);
            bound.figures.cells[there.expect("the same cells") as usize].clone()
        });
        Bound { figures: Figures { cells: cells.collect() }, ..bound.clone() }
    }

    /// Every explanation makes all rules of its component hold and breaks none; no part of it does.
    pub fn holds_and_is_minimal(&self, wrong: &Bound, found: &[Located]) {
        let before = evaluate(&self.plan, wrong, Options::default()).counts;
        for located in found {
            let Answer::Explained(all) = &located.answer else { continue };
            for explanation in all {
                for part in 1u32..1 << explanation.changes.len() {
                    let mut mended = wrong.clone();
                    for (at, change) in explanation.changes.iter().enumerate().filter(|(at, _)| part >> at & 1 == 1) {
                        assert_eq!(mended.figures.cells[change.slot.0 as usize].value, Some(change.before), "{at}");
                        mended.figures.cells[change.slot.0 as usize] = figure(change.after);
                    }
                    let whole = part + 1 == 1 << explanation.changes.len();
                    let mut trial = Trial::default();
                    trial.load(&self.plan, &mended);
                    let holds = located
                        .failed
                        .iter()
                        .all(|check| trial.verdict(&self.plan, &mended, &self.plan.checks[*check as usize]) == Verdict::Held);
                    let after = evaluate(&self.plan, &mended, Options::default()).counts;
                    let breaks = after.failed + located.failed.len() > before.failed;
                    assert_eq!(holds && !breaks, whole, "{explanation:?}");
                }
            }
        }
    }

    /// Whether one cell, or two, can be changed so that every equation of the table holds and no figure is negative: tried one
    /// by one, without the search.
    pub fn fewer_than_three_do(&self, bound: &Bound) -> bool {
        let equations = self.equations(bound);
        let off: Vec<i64> = equations.iter().map(|(_, off)| *off).collect();
        let slots: Vec<usize> = self.cells.iter().flatten().map(|slot| slot.0 as usize).collect();
        let columns: Vec<Vec<i64>> = slots
            .iter()
            .map(|slot| {
                let factor =
                    |terms: &Vec<(usize, i64)>| terms.iter().filter(|(at, _)| at == slot).map(|(_, factor)| factor).sum();
                equations.iter().map(|(terms, _)| factor(terms)).collect()
            })
            .collect();
        let value = |at: usize| bound.figures.cells[slots[at]].value.expect("a figure").mantissa() as i64;
        // Every factor is 1 or -1, so a change is what its equation is off by, times the factor.
        let one = |at: usize, off: &[i64]| {
            let row = columns[at].iter().position(|factor| *factor != 0).expect("every cell is in an equation");
            let delta = off[row] * columns[at][row];
            (value(at) + delta >= 0 && columns[at].iter().zip(off).all(|(factor, off)| factor * delta == *off)).then_some(delta)
        };
        let two = |first: usize, second: usize| {
            let alone = (0..off.len()).find(|row| columns[first][*row] != 0 && columns[second][*row] == 0);
            let Some(row) = alone else { return false };
            let delta = off[row] * columns[first][row];
            let left: Vec<i64> = off.iter().zip(&columns[first]).map(|(off, factor)| off - factor * delta).collect();
            value(first) + delta >= 0 && one(second, &left).is_some()
        };
        // Each equation that is off holds one of the two.
        let bits =
            |values: &[i64]| values.iter().enumerate().filter(|(_, value)| **value != 0).map(|(at, _)| 1u64 << at).sum::<u64>();
        let (wrong, masks): (u64, Vec<u64>) = (bits(&off), columns.iter().map(|column| bits(column)).collect());
        let two = |first: usize, second: usize| wrong & !(masks[first] | masks[second]) == 0 && two(first, second);
        let all = 0..slots.len();
        assert!(columns.iter().flatten().all(|factor| (-1..=1).contains(factor)));
        all.clone().any(|at| one(at, &off).is_some())
            || all.clone().any(|first| all.clone().any(|second| first != second && two(first, second)))
    }

    /// The equations of the table over its cells, with what they are off by: for a solver.
    pub fn equations(&self, bound: &Bound) -> Vec<(Vec<(usize, i64)>, i64)> {
        let mut all = Vec::new();
        for check in &self.plan.checks {
            let Body::Linear { .. } = check.body else { continue };
            let (row, constant) = gouji::audit::linear(&self.plan, check).expect("linear");
            let in_table = row.columns().all(|slot| self.plan.place(SlotId(slot)).table.as_deref() == Some(TABLE));
            if !in_table {
                continue;
            }
            let small = |value: &gouji::number::Rational| value.to_string().parse::<i64>().expect("a small whole number");
            let terms: Vec<(usize, i64)> = row.iter().map(|(slot, factor)| (slot as usize, small(factor))).collect();
            let value = |slot: usize| bound.figures.cells[slot].value.expect("a figure").mantissa() as i64;
            let off = small(&constant) - terms.iter().map(|(slot, factor)| value(*slot) * factor).sum::<i64>();
            all.push((terms, off));
        }
        all
    }
}

/// Moves the row 结转下年 before the row 新收.
fn last_row_first(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let find = |lines: &[&str], label: &str| lines.iter().position(|line| line.contains(label));
    let (first, last) = (find(&lines, "\"一、本年新收政府信息公开申请数量\""), find(&lines, "\"四、结转下年度继续办理\""));
    if let (Some(first), Some(last)) = (first, last) {
        let row = lines.remove(last);
        lines.insert(first, row);
    }
    lines.join("\n") + "\n"
}

pub fn figure(value: Decimal) -> Cell {
    Cell { state: State::Figure, value: Some(value), text: value.to_string(), ..Cell::absent() }
}

/// A digit replaced, added, dropped, or two swapped; `None` when that leaves the figure as it is.
fn slip(value: Decimal, random: &mut Random) -> Option<Decimal> {
    let mut text: Vec<char> = value.to_string().chars().collect();
    let at = random.below(text.len() as u64) as usize;
    let digit = char::from(b'0' + random.below(10) as u8);
    match random.below(4) {
        0 => text[at] = digit,
        1 => text.insert(at, digit),
        2 if text.len() > 1 => {
            text.remove(at);
        }
        3 if at + 1 < text.len() => text.swap(at, at + 1),
        _ => return None,
    }
    let after = Decimal::parse(&text.into_iter().collect::<String>()).ok()?;
    (after != value).then_some(after)
}
