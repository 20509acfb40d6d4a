//! Pages of the feed.

use super::checklist::PublishedChecklist;
use super::inspection::{Inspection, ItemRef, NotCheckedReason, ReturnPoint, ReturnReason, Severity};
use super::outcome::Quarantine;
use super::premises::{FieldMark, FieldValue, PremisesPosition};
use super::scalar::{Day, Id, Place, Role, Sha256, Timestamp, User};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One page of the feed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct FeedPage {
    /// At most 500. A row is its subject as it stands now: applying a page twice changes nothing.
    pub(crate) rows: Vec<FeedRow>,
    pub(crate) cursor: Cursor,
    /// The cursor that was sent does not fit any more (another epoch, another scope): this page begins the present state anew.
    pub(crate) restart: Option<bool>,
    /// More is there to fetch at once.
    pub(crate) more: Option<bool>,
    /// Premises of the scope in all, while the present state is paged.
    pub(crate) premises_total: Option<u32>,
}

/// Where a client stands. Sent back as the query's `cursor`: base64url without padding over the bytes of this object.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Cursor {
    pub(crate) epoch: Id,
    pub(crate) scope: Sha256,
    /// The last `seq` seen of each place.
    pub(crate) seq: BTreeMap<String, i64>,
    /// Where to go on in the present state; opaque.
    pub(crate) page: Option<String>,
}

/// One row; `row` says of what. A word there that this document does not name is to be skipped.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "row", rename_all = "snake_case")]
pub(crate) enum FeedRow {
    /// The signed-in person.
    Me(User),
    /// A place of the scope, or above it.
    Place(Place),
    /// A checklist version in use.
    Checklist(Box<PublishedChecklist>),
    /// Premises of the scope.
    Premises(Box<PremisesRow>),
    /// A hazard of the scope that is open or was closed within 90 days.
    Hazard(Box<Hazard>),
    /// An inspection of the signed-in person.
    Inspection(Box<InspectionRow>),
    /// A subject that left the scope or is no more.
    Gone(Gone),
}

/// What is gone.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Gone {
    pub(crate) what: GoneKind,
    pub(crate) id: Id,
}

/// The kind of a subject.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GoneKind {
    Premises,
    Hazard,
    Inspection,
}

/// Premises with what a person at the door wants to know: the fields of `Premises` and these.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PremisesRow {
    pub(crate) id: Id,
    pub(crate) code: Option<String>,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) address: String,
    pub(crate) community: Id,
    pub(crate) grid: Option<Id>,
    pub(crate) position: Option<PremisesPosition>,
    pub(crate) fields: Option<BTreeMap<String, FieldValue>>,
    pub(crate) marks: Option<BTreeMap<String, FieldMark>>,
    pub(crate) to_verify: Option<bool>,
    /// For `base` of `edit_premises`.
    pub(crate) version: u32,
    /// The name in pinyin: for each character its readings joined by `/`, characters apart by a blank.
    pub(crate) pinyin: String,
    /// `red`, `orange`, `yellow`, `blue`.
    pub(crate) risk: String,
    /// The last visits, newest first, at most three.
    pub(crate) visits: Option<Vec<VisitLine>>,
    /// What could not be checked and still waits for it, by day; each item once.
    pub(crate) follow_ups: Option<Vec<FollowUp>>,
}

/// An item that could not be checked and that nobody has checked since.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct FollowUp {
    pub(crate) list: String,
    pub(crate) item: String,
    pub(crate) reason: NotCheckedReason,
    pub(crate) due_on: Day,
    /// The visit that could not check it.
    pub(crate) inspection: Id,
}

/// One line of a premises' history.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct VisitLine {
    pub(crate) inspection: Id,
    pub(crate) on: Day,
    pub(crate) by: String,
    pub(crate) failed: u32,
}

/// An inspection of the signed-in person, as it stands on the server.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct InspectionRow {
    pub(crate) id: Id,
    pub(crate) premises: Id,
    pub(crate) premises_name: String,
    pub(crate) revision: u32,
    /// SHA-256 of its sealed command: the `parent` of the next revision.
    pub(crate) sealed: Sha256,
    pub(crate) state: InspectionState,
    /// 东诃平安检〔2026〕318号
    pub(crate) number: String,
    pub(crate) received_at: Timestamp,
    pub(crate) quarantine: Option<Vec<Quarantine>>,
    /// Blobs the server still waits for.
    pub(crate) missing: Option<Vec<Sha256>>,
    /// The return, while it is returned.
    pub(crate) returned: Option<Box<Returned>>,
}

/// Where an inspection stands.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InspectionState {
    Submitted,
    Returned,
    Accepted,
    Voided,
}

/// A return, with the record as it was handed in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Returned {
    pub(crate) by: Id,
    pub(crate) by_name: String,
    pub(crate) by_role: Role,
    pub(crate) at: Timestamp,
    pub(crate) due_on: Day,
    pub(crate) reason: ReturnReason,
    pub(crate) points: Vec<ReturnPoint>,
    pub(crate) inspection: Inspection,
    /// Its photos and signatures, by SHA-256: the `n` of `GET records/{id}/photos/{n}`.
    pub(crate) pictures: Option<BTreeMap<String, u32>>,
}

/// A hazard as it stands.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Hazard {
    pub(crate) id: Id,
    /// 隐〔2026〕412号
    pub(crate) number: String,
    pub(crate) premises: Id,
    pub(crate) community: Id,
    pub(crate) inspection: Id,
    pub(crate) finding: Id,
    pub(crate) at: ItemRef,
    pub(crate) violation: String,
    pub(crate) spot: String,
    pub(crate) demand: String,
    pub(crate) severity: Severity,
    pub(crate) lifeline: bool,
    pub(crate) state: HazardState,
    pub(crate) closure: Option<Closure>,
    pub(crate) demand_kind: DemandKind,
    pub(crate) due_on: Option<Day>,
    pub(crate) found_by: Id,
    pub(crate) found_at: Timestamp,
    pub(crate) closed_at: Option<Timestamp>,
    pub(crate) recurrence_of: Option<Id>,
}

/// Where a hazard stands.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HazardState {
    Registered,
    Ordered,
    ReportedRectified,
    Suspected,
    Closed,
    Suspended,
    TransferProposed,
    Transferred,
    Merged,
    Withdrawn,
}

/// How a hazard was closed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Closure {
    OnSpot,
    Reinspected,
    Remote,
    #[serde(rename = "self")]
    SelfClosed,
    Transferred,
}

/// What paper stands behind the demand.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DemandKind {
    None,
    Advised,
    Ordered,
}
