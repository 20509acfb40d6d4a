//! The form of a checklist's file, looser than a checklist: what is missing can be said item by item.

use crate::checklist::{ChecklistId, ChoiceOption, ItemId, ShowIf};
use crate::decimal::Decimal;
use crate::premises_kind::KindId;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChecklist {
    pub(super) id: Option<ChecklistId>,
    pub(super) title: Option<String>,
    pub(super) title_en: Option<String>,
    pub(super) version: Option<u32>,
    pub(super) applies_to: Option<Vec<KindId>>,
    pub(super) domain: Option<String>,
    pub(super) minutes: Option<u32>,
    pub(super) sections: Option<Vec<RawSection>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) title_en: Option<String>,
    pub(super) items: Option<Vec<RawItem>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawItem {
    pub(super) id: Option<ItemId>,
    pub(super) text: Option<String>,
    pub(super) text_en: Option<String>,
    pub(super) guide: Option<String>,
    pub(super) answer: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) pass: Option<RawPass>,
    pub(super) options: Option<Vec<ChoiceOption>>,
    pub(super) violation: Option<String>,
    pub(super) severity: Option<String>,
    pub(super) major_basis: Option<Vec<RawBasis>>,
    pub(super) basis: Option<Vec<RawBasis>>,
    pub(super) rectify: Option<String>,
    pub(super) deadline_days: Option<u32>,
    pub(super) photo: Option<String>,
    #[serde(default)]
    pub(super) lifeline: bool,
    pub(super) show_if: Option<ShowIf>,
    #[serde(default)]
    pub(super) verify: bool,
    pub(super) same: Option<String>,
    pub(super) fact: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPass {
    pub(super) min: Option<Decimal>,
    pub(super) max: Option<Decimal>,
    pub(super) not_before: Option<String>,
    pub(super) within_days: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBasis {
    pub(super) doc: Option<String>,
    #[serde(rename = "ref")]
    pub(super) clause: Option<String>,
}
