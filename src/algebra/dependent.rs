//! Small sets of columns that are linearly dependent: what can change together without any equation noticing.

use std::collections::BTreeMap;

use super::{Added, Echelon, Row};
use crate::number::Rational;

/// The smallest number of dependent columns, as far as it was searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependence {
    /// No fewer columns than this are dependent.
    pub at_least: usize,
    /// A smallest set, if one was found; it then has `at_least` columns.
    pub example: Option<Vec<u32>>,
    /// Searched to `at_least` only because the search may take no more steps.
    pub gave_up: bool,
}

/// Columns that are multiples of each other, in groups; the groups in the order of their first columns. A column of zeros
/// is in none.
pub fn proportional(columns: &[Row]) -> Vec<Vec<u32>> {
    let mut groups: BTreeMap<Row, Vec<u32>> = BTreeMap::new();
    for (at, column) in columns.iter().enumerate().filter(|(_, column)| !column.is_empty()) {
        groups.entry(column.normalized()).or_default().push(at as u32);
    }
    let mut groups: Vec<Vec<u32>> = groups.into_values().collect();
    groups.sort();
    groups
}

/// The smallest set of dependent columns among those that are not zero, up to `most` columns and `steps` steps. A column is
/// given by its coefficients in the equations.
pub fn smallest_dependent(columns: &[Row], most: usize, steps: usize) -> Dependence {
    if let Some(pair) = proportional(columns).into_iter().find(|group| group.len() > 1) {
        return Dependence { at_least: 2, example: Some(pair.into_iter().take(2).collect()), gave_up: false };
    }
    let mut search = Search::new(columns, steps);
    for size in 3..=most {
        match search.of_size(size) {
            Outcome::Found(example) => {
                return Dependence { at_least: size, example: Some(example), gave_up: false };
            }
            Outcome::None => {}
            Outcome::GaveUp => return Dependence { at_least: size, example: None, gave_up: true },
        }
    }
    Dependence { at_least: most + 1, example: None, gave_up: false }
}

enum Outcome {
    Found(Vec<u32>),
    None,
    GaveUp,
}

struct Search<'a> {
    columns: &'a [Row],
    /// For every equation the columns in it.
    members: Vec<Vec<u32>>,
    /// For every equation how many chosen columns stand in it.
    touched: Vec<u32>,
    chosen: Vec<u32>,
    /// The most equations that one column stands in.
    reach: usize,
    steps: usize,
}

impl<'a> Search<'a> {
    fn new(columns: &'a [Row], steps: usize) -> Search<'a> {
        let equations = columns.iter().flat_map(Row::columns).max().map_or(0, |last| last as usize + 1);
        let mut members = vec![Vec::new(); equations];
        for (at, column) in columns.iter().enumerate() {
            for equation in column.columns() {
                if let Some(list) = members.get_mut(equation as usize) {
                    list.push(at as u32);
                }
            }
        }
        let reach = columns.iter().map(Row::len).max().unwrap_or(0);
        Search { columns, members, touched: vec![0; equations], chosen: Vec::new(), reach, steps }
    }

    fn of_size(&mut self, size: usize) -> Outcome {
        for first in 0..self.columns.len() as u32 {
            if self.column(first).is_empty() {
                continue;
            }
            self.put(first);
            let outcome = self.extend(size - 1);
            self.take();
            match outcome {
                Outcome::None => {}
                Outcome::Found(_) | Outcome::GaveUp => return outcome,
            }
        }
        Outcome::None
    }

    /// Looks for `left` more columns behind the first one. In a dependent set no equation holds a single one of it, so
    /// the columns of an equation that does are those to go on with. At most `most` deep.
    fn extend(&mut self, left: usize) -> Outcome {
        if self.steps == 0 {
            return Outcome::GaveUp;
        }
        self.steps -= 1;
        let single = self.single();
        if left == 0 {
            return if single.is_empty() && self.is_dependent() { Outcome::Found(self.chosen.clone()) } else { Outcome::None };
        }
        if single.len() > left * self.reach {
            return Outcome::None;
        }
        let narrowest = single.iter().min_by_key(|equation| self.size_of(**equation)).copied();
        let candidates: Vec<u32> = match narrowest {
            Some(equation) => self.members.get(equation as usize).cloned().unwrap_or_default(),
            // Every equation is covered, but not by a dependent set: the next column stands in one of them.
            None => self.around(),
        };
        let first = self.chosen.first().copied().unwrap_or(0);
        for candidate in candidates {
            if candidate <= first || self.chosen.contains(&candidate) {
                continue;
            }
            // The last one has to stand in all of them.
            if left == 1 && !single.iter().all(|equation| self.column(candidate).get(*equation).is_some()) {
                continue;
            }
            self.put(candidate);
            let outcome = self.extend(left - 1);
            self.take();
            match outcome {
                Outcome::None => {}
                Outcome::Found(_) | Outcome::GaveUp => return outcome,
            }
        }
        Outcome::None
    }

    fn column(&self, at: u32) -> &'a Row {
        static NONE: std::sync::OnceLock<Row> = std::sync::OnceLock::new();
        self.columns.get(at as usize).unwrap_or_else(|| NONE.get_or_init(Row::default))
    }

    fn size_of(&self, equation: u32) -> usize {
        self.members.get(equation as usize).map_or(0, Vec::len)
    }

    /// The equations that hold exactly one chosen column.
    fn single(&self) -> Vec<u32> {
        let mut single: Vec<u32> = self.chosen.iter().flat_map(|at| self.column(*at).columns()).collect();
        single.retain(|equation| self.touched.get(*equation as usize) == Some(&1));
        single
    }

    fn around(&self) -> Vec<u32> {
        let equations = self.chosen.iter().flat_map(|at| self.column(*at).columns());
        let mut all: Vec<u32> = equations.filter_map(|equation| self.members.get(equation as usize)).flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn is_dependent(&self) -> bool {
        let mut echelon = Echelon::default();
        self.chosen.iter().any(|at| echelon.add(*at, self.column(*at), Rational::ZERO, |_| 0) != Added::Independent)
    }

    fn put(&mut self, column: u32) {
        for equation in self.column(column).columns() {
            if let Some(count) = self.touched.get_mut(equation as usize) {
                *count += 1;
            }
        }
        self.chosen.push(column);
    }

    fn take(&mut self) {
        let Some(column) = self.chosen.pop() else { return };
        for equation in self.column(column).columns() {
            if let Some(count) = self.touched.get_mut(equation as usize) {
                *count -= 1;
            }
        }
    }
}
