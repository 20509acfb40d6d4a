//! `GET feed`: without cursor the present state in pages that end with a cursor; with it the rows changed since. A row is the
//! subject as it stands now, so applying a page twice changes nothing.

use crate::hello::Epoch;
use domain::checklist::PublishedChecklist;
use domain::digest::Sha256;
use domain::hazard::Hazard;
use domain::ids::{HazardId, InspectionId, PlaceId, PremisesId, UserId};
use domain::inspection::{Inspection, InspectionState, ItemRef, NotCheckedReason, ReturnPoint, ReturnReason};
use domain::place::Place;
use domain::premises::Premises;
use domain::refusal::Quarantine;
use domain::time::{Day, Timestamp};
use domain::user::User;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Rows of a page.
pub const FEED_PAGE_MAX: usize = 500;

/// Where a phone stands in the feed. Another epoch or scope starts anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The server's epoch.
    pub epoch: Epoch,
    /// Hash of the user's scope (roles and places).
    pub scope: Sha256,
    /// The last `seq` seen in each place.
    pub seq: BTreeMap<PlaceId, i64>,
    /// While the present state is still being paged: where to go on. Opaque to the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// Premises with what a person at the door wants to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremisesRow {
    /// The ledger's row; contacts only where the scope may see them.
    #[serde(flatten)]
    pub premises: Premises,
    /// Version for `base` of EditPremises.
    pub version: u32,
    /// The name in pinyin, as `domain::search` writes it.
    pub pinyin: String,
    /// Risk colour: red, orange, yellow, blue.
    pub risk: String,
    /// The last entered visits, newest first, at most three.
    #[serde(default)]
    pub visits: Vec<VisitLine>,
    /// What could not be checked and still waits for it, by day; each item once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUp>,
}

/// An item that could not be checked (查不了) and that nobody has checked since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Which.
    #[serde(flatten)]
    pub at: ItemRef,
    /// Why it could not be checked.
    pub reason: NotCheckedReason,
    /// By when it is to be checked.
    pub due_on: Day,
    /// The visit that could not check it.
    pub inspection: InspectionId,
}

/// One line of a premises' history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitLine {
    /// The visit.
    pub inspection: InspectionId,
    /// Its day.
    pub on: Day,
    /// Who, by name.
    pub by: String,
    /// Items that failed.
    pub failed: u32,
}

/// An inspection of the phone's user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionRow {
    /// Which.
    pub id: InspectionId,
    /// Where.
    pub premises: PremisesId,
    /// The premises' name at the visit.
    pub premises_name: String,
    /// The revision that stands.
    pub revision: u32,
    /// SHA-256 of its sealed command: the parent of the next revision.
    pub sealed: Sha256,
    /// Its state.
    pub state: InspectionState,
    /// The record's number: 东诃平安检〔2026〕318号
    pub number: String,
    /// When it was taken.
    pub received_at: Timestamp,
    /// Reasons of quarantine, until released.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quarantine: Vec<Quarantine>,
    /// Blobs the server still waits for.
    #[serde(default)]
    pub missing: Vec<Sha256>,
    /// The return, while it is returned, with the record itself, so that any phone of its owner can mend it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Box<Returned>>,
}

/// A return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Who returned it.
    pub by: UserId,
    /// Their name.
    pub by_name: String,
    /// Their role, for 社区安全专干 刘洋.
    pub by_role: domain::user::Role,
    /// When.
    pub at: Timestamp,
    /// Until when it is to be mended.
    pub due_on: Day,
    /// Why.
    pub reason: ReturnReason,
    /// What to mend.
    pub points: Vec<ReturnPoint>,
    /// The revision as it was handed in.
    pub inspection: Inspection,
    /// Its photos and signatures by the numbers under which `GET records/{id}/photos/{n}` gives them. Another phone than the one
    /// that took them fetches them so; the numbers follow no order of the record's own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pictures: BTreeMap<Sha256, u32>,
}

/// One row. Its tag is `row`, because places and premises have a `kind` of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "row", rename_all = "snake_case")]
pub enum FeedRow {
    /// The signed-in person.
    Me(User),
    /// A place of the scope, and its ancestors.
    Place(Place),
    /// A checklist version in use.
    Checklist(Box<PublishedChecklist>),
    /// Premises of the scope.
    Premises(Box<PremisesRow>),
    /// A hazard of the scope that is open or was closed within 90 days.
    Hazard(Box<Hazard>),
    /// An inspection of the user: open for review, returned, or received within 30 days.
    Inspection(Box<InspectionRow>),
    /// A subject that left the scope or is no more.
    Gone(Gone),
    /// A kind of row from a newer server: skipped.
    #[serde(other)]
    Unknown,
}

/// A tombstone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", content = "id", rename_all = "snake_case")]
pub enum Gone {
    /// Premises.
    Premises(PremisesId),
    /// A hazard.
    Hazard(HazardId),
    /// An inspection.
    Inspection(InspectionId),
}

/// One page of the feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedPage {
    /// At most [`FEED_PAGE_MAX`].
    pub rows: Vec<FeedRow>,
    /// Where this page ends.
    pub cursor: Cursor,
    /// The cursor that was sent does not fit (epoch, scope): this page begins the present state anew, into a new generation.
    #[serde(default)]
    pub restart: bool,
    /// More is there to fetch at once.
    #[serde(default)]
    pub more: bool,
    /// Premises of the scope in all, for the progress line; only while the present state is paged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub premises_total: Option<u32>,
}
