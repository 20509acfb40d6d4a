//! The street's three-year plan (三年行动方案) as trackable work: goals, measures, safeguards, and what shows that they are done.

use crate::cadence::Rhythm;
use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Counts changes of this file.
    pub version: u32,
    /// The paper itself.
    pub document: Document,
    /// G1 to G3.
    pub goals: Vec<Goal>,
    /// The actions under which measures stand.
    pub parts: Vec<Part>,
    /// Measures 1 to 25.
    pub measures: Vec<Measure>,
    /// Safeguards S1 to S5.
    pub safeguards: Vec<Measure>,
    /// How the state of a target is shown.
    pub progress: Progress,
    /// Short names of what in this system serves a measure, with their words.
    pub features: BTreeMap<String, String>,
}

/// The paper with its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// To whom.
    pub addressees: Vec<String>,
    /// First day.
    pub starts: Day,
    /// Last day; what is continuous goes on as a standing mechanism.
    pub ends: Day,
    /// Its principle.
    pub principle: String,
    /// Its vision.
    pub vision: String,
    /// The systems to be rebuilt.
    pub directions: Vec<String>,
    /// Where work is weak.
    pub weak_points: Vec<String>,
    /// Papers of higher levels that it implements.
    pub carries_out: Vec<HigherPaper>,
    /// Who drives it.
    pub owner: Owner,
    /// Who does what.
    pub duties: Vec<Duty>,
    /// What it wants.
    pub intent: Vec<String>,
}

/// A paper of a higher level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HigherPaper {
    /// Its short name.
    pub id: String,
    /// Its words.
    pub zh: String,
    /// How many measures it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

/// Who drives the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// The office.
    pub body: String,
    /// The role that answers for it.
    pub role: String,
    /// In words.
    pub text: String,
}

/// A duty of one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Whose.
    pub who: String,
    /// Their roles.
    pub roles: Vec<String>,
    /// In words.
    pub zh: String,
    /// What in this system serves it.
    pub features: Vec<String>,
}

/// A goal with its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// G1 to G3.
    pub id: String,
    /// In words.
    pub zh: String,
    /// In English.
    pub en: String,
    /// By when.
    pub due: Day,
    /// Ids of the indicators that show it.
    pub indicators: Vec<String>,
}

/// An action under which measures stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// A1 to A8, P1 to P4.
    pub id: String,
    /// Its name.
    pub zh: String,
    /// Its name in English.
    pub en: String,
}

/// A measure, or a safeguard (then without `part`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// 1 to 25, S1 to S5.
    pub id: String,
    /// The [`Part`] it stands under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Its name.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// What is to be reached.
    pub targets: Vec<Target>,
    /// Roles that answer for it.
    pub responsible: Vec<String>,
    /// What proves it.
    pub evidence: Vec<String>,
    /// Ids of indicators.
    pub indicators: Vec<String>,
    /// Ids of cadences; both name each other.
    pub cadences: Vec<String>,
    /// What in this system serves it.
    pub features: Vec<String>,
}

/// One target: by a day, in a rhythm, or without both continuous until the plan ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// In words.
    pub zh: String,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Rhythm>,
}

/// How the state of a target is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// The states.
    pub states: Vec<ProgressState>,
    /// How they are found, in words.
    pub rules: Vec<String>,
}

/// A state of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgressState {
    /// Its id.
    pub id: String,
    /// Its word.
    pub zh: String,
}

impl Plan {
    /// Measures and safeguards: whatever a cadence may name.
    pub fn all_measures(&self) -> impl Iterator<Item = &Measure> {
        self.measures.iter().chain(&self.safeguards)
    }
}
