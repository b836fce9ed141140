use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::number::Rational;

fn number(value: i64) -> Rational {
    Rational::from(value)
}

fn row(entries: &[(u32, i64)]) -> Row {
    Row::new(entries.iter().map(|(column, value)| (*column, number(*value))))
}

fn equal(value: i64) -> Limits {
    let bound = Bound { value: number(value), strict: false };
    Limits { low: Some(bound.clone()), high: Some(bound) }
}

fn at_least(value: i64, strict: bool) -> Limits {
    Limits { low: Some(Bound { value: number(value), strict }), high: None }
}

#[test]
fn a_row_sums_up_and_drops_zeros() {
    let sum = row(&[(3, 2), (1, 5), (3, -2), (2, 1)]);
    assert_eq!(sum.columns().collect::<Vec<_>>(), [1, 2]);
    assert_eq!((sum.get(1), sum.get(3)), (Some(&number(5)), None));
    assert_eq!(row(&[(1, -4), (2, 8)]).normalized(), row(&[(1, 1), (2, -2)]));
}

#[test]
fn a_dependent_equation_names_its_combination() {
    let mut echelon = Echelon::default();
    assert_eq!(echelon.add(7, &row(&[(0, 1), (1, 1), (2, -1)]), number(0), |_| 1), Added::Independent);
    assert_eq!(echelon.add(8, &row(&[(2, 1), (3, -1)]), number(5), |_| 1), Added::Independent);
    let sum = echelon.add(9, &row(&[(0, 2), (1, 2), (3, -2)]), number(10), |_| 1);
    assert_eq!(sum, Added::Dependent { combination: row(&[(7, 2), (8, 2)]), rest: number(0) });
    let off = echelon.add(10, &row(&[(0, 1), (1, 1), (3, -1)]), number(6), |_| 1);
    assert_eq!(off, Added::Dependent { combination: row(&[(7, 1), (8, 1)]), rest: number(1) });
    assert_eq!(echelon.rank(), 2);
}

#[test]
fn the_smallest_dependent_columns_of_a_table_with_both_totals_are_a_rectangle() {
    // 3 × 3 cells, the last row and column their totals: 6 equations.
    let cell = |r: u32, c: u32| {
        Row::new([(r, if c == 2 { number(-1) } else { number(1) }), (3 + c, if r == 2 { number(-1) } else { number(1) })])
    };
    let columns: Vec<Row> = (0..3).flat_map(|r| (0..3).map(move |c| cell(r, c))).collect();
    let found = smallest_dependent(&columns, 6, 100_000);
    assert_eq!(found, Dependence { at_least: 4, example: Some(vec![0, 1, 3, 4]), gave_up: false });
    assert_eq!(proportional(&columns).len(), 9);
    assert_eq!(smallest_dependent(&columns, 3, 100_000), Dependence { at_least: 4, example: None, gave_up: false });
    assert!(smallest_dependent(&columns, 6, 3).gave_up);
}

#[test]
fn conflicts_are_named_without_anything_superfluous() {
    // x + y = 3, x − y = 1, y = 5 (and a row that has no part in it).
    let rows = [
        (row(&[(0, 1), (1, 1)]), equal(3)),
        (row(&[(0, 1), (1, -1)]), equal(1)),
        (row(&[(2, 1)]), equal(9)),
        (row(&[(1, 1)]), equal(5)),
    ];
    assert_eq!(feasible(&rows, &BTreeMap::new(), 100), Feasibility::Conflict(vec![Part::Row(0), Part::Row(1), Part::Row(3)]));
    assert_eq!(feasible(rows.get(..3).unwrap_or_default(), &BTreeMap::new(), 100), Feasibility::Feasible);
    // x + y = −1 with counts.
    let counts = BTreeMap::from([(0, at_least(0, false)), (1, at_least(0, false))]);
    assert_eq!(
        feasible(&[(row(&[(0, 1), (1, 1)]), equal(-1))], &counts, 100),
        Feasibility::Conflict(vec![Part::Row(0), Part::LowerBound(0), Part::LowerBound(1)])
    );
    // x > 0 and x = 0.
    let strict = BTreeMap::from([(0, at_least(0, true))]);
    assert_eq!(
        feasible(&[(row(&[(0, 1)]), equal(0))], &strict, 100),
        Feasibility::Conflict(vec![Part::Row(0), Part::LowerBound(0)])
    );
    assert_eq!(feasible(&[(row(&[(0, 1)]), equal(1))], &strict, 100), Feasibility::Feasible);
}

fn small_rows(count: usize, columns: u32) -> impl Strategy<Value = Vec<Row>> {
    let entry = (0..columns, -2i64..=2);
    prop::collection::vec(prop::collection::vec(entry, 1..5), 1..count)
        .prop_map(|rows| rows.iter().map(|entries| row(entries)).collect())
}

