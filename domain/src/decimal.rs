//! Exact decimals for areas, distances and measured figures: a float would make 0.1 + 0.2 differ from what the notice says.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// Digits kept behind the point.
const PLACES: usize = 6;
const UNIT: i64 = 1_000_000;

/// Whole millionths; from about −9.2 to 9.2 million million. Written without needless zeros, as text in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

/// The text is no decimal number, or it has more than six places, or it is too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number with at most six places")]
pub struct NoDecimal;

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From whole millionths.
    #[must_use]
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// Whole millionths, the form of a table's column.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// The whole number, if this is one.
    #[must_use]
    pub const fn whole(self) -> Option<i64> {
        if self.0 % UNIT == 0 { Some(self.0 / UNIT) } else { None }
    }

    /// `self / other` cut to six places; `None` by zero or beyond the bounds.
    #[must_use]
    pub fn checked_div(self, other: Self) -> Option<Self> {
        let scaled = i128::from(self.0) * i128::from(UNIT);
        let quotient = scaled.checked_div(i128::from(other.0))?;
        i64::try_from(quotient).ok().map(Self)
    }

    /// The nearest float, for drawing and for formats that have no decimals. Never reckon with it.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / UNIT as f64
    }
}

impl From<i32> for Decimal {
    fn from(whole: i32) -> Self {
        Self(i64::from(whole) * UNIT)
    }
}

impl TryFrom<i64> for Decimal {
    type Error = NoDecimal;
    fn try_from(whole: i64) -> Result<Self, NoDecimal> {
        whole.checked_mul(UNIT).map(Self).ok_or(NoDecimal)
    }
}

impl FromStr for Decimal {
    type Err = NoDecimal;
    fn from_str(text: &str) -> Result<Self, NoDecimal> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, places) = match digits.split_once('.') {
            Some((_, "")) => return Err(NoDecimal),
            Some((whole, places)) => (whole, places),
            None => (digits, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || places.len() > PLACES || !all_digits(whole) || !all_digits(places) {
            return Err(NoDecimal);
        }
        let whole: i128 = whole.parse().map_err(|_| NoDecimal)?;
        let places: i128 = format!("{places:0<PLACES$}").parse().map_err(|_| NoDecimal)?;
        let size = whole.checked_mul(i128::from(UNIT)).ok_or(NoDecimal)? + places;
        i64::try_from(if negative { -size } else { size }).map(Self).map_err(|_| NoDecimal)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let (whole, places) = (size / UNIT.unsigned_abs(), size % UNIT.unsigned_abs());
        let sign = if self.0 < 0 { "-" } else { "" };
        if places == 0 {
            return write!(f, "{sign}{whole}");
        }
        let places = format!("{places:0PLACES$}");
        write!(f, "{sign}{whole}.{}", places.trim_end_matches('0'))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

/// Text from our JSON; whole numbers and floats from YAML, where people write `0.9`.
struct Reader;

impl de::Visitor<'_> for Reader {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number with at most six places")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, whole: i64) -> Result<Decimal, E> {
        Decimal::try_from(whole).map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, whole: u64) -> Result<Decimal, E> {
        i64::try_from(whole).map_err(E::custom).and_then(|whole| self.visit_i64(whole))
    }

    fn visit_f64<E: de::Error>(self, float: f64) -> Result<Decimal, E> {
        // The shortest text that reads back as the same float is what the person wrote.
        self.visit_str(&float.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_plain_digits_are_a_decimal() {
        for text in ["", "-", ".5", "5.", "1e3", "+1", "1,5", "０.9", "0.1234567", "NaN", " 1"] {
            assert_eq!(text.parse::<Decimal>(), Err(NoDecimal), "{text}");
        }
        assert_eq!("99999999999999".parse::<Decimal>(), Err(NoDecimal));
    }

    #[test]
    fn needless_zeros_go() {
        for (written, canonical) in [("0.90", "0.9"), ("007", "7"), ("-0.000001", "-0.000001"), ("-0", "0")] {
            assert_eq!(written.parse::<Decimal>().unwrap().to_string(), canonical);
        }
    }

    #[test]
    fn json_holds_text_and_numbers_are_understood() {
        let read = |json: &str| serde_json::from_str::<Decimal>(json);
        assert_eq!(read("0.1").unwrap(), read("\"0.1\"").unwrap());
        assert_eq!(read("-3").unwrap(), Decimal::from(-3));
        assert_eq!(serde_json::to_string(&read("0.10").unwrap()).unwrap(), "\"0.1\"");
        assert!(read("true").is_err());
    }

    #[test]
    fn people_per_square_metre() {
        let density = Decimal::from(8).checked_div(Decimal::from(3)).unwrap();
        assert_eq!(density.to_string(), "2.666666");
        assert_eq!(Decimal::from(8).checked_div(Decimal::ZERO), None);
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_as_the_same(millionths: i64) {
            let decimal = Decimal::from_millionths(millionths);
            prop_assert_eq!(decimal.to_string().parse(), Ok(decimal));
        }

        #[test]
        fn order_is_that_of_the_numbers(a in -1_000_000_000i64..1_000_000_000, b in -1_000_000_000i64..1_000_000_000) {
            let (x, y) = (Decimal::from_millionths(a), Decimal::from_millionths(b));
            prop_assert_eq!(x.cmp(&y), x.to_f64().total_cmp(&y.to_f64()));
        }
    }
}
