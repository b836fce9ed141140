//! Sparse rows.

use crate::number::Rational;

/// A sparse row: coefficients by column, ascending, without zeros.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    entries: Vec<(u32, Rational)>,
}

impl Row {
    /// Coefficients in any order; those of one column are added up.
    pub fn new(entries: impl IntoIterator<Item = (u32, Rational)>) -> Row {
        let mut entries: Vec<(u32, Rational)> = entries.into_iter().collect();
        entries.sort_by_key(|(column, _)| *column);
        let mut row = Row::default();
        for (column, coefficient) in entries {
            match row.entries.last_mut() {
                Some((last, sum)) if *last == column => *sum += coefficient,
                Some(_) | None => row.entries.push((column, coefficient)),
            }
        }
        row.entries.retain(|(_, coefficient)| *coefficient != Rational::ZERO);
        row
    }

    pub fn get(&self, column: u32) -> Option<&Rational> {
        let at = self.entries.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        self.entries.get(at).map(|(_, coefficient)| coefficient)
    }

    /// Columns and coefficients, by column.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Rational)> + '_ {
        self.entries.iter().map(|(column, coefficient)| (*column, coefficient))
    }

    pub fn columns(&self) -> impl Iterator<Item = u32> + '_ {
        self.entries.iter().map(|(column, _)| *column)
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The row times a factor that is not zero.
    pub fn scaled(&self, factor: &Rational) -> Row {
        Row { entries: self.entries.iter().map(|(column, coefficient)| (*column, coefficient * factor)).collect() }
    }

    /// The row divided by its first coefficient: alike for rows that are multiples of each other, and only for those.
    pub fn normalized(&self) -> Row {
        match self.entries.first() {
            Some((_, first)) if *first != Rational::ONE => self.scaled(&(Rational::ONE / first)),
            Some(_) | None => self.clone(),
        }
    }
}
