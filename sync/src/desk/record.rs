//! One record, whole, as a reviewer reads it.

use super::inbox::InspectionLine;
use domain::digest::Sha256;
use domain::hazard::Hazard;
use domain::ids::{FindingId, HazardId, UserId};
use domain::inspection::{Counts, Inspection, ReturnPoint, ReturnReason};
use domain::refusal::{Quarantine, Refusal};
use domain::time::{Day, Timestamp};
use domain::user::Role;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// What the list says of it.
    pub line: InspectionLine,
    /// The revision that is shown, as it was sealed.
    pub inspection: Inspection,
    /// Names of the people in it.
    pub people: BTreeMap<UserId, String>,
    /// The items that were asked, by their answers: [`domain::walk::counts`].
    #[serde(default)]
    pub counts: Counts,
    /// The texts of its checklists by list, section and item, in order; everything the page prints beside an answer.
    pub lists: Vec<ListText>,
    /// The hazards its findings became or sighted.
    pub hazards: BTreeMap<FindingId, HazardId>,
    /// Those hazards.
    pub hazard_rows: Vec<Hazard>,
    /// Every photo and signature: is it here? `n` addresses `GET records/{id}/photos/{n}`.
    pub pictures: Vec<Picture>,
    /// Who holds what has not arrived: (person, phone's last sign of life).
    pub held_by: Option<(String, Timestamp)>,
    /// Every revision that came in, first to last: those that stand or stood, and those that were set aside.
    pub revisions: Vec<RevisionLine>,
    /// The returns so far.
    pub returns: Vec<ReturnLine>,
    /// The time line a person reads, oldest first.
    pub time_line: Vec<TimeLineRow>,
    /// What the reader may do now, each with the refusal that would come (`None`: may).
    pub may: May,
}

/// What the signed-in person may do with the record now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct May {
    /// Accept; `None` if allowed, else why not.
    pub accept: Option<Refusal>,
    /// Return.
    pub give_back: Option<Refusal>,
    /// Release from quarantine.
    pub release: Option<Refusal>,
}

/// A checklist's texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListText {
    /// The list.
    pub id: domain::checklist::ChecklistId,
    /// Title in Chinese.
    pub title: String,
    /// Title in English.
    pub title_en: String,
    /// Version.
    pub version: u32,
    /// Items in order: (item, number like 3.7, Chinese, English, section title Chinese, section title English).
    pub items: Vec<ItemText>,
}

/// An item's texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemText {
    /// The item.
    pub id: domain::checklist::ItemId,
    /// Section, counted through all lists of the visit, and place in it: 3.7
    pub number: String,
    /// The statement or question.
    pub text: String,
    /// In English.
    pub text_en: String,
    /// On an exit or escape route.
    pub lifeline: bool,
    /// Unit of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Texts of the options of a choice: (id, Chinese, English).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<(String, String, String)>,
    /// Where the demand comes from: 消防法 第二十八条
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<String>,
}

/// A photo or signature of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Its number in this record.
    pub n: u32,
    /// Its name.
    pub sha256: Sha256,
    /// Has arrived.
    pub is_here: bool,
}

/// One revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionLine {
    /// 1, 2, …
    pub revision: u32,
    /// When it was taken.
    pub received_at: Timestamp,
    /// Who handed it in.
    pub by: String,
    /// It stands or stood. What was set aside is only kept beside, for a person to look at.
    #[serde(default = "stands")]
    pub stands: bool,
    /// Why it was taken into quarantine; nothing is taken off when it is released.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quarantine: Vec<Quarantine>,
    /// SHA-256 of its sealed command. Of two phones that mend the same return both revisions have one number; only this tells them apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Sha256>,
    /// It is the one that [`Record::inspection`] shows.
    #[serde(default)]
    pub is_shown: bool,
}

const fn stands() -> bool {
    true
}

/// One return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnLine {
    /// The revision that was returned.
    pub revision: u32,
    /// Who.
    pub by: String,
    /// In what role.
    pub role: Role,
    /// When.
    pub at: Timestamp,
    /// Until when.
    pub due_on: Day,
    /// Why.
    pub reason: ReturnReason,
    /// What was to mend.
    pub points: Vec<ReturnPoint>,
}

/// One row of a time line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLineRow {
    /// When.
    pub at: Timestamp,
    /// Who, by name; empty for the timer.
    pub by: String,
    /// What: the event's `kind`, a text key.
    pub kind: String,
    /// The revision it concerns, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
}
