//! Checklists as the feed hands them out.

use super::inspection::Severity;
use super::scalar::{Decimal, Sha256};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A checklist version with its content address.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PublishedChecklist {
    /// Hash of the checklist's file, not of this JSON: what `checklists[].sha256` of an inspection names.
    pub(crate) sha256: Sha256,
    pub(crate) checklist: Checklist,
}

/// What is asked on site.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Checklist {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) title_en: String,
    pub(crate) version: u32,
    /// Kinds of premises it can be used for.
    pub(crate) applies_to: Vec<String>,
    /// Field of work: `fire`, `gas` …
    pub(crate) domain: String,
    /// Expected minutes on site.
    pub(crate) minutes: u32,
    pub(crate) sections: Vec<Section>,
}

/// A section of a checklist.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) title_en: String,
    pub(crate) items: Vec<Item>,
}

/// One item.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Item {
    pub(crate) id: String,
    /// A statement: true means compliant. Of a fact, what is asked.
    pub(crate) text: String,
    pub(crate) text_en: String,
    /// How to check, one line.
    pub(crate) guide: Option<String>,
    pub(crate) answer: AnswerKind,
    /// What is demanded when it fails; absent for a fact, which is not judged.
    pub(crate) demand: Option<Demand>,
    /// When a picture is asked for; absent means never.
    pub(crate) photo: Option<PhotoRule>,
    /// On an exit or escape route.
    pub(crate) lifeline: Option<bool>,
    /// When it is asked at all; always, if absent.
    pub(crate) show_if: Option<ShowIf>,
    pub(crate) verify: Option<bool>,
    /// The word that the same question carries in other lists: one answer serves all.
    pub(crate) same: Option<String>,
    /// The ledger field that it fills.
    pub(crate) fact: Option<String>,
}

/// How an item is answered.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AnswerKind {
    /// Compliant, not compliant, does not apply.
    Check,
    YesNo,
    Number {
        unit: String,
        /// What passes; a fact without.
        pass: Option<NumberPass>,
    },
    Choice {
        options: Vec<ChoiceOption>,
    },
    Date {
        /// What passes; a fact without.
        pass: Option<DatePass>,
    },
    Text,
    Photo,
}

/// Which figures pass, both bounds included.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct NumberPass {
    pub(crate) min: Option<Decimal>,
    pub(crate) max: Option<Decimal>,
}

/// Which dates pass.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DatePass {
    /// The day of the visit or later.
    NotBeforeToday,
    /// At most so many days before the visit.
    WithinDays(u32),
}

/// One of the options of a choice.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ChoiceOption {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) text_en: String,
    /// Choosing it is a finding.
    pub(crate) fails: Option<bool>,
}

/// What is demanded when an item fails.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Demand {
    /// The wording of the notice.
    pub(crate) violation: String,
    pub(crate) severity: Severity,
    /// The standards by which it is major.
    pub(crate) major_basis: Option<Vec<Basis>>,
    pub(crate) basis: Vec<Basis>,
    /// What is to be done, by default.
    pub(crate) rectify: String,
    /// Within so many days; 0 means on the spot.
    pub(crate) deadline_days: u32,
}

/// A source and the clause in it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Basis {
    pub(crate) doc: String,
    #[serde(rename = "ref")]
    pub(crate) clause: String,
}

/// When a picture is asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PhotoRule {
    Never,
    OnViolation,
    Always,
}

/// A condition on earlier items of the list: `{"item", "is"}`, `{"item", "gt"}`, `{"item", "lt"}`, `{"all": […]}` or `{"any": […]}`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ShowIf {
    /// The earlier item.
    pub(crate) item: Option<String>,
    /// `yes`, `no` or the id of an option.
    pub(crate) is: Option<String>,
    /// A figure is more than this.
    pub(crate) gt: Option<Decimal>,
    /// A figure is less than this.
    pub(crate) lt: Option<Decimal>,
    /// All of these.
    #[schema(no_recursion)]
    pub(crate) all: Option<Vec<ShowIf>>,
    /// At least one of these.
    #[schema(no_recursion)]
    pub(crate) any: Option<Vec<ShowIf>>,
}
