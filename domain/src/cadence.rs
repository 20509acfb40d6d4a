//! Who must check, hold or report what, how often. Tasks are made from these lines; the life of a task is told elsewhere.

mod evidence;
mod month_day;
mod rhythm;

pub use evidence::{Evidence, NoEvidence};
pub use month_day::{MonthDay, NoMonthDay};
pub use rhythm::{NoRhythm, Rhythm};

use crate::condition::{Asked, Condition, Facts, Sets};
use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All cadences and what they refer to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cadences {
    /// Counts changes of this file.
    pub version: u32,
    /// Seasons that come back each year.
    pub windows: Vec<Window>,
    /// Holidays before which is looked at more.
    pub holidays: Vec<Holiday>,
    /// First and last day of the movable ones, by year and holiday.
    pub holiday_dates: BTreeMap<String, BTreeMap<String, (Day, Day)>>,
    /// Conditions that several cadences share.
    pub sets: Sets,
    /// The lines.
    pub cadences: Vec<Cadence>,
    /// What kind of visit a role's visits are.
    pub nature: Natures,
    /// What a visit costs, to warn before a cadence is changed.
    pub workload: Workload,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cadence {
    /// Its id, part of every task's key.
    pub id: String,
    /// What is done.
    pub zh: String,
    /// What is done, in English.
    pub en: String,
    /// What one task is about.
    pub subject: Subject,
    /// The role that does it.
    pub who: String,
    /// How often.
    pub every: Rhythm,
    /// Whether periods are fixed or count from the last time.
    pub mode: Mode,
    /// For which subjects, asked at the period's start.
    pub applies: Condition,
    /// Days after the period's end before it is late.
    pub grace_days: u32,
    /// What completes it.
    pub evidence: Evidence,
    /// Who says so.
    pub level: Level,
    /// The plan's measures it serves.
    pub measures: Vec<String>,
    /// The law or paper behind it.
    pub basis: String,
    /// Anything else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// A number of visits per task instead of one, the premises drawn by the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<Quota>,
    /// The window in which alone it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub during: Option<String>,
    /// Months (1–12) without it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub months_off: Vec<u8>,
    /// The day that stands for the period's end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<MonthDay>,
    /// A summary this often is enough, though the duty comes as `every` says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_every: Option<Rhythm>,
    /// False: a duty whose records an inspector looks at, never a task.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub tasks: bool,
    /// The clause should be compared with the text of the law.
    #[serde(default, skip_serializing_if = "is_no")]
    pub verify: bool,
    /// The kind of visit, where it is not that of the role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<String>,
}

/// What one task is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// One premises.
    Premises,
    /// One hazard.
    Hazard,
    /// One registered device.
    SpecialEquipment,
    /// One grid.
    Grid,
    /// One community.
    Community,
    /// One department.
    Department,
    /// One department or community.
    DepartmentOrCommunity,
    /// One of the street's leaders.
    Leader,
    /// The street.
    Street,
}

/// Whether periods are fixed or count from the last time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Weeks from Monday, months, quarters, half-years, years.
    Calendar,
    /// So long after the last one done.
    Rolling,
}

/// Who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A statute or binding rule.
    Law,
    /// The street's plan.
    Plan,
    /// A house rule, which the office may change freely.
    Office,
}

/// Sampled work: so many visits a subject and period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// How many.
    pub visits: u32,
    /// Among which premises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Condition>,
    /// How they are drawn, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draw: Option<String>,
}

/// A season that comes back each year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Its id.
    pub id: String,
    /// Its name.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// First day.
    pub from: MonthDay,
    /// Last day; before `from` it lies in the next year.
    pub to: MonthDay,
    /// Anything else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A holiday before which is looked at more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Its id.
    pub id: String,
    /// Its name.
    pub zh: String,
    /// Days ahead of the first day.
    pub before: u32,
    /// Days past the last day.
    pub after: u32,
    /// Its day, if it is the same each year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<MonthDay>,
    /// It moves: its days stand in `holiday_dates`.
    #[serde(default, skip_serializing_if = "is_no")]
    pub lunar: bool,
}

/// What kind of visit a role's visits are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Natures {
    /// By role.
    pub by_who: BTreeMap<String, String>,
    /// How often an enterprise may be checked in a year.
    pub yearly_cap: YearlyCap,
    /// What is merged into one visit, in words.
    pub merge: String,
    /// How the year's plan is made, in words.
    pub plan: String,
}

/// How often an enterprise may be checked in a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearlyCap {
    /// The number the local government has published; `None` until the office enters it.
    pub value: Option<u32>,
    /// Its name.
    pub zh: String,
    /// What counts.
    pub note: String,
}

/// What a visit costs, to warn before a cadence is changed; never to judge a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workload {
    /// Minutes on site.
    pub minutes_per_visit: MinutesPerVisit,
    /// Visits a day.
    pub visits_per_inspector_day: VisitsPerDay,
    /// How it is used, in words.
    pub rule: String,
}

/// Minutes on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinutesPerVisit {
    /// Where no checklist says better.
    pub default: u32,
    /// What is added.
    pub note: String,
}

/// Visits a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitsPerDay {
    /// The usual number.
    pub normal: u32,
    /// More than this is looked at.
    pub high: u32,
    /// What follows.
    pub note: String,
}

impl Window {
    /// Whether the day lies in it.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        let day = MonthDay::of(day);
        if self.from <= self.to { (self.from..=self.to).contains(&day) } else { day >= self.from || day <= self.to }
    }
}

impl Cadences {
    /// Whether a line holds for a subject with these facts.
    #[must_use]
    pub fn applies(&self, cadence: &Cadence, facts: &Facts) -> bool {
        cadence.applies.holds(Asked { facts, sets: Some(&self.sets), unknown_is_worst: &[] })
    }

    /// The window of this id.
    #[must_use]
    pub fn window(&self, id: &str) -> Option<&Window> {
        self.windows.iter().find(|window| window.id == id)
    }

    /// `winter` in the heating season, else `normal`: the fact `season` of the checklist rules.
    #[must_use]
    pub fn season(&self, today: Day) -> &'static str {
        if self.window("heating").is_some_and(|heating| heating.contains(today)) { "winter" } else { "normal" }
    }
}

const fn yes() -> bool {
    true
}

const fn is_yes(flag: &bool) -> bool {
    *flag
}

const fn is_no(flag: &bool) -> bool {
    !*flag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heating_season_crosses_the_new_year() {
        let heating: Window =
            serde_json::from_str(r#"{"id":"heating","zh":"供暖期","en":"Heating season","from":"10-15","to":"04-15"}"#).unwrap();
        for (day, inside) in
            [("2026-10-14", false), ("2026-10-15", true), ("2027-01-01", true), ("2027-04-15", true), ("2027-04-16", false)]
        {
            assert_eq!(heating.contains(day.parse().unwrap()), inside, "{day}");
        }
    }
}
