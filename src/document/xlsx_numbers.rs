//! Numbers of spreadsheets: binary in the program, decimal text in the file. No binary arithmetic here either
//! (docs/decisions/0041-numbers-of-spreadsheets.md).

/// Spreadsheets keep and show this many digits of what is typed.
const DIGITS: usize = 15;

/// A number as digits before and behind a point.
struct Digits {
    negative: bool,
    digits: Vec<u8>,
    /// How many of the digits stand before the point; may lie outside of them.
    point: i64,
}

impl Digits {
    fn parse(text: &str) -> Option<Digits> {
        let (negative, body) = match text.strip_prefix('-') {
            Some(body) => (true, body),
            None => (false, text),
        };
        let (mantissa, exponent) = match body.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok().filter(|exponent| exponent.abs() <= 60)?),
            None => (body, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        if digits.is_empty() || digits.len() > 400 || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let point = i64::try_from(whole.len()).ok()?.checked_add(exponent)?;
        Some(Digits { negative, digits: digits.iter().map(|digit| digit - b'0').collect(), point })
    }

    /// Without zeros at either end, and never more than [`DIGITS`] digits when there is a fraction.
    fn settle(&mut self) {
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        self.point -= i64::try_from(zeros).unwrap_or(0);
        let has_fraction = i64::try_from(self.digits.len()).is_ok_and(|len| len > self.point);
        if has_fraction && self.digits.len() > DIGITS {
            let up = self.digits.get(DIGITS).is_some_and(|digit| *digit >= 5);
            self.digits.truncate(DIGITS);
            let mut carry = up;
            for digit in self.digits.iter_mut().rev() {
                if !carry {
                    break;
                }
                carry = *digit == 9;
                *digit = if carry { 0 } else { *digit + 1 };
            }
            if carry {
                self.digits.insert(0, 1);
                self.point += 1;
            }
        }
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
    }

    fn print(&self) -> String {
        let mut out = String::new();
        if self.negative && !self.digits.is_empty() {
            out.push('-');
        }
        let whole = usize::try_from(self.point).unwrap_or(0);
        if whole == 0 || self.digits.is_empty() {
            out.push('0');
        }
        let digit = |index: usize| char::from(b'0' + self.digits.get(index).copied().unwrap_or(0));
        if !self.digits.is_empty() {
            out.extend((0..whole).map(digit));
            if self.digits.len() > whole {
                out.push('.');
                out.extend((self.point..0).map(|_| '0'));
                out.extend((whole..self.digits.len()).map(digit));
            }
        }
        out
    }
}

/// A number without exponent and without the digits that binary arithmetic added.
pub fn plain(text: &str) -> String {
    // What has few digits is what was typed, to the letter.
    let simple = text.len() <= DIGITS && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    let Some(mut digits) = Digits::parse(text).filter(|_| !simple) else { return text.to_owned() };
    digits.settle();
    digits.print()
}

/// `0.125` → `12.5%`.
pub fn percent(text: &str) -> String {
    let Some(mut digits) = Digits::parse(text) else { return text.to_owned() };
    digits.point += 2;
    digits.settle();
    digits.print() + "%"
}

/// `1250` → `12.5`.
pub fn hundredth(text: &str) -> String {
    let Some(mut digits) = Digits::parse(text) else { return text.to_owned() };
    digits.point -= 2;
    digits.settle();
    digits.print()
}

/// A day number as a date, `45322` → `2024-01-31`; the time of day is cut off. A number that is no day stays as it is.
pub fn date(text: &str, since_1904: bool) -> String {
    let whole = text.split('.').next().unwrap_or(text);
    let Some(days) = whole.parse::<i64>().ok().filter(|days| (0..2_958_466).contains(days)) else { return text.to_owned() };
    // Day 0 of the count, in days since 1970-01-01. The count has a 29 February 1900 that never was.
    let days = match since_1904 {
        true => days - 24_107,
        false if days < 60 => days - 25_568,
        false => days - 25_569,
    };
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Days since 1970-01-01 → year, month, day.
fn civil(days: i64) -> (i64, i64, i64) {
    // In eras of 400 years that begin on 1 March.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::{date, percent, plain};

    #[test]
    fn numbers_as_they_were_typed() {
        for (text, shown) in [
            ("0", "0"),
            ("3001", "3001"),
            ("-12.50", "-12.50"),
            ("96171.600000000006", "96171.6"),
            ("0.30000000000000004", "0.3"),
            ("0.99999999999999989", "1"),
            ("-999999999999999.9999", "-1000000000000000"),
            ("1.25E-2", "0.0125"),
            ("4.47228E5", "447228"),
            ("1E+20", "100000000000000000000"),
            ("1234567890123456789", "1234567890123456789"),
            ("0.00000000000000000", "0"),
            ("1E999", "1E999"),
            ("abc", "abc"),
        ] {
            assert_eq!(plain(text), shown, "{text}");
        }
        assert_eq!(percent("0.125"), "12.5%");
        assert_eq!(percent("1"), "100%");
        assert_eq!(percent("0.56999999999999995"), "57%");
        assert_eq!(percent("1.0000000000000001E-3"), "0.1%");
    }

    #[test]
    fn days_are_dates() {
        for (text, shown) in [
            ("1", "1900-01-01"),
            ("59", "1900-02-28"),
            ("61", "1900-03-01"),
            ("45322.5", "2024-01-31"),
            ("43831", "2020-01-01"),
            ("-3", "-3"),
        ] {
            assert_eq!(date(text, false), shown, "{text}");
        }
        assert_eq!(date("43860", true), "2024-01-31");
    }
}