/// The rank by plain elimination of a dense matrix.
fn dense_rank(rows: &[Row], columns: u32) -> usize {
    let mut matrix: Vec<Vec<Rational>> =
        rows.iter().map(|row| (0..columns).map(|at| row.get(at).cloned().unwrap_or_default()).collect()).collect();
    let mut rank = 0;
    for column in 0..columns as usize {
        let Some(at) = (rank..matrix.len()).find(|at| matrix[*at][column] != Rational::ZERO) else { continue };
        matrix.swap(rank, at);
        for other in rank + 1..matrix.len() {
            let factor = &matrix[other][column] / &matrix[rank][column];
            let pivot = matrix[rank].clone();
            for (entry, value) in matrix[other].iter_mut().zip(pivot) {
                *entry -= value * &factor;
            }
        }
        rank += 1;
    }
    rank
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn rank_and_combinations_are_right(rows in small_rows(9, 6)) {
        let mut echelon = Echelon::default();
        for (at, one) in rows.iter().enumerate() {
            if let Added::Dependent { combination, rest } = echelon.add(at as u32, one, Rational::ZERO, |column| column as usize % 3) {
                prop_assert_eq!(rest, Rational::ZERO);
                let sum = combination.iter().flat_map(|(other, factor)| {
                    rows[other as usize].iter().map(move |(column, value)| (column, value * factor))
                });
                prop_assert_eq!(&Row::new(sum), one);
                prop_assert!(combination.columns().all(|other| (other as usize) < at));
            }
        }
        prop_assert_eq!(echelon.rank(), dense_rank(&rows, 6));
    }

    /// The search agrees with trying every set of columns.
    #[test]
    fn the_smallest_dependent_set_is_the_smallest(columns in small_rows(9, 5)) {
        let columns: Vec<Row> = columns.into_iter().filter(|column| !column.is_empty()).collect();
        let dependent = |set: u32| {
            let chosen: Vec<Row> = (0..columns.len()).filter(|at| set >> at & 1 == 1).map(|at| columns[at].clone()).collect();
            dense_rank(&chosen, 5) < chosen.len()
        };
        let smallest = (0u32..1 << columns.len()).filter(|set| dependent(*set)).map(u32::count_ones).min();
        let found = smallest_dependent(&columns, 8, 1_000_000);
        prop_assert!(!found.gave_up);
        match (smallest, &found.example) {
            (Some(size), Some(example)) => {
                prop_assert_eq!(size as usize, found.at_least);
                prop_assert_eq!(example.len(), found.at_least);
                prop_assert!(dependent(example.iter().fold(0, |set, at| set | 1 << at)));
            }
            (None, None) => {}
            (Some(size), None) => prop_assert!(size > 8, "{size} columns were missed"),
            (None, Some(example)) => prop_assert!(false, "{example:?} is independent"),
        }
    }

    /// A conflict is one, and leaving any part out resolves it.
    #[test]
    fn conflicts_are_irreducible(
        rows in small_rows(7, 4),
        constants in prop::collection::vec((-3i64..=3, any::<bool>()), 8),
        lows in prop::collection::vec(prop::option::of(-1i64..=1), 4),
    ) {
        let limit = |(value, only_low): &(i64, bool)| if *only_low { at_least(*value, false) } else { equal(*value) };
        let rows: Vec<(Row, Limits)> = rows.into_iter().zip(&constants).map(|(row, constant)| (row, limit(constant))).collect();
        let bounds: BTreeMap<u32, Limits> =
            lows.iter().enumerate().filter_map(|(at, low)| Some((at as u32, at_least((*low)?, false)))).collect();
        let result = feasible(&rows, &bounds, 10_000);
        prop_assert_ne!(&result, &Feasibility::GaveUp);
        let Feasibility::Conflict(parts) = result else { return Ok(()) };
        let with = |parts: &[Part]| {
            let rows: Vec<(Row, Limits)> =
                parts.iter().filter_map(|part| if let Part::Row(at) = part { rows.get(*at).cloned() } else { None }).collect();
            let bounds: BTreeMap<u32, Limits> = bounds
                .iter()
                .filter(|(variable, _)| parts.contains(&Part::LowerBound(**variable)))
                .map(|(variable, limits)| (*variable, limits.clone()))
                .collect();
            feasible(&rows, &bounds, 10_000)
        };
        prop_assert!(matches!(with(&parts), Feasibility::Conflict(_)));
        for left_out in 0..parts.len() {
            let mut fewer = parts.clone();
            fewer.remove(left_out);
            prop_assert_eq!(with(&fewer), Feasibility::Feasible);
        }
    }
}
