//! Distances, sizes and spans as a person says them.

use super::{Phrase, say};

const METRES_EXACT_MAX: u32 = 950;
const KILOBYTE: u64 = 1_000;
const MEGABYTE: u64 = 1_000 * KILOBYTE;

/// `40 米`, `0.4 公里` would be false precision below a kilometre: metres in tens up to 950, then kilometres with one digit.
#[must_use]
pub fn distance(metres: u32) -> Phrase {
    if metres <= METRES_EXACT_MAX {
        say::amount::metres(if metres < 10 { metres } else { (metres + 5) / 10 * 10 })
    } else {
        say::amount::kilometres(tenths(u64::from(metres), 1_000))
    }
}

/// `354 KB`, `1.2 MB`, `38 MB`: decimal units, as phones show them.
#[must_use]
pub fn bytes(count: u64) -> Phrase {
    if count < MEGABYTE {
        say::amount::kilobytes(count.div_ceil(KILOBYTE))
    } else if count < 10 * MEGABYTE {
        say::amount::megabytes(tenths(count, MEGABYTE))
    } else {
        say::amount::megabytes((count + MEGABYTE / 2) / MEGABYTE)
    }
}

/// `41 秒`, `19 分`, `1 小时 5 分`; whole units, seconds only below two minutes.
#[must_use]
pub fn span(seconds: u64) -> Phrase {
    match seconds {
        0..120 => say::time::span::seconds(seconds),
        120..3_600 => say::time::span::minutes(seconds / 60),
        _ => say::time::span::hours(seconds / 3_600, seconds / 60 % 60),
    }
}

/// `amount / unit` with one digit, none if it is zero.
fn tenths(amount: u64, unit: u64) -> String {
    let tenths = (amount * 10 + unit / 2) / unit;
    if tenths.is_multiple_of(10) { format!("{}", tenths / 10) } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Locale::{En, ZhCn};

    #[test]
    fn near_places_are_said_in_metres_and_far_ones_in_kilometres() {
        assert_eq!(distance(8).say_in(ZhCn), "8 米");
        assert_eq!(distance(43).say_in(ZhCn), "40 米");
        assert_eq!(distance(951).say_in(ZhCn), "1 公里");
        assert_eq!(distance(2_449).say_in(En), "2.4 km");
    }

    #[test]
    fn sizes_and_spans_have_no_more_digits_than_a_person_needs() {
        assert_eq!(bytes(1).say_in(ZhCn), "1 KB");
        assert_eq!(bytes(1_249_000).say_in(ZhCn), "1.2 MB");
        assert_eq!(bytes(38_400_000).say_in(En), "38 MB");
        assert_eq!(span(41).say_in(ZhCn), "41 秒");
        assert_eq!(span(1_170).say_in(ZhCn), "19 分");
        assert_eq!(span(3_905).say_in(En), "1 h 5 min");
    }
}
