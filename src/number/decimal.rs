//! The exact decimal of a figure.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

/// An exact decimal: `mantissa / 10^scale`. At most 36 significant digits and 18 decimal places, so that aligning two
/// figures never overflows in silence: every operation is checked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Decimal {
    mantissa: i128,
    scale: u8,
}

/// Why a text is not a [`Decimal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalError {
    /// Not a number at all.
    NotANumber,
    /// More digits, decimal places or a larger exponent than are read.
    TooLong,
}

impl Decimal {
    pub const ZERO: Decimal = Decimal { mantissa: 0, scale: 0 };
    pub const ONE: Decimal = Decimal { mantissa: 1, scale: 0 };
    /// The most significant digits that are read.
    pub const MAX_DIGITS: usize = 36;
    /// The most decimal places that are read.
    pub const MAX_SCALE: u8 = 18;

    /// `mantissa / 10^scale`.
    pub fn new(mantissa: i128, scale: u8) -> Decimal {
        Decimal { mantissa, scale }
    }

    pub fn mantissa(self) -> i128 {
        self.mantissa
    }

    pub fn scale(self) -> u8 {
        self.scale
    }

    /// Reads a plain decimal: an optional sign, ASCII digits with at most one point, an optional exponent
    /// (`12`, `-3.50`, `1e3`). What people print around it is the business of [`super::printed`].
    pub fn parse(text: &str) -> Result<Decimal, DecimalError> {
        let (negative, rest) = match text.as_bytes().first() {
            Some(b'-') => (true, text.get(1..).unwrap_or("")),
            Some(b'+') => (false, text.get(1..).unwrap_or("")),
            _ => (false, text),
        };
        let (digits, exponent) = match rest.find(['e', 'E']) {
            Some(at) => (rest.get(..at).unwrap_or(""), Some(rest.get(at + 1..).unwrap_or(""))),
            None => (rest, None),
        };
        let mut mantissa: i128 = 0;
        let (mut scale, mut seen, mut significant, mut point) = (0i64, false, 0usize, false);
        for byte in digits.bytes() {
            match byte {
                b'0'..=b'9' => {
                    seen = true;
                    significant += usize::from(significant > 0 || byte != b'0');
                    if significant > Self::MAX_DIGITS {
                        return if digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
                            Err(DecimalError::TooLong)
                        } else {
                            Err(DecimalError::NotANumber)
                        };
                    }
                    mantissa = mantissa * 10 + i128::from(byte - b'0');
                    scale += i64::from(point);
                }
                b'.' if !point && seen => point = true,
                _ => return Err(DecimalError::NotANumber),
            }
        }
        if !seen || digits.ends_with('.') {
            return Err(DecimalError::NotANumber);
        }
        if let Some(exponent) = exponent {
            scale -= parse_exponent(exponent)?;
        }
        let mantissa = if negative { -mantissa } else { mantissa };
        if mantissa == 0 {
            return Ok(Decimal { mantissa, scale: scale.clamp(0, i64::from(Self::MAX_SCALE)) as u8 });
        }
        if scale > i64::from(Self::MAX_SCALE) || scale < -(Self::MAX_DIGITS as i64) {
            return Err(DecimalError::TooLong);
        }
        if scale < 0 {
            let factor = power_of_ten((-scale) as u32).ok_or(DecimalError::TooLong)?;
            let mantissa = mantissa.checked_mul(factor).ok_or(DecimalError::TooLong)?;
            return Ok(Decimal { mantissa, scale: 0 });
        }
        Ok(Decimal { mantissa, scale: scale as u8 })
    }

    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// Whether the value is whole, however it was printed (`2.0` is).
    pub fn is_integer(self) -> bool {
        self.normalized().scale == 0
    }

    /// Without trailing zeros behind the point.
    pub fn normalized(self) -> Decimal {
        let mut value = self;
        while value.scale > 0 && value.mantissa % 10 == 0 {
            value.mantissa /= 10;
            value.scale -= 1;
        }
        value
    }

    /// The mantissa at another scale, if it fits without loss.
    pub fn mantissa_at(self, scale: u8) -> Option<i128> {
        if scale >= self.scale {
            self.mantissa.checked_mul(power_of_ten(u32::from(scale - self.scale))?)
        } else {
            let value = self.normalized();
            if scale >= value.scale { value.mantissa.checked_mul(power_of_ten(u32::from(scale - value.scale))?) } else { None }
        }
    }

    pub fn checked_neg(self) -> Option<Decimal> {
        Some(Decimal { mantissa: self.mantissa.checked_neg()?, scale: self.scale })
    }

    pub fn checked_add(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        let mantissa = self.mantissa_at(scale)?.checked_add(other.mantissa_at(scale)?)?;
        Some(Decimal { mantissa, scale })
    }

    pub fn checked_sub(self, other: Decimal) -> Option<Decimal> {
        self.checked_add(other.checked_neg()?)
    }

    pub fn checked_mul(self, other: Decimal) -> Option<Decimal> {
        if other.mantissa == 1 && other.scale == 0 {
            return Some(self);
        }
        let scale = self.scale.checked_add(other.scale)?;
        Some(Decimal { mantissa: self.mantissa.checked_mul(other.mantissa)?, scale }.normalized())
    }

    /// The decimal of a fraction, if it has one within [`Decimal::MAX_SCALE`] places.
    pub fn from_rational(value: &super::Rational) -> Option<Decimal> {
        let denominator = dashu_int::IBig::from(value.denominator().clone());
        let (mut numerator, mut scale) = (value.numerator().clone(), 0u8);
        loop {
            if (&numerator % &denominator).is_zero() {
                let mantissa = i128::try_from(&(&numerator / &denominator)).ok()?;
                return Some(Decimal { mantissa, scale });
            }
            if scale == Self::MAX_SCALE {
                return None;
            }
            numerator *= 10;
            scale += 1;
        }
    }

    /// As an exact fraction.
    pub fn to_rational(self) -> super::Rational {
        let denominator = dashu_int::UBig::from(10u8).pow(usize::from(self.scale));
        super::Rational::from_parts(dashu_int::IBig::from(self.mantissa), denominator)
    }
}

