//! One item: the statement or question, how it is answered, and what the notice says when the answer is bad.

use super::{ItemId, ShowIf};
use crate::decimal::Decimal;
use crate::inspection::Severity;
use crate::source::Basis;
use serde::{Deserialize, Serialize};

/// One item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Unique in the checklist.
    pub id: ItemId,
    /// A statement: true means compliant. Of a fact, what is asked.
    pub text: String,
    /// The same in English.
    pub text_en: String,
    /// How to check, one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guide: Option<String>,
    /// How it is answered.
    pub answer: AnswerKind,
    /// What is demanded when it fails; `None` for a fact, which is not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demand: Option<Demand>,
    /// When a picture is asked for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub photo: PhotoRule,
    /// On a lifeline exit or escape route (生命通道).
    #[serde(default, skip_serializing_if = "is_default")]
    pub lifeline: bool,
    /// When it is asked at all; always, if nothing stands here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<ShowIf>,
    /// The clause should be compared with the text of the law.
    #[serde(default, skip_serializing_if = "is_default")]
    pub verify: bool,
    /// The word that the same question carries in other lists: asked once on a visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
    /// The ledger field that it fills: proposed from it, written back on acceptance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
}

/// How an item is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// 符合 / 不符合 / 不涉及
    Check,
    /// A fact, yes or no.
    YesNo,
    /// A measured figure.
    Number {
        /// Its unit.
        unit: String,
        /// What passes; a fact without.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pass: Option<NumberPass>,
    },
    /// One of several.
    Choice {
        /// At least two.
        options: Vec<ChoiceOption>,
    },
    /// A date.
    Date {
        /// What passes; a fact without.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pass: Option<DatePass>,
    },
    /// Free text, a fact.
    Text,
    /// A required picture.
    Photo,
}

/// One of the options of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// Unique in the item.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Its words in English.
    pub text_en: String,
    /// Choosing it is a finding.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fails: bool,
}

/// Which figures pass, both bounds included. At least one is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberPass {
    /// The least that passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Decimal>,
    /// The most that passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Decimal>,
}

/// Which dates pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatePass {
    /// An expiry date: the day of the visit or later.
    NotBeforeToday,
    /// The last time of something: at most so many days before the visit.
    WithinDays(u32),
}

/// What is demanded when an item fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// The wording of the notice.
    pub violation: String,
    /// 一般隐患 or 重大事故隐患.
    pub severity: Severity,
    /// The standard by which it is major; not empty if it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub major_basis: Vec<Basis>,
    /// The law or standard that is broken.
    pub basis: Vec<Basis>,
    /// What the enterprise is to do, by default.
    pub rectify: String,
    /// By default within so many days; 0 means on the spot.
    pub deadline_days: u32,
}

/// When a picture is asked for. The order is that of strictness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoRule {
    /// It would prove nothing.
    #[default]
    Never,
    /// When it fails.
    OnViolation,
    /// Pass or fail.
    Always,
}

impl Item {
    /// Whether its answer is judged, so that 不涉及 can be answered and a finding can come of it.
    #[must_use]
    pub const fn is_judged(&self) -> bool {
        self.demand.is_some()
    }
}

impl AnswerKind {
    /// Its name in a checklist's file.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::YesNo => "yes_no",
            Self::Number { .. } => "number",
            Self::Choice { .. } => "choice",
            Self::Date { .. } => "date",
            Self::Text => "text",
            Self::Photo => "photo",
        }
    }

    /// The options of a choice, none for others.
    #[must_use]
    pub fn options(&self) -> &[ChoiceOption] {
        match self {
            Self::Choice { options } => options,
            _ => &[],
        }
    }

    /// The unit of a number.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        match self {
            Self::Number { unit, .. } => Some(unit),
            _ => None,
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
