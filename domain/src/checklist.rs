//! Checklists: what is asked on site, what makes a finding of an answer, and what the notice then says.
//!
//! A published checklist is named by the SHA-256 of its file's bytes. The phone gets these types as JSON and never sees YAML.

pub(crate) mod id;
mod item;
#[cfg(feature = "yaml")]
pub(crate) mod read;
mod same;
mod show_if;
mod verdict;
mod visible;

pub use id::{ChecklistId, ItemId};
pub use item::{AnswerKind, ChoiceOption, DatePass, Demand, Item, NumberPass, PhotoRule};
pub use same::{Shared, shared_questions};
pub use show_if::{NoShowIf, ShowIf, Shown};
pub use verdict::{Seen, Verdict, judge};
pub use visible::{Visible, visible_items};

use crate::digest::Sha256;
use crate::premises_kind::KindId;
use serde::{Deserialize, Serialize};

/// A checklist as it was parsed from its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checklist {
    /// Equals the file's name.
    pub id: ChecklistId,
    /// Its title.
    pub title: String,
    /// Its title in English.
    pub title_en: String,
    /// Counts up with every change; one version has one hash.
    pub version: u32,
    /// The kinds of premises it can be used for.
    pub applies_to: Vec<KindId>,
    /// Its field of work.
    pub domain: Domain,
    /// Expected minutes on site.
    pub minutes: u32,
    /// Its sections in order.
    pub sections: Vec<Section>,
}

/// A section of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Unique in the checklist.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its title in English.
    pub title_en: String,
    /// Its items in order.
    pub items: Vec<Item>,
}

/// The field of work of a checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Domain {
    /// 消防
    Fire,
    /// 燃气
    Gas,
    /// 房屋建筑
    Building,
    /// 特种设备
    SpecialEquipment,
    /// 用电
    Electricity,
    /// 校园
    School,
    /// 安全生产
    WorkSafety,
    /// 养老、儿童、弱势人群
    Care,
    /// 小型工程
    Construction,
    /// 电动自行车
    Ebike,
}

/// A checklist with its content address; what a draft pins and a record carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedChecklist {
    /// Hash of the file's bytes, not of this JSON.
    pub sha256: Sha256,
    /// What the file says.
    pub checklist: Checklist,
}

impl Checklist {
    /// All items in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// The item of this id.
    #[must_use]
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.items().find(|item| item.id == *id)
    }
}