/// An exponent of at most four digits; a longer one is out of bounds whatever it says.
fn parse_exponent(text: &str) -> Result<i64, DecimalError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DecimalError::NotANumber);
    }
    let digits = digits.trim_start_matches('0');
    if digits.len() > 4 {
        return Err(DecimalError::TooLong);
    }
    let value: i64 = if digits.is_empty() { 0 } else { digits.parse().map_err(|_| DecimalError::TooLong)? };
    Ok(if text.starts_with('-') { -value } else { value })
}

/// `10^exponent`, if it fits.
pub(crate) fn power_of_ten(exponent: u32) -> Option<i128> {
    10i128.checked_pow(exponent)
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Decimal {}

impl std::hash::Hash for Decimal {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let value = self.normalized();
        value.mantissa.hash(state);
        value.scale.hash(state);
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let scale = self.scale.max(other.scale);
        match (self.mantissa_at(scale), other.mantissa_at(scale)) {
            (Some(left), Some(right)) => left.cmp(&right),
            // Out of i128 at the common scale: the fractions decide.
            _ => self.to_rational().cmp(&other.to_rational()),
        }
    }
}

impl fmt::Display for Decimal {
    /// Plain notation with the places it has: `12.30` stays `12.30`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = usize::from(self.scale);
        if scale == 0 {
            return out.pad_integral(self.mantissa >= 0, "", &digits);
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        write!(out, "{sign}{whole}.{fraction}")
    }
}

/// As text, so that no data format rounds it.
impl Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        let text = String::deserialize(deserializer)?;
        Decimal::parse(&text).map_err(|_| serde::de::Error::custom(format_args!("`{text}` is not a decimal")))
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Decimal {
        Decimal { mantissa: i128::from(value), scale: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).expect(text)
    }

    #[test]
    fn reads_and_prints_what_was_printed() {
        for text in ["0", "298", "-3", "1032.60994", "12.30", "0.001", "24252.311082"] {
            assert_eq!(decimal(text).to_string(), text);
        }
        assert_eq!(decimal("1e3").to_string(), "1000");
        assert_eq!(decimal("+5").to_string(), "5");
    }

    #[test]
    fn refuses_what_is_no_number_and_what_is_too_long() {
        for text in ["", "-", ".5", "5.", "1_000", "1,000", "abc", "1e", "0x10", "--1", "1.2.3", "９"] {
            assert_eq!(Decimal::parse(text), Err(DecimalError::NotANumber), "{text}");
        }
        for text in ["1e999999999", "1e9999", "1e-999999999", "0.1234567890123456789"] {
            assert_eq!(Decimal::parse(text), Err(DecimalError::TooLong), "{text}");
        }
        assert_eq!(Decimal::parse(&"9".repeat(1_000_000)), Err(DecimalError::TooLong));
    }

    #[test]
    fn compares_by_value() {
        assert_eq!(decimal("2.0"), decimal("2"));
        assert!(decimal("0.1") < decimal("0.11"));
        assert!(decimal("1e35") > decimal("0.000000000000000001"));
        assert_eq!(decimal("0.1").checked_add(decimal("0.2")), Some(decimal("0.3")));
    }
}
