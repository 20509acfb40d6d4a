//! Risk grading (红橙黄蓝): points by rules, a colour by points, floors and overrides; every point is explained.

mod grading;

pub use grading::{Grade, Part};

use crate::condition::{Condition, Facts};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The colour of a premises, blue the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// 蓝
    Blue,
    /// 黄
    Yellow,
    /// 橙
    Orange,
    /// 红
    Red,
}

impl Colour {
    /// One step less risk; blue stays.
    #[must_use]
    pub const fn milder(self) -> Self {
        match self {
            Self::Red => Self::Orange,
            Self::Orange => Self::Yellow,
            Self::Yellow | Self::Blue => Self::Blue,
        }
    }
}

/// The rules of grading, as the office may change them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskRules {
    /// From how many points on a premises has which colour.
    pub colours: Vec<Threshold>,
    /// How points add up, in words.
    pub score: String,
    /// How the colour is found, in words.
    pub colour: String,
    /// The rules by theme.
    pub groups: Vec<RuleGroup>,
    /// What makes it at least a colour, whatever the points.
    pub overrides: Vec<Override>,
    /// What a person may change.
    pub manual: ManualRules,
    /// When it is reckoned anew.
    pub recompute: Vec<String>,
    /// Where it is shown, in words.
    pub shown: String,
    /// Cases with their grades, which the rules must give.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
}

/// From how many points on a premises has a colour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// The colour.
    pub id: Colour,
    /// Its word.
    pub zh: String,
    /// The fewest points.
    pub min: i32,
}

/// Rules of one theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleGroup {
    /// Its id.
    pub id: String,
    /// Its name.
    pub zh: String,
    /// Whether its rules add up.
    pub pick: Pick,
    /// The most points a sum may give; below zero, the least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<i32>,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// Whether the rules of a group add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pick {
    /// Only the highest counts.
    Max,
    /// All count, up to the cap.
    Sum,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its id, the name of its part in a grade.
    pub id: String,
    /// What it says, shown to the enterprise too.
    pub zh: String,
    /// When it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// With how many points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<i32>,
    /// Or: so many points for each of a count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// Facts that count as matching while nobody knows them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
}

/// Points for each of a count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Per {
    /// The count's fact.
    pub field: String,
    /// Points for each.
    pub points: i32,
    /// At most.
    pub max: i32,
}

/// What makes a premises at least a colour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Its id.
    pub id: String,
    /// What it says.
    pub zh: String,
    /// When it holds.
    pub when: Condition,
    /// The colour.
    pub at_least: Colour,
}

/// What a person may change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManualRules {
    /// The role that may.
    pub who: String,
    /// How many colours down at most; up is not limited.
    pub step: u32,
    /// Whether a reason is asked for.
    pub reason: String,
    /// For how long it holds.
    pub valid_days: u32,
    /// All of it in words.
    pub rule: String,
}

/// A case with its grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it is.
    pub zh: String,
    /// What it is, in English.
    pub en: String,
    /// What is known.
    pub facts: Facts,
    /// The points of each part.
    pub parts: BTreeMap<String, i32>,
    /// Their sum, cut to 0–100.
    pub score: i32,
    /// The colour by points.
    pub by_score: Colour,
    /// The overrides that hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<String>,
    /// The colour in the end.
    pub colour: Colour,
}
