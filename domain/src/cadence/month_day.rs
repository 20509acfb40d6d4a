//! A day of every year.

use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use time::{Date, Month};

/// A day of every year, `MM-DD` in Asia/Shanghai.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MonthDay {
    month: u8,
    day: u8,
}

/// The text is no day of the form `MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day of the form MM-DD")]
pub struct NoMonthDay;

impl MonthDay {
    /// The day without its year.
    #[must_use]
    pub fn of(day: Day) -> Self {
        Self { month: u8::from(day.0.month()), day: day.0.day() }
    }
}

impl FromStr for MonthDay {
    type Err = NoMonthDay;
    fn from_str(text: &str) -> Result<Self, NoMonthDay> {
        let digits = |part: &str| match part.as_bytes() {
            [b'0'..=b'9', b'0'..=b'9'] => part.parse::<u8>().ok(),
            _ => None,
        };
        let (month, day) = text.split_once('-').ok_or(NoMonthDay)?;
        let (month, day) = digits(month).zip(digits(day)).ok_or(NoMonthDay)?;
        // 2028 is a leap year: 02-29 is a day of some years.
        let known = Month::try_from(month).ok().and_then(|month| Date::from_calendar_date(2028, month, day).ok());
        known.map(|_| Self { month, day }).ok_or(NoMonthDay)
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl TryFrom<String> for MonthDay {
    type Error = NoMonthDay;
    fn try_from(text: String) -> Result<Self, NoMonthDay> {
        text.parse()
    }
}

impl From<MonthDay> for String {
    fn from(day: MonthDay) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_days_are_days() {
        for text in ["13-01", "02-30", "2-3", "0101", "01-1", ""] {
            assert_eq!(text.parse::<MonthDay>(), Err(NoMonthDay), "{text}");
        }
        assert_eq!("02-29".parse::<MonthDay>().unwrap().to_string(), "02-29");
    }
}
