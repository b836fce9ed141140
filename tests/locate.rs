//! Locating errors on the form of 2021 and on small ones: laws with fixed and with fresh seeds.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod located;

use located::{Form, Random, fresh_seed};

use gouji::locate::{Answer, Explanation, Located, Locator};
use gouji::plan::SlotId;

const FIXED: u64 = 20_211_124;

/// The explanations of a report, which fails in one component.
fn explanations(found: &[Located]) -> &[Explanation] {
    match found {
        [Located { answer: Answer::Explained(explanations), .. }] => explanations,
        _ => &[],
    }
}

fn slots(explanation: &Explanation) -> Vec<SlotId> {
    explanation.changes.iter().map(|change| change.slot).collect()
}

/// Random slips in so many cells; how often the truth was among the explanations, alone, and first.
fn slips(count: usize, cases: usize, seed: u64) -> (usize, usize, usize) {
    let form = Form::of_2021();
    let mut locator = Locator::new(&form.plan);
    let mut random = Random(seed);
    let (mut among, mut alone, mut first) = (0, 0, 0);
    for _ in 0..cases {
        let (right, wrong, changed) = form.report_with_slips(&mut random, count);
        let found = locator.locate(&wrong);
        let all = explanations(&found);
        let is_truth = |one: &Explanation| {
            slots(one) == changed
                && one
                    .changes
                    .iter()
                    .all(|change| Some(change.after) == right.figures.get(change.slot).and_then(|cell| cell.value))
        };
        among += usize::from(all.iter().any(is_truth));
        alone += usize::from(all.len() == 1 && all.iter().any(is_truth));
        first += usize::from(all.first().is_some_and(is_truth));
        form.holds_and_is_minimal(&wrong, &found);
    }
    (among, alone, first)
}

#[test]
fn one_slip_is_found_alone() {
    for seed in [FIXED, fresh_seed("one slip")] {
        assert_eq!(slips(1, 1000, seed), (1000, 1000, 1000), "seed {seed}");
    }
}

#[test]
fn two_slips_are_among_the_smallest() {
    for seed in [FIXED, fresh_seed("two slips")] {
        let (among, alone, _) = slips(2, 500, seed);
        assert_eq!(among, 500, "seed {seed}");
        assert!(alone >= 490, "alone in {alone} of 500, seed {seed}");
    }
}

#[test]
fn three_slips_are_among_the_smallest() {
    for seed in [FIXED, fresh_seed("three slips")] {
        let (among, alone, first) = slips(3, 200, seed);
        assert_eq!(among, 200, "seed {seed}");
        assert!(alone.max(first) >= 190, "alone in {alone}, first in {first} of 200, seed {seed}");
    }
}

#[test]
fn swapped_rows_are_found_and_mostly_first() {
    for seed in [FIXED, fresh_seed("swapped rows")] {
        let form = Form::of_2021();
        let mut locator = Locator::new(&form.plan);
        let mut random = Random(seed);
        let (mut among, mut first) = (0, 0);
        for _ in 0..200 {
            let (_, wrong, changed) = form.report_with_swap(&mut random);
            let found = locator.locate(&wrong);
            let all = explanations(&found);
            among += usize::from(all.iter().any(|one| slots(one) == changed));
            first += usize::from(all.first().is_some_and(|one| slots(one) == changed));
            form.holds_and_is_minimal(&wrong, &found);
        }
        assert_eq!(among, 200, "seed {seed}");
        assert!(first >= 120, "first in {first} of 200, seed {seed}");
    }
}

#[test]
fn the_order_of_rules_and_cells_does_not_matter() {
    let form = Form::of_2021();
    let turned = Form::of_2021_turned();
    let mut random = Random(fresh_seed("order"));
    for case in 0..60 {
        let (_, wrong, _) = form.report_with_slips(&mut random, 1 + case % 3);
        let there = turned.carried_over(&form, &wrong);
        let said = |form: &Form, found: &[Located]| {
            let mut all: Vec<Vec<(String, String)>> = explanations(found)
                .iter()
                .map(|one| {
                    let change = |change: &gouji::locate::Change| (form.key(change.slot), change.after.to_string());
                    let mut changes: Vec<_> = one.changes.iter().map(change).collect();
                    changes.sort();
                    changes
                })
                .collect();
            all.sort();
            all
        };
        let here = Locator::new(&form.plan).locate(&wrong);
        let other = Locator::new(&turned.plan).locate(&there);
        assert_eq!(said(&form, &here), said(&turned, &other));
    }
}

#[test]
fn forty_wrong_cells_are_answered_honestly() {
    let form = Form::of_2021();
    let mut random = Random(FIXED);
    for _ in 0..5 {
        let (_, wrong, _) = form.report_with_slips(&mut random, 40);
        let found = Locator::new(&form.plan).locate(&wrong);
        assert!(!found.is_empty());
        assert!(found.iter().all(|located| matches!(located.answer, Answer::More | Answer::GaveUp)), "{found:?}");
    }
}
