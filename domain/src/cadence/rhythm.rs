//! How often something is done.

use serde::{Deserialize, Serialize};

/// How often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Rhythm {
    /// Every so many hours.
    Hours(u32),
    /// Every so many days.
    Days(u32),
    /// Every so many weeks.
    Weeks(u32),
    /// Every so many months.
    Months(u32),
    /// Every so many years.
    Years(u32),
    /// When something happens.
    Event {
        /// What.
        event: String,
        /// Days after it; negative: before it.
        within_days: i64,
    },
    /// Once in each of these windows or holidays; `holidays` means each holiday.
    Windows(Vec<String>),
}

/// The window that stands for each holiday.
pub(super) const HOLIDAYS: &str = "holidays";

impl Rhythm {
    /// Ids of windows and holidays that it names.
    #[must_use]
    pub fn windows(&self) -> Vec<&str> {
        match self {
            Self::Windows(ids) => ids.iter().map(String::as_str).filter(|&id| id != HOLIDAYS).collect(),
            _ => vec![],
        }
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    #[serde(skip_serializing_if = "Option::is_none")]
    hours: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weeks: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    months: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    years: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    within_days: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    window: Option<OneOrMore>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// A map that is no rhythm, or two at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a rhythm is one of hours, days, weeks, months, years (1 or more), window, or event with within_days")]
pub struct NoRhythm;

impl TryFrom<Written> for Rhythm {
    type Error = NoRhythm;

    fn try_from(written: Written) -> Result<Self, NoRhythm> {
        if written.event.is_some() != written.within_days.is_some() {
            return Err(NoRhythm);
        }
        let counts = [written.hours, written.days, written.weeks, written.months, written.years];
        if counts.contains(&Some(0)) {
            return Err(NoRhythm);
        }
        let forms = [
            written.hours.map(Self::Hours),
            written.days.map(Self::Days),
            written.weeks.map(Self::Weeks),
            written.months.map(Self::Months),
            written.years.map(Self::Years),
            written.event.zip(written.within_days).map(|(event, within_days)| Self::Event { event, within_days }),
            written.window.map(|window| match window {
                OneOrMore::One(id) => Self::Windows(vec![id]),
                OneOrMore::More(ids) => Self::Windows(ids),
            }),
        ];
        let mut forms = forms.into_iter().flatten();
        match (forms.next(), forms.next()) {
            (Some(rhythm), None) => Ok(rhythm),
            _ => Err(NoRhythm),
        }
    }
}

impl From<Rhythm> for Written {
    fn from(rhythm: Rhythm) -> Self {
        let none = Self::default();
        match rhythm {
            Rhythm::Hours(n) => Self { hours: Some(n), ..none },
            Rhythm::Days(n) => Self { days: Some(n), ..none },
            Rhythm::Weeks(n) => Self { weeks: Some(n), ..none },
            Rhythm::Months(n) => Self { months: Some(n), ..none },
            Rhythm::Years(n) => Self { years: Some(n), ..none },
            Rhythm::Event { event, within_days } => Self { event: Some(event), within_days: Some(within_days), ..none },
            Rhythm::Windows(ids) => Self { window: Some(OneOrMore::More(ids)), ..none },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_rhythms_at_once_are_none() {
        for json in [r#"{"days":1,"weeks":1}"#, "{}", r#"{"event":"x"}"#, r#"{"days":0}"#, r#"{"fortnights":1}"#] {
            assert!(serde_json::from_str::<Rhythm>(json).is_err(), "{json}");
        }
        let read = |json| serde_json::from_str::<Rhythm>(json).unwrap();
        assert_eq!(read(r#"{"window":"heating"}"#), Rhythm::Windows(vec!["heating".into()]));
        assert_eq!(read(r#"{"window":["a","b"]}"#).windows(), ["a", "b"]);
        assert!(read(r#"{"window":"holidays"}"#).windows().is_empty());
    }
}
