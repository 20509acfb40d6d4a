//! Instants and days. An instant is whole microseconds UTC; a day is a date in Asia/Shanghai, because a notice names a date and
//! not an hour. China has kept +08:00 without daylight saving since 1992, so no time zone database is needed.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;
use std::str::FromStr;
use time::macros::format_description;
use time::{Date, Duration, OffsetDateTime, UtcOffset};

/// Whole microseconds since 1970-01-01T00:00:00Z; an integer in tables and on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A day of 24 hours.
const DAY_US: i64 = 86_400_000_000;

/// Asia/Shanghai.
const SHANGHAI: UtcOffset = match UtcOffset::from_hms(8, 0, 0) {
    Ok(offset) => offset,
    Err(_) => UtcOffset::UTC,
};

impl Timestamp {
    /// From milliseconds since 1970, as `Date.now()` gives them.
    #[must_use]
    pub const fn from_millis(ms: i64) -> Self {
        Self(ms.saturating_mul(1_000))
    }

    /// Whole milliseconds since 1970, rounded down.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// Later by `seconds` (earlier if negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Later by `hours`.
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_seconds(hours.saturating_mul(3_600))
    }

    /// Later by `days` of 24 hours.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_hours(days.saturating_mul(24))
    }

    /// Whole seconds from `earlier` to this, negative if it is the later one.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / 1_000_000
    }

    /// The day in Asia/Shanghai. Instants before or after the calendar count as its first or last day: a phone's clock may say anything.
    #[must_use]
    pub fn day(self) -> Day {
        Day(self.local().date())
    }

    /// Hour and minute in Asia/Shanghai.
    #[must_use]
    pub fn hour_minute(self) -> (u8, u8) {
        let local = self.local();
        (local.hour(), local.minute())
    }

    fn local(self) -> OffsetDateTime {
        let within = self.0.clamp(Day::FIRST.start().0, Day::LAST.start().0.saturating_add(DAY_US - 1));
        // Inside the calendar nothing of this can fail, in either offset.
        let utc = OffsetDateTime::from_unix_timestamp_nanos(i128::from(within) * 1_000).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        utc.checked_to_offset(SHANGHAI).unwrap_or(utc)
    }
}

/// A date in Asia/Shanghai, `YYYY-MM-DD` wherever it is written. Its years have four digits, so that as text it sorts as it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub Date);

impl Day {
    /// The calendar's first day.
    pub const FIRST: Self = Self(match Date::from_ordinal_date(0, 1) {
        Ok(day) => day,
        Err(_) => Date::MIN,
    });
    /// The calendar's last day.
    pub const LAST: Self = Self(match Date::from_ordinal_date(9999, 365) {
        Ok(day) => day,
        Err(_) => Date::MAX,
    });

    /// The day `days` later (earlier if negative); stays at the calendar's end.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        let by = Duration::seconds(days.saturating_mul(DAY_US / 1_000_000));
        let end = if days < 0 { Self::FIRST } else { Self::LAST };
        self.0.checked_add(by).map_or(end, |day| Self(day).clamp(Self::FIRST, Self::LAST))
    }

    /// Whole days from `earlier` to this one.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).whole_days()
    }

    /// The instant at which this day begins in Asia/Shanghai.
    #[must_use]
    pub fn start(self) -> Timestamp {
        let at = self.0.midnight().assume_offset(SHANGHAI);
        Timestamp(i64::try_from(at.unix_timestamp_nanos() / 1_000).unwrap_or(i64::MIN))
    }

    /// The calendar year, as numbers of documents carry it.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.0.year()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

/// The text is no date of the form `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date of the form YYYY-MM-DD")]
pub struct NoDay;

impl FromStr for Day {
    type Err = NoDay;
    fn from_str(text: &str) -> Result<Self, NoDay> {
        let day = Date::parse(text, format_description!("[year]-[month]-[day]")).map(Self).map_err(|_| NoDay)?;
        if (Self::FIRST..=Self::LAST).contains(&day) { Ok(day) } else { Err(NoDay) }
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_shanghai() {
        let before = Timestamp(1_774_886_399_999_999); // 2026-03-30T15:59:59.999999Z
        assert_eq!(before.day().to_string(), "2026-03-30");
        assert_eq!(Timestamp(before.0 + 1).day().to_string(), "2026-03-31");
        assert_eq!(Timestamp(before.0 + 1), "2026-03-31".parse::<Day>().unwrap().start());
    }

    #[test]
    fn a_day_is_written_as_it_is_read() {
        let day: Day = serde_json::from_str("\"2026-02-28\"").unwrap();
        assert_eq!(day.plus(1).to_string(), "2026-03-01");
        assert_eq!(serde_json::to_string(&day).unwrap(), "\"2026-02-28\"");
        assert!("2026-2-28".parse::<Day>().is_err());
        assert!("2026-02-30".parse::<Day>().is_err());
        assert!("-0001-12-31".parse::<Day>().is_err());
    }

    #[test]
    fn a_clock_that_is_far_off_names_the_calendars_first_or_last_day() {
        assert_eq!((Timestamp(i64::MIN).day(), Timestamp(i64::MIN).hour_minute()), (Day::FIRST, (0, 0)));
        assert_eq!((Timestamp(i64::MAX).day(), Timestamp(i64::MAX).hour_minute()), (Day::LAST, (23, 59)));
        // In Shanghai the new year begins eight hours before it does in UTC, and year 10000 is in no calendar of ours.
        for hours in -48..48 {
            assert_eq!(Day::LAST.start().plus_days(1).plus_hours(hours.max(0)).day(), Day::LAST);
            assert_eq!(Day::FIRST.start().plus_hours(hours.min(23)).day(), Day::FIRST);
        }
        assert_eq!((Day::FIRST.to_string().as_str(), Day::LAST.to_string().as_str()), ("0000-01-01", "9999-12-31"));
    }

    proptest::proptest! {
        #[test]
        fn every_instant_has_a_day_and_the_days_stand_in_its_order(one: i64, other: i64, days: i64) {
            let (day, next) = (Timestamp(one.min(other)).day(), Timestamp(one.max(other)).day());
            proptest::prop_assert!(day <= next && day.to_string() <= next.to_string());
            proptest::prop_assert_eq!(day.to_string().parse::<Day>(), Ok(day));
            proptest::prop_assert_eq!(Timestamp(day.start().0).day(), day);
            let later = day.plus(days);
            proptest::prop_assert!((Day::FIRST..=Day::LAST).contains(&later));
            let _ = (later.days_since(day), later.start(), Timestamp(one).hour_minute());
        }
    }
}
