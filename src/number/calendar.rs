//! Days of the calendar.

/// Whether there is such a day: Gregorian, years 1 to 9999, months and days from 1.
pub fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=9999).contains(&year) && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::is_day;

    #[test]
    fn february_and_the_ends_of_months() {
        assert!(is_day(2024, 2, 29) && is_day(2000, 2, 29) && is_day(2023, 2, 28) && is_day(2023, 12, 31));
        assert!(!is_day(2023, 2, 29) && !is_day(1900, 2, 29) && !is_day(2023, 4, 31) && !is_day(2023, 13, 1));
        assert!(!is_day(2023, 0, 1) && !is_day(2023, 1, 0) && !is_day(0, 1, 1) && !is_day(10_000, 1, 1));
    }
}
